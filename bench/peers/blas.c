/* blas.c - a CBLAS library called directly, with nothing of Spelt in between: OpenBLAS as Spelt
 * links it and any other in the same way. The caller has seen to it that n is at most INT_MAX. */
#include "peers/blas.h"

#include "peers/blas_library.h"

/* One reduction; call is an expression of blas, x, y and n. */
#define BLAS_REDUCE(op, suffix, in, result, call)                                                  \
    static void blas_##op##_##suffix(void *context, size_t calls)                                  \
    {                                                                                              \
        work *w = context;                                                                         \
        const blas_library *blas = w->blas;                                                        \
        for (; calls > 0; calls--) {                                                               \
            const in *x = WORK_X, *y = w->y;                                                       \
            int n = (int)w->n;                                                                     \
            (void)y;                                                                               \
            w->value.result = call;                                                                \
        }                                                                                          \
    }

/* out = y, out += 1 * x: BLAS has no add of its own. */
#define BLAS_ADD(suffix, type, copy, axpy)                                                         \
    static void blas_add_##suffix(void *context, size_t calls)                                     \
    {                                                                                              \
        work *w = context;                                                                         \
        const blas_library *blas = w->blas;                                                        \
        for (; calls > 0; calls--) {                                                               \
            int n = (int)w->n;                                                                     \
            blas->copy(n, WORK_Y, 1, w->out, 1);                                                   \
            blas->axpy(n, 1, WORK_X, 1, w->out, 1);                                                \
        }                                                                                          \
    }

BLAS_REDUCE(sumsq, f32, f32, f32, blas->sdot(n, x, 1, x, 1))
BLAS_REDUCE(sumsq, f64, f64, f64, blas->ddot(n, x, 1, x, 1))
BLAS_REDUCE(dot, f32, f32, f32, blas->sdot(n, x, 1, y, 1))
BLAS_REDUCE(dot, f64, f64, f64, blas->ddot(n, x, 1, y, 1))
BLAS_ADD(f32, f32, scopy, saxpy)
BLAS_ADD(f64, f64, dcopy, daxpy)

/* A matrix, or its transpose, by a vector. */
#define BLAS_GEMV(suffix, type, gemv)                                                              \
    static void blas_dot_axis_##suffix(void *context, size_t calls)                                \
    {                                                                                              \
        work *w = context;                                                                         \
        const bench_shape *s = &w->shape;                                                          \
        const int is_rows = s->inner == 1, rows = (int)(is_rows ? s->outer : s->along);            \
        const int columns = (int)(is_rows ? s->along : s->inner);                                  \
        w->status = w->blas->gemv && (is_rows || s->outer == 1) ? SPELT_OK : SPELT_ERR_UNSUPPORTED; \
        for (; calls > 0 && w->status == SPELT_OK; calls--)                                        \
            w->blas->gemv(101, is_rows ? 111 : 112, rows, columns, 1, w->x, columns, w->y, 1, 0,   \
                          w->out, 1);                                                              \
    }
BLAS_GEMV(f32, f32, sgemv)
BLAS_GEMV(f64, f64, dgemv)

door_batch *door_blas(const door *d)
{
    static const struct {
        size_t row;
        door_batch *batch;
    } rows[] = {
        {ROW_dot_axis_f32, blas_dot_axis_f32},
        {ROW_dot_axis_f64, blas_dot_axis_f64},
#define ROW(op, suffix) {SPELT_ID_spelt_##op##_##suffix, blas_##op##_##suffix},
#define SPELT_BLAS_MAP(op, suffix) ROW(op, suffix)
#define SPELT_BLAS_REDUCE(op, suffix) ROW(op, suffix)
#include "operations.def"
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].row == d->row)
            return rows[i].batch;
    return NULL;
}
