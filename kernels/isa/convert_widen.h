/* convert_widen.h - integers into wider types by the instructions of AVX2 and AVX-512 that do it in
 * one step: GCC takes whole vectors of the narrow type and unpacks them, in up to 1.5 times the
 * time. */
#ifndef SPELT_CONVERT_WIDEN_H
#define SPELT_CONVERT_WIDEN_H

#include <immintrin.h>

/* What fills a vector when it is a half, a quarter or an eighth of it; and instructions that make a
 * whole vector, and half a one. */
#ifdef __AVX512F__
#define CONVERT_LOAD_2(p) _mm256_loadu_si256((const __m256i *)(p))
#define CONVERT_LOAD_4(p) _mm_loadu_si128((const __m128i *)(p))
#define CONVERT_LOAD_8(p) _mm_loadl_epi64((const __m128i *)(p))
#define CONVERT_WHOLE(instruction) _mm512_##instruction
#define CONVERT_HALF(instruction) _mm256_##instruction
#else
#define CONVERT_LOAD_2(p) _mm_loadu_si128((const __m128i *)(p))
#define CONVERT_LOAD_4(p) _mm_loadl_epi64((const __m128i *)(p))
#define CONVERT_LOAD_8(p) _mm_loadu_si32(p)
#define CONVERT_WHOLE(instruction) _mm256_##instruction
#define CONVERT_HALF(instruction) _mm_##instruction
#endif

/* The loop, of a part of a vector, a. */
#define CONVERT_WIDEN(part, widened)                                                               \
    SPELT_UNROLL(4)                                                                                \
    for (size_t i = 0; i < n; i += CONVERT_VECTOR / sizeof *result) {                              \
        const __typeof__(CONVERT_LOAD_##part(px)) a = CONVERT_LOAD_##part((const void *)(x + i));  \
        const __typeof__(widened) wide = widened;                                                  \
        memcpy(result + i, &wide, CONVERT_VECTOR);                                                 \
    }

/* clang-format off */
#define CONVERT_VECTORS_i8_i16 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(2, CONVERT_WHOLE(cvtepi8_epi16)(a))
#define CONVERT_VECTORS_i8_i32 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(4, CONVERT_WHOLE(cvtepi8_epi32)(a))
#define CONVERT_VECTORS_i8_i64 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(8, CONVERT_WHOLE(cvtepi8_epi64)(a))
#define CONVERT_VECTORS_i16_i32 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(2, CONVERT_WHOLE(cvtepi16_epi32)(a))
#define CONVERT_VECTORS_i16_i64 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(4, CONVERT_WHOLE(cvtepi16_epi64)(a))
#define CONVERT_VECTORS_i32_i64 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(2, CONVERT_WHOLE(cvtepi32_epi64)(a))
#define CONVERT_VECTORS_u8_i16 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(2, CONVERT_WHOLE(cvtepu8_epi16)(a))
#define CONVERT_VECTORS_u8_i32 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(4, CONVERT_WHOLE(cvtepu8_epi32)(a))
#define CONVERT_VECTORS_u8_i64 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(8, CONVERT_WHOLE(cvtepu8_epi64)(a))
#define CONVERT_VECTORS_u8_u16 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(2, CONVERT_WHOLE(cvtepu8_epi16)(a))
#define CONVERT_VECTORS_u8_u32 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(4, CONVERT_WHOLE(cvtepu8_epi32)(a))
#define CONVERT_VECTORS_u8_u64 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(8, CONVERT_WHOLE(cvtepu8_epi64)(a))
#define CONVERT_VECTORS_u16_i32 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(2, CONVERT_WHOLE(cvtepu16_epi32)(a))
#define CONVERT_VECTORS_u16_i64 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(4, CONVERT_WHOLE(cvtepu16_epi64)(a))
#define CONVERT_VECTORS_u16_u32 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(2, CONVERT_WHOLE(cvtepu16_epi32)(a))
#define CONVERT_VECTORS_u16_u64 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(4, CONVERT_WHOLE(cvtepu16_epi64)(a))
#define CONVERT_VECTORS_u32_i64 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(2, CONVERT_WHOLE(cvtepu32_epi64)(a))
#define CONVERT_VECTORS_u32_u64 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(2, CONVERT_WHOLE(cvtepu32_epi64)(a))
#define CONVERT_VECTORS_i8_f32 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(4, CONVERT_WHOLE(cvtepi32_ps)(CONVERT_WHOLE(cvtepi8_epi32)(a)))
#define CONVERT_VECTORS_i16_f32 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(2, CONVERT_WHOLE(cvtepi32_ps)(CONVERT_WHOLE(cvtepi16_epi32)(a)))
#define CONVERT_VECTORS_u8_f32 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(4, CONVERT_WHOLE(cvtepi32_ps)(CONVERT_WHOLE(cvtepu8_epi32)(a)))
#define CONVERT_VECTORS_u16_f32 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(2, CONVERT_WHOLE(cvtepi32_ps)(CONVERT_WHOLE(cvtepu16_epi32)(a)))
#define CONVERT_VECTORS_i8_f64 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(8, CONVERT_WHOLE(cvtepi32_pd)(CONVERT_HALF(cvtepi8_epi32)(a)))
#define CONVERT_VECTORS_i16_f64 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(4, CONVERT_WHOLE(cvtepi32_pd)(CONVERT_HALF(cvtepi16_epi32)(a)))
#define CONVERT_VECTORS_u8_f64 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(8, CONVERT_WHOLE(cvtepi32_pd)(CONVERT_HALF(cvtepu8_epi32)(a)))
#define CONVERT_VECTORS_u16_f64 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(4, CONVERT_WHOLE(cvtepi32_pd)(CONVERT_HALF(cvtepu16_epi32)(a)))
#define CONVERT_VECTORS_i32_f64 ~, CONVERT_OF_WIDER, CONVERT_WIDEN(2, CONVERT_WHOLE(cvtepi32_pd)(a))

#ifndef __AVX512F__
/* Of numbers with a sign into ones without. */
#define CONVERT_WIDEN_SIGNED(part, zero_or, widen)                                                 \
    __m256i any = _mm256_setzero_si256();                                                          \
    const u64 highest = UINT64_MAX / (UINT64_MAX >> (64 - 8 * sizeof *result)) << (8 * sizeof *result - 1); \
    SPELT_UNROLL(4)                                                                                \
    for (size_t i = 0; i < n; i += CONVERT_VECTOR / sizeof *result) {                              \
        const __m128i a = CONVERT_LOAD_##part((const void *)(x + i));                              \
        const __m256i wide = widen(policy == CONVERT_sat ? zero_or(a, _mm_setzero_si128()) : a);   \
        any = _mm256_or_si256(any, wide);                                                          \
        memcpy(result + i, &wide, CONVERT_VECTOR);                                                 \
    }                                                                                              \
    bad |= policy == CONVERT_exact && !_mm256_testz_si256(any, _mm256_set1_epi64x((i64)highest))
#define CONVERT_VECTORS_i8_u16 ~, CONVERT_OF_WIDER, CONVERT_WIDEN_SIGNED(2, _mm_max_epi8, _mm256_cvtepi8_epi16)
#define CONVERT_VECTORS_i8_u32 ~, CONVERT_OF_WIDER, CONVERT_WIDEN_SIGNED(4, _mm_max_epi8, _mm256_cvtepi8_epi32)
#define CONVERT_VECTORS_i8_u64 ~, CONVERT_OF_WIDER, CONVERT_WIDEN_SIGNED(8, _mm_max_epi8, _mm256_cvtepi8_epi64)
#define CONVERT_VECTORS_i16_u32 ~, CONVERT_OF_WIDER, CONVERT_WIDEN_SIGNED(2, _mm_max_epi16, _mm256_cvtepi16_epi32)
#define CONVERT_VECTORS_i16_u64 ~, CONVERT_OF_WIDER, CONVERT_WIDEN_SIGNED(4, _mm_max_epi16, _mm256_cvtepi16_epi64)
#define CONVERT_VECTORS_i32_u64 ~, CONVERT_OF_WIDER, CONVERT_WIDEN_SIGNED(2, _mm_max_epi32, _mm256_cvtepi32_epi64)
#endif
/* clang-format on */

#endif
