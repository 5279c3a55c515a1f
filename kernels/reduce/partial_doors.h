/* partial_doors.h - the public functions that make partials of one operation. Given OP and
 * OPERANDS. */

#define SUFFIX f32
#define IN f32
#define ACC f32
#include "reduce/partial_door.h"
#define SUFFIX f64
#define IN f64
#define ACC f64
#include "reduce/partial_door.h"
#define SUFFIX f32_f64
#define IN f32
#define ACC f64
#include "reduce/partial_door.h"

#undef OP
#undef OPERANDS
