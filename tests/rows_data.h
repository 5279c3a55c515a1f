/* rows_data.h - elements of every type to test with: the special ones, and draws of several kinds.
 */
#ifndef SPELT_TESTS_ROWS_DATA_H
#define SPELT_TESTS_ROWS_DATA_H

#include "references_conversions.h"

/* ---- Special elements ------------------------------------------------------------------------ */

enum { MOST_SPECIALS = 1200 };

/* Of every sign: zero, the least and greatest subnormal and normal numbers, around 1 and 2,
 * infinity, a quiet NaN with a payload and a signaling one. By exponent and fraction, so for every
 * format. */
static inline size_t special_floats(spelt_type type, element_bits special[MOST_SPECIALS])
{
    const int fraction_bits = format_of(type).digits - 1;
    const element_bits one = bits_of_real(type, 1), infinity = bits_of_real(type, INFINITY);
    const element_bits unit = (element_bits)1 << fraction_bits;
    const element_bits sizes[] = {0,
                              1,
                              2,
                              unit - 1,
                              unit,
                              unit + 1,
                              one - 1,
                              one,
                              one + 1,
                              one + unit,
                              one + unit / 2,
                              one - unit,
                              infinity - 1,
                              infinity,
                              infinity + unit / 2,
                              infinity + unit / 2 + 5,
                              infinity + 1};
    size_t count = 0;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        special[count++] = sizes[i];
        special[count++] = sizes[i] | highest_bit(type);
    }
    return count;
}

/* All of 8 bits; else the limits, and around the powers of two where products and halves change. */
static inline size_t special_integers(spelt_type type, element_bits special[MOST_SPECIALS])
{
    const int width = type_width(type);
    size_t count = 0;
    for (element_bits i = 0; width == 8 && i < 256; i++)
        special[count++] = i;
    if (width == 8)
        return count;
    const int powers[] = {0, 1, 2, width / 2 - 1, width / 2, width - 2, width - 1};
    for (size_t i = 0; i < sizeof powers / sizeof *powers; i++)
        for (int offset = -1; offset <= 1; offset++) {
            const int128 value = ((int128)1 << powers[i]) + offset;
            special[count++] = bits_of_integer(type, value);
            special[count++] = bits_of_integer(type, -value);
        }
    for (int bits = -1; bits <= 1; bits++) /* shifts: the last, and the first that is none */
        special[count++] = bits_of_integer(type, type_width(type) + bits);
    special[count++] = bits_of_integer(type, 10);
    special[count++] = bits_of_integer(type, -7);
    return count;
}

/* All pairs. */
static inline size_t special_complex(spelt_type type, element_bits special[MOST_SPECIALS])
{
    element_bits part[MOST_SPECIALS];
    const size_t parts = special_floats(spelt_part_type(type), part);
    for (size_t i = 0; i < parts * parts; i++)
        special[i] = bits_of_parts(type, part[i / parts], part[i % parts]);
    return parts * parts;
}

static inline size_t specials_of(spelt_type type, element_bits special[MOST_SPECIALS])
{
    if (spelt_is_complex(type))
        return special_complex(type, special);
    return type_is_float(type) ? special_floats(type, special) : special_integers(type, special);
}

/* ---- Draws ----------------------------------------------------------------------------------- */

typedef enum {
    ANY_BITS,   /* all bits random */
    SMALL,      /* [-25, 25] or [0, 50]; floats in quarters */
    SPECIAL,    /* those above */
    MIXED,      /* three small ones, then one special or any */
    POSITIVE,   /* 1 to 100, whole: no operation has to do with an exception */
    WITH_NANS,  /* the same, and one quiet NaN in four */
    SPREAD,     /* floats of all exponents that squares and sums of them can have */
    FEW_VALUES, /* 1 to 3, zeros of both signs: many are equal */
    DRAW_KINDS
} draw_kind;

static const char *const draw_names[DRAW_KINDS] = {
    "any bits", "small", "special", "mixed", "positive", "with NaNs", "spread", "few values"};

static inline element_bits draw_special(spelt_type type, generator *random)
{
    static spelt_type known;
    static element_bits special[MOST_SPECIALS];
    static size_t count;
    if (known != type)
        count = specials_of(type, special);
    known = type;
    return special[random_below(random, count)];
}

/* Half a binade of exponents that neither squares nor long sums leave. */
static inline element_bits draw_spread(spelt_type type, generator *random)
{
    if (!type_is_float(type))
        return bits_of_integer(type,
                               (int128)(int64_t)random_bits(random) >> random_below(random, 63));
    const int reach = type == SPELT_F64 ? 400 : type == SPELT_F16 ? 12 : 50;
    const double value = random_log_uniform(random, reach) * (1 + random_uniform(random) / 3);
    return bits_of_real(type, (long double)value); /* less digits that the type has not */
}

static inline element_bits draw_small(spelt_type type, generator *random)
{
    if (type_is_float(type))
        return bits_of_real(type, ((long double)random_below(random, 201) - 100) / 4);
    const int128 value = (int128)random_below(random, 51);
    return bits_of_integer(type, type_is_signed(type) ? value - 25 : value);
}

static inline element_bits draw_few(spelt_type type, generator *random)
{
    if (type_is_float(type) && random_below(random, 2))
        return random_below(random, 2) ? 0 : highest_bit(type);
    const int128 value = 1 + (int128)random_below(random, 3);
    return type_is_float(type) ? bits_of_real(type, (long double)value)
                               : bits_of_integer(type, type_is_signed(type) ? value - 2 : value);
}

static inline element_bits draw_positive(spelt_type type, generator *random)
{
    const size_t limit = random_below(random, 2) ? 100 : 10;
    return bits_of_value(type, (long double)(1 + random_below(random, limit)));
}

static inline element_bits draw(draw_kind kind, spelt_type type, generator *random)
{
    if (spelt_is_complex(type)) {
        const element_bits re = draw(kind, spelt_part_type(type), random);
        return bits_of_parts(type, re, draw(kind, spelt_part_type(type), random));
    }
    switch (kind) {
    case SMALL: return draw_small(type, random);
    case SPECIAL: return draw_special(type, random);
    case MIXED:
        if (random_below(random, 4))
            return draw_small(type, random);
        return draw(random_below(random, 2) ? SPECIAL : ANY_BITS, type, random);
    case POSITIVE: return draw_positive(type, random);
    case WITH_NANS:
        if (type_is_float(type) && random_below(random, 4) == 0)
            return bits_of_real(type, NAN) | (random_below(random, 2) ? highest_bit(type) : 0);
        return draw_positive(type, random);
    case SPREAD: return draw_spread(type, random);
    case FEW_VALUES: return draw_few(type, random);
    default: return random_bits(random) >> (64 - type_width(type));
    }
}

/* ---- Where a conversion changes its mind ----------------------------------------------------- */

/* The element of `from` nearest to a number, or the next to it on either side. */
static inline element_bits near_value(spelt_type from, long double value, int steps)
{
    if (!type_is_float(from) && isnan(value))
        return 0;
    if (!type_is_float(from)) {
        const long double least = (long double)least_of(from),
                          most = (long double)greatest_of(from);
        const long double whole = rintl(value) + steps;
        return bits_of_integer(from, (int128)(whole < least ? least : whole > most ? most : whole));
    }
    const long double nearest = nearest_in(format_of(from), value);
    const element_bits bits = bits_of_real(from, nearest); /* past the greatest: infinite */
    const element_bits size = bits & ~highest_bit(from), sign = bits & highest_bit(from);
    if (isnan(value) || isinf(nearest))
        return bits;
    return size == 0 && steps < 0 ? sign : (uint64_t)((uint64_t)bits + (uint64_t)(int64_t)steps);
}

/* Half way from the greatest to what would be the next. */
static inline long double beyond(spelt_type type)
{
    if (!type_is_float(type))
        return (long double)greatest_of(type) + 0.5L;
    const float_format format = format_of(type);
    return format.greatest + ldexpl(1, ilogbl(format.greatest) - format.digits);
}

/* An element of `from` at one of `to`, or half way to the next, or next to either. */
static inline element_bits draw_boundary(spelt_type from, spelt_type to, generator *random)
{
    const element_bits bits = draw(random_below(random, 2) ? SPECIAL : ANY_BITS, to, random);
    const long double value = value_of(to, bits), next = value_of(to, bits + 1);
    const int steps = (int)random_below(random, 3) - 1;
    if (isnan(value) || isinf(value))
        return near_value(from, value, 0);
    switch (random_below(random, 4)) {
    case 0: return near_value(from, value, steps);
    case 1: return near_value(from, value + (type_is_float(to) ? 0 : 0.5L), steps);
    case 2: return near_value(from, isfinite(next) ? value / 2 + next / 2 : value, steps);
    default: return near_value(from, beyond(to), steps);
    }
}

#endif
