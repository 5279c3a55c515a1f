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

/* Products of f32 are exact in f64. */
SPELT_INLINE void exact_deposit_f32(int kind, superaccumulator *super, f32 x, f32 y)
{
    super_add(super, kind == EXACT_ELEMENTS ? (f64)x : (f64)x * (f64)y);
}

SPELT_INLINE void exact_deposit_f64(int kind, superaccumulator *super, f64 x, f64 y)
{
    if (kind == EXACT_ELEMENTS)
        super_add(super, x);
    else
        super_add_product(super, x, y);
}

#endif
