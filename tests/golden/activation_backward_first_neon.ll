; activation backward None first neon f64
define void @activation_backward(ptr %args) #0 {
entry:
  %s31 = alloca i64, i64 1, align 64
  %s45 = alloca <2 x double>, i64 1, align 64
  %s46 = alloca <2 x double>, i64 1, align 64
  %s47 = alloca <2 x double>, i64 1, align 64
  %s48 = alloca <2 x double>, i64 1, align 64
  %s53 = alloca i64, i64 1, align 64
  %s83 = alloca i64, i64 1, align 64
  %s95 = alloca double, i64 1, align 64
  %s96 = alloca i64, i64 1, align 64
  %v1 = load i64, ptr %args, align 8
  %v2 = getelementptr i64, ptr %args, i64 1
  %v3 = load i64, ptr %v2, align 8
  %v4 = getelementptr i64, ptr %args, i64 2
  %v5 = load i64, ptr %v4, align 8
  %v6 = getelementptr i64, ptr %args, i64 3
  %v7 = load i64, ptr %v6, align 8
  %v8 = getelementptr i64, ptr %args, i64 4
  %v9 = load i64, ptr %v8, align 8
  %v10 = getelementptr i64, ptr %args, i64 5
  %v11 = load i64, ptr %v10, align 8
  %v12 = getelementptr i64, ptr %args, i64 6
  %v13 = load ptr, ptr %v12, align 8
  %v14 = getelementptr i64, ptr %args, i64 7
  %v15 = load ptr, ptr %v14, align 8
  %v16 = getelementptr i64, ptr %args, i64 8
  %v17 = load ptr, ptr %v16, align 8
  %v18 = getelementptr i64, ptr %args, i64 9
  %v19 = load ptr, ptr %v18, align 8
  %v20 = getelementptr i64, ptr %args, i64 10
  %v21 = load i64, ptr %v20, align 8
  br label %again22
again22:
  %v24 = atomicrmw add ptr %args, i64 1 monotonic
  %v25 = icmp sge i64 %v24, %v3
  br i1 %v25, label %done23, label %on26
on26:
  %v27 = mul i64 %v24, %v7
  %v28 = add i64 %v27, %v7
  %v29 = icmp slt i64 %v28, %v5
  %v30 = select i1 %v29, i64 %v28, i64 %v5
  store i64 %v27, ptr %s31
  br label %head32
head32:
  %v35 = load i64, ptr %s31
  %v36 = icmp slt i64 %v35, %v30
  br i1 %v36, label %body33, label %done34
body33:
  %v37 = urem i64 %v35, %v11
  %v38 = mul i64 %v37, 2048
  %v39 = udiv i64 %v35, %v11
  %v40 = mul i64 %v39, %v9
  %v41 = add i64 %v40, %v38
  %v42 = sub i64 %v9, %v38
  %v43 = icmp slt i64 %v42, 2048
  %v44 = select i1 %v43, i64 %v42, i64 2048
  store <2 x double> zeroinitializer, ptr %s45
  store <2 x double> zeroinitializer, ptr %s46
  store <2 x double> zeroinitializer, ptr %s47
  store <2 x double> zeroinitializer, ptr %s48
  %v49 = udiv i64 %v44, 8
  %v50 = mul i64 %v49, 8
  %v51 = udiv i64 %v44, 2
  %v52 = mul i64 %v51, 2
  store i64 0, ptr %s53
  br label %head54
head54:
  %v57 = load i64, ptr %s53
  %v58 = icmp slt i64 %v57, %v50
  br i1 %v58, label %body55, label %done56
body55:
  %v59 = add i64 %v41, %v57
  %v60 = getelementptr double, ptr %v13, i64 %v59
  %v61 = load <2 x double>, ptr %v60, align 8
  %v62 = load <2 x double>, ptr %s45
  %v63 = fadd <2 x double> %v62, %v61
  store <2 x double> %v63, ptr %s45
  %v64 = add i64 %v41, %v57
  %v65 = add i64 %v64, 2
  %v66 = getelementptr double, ptr %v13, i64 %v65
  %v67 = load <2 x double>, ptr %v66, align 8
  %v68 = load <2 x double>, ptr %s46
  %v69 = fadd <2 x double> %v68, %v67
  store <2 x double> %v69, ptr %s46
  %v70 = add i64 %v41, %v57
  %v71 = add i64 %v70, 4
  %v72 = getelementptr double, ptr %v13, i64 %v71
  %v73 = load <2 x double>, ptr %v72, align 8
  %v74 = load <2 x double>, ptr %s47
  %v75 = fadd <2 x double> %v74, %v73
  store <2 x double> %v75, ptr %s47
  %v76 = add i64 %v41, %v57
  %v77 = add i64 %v76, 6
  %v78 = getelementptr double, ptr %v13, i64 %v77
  %v79 = load <2 x double>, ptr %v78, align 8
  %v80 = load <2 x double>, ptr %s48
  %v81 = fadd <2 x double> %v80, %v79
  store <2 x double> %v81, ptr %s48
  %v82 = add i64 %v57, 8
  store i64 %v82, ptr %s53
  br label %head54
done56:
  store i64 %v50, ptr %s83
  br label %head84
head84:
  %v87 = load i64, ptr %s83
  %v88 = icmp slt i64 %v87, %v52
  br i1 %v88, label %body85, label %done86
body85:
  %v89 = add i64 %v41, %v87
  %v90 = getelementptr double, ptr %v13, i64 %v89
  %v91 = load <2 x double>, ptr %v90, align 8
  %v92 = load <2 x double>, ptr %s45
  %v93 = fadd <2 x double> %v92, %v91
  store <2 x double> %v93, ptr %s45
  %v94 = add i64 %v87, 2
  store i64 %v94, ptr %s83
  br label %head84
done86:
  store double 0.0, ptr %s95
  store i64 %v52, ptr %s96
  br label %head97
head97:
  %v100 = load i64, ptr %s96
  %v101 = icmp slt i64 %v100, %v44
  br i1 %v101, label %body98, label %done99
body98:
  %v102 = add i64 %v41, %v100
  %v103 = getelementptr double, ptr %v13, i64 %v102
  %v104 = load double, ptr %v103, align 8
  %v105 = load double, ptr %s95
  %v106 = fadd double %v105, %v104
  store double %v106, ptr %s95
  %v107 = add i64 %v100, 1
  store i64 %v107, ptr %s96
  br label %head97
done99:
  %v108 = load <2 x double>, ptr %s45
  %v109 = load <2 x double>, ptr %s46
  %v110 = load <2 x double>, ptr %s47
  %v111 = load <2 x double>, ptr %s48
  %v112 = fadd <2 x double> %v108, %v109
  %v113 = fadd <2 x double> %v110, %v111
  %v114 = fadd <2 x double> %v112, %v113
  %v115 = load double, ptr %s95
  %v116 = shufflevector <2 x double> %v114, <2 x double> %v114, <1 x i32> <i32 0>
  %v117 = shufflevector <2 x double> %v114, <2 x double> %v114, <1 x i32> <i32 1>
  %v118 = fadd <1 x double> %v116, %v117
  %v119 = extractelement <1 x double> %v118, i64 0
  %v120 = fadd double %v115, %v119
  %v121 = getelementptr double, ptr %v19, i64 %v35
  store double %v120, ptr %v121, align 8
  %v122 = add i64 %v35, 1
  store i64 %v122, ptr %s31
  br label %head32
done34:
  br label %again22
done23:
  ret void
}
attributes #0 = { nounwind "prefer-vector-width"="128" "min-legal-vector-width"="128" }
!0 = !{i32 1}
