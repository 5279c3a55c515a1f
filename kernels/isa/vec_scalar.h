/* vec_scalar.h - the scalar variant's vectors: one element each. */
#ifndef SPELT_ISA_VEC_SCALAR_H
#define SPELT_ISA_VEC_SCALAR_H

#include "isa/half.h"

typedef f32 vec_f32;
typedef f64 vec_f64;

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
