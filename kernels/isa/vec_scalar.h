/* vec_scalar.h - the scalar variant's vectors: one element each. */
#ifndef SPELT_ISA_VEC_SCALAR_H
#define SPELT_ISA_VEC_SCALAR_H

#include "isa/half.h"

typedef f32 vec_f32;
typedef f64 vec_f64;

/* a * b + c, rounded once; a function of the C library where the CPU has no instruction for it. */
SPELT_INLINE vec_f32 fused_add_f32(vec_f32 a, vec_f32 b, vec_f32 c)
{
    return __builtin_fmaf(a, b, c);
}

SPELT_INLINE vec_f64 fused_add_f64(vec_f64 a, vec_f64 b, vec_f64 c)
{
    return __builtin_fma(a, b, c);
}

/* load_<memory>_as_<lane>: the element at p, converted exactly. */
SPELT_INLINE vec_f32 load_f32_as_f32(const f32 *p)
{
    return *p;
}

SPELT_INLINE vec_f64 load_f64_as_f64(const f64 *p)
{
    return *p;
}

SPELT_INLINE vec_f64 load_f32_as_f64(const f32 *p)
{
    return *p;
}

SPELT_INLINE vec_f32 load_f16_as_f32(const f16 *p)
{
    return f32_of_f16(*p);
}

SPELT_INLINE vec_f32 load_bf16_as_f32(const bf16 *p)
{
    return f32_of_bf16(*p);
}

#endif
