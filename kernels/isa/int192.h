/* int192.h - signed 192-bit totals, wide enough for 2^63 products of 64-bit integers. */
#ifndef SPELT_ISA_INT192_H
#define SPELT_ISA_INT192_H

#include "types.h"

/* Two's complement: value = high * 2^128 + low. */
typedef struct {
    uint128 low;
    int64_t high;
} int192;

SPELT_INLINE int192 int192_from(int128 value)
{
    return (int192){(uint128)value, value < 0 ? -1 : 0};
}

SPELT_INLINE int192 int192_add(int192 a, int192 b)
{
    uint128 low = a.low + b.low;
    return (int192){low, a.high + b.high + (low < a.low)};
}

SPELT_INLINE int192 int192_negative(int192 a)
{
    return (int192){-a.low, ~a.high + (a.low == 0)};
}

/* Adds x * y. Three limbs in one carry chain: the compilers do not find it by themselves, and
 * without it this is the slowest loop of the library. */
SPELT_INLINE void int192_add_product(uint64_t limb[3], int64_t x, int64_t y)
{
    int128 product = (int128)x * y;
    uint64_t low = (uint64_t)product;
    uint64_t middle = (uint64_t)((uint128)product >> 64);
    uint64_t high = (uint64_t)((int64_t)middle >> 63);
#if defined(__x86_64__)
    __asm__("addq %3, %0\n\tadcq %4, %1\n\tadcq %5, %2"
            : "+&r"(limb[0]), "+&r"(limb[1]), "+&r"(limb[2])
            : "r"(low), "r"(middle), "r"(high)
            : "cc");
#else
    uint128 sum = (uint128)limb[0] + low;
    limb[0] = (uint64_t)sum;
    sum = (uint128)limb[1] + middle + (uint64_t)(sum >> 64);
    limb[1] = (uint64_t)sum;
    limb[2] += high + (uint64_t)(sum >> 64);
#endif
}

SPELT_INLINE int192 int192_from_limbs(const uint64_t limb[3])
{
    return (int192){(uint128)limb[1] << 64 | limb[0], (int64_t)limb[2]};
}

/* Whether the total fits int64_t; if so *value is it. */
SPELT_INLINE int int192_fits(int192 total, int64_t *value)
{
    int64_t low = (int64_t)(uint64_t)total.low;
    if (total.high != low >> 63 || (int64_t)(uint64_t)(total.low >> 64) != low >> 63)
        return 0;
    *value = low;
    return 1;
}

/* Whether the total fits uint64_t; if so *value is it. */
SPELT_INLINE int int192_fits_unsigned(int192 total, uint64_t *value)
{
    if (total.high != 0 || (uint64_t)(total.low >> 64) != 0)
        return 0;
    *value = (uint64_t)total.low;
    return 1;
}

#endif
