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

/* Two arrays that are read and written; with two numbers of the C type number; and with four, of a matrix. */
#ifndef SPELT_SWAP
#define SPELT_SWAP(function, type)                                                                 \
    SPELT_API spelt_status function(const spelt_out_##type *x, const spelt_out_##type *y);
#endif
#ifndef SPELT_ROTATION
#define SPELT_ROTATION(function, type, number)                                                     \
    SPELT_API spelt_status function(const spelt_out_##type *x, const spelt_out_##type *y,          \
                                    number c, number s);
#endif
#ifndef SPELT_MODIFIED_ROTATION
#define SPELT_MODIFIED_ROTATION(function, type)                                                    \
    SPELT_API spelt_status function(const spelt_out_##type *x, const spelt_out_##type *y,          \
                                    SPELT_ELEMENT_##type xx, SPELT_ELEMENT_##type xy,              \
                                    SPELT_ELEMENT_##type yx, SPELT_ELEMENT_##type yy);
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

/* Two matrices into one. */
#ifndef SPELT_MATMUL
#define SPELT_MATMUL(function, type)                                                               \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,            \
                                    const spelt_out_##type *out);
#endif

/* Whether what `of` chooses is not 0. */
#ifndef SPELT_TRUTH
#define SPELT_TRUTH(function, of, type)                                                            \
    SPELT_API spelt_status function(const spelt_in_##type *x, uint8_t *result);
#endif

/* The least and the greatest. */
#ifndef SPELT_BOTH
#define SPELT_BOTH(function, least, greatest, type, number)                                        \
    SPELT_API spelt_status function(const spelt_in_##type *x, number *min, number *max);
#endif

/* The root of a sum of squares, `of`. */
#ifndef SPELT_NORM
#define SPELT_NORM(function, of, type, number)                                                     \
    SPELT_API spelt_status function(const spelt_in_##type *x, number *result);
#endif

/* The mean of what `of` adds up; the variance, with the mean of it. */
#ifndef SPELT_MEAN
#define SPELT_MEAN(function, of, type, number)                                                     \
    SPELT_API spelt_status function(const spelt_in_##type *x, number *result);
#endif
#ifndef SPELT_VARIANCE
#define SPELT_VARIANCE(function, of, type, number)                                                 \
    SPELT_API spelt_status function(const spelt_in_##type *x, size_t ddof, number *result);
#endif

/* What is made of exact sums: of those of elements, of squares, of products. */
#ifndef SPELT_EXACT_MEAN
#define SPELT_EXACT_MEAN(function, of, type)                                                       \
    SPELT_API spelt_status function(const spelt_in_##type *x, SPELT_ELEMENT_##type *result);
#endif
#ifndef SPELT_EXACT_NORM
#define SPELT_EXACT_NORM(function, of, type)                                                       \
    SPELT_API spelt_status function(const spelt_in_##type *x, SPELT_ELEMENT_##type *result);
#endif
#ifndef SPELT_EXACT_VARIANCE
#define SPELT_EXACT_VARIANCE(function, of, squares, type)                                          \
    SPELT_API spelt_status function(const spelt_in_##type *x, size_t ddof,                         \
                                    SPELT_ELEMENT_##type *result);
#endif
#ifndef SPELT_EXACT_DISTANCE
#define SPELT_EXACT_DISTANCE(function, squares, products, plain, type)                             \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,            \
                                    SPELT_ELEMENT_##type *result);
#endif

/* One array, or two, into an array with one axis less. */
#ifndef SPELT_ALONG_AXIS
#define SPELT_ALONG_AXIS(function, of, type, result)                                               \
    SPELT_API spelt_status function(const spelt_in_##type *x, size_t axis,                         \
                                    const spelt_out_##result *out);
#endif
#ifndef SPELT_MEAN_ALONG_AXIS
#define SPELT_MEAN_ALONG_AXIS(function, plain, of, type, result)                                   \
    SPELT_ALONG_AXIS(function, of, type, result)
#endif
#ifndef SPELT_NORM_ALONG_AXIS
#define SPELT_NORM_ALONG_AXIS(function, plain, of, type, result)                                   \
    SPELT_ALONG_AXIS(function, of, type, result)
#endif
#ifndef SPELT_VARIANCE_ALONG_AXIS
#define SPELT_VARIANCE_ALONG_AXIS(function, plain, of, type, result)                               \
    SPELT_API spelt_status function(const spelt_in_##type *x, size_t axis, size_t ddof,            \
                                    const spelt_out_##result *out);
#endif
#ifndef SPELT_TRUTH_ALONG_AXIS
#define SPELT_TRUTH_ALONG_AXIS(function, plain, of, type) SPELT_ALONG_AXIS(function, plain, type, u8)
#endif
#ifndef SPELT_EXACT_NORM_ALONG_AXIS
#define SPELT_EXACT_NORM_ALONG_AXIS(function, plain, of, type)                                     \
    SPELT_NORM_ALONG_AXIS(function, plain, of, type, type)
#endif
#ifndef SPELT_EXACT_VARIANCE_ALONG_AXIS
#define SPELT_EXACT_VARIANCE_ALONG_AXIS(function, plain, of, squares, type)                        \
    SPELT_VARIANCE_ALONG_AXIS(function, plain, of, type, type)
#endif
#ifndef SPELT_EXACT_DISTANCE_ALONG_AXIS
#define SPELT_EXACT_DISTANCE_ALONG_AXIS(function, plain, squares, products, distance, type)        \
    SPELT_ALONG_AXIS2(function, plain, type, type)
#endif
#ifndef SPELT_ALONG_AXIS2
#define SPELT_ALONG_AXIS2(function, of, type, result)                                              \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,            \
                                    size_t axis, const spelt_out_##result *out);
#endif

/* By indexes, from an array and to one (indexing.h); by a mask. */
#ifndef SPELT_TAKING
#define SPELT_TAKING(function, key, type)                                                          \
    SPELT_API spelt_status function(const spelt_in_##key *index, const spelt_in_##type *x,         \
                                    const spelt_out_##type *out);
#endif
#ifndef SPELT_PUTTING
#define SPELT_PUTTING(function, key, type)                                                         \
    SPELT_API spelt_status function(const spelt_in_##key *index, const spelt_in_##type *x,         \
                                    const spelt_out_##type *out);
#endif
#ifndef SPELT_COMPRESSION
#define SPELT_COMPRESSION(function, type)                                                          \
    SPELT_API spelt_status function(const spelt_in_u8 *mask, const spelt_in_##type *x,             \
                                    const spelt_out_##type *out, int64_t *count);
#endif

/* The running sums of an array, and of each slice along an axis with the function `of` (scan.h). */
#ifndef SPELT_RUNNING
#define SPELT_RUNNING(function, type)                                                              \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_out_##type *out);
#endif
#ifndef SPELT_RUNNING_ALONG_AXIS
#define SPELT_RUNNING_ALONG_AXIS(function, of, type)                                               \
    SPELT_API spelt_status function(const spelt_in_##type *x, size_t axis,                         \
                                    const spelt_out_##type *out);
#endif

/* By groups (groups.h): how many keys there are of each; the sums of x by its keys; how many x lie in each
 * bin, of these edges and of even ones. */
#ifndef SPELT_COUNTING
#define SPELT_COUNTING(function, key)                                                              \
    SPELT_API spelt_status function(const spelt_in_##key *keys, const spelt_out_i64 *counts);
#endif
#ifndef SPELT_SUMMING
#define SPELT_SUMMING(function, key, type, result)                                                 \
    SPELT_API spelt_status function(const spelt_in_##key *keys, const spelt_in_##type *x,          \
                                    const spelt_out_##result *out);
#endif
#ifndef SPELT_SUMMING_EXACTLY
#define SPELT_SUMMING_EXACTLY(function, key, type)                                                 \
    SPELT_API spelt_status function(const spelt_in_##key *keys, const spelt_in_##type *x,          \
                                    const spelt_out_##type *out);
#endif
#ifndef SPELT_BINNING
#define SPELT_BINNING(function, type)                                                              \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *edges,        \
                                    const spelt_out_i64 *counts);
#endif
#ifndef SPELT_BINNING_EVENLY
#define SPELT_BINNING_EVENLY(function, type)                                                       \
    SPELT_API spelt_status function(const spelt_in_##type *x, SPELT_ELEMENT_##type low,            \
                                    SPELT_ELEMENT_##type high, const spelt_out_i64 *counts);
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
#ifndef SPELT_NPY_SAVE_UNSYNCED
#define SPELT_NPY_SAVE_UNSYNCED(function, type)                                                    \
    SPELT_API spelt_status function(const char *path, const spelt_in_##type *view);
#endif

#endif
