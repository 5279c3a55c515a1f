/* declare.h - how the lines of the headers declare functions: one line a function, its parameters by
 * what kind of function it is. Included by the headers; nothing here is called by itself.
 *
 * The library's own sources make the definitions of the same lines (kernels/doors/). */
#ifndef SPELT_DECLARE_H
#define SPELT_DECLARE_H

#include <spelt/view.h>

/* One array into another. */
#ifndef SPELT_UNARY
#define SPELT_UNARY(function, type)                                                                \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_out_##type *out);
#endif

/* Two arrays into one. */
#ifndef SPELT_BINARY
#define SPELT_BINARY(function, type)                                                               \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,            \
                                    const spelt_out_##type *out);
#endif

/* Three arrays into one. */
#ifndef SPELT_TERNARY
#define SPELT_TERNARY(function, type)                                                              \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,            \
                                    const spelt_in_##type *z, const spelt_out_##type *out);
#endif

/* Two arrays into a mask. */
#ifndef SPELT_COMPARISON
#define SPELT_COMPARISON(function, type)                                                           \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,            \
                                    const spelt_out_u8 *out);
#endif

/* One array into a mask. */
#ifndef SPELT_CLASSIFICATION
#define SPELT_CLASSIFICATION(function, type)                                                       \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_out_u8 *out);
#endif

/* Numbers and an array into another, which is read too. */
#ifndef SPELT_AXPY
#define SPELT_AXPY(function, type)                                                                 \
    SPELT_API spelt_status function(SPELT_ELEMENT_##type a, const spelt_in_##type *x,              \
                                    const spelt_out_##type *y);
#endif
#ifndef SPELT_AXPBY
#define SPELT_AXPBY(function, type)                                                                \
    SPELT_API spelt_status function(SPELT_ELEMENT_##type a, const spelt_in_##type *x,              \
                                    SPELT_ELEMENT_##type b, const spelt_out_##type *y);
#endif

/* An array and two numbers into another array. */
#ifndef SPELT_CLIP
#define SPELT_CLIP(function, type)                                                                 \
    SPELT_API spelt_status function(const spelt_in_##type *x, SPELT_ELEMENT_##type low,            \
                                    SPELT_ELEMENT_##type high, const spelt_out_##type *out);
#endif

/* A mask and two arrays into one. */
#ifndef SPELT_SELECTION
#define SPELT_SELECTION(function, type)                                                            \
    SPELT_API spelt_status function(const spelt_in_u8 *mask, const spelt_in_##type *x,             \
                                    const spelt_in_##type *y, const spelt_out_##type *out);
#endif

/* An array into one of another type. */
#ifndef SPELT_CONVERSION
#define SPELT_CONVERSION(function, from, to)                                                       \
    SPELT_API spelt_status function(const spelt_in_##from *x, const spelt_out_##to *out);
#endif

/* One array, or two, into a number of the C type result. */
#ifndef SPELT_REDUCTION
#define SPELT_REDUCTION(function, type, number)                                                    \
    SPELT_API spelt_status function(const spelt_in_##type *x, number *result);
#endif
#ifndef SPELT_REDUCTION2
#define SPELT_REDUCTION2(function, type, number)                                                   \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,            \
                                    number *result);
#endif

/* The mean of what `of` adds up; the variance. */
#ifndef SPELT_MEAN
#define SPELT_MEAN(function, of, type, number)                                                     \
    SPELT_API spelt_status function(const spelt_in_##type *x, number *result);
#endif
#ifndef SPELT_VARIANCE
#define SPELT_VARIANCE(function, type, number)                                                     \
    SPELT_API spelt_status function(const spelt_in_##type *x, size_t ddof, number *result);
#endif

/* One array, or two, into an array with one axis less. */
#ifndef SPELT_ALONG_AXIS
#define SPELT_ALONG_AXIS(function, of, type, result)                                               \
    SPELT_API spelt_status function(const spelt_in_##type *x, size_t axis,                         \
                                    const spelt_out_##result *out);
#endif
#ifndef SPELT_ALONG_AXIS2
#define SPELT_ALONG_AXIS2(function, of, type, result)                                              \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,            \
                                    size_t axis, const spelt_out_##result *out);
#endif

/* A run of the terms of a reduction in order 1, `of`, as a partial (partial.h). */
#ifndef SPELT_PARTIAL
#define SPELT_PARTIAL(function, of, type, accumulator)                                             \
    SPELT_API spelt_status function(const spelt_in_##type *x, uint64_t first,                      \
                                    spelt_partial_##accumulator *result);
#endif
#ifndef SPELT_PARTIAL2
#define SPELT_PARTIAL2(function, of, type, accumulator)                                            \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,            \
                                    uint64_t first, spelt_partial_##accumulator *result);
#endif

/* The terms of a correctly rounded or an integer reduction, `of`, into an accumulator
 * (accumulate.h). */
#ifndef SPELT_ACCUMULATION
#define SPELT_ACCUMULATION(function, of, type)                                                     \
    SPELT_API spelt_status function(const spelt_in_##type *x, spelt_acc *acc);
#endif
#ifndef SPELT_ACCUMULATION2
#define SPELT_ACCUMULATION2(function, of, type)                                                    \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,            \
                                    spelt_acc *acc);
#endif

/* A view of an open file's elements; elements read from a descriptor; a view saved to a file
 * (npy.h). */
#ifndef SPELT_NPY_VIEW
#define SPELT_NPY_VIEW(function, type)                                                             \
    SPELT_API spelt_status function(const spelt_npy *file, SPELT_ELEMENT_##type *memory,           \
                                    size_t capacity, spelt_in_##type *view);
#endif
#ifndef SPELT_NPY_READ
#define SPELT_NPY_READ(function, type)                                                             \
    SPELT_API spelt_status function(spelt_npy *file, SPELT_ELEMENT_##type *memory,                 \
                                    size_t capacity, spelt_in_##type *view);
#endif
#ifndef SPELT_NPY_SAVE
#define SPELT_NPY_SAVE(function, type)                                                             \
    SPELT_API spelt_status function(const char *path, const spelt_in_##type *view);
#endif

#endif
