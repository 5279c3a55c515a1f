/* vec_avx512.h - the vectors and the operations that the kernel bodies are written in, on AVX-512
 * (F, BW, DQ, VL). */
#ifndef SPELT_ISA_VEC_AVX512_H
#define SPELT_ISA_VEC_AVX512_H

#include "isa/half.h"

#include <immintrin.h>

/* A row of order 1, 4 vectors, is SPELT_ORDER_LANE_BYTES. */
#define ROW_VECTORS 4
#define ROW_AT_ONCE 4
#define LANES_f32 16
#define LANES_f64 8
#define LANES_i32 16
#define LANES_i64 8

typedef __m512 vec_f32;
typedef __m512d vec_f64;
typedef __m512i vec_i32;
typedef __m512i vec_i64;

/* The first n lanes, all of them where n is more; n < 64. */
SPELT_INLINE __mmask16 first16(size_t n)
{
    return (__mmask16)(((uint64_t)1 << n) - 1);
}

SPELT_INLINE __mmask8 first8(size_t n)
{
    return (__mmask8)(((uint64_t)1 << n) - 1);
}

/* load_<memory>_as_<lane>: the first lanes at p, converted exactly.
 * load_part_...: the first n lanes, the others 0; nothing past p[n - 1] is touched. n < 64; all
 * lanes where n is more than there are. */
SPELT_INLINE vec_f32 load_f32_as_f32(const f32 *p)
{
    return _mm512_loadu_ps(p);
}

SPELT_INLINE vec_f32 load_part_f32_as_f32(const f32 *p, size_t n)
{
    return _mm512_maskz_loadu_ps(first16(n), p);
}

SPELT_INLINE vec_f64 load_f64_as_f64(const f64 *p)
{
    return _mm512_loadu_pd(p);
}

SPELT_INLINE vec_f64 load_part_f64_as_f64(const f64 *p, size_t n)
{
    return _mm512_maskz_loadu_pd(first8(n), p);
}

SPELT_INLINE vec_f64 load_f32_as_f64(const f32 *p)
{
    return _mm512_cvtps_pd(_mm256_loadu_ps(p));
}

SPELT_INLINE vec_f64 load_part_f32_as_f64(const f32 *p, size_t n)
{
    return _mm512_cvtps_pd(_mm256_maskz_loadu_ps(first8(n), p));
}

SPELT_INLINE vec_f32 load_f16_as_f32(const f16 *p)
{
    return _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)(const void *)p));
}

SPELT_INLINE vec_f32 load_part_f16_as_f32(const f16 *p, size_t n)
{
    return _mm512_cvtph_ps(_mm256_maskz_loadu_epi16(first16(n), p));
}

SPELT_INLINE vec_f32 f32_of_sixteen_bf16(__m256i v)
{
    return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(v), 16));
}

SPELT_INLINE vec_f32 load_bf16_as_f32(const bf16 *p)
{
    return f32_of_sixteen_bf16(_mm256_loadu_si256((const __m256i *)(const void *)p));
}

SPELT_INLINE vec_f32 load_part_bf16_as_f32(const bf16 *p, size_t n)
{
    return f32_of_sixteen_bf16(_mm256_maskz_loadu_epi16(first16(n), p));
}

/* even[0], odd[0], even[1], ...: the first vector of these and the last one. */
SPELT_INLINE vec_f32 first_of_pairs_f32(vec_f32 even, vec_f32 odd)
{
    const __m512i order =
        _mm512_setr_epi32(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    return _mm512_permutex2var_ps(even, order, odd);
}

SPELT_INLINE vec_f32 last_of_pairs_f32(vec_f32 even, vec_f32 odd)
{
    const __m512i order =
        _mm512_setr_epi32(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    return _mm512_permutex2var_ps(even, order, odd);
}

SPELT_INLINE vec_i32 load_i32_as_i32(const i32 *p)
{
    return _mm512_loadu_si512(p);
}

SPELT_INLINE vec_i32 load_part_i32_as_i32(const i32 *p, size_t n)
{
    return _mm512_maskz_loadu_epi32(first16(n), p);
}

SPELT_INLINE vec_i64 load_i64_as_i64(const i64 *p)
{
    return _mm512_loadu_si512(p);
}

SPELT_INLINE vec_i64 load_part_i64_as_i64(const i64 *p, size_t n)
{
    return _mm512_maskz_loadu_epi64(first8(n), p);
}

SPELT_INLINE vec_i64 load_i32_as_i64(const i32 *p)
{
    return _mm512_cvtepi32_epi64(_mm256_loadu_si256((const __m256i *)p));
}

SPELT_INLINE vec_i64 load_part_i32_as_i64(const i32 *p, size_t n)
{
    return _mm512_cvtepi32_epi64(_mm256_maskz_loadu_epi32(first8(n), p));
}

/* store, store_part (the first n lanes only; n less than there are), stream (past the caches; p on
 * a vector boundary). */
SPELT_INLINE void store_f32(f32 *p, vec_f32 v)
{
    _mm512_storeu_ps(p, v);
}

SPELT_INLINE void store_part_f32(f32 *p, vec_f32 v, size_t n)
{
    _mm512_mask_storeu_ps(p, first16(n), v);
}

SPELT_INLINE void store_f64(f64 *p, vec_f64 v)
{
    _mm512_storeu_pd(p, v);
}

SPELT_INLINE void store_part_f64(f64 *p, vec_f64 v, size_t n)
{
    _mm512_mask_storeu_pd(p, first8(n), v);
}

SPELT_INLINE void store_i64(i64 *p, vec_i64 v)
{
    _mm512_storeu_si512(p, v);
}

SPELT_INLINE void stream_i64(i64 *p, vec_i64 v)
{
    _mm512_stream_si512((__m512i *)p, v);
}

SPELT_INLINE void stream_end(void)
{
    _mm_sfence();
}

/* Floating point, where no operator says it. fold: lanes added by halving, as order 1 says; zeros are
 * added to what is not looked at, which could overflow. */
SPELT_INLINE f32 fold_f32(vec_f32 v)
{
    __m256 v8 = _mm256_add_ps(_mm512_castps512_ps256(v), _mm512_extractf32x8_ps(v, 1));
    __m128 v4 = _mm_add_ps(_mm256_castps256_ps128(v8), _mm256_extractf128_ps(v8, 1));
    __m128 high = _mm_movehl_ps(_mm_setzero_ps(), v4);
    __asm__("" : "+x"(high)); /* Clang would leave the zeros out */
    __m128 v2 = _mm_add_ps(v4, high);
    return _mm_cvtss_f32(_mm_add_ss(v2, _mm_movehdup_ps(v2)));
}

SPELT_INLINE f64 fold_f64(vec_f64 v)
{
    __m256d v4 = _mm256_add_pd(_mm512_castpd512_pd256(v), _mm512_extractf64x4_pd(v, 1));
    __m128d v2 = _mm_add_pd(_mm256_castpd256_pd128(v4), _mm256_extractf128_pd(v4, 1));
    return _mm_cvtsd_f64(_mm_add_sd(v2, _mm_unpackhi_pd(v2, v2)));
}

/* The exact reductions. fused_*: a * b + c and a * b - c, rounded once. */
SPELT_INLINE vec_f64 all_f64(f64 value)
{
    return _mm512_set1_pd(value);
}

SPELT_INLINE vec_f32 fused_add_f32(vec_f32 a, vec_f32 b, vec_f32 c)
{
    return _mm512_fmadd_ps(a, b, c);
}

SPELT_INLINE vec_f64 fused_add_f64(vec_f64 a, vec_f64 b, vec_f64 c)
{
    return _mm512_fmadd_pd(a, b, c);
}

SPELT_INLINE vec_f64 fused_subtract_f64(vec_f64 a, vec_f64 b, vec_f64 c)
{
    return _mm512_fmsub_pd(a, b, c);
}

SPELT_INLINE vec_f64 absolute_f64(vec_f64 v)
{
    return _mm512_abs_pd(v);
}

/* Truth by lane. Comparisons with NaN are false, but for differ_f64. */
typedef __mmask8 mask_f64;

SPELT_INLINE mask_f64 no_lane_f64(void)
{
    return 0;
}

SPELT_INLINE mask_f64 less_f64(vec_f64 a, vec_f64 b)
{
    return _mm512_cmp_pd_mask(a, b, _CMP_LT_OQ);
}

SPELT_INLINE mask_f64 differ_f64(vec_f64 a, vec_f64 b)
{
    return _mm512_cmp_pd_mask(a, b, _CMP_NEQ_UQ);
}

SPELT_INLINE mask_f64 and_mask_f64(mask_f64 a, mask_f64 b)
{
    return a & b;
}

SPELT_INLINE mask_f64 and_not_mask_f64(mask_f64 a, mask_f64 b)
{
    return a & (mask_f64)~b;
}

SPELT_INLINE mask_f64 or_mask_f64(mask_f64 a, mask_f64 b)
{
    return a | b;
}

SPELT_INLINE mask_f64 not_mask_f64(mask_f64 a)
{
    return (mask_f64)~a;
}

SPELT_INLINE int any_mask_f64(mask_f64 a)
{
    return a != 0;
}

/* v where the mask is set, elsewhere the other, or +0.0. */
SPELT_INLINE vec_f64 keep_f64(mask_f64 mask, vec_f64 v)
{
    return _mm512_maskz_mov_pd(mask, v);
}

SPELT_INLINE vec_f64 choose_f64(mask_f64 mask, vec_f64 v, vec_f64 other)
{
    return _mm512_mask_mov_pd(other, mask, v);
}

SPELT_INLINE vec_i64 bits_of_f64(vec_f64 v)
{
    return _mm512_castpd_si512(v);
}

SPELT_INLINE vec_f64 f64_of_bits(vec_i64 v)
{
    return _mm512_castsi512_pd(v);
}

/* bits | (a ^ b) */
SPELT_INLINE vec_i64 gather_differences(vec_i64 bits, vec_i64 a, vec_i64 b)
{
    return _mm512_ternarylogic_epi64(bits, a, b, 0xf6);
}

/* Whether any lane has one of these bits set. */
SPELT_INLINE int any_bit(vec_i64 v, uint64_t bits)
{
    return _mm512_test_epi64_mask(v, _mm512_set1_epi64((int64_t)bits)) != 0;
}

/* The lesser or greater of the upper halves, unsigned; the lower halves are of no meaning. */
SPELT_INLINE vec_i64 min_upper(vec_i64 a, vec_i64 b)
{
    return _mm512_min_epu32(a, b);
}

SPELT_INLINE vec_i64 max_upper(vec_i64 a, vec_i64 b)
{
    return _mm512_max_epu32(a, b);
}

SPELT_INLINE uint64_t fold_min_upper(vec_i64 v)
{
    __m256i v4 = _mm256_min_epu32(_mm512_castsi512_si256(v), _mm512_extracti64x4_epi64(v, 1));
    __m128i v2 = _mm_min_epu32(_mm256_castsi256_si128(v4), _mm256_extracti128_si256(v4, 1));
    return (uint64_t)_mm_cvtsi128_si64(_mm_min_epu32(v2, _mm_unpackhi_epi64(v2, v2)));
}

SPELT_INLINE uint64_t fold_max_upper(vec_i64 v)
{
    __m256i v4 = _mm256_max_epu32(_mm512_castsi512_si256(v), _mm512_extracti64x4_epi64(v, 1));
    __m128i v2 = _mm_max_epu32(_mm256_castsi256_si128(v4), _mm256_extracti128_si256(v4, 1));
    return (uint64_t)_mm_cvtsi128_si64(_mm_max_epu32(v2, _mm_unpackhi_epi64(v2, v2)));
}

/* Integers; 64-bit lanes unless said. Sums wrap. */
SPELT_INLINE vec_i64 zero_i64(void)
{
    return _mm512_setzero_si512();
}

SPELT_INLINE vec_i64 all_i64(int64_t value)
{
    return _mm512_set1_epi64(value);
}

SPELT_INLINE vec_i64 add_i64(vec_i64 a, vec_i64 b)
{
    return _mm512_add_epi64(a, b);
}

SPELT_INLINE vec_i64 or_i64(vec_i64 a, vec_i64 b)
{
    return _mm512_or_si512(a, b);
}

/* The upper half of each lane, unsigned. */
SPELT_INLINE vec_i64 upper_half(vec_i64 v)
{
    return _mm512_srli_epi64(v, 32);
}

/* The product of the lower halves, which are signed 32-bit numbers. */
SPELT_INLINE vec_i64 multiply_lower_halves(vec_i64 a, vec_i64 b)
{
    return _mm512_mul_epi32(a, b);
}

/* Whether any lane has a bit set in its upper half. */
SPELT_INLINE int any_upper_half(vec_i64 v)
{
    return _mm512_test_epi64_mask(v, _mm512_set1_epi64((int64_t)0xffffffff00000000u)) != 0;
}

/* The sums of all lanes of a and of b, wrapping. */
SPELT_INLINE void fold_pair_i64(vec_i64 a, vec_i64 b, uint64_t *sum_a, uint64_t *sum_b)
{
    __m512i ab = _mm512_add_epi64(_mm512_unpacklo_epi64(a, b), _mm512_unpackhi_epi64(a, b));
    __m256i ab4 = _mm256_add_epi64(_mm512_castsi512_si256(ab), _mm512_extracti64x4_epi64(ab, 1));
    __m128i ab2 = _mm_add_epi64(_mm256_castsi256_si128(ab4), _mm256_extracti128_si256(ab4, 1));
    *sum_a = (uint64_t)_mm_cvtsi128_si64(ab2);
    *sum_b = (uint64_t)_mm_extract_epi64(ab2, 1);
}

/* The sum of all lanes, wrapping. */
SPELT_INLINE uint64_t fold_i64(vec_i64 v)
{
    __m256i v4 = _mm256_add_epi64(_mm512_castsi512_si256(v), _mm512_extracti64x4_epi64(v, 1));
    __m128i v2 = _mm_add_epi64(_mm256_castsi256_si128(v4), _mm256_extracti128_si256(v4, 1));
    return (uint64_t)_mm_cvtsi128_si64(v2) + (uint64_t)_mm_extract_epi64(v2, 1);
}

#endif
