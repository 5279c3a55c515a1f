/* strided.c - layouts that are not one run of contiguous elements, and calls over them. The naive
 * loops are here, so CMakeLists.txt turns the vectorizer off for this file. */
#include "loops/strided.h"

#include "loops/halves.h"

#include <spelt/elementwise.h>
#include <spelt/reduce.h>

#include <string.h>

#define PADDED_ROW 80
#define SHORT_ROW 8
#define PADDED_SHORT_ROW 10
#define MEMBERS 3
#define MATRIX_COLUMNS 16
#define CACHE_LINE 64

const char *strided_name(strided_shape shape)
{
    static const char *const names[STRIDED_SHAPES] = {
        [STRIDED_CONTIGUOUS] = "contiguous",    [STRIDED_REVERSED] = "reversed",
        [STRIDED_PADDED] = "padded rows",       [STRIDED_STRUCT] = "column of structs",
        [STRIDED_COLUMN] = "column of matrix",  [STRIDED_BROADCAST] = "broadcast row",
        [STRIDED_SHORT] = "rows of 8 in 10",    [STRIDED_TRANSPOSED] = "transposed",
        [STRIDED_CROSSWISE] = "C with Fortran",
    };
    return names[shape];
}

/* The largest divisor of n that is not above its root. */
static size_t rows_of_square(size_t n)
{
    size_t rows = 1;
    for (size_t r = 1; r <= n / r; r++)
        if (n % r == 0)
            rows = r;
    return rows;
}

static strided_layout matrix(size_t n, int is_fortran)
{
    const size_t rows = rows_of_square(n), columns = n / rows;
    strided_layout l = {.rows = rows, .columns = columns, .extent = n};
    l.row_stride = is_fortran ? 1 : (ptrdiff_t)columns;
    l.column_stride = is_fortran ? (ptrdiff_t)rows : 1;
    return l;
}

strided_layout strided_make(strided_shape shape, size_t n)
{
    strided_layout l = {.rows = 1, .columns = n, .column_stride = 1, .extent = n};
    switch (shape) {
    case STRIDED_REVERSED:
        l.column_stride = -1;
        l.first = n - 1;
        break;
    case STRIDED_STRUCT: l.column_stride = MEMBERS; break;
    case STRIDED_COLUMN: l.column_stride = MATRIX_COLUMNS; break;
    case STRIDED_PADDED:
    case STRIDED_BROADCAST:
        l.rows = n / STRIDED_ROW;
        l.columns = STRIDED_ROW;
        l.row_stride = shape == STRIDED_PADDED ? PADDED_ROW : 0;
        break;
    case STRIDED_SHORT:
        l.rows = n / SHORT_ROW;
        l.columns = SHORT_ROW;
        l.row_stride = PADDED_SHORT_ROW;
        break;
    case STRIDED_TRANSPOSED: return matrix(n, 1);
    case STRIDED_CROSSWISE: return matrix(n, 0);
    case STRIDED_CONTIGUOUS:
    case STRIDED_SHAPES: break;
    }
    if (l.column_stride > 0)
        l.extent =
            (l.rows - 1) * (size_t)l.row_stride + (l.columns - 1) * (size_t)l.column_stride + 1;
    return l;
}

strided_layout strided_make_second(strided_shape shape, size_t n)
{
    return shape == STRIDED_CROSSWISE ? matrix(n, 1) : strided_make(shape, n);
}

strided_layout strided_make_out(strided_shape shape, size_t n)
{
    strided_layout l = strided_make(shape, n);
    if (shape == STRIDED_BROADCAST) {
        l.row_stride = STRIDED_ROW;
        l.extent = n;
    }
    return l;
}

size_t strided_bytes(const strided_layout *l, size_t itemsize)
{
    const size_t n = l->rows * l->columns, span = l->extent * itemsize;
    if (span <= n * itemsize)
        return n * itemsize; /* some of them again and again */
    return span < n * CACHE_LINE ? span : n * CACHE_LINE;
}

static size_t place(const strided_layout *l, size_t row, size_t column)
{
    return (size_t)((ptrdiff_t)l->first + (ptrdiff_t)row * l->row_stride +
                    (ptrdiff_t)column * l->column_stride);
}

void strided_gather(const strided_layout *l, size_t itemsize, const void *from, void *to)
{
    unsigned char *next = to;
    for (size_t r = 0; r < l->rows; r++)
        for (size_t c = 0; c < l->columns; c++, next += itemsize)
            memcpy(next, (const unsigned char *)from + place(l, r, c) * itemsize, itemsize);
}

void strided_scatter(const strided_layout *l, size_t itemsize, const void *from, void *to)
{
    const unsigned char *next = from;
    for (size_t r = 0; r < l->rows; r++)
        for (size_t c = 0; c < l->columns; c++, next += itemsize)
            memcpy((unsigned char *)to + place(l, r, c) * itemsize, next, itemsize);
}

/* Over all elements of a layout, x, y and out at theirs. */
#define EACH_ELEMENT                                                                               \
    for (size_t r = 0; r < w->in.rows; r++, x += w->in.row_stride, y += w->second.row_stride)      \
        for (size_t c = 0; c < w->in.columns; c++)
#define X x[(ptrdiff_t)c * stride]
#define Y y[(ptrdiff_t)c * second]

#define TERM_sum(type, result) (result) NUMBER_##type(X)
#define TERM_sumsq(type, result) (result) NUMBER_##type(X) * (result)NUMBER_##type(X)
#define TERM_dot(type, result) (result) NUMBER_##type(X) * (result)NUMBER_##type(Y)
#define VIEW_ARGUMENTS_sum(type) &w->views.type.x
#define VIEW_ARGUMENTS_sumsq(type) &w->views.type.x
#define VIEW_ARGUMENTS_dot(type) &w->views.type.x, &w->views.type.y

#define REDUCE(op, suffix, type, result)                                                           \
    static result naive_##op##_##suffix(const strided_work *w, const type *x, const type *y)       \
    {                                                                                              \
        const ptrdiff_t stride = w->in.column_stride, second = w->second.column_stride;            \
        result total = 0;                                                                          \
        (void)y, (void)second;                                                                     \
        EACH_ELEMENT                                                                               \
        total += TERM_##op(type, result);                                                          \
        return total;                                                                              \
    }                                                                                              \
    static void naive_##op##_##suffix##_calls(void *context, size_t calls)                         \
    {                                                                                              \
        strided_work *w = context;                                                                 \
        result (*volatile function)(const strided_work *, const type *, const type *) =            \
            naive_##op##_##suffix;                                                                 \
        for (; calls > 0; calls--)                                                                 \
            w->work.value.result = function(w, (const type *)w->work.x + w->in.first,              \
                                            (const type *)w->work.y + w->second.first);            \
    }                                                                                              \
    static void spelt_##op##_##suffix##_calls(void *context, size_t calls)                         \
    {                                                                                              \
        strided_work *w = context;                                                                 \
        for (; calls > 0; calls--)                                                                 \
            w->work.status =                                                                       \
                spelt_##op##_##suffix(VIEW_ARGUMENTS_##op(type), &w->work.value.result);           \
    }

#define PLAIN(x, y, out) (*(out) = (x) + (y), 0)
#define CHECKED(x, y, out) __builtin_add_overflow(x, y, out)

#define ADD(type, sum)                                                                             \
    static int naive_add_##type(const strided_work *w, const type *x, const type *y, type *out)    \
    {                                                                                              \
        const ptrdiff_t stride = w->in.column_stride, second = w->second.column_stride;            \
        const ptrdiff_t out_stride = w->out.column_stride;                                         \
        int overflow = 0;                                                                          \
        EACH_ELEMENT                                                                               \
        overflow |= sum(X, Y, &out[(ptrdiff_t)r * w->out.row_stride + (ptrdiff_t)c * out_stride]); \
        return overflow;                                                                           \
    }                                                                                              \
    static void naive_add_##type##_calls(void *context, size_t calls)                              \
    {                                                                                              \
        strided_work *w = context;                                                                 \
        int (*volatile function)(const strided_work *, const type *, const type *, type *) =       \
            naive_add_##type;                                                                      \
        for (; calls > 0; calls--)                                                                 \
            w->work.failed = function(w, (const type *)w->work.x + w->in.first,                    \
                                      (const type *)w->work.y + w->second.first,                   \
                                      (type *)w->work.out + w->out.first);                         \
    }                                                                                              \
    static void spelt_add_##type##_calls(void *context, size_t calls)                              \
    {                                                                                              \
        strided_work *w = context;                                                                 \
        for (; calls > 0; calls--)                                                                 \
            w->work.status =                                                                       \
                spelt_add_##type(&w->views.type.x, &w->views.type.y, &w->views.type.out);          \
    }

/* A constructor that refuses leaves a view without data, which the call then reports. */
#define VIEWS(suffix, type)                                                                        \
    static void make_views_##suffix(strided_work *w)                                               \
    {                                                                                              \
        const size_t shape[2] = {w->in.rows, w->in.columns};                                       \
        const ptrdiff_t in[2] = {w->in.row_stride, w->in.column_stride};                           \
        const ptrdiff_t second[2] = {w->second.row_stride, w->second.column_stride};               \
        const ptrdiff_t out[2] = {w->out.row_stride, w->out.column_stride};                        \
        const size_t skip = w->in.rows == 1;                                                       \
        memset(&w->views, 0, sizeof w->views);                                                     \
        (void)spelt_in_nd_##type((const type *)w->work.x + w->in.first, 2 - skip, shape + skip,    \
                                 in + skip, &w->views.type.x);                                     \
        (void)spelt_in_nd_##type((const type *)w->work.y + w->second.first, 2 - skip,              \
                                 shape + skip, second + skip, &w->views.type.y);                   \
        (void)spelt_out_nd_##type((type *)w->work.out + w->out.first, 2 - skip, shape + skip,      \
                                  out + skip, &w->views.type.out);                                 \
    }

#define SUMS(suffix, type, result)                                                                 \
    REDUCE(sum, suffix, type, result)                                                              \
    REDUCE(sumsq, suffix, type, result)                                                            \
    REDUCE(dot, suffix, type, result)                                                              \
    VIEWS(suffix, type)
#define SUMS_AND_ADD(type, result, plus)                                                           \
    SUMS(type, type, result)                                                                       \
    ADD(type, plus)
SUMS_AND_ADD(f32, f32, PLAIN)
SUMS_AND_ADD(f64, f64, PLAIN)
SUMS_AND_ADD(i32, i64, CHECKED)
SUMS_AND_ADD(i64, i64, CHECKED)
SUMS_AND_ADD(i8, i64, CHECKED)
SUMS_AND_ADD(i16, i64, CHECKED)
SUMS_AND_ADD(u8, u64, CHECKED)
SUMS(f16_f32, f16, f32)

#define ROW(op, type)                                                                              \
    {                                                                                              \
#op "_" #type, naive_##op##_##type##_calls, spelt_##op##_##type##_calls, make_views_##type \
    }
#define ROWS(op)                                                                                   \
    ROW(op, f32), ROW(op, f64), ROW(op, i32), ROW(op, i64), ROW(op, i8), ROW(op, i16), ROW(op, u8)
#define SUM_ROWS(op) ROWS(op), ROW(op, f16_f32)

const strided_door *strided_find(const char *name)
{
    static const strided_door rows[] = {SUM_ROWS(sum), SUM_ROWS(sumsq), SUM_ROWS(dot), ROWS(add)};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strcmp(rows[i].door, name) == 0)
            return &rows[i];
    return NULL;
}
