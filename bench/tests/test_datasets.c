/* test_datasets.c - the data of the accuracy report are as hard as they say. */
#include "../../tests/support.h"
#include "loops/datasets.h"
#include "loops/elements.h"
#include "loops/exact.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 5000 };

static f64 x[LONGEST], y[LONGEST];

static double condition_of(const door *d, size_t n)
{
    exact e;
    cr_assert(exact_begin(&e, d, x, y, n), "%s: there was a rounding", d->name);
    double condition = exact_condition(&e);
    exact_end(&e);
    return condition;
}

/* The last term is what the magnitude and the condition ask for, less what was left: of the order
 * of 1, against a magnitude of the condition or more. */
Test(datasets, condition_is_the_one_asked_for)
{
    static const double asked[] = {1e4, 1e8, 1e16};
    static const size_t lengths[] = {DATASET_LEAST_ILL_CONDITIONED, 65, 1000, LONGEST};
    generator random = generator_start(1);
    for (size_t i = 0; i < SPELT_FUNCTIONS; i++) {
        const door *d = &doors[i];
        if (!door_is_float_sum(d) || door_term_of(d) == TERM_SQUARE)
            continue;
        for (size_t k = 0; k < 3; k++)
            for (size_t l = 0; l < 4; l++) {
                dataset_fill_ill_conditioned(d, asked[k], x, y, lengths[l], random_bits(&random));
                double condition = condition_of(d, lengths[l]);
                cr_expect(fabs(condition / asked[k] - 1) < 1e-2, "%s, n = %zu: %g for %g", d->name,
                          lengths[l], condition, asked[k]);
            }
    }
}

Test(datasets, same_seed_same_data)
{
    static f64 again[LONGEST];
    for (size_t i = 0; i < SPELT_FUNCTIONS; i++)
        for (dataset k = 0; door_is_float_sum(&doors[i]) && k < DATASET_COUNT; k++) {
            if (!dataset_exists(k, &doors[i], 1000))
                continue;
            const size_t bytes = 1000 * spelt_type_size(doors[i].facts->input[0]);
            dataset_fill(k, &doors[i], again, y, 1000, 3);
            dataset_fill(k, &doors[i], x, y, 1000, 3);
            cr_expect_eq(memcmp(x, again, bytes), 0, "%s, %s", doors[i].name, dataset_name(k));
            dataset_fill(k, &doors[i], x, y, 1000, 4);
            int random = k != DATASET_ABSORBING && k != DATASET_OVERFLOWING;
            cr_expect_eq(memcmp(x, again, bytes) != 0, random, "%s, %s", doors[i].name,
                         dataset_name(k));
        }
}

/* 1 + the last term, in the result's type. */
static double beside_one(const door *d, size_t n)
{
    double term = element_number(d->facts->input[0], x, n - 1);
    if (door_term_of(d) != TERM_ELEMENT)
        term *= element_number(d->facts->input[0],
                               door_term_of(d) == TERM_PRODUCT ? (const void *)y : x, n - 1);
    return d->facts->result == SPELT_F32 ? (double)(1 + (f32)term) : 1 + term;
}

/* What each of the sets that are made to hurt does to the naive loop. */
Test(datasets, hurt_as_they_say)
{
    for (size_t i = 0; i < SPELT_FUNCTIONS; i++) {
        const door *d = &doors[i];
        const size_t n = 1001;
        if (!door_is_float_sum(d))
            continue;
        for (dataset k = DATASET_ABSORBING; k < DATASET_COUNT; k++) {
            exact e;
            work w = {.n = n, .x = x, .y = y, .loop = loops_naive[d->function]};
            if (!dataset_exists(k, d, n))
                continue;
            dataset_fill(k, d, x, y, n, 1);
            d->loop(&w, 1);
            cr_assert(exact_begin(&e, d, x, y, n));
            double value = element_number(d->facts->result, &w.value, 0);
            double ulps = exact_ulps(&e, value), relative = exact_relative_error(&e, value);
            exact_end(&e);
            if (k == DATASET_ABSORBING)
                cr_expect(ulps > 1 && beside_one(d, n) == 1, "%s: %g ulps", d->name, ulps);
            else if (k == DATASET_OVERFLOWING)
                cr_expect_eq(ulps == INFINITY, d->facts->input[0] == d->facts->result,
                             "%s: %g ulps", d->name, ulps);
            else /* lost are products that the type cannot hold, and no sums */
                cr_expect_eq(relative == 1,
                             door_term_of(d) != TERM_ELEMENT &&
                                 d->facts->input[0] == d->facts->result,
                             "%s: %g", d->name, relative);
        }
    }
}
