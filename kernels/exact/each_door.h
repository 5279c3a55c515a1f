/* each_door.h - a public function of reduce/door.h for every exact reduction. Given EXACT or
 * ADD_TO. */

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
#undef OP
#undef OPERANDS
