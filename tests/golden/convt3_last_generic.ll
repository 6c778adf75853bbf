; convt_f32_ic2_oc1_k4x4x4_s2x2x2_d1x1x1_b1x1x1_last generic
define void @tile_p0_c1_v1(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
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
  %v18 = add i64 %v17, %start
  %v19 = icmp slt i64 %v18, %last
  %v20 = select i1 %v19, i64 %v18, i64 %last
  %v21 = getelementptr float, ptr %position, i64 %v20
  %v22 = getelementptr float, ptr %temp, i64 %v20
  %v23 = getelementptr float, ptr %v22, i64 %temp_row
  br i1 %fresh, label %then24, label %done25
then24:
  store <4 x float> zeroinitializer, ptr %s5
  store <4 x float> zeroinitializer, ptr %s6
  br label %done25
done25:
  %v26 = xor i1 %fresh, true
  br i1 %v26, label %then27, label %done28
then27:
  %v29 = load <4 x float>, ptr %v22, align 4
  store <4 x float> %v29, ptr %s5
  %v30 = load <4 x float>, ptr %v23, align 4
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
  %v42 = getelementptr float, ptr %v21, i64 %v41
  %v43 = getelementptr i64, ptr %v40, i64 1
  %v44 = load i64, ptr %v43, align 8
  %v45 = getelementptr float, ptr %v21, i64 %v44
  %v46 = getelementptr i64, ptr %v40, i64 2
  %v47 = load i64, ptr %v46, align 8
  %v48 = getelementptr float, ptr %v21, i64 %v47
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
  store <4 x float> %v96, ptr %v22, align 4
  %v97 = load <4 x float>, ptr %s6
  store <4 x float> %v97, ptr %v23, align 4
  %v98 = add i64 %v15, 1
  store i64 %v98, ptr %s11
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
  %v22 = add i64 %v21, %start
  %v23 = icmp slt i64 %v22, %last
  %v24 = select i1 %v23, i64 %v22, i64 %last
  %v25 = getelementptr float, ptr %position, i64 %v24
  %v26 = getelementptr float, ptr %temp, i64 %v24
  %v27 = getelementptr float, ptr %v26, i64 %temp_row
  br i1 %fresh, label %then28, label %done29
then28:
  store <4 x float> zeroinitializer, ptr %s5
  store <4 x float> zeroinitializer, ptr %s6
  store <4 x float> zeroinitializer, ptr %s7
  store <4 x float> zeroinitializer, ptr %s8
  store <4 x float> zeroinitializer, ptr %s9
  store <4 x float> zeroinitializer, ptr %s10
  br label %done29
done29:
  %v30 = xor i1 %fresh, true
  br i1 %v30, label %then31, label %done32
then31:
  %v33 = load <4 x float>, ptr %v26, align 4
  store <4 x float> %v33, ptr %s5
  %v34 = getelementptr float, ptr %v26, i64 4
  %v35 = load <4 x float>, ptr %v34, align 4
  store <4 x float> %v35, ptr %s6
  %v36 = getelementptr float, ptr %v26, i64 8
  %v37 = load <4 x float>, ptr %v36, align 4
  store <4 x float> %v37, ptr %s7
  %v38 = load <4 x float>, ptr %v27, align 4
  store <4 x float> %v38, ptr %s8
  %v39 = getelementptr float, ptr %v27, i64 4
  %v40 = load <4 x float>, ptr %v39, align 4
  store <4 x float> %v40, ptr %s9
  %v41 = getelementptr float, ptr %v27, i64 8
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
  %v54 = getelementptr float, ptr %v25, i64 %v53
  %v55 = getelementptr i64, ptr %v52, i64 1
  %v56 = load i64, ptr %v55, align 8
  %v57 = getelementptr float, ptr %v25, i64 %v56
  %v58 = getelementptr i64, ptr %v52, i64 2
  %v59 = load i64, ptr %v58, align 8
  %v60 = getelementptr float, ptr %v25, i64 %v59
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
  store <4 x float> %v144, ptr %v26, align 4
  %v145 = load <4 x float>, ptr %s6
  %v146 = getelementptr float, ptr %v26, i64 4
  store <4 x float> %v145, ptr %v146, align 4
  %v147 = load <4 x float>, ptr %s7
  %v148 = getelementptr float, ptr %v26, i64 8
  store <4 x float> %v147, ptr %v148, align 4
  %v149 = load <4 x float>, ptr %s8
  store <4 x float> %v149, ptr %v27, align 4
  %v150 = load <4 x float>, ptr %s9
  %v151 = getelementptr float, ptr %v27, i64 4
  store <4 x float> %v150, ptr %v151, align 4
  %v152 = load <4 x float>, ptr %s10
  %v153 = getelementptr float, ptr %v27, i64 8
  store <4 x float> %v152, ptr %v153, align 4
  %v154 = add i64 %v19, 1
  store i64 %v154, ptr %s15
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
  %v26 = add i64 %v25, %start
  %v27 = icmp slt i64 %v26, %last
  %v28 = select i1 %v27, i64 %v26, i64 %last
  %v29 = getelementptr float, ptr %position, i64 %v28
  %v30 = getelementptr float, ptr %temp, i64 %v28
  %v31 = getelementptr float, ptr %v30, i64 %temp_row
  br i1 %fresh, label %then32, label %done33
then32:
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
  br label %done33
done33:
  %v34 = xor i1 %fresh, true
  br i1 %v34, label %then35, label %done36
then35:
  %v37 = load <4 x float>, ptr %v30, align 4
  store <4 x float> %v37, ptr %s5
  %v38 = getelementptr float, ptr %v30, i64 4
  %v39 = load <4 x float>, ptr %v38, align 4
  store <4 x float> %v39, ptr %s6
  %v40 = getelementptr float, ptr %v30, i64 8
  %v41 = load <4 x float>, ptr %v40, align 4
  store <4 x float> %v41, ptr %s7
  %v42 = getelementptr float, ptr %v30, i64 12
  %v43 = load <4 x float>, ptr %v42, align 4
  store <4 x float> %v43, ptr %s8
  %v44 = getelementptr float, ptr %v30, i64 16
  %v45 = load <4 x float>, ptr %v44, align 4
  store <4 x float> %v45, ptr %s9
  %v46 = load <4 x float>, ptr %v31, align 4
  store <4 x float> %v46, ptr %s10
  %v47 = getelementptr float, ptr %v31, i64 4
  %v48 = load <4 x float>, ptr %v47, align 4
  store <4 x float> %v48, ptr %s11
  %v49 = getelementptr float, ptr %v31, i64 8
  %v50 = load <4 x float>, ptr %v49, align 4
  store <4 x float> %v50, ptr %s12
  %v51 = getelementptr float, ptr %v31, i64 12
  %v52 = load <4 x float>, ptr %v51, align 4
  store <4 x float> %v52, ptr %s13
  %v53 = getelementptr float, ptr %v31, i64 16
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
  %v66 = getelementptr float, ptr %v29, i64 %v65
  %v67 = getelementptr i64, ptr %v64, i64 1
  %v68 = load i64, ptr %v67, align 8
  %v69 = getelementptr float, ptr %v29, i64 %v68
  %v70 = getelementptr i64, ptr %v64, i64 2
  %v71 = load i64, ptr %v70, align 8
  %v72 = getelementptr float, ptr %v29, i64 %v71
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
  store <4 x float> %v192, ptr %v30, align 4
  %v193 = load <4 x float>, ptr %s6
  %v194 = getelementptr float, ptr %v30, i64 4
  store <4 x float> %v193, ptr %v194, align 4
  %v195 = load <4 x float>, ptr %s7
  %v196 = getelementptr float, ptr %v30, i64 8
  store <4 x float> %v195, ptr %v196, align 4
  %v197 = load <4 x float>, ptr %s8
  %v198 = getelementptr float, ptr %v30, i64 12
  store <4 x float> %v197, ptr %v198, align 4
  %v199 = load <4 x float>, ptr %s9
  %v200 = getelementptr float, ptr %v30, i64 16
  store <4 x float> %v199, ptr %v200, align 4
  %v201 = load <4 x float>, ptr %s10
  store <4 x float> %v201, ptr %v31, align 4
  %v202 = load <4 x float>, ptr %s11
  %v203 = getelementptr float, ptr %v31, i64 4
  store <4 x float> %v202, ptr %v203, align 4
  %v204 = load <4 x float>, ptr %s12
  %v205 = getelementptr float, ptr %v31, i64 8
  store <4 x float> %v204, ptr %v205, align 4
  %v206 = load <4 x float>, ptr %s13
  %v207 = getelementptr float, ptr %v31, i64 12
  store <4 x float> %v206, ptr %v207, align 4
  %v208 = load <4 x float>, ptr %s14
  %v209 = getelementptr float, ptr %v31, i64 16
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
  %s18 = alloca i64, i64 1, align 64
  %s38 = alloca i64, i64 1, align 64
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
  %v15 = mul i64 %v13, 2
  %v16 = mul i64 %v15, %temp_row
  %v17 = getelementptr float, ptr %temp, i64 %v16
  store i64 0, ptr %s18
  br label %head19
head19:
  %v22 = load i64, ptr %s18
  %v23 = icmp slt i64 %v22, %count
  br i1 %v23, label %body20, label %done21
body20:
  %v24 = mul i64 %v22, 2
  %v25 = icmp slt i64 %v24, %room
  br i1 %v25, label %then26, label %done27
then26:
  %v28 = getelementptr float, ptr %v17, i64 %v22
  %v29 = load float, ptr %v28, align 4
  %v30 = mul i64 %v24, %v4
  %v31 = add i64 %v13, %v30
  %v32 = getelementptr float, ptr %out, i64 %v31
  store float %v29, ptr %v32, align 4
  br label %done27
done27:
  %v33 = add i64 %v22, 1
  store i64 %v33, ptr %s18
  br label %head19
done21:
  %v34 = mul i64 %v13, 2
  %v35 = add i64 %v34, 1
  %v36 = mul i64 %v35, %temp_row
  %v37 = getelementptr float, ptr %temp, i64 %v36
  store i64 0, ptr %s38
  br label %head39
head39:
  %v42 = load i64, ptr %s38
  %v43 = icmp slt i64 %v42, %count
  br i1 %v43, label %body40, label %done41
body40:
  %v44 = mul i64 %v42, 2
  %v45 = add i64 %v44, 1
  %v46 = icmp slt i64 %v45, %room
  br i1 %v46, label %then47, label %done48
then47:
  %v49 = getelementptr float, ptr %v37, i64 %v42
  %v50 = load float, ptr %v49, align 4
  %v51 = mul i64 %v45, %v4
  %v52 = add i64 %v13, %v51
  %v53 = getelementptr float, ptr %out, i64 %v52
  store float %v50, ptr %v53, align 4
  br label %done48
done48:
  %v54 = add i64 %v42, 1
  store i64 %v54, ptr %s38
  br label %head39
done41:
  %v55 = add i64 %v13, 1
  store i64 %v55, ptr %s9
  br label %head10
done12:
  ret void
}
attributes #0 = { nounwind "prefer-vector-width"="128" "min-legal-vector-width"="128" }
!0 = !{i32 1}
