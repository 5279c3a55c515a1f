/* scalar_element.h - exact integer totals, one element at a time. The vector kernels use it where a
 * vector cannot do the work. */
#ifndef SPELT_ISA_SCALAR_ELEMENT_H
#define SPELT_ISA_SCALAR_ELEMENT_H

#include "isa/int192.h"

/* total_<op>_<type>(x, y, n), n <= SPELT_INT_TERMS = 2^24. */
SPELT_INLINE int192 total_sum_i32(const i32 *x, const i32 *y, size_t n)
{
    (void)y;
    int64_t total = 0; /* |total| <= 2^24 * 2^31 */
    for (size_t i = 0; i < n; i++)
        total += x[i];
    return int192_from(total);
}

SPELT_INLINE int192 total_sum_i64(const i64 *x, const i64 *y, size_t n)
{
    (void)y;
    int128 total = 0; /* |total| <= 2^24 * 2^63 */
    for (size_t i = 0; i < n; i++)
        total += x[i];
    return int192_from(total);
}

SPELT_INLINE int192 total_dot_i32(const i32 *x, const i32 *y, size_t n)
{
    int128 total = 0; /* |total| <= 2^24 * 2^62 */
    for (size_t i = 0; i < n; i++)
        total += (int64_t)x[i] * y[i];
    return int192_from(total);
}

/* A single product is up to 2^126, two already exceed int128. */
SPELT_INLINE int192 total_dot_i64(const i64 *x, const i64 *y, size_t n)
{
    uint64_t limb[3] = {0, 0, 0};
    for (size_t i = 0; i < n; i++)
        int192_add_product(limb, x[i], y[i]);
    return int192_from_limbs(limb);
}

SPELT_INLINE int192 total_sumsq_i32(const i32 *x, const i32 *y, size_t n)
{
    (void)y;
    return total_dot_i32(x, x, n);
}

SPELT_INLINE int192 total_sumsq_i64(const i64 *x, const i64 *y, size_t n)
{
    (void)y;
    return total_dot_i64(x, x, n);
}

#endif
