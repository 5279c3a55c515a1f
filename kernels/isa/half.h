/* half.h - f16 and bf16, one at a time: to f32, which has all their values. A NaN keeps its bits;
 * nothing here raises an exception. */
#ifndef SPELT_ISA_HALF_H
#define SPELT_ISA_HALF_H

#include "types.h"

#include <string.h>

SPELT_INLINE f32 f32_of_bits(uint32_t bits)
{
    f32 value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

SPELT_INLINE f32 f32_of_f16(f16 number)
{
    const uint32_t sign = (uint32_t)(number.bits & 0x8000) << 16;
    const uint32_t exponent = number.bits >> 10 & 0x1f, fraction = number.bits & 0x3ff;
    uint32_t magnitude = (exponent + 112) << 23 | fraction << 13;
    if (exponent == 0x1f)
        magnitude |= 0xffu << 23;
    if (exponent == 0) {
        const f32 small = (f32)fraction * 0x1p-24f;
        memcpy(&magnitude, &small, sizeof magnitude);
    }
    return f32_of_bits(sign | magnitude);
}

SPELT_INLINE f32 f32_of_bf16(bf16 number)
{
    return f32_of_bits((uint32_t)number.bits << 16);
}

/* The first n of four 16-bit elements, all where n is more, the others 0, as a little-endian
 * machine has them in a register. */
SPELT_INLINE uint64_t load_part_of_four(const void *p, size_t n)
{
    uint64_t four = 0;
    uint32_t two = 0;
    uint16_t one = 0;
    if (n >= 4) {
        memcpy(&four, p, sizeof four);
        return four;
    }
    if (n & 1)
        memcpy(&one, (const u16 *)p + n - 1, sizeof one);
    if (n & 2) {
        memcpy(&two, p, sizeof two);
        return (uint64_t)one << 32 | two;
    }
    return one;
}

#endif
