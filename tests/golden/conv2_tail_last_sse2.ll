; conv_f32_ic4_oc3_k1x3x3_s1x1x1_d1x1x1_b0x1x1_last sse2
define void @tile_p0_c3_v1(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <4 x float>, i64 1, align 64
  %s6 = alloca <4 x float>, i64 1, align 64
  %s7 = alloca <4 x float>, i64 1, align 64
  %s12 = alloca i64, i64 1, align 64
  %s36 = alloca ptr, i64 1, align 64
  %s37 = alloca ptr, i64 1, align 64
  %s38 = alloca i64, i64 1, align 64
  %s53 = alloca i64, i64 1, align 64
  %s54 = alloca i64, i64 1, align 64
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
  %v18 = mul i64 %v16, 4
  %v19 = add i64 %v18, %start
  %v20 = icmp slt i64 %v19, %last
  %v21 = select i1 %v20, i64 %v19, i64 %last
  %v22 = getelementptr float, ptr %position, i64 %v21
  %v23 = getelementptr float, ptr %temp, i64 %v21
  %v24 = getelementptr float, ptr %v23, i64 %temp_row
  %v25 = mul i64 %temp_row, 2
  %v26 = getelementptr float, ptr %v23, i64 %v25
  br i1 %fresh, label %then27, label %done28
then27:
  store <4 x float> zeroinitializer, ptr %s5
  store <4 x float> zeroinitializer, ptr %s6
  store <4 x float> zeroinitializer, ptr %s7
  br label %done28
done28:
  %v29 = xor i1 %fresh, true
  br i1 %v29, label %then30, label %done31
then30:
  %v32 = load <4 x float>, ptr %v23, align 4
  store <4 x float> %v32, ptr %s5
  %v33 = load <4 x float>, ptr %v24, align 4
  store <4 x float> %v33, ptr %s6
  %v34 = load <4 x float>, ptr %v26, align 4
  store <4 x float> %v34, ptr %s7
  br label %done31
done31:
  %v35 = getelementptr i64, ptr %v4, i64 %v9
  store ptr %v35, ptr %s36
  store ptr %weights, ptr %s37
  store i64 0, ptr %s38
  br label %head39
head39:
  %v42 = load i64, ptr %s38
  %v43 = icmp slt i64 %v42, %v11
  br i1 %v43, label %body40, label %done41
body40:
  %v44 = load ptr, ptr %s36
  %v45 = load i64, ptr %v44, align 8
  %v46 = getelementptr float, ptr %v22, i64 %v45
  %v47 = getelementptr i64, ptr %v44, i64 1
  %v48 = load i64, ptr %v47, align 8
  %v49 = getelementptr float, ptr %v22, i64 %v48
  %v50 = getelementptr i64, ptr %v44, i64 2
  %v51 = load i64, ptr %v50, align 8
  %v52 = getelementptr float, ptr %v22, i64 %v51
  store i64 0, ptr %s53
  store i64 0, ptr %s54
  br label %head55
head55:
  %v58 = load i64, ptr %s54
  %v59 = icmp slt i64 %v58, %channels
  br i1 %v59, label %body56, label %done57
body56:
  %v60 = load i64, ptr %s53
  %v61 = load ptr, ptr %s37
  %v62 = getelementptr float, ptr %v46, i64 %v60
  %v63 = load <4 x float>, ptr %v62, align 4
  %v64 = load float, ptr %v61, align 4
  %v65 = insertelement <4 x float> poison, float %v64, i64 0
  %v66 = shufflevector <4 x float> %v65, <4 x float> poison, <4 x i32> zeroinitializer
  %v67 = load <4 x float>, ptr %s5
  %v68 = fmul <4 x float> %v66, %v63
  %v69 = fadd <4 x float> %v68, %v67
  store <4 x float> %v69, ptr %s5
  %v70 = getelementptr float, ptr %v61, i64 1
  %v71 = load float, ptr %v70, align 4
  %v72 = insertelement <4 x float> poison, float %v71, i64 0
  %v73 = shufflevector <4 x float> %v72, <4 x float> poison, <4 x i32> zeroinitializer
  %v74 = load <4 x float>, ptr %s6
  %v75 = fmul <4 x float> %v73, %v63
  %v76 = fadd <4 x float> %v75, %v74
  store <4 x float> %v76, ptr %s6
  %v77 = getelementptr float, ptr %v61, i64 2
  %v78 = load float, ptr %v77, align 4
  %v79 = insertelement <4 x float> poison, float %v78, i64 0
  %v80 = shufflevector <4 x float> %v79, <4 x float> poison, <4 x i32> zeroinitializer
  %v81 = load <4 x float>, ptr %s7
  %v82 = fmul <4 x float> %v80, %v63
  %v83 = fadd <4 x float> %v82, %v81
  store <4 x float> %v83, ptr %s7
  %v84 = getelementptr float, ptr %v49, i64 %v60
  %v85 = load <4 x float>, ptr %v84, align 4
  %v86 = getelementptr float, ptr %v61, i64 3
  %v87 = load float, ptr %v86, align 4
  %v88 = insertelement <4 x float> poison, float %v87, i64 0
  %v89 = shufflevector <4 x float> %v88, <4 x float> poison, <4 x i32> zeroinitializer
  %v90 = load <4 x float>, ptr %s5
  %v91 = fmul <4 x float> %v89, %v85
  %v92 = fadd <4 x float> %v91, %v90
  store <4 x float> %v92, ptr %s5
  %v93 = getelementptr float, ptr %v61, i64 4
  %v94 = load float, ptr %v93, align 4
  %v95 = insertelement <4 x float> poison, float %v94, i64 0
  %v96 = shufflevector <4 x float> %v95, <4 x float> poison, <4 x i32> zeroinitializer
  %v97 = load <4 x float>, ptr %s6
  %v98 = fmul <4 x float> %v96, %v85
  %v99 = fadd <4 x float> %v98, %v97
  store <4 x float> %v99, ptr %s6
  %v100 = getelementptr float, ptr %v61, i64 5
  %v101 = load float, ptr %v100, align 4
  %v102 = insertelement <4 x float> poison, float %v101, i64 0
  %v103 = shufflevector <4 x float> %v102, <4 x float> poison, <4 x i32> zeroinitializer
  %v104 = load <4 x float>, ptr %s7
  %v105 = fmul <4 x float> %v103, %v85
  %v106 = fadd <4 x float> %v105, %v104
  store <4 x float> %v106, ptr %s7
  %v107 = getelementptr float, ptr %v52, i64 %v60
  %v108 = load <4 x float>, ptr %v107, align 4
  %v109 = getelementptr float, ptr %v61, i64 6
  %v110 = load float, ptr %v109, align 4
  %v111 = insertelement <4 x float> poison, float %v110, i64 0
  %v112 = shufflevector <4 x float> %v111, <4 x float> poison, <4 x i32> zeroinitializer
  %v113 = load <4 x float>, ptr %s5
  %v114 = fmul <4 x float> %v112, %v108
  %v115 = fadd <4 x float> %v114, %v113
  store <4 x float> %v115, ptr %s5
  %v116 = getelementptr float, ptr %v61, i64 7
  %v117 = load float, ptr %v116, align 4
  %v118 = insertelement <4 x float> poison, float %v117, i64 0
  %v119 = shufflevector <4 x float> %v118, <4 x float> poison, <4 x i32> zeroinitializer
  %v120 = load <4 x float>, ptr %s6
  %v121 = fmul <4 x float> %v119, %v108
  %v122 = fadd <4 x float> %v121, %v120
  store <4 x float> %v122, ptr %s6
  %v123 = getelementptr float, ptr %v61, i64 8
  %v124 = load float, ptr %v123, align 4
  %v125 = insertelement <4 x float> poison, float %v124, i64 0
  %v126 = shufflevector <4 x float> %v125, <4 x float> poison, <4 x i32> zeroinitializer
  %v127 = load <4 x float>, ptr %s7
  %v128 = fmul <4 x float> %v126, %v108
  %v129 = fadd <4 x float> %v128, %v127
  store <4 x float> %v129, ptr %s7
  %v130 = add i64 %v60, %v2
  store i64 %v130, ptr %s53
  %v131 = getelementptr float, ptr %v61, i64 9
  store ptr %v131, ptr %s37
  %v132 = add i64 %v58, 1
  store i64 %v132, ptr %s54
  br label %head55
done57:
  %v133 = getelementptr i64, ptr %v44, i64 3
  store ptr %v133, ptr %s36
  %v134 = add i64 %v42, 1
  store i64 %v134, ptr %s38
  br label %head39
done41:
  %v135 = load <4 x float>, ptr %s5
  store <4 x float> %v135, ptr %v23, align 4
  %v136 = load <4 x float>, ptr %s6
  store <4 x float> %v136, ptr %v24, align 4
  %v137 = load <4 x float>, ptr %s7
  store <4 x float> %v137, ptr %v26, align 4
  %v138 = add i64 %v16, 1
  store i64 %v138, ptr %s12
  br label %head13
done15:
  ret void
}
define void @tile_p0_c3_v2(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <4 x float>, i64 1, align 64
  %s6 = alloca <4 x float>, i64 1, align 64
  %s7 = alloca <4 x float>, i64 1, align 64
  %s8 = alloca <4 x float>, i64 1, align 64
  %s9 = alloca <4 x float>, i64 1, align 64
  %s10 = alloca <4 x float>, i64 1, align 64
  %s15 = alloca i64, i64 1, align 64
  %s45 = alloca ptr, i64 1, align 64
  %s46 = alloca ptr, i64 1, align 64
  %s47 = alloca i64, i64 1, align 64
  %s62 = alloca i64, i64 1, align 64
  %s63 = alloca i64, i64 1, align 64
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
  %v21 = mul i64 %v19, 8
  %v22 = add i64 %v21, %start
  %v23 = icmp slt i64 %v22, %last
  %v24 = select i1 %v23, i64 %v22, i64 %last
  %v25 = getelementptr float, ptr %position, i64 %v24
  %v26 = getelementptr float, ptr %temp, i64 %v24
  %v27 = getelementptr float, ptr %v26, i64 %temp_row
  %v28 = mul i64 %temp_row, 2
  %v29 = getelementptr float, ptr %v26, i64 %v28
  br i1 %fresh, label %then30, label %done31
then30:
  store <4 x float> zeroinitializer, ptr %s5
  store <4 x float> zeroinitializer, ptr %s6
  store <4 x float> zeroinitializer, ptr %s7
  store <4 x float> zeroinitializer, ptr %s8
  store <4 x float> zeroinitializer, ptr %s9
  store <4 x float> zeroinitializer, ptr %s10
  br label %done31
done31:
  %v32 = xor i1 %fresh, true
  br i1 %v32, label %then33, label %done34
then33:
  %v35 = load <4 x float>, ptr %v26, align 4
  store <4 x float> %v35, ptr %s5
  %v36 = getelementptr float, ptr %v26, i64 4
  %v37 = load <4 x float>, ptr %v36, align 4
  store <4 x float> %v37, ptr %s6
  %v38 = load <4 x float>, ptr %v27, align 4
  store <4 x float> %v38, ptr %s7
  %v39 = getelementptr float, ptr %v27, i64 4
  %v40 = load <4 x float>, ptr %v39, align 4
  store <4 x float> %v40, ptr %s8
  %v41 = load <4 x float>, ptr %v29, align 4
  store <4 x float> %v41, ptr %s9
  %v42 = getelementptr float, ptr %v29, i64 4
  %v43 = load <4 x float>, ptr %v42, align 4
  store <4 x float> %v43, ptr %s10
  br label %done34
done34:
  %v44 = getelementptr i64, ptr %v4, i64 %v12
  store ptr %v44, ptr %s45
  store ptr %weights, ptr %s46
  store i64 0, ptr %s47
  br label %head48
head48:
  %v51 = load i64, ptr %s47
  %v52 = icmp slt i64 %v51, %v14
  br i1 %v52, label %body49, label %done50
body49:
  %v53 = load ptr, ptr %s45
  %v54 = load i64, ptr %v53, align 8
  %v55 = getelementptr float, ptr %v25, i64 %v54
  %v56 = getelementptr i64, ptr %v53, i64 1
  %v57 = load i64, ptr %v56, align 8
  %v58 = getelementptr float, ptr %v25, i64 %v57
  %v59 = getelementptr i64, ptr %v53, i64 2
  %v60 = load i64, ptr %v59, align 8
  %v61 = getelementptr float, ptr %v25, i64 %v60
  store i64 0, ptr %s62
  store i64 0, ptr %s63
  br label %head64
head64:
  %v67 = load i64, ptr %s63
  %v68 = icmp slt i64 %v67, %channels
  br i1 %v68, label %body65, label %done66
body65:
  %v69 = load i64, ptr %s62
  %v70 = load ptr, ptr %s46
  %v71 = getelementptr float, ptr %v55, i64 %v69
  %v72 = load <4 x float>, ptr %v71, align 4
  %v73 = getelementptr float, ptr %v71, i64 4
  %v74 = load <4 x float>, ptr %v73, align 4
  %v75 = load float, ptr %v70, align 4
  %v76 = insertelement <4 x float> poison, float %v75, i64 0
  %v77 = shufflevector <4 x float> %v76, <4 x float> poison, <4 x i32> zeroinitializer
  %v78 = load <4 x float>, ptr %s5
  %v79 = fmul <4 x float> %v77, %v72
  %v80 = fadd <4 x float> %v79, %v78
  store <4 x float> %v80, ptr %s5
  %v81 = load <4 x float>, ptr %s6
  %v82 = fmul <4 x float> %v77, %v74
  %v83 = fadd <4 x float> %v82, %v81
  store <4 x float> %v83, ptr %s6
  %v84 = getelementptr float, ptr %v70, i64 1
  %v85 = load float, ptr %v84, align 4
  %v86 = insertelement <4 x float> poison, float %v85, i64 0
  %v87 = shufflevector <4 x float> %v86, <4 x float> poison, <4 x i32> zeroinitializer
  %v88 = load <4 x float>, ptr %s7
  %v89 = fmul <4 x float> %v87, %v72
  %v90 = fadd <4 x float> %v89, %v88
  store <4 x float> %v90, ptr %s7
  %v91 = load <4 x float>, ptr %s8
  %v92 = fmul <4 x float> %v87, %v74
  %v93 = fadd <4 x float> %v92, %v91
  store <4 x float> %v93, ptr %s8
  %v94 = getelementptr float, ptr %v70, i64 2
  %v95 = load float, ptr %v94, align 4
  %v96 = insertelement <4 x float> poison, float %v95, i64 0
  %v97 = shufflevector <4 x float> %v96, <4 x float> poison, <4 x i32> zeroinitializer
  %v98 = load <4 x float>, ptr %s9
  %v99 = fmul <4 x float> %v97, %v72
  %v100 = fadd <4 x float> %v99, %v98
  store <4 x float> %v100, ptr %s9
  %v101 = load <4 x float>, ptr %s10
  %v102 = fmul <4 x float> %v97, %v74
  %v103 = fadd <4 x float> %v102, %v101
  store <4 x float> %v103, ptr %s10
  %v104 = getelementptr float, ptr %v58, i64 %v69
  %v105 = load <4 x float>, ptr %v104, align 4
  %v106 = getelementptr float, ptr %v104, i64 4
  %v107 = load <4 x float>, ptr %v106, align 4
  %v108 = getelementptr float, ptr %v70, i64 3
  %v109 = load float, ptr %v108, align 4
  %v110 = insertelement <4 x float> poison, float %v109, i64 0
  %v111 = shufflevector <4 x float> %v110, <4 x float> poison, <4 x i32> zeroinitializer
  %v112 = load <4 x float>, ptr %s5
  %v113 = fmul <4 x float> %v111, %v105
  %v114 = fadd <4 x float> %v113, %v112
  store <4 x float> %v114, ptr %s5
  %v115 = load <4 x float>, ptr %s6
  %v116 = fmul <4 x float> %v111, %v107
  %v117 = fadd <4 x float> %v116, %v115
  store <4 x float> %v117, ptr %s6
  %v118 = getelementptr float, ptr %v70, i64 4
  %v119 = load float, ptr %v118, align 4
  %v120 = insertelement <4 x float> poison, float %v119, i64 0
  %v121 = shufflevector <4 x float> %v120, <4 x float> poison, <4 x i32> zeroinitializer
  %v122 = load <4 x float>, ptr %s7
  %v123 = fmul <4 x float> %v121, %v105
  %v124 = fadd <4 x float> %v123, %v122
  store <4 x float> %v124, ptr %s7
  %v125 = load <4 x float>, ptr %s8
  %v126 = fmul <4 x float> %v121, %v107
  %v127 = fadd <4 x float> %v126, %v125
  store <4 x float> %v127, ptr %s8
  %v128 = getelementptr float, ptr %v70, i64 5
  %v129 = load float, ptr %v128, align 4
  %v130 = insertelement <4 x float> poison, float %v129, i64 0
  %v131 = shufflevector <4 x float> %v130, <4 x float> poison, <4 x i32> zeroinitializer
  %v132 = load <4 x float>, ptr %s9
  %v133 = fmul <4 x float> %v131, %v105
  %v134 = fadd <4 x float> %v133, %v132
  store <4 x float> %v134, ptr %s9
  %v135 = load <4 x float>, ptr %s10
  %v136 = fmul <4 x float> %v131, %v107
  %v137 = fadd <4 x float> %v136, %v135
  store <4 x float> %v137, ptr %s10
  %v138 = getelementptr float, ptr %v61, i64 %v69
  %v139 = load <4 x float>, ptr %v138, align 4
  %v140 = getelementptr float, ptr %v138, i64 4
  %v141 = load <4 x float>, ptr %v140, align 4
  %v142 = getelementptr float, ptr %v70, i64 6
  %v143 = load float, ptr %v142, align 4
  %v144 = insertelement <4 x float> poison, float %v143, i64 0
  %v145 = shufflevector <4 x float> %v144, <4 x float> poison, <4 x i32> zeroinitializer
  %v146 = load <4 x float>, ptr %s5
  %v147 = fmul <4 x float> %v145, %v139
  %v148 = fadd <4 x float> %v147, %v146
  store <4 x float> %v148, ptr %s5
  %v149 = load <4 x float>, ptr %s6
  %v150 = fmul <4 x float> %v145, %v141
  %v151 = fadd <4 x float> %v150, %v149
  store <4 x float> %v151, ptr %s6
  %v152 = getelementptr float, ptr %v70, i64 7
  %v153 = load float, ptr %v152, align 4
  %v154 = insertelement <4 x float> poison, float %v153, i64 0
  %v155 = shufflevector <4 x float> %v154, <4 x float> poison, <4 x i32> zeroinitializer
  %v156 = load <4 x float>, ptr %s7
  %v157 = fmul <4 x float> %v155, %v139
  %v158 = fadd <4 x float> %v157, %v156
  store <4 x float> %v158, ptr %s7
  %v159 = load <4 x float>, ptr %s8
  %v160 = fmul <4 x float> %v155, %v141
  %v161 = fadd <4 x float> %v160, %v159
  store <4 x float> %v161, ptr %s8
  %v162 = getelementptr float, ptr %v70, i64 8
  %v163 = load float, ptr %v162, align 4
  %v164 = insertelement <4 x float> poison, float %v163, i64 0
  %v165 = shufflevector <4 x float> %v164, <4 x float> poison, <4 x i32> zeroinitializer
  %v166 = load <4 x float>, ptr %s9
  %v167 = fmul <4 x float> %v165, %v139
  %v168 = fadd <4 x float> %v167, %v166
  store <4 x float> %v168, ptr %s9
  %v169 = load <4 x float>, ptr %s10
  %v170 = fmul <4 x float> %v165, %v141
  %v171 = fadd <4 x float> %v170, %v169
  store <4 x float> %v171, ptr %s10
  %v172 = add i64 %v69, %v2
  store i64 %v172, ptr %s62
  %v173 = getelementptr float, ptr %v70, i64 9
  store ptr %v173, ptr %s46
  %v174 = add i64 %v67, 1
  store i64 %v174, ptr %s63
  br label %head64
done66:
  %v175 = getelementptr i64, ptr %v53, i64 3
  store ptr %v175, ptr %s45
  %v176 = add i64 %v51, 1
  store i64 %v176, ptr %s47
  br label %head48
done50:
  %v177 = load <4 x float>, ptr %s5
  store <4 x float> %v177, ptr %v26, align 4
  %v178 = load <4 x float>, ptr %s6
  %v179 = getelementptr float, ptr %v26, i64 4
  store <4 x float> %v178, ptr %v179, align 4
  %v180 = load <4 x float>, ptr %s7
  store <4 x float> %v180, ptr %v27, align 4
  %v181 = load <4 x float>, ptr %s8
  %v182 = getelementptr float, ptr %v27, i64 4
  store <4 x float> %v181, ptr %v182, align 4
  %v183 = load <4 x float>, ptr %s9
  store <4 x float> %v183, ptr %v29, align 4
  %v184 = load <4 x float>, ptr %s10
  %v185 = getelementptr float, ptr %v29, i64 4
  store <4 x float> %v184, ptr %v185, align 4
  %v186 = add i64 %v19, 1
  store i64 %v186, ptr %s15
  br label %head16
done18:
  ret void
}
define void @tile_p0_c3_v3(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
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
  %s18 = alloca i64, i64 1, align 64
  %s54 = alloca ptr, i64 1, align 64
  %s55 = alloca ptr, i64 1, align 64
  %s56 = alloca i64, i64 1, align 64
  %s71 = alloca i64, i64 1, align 64
  %s72 = alloca i64, i64 1, align 64
  %v1 = getelementptr i64, ptr %frame, i64 65
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr i64, ptr %frame, i64 92
  %v4 = load ptr, ptr %v3, align 8
  %v14 = getelementptr i64, ptr %combination, i64 5
  %v15 = load i64, ptr %v14, align 8
  %v16 = getelementptr i64, ptr %combination, i64 6
  %v17 = load i64, ptr %v16, align 8
  store i64 0, ptr %s18
  br label %head19
head19:
  %v22 = load i64, ptr %s18
  %v23 = icmp slt i64 %v22, %count
  br i1 %v23, label %body20, label %done21
body20:
  %v24 = mul i64 %v22, 12
  %v25 = add i64 %v24, %start
  %v26 = icmp slt i64 %v25, %last
  %v27 = select i1 %v26, i64 %v25, i64 %last
  %v28 = getelementptr float, ptr %position, i64 %v27
  %v29 = getelementptr float, ptr %temp, i64 %v27
  %v30 = getelementptr float, ptr %v29, i64 %temp_row
  %v31 = mul i64 %temp_row, 2
  %v32 = getelementptr float, ptr %v29, i64 %v31
  br i1 %fresh, label %then33, label %done34
then33:
  store <4 x float> zeroinitializer, ptr %s5
  store <4 x float> zeroinitializer, ptr %s6
  store <4 x float> zeroinitializer, ptr %s7
  store <4 x float> zeroinitializer, ptr %s8
  store <4 x float> zeroinitializer, ptr %s9
  store <4 x float> zeroinitializer, ptr %s10
  store <4 x float> zeroinitializer, ptr %s11
  store <4 x float> zeroinitializer, ptr %s12
  store <4 x float> zeroinitializer, ptr %s13
  br label %done34
done34:
  %v35 = xor i1 %fresh, true
  br i1 %v35, label %then36, label %done37
then36:
  %v38 = load <4 x float>, ptr %v29, align 4
  store <4 x float> %v38, ptr %s5
  %v39 = getelementptr float, ptr %v29, i64 4
  %v40 = load <4 x float>, ptr %v39, align 4
  store <4 x float> %v40, ptr %s6
  %v41 = getelementptr float, ptr %v29, i64 8
  %v42 = load <4 x float>, ptr %v41, align 4
  store <4 x float> %v42, ptr %s7
  %v43 = load <4 x float>, ptr %v30, align 4
  store <4 x float> %v43, ptr %s8
  %v44 = getelementptr float, ptr %v30, i64 4
  %v45 = load <4 x float>, ptr %v44, align 4
  store <4 x float> %v45, ptr %s9
  %v46 = getelementptr float, ptr %v30, i64 8
  %v47 = load <4 x float>, ptr %v46, align 4
  store <4 x float> %v47, ptr %s10
  %v48 = load <4 x float>, ptr %v32, align 4
  store <4 x float> %v48, ptr %s11
  %v49 = getelementptr float, ptr %v32, i64 4
  %v50 = load <4 x float>, ptr %v49, align 4
  store <4 x float> %v50, ptr %s12
  %v51 = getelementptr float, ptr %v32, i64 8
  %v52 = load <4 x float>, ptr %v51, align 4
  store <4 x float> %v52, ptr %s13
  br label %done37
done37:
  %v53 = getelementptr i64, ptr %v4, i64 %v15
  store ptr %v53, ptr %s54
  store ptr %weights, ptr %s55
  store i64 0, ptr %s56
  br label %head57
head57:
  %v60 = load i64, ptr %s56
  %v61 = icmp slt i64 %v60, %v17
  br i1 %v61, label %body58, label %done59
body58:
  %v62 = load ptr, ptr %s54
  %v63 = load i64, ptr %v62, align 8
  %v64 = getelementptr float, ptr %v28, i64 %v63
  %v65 = getelementptr i64, ptr %v62, i64 1
  %v66 = load i64, ptr %v65, align 8
  %v67 = getelementptr float, ptr %v28, i64 %v66
  %v68 = getelementptr i64, ptr %v62, i64 2
  %v69 = load i64, ptr %v68, align 8
  %v70 = getelementptr float, ptr %v28, i64 %v69
  store i64 0, ptr %s71
  store i64 0, ptr %s72
  br label %head73
head73:
  %v76 = load i64, ptr %s72
  %v77 = icmp slt i64 %v76, %channels
  br i1 %v77, label %body74, label %done75
body74:
  %v78 = load i64, ptr %s71
  %v79 = load ptr, ptr %s55
  %v80 = getelementptr float, ptr %v64, i64 %v78
  %v81 = load <4 x float>, ptr %v80, align 4
  %v82 = getelementptr float, ptr %v80, i64 4
  %v83 = load <4 x float>, ptr %v82, align 4
  %v84 = getelementptr float, ptr %v80, i64 8
  %v85 = load <4 x float>, ptr %v84, align 4
  %v86 = load float, ptr %v79, align 4
  %v87 = insertelement <4 x float> poison, float %v86, i64 0
  %v88 = shufflevector <4 x float> %v87, <4 x float> poison, <4 x i32> zeroinitializer
  %v89 = load <4 x float>, ptr %s5
  %v90 = fmul <4 x float> %v88, %v81
  %v91 = fadd <4 x float> %v90, %v89
  store <4 x float> %v91, ptr %s5
  %v92 = load <4 x float>, ptr %s6
  %v93 = fmul <4 x float> %v88, %v83
  %v94 = fadd <4 x float> %v93, %v92
  store <4 x float> %v94, ptr %s6
  %v95 = load <4 x float>, ptr %s7
  %v96 = fmul <4 x float> %v88, %v85
  %v97 = fadd <4 x float> %v96, %v95
  store <4 x float> %v97, ptr %s7
  %v98 = getelementptr float, ptr %v79, i64 1
  %v99 = load float, ptr %v98, align 4
  %v100 = insertelement <4 x float> poison, float %v99, i64 0
  %v101 = shufflevector <4 x float> %v100, <4 x float> poison, <4 x i32> zeroinitializer
  %v102 = load <4 x float>, ptr %s8
  %v103 = fmul <4 x float> %v101, %v81
  %v104 = fadd <4 x float> %v103, %v102
  store <4 x float> %v104, ptr %s8
  %v105 = load <4 x float>, ptr %s9
  %v106 = fmul <4 x float> %v101, %v83
  %v107 = fadd <4 x float> %v106, %v105
  store <4 x float> %v107, ptr %s9
  %v108 = load <4 x float>, ptr %s10
  %v109 = fmul <4 x float> %v101, %v85
  %v110 = fadd <4 x float> %v109, %v108
  store <4 x float> %v110, ptr %s10
  %v111 = getelementptr float, ptr %v79, i64 2
  %v112 = load float, ptr %v111, align 4
  %v113 = insertelement <4 x float> poison, float %v112, i64 0
  %v114 = shufflevector <4 x float> %v113, <4 x float> poison, <4 x i32> zeroinitializer
  %v115 = load <4 x float>, ptr %s11
  %v116 = fmul <4 x float> %v114, %v81
  %v117 = fadd <4 x float> %v116, %v115
  store <4 x float> %v117, ptr %s11
  %v118 = load <4 x float>, ptr %s12
  %v119 = fmul <4 x float> %v114, %v83
  %v120 = fadd <4 x float> %v119, %v118
  store <4 x float> %v120, ptr %s12
  %v121 = load <4 x float>, ptr %s13
  %v122 = fmul <4 x float> %v114, %v85
  %v123 = fadd <4 x float> %v122, %v121
  store <4 x float> %v123, ptr %s13
  %v124 = getelementptr float, ptr %v67, i64 %v78
  %v125 = load <4 x float>, ptr %v124, align 4
  %v126 = getelementptr float, ptr %v124, i64 4
  %v127 = load <4 x float>, ptr %v126, align 4
  %v128 = getelementptr float, ptr %v124, i64 8
  %v129 = load <4 x float>, ptr %v128, align 4
  %v130 = getelementptr float, ptr %v79, i64 3
  %v131 = load float, ptr %v130, align 4
  %v132 = insertelement <4 x float> poison, float %v131, i64 0
  %v133 = shufflevector <4 x float> %v132, <4 x float> poison, <4 x i32> zeroinitializer
  %v134 = load <4 x float>, ptr %s5
  %v135 = fmul <4 x float> %v133, %v125
  %v136 = fadd <4 x float> %v135, %v134
  store <4 x float> %v136, ptr %s5
  %v137 = load <4 x float>, ptr %s6
  %v138 = fmul <4 x float> %v133, %v127
  %v139 = fadd <4 x float> %v138, %v137
  store <4 x float> %v139, ptr %s6
  %v140 = load <4 x float>, ptr %s7
  %v141 = fmul <4 x float> %v133, %v129
  %v142 = fadd <4 x float> %v141, %v140
  store <4 x float> %v142, ptr %s7
  %v143 = getelementptr float, ptr %v79, i64 4
  %v144 = load float, ptr %v143, align 4
  %v145 = insertelement <4 x float> poison, float %v144, i64 0
  %v146 = shufflevector <4 x float> %v145, <4 x float> poison, <4 x i32> zeroinitializer
  %v147 = load <4 x float>, ptr %s8
  %v148 = fmul <4 x float> %v146, %v125
  %v149 = fadd <4 x float> %v148, %v147
  store <4 x float> %v149, ptr %s8
  %v150 = load <4 x float>, ptr %s9
  %v151 = fmul <4 x float> %v146, %v127
  %v152 = fadd <4 x float> %v151, %v150
  store <4 x float> %v152, ptr %s9
  %v153 = load <4 x float>, ptr %s10
  %v154 = fmul <4 x float> %v146, %v129
  %v155 = fadd <4 x float> %v154, %v153
  store <4 x float> %v155, ptr %s10
  %v156 = getelementptr float, ptr %v79, i64 5
  %v157 = load float, ptr %v156, align 4
  %v158 = insertelement <4 x float> poison, float %v157, i64 0
  %v159 = shufflevector <4 x float> %v158, <4 x float> poison, <4 x i32> zeroinitializer
  %v160 = load <4 x float>, ptr %s11
  %v161 = fmul <4 x float> %v159, %v125
  %v162 = fadd <4 x float> %v161, %v160
  store <4 x float> %v162, ptr %s11
  %v163 = load <4 x float>, ptr %s12
  %v164 = fmul <4 x float> %v159, %v127
  %v165 = fadd <4 x float> %v164, %v163
  store <4 x float> %v165, ptr %s12
  %v166 = load <4 x float>, ptr %s13
  %v167 = fmul <4 x float> %v159, %v129
  %v168 = fadd <4 x float> %v167, %v166
  store <4 x float> %v168, ptr %s13
  %v169 = getelementptr float, ptr %v70, i64 %v78
  %v170 = load <4 x float>, ptr %v169, align 4
  %v171 = getelementptr float, ptr %v169, i64 4
  %v172 = load <4 x float>, ptr %v171, align 4
  %v173 = getelementptr float, ptr %v169, i64 8
  %v174 = load <4 x float>, ptr %v173, align 4
  %v175 = getelementptr float, ptr %v79, i64 6
  %v176 = load float, ptr %v175, align 4
  %v177 = insertelement <4 x float> poison, float %v176, i64 0
  %v178 = shufflevector <4 x float> %v177, <4 x float> poison, <4 x i32> zeroinitializer
  %v179 = load <4 x float>, ptr %s5
  %v180 = fmul <4 x float> %v178, %v170
  %v181 = fadd <4 x float> %v180, %v179
  store <4 x float> %v181, ptr %s5
  %v182 = load <4 x float>, ptr %s6
  %v183 = fmul <4 x float> %v178, %v172
  %v184 = fadd <4 x float> %v183, %v182
  store <4 x float> %v184, ptr %s6
  %v185 = load <4 x float>, ptr %s7
  %v186 = fmul <4 x float> %v178, %v174
  %v187 = fadd <4 x float> %v186, %v185
  store <4 x float> %v187, ptr %s7
  %v188 = getelementptr float, ptr %v79, i64 7
  %v189 = load float, ptr %v188, align 4
  %v190 = insertelement <4 x float> poison, float %v189, i64 0
  %v191 = shufflevector <4 x float> %v190, <4 x float> poison, <4 x i32> zeroinitializer
  %v192 = load <4 x float>, ptr %s8
  %v193 = fmul <4 x float> %v191, %v170
  %v194 = fadd <4 x float> %v193, %v192
  store <4 x float> %v194, ptr %s8
  %v195 = load <4 x float>, ptr %s9
  %v196 = fmul <4 x float> %v191, %v172
  %v197 = fadd <4 x float> %v196, %v195
  store <4 x float> %v197, ptr %s9
  %v198 = load <4 x float>, ptr %s10
  %v199 = fmul <4 x float> %v191, %v174
  %v200 = fadd <4 x float> %v199, %v198
  store <4 x float> %v200, ptr %s10
  %v201 = getelementptr float, ptr %v79, i64 8
  %v202 = load float, ptr %v201, align 4
  %v203 = insertelement <4 x float> poison, float %v202, i64 0
  %v204 = shufflevector <4 x float> %v203, <4 x float> poison, <4 x i32> zeroinitializer
  %v205 = load <4 x float>, ptr %s11
  %v206 = fmul <4 x float> %v204, %v170
  %v207 = fadd <4 x float> %v206, %v205
  store <4 x float> %v207, ptr %s11
  %v208 = load <4 x float>, ptr %s12
  %v209 = fmul <4 x float> %v204, %v172
  %v210 = fadd <4 x float> %v209, %v208
  store <4 x float> %v210, ptr %s12
  %v211 = load <4 x float>, ptr %s13
  %v212 = fmul <4 x float> %v204, %v174
  %v213 = fadd <4 x float> %v212, %v211
  store <4 x float> %v213, ptr %s13
  %v214 = add i64 %v78, %v2
  store i64 %v214, ptr %s71
  %v215 = getelementptr float, ptr %v79, i64 9
  store ptr %v215, ptr %s55
  %v216 = add i64 %v76, 1
  store i64 %v216, ptr %s72
  br label %head73
done75:
  %v217 = getelementptr i64, ptr %v62, i64 3
  store ptr %v217, ptr %s54
  %v218 = add i64 %v60, 1
  store i64 %v218, ptr %s56
  br label %head57
done59:
  %v219 = load <4 x float>, ptr %s5
  store <4 x float> %v219, ptr %v29, align 4
  %v220 = load <4 x float>, ptr %s6
  %v221 = getelementptr float, ptr %v29, i64 4
  store <4 x float> %v220, ptr %v221, align 4
  %v222 = load <4 x float>, ptr %s7
  %v223 = getelementptr float, ptr %v29, i64 8
  store <4 x float> %v222, ptr %v223, align 4
  %v224 = load <4 x float>, ptr %s8
  store <4 x float> %v224, ptr %v30, align 4
  %v225 = load <4 x float>, ptr %s9
  %v226 = getelementptr float, ptr %v30, i64 4
  store <4 x float> %v225, ptr %v226, align 4
  %v227 = load <4 x float>, ptr %s10
  %v228 = getelementptr float, ptr %v30, i64 8
  store <4 x float> %v227, ptr %v228, align 4
  %v229 = load <4 x float>, ptr %s11
  store <4 x float> %v229, ptr %v32, align 4
  %v230 = load <4 x float>, ptr %s12
  %v231 = getelementptr float, ptr %v32, i64 4
  store <4 x float> %v230, ptr %v231, align 4
  %v232 = load <4 x float>, ptr %s13
  %v233 = getelementptr float, ptr %v32, i64 8
  store <4 x float> %v232, ptr %v233, align 4
  %v234 = add i64 %v22, 1
  store i64 %v234, ptr %s18
  br label %head19
done21:
  ret void
}
define void @scatter_p0_c3(ptr %frame, ptr %temp, i64 %temp_row, ptr %out, i64 %count, i64 %room) #0 {
entry:
  %s13 = alloca i64, i64 1, align 64
  %s21 = alloca i64, i64 1, align 64
  %s65 = alloca i64, i64 1, align 64
  %s95 = alloca i64, i64 1, align 64
  %s103 = alloca i64, i64 1, align 64
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
  %v34 = mul i64 2, %temp_row
  %v35 = getelementptr float, ptr %temp, i64 %v34
  %v36 = getelementptr float, ptr %v35, i64 %v28
  %v37 = load <4 x float>, ptr %v36, align 4
  %v38 = shufflevector <4 x float> %v30, <4 x float> %v33, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v39 = shufflevector <4 x float> %v37, <4 x float> %v37, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v40 = shufflevector <8 x float> %v38, <8 x float> %v39, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %v41 = shufflevector <16 x float> %v40, <16 x float> %v40, <12 x i32> <i32 0, i32 4, i32 8, i32 1, i32 5, i32 9, i32 2, i32 6, i32 10, i32 3, i32 7, i32 11>
  %v42 = shufflevector <12 x float> %v41, <12 x float> %v41, <3 x i32> <i32 0, i32 1, i32 2>
  %v43 = mul i64 %v28, %v4
  %v44 = getelementptr float, ptr %out, i64 %v43
  store <3 x float> %v42, ptr %v44, align 4
  %v45 = shufflevector <12 x float> %v41, <12 x float> %v41, <3 x i32> <i32 3, i32 4, i32 5>
  %v46 = add i64 %v28, 1
  %v47 = mul i64 %v46, %v4
  %v48 = getelementptr float, ptr %out, i64 %v47
  store <3 x float> %v45, ptr %v48, align 4
  %v49 = shufflevector <12 x float> %v41, <12 x float> %v41, <3 x i32> <i32 6, i32 7, i32 8>
  %v50 = add i64 %v28, 2
  %v51 = mul i64 %v50, %v4
  %v52 = getelementptr float, ptr %out, i64 %v51
  store <3 x float> %v49, ptr %v52, align 4
  %v53 = shufflevector <12 x float> %v41, <12 x float> %v41, <3 x i32> <i32 9, i32 10, i32 11>
  %v54 = add i64 %v28, 3
  %v55 = mul i64 %v54, %v4
  %v56 = getelementptr float, ptr %out, i64 %v55
  store <3 x float> %v53, ptr %v56, align 4
  %v57 = add i64 %v25, 4
  store i64 %v57, ptr %s21
  br label %head22
done24:
  store i64 %v12, ptr %s13
  br label %done19
done19:
  %v58 = icmp sge i64 %v12, 2
  %v59 = load i64, ptr %s13
  %v60 = icmp eq i64 %v59, 0
  %v61 = and i1 %v58, %v60
  br i1 %v61, label %then62, label %done63
then62:
  %v64 = sub i64 %v12, 2
  store i64 0, ptr %s65
  br label %head66
head66:
  %v69 = load i64, ptr %s65
  %v70 = icmp slt i64 %v69, %v12
  br i1 %v70, label %body67, label %done68
body67:
  %v71 = icmp slt i64 %v69, %v64
  %v72 = select i1 %v71, i64 %v69, i64 %v64
  %v73 = getelementptr float, ptr %temp, i64 %v72
  %v74 = load <2 x float>, ptr %v73, align 4
  %v75 = getelementptr float, ptr %temp, i64 %temp_row
  %v76 = getelementptr float, ptr %v75, i64 %v72
  %v77 = load <2 x float>, ptr %v76, align 4
  %v78 = mul i64 2, %temp_row
  %v79 = getelementptr float, ptr %temp, i64 %v78
  %v80 = getelementptr float, ptr %v79, i64 %v72
  %v81 = load <2 x float>, ptr %v80, align 4
  %v82 = shufflevector <2 x float> %v74, <2 x float> %v77, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v83 = shufflevector <2 x float> %v81, <2 x float> %v81, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v84 = shufflevector <4 x float> %v82, <4 x float> %v83, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v85 = shufflevector <8 x float> %v84, <8 x float> %v84, <6 x i32> <i32 0, i32 2, i32 4, i32 1, i32 3, i32 5>
  %v86 = shufflevector <6 x float> %v85, <6 x float> %v85, <3 x i32> <i32 0, i32 1, i32 2>
  %v87 = mul i64 %v72, %v4
  %v88 = getelementptr float, ptr %out, i64 %v87
  store <3 x float> %v86, ptr %v88, align 4
  %v89 = shufflevector <6 x float> %v85, <6 x float> %v85, <3 x i32> <i32 3, i32 4, i32 5>
  %v90 = add i64 %v72, 1
  %v91 = mul i64 %v90, %v4
  %v92 = getelementptr float, ptr %out, i64 %v91
  store <3 x float> %v89, ptr %v92, align 4
  %v93 = add i64 %v69, 2
  store i64 %v93, ptr %s65
  br label %head66
done68:
  store i64 %v12, ptr %s13
  br label %done63
done63:
  %v94 = load i64, ptr %s13
  store i64 0, ptr %s95
  br label %head96
head96:
  %v99 = load i64, ptr %s95
  %v100 = icmp slt i64 %v99, 3
  br i1 %v100, label %body97, label %done98
body97:
  %v101 = mul i64 %v99, %temp_row
  %v102 = getelementptr float, ptr %temp, i64 %v101
  store i64 %v94, ptr %s103
  br label %head104
head104:
  %v107 = load i64, ptr %s103
  %v108 = icmp slt i64 %v107, %v12
  br i1 %v108, label %body105, label %done106
body105:
  %v109 = icmp slt i64 %v107, %room
  br i1 %v109, label %then110, label %done111
then110:
  %v112 = getelementptr float, ptr %v102, i64 %v107
  %v113 = load float, ptr %v112, align 4
  %v114 = mul i64 %v107, %v4
  %v115 = add i64 %v99, %v114
  %v116 = getelementptr float, ptr %out, i64 %v115
  store float %v113, ptr %v116, align 4
  br label %done111
done111:
  %v117 = add i64 %v107, 1
  store i64 %v117, ptr %s103
  br label %head104
done106:
  %v118 = add i64 %v99, 1
  store i64 %v118, ptr %s95
  br label %head96
done98:
  ret void
}
attributes #0 = { nounwind "prefer-vector-width"="128" "min-legal-vector-width"="128" }
!0 = !{i32 1}
