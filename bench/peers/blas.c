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

/* The others, by an expression of blas, x, y and n too: BLAS_ROW(row, routine, call). There is none
 * of dot_f32_f64: OpenBLAS's dsdot adds products in f32. */
#define OTHER(type) ((type *)w->out + w->n + EXCHANGE_GAP)
#define ROTM_BY_COLUMNS -1, ROTM_XX, ROTM_YX, ROTM_XY, ROTM_YY /* behind the flag */
#define BLAS_LEVEL_1(BLAS_ROW)                                                                     \
    BLAS_ROW(dotu_c64, cdotu_sub, blas->cdotu_sub(n, x, 1, y, 1, &w->value))                       \
    BLAS_ROW(dotc_c64, cdotc_sub, blas->cdotc_sub(n, x, 1, y, 1, &w->value))                       \
    BLAS_ROW(dotu_c128, zdotu_sub, blas->zdotu_sub(n, x, 1, y, 1, &w->value))                      \
    BLAS_ROW(dotc_c128, zdotc_sub, blas->zdotc_sub(n, x, 1, y, 1, &w->value))                      \
    BLAS_ROW(asum_f32, sasum, w->value.f32 = blas->sasum(n, x, 1))                                 \
    BLAS_ROW(asum_f64, dasum, w->value.f64 = blas->dasum(n, x, 1))                                 \
    BLAS_ROW(asum_c64, scasum, w->value.f32 = blas->scasum(n, x, 1))                               \
    BLAS_ROW(asum_c128, dzasum, w->value.f64 = blas->dzasum(n, x, 1))                              \
    BLAS_ROW(nrm2_f32, snrm2, w->value.f32 = blas->snrm2(n, x, 1))                                 \
    BLAS_ROW(nrm2_f64, dnrm2, w->value.f64 = blas->dnrm2(n, x, 1))                                 \
    BLAS_ROW(nrm2_c64, scnrm2, w->value.f32 = blas->scnrm2(n, x, 1))                               \
    BLAS_ROW(nrm2_c128, dznrm2, w->value.f64 = blas->dznrm2(n, x, 1))                              \
    BLAS_ROW(argmax_abs_f32, isamax, w->value.i64 = blas->isamax(n, x, 1))                         \
    BLAS_ROW(argmax_abs_f64, idamax, w->value.i64 = blas->idamax(n, x, 1))                         \
    BLAS_ROW(argmax_abs_c64, icamax, w->value.i64 = blas->icamax(n, x, 1))                         \
    BLAS_ROW(argmax_abs_c128, izamax, w->value.i64 = blas->izamax(n, x, 1))                        \
    BLAS_ROW(axpy_f32, saxpy, blas->saxpy(n, AXPY_A, x, 1, w->out, 1))                             \
    BLAS_ROW(axpy_f64, daxpy, blas->daxpy(n, AXPY_A, x, 1, w->out, 1))                             \
    BLAS_ROW(axpy_c64, caxpy, blas->caxpy(n, &(spelt_c64){AXPY_A, 0}, x, 1, w->out, 1))            \
    BLAS_ROW(axpy_c128, zaxpy, blas->zaxpy(n, &(spelt_c128){AXPY_A, 0}, x, 1, w->out, 1))          \
    BLAS_ROW(axpby_f32, saxpby, blas->saxpby(n, AXPBY_A, x, 1, AXPBY_B, w->out, 1))                \
    BLAS_ROW(axpby_f64, daxpby, blas->daxpby(n, AXPBY_A, x, 1, AXPBY_B, w->out, 1))                \
    BLAS_ROW(copy_f32, scopy, blas->scopy(n, x, 1, w->out, 1))                                     \
    BLAS_ROW(copy_f64, dcopy, blas->dcopy(n, x, 1, w->out, 1))                                     \
    BLAS_ROW(copy_c64, ccopy, blas->ccopy(n, x, 1, w->out, 1))                                     \
    BLAS_ROW(copy_c128, zcopy, blas->zcopy(n, x, 1, w->out, 1))                                    \
    BLAS_ROW(swap_f32, sswap, blas->sswap(n, w->out, 1, OTHER(f32), 1))                            \
    BLAS_ROW(swap_f64, dswap, blas->dswap(n, w->out, 1, OTHER(f64), 1))                            \
    BLAS_ROW(swap_c64, cswap, blas->cswap(n, w->out, 1, OTHER(c64), 1))                            \
    BLAS_ROW(swap_c128, zswap, blas->zswap(n, w->out, 1, OTHER(c128), 1))                          \
    BLAS_ROW(rot_f32, srot, blas->srot(n, w->out, 1, OTHER(f32), 1, ROT_C, ROT_S))                 \
    BLAS_ROW(rot_f64, drot, blas->drot(n, w->out, 1, OTHER(f64), 1, ROT_C, ROT_S))                 \
    BLAS_ROW(rot_c64, csrot, blas->csrot(n, w->out, 1, OTHER(c64), 1, ROT_C, ROT_S))             \
    BLAS_ROW(rot_c128, zdrot, blas->zdrot(n, w->out, 1, OTHER(c128), 1, ROT_C, ROT_S))             \
    BLAS_ROW(rotm_f32, srotm, blas->srotm(n, w->out, 1, OTHER(f32), 1, (f32[]){ROTM_BY_COLUMNS}))  \
    BLAS_ROW(rotm_f64, drotm, blas->drotm(n, w->out, 1, OTHER(f64), 1, (f64[]){ROTM_BY_COLUMNS}))

#define BLAS_SCAL(BLAS_ROW)                                                                        \
    BLAS_ROW(scal_f32, sscal, blas->sscal(n, SCAL_A, w->out, 1))                                   \
    BLAS_ROW(scal_f64, dscal, blas->dscal(n, SCAL_A, w->out, 1))                                   \
    BLAS_ROW(scal_c64, cscal, blas->cscal(n, &(spelt_c64){SCAL_RE, SCAL_IM}, w->out, 1))           \
    BLAS_ROW(scal_c128, zscal, blas->zscal(n, &(spelt_c128){SCAL_RE, SCAL_IM}, w->out, 1))

#define BLAS_BATCH(row, routine, call)                                                             \
    static void blas_##row(void *context, size_t calls)                                            \
    {                                                                                              \
        work *w = context;                                                                         \
        const blas_library *blas = w->blas;                                                        \
        w->status = blas->routine ? SPELT_OK : SPELT_ERR_UNSUPPORTED;                              \
        for (; calls > 0 && w->status == SPELT_OK; calls--) {                                      \
            const void *x = WORK_X, *y = WORK_Y;                                                   \
            const int n = (int)w->n;                                                               \
            (void)x, (void)y;                                                                      \
            call;                                                                                  \
        }                                                                                          \
    }
BLAS_LEVEL_1(BLAS_BATCH)
BLAS_SCAL(BLAS_BATCH)

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
    } rows[] = {{ROW_dot_axis_f32, blas_dot_axis_f32},
                {ROW_dot_axis_f64, blas_dot_axis_f64},
#define BLAS_SCAL_ROW(row, ...) {ROW_##row, blas_##row},
#define BLAS_LEVEL_1_ROW(row, ...) {SPELT_ID_spelt_##row, blas_##row},
                BLAS_SCAL(BLAS_SCAL_ROW) BLAS_LEVEL_1(BLAS_LEVEL_1_ROW)
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
