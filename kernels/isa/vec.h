/* vec.h - the vectors of ISA, if there are any for it; see vec_avx512.h for what each name does.
 *
 *   SPELT_SCALAR     the specification: one element for a vector (vec_scalar.h)
 *   SPELT_VECTORS    kernels may be written in vectors
 *   SPELT_FUSED      and there is a fused multiply-add
 *
 * A set of which all three are 0 adds nothing to the one that it falls back to. */
#ifndef SPELT_ISA_VEC_H
#define SPELT_ISA_VEC_H

#include "types.h"

/* What no line here names is 0. */
#define SPELT_SCALAR_scalar 1
#define SPELT_VECTORS_sse2 1
#define SPELT_VECTORS_avx2 2
#define SPELT_VECTORS_avx512 3
#define SPELT_VECTORS_neon 4

#define SPELT_SCALAR SPELT_PASTE(SPELT_SCALAR_, ISA)
#define SPELT_VECTORS SPELT_PASTE(SPELT_VECTORS_, ISA)
#define SPELT_FUSED (SPELT_VECTORS > SPELT_VECTORS_sse2)

#if SPELT_SCALAR
#include "isa/vec_scalar.h"
#elif SPELT_VECTORS == SPELT_VECTORS_sse2
#include "isa/vec_sse2.h"
#elif SPELT_VECTORS == SPELT_VECTORS_avx2
#include "isa/vec_avx2.h"
#elif SPELT_VECTORS == SPELT_VECTORS_avx512
#include "isa/vec_avx512.h"
#elif SPELT_VECTORS == SPELT_VECTORS_neon
#include "isa/vec_neon.h"
#endif

#endif
