; conv_f32_ic3_oc1_k1x1x1_s1x2x2_d1x1x1_b0x0x0_any avx512
define void @tile_p0_c1_v1(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
entry:
  %s5 = alloca <16 x float>, i64 1, align 64
  %s10 = alloca i64, i64 1, align 64
  %s26 = alloca ptr, i64 1, align 64
  %s27 = alloca ptr, i64 1, align 64
  %s28 = alloca i64, i64 1, align 64
  %s37 = alloca i64, i64 1, align 64
  %s38 = alloca i64, i64 1, align 64
  %v1 = getelementptr i64, ptr %frame, i64 65
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr i64, ptr %frame, i64 92
  %v4 = load ptr, ptr %v3, align 8
  %v6 = getelementptr i64, ptr %combination, i64 5
  %v7 = load i64, ptr %v6, align 8
  %v8 = getelementptr i64, ptr %combination, i64 6
  %v9 = load i64, ptr %v8, align 8
  store i64 0, ptr %s10
  br label %head11
head11:
  %v14 = load i64, ptr %s10
  %v15 = icmp slt i64 %v14, %count
  br i1 %v15, label %body12, label %done13
body12:
  %v16 = mul i64 %v14, 16
  %v17 = getelementptr float, ptr %position, i64 %v16
  %v18 = getelementptr float, ptr %temp, i64 %v16
  br i1 %fresh, label %then19, label %done20
then19:
  store <16 x float> zeroinitializer, ptr %s5
  br label %done20
done20:
  %v21 = xor i1 %fresh, true
  br i1 %v21, label %then22, label %done23
then22:
  %v24 = load <16 x float>, ptr %v18, align 4
  store <16 x float> %v24, ptr %s5
  br label %done23
done23:
  %v25 = getelementptr i64, ptr %v4, i64 %v7
  store ptr %v25, ptr %s26
  store ptr %weights, ptr %s27
  store i64 0, ptr %s28
  br label %head29
head29:
  %v32 = load i64, ptr %s28
  %v33 = icmp slt i64 %v32, %v9
  br i1 %v33, label %body30, label %done31
body30:
  %v34 = load ptr, ptr %s26
  %v35 = load i64, ptr %v34, align 8
  %v36 = getelementptr float, ptr %v17, i64 %v35
  store i64 0, ptr %s37
  store i64 0, ptr %s38
  br label %head39
head39:
  %v42 = load i64, ptr %s38
  %v43 = icmp slt i64 %v42, %channels
  br i1 %v43, label %body40, label %done41
body40:
  %v44 = load i64, ptr %s37
  %v45 = load ptr, ptr %s27
  %v46 = getelementptr float, ptr %v36, i64 %v44
  %v47 = load <16 x float>, ptr %v46, align 4
  %v48 = load float, ptr %v45, align 4
  %v49 = insertelement <16 x float> poison, float %v48, i64 0
  %v50 = shufflevector <16 x float> %v49, <16 x float> poison, <16 x i32> zeroinitializer
  %v51 = load <16 x float>, ptr %s5
  %v52 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v50, <16 x float> %v47, <16 x float> %v51)
  store <16 x float> %v52, ptr %s5
  %v53 = add i64 %v44, %v2
  store i64 %v53, ptr %s37
  %v54 = getelementptr float, ptr %v45, i64 1
  store ptr %v54, ptr %s27
  %v55 = add i64 %v42, 1
  store i64 %v55, ptr %s38
  br label %head39
done41:
  %v56 = getelementptr i64, ptr %v34, i64 1
  store ptr %v56, ptr %s26
  %v57 = add i64 %v32, 1
  store i64 %v57, ptr %s28
  br label %head29
done31:
  %v58 = load <16 x float>, ptr %s5
  store <16 x float> %v58, ptr %v18, align 4
  %v59 = add i64 %v14, 1
  store i64 %v59, ptr %s10
  br label %head11
done13:
  ret void
}
define void @tile_p0_c1_v3(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
entry:
  %s5 = alloca <16 x float>, i64 1, align 64
  %s6 = alloca <16 x float>, i64 1, align 64
  %s7 = alloca <16 x float>, i64 1, align 64
  %s12 = alloca i64, i64 1, align 64
  %s32 = alloca ptr, i64 1, align 64
  %s33 = alloca ptr, i64 1, align 64
  %s34 = alloca i64, i64 1, align 64
  %s43 = alloca i64, i64 1, align 64
  %s44 = alloca i64, i64 1, align 64
  %v1 = getelementptr i64, ptr %frame, i64 65
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr i64, ptr %frame, i64 92
  %v4 = load ptr, ptr %v3, align 8
  %v8 = getelementptr i64, ptr %combination, i64 5
  %v9 = load i64, ptr %v8, align 8
  %v10 = getelementptr i64, ptr %combination, i64 6
  %v11 = load i64, ptr %v10, align 8
  store i64 0, ptr %s12
  br label %head13
head13:
  %v16 = load i64, ptr %s12
  %v17 = icmp slt i64 %v16, %count
  br i1 %v17, label %body14, label %done15
body14:
  %v18 = mul i64 %v16, 48
  %v19 = getelementptr float, ptr %position, i64 %v18
  %v20 = getelementptr float, ptr %temp, i64 %v18
  br i1 %fresh, label %then21, label %done22
then21:
  store <16 x float> zeroinitializer, ptr %s5
  store <16 x float> zeroinitializer, ptr %s6
  store <16 x float> zeroinitializer, ptr %s7
  br label %done22
done22:
  %v23 = xor i1 %fresh, true
  br i1 %v23, label %then24, label %done25
then24:
  %v26 = load <16 x float>, ptr %v20, align 4
  store <16 x float> %v26, ptr %s5
  %v27 = getelementptr float, ptr %v20, i64 16
  %v28 = load <16 x float>, ptr %v27, align 4
  store <16 x float> %v28, ptr %s6
  %v29 = getelementptr float, ptr %v20, i64 32
  %v30 = load <16 x float>, ptr %v29, align 4
  store <16 x float> %v30, ptr %s7
  br label %done25
done25:
  %v31 = getelementptr i64, ptr %v4, i64 %v9
  store ptr %v31, ptr %s32
  store ptr %weights, ptr %s33
  store i64 0, ptr %s34
  br label %head35
head35:
  %v38 = load i64, ptr %s34
  %v39 = icmp slt i64 %v38, %v11
  br i1 %v39, label %body36, label %done37
body36:
  %v40 = load ptr, ptr %s32
  %v41 = load i64, ptr %v40, align 8
  %v42 = getelementptr float, ptr %v19, i64 %v41
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
  %v53 = load <16 x float>, ptr %v52, align 4
  %v54 = getelementptr float, ptr %v52, i64 16
  %v55 = load <16 x float>, ptr %v54, align 4
  %v56 = getelementptr float, ptr %v52, i64 32
  %v57 = load <16 x float>, ptr %v56, align 4
  %v58 = load float, ptr %v51, align 4
  %v59 = insertelement <16 x float> poison, float %v58, i64 0
  %v60 = shufflevector <16 x float> %v59, <16 x float> poison, <16 x i32> zeroinitializer
  %v61 = load <16 x float>, ptr %s5
  %v62 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v60, <16 x float> %v53, <16 x float> %v61)
  store <16 x float> %v62, ptr %s5
  %v63 = load <16 x float>, ptr %s6
  %v64 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v60, <16 x float> %v55, <16 x float> %v63)
  store <16 x float> %v64, ptr %s6
  %v65 = load <16 x float>, ptr %s7
  %v66 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v60, <16 x float> %v57, <16 x float> %v65)
  store <16 x float> %v66, ptr %s7
  %v67 = add i64 %v50, %v2
  store i64 %v67, ptr %s43
  %v68 = getelementptr float, ptr %v51, i64 1
  store ptr %v68, ptr %s33
  %v69 = add i64 %v48, 1
  store i64 %v69, ptr %s44
  br label %head45
done47:
  %v70 = getelementptr i64, ptr %v40, i64 1
  store ptr %v70, ptr %s32
  %v71 = add i64 %v38, 1
  store i64 %v71, ptr %s34
  br label %head35
done37:
  %v72 = load <16 x float>, ptr %s5
  store <16 x float> %v72, ptr %v20, align 4
  %v73 = load <16 x float>, ptr %s6
  %v74 = getelementptr float, ptr %v20, i64 16
  store <16 x float> %v73, ptr %v74, align 4
  %v75 = load <16 x float>, ptr %s7
  %v76 = getelementptr float, ptr %v20, i64 32
  store <16 x float> %v75, ptr %v76, align 4
  %v77 = add i64 %v16, 1
  store i64 %v77, ptr %s12
  br label %head13
done15:
  ret void
}
define void @tile_p0_c1_v6(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
entry:
  %s5 = alloca <16 x float>, i64 1, align 64
  %s6 = alloca <16 x float>, i64 1, align 64
  %s7 = alloca <16 x float>, i64 1, align 64
  %s8 = alloca <16 x float>, i64 1, align 64
  %s9 = alloca <16 x float>, i64 1, align 64
  %s10 = alloca <16 x float>, i64 1, align 64
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
  %v21 = mul i64 %v19, 96
  %v22 = getelementptr float, ptr %position, i64 %v21
  %v23 = getelementptr float, ptr %temp, i64 %v21
  br i1 %fresh, label %then24, label %done25
then24:
  store <16 x float> zeroinitializer, ptr %s5
  store <16 x float> zeroinitializer, ptr %s6
  store <16 x float> zeroinitializer, ptr %s7
  store <16 x float> zeroinitializer, ptr %s8
  store <16 x float> zeroinitializer, ptr %s9
  store <16 x float> zeroinitializer, ptr %s10
  br label %done25
done25:
  %v26 = xor i1 %fresh, true
  br i1 %v26, label %then27, label %done28
then27:
  %v29 = load <16 x float>, ptr %v23, align 4
  store <16 x float> %v29, ptr %s5
  %v30 = getelementptr float, ptr %v23, i64 16
  %v31 = load <16 x float>, ptr %v30, align 4
  store <16 x float> %v31, ptr %s6
  %v32 = getelementptr float, ptr %v23, i64 32
  %v33 = load <16 x float>, ptr %v32, align 4
  store <16 x float> %v33, ptr %s7
  %v34 = getelementptr float, ptr %v23, i64 48
  %v35 = load <16 x float>, ptr %v34, align 4
  store <16 x float> %v35, ptr %s8
  %v36 = getelementptr float, ptr %v23, i64 64
  %v37 = load <16 x float>, ptr %v36, align 4
  store <16 x float> %v37, ptr %s9
  %v38 = getelementptr float, ptr %v23, i64 80
  %v39 = load <16 x float>, ptr %v38, align 4
  store <16 x float> %v39, ptr %s10
  br label %done28
done28:
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
  %v62 = load <16 x float>, ptr %v61, align 4
  %v63 = getelementptr float, ptr %v61, i64 16
  %v64 = load <16 x float>, ptr %v63, align 4
  %v65 = getelementptr float, ptr %v61, i64 32
  %v66 = load <16 x float>, ptr %v65, align 4
  %v67 = getelementptr float, ptr %v61, i64 48
  %v68 = load <16 x float>, ptr %v67, align 4
  %v69 = getelementptr float, ptr %v61, i64 64
  %v70 = load <16 x float>, ptr %v69, align 4
  %v71 = getelementptr float, ptr %v61, i64 80
  %v72 = load <16 x float>, ptr %v71, align 4
  %v73 = load float, ptr %v60, align 4
  %v74 = insertelement <16 x float> poison, float %v73, i64 0
  %v75 = shufflevector <16 x float> %v74, <16 x float> poison, <16 x i32> zeroinitializer
  %v76 = load <16 x float>, ptr %s5
  %v77 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v75, <16 x float> %v62, <16 x float> %v76)
  store <16 x float> %v77, ptr %s5
  %v78 = load <16 x float>, ptr %s6
  %v79 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v75, <16 x float> %v64, <16 x float> %v78)
  store <16 x float> %v79, ptr %s6
  %v80 = load <16 x float>, ptr %s7
  %v81 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v75, <16 x float> %v66, <16 x float> %v80)
  store <16 x float> %v81, ptr %s7
  %v82 = load <16 x float>, ptr %s8
  %v83 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v75, <16 x float> %v68, <16 x float> %v82)
  store <16 x float> %v83, ptr %s8
  %v84 = load <16 x float>, ptr %s9
  %v85 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v75, <16 x float> %v70, <16 x float> %v84)
  store <16 x float> %v85, ptr %s9
  %v86 = load <16 x float>, ptr %s10
  %v87 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v75, <16 x float> %v72, <16 x float> %v86)
  store <16 x float> %v87, ptr %s10
  %v88 = add i64 %v59, %v2
  store i64 %v88, ptr %s52
  %v89 = getelementptr float, ptr %v60, i64 1
  store ptr %v89, ptr %s42
  %v90 = add i64 %v57, 1
  store i64 %v90, ptr %s53
  br label %head54
done56:
  %v91 = getelementptr i64, ptr %v49, i64 1
  store ptr %v91, ptr %s41
  %v92 = add i64 %v47, 1
  store i64 %v92, ptr %s43
  br label %head44
done46:
  %v93 = load <16 x float>, ptr %s5
  store <16 x float> %v93, ptr %v23, align 4
  %v94 = load <16 x float>, ptr %s6
  %v95 = getelementptr float, ptr %v23, i64 16
  store <16 x float> %v94, ptr %v95, align 4
  %v96 = load <16 x float>, ptr %s7
  %v97 = getelementptr float, ptr %v23, i64 32
  store <16 x float> %v96, ptr %v97, align 4
  %v98 = load <16 x float>, ptr %s8
  %v99 = getelementptr float, ptr %v23, i64 48
  store <16 x float> %v98, ptr %v99, align 4
  %v100 = load <16 x float>, ptr %s9
  %v101 = getelementptr float, ptr %v23, i64 64
  store <16 x float> %v100, ptr %v101, align 4
  %v102 = load <16 x float>, ptr %s10
  %v103 = getelementptr float, ptr %v23, i64 80
  store <16 x float> %v102, ptr %v103, align 4
  %v104 = add i64 %v19, 1
  store i64 %v104, ptr %s15
  br label %head16
done18:
  ret void
}
define void @scatter_p0_c1(ptr %frame, ptr %temp, i64 %temp_row, ptr %out, i64 %count, i64 %room) #0 {
entry:
  %s9 = alloca i64, i64 1, align 64
  %s17 = alloca i64, i64 1, align 64
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
  %v15 = mul i64 %v13, %temp_row
  %v16 = getelementptr float, ptr %temp, i64 %v15
  store i64 0, ptr %s17
  br label %head18
head18:
  %v21 = load i64, ptr %s17
  %v22 = icmp slt i64 %v21, %count
  br i1 %v22, label %body19, label %done20
body19:
  %v23 = icmp slt i64 %v21, %room
  br i1 %v23, label %then24, label %done25
then24:
  %v26 = getelementptr float, ptr %v16, i64 %v21
  %v27 = load float, ptr %v26, align 4
  %v28 = mul i64 %v13, %v2
  %v29 = mul i64 %v21, %v4
  %v30 = add i64 %v28, %v29
  %v31 = getelementptr float, ptr %out, i64 %v30
  store float %v27, ptr %v31, align 4
  br label %done25
done25:
  %v32 = add i64 %v21, 1
  store i64 %v32, ptr %s17
  br label %head18
done20:
  %v33 = add i64 %v13, 1
  store i64 %v33, ptr %s9
  br label %head10
done12:
  ret void
}
declare <16 x float> @llvm.fma.v16f32(<16 x float>, <16 x float>, <16 x float>)
attributes #0 = { nounwind "prefer-vector-width"="512" "min-legal-vector-width"="512" }
!0 = !{i32 1}
