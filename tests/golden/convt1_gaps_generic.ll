; convt_f64_ic2_oc1_k1x1x2_s1x1x3_d1x1x1_b0x0x0_first generic
define void @tile_p0_c1_v1(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
entry:
  %s5 = alloca <2 x double>, i64 1, align 64
  %s6 = alloca <2 x double>, i64 1, align 64
  %s7 = alloca <2 x double>, i64 1, align 64
  %s12 = alloca i64, i64 1, align 64
  %s33 = alloca ptr, i64 1, align 64
  %s34 = alloca ptr, i64 1, align 64
  %s35 = alloca i64, i64 1, align 64
  %s44 = alloca i64, i64 1, align 64
  %s45 = alloca i64, i64 1, align 64
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
  %v18 = mul i64 %v16, 2
  %v19 = getelementptr double, ptr %position, i64 %v18
  %v20 = getelementptr double, ptr %temp, i64 %v18
  %v21 = getelementptr double, ptr %v20, i64 %temp_row
  %v22 = mul i64 %temp_row, 2
  %v23 = getelementptr double, ptr %v20, i64 %v22
  br i1 %fresh, label %then24, label %done25
then24:
  store <2 x double> zeroinitializer, ptr %s5
  store <2 x double> zeroinitializer, ptr %s6
  store <2 x double> zeroinitializer, ptr %s7
  br label %done25
done25:
  %v26 = xor i1 %fresh, true
  br i1 %v26, label %then27, label %done28
then27:
  %v29 = load <2 x double>, ptr %v20, align 8
  store <2 x double> %v29, ptr %s5
  %v30 = load <2 x double>, ptr %v21, align 8
  store <2 x double> %v30, ptr %s6
  %v31 = load <2 x double>, ptr %v23, align 8
  store <2 x double> %v31, ptr %s7
  br label %done28
done28:
  %v32 = getelementptr i64, ptr %v4, i64 %v9
  store ptr %v32, ptr %s33
  store ptr %weights, ptr %s34
  store i64 0, ptr %s35
  br label %head36
head36:
  %v39 = load i64, ptr %s35
  %v40 = icmp slt i64 %v39, %v11
  br i1 %v40, label %body37, label %done38
body37:
  %v41 = load ptr, ptr %s33
  %v42 = load i64, ptr %v41, align 8
  %v43 = getelementptr double, ptr %v19, i64 %v42
  store i64 0, ptr %s44
  store i64 0, ptr %s45
  br label %head46
head46:
  %v49 = load i64, ptr %s45
  %v50 = icmp slt i64 %v49, %channels
  br i1 %v50, label %body47, label %done48
body47:
  %v51 = load i64, ptr %s44
  %v52 = load ptr, ptr %s34
  %v53 = getelementptr double, ptr %v43, i64 %v51
  %v54 = load <2 x double>, ptr %v53, align 8
  %v55 = load double, ptr %v52, align 8
  %v56 = insertelement <2 x double> poison, double %v55, i64 0
  %v57 = shufflevector <2 x double> %v56, <2 x double> poison, <2 x i32> zeroinitializer
  %v58 = load <2 x double>, ptr %s5
  %v59 = fmul <2 x double> %v57, %v54
  %v60 = fadd <2 x double> %v59, %v58
  store <2 x double> %v60, ptr %s5
  %v61 = getelementptr double, ptr %v52, i64 1
  %v62 = load double, ptr %v61, align 8
  %v63 = insertelement <2 x double> poison, double %v62, i64 0
  %v64 = shufflevector <2 x double> %v63, <2 x double> poison, <2 x i32> zeroinitializer
  %v65 = load <2 x double>, ptr %s6
  %v66 = fmul <2 x double> %v64, %v54
  %v67 = fadd <2 x double> %v66, %v65
  store <2 x double> %v67, ptr %s6
  %v68 = add i64 %v51, %v2
  store i64 %v68, ptr %s44
  %v69 = getelementptr double, ptr %v52, i64 2
  store ptr %v69, ptr %s34
  %v70 = add i64 %v49, 1
  store i64 %v70, ptr %s45
  br label %head46
done48:
  %v71 = getelementptr i64, ptr %v41, i64 1
  store ptr %v71, ptr %s33
  %v72 = add i64 %v39, 1
  store i64 %v72, ptr %s35
  br label %head36
done38:
  %v73 = load <2 x double>, ptr %s5
  store <2 x double> %v73, ptr %v20, align 8
  %v74 = load <2 x double>, ptr %s6
  store <2 x double> %v74, ptr %v21, align 8
  %v75 = load <2 x double>, ptr %s7
  store <2 x double> %v75, ptr %v23, align 8
  %v76 = add i64 %v16, 1
  store i64 %v76, ptr %s12
  br label %head13
done15:
  ret void
}
define void @tile_p0_c1_v2(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
entry:
  %s5 = alloca <2 x double>, i64 1, align 64
  %s6 = alloca <2 x double>, i64 1, align 64
  %s7 = alloca <2 x double>, i64 1, align 64
  %s8 = alloca <2 x double>, i64 1, align 64
  %s9 = alloca <2 x double>, i64 1, align 64
  %s10 = alloca <2 x double>, i64 1, align 64
  %s15 = alloca i64, i64 1, align 64
  %s42 = alloca ptr, i64 1, align 64
  %s43 = alloca ptr, i64 1, align 64
  %s44 = alloca i64, i64 1, align 64
  %s53 = alloca i64, i64 1, align 64
  %s54 = alloca i64, i64 1, align 64
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
  %v21 = mul i64 %v19, 4
  %v22 = getelementptr double, ptr %position, i64 %v21
  %v23 = getelementptr double, ptr %temp, i64 %v21
  %v24 = getelementptr double, ptr %v23, i64 %temp_row
  %v25 = mul i64 %temp_row, 2
  %v26 = getelementptr double, ptr %v23, i64 %v25
  br i1 %fresh, label %then27, label %done28
then27:
  store <2 x double> zeroinitializer, ptr %s5
  store <2 x double> zeroinitializer, ptr %s6
  store <2 x double> zeroinitializer, ptr %s7
  store <2 x double> zeroinitializer, ptr %s8
  store <2 x double> zeroinitializer, ptr %s9
  store <2 x double> zeroinitializer, ptr %s10
  br label %done28
done28:
  %v29 = xor i1 %fresh, true
  br i1 %v29, label %then30, label %done31
then30:
  %v32 = load <2 x double>, ptr %v23, align 8
  store <2 x double> %v32, ptr %s5
  %v33 = getelementptr double, ptr %v23, i64 2
  %v34 = load <2 x double>, ptr %v33, align 8
  store <2 x double> %v34, ptr %s6
  %v35 = load <2 x double>, ptr %v24, align 8
  store <2 x double> %v35, ptr %s7
  %v36 = getelementptr double, ptr %v24, i64 2
  %v37 = load <2 x double>, ptr %v36, align 8
  store <2 x double> %v37, ptr %s8
  %v38 = load <2 x double>, ptr %v26, align 8
  store <2 x double> %v38, ptr %s9
  %v39 = getelementptr double, ptr %v26, i64 2
  %v40 = load <2 x double>, ptr %v39, align 8
  store <2 x double> %v40, ptr %s10
  br label %done31
done31:
  %v41 = getelementptr i64, ptr %v4, i64 %v12
  store ptr %v41, ptr %s42
  store ptr %weights, ptr %s43
  store i64 0, ptr %s44
  br label %head45
head45:
  %v48 = load i64, ptr %s44
  %v49 = icmp slt i64 %v48, %v14
  br i1 %v49, label %body46, label %done47
body46:
  %v50 = load ptr, ptr %s42
  %v51 = load i64, ptr %v50, align 8
  %v52 = getelementptr double, ptr %v22, i64 %v51
  store i64 0, ptr %s53
  store i64 0, ptr %s54
  br label %head55
head55:
  %v58 = load i64, ptr %s54
  %v59 = icmp slt i64 %v58, %channels
  br i1 %v59, label %body56, label %done57
body56:
  %v60 = load i64, ptr %s53
  %v61 = load ptr, ptr %s43
  %v62 = getelementptr double, ptr %v52, i64 %v60
  %v63 = load <2 x double>, ptr %v62, align 8
  %v64 = getelementptr double, ptr %v62, i64 2
  %v65 = load <2 x double>, ptr %v64, align 8
  %v66 = load double, ptr %v61, align 8
  %v67 = insertelement <2 x double> poison, double %v66, i64 0
  %v68 = shufflevector <2 x double> %v67, <2 x double> poison, <2 x i32> zeroinitializer
  %v69 = load <2 x double>, ptr %s5
  %v70 = fmul <2 x double> %v68, %v63
  %v71 = fadd <2 x double> %v70, %v69
  store <2 x double> %v71, ptr %s5
  %v72 = load <2 x double>, ptr %s6
  %v73 = fmul <2 x double> %v68, %v65
  %v74 = fadd <2 x double> %v73, %v72
  store <2 x double> %v74, ptr %s6
  %v75 = getelementptr double, ptr %v61, i64 1
  %v76 = load double, ptr %v75, align 8
  %v77 = insertelement <2 x double> poison, double %v76, i64 0
  %v78 = shufflevector <2 x double> %v77, <2 x double> poison, <2 x i32> zeroinitializer
  %v79 = load <2 x double>, ptr %s7
  %v80 = fmul <2 x double> %v78, %v63
  %v81 = fadd <2 x double> %v80, %v79
  store <2 x double> %v81, ptr %s7
  %v82 = load <2 x double>, ptr %s8
  %v83 = fmul <2 x double> %v78, %v65
  %v84 = fadd <2 x double> %v83, %v82
  store <2 x double> %v84, ptr %s8
  %v85 = add i64 %v60, %v2
  store i64 %v85, ptr %s53
  %v86 = getelementptr double, ptr %v61, i64 2
  store ptr %v86, ptr %s43
  %v87 = add i64 %v58, 1
  store i64 %v87, ptr %s54
  br label %head55
done57:
  %v88 = getelementptr i64, ptr %v50, i64 1
  store ptr %v88, ptr %s42
  %v89 = add i64 %v48, 1
  store i64 %v89, ptr %s44
  br label %head45
done47:
  %v90 = load <2 x double>, ptr %s5
  store <2 x double> %v90, ptr %v23, align 8
  %v91 = load <2 x double>, ptr %s6
  %v92 = getelementptr double, ptr %v23, i64 2
  store <2 x double> %v91, ptr %v92, align 8
  %v93 = load <2 x double>, ptr %s7
  store <2 x double> %v93, ptr %v24, align 8
  %v94 = load <2 x double>, ptr %s8
  %v95 = getelementptr double, ptr %v24, i64 2
  store <2 x double> %v94, ptr %v95, align 8
  %v96 = load <2 x double>, ptr %s9
  store <2 x double> %v96, ptr %v26, align 8
  %v97 = load <2 x double>, ptr %s10
  %v98 = getelementptr double, ptr %v26, i64 2
  store <2 x double> %v97, ptr %v98, align 8
  %v99 = add i64 %v19, 1
  store i64 %v99, ptr %s15
  br label %head16
done18:
  ret void
}
define void @tile_p0_c1_v3(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
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
  %s51 = alloca ptr, i64 1, align 64
  %s52 = alloca ptr, i64 1, align 64
  %s53 = alloca i64, i64 1, align 64
  %s62 = alloca i64, i64 1, align 64
  %s63 = alloca i64, i64 1, align 64
  %v1 = getelementptr i64, ptr %frame, i64 65
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr i64, ptr %frame, i64 92
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
  %v25 = getelementptr double, ptr %position, i64 %v24
  %v26 = getelementptr double, ptr %temp, i64 %v24
  %v27 = getelementptr double, ptr %v26, i64 %temp_row
  %v28 = mul i64 %temp_row, 2
  %v29 = getelementptr double, ptr %v26, i64 %v28
  br i1 %fresh, label %then30, label %done31
then30:
  store <2 x double> zeroinitializer, ptr %s5
  store <2 x double> zeroinitializer, ptr %s6
  store <2 x double> zeroinitializer, ptr %s7
  store <2 x double> zeroinitializer, ptr %s8
  store <2 x double> zeroinitializer, ptr %s9
  store <2 x double> zeroinitializer, ptr %s10
  store <2 x double> zeroinitializer, ptr %s11
  store <2 x double> zeroinitializer, ptr %s12
  store <2 x double> zeroinitializer, ptr %s13
  br label %done31
done31:
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
  %v40 = load <2 x double>, ptr %v27, align 8
  store <2 x double> %v40, ptr %s8
  %v41 = getelementptr double, ptr %v27, i64 2
  %v42 = load <2 x double>, ptr %v41, align 8
  store <2 x double> %v42, ptr %s9
  %v43 = getelementptr double, ptr %v27, i64 4
  %v44 = load <2 x double>, ptr %v43, align 8
  store <2 x double> %v44, ptr %s10
  %v45 = load <2 x double>, ptr %v29, align 8
  store <2 x double> %v45, ptr %s11
  %v46 = getelementptr double, ptr %v29, i64 2
  %v47 = load <2 x double>, ptr %v46, align 8
  store <2 x double> %v47, ptr %s12
  %v48 = getelementptr double, ptr %v29, i64 4
  %v49 = load <2 x double>, ptr %v48, align 8
  store <2 x double> %v49, ptr %s13
  br label %done34
done34:
  %v50 = getelementptr i64, ptr %v4, i64 %v15
  store ptr %v50, ptr %s51
  store ptr %weights, ptr %s52
  store i64 0, ptr %s53
  br label %head54
head54:
  %v57 = load i64, ptr %s53
  %v58 = icmp slt i64 %v57, %v17
  br i1 %v58, label %body55, label %done56
body55:
  %v59 = load ptr, ptr %s51
  %v60 = load i64, ptr %v59, align 8
  %v61 = getelementptr double, ptr %v25, i64 %v60
  store i64 0, ptr %s62
  store i64 0, ptr %s63
  br label %head64
head64:
  %v67 = load i64, ptr %s63
  %v68 = icmp slt i64 %v67, %channels
  br i1 %v68, label %body65, label %done66
body65:
  %v69 = load i64, ptr %s62
  %v70 = load ptr, ptr %s52
  %v71 = getelementptr double, ptr %v61, i64 %v69
  %v72 = load <2 x double>, ptr %v71, align 8
  %v73 = getelementptr double, ptr %v71, i64 2
  %v74 = load <2 x double>, ptr %v73, align 8
  %v75 = getelementptr double, ptr %v71, i64 4
  %v76 = load <2 x double>, ptr %v75, align 8
  %v77 = load double, ptr %v70, align 8
  %v78 = insertelement <2 x double> poison, double %v77, i64 0
  %v79 = shufflevector <2 x double> %v78, <2 x double> poison, <2 x i32> zeroinitializer
  %v80 = load <2 x double>, ptr %s5
  %v81 = fmul <2 x double> %v79, %v72
  %v82 = fadd <2 x double> %v81, %v80
  store <2 x double> %v82, ptr %s5
  %v83 = load <2 x double>, ptr %s6
  %v84 = fmul <2 x double> %v79, %v74
  %v85 = fadd <2 x double> %v84, %v83
  store <2 x double> %v85, ptr %s6
  %v86 = load <2 x double>, ptr %s7
  %v87 = fmul <2 x double> %v79, %v76
  %v88 = fadd <2 x double> %v87, %v86
  store <2 x double> %v88, ptr %s7
  %v89 = getelementptr double, ptr %v70, i64 1
  %v90 = load double, ptr %v89, align 8
  %v91 = insertelement <2 x double> poison, double %v90, i64 0
  %v92 = shufflevector <2 x double> %v91, <2 x double> poison, <2 x i32> zeroinitializer
  %v93 = load <2 x double>, ptr %s8
  %v94 = fmul <2 x double> %v92, %v72
  %v95 = fadd <2 x double> %v94, %v93
  store <2 x double> %v95, ptr %s8
  %v96 = load <2 x double>, ptr %s9
  %v97 = fmul <2 x double> %v92, %v74
  %v98 = fadd <2 x double> %v97, %v96
  store <2 x double> %v98, ptr %s9
  %v99 = load <2 x double>, ptr %s10
  %v100 = fmul <2 x double> %v92, %v76
  %v101 = fadd <2 x double> %v100, %v99
  store <2 x double> %v101, ptr %s10
  %v102 = add i64 %v69, %v2
  store i64 %v102, ptr %s62
  %v103 = getelementptr double, ptr %v70, i64 2
  store ptr %v103, ptr %s52
  %v104 = add i64 %v67, 1
  store i64 %v104, ptr %s63
  br label %head64
done66:
  %v105 = getelementptr i64, ptr %v59, i64 1
  store ptr %v105, ptr %s51
  %v106 = add i64 %v57, 1
  store i64 %v106, ptr %s53
  br label %head54
done56:
  %v107 = load <2 x double>, ptr %s5
  store <2 x double> %v107, ptr %v26, align 8
  %v108 = load <2 x double>, ptr %s6
  %v109 = getelementptr double, ptr %v26, i64 2
  store <2 x double> %v108, ptr %v109, align 8
  %v110 = load <2 x double>, ptr %s7
  %v111 = getelementptr double, ptr %v26, i64 4
  store <2 x double> %v110, ptr %v111, align 8
  %v112 = load <2 x double>, ptr %s8
  store <2 x double> %v112, ptr %v27, align 8
  %v113 = load <2 x double>, ptr %s9
  %v114 = getelementptr double, ptr %v27, i64 2
  store <2 x double> %v113, ptr %v114, align 8
  %v115 = load <2 x double>, ptr %s10
  %v116 = getelementptr double, ptr %v27, i64 4
  store <2 x double> %v115, ptr %v116, align 8
  %v117 = load <2 x double>, ptr %s11
  store <2 x double> %v117, ptr %v29, align 8
  %v118 = load <2 x double>, ptr %s12
  %v119 = getelementptr double, ptr %v29, i64 2
  store <2 x double> %v118, ptr %v119, align 8
  %v120 = load <2 x double>, ptr %s13
  %v121 = getelementptr double, ptr %v29, i64 4
  store <2 x double> %v120, ptr %v121, align 8
  %v122 = add i64 %v22, 1
  store i64 %v122, ptr %s18
  br label %head19
done21:
  ret void
}
define void @scatter_p0_c1(ptr %frame, ptr %temp, i64 %temp_row, ptr %out, i64 %count, i64 %room) #0 {
entry:
  %s9 = alloca i64, i64 1, align 64
  %s22 = alloca i64, i64 1, align 64
  %s35 = alloca i64, i64 1, align 64
  %s70 = alloca i64, i64 1, align 64
  %s78 = alloca i64, i64 1, align 64
  %s116 = alloca i64, i64 1, align 64
  %s136 = alloca i64, i64 1, align 64
  %s157 = alloca i64, i64 1, align 64
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
  %v15 = sub i64 %room, 2
  %v16 = add i64 %v15, 2
  %v17 = icmp sgt i64 %v16, 0
  %v18 = select i1 %v17, i64 %v16, i64 0
  %v19 = udiv i64 %v18, 3
  %v20 = icmp slt i64 %v19, %count
  %v21 = select i1 %v20, i64 %v19, i64 %count
  store i64 0, ptr %s22
  %v23 = mul i64 %v13, %v2
  %v24 = getelementptr double, ptr %out, i64 %v23
  %v25 = ptrtoint ptr %v24 to i64
  %v26 = urem i64 %v25, 16
  %v27 = icmp eq i64 %v26, 0
  %v28 = icmp sgt i64 %v8, 0
  %v29 = and i1 %v27, %v28
  %v30 = icmp sge i64 %v21, 2
  %v31 = and i1 %v29, %v30
  br i1 %v31, label %then32, label %done33
then32:
  %v34 = sub i64 %v21, 1
  store i64 0, ptr %s35
  br label %head36
head36:
  %v39 = load i64, ptr %s35
  %v40 = icmp slt i64 %v39, %v34
  br i1 %v40, label %body37, label %done38
body37:
  %v41 = mul i64 %v13, 3
  %v42 = mul i64 %v41, %temp_row
  %v43 = getelementptr double, ptr %temp, i64 %v42
  %v44 = getelementptr double, ptr %v43, i64 %v39
  %v45 = load <2 x double>, ptr %v44, align 8
  %v46 = mul i64 %v13, 3
  %v47 = add i64 %v46, 1
  %v48 = mul i64 %v47, %temp_row
  %v49 = getelementptr double, ptr %temp, i64 %v48
  %v50 = getelementptr double, ptr %v49, i64 %v39
  %v51 = load <2 x double>, ptr %v50, align 8
  %v52 = mul i64 %v13, 3
  %v53 = add i64 %v52, 2
  %v54 = mul i64 %v53, %temp_row
  %v55 = getelementptr double, ptr %temp, i64 %v54
  %v56 = getelementptr double, ptr %v55, i64 %v39
  %v57 = load <2 x double>, ptr %v56, align 8
  %v58 = shufflevector <2 x double> %v45, <2 x double> %v51, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v59 = shufflevector <2 x double> %v57, <2 x double> %v57, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v60 = shufflevector <4 x double> %v58, <4 x double> %v59, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v61 = shufflevector <8 x double> %v60, <8 x double> %v60, <6 x i32> <i32 0, i32 2, i32 4, i32 1, i32 3, i32 5>
  %v62 = mul i64 %v39, 3
  %v63 = mul i64 %v13, %v2
  %v64 = add i64 %v63, %v62
  %v65 = getelementptr double, ptr %out, i64 %v64
  store <6 x double> %v61, ptr %v65, align 16, !nontemporal !0
  %v66 = add i64 %v39, 2
  store i64 %v66, ptr %s35
  br label %head36
done38:
  %v67 = udiv i64 %v21, 2
  %v68 = mul i64 %v67, 2
  store i64 %v68, ptr %s22
  br label %done33
done33:
  %v69 = load i64, ptr %s22
  store i64 0, ptr %s70
  %v71 = icmp sge i64 %v21, 2
  %v72 = load i64, ptr %s70
  %v73 = icmp eq i64 %v72, 0
  %v74 = and i1 %v71, %v73
  br i1 %v74, label %then75, label %done76
then75:
  %v77 = sub i64 %v21, 2
  store i64 %v69, ptr %s78
  br label %head79
head79:
  %v82 = load i64, ptr %s78
  %v83 = icmp slt i64 %v82, %v21
  br i1 %v83, label %body80, label %done81
body80:
  %v84 = icmp slt i64 %v82, %v77
  %v85 = select i1 %v84, i64 %v82, i64 %v77
  %v86 = mul i64 %v13, 3
  %v87 = mul i64 %v86, %temp_row
  %v88 = getelementptr double, ptr %temp, i64 %v87
  %v89 = getelementptr double, ptr %v88, i64 %v85
  %v90 = load <2 x double>, ptr %v89, align 8
  %v91 = mul i64 %v13, 3
  %v92 = add i64 %v91, 1
  %v93 = mul i64 %v92, %temp_row
  %v94 = getelementptr double, ptr %temp, i64 %v93
  %v95 = getelementptr double, ptr %v94, i64 %v85
  %v96 = load <2 x double>, ptr %v95, align 8
  %v97 = mul i64 %v13, 3
  %v98 = add i64 %v97, 2
  %v99 = mul i64 %v98, %temp_row
  %v100 = getelementptr double, ptr %temp, i64 %v99
  %v101 = getelementptr double, ptr %v100, i64 %v85
  %v102 = load <2 x double>, ptr %v101, align 8
  %v103 = shufflevector <2 x double> %v90, <2 x double> %v96, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v104 = shufflevector <2 x double> %v102, <2 x double> %v102, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v105 = shufflevector <4 x double> %v103, <4 x double> %v104, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v106 = shufflevector <8 x double> %v105, <8 x double> %v105, <6 x i32> <i32 0, i32 2, i32 4, i32 1, i32 3, i32 5>
  %v107 = mul i64 %v85, 3
  %v108 = mul i64 %v13, %v2
  %v109 = add i64 %v108, %v107
  %v110 = getelementptr double, ptr %out, i64 %v109
  store <6 x double> %v106, ptr %v110, align 8
  %v111 = add i64 %v82, 2
  store i64 %v111, ptr %s78
  br label %head79
done81:
  store i64 %v21, ptr %s70
  br label %done76
done76:
  %v112 = load i64, ptr %s70
  %v113 = mul i64 %v13, 3
  %v114 = mul i64 %v113, %temp_row
  %v115 = getelementptr double, ptr %temp, i64 %v114
  store i64 %v112, ptr %s116
  br label %head117
head117:
  %v120 = load i64, ptr %s116
  %v121 = icmp slt i64 %v120, %count
  br i1 %v121, label %body118, label %done119
body118:
  %v122 = mul i64 %v120, 3
  %v123 = icmp slt i64 %v122, %room
  br i1 %v123, label %then124, label %done125
then124:
  %v126 = getelementptr double, ptr %v115, i64 %v120
  %v127 = load double, ptr %v126, align 8
  %v128 = mul i64 %v13, %v2
  %v129 = add i64 %v128, %v122
  %v130 = getelementptr double, ptr %out, i64 %v129
  store double %v127, ptr %v130, align 8
  br label %done125
done125:
  %v131 = add i64 %v120, 1
  store i64 %v131, ptr %s116
  br label %head117
done119:
  %v132 = mul i64 %v13, 3
  %v133 = add i64 %v132, 1
  %v134 = mul i64 %v133, %temp_row
  %v135 = getelementptr double, ptr %temp, i64 %v134
  store i64 %v112, ptr %s136
  br label %head137
head137:
  %v140 = load i64, ptr %s136
  %v141 = icmp slt i64 %v140, %count
  br i1 %v141, label %body138, label %done139
body138:
  %v142 = mul i64 %v140, 3
  %v143 = add i64 %v142, 1
  %v144 = icmp slt i64 %v143, %room
  br i1 %v144, label %then145, label %done146
then145:
  %v147 = getelementptr double, ptr %v135, i64 %v140
  %v148 = load double, ptr %v147, align 8
  %v149 = mul i64 %v13, %v2
  %v150 = add i64 %v149, %v143
  %v151 = getelementptr double, ptr %out, i64 %v150
  store double %v148, ptr %v151, align 8
  br label %done146
done146:
  %v152 = add i64 %v140, 1
  store i64 %v152, ptr %s136
  br label %head137
done139:
  %v153 = mul i64 %v13, 3
  %v154 = add i64 %v153, 2
  %v155 = mul i64 %v154, %temp_row
  %v156 = getelementptr double, ptr %temp, i64 %v155
  store i64 %v112, ptr %s157
  br label %head158
head158:
  %v161 = load i64, ptr %s157
  %v162 = icmp slt i64 %v161, %count
  br i1 %v162, label %body159, label %done160
body159:
  %v163 = mul i64 %v161, 3
  %v164 = add i64 %v163, 2
  %v165 = icmp slt i64 %v164, %room
  br i1 %v165, label %then166, label %done167
then166:
  %v168 = getelementptr double, ptr %v156, i64 %v161
  %v169 = load double, ptr %v168, align 8
  %v170 = mul i64 %v13, %v2
  %v171 = add i64 %v170, %v164
  %v172 = getelementptr double, ptr %out, i64 %v171
  store double %v169, ptr %v172, align 8
  br label %done167
done167:
  %v173 = add i64 %v161, 1
  store i64 %v173, ptr %s157
  br label %head158
done160:
  %v174 = add i64 %v13, 1
  store i64 %v174, ptr %s9
  br label %head10
done12:
  ret void
}
attributes #0 = { nounwind "prefer-vector-width"="128" "min-legal-vector-width"="128" }
!0 = !{i32 1}
