; conv_f64_ic2_oc1_k1x1x3_s1x1x1_d1x1x2_b0x0x2_first_bias_leaky_relu sse2
define void @tile_p0_c1_v1(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <2 x double>, i64 1, align 64
  %s10 = alloca i64, i64 1, align 64
  %s32 = alloca ptr, i64 1, align 64
  %s33 = alloca ptr, i64 1, align 64
  %s34 = alloca i64, i64 1, align 64
  %s49 = alloca i64, i64 1, align 64
  %s50 = alloca i64, i64 1, align 64
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
  %v16 = mul i64 %v14, 2
  %v17 = add i64 %v16, %start
  %v18 = icmp slt i64 %v17, %last
  %v19 = select i1 %v18, i64 %v17, i64 %last
  %v20 = getelementptr double, ptr %position, i64 %v19
  %v21 = getelementptr double, ptr %temp, i64 %v19
  br i1 %fresh, label %then22, label %done23
then22:
  %v24 = load double, ptr %bias, align 8
  %v25 = insertelement <2 x double> poison, double %v24, i64 0
  %v26 = shufflevector <2 x double> %v25, <2 x double> poison, <2 x i32> zeroinitializer
  store <2 x double> %v26, ptr %s5
  br label %done23
done23:
  %v27 = xor i1 %fresh, true
  br i1 %v27, label %then28, label %done29
then28:
  %v30 = load <2 x double>, ptr %v21, align 8
  store <2 x double> %v30, ptr %s5
  br label %done29
done29:
  %v31 = getelementptr i64, ptr %v4, i64 %v7
  store ptr %v31, ptr %s32
  store ptr %weights, ptr %s33
  store i64 0, ptr %s34
  br label %head35
head35:
  %v38 = load i64, ptr %s34
  %v39 = icmp slt i64 %v38, %v9
  br i1 %v39, label %body36, label %done37
body36:
  %v40 = load ptr, ptr %s32
  %v41 = load i64, ptr %v40, align 8
  %v42 = getelementptr double, ptr %v20, i64 %v41
  %v43 = getelementptr i64, ptr %v40, i64 1
  %v44 = load i64, ptr %v43, align 8
  %v45 = getelementptr double, ptr %v20, i64 %v44
  %v46 = getelementptr i64, ptr %v40, i64 2
  %v47 = load i64, ptr %v46, align 8
  %v48 = getelementptr double, ptr %v20, i64 %v47
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
  %v58 = getelementptr double, ptr %v42, i64 %v56
  %v59 = load <2 x double>, ptr %v58, align 8
  %v60 = load double, ptr %v57, align 8
  %v61 = insertelement <2 x double> poison, double %v60, i64 0
  %v62 = shufflevector <2 x double> %v61, <2 x double> poison, <2 x i32> zeroinitializer
  %v63 = load <2 x double>, ptr %s5
  %v64 = fmul <2 x double> %v62, %v59
  %v65 = fadd <2 x double> %v64, %v63
  store <2 x double> %v65, ptr %s5
  %v66 = getelementptr double, ptr %v45, i64 %v56
  %v67 = load <2 x double>, ptr %v66, align 8
  %v68 = getelementptr double, ptr %v57, i64 1
  %v69 = load double, ptr %v68, align 8
  %v70 = insertelement <2 x double> poison, double %v69, i64 0
  %v71 = shufflevector <2 x double> %v70, <2 x double> poison, <2 x i32> zeroinitializer
  %v72 = load <2 x double>, ptr %s5
  %v73 = fmul <2 x double> %v71, %v67
  %v74 = fadd <2 x double> %v73, %v72
  store <2 x double> %v74, ptr %s5
  %v75 = getelementptr double, ptr %v48, i64 %v56
  %v76 = load <2 x double>, ptr %v75, align 8
  %v77 = getelementptr double, ptr %v57, i64 2
  %v78 = load double, ptr %v77, align 8
  %v79 = insertelement <2 x double> poison, double %v78, i64 0
  %v80 = shufflevector <2 x double> %v79, <2 x double> poison, <2 x i32> zeroinitializer
  %v81 = load <2 x double>, ptr %s5
  %v82 = fmul <2 x double> %v80, %v76
  %v83 = fadd <2 x double> %v82, %v81
  store <2 x double> %v83, ptr %s5
  %v84 = add i64 %v56, %v2
  store i64 %v84, ptr %s49
  %v85 = getelementptr double, ptr %v57, i64 3
  store ptr %v85, ptr %s33
  %v86 = add i64 %v54, 1
  store i64 %v86, ptr %s50
  br label %head51
done53:
  %v87 = getelementptr i64, ptr %v40, i64 3
  store ptr %v87, ptr %s32
  %v88 = add i64 %v38, 1
  store i64 %v88, ptr %s34
  br label %head35
done37:
  br i1 %direct, label %then89, label %done90
then89:
  %v91 = getelementptr i64, ptr %frame, i64 24
  %v92 = load i64, ptr %v91, align 8
  %v93 = getelementptr i64, ptr %frame, i64 13
  %v94 = load i64, ptr %v93, align 8
  %v95 = getelementptr i64, ptr %frame, i64 93
  %v96 = load ptr, ptr %v95, align 8
  %v97 = bitcast i64 %v94 to double
  %v98 = udiv i64 %v19, 2
  %v99 = getelementptr i64, ptr %v96, i64 %v98
  %v100 = urem i64 %v19, 2
  %v101 = getelementptr double, ptr %out, i64 %v100
  %v102 = load i64, ptr %v99, align 8
  %v103 = getelementptr double, ptr %v101, i64 %v102
  %v104 = load <2 x double>, ptr %s5
  %v105 = fcmp olt <2 x double> %v104, zeroinitializer
  %v106 = insertelement <2 x double> poison, double %v97, i64 0
  %v107 = shufflevector <2 x double> %v106, <2 x double> poison, <2 x i32> zeroinitializer
  %v108 = fmul <2 x double> %v104, %v107
  %v109 = select <2 x i1> %v105, <2 x double> %v108, <2 x double> %v104
  br i1 %stream, label %then110, label %done111
then110:
  store <2 x double> %v109, ptr %v103, align 16, !nontemporal !0
  br label %done111
done111:
  %v112 = xor i1 %stream, true
  br i1 %v112, label %then113, label %done114
then113:
  store <2 x double> %v109, ptr %v103, align 8
  br label %done114
done114:
  br label %done90
done90:
  %v115 = xor i1 %direct, true
  br i1 %v115, label %then116, label %done117
then116:
  %v118 = load <2 x double>, ptr %s5
  store <2 x double> %v118, ptr %v21, align 8
  br label %done117
done117:
  %v119 = add i64 %v14, 1
  store i64 %v119, ptr %s10
  br label %head11
done13:
  ret void
}
define void @tile_p0_c1_v3(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <2 x double>, i64 1, align 64
  %s6 = alloca <2 x double>, i64 1, align 64
  %s7 = alloca <2 x double>, i64 1, align 64
  %s12 = alloca i64, i64 1, align 64
  %s38 = alloca ptr, i64 1, align 64
  %s39 = alloca ptr, i64 1, align 64
  %s40 = alloca i64, i64 1, align 64
  %s55 = alloca i64, i64 1, align 64
  %s56 = alloca i64, i64 1, align 64
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
  %v18 = mul i64 %v16, 6
  %v19 = add i64 %v18, %start
  %v20 = icmp slt i64 %v19, %last
  %v21 = select i1 %v20, i64 %v19, i64 %last
  %v22 = getelementptr double, ptr %position, i64 %v21
  %v23 = getelementptr double, ptr %temp, i64 %v21
  br i1 %fresh, label %then24, label %done25
then24:
  %v26 = load double, ptr %bias, align 8
  %v27 = insertelement <2 x double> poison, double %v26, i64 0
  %v28 = shufflevector <2 x double> %v27, <2 x double> poison, <2 x i32> zeroinitializer
  store <2 x double> %v28, ptr %s5
  store <2 x double> %v28, ptr %s6
  store <2 x double> %v28, ptr %s7
  br label %done25
done25:
  %v29 = xor i1 %fresh, true
  br i1 %v29, label %then30, label %done31
then30:
  %v32 = load <2 x double>, ptr %v23, align 8
  store <2 x double> %v32, ptr %s5
  %v33 = getelementptr double, ptr %v23, i64 2
  %v34 = load <2 x double>, ptr %v33, align 8
  store <2 x double> %v34, ptr %s6
  %v35 = getelementptr double, ptr %v23, i64 4
  %v36 = load <2 x double>, ptr %v35, align 8
  store <2 x double> %v36, ptr %s7
  br label %done31
done31:
  %v37 = getelementptr i64, ptr %v4, i64 %v9
  store ptr %v37, ptr %s38
  store ptr %weights, ptr %s39
  store i64 0, ptr %s40
  br label %head41
head41:
  %v44 = load i64, ptr %s40
  %v45 = icmp slt i64 %v44, %v11
  br i1 %v45, label %body42, label %done43
body42:
  %v46 = load ptr, ptr %s38
  %v47 = load i64, ptr %v46, align 8
  %v48 = getelementptr double, ptr %v22, i64 %v47
  %v49 = getelementptr i64, ptr %v46, i64 1
  %v50 = load i64, ptr %v49, align 8
  %v51 = getelementptr double, ptr %v22, i64 %v50
  %v52 = getelementptr i64, ptr %v46, i64 2
  %v53 = load i64, ptr %v52, align 8
  %v54 = getelementptr double, ptr %v22, i64 %v53
  store i64 0, ptr %s55
  store i64 0, ptr %s56
  br label %head57
head57:
  %v60 = load i64, ptr %s56
  %v61 = icmp slt i64 %v60, %channels
  br i1 %v61, label %body58, label %done59
body58:
  %v62 = load i64, ptr %s55
  %v63 = load ptr, ptr %s39
  %v64 = getelementptr double, ptr %v48, i64 %v62
  %v65 = load <2 x double>, ptr %v64, align 8
  %v66 = getelementptr double, ptr %v64, i64 2
  %v67 = load <2 x double>, ptr %v66, align 8
  %v68 = getelementptr double, ptr %v64, i64 4
  %v69 = load <2 x double>, ptr %v68, align 8
  %v70 = load double, ptr %v63, align 8
  %v71 = insertelement <2 x double> poison, double %v70, i64 0
  %v72 = shufflevector <2 x double> %v71, <2 x double> poison, <2 x i32> zeroinitializer
  %v73 = load <2 x double>, ptr %s5
  %v74 = fmul <2 x double> %v72, %v65
  %v75 = fadd <2 x double> %v74, %v73
  store <2 x double> %v75, ptr %s5
  %v76 = load <2 x double>, ptr %s6
  %v77 = fmul <2 x double> %v72, %v67
  %v78 = fadd <2 x double> %v77, %v76
  store <2 x double> %v78, ptr %s6
  %v79 = load <2 x double>, ptr %s7
  %v80 = fmul <2 x double> %v72, %v69
  %v81 = fadd <2 x double> %v80, %v79
  store <2 x double> %v81, ptr %s7
  %v82 = getelementptr double, ptr %v51, i64 %v62
  %v83 = load <2 x double>, ptr %v82, align 8
  %v84 = getelementptr double, ptr %v82, i64 2
  %v85 = load <2 x double>, ptr %v84, align 8
  %v86 = getelementptr double, ptr %v82, i64 4
  %v87 = load <2 x double>, ptr %v86, align 8
  %v88 = getelementptr double, ptr %v63, i64 1
  %v89 = load double, ptr %v88, align 8
  %v90 = insertelement <2 x double> poison, double %v89, i64 0
  %v91 = shufflevector <2 x double> %v90, <2 x double> poison, <2 x i32> zeroinitializer
  %v92 = load <2 x double>, ptr %s5
  %v93 = fmul <2 x double> %v91, %v83
  %v94 = fadd <2 x double> %v93, %v92
  store <2 x double> %v94, ptr %s5
  %v95 = load <2 x double>, ptr %s6
  %v96 = fmul <2 x double> %v91, %v85
  %v97 = fadd <2 x double> %v96, %v95
  store <2 x double> %v97, ptr %s6
  %v98 = load <2 x double>, ptr %s7
  %v99 = fmul <2 x double> %v91, %v87
  %v100 = fadd <2 x double> %v99, %v98
  store <2 x double> %v100, ptr %s7
  %v101 = getelementptr double, ptr %v54, i64 %v62
  %v102 = load <2 x double>, ptr %v101, align 8
  %v103 = getelementptr double, ptr %v101, i64 2
  %v104 = load <2 x double>, ptr %v103, align 8
  %v105 = getelementptr double, ptr %v101, i64 4
  %v106 = load <2 x double>, ptr %v105, align 8
  %v107 = getelementptr double, ptr %v63, i64 2
  %v108 = load double, ptr %v107, align 8
  %v109 = insertelement <2 x double> poison, double %v108, i64 0
  %v110 = shufflevector <2 x double> %v109, <2 x double> poison, <2 x i32> zeroinitializer
  %v111 = load <2 x double>, ptr %s5
  %v112 = fmul <2 x double> %v110, %v102
  %v113 = fadd <2 x double> %v112, %v111
  store <2 x double> %v113, ptr %s5
  %v114 = load <2 x double>, ptr %s6
  %v115 = fmul <2 x double> %v110, %v104
  %v116 = fadd <2 x double> %v115, %v114
  store <2 x double> %v116, ptr %s6
  %v117 = load <2 x double>, ptr %s7
  %v118 = fmul <2 x double> %v110, %v106
  %v119 = fadd <2 x double> %v118, %v117
  store <2 x double> %v119, ptr %s7
  %v120 = add i64 %v62, %v2
  store i64 %v120, ptr %s55
  %v121 = getelementptr double, ptr %v63, i64 3
  store ptr %v121, ptr %s39
  %v122 = add i64 %v60, 1
  store i64 %v122, ptr %s56
  br label %head57
done59:
  %v123 = getelementptr i64, ptr %v46, i64 3
  store ptr %v123, ptr %s38
  %v124 = add i64 %v44, 1
  store i64 %v124, ptr %s40
  br label %head41
done43:
  br i1 %direct, label %then125, label %done126
then125:
  %v127 = getelementptr i64, ptr %frame, i64 24
  %v128 = load i64, ptr %v127, align 8
  %v129 = getelementptr i64, ptr %frame, i64 13
  %v130 = load i64, ptr %v129, align 8
  %v131 = getelementptr i64, ptr %frame, i64 93
  %v132 = load ptr, ptr %v131, align 8
  %v133 = bitcast i64 %v130 to double
  %v134 = udiv i64 %v21, 2
  %v135 = getelementptr i64, ptr %v132, i64 %v134
  %v136 = urem i64 %v21, 2
  %v137 = getelementptr double, ptr %out, i64 %v136
  %v138 = load i64, ptr %v135, align 8
  %v139 = getelementptr double, ptr %v137, i64 %v138
  %v140 = getelementptr i64, ptr %v135, i64 1
  %v141 = load i64, ptr %v140, align 8
  %v142 = getelementptr double, ptr %v137, i64 %v141
  %v143 = getelementptr i64, ptr %v135, i64 2
  %v144 = load i64, ptr %v143, align 8
  %v145 = getelementptr double, ptr %v137, i64 %v144
  %v146 = load <2 x double>, ptr %s5
  %v147 = fcmp olt <2 x double> %v146, zeroinitializer
  %v148 = insertelement <2 x double> poison, double %v133, i64 0
  %v149 = shufflevector <2 x double> %v148, <2 x double> poison, <2 x i32> zeroinitializer
  %v150 = fmul <2 x double> %v146, %v149
  %v151 = select <2 x i1> %v147, <2 x double> %v150, <2 x double> %v146
  %v152 = load <2 x double>, ptr %s6
  %v153 = fcmp olt <2 x double> %v152, zeroinitializer
  %v154 = insertelement <2 x double> poison, double %v133, i64 0
  %v155 = shufflevector <2 x double> %v154, <2 x double> poison, <2 x i32> zeroinitializer
  %v156 = fmul <2 x double> %v152, %v155
  %v157 = select <2 x i1> %v153, <2 x double> %v156, <2 x double> %v152
  %v158 = load <2 x double>, ptr %s7
  %v159 = fcmp olt <2 x double> %v158, zeroinitializer
  %v160 = insertelement <2 x double> poison, double %v133, i64 0
  %v161 = shufflevector <2 x double> %v160, <2 x double> poison, <2 x i32> zeroinitializer
  %v162 = fmul <2 x double> %v158, %v161
  %v163 = select <2 x i1> %v159, <2 x double> %v162, <2 x double> %v158
  br i1 %stream, label %then164, label %done165
then164:
  store <2 x double> %v151, ptr %v139, align 16, !nontemporal !0
  store <2 x double> %v157, ptr %v142, align 16, !nontemporal !0
  store <2 x double> %v163, ptr %v145, align 16, !nontemporal !0
  br label %done165
done165:
  %v166 = xor i1 %stream, true
  br i1 %v166, label %then167, label %done168
then167:
  store <2 x double> %v151, ptr %v139, align 8
  store <2 x double> %v157, ptr %v142, align 8
  store <2 x double> %v163, ptr %v145, align 8
  br label %done168
done168:
  br label %done126
done126:
  %v169 = xor i1 %direct, true
  br i1 %v169, label %then170, label %done171
then170:
  %v172 = load <2 x double>, ptr %s5
  store <2 x double> %v172, ptr %v23, align 8
  %v173 = load <2 x double>, ptr %s6
  %v174 = getelementptr double, ptr %v23, i64 2
  store <2 x double> %v173, ptr %v174, align 8
  %v175 = load <2 x double>, ptr %s7
  %v176 = getelementptr double, ptr %v23, i64 4
  store <2 x double> %v175, ptr %v176, align 8
  br label %done171
done171:
  %v177 = add i64 %v16, 1
  store i64 %v177, ptr %s12
  br label %head13
done15:
  ret void
}
define void @tile_p0_c1_v6(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <2 x double>, i64 1, align 64
  %s6 = alloca <2 x double>, i64 1, align 64
  %s7 = alloca <2 x double>, i64 1, align 64
  %s8 = alloca <2 x double>, i64 1, align 64
  %s9 = alloca <2 x double>, i64 1, align 64
  %s10 = alloca <2 x double>, i64 1, align 64
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
  %v25 = getelementptr double, ptr %position, i64 %v24
  %v26 = getelementptr double, ptr %temp, i64 %v24
  br i1 %fresh, label %then27, label %done28
then27:
  %v29 = load double, ptr %bias, align 8
  %v30 = insertelement <2 x double> poison, double %v29, i64 0
  %v31 = shufflevector <2 x double> %v30, <2 x double> poison, <2 x i32> zeroinitializer
  store <2 x double> %v31, ptr %s5
  store <2 x double> %v31, ptr %s6
  store <2 x double> %v31, ptr %s7
  store <2 x double> %v31, ptr %s8
  store <2 x double> %v31, ptr %s9
  store <2 x double> %v31, ptr %s10
  br label %done28
done28:
  %v32 = xor i1 %fresh, true
  br i1 %v32, label %then33, label %done34
then33:
  %v35 = load <2 x double>, ptr %v26, align 8
  store <2 x double> %v35, ptr %s5
  %v36 = getelementptr double, ptr %v26, i64 2
  %v37 = load <2 x double>, ptr %v36, align 8
  store <2 x double> %v37, ptr %s6
  %v38 = getelementptr double, ptr %v26, i64 4
  %v39 = load <2 x double>, ptr %v38, align 8
  store <2 x double> %v39, ptr %s7
  %v40 = getelementptr double, ptr %v26, i64 6
  %v41 = load <2 x double>, ptr %v40, align 8
  store <2 x double> %v41, ptr %s8
  %v42 = getelementptr double, ptr %v26, i64 8
  %v43 = load <2 x double>, ptr %v42, align 8
  store <2 x double> %v43, ptr %s9
  %v44 = getelementptr double, ptr %v26, i64 10
  %v45 = load <2 x double>, ptr %v44, align 8
  store <2 x double> %v45, ptr %s10
  br label %done34
done34:
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
  %v57 = getelementptr double, ptr %v25, i64 %v56
  %v58 = getelementptr i64, ptr %v55, i64 1
  %v59 = load i64, ptr %v58, align 8
  %v60 = getelementptr double, ptr %v25, i64 %v59
  %v61 = getelementptr i64, ptr %v55, i64 2
  %v62 = load i64, ptr %v61, align 8
  %v63 = getelementptr double, ptr %v25, i64 %v62
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
  %v73 = getelementptr double, ptr %v57, i64 %v71
  %v74 = load <2 x double>, ptr %v73, align 8
  %v75 = getelementptr double, ptr %v73, i64 2
  %v76 = load <2 x double>, ptr %v75, align 8
  %v77 = getelementptr double, ptr %v73, i64 4
  %v78 = load <2 x double>, ptr %v77, align 8
  %v79 = getelementptr double, ptr %v73, i64 6
  %v80 = load <2 x double>, ptr %v79, align 8
  %v81 = getelementptr double, ptr %v73, i64 8
  %v82 = load <2 x double>, ptr %v81, align 8
  %v83 = getelementptr double, ptr %v73, i64 10
  %v84 = load <2 x double>, ptr %v83, align 8
  %v85 = load double, ptr %v72, align 8
  %v86 = insertelement <2 x double> poison, double %v85, i64 0
  %v87 = shufflevector <2 x double> %v86, <2 x double> poison, <2 x i32> zeroinitializer
  %v88 = load <2 x double>, ptr %s5
  %v89 = fmul <2 x double> %v87, %v74
  %v90 = fadd <2 x double> %v89, %v88
  store <2 x double> %v90, ptr %s5
  %v91 = load <2 x double>, ptr %s6
  %v92 = fmul <2 x double> %v87, %v76
  %v93 = fadd <2 x double> %v92, %v91
  store <2 x double> %v93, ptr %s6
  %v94 = load <2 x double>, ptr %s7
  %v95 = fmul <2 x double> %v87, %v78
  %v96 = fadd <2 x double> %v95, %v94
  store <2 x double> %v96, ptr %s7
  %v97 = load <2 x double>, ptr %s8
  %v98 = fmul <2 x double> %v87, %v80
  %v99 = fadd <2 x double> %v98, %v97
  store <2 x double> %v99, ptr %s8
  %v100 = load <2 x double>, ptr %s9
  %v101 = fmul <2 x double> %v87, %v82
  %v102 = fadd <2 x double> %v101, %v100
  store <2 x double> %v102, ptr %s9
  %v103 = load <2 x double>, ptr %s10
  %v104 = fmul <2 x double> %v87, %v84
  %v105 = fadd <2 x double> %v104, %v103
  store <2 x double> %v105, ptr %s10
  %v106 = getelementptr double, ptr %v60, i64 %v71
  %v107 = load <2 x double>, ptr %v106, align 8
  %v108 = getelementptr double, ptr %v106, i64 2
  %v109 = load <2 x double>, ptr %v108, align 8
  %v110 = getelementptr double, ptr %v106, i64 4
  %v111 = load <2 x double>, ptr %v110, align 8
  %v112 = getelementptr double, ptr %v106, i64 6
  %v113 = load <2 x double>, ptr %v112, align 8
  %v114 = getelementptr double, ptr %v106, i64 8
  %v115 = load <2 x double>, ptr %v114, align 8
  %v116 = getelementptr double, ptr %v106, i64 10
  %v117 = load <2 x double>, ptr %v116, align 8
  %v118 = getelementptr double, ptr %v72, i64 1
  %v119 = load double, ptr %v118, align 8
  %v120 = insertelement <2 x double> poison, double %v119, i64 0
  %v121 = shufflevector <2 x double> %v120, <2 x double> poison, <2 x i32> zeroinitializer
  %v122 = load <2 x double>, ptr %s5
  %v123 = fmul <2 x double> %v121, %v107
  %v124 = fadd <2 x double> %v123, %v122
  store <2 x double> %v124, ptr %s5
  %v125 = load <2 x double>, ptr %s6
  %v126 = fmul <2 x double> %v121, %v109
  %v127 = fadd <2 x double> %v126, %v125
  store <2 x double> %v127, ptr %s6
  %v128 = load <2 x double>, ptr %s7
  %v129 = fmul <2 x double> %v121, %v111
  %v130 = fadd <2 x double> %v129, %v128
  store <2 x double> %v130, ptr %s7
  %v131 = load <2 x double>, ptr %s8
  %v132 = fmul <2 x double> %v121, %v113
  %v133 = fadd <2 x double> %v132, %v131
  store <2 x double> %v133, ptr %s8
  %v134 = load <2 x double>, ptr %s9
  %v135 = fmul <2 x double> %v121, %v115
  %v136 = fadd <2 x double> %v135, %v134
  store <2 x double> %v136, ptr %s9
  %v137 = load <2 x double>, ptr %s10
  %v138 = fmul <2 x double> %v121, %v117
  %v139 = fadd <2 x double> %v138, %v137
  store <2 x double> %v139, ptr %s10
  %v140 = getelementptr double, ptr %v63, i64 %v71
  %v141 = load <2 x double>, ptr %v140, align 8
  %v142 = getelementptr double, ptr %v140, i64 2
  %v143 = load <2 x double>, ptr %v142, align 8
  %v144 = getelementptr double, ptr %v140, i64 4
  %v145 = load <2 x double>, ptr %v144, align 8
  %v146 = getelementptr double, ptr %v140, i64 6
  %v147 = load <2 x double>, ptr %v146, align 8
  %v148 = getelementptr double, ptr %v140, i64 8
  %v149 = load <2 x double>, ptr %v148, align 8
  %v150 = getelementptr double, ptr %v140, i64 10
  %v151 = load <2 x double>, ptr %v150, align 8
  %v152 = getelementptr double, ptr %v72, i64 2
  %v153 = load double, ptr %v152, align 8
  %v154 = insertelement <2 x double> poison, double %v153, i64 0
  %v155 = shufflevector <2 x double> %v154, <2 x double> poison, <2 x i32> zeroinitializer
  %v156 = load <2 x double>, ptr %s5
  %v157 = fmul <2 x double> %v155, %v141
  %v158 = fadd <2 x double> %v157, %v156
  store <2 x double> %v158, ptr %s5
  %v159 = load <2 x double>, ptr %s6
  %v160 = fmul <2 x double> %v155, %v143
  %v161 = fadd <2 x double> %v160, %v159
  store <2 x double> %v161, ptr %s6
  %v162 = load <2 x double>, ptr %s7
  %v163 = fmul <2 x double> %v155, %v145
  %v164 = fadd <2 x double> %v163, %v162
  store <2 x double> %v164, ptr %s7
  %v165 = load <2 x double>, ptr %s8
  %v166 = fmul <2 x double> %v155, %v147
  %v167 = fadd <2 x double> %v166, %v165
  store <2 x double> %v167, ptr %s8
  %v168 = load <2 x double>, ptr %s9
  %v169 = fmul <2 x double> %v155, %v149
  %v170 = fadd <2 x double> %v169, %v168
  store <2 x double> %v170, ptr %s9
  %v171 = load <2 x double>, ptr %s10
  %v172 = fmul <2 x double> %v155, %v151
  %v173 = fadd <2 x double> %v172, %v171
  store <2 x double> %v173, ptr %s10
  %v174 = add i64 %v71, %v2
  store i64 %v174, ptr %s64
  %v175 = getelementptr double, ptr %v72, i64 3
  store ptr %v175, ptr %s48
  %v176 = add i64 %v69, 1
  store i64 %v176, ptr %s65
  br label %head66
done68:
  %v177 = getelementptr i64, ptr %v55, i64 3
  store ptr %v177, ptr %s47
  %v178 = add i64 %v53, 1
  store i64 %v178, ptr %s49
  br label %head50
done52:
  br i1 %direct, label %then179, label %done180
then179:
  %v181 = getelementptr i64, ptr %frame, i64 24
  %v182 = load i64, ptr %v181, align 8
  %v183 = getelementptr i64, ptr %frame, i64 13
  %v184 = load i64, ptr %v183, align 8
  %v185 = getelementptr i64, ptr %frame, i64 93
  %v186 = load ptr, ptr %v185, align 8
  %v187 = bitcast i64 %v184 to double
  %v188 = udiv i64 %v24, 2
  %v189 = getelementptr i64, ptr %v186, i64 %v188
  %v190 = urem i64 %v24, 2
  %v191 = getelementptr double, ptr %out, i64 %v190
  %v192 = load i64, ptr %v189, align 8
  %v193 = getelementptr double, ptr %v191, i64 %v192
  %v194 = getelementptr i64, ptr %v189, i64 1
  %v195 = load i64, ptr %v194, align 8
  %v196 = getelementptr double, ptr %v191, i64 %v195
  %v197 = getelementptr i64, ptr %v189, i64 2
  %v198 = load i64, ptr %v197, align 8
  %v199 = getelementptr double, ptr %v191, i64 %v198
  %v200 = getelementptr i64, ptr %v189, i64 3
  %v201 = load i64, ptr %v200, align 8
  %v202 = getelementptr double, ptr %v191, i64 %v201
  %v203 = getelementptr i64, ptr %v189, i64 4
  %v204 = load i64, ptr %v203, align 8
  %v205 = getelementptr double, ptr %v191, i64 %v204
  %v206 = getelementptr i64, ptr %v189, i64 5
  %v207 = load i64, ptr %v206, align 8
  %v208 = getelementptr double, ptr %v191, i64 %v207
  %v209 = load <2 x double>, ptr %s5
  %v210 = fcmp olt <2 x double> %v209, zeroinitializer
  %v211 = insertelement <2 x double> poison, double %v187, i64 0
  %v212 = shufflevector <2 x double> %v211, <2 x double> poison, <2 x i32> zeroinitializer
  %v213 = fmul <2 x double> %v209, %v212
  %v214 = select <2 x i1> %v210, <2 x double> %v213, <2 x double> %v209
  %v215 = load <2 x double>, ptr %s6
  %v216 = fcmp olt <2 x double> %v215, zeroinitializer
  %v217 = insertelement <2 x double> poison, double %v187, i64 0
  %v218 = shufflevector <2 x double> %v217, <2 x double> poison, <2 x i32> zeroinitializer
  %v219 = fmul <2 x double> %v215, %v218
  %v220 = select <2 x i1> %v216, <2 x double> %v219, <2 x double> %v215
  %v221 = load <2 x double>, ptr %s7
  %v222 = fcmp olt <2 x double> %v221, zeroinitializer
  %v223 = insertelement <2 x double> poison, double %v187, i64 0
  %v224 = shufflevector <2 x double> %v223, <2 x double> poison, <2 x i32> zeroinitializer
  %v225 = fmul <2 x double> %v221, %v224
  %v226 = select <2 x i1> %v222, <2 x double> %v225, <2 x double> %v221
  %v227 = load <2 x double>, ptr %s8
  %v228 = fcmp olt <2 x double> %v227, zeroinitializer
  %v229 = insertelement <2 x double> poison, double %v187, i64 0
  %v230 = shufflevector <2 x double> %v229, <2 x double> poison, <2 x i32> zeroinitializer
  %v231 = fmul <2 x double> %v227, %v230
  %v232 = select <2 x i1> %v228, <2 x double> %v231, <2 x double> %v227
  %v233 = load <2 x double>, ptr %s9
  %v234 = fcmp olt <2 x double> %v233, zeroinitializer
  %v235 = insertelement <2 x double> poison, double %v187, i64 0
  %v236 = shufflevector <2 x double> %v235, <2 x double> poison, <2 x i32> zeroinitializer
  %v237 = fmul <2 x double> %v233, %v236
  %v238 = select <2 x i1> %v234, <2 x double> %v237, <2 x double> %v233
  %v239 = load <2 x double>, ptr %s10
  %v240 = fcmp olt <2 x double> %v239, zeroinitializer
  %v241 = insertelement <2 x double> poison, double %v187, i64 0
  %v242 = shufflevector <2 x double> %v241, <2 x double> poison, <2 x i32> zeroinitializer
  %v243 = fmul <2 x double> %v239, %v242
  %v244 = select <2 x i1> %v240, <2 x double> %v243, <2 x double> %v239
  br i1 %stream, label %then245, label %done246
then245:
  store <2 x double> %v214, ptr %v193, align 16, !nontemporal !0
  store <2 x double> %v220, ptr %v196, align 16, !nontemporal !0
  store <2 x double> %v226, ptr %v199, align 16, !nontemporal !0
  store <2 x double> %v232, ptr %v202, align 16, !nontemporal !0
  store <2 x double> %v238, ptr %v205, align 16, !nontemporal !0
  store <2 x double> %v244, ptr %v208, align 16, !nontemporal !0
  br label %done246
done246:
  %v247 = xor i1 %stream, true
  br i1 %v247, label %then248, label %done249
then248:
  store <2 x double> %v214, ptr %v193, align 8
  store <2 x double> %v220, ptr %v196, align 8
  store <2 x double> %v226, ptr %v199, align 8
  store <2 x double> %v232, ptr %v202, align 8
  store <2 x double> %v238, ptr %v205, align 8
  store <2 x double> %v244, ptr %v208, align 8
  br label %done249
done249:
  br label %done180
done180:
  %v250 = xor i1 %direct, true
  br i1 %v250, label %then251, label %done252
then251:
  %v253 = load <2 x double>, ptr %s5
  store <2 x double> %v253, ptr %v26, align 8
  %v254 = load <2 x double>, ptr %s6
  %v255 = getelementptr double, ptr %v26, i64 2
  store <2 x double> %v254, ptr %v255, align 8
  %v256 = load <2 x double>, ptr %s7
  %v257 = getelementptr double, ptr %v26, i64 4
  store <2 x double> %v256, ptr %v257, align 8
  %v258 = load <2 x double>, ptr %s8
  %v259 = getelementptr double, ptr %v26, i64 6
  store <2 x double> %v258, ptr %v259, align 8
  %v260 = load <2 x double>, ptr %s9
  %v261 = getelementptr double, ptr %v26, i64 8
  store <2 x double> %v260, ptr %v261, align 8
  %v262 = load <2 x double>, ptr %s10
  %v263 = getelementptr double, ptr %v26, i64 10
  store <2 x double> %v262, ptr %v263, align 8
  br label %done252
done252:
  %v264 = add i64 %v19, 1
  store i64 %v264, ptr %s15
  br label %head16
done18:
  ret void
}
define void @scatter_p0_c1(ptr %frame, ptr %temp, i64 %temp_row, ptr %out, i64 %count, i64 %room) #0 {
entry:
  %s10 = alloca i64, i64 1, align 64
  %s20 = alloca i64, i64 1, align 64
  %s33 = alloca i64, i64 1, align 64
  %s55 = alloca i64, i64 1, align 64
  %s63 = alloca i64, i64 1, align 64
  %s87 = alloca i64, i64 1, align 64
  %v1 = getelementptr i64, ptr %frame, i64 24
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr i64, ptr %frame, i64 27
  %v4 = load i64, ptr %v3, align 8
  %v5 = getelementptr i64, ptr %frame, i64 13
  %v6 = load i64, ptr %v5, align 8
  %v7 = getelementptr i64, ptr %frame, i64 14
  %v8 = load i64, ptr %v7, align 8
  %v9 = bitcast i64 %v6 to double
  store i64 0, ptr %s10
  br label %head11
head11:
  %v14 = load i64, ptr %s10
  %v15 = icmp slt i64 %v14, 1
  br i1 %v15, label %body12, label %done13
body12:
  %v16 = icmp sgt i64 %room, 0
  %v17 = select i1 %v16, i64 %room, i64 0
  %v18 = icmp slt i64 %v17, %count
  %v19 = select i1 %v18, i64 %v17, i64 %count
  store i64 0, ptr %s20
  %v21 = mul i64 %v14, %v2
  %v22 = getelementptr double, ptr %out, i64 %v21
  %v23 = ptrtoint ptr %v22 to i64
  %v24 = urem i64 %v23, 16
  %v25 = icmp eq i64 %v24, 0
  %v26 = icmp sgt i64 %v8, 0
  %v27 = and i1 %v25, %v26
  %v28 = icmp sge i64 %v19, 2
  %v29 = and i1 %v27, %v28
  br i1 %v29, label %then30, label %done31
then30:
  %v32 = sub i64 %v19, 1
  store i64 0, ptr %s33
  br label %head34
head34:
  %v37 = load i64, ptr %s33
  %v38 = icmp slt i64 %v37, %v32
  br i1 %v38, label %body35, label %done36
body35:
  %v39 = mul i64 %v14, %temp_row
  %v40 = getelementptr double, ptr %temp, i64 %v39
  %v41 = getelementptr double, ptr %v40, i64 %v37
  %v42 = load <2 x double>, ptr %v41, align 8
  %v43 = fcmp olt <2 x double> %v42, zeroinitializer
  %v44 = insertelement <2 x double> poison, double %v9, i64 0
  %v45 = shufflevector <2 x double> %v44, <2 x double> poison, <2 x i32> zeroinitializer
  %v46 = fmul <2 x double> %v42, %v45
  %v47 = select <2 x i1> %v43, <2 x double> %v46, <2 x double> %v42
  %v48 = mul i64 %v14, %v2
  %v49 = add i64 %v48, %v37
  %v50 = getelementptr double, ptr %out, i64 %v49
  store <2 x double> %v47, ptr %v50, align 16, !nontemporal !0
  %v51 = add i64 %v37, 2
  store i64 %v51, ptr %s33
  br label %head34
done36:
  %v52 = udiv i64 %v19, 2
  %v53 = mul i64 %v52, 2
  store i64 %v53, ptr %s20
  br label %done31
done31:
  %v54 = load i64, ptr %s20
  store i64 0, ptr %s55
  %v56 = icmp sge i64 %v19, 2
  %v57 = load i64, ptr %s55
  %v58 = icmp eq i64 %v57, 0
  %v59 = and i1 %v56, %v58
  br i1 %v59, label %then60, label %done61
then60:
  %v62 = sub i64 %v19, 2
  store i64 %v54, ptr %s63
  br label %head64
head64:
  %v67 = load i64, ptr %s63
  %v68 = icmp slt i64 %v67, %v19
  br i1 %v68, label %body65, label %done66
body65:
  %v69 = icmp slt i64 %v67, %v62
  %v70 = select i1 %v69, i64 %v67, i64 %v62
  %v71 = mul i64 %v14, %temp_row
  %v72 = getelementptr double, ptr %temp, i64 %v71
  %v73 = getelementptr double, ptr %v72, i64 %v70
  %v74 = load <2 x double>, ptr %v73, align 8
  %v75 = fcmp olt <2 x double> %v74, zeroinitializer
  %v76 = insertelement <2 x double> poison, double %v9, i64 0
  %v77 = shufflevector <2 x double> %v76, <2 x double> poison, <2 x i32> zeroinitializer
  %v78 = fmul <2 x double> %v74, %v77
  %v79 = select <2 x i1> %v75, <2 x double> %v78, <2 x double> %v74
  %v80 = mul i64 %v14, %v2
  %v81 = add i64 %v80, %v70
  %v82 = getelementptr double, ptr %out, i64 %v81
  store <2 x double> %v79, ptr %v82, align 8
  %v83 = add i64 %v67, 2
  store i64 %v83, ptr %s63
  br label %head64
done66:
  store i64 %v19, ptr %s55
  br label %done61
done61:
  %v84 = load i64, ptr %s55
  %v85 = mul i64 %v14, %temp_row
  %v86 = getelementptr double, ptr %temp, i64 %v85
  store i64 %v84, ptr %s87
  br label %head88
head88:
  %v91 = load i64, ptr %s87
  %v92 = icmp slt i64 %v91, %count
  br i1 %v92, label %body89, label %done90
body89:
  %v93 = icmp slt i64 %v91, %room
  br i1 %v93, label %then94, label %done95
then94:
  %v96 = getelementptr double, ptr %v86, i64 %v91
  %v97 = load double, ptr %v96, align 8
  %v98 = fcmp olt double %v97, 0.0
  %v99 = fmul double %v97, %v9
  %v100 = select i1 %v98, double %v99, double %v97
  %v101 = mul i64 %v14, %v2
  %v102 = add i64 %v101, %v91
  %v103 = getelementptr double, ptr %out, i64 %v102
  store double %v100, ptr %v103, align 8
  br label %done95
done95:
  %v104 = add i64 %v91, 1
  store i64 %v104, ptr %s87
  br label %head88
done90:
  %v105 = add i64 %v14, 1
  store i64 %v105, ptr %s10
  br label %head11
done13:
  ret void
}
attributes #0 = { nounwind "prefer-vector-width"="128" "min-legal-vector-width"="128" }
!0 = !{i32 1}
