/* exact_kind.h - what an exact reduction adds up, and adding one term without any rounding. */
#ifndef SPELT_ISA_EXACT_KIND_H
#define SPELT_ISA_EXACT_KIND_H

#include "isa/exact_total.h"

/* The kinds of terms there are: what the term of a row comes to where a is 2 and b is 3. */
enum {
    EXACT_A = 2,
    EXACT_B = 3,
    EXACT_ELEMENTS = 2,
    EXACT_SQUARES = 2 * 2,
    EXACT_PRODUCTS = 2 * 3
};
#define EXACT_IS_KIND(kind) ((kind) == 2 || (kind) == 2 * 2 || (kind) == 2 * 3)

/* The bits of an f32 as an f64 has them; a conversion would make a NaN quiet. */
SPELT_INLINE uint64_t exact_wide_special(f32 x)
{
    uint32_t bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    const uint64_t sign = (uint64_t)(bits >> 31) << 63, fraction = (uint64_t)(bits & 0x7fffff) << 29;
    const uint64_t field = (bits & 0x7f800000) == 0x7f800000 ? F64_INFINITE
                           : (bits & INT32_MAX)              ? (uint64_t)1 << 62
                                                             : 0;
    return sign | field | fraction;
}

/* Products of f32 are exact in f64. */
SPELT_INLINE void exact_deposit_f32(int kind, superaccumulator *super, f32 x, f32 y)
{
    const f64 term = kind == EXACT_ELEMENTS ? (f64)x : (f64)x * (f64)y;
    if (SPELT_LIKELY(f64_bits_are_finite(f64_bits_of(term))))
        super_add(super, term);
    else if (kind == EXACT_ELEMENTS)
        super->special |= super_special_of(exact_wide_special(x));
    else
        super->special |= super_special_of_product(exact_wide_special(x), exact_wide_special(y));
}

SPELT_INLINE void exact_deposit_f64(int kind, superaccumulator *super, f64 x, f64 y)
{
    if (kind == EXACT_ELEMENTS)
        super_add(super, x);
    else
        super_add_product(super, x, y);
}

#endif
