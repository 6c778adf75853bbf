; conv_f32_ic4_oc3_k1x3x3_s1x1x1_d1x1x1_b0x1x1_last sse2
define void @tile_p0_c3_v2(ptr %args, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <4 x float>, i64 1, align 64
  %s6 = alloca <4 x float>, i64 1, align 64
  %s7 = alloca <4 x float>, i64 1, align 64
  %s8 = alloca <4 x float>, i64 1, align 64
  %s9 = alloca <4 x float>, i64 1, align 64
  %s10 = alloca <4 x float>, i64 1, align 64
  %s15 = alloca i64, i64 1, align 64
  %s31 = alloca ptr, i64 1, align 64
  %s32 = alloca ptr, i64 1, align 64
  %s33 = alloca i64, i64 1, align 64
  %s48 = alloca i64, i64 1, align 64
  %s49 = alloca i64, i64 1, align 64
  %v1 = getelementptr i64, ptr %args, i64 68
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr i64, ptr %args, i64 96
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
  store <4 x float> zeroinitializer, ptr %s5
  store <4 x float> zeroinitializer, ptr %s6
  store <4 x float> zeroinitializer, ptr %s7
  store <4 x float> zeroinitializer, ptr %s8
  store <4 x float> zeroinitializer, ptr %s9
  store <4 x float> zeroinitializer, ptr %s10
  %v30 = getelementptr i64, ptr %v4, i64 %v12
  store ptr %v30, ptr %s31
  store ptr %weights, ptr %s32
  store i64 0, ptr %s33
  br label %head34
head34:
  %v37 = load i64, ptr %s33
  %v38 = icmp slt i64 %v37, %v14
  br i1 %v38, label %body35, label %done36
body35:
  %v39 = load ptr, ptr %s31
  %v40 = load i64, ptr %v39, align 8
  %v41 = getelementptr float, ptr %v25, i64 %v40
  %v42 = getelementptr i64, ptr %v39, i64 1
  %v43 = load i64, ptr %v42, align 8
  %v44 = getelementptr float, ptr %v25, i64 %v43
  %v45 = getelementptr i64, ptr %v39, i64 2
  %v46 = load i64, ptr %v45, align 8
  %v47 = getelementptr float, ptr %v25, i64 %v46
  store i64 0, ptr %s48
  store i64 0, ptr %s49
  br label %head50
head50:
  %v53 = load i64, ptr %s49
  %v54 = icmp slt i64 %v53, %channels
  br i1 %v54, label %body51, label %done52
body51:
  %v55 = load i64, ptr %s48
  %v56 = load ptr, ptr %s32
  %v57 = getelementptr float, ptr %v41, i64 %v55
  %v58 = load <4 x float>, ptr %v57, align 4
  %v59 = getelementptr float, ptr %v57, i64 4
  %v60 = load <4 x float>, ptr %v59, align 4
  %v61 = load float, ptr %v56, align 4
  %v62 = insertelement <4 x float> poison, float %v61, i64 0
  %v63 = shufflevector <4 x float> %v62, <4 x float> poison, <4 x i32> zeroinitializer
  %v64 = load <4 x float>, ptr %s5
  %v65 = fmul <4 x float> %v63, %v58
  %v66 = fadd <4 x float> %v65, %v64
  store <4 x float> %v66, ptr %s5
  %v67 = load <4 x float>, ptr %s6
  %v68 = fmul <4 x float> %v63, %v60
  %v69 = fadd <4 x float> %v68, %v67
  store <4 x float> %v69, ptr %s6
  %v70 = getelementptr float, ptr %v56, i64 1
  %v71 = load float, ptr %v70, align 4
  %v72 = insertelement <4 x float> poison, float %v71, i64 0
  %v73 = shufflevector <4 x float> %v72, <4 x float> poison, <4 x i32> zeroinitializer
  %v74 = load <4 x float>, ptr %s7
  %v75 = fmul <4 x float> %v73, %v58
  %v76 = fadd <4 x float> %v75, %v74
  store <4 x float> %v76, ptr %s7
  %v77 = load <4 x float>, ptr %s8
  %v78 = fmul <4 x float> %v73, %v60
  %v79 = fadd <4 x float> %v78, %v77
  store <4 x float> %v79, ptr %s8
  %v80 = getelementptr float, ptr %v56, i64 2
  %v81 = load float, ptr %v80, align 4
  %v82 = insertelement <4 x float> poison, float %v81, i64 0
  %v83 = shufflevector <4 x float> %v82, <4 x float> poison, <4 x i32> zeroinitializer
  %v84 = load <4 x float>, ptr %s9
  %v85 = fmul <4 x float> %v83, %v58
  %v86 = fadd <4 x float> %v85, %v84
  store <4 x float> %v86, ptr %s9
  %v87 = load <4 x float>, ptr %s10
  %v88 = fmul <4 x float> %v83, %v60
  %v89 = fadd <4 x float> %v88, %v87
  store <4 x float> %v89, ptr %s10
  %v90 = getelementptr float, ptr %v44, i64 %v55
  %v91 = load <4 x float>, ptr %v90, align 4
  %v92 = getelementptr float, ptr %v90, i64 4
  %v93 = load <4 x float>, ptr %v92, align 4
  %v94 = getelementptr float, ptr %v56, i64 3
  %v95 = load float, ptr %v94, align 4
  %v96 = insertelement <4 x float> poison, float %v95, i64 0
  %v97 = shufflevector <4 x float> %v96, <4 x float> poison, <4 x i32> zeroinitializer
  %v98 = load <4 x float>, ptr %s5
  %v99 = fmul <4 x float> %v97, %v91
  %v100 = fadd <4 x float> %v99, %v98
  store <4 x float> %v100, ptr %s5
  %v101 = load <4 x float>, ptr %s6
  %v102 = fmul <4 x float> %v97, %v93
  %v103 = fadd <4 x float> %v102, %v101
  store <4 x float> %v103, ptr %s6
  %v104 = getelementptr float, ptr %v56, i64 4
  %v105 = load float, ptr %v104, align 4
  %v106 = insertelement <4 x float> poison, float %v105, i64 0
  %v107 = shufflevector <4 x float> %v106, <4 x float> poison, <4 x i32> zeroinitializer
  %v108 = load <4 x float>, ptr %s7
  %v109 = fmul <4 x float> %v107, %v91
  %v110 = fadd <4 x float> %v109, %v108
  store <4 x float> %v110, ptr %s7
  %v111 = load <4 x float>, ptr %s8
  %v112 = fmul <4 x float> %v107, %v93
  %v113 = fadd <4 x float> %v112, %v111
  store <4 x float> %v113, ptr %s8
  %v114 = getelementptr float, ptr %v56, i64 5
  %v115 = load float, ptr %v114, align 4
  %v116 = insertelement <4 x float> poison, float %v115, i64 0
  %v117 = shufflevector <4 x float> %v116, <4 x float> poison, <4 x i32> zeroinitializer
  %v118 = load <4 x float>, ptr %s9
  %v119 = fmul <4 x float> %v117, %v91
  %v120 = fadd <4 x float> %v119, %v118
  store <4 x float> %v120, ptr %s9
  %v121 = load <4 x float>, ptr %s10
  %v122 = fmul <4 x float> %v117, %v93
  %v123 = fadd <4 x float> %v122, %v121
  store <4 x float> %v123, ptr %s10
  %v124 = getelementptr float, ptr %v47, i64 %v55
  %v125 = load <4 x float>, ptr %v124, align 4
  %v126 = getelementptr float, ptr %v124, i64 4
  %v127 = load <4 x float>, ptr %v126, align 4
  %v128 = getelementptr float, ptr %v56, i64 6
  %v129 = load float, ptr %v128, align 4
  %v130 = insertelement <4 x float> poison, float %v129, i64 0
  %v131 = shufflevector <4 x float> %v130, <4 x float> poison, <4 x i32> zeroinitializer
  %v132 = load <4 x float>, ptr %s5
  %v133 = fmul <4 x float> %v131, %v125
  %v134 = fadd <4 x float> %v133, %v132
  store <4 x float> %v134, ptr %s5
  %v135 = load <4 x float>, ptr %s6
  %v136 = fmul <4 x float> %v131, %v127
  %v137 = fadd <4 x float> %v136, %v135
  store <4 x float> %v137, ptr %s6
  %v138 = getelementptr float, ptr %v56, i64 7
  %v139 = load float, ptr %v138, align 4
  %v140 = insertelement <4 x float> poison, float %v139, i64 0
  %v141 = shufflevector <4 x float> %v140, <4 x float> poison, <4 x i32> zeroinitializer
  %v142 = load <4 x float>, ptr %s7
  %v143 = fmul <4 x float> %v141, %v125
  %v144 = fadd <4 x float> %v143, %v142
  store <4 x float> %v144, ptr %s7
  %v145 = load <4 x float>, ptr %s8
  %v146 = fmul <4 x float> %v141, %v127
  %v147 = fadd <4 x float> %v146, %v145
  store <4 x float> %v147, ptr %s8
  %v148 = getelementptr float, ptr %v56, i64 8
  %v149 = load float, ptr %v148, align 4
  %v150 = insertelement <4 x float> poison, float %v149, i64 0
  %v151 = shufflevector <4 x float> %v150, <4 x float> poison, <4 x i32> zeroinitializer
  %v152 = load <4 x float>, ptr %s9
  %v153 = fmul <4 x float> %v151, %v125
  %v154 = fadd <4 x float> %v153, %v152
  store <4 x float> %v154, ptr %s9
  %v155 = load <4 x float>, ptr %s10
  %v156 = fmul <4 x float> %v151, %v127
  %v157 = fadd <4 x float> %v156, %v155
  store <4 x float> %v157, ptr %s10
  %v158 = add i64 %v55, %v2
  store i64 %v158, ptr %s48
  %v159 = getelementptr float, ptr %v56, i64 9
  store ptr %v159, ptr %s32
  %v160 = add i64 %v53, 1
  store i64 %v160, ptr %s49
  br label %head50
done52:
  %v161 = getelementptr i64, ptr %v39, i64 3
  store ptr %v161, ptr %s31
  %v162 = add i64 %v37, 1
  store i64 %v162, ptr %s33
  br label %head34
done36:
  %v163 = load <4 x float>, ptr %s5
  store <4 x float> %v163, ptr %v26, align 4
  %v164 = load <4 x float>, ptr %s6
  %v165 = getelementptr float, ptr %v26, i64 4
  store <4 x float> %v164, ptr %v165, align 4
  %v166 = load <4 x float>, ptr %s7
  store <4 x float> %v166, ptr %v27, align 4
  %v167 = load <4 x float>, ptr %s8
  %v168 = getelementptr float, ptr %v27, i64 4
  store <4 x float> %v167, ptr %v168, align 4
  %v169 = load <4 x float>, ptr %s9
  store <4 x float> %v169, ptr %v29, align 4
  %v170 = load <4 x float>, ptr %s10
  %v171 = getelementptr float, ptr %v29, i64 4
  store <4 x float> %v170, ptr %v171, align 4
  %v172 = add i64 %v19, 1
  store i64 %v172, ptr %s15
  br label %head16
done18:
  ret void
}
define void @tile_p0_c3_v3(ptr %args, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
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
  %s34 = alloca ptr, i64 1, align 64
  %s35 = alloca ptr, i64 1, align 64
  %s36 = alloca i64, i64 1, align 64
  %s51 = alloca i64, i64 1, align 64
  %s52 = alloca i64, i64 1, align 64
  %v1 = getelementptr i64, ptr %args, i64 68
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr i64, ptr %args, i64 96
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
  store <4 x float> zeroinitializer, ptr %s5
  store <4 x float> zeroinitializer, ptr %s6
  store <4 x float> zeroinitializer, ptr %s7
  store <4 x float> zeroinitializer, ptr %s8
  store <4 x float> zeroinitializer, ptr %s9
  store <4 x float> zeroinitializer, ptr %s10
  store <4 x float> zeroinitializer, ptr %s11
  store <4 x float> zeroinitializer, ptr %s12
  store <4 x float> zeroinitializer, ptr %s13
  %v33 = getelementptr i64, ptr %v4, i64 %v15
  store ptr %v33, ptr %s34
  store ptr %weights, ptr %s35
  store i64 0, ptr %s36
  br label %head37
head37:
  %v40 = load i64, ptr %s36
  %v41 = icmp slt i64 %v40, %v17
  br i1 %v41, label %body38, label %done39
body38:
  %v42 = load ptr, ptr %s34
  %v43 = load i64, ptr %v42, align 8
  %v44 = getelementptr float, ptr %v28, i64 %v43
  %v45 = getelementptr i64, ptr %v42, i64 1
  %v46 = load i64, ptr %v45, align 8
  %v47 = getelementptr float, ptr %v28, i64 %v46
  %v48 = getelementptr i64, ptr %v42, i64 2
  %v49 = load i64, ptr %v48, align 8
  %v50 = getelementptr float, ptr %v28, i64 %v49
  store i64 0, ptr %s51
  store i64 0, ptr %s52
  br label %head53
head53:
  %v56 = load i64, ptr %s52
  %v57 = icmp slt i64 %v56, %channels
  br i1 %v57, label %body54, label %done55
body54:
  %v58 = load i64, ptr %s51
  %v59 = load ptr, ptr %s35
  %v60 = getelementptr float, ptr %v44, i64 %v58
  %v61 = load <4 x float>, ptr %v60, align 4
  %v62 = getelementptr float, ptr %v60, i64 4
  %v63 = load <4 x float>, ptr %v62, align 4
  %v64 = getelementptr float, ptr %v60, i64 8
  %v65 = load <4 x float>, ptr %v64, align 4
  %v66 = load float, ptr %v59, align 4
  %v67 = insertelement <4 x float> poison, float %v66, i64 0
  %v68 = shufflevector <4 x float> %v67, <4 x float> poison, <4 x i32> zeroinitializer
  %v69 = load <4 x float>, ptr %s5
  %v70 = fmul <4 x float> %v68, %v61
  %v71 = fadd <4 x float> %v70, %v69
  store <4 x float> %v71, ptr %s5
  %v72 = load <4 x float>, ptr %s6
  %v73 = fmul <4 x float> %v68, %v63
  %v74 = fadd <4 x float> %v73, %v72
  store <4 x float> %v74, ptr %s6
  %v75 = load <4 x float>, ptr %s7
  %v76 = fmul <4 x float> %v68, %v65
  %v77 = fadd <4 x float> %v76, %v75
  store <4 x float> %v77, ptr %s7
  %v78 = getelementptr float, ptr %v59, i64 1
  %v79 = load float, ptr %v78, align 4
  %v80 = insertelement <4 x float> poison, float %v79, i64 0
  %v81 = shufflevector <4 x float> %v80, <4 x float> poison, <4 x i32> zeroinitializer
  %v82 = load <4 x float>, ptr %s8
  %v83 = fmul <4 x float> %v81, %v61
  %v84 = fadd <4 x float> %v83, %v82
  store <4 x float> %v84, ptr %s8
  %v85 = load <4 x float>, ptr %s9
  %v86 = fmul <4 x float> %v81, %v63
  %v87 = fadd <4 x float> %v86, %v85
  store <4 x float> %v87, ptr %s9
  %v88 = load <4 x float>, ptr %s10
  %v89 = fmul <4 x float> %v81, %v65
  %v90 = fadd <4 x float> %v89, %v88
  store <4 x float> %v90, ptr %s10
  %v91 = getelementptr float, ptr %v59, i64 2
  %v92 = load float, ptr %v91, align 4
  %v93 = insertelement <4 x float> poison, float %v92, i64 0
  %v94 = shufflevector <4 x float> %v93, <4 x float> poison, <4 x i32> zeroinitializer
  %v95 = load <4 x float>, ptr %s11
  %v96 = fmul <4 x float> %v94, %v61
  %v97 = fadd <4 x float> %v96, %v95
  store <4 x float> %v97, ptr %s11
  %v98 = load <4 x float>, ptr %s12
  %v99 = fmul <4 x float> %v94, %v63
  %v100 = fadd <4 x float> %v99, %v98
  store <4 x float> %v100, ptr %s12
  %v101 = load <4 x float>, ptr %s13
  %v102 = fmul <4 x float> %v94, %v65
  %v103 = fadd <4 x float> %v102, %v101
  store <4 x float> %v103, ptr %s13
  %v104 = getelementptr float, ptr %v47, i64 %v58
  %v105 = load <4 x float>, ptr %v104, align 4
  %v106 = getelementptr float, ptr %v104, i64 4
  %v107 = load <4 x float>, ptr %v106, align 4
  %v108 = getelementptr float, ptr %v104, i64 8
  %v109 = load <4 x float>, ptr %v108, align 4
  %v110 = getelementptr float, ptr %v59, i64 3
  %v111 = load float, ptr %v110, align 4
  %v112 = insertelement <4 x float> poison, float %v111, i64 0
  %v113 = shufflevector <4 x float> %v112, <4 x float> poison, <4 x i32> zeroinitializer
  %v114 = load <4 x float>, ptr %s5
  %v115 = fmul <4 x float> %v113, %v105
  %v116 = fadd <4 x float> %v115, %v114
  store <4 x float> %v116, ptr %s5
  %v117 = load <4 x float>, ptr %s6
  %v118 = fmul <4 x float> %v113, %v107
  %v119 = fadd <4 x float> %v118, %v117
  store <4 x float> %v119, ptr %s6
  %v120 = load <4 x float>, ptr %s7
  %v121 = fmul <4 x float> %v113, %v109
  %v122 = fadd <4 x float> %v121, %v120
  store <4 x float> %v122, ptr %s7
  %v123 = getelementptr float, ptr %v59, i64 4
  %v124 = load float, ptr %v123, align 4
  %v125 = insertelement <4 x float> poison, float %v124, i64 0
  %v126 = shufflevector <4 x float> %v125, <4 x float> poison, <4 x i32> zeroinitializer
  %v127 = load <4 x float>, ptr %s8
  %v128 = fmul <4 x float> %v126, %v105
  %v129 = fadd <4 x float> %v128, %v127
  store <4 x float> %v129, ptr %s8
  %v130 = load <4 x float>, ptr %s9
  %v131 = fmul <4 x float> %v126, %v107
  %v132 = fadd <4 x float> %v131, %v130
  store <4 x float> %v132, ptr %s9
  %v133 = load <4 x float>, ptr %s10
  %v134 = fmul <4 x float> %v126, %v109
  %v135 = fadd <4 x float> %v134, %v133
  store <4 x float> %v135, ptr %s10
  %v136 = getelementptr float, ptr %v59, i64 5
  %v137 = load float, ptr %v136, align 4
  %v138 = insertelement <4 x float> poison, float %v137, i64 0
  %v139 = shufflevector <4 x float> %v138, <4 x float> poison, <4 x i32> zeroinitializer
  %v140 = load <4 x float>, ptr %s11
  %v141 = fmul <4 x float> %v139, %v105
  %v142 = fadd <4 x float> %v141, %v140
  store <4 x float> %v142, ptr %s11
  %v143 = load <4 x float>, ptr %s12
  %v144 = fmul <4 x float> %v139, %v107
  %v145 = fadd <4 x float> %v144, %v143
  store <4 x float> %v145, ptr %s12
  %v146 = load <4 x float>, ptr %s13
  %v147 = fmul <4 x float> %v139, %v109
  %v148 = fadd <4 x float> %v147, %v146
  store <4 x float> %v148, ptr %s13
  %v149 = getelementptr float, ptr %v50, i64 %v58
  %v150 = load <4 x float>, ptr %v149, align 4
  %v151 = getelementptr float, ptr %v149, i64 4
  %v152 = load <4 x float>, ptr %v151, align 4
  %v153 = getelementptr float, ptr %v149, i64 8
  %v154 = load <4 x float>, ptr %v153, align 4
  %v155 = getelementptr float, ptr %v59, i64 6
  %v156 = load float, ptr %v155, align 4
  %v157 = insertelement <4 x float> poison, float %v156, i64 0
  %v158 = shufflevector <4 x float> %v157, <4 x float> poison, <4 x i32> zeroinitializer
  %v159 = load <4 x float>, ptr %s5
  %v160 = fmul <4 x float> %v158, %v150
  %v161 = fadd <4 x float> %v160, %v159
  store <4 x float> %v161, ptr %s5
  %v162 = load <4 x float>, ptr %s6
  %v163 = fmul <4 x float> %v158, %v152
  %v164 = fadd <4 x float> %v163, %v162
  store <4 x float> %v164, ptr %s6
  %v165 = load <4 x float>, ptr %s7
  %v166 = fmul <4 x float> %v158, %v154
  %v167 = fadd <4 x float> %v166, %v165
  store <4 x float> %v167, ptr %s7
  %v168 = getelementptr float, ptr %v59, i64 7
  %v169 = load float, ptr %v168, align 4
  %v170 = insertelement <4 x float> poison, float %v169, i64 0
  %v171 = shufflevector <4 x float> %v170, <4 x float> poison, <4 x i32> zeroinitializer
  %v172 = load <4 x float>, ptr %s8
  %v173 = fmul <4 x float> %v171, %v150
  %v174 = fadd <4 x float> %v173, %v172
  store <4 x float> %v174, ptr %s8
  %v175 = load <4 x float>, ptr %s9
  %v176 = fmul <4 x float> %v171, %v152
  %v177 = fadd <4 x float> %v176, %v175
  store <4 x float> %v177, ptr %s9
  %v178 = load <4 x float>, ptr %s10
  %v179 = fmul <4 x float> %v171, %v154
  %v180 = fadd <4 x float> %v179, %v178
  store <4 x float> %v180, ptr %s10
  %v181 = getelementptr float, ptr %v59, i64 8
  %v182 = load float, ptr %v181, align 4
  %v183 = insertelement <4 x float> poison, float %v182, i64 0
  %v184 = shufflevector <4 x float> %v183, <4 x float> poison, <4 x i32> zeroinitializer
  %v185 = load <4 x float>, ptr %s11
  %v186 = fmul <4 x float> %v184, %v150
  %v187 = fadd <4 x float> %v186, %v185
  store <4 x float> %v187, ptr %s11
  %v188 = load <4 x float>, ptr %s12
  %v189 = fmul <4 x float> %v184, %v152
  %v190 = fadd <4 x float> %v189, %v188
  store <4 x float> %v190, ptr %s12
  %v191 = load <4 x float>, ptr %s13
  %v192 = fmul <4 x float> %v184, %v154
  %v193 = fadd <4 x float> %v192, %v191
  store <4 x float> %v193, ptr %s13
  %v194 = add i64 %v58, %v2
  store i64 %v194, ptr %s51
  %v195 = getelementptr float, ptr %v59, i64 9
  store ptr %v195, ptr %s35
  %v196 = add i64 %v56, 1
  store i64 %v196, ptr %s52
  br label %head53
done55:
  %v197 = getelementptr i64, ptr %v42, i64 3
  store ptr %v197, ptr %s34
  %v198 = add i64 %v40, 1
  store i64 %v198, ptr %s36
  br label %head37
done39:
  %v199 = load <4 x float>, ptr %s5
  store <4 x float> %v199, ptr %v29, align 4
  %v200 = load <4 x float>, ptr %s6
  %v201 = getelementptr float, ptr %v29, i64 4
  store <4 x float> %v200, ptr %v201, align 4
  %v202 = load <4 x float>, ptr %s7
  %v203 = getelementptr float, ptr %v29, i64 8
  store <4 x float> %v202, ptr %v203, align 4
  %v204 = load <4 x float>, ptr %s8
  store <4 x float> %v204, ptr %v30, align 4
  %v205 = load <4 x float>, ptr %s9
  %v206 = getelementptr float, ptr %v30, i64 4
  store <4 x float> %v205, ptr %v206, align 4
  %v207 = load <4 x float>, ptr %s10
  %v208 = getelementptr float, ptr %v30, i64 8
  store <4 x float> %v207, ptr %v208, align 4
  %v209 = load <4 x float>, ptr %s11
  store <4 x float> %v209, ptr %v32, align 4
  %v210 = load <4 x float>, ptr %s12
  %v211 = getelementptr float, ptr %v32, i64 4
  store <4 x float> %v210, ptr %v211, align 4
  %v212 = load <4 x float>, ptr %s13
  %v213 = getelementptr float, ptr %v32, i64 8
  store <4 x float> %v212, ptr %v213, align 4
  %v214 = add i64 %v22, 1
  store i64 %v214, ptr %s18
  br label %head19
done21:
  ret void
}
attributes #0 = { nounwind "prefer-vector-width"="128" "min-legal-vector-width"="128" }
!0 = !{i32 1}
