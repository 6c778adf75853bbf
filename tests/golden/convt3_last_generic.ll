; convt_f32_ic2_oc1_k4x4x4_s2x2x2_d1x1x1_b1x1x1_last generic
define void @tile_p0_c1_v1(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
entry:
  %s5 = alloca <4 x float>, i64 1, align 64
  %s6 = alloca <4 x float>, i64 1, align 64
  %s11 = alloca i64, i64 1, align 64
  %s29 = alloca ptr, i64 1, align 64
  %s30 = alloca ptr, i64 1, align 64
  %s31 = alloca i64, i64 1, align 64
  %s46 = alloca i64, i64 1, align 64
  %s47 = alloca i64, i64 1, align 64
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
  %v18 = getelementptr float, ptr %position, i64 %v17
  %v19 = getelementptr float, ptr %temp, i64 %v17
  %v20 = getelementptr float, ptr %v19, i64 %temp_row
  br i1 %fresh, label %then21, label %done22
then21:
  store <4 x float> zeroinitializer, ptr %s5
  store <4 x float> zeroinitializer, ptr %s6
  br label %done22
done22:
  %v23 = xor i1 %fresh, true
  br i1 %v23, label %then24, label %done25
then24:
  %v26 = load <4 x float>, ptr %v19, align 4
  store <4 x float> %v26, ptr %s5
  %v27 = load <4 x float>, ptr %v20, align 4
  store <4 x float> %v27, ptr %s6
  br label %done25
done25:
  %v28 = getelementptr i64, ptr %v4, i64 %v8
  store ptr %v28, ptr %s29
  store ptr %weights, ptr %s30
  store i64 0, ptr %s31
  br label %head32
head32:
  %v35 = load i64, ptr %s31
  %v36 = icmp slt i64 %v35, %v10
  br i1 %v36, label %body33, label %done34
body33:
  %v37 = load ptr, ptr %s29
  %v38 = load i64, ptr %v37, align 8
  %v39 = getelementptr float, ptr %v18, i64 %v38
  %v40 = getelementptr i64, ptr %v37, i64 1
  %v41 = load i64, ptr %v40, align 8
  %v42 = getelementptr float, ptr %v18, i64 %v41
  %v43 = getelementptr i64, ptr %v37, i64 2
  %v44 = load i64, ptr %v43, align 8
  %v45 = getelementptr float, ptr %v18, i64 %v44
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
  %v57 = load float, ptr %v54, align 4
  %v58 = insertelement <4 x float> poison, float %v57, i64 0
  %v59 = shufflevector <4 x float> %v58, <4 x float> poison, <4 x i32> zeroinitializer
  %v60 = load <4 x float>, ptr %s5
  %v61 = fmul <4 x float> %v59, %v56
  %v62 = fadd <4 x float> %v61, %v60
  store <4 x float> %v62, ptr %s5
  %v63 = getelementptr float, ptr %v42, i64 %v53
  %v64 = load <4 x float>, ptr %v63, align 4
  %v65 = getelementptr float, ptr %v54, i64 1
  %v66 = load float, ptr %v65, align 4
  %v67 = insertelement <4 x float> poison, float %v66, i64 0
  %v68 = shufflevector <4 x float> %v67, <4 x float> poison, <4 x i32> zeroinitializer
  %v69 = load <4 x float>, ptr %s5
  %v70 = fmul <4 x float> %v68, %v64
  %v71 = fadd <4 x float> %v70, %v69
  store <4 x float> %v71, ptr %s5
  %v72 = getelementptr float, ptr %v54, i64 2
  %v73 = load float, ptr %v72, align 4
  %v74 = insertelement <4 x float> poison, float %v73, i64 0
  %v75 = shufflevector <4 x float> %v74, <4 x float> poison, <4 x i32> zeroinitializer
  %v76 = load <4 x float>, ptr %s6
  %v77 = fmul <4 x float> %v75, %v64
  %v78 = fadd <4 x float> %v77, %v76
  store <4 x float> %v78, ptr %s6
  %v79 = getelementptr float, ptr %v45, i64 %v53
  %v80 = load <4 x float>, ptr %v79, align 4
  %v81 = getelementptr float, ptr %v54, i64 3
  %v82 = load float, ptr %v81, align 4
  %v83 = insertelement <4 x float> poison, float %v82, i64 0
  %v84 = shufflevector <4 x float> %v83, <4 x float> poison, <4 x i32> zeroinitializer
  %v85 = load <4 x float>, ptr %s6
  %v86 = fmul <4 x float> %v84, %v80
  %v87 = fadd <4 x float> %v86, %v85
  store <4 x float> %v87, ptr %s6
  %v88 = add i64 %v53, %v2
  store i64 %v88, ptr %s46
  %v89 = getelementptr float, ptr %v54, i64 4
  store ptr %v89, ptr %s30
  %v90 = add i64 %v51, 1
  store i64 %v90, ptr %s47
  br label %head48
done50:
  %v91 = getelementptr i64, ptr %v37, i64 3
  store ptr %v91, ptr %s29
  %v92 = add i64 %v35, 1
  store i64 %v92, ptr %s31
  br label %head32
done34:
  %v93 = load <4 x float>, ptr %s5
  store <4 x float> %v93, ptr %v19, align 4
  %v94 = load <4 x float>, ptr %s6
  store <4 x float> %v94, ptr %v20, align 4
  %v95 = add i64 %v15, 1
  store i64 %v95, ptr %s11
  br label %head12
done14:
  ret void
}
define void @tile_p0_c1_v3(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
entry:
  %s5 = alloca <4 x float>, i64 1, align 64
  %s6 = alloca <4 x float>, i64 1, align 64
  %s7 = alloca <4 x float>, i64 1, align 64
  %s8 = alloca <4 x float>, i64 1, align 64
  %s9 = alloca <4 x float>, i64 1, align 64
  %s10 = alloca <4 x float>, i64 1, align 64
  %s15 = alloca i64, i64 1, align 64
  %s41 = alloca ptr, i64 1, align 64
  %s42 = alloca ptr, i64 1, align 64
  %s43 = alloca i64, i64 1, align 64
  %s58 = alloca i64, i64 1, align 64
  %s59 = alloca i64, i64 1, align 64
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
  %v22 = getelementptr float, ptr %position, i64 %v21
  %v23 = getelementptr float, ptr %temp, i64 %v21
  %v24 = getelementptr float, ptr %v23, i64 %temp_row
  br i1 %fresh, label %then25, label %done26
then25:
  store <4 x float> zeroinitializer, ptr %s5
  store <4 x float> zeroinitializer, ptr %s6
  store <4 x float> zeroinitializer, ptr %s7
  store <4 x float> zeroinitializer, ptr %s8
  store <4 x float> zeroinitializer, ptr %s9
  store <4 x float> zeroinitializer, ptr %s10
  br label %done26
done26:
  %v27 = xor i1 %fresh, true
  br i1 %v27, label %then28, label %done29
then28:
  %v30 = load <4 x float>, ptr %v23, align 4
  store <4 x float> %v30, ptr %s5
  %v31 = getelementptr float, ptr %v23, i64 4
  %v32 = load <4 x float>, ptr %v31, align 4
  store <4 x float> %v32, ptr %s6
  %v33 = getelementptr float, ptr %v23, i64 8
  %v34 = load <4 x float>, ptr %v33, align 4
  store <4 x float> %v34, ptr %s7
  %v35 = load <4 x float>, ptr %v24, align 4
  store <4 x float> %v35, ptr %s8
  %v36 = getelementptr float, ptr %v24, i64 4
  %v37 = load <4 x float>, ptr %v36, align 4
  store <4 x float> %v37, ptr %s9
  %v38 = getelementptr float, ptr %v24, i64 8
  %v39 = load <4 x float>, ptr %v38, align 4
  store <4 x float> %v39, ptr %s10
  br label %done29
done29:
  %v40 = getelementptr i64, ptr %v4, i64 %v12
  store ptr %v40, ptr %s41
  store ptr %weights, ptr %s42
  store i64 0, ptr %s43
  br label %head44
head44:
  %v47 = load i64, ptr %s43
  %v48 = icmp slt i64 %v47, %v14
  br i1 %v48, label %body45, label %done46
body45:
  %v49 = load ptr, ptr %s41
  %v50 = load i64, ptr %v49, align 8
  %v51 = getelementptr float, ptr %v22, i64 %v50
  %v52 = getelementptr i64, ptr %v49, i64 1
  %v53 = load i64, ptr %v52, align 8
  %v54 = getelementptr float, ptr %v22, i64 %v53
  %v55 = getelementptr i64, ptr %v49, i64 2
  %v56 = load i64, ptr %v55, align 8
  %v57 = getelementptr float, ptr %v22, i64 %v56
  store i64 0, ptr %s58
  store i64 0, ptr %s59
  br label %head60
head60:
  %v63 = load i64, ptr %s59
  %v64 = icmp slt i64 %v63, %channels
  br i1 %v64, label %body61, label %done62
body61:
  %v65 = load i64, ptr %s58
  %v66 = load ptr, ptr %s42
  %v67 = getelementptr float, ptr %v51, i64 %v65
  %v68 = load <4 x float>, ptr %v67, align 4
  %v69 = getelementptr float, ptr %v67, i64 4
  %v70 = load <4 x float>, ptr %v69, align 4
  %v71 = getelementptr float, ptr %v67, i64 8
  %v72 = load <4 x float>, ptr %v71, align 4
  %v73 = load float, ptr %v66, align 4
  %v74 = insertelement <4 x float> poison, float %v73, i64 0
  %v75 = shufflevector <4 x float> %v74, <4 x float> poison, <4 x i32> zeroinitializer
  %v76 = load <4 x float>, ptr %s5
  %v77 = fmul <4 x float> %v75, %v68
  %v78 = fadd <4 x float> %v77, %v76
  store <4 x float> %v78, ptr %s5
  %v79 = load <4 x float>, ptr %s6
  %v80 = fmul <4 x float> %v75, %v70
  %v81 = fadd <4 x float> %v80, %v79
  store <4 x float> %v81, ptr %s6
  %v82 = load <4 x float>, ptr %s7
  %v83 = fmul <4 x float> %v75, %v72
  %v84 = fadd <4 x float> %v83, %v82
  store <4 x float> %v84, ptr %s7
  %v85 = getelementptr float, ptr %v54, i64 %v65
  %v86 = load <4 x float>, ptr %v85, align 4
  %v87 = getelementptr float, ptr %v85, i64 4
  %v88 = load <4 x float>, ptr %v87, align 4
  %v89 = getelementptr float, ptr %v85, i64 8
  %v90 = load <4 x float>, ptr %v89, align 4
  %v91 = getelementptr float, ptr %v66, i64 1
  %v92 = load float, ptr %v91, align 4
  %v93 = insertelement <4 x float> poison, float %v92, i64 0
  %v94 = shufflevector <4 x float> %v93, <4 x float> poison, <4 x i32> zeroinitializer
  %v95 = load <4 x float>, ptr %s5
  %v96 = fmul <4 x float> %v94, %v86
  %v97 = fadd <4 x float> %v96, %v95
  store <4 x float> %v97, ptr %s5
  %v98 = load <4 x float>, ptr %s6
  %v99 = fmul <4 x float> %v94, %v88
  %v100 = fadd <4 x float> %v99, %v98
  store <4 x float> %v100, ptr %s6
  %v101 = load <4 x float>, ptr %s7
  %v102 = fmul <4 x float> %v94, %v90
  %v103 = fadd <4 x float> %v102, %v101
  store <4 x float> %v103, ptr %s7
  %v104 = getelementptr float, ptr %v66, i64 2
  %v105 = load float, ptr %v104, align 4
  %v106 = insertelement <4 x float> poison, float %v105, i64 0
  %v107 = shufflevector <4 x float> %v106, <4 x float> poison, <4 x i32> zeroinitializer
  %v108 = load <4 x float>, ptr %s8
  %v109 = fmul <4 x float> %v107, %v86
  %v110 = fadd <4 x float> %v109, %v108
  store <4 x float> %v110, ptr %s8
  %v111 = load <4 x float>, ptr %s9
  %v112 = fmul <4 x float> %v107, %v88
  %v113 = fadd <4 x float> %v112, %v111
  store <4 x float> %v113, ptr %s9
  %v114 = load <4 x float>, ptr %s10
  %v115 = fmul <4 x float> %v107, %v90
  %v116 = fadd <4 x float> %v115, %v114
  store <4 x float> %v116, ptr %s10
  %v117 = getelementptr float, ptr %v57, i64 %v65
  %v118 = load <4 x float>, ptr %v117, align 4
  %v119 = getelementptr float, ptr %v117, i64 4
  %v120 = load <4 x float>, ptr %v119, align 4
  %v121 = getelementptr float, ptr %v117, i64 8
  %v122 = load <4 x float>, ptr %v121, align 4
  %v123 = getelementptr float, ptr %v66, i64 3
  %v124 = load float, ptr %v123, align 4
  %v125 = insertelement <4 x float> poison, float %v124, i64 0
  %v126 = shufflevector <4 x float> %v125, <4 x float> poison, <4 x i32> zeroinitializer
  %v127 = load <4 x float>, ptr %s8
  %v128 = fmul <4 x float> %v126, %v118
  %v129 = fadd <4 x float> %v128, %v127
  store <4 x float> %v129, ptr %s8
  %v130 = load <4 x float>, ptr %s9
  %v131 = fmul <4 x float> %v126, %v120
  %v132 = fadd <4 x float> %v131, %v130
  store <4 x float> %v132, ptr %s9
  %v133 = load <4 x float>, ptr %s10
  %v134 = fmul <4 x float> %v126, %v122
  %v135 = fadd <4 x float> %v134, %v133
  store <4 x float> %v135, ptr %s10
  %v136 = add i64 %v65, %v2
  store i64 %v136, ptr %s58
  %v137 = getelementptr float, ptr %v66, i64 4
  store ptr %v137, ptr %s42
  %v138 = add i64 %v63, 1
  store i64 %v138, ptr %s59
  br label %head60
done62:
  %v139 = getelementptr i64, ptr %v49, i64 3
  store ptr %v139, ptr %s41
  %v140 = add i64 %v47, 1
  store i64 %v140, ptr %s43
  br label %head44
done46:
  %v141 = load <4 x float>, ptr %s5
  store <4 x float> %v141, ptr %v23, align 4
  %v142 = load <4 x float>, ptr %s6
  %v143 = getelementptr float, ptr %v23, i64 4
  store <4 x float> %v142, ptr %v143, align 4
  %v144 = load <4 x float>, ptr %s7
  %v145 = getelementptr float, ptr %v23, i64 8
  store <4 x float> %v144, ptr %v145, align 4
  %v146 = load <4 x float>, ptr %s8
  store <4 x float> %v146, ptr %v24, align 4
  %v147 = load <4 x float>, ptr %s9
  %v148 = getelementptr float, ptr %v24, i64 4
  store <4 x float> %v147, ptr %v148, align 4
  %v149 = load <4 x float>, ptr %s10
  %v150 = getelementptr float, ptr %v24, i64 8
  store <4 x float> %v149, ptr %v150, align 4
  %v151 = add i64 %v19, 1
  store i64 %v151, ptr %s15
  br label %head16
done18:
  ret void
}
define void @tile_p0_c1_v5(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
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
  %s53 = alloca ptr, i64 1, align 64
  %s54 = alloca ptr, i64 1, align 64
  %s55 = alloca i64, i64 1, align 64
  %s70 = alloca i64, i64 1, align 64
  %s71 = alloca i64, i64 1, align 64
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
  %v26 = getelementptr float, ptr %position, i64 %v25
  %v27 = getelementptr float, ptr %temp, i64 %v25
  %v28 = getelementptr float, ptr %v27, i64 %temp_row
  br i1 %fresh, label %then29, label %done30
then29:
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
  br label %done30
done30:
  %v31 = xor i1 %fresh, true
  br i1 %v31, label %then32, label %done33
then32:
  %v34 = load <4 x float>, ptr %v27, align 4
  store <4 x float> %v34, ptr %s5
  %v35 = getelementptr float, ptr %v27, i64 4
  %v36 = load <4 x float>, ptr %v35, align 4
  store <4 x float> %v36, ptr %s6
  %v37 = getelementptr float, ptr %v27, i64 8
  %v38 = load <4 x float>, ptr %v37, align 4
  store <4 x float> %v38, ptr %s7
  %v39 = getelementptr float, ptr %v27, i64 12
  %v40 = load <4 x float>, ptr %v39, align 4
  store <4 x float> %v40, ptr %s8
  %v41 = getelementptr float, ptr %v27, i64 16
  %v42 = load <4 x float>, ptr %v41, align 4
  store <4 x float> %v42, ptr %s9
  %v43 = load <4 x float>, ptr %v28, align 4
  store <4 x float> %v43, ptr %s10
  %v44 = getelementptr float, ptr %v28, i64 4
  %v45 = load <4 x float>, ptr %v44, align 4
  store <4 x float> %v45, ptr %s11
  %v46 = getelementptr float, ptr %v28, i64 8
  %v47 = load <4 x float>, ptr %v46, align 4
  store <4 x float> %v47, ptr %s12
  %v48 = getelementptr float, ptr %v28, i64 12
  %v49 = load <4 x float>, ptr %v48, align 4
  store <4 x float> %v49, ptr %s13
  %v50 = getelementptr float, ptr %v28, i64 16
  %v51 = load <4 x float>, ptr %v50, align 4
  store <4 x float> %v51, ptr %s14
  br label %done33
done33:
  %v52 = getelementptr i64, ptr %v4, i64 %v16
  store ptr %v52, ptr %s53
  store ptr %weights, ptr %s54
  store i64 0, ptr %s55
  br label %head56
head56:
  %v59 = load i64, ptr %s55
  %v60 = icmp slt i64 %v59, %v18
  br i1 %v60, label %body57, label %done58
body57:
  %v61 = load ptr, ptr %s53
  %v62 = load i64, ptr %v61, align 8
  %v63 = getelementptr float, ptr %v26, i64 %v62
  %v64 = getelementptr i64, ptr %v61, i64 1
  %v65 = load i64, ptr %v64, align 8
  %v66 = getelementptr float, ptr %v26, i64 %v65
  %v67 = getelementptr i64, ptr %v61, i64 2
  %v68 = load i64, ptr %v67, align 8
  %v69 = getelementptr float, ptr %v26, i64 %v68
  store i64 0, ptr %s70
  store i64 0, ptr %s71
  br label %head72
head72:
  %v75 = load i64, ptr %s71
  %v76 = icmp slt i64 %v75, %channels
  br i1 %v76, label %body73, label %done74
body73:
  %v77 = load i64, ptr %s70
  %v78 = load ptr, ptr %s54
  %v79 = getelementptr float, ptr %v63, i64 %v77
  %v80 = load <4 x float>, ptr %v79, align 4
  %v81 = getelementptr float, ptr %v79, i64 4
  %v82 = load <4 x float>, ptr %v81, align 4
  %v83 = getelementptr float, ptr %v79, i64 8
  %v84 = load <4 x float>, ptr %v83, align 4
  %v85 = getelementptr float, ptr %v79, i64 12
  %v86 = load <4 x float>, ptr %v85, align 4
  %v87 = getelementptr float, ptr %v79, i64 16
  %v88 = load <4 x float>, ptr %v87, align 4
  %v89 = load float, ptr %v78, align 4
  %v90 = insertelement <4 x float> poison, float %v89, i64 0
  %v91 = shufflevector <4 x float> %v90, <4 x float> poison, <4 x i32> zeroinitializer
  %v92 = load <4 x float>, ptr %s5
  %v93 = fmul <4 x float> %v91, %v80
  %v94 = fadd <4 x float> %v93, %v92
  store <4 x float> %v94, ptr %s5
  %v95 = load <4 x float>, ptr %s6
  %v96 = fmul <4 x float> %v91, %v82
  %v97 = fadd <4 x float> %v96, %v95
  store <4 x float> %v97, ptr %s6
  %v98 = load <4 x float>, ptr %s7
  %v99 = fmul <4 x float> %v91, %v84
  %v100 = fadd <4 x float> %v99, %v98
  store <4 x float> %v100, ptr %s7
  %v101 = load <4 x float>, ptr %s8
  %v102 = fmul <4 x float> %v91, %v86
  %v103 = fadd <4 x float> %v102, %v101
  store <4 x float> %v103, ptr %s8
  %v104 = load <4 x float>, ptr %s9
  %v105 = fmul <4 x float> %v91, %v88
  %v106 = fadd <4 x float> %v105, %v104
  store <4 x float> %v106, ptr %s9
  %v107 = getelementptr float, ptr %v66, i64 %v77
  %v108 = load <4 x float>, ptr %v107, align 4
  %v109 = getelementptr float, ptr %v107, i64 4
  %v110 = load <4 x float>, ptr %v109, align 4
  %v111 = getelementptr float, ptr %v107, i64 8
  %v112 = load <4 x float>, ptr %v111, align 4
  %v113 = getelementptr float, ptr %v107, i64 12
  %v114 = load <4 x float>, ptr %v113, align 4
  %v115 = getelementptr float, ptr %v107, i64 16
  %v116 = load <4 x float>, ptr %v115, align 4
  %v117 = getelementptr float, ptr %v78, i64 1
  %v118 = load float, ptr %v117, align 4
  %v119 = insertelement <4 x float> poison, float %v118, i64 0
  %v120 = shufflevector <4 x float> %v119, <4 x float> poison, <4 x i32> zeroinitializer
  %v121 = load <4 x float>, ptr %s5
  %v122 = fmul <4 x float> %v120, %v108
  %v123 = fadd <4 x float> %v122, %v121
  store <4 x float> %v123, ptr %s5
  %v124 = load <4 x float>, ptr %s6
  %v125 = fmul <4 x float> %v120, %v110
  %v126 = fadd <4 x float> %v125, %v124
  store <4 x float> %v126, ptr %s6
  %v127 = load <4 x float>, ptr %s7
  %v128 = fmul <4 x float> %v120, %v112
  %v129 = fadd <4 x float> %v128, %v127
  store <4 x float> %v129, ptr %s7
  %v130 = load <4 x float>, ptr %s8
  %v131 = fmul <4 x float> %v120, %v114
  %v132 = fadd <4 x float> %v131, %v130
  store <4 x float> %v132, ptr %s8
  %v133 = load <4 x float>, ptr %s9
  %v134 = fmul <4 x float> %v120, %v116
  %v135 = fadd <4 x float> %v134, %v133
  store <4 x float> %v135, ptr %s9
  %v136 = getelementptr float, ptr %v78, i64 2
  %v137 = load float, ptr %v136, align 4
  %v138 = insertelement <4 x float> poison, float %v137, i64 0
  %v139 = shufflevector <4 x float> %v138, <4 x float> poison, <4 x i32> zeroinitializer
  %v140 = load <4 x float>, ptr %s10
  %v141 = fmul <4 x float> %v139, %v108
  %v142 = fadd <4 x float> %v141, %v140
  store <4 x float> %v142, ptr %s10
  %v143 = load <4 x float>, ptr %s11
  %v144 = fmul <4 x float> %v139, %v110
  %v145 = fadd <4 x float> %v144, %v143
  store <4 x float> %v145, ptr %s11
  %v146 = load <4 x float>, ptr %s12
  %v147 = fmul <4 x float> %v139, %v112
  %v148 = fadd <4 x float> %v147, %v146
  store <4 x float> %v148, ptr %s12
  %v149 = load <4 x float>, ptr %s13
  %v150 = fmul <4 x float> %v139, %v114
  %v151 = fadd <4 x float> %v150, %v149
  store <4 x float> %v151, ptr %s13
  %v152 = load <4 x float>, ptr %s14
  %v153 = fmul <4 x float> %v139, %v116
  %v154 = fadd <4 x float> %v153, %v152
  store <4 x float> %v154, ptr %s14
  %v155 = getelementptr float, ptr %v69, i64 %v77
  %v156 = load <4 x float>, ptr %v155, align 4
  %v157 = getelementptr float, ptr %v155, i64 4
  %v158 = load <4 x float>, ptr %v157, align 4
  %v159 = getelementptr float, ptr %v155, i64 8
  %v160 = load <4 x float>, ptr %v159, align 4
  %v161 = getelementptr float, ptr %v155, i64 12
  %v162 = load <4 x float>, ptr %v161, align 4
  %v163 = getelementptr float, ptr %v155, i64 16
  %v164 = load <4 x float>, ptr %v163, align 4
  %v165 = getelementptr float, ptr %v78, i64 3
  %v166 = load float, ptr %v165, align 4
  %v167 = insertelement <4 x float> poison, float %v166, i64 0
  %v168 = shufflevector <4 x float> %v167, <4 x float> poison, <4 x i32> zeroinitializer
  %v169 = load <4 x float>, ptr %s10
  %v170 = fmul <4 x float> %v168, %v156
  %v171 = fadd <4 x float> %v170, %v169
  store <4 x float> %v171, ptr %s10
  %v172 = load <4 x float>, ptr %s11
  %v173 = fmul <4 x float> %v168, %v158
  %v174 = fadd <4 x float> %v173, %v172
  store <4 x float> %v174, ptr %s11
  %v175 = load <4 x float>, ptr %s12
  %v176 = fmul <4 x float> %v168, %v160
  %v177 = fadd <4 x float> %v176, %v175
  store <4 x float> %v177, ptr %s12
  %v178 = load <4 x float>, ptr %s13
  %v179 = fmul <4 x float> %v168, %v162
  %v180 = fadd <4 x float> %v179, %v178
  store <4 x float> %v180, ptr %s13
  %v181 = load <4 x float>, ptr %s14
  %v182 = fmul <4 x float> %v168, %v164
  %v183 = fadd <4 x float> %v182, %v181
  store <4 x float> %v183, ptr %s14
  %v184 = add i64 %v77, %v2
  store i64 %v184, ptr %s70
  %v185 = getelementptr float, ptr %v78, i64 4
  store ptr %v185, ptr %s54
  %v186 = add i64 %v75, 1
  store i64 %v186, ptr %s71
  br label %head72
done74:
  %v187 = getelementptr i64, ptr %v61, i64 3
  store ptr %v187, ptr %s53
  %v188 = add i64 %v59, 1
  store i64 %v188, ptr %s55
  br label %head56
done58:
  %v189 = load <4 x float>, ptr %s5
  store <4 x float> %v189, ptr %v27, align 4
  %v190 = load <4 x float>, ptr %s6
  %v191 = getelementptr float, ptr %v27, i64 4
  store <4 x float> %v190, ptr %v191, align 4
  %v192 = load <4 x float>, ptr %s7
  %v193 = getelementptr float, ptr %v27, i64 8
  store <4 x float> %v192, ptr %v193, align 4
  %v194 = load <4 x float>, ptr %s8
  %v195 = getelementptr float, ptr %v27, i64 12
  store <4 x float> %v194, ptr %v195, align 4
  %v196 = load <4 x float>, ptr %s9
  %v197 = getelementptr float, ptr %v27, i64 16
  store <4 x float> %v196, ptr %v197, align 4
  %v198 = load <4 x float>, ptr %s10
  store <4 x float> %v198, ptr %v28, align 4
  %v199 = load <4 x float>, ptr %s11
  %v200 = getelementptr float, ptr %v28, i64 4
  store <4 x float> %v199, ptr %v200, align 4
  %v201 = load <4 x float>, ptr %s12
  %v202 = getelementptr float, ptr %v28, i64 8
  store <4 x float> %v201, ptr %v202, align 4
  %v203 = load <4 x float>, ptr %s13
  %v204 = getelementptr float, ptr %v28, i64 12
  store <4 x float> %v203, ptr %v204, align 4
  %v205 = load <4 x float>, ptr %s14
  %v206 = getelementptr float, ptr %v28, i64 16
  store <4 x float> %v205, ptr %v206, align 4
  %v207 = add i64 %v23, 1
  store i64 %v207, ptr %s19
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
