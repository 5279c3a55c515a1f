/* exact_total.h - the running total of an exact reduction, as the kernels add to it.
 *
 * Nearly always all terms lie within some hundred binades. Then the total is the window: words that
 * are integers in units of 2^-51, 2^-101, ..., 2^-251 of 2^scale, where every term is below 2^scale
 * in magnitude. What does not fit goes to a superaccumulator, which is not touched before.
 *
 * A total that may filter lets terms be rounded to the unit of the second word: `uncertain` counts
 * them, each less than one unit off. If rounding comes out the same at both ends of what the value
 * can be, it is the correctly rounded value (the idea of Ziv, Fast evaluation of elementary
 * mathematical functions with correctly rounded last bit, 1991); else the call begins again without
 * the filter. */
#ifndef SPELT_ISA_EXACT_TOTAL_H
#define SPELT_ISA_EXACT_TOTAL_H

#include "isa/superaccumulator.h"

/* Elements that a kernel takes at a time: fewer than 2^12, see vector_exact.h; whole vectors. */
#define SPELT_EXACT_BLOCK ((size_t)4032)

#define SPELT_EXACT_WORDS 5
/* The unit of word j is 2^(scale - this). */
#define SPELT_EXACT_UNIT(j) (51 + 50 * (j))

/* Scales at which the constants of three words are normal numbers, and those of five; a sum of a
 * term and the greatest constant, 1.5 * 2^(scale + 1), is finite. */
#define SPELT_EXACT_LEAST_SCALE (-900)
#define SPELT_EXACT_LEAST_WIDE_SCALE (-770)
#define SPELT_EXACT_GREATEST_SCALE 1020
#define SPELT_EXACT_NO_SCALE INT32_MIN

typedef struct {
    int may_filter;
    int scale; /* SPELT_EXACT_NO_SCALE: no window yet */
    int wide;  /* the last block needed four words for two, or five for three */
    int128 word[SPELT_EXACT_WORDS]; /* below 2^51 * 2^64 */
    uint64_t uncertain;             /* in units of word[1] */
    int not_dense; /* the last block had zeros, or terms too far apart for a window */
    int has_rest;
    f64 rest_uncertain; /* of the windows that went to rest; an upper bound */
    superaccumulator rest;
} exact_total;

SPELT_INLINE void exact_total_open(exact_total *total, int may_filter)
{
    total->may_filter = may_filter;
    total->scale = SPELT_EXACT_NO_SCALE;
    total->wide = 0;
    for (int j = 0; j < SPELT_EXACT_WORDS; j++)
        total->word[j] = 0;
    total->uncertain = 0;
    total->not_dense = 0;
    total->has_rest = 0;
    total->rest_uncertain = 0;
}

/* The superaccumulator, for terms that are out of the window's reach. */
superaccumulator *spelt_exact_rest(exact_total *total);

/* A window of another scale; what the old one holds goes to the superaccumulator. */
void spelt_exact_rescale(exact_total *total, int scale);

/* Adds other; both may be in any state. */
void spelt_exact_merge(exact_total *total, const exact_total *other);

/* The correctly rounded value into *result and 1, or 0 where the filter cannot decide; with the exceptions
 * that come of it. */
int spelt_exact_round_f64(const exact_total *total, f64 *result);
int spelt_exact_round_f32(const exact_total *total, f32 *result);

/* All of it as a superaccumulator; the total must be without a filter. */
void spelt_exact_to_super(const exact_total *total, superaccumulator *super);

/* ---- The short way: one window, two words, fewer than 2^24 terms ------------------------------
 */

/* Rounds magnitude * 2^unit, which is less than `uncertain` units off, to a number of `precision`
 * bits, quotient * 2^(unit + *dropped); 0 where that does not decide. All that the value can be has
 * to lie on one side of the middle between two neighbours, also where the neighbour below is half
 * as far, at a power of 2. A value that is certain may be the middle. */
SPELT_INLINE int exact_decide(uint128 magnitude, uint64_t uncertain, int precision,
                              uint64_t *quotient, int *dropped)
{
    uint64_t high = (uint64_t)(magnitude >> 64);
    int length = high ? 128 - __builtin_clzll(high) : 64 - __builtin_clzll((uint64_t)magnitude | 1);
    *dropped = length > precision ? length - precision : 0;
    *quotient = (uint64_t)(magnitude >> *dropped);
    if (*dropped == 0)
        return uncertain == 0;
    uint128 half = (uint128)1 << (*dropped - 1), below = magnitude & (2 * half - 1);
    uint128 distance = below < half ? half - below : below - half;
    *quotient += below > half || (below == half && (*quotient & 1));
    return uncertain == 0 || (distance > uncertain && half / 2 > uncertain);
}

/* Refuses also where the number would be subnormal or infinite: quotient, at most 2^precision,
 * times a normal power of two within these units is exact and finite. */
#define SPELT_EXACT_DECIDE(type, utype, precision, bias, least_unit, greatest_unit)                \
    SPELT_INLINE int exact_decide_##type(int128 value, uint64_t uncertain, int unit, type *result) \
    {                                                                                              \
        uint128 magnitude = value < 0 ? -(uint128)value : (uint128)value;                          \
        uint64_t quotient;                                                                         \
        int dropped;                                                                               \
        if (!exact_decide(magnitude, uncertain, precision, &quotient, &dropped))                   \
            return 0;                                                                              \
        unit += dropped;                                                                           \
        if (unit < (least_unit) || unit > (greatest_unit))                                         \
            return 0;                                                                              \
        utype power = (utype)(unit + (bias)) << ((precision)-1);                                   \
        type scale;                                                                                \
        __builtin_memcpy(&scale, &power, sizeof scale);                                            \
        *result = (type)(int64_t)(value < 0 ? -quotient : quotient) * scale;                       \
        return 1;                                                                                  \
    }

SPELT_EXACT_DECIDE(f64, uint64_t, 53, 1023, -1022, 970)
SPELT_EXACT_DECIDE(f32, uint32_t, 24, 127, -126, 103)

#endif
