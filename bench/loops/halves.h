/* halves.h - f16 and bf16 from and to f32, one element: without branches, so that compilers
 * vectorize the loops that use it. To the nearest, ties to even; a NaN becomes a quiet one. And an
 * element of any type as a number. */
#ifndef BENCH_HALVES_H
#define BENCH_HALVES_H

#include "types.h"

#include <string.h>

SPELT_INLINE u32 f32_as_bits(f32 a)
{
    u32 bits;
    memcpy(&bits, &a, sizeof bits);
    return bits;
}

SPELT_INLINE f32 bits_as_f32(u32 bits)
{
    f32 a;
    memcpy(&a, &bits, sizeof a);
    return a;
}

SPELT_INLINE f32 bf16_as_f32(bf16 a)
{
    return bits_as_f32((u32)a.bits << 16);
}

SPELT_INLINE bf16 f32_as_bf16(f32 a)
{
    const u32 bits = f32_as_bits(a), rounded = bits + 0x7fff + (bits >> 16 & 1);
    return (bf16){(u16)((bits & 0x7fffffff) > 0x7f800000 ? bits >> 16 | 0x40 : rounded >> 16)};
}

/* The exponent is moved by a multiplication, which normalizes subnormals too. */
SPELT_INLINE f32 f16_as_f32(f16 a)
{
    const u32 sign = (u32)(a.bits & 0x8000) << 16;
    const f32 magnitude = bits_as_f32((u32)(a.bits & 0x7fff) << 13) * 0x1p112f;
    const u32 bits = f32_as_bits(magnitude);
    return bits_as_f32(sign | (magnitude >= 0x1p16f ? bits | 0x7f800000 : bits));
}

/* Subnormals are rounded by an addition that puts their last bit into the last of the sum. */
SPELT_INLINE f16 f32_as_f16(f32 a)
{
    const u32 bits = f32_as_bits(a) & 0x7fffffff, sign = f32_as_bits(a) >> 16 & 0x8000;
    const u32 small = f32_as_bits(bits_as_f32(bits) + 0.5f) - f32_as_bits(0.5f);
    const u32 normal = (bits - 0x38000000 + 0xfff + (bits >> 13 & 1)) >> 13;
    const u32 large = bits > 0x7f800000 ? 0x7e00 : 0x7c00;
    return (f16){(u16)(sign | (bits < 0x38800000 ? small : bits < 0x47800000 ? normal : large))};
}

/* An element as a number that C calculates with. */
#define NUMBER_f16(v) f16_as_f32(v)
#define NUMBER_bf16(v) bf16_as_f32(v)
#define NUMBER_f32(v) (v)
#define NUMBER_f64(v) (v)
#define NUMBER_i8(v) (v)
#define NUMBER_i16(v) (v)
#define NUMBER_i32(v) (v)
#define NUMBER_i64(v) (v)
#define NUMBER_u8(v) (v)
#define NUMBER_u16(v) (v)
#define NUMBER_u32(v) (v)
#define NUMBER_u64(v) (v)
#define NUMBER_c64(v) (v)
#define NUMBER_c128(v) (v)

#endif
