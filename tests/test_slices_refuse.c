/* test_slices_refuse.c - what the views of a view and those of strides in bytes refuse, in which
 * words and in which order. */
#include "slices.h"

static double data[64];

static const size_t matrix[] = {3, 4};
static const ptrdiff_t rows[] = {4, 1};

Test(slices_refuse, null_arguments)
{
    const size_t axes[] = {1, 0};
    const ptrdiff_t bytes[] = {32, 8};
    const spelt_view view = by_hand(data, 2, matrix, rows), absent = by_hand(NULL, 2, matrix, rows);
    const spelt_in_f64 *in = (const spelt_in_f64 *)&view;
    const spelt_out_f64 *out = (const spelt_out_f64 *)&view;
    expect_status("slice", spelt_in_slice_f64(in, 0, 0, 1, 1, NULL), SPELT_ERR_NULL,
                  "spelt_in_slice_f64: result is NULL", NULL);
    expect_status("slice", spelt_out_slice_f64(out, 0, 0, 1, 1, NULL), SPELT_ERR_NULL,
                  "spelt_out_slice_f64: result is NULL", NULL);
    expect_status("pick", spelt_in_pick_f64(in, 0, 0, NULL), SPELT_ERR_NULL,
                  "spelt_in_pick_f64: result is NULL", NULL);
    expect_status("pick", spelt_out_pick_f64(out, 0, 0, NULL), SPELT_ERR_NULL,
                  "spelt_out_pick_f64: result is NULL", NULL);
    expect_status("permute", spelt_in_permute_f64(in, axes, NULL), SPELT_ERR_NULL,
                  "spelt_in_permute_f64: result is NULL", NULL);
    expect_status("permute", spelt_out_permute_f64(out, axes, NULL), SPELT_ERR_NULL,
                  "spelt_out_permute_f64: result is NULL", NULL);
    slice(absent, 0, 0, 1, 1, SPELT_ERR_NULL, "view has shape (3, 4) and data NULL");
    pick(absent, 0, 0, SPELT_ERR_NULL, "view has shape (3, 4) and data NULL");
    permute(absent, axes, SPELT_ERR_NULL, "view has shape (3, 4) and data NULL");
    permute(view, NULL, SPELT_ERR_NULL, "axes is NULL, view has 2 dimensions");
    of_bytes(NULL, 2, matrix, bytes, SPELT_ERR_NULL, "data is NULL and shape is (3, 4)");
    of_bytes(data, 2, NULL, bytes, SPELT_ERR_NULL, "shape is NULL and ndim is 2");
    of_bytes(NULL, 0, NULL, NULL, SPELT_ERR_NULL, "data is NULL and shape is ()");
}

Test(slices_refuse, axes_that_are_not_there)
{
    const spelt_view view = by_hand(data, 2, matrix, rows), single = by_hand(data, 0, NULL, NULL);
    const size_t beyond[] = {0, 2}, twice[] = {1, 1}, enormous[] = {SIZE_MAX, 0};
    slice(view, 2, 0, 1, 1, SPELT_ERR_ARG, "axis is 2, view has shape (3, 4)");
    slice(view, SIZE_MAX, 0, 1, 1, SPELT_ERR_ARG,
          "axis is 18446744073709551615, view has shape (3, 4)");
    slice(single, 0, 0, 1, 1, SPELT_ERR_ARG, "axis is 0, view has shape ()");
    pick(view, 2, 0, SPELT_ERR_ARG, "axis is 2, view has shape (3, 4)");
    pick(single, 0, 0, SPELT_ERR_ARG, "axis is 0, view has shape ()");
    permute(view, beyond, SPELT_ERR_ARG, "axes[1] is 2, view has shape (3, 4)");
    permute(view, enormous, SPELT_ERR_ARG,
            "axes[0] is 18446744073709551615, view has shape (3, 4)");
    permute(view, twice, SPELT_ERR_ARG, "axes[0] and axes[1] are 1, view has shape (3, 4)");
    permute(single, NULL, SPELT_OK, "");
}

/* Nothing is clamped. */
Test(slices_refuse, indexes_out_of_range)
{
    const spelt_view view = by_hand(data, 2, matrix, rows);
    const spelt_view none = by_hand(data, 1, (const size_t[]){0}, rows);
    slice(view, 1, 0, 4, 0, SPELT_ERR_ARG, "step is 0, axis is 1, view has shape (3, 4)");
    slice(view, 1, 5, 4, 1, SPELT_ERR_ARG, "start is 5, axis is 1, view has shape (3, 4)");
    slice(view, 1, -5, 4, 1, SPELT_ERR_ARG, "start is -5, axis is 1, view has shape (3, 4)");
    slice(view, 1, 4, 0, -1, SPELT_ERR_ARG, "start is 4, axis is 1, view has shape (3, 4)");
    slice(view, 1, -6, 0, -1, SPELT_ERR_ARG, "start is -6, axis is 1, view has shape (3, 4)");
    slice(view, 1, 0, 5, 1, SPELT_ERR_ARG, "stop is 5, axis is 1, view has shape (3, 4)");
    slice(view, 1, 0, -5, 1, SPELT_ERR_ARG, "stop is -5, axis is 1, view has shape (3, 4)");
    slice(view, 1, 3, 4, -1, SPELT_ERR_ARG, "stop is 4, axis is 1, view has shape (3, 4)");
    slice(view, 1, 3, -6, -1, SPELT_ERR_ARG, "stop is -6, axis is 1, view has shape (3, 4)");
    slice(view, 0, SPELT_END, 2, 1, SPELT_ERR_ARG,
          "start is SPELT_END, axis is 0, view has shape (3, 4)");
    slice(view, 0, SPELT_END, SPELT_END, -1, SPELT_ERR_ARG,
          "start is SPELT_END, axis is 0, view has shape (3, 4)");
    slice(by_hand(data, 1, (const size_t[]){SIZE_MAX}, (const ptrdiff_t[]){0}), 0, SPELT_END,
          SPELT_END, 1, SPELT_ERR_ARG,
          "start is SPELT_END, axis is 0, view has shape (18446744073709551615)");
    slice(none, 0, 1, SPELT_END, 1, SPELT_ERR_ARG, "start is 1, axis is 0, view has shape (0)");
    slice(none, 0, 0, SPELT_END, -1, SPELT_ERR_ARG, "start is 0, axis is 0, view has shape (0)");
    pick(view, 0, 3, SPELT_ERR_ARG, "index is 3, axis is 0, view has shape (3, 4)");
    pick(view, 0, -4, SPELT_ERR_ARG, "index is -4, axis is 0, view has shape (3, 4)");
    pick(view, 0, SPELT_END, SPELT_ERR_ARG,
         "index is SPELT_END, axis is 0, view has shape (3, 4)");
    pick(none, 0, 0, SPELT_ERR_ARG, "index is 0, axis is 0, view has shape (0)");
    pick(none, 0, -1, SPELT_ERR_ARG, "index is -1, axis is 0, view has shape (0)");
}

/* Refused by all in the same words. */
static void expect_shape_error(spelt_view view, const char *message)
{
    const size_t axes[SPELT_MAX_NDIM] = {0, 1};
    slice(view, 0, 0, 0, 1, SPELT_ERR_SHAPE, message);
    pick(view, 0, 0, SPELT_ERR_SHAPE, message);
    permute(view, axes, SPELT_ERR_SHAPE, message);
}

Test(slices_refuse, extents_that_cannot_be_addressed)
{
    const size_t wraps[] = {SIZE_MAX / 2, 3}, two[] = {2}, nine[] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    const ptrdiff_t still[] = {0, 0}, far[] = {PTRDIFF_MAX / 8}, least[] = {PTRDIFF_MIN};
    const ptrdiff_t bytes[8] = {8, 8}, far_bytes[] = {PTRDIFF_MAX - 7};
    spelt_view many = by_hand(data, 2, matrix, rows);
    many.ndim = 9;
    expect_shape_error(many, "view has 9 dimensions, the limit is 8");
    many.ndim = SIZE_MAX;
    expect_shape_error(many, "view has 18446744073709551615 dimensions, the limit is 8");
    expect_shape_error(by_hand(data, 2, wraps, still),
                       "view has shape (9223372036854775807, 3), whose number of elements "
                       "overflows size_t");
    expect_shape_error(by_hand(data, 1, two, far), "view has shape (2), whose elements span more "
                                                   "bytes than ptrdiff_t holds");
    expect_shape_error(by_hand(data, 1, two, least), "view has shape (2), whose elements span more "
                                                     "bytes than ptrdiff_t holds");
    of_bytes(data, 9, nine, NULL, SPELT_ERR_SHAPE, "view has 9 dimensions, the limit is 8");
    of_bytes(data, SIZE_MAX, nine, far_bytes, SPELT_ERR_SHAPE,
             "view has 18446744073709551615 dimensions, the limit is 8");
    of_bytes(data, 2, wraps, bytes, SPELT_ERR_SHAPE,
             "view has shape (9223372036854775807, 3), whose number of elements overflows size_t");
    of_bytes(data, 1, two, far_bytes, SPELT_ERR_SHAPE,
             "view has shape (2), whose elements span more bytes than ptrdiff_t holds");
    of_bytes(data, 1, two, least, SPELT_ERR_SHAPE,
             "view has shape (2), whose elements span more bytes than ptrdiff_t holds");
    of_bytes(data, 8, nine, bytes, SPELT_OK, "");
}

Test(slices_refuse, strides_that_are_no_elements)
{
    const ptrdiff_t odd[] = {33, 8}, half[] = {32, 4}, back[] = {32, -12}, bytes[] = {32, 8};
    const ptrdiff_t least[] = {PTRDIFF_MIN + 1};
    of_bytes(data, 2, matrix, odd, SPELT_ERR_STRIDE,
             "view has shape (3, 4) and stride 33 in dimension 0, no multiple of 8 bytes");
    of_bytes(data, 2, matrix, half, SPELT_ERR_STRIDE,
             "view has shape (3, 4) and stride 4 in dimension 1, no multiple of 8 bytes");
    of_bytes(data + 9, 2, matrix, back, SPELT_ERR_STRIDE,
             "view has shape (3, 4) and stride -12 in dimension 1, no multiple of 8 bytes");
    of_bytes(data, 1, matrix, least, SPELT_ERR_SHAPE,
             "view has shape (3), whose elements span more bytes than ptrdiff_t holds");
    for (size_t rest = 1; rest < sizeof *data; rest++) {
        char message[128];
        snprintf(message, sizeof message, "view has data that is %zu past a multiple of 8 bytes",
                 rest);
        of_bytes((char *)data + rest, 2, matrix, bytes, SPELT_ERR_ARG, message);
        of_bytes((char *)data + rest, 2, matrix, NULL, SPELT_ERR_ARG, message);
    }
    of_bytes((char *)data + 1, 2, matrix, half, SPELT_ERR_STRIDE,
             "view has shape (3, 4) and stride 4 in dimension 1, no multiple of 8 bytes");
}

/* An output's elements have places of their own; an input may have any strides. */
Test(slices_refuse, outputs_whose_elements_meet)
{
    const ptrdiff_t still[] = {32, 0}, meeting[] = {16, 8};
    const size_t column[] = {3, 1};
    spelt_in_f64 in;
    spelt_out_f64 out, before;
    memset(&out, 0x55, sizeof out);
    before = out;
    expect_status("in", spelt_in_bytes_f64(data, 2, matrix, still, &in), SPELT_OK);
    expect_status("out", spelt_out_bytes_f64(data, 2, matrix, still, &out), SPELT_ERR_STRIDE,
                  "spelt_out_bytes_f64: view has shape (3, 4) and stride 0 in dimension 1", NULL);
    expect_status("in", spelt_in_bytes_f64(data, 2, matrix, meeting, &in), SPELT_OK);
    expect_status("out", spelt_out_bytes_f64(data, 2, matrix, meeting, &out), SPELT_ERR_STRIDE,
                  "spelt_out_bytes_f64: view has shape (3, 4) and strides under which", NULL);
    cr_expect_arr_eq(&out, &before, sizeof out, "a failed constructor wrote");
    expect_status("out", spelt_out_bytes_f64(data, 2, column, still, &out), SPELT_OK);
}

/* NULL before shapes, shapes before arguments, the axis before step, start and stop. */
Test(slices_refuse, the_first_that_is_wrong)
{
    const spelt_view view = by_hand(data, 2, matrix, rows);
    spelt_view many = view;
    many.ndim = 9;
    slice(many, 99, 99, 99, 0, SPELT_ERR_SHAPE, "view has 9 dimensions, the limit is 8");
    slice(view, 99, 99, 99, 0, SPELT_ERR_ARG, "axis is 99, view has shape (3, 4)");
    slice(view, 0, 99, 99, 0, SPELT_ERR_ARG, "step is 0, axis is 0, view has shape (3, 4)");
    slice(view, 0, 99, 99, 1, SPELT_ERR_ARG, "start is 99, axis is 0, view has shape (3, 4)");
    slice(view, 0, 0, 99, 1, SPELT_ERR_ARG, "stop is 99, axis is 0, view has shape (3, 4)");
    pick(view, 99, 99, SPELT_ERR_ARG, "axis is 99, view has shape (3, 4)");
    permute(many, NULL, SPELT_ERR_NULL, "axes is NULL, view has 9 dimensions");
}
