/* convert_bits.h - the bits of floating-point numbers, choices by masks, and rounding to an
 * integer: compilers make no branches of these, and none of them raises INVALID. */
#ifndef SPELT_CONVERT_BITS_H
#define SPELT_CONVERT_BITS_H

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

SPELT_INLINE u32 chosen_bits(int condition, u32 if_true, u32 if_false)
{
    return if_false ^ ((if_true ^ if_false) & (0 - (u32)condition));
}

/* The nearest integer, ties to even: of one of 2^52 and above there is no fraction, below it the
 * sum has none. (The library calls no libm, and rint is an instruction in some sets alone.) */
SPELT_INLINE f64 nearest_in_c_f64(f64 a)
{
    const u64 bits = bits_of_f64(a), size = bits & INT64_MAX;
    const u64 is_small = 0 - ((size - bits_of_f64(0x1p52)) >> 63);
    const f64 shift = f64_of_bits(bits_of_f64(0x1p52) | (bits & ~(u64)INT64_MAX));
    const f64 whole = (a + shift) - shift;
    return f64_of_bits((bits_of_f64(whole) & is_small) | (bits & ~is_small));
}

SPELT_INLINE f32 nearest_in_c_f32(f32 a)
{
    const u32 bits = bits_of_f32(a), size = bits & INT32_MAX;
    const u32 is_small = 0 - ((size - bits_of_f32(0x1p23f)) >> 31);
    const f32 shift = f32_of_bits(bits_of_f32(0x1p23f) | (bits & ~(u32)INT32_MAX));
    const f32 whole = (a + shift) - shift;
    return f32_of_bits((bits_of_f32(whole) & is_small) | (bits & ~is_small));
}

/* Toward zero: the nearest integer, less 1 in magnitude where that is larger. */
SPELT_INLINE f64 truncated_in_c_f64(f64 a)
{
    const f64 nearest = nearest_in_c_f64(a);
    const u64 size = bits_of_f64(a) & INT64_MAX, sign = bits_of_f64(a) & ~(u64)INT64_MAX;
    const u64 is_beyond = 0 - ((size - (bits_of_f64(nearest) & INT64_MAX)) >> 63);
    return nearest - f64_of_bits((bits_of_f64(1.0) & is_beyond) | sign);
}

/* Rounded to odd: toward zero, and where that is not exact to the neighbour whose last bit is set.
 * So what is rounded once more, to two digits less at least, is rounded as the number itself: it
 * lies on the same side of each number of those digits and of each tie between them, and is one of
 * these only where the number is. Boldo and Melquiond, "Emulation of FMA and correctly rounded
 * sums: proved algorithms using rounding to odd", IEEE Trans. Computers 57(4), 2008, theorem 2. The
 * nearest f32 is one of the two; beyond the largest it is Inf, whose neighbour has its last bit
 * set. */
SPELT_INLINE f32 odd_f32_of_f64(f64 a)
{
    const f32 nearest = (f32)a;
    const u64 size = bits_of_f64(a) & INT64_MAX, back = bits_of_f64(nearest) & INT64_MAX;
    const u64 is_beyond = (size - back) >> 63, differs = size ^ back;
    const u64 is_inexact = (differs | (0 - differs)) >> 63;
    return f32_of_bits((bits_of_f32(nearest) - (u32)is_beyond) | (u32)is_inexact);
}

/* The same of integers in two's complement, to what f64 holds: of those from 2^53 on the last 12
 * bits become 0, or 2^11 where they are not 0. So a number of 41 digits, or half way between two,
 * is a multiple of 2^12 and stays what it is; others stay between the same ones. */
SPELT_INLINE u64 sticky_where(u64 is_large, u64 a)
{
    const u64 low = a & 0xfff, is_low = (0 - low) >> 63;
    const u64 folded = (a - low) | is_low << 11, mask = 0 - is_large;
    return (a & ~mask) | (folded & mask);
}

SPELT_INLINE u64 sticky_i64(i64 a)
{
    const u64 beyond = ((u64)a + ((u64)1 << 53)) >> 54;
    return sticky_where((0 - beyond) >> 63, (u64)a);
}

SPELT_INLINE u64 sticky_u64(u64 a)
{
    return sticky_where((0 - (a >> 53)) >> 63, a);
}

#endif
