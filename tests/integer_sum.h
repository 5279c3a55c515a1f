/* integer_sum.h - exact sums of products by integer arithmetic, as an opinion that shares nothing
 * with the library: digits of 8 bits, rounded one bit at a time. */
#ifndef SPELT_TESTS_INTEGER_SUM_H
#define SPELT_TESTS_INTEGER_SUM_H

#include <math.h>
#include <stdint.h>
#include <string.h>

/* Digit i is worth 2^(8 i - SUM_BASE). The least bit of a product of normalized mantissas is
 * 2^-2252; 2^2304 is far above any sum. */
enum { SUM_BASE = 2304, SUM_DIGITS = 576 };

typedef struct {
    int64_t digit[SUM_DIGITS]; /* any values, until carried: below 2^16 * 2^40 for 2^40 terms */
    int plus_infinity, minus_infinity, nan;
} integer_sum;

/* |x| = *mantissa * 2^*exponent, the mantissa below 2^53. */
static inline void sum_split(double x, uint64_t *mantissa, int *exponent)
{
    *mantissa = (uint64_t)ldexp(frexp(fabs(x), exponent), 53);
    *exponent -= 53;
}

/* sum += x * y; y = 1 adds x. */
static inline void sum_add(integer_sum *sum, double x, double y)
{
    double product = x * y; /* for its kind only */
    if (!isfinite(x) || !isfinite(y)) {
        sum->nan |= isnan(product);
        sum->plus_infinity |= product > 0;
        sum->minus_infinity |= product < 0;
        return;
    }
    uint64_t a, b;
    int a_exponent, b_exponent, sign = (signbit(x) != 0) != (signbit(y) != 0) ? -1 : 1;
    sum_split(x, &a, &a_exponent);
    sum_split(y, &b, &b_exponent);
    int position = a_exponent + b_exponent + SUM_BASE;
    a <<= position % 8;
    for (int i = 0; i < 8; i++)
        for (int j = 0; j < 7; j++)
            sum->digit[position / 8 + i + j] +=
                sign * (int64_t)(a >> 8 * i & 255) * (int64_t)(b >> 8 * j & 255);
}

/* Digits from 0 to 255, the last of any sign: the value in two's complement. */
static inline void sum_carry(integer_sum *sum)
{
    for (int i = 0; i + 1 < SUM_DIGITS; i++) {
        int64_t low = ((sum->digit[i] % 256) + 256) % 256;
        sum->digit[i + 1] += (sum->digit[i] - low) / 256;
        sum->digit[i] = low;
    }
}

static inline int sum_is_negative(const integer_sum *carried)
{
    return carried->digit[SUM_DIGITS - 1] < 0;
}

static inline void sum_negate(integer_sum *sum)
{
    for (int i = 0; i < SUM_DIGITS; i++)
        sum->digit[i] = -sum->digit[i];
    sum_carry(sum);
}

static inline int sum_bit(const integer_sum *carried, int exponent)
{
    int position = exponent + SUM_BASE;
    return (int)(carried->digit[position / 8] >> position % 8 & 1);
}

/* Rounded to nearest, ties to even, to numbers of `precision` bits that are multiples of 2^least;
 * past the greatest f64 it is infinite. */
static inline double sum_round(const integer_sum *exact, int precision, int least)
{
    integer_sum sum = *exact;
    sum_carry(&sum);
    if (sum.nan || (sum.plus_infinity && sum.minus_infinity))
        return NAN;
    if (sum.plus_infinity || sum.minus_infinity)
        return sum.plus_infinity ? INFINITY : -INFINITY;
    int negative = sum_is_negative(&sum), sticky = 0;
    if (negative)
        sum_negate(&sum);
    int highest = 8 * SUM_DIGITS - SUM_BASE - 1, lowest = -SUM_BASE;
    while (highest >= lowest && !sum_bit(&sum, highest))
        highest--;
    if (highest < lowest)
        return 0;
    int unit = highest - precision + 1 > least ? highest - precision + 1 : least;
    uint64_t quotient = 0;
    for (int e = highest; e >= unit; e--)
        quotient = 2 * quotient + (uint64_t)sum_bit(&sum, e);
    for (int e = lowest; e < unit - 1; e++)
        sticky |= sum_bit(&sum, e);
    if (sum_bit(&sum, unit - 1) && (sticky || quotient % 2))
        quotient++;
    double value = ldexp((double)quotient, unit);
    return negative ? -value : value;
}

static inline double sum_round_f64(const integer_sum *sum)
{
    return sum_round(sum, 53, -1074);
}

static inline float sum_round_f32(const integer_sum *sum)
{
    return (float)sum_round(sum, 24, -149); /* exact, or past the greatest f32 */
}

/* 64 bits of the two's complement from 2^exponent on; exponent + SUM_BASE is a multiple of 8. */
static inline uint64_t sum_limb(const integer_sum *carried, int exponent)
{
    uint64_t limb = 0;
    for (int i = 0; i < 8; i++)
        limb |= (uint64_t)(carried->digit[(exponent + SUM_BASE) / 8 + i] & 255) << 8 * i;
    return limb;
}

#endif
