/* vector_exact.h - the constants and single steps of the exact reductions, in vectors of f64. f32
 * is converted, which is exact.
 *
 * The grid. With u = 2^(scale - 51), all terms t below 2^scale = 2^51 u in magnitude and
 * s1 = 1.5 * 2^52 u, the sum t + s1 lies in [2^52 u, 2^53 u], where the f64 are the multiples of u:
 * a = fl(t + s1) rounds t to a multiple of u, q1 = a - s1, and the 52 low bits of a, as an integer,
 * are q1 / u + 2^51. So adding up the bits of the a's as 64-bit integers adds up the q1 exactly;
 * 2^12 of them cannot overflow. (Extraction of leading bits by adding a constant: Rump, Ogita,
 * Oishi, Accurate floating-point summation part I, 2008, ExtractVector; the sums as integers in
 * place of headroom in the mantissa are our own.)
 *
 * The second word, u2 = 2^-50 u, s2 = 1.5 * 2^52 u2 = 6 u: c = (s1 + s2) - a = s2 - q1 is exact
 * (multiples of u below 2^53 u), and b = fl(t + c) rounds t - q1 + s2 to a multiple of u2, for |t -
 * q1| < u = 2^50 u2 in every rounding mode. For a product t = x * y both are one fused operation,
 * and t itself is never rounded. Two words hold t up to less than u2 = 2^(scale - 101), and exactly
 * where t is a multiple of u2.
 *
 * The third word, u3 = 2^-50 u2, s3 = 6 u2, for products of f64: t = p + e with p = fl(x * y) and
 * e = fma(x, y, -p) exact (|p| >= EXACT_LEAST), |e| <= 2^-52 |p| < u / 2. If p is a multiple of u2,
 * b = p + c is exact; d = fl(b + e) rounds e to a multiple of u2 (|p - q1 + e| < 1.5 u < 2^51 u2);
 * (b + s3) - d = s3 - q2 is exact, and f = e + that is s3 + e - q2, with |e - q2| < u2 = 2^50 u3:
 * exact where e is a multiple of u3. */
#ifndef SPELT_SIMD_VECTOR_EXACT_H
#define SPELT_SIMD_VECTOR_EXACT_H

#include "simd/exact_total.h"

/* Terms of magnitude 2^k and more are multiples of u2 (two words) or their errors are of u3 (three)
 * if k >= scale - these: a term is an integer times 2^(k + 1 - bits), bits = 53 for f64, 24 for
 * f32, 48 for its products; an f64 product is one times 2^(k - 105). */
enum {
    exact_width_sum_f64 = SPELT_EXACT_UNIT_2 - 52,
    exact_width_sum_f32 = SPELT_EXACT_UNIT_2 - 23,
    exact_width_sumsq_f32 = SPELT_EXACT_UNIT_2 - 47,
    exact_width_dot_f32 = exact_width_sumsq_f32,
    exact_width_sumsq_f64 = SPELT_EXACT_UNIT_3 - 105,
    exact_width_dot_f64 = exact_width_sumsq_f64
};

/* Whether terms are rounded products, whose errors are a stream of their own. */
enum {
    exact_has_errors_sum_f64 = 0,
    exact_has_errors_sum_f32 = 0,
    exact_has_errors_sumsq_f32 = 0,
    exact_has_errors_dot_f32 = 0,
    exact_has_errors_sumsq_f64 = 1,
    exact_has_errors_dot_f64 = 1
};

enum { exact_op_sum, exact_op_sumsq, exact_op_dot };

/* The least terms that the words take, zeros apart: the error of a product is a multiple of 2^-1005
 * then, no subnormal, and so is every number on the way. */
#define EXACT_LEAST 0x1p-900
/* Terms from here on leave no room for s1. */
#define EXACT_TOO_GREAT 0x1p1018

/* t + c with one rounding. */
SPELT_INLINE vec_f64 exact_add_sum(vec_f64 x, vec_f64 y, vec_f64 c)
{
    (void)y;
    return add_f64(x, c);
}

SPELT_INLINE vec_f64 exact_add_sumsq(vec_f64 x, vec_f64 y, vec_f64 c)
{
    (void)y;
    return fused_add_f64(x, x, c);
}

SPELT_INLINE vec_f64 exact_add_dot(vec_f64 x, vec_f64 y, vec_f64 c)
{
    return fused_add_f64(x, y, c);
}

/* x * y - p; never asked of a sum. */
SPELT_INLINE vec_f64 exact_error_sum(vec_f64 x, vec_f64 y, vec_f64 p)
{
    (void)x, (void)y, (void)p;
    return zero_f64();
}

SPELT_INLINE vec_f64 exact_error_sumsq(vec_f64 x, vec_f64 y, vec_f64 p)
{
    (void)y;
    return fused_subtract_f64(x, x, p);
}

SPELT_INLINE vec_f64 exact_error_dot(vec_f64 x, vec_f64 y, vec_f64 p)
{
    return fused_subtract_f64(x, y, p);
}

/* Whether both factors are other than 0, so that a product of 0 has underflown. */
SPELT_INLINE mask_f64 exact_no_zero_sum(vec_f64 x, vec_f64 y)
{
    (void)y;
    return differ_f64(x, zero_f64());
}

SPELT_INLINE mask_f64 exact_no_zero_sumsq(vec_f64 x, vec_f64 y)
{
    return exact_no_zero_sum(x, y);
}

SPELT_INLINE mask_f64 exact_no_zero_dot(vec_f64 x, vec_f64 y)
{
    return and_mask_f64(differ_f64(x, zero_f64()), differ_f64(y, zero_f64()));
}

/* A term as the vectors have it. */
SPELT_INLINE f64 exact_term_sum(f64 x, f64 y)
{
    (void)y;
    return x;
}

SPELT_INLINE f64 exact_term_sumsq(f64 x, f64 y)
{
    (void)y;
    return x * x;
}

SPELT_INLINE f64 exact_term_dot(f64 x, f64 y)
{
    return x * y;
}

/* The number below a magnitude; a NaN for 0, which min_f64() passes over. */
SPELT_INLINE vec_f64 one_bit_less(vec_f64 magnitude)
{
    return f64_of_bits(add_i64(bits_of_f64(magnitude), all_i64(-1)));
}

/* 2^exponent, normal. */
SPELT_INLINE f64 exact_power(int exponent)
{
    uint64_t bits = (uint64_t)(exponent + 1023) << 52;
    f64 power;
    __builtin_memcpy(&power, &bits, sizeof power);
    return power;
}

/* What terms in the window are below; 0 where there is none. */
SPELT_INLINE f64 exact_limit_of(const exact_total *total)
{
    return total->scale == SPELT_EXACT_NO_SCALE ? 0 : exact_power(total->scale);
}

/* magnitude < 2^this. */
SPELT_INLINE int exact_exponent(f64 magnitude)
{
    uint64_t bits;
    __builtin_memcpy(&bits, &magnitude, sizeof bits);
    return (int)(bits >> 52) - 1022;
}

SPELT_INLINE uint64_t exact_bits(f64 value)
{
    uint64_t bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    return bits;
}

typedef struct {
    f64 s1, s1_and_s2, s3;
} exact_grid;

SPELT_INLINE exact_grid exact_grid_at(int scale)
{
    f64 s1 = 1.5 * exact_power(scale + 1), s2 = 1.5 * exact_power(scale - 49);
    return (exact_grid){s1, s1 + s2, 1.5 * exact_power(scale - 99)};
}

/* The word sums as they are gathered: bits of a, b (or d) and f, and where the sign or exponent of
 * an a was not that of s1. */
typedef struct {
    vec_i64 word1, word2, word3, outside;
} exact_sums;

SPELT_INLINE exact_sums exact_no_sums(void)
{
    return (exact_sums){zero_i64(), zero_i64(), zero_i64(), zero_i64()};
}

SPELT_INLINE int exact_all_inside(const exact_sums *sums)
{
    return !any_bit(sums->outside, UINT64_C(0xfff) << 52);
}

/* The integers that were added as bits of 1.5 * 2^k + integer, `count` of them. */
SPELT_INLINE int64_t exact_word(vec_i64 bits, f64 s, size_t count)
{
    return (int64_t)(fold_i64(bits) - exact_bits(s) * (uint64_t)count);
}

#endif
