/* superaccumulator.c - adding to the accumulator, and rounding what it holds. */
#include "isa/superaccumulator.h"

#include <fenv.h>
#include <string.h>

void spelt_super_clear(superaccumulator *super)
{
    memset(super, 0, sizeof *super);
}

void spelt_super_carry(superaccumulator *super)
{
    int64_t over = 0;
    for (size_t i = 0; i + 1 < SPELT_SUPER_CHUNKS; i++) {
        int64_t sum = super->chunk[i] + over;
        super->chunk[i] = sum & 0xffffffff;
        over = sum >> 32;
    }
    super->chunk[SPELT_SUPER_CHUNKS - 1] += over;
    super->deposits = 0;
}

void spelt_super_add_scaled(superaccumulator *super, int128 value, int exponent)
{
    uint128 magnitude = value < 0 ? -(uint128)value : (uint128)value;
    super_deposit(super, magnitude, exponent, value < 0 ? UINT64_MAX : 0);
}

void spelt_super_merge(superaccumulator *super, const superaccumulator *other)
{
    superaccumulator carried = *other;
    spelt_super_carry(&carried);
    spelt_super_carry(super);
    for (size_t i = 0; i < SPELT_SUPER_CHUNKS; i++)
        super->chunk[i] += carried.chunk[i];
    super->deposits = 1;
    super->special |= other->special;
}

void spelt_super_limbs(const superaccumulator *super, uint64_t limb[SPELT_SUPER_LIMBS])
{
    superaccumulator carried = *super;
    spelt_super_carry(&carried);
    for (size_t i = 0; i < SPELT_SUPER_LIMBS; i++)
        limb[i] = (uint64_t)carried.chunk[2 * i] | (uint64_t)carried.chunk[2 * i + 1] << 32;
}

/* ---- Limbs -------------------------------------------------------------------------------------
 */

int spelt_limbs_add(uint64_t *limb, size_t limbs, int128 value, unsigned shift)
{
    size_t first = shift / 64;
    unsigned bits = shift % 64;
    uint64_t sign = value < 0 ? UINT64_MAX : 0, old_sign = limb[limbs - 1] >> 63;
    uint64_t low = (uint64_t)(uint128)value, high = (uint64_t)((uint128)value >> 64);
    uint64_t part[3] = {low, high, sign};
    if (bits > 0) {
        part[0] = low << bits;
        part[1] = high << bits | low >> (64 - bits);
        part[2] = sign << bits | high >> (64 - bits);
    }
    uint64_t over = 0;
    for (size_t i = first; i < limbs; i++) {
        uint64_t add = i - first < 3 ? part[i - first] : sign;
        if (i - first >= 3 && add + over == 0)
            return 0; /* nothing more changes */
        uint128 sum = (uint128)limb[i] + add + over;
        limb[i] = (uint64_t)sum;
        over = (uint64_t)(sum >> 64);
    }
    uint64_t new_sign = limb[limbs - 1] >> 63;
    if (old_sign != (sign & 1) || new_sign == old_sign)
        return 0;
    return old_sign ? -1 : 1;
}

/* A binary format: precision in bits, its least unit 2^least, and the bound 2^top of its numbers.
 */
typedef struct {
    int precision, least, top;
} format;

/* A magnitude: |value| = (leading + what `sticky` stands for, less than 1) * 2^unit, the highest
 * bit of leading set; leading is 0 for zero. */
typedef struct {
    uint64_t leading;
    int unit;
    int sticky;
    int negative;
} magnitude;

static magnitude magnitude_of(const uint64_t *limb, size_t limbs, int exponent)
{
    magnitude m = {0, 0, 0, (int)(limb[limbs - 1] >> 63)};
    uint64_t absolute[SPELT_SUPER_LIMBS], flip = m.negative ? UINT64_MAX : 0;
    uint64_t over = (uint64_t)m.negative;
    size_t top = 0; /* one past the highest limb that is not 0 */
    for (size_t i = 0; i < limbs; i++) {
        absolute[i] = (limb[i] ^ flip) + over;
        over = over && absolute[i] == 0;
        if (absolute[i])
            top = i + 1;
    }
    if (top == 0)
        return m;
    unsigned zeros = (unsigned)__builtin_clzll(absolute[top - 1]);
    m.leading = absolute[top - 1] << zeros;
    m.unit = exponent + 64 * (int)(top - 1) - (int)zeros;
    size_t rest = top - 1;
    if (top > 1 && zeros > 0) {
        m.leading |= absolute[top - 2] >> (64 - zeros);
        m.sticky = absolute[top - 2] << zeros != 0;
        rest = top - 2;
    }
    for (size_t i = 0; i < rest && !m.sticky; i++)
        m.sticky = absolute[i] != 0;
    return m;
}

/* quotient * 2^*unit is the magnitude rounded to the format; quotient <= 2^precision. */
static uint64_t round_magnitude(const magnitude *m, const format *f, int *unit)
{
    int highest = m->unit + 64; /* magnitude < 2^highest */
    *unit = highest - f->precision > f->least ? highest - f->precision : f->least;
    int kept = highest - *unit; /* bits of leading that are kept */
    if (kept < 0)
        return 0; /* less than half of the least unit */
    uint64_t quotient = kept > 0 ? m->leading >> (64 - kept) : 0;
    uint64_t below = m->leading << kept;
    uint64_t half = UINT64_C(1) << 63;
    int up = below > half || (below == half && (m->sticky || (quotient & 1)));
    return quotient + (uint64_t)up;
}

/* quotient * 2^unit, which the format has or which is past its end. */
static uint64_t encode(uint64_t quotient, int unit, const format *f)
{
    uint64_t hidden = UINT64_C(1) << (f->precision - 1);
    if (quotient == 2 * hidden) {
        quotient = hidden;
        unit++;
    }
    uint64_t infinite = (uint64_t)(f->top - f->least - f->precision + 2) << (f->precision - 1);
    if (unit > f->top - f->precision)
        return infinite;
    uint64_t field = quotient < hidden ? 0 : (uint64_t)(unit - f->least + 1);
    return field << (f->precision - 1) | (quotient & (hidden - 1));
}

static uint64_t round_limbs(const uint64_t *limb, size_t limbs, int exponent, const format *f,
                            int *negative)
{
    magnitude m = magnitude_of(limb, limbs, exponent);
    int unit;
    *negative = m.negative;
    if (m.leading == 0)
        return 0;
    uint64_t quotient = round_magnitude(&m, f, &unit);
    return encode(quotient, unit, f);
}

f64 spelt_limbs_round_f64(const uint64_t *limb, size_t limbs, int exponent)
{
    static const format binary64 = {53, -1074, 1024};
    int negative;
    uint64_t bits = round_limbs(limb, limbs, exponent, &binary64, &negative);
    bits |= (uint64_t)negative << 63;
    f64 value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

f32 spelt_limbs_round_f32(const uint64_t *limb, size_t limbs, int exponent)
{
    static const format binary32 = {24, -149, 128};
    int negative;
    uint32_t bits = (uint32_t)round_limbs(limb, limbs, exponent, &binary32, &negative);
    bits |= (uint32_t)negative << 31;
    f32 value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

f64 spelt_special_value(uint32_t special)
{
    const uint32_t both = SPELT_SUPER_PLUS_INFINITY | SPELT_SUPER_MINUS_INFINITY;
    if (special & SPELT_SUPER_NAN || (special & both) == both)
        return __builtin_nan("");
    return special & SPELT_SUPER_PLUS_INFINITY ? __builtin_inf() : -__builtin_inf();
}

f64 spelt_special_result(uint32_t special)
{
    const uint32_t both = SPELT_SUPER_PLUS_INFINITY | SPELT_SUPER_MINUS_INFINITY;
    if (special & SPELT_SUPER_INVALID || special == both)
        feraiseexcept(FE_INVALID);
    return spelt_special_value(special);
}

void spelt_raise_overflow(f64 result)
{
    if ((f64_bits_of(result) & INT64_MAX) == F64_INFINITE)
        feraiseexcept(FE_OVERFLOW);
}
