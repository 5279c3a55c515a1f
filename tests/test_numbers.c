/* test_numbers.c - axpy, axpby and clip: functions that take numbers beside their arrays. Every length,
 * layout and instruction set is test_rows.c's; here are numbers of all kinds, and what is refused. */
#include "support.h"

#include <spelt/elementwise.h>
#include <spelt/runtime.h>

#include <fenv.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double specials[] = {0.0, -0.0, 1, -1, 0.1, 1e300, -1e-300, 5e-324, INFINITY, NAN};
enum { SPECIALS = sizeof specials / sizeof *specials, MOST = 37 };

static int is_same(double a, double b)
{
    return f64_bits(a) == f64_bits(b) || (isnan(a) && isnan(b));
}

/* Each product rounded, then the sum. */
Test(numbers, of_all_kinds)
{
    double x[MOST], y[MOST], out[MOST];
    generator random = generator_start(1);
    for (size_t p = 0; p < SPECIALS; p++)
        for (size_t q = 0; q < SPECIALS; q++) {
            for (size_t i = 0; i < MOST; i++) {
                x[i] = i < SPECIALS ? specials[i] : random_uniform(&random);
                y[i] = i % 3 ? random_uniform(&random) : specials[i % SPECIALS];
            }
            const double a = specials[p], b = specials[q];
            memcpy(out, y, sizeof out);
            cr_assert_eq(spelt_axpby_f64(a, SPELT_IN(f64, x, MOST), b, SPELT_OUT(f64, out, MOST)),
                         SPELT_OK);
            for (size_t i = 0; i < MOST; i++) {
                const volatile double first = a * x[i], second = b * y[i];
                cr_assert(is_same(out[i], first + second), "axpby(%g, %g, %g, %g): %a", a, x[i], b,
                          y[i], out[i]);
            }
            memcpy(out, y, sizeof out);
            cr_assert_eq(spelt_axpy_f64(a, SPELT_IN(f64, x, MOST), SPELT_OUT(f64, out, MOST)),
                         SPELT_OK);
            for (size_t i = 0; i < MOST; i++) {
                const volatile double product = a * x[i];
                cr_assert(is_same(out[i], product + y[i]), "axpy(%g, %g, %g): %a", a, x[i], y[i],
                          out[i]);
            }
        }
}

/* y = a y + y, y = a y + b y; and the columns of matrices. */
Test(numbers, one_array_and_columns)
{
    double y[9] = {1, 2, 3, 4, 5, 6, 7, 8, 9}, x[9] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    const spelt_in_f64 itself = {y, 1, {9}, {1}};
    cr_assert_eq(spelt_axpy_f64(2, &itself, SPELT_OUT(f64, y, 9)), SPELT_OK);
    for (int i = 0; i < 9; i++)
        cr_assert_eq(y[i], 3 * (i + 1));
    cr_assert_eq(spelt_axpby_f64(1, &itself, -2, SPELT_OUT(f64, y, 9)), SPELT_OK);
    for (int i = 0; i < 9; i++)
        cr_assert_eq(y[i], -3 * (i + 1));
    const spelt_in_f64 row = {x, 2, {3, 2}, {1, 3}};
    const spelt_out_f64 columns = {y, 2, {3, 2}, {3, 1}};
    cr_assert_eq(spelt_axpy_f64(100, &row, &columns), SPELT_OK);
    for (int i = 0; i < 9; i++)
        cr_assert_eq(y[i], -3 * (i + 1) + (i % 3 < 2 ? 100 : 0));
}

/* From the first-level cache to memory, on threads, in both ways of a large array. */
Test(numbers, long_arrays)
{
    enum { LONG = 3000000 };
    float *x = malloc(LONG * sizeof *x), *out = malloc(LONG * sizeof *out);
    cr_assert(x && out);
    for (size_t i = 0; i < LONG; i++)
        x[i] = (float)(i % 1000) - 500, out[i] = 1;
    cr_assert_eq(spelt_clip_f32(SPELT_IN(f32, x, LONG), -100, 250.5f, SPELT_OUT(f32, out, LONG)),
                 SPELT_OK);
    for (size_t i = 0; i < LONG; i++)
        cr_assert_eq(out[i], x[i] < -100 ? -100 : x[i] > 250.5f ? 250.5f : x[i]);
    cr_assert_eq(spelt_axpy_f32(2, SPELT_IN(f32, x, LONG), SPELT_OUT(f32, out, LONG)), SPELT_OK);
    for (size_t i = 0; i < LONG; i++)
        cr_assert_eq(out[i], (x[i] < -100 ? -100 : x[i] > 250.5f ? 250.5f : x[i]) + 2 * x[i]);
    free(x);
    free(out);
}

Test(numbers, clip_keeps_what_is_inside)
{
    double x[6] = {-INFINITY, -2, -0.0, 0.5, INFINITY, NAN}, out[6];
    cr_assert_eq(spelt_clip_f64(SPELT_IN(f64, x, 6), -1, 1, SPELT_OUT(f64, out, 6)), SPELT_OK);
    cr_expect(out[0] == -1 && out[1] == -1 && out[3] == 0.5 && out[4] == 1 && isnan(out[5]));
    cr_expect(out[2] == 0 && signbit(out[2]));
    cr_assert_eq(spelt_clip_f64(SPELT_IN(f64, x, 6), 0.25, 0.25, SPELT_OUT(f64, x, 6)), SPELT_OK);
    cr_expect(x[0] == 0.25 && x[2] == 0.25 && x[3] == 0.25 && isnan(x[5]));
    uint8_t bytes[3] = {0, 100, 255};
    cr_assert_eq(spelt_clip_u8(SPELT_IN(u8, bytes, 3), 1, 254, SPELT_OUT(u8, bytes, 3)), SPELT_OK);
    cr_expect(bytes[0] == 1 && bytes[1] == 100 && bytes[2] == 254);
}

Test(numbers, refused)
{
    double x[4] = {1, 2, 3, 4}, y[4] = {77, 77, 77, 77};
    expect_status("no x", spelt_axpy_f64(1, NULL, SPELT_OUT(f64, y, 4)), SPELT_ERR_NULL,
                  "spelt_axpy_f64: x is NULL", NULL);
    expect_status("no y", spelt_axpby_f64(1, SPELT_IN(f64, x, 4), 1, NULL), SPELT_ERR_NULL,
                  "spelt_axpby_f64: y is NULL", NULL);
    expect_status("neither", spelt_axpy_f64(1, NULL, NULL), SPELT_ERR_NULL,
                  "spelt_axpy_f64: x is NULL", NULL);
    expect_status("shapes", spelt_axpy_f64(1, SPELT_IN(f64, x, 3), SPELT_OUT(f64, y, 4)),
                  SPELT_ERR_SHAPE, "spelt_axpy_f64: x has shape (3), y has shape (4)", NULL);
    expect_status("overlap", spelt_axpy_f64(1, SPELT_IN(f64, y, 3), SPELT_OUT(f64, y + 1, 3)),
                  SPELT_ERR_OVERLAP, "spelt_axpy_f64: y and x of shape (3) overlap", NULL);
    const spelt_out_f64 one_place = {y, 1, {4}, {0}};
    expect_status("one place", spelt_axpby_f64(1, SPELT_IN(f64, x, 4), 1, &one_place),
                  SPELT_ERR_STRIDE, "spelt_axpby_f64: y", NULL);
    expect_status("no out", spelt_clip_f64(SPELT_IN(f64, x, 4), 0, 1, NULL), SPELT_ERR_NULL,
                  "spelt_clip_f64: out is NULL", NULL);
    expect_status("shape", spelt_clip_f64(SPELT_IN(f64, x, 4), 1, 0, SPELT_OUT(f64, y, 3)),
                  SPELT_ERR_SHAPE, "spelt_clip_f64: x has shape (4), out has shape (3)", NULL);
    expect_status("order", spelt_clip_f64(SPELT_IN(f64, x, 4), 1, 0.5, SPELT_OUT(f64, y, 4)),
                  SPELT_ERR_ARG, "spelt_clip_f64: low is 1, not at most high, which is 0.5", NULL);
    expect_status("NaN", spelt_clip_f64(SPELT_IN(f64, x, 4), NAN, 1, SPELT_OUT(f64, y, 4)),
                  SPELT_ERR_ARG, "spelt_clip_f64: low is nan, not at most high, which is 1", NULL);
    expect_status("NaN", spelt_clip_f64(SPELT_IN(f64, x, 0), 0, NAN, SPELT_OUT(f64, y, 0)),
                  SPELT_ERR_ARG, "spelt_clip_f64: low is 0, not at most high, which is nan", NULL);
    int64_t whole[2] = {1, 2};
    expect_status("integers",
                  spelt_clip_i64(SPELT_IN(i64, whole, 2), 3, 2, SPELT_OUT(i64, whole, 2)),
                  SPELT_ERR_ARG, "spelt_clip_i64: low is 3, not at most high, which is 2", NULL);
    const int8_t small[1] = {0};
    int8_t small_out[1];
    expect_status("i8", spelt_clip_i8(SPELT_IN(i8, small, 1), 127, INT8_MIN, SPELT_OUT(i8, small_out, 1)),
                  SPELT_ERR_ARG, "spelt_clip_i8: low is 127, not at most high, which is -128", NULL);
    const int16_t middle[1] = {0};
    int16_t middle_out[1];
    expect_status("i16", spelt_clip_i16(SPELT_IN(i16, middle, 1), -1, INT16_MIN, SPELT_OUT(i16, middle_out, 1)),
                  SPELT_ERR_ARG, "spelt_clip_i16: low is -1, not at most high, which is -32768", NULL);
    const uint64_t large[1] = {0};
    uint64_t large_out[1];
    expect_status("u64", spelt_clip_u64(SPELT_IN(u64, large, 1), UINT64_MAX, 0, SPELT_OUT(u64, large_out, 1)),
                  SPELT_ERR_ARG, "spelt_clip_u64: low is 18446744073709551615, not at most high, which is 0",
                  NULL);
    const float tenth = 0.1f;
    float narrow[1] = {77};
    expect_status(
        "digits",
        spelt_clip_f32(SPELT_IN(f32, &tenth, 1), tenth, -FLT_MAX, SPELT_OUT(f32, narrow, 1)),
        SPELT_ERR_ARG, "spelt_clip_f32: low is 0.100000001, not", " -3.40282347e+38", NULL);
    uint8_t bytes[1] = {77};
    expect_status("bytes", spelt_clip_u8(SPELT_IN(u8, bytes, 1), 255, 0, SPELT_OUT(u8, bytes, 1)),
                  SPELT_ERR_ARG, "spelt_clip_u8: low is 255, not at most high, which is 0", NULL);
    cr_expect(y[0] == 77 && y[1] == 77 && y[2] == 77 && y[3] == 77);
    cr_expect_eq(spelt_axpy_f64(1, SPELT_IN(f64, x, 0), SPELT_OUT(f64, y, 0)), SPELT_OK);
    spelt_set_path("blas");
    expect_status("blas", spelt_axpby_f64(1, SPELT_IN(f64, x, 4), 1, SPELT_OUT(f64, y, 4)),
                  SPELT_ERR_UNSUPPORTED, "spelt_axpby_f64", NULL);
}

Test(numbers, shifts_and_remainders_refused)
{
    int32_t x[4] = {1, 2, 3, INT32_MIN}, y[4] = {0, 32, -1, 31}, out[4];
    expect_status("shl", spelt_shl_i32(SPELT_IN(i32, x, 4), SPELT_IN(i32, y, 4),
                                       SPELT_OUT(i32, out, 4)),
                  SPELT_ERR_ARG, "spelt_shl_i32: y is no number of bits to shift by", "index 1",
                  NULL);
    cr_expect(out[0] == 1 && out[1] == 0 && out[2] == 0 && out[3] == 0);
    expect_status("shr", spelt_shr_i32(SPELT_IN(i32, x, 4), SPELT_IN(i32, y, 4),
                                       SPELT_OUT(i32, out, 4)),
                  SPELT_ERR_ARG, "spelt_shr_i32", "index 1", NULL);
    cr_expect(out[0] == 1 && out[1] == 0 && out[2] == 0 && out[3] == -1);
    y[0] = -1, y[1] = 0, y[2] = -2, y[3] = -1;
    expect_status("rem", spelt_rem_i32(SPELT_IN(i32, x, 4), SPELT_IN(i32, y, 4),
                                       SPELT_OUT(i32, out, 4)),
                  SPELT_ERR_ARG, "spelt_rem_i32: y is 0, first at index 1", NULL);
    cr_expect(out[0] == 0 && out[1] == 0 && out[2] == 1 && out[3] == 0);
}

/* In all rounding modes, contiguous and not, on every instruction set. */
Test(numbers, whole_numbers)
{
    static const int modes[] = {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
    static const double values[] = {-0.5, 0.5, -1.5, 2.5, 0.25, -0.75, 0.0, -0.0, 4503599627370495.5,
                                    -4503599627370497.0, 1e300, 0.49999999999999994, -2.5};
    enum { COUNT = sizeof values / sizeof *values };
    double spread[2 * COUNT], out[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        spread[2 * i] = values[i];
    const spelt_in_f64 every_second = {spread, 1, {COUNT}, {2}};
    for (size_t isa = 0; all_isas[isa]; isa++)
        for (size_t m = 0; m < 4; m++)
            for (int strided = 0; strided < 2 && force_isa(all_isas[isa]); strided++) {
                const spelt_in_f64 *x =
                    strided ? &every_second : SPELT_IN(f64, values, COUNT);
                fesetround(modes[m]);
                const spelt_status status = spelt_rint_f64(x, SPELT_OUT(f64, out, COUNT));
                volatile double expected[COUNT]; /* made between the two calls */
                for (size_t i = 0; i < COUNT; i++) {
                    const volatile long double value = values[i];
                    expected[i] = (double)rintl(value);
                }
                fesetround(FE_TONEAREST);
                cr_assert_eq(status, SPELT_OK);
                for (size_t i = 0; i < COUNT; i++)
                    cr_assert(is_same(out[i], expected[i]), "%s, mode %d, rint(%a): %a", all_isas[isa],
                              modes[m], values[i], out[i]);
            }
}
