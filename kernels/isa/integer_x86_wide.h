/* integer_x86_wide.h - exact totals in lanes of 64 bits on SSE2, AVX2 and AVX-512: products of i16,
 * and what u32 and u64 take. */
#ifndef SPELT_ISA_INTEGER_X86_WIDE_H
#define SPELT_ISA_INTEGER_X86_WIDE_H

#include "isa/integer_stretches.h"
#include "isa/integer_x86_vectors.h"

/* The two sums of integer_wide.h, which hold any 2^24 numbers over all lanes. outside: see u64. */
typedef struct {
    sums_u64 low, high, outside;
} half_sums;

/* Adds a vector of terms. */
typedef void half_step(half_sums *sums, bytes_u8 x, bytes_u8 y);

SPELT_INLINE void add_number(half_sums *sums, sums_u64 number)
{
    sums->low += number;
    sums->high += number >> 32;
}

SPELT_INLINE half_sums half_sums_zero(void)
{
    return (half_sums){{0}, {0}, {0}};
}

SPELT_INLINE half_sums half_sums_merge(half_sums a, half_sums b)
{
    return (half_sums){a.low + b.low, a.high + b.high, a.outside | b.outside};
}

SPELT_INLINE halves half_sums_fold(half_sums sums)
{
    return (halves){lanes_u64(sums.low), lanes_u64(sums.high)};
}

SPELT_INLINE half_sums add_vectors(const void *px, const void *py, size_t size, half_step *step)
{
    const unsigned char *x = px, *y = py;
    half_sums a = half_sums_zero(), b = half_sums_zero();
    size_t i = 0;
    for (; size - i >= 2 * INTEGER_BYTES; i += 2 * INTEGER_BYTES) {
        step(&a, load_bytes(x + i), load_bytes(y + i));
        step(&b, load_bytes(x + i + INTEGER_BYTES), load_bytes(y + i + INTEGER_BYTES));
    }
    if (size - i >= INTEGER_BYTES) {
        step(&a, load_bytes(x + i), load_bytes(y + i));
        i += INTEGER_BYTES;
    }
    if (i < size)
        step(&b, load_part(x + i, size - i), load_part(y + i, size - i));
    return half_sums_merge(a, b);
}

/* ---- i16 ------------------------------------------------------------------------------------- */

/* Two products lie in (-2^31, 2^31]: one more than 32 bits hold at the upper end, where
 * -32768 * -32768 comes twice and PMADDWD wraps, and one less at the lower. Biased by 2^31 - 1 they
 * are unsigned, a and b, wrapped or not; a lane adds two at once, the number 2^32 * b + a. */
#define WORD_PAIR_BIAS INT32_MAX

SPELT_INLINE void step_dot_i16(half_sums *sums, bytes_u8 x, bytes_u8 y)
{
    const sums_u32 bias = (sums_u32){0} + (uint32_t)WORD_PAIR_BIAS;
#ifdef INTEGER_VNNI
    add_number(sums, (sums_u64)add_pairs((sums_i32)bias, (words_i16)x, (words_i16)y));
#else
    add_number(sums, (sums_u64)((sums_u32)multiply_pairs((words_i16)x, (words_i16)y) + bias));
#endif
}

/* high is the sum of all b, and low that of 2^32 * b + a modulo 2^64; the sum of all a is below
 * 2^32 * 2^23. */
SPELT_INLINE int64_t narrow_dot_i16(const i16 *x, const i16 *y, size_t n)
{
    const halves sum = half_sums_fold(add_vectors(x, y, 2 * n, step_dot_i16));
    const uint64_t biased = sum.low - (sum.high << 32) + sum.high;
    return (int64_t)biased - filled(n, 2) / 2 * WORD_PAIR_BIAS;
}

SPELT_INLINE int64_t narrow_sumsq_i16(const i16 *x, const i16 *y, size_t n)
{
    (void)y;
    return narrow_dot_i16(x, x, n);
}

SPELT_FROM_NARROW(sumsq, i16, int64_t)
SPELT_FROM_NARROW(dot, i16, int64_t)

/* ---- u32 ------------------------------------------------------------------------------------- */

SPELT_INLINE void step_sum_u32(half_sums *sums, bytes_u8 x, bytes_u8 y)
{
    (void)y;
    sums->low += ((sums_u64)x & UINT32_MAX) + ((sums_u64)x >> 32);
}

SPELT_INLINE void step_dot_u32(half_sums *sums, bytes_u8 x, bytes_u8 y)
{
    add_number(sums, multiply_lower((sums_u64)x, (sums_u64)y));
    add_number(sums, multiply_lower((sums_u64)x >> 32, (sums_u64)y >> 32));
}

SPELT_INLINE uint64_t narrow_sum_u32(const u32 *x, const u32 *y, size_t n)
{
    (void)y;
    return half_sums_fold(add_vectors(x, x, 4 * n, step_sum_u32)).low;
}
SPELT_FROM_NARROW(sum, u32, uint64_t)

SPELT_INLINE halves halves_dot_u32(const u32 *x, const u32 *y, size_t n)
{
    return half_sums_fold(add_vectors(x, y, 4 * n, step_dot_u32));
}

SPELT_INLINE halves halves_sumsq_u32(const u32 *x, const u32 *y, size_t n)
{
    (void)y;
    return halves_dot_u32(x, x, n);
}

SPELT_FROM_HALVES(sumsq, u32, uint64_t, UNSIGNED)
SPELT_FROM_HALVES(dot, u32, uint64_t, UNSIGNED)

/* ---- u64 ------------------------------------------------------------------------------------- */

SPELT_INLINE void step_sum_u64(half_sums *sums, bytes_u8 x, bytes_u8 y)
{
    (void)y;
    add_number(sums, (sums_u64)x);
}

SPELT_INLINE halves halves_sum_u64(const u64 *x, const u64 *y, size_t n)
{
    (void)y;
    return half_sums_fold(add_vectors(x, x, 8 * n, step_sum_u64));
}

SPELT_FROM_HALVES(sum, u64, uint64_t, UNSIGNED)

/* The elements as 32-bit numbers; `outside` has an upper half where one is not. */
SPELT_INLINE void step_dot_u64(half_sums *sums, bytes_u8 x, bytes_u8 y)
{
    sums->outside |= (sums_u64)(x | y);
    add_number(sums, multiply_lower((sums_u64)x, (sums_u64)y));
}

SPELT_INLINE halves stretch_u64(const u64 *x, const u64 *y, size_t n, uint64_t *outside)
{
    const half_sums products = add_vectors(x, y, 8 * n, step_dot_u64);
    *outside = lanes_or_u64(products.outside);
    return half_sums_fold(products);
}

SPELT_FROM_STRETCHES(u64, uint64_t, UNSIGNED)

#endif
