/* test_views.c - constructors of views, broadcasting, and what they refuse. */
#include "support.h"

#include <spelt/elementwise.h>
#include <spelt/reduce.h>
#include <spelt/view.h>

#include <string.h>

/* The parts that depend on the type only by name: one test for each type. */
#define CONSTRUCTOR_TEST(type, ctype)                                                              \
    Test(views, constructors_##type)                                                               \
    {                                                                                              \
        ctype data[24] = {0};                                                                      \
        spelt_in_##type in = spelt_in_1d_##type(data, 24);                                         \
        spelt_out_##type out = spelt_out_1d_##type(data + 1, 7);                                   \
        cr_expect(in.data == data && in.ndim == 1 && in.shape[0] == 24 && in.stride[0] == 1);      \
        cr_expect(out.data == data + 1 && out.ndim == 1 && out.shape[0] == 7);                     \
        cr_expect(out.stride[0] == 1);                                                             \
        const size_t shape[] = {2, 3, 4};                                                          \
        const ptrdiff_t stride[] = {-12, 1, 3};                                                    \
        cr_expect_eq(spelt_out_nd_##type(data + 12, 3, shape, stride, &out), SPELT_OK);            \
        in = spelt_readonly_##type(&out);                                                           \
        cr_expect(in.data == data + 12 && in.ndim == 3);                                           \
        cr_expect_arr_eq(in.shape, shape, sizeof shape);                                           \
        cr_expect_arr_eq(in.stride, stride, sizeof stride);                                        \
        cr_expect_eq(spelt_in_nd_##type(data, 3, shape, NULL, &in), SPELT_OK);                     \
        cr_expect(in.stride[0] == 12 && in.stride[1] == 4 && in.stride[2] == 1);                   \
        cr_expect_eq(spelt_out_nd_##type(data, 3, shape, NULL, &out), SPELT_OK);                   \
        cr_expect(out.stride[0] == 12 && out.stride[1] == 4 && out.stride[2] == 1);                \
        cr_expect(SPELT_IN(type, data, 5)->shape[0] == 5 && SPELT_IN(type, data, 5)->ndim == 1);   \
        cr_expect(SPELT_OUT(type, data, 5)->data == data);                                         \
        const size_t wider[] = {5, 2, 3, 4};                                                       \
        spelt_in_##type broadcast;                                                                 \
        cr_expect_eq(spelt_broadcast_##type(&in, 4, wider, &broadcast), SPELT_OK);                 \
        cr_expect(broadcast.data == data && broadcast.stride[0] == 0);                             \
        expect_status(#type, spelt_broadcast_##type(NULL, 4, wider, &broadcast), SPELT_ERR_NULL,   \
                      "spelt_broadcast_" #type ": ", NULL);                                        \
        expect_status(#type, spelt_in_nd_##type(NULL, 3, shape, NULL, &in), SPELT_ERR_NULL,        \
                      "spelt_in_nd_" #type ": ", "data", NULL);                                    \
        expect_status(#type, spelt_out_nd_##type(NULL, 3, shape, NULL, &out), SPELT_ERR_NULL,      \
                      "spelt_out_nd_" #type ": ", "data", NULL);                                   \
    }

CONSTRUCTOR_TEST(f32, float)
CONSTRUCTOR_TEST(f64, double)
CONSTRUCTOR_TEST(i8, int8_t)
CONSTRUCTOR_TEST(i16, int16_t)
CONSTRUCTOR_TEST(i32, int32_t)
CONSTRUCTOR_TEST(i64, int64_t)
CONSTRUCTOR_TEST(u8, uint8_t)
CONSTRUCTOR_TEST(u16, uint16_t)
CONSTRUCTOR_TEST(u32, uint32_t)
CONSTRUCTOR_TEST(u64, uint64_t)
CONSTRUCTOR_TEST(f16, spelt_f16)
CONSTRUCTOR_TEST(bf16, spelt_bf16)
CONSTRUCTOR_TEST(c64, spelt_c64)
CONSTRUCTOR_TEST(c128, spelt_c128)

static double data[64];

/* Makes an input and an output view and expects the same of both, with the view untouched on
 * failure. The message must hold `part`. */
static void expect_made(const double *first, size_t ndim, const size_t *shape,
                        const ptrdiff_t *stride, spelt_status expected, const char *part)
{
    spelt_in_f64 in, in_before;
    spelt_out_f64 out, out_before;
    memset(&in, 0x55, sizeof in);
    memset(&out, 0x55, sizeof out);
    in_before = in;
    out_before = out;
    expect_status("in", spelt_in_nd_f64(first, ndim, shape, stride, &in), expected,
                  "spelt_in_nd_f64: ", part, NULL);
    double *writable = first ? data + (first - data) : NULL;
    expect_status("out", spelt_out_nd_f64(writable, ndim, shape, stride, &out), expected,
                  "spelt_out_nd_f64: ", part, NULL);
    if (expected != SPELT_OK) {
        cr_expect_arr_eq(&in, &in_before, sizeof in, "a failed constructor wrote");
        cr_expect_arr_eq(&out, &out_before, sizeof out, "a failed constructor wrote");
    }
}

Test(views, zero_dimensions_and_no_elements)
{
    const size_t empty[] = {3, 0, 4}, enormous[] = {SIZE_MAX, 0, SIZE_MAX, 17};
    expect_made(data, 0, NULL, NULL, SPELT_OK, "");
    expect_made(NULL, 3, empty, NULL, SPELT_OK, "");
    expect_made(data, 3, empty, NULL, SPELT_OK, "");
    expect_made(NULL, 4, enormous, NULL, SPELT_OK, "");
    expect_made(NULL, 0, NULL, NULL, SPELT_ERR_NULL, "data");
}

Test(views, null_arguments)
{
    const size_t shape[] = {2, 3};
    expect_made(NULL, 2, shape, NULL, SPELT_ERR_NULL, "data");
    expect_made(data, 2, NULL, NULL, SPELT_ERR_NULL, "shape");
    expect_status("in", spelt_in_nd_f64(data, 2, shape, NULL, NULL), SPELT_ERR_NULL,
                  "spelt_in_nd_f64: ", "view", NULL);
    expect_status("out", spelt_out_nd_f64(data, 2, shape, NULL, NULL), SPELT_ERR_NULL,
                  "spelt_out_nd_f64: ", "view", NULL);
    spelt_in_f64 view = spelt_in_1d_f64(data, 3), result, before;
    memset(&result, 0x55, sizeof result);
    before = result;
    expect_status("broadcast", spelt_broadcast_f64(&view, 2, NULL, &result), SPELT_ERR_NULL,
                  "spelt_broadcast_f64: ", "shape", NULL);
    expect_status("broadcast", spelt_broadcast_f64(&view, 2, shape, NULL), SPELT_ERR_NULL,
                  "spelt_broadcast_f64: ", "result", NULL);
    cr_expect_arr_eq(&result, &before, sizeof result);
}

Test(views, extents_that_cannot_be_addressed)
{
    const size_t nine[] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    const size_t wraps[] = {SIZE_MAX / 2, 3}, wraps_to_0[] = {(size_t)1 << 32, (size_t)1 << 32};
    const size_t most[] = {PTRDIFF_MAX / 8}, too_many[] = {PTRDIFF_MAX / 8 + 1};
    const size_t two[] = {2}, two_two[] = {2, 2}, three[] = {3};
    const ptrdiff_t least[] = {PTRDIFF_MIN}, greatest[] = {PTRDIFF_MAX};
    const ptrdiff_t leasts[] = {PTRDIFF_MIN, PTRDIFF_MIN};
    const ptrdiff_t far[] = {PTRDIFF_MAX / 8 - 1}, far_back[] = {-(PTRDIFF_MAX / 8 - 1)};
    const ptrdiff_t halves[] = {PTRDIFF_MAX / 16, -(PTRDIFF_MAX / 16 + 1)};
    expect_made(data, 9, nine, NULL, SPELT_ERR_SHAPE, "9");
    expect_made(data, SIZE_MAX, nine, NULL, SPELT_ERR_SHAPE, "18446744073709551615");
    expect_made(data, 8, nine, NULL, SPELT_OK, "");
    expect_made(data, 2, wraps, NULL, SPELT_ERR_SHAPE, "(9223372036854775807, 3)");
    expect_made(data, 2, wraps_to_0, NULL, SPELT_ERR_SHAPE, "(4294967296, 4294967296)");
    expect_made(data, 1, most, NULL, SPELT_OK, "");
    expect_made(data, 1, too_many, NULL, SPELT_ERR_SHAPE, "(1152921504606846976)");
    expect_made(data, 1, two, far, SPELT_OK, "");
    expect_made(data, 1, two, far_back, SPELT_OK, "");
    expect_made(data, 1, three, far, SPELT_ERR_SHAPE, "(3)");
    expect_made(data, 1, three, far_back, SPELT_ERR_SHAPE, "(3)");
    expect_made(data, 1, two, least, SPELT_ERR_SHAPE, "(2)");
    expect_made(data, 1, two, greatest, SPELT_ERR_SHAPE, "(2)");
    expect_made(data, 2, two_two, halves, SPELT_ERR_SHAPE, "(2, 2)");
    expect_made(data, 2, two_two, leasts, SPELT_ERR_SHAPE, "(2, 2)");

    /* An input may repeat one element as often as size_t can count. */
    const size_t endless[] = {SIZE_MAX};
    const ptrdiff_t still[] = {0};
    spelt_in_f64 view;
    cr_expect_eq(spelt_in_nd_f64(data, 1, endless, still, &view), SPELT_OK);
}

static void expect_out(size_t ndim, const size_t *shape, const ptrdiff_t *stride,
                       spelt_status expected, const char *part)
{
    spelt_out_f64 out, before;
    spelt_in_f64 in;
    memset(&out, 0x55, sizeof out);
    before = out;
    expect_status("out", spelt_out_nd_f64(data + 32, ndim, shape, stride, &out), expected,
                  "spelt_out_nd_f64: ", part, NULL);
    if (expected != SPELT_OK)
        cr_expect_arr_eq(&out, &before, sizeof out, "a failed constructor wrote");
    cr_expect_eq(spelt_in_nd_f64(data + 32, ndim, shape, stride, &in), SPELT_OK,
                 "an input may have any strides: %s", spelt_last_error());
}

Test(views, output_elements_have_places_of_their_own)
{
    const size_t matrix[] = {3, 4}, column[] = {3, 1}, cube[] = {2, 2, 2};
    const ptrdiff_t still[] = {0, 1}, still_last[] = {4, 0}, transposed[] = {1, 3};
    const ptrdiff_t overlapping[] = {2, 1}, crossing[] = {3, -2}, apart[] = {5, -1};
    const ptrdiff_t woven[] = {1, 3}, mixed[] = {2, 3, 7}, meeting[] = {2, 3, 5};
    expect_out(2, matrix, still, SPELT_ERR_STRIDE, "(3, 4)");
    expect_out(2, matrix, still_last, SPELT_ERR_STRIDE, "(3, 4)");
    expect_out(2, matrix, overlapping, SPELT_ERR_STRIDE, "(3, 4)");
    expect_out(2, matrix, crossing, SPELT_ERR_STRIDE, "(3, 4)"); /* 2 * 3 + 0 = 0 - 3 * -2 */
    expect_out(2, matrix, transposed, SPELT_OK, "");
    expect_out(2, matrix, apart, SPELT_OK, "");
    expect_out(2, column, still_last, SPELT_OK, ""); /* an extent of 1 goes nowhere */
    expect_out(2, matrix, woven, SPELT_OK, "");
    expect_out(3, cube, mixed, SPELT_OK, "");                    /* 0 2 3 5 7 9 10 12 */
    expect_out(3, cube, meeting, SPELT_ERR_STRIDE, "(2, 2, 2)"); /* 2 + 3 = 5 */
}

/* The cases of NumPy's rule. */
Test(views, broadcast)
{
    const size_t row[] = {3}, column[] = {2, 1}, matrix[] = {2, 3}, cube[] = {4, 2, 3};
    const size_t none[] = {0, 3};
    spelt_in_f64 view, result;

    view = spelt_in_1d_f64(data, 3);
    cr_assert_eq(spelt_broadcast_f64(&view, 2, matrix, &result), SPELT_OK);
    cr_expect(result.data == data && result.ndim == 2);
    cr_expect(result.shape[0] == 2 && result.shape[1] == 3);
    cr_expect(result.stride[0] == 0 && result.stride[1] == 1);

    cr_assert_eq(spelt_in_nd_f64(data, 2, column, (const ptrdiff_t[]){-7, 5}, &view), SPELT_OK);
    cr_assert_eq(spelt_broadcast_f64(&view, 3, cube, &result), SPELT_OK);
    cr_expect(result.ndim == 3 && result.shape[0] == 4 && result.shape[2] == 3);
    cr_expect(result.stride[0] == 0 && result.stride[1] == -7 && result.stride[2] == 0);

    cr_assert_eq(spelt_in_nd_f64(data, 0, NULL, NULL, &view), SPELT_OK);
    cr_assert_eq(spelt_broadcast_f64(&view, 2, matrix, &result), SPELT_OK);
    cr_expect(result.stride[0] == 0 && result.stride[1] == 0);
    cr_assert_eq(spelt_broadcast_f64(&view, 0, NULL, &result), SPELT_OK);
    cr_expect_eq(result.ndim, 0);

    view = spelt_in_1d_f64(data, 1);
    cr_assert_eq(spelt_broadcast_f64(&view, 2, none, &result), SPELT_OK);
    cr_expect(result.shape[0] == 0 && result.shape[1] == 3);

    view = spelt_in_1d_f64(data, 3);
    cr_assert_eq(spelt_broadcast_f64(&view, 2, matrix, &view), SPELT_OK, "result may be the view");
    cr_expect(view.ndim == 2 && view.stride[0] == 0 && view.stride[1] == 1);
    cr_assert_eq(spelt_broadcast_f64(&view, 3, cube, &view), SPELT_OK);
    cr_expect(view.ndim == 3 && view.stride[0] == 0 && view.stride[1] == 0 && view.stride[2] == 1);
    (void)row;
}

static void refuse_broadcast(size_t view_ndim, const size_t *view_shape, size_t ndim,
                             const size_t *shape, const char *one, const char *other)
{
    spelt_in_f64 view, result, before;
    cr_assert_eq(spelt_in_nd_f64(data, view_ndim, view_shape, NULL, &view), SPELT_OK);
    memset(&result, 0x55, sizeof result);
    before = result;
    expect_status("broadcast", spelt_broadcast_f64(&view, ndim, shape, &result), SPELT_ERR_SHAPE,
                  "spelt_broadcast_f64: ", one, other, NULL);
    cr_expect_arr_eq(&result, &before, sizeof result, "a failed broadcast wrote");
}

Test(views, broadcast_refused)
{
    const size_t three[] = {3}, four[] = {4}, matrix[] = {2, 3}, tall[] = {3, 2}, one[] = {1};
    const size_t nine[] = {1, 1, 1, 1, 1, 1, 1, 1, 3}, none[] = {0};
    const size_t wraps[] = {SIZE_MAX / 2, 3};
    refuse_broadcast(1, three, 1, four, "(3)", "(4)");
    refuse_broadcast(1, three, 1, one, "(3)", "(1)");
    refuse_broadcast(1, three, 1, none, "(3)", "(0)");
    refuse_broadcast(1, three, 2, tall, "(3)", "(3, 2)");
    refuse_broadcast(2, matrix, 1, three, "(2, 3)", "(3)");
    refuse_broadcast(2, matrix, 2, tall, "(2, 3)", "(3, 2)");
    refuse_broadcast(2, matrix, 0, NULL, "(2, 3)", "()");
    refuse_broadcast(1, three, 9, nine, "9", "8");
    refuse_broadcast(1, three, 2, wraps, "(9223372036854775807, 3)", "");
    const spelt_in_f64 view = {data, 9, {3}, {1}};
    spelt_in_f64 result;
    expect_status("too many", spelt_broadcast_f64(&view, 2, matrix, &result), SPELT_ERR_SHAPE,
                  "spelt_broadcast_f64: view has 9 dimensions, the limit is 8", NULL);
}

/* A broadcast view gives what the written-out array gives. */
Test(views, broadcast_in_use)
{
    enum { ROWS = 9, COLUMNS = 700 };
    static double row[COLUMNS], written[ROWS][COLUMNS], other[ROWS][COLUMNS], out[ROWS][COLUMNS];
    generator random = generator_start(1);
    const size_t shape[] = {ROWS, COLUMNS};
    for (size_t j = 0; j < COLUMNS; j++)
        row[j] = random_uniform(&random);
    for (size_t i = 0; i < ROWS; i++)
        for (size_t j = 0; j < COLUMNS; j++) {
            written[i][j] = row[j];
            other[i][j] = random_uniform(&random);
        }
    spelt_in_f64 x = spelt_in_1d_f64(row, COLUMNS), copy, y;
    spelt_out_f64 z;
    cr_assert_eq(spelt_broadcast_f64(&x, 2, shape, &x), SPELT_OK);
    cr_assert_eq(spelt_in_nd_f64(&written[0][0], 2, shape, NULL, &copy), SPELT_OK);
    cr_assert_eq(spelt_in_nd_f64(&other[0][0], 2, shape, NULL, &y), SPELT_OK);
    cr_assert_eq(spelt_out_nd_f64(&out[0][0], 2, shape, NULL, &z), SPELT_OK);
    double got = 0, expected = 1;
    cr_assert_eq(spelt_dot_f64(&x, &y, &got), SPELT_OK);
    cr_assert_eq(spelt_dot_f64(&copy, &y, &expected), SPELT_OK);
    cr_expect_eq(f64_bits(got), f64_bits(expected), "%a, %a", got, expected);
    cr_assert_eq(spelt_sum_f64(&x, &got), SPELT_OK);
    cr_assert_eq(spelt_sum_f64(&copy, &expected), SPELT_OK);
    cr_expect_eq(f64_bits(got), f64_bits(expected), "%a, %a", got, expected);
    cr_assert_eq(spelt_add_f64(&x, &y, &z), SPELT_OK);
    for (size_t i = 0; i < ROWS; i++)
        for (size_t j = 0; j < COLUMNS; j++)
            cr_assert(out[i][j] == row[j] + other[i][j], "(%zu, %zu)", i, j);
}
