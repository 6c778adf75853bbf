; conv_f64_ic2_oc1_k1x1x3_s1x1x1_d1x1x2_b0x0x2_first_bias_leaky_relu sse2
define void @tile_p0_c1_v1(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
entry:
  %s5 = alloca <2 x double>, i64 1, align 64
  %s10 = alloca i64, i64 1, align 64
  %s29 = alloca ptr, i64 1, align 64
  %s30 = alloca ptr, i64 1, align 64
  %s31 = alloca i64, i64 1, align 64
  %s46 = alloca i64, i64 1, align 64
  %s47 = alloca i64, i64 1, align 64
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
  %v17 = getelementptr double, ptr %position, i64 %v16
  %v18 = getelementptr double, ptr %temp, i64 %v16
  br i1 %fresh, label %then19, label %done20
then19:
  %v21 = load double, ptr %bias, align 8
  %v22 = insertelement <2 x double> poison, double %v21, i64 0
  %v23 = shufflevector <2 x double> %v22, <2 x double> poison, <2 x i32> zeroinitializer
  store <2 x double> %v23, ptr %s5
  br label %done20
done20:
  %v24 = xor i1 %fresh, true
  br i1 %v24, label %then25, label %done26
then25:
  %v27 = load <2 x double>, ptr %v18, align 8
  store <2 x double> %v27, ptr %s5
  br label %done26
done26:
  %v28 = getelementptr i64, ptr %v4, i64 %v7
  store ptr %v28, ptr %s29
  store ptr %weights, ptr %s30
  store i64 0, ptr %s31
  br label %head32
head32:
  %v35 = load i64, ptr %s31
  %v36 = icmp slt i64 %v35, %v9
  br i1 %v36, label %body33, label %done34
body33:
  %v37 = load ptr, ptr %s29
  %v38 = load i64, ptr %v37, align 8
  %v39 = getelementptr double, ptr %v17, i64 %v38
  %v40 = getelementptr i64, ptr %v37, i64 1
  %v41 = load i64, ptr %v40, align 8
  %v42 = getelementptr double, ptr %v17, i64 %v41
  %v43 = getelementptr i64, ptr %v37, i64 2
  %v44 = load i64, ptr %v43, align 8
  %v45 = getelementptr double, ptr %v17, i64 %v44
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
  %v55 = getelementptr double, ptr %v39, i64 %v53
  %v56 = load <2 x double>, ptr %v55, align 8
  %v57 = load double, ptr %v54, align 8
  %v58 = insertelement <2 x double> poison, double %v57, i64 0
  %v59 = shufflevector <2 x double> %v58, <2 x double> poison, <2 x i32> zeroinitializer
  %v60 = load <2 x double>, ptr %s5
  %v61 = fmul <2 x double> %v59, %v56
  %v62 = fadd <2 x double> %v61, %v60
  store <2 x double> %v62, ptr %s5
  %v63 = getelementptr double, ptr %v42, i64 %v53
  %v64 = load <2 x double>, ptr %v63, align 8
  %v65 = getelementptr double, ptr %v54, i64 1
  %v66 = load double, ptr %v65, align 8
  %v67 = insertelement <2 x double> poison, double %v66, i64 0
  %v68 = shufflevector <2 x double> %v67, <2 x double> poison, <2 x i32> zeroinitializer
  %v69 = load <2 x double>, ptr %s5
  %v70 = fmul <2 x double> %v68, %v64
  %v71 = fadd <2 x double> %v70, %v69
  store <2 x double> %v71, ptr %s5
  %v72 = getelementptr double, ptr %v45, i64 %v53
  %v73 = load <2 x double>, ptr %v72, align 8
  %v74 = getelementptr double, ptr %v54, i64 2
  %v75 = load double, ptr %v74, align 8
  %v76 = insertelement <2 x double> poison, double %v75, i64 0
  %v77 = shufflevector <2 x double> %v76, <2 x double> poison, <2 x i32> zeroinitializer
  %v78 = load <2 x double>, ptr %s5
  %v79 = fmul <2 x double> %v77, %v73
  %v80 = fadd <2 x double> %v79, %v78
  store <2 x double> %v80, ptr %s5
  %v81 = add i64 %v53, %v2
  store i64 %v81, ptr %s46
  %v82 = getelementptr double, ptr %v54, i64 3
  store ptr %v82, ptr %s30
  %v83 = add i64 %v51, 1
  store i64 %v83, ptr %s47
  br label %head48
done50:
  %v84 = getelementptr i64, ptr %v37, i64 3
  store ptr %v84, ptr %s29
  %v85 = add i64 %v35, 1
  store i64 %v85, ptr %s31
  br label %head32
done34:
  %v86 = load <2 x double>, ptr %s5
  store <2 x double> %v86, ptr %v18, align 8
  %v87 = add i64 %v14, 1
  store i64 %v87, ptr %s10
  br label %head11
done13:
  ret void
}
define void @tile_p0_c1_v3(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
entry:
  %s5 = alloca <2 x double>, i64 1, align 64
  %s6 = alloca <2 x double>, i64 1, align 64
  %s7 = alloca <2 x double>, i64 1, align 64
  %s12 = alloca i64, i64 1, align 64
  %s35 = alloca ptr, i64 1, align 64
  %s36 = alloca ptr, i64 1, align 64
  %s37 = alloca i64, i64 1, align 64
  %s52 = alloca i64, i64 1, align 64
  %s53 = alloca i64, i64 1, align 64
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
  %v19 = getelementptr double, ptr %position, i64 %v18
  %v20 = getelementptr double, ptr %temp, i64 %v18
  br i1 %fresh, label %then21, label %done22
then21:
  %v23 = load double, ptr %bias, align 8
  %v24 = insertelement <2 x double> poison, double %v23, i64 0
  %v25 = shufflevector <2 x double> %v24, <2 x double> poison, <2 x i32> zeroinitializer
  store <2 x double> %v25, ptr %s5
  store <2 x double> %v25, ptr %s6
  store <2 x double> %v25, ptr %s7
  br label %done22
done22:
  %v26 = xor i1 %fresh, true
  br i1 %v26, label %then27, label %done28
then27:
  %v29 = load <2 x double>, ptr %v20, align 8
  store <2 x double> %v29, ptr %s5
  %v30 = getelementptr double, ptr %v20, i64 2
  %v31 = load <2 x double>, ptr %v30, align 8
  store <2 x double> %v31, ptr %s6
  %v32 = getelementptr double, ptr %v20, i64 4
  %v33 = load <2 x double>, ptr %v32, align 8
  store <2 x double> %v33, ptr %s7
  br label %done28
done28:
  %v34 = getelementptr i64, ptr %v4, i64 %v9
  store ptr %v34, ptr %s35
  store ptr %weights, ptr %s36
  store i64 0, ptr %s37
  br label %head38
head38:
  %v41 = load i64, ptr %s37
  %v42 = icmp slt i64 %v41, %v11
  br i1 %v42, label %body39, label %done40
body39:
  %v43 = load ptr, ptr %s35
  %v44 = load i64, ptr %v43, align 8
  %v45 = getelementptr double, ptr %v19, i64 %v44
  %v46 = getelementptr i64, ptr %v43, i64 1
  %v47 = load i64, ptr %v46, align 8
  %v48 = getelementptr double, ptr %v19, i64 %v47
  %v49 = getelementptr i64, ptr %v43, i64 2
  %v50 = load i64, ptr %v49, align 8
  %v51 = getelementptr double, ptr %v19, i64 %v50
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
  %v61 = getelementptr double, ptr %v45, i64 %v59
  %v62 = load <2 x double>, ptr %v61, align 8
  %v63 = getelementptr double, ptr %v61, i64 2
  %v64 = load <2 x double>, ptr %v63, align 8
  %v65 = getelementptr double, ptr %v61, i64 4
  %v66 = load <2 x double>, ptr %v65, align 8
  %v67 = load double, ptr %v60, align 8
  %v68 = insertelement <2 x double> poison, double %v67, i64 0
  %v69 = shufflevector <2 x double> %v68, <2 x double> poison, <2 x i32> zeroinitializer
  %v70 = load <2 x double>, ptr %s5
  %v71 = fmul <2 x double> %v69, %v62
  %v72 = fadd <2 x double> %v71, %v70
  store <2 x double> %v72, ptr %s5
  %v73 = load <2 x double>, ptr %s6
  %v74 = fmul <2 x double> %v69, %v64
  %v75 = fadd <2 x double> %v74, %v73
  store <2 x double> %v75, ptr %s6
  %v76 = load <2 x double>, ptr %s7
  %v77 = fmul <2 x double> %v69, %v66
  %v78 = fadd <2 x double> %v77, %v76
  store <2 x double> %v78, ptr %s7
  %v79 = getelementptr double, ptr %v48, i64 %v59
  %v80 = load <2 x double>, ptr %v79, align 8
  %v81 = getelementptr double, ptr %v79, i64 2
  %v82 = load <2 x double>, ptr %v81, align 8
  %v83 = getelementptr double, ptr %v79, i64 4
  %v84 = load <2 x double>, ptr %v83, align 8
  %v85 = getelementptr double, ptr %v60, i64 1
  %v86 = load double, ptr %v85, align 8
  %v87 = insertelement <2 x double> poison, double %v86, i64 0
  %v88 = shufflevector <2 x double> %v87, <2 x double> poison, <2 x i32> zeroinitializer
  %v89 = load <2 x double>, ptr %s5
  %v90 = fmul <2 x double> %v88, %v80
  %v91 = fadd <2 x double> %v90, %v89
  store <2 x double> %v91, ptr %s5
  %v92 = load <2 x double>, ptr %s6
  %v93 = fmul <2 x double> %v88, %v82
  %v94 = fadd <2 x double> %v93, %v92
  store <2 x double> %v94, ptr %s6
  %v95 = load <2 x double>, ptr %s7
  %v96 = fmul <2 x double> %v88, %v84
  %v97 = fadd <2 x double> %v96, %v95
  store <2 x double> %v97, ptr %s7
  %v98 = getelementptr double, ptr %v51, i64 %v59
  %v99 = load <2 x double>, ptr %v98, align 8
  %v100 = getelementptr double, ptr %v98, i64 2
  %v101 = load <2 x double>, ptr %v100, align 8
  %v102 = getelementptr double, ptr %v98, i64 4
  %v103 = load <2 x double>, ptr %v102, align 8
  %v104 = getelementptr double, ptr %v60, i64 2
  %v105 = load double, ptr %v104, align 8
  %v106 = insertelement <2 x double> poison, double %v105, i64 0
  %v107 = shufflevector <2 x double> %v106, <2 x double> poison, <2 x i32> zeroinitializer
  %v108 = load <2 x double>, ptr %s5
  %v109 = fmul <2 x double> %v107, %v99
  %v110 = fadd <2 x double> %v109, %v108
  store <2 x double> %v110, ptr %s5
  %v111 = load <2 x double>, ptr %s6
  %v112 = fmul <2 x double> %v107, %v101
  %v113 = fadd <2 x double> %v112, %v111
  store <2 x double> %v113, ptr %s6
  %v114 = load <2 x double>, ptr %s7
  %v115 = fmul <2 x double> %v107, %v103
  %v116 = fadd <2 x double> %v115, %v114
  store <2 x double> %v116, ptr %s7
  %v117 = add i64 %v59, %v2
  store i64 %v117, ptr %s52
  %v118 = getelementptr double, ptr %v60, i64 3
  store ptr %v118, ptr %s36
  %v119 = add i64 %v57, 1
  store i64 %v119, ptr %s53
  br label %head54
done56:
  %v120 = getelementptr i64, ptr %v43, i64 3
  store ptr %v120, ptr %s35
  %v121 = add i64 %v41, 1
  store i64 %v121, ptr %s37
  br label %head38
done40:
  %v122 = load <2 x double>, ptr %s5
  store <2 x double> %v122, ptr %v20, align 8
  %v123 = load <2 x double>, ptr %s6
  %v124 = getelementptr double, ptr %v20, i64 2
  store <2 x double> %v123, ptr %v124, align 8
  %v125 = load <2 x double>, ptr %s7
  %v126 = getelementptr double, ptr %v20, i64 4
  store <2 x double> %v125, ptr %v126, align 8
  %v127 = add i64 %v16, 1
  store i64 %v127, ptr %s12
  br label %head13
done15:
  ret void
}
define void @tile_p0_c1_v6(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
entry:
  %s5 = alloca <2 x double>, i64 1, align 64
  %s6 = alloca <2 x double>, i64 1, align 64
  %s7 = alloca <2 x double>, i64 1, align 64
  %s8 = alloca <2 x double>, i64 1, align 64
  %s9 = alloca <2 x double>, i64 1, align 64
  %s10 = alloca <2 x double>, i64 1, align 64
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
  store <2 x double> %v28, ptr %s8
  store <2 x double> %v28, ptr %s9
  store <2 x double> %v28, ptr %s10
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
  %v37 = getelementptr double, ptr %v23, i64 6
  %v38 = load <2 x double>, ptr %v37, align 8
  store <2 x double> %v38, ptr %s8
  %v39 = getelementptr double, ptr %v23, i64 8
  %v40 = load <2 x double>, ptr %v39, align 8
  store <2 x double> %v40, ptr %s9
  %v41 = getelementptr double, ptr %v23, i64 10
  %v42 = load <2 x double>, ptr %v41, align 8
  store <2 x double> %v42, ptr %s10
  br label %done31
done31:
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
  %v54 = getelementptr double, ptr %v22, i64 %v53
  %v55 = getelementptr i64, ptr %v52, i64 1
  %v56 = load i64, ptr %v55, align 8
  %v57 = getelementptr double, ptr %v22, i64 %v56
  %v58 = getelementptr i64, ptr %v52, i64 2
  %v59 = load i64, ptr %v58, align 8
  %v60 = getelementptr double, ptr %v22, i64 %v59
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
  %v70 = getelementptr double, ptr %v54, i64 %v68
  %v71 = load <2 x double>, ptr %v70, align 8
  %v72 = getelementptr double, ptr %v70, i64 2
  %v73 = load <2 x double>, ptr %v72, align 8
  %v74 = getelementptr double, ptr %v70, i64 4
  %v75 = load <2 x double>, ptr %v74, align 8
  %v76 = getelementptr double, ptr %v70, i64 6
  %v77 = load <2 x double>, ptr %v76, align 8
  %v78 = getelementptr double, ptr %v70, i64 8
  %v79 = load <2 x double>, ptr %v78, align 8
  %v80 = getelementptr double, ptr %v70, i64 10
  %v81 = load <2 x double>, ptr %v80, align 8
  %v82 = load double, ptr %v69, align 8
  %v83 = insertelement <2 x double> poison, double %v82, i64 0
  %v84 = shufflevector <2 x double> %v83, <2 x double> poison, <2 x i32> zeroinitializer
  %v85 = load <2 x double>, ptr %s5
  %v86 = fmul <2 x double> %v84, %v71
  %v87 = fadd <2 x double> %v86, %v85
  store <2 x double> %v87, ptr %s5
  %v88 = load <2 x double>, ptr %s6
  %v89 = fmul <2 x double> %v84, %v73
  %v90 = fadd <2 x double> %v89, %v88
  store <2 x double> %v90, ptr %s6
  %v91 = load <2 x double>, ptr %s7
  %v92 = fmul <2 x double> %v84, %v75
  %v93 = fadd <2 x double> %v92, %v91
  store <2 x double> %v93, ptr %s7
  %v94 = load <2 x double>, ptr %s8
  %v95 = fmul <2 x double> %v84, %v77
  %v96 = fadd <2 x double> %v95, %v94
  store <2 x double> %v96, ptr %s8
  %v97 = load <2 x double>, ptr %s9
  %v98 = fmul <2 x double> %v84, %v79
  %v99 = fadd <2 x double> %v98, %v97
  store <2 x double> %v99, ptr %s9
  %v100 = load <2 x double>, ptr %s10
  %v101 = fmul <2 x double> %v84, %v81
  %v102 = fadd <2 x double> %v101, %v100
  store <2 x double> %v102, ptr %s10
  %v103 = getelementptr double, ptr %v57, i64 %v68
  %v104 = load <2 x double>, ptr %v103, align 8
  %v105 = getelementptr double, ptr %v103, i64 2
  %v106 = load <2 x double>, ptr %v105, align 8
  %v107 = getelementptr double, ptr %v103, i64 4
  %v108 = load <2 x double>, ptr %v107, align 8
  %v109 = getelementptr double, ptr %v103, i64 6
  %v110 = load <2 x double>, ptr %v109, align 8
  %v111 = getelementptr double, ptr %v103, i64 8
  %v112 = load <2 x double>, ptr %v111, align 8
  %v113 = getelementptr double, ptr %v103, i64 10
  %v114 = load <2 x double>, ptr %v113, align 8
  %v115 = getelementptr double, ptr %v69, i64 1
  %v116 = load double, ptr %v115, align 8
  %v117 = insertelement <2 x double> poison, double %v116, i64 0
  %v118 = shufflevector <2 x double> %v117, <2 x double> poison, <2 x i32> zeroinitializer
  %v119 = load <2 x double>, ptr %s5
  %v120 = fmul <2 x double> %v118, %v104
  %v121 = fadd <2 x double> %v120, %v119
  store <2 x double> %v121, ptr %s5
  %v122 = load <2 x double>, ptr %s6
  %v123 = fmul <2 x double> %v118, %v106
  %v124 = fadd <2 x double> %v123, %v122
  store <2 x double> %v124, ptr %s6
  %v125 = load <2 x double>, ptr %s7
  %v126 = fmul <2 x double> %v118, %v108
  %v127 = fadd <2 x double> %v126, %v125
  store <2 x double> %v127, ptr %s7
  %v128 = load <2 x double>, ptr %s8
  %v129 = fmul <2 x double> %v118, %v110
  %v130 = fadd <2 x double> %v129, %v128
  store <2 x double> %v130, ptr %s8
  %v131 = load <2 x double>, ptr %s9
  %v132 = fmul <2 x double> %v118, %v112
  %v133 = fadd <2 x double> %v132, %v131
  store <2 x double> %v133, ptr %s9
  %v134 = load <2 x double>, ptr %s10
  %v135 = fmul <2 x double> %v118, %v114
  %v136 = fadd <2 x double> %v135, %v134
  store <2 x double> %v136, ptr %s10
  %v137 = getelementptr double, ptr %v60, i64 %v68
  %v138 = load <2 x double>, ptr %v137, align 8
  %v139 = getelementptr double, ptr %v137, i64 2
  %v140 = load <2 x double>, ptr %v139, align 8
  %v141 = getelementptr double, ptr %v137, i64 4
  %v142 = load <2 x double>, ptr %v141, align 8
  %v143 = getelementptr double, ptr %v137, i64 6
  %v144 = load <2 x double>, ptr %v143, align 8
  %v145 = getelementptr double, ptr %v137, i64 8
  %v146 = load <2 x double>, ptr %v145, align 8
  %v147 = getelementptr double, ptr %v137, i64 10
  %v148 = load <2 x double>, ptr %v147, align 8
  %v149 = getelementptr double, ptr %v69, i64 2
  %v150 = load double, ptr %v149, align 8
  %v151 = insertelement <2 x double> poison, double %v150, i64 0
  %v152 = shufflevector <2 x double> %v151, <2 x double> poison, <2 x i32> zeroinitializer
  %v153 = load <2 x double>, ptr %s5
  %v154 = fmul <2 x double> %v152, %v138
  %v155 = fadd <2 x double> %v154, %v153
  store <2 x double> %v155, ptr %s5
  %v156 = load <2 x double>, ptr %s6
  %v157 = fmul <2 x double> %v152, %v140
  %v158 = fadd <2 x double> %v157, %v156
  store <2 x double> %v158, ptr %s6
  %v159 = load <2 x double>, ptr %s7
  %v160 = fmul <2 x double> %v152, %v142
  %v161 = fadd <2 x double> %v160, %v159
  store <2 x double> %v161, ptr %s7
  %v162 = load <2 x double>, ptr %s8
  %v163 = fmul <2 x double> %v152, %v144
  %v164 = fadd <2 x double> %v163, %v162
  store <2 x double> %v164, ptr %s8
  %v165 = load <2 x double>, ptr %s9
  %v166 = fmul <2 x double> %v152, %v146
  %v167 = fadd <2 x double> %v166, %v165
  store <2 x double> %v167, ptr %s9
  %v168 = load <2 x double>, ptr %s10
  %v169 = fmul <2 x double> %v152, %v148
  %v170 = fadd <2 x double> %v169, %v168
  store <2 x double> %v170, ptr %s10
  %v171 = add i64 %v68, %v2
  store i64 %v171, ptr %s61
  %v172 = getelementptr double, ptr %v69, i64 3
  store ptr %v172, ptr %s45
  %v173 = add i64 %v66, 1
  store i64 %v173, ptr %s62
  br label %head63
done65:
  %v174 = getelementptr i64, ptr %v52, i64 3
  store ptr %v174, ptr %s44
  %v175 = add i64 %v50, 1
  store i64 %v175, ptr %s46
  br label %head47
done49:
  %v176 = load <2 x double>, ptr %s5
  store <2 x double> %v176, ptr %v23, align 8
  %v177 = load <2 x double>, ptr %s6
  %v178 = getelementptr double, ptr %v23, i64 2
  store <2 x double> %v177, ptr %v178, align 8
  %v179 = load <2 x double>, ptr %s7
  %v180 = getelementptr double, ptr %v23, i64 4
  store <2 x double> %v179, ptr %v180, align 8
  %v181 = load <2 x double>, ptr %s8
  %v182 = getelementptr double, ptr %v23, i64 6
  store <2 x double> %v181, ptr %v182, align 8
  %v183 = load <2 x double>, ptr %s9
  %v184 = getelementptr double, ptr %v23, i64 8
  store <2 x double> %v183, ptr %v184, align 8
  %v185 = load <2 x double>, ptr %s10
  %v186 = getelementptr double, ptr %v23, i64 10
  store <2 x double> %v185, ptr %v186, align 8
  %v187 = add i64 %v19, 1
  store i64 %v187, ptr %s15
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
