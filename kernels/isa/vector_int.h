/* vector_int.h - exact integer totals in the vectors of vec_<isa>.h.
 *
 * 64-bit lanes cannot hold a sum of 64-bit numbers, so a lane keeps two sums of unsigned numbers
 * u: `low`, of u modulo 2^64, and `high`, of the upper halves of u. Then
 *     sum of u = 2^32 * high + rest,   0 <= rest < 2^32 * N  for N numbers,
 * and while 2^32 * N <= 2^64, low determines rest: the sum is exact. A kernel sees at most
 * SPELT_INT_TERMS = 2^24 terms, so N <= 2^24 over all lanes together, and the lanes can be added
 * up before they are put together.
 *
 * Signed numbers are made unsigned by a bias. A 64-bit element is biased by 2^63. The sum of two
 * products of 32-bit numbers lies in (-2^63, 2^63], one more than 64 bits hold at the upper end
 * and one less at the lower, so it is biased by 2^63 - 1: wrapped or not, it comes out right. */
#ifndef SPELT_ISA_VECTOR_INT_H
#define SPELT_ISA_VECTOR_INT_H

#include "isa/scalar_element.h"
#include "isa/vector_element.h"

typedef struct {
    vec_i64 low, high;
    size_t numbers; /* how many were added, over all lanes */
} wide_sum;

#define ELEMENT_BIAS ((uint64_t)1 << 63)
#define PAIR_BIAS (ELEMENT_BIAS - 1)

SPELT_INLINE wide_sum wide_zero(void)
{
    return (wide_sum){zero_i64(), zero_i64(), 0};
}

/* Adds the numbers s of all lanes, which are signed, with the bias of their kind. */
SPELT_INLINE void wide_add(wide_sum *sum, vec_i64 s, uint64_t bias)
{
    vec_i64 u = add_i64(s, all_i64((int64_t)bias));
    sum->low = add_i64(sum->low, u);
    sum->high = add_i64(sum->high, upper_half(u));
    sum->numbers += LANES_i64;
}

SPELT_INLINE wide_sum wide_merge(wide_sum a, wide_sum b)
{
    return (wide_sum){add_i64(a.low, b.low), add_i64(a.high, b.high), a.numbers + b.numbers};
}

SPELT_INLINE int128 wide_total(wide_sum sum, uint64_t bias)
{
    uint64_t low, high;
    fold_pair_i64(sum.low, sum.high, &low, &high);
    uint64_t rest = low - (high << 32);
    return (int128)(((uint128)high << 32) + rest - (uint128)bias * sum.numbers);
}

/* The total if it fits: 0 and *result, else 1. With bias = 2^63 - d it is
 *     2^32 * (high - 2^31 * numbers) + (rest + d * numbers),
 * which is put together from halves without 128-bit arithmetic. */
SPELT_INLINE int wide_result(wide_sum sum, uint64_t bias, int64_t *result)
{
    uint64_t low, high;
    fold_pair_i64(sum.low, sum.high, &low, &high);
    uint64_t rest = low - (high << 32) + (ELEMENT_BIAS - bias) * sum.numbers;
    int64_t upper = (int64_t)(high - ((uint64_t)sum.numbers << 31) + (rest >> 32));
    if (SPELT_UNLIKELY(upper != (int32_t)upper))
        return 1;
    *result = (int64_t)((uint64_t)upper << 32 | (uint32_t)rest);
    return 0;
}

SPELT_INLINE int64_t narrow_sum_i32(const i32 *x, size_t n)
{
    /* |lane| <= 2^24 * 2^31 */
    vec_i64 a = zero_i64(), b = zero_i64(), c = zero_i64(), d = zero_i64();
    for (; n >= 4 * LANES_i64; n -= 4 * LANES_i64, x += 4 * LANES_i64) {
        a = add_i64(a, load_i32_as_i64(x));
        b = add_i64(b, load_i32_as_i64(x + LANES_i64));
        c = add_i64(c, load_i32_as_i64(x + 2 * LANES_i64));
        d = add_i64(d, load_i32_as_i64(x + 3 * LANES_i64));
    }
    for (; n >= LANES_i64; n -= LANES_i64, x += LANES_i64)
        a = add_i64(a, load_i32_as_i64(x));
    if (n > 0)
        b = add_i64(b, load_part_i32_as_i64(x, n));
    return (int64_t)fold_i64(add_i64(add_i64(a, b), add_i64(c, d)));
}

SPELT_INLINE wide_sum wide_sum_i64(const i64 *x, const i64 *y, size_t n)
{
    (void)y;
    wide_sum a = wide_zero(), b = wide_zero();
    for (; n >= 2 * LANES_i64; n -= 2 * LANES_i64, x += 2 * LANES_i64) {
        wide_add(&a, load_i64_as_i64(x), ELEMENT_BIAS);
        wide_add(&b, load_i64_as_i64(x + LANES_i64), ELEMENT_BIAS);
    }
    if (n >= LANES_i64) {
        wide_add(&a, load_i64_as_i64(x), ELEMENT_BIAS);
        n -= LANES_i64, x += LANES_i64;
    }
    if (n > 0)
        wide_add(&b, load_part_i64_as_i64(x, n), ELEMENT_BIAS);
    return wide_merge(a, b);
}

SPELT_INLINE int192 vector_total_sum_i32(const i32 *x, const i32 *y, size_t n)
{
    (void)y;
    return int192_from(narrow_sum_i32(x, n));
}

SPELT_INLINE int vector_result_sum_i32(const i32 *x, const i32 *y, size_t n, int64_t *result)
{
    (void)y;
    *result = narrow_sum_i32(x, n);
    return 0;
}

#define SPELT_FROM_WIDE(op, type, bias)                                                            \
    SPELT_INLINE int192 vector_total_##op##_##type(const type *x, const type *y, size_t n)         \
    {                                                                                              \
        return int192_from(wide_total(wide_##op##_##type(x, y, n), bias));                         \
    }                                                                                              \
    SPELT_INLINE int vector_result_##op##_##type(const type *x, const type *y, size_t n,           \
                                                 int64_t *result)                                  \
    {                                                                                              \
        return wide_result(wide_##op##_##type(x, y, n), bias, result);                             \
    }

SPELT_FROM_WIDE(sum, i64, ELEMENT_BIAS)

#ifndef SPELT_NO_SIGNED_MULTIPLY

/* The products of even and of odd elements, added: in (-2^63, 2^63]. */
SPELT_INLINE vec_i64 pair_products(vec_i32 x, vec_i32 y)
{
    return add_i64(multiply_lower_halves(x, y),
                   multiply_lower_halves(upper_half(x), upper_half(y)));
}

SPELT_INLINE wide_sum wide_dot_i32(const i32 *x, const i32 *y, size_t n)
{
    wide_sum a = wide_zero(), b = wide_zero();
    for (; n >= 2 * LANES_i32; n -= 2 * LANES_i32, x += 2 * LANES_i32, y += 2 * LANES_i32) {
        vec_i64 first = pair_products(load_i32_as_i32(x), load_i32_as_i32(y));
        vec_i64 second =
            pair_products(load_i32_as_i32(x + LANES_i32), load_i32_as_i32(y + LANES_i32));
        wide_add(&a, first, PAIR_BIAS);
        wide_add(&b, second, PAIR_BIAS);
    }
    if (n >= LANES_i32) {
        wide_add(&a, pair_products(load_i32_as_i32(x), load_i32_as_i32(y)), PAIR_BIAS);
        n -= LANES_i32, x += LANES_i32, y += LANES_i32;
    }
    if (n > 0)
        wide_add(&b, pair_products(load_part_i32_as_i32(x, n), load_part_i32_as_i32(y, n)),
                 PAIR_BIAS);
    return wide_merge(a, b);
}

SPELT_INLINE wide_sum wide_sumsq_i32(const i32 *x, const i32 *y, size_t n)
{
    (void)y;
    return wide_dot_i32(x, x, n);
}

SPELT_FROM_WIDE(dot, i32, PAIR_BIAS)
SPELT_FROM_WIDE(sumsq, i32, PAIR_BIAS)

/* 64-bit elements are multiplied as 32-bit numbers while they are, a stretch at a time: x fits
 * where x + 2^31 has an empty upper half. A stretch in which one does not is done again, one
 * element at a time, in 192 bits. 256 elements: long enough that the test at the end costs nothing,
 * short enough that a lone large value does not cost much. */
#define STRETCH ((size_t)256)

typedef struct {
    wide_sum sum;
    vec_i64 outside; /* an upper half is set once an element did not fit */
} narrow_products;

SPELT_INLINE void narrow_add(narrow_products *products, vec_i64 x0, vec_i64 y0, vec_i64 x1,
                             vec_i64 y1)
{
    vec_i64 bias = all_i64((int64_t)1 << 31);
    vec_i64 in0 = or_i64(add_i64(x0, bias), add_i64(y0, bias));
    vec_i64 in1 = or_i64(add_i64(x1, bias), add_i64(y1, bias));
    products->outside = or_i64(products->outside, or_i64(in0, in1));
    wide_add(&products->sum, add_i64(multiply_lower_halves(x0, y0), multiply_lower_halves(x1, y1)),
             PAIR_BIAS);
}

/* One stretch of n elements. */
SPELT_INLINE narrow_products narrow_stretch(const i64 *x, const i64 *y, size_t n)
{
    narrow_products products = {wide_zero(), zero_i64()};
    for (; n > 2 * LANES_i64; n -= 2 * LANES_i64, x += 2 * LANES_i64, y += 2 * LANES_i64) {
        prefetch_ahead(x);
        prefetch_ahead(y);
        narrow_add(&products, load_i64_as_i64(x), load_i64_as_i64(y),
                   load_i64_as_i64(x + LANES_i64), load_i64_as_i64(y + LANES_i64));
    }
    if (n == 2 * LANES_i64)
        narrow_add(&products, load_i64_as_i64(x), load_i64_as_i64(y),
                   load_i64_as_i64(x + LANES_i64), load_i64_as_i64(y + LANES_i64));
    else if (n > LANES_i64)
        narrow_add(&products, load_i64_as_i64(x), load_i64_as_i64(y),
                   load_part_i64_as_i64(x + LANES_i64, n - LANES_i64),
                   load_part_i64_as_i64(y + LANES_i64, n - LANES_i64));
    else if (n > 0)
        narrow_add(&products, load_part_i64_as_i64(x, n), load_part_i64_as_i64(y, n), zero_i64(),
                   zero_i64());
    return products;
}

static __attribute__((noinline)) int192 wide_products(const i64 *x, const i64 *y, size_t n)
{
    return total_dot_i64(x, y, n);
}

SPELT_INLINE int192 vector_total_dot_i64(const i64 *x, const i64 *y, size_t n)
{
    wide_sum sum = wide_zero();
    int192 wide = int192_from(0);
    while (n > 0) {
        size_t length = n < STRETCH ? n : STRETCH;
        narrow_products products = narrow_stretch(x, y, length);
        if (SPELT_UNLIKELY(any_upper_half(products.outside)))
            wide = int192_add(wide, wide_products(x, y, length));
        else
            sum = wide_merge(sum, products.sum);
        x += length, y += length, n -= length;
    }
    return int192_add(wide, int192_from(wide_total(sum, PAIR_BIAS)));
}

/* More than a stretch, or one that is not narrow. Out of line for the sake of the others. */
static __attribute__((noinline)) int mixed_result(const i64 *x, const i64 *y, size_t n,
                                                  int64_t *result)
{
    int192 total = n <= STRETCH ? wide_products(x, y, n) : vector_total_dot_i64(x, y, n);
    return !int192_fits(total, result);
}

SPELT_INLINE int vector_result_dot_i64(const i64 *x, const i64 *y, size_t n, int64_t *result)
{
    if (n <= STRETCH) {
        narrow_products products = narrow_stretch(x, y, n);
        if (SPELT_LIKELY(!any_upper_half(products.outside)))
            return wide_result(products.sum, PAIR_BIAS, result);
    }
    return mixed_result(x, y, n, result);
}

SPELT_INLINE int192 vector_total_sumsq_i64(const i64 *x, const i64 *y, size_t n)
{
    (void)y;
    return vector_total_dot_i64(x, x, n);
}

SPELT_INLINE int vector_result_sumsq_i64(const i64 *x, const i64 *y, size_t n, int64_t *result)
{
    (void)y;
    return vector_result_dot_i64(x, x, n, result);
}

#endif

#endif
