; conv_f64_ic1_oc1_k1x1x1_s1x1x1_d1x1x1_b0x0x0_any_tanh generic
define void @tile_p0_c1_v3(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <2 x double>, i64 1, align 64
  %s6 = alloca <2 x double>, i64 1, align 64
  %s7 = alloca <2 x double>, i64 1, align 64
  %s12 = alloca i64, i64 1, align 64
  %s25 = alloca ptr, i64 1, align 64
  %s26 = alloca ptr, i64 1, align 64
  %s27 = alloca i64, i64 1, align 64
  %s36 = alloca i64, i64 1, align 64
  %s37 = alloca i64, i64 1, align 64
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
  store <2 x double> zeroinitializer, ptr %s5
  store <2 x double> zeroinitializer, ptr %s6
  store <2 x double> zeroinitializer, ptr %s7
  %v24 = getelementptr i64, ptr %v4, i64 %v9
  store ptr %v24, ptr %s25
  store ptr %weights, ptr %s26
  store i64 0, ptr %s27
  br label %head28
head28:
  %v31 = load i64, ptr %s27
  %v32 = icmp slt i64 %v31, %v11
  br i1 %v32, label %body29, label %done30
body29:
  %v33 = load ptr, ptr %s25
  %v34 = load i64, ptr %v33, align 8
  %v35 = getelementptr double, ptr %v22, i64 %v34
  store i64 0, ptr %s36
  store i64 0, ptr %s37
  br label %head38
head38:
  %v41 = load i64, ptr %s37
  %v42 = icmp slt i64 %v41, %channels
  br i1 %v42, label %body39, label %done40
body39:
  %v43 = load i64, ptr %s36
  %v44 = load ptr, ptr %s26
  %v45 = getelementptr double, ptr %v35, i64 %v43
  %v46 = load <2 x double>, ptr %v45, align 8
  %v47 = getelementptr double, ptr %v45, i64 2
  %v48 = load <2 x double>, ptr %v47, align 8
  %v49 = getelementptr double, ptr %v45, i64 4
  %v50 = load <2 x double>, ptr %v49, align 8
  %v51 = load double, ptr %v44, align 8
  %v52 = insertelement <2 x double> poison, double %v51, i64 0
  %v53 = shufflevector <2 x double> %v52, <2 x double> poison, <2 x i32> zeroinitializer
  %v54 = load <2 x double>, ptr %s5
  %v55 = fmul <2 x double> %v53, %v46
  %v56 = fadd <2 x double> %v55, %v54
  store <2 x double> %v56, ptr %s5
  %v57 = load <2 x double>, ptr %s6
  %v58 = fmul <2 x double> %v53, %v48
  %v59 = fadd <2 x double> %v58, %v57
  store <2 x double> %v59, ptr %s6
  %v60 = load <2 x double>, ptr %s7
  %v61 = fmul <2 x double> %v53, %v50
  %v62 = fadd <2 x double> %v61, %v60
  store <2 x double> %v62, ptr %s7
  %v63 = add i64 %v43, %v2
  store i64 %v63, ptr %s36
  %v64 = getelementptr double, ptr %v44, i64 1
  store ptr %v64, ptr %s26
  %v65 = add i64 %v41, 1
  store i64 %v65, ptr %s37
  br label %head38
done40:
  %v66 = getelementptr i64, ptr %v33, i64 1
  store ptr %v66, ptr %s25
  %v67 = add i64 %v31, 1
  store i64 %v67, ptr %s27
  br label %head28
done30:
  %v68 = load <2 x double>, ptr %s5
  store <2 x double> %v68, ptr %v23, align 8
  %v69 = load <2 x double>, ptr %s6
  %v70 = getelementptr double, ptr %v23, i64 2
  store <2 x double> %v69, ptr %v70, align 8
  %v71 = load <2 x double>, ptr %s7
  %v72 = getelementptr double, ptr %v23, i64 4
  store <2 x double> %v71, ptr %v72, align 8
  %v73 = add i64 %v16, 1
  store i64 %v73, ptr %s12
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
  %s28 = alloca ptr, i64 1, align 64
  %s29 = alloca ptr, i64 1, align 64
  %s30 = alloca i64, i64 1, align 64
  %s39 = alloca i64, i64 1, align 64
  %s40 = alloca i64, i64 1, align 64
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
  store <2 x double> zeroinitializer, ptr %s5
  store <2 x double> zeroinitializer, ptr %s6
  store <2 x double> zeroinitializer, ptr %s7
  store <2 x double> zeroinitializer, ptr %s8
  store <2 x double> zeroinitializer, ptr %s9
  store <2 x double> zeroinitializer, ptr %s10
  %v27 = getelementptr i64, ptr %v4, i64 %v12
  store ptr %v27, ptr %s28
  store ptr %weights, ptr %s29
  store i64 0, ptr %s30
  br label %head31
head31:
  %v34 = load i64, ptr %s30
  %v35 = icmp slt i64 %v34, %v14
  br i1 %v35, label %body32, label %done33
body32:
  %v36 = load ptr, ptr %s28
  %v37 = load i64, ptr %v36, align 8
  %v38 = getelementptr double, ptr %v25, i64 %v37
  store i64 0, ptr %s39
  store i64 0, ptr %s40
  br label %head41
head41:
  %v44 = load i64, ptr %s40
  %v45 = icmp slt i64 %v44, %channels
  br i1 %v45, label %body42, label %done43
body42:
  %v46 = load i64, ptr %s39
  %v47 = load ptr, ptr %s29
  %v48 = getelementptr double, ptr %v38, i64 %v46
  %v49 = load <2 x double>, ptr %v48, align 8
  %v50 = getelementptr double, ptr %v48, i64 2
  %v51 = load <2 x double>, ptr %v50, align 8
  %v52 = getelementptr double, ptr %v48, i64 4
  %v53 = load <2 x double>, ptr %v52, align 8
  %v54 = getelementptr double, ptr %v48, i64 6
  %v55 = load <2 x double>, ptr %v54, align 8
  %v56 = getelementptr double, ptr %v48, i64 8
  %v57 = load <2 x double>, ptr %v56, align 8
  %v58 = getelementptr double, ptr %v48, i64 10
  %v59 = load <2 x double>, ptr %v58, align 8
  %v60 = load double, ptr %v47, align 8
  %v61 = insertelement <2 x double> poison, double %v60, i64 0
  %v62 = shufflevector <2 x double> %v61, <2 x double> poison, <2 x i32> zeroinitializer
  %v63 = load <2 x double>, ptr %s5
  %v64 = fmul <2 x double> %v62, %v49
  %v65 = fadd <2 x double> %v64, %v63
  store <2 x double> %v65, ptr %s5
  %v66 = load <2 x double>, ptr %s6
  %v67 = fmul <2 x double> %v62, %v51
  %v68 = fadd <2 x double> %v67, %v66
  store <2 x double> %v68, ptr %s6
  %v69 = load <2 x double>, ptr %s7
  %v70 = fmul <2 x double> %v62, %v53
  %v71 = fadd <2 x double> %v70, %v69
  store <2 x double> %v71, ptr %s7
  %v72 = load <2 x double>, ptr %s8
  %v73 = fmul <2 x double> %v62, %v55
  %v74 = fadd <2 x double> %v73, %v72
  store <2 x double> %v74, ptr %s8
  %v75 = load <2 x double>, ptr %s9
  %v76 = fmul <2 x double> %v62, %v57
  %v77 = fadd <2 x double> %v76, %v75
  store <2 x double> %v77, ptr %s9
  %v78 = load <2 x double>, ptr %s10
  %v79 = fmul <2 x double> %v62, %v59
  %v80 = fadd <2 x double> %v79, %v78
  store <2 x double> %v80, ptr %s10
  %v81 = add i64 %v46, %v2
  store i64 %v81, ptr %s39
  %v82 = getelementptr double, ptr %v47, i64 1
  store ptr %v82, ptr %s29
  %v83 = add i64 %v44, 1
  store i64 %v83, ptr %s40
  br label %head41
done43:
  %v84 = getelementptr i64, ptr %v36, i64 1
  store ptr %v84, ptr %s28
  %v85 = add i64 %v34, 1
  store i64 %v85, ptr %s30
  br label %head31
done33:
  %v86 = load <2 x double>, ptr %s5
  store <2 x double> %v86, ptr %v26, align 8
  %v87 = load <2 x double>, ptr %s6
  %v88 = getelementptr double, ptr %v26, i64 2
  store <2 x double> %v87, ptr %v88, align 8
  %v89 = load <2 x double>, ptr %s7
  %v90 = getelementptr double, ptr %v26, i64 4
  store <2 x double> %v89, ptr %v90, align 8
  %v91 = load <2 x double>, ptr %s8
  %v92 = getelementptr double, ptr %v26, i64 6
  store <2 x double> %v91, ptr %v92, align 8
  %v93 = load <2 x double>, ptr %s9
  %v94 = getelementptr double, ptr %v26, i64 8
  store <2 x double> %v93, ptr %v94, align 8
  %v95 = load <2 x double>, ptr %s10
  %v96 = getelementptr double, ptr %v26, i64 10
  store <2 x double> %v95, ptr %v96, align 8
  %v97 = add i64 %v19, 1
  store i64 %v97, ptr %s15
  br label %head16
done18:
  ret void
}
define void @scatter_p0(ptr %frame, ptr %temp, i64 %temp_row, ptr %out, i64 %count, i64 %room, i64 %channels) #0 {
entry:
  %s7 = alloca i64, i64 1, align 64
  %s15 = alloca i64, i64 1, align 64
  %v1 = getelementptr i64, ptr %frame, i64 24
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr i64, ptr %frame, i64 27
  %v4 = load i64, ptr %v3, align 8
  %v5 = getelementptr i64, ptr %frame, i64 13
  %v6 = load i64, ptr %v5, align 8
  store i64 0, ptr %s7
  br label %head8
head8:
  %v11 = load i64, ptr %s7
  %v12 = icmp slt i64 %v11, %channels
  br i1 %v12, label %body9, label %done10
body9:
  %v13 = mul i64 %v11, %temp_row
  %v14 = getelementptr double, ptr %temp, i64 %v13
  store i64 0, ptr %s15
  br label %head16
head16:
  %v19 = load i64, ptr %s15
  %v20 = icmp slt i64 %v19, %count
  br i1 %v20, label %body17, label %done18
body17:
  %v21 = icmp slt i64 %v19, %room
  br i1 %v21, label %then22, label %done23
then22:
  %v24 = getelementptr double, ptr %v14, i64 %v19
  %v25 = load double, ptr %v24, align 8
  %v26 = call double @llvm.fabs.f64(double %v25)
  %v27 = fadd double %v26, %v26
  %v28 = fcmp ogt double %v27, 0x4044000000000000
  %v29 = select i1 %v28, double 0x4044000000000000, double %v27
  %v30 = fmul double %v29, 0xBFF71547652B82FE
  %v31 = fadd double %v30, 0x4338000000000000
  %v32 = fsub double %v31, 0x4338000000000000
  %v33 = fsub double 0x8000000000000000, %v29
  %v34 = fmul double %v32, 0xBFE62E42FEE00000
  %v35 = fadd double %v34, %v33
  %v36 = fmul double %v32, 0xBDEA39EF35793C76
  %v37 = fadd double %v36, %v35
  %v38 = fmul double 0x3DE6124613A86D09, %v37
  %v39 = fadd double %v38, 0x3E21EED8EFF8D898
  %v40 = fmul double %v39, %v37
  %v41 = fadd double %v40, 0x3E5AE64567F544E4
  %v42 = fmul double %v41, %v37
  %v43 = fadd double %v42, 0x3E927E4FB7789F5C
  %v44 = fmul double %v43, %v37
  %v45 = fadd double %v44, 0x3EC71DE3A556C734
  %v46 = fmul double %v45, %v37
  %v47 = fadd double %v46, 0x3EFA01A01A01A01A
  %v48 = fmul double %v47, %v37
  %v49 = fadd double %v48, 0x3F2A01A01A01A01A
  %v50 = fmul double %v49, %v37
  %v51 = fadd double %v50, 0x3F56C16C16C16C17
  %v52 = fmul double %v51, %v37
  %v53 = fadd double %v52, 0x3F81111111111111
  %v54 = fmul double %v53, %v37
  %v55 = fadd double %v54, 0x3FA5555555555555
  %v56 = fmul double %v55, %v37
  %v57 = fadd double %v56, 0x3FC5555555555555
  %v58 = fmul double %v57, %v37
  %v59 = fadd double %v58, 0x3FE0000000000000
  %v60 = fmul double %v37, %v37
  %v61 = fmul double %v60, %v59
  %v62 = fadd double %v61, %v37
  %v63 = bitcast double %v31 to i64
  %v64 = bitcast double 0x4338000000000000 to i64
  %v65 = sub i64 %v63, %v64
  %v66 = add i64 %v65, 1023
  %v67 = shl i64 %v66, 52
  %v68 = bitcast i64 %v67 to double
  %v69 = fsub double %v68, 0x3FF0000000000000
  %v70 = fmul double %v68, %v62
  %v71 = fadd double %v70, %v69
  %v72 = fadd double %v71, 0x4000000000000000
  %v73 = fdiv double %v71, %v72
  %v74 = call double @llvm.copysign.f64(double %v73, double %v25)
  %v75 = mul i64 %v11, %v2
  %v76 = mul i64 %v19, %v4
  %v77 = add i64 %v75, %v76
  %v78 = getelementptr double, ptr %out, i64 %v77
  store double %v74, ptr %v78, align 8
  br label %done23
done23:
  %v79 = add i64 %v19, 1
  store i64 %v79, ptr %s15
  br label %head16
done18:
  %v80 = add i64 %v11, 1
  store i64 %v80, ptr %s7
  br label %head8
done10:
  ret void
}
declare double @llvm.fabs.f64(double)
declare double @llvm.copysign.f64(double, double)
attributes #0 = { nounwind "prefer-vector-width"="128" "min-legal-vector-width"="128" }
!0 = !{i32 1}
