/* add.c - the doors of spelt_add_<type>, spelt_add_wrap_<type> and spelt_add_sat_<type>. */
#include "elementwise/map.h"
#include "runtime/status.h"
#include "runtime/trace.h"

#include <spelt/elementwise.h>

#define OP add

#define SUFFIX f32
#define TYPE f32
#include "elementwise/door.h"
#define SUFFIX f64
#define TYPE f64
#include "elementwise/door.h"

#define SUFFIX i32
#define TYPE i32
#define CHECKED
#include "elementwise/door.h"
#define SUFFIX i64
#define TYPE i64
#define CHECKED
#include "elementwise/door.h"

#define SUFFIX wrap_i32
#define TYPE i32
#include "elementwise/door.h"
#define SUFFIX wrap_i64
#define TYPE i64
#include "elementwise/door.h"

#define SUFFIX sat_i32
#define TYPE i32
#include "elementwise/door.h"
#define SUFFIX sat_i64
#define TYPE i64
#include "elementwise/door.h"
