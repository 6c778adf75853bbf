; convt_f32_ic3_oc1_k1x1x2_s1x1x2_d1x1x1_b0x0x0_first avx2
define void @tile_p0_c1_v3(ptr %args, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <8 x float>, i64 1, align 64
  %s6 = alloca <8 x float>, i64 1, align 64
  %s7 = alloca <8 x float>, i64 1, align 64
  %s8 = alloca <8 x float>, i64 1, align 64
  %s9 = alloca <8 x float>, i64 1, align 64
  %s10 = alloca <8 x float>, i64 1, align 64
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
  %v21 = mul i64 %v19, 24
  %v22 = add i64 %v21, %start
  %v23 = icmp slt i64 %v22, %last
  %v24 = select i1 %v23, i64 %v22, i64 %last
  %v25 = getelementptr float, ptr %position, i64 %v24
  %v26 = getelementptr float, ptr %temp, i64 %v24
  %v27 = getelementptr float, ptr %v26, i64 %temp_row
  store <8 x float> zeroinitializer, ptr %s5
  store <8 x float> zeroinitializer, ptr %s6
  store <8 x float> zeroinitializer, ptr %s7
  store <8 x float> zeroinitializer, ptr %s8
  store <8 x float> zeroinitializer, ptr %s9
  store <8 x float> zeroinitializer, ptr %s10
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
  %v50 = load <8 x float>, ptr %v49, align 4
  %v51 = getelementptr float, ptr %v49, i64 8
  %v52 = load <8 x float>, ptr %v51, align 4
  %v53 = getelementptr float, ptr %v49, i64 16
  %v54 = load <8 x float>, ptr %v53, align 4
  %v55 = load float, ptr %v48, align 4
  %v56 = insertelement <8 x float> poison, float %v55, i64 0
  %v57 = shufflevector <8 x float> %v56, <8 x float> poison, <8 x i32> zeroinitializer
  %v58 = load <8 x float>, ptr %s5
  %v59 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v57, <8 x float> %v50, <8 x float> %v58)
  store <8 x float> %v59, ptr %s5
  %v60 = load <8 x float>, ptr %s6
  %v61 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v57, <8 x float> %v52, <8 x float> %v60)
  store <8 x float> %v61, ptr %s6
  %v62 = load <8 x float>, ptr %s7
  %v63 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v57, <8 x float> %v54, <8 x float> %v62)
  store <8 x float> %v63, ptr %s7
  %v64 = getelementptr float, ptr %v48, i64 1
  %v65 = load float, ptr %v64, align 4
  %v66 = insertelement <8 x float> poison, float %v65, i64 0
  %v67 = shufflevector <8 x float> %v66, <8 x float> poison, <8 x i32> zeroinitializer
  %v68 = load <8 x float>, ptr %s8
  %v69 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v67, <8 x float> %v50, <8 x float> %v68)
  store <8 x float> %v69, ptr %s8
  %v70 = load <8 x float>, ptr %s9
  %v71 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v67, <8 x float> %v52, <8 x float> %v70)
  store <8 x float> %v71, ptr %s9
  %v72 = load <8 x float>, ptr %s10
  %v73 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v67, <8 x float> %v54, <8 x float> %v72)
  store <8 x float> %v73, ptr %s10
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
  br i1 %direct, label %then79, label %done80
then79:
  %v81 = getelementptr i64, ptr %args, i64 27
  %v82 = load i64, ptr %v81, align 8
  %v83 = getelementptr i64, ptr %args, i64 16
  %v84 = load i64, ptr %v83, align 8
  %v85 = getelementptr i64, ptr %args, i64 97
  %v86 = load ptr, ptr %v85, align 8
  %v87 = udiv i64 %v24, 8
  %v88 = getelementptr i64, ptr %v86, i64 %v87
  %v89 = urem i64 %v24, 8
  %v90 = mul i64 %v89, 2
  %v91 = getelementptr float, ptr %out, i64 %v90
  %v92 = load i64, ptr %v88, align 8
  %v93 = getelementptr float, ptr %v91, i64 %v92
  %v94 = getelementptr i64, ptr %v88, i64 1
  %v95 = load i64, ptr %v94, align 8
  %v96 = getelementptr float, ptr %v91, i64 %v95
  %v97 = getelementptr i64, ptr %v88, i64 2
  %v98 = load i64, ptr %v97, align 8
  %v99 = getelementptr float, ptr %v91, i64 %v98
  %v100 = load <8 x float>, ptr %s5
  %v101 = load <8 x float>, ptr %s8
  %v102 = shufflevector <8 x float> %v100, <8 x float> %v101, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 2, i32 10, i32 3, i32 11>
  %v103 = shufflevector <8 x float> %v100, <8 x float> %v101, <8 x i32> <i32 4, i32 12, i32 5, i32 13, i32 6, i32 14, i32 7, i32 15>
  %v104 = getelementptr float, ptr %v93, i64 8
  %v105 = load <8 x float>, ptr %s6
  %v106 = load <8 x float>, ptr %s9
  %v107 = shufflevector <8 x float> %v105, <8 x float> %v106, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 2, i32 10, i32 3, i32 11>
  %v108 = shufflevector <8 x float> %v105, <8 x float> %v106, <8 x i32> <i32 4, i32 12, i32 5, i32 13, i32 6, i32 14, i32 7, i32 15>
  %v109 = getelementptr float, ptr %v96, i64 8
  %v110 = load <8 x float>, ptr %s7
  %v111 = load <8 x float>, ptr %s10
  %v112 = shufflevector <8 x float> %v110, <8 x float> %v111, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 2, i32 10, i32 3, i32 11>
  %v113 = shufflevector <8 x float> %v110, <8 x float> %v111, <8 x i32> <i32 4, i32 12, i32 5, i32 13, i32 6, i32 14, i32 7, i32 15>
  %v114 = getelementptr float, ptr %v99, i64 8
  br i1 %stream, label %then115, label %done116
then115:
  store <8 x float> %v102, ptr %v93, align 32, !nontemporal !0
  store <8 x float> %v103, ptr %v104, align 32, !nontemporal !0
  store <8 x float> %v107, ptr %v96, align 32, !nontemporal !0
  store <8 x float> %v108, ptr %v109, align 32, !nontemporal !0
  store <8 x float> %v112, ptr %v99, align 32, !nontemporal !0
  store <8 x float> %v113, ptr %v114, align 32, !nontemporal !0
  br label %done116
done116:
  %v117 = xor i1 %stream, true
  br i1 %v117, label %then118, label %done119
then118:
  store <8 x float> %v102, ptr %v93, align 4
  store <8 x float> %v103, ptr %v104, align 4
  store <8 x float> %v107, ptr %v96, align 4
  store <8 x float> %v108, ptr %v109, align 4
  store <8 x float> %v112, ptr %v99, align 4
  store <8 x float> %v113, ptr %v114, align 4
  br label %done119
done119:
  br label %done80
done80:
  %v120 = xor i1 %direct, true
  br i1 %v120, label %then121, label %done122
then121:
  %v123 = load <8 x float>, ptr %s5
  store <8 x float> %v123, ptr %v26, align 4
  %v124 = load <8 x float>, ptr %s6
  %v125 = getelementptr float, ptr %v26, i64 8
  store <8 x float> %v124, ptr %v125, align 4
  %v126 = load <8 x float>, ptr %s7
  %v127 = getelementptr float, ptr %v26, i64 16
  store <8 x float> %v126, ptr %v127, align 4
  %v128 = load <8 x float>, ptr %s8
  store <8 x float> %v128, ptr %v27, align 4
  %v129 = load <8 x float>, ptr %s9
  %v130 = getelementptr float, ptr %v27, i64 8
  store <8 x float> %v129, ptr %v130, align 4
  %v131 = load <8 x float>, ptr %s10
  %v132 = getelementptr float, ptr %v27, i64 16
  store <8 x float> %v131, ptr %v132, align 4
  br label %done122
done122:
  %v133 = add i64 %v19, 1
  store i64 %v133, ptr %s15
  br label %head16
done18:
  ret void
}
define void @tile_p0_c1_v5(ptr %args, ptr %position, ptr %temp, i64 %temp_row, ptr %weights, ptr %bias, ptr %combination, i64 %channels, i64 %start, i64 %count, i64 %last, i1 %fresh, ptr %out, i1 %direct, i1 %stream) #0 {
entry:
  %s5 = alloca <8 x float>, i64 1, align 64
  %s6 = alloca <8 x float>, i64 1, align 64
  %s7 = alloca <8 x float>, i64 1, align 64
  %s8 = alloca <8 x float>, i64 1, align 64
  %s9 = alloca <8 x float>, i64 1, align 64
  %s10 = alloca <8 x float>, i64 1, align 64
  %s11 = alloca <8 x float>, i64 1, align 64
  %s12 = alloca <8 x float>, i64 1, align 64
  %s13 = alloca <8 x float>, i64 1, align 64
  %s14 = alloca <8 x float>, i64 1, align 64
  %s19 = alloca i64, i64 1, align 64
  %s33 = alloca ptr, i64 1, align 64
  %s34 = alloca ptr, i64 1, align 64
  %s35 = alloca i64, i64 1, align 64
  %s44 = alloca i64, i64 1, align 64
  %s45 = alloca i64, i64 1, align 64
  %v1 = getelementptr i64, ptr %args, i64 68
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr i64, ptr %args, i64 96
  %v4 = load ptr, ptr %v3, align 8
  %v15 = getelementptr i64, ptr %combination, i64 5
  %v16 = load i64, ptr %v15, align 8
  %v17 = getelementptr i64, ptr %combination, i64 6
  %v18 = load i64, ptr %v17, align 8
  store i64 0, ptr %s19
  br label %head20
head20:
  %v23 = load i64, ptr %s19
  %v24 = icmp slt i64 %v23, %count
  br i1 %v24, label %body21, label %done22
body21:
  %v25 = mul i64 %v23, 40
  %v26 = add i64 %v25, %start
  %v27 = icmp slt i64 %v26, %last
  %v28 = select i1 %v27, i64 %v26, i64 %last
  %v29 = getelementptr float, ptr %position, i64 %v28
  %v30 = getelementptr float, ptr %temp, i64 %v28
  %v31 = getelementptr float, ptr %v30, i64 %temp_row
  store <8 x float> zeroinitializer, ptr %s5
  store <8 x float> zeroinitializer, ptr %s6
  store <8 x float> zeroinitializer, ptr %s7
  store <8 x float> zeroinitializer, ptr %s8
  store <8 x float> zeroinitializer, ptr %s9
  store <8 x float> zeroinitializer, ptr %s10
  store <8 x float> zeroinitializer, ptr %s11
  store <8 x float> zeroinitializer, ptr %s12
  store <8 x float> zeroinitializer, ptr %s13
  store <8 x float> zeroinitializer, ptr %s14
  %v32 = getelementptr i64, ptr %v4, i64 %v16
  store ptr %v32, ptr %s33
  store ptr %weights, ptr %s34
  store i64 0, ptr %s35
  br label %head36
head36:
  %v39 = load i64, ptr %s35
  %v40 = icmp slt i64 %v39, %v18
  br i1 %v40, label %body37, label %done38
body37:
  %v41 = load ptr, ptr %s33
  %v42 = load i64, ptr %v41, align 8
  %v43 = getelementptr float, ptr %v29, i64 %v42
  store i64 0, ptr %s44
  store i64 0, ptr %s45
  br label %head46
head46:
  %v49 = load i64, ptr %s45
  %v50 = icmp slt i64 %v49, %channels
  br i1 %v50, label %body47, label %done48
body47:
  %v51 = load i64, ptr %s44
  %v52 = load ptr, ptr %s34
  %v53 = getelementptr float, ptr %v43, i64 %v51
  %v54 = load <8 x float>, ptr %v53, align 4
  %v55 = getelementptr float, ptr %v53, i64 8
  %v56 = load <8 x float>, ptr %v55, align 4
  %v57 = getelementptr float, ptr %v53, i64 16
  %v58 = load <8 x float>, ptr %v57, align 4
  %v59 = getelementptr float, ptr %v53, i64 24
  %v60 = load <8 x float>, ptr %v59, align 4
  %v61 = getelementptr float, ptr %v53, i64 32
  %v62 = load <8 x float>, ptr %v61, align 4
  %v63 = load float, ptr %v52, align 4
  %v64 = insertelement <8 x float> poison, float %v63, i64 0
  %v65 = shufflevector <8 x float> %v64, <8 x float> poison, <8 x i32> zeroinitializer
  %v66 = load <8 x float>, ptr %s5
  %v67 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v65, <8 x float> %v54, <8 x float> %v66)
  store <8 x float> %v67, ptr %s5
  %v68 = load <8 x float>, ptr %s6
  %v69 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v65, <8 x float> %v56, <8 x float> %v68)
  store <8 x float> %v69, ptr %s6
  %v70 = load <8 x float>, ptr %s7
  %v71 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v65, <8 x float> %v58, <8 x float> %v70)
  store <8 x float> %v71, ptr %s7
  %v72 = load <8 x float>, ptr %s8
  %v73 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v65, <8 x float> %v60, <8 x float> %v72)
  store <8 x float> %v73, ptr %s8
  %v74 = load <8 x float>, ptr %s9
  %v75 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v65, <8 x float> %v62, <8 x float> %v74)
  store <8 x float> %v75, ptr %s9
  %v76 = getelementptr float, ptr %v52, i64 1
  %v77 = load float, ptr %v76, align 4
  %v78 = insertelement <8 x float> poison, float %v77, i64 0
  %v79 = shufflevector <8 x float> %v78, <8 x float> poison, <8 x i32> zeroinitializer
  %v80 = load <8 x float>, ptr %s10
  %v81 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v79, <8 x float> %v54, <8 x float> %v80)
  store <8 x float> %v81, ptr %s10
  %v82 = load <8 x float>, ptr %s11
  %v83 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v79, <8 x float> %v56, <8 x float> %v82)
  store <8 x float> %v83, ptr %s11
  %v84 = load <8 x float>, ptr %s12
  %v85 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v79, <8 x float> %v58, <8 x float> %v84)
  store <8 x float> %v85, ptr %s12
  %v86 = load <8 x float>, ptr %s13
  %v87 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v79, <8 x float> %v60, <8 x float> %v86)
  store <8 x float> %v87, ptr %s13
  %v88 = load <8 x float>, ptr %s14
  %v89 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v79, <8 x float> %v62, <8 x float> %v88)
  store <8 x float> %v89, ptr %s14
  %v90 = add i64 %v51, %v2
  store i64 %v90, ptr %s44
  %v91 = getelementptr float, ptr %v52, i64 2
  store ptr %v91, ptr %s34
  %v92 = add i64 %v49, 1
  store i64 %v92, ptr %s45
  br label %head46
done48:
  %v93 = getelementptr i64, ptr %v41, i64 1
  store ptr %v93, ptr %s33
  %v94 = add i64 %v39, 1
  store i64 %v94, ptr %s35
  br label %head36
done38:
  br i1 %direct, label %then95, label %done96
then95:
  %v97 = getelementptr i64, ptr %args, i64 27
  %v98 = load i64, ptr %v97, align 8
  %v99 = getelementptr i64, ptr %args, i64 16
  %v100 = load i64, ptr %v99, align 8
  %v101 = getelementptr i64, ptr %args, i64 97
  %v102 = load ptr, ptr %v101, align 8
  %v103 = udiv i64 %v28, 8
  %v104 = getelementptr i64, ptr %v102, i64 %v103
  %v105 = urem i64 %v28, 8
  %v106 = mul i64 %v105, 2
  %v107 = getelementptr float, ptr %out, i64 %v106
  %v108 = load i64, ptr %v104, align 8
  %v109 = getelementptr float, ptr %v107, i64 %v108
  %v110 = getelementptr i64, ptr %v104, i64 1
  %v111 = load i64, ptr %v110, align 8
  %v112 = getelementptr float, ptr %v107, i64 %v111
  %v113 = getelementptr i64, ptr %v104, i64 2
  %v114 = load i64, ptr %v113, align 8
  %v115 = getelementptr float, ptr %v107, i64 %v114
  %v116 = getelementptr i64, ptr %v104, i64 3
  %v117 = load i64, ptr %v116, align 8
  %v118 = getelementptr float, ptr %v107, i64 %v117
  %v119 = getelementptr i64, ptr %v104, i64 4
  %v120 = load i64, ptr %v119, align 8
  %v121 = getelementptr float, ptr %v107, i64 %v120
  %v122 = load <8 x float>, ptr %s5
  %v123 = load <8 x float>, ptr %s10
  %v124 = shufflevector <8 x float> %v122, <8 x float> %v123, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 2, i32 10, i32 3, i32 11>
  %v125 = shufflevector <8 x float> %v122, <8 x float> %v123, <8 x i32> <i32 4, i32 12, i32 5, i32 13, i32 6, i32 14, i32 7, i32 15>
  %v126 = getelementptr float, ptr %v109, i64 8
  %v127 = load <8 x float>, ptr %s6
  %v128 = load <8 x float>, ptr %s11
  %v129 = shufflevector <8 x float> %v127, <8 x float> %v128, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 2, i32 10, i32 3, i32 11>
  %v130 = shufflevector <8 x float> %v127, <8 x float> %v128, <8 x i32> <i32 4, i32 12, i32 5, i32 13, i32 6, i32 14, i32 7, i32 15>
  %v131 = getelementptr float, ptr %v112, i64 8
  %v132 = load <8 x float>, ptr %s7
  %v133 = load <8 x float>, ptr %s12
  %v134 = shufflevector <8 x float> %v132, <8 x float> %v133, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 2, i32 10, i32 3, i32 11>
  %v135 = shufflevector <8 x float> %v132, <8 x float> %v133, <8 x i32> <i32 4, i32 12, i32 5, i32 13, i32 6, i32 14, i32 7, i32 15>
  %v136 = getelementptr float, ptr %v115, i64 8
  %v137 = load <8 x float>, ptr %s8
  %v138 = load <8 x float>, ptr %s13
  %v139 = shufflevector <8 x float> %v137, <8 x float> %v138, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 2, i32 10, i32 3, i32 11>
  %v140 = shufflevector <8 x float> %v137, <8 x float> %v138, <8 x i32> <i32 4, i32 12, i32 5, i32 13, i32 6, i32 14, i32 7, i32 15>
  %v141 = getelementptr float, ptr %v118, i64 8
  %v142 = load <8 x float>, ptr %s9
  %v143 = load <8 x float>, ptr %s14
  %v144 = shufflevector <8 x float> %v142, <8 x float> %v143, <8 x i32> <i32 0, i32 8, i32 1, i32 9, i32 2, i32 10, i32 3, i32 11>
  %v145 = shufflevector <8 x float> %v142, <8 x float> %v143, <8 x i32> <i32 4, i32 12, i32 5, i32 13, i32 6, i32 14, i32 7, i32 15>
  %v146 = getelementptr float, ptr %v121, i64 8
  br i1 %stream, label %then147, label %done148
then147:
  store <8 x float> %v124, ptr %v109, align 32, !nontemporal !0
  store <8 x float> %v125, ptr %v126, align 32, !nontemporal !0
  store <8 x float> %v129, ptr %v112, align 32, !nontemporal !0
  store <8 x float> %v130, ptr %v131, align 32, !nontemporal !0
  store <8 x float> %v134, ptr %v115, align 32, !nontemporal !0
  store <8 x float> %v135, ptr %v136, align 32, !nontemporal !0
  store <8 x float> %v139, ptr %v118, align 32, !nontemporal !0
  store <8 x float> %v140, ptr %v141, align 32, !nontemporal !0
  store <8 x float> %v144, ptr %v121, align 32, !nontemporal !0
  store <8 x float> %v145, ptr %v146, align 32, !nontemporal !0
  br label %done148
done148:
  %v149 = xor i1 %stream, true
  br i1 %v149, label %then150, label %done151
then150:
  store <8 x float> %v124, ptr %v109, align 4
  store <8 x float> %v125, ptr %v126, align 4
  store <8 x float> %v129, ptr %v112, align 4
  store <8 x float> %v130, ptr %v131, align 4
  store <8 x float> %v134, ptr %v115, align 4
  store <8 x float> %v135, ptr %v136, align 4
  store <8 x float> %v139, ptr %v118, align 4
  store <8 x float> %v140, ptr %v141, align 4
  store <8 x float> %v144, ptr %v121, align 4
  store <8 x float> %v145, ptr %v146, align 4
  br label %done151
done151:
  br label %done96
done96:
  %v152 = xor i1 %direct, true
  br i1 %v152, label %then153, label %done154
then153:
  %v155 = load <8 x float>, ptr %s5
  store <8 x float> %v155, ptr %v30, align 4
  %v156 = load <8 x float>, ptr %s6
  %v157 = getelementptr float, ptr %v30, i64 8
  store <8 x float> %v156, ptr %v157, align 4
  %v158 = load <8 x float>, ptr %s7
  %v159 = getelementptr float, ptr %v30, i64 16
  store <8 x float> %v158, ptr %v159, align 4
  %v160 = load <8 x float>, ptr %s8
  %v161 = getelementptr float, ptr %v30, i64 24
  store <8 x float> %v160, ptr %v161, align 4
  %v162 = load <8 x float>, ptr %s9
  %v163 = getelementptr float, ptr %v30, i64 32
  store <8 x float> %v162, ptr %v163, align 4
  %v164 = load <8 x float>, ptr %s10
  store <8 x float> %v164, ptr %v31, align 4
  %v165 = load <8 x float>, ptr %s11
  %v166 = getelementptr float, ptr %v31, i64 8
  store <8 x float> %v165, ptr %v166, align 4
  %v167 = load <8 x float>, ptr %s12
  %v168 = getelementptr float, ptr %v31, i64 16
  store <8 x float> %v167, ptr %v168, align 4
  %v169 = load <8 x float>, ptr %s13
  %v170 = getelementptr float, ptr %v31, i64 24
  store <8 x float> %v169, ptr %v170, align 4
  %v171 = load <8 x float>, ptr %s14
  %v172 = getelementptr float, ptr %v31, i64 32
  store <8 x float> %v171, ptr %v172, align 4
  br label %done154
done154:
  %v173 = add i64 %v23, 1
  store i64 %v173, ptr %s19
  br label %head20
done22:
  ret void
}
declare <8 x float> @llvm.fma.v8f32(<8 x float>, <8 x float>, <8 x float>)
attributes #0 = { nounwind "prefer-vector-width"="256" "min-legal-vector-width"="256" }
!0 = !{i32 1}
