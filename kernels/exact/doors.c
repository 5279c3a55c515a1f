/* doors.c - the doors of spelt_<op>_exact_<type>: correctly rounded sum, sum of squares, dot
 * product. */
#include "reduce/doors.h"
#include "exact/total.h"

#include <spelt/exact.h>

#define EXACT

#define OP sum
#define OPERANDS 1
#define SUFFIX exact_f32
#define IN f32
#include "reduce/door.h"
#define SUFFIX exact_f64
#define IN f64
#include "reduce/door.h"
#undef OP
#undef OPERANDS

#define OP sumsq
#define OPERANDS 1
#define SUFFIX exact_f32
#define IN f32
#include "reduce/door.h"
#define SUFFIX exact_f64
#define IN f64
#include "reduce/door.h"
#undef OP
#undef OPERANDS

#define OP dot
#define OPERANDS 2
#define SUFFIX exact_f32
#define IN f32
#include "reduce/door.h"
#define SUFFIX exact_f64
#define IN f64
#include "reduce/door.h"
