/* oracle.h - data for the programs here, and their results computed another way: by plain loops in
 * integers or long double, without Spelt. The programs themselves have no loop over elements. */
#ifndef ORACLE_H
#define ORACLE_H

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What rounding to double adds to a number at most, as a share of it. */
#define ORACLE_U 0x1p-53L

/* The heights of Spelt's trees (spelt/reduce.h) are below this for fewer than 2^40 terms of f64. */
#define ORACLE_HEIGHT 100

/* 24 bits from the linear congruence of Numerical Recipes. */
static inline uint32_t oracle_next(uint32_t *state)
{
    *state = *state * 1664525U + 1013904223U;
    return *state >> 8;
}

/* From 0 up to and without 1. */
static inline double oracle_uniform(uint32_t *state)
{
    return oracle_next(state) * 0x1p-24;
}

/* ---- cg.c ------------------------------------------------------------------------------------ */

static inline long double oracle_norm(const double *x, size_t n)
{
    long double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (long double)x[i] * x[i];
    return sqrtl(sum);
}

/* The norm of (b - A x) - r, A being the Laplacian of five points with zeros around the grid. */
static inline long double oracle_residual_gap(const double *x, const double *b, const double *r,
                                              size_t side)
{
    long double sum = 0;
    for (size_t i = 0; i < side; i++)
        for (size_t j = 0; j < side; j++) {
            const size_t at = i * side + j;
            long double ax = 4.0L * x[at];
            ax -= i > 0 ? x[at - side] : 0;
            ax -= i + 1 < side ? x[at + side] : 0;
            ax -= j > 0 ? x[at - 1] : 0;
            ax -= j + 1 < side ? x[at + 1] : 0;
            const long double gap = b[at] - ax - r[at];
            sum += gap * gap;
        }
    return sqrtl(sum);
}

/* ---- knn.c ----------------------------------------------------------------------------------- */

/* Whole numbers from -127 to 127. */
static inline void oracle_bytes(float *x, size_t n, uint32_t seed)
{
    for (size_t i = 0; i < n; i++)
        x[i] = (float)((int)(oracle_next(&seed) % 255) - 127);
}

typedef struct {
    int32_t squared, index;
} oracle_neighbour;

static inline int oracle_nearer(const void *a, const void *b)
{
    const oracle_neighbour *x = (const oracle_neighbour *)a, *y = (const oracle_neighbour *)b;
    if (x->squared != y->squared)
        return x->squared < y->squared ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

/* All n points by their distance from one of them, in integers, into order. */
static inline void oracle_neighbours(const float *points, size_t n, size_t dimensions, size_t query,
                                     oracle_neighbour *order)
{
    for (size_t i = 0; i < n; i++) {
        order[i].index = (int32_t)i;
        order[i].squared = 0;
        for (size_t j = 0; j < dimensions; j++) {
            const int32_t x = (int32_t)points[i * dimensions + j];
            const int32_t y = (int32_t)points[query * dimensions + j];
            order[i].squared += (x - y) * (x - y);
        }
    }
    qsort(order, n, sizeof *order, oracle_nearer);
}

/* ---- kmeans.c -------------------------------------------------------------------------------- */

/* Points strewn around so many places, whose coordinates are from 0 to 100; the first two are one.
 */
static inline void oracle_clouds(double *points, size_t n, size_t dimensions, size_t clouds,
                                 uint32_t seed)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t place = 2654435761U * (1 + oracle_next(&seed) % (uint32_t)clouds);
        for (size_t j = 0; j < dimensions; j++)
            points[i * dimensions + j] =
                90 * oracle_uniform(&place) + 5 * oracle_uniform(&seed) + 5 * oracle_uniform(&seed);
    }
    memcpy(points + dimensions, points, dimensions * sizeof *points);
}

/* The centre that is nearest to a point. */
static inline size_t oracle_nearest_centre(const double *point, const long double *centre,
                                           size_t centres, size_t dimensions)
{
    size_t best = 0;
    long double least = INFINITY;
    for (size_t c = 0; c < centres; c++) {
        long double sum = 0;
        for (size_t j = 0; j < dimensions; j++) {
            const long double d = point[j] - centre[c * dimensions + j];
            sum += d * d;
        }
        if (sum < least) {
            least = sum;
            best = c;
        }
    }
    return best;
}

/* One iteration of Lloyd's: label from centre, then centre from label. How many labels changed. */
static inline size_t oracle_lloyd(const double *points, size_t n, size_t dimensions, int64_t *label,
                                  long double *centre, size_t centres)
{
    size_t changed = 0;
    for (size_t i = 0; i < n; i++) {
        const int64_t best =
            (int64_t)oracle_nearest_centre(points + i * dimensions, centre, centres, dimensions);
        changed += best != label[i];
        label[i] = best;
    }
    for (size_t c = 0; c < centres; c++)
        for (size_t j = 0; j < dimensions; j++) {
            long double sum = 0;
            size_t members = 0;
            for (size_t i = 0; i < n; i++)
                if (label[i] == (int64_t)c) {
                    sum += points[i * dimensions + j];
                    members++;
                }
            if (members > 0)
                centre[c * dimensions + j] = sum / (long double)members;
        }
    return changed;
}

/* Whether so many iterations, the last of which changes no label, lead from the first points as
 * centres to these labels and centres. Coordinates are from 0 to 100; a running sum of n is rounded
 * n times. */
static inline int oracle_is_kmeans(const double *points, size_t n, size_t dimensions,
                                   size_t centres, size_t iterations, const int64_t *label,
                                   const double *centre)
{
    long double *expected = (long double *)calloc(centres * dimensions, sizeof *expected);
    int64_t *labels = (int64_t *)calloc(n, sizeof *labels);
    int same = expected && labels;
    for (size_t i = 0; same && i < centres * dimensions; i++)
        expected[i] = points[i];
    for (size_t i = 0; same && i < iterations; i++) {
        const size_t changed = oracle_lloyd(points, n, dimensions, labels, expected, centres);
        same = (changed == 0) == (i + 1 == iterations);
    }
    same = same && memcmp(labels, label, n * sizeof *label) == 0;
    for (size_t i = 0; same && i < centres * dimensions; i++)
        same = fabsl(centre[i] - expected[i]) <= (long double)(n + 1) * ORACLE_U * 100;
    free(expected);
    free(labels);
    return same;
}

/* ---- money.c --------------------------------------------------------------------------------- */

/* Payments up to 2^62 cents; the second half pays the first one back, but for less than a euro
 * each. */
static inline void oracle_payments(int64_t *cents, size_t n, uint32_t seed)
{
    for (size_t i = 0; i < n / 2; i++) {
        const int64_t high = (int64_t)oracle_next(&seed) - (1 << 23);
        const int64_t payment = high * ((int64_t)1 << 39) + oracle_next(&seed);
        cents[i] = payment;
        cents[n - 1 - i] = (int64_t)(oracle_next(&seed) % 100) - payment;
    }
}

static inline void oracle_whole(int64_t *x, size_t n, int64_t below, uint32_t seed)
{
    for (size_t i = 0; i < n; i++)
        x[i] = (int64_t)oracle_next(&seed) % below;
}

/* The sum of x, or of x * y where y is not NULL and no product overflows: the upper and the lower
 * halves of the terms each for themselves. Whether it fits. */
static inline int oracle_total(const int64_t *x, const int64_t *y, size_t n, int64_t *total)
{
    int64_t high = 0, low = 0;
    for (size_t i = 0; i < n; i++) {
        const int64_t term = y ? x[i] * y[i] : x[i];
        const int64_t lower = (int64_t)((uint64_t)term & 0xffffffff);
        low += lower;
        high += (term - lower) / ((int64_t)1 << 32);
    }
    high += low >> 32;
    low &= 0xffffffff;
    if (high < INT32_MIN || high > INT32_MAX)
        return 0;
    *total = high * ((int64_t)1 << 32) + low;
    return 1;
}

/* ---- groupby.c ------------------------------------------------------------------------------- */

/* Sales of so many stores, of which the first has none: what was sold, how many, for how much; one
 * in 16 is given back. */
static inline void oracle_sales(int64_t *store, int32_t *items, double *amount, size_t n,
                                size_t stores, uint32_t seed)
{
    for (size_t i = 0; i < n; i++) {
        store[i] = 1 + (int64_t)(oracle_next(&seed) % (stores - 1));
        items[i] = 1 + (int32_t)(oracle_next(&seed) % 12);
        amount[i] = items[i] * (1 + 99 * oracle_uniform(&seed) + 0.01 * (double)store[i]);
        if (oracle_next(&seed) % 16 == 0)
            amount[i] = -amount[i];
    }
}

/* What is known of one store. */
typedef struct {
    int64_t sales, items, returns;
    long double total, returned, magnitude; /* magnitude: of the absolute values */
    long double mean, deviation;            /* the standard one, ddof = 0 */
} oracle_store;

static inline oracle_store oracle_store_of(const int64_t *store, const int32_t *items,
                                           const double *amount, size_t n, int64_t which)
{
    oracle_store s = {0, 0, 0, 0, 0, 0, 0, 0};
    for (size_t i = 0; i < n; i++)
        if (store[i] == which) {
            s.sales++;
            s.items += items[i];
            s.returns += amount[i] < 0;
            s.returned += amount[i] < 0 ? amount[i] : 0;
            s.total += amount[i];
            s.magnitude += fabs(amount[i]);
        }
    if (s.sales == 0)
        return s;
    s.mean = s.total / (long double)s.sales;
    for (size_t i = 0; i < n; i++)
        if (store[i] == which)
            s.deviation += (amount[i] - s.mean) * (amount[i] - s.mean);
    s.deviation = sqrtl(s.deviation / (long double)s.sales);
    return s;
}

/* Whether these are the numbers of a store. A running sum of n is rounded n times, and what its
 * mean is off by goes into the variance by its square. */
static inline int oracle_is_store(const int64_t *store, const int32_t *items, const double *amount,
                                  size_t n, int64_t which, int64_t sales, int64_t item_count,
                                  int64_t returns, double returned, double total, double mean,
                                  double deviation)
{
    const oracle_store s = oracle_store_of(store, items, amount, n, which);
    if (sales != s.sales || item_count != s.items || returns != s.returns)
        return 0;
    if (sales == 0)
        return total == 0 && returned == 0 && isnan(mean) && isnan(deviation);
    const long double count = (long double)sales, off = (count + 1) * ORACLE_U * s.magnitude;
    const long double shift = off / count / s.deviation;
    return fabsl(total - s.total) <= off && fabsl(returned - s.returned) <= off &&
           fabsl(mean - s.mean) <= off / count &&
           fabsl(deviation / s.deviation - 1) <= (count + 6) * ORACLE_U + shift * shift;
}

/* Whether mean[best] is the first greatest one, those passed over that are no numbers. */
static inline int oracle_is_best(const double *mean, size_t n, int64_t best)
{
    for (size_t i = 0; i < n; i++)
        if (mean[i] > mean[best] || (mean[i] == mean[best] && i < (size_t)best))
            return 0;
    return !isnan(mean[best]);
}

/* ---- statistics.c ---------------------------------------------------------------------------- */

#define ORACLE_COLUMNS 4

/* What numpy.dtype([('height', 'f8'), ('weight', 'f8'), ('age', 'f8'), ('income', 'f8'),
 * ('id', 'i4')], align=True) is. */
typedef struct {
    double column[ORACLE_COLUMNS];
    int32_t id;
    int32_t padding;
} oracle_person;

/* People as numpy.save writes them, in memory: *size bytes, to be freed. NULL without memory. */
static inline void *oracle_people(size_t n, uint32_t seed, size_t *size,
                                  const oracle_person **people)
{
    enum { PREAMBLE = 10, HEADER = 256 };
    const uint16_t one = 1;
    const char order = *(const unsigned char *)&one == 1 ? '<' : '>';
    *size = HEADER + n * sizeof(oracle_person);
    char *file = (char *)calloc(1, *size);
    if (!file)
        return NULL;
    memcpy(file, "\x93NUMPY\x01\x00", 8);
    file[8] = (char)(HEADER - PREAMBLE);
    memset(file + PREAMBLE, ' ', HEADER - PREAMBLE);
    const int length =
        snprintf(file + PREAMBLE, HEADER - PREAMBLE,
                 "{'descr': [('height', '%cf8'), ('weight', '%cf8'), ('age', '%cf8'), "
                 "('income', '%cf8'), ('id', '%ci4'), ('', '|V4')], "
                 "'fortran_order': False, 'shape': (%zu,), }",
                 order, order, order, order, order, n);
    file[PREAMBLE + length] = ' ';
    file[HEADER - 1] = '\n';
    oracle_person *person = (oracle_person *)(void *)(file + HEADER);
    for (size_t i = 0; i < n; i++) {
        const double tall = oracle_uniform(&seed), old = oracle_uniform(&seed);
        person[i].column[0] = 150 + 20 * tall + 20 * oracle_uniform(&seed);
        person[i].column[1] = 40 + 30 * tall + 15 * old + 20 * oracle_uniform(&seed);
        person[i].column[2] = 18 + 70 * old;
        person[i].column[3] = 1000 / (0.1 + oracle_uniform(&seed)) + 900 * old;
        person[i].id = (int32_t)(oracle_next(&seed) + i % 7);
    }
    *people = person;
    return file;
}

typedef struct {
    long double mean, magnitude, variance; /* of the absolute values; ddof = 1 */
    double least, greatest;
    size_t where; /* the first that is the greatest */
} oracle_column;

static inline oracle_column oracle_describe(const oracle_person *people, size_t n, size_t column)
{
    oracle_column c = {0, 0, 0, INFINITY, -INFINITY, 0};
    for (size_t i = 0; i < n; i++) {
        const double x = people[i].column[column];
        c.mean += x / (long double)n;
        c.magnitude += fabs(x) / (long double)n;
        c.least = x < c.least ? x : c.least;
        if (x > c.greatest) {
            c.greatest = x;
            c.where = i;
        }
    }
    for (size_t i = 0; i < n; i++) {
        const long double d = people[i].column[column] - c.mean;
        c.variance += d * d / (long double)(n - 1);
    }
    return c;
}

/* Whether these are the numbers of a column. A mean is off by as many roundings as the tree is
 * high; the square of that, as a share of the variance, is what it adds to it. */
static inline int oracle_is_column(const oracle_person *people, size_t n, size_t column,
                                   double mean, double variance, double least, double greatest,
                                   int64_t where)
{
    const oracle_column c = oracle_describe(people, n, column);
    const long double off = ORACLE_HEIGHT * ORACLE_U * c.magnitude;
    return fabsl(mean - c.mean) <= off &&
           fabsl(variance / c.variance - 1) <= ORACLE_HEIGHT * ORACLE_U + off * off / c.variance &&
           least == c.least && greatest == c.greatest && where == (int64_t)c.where;
}

/* Whether it is the correlation of two columns. The products of two unit vectors add up to at most
 * 1; a vector is off by the roundings of its length and by its mean, in units of the deviation. */
static inline int oracle_is_correlation(const oracle_person *people, size_t n, size_t a, size_t b,
                                        double correlation)
{
    const oracle_column x = oracle_describe(people, n, a), y = oracle_describe(people, n, b);
    long double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (people[i].column[a] - x.mean) * (people[i].column[b] - y.mean);
    const long double expected = sum / (long double)(n - 1) / sqrtl(x.variance * y.variance);
    const long double means = x.magnitude / sqrtl(x.variance) + y.magnitude / sqrtl(y.variance);
    return fabsl(correlation - expected) <= ORACLE_HEIGHT * ORACLE_U * (3 + means);
}

/* Whether so many lie in each tenth of the way from the least to the greatest; a tenth has its
 * lower end. */
static inline int oracle_are_tenths(const oracle_person *people, size_t n, size_t column,
                                    const int64_t count[10])
{
    const oracle_column c = oracle_describe(people, n, column);
    const double tenth = (c.greatest - c.least) / 10;
    int64_t expected[10] = {0};
    for (size_t i = 0; i < n; i++) {
        size_t bin = 9;
        while (people[i].column[column] < c.least + (double)bin * tenth)
            bin--;
        expected[bin]++;
    }
    return memcmp(expected, count, sizeof expected) == 0;
}

#endif
