/* superaccumulator.h - a fixed-point number so wide that every sum of f64 products is exact in it.
 *
 * Kulisch's long accumulator in carry-save form, as Neal's "small superaccumulator" (Fast exact
 * summation using small and large superaccumulators, arXiv:1505.05571, section 3): chunk i is a
 * signed number of units of 2^(32 i + SPELT_SUPER_EXPONENT), and adding needs no carry beyond it.
 *
 * Range: the least product of two f64 is 2^-2148, the greatest is below 2^2048; with up to 2^64 of
 * them a total stays below 2^2112, and the top is 2^2175. */
#ifndef SPELT_ISA_SUPERACCUMULATOR_H
#define SPELT_ISA_SUPERACCUMULATOR_H

#include "types.h"

#define SPELT_SUPER_EXPONENT (-2176)
#define SPELT_SUPER_CHUNKS 136
#define SPELT_SUPER_LIMBS (SPELT_SUPER_CHUNKS / 2)

/* Terms that are no finite number are remembered apart. */
#define SPELT_SUPER_PLUS_INFINITY 1u
#define SPELT_SUPER_MINUS_INFINITY 2u
#define SPELT_SUPER_NAN 4u
/* And that a term was 0 * Inf, or had a signaling NaN: not what it is, but that INVALID comes of it. */
#define SPELT_SUPER_INVALID 8u

/* After a carry the chunks lie in [0, 2^32), the last in [-2^31, 2^31). A deposit adds less than
 * 2^32 to a chunk, in magnitude; SPELT_SUPER_DEPOSITS of them leave it below 2^62 + 2^32. */
#define SPELT_SUPER_DEPOSITS (UINT32_C(1) << 30)

typedef struct {
    int64_t chunk[SPELT_SUPER_CHUNKS];
    uint32_t deposits; /* since the last carry */
    uint32_t special;
} superaccumulator;

void spelt_super_clear(superaccumulator *super);
void spelt_super_carry(superaccumulator *super);

/* Adds value * 2^exponent; exponent from SPELT_SUPER_EXPONENT to 2048 - 128. */
void spelt_super_add_scaled(superaccumulator *super, int128 value, int exponent);

void spelt_super_merge(superaccumulator *super, const superaccumulator *other);

/* The value in two's complement, limb[0] lowest, in units of 2^SPELT_SUPER_EXPONENT. */
void spelt_super_limbs(const superaccumulator *super, uint64_t limb[SPELT_SUPER_LIMBS]);

/* ---- Adding one term ---------------------------------------------------------------------------
 * Inline, for the loops over terms that are left to it. */

typedef struct {
    uint64_t mantissa; /* below 2^53 */
    int exponent;      /* magnitude = mantissa * 2^exponent */
    uint64_t sign;     /* 0, or all bits */
} f64_parts;

SPELT_INLINE uint64_t f64_bits_of(f64 x)
{
    uint64_t bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    return bits;
}

SPELT_INLINE f64_parts f64_parts_of(uint64_t bits)
{
    uint64_t field = bits >> 52 & 0x7ff, normal = field != 0;
    uint64_t fraction = bits & ((UINT64_C(1) << 52) - 1);
    return (f64_parts){fraction | normal << 52, (int)(field - normal) - 1074,
                       (uint64_t)((int64_t)bits >> 63)};
}

SPELT_INLINE int f64_bits_are_finite(uint64_t bits)
{
    return (bits >> 52 & 0x7ff) != 0x7ff;
}

/* A 128-bit magnitude, moved by up to 31 bits, touches five chunks. */
SPELT_INLINE void super_deposit(superaccumulator *super, uint128 magnitude, int exponent,
                                uint64_t sign)
{
    unsigned position = (unsigned)(exponent - SPELT_SUPER_EXPONENT), shift = position & 31;
    uint128 low = (uint128)(uint64_t)magnitude << shift;
    uint128 high = ((magnitude >> 64) << shift) + (low >> 64);
    const uint64_t part[5] = {(uint64_t)low & 0xffffffff, (uint64_t)low >> 32,
                              (uint64_t)high & 0xffffffff, (uint64_t)high >> 32,
                              (uint64_t)(high >> 64)};
    int64_t *chunk = super->chunk + position / 32;
    for (int i = 0; i < 5; i++) {
        uint64_t signed_part = (part[i] ^ sign) - sign;
        /* One register each: two chunks added as a vector would wait for the stores of the term
         * before, which overlap them only in part. */
        __asm__("" : "+r"(signed_part));
        chunk[i] += (int64_t)signed_part;
    }
    if (SPELT_UNLIKELY(++super->deposits == SPELT_SUPER_DEPOSITS))
        spelt_super_carry(super);
}

#define F64_INFINITE UINT64_C(0x7ff0000000000000)
#define F64_QUIET UINT64_C(0x0008000000000000)

SPELT_INLINE int f64_bits_are_nan(uint64_t bits)
{
    return (bits & INT64_MAX) > F64_INFINITE;
}

/* The kind of x, which is infinite or a NaN. */
SPELT_INLINE uint32_t super_special_of(uint64_t bits)
{
    if (f64_bits_are_nan(bits))
        return SPELT_SUPER_NAN | (bits & F64_QUIET ? 0 : SPELT_SUPER_INVALID);
    return bits >> 63 ? SPELT_SUPER_MINUS_INFINITY : SPELT_SUPER_PLUS_INFINITY;
}

/* The kind of a product, one of whose factors is infinite or a NaN. */
SPELT_INLINE uint32_t super_special_of_product(uint64_t x, uint64_t y)
{
    const uint64_t sign = (x ^ y) & ~(uint64_t)INT64_MAX;
    uint32_t nans = 0;
    if (f64_bits_are_nan(x))
        nans |= super_special_of(x);
    if (f64_bits_are_nan(y))
        nans |= super_special_of(y);
    if (nans)
        return nans;
    if ((x & INT64_MAX) == 0 || (y & INT64_MAX) == 0)
        return SPELT_SUPER_NAN | SPELT_SUPER_INVALID;
    return super_special_of(sign | F64_INFINITE);
}

/* Adds x, or the product x * y, exactly. Inf and NaN as IEEE 754 adds and multiplies them. */
SPELT_INLINE void super_add(superaccumulator *super, f64 x)
{
    uint64_t bits = f64_bits_of(x);
    if (SPELT_UNLIKELY(!f64_bits_are_finite(bits))) {
        super->special |= super_special_of(bits);
        return;
    }
    f64_parts p = f64_parts_of(bits);
    super_deposit(super, p.mantissa, p.exponent, p.sign);
}

SPELT_INLINE void super_add_product(superaccumulator *super, f64 x, f64 y)
{
    uint64_t x_bits = f64_bits_of(x), y_bits = f64_bits_of(y);
    if (SPELT_UNLIKELY(!f64_bits_are_finite(x_bits) || !f64_bits_are_finite(y_bits))) {
        super->special |= super_special_of_product(x_bits, y_bits);
        return;
    }
    f64_parts a = f64_parts_of(x_bits), b = f64_parts_of(y_bits);
    super_deposit(super, (uint128)a.mantissa * b.mantissa, a.exponent + b.exponent,
                  a.sign ^ b.sign);
}

/* ---- Numbers as limbs --------------------------------------------------------------------------
 * Two's complement, lowest limb first, in units of 2^exponent. */

/* Adds value * 2^(exponent of the limbs + shift). Returns 0, or 1 where the sum went past the upper
 * and -1 where it went past the lower end and wrapped: if these cancel over several additions, so
 * does the wrapping. */
int spelt_limbs_add(uint64_t *limb, size_t limbs, int128 value, unsigned shift);

/* The nearest f64 or f32, of two the one whose last bit is 0; infinite where IEEE 754 rounds to
 * infinity; zero is +0.0, and what rounds to zero keeps its sign. At most SPELT_SUPER_LIMBS. Does
 * not depend on the rounding mode in force. */
f64 spelt_limbs_round_f64(const uint64_t *limb, size_t limbs, int exponent);
f32 spelt_limbs_round_f32(const uint64_t *limb, size_t limbs, int exponent);

/* What a sum amounts to that has special terms; and with the exception that comes of it: INVALID, where a
 * term was invalid, or infinities of both signs are what makes it a NaN. */
f64 spelt_special_value(uint32_t special);
f64 spelt_special_result(uint32_t special);

/* Raises OVERFLOW if the result, of finite terms, is infinite. */
void spelt_raise_overflow(f64 result);

#endif
