/* test_scan.c - running sums of every type are those of the loop, in every layout, in place, along
 * every axis, on every instruction set and with threads; the first that does not fit is named. */
#include "placed.h"

#include <math.h>
#include <stdio.h>

/* The lines of scan.h, as calls on views without a type; an axis of SIZE_MAX is none. */
#define TYPED(kind, type, name, view)                                                              \
    spelt_##kind##_##type name;                                                                    \
    memcpy(&name, view, sizeof name)
#define SPELT_RUNNING(function, type)                                                              \
    SPELT_API spelt_status function(const spelt_in_##type *, const spelt_out_##type *);            \
    static spelt_status call_##function(const spelt_view *x, size_t axis, const spelt_view *out)   \
    {                                                                                              \
        TYPED(in, type, in, x);                                                                    \
        TYPED(out, type, to, out);                                                                 \
        (void)axis;                                                                                \
        return function(&in, &to);                                                                 \
    }
#define SPELT_RUNNING_ALONG_AXIS(function, of, type)                                               \
    SPELT_API spelt_status function(const spelt_in_##type *, size_t, const spelt_out_##type *);    \
    static spelt_status call_##function(const spelt_view *x, size_t axis, const spelt_view *out)   \
    {                                                                                              \
        TYPED(in, type, in, x);                                                                    \
        TYPED(out, type, to, out);                                                                 \
        return function(&in, axis, &to);                                                           \
    }
#include <spelt/scan.h>

typedef struct {
    const char *name;
    spelt_status (*call)(const spelt_view *x, size_t axis, const spelt_view *out);
    spelt_type type;
    int has_axis;
} scan_row;

#undef SPELT_SCAN_H
#undef SPELT_RUNNING
#undef SPELT_RUNNING_ALONG_AXIS
#define SPELT_RUNNING(function, type) {#function, call_##function, SPELT_TYPE_##type, 0},
#define SPELT_RUNNING_ALONG_AXIS(function, of, type)                                               \
    {#function, call_##function, SPELT_TYPE_##type, 1},
static const scan_row rows[] = {
#include <spelt/scan.h>
};
enum { ROWS = sizeof rows / sizeof *rows };

/* ---- The reference ----------------------------------------------------------------------------- */

typedef struct {
    int128 whole;
    double wide;
    float narrow;
} running;

static int128 load(spelt_type type, const unsigned char *at)
{
    uint64_t bits = 0;
    const size_t size = spelt_type_size(type);
    for (size_t i = 0; i < size; i++) { /* the lowest byte first, whatever this machine has */
        const uint64_t one = at[is_little_endian() ? i : size - 1 - i];
        bits |= one << 8 * i;
    }
    const int is_signed = spelt_type_name(type)[0] == 'i';
    const int shift = (int)(64 - 8 * size);
    return is_signed ? (int128)((int64_t)(bits << shift) >> shift) : (int128)bits;
}

/* Adds an element, writes the sum, and tells whether it does not fit. */
static int add(spelt_type type, running *s, const unsigned char *x, unsigned char *out)
{
    const size_t size = spelt_type_size(type);
    if (type == SPELT_F32) {
        float a;
        memcpy(&a, x, sizeof a);
        s->narrow = s->narrow + a;
        memcpy(out, &s->narrow, size);
        return 0;
    }
    if (type == SPELT_F64) {
        double a;
        memcpy(&a, x, sizeof a);
        s->wide = s->wide + a;
        memcpy(out, &s->wide, size);
        return 0;
    }
    const int128 exact = s->whole + load(type, x);
    const uint64_t bits = (uint64_t)exact;
    for (size_t i = 0; i < size; i++)
        out[is_little_endian() ? i : size - 1 - i] = (unsigned char)(bits >> 8 * i);
    s->whole = load(type, out);
    return s->whole != exact;
}

/* The NaN of a sum is left open. */
static void keep_nans(spelt_type type, const placed_array *out)
{
    for (size_t i = 0; i < out->n && (type == SPELT_F32 || type == SPELT_F64); i++) {
        unsigned char *made = placed_at(out, i), *expected = placed_expected_at(out, i);
        double a, b;
        float c, d;
        if (type == SPELT_F64) {
            memcpy(&a, made, sizeof a);
            memcpy(&b, expected, sizeof b);
        } else {
            memcpy(&c, made, sizeof c);
            memcpy(&d, expected, sizeof d);
            a = (double)c;
            b = (double)d;
        }
        if (isnan(a) && isnan(b))
            memcpy(expected, made, out->size);
    }
}

/* ---- Right ------------------------------------------------------------------------------------- */

/* Numbers near 1 and zeros, then all that there are; integers whose sums fit for long or overflow. */
static void draw(const scan_row *row, const placed_array *x, generator *random)
{
    const unsigned little = (unsigned)random_below(random, 4);
    for (size_t i = 0; i < x->n; i++) {
        unsigned char *at = placed_at(x, i);
        const double value = random_below(random, 9) == 0 ? -0.0 : random_uniform(random);
        const float narrow = (float)value;
        if (little == 0)
            continue;
        if (row->type == SPELT_F32)
            memcpy(at, &narrow, sizeof narrow);
        else if (row->type == SPELT_F64)
            memcpy(at, &value, sizeof value);
        else
            for (size_t b = 0; b < x->size; b++) { /* few bits, of either sign */
                const size_t place = is_little_endian() ? b : x->size - 1 - b;
                const unsigned char top = at[is_little_endian() ? x->size - 1 : 0];
                if (little > 1 && b + 1 < x->size)
                    at[place] = b + 1 == x->size - 1 ? at[place] & 15 : at[place];
                else if (little > 1)
                    at[place] = spelt_type_name(row->type)[0] == 'i' && top & 1 ? 0xff : 0;
            }
    }
}

static void check(const scan_row *row, const placed_array *x, size_t axis, const placed_array *out)
{
    size_t inner = 1, first = SIZE_MAX;
    const size_t length = axis < x->view.ndim ? x->view.shape[axis] : x->n;
    char place[96] = "first at index ";
    for (size_t k = axis < x->view.ndim ? axis + 1 : x->view.ndim; k < x->view.ndim; k++)
        inner *= x->view.shape[k];
    placed_expect_same(out);
    for (size_t slice = 0; slice < (length > 0 ? x->n / length : 0); slice++) {
        running s = {0};
        for (size_t i = 0; i < length; i++) {
            const size_t p = (slice / inner * length + i) * inner + slice % inner;
            if (add(row->type, &s, placed_at(x, p), placed_expected_at(out, p)) && p < first)
                first = p;
        }
    }
    const spelt_status status = row->call(&x->view, axis, &out->view);
    if (first == SIZE_MAX) {
        cr_assert_eq(status, SPELT_OK, "%s: %s", row->name, spelt_last_error());
    } else {
        size_t rest = first, used = strlen(place), at[4];
        for (size_t k = x->view.ndim; k-- > 0; rest /= x->view.shape[k])
            at[k] = rest % x->view.shape[k];
        for (size_t k = 0; k < x->view.ndim; k++)
            used += (size_t)snprintf(place + used, sizeof place - used, "%s%zu",
                                     x->view.ndim == 1 ? "" : k == 0 ? "(" : ", ", at[k]);
        snprintf(place + used, sizeof place - used, "%s", x->view.ndim == 1 ? "" : ")");
        expect_status(row->name, status, SPELT_ERR_OVERFLOW, row->name, "a sum does not fit ",
                      spelt_type_name(row->type), place, NULL);
        cr_assert_str_eq(strstr(spelt_last_error(), "first"), place);
    }
    keep_nans(row->type, out);
    cr_assert(placed_is_as_expected(out), "%s, %s, axis %zu of %zu, %zu elements, %d threads",
              row->name, spelt_isa(), axis, x->view.ndim, x->n, spelt_get_num_threads());
}

ParameterizedTestParameters(scan, sums)
{
    return numbered(ROWS);
}

ParameterizedTest(size_t *number_of, scan, sums)
{
    const scan_row *row = &rows[*number_of];
    const size_t size = spelt_type_size(row->type);
    generator random = generator_start(1000 + *number_of);
    FOR_EACH_SET
    for (size_t s = 0; s < PLACED_SHAPES; s++)
        for (int trial = 0; trial < 4; trial++) {
            const size_t ndim = placed_shapes[s].ndim, *shape = placed_shapes[s].shape;
            const laid how = (laid)(trial % LAID_KINDS);
            placed_array x = placed_open(size, ndim, shape, how, &random);
            placed_array out = placed_open(size, ndim, shape, trial == 3 ? LAID_ANY : how, &random);
            draw(row, &x, &random);
            placed_threads(trial % 2);
            for (size_t axis = 0; axis < ndim && row->has_axis; axis++)
                check(row, &x, axis, &out);
            if (!row->has_axis) {
                check(row, &x, SIZE_MAX, &out);
                check(row, &x, SIZE_MAX, &x);
            }
            placed_close(&x);
            placed_close(&out);
        }
}

/* Short rows and short columns, several at once: every length about the vectors, every number about their
 * lanes. */
ParameterizedTestParameters(scan, of_many)
{
    return numbered(ROWS);
}

ParameterizedTest(size_t *number_of, scan, of_many)
{
    static const size_t counts[] = {1, 2, 3, 4, 5, 7, 8, 9};
    const scan_row *row = &rows[*number_of];
    generator random = generator_start(2000 + *number_of);
    FOR_EACH_SET
    for (size_t length = 1; length <= 70 && row->has_axis; length++)
        for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
            const size_t axis = (length + k) % 3;
            const size_t shape[3] = {axis == 0 ? length : 2, axis == 1 ? length : counts[k],
                                     axis == 2 ? length : 1 + k};
            const laid how = (laid)(random_below(&random, LAID_KINDS));
            placed_array x = placed_open(spelt_type_size(row->type), 3, shape, how, &random);
            placed_array out = placed_open(x.size, 3, shape, how, &random);
            draw(row, &x, &random);
            check(row, &x, axis, &out);
            placed_close(&x);
            placed_close(&out);
        }
}

/* Every length about the vectors and the blocks of a kernel, with a sum that is just too large at each
 * place, and one that is not. */
Test(scan, where_it_overflows)
{
    static const size_t more[] = {1023, 1024, 1025, 1039, 1056, 2049};
    int64_t x[2100], out[2100];
    FOR_EACH_SET
    for (size_t k = 0; k < 70 + sizeof more / sizeof *more; k++) {
        const size_t n = k < 70 ? k + 1 : more[k - 70];
        for (size_t at = n > 100 ? n - 20 : 1; at < n; at++)
            for (int too_large = 0; too_large < 2; too_large++) {
                char place[64];
                snprintf(place, sizeof place, "first at index %zu", at);
                for (size_t i = 0; i < n; i++)
                    x[i] = i < at ? 1 : -1;
                x[at] = INT64_MAX - (int64_t)at + too_large;
                const spelt_status status =
                    spelt_cumsum_i64(SPELT_IN(i64, x, n), SPELT_OUT(i64, out, n));
                cr_assert_eq(status, too_large ? SPELT_ERR_OVERFLOW : SPELT_OK, "%zu of %zu, %s",
                             at, n, spelt_isa());
                if (too_large)
                    cr_assert_str_eq(strstr(spelt_last_error(), "first"), place);
            }
    }
}

/* The shape and the steps of a view of 3 axes, of which memory has the `order`th permutation,
 * reversed where `backwards` has their bits. */
static void lay(spelt_view *view, unsigned order, unsigned backwards, uint8_t *memory)
{
    static const unsigned orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                          {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    ptrdiff_t step = 1;
    view->data = memory;
    for (unsigned i = 3; i-- > 0;) {
        const unsigned k = orders[order][i];
        const ptrdiff_t extent = (ptrdiff_t)view->shape[k];
        view->stride[k] = backwards >> k & 1 ? -step : step;
        if (backwards >> k & 1)
            view->data = (uint8_t *)view->data + (extent - 1) * step;
        step *= extent;
    }
}

/* The first index in C order at which the sum of all up to it along the axis is above 255. */
static size_t first_above(const spelt_view *x, size_t axis, size_t index[3])
{
    const uint8_t *data = x->data;
    const size_t *shape = x->shape, n = shape[0] * shape[1] * shape[2];
    for (size_t q = 0; q < n; q++) {
        unsigned sum = 0;
        index[0] = q / shape[2] / shape[1];
        index[1] = q / shape[2] % shape[1];
        index[2] = q % shape[2];
        for (size_t i = 0, last = index[axis]; i <= last; i++) {
            index[axis] = i;
            sum += data[(ptrdiff_t)index[0] * x->stride[0] + (ptrdiff_t)index[1] * x->stride[1] +
                        (ptrdiff_t)index[2] * x->stride[2]];
        }
        if (sum > 255)
            return q;
    }
    return n;
}

static void check_first(const spelt_view *x, const spelt_view *out, size_t axis)
{
    size_t index[3];
    char place[80];
    const size_t n = x->shape[0] * x->shape[1] * x->shape[2];
    if (first_above(x, axis, index) == n)
        return;
    snprintf(place, sizeof place, "first at index (%zu, %zu, %zu)", index[0], index[1], index[2]);
    for (int threads = 1; threads < 4; threads++) {
        placed_threads(threads == 2);
        TYPED(in, u8, in, x);
        TYPED(out, u8, to, out);
        cr_expect_eq(spelt_cumsum_axis_u8(&in, axis, &to), SPELT_ERR_OVERFLOW);
        cr_expect(strstr(spelt_last_error(), place), "%s, axis %zu, %td %td %td: %s", place, axis,
                  x->stride[0], x->stride[1], x->stride[2], spelt_last_error());
    }
}

/* Whatever the order of memory, and however many slices overflow. */
Test(scan, where_it_overflows_along_an_axis)
{
    static uint8_t memory[16000], sums[16000];
    static const size_t shapes[][3] = {{2, 40, 100}, {5, 3, 70}, {30, 2, 9}, {2, 1, 8000}};
    generator random = generator_start(77);
    FOR_EACH_SET
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++)
        for (unsigned kind = 0; kind < 6 * 8 * 3; kind++) {
            spelt_view x = {memory, 3, {shapes[s][0], shapes[s][1], shapes[s][2]}, {0}}, out = x;
            const size_t n = x.shape[0] * x.shape[1] * x.shape[2], rare = kind % 3 ? 40 * kind : 1;
            for (size_t i = 0; i < n; i++)
                memory[i] = random_below(&random, rare) == 0 ? 255 : 1;
            lay(&x, kind % 6, kind / 6 % 8, memory);
            lay(&out, kind % 6, kind / 6 % 8, sums);
            for (size_t axis = 0; axis < 3; axis++)
                check_first(&x, &out, axis);
        }
}

/* Minus zero alone; the unsigned sum that is just too large. */
Test(scan, begins_at_zero)
{
    const double x[2] = {-0.0, -0.0};
    const uint64_t limit[3] = {UINT64_MAX - 1, 1, 1};
    double out[2] = {77, 77};
    uint64_t sums[3];
    const spelt_in_f64 row = {x, 2, {1, 2}, {2, 1}};
    const spelt_out_f64 to = {out, 2, {1, 2}, {2, 1}};
    cr_expect_eq(spelt_cumsum_axis_f64(&row, 0, &to), SPELT_OK);
    cr_expect(!signbit(out[0]) && !signbit(out[1]) && out[0] == 0 && out[1] == 0);
    cr_expect_eq(spelt_cumsum_f64(SPELT_IN(f64, x, 2), SPELT_OUT(f64, out, 2)), SPELT_OK);
    cr_expect(!signbit(out[0]) && !signbit(out[1]) && out[0] == 0);
    expect_status("u64", spelt_cumsum_u64(SPELT_IN(u64, limit, 3), SPELT_OUT(u64, sums, 3)),
                  SPELT_ERR_OVERFLOW, "spelt_cumsum_u64: a sum does not fit u64, first at index 2",
                  NULL);
    cr_expect(sums[1] == UINT64_MAX && sums[2] == 0);
}

/* ---- Refused ----------------------------------------------------------------------------------- */

Test(scan, refused)
{
    double x[6] = {1, 2, 3, 4, 5, 6}, out[6] = {77, 77, 77, 77, 77, 77};
    const spelt_in_f64 six = {x, 1, {6}, {1}}, plane = {x, 2, {2, 3}, {3, 1}};
    const spelt_in_f64 number = {x, 0, {0}, {0}}, missing = {NULL, 1, {6}, {1}};
    const spelt_out_f64 to = {out, 1, {6}, {1}}, over = {x + 1, 1, {5}, {1}};
    const spelt_out_f64 to_plane = {out, 2, {2, 3}, {3, 1}}, same = {x, 2, {2, 3}, {3, 1}};
    const spelt_out_f64 one_place = {out, 1, {6}, {0}}, to_number = {out, 0, {0}, {0}};
    const spelt_out_f64 in_another = {out, 2, {2, 3}, {2, 1}}, beside = {x + 5, 2, {2, 3}, {3, 1}};
    const spelt_in_f64 five = {x, 1, {5}, {1}};
    const char *name = "spelt_cumsum_f64: ", *axis = "spelt_cumsum_axis_f64: ";
    expect_status("x", spelt_cumsum_f64(NULL, &to), SPELT_ERR_NULL, name, "x is NULL", NULL);
    expect_status("out", spelt_cumsum_f64(&six, NULL), SPELT_ERR_NULL, name, "out is NULL", NULL);
    expect_status("shape", spelt_cumsum_f64(&plane, &to), SPELT_ERR_SHAPE, name, "(2, 3)", "(6)",
                  NULL);
    expect_status("data", spelt_cumsum_f64(&missing, &to), SPELT_ERR_NULL, name, "data NULL", NULL);
    expect_status("place", spelt_cumsum_f64(&six, &one_place), SPELT_ERR_STRIDE, name, NULL);
    expect_status("overlap", spelt_cumsum_f64(&five, &over), SPELT_ERR_OVERLAP, name, NULL);
    expect_status("axis", spelt_cumsum_axis_f64(&plane, 2, &to_plane), SPELT_ERR_ARG, axis,
                  "axis is 2, x has shape (2, 3)", NULL);
    expect_status("no axis", spelt_cumsum_axis_f64(&number, 0, &to_number), SPELT_ERR_ARG, axis,
                  NULL);
    expect_status("in place", spelt_cumsum_axis_f64(&plane, 0, &same), SPELT_ERR_OVERLAP, axis,
                  NULL);
    expect_status("places", spelt_cumsum_axis_f64(&plane, 1, &in_another), SPELT_ERR_STRIDE, axis,
                  NULL);
    expect_status("beside", spelt_cumsum_axis_f64(&plane, 1, &beside), SPELT_ERR_OVERLAP, axis,
                  NULL);
    expect_status("shapes", spelt_cumsum_axis_f64(&plane, 0, &to), SPELT_ERR_SHAPE, axis, NULL);
    cr_expect(out[0] == 77 && x[1] == 2);
}
