/* slices.h - what makes views of views, called on an input and on an output at once. */
#ifndef SPELT_TESTS_SLICES_H
#define SPELT_TESTS_SLICES_H

#include "support.h"

#include "array/loop.h"

#include <stdio.h>
#include <string.h>

/* Fails the test unless a call on an input and one on an output did the same, a failed one nothing.
 * The messages must be "<function>: <message>". */
static inline void expect_same(const char *name, spelt_status in_status, const spelt_in_f64 *in,
                               const char *in_message, spelt_status out_status,
                               const spelt_out_f64 *out, spelt_status expected,
                               const char *message)
{
    char text[512];
    spelt_view untouched;
    memset(&untouched, 0x55, sizeof untouched);
    cr_expect(in_status == expected && out_status == expected, "%s: %s and %s, not %s: %s", name,
              spelt_status_name(in_status), spelt_status_name(out_status),
              spelt_status_name(expected), message);
    cr_expect_arr_eq(in, out, sizeof *in);
    if (expected == SPELT_OK)
        return;
    cr_expect_arr_eq(in, &untouched, sizeof untouched, "%s wrote and failed", name);
    snprintf(text, sizeof text, "spelt_in_%s_f64: %s", name, message);
    cr_expect_str_eq(in_message, text);
    snprintf(text, sizeof text, "spelt_out_%s_f64: %s", name, message);
    cr_expect_str_eq(spelt_last_error(), text);
}

#define EXPECT_BOTH(name, result, expected, message, in_call, out_call)                            \
    do {                                                                                           \
        spelt_in_f64 in_result;                                                                    \
        spelt_out_f64 out_result;                                                                  \
        char in_message[512];                                                                      \
        memset(&in_result, 0x55, sizeof in_result);                                                \
        memset(&out_result, 0x55, sizeof out_result);                                              \
        const spelt_status in_status = in_call;                                                    \
        strcpy(in_message, spelt_last_error());                                                    \
        const spelt_status out_status = out_call;                                                  \
        expect_same(name, in_status, &in_result, in_message, out_status, &out_result, expected,    \
                    message);                                                                      \
        memcpy(result, &in_result, sizeof in_result);                                              \
    } while (0)

static inline spelt_view slice(spelt_view view, size_t axis, ptrdiff_t start, ptrdiff_t stop,
                               ptrdiff_t step, spelt_status expected, const char *message)
{
    spelt_view result;
    EXPECT_BOTH("slice", &result, expected, message,
                spelt_in_slice_f64((const spelt_in_f64 *)&view, axis, start, stop, step,
                                   &in_result),
                spelt_out_slice_f64((const spelt_out_f64 *)&view, axis, start, stop, step,
                                    &out_result));
    return result;
}

static inline spelt_view pick(spelt_view view, size_t axis, ptrdiff_t index, spelt_status expected,
                              const char *message)
{
    spelt_view result;
    EXPECT_BOTH("pick", &result, expected, message,
                spelt_in_pick_f64((const spelt_in_f64 *)&view, axis, index, &in_result),
                spelt_out_pick_f64((const spelt_out_f64 *)&view, axis, index, &out_result));
    return result;
}

static inline spelt_view permute(spelt_view view, const size_t *axes, spelt_status expected,
                                 const char *message)
{
    spelt_view result;
    EXPECT_BOTH("permute", &result, expected, message,
                spelt_in_permute_f64((const spelt_in_f64 *)&view, axes, &in_result),
                spelt_out_permute_f64((const spelt_out_f64 *)&view, axes, &out_result));
    return result;
}

static inline spelt_view of_bytes(void *first, size_t ndim, const size_t *shape,
                                  const ptrdiff_t *stride, spelt_status expected,
                                  const char *message)
{
    spelt_view result;
    EXPECT_BOTH("bytes", &result, expected, message,
                spelt_in_bytes_f64(first, ndim, shape, stride, &in_result),
                spelt_out_bytes_f64(first, ndim, shape, stride, &out_result));
    return result;
}

/* A view written by hand, unchecked; what is past ndim is not to be read. */
static inline spelt_view by_hand(double *first, size_t ndim, const size_t *shape,
                                 const ptrdiff_t *stride)
{
    spelt_view view;
    memset(&view, 0x55, sizeof view);
    view.data = first;
    view.ndim = ndim;
    for (size_t k = 0; k < ndim && k < SPELT_MAX_NDIM; k++) {
        view.shape[k] = shape[k];
        view.stride[k] = stride[k];
    }
    return view;
}

#endif
