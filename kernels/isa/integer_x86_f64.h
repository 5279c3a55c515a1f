/* integer_x86_f64.h - totals of products of 64-bit elements where AVX-512 converts these to f64 and
 * multiplies them modulo 2^64. Of S, the total of a stretch, W = S modulo 2^64 and a sum in f64 near it
 * are known, and where that is nearer than 2^63 there is one S only:
 *
 *     S = W + 2^64 * k,   k the integer nearest to (near - W) / 2^64
 *
 * A term is rounded when x and y are converted, and in at most 33 additions of a lane and 4 of the fold:
 * in any direction |near - S| < 40 * 2^-52 * sum |x * y| < 2^-46 * size, size being that sum in f64. So
 * size <= 2^107 leaves room for the roundings of near - W.
 *
 * near_<op>_<type>(x, y, n, &total) tells whether the total of n <= STRETCH_TERMS is known. */
#ifndef SPELT_ISA_INTEGER_X86_F64_H
#define SPELT_ISA_INTEGER_X86_F64_H

#include "isa/int192.h"

#include <immintrin.h>

#define INTEGER_NEAR 1
#define NEAR_MOST 0x1p107

SPELT_INLINE int near_total(__m512i wrapped, __m512d sums, __m512d sizes, int192 *total)
{
    const int64_t rest = _mm512_reduce_add_epi64(wrapped);
    const f64 near = _mm512_reduce_add_pd(sums), size = _mm512_reduce_add_pd(sizes);
    if (!(size <= NEAR_MOST))
        return 0;
    const f64 upper = (near - (f64)rest) * 0x1p-64;
    const int64_t k = (int64_t)(upper < 0 ? upper - 0.5 : upper + 0.5);
    *total = int192_from((int128)((uint128)(int128)k << 64) + rest);
    return 1;
}

#define SPELT_NEAR(op, type, second, to_f64)                                                       \
    SPELT_INLINE int near_##op##_##type(const type *x, const type *y, size_t n, int192 *total)     \
    {                                                                                              \
        __m512i wrapped = _mm512_setzero_si512();                                                  \
        __m512d sums = _mm512_setzero_pd(), sizes = sums;                                          \
        (void)y;                                                                                   \
        for (size_t i = 0; i < n; i += 8) {                                                        \
            const __mmask8 there = (__mmask8)(n - i < 8 ? (1U << (n - i)) - 1 : 0xff);             \
            const __m512i a = _mm512_maskz_loadu_epi64(there, x + i);                              \
            const __m512i b = _mm512_maskz_loadu_epi64(there, second + i);                         \
            const __m512d c = to_f64(a), d = to_f64(b);                                            \
            wrapped = _mm512_add_epi64(wrapped, _mm512_mullo_epi64(a, b));                         \
            sums = _mm512_fmadd_pd(c, d, sums);                                                    \
            sizes = _mm512_fmadd_pd(_mm512_abs_pd(c), _mm512_abs_pd(d), sizes);                    \
        }                                                                                          \
        return near_total(wrapped, sums, sizes, total);                                            \
    }
SPELT_NEAR(sumsq, i64, x, _mm512_cvtepi64_pd)
SPELT_NEAR(dot, i64, y, _mm512_cvtepi64_pd)
SPELT_NEAR(sumsq, u64, x, _mm512_cvtepu64_pd)
SPELT_NEAR(dot, u64, y, _mm512_cvtepu64_pd)

#endif
