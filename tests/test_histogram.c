/* test_histogram.c - histograms count what comparing with every edge counts: elements on edges,
 * beside them and outside, even edges and any others, in every layout; and what they refuse. */
#include "placed.h"

#include <spelt/groups.h>

#include <fenv.h>
#include <float.h>
#include <math.h>
#include <stdio.h>

/* ---- The reference -----------------------------------------------------------------------------
 */

/* An element of either type. */
static double real_at(size_t size, const unsigned char *at)
{
    double wide;
    float narrow;
    if (size == sizeof wide) {
        memcpy(&wide, at, sizeof wide);
        return wide;
    }
    memcpy(&narrow, at, sizeof narrow);
    return (double)narrow;
}

static void put_real(size_t size, unsigned char *at, double value)
{
    const float narrow = (float)value;
    if (size == sizeof value)
        memcpy(at, &value, sizeof value);
    else
        memcpy(at, &narrow, sizeof narrow);
}

/* Bins of x: the edges that are not above it, but the last, less one; each compared. */
static void count(const placed_array *x, const double *edge, size_t bins, int64_t *counts)
{
    memset(counts, 0, bins * sizeof *counts);
    for (size_t i = 0; i < x->n; i++) {
        const double a = real_at(x->size, placed_at(x, i));
        size_t reached = 0;
        for (size_t j = 0; j < bins; j++)
            reached += edge[j] <= a;
        if (bins > 0 && reached > 0 && a <= edge[bins])
            counts[reached - 1]++;
    }
}

static void expect(const placed_array *out, const int64_t *counts)
{
    for (size_t j = 0; j < out->n; j++)
        memcpy(placed_expected_at(out, j), &counts[j], sizeof *counts);
}

/* ---- Elements ----------------------------------------------------------------------------------
 */

static double next_real(size_t size, double value, double to)
{
    return size == sizeof value ? nextafter(value, to)
                                : (double)nextafterf((float)value, (float)to);
}

/* Edges, what is next to them, what lies between or outside, and what is no number; or only the latter
 * three; or only what lies inside. */
static void draw(const placed_array *x, const double *edge, size_t bins, generator *random)
{
    const double low = edge[0], high = edge[bins];
    const double span = isfinite(low) && isfinite(high) && isfinite(high - low) ? high - low : 10;
    const double from = isfinite(low) ? low : isfinite(high) ? high - 10 : -5;
    const size_t kind = random_below(random, 3);
    for (size_t i = 0; i < x->n; i++) {
        const double e = edge[random_below(random, bins + 1)], at = random_uniform(random);
        double value = from + span * ((kind == 2 ? 0.49 : 0.6) * at + 0.5);
        switch (kind == 2 ? 7 : (kind == 1 ? 3 : 0) + random_below(random, kind == 1 ? 40 : 8)) {
        case 0: value = e; break;
        case 1: value = next_real(x->size, e, (double)INFINITY); break;
        case 2: value = next_real(x->size, e, -(double)INFINITY); break;
        case 3: value = random_below(random, 9) ? value : (double)NAN; break;
        case 4: value = random_below(random, 9) ? value : (double)INFINITY; break;
        case 5: value = random_below(random, 9) ? value : -(double)INFINITY; break;
        default: break;
        }
        put_real(x->size, placed_at(x, i), value);
    }
}

typedef enum { EVEN, SQUARES, EQUAL, WILD, INFINITE, FAR, EDGE_KINDS } edge_kind;

static void make_edges(size_t size, edge_kind kind, size_t bins, double *edge, generator *random)
{
    for (size_t j = 0; j <= bins; j++) {
        const double at = (double)j / (double)(bins > 0 ? bins : 1);
        double value = -1 + 3 * at;
        switch (kind) {
        case SQUARES: value = at * at * at; break;
        case EQUAL: value = floor(at * 5); break;
        case WILD: value = ldexp(at - 0.5, (int)random_below(random, 60)); break;
        case INFINITE:
            value = j == 0 ? -(double)INFINITY : j == bins ? (double)INFINITY : at;
            break;
        case FAR: value = 1e7 + at; break;
        default: break;
        }
        edge[j] = size == sizeof value ? value : (double)(float)value;
    }
    for (size_t j = 1; j <= bins; j++) /* in order */
        for (size_t k = j; k > 0 && edge[k - 1] > edge[k]; k--) {
            const double kept = edge[k];
            edge[k] = edge[k - 1];
            edge[k - 1] = kept;
        }
}

static spelt_status call(size_t size, const spelt_view *x, const spelt_view *edges,
                         const spelt_view *counts)
{
    spelt_out_i64 to;
    memcpy(&to, counts, sizeof to);
    if (size == sizeof(double)) {
        spelt_in_f64 in, at;
        memcpy(&in, x, sizeof in);
        memcpy(&at, edges, sizeof at);
        return spelt_histogram_f64(&in, &at, &to);
    }
    spelt_in_f32 in, at;
    memcpy(&in, x, sizeof in);
    memcpy(&at, edges, sizeof at);
    return spelt_histogram_f32(&in, &at, &to);
}

static spelt_status call_even(size_t size, const spelt_view *x, double low, double high,
                              const spelt_view *counts)
{
    spelt_out_i64 to;
    memcpy(&to, counts, sizeof to);
    if (size == sizeof(double)) {
        spelt_in_f64 in;
        memcpy(&in, x, sizeof in);
        return spelt_histogram_even_f64(&in, low, high, &to);
    }
    spelt_in_f32 in;
    memcpy(&in, x, sizeof in);
    return spelt_histogram_even_f32(&in, (float)low, (float)high, &to);
}

/* ---- Right -------------------------------------------------------------------------------------
 */

static const size_t bin_counts[] = {0, 1, 2, 3, 10, 100, 700, 9000};
enum { BIN_COUNTS = sizeof bin_counts / sizeof *bin_counts };

static const size_t lengths[] = {0, 1, 7, 8, 9, 300, 5000};
enum { LENGTHS = sizeof lengths / sizeof *lengths };

static void check(size_t size, edge_kind kind, size_t bins, size_t n, laid how, generator *random)
{
    const size_t edge_count = bins + 1, plane[2] = {n / 3, 3};
    double *edge = malloc(edge_count * sizeof *edge);
    int64_t *counts = malloc(edge_count * sizeof *counts);
    placed_array x =
        n % 3 ? placed_open(size, 1, &n, how, random) : placed_open(size, 2, plane, how, random);
    placed_array edges = placed_open(size, 1, &edge_count, how, random);
    placed_array out = placed_open(sizeof(int64_t), 1, &bins, how, random);
    cr_assert(edge && counts);
    make_edges(size, kind, bins, edge, random);
    for (size_t j = 0; j <= bins; j++)
        put_real(size, placed_at(&edges, j), edge[j]);
    draw(&x, edge, bins, random);
    placed_expect_same(&out);
    count(&x, edge, bins, counts);
    expect(&out, counts);
    cr_assert_eq(call(size, &x.view, &edges.view, &out.view), SPELT_OK, "%s", spelt_last_error());
    cr_assert(placed_is_as_expected(&out), "f%zu, edges %d, %zu bins, %zu elements", 8 * size,
              (int)kind, bins, x.n);
    placed_close(&x);
    placed_close(&edges);
    placed_close(&out);
    free(edge);
    free(counts);
}

Test(histogram, of_edges)
{
    generator random = generator_start(1500);
    for (size_t size = 4; size <= 8; size += 4)
        for (int kind = 0; kind < EDGE_KINDS; kind++)
            for (size_t b = 0; b < BIN_COUNTS; b++)
                for (size_t k = 0; k < LENGTHS; k++)
                    check(size, (edge_kind)kind, bin_counts[b],
                          bin_counts[b] < 1000 ? lengths[k] : lengths[k] / 10,
                          (laid)((b + k) % LAID_KINDS), &random);
}

/* Edges reckoned as the header says, in the type. */
static void reckon_edges(size_t size, double low, double high, size_t bins, double *edge)
{
    const volatile double width = (high - low) / (double)bins;
    const volatile float narrow_span = (float)high - (float)low;
    const volatile float narrow_width = narrow_span / (float)bins;
    for (size_t j = 0; j <= bins; j++) {
        const volatile double way = (double)j * width;
        const volatile float narrow_way = (float)j * narrow_width;
        const volatile float narrow = (float)low + narrow_way;
        edge[j] = size == sizeof(double) ? low + way : (double)narrow;
        if (j == bins || edge[j] > high)
            edge[j] = high;
    }
}

/* Where edges are many to a place of the type, or none are even, too. */
Test(histogram, even)
{
    static const double limits[][2] = {
        {0, 1},        {-1, 2},       {0.1, 0.7}, {1e6, 1e6 + 3}, {1 << 24, (1 << 24) + 6},
        {-0.0, 1e-38}, {-1e38, 1e38}, {0, 1e-44}};
    generator random = generator_start(1600);
    for (size_t size = 4; size <= 8; size += 4)
        for (size_t l = 0; l < sizeof limits / sizeof *limits; l++)
            for (size_t b = 0; b < BIN_COUNTS; b++) {
                const size_t bins = bin_counts[b], n = bins < 1000 ? 3000 : 700;
                const double low = size == 8 ? limits[l][0] : (double)(float)limits[l][0];
                const double high = size == 8 ? limits[l][1] : (double)(float)limits[l][1];
                double *edge = malloc((bins + 1) * sizeof *edge);
                int64_t *counts = malloc((bins + 1) * sizeof *counts);
                placed_array x = placed_open(size, 1, &n, LAID_ANY, &random);
                placed_array out = placed_open(sizeof(int64_t), 1, &bins, LAID_PLAIN, &random);
                cr_assert(edge && counts);
                edge[0] = high;
                if (bins > 0)
                    reckon_edges(size, low, high, bins, edge);
                draw(&x, edge, bins, &random);
                placed_expect_same(&out);
                count(&x, edge, bins, counts);
                expect(&out, counts);
                cr_assert_eq(call_even(size, &x.view, low, high, &out.view), SPELT_OK, "%s",
                             spelt_last_error());
                cr_assert(placed_is_as_expected(&out), "f%zu, from %g to %g, %zu bins", 8 * size,
                          low, high, bins);
                placed_close(&x);
                placed_close(&out);
                free(edge);
                free(counts);
            }
}

/* As in NumPy: a bin has its lower edge, the last one its upper too. */
Test(histogram, by_hand)
{
    const double x[9] = {0, 1, 1, 2, 3, 3, -1, 4, (double)NAN};
    const double edges[5] = {0, 1, 1, 2, 3}, last[3] = {0, 1, 1};
    int64_t counts[4];
    cr_expect_eq(spelt_histogram_f64(SPELT_IN(f64, x, 9), SPELT_IN(f64, edges, 5),
                                     SPELT_OUT(i64, counts, 4)),
                 SPELT_OK);
    cr_expect(counts[0] == 1 && counts[1] == 0 && counts[2] == 2 && counts[3] == 3);
    cr_expect_eq(
        spelt_histogram_f64(SPELT_IN(f64, x, 9), SPELT_IN(f64, last, 3), SPELT_OUT(i64, counts, 2)),
        SPELT_OK);
    cr_expect(counts[0] == 1 && counts[1] == 2);
    cr_expect_eq(spelt_histogram_even_f64(SPELT_IN(f64, x, 9), 0, 3, SPELT_OUT(i64, counts, 3)),
                 SPELT_OK);
    cr_expect(counts[0] == 1 && counts[1] == 2 && counts[2] == 3);
}

/* A NaN is passed over without a word, and finite edges are no overflow. */
Test(histogram, exceptions)
{
    static const struct {
        double edge[3];
        size_t size;
    } some[] = {{{0, 0.5, 1}, 8},      {{0, 0.5, 1}, 4},        {{0, 0.1, 1}, 8},
                {{0, 0.001, 1}, 4},    {{-1e308, 0, 1e308}, 8}, {{0, 5e-311, 1e-310}, 8},
                {{-3e38, 0, 3e38}, 4}, {{0, 1e-42, 1e-41}, 4},  {{-INFINITY, 0, INFINITY}, 8}};
    enum { N = 21, BINS = 2 };
    for (int k = 0; all_isas[k]; k++)
        for (size_t s = 0; s < sizeof some / sizeof *some && force_isa(all_isas[k]); s++)
            for (size_t n = 1; n <= N; n++) {
                const size_t size = some[s].size;
                unsigned char x[N * sizeof(double)], edges[3 * sizeof(double)];
                int64_t counts[BINS];
                for (size_t i = 0; i < n; i++)
                    put_real(size, x + i * size, i % 3 == 1 ? (double)NAN : some[s].edge[i % 3]);
                for (size_t i = 0; i < 3; i++)
                    put_real(size, edges + i * size, some[s].edge[i]);
                const spelt_view array = {x, 1, {n}, {1}}, at = {edges, 1, {3}, {1}},
                                 out = {counts, 1, {BINS}, {1}};
                const double low = some[s].edge[0], high = some[s].edge[2];
                feclearexcept(FE_ALL_EXCEPT);
                cr_expect_eq(call(size, &array, &at, &out), SPELT_OK);
                cr_expect(!fetestexcept(FE_INVALID | FE_OVERFLOW | FE_DIVBYZERO),
                          "%s, edges %zu, n = %zu", all_isas[k], s, n);
                feclearexcept(FE_ALL_EXCEPT);
                (void)call_even(size, &array, low, high, &out);
                cr_expect(!fetestexcept(FE_INVALID | FE_OVERFLOW | FE_DIVBYZERO),
                          "%s, even, edges %zu, n = %zu", all_isas[k], s, n);
            }
}

/* ---- Refused -----------------------------------------------------------------------------------
 */

Test(histogram, refused)
{
    const double x[2] = {1, 2}, down[4] = {0, 2, 1, 3}, nan[3] = {0, 1, (double)NAN};
    const double first[2] = {(double)NAN, 1}, right[3] = {0, 1, 2};
    int64_t counts[4] = {77, 77, 77, 77};
    const spelt_in_f64 in = {x, 1, {2}, {1}}, edges = {right, 1, {3}, {1}};
    const spelt_in_f64 none = {right, 1, {0}, {1}}, plane = {right, 2, {3, 1}, {1, 1}};
    const spelt_out_i64 two = {counts, 1, {2}, {1}}, three = {counts, 1, {3}, {1}};
    const spelt_out_i64 square = {counts, 2, {2, 1}, {1, 1}}, empty = {counts, 1, {0}, {1}};
    const spelt_out_i64 over = {(int64_t *)(uintptr_t)(const void *)x, 1, {2}, {1}};
    const char *name = "spelt_histogram_f64: ";
    expect_status("x", spelt_histogram_f64(NULL, &edges, &two), SPELT_ERR_NULL, name, "x is NULL",
                  NULL);
    expect_status("edges", spelt_histogram_f64(&in, NULL, &two), SPELT_ERR_NULL, name,
                  "edges is NULL", NULL);
    expect_status("counts", spelt_histogram_f64(&in, &edges, NULL), SPELT_ERR_NULL, name,
                  "counts is NULL", NULL);
    expect_status("plane", spelt_histogram_f64(&in, &plane, &two), SPELT_ERR_SHAPE, name,
                  "edges has shape (3, 1)", NULL);
    expect_status("square", spelt_histogram_f64(&in, &edges, &square), SPELT_ERR_SHAPE, name,
                  "counts has shape (2, 1)", NULL);
    expect_status("three", spelt_histogram_f64(&in, &edges, &three), SPELT_ERR_SHAPE, name,
                  "edges has shape (3), counts has shape (3)", NULL);
    expect_status("no edges", spelt_histogram_f64(&in, &none, &empty), SPELT_ERR_SHAPE, name,
                  "edges has shape (0), counts has shape (0)", NULL);
    expect_status("overlap", spelt_histogram_f64(&in, &edges, &over), SPELT_ERR_OVERLAP, name,
                  NULL);
    expect_status("down",
                  spelt_histogram_f64(&in, SPELT_IN(f64, down, 4), SPELT_OUT(i64, counts, 3)),
                  SPELT_ERR_ARG, name, "first at index 2", NULL);
    expect_status("nan", spelt_histogram_f64(&in, SPELT_IN(f64, nan, 3), &two), SPELT_ERR_ARG, name,
                  "first at index 2", NULL);
    expect_status("first",
                  spelt_histogram_f64(&in, SPELT_IN(f64, first, 2), SPELT_OUT(i64, counts, 1)),
                  SPELT_ERR_ARG, name, "first at index 0", NULL);
    cr_expect(counts[0] == 77 && counts[1] == 77 && counts[2] == 77 && x[0] == 1);
}

Test(histogram, even_refused)
{
    const double x[2] = {1, 2};
    const float narrow[2] = {1, 2};
    const double bad[][2] = {{1, 1}, {2, 1}, {(double)NAN, 1}, {0, (double)NAN}};
    const double infinite[][2] = {
        {0, (double)INFINITY}, {-(double)INFINITY, 0}, {-DBL_MAX, DBL_MAX}};
    const char *const below[] = {
        "low is 1, not below high, which is 1", "low is 2, not below high, which is 1",
        "low is nan, not below high, which is 1", "low is 0, not below high, which is nan"};
    const char *const far[] = {"low is 0, high is inf", "low is -inf, high is 0",
                               "low is -1.7976931348623157e+308, high is 1.7976931348623157e+308"};
    int64_t counts[2] = {77, 77};
    const char *name = "spelt_histogram_even_f64: ";
    for (int k = 0; k < 4; k++)
        expect_status("limits",
                      spelt_histogram_even_f64(SPELT_IN(f64, x, 2), bad[k][0], bad[k][1],
                                               SPELT_OUT(i64, counts, 2)),
                      SPELT_ERR_ARG, name, below[k], NULL);
    for (int k = 0; k < 3; k++)
        expect_status("infinite",
                      spelt_histogram_even_f64(SPELT_IN(f64, x, 2), infinite[k][0], infinite[k][1],
                                               SPELT_OUT(i64, counts, 2)),
                      SPELT_ERR_ARG, name, far[k], ": high - low is not finite", NULL);
    expect_status("infinite",
                  spelt_histogram_even_f32(SPELT_IN(f32, narrow, 2), -FLT_MAX, FLT_MAX,
                                           SPELT_OUT(i64, counts, 2)),
                  SPELT_ERR_ARG, "spelt_histogram_even_f32", "high - low is not finite", NULL);
    cr_expect(counts[0] == 77 && counts[1] == 77);
}
