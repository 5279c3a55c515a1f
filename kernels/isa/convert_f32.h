/* convert_f32.h - integers into f32, f32 and f64 into integers, f32 into bf16, by the instructions of AVX-512
 * that do it in one step; compilers take several, or none. */
#ifndef SPELT_CONVERT_F32_H
#define SPELT_CONVERT_F32_H

#include <immintrin.h>

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

/* f32 into integers of 64 bits. What is in range is seen by its bits, quietly, and all else becomes 0
 * before it is rounded; -2^63 is left to the scalar kernel, but not by sat, whose limit it is. Of an
 * unsigned type `negative` are the lanes that are below 0 once rounded, and so not in range. */
#define CONVERT_FROM_F32(past, cast, least, most, negative)                                        \
    unsigned any = 0;                                                                              \
    SPELT_UNROLL(2)                                                                                \
    for (size_t i = 0; i < n; i += CONVERT_VECTOR / sizeof *result) {                              \
        const __m256 a = _mm256_loadu_ps(x + i);                                                   \
        const __m256i bits = _mm256_castps_si256(a);                                               \
        const __m256i size = _mm256_and_si256(bits, _mm256_set1_epi32(INT32_MAX));                 \
        const __mmask8 small = _mm256_cmplt_epi32_mask(size, _mm256_set1_epi32(past));             \
        const __m256 some = _mm256_maskz_mov_ps(small, a);                                         \
        const __m256 whole = policy == CONVERT_trunc ? some : _mm256_roundscale_ps(some, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC); \
        const __mmask8 is_in = small & (__mmask8)~(negative);                                      \
        __m512i limit = _mm512_setzero_si512();                                                    \
        if (policy == CONVERT_sat) {                                                               \
            limit = _mm512_mask_mov_epi64(_mm512_set1_epi64(most), _mm256_movepi32_mask(bits), _mm512_set1_epi64(least)); \
            any |= _mm256_cmpgt_epi32_mask(size, _mm256_set1_epi32(0x7f800000));                   \
        } else {                                                                                   \
            any |= (__mmask8)~is_in;                                                               \
        }                                                                                          \
        if (policy == CONVERT_exact)                                                               \
            any |= _mm256_cmpneq_epi32_mask(_mm256_castps_si256(whole), bits);                     \
        _mm512_storeu_si512((void *)(result + i), _mm512_mask_##cast(limit, is_in, whole));        \
    }                                                                                              \
    bad |= any
#define CONVERT_BELOW_ZERO (policy == CONVERT_trunc ? _mm256_mask_cmpge_epi32_mask(_mm256_movepi32_mask(bits), size, _mm256_set1_epi32(0x3f800000)) : _mm256_cmpgt_epu32_mask(_mm256_castps_si256(whole), _mm256_set1_epi32(INT32_MIN)))
#define CONVERT_VECTORS_f32_i64 ~, CONVERT_OF_WIDER, CONVERT_FROM_F32(0x5f000000, cvttps_epi64, INT64_MIN, INT64_MAX, 0)
#define CONVERT_VECTORS_f32_u64 ~, CONVERT_OF_WIDER, CONVERT_FROM_F32(0x5f800000, cvttps_epu64, 0, -1, CONVERT_BELOW_ZERO)

/* f64 likewise, and into shorter integers by way of them, which nothing below 2^62 in magnitude is beyond. */
#define CONVERT_FROM_F64(past, cast, least, most, negative)                                        \
    unsigned any = 0;                                                                              \
    SPELT_UNROLL(2)                                                                                \
    for (size_t i = 0; i < n; i += CONVERT_VECTOR / sizeof *x) {                                   \
        const __m512d a = _mm512_loadu_pd(x + i);                                                  \
        const __m512i bits = _mm512_castpd_si512(a);                                               \
        const __m512i size = _mm512_and_si512(bits, _mm512_set1_epi64(INT64_MAX));                 \
        const __mmask8 small = _mm512_cmplt_epi64_mask(size, _mm512_set1_epi64(past));             \
        const __m512d some = _mm512_maskz_mov_pd(small, a);                                        \
        const __m512d whole = policy == CONVERT_trunc ? some : _mm512_roundscale_pd(some, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC); \
        const __mmask8 is_in = small & (__mmask8)~(negative);                                      \
        __m512i limit = _mm512_setzero_si512();                                                    \
        if (policy == CONVERT_sat) {                                                               \
            limit = _mm512_mask_mov_epi64(_mm512_set1_epi64(most), _mm512_movepi64_mask(bits), _mm512_set1_epi64(least)); \
            any |= _mm512_cmpgt_epi64_mask(size, _mm512_set1_epi64(0x7ff0000000000000));           \
        } else {                                                                                   \
            any |= (__mmask8)~is_in;                                                               \
        }                                                                                          \
        if (policy == CONVERT_exact)                                                               \
            any |= _mm512_cmpneq_epi64_mask(_mm512_castpd_si512(whole), bits);                     \
        const __m512i made = _mm512_mask_##cast(limit, is_in, whole);
#define CONVERT_FROM_F64_ALL(...)                                                                  \
    CONVERT_FROM_F64(__VA_ARGS__)                                                                  \
        _mm512_storeu_si512((void *)(result + i), made);                                           \
    }                                                                                              \
    bad |= any
#define CONVERT_FROM_F64_SHORT(y_bits, least, saturated)                                           \
    CONVERT_FROM_F64(0x43d0000000000000, cvttpd_epi64, INT64_MIN, INT64_MAX, 0)                    \
        if (policy != CONVERT_sat)                                                                 \
            any |= _mm512_test_epi64_mask(_mm512_sub_epi64(made, _mm512_set1_epi64(least)), _mm512_set1_epi64((int64_t)~(((u64)1 << y_bits) - 1))); \
        const __typeof__(_mm512_cvtepi64_epi##y_bits(made)) narrow = policy == CONVERT_sat ? (saturated) : _mm512_cvtepi64_epi##y_bits(made); \
        memcpy(result + i, &narrow, CONVERT_VECTOR / sizeof *x * sizeof *result);                  \
    }                                                                                              \
    bad |= any
#define CONVERT_FROM_F64_SIGNED(y_bits) CONVERT_FROM_F64_SHORT(y_bits, INT##y_bits##_MIN, _mm512_cvtsepi64_epi##y_bits(made))
#define CONVERT_FROM_F64_UNSIGNED(y_bits) CONVERT_FROM_F64_SHORT(y_bits, 0, _mm512_cvtusepi64_epi##y_bits(_mm512_max_epi64(made, _mm512_setzero_si512())))
#define CONVERT_BELOW_ZERO_F64 (policy == CONVERT_trunc ? _mm512_mask_cmpge_epi64_mask(_mm512_movepi64_mask(bits), size, _mm512_set1_epi64(0x3ff0000000000000)) : _mm512_cmpgt_epu64_mask(_mm512_castpd_si512(whole), _mm512_set1_epi64(INT64_MIN)))
#define CONVERT_VECTORS_f64_i64 ~, CONVERT_OF_WIDER, CONVERT_FROM_F64_ALL(0x43e0000000000000, cvttpd_epi64, INT64_MIN, INT64_MAX, 0)
#define CONVERT_VECTORS_f64_u64 ~, CONVERT_OF_WIDER, CONVERT_FROM_F64_ALL(0x43f0000000000000, cvttpd_epu64, 0, -1, CONVERT_BELOW_ZERO_F64)
#define CONVERT_VECTORS_f64_i8 ~, CONVERT_OF_WIDER, CONVERT_FROM_F64_SIGNED(8)
#define CONVERT_VECTORS_f64_i16 ~, CONVERT_OF_WIDER, CONVERT_FROM_F64_SIGNED(16)
#define CONVERT_VECTORS_f64_u8 ~, CONVERT_OF_WIDER, CONVERT_FROM_F64_UNSIGNED(8)
#define CONVERT_VECTORS_f64_u16 ~, CONVERT_OF_WIDER, CONVERT_FROM_F64_UNSIGNED(16)
#define CONVERT_VECTORS_f64_u32 ~, CONVERT_OF_WIDER, CONVERT_FROM_F64_UNSIGNED(32)

/* f32 into bf16, as bf16_of_f32(): what a NaN has in its upper half it keeps. Finite numbers from the tie
 * on between the largest bf16 and Inf are beyond. */
#define CONVERT_INTO_BF16                                                                          \
    unsigned any = 0;                                                                              \
    SPELT_UNROLL(2)                                                                                \
    for (size_t i = 0; i < n; i += CONVERT_VECTOR / sizeof *x) {                                   \
        const __m512i bits = _mm512_loadu_si512((const void *)(x + i));                            \
        const __m512i size = _mm512_and_si512(bits, _mm512_set1_epi32(INT32_MAX));                 \
        const __m512i upper = _mm512_srli_epi32(bits, 16);                                         \
        const __m512i tie = _mm512_add_epi32(_mm512_and_si512(upper, _mm512_set1_epi32(1)), _mm512_set1_epi32(0x7fff)); \
        const __m512i rounded = _mm512_srli_epi32(_mm512_add_epi32(bits, tie), 16);                \
        const __mmask16 is_nan = _mm512_cmpgt_epi32_mask(size, _mm512_set1_epi32(0x7f800000));     \
        __m512i made = _mm512_mask_or_epi32(rounded, is_nan, upper, _mm512_set1_epi32(0x40));      \
        if (policy == CONVERT_exact) {                                                             \
            any |= _mm512_mask_test_epi32_mask((__mmask16)~is_nan, bits, _mm512_set1_epi32(0xffff)); \
        } else {                                                                                   \
            const __mmask16 is_beyond = _mm512_cmplt_epu32_mask(_mm512_sub_epi32(size, _mm512_set1_epi32(0x7f7f8000)), _mm512_set1_epi32(0x8000)); \
            if (policy == CONVERT_sat)                                                             \
                made = _mm512_mask_sub_epi32(made, is_beyond, made, _mm512_set1_epi32(1));         \
            else                                                                                   \
                any |= is_beyond;                                                                  \
        }                                                                                          \
        const __m256i halves = _mm512_cvtepi32_epi16(made);                                        \
        memcpy(result + i, &halves, sizeof halves);                                                \
    }                                                                                              \
    bad |= any
#define CONVERT_VECTORS_f32_bf16 ~, CONVERT_OF_WIDER, CONVERT_INTO_BF16

/* f16 and bf16 into f64 by way of f32 in a register. */
#define CONVERT_INTO_F64(into_f32)                                                                 \
    SPELT_UNROLL(4)                                                                                \
    for (size_t i = 0; i < n; i += CONVERT_VECTOR / sizeof *result) {                              \
        const __m128i a = _mm_loadu_si128((const void *)(x + i));                                  \
        _mm512_storeu_pd(result + i, _mm512_cvtps_pd(into_f32));                                   \
    }
#define CONVERT_VECTORS_f16_f64 ~, CONVERT_OF_WIDER, CONVERT_INTO_F64(_mm256_cvtph_ps(a))
#define CONVERT_VECTORS_bf16_f64 ~, CONVERT_OF_WIDER, CONVERT_INTO_F64(_mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(a), 16)))
/* clang-format on */

#endif
