/* blas.c - the OpenBLAS path: the rows SPELT_BLAS_* of operations.def, through CBLAS.
 *
 * CBLAS takes int lengths and strides: longer arrays are split at INT_MAX, and where a stride does
 * not fit, elements are done one by one. With a negative stride CBLAS wants the element that is
 * lowest in memory, so the pointers are moved there. */
#define _POSIX_C_SOURCE 200809L

#include "blas/blas.h"

#include "blas/lease.h"
#include "runtime/openblas.h"

#include <limits.h>

/* As many elements as one call can take, 1 where a stride is too wide for it. */
static size_t piece_of(size_t n, ptrdiff_t a, ptrdiff_t b, ptrdiff_t c)
{
    const ptrdiff_t stride[3] = {a, b, c};
    for (int i = 0; i < 3; i++)
        if (stride[i] > INT_MAX || stride[i] < -INT_MAX)
            return 1;
    return n < INT_MAX ? n : INT_MAX;
}

/* The stride for a call on m elements; it does not matter for one, and then may not fit. */
static int narrow(ptrdiff_t stride, size_t m)
{
    return m == 1 ? 1 : (int)stride;
}

/* The lowest of m elements. */
#define LOWEST(p, stride, m) ((stride) < 0 ? (p) + (stride) * (ptrdiff_t)((m)-1) : (p))

#define REDUCE(op, type, call, second, second_stride)                                              \
    static void spelt_##op##_##type##_blas(const void *px, ptrdiff_t x_stride, const void *py,     \
                                           ptrdiff_t y_stride, void *total, size_t n)              \
    {                                                                                              \
        const type *x = px, *y = py;                                                               \
        (void)y, (void)y_stride;                                                                   \
        spelt_blas_lease lease;                                                                    \
        spelt_blas_begin(&lease);                                                                  \
        for (size_t done = 0; done < n;) {                                                         \
            size_t m = piece_of(n - done, x_stride, second_stride, 0);                             \
            const type *a = x + (ptrdiff_t)done * x_stride;                                        \
            const type *b = second + (ptrdiff_t)done * second_stride;                              \
            *(type *)total += call((int)m, LOWEST(a, x_stride, m), narrow(x_stride, m),            \
                                   LOWEST(b, second_stride, m), narrow(second_stride, m));         \
            done += m;                                                                             \
        }                                                                                          \
        spelt_blas_end(&lease);                                                                    \
    }

REDUCE(sumsq, f32, spelt_openblas.cblas_sdot, x, x_stride)
REDUCE(sumsq, f64, spelt_openblas.cblas_ddot, x, x_stride)
REDUCE(dot, f32, spelt_openblas.cblas_sdot, y, y_stride)
REDUCE(dot, f64, spelt_openblas.cblas_ddot, y, y_stride)

/* out = y, out += 1 * x; where out is an input, only the other one is added. */
#define ADD(type, copy, axpy)                                                                      \
    static void spelt_add_##type##_blas(const void *px, ptrdiff_t x_stride, const void *py,        \
                                        ptrdiff_t y_stride, void *pout, ptrdiff_t out_stride,      \
                                        size_t n)                                                  \
    {                                                                                              \
        const type *x = px, *y = py;                                                               \
        type *out = pout;                                                                          \
        if (out == x) {                                                                            \
            x = y;                                                                                 \
            x_stride = y_stride;                                                                   \
            y = out;                                                                               \
            y_stride = out_stride;                                                                 \
        }                                                                                          \
        spelt_blas_lease lease;                                                                    \
        spelt_blas_begin(&lease);                                                                  \
        for (size_t done = 0; done < n;) {                                                         \
            size_t m = piece_of(n - done, x_stride, y_stride, out_stride);                         \
            const type *a = x + (ptrdiff_t)done * x_stride;                                        \
            const type *b = y + (ptrdiff_t)done * y_stride;                                        \
            type *c = out + (ptrdiff_t)done * out_stride;                                          \
            c = LOWEST(c, out_stride, m);                                                          \
            if (y != out)                                                                          \
                copy((int)m, LOWEST(b, y_stride, m), narrow(y_stride, m), c,                       \
                     narrow(out_stride, m));                                                       \
            axpy((int)m, 1, LOWEST(a, x_stride, m), narrow(x_stride, m), c,                        \
                 narrow(out_stride, m));                                                           \
            done += m;                                                                             \
        }                                                                                          \
        spelt_blas_end(&lease);                                                                    \
    }

ADD(f32, spelt_openblas.cblas_scopy, spelt_openblas.cblas_saxpy)
ADD(f64, spelt_openblas.cblas_dcopy, spelt_openblas.cblas_daxpy)

/* ---- Which functions these are ---------------------------------------------------------------- */

typedef void blas_function(void);
#define SPELT_BLAS_MAP(op, suffix)                                                                 \
    [SPELT_ID_spelt_##op##_##suffix] = (blas_function *)spelt_##op##_##suffix##_blas,
#define SPELT_BLAS_REDUCE SPELT_BLAS_MAP
static blas_function *const functions[SPELT_FUNCTIONS] = {
#include "operations.def"
};

spelt_blas_map *spelt_blas_map_of(spelt_function function)
{
    return (spelt_blas_map *)functions[function];
}

spelt_blas_reduce *spelt_blas_reduce_of(spelt_function function)
{
    return (spelt_blas_reduce *)functions[function];
}
