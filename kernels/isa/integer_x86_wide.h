/* integer_x86_wide.h - exact totals that 32 bits do not hold, on SSE2, AVX2 and AVX-512: products of i16,
 * and what i32, i64, u32 and u64 take. */
#ifndef SPELT_ISA_INTEGER_X86_WIDE_H
#define SPELT_ISA_INTEGER_X86_WIDE_H

#include "isa/integer_stretches.h"
#include "isa/integer_x86_vectors.h"

/* Two vectors of terms are taken at a time, in blocks of bytes: 2^15 elements of 32 bits. */
#define WIDE_BLOCK ((size_t)1 << 17)

/* What lanes add up; which of them, and in lanes of which width, is a step's own. outside: see the
 * products of 64-bit elements. */
typedef struct {
    sums_u64 low, high, outside;
} wide_sums;

typedef struct {
    sums_u64 first, second;
} two_vectors;

/* Adds the terms of x and, where there are two operands, of y. */
typedef void wide_step(wide_sums *sums, two_vectors x, two_vectors y);

SPELT_INLINE sums_u64 load_lanes(const unsigned char *p)
{
    return (sums_u64)load_bytes(p);
}

/* size bytes of elements, up to two vectors, and zeros behind them. */
SPELT_INLINE two_vectors load_up_to_two(const unsigned char *p, size_t bytes, size_t size)
{
    const sums_u64 zero = {0};
#ifdef INTEGER_MASKED
    if (size <= INTEGER_BYTES)
        return (two_vectors){(sums_u64)load_up_to_one(p, size), zero};
    return (two_vectors){load_lanes(p),
                         (sums_u64)load_up_to_one(p + INTEGER_BYTES, size - INTEGER_BYTES)};
#endif
    if (size < INTEGER_BYTES)
        return (two_vectors){size > 0 ? (sums_u64)load_elements(p, bytes, size) : zero, zero};
    if (size == INTEGER_BYTES)
        return (two_vectors){load_lanes(p), zero};
    if (size == 2 * INTEGER_BYTES)
        return (two_vectors){load_lanes(p), load_lanes(p + INTEGER_BYTES)};
    return (two_vectors){load_lanes(p), (sums_u64)load_elements(p + INTEGER_BYTES, bytes,
                                                                size - INTEGER_BYTES)};
}

/* One block of elements, bytes wide each. y is x where there is one operand. */
SPELT_INLINE wide_sums add_vectors(const unsigned char *x, const unsigned char *y, size_t bytes,
                                   size_t size, wide_step *step)
{
    wide_sums sums = {{0}, {0}, {0}};
    size_t i = 0;
    SPELT_UNROLL(2)
    for (; size - i >= 2 * INTEGER_BYTES; i += 2 * INTEGER_BYTES)
        step(&sums, (two_vectors){load_lanes(x + i), load_lanes(x + i + INTEGER_BYTES)},
             (two_vectors){load_lanes(y + i), load_lanes(y + i + INTEGER_BYTES)});
    if (i < size)
        step(&sums, load_up_to_two(x + i, bytes, size - i),
             load_up_to_two(y + i, bytes, size - i));
    return sums;
}

SPELT_INLINE wide_sums add_up_to_two(const unsigned char *x, const unsigned char *y, size_t bytes,
                                     size_t size, wide_step *step)
{
    wide_sums sums = {{0}, {0}, {0}};
    step(&sums, load_up_to_two(x, bytes, size), load_up_to_two(y, bytes, size));
    return sums;
}

/* What a block's lanes come to. */
typedef halves wide_fold(wide_sums sums);

/* ---- Numbers of 64 bits ---------------------------------------------------------------------- */

/* Unsigned ones, with the two sums of integer_wide.h. */
SPELT_INLINE void add_number(wide_sums *sums, sums_u64 number)
{
    sums->low += number;
    sums->high += number >> 32;
}

SPELT_INLINE halves fold_numbers(wide_sums sums)
{
    return halves_from_sums(lanes_u64(sums.low), lanes_u64(sums.high));
}

/* Two that are any 64 bits. `high` adds their upper 16 bits in lanes of 32, and
 *     total = 2^48 * high + rest,   0 <= rest < 2^48 * N  for N numbers,
 * so that low determines rest while N <= 2^15, which is a block of the smallest elements. One
 * shuffle brings the upper halves of both together: five operations for two numbers. */
SPELT_INLINE void add_two_unsigned(wide_sums *sums, sums_u64 a, sums_u64 b)
{
    sums->low += a + b;
    sums->high = (sums_u64)((sums_u32)sums->high + ((sums_u32)upper_halves(a, b) >> 16));
}

SPELT_INLINE void add_two_signed(wide_sums *sums, sums_u64 a, sums_u64 b)
{
    sums->low += a + b;
    sums->high = (sums_u64)((sums_i32)sums->high + ((sums_i32)upper_halves(a, b) >> 16));
}

SPELT_INLINE halves fold_upper_16(uint64_t low, int64_t high)
{
    const uint64_t rest = low - ((uint64_t)high << 48);
    return (halves){high * (1 << 16) + (int64_t)(rest >> 32), (uint32_t)rest};
}

SPELT_INLINE halves fold_two_unsigned(wide_sums sums)
{
    return fold_upper_16(lanes_u64(sums.low), (int64_t)lanes_u32((sums_u32)sums.high));
}

SPELT_INLINE halves fold_two_signed(wide_sums sums)
{
    return fold_upper_16(lanes_u64(sums.low), lanes_i32((sums_i32)sums.high));
}

/* The even and the odd elements of 32 bits, multiplied. */
SPELT_INLINE two_vectors products_unsigned(sums_u64 x, sums_u64 y)
{
    return (two_vectors){multiply_lower(x, y), multiply_lower(x >> 32, y >> 32)};
}

/* ---- i16 ------------------------------------------------------------------------------------- */

/* Two products lie in (-2^31, 2^31]: one more than 32 bits hold at the upper end, where
 * -32768 * -32768 comes twice and PMADDWD wraps, and one less at the lower. Biased by 2^31 - 1 they
 * are unsigned, a and b, wrapped or not; a lane adds two at once, the number 2^32 * b + a. */
#define WORD_PAIR_BIAS INT32_MAX

SPELT_INLINE void add_word_products(wide_sums *sums, sums_u64 x, sums_u64 y)
{
    const sums_u32 bias = (sums_u32){0} + (uint32_t)WORD_PAIR_BIAS;
#ifdef INTEGER_VNNI
    add_number(sums, (sums_u64)add_pairs((sums_i32)bias, (words_i16)x, (words_i16)y));
#else
    add_number(sums, (sums_u64)((sums_u32)multiply_pairs((words_i16)x, (words_i16)y) + bias));
#endif
}

SPELT_INLINE void step_dot_i16(wide_sums *sums, two_vectors x, two_vectors y)
{
    add_word_products(sums, x.first, y.first);
    add_word_products(sums, x.second, y.second);
}

/* high is the sum of all b, and rest that of all a. */
SPELT_INLINE int64_t narrow_dot_i16(const i16 *x, const i16 *y, size_t n)
{
    const halves sum = fold_numbers(
        add_vectors((const void *)x, (const void *)y, 2, 2 * n, step_dot_i16));
    return sum.high + (int64_t)sum.rest - filled_twice(n, 2) / 2 * WORD_PAIR_BIAS;
}

SPELT_INLINE int64_t narrow_sumsq_i16(const i16 *x, const i16 *y, size_t n)
{
    (void)y;
    return narrow_dot_i16(x, x, n);
}

SPELT_FROM_NARROW(sumsq, i16, int64_t)
SPELT_FROM_NARROW(dot, i16, int64_t)

/* VNNI has nothing for what follows. */
#ifndef INTEGER_VNNI

/* ---- Sums ------------------------------------------------------------------------------------ */

/* Halves of 32-bit elements, in lanes of 32 bits: 2^15 of 16 bits. */
SPELT_INLINE void add_word_halves(wide_sums *sums, sums_u64 x, sums_u64 upper)
{
    sums->low = (sums_u64)((sums_u32)sums->low + ((sums_u32)x & UINT16_MAX));
    sums->high = (sums_u64)((sums_u32)sums->high + (sums_u32)upper);
}

SPELT_INLINE void step_sum_u32(wide_sums *sums, two_vectors x, two_vectors y)
{
    (void)y;
    add_word_halves(sums, x.first, (sums_u64)((sums_u32)x.first >> 16));
    add_word_halves(sums, x.second, (sums_u64)((sums_u32)x.second >> 16));
}

SPELT_INLINE void step_sum_i32(wide_sums *sums, two_vectors x, two_vectors y)
{
    (void)y;
    add_word_halves(sums, x.first, (sums_u64)((sums_i32)x.first >> 16));
    add_word_halves(sums, x.second, (sums_u64)((sums_i32)x.second >> 16));
}

/* 2^16 * high + low. */
SPELT_INLINE halves fold_word_halves(uint64_t low, int64_t high)
{
    const int64_t total = high * (1 << 16) + (int64_t)low;
    return (halves){total >> 32, (uint32_t)total};
}

SPELT_INLINE halves fold_sum_u32(wide_sums sums)
{
    return fold_word_halves(lanes_u32((sums_u32)sums.low),
                            (int64_t)lanes_u32((sums_u32)sums.high));
}

SPELT_INLINE halves fold_sum_i32(wide_sums sums)
{
    return fold_word_halves(lanes_u32((sums_u32)sums.low), lanes_i32((sums_i32)sums.high));
}

SPELT_INLINE void step_sum_u64(wide_sums *sums, two_vectors x, two_vectors y)
{
    (void)y;
    add_two_unsigned(sums, x.first, x.second);
}

SPELT_INLINE void step_sum_i64(wide_sums *sums, two_vectors x, two_vectors y)
{
    (void)y;
    add_two_signed(sums, x.first, x.second);
}

/* From a step. More than a block is out of line, for the sake of short calls. */
#define SPELT_WIDE(op, type, out, sign, second, fold)                                              \
    SPELT_INLINE halves block_##op##_##type(const type *x, const type *y, size_t n)                \
    {                                                                                              \
        (void)y;                                                                                   \
        return fold(add_vectors((const void *)x, (const void *)(second), sizeof(type),             \
                                sizeof(type) * n, step_##op##_##type));                            \
    }                                                                                              \
    static __attribute__((noinline)) int192 vector_total_##op##_##type(                            \
        const type *x, const type *y, size_t n)                                                    \
    {                                                                                              \
        const size_t most = WIDE_BLOCK / sizeof(type);                                             \
        halves total = {0, 0};                                                                     \
        for (size_t done = 0; done < n; done += most) {                                            \
            const size_t length = n - done < most ? n - done : most;                               \
            total = halves_add(total, block_##op##_##type(x + done, y + done, length));            \
        }                                                                                          \
        return halves_192(total);                                                                  \
    }                                                                                              \
    static __attribute__((noinline)) int long_result_##op##_##type(const type *x, const type *y,   \
                                                                   size_t n, out *result)          \
    {                                                                                              \
        return !fits_##type(vector_total_##op##_##type(x, y, n), result);                          \
    }                                                                                              \
    SPELT_INLINE int vector_result_##op##_##type(const type *x, const type *y, size_t n,           \
                                                 out *result)                                      \
    {                                                                                              \
        if (n <= 2 * INTEGER_BYTES / sizeof(type))                                                 \
            return halves_result_##sign(                                                           \
                fold(add_up_to_two((const void *)x, (const void *)(second), sizeof(type),          \
                                   sizeof(type) * n, step_##op##_##type)),                         \
                result);                                                                           \
        if (SPELT_LIKELY(n <= WIDE_BLOCK / sizeof(type)))                                          \
            return halves_result_##sign(block_##op##_##type(x, y, n), result);                     \
        return long_result_##op##_##type(x, y, n, result);                                         \
    }

SPELT_WIDE(sum, u32, uint64_t, unsigned, x, fold_sum_u32)
SPELT_WIDE(sum, i32, int64_t, signed, x, fold_sum_i32)
SPELT_WIDE(sum, u64, uint64_t, unsigned, x, fold_two_unsigned)
SPELT_WIDE(sum, i64, int64_t, signed, x, fold_two_signed)

/* ---- Products of 32 bits --------------------------------------------------------------------- */

SPELT_INLINE void step_dot_u32(wide_sums *sums, two_vectors x, two_vectors y)
{
    const two_vectors a = products_unsigned(x.first, y.first);
    const two_vectors b = products_unsigned(x.second, y.second);
    add_two_unsigned(sums, a.first, a.second);
    add_two_unsigned(sums, b.first, b.second);
}

SPELT_INLINE void step_sumsq_u32(wide_sums *sums, two_vectors x, two_vectors y)
{
    (void)y;
    step_dot_u32(sums, x, x);
}

SPELT_WIDE(sumsq, u32, uint64_t, unsigned, x, fold_two_unsigned)
SPELT_WIDE(dot, u32, uint64_t, unsigned, y, fold_two_unsigned)

#ifdef INTEGER_MULTIPLY_SIGNED

SPELT_INLINE two_vectors products_signed(sums_u64 x, sums_u64 y)
{
    return (two_vectors){multiply_lower_signed(x, y), multiply_lower_signed(x >> 32, y >> 32)};
}

SPELT_INLINE void step_dot_i32(wide_sums *sums, two_vectors x, two_vectors y)
{
    const two_vectors a = products_signed(x.first, y.first);
    const two_vectors b = products_signed(x.second, y.second);
    add_two_signed(sums, a.first, a.second);
    add_two_signed(sums, b.first, b.second);
}

/* Squares are at most 2^62, two of them 2^63. */
SPELT_INLINE void step_sumsq_i32(wide_sums *sums, two_vectors x, two_vectors y)
{
    const two_vectors a = products_signed(x.first, x.first);
    const two_vectors b = products_signed(x.second, x.second);
    (void)y;
    add_number(sums, a.first + a.second);
    add_number(sums, b.first + b.second);
}

SPELT_WIDE(sumsq, i32, int64_t, signed, x, fold_numbers)
SPELT_WIDE(dot, i32, int64_t, signed, y, fold_two_signed)

#endif

/* ---- Products of 64 bits --------------------------------------------------------------------- */

/* The elements as 32-bit numbers; `outside` has an upper half where one is not. */
SPELT_INLINE void step_dot_u64(wide_sums *sums, two_vectors x, two_vectors y)
{
    sums->outside |= x.first | y.first | x.second | y.second;
    add_two_unsigned(sums, multiply_lower(x.first, y.first), multiply_lower(x.second, y.second));
}

SPELT_INLINE void step_sumsq_u64(wide_sums *sums, two_vectors x, two_vectors y)
{
    (void)y;
    sums->outside |= x.first | x.second;
    add_two_unsigned(sums, multiply_lower(x.first, x.first), multiply_lower(x.second, x.second));
}

#define SPELT_STRETCH(op, type, out, sign, second, fold)                                           \
    SPELT_INLINE stretch stretch_##op##_##type(const type *x, const type *y, size_t n)             \
    {                                                                                              \
        const void *const a = x, *const b = second;                                                \
        const size_t bytes = sizeof(type), size = bytes * n;                                       \
        const wide_sums sums =                                                                     \
            size <= 2 * INTEGER_BYTES ? add_up_to_two(a, b, bytes, size, step_##op##_##type)       \
                                      : add_vectors(a, b, bytes, size, step_##op##_##type);        \
        (void)y;                                                                                   \
        return (stretch){fold(sums), lanes_or_u64(sums.outside)};                                  \
    }                                                                                              \
    SPELT_FROM_STRETCHES(op, type, out, sign)

SPELT_STRETCH(sumsq, u64, uint64_t, unsigned, x, fold_two_unsigned)
SPELT_STRETCH(dot, u64, uint64_t, unsigned, y, fold_two_unsigned)

#ifdef INTEGER_MULTIPLY_SIGNED

SPELT_INLINE sums_u64 from_least_i32(sums_u64 x)
{
    return x + ((uint64_t)1 << 31);
}

SPELT_INLINE void step_dot_i64(wide_sums *sums, two_vectors x, two_vectors y)
{
    sums->outside |= from_least_i32(x.first) | from_least_i32(y.first);
    sums->outside |= from_least_i32(x.second) | from_least_i32(y.second);
    add_two_signed(sums, multiply_lower_signed(x.first, y.first),
                   multiply_lower_signed(x.second, y.second));
}

SPELT_INLINE void step_sumsq_i64(wide_sums *sums, two_vectors x, two_vectors y)
{
    (void)y;
    sums->outside |= from_least_i32(x.first) | from_least_i32(x.second);
    add_number(sums, multiply_lower_signed(x.first, x.first) +
                         multiply_lower_signed(x.second, x.second));
}

SPELT_STRETCH(sumsq, i64, int64_t, signed, x, fold_numbers)
SPELT_STRETCH(dot, i64, int64_t, signed, y, fold_two_signed)

#endif

#endif

#endif
