; conv_f64_ic1_oc1_k1x1x1_s1x1x1_d1x1x1_b0x0x0_any_tanh generic
define void @tile_p0_c1_v1(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %count, i1 %fresh) #0 {
entry:
  %s5 = alloca <2 x double>, i64 1, align 64
  %s10 = alloca i64, i64 1, align 64
  %s26 = alloca ptr, i64 1, align 64
  %s27 = alloca ptr, i64 1, align 64
  %s28 = alloca i64, i64 1, align 64
  %s37 = alloca i64, i64 1, align 64
  %s38 = alloca i64, i64 1, align 64
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
  store <2 x double> zeroinitializer, ptr %s5
  br label %done20
done20:
  %v21 = xor i1 %fresh, true
  br i1 %v21, label %then22, label %done23
then22:
  %v24 = load <2 x double>, ptr %v18, align 8
  store <2 x double> %v24, ptr %s5
  br label %done23
done23:
  %v25 = getelementptr i64, ptr %v4, i64 %v7
  store ptr %v25, ptr %s26
  store ptr %weights, ptr %s27
  store i64 0, ptr %s28
  br label %head29
head29:
  %v32 = load i64, ptr %s28
  %v33 = icmp slt i64 %v32, %v9
  br i1 %v33, label %body30, label %done31
body30:
  %v34 = load ptr, ptr %s26
  %v35 = load i64, ptr %v34, align 8
  %v36 = getelementptr double, ptr %v17, i64 %v35
  store i64 0, ptr %s37
  store i64 0, ptr %s38
  br label %head39
head39:
  %v42 = load i64, ptr %s38
  %v43 = icmp slt i64 %v42, %channels
  br i1 %v43, label %body40, label %done41
body40:
  %v44 = load i64, ptr %s37
  %v45 = load ptr, ptr %s27
  %v46 = getelementptr double, ptr %v36, i64 %v44
  %v47 = load <2 x double>, ptr %v46, align 8
  %v48 = load double, ptr %v45, align 8
  %v49 = insertelement <2 x double> poison, double %v48, i64 0
  %v50 = shufflevector <2 x double> %v49, <2 x double> poison, <2 x i32> zeroinitializer
  %v51 = load <2 x double>, ptr %s5
  %v52 = fmul <2 x double> %v50, %v47
  %v53 = fadd <2 x double> %v52, %v51
  store <2 x double> %v53, ptr %s5
  %v54 = add i64 %v44, %v2
  store i64 %v54, ptr %s37
  %v55 = getelementptr double, ptr %v45, i64 1
  store ptr %v55, ptr %s27
  %v56 = add i64 %v42, 1
  store i64 %v56, ptr %s38
  br label %head39
done41:
  %v57 = getelementptr i64, ptr %v34, i64 1
  store ptr %v57, ptr %s26
  %v58 = add i64 %v32, 1
  store i64 %v58, ptr %s28
  br label %head29
done31:
  %v59 = load <2 x double>, ptr %s5
  store <2 x double> %v59, ptr %v18, align 8
  %v60 = add i64 %v14, 1
  store i64 %v60, ptr %s10
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
  %s32 = alloca ptr, i64 1, align 64
  %s33 = alloca ptr, i64 1, align 64
  %s34 = alloca i64, i64 1, align 64
  %s43 = alloca i64, i64 1, align 64
  %s44 = alloca i64, i64 1, align 64
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
  store <2 x double> zeroinitializer, ptr %s5
  store <2 x double> zeroinitializer, ptr %s6
  store <2 x double> zeroinitializer, ptr %s7
  br label %done22
done22:
  %v23 = xor i1 %fresh, true
  br i1 %v23, label %then24, label %done25
then24:
  %v26 = load <2 x double>, ptr %v20, align 8
  store <2 x double> %v26, ptr %s5
  %v27 = getelementptr double, ptr %v20, i64 2
  %v28 = load <2 x double>, ptr %v27, align 8
  store <2 x double> %v28, ptr %s6
  %v29 = getelementptr double, ptr %v20, i64 4
  %v30 = load <2 x double>, ptr %v29, align 8
  store <2 x double> %v30, ptr %s7
  br label %done25
done25:
  %v31 = getelementptr i64, ptr %v4, i64 %v9
  store ptr %v31, ptr %s32
  store ptr %weights, ptr %s33
  store i64 0, ptr %s34
  br label %head35
head35:
  %v38 = load i64, ptr %s34
  %v39 = icmp slt i64 %v38, %v11
  br i1 %v39, label %body36, label %done37
body36:
  %v40 = load ptr, ptr %s32
  %v41 = load i64, ptr %v40, align 8
  %v42 = getelementptr double, ptr %v19, i64 %v41
  store i64 0, ptr %s43
  store i64 0, ptr %s44
  br label %head45
head45:
  %v48 = load i64, ptr %s44
  %v49 = icmp slt i64 %v48, %channels
  br i1 %v49, label %body46, label %done47
body46:
  %v50 = load i64, ptr %s43
  %v51 = load ptr, ptr %s33
  %v52 = getelementptr double, ptr %v42, i64 %v50
  %v53 = load <2 x double>, ptr %v52, align 8
  %v54 = getelementptr double, ptr %v52, i64 2
  %v55 = load <2 x double>, ptr %v54, align 8
  %v56 = getelementptr double, ptr %v52, i64 4
  %v57 = load <2 x double>, ptr %v56, align 8
  %v58 = load double, ptr %v51, align 8
  %v59 = insertelement <2 x double> poison, double %v58, i64 0
  %v60 = shufflevector <2 x double> %v59, <2 x double> poison, <2 x i32> zeroinitializer
  %v61 = load <2 x double>, ptr %s5
  %v62 = fmul <2 x double> %v60, %v53
  %v63 = fadd <2 x double> %v62, %v61
  store <2 x double> %v63, ptr %s5
  %v64 = load <2 x double>, ptr %s6
  %v65 = fmul <2 x double> %v60, %v55
  %v66 = fadd <2 x double> %v65, %v64
  store <2 x double> %v66, ptr %s6
  %v67 = load <2 x double>, ptr %s7
  %v68 = fmul <2 x double> %v60, %v57
  %v69 = fadd <2 x double> %v68, %v67
  store <2 x double> %v69, ptr %s7
  %v70 = add i64 %v50, %v2
  store i64 %v70, ptr %s43
  %v71 = getelementptr double, ptr %v51, i64 1
  store ptr %v71, ptr %s33
  %v72 = add i64 %v48, 1
  store i64 %v72, ptr %s44
  br label %head45
done47:
  %v73 = getelementptr i64, ptr %v40, i64 1
  store ptr %v73, ptr %s32
  %v74 = add i64 %v38, 1
  store i64 %v74, ptr %s34
  br label %head35
done37:
  %v75 = load <2 x double>, ptr %s5
  store <2 x double> %v75, ptr %v20, align 8
  %v76 = load <2 x double>, ptr %s6
  %v77 = getelementptr double, ptr %v20, i64 2
  store <2 x double> %v76, ptr %v77, align 8
  %v78 = load <2 x double>, ptr %s7
  %v79 = getelementptr double, ptr %v20, i64 4
  store <2 x double> %v78, ptr %v79, align 8
  %v80 = add i64 %v16, 1
  store i64 %v80, ptr %s12
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
  %s41 = alloca ptr, i64 1, align 64
  %s42 = alloca ptr, i64 1, align 64
  %s43 = alloca i64, i64 1, align 64
  %s52 = alloca i64, i64 1, align 64
  %s53 = alloca i64, i64 1, align 64
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
  store <2 x double> zeroinitializer, ptr %s5
  store <2 x double> zeroinitializer, ptr %s6
  store <2 x double> zeroinitializer, ptr %s7
  store <2 x double> zeroinitializer, ptr %s8
  store <2 x double> zeroinitializer, ptr %s9
  store <2 x double> zeroinitializer, ptr %s10
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
  %v34 = getelementptr double, ptr %v23, i64 6
  %v35 = load <2 x double>, ptr %v34, align 8
  store <2 x double> %v35, ptr %s8
  %v36 = getelementptr double, ptr %v23, i64 8
  %v37 = load <2 x double>, ptr %v36, align 8
  store <2 x double> %v37, ptr %s9
  %v38 = getelementptr double, ptr %v23, i64 10
  %v39 = load <2 x double>, ptr %v38, align 8
  store <2 x double> %v39, ptr %s10
  br label %done28
done28:
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
  %v51 = getelementptr double, ptr %v22, i64 %v50
  store i64 0, ptr %s52
  store i64 0, ptr %s53
  br label %head54
head54:
  %v57 = load i64, ptr %s53
  %v58 = icmp slt i64 %v57, %channels
  br i1 %v58, label %body55, label %done56
body55:
  %v59 = load i64, ptr %s52
  %v60 = load ptr, ptr %s42
  %v61 = getelementptr double, ptr %v51, i64 %v59
  %v62 = load <2 x double>, ptr %v61, align 8
  %v63 = getelementptr double, ptr %v61, i64 2
  %v64 = load <2 x double>, ptr %v63, align 8
  %v65 = getelementptr double, ptr %v61, i64 4
  %v66 = load <2 x double>, ptr %v65, align 8
  %v67 = getelementptr double, ptr %v61, i64 6
  %v68 = load <2 x double>, ptr %v67, align 8
  %v69 = getelementptr double, ptr %v61, i64 8
  %v70 = load <2 x double>, ptr %v69, align 8
  %v71 = getelementptr double, ptr %v61, i64 10
  %v72 = load <2 x double>, ptr %v71, align 8
  %v73 = load double, ptr %v60, align 8
  %v74 = insertelement <2 x double> poison, double %v73, i64 0
  %v75 = shufflevector <2 x double> %v74, <2 x double> poison, <2 x i32> zeroinitializer
  %v76 = load <2 x double>, ptr %s5
  %v77 = fmul <2 x double> %v75, %v62
  %v78 = fadd <2 x double> %v77, %v76
  store <2 x double> %v78, ptr %s5
  %v79 = load <2 x double>, ptr %s6
  %v80 = fmul <2 x double> %v75, %v64
  %v81 = fadd <2 x double> %v80, %v79
  store <2 x double> %v81, ptr %s6
  %v82 = load <2 x double>, ptr %s7
  %v83 = fmul <2 x double> %v75, %v66
  %v84 = fadd <2 x double> %v83, %v82
  store <2 x double> %v84, ptr %s7
  %v85 = load <2 x double>, ptr %s8
  %v86 = fmul <2 x double> %v75, %v68
  %v87 = fadd <2 x double> %v86, %v85
  store <2 x double> %v87, ptr %s8
  %v88 = load <2 x double>, ptr %s9
  %v89 = fmul <2 x double> %v75, %v70
  %v90 = fadd <2 x double> %v89, %v88
  store <2 x double> %v90, ptr %s9
  %v91 = load <2 x double>, ptr %s10
  %v92 = fmul <2 x double> %v75, %v72
  %v93 = fadd <2 x double> %v92, %v91
  store <2 x double> %v93, ptr %s10
  %v94 = add i64 %v59, %v2
  store i64 %v94, ptr %s52
  %v95 = getelementptr double, ptr %v60, i64 1
  store ptr %v95, ptr %s42
  %v96 = add i64 %v57, 1
  store i64 %v96, ptr %s53
  br label %head54
done56:
  %v97 = getelementptr i64, ptr %v49, i64 1
  store ptr %v97, ptr %s41
  %v98 = add i64 %v47, 1
  store i64 %v98, ptr %s43
  br label %head44
done46:
  %v99 = load <2 x double>, ptr %s5
  store <2 x double> %v99, ptr %v23, align 8
  %v100 = load <2 x double>, ptr %s6
  %v101 = getelementptr double, ptr %v23, i64 2
  store <2 x double> %v100, ptr %v101, align 8
  %v102 = load <2 x double>, ptr %s7
  %v103 = getelementptr double, ptr %v23, i64 4
  store <2 x double> %v102, ptr %v103, align 8
  %v104 = load <2 x double>, ptr %s8
  %v105 = getelementptr double, ptr %v23, i64 6
  store <2 x double> %v104, ptr %v105, align 8
  %v106 = load <2 x double>, ptr %s9
  %v107 = getelementptr double, ptr %v23, i64 8
  store <2 x double> %v106, ptr %v107, align 8
  %v108 = load <2 x double>, ptr %s10
  %v109 = getelementptr double, ptr %v23, i64 10
  store <2 x double> %v108, ptr %v109, align 8
  %v110 = add i64 %v19, 1
  store i64 %v110, ptr %s15
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
