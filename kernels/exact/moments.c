/* moments.c - quotients and roots of long numbers. They are cut off far below the last place that a
 * result can have; what was cut off is kept as one bit there, so that rounding is right. */
#include "exact/moments.h"

#include "isa/superaccumulator.h"
#include "isa/usual.h"

#include <string.h>

enum { LIMBS = SPELT_SUPER_LIMBS };

/* The least unit of a sum of f64 and of one of their products, in those of an accumulator. */
#define SUM_UNIT (-1074 - SPELT_SUPER_EXPONENT)
#define PRODUCT_UNIT (-2148 - SPELT_SUPER_EXPONENT)

static void give(const uint64_t limb[LIMBS], int exponent, spelt_type type, void *result)
{
    const f32 narrow = type == SPELT_F32 ? spelt_limbs_round_f32(limb, LIMBS, exponent) : 0;
    const f64 wide = type == SPELT_F32 ? 0 : spelt_limbs_round_f64(limb, LIMBS, exponent);
    spelt_raise_overflow(type == SPELT_F32 ? (f64)narrow : wide);
    if (type == SPELT_F32)
        memcpy(result, &narrow, sizeof narrow);
    else
        memcpy(result, &wide, sizeof wide);
}

static int is_negative(const uint64_t limb[LIMBS])
{
    return limb[LIMBS - 1] >> 63 != 0;
}

static void negate(uint64_t limb[LIMBS])
{
    uint64_t carry = 1;
    for (size_t i = 0; i < LIMBS; i++) {
        limb[i] = ~limb[i] + carry;
        carry = carry && limb[i] == 0;
    }
}

/* A magnitude divided by n, cut off where no result has a place: of the limbs from the highest on there
 * are KEPT, 128 bits or more below the first of the quotient, and all others are 0. Whether anything is
 * left. That is less than a unit of the last limb kept: a second division has the same bits down to there,
 * 64 or more below its own first. */
#define KEPT 4
static int divide(uint64_t limb[LIMBS], uint64_t n)
{
    uint64_t rest = 0;
    size_t i = LIMBS;
    while (i > 0 && limb[i - 1] == 0)
        i--;
    for (const size_t end = i > KEPT ? i - KEPT : 0; i > end; i--) {
        const uint128 now = (uint128)rest << 64 | limb[i - 1];
        limb[i - 1] = (uint64_t)(now / n);
        rest = (uint64_t)(now % n);
    }
    for (; i > 0; i--) {
        rest |= limb[i - 1];
        limb[i - 1] = 0;
    }
    return rest != 0;
}

void spelt_exact_mean(const spelt_acc *sum, uint64_t n, spelt_type type, void *result)
{
    uint64_t limb[LIMBS];
    memcpy(limb, sum->limb, sizeof limb);
    const int negative = is_negative(limb);
    if (negative)
        negate(limb);
    limb[0] |= (uint64_t)divide(limb, n);
    if (negative)
        negate(limb);
    give(limb, SPELT_SUPER_EXPONENT, type, result);
}

/* ---- Roots --------------------------------------------------------------------------------------- */

/* The root of x >= 2^126, rounded down. What a compiler makes of numbers of 64 bits without a sign may raise
 * INVALID on the way. */
static uint64_t root_of(uint128 x)
{
    uint64_t high = (uint64_t)(x >> 64);
    const spelt_usual host = spelt_usual_begin();
    spelt_usual_keep(high);
    const f64 near = __builtin_sqrt((f64)high) * 0x1p32;
    uint64_t root = near >= 0x1p64 ? UINT64_MAX : (uint64_t)near;
    spelt_usual_keep(root);
    spelt_usual_end(host);
    for (int i = 0; i < 3; i++) { /* Newton's steps, from 32 bits */
        const uint128 next = ((uint128)root + x / root) / 2;
        root = next > UINT64_MAX ? UINT64_MAX : (uint64_t)next;
    }
    while ((uint128)root * root > x)
        root--;
    while (root < UINT64_MAX && (uint128)(root + 1) * (root + 1) <= x)
        root++;
    return root;
}

/* Bits [at, at + 128) of a magnitude, of which those below 0 are 0, and whether any below is set. */
static uint128 bits_from(const uint64_t limb[LIMBS], int at, int *below)
{
    uint128 bits = 0;
    *below = 0;
    for (int i = 0; i < LIMBS; i++) {
        const int place = 64 * i - at; /* of the limb's lowest bit */
        if (place >= 0 && place < 128)
            bits |= (uint128)limb[i] << place;
        else if (place < 0 && place > -64) {
            bits |= limb[i] >> -place;
            *below |= limb[i] << (64 + place) != 0;
        } else if (place <= -64)
            *below |= limb[i] != 0;
    }
    return bits;
}

void spelt_exact_root(const spelt_acc *squares, spelt_type type, void *result)
{
    uint64_t limb[LIMBS] = {0};
    int top = LIMBS - 1, below;
    while (top > 0 && squares->limb[top] == 0)
        top--;
    if (squares->limb[top] == 0) {
        give(limb, SPELT_SUPER_EXPONENT, type, result);
        return;
    }
    /* The first bit is one of the two highest, and the unit is an even power of two. */
    int at = 64 * top + 63 - __builtin_clzll(squares->limb[top]) - 127;
    at += at & 1;
    const uint128 head = bits_from(squares->limb, at, &below);
    const uint64_t root = root_of(head);
    const int shift = (at + SPELT_SUPER_EXPONENT) / 2 - SPELT_SUPER_EXPONENT;
    limb[shift / 64] = root << shift % 64;
    if (shift % 64 > 0)
        limb[shift / 64 + 1] = root >> (64 - shift % 64);
    limb[0] |= (uint64_t)(below || (uint128)root * root != head);
    give(limb, SPELT_SUPER_EXPONENT, type, result);
}

/* ---- Variances ----------------------------------------------------------------------------------- */

/* A magnitude in units of 2^shift, of which it is a whole number. */
static void shift_down(uint64_t limb[LIMBS], unsigned shift)
{
    const size_t limbs = shift / 64, bits = shift % 64;
    for (size_t i = 0; i < LIMBS; i++) {
        const uint64_t low = i + limbs < LIMBS ? limb[i + limbs] : 0;
        const uint64_t high = i + limbs + 1 < LIMBS ? limb[i + limbs + 1] : 0;
        limb[i] = bits > 0 ? low >> bits | high << (64 - bits) : low;
    }
}

static void multiply(uint64_t limb[LIMBS], uint64_t n)
{
    uint64_t carry = 0;
    for (size_t i = 0; i < LIMBS; i++) {
        const uint128 now = (uint128)limb[i] * n + carry;
        limb[i] = (uint64_t)now;
        carry = (uint64_t)(now >> 64);
    }
}

/* from -= x * x, whose upper half of limbs is 0. */
static void subtract_square(uint64_t from[LIMBS], const uint64_t x[LIMBS])
{
    size_t low = 0, high = LIMBS / 2; /* the limbs that are not 0 */
    while (high > 0 && x[high - 1] == 0)
        high--;
    while (low < high && x[low] == 0)
        low++;
    for (size_t i = low; i < high; i++) {
        uint64_t borrow = 0;
        for (size_t j = low; i + j < LIMBS && (j < high || borrow > 0); j++) {
            const uint128 product = (uint128)x[i] * (j < high ? x[j] : 0) + borrow;
            borrow = (uint64_t)(product >> 64) + (from[i + j] < (uint64_t)product);
            from[i + j] -= (uint64_t)product;
        }
    }
}

/* (n * squares - sum^2) / n / (n - ddof): the sum is below 2^1088, in units of 2^-1074 34 limbs. */
void spelt_exact_variance(const spelt_acc *sum, const spelt_acc *squares, uint64_t n, uint64_t ddof,
                          spelt_type type, void *result)
{
    uint64_t total[LIMBS], limb[LIMBS];
    memcpy(total, sum->limb, sizeof total);
    memcpy(limb, squares->limb, sizeof limb);
    if (is_negative(total))
        negate(total);
    shift_down(total, SUM_UNIT);
    shift_down(limb, PRODUCT_UNIT);
    multiply(limb, n);
    subtract_square(limb, total);
    int rest = divide(limb, n);
    rest |= divide(limb, n - ddof);
    limb[0] |= (uint64_t)rest;
    give(limb, -2148, type, result);
}
