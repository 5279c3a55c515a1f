/* moments.c - the doors of exact.h that are made of exact sums, whose lines become definitions
 * here. spelt_mean_exact_f64 is one. */
#include "call/moments.h"

#define SPELT_EXACT_MOMENT(function, y, sum, ...)                                                  \
    {                                                                                              \
        return spelt_call_moment(                                                                  \
            &(const spelt_moment){.name = #function, .of = SPELT_ID_##sum, __VA_ARGS__},           \
            SPELT_VIEW(x), y, result);                                                             \
    }
#define SPELT_EXACT_MEAN(function, of, type)                                                       \
    SPELT_API spelt_status function(const spelt_in_##type *x, SPELT_ELEMENT_##type *result)        \
    SPELT_EXACT_MOMENT(function, NULL, of, .kind = SPELT_MOMENT_MEAN)
#define SPELT_EXACT_NORM(function, of, type)                                                       \
    SPELT_API spelt_status function(const spelt_in_##type *x, SPELT_ELEMENT_##type *result)        \
    SPELT_EXACT_MOMENT(function, NULL, of, .kind = SPELT_MOMENT_NORM)
#define SPELT_EXACT_VARIANCE(function, of, squared, type)                                          \
    SPELT_API spelt_status function(const spelt_in_##type *x, size_t ddof,                         \
                                    SPELT_ELEMENT_##type *result)                                  \
    SPELT_EXACT_MOMENT(function, NULL, of, .kind = SPELT_MOMENT_VARIANCE,                          \
                       .squares = SPELT_ID_##squared, .ddof = ddof)
#define SPELT_EXACT_DISTANCE(function, squared, products, plain_one, type)                         \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,            \
                                    SPELT_ELEMENT_##type *result)                                  \
    SPELT_EXACT_MOMENT(function, SPELT_VIEW(y), products, .kind = SPELT_MOMENT_DISTANCE,           \
                       .squares = SPELT_ID_##squared, .plain = SPELT_ID_##plain_one)

#ifdef SPELT_EXACT_H
#error "included before its lines could become definitions"
#endif
#include <spelt/exact.h>
