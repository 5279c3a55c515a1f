/* vec_avx2.h - the vectors and the operations that the kernel bodies are written in, on AVX2. What
 * each one does is told in vec_avx512.h. */
#ifndef SPELT_ISA_VEC_AVX2_H
#define SPELT_ISA_VEC_AVX2_H

#include "isa/half.h"

#include <immintrin.h>
#include <string.h>

/* A row of order 1, 8 vectors, is SPELT_ORDER_LANE_BYTES. */
#define ROW_VECTORS 8
#define ROW_AT_ONCE 8
#define LANES_f32 8
#define LANES_f64 4
#define LANES_i32 8
#define LANES_i64 4

typedef __m256 vec_f32;
typedef __m256d vec_f64;
typedef __m256i vec_i32;
typedef __m256i vec_i64;

/* Masks: all bits in the first n lanes, or in all. A window on a row of ones and zeros. */
SPELT_INLINE __m256i first_i32(size_t n)
{
    static const int32_t window[16] = {-1, -1, -1, -1, -1, -1, -1, -1};
    return _mm256_loadu_si256((const __m256i *)(window + 8 - (n < 8 ? n : 8)));
}

SPELT_INLINE __m256i first_i64(size_t n)
{
    static const int64_t window[8] = {-1, -1, -1, -1};
    return _mm256_loadu_si256((const __m256i *)(window + 4 - (n < 4 ? n : 4)));
}

SPELT_INLINE __m128i first_half_i32(size_t n)
{
    static const int32_t window[8] = {-1, -1, -1, -1};
    return _mm_loadu_si128((const __m128i *)(window + 4 - (n < 4 ? n : 4)));
}

SPELT_INLINE vec_f32 load_f32_as_f32(const f32 *p)
{
    return _mm256_loadu_ps(p);
}

SPELT_INLINE vec_f32 load_part_f32_as_f32(const f32 *p, size_t n)
{
    return _mm256_maskload_ps(p, first_i32(n));
}

SPELT_INLINE vec_f64 load_f64_as_f64(const f64 *p)
{
    return _mm256_loadu_pd(p);
}

SPELT_INLINE vec_f64 load_part_f64_as_f64(const f64 *p, size_t n)
{
    return _mm256_maskload_pd(p, first_i64(n));
}

SPELT_INLINE vec_f64 load_f32_as_f64(const f32 *p)
{
    return _mm256_cvtps_pd(_mm_loadu_ps(p));
}

SPELT_INLINE vec_f64 load_part_f32_as_f64(const f32 *p, size_t n)
{
    return _mm256_cvtps_pd(_mm_maskload_ps(p, first_half_i32(n)));
}

SPELT_INLINE __m128i load_part_of_eight(const void *p, size_t n)
{
    if (n >= 8)
        return _mm_loadu_si128(p);
    if (n >= 4)
        return _mm_set_epi64x((int64_t)load_part_of_four((const u16 *)p + 4, n - 4),
                              (int64_t)load_part_of_four(p, 4));
    return _mm_cvtsi64_si128((int64_t)load_part_of_four(p, n));
}

SPELT_INLINE vec_f32 load_f16_as_f32(const f16 *p)
{
    return _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(const void *)p));
}

SPELT_INLINE vec_f32 load_part_f16_as_f32(const f16 *p, size_t n)
{
    return _mm256_cvtph_ps(load_part_of_eight(p, n));
}

SPELT_INLINE vec_f32 f32_of_eight_bf16(__m128i v)
{
    return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(v), 16));
}

SPELT_INLINE vec_f32 load_bf16_as_f32(const bf16 *p)
{
    return f32_of_eight_bf16(_mm_loadu_si128((const __m128i *)(const void *)p));
}

SPELT_INLINE vec_f32 load_part_bf16_as_f32(const bf16 *p, size_t n)
{
    return f32_of_eight_bf16(load_part_of_eight(p, n));
}

SPELT_INLINE vec_f32 first_of_pairs_f32(vec_f32 even, vec_f32 odd)
{
    return _mm256_permute2f128_ps(_mm256_unpacklo_ps(even, odd), _mm256_unpackhi_ps(even, odd), 0x20);
}

SPELT_INLINE vec_f32 last_of_pairs_f32(vec_f32 even, vec_f32 odd)
{
    return _mm256_permute2f128_ps(_mm256_unpacklo_ps(even, odd), _mm256_unpackhi_ps(even, odd), 0x31);
}

SPELT_INLINE vec_i32 load_i32_as_i32(const i32 *p)
{
    return _mm256_loadu_si256((const __m256i *)p);
}

SPELT_INLINE vec_i32 load_part_i32_as_i32(const i32 *p, size_t n)
{
    return _mm256_maskload_epi32(p, first_i32(n));
}

SPELT_INLINE vec_i64 load_i64_as_i64(const i64 *p)
{
    return _mm256_loadu_si256((const __m256i *)p);
}

SPELT_INLINE vec_i64 load_part_i64_as_i64(const i64 *p, size_t n)
{
    return _mm256_maskload_epi64((const long long *)p, first_i64(n));
}

SPELT_INLINE vec_i64 load_i32_as_i64(const i32 *p)
{
    return _mm256_cvtepi32_epi64(_mm_loadu_si128((const __m128i *)p));
}

SPELT_INLINE vec_i64 load_part_i32_as_i64(const i32 *p, size_t n)
{
    return _mm256_cvtepi32_epi64(_mm_maskload_epi32(p, first_half_i32(n)));
}

SPELT_INLINE void store_i64(i64 *p, vec_i64 v)
{
    _mm256_storeu_si256((__m256i *)p, v);
}

SPELT_INLINE void store_f32(f32 *p, vec_f32 v)
{
    _mm256_storeu_ps(p, v);
}

SPELT_INLINE void store_f64(f64 *p, vec_f64 v)
{
    _mm256_storeu_pd(p, v);
}

/* In halves of halves: AVX2's masked stores are microcoded on AMD CPUs (over 40 micro-operations;
 * Agner Fog, Instruction tables). n < LANES_f64. */
SPELT_INLINE void store_part_f64(f64 *p, vec_f64 v, size_t n)
{
    __m128d half = _mm256_castpd256_pd128(v);
    if (n & 2) {
        _mm_storeu_pd(p, half);
        half = _mm256_extractf128_pd(v, 1);
        p += 2;
    }
    if (n & 1)
        _mm_store_sd(p, half);
}

SPELT_INLINE void store_part_f32(f32 *p, vec_f32 v, size_t n)
{
    __m128 half = _mm256_castps256_ps128(v);
    if (n & 4) {
        _mm_storeu_ps(p, half);
        half = _mm256_extractf128_ps(v, 1);
        p += 4;
    }
    if (n & 2) {
        _mm_storel_pi((__m64 *)(void *)p, half);
        half = _mm_movehl_ps(half, half);
        p += 2;
    }
    if (n & 1)
        _mm_store_ss(p, half);
}

SPELT_INLINE void stream_i64(i64 *p, vec_i64 v)
{
    _mm256_stream_si256((__m256i *)p, v);
}

SPELT_INLINE void stream_end(void)
{
    _mm_sfence();
}

/* Zeros are added to what is not looked at, which could overflow. */
SPELT_INLINE f32 fold_f32(vec_f32 v)
{
    __m128 v4 = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    __m128 high = _mm_movehl_ps(_mm_setzero_ps(), v4);
    __asm__("" : "+x"(high)); /* Clang would leave the zeros out */
    __m128 v2 = _mm_add_ps(v4, high);
    return _mm_cvtss_f32(_mm_add_ss(v2, _mm_movehdup_ps(v2)));
}

SPELT_INLINE f64 fold_f64(vec_f64 v)
{
    __m128d v2 = _mm_add_pd(_mm256_castpd256_pd128(v), _mm256_extractf128_pd(v, 1));
    return _mm_cvtsd_f64(_mm_add_sd(v2, _mm_unpackhi_pd(v2, v2)));
}

SPELT_INLINE vec_f64 all_f64(f64 value)
{
    return _mm256_set1_pd(value);
}

SPELT_INLINE vec_f32 fused_add_f32(vec_f32 a, vec_f32 b, vec_f32 c)
{
    return _mm256_fmadd_ps(a, b, c);
}

SPELT_INLINE vec_f64 fused_add_f64(vec_f64 a, vec_f64 b, vec_f64 c)
{
    return _mm256_fmadd_pd(a, b, c);
}

SPELT_INLINE vec_f64 fused_subtract_f64(vec_f64 a, vec_f64 b, vec_f64 c)
{
    return _mm256_fmsub_pd(a, b, c);
}

SPELT_INLINE vec_f64 absolute_f64(vec_f64 v)
{
    return _mm256_andnot_pd(_mm256_set1_pd(-0.0), v);
}

typedef __m256d mask_f64;

SPELT_INLINE mask_f64 no_lane_f64(void)
{
    return _mm256_setzero_pd();
}

SPELT_INLINE mask_f64 less_f64(vec_f64 a, vec_f64 b)
{
    return _mm256_cmp_pd(a, b, _CMP_LT_OQ);
}

SPELT_INLINE mask_f64 differ_f64(vec_f64 a, vec_f64 b)
{
    return _mm256_cmp_pd(a, b, _CMP_NEQ_UQ);
}

SPELT_INLINE mask_f64 and_mask_f64(mask_f64 a, mask_f64 b)
{
    return _mm256_and_pd(a, b);
}

SPELT_INLINE mask_f64 and_not_mask_f64(mask_f64 a, mask_f64 b)
{
    return _mm256_andnot_pd(b, a);
}

SPELT_INLINE mask_f64 or_mask_f64(mask_f64 a, mask_f64 b)
{
    return _mm256_or_pd(a, b);
}

SPELT_INLINE mask_f64 not_mask_f64(mask_f64 a)
{
    return _mm256_xor_pd(a, _mm256_castsi256_pd(_mm256_set1_epi64x(-1)));
}

SPELT_INLINE int any_mask_f64(mask_f64 a)
{
    return _mm256_movemask_pd(a) != 0;
}

SPELT_INLINE vec_f64 keep_f64(mask_f64 mask, vec_f64 v)
{
    return _mm256_and_pd(mask, v);
}

SPELT_INLINE vec_f64 choose_f64(mask_f64 mask, vec_f64 v, vec_f64 other)
{
    return _mm256_blendv_pd(other, v, mask);
}

SPELT_INLINE vec_i64 bits_of_f64(vec_f64 v)
{
    return _mm256_castpd_si256(v);
}

SPELT_INLINE vec_f64 f64_of_bits(vec_i64 v)
{
    return _mm256_castsi256_pd(v);
}

SPELT_INLINE vec_i64 gather_differences(vec_i64 bits, vec_i64 a, vec_i64 b)
{
    return _mm256_or_si256(bits, _mm256_xor_si256(a, b));
}

SPELT_INLINE int any_bit(vec_i64 v, uint64_t bits)
{
    return !_mm256_testz_si256(v, _mm256_set1_epi64x((int64_t)bits));
}

SPELT_INLINE vec_i64 min_upper(vec_i64 a, vec_i64 b)
{
    return _mm256_min_epu32(a, b);
}

SPELT_INLINE vec_i64 max_upper(vec_i64 a, vec_i64 b)
{
    return _mm256_max_epu32(a, b);
}

SPELT_INLINE uint64_t fold_min_upper(vec_i64 v)
{
    __m128i v2 = _mm_min_epu32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    return (uint64_t)_mm_cvtsi128_si64(_mm_min_epu32(v2, _mm_unpackhi_epi64(v2, v2)));
}

SPELT_INLINE uint64_t fold_max_upper(vec_i64 v)
{
    __m128i v2 = _mm_max_epu32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    return (uint64_t)_mm_cvtsi128_si64(_mm_max_epu32(v2, _mm_unpackhi_epi64(v2, v2)));
}

SPELT_INLINE vec_i64 zero_i64(void)
{
    return _mm256_setzero_si256();
}

SPELT_INLINE vec_i64 all_i64(int64_t value)
{
    return _mm256_set1_epi64x(value);
}

SPELT_INLINE vec_i64 add_i64(vec_i64 a, vec_i64 b)
{
    return _mm256_add_epi64(a, b);
}

SPELT_INLINE vec_i64 or_i64(vec_i64 a, vec_i64 b)
{
    return _mm256_or_si256(a, b);
}

SPELT_INLINE vec_i64 upper_half(vec_i64 v)
{
    return _mm256_srli_epi64(v, 32);
}

SPELT_INLINE vec_i64 multiply_lower_halves(vec_i64 a, vec_i64 b)
{
    return _mm256_mul_epi32(a, b);
}

SPELT_INLINE int any_upper_half(vec_i64 v)
{
    return !_mm256_testz_si256(v, _mm256_set1_epi64x((int64_t)0xffffffff00000000u));
}

SPELT_INLINE void fold_pair_i64(vec_i64 a, vec_i64 b, uint64_t *sum_a, uint64_t *sum_b)
{
    __m256i ab = _mm256_add_epi64(_mm256_unpacklo_epi64(a, b), _mm256_unpackhi_epi64(a, b));
    __m128i ab2 = _mm_add_epi64(_mm256_castsi256_si128(ab), _mm256_extracti128_si256(ab, 1));
    *sum_a = (uint64_t)_mm_cvtsi128_si64(ab2);
    *sum_b = (uint64_t)_mm_extract_epi64(ab2, 1);
}

SPELT_INLINE uint64_t fold_i64(vec_i64 v)
{
    __m128i v2 = _mm_add_epi64(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    return (uint64_t)_mm_cvtsi128_si64(v2) + (uint64_t)_mm_extract_epi64(v2, 1);
}

#endif
