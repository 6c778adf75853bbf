; convt_f32_ic1_oc1_k1x4x4_s1x2x2_d1x1x1_b0x1x1_first_bias_relu sse2
define void @tile_p0_c1_v1(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
entry:
  %s5 = alloca <4 x float>, i64 1, align 64
  %s6 = alloca <4 x float>, i64 1, align 64
  %s11 = alloca i64, i64 1, align 64
  %s32 = alloca ptr, i64 1, align 64
  %s33 = alloca ptr, i64 1, align 64
  %s34 = alloca i64, i64 1, align 64
  %s49 = alloca i64, i64 1, align 64
  %s50 = alloca i64, i64 1, align 64
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
  %v23 = load float, ptr %bias, align 4
  %v24 = insertelement <4 x float> poison, float %v23, i64 0
  %v25 = shufflevector <4 x float> %v24, <4 x float> poison, <4 x i32> zeroinitializer
  store <4 x float> %v25, ptr %s5
  store <4 x float> %v25, ptr %s6
  br label %done22
done22:
  %v26 = xor i1 %fresh, true
  br i1 %v26, label %then27, label %done28
then27:
  %v29 = load <4 x float>, ptr %v19, align 4
  store <4 x float> %v29, ptr %s5
  %v30 = load <4 x float>, ptr %v20, align 4
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
  %v42 = getelementptr float, ptr %v18, i64 %v41
  %v43 = getelementptr i64, ptr %v40, i64 1
  %v44 = load i64, ptr %v43, align 8
  %v45 = getelementptr float, ptr %v18, i64 %v44
  %v46 = getelementptr i64, ptr %v40, i64 2
  %v47 = load i64, ptr %v46, align 8
  %v48 = getelementptr float, ptr %v18, i64 %v47
  store i64 0, ptr %s49
  store i64 0, ptr %s50
  br label %head51
head51:
  %v54 = load i64, ptr %s50
  %v55 = icmp slt i64 %v54, %channels
  br i1 %v55, label %body52, label %done53
body52:
  %v56 = load i64, ptr %s49
  %v57 = load ptr, ptr %s33
  %v58 = getelementptr float, ptr %v42, i64 %v56
  %v59 = load <4 x float>, ptr %v58, align 4
  %v60 = load float, ptr %v57, align 4
  %v61 = insertelement <4 x float> poison, float %v60, i64 0
  %v62 = shufflevector <4 x float> %v61, <4 x float> poison, <4 x i32> zeroinitializer
  %v63 = load <4 x float>, ptr %s5
  %v64 = fmul <4 x float> %v62, %v59
  %v65 = fadd <4 x float> %v64, %v63
  store <4 x float> %v65, ptr %s5
  %v66 = getelementptr float, ptr %v45, i64 %v56
  %v67 = load <4 x float>, ptr %v66, align 4
  %v68 = getelementptr float, ptr %v57, i64 1
  %v69 = load float, ptr %v68, align 4
  %v70 = insertelement <4 x float> poison, float %v69, i64 0
  %v71 = shufflevector <4 x float> %v70, <4 x float> poison, <4 x i32> zeroinitializer
  %v72 = load <4 x float>, ptr %s5
  %v73 = fmul <4 x float> %v71, %v67
  %v74 = fadd <4 x float> %v73, %v72
  store <4 x float> %v74, ptr %s5
  %v75 = getelementptr float, ptr %v57, i64 2
  %v76 = load float, ptr %v75, align 4
  %v77 = insertelement <4 x float> poison, float %v76, i64 0
  %v78 = shufflevector <4 x float> %v77, <4 x float> poison, <4 x i32> zeroinitializer
  %v79 = load <4 x float>, ptr %s6
  %v80 = fmul <4 x float> %v78, %v67
  %v81 = fadd <4 x float> %v80, %v79
  store <4 x float> %v81, ptr %s6
  %v82 = getelementptr float, ptr %v48, i64 %v56
  %v83 = load <4 x float>, ptr %v82, align 4
  %v84 = getelementptr float, ptr %v57, i64 3
  %v85 = load float, ptr %v84, align 4
  %v86 = insertelement <4 x float> poison, float %v85, i64 0
  %v87 = shufflevector <4 x float> %v86, <4 x float> poison, <4 x i32> zeroinitializer
  %v88 = load <4 x float>, ptr %s6
  %v89 = fmul <4 x float> %v87, %v83
  %v90 = fadd <4 x float> %v89, %v88
  store <4 x float> %v90, ptr %s6
  %v91 = add i64 %v56, %v2
  store i64 %v91, ptr %s49
  %v92 = getelementptr float, ptr %v57, i64 4
  store ptr %v92, ptr %s33
  %v93 = add i64 %v54, 1
  store i64 %v93, ptr %s50
  br label %head51
done53:
  %v94 = getelementptr i64, ptr %v40, i64 3
  store ptr %v94, ptr %s32
  %v95 = add i64 %v38, 1
  store i64 %v95, ptr %s34
  br label %head35
done37:
  %v96 = load <4 x float>, ptr %s5
  store <4 x float> %v96, ptr %v19, align 4
  %v97 = load <4 x float>, ptr %s6
  store <4 x float> %v97, ptr %v20, align 4
  %v98 = add i64 %v15, 1
  store i64 %v98, ptr %s11
  br label %head12
done14:
  ret void
}
define void @tile_p0_c1_v3(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
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
  %s61 = alloca i64, i64 1, align 64
  %s62 = alloca i64, i64 1, align 64
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
  %v27 = load float, ptr %bias, align 4
  %v28 = insertelement <4 x float> poison, float %v27, i64 0
  %v29 = shufflevector <4 x float> %v28, <4 x float> poison, <4 x i32> zeroinitializer
  store <4 x float> %v29, ptr %s5
  store <4 x float> %v29, ptr %s6
  store <4 x float> %v29, ptr %s7
  store <4 x float> %v29, ptr %s8
  store <4 x float> %v29, ptr %s9
  store <4 x float> %v29, ptr %s10
  br label %done26
done26:
  %v30 = xor i1 %fresh, true
  br i1 %v30, label %then31, label %done32
then31:
  %v33 = load <4 x float>, ptr %v23, align 4
  store <4 x float> %v33, ptr %s5
  %v34 = getelementptr float, ptr %v23, i64 4
  %v35 = load <4 x float>, ptr %v34, align 4
  store <4 x float> %v35, ptr %s6
  %v36 = getelementptr float, ptr %v23, i64 8
  %v37 = load <4 x float>, ptr %v36, align 4
  store <4 x float> %v37, ptr %s7
  %v38 = load <4 x float>, ptr %v24, align 4
  store <4 x float> %v38, ptr %s8
  %v39 = getelementptr float, ptr %v24, i64 4
  %v40 = load <4 x float>, ptr %v39, align 4
  store <4 x float> %v40, ptr %s9
  %v41 = getelementptr float, ptr %v24, i64 8
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
  %v54 = getelementptr float, ptr %v22, i64 %v53
  %v55 = getelementptr i64, ptr %v52, i64 1
  %v56 = load i64, ptr %v55, align 8
  %v57 = getelementptr float, ptr %v22, i64 %v56
  %v58 = getelementptr i64, ptr %v52, i64 2
  %v59 = load i64, ptr %v58, align 8
  %v60 = getelementptr float, ptr %v22, i64 %v59
  store i64 0, ptr %s61
  store i64 0, ptr %s62
  br label %head63
head63:
  %v66 = load i64, ptr %s62
  %v67 = icmp slt i64 %v66, %channels
  br i1 %v67, label %body64, label %done65
body64:
  %v68 = load i64, ptr %s61
  %v69 = load ptr, ptr %s45
  %v70 = getelementptr float, ptr %v54, i64 %v68
  %v71 = load <4 x float>, ptr %v70, align 4
  %v72 = getelementptr float, ptr %v70, i64 4
  %v73 = load <4 x float>, ptr %v72, align 4
  %v74 = getelementptr float, ptr %v70, i64 8
  %v75 = load <4 x float>, ptr %v74, align 4
  %v76 = load float, ptr %v69, align 4
  %v77 = insertelement <4 x float> poison, float %v76, i64 0
  %v78 = shufflevector <4 x float> %v77, <4 x float> poison, <4 x i32> zeroinitializer
  %v79 = load <4 x float>, ptr %s5
  %v80 = fmul <4 x float> %v78, %v71
  %v81 = fadd <4 x float> %v80, %v79
  store <4 x float> %v81, ptr %s5
  %v82 = load <4 x float>, ptr %s6
  %v83 = fmul <4 x float> %v78, %v73
  %v84 = fadd <4 x float> %v83, %v82
  store <4 x float> %v84, ptr %s6
  %v85 = load <4 x float>, ptr %s7
  %v86 = fmul <4 x float> %v78, %v75
  %v87 = fadd <4 x float> %v86, %v85
  store <4 x float> %v87, ptr %s7
  %v88 = getelementptr float, ptr %v57, i64 %v68
  %v89 = load <4 x float>, ptr %v88, align 4
  %v90 = getelementptr float, ptr %v88, i64 4
  %v91 = load <4 x float>, ptr %v90, align 4
  %v92 = getelementptr float, ptr %v88, i64 8
  %v93 = load <4 x float>, ptr %v92, align 4
  %v94 = getelementptr float, ptr %v69, i64 1
  %v95 = load float, ptr %v94, align 4
  %v96 = insertelement <4 x float> poison, float %v95, i64 0
  %v97 = shufflevector <4 x float> %v96, <4 x float> poison, <4 x i32> zeroinitializer
  %v98 = load <4 x float>, ptr %s5
  %v99 = fmul <4 x float> %v97, %v89
  %v100 = fadd <4 x float> %v99, %v98
  store <4 x float> %v100, ptr %s5
  %v101 = load <4 x float>, ptr %s6
  %v102 = fmul <4 x float> %v97, %v91
  %v103 = fadd <4 x float> %v102, %v101
  store <4 x float> %v103, ptr %s6
  %v104 = load <4 x float>, ptr %s7
  %v105 = fmul <4 x float> %v97, %v93
  %v106 = fadd <4 x float> %v105, %v104
  store <4 x float> %v106, ptr %s7
  %v107 = getelementptr float, ptr %v69, i64 2
  %v108 = load float, ptr %v107, align 4
  %v109 = insertelement <4 x float> poison, float %v108, i64 0
  %v110 = shufflevector <4 x float> %v109, <4 x float> poison, <4 x i32> zeroinitializer
  %v111 = load <4 x float>, ptr %s8
  %v112 = fmul <4 x float> %v110, %v89
  %v113 = fadd <4 x float> %v112, %v111
  store <4 x float> %v113, ptr %s8
  %v114 = load <4 x float>, ptr %s9
  %v115 = fmul <4 x float> %v110, %v91
  %v116 = fadd <4 x float> %v115, %v114
  store <4 x float> %v116, ptr %s9
  %v117 = load <4 x float>, ptr %s10
  %v118 = fmul <4 x float> %v110, %v93
  %v119 = fadd <4 x float> %v118, %v117
  store <4 x float> %v119, ptr %s10
  %v120 = getelementptr float, ptr %v60, i64 %v68
  %v121 = load <4 x float>, ptr %v120, align 4
  %v122 = getelementptr float, ptr %v120, i64 4
  %v123 = load <4 x float>, ptr %v122, align 4
  %v124 = getelementptr float, ptr %v120, i64 8
  %v125 = load <4 x float>, ptr %v124, align 4
  %v126 = getelementptr float, ptr %v69, i64 3
  %v127 = load float, ptr %v126, align 4
  %v128 = insertelement <4 x float> poison, float %v127, i64 0
  %v129 = shufflevector <4 x float> %v128, <4 x float> poison, <4 x i32> zeroinitializer
  %v130 = load <4 x float>, ptr %s8
  %v131 = fmul <4 x float> %v129, %v121
  %v132 = fadd <4 x float> %v131, %v130
  store <4 x float> %v132, ptr %s8
  %v133 = load <4 x float>, ptr %s9
  %v134 = fmul <4 x float> %v129, %v123
  %v135 = fadd <4 x float> %v134, %v133
  store <4 x float> %v135, ptr %s9
  %v136 = load <4 x float>, ptr %s10
  %v137 = fmul <4 x float> %v129, %v125
  %v138 = fadd <4 x float> %v137, %v136
  store <4 x float> %v138, ptr %s10
  %v139 = add i64 %v68, %v2
  store i64 %v139, ptr %s61
  %v140 = getelementptr float, ptr %v69, i64 4
  store ptr %v140, ptr %s45
  %v141 = add i64 %v66, 1
  store i64 %v141, ptr %s62
  br label %head63
done65:
  %v142 = getelementptr i64, ptr %v52, i64 3
  store ptr %v142, ptr %s44
  %v143 = add i64 %v50, 1
  store i64 %v143, ptr %s46
  br label %head47
done49:
  %v144 = load <4 x float>, ptr %s5
  store <4 x float> %v144, ptr %v23, align 4
  %v145 = load <4 x float>, ptr %s6
  %v146 = getelementptr float, ptr %v23, i64 4
  store <4 x float> %v145, ptr %v146, align 4
  %v147 = load <4 x float>, ptr %s7
  %v148 = getelementptr float, ptr %v23, i64 8
  store <4 x float> %v147, ptr %v148, align 4
  %v149 = load <4 x float>, ptr %s8
  store <4 x float> %v149, ptr %v24, align 4
  %v150 = load <4 x float>, ptr %s9
  %v151 = getelementptr float, ptr %v24, i64 4
  store <4 x float> %v150, ptr %v151, align 4
  %v152 = load <4 x float>, ptr %s10
  %v153 = getelementptr float, ptr %v24, i64 8
  store <4 x float> %v152, ptr %v153, align 4
  %v154 = add i64 %v19, 1
  store i64 %v154, ptr %s15
  br label %head16
done18:
  ret void
}
define void @tile_p0_c1_v5(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
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
  %s19 = alloca i64, i64 1, align 64
  %s56 = alloca ptr, i64 1, align 64
  %s57 = alloca ptr, i64 1, align 64
  %s58 = alloca i64, i64 1, align 64
  %s73 = alloca i64, i64 1, align 64
  %s74 = alloca i64, i64 1, align 64
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
  %v25 = mul i64 %v23, 20
  %v26 = getelementptr float, ptr %position, i64 %v25
  %v27 = getelementptr float, ptr %temp, i64 %v25
  %v28 = getelementptr float, ptr %v27, i64 %temp_row
  br i1 %fresh, label %then29, label %done30
then29:
  %v31 = load float, ptr %bias, align 4
  %v32 = insertelement <4 x float> poison, float %v31, i64 0
  %v33 = shufflevector <4 x float> %v32, <4 x float> poison, <4 x i32> zeroinitializer
  store <4 x float> %v33, ptr %s5
  store <4 x float> %v33, ptr %s6
  store <4 x float> %v33, ptr %s7
  store <4 x float> %v33, ptr %s8
  store <4 x float> %v33, ptr %s9
  store <4 x float> %v33, ptr %s10
  store <4 x float> %v33, ptr %s11
  store <4 x float> %v33, ptr %s12
  store <4 x float> %v33, ptr %s13
  store <4 x float> %v33, ptr %s14
  br label %done30
done30:
  %v34 = xor i1 %fresh, true
  br i1 %v34, label %then35, label %done36
then35:
  %v37 = load <4 x float>, ptr %v27, align 4
  store <4 x float> %v37, ptr %s5
  %v38 = getelementptr float, ptr %v27, i64 4
  %v39 = load <4 x float>, ptr %v38, align 4
  store <4 x float> %v39, ptr %s6
  %v40 = getelementptr float, ptr %v27, i64 8
  %v41 = load <4 x float>, ptr %v40, align 4
  store <4 x float> %v41, ptr %s7
  %v42 = getelementptr float, ptr %v27, i64 12
  %v43 = load <4 x float>, ptr %v42, align 4
  store <4 x float> %v43, ptr %s8
  %v44 = getelementptr float, ptr %v27, i64 16
  %v45 = load <4 x float>, ptr %v44, align 4
  store <4 x float> %v45, ptr %s9
  %v46 = load <4 x float>, ptr %v28, align 4
  store <4 x float> %v46, ptr %s10
  %v47 = getelementptr float, ptr %v28, i64 4
  %v48 = load <4 x float>, ptr %v47, align 4
  store <4 x float> %v48, ptr %s11
  %v49 = getelementptr float, ptr %v28, i64 8
  %v50 = load <4 x float>, ptr %v49, align 4
  store <4 x float> %v50, ptr %s12
  %v51 = getelementptr float, ptr %v28, i64 12
  %v52 = load <4 x float>, ptr %v51, align 4
  store <4 x float> %v52, ptr %s13
  %v53 = getelementptr float, ptr %v28, i64 16
  %v54 = load <4 x float>, ptr %v53, align 4
  store <4 x float> %v54, ptr %s14
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
  %v66 = getelementptr float, ptr %v26, i64 %v65
  %v67 = getelementptr i64, ptr %v64, i64 1
  %v68 = load i64, ptr %v67, align 8
  %v69 = getelementptr float, ptr %v26, i64 %v68
  %v70 = getelementptr i64, ptr %v64, i64 2
  %v71 = load i64, ptr %v70, align 8
  %v72 = getelementptr float, ptr %v26, i64 %v71
  store i64 0, ptr %s73
  store i64 0, ptr %s74
  br label %head75
head75:
  %v78 = load i64, ptr %s74
  %v79 = icmp slt i64 %v78, %channels
  br i1 %v79, label %body76, label %done77
body76:
  %v80 = load i64, ptr %s73
  %v81 = load ptr, ptr %s57
  %v82 = getelementptr float, ptr %v66, i64 %v80
  %v83 = load <4 x float>, ptr %v82, align 4
  %v84 = getelementptr float, ptr %v82, i64 4
  %v85 = load <4 x float>, ptr %v84, align 4
  %v86 = getelementptr float, ptr %v82, i64 8
  %v87 = load <4 x float>, ptr %v86, align 4
  %v88 = getelementptr float, ptr %v82, i64 12
  %v89 = load <4 x float>, ptr %v88, align 4
  %v90 = getelementptr float, ptr %v82, i64 16
  %v91 = load <4 x float>, ptr %v90, align 4
  %v92 = load float, ptr %v81, align 4
  %v93 = insertelement <4 x float> poison, float %v92, i64 0
  %v94 = shufflevector <4 x float> %v93, <4 x float> poison, <4 x i32> zeroinitializer
  %v95 = load <4 x float>, ptr %s5
  %v96 = fmul <4 x float> %v94, %v83
  %v97 = fadd <4 x float> %v96, %v95
  store <4 x float> %v97, ptr %s5
  %v98 = load <4 x float>, ptr %s6
  %v99 = fmul <4 x float> %v94, %v85
  %v100 = fadd <4 x float> %v99, %v98
  store <4 x float> %v100, ptr %s6
  %v101 = load <4 x float>, ptr %s7
  %v102 = fmul <4 x float> %v94, %v87
  %v103 = fadd <4 x float> %v102, %v101
  store <4 x float> %v103, ptr %s7
  %v104 = load <4 x float>, ptr %s8
  %v105 = fmul <4 x float> %v94, %v89
  %v106 = fadd <4 x float> %v105, %v104
  store <4 x float> %v106, ptr %s8
  %v107 = load <4 x float>, ptr %s9
  %v108 = fmul <4 x float> %v94, %v91
  %v109 = fadd <4 x float> %v108, %v107
  store <4 x float> %v109, ptr %s9
  %v110 = getelementptr float, ptr %v69, i64 %v80
  %v111 = load <4 x float>, ptr %v110, align 4
  %v112 = getelementptr float, ptr %v110, i64 4
  %v113 = load <4 x float>, ptr %v112, align 4
  %v114 = getelementptr float, ptr %v110, i64 8
  %v115 = load <4 x float>, ptr %v114, align 4
  %v116 = getelementptr float, ptr %v110, i64 12
  %v117 = load <4 x float>, ptr %v116, align 4
  %v118 = getelementptr float, ptr %v110, i64 16
  %v119 = load <4 x float>, ptr %v118, align 4
  %v120 = getelementptr float, ptr %v81, i64 1
  %v121 = load float, ptr %v120, align 4
  %v122 = insertelement <4 x float> poison, float %v121, i64 0
  %v123 = shufflevector <4 x float> %v122, <4 x float> poison, <4 x i32> zeroinitializer
  %v124 = load <4 x float>, ptr %s5
  %v125 = fmul <4 x float> %v123, %v111
  %v126 = fadd <4 x float> %v125, %v124
  store <4 x float> %v126, ptr %s5
  %v127 = load <4 x float>, ptr %s6
  %v128 = fmul <4 x float> %v123, %v113
  %v129 = fadd <4 x float> %v128, %v127
  store <4 x float> %v129, ptr %s6
  %v130 = load <4 x float>, ptr %s7
  %v131 = fmul <4 x float> %v123, %v115
  %v132 = fadd <4 x float> %v131, %v130
  store <4 x float> %v132, ptr %s7
  %v133 = load <4 x float>, ptr %s8
  %v134 = fmul <4 x float> %v123, %v117
  %v135 = fadd <4 x float> %v134, %v133
  store <4 x float> %v135, ptr %s8
  %v136 = load <4 x float>, ptr %s9
  %v137 = fmul <4 x float> %v123, %v119
  %v138 = fadd <4 x float> %v137, %v136
  store <4 x float> %v138, ptr %s9
  %v139 = getelementptr float, ptr %v81, i64 2
  %v140 = load float, ptr %v139, align 4
  %v141 = insertelement <4 x float> poison, float %v140, i64 0
  %v142 = shufflevector <4 x float> %v141, <4 x float> poison, <4 x i32> zeroinitializer
  %v143 = load <4 x float>, ptr %s10
  %v144 = fmul <4 x float> %v142, %v111
  %v145 = fadd <4 x float> %v144, %v143
  store <4 x float> %v145, ptr %s10
  %v146 = load <4 x float>, ptr %s11
  %v147 = fmul <4 x float> %v142, %v113
  %v148 = fadd <4 x float> %v147, %v146
  store <4 x float> %v148, ptr %s11
  %v149 = load <4 x float>, ptr %s12
  %v150 = fmul <4 x float> %v142, %v115
  %v151 = fadd <4 x float> %v150, %v149
  store <4 x float> %v151, ptr %s12
  %v152 = load <4 x float>, ptr %s13
  %v153 = fmul <4 x float> %v142, %v117
  %v154 = fadd <4 x float> %v153, %v152
  store <4 x float> %v154, ptr %s13
  %v155 = load <4 x float>, ptr %s14
  %v156 = fmul <4 x float> %v142, %v119
  %v157 = fadd <4 x float> %v156, %v155
  store <4 x float> %v157, ptr %s14
  %v158 = getelementptr float, ptr %v72, i64 %v80
  %v159 = load <4 x float>, ptr %v158, align 4
  %v160 = getelementptr float, ptr %v158, i64 4
  %v161 = load <4 x float>, ptr %v160, align 4
  %v162 = getelementptr float, ptr %v158, i64 8
  %v163 = load <4 x float>, ptr %v162, align 4
  %v164 = getelementptr float, ptr %v158, i64 12
  %v165 = load <4 x float>, ptr %v164, align 4
  %v166 = getelementptr float, ptr %v158, i64 16
  %v167 = load <4 x float>, ptr %v166, align 4
  %v168 = getelementptr float, ptr %v81, i64 3
  %v169 = load float, ptr %v168, align 4
  %v170 = insertelement <4 x float> poison, float %v169, i64 0
  %v171 = shufflevector <4 x float> %v170, <4 x float> poison, <4 x i32> zeroinitializer
  %v172 = load <4 x float>, ptr %s10
  %v173 = fmul <4 x float> %v171, %v159
  %v174 = fadd <4 x float> %v173, %v172
  store <4 x float> %v174, ptr %s10
  %v175 = load <4 x float>, ptr %s11
  %v176 = fmul <4 x float> %v171, %v161
  %v177 = fadd <4 x float> %v176, %v175
  store <4 x float> %v177, ptr %s11
  %v178 = load <4 x float>, ptr %s12
  %v179 = fmul <4 x float> %v171, %v163
  %v180 = fadd <4 x float> %v179, %v178
  store <4 x float> %v180, ptr %s12
  %v181 = load <4 x float>, ptr %s13
  %v182 = fmul <4 x float> %v171, %v165
  %v183 = fadd <4 x float> %v182, %v181
  store <4 x float> %v183, ptr %s13
  %v184 = load <4 x float>, ptr %s14
  %v185 = fmul <4 x float> %v171, %v167
  %v186 = fadd <4 x float> %v185, %v184
  store <4 x float> %v186, ptr %s14
  %v187 = add i64 %v80, %v2
  store i64 %v187, ptr %s73
  %v188 = getelementptr float, ptr %v81, i64 4
  store ptr %v188, ptr %s57
  %v189 = add i64 %v78, 1
  store i64 %v189, ptr %s74
  br label %head75
done77:
  %v190 = getelementptr i64, ptr %v64, i64 3
  store ptr %v190, ptr %s56
  %v191 = add i64 %v62, 1
  store i64 %v191, ptr %s58
  br label %head59
done61:
  %v192 = load <4 x float>, ptr %s5
  store <4 x float> %v192, ptr %v27, align 4
  %v193 = load <4 x float>, ptr %s6
  %v194 = getelementptr float, ptr %v27, i64 4
  store <4 x float> %v193, ptr %v194, align 4
  %v195 = load <4 x float>, ptr %s7
  %v196 = getelementptr float, ptr %v27, i64 8
  store <4 x float> %v195, ptr %v196, align 4
  %v197 = load <4 x float>, ptr %s8
  %v198 = getelementptr float, ptr %v27, i64 12
  store <4 x float> %v197, ptr %v198, align 4
  %v199 = load <4 x float>, ptr %s9
  %v200 = getelementptr float, ptr %v27, i64 16
  store <4 x float> %v199, ptr %v200, align 4
  %v201 = load <4 x float>, ptr %s10
  store <4 x float> %v201, ptr %v28, align 4
  %v202 = load <4 x float>, ptr %s11
  %v203 = getelementptr float, ptr %v28, i64 4
  store <4 x float> %v202, ptr %v203, align 4
  %v204 = load <4 x float>, ptr %s12
  %v205 = getelementptr float, ptr %v28, i64 8
  store <4 x float> %v204, ptr %v205, align 4
  %v206 = load <4 x float>, ptr %s13
  %v207 = getelementptr float, ptr %v28, i64 12
  store <4 x float> %v206, ptr %v207, align 4
  %v208 = load <4 x float>, ptr %s14
  %v209 = getelementptr float, ptr %v28, i64 16
  store <4 x float> %v208, ptr %v209, align 4
  %v210 = add i64 %v23, 1
  store i64 %v210, ptr %s19
  br label %head20
done22:
  ret void
}
define void @scatter_p0_c1(ptr %frame, ptr %temp, i64 %temp_row, ptr %out, i64 %count, i64 %room) #0 {
entry:
  %s9 = alloca i64, i64 1, align 64
  %s22 = alloca i64, i64 1, align 64
  %s35 = alloca i64, i64 1, align 64
  %s66 = alloca i64, i64 1, align 64
  %s74 = alloca i64, i64 1, align 64
  %s111 = alloca i64, i64 1, align 64
  %s145 = alloca i64, i64 1, align 64
  %s167 = alloca i64, i64 1, align 64
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
  %v26 = urem i64 %v25, 16
  %v27 = icmp eq i64 %v26, 0
  %v28 = icmp sgt i64 %v8, 0
  %v29 = and i1 %v27, %v28
  %v30 = icmp sge i64 %v21, 4
  %v31 = and i1 %v29, %v30
  br i1 %v31, label %then32, label %done33
then32:
  %v34 = sub i64 %v21, 3
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
  %v45 = load <4 x float>, ptr %v44, align 4
  %v46 = fcmp olt <4 x float> %v45, zeroinitializer
  %v47 = select <4 x i1> %v46, <4 x float> zeroinitializer, <4 x float> %v45
  %v48 = mul i64 %v13, 2
  %v49 = add i64 %v48, 1
  %v50 = mul i64 %v49, %temp_row
  %v51 = getelementptr float, ptr %temp, i64 %v50
  %v52 = getelementptr float, ptr %v51, i64 %v39
  %v53 = load <4 x float>, ptr %v52, align 4
  %v54 = fcmp olt <4 x float> %v53, zeroinitializer
  %v55 = select <4 x i1> %v54, <4 x float> zeroinitializer, <4 x float> %v53
  %v56 = shufflevector <4 x float> %v47, <4 x float> %v55, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v57 = shufflevector <8 x float> %v56, <8 x float> %v56, <8 x i32> <i32 0, i32 4, i32 1, i32 5, i32 2, i32 6, i32 3, i32 7>
  %v58 = mul i64 %v39, 2
  %v59 = mul i64 %v13, %v2
  %v60 = add i64 %v59, %v58
  %v61 = getelementptr float, ptr %out, i64 %v60
  store <8 x float> %v57, ptr %v61, align 16, !nontemporal !0
  %v62 = add i64 %v39, 4
  store i64 %v62, ptr %s35
  br label %head36
done38:
  %v63 = udiv i64 %v21, 4
  %v64 = mul i64 %v63, 4
  store i64 %v64, ptr %s22
  br label %done33
done33:
  %v65 = load i64, ptr %s22
  store i64 0, ptr %s66
  %v67 = icmp sge i64 %v21, 4
  %v68 = load i64, ptr %s66
  %v69 = icmp eq i64 %v68, 0
  %v70 = and i1 %v67, %v69
  br i1 %v70, label %then71, label %done72
then71:
  %v73 = sub i64 %v21, 4
  store i64 %v65, ptr %s74
  br label %head75
head75:
  %v78 = load i64, ptr %s74
  %v79 = icmp slt i64 %v78, %v21
  br i1 %v79, label %body76, label %done77
body76:
  %v80 = icmp slt i64 %v78, %v73
  %v81 = select i1 %v80, i64 %v78, i64 %v73
  %v82 = mul i64 %v13, 2
  %v83 = mul i64 %v82, %temp_row
  %v84 = getelementptr float, ptr %temp, i64 %v83
  %v85 = getelementptr float, ptr %v84, i64 %v81
  %v86 = load <4 x float>, ptr %v85, align 4
  %v87 = fcmp olt <4 x float> %v86, zeroinitializer
  %v88 = select <4 x i1> %v87, <4 x float> zeroinitializer, <4 x float> %v86
  %v89 = mul i64 %v13, 2
  %v90 = add i64 %v89, 1
  %v91 = mul i64 %v90, %temp_row
  %v92 = getelementptr float, ptr %temp, i64 %v91
  %v93 = getelementptr float, ptr %v92, i64 %v81
  %v94 = load <4 x float>, ptr %v93, align 4
  %v95 = fcmp olt <4 x float> %v94, zeroinitializer
  %v96 = select <4 x i1> %v95, <4 x float> zeroinitializer, <4 x float> %v94
  %v97 = shufflevector <4 x float> %v88, <4 x float> %v96, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v98 = shufflevector <8 x float> %v97, <8 x float> %v97, <8 x i32> <i32 0, i32 4, i32 1, i32 5, i32 2, i32 6, i32 3, i32 7>
  %v99 = mul i64 %v81, 2
  %v100 = mul i64 %v13, %v2
  %v101 = add i64 %v100, %v99
  %v102 = getelementptr float, ptr %out, i64 %v101
  store <8 x float> %v98, ptr %v102, align 4
  %v103 = add i64 %v78, 4
  store i64 %v103, ptr %s74
  br label %head75
done77:
  store i64 %v21, ptr %s66
  br label %done72
done72:
  %v104 = icmp sge i64 %v21, 2
  %v105 = load i64, ptr %s66
  %v106 = icmp eq i64 %v105, 0
  %v107 = and i1 %v104, %v106
  br i1 %v107, label %then108, label %done109
then108:
  %v110 = sub i64 %v21, 2
  store i64 %v65, ptr %s111
  br label %head112
head112:
  %v115 = load i64, ptr %s111
  %v116 = icmp slt i64 %v115, %v21
  br i1 %v116, label %body113, label %done114
body113:
  %v117 = icmp slt i64 %v115, %v110
  %v118 = select i1 %v117, i64 %v115, i64 %v110
  %v119 = mul i64 %v13, 2
  %v120 = mul i64 %v119, %temp_row
  %v121 = getelementptr float, ptr %temp, i64 %v120
  %v122 = getelementptr float, ptr %v121, i64 %v118
  %v123 = load <2 x float>, ptr %v122, align 4
  %v124 = fcmp olt <2 x float> %v123, zeroinitializer
  %v125 = select <2 x i1> %v124, <2 x float> zeroinitializer, <2 x float> %v123
  %v126 = mul i64 %v13, 2
  %v127 = add i64 %v126, 1
  %v128 = mul i64 %v127, %temp_row
  %v129 = getelementptr float, ptr %temp, i64 %v128
  %v130 = getelementptr float, ptr %v129, i64 %v118
  %v131 = load <2 x float>, ptr %v130, align 4
  %v132 = fcmp olt <2 x float> %v131, zeroinitializer
  %v133 = select <2 x i1> %v132, <2 x float> zeroinitializer, <2 x float> %v131
  %v134 = shufflevector <2 x float> %v125, <2 x float> %v133, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v135 = shufflevector <4 x float> %v134, <4 x float> %v134, <4 x i32> <i32 0, i32 2, i32 1, i32 3>
  %v136 = mul i64 %v118, 2
  %v137 = mul i64 %v13, %v2
  %v138 = add i64 %v137, %v136
  %v139 = getelementptr float, ptr %out, i64 %v138
  store <4 x float> %v135, ptr %v139, align 4
  %v140 = add i64 %v115, 2
  store i64 %v140, ptr %s111
  br label %head112
done114:
  store i64 %v21, ptr %s66
  br label %done109
done109:
  %v141 = load i64, ptr %s66
  %v142 = mul i64 %v13, 2
  %v143 = mul i64 %v142, %temp_row
  %v144 = getelementptr float, ptr %temp, i64 %v143
  store i64 %v141, ptr %s145
  br label %head146
head146:
  %v149 = load i64, ptr %s145
  %v150 = icmp slt i64 %v149, %count
  br i1 %v150, label %body147, label %done148
body147:
  %v151 = mul i64 %v149, 2
  %v152 = icmp slt i64 %v151, %room
  br i1 %v152, label %then153, label %done154
then153:
  %v155 = getelementptr float, ptr %v144, i64 %v149
  %v156 = load float, ptr %v155, align 4
  %v157 = fcmp olt float %v156, 0.0
  %v158 = select i1 %v157, float 0.0, float %v156
  %v159 = mul i64 %v13, %v2
  %v160 = add i64 %v159, %v151
  %v161 = getelementptr float, ptr %out, i64 %v160
  store float %v158, ptr %v161, align 4
  br label %done154
done154:
  %v162 = add i64 %v149, 1
  store i64 %v162, ptr %s145
  br label %head146
done148:
  %v163 = mul i64 %v13, 2
  %v164 = add i64 %v163, 1
  %v165 = mul i64 %v164, %temp_row
  %v166 = getelementptr float, ptr %temp, i64 %v165
  store i64 %v141, ptr %s167
  br label %head168
head168:
  %v171 = load i64, ptr %s167
  %v172 = icmp slt i64 %v171, %count
  br i1 %v172, label %body169, label %done170
body169:
  %v173 = mul i64 %v171, 2
  %v174 = add i64 %v173, 1
  %v175 = icmp slt i64 %v174, %room
  br i1 %v175, label %then176, label %done177
then176:
  %v178 = getelementptr float, ptr %v166, i64 %v171
  %v179 = load float, ptr %v178, align 4
  %v180 = fcmp olt float %v179, 0.0
  %v181 = select i1 %v180, float 0.0, float %v179
  %v182 = mul i64 %v13, %v2
  %v183 = add i64 %v182, %v174
  %v184 = getelementptr float, ptr %out, i64 %v183
  store float %v181, ptr %v184, align 4
  br label %done177
done177:
  %v185 = add i64 %v171, 1
  store i64 %v185, ptr %s167
  br label %head168
done170:
  %v186 = add i64 %v13, 1
  store i64 %v186, ptr %s9
  br label %head10
done12:
  ret void
}
attributes #0 = { nounwind "prefer-vector-width"="128" "min-legal-vector-width"="128" }
!0 = !{i32 1}
