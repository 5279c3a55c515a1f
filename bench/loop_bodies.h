/* loop_bodies.h - all loops of loops.h, as text: included by naive.c and vectorized.c, so that
 * both compile the same.
 *
 * Before: LOOPS_TABLE, the name of the table to define; LOOP_SUM and LOOP_MAP, what stands before
 * a loop that may be vectorized with its sum reordered, or without. Integer sums wrap: the files
 * are compiled with -fwrapv. */
#include "loops.h"

#define LOOP_IN f32
#define LOOP_RESULT f32
#define LOOP_SUFFIX f32
#include "loops_reduce.h"

#define LOOP_IN f64
#define LOOP_RESULT f64
#define LOOP_SUFFIX f64
#include "loops_reduce.h"

#define LOOP_IN f32
#define LOOP_RESULT f64
#define LOOP_SUFFIX f32_f64
#include "loops_reduce.h"

#define LOOP_IN i32
#define LOOP_RESULT i64
#define LOOP_SUFFIX i32
#include "loops_reduce.h"

#define LOOP_IN i64
#define LOOP_RESULT i64
#define LOOP_SUFFIX i64
#include "loops_reduce.h"

#define LOOP_IN f32
#define LOOP_RESULT f32
#define LOOP_SUFFIX exact_f32
#include "loops_reduce.h"

#define LOOP_IN f64
#define LOOP_RESULT f64
#define LOOP_SUFFIX exact_f64
#include "loops_reduce.h"

#define LOOP_TYPE f32
#include "loops_add.h"

#define LOOP_TYPE f64
#include "loops_add.h"

#define LOOP_TYPE i32
#define LOOP_UNSIGNED uint32_t
#define LOOP_LEAST INT32_MIN
#define LOOP_GREATEST INT32_MAX
#include "loops_add.h"

#define LOOP_TYPE i64
#define LOOP_UNSIGNED uint64_t
#define LOOP_LEAST INT64_MIN
#define LOOP_GREATEST INT64_MAX
#include "loops_add.h"

const struct loops LOOPS_TABLE = {
#define DOOR_REDUCE(op, suffix, in, result, operands) .op##_##suffix = op##_##suffix,
#define DOOR_MAP(op, suffix, type) .op##_##suffix = op##_##suffix,
#include "doors.def"
};
