/* test_axis.c - every function of axis.h gives, for each slice, the bits of the plain function on that
 * slice, whatever the axis, the layout, the threads and the instruction set. */
#include "support.h"

#include "array/loop.h"
#include "runtime/scratch.h"
#include "functions.h"

#include <spelt/choose.h>
#include <spelt/exact.h>
#include <spelt/mask.h>
#include <spelt/reduce.h>
#include <spelt/runtime.h>
#include <spelt/statistics.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The lines of axis.h, as calls on views without a type. */
#define TYPED(kind, type, name, view)                                                              \
    spelt_##kind##_##type name;                                                                    \
    memcpy(&name, view, sizeof name)
#undef SPELT_ALONG_AXIS
#undef SPELT_ALONG_AXIS2
#undef SPELT_MEAN_ALONG_AXIS
#undef SPELT_NORM_ALONG_AXIS
#undef SPELT_VARIANCE_ALONG_AXIS
#define SPELT_ALONG_AXIS(function, of, type, result)                                               \
    SPELT_API spelt_status function(const spelt_in_##type *, size_t, const spelt_out_##result *);  \
    static spelt_status along_##function(const spelt_view *x, const spelt_view *y, size_t axis,    \
                                         const spelt_view *out)                                    \
    {                                                                                              \
        TYPED(in, type, in, x);                                                                    \
        TYPED(out, result, to, out);                                                               \
        (void)y;                                                                                   \
        return function(&in, axis, &to);                                                           \
    }                                                                                              \
    static spelt_status plain_##function(const spelt_view *x, const spelt_view *y, void *number)   \
    {                                                                                              \
        TYPED(in, type, in, x);                                                                    \
        (void)y;                                                                                   \
        return of(&in, number);                                                                    \
    }
#define SPELT_ALONG_AXIS2(function, of, type, result)                                              \
    SPELT_API spelt_status function(const spelt_in_##type *, const spelt_in_##type *, size_t,      \
                                    const spelt_out_##result *);                                   \
    static spelt_status along_##function(const spelt_view *x, const spelt_view *y, size_t axis,    \
                                         const spelt_view *out)                                    \
    {                                                                                              \
        TYPED(in, type, in, x);                                                                    \
        TYPED(in, type, other, y);                                                                 \
        TYPED(out, result, to, out);                                                               \
        return function(&in, &other, axis, &to);                                                   \
    }                                                                                              \
    static spelt_status plain_##function(const spelt_view *x, const spelt_view *y, void *number)   \
    {                                                                                              \
        TYPED(in, type, in, x);                                                                    \
        TYPED(in, type, other, y);                                                                 \
        return of(&in, &other, number);                                                            \
    }
#define DDOF 1
#define SPELT_MEAN_ALONG_AXIS(function, plain, of, type, result)                                   \
    SPELT_ALONG_AXIS(function, plain, type, result)
#define SPELT_NORM_ALONG_AXIS SPELT_MEAN_ALONG_AXIS
#define SPELT_VARIANCE_ALONG_AXIS(function, plain, of, type, result)                               \
    SPELT_API spelt_status function(const spelt_in_##type *, size_t, size_t,                       \
                                    const spelt_out_##result *);                                   \
    static spelt_status along_##function(const spelt_view *x, const spelt_view *y, size_t axis,    \
                                         const spelt_view *out)                                    \
    {                                                                                              \
        TYPED(in, type, in, x);                                                                    \
        TYPED(out, result, to, out);                                                               \
        (void)y;                                                                                   \
        return function(&in, axis, DDOF, &to);                                                     \
    }                                                                                              \
    static spelt_status plain_##function(const spelt_view *x, const spelt_view *y, void *number)   \
    {                                                                                              \
        TYPED(in, type, in, x);                                                                    \
        (void)y;                                                                                   \
        return plain(&in, DDOF, number);                                                           \
    }
#include <spelt/axis.h>

typedef struct {
    const char *name;
    spelt_status (*along)(const spelt_view *x, const spelt_view *y, size_t axis,
                          const spelt_view *out);
    spelt_status (*plain)(const spelt_view *x, const spelt_view *y, void *number);
    size_t size, result_size;
    spelt_type type;
    int takes_ddof;
} axis_row;

#undef SPELT_AXIS_H
#undef SPELT_ALONG_AXIS
#undef SPELT_ALONG_AXIS2
#define AXIS_ROW(function, type, result, takes_ddof)                                               \
    {#function,                                                                                    \
     along_##function,                                                                             \
     plain_##function,                                                                             \
     sizeof(SPELT_ELEMENT_##type),                                                                 \
     sizeof(SPELT_ELEMENT_##result),                                                               \
     SPELT_TYPE_##type,                                                                            \
     takes_ddof},
#define SPELT_ALONG_AXIS(function, of, type, result) AXIS_ROW(function, type, result, 0)
#define SPELT_ALONG_AXIS2 SPELT_ALONG_AXIS
#undef SPELT_VARIANCE_ALONG_AXIS
#define SPELT_VARIANCE_ALONG_AXIS(function, plain, of, type, result)                               \
    AXIS_ROW(function, type, result, 1)
static const axis_row rows[] = {
#include <spelt/axis.h>
};
enum { ROWS = sizeof rows / sizeof *rows };

/* Integers of which long totals fit 64 bits, and many small ones are equal; with specials as large as their
 * type has them, or of fewer bits: totals of some slices may not fit. */
static void draw_integers(const axis_row *row, unsigned char *data, size_t count, int specials,
                          generator *random)
{
    const size_t bits = 8 * row->size, most = specials ? 1 + random_below(random, bits) : 20;
    const int is_unsigned = row->type == SPELT_U64 || row->type == SPELT_U32;
    for (size_t i = 0; i < count; i++) {
        const uint64_t drawn = random_bits(random);
        const int64_t wide = is_unsigned ? (int64_t)(drawn >> (64 - most)) : (int64_t)drawn >> (64 - most);
        const int32_t word = (int32_t)wide;
        const int16_t half = (int16_t)wide;
        const int8_t byte = (int8_t)wide;
        const void *const from[] = {[1] = &byte, [2] = &half, [4] = &word, [8] = &wide};
        memcpy(data + i * row->size, from[row->size], row->size);
    }
}

/* Numbers near 1, so that a wrong order shows in the last bits; with specials some zeros and NaNs,
 * and many equal numbers. */
static void draw(const axis_row *row, unsigned char *data, size_t count, int specials,
                 generator *random)
{
    const double few[] = {0, -0.0, 1, -1, -2, 1, 2, INFINITY, -INFINITY, NAN};
    const spelt_type type = spelt_part_type(row->type);
    const size_t size = spelt_type_size(type);
    count *= row->size / size;
    if (type != SPELT_F32 && type != SPELT_F64 && type != SPELT_F16 && type != SPELT_BF16) {
        draw_integers(row, data, count, specials, random);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const double value = specials ? few[random_below(random, random_below(random, 8) ? 7 : 10)]
                                      : 1 + random_uniform(random) / 2;
        const uint32_t narrow = f32_bits((float)value);
        const uint64_t wide = f64_bits(value);
        const uint16_t half = (uint16_t)(0x3800 | (wide & 0x7ff)), upper = (uint16_t)(narrow >> 16);
        const void *from = type == SPELT_F64   ? (const void *)&wide
                           : type == SPELT_F32 ? (const void *)&narrow
                           : type == SPELT_F16 ? (const void *)&half
                                               : (const void *)&upper;
        memcpy(data + i * size, from, size);
    }
}

/* A view of the shape whose axes lie in memory in some order, each with a gap or backwards. */
static spelt_view lay_out(const axis_row *row, size_t ndim, const size_t shape[], int is_plain,
                          unsigned char *data, generator *random)
{
    spelt_view view = {data, ndim, {0}, {0}};
    size_t order[SPELT_MAX_NDIM];
    ptrdiff_t stride = 1, first = 0;
    for (size_t k = 0; k < ndim; k++) {
        view.shape[k] = shape[k];
        order[k] = ndim - 1 - k;
    }
    for (size_t k = ndim; k > 1 && !is_plain; k--) {
        const size_t other = random_below(random, k), kept = order[k - 1];
        order[k - 1] = order[other];
        order[other] = kept;
    }
    for (size_t k = 0; k < ndim; k++) {
        const int backwards = !is_plain && random_below(random, 4) == 0;
        view.stride[order[k]] = backwards ? -stride : stride;
        if (backwards)
            first += stride * ((ptrdiff_t)shape[order[k]] - 1);
        stride *= (ptrdiff_t)(shape[order[k]] + (is_plain ? 0 : random_below(random, 3)));
    }
    view.data = data + (size_t)first * row->size;
    return view;
}

/* Slice number i of the output's shape, in C order. */
static spelt_view slice_of(const axis_row *row, const spelt_view *view, size_t axis, size_t i)
{
    ptrdiff_t offset = 0;
    for (size_t k = view->ndim; k-- > 0;) {
        if (k == axis)
            continue;
        offset += (ptrdiff_t)(i % view->shape[k]) * view->stride[k];
        i /= view->shape[k];
    }
    spelt_view slice = {(char *)view->data + offset * (ptrdiff_t)row->size, 1, {view->shape[axis]},
                        {view->stride[axis]}};
    return slice;
}

static uint64_t integer_at(const axis_row *row, const spelt_view *slice, size_t i)
{
    const unsigned char *at =
        (const unsigned char *)slice->data + (ptrdiff_t)i * slice->stride[0] * (ptrdiff_t)row->size;
    const uint16_t one = 1;
    const int is_big_endian = *(const unsigned char *)&one == 0;
    uint64_t bits = 0;
    for (size_t k = row->size; k-- > 0;)
        bits = bits << 8 | at[is_big_endian ? row->size - 1 - k : k];
    const unsigned unused = 64 - 8 * (unsigned)row->size;
    const int is_signed = strstr(row->name, "_i") != NULL;
    return is_signed ? (uint64_t)((int64_t)(bits << unused) >> unused) : bits;
}

/* What the output has where the total of a slice does not fit. */
static void give_low_bits(const axis_row *row, const spelt_view *x, const spelt_view *y, void *low)
{
    uint64_t total = 0;
    for (size_t i = 0; i < x->shape[0]; i++) {
        const uint64_t a = integer_at(row, x, i);
        total += strstr(row->name, "_dot_")     ? a * integer_at(row, y, i)
                 : strstr(row->name, "_sumsq_") ? a * a
                                                : a;
    }
    memcpy(low, &total, sizeof total);
}

static void check_slices(const axis_row *row, const spelt_view *x, const spelt_view *y, size_t axis)
{
    spelt_view out = {NULL, x->ndim - 1, {0}, {0}};
    size_t count = 1, kept = 0;
    for (size_t k = 0; k < x->ndim; k++)
        if (k != axis)
            out.shape[kept++] = x->shape[k];
    for (size_t k = kept; k-- > 0;) {
        out.stride[k] = (ptrdiff_t)count;
        count *= out.shape[k];
    }
    unsigned char *made = malloc(count * row->result_size + 1);
    cr_assert(made != NULL);
    memset(made, POISON, count * row->result_size);
    out.data = made;
    const spelt_status status = row->along(x, y, axis, &out);
    spelt_status expected_status = SPELT_OK;
    for (size_t i = 0; i < count; i++) {
        const spelt_view a = slice_of(row, x, axis, i), b = slice_of(row, y, axis, i);
        unsigned char expected[16];
        const spelt_status of_slice = row->plain(&a, &b, expected);
        if (of_slice != SPELT_OK)
            expected_status = of_slice;
        if (of_slice == SPELT_ERR_OVERFLOW)
            give_low_bits(row, &a, &b, expected);
        else if (of_slice != SPELT_OK) /* of NaNs alone */
            memset(expected, 0xff, sizeof expected);
        cr_assert(memcmp(expected, made + i * row->result_size, row->result_size) == 0,
                  "%s, %s, axis %zu of %zu, extents %zu %zu, %d threads: slice %zu is another",
                  row->name, spelt_isa(), axis, x->ndim, x->shape[0],
                  x->ndim > 1 ? x->shape[1] : 0, spelt_get_num_threads(), i);
    }
    cr_assert_eq(status, expected_status, "%s: %s", row->name, spelt_last_error());
    free(made);
}

static const struct {
    size_t ndim, shape[4];
} shapes[] = {{1, {1}},          {1, {5000}},      {2, {1, 70}},     {2, {70, 1}},
              {2, {3, 5}},       {2, {33, 65}},    {2, {300, 40}},   {2, {40, 300}},
              {2, {4200, 5}},    {2, {5, 4200}},   {3, {7, 33, 9}},  {3, {40, 3, 40}},
              {3, {2, 2100, 3}}, {4, {3, 5, 4, 7}}};
enum { SHAPES = sizeof shapes / sizeof *shapes, MOST = 40000 * 3 };

/* With the gaps of lay_out(). */
static size_t room_of(size_t k)
{
    size_t room = 1;
    for (size_t d = 0; d < shapes[k].ndim; d++)
        room *= shapes[k].shape[d] + 2;
    cr_assert(room <= MOST);
    return room;
}

ParameterizedTestParameters(axis, slices)
{
    return numbered(ROWS);
}

ParameterizedTest(size_t *number_of, axis, slices)
{
    const axis_row *row = &rows[*number_of];
    generator random = generator_start(600 + *number_of);
    unsigned char *x_data = malloc(MOST * row->size), *y_data = malloc(MOST * row->size);
    cr_assert(x_data && y_data);
    for (int isa = 0; all_isas[isa]; isa++) {
        if (!force_isa(all_isas[isa]))
            continue;
        for (size_t k = 0; k < SHAPES; k++)
            for (int trial = 0; trial < 5; trial++) {
                if (REPEATS(1, 0) && (*number_of + (size_t)isa + k + (size_t)trial) % 2)
                    continue;
                const size_t ndim = shapes[k].ndim;
                const int specials = trial == 2 || trial == 4, is_plain = trial == 0 || trial == 4;
                draw(row, x_data, room_of(k), specials, &random);
                draw(row, y_data, room_of(k), specials, &random);
                spelt_view x = lay_out(row, ndim, shapes[k].shape, is_plain, x_data, &random);
                spelt_view y =
                    lay_out(row, ndim, shapes[k].shape, is_plain || trial == 1, y_data, &random);
                if (trial == 3) { /* a broadcast row, or column */
                    y.stride[random_below(&random, ndim)] = 0;
                    for (size_t d = 0; d < ndim; d++)
                        y.stride[d] = y.stride[d] < 0 ? -y.stride[d] : y.stride[d];
                    y.data = y_data;
                }
                spelt_set_num_threads(trial % 2 ? 3 : 1);
                for (size_t axis = 0; axis < ndim; axis++)
                    if (!row->takes_ddof || x.shape[axis] > DDOF)
                        check_slices(row, &x, &y, axis);
            }
    }
    free(x_data);
    free(y_data);
}

/* More than a second-level cache holds, in rows that do not follow each other. */
Test(axis, from_memory)
{
    enum { LENGTH = 37, APART = 9000, MANY = LENGTH * APART };
    generator random = generator_start(598);
    unsigned char *x_data = malloc(MANY * 16), *y_data = malloc(MANY * 16);
    cr_assert(x_data && y_data);
    for (size_t i = 0; i < ROWS; i++) {
        if (spelt_type_size(rows[i].type) < 4 || strstr(rows[i].name, "exact"))
            continue;
        const size_t width = (size_t)(8987 - i);
        draw(&rows[i], x_data, MANY, i % 2, &random);
        draw(&rows[i], y_data, MANY, 0, &random);
        const spelt_view x = {x_data, 2, {LENGTH, width}, {APART, 1}};
        const spelt_view y = {y_data, 2, {LENGTH, width}, {APART, 1}};
        check_slices(&rows[i], &x, &y, 0);
    }
    free(x_data);
    free(y_data);
}

/* Fused terms that underflow to -0.0 in lanes beside which others have none. */
Test(axis, underflowing_lanes)
{
    enum { WIDTH = 19, LONGEST = 70 };
    static double x[LONGEST * WIDTH], y[LONGEST * WIDTH];
    for (size_t i = 0; i < LONGEST * WIDTH; i++) {
        x[i] = 1e-300;
        y[i] = -1e-300;
    }
    for (size_t n = 1; n <= LONGEST; n++) {
        double columns[WIDTH], one;
        const spelt_in_f64 a = {x, 2, {n, WIDTH}, {WIDTH, 1}}, b = {y, 2, {n, WIDTH}, {WIDTH, 1}};
        const spelt_out_f64 out = {columns, 1, {WIDTH}, {1}};
        cr_assert_eq(spelt_dot_fused_axis_f64(&a, &b, 0, &out), SPELT_OK);
        cr_assert_eq(spelt_dot_fused_f64(SPELT_IN(f64, x, n), SPELT_IN(f64, y, n), &one), SPELT_OK);
        for (size_t j = 0; j < WIDTH; j++)
            cr_expect(signbit(columns[j]) == signbit(one) && columns[j] == one, "n = %zu: %a, not %a", n,
                      columns[j], one);
    }
}

/* Where all scratch memory is in use there are fewer slices at a time. */
Test(axis, without_scratch_memory)
{
    void *taken[SPELT_SCRATCH_COUNT];
    unsigned char *x_data = malloc(MOST * 16), *y_data = malloc(MOST * 16);
    generator random = generator_start(599);
    cr_assert(x_data && y_data);
    for (size_t i = 0; i < SPELT_SCRATCH_COUNT; i++)
        cr_assert_not_null(taken[i] = spelt_scratch_take());
    cr_assert_null(spelt_scratch_take());
    for (size_t i = 0; i < ROWS; i++)
        for (size_t k = 0; k < SHAPES; k++) {
            draw(&rows[i], x_data, room_of(k), 0, &random);
            draw(&rows[i], y_data, room_of(k), 0, &random);
            const spelt_view x =
                lay_out(&rows[i], shapes[k].ndim, shapes[k].shape, 1, x_data, &random);
            const spelt_view y =
                lay_out(&rows[i], shapes[k].ndim, shapes[k].shape, 0, y_data, &random);
            if (!rows[i].takes_ddof || x.shape[0] > DDOF)
                check_slices(&rows[i], &x, &y, 0);
        }
    for (size_t i = 0; i < SPELT_SCRATCH_COUNT; i++)
        spelt_scratch_give(taken[i]);
    free(x_data);
    free(y_data);
}

/* Norms whose squares are out of range, beside others. */
Test(axis, norms_of_any_size)
{
    enum { ROWS_OF_X = 70, COLUMNS = 66 };
    static double x[ROWS_OF_X * COLUMNS], out[COLUMNS];
    for (size_t i = 0; i < ROWS_OF_X; i++)
        for (size_t j = 0; j < COLUMNS; j++)
            x[i * COLUMNS + j] = ldexp(1 + (double)i / 8, (int)(j % 3) * 600 - 600);
    for (size_t axis = 0; axis < 2; axis++) {
        const spelt_in_f64 view = {x, 2, {ROWS_OF_X, COLUMNS}, {COLUMNS, 1}};
        const spelt_in_f64 turned = {x, 2, {COLUMNS, ROWS_OF_X}, {1, COLUMNS}};
        const spelt_out_f64 to = {out, 1, {COLUMNS}, {1}};
        cr_assert_eq(axis == 0 ? spelt_nrm2_axis_f64(&view, 0, &to)
                               : spelt_nrm2_axis_f64(&turned, 1, &to),
                     SPELT_OK);
        for (size_t j = 0; j < COLUMNS; j++) {
            const spelt_in_f64 slice = {x + j, 1, {ROWS_OF_X}, {COLUMNS}};
            double expected = 77;
            cr_assert_eq(spelt_nrm2_f64(&slice, &expected), SPELT_OK);
            cr_expect(isfinite(expected) && expected > 0 && out[j] == expected,
                      "column %zu: %g, expected %g", j, out[j], expected);
        }
    }
}

/* Totals that do not fit: the low bits, and all others. */
Test(axis, totals_that_do_not_fit)
{
    static int64_t x[3 * 70], out[70];
    static uint64_t y[3 * 70], sums[70];
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 70; j++) {
            x[i * 70 + j] = j == 40 || j == 65 ? INT64_MAX : (int64_t)(i * j);
            y[i * 70 + j] = j == 40 || j == 65 ? UINT64_MAX : i * j;
        }
    const spelt_in_i64 columns = {x, 2, {3, 70}, {70, 1}}, turned = {x, 2, {70, 3}, {1, 70}};
    const spelt_in_u64 unsigned_columns = {y, 2, {3, 70}, {70, 1}};
    const spelt_out_i64 to = {out, 1, {70}, {1}};
    const spelt_out_u64 unsigned_to = {sums, 1, {70}, {1}};
    expect_status("sum", spelt_sum_axis_i64(&columns, 0, &to), SPELT_ERR_OVERFLOW,
                  "spelt_sum_axis_i64: a total does not fit int64_t, first for index 40 of out",
                  NULL);
    for (size_t j = 0; j < 70; j++)
        cr_expect_eq(out[j], j == 40 || j == 65 ? INT64_MAX - 2 : (int64_t)(3 * j));
    memset(out, 0, sizeof out);
    expect_status("sum of rows", spelt_sum_axis_i64(&turned, 1, &to), SPELT_ERR_OVERFLOW,
                  "spelt_sum_axis_i64", "first for index 40 of out", NULL);
    for (size_t j = 0; j < 70; j++)
        cr_expect_eq(out[j], j == 40 || j == 65 ? INT64_MAX - 2 : (int64_t)(3 * j));
    expect_status("unsigned", spelt_sum_axis_u64(&unsigned_columns, 0, &unsigned_to),
                  SPELT_ERR_OVERFLOW, "spelt_sum_axis_u64",
                  "does not fit uint64_t, first for index 40 of out", NULL);
    cr_expect_eq(sums[40], UINT64_MAX - 2);
    cr_expect_eq(sums[41], 3 * 41);
}

/* So long that no two of them are turned round at once. */
Test(axis, long_exact_slices)
{
    enum { LENGTH = 70000, MANY = 9 };
    static const double x[MANY] = {0.1, 1e16, -3, 0, 1e-300, 7, 0.3, -0.7, 1e300};
    double sums[MANY], expected;
    const spelt_in_f64 columns = {x, 2, {LENGTH, MANY}, {0, 1}};
    const spelt_out_f64 to = {sums, 1, {MANY}, {1}};
    cr_assert_eq(spelt_sum_exact_axis_f64(&columns, 0, &to), SPELT_OK);
    for (size_t j = 0; j < MANY; j++) {
        const spelt_in_f64 column = {x + j, 1, {LENGTH}, {0}};
        cr_assert_eq(spelt_sum_exact_f64(&column, &expected), SPELT_OK);
        cr_expect_eq(f64_bits(sums[j]), f64_bits(expected), "column %zu", j);
    }
}

Test(axis, nothing_to_choose)
{
    const double x[6] = {NAN, 5, NAN, NAN, 4, NAN};
    int64_t out[3] = {77, 77, 77};
    const spelt_in_f64 view = {x, 2, {2, 3}, {3, 1}}, nothing = {x, 2, {0, 3}, {3, 1}};
    const spelt_out_i64 to = {out, 1, {3}, {1}};
    double numbers[3] = {77, 77, 77};
    const spelt_out_f64 numbers_to = {numbers, 1, {3}, {1}};
    expect_status("argmin_number", spelt_argmin_number_axis_f64(&view, 0, &to), SPELT_ERR_ARG,
                  "spelt_argmin_number_axis_f64: x has no elements but NaNs, first for index 0 of out",
                  NULL);
    cr_expect(out[0] == -1 && out[1] == 1 && out[2] == -1);
    /* Long slices beside each other are another way. */
    enum { LENGTH = 1000, SLICES = 30 };
    static double many[LENGTH * SLICES];
    int64_t of_many[SLICES];
    for (size_t i = 0; i < LENGTH * SLICES; i++)
        many[i] = i % SLICES == 21 || i % SLICES == 25 ? NAN : (double)i;
    const spelt_in_f64 many_view = {many, 2, {LENGTH, SLICES}, {SLICES, 1}};
    expect_status("of many", spelt_argmax_number_axis_f64(&many_view, 0, SPELT_OUT(i64, of_many, SLICES)),
                  SPELT_ERR_ARG, "has no elements but NaNs, first for index 21 of out", NULL);
    for (size_t j = 0; j < SLICES; j++)
        cr_expect_eq(of_many[j], j == 21 || j == 25 ? -1 : LENGTH - 1);
    out[0] = out[1] = out[2] = 77;
    expect_status("no elements", spelt_argmin_axis_f64(&nothing, 0, &to), SPELT_ERR_ARG,
                  "spelt_argmin_axis_f64: x has no elements along axis 0", NULL);
    expect_status("no elements", spelt_max_axis_f64(&nothing, 0, &numbers_to), SPELT_ERR_ARG,
                  "spelt_max_axis_f64: x has no elements along axis 0", NULL);
    expect_status("no elements", spelt_mean_axis_f64(&nothing, 0, &numbers_to), SPELT_ERR_ARG,
                  "spelt_mean_axis_f64: x has no elements along axis 0", NULL);
    expect_status("ddof", spelt_var_axis_f64(&view, 0, 2, &numbers_to), SPELT_ERR_ARG,
                  "spelt_var_axis_f64: ddof is 2, x has 2 elements along axis 0", NULL);
    cr_expect(out[0] == 77 && numbers[0] == 77 && numbers[2] == 77);
    cr_expect_eq(spelt_nrm2_axis_f64(&nothing, 0, &numbers_to), SPELT_OK);
    cr_expect(numbers[0] == 0 && numbers[2] == 0);
}

Test(axis, no_elements)
{
    double x[4] = {1, 2, 3, 4}, out[3] = {77, 77, 77};
    const spelt_in_f64 nothing = {x, 2, {3, 0}, {1, 1}};
    const spelt_out_f64 three = {out, 1, {3}, {1}}, none = {out, 1, {0}, {1}};
    cr_expect_eq(spelt_sum_axis_f64(&nothing, 1, &three), SPELT_OK);
    cr_expect(out[0] == 0 && out[1] == 0 && out[2] == 0);
    out[0] = 77;
    cr_expect_eq(spelt_sum_axis_f64(&nothing, 0, &none), SPELT_OK);
    cr_expect_eq(out[0], 77);
}

Test(axis, refused)
{
    double x[6] = {1, 2, 3, 4, 5, 6}, out[3] = {77, 77, 77};
    const spelt_in_f64 view = {x, 2, {2, 3}, {3, 1}}, other = {x, 2, {3, 2}, {2, 1}};
    const spelt_in_f64 number = {x, 0, {0}, {0}};
    const spelt_out_f64 three = {out, 1, {3}, {1}}, two = {out, 1, {2}, {1}};
    const spelt_out_f64 same = {out, 1, {3}, {0}}, inside = {x + 1, 1, {3}, {1}};
    const spelt_out_f64 scalar = {out, 0, {0}, {0}};
    expect_status("no x", spelt_sum_axis_f64(NULL, 0, &three), SPELT_ERR_NULL,
                  "spelt_sum_axis_f64: x is NULL", NULL);
    expect_status("no out", spelt_sum_axis_f64(&view, 0, NULL), SPELT_ERR_NULL,
                  "spelt_sum_axis_f64: out is NULL", NULL);
    expect_status("no y", spelt_dot_axis_f64(&view, NULL, 0, &three), SPELT_ERR_NULL,
                  "spelt_dot_axis_f64: y is NULL", NULL);
    expect_status("axis", spelt_sum_axis_f64(&view, 2, &three), SPELT_ERR_ARG, "spelt_sum_axis_f64",
                  "axis", NULL);
    expect_status("no axis", spelt_sum_axis_f64(&number, 0, &scalar), SPELT_ERR_ARG,
                  "spelt_sum_axis_f64", NULL);
    expect_status("shape", spelt_sum_axis_f64(&view, 0, &two), SPELT_ERR_SHAPE,
                  "spelt_sum_axis_f64", "(2, 3)", "(2)", NULL);
    expect_status("shapes", spelt_sqeuclidean_axis_f64(&view, &other, 0, &three), SPELT_ERR_SHAPE,
                  "spelt_sqeuclidean_axis_f64", "(2, 3)", "(3, 2)", NULL);
    expect_status("one place", spelt_sum_axis_f64(&view, 0, &same), SPELT_ERR_STRIDE,
                  "spelt_sum_axis_f64", NULL);
    expect_status("overlap", spelt_sum_axis_f64(&view, 0, &inside), SPELT_ERR_OVERLAP,
                  "spelt_sum_axis_f64", NULL);
    cr_expect(out[0] == 77 && out[1] == 77 && out[2] == 77 && x[1] == 2);
}
