/* scalar_element.h - arithmetic one element at a time: the meaning of each policy, and exact
 * integer totals. The vector kernels use it where a vector cannot do the work. */
#ifndef SPELT_ISA_SCALAR_ELEMENT_H
#define SPELT_ISA_SCALAR_ELEMENT_H

#include "isa/int192.h"
#include "isa/superaccumulator.h"

/* add_<policy>_<type>(x, y, &out): stores the sum as the policy says, tells whether a checked
 * sum overflowed. */
SPELT_INLINE int add_plain_f32(f32 x, f32 y, f32 *out)
{
    *out = x + y;
    return 0;
}

SPELT_INLINE int add_plain_f64(f64 x, f64 y, f64 *out)
{
    *out = x + y;
    return 0;
}

#define SPELT_ADD_INT(type, utype)                                                                 \
    SPELT_INLINE int add_plain_##type(type x, type y, type *out)                                   \
    {                                                                                              \
        *out = (type)((utype)x + (utype)y);                                                        \
        return 0;                                                                                  \
    }                                                                                              \
    SPELT_INLINE int add_checked_##type(type x, type y, type *out)                                 \
    {                                                                                              \
        return __builtin_add_overflow(x, y, out);                                                  \
    }                                                                                              \
    SPELT_INLINE int add_sat_##type(type x, type y, type *out)                                     \
    {                                                                                              \
        type least = (type)((utype)1 << (8 * sizeof(type) - 1));                                   \
        if (__builtin_add_overflow(x, y, out))                                                     \
            *out = x < 0 ? least : (type)~least;                                                   \
        return 0;                                                                                  \
    }

SPELT_ADD_INT(i32, uint32_t)
SPELT_ADD_INT(i64, uint64_t)

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

/* exact_deposit_<op>_<type>(super, x, y): adds a term without any rounding. Products of f32 are
 * exact in f64. */
#define SPELT_DEPOSIT(op, type, add)                                                               \
    SPELT_INLINE void exact_deposit_##op##_##type(superaccumulator *super, type x, type y)         \
    {                                                                                              \
        (void)y;                                                                                   \
        add;                                                                                       \
    }

SPELT_DEPOSIT(sum, f32, super_add(super, (f64)x))
SPELT_DEPOSIT(sum, f64, super_add(super, x))
SPELT_DEPOSIT(sumsq, f32, super_add(super, (f64)x *(f64)x))
SPELT_DEPOSIT(sumsq, f64, super_add_product(super, x, x))
SPELT_DEPOSIT(dot, f32, super_add(super, (f64)x *(f64)y))
SPELT_DEPOSIT(dot, f64, super_add_product(super, x, y))

#endif
