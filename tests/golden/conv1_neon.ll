; conv_f32_ic1_oc2_k1x1x1_s1x1x1_d1x1x1_b0x0x0_last neon
define void @tile_p0_c2_v1(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <4 x float>, i64 1, align 64
  %s6 = alloca <4 x float>, i64 1, align 64
  %s11 = alloca i64, i64 1, align 64
  %s32 = alloca ptr, i64 1, align 64
  %s33 = alloca ptr, i64 1, align 64
  %s34 = alloca i64, i64 1, align 64
  %s43 = alloca i64, i64 1, align 64
  %s44 = alloca i64, i64 1, align 64
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
  %v18 = add i64 %v17, %start
  %v19 = icmp slt i64 %v18, %last
  %v20 = select i1 %v19, i64 %v18, i64 %last
  %v21 = getelementptr float, ptr %position, i64 %v20
  %v22 = getelementptr float, ptr %temp, i64 %v20
  %v23 = getelementptr float, ptr %v22, i64 %temp_row
  br i1 %fresh, label %then24, label %done25
then24:
  store <4 x float> zeroinitializer, ptr %s5
  store <4 x float> zeroinitializer, ptr %s6
  br label %done25
done25:
  %v26 = xor i1 %fresh, true
  br i1 %v26, label %then27, label %done28
then27:
  %v29 = load <4 x float>, ptr %v22, align 4
  store <4 x float> %v29, ptr %s5
  %v30 = load <4 x float>, ptr %v23, align 4
  store <4 x float> %v30, ptr %s6
  br label %done28
done28:
  %v31 = getelementptr i64, ptr %v4, i64 %v8
  store ptr %v31, ptr %s32
  store ptr %weights, ptr %s33
  store i64 0, ptr %s34
  br label %head35
head35:
  %v38 = load i64, ptr %s34
  %v39 = icmp slt i64 %v38, %v10
  br i1 %v39, label %body36, label %done37
body36:
  %v40 = load ptr, ptr %s32
  %v41 = load i64, ptr %v40, align 8
  %v42 = getelementptr float, ptr %v21, i64 %v41
  store i64 0, ptr %s43
  store i64 0, ptr %s44
  br label %head45
head45:
  %v48 = load i64, ptr %s44
  %v49 = icmp slt i64 %v48, %channels
  br i1 %v49, label %body46, label %done47
body46:
  %v50 = load i64, ptr %s43
  %v51 = load ptr, ptr %s33
  %v52 = getelementptr float, ptr %v42, i64 %v50
  %v53 = load <4 x float>, ptr %v52, align 4
  %v54 = load float, ptr %v51, align 4
  %v55 = insertelement <4 x float> poison, float %v54, i64 0
  %v56 = shufflevector <4 x float> %v55, <4 x float> poison, <4 x i32> zeroinitializer
  %v57 = load <4 x float>, ptr %s5
  %v58 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v56, <4 x float> %v53, <4 x float> %v57)
  store <4 x float> %v58, ptr %s5
  %v59 = getelementptr float, ptr %v51, i64 1
  %v60 = load float, ptr %v59, align 4
  %v61 = insertelement <4 x float> poison, float %v60, i64 0
  %v62 = shufflevector <4 x float> %v61, <4 x float> poison, <4 x i32> zeroinitializer
  %v63 = load <4 x float>, ptr %s6
  %v64 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v62, <4 x float> %v53, <4 x float> %v63)
  store <4 x float> %v64, ptr %s6
  %v65 = add i64 %v50, %v2
  store i64 %v65, ptr %s43
  %v66 = getelementptr float, ptr %v51, i64 2
  store ptr %v66, ptr %s33
  %v67 = add i64 %v48, 1
  store i64 %v67, ptr %s44
  br label %head45
done47:
  %v68 = getelementptr i64, ptr %v40, i64 1
  store ptr %v68, ptr %s32
  %v69 = add i64 %v38, 1
  store i64 %v69, ptr %s34
  br label %head35
done37:
  %v70 = load <4 x float>, ptr %s5
  store <4 x float> %v70, ptr %v22, align 4
  %v71 = load <4 x float>, ptr %s6
  store <4 x float> %v71, ptr %v23, align 4
  %v72 = add i64 %v15, 1
  store i64 %v72, ptr %s11
  br label %head12
done14:
  ret void
}
define void @tile_p0_c2_v3(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <4 x float>, i64 1, align 64
  %s6 = alloca <4 x float>, i64 1, align 64
  %s7 = alloca <4 x float>, i64 1, align 64
  %s8 = alloca <4 x float>, i64 1, align 64
  %s9 = alloca <4 x float>, i64 1, align 64
  %s10 = alloca <4 x float>, i64 1, align 64
  %s15 = alloca i64, i64 1, align 64
  %s44 = alloca ptr, i64 1, align 64
  %s45 = alloca ptr, i64 1, align 64
  %s46 = alloca i64, i64 1, align 64
  %s55 = alloca i64, i64 1, align 64
  %s56 = alloca i64, i64 1, align 64
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
  %v22 = add i64 %v21, %start
  %v23 = icmp slt i64 %v22, %last
  %v24 = select i1 %v23, i64 %v22, i64 %last
  %v25 = getelementptr float, ptr %position, i64 %v24
  %v26 = getelementptr float, ptr %temp, i64 %v24
  %v27 = getelementptr float, ptr %v26, i64 %temp_row
  br i1 %fresh, label %then28, label %done29
then28:
  store <4 x float> zeroinitializer, ptr %s5
  store <4 x float> zeroinitializer, ptr %s6
  store <4 x float> zeroinitializer, ptr %s7
  store <4 x float> zeroinitializer, ptr %s8
  store <4 x float> zeroinitializer, ptr %s9
  store <4 x float> zeroinitializer, ptr %s10
  br label %done29
done29:
  %v30 = xor i1 %fresh, true
  br i1 %v30, label %then31, label %done32
then31:
  %v33 = load <4 x float>, ptr %v26, align 4
  store <4 x float> %v33, ptr %s5
  %v34 = getelementptr float, ptr %v26, i64 4
  %v35 = load <4 x float>, ptr %v34, align 4
  store <4 x float> %v35, ptr %s6
  %v36 = getelementptr float, ptr %v26, i64 8
  %v37 = load <4 x float>, ptr %v36, align 4
  store <4 x float> %v37, ptr %s7
  %v38 = load <4 x float>, ptr %v27, align 4
  store <4 x float> %v38, ptr %s8
  %v39 = getelementptr float, ptr %v27, i64 4
  %v40 = load <4 x float>, ptr %v39, align 4
  store <4 x float> %v40, ptr %s9
  %v41 = getelementptr float, ptr %v27, i64 8
  %v42 = load <4 x float>, ptr %v41, align 4
  store <4 x float> %v42, ptr %s10
  br label %done32
done32:
  %v43 = getelementptr i64, ptr %v4, i64 %v12
  store ptr %v43, ptr %s44
  store ptr %weights, ptr %s45
  store i64 0, ptr %s46
  br label %head47
head47:
  %v50 = load i64, ptr %s46
  %v51 = icmp slt i64 %v50, %v14
  br i1 %v51, label %body48, label %done49
body48:
  %v52 = load ptr, ptr %s44
  %v53 = load i64, ptr %v52, align 8
  %v54 = getelementptr float, ptr %v25, i64 %v53
  store i64 0, ptr %s55
  store i64 0, ptr %s56
  br label %head57
head57:
  %v60 = load i64, ptr %s56
  %v61 = icmp slt i64 %v60, %channels
  br i1 %v61, label %body58, label %done59
body58:
  %v62 = load i64, ptr %s55
  %v63 = load ptr, ptr %s45
  %v64 = getelementptr float, ptr %v54, i64 %v62
  %v65 = load <4 x float>, ptr %v64, align 4
  %v66 = getelementptr float, ptr %v64, i64 4
  %v67 = load <4 x float>, ptr %v66, align 4
  %v68 = getelementptr float, ptr %v64, i64 8
  %v69 = load <4 x float>, ptr %v68, align 4
  %v70 = load float, ptr %v63, align 4
  %v71 = insertelement <4 x float> poison, float %v70, i64 0
  %v72 = shufflevector <4 x float> %v71, <4 x float> poison, <4 x i32> zeroinitializer
  %v73 = load <4 x float>, ptr %s5
  %v74 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v72, <4 x float> %v65, <4 x float> %v73)
  store <4 x float> %v74, ptr %s5
  %v75 = load <4 x float>, ptr %s6
  %v76 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v72, <4 x float> %v67, <4 x float> %v75)
  store <4 x float> %v76, ptr %s6
  %v77 = load <4 x float>, ptr %s7
  %v78 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v72, <4 x float> %v69, <4 x float> %v77)
  store <4 x float> %v78, ptr %s7
  %v79 = getelementptr float, ptr %v63, i64 1
  %v80 = load float, ptr %v79, align 4
  %v81 = insertelement <4 x float> poison, float %v80, i64 0
  %v82 = shufflevector <4 x float> %v81, <4 x float> poison, <4 x i32> zeroinitializer
  %v83 = load <4 x float>, ptr %s8
  %v84 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v82, <4 x float> %v65, <4 x float> %v83)
  store <4 x float> %v84, ptr %s8
  %v85 = load <4 x float>, ptr %s9
  %v86 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v82, <4 x float> %v67, <4 x float> %v85)
  store <4 x float> %v86, ptr %s9
  %v87 = load <4 x float>, ptr %s10
  %v88 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v82, <4 x float> %v69, <4 x float> %v87)
  store <4 x float> %v88, ptr %s10
  %v89 = add i64 %v62, %v2
  store i64 %v89, ptr %s55
  %v90 = getelementptr float, ptr %v63, i64 2
  store ptr %v90, ptr %s45
  %v91 = add i64 %v60, 1
  store i64 %v91, ptr %s56
  br label %head57
done59:
  %v92 = getelementptr i64, ptr %v52, i64 1
  store ptr %v92, ptr %s44
  %v93 = add i64 %v50, 1
  store i64 %v93, ptr %s46
  br label %head47
done49:
  %v94 = load <4 x float>, ptr %s5
  store <4 x float> %v94, ptr %v26, align 4
  %v95 = load <4 x float>, ptr %s6
  %v96 = getelementptr float, ptr %v26, i64 4
  store <4 x float> %v95, ptr %v96, align 4
  %v97 = load <4 x float>, ptr %s7
  %v98 = getelementptr float, ptr %v26, i64 8
  store <4 x float> %v97, ptr %v98, align 4
  %v99 = load <4 x float>, ptr %s8
  store <4 x float> %v99, ptr %v27, align 4
  %v100 = load <4 x float>, ptr %s9
  %v101 = getelementptr float, ptr %v27, i64 4
  store <4 x float> %v100, ptr %v101, align 4
  %v102 = load <4 x float>, ptr %s10
  %v103 = getelementptr float, ptr %v27, i64 8
  store <4 x float> %v102, ptr %v103, align 4
  %v104 = add i64 %v19, 1
  store i64 %v104, ptr %s15
  br label %head16
done18:
  ret void
}
define void @tile_p0_c2_v6(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
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
  %s62 = alloca ptr, i64 1, align 64
  %s63 = alloca ptr, i64 1, align 64
  %s64 = alloca i64, i64 1, align 64
  %s73 = alloca i64, i64 1, align 64
  %s74 = alloca i64, i64 1, align 64
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
  %v28 = add i64 %v27, %start
  %v29 = icmp slt i64 %v28, %last
  %v30 = select i1 %v29, i64 %v28, i64 %last
  %v31 = getelementptr float, ptr %position, i64 %v30
  %v32 = getelementptr float, ptr %temp, i64 %v30
  %v33 = getelementptr float, ptr %v32, i64 %temp_row
  br i1 %fresh, label %then34, label %done35
then34:
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
  br label %done35
done35:
  %v36 = xor i1 %fresh, true
  br i1 %v36, label %then37, label %done38
then37:
  %v39 = load <4 x float>, ptr %v32, align 4
  store <4 x float> %v39, ptr %s5
  %v40 = getelementptr float, ptr %v32, i64 4
  %v41 = load <4 x float>, ptr %v40, align 4
  store <4 x float> %v41, ptr %s6
  %v42 = getelementptr float, ptr %v32, i64 8
  %v43 = load <4 x float>, ptr %v42, align 4
  store <4 x float> %v43, ptr %s7
  %v44 = getelementptr float, ptr %v32, i64 12
  %v45 = load <4 x float>, ptr %v44, align 4
  store <4 x float> %v45, ptr %s8
  %v46 = getelementptr float, ptr %v32, i64 16
  %v47 = load <4 x float>, ptr %v46, align 4
  store <4 x float> %v47, ptr %s9
  %v48 = getelementptr float, ptr %v32, i64 20
  %v49 = load <4 x float>, ptr %v48, align 4
  store <4 x float> %v49, ptr %s10
  %v50 = load <4 x float>, ptr %v33, align 4
  store <4 x float> %v50, ptr %s11
  %v51 = getelementptr float, ptr %v33, i64 4
  %v52 = load <4 x float>, ptr %v51, align 4
  store <4 x float> %v52, ptr %s12
  %v53 = getelementptr float, ptr %v33, i64 8
  %v54 = load <4 x float>, ptr %v53, align 4
  store <4 x float> %v54, ptr %s13
  %v55 = getelementptr float, ptr %v33, i64 12
  %v56 = load <4 x float>, ptr %v55, align 4
  store <4 x float> %v56, ptr %s14
  %v57 = getelementptr float, ptr %v33, i64 16
  %v58 = load <4 x float>, ptr %v57, align 4
  store <4 x float> %v58, ptr %s15
  %v59 = getelementptr float, ptr %v33, i64 20
  %v60 = load <4 x float>, ptr %v59, align 4
  store <4 x float> %v60, ptr %s16
  br label %done38
done38:
  %v61 = getelementptr i64, ptr %v4, i64 %v18
  store ptr %v61, ptr %s62
  store ptr %weights, ptr %s63
  store i64 0, ptr %s64
  br label %head65
head65:
  %v68 = load i64, ptr %s64
  %v69 = icmp slt i64 %v68, %v20
  br i1 %v69, label %body66, label %done67
body66:
  %v70 = load ptr, ptr %s62
  %v71 = load i64, ptr %v70, align 8
  %v72 = getelementptr float, ptr %v31, i64 %v71
  store i64 0, ptr %s73
  store i64 0, ptr %s74
  br label %head75
head75:
  %v78 = load i64, ptr %s74
  %v79 = icmp slt i64 %v78, %channels
  br i1 %v79, label %body76, label %done77
body76:
  %v80 = load i64, ptr %s73
  %v81 = load ptr, ptr %s63
  %v82 = getelementptr float, ptr %v72, i64 %v80
  %v83 = load <4 x float>, ptr %v82, align 4
  %v84 = getelementptr float, ptr %v82, i64 4
  %v85 = load <4 x float>, ptr %v84, align 4
  %v86 = getelementptr float, ptr %v82, i64 8
  %v87 = load <4 x float>, ptr %v86, align 4
  %v88 = getelementptr float, ptr %v82, i64 12
  %v89 = load <4 x float>, ptr %v88, align 4
  %v90 = getelementptr float, ptr %v82, i64 16
  %v91 = load <4 x float>, ptr %v90, align 4
  %v92 = getelementptr float, ptr %v82, i64 20
  %v93 = load <4 x float>, ptr %v92, align 4
  %v94 = load float, ptr %v81, align 4
  %v95 = insertelement <4 x float> poison, float %v94, i64 0
  %v96 = shufflevector <4 x float> %v95, <4 x float> poison, <4 x i32> zeroinitializer
  %v97 = load <4 x float>, ptr %s5
  %v98 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v96, <4 x float> %v83, <4 x float> %v97)
  store <4 x float> %v98, ptr %s5
  %v99 = load <4 x float>, ptr %s6
  %v100 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v96, <4 x float> %v85, <4 x float> %v99)
  store <4 x float> %v100, ptr %s6
  %v101 = load <4 x float>, ptr %s7
  %v102 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v96, <4 x float> %v87, <4 x float> %v101)
  store <4 x float> %v102, ptr %s7
  %v103 = load <4 x float>, ptr %s8
  %v104 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v96, <4 x float> %v89, <4 x float> %v103)
  store <4 x float> %v104, ptr %s8
  %v105 = load <4 x float>, ptr %s9
  %v106 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v96, <4 x float> %v91, <4 x float> %v105)
  store <4 x float> %v106, ptr %s9
  %v107 = load <4 x float>, ptr %s10
  %v108 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v96, <4 x float> %v93, <4 x float> %v107)
  store <4 x float> %v108, ptr %s10
  %v109 = getelementptr float, ptr %v81, i64 1
  %v110 = load float, ptr %v109, align 4
  %v111 = insertelement <4 x float> poison, float %v110, i64 0
  %v112 = shufflevector <4 x float> %v111, <4 x float> poison, <4 x i32> zeroinitializer
  %v113 = load <4 x float>, ptr %s11
  %v114 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v112, <4 x float> %v83, <4 x float> %v113)
  store <4 x float> %v114, ptr %s11
  %v115 = load <4 x float>, ptr %s12
  %v116 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v112, <4 x float> %v85, <4 x float> %v115)
  store <4 x float> %v116, ptr %s12
  %v117 = load <4 x float>, ptr %s13
  %v118 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v112, <4 x float> %v87, <4 x float> %v117)
  store <4 x float> %v118, ptr %s13
  %v119 = load <4 x float>, ptr %s14
  %v120 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v112, <4 x float> %v89, <4 x float> %v119)
  store <4 x float> %v120, ptr %s14
  %v121 = load <4 x float>, ptr %s15
  %v122 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v112, <4 x float> %v91, <4 x float> %v121)
  store <4 x float> %v122, ptr %s15
  %v123 = load <4 x float>, ptr %s16
  %v124 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v112, <4 x float> %v93, <4 x float> %v123)
  store <4 x float> %v124, ptr %s16
  %v125 = add i64 %v80, %v2
  store i64 %v125, ptr %s73
  %v126 = getelementptr float, ptr %v81, i64 2
  store ptr %v126, ptr %s63
  %v127 = add i64 %v78, 1
  store i64 %v127, ptr %s74
  br label %head75
done77:
  %v128 = getelementptr i64, ptr %v70, i64 1
  store ptr %v128, ptr %s62
  %v129 = add i64 %v68, 1
  store i64 %v129, ptr %s64
  br label %head65
done67:
  %v130 = load <4 x float>, ptr %s5
  store <4 x float> %v130, ptr %v32, align 4
  %v131 = load <4 x float>, ptr %s6
  %v132 = getelementptr float, ptr %v32, i64 4
  store <4 x float> %v131, ptr %v132, align 4
  %v133 = load <4 x float>, ptr %s7
  %v134 = getelementptr float, ptr %v32, i64 8
  store <4 x float> %v133, ptr %v134, align 4
  %v135 = load <4 x float>, ptr %s8
  %v136 = getelementptr float, ptr %v32, i64 12
  store <4 x float> %v135, ptr %v136, align 4
  %v137 = load <4 x float>, ptr %s9
  %v138 = getelementptr float, ptr %v32, i64 16
  store <4 x float> %v137, ptr %v138, align 4
  %v139 = load <4 x float>, ptr %s10
  %v140 = getelementptr float, ptr %v32, i64 20
  store <4 x float> %v139, ptr %v140, align 4
  %v141 = load <4 x float>, ptr %s11
  store <4 x float> %v141, ptr %v33, align 4
  %v142 = load <4 x float>, ptr %s12
  %v143 = getelementptr float, ptr %v33, i64 4
  store <4 x float> %v142, ptr %v143, align 4
  %v144 = load <4 x float>, ptr %s13
  %v145 = getelementptr float, ptr %v33, i64 8
  store <4 x float> %v144, ptr %v145, align 4
  %v146 = load <4 x float>, ptr %s14
  %v147 = getelementptr float, ptr %v33, i64 12
  store <4 x float> %v146, ptr %v147, align 4
  %v148 = load <4 x float>, ptr %s15
  %v149 = getelementptr float, ptr %v33, i64 16
  store <4 x float> %v148, ptr %v149, align 4
  %v150 = load <4 x float>, ptr %s16
  %v151 = getelementptr float, ptr %v33, i64 20
  store <4 x float> %v150, ptr %v151, align 4
  %v152 = add i64 %v25, 1
  store i64 %v152, ptr %s21
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
