/* scalar.c - the specification: every kernel as plain C. All other variants equal these. */
#include "simd/kernels.h"
#include "simd/scalar_element.h"
#include "simd/tree.h"

#define ISA scalar

/* What an operation adds for one element. */
#define TERM_sum(a, b) (a)
#define TERM_sumsq(a, b) ((a) * (a))
#define TERM_dot(a, b) ((a) * (b))

#define SPELT_BODY_REDUCE_FLOAT "simd/scalar_reduce_float.h"
#define SPELT_BODY_REDUCE_INT "simd/scalar_reduce_int.h"
#define SPELT_BODY_ADD "simd/scalar_add.h"
#define SPELT_BODY_EXACT "simd/scalar_exact.h"
#include "simd/instances.h"
