; conv_f64_ic1_oc1_k1x1x1_s1x1x1_d1x1x1_b0x0x0_any_tanh generic
define void @tile_p0_c1_v1(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <2 x double>, i64 1, align 64
  %s10 = alloca i64, i64 1, align 64
  %s29 = alloca ptr, i64 1, align 64
  %s30 = alloca ptr, i64 1, align 64
  %s31 = alloca i64, i64 1, align 64
  %s40 = alloca i64, i64 1, align 64
  %s41 = alloca i64, i64 1, align 64
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
  store <2 x double> zeroinitializer, ptr %s5
  br label %done23
done23:
  %v24 = xor i1 %fresh, true
  br i1 %v24, label %then25, label %done26
then25:
  %v27 = load <2 x double>, ptr %v21, align 8
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
  %v39 = getelementptr double, ptr %v20, i64 %v38
  store i64 0, ptr %s40
  store i64 0, ptr %s41
  br label %head42
head42:
  %v45 = load i64, ptr %s41
  %v46 = icmp slt i64 %v45, %channels
  br i1 %v46, label %body43, label %done44
body43:
  %v47 = load i64, ptr %s40
  %v48 = load ptr, ptr %s30
  %v49 = getelementptr double, ptr %v39, i64 %v47
  %v50 = load <2 x double>, ptr %v49, align 8
  %v51 = load double, ptr %v48, align 8
  %v52 = insertelement <2 x double> poison, double %v51, i64 0
  %v53 = shufflevector <2 x double> %v52, <2 x double> poison, <2 x i32> zeroinitializer
  %v54 = load <2 x double>, ptr %s5
  %v55 = fmul <2 x double> %v53, %v50
  %v56 = fadd <2 x double> %v55, %v54
  store <2 x double> %v56, ptr %s5
  %v57 = add i64 %v47, %v2
  store i64 %v57, ptr %s40
  %v58 = getelementptr double, ptr %v48, i64 1
  store ptr %v58, ptr %s30
  %v59 = add i64 %v45, 1
  store i64 %v59, ptr %s41
  br label %head42
done44:
  %v60 = getelementptr i64, ptr %v37, i64 1
  store ptr %v60, ptr %s29
  %v61 = add i64 %v35, 1
  store i64 %v61, ptr %s31
  br label %head32
done34:
  %v62 = load <2 x double>, ptr %s5
  store <2 x double> %v62, ptr %v21, align 8
  %v63 = add i64 %v14, 1
  store i64 %v63, ptr %s10
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
  %s35 = alloca ptr, i64 1, align 64
  %s36 = alloca ptr, i64 1, align 64
  %s37 = alloca i64, i64 1, align 64
  %s46 = alloca i64, i64 1, align 64
  %s47 = alloca i64, i64 1, align 64
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
  store <2 x double> zeroinitializer, ptr %s5
  store <2 x double> zeroinitializer, ptr %s6
  store <2 x double> zeroinitializer, ptr %s7
  br label %done25
done25:
  %v26 = xor i1 %fresh, true
  br i1 %v26, label %then27, label %done28
then27:
  %v29 = load <2 x double>, ptr %v23, align 8
  store <2 x double> %v29, ptr %s5
  %v30 = getelementptr double, ptr %v23, i64 2
  %v31 = load <2 x double>, ptr %v30, align 8
  store <2 x double> %v31, ptr %s6
  %v32 = getelementptr double, ptr %v23, i64 4
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
  %v45 = getelementptr double, ptr %v22, i64 %v44
  store i64 0, ptr %s46
  store i64 0, ptr %s47
  br label %head48
head48:
  %v51 = load i64, ptr %s47
  %v52 = icmp slt i64 %v51, %channels
  br i1 %v52, label %body49, label %done50
body49:
  %v53 = load i64, ptr %s46
  %v54 = load ptr, ptr %s36
  %v55 = getelementptr double, ptr %v45, i64 %v53
  %v56 = load <2 x double>, ptr %v55, align 8
  %v57 = getelementptr double, ptr %v55, i64 2
  %v58 = load <2 x double>, ptr %v57, align 8
  %v59 = getelementptr double, ptr %v55, i64 4
  %v60 = load <2 x double>, ptr %v59, align 8
  %v61 = load double, ptr %v54, align 8
  %v62 = insertelement <2 x double> poison, double %v61, i64 0
  %v63 = shufflevector <2 x double> %v62, <2 x double> poison, <2 x i32> zeroinitializer
  %v64 = load <2 x double>, ptr %s5
  %v65 = fmul <2 x double> %v63, %v56
  %v66 = fadd <2 x double> %v65, %v64
  store <2 x double> %v66, ptr %s5
  %v67 = load <2 x double>, ptr %s6
  %v68 = fmul <2 x double> %v63, %v58
  %v69 = fadd <2 x double> %v68, %v67
  store <2 x double> %v69, ptr %s6
  %v70 = load <2 x double>, ptr %s7
  %v71 = fmul <2 x double> %v63, %v60
  %v72 = fadd <2 x double> %v71, %v70
  store <2 x double> %v72, ptr %s7
  %v73 = add i64 %v53, %v2
  store i64 %v73, ptr %s46
  %v74 = getelementptr double, ptr %v54, i64 1
  store ptr %v74, ptr %s36
  %v75 = add i64 %v51, 1
  store i64 %v75, ptr %s47
  br label %head48
done50:
  %v76 = getelementptr i64, ptr %v43, i64 1
  store ptr %v76, ptr %s35
  %v77 = add i64 %v41, 1
  store i64 %v77, ptr %s37
  br label %head38
done40:
  %v78 = load <2 x double>, ptr %s5
  store <2 x double> %v78, ptr %v23, align 8
  %v79 = load <2 x double>, ptr %s6
  %v80 = getelementptr double, ptr %v23, i64 2
  store <2 x double> %v79, ptr %v80, align 8
  %v81 = load <2 x double>, ptr %s7
  %v82 = getelementptr double, ptr %v23, i64 4
  store <2 x double> %v81, ptr %v82, align 8
  %v83 = add i64 %v16, 1
  store i64 %v83, ptr %s12
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
  %s44 = alloca ptr, i64 1, align 64
  %s45 = alloca ptr, i64 1, align 64
  %s46 = alloca i64, i64 1, align 64
  %s55 = alloca i64, i64 1, align 64
  %s56 = alloca i64, i64 1, align 64
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
  %v32 = load <2 x double>, ptr %v26, align 8
  store <2 x double> %v32, ptr %s5
  %v33 = getelementptr double, ptr %v26, i64 2
  %v34 = load <2 x double>, ptr %v33, align 8
  store <2 x double> %v34, ptr %s6
  %v35 = getelementptr double, ptr %v26, i64 4
  %v36 = load <2 x double>, ptr %v35, align 8
  store <2 x double> %v36, ptr %s7
  %v37 = getelementptr double, ptr %v26, i64 6
  %v38 = load <2 x double>, ptr %v37, align 8
  store <2 x double> %v38, ptr %s8
  %v39 = getelementptr double, ptr %v26, i64 8
  %v40 = load <2 x double>, ptr %v39, align 8
  store <2 x double> %v40, ptr %s9
  %v41 = getelementptr double, ptr %v26, i64 10
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
  %v54 = getelementptr double, ptr %v25, i64 %v53
  store i64 0, ptr %s55
  store i64 0, ptr %s56
  br label %head57
head57:
  %v60 = load i64, ptr %s56
  %v61 = icmp slt i64 %v60, %channels
  br i1 %v61, label %body58, label %done59
body58:
  %v62 = load i64, ptr %s55
  %v63 = load ptr, ptr %s45
  %v64 = getelementptr double, ptr %v54, i64 %v62
  %v65 = load <2 x double>, ptr %v64, align 8
  %v66 = getelementptr double, ptr %v64, i64 2
  %v67 = load <2 x double>, ptr %v66, align 8
  %v68 = getelementptr double, ptr %v64, i64 4
  %v69 = load <2 x double>, ptr %v68, align 8
  %v70 = getelementptr double, ptr %v64, i64 6
  %v71 = load <2 x double>, ptr %v70, align 8
  %v72 = getelementptr double, ptr %v64, i64 8
  %v73 = load <2 x double>, ptr %v72, align 8
  %v74 = getelementptr double, ptr %v64, i64 10
  %v75 = load <2 x double>, ptr %v74, align 8
  %v76 = load double, ptr %v63, align 8
  %v77 = insertelement <2 x double> poison, double %v76, i64 0
  %v78 = shufflevector <2 x double> %v77, <2 x double> poison, <2 x i32> zeroinitializer
  %v79 = load <2 x double>, ptr %s5
  %v80 = fmul <2 x double> %v78, %v65
  %v81 = fadd <2 x double> %v80, %v79
  store <2 x double> %v81, ptr %s5
  %v82 = load <2 x double>, ptr %s6
  %v83 = fmul <2 x double> %v78, %v67
  %v84 = fadd <2 x double> %v83, %v82
  store <2 x double> %v84, ptr %s6
  %v85 = load <2 x double>, ptr %s7
  %v86 = fmul <2 x double> %v78, %v69
  %v87 = fadd <2 x double> %v86, %v85
  store <2 x double> %v87, ptr %s7
  %v88 = load <2 x double>, ptr %s8
  %v89 = fmul <2 x double> %v78, %v71
  %v90 = fadd <2 x double> %v89, %v88
  store <2 x double> %v90, ptr %s8
  %v91 = load <2 x double>, ptr %s9
  %v92 = fmul <2 x double> %v78, %v73
  %v93 = fadd <2 x double> %v92, %v91
  store <2 x double> %v93, ptr %s9
  %v94 = load <2 x double>, ptr %s10
  %v95 = fmul <2 x double> %v78, %v75
  %v96 = fadd <2 x double> %v95, %v94
  store <2 x double> %v96, ptr %s10
  %v97 = add i64 %v62, %v2
  store i64 %v97, ptr %s55
  %v98 = getelementptr double, ptr %v63, i64 1
  store ptr %v98, ptr %s45
  %v99 = add i64 %v60, 1
  store i64 %v99, ptr %s56
  br label %head57
done59:
  %v100 = getelementptr i64, ptr %v52, i64 1
  store ptr %v100, ptr %s44
  %v101 = add i64 %v50, 1
  store i64 %v101, ptr %s46
  br label %head47
done49:
  %v102 = load <2 x double>, ptr %s5
  store <2 x double> %v102, ptr %v26, align 8
  %v103 = load <2 x double>, ptr %s6
  %v104 = getelementptr double, ptr %v26, i64 2
  store <2 x double> %v103, ptr %v104, align 8
  %v105 = load <2 x double>, ptr %s7
  %v106 = getelementptr double, ptr %v26, i64 4
  store <2 x double> %v105, ptr %v106, align 8
  %v107 = load <2 x double>, ptr %s8
  %v108 = getelementptr double, ptr %v26, i64 6
  store <2 x double> %v107, ptr %v108, align 8
  %v109 = load <2 x double>, ptr %s9
  %v110 = getelementptr double, ptr %v26, i64 8
  store <2 x double> %v109, ptr %v110, align 8
  %v111 = load <2 x double>, ptr %s10
  %v112 = getelementptr double, ptr %v26, i64 10
  store <2 x double> %v111, ptr %v112, align 8
  %v113 = add i64 %v19, 1
  store i64 %v113, ptr %s15
  br label %head16
done18:
  ret void
}
define void @scatter_p0_c1(ptr %frame, ptr %temp, i64 %temp_row, ptr %out, i64 %count, i64 %room) #0 {
entry:
  %s9 = alloca i64, i64 1, align 64
  %s17 = alloca i64, i64 1, align 64
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
  %v15 = mul i64 %v13, %temp_row
  %v16 = getelementptr double, ptr %temp, i64 %v15
  store i64 0, ptr %s17
  br label %head18
head18:
  %v21 = load i64, ptr %s17
  %v22 = icmp slt i64 %v21, %count
  br i1 %v22, label %body19, label %done20
body19:
  %v23 = icmp slt i64 %v21, %room
  br i1 %v23, label %then24, label %done25
then24:
  %v26 = getelementptr double, ptr %v16, i64 %v21
  %v27 = load double, ptr %v26, align 8
  %v28 = call double @llvm.fabs.f64(double %v27)
  %v29 = fadd double %v28, %v28
  %v30 = fcmp ogt double %v29, 0x4044000000000000
  %v31 = select i1 %v30, double 0x4044000000000000, double %v29
  %v32 = fmul double %v31, 0xBFF71547652B82FE
  %v33 = fadd double %v32, 0x4338000000000000
  %v34 = fsub double %v33, 0x4338000000000000
  %v35 = fsub double 0x8000000000000000, %v31
  %v36 = fmul double %v34, 0xBFE62E42FEE00000
  %v37 = fadd double %v36, %v35
  %v38 = fmul double %v34, 0xBDEA39EF35793C76
  %v39 = fadd double %v38, %v37
  %v40 = fmul double 0x3DE6124613A86D09, %v39
  %v41 = fadd double %v40, 0x3E21EED8EFF8D898
  %v42 = fmul double %v41, %v39
  %v43 = fadd double %v42, 0x3E5AE64567F544E4
  %v44 = fmul double %v43, %v39
  %v45 = fadd double %v44, 0x3E927E4FB7789F5C
  %v46 = fmul double %v45, %v39
  %v47 = fadd double %v46, 0x3EC71DE3A556C734
  %v48 = fmul double %v47, %v39
  %v49 = fadd double %v48, 0x3EFA01A01A01A01A
  %v50 = fmul double %v49, %v39
  %v51 = fadd double %v50, 0x3F2A01A01A01A01A
  %v52 = fmul double %v51, %v39
  %v53 = fadd double %v52, 0x3F56C16C16C16C17
  %v54 = fmul double %v53, %v39
  %v55 = fadd double %v54, 0x3F81111111111111
  %v56 = fmul double %v55, %v39
  %v57 = fadd double %v56, 0x3FA5555555555555
  %v58 = fmul double %v57, %v39
  %v59 = fadd double %v58, 0x3FC5555555555555
  %v60 = fmul double %v59, %v39
  %v61 = fadd double %v60, 0x3FE0000000000000
  %v62 = fmul double %v39, %v39
  %v63 = fmul double %v62, %v61
  %v64 = fadd double %v63, %v39
  %v65 = bitcast double %v33 to i64
  %v66 = bitcast double 0x4338000000000000 to i64
  %v67 = sub i64 %v65, %v66
  %v68 = add i64 %v67, 1023
  %v69 = shl i64 %v68, 52
  %v70 = bitcast i64 %v69 to double
  %v71 = fsub double %v70, 0x3FF0000000000000
  %v72 = fmul double %v70, %v64
  %v73 = fadd double %v72, %v71
  %v74 = fadd double %v73, 0x4000000000000000
  %v75 = fdiv double %v73, %v74
  %v76 = call double @llvm.copysign.f64(double %v75, double %v27)
  %v77 = mul i64 %v13, %v2
  %v78 = mul i64 %v21, %v4
  %v79 = add i64 %v77, %v78
  %v80 = getelementptr double, ptr %out, i64 %v79
  store double %v76, ptr %v80, align 8
  br label %done25
done25:
  %v81 = add i64 %v21, 1
  store i64 %v81, ptr %s17
  br label %head18
done20:
  %v82 = add i64 %v13, 1
  store i64 %v82, ptr %s9
  br label %head10
done12:
  ret void
}
declare double @llvm.fabs.f64(double)
declare double @llvm.copysign.f64(double, double)
attributes #0 = { nounwind "prefer-vector-width"="128" "min-legal-vector-width"="128" }
!0 = !{i32 1}
