; convt_f64_ic2_oc1_k1x1x2_s1x1x3_d1x1x1_b0x0x0_first generic
define void @tile_p0_c1_v2(ptr %args, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
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
  %s42 = alloca i64, i64 1, align 64
  %s43 = alloca i64, i64 1, align 64
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
  %v21 = mul i64 %v19, 4
  %v22 = add i64 %v21, %start
  %v23 = icmp slt i64 %v22, %last
  %v24 = select i1 %v23, i64 %v22, i64 %last
  %v25 = getelementptr double, ptr %position, i64 %v24
  %v26 = getelementptr double, ptr %temp, i64 %v24
  %v27 = getelementptr double, ptr %v26, i64 %temp_row
  %v28 = mul i64 %temp_row, 2
  %v29 = getelementptr double, ptr %v26, i64 %v28
  store <2 x double> zeroinitializer, ptr %s5
  store <2 x double> zeroinitializer, ptr %s6
  store <2 x double> zeroinitializer, ptr %s7
  store <2 x double> zeroinitializer, ptr %s8
  store <2 x double> zeroinitializer, ptr %s9
  store <2 x double> zeroinitializer, ptr %s10
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
  store i64 0, ptr %s42
  store i64 0, ptr %s43
  br label %head44
head44:
  %v47 = load i64, ptr %s43
  %v48 = icmp slt i64 %v47, %channels
  br i1 %v48, label %body45, label %done46
body45:
  %v49 = load i64, ptr %s42
  %v50 = load ptr, ptr %s32
  %v51 = getelementptr double, ptr %v41, i64 %v49
  %v52 = load <2 x double>, ptr %v51, align 8
  %v53 = getelementptr double, ptr %v51, i64 2
  %v54 = load <2 x double>, ptr %v53, align 8
  %v55 = load double, ptr %v50, align 8
  %v56 = insertelement <2 x double> poison, double %v55, i64 0
  %v57 = shufflevector <2 x double> %v56, <2 x double> poison, <2 x i32> zeroinitializer
  %v58 = load <2 x double>, ptr %s5
  %v59 = fmul <2 x double> %v57, %v52
  %v60 = fadd <2 x double> %v59, %v58
  store <2 x double> %v60, ptr %s5
  %v61 = load <2 x double>, ptr %s6
  %v62 = fmul <2 x double> %v57, %v54
  %v63 = fadd <2 x double> %v62, %v61
  store <2 x double> %v63, ptr %s6
  %v64 = getelementptr double, ptr %v50, i64 1
  %v65 = load double, ptr %v64, align 8
  %v66 = insertelement <2 x double> poison, double %v65, i64 0
  %v67 = shufflevector <2 x double> %v66, <2 x double> poison, <2 x i32> zeroinitializer
  %v68 = load <2 x double>, ptr %s7
  %v69 = fmul <2 x double> %v67, %v52
  %v70 = fadd <2 x double> %v69, %v68
  store <2 x double> %v70, ptr %s7
  %v71 = load <2 x double>, ptr %s8
  %v72 = fmul <2 x double> %v67, %v54
  %v73 = fadd <2 x double> %v72, %v71
  store <2 x double> %v73, ptr %s8
  %v74 = add i64 %v49, %v2
  store i64 %v74, ptr %s42
  %v75 = getelementptr double, ptr %v50, i64 2
  store ptr %v75, ptr %s32
  %v76 = add i64 %v47, 1
  store i64 %v76, ptr %s43
  br label %head44
done46:
  %v77 = getelementptr i64, ptr %v39, i64 1
  store ptr %v77, ptr %s31
  %v78 = add i64 %v37, 1
  store i64 %v78, ptr %s33
  br label %head34
done36:
  br i1 %direct, label %then79, label %done80
then79:
  %v81 = getelementptr i64, ptr %args, i64 27
  %v82 = load i64, ptr %v81, align 8
  %v83 = getelementptr i64, ptr %args, i64 16
  %v84 = load i64, ptr %v83, align 8
  %v85 = getelementptr i64, ptr %args, i64 97
  %v86 = load ptr, ptr %v85, align 8
  %v87 = udiv i64 %v24, 2
  %v88 = getelementptr i64, ptr %v86, i64 %v87
  %v89 = urem i64 %v24, 2
  %v90 = mul i64 %v89, 3
  %v91 = getelementptr double, ptr %out, i64 %v90
  %v92 = load i64, ptr %v88, align 8
  %v93 = getelementptr double, ptr %v91, i64 %v92
  %v94 = getelementptr i64, ptr %v88, i64 1
  %v95 = load i64, ptr %v94, align 8
  %v96 = getelementptr double, ptr %v91, i64 %v95
  %v97 = load <2 x double>, ptr %s5
  %v98 = load <2 x double>, ptr %s7
  %v99 = load <2 x double>, ptr %s9
  %v100 = shufflevector <2 x double> %v97, <2 x double> %v98, <2 x i32> <i32 0, i32 2>
  %v101 = shufflevector <2 x double> %v100, <2 x double> %v99, <2 x i32> <i32 0, i32 1>
  %v102 = shufflevector <2 x double> %v97, <2 x double> %v98, <2 x i32> <i32 0, i32 1>
  %v103 = shufflevector <2 x double> %v102, <2 x double> %v99, <2 x i32> <i32 2, i32 1>
  %v104 = shufflevector <2 x double> %v97, <2 x double> %v98, <2 x i32> <i32 3, i32 1>
  %v105 = shufflevector <2 x double> %v104, <2 x double> %v99, <2 x i32> <i32 0, i32 3>
  %v106 = getelementptr double, ptr %v93, i64 2
  %v107 = getelementptr double, ptr %v93, i64 4
  %v108 = load <2 x double>, ptr %s6
  %v109 = load <2 x double>, ptr %s8
  %v110 = load <2 x double>, ptr %s10
  %v111 = shufflevector <2 x double> %v108, <2 x double> %v109, <2 x i32> <i32 0, i32 2>
  %v112 = shufflevector <2 x double> %v111, <2 x double> %v110, <2 x i32> <i32 0, i32 1>
  %v113 = shufflevector <2 x double> %v108, <2 x double> %v109, <2 x i32> <i32 0, i32 1>
  %v114 = shufflevector <2 x double> %v113, <2 x double> %v110, <2 x i32> <i32 2, i32 1>
  %v115 = shufflevector <2 x double> %v108, <2 x double> %v109, <2 x i32> <i32 3, i32 1>
  %v116 = shufflevector <2 x double> %v115, <2 x double> %v110, <2 x i32> <i32 0, i32 3>
  %v117 = getelementptr double, ptr %v96, i64 2
  %v118 = getelementptr double, ptr %v96, i64 4
  br i1 %stream, label %then119, label %done120
then119:
  store <2 x double> %v101, ptr %v93, align 16, !nontemporal !0
  store <2 x double> %v103, ptr %v106, align 16, !nontemporal !0
  store <2 x double> %v105, ptr %v107, align 16, !nontemporal !0
  store <2 x double> %v112, ptr %v96, align 16, !nontemporal !0
  store <2 x double> %v114, ptr %v117, align 16, !nontemporal !0
  store <2 x double> %v116, ptr %v118, align 16, !nontemporal !0
  br label %done120
done120:
  %v121 = xor i1 %stream, true
  br i1 %v121, label %then122, label %done123
then122:
  store <2 x double> %v101, ptr %v93, align 8
  store <2 x double> %v103, ptr %v106, align 8
  store <2 x double> %v105, ptr %v107, align 8
  store <2 x double> %v112, ptr %v96, align 8
  store <2 x double> %v114, ptr %v117, align 8
  store <2 x double> %v116, ptr %v118, align 8
  br label %done123
done123:
  br label %done80
done80:
  %v124 = xor i1 %direct, true
  br i1 %v124, label %then125, label %done126
then125:
  %v127 = load <2 x double>, ptr %s5
  store <2 x double> %v127, ptr %v26, align 8
  %v128 = load <2 x double>, ptr %s6
  %v129 = getelementptr double, ptr %v26, i64 2
  store <2 x double> %v128, ptr %v129, align 8
  %v130 = load <2 x double>, ptr %s7
  store <2 x double> %v130, ptr %v27, align 8
  %v131 = load <2 x double>, ptr %s8
  %v132 = getelementptr double, ptr %v27, i64 2
  store <2 x double> %v131, ptr %v132, align 8
  %v133 = load <2 x double>, ptr %s9
  store <2 x double> %v133, ptr %v29, align 8
  %v134 = load <2 x double>, ptr %s10
  %v135 = getelementptr double, ptr %v29, i64 2
  store <2 x double> %v134, ptr %v135, align 8
  br label %done126
done126:
  %v136 = add i64 %v19, 1
  store i64 %v136, ptr %s15
  br label %head16
done18:
  ret void
}
define void @tile_p0_c1_v3(ptr %args, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <2 x double>, i64 1, align 64
  %s6 = alloca <2 x double>, i64 1, align 64
  %s7 = alloca <2 x double>, i64 1, align 64
  %s8 = alloca <2 x double>, i64 1, align 64
  %s9 = alloca <2 x double>, i64 1, align 64
  %s10 = alloca <2 x double>, i64 1, align 64
  %s11 = alloca <2 x double>, i64 1, align 64
  %s12 = alloca <2 x double>, i64 1, align 64
  %s13 = alloca <2 x double>, i64 1, align 64
  %s18 = alloca i64, i64 1, align 64
  %s34 = alloca ptr, i64 1, align 64
  %s35 = alloca ptr, i64 1, align 64
  %s36 = alloca i64, i64 1, align 64
  %s45 = alloca i64, i64 1, align 64
  %s46 = alloca i64, i64 1, align 64
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
  %v24 = mul i64 %v22, 6
  %v25 = add i64 %v24, %start
  %v26 = icmp slt i64 %v25, %last
  %v27 = select i1 %v26, i64 %v25, i64 %last
  %v28 = getelementptr double, ptr %position, i64 %v27
  %v29 = getelementptr double, ptr %temp, i64 %v27
  %v30 = getelementptr double, ptr %v29, i64 %temp_row
  %v31 = mul i64 %temp_row, 2
  %v32 = getelementptr double, ptr %v29, i64 %v31
  store <2 x double> zeroinitializer, ptr %s5
  store <2 x double> zeroinitializer, ptr %s6
  store <2 x double> zeroinitializer, ptr %s7
  store <2 x double> zeroinitializer, ptr %s8
  store <2 x double> zeroinitializer, ptr %s9
  store <2 x double> zeroinitializer, ptr %s10
  store <2 x double> zeroinitializer, ptr %s11
  store <2 x double> zeroinitializer, ptr %s12
  store <2 x double> zeroinitializer, ptr %s13
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
  %v44 = getelementptr double, ptr %v28, i64 %v43
  store i64 0, ptr %s45
  store i64 0, ptr %s46
  br label %head47
head47:
  %v50 = load i64, ptr %s46
  %v51 = icmp slt i64 %v50, %channels
  br i1 %v51, label %body48, label %done49
body48:
  %v52 = load i64, ptr %s45
  %v53 = load ptr, ptr %s35
  %v54 = getelementptr double, ptr %v44, i64 %v52
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
  %v72 = getelementptr double, ptr %v53, i64 1
  %v73 = load double, ptr %v72, align 8
  %v74 = insertelement <2 x double> poison, double %v73, i64 0
  %v75 = shufflevector <2 x double> %v74, <2 x double> poison, <2 x i32> zeroinitializer
  %v76 = load <2 x double>, ptr %s8
  %v77 = fmul <2 x double> %v75, %v55
  %v78 = fadd <2 x double> %v77, %v76
  store <2 x double> %v78, ptr %s8
  %v79 = load <2 x double>, ptr %s9
  %v80 = fmul <2 x double> %v75, %v57
  %v81 = fadd <2 x double> %v80, %v79
  store <2 x double> %v81, ptr %s9
  %v82 = load <2 x double>, ptr %s10
  %v83 = fmul <2 x double> %v75, %v59
  %v84 = fadd <2 x double> %v83, %v82
  store <2 x double> %v84, ptr %s10
  %v85 = add i64 %v52, %v2
  store i64 %v85, ptr %s45
  %v86 = getelementptr double, ptr %v53, i64 2
  store ptr %v86, ptr %s35
  %v87 = add i64 %v50, 1
  store i64 %v87, ptr %s46
  br label %head47
done49:
  %v88 = getelementptr i64, ptr %v42, i64 1
  store ptr %v88, ptr %s34
  %v89 = add i64 %v40, 1
  store i64 %v89, ptr %s36
  br label %head37
done39:
  br i1 %direct, label %then90, label %done91
then90:
  %v92 = getelementptr i64, ptr %args, i64 27
  %v93 = load i64, ptr %v92, align 8
  %v94 = getelementptr i64, ptr %args, i64 16
  %v95 = load i64, ptr %v94, align 8
  %v96 = getelementptr i64, ptr %args, i64 97
  %v97 = load ptr, ptr %v96, align 8
  %v98 = udiv i64 %v27, 2
  %v99 = getelementptr i64, ptr %v97, i64 %v98
  %v100 = urem i64 %v27, 2
  %v101 = mul i64 %v100, 3
  %v102 = getelementptr double, ptr %out, i64 %v101
  %v103 = load i64, ptr %v99, align 8
  %v104 = getelementptr double, ptr %v102, i64 %v103
  %v105 = getelementptr i64, ptr %v99, i64 1
  %v106 = load i64, ptr %v105, align 8
  %v107 = getelementptr double, ptr %v102, i64 %v106
  %v108 = getelementptr i64, ptr %v99, i64 2
  %v109 = load i64, ptr %v108, align 8
  %v110 = getelementptr double, ptr %v102, i64 %v109
  %v111 = load <2 x double>, ptr %s5
  %v112 = load <2 x double>, ptr %s8
  %v113 = load <2 x double>, ptr %s11
  %v114 = shufflevector <2 x double> %v111, <2 x double> %v112, <2 x i32> <i32 0, i32 2>
  %v115 = shufflevector <2 x double> %v114, <2 x double> %v113, <2 x i32> <i32 0, i32 1>
  %v116 = shufflevector <2 x double> %v111, <2 x double> %v112, <2 x i32> <i32 0, i32 1>
  %v117 = shufflevector <2 x double> %v116, <2 x double> %v113, <2 x i32> <i32 2, i32 1>
  %v118 = shufflevector <2 x double> %v111, <2 x double> %v112, <2 x i32> <i32 3, i32 1>
  %v119 = shufflevector <2 x double> %v118, <2 x double> %v113, <2 x i32> <i32 0, i32 3>
  %v120 = getelementptr double, ptr %v104, i64 2
  %v121 = getelementptr double, ptr %v104, i64 4
  %v122 = load <2 x double>, ptr %s6
  %v123 = load <2 x double>, ptr %s9
  %v124 = load <2 x double>, ptr %s12
  %v125 = shufflevector <2 x double> %v122, <2 x double> %v123, <2 x i32> <i32 0, i32 2>
  %v126 = shufflevector <2 x double> %v125, <2 x double> %v124, <2 x i32> <i32 0, i32 1>
  %v127 = shufflevector <2 x double> %v122, <2 x double> %v123, <2 x i32> <i32 0, i32 1>
  %v128 = shufflevector <2 x double> %v127, <2 x double> %v124, <2 x i32> <i32 2, i32 1>
  %v129 = shufflevector <2 x double> %v122, <2 x double> %v123, <2 x i32> <i32 3, i32 1>
  %v130 = shufflevector <2 x double> %v129, <2 x double> %v124, <2 x i32> <i32 0, i32 3>
  %v131 = getelementptr double, ptr %v107, i64 2
  %v132 = getelementptr double, ptr %v107, i64 4
  %v133 = load <2 x double>, ptr %s7
  %v134 = load <2 x double>, ptr %s10
  %v135 = load <2 x double>, ptr %s13
  %v136 = shufflevector <2 x double> %v133, <2 x double> %v134, <2 x i32> <i32 0, i32 2>
  %v137 = shufflevector <2 x double> %v136, <2 x double> %v135, <2 x i32> <i32 0, i32 1>
  %v138 = shufflevector <2 x double> %v133, <2 x double> %v134, <2 x i32> <i32 0, i32 1>
  %v139 = shufflevector <2 x double> %v138, <2 x double> %v135, <2 x i32> <i32 2, i32 1>
  %v140 = shufflevector <2 x double> %v133, <2 x double> %v134, <2 x i32> <i32 3, i32 1>
  %v141 = shufflevector <2 x double> %v140, <2 x double> %v135, <2 x i32> <i32 0, i32 3>
  %v142 = getelementptr double, ptr %v110, i64 2
  %v143 = getelementptr double, ptr %v110, i64 4
  br i1 %stream, label %then144, label %done145
then144:
  store <2 x double> %v115, ptr %v104, align 16, !nontemporal !0
  store <2 x double> %v117, ptr %v120, align 16, !nontemporal !0
  store <2 x double> %v119, ptr %v121, align 16, !nontemporal !0
  store <2 x double> %v126, ptr %v107, align 16, !nontemporal !0
  store <2 x double> %v128, ptr %v131, align 16, !nontemporal !0
  store <2 x double> %v130, ptr %v132, align 16, !nontemporal !0
  store <2 x double> %v137, ptr %v110, align 16, !nontemporal !0
  store <2 x double> %v139, ptr %v142, align 16, !nontemporal !0
  store <2 x double> %v141, ptr %v143, align 16, !nontemporal !0
  br label %done145
done145:
  %v146 = xor i1 %stream, true
  br i1 %v146, label %then147, label %done148
then147:
  store <2 x double> %v115, ptr %v104, align 8
  store <2 x double> %v117, ptr %v120, align 8
  store <2 x double> %v119, ptr %v121, align 8
  store <2 x double> %v126, ptr %v107, align 8
  store <2 x double> %v128, ptr %v131, align 8
  store <2 x double> %v130, ptr %v132, align 8
  store <2 x double> %v137, ptr %v110, align 8
  store <2 x double> %v139, ptr %v142, align 8
  store <2 x double> %v141, ptr %v143, align 8
  br label %done148
done148:
  br label %done91
done91:
  %v149 = xor i1 %direct, true
  br i1 %v149, label %then150, label %done151
then150:
  %v152 = load <2 x double>, ptr %s5
  store <2 x double> %v152, ptr %v29, align 8
  %v153 = load <2 x double>, ptr %s6
  %v154 = getelementptr double, ptr %v29, i64 2
  store <2 x double> %v153, ptr %v154, align 8
  %v155 = load <2 x double>, ptr %s7
  %v156 = getelementptr double, ptr %v29, i64 4
  store <2 x double> %v155, ptr %v156, align 8
  %v157 = load <2 x double>, ptr %s8
  store <2 x double> %v157, ptr %v30, align 8
  %v158 = load <2 x double>, ptr %s9
  %v159 = getelementptr double, ptr %v30, i64 2
  store <2 x double> %v158, ptr %v159, align 8
  %v160 = load <2 x double>, ptr %s10
  %v161 = getelementptr double, ptr %v30, i64 4
  store <2 x double> %v160, ptr %v161, align 8
  %v162 = load <2 x double>, ptr %s11
  store <2 x double> %v162, ptr %v32, align 8
  %v163 = load <2 x double>, ptr %s12
  %v164 = getelementptr double, ptr %v32, i64 2
  store <2 x double> %v163, ptr %v164, align 8
  %v165 = load <2 x double>, ptr %s13
  %v166 = getelementptr double, ptr %v32, i64 4
  store <2 x double> %v165, ptr %v166, align 8
  br label %done151
done151:
  %v167 = add i64 %v22, 1
  store i64 %v167, ptr %s18
  br label %head19
done21:
  ret void
}
attributes #0 = { nounwind "prefer-vector-width"="128" "min-legal-vector-width"="128" }
!0 = !{i32 1}
