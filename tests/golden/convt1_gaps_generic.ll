; convt_f64_ic2_oc1_k1x1x2_s1x1x3_d1x1x1_b0x0x0_first generic
define void @tile_p0_c1_v1(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <2 x double>, i64 1, align 64
  %s6 = alloca <2 x double>, i64 1, align 64
  %s7 = alloca <2 x double>, i64 1, align 64
  %s12 = alloca i64, i64 1, align 64
  %s36 = alloca ptr, i64 1, align 64
  %s37 = alloca ptr, i64 1, align 64
  %s38 = alloca i64, i64 1, align 64
  %s47 = alloca i64, i64 1, align 64
  %s48 = alloca i64, i64 1, align 64
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
  %v19 = add i64 %v18, %start
  %v20 = icmp slt i64 %v19, %last
  %v21 = select i1 %v20, i64 %v19, i64 %last
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
  br label %done28
done28:
  %v29 = xor i1 %fresh, true
  br i1 %v29, label %then30, label %done31
then30:
  %v32 = load <2 x double>, ptr %v23, align 8
  store <2 x double> %v32, ptr %s5
  %v33 = load <2 x double>, ptr %v24, align 8
  store <2 x double> %v33, ptr %s6
  %v34 = load <2 x double>, ptr %v26, align 8
  store <2 x double> %v34, ptr %s7
  br label %done31
done31:
  %v35 = getelementptr i64, ptr %v4, i64 %v9
  store ptr %v35, ptr %s36
  store ptr %weights, ptr %s37
  store i64 0, ptr %s38
  br label %head39
head39:
  %v42 = load i64, ptr %s38
  %v43 = icmp slt i64 %v42, %v11
  br i1 %v43, label %body40, label %done41
body40:
  %v44 = load ptr, ptr %s36
  %v45 = load i64, ptr %v44, align 8
  %v46 = getelementptr double, ptr %v22, i64 %v45
  store i64 0, ptr %s47
  store i64 0, ptr %s48
  br label %head49
head49:
  %v52 = load i64, ptr %s48
  %v53 = icmp slt i64 %v52, %channels
  br i1 %v53, label %body50, label %done51
body50:
  %v54 = load i64, ptr %s47
  %v55 = load ptr, ptr %s37
  %v56 = getelementptr double, ptr %v46, i64 %v54
  %v57 = load <2 x double>, ptr %v56, align 8
  %v58 = load double, ptr %v55, align 8
  %v59 = insertelement <2 x double> poison, double %v58, i64 0
  %v60 = shufflevector <2 x double> %v59, <2 x double> poison, <2 x i32> zeroinitializer
  %v61 = load <2 x double>, ptr %s5
  %v62 = fmul <2 x double> %v60, %v57
  %v63 = fadd <2 x double> %v62, %v61
  store <2 x double> %v63, ptr %s5
  %v64 = getelementptr double, ptr %v55, i64 1
  %v65 = load double, ptr %v64, align 8
  %v66 = insertelement <2 x double> poison, double %v65, i64 0
  %v67 = shufflevector <2 x double> %v66, <2 x double> poison, <2 x i32> zeroinitializer
  %v68 = load <2 x double>, ptr %s6
  %v69 = fmul <2 x double> %v67, %v57
  %v70 = fadd <2 x double> %v69, %v68
  store <2 x double> %v70, ptr %s6
  %v71 = add i64 %v54, %v2
  store i64 %v71, ptr %s47
  %v72 = getelementptr double, ptr %v55, i64 2
  store ptr %v72, ptr %s37
  %v73 = add i64 %v52, 1
  store i64 %v73, ptr %s48
  br label %head49
done51:
  %v74 = getelementptr i64, ptr %v44, i64 1
  store ptr %v74, ptr %s36
  %v75 = add i64 %v42, 1
  store i64 %v75, ptr %s38
  br label %head39
done41:
  br i1 %direct, label %then76, label %done77
then76:
  %v78 = getelementptr i64, ptr %frame, i64 24
  %v79 = load i64, ptr %v78, align 8
  %v80 = getelementptr i64, ptr %frame, i64 13
  %v81 = load i64, ptr %v80, align 8
  %v82 = getelementptr i64, ptr %frame, i64 93
  %v83 = load ptr, ptr %v82, align 8
  %v84 = udiv i64 %v21, 2
  %v85 = getelementptr i64, ptr %v83, i64 %v84
  %v86 = urem i64 %v21, 2
  %v87 = mul i64 %v86, 3
  %v88 = getelementptr double, ptr %out, i64 %v87
  %v89 = load i64, ptr %v85, align 8
  %v90 = getelementptr double, ptr %v88, i64 %v89
  %v91 = load <2 x double>, ptr %s5
  %v92 = load <2 x double>, ptr %s6
  %v93 = load <2 x double>, ptr %s7
  %v94 = shufflevector <2 x double> %v91, <2 x double> %v92, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v95 = shufflevector <2 x double> %v93, <2 x double> %v93, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v96 = shufflevector <4 x double> %v94, <4 x double> %v95, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v97 = shufflevector <8 x double> %v96, <8 x double> %v96, <6 x i32> <i32 0, i32 2, i32 4, i32 1, i32 3, i32 5>
  br i1 %stream, label %then98, label %done99
then98:
  store <6 x double> %v97, ptr %v90, align 16, !nontemporal !0
  br label %done99
done99:
  %v100 = xor i1 %stream, true
  br i1 %v100, label %then101, label %done102
then101:
  store <6 x double> %v97, ptr %v90, align 8
  br label %done102
done102:
  br label %done77
done77:
  %v103 = xor i1 %direct, true
  br i1 %v103, label %then104, label %done105
then104:
  %v106 = load <2 x double>, ptr %s5
  store <2 x double> %v106, ptr %v23, align 8
  %v107 = load <2 x double>, ptr %s6
  store <2 x double> %v107, ptr %v24, align 8
  %v108 = load <2 x double>, ptr %s7
  store <2 x double> %v108, ptr %v26, align 8
  br label %done105
done105:
  %v109 = add i64 %v16, 1
  store i64 %v109, ptr %s12
  br label %head13
done15:
  ret void
}
define void @tile_p0_c1_v2(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <2 x double>, i64 1, align 64
  %s6 = alloca <2 x double>, i64 1, align 64
  %s7 = alloca <2 x double>, i64 1, align 64
  %s8 = alloca <2 x double>, i64 1, align 64
  %s9 = alloca <2 x double>, i64 1, align 64
  %s10 = alloca <2 x double>, i64 1, align 64
  %s15 = alloca i64, i64 1, align 64
  %s45 = alloca ptr, i64 1, align 64
  %s46 = alloca ptr, i64 1, align 64
  %s47 = alloca i64, i64 1, align 64
  %s56 = alloca i64, i64 1, align 64
  %s57 = alloca i64, i64 1, align 64
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
  %v22 = add i64 %v21, %start
  %v23 = icmp slt i64 %v22, %last
  %v24 = select i1 %v23, i64 %v22, i64 %last
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
  %v38 = load <2 x double>, ptr %v27, align 8
  store <2 x double> %v38, ptr %s7
  %v39 = getelementptr double, ptr %v27, i64 2
  %v40 = load <2 x double>, ptr %v39, align 8
  store <2 x double> %v40, ptr %s8
  %v41 = load <2 x double>, ptr %v29, align 8
  store <2 x double> %v41, ptr %s9
  %v42 = getelementptr double, ptr %v29, i64 2
  %v43 = load <2 x double>, ptr %v42, align 8
  store <2 x double> %v43, ptr %s10
  br label %done34
done34:
  %v44 = getelementptr i64, ptr %v4, i64 %v12
  store ptr %v44, ptr %s45
  store ptr %weights, ptr %s46
  store i64 0, ptr %s47
  br label %head48
head48:
  %v51 = load i64, ptr %s47
  %v52 = icmp slt i64 %v51, %v14
  br i1 %v52, label %body49, label %done50
body49:
  %v53 = load ptr, ptr %s45
  %v54 = load i64, ptr %v53, align 8
  %v55 = getelementptr double, ptr %v25, i64 %v54
  store i64 0, ptr %s56
  store i64 0, ptr %s57
  br label %head58
head58:
  %v61 = load i64, ptr %s57
  %v62 = icmp slt i64 %v61, %channels
  br i1 %v62, label %body59, label %done60
body59:
  %v63 = load i64, ptr %s56
  %v64 = load ptr, ptr %s46
  %v65 = getelementptr double, ptr %v55, i64 %v63
  %v66 = load <2 x double>, ptr %v65, align 8
  %v67 = getelementptr double, ptr %v65, i64 2
  %v68 = load <2 x double>, ptr %v67, align 8
  %v69 = load double, ptr %v64, align 8
  %v70 = insertelement <2 x double> poison, double %v69, i64 0
  %v71 = shufflevector <2 x double> %v70, <2 x double> poison, <2 x i32> zeroinitializer
  %v72 = load <2 x double>, ptr %s5
  %v73 = fmul <2 x double> %v71, %v66
  %v74 = fadd <2 x double> %v73, %v72
  store <2 x double> %v74, ptr %s5
  %v75 = load <2 x double>, ptr %s6
  %v76 = fmul <2 x double> %v71, %v68
  %v77 = fadd <2 x double> %v76, %v75
  store <2 x double> %v77, ptr %s6
  %v78 = getelementptr double, ptr %v64, i64 1
  %v79 = load double, ptr %v78, align 8
  %v80 = insertelement <2 x double> poison, double %v79, i64 0
  %v81 = shufflevector <2 x double> %v80, <2 x double> poison, <2 x i32> zeroinitializer
  %v82 = load <2 x double>, ptr %s7
  %v83 = fmul <2 x double> %v81, %v66
  %v84 = fadd <2 x double> %v83, %v82
  store <2 x double> %v84, ptr %s7
  %v85 = load <2 x double>, ptr %s8
  %v86 = fmul <2 x double> %v81, %v68
  %v87 = fadd <2 x double> %v86, %v85
  store <2 x double> %v87, ptr %s8
  %v88 = add i64 %v63, %v2
  store i64 %v88, ptr %s56
  %v89 = getelementptr double, ptr %v64, i64 2
  store ptr %v89, ptr %s46
  %v90 = add i64 %v61, 1
  store i64 %v90, ptr %s57
  br label %head58
done60:
  %v91 = getelementptr i64, ptr %v53, i64 1
  store ptr %v91, ptr %s45
  %v92 = add i64 %v51, 1
  store i64 %v92, ptr %s47
  br label %head48
done50:
  br i1 %direct, label %then93, label %done94
then93:
  %v95 = getelementptr i64, ptr %frame, i64 24
  %v96 = load i64, ptr %v95, align 8
  %v97 = getelementptr i64, ptr %frame, i64 13
  %v98 = load i64, ptr %v97, align 8
  %v99 = getelementptr i64, ptr %frame, i64 93
  %v100 = load ptr, ptr %v99, align 8
  %v101 = udiv i64 %v24, 2
  %v102 = getelementptr i64, ptr %v100, i64 %v101
  %v103 = urem i64 %v24, 2
  %v104 = mul i64 %v103, 3
  %v105 = getelementptr double, ptr %out, i64 %v104
  %v106 = load i64, ptr %v102, align 8
  %v107 = getelementptr double, ptr %v105, i64 %v106
  %v108 = getelementptr i64, ptr %v102, i64 1
  %v109 = load i64, ptr %v108, align 8
  %v110 = getelementptr double, ptr %v105, i64 %v109
  %v111 = load <2 x double>, ptr %s5
  %v112 = load <2 x double>, ptr %s7
  %v113 = load <2 x double>, ptr %s9
  %v114 = shufflevector <2 x double> %v111, <2 x double> %v112, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v115 = shufflevector <2 x double> %v113, <2 x double> %v113, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v116 = shufflevector <4 x double> %v114, <4 x double> %v115, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v117 = shufflevector <8 x double> %v116, <8 x double> %v116, <6 x i32> <i32 0, i32 2, i32 4, i32 1, i32 3, i32 5>
  %v118 = load <2 x double>, ptr %s6
  %v119 = load <2 x double>, ptr %s8
  %v120 = load <2 x double>, ptr %s10
  %v121 = shufflevector <2 x double> %v118, <2 x double> %v119, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v122 = shufflevector <2 x double> %v120, <2 x double> %v120, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v123 = shufflevector <4 x double> %v121, <4 x double> %v122, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v124 = shufflevector <8 x double> %v123, <8 x double> %v123, <6 x i32> <i32 0, i32 2, i32 4, i32 1, i32 3, i32 5>
  br i1 %stream, label %then125, label %done126
then125:
  store <6 x double> %v117, ptr %v107, align 16, !nontemporal !0
  store <6 x double> %v124, ptr %v110, align 16, !nontemporal !0
  br label %done126
done126:
  %v127 = xor i1 %stream, true
  br i1 %v127, label %then128, label %done129
then128:
  store <6 x double> %v117, ptr %v107, align 8
  store <6 x double> %v124, ptr %v110, align 8
  br label %done129
done129:
  br label %done94
done94:
  %v130 = xor i1 %direct, true
  br i1 %v130, label %then131, label %done132
then131:
  %v133 = load <2 x double>, ptr %s5
  store <2 x double> %v133, ptr %v26, align 8
  %v134 = load <2 x double>, ptr %s6
  %v135 = getelementptr double, ptr %v26, i64 2
  store <2 x double> %v134, ptr %v135, align 8
  %v136 = load <2 x double>, ptr %s7
  store <2 x double> %v136, ptr %v27, align 8
  %v137 = load <2 x double>, ptr %s8
  %v138 = getelementptr double, ptr %v27, i64 2
  store <2 x double> %v137, ptr %v138, align 8
  %v139 = load <2 x double>, ptr %s9
  store <2 x double> %v139, ptr %v29, align 8
  %v140 = load <2 x double>, ptr %s10
  %v141 = getelementptr double, ptr %v29, i64 2
  store <2 x double> %v140, ptr %v141, align 8
  br label %done132
done132:
  %v142 = add i64 %v19, 1
  store i64 %v142, ptr %s15
  br label %head16
done18:
  ret void
}
define void @tile_p0_c1_v3(ptr %frame, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
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
  %s54 = alloca ptr, i64 1, align 64
  %s55 = alloca ptr, i64 1, align 64
  %s56 = alloca i64, i64 1, align 64
  %s65 = alloca i64, i64 1, align 64
  %s66 = alloca i64, i64 1, align 64
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
  %v25 = add i64 %v24, %start
  %v26 = icmp slt i64 %v25, %last
  %v27 = select i1 %v26, i64 %v25, i64 %last
  %v28 = getelementptr double, ptr %position, i64 %v27
  %v29 = getelementptr double, ptr %temp, i64 %v27
  %v30 = getelementptr double, ptr %v29, i64 %temp_row
  %v31 = mul i64 %temp_row, 2
  %v32 = getelementptr double, ptr %v29, i64 %v31
  br i1 %fresh, label %then33, label %done34
then33:
  store <2 x double> zeroinitializer, ptr %s5
  store <2 x double> zeroinitializer, ptr %s6
  store <2 x double> zeroinitializer, ptr %s7
  store <2 x double> zeroinitializer, ptr %s8
  store <2 x double> zeroinitializer, ptr %s9
  store <2 x double> zeroinitializer, ptr %s10
  store <2 x double> zeroinitializer, ptr %s11
  store <2 x double> zeroinitializer, ptr %s12
  store <2 x double> zeroinitializer, ptr %s13
  br label %done34
done34:
  %v35 = xor i1 %fresh, true
  br i1 %v35, label %then36, label %done37
then36:
  %v38 = load <2 x double>, ptr %v29, align 8
  store <2 x double> %v38, ptr %s5
  %v39 = getelementptr double, ptr %v29, i64 2
  %v40 = load <2 x double>, ptr %v39, align 8
  store <2 x double> %v40, ptr %s6
  %v41 = getelementptr double, ptr %v29, i64 4
  %v42 = load <2 x double>, ptr %v41, align 8
  store <2 x double> %v42, ptr %s7
  %v43 = load <2 x double>, ptr %v30, align 8
  store <2 x double> %v43, ptr %s8
  %v44 = getelementptr double, ptr %v30, i64 2
  %v45 = load <2 x double>, ptr %v44, align 8
  store <2 x double> %v45, ptr %s9
  %v46 = getelementptr double, ptr %v30, i64 4
  %v47 = load <2 x double>, ptr %v46, align 8
  store <2 x double> %v47, ptr %s10
  %v48 = load <2 x double>, ptr %v32, align 8
  store <2 x double> %v48, ptr %s11
  %v49 = getelementptr double, ptr %v32, i64 2
  %v50 = load <2 x double>, ptr %v49, align 8
  store <2 x double> %v50, ptr %s12
  %v51 = getelementptr double, ptr %v32, i64 4
  %v52 = load <2 x double>, ptr %v51, align 8
  store <2 x double> %v52, ptr %s13
  br label %done37
done37:
  %v53 = getelementptr i64, ptr %v4, i64 %v15
  store ptr %v53, ptr %s54
  store ptr %weights, ptr %s55
  store i64 0, ptr %s56
  br label %head57
head57:
  %v60 = load i64, ptr %s56
  %v61 = icmp slt i64 %v60, %v17
  br i1 %v61, label %body58, label %done59
body58:
  %v62 = load ptr, ptr %s54
  %v63 = load i64, ptr %v62, align 8
  %v64 = getelementptr double, ptr %v28, i64 %v63
  store i64 0, ptr %s65
  store i64 0, ptr %s66
  br label %head67
head67:
  %v70 = load i64, ptr %s66
  %v71 = icmp slt i64 %v70, %channels
  br i1 %v71, label %body68, label %done69
body68:
  %v72 = load i64, ptr %s65
  %v73 = load ptr, ptr %s55
  %v74 = getelementptr double, ptr %v64, i64 %v72
  %v75 = load <2 x double>, ptr %v74, align 8
  %v76 = getelementptr double, ptr %v74, i64 2
  %v77 = load <2 x double>, ptr %v76, align 8
  %v78 = getelementptr double, ptr %v74, i64 4
  %v79 = load <2 x double>, ptr %v78, align 8
  %v80 = load double, ptr %v73, align 8
  %v81 = insertelement <2 x double> poison, double %v80, i64 0
  %v82 = shufflevector <2 x double> %v81, <2 x double> poison, <2 x i32> zeroinitializer
  %v83 = load <2 x double>, ptr %s5
  %v84 = fmul <2 x double> %v82, %v75
  %v85 = fadd <2 x double> %v84, %v83
  store <2 x double> %v85, ptr %s5
  %v86 = load <2 x double>, ptr %s6
  %v87 = fmul <2 x double> %v82, %v77
  %v88 = fadd <2 x double> %v87, %v86
  store <2 x double> %v88, ptr %s6
  %v89 = load <2 x double>, ptr %s7
  %v90 = fmul <2 x double> %v82, %v79
  %v91 = fadd <2 x double> %v90, %v89
  store <2 x double> %v91, ptr %s7
  %v92 = getelementptr double, ptr %v73, i64 1
  %v93 = load double, ptr %v92, align 8
  %v94 = insertelement <2 x double> poison, double %v93, i64 0
  %v95 = shufflevector <2 x double> %v94, <2 x double> poison, <2 x i32> zeroinitializer
  %v96 = load <2 x double>, ptr %s8
  %v97 = fmul <2 x double> %v95, %v75
  %v98 = fadd <2 x double> %v97, %v96
  store <2 x double> %v98, ptr %s8
  %v99 = load <2 x double>, ptr %s9
  %v100 = fmul <2 x double> %v95, %v77
  %v101 = fadd <2 x double> %v100, %v99
  store <2 x double> %v101, ptr %s9
  %v102 = load <2 x double>, ptr %s10
  %v103 = fmul <2 x double> %v95, %v79
  %v104 = fadd <2 x double> %v103, %v102
  store <2 x double> %v104, ptr %s10
  %v105 = add i64 %v72, %v2
  store i64 %v105, ptr %s65
  %v106 = getelementptr double, ptr %v73, i64 2
  store ptr %v106, ptr %s55
  %v107 = add i64 %v70, 1
  store i64 %v107, ptr %s66
  br label %head67
done69:
  %v108 = getelementptr i64, ptr %v62, i64 1
  store ptr %v108, ptr %s54
  %v109 = add i64 %v60, 1
  store i64 %v109, ptr %s56
  br label %head57
done59:
  br i1 %direct, label %then110, label %done111
then110:
  %v112 = getelementptr i64, ptr %frame, i64 24
  %v113 = load i64, ptr %v112, align 8
  %v114 = getelementptr i64, ptr %frame, i64 13
  %v115 = load i64, ptr %v114, align 8
  %v116 = getelementptr i64, ptr %frame, i64 93
  %v117 = load ptr, ptr %v116, align 8
  %v118 = udiv i64 %v27, 2
  %v119 = getelementptr i64, ptr %v117, i64 %v118
  %v120 = urem i64 %v27, 2
  %v121 = mul i64 %v120, 3
  %v122 = getelementptr double, ptr %out, i64 %v121
  %v123 = load i64, ptr %v119, align 8
  %v124 = getelementptr double, ptr %v122, i64 %v123
  %v125 = getelementptr i64, ptr %v119, i64 1
  %v126 = load i64, ptr %v125, align 8
  %v127 = getelementptr double, ptr %v122, i64 %v126
  %v128 = getelementptr i64, ptr %v119, i64 2
  %v129 = load i64, ptr %v128, align 8
  %v130 = getelementptr double, ptr %v122, i64 %v129
  %v131 = load <2 x double>, ptr %s5
  %v132 = load <2 x double>, ptr %s8
  %v133 = load <2 x double>, ptr %s11
  %v134 = shufflevector <2 x double> %v131, <2 x double> %v132, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v135 = shufflevector <2 x double> %v133, <2 x double> %v133, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v136 = shufflevector <4 x double> %v134, <4 x double> %v135, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v137 = shufflevector <8 x double> %v136, <8 x double> %v136, <6 x i32> <i32 0, i32 2, i32 4, i32 1, i32 3, i32 5>
  %v138 = load <2 x double>, ptr %s6
  %v139 = load <2 x double>, ptr %s9
  %v140 = load <2 x double>, ptr %s12
  %v141 = shufflevector <2 x double> %v138, <2 x double> %v139, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v142 = shufflevector <2 x double> %v140, <2 x double> %v140, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v143 = shufflevector <4 x double> %v141, <4 x double> %v142, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v144 = shufflevector <8 x double> %v143, <8 x double> %v143, <6 x i32> <i32 0, i32 2, i32 4, i32 1, i32 3, i32 5>
  %v145 = load <2 x double>, ptr %s7
  %v146 = load <2 x double>, ptr %s10
  %v147 = load <2 x double>, ptr %s13
  %v148 = shufflevector <2 x double> %v145, <2 x double> %v146, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v149 = shufflevector <2 x double> %v147, <2 x double> %v147, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v150 = shufflevector <4 x double> %v148, <4 x double> %v149, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v151 = shufflevector <8 x double> %v150, <8 x double> %v150, <6 x i32> <i32 0, i32 2, i32 4, i32 1, i32 3, i32 5>
  br i1 %stream, label %then152, label %done153
then152:
  store <6 x double> %v137, ptr %v124, align 16, !nontemporal !0
  store <6 x double> %v144, ptr %v127, align 16, !nontemporal !0
  store <6 x double> %v151, ptr %v130, align 16, !nontemporal !0
  br label %done153
done153:
  %v154 = xor i1 %stream, true
  br i1 %v154, label %then155, label %done156
then155:
  store <6 x double> %v137, ptr %v124, align 8
  store <6 x double> %v144, ptr %v127, align 8
  store <6 x double> %v151, ptr %v130, align 8
  br label %done156
done156:
  br label %done111
done111:
  %v157 = xor i1 %direct, true
  br i1 %v157, label %then158, label %done159
then158:
  %v160 = load <2 x double>, ptr %s5
  store <2 x double> %v160, ptr %v29, align 8
  %v161 = load <2 x double>, ptr %s6
  %v162 = getelementptr double, ptr %v29, i64 2
  store <2 x double> %v161, ptr %v162, align 8
  %v163 = load <2 x double>, ptr %s7
  %v164 = getelementptr double, ptr %v29, i64 4
  store <2 x double> %v163, ptr %v164, align 8
  %v165 = load <2 x double>, ptr %s8
  store <2 x double> %v165, ptr %v30, align 8
  %v166 = load <2 x double>, ptr %s9
  %v167 = getelementptr double, ptr %v30, i64 2
  store <2 x double> %v166, ptr %v167, align 8
  %v168 = load <2 x double>, ptr %s10
  %v169 = getelementptr double, ptr %v30, i64 4
  store <2 x double> %v168, ptr %v169, align 8
  %v170 = load <2 x double>, ptr %s11
  store <2 x double> %v170, ptr %v32, align 8
  %v171 = load <2 x double>, ptr %s12
  %v172 = getelementptr double, ptr %v32, i64 2
  store <2 x double> %v171, ptr %v172, align 8
  %v173 = load <2 x double>, ptr %s13
  %v174 = getelementptr double, ptr %v32, i64 4
  store <2 x double> %v173, ptr %v174, align 8
  br label %done159
done159:
  %v175 = add i64 %v22, 1
  store i64 %v175, ptr %s18
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
