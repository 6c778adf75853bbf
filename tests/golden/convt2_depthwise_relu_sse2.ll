; convt_f32_ic1_oc1_k1x4x4_s1x2x2_d1x1x1_b0x1x1_first_bias_relu sse2
define void @tile_p0_c1_v1(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <4 x float>, i64 1, align 64
  %s6 = alloca <4 x float>, i64 1, align 64
  %s11 = alloca i64, i64 1, align 64
  %s35 = alloca ptr, i64 1, align 64
  %s36 = alloca ptr, i64 1, align 64
  %s37 = alloca i64, i64 1, align 64
  %s52 = alloca i64, i64 1, align 64
  %s53 = alloca i64, i64 1, align 64
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
  %v26 = load float, ptr %bias, align 4
  %v27 = insertelement <4 x float> poison, float %v26, i64 0
  %v28 = shufflevector <4 x float> %v27, <4 x float> poison, <4 x i32> zeroinitializer
  store <4 x float> %v28, ptr %s5
  store <4 x float> %v28, ptr %s6
  br label %done25
done25:
  %v29 = xor i1 %fresh, true
  br i1 %v29, label %then30, label %done31
then30:
  %v32 = load <4 x float>, ptr %v22, align 4
  store <4 x float> %v32, ptr %s5
  %v33 = load <4 x float>, ptr %v23, align 4
  store <4 x float> %v33, ptr %s6
  br label %done31
done31:
  %v34 = getelementptr i64, ptr %v4, i64 %v8
  store ptr %v34, ptr %s35
  store ptr %weights, ptr %s36
  store i64 0, ptr %s37
  br label %head38
head38:
  %v41 = load i64, ptr %s37
  %v42 = icmp slt i64 %v41, %v10
  br i1 %v42, label %body39, label %done40
body39:
  %v43 = load ptr, ptr %s35
  %v44 = load i64, ptr %v43, align 8
  %v45 = getelementptr float, ptr %v21, i64 %v44
  %v46 = getelementptr i64, ptr %v43, i64 1
  %v47 = load i64, ptr %v46, align 8
  %v48 = getelementptr float, ptr %v21, i64 %v47
  %v49 = getelementptr i64, ptr %v43, i64 2
  %v50 = load i64, ptr %v49, align 8
  %v51 = getelementptr float, ptr %v21, i64 %v50
  store i64 0, ptr %s52
  store i64 0, ptr %s53
  br label %head54
head54:
  %v57 = load i64, ptr %s53
  %v58 = icmp slt i64 %v57, %channels
  br i1 %v58, label %body55, label %done56
body55:
  %v59 = load i64, ptr %s52
  %v60 = load ptr, ptr %s36
  %v61 = getelementptr float, ptr %v45, i64 %v59
  %v62 = load <4 x float>, ptr %v61, align 4
  %v63 = load float, ptr %v60, align 4
  %v64 = insertelement <4 x float> poison, float %v63, i64 0
  %v65 = shufflevector <4 x float> %v64, <4 x float> poison, <4 x i32> zeroinitializer
  %v66 = load <4 x float>, ptr %s5
  %v67 = fmul <4 x float> %v65, %v62
  %v68 = fadd <4 x float> %v67, %v66
  store <4 x float> %v68, ptr %s5
  %v69 = getelementptr float, ptr %v48, i64 %v59
  %v70 = load <4 x float>, ptr %v69, align 4
  %v71 = getelementptr float, ptr %v60, i64 1
  %v72 = load float, ptr %v71, align 4
  %v73 = insertelement <4 x float> poison, float %v72, i64 0
  %v74 = shufflevector <4 x float> %v73, <4 x float> poison, <4 x i32> zeroinitializer
  %v75 = load <4 x float>, ptr %s5
  %v76 = fmul <4 x float> %v74, %v70
  %v77 = fadd <4 x float> %v76, %v75
  store <4 x float> %v77, ptr %s5
  %v78 = getelementptr float, ptr %v60, i64 2
  %v79 = load float, ptr %v78, align 4
  %v80 = insertelement <4 x float> poison, float %v79, i64 0
  %v81 = shufflevector <4 x float> %v80, <4 x float> poison, <4 x i32> zeroinitializer
  %v82 = load <4 x float>, ptr %s6
  %v83 = fmul <4 x float> %v81, %v70
  %v84 = fadd <4 x float> %v83, %v82
  store <4 x float> %v84, ptr %s6
  %v85 = getelementptr float, ptr %v51, i64 %v59
  %v86 = load <4 x float>, ptr %v85, align 4
  %v87 = getelementptr float, ptr %v60, i64 3
  %v88 = load float, ptr %v87, align 4
  %v89 = insertelement <4 x float> poison, float %v88, i64 0
  %v90 = shufflevector <4 x float> %v89, <4 x float> poison, <4 x i32> zeroinitializer
  %v91 = load <4 x float>, ptr %s6
  %v92 = fmul <4 x float> %v90, %v86
  %v93 = fadd <4 x float> %v92, %v91
  store <4 x float> %v93, ptr %s6
  %v94 = add i64 %v59, %v2
  store i64 %v94, ptr %s52
  %v95 = getelementptr float, ptr %v60, i64 4
  store ptr %v95, ptr %s36
  %v96 = add i64 %v57, 1
  store i64 %v96, ptr %s53
  br label %head54
done56:
  %v97 = getelementptr i64, ptr %v43, i64 3
  store ptr %v97, ptr %s35
  %v98 = add i64 %v41, 1
  store i64 %v98, ptr %s37
  br label %head38
done40:
  br i1 %direct, label %then99, label %done100
then99:
  %v101 = getelementptr i64, ptr %frame, i64 24
  %v102 = load i64, ptr %v101, align 8
  %v103 = getelementptr i64, ptr %frame, i64 13
  %v104 = load i64, ptr %v103, align 8
  %v105 = getelementptr i64, ptr %frame, i64 93
  %v106 = load ptr, ptr %v105, align 8
  %v107 = udiv i64 %v20, 4
  %v108 = getelementptr i64, ptr %v106, i64 %v107
  %v109 = urem i64 %v20, 4
  %v110 = mul i64 %v109, 2
  %v111 = getelementptr float, ptr %out, i64 %v110
  %v112 = load i64, ptr %v108, align 8
  %v113 = getelementptr float, ptr %v111, i64 %v112
  %v114 = load <4 x float>, ptr %s5
  %v115 = fcmp olt <4 x float> %v114, zeroinitializer
  %v116 = select <4 x i1> %v115, <4 x float> zeroinitializer, <4 x float> %v114
  %v117 = load <4 x float>, ptr %s6
  %v118 = fcmp olt <4 x float> %v117, zeroinitializer
  %v119 = select <4 x i1> %v118, <4 x float> zeroinitializer, <4 x float> %v117
  %v120 = shufflevector <4 x float> %v116, <4 x float> %v119, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v121 = shufflevector <8 x float> %v120, <8 x float> %v120, <8 x i32> <i32 0, i32 4, i32 1, i32 5, i32 2, i32 6, i32 3, i32 7>
  br i1 %stream, label %then122, label %done123
then122:
  store <8 x float> %v121, ptr %v113, align 16, !nontemporal !0
  br label %done123
done123:
  %v124 = xor i1 %stream, true
  br i1 %v124, label %then125, label %done126
then125:
  store <8 x float> %v121, ptr %v113, align 4
  br label %done126
done126:
  br label %done100
done100:
  %v127 = xor i1 %direct, true
  br i1 %v127, label %then128, label %done129
then128:
  %v130 = load <4 x float>, ptr %s5
  store <4 x float> %v130, ptr %v22, align 4
  %v131 = load <4 x float>, ptr %s6
  store <4 x float> %v131, ptr %v23, align 4
  br label %done129
done129:
  %v132 = add i64 %v15, 1
  store i64 %v132, ptr %s11
  br label %head12
done14:
  ret void
}
define void @tile_p0_c1_v3(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <4 x float>, i64 1, align 64
  %s6 = alloca <4 x float>, i64 1, align 64
  %s7 = alloca <4 x float>, i64 1, align 64
  %s8 = alloca <4 x float>, i64 1, align 64
  %s9 = alloca <4 x float>, i64 1, align 64
  %s10 = alloca <4 x float>, i64 1, align 64
  %s15 = alloca i64, i64 1, align 64
  %s47 = alloca ptr, i64 1, align 64
  %s48 = alloca ptr, i64 1, align 64
  %s49 = alloca i64, i64 1, align 64
  %s64 = alloca i64, i64 1, align 64
  %s65 = alloca i64, i64 1, align 64
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
  %v30 = load float, ptr %bias, align 4
  %v31 = insertelement <4 x float> poison, float %v30, i64 0
  %v32 = shufflevector <4 x float> %v31, <4 x float> poison, <4 x i32> zeroinitializer
  store <4 x float> %v32, ptr %s5
  store <4 x float> %v32, ptr %s6
  store <4 x float> %v32, ptr %s7
  store <4 x float> %v32, ptr %s8
  store <4 x float> %v32, ptr %s9
  store <4 x float> %v32, ptr %s10
  br label %done29
done29:
  %v33 = xor i1 %fresh, true
  br i1 %v33, label %then34, label %done35
then34:
  %v36 = load <4 x float>, ptr %v26, align 4
  store <4 x float> %v36, ptr %s5
  %v37 = getelementptr float, ptr %v26, i64 4
  %v38 = load <4 x float>, ptr %v37, align 4
  store <4 x float> %v38, ptr %s6
  %v39 = getelementptr float, ptr %v26, i64 8
  %v40 = load <4 x float>, ptr %v39, align 4
  store <4 x float> %v40, ptr %s7
  %v41 = load <4 x float>, ptr %v27, align 4
  store <4 x float> %v41, ptr %s8
  %v42 = getelementptr float, ptr %v27, i64 4
  %v43 = load <4 x float>, ptr %v42, align 4
  store <4 x float> %v43, ptr %s9
  %v44 = getelementptr float, ptr %v27, i64 8
  %v45 = load <4 x float>, ptr %v44, align 4
  store <4 x float> %v45, ptr %s10
  br label %done35
done35:
  %v46 = getelementptr i64, ptr %v4, i64 %v12
  store ptr %v46, ptr %s47
  store ptr %weights, ptr %s48
  store i64 0, ptr %s49
  br label %head50
head50:
  %v53 = load i64, ptr %s49
  %v54 = icmp slt i64 %v53, %v14
  br i1 %v54, label %body51, label %done52
body51:
  %v55 = load ptr, ptr %s47
  %v56 = load i64, ptr %v55, align 8
  %v57 = getelementptr float, ptr %v25, i64 %v56
  %v58 = getelementptr i64, ptr %v55, i64 1
  %v59 = load i64, ptr %v58, align 8
  %v60 = getelementptr float, ptr %v25, i64 %v59
  %v61 = getelementptr i64, ptr %v55, i64 2
  %v62 = load i64, ptr %v61, align 8
  %v63 = getelementptr float, ptr %v25, i64 %v62
  store i64 0, ptr %s64
  store i64 0, ptr %s65
  br label %head66
head66:
  %v69 = load i64, ptr %s65
  %v70 = icmp slt i64 %v69, %channels
  br i1 %v70, label %body67, label %done68
body67:
  %v71 = load i64, ptr %s64
  %v72 = load ptr, ptr %s48
  %v73 = getelementptr float, ptr %v57, i64 %v71
  %v74 = load <4 x float>, ptr %v73, align 4
  %v75 = getelementptr float, ptr %v73, i64 4
  %v76 = load <4 x float>, ptr %v75, align 4
  %v77 = getelementptr float, ptr %v73, i64 8
  %v78 = load <4 x float>, ptr %v77, align 4
  %v79 = load float, ptr %v72, align 4
  %v80 = insertelement <4 x float> poison, float %v79, i64 0
  %v81 = shufflevector <4 x float> %v80, <4 x float> poison, <4 x i32> zeroinitializer
  %v82 = load <4 x float>, ptr %s5
  %v83 = fmul <4 x float> %v81, %v74
  %v84 = fadd <4 x float> %v83, %v82
  store <4 x float> %v84, ptr %s5
  %v85 = load <4 x float>, ptr %s6
  %v86 = fmul <4 x float> %v81, %v76
  %v87 = fadd <4 x float> %v86, %v85
  store <4 x float> %v87, ptr %s6
  %v88 = load <4 x float>, ptr %s7
  %v89 = fmul <4 x float> %v81, %v78
  %v90 = fadd <4 x float> %v89, %v88
  store <4 x float> %v90, ptr %s7
  %v91 = getelementptr float, ptr %v60, i64 %v71
  %v92 = load <4 x float>, ptr %v91, align 4
  %v93 = getelementptr float, ptr %v91, i64 4
  %v94 = load <4 x float>, ptr %v93, align 4
  %v95 = getelementptr float, ptr %v91, i64 8
  %v96 = load <4 x float>, ptr %v95, align 4
  %v97 = getelementptr float, ptr %v72, i64 1
  %v98 = load float, ptr %v97, align 4
  %v99 = insertelement <4 x float> poison, float %v98, i64 0
  %v100 = shufflevector <4 x float> %v99, <4 x float> poison, <4 x i32> zeroinitializer
  %v101 = load <4 x float>, ptr %s5
  %v102 = fmul <4 x float> %v100, %v92
  %v103 = fadd <4 x float> %v102, %v101
  store <4 x float> %v103, ptr %s5
  %v104 = load <4 x float>, ptr %s6
  %v105 = fmul <4 x float> %v100, %v94
  %v106 = fadd <4 x float> %v105, %v104
  store <4 x float> %v106, ptr %s6
  %v107 = load <4 x float>, ptr %s7
  %v108 = fmul <4 x float> %v100, %v96
  %v109 = fadd <4 x float> %v108, %v107
  store <4 x float> %v109, ptr %s7
  %v110 = getelementptr float, ptr %v72, i64 2
  %v111 = load float, ptr %v110, align 4
  %v112 = insertelement <4 x float> poison, float %v111, i64 0
  %v113 = shufflevector <4 x float> %v112, <4 x float> poison, <4 x i32> zeroinitializer
  %v114 = load <4 x float>, ptr %s8
  %v115 = fmul <4 x float> %v113, %v92
  %v116 = fadd <4 x float> %v115, %v114
  store <4 x float> %v116, ptr %s8
  %v117 = load <4 x float>, ptr %s9
  %v118 = fmul <4 x float> %v113, %v94
  %v119 = fadd <4 x float> %v118, %v117
  store <4 x float> %v119, ptr %s9
  %v120 = load <4 x float>, ptr %s10
  %v121 = fmul <4 x float> %v113, %v96
  %v122 = fadd <4 x float> %v121, %v120
  store <4 x float> %v122, ptr %s10
  %v123 = getelementptr float, ptr %v63, i64 %v71
  %v124 = load <4 x float>, ptr %v123, align 4
  %v125 = getelementptr float, ptr %v123, i64 4
  %v126 = load <4 x float>, ptr %v125, align 4
  %v127 = getelementptr float, ptr %v123, i64 8
  %v128 = load <4 x float>, ptr %v127, align 4
  %v129 = getelementptr float, ptr %v72, i64 3
  %v130 = load float, ptr %v129, align 4
  %v131 = insertelement <4 x float> poison, float %v130, i64 0
  %v132 = shufflevector <4 x float> %v131, <4 x float> poison, <4 x i32> zeroinitializer
  %v133 = load <4 x float>, ptr %s8
  %v134 = fmul <4 x float> %v132, %v124
  %v135 = fadd <4 x float> %v134, %v133
  store <4 x float> %v135, ptr %s8
  %v136 = load <4 x float>, ptr %s9
  %v137 = fmul <4 x float> %v132, %v126
  %v138 = fadd <4 x float> %v137, %v136
  store <4 x float> %v138, ptr %s9
  %v139 = load <4 x float>, ptr %s10
  %v140 = fmul <4 x float> %v132, %v128
  %v141 = fadd <4 x float> %v140, %v139
  store <4 x float> %v141, ptr %s10
  %v142 = add i64 %v71, %v2
  store i64 %v142, ptr %s64
  %v143 = getelementptr float, ptr %v72, i64 4
  store ptr %v143, ptr %s48
  %v144 = add i64 %v69, 1
  store i64 %v144, ptr %s65
  br label %head66
done68:
  %v145 = getelementptr i64, ptr %v55, i64 3
  store ptr %v145, ptr %s47
  %v146 = add i64 %v53, 1
  store i64 %v146, ptr %s49
  br label %head50
done52:
  br i1 %direct, label %then147, label %done148
then147:
  %v149 = getelementptr i64, ptr %frame, i64 24
  %v150 = load i64, ptr %v149, align 8
  %v151 = getelementptr i64, ptr %frame, i64 13
  %v152 = load i64, ptr %v151, align 8
  %v153 = getelementptr i64, ptr %frame, i64 93
  %v154 = load ptr, ptr %v153, align 8
  %v155 = udiv i64 %v24, 4
  %v156 = getelementptr i64, ptr %v154, i64 %v155
  %v157 = urem i64 %v24, 4
  %v158 = mul i64 %v157, 2
  %v159 = getelementptr float, ptr %out, i64 %v158
  %v160 = load i64, ptr %v156, align 8
  %v161 = getelementptr float, ptr %v159, i64 %v160
  %v162 = getelementptr i64, ptr %v156, i64 1
  %v163 = load i64, ptr %v162, align 8
  %v164 = getelementptr float, ptr %v159, i64 %v163
  %v165 = getelementptr i64, ptr %v156, i64 2
  %v166 = load i64, ptr %v165, align 8
  %v167 = getelementptr float, ptr %v159, i64 %v166
  %v168 = load <4 x float>, ptr %s5
  %v169 = fcmp olt <4 x float> %v168, zeroinitializer
  %v170 = select <4 x i1> %v169, <4 x float> zeroinitializer, <4 x float> %v168
  %v171 = load <4 x float>, ptr %s8
  %v172 = fcmp olt <4 x float> %v171, zeroinitializer
  %v173 = select <4 x i1> %v172, <4 x float> zeroinitializer, <4 x float> %v171
  %v174 = shufflevector <4 x float> %v170, <4 x float> %v173, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v175 = shufflevector <8 x float> %v174, <8 x float> %v174, <8 x i32> <i32 0, i32 4, i32 1, i32 5, i32 2, i32 6, i32 3, i32 7>
  %v176 = load <4 x float>, ptr %s6
  %v177 = fcmp olt <4 x float> %v176, zeroinitializer
  %v178 = select <4 x i1> %v177, <4 x float> zeroinitializer, <4 x float> %v176
  %v179 = load <4 x float>, ptr %s9
  %v180 = fcmp olt <4 x float> %v179, zeroinitializer
  %v181 = select <4 x i1> %v180, <4 x float> zeroinitializer, <4 x float> %v179
  %v182 = shufflevector <4 x float> %v178, <4 x float> %v181, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v183 = shufflevector <8 x float> %v182, <8 x float> %v182, <8 x i32> <i32 0, i32 4, i32 1, i32 5, i32 2, i32 6, i32 3, i32 7>
  %v184 = load <4 x float>, ptr %s7
  %v185 = fcmp olt <4 x float> %v184, zeroinitializer
  %v186 = select <4 x i1> %v185, <4 x float> zeroinitializer, <4 x float> %v184
  %v187 = load <4 x float>, ptr %s10
  %v188 = fcmp olt <4 x float> %v187, zeroinitializer
  %v189 = select <4 x i1> %v188, <4 x float> zeroinitializer, <4 x float> %v187
  %v190 = shufflevector <4 x float> %v186, <4 x float> %v189, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v191 = shufflevector <8 x float> %v190, <8 x float> %v190, <8 x i32> <i32 0, i32 4, i32 1, i32 5, i32 2, i32 6, i32 3, i32 7>
  br i1 %stream, label %then192, label %done193
then192:
  store <8 x float> %v175, ptr %v161, align 16, !nontemporal !0
  store <8 x float> %v183, ptr %v164, align 16, !nontemporal !0
  store <8 x float> %v191, ptr %v167, align 16, !nontemporal !0
  br label %done193
done193:
  %v194 = xor i1 %stream, true
  br i1 %v194, label %then195, label %done196
then195:
  store <8 x float> %v175, ptr %v161, align 4
  store <8 x float> %v183, ptr %v164, align 4
  store <8 x float> %v191, ptr %v167, align 4
  br label %done196
done196:
  br label %done148
done148:
  %v197 = xor i1 %direct, true
  br i1 %v197, label %then198, label %done199
then198:
  %v200 = load <4 x float>, ptr %s5
  store <4 x float> %v200, ptr %v26, align 4
  %v201 = load <4 x float>, ptr %s6
  %v202 = getelementptr float, ptr %v26, i64 4
  store <4 x float> %v201, ptr %v202, align 4
  %v203 = load <4 x float>, ptr %s7
  %v204 = getelementptr float, ptr %v26, i64 8
  store <4 x float> %v203, ptr %v204, align 4
  %v205 = load <4 x float>, ptr %s8
  store <4 x float> %v205, ptr %v27, align 4
  %v206 = load <4 x float>, ptr %s9
  %v207 = getelementptr float, ptr %v27, i64 4
  store <4 x float> %v206, ptr %v207, align 4
  %v208 = load <4 x float>, ptr %s10
  %v209 = getelementptr float, ptr %v27, i64 8
  store <4 x float> %v208, ptr %v209, align 4
  br label %done199
done199:
  %v210 = add i64 %v19, 1
  store i64 %v210, ptr %s15
  br label %head16
done18:
  ret void
}
define void @tile_p0_c1_v5(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
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
  %s59 = alloca ptr, i64 1, align 64
  %s60 = alloca ptr, i64 1, align 64
  %s61 = alloca i64, i64 1, align 64
  %s76 = alloca i64, i64 1, align 64
  %s77 = alloca i64, i64 1, align 64
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
  %v26 = add i64 %v25, %start
  %v27 = icmp slt i64 %v26, %last
  %v28 = select i1 %v27, i64 %v26, i64 %last
  %v29 = getelementptr float, ptr %position, i64 %v28
  %v30 = getelementptr float, ptr %temp, i64 %v28
  %v31 = getelementptr float, ptr %v30, i64 %temp_row
  br i1 %fresh, label %then32, label %done33
then32:
  %v34 = load float, ptr %bias, align 4
  %v35 = insertelement <4 x float> poison, float %v34, i64 0
  %v36 = shufflevector <4 x float> %v35, <4 x float> poison, <4 x i32> zeroinitializer
  store <4 x float> %v36, ptr %s5
  store <4 x float> %v36, ptr %s6
  store <4 x float> %v36, ptr %s7
  store <4 x float> %v36, ptr %s8
  store <4 x float> %v36, ptr %s9
  store <4 x float> %v36, ptr %s10
  store <4 x float> %v36, ptr %s11
  store <4 x float> %v36, ptr %s12
  store <4 x float> %v36, ptr %s13
  store <4 x float> %v36, ptr %s14
  br label %done33
done33:
  %v37 = xor i1 %fresh, true
  br i1 %v37, label %then38, label %done39
then38:
  %v40 = load <4 x float>, ptr %v30, align 4
  store <4 x float> %v40, ptr %s5
  %v41 = getelementptr float, ptr %v30, i64 4
  %v42 = load <4 x float>, ptr %v41, align 4
  store <4 x float> %v42, ptr %s6
  %v43 = getelementptr float, ptr %v30, i64 8
  %v44 = load <4 x float>, ptr %v43, align 4
  store <4 x float> %v44, ptr %s7
  %v45 = getelementptr float, ptr %v30, i64 12
  %v46 = load <4 x float>, ptr %v45, align 4
  store <4 x float> %v46, ptr %s8
  %v47 = getelementptr float, ptr %v30, i64 16
  %v48 = load <4 x float>, ptr %v47, align 4
  store <4 x float> %v48, ptr %s9
  %v49 = load <4 x float>, ptr %v31, align 4
  store <4 x float> %v49, ptr %s10
  %v50 = getelementptr float, ptr %v31, i64 4
  %v51 = load <4 x float>, ptr %v50, align 4
  store <4 x float> %v51, ptr %s11
  %v52 = getelementptr float, ptr %v31, i64 8
  %v53 = load <4 x float>, ptr %v52, align 4
  store <4 x float> %v53, ptr %s12
  %v54 = getelementptr float, ptr %v31, i64 12
  %v55 = load <4 x float>, ptr %v54, align 4
  store <4 x float> %v55, ptr %s13
  %v56 = getelementptr float, ptr %v31, i64 16
  %v57 = load <4 x float>, ptr %v56, align 4
  store <4 x float> %v57, ptr %s14
  br label %done39
done39:
  %v58 = getelementptr i64, ptr %v4, i64 %v16
  store ptr %v58, ptr %s59
  store ptr %weights, ptr %s60
  store i64 0, ptr %s61
  br label %head62
head62:
  %v65 = load i64, ptr %s61
  %v66 = icmp slt i64 %v65, %v18
  br i1 %v66, label %body63, label %done64
body63:
  %v67 = load ptr, ptr %s59
  %v68 = load i64, ptr %v67, align 8
  %v69 = getelementptr float, ptr %v29, i64 %v68
  %v70 = getelementptr i64, ptr %v67, i64 1
  %v71 = load i64, ptr %v70, align 8
  %v72 = getelementptr float, ptr %v29, i64 %v71
  %v73 = getelementptr i64, ptr %v67, i64 2
  %v74 = load i64, ptr %v73, align 8
  %v75 = getelementptr float, ptr %v29, i64 %v74
  store i64 0, ptr %s76
  store i64 0, ptr %s77
  br label %head78
head78:
  %v81 = load i64, ptr %s77
  %v82 = icmp slt i64 %v81, %channels
  br i1 %v82, label %body79, label %done80
body79:
  %v83 = load i64, ptr %s76
  %v84 = load ptr, ptr %s60
  %v85 = getelementptr float, ptr %v69, i64 %v83
  %v86 = load <4 x float>, ptr %v85, align 4
  %v87 = getelementptr float, ptr %v85, i64 4
  %v88 = load <4 x float>, ptr %v87, align 4
  %v89 = getelementptr float, ptr %v85, i64 8
  %v90 = load <4 x float>, ptr %v89, align 4
  %v91 = getelementptr float, ptr %v85, i64 12
  %v92 = load <4 x float>, ptr %v91, align 4
  %v93 = getelementptr float, ptr %v85, i64 16
  %v94 = load <4 x float>, ptr %v93, align 4
  %v95 = load float, ptr %v84, align 4
  %v96 = insertelement <4 x float> poison, float %v95, i64 0
  %v97 = shufflevector <4 x float> %v96, <4 x float> poison, <4 x i32> zeroinitializer
  %v98 = load <4 x float>, ptr %s5
  %v99 = fmul <4 x float> %v97, %v86
  %v100 = fadd <4 x float> %v99, %v98
  store <4 x float> %v100, ptr %s5
  %v101 = load <4 x float>, ptr %s6
  %v102 = fmul <4 x float> %v97, %v88
  %v103 = fadd <4 x float> %v102, %v101
  store <4 x float> %v103, ptr %s6
  %v104 = load <4 x float>, ptr %s7
  %v105 = fmul <4 x float> %v97, %v90
  %v106 = fadd <4 x float> %v105, %v104
  store <4 x float> %v106, ptr %s7
  %v107 = load <4 x float>, ptr %s8
  %v108 = fmul <4 x float> %v97, %v92
  %v109 = fadd <4 x float> %v108, %v107
  store <4 x float> %v109, ptr %s8
  %v110 = load <4 x float>, ptr %s9
  %v111 = fmul <4 x float> %v97, %v94
  %v112 = fadd <4 x float> %v111, %v110
  store <4 x float> %v112, ptr %s9
  %v113 = getelementptr float, ptr %v72, i64 %v83
  %v114 = load <4 x float>, ptr %v113, align 4
  %v115 = getelementptr float, ptr %v113, i64 4
  %v116 = load <4 x float>, ptr %v115, align 4
  %v117 = getelementptr float, ptr %v113, i64 8
  %v118 = load <4 x float>, ptr %v117, align 4
  %v119 = getelementptr float, ptr %v113, i64 12
  %v120 = load <4 x float>, ptr %v119, align 4
  %v121 = getelementptr float, ptr %v113, i64 16
  %v122 = load <4 x float>, ptr %v121, align 4
  %v123 = getelementptr float, ptr %v84, i64 1
  %v124 = load float, ptr %v123, align 4
  %v125 = insertelement <4 x float> poison, float %v124, i64 0
  %v126 = shufflevector <4 x float> %v125, <4 x float> poison, <4 x i32> zeroinitializer
  %v127 = load <4 x float>, ptr %s5
  %v128 = fmul <4 x float> %v126, %v114
  %v129 = fadd <4 x float> %v128, %v127
  store <4 x float> %v129, ptr %s5
  %v130 = load <4 x float>, ptr %s6
  %v131 = fmul <4 x float> %v126, %v116
  %v132 = fadd <4 x float> %v131, %v130
  store <4 x float> %v132, ptr %s6
  %v133 = load <4 x float>, ptr %s7
  %v134 = fmul <4 x float> %v126, %v118
  %v135 = fadd <4 x float> %v134, %v133
  store <4 x float> %v135, ptr %s7
  %v136 = load <4 x float>, ptr %s8
  %v137 = fmul <4 x float> %v126, %v120
  %v138 = fadd <4 x float> %v137, %v136
  store <4 x float> %v138, ptr %s8
  %v139 = load <4 x float>, ptr %s9
  %v140 = fmul <4 x float> %v126, %v122
  %v141 = fadd <4 x float> %v140, %v139
  store <4 x float> %v141, ptr %s9
  %v142 = getelementptr float, ptr %v84, i64 2
  %v143 = load float, ptr %v142, align 4
  %v144 = insertelement <4 x float> poison, float %v143, i64 0
  %v145 = shufflevector <4 x float> %v144, <4 x float> poison, <4 x i32> zeroinitializer
  %v146 = load <4 x float>, ptr %s10
  %v147 = fmul <4 x float> %v145, %v114
  %v148 = fadd <4 x float> %v147, %v146
  store <4 x float> %v148, ptr %s10
  %v149 = load <4 x float>, ptr %s11
  %v150 = fmul <4 x float> %v145, %v116
  %v151 = fadd <4 x float> %v150, %v149
  store <4 x float> %v151, ptr %s11
  %v152 = load <4 x float>, ptr %s12
  %v153 = fmul <4 x float> %v145, %v118
  %v154 = fadd <4 x float> %v153, %v152
  store <4 x float> %v154, ptr %s12
  %v155 = load <4 x float>, ptr %s13
  %v156 = fmul <4 x float> %v145, %v120
  %v157 = fadd <4 x float> %v156, %v155
  store <4 x float> %v157, ptr %s13
  %v158 = load <4 x float>, ptr %s14
  %v159 = fmul <4 x float> %v145, %v122
  %v160 = fadd <4 x float> %v159, %v158
  store <4 x float> %v160, ptr %s14
  %v161 = getelementptr float, ptr %v75, i64 %v83
  %v162 = load <4 x float>, ptr %v161, align 4
  %v163 = getelementptr float, ptr %v161, i64 4
  %v164 = load <4 x float>, ptr %v163, align 4
  %v165 = getelementptr float, ptr %v161, i64 8
  %v166 = load <4 x float>, ptr %v165, align 4
  %v167 = getelementptr float, ptr %v161, i64 12
  %v168 = load <4 x float>, ptr %v167, align 4
  %v169 = getelementptr float, ptr %v161, i64 16
  %v170 = load <4 x float>, ptr %v169, align 4
  %v171 = getelementptr float, ptr %v84, i64 3
  %v172 = load float, ptr %v171, align 4
  %v173 = insertelement <4 x float> poison, float %v172, i64 0
  %v174 = shufflevector <4 x float> %v173, <4 x float> poison, <4 x i32> zeroinitializer
  %v175 = load <4 x float>, ptr %s10
  %v176 = fmul <4 x float> %v174, %v162
  %v177 = fadd <4 x float> %v176, %v175
  store <4 x float> %v177, ptr %s10
  %v178 = load <4 x float>, ptr %s11
  %v179 = fmul <4 x float> %v174, %v164
  %v180 = fadd <4 x float> %v179, %v178
  store <4 x float> %v180, ptr %s11
  %v181 = load <4 x float>, ptr %s12
  %v182 = fmul <4 x float> %v174, %v166
  %v183 = fadd <4 x float> %v182, %v181
  store <4 x float> %v183, ptr %s12
  %v184 = load <4 x float>, ptr %s13
  %v185 = fmul <4 x float> %v174, %v168
  %v186 = fadd <4 x float> %v185, %v184
  store <4 x float> %v186, ptr %s13
  %v187 = load <4 x float>, ptr %s14
  %v188 = fmul <4 x float> %v174, %v170
  %v189 = fadd <4 x float> %v188, %v187
  store <4 x float> %v189, ptr %s14
  %v190 = add i64 %v83, %v2
  store i64 %v190, ptr %s76
  %v191 = getelementptr float, ptr %v84, i64 4
  store ptr %v191, ptr %s60
  %v192 = add i64 %v81, 1
  store i64 %v192, ptr %s77
  br label %head78
done80:
  %v193 = getelementptr i64, ptr %v67, i64 3
  store ptr %v193, ptr %s59
  %v194 = add i64 %v65, 1
  store i64 %v194, ptr %s61
  br label %head62
done64:
  br i1 %direct, label %then195, label %done196
then195:
  %v197 = getelementptr i64, ptr %frame, i64 24
  %v198 = load i64, ptr %v197, align 8
  %v199 = getelementptr i64, ptr %frame, i64 13
  %v200 = load i64, ptr %v199, align 8
  %v201 = getelementptr i64, ptr %frame, i64 93
  %v202 = load ptr, ptr %v201, align 8
  %v203 = udiv i64 %v28, 4
  %v204 = getelementptr i64, ptr %v202, i64 %v203
  %v205 = urem i64 %v28, 4
  %v206 = mul i64 %v205, 2
  %v207 = getelementptr float, ptr %out, i64 %v206
  %v208 = load i64, ptr %v204, align 8
  %v209 = getelementptr float, ptr %v207, i64 %v208
  %v210 = getelementptr i64, ptr %v204, i64 1
  %v211 = load i64, ptr %v210, align 8
  %v212 = getelementptr float, ptr %v207, i64 %v211
  %v213 = getelementptr i64, ptr %v204, i64 2
  %v214 = load i64, ptr %v213, align 8
  %v215 = getelementptr float, ptr %v207, i64 %v214
  %v216 = getelementptr i64, ptr %v204, i64 3
  %v217 = load i64, ptr %v216, align 8
  %v218 = getelementptr float, ptr %v207, i64 %v217
  %v219 = getelementptr i64, ptr %v204, i64 4
  %v220 = load i64, ptr %v219, align 8
  %v221 = getelementptr float, ptr %v207, i64 %v220
  %v222 = load <4 x float>, ptr %s5
  %v223 = fcmp olt <4 x float> %v222, zeroinitializer
  %v224 = select <4 x i1> %v223, <4 x float> zeroinitializer, <4 x float> %v222
  %v225 = load <4 x float>, ptr %s10
  %v226 = fcmp olt <4 x float> %v225, zeroinitializer
  %v227 = select <4 x i1> %v226, <4 x float> zeroinitializer, <4 x float> %v225
  %v228 = shufflevector <4 x float> %v224, <4 x float> %v227, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v229 = shufflevector <8 x float> %v228, <8 x float> %v228, <8 x i32> <i32 0, i32 4, i32 1, i32 5, i32 2, i32 6, i32 3, i32 7>
  %v230 = load <4 x float>, ptr %s6
  %v231 = fcmp olt <4 x float> %v230, zeroinitializer
  %v232 = select <4 x i1> %v231, <4 x float> zeroinitializer, <4 x float> %v230
  %v233 = load <4 x float>, ptr %s11
  %v234 = fcmp olt <4 x float> %v233, zeroinitializer
  %v235 = select <4 x i1> %v234, <4 x float> zeroinitializer, <4 x float> %v233
  %v236 = shufflevector <4 x float> %v232, <4 x float> %v235, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v237 = shufflevector <8 x float> %v236, <8 x float> %v236, <8 x i32> <i32 0, i32 4, i32 1, i32 5, i32 2, i32 6, i32 3, i32 7>
  %v238 = load <4 x float>, ptr %s7
  %v239 = fcmp olt <4 x float> %v238, zeroinitializer
  %v240 = select <4 x i1> %v239, <4 x float> zeroinitializer, <4 x float> %v238
  %v241 = load <4 x float>, ptr %s12
  %v242 = fcmp olt <4 x float> %v241, zeroinitializer
  %v243 = select <4 x i1> %v242, <4 x float> zeroinitializer, <4 x float> %v241
  %v244 = shufflevector <4 x float> %v240, <4 x float> %v243, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v245 = shufflevector <8 x float> %v244, <8 x float> %v244, <8 x i32> <i32 0, i32 4, i32 1, i32 5, i32 2, i32 6, i32 3, i32 7>
  %v246 = load <4 x float>, ptr %s8
  %v247 = fcmp olt <4 x float> %v246, zeroinitializer
  %v248 = select <4 x i1> %v247, <4 x float> zeroinitializer, <4 x float> %v246
  %v249 = load <4 x float>, ptr %s13
  %v250 = fcmp olt <4 x float> %v249, zeroinitializer
  %v251 = select <4 x i1> %v250, <4 x float> zeroinitializer, <4 x float> %v249
  %v252 = shufflevector <4 x float> %v248, <4 x float> %v251, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v253 = shufflevector <8 x float> %v252, <8 x float> %v252, <8 x i32> <i32 0, i32 4, i32 1, i32 5, i32 2, i32 6, i32 3, i32 7>
  %v254 = load <4 x float>, ptr %s9
  %v255 = fcmp olt <4 x float> %v254, zeroinitializer
  %v256 = select <4 x i1> %v255, <4 x float> zeroinitializer, <4 x float> %v254
  %v257 = load <4 x float>, ptr %s14
  %v258 = fcmp olt <4 x float> %v257, zeroinitializer
  %v259 = select <4 x i1> %v258, <4 x float> zeroinitializer, <4 x float> %v257
  %v260 = shufflevector <4 x float> %v256, <4 x float> %v259, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v261 = shufflevector <8 x float> %v260, <8 x float> %v260, <8 x i32> <i32 0, i32 4, i32 1, i32 5, i32 2, i32 6, i32 3, i32 7>
  br i1 %stream, label %then262, label %done263
then262:
  store <8 x float> %v229, ptr %v209, align 16, !nontemporal !0
  store <8 x float> %v237, ptr %v212, align 16, !nontemporal !0
  store <8 x float> %v245, ptr %v215, align 16, !nontemporal !0
  store <8 x float> %v253, ptr %v218, align 16, !nontemporal !0
  store <8 x float> %v261, ptr %v221, align 16, !nontemporal !0
  br label %done263
done263:
  %v264 = xor i1 %stream, true
  br i1 %v264, label %then265, label %done266
then265:
  store <8 x float> %v229, ptr %v209, align 4
  store <8 x float> %v237, ptr %v212, align 4
  store <8 x float> %v245, ptr %v215, align 4
  store <8 x float> %v253, ptr %v218, align 4
  store <8 x float> %v261, ptr %v221, align 4
  br label %done266
done266:
  br label %done196
done196:
  %v267 = xor i1 %direct, true
  br i1 %v267, label %then268, label %done269
then268:
  %v270 = load <4 x float>, ptr %s5
  store <4 x float> %v270, ptr %v30, align 4
  %v271 = load <4 x float>, ptr %s6
  %v272 = getelementptr float, ptr %v30, i64 4
  store <4 x float> %v271, ptr %v272, align 4
  %v273 = load <4 x float>, ptr %s7
  %v274 = getelementptr float, ptr %v30, i64 8
  store <4 x float> %v273, ptr %v274, align 4
  %v275 = load <4 x float>, ptr %s8
  %v276 = getelementptr float, ptr %v30, i64 12
  store <4 x float> %v275, ptr %v276, align 4
  %v277 = load <4 x float>, ptr %s9
  %v278 = getelementptr float, ptr %v30, i64 16
  store <4 x float> %v277, ptr %v278, align 4
  %v279 = load <4 x float>, ptr %s10
  store <4 x float> %v279, ptr %v31, align 4
  %v280 = load <4 x float>, ptr %s11
  %v281 = getelementptr float, ptr %v31, i64 4
  store <4 x float> %v280, ptr %v281, align 4
  %v282 = load <4 x float>, ptr %s12
  %v283 = getelementptr float, ptr %v31, i64 8
  store <4 x float> %v282, ptr %v283, align 4
  %v284 = load <4 x float>, ptr %s13
  %v285 = getelementptr float, ptr %v31, i64 12
  store <4 x float> %v284, ptr %v285, align 4
  %v286 = load <4 x float>, ptr %s14
  %v287 = getelementptr float, ptr %v31, i64 16
  store <4 x float> %v286, ptr %v287, align 4
  br label %done269
done269:
  %v288 = add i64 %v23, 1
  store i64 %v288, ptr %s19
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
