/* call.h - the one slow way of every door: all checks, any layout, threads, paths, the trace. */
#ifndef SPELT_CALL_CALL_H
#define SPELT_CALL_CALL_H

#include "array/loop.h"
#include "functions.h"

/* An elementwise function: as many of x, y, z as it has inputs count, its numbers (functions.h)
 * among them. */
spelt_status spelt_call_map(spelt_function function, const spelt_view *x, const spelt_view *y,
                            const spelt_view *z, const spelt_view *out);

/* For an elementwise function of one array between two numbers of its type that are no interval:
 * what is wrong with the arrays, else SPELT_ERR_ARG with these. */
spelt_status spelt_call_no_interval(spelt_function function, const spelt_view *x, const void *low,
                                    const void *high, const spelt_view *out);

/* A function that gives a number; y counts where it has two inputs. */
spelt_status spelt_call_reduce(spelt_function function, const spelt_view *x, const spelt_view *y,
                               void *result);

/* Whether it can take these, without doing it; then how many elements there are. */
spelt_status spelt_call_check(const char *name, spelt_function function, const spelt_view *x,
                              const spelt_view *y, const void *result, size_t *n);

/* The same, and whether x has more than ddof elements. */
spelt_status spelt_call_check_more(const char *name, spelt_function function, const spelt_view *x,
                                   size_t ddof, const void *result, size_t *n);

/* For a function of another name, whose result of no elements *result holds. */
spelt_status spelt_call_reduce_onto(const char *name, spelt_function function, const spelt_view *x,
                                    void *result);

/* The same of order 1 for a function of another name, in messages and, where it is traced, in the
 * trace: a call that is made of several writes one line. */
spelt_status spelt_call_reduce_as(const char *name, int is_traced, spelt_function function,
                                  const spelt_view *x, const spelt_view *y, void *result);

/* "-3" or "0.1": a number of one of the types that arguments and keys have, with the point of C in
 * any locale. */
#define SPELT_VALUE_TEXT 32
const char *spelt_value_text(char text[SPELT_VALUE_TEXT], spelt_type type, const void *value);

/* "5", or "(1, 2)" where there is not one dimension: the index at a position in C order. */
const char *spelt_index_text(char text[SPELT_SHAPE_TEXT], size_t ndim, const size_t shape[],
                             size_t position);

/* The error of an element that failed, at a position in C order of arrays of x's shape; x is NULL where
 * they have one dimension. */
spelt_status spelt_element_failed(spelt_function function, const spelt_view *x, size_t failure);

/* The error of a slice along an axis that has no result: nothing to choose, or a total that does not
 * fit. Its position is that of its output, in C order of out's shape. */
spelt_status spelt_slice_failed(const char *name, spelt_function function, const spelt_view *out,
                                size_t position);

#endif
