; conv_f64_ic1_oc1_k1x1x1_s1x1x1_d1x1x1_b0x0x0_any_tanh generic
define void @tile_p0_c1_v3(ptr %args, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
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
define void @tile_p0_c1_v6(ptr %args, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
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
attributes #0 = { nounwind "prefer-vector-width"="128" "min-legal-vector-width"="128" }
!0 = !{i32 1}
