/* vec_sse2.h - the vectors and the operations that the kernel bodies are written in, on SSE2. What
 * each one does is told in vec_avx512.h. */
#ifndef SPELT_ISA_VEC_SSE2_H
#define SPELT_ISA_VEC_SSE2_H

#include "isa/half.h"

#include <emmintrin.h>
#include <string.h>

/* A row of order 1, 16 vectors, is SPELT_ORDER_LANE_BYTES. */
#define ROW_VECTORS 16
/* The registers hold half of a row's lanes beside its terms. */
#define ROW_AT_ONCE 8
#define LANES_f32 4
#define LANES_f64 2
#define LANES_i32 4
#define LANES_i64 2

typedef __m128 vec_f32;
typedef __m128d vec_f64;
typedef __m128i vec_i32;
typedef __m128i vec_i64;

SPELT_INLINE vec_i64 load_i64_as_i64(const i64 *p)
{
    return _mm_loadu_si128((const __m128i *)p);
}

SPELT_INLINE vec_i64 load_part_i64_as_i64(const i64 *p, size_t n)
{
    if (n >= 2)
        return load_i64_as_i64(p);
    return n == 1 ? _mm_loadl_epi64((const __m128i *)p) : _mm_setzero_si128();
}

SPELT_INLINE vec_i32 load_i32_as_i32(const i32 *p)
{
    return _mm_loadu_si128((const __m128i *)p);
}

/* The odd lane moves in front of the pair that may follow it, then all back into place. */
SPELT_INLINE vec_i32 load_part_i32_as_i32(const i32 *p, size_t n)
{
    if (n >= 4)
        return load_i32_as_i32(p);
    __m128i v = n & 1 ? _mm_cvtsi32_si128(p[n - 1]) : _mm_setzero_si128();
    if (n & 2)
        v = _mm_unpacklo_epi64(_mm_loadl_epi64((const __m128i *)p), v);
    return v;
}

SPELT_INLINE __m128 load_two_f32(const f32 *p)
{
    return _mm_castsi128_ps(_mm_loadl_epi64((const __m128i *)(const void *)p));
}

SPELT_INLINE vec_f32 load_f32_as_f32(const f32 *p)
{
    return _mm_loadu_ps(p);
}

SPELT_INLINE vec_f32 load_part_f32_as_f32(const f32 *p, size_t n)
{
    if (n >= 4)
        return load_f32_as_f32(p);
    __m128 v = n & 1 ? _mm_load_ss(p + n - 1) : _mm_setzero_ps();
    if (n & 2)
        v = _mm_movelh_ps(load_two_f32(p), v);
    return v;
}

SPELT_INLINE vec_f64 load_f64_as_f64(const f64 *p)
{
    return _mm_loadu_pd(p);
}

SPELT_INLINE vec_f64 load_part_f64_as_f64(const f64 *p, size_t n)
{
    if (n >= 2)
        return load_f64_as_f64(p);
    return n == 1 ? _mm_load_sd(p) : _mm_setzero_pd();
}

SPELT_INLINE vec_f64 load_f32_as_f64(const f32 *p)
{
    return _mm_cvtps_pd(load_two_f32(p));
}

SPELT_INLINE vec_f64 load_part_f32_as_f64(const f32 *p, size_t n)
{
    if (n >= 2)
        return load_f32_as_f64(p);
    return n == 1 ? _mm_cvtps_pd(_mm_load_ss(p)) : _mm_setzero_pd();
}

/* Four numbers in 32-bit lanes. Those that are too small for a normal f16 are a fraction of 2^-14:
 * 2^-14 and the fraction, less 2^-14, is exact, and no other lane gets anything but 2^-14 there. */
SPELT_INLINE vec_f32 f32_of_four_f16(__m128i v)
{
    const __m128i bias = _mm_set1_epi32(112 << 23), least = _mm_set1_epi32(113 << 23);
    const __m128i exponent = _mm_and_si128(v, _mm_set1_epi32(0x7c00));
    const __m128i fraction = _mm_slli_epi32(_mm_and_si128(v, _mm_set1_epi32(0x3ff)), 13);
    const __m128i tiny = _mm_cmpeq_epi32(exponent, _mm_setzero_si128());
    const __m128i special = _mm_cmpeq_epi32(exponent, _mm_set1_epi32(0x7c00));
    const __m128i small =
        _mm_castps_si128(_mm_castsi128_ps(_mm_or_si128(_mm_and_si128(tiny, fraction), least)) -
                         _mm_castsi128_ps(least));
    __m128i normal = _mm_add_epi32(_mm_or_si128(_mm_slli_epi32(exponent, 13), fraction), bias);
    normal = _mm_add_epi32(normal, _mm_and_si128(special, bias));
    const __m128i sign = _mm_slli_epi32(_mm_and_si128(v, _mm_set1_epi32(0x8000)), 16);
    return _mm_castsi128_ps(
        _mm_or_si128(_mm_or_si128(small, _mm_andnot_si128(tiny, normal)), sign));
}

SPELT_INLINE __m128i load_four_16(const void *p)
{
    return _mm_loadl_epi64(p);
}

SPELT_INLINE __m128i load_part_16(const void *p, size_t n)
{
    return _mm_cvtsi64_si128((int64_t)load_part_of_four(p, n));
}

SPELT_INLINE vec_f32 load_f16_as_f32(const f16 *p)
{
    return f32_of_four_f16(_mm_unpacklo_epi16(load_four_16(p), _mm_setzero_si128()));
}

SPELT_INLINE vec_f32 load_part_f16_as_f32(const f16 *p, size_t n)
{
    return f32_of_four_f16(_mm_unpacklo_epi16(load_part_16(p, n), _mm_setzero_si128()));
}

SPELT_INLINE vec_f32 load_bf16_as_f32(const bf16 *p)
{
    return _mm_castsi128_ps(_mm_unpacklo_epi16(_mm_setzero_si128(), load_four_16(p)));
}

SPELT_INLINE vec_f32 load_part_bf16_as_f32(const bf16 *p, size_t n)
{
    return _mm_castsi128_ps(_mm_unpacklo_epi16(_mm_setzero_si128(), load_part_16(p, n)));
}

SPELT_INLINE vec_f32 first_of_pairs_f32(vec_f32 even, vec_f32 odd)
{
    return _mm_unpacklo_ps(even, odd);
}

SPELT_INLINE vec_f32 last_of_pairs_f32(vec_f32 even, vec_f32 odd)
{
    return _mm_unpackhi_ps(even, odd);
}

SPELT_INLINE vec_i64 load_i32_as_i64(const i32 *p)
{
    __m128i v = _mm_loadl_epi64((const __m128i *)p);
    return _mm_unpacklo_epi32(v, _mm_srai_epi32(v, 31));
}

SPELT_INLINE vec_i64 load_part_i32_as_i64(const i32 *p, size_t n)
{
    if (n >= 2)
        return load_i32_as_i64(p);
    __m128i v = n == 1 ? _mm_cvtsi32_si128(*p) : _mm_setzero_si128();
    return _mm_unpacklo_epi32(v, _mm_srai_epi32(v, 31));
}

SPELT_INLINE void store_i64(i64 *p, vec_i64 v)
{
    _mm_storeu_si128((__m128i *)p, v);
}

SPELT_INLINE void store_f32(f32 *p, vec_f32 v)
{
    _mm_storeu_ps(p, v);
}

SPELT_INLINE void store_f64(f64 *p, vec_f64 v)
{
    _mm_storeu_pd(p, v);
}

SPELT_INLINE void store_part_f32(f32 *p, vec_f32 v, size_t n)
{
    if (n & 2) {
        _mm_storel_pi((__m64 *)(void *)p, v);
        v = _mm_movehl_ps(v, v);
        p += 2;
    }
    if (n & 1)
        _mm_store_ss(p, v);
}

SPELT_INLINE void store_part_f64(f64 *p, vec_f64 v, size_t n)
{
    if (n == 1)
        _mm_store_sd(p, v);
}

SPELT_INLINE void stream_i64(i64 *p, vec_i64 v)
{
    _mm_stream_si128((__m128i *)p, v);
}

SPELT_INLINE void stream_end(void)
{
    _mm_sfence();
}

/* Zeros are added to what is not looked at, which could overflow. */
SPELT_INLINE f32 fold_f32(vec_f32 v)
{
    __m128 high = _mm_movehl_ps(_mm_setzero_ps(), v);
    __asm__("" : "+x"(high)); /* Clang would leave the zeros out */
    __m128 v2 = _mm_add_ps(v, high);
    return _mm_cvtss_f32(_mm_add_ss(v2, _mm_shuffle_ps(v2, v2, 1)));
}

SPELT_INLINE f64 fold_f64(vec_f64 v)
{
    return _mm_cvtsd_f64(_mm_add_sd(v, _mm_unpackhi_pd(v, v)));
}

SPELT_INLINE vec_i64 zero_i64(void)
{
    return _mm_setzero_si128();
}

SPELT_INLINE vec_i64 all_i64(int64_t value)
{
    return _mm_set1_epi64x(value);
}

SPELT_INLINE vec_i64 add_i64(vec_i64 a, vec_i64 b)
{
    return _mm_add_epi64(a, b);
}

SPELT_INLINE vec_i64 upper_half(vec_i64 v)
{
    return _mm_srli_epi64(v, 32);
}

SPELT_INLINE void fold_pair_i64(vec_i64 a, vec_i64 b, uint64_t *sum_a, uint64_t *sum_b)
{
    __m128i ab = _mm_add_epi64(_mm_unpacklo_epi64(a, b), _mm_unpackhi_epi64(a, b));
    *sum_a = (uint64_t)_mm_cvtsi128_si64(ab);
    *sum_b = (uint64_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(ab, ab));
}

SPELT_INLINE uint64_t fold_i64(vec_i64 v)
{
    return (uint64_t)_mm_cvtsi128_si64(_mm_add_epi64(v, _mm_unpackhi_epi64(v, v)));
}

#endif
