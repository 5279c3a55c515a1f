/* test_axis.c - every function of axis.h gives, for each slice, the bits of the plain function on that
 * slice, whatever the axis, the layout, the threads and the instruction set. */
#include "support.h"

#include "array/loop.h"

#include <spelt/reduce.h>
#include <spelt/runtime.h>

#include <stdlib.h>
#include <string.h>

/* The lines of axis.h, as calls on views without a type. */
#define TYPED(kind, type, name, view)                                                              \
    spelt_##kind##_##type name;                                                                    \
    memcpy(&name, view, sizeof name)
#undef SPELT_ALONG_AXIS
#undef SPELT_ALONG_AXIS2
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
#include <spelt/axis.h>

typedef struct {
    const char *name;
    spelt_status (*along)(const spelt_view *x, const spelt_view *y, size_t axis,
                          const spelt_view *out);
    spelt_status (*plain)(const spelt_view *x, const spelt_view *y, void *number);
    size_t size, result_size;
    spelt_type type;
} axis_row;

#undef SPELT_AXIS_H
#undef SPELT_ALONG_AXIS
#undef SPELT_ALONG_AXIS2
#define SPELT_ALONG_AXIS(function, of, type, result)                                               \
    {#function,                                                                                    \
     along_##function,                                                                             \
     plain_##function,                                                                             \
     sizeof(SPELT_ELEMENT_##type),                                                                 \
     sizeof(SPELT_ELEMENT_##result),                                                               \
     SPELT_TYPE_##type},
#define SPELT_ALONG_AXIS2 SPELT_ALONG_AXIS
#define SPELT_TYPE_f32 SPELT_F32
#define SPELT_TYPE_f64 SPELT_F64
#define SPELT_TYPE_f16 SPELT_F16
#define SPELT_TYPE_bf16 SPELT_BF16
static const axis_row rows[] = {
#include <spelt/axis.h>
};
enum { ROWS = sizeof rows / sizeof *rows };

/* Numbers near 1, so that a wrong order shows in the last bits. */
static void draw(const axis_row *row, unsigned char *data, size_t count, generator *random)
{
    for (size_t i = 0; i < count; i++) {
        const double value = 1 + random_uniform(random) / 2;
        const uint32_t narrow = f32_bits((float)value);
        const uint64_t wide = f64_bits(value);
        const uint16_t f16 = (uint16_t)(0x3800 | (wide & 0x7ff)), bf16 = (uint16_t)(narrow >> 16);
        const void *from = row->type == SPELT_F64   ? (const void *)&wide
                           : row->type == SPELT_F32 ? (const void *)&narrow
                           : row->type == SPELT_F16 ? (const void *)&f16
                                                    : (const void *)&bf16;
        memcpy(data + i * row->size, from, row->size);
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
    cr_assert_eq(row->along(x, y, axis, &out), SPELT_OK, "%s: %s", row->name, spelt_last_error());
    for (size_t i = 0; i < count; i++) {
        const spelt_view a = slice_of(row, x, axis, i), b = slice_of(row, y, axis, i);
        unsigned char expected[8];
        cr_assert_eq(row->plain(&a, &b, expected), SPELT_OK, "%s", spelt_last_error());
        cr_assert(memcmp(expected, made + i * row->result_size, row->result_size) == 0,
                  "%s, %s, axis %zu of %zu, extents %zu %zu, %d threads: slice %zu is another",
                  row->name, spelt_isa(), axis, x->ndim, x->shape[0],
                  x->ndim > 1 ? x->shape[1] : 0, spelt_get_num_threads(), i);
    }
    free(made);
}

static const struct {
    size_t ndim, shape[4];
} shapes[] = {{1, {1}},          {1, {5000}},      {2, {1, 70}},     {2, {70, 1}},
              {2, {3, 5}},       {2, {33, 65}},    {2, {300, 40}},   {2, {40, 300}},
              {2, {4200, 5}},    {2, {5, 4200}},   {3, {7, 33, 9}},  {3, {40, 3, 40}},
              {3, {2, 2100, 3}}, {4, {3, 5, 4, 7}}};
enum { SHAPES = sizeof shapes / sizeof *shapes, MOST = 40000 * 3 };

ParameterizedTestParameters(axis, slices)
{
    static size_t numbers[ROWS];
    for (size_t i = 0; i < ROWS; i++)
        numbers[i] = i;
    return cr_make_param_array(size_t, numbers, ROWS);
}

ParameterizedTest(size_t *number_of, axis, slices)
{
    const axis_row *row = &rows[*number_of];
    generator random = generator_start(600 + *number_of);
    unsigned char *x_data = malloc(MOST * row->size), *y_data = malloc(MOST * row->size);
    cr_assert(x_data && y_data);
    draw(row, x_data, MOST, &random);
    draw(row, y_data, MOST, &random);
    for (int isa = 0; all_isas[isa]; isa++) {
        if (!force_isa(all_isas[isa]))
            continue;
        for (size_t k = 0; k < SHAPES; k++)
            for (int trial = 0; trial < 4; trial++) {
                const size_t ndim = shapes[k].ndim;
                spelt_view x = lay_out(row, ndim, shapes[k].shape, trial == 0, x_data, &random);
                spelt_view y = lay_out(row, ndim, shapes[k].shape, trial < 2, y_data, &random);
                if (trial == 3) { /* a broadcast row, or column */
                    y.stride[random_below(&random, ndim)] = 0;
                    for (size_t d = 0; d < ndim; d++)
                        y.stride[d] = y.stride[d] < 0 ? -y.stride[d] : y.stride[d];
                    y.data = y_data;
                }
                spelt_set_num_threads(trial % 2 ? 3 : 1);
                for (size_t axis = 0; axis < ndim; axis++)
                    check_slices(row, &x, &y, axis);
            }
    }
    free(x_data);
    free(y_data);
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
