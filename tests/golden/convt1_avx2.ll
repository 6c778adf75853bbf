; convt_f32_ic3_oc1_k1x1x2_s1x1x2_d1x1x1_b0x0x0_first avx2
define void @tile_p0_c1_v1(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
entry:
  %s5 = alloca <8 x float>, i64 1, align 64
  %s6 = alloca <8 x float>, i64 1, align 64
  %s11 = alloca i64, i64 1, align 64
  %s29 = alloca ptr, i64 1, align 64
  %s30 = alloca ptr, i64 1, align 64
  %s31 = alloca i64, i64 1, align 64
  %s40 = alloca i64, i64 1, align 64
  %s41 = alloca i64, i64 1, align 64
  %v1 = getelementptr i64, ptr %frame, i64 65
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr i64, ptr %frame, i64 92
  %v4 = load ptr, ptr %v3, align 8
  %v7 = getelementptr i64, ptr %combination, i64 5
  %v8 = load i64, ptr %v7, align 8
  %v9 = getelementptr i64, ptr %combination, i64 6
  %v10 = load i64, ptr %v9, align 8
  store i64 0, ptr %s11
  br label %head12
head12:
  %v15 = load i64, ptr %s11
  %v16 = icmp slt i64 %v15, %count
  br i1 %v16, label %body13, label %done14
body13:
  %v17 = mul i64 %v15, 8
  %v18 = getelementptr float, ptr %position, i64 %v17
  %v19 = getelementptr float, ptr %temp, i64 %v17
  %v20 = getelementptr float, ptr %v19, i64 %temp_row
  br i1 %fresh, label %then21, label %done22
then21:
  store <8 x float> zeroinitializer, ptr %s5
  store <8 x float> zeroinitializer, ptr %s6
  br label %done22
done22:
  %v23 = xor i1 %fresh, true
  br i1 %v23, label %then24, label %done25
then24:
  %v26 = load <8 x float>, ptr %v19, align 4
  store <8 x float> %v26, ptr %s5
  %v27 = load <8 x float>, ptr %v20, align 4
  store <8 x float> %v27, ptr %s6
  br label %done25
done25:
  %v28 = getelementptr i64, ptr %v4, i64 %v8
  store ptr %v28, ptr %s29
  store ptr %weights, ptr %s30
  store i64 0, ptr %s31
  br label %head32
head32:
  %v35 = load i64, ptr %s31
  %v36 = icmp slt i64 %v35, %v10
  br i1 %v36, label %body33, label %done34
body33:
  %v37 = load ptr, ptr %s29
  %v38 = load i64, ptr %v37, align 8
  %v39 = getelementptr float, ptr %v18, i64 %v38
  store i64 0, ptr %s40
  store i64 0, ptr %s41
  br label %head42
head42:
  %v45 = load i64, ptr %s41
  %v46 = icmp slt i64 %v45, %channels
  br i1 %v46, label %body43, label %done44
body43:
  %v47 = load i64, ptr %s40
  %v48 = load ptr, ptr %s30
  %v49 = getelementptr float, ptr %v39, i64 %v47
  %v50 = load <8 x float>, ptr %v49, align 4
  %v51 = load float, ptr %v48, align 4
  %v52 = insertelement <8 x float> poison, float %v51, i64 0
  %v53 = shufflevector <8 x float> %v52, <8 x float> poison, <8 x i32> zeroinitializer
  %v54 = load <8 x float>, ptr %s5
  %v55 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v53, <8 x float> %v50, <8 x float> %v54)
  store <8 x float> %v55, ptr %s5
  %v56 = getelementptr float, ptr %v48, i64 1
  %v57 = load float, ptr %v56, align 4
  %v58 = insertelement <8 x float> poison, float %v57, i64 0
  %v59 = shufflevector <8 x float> %v58, <8 x float> poison, <8 x i32> zeroinitializer
  %v60 = load <8 x float>, ptr %s6
  %v61 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v59, <8 x float> %v50, <8 x float> %v60)
  store <8 x float> %v61, ptr %s6
  %v62 = add i64 %v47, %v2
  store i64 %v62, ptr %s40
  %v63 = getelementptr float, ptr %v48, i64 2
  store ptr %v63, ptr %s30
  %v64 = add i64 %v45, 1
  store i64 %v64, ptr %s41
  br label %head42
done44:
  %v65 = getelementptr i64, ptr %v37, i64 1
  store ptr %v65, ptr %s29
  %v66 = add i64 %v35, 1
  store i64 %v66, ptr %s31
  br label %head32
done34:
  %v67 = load <8 x float>, ptr %s5
  store <8 x float> %v67, ptr %v19, align 4
  %v68 = load <8 x float>, ptr %s6
  store <8 x float> %v68, ptr %v20, align 4
  %v69 = add i64 %v15, 1
  store i64 %v69, ptr %s11
  br label %head12
done14:
  ret void
}
define void @tile_p0_c1_v3(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
entry:
  %s5 = alloca <8 x float>, i64 1, align 64
  %s6 = alloca <8 x float>, i64 1, align 64
  %s7 = alloca <8 x float>, i64 1, align 64
  %s8 = alloca <8 x float>, i64 1, align 64
  %s9 = alloca <8 x float>, i64 1, align 64
  %s10 = alloca <8 x float>, i64 1, align 64
  %s15 = alloca i64, i64 1, align 64
  %s41 = alloca ptr, i64 1, align 64
  %s42 = alloca ptr, i64 1, align 64
  %s43 = alloca i64, i64 1, align 64
  %s52 = alloca i64, i64 1, align 64
  %s53 = alloca i64, i64 1, align 64
  %v1 = getelementptr i64, ptr %frame, i64 65
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr i64, ptr %frame, i64 92
  %v4 = load ptr, ptr %v3, align 8
  %v11 = getelementptr i64, ptr %combination, i64 5
  %v12 = load i64, ptr %v11, align 8
  %v13 = getelementptr i64, ptr %combination, i64 6
  %v14 = load i64, ptr %v13, align 8
  store i64 0, ptr %s15
  br label %head16
head16:
  %v19 = load i64, ptr %s15
  %v20 = icmp slt i64 %v19, %count
  br i1 %v20, label %body17, label %done18
body17:
  %v21 = mul i64 %v19, 24
  %v22 = getelementptr float, ptr %position, i64 %v21
  %v23 = getelementptr float, ptr %temp, i64 %v21
  %v24 = getelementptr float, ptr %v23, i64 %temp_row
  br i1 %fresh, label %then25, label %done26
then25:
  store <8 x float> zeroinitializer, ptr %s5
  store <8 x float> zeroinitializer, ptr %s6
  store <8 x float> zeroinitializer, ptr %s7
  store <8 x float> zeroinitializer, ptr %s8
  store <8 x float> zeroinitializer, ptr %s9
  store <8 x float> zeroinitializer, ptr %s10
  br label %done26
done26:
  %v27 = xor i1 %fresh, true
  br i1 %v27, label %then28, label %done29
then28:
  %v30 = load <8 x float>, ptr %v23, align 4
  store <8 x float> %v30, ptr %s5
  %v31 = getelementptr float, ptr %v23, i64 8
  %v32 = load <8 x float>, ptr %v31, align 4
  store <8 x float> %v32, ptr %s6
  %v33 = getelementptr float, ptr %v23, i64 16
  %v34 = load <8 x float>, ptr %v33, align 4
  store <8 x float> %v34, ptr %s7
  %v35 = load <8 x float>, ptr %v24, align 4
  store <8 x float> %v35, ptr %s8
  %v36 = getelementptr float, ptr %v24, i64 8
  %v37 = load <8 x float>, ptr %v36, align 4
  store <8 x float> %v37, ptr %s9
  %v38 = getelementptr float, ptr %v24, i64 16
  %v39 = load <8 x float>, ptr %v38, align 4
  store <8 x float> %v39, ptr %s10
  br label %done29
done29:
  %v40 = getelementptr i64, ptr %v4, i64 %v12
  store ptr %v40, ptr %s41
  store ptr %weights, ptr %s42
  store i64 0, ptr %s43
  br label %head44
head44:
  %v47 = load i64, ptr %s43
  %v48 = icmp slt i64 %v47, %v14
  br i1 %v48, label %body45, label %done46
body45:
  %v49 = load ptr, ptr %s41
  %v50 = load i64, ptr %v49, align 8
  %v51 = getelementptr float, ptr %v22, i64 %v50
  store i64 0, ptr %s52
  store i64 0, ptr %s53
  br label %head54
head54:
  %v57 = load i64, ptr %s53
  %v58 = icmp slt i64 %v57, %channels
  br i1 %v58, label %body55, label %done56
body55:
  %v59 = load i64, ptr %s52
  %v60 = load ptr, ptr %s42
  %v61 = getelementptr float, ptr %v51, i64 %v59
  %v62 = load <8 x float>, ptr %v61, align 4
  %v63 = getelementptr float, ptr %v61, i64 8
  %v64 = load <8 x float>, ptr %v63, align 4
  %v65 = getelementptr float, ptr %v61, i64 16
  %v66 = load <8 x float>, ptr %v65, align 4
  %v67 = load float, ptr %v60, align 4
  %v68 = insertelement <8 x float> poison, float %v67, i64 0
  %v69 = shufflevector <8 x float> %v68, <8 x float> poison, <8 x i32> zeroinitializer
  %v70 = load <8 x float>, ptr %s5
  %v71 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v69, <8 x float> %v62, <8 x float> %v70)
  store <8 x float> %v71, ptr %s5
  %v72 = load <8 x float>, ptr %s6
  %v73 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v69, <8 x float> %v64, <8 x float> %v72)
  store <8 x float> %v73, ptr %s6
  %v74 = load <8 x float>, ptr %s7
  %v75 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v69, <8 x float> %v66, <8 x float> %v74)
  store <8 x float> %v75, ptr %s7
  %v76 = getelementptr float, ptr %v60, i64 1
  %v77 = load float, ptr %v76, align 4
  %v78 = insertelement <8 x float> poison, float %v77, i64 0
  %v79 = shufflevector <8 x float> %v78, <8 x float> poison, <8 x i32> zeroinitializer
  %v80 = load <8 x float>, ptr %s8
  %v81 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v79, <8 x float> %v62, <8 x float> %v80)
  store <8 x float> %v81, ptr %s8
  %v82 = load <8 x float>, ptr %s9
  %v83 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v79, <8 x float> %v64, <8 x float> %v82)
  store <8 x float> %v83, ptr %s9
  %v84 = load <8 x float>, ptr %s10
  %v85 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v79, <8 x float> %v66, <8 x float> %v84)
  store <8 x float> %v85, ptr %s10
  %v86 = add i64 %v59, %v2
  store i64 %v86, ptr %s52
  %v87 = getelementptr float, ptr %v60, i64 2
  store ptr %v87, ptr %s42
  %v88 = add i64 %v57, 1
  store i64 %v88, ptr %s53
  br label %head54
done56:
  %v89 = getelementptr i64, ptr %v49, i64 1
  store ptr %v89, ptr %s41
  %v90 = add i64 %v47, 1
  store i64 %v90, ptr %s43
  br label %head44
done46:
  %v91 = load <8 x float>, ptr %s5
  store <8 x float> %v91, ptr %v23, align 4
  %v92 = load <8 x float>, ptr %s6
  %v93 = getelementptr float, ptr %v23, i64 8
  store <8 x float> %v92, ptr %v93, align 4
  %v94 = load <8 x float>, ptr %s7
  %v95 = getelementptr float, ptr %v23, i64 16
  store <8 x float> %v94, ptr %v95, align 4
  %v96 = load <8 x float>, ptr %s8
  store <8 x float> %v96, ptr %v24, align 4
  %v97 = load <8 x float>, ptr %s9
  %v98 = getelementptr float, ptr %v24, i64 8
  store <8 x float> %v97, ptr %v98, align 4
  %v99 = load <8 x float>, ptr %s10
  %v100 = getelementptr float, ptr %v24, i64 16
  store <8 x float> %v99, ptr %v100, align 4
  %v101 = add i64 %v19, 1
  store i64 %v101, ptr %s15
  br label %head16
done18:
  ret void
}
define void @tile_p0_c1_v5(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
entry:
  %s5 = alloca <8 x float>, i64 1, align 64
  %s6 = alloca <8 x float>, i64 1, align 64
  %s7 = alloca <8 x float>, i64 1, align 64
  %s8 = alloca <8 x float>, i64 1, align 64
  %s9 = alloca <8 x float>, i64 1, align 64
  %s10 = alloca <8 x float>, i64 1, align 64
  %s11 = alloca <8 x float>, i64 1, align 64
  %s12 = alloca <8 x float>, i64 1, align 64
  %s13 = alloca <8 x float>, i64 1, align 64
  %s14 = alloca <8 x float>, i64 1, align 64
  %s19 = alloca i64, i64 1, align 64
  %s53 = alloca ptr, i64 1, align 64
  %s54 = alloca ptr, i64 1, align 64
  %s55 = alloca i64, i64 1, align 64
  %s64 = alloca i64, i64 1, align 64
  %s65 = alloca i64, i64 1, align 64
  %v1 = getelementptr i64, ptr %frame, i64 65
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr i64, ptr %frame, i64 92
  %v4 = load ptr, ptr %v3, align 8
  %v15 = getelementptr i64, ptr %combination, i64 5
  %v16 = load i64, ptr %v15, align 8
  %v17 = getelementptr i64, ptr %combination, i64 6
  %v18 = load i64, ptr %v17, align 8
  store i64 0, ptr %s19
  br label %head20
head20:
  %v23 = load i64, ptr %s19
  %v24 = icmp slt i64 %v23, %count
  br i1 %v24, label %body21, label %done22
body21:
  %v25 = mul i64 %v23, 40
  %v26 = getelementptr float, ptr %position, i64 %v25
  %v27 = getelementptr float, ptr %temp, i64 %v25
  %v28 = getelementptr float, ptr %v27, i64 %temp_row
  br i1 %fresh, label %then29, label %done30
then29:
  store <8 x float> zeroinitializer, ptr %s5
  store <8 x float> zeroinitializer, ptr %s6
  store <8 x float> zeroinitializer, ptr %s7
  store <8 x float> zeroinitializer, ptr %s8
  store <8 x float> zeroinitializer, ptr %s9
  store <8 x float> zeroinitializer, ptr %s10
  store <8 x float> zeroinitializer, ptr %s11
  store <8 x float> zeroinitializer, ptr %s12
  store <8 x float> zeroinitializer, ptr %s13
  store <8 x float> zeroinitializer, ptr %s14
  br label %done30
done30:
  %v31 = xor i1 %fresh, true
  br i1 %v31, label %then32, label %done33
then32:
  %v34 = load <8 x float>, ptr %v27, align 4
  store <8 x float> %v34, ptr %s5
  %v35 = getelementptr float, ptr %v27, i64 8
  %v36 = load <8 x float>, ptr %v35, align 4
  store <8 x float> %v36, ptr %s6
  %v37 = getelementptr float, ptr %v27, i64 16
  %v38 = load <8 x float>, ptr %v37, align 4
  store <8 x float> %v38, ptr %s7
  %v39 = getelementptr float, ptr %v27, i64 24
  %v40 = load <8 x float>, ptr %v39, align 4
  store <8 x float> %v40, ptr %s8
  %v41 = getelementptr float, ptr %v27, i64 32
  %v42 = load <8 x float>, ptr %v41, align 4
  store <8 x float> %v42, ptr %s9
  %v43 = load <8 x float>, ptr %v28, align 4
  store <8 x float> %v43, ptr %s10
  %v44 = getelementptr float, ptr %v28, i64 8
  %v45 = load <8 x float>, ptr %v44, align 4
  store <8 x float> %v45, ptr %s11
  %v46 = getelementptr float, ptr %v28, i64 16
  %v47 = load <8 x float>, ptr %v46, align 4
  store <8 x float> %v47, ptr %s12
  %v48 = getelementptr float, ptr %v28, i64 24
  %v49 = load <8 x float>, ptr %v48, align 4
  store <8 x float> %v49, ptr %s13
  %v50 = getelementptr float, ptr %v28, i64 32
  %v51 = load <8 x float>, ptr %v50, align 4
  store <8 x float> %v51, ptr %s14
  br label %done33
done33:
  %v52 = getelementptr i64, ptr %v4, i64 %v16
  store ptr %v52, ptr %s53
  store ptr %weights, ptr %s54
  store i64 0, ptr %s55
  br label %head56
head56:
  %v59 = load i64, ptr %s55
  %v60 = icmp slt i64 %v59, %v18
  br i1 %v60, label %body57, label %done58
body57:
  %v61 = load ptr, ptr %s53
  %v62 = load i64, ptr %v61, align 8
  %v63 = getelementptr float, ptr %v26, i64 %v62
  store i64 0, ptr %s64
  store i64 0, ptr %s65
  br label %head66
head66:
  %v69 = load i64, ptr %s65
  %v70 = icmp slt i64 %v69, %channels
  br i1 %v70, label %body67, label %done68
body67:
  %v71 = load i64, ptr %s64
  %v72 = load ptr, ptr %s54
  %v73 = getelementptr float, ptr %v63, i64 %v71
  %v74 = load <8 x float>, ptr %v73, align 4
  %v75 = getelementptr float, ptr %v73, i64 8
  %v76 = load <8 x float>, ptr %v75, align 4
  %v77 = getelementptr float, ptr %v73, i64 16
  %v78 = load <8 x float>, ptr %v77, align 4
  %v79 = getelementptr float, ptr %v73, i64 24
  %v80 = load <8 x float>, ptr %v79, align 4
  %v81 = getelementptr float, ptr %v73, i64 32
  %v82 = load <8 x float>, ptr %v81, align 4
  %v83 = load float, ptr %v72, align 4
  %v84 = insertelement <8 x float> poison, float %v83, i64 0
  %v85 = shufflevector <8 x float> %v84, <8 x float> poison, <8 x i32> zeroinitializer
  %v86 = load <8 x float>, ptr %s5
  %v87 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v85, <8 x float> %v74, <8 x float> %v86)
  store <8 x float> %v87, ptr %s5
  %v88 = load <8 x float>, ptr %s6
  %v89 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v85, <8 x float> %v76, <8 x float> %v88)
  store <8 x float> %v89, ptr %s6
  %v90 = load <8 x float>, ptr %s7
  %v91 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v85, <8 x float> %v78, <8 x float> %v90)
  store <8 x float> %v91, ptr %s7
  %v92 = load <8 x float>, ptr %s8
  %v93 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v85, <8 x float> %v80, <8 x float> %v92)
  store <8 x float> %v93, ptr %s8
  %v94 = load <8 x float>, ptr %s9
  %v95 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v85, <8 x float> %v82, <8 x float> %v94)
  store <8 x float> %v95, ptr %s9
  %v96 = getelementptr float, ptr %v72, i64 1
  %v97 = load float, ptr %v96, align 4
  %v98 = insertelement <8 x float> poison, float %v97, i64 0
  %v99 = shufflevector <8 x float> %v98, <8 x float> poison, <8 x i32> zeroinitializer
  %v100 = load <8 x float>, ptr %s10
  %v101 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v99, <8 x float> %v74, <8 x float> %v100)
  store <8 x float> %v101, ptr %s10
  %v102 = load <8 x float>, ptr %s11
  %v103 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v99, <8 x float> %v76, <8 x float> %v102)
  store <8 x float> %v103, ptr %s11
  %v104 = load <8 x float>, ptr %s12
  %v105 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v99, <8 x float> %v78, <8 x float> %v104)
  store <8 x float> %v105, ptr %s12
  %v106 = load <8 x float>, ptr %s13
  %v107 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v99, <8 x float> %v80, <8 x float> %v106)
  store <8 x float> %v107, ptr %s13
  %v108 = load <8 x float>, ptr %s14
  %v109 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v99, <8 x float> %v82, <8 x float> %v108)
  store <8 x float> %v109, ptr %s14
  %v110 = add i64 %v71, %v2
  store i64 %v110, ptr %s64
  %v111 = getelementptr float, ptr %v72, i64 2
  store ptr %v111, ptr %s54
  %v112 = add i64 %v69, 1
  store i64 %v112, ptr %s65
  br label %head66
done68:
  %v113 = getelementptr i64, ptr %v61, i64 1
  store ptr %v113, ptr %s53
  %v114 = add i64 %v59, 1
  store i64 %v114, ptr %s55
  br label %head56
done58:
  %v115 = load <8 x float>, ptr %s5
  store <8 x float> %v115, ptr %v27, align 4
  %v116 = load <8 x float>, ptr %s6
  %v117 = getelementptr float, ptr %v27, i64 8
  store <8 x float> %v116, ptr %v117, align 4
  %v118 = load <8 x float>, ptr %s7
  %v119 = getelementptr float, ptr %v27, i64 16
  store <8 x float> %v118, ptr %v119, align 4
  %v120 = load <8 x float>, ptr %s8
  %v121 = getelementptr float, ptr %v27, i64 24
  store <8 x float> %v120, ptr %v121, align 4
  %v122 = load <8 x float>, ptr %s9
  %v123 = getelementptr float, ptr %v27, i64 32
  store <8 x float> %v122, ptr %v123, align 4
  %v124 = load <8 x float>, ptr %s10
  store <8 x float> %v124, ptr %v28, align 4
  %v125 = load <8 x float>, ptr %s11
  %v126 = getelementptr float, ptr %v28, i64 8
  store <8 x float> %v125, ptr %v126, align 4
  %v127 = load <8 x float>, ptr %s12
  %v128 = getelementptr float, ptr %v28, i64 16
  store <8 x float> %v127, ptr %v128, align 4
  %v129 = load <8 x float>, ptr %s13
  %v130 = getelementptr float, ptr %v28, i64 24
  store <8 x float> %v129, ptr %v130, align 4
  %v131 = load <8 x float>, ptr %s14
  %v132 = getelementptr float, ptr %v28, i64 32
  store <8 x float> %v131, ptr %v132, align 4
  %v133 = add i64 %v23, 1
  store i64 %v133, ptr %s19
  br label %head20
done22:
  ret void
}
define void @scatter_p0_c1(ptr %frame, ptr %temp, i64 %temp_row, ptr %out, i64 %count, i64 %room) #0 {
entry:
  %s9 = alloca i64, i64 1, align 64
  %s22 = alloca i64, i64 1, align 64
  %s35 = alloca i64, i64 1, align 64
  %s62 = alloca i64, i64 1, align 64
  %s70 = alloca i64, i64 1, align 64
  %s103 = alloca i64, i64 1, align 64
  %s133 = alloca i64, i64 1, align 64
  %s153 = alloca i64, i64 1, align 64
  %v1 = getelementptr i64, ptr %frame, i64 24
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr i64, ptr %frame, i64 27
  %v4 = load i64, ptr %v3, align 8
  %v5 = getelementptr i64, ptr %frame, i64 13
  %v6 = load i64, ptr %v5, align 8
  %v7 = getelementptr i64, ptr %frame, i64 14
  %v8 = load i64, ptr %v7, align 8
  store i64 0, ptr %s9
  br label %head10
head10:
  %v13 = load i64, ptr %s9
  %v14 = icmp slt i64 %v13, 1
  br i1 %v14, label %body11, label %done12
body11:
  %v15 = sub i64 %room, 1
  %v16 = add i64 %v15, 1
  %v17 = icmp sgt i64 %v16, 0
  %v18 = select i1 %v17, i64 %v16, i64 0
  %v19 = udiv i64 %v18, 2
  %v20 = icmp slt i64 %v19, %count
  %v21 = select i1 %v20, i64 %v19, i64 %count
  store i64 0, ptr %s22
  %v23 = mul i64 %v13, %v2
  %v24 = getelementptr float, ptr %out, i64 %v23
  %v25 = ptrtoint ptr %v24 to i64
  %v26 = urem i64 %v25, 32
  %v27 = icmp eq i64 %v26, 0
  %v28 = icmp sgt i64 %v8, 0
  %v29 = and i1 %v27, %v28
  %v30 = icmp sge i64 %v21, 8
  %v31 = and i1 %v29, %v30
  br i1 %v31, label %then32, label %done33
then32:
  %v34 = sub i64 %v21, 7
  store i64 0, ptr %s35
  br label %head36
head36:
  %v39 = load i64, ptr %s35
  %v40 = icmp slt i64 %v39, %v34
  br i1 %v40, label %body37, label %done38
body37:
  %v41 = mul i64 %v13, 2
  %v42 = mul i64 %v41, %temp_row
  %v43 = getelementptr float, ptr %temp, i64 %v42
  %v44 = getelementptr float, ptr %v43, i64 %v39
  %v45 = load <8 x float>, ptr %v44, align 4
  %v46 = mul i64 %v13, 2
  %v47 = add i64 %v46, 1
  %v48 = mul i64 %v47, %temp_row
  %v49 = getelementptr float, ptr %temp, i64 %v48
  %v50 = getelementptr float, ptr %v49, i64 %v39
  %v51 = load <8 x float>, ptr %v50, align 4
  %v52 = shufflevector <8 x float> %v45, <8 x float> %v51, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %v53 = shufflevector <16 x float> %v52, <16 x float> %v52, <16 x i32> <i32 0, i32 8, i32 1, i32 9, i32 2, i32 10, i32 3, i32 11, i32 4, i32 12, i32 5, i32 13, i32 6, i32 14, i32 7, i32 15>
  %v54 = mul i64 %v39, 2
  %v55 = mul i64 %v13, %v2
  %v56 = add i64 %v55, %v54
  %v57 = getelementptr float, ptr %out, i64 %v56
  store <16 x float> %v53, ptr %v57, align 32, !nontemporal !0
  %v58 = add i64 %v39, 8
  store i64 %v58, ptr %s35
  br label %head36
done38:
  %v59 = udiv i64 %v21, 8
  %v60 = mul i64 %v59, 8
  store i64 %v60, ptr %s22
  br label %done33
done33:
  %v61 = load i64, ptr %s22
  store i64 0, ptr %s62
  %v63 = icmp sge i64 %v21, 8
  %v64 = load i64, ptr %s62
  %v65 = icmp eq i64 %v64, 0
  %v66 = and i1 %v63, %v65
  br i1 %v66, label %then67, label %done68
then67:
  %v69 = sub i64 %v21, 8
  store i64 %v61, ptr %s70
  br label %head71
head71:
  %v74 = load i64, ptr %s70
  %v75 = icmp slt i64 %v74, %v21
  br i1 %v75, label %body72, label %done73
body72:
  %v76 = icmp slt i64 %v74, %v69
  %v77 = select i1 %v76, i64 %v74, i64 %v69
  %v78 = mul i64 %v13, 2
  %v79 = mul i64 %v78, %temp_row
  %v80 = getelementptr float, ptr %temp, i64 %v79
  %v81 = getelementptr float, ptr %v80, i64 %v77
  %v82 = load <8 x float>, ptr %v81, align 4
  %v83 = mul i64 %v13, 2
  %v84 = add i64 %v83, 1
  %v85 = mul i64 %v84, %temp_row
  %v86 = getelementptr float, ptr %temp, i64 %v85
  %v87 = getelementptr float, ptr %v86, i64 %v77
  %v88 = load <8 x float>, ptr %v87, align 4
  %v89 = shufflevector <8 x float> %v82, <8 x float> %v88, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %v90 = shufflevector <16 x float> %v89, <16 x float> %v89, <16 x i32> <i32 0, i32 8, i32 1, i32 9, i32 2, i32 10, i32 3, i32 11, i32 4, i32 12, i32 5, i32 13, i32 6, i32 14, i32 7, i32 15>
  %v91 = mul i64 %v77, 2
  %v92 = mul i64 %v13, %v2
  %v93 = add i64 %v92, %v91
  %v94 = getelementptr float, ptr %out, i64 %v93
  store <16 x float> %v90, ptr %v94, align 4
  %v95 = add i64 %v74, 8
  store i64 %v95, ptr %s70
  br label %head71
done73:
  store i64 %v21, ptr %s62
  br label %done68
done68:
  %v96 = icmp sge i64 %v21, 4
  %v97 = load i64, ptr %s62
  %v98 = icmp eq i64 %v97, 0
  %v99 = and i1 %v96, %v98
  br i1 %v99, label %then100, label %done101
then100:
  %v102 = sub i64 %v21, 4
  store i64 %v61, ptr %s103
  br label %head104
head104:
  %v107 = load i64, ptr %s103
  %v108 = icmp slt i64 %v107, %v21
  br i1 %v108, label %body105, label %done106
body105:
  %v109 = icmp slt i64 %v107, %v102
  %v110 = select i1 %v109, i64 %v107, i64 %v102
  %v111 = mul i64 %v13, 2
  %v112 = mul i64 %v111, %temp_row
  %v113 = getelementptr float, ptr %temp, i64 %v112
  %v114 = getelementptr float, ptr %v113, i64 %v110
  %v115 = load <4 x float>, ptr %v114, align 4
  %v116 = mul i64 %v13, 2
  %v117 = add i64 %v116, 1
  %v118 = mul i64 %v117, %temp_row
  %v119 = getelementptr float, ptr %temp, i64 %v118
  %v120 = getelementptr float, ptr %v119, i64 %v110
  %v121 = load <4 x float>, ptr %v120, align 4
  %v122 = shufflevector <4 x float> %v115, <4 x float> %v121, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v123 = shufflevector <8 x float> %v122, <8 x float> %v122, <8 x i32> <i32 0, i32 4, i32 1, i32 5, i32 2, i32 6, i32 3, i32 7>
  %v124 = mul i64 %v110, 2
  %v125 = mul i64 %v13, %v2
  %v126 = add i64 %v125, %v124
  %v127 = getelementptr float, ptr %out, i64 %v126
  store <8 x float> %v123, ptr %v127, align 4
  %v128 = add i64 %v107, 4
  store i64 %v128, ptr %s103
  br label %head104
done106:
  store i64 %v21, ptr %s62
  br label %done101
done101:
  %v129 = load i64, ptr %s62
  %v130 = mul i64 %v13, 2
  %v131 = mul i64 %v130, %temp_row
  %v132 = getelementptr float, ptr %temp, i64 %v131
  store i64 %v129, ptr %s133
  br label %head134
head134:
  %v137 = load i64, ptr %s133
  %v138 = icmp slt i64 %v137, %count
  br i1 %v138, label %body135, label %done136
body135:
  %v139 = mul i64 %v137, 2
  %v140 = icmp slt i64 %v139, %room
  br i1 %v140, label %then141, label %done142
then141:
  %v143 = getelementptr float, ptr %v132, i64 %v137
  %v144 = load float, ptr %v143, align 4
  %v145 = mul i64 %v13, %v2
  %v146 = add i64 %v145, %v139
  %v147 = getelementptr float, ptr %out, i64 %v146
  store float %v144, ptr %v147, align 4
  br label %done142
done142:
  %v148 = add i64 %v137, 1
  store i64 %v148, ptr %s133
  br label %head134
done136:
  %v149 = mul i64 %v13, 2
  %v150 = add i64 %v149, 1
  %v151 = mul i64 %v150, %temp_row
  %v152 = getelementptr float, ptr %temp, i64 %v151
  store i64 %v129, ptr %s153
  br label %head154
head154:
  %v157 = load i64, ptr %s153
  %v158 = icmp slt i64 %v157, %count
  br i1 %v158, label %body155, label %done156
body155:
  %v159 = mul i64 %v157, 2
  %v160 = add i64 %v159, 1
  %v161 = icmp slt i64 %v160, %room
  br i1 %v161, label %then162, label %done163
then162:
  %v164 = getelementptr float, ptr %v152, i64 %v157
  %v165 = load float, ptr %v164, align 4
  %v166 = mul i64 %v13, %v2
  %v167 = add i64 %v166, %v160
  %v168 = getelementptr float, ptr %out, i64 %v167
  store float %v165, ptr %v168, align 4
  br label %done163
done163:
  %v169 = add i64 %v157, 1
  store i64 %v169, ptr %s153
  br label %head154
done156:
  %v170 = add i64 %v13, 1
  store i64 %v170, ptr %s9
  br label %head10
done12:
  ret void
}
declare <8 x float> @llvm.fma.v8f32(<8 x float>, <8 x float>, <8 x float>)
attributes #0 = { nounwind "prefer-vector-width"="256" "min-legal-vector-width"="256" }
!0 = !{i32 1}
