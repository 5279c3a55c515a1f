/* convert_pack.h - integers into ones as wide, and into narrower ones by the instructions of AVX2
 * that pack two vectors and saturate: compilers keep the low bits by others, and GCC does not see
 * that a choice between limits is one. */
#ifndef SPELT_CONVERT_PACK_H
#define SPELT_CONVERT_PACK_H

#include "isa/convert_element.h"

#include <immintrin.h>

SPELT_INLINE __m256i every_u32(u32 value)
{
    return _mm256_set1_epi32((i32)value);
}

SPELT_INLINE __m256i every_u64(u64 value)
{
    return _mm256_set1_epi64x((i64)value);
}

SPELT_INLINE __m256i load_256(const void *p)
{
    return _mm256_loadu_si256(p);
}

/* The lower halves of lanes of 64 bits, and the upper ones. */
SPELT_INLINE __m256i low_halves(__m256i a, __m256i b)
{
    const __m256 both = _mm256_shuffle_ps(_mm256_castsi256_ps(a), _mm256_castsi256_ps(b), 0x88);
    return _mm256_permute4x64_epi64(_mm256_castps_si256(both), 0xd8);
}

SPELT_INLINE __m256i high_halves(__m256i a, __m256i b)
{
    const __m256 both = _mm256_shuffle_ps(_mm256_castsi256_ps(a), _mm256_castsi256_ps(b), 0xdd);
    return _mm256_permute4x64_epi64(_mm256_castps_si256(both), 0xd8);
}

/* What is made of elements that are read: those that fit lie, once `least` is taken away, which is
 * 0 where not both types have a sign, in bits outside `beyond`. Of sat those with a sign are packed
 * as they are, others no more than `most`; of other policies the bits of `most`. */
typedef struct {
    int is_signed, made_signed;
    i64 least;
    u64 beyond, most;
} convert_fit;

SPELT_INLINE __m256i fitted_16(convert_policy policy, const void *p, convert_fit fit, __m256i *bad)
{
    const __m256i a = load_256(p), least = _mm256_set1_epi16((i16)fit.least);
    const __m256i beyond = _mm256_set1_epi16((i16)fit.beyond),
                  most = _mm256_set1_epi16((i16)fit.most);
    if (policy == CONVERT_exact)
        *bad = _mm256_or_si256(*bad, _mm256_and_si256(_mm256_sub_epi16(a, least), beyond));
    return policy != CONVERT_sat ? _mm256_and_si256(a, most)
           : fit.is_signed       ? a
                                 : _mm256_min_epu16(a, most);
}

SPELT_INLINE __m256i limited_32(convert_policy policy, __m256i a, convert_fit fit)
{
    const __m256i most = every_u32((u32)fit.most);
    return policy != CONVERT_sat ? _mm256_and_si256(a, most)
           : fit.is_signed       ? a
                                 : _mm256_min_epu32(a, most);
}

SPELT_INLINE __m256i fitted_32(convert_policy policy, const void *p, convert_fit fit, __m256i *bad)
{
    const __m256i a = load_256(p), least = every_u32((u32)fit.least),
                  beyond = every_u32((u32)fit.beyond);
    if (policy == CONVERT_exact)
        *bad = _mm256_or_si256(*bad, _mm256_and_si256(_mm256_sub_epi32(a, least), beyond));
    return limited_32(policy, a, fit);
}

/* Eight of 64 bits as ones of 32, of sat the nearest, told by the upper halves. */
SPELT_INLINE __m256i fitted_64(convert_policy policy, const void *p, convert_fit fit, __m256i *bad)
{
    const __m256i *x = p, a = load_256(x), b = load_256(x + 1), low = low_halves(a, b),
                  high = high_halves(a, b);
    const __m256i least = every_u64((u64)fit.least), sign = _mm256_srai_epi32(high, 31);
    const __m256i is_near = _mm256_cmpeq_epi32(high, _mm256_srai_epi32(low, 31));
    const __m256i is_low = _mm256_cmpeq_epi32(high, _mm256_setzero_si256()),
                  all = every_u32(UINT32_MAX);
    if (policy == CONVERT_exact) {
        const __m256i both =
            _mm256_or_si256(_mm256_sub_epi64(a, least), _mm256_sub_epi64(b, least));
        *bad = _mm256_or_si256(*bad, _mm256_and_si256(both, every_u64(fit.beyond)));
    }
    if (policy != CONVERT_sat)
        return limited_32(policy, low, fit);
    if (fit.is_signed && fit.made_signed)
        return _mm256_blendv_epi8(_mm256_xor_si256(sign, every_u32(INT32_MAX)), low, is_near);
    const __m256i made = _mm256_or_si256(low, _mm256_xor_si256(is_low, all));
    return fit.is_signed ? _mm256_andnot_si256(sign, made) : limited_32(policy, made, fit);
}

/* Two vectors as one: what does not fit goes to the limit. */
SPELT_INLINE __m256i packed_32(__m256i a, __m256i b, int made_signed)
{
    const __m256i both = made_signed ? _mm256_packs_epi32(a, b) : _mm256_packus_epi32(a, b);
    return _mm256_permute4x64_epi64(both, 0xd8);
}

SPELT_INLINE __m256i packed_16(__m256i a, __m256i b, int made_signed)
{
    const __m256i both = made_signed ? _mm256_packs_epi16(a, b) : _mm256_packus_epi16(a, b);
    return _mm256_permute4x64_epi64(both, 0xd8);
}

/* Eight of 32 bits as fewer: what does not fit goes to the limit. */
SPELT_INLINE __m128i packed_i16(__m256i a)
{
    return _mm_packs_epi32(_mm256_castsi256_si128(a), _mm256_extracti128_si256(a, 1));
}

SPELT_INLINE __m128i packed_u16(__m256i a)
{
    return _mm_packus_epi32(_mm256_castsi256_si128(a), _mm256_extracti128_si256(a, 1));
}

/* Of the loop's types; between, of 64 bits and fewer than 32, i32 and u32. */
#define CONVERT_IN __typeof__(*x)
#define CONVERT_OUT __typeof__(*result)
#define CONVERT_BOTH_SIGNED (CONVERT_IS_SIGNED(CONVERT_IN) && CONVERT_IS_SIGNED(CONVERT_OUT))
#define CONVERT_FIT                                                                                \
    ((convert_fit){CONVERT_IS_SIGNED(CONVERT_IN),                                                  \
                   sizeof(CONVERT_OUT) < 4 ? CONVERT_IS_SIGNED(CONVERT_IN)                         \
                                           : CONVERT_IS_SIGNED(CONVERT_OUT),                       \
                   CONVERT_BOTH_SIGNED ? CONVERT_MIN(CONVERT_OUT) : 0,                             \
                   ~(u64)0 << (CONVERT_BITS(CONVERT_OUT) + CONVERT_BOTH_SIGNED),                   \
                   policy == CONVERT_sat ? (u64)CONVERT_MAX(CONVERT_OUT)                           \
                                         : ((u64)1 << (8 * sizeof(CONVERT_OUT))) - 1})
#define CONVERT_SATURATES (policy == CONVERT_sat && CONVERT_IS_SIGNED(CONVERT_IN))
#define CONVERT_FITTED(width, i) fitted_##width(policy, x + (i), CONVERT_FIT, &any)
#define CONVERT_PACK_16(of, i)                                                                     \
    packed_32(CONVERT_FITTED(of, i), CONVERT_FITTED(of, i + 8),                                    \
              CONVERT_SATURATES && (sizeof(CONVERT_OUT) == 1 || CONVERT_IS_SIGNED(CONVERT_OUT)))
#define CONVERT_PACK_8(some, more)                                                                 \
    packed_16(some, more, CONVERT_SATURATES &&CONVERT_IS_SIGNED(CONVERT_OUT))

#define CONVERT_INTO_32_OF_64 ~, CONVERT_OF_EIGHT, CONVERT_LOOP_256(2, 8, CONVERT_FITTED(64, i))
#define CONVERT_INTO_16_OF(width)                                                                  \
    ~, CONVERT_OF_NARROWER, CONVERT_LOOP_256(2, 16, CONVERT_PACK_16(width, i))
#define CONVERT_INTO_8_OF(width)                                                                   \
    ~, CONVERT_OF_NARROWER,                                                                        \
        CONVERT_LOOP_256(                                                                          \
            1, 32, CONVERT_PACK_8(CONVERT_PACK_16(width, i), CONVERT_PACK_16(width, i + 16)))
#define CONVERT_INTO_8_OF_16                                                                       \
    ~, CONVERT_OF_NARROWER,                                                                        \
        CONVERT_LOOP_256(2, 32, CONVERT_PACK_8(CONVERT_FITTED(16, i), CONVERT_FITTED(16, i + 16)))

/* Integers as wide: those with the highest bit do not fit. */
#define CONVERT_AS_WIDE(limited, highest)                                                          \
    __m256i all = _mm256_setzero_si256();                                                          \
    SPELT_UNROLL(4)                                                                                \
    for (size_t i = 0; i < n; i += 32 / sizeof *x) {                                               \
        const __m256i a = load_256(x + i);                                                         \
        const __m256i some = policy == CONVERT_sat ? (limited) : a;                                \
        all = _mm256_or_si256(all, a);                                                             \
        memcpy(result + i, &some, sizeof some);                                                    \
    }                                                                                              \
    bad |= policy == CONVERT_exact && !_mm256_testz_si256(all, every_u64(highest))
#define CONVERT_OTHER_SIGN(limited, highest) ~, CONVERT_OF_WIDER, CONVERT_AS_WIDE(limited, highest)
#define CONVERT_NO_LESS(width) _mm256_max_epi##width(a, _mm256_setzero_si256())
#define CONVERT_NO_MORE(width, most) _mm256_min_epu##width(a, _mm256_set1_epi##width(most))
#define CONVERT_NO_LESS_64 _mm256_andnot_si256(_mm256_cmpgt_epi64(_mm256_setzero_si256(), a), a)
#define CONVERT_NO_MORE_64                                                                         \
    _mm256_castpd_si256(_mm256_blendv_pd(_mm256_castsi256_pd(a),                                   \
                                         _mm256_castsi256_pd(every_u64(INT64_MAX)),                \
                                         _mm256_castsi256_pd(a)))
#define CONVERT_HIGHEST_8 0x8080808080808080
#define CONVERT_HIGHEST_16 0x8000800080008000
#define CONVERT_HIGHEST_32 0x8000000080000000
#define CONVERT_HIGHEST_64 0x8000000000000000
/* clang-format off */
#define CONVERT_VECTORS_i8_u8 CONVERT_OTHER_SIGN(CONVERT_NO_LESS(8), CONVERT_HIGHEST_8)
#define CONVERT_VECTORS_i16_u16 CONVERT_OTHER_SIGN(CONVERT_NO_LESS(16), CONVERT_HIGHEST_16)
#define CONVERT_VECTORS_i32_u32 CONVERT_OTHER_SIGN(CONVERT_NO_LESS(32), CONVERT_HIGHEST_32)
#define CONVERT_VECTORS_i64_u64 CONVERT_OTHER_SIGN(CONVERT_NO_LESS_64, CONVERT_HIGHEST_64)
#define CONVERT_VECTORS_u8_i8 CONVERT_OTHER_SIGN(CONVERT_NO_MORE(8, INT8_MAX), CONVERT_HIGHEST_8)
#define CONVERT_VECTORS_u16_i16 CONVERT_OTHER_SIGN(CONVERT_NO_MORE(16, INT16_MAX), CONVERT_HIGHEST_16)
#define CONVERT_VECTORS_u32_i32 CONVERT_OTHER_SIGN(CONVERT_NO_MORE(32, INT32_MAX), CONVERT_HIGHEST_32)
#define CONVERT_VECTORS_u64_i64 CONVERT_OTHER_SIGN(CONVERT_NO_MORE_64, CONVERT_HIGHEST_64)

#define CONVERT_VECTORS_i16_i8 CONVERT_INTO_8_OF_16
#define CONVERT_VECTORS_i16_u8 CONVERT_INTO_8_OF_16
#define CONVERT_VECTORS_i32_i8 CONVERT_INTO_8_OF(32)
#define CONVERT_VECTORS_i32_i16 CONVERT_INTO_16_OF(32)
#define CONVERT_VECTORS_i32_u8 CONVERT_INTO_8_OF(32)
#define CONVERT_VECTORS_i32_u16 CONVERT_INTO_16_OF(32)
#define CONVERT_VECTORS_i64_i8 CONVERT_INTO_8_OF(64)
#define CONVERT_VECTORS_i64_i16 CONVERT_INTO_16_OF(64)
#define CONVERT_VECTORS_i64_i32 CONVERT_INTO_32_OF_64
#define CONVERT_VECTORS_i64_u8 CONVERT_INTO_8_OF(64)
#define CONVERT_VECTORS_i64_u16 CONVERT_INTO_16_OF(64)
#define CONVERT_VECTORS_i64_u32 CONVERT_INTO_32_OF_64
#define CONVERT_VECTORS_u16_i8 CONVERT_INTO_8_OF_16
#define CONVERT_VECTORS_u16_u8 CONVERT_INTO_8_OF_16
#define CONVERT_VECTORS_u32_i8 CONVERT_INTO_8_OF(32)
#define CONVERT_VECTORS_u32_i16 CONVERT_INTO_16_OF(32)
#define CONVERT_VECTORS_u32_u8 CONVERT_INTO_8_OF(32)
#define CONVERT_VECTORS_u32_u16 CONVERT_INTO_16_OF(32)
#define CONVERT_VECTORS_u64_i8 CONVERT_INTO_8_OF(64)
#define CONVERT_VECTORS_u64_i16 CONVERT_INTO_16_OF(64)
#define CONVERT_VECTORS_u64_i32 CONVERT_INTO_32_OF_64
#define CONVERT_VECTORS_u64_u8 CONVERT_INTO_8_OF(64)
#define CONVERT_VECTORS_u64_u16 CONVERT_INTO_16_OF(64)
#define CONVERT_VECTORS_u64_u32 CONVERT_INTO_32_OF_64
/* clang-format on */

#endif
