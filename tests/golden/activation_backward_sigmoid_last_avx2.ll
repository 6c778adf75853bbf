; activation backward sigmoid last avx2 f32
define void @activation_backward(ptr %args) #0 {
entry:
  %s33 = alloca i64, i64 1, align 64
  %s39 = alloca <8 x float>, i64 1, align 64
  %s40 = alloca <8 x float>, i64 1, align 64
  %s41 = alloca <8 x float>, i64 1, align 64
  %s42 = alloca <8 x float>, i64 1, align 64
  %s43 = alloca <8 x float>, i64 1, align 64
  %s44 = alloca <8 x float>, i64 1, align 64
  %s45 = alloca <8 x float>, i64 1, align 64
  %s46 = alloca <8 x float>, i64 1, align 64
  %s50 = alloca i64, i64 1, align 64
  %s59 = alloca i64, i64 1, align 64
  %s146 = alloca i64, i64 1, align 64
  %s152 = alloca <8 x float>, i64 1, align 64
  %s153 = alloca <8 x float>, i64 1, align 64
  %s154 = alloca <8 x float>, i64 1, align 64
  %s155 = alloca <8 x float>, i64 1, align 64
  %s157 = alloca i64, i64 1, align 64
  %s166 = alloca i64, i64 1, align 64
  %s215 = alloca i64, i64 1, align 64
  %s221 = alloca <8 x float>, i64 1, align 64
  %s222 = alloca <8 x float>, i64 1, align 64
  %s223 = alloca i64, i64 1, align 64
  %s232 = alloca i64, i64 1, align 64
  %s260 = alloca i64, i64 1, align 64
  %s266 = alloca float, i64 1, align 64
  %s267 = alloca float, i64 1, align 64
  %s268 = alloca i64, i64 1, align 64
  %s277 = alloca i64, i64 1, align 64
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
  %v31 = udiv i64 %v9, 32
  %v32 = mul i64 %v31, 32
  store i64 0, ptr %s33
  br label %head34
head34:
  %v37 = load i64, ptr %s33
  %v38 = icmp slt i64 %v37, %v32
  br i1 %v38, label %body35, label %done36
body35:
  store <8 x float> zeroinitializer, ptr %s39
  store <8 x float> zeroinitializer, ptr %s40
  store <8 x float> zeroinitializer, ptr %s41
  store <8 x float> zeroinitializer, ptr %s42
  %v47 = add i64 %v37, 8
  %v48 = add i64 %v37, 16
  %v49 = add i64 %v37, 24
  store i64 %v27, ptr %s50
  br label %head51
head51:
  %v54 = load i64, ptr %s50
  %v55 = icmp slt i64 %v54, %v30
  br i1 %v55, label %body52, label %done53
body52:
  store <8 x float> zeroinitializer, ptr %s43
  store <8 x float> zeroinitializer, ptr %s44
  store <8 x float> zeroinitializer, ptr %s45
  store <8 x float> zeroinitializer, ptr %s46
  %v56 = add i64 %v54, 32
  %v57 = icmp slt i64 %v56, %v30
  %v58 = select i1 %v57, i64 %v56, i64 %v30
  store i64 %v54, ptr %s59
  br label %head60
head60:
  %v63 = load i64, ptr %s59
  %v64 = icmp slt i64 %v63, %v58
  br i1 %v64, label %body61, label %done62
body61:
  %v65 = mul i64 %v63, %v9
  %v66 = add i64 %v65, %v37
  %v67 = getelementptr float, ptr %v13, i64 %v66
  %v68 = load <8 x float>, ptr %v67, align 4
  %v69 = getelementptr float, ptr %v15, i64 %v66
  %v70 = load <8 x float>, ptr %v69, align 4
  %v71 = fsub <8 x float> <float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000>, %v70
  %v72 = fmul <8 x float> %v70, %v71
  %v73 = fmul <8 x float> %v68, %v72
  %v74 = getelementptr float, ptr %v17, i64 %v66
  store <8 x float> %v73, ptr %v74, align 4
  %v75 = load <8 x float>, ptr %s43
  %v76 = fadd <8 x float> %v75, %v73
  store <8 x float> %v76, ptr %s43
  %v77 = mul i64 %v63, %v9
  %v78 = add i64 %v77, %v47
  %v79 = getelementptr float, ptr %v13, i64 %v78
  %v80 = load <8 x float>, ptr %v79, align 4
  %v81 = getelementptr float, ptr %v15, i64 %v78
  %v82 = load <8 x float>, ptr %v81, align 4
  %v83 = fsub <8 x float> <float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000>, %v82
  %v84 = fmul <8 x float> %v82, %v83
  %v85 = fmul <8 x float> %v80, %v84
  %v86 = getelementptr float, ptr %v17, i64 %v78
  store <8 x float> %v85, ptr %v86, align 4
  %v87 = load <8 x float>, ptr %s44
  %v88 = fadd <8 x float> %v87, %v85
  store <8 x float> %v88, ptr %s44
  %v89 = mul i64 %v63, %v9
  %v90 = add i64 %v89, %v48
  %v91 = getelementptr float, ptr %v13, i64 %v90
  %v92 = load <8 x float>, ptr %v91, align 4
  %v93 = getelementptr float, ptr %v15, i64 %v90
  %v94 = load <8 x float>, ptr %v93, align 4
  %v95 = fsub <8 x float> <float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000>, %v94
  %v96 = fmul <8 x float> %v94, %v95
  %v97 = fmul <8 x float> %v92, %v96
  %v98 = getelementptr float, ptr %v17, i64 %v90
  store <8 x float> %v97, ptr %v98, align 4
  %v99 = load <8 x float>, ptr %s45
  %v100 = fadd <8 x float> %v99, %v97
  store <8 x float> %v100, ptr %s45
  %v101 = mul i64 %v63, %v9
  %v102 = add i64 %v101, %v49
  %v103 = getelementptr float, ptr %v13, i64 %v102
  %v104 = load <8 x float>, ptr %v103, align 4
  %v105 = getelementptr float, ptr %v15, i64 %v102
  %v106 = load <8 x float>, ptr %v105, align 4
  %v107 = fsub <8 x float> <float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000>, %v106
  %v108 = fmul <8 x float> %v106, %v107
  %v109 = fmul <8 x float> %v104, %v108
  %v110 = getelementptr float, ptr %v17, i64 %v102
  store <8 x float> %v109, ptr %v110, align 4
  %v111 = load <8 x float>, ptr %s46
  %v112 = fadd <8 x float> %v111, %v109
  store <8 x float> %v112, ptr %s46
  %v113 = add i64 %v63, 1
  store i64 %v113, ptr %s59
  br label %head60
done62:
  %v114 = load <8 x float>, ptr %s39
  %v115 = load <8 x float>, ptr %s43
  %v116 = fadd <8 x float> %v114, %v115
  store <8 x float> %v116, ptr %s39
  %v117 = load <8 x float>, ptr %s40
  %v118 = load <8 x float>, ptr %s44
  %v119 = fadd <8 x float> %v117, %v118
  store <8 x float> %v119, ptr %s40
  %v120 = load <8 x float>, ptr %s41
  %v121 = load <8 x float>, ptr %s45
  %v122 = fadd <8 x float> %v120, %v121
  store <8 x float> %v122, ptr %s41
  %v123 = load <8 x float>, ptr %s42
  %v124 = load <8 x float>, ptr %s46
  %v125 = fadd <8 x float> %v123, %v124
  store <8 x float> %v125, ptr %s42
  %v126 = add i64 %v54, 32
  store i64 %v126, ptr %s50
  br label %head51
done53:
  %v127 = mul i64 %v24, %v9
  %v128 = add i64 %v127, %v37
  %v129 = getelementptr float, ptr %v19, i64 %v128
  %v130 = load <8 x float>, ptr %s39
  store <8 x float> %v130, ptr %v129, align 4
  %v131 = mul i64 %v24, %v9
  %v132 = add i64 %v131, %v47
  %v133 = getelementptr float, ptr %v19, i64 %v132
  %v134 = load <8 x float>, ptr %s40
  store <8 x float> %v134, ptr %v133, align 4
  %v135 = mul i64 %v24, %v9
  %v136 = add i64 %v135, %v48
  %v137 = getelementptr float, ptr %v19, i64 %v136
  %v138 = load <8 x float>, ptr %s41
  store <8 x float> %v138, ptr %v137, align 4
  %v139 = mul i64 %v24, %v9
  %v140 = add i64 %v139, %v49
  %v141 = getelementptr float, ptr %v19, i64 %v140
  %v142 = load <8 x float>, ptr %s42
  store <8 x float> %v142, ptr %v141, align 4
  %v143 = add i64 %v37, 32
  store i64 %v143, ptr %s33
  br label %head34
done36:
  %v144 = udiv i64 %v9, 16
  %v145 = mul i64 %v144, 16
  store i64 %v32, ptr %s146
  br label %head147
head147:
  %v150 = load i64, ptr %s146
  %v151 = icmp slt i64 %v150, %v145
  br i1 %v151, label %body148, label %done149
body148:
  store <8 x float> zeroinitializer, ptr %s152
  store <8 x float> zeroinitializer, ptr %s153
  %v156 = add i64 %v150, 8
  store i64 %v27, ptr %s157
  br label %head158
head158:
  %v161 = load i64, ptr %s157
  %v162 = icmp slt i64 %v161, %v30
  br i1 %v162, label %body159, label %done160
body159:
  store <8 x float> zeroinitializer, ptr %s154
  store <8 x float> zeroinitializer, ptr %s155
  %v163 = add i64 %v161, 32
  %v164 = icmp slt i64 %v163, %v30
  %v165 = select i1 %v164, i64 %v163, i64 %v30
  store i64 %v161, ptr %s166
  br label %head167
head167:
  %v170 = load i64, ptr %s166
  %v171 = icmp slt i64 %v170, %v165
  br i1 %v171, label %body168, label %done169
body168:
  %v172 = mul i64 %v170, %v9
  %v173 = add i64 %v172, %v150
  %v174 = getelementptr float, ptr %v13, i64 %v173
  %v175 = load <8 x float>, ptr %v174, align 4
  %v176 = getelementptr float, ptr %v15, i64 %v173
  %v177 = load <8 x float>, ptr %v176, align 4
  %v178 = fsub <8 x float> <float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000>, %v177
  %v179 = fmul <8 x float> %v177, %v178
  %v180 = fmul <8 x float> %v175, %v179
  %v181 = getelementptr float, ptr %v17, i64 %v173
  store <8 x float> %v180, ptr %v181, align 4
  %v182 = load <8 x float>, ptr %s154
  %v183 = fadd <8 x float> %v182, %v180
  store <8 x float> %v183, ptr %s154
  %v184 = mul i64 %v170, %v9
  %v185 = add i64 %v184, %v156
  %v186 = getelementptr float, ptr %v13, i64 %v185
  %v187 = load <8 x float>, ptr %v186, align 4
  %v188 = getelementptr float, ptr %v15, i64 %v185
  %v189 = load <8 x float>, ptr %v188, align 4
  %v190 = fsub <8 x float> <float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000>, %v189
  %v191 = fmul <8 x float> %v189, %v190
  %v192 = fmul <8 x float> %v187, %v191
  %v193 = getelementptr float, ptr %v17, i64 %v185
  store <8 x float> %v192, ptr %v193, align 4
  %v194 = load <8 x float>, ptr %s155
  %v195 = fadd <8 x float> %v194, %v192
  store <8 x float> %v195, ptr %s155
  %v196 = add i64 %v170, 1
  store i64 %v196, ptr %s166
  br label %head167
done169:
  %v197 = load <8 x float>, ptr %s152
  %v198 = load <8 x float>, ptr %s154
  %v199 = fadd <8 x float> %v197, %v198
  store <8 x float> %v199, ptr %s152
  %v200 = load <8 x float>, ptr %s153
  %v201 = load <8 x float>, ptr %s155
  %v202 = fadd <8 x float> %v200, %v201
  store <8 x float> %v202, ptr %s153
  %v203 = add i64 %v161, 32
  store i64 %v203, ptr %s157
  br label %head158
done160:
  %v204 = mul i64 %v24, %v9
  %v205 = add i64 %v204, %v150
  %v206 = getelementptr float, ptr %v19, i64 %v205
  %v207 = load <8 x float>, ptr %s152
  store <8 x float> %v207, ptr %v206, align 4
  %v208 = mul i64 %v24, %v9
  %v209 = add i64 %v208, %v156
  %v210 = getelementptr float, ptr %v19, i64 %v209
  %v211 = load <8 x float>, ptr %s153
  store <8 x float> %v211, ptr %v210, align 4
  %v212 = add i64 %v150, 16
  store i64 %v212, ptr %s146
  br label %head147
done149:
  %v213 = udiv i64 %v9, 8
  %v214 = mul i64 %v213, 8
  store i64 %v145, ptr %s215
  br label %head216
head216:
  %v219 = load i64, ptr %s215
  %v220 = icmp slt i64 %v219, %v214
  br i1 %v220, label %body217, label %done218
body217:
  store <8 x float> zeroinitializer, ptr %s221
  store i64 %v27, ptr %s223
  br label %head224
head224:
  %v227 = load i64, ptr %s223
  %v228 = icmp slt i64 %v227, %v30
  br i1 %v228, label %body225, label %done226
body225:
  store <8 x float> zeroinitializer, ptr %s222
  %v229 = add i64 %v227, 32
  %v230 = icmp slt i64 %v229, %v30
  %v231 = select i1 %v230, i64 %v229, i64 %v30
  store i64 %v227, ptr %s232
  br label %head233
head233:
  %v236 = load i64, ptr %s232
  %v237 = icmp slt i64 %v236, %v231
  br i1 %v237, label %body234, label %done235
body234:
  %v238 = mul i64 %v236, %v9
  %v239 = add i64 %v238, %v219
  %v240 = getelementptr float, ptr %v13, i64 %v239
  %v241 = load <8 x float>, ptr %v240, align 4
  %v242 = getelementptr float, ptr %v15, i64 %v239
  %v243 = load <8 x float>, ptr %v242, align 4
  %v244 = fsub <8 x float> <float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000, float 0x3FF0000000000000>, %v243
  %v245 = fmul <8 x float> %v243, %v244
  %v246 = fmul <8 x float> %v241, %v245
  %v247 = getelementptr float, ptr %v17, i64 %v239
  store <8 x float> %v246, ptr %v247, align 4
  %v248 = load <8 x float>, ptr %s222
  %v249 = fadd <8 x float> %v248, %v246
  store <8 x float> %v249, ptr %s222
  %v250 = add i64 %v236, 1
  store i64 %v250, ptr %s232
  br label %head233
done235:
  %v251 = load <8 x float>, ptr %s221
  %v252 = load <8 x float>, ptr %s222
  %v253 = fadd <8 x float> %v251, %v252
  store <8 x float> %v253, ptr %s221
  %v254 = add i64 %v227, 32
  store i64 %v254, ptr %s223
  br label %head224
done226:
  %v255 = mul i64 %v24, %v9
  %v256 = add i64 %v255, %v219
  %v257 = getelementptr float, ptr %v19, i64 %v256
  %v258 = load <8 x float>, ptr %s221
  store <8 x float> %v258, ptr %v257, align 4
  %v259 = add i64 %v219, 8
  store i64 %v259, ptr %s215
  br label %head216
done218:
  store i64 %v214, ptr %s260
  br label %head261
head261:
  %v264 = load i64, ptr %s260
  %v265 = icmp slt i64 %v264, %v9
  br i1 %v265, label %body262, label %done263
body262:
  store float 0.0, ptr %s266
  store i64 %v27, ptr %s268
  br label %head269
head269:
  %v272 = load i64, ptr %s268
  %v273 = icmp slt i64 %v272, %v30
  br i1 %v273, label %body270, label %done271
body270:
  store float 0.0, ptr %s267
  %v274 = add i64 %v272, 32
  %v275 = icmp slt i64 %v274, %v30
  %v276 = select i1 %v275, i64 %v274, i64 %v30
  store i64 %v272, ptr %s277
  br label %head278
head278:
  %v281 = load i64, ptr %s277
  %v282 = icmp slt i64 %v281, %v276
  br i1 %v282, label %body279, label %done280
body279:
  %v283 = mul i64 %v281, %v9
  %v284 = add i64 %v283, %v264
  %v285 = getelementptr float, ptr %v13, i64 %v284
  %v286 = load float, ptr %v285, align 4
  %v287 = getelementptr float, ptr %v15, i64 %v284
  %v288 = load float, ptr %v287, align 4
  %v289 = fsub float 0x3FF0000000000000, %v288
  %v290 = fmul float %v288, %v289
  %v291 = fmul float %v286, %v290
  %v292 = getelementptr float, ptr %v17, i64 %v284
  store float %v291, ptr %v292, align 4
  %v293 = load float, ptr %s267
  %v294 = fadd float %v293, %v291
  store float %v294, ptr %s267
  %v295 = add i64 %v281, 1
  store i64 %v295, ptr %s277
  br label %head278
done280:
  %v296 = load float, ptr %s266
  %v297 = load float, ptr %s267
  %v298 = fadd float %v296, %v297
  store float %v298, ptr %s266
  %v299 = add i64 %v272, 32
  store i64 %v299, ptr %s268
  br label %head269
done271:
  %v300 = mul i64 %v24, %v9
  %v301 = add i64 %v300, %v264
  %v302 = getelementptr float, ptr %v19, i64 %v301
  %v303 = load float, ptr %s266
  store float %v303, ptr %v302, align 4
  %v304 = add i64 %v264, 1
  store i64 %v304, ptr %s260
  br label %head261
done263:
  br label %again22
done23:
  ret void
}
attributes #0 = { nounwind "prefer-vector-width"="256" "min-legal-vector-width"="256" }
!0 = !{i32 1}
