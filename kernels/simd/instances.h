/* instances.h - includes each kernel body once per type and operation, for the ISA at hand.
 *
 * Before: ISA, the vec_<isa>.h wrappers the bodies need, and the bodies' file names in
 * SPELT_BODY_REDUCE_FLOAT, SPELT_BODY_REDUCE_INT, SPELT_BODY_ADD and, where the ISA has fused
 * multiply-add, SPELT_BODY_EXACT. A row of kernels.def
 * without an instance here does not link. */

/* A body is given ISA, OP, SUFFIX and its types, and undefines all but ISA. */
#define NAME(part) SPELT_PASTE4(spelt_, OP, SPELT_PASTE3(_, SUFFIX, _), SPELT_PASTE(ISA, part))

#define OP sum
#define SUFFIX f32
#define IN f32
#define ACC f32
#include SPELT_BODY_REDUCE_FLOAT
#define OP sum
#define SUFFIX f64
#define IN f64
#define ACC f64
#include SPELT_BODY_REDUCE_FLOAT
#define OP sum
#define SUFFIX f32_f64
#define IN f32
#define ACC f64
#include SPELT_BODY_REDUCE_FLOAT

#define OP sumsq
#define SUFFIX f32
#define IN f32
#define ACC f32
#include SPELT_BODY_REDUCE_FLOAT
#define OP sumsq
#define SUFFIX f64
#define IN f64
#define ACC f64
#include SPELT_BODY_REDUCE_FLOAT
#define OP sumsq
#define SUFFIX f32_f64
#define IN f32
#define ACC f64
#include SPELT_BODY_REDUCE_FLOAT

#define OP dot
#define SUFFIX f32
#define IN f32
#define ACC f32
#include SPELT_BODY_REDUCE_FLOAT
#define OP dot
#define SUFFIX f64
#define IN f64
#define ACC f64
#include SPELT_BODY_REDUCE_FLOAT
#define OP dot
#define SUFFIX f32_f64
#define IN f32
#define ACC f64
#include SPELT_BODY_REDUCE_FLOAT

#define OP sum
#define SUFFIX i32
#define IN i32
#include SPELT_BODY_REDUCE_INT
#define OP sum
#define SUFFIX i64
#define IN i64
#include SPELT_BODY_REDUCE_INT

#ifndef SPELT_NO_SIGNED_MULTIPLY
#define OP sumsq
#define SUFFIX i32
#define IN i32
#include SPELT_BODY_REDUCE_INT
#define OP sumsq
#define SUFFIX i64
#define IN i64
#include SPELT_BODY_REDUCE_INT
#define OP dot
#define SUFFIX i32
#define IN i32
#include SPELT_BODY_REDUCE_INT
#define OP dot
#define SUFFIX i64
#define IN i64
#include SPELT_BODY_REDUCE_INT
#endif

#define OP add
#define SUFFIX f32
#define TYPE f32
#define POLICY plain
#include SPELT_BODY_ADD
#define OP add
#define SUFFIX f64
#define TYPE f64
#define POLICY plain
#include SPELT_BODY_ADD
#define OP add
#define SUFFIX i32
#define TYPE i32
#define POLICY checked
#include SPELT_BODY_ADD
#define OP add
#define SUFFIX i64
#define TYPE i64
#define POLICY checked
#include SPELT_BODY_ADD
#define OP add
#define SUFFIX wrap_i32
#define TYPE i32
#define POLICY plain
#include SPELT_BODY_ADD
#define OP add
#define SUFFIX wrap_i64
#define TYPE i64
#define POLICY plain
#include SPELT_BODY_ADD
#define OP add
#define SUFFIX sat_i32
#define TYPE i32
#define POLICY sat
#include SPELT_BODY_ADD
#define OP add
#define SUFFIX sat_i64
#define TYPE i64
#define POLICY sat
#include SPELT_BODY_ADD

#ifdef SPELT_BODY_EXACT
#define OP sum
#define SUFFIX exact_f32
#define IN f32
#include SPELT_BODY_EXACT
#define OP sum
#define SUFFIX exact_f64
#define IN f64
#include SPELT_BODY_EXACT
#define OP sumsq
#define SUFFIX exact_f32
#define IN f32
#include SPELT_BODY_EXACT
#define OP sumsq
#define SUFFIX exact_f64
#define IN f64
#include SPELT_BODY_EXACT
#define OP dot
#define SUFFIX exact_f32
#define IN f32
#include SPELT_BODY_EXACT
#define OP dot
#define SUFFIX exact_f64
#define IN f64
#include SPELT_BODY_EXACT
#endif
