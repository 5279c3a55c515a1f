/* convert_lanes.h - f16 from and to f32 by the instructions of F16C, AVX-512 and NEON, whole
 * vectors: compilers make no vector code of these casts. */
#ifndef SPELT_CONVERT_LANES_H
#define SPELT_CONVERT_LANES_H

#include "isa/convert_fast.h"

#ifdef __aarch64__
#include <arm_neon.h>
enum { F16_LANES = 4 };
typedef float16x4_t f16_lanes;
typedef float32x4_t f32_lanes;
#define F16_NARROW(a) vcvt_f16_f32(a)
#define F16_WIDEN(a) vcvt_f32_f16(a)
#elif defined __AVX512F__
#include <immintrin.h>
enum { F16_LANES = 16 };
typedef __m256i f16_lanes;
typedef __m512 f32_lanes;
#define F16_NARROW(a) _mm512_cvtps_ph(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)
#define F16_WIDEN(a) _mm512_cvtph_ps(a)
#else
#include <immintrin.h>
enum { F16_LANES = 8 };
typedef __m128i f16_lanes;
typedef __m256 f32_lanes;
#define F16_NARROW(a) _mm256_cvtps_ph(a, _MM_FROUND_TO_NEAREST_INT)
#define F16_WIDEN(a) _mm256_cvtph_ps(a)
#endif

typedef u32 f16_bits __attribute__((vector_size(4 * F16_LANES)));
typedef u16 f16_halves __attribute__((vector_size(2 * F16_LANES)));

SPELT_INLINE void widen_f16_lanes(const void *x, void *result)
{
    f16_lanes a;
    memcpy(&a, x, sizeof a);
    const f32_lanes wide = F16_WIDEN(a);
    memcpy(result, &wide, sizeof wide);
}

/* Of fast_f32_f16's text one vector. */
SPELT_INLINE f16_bits narrow_f16_lanes(convert_policy policy, const void *x, void *result)
{
    f32_lanes a;
    memcpy(&a, x, sizeof a);
    f16_lanes nearest = F16_NARROW(a);
    const f16_bits bits = (f16_bits)a, size = bits & 0x7fffffff;
    const f16_bits infinity = size - size + 0x7f800000;
    f16_bits is_bad;
    if (policy == CONVERT_exact) {
        is_bad = ((f16_bits)F16_WIDEN(nearest) ^ bits) & (f16_bits)(size <= infinity);
    } else {
        /* from the tie between the largest number and Inf on */
        is_bad = (f16_bits)(size - 0x477ff000 < infinity - 0x477ff000);
    }
    if (policy == CONVERT_sat) {
        const f16_halves is_beyond = __builtin_convertvector(is_bad, f16_halves);
        nearest = (f16_lanes)((f16_halves)nearest + is_beyond);
        is_bad = size - size;
    }
    memcpy(result, &nearest, sizeof nearest);
    return is_bad;
}

SPELT_INLINE u32 any_of_f16_bits(f16_bits bits)
{
    u32 any = 0;
    for (size_t i = 0; i < F16_LANES; i++)
        any |= bits[i];
    return any;
}

/* n is a multiple of the lanes. */
SPELT_INLINE void narrow_f16(convert_policy policy, const void *x, void *result, size_t n, u32 *bad)
{
    const u8 *from = x;
    u8 *to = result;
    f16_bits any = {0};
    for (size_t i = 0; i < n; i += F16_LANES)
        any |= narrow_f16_lanes(policy, from + 4 * i, to + 2 * i);
    *bad |= any_of_f16_bits(any);
}

SPELT_INLINE void widen_f16(const void *x, void *result, size_t n)
{
    const u8 *from = x;
    u8 *to = result;
    for (size_t i = 0; i < n; i += F16_LANES)
        widen_f16_lanes(from + 2 * i, to + 4 * i);
}

/* What stands for the loop of a conversion. */
#define CONVERT_VECTORS_f16_f32 ~, CONVERT_OF_WIDER, widen_f16(x, result, n)
#define CONVERT_VECTORS_f32_f16 ~, CONVERT_OF_WIDER, narrow_f16(policy, x, result, n, (u32 *)(void *)&bad)

#endif
