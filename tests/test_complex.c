/* test_complex.c - complex elements beside what the grids of test_rows.c see: the complex numbers
 * of C, alignment, values, arrays longer than 32 bits count, errors. */
#include "support.h"

#include <spelt/choose.h>
#include <spelt/elementwise.h>
#include <spelt/reduce.h>
#include <spelt/runtime.h>

#include <complex.h>
#include <fenv.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Test(complex, types)
{
    cr_expect_eq(spelt_type_size(SPELT_C64), 8);
    cr_expect_eq(spelt_type_size(SPELT_C128), 16);
    cr_expect_str_eq(spelt_type_name(SPELT_C64), "c64");
    cr_expect_str_eq(spelt_type_name(SPELT_C128), "c128");
    cr_expect_eq(SPELT_C64, 13);
    cr_expect_eq(SPELT_C128, 14);
    cr_expect_eq(_Alignof(spelt_c64), _Alignof(float));
    cr_expect_eq(_Alignof(spelt_c128), _Alignof(double));
}

/* Small whole numbers, whose products and sums are exact: C's own arithmetic gives the same. */
Test(complex, numbers_of_c)
{
    enum { N = 1000 };
    static double complex x[N], y[N], out[N];
    double complex sum = 0, dotu = 0, dotc = 0;
    double asum = 0, squares = 0;
    generator random = generator_start(52000);
    for (int i = 0; i < N; i++) {
        x[i] =
            (double)random_below(&random, 41) - 20 + I * ((double)random_below(&random, 41) - 20);
        y[i] =
            (double)random_below(&random, 41) - 20 + I * ((double)random_below(&random, 41) - 20);
        sum += x[i];
        dotu += x[i] * y[i];
        dotc += conj(x[i]) * y[i];
        asum += fabs(creal(x[i])) + fabs(cimag(x[i]));
        squares += creal(x[i]) * creal(x[i]) + cimag(x[i]) * cimag(x[i]);
    }
    const spelt_c128 *xs = (const spelt_c128 *)(const void *)x, *ys = (const void *)y;
    spelt_c128 *to = (void *)out, c;
    double r;
    cr_expect_eq(spelt_sum_c128(SPELT_IN(c128, xs, N), &c), SPELT_OK);
    cr_expect(c.re == creal(sum) && c.im == cimag(sum));
    cr_expect_eq(spelt_dotu_c128(SPELT_IN(c128, xs, N), SPELT_IN(c128, ys, N), &c), SPELT_OK);
    cr_expect(c.re == creal(dotu) && c.im == cimag(dotu));
    cr_expect_eq(spelt_dotc_c128(SPELT_IN(c128, xs, N), SPELT_IN(c128, ys, N), &c), SPELT_OK);
    cr_expect(c.re == creal(dotc) && c.im == cimag(dotc));
    cr_expect_eq(spelt_asum_c128(SPELT_IN(c128, xs, N), &r), SPELT_OK);
    cr_expect_eq(r, asum);
    cr_expect_eq(spelt_nrm2_c128(SPELT_IN(c128, xs, N), &r), SPELT_OK);
    cr_expect_eq(r, sqrt(squares));
    cr_expect_eq(
        spelt_mul_c128(SPELT_IN(c128, xs, N), SPELT_IN(c128, ys, N), SPELT_OUT(c128, to, N)),
        SPELT_OK);
    for (int i = 0; i < N; i++)
        cr_expect(creal(out[i]) == creal(x[i] * y[i]) && cimag(out[i]) == cimag(x[i] * y[i]));
    const spelt_c128 a = {2, -3};
    cr_expect_eq(
        spelt_mul_c128(SPELT_IN(c128, xs, N), SPELT_VALUE(c128, a, N), SPELT_OUT(c128, to, N)),
        SPELT_OK);
    cr_expect_eq(spelt_axpy_c128(a, SPELT_IN(c128, ys, N), SPELT_OUT(c128, to, N)), SPELT_OK);
    for (int i = 0; i < N; i++) {
        const double complex expected = (2 - 3 * I) * (x[i] + y[i]);
        cr_expect(creal(out[i]) == creal(expected) && cimag(out[i]) == cimag(expected));
    }
}

/* No Annex G: an infinity times a zero is a NaN. */
Test(complex, parts_alone)
{
    const spelt_c64 x = {INFINITY, 0}, y = {2, 3};
    spelt_c64 out = {77, 77};
    cr_expect_eq(spelt_mul_c64(SPELT_IN(c64, &x, 1), SPELT_IN(c64, &y, 1), SPELT_OUT(c64, &out, 1)),
                 SPELT_OK);
    cr_expect(out.re == INFINITY && out.im == INFINITY);
    const spelt_c64 z = {0, 3};
    cr_expect_eq(spelt_mul_c64(SPELT_IN(c64, &x, 1), SPELT_IN(c64, &z, 1), SPELT_OUT(c64, &out, 1)),
                 SPELT_OK);
    cr_expect(isnan(out.re) && out.im == INFINITY);
}

/* A number that is infinite meets no lane but those of elements, and no zeros there. */
#define INFINITE_NUMBER(type)                                                                      \
    do {                                                                                           \
        const spelt_##type a = {INFINITY, 2};                                                      \
        static spelt_##type x[40], y[40], out[40];                                                 \
        for (size_t i = 0; i < 40; i++)                                                            \
            x[i].re = x[i].im = y[i].re = y[i].im = 3;                                             \
        feclearexcept(FE_ALL_EXCEPT);                                                              \
        for (size_t n = 1; n <= 40; n++) {                                                         \
            spelt_##type *const to = out + 40 - n;                                                 \
            cr_assert_eq(spelt_mul_##type(SPELT_IN(type, x, n), SPELT_VALUE(type, a, n),           \
                                          SPELT_OUT(type, to, n)),                                 \
                         SPELT_OK);                                                                \
            cr_assert_eq(spelt_mul_##type(SPELT_VALUE(type, a, n), SPELT_IN(type, x, n),           \
                                          SPELT_OUT(type, to, n)),                                 \
                         SPELT_OK);                                                                \
            cr_assert_eq(spelt_axpy_##type(a, SPELT_IN(type, x, n), SPELT_OUT(type, y, n)),        \
                         SPELT_OK);                                                                \
            cr_assert_eq(fetestexcept(FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW), 0,                 \
                         "%s %s, n = %zu: an exception", #type, spelt_isa(), n);                   \
        }                                                                                          \
    } while (0)
Test(complex, infinite_number)
{
    for (int isa = 0; all_isas[isa]; isa++) {
        if (!force_isa(all_isas[isa]))
            continue;
        INFINITE_NUMBER(c64);
        INFINITE_NUMBER(c128);
    }
}

/* A part of a result that is a NaN says nothing of the other one. */
Test(complex, nan_of_a_part)
{
    const spelt_c128 x[3] = {{1, 2}, {-NAN, 3}, {4, 5}};
    spelt_c128 sum;
    cr_expect_eq(spelt_sum_c128(SPELT_IN(c128, x, 3), &sum), SPELT_OK);
    cr_expect(f64_bits(sum.re) == NAN_BITS_F64 && sum.im == 10);
    int64_t index = -1;
    cr_expect_eq(spelt_argmax_abs_c128(SPELT_IN(c128, x, 3), &index), SPELT_OK);
    cr_expect_eq(index, 1);
}

/* Aligned as their parts, and no less. */
Test(complex, alignment)
{
    float room[12] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    spelt_c64 *x = (spelt_c64 *)(void *)(room + 1), sum;
    cr_expect_eq(spelt_sum_c64(SPELT_IN(c64, x, 5), &sum), SPELT_OK);
    cr_expect(sum.re == 1 + 3 + 5 + 7 + 9 && sum.im == 2 + 4 + 6 + 8 + 10);
    const ptrdiff_t stride[1] = {16};
    const size_t shape[1] = {3};
    spelt_in_c64 view;
    cr_expect_eq(spelt_in_bytes_c64(x, 1, shape, stride, &view), SPELT_OK);
    cr_expect_eq(view.stride[0], 2);
    spelt_c64 *odd = (spelt_c64 *)(void *)((char *)room + 2);
    expect_status("c64", spelt_sum_c64(SPELT_IN(c64, odd, 5), &sum), SPELT_ERR_ARG,
                  "spelt_sum_c64: x has data that is 2 past a multiple of 4 bytes", NULL);
    expect_status("bytes", spelt_in_bytes_c64(odd, 1, shape, stride, &view), SPELT_ERR_ARG,
                  "spelt_in_bytes_c64: view has data that is 2 past a multiple of 4 bytes", NULL);
    spelt_c128 *half = (spelt_c128 *)(void *)room, wide;
    half = (spelt_c128 *)(void *)((char *)half + ((uintptr_t)room % 8 == 0 ? 4 : 0));
    expect_status("c128", spelt_sum_c128(SPELT_IN(c128, half, 2), &wide), SPELT_ERR_ARG,
                  "spelt_sum_c128: x has data that is 4 past a multiple of 8 bytes", NULL);
}

Test(complex, overlap)
{
    spelt_c64 x[8] = {{1, 2}, {3, 4}};
    const spelt_in_c64 in = {x, 1, {2}, {2}};
    const spelt_out_c64 beside = {x + 1, 1, {2}, {2}};
    const spelt_out_c64 across = {(spelt_c64 *)(void *)((float *)(void *)x + 1), 1, {2}, {2}};
    cr_expect_eq(spelt_copy_c64(&in, &beside), SPELT_OK);
    cr_expect(x[1].re == 1 && x[1].im == 2);
    expect_status("half an element", spelt_copy_c64(&in, &across), SPELT_ERR_OVERLAP,
                  "spelt_copy_c64: out and x of shape (2) overlap and are not the same", NULL);
}

Test(complex, nothing)
{
    spelt_c128 c = {7, 7};
    double r = 7;
    cr_expect_eq(spelt_sum_c128(SPELT_IN(c128, NULL, 0), &c), SPELT_OK);
    cr_expect(c.re == 0 && c.im == 0 && !signbit(c.re) && !signbit(c.im));
    cr_expect_eq(spelt_nrm2_c128(SPELT_IN(c128, NULL, 0), &r), SPELT_OK);
    cr_expect_eq(r, 0);
    expect_status("max_abs", spelt_max_abs_c128(SPELT_IN(c128, NULL, 0), &r), SPELT_ERR_ARG,
                  "spelt_max_abs_c128: x has no elements", NULL);
    expect_status("no result", spelt_dotu_c128(SPELT_IN(c128, &c, 1), SPELT_IN(c128, &c, 1), NULL),
                  SPELT_ERR_NULL, "spelt_dotu_c128: result is NULL", NULL);
    expect_status("no x", spelt_nrm2_c128(NULL, &r), SPELT_ERR_NULL, "spelt_nrm2_c128: x is NULL",
                  NULL);
}

/* Norms beyond the squares' range. */
Test(complex, norms)
{
    const spelt_c128 x[2] = {{3e300, 4e300}, {0, 0}}, y[2] = {{3e-300, 4e-300}, {0, 0}};
    double r;
    cr_expect_eq(spelt_nrm2_c128(SPELT_IN(c128, x, 2), &r), SPELT_OK);
    cr_expect(fabs(r - 5e300) <= 5e300 * 0x1p-51);
    cr_expect_eq(spelt_nrm2_c128(SPELT_IN(c128, y, 2), &r), SPELT_OK);
    cr_expect(fabs(r - 5e-300) <= 5e-300 * 0x1p-51);
}

/* More elements than 32 bits count: all the same one, but for a last row. */
Test(complex, long_sums, .timeout = 300)
{
#ifndef __OPTIMIZE__
    skip_visibly("4 billion elements take an hour where nothing is optimized");
#endif
    const size_t n = ((size_t)1 << 32) + 64;
    const spelt_c64 one = {1, -2};
    const spelt_in_c64 view = {&one, 2, {n / 64, 64}, {0, 0}};
    spelt_c64 sum;
    cr_expect_eq(spelt_sum_c64(&view, &sum), SPELT_OK);
    cr_expect(sum.re == (float)n && sum.im == -2 * (float)n, "%g %g", (double)sum.re,
              (double)sum.im);
}
