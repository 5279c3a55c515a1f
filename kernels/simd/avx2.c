/* avx2.c - the kernels of kernels.def for AVX2. */
#include "simd/kernels.h"
#include "simd/tree.h"
#include "simd/vec_avx2.h"

#include "simd/vector_element.h"

#include "simd/vector_int.h"

#include "simd/vector_exact.h"

#define ISA avx2
#define SPELT_BODY_REDUCE_FLOAT "simd/reduce_float.h"
#define SPELT_BODY_REDUCE_INT "simd/reduce_int.h"
#define SPELT_BODY_ADD "simd/add.h"
#define SPELT_BODY_EXACT "simd/exact.h"
#include "simd/instances.h"
