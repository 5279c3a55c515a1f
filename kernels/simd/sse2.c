/* sse2.c - the kernels of kernels.def for SSE2. */
#include "simd/kernels.h"
#include "simd/tree.h"
#include "simd/vec_sse2.h"

#include "simd/vector_element.h"
/* It multiplies no signed 32-bit numbers (PMULDQ came with SSE4.1): plain C is faster. */
#define SPELT_NO_SIGNED_MULTIPLY
#include "simd/vector_int.h"

#define ISA sse2
#define SPELT_BODY_REDUCE_FLOAT "simd/reduce_float.h"
#define SPELT_BODY_REDUCE_INT "simd/reduce_int.h"
#define SPELT_BODY_ADD "simd/add.h"
#include "simd/instances.h"
