/* dot.c - the doors of spelt_dot_<type>: dot product. */
#include "reduce/doors.h"

#define OP dot
#define OPERANDS 2
#define WHAT "the dot product of x and y"

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
