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
    const uint16_t few_halves[] = {0,      0x8000, 0x3c00, 0xbc00, 0xc000, /* the same in f16 */
                                   0x3c00, 0x4000, 0x7c00, 0xfc00, 0x7e00};
    const spelt_type type = spelt_part_type(row->type);
    const size_t size = spelt_type_size(type);
    count *= row->size / size;
    if (type != SPELT_F32 && type != SPELT_F64 && type != SPELT_F16 && type != SPELT_BF16) {
        draw_integers(row, data, count, specials, random);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const size_t which = specials ? random_below(random, random_below(random, 8) ? 7 : 10) : 0;
        const double value = specials ? few[which] : 1 + random_uniform(random) / 2;
        const uint32_t narrow = f32_bits((float)value);
        const uint64_t wide = f64_bits(value);
        const uint16_t half = specials ? few_halves[which] : (uint16_t)(0x3800 | (wide & 0x7ff));
        const uint16_t upper = (uint16_t)(narrow >> 16);
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

static int is_choice(const axis_row *row)
{
    return strstr(row->name, "min") || strstr(row->name, "max");
}

/* Choices of slices as short as some vectors are, and of as few beside each other; ends of what is numbered
 * in 8 and 16 bits. Numbers of which many are equal, with zeros of both signs and NaNs, or without. */
Test(axis, choices_of_few)
{
    static const size_t ends[] = {254, 255, 256, 257, 510, 511, 520, 65279, 65280, 65281, 130561};
    enum { ENDS = sizeof ends / sizeof *ends, LONGEST = 131, SLICES = 67, COLUMNS = 3 };
    const size_t most = 130561 * COLUMNS;
    unsigned char *data = malloc(most * 16);
    generator random = generator_start(597);
    cr_assert(data != NULL);
    spelt_set_num_threads(1);
    for (int isa = 0; all_isas[isa]; isa++) {
        if (!force_isa(all_isas[isa]))
            continue;
        for (size_t i = 0; i < ROWS; i++) {
            if (!is_choice(&rows[i]))
                continue;
            for (size_t n = 1; n <= LONGEST; n += 1 + random_below(&random, n < 40 ? 2 : 9)) {
                draw(&rows[i], data, (n + 1) * SLICES, random_below(&random, 3) > 0, &random);
                const spelt_view along = {data, 2, {SLICES, n}, {(ptrdiff_t)n, 1}};
                const spelt_view apart = {data, 2, {SLICES, n}, {(ptrdiff_t)n + 1, 1}};
                check_slices(&rows[i], &along, &along, 1);
                check_slices(&rows[i], &apart, &apart, 1);
                check_slices(&rows[i], &along, &along, 0);
            }
            for (size_t k = 0; k < ENDS && rows[i].size <= 2; k++) {
                if (ends[k] > 1000 && (rows[i].size == 1 || ((size_t)isa + i) % 4))
                    continue;
                /* Sorted, so that the best comes late. */
                memset(data, strstr(rows[i].name, "min") ? 2 : 1, ends[k] * COLUMNS * rows[i].size);
                memset(data + (ends[k] * COLUMNS - 4) * rows[i].size,
                       strstr(rows[i].name, "min") ? 1 : 2, rows[i].size * 2);
                const spelt_view view = {data, 2, {ends[k], COLUMNS}, {COLUMNS, 1}};
                check_slices(&rows[i], &view, &view, 0);
            }
        }
    }
    free(data);
}

/* A NaN, a zero of the other sign or an equal number anywhere in a slice of them. */
Test(axis, one_that_differs)
{
    enum { LENGTH = 21, WIDTH = 37 };
    static double x[LENGTH * WIDTH];
    static float narrow[LENGTH * WIDTH];
    for (int isa = 0; all_isas[isa]; isa++) {
        if (!force_isa(all_isas[isa]))
            continue;
        for (size_t i = 0; i < ROWS; i++) {
            if (!is_choice(&rows[i]) || (rows[i].type != SPELT_F64 && rows[i].type != SPELT_F32))
                continue;
            const double differing[] = {NAN, -NAN, 0, -0.0, 1, -1, INFINITY, -INFINITY};
            for (size_t k = 0; k < 8; k++)
                for (size_t from = 0; from < 8; from++) {
                    for (size_t j = 0; j < LENGTH * WIDTH; j++)
                        x[j] = differing[from];
                    for (size_t j = 0; j < WIDTH; j++)
                        x[j * 7 % LENGTH * WIDTH + j] = differing[k];
                    for (size_t j = 0; j < LENGTH * WIDTH; j++)
                        narrow[j] = (float)x[j];
                    void *data = rows[i].type == SPELT_F64 ? (void *)x : (void *)narrow;
                    const spelt_view view = {data, 2, {LENGTH, WIDTH}, {WIDTH, 1}};
                    check_slices(&rows[i], &view, &view, 0);
                    check_slices(&rows[i], &view, &view, 1);
                }
        }
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
