; conv_f32_ic1_oc2_k1x1x1_s1x1x1_d1x1x1_b0x0x0_last neon
define void @tile_p0_c2_v1(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
entry:
  %s5 = alloca <4 x float>, i64 1, align 64
  %s6 = alloca <4 x float>, i64 1, align 64
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
  %v17 = mul i64 %v15, 4
  %v18 = getelementptr float, ptr %position, i64 %v17
  %v19 = getelementptr float, ptr %temp, i64 %v17
  %v20 = getelementptr float, ptr %v19, i64 %temp_row
  br i1 %fresh, label %then21, label %done22
then21:
  store <4 x float> zeroinitializer, ptr %s5
  store <4 x float> zeroinitializer, ptr %s6
  br label %done22
done22:
  %v23 = xor i1 %fresh, true
  br i1 %v23, label %then24, label %done25
then24:
  %v26 = load <4 x float>, ptr %v19, align 4
  store <4 x float> %v26, ptr %s5
  %v27 = load <4 x float>, ptr %v20, align 4
  store <4 x float> %v27, ptr %s6
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
  %v50 = load <4 x float>, ptr %v49, align 4
  %v51 = load float, ptr %v48, align 4
  %v52 = insertelement <4 x float> poison, float %v51, i64 0
  %v53 = shufflevector <4 x float> %v52, <4 x float> poison, <4 x i32> zeroinitializer
  %v54 = load <4 x float>, ptr %s5
  %v55 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v53, <4 x float> %v50, <4 x float> %v54)
  store <4 x float> %v55, ptr %s5
  %v56 = getelementptr float, ptr %v48, i64 1
  %v57 = load float, ptr %v56, align 4
  %v58 = insertelement <4 x float> poison, float %v57, i64 0
  %v59 = shufflevector <4 x float> %v58, <4 x float> poison, <4 x i32> zeroinitializer
  %v60 = load <4 x float>, ptr %s6
  %v61 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v59, <4 x float> %v50, <4 x float> %v60)
  store <4 x float> %v61, ptr %s6
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
  %v67 = load <4 x float>, ptr %s5
  store <4 x float> %v67, ptr %v19, align 4
  %v68 = load <4 x float>, ptr %s6
  store <4 x float> %v68, ptr %v20, align 4
  %v69 = add i64 %v15, 1
  store i64 %v69, ptr %s11
  br label %head12
done14:
  ret void
}
define void @tile_p0_c2_v3(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
entry:
  %s5 = alloca <4 x float>, i64 1, align 64
  %s6 = alloca <4 x float>, i64 1, align 64
  %s7 = alloca <4 x float>, i64 1, align 64
  %s8 = alloca <4 x float>, i64 1, align 64
  %s9 = alloca <4 x float>, i64 1, align 64
  %s10 = alloca <4 x float>, i64 1, align 64
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
  %v21 = mul i64 %v19, 12
  %v22 = getelementptr float, ptr %position, i64 %v21
  %v23 = getelementptr float, ptr %temp, i64 %v21
  %v24 = getelementptr float, ptr %v23, i64 %temp_row
  br i1 %fresh, label %then25, label %done26
then25:
  store <4 x float> zeroinitializer, ptr %s5
  store <4 x float> zeroinitializer, ptr %s6
  store <4 x float> zeroinitializer, ptr %s7
  store <4 x float> zeroinitializer, ptr %s8
  store <4 x float> zeroinitializer, ptr %s9
  store <4 x float> zeroinitializer, ptr %s10
  br label %done26
done26:
  %v27 = xor i1 %fresh, true
  br i1 %v27, label %then28, label %done29
then28:
  %v30 = load <4 x float>, ptr %v23, align 4
  store <4 x float> %v30, ptr %s5
  %v31 = getelementptr float, ptr %v23, i64 4
  %v32 = load <4 x float>, ptr %v31, align 4
  store <4 x float> %v32, ptr %s6
  %v33 = getelementptr float, ptr %v23, i64 8
  %v34 = load <4 x float>, ptr %v33, align 4
  store <4 x float> %v34, ptr %s7
  %v35 = load <4 x float>, ptr %v24, align 4
  store <4 x float> %v35, ptr %s8
  %v36 = getelementptr float, ptr %v24, i64 4
  %v37 = load <4 x float>, ptr %v36, align 4
  store <4 x float> %v37, ptr %s9
  %v38 = getelementptr float, ptr %v24, i64 8
  %v39 = load <4 x float>, ptr %v38, align 4
  store <4 x float> %v39, ptr %s10
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
  %v62 = load <4 x float>, ptr %v61, align 4
  %v63 = getelementptr float, ptr %v61, i64 4
  %v64 = load <4 x float>, ptr %v63, align 4
  %v65 = getelementptr float, ptr %v61, i64 8
  %v66 = load <4 x float>, ptr %v65, align 4
  %v67 = load float, ptr %v60, align 4
  %v68 = insertelement <4 x float> poison, float %v67, i64 0
  %v69 = shufflevector <4 x float> %v68, <4 x float> poison, <4 x i32> zeroinitializer
  %v70 = load <4 x float>, ptr %s5
  %v71 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v69, <4 x float> %v62, <4 x float> %v70)
  store <4 x float> %v71, ptr %s5
  %v72 = load <4 x float>, ptr %s6
  %v73 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v69, <4 x float> %v64, <4 x float> %v72)
  store <4 x float> %v73, ptr %s6
  %v74 = load <4 x float>, ptr %s7
  %v75 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v69, <4 x float> %v66, <4 x float> %v74)
  store <4 x float> %v75, ptr %s7
  %v76 = getelementptr float, ptr %v60, i64 1
  %v77 = load float, ptr %v76, align 4
  %v78 = insertelement <4 x float> poison, float %v77, i64 0
  %v79 = shufflevector <4 x float> %v78, <4 x float> poison, <4 x i32> zeroinitializer
  %v80 = load <4 x float>, ptr %s8
  %v81 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v79, <4 x float> %v62, <4 x float> %v80)
  store <4 x float> %v81, ptr %s8
  %v82 = load <4 x float>, ptr %s9
  %v83 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v79, <4 x float> %v64, <4 x float> %v82)
  store <4 x float> %v83, ptr %s9
  %v84 = load <4 x float>, ptr %s10
  %v85 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v79, <4 x float> %v66, <4 x float> %v84)
  store <4 x float> %v85, ptr %s10
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
  %v91 = load <4 x float>, ptr %s5
  store <4 x float> %v91, ptr %v23, align 4
  %v92 = load <4 x float>, ptr %s6
  %v93 = getelementptr float, ptr %v23, i64 4
  store <4 x float> %v92, ptr %v93, align 4
  %v94 = load <4 x float>, ptr %s7
  %v95 = getelementptr float, ptr %v23, i64 8
  store <4 x float> %v94, ptr %v95, align 4
  %v96 = load <4 x float>, ptr %s8
  store <4 x float> %v96, ptr %v24, align 4
  %v97 = load <4 x float>, ptr %s9
  %v98 = getelementptr float, ptr %v24, i64 4
  store <4 x float> %v97, ptr %v98, align 4
  %v99 = load <4 x float>, ptr %s10
  %v100 = getelementptr float, ptr %v24, i64 8
  store <4 x float> %v99, ptr %v100, align 4
  %v101 = add i64 %v19, 1
  store i64 %v101, ptr %s15
  br label %head16
done18:
  ret void
}
define void @tile_p0_c2_v6(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
entry:
  %s5 = alloca <4 x float>, i64 1, align 64
  %s6 = alloca <4 x float>, i64 1, align 64
  %s7 = alloca <4 x float>, i64 1, align 64
  %s8 = alloca <4 x float>, i64 1, align 64
  %s9 = alloca <4 x float>, i64 1, align 64
  %s10 = alloca <4 x float>, i64 1, align 64
  %s11 = alloca <4 x float>, i64 1, align 64
  %s12 = alloca <4 x float>, i64 1, align 64
  %s13 = alloca <4 x float>, i64 1, align 64
  %s14 = alloca <4 x float>, i64 1, align 64
  %s15 = alloca <4 x float>, i64 1, align 64
  %s16 = alloca <4 x float>, i64 1, align 64
  %s21 = alloca i64, i64 1, align 64
  %s59 = alloca ptr, i64 1, align 64
  %s60 = alloca ptr, i64 1, align 64
  %s61 = alloca i64, i64 1, align 64
  %s70 = alloca i64, i64 1, align 64
  %s71 = alloca i64, i64 1, align 64
  %v1 = getelementptr i64, ptr %frame, i64 65
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr i64, ptr %frame, i64 92
  %v4 = load ptr, ptr %v3, align 8
  %v17 = getelementptr i64, ptr %combination, i64 5
  %v18 = load i64, ptr %v17, align 8
  %v19 = getelementptr i64, ptr %combination, i64 6
  %v20 = load i64, ptr %v19, align 8
  store i64 0, ptr %s21
  br label %head22
head22:
  %v25 = load i64, ptr %s21
  %v26 = icmp slt i64 %v25, %count
  br i1 %v26, label %body23, label %done24
body23:
  %v27 = mul i64 %v25, 24
  %v28 = getelementptr float, ptr %position, i64 %v27
  %v29 = getelementptr float, ptr %temp, i64 %v27
  %v30 = getelementptr float, ptr %v29, i64 %temp_row
  br i1 %fresh, label %then31, label %done32
then31:
  store <4 x float> zeroinitializer, ptr %s5
  store <4 x float> zeroinitializer, ptr %s6
  store <4 x float> zeroinitializer, ptr %s7
  store <4 x float> zeroinitializer, ptr %s8
  store <4 x float> zeroinitializer, ptr %s9
  store <4 x float> zeroinitializer, ptr %s10
  store <4 x float> zeroinitializer, ptr %s11
  store <4 x float> zeroinitializer, ptr %s12
  store <4 x float> zeroinitializer, ptr %s13
  store <4 x float> zeroinitializer, ptr %s14
  store <4 x float> zeroinitializer, ptr %s15
  store <4 x float> zeroinitializer, ptr %s16
  br label %done32
done32:
  %v33 = xor i1 %fresh, true
  br i1 %v33, label %then34, label %done35
then34:
  %v36 = load <4 x float>, ptr %v29, align 4
  store <4 x float> %v36, ptr %s5
  %v37 = getelementptr float, ptr %v29, i64 4
  %v38 = load <4 x float>, ptr %v37, align 4
  store <4 x float> %v38, ptr %s6
  %v39 = getelementptr float, ptr %v29, i64 8
  %v40 = load <4 x float>, ptr %v39, align 4
  store <4 x float> %v40, ptr %s7
  %v41 = getelementptr float, ptr %v29, i64 12
  %v42 = load <4 x float>, ptr %v41, align 4
  store <4 x float> %v42, ptr %s8
  %v43 = getelementptr float, ptr %v29, i64 16
  %v44 = load <4 x float>, ptr %v43, align 4
  store <4 x float> %v44, ptr %s9
  %v45 = getelementptr float, ptr %v29, i64 20
  %v46 = load <4 x float>, ptr %v45, align 4
  store <4 x float> %v46, ptr %s10
  %v47 = load <4 x float>, ptr %v30, align 4
  store <4 x float> %v47, ptr %s11
  %v48 = getelementptr float, ptr %v30, i64 4
  %v49 = load <4 x float>, ptr %v48, align 4
  store <4 x float> %v49, ptr %s12
  %v50 = getelementptr float, ptr %v30, i64 8
  %v51 = load <4 x float>, ptr %v50, align 4
  store <4 x float> %v51, ptr %s13
  %v52 = getelementptr float, ptr %v30, i64 12
  %v53 = load <4 x float>, ptr %v52, align 4
  store <4 x float> %v53, ptr %s14
  %v54 = getelementptr float, ptr %v30, i64 16
  %v55 = load <4 x float>, ptr %v54, align 4
  store <4 x float> %v55, ptr %s15
  %v56 = getelementptr float, ptr %v30, i64 20
  %v57 = load <4 x float>, ptr %v56, align 4
  store <4 x float> %v57, ptr %s16
  br label %done35
done35:
  %v58 = getelementptr i64, ptr %v4, i64 %v18
  store ptr %v58, ptr %s59
  store ptr %weights, ptr %s60
  store i64 0, ptr %s61
  br label %head62
head62:
  %v65 = load i64, ptr %s61
  %v66 = icmp slt i64 %v65, %v20
  br i1 %v66, label %body63, label %done64
body63:
  %v67 = load ptr, ptr %s59
  %v68 = load i64, ptr %v67, align 8
  %v69 = getelementptr float, ptr %v28, i64 %v68
  store i64 0, ptr %s70
  store i64 0, ptr %s71
  br label %head72
head72:
  %v75 = load i64, ptr %s71
  %v76 = icmp slt i64 %v75, %channels
  br i1 %v76, label %body73, label %done74
body73:
  %v77 = load i64, ptr %s70
  %v78 = load ptr, ptr %s60
  %v79 = getelementptr float, ptr %v69, i64 %v77
  %v80 = load <4 x float>, ptr %v79, align 4
  %v81 = getelementptr float, ptr %v79, i64 4
  %v82 = load <4 x float>, ptr %v81, align 4
  %v83 = getelementptr float, ptr %v79, i64 8
  %v84 = load <4 x float>, ptr %v83, align 4
  %v85 = getelementptr float, ptr %v79, i64 12
  %v86 = load <4 x float>, ptr %v85, align 4
  %v87 = getelementptr float, ptr %v79, i64 16
  %v88 = load <4 x float>, ptr %v87, align 4
  %v89 = getelementptr float, ptr %v79, i64 20
  %v90 = load <4 x float>, ptr %v89, align 4
  %v91 = load float, ptr %v78, align 4
  %v92 = insertelement <4 x float> poison, float %v91, i64 0
  %v93 = shufflevector <4 x float> %v92, <4 x float> poison, <4 x i32> zeroinitializer
  %v94 = load <4 x float>, ptr %s5
  %v95 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v93, <4 x float> %v80, <4 x float> %v94)
  store <4 x float> %v95, ptr %s5
  %v96 = load <4 x float>, ptr %s6
  %v97 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v93, <4 x float> %v82, <4 x float> %v96)
  store <4 x float> %v97, ptr %s6
  %v98 = load <4 x float>, ptr %s7
  %v99 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v93, <4 x float> %v84, <4 x float> %v98)
  store <4 x float> %v99, ptr %s7
  %v100 = load <4 x float>, ptr %s8
  %v101 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v93, <4 x float> %v86, <4 x float> %v100)
  store <4 x float> %v101, ptr %s8
  %v102 = load <4 x float>, ptr %s9
  %v103 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v93, <4 x float> %v88, <4 x float> %v102)
  store <4 x float> %v103, ptr %s9
  %v104 = load <4 x float>, ptr %s10
  %v105 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v93, <4 x float> %v90, <4 x float> %v104)
  store <4 x float> %v105, ptr %s10
  %v106 = getelementptr float, ptr %v78, i64 1
  %v107 = load float, ptr %v106, align 4
  %v108 = insertelement <4 x float> poison, float %v107, i64 0
  %v109 = shufflevector <4 x float> %v108, <4 x float> poison, <4 x i32> zeroinitializer
  %v110 = load <4 x float>, ptr %s11
  %v111 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v109, <4 x float> %v80, <4 x float> %v110)
  store <4 x float> %v111, ptr %s11
  %v112 = load <4 x float>, ptr %s12
  %v113 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v109, <4 x float> %v82, <4 x float> %v112)
  store <4 x float> %v113, ptr %s12
  %v114 = load <4 x float>, ptr %s13
  %v115 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v109, <4 x float> %v84, <4 x float> %v114)
  store <4 x float> %v115, ptr %s13
  %v116 = load <4 x float>, ptr %s14
  %v117 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v109, <4 x float> %v86, <4 x float> %v116)
  store <4 x float> %v117, ptr %s14
  %v118 = load <4 x float>, ptr %s15
  %v119 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v109, <4 x float> %v88, <4 x float> %v118)
  store <4 x float> %v119, ptr %s15
  %v120 = load <4 x float>, ptr %s16
  %v121 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v109, <4 x float> %v90, <4 x float> %v120)
  store <4 x float> %v121, ptr %s16
  %v122 = add i64 %v77, %v2
  store i64 %v122, ptr %s70
  %v123 = getelementptr float, ptr %v78, i64 2
  store ptr %v123, ptr %s60
  %v124 = add i64 %v75, 1
  store i64 %v124, ptr %s71
  br label %head72
done74:
  %v125 = getelementptr i64, ptr %v67, i64 1
  store ptr %v125, ptr %s59
  %v126 = add i64 %v65, 1
  store i64 %v126, ptr %s61
  br label %head62
done64:
  %v127 = load <4 x float>, ptr %s5
  store <4 x float> %v127, ptr %v29, align 4
  %v128 = load <4 x float>, ptr %s6
  %v129 = getelementptr float, ptr %v29, i64 4
  store <4 x float> %v128, ptr %v129, align 4
  %v130 = load <4 x float>, ptr %s7
  %v131 = getelementptr float, ptr %v29, i64 8
  store <4 x float> %v130, ptr %v131, align 4
  %v132 = load <4 x float>, ptr %s8
  %v133 = getelementptr float, ptr %v29, i64 12
  store <4 x float> %v132, ptr %v133, align 4
  %v134 = load <4 x float>, ptr %s9
  %v135 = getelementptr float, ptr %v29, i64 16
  store <4 x float> %v134, ptr %v135, align 4
  %v136 = load <4 x float>, ptr %s10
  %v137 = getelementptr float, ptr %v29, i64 20
  store <4 x float> %v136, ptr %v137, align 4
  %v138 = load <4 x float>, ptr %s11
  store <4 x float> %v138, ptr %v30, align 4
  %v139 = load <4 x float>, ptr %s12
  %v140 = getelementptr float, ptr %v30, i64 4
  store <4 x float> %v139, ptr %v140, align 4
  %v141 = load <4 x float>, ptr %s13
  %v142 = getelementptr float, ptr %v30, i64 8
  store <4 x float> %v141, ptr %v142, align 4
  %v143 = load <4 x float>, ptr %s14
  %v144 = getelementptr float, ptr %v30, i64 12
  store <4 x float> %v143, ptr %v144, align 4
  %v145 = load <4 x float>, ptr %s15
  %v146 = getelementptr float, ptr %v30, i64 16
  store <4 x float> %v145, ptr %v146, align 4
  %v147 = load <4 x float>, ptr %s16
  %v148 = getelementptr float, ptr %v30, i64 20
  store <4 x float> %v147, ptr %v148, align 4
  %v149 = add i64 %v25, 1
  store i64 %v149, ptr %s21
  br label %head22
done24:
  ret void
}
define void @scatter_p0_c2(ptr %frame, ptr %temp, i64 %temp_row, ptr %out, i64 %count, i64 %room) #0 {
entry:
  %s13 = alloca i64, i64 1, align 64
  %s21 = alloca i64, i64 1, align 64
  %s59 = alloca i64, i64 1, align 64
  %s83 = alloca i64, i64 1, align 64
  %s91 = alloca i64, i64 1, align 64
  %v1 = getelementptr i64, ptr %frame, i64 24
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr i64, ptr %frame, i64 27
  %v4 = load i64, ptr %v3, align 8
  %v5 = getelementptr i64, ptr %frame, i64 13
  %v6 = load i64, ptr %v5, align 8
  %v7 = getelementptr i64, ptr %frame, i64 14
  %v8 = load i64, ptr %v7, align 8
  %v9 = icmp sgt i64 %room, 0
  %v10 = select i1 %v9, i64 %room, i64 0
  %v11 = icmp slt i64 %v10, %count
  %v12 = select i1 %v11, i64 %v10, i64 %count
  store i64 0, ptr %s13
  %v14 = icmp sge i64 %v12, 4
  %v15 = load i64, ptr %s13
  %v16 = icmp eq i64 %v15, 0
  %v17 = and i1 %v14, %v16
  br i1 %v17, label %then18, label %done19
then18:
  %v20 = sub i64 %v12, 4
  store i64 0, ptr %s21
  br label %head22
head22:
  %v25 = load i64, ptr %s21
  %v26 = icmp slt i64 %v25, %v12
  br i1 %v26, label %body23, label %done24
body23:
  %v27 = icmp slt i64 %v25, %v20
  %v28 = select i1 %v27, i64 %v25, i64 %v20
  %v29 = getelementptr float, ptr %temp, i64 %v28
  %v30 = load <4 x float>, ptr %v29, align 4
  %v31 = getelementptr float, ptr %temp, i64 %temp_row
  %v32 = getelementptr float, ptr %v31, i64 %v28
  %v33 = load <4 x float>, ptr %v32, align 4
  %v34 = shufflevector <4 x float> %v30, <4 x float> %v33, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v35 = shufflevector <8 x float> %v34, <8 x float> %v34, <8 x i32> <i32 0, i32 4, i32 1, i32 5, i32 2, i32 6, i32 3, i32 7>
  %v36 = shufflevector <8 x float> %v35, <8 x float> %v35, <2 x i32> <i32 0, i32 1>
  %v37 = mul i64 %v28, %v4
  %v38 = getelementptr float, ptr %out, i64 %v37
  store <2 x float> %v36, ptr %v38, align 4
  %v39 = shufflevector <8 x float> %v35, <8 x float> %v35, <2 x i32> <i32 2, i32 3>
  %v40 = add i64 %v28, 1
  %v41 = mul i64 %v40, %v4
  %v42 = getelementptr float, ptr %out, i64 %v41
  store <2 x float> %v39, ptr %v42, align 4
  %v43 = shufflevector <8 x float> %v35, <8 x float> %v35, <2 x i32> <i32 4, i32 5>
  %v44 = add i64 %v28, 2
  %v45 = mul i64 %v44, %v4
  %v46 = getelementptr float, ptr %out, i64 %v45
  store <2 x float> %v43, ptr %v46, align 4
  %v47 = shufflevector <8 x float> %v35, <8 x float> %v35, <2 x i32> <i32 6, i32 7>
  %v48 = add i64 %v28, 3
  %v49 = mul i64 %v48, %v4
  %v50 = getelementptr float, ptr %out, i64 %v49
  store <2 x float> %v47, ptr %v50, align 4
  %v51 = add i64 %v25, 4
  store i64 %v51, ptr %s21
  br label %head22
done24:
  store i64 %v12, ptr %s13
  br label %done19
done19:
  %v52 = icmp sge i64 %v12, 2
  %v53 = load i64, ptr %s13
  %v54 = icmp eq i64 %v53, 0
  %v55 = and i1 %v52, %v54
  br i1 %v55, label %then56, label %done57
then56:
  %v58 = sub i64 %v12, 2
  store i64 0, ptr %s59
  br label %head60
head60:
  %v63 = load i64, ptr %s59
  %v64 = icmp slt i64 %v63, %v12
  br i1 %v64, label %body61, label %done62
body61:
  %v65 = icmp slt i64 %v63, %v58
  %v66 = select i1 %v65, i64 %v63, i64 %v58
  %v67 = getelementptr float, ptr %temp, i64 %v66
  %v68 = load <2 x float>, ptr %v67, align 4
  %v69 = getelementptr float, ptr %temp, i64 %temp_row
  %v70 = getelementptr float, ptr %v69, i64 %v66
  %v71 = load <2 x float>, ptr %v70, align 4
  %v72 = shufflevector <2 x float> %v68, <2 x float> %v71, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v73 = shufflevector <4 x float> %v72, <4 x float> %v72, <4 x i32> <i32 0, i32 2, i32 1, i32 3>
  %v74 = shufflevector <4 x float> %v73, <4 x float> %v73, <2 x i32> <i32 0, i32 1>
  %v75 = mul i64 %v66, %v4
  %v76 = getelementptr float, ptr %out, i64 %v75
  store <2 x float> %v74, ptr %v76, align 4
  %v77 = shufflevector <4 x float> %v73, <4 x float> %v73, <2 x i32> <i32 2, i32 3>
  %v78 = add i64 %v66, 1
  %v79 = mul i64 %v78, %v4
  %v80 = getelementptr float, ptr %out, i64 %v79
  store <2 x float> %v77, ptr %v80, align 4
  %v81 = add i64 %v63, 2
  store i64 %v81, ptr %s59
  br label %head60
done62:
  store i64 %v12, ptr %s13
  br label %done57
done57:
  %v82 = load i64, ptr %s13
  store i64 0, ptr %s83
  br label %head84
head84:
  %v87 = load i64, ptr %s83
  %v88 = icmp slt i64 %v87, 2
  br i1 %v88, label %body85, label %done86
body85:
  %v89 = mul i64 %v87, %temp_row
  %v90 = getelementptr float, ptr %temp, i64 %v89
  store i64 %v82, ptr %s91
  br label %head92
head92:
  %v95 = load i64, ptr %s91
  %v96 = icmp slt i64 %v95, %v12
  br i1 %v96, label %body93, label %done94
body93:
  %v97 = icmp slt i64 %v95, %room
  br i1 %v97, label %then98, label %done99
then98:
  %v100 = getelementptr float, ptr %v90, i64 %v95
  %v101 = load float, ptr %v100, align 4
  %v102 = mul i64 %v95, %v4
  %v103 = add i64 %v87, %v102
  %v104 = getelementptr float, ptr %out, i64 %v103
  store float %v101, ptr %v104, align 4
  br label %done99
done99:
  %v105 = add i64 %v95, 1
  store i64 %v105, ptr %s91
  br label %head92
done94:
  %v106 = add i64 %v87, 1
  store i64 %v106, ptr %s83
  br label %head84
done86:
  ret void
}
declare <4 x float> @llvm.fma.v4f32(<4 x float>, <4 x float>, <4 x float>)
attributes #0 = { nounwind "prefer-vector-width"="128" "min-legal-vector-width"="128" }
!0 = !{i32 1}
