; convt_f32_ic2_oc1_k4x4x4_s2x2x2_d1x1x1_b1x1x1_last generic
define void @tile_p0_c1_v3(ptr %args, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <4 x float>, i64 1, align 64
  %s6 = alloca <4 x float>, i64 1, align 64
  %s7 = alloca <4 x float>, i64 1, align 64
  %s8 = alloca <4 x float>, i64 1, align 64
  %s9 = alloca <4 x float>, i64 1, align 64
  %s10 = alloca <4 x float>, i64 1, align 64
  %s15 = alloca i64, i64 1, align 64
  %s29 = alloca ptr, i64 1, align 64
  %s30 = alloca ptr, i64 1, align 64
  %s31 = alloca i64, i64 1, align 64
  %s46 = alloca i64, i64 1, align 64
  %s47 = alloca i64, i64 1, align 64
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
  %v21 = mul i64 %v19, 12
  %v22 = add i64 %v21, %start
  %v23 = icmp slt i64 %v22, %last
  %v24 = select i1 %v23, i64 %v22, i64 %last
  %v25 = getelementptr float, ptr %position, i64 %v24
  %v26 = getelementptr float, ptr %temp, i64 %v24
  %v27 = getelementptr float, ptr %v26, i64 %temp_row
  store <4 x float> zeroinitializer, ptr %s5
  store <4 x float> zeroinitializer, ptr %s6
  store <4 x float> zeroinitializer, ptr %s7
  store <4 x float> zeroinitializer, ptr %s8
  store <4 x float> zeroinitializer, ptr %s9
  store <4 x float> zeroinitializer, ptr %s10
  %v28 = getelementptr i64, ptr %v4, i64 %v12
  store ptr %v28, ptr %s29
  store ptr %weights, ptr %s30
  store i64 0, ptr %s31
  br label %head32
head32:
  %v35 = load i64, ptr %s31
  %v36 = icmp slt i64 %v35, %v14
  br i1 %v36, label %body33, label %done34
body33:
  %v37 = load ptr, ptr %s29
  %v38 = load i64, ptr %v37, align 8
  %v39 = getelementptr float, ptr %v25, i64 %v38
  %v40 = getelementptr i64, ptr %v37, i64 1
  %v41 = load i64, ptr %v40, align 8
  %v42 = getelementptr float, ptr %v25, i64 %v41
  %v43 = getelementptr i64, ptr %v37, i64 2
  %v44 = load i64, ptr %v43, align 8
  %v45 = getelementptr float, ptr %v25, i64 %v44
  store i64 0, ptr %s46
  store i64 0, ptr %s47
  br label %head48
head48:
  %v51 = load i64, ptr %s47
  %v52 = icmp slt i64 %v51, %channels
  br i1 %v52, label %body49, label %done50
body49:
  %v53 = load i64, ptr %s46
  %v54 = load ptr, ptr %s30
  %v55 = getelementptr float, ptr %v39, i64 %v53
  %v56 = load <4 x float>, ptr %v55, align 4
  %v57 = getelementptr float, ptr %v55, i64 4
  %v58 = load <4 x float>, ptr %v57, align 4
  %v59 = getelementptr float, ptr %v55, i64 8
  %v60 = load <4 x float>, ptr %v59, align 4
  %v61 = load float, ptr %v54, align 4
  %v62 = insertelement <4 x float> poison, float %v61, i64 0
  %v63 = shufflevector <4 x float> %v62, <4 x float> poison, <4 x i32> zeroinitializer
  %v64 = load <4 x float>, ptr %s5
  %v65 = fmul <4 x float> %v63, %v56
  %v66 = fadd <4 x float> %v65, %v64
  store <4 x float> %v66, ptr %s5
  %v67 = load <4 x float>, ptr %s6
  %v68 = fmul <4 x float> %v63, %v58
  %v69 = fadd <4 x float> %v68, %v67
  store <4 x float> %v69, ptr %s6
  %v70 = load <4 x float>, ptr %s7
  %v71 = fmul <4 x float> %v63, %v60
  %v72 = fadd <4 x float> %v71, %v70
  store <4 x float> %v72, ptr %s7
  %v73 = getelementptr float, ptr %v42, i64 %v53
  %v74 = load <4 x float>, ptr %v73, align 4
  %v75 = getelementptr float, ptr %v73, i64 4
  %v76 = load <4 x float>, ptr %v75, align 4
  %v77 = getelementptr float, ptr %v73, i64 8
  %v78 = load <4 x float>, ptr %v77, align 4
  %v79 = getelementptr float, ptr %v54, i64 1
  %v80 = load float, ptr %v79, align 4
  %v81 = insertelement <4 x float> poison, float %v80, i64 0
  %v82 = shufflevector <4 x float> %v81, <4 x float> poison, <4 x i32> zeroinitializer
  %v83 = load <4 x float>, ptr %s5
  %v84 = fmul <4 x float> %v82, %v74
  %v85 = fadd <4 x float> %v84, %v83
  store <4 x float> %v85, ptr %s5
  %v86 = load <4 x float>, ptr %s6
  %v87 = fmul <4 x float> %v82, %v76
  %v88 = fadd <4 x float> %v87, %v86
  store <4 x float> %v88, ptr %s6
  %v89 = load <4 x float>, ptr %s7
  %v90 = fmul <4 x float> %v82, %v78
  %v91 = fadd <4 x float> %v90, %v89
  store <4 x float> %v91, ptr %s7
  %v92 = getelementptr float, ptr %v54, i64 2
  %v93 = load float, ptr %v92, align 4
  %v94 = insertelement <4 x float> poison, float %v93, i64 0
  %v95 = shufflevector <4 x float> %v94, <4 x float> poison, <4 x i32> zeroinitializer
  %v96 = load <4 x float>, ptr %s8
  %v97 = fmul <4 x float> %v95, %v74
  %v98 = fadd <4 x float> %v97, %v96
  store <4 x float> %v98, ptr %s8
  %v99 = load <4 x float>, ptr %s9
  %v100 = fmul <4 x float> %v95, %v76
  %v101 = fadd <4 x float> %v100, %v99
  store <4 x float> %v101, ptr %s9
  %v102 = load <4 x float>, ptr %s10
  %v103 = fmul <4 x float> %v95, %v78
  %v104 = fadd <4 x float> %v103, %v102
  store <4 x float> %v104, ptr %s10
  %v105 = getelementptr float, ptr %v45, i64 %v53
  %v106 = load <4 x float>, ptr %v105, align 4
  %v107 = getelementptr float, ptr %v105, i64 4
  %v108 = load <4 x float>, ptr %v107, align 4
  %v109 = getelementptr float, ptr %v105, i64 8
  %v110 = load <4 x float>, ptr %v109, align 4
  %v111 = getelementptr float, ptr %v54, i64 3
  %v112 = load float, ptr %v111, align 4
  %v113 = insertelement <4 x float> poison, float %v112, i64 0
  %v114 = shufflevector <4 x float> %v113, <4 x float> poison, <4 x i32> zeroinitializer
  %v115 = load <4 x float>, ptr %s8
  %v116 = fmul <4 x float> %v114, %v106
  %v117 = fadd <4 x float> %v116, %v115
  store <4 x float> %v117, ptr %s8
  %v118 = load <4 x float>, ptr %s9
  %v119 = fmul <4 x float> %v114, %v108
  %v120 = fadd <4 x float> %v119, %v118
  store <4 x float> %v120, ptr %s9
  %v121 = load <4 x float>, ptr %s10
  %v122 = fmul <4 x float> %v114, %v110
  %v123 = fadd <4 x float> %v122, %v121
  store <4 x float> %v123, ptr %s10
  %v124 = add i64 %v53, %v2
  store i64 %v124, ptr %s46
  %v125 = getelementptr float, ptr %v54, i64 4
  store ptr %v125, ptr %s30
  %v126 = add i64 %v51, 1
  store i64 %v126, ptr %s47
  br label %head48
done50:
  %v127 = getelementptr i64, ptr %v37, i64 3
  store ptr %v127, ptr %s29
  %v128 = add i64 %v35, 1
  store i64 %v128, ptr %s31
  br label %head32
done34:
  %v129 = load <4 x float>, ptr %s5
  store <4 x float> %v129, ptr %v26, align 4
  %v130 = load <4 x float>, ptr %s6
  %v131 = getelementptr float, ptr %v26, i64 4
  store <4 x float> %v130, ptr %v131, align 4
  %v132 = load <4 x float>, ptr %s7
  %v133 = getelementptr float, ptr %v26, i64 8
  store <4 x float> %v132, ptr %v133, align 4
  %v134 = load <4 x float>, ptr %s8
  store <4 x float> %v134, ptr %v27, align 4
  %v135 = load <4 x float>, ptr %s9
  %v136 = getelementptr float, ptr %v27, i64 4
  store <4 x float> %v135, ptr %v136, align 4
  %v137 = load <4 x float>, ptr %s10
  %v138 = getelementptr float, ptr %v27, i64 8
  store <4 x float> %v137, ptr %v138, align 4
  %v139 = add i64 %v19, 1
  store i64 %v139, ptr %s15
  br label %head16
done18:
  ret void
}
define void @tile_p0_c1_v5(ptr %args, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
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
  %s33 = alloca ptr, i64 1, align 64
  %s34 = alloca ptr, i64 1, align 64
  %s35 = alloca i64, i64 1, align 64
  %s50 = alloca i64, i64 1, align 64
  %s51 = alloca i64, i64 1, align 64
  %v1 = getelementptr i64, ptr %args, i64 68
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr i64, ptr %args, i64 96
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
  %v26 = add i64 %v25, %start
  %v27 = icmp slt i64 %v26, %last
  %v28 = select i1 %v27, i64 %v26, i64 %last
  %v29 = getelementptr float, ptr %position, i64 %v28
  %v30 = getelementptr float, ptr %temp, i64 %v28
  %v31 = getelementptr float, ptr %v30, i64 %temp_row
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
  %v32 = getelementptr i64, ptr %v4, i64 %v16
  store ptr %v32, ptr %s33
  store ptr %weights, ptr %s34
  store i64 0, ptr %s35
  br label %head36
head36:
  %v39 = load i64, ptr %s35
  %v40 = icmp slt i64 %v39, %v18
  br i1 %v40, label %body37, label %done38
body37:
  %v41 = load ptr, ptr %s33
  %v42 = load i64, ptr %v41, align 8
  %v43 = getelementptr float, ptr %v29, i64 %v42
  %v44 = getelementptr i64, ptr %v41, i64 1
  %v45 = load i64, ptr %v44, align 8
  %v46 = getelementptr float, ptr %v29, i64 %v45
  %v47 = getelementptr i64, ptr %v41, i64 2
  %v48 = load i64, ptr %v47, align 8
  %v49 = getelementptr float, ptr %v29, i64 %v48
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
  %v61 = getelementptr float, ptr %v59, i64 4
  %v62 = load <4 x float>, ptr %v61, align 4
  %v63 = getelementptr float, ptr %v59, i64 8
  %v64 = load <4 x float>, ptr %v63, align 4
  %v65 = getelementptr float, ptr %v59, i64 12
  %v66 = load <4 x float>, ptr %v65, align 4
  %v67 = getelementptr float, ptr %v59, i64 16
  %v68 = load <4 x float>, ptr %v67, align 4
  %v69 = load float, ptr %v58, align 4
  %v70 = insertelement <4 x float> poison, float %v69, i64 0
  %v71 = shufflevector <4 x float> %v70, <4 x float> poison, <4 x i32> zeroinitializer
  %v72 = load <4 x float>, ptr %s5
  %v73 = fmul <4 x float> %v71, %v60
  %v74 = fadd <4 x float> %v73, %v72
  store <4 x float> %v74, ptr %s5
  %v75 = load <4 x float>, ptr %s6
  %v76 = fmul <4 x float> %v71, %v62
  %v77 = fadd <4 x float> %v76, %v75
  store <4 x float> %v77, ptr %s6
  %v78 = load <4 x float>, ptr %s7
  %v79 = fmul <4 x float> %v71, %v64
  %v80 = fadd <4 x float> %v79, %v78
  store <4 x float> %v80, ptr %s7
  %v81 = load <4 x float>, ptr %s8
  %v82 = fmul <4 x float> %v71, %v66
  %v83 = fadd <4 x float> %v82, %v81
  store <4 x float> %v83, ptr %s8
  %v84 = load <4 x float>, ptr %s9
  %v85 = fmul <4 x float> %v71, %v68
  %v86 = fadd <4 x float> %v85, %v84
  store <4 x float> %v86, ptr %s9
  %v87 = getelementptr float, ptr %v46, i64 %v57
  %v88 = load <4 x float>, ptr %v87, align 4
  %v89 = getelementptr float, ptr %v87, i64 4
  %v90 = load <4 x float>, ptr %v89, align 4
  %v91 = getelementptr float, ptr %v87, i64 8
  %v92 = load <4 x float>, ptr %v91, align 4
  %v93 = getelementptr float, ptr %v87, i64 12
  %v94 = load <4 x float>, ptr %v93, align 4
  %v95 = getelementptr float, ptr %v87, i64 16
  %v96 = load <4 x float>, ptr %v95, align 4
  %v97 = getelementptr float, ptr %v58, i64 1
  %v98 = load float, ptr %v97, align 4
  %v99 = insertelement <4 x float> poison, float %v98, i64 0
  %v100 = shufflevector <4 x float> %v99, <4 x float> poison, <4 x i32> zeroinitializer
  %v101 = load <4 x float>, ptr %s5
  %v102 = fmul <4 x float> %v100, %v88
  %v103 = fadd <4 x float> %v102, %v101
  store <4 x float> %v103, ptr %s5
  %v104 = load <4 x float>, ptr %s6
  %v105 = fmul <4 x float> %v100, %v90
  %v106 = fadd <4 x float> %v105, %v104
  store <4 x float> %v106, ptr %s6
  %v107 = load <4 x float>, ptr %s7
  %v108 = fmul <4 x float> %v100, %v92
  %v109 = fadd <4 x float> %v108, %v107
  store <4 x float> %v109, ptr %s7
  %v110 = load <4 x float>, ptr %s8
  %v111 = fmul <4 x float> %v100, %v94
  %v112 = fadd <4 x float> %v111, %v110
  store <4 x float> %v112, ptr %s8
  %v113 = load <4 x float>, ptr %s9
  %v114 = fmul <4 x float> %v100, %v96
  %v115 = fadd <4 x float> %v114, %v113
  store <4 x float> %v115, ptr %s9
  %v116 = getelementptr float, ptr %v58, i64 2
  %v117 = load float, ptr %v116, align 4
  %v118 = insertelement <4 x float> poison, float %v117, i64 0
  %v119 = shufflevector <4 x float> %v118, <4 x float> poison, <4 x i32> zeroinitializer
  %v120 = load <4 x float>, ptr %s10
  %v121 = fmul <4 x float> %v119, %v88
  %v122 = fadd <4 x float> %v121, %v120
  store <4 x float> %v122, ptr %s10
  %v123 = load <4 x float>, ptr %s11
  %v124 = fmul <4 x float> %v119, %v90
  %v125 = fadd <4 x float> %v124, %v123
  store <4 x float> %v125, ptr %s11
  %v126 = load <4 x float>, ptr %s12
  %v127 = fmul <4 x float> %v119, %v92
  %v128 = fadd <4 x float> %v127, %v126
  store <4 x float> %v128, ptr %s12
  %v129 = load <4 x float>, ptr %s13
  %v130 = fmul <4 x float> %v119, %v94
  %v131 = fadd <4 x float> %v130, %v129
  store <4 x float> %v131, ptr %s13
  %v132 = load <4 x float>, ptr %s14
  %v133 = fmul <4 x float> %v119, %v96
  %v134 = fadd <4 x float> %v133, %v132
  store <4 x float> %v134, ptr %s14
  %v135 = getelementptr float, ptr %v49, i64 %v57
  %v136 = load <4 x float>, ptr %v135, align 4
  %v137 = getelementptr float, ptr %v135, i64 4
  %v138 = load <4 x float>, ptr %v137, align 4
  %v139 = getelementptr float, ptr %v135, i64 8
  %v140 = load <4 x float>, ptr %v139, align 4
  %v141 = getelementptr float, ptr %v135, i64 12
  %v142 = load <4 x float>, ptr %v141, align 4
  %v143 = getelementptr float, ptr %v135, i64 16
  %v144 = load <4 x float>, ptr %v143, align 4
  %v145 = getelementptr float, ptr %v58, i64 3
  %v146 = load float, ptr %v145, align 4
  %v147 = insertelement <4 x float> poison, float %v146, i64 0
  %v148 = shufflevector <4 x float> %v147, <4 x float> poison, <4 x i32> zeroinitializer
  %v149 = load <4 x float>, ptr %s10
  %v150 = fmul <4 x float> %v148, %v136
  %v151 = fadd <4 x float> %v150, %v149
  store <4 x float> %v151, ptr %s10
  %v152 = load <4 x float>, ptr %s11
  %v153 = fmul <4 x float> %v148, %v138
  %v154 = fadd <4 x float> %v153, %v152
  store <4 x float> %v154, ptr %s11
  %v155 = load <4 x float>, ptr %s12
  %v156 = fmul <4 x float> %v148, %v140
  %v157 = fadd <4 x float> %v156, %v155
  store <4 x float> %v157, ptr %s12
  %v158 = load <4 x float>, ptr %s13
  %v159 = fmul <4 x float> %v148, %v142
  %v160 = fadd <4 x float> %v159, %v158
  store <4 x float> %v160, ptr %s13
  %v161 = load <4 x float>, ptr %s14
  %v162 = fmul <4 x float> %v148, %v144
  %v163 = fadd <4 x float> %v162, %v161
  store <4 x float> %v163, ptr %s14
  %v164 = add i64 %v57, %v2
  store i64 %v164, ptr %s50
  %v165 = getelementptr float, ptr %v58, i64 4
  store ptr %v165, ptr %s34
  %v166 = add i64 %v55, 1
  store i64 %v166, ptr %s51
  br label %head52
done54:
  %v167 = getelementptr i64, ptr %v41, i64 3
  store ptr %v167, ptr %s33
  %v168 = add i64 %v39, 1
  store i64 %v168, ptr %s35
  br label %head36
done38:
  %v169 = load <4 x float>, ptr %s5
  store <4 x float> %v169, ptr %v30, align 4
  %v170 = load <4 x float>, ptr %s6
  %v171 = getelementptr float, ptr %v30, i64 4
  store <4 x float> %v170, ptr %v171, align 4
  %v172 = load <4 x float>, ptr %s7
  %v173 = getelementptr float, ptr %v30, i64 8
  store <4 x float> %v172, ptr %v173, align 4
  %v174 = load <4 x float>, ptr %s8
  %v175 = getelementptr float, ptr %v30, i64 12
  store <4 x float> %v174, ptr %v175, align 4
  %v176 = load <4 x float>, ptr %s9
  %v177 = getelementptr float, ptr %v30, i64 16
  store <4 x float> %v176, ptr %v177, align 4
  %v178 = load <4 x float>, ptr %s10
  store <4 x float> %v178, ptr %v31, align 4
  %v179 = load <4 x float>, ptr %s11
  %v180 = getelementptr float, ptr %v31, i64 4
  store <4 x float> %v179, ptr %v180, align 4
  %v181 = load <4 x float>, ptr %s12
  %v182 = getelementptr float, ptr %v31, i64 8
  store <4 x float> %v181, ptr %v182, align 4
  %v183 = load <4 x float>, ptr %s13
  %v184 = getelementptr float, ptr %v31, i64 12
  store <4 x float> %v183, ptr %v184, align 4
  %v185 = load <4 x float>, ptr %s14
  %v186 = getelementptr float, ptr %v31, i64 16
  store <4 x float> %v185, ptr %v186, align 4
  %v187 = add i64 %v23, 1
  store i64 %v187, ptr %s19
  br label %head20
done22:
  ret void
}
attributes #0 = { nounwind "prefer-vector-width"="128" "min-legal-vector-width"="128" }
!0 = !{i32 1}
