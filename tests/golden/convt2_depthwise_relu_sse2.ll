; convt_f32_ic1_oc1_k1x4x4_s1x2x2_d1x1x1_b0x1x1_first_bias_relu sse2
define void @tile_p0_c1_v3(ptr %args, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <4 x float>, i64 1, align 64
  %s6 = alloca <4 x float>, i64 1, align 64
  %s7 = alloca <4 x float>, i64 1, align 64
  %s8 = alloca <4 x float>, i64 1, align 64
  %s9 = alloca <4 x float>, i64 1, align 64
  %s10 = alloca <4 x float>, i64 1, align 64
  %s15 = alloca i64, i64 1, align 64
  %s32 = alloca ptr, i64 1, align 64
  %s33 = alloca ptr, i64 1, align 64
  %s34 = alloca i64, i64 1, align 64
  %s49 = alloca i64, i64 1, align 64
  %s50 = alloca i64, i64 1, align 64
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
  %v28 = load float, ptr %bias, align 4
  %v29 = insertelement <4 x float> poison, float %v28, i64 0
  %v30 = shufflevector <4 x float> %v29, <4 x float> poison, <4 x i32> zeroinitializer
  store <4 x float> %v30, ptr %s5
  store <4 x float> %v30, ptr %s6
  store <4 x float> %v30, ptr %s7
  store <4 x float> %v30, ptr %s8
  store <4 x float> %v30, ptr %s9
  store <4 x float> %v30, ptr %s10
  %v31 = getelementptr i64, ptr %v4, i64 %v12
  store ptr %v31, ptr %s32
  store ptr %weights, ptr %s33
  store i64 0, ptr %s34
  br label %head35
head35:
  %v38 = load i64, ptr %s34
  %v39 = icmp slt i64 %v38, %v14
  br i1 %v39, label %body36, label %done37
body36:
  %v40 = load ptr, ptr %s32
  %v41 = load i64, ptr %v40, align 8
  %v42 = getelementptr float, ptr %v25, i64 %v41
  %v43 = getelementptr i64, ptr %v40, i64 1
  %v44 = load i64, ptr %v43, align 8
  %v45 = getelementptr float, ptr %v25, i64 %v44
  %v46 = getelementptr i64, ptr %v40, i64 2
  %v47 = load i64, ptr %v46, align 8
  %v48 = getelementptr float, ptr %v25, i64 %v47
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
  %v60 = getelementptr float, ptr %v58, i64 4
  %v61 = load <4 x float>, ptr %v60, align 4
  %v62 = getelementptr float, ptr %v58, i64 8
  %v63 = load <4 x float>, ptr %v62, align 4
  %v64 = load float, ptr %v57, align 4
  %v65 = insertelement <4 x float> poison, float %v64, i64 0
  %v66 = shufflevector <4 x float> %v65, <4 x float> poison, <4 x i32> zeroinitializer
  %v67 = load <4 x float>, ptr %s5
  %v68 = fmul <4 x float> %v66, %v59
  %v69 = fadd <4 x float> %v68, %v67
  store <4 x float> %v69, ptr %s5
  %v70 = load <4 x float>, ptr %s6
  %v71 = fmul <4 x float> %v66, %v61
  %v72 = fadd <4 x float> %v71, %v70
  store <4 x float> %v72, ptr %s6
  %v73 = load <4 x float>, ptr %s7
  %v74 = fmul <4 x float> %v66, %v63
  %v75 = fadd <4 x float> %v74, %v73
  store <4 x float> %v75, ptr %s7
  %v76 = getelementptr float, ptr %v45, i64 %v56
  %v77 = load <4 x float>, ptr %v76, align 4
  %v78 = getelementptr float, ptr %v76, i64 4
  %v79 = load <4 x float>, ptr %v78, align 4
  %v80 = getelementptr float, ptr %v76, i64 8
  %v81 = load <4 x float>, ptr %v80, align 4
  %v82 = getelementptr float, ptr %v57, i64 1
  %v83 = load float, ptr %v82, align 4
  %v84 = insertelement <4 x float> poison, float %v83, i64 0
  %v85 = shufflevector <4 x float> %v84, <4 x float> poison, <4 x i32> zeroinitializer
  %v86 = load <4 x float>, ptr %s5
  %v87 = fmul <4 x float> %v85, %v77
  %v88 = fadd <4 x float> %v87, %v86
  store <4 x float> %v88, ptr %s5
  %v89 = load <4 x float>, ptr %s6
  %v90 = fmul <4 x float> %v85, %v79
  %v91 = fadd <4 x float> %v90, %v89
  store <4 x float> %v91, ptr %s6
  %v92 = load <4 x float>, ptr %s7
  %v93 = fmul <4 x float> %v85, %v81
  %v94 = fadd <4 x float> %v93, %v92
  store <4 x float> %v94, ptr %s7
  %v95 = getelementptr float, ptr %v57, i64 2
  %v96 = load float, ptr %v95, align 4
  %v97 = insertelement <4 x float> poison, float %v96, i64 0
  %v98 = shufflevector <4 x float> %v97, <4 x float> poison, <4 x i32> zeroinitializer
  %v99 = load <4 x float>, ptr %s8
  %v100 = fmul <4 x float> %v98, %v77
  %v101 = fadd <4 x float> %v100, %v99
  store <4 x float> %v101, ptr %s8
  %v102 = load <4 x float>, ptr %s9
  %v103 = fmul <4 x float> %v98, %v79
  %v104 = fadd <4 x float> %v103, %v102
  store <4 x float> %v104, ptr %s9
  %v105 = load <4 x float>, ptr %s10
  %v106 = fmul <4 x float> %v98, %v81
  %v107 = fadd <4 x float> %v106, %v105
  store <4 x float> %v107, ptr %s10
  %v108 = getelementptr float, ptr %v48, i64 %v56
  %v109 = load <4 x float>, ptr %v108, align 4
  %v110 = getelementptr float, ptr %v108, i64 4
  %v111 = load <4 x float>, ptr %v110, align 4
  %v112 = getelementptr float, ptr %v108, i64 8
  %v113 = load <4 x float>, ptr %v112, align 4
  %v114 = getelementptr float, ptr %v57, i64 3
  %v115 = load float, ptr %v114, align 4
  %v116 = insertelement <4 x float> poison, float %v115, i64 0
  %v117 = shufflevector <4 x float> %v116, <4 x float> poison, <4 x i32> zeroinitializer
  %v118 = load <4 x float>, ptr %s8
  %v119 = fmul <4 x float> %v117, %v109
  %v120 = fadd <4 x float> %v119, %v118
  store <4 x float> %v120, ptr %s8
  %v121 = load <4 x float>, ptr %s9
  %v122 = fmul <4 x float> %v117, %v111
  %v123 = fadd <4 x float> %v122, %v121
  store <4 x float> %v123, ptr %s9
  %v124 = load <4 x float>, ptr %s10
  %v125 = fmul <4 x float> %v117, %v113
  %v126 = fadd <4 x float> %v125, %v124
  store <4 x float> %v126, ptr %s10
  %v127 = add i64 %v56, %v2
  store i64 %v127, ptr %s49
  %v128 = getelementptr float, ptr %v57, i64 4
  store ptr %v128, ptr %s33
  %v129 = add i64 %v54, 1
  store i64 %v129, ptr %s50
  br label %head51
done53:
  %v130 = getelementptr i64, ptr %v40, i64 3
  store ptr %v130, ptr %s32
  %v131 = add i64 %v38, 1
  store i64 %v131, ptr %s34
  br label %head35
done37:
  br i1 %direct, label %then132, label %done133
then132:
  %v134 = getelementptr i64, ptr %args, i64 27
  %v135 = load i64, ptr %v134, align 8
  %v136 = getelementptr i64, ptr %args, i64 16
  %v137 = load i64, ptr %v136, align 8
  %v138 = getelementptr i64, ptr %args, i64 97
  %v139 = load ptr, ptr %v138, align 8
  %v140 = udiv i64 %v24, 4
  %v141 = getelementptr i64, ptr %v139, i64 %v140
  %v142 = urem i64 %v24, 4
  %v143 = mul i64 %v142, 2
  %v144 = getelementptr float, ptr %out, i64 %v143
  %v145 = load i64, ptr %v141, align 8
  %v146 = getelementptr float, ptr %v144, i64 %v145
  %v147 = getelementptr i64, ptr %v141, i64 1
  %v148 = load i64, ptr %v147, align 8
  %v149 = getelementptr float, ptr %v144, i64 %v148
  %v150 = getelementptr i64, ptr %v141, i64 2
  %v151 = load i64, ptr %v150, align 8
  %v152 = getelementptr float, ptr %v144, i64 %v151
  %v153 = load <4 x float>, ptr %s5
  %v154 = fcmp olt <4 x float> %v153, zeroinitializer
  %v155 = select <4 x i1> %v154, <4 x float> zeroinitializer, <4 x float> %v153
  %v156 = load <4 x float>, ptr %s8
  %v157 = fcmp olt <4 x float> %v156, zeroinitializer
  %v158 = select <4 x i1> %v157, <4 x float> zeroinitializer, <4 x float> %v156
  %v159 = shufflevector <4 x float> %v155, <4 x float> %v158, <4 x i32> <i32 0, i32 4, i32 1, i32 5>
  %v160 = shufflevector <4 x float> %v155, <4 x float> %v158, <4 x i32> <i32 2, i32 6, i32 3, i32 7>
  %v161 = getelementptr float, ptr %v146, i64 4
  %v162 = load <4 x float>, ptr %s6
  %v163 = fcmp olt <4 x float> %v162, zeroinitializer
  %v164 = select <4 x i1> %v163, <4 x float> zeroinitializer, <4 x float> %v162
  %v165 = load <4 x float>, ptr %s9
  %v166 = fcmp olt <4 x float> %v165, zeroinitializer
  %v167 = select <4 x i1> %v166, <4 x float> zeroinitializer, <4 x float> %v165
  %v168 = shufflevector <4 x float> %v164, <4 x float> %v167, <4 x i32> <i32 0, i32 4, i32 1, i32 5>
  %v169 = shufflevector <4 x float> %v164, <4 x float> %v167, <4 x i32> <i32 2, i32 6, i32 3, i32 7>
  %v170 = getelementptr float, ptr %v149, i64 4
  %v171 = load <4 x float>, ptr %s7
  %v172 = fcmp olt <4 x float> %v171, zeroinitializer
  %v173 = select <4 x i1> %v172, <4 x float> zeroinitializer, <4 x float> %v171
  %v174 = load <4 x float>, ptr %s10
  %v175 = fcmp olt <4 x float> %v174, zeroinitializer
  %v176 = select <4 x i1> %v175, <4 x float> zeroinitializer, <4 x float> %v174
  %v177 = shufflevector <4 x float> %v173, <4 x float> %v176, <4 x i32> <i32 0, i32 4, i32 1, i32 5>
  %v178 = shufflevector <4 x float> %v173, <4 x float> %v176, <4 x i32> <i32 2, i32 6, i32 3, i32 7>
  %v179 = getelementptr float, ptr %v152, i64 4
  br i1 %stream, label %then180, label %done181
then180:
  store <4 x float> %v159, ptr %v146, align 16, !nontemporal !0
  store <4 x float> %v160, ptr %v161, align 16, !nontemporal !0
  store <4 x float> %v168, ptr %v149, align 16, !nontemporal !0
  store <4 x float> %v169, ptr %v170, align 16, !nontemporal !0
  store <4 x float> %v177, ptr %v152, align 16, !nontemporal !0
  store <4 x float> %v178, ptr %v179, align 16, !nontemporal !0
  br label %done181
done181:
  %v182 = xor i1 %stream, true
  br i1 %v182, label %then183, label %done184
then183:
  store <4 x float> %v159, ptr %v146, align 4
  store <4 x float> %v160, ptr %v161, align 4
  store <4 x float> %v168, ptr %v149, align 4
  store <4 x float> %v169, ptr %v170, align 4
  store <4 x float> %v177, ptr %v152, align 4
  store <4 x float> %v178, ptr %v179, align 4
  br label %done184
done184:
  br label %done133
done133:
  %v185 = xor i1 %direct, true
  br i1 %v185, label %then186, label %done187
then186:
  %v188 = load <4 x float>, ptr %s5
  store <4 x float> %v188, ptr %v26, align 4
  %v189 = load <4 x float>, ptr %s6
  %v190 = getelementptr float, ptr %v26, i64 4
  store <4 x float> %v189, ptr %v190, align 4
  %v191 = load <4 x float>, ptr %s7
  %v192 = getelementptr float, ptr %v26, i64 8
  store <4 x float> %v191, ptr %v192, align 4
  %v193 = load <4 x float>, ptr %s8
  store <4 x float> %v193, ptr %v27, align 4
  %v194 = load <4 x float>, ptr %s9
  %v195 = getelementptr float, ptr %v27, i64 4
  store <4 x float> %v194, ptr %v195, align 4
  %v196 = load <4 x float>, ptr %s10
  %v197 = getelementptr float, ptr %v27, i64 8
  store <4 x float> %v196, ptr %v197, align 4
  br label %done187
done187:
  %v198 = add i64 %v19, 1
  store i64 %v198, ptr %s15
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
  %s36 = alloca ptr, i64 1, align 64
  %s37 = alloca ptr, i64 1, align 64
  %s38 = alloca i64, i64 1, align 64
  %s53 = alloca i64, i64 1, align 64
  %s54 = alloca i64, i64 1, align 64
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
  %v32 = load float, ptr %bias, align 4
  %v33 = insertelement <4 x float> poison, float %v32, i64 0
  %v34 = shufflevector <4 x float> %v33, <4 x float> poison, <4 x i32> zeroinitializer
  store <4 x float> %v34, ptr %s5
  store <4 x float> %v34, ptr %s6
  store <4 x float> %v34, ptr %s7
  store <4 x float> %v34, ptr %s8
  store <4 x float> %v34, ptr %s9
  store <4 x float> %v34, ptr %s10
  store <4 x float> %v34, ptr %s11
  store <4 x float> %v34, ptr %s12
  store <4 x float> %v34, ptr %s13
  store <4 x float> %v34, ptr %s14
  %v35 = getelementptr i64, ptr %v4, i64 %v16
  store ptr %v35, ptr %s36
  store ptr %weights, ptr %s37
  store i64 0, ptr %s38
  br label %head39
head39:
  %v42 = load i64, ptr %s38
  %v43 = icmp slt i64 %v42, %v18
  br i1 %v43, label %body40, label %done41
body40:
  %v44 = load ptr, ptr %s36
  %v45 = load i64, ptr %v44, align 8
  %v46 = getelementptr float, ptr %v29, i64 %v45
  %v47 = getelementptr i64, ptr %v44, i64 1
  %v48 = load i64, ptr %v47, align 8
  %v49 = getelementptr float, ptr %v29, i64 %v48
  %v50 = getelementptr i64, ptr %v44, i64 2
  %v51 = load i64, ptr %v50, align 8
  %v52 = getelementptr float, ptr %v29, i64 %v51
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
  %v64 = getelementptr float, ptr %v62, i64 4
  %v65 = load <4 x float>, ptr %v64, align 4
  %v66 = getelementptr float, ptr %v62, i64 8
  %v67 = load <4 x float>, ptr %v66, align 4
  %v68 = getelementptr float, ptr %v62, i64 12
  %v69 = load <4 x float>, ptr %v68, align 4
  %v70 = getelementptr float, ptr %v62, i64 16
  %v71 = load <4 x float>, ptr %v70, align 4
  %v72 = load float, ptr %v61, align 4
  %v73 = insertelement <4 x float> poison, float %v72, i64 0
  %v74 = shufflevector <4 x float> %v73, <4 x float> poison, <4 x i32> zeroinitializer
  %v75 = load <4 x float>, ptr %s5
  %v76 = fmul <4 x float> %v74, %v63
  %v77 = fadd <4 x float> %v76, %v75
  store <4 x float> %v77, ptr %s5
  %v78 = load <4 x float>, ptr %s6
  %v79 = fmul <4 x float> %v74, %v65
  %v80 = fadd <4 x float> %v79, %v78
  store <4 x float> %v80, ptr %s6
  %v81 = load <4 x float>, ptr %s7
  %v82 = fmul <4 x float> %v74, %v67
  %v83 = fadd <4 x float> %v82, %v81
  store <4 x float> %v83, ptr %s7
  %v84 = load <4 x float>, ptr %s8
  %v85 = fmul <4 x float> %v74, %v69
  %v86 = fadd <4 x float> %v85, %v84
  store <4 x float> %v86, ptr %s8
  %v87 = load <4 x float>, ptr %s9
  %v88 = fmul <4 x float> %v74, %v71
  %v89 = fadd <4 x float> %v88, %v87
  store <4 x float> %v89, ptr %s9
  %v90 = getelementptr float, ptr %v49, i64 %v60
  %v91 = load <4 x float>, ptr %v90, align 4
  %v92 = getelementptr float, ptr %v90, i64 4
  %v93 = load <4 x float>, ptr %v92, align 4
  %v94 = getelementptr float, ptr %v90, i64 8
  %v95 = load <4 x float>, ptr %v94, align 4
  %v96 = getelementptr float, ptr %v90, i64 12
  %v97 = load <4 x float>, ptr %v96, align 4
  %v98 = getelementptr float, ptr %v90, i64 16
  %v99 = load <4 x float>, ptr %v98, align 4
  %v100 = getelementptr float, ptr %v61, i64 1
  %v101 = load float, ptr %v100, align 4
  %v102 = insertelement <4 x float> poison, float %v101, i64 0
  %v103 = shufflevector <4 x float> %v102, <4 x float> poison, <4 x i32> zeroinitializer
  %v104 = load <4 x float>, ptr %s5
  %v105 = fmul <4 x float> %v103, %v91
  %v106 = fadd <4 x float> %v105, %v104
  store <4 x float> %v106, ptr %s5
  %v107 = load <4 x float>, ptr %s6
  %v108 = fmul <4 x float> %v103, %v93
  %v109 = fadd <4 x float> %v108, %v107
  store <4 x float> %v109, ptr %s6
  %v110 = load <4 x float>, ptr %s7
  %v111 = fmul <4 x float> %v103, %v95
  %v112 = fadd <4 x float> %v111, %v110
  store <4 x float> %v112, ptr %s7
  %v113 = load <4 x float>, ptr %s8
  %v114 = fmul <4 x float> %v103, %v97
  %v115 = fadd <4 x float> %v114, %v113
  store <4 x float> %v115, ptr %s8
  %v116 = load <4 x float>, ptr %s9
  %v117 = fmul <4 x float> %v103, %v99
  %v118 = fadd <4 x float> %v117, %v116
  store <4 x float> %v118, ptr %s9
  %v119 = getelementptr float, ptr %v61, i64 2
  %v120 = load float, ptr %v119, align 4
  %v121 = insertelement <4 x float> poison, float %v120, i64 0
  %v122 = shufflevector <4 x float> %v121, <4 x float> poison, <4 x i32> zeroinitializer
  %v123 = load <4 x float>, ptr %s10
  %v124 = fmul <4 x float> %v122, %v91
  %v125 = fadd <4 x float> %v124, %v123
  store <4 x float> %v125, ptr %s10
  %v126 = load <4 x float>, ptr %s11
  %v127 = fmul <4 x float> %v122, %v93
  %v128 = fadd <4 x float> %v127, %v126
  store <4 x float> %v128, ptr %s11
  %v129 = load <4 x float>, ptr %s12
  %v130 = fmul <4 x float> %v122, %v95
  %v131 = fadd <4 x float> %v130, %v129
  store <4 x float> %v131, ptr %s12
  %v132 = load <4 x float>, ptr %s13
  %v133 = fmul <4 x float> %v122, %v97
  %v134 = fadd <4 x float> %v133, %v132
  store <4 x float> %v134, ptr %s13
  %v135 = load <4 x float>, ptr %s14
  %v136 = fmul <4 x float> %v122, %v99
  %v137 = fadd <4 x float> %v136, %v135
  store <4 x float> %v137, ptr %s14
  %v138 = getelementptr float, ptr %v52, i64 %v60
  %v139 = load <4 x float>, ptr %v138, align 4
  %v140 = getelementptr float, ptr %v138, i64 4
  %v141 = load <4 x float>, ptr %v140, align 4
  %v142 = getelementptr float, ptr %v138, i64 8
  %v143 = load <4 x float>, ptr %v142, align 4
  %v144 = getelementptr float, ptr %v138, i64 12
  %v145 = load <4 x float>, ptr %v144, align 4
  %v146 = getelementptr float, ptr %v138, i64 16
  %v147 = load <4 x float>, ptr %v146, align 4
  %v148 = getelementptr float, ptr %v61, i64 3
  %v149 = load float, ptr %v148, align 4
  %v150 = insertelement <4 x float> poison, float %v149, i64 0
  %v151 = shufflevector <4 x float> %v150, <4 x float> poison, <4 x i32> zeroinitializer
  %v152 = load <4 x float>, ptr %s10
  %v153 = fmul <4 x float> %v151, %v139
  %v154 = fadd <4 x float> %v153, %v152
  store <4 x float> %v154, ptr %s10
  %v155 = load <4 x float>, ptr %s11
  %v156 = fmul <4 x float> %v151, %v141
  %v157 = fadd <4 x float> %v156, %v155
  store <4 x float> %v157, ptr %s11
  %v158 = load <4 x float>, ptr %s12
  %v159 = fmul <4 x float> %v151, %v143
  %v160 = fadd <4 x float> %v159, %v158
  store <4 x float> %v160, ptr %s12
  %v161 = load <4 x float>, ptr %s13
  %v162 = fmul <4 x float> %v151, %v145
  %v163 = fadd <4 x float> %v162, %v161
  store <4 x float> %v163, ptr %s13
  %v164 = load <4 x float>, ptr %s14
  %v165 = fmul <4 x float> %v151, %v147
  %v166 = fadd <4 x float> %v165, %v164
  store <4 x float> %v166, ptr %s14
  %v167 = add i64 %v60, %v2
  store i64 %v167, ptr %s53
  %v168 = getelementptr float, ptr %v61, i64 4
  store ptr %v168, ptr %s37
  %v169 = add i64 %v58, 1
  store i64 %v169, ptr %s54
  br label %head55
done57:
  %v170 = getelementptr i64, ptr %v44, i64 3
  store ptr %v170, ptr %s36
  %v171 = add i64 %v42, 1
  store i64 %v171, ptr %s38
  br label %head39
done41:
  br i1 %direct, label %then172, label %done173
then172:
  %v174 = getelementptr i64, ptr %args, i64 27
  %v175 = load i64, ptr %v174, align 8
  %v176 = getelementptr i64, ptr %args, i64 16
  %v177 = load i64, ptr %v176, align 8
  %v178 = getelementptr i64, ptr %args, i64 97
  %v179 = load ptr, ptr %v178, align 8
  %v180 = udiv i64 %v28, 4
  %v181 = getelementptr i64, ptr %v179, i64 %v180
  %v182 = urem i64 %v28, 4
  %v183 = mul i64 %v182, 2
  %v184 = getelementptr float, ptr %out, i64 %v183
  %v185 = load i64, ptr %v181, align 8
  %v186 = getelementptr float, ptr %v184, i64 %v185
  %v187 = getelementptr i64, ptr %v181, i64 1
  %v188 = load i64, ptr %v187, align 8
  %v189 = getelementptr float, ptr %v184, i64 %v188
  %v190 = getelementptr i64, ptr %v181, i64 2
  %v191 = load i64, ptr %v190, align 8
  %v192 = getelementptr float, ptr %v184, i64 %v191
  %v193 = getelementptr i64, ptr %v181, i64 3
  %v194 = load i64, ptr %v193, align 8
  %v195 = getelementptr float, ptr %v184, i64 %v194
  %v196 = getelementptr i64, ptr %v181, i64 4
  %v197 = load i64, ptr %v196, align 8
  %v198 = getelementptr float, ptr %v184, i64 %v197
  %v199 = load <4 x float>, ptr %s5
  %v200 = fcmp olt <4 x float> %v199, zeroinitializer
  %v201 = select <4 x i1> %v200, <4 x float> zeroinitializer, <4 x float> %v199
  %v202 = load <4 x float>, ptr %s10
  %v203 = fcmp olt <4 x float> %v202, zeroinitializer
  %v204 = select <4 x i1> %v203, <4 x float> zeroinitializer, <4 x float> %v202
  %v205 = shufflevector <4 x float> %v201, <4 x float> %v204, <4 x i32> <i32 0, i32 4, i32 1, i32 5>
  %v206 = shufflevector <4 x float> %v201, <4 x float> %v204, <4 x i32> <i32 2, i32 6, i32 3, i32 7>
  %v207 = getelementptr float, ptr %v186, i64 4
  %v208 = load <4 x float>, ptr %s6
  %v209 = fcmp olt <4 x float> %v208, zeroinitializer
  %v210 = select <4 x i1> %v209, <4 x float> zeroinitializer, <4 x float> %v208
  %v211 = load <4 x float>, ptr %s11
  %v212 = fcmp olt <4 x float> %v211, zeroinitializer
  %v213 = select <4 x i1> %v212, <4 x float> zeroinitializer, <4 x float> %v211
  %v214 = shufflevector <4 x float> %v210, <4 x float> %v213, <4 x i32> <i32 0, i32 4, i32 1, i32 5>
  %v215 = shufflevector <4 x float> %v210, <4 x float> %v213, <4 x i32> <i32 2, i32 6, i32 3, i32 7>
  %v216 = getelementptr float, ptr %v189, i64 4
  %v217 = load <4 x float>, ptr %s7
  %v218 = fcmp olt <4 x float> %v217, zeroinitializer
  %v219 = select <4 x i1> %v218, <4 x float> zeroinitializer, <4 x float> %v217
  %v220 = load <4 x float>, ptr %s12
  %v221 = fcmp olt <4 x float> %v220, zeroinitializer
  %v222 = select <4 x i1> %v221, <4 x float> zeroinitializer, <4 x float> %v220
  %v223 = shufflevector <4 x float> %v219, <4 x float> %v222, <4 x i32> <i32 0, i32 4, i32 1, i32 5>
  %v224 = shufflevector <4 x float> %v219, <4 x float> %v222, <4 x i32> <i32 2, i32 6, i32 3, i32 7>
  %v225 = getelementptr float, ptr %v192, i64 4
  %v226 = load <4 x float>, ptr %s8
  %v227 = fcmp olt <4 x float> %v226, zeroinitializer
  %v228 = select <4 x i1> %v227, <4 x float> zeroinitializer, <4 x float> %v226
  %v229 = load <4 x float>, ptr %s13
  %v230 = fcmp olt <4 x float> %v229, zeroinitializer
  %v231 = select <4 x i1> %v230, <4 x float> zeroinitializer, <4 x float> %v229
  %v232 = shufflevector <4 x float> %v228, <4 x float> %v231, <4 x i32> <i32 0, i32 4, i32 1, i32 5>
  %v233 = shufflevector <4 x float> %v228, <4 x float> %v231, <4 x i32> <i32 2, i32 6, i32 3, i32 7>
  %v234 = getelementptr float, ptr %v195, i64 4
  %v235 = load <4 x float>, ptr %s9
  %v236 = fcmp olt <4 x float> %v235, zeroinitializer
  %v237 = select <4 x i1> %v236, <4 x float> zeroinitializer, <4 x float> %v235
  %v238 = load <4 x float>, ptr %s14
  %v239 = fcmp olt <4 x float> %v238, zeroinitializer
  %v240 = select <4 x i1> %v239, <4 x float> zeroinitializer, <4 x float> %v238
  %v241 = shufflevector <4 x float> %v237, <4 x float> %v240, <4 x i32> <i32 0, i32 4, i32 1, i32 5>
  %v242 = shufflevector <4 x float> %v237, <4 x float> %v240, <4 x i32> <i32 2, i32 6, i32 3, i32 7>
  %v243 = getelementptr float, ptr %v198, i64 4
  br i1 %stream, label %then244, label %done245
then244:
  store <4 x float> %v205, ptr %v186, align 16, !nontemporal !0
  store <4 x float> %v206, ptr %v207, align 16, !nontemporal !0
  store <4 x float> %v214, ptr %v189, align 16, !nontemporal !0
  store <4 x float> %v215, ptr %v216, align 16, !nontemporal !0
  store <4 x float> %v223, ptr %v192, align 16, !nontemporal !0
  store <4 x float> %v224, ptr %v225, align 16, !nontemporal !0
  store <4 x float> %v232, ptr %v195, align 16, !nontemporal !0
  store <4 x float> %v233, ptr %v234, align 16, !nontemporal !0
  store <4 x float> %v241, ptr %v198, align 16, !nontemporal !0
  store <4 x float> %v242, ptr %v243, align 16, !nontemporal !0
  br label %done245
done245:
  %v246 = xor i1 %stream, true
  br i1 %v246, label %then247, label %done248
then247:
  store <4 x float> %v205, ptr %v186, align 4
  store <4 x float> %v206, ptr %v207, align 4
  store <4 x float> %v214, ptr %v189, align 4
  store <4 x float> %v215, ptr %v216, align 4
  store <4 x float> %v223, ptr %v192, align 4
  store <4 x float> %v224, ptr %v225, align 4
  store <4 x float> %v232, ptr %v195, align 4
  store <4 x float> %v233, ptr %v234, align 4
  store <4 x float> %v241, ptr %v198, align 4
  store <4 x float> %v242, ptr %v243, align 4
  br label %done248
done248:
  br label %done173
done173:
  %v249 = xor i1 %direct, true
  br i1 %v249, label %then250, label %done251
then250:
  %v252 = load <4 x float>, ptr %s5
  store <4 x float> %v252, ptr %v30, align 4
  %v253 = load <4 x float>, ptr %s6
  %v254 = getelementptr float, ptr %v30, i64 4
  store <4 x float> %v253, ptr %v254, align 4
  %v255 = load <4 x float>, ptr %s7
  %v256 = getelementptr float, ptr %v30, i64 8
  store <4 x float> %v255, ptr %v256, align 4
  %v257 = load <4 x float>, ptr %s8
  %v258 = getelementptr float, ptr %v30, i64 12
  store <4 x float> %v257, ptr %v258, align 4
  %v259 = load <4 x float>, ptr %s9
  %v260 = getelementptr float, ptr %v30, i64 16
  store <4 x float> %v259, ptr %v260, align 4
  %v261 = load <4 x float>, ptr %s10
  store <4 x float> %v261, ptr %v31, align 4
  %v262 = load <4 x float>, ptr %s11
  %v263 = getelementptr float, ptr %v31, i64 4
  store <4 x float> %v262, ptr %v263, align 4
  %v264 = load <4 x float>, ptr %s12
  %v265 = getelementptr float, ptr %v31, i64 8
  store <4 x float> %v264, ptr %v265, align 4
  %v266 = load <4 x float>, ptr %s13
  %v267 = getelementptr float, ptr %v31, i64 12
  store <4 x float> %v266, ptr %v267, align 4
  %v268 = load <4 x float>, ptr %s14
  %v269 = getelementptr float, ptr %v31, i64 16
  store <4 x float> %v268, ptr %v269, align 4
  br label %done251
done251:
  %v270 = add i64 %v23, 1
  store i64 %v270, ptr %s19
  br label %head20
done22:
  ret void
}
attributes #0 = { nounwind "prefer-vector-width"="128" "min-legal-vector-width"="128" }
!0 = !{i32 1}
