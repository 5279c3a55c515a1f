/* datasets.c - data on which reductions are easy, hard and impossible, for the accuracy report. */
#include "loops/datasets.h"

#include "isa/superaccumulator.h"
#include "measure/random.h"

#include <spelt/reduce.h>

#include <math.h>

static const char *const names[DATASET_COUNT] = {"uniform",       "log-normal",     "condition 1e4",
                                                 "condition 1e8", "condition 1e16", "absorbing",
                                                 "overflow",      "underflow"};

const char *dataset_name(dataset kind)
{
    return names[kind];
}

static int is_ill_conditioned(dataset kind)
{
    return kind >= DATASET_CONDITION_4 && kind <= DATASET_CONDITION_16;
}

int dataset_exists(dataset kind, const door *d, size_t n)
{
    if (is_ill_conditioned(kind))
        return door_term_of(d) != TERM_SQUARE && n >= DATASET_LEAST_ILL_CONDITIONED;
    return kind != DATASET_OVERFLOWING || door_term_of(d) != TERM_SQUARE;
}

static double as_stored(spelt_type type, double value)
{
    return type == SPELT_F32 ? (double)(f32)value : value;
}

static void put(spelt_type type, void *x, size_t i, double value)
{
    if (type == SPELT_F32)
        ((f32 *)x)[i] = (f32)value;
    else
        ((f64 *)x)[i] = value;
}

static void swap(spelt_type type, void *x, size_t i, size_t j)
{
    if (type == SPELT_F32) {
        f32 *p = x, kept = p[i];
        p[i] = p[j];
        p[j] = kept;
    } else {
        f64 *p = x, kept = p[i];
        p[i] = p[j];
        p[j] = kept;
    }
}

/* In [0, 1), 53 bits. */
static double fraction(uint64_t *random)
{
    return (double)(random_next(random) >> 11) * 0x1p-53;
}

/* Either sign, magnitude in [0.5, 1): nothing that a division by it would blow up. */
static double signed_half(uint64_t *random)
{
    double magnitude = 0.5 + 0.5 * fraction(random);
    return random_next(random) & 1 ? magnitude : -magnitude;
}

/* By the method of Box and Muller (1958). */
static double normal(uint64_t *random)
{
    const double two_pi = 6.283185307179586;
    double r = sqrt(-2 * log(1 - fraction(random)));
    return r * cos(two_pi * fraction(random));
}

/* ---- Ill-conditioned ----------------------------------------------------------------------------
 */

static void shuffle(const door *d, void *x, void *y, size_t n, uint64_t *random)
{
    for (size_t i = n - 1; i > 0; i--) {
        size_t j = (size_t)(random_next(random) % (i + 1));
        swap(d->facts->input[0], x, i, j);
        if (door_term_of(d) == TERM_PRODUCT)
            swap(d->facts->input[0], y, i, j);
    }
}

/* The exponent of one factor of term i of n: over the first half the greatest, then at random; over
 * the second down from the greatest to 0. */
static double exponent_of(size_t i, size_t n, double greatest, uint64_t *random)
{
    const size_t half = n / 2;
    double chance = fraction(random);
    if (i == 0)
        return greatest;
    if (i < half)
        return floor(chance * (greatest + 1));
    return rint(greatest * (double)(n - 1 - i) / (double)(n - 1 - half));
}

/* wanted - total, rounded. */
static double difference(double wanted, const superaccumulator *total)
{
    superaccumulator left = *total;
    uint64_t limb[SPELT_SUPER_LIMBS];
    super_add(&left, -wanted);
    spelt_super_limbs(&left, limb);
    return -spelt_limbs_round_f64(limb, SPELT_SUPER_LIMBS, SPELT_SUPER_EXPONENT);
}

void dataset_fill_ill_conditioned(const door *d, double condition, void *x, void *y, size_t n,
                                  uint64_t seed)
{
    const int is_dot = door_term_of(d) == TERM_PRODUCT;
    const double greatest = is_dot ? log2(condition) / 2 : log2(condition);
    uint64_t random = seed;
    double magnitude = 0;
    superaccumulator total;
    spelt_super_clear(&total);
    for (size_t i = 0; i < n; i++) {
        double scale = exp2(exponent_of(i, n, greatest, &random));
        double left = is_dot ? as_stored(d->facts->input[0], signed_half(&random) * scale) : 1.0;
        double right = signed_half(&random) * scale, wanted = right;
        if (i == n - 1)
            wanted = magnitude * (is_dot ? 2 : 1) / condition;
        if (i >= n / 2)
            right = difference(wanted, &total) / left;
        right = as_stored(d->facts->input[0], right);
        put(d->facts->input[0], x, i, right);
        if (is_dot)
            put(d->facts->input[0], y, i, left);
        super_add_product(&total, right, left);
        magnitude += fabs(right * left);
    }
    shuffle(d, x, y, n, &random);
}

/* ---- Made to hurt -------------------------------------------------------------------------------
 */

/* The first element of each lane is 1; every other term is half an ulp of 1 of the result, or less
 * where a square has to be a power of two: it is lost wherever it is added to a lane, and together
 * they are n / 2 ulps. */
static double absorbing(const door *d, size_t i, int second)
{
    const size_t lanes = SPELT_ORDER_LANE_BYTES / spelt_type_size(d->facts->result);
    const int digits = d->facts->result == SPELT_F32 ? 24 : 53;
    if (i < lanes || second)
        return 1;
    return door_term_of(d) == TERM_SQUARE ? exp2(-(digits + 1) / 2) : exp2(-digits);
}

/* The greatest power of two of the type in the first half of the terms, its negative in the second,
 * and 1 at the end: 0 or 1 in all. */
static double overflowing(const door *d, size_t i, size_t n, int second)
{
    const int exponent = d->facts->input[0] == SPELT_F32 ? 127 : 1023;
    const size_t pairs = n / 2;
    if (i >= 2 * pairs)
        return 1;
    if (second)
        return exp2(exponent);
    return i < pairs ? exp2(exponent) : -exp2(exponent);
}

/* sum: subnormals, which nothing rounds, unless they are flushed to zero. Products: below the least
 * subnormal, so each is lost, and together they are not nothing. */
static double underflowing(const door *d, uint64_t *random)
{
    const int is_f32 = d->facts->input[0] == SPELT_F32;
    double factor = 0.5 + 0.5 * fraction(random);
    if (door_term_of(d) == TERM_ELEMENT)
        return factor * exp2(is_f32 ? -130 : -1030);
    return factor * exp2(is_f32 ? -75 : -538);
}

/* One element of x, or of y (second), of the sets that are made element by element. */
static double draw(dataset kind, const door *d, size_t i, size_t n, int second, uint64_t *random)
{
    switch (kind) {
    case DATASET_LOG_NORMAL: return exp(3 * normal(random));
    case DATASET_ABSORBING: return absorbing(d, i, second);
    case DATASET_OVERFLOWING: return overflowing(d, i, n, second);
    case DATASET_UNDERFLOWING: return underflowing(d, random);
    default: return 2 * fraction(random) - 1;
    }
}

void dataset_fill(dataset kind, const door *d, void *x, void *y, size_t n, uint64_t seed)
{
    static const double conditions[] = {1e4, 1e8, 1e16};
    uint64_t random = seed;
    if (is_ill_conditioned(kind)) {
        dataset_fill_ill_conditioned(d, conditions[kind - DATASET_CONDITION_4], x, y, n, seed);
        return;
    }
    for (size_t i = 0; i < n; i++)
        put(d->facts->input[0], x, i, draw(kind, d, i, n, 0, &random));
    if (door_term_of(d) == TERM_PRODUCT)
        for (size_t i = 0; i < n; i++)
            put(d->facts->input[0], y, i, draw(kind, d, i, n, 1, &random));
}
