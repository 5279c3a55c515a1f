/* line.h - calls of few elements in one dimension, from their doors: what looks plain goes to a kernel,
 * anything else to call.h. */
#ifndef SPELT_CALL_LINE_H
#define SPELT_CALL_LINE_H

#include "array/loop.h"
#include "functions.h"

/* A map of few elements in one dimension, of one or two inputs and so many bytes, which they are aligned
 * to; any other call goes to spelt_call_map(). */
spelt_status spelt_call_map_line1(spelt_function function, size_t size, size_t out_size,
                                  const spelt_view *x, const spelt_view *out);
spelt_status spelt_call_map_line2(spelt_function function, size_t size, size_t out_size,
                                  const spelt_view *x, const spelt_view *y, const spelt_view *out);

/* A reduction of few elements in one dimension, of so many bytes, which they are aligned to; any other
 * call goes to spelt_call_reduce(). One input is both x and y; y is not NULL. */
spelt_status spelt_call_line_1(spelt_function function, const spelt_view *x, const spelt_view *y,
                               void *result);
spelt_status spelt_call_line_2(spelt_function function, const spelt_view *x, const spelt_view *y,
                               void *result);
spelt_status spelt_call_line_4(spelt_function function, const spelt_view *x, const spelt_view *y,
                               void *result);
spelt_status spelt_call_line_8(spelt_function function, const spelt_view *x, const spelt_view *y,
                               void *result);

/* The same of integers, whose elements are taken where they lie. */
spelt_status spelt_call_total_1(spelt_function function, const spelt_view *x, const spelt_view *y,
                                void *result);
spelt_status spelt_call_total_2(spelt_function function, const spelt_view *x, const spelt_view *y,
                                void *result);
spelt_status spelt_call_total_4(spelt_function function, const spelt_view *x, const spelt_view *y,
                                void *result);

#endif
