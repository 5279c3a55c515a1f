/* exact_total.c - the total of an exact reduction: windows that change, merging, rounding. */
#include "isa/exact_total.h"

#include <string.h>

/* Words of a window as one number: below 2^51 * 2^64 * 2^200. */
#define WINDOW_LIMBS 5

static f64 power_of_two(int exponent) /* of a normal number */
{
    uint64_t bits = (uint64_t)(exponent + 1023) << 52;
    f64 value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

superaccumulator *spelt_exact_rest(exact_total *total)
{
    if (!total->has_rest) {
        spelt_super_clear(&total->rest);
        total->has_rest = 1;
    }
    return &total->rest;
}

static void add_window(const exact_total *total, superaccumulator *super)
{
    for (int j = 0; j < SPELT_EXACT_WORDS; j++)
        if (total->word[j] != 0)
            spelt_super_add_scaled(super, total->word[j], total->scale - SPELT_EXACT_UNIT(j));
}

/* A bound, twice what it has to be. */
static f64 uncertain_of_window(const exact_total *total)
{
    if (total->uncertain == 0)
        return 0;
    return 2 * (f64)total->uncertain * power_of_two(total->scale - SPELT_EXACT_UNIT(1));
}

/* a + b or more, in every rounding mode. */
static f64 add_up(f64 a, f64 b)
{
    return (a + b) * (1 + 0x1p-50);
}

static int window_is_zero(const exact_total *total)
{
    int128 bits = 0;
    for (int j = 0; j < SPELT_EXACT_WORDS; j++)
        bits |= total->word[j];
    return bits == 0;
}

void spelt_exact_rescale(exact_total *total, int scale)
{
    if (window_is_zero(total) && scale >= total->scale) {
        /* Units grow: what was uncertain is no more of the new ones. */
        total->scale = scale;
        return;
    }
    if (total->scale != SPELT_EXACT_NO_SCALE) {
        add_window(total, spelt_exact_rest(total));
        total->rest_uncertain = add_up(total->rest_uncertain, uncertain_of_window(total));
    }
    total->scale = scale;
    for (int j = 0; j < SPELT_EXACT_WORDS; j++)
        total->word[j] = 0;
    total->uncertain = 0;
}

void spelt_exact_merge(exact_total *total, const exact_total *other)
{
    if (other->has_rest) {
        spelt_super_merge(spelt_exact_rest(total), &other->rest);
        total->rest_uncertain = add_up(total->rest_uncertain, other->rest_uncertain);
    }
    if (other->scale == SPELT_EXACT_NO_SCALE)
        return;
    if (total->scale != other->scale)
        spelt_exact_rescale(total, other->scale);
    for (int j = 0; j < SPELT_EXACT_WORDS; j++)
        total->word[j] += other->word[j];
    total->uncertain += other->uncertain;
}

void spelt_exact_to_super(const exact_total *total, superaccumulator *super)
{
    if (total->has_rest)
        *super = total->rest;
    else
        spelt_super_clear(super);
    add_window(total, super);
}

/* ---- Rounding ----------------------------------------------------------------------------------
 */

/* The least and the greatest that the value can be: limbs in units of 2^exponent. */
typedef struct {
    uint64_t low[SPELT_SUPER_LIMBS], high[SPELT_SUPER_LIMBS];
    size_t limbs;
    int exponent;
    uint32_t special;
} interval;

enum { LAST = SPELT_EXACT_WORDS - 1 };

static void interval_of_window(const exact_total *total, interval *between)
{
    between->limbs = WINDOW_LIMBS;
    between->exponent = 0;
    between->special = 0;
    memset(between->low, 0, WINDOW_LIMBS * sizeof between->low[0]);
    if (total->scale != SPELT_EXACT_NO_SCALE) {
        between->exponent = total->scale - SPELT_EXACT_UNIT(LAST);
        for (int j = 0; j <= LAST; j++)
            spelt_limbs_add(between->low, WINDOW_LIMBS, total->word[j],
                            (unsigned)(SPELT_EXACT_UNIT(LAST) - SPELT_EXACT_UNIT(j)));
    }
    memcpy(between->high, between->low, WINDOW_LIMBS * sizeof between->low[0]);
    const unsigned shift = SPELT_EXACT_UNIT(LAST) - SPELT_EXACT_UNIT(1);
    spelt_limbs_add(between->low, WINDOW_LIMBS, -(int128)total->uncertain, shift);
    spelt_limbs_add(between->high, WINDOW_LIMBS, (int128)total->uncertain, shift);
}

static void interval_of_all(const exact_total *total, interval *between)
{
    superaccumulator super;
    spelt_exact_to_super(total, &super);
    between->limbs = SPELT_SUPER_LIMBS;
    between->exponent = SPELT_SUPER_EXPONENT;
    between->special = super.special;
    f64 uncertain = add_up(total->rest_uncertain, uncertain_of_window(total));
    super_add(&super, -uncertain);
    spelt_super_limbs(&super, between->low);
    super_add(&super, uncertain);
    super_add(&super, uncertain);
    spelt_super_limbs(&super, between->high);
}

static void interval_of(const exact_total *total, interval *between)
{
    if (total->has_rest)
        interval_of_all(total, between);
    else
        interval_of_window(total, between);
}

#define DEFINE_ROUND(type)                                                                         \
    int spelt_exact_round_##type(const exact_total *total, type *result)                           \
    {                                                                                              \
        interval between;                                                                          \
        interval_of(total, &between);                                                              \
        if (between.special) {                                                                     \
            *result = (type)spelt_special_result(between.special);                                 \
            return 1;                                                                              \
        }                                                                                          \
        type low = spelt_limbs_round_##type(between.low, between.limbs, between.exponent);         \
        type high = spelt_limbs_round_##type(between.high, between.limbs, between.exponent);       \
        if (memcmp(&low, &high, sizeof low) != 0)                                                  \
            return 0;                                                                              \
        spelt_raise_overflow((f64)low);                                                            \
        *result = low;                                                                             \
        return 1;                                                                                  \
    }

DEFINE_ROUND(f64)
DEFINE_ROUND(f32)
