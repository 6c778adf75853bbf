; Scatter(size=1, step=1, activation='tanh', layout='any', channels=None) generic f64
define void @scatter(ptr %args, ptr %temp, i64 %temp_row, ptr %out, i64 %count, i64 %room, i64 %channels) #0 {
entry:
  %s7 = alloca i64, i64 1, align 64
  %s15 = alloca i64, i64 1, align 64
  %v1 = getelementptr i64, ptr %args, i64 27
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr i64, ptr %args, i64 30
  %v4 = load i64, ptr %v3, align 8
  %v5 = getelementptr i64, ptr %args, i64 16
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
