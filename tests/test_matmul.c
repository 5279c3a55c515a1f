/* test_matmul.c - products of matrices: exact where all sums are whole numbers that the type holds, in
 * every order of the three, as blocks of larger ones, and what is refused. */
#include "support.h"

#include <spelt/matmul.h>
#include <spelt/runtime.h>
#include <spelt/view.h>

#include <limits.h>
#include <math.h>
#include <string.h>

enum { MOST = 96, ROOM = MOST * MOST };

static double x[ROOM], y[ROOM], out[ROOM];
static float narrow_x[ROOM], narrow_y[ROOM], narrow_out[ROOM];

static int lacks_blas(void)
{
    const int lacks = spelt_set_path("blas") != SPELT_OK;
    cr_assert_eq(spelt_set_path("auto"), SPELT_OK);
    return lacks;
}

/* Whole numbers from -8 to 7, by place. */
static double number(size_t i, unsigned stream)
{
    uint64_t h = (i + 1) * UINT64_C(0x9e3779b97f4a7c15) + stream * UINT64_C(0xbf58476d1ce4e5b9);
    return (double)(int64_t)(h >> 60) - 8;
}

/* Strides of a matrix in C or Fortran order, with a gap from row to row or not. */
static void lay_out(ptrdiff_t stride[2], const size_t shape[2], int by_columns, size_t gap)
{
    stride[by_columns ? 0 : 1] = 1;
    stride[by_columns ? 1 : 0] = (ptrdiff_t)(shape[by_columns ? 0 : 1] + gap);
}

static void check(size_t m, size_t k, size_t n, unsigned orders, size_t gap)
{
    spelt_in_f64 a = {x, 2, {m, k}, {0}}, b = {y, 2, {k, n}, {0}};
    spelt_out_f64 c = {out, 2, {m, n}, {0}};
    lay_out(a.stride, a.shape, orders & 1, gap);
    lay_out(b.stride, b.shape, orders & 2, gap);
    lay_out(c.stride, c.shape, orders & 4, gap);
    spelt_in_f32 narrow_a = {narrow_x, 2, {m, k}, {a.stride[0], a.stride[1]}};
    spelt_in_f32 narrow_b = {narrow_y, 2, {k, n}, {b.stride[0], b.stride[1]}};
    spelt_out_f32 narrow_c = {narrow_out, 2, {m, n}, {c.stride[0], c.stride[1]}};
    for (size_t i = 0; i < ROOM; i++) {
        out[i] = narrow_out[i] = NAN; /* which is not read */
    }
    cr_assert_eq(spelt_matmul_blas_f64(&a, &b, &c), SPELT_OK, "%s", spelt_last_error());
    cr_assert_eq(spelt_matmul_blas_f32(&narrow_a, &narrow_b, &narrow_c), SPELT_OK);
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < n; j++) {
            const size_t at = i * (size_t)c.stride[0] + j * (size_t)c.stride[1];
            double expected = 0;
            for (size_t l = 0; l < k; l++)
                expected += x[i * (size_t)a.stride[0] + l * (size_t)a.stride[1]] *
                            y[l * (size_t)b.stride[0] + j * (size_t)b.stride[1]];
            cr_assert(out[at] == expected && narrow_out[at] == (float)expected,
                      "(%zu, %zu) by (%zu, %zu), orders %u, gap %zu, element %zu, %zu: %g and %g, "
                      "expected %g",
                      m, k, k, n, orders, gap, i, j, out[at], (double)narrow_out[at], expected);
            out[at] = narrow_out[at] = NAN;
        }
    for (size_t i = 0; i < ROOM; i++)
        cr_assert(isnan(out[i]) && isnan(narrow_out[i]), "written between the elements");
}

Test(matmul, any_order)
{
    static const size_t shapes[][3] = {{1, 1, 1}, {1, 5, 1},   {3, 1, 4},   {1, 1, 7}, {7, 1, 1},
                                       {2, 3, 4}, {17, 33, 9}, {64, 64, 64}, {90, 2, 90}, {5, 0, 6},
                                       {0, 4, 5}, {3, 4, 0}};
    if (lacks_blas())
        return;
    for (size_t i = 0; i < ROOM; i++) {
        x[i] = narrow_x[i] = (float)number(i, 1);
        y[i] = narrow_y[i] = (float)number(i, 2);
    }
    for (size_t k = 0; k < sizeof shapes / sizeof *shapes; k++)
        for (unsigned orders = 0; orders < 8; orders++)
            for (int threads = 1; threads < 3; threads++) {
                spelt_set_num_threads(threads);
                check(shapes[k][0], shapes[k][1], shapes[k][2], orders, orders % 3 ? 3 : 0);
            }
}

Test(matmul, refused)
{
    const spelt_in_f64 a = {x, 2, {3, 4}, {4, 1}}, b = {y, 2, {4, 5}, {5, 1}};
    const spelt_in_f64 line = {x, 1, {4}, {1}}, nowhere = {NULL, 2, {3, 4}, {4, 1}};
    const spelt_in_f64 strided = {x, 2, {3, 4}, {8, 2}}, reversed = {x + 3, 2, {3, 4}, {4, -1}};
    const spelt_in_f64 repeated = {x, 2, {3, 4}, {0, 1}};
    const spelt_in_f64 crooked = {(double *)(void *)((char *)x + 1), 2, {3, 4}, {4, 1}};
    const spelt_out_f64 c = {out, 2, {3, 5}, {5, 1}}, small = {out, 2, {3, 4}, {4, 1}};
    const spelt_out_f64 in_x = {x + 2, 2, {3, 5}, {5, 1}}, same = {out, 2, {3, 5}, {0, 1}};
    out[0] = 77;
    expect_status("no x", spelt_matmul_blas_f64(NULL, &b, &c), SPELT_ERR_NULL,
                  "spelt_matmul_blas_f64: x is NULL", NULL);
    expect_status("no out", spelt_matmul_blas_f64(&a, &b, NULL), SPELT_ERR_NULL,
                  "spelt_matmul_blas_f64: out is NULL", NULL);
    expect_status("no data", spelt_matmul_blas_f64(&nowhere, &b, &c), SPELT_ERR_NULL,
                  "spelt_matmul_blas_f64: x has shape (3, 4) and data NULL", NULL);
    expect_status("no matrix", spelt_matmul_blas_f64(&a, &line, &c), SPELT_ERR_SHAPE,
                  "spelt_matmul_blas_f64: y has shape (4), which is no matrix", NULL);
    expect_status("shapes", spelt_matmul_blas_f64(&a, &a, &c), SPELT_ERR_SHAPE,
                  "spelt_matmul_blas_f64: x has shape (3, 4), y has shape (3, 4)", NULL);
    expect_status("out", spelt_matmul_blas_f64(&a, &b, &small), SPELT_ERR_SHAPE,
                  "spelt_matmul_blas_f64: x has shape (3, 4) and y (4, 5), out has shape (3, 4)",
                  NULL);
    expect_status("strided", spelt_matmul_blas_f64(&strided, &b, &c), SPELT_ERR_STRIDE,
                  "spelt_matmul_blas_f64: x has strides (8, 2)", NULL);
    expect_status("reversed", spelt_matmul_blas_f64(&reversed, &b, &c), SPELT_ERR_STRIDE,
                  "spelt_matmul_blas_f64: x has strides (4, -1)", NULL);
    expect_status("repeated", spelt_matmul_blas_f64(&repeated, &b, &c), SPELT_ERR_STRIDE,
                  "spelt_matmul_blas_f64: x has strides (0, 1)", NULL);
    const spelt_in_f64 wide = {x, 2, {2, 4}, {(ptrdiff_t)INT_MAX + 1, 1}},
                       close = {x, 2, {3, 4}, {3, 1}};
    expect_status("wide", spelt_matmul_blas_f64(&wide, &b, &c), SPELT_ERR_SHAPE,
                  "spelt_matmul_blas_f64: x has shape (2, 4) and y (4, 5), out has shape (3, 5)",
                  NULL);
    const spelt_out_f64 two = {out, 2, {2, 5}, {5, 1}};
    expect_status("wide", spelt_matmul_blas_f64(&wide, &b, &two), SPELT_ERR_STRIDE,
                  "spelt_matmul_blas_f64: x has strides (2147483648, 1)", NULL);
    expect_status("close", spelt_matmul_blas_f64(&close, &b, &c), SPELT_ERR_STRIDE,
                  "spelt_matmul_blas_f64: x has strides (3, 1)", NULL);
    expect_status("one place", spelt_matmul_blas_f64(&a, &b, &same), SPELT_ERR_STRIDE,
                  "spelt_matmul_blas_f64: out", NULL);
    expect_status("overlap", spelt_matmul_blas_f64(&a, &b, &in_x), SPELT_ERR_OVERLAP,
                  "spelt_matmul_blas_f64: out of shape (3, 5) overlaps x of shape (3, 4)", NULL);
    expect_status("alignment", spelt_matmul_blas_f64(&crooked, &b, &c), SPELT_ERR_ARG,
                  "spelt_matmul_blas_f64: x", NULL);
    if (lacks_blas())
        expect_status("no BLAS", spelt_matmul_blas_f64(&a, &b, &c), SPELT_ERR_UNSUPPORTED,
                      "spelt_matmul_blas_f64: this build has no BLAS", NULL);
    cr_expect_eq(out[0], 77);
}
