/* convert_floats.h - integers into f32, u32, f16 and bf16 into f64, f32 and f64 into integers, f32 into bf16, by
 * the instructions of AVX-512 that do it in one step or two; compilers take several, or none. */
#ifndef SPELT_CONVERT_FLOATS_H
#define SPELT_CONVERT_FLOATS_H

#include "isa/convert_element.h"

#include <immintrin.h>
#include <string.h>

/* For convert_integers.h: of a type its width and its suffix in instructions, and its vectors and those
 * rounded, by their bits. */
#define CONVERT_WIDTH_f32 32
#define CONVERT_WIDTH_f64 64
#define CONVERT_SUFFIX_f32 ps
#define CONVERT_SUFFIX_f64 pd
#define CONVERT_VECTOR_f32_256 __m256
#define CONVERT_VECTOR_f32_512 __m512
#define CONVERT_VECTOR_f64_512 __m512d
#define CONVERT_WHOLE_f32_512(a)                                                                   \
    _mm512_roundscale_round_ps(a, _MM_FROUND_TO_NEAREST_INT, _MM_FROUND_NO_EXC)
#define CONVERT_WHOLE_f64_512(a)                                                                   \
    _mm512_roundscale_round_pd(a, _MM_FROUND_TO_NEAREST_INT, _MM_FROUND_NO_EXC)
#define CONVERT_WHOLE_f32_256(a) /* of which none are silent */                                    \
    _mm512_castps512_ps256(CONVERT_WHOLE_f32_512(_mm512_castps256_ps512(a)))

#define T f32
#define FROM 256
#define INTO 64
#define TO 512
#include "isa/convert_integers.h"

#define T f64
#define FROM 512
#define INTO 64
#define TO 512
#include "isa/convert_integers.h"

#define T f32
#define FROM 512
#define INTO 32
#define TO 512
#include "isa/convert_integers.h"

#define T f64
#define FROM 512
#define INTO 32
#define TO 256
#include "isa/convert_integers.h"

/* As bf16_of_f32(): what a NaN has in its upper half it keeps. Finite numbers from the tie on between the
 * largest bf16 and Inf are beyond. */
SPELT_INLINE __m256i bf16_of_f32_lanes(convert_policy policy, __m512i bits, unsigned *bad)
{
    const __m512i size = _mm512_and_si512(bits, _mm512_set1_epi32(INT32_MAX));
    const __m512i upper = _mm512_srli_epi32(bits, 16), one = _mm512_set1_epi32(1);
    const __m512i tie =
        _mm512_add_epi32(_mm512_and_si512(upper, one), _mm512_set1_epi32(0x7fff));
    const __m512i rounded = _mm512_srli_epi32(_mm512_add_epi32(bits, tie), 16);
    const __mmask16 is_nan = _mm512_cmpgt_epi32_mask(size, _mm512_set1_epi32(0x7f800000));
    const __mmask16 is_beyond =
        _mm512_cmplt_epu32_mask(_mm512_sub_epi32(size, _mm512_set1_epi32(0x7f7f8000)),
                                _mm512_set1_epi32(0x7f800000 - 0x7f7f8000));
    __m512i made = _mm512_mask_or_epi32(rounded, is_nan, upper, _mm512_set1_epi32(0x40));
    if (policy == CONVERT_exact)
        *bad |= _mm512_mask_test_epi32_mask((__mmask16)~is_nan, bits, _mm512_set1_epi32(0xffff));
    else if (policy == CONVERT_sat)
        made = _mm512_mask_sub_epi32(made, is_beyond, made, one);
    else
        *bad |= is_beyond;
    return _mm512_cvtepi32_epi16(made);
}

/* Shorter integers by way of those of 32 bits. 2^31 - 1/2 rounds past these. */
#define CONVERT_PAST_i32_f32 0x4f000000
#define CONVERT_PAST_i32_f64 0x41dfffffffe00000
#define CONVERT_SHORT(in, from, vector, made, out, is_signed, width, least, sat)                   \
    SPELT_INLINE made out##_of_##in(convert_policy policy, from a, unsigned *bad)                  \
    {                                                                                              \
        const __m##vector##i all = integers_32_of_##in(policy, a, CONVERT_PAST_i32_##in,           \
                                                       is_signed, width, least, bad);              \
        return policy == CONVERT_sat ? _mm##vector##_##sat##_epi##width(all)                       \
                                     : _mm##vector##_cvtepi32_epi##width(all);                     \
    }
#define CONVERT_SHORT_OF(in, from, vector, made_8, made_16)                                        \
    CONVERT_SHORT(in, from, vector, made_8, i8, 1, 8, INT8_MIN, cvtsepi32)                         \
    CONVERT_SHORT(in, from, vector, made_16, i16, 1, 16, INT16_MIN, cvtsepi32)                     \
    CONVERT_SHORT(in, from, vector, made_8, u8, 0, 8, 0, cvtusepi32)                               \
    CONVERT_SHORT(in, from, vector, made_16, u16, 0, 16, 0, cvtusepi32)
CONVERT_SHORT_OF(f32, __m512, 512, __m128i, __m256i)
CONVERT_SHORT_OF(f64, __m512d, 256, __m128i, __m128i)

/* clang-format off */
/* Into f32, rounded once; exact where the way back, which no number takes that rounded to `past`, one too
 * large, gives the same. */
#define CONVERT_INTO_F32(width, into, past, back, differ)                                          \
    u64 any = 0;                                                                                   \
    SPELT_UNROLL(4)                                                                                \
    for (size_t i = 0; i < n; i += CONVERT_VECTOR / sizeof *x) {                                   \
        const __m512i a = _mm512_loadu_si512((const void *)(x + i));                               \
        const __typeof__(into(a)) some = into(a);                                                  \
        if (policy == CONVERT_exact)                                                               \
            any |= differ(back(_mm##width##_cmp_ps_mask(some, _mm##width##_set1_ps(past), _CMP_LT_OQ), \
                               some), a);                                                          \
        memcpy(result + i, &some, sizeof some);                                                    \
    }                                                                                              \
    bad |= any != 0
#define CONVERT_VECTORS_u32_f32 ~, CONVERT_OF_WIDER, CONVERT_INTO_F32(512, _mm512_cvtepu32_ps, 0x1p32f, _mm512_maskz_cvttps_epu32, _mm512_cmpneq_epu32_mask)
#define CONVERT_VECTORS_i64_f32 ~, CONVERT_OF_WIDER, CONVERT_INTO_F32(256, _mm512_cvtepi64_ps, 0x1p63f, _mm512_maskz_cvttps_epi64, _mm512_cmpneq_epi64_mask)
#define CONVERT_VECTORS_u64_f32 ~, CONVERT_OF_WIDER, CONVERT_INTO_F32(256, _mm512_cvtepu64_ps, 0x1p64f, _mm512_maskz_cvttps_epu64, _mm512_cmpneq_epu64_mask)

/* Into f32, rounded to odd: toward zero, and where that is not all the last bit is set. No exception is
 * raised; the way back is in range. */
#define CONVERT_INTO_ODD(width, into, back, differ)                                                \
    SPELT_UNROLL(4)                                                                                \
    for (size_t i = 0; i < n; i += CONVERT_VECTOR / sizeof *x) {                                   \
        const __m512i a = _mm512_loadu_si512((const void *)(x + i));                               \
        const __m##width some = into(a, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC);                   \
        const __m##width##i bits = CONVERT_BITS_OF(width, some);                                   \
        const __m##width##i odd = CONVERT_OR(width, bits, differ(back(some), a));                  \
        memcpy(result + i, &odd, sizeof odd);                                                      \
    }
#define CONVERT_BITS_OF(width, a) _mm##width##_castps_si##width(a)
#define CONVERT_OR(width, bits, lanes) _mm##width##_mask_or_epi32(bits, lanes, bits, _mm##width##_set1_epi32(1))
#define CONVERT_ODD_VECTORS_i32_f32 ~, CONVERT_OF_WIDER, CONVERT_INTO_ODD(512, _mm512_cvt_roundepi32_ps, _mm512_cvttps_epi32, _mm512_cmpneq_epi32_mask)
#define CONVERT_ODD_VECTORS_u32_f32 ~, CONVERT_OF_WIDER, CONVERT_INTO_ODD(512, _mm512_cvt_roundepu32_ps, _mm512_cvttps_epu32, _mm512_cmpneq_epu32_mask)
#define CONVERT_ODD_VECTORS_i64_f32 ~, CONVERT_OF_WIDER, CONVERT_INTO_ODD(256, _mm512_cvt_roundepi64_ps, _mm512_cvttps_epi64, _mm512_cmpneq_epi64_mask)
#define CONVERT_ODD_VECTORS_u64_f32 ~, CONVERT_OF_WIDER, CONVERT_INTO_ODD(256, _mm512_cvt_roundepu64_ps, _mm512_cvttps_epu64, _mm512_cmpneq_epu64_mask)

/* f64 likewise; the conversion to the nearest raises what is to be raised. */
#define CONVERT_F64_INTO_ODD                                                                       \
    SPELT_UNROLL(4)                                                                                \
    for (size_t i = 0; i < n; i += CONVERT_VECTOR / sizeof *x) {                                   \
        const __m512d a = _mm512_loadu_pd(x + i);                                                  \
        const __mmask8 is_lost = _mm512_cmp_pd_mask(_mm512_cvtps_pd(_mm512_cvtpd_ps(a)), a, _CMP_NEQ_UQ); \
        const __m256 some = _mm512_cvt_roundpd_ps(a, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC);      \
        const __m256i odd = CONVERT_OR(256, CONVERT_BITS_OF(256, some), is_lost);                  \
        memcpy(result + i, &odd, sizeof odd);                                                      \
    }
#define CONVERT_ODD_VECTORS_f64_f32 ~, CONVERT_OF_WIDER, CONVERT_F64_INTO_ODD

/* A loop over such vectors: what is made of those from i on. */
#define CONVERT_LANES(unroll, lanes, made)                                                         \
    unsigned any = 0;                                                                              \
    SPELT_UNROLL(unroll)                                                                           \
    for (size_t i = 0; i < n; i += lanes) {                                                        \
        const __typeof__(made) some = made;                                                        \
        memcpy(result + i, &some, lanes * sizeof *result);                                         \
    }                                                                                              \
    bad |= any != 0
#define CONVERT_F64(i) _mm512_loadu_pd(x + (i))
#define CONVERT_F32(i) _mm512_loadu_ps(x + (i))
#define CONVERT_HALF_F32(i) _mm256_loadu_ps(x + (i))
#define CONVERT_VECTORS_f32_i64 ~, CONVERT_OF_WIDER, CONVERT_LANES(2, 8, integers_64_of_f32(policy, CONVERT_HALF_F32(i), 0x5f000000, 1, 64, 0, &any))
#define CONVERT_VECTORS_f32_u64 ~, CONVERT_OF_WIDER, CONVERT_LANES(2, 8, integers_64_of_f32(policy, CONVERT_HALF_F32(i), 0, 0, 64, 0, &any))
#define CONVERT_VECTORS_f64_i64 ~, CONVERT_OF_WIDER, CONVERT_LANES(2, 8, integers_64_of_f64(policy, CONVERT_F64(i), 0x43e0000000000000, 1, 64, 0, &any))
#define CONVERT_VECTORS_f64_u64 ~, CONVERT_OF_WIDER, CONVERT_LANES(2, 8, integers_64_of_f64(policy, CONVERT_F64(i), 0, 0, 64, 0, &any))
#define CONVERT_VECTORS_f32_i32 ~, CONVERT_OF_WIDER, CONVERT_LANES(2, 16, integers_32_of_f32(policy, CONVERT_F32(i), CONVERT_PAST_i32_f32, 1, 32, 0, &any))
#define CONVERT_VECTORS_f32_u32 ~, CONVERT_OF_WIDER, CONVERT_LANES(2, 16, integers_32_of_f32(policy, CONVERT_F32(i), 0, 0, 32, 0, &any))
#define CONVERT_VECTORS_f32_i8 ~, CONVERT_OF_WIDER, CONVERT_LANES(2, 16, i8_of_f32(policy, CONVERT_F32(i), &any))
#define CONVERT_VECTORS_f32_i16 ~, CONVERT_OF_WIDER, CONVERT_LANES(2, 16, i16_of_f32(policy, CONVERT_F32(i), &any))
#define CONVERT_VECTORS_f32_u8 ~, CONVERT_OF_WIDER, CONVERT_LANES(2, 16, u8_of_f32(policy, CONVERT_F32(i), &any))
#define CONVERT_VECTORS_f32_u16 ~, CONVERT_OF_WIDER, CONVERT_LANES(2, 16, u16_of_f32(policy, CONVERT_F32(i), &any))
#define CONVERT_VECTORS_f64_i32 ~, CONVERT_OF_WIDER, CONVERT_LANES(2, 8, integers_32_of_f64(policy, CONVERT_F64(i), CONVERT_PAST_i32_f64, 1, 32, 0, &any))
#define CONVERT_VECTORS_f64_u32 ~, CONVERT_OF_WIDER, CONVERT_LANES(2, 8, integers_32_of_f64(policy, CONVERT_F64(i), 0, 0, 32, 0, &any))
#define CONVERT_VECTORS_f64_i8 ~, CONVERT_OF_WIDER, CONVERT_LANES(2, 8, i8_of_f64(policy, CONVERT_F64(i), &any))
#define CONVERT_VECTORS_f64_i16 ~, CONVERT_OF_WIDER, CONVERT_LANES(2, 8, i16_of_f64(policy, CONVERT_F64(i), &any))
#define CONVERT_VECTORS_f64_u8 ~, CONVERT_OF_WIDER, CONVERT_LANES(2, 8, u8_of_f64(policy, CONVERT_F64(i), &any))
#define CONVERT_VECTORS_f64_u16 ~, CONVERT_OF_WIDER, CONVERT_LANES(2, 8, u16_of_f64(policy, CONVERT_F64(i), &any))
#define CONVERT_VECTORS_f32_bf16 ~, CONVERT_OF_WIDER, CONVERT_LANES(2, 16, bf16_of_f32_lanes(policy, _mm512_loadu_si512((const void *)(x + i)), &any))

#define CONVERT_VECTORS_u32_f64 ~, CONVERT_OF_WIDER, CONVERT_LANES(4, 8, _mm512_cvtepu32_pd(_mm256_loadu_si256((const void *)(x + i))))

/* f16 and bf16 into f64 by way of f32 in a register. */
#define CONVERT_HALVES(i) _mm_loadu_si128((const void *)(x + (i)))
#define CONVERT_VECTORS_f16_f64 ~, CONVERT_OF_WIDER, CONVERT_LANES(4, 8, _mm512_cvtps_pd(_mm256_cvtph_ps(CONVERT_HALVES(i))))
#define CONVERT_VECTORS_bf16_f64 ~, CONVERT_OF_WIDER, CONVERT_LANES(4, 8, _mm512_cvtps_pd(_mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(CONVERT_HALVES(i)), 16))))
/* clang-format on */

#endif
