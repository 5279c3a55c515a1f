/* integer_wide.h - exact totals that 64 bits may not hold, and what fits.
 *
 * Numbers of 64 bits are added in two sums: `low`, of the numbers modulo 2^64, and `high`, of their
 * upper halves, which are signed where the numbers are. Then
 *     total = 2^32 * high + rest,   0 <= rest < 2^32 * N  for N numbers,
 * and low determines rest while N <= 2^32; a kernel sees at most SPELT_INT_TERMS = 2^24. */
#ifndef SPELT_ISA_INTEGER_WIDE_H
#define SPELT_ISA_INTEGER_WIDE_H

#include "isa/int192.h"

/* The total 2^32 * high + rest. */
typedef struct {
    int64_t high;
    uint64_t rest;
} halves;

SPELT_INLINE halves halves_from_sums(uint64_t low, uint64_t high)
{
    return (halves){(int64_t)high, low - (high << 32)};
}

SPELT_INLINE halves halves_add(halves a, halves b)
{
    return (halves){a.high + b.high, a.rest + b.rest};
}

SPELT_INLINE int192 halves_192(halves total)
{
    return int192_from((int128)total.high * ((int128)1 << 32) + total.rest);
}

/* The total in 64 bits where it fits: 0 and *result, else 1. */
SPELT_INLINE int halves_result_unsigned(halves total, uint64_t *result)
{
    const uint64_t high = (uint64_t)total.high + (total.rest >> 32);
    if (SPELT_UNLIKELY(high >> 32 != 0))
        return 1;
    *result = high << 32 | (uint32_t)total.rest;
    return 0;
}

SPELT_INLINE int halves_result_signed(halves total, int64_t *result)
{
    const int64_t high = total.high + (int64_t)(total.rest >> 32);
    if (SPELT_UNLIKELY(high != (int32_t)high))
        return 1;
    *result = (int64_t)((uint64_t)high << 32 | (uint32_t)total.rest);
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
 * from halves_<op>_<type>, and from total_<op>_<type>, 192 bits. */
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
        return halves_192(halves_##op##_##type(x, y, n));                                          \
    }                                                                                              \
    SPELT_INLINE int vector_result_##op##_##type(const type *x, const type *y, size_t n,           \
                                                 out *result)                                      \
    {                                                                                              \
        return halves_result_##sign(halves_##op##_##type(x, y, n), result);                        \
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
