; conv_f64_ic2_oc1_k1x1x3_s1x1x1_d1x1x2_b0x0x2_first_bias_leaky_relu sse2
define void @tile_p0_c1_v3(ptr %args, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <2 x double>, i64 1, align 64
  %s6 = alloca <2 x double>, i64 1, align 64
  %s7 = alloca <2 x double>, i64 1, align 64
  %s12 = alloca i64, i64 1, align 64
  %s28 = alloca ptr, i64 1, align 64
  %s29 = alloca ptr, i64 1, align 64
  %s30 = alloca i64, i64 1, align 64
  %s45 = alloca i64, i64 1, align 64
  %s46 = alloca i64, i64 1, align 64
  %v1 = getelementptr i64, ptr %args, i64 68
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr i64, ptr %args, i64 96
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
  %v24 = load double, ptr %bias, align 8
  %v25 = insertelement <2 x double> poison, double %v24, i64 0
  %v26 = shufflevector <2 x double> %v25, <2 x double> poison, <2 x i32> zeroinitializer
  store <2 x double> %v26, ptr %s5
  store <2 x double> %v26, ptr %s6
  store <2 x double> %v26, ptr %s7
  %v27 = getelementptr i64, ptr %v4, i64 %v9
  store ptr %v27, ptr %s28
  store ptr %weights, ptr %s29
  store i64 0, ptr %s30
  br label %head31
head31:
  %v34 = load i64, ptr %s30
  %v35 = icmp slt i64 %v34, %v11
  br i1 %v35, label %body32, label %done33
body32:
  %v36 = load ptr, ptr %s28
  %v37 = load i64, ptr %v36, align 8
  %v38 = getelementptr double, ptr %v22, i64 %v37
  %v39 = getelementptr i64, ptr %v36, i64 1
  %v40 = load i64, ptr %v39, align 8
  %v41 = getelementptr double, ptr %v22, i64 %v40
  %v42 = getelementptr i64, ptr %v36, i64 2
  %v43 = load i64, ptr %v42, align 8
  %v44 = getelementptr double, ptr %v22, i64 %v43
  store i64 0, ptr %s45
  store i64 0, ptr %s46
  br label %head47
head47:
  %v50 = load i64, ptr %s46
  %v51 = icmp slt i64 %v50, %channels
  br i1 %v51, label %body48, label %done49
body48:
  %v52 = load i64, ptr %s45
  %v53 = load ptr, ptr %s29
  %v54 = getelementptr double, ptr %v38, i64 %v52
  %v55 = load <2 x double>, ptr %v54, align 8
  %v56 = getelementptr double, ptr %v54, i64 2
  %v57 = load <2 x double>, ptr %v56, align 8
  %v58 = getelementptr double, ptr %v54, i64 4
  %v59 = load <2 x double>, ptr %v58, align 8
  %v60 = load double, ptr %v53, align 8
  %v61 = insertelement <2 x double> poison, double %v60, i64 0
  %v62 = shufflevector <2 x double> %v61, <2 x double> poison, <2 x i32> zeroinitializer
  %v63 = load <2 x double>, ptr %s5
  %v64 = fmul <2 x double> %v62, %v55
  %v65 = fadd <2 x double> %v64, %v63
  store <2 x double> %v65, ptr %s5
  %v66 = load <2 x double>, ptr %s6
  %v67 = fmul <2 x double> %v62, %v57
  %v68 = fadd <2 x double> %v67, %v66
  store <2 x double> %v68, ptr %s6
  %v69 = load <2 x double>, ptr %s7
  %v70 = fmul <2 x double> %v62, %v59
  %v71 = fadd <2 x double> %v70, %v69
  store <2 x double> %v71, ptr %s7
  %v72 = getelementptr double, ptr %v41, i64 %v52
  %v73 = load <2 x double>, ptr %v72, align 8
  %v74 = getelementptr double, ptr %v72, i64 2
  %v75 = load <2 x double>, ptr %v74, align 8
  %v76 = getelementptr double, ptr %v72, i64 4
  %v77 = load <2 x double>, ptr %v76, align 8
  %v78 = getelementptr double, ptr %v53, i64 1
  %v79 = load double, ptr %v78, align 8
  %v80 = insertelement <2 x double> poison, double %v79, i64 0
  %v81 = shufflevector <2 x double> %v80, <2 x double> poison, <2 x i32> zeroinitializer
  %v82 = load <2 x double>, ptr %s5
  %v83 = fmul <2 x double> %v81, %v73
  %v84 = fadd <2 x double> %v83, %v82
  store <2 x double> %v84, ptr %s5
  %v85 = load <2 x double>, ptr %s6
  %v86 = fmul <2 x double> %v81, %v75
  %v87 = fadd <2 x double> %v86, %v85
  store <2 x double> %v87, ptr %s6
  %v88 = load <2 x double>, ptr %s7
  %v89 = fmul <2 x double> %v81, %v77
  %v90 = fadd <2 x double> %v89, %v88
  store <2 x double> %v90, ptr %s7
  %v91 = getelementptr double, ptr %v44, i64 %v52
  %v92 = load <2 x double>, ptr %v91, align 8
  %v93 = getelementptr double, ptr %v91, i64 2
  %v94 = load <2 x double>, ptr %v93, align 8
  %v95 = getelementptr double, ptr %v91, i64 4
  %v96 = load <2 x double>, ptr %v95, align 8
  %v97 = getelementptr double, ptr %v53, i64 2
  %v98 = load double, ptr %v97, align 8
  %v99 = insertelement <2 x double> poison, double %v98, i64 0
  %v100 = shufflevector <2 x double> %v99, <2 x double> poison, <2 x i32> zeroinitializer
  %v101 = load <2 x double>, ptr %s5
  %v102 = fmul <2 x double> %v100, %v92
  %v103 = fadd <2 x double> %v102, %v101
  store <2 x double> %v103, ptr %s5
  %v104 = load <2 x double>, ptr %s6
  %v105 = fmul <2 x double> %v100, %v94
  %v106 = fadd <2 x double> %v105, %v104
  store <2 x double> %v106, ptr %s6
  %v107 = load <2 x double>, ptr %s7
  %v108 = fmul <2 x double> %v100, %v96
  %v109 = fadd <2 x double> %v108, %v107
  store <2 x double> %v109, ptr %s7
  %v110 = add i64 %v52, %v2
  store i64 %v110, ptr %s45
  %v111 = getelementptr double, ptr %v53, i64 3
  store ptr %v111, ptr %s29
  %v112 = add i64 %v50, 1
  store i64 %v112, ptr %s46
  br label %head47
done49:
  %v113 = getelementptr i64, ptr %v36, i64 3
  store ptr %v113, ptr %s28
  %v114 = add i64 %v34, 1
  store i64 %v114, ptr %s30
  br label %head31
done33:
  br i1 %direct, label %then115, label %done116
then115:
  %v117 = getelementptr i64, ptr %args, i64 27
  %v118 = load i64, ptr %v117, align 8
  %v119 = getelementptr i64, ptr %args, i64 16
  %v120 = load i64, ptr %v119, align 8
  %v121 = getelementptr i64, ptr %args, i64 97
  %v122 = load ptr, ptr %v121, align 8
  %v123 = bitcast i64 %v120 to double
  %v124 = udiv i64 %v21, 2
  %v125 = getelementptr i64, ptr %v122, i64 %v124
  %v126 = urem i64 %v21, 2
  %v127 = getelementptr double, ptr %out, i64 %v126
  %v128 = load i64, ptr %v125, align 8
  %v129 = getelementptr double, ptr %v127, i64 %v128
  %v130 = getelementptr i64, ptr %v125, i64 1
  %v131 = load i64, ptr %v130, align 8
  %v132 = getelementptr double, ptr %v127, i64 %v131
  %v133 = getelementptr i64, ptr %v125, i64 2
  %v134 = load i64, ptr %v133, align 8
  %v135 = getelementptr double, ptr %v127, i64 %v134
  %v136 = load <2 x double>, ptr %s5
  %v137 = fcmp olt <2 x double> %v136, zeroinitializer
  %v138 = insertelement <2 x double> poison, double %v123, i64 0
  %v139 = shufflevector <2 x double> %v138, <2 x double> poison, <2 x i32> zeroinitializer
  %v140 = fmul <2 x double> %v136, %v139
  %v141 = select <2 x i1> %v137, <2 x double> %v140, <2 x double> %v136
  %v142 = load <2 x double>, ptr %s6
  %v143 = fcmp olt <2 x double> %v142, zeroinitializer
  %v144 = insertelement <2 x double> poison, double %v123, i64 0
  %v145 = shufflevector <2 x double> %v144, <2 x double> poison, <2 x i32> zeroinitializer
  %v146 = fmul <2 x double> %v142, %v145
  %v147 = select <2 x i1> %v143, <2 x double> %v146, <2 x double> %v142
  %v148 = load <2 x double>, ptr %s7
  %v149 = fcmp olt <2 x double> %v148, zeroinitializer
  %v150 = insertelement <2 x double> poison, double %v123, i64 0
  %v151 = shufflevector <2 x double> %v150, <2 x double> poison, <2 x i32> zeroinitializer
  %v152 = fmul <2 x double> %v148, %v151
  %v153 = select <2 x i1> %v149, <2 x double> %v152, <2 x double> %v148
  br i1 %stream, label %then154, label %done155
then154:
  store <2 x double> %v141, ptr %v129, align 16, !nontemporal !0
  store <2 x double> %v147, ptr %v132, align 16, !nontemporal !0
  store <2 x double> %v153, ptr %v135, align 16, !nontemporal !0
  br label %done155
done155:
  %v156 = xor i1 %stream, true
  br i1 %v156, label %then157, label %done158
then157:
  store <2 x double> %v141, ptr %v129, align 8
  store <2 x double> %v147, ptr %v132, align 8
  store <2 x double> %v153, ptr %v135, align 8
  br label %done158
done158:
  br label %done116
done116:
  %v159 = xor i1 %direct, true
  br i1 %v159, label %then160, label %done161
then160:
  %v162 = load <2 x double>, ptr %s5
  store <2 x double> %v162, ptr %v23, align 8
  %v163 = load <2 x double>, ptr %s6
  %v164 = getelementptr double, ptr %v23, i64 2
  store <2 x double> %v163, ptr %v164, align 8
  %v165 = load <2 x double>, ptr %s7
  %v166 = getelementptr double, ptr %v23, i64 4
  store <2 x double> %v165, ptr %v166, align 8
  br label %done161
done161:
  %v167 = add i64 %v16, 1
  store i64 %v167, ptr %s12
  br label %head13
done15:
  ret void
}
define void @tile_p0_c1_v6(ptr %args, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <2 x double>, i64 1, align 64
  %s6 = alloca <2 x double>, i64 1, align 64
  %s7 = alloca <2 x double>, i64 1, align 64
  %s8 = alloca <2 x double>, i64 1, align 64
  %s9 = alloca <2 x double>, i64 1, align 64
  %s10 = alloca <2 x double>, i64 1, align 64
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
  %v21 = mul i64 %v19, 12
  %v22 = add i64 %v21, %start
  %v23 = icmp slt i64 %v22, %last
  %v24 = select i1 %v23, i64 %v22, i64 %last
  %v25 = getelementptr double, ptr %position, i64 %v24
  %v26 = getelementptr double, ptr %temp, i64 %v24
  %v27 = load double, ptr %bias, align 8
  %v28 = insertelement <2 x double> poison, double %v27, i64 0
  %v29 = shufflevector <2 x double> %v28, <2 x double> poison, <2 x i32> zeroinitializer
  store <2 x double> %v29, ptr %s5
  store <2 x double> %v29, ptr %s6
  store <2 x double> %v29, ptr %s7
  store <2 x double> %v29, ptr %s8
  store <2 x double> %v29, ptr %s9
  store <2 x double> %v29, ptr %s10
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
  %v41 = getelementptr double, ptr %v25, i64 %v40
  %v42 = getelementptr i64, ptr %v39, i64 1
  %v43 = load i64, ptr %v42, align 8
  %v44 = getelementptr double, ptr %v25, i64 %v43
  %v45 = getelementptr i64, ptr %v39, i64 2
  %v46 = load i64, ptr %v45, align 8
  %v47 = getelementptr double, ptr %v25, i64 %v46
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
  %v57 = getelementptr double, ptr %v41, i64 %v55
  %v58 = load <2 x double>, ptr %v57, align 8
  %v59 = getelementptr double, ptr %v57, i64 2
  %v60 = load <2 x double>, ptr %v59, align 8
  %v61 = getelementptr double, ptr %v57, i64 4
  %v62 = load <2 x double>, ptr %v61, align 8
  %v63 = getelementptr double, ptr %v57, i64 6
  %v64 = load <2 x double>, ptr %v63, align 8
  %v65 = getelementptr double, ptr %v57, i64 8
  %v66 = load <2 x double>, ptr %v65, align 8
  %v67 = getelementptr double, ptr %v57, i64 10
  %v68 = load <2 x double>, ptr %v67, align 8
  %v69 = load double, ptr %v56, align 8
  %v70 = insertelement <2 x double> poison, double %v69, i64 0
  %v71 = shufflevector <2 x double> %v70, <2 x double> poison, <2 x i32> zeroinitializer
  %v72 = load <2 x double>, ptr %s5
  %v73 = fmul <2 x double> %v71, %v58
  %v74 = fadd <2 x double> %v73, %v72
  store <2 x double> %v74, ptr %s5
  %v75 = load <2 x double>, ptr %s6
  %v76 = fmul <2 x double> %v71, %v60
  %v77 = fadd <2 x double> %v76, %v75
  store <2 x double> %v77, ptr %s6
  %v78 = load <2 x double>, ptr %s7
  %v79 = fmul <2 x double> %v71, %v62
  %v80 = fadd <2 x double> %v79, %v78
  store <2 x double> %v80, ptr %s7
  %v81 = load <2 x double>, ptr %s8
  %v82 = fmul <2 x double> %v71, %v64
  %v83 = fadd <2 x double> %v82, %v81
  store <2 x double> %v83, ptr %s8
  %v84 = load <2 x double>, ptr %s9
  %v85 = fmul <2 x double> %v71, %v66
  %v86 = fadd <2 x double> %v85, %v84
  store <2 x double> %v86, ptr %s9
  %v87 = load <2 x double>, ptr %s10
  %v88 = fmul <2 x double> %v71, %v68
  %v89 = fadd <2 x double> %v88, %v87
  store <2 x double> %v89, ptr %s10
  %v90 = getelementptr double, ptr %v44, i64 %v55
  %v91 = load <2 x double>, ptr %v90, align 8
  %v92 = getelementptr double, ptr %v90, i64 2
  %v93 = load <2 x double>, ptr %v92, align 8
  %v94 = getelementptr double, ptr %v90, i64 4
  %v95 = load <2 x double>, ptr %v94, align 8
  %v96 = getelementptr double, ptr %v90, i64 6
  %v97 = load <2 x double>, ptr %v96, align 8
  %v98 = getelementptr double, ptr %v90, i64 8
  %v99 = load <2 x double>, ptr %v98, align 8
  %v100 = getelementptr double, ptr %v90, i64 10
  %v101 = load <2 x double>, ptr %v100, align 8
  %v102 = getelementptr double, ptr %v56, i64 1
  %v103 = load double, ptr %v102, align 8
  %v104 = insertelement <2 x double> poison, double %v103, i64 0
  %v105 = shufflevector <2 x double> %v104, <2 x double> poison, <2 x i32> zeroinitializer
  %v106 = load <2 x double>, ptr %s5
  %v107 = fmul <2 x double> %v105, %v91
  %v108 = fadd <2 x double> %v107, %v106
  store <2 x double> %v108, ptr %s5
  %v109 = load <2 x double>, ptr %s6
  %v110 = fmul <2 x double> %v105, %v93
  %v111 = fadd <2 x double> %v110, %v109
  store <2 x double> %v111, ptr %s6
  %v112 = load <2 x double>, ptr %s7
  %v113 = fmul <2 x double> %v105, %v95
  %v114 = fadd <2 x double> %v113, %v112
  store <2 x double> %v114, ptr %s7
  %v115 = load <2 x double>, ptr %s8
  %v116 = fmul <2 x double> %v105, %v97
  %v117 = fadd <2 x double> %v116, %v115
  store <2 x double> %v117, ptr %s8
  %v118 = load <2 x double>, ptr %s9
  %v119 = fmul <2 x double> %v105, %v99
  %v120 = fadd <2 x double> %v119, %v118
  store <2 x double> %v120, ptr %s9
  %v121 = load <2 x double>, ptr %s10
  %v122 = fmul <2 x double> %v105, %v101
  %v123 = fadd <2 x double> %v122, %v121
  store <2 x double> %v123, ptr %s10
  %v124 = getelementptr double, ptr %v47, i64 %v55
  %v125 = load <2 x double>, ptr %v124, align 8
  %v126 = getelementptr double, ptr %v124, i64 2
  %v127 = load <2 x double>, ptr %v126, align 8
  %v128 = getelementptr double, ptr %v124, i64 4
  %v129 = load <2 x double>, ptr %v128, align 8
  %v130 = getelementptr double, ptr %v124, i64 6
  %v131 = load <2 x double>, ptr %v130, align 8
  %v132 = getelementptr double, ptr %v124, i64 8
  %v133 = load <2 x double>, ptr %v132, align 8
  %v134 = getelementptr double, ptr %v124, i64 10
  %v135 = load <2 x double>, ptr %v134, align 8
  %v136 = getelementptr double, ptr %v56, i64 2
  %v137 = load double, ptr %v136, align 8
  %v138 = insertelement <2 x double> poison, double %v137, i64 0
  %v139 = shufflevector <2 x double> %v138, <2 x double> poison, <2 x i32> zeroinitializer
  %v140 = load <2 x double>, ptr %s5
  %v141 = fmul <2 x double> %v139, %v125
  %v142 = fadd <2 x double> %v141, %v140
  store <2 x double> %v142, ptr %s5
  %v143 = load <2 x double>, ptr %s6
  %v144 = fmul <2 x double> %v139, %v127
  %v145 = fadd <2 x double> %v144, %v143
  store <2 x double> %v145, ptr %s6
  %v146 = load <2 x double>, ptr %s7
  %v147 = fmul <2 x double> %v139, %v129
  %v148 = fadd <2 x double> %v147, %v146
  store <2 x double> %v148, ptr %s7
  %v149 = load <2 x double>, ptr %s8
  %v150 = fmul <2 x double> %v139, %v131
  %v151 = fadd <2 x double> %v150, %v149
  store <2 x double> %v151, ptr %s8
  %v152 = load <2 x double>, ptr %s9
  %v153 = fmul <2 x double> %v139, %v133
  %v154 = fadd <2 x double> %v153, %v152
  store <2 x double> %v154, ptr %s9
  %v155 = load <2 x double>, ptr %s10
  %v156 = fmul <2 x double> %v139, %v135
  %v157 = fadd <2 x double> %v156, %v155
  store <2 x double> %v157, ptr %s10
  %v158 = add i64 %v55, %v2
  store i64 %v158, ptr %s48
  %v159 = getelementptr double, ptr %v56, i64 3
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
  br i1 %direct, label %then163, label %done164
then163:
  %v165 = getelementptr i64, ptr %args, i64 27
  %v166 = load i64, ptr %v165, align 8
  %v167 = getelementptr i64, ptr %args, i64 16
  %v168 = load i64, ptr %v167, align 8
  %v169 = getelementptr i64, ptr %args, i64 97
  %v170 = load ptr, ptr %v169, align 8
  %v171 = bitcast i64 %v168 to double
  %v172 = udiv i64 %v24, 2
  %v173 = getelementptr i64, ptr %v170, i64 %v172
  %v174 = urem i64 %v24, 2
  %v175 = getelementptr double, ptr %out, i64 %v174
  %v176 = load i64, ptr %v173, align 8
  %v177 = getelementptr double, ptr %v175, i64 %v176
  %v178 = getelementptr i64, ptr %v173, i64 1
  %v179 = load i64, ptr %v178, align 8
  %v180 = getelementptr double, ptr %v175, i64 %v179
  %v181 = getelementptr i64, ptr %v173, i64 2
  %v182 = load i64, ptr %v181, align 8
  %v183 = getelementptr double, ptr %v175, i64 %v182
  %v184 = getelementptr i64, ptr %v173, i64 3
  %v185 = load i64, ptr %v184, align 8
  %v186 = getelementptr double, ptr %v175, i64 %v185
  %v187 = getelementptr i64, ptr %v173, i64 4
  %v188 = load i64, ptr %v187, align 8
  %v189 = getelementptr double, ptr %v175, i64 %v188
  %v190 = getelementptr i64, ptr %v173, i64 5
  %v191 = load i64, ptr %v190, align 8
  %v192 = getelementptr double, ptr %v175, i64 %v191
  %v193 = load <2 x double>, ptr %s5
  %v194 = fcmp olt <2 x double> %v193, zeroinitializer
  %v195 = insertelement <2 x double> poison, double %v171, i64 0
  %v196 = shufflevector <2 x double> %v195, <2 x double> poison, <2 x i32> zeroinitializer
  %v197 = fmul <2 x double> %v193, %v196
  %v198 = select <2 x i1> %v194, <2 x double> %v197, <2 x double> %v193
  %v199 = load <2 x double>, ptr %s6
  %v200 = fcmp olt <2 x double> %v199, zeroinitializer
  %v201 = insertelement <2 x double> poison, double %v171, i64 0
  %v202 = shufflevector <2 x double> %v201, <2 x double> poison, <2 x i32> zeroinitializer
  %v203 = fmul <2 x double> %v199, %v202
  %v204 = select <2 x i1> %v200, <2 x double> %v203, <2 x double> %v199
  %v205 = load <2 x double>, ptr %s7
  %v206 = fcmp olt <2 x double> %v205, zeroinitializer
  %v207 = insertelement <2 x double> poison, double %v171, i64 0
  %v208 = shufflevector <2 x double> %v207, <2 x double> poison, <2 x i32> zeroinitializer
  %v209 = fmul <2 x double> %v205, %v208
  %v210 = select <2 x i1> %v206, <2 x double> %v209, <2 x double> %v205
  %v211 = load <2 x double>, ptr %s8
  %v212 = fcmp olt <2 x double> %v211, zeroinitializer
  %v213 = insertelement <2 x double> poison, double %v171, i64 0
  %v214 = shufflevector <2 x double> %v213, <2 x double> poison, <2 x i32> zeroinitializer
  %v215 = fmul <2 x double> %v211, %v214
  %v216 = select <2 x i1> %v212, <2 x double> %v215, <2 x double> %v211
  %v217 = load <2 x double>, ptr %s9
  %v218 = fcmp olt <2 x double> %v217, zeroinitializer
  %v219 = insertelement <2 x double> poison, double %v171, i64 0
  %v220 = shufflevector <2 x double> %v219, <2 x double> poison, <2 x i32> zeroinitializer
  %v221 = fmul <2 x double> %v217, %v220
  %v222 = select <2 x i1> %v218, <2 x double> %v221, <2 x double> %v217
  %v223 = load <2 x double>, ptr %s10
  %v224 = fcmp olt <2 x double> %v223, zeroinitializer
  %v225 = insertelement <2 x double> poison, double %v171, i64 0
  %v226 = shufflevector <2 x double> %v225, <2 x double> poison, <2 x i32> zeroinitializer
  %v227 = fmul <2 x double> %v223, %v226
  %v228 = select <2 x i1> %v224, <2 x double> %v227, <2 x double> %v223
  br i1 %stream, label %then229, label %done230
then229:
  store <2 x double> %v198, ptr %v177, align 16, !nontemporal !0
  store <2 x double> %v204, ptr %v180, align 16, !nontemporal !0
  store <2 x double> %v210, ptr %v183, align 16, !nontemporal !0
  store <2 x double> %v216, ptr %v186, align 16, !nontemporal !0
  store <2 x double> %v222, ptr %v189, align 16, !nontemporal !0
  store <2 x double> %v228, ptr %v192, align 16, !nontemporal !0
  br label %done230
done230:
  %v231 = xor i1 %stream, true
  br i1 %v231, label %then232, label %done233
then232:
  store <2 x double> %v198, ptr %v177, align 8
  store <2 x double> %v204, ptr %v180, align 8
  store <2 x double> %v210, ptr %v183, align 8
  store <2 x double> %v216, ptr %v186, align 8
  store <2 x double> %v222, ptr %v189, align 8
  store <2 x double> %v228, ptr %v192, align 8
  br label %done233
done233:
  br label %done164
done164:
  %v234 = xor i1 %direct, true
  br i1 %v234, label %then235, label %done236
then235:
  %v237 = load <2 x double>, ptr %s5
  store <2 x double> %v237, ptr %v26, align 8
  %v238 = load <2 x double>, ptr %s6
  %v239 = getelementptr double, ptr %v26, i64 2
  store <2 x double> %v238, ptr %v239, align 8
  %v240 = load <2 x double>, ptr %s7
  %v241 = getelementptr double, ptr %v26, i64 4
  store <2 x double> %v240, ptr %v241, align 8
  %v242 = load <2 x double>, ptr %s8
  %v243 = getelementptr double, ptr %v26, i64 6
  store <2 x double> %v242, ptr %v243, align 8
  %v244 = load <2 x double>, ptr %s9
  %v245 = getelementptr double, ptr %v26, i64 8
  store <2 x double> %v244, ptr %v245, align 8
  %v246 = load <2 x double>, ptr %s10
  %v247 = getelementptr double, ptr %v26, i64 10
  store <2 x double> %v246, ptr %v247, align 8
  br label %done236
done236:
  %v248 = add i64 %v19, 1
  store i64 %v248, ptr %s15
  br label %head16
done18:
  ret void
}
attributes #0 = { nounwind "prefer-vector-width"="128" "min-legal-vector-width"="128" }
!0 = !{i32 1}
