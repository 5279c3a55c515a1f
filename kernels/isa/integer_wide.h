/* integer_wide.h - exact totals that 64 bits may not hold, and what fits.
 *
 * Numbers of 64 bits are added in two sums, as in vector_int.h: `low`, of the numbers modulo 2^64,
 * and `high`, of their upper halves. Then
 *     total = 2^32 * high + rest,   0 <= rest < 2^32 * N  for N numbers,
 * and low determines rest while N <= 2^32; a kernel sees at most SPELT_INT_TERMS = 2^24. Signed
 * numbers are made unsigned by adding 2^63 to each. */
#ifndef SPELT_ISA_INTEGER_WIDE_H
#define SPELT_ISA_INTEGER_WIDE_H

#include "isa/int192.h"

#define SIGNED_BIAS ((uint64_t)1 << 63)

typedef struct {
    uint64_t low, high;
} halves;

SPELT_INLINE uint128 halves_total(halves sum)
{
    const uint64_t rest = sum.low - (sum.high << 32);
    return ((uint128)sum.high << 32) + rest;
}

/* The total of n numbers that were biased. */
SPELT_INLINE int128 halves_unbiased(halves sum, size_t n)
{
    return (int128)(halves_total(sum) - (uint128)SIGNED_BIAS * n);
}

/* What n numbers add up to, as an int192 and, where it fits, in 64 bits: 0 and *result, else 1. */
SPELT_INLINE int192 halves_192_UNSIGNED(halves sum, size_t n)
{
    (void)n;
    return (int192){halves_total(sum), 0};
}

SPELT_INLINE int192 halves_192_SIGNED(halves sum, size_t n)
{
    return int192_from(halves_unbiased(sum, n));
}

SPELT_INLINE int halves_result_UNSIGNED(halves sum, size_t n, uint64_t *result)
{
    const uint128 total = halves_total(sum);
    (void)n;
    if (SPELT_UNLIKELY(total >> 64 != 0))
        return 1;
    *result = (uint64_t)total;
    return 0;
}

SPELT_INLINE int halves_result_SIGNED(halves sum, size_t n, int64_t *result)
{
    const int128 total = halves_unbiased(sum, n);
    if (SPELT_UNLIKELY(total != (int64_t)total))
        return 1;
    *result = (int64_t)total;
    return 0;
}

/* Adds x * y; total stays below 2^152 while there are no more than SPELT_INT_TERMS. */
SPELT_INLINE void int192_add_unsigned_product(int192 *total, uint64_t x, uint64_t y)
{
    const uint128 product = (uint128)x * y;
    total->low += product;
    total->high += total->low < product;
}

/* fits_<type>(total, &value): whether a total of such elements fits its result. */
#define SPELT_FITS(suffix, in, out, fits)                                                          \
    SPELT_INLINE int fits_##suffix(int192 total, out *value)                                       \
    {                                                                                              \
        return fits(total, value);                                                                 \
    }
#define SPELT_SIGNED_TO_64(DO, ...)                                                                \
    DO(i8, i8, i64, __VA_ARGS__)                                                                   \
    DO(i16, i16, i64, __VA_ARGS__) DO(i32, i32, i64, __VA_ARGS__) DO(i64, i64, i64, __VA_ARGS__)
#define SPELT_UNSIGNED_TO_64(DO, ...)                                                              \
    DO(u8, u8, u64, __VA_ARGS__)                                                                   \
    DO(u16, u16, u64, __VA_ARGS__) DO(u32, u32, u64, __VA_ARGS__) DO(u64, u64, u64, __VA_ARGS__)
SPELT_SIGNED_TO_64(SPELT_FITS, int192_fits)
SPELT_UNSIGNED_TO_64(SPELT_FITS, int192_fits_unsigned)

/* To what a kernel gives, vector_total_<op>_<type>, and vector_result_<op>_<type>, 0 and *result,
 * or 1 where the total does not fit: from narrow_<op>_<type>(x, y, n), a total that always fits,
 * from halves_<op>_<type>, two sums, and from total_<op>_<type>, 192 bits. */
#define SPELT_FROM_NARROW(op, type, out)                                                           \
    SPELT_INLINE int192 vector_total_##op##_##type(const type *x, const type *y, size_t n)         \
    {                                                                                              \
        return int192_from((int128)narrow_##op##_##type(x, y, n));                                 \
    }                                                                                              \
    SPELT_INLINE int vector_result_##op##_##type(const type *x, const type *y, size_t n,           \
                                                 out *result)                                      \
    {                                                                                              \
        *result = narrow_##op##_##type(x, y, n);                                                   \
        return 0;                                                                                  \
    }
#define SPELT_FROM_HALVES(op, type, out, sign)                                                     \
    SPELT_INLINE int192 vector_total_##op##_##type(const type *x, const type *y, size_t n)         \
    {                                                                                              \
        return halves_192_##sign(halves_##op##_##type(x, y, n), n);                                \
    }                                                                                              \
    SPELT_INLINE int vector_result_##op##_##type(const type *x, const type *y, size_t n,           \
                                                 out *result)                                      \
    {                                                                                              \
        return halves_result_##sign(halves_##op##_##type(x, y, n), n, result);                     \
    }
#define SPELT_FROM_TOTAL(op, type, out)                                                            \
    SPELT_INLINE int192 vector_total_##op##_##type(const type *x, const type *y, size_t n)         \
    {                                                                                              \
        return total_##op##_##type(x, y, n);                                                       \
    }                                                                                              \
    SPELT_INLINE int vector_result_##op##_##type(const type *x, const type *y, size_t n,           \
                                                 out *result)                                      \
    {                                                                                              \
        return !fits_##type(total_##op##_##type(x, y, n), result);                                 \
    }

#endif
