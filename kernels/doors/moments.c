/* moments.c - the doors of exact.h that are made of exact sums, whose lines become definitions
 * here: those that need one sum alone name it three times. spelt_mean_exact_f64 is one. */
#include "call/moments.h"

#define SPELT_EXACT_MOMENT(y, ...)                                                                 \
    {                                                                                              \
        return spelt_call_moment(&(const spelt_moment){__VA_ARGS__}, SPELT_VIEW(x), y, result);    \
    }
#define SPELT_EXACT_MEAN(function, of, type)                                                       \
    SPELT_API spelt_status function(const spelt_in_##type *x, SPELT_ELEMENT_##type *result)        \
    SPELT_EXACT_MOMENT(NULL, #function, SPELT_MOMENT_MEAN, SPELT_ID_##of, SPELT_ID_##of, SPELT_ID_##of, 0)
#define SPELT_EXACT_NORM(function, of, type)                                                       \
    SPELT_API spelt_status function(const spelt_in_##type *x, SPELT_ELEMENT_##type *result)        \
    SPELT_EXACT_MOMENT(NULL, #function, SPELT_MOMENT_NORM, SPELT_ID_##of, SPELT_ID_##of, SPELT_ID_##of, 0)
#define SPELT_EXACT_VARIANCE(function, of, squares, type)                                          \
    SPELT_API spelt_status function(const spelt_in_##type *x, size_t ddof,                         \
                                    SPELT_ELEMENT_##type *result)                                  \
    SPELT_EXACT_MOMENT(NULL, #function, SPELT_MOMENT_VARIANCE, SPELT_ID_##of,                \
                       SPELT_ID_##squares, SPELT_ID_##of, ddof)
#define SPELT_EXACT_DISTANCE(function, squares, products, plain, type)                             \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,            \
                                    SPELT_ELEMENT_##type *result)                                  \
    SPELT_EXACT_MOMENT(SPELT_VIEW(y), #function, SPELT_MOMENT_DISTANCE,                      \
                       SPELT_ID_##products, SPELT_ID_##squares, SPELT_ID_##plain, 0)

#ifdef SPELT_EXACT_H
#error "included before its lines could become definitions"
#endif
#include <spelt/exact.h>
