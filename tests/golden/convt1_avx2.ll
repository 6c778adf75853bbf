; convt_f32_ic3_oc1_k1x1x2_s1x1x2_d1x1x1_b0x0x0_first avx2
define void @tile_p0_c1_v1(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <8 x float>, i64 1, align 64
  %s6 = alloca <8 x float>, i64 1, align 64
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
  %v17 = mul i64 %v15, 8
  %v18 = add i64 %v17, %start
  %v19 = icmp slt i64 %v18, %last
  %v20 = select i1 %v19, i64 %v18, i64 %last
  %v21 = getelementptr float, ptr %position, i64 %v20
  %v22 = getelementptr float, ptr %temp, i64 %v20
  %v23 = getelementptr float, ptr %v22, i64 %temp_row
  br i1 %fresh, label %then24, label %done25
then24:
  store <8 x float> zeroinitializer, ptr %s5
  store <8 x float> zeroinitializer, ptr %s6
  br label %done25
done25:
  %v26 = xor i1 %fresh, true
  br i1 %v26, label %then27, label %done28
then27:
  %v29 = load <8 x float>, ptr %v22, align 4
  store <8 x float> %v29, ptr %s5
  %v30 = load <8 x float>, ptr %v23, align 4
  store <8 x float> %v30, ptr %s6
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
  %v53 = load <8 x float>, ptr %v52, align 4
  %v54 = load float, ptr %v51, align 4
  %v55 = insertelement <8 x float> poison, float %v54, i64 0
  %v56 = shufflevector <8 x float> %v55, <8 x float> poison, <8 x i32> zeroinitializer
  %v57 = load <8 x float>, ptr %s5
  %v58 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v56, <8 x float> %v53, <8 x float> %v57)
  store <8 x float> %v58, ptr %s5
  %v59 = getelementptr float, ptr %v51, i64 1
  %v60 = load float, ptr %v59, align 4
  %v61 = insertelement <8 x float> poison, float %v60, i64 0
  %v62 = shufflevector <8 x float> %v61, <8 x float> poison, <8 x i32> zeroinitializer
  %v63 = load <8 x float>, ptr %s6
  %v64 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v62, <8 x float> %v53, <8 x float> %v63)
  store <8 x float> %v64, ptr %s6
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
  br i1 %direct, label %then70, label %done71
then70:
  %v72 = getelementptr i64, ptr %frame, i64 24
  %v73 = load i64, ptr %v72, align 8
  %v74 = getelementptr i64, ptr %frame, i64 13
  %v75 = load i64, ptr %v74, align 8
  %v76 = getelementptr i64, ptr %frame, i64 93
  %v77 = load ptr, ptr %v76, align 8
  %v78 = udiv i64 %v20, 8
  %v79 = getelementptr i64, ptr %v77, i64 %v78
  %v80 = urem i64 %v20, 8
  %v81 = mul i64 %v80, 2
  %v82 = getelementptr float, ptr %out, i64 %v81
  %v83 = load i64, ptr %v79, align 8
  %v84 = getelementptr float, ptr %v82, i64 %v83
  %v85 = load <8 x float>, ptr %s5
  %v86 = load <8 x float>, ptr %s6
  %v87 = shufflevector <8 x float> %v85, <8 x float> %v86, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %v88 = shufflevector <16 x float> %v87, <16 x float> %v87, <16 x i32> <i32 0, i32 8, i32 1, i32 9, i32 2, i32 10, i32 3, i32 11, i32 4, i32 12, i32 5, i32 13, i32 6, i32 14, i32 7, i32 15>
  br i1 %stream, label %then89, label %done90
then89:
  store <16 x float> %v88, ptr %v84, align 32, !nontemporal !0
  br label %done90
done90:
  %v91 = xor i1 %stream, true
  br i1 %v91, label %then92, label %done93
then92:
  store <16 x float> %v88, ptr %v84, align 4
  br label %done93
done93:
  br label %done71
done71:
  %v94 = xor i1 %direct, true
  br i1 %v94, label %then95, label %done96
then95:
  %v97 = load <8 x float>, ptr %s5
  store <8 x float> %v97, ptr %v22, align 4
  %v98 = load <8 x float>, ptr %s6
  store <8 x float> %v98, ptr %v23, align 4
  br label %done96
done96:
  %v99 = add i64 %v15, 1
  store i64 %v99, ptr %s11
  br label %head12
done14:
  ret void
}
define void @tile_p0_c1_v3(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <8 x float>, i64 1, align 64
  %s6 = alloca <8 x float>, i64 1, align 64
  %s7 = alloca <8 x float>, i64 1, align 64
  %s8 = alloca <8 x float>, i64 1, align 64
  %s9 = alloca <8 x float>, i64 1, align 64
  %s10 = alloca <8 x float>, i64 1, align 64
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
  %v21 = mul i64 %v19, 24
  %v22 = add i64 %v21, %start
  %v23 = icmp slt i64 %v22, %last
  %v24 = select i1 %v23, i64 %v22, i64 %last
  %v25 = getelementptr float, ptr %position, i64 %v24
  %v26 = getelementptr float, ptr %temp, i64 %v24
  %v27 = getelementptr float, ptr %v26, i64 %temp_row
  br i1 %fresh, label %then28, label %done29
then28:
  store <8 x float> zeroinitializer, ptr %s5
  store <8 x float> zeroinitializer, ptr %s6
  store <8 x float> zeroinitializer, ptr %s7
  store <8 x float> zeroinitializer, ptr %s8
  store <8 x float> zeroinitializer, ptr %s9
  store <8 x float> zeroinitializer, ptr %s10
  br label %done29
done29:
  %v30 = xor i1 %fresh, true
  br i1 %v30, label %then31, label %done32
then31:
  %v33 = load <8 x float>, ptr %v26, align 4
  store <8 x float> %v33, ptr %s5
  %v34 = getelementptr float, ptr %v26, i64 8
  %v35 = load <8 x float>, ptr %v34, align 4
  store <8 x float> %v35, ptr %s6
  %v36 = getelementptr float, ptr %v26, i64 16
  %v37 = load <8 x float>, ptr %v36, align 4
  store <8 x float> %v37, ptr %s7
  %v38 = load <8 x float>, ptr %v27, align 4
  store <8 x float> %v38, ptr %s8
  %v39 = getelementptr float, ptr %v27, i64 8
  %v40 = load <8 x float>, ptr %v39, align 4
  store <8 x float> %v40, ptr %s9
  %v41 = getelementptr float, ptr %v27, i64 16
  %v42 = load <8 x float>, ptr %v41, align 4
  store <8 x float> %v42, ptr %s10
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
  %v65 = load <8 x float>, ptr %v64, align 4
  %v66 = getelementptr float, ptr %v64, i64 8
  %v67 = load <8 x float>, ptr %v66, align 4
  %v68 = getelementptr float, ptr %v64, i64 16
  %v69 = load <8 x float>, ptr %v68, align 4
  %v70 = load float, ptr %v63, align 4
  %v71 = insertelement <8 x float> poison, float %v70, i64 0
  %v72 = shufflevector <8 x float> %v71, <8 x float> poison, <8 x i32> zeroinitializer
  %v73 = load <8 x float>, ptr %s5
  %v74 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v72, <8 x float> %v65, <8 x float> %v73)
  store <8 x float> %v74, ptr %s5
  %v75 = load <8 x float>, ptr %s6
  %v76 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v72, <8 x float> %v67, <8 x float> %v75)
  store <8 x float> %v76, ptr %s6
  %v77 = load <8 x float>, ptr %s7
  %v78 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v72, <8 x float> %v69, <8 x float> %v77)
  store <8 x float> %v78, ptr %s7
  %v79 = getelementptr float, ptr %v63, i64 1
  %v80 = load float, ptr %v79, align 4
  %v81 = insertelement <8 x float> poison, float %v80, i64 0
  %v82 = shufflevector <8 x float> %v81, <8 x float> poison, <8 x i32> zeroinitializer
  %v83 = load <8 x float>, ptr %s8
  %v84 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v82, <8 x float> %v65, <8 x float> %v83)
  store <8 x float> %v84, ptr %s8
  %v85 = load <8 x float>, ptr %s9
  %v86 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v82, <8 x float> %v67, <8 x float> %v85)
  store <8 x float> %v86, ptr %s9
  %v87 = load <8 x float>, ptr %s10
  %v88 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v82, <8 x float> %v69, <8 x float> %v87)
  store <8 x float> %v88, ptr %s10
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
  br i1 %direct, label %then94, label %done95
then94:
  %v96 = getelementptr i64, ptr %frame, i64 24
  %v97 = load i64, ptr %v96, align 8
  %v98 = getelementptr i64, ptr %frame, i64 13
  %v99 = load i64, ptr %v98, align 8
  %v100 = getelementptr i64, ptr %frame, i64 93
  %v101 = load ptr, ptr %v100, align 8
  %v102 = udiv i64 %v24, 8
  %v103 = getelementptr i64, ptr %v101, i64 %v102
  %v104 = urem i64 %v24, 8
  %v105 = mul i64 %v104, 2
  %v106 = getelementptr float, ptr %out, i64 %v105
  %v107 = load i64, ptr %v103, align 8
  %v108 = getelementptr float, ptr %v106, i64 %v107
  %v109 = getelementptr i64, ptr %v103, i64 1
  %v110 = load i64, ptr %v109, align 8
  %v111 = getelementptr float, ptr %v106, i64 %v110
  %v112 = getelementptr i64, ptr %v103, i64 2
  %v113 = load i64, ptr %v112, align 8
  %v114 = getelementptr float, ptr %v106, i64 %v113
  %v115 = load <8 x float>, ptr %s5
  %v116 = load <8 x float>, ptr %s8
  %v117 = shufflevector <8 x float> %v115, <8 x float> %v116, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %v118 = shufflevector <16 x float> %v117, <16 x float> %v117, <16 x i32> <i32 0, i32 8, i32 1, i32 9, i32 2, i32 10, i32 3, i32 11, i32 4, i32 12, i32 5, i32 13, i32 6, i32 14, i32 7, i32 15>
  %v119 = load <8 x float>, ptr %s6
  %v120 = load <8 x float>, ptr %s9
  %v121 = shufflevector <8 x float> %v119, <8 x float> %v120, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %v122 = shufflevector <16 x float> %v121, <16 x float> %v121, <16 x i32> <i32 0, i32 8, i32 1, i32 9, i32 2, i32 10, i32 3, i32 11, i32 4, i32 12, i32 5, i32 13, i32 6, i32 14, i32 7, i32 15>
  %v123 = load <8 x float>, ptr %s7
  %v124 = load <8 x float>, ptr %s10
  %v125 = shufflevector <8 x float> %v123, <8 x float> %v124, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %v126 = shufflevector <16 x float> %v125, <16 x float> %v125, <16 x i32> <i32 0, i32 8, i32 1, i32 9, i32 2, i32 10, i32 3, i32 11, i32 4, i32 12, i32 5, i32 13, i32 6, i32 14, i32 7, i32 15>
  br i1 %stream, label %then127, label %done128
then127:
  store <16 x float> %v118, ptr %v108, align 32, !nontemporal !0
  store <16 x float> %v122, ptr %v111, align 32, !nontemporal !0
  store <16 x float> %v126, ptr %v114, align 32, !nontemporal !0
  br label %done128
done128:
  %v129 = xor i1 %stream, true
  br i1 %v129, label %then130, label %done131
then130:
  store <16 x float> %v118, ptr %v108, align 4
  store <16 x float> %v122, ptr %v111, align 4
  store <16 x float> %v126, ptr %v114, align 4
  br label %done131
done131:
  br label %done95
done95:
  %v132 = xor i1 %direct, true
  br i1 %v132, label %then133, label %done134
then133:
  %v135 = load <8 x float>, ptr %s5
  store <8 x float> %v135, ptr %v26, align 4
  %v136 = load <8 x float>, ptr %s6
  %v137 = getelementptr float, ptr %v26, i64 8
  store <8 x float> %v136, ptr %v137, align 4
  %v138 = load <8 x float>, ptr %s7
  %v139 = getelementptr float, ptr %v26, i64 16
  store <8 x float> %v138, ptr %v139, align 4
  %v140 = load <8 x float>, ptr %s8
  store <8 x float> %v140, ptr %v27, align 4
  %v141 = load <8 x float>, ptr %s9
  %v142 = getelementptr float, ptr %v27, i64 8
  store <8 x float> %v141, ptr %v142, align 4
  %v143 = load <8 x float>, ptr %s10
  %v144 = getelementptr float, ptr %v27, i64 16
  store <8 x float> %v143, ptr %v144, align 4
  br label %done134
done134:
  %v145 = add i64 %v19, 1
  store i64 %v145, ptr %s15
  br label %head16
done18:
  ret void
}
define void @tile_p0_c1_v5(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
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
  %s56 = alloca ptr, i64 1, align 64
  %s57 = alloca ptr, i64 1, align 64
  %s58 = alloca i64, i64 1, align 64
  %s67 = alloca i64, i64 1, align 64
  %s68 = alloca i64, i64 1, align 64
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
  %v26 = add i64 %v25, %start
  %v27 = icmp slt i64 %v26, %last
  %v28 = select i1 %v27, i64 %v26, i64 %last
  %v29 = getelementptr float, ptr %position, i64 %v28
  %v30 = getelementptr float, ptr %temp, i64 %v28
  %v31 = getelementptr float, ptr %v30, i64 %temp_row
  br i1 %fresh, label %then32, label %done33
then32:
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
  br label %done33
done33:
  %v34 = xor i1 %fresh, true
  br i1 %v34, label %then35, label %done36
then35:
  %v37 = load <8 x float>, ptr %v30, align 4
  store <8 x float> %v37, ptr %s5
  %v38 = getelementptr float, ptr %v30, i64 8
  %v39 = load <8 x float>, ptr %v38, align 4
  store <8 x float> %v39, ptr %s6
  %v40 = getelementptr float, ptr %v30, i64 16
  %v41 = load <8 x float>, ptr %v40, align 4
  store <8 x float> %v41, ptr %s7
  %v42 = getelementptr float, ptr %v30, i64 24
  %v43 = load <8 x float>, ptr %v42, align 4
  store <8 x float> %v43, ptr %s8
  %v44 = getelementptr float, ptr %v30, i64 32
  %v45 = load <8 x float>, ptr %v44, align 4
  store <8 x float> %v45, ptr %s9
  %v46 = load <8 x float>, ptr %v31, align 4
  store <8 x float> %v46, ptr %s10
  %v47 = getelementptr float, ptr %v31, i64 8
  %v48 = load <8 x float>, ptr %v47, align 4
  store <8 x float> %v48, ptr %s11
  %v49 = getelementptr float, ptr %v31, i64 16
  %v50 = load <8 x float>, ptr %v49, align 4
  store <8 x float> %v50, ptr %s12
  %v51 = getelementptr float, ptr %v31, i64 24
  %v52 = load <8 x float>, ptr %v51, align 4
  store <8 x float> %v52, ptr %s13
  %v53 = getelementptr float, ptr %v31, i64 32
  %v54 = load <8 x float>, ptr %v53, align 4
  store <8 x float> %v54, ptr %s14
  br label %done36
done36:
  %v55 = getelementptr i64, ptr %v4, i64 %v16
  store ptr %v55, ptr %s56
  store ptr %weights, ptr %s57
  store i64 0, ptr %s58
  br label %head59
head59:
  %v62 = load i64, ptr %s58
  %v63 = icmp slt i64 %v62, %v18
  br i1 %v63, label %body60, label %done61
body60:
  %v64 = load ptr, ptr %s56
  %v65 = load i64, ptr %v64, align 8
  %v66 = getelementptr float, ptr %v29, i64 %v65
  store i64 0, ptr %s67
  store i64 0, ptr %s68
  br label %head69
head69:
  %v72 = load i64, ptr %s68
  %v73 = icmp slt i64 %v72, %channels
  br i1 %v73, label %body70, label %done71
body70:
  %v74 = load i64, ptr %s67
  %v75 = load ptr, ptr %s57
  %v76 = getelementptr float, ptr %v66, i64 %v74
  %v77 = load <8 x float>, ptr %v76, align 4
  %v78 = getelementptr float, ptr %v76, i64 8
  %v79 = load <8 x float>, ptr %v78, align 4
  %v80 = getelementptr float, ptr %v76, i64 16
  %v81 = load <8 x float>, ptr %v80, align 4
  %v82 = getelementptr float, ptr %v76, i64 24
  %v83 = load <8 x float>, ptr %v82, align 4
  %v84 = getelementptr float, ptr %v76, i64 32
  %v85 = load <8 x float>, ptr %v84, align 4
  %v86 = load float, ptr %v75, align 4
  %v87 = insertelement <8 x float> poison, float %v86, i64 0
  %v88 = shufflevector <8 x float> %v87, <8 x float> poison, <8 x i32> zeroinitializer
  %v89 = load <8 x float>, ptr %s5
  %v90 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v88, <8 x float> %v77, <8 x float> %v89)
  store <8 x float> %v90, ptr %s5
  %v91 = load <8 x float>, ptr %s6
  %v92 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v88, <8 x float> %v79, <8 x float> %v91)
  store <8 x float> %v92, ptr %s6
  %v93 = load <8 x float>, ptr %s7
  %v94 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v88, <8 x float> %v81, <8 x float> %v93)
  store <8 x float> %v94, ptr %s7
  %v95 = load <8 x float>, ptr %s8
  %v96 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v88, <8 x float> %v83, <8 x float> %v95)
  store <8 x float> %v96, ptr %s8
  %v97 = load <8 x float>, ptr %s9
  %v98 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v88, <8 x float> %v85, <8 x float> %v97)
  store <8 x float> %v98, ptr %s9
  %v99 = getelementptr float, ptr %v75, i64 1
  %v100 = load float, ptr %v99, align 4
  %v101 = insertelement <8 x float> poison, float %v100, i64 0
  %v102 = shufflevector <8 x float> %v101, <8 x float> poison, <8 x i32> zeroinitializer
  %v103 = load <8 x float>, ptr %s10
  %v104 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v102, <8 x float> %v77, <8 x float> %v103)
  store <8 x float> %v104, ptr %s10
  %v105 = load <8 x float>, ptr %s11
  %v106 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v102, <8 x float> %v79, <8 x float> %v105)
  store <8 x float> %v106, ptr %s11
  %v107 = load <8 x float>, ptr %s12
  %v108 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v102, <8 x float> %v81, <8 x float> %v107)
  store <8 x float> %v108, ptr %s12
  %v109 = load <8 x float>, ptr %s13
  %v110 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v102, <8 x float> %v83, <8 x float> %v109)
  store <8 x float> %v110, ptr %s13
  %v111 = load <8 x float>, ptr %s14
  %v112 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v102, <8 x float> %v85, <8 x float> %v111)
  store <8 x float> %v112, ptr %s14
  %v113 = add i64 %v74, %v2
  store i64 %v113, ptr %s67
  %v114 = getelementptr float, ptr %v75, i64 2
  store ptr %v114, ptr %s57
  %v115 = add i64 %v72, 1
  store i64 %v115, ptr %s68
  br label %head69
done71:
  %v116 = getelementptr i64, ptr %v64, i64 1
  store ptr %v116, ptr %s56
  %v117 = add i64 %v62, 1
  store i64 %v117, ptr %s58
  br label %head59
done61:
  br i1 %direct, label %then118, label %done119
then118:
  %v120 = getelementptr i64, ptr %frame, i64 24
  %v121 = load i64, ptr %v120, align 8
  %v122 = getelementptr i64, ptr %frame, i64 13
  %v123 = load i64, ptr %v122, align 8
  %v124 = getelementptr i64, ptr %frame, i64 93
  %v125 = load ptr, ptr %v124, align 8
  %v126 = udiv i64 %v28, 8
  %v127 = getelementptr i64, ptr %v125, i64 %v126
  %v128 = urem i64 %v28, 8
  %v129 = mul i64 %v128, 2
  %v130 = getelementptr float, ptr %out, i64 %v129
  %v131 = load i64, ptr %v127, align 8
  %v132 = getelementptr float, ptr %v130, i64 %v131
  %v133 = getelementptr i64, ptr %v127, i64 1
  %v134 = load i64, ptr %v133, align 8
  %v135 = getelementptr float, ptr %v130, i64 %v134
  %v136 = getelementptr i64, ptr %v127, i64 2
  %v137 = load i64, ptr %v136, align 8
  %v138 = getelementptr float, ptr %v130, i64 %v137
  %v139 = getelementptr i64, ptr %v127, i64 3
  %v140 = load i64, ptr %v139, align 8
  %v141 = getelementptr float, ptr %v130, i64 %v140
  %v142 = getelementptr i64, ptr %v127, i64 4
  %v143 = load i64, ptr %v142, align 8
  %v144 = getelementptr float, ptr %v130, i64 %v143
  %v145 = load <8 x float>, ptr %s5
  %v146 = load <8 x float>, ptr %s10
  %v147 = shufflevector <8 x float> %v145, <8 x float> %v146, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %v148 = shufflevector <16 x float> %v147, <16 x float> %v147, <16 x i32> <i32 0, i32 8, i32 1, i32 9, i32 2, i32 10, i32 3, i32 11, i32 4, i32 12, i32 5, i32 13, i32 6, i32 14, i32 7, i32 15>
  %v149 = load <8 x float>, ptr %s6
  %v150 = load <8 x float>, ptr %s11
  %v151 = shufflevector <8 x float> %v149, <8 x float> %v150, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %v152 = shufflevector <16 x float> %v151, <16 x float> %v151, <16 x i32> <i32 0, i32 8, i32 1, i32 9, i32 2, i32 10, i32 3, i32 11, i32 4, i32 12, i32 5, i32 13, i32 6, i32 14, i32 7, i32 15>
  %v153 = load <8 x float>, ptr %s7
  %v154 = load <8 x float>, ptr %s12
  %v155 = shufflevector <8 x float> %v153, <8 x float> %v154, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %v156 = shufflevector <16 x float> %v155, <16 x float> %v155, <16 x i32> <i32 0, i32 8, i32 1, i32 9, i32 2, i32 10, i32 3, i32 11, i32 4, i32 12, i32 5, i32 13, i32 6, i32 14, i32 7, i32 15>
  %v157 = load <8 x float>, ptr %s8
  %v158 = load <8 x float>, ptr %s13
  %v159 = shufflevector <8 x float> %v157, <8 x float> %v158, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %v160 = shufflevector <16 x float> %v159, <16 x float> %v159, <16 x i32> <i32 0, i32 8, i32 1, i32 9, i32 2, i32 10, i32 3, i32 11, i32 4, i32 12, i32 5, i32 13, i32 6, i32 14, i32 7, i32 15>
  %v161 = load <8 x float>, ptr %s9
  %v162 = load <8 x float>, ptr %s14
  %v163 = shufflevector <8 x float> %v161, <8 x float> %v162, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %v164 = shufflevector <16 x float> %v163, <16 x float> %v163, <16 x i32> <i32 0, i32 8, i32 1, i32 9, i32 2, i32 10, i32 3, i32 11, i32 4, i32 12, i32 5, i32 13, i32 6, i32 14, i32 7, i32 15>
  br i1 %stream, label %then165, label %done166
then165:
  store <16 x float> %v148, ptr %v132, align 32, !nontemporal !0
  store <16 x float> %v152, ptr %v135, align 32, !nontemporal !0
  store <16 x float> %v156, ptr %v138, align 32, !nontemporal !0
  store <16 x float> %v160, ptr %v141, align 32, !nontemporal !0
  store <16 x float> %v164, ptr %v144, align 32, !nontemporal !0
  br label %done166
done166:
  %v167 = xor i1 %stream, true
  br i1 %v167, label %then168, label %done169
then168:
  store <16 x float> %v148, ptr %v132, align 4
  store <16 x float> %v152, ptr %v135, align 4
  store <16 x float> %v156, ptr %v138, align 4
  store <16 x float> %v160, ptr %v141, align 4
  store <16 x float> %v164, ptr %v144, align 4
  br label %done169
done169:
  br label %done119
done119:
  %v170 = xor i1 %direct, true
  br i1 %v170, label %then171, label %done172
then171:
  %v173 = load <8 x float>, ptr %s5
  store <8 x float> %v173, ptr %v30, align 4
  %v174 = load <8 x float>, ptr %s6
  %v175 = getelementptr float, ptr %v30, i64 8
  store <8 x float> %v174, ptr %v175, align 4
  %v176 = load <8 x float>, ptr %s7
  %v177 = getelementptr float, ptr %v30, i64 16
  store <8 x float> %v176, ptr %v177, align 4
  %v178 = load <8 x float>, ptr %s8
  %v179 = getelementptr float, ptr %v30, i64 24
  store <8 x float> %v178, ptr %v179, align 4
  %v180 = load <8 x float>, ptr %s9
  %v181 = getelementptr float, ptr %v30, i64 32
  store <8 x float> %v180, ptr %v181, align 4
  %v182 = load <8 x float>, ptr %s10
  store <8 x float> %v182, ptr %v31, align 4
  %v183 = load <8 x float>, ptr %s11
  %v184 = getelementptr float, ptr %v31, i64 8
  store <8 x float> %v183, ptr %v184, align 4
  %v185 = load <8 x float>, ptr %s12
  %v186 = getelementptr float, ptr %v31, i64 16
  store <8 x float> %v185, ptr %v186, align 4
  %v187 = load <8 x float>, ptr %s13
  %v188 = getelementptr float, ptr %v31, i64 24
  store <8 x float> %v187, ptr %v188, align 4
  %v189 = load <8 x float>, ptr %s14
  %v190 = getelementptr float, ptr %v31, i64 32
  store <8 x float> %v189, ptr %v190, align 4
  br label %done172
done172:
  %v191 = add i64 %v23, 1
  store i64 %v191, ptr %s19
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
