; Scatter(size=1, step=2, activation=None, layout='last', channels=3) generic f32
define void @scatter(ptr %args, ptr %temp, i64 %temp_row, ptr %out, i64 %count, i64 %room, i64 %channels) #0 {
entry:
  %s13 = alloca i64, i64 1, align 64
  %s21 = alloca i64, i64 1, align 64
  %s69 = alloca i64, i64 1, align 64
  %s101 = alloca i64, i64 1, align 64
  %s109 = alloca i64, i64 1, align 64
  %v1 = getelementptr i64, ptr %args, i64 27
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr i64, ptr %args, i64 30
  %v4 = load i64, ptr %v3, align 8
  %v5 = getelementptr i64, ptr %args, i64 16
  %v6 = load i64, ptr %v5, align 8
  %v7 = add i64 %room, 1
  %v8 = icmp sgt i64 %v7, 0
  %v9 = select i1 %v8, i64 %v7, i64 0
  %v10 = udiv i64 %v9, 2
  %v11 = icmp slt i64 %v10, %count
  %v12 = select i1 %v11, i64 %v10, i64 %count
  store i64 0, ptr %s13
  %v14 = icmp sge i64 %v12, 4
  %v15 = load i64, ptr %s13
  %v16 = icmp eq i64 %v15, 0
  %v17 = and i1 %v14, %v16
  br i1 %v17, label %then18, label %done19
then18:
  %v20 = sub i64 %v12, 4
  store i64 0, ptr %s21
  br label %head22
head22:
  %v25 = load i64, ptr %s21
  %v26 = icmp slt i64 %v25, %v12
  br i1 %v26, label %body23, label %done24
body23:
  %v27 = icmp slt i64 %v25, %v20
  %v28 = select i1 %v27, i64 %v25, i64 %v20
  %v29 = getelementptr float, ptr %temp, i64 %v28
  %v30 = load <4 x float>, ptr %v29, align 4
  %v31 = getelementptr float, ptr %temp, i64 %temp_row
  %v32 = getelementptr float, ptr %v31, i64 %v28
  %v33 = load <4 x float>, ptr %v32, align 4
  %v34 = mul i64 2, %temp_row
  %v35 = getelementptr float, ptr %temp, i64 %v34
  %v36 = getelementptr float, ptr %v35, i64 %v28
  %v37 = load <4 x float>, ptr %v36, align 4
  %v38 = shufflevector <4 x float> %v30, <4 x float> %v33, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v39 = shufflevector <4 x float> %v37, <4 x float> %v37, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v40 = shufflevector <8 x float> %v38, <8 x float> %v39, <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>
  %v41 = shufflevector <16 x float> %v40, <16 x float> %v40, <12 x i32> <i32 0, i32 4, i32 8, i32 1, i32 5, i32 9, i32 2, i32 6, i32 10, i32 3, i32 7, i32 11>
  %v42 = shufflevector <12 x float> %v41, <12 x float> %v41, <3 x i32> <i32 0, i32 1, i32 2>
  %v43 = mul i64 %v28, 2
  %v44 = mul i64 %v43, %v4
  %v45 = getelementptr float, ptr %out, i64 %v44
  store <3 x float> %v42, ptr %v45, align 4
  %v46 = shufflevector <12 x float> %v41, <12 x float> %v41, <3 x i32> <i32 3, i32 4, i32 5>
  %v47 = add i64 %v28, 1
  %v48 = mul i64 %v47, 2
  %v49 = mul i64 %v48, %v4
  %v50 = getelementptr float, ptr %out, i64 %v49
  store <3 x float> %v46, ptr %v50, align 4
  %v51 = shufflevector <12 x float> %v41, <12 x float> %v41, <3 x i32> <i32 6, i32 7, i32 8>
  %v52 = add i64 %v28, 2
  %v53 = mul i64 %v52, 2
  %v54 = mul i64 %v53, %v4
  %v55 = getelementptr float, ptr %out, i64 %v54
  store <3 x float> %v51, ptr %v55, align 4
  %v56 = shufflevector <12 x float> %v41, <12 x float> %v41, <3 x i32> <i32 9, i32 10, i32 11>
  %v57 = add i64 %v28, 3
  %v58 = mul i64 %v57, 2
  %v59 = mul i64 %v58, %v4
  %v60 = getelementptr float, ptr %out, i64 %v59
  store <3 x float> %v56, ptr %v60, align 4
  %v61 = add i64 %v25, 4
  store i64 %v61, ptr %s21
  br label %head22
done24:
  store i64 %v12, ptr %s13
  br label %done19
done19:
  %v62 = icmp sge i64 %v12, 2
  %v63 = load i64, ptr %s13
  %v64 = icmp eq i64 %v63, 0
  %v65 = and i1 %v62, %v64
  br i1 %v65, label %then66, label %done67
then66:
  %v68 = sub i64 %v12, 2
  store i64 0, ptr %s69
  br label %head70
head70:
  %v73 = load i64, ptr %s69
  %v74 = icmp slt i64 %v73, %v12
  br i1 %v74, label %body71, label %done72
body71:
  %v75 = icmp slt i64 %v73, %v68
  %v76 = select i1 %v75, i64 %v73, i64 %v68
  %v77 = getelementptr float, ptr %temp, i64 %v76
  %v78 = load <2 x float>, ptr %v77, align 4
  %v79 = getelementptr float, ptr %temp, i64 %temp_row
  %v80 = getelementptr float, ptr %v79, i64 %v76
  %v81 = load <2 x float>, ptr %v80, align 4
  %v82 = mul i64 2, %temp_row
  %v83 = getelementptr float, ptr %temp, i64 %v82
  %v84 = getelementptr float, ptr %v83, i64 %v76
  %v85 = load <2 x float>, ptr %v84, align 4
  %v86 = shufflevector <2 x float> %v78, <2 x float> %v81, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v87 = shufflevector <2 x float> %v85, <2 x float> %v85, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %v88 = shufflevector <4 x float> %v86, <4 x float> %v87, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %v89 = shufflevector <8 x float> %v88, <8 x float> %v88, <6 x i32> <i32 0, i32 2, i32 4, i32 1, i32 3, i32 5>
  %v90 = shufflevector <6 x float> %v89, <6 x float> %v89, <3 x i32> <i32 0, i32 1, i32 2>
  %v91 = mul i64 %v76, 2
  %v92 = mul i64 %v91, %v4
  %v93 = getelementptr float, ptr %out, i64 %v92
  store <3 x float> %v90, ptr %v93, align 4
  %v94 = shufflevector <6 x float> %v89, <6 x float> %v89, <3 x i32> <i32 3, i32 4, i32 5>
  %v95 = add i64 %v76, 1
  %v96 = mul i64 %v95, 2
  %v97 = mul i64 %v96, %v4
  %v98 = getelementptr float, ptr %out, i64 %v97
  store <3 x float> %v94, ptr %v98, align 4
  %v99 = add i64 %v73, 2
  store i64 %v99, ptr %s69
  br label %head70
done72:
  store i64 %v12, ptr %s13
  br label %done67
done67:
  %v100 = load i64, ptr %s13
  store i64 0, ptr %s101
  br label %head102
head102:
  %v105 = load i64, ptr %s101
  %v106 = icmp slt i64 %v105, 3
  br i1 %v106, label %body103, label %done104
body103:
  %v107 = mul i64 %v105, %temp_row
  %v108 = getelementptr float, ptr %temp, i64 %v107
  store i64 %v100, ptr %s109
  br label %head110
head110:
  %v113 = load i64, ptr %s109
  %v114 = icmp slt i64 %v113, %v12
  br i1 %v114, label %body111, label %done112
body111:
  %v115 = mul i64 %v113, 2
  %v116 = icmp slt i64 %v115, %room
  br i1 %v116, label %then117, label %done118
then117:
  %v119 = getelementptr float, ptr %v108, i64 %v113
  %v120 = load float, ptr %v119, align 4
  %v121 = mul i64 %v115, %v4
  %v122 = add i64 %v105, %v121
  %v123 = getelementptr float, ptr %out, i64 %v122
  store float %v120, ptr %v123, align 4
  br label %done118
done118:
  %v124 = add i64 %v113, 1
  store i64 %v124, ptr %s109
  br label %head110
done112:
  %v125 = add i64 %v105, 1
  store i64 %v125, ptr %s101
  br label %head102
done104:
  ret void
}
attributes #0 = { nounwind "prefer-vector-width"="128" "min-legal-vector-width"="128" }
!0 = !{i32 1}
