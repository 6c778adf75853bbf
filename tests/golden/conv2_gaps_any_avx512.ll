; conv_f32_ic3_oc1_k1x1x1_s1x2x2_d1x1x1_b0x0x0_any avx512
define void @tile_p0_c1_v1(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <16 x float>, i64 1, align 64
  %s10 = alloca i64, i64 1, align 64
  %s29 = alloca ptr, i64 1, align 64
  %s30 = alloca ptr, i64 1, align 64
  %s31 = alloca i64, i64 1, align 64
  %s40 = alloca i64, i64 1, align 64
  %s41 = alloca i64, i64 1, align 64
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
  %v17 = add i64 %v16, %start
  %v18 = icmp slt i64 %v17, %last
  %v19 = select i1 %v18, i64 %v17, i64 %last
  %v20 = getelementptr float, ptr %position, i64 %v19
  %v21 = getelementptr float, ptr %temp, i64 %v19
  br i1 %fresh, label %then22, label %done23
then22:
  store <16 x float> zeroinitializer, ptr %s5
  br label %done23
done23:
  %v24 = xor i1 %fresh, true
  br i1 %v24, label %then25, label %done26
then25:
  %v27 = load <16 x float>, ptr %v21, align 4
  store <16 x float> %v27, ptr %s5
  br label %done26
done26:
  %v28 = getelementptr i64, ptr %v4, i64 %v7
  store ptr %v28, ptr %s29
  store ptr %weights, ptr %s30
  store i64 0, ptr %s31
  br label %head32
head32:
  %v35 = load i64, ptr %s31
  %v36 = icmp slt i64 %v35, %v9
  br i1 %v36, label %body33, label %done34
body33:
  %v37 = load ptr, ptr %s29
  %v38 = load i64, ptr %v37, align 8
  %v39 = getelementptr float, ptr %v20, i64 %v38
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
  %v50 = load <16 x float>, ptr %v49, align 4
  %v51 = load float, ptr %v48, align 4
  %v52 = insertelement <16 x float> poison, float %v51, i64 0
  %v53 = shufflevector <16 x float> %v52, <16 x float> poison, <16 x i32> zeroinitializer
  %v54 = load <16 x float>, ptr %s5
  %v55 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v53, <16 x float> %v50, <16 x float> %v54)
  store <16 x float> %v55, ptr %s5
  %v56 = add i64 %v47, %v2
  store i64 %v56, ptr %s40
  %v57 = getelementptr float, ptr %v48, i64 1
  store ptr %v57, ptr %s30
  %v58 = add i64 %v45, 1
  store i64 %v58, ptr %s41
  br label %head42
done44:
  %v59 = getelementptr i64, ptr %v37, i64 1
  store ptr %v59, ptr %s29
  %v60 = add i64 %v35, 1
  store i64 %v60, ptr %s31
  br label %head32
done34:
  %v61 = load <16 x float>, ptr %s5
  store <16 x float> %v61, ptr %v21, align 4
  %v62 = add i64 %v14, 1
  store i64 %v62, ptr %s10
  br label %head11
done13:
  ret void
}
define void @tile_p0_c1_v3(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <16 x float>, i64 1, align 64
  %s6 = alloca <16 x float>, i64 1, align 64
  %s7 = alloca <16 x float>, i64 1, align 64
  %s12 = alloca i64, i64 1, align 64
  %s35 = alloca ptr, i64 1, align 64
  %s36 = alloca ptr, i64 1, align 64
  %s37 = alloca i64, i64 1, align 64
  %s46 = alloca i64, i64 1, align 64
  %s47 = alloca i64, i64 1, align 64
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
  %v19 = add i64 %v18, %start
  %v20 = icmp slt i64 %v19, %last
  %v21 = select i1 %v20, i64 %v19, i64 %last
  %v22 = getelementptr float, ptr %position, i64 %v21
  %v23 = getelementptr float, ptr %temp, i64 %v21
  br i1 %fresh, label %then24, label %done25
then24:
  store <16 x float> zeroinitializer, ptr %s5
  store <16 x float> zeroinitializer, ptr %s6
  store <16 x float> zeroinitializer, ptr %s7
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
  br label %done28
done28:
  %v34 = getelementptr i64, ptr %v4, i64 %v9
  store ptr %v34, ptr %s35
  store ptr %weights, ptr %s36
  store i64 0, ptr %s37
  br label %head38
head38:
  %v41 = load i64, ptr %s37
  %v42 = icmp slt i64 %v41, %v11
  br i1 %v42, label %body39, label %done40
body39:
  %v43 = load ptr, ptr %s35
  %v44 = load i64, ptr %v43, align 8
  %v45 = getelementptr float, ptr %v22, i64 %v44
  store i64 0, ptr %s46
  store i64 0, ptr %s47
  br label %head48
head48:
  %v51 = load i64, ptr %s47
  %v52 = icmp slt i64 %v51, %channels
  br i1 %v52, label %body49, label %done50
body49:
  %v53 = load i64, ptr %s46
  %v54 = load ptr, ptr %s36
  %v55 = getelementptr float, ptr %v45, i64 %v53
  %v56 = load <16 x float>, ptr %v55, align 4
  %v57 = getelementptr float, ptr %v55, i64 16
  %v58 = load <16 x float>, ptr %v57, align 4
  %v59 = getelementptr float, ptr %v55, i64 32
  %v60 = load <16 x float>, ptr %v59, align 4
  %v61 = load float, ptr %v54, align 4
  %v62 = insertelement <16 x float> poison, float %v61, i64 0
  %v63 = shufflevector <16 x float> %v62, <16 x float> poison, <16 x i32> zeroinitializer
  %v64 = load <16 x float>, ptr %s5
  %v65 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v63, <16 x float> %v56, <16 x float> %v64)
  store <16 x float> %v65, ptr %s5
  %v66 = load <16 x float>, ptr %s6
  %v67 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v63, <16 x float> %v58, <16 x float> %v66)
  store <16 x float> %v67, ptr %s6
  %v68 = load <16 x float>, ptr %s7
  %v69 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v63, <16 x float> %v60, <16 x float> %v68)
  store <16 x float> %v69, ptr %s7
  %v70 = add i64 %v53, %v2
  store i64 %v70, ptr %s46
  %v71 = getelementptr float, ptr %v54, i64 1
  store ptr %v71, ptr %s36
  %v72 = add i64 %v51, 1
  store i64 %v72, ptr %s47
  br label %head48
done50:
  %v73 = getelementptr i64, ptr %v43, i64 1
  store ptr %v73, ptr %s35
  %v74 = add i64 %v41, 1
  store i64 %v74, ptr %s37
  br label %head38
done40:
  %v75 = load <16 x float>, ptr %s5
  store <16 x float> %v75, ptr %v23, align 4
  %v76 = load <16 x float>, ptr %s6
  %v77 = getelementptr float, ptr %v23, i64 16
  store <16 x float> %v76, ptr %v77, align 4
  %v78 = load <16 x float>, ptr %s7
  %v79 = getelementptr float, ptr %v23, i64 32
  store <16 x float> %v78, ptr %v79, align 4
  %v80 = add i64 %v16, 1
  store i64 %v80, ptr %s12
  br label %head13
done15:
  ret void
}
define void @tile_p0_c1_v6(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <16 x float>, i64 1, align 64
  %s6 = alloca <16 x float>, i64 1, align 64
  %s7 = alloca <16 x float>, i64 1, align 64
  %s8 = alloca <16 x float>, i64 1, align 64
  %s9 = alloca <16 x float>, i64 1, align 64
  %s10 = alloca <16 x float>, i64 1, align 64
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
  %v21 = mul i64 %v19, 96
  %v22 = add i64 %v21, %start
  %v23 = icmp slt i64 %v22, %last
  %v24 = select i1 %v23, i64 %v22, i64 %last
  %v25 = getelementptr float, ptr %position, i64 %v24
  %v26 = getelementptr float, ptr %temp, i64 %v24
  br i1 %fresh, label %then27, label %done28
then27:
  store <16 x float> zeroinitializer, ptr %s5
  store <16 x float> zeroinitializer, ptr %s6
  store <16 x float> zeroinitializer, ptr %s7
  store <16 x float> zeroinitializer, ptr %s8
  store <16 x float> zeroinitializer, ptr %s9
  store <16 x float> zeroinitializer, ptr %s10
  br label %done28
done28:
  %v29 = xor i1 %fresh, true
  br i1 %v29, label %then30, label %done31
then30:
  %v32 = load <16 x float>, ptr %v26, align 4
  store <16 x float> %v32, ptr %s5
  %v33 = getelementptr float, ptr %v26, i64 16
  %v34 = load <16 x float>, ptr %v33, align 4
  store <16 x float> %v34, ptr %s6
  %v35 = getelementptr float, ptr %v26, i64 32
  %v36 = load <16 x float>, ptr %v35, align 4
  store <16 x float> %v36, ptr %s7
  %v37 = getelementptr float, ptr %v26, i64 48
  %v38 = load <16 x float>, ptr %v37, align 4
  store <16 x float> %v38, ptr %s8
  %v39 = getelementptr float, ptr %v26, i64 64
  %v40 = load <16 x float>, ptr %v39, align 4
  store <16 x float> %v40, ptr %s9
  %v41 = getelementptr float, ptr %v26, i64 80
  %v42 = load <16 x float>, ptr %v41, align 4
  store <16 x float> %v42, ptr %s10
  br label %done31
done31:
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
  %v65 = load <16 x float>, ptr %v64, align 4
  %v66 = getelementptr float, ptr %v64, i64 16
  %v67 = load <16 x float>, ptr %v66, align 4
  %v68 = getelementptr float, ptr %v64, i64 32
  %v69 = load <16 x float>, ptr %v68, align 4
  %v70 = getelementptr float, ptr %v64, i64 48
  %v71 = load <16 x float>, ptr %v70, align 4
  %v72 = getelementptr float, ptr %v64, i64 64
  %v73 = load <16 x float>, ptr %v72, align 4
  %v74 = getelementptr float, ptr %v64, i64 80
  %v75 = load <16 x float>, ptr %v74, align 4
  %v76 = load float, ptr %v63, align 4
  %v77 = insertelement <16 x float> poison, float %v76, i64 0
  %v78 = shufflevector <16 x float> %v77, <16 x float> poison, <16 x i32> zeroinitializer
  %v79 = load <16 x float>, ptr %s5
  %v80 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v78, <16 x float> %v65, <16 x float> %v79)
  store <16 x float> %v80, ptr %s5
  %v81 = load <16 x float>, ptr %s6
  %v82 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v78, <16 x float> %v67, <16 x float> %v81)
  store <16 x float> %v82, ptr %s6
  %v83 = load <16 x float>, ptr %s7
  %v84 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v78, <16 x float> %v69, <16 x float> %v83)
  store <16 x float> %v84, ptr %s7
  %v85 = load <16 x float>, ptr %s8
  %v86 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v78, <16 x float> %v71, <16 x float> %v85)
  store <16 x float> %v86, ptr %s8
  %v87 = load <16 x float>, ptr %s9
  %v88 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v78, <16 x float> %v73, <16 x float> %v87)
  store <16 x float> %v88, ptr %s9
  %v89 = load <16 x float>, ptr %s10
  %v90 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v78, <16 x float> %v75, <16 x float> %v89)
  store <16 x float> %v90, ptr %s10
  %v91 = add i64 %v62, %v2
  store i64 %v91, ptr %s55
  %v92 = getelementptr float, ptr %v63, i64 1
  store ptr %v92, ptr %s45
  %v93 = add i64 %v60, 1
  store i64 %v93, ptr %s56
  br label %head57
done59:
  %v94 = getelementptr i64, ptr %v52, i64 1
  store ptr %v94, ptr %s44
  %v95 = add i64 %v50, 1
  store i64 %v95, ptr %s46
  br label %head47
done49:
  %v96 = load <16 x float>, ptr %s5
  store <16 x float> %v96, ptr %v26, align 4
  %v97 = load <16 x float>, ptr %s6
  %v98 = getelementptr float, ptr %v26, i64 16
  store <16 x float> %v97, ptr %v98, align 4
  %v99 = load <16 x float>, ptr %s7
  %v100 = getelementptr float, ptr %v26, i64 32
  store <16 x float> %v99, ptr %v100, align 4
  %v101 = load <16 x float>, ptr %s8
  %v102 = getelementptr float, ptr %v26, i64 48
  store <16 x float> %v101, ptr %v102, align 4
  %v103 = load <16 x float>, ptr %s9
  %v104 = getelementptr float, ptr %v26, i64 64
  store <16 x float> %v103, ptr %v104, align 4
  %v105 = load <16 x float>, ptr %s10
  %v106 = getelementptr float, ptr %v26, i64 80
  store <16 x float> %v105, ptr %v106, align 4
  %v107 = add i64 %v19, 1
  store i64 %v107, ptr %s15
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
