; conv_f32_ic3_oc1_k1x1x1_s1x2x2_d1x1x1_b0x0x0_any avx512
define void @tile_p0_c1_v3(ptr %args, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <16 x float>, i64 1, align 64
  %s6 = alloca <16 x float>, i64 1, align 64
  %s7 = alloca <16 x float>, i64 1, align 64
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
  %v18 = mul i64 %v16, 48
  %v19 = add i64 %v18, %start
  %v20 = icmp slt i64 %v19, %last
  %v21 = select i1 %v20, i64 %v19, i64 %last
  %v22 = getelementptr float, ptr %position, i64 %v21
  %v23 = getelementptr float, ptr %temp, i64 %v21
  store <16 x float> zeroinitializer, ptr %s5
  store <16 x float> zeroinitializer, ptr %s6
  store <16 x float> zeroinitializer, ptr %s7
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
  %v35 = getelementptr float, ptr %v22, i64 %v34
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
  %v45 = getelementptr float, ptr %v35, i64 %v43
  %v46 = load <16 x float>, ptr %v45, align 4
  %v47 = getelementptr float, ptr %v45, i64 16
  %v48 = load <16 x float>, ptr %v47, align 4
  %v49 = getelementptr float, ptr %v45, i64 32
  %v50 = load <16 x float>, ptr %v49, align 4
  %v51 = load float, ptr %v44, align 4
  %v52 = insertelement <16 x float> poison, float %v51, i64 0
  %v53 = shufflevector <16 x float> %v52, <16 x float> poison, <16 x i32> zeroinitializer
  %v54 = load <16 x float>, ptr %s5
  %v55 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v53, <16 x float> %v46, <16 x float> %v54)
  store <16 x float> %v55, ptr %s5
  %v56 = load <16 x float>, ptr %s6
  %v57 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v53, <16 x float> %v48, <16 x float> %v56)
  store <16 x float> %v57, ptr %s6
  %v58 = load <16 x float>, ptr %s7
  %v59 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v53, <16 x float> %v50, <16 x float> %v58)
  store <16 x float> %v59, ptr %s7
  %v60 = add i64 %v43, %v2
  store i64 %v60, ptr %s36
  %v61 = getelementptr float, ptr %v44, i64 1
  store ptr %v61, ptr %s26
  %v62 = add i64 %v41, 1
  store i64 %v62, ptr %s37
  br label %head38
done40:
  %v63 = getelementptr i64, ptr %v33, i64 1
  store ptr %v63, ptr %s25
  %v64 = add i64 %v31, 1
  store i64 %v64, ptr %s27
  br label %head28
done30:
  %v65 = load <16 x float>, ptr %s5
  store <16 x float> %v65, ptr %v23, align 4
  %v66 = load <16 x float>, ptr %s6
  %v67 = getelementptr float, ptr %v23, i64 16
  store <16 x float> %v66, ptr %v67, align 4
  %v68 = load <16 x float>, ptr %s7
  %v69 = getelementptr float, ptr %v23, i64 32
  store <16 x float> %v68, ptr %v69, align 4
  %v70 = add i64 %v16, 1
  store i64 %v70, ptr %s12
  br label %head13
done15:
  ret void
}
define void @tile_p0_c1_v6(ptr %args, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <16 x float>, i64 1, align 64
  %s6 = alloca <16 x float>, i64 1, align 64
  %s7 = alloca <16 x float>, i64 1, align 64
  %s8 = alloca <16 x float>, i64 1, align 64
  %s9 = alloca <16 x float>, i64 1, align 64
  %s10 = alloca <16 x float>, i64 1, align 64
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
  %v21 = mul i64 %v19, 96
  %v22 = add i64 %v21, %start
  %v23 = icmp slt i64 %v22, %last
  %v24 = select i1 %v23, i64 %v22, i64 %last
  %v25 = getelementptr float, ptr %position, i64 %v24
  %v26 = getelementptr float, ptr %temp, i64 %v24
  store <16 x float> zeroinitializer, ptr %s5
  store <16 x float> zeroinitializer, ptr %s6
  store <16 x float> zeroinitializer, ptr %s7
  store <16 x float> zeroinitializer, ptr %s8
  store <16 x float> zeroinitializer, ptr %s9
  store <16 x float> zeroinitializer, ptr %s10
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
  %v38 = getelementptr float, ptr %v25, i64 %v37
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
  %v48 = getelementptr float, ptr %v38, i64 %v46
  %v49 = load <16 x float>, ptr %v48, align 4
  %v50 = getelementptr float, ptr %v48, i64 16
  %v51 = load <16 x float>, ptr %v50, align 4
  %v52 = getelementptr float, ptr %v48, i64 32
  %v53 = load <16 x float>, ptr %v52, align 4
  %v54 = getelementptr float, ptr %v48, i64 48
  %v55 = load <16 x float>, ptr %v54, align 4
  %v56 = getelementptr float, ptr %v48, i64 64
  %v57 = load <16 x float>, ptr %v56, align 4
  %v58 = getelementptr float, ptr %v48, i64 80
  %v59 = load <16 x float>, ptr %v58, align 4
  %v60 = load float, ptr %v47, align 4
  %v61 = insertelement <16 x float> poison, float %v60, i64 0
  %v62 = shufflevector <16 x float> %v61, <16 x float> poison, <16 x i32> zeroinitializer
  %v63 = load <16 x float>, ptr %s5
  %v64 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v62, <16 x float> %v49, <16 x float> %v63)
  store <16 x float> %v64, ptr %s5
  %v65 = load <16 x float>, ptr %s6
  %v66 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v62, <16 x float> %v51, <16 x float> %v65)
  store <16 x float> %v66, ptr %s6
  %v67 = load <16 x float>, ptr %s7
  %v68 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v62, <16 x float> %v53, <16 x float> %v67)
  store <16 x float> %v68, ptr %s7
  %v69 = load <16 x float>, ptr %s8
  %v70 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v62, <16 x float> %v55, <16 x float> %v69)
  store <16 x float> %v70, ptr %s8
  %v71 = load <16 x float>, ptr %s9
  %v72 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v62, <16 x float> %v57, <16 x float> %v71)
  store <16 x float> %v72, ptr %s9
  %v73 = load <16 x float>, ptr %s10
  %v74 = call <16 x float> @llvm.fma.v16f32(<16 x float> %v62, <16 x float> %v59, <16 x float> %v73)
  store <16 x float> %v74, ptr %s10
  %v75 = add i64 %v46, %v2
  store i64 %v75, ptr %s39
  %v76 = getelementptr float, ptr %v47, i64 1
  store ptr %v76, ptr %s29
  %v77 = add i64 %v44, 1
  store i64 %v77, ptr %s40
  br label %head41
done43:
  %v78 = getelementptr i64, ptr %v36, i64 1
  store ptr %v78, ptr %s28
  %v79 = add i64 %v34, 1
  store i64 %v79, ptr %s30
  br label %head31
done33:
  %v80 = load <16 x float>, ptr %s5
  store <16 x float> %v80, ptr %v26, align 4
  %v81 = load <16 x float>, ptr %s6
  %v82 = getelementptr float, ptr %v26, i64 16
  store <16 x float> %v81, ptr %v82, align 4
  %v83 = load <16 x float>, ptr %s7
  %v84 = getelementptr float, ptr %v26, i64 32
  store <16 x float> %v83, ptr %v84, align 4
  %v85 = load <16 x float>, ptr %s8
  %v86 = getelementptr float, ptr %v26, i64 48
  store <16 x float> %v85, ptr %v86, align 4
  %v87 = load <16 x float>, ptr %s9
  %v88 = getelementptr float, ptr %v26, i64 64
  store <16 x float> %v87, ptr %v88, align 4
  %v89 = load <16 x float>, ptr %s10
  %v90 = getelementptr float, ptr %v26, i64 80
  store <16 x float> %v89, ptr %v90, align 4
  %v91 = add i64 %v19, 1
  store i64 %v91, ptr %s15
  br label %head16
done18:
  ret void
}
declare <16 x float> @llvm.fma.v16f32(<16 x float>, <16 x float>, <16 x float>)
attributes #0 = { nounwind "prefer-vector-width"="512" "min-legal-vector-width"="512" }
!0 = !{i32 1}
