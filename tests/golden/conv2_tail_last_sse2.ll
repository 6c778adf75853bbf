; conv_f32_ic4_oc3_k1x3x3_s1x1x1_d1x1x1_b0x1x1_last sse2
define void @tile_p0_c3_v1(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
entry:
  %s5 = alloca <4 x float>, i64 1, align 64
  %s6 = alloca <4 x float>, i64 1, align 64
  %s7 = alloca <4 x float>, i64 1, align 64
  %s12 = alloca i64, i64 1, align 64
  %s33 = alloca ptr, i64 1, align 64
  %s34 = alloca ptr, i64 1, align 64
  %s35 = alloca i64, i64 1, align 64
  %s50 = alloca i64, i64 1, align 64
  %s51 = alloca i64, i64 1, align 64
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
  %v19 = getelementptr float, ptr %position, i64 %v18
  %v20 = getelementptr float, ptr %temp, i64 %v18
  %v21 = getelementptr float, ptr %v20, i64 %temp_row
  %v22 = mul i64 %temp_row, 2
  %v23 = getelementptr float, ptr %v20, i64 %v22
  br i1 %fresh, label %then24, label %done25
then24:
  store <4 x float> zeroinitializer, ptr %s5
  store <4 x float> zeroinitializer, ptr %s6
  store <4 x float> zeroinitializer, ptr %s7
  br label %done25
done25:
  %v26 = xor i1 %fresh, true
  br i1 %v26, label %then27, label %done28
then27:
  %v29 = load <4 x float>, ptr %v20, align 4
  store <4 x float> %v29, ptr %s5
  %v30 = load <4 x float>, ptr %v21, align 4
  store <4 x float> %v30, ptr %s6
  %v31 = load <4 x float>, ptr %v23, align 4
  store <4 x float> %v31, ptr %s7
  br label %done28
done28:
  %v32 = getelementptr i64, ptr %v4, i64 %v9
  store ptr %v32, ptr %s33
  store ptr %weights, ptr %s34
  store i64 0, ptr %s35
  br label %head36
head36:
  %v39 = load i64, ptr %s35
  %v40 = icmp slt i64 %v39, %v11
  br i1 %v40, label %body37, label %done38
body37:
  %v41 = load ptr, ptr %s33
  %v42 = load i64, ptr %v41, align 8
  %v43 = getelementptr float, ptr %v19, i64 %v42
  %v44 = getelementptr i64, ptr %v41, i64 1
  %v45 = load i64, ptr %v44, align 8
  %v46 = getelementptr float, ptr %v19, i64 %v45
  %v47 = getelementptr i64, ptr %v41, i64 2
  %v48 = load i64, ptr %v47, align 8
  %v49 = getelementptr float, ptr %v19, i64 %v48
  store i64 0, ptr %s50
  store i64 0, ptr %s51
  br label %head52
head52:
  %v55 = load i64, ptr %s51
  %v56 = icmp slt i64 %v55, %channels
  br i1 %v56, label %body53, label %done54
body53:
  %v57 = load i64, ptr %s50
  %v58 = load ptr, ptr %s34
  %v59 = getelementptr float, ptr %v43, i64 %v57
  %v60 = load <4 x float>, ptr %v59, align 4
  %v61 = load float, ptr %v58, align 4
  %v62 = insertelement <4 x float> poison, float %v61, i64 0
  %v63 = shufflevector <4 x float> %v62, <4 x float> poison, <4 x i32> zeroinitializer
  %v64 = load <4 x float>, ptr %s5
  %v65 = fmul <4 x float> %v63, %v60
  %v66 = fadd <4 x float> %v65, %v64
  store <4 x float> %v66, ptr %s5
  %v67 = getelementptr float, ptr %v58, i64 1
  %v68 = load float, ptr %v67, align 4
  %v69 = insertelement <4 x float> poison, float %v68, i64 0
  %v70 = shufflevector <4 x float> %v69, <4 x float> poison, <4 x i32> zeroinitializer
  %v71 = load <4 x float>, ptr %s6
  %v72 = fmul <4 x float> %v70, %v60
  %v73 = fadd <4 x float> %v72, %v71
  store <4 x float> %v73, ptr %s6
  %v74 = getelementptr float, ptr %v58, i64 2
  %v75 = load float, ptr %v74, align 4
  %v76 = insertelement <4 x float> poison, float %v75, i64 0
  %v77 = shufflevector <4 x float> %v76, <4 x float> poison, <4 x i32> zeroinitializer
  %v78 = load <4 x float>, ptr %s7
  %v79 = fmul <4 x float> %v77, %v60
  %v80 = fadd <4 x float> %v79, %v78
  store <4 x float> %v80, ptr %s7
  %v81 = getelementptr float, ptr %v46, i64 %v57
  %v82 = load <4 x float>, ptr %v81, align 4
  %v83 = getelementptr float, ptr %v58, i64 3
  %v84 = load float, ptr %v83, align 4
  %v85 = insertelement <4 x float> poison, float %v84, i64 0
  %v86 = shufflevector <4 x float> %v85, <4 x float> poison, <4 x i32> zeroinitializer
  %v87 = load <4 x float>, ptr %s5
  %v88 = fmul <4 x float> %v86, %v82
  %v89 = fadd <4 x float> %v88, %v87
  store <4 x float> %v89, ptr %s5
  %v90 = getelementptr float, ptr %v58, i64 4
  %v91 = load float, ptr %v90, align 4
  %v92 = insertelement <4 x float> poison, float %v91, i64 0
  %v93 = shufflevector <4 x float> %v92, <4 x float> poison, <4 x i32> zeroinitializer
  %v94 = load <4 x float>, ptr %s6
  %v95 = fmul <4 x float> %v93, %v82
  %v96 = fadd <4 x float> %v95, %v94
  store <4 x float> %v96, ptr %s6
  %v97 = getelementptr float, ptr %v58, i64 5
  %v98 = load float, ptr %v97, align 4
  %v99 = insertelement <4 x float> poison, float %v98, i64 0
  %v100 = shufflevector <4 x float> %v99, <4 x float> poison, <4 x i32> zeroinitializer
  %v101 = load <4 x float>, ptr %s7
  %v102 = fmul <4 x float> %v100, %v82
  %v103 = fadd <4 x float> %v102, %v101
  store <4 x float> %v103, ptr %s7
  %v104 = getelementptr float, ptr %v49, i64 %v57
  %v105 = load <4 x float>, ptr %v104, align 4
  %v106 = getelementptr float, ptr %v58, i64 6
  %v107 = load float, ptr %v106, align 4
  %v108 = insertelement <4 x float> poison, float %v107, i64 0
  %v109 = shufflevector <4 x float> %v108, <4 x float> poison, <4 x i32> zeroinitializer
  %v110 = load <4 x float>, ptr %s5
  %v111 = fmul <4 x float> %v109, %v105
  %v112 = fadd <4 x float> %v111, %v110
  store <4 x float> %v112, ptr %s5
  %v113 = getelementptr float, ptr %v58, i64 7
  %v114 = load float, ptr %v113, align 4
  %v115 = insertelement <4 x float> poison, float %v114, i64 0
  %v116 = shufflevector <4 x float> %v115, <4 x float> poison, <4 x i32> zeroinitializer
  %v117 = load <4 x float>, ptr %s6
  %v118 = fmul <4 x float> %v116, %v105
  %v119 = fadd <4 x float> %v118, %v117
  store <4 x float> %v119, ptr %s6
  %v120 = getelementptr float, ptr %v58, i64 8
  %v121 = load float, ptr %v120, align 4
  %v122 = insertelement <4 x float> poison, float %v121, i64 0
  %v123 = shufflevector <4 x float> %v122, <4 x float> poison, <4 x i32> zeroinitializer
  %v124 = load <4 x float>, ptr %s7
  %v125 = fmul <4 x float> %v123, %v105
  %v126 = fadd <4 x float> %v125, %v124
  store <4 x float> %v126, ptr %s7
  %v127 = add i64 %v57, %v2
  store i64 %v127, ptr %s50
  %v128 = getelementptr float, ptr %v58, i64 9
  store ptr %v128, ptr %s34
  %v129 = add i64 %v55, 1
  store i64 %v129, ptr %s51
  br label %head52
done54:
  %v130 = getelementptr i64, ptr %v41, i64 3
  store ptr %v130, ptr %s33
  %v131 = add i64 %v39, 1
  store i64 %v131, ptr %s35
  br label %head36
done38:
  %v132 = load <4 x float>, ptr %s5
  store <4 x float> %v132, ptr %v20, align 4
  %v133 = load <4 x float>, ptr %s6
  store <4 x float> %v133, ptr %v21, align 4
  %v134 = load <4 x float>, ptr %s7
  store <4 x float> %v134, ptr %v23, align 4
  %v135 = add i64 %v16, 1
  store i64 %v135, ptr %s12
  br label %head13
done15:
  ret void
}
define void @tile_p0_c3_v2(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
entry:
  %s5 = alloca <4 x float>, i64 1, align 64
  %s6 = alloca <4 x float>, i64 1, align 64
  %s7 = alloca <4 x float>, i64 1, align 64
  %s8 = alloca <4 x float>, i64 1, align 64
  %s9 = alloca <4 x float>, i64 1, align 64
  %s10 = alloca <4 x float>, i64 1, align 64
  %s15 = alloca i64, i64 1, align 64
  %s42 = alloca ptr, i64 1, align 64
  %s43 = alloca ptr, i64 1, align 64
  %s44 = alloca i64, i64 1, align 64
  %s59 = alloca i64, i64 1, align 64
  %s60 = alloca i64, i64 1, align 64
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
  store <4 x float> zeroinitializer, ptr %s8
  store <4 x float> zeroinitializer, ptr %s9
  store <4 x float> zeroinitializer, ptr %s10
  br label %done28
done28:
  %v29 = xor i1 %fresh, true
  br i1 %v29, label %then30, label %done31
then30:
  %v32 = load <4 x float>, ptr %v23, align 4
  store <4 x float> %v32, ptr %s5
  %v33 = getelementptr float, ptr %v23, i64 4
  %v34 = load <4 x float>, ptr %v33, align 4
  store <4 x float> %v34, ptr %s6
  %v35 = load <4 x float>, ptr %v24, align 4
  store <4 x float> %v35, ptr %s7
  %v36 = getelementptr float, ptr %v24, i64 4
  %v37 = load <4 x float>, ptr %v36, align 4
  store <4 x float> %v37, ptr %s8
  %v38 = load <4 x float>, ptr %v26, align 4
  store <4 x float> %v38, ptr %s9
  %v39 = getelementptr float, ptr %v26, i64 4
  %v40 = load <4 x float>, ptr %v39, align 4
  store <4 x float> %v40, ptr %s10
  br label %done31
done31:
  %v41 = getelementptr i64, ptr %v4, i64 %v12
  store ptr %v41, ptr %s42
  store ptr %weights, ptr %s43
  store i64 0, ptr %s44
  br label %head45
head45:
  %v48 = load i64, ptr %s44
  %v49 = icmp slt i64 %v48, %v14
  br i1 %v49, label %body46, label %done47
body46:
  %v50 = load ptr, ptr %s42
  %v51 = load i64, ptr %v50, align 8
  %v52 = getelementptr float, ptr %v22, i64 %v51
  %v53 = getelementptr i64, ptr %v50, i64 1
  %v54 = load i64, ptr %v53, align 8
  %v55 = getelementptr float, ptr %v22, i64 %v54
  %v56 = getelementptr i64, ptr %v50, i64 2
  %v57 = load i64, ptr %v56, align 8
  %v58 = getelementptr float, ptr %v22, i64 %v57
  store i64 0, ptr %s59
  store i64 0, ptr %s60
  br label %head61
head61:
  %v64 = load i64, ptr %s60
  %v65 = icmp slt i64 %v64, %channels
  br i1 %v65, label %body62, label %done63
body62:
  %v66 = load i64, ptr %s59
  %v67 = load ptr, ptr %s43
  %v68 = getelementptr float, ptr %v52, i64 %v66
  %v69 = load <4 x float>, ptr %v68, align 4
  %v70 = getelementptr float, ptr %v68, i64 4
  %v71 = load <4 x float>, ptr %v70, align 4
  %v72 = load float, ptr %v67, align 4
  %v73 = insertelement <4 x float> poison, float %v72, i64 0
  %v74 = shufflevector <4 x float> %v73, <4 x float> poison, <4 x i32> zeroinitializer
  %v75 = load <4 x float>, ptr %s5
  %v76 = fmul <4 x float> %v74, %v69
  %v77 = fadd <4 x float> %v76, %v75
  store <4 x float> %v77, ptr %s5
  %v78 = load <4 x float>, ptr %s6
  %v79 = fmul <4 x float> %v74, %v71
  %v80 = fadd <4 x float> %v79, %v78
  store <4 x float> %v80, ptr %s6
  %v81 = getelementptr float, ptr %v67, i64 1
  %v82 = load float, ptr %v81, align 4
  %v83 = insertelement <4 x float> poison, float %v82, i64 0
  %v84 = shufflevector <4 x float> %v83, <4 x float> poison, <4 x i32> zeroinitializer
  %v85 = load <4 x float>, ptr %s7
  %v86 = fmul <4 x float> %v84, %v69
  %v87 = fadd <4 x float> %v86, %v85
  store <4 x float> %v87, ptr %s7
  %v88 = load <4 x float>, ptr %s8
  %v89 = fmul <4 x float> %v84, %v71
  %v90 = fadd <4 x float> %v89, %v88
  store <4 x float> %v90, ptr %s8
  %v91 = getelementptr float, ptr %v67, i64 2
  %v92 = load float, ptr %v91, align 4
  %v93 = insertelement <4 x float> poison, float %v92, i64 0
  %v94 = shufflevector <4 x float> %v93, <4 x float> poison, <4 x i32> zeroinitializer
  %v95 = load <4 x float>, ptr %s9
  %v96 = fmul <4 x float> %v94, %v69
  %v97 = fadd <4 x float> %v96, %v95
  store <4 x float> %v97, ptr %s9
  %v98 = load <4 x float>, ptr %s10
  %v99 = fmul <4 x float> %v94, %v71
  %v100 = fadd <4 x float> %v99, %v98
  store <4 x float> %v100, ptr %s10
  %v101 = getelementptr float, ptr %v55, i64 %v66
  %v102 = load <4 x float>, ptr %v101, align 4
  %v103 = getelementptr float, ptr %v101, i64 4
  %v104 = load <4 x float>, ptr %v103, align 4
  %v105 = getelementptr float, ptr %v67, i64 3
  %v106 = load float, ptr %v105, align 4
  %v107 = insertelement <4 x float> poison, float %v106, i64 0
  %v108 = shufflevector <4 x float> %v107, <4 x float> poison, <4 x i32> zeroinitializer
  %v109 = load <4 x float>, ptr %s5
  %v110 = fmul <4 x float> %v108, %v102
  %v111 = fadd <4 x float> %v110, %v109
  store <4 x float> %v111, ptr %s5
  %v112 = load <4 x float>, ptr %s6
  %v113 = fmul <4 x float> %v108, %v104
  %v114 = fadd <4 x float> %v113, %v112
  store <4 x float> %v114, ptr %s6
  %v115 = getelementptr float, ptr %v67, i64 4
  %v116 = load float, ptr %v115, align 4
  %v117 = insertelement <4 x float> poison, float %v116, i64 0
  %v118 = shufflevector <4 x float> %v117, <4 x float> poison, <4 x i32> zeroinitializer
  %v119 = load <4 x float>, ptr %s7
  %v120 = fmul <4 x float> %v118, %v102
  %v121 = fadd <4 x float> %v120, %v119
  store <4 x float> %v121, ptr %s7
  %v122 = load <4 x float>, ptr %s8
  %v123 = fmul <4 x float> %v118, %v104
  %v124 = fadd <4 x float> %v123, %v122
  store <4 x float> %v124, ptr %s8
  %v125 = getelementptr float, ptr %v67, i64 5
  %v126 = load float, ptr %v125, align 4
  %v127 = insertelement <4 x float> poison, float %v126, i64 0
  %v128 = shufflevector <4 x float> %v127, <4 x float> poison, <4 x i32> zeroinitializer
  %v129 = load <4 x float>, ptr %s9
  %v130 = fmul <4 x float> %v128, %v102
  %v131 = fadd <4 x float> %v130, %v129
  store <4 x float> %v131, ptr %s9
  %v132 = load <4 x float>, ptr %s10
  %v133 = fmul <4 x float> %v128, %v104
  %v134 = fadd <4 x float> %v133, %v132
  store <4 x float> %v134, ptr %s10
  %v135 = getelementptr float, ptr %v58, i64 %v66
  %v136 = load <4 x float>, ptr %v135, align 4
  %v137 = getelementptr float, ptr %v135, i64 4
  %v138 = load <4 x float>, ptr %v137, align 4
  %v139 = getelementptr float, ptr %v67, i64 6
  %v140 = load float, ptr %v139, align 4
  %v141 = insertelement <4 x float> poison, float %v140, i64 0
  %v142 = shufflevector <4 x float> %v141, <4 x float> poison, <4 x i32> zeroinitializer
  %v143 = load <4 x float>, ptr %s5
  %v144 = fmul <4 x float> %v142, %v136
  %v145 = fadd <4 x float> %v144, %v143
  store <4 x float> %v145, ptr %s5
  %v146 = load <4 x float>, ptr %s6
  %v147 = fmul <4 x float> %v142, %v138
  %v148 = fadd <4 x float> %v147, %v146
  store <4 x float> %v148, ptr %s6
  %v149 = getelementptr float, ptr %v67, i64 7
  %v150 = load float, ptr %v149, align 4
  %v151 = insertelement <4 x float> poison, float %v150, i64 0
  %v152 = shufflevector <4 x float> %v151, <4 x float> poison, <4 x i32> zeroinitializer
  %v153 = load <4 x float>, ptr %s7
  %v154 = fmul <4 x float> %v152, %v136
  %v155 = fadd <4 x float> %v154, %v153
  store <4 x float> %v155, ptr %s7
  %v156 = load <4 x float>, ptr %s8
  %v157 = fmul <4 x float> %v152, %v138
  %v158 = fadd <4 x float> %v157, %v156
  store <4 x float> %v158, ptr %s8
  %v159 = getelementptr float, ptr %v67, i64 8
  %v160 = load float, ptr %v159, align 4
  %v161 = insertelement <4 x float> poison, float %v160, i64 0
  %v162 = shufflevector <4 x float> %v161, <4 x float> poison, <4 x i32> zeroinitializer
  %v163 = load <4 x float>, ptr %s9
  %v164 = fmul <4 x float> %v162, %v136
  %v165 = fadd <4 x float> %v164, %v163
  store <4 x float> %v165, ptr %s9
  %v166 = load <4 x float>, ptr %s10
  %v167 = fmul <4 x float> %v162, %v138
  %v168 = fadd <4 x float> %v167, %v166
  store <4 x float> %v168, ptr %s10
  %v169 = add i64 %v66, %v2
  store i64 %v169, ptr %s59
  %v170 = getelementptr float, ptr %v67, i64 9
  store ptr %v170, ptr %s43
  %v171 = add i64 %v64, 1
  store i64 %v171, ptr %s60
  br label %head61
done63:
  %v172 = getelementptr i64, ptr %v50, i64 3
  store ptr %v172, ptr %s42
  %v173 = add i64 %v48, 1
  store i64 %v173, ptr %s44
  br label %head45
done47:
  %v174 = load <4 x float>, ptr %s5
  store <4 x float> %v174, ptr %v23, align 4
  %v175 = load <4 x float>, ptr %s6
  %v176 = getelementptr float, ptr %v23, i64 4
  store <4 x float> %v175, ptr %v176, align 4
  %v177 = load <4 x float>, ptr %s7
  store <4 x float> %v177, ptr %v24, align 4
  %v178 = load <4 x float>, ptr %s8
  %v179 = getelementptr float, ptr %v24, i64 4
  store <4 x float> %v178, ptr %v179, align 4
  %v180 = load <4 x float>, ptr %s9
  store <4 x float> %v180, ptr %v26, align 4
  %v181 = load <4 x float>, ptr %s10
  %v182 = getelementptr float, ptr %v26, i64 4
  store <4 x float> %v181, ptr %v182, align 4
  %v183 = add i64 %v19, 1
  store i64 %v183, ptr %s15
  br label %head16
done18:
  ret void
}
define void @tile_p0_c3_v3(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
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
  %s51 = alloca ptr, i64 1, align 64
  %s52 = alloca ptr, i64 1, align 64
  %s53 = alloca i64, i64 1, align 64
  %s68 = alloca i64, i64 1, align 64
  %s69 = alloca i64, i64 1, align 64
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
  store <4 x float> zeroinitializer, ptr %s11
  store <4 x float> zeroinitializer, ptr %s12
  store <4 x float> zeroinitializer, ptr %s13
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
  %v38 = getelementptr float, ptr %v26, i64 8
  %v39 = load <4 x float>, ptr %v38, align 4
  store <4 x float> %v39, ptr %s7
  %v40 = load <4 x float>, ptr %v27, align 4
  store <4 x float> %v40, ptr %s8
  %v41 = getelementptr float, ptr %v27, i64 4
  %v42 = load <4 x float>, ptr %v41, align 4
  store <4 x float> %v42, ptr %s9
  %v43 = getelementptr float, ptr %v27, i64 8
  %v44 = load <4 x float>, ptr %v43, align 4
  store <4 x float> %v44, ptr %s10
  %v45 = load <4 x float>, ptr %v29, align 4
  store <4 x float> %v45, ptr %s11
  %v46 = getelementptr float, ptr %v29, i64 4
  %v47 = load <4 x float>, ptr %v46, align 4
  store <4 x float> %v47, ptr %s12
  %v48 = getelementptr float, ptr %v29, i64 8
  %v49 = load <4 x float>, ptr %v48, align 4
  store <4 x float> %v49, ptr %s13
  br label %done34
done34:
  %v50 = getelementptr i64, ptr %v4, i64 %v15
  store ptr %v50, ptr %s51
  store ptr %weights, ptr %s52
  store i64 0, ptr %s53
  br label %head54
head54:
  %v57 = load i64, ptr %s53
  %v58 = icmp slt i64 %v57, %v17
  br i1 %v58, label %body55, label %done56
body55:
  %v59 = load ptr, ptr %s51
  %v60 = load i64, ptr %v59, align 8
  %v61 = getelementptr float, ptr %v25, i64 %v60
  %v62 = getelementptr i64, ptr %v59, i64 1
  %v63 = load i64, ptr %v62, align 8
  %v64 = getelementptr float, ptr %v25, i64 %v63
  %v65 = getelementptr i64, ptr %v59, i64 2
  %v66 = load i64, ptr %v65, align 8
  %v67 = getelementptr float, ptr %v25, i64 %v66
  store i64 0, ptr %s68
  store i64 0, ptr %s69
  br label %head70
head70:
  %v73 = load i64, ptr %s69
  %v74 = icmp slt i64 %v73, %channels
  br i1 %v74, label %body71, label %done72
body71:
  %v75 = load i64, ptr %s68
  %v76 = load ptr, ptr %s52
  %v77 = getelementptr float, ptr %v61, i64 %v75
  %v78 = load <4 x float>, ptr %v77, align 4
  %v79 = getelementptr float, ptr %v77, i64 4
  %v80 = load <4 x float>, ptr %v79, align 4
  %v81 = getelementptr float, ptr %v77, i64 8
  %v82 = load <4 x float>, ptr %v81, align 4
  %v83 = load float, ptr %v76, align 4
  %v84 = insertelement <4 x float> poison, float %v83, i64 0
  %v85 = shufflevector <4 x float> %v84, <4 x float> poison, <4 x i32> zeroinitializer
  %v86 = load <4 x float>, ptr %s5
  %v87 = fmul <4 x float> %v85, %v78
  %v88 = fadd <4 x float> %v87, %v86
  store <4 x float> %v88, ptr %s5
  %v89 = load <4 x float>, ptr %s6
  %v90 = fmul <4 x float> %v85, %v80
  %v91 = fadd <4 x float> %v90, %v89
  store <4 x float> %v91, ptr %s6
  %v92 = load <4 x float>, ptr %s7
  %v93 = fmul <4 x float> %v85, %v82
  %v94 = fadd <4 x float> %v93, %v92
  store <4 x float> %v94, ptr %s7
  %v95 = getelementptr float, ptr %v76, i64 1
  %v96 = load float, ptr %v95, align 4
  %v97 = insertelement <4 x float> poison, float %v96, i64 0
  %v98 = shufflevector <4 x float> %v97, <4 x float> poison, <4 x i32> zeroinitializer
  %v99 = load <4 x float>, ptr %s8
  %v100 = fmul <4 x float> %v98, %v78
  %v101 = fadd <4 x float> %v100, %v99
  store <4 x float> %v101, ptr %s8
  %v102 = load <4 x float>, ptr %s9
  %v103 = fmul <4 x float> %v98, %v80
  %v104 = fadd <4 x float> %v103, %v102
  store <4 x float> %v104, ptr %s9
  %v105 = load <4 x float>, ptr %s10
  %v106 = fmul <4 x float> %v98, %v82
  %v107 = fadd <4 x float> %v106, %v105
  store <4 x float> %v107, ptr %s10
  %v108 = getelementptr float, ptr %v76, i64 2
  %v109 = load float, ptr %v108, align 4
  %v110 = insertelement <4 x float> poison, float %v109, i64 0
  %v111 = shufflevector <4 x float> %v110, <4 x float> poison, <4 x i32> zeroinitializer
  %v112 = load <4 x float>, ptr %s11
  %v113 = fmul <4 x float> %v111, %v78
  %v114 = fadd <4 x float> %v113, %v112
  store <4 x float> %v114, ptr %s11
  %v115 = load <4 x float>, ptr %s12
  %v116 = fmul <4 x float> %v111, %v80
  %v117 = fadd <4 x float> %v116, %v115
  store <4 x float> %v117, ptr %s12
  %v118 = load <4 x float>, ptr %s13
  %v119 = fmul <4 x float> %v111, %v82
  %v120 = fadd <4 x float> %v119, %v118
  store <4 x float> %v120, ptr %s13
  %v121 = getelementptr float, ptr %v64, i64 %v75
  %v122 = load <4 x float>, ptr %v121, align 4
  %v123 = getelementptr float, ptr %v121, i64 4
  %v124 = load <4 x float>, ptr %v123, align 4
  %v125 = getelementptr float, ptr %v121, i64 8
  %v126 = load <4 x float>, ptr %v125, align 4
  %v127 = getelementptr float, ptr %v76, i64 3
  %v128 = load float, ptr %v127, align 4
  %v129 = insertelement <4 x float> poison, float %v128, i64 0
  %v130 = shufflevector <4 x float> %v129, <4 x float> poison, <4 x i32> zeroinitializer
  %v131 = load <4 x float>, ptr %s5
  %v132 = fmul <4 x float> %v130, %v122
  %v133 = fadd <4 x float> %v132, %v131
  store <4 x float> %v133, ptr %s5
  %v134 = load <4 x float>, ptr %s6
  %v135 = fmul <4 x float> %v130, %v124
  %v136 = fadd <4 x float> %v135, %v134
  store <4 x float> %v136, ptr %s6
  %v137 = load <4 x float>, ptr %s7
  %v138 = fmul <4 x float> %v130, %v126
  %v139 = fadd <4 x float> %v138, %v137
  store <4 x float> %v139, ptr %s7
  %v140 = getelementptr float, ptr %v76, i64 4
  %v141 = load float, ptr %v140, align 4
  %v142 = insertelement <4 x float> poison, float %v141, i64 0
  %v143 = shufflevector <4 x float> %v142, <4 x float> poison, <4 x i32> zeroinitializer
  %v144 = load <4 x float>, ptr %s8
  %v145 = fmul <4 x float> %v143, %v122
  %v146 = fadd <4 x float> %v145, %v144
  store <4 x float> %v146, ptr %s8
  %v147 = load <4 x float>, ptr %s9
  %v148 = fmul <4 x float> %v143, %v124
  %v149 = fadd <4 x float> %v148, %v147
  store <4 x float> %v149, ptr %s9
  %v150 = load <4 x float>, ptr %s10
  %v151 = fmul <4 x float> %v143, %v126
  %v152 = fadd <4 x float> %v151, %v150
  store <4 x float> %v152, ptr %s10
  %v153 = getelementptr float, ptr %v76, i64 5
  %v154 = load float, ptr %v153, align 4
  %v155 = insertelement <4 x float> poison, float %v154, i64 0
  %v156 = shufflevector <4 x float> %v155, <4 x float> poison, <4 x i32> zeroinitializer
  %v157 = load <4 x float>, ptr %s11
  %v158 = fmul <4 x float> %v156, %v122
  %v159 = fadd <4 x float> %v158, %v157
  store <4 x float> %v159, ptr %s11
  %v160 = load <4 x float>, ptr %s12
  %v161 = fmul <4 x float> %v156, %v124
  %v162 = fadd <4 x float> %v161, %v160
  store <4 x float> %v162, ptr %s12
  %v163 = load <4 x float>, ptr %s13
  %v164 = fmul <4 x float> %v156, %v126
  %v165 = fadd <4 x float> %v164, %v163
  store <4 x float> %v165, ptr %s13
  %v166 = getelementptr float, ptr %v67, i64 %v75
  %v167 = load <4 x float>, ptr %v166, align 4
  %v168 = getelementptr float, ptr %v166, i64 4
  %v169 = load <4 x float>, ptr %v168, align 4
  %v170 = getelementptr float, ptr %v166, i64 8
  %v171 = load <4 x float>, ptr %v170, align 4
  %v172 = getelementptr float, ptr %v76, i64 6
  %v173 = load float, ptr %v172, align 4
  %v174 = insertelement <4 x float> poison, float %v173, i64 0
  %v175 = shufflevector <4 x float> %v174, <4 x float> poison, <4 x i32> zeroinitializer
  %v176 = load <4 x float>, ptr %s5
  %v177 = fmul <4 x float> %v175, %v167
  %v178 = fadd <4 x float> %v177, %v176
  store <4 x float> %v178, ptr %s5
  %v179 = load <4 x float>, ptr %s6
  %v180 = fmul <4 x float> %v175, %v169
  %v181 = fadd <4 x float> %v180, %v179
  store <4 x float> %v181, ptr %s6
  %v182 = load <4 x float>, ptr %s7
  %v183 = fmul <4 x float> %v175, %v171
  %v184 = fadd <4 x float> %v183, %v182
  store <4 x float> %v184, ptr %s7
  %v185 = getelementptr float, ptr %v76, i64 7
  %v186 = load float, ptr %v185, align 4
  %v187 = insertelement <4 x float> poison, float %v186, i64 0
  %v188 = shufflevector <4 x float> %v187, <4 x float> poison, <4 x i32> zeroinitializer
  %v189 = load <4 x float>, ptr %s8
  %v190 = fmul <4 x float> %v188, %v167
  %v191 = fadd <4 x float> %v190, %v189
  store <4 x float> %v191, ptr %s8
  %v192 = load <4 x float>, ptr %s9
  %v193 = fmul <4 x float> %v188, %v169
  %v194 = fadd <4 x float> %v193, %v192
  store <4 x float> %v194, ptr %s9
  %v195 = load <4 x float>, ptr %s10
  %v196 = fmul <4 x float> %v188, %v171
  %v197 = fadd <4 x float> %v196, %v195
  store <4 x float> %v197, ptr %s10
  %v198 = getelementptr float, ptr %v76, i64 8
  %v199 = load float, ptr %v198, align 4
  %v200 = insertelement <4 x float> poison, float %v199, i64 0
  %v201 = shufflevector <4 x float> %v200, <4 x float> poison, <4 x i32> zeroinitializer
  %v202 = load <4 x float>, ptr %s11
  %v203 = fmul <4 x float> %v201, %v167
  %v204 = fadd <4 x float> %v203, %v202
  store <4 x float> %v204, ptr %s11
  %v205 = load <4 x float>, ptr %s12
  %v206 = fmul <4 x float> %v201, %v169
  %v207 = fadd <4 x float> %v206, %v205
  store <4 x float> %v207, ptr %s12
  %v208 = load <4 x float>, ptr %s13
  %v209 = fmul <4 x float> %v201, %v171
  %v210 = fadd <4 x float> %v209, %v208
  store <4 x float> %v210, ptr %s13
  %v211 = add i64 %v75, %v2
  store i64 %v211, ptr %s68
  %v212 = getelementptr float, ptr %v76, i64 9
  store ptr %v212, ptr %s52
  %v213 = add i64 %v73, 1
  store i64 %v213, ptr %s69
  br label %head70
done72:
  %v214 = getelementptr i64, ptr %v59, i64 3
  store ptr %v214, ptr %s51
  %v215 = add i64 %v57, 1
  store i64 %v215, ptr %s53
  br label %head54
done56:
  %v216 = load <4 x float>, ptr %s5
  store <4 x float> %v216, ptr %v26, align 4
  %v217 = load <4 x float>, ptr %s6
  %v218 = getelementptr float, ptr %v26, i64 4
  store <4 x float> %v217, ptr %v218, align 4
  %v219 = load <4 x float>, ptr %s7
  %v220 = getelementptr float, ptr %v26, i64 8
  store <4 x float> %v219, ptr %v220, align 4
  %v221 = load <4 x float>, ptr %s8
  store <4 x float> %v221, ptr %v27, align 4
  %v222 = load <4 x float>, ptr %s9
  %v223 = getelementptr float, ptr %v27, i64 4
  store <4 x float> %v222, ptr %v223, align 4
  %v224 = load <4 x float>, ptr %s10
  %v225 = getelementptr float, ptr %v27, i64 8
  store <4 x float> %v224, ptr %v225, align 4
  %v226 = load <4 x float>, ptr %s11
  store <4 x float> %v226, ptr %v29, align 4
  %v227 = load <4 x float>, ptr %s12
  %v228 = getelementptr float, ptr %v29, i64 4
  store <4 x float> %v227, ptr %v228, align 4
  %v229 = load <4 x float>, ptr %s13
  %v230 = getelementptr float, ptr %v29, i64 8
  store <4 x float> %v229, ptr %v230, align 4
  %v231 = add i64 %v22, 1
  store i64 %v231, ptr %s18
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
