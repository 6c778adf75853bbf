; Scatter(size=2, step=2, activation='relu', layout='first', channels=None) sse2 f32
define void @scatter(ptr %args, ptr %temp, i64 %temp_row, ptr %out, i64 %count, i64 %room, i64 %channels) #0 {
entry:
  %s7 = alloca i64, i64 1, align 64
  %s20 = alloca i64, i64 1, align 64
  %s28 = alloca i64, i64 1, align 64
  %s70 = alloca i64, i64 1, align 64
  %s109 = alloca i64, i64 1, align 64
  %s131 = alloca i64, i64 1, align 64
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
  %v13 = sub i64 %room, 1
  %v14 = add i64 %v13, 1
  %v15 = icmp sgt i64 %v14, 0
  %v16 = select i1 %v15, i64 %v14, i64 0
  %v17 = udiv i64 %v16, 2
  %v18 = icmp slt i64 %v17, %count
  %v19 = select i1 %v18, i64 %v17, i64 %count
  store i64 0, ptr %s20
  %v21 = icmp sge i64 %v19, 4
  %v22 = load i64, ptr %s20
  %v23 = icmp eq i64 %v22, 0
  %v24 = and i1 %v21, %v23
  br i1 %v24, label %then25, label %done26
then25:
  %v27 = sub i64 %v19, 4
  store i64 0, ptr %s28
  br label %head29
head29:
  %v32 = load i64, ptr %s28
  %v33 = icmp slt i64 %v32, %v19
  br i1 %v33, label %body30, label %done31
body30:
  %v34 = icmp slt i64 %v32, %v27
  %v35 = select i1 %v34, i64 %v32, i64 %v27
  %v36 = mul i64 %v11, 2
  %v37 = mul i64 %v36, %temp_row
  %v38 = getelementptr float, ptr %temp, i64 %v37
  %v39 = getelementptr float, ptr %v38, i64 %v35
  %v40 = load <4 x float>, ptr %v39, align 4
  %v41 = fcmp olt <4 x float> %v40, zeroinitializer
  %v42 = select <4 x i1> %v41, <4 x float> zeroinitializer, <4 x float> %v40
  %v43 = mul i64 %v11, 2
  %v44 = add i64 %v43, 1
  %v45 = mul i64 %v44, %temp_row
  %v46 = getelementptr float, ptr %temp, i64 %v45
  %v47 = getelementptr float, ptr %v46, i64 %v35
  %v48 = load <4 x float>, ptr %v47, align 4
  %v49 = fcmp olt <4 x float> %v48, zeroinitializer
  %v50 = select <4 x i1> %v49, <4 x float> zeroinitializer, <4 x float> %v48
  %v51 = shufflevector <4 x float> %v42, <4 x float> %v50, <4 x i32> <i32 0, i32 4, i32 1, i32 5>
  %v52 = shufflevector <4 x float> %v42, <4 x float> %v50, <4 x i32> <i32 2, i32 6, i32 3, i32 7>
  %v53 = mul i64 %v35, 2
  %v54 = mul i64 %v11, %v2
  %v55 = add i64 %v54, %v53
  %v56 = getelementptr float, ptr %out, i64 %v55
  store <4 x float> %v51, ptr %v56, align 4
  %v57 = mul i64 %v35, 2
  %v58 = add i64 %v57, 4
  %v59 = mul i64 %v11, %v2
  %v60 = add i64 %v59, %v58
  %v61 = getelementptr float, ptr %out, i64 %v60
  store <4 x float> %v52, ptr %v61, align 4
  %v62 = add i64 %v32, 4
  store i64 %v62, ptr %s28
  br label %head29
done31:
  store i64 %v19, ptr %s20
  br label %done26
done26:
  %v63 = icmp sge i64 %v19, 2
  %v64 = load i64, ptr %s20
  %v65 = icmp eq i64 %v64, 0
  %v66 = and i1 %v63, %v65
  br i1 %v66, label %then67, label %done68
then67:
  %v69 = sub i64 %v19, 2
  store i64 0, ptr %s70
  br label %head71
head71:
  %v74 = load i64, ptr %s70
  %v75 = icmp slt i64 %v74, %v19
  br i1 %v75, label %body72, label %done73
body72:
  %v76 = icmp slt i64 %v74, %v69
  %v77 = select i1 %v76, i64 %v74, i64 %v69
  %v78 = mul i64 %v11, 2
  %v79 = mul i64 %v78, %temp_row
  %v80 = getelementptr float, ptr %temp, i64 %v79
  %v81 = getelementptr float, ptr %v80, i64 %v77
  %v82 = load <2 x float>, ptr %v81, align 4
  %v83 = fcmp olt <2 x float> %v82, zeroinitializer
  %v84 = select <2 x i1> %v83, <2 x float> zeroinitializer, <2 x float> %v82
  %v85 = mul i64 %v11, 2
  %v86 = add i64 %v85, 1
  %v87 = mul i64 %v86, %temp_row
  %v88 = getelementptr float, ptr %temp, i64 %v87
  %v89 = getelementptr float, ptr %v88, i64 %v77
  %v90 = load <2 x float>, ptr %v89, align 4
  %v91 = fcmp olt <2 x float> %v90, zeroinitializer
  %v92 = select <2 x i1> %v91, <2 x float> zeroinitializer, <2 x float> %v90
  %v93 = shufflevector <2 x float> %v84, <2 x float> %v92, <2 x i32> <i32 0, i32 2>
  %v94 = shufflevector <2 x float> %v84, <2 x float> %v92, <2 x i32> <i32 1, i32 3>
  %v95 = mul i64 %v77, 2
  %v96 = mul i64 %v11, %v2
  %v97 = add i64 %v96, %v95
  %v98 = getelementptr float, ptr %out, i64 %v97
  store <2 x float> %v93, ptr %v98, align 4
  %v99 = mul i64 %v77, 2
  %v100 = add i64 %v99, 2
  %v101 = mul i64 %v11, %v2
  %v102 = add i64 %v101, %v100
  %v103 = getelementptr float, ptr %out, i64 %v102
  store <2 x float> %v94, ptr %v103, align 4
  %v104 = add i64 %v74, 2
  store i64 %v104, ptr %s70
  br label %head71
done73:
  store i64 %v19, ptr %s20
  br label %done68
done68:
  %v105 = load i64, ptr %s20
  %v106 = mul i64 %v11, 2
  %v107 = mul i64 %v106, %temp_row
  %v108 = getelementptr float, ptr %temp, i64 %v107
  store i64 %v105, ptr %s109
  br label %head110
head110:
  %v113 = load i64, ptr %s109
  %v114 = icmp slt i64 %v113, %count
  br i1 %v114, label %body111, label %done112
body111:
  %v115 = mul i64 %v113, 2
  %v116 = icmp slt i64 %v115, %room
  br i1 %v116, label %then117, label %done118
then117:
  %v119 = getelementptr float, ptr %v108, i64 %v113
  %v120 = load float, ptr %v119, align 4
  %v121 = fcmp olt float %v120, 0.0
  %v122 = select i1 %v121, float 0.0, float %v120
  %v123 = mul i64 %v11, %v2
  %v124 = add i64 %v123, %v115
  %v125 = getelementptr float, ptr %out, i64 %v124
  store float %v122, ptr %v125, align 4
  br label %done118
done118:
  %v126 = add i64 %v113, 1
  store i64 %v126, ptr %s109
  br label %head110
done112:
  %v127 = mul i64 %v11, 2
  %v128 = add i64 %v127, 1
  %v129 = mul i64 %v128, %temp_row
  %v130 = getelementptr float, ptr %temp, i64 %v129
  store i64 %v105, ptr %s131
  br label %head132
head132:
  %v135 = load i64, ptr %s131
  %v136 = icmp slt i64 %v135, %count
  br i1 %v136, label %body133, label %done134
body133:
  %v137 = mul i64 %v135, 2
  %v138 = add i64 %v137, 1
  %v139 = icmp slt i64 %v138, %room
  br i1 %v139, label %then140, label %done141
then140:
  %v142 = getelementptr float, ptr %v130, i64 %v135
  %v143 = load float, ptr %v142, align 4
  %v144 = fcmp olt float %v143, 0.0
  %v145 = select i1 %v144, float 0.0, float %v143
  %v146 = mul i64 %v11, %v2
  %v147 = add i64 %v146, %v138
  %v148 = getelementptr float, ptr %out, i64 %v147
  store float %v145, ptr %v148, align 4
  br label %done141
done141:
  %v149 = add i64 %v135, 1
  store i64 %v149, ptr %s131
  br label %head132
done134:
  %v150 = add i64 %v11, 1
  store i64 %v150, ptr %s7
  br label %head8
done10:
  ret void
}
attributes #0 = { nounwind "prefer-vector-width"="128" "min-legal-vector-width"="128" }
!0 = !{i32 1}
