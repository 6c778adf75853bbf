; receive sigmoid last avx2 f32
define void @receive(ptr %frame) #0 {
entry:
  %s33 = alloca i64, i64 1, align 64
  %s39 = alloca <8 x float>, i64 1, align 64
  %s40 = alloca <8 x float>, i64 1, align 64
  %s41 = alloca i64, i64 1, align 64
  %s50 = alloca i64, i64 1, align 64
  %s78 = alloca i64, i64 1, align 64
  %s84 = alloca float, i64 1, align 64
  %s85 = alloca float, i64 1, align 64
  %s86 = alloca i64, i64 1, align 64
  %s95 = alloca i64, i64 1, align 64
  %v1 = load i64, ptr %frame, align 8
  %v2 = getelementptr i64, ptr %frame, i64 1
  %v3 = load i64, ptr %v2, align 8
  %v4 = getelementptr i64, ptr %frame, i64 2
  %v5 = load i64, ptr %v4, align 8
  %v6 = getelementptr i64, ptr %frame, i64 3
  %v7 = load i64, ptr %v6, align 8
  %v8 = getelementptr i64, ptr %frame, i64 4
  %v9 = load i64, ptr %v8, align 8
  %v10 = getelementptr i64, ptr %frame, i64 5
  %v11 = load i64, ptr %v10, align 8
  %v12 = getelementptr i64, ptr %frame, i64 6
  %v13 = load ptr, ptr %v12, align 8
  %v14 = getelementptr i64, ptr %frame, i64 7
  %v15 = load ptr, ptr %v14, align 8
  %v16 = getelementptr i64, ptr %frame, i64 8
  %v17 = load ptr, ptr %v16, align 8
  %v18 = getelementptr i64, ptr %frame, i64 9
  %v19 = load ptr, ptr %v18, align 8
  %v20 = getelementptr i64, ptr %frame, i64 10
  %v21 = load i64, ptr %v20, align 8
  br label %again22
again22:
  %v24 = atomicrmw add ptr %frame, i64 1 monotonic
  %v25 = icmp sge i64 %v24, %v3
  br i1 %v25, label %done23, label %on26
on26:
  %v27 = mul i64 %v24, %v7
  %v28 = add i64 %v27, %v7
  %v29 = icmp slt i64 %v28, %v5
  %v30 = select i1 %v29, i64 %v28, i64 %v5
  %v31 = udiv i64 %v9, 8
  %v32 = mul i64 %v31, 8
  store i64 0, ptr %s33
  br label %head34
head34:
  %v37 = load i64, ptr %s33
  %v38 = icmp slt i64 %v37, %v32
  br i1 %v38, label %body35, label %done36
body35:
  store <8 x float> zeroinitializer, ptr %s39
  store i64 %v27, ptr %s41
  br label %head42
head42:
  %v45 = load i64, ptr %s41
  %v46 = icmp slt i64 %v45, %v30
  br i1 %v46, label %body43, label %done44
body43:
  store <8 x float> zeroinitializer, ptr %s40
  %v47 = add i64 %v45, 32
  %v48 = icmp slt i64 %v47, %v30
  %v49 = select i1 %v48, i64 %v47, i64 %v30
  store i64 %v45, ptr %s50
  br label %head51
head51:
  %v54 = load i64, ptr %s50
  %v55 = icmp slt i64 %v54, %v49
  br i1 %v55, label %body52, label %done53
body52:
  %v56 = mul i64 %v54, %v9
  %v57 = add i64 %v56, %v37
  %v58 = getelementptr float, ptr %v13, i64 %v57
  %v59 = load <8 x float>, ptr %v58, align 4
  %v60 = getelementptr float, ptr %v15, i64 %v57
  %v61 = load <8 x float>, ptr %v60, align 4
  %v62 = fsub <8 x float> <float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000>, %v61
  %v63 = fmul <8 x float> %v61, %v62
  %v64 = fmul <8 x float> %v59, %v63
  %v65 = getelementptr float, ptr %v17, i64 %v57
  store <8 x float> %v64, ptr %v65, align 4
  %v66 = load <8 x float>, ptr %s40
  %v67 = fadd <8 x float> %v66, %v64
  store <8 x float> %v67, ptr %s40
  %v68 = add i64 %v54, 1
  store i64 %v68, ptr %s50
  br label %head51
done53:
  %v69 = load <8 x float>, ptr %s39
  %v70 = load <8 x float>, ptr %s40
  %v71 = fadd <8 x float> %v69, %v70
  store <8 x float> %v71, ptr %s39
  %v72 = add i64 %v45, 32
  store i64 %v72, ptr %s41
  br label %head42
done44:
  %v73 = mul i64 %v24, %v9
  %v74 = add i64 %v73, %v37
  %v75 = getelementptr float, ptr %v19, i64 %v74
  %v76 = load <8 x float>, ptr %s39
  store <8 x float> %v76, ptr %v75, align 4
  %v77 = add i64 %v37, 8
  store i64 %v77, ptr %s33
  br label %head34
done36:
  store i64 %v32, ptr %s78
  br label %head79
head79:
  %v82 = load i64, ptr %s78
  %v83 = icmp slt i64 %v82, %v9
  br i1 %v83, label %body80, label %done81
body80:
  store float 0.0, ptr %s84
  store i64 %v27, ptr %s86
  br label %head87
head87:
  %v90 = load i64, ptr %s86
  %v91 = icmp slt i64 %v90, %v30
  br i1 %v91, label %body88, label %done89
body88:
  store float 0.0, ptr %s85
  %v92 = add i64 %v90, 32
  %v93 = icmp slt i64 %v92, %v30
  %v94 = select i1 %v93, i64 %v92, i64 %v30
  store i64 %v90, ptr %s95
  br label %head96
head96:
  %v99 = load i64, ptr %s95
  %v100 = icmp slt i64 %v99, %v94
  br i1 %v100, label %body97, label %done98
body97:
  %v101 = mul i64 %v99, %v9
  %v102 = add i64 %v101, %v82
  %v103 = getelementptr float, ptr %v13, i64 %v102
  %v104 = load float, ptr %v103, align 4
  %v105 = getelementptr float, ptr %v15, i64 %v102
  %v106 = load float, ptr %v105, align 4
  %v107 = fsub float 0x3FF0000000000000, %v106
  %v108 = fmul float %v106, %v107
  %v109 = fmul float %v104, %v108
  %v110 = getelementptr float, ptr %v17, i64 %v102
  store float %v109, ptr %v110, align 4
  %v111 = load float, ptr %s85
  %v112 = fadd float %v111, %v109
  store float %v112, ptr %s85
  %v113 = add i64 %v99, 1
  store i64 %v113, ptr %s95
  br label %head96
done98:
  %v114 = load float, ptr %s84
  %v115 = load float, ptr %s85
  %v116 = fadd float %v114, %v115
  store float %v116, ptr %s84
  %v117 = add i64 %v90, 32
  store i64 %v117, ptr %s86
  br label %head87
done89:
  %v118 = mul i64 %v24, %v9
  %v119 = add i64 %v118, %v82
  %v120 = getelementptr float, ptr %v19, i64 %v119
  %v121 = load float, ptr %s84
  store float %v121, ptr %v120, align 4
  %v122 = add i64 %v82, 1
  store i64 %v122, ptr %s78
  br label %head79
done81:
  br label %again22
done23:
  ret void
}
attributes #0 = { nounwind "prefer-vector-width"="256" "min-legal-vector-width"="256" }
!0 = !{i32 1}
