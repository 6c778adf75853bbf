; weight gradient (2, 2)
define void @dot(ptr %grad, ptr %input, ptr %offsets, ptr %pairs, ptr %sums, i64 %runs_n, i64 %runs_z, i64 %runs_y, i64 %step_n, i64 %step_z, i64 %step_y, i64 %vectors, ptr %target, i64 %by_out, i1 %whole) #0 {
entry:
  %s1 = alloca <8 x float>, i64 1, align 64
  %s2 = alloca <8 x float>, i64 1, align 64
  %s3 = alloca <8 x float>, i64 1, align 64
  %s4 = alloca <8 x float>, i64 1, align 64
  %s15 = alloca i64, i64 1, align 64
  %s21 = alloca i64, i64 1, align 64
  %s27 = alloca i64, i64 1, align 64
  %s40 = alloca i64, i64 1, align 64
  store <8 x float> zeroinitializer, ptr %s1
  store <8 x float> zeroinitializer, ptr %s2
  store <8 x float> zeroinitializer, ptr %s3
  store <8 x float> zeroinitializer, ptr %s4
  %v5 = load i64, ptr %offsets, align 8
  %v6 = getelementptr float, ptr %grad, i64 %v5
  %v7 = getelementptr i64, ptr %offsets, i64 1
  %v8 = load i64, ptr %v7, align 8
  %v9 = getelementptr float, ptr %grad, i64 %v8
  %v10 = load i64, ptr %pairs, align 8
  %v11 = getelementptr float, ptr %input, i64 %v10
  %v12 = getelementptr i64, ptr %pairs, i64 2
  %v13 = load i64, ptr %v12, align 8
  %v14 = getelementptr float, ptr %input, i64 %v13
  store i64 0, ptr %s15
  br label %head16
head16:
  %v19 = load i64, ptr %s15
  %v20 = icmp slt i64 %v19, %runs_n
  br i1 %v20, label %body17, label %done18
body17:
  store i64 0, ptr %s21
  br label %head22
head22:
  %v25 = load i64, ptr %s21
  %v26 = icmp slt i64 %v25, %runs_z
  br i1 %v26, label %body23, label %done24
body23:
  store i64 0, ptr %s27
  br label %head28
head28:
  %v31 = load i64, ptr %s27
  %v32 = icmp slt i64 %v31, %runs_y
  br i1 %v32, label %body29, label %done30
body29:
  %v33 = mul i64 %v19, %step_n
  %v34 = mul i64 %v25, %step_z
  %v35 = add i64 %v33, %v34
  %v36 = mul i64 %v31, %step_y
  %v37 = add i64 %v35, %v36
  %v38 = mul i64 %vectors, 8
  %v39 = add i64 %v37, %v38
  store i64 %v37, ptr %s40
  br label %head41
head41:
  %v44 = load i64, ptr %s40
  %v45 = icmp slt i64 %v44, %v39
  br i1 %v45, label %body42, label %done43
body42:
  %v46 = getelementptr float, ptr %v11, i64 %v44
  %v47 = load <8 x float>, ptr %v46, align 4
  %v48 = getelementptr float, ptr %v14, i64 %v44
  %v49 = load <8 x float>, ptr %v48, align 4
  %v50 = getelementptr float, ptr %v6, i64 %v44
  %v51 = load <8 x float>, ptr %v50, align 4
  %v52 = load <8 x float>, ptr %s1
  %v53 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v51, <8 x float> %v47, <8 x float> %v52)
  store <8 x float> %v53, ptr %s1
  %v54 = load <8 x float>, ptr %s2
  %v55 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v51, <8 x float> %v49, <8 x float> %v54)
  store <8 x float> %v55, ptr %s2
  %v56 = getelementptr float, ptr %v9, i64 %v44
  %v57 = load <8 x float>, ptr %v56, align 4
  %v58 = load <8 x float>, ptr %s3
  %v59 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v57, <8 x float> %v47, <8 x float> %v58)
  store <8 x float> %v59, ptr %s3
  %v60 = load <8 x float>, ptr %s4
  %v61 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v57, <8 x float> %v49, <8 x float> %v60)
  store <8 x float> %v61, ptr %s4
  %v62 = add i64 %v44, 8
  store i64 %v62, ptr %s40
  br label %head41
done43:
  %v63 = add i64 %v31, 1
  store i64 %v63, ptr %s27
  br label %head28
done30:
  %v64 = add i64 %v25, 1
  store i64 %v64, ptr %s21
  br label %head22
done24:
  %v65 = add i64 %v19, 1
  store i64 %v65, ptr %s15
  br label %head16
done18:
  %v66 = load <8 x float>, ptr %s1
  %v67 = shufflevector <8 x float> %v66, <8 x float> %v66, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v68 = shufflevector <8 x float> %v66, <8 x float> %v66, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %v69 = fadd <4 x float> %v67, %v68
  %v70 = shufflevector <4 x float> %v69, <4 x float> %v69, <2 x i32> <i32 0, i32 1>
  %v71 = shufflevector <4 x float> %v69, <4 x float> %v69, <2 x i32> <i32 2, i32 3>
  %v72 = fadd <2 x float> %v70, %v71
  %v73 = shufflevector <2 x float> %v72, <2 x float> %v72, <1 x i32> <i32 0>
  %v74 = shufflevector <2 x float> %v72, <2 x float> %v72, <1 x i32> <i32 1>
  %v75 = fadd <1 x float> %v73, %v74
  %v76 = extractelement <1 x float> %v75, i64 0
  %v77 = load <8 x float>, ptr %s2
  %v78 = shufflevector <8 x float> %v77, <8 x float> %v77, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v79 = shufflevector <8 x float> %v77, <8 x float> %v77, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %v80 = fadd <4 x float> %v78, %v79
  %v81 = shufflevector <4 x float> %v80, <4 x float> %v80, <2 x i32> <i32 0, i32 1>
  %v82 = shufflevector <4 x float> %v80, <4 x float> %v80, <2 x i32> <i32 2, i32 3>
  %v83 = fadd <2 x float> %v81, %v82
  %v84 = shufflevector <2 x float> %v83, <2 x float> %v83, <1 x i32> <i32 0>
  %v85 = shufflevector <2 x float> %v83, <2 x float> %v83, <1 x i32> <i32 1>
  %v86 = fadd <1 x float> %v84, %v85
  %v87 = extractelement <1 x float> %v86, i64 0
  %v88 = load <8 x float>, ptr %s3
  %v89 = shufflevector <8 x float> %v88, <8 x float> %v88, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v90 = shufflevector <8 x float> %v88, <8 x float> %v88, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %v91 = fadd <4 x float> %v89, %v90
  %v92 = shufflevector <4 x float> %v91, <4 x float> %v91, <2 x i32> <i32 0, i32 1>
  %v93 = shufflevector <4 x float> %v91, <4 x float> %v91, <2 x i32> <i32 2, i32 3>
  %v94 = fadd <2 x float> %v92, %v93
  %v95 = shufflevector <2 x float> %v94, <2 x float> %v94, <1 x i32> <i32 0>
  %v96 = shufflevector <2 x float> %v94, <2 x float> %v94, <1 x i32> <i32 1>
  %v97 = fadd <1 x float> %v95, %v96
  %v98 = extractelement <1 x float> %v97, i64 0
  %v99 = load <8 x float>, ptr %s4
  %v100 = shufflevector <8 x float> %v99, <8 x float> %v99, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v101 = shufflevector <8 x float> %v99, <8 x float> %v99, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %v102 = fadd <4 x float> %v100, %v101
  %v103 = shufflevector <4 x float> %v102, <4 x float> %v102, <2 x i32> <i32 0, i32 1>
  %v104 = shufflevector <4 x float> %v102, <4 x float> %v102, <2 x i32> <i32 2, i32 3>
  %v105 = fadd <2 x float> %v103, %v104
  %v106 = shufflevector <2 x float> %v105, <2 x float> %v105, <1 x i32> <i32 0>
  %v107 = shufflevector <2 x float> %v105, <2 x float> %v105, <1 x i32> <i32 1>
  %v108 = fadd <1 x float> %v106, %v107
  %v109 = extractelement <1 x float> %v108, i64 0
  br i1 %whole, label %then110, label %done111
then110:
  %v112 = getelementptr i64, ptr %pairs, i64 1
  %v113 = load i64, ptr %v112, align 8
  %v114 = getelementptr float, ptr %target, i64 %v113
  %v115 = load float, ptr %v114, align 4
  %v116 = fadd float %v115, %v76
  store float %v116, ptr %v114, align 4
  %v117 = add i64 %v113, %by_out
  %v118 = getelementptr float, ptr %target, i64 %v117
  %v119 = load float, ptr %v118, align 4
  %v120 = fadd float %v119, %v98
  store float %v120, ptr %v118, align 4
  %v121 = getelementptr i64, ptr %pairs, i64 3
  %v122 = load i64, ptr %v121, align 8
  %v123 = getelementptr float, ptr %target, i64 %v122
  %v124 = load float, ptr %v123, align 4
  %v125 = fadd float %v124, %v87
  store float %v125, ptr %v123, align 4
  %v126 = add i64 %v122, %by_out
  %v127 = getelementptr float, ptr %target, i64 %v126
  %v128 = load float, ptr %v127, align 4
  %v129 = fadd float %v128, %v109
  store float %v129, ptr %v127, align 4
  br label %done111
done111:
  %v130 = xor i1 %whole, true
  br i1 %v130, label %then131, label %done132
then131:
  store float %v76, ptr %sums, align 4
  %v133 = getelementptr float, ptr %sums, i64 1
  store float %v87, ptr %v133, align 4
  %v134 = getelementptr float, ptr %sums, i64 2
  store float %v98, ptr %v134, align 4
  %v135 = getelementptr float, ptr %sums, i64 3
  store float %v109, ptr %v135, align 4
  br label %done132
done132:
  ret void
}
declare <8 x float> @llvm.fma.v8f32(<8 x float>, <8 x float>, <8 x float>)
attributes #0 = { nounwind "prefer-vector-width"="256" "min-legal-vector-width"="256" }
!0 = !{i32 1}
