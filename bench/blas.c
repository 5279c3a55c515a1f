/* blas.c - OpenBLAS called directly, with nothing of Spelt in between. The caller has seen to it
 * that n is at most INT_MAX. */
#include "doors.h"

#include <cblas.h>

/* One reduction; call is an expression of x, y and n. */
#define BLAS_REDUCE(op, suffix, in, result, call)                                                  \
    void blas_##op##_##suffix(void *context, size_t calls)                                         \
    {                                                                                              \
        work *w = context;                                                                         \
        for (; calls > 0; calls--) {                                                               \
            const in *x = w->x, *y = w->y;                                                         \
            blasint n = (blasint)w->n;                                                             \
            (void)y;                                                                               \
            w->value.result = call;                                                                \
        }                                                                                          \
    }

/* out = y, out += 1 * x: BLAS has no add of its own. */
#define BLAS_ADD(suffix, type, copy, axpy)                                                         \
    void blas_add_##suffix(void *context, size_t calls)                                            \
    {                                                                                              \
        work *w = context;                                                                         \
        for (; calls > 0; calls--) {                                                               \
            blasint n = (blasint)w->n;                                                             \
            copy(n, w->y, 1, w->out, 1);                                                           \
            axpy(n, 1, w->x, 1, w->out, 1);                                                        \
        }                                                                                          \
    }

BLAS_REDUCE(sumsq, f32, f32, f32, cblas_sdot(n, x, 1, x, 1))
BLAS_REDUCE(sumsq, f64, f64, f64, cblas_ddot(n, x, 1, x, 1))
BLAS_REDUCE(dot, f32, f32, f32, cblas_sdot(n, x, 1, y, 1))
BLAS_REDUCE(dot, f64, f64, f64, cblas_ddot(n, x, 1, y, 1))
BLAS_ADD(f32, f32, cblas_scopy, cblas_saxpy)
BLAS_ADD(f64, f64, cblas_dcopy, cblas_daxpy)
