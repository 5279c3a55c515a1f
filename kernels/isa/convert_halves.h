/* convert_halves.h - f16 and bf16 from and to f32, one element: by arithmetic on bits, or by an
 * instruction where a compiler vectorizes it. The same bits either way, of NaNs too.
 *
 * To f16 and bf16: to the nearest, ties to even, beyond the largest to Inf. A NaN keeps the upper
 * bits of its payload and becomes quiet. */
#ifndef SPELT_CONVERT_HALVES_H
#define SPELT_CONVERT_HALVES_H

#include "types.h"

#include <string.h>

SPELT_INLINE u32 bits_of_f32(f32 a)
{
    u32 bits;
    memcpy(&bits, &a, sizeof bits);
    return bits;
}

SPELT_INLINE f32 f32_of_bits(u32 bits)
{
    f32 a;
    memcpy(&a, &bits, sizeof a);
    return a;
}

SPELT_INLINE u64 bits_of_f64(f64 a)
{
    u64 bits;
    memcpy(&bits, &a, sizeof bits);
    return bits;
}

SPELT_INLINE f64 f64_of_bits(u64 bits)
{
    f64 a;
    memcpy(&a, &bits, sizeof a);
    return a;
}

SPELT_INLINE f32 f32_of_bf16(bf16 a)
{
    return f32_of_bits((u32)a.bits << 16);
}

SPELT_INLINE bf16 bf16_of_f32(f32 a)
{
    const u32 bits = bits_of_f32(a);
    const u32 rounded = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
    const u32 quiet = bits >> 16 | 0x40;
    return (bf16){(u16)((i32)(bits & 0x7fffffff) > 0x7f800000 ? quiet : rounded)};
}

#ifdef __aarch64__

/* Compilers vectorize these casts: fcvtl, fcvtn, fcvt. */
SPELT_INLINE f32 f32_of_f16(f16 a)
{
    __fp16 value;
    memcpy(&value, &a, sizeof value);
    return value;
}

SPELT_INLINE f16 f16_of_f32(f32 a)
{
    const __fp16 value = (__fp16)a;
    f16 result;
    memcpy(&result, &value, sizeof result);
    return result;
}

#else

/* Both functions choose by masks: compilers make branches of a chain of conditions. */
SPELT_INLINE u32 chosen_bits(int condition, u32 if_true, u32 if_false)
{
    return if_false ^ ((if_true ^ if_false) & (0 - (u32)condition));
}

/* The exponent moves by 112, of Inf and NaN by 224. Numbers below the normal ones are multiples of
 * 2^-24: taken as the fraction of a number in [2^-14, 2^-13), and that less 2^-14, which is exact.
 */
SPELT_INLINE f32 f32_of_f16(f16 a)
{
    const i32 magnitude = (a.bits & 0x7fff) << 13;
    const u32 normal = (u32)magnitude + (112u << 23);
    const u32 small = bits_of_f32(f32_of_bits(normal + (1u << 23)) - 0x1p-14f);
    const u32 beyond = chosen_bits(magnitude >= 0x0f800000, 112u << 23, 0);
    const u32 quiet = chosen_bits(magnitude > 0x0f800000, 0x00400000, 0);
    const u32 result = chosen_bits(magnitude < 0x00800000, small, (normal + beyond) | quiet);
    return f32_of_bits(result | (u32)(a.bits & 0x8000) << 16);
}

/* Below 2^-14 the sum with 0.5, whose last bit is 2^-24, rounds. It is made of 0 elsewhere, so
 * that no signaling NaN is added. Magnitudes are below 2^31: signed comparisons serve. */
SPELT_INLINE f16 f16_of_f32(f32 a)
{
    const u32 bits = bits_of_f32(a), magnitude = bits & 0x7fffffff;
    const i32 size = (i32)magnitude;
    const u32 below = chosen_bits(size < 0x38800000, magnitude, 0);
    const u32 small = bits_of_f32(f32_of_bits(below) + 0.5f) - 0x3f000000;
    const u32 normal = (magnitude - (112u << 23) + 0xfff + (magnitude >> 13 & 1)) >> 13;
    const u32 quiet = 0x7e00 | (magnitude >> 13 & 0x3ff);
    const u32 large = chosen_bits(size > 0x7f800000, quiet, 0x7c00);
    const u32 finite = chosen_bits(size < 0x38800000, small, normal);
    const u32 result = chosen_bits(size < 0x47800000, finite, large);
    return (f16){(u16)(result | (bits >> 16 & 0x8000))};
}

#endif

#endif
