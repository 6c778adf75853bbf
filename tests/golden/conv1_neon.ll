; conv_f32_ic1_oc2_k1x1x1_s1x1x1_d1x1x1_b0x0x0_last neon
define void @tile_p0_c2_v3(ptr %args, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <4 x float>, i64 1, align 64
  %s6 = alloca <4 x float>, i64 1, align 64
  %s7 = alloca <4 x float>, i64 1, align 64
  %s8 = alloca <4 x float>, i64 1, align 64
  %s9 = alloca <4 x float>, i64 1, align 64
  %s10 = alloca <4 x float>, i64 1, align 64
  %s15 = alloca i64, i64 1, align 64
  %s29 = alloca ptr, i64 1, align 64
  %s30 = alloca ptr, i64 1, align 64
  %s31 = alloca i64, i64 1, align 64
  %s40 = alloca i64, i64 1, align 64
  %s41 = alloca i64, i64 1, align 64
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
  %v25 = getelementptr float, ptr %position, i64 %v24
  %v26 = getelementptr float, ptr %temp, i64 %v24
  %v27 = getelementptr float, ptr %v26, i64 %temp_row
  store <4 x float> zeroinitializer, ptr %s5
  store <4 x float> zeroinitializer, ptr %s6
  store <4 x float> zeroinitializer, ptr %s7
  store <4 x float> zeroinitializer, ptr %s8
  store <4 x float> zeroinitializer, ptr %s9
  store <4 x float> zeroinitializer, ptr %s10
  %v28 = getelementptr i64, ptr %v4, i64 %v12
  store ptr %v28, ptr %s29
  store ptr %weights, ptr %s30
  store i64 0, ptr %s31
  br label %head32
head32:
  %v35 = load i64, ptr %s31
  %v36 = icmp slt i64 %v35, %v14
  br i1 %v36, label %body33, label %done34
body33:
  %v37 = load ptr, ptr %s29
  %v38 = load i64, ptr %v37, align 8
  %v39 = getelementptr float, ptr %v25, i64 %v38
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
  %v49 = getelementptr float, ptr %v39, i64 %v47
  %v50 = load <4 x float>, ptr %v49, align 4
  %v51 = getelementptr float, ptr %v49, i64 4
  %v52 = load <4 x float>, ptr %v51, align 4
  %v53 = getelementptr float, ptr %v49, i64 8
  %v54 = load <4 x float>, ptr %v53, align 4
  %v55 = load float, ptr %v48, align 4
  %v56 = insertelement <4 x float> poison, float %v55, i64 0
  %v57 = shufflevector <4 x float> %v56, <4 x float> poison, <4 x i32> zeroinitializer
  %v58 = load <4 x float>, ptr %s5
  %v59 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v57, <4 x float> %v50, <4 x float> %v58)
  store <4 x float> %v59, ptr %s5
  %v60 = load <4 x float>, ptr %s6
  %v61 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v57, <4 x float> %v52, <4 x float> %v60)
  store <4 x float> %v61, ptr %s6
  %v62 = load <4 x float>, ptr %s7
  %v63 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v57, <4 x float> %v54, <4 x float> %v62)
  store <4 x float> %v63, ptr %s7
  %v64 = getelementptr float, ptr %v48, i64 1
  %v65 = load float, ptr %v64, align 4
  %v66 = insertelement <4 x float> poison, float %v65, i64 0
  %v67 = shufflevector <4 x float> %v66, <4 x float> poison, <4 x i32> zeroinitializer
  %v68 = load <4 x float>, ptr %s8
  %v69 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v67, <4 x float> %v50, <4 x float> %v68)
  store <4 x float> %v69, ptr %s8
  %v70 = load <4 x float>, ptr %s9
  %v71 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v67, <4 x float> %v52, <4 x float> %v70)
  store <4 x float> %v71, ptr %s9
  %v72 = load <4 x float>, ptr %s10
  %v73 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v67, <4 x float> %v54, <4 x float> %v72)
  store <4 x float> %v73, ptr %s10
  %v74 = add i64 %v47, %v2
  store i64 %v74, ptr %s40
  %v75 = getelementptr float, ptr %v48, i64 2
  store ptr %v75, ptr %s30
  %v76 = add i64 %v45, 1
  store i64 %v76, ptr %s41
  br label %head42
done44:
  %v77 = getelementptr i64, ptr %v37, i64 1
  store ptr %v77, ptr %s29
  %v78 = add i64 %v35, 1
  store i64 %v78, ptr %s31
  br label %head32
done34:
  %v79 = load <4 x float>, ptr %s5
  store <4 x float> %v79, ptr %v26, align 4
  %v80 = load <4 x float>, ptr %s6
  %v81 = getelementptr float, ptr %v26, i64 4
  store <4 x float> %v80, ptr %v81, align 4
  %v82 = load <4 x float>, ptr %s7
  %v83 = getelementptr float, ptr %v26, i64 8
  store <4 x float> %v82, ptr %v83, align 4
  %v84 = load <4 x float>, ptr %s8
  store <4 x float> %v84, ptr %v27, align 4
  %v85 = load <4 x float>, ptr %s9
  %v86 = getelementptr float, ptr %v27, i64 4
  store <4 x float> %v85, ptr %v86, align 4
  %v87 = load <4 x float>, ptr %s10
  %v88 = getelementptr float, ptr %v27, i64 8
  store <4 x float> %v87, ptr %v88, align 4
  %v89 = add i64 %v19, 1
  store i64 %v89, ptr %s15
  br label %head16
done18:
  ret void
}
define void @tile_p0_c2_v6(ptr %args, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <4 x float>, i64 1, align 64
  %s6 = alloca <4 x float>, i64 1, align 64
  %s7 = alloca <4 x float>, i64 1, align 64
  %s8 = alloca <4 x float>, i64 1, align 64
  %s9 = alloca <4 x float>, i64 1, align 64
  %s10 = alloca <4 x float>, i64 1, align 64
  %s11 = alloca <4 x float>, i64 1, align 64
  %s12 = alloca <4 x float>, i64 1, align 64
  %s13 = alloca <4 x float>, i64 1, align 64
  %s14 = alloca <4 x float>, i64 1, align 64
  %s15 = alloca <4 x float>, i64 1, align 64
  %s16 = alloca <4 x float>, i64 1, align 64
  %s21 = alloca i64, i64 1, align 64
  %s35 = alloca ptr, i64 1, align 64
  %s36 = alloca ptr, i64 1, align 64
  %s37 = alloca i64, i64 1, align 64
  %s46 = alloca i64, i64 1, align 64
  %s47 = alloca i64, i64 1, align 64
  %v1 = getelementptr i64, ptr %args, i64 68
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr i64, ptr %args, i64 96
  %v4 = load ptr, ptr %v3, align 8
  %v17 = getelementptr i64, ptr %combination, i64 5
  %v18 = load i64, ptr %v17, align 8
  %v19 = getelementptr i64, ptr %combination, i64 6
  %v20 = load i64, ptr %v19, align 8
  store i64 0, ptr %s21
  br label %head22
head22:
  %v25 = load i64, ptr %s21
  %v26 = icmp slt i64 %v25, %count
  br i1 %v26, label %body23, label %done24
body23:
  %v27 = mul i64 %v25, 24
  %v28 = add i64 %v27, %start
  %v29 = icmp slt i64 %v28, %last
  %v30 = select i1 %v29, i64 %v28, i64 %last
  %v31 = getelementptr float, ptr %position, i64 %v30
  %v32 = getelementptr float, ptr %temp, i64 %v30
  %v33 = getelementptr float, ptr %v32, i64 %temp_row
  store <4 x float> zeroinitializer, ptr %s5
  store <4 x float> zeroinitializer, ptr %s6
  store <4 x float> zeroinitializer, ptr %s7
  store <4 x float> zeroinitializer, ptr %s8
  store <4 x float> zeroinitializer, ptr %s9
  store <4 x float> zeroinitializer, ptr %s10
  store <4 x float> zeroinitializer, ptr %s11
  store <4 x float> zeroinitializer, ptr %s12
  store <4 x float> zeroinitializer, ptr %s13
  store <4 x float> zeroinitializer, ptr %s14
  store <4 x float> zeroinitializer, ptr %s15
  store <4 x float> zeroinitializer, ptr %s16
  %v34 = getelementptr i64, ptr %v4, i64 %v18
  store ptr %v34, ptr %s35
  store ptr %weights, ptr %s36
  store i64 0, ptr %s37
  br label %head38
head38:
  %v41 = load i64, ptr %s37
  %v42 = icmp slt i64 %v41, %v20
  br i1 %v42, label %body39, label %done40
body39:
  %v43 = load ptr, ptr %s35
  %v44 = load i64, ptr %v43, align 8
  %v45 = getelementptr float, ptr %v31, i64 %v44
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
  %v55 = getelementptr float, ptr %v45, i64 %v53
  %v56 = load <4 x float>, ptr %v55, align 4
  %v57 = getelementptr float, ptr %v55, i64 4
  %v58 = load <4 x float>, ptr %v57, align 4
  %v59 = getelementptr float, ptr %v55, i64 8
  %v60 = load <4 x float>, ptr %v59, align 4
  %v61 = getelementptr float, ptr %v55, i64 12
  %v62 = load <4 x float>, ptr %v61, align 4
  %v63 = getelementptr float, ptr %v55, i64 16
  %v64 = load <4 x float>, ptr %v63, align 4
  %v65 = getelementptr float, ptr %v55, i64 20
  %v66 = load <4 x float>, ptr %v65, align 4
  %v67 = load float, ptr %v54, align 4
  %v68 = insertelement <4 x float> poison, float %v67, i64 0
  %v69 = shufflevector <4 x float> %v68, <4 x float> poison, <4 x i32> zeroinitializer
  %v70 = load <4 x float>, ptr %s5
  %v71 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v69, <4 x float> %v56, <4 x float> %v70)
  store <4 x float> %v71, ptr %s5
  %v72 = load <4 x float>, ptr %s6
  %v73 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v69, <4 x float> %v58, <4 x float> %v72)
  store <4 x float> %v73, ptr %s6
  %v74 = load <4 x float>, ptr %s7
  %v75 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v69, <4 x float> %v60, <4 x float> %v74)
  store <4 x float> %v75, ptr %s7
  %v76 = load <4 x float>, ptr %s8
  %v77 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v69, <4 x float> %v62, <4 x float> %v76)
  store <4 x float> %v77, ptr %s8
  %v78 = load <4 x float>, ptr %s9
  %v79 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v69, <4 x float> %v64, <4 x float> %v78)
  store <4 x float> %v79, ptr %s9
  %v80 = load <4 x float>, ptr %s10
  %v81 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v69, <4 x float> %v66, <4 x float> %v80)
  store <4 x float> %v81, ptr %s10
  %v82 = getelementptr float, ptr %v54, i64 1
  %v83 = load float, ptr %v82, align 4
  %v84 = insertelement <4 x float> poison, float %v83, i64 0
  %v85 = shufflevector <4 x float> %v84, <4 x float> poison, <4 x i32> zeroinitializer
  %v86 = load <4 x float>, ptr %s11
  %v87 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v85, <4 x float> %v56, <4 x float> %v86)
  store <4 x float> %v87, ptr %s11
  %v88 = load <4 x float>, ptr %s12
  %v89 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v85, <4 x float> %v58, <4 x float> %v88)
  store <4 x float> %v89, ptr %s12
  %v90 = load <4 x float>, ptr %s13
  %v91 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v85, <4 x float> %v60, <4 x float> %v90)
  store <4 x float> %v91, ptr %s13
  %v92 = load <4 x float>, ptr %s14
  %v93 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v85, <4 x float> %v62, <4 x float> %v92)
  store <4 x float> %v93, ptr %s14
  %v94 = load <4 x float>, ptr %s15
  %v95 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v85, <4 x float> %v64, <4 x float> %v94)
  store <4 x float> %v95, ptr %s15
  %v96 = load <4 x float>, ptr %s16
  %v97 = call <4 x float> @llvm.fma.v4f32(<4 x float> %v85, <4 x float> %v66, <4 x float> %v96)
  store <4 x float> %v97, ptr %s16
  %v98 = add i64 %v53, %v2
  store i64 %v98, ptr %s46
  %v99 = getelementptr float, ptr %v54, i64 2
  store ptr %v99, ptr %s36
  %v100 = add i64 %v51, 1
  store i64 %v100, ptr %s47
  br label %head48
done50:
  %v101 = getelementptr i64, ptr %v43, i64 1
  store ptr %v101, ptr %s35
  %v102 = add i64 %v41, 1
  store i64 %v102, ptr %s37
  br label %head38
done40:
  %v103 = load <4 x float>, ptr %s5
  store <4 x float> %v103, ptr %v32, align 4
  %v104 = load <4 x float>, ptr %s6
  %v105 = getelementptr float, ptr %v32, i64 4
  store <4 x float> %v104, ptr %v105, align 4
  %v106 = load <4 x float>, ptr %s7
  %v107 = getelementptr float, ptr %v32, i64 8
  store <4 x float> %v106, ptr %v107, align 4
  %v108 = load <4 x float>, ptr %s8
  %v109 = getelementptr float, ptr %v32, i64 12
  store <4 x float> %v108, ptr %v109, align 4
  %v110 = load <4 x float>, ptr %s9
  %v111 = getelementptr float, ptr %v32, i64 16
  store <4 x float> %v110, ptr %v111, align 4
  %v112 = load <4 x float>, ptr %s10
  %v113 = getelementptr float, ptr %v32, i64 20
  store <4 x float> %v112, ptr %v113, align 4
  %v114 = load <4 x float>, ptr %s11
  store <4 x float> %v114, ptr %v33, align 4
  %v115 = load <4 x float>, ptr %s12
  %v116 = getelementptr float, ptr %v33, i64 4
  store <4 x float> %v115, ptr %v116, align 4
  %v117 = load <4 x float>, ptr %s13
  %v118 = getelementptr float, ptr %v33, i64 8
  store <4 x float> %v117, ptr %v118, align 4
  %v119 = load <4 x float>, ptr %s14
  %v120 = getelementptr float, ptr %v33, i64 12
  store <4 x float> %v119, ptr %v120, align 4
  %v121 = load <4 x float>, ptr %s15
  %v122 = getelementptr float, ptr %v33, i64 16
  store <4 x float> %v121, ptr %v122, align 4
  %v123 = load <4 x float>, ptr %s16
  %v124 = getelementptr float, ptr %v33, i64 20
  store <4 x float> %v123, ptr %v124, align 4
  %v125 = add i64 %v25, 1
  store i64 %v125, ptr %s21
  br label %head22
done24:
  ret void
}
declare <4 x float> @llvm.fma.v4f32(<4 x float>, <4 x float>, <4 x float>)
attributes #0 = { nounwind "prefer-vector-width"="128" "min-legal-vector-width"="128" }
!0 = !{i32 1}
