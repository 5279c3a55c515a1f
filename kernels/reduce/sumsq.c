/* sumsq.c - the doors of spelt_sumsq_<type>: sum of squares. */
#include "reduce/doors.h"

#define OP sumsq
#define OPERANDS 1
#define WHAT "the sum of squares of x"

#define SUFFIX f32
#define IN f32
#define ACC f32
#include "reduce/door.h"
#define SUFFIX f64
#define IN f64
#define ACC f64
#include "reduce/door.h"
#define SUFFIX f32_f64
#define IN f32
#define ACC f64
#include "reduce/door.h"
#define SUFFIX i32
#define IN i32
#include "reduce/door.h"
#define SUFFIX i64
#define IN i64
#include "reduce/door.h"
