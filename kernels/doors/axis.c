/* axis.c - the doors of axis.h, whose lines become definitions here. spelt_sum_axis_f64 is one. */
#include "call/axis.h"

/* What follows the function of the plain call is that of spelt_axis_function. */
#define SPELT_AXIS_FUNCTION(function, plain_one, ...)                                              \
    {                                                                                              \
        .name = #function, .of = SPELT_ID_##plain_one, __VA_ARGS__                                 \
    }
#define SPELT_ALONG_AXIS_BY(function, type, result, ...)                                           \
    SPELT_API spelt_status function(const spelt_in_##type *x, size_t axis,                         \
                                    const spelt_out_##result *out)                                 \
    {                                                                                              \
        static const spelt_axis_function along = SPELT_AXIS_FUNCTION(function, __VA_ARGS__);       \
        return spelt_call_axis(&along, SPELT_VIEW(x), NULL, axis, SPELT_VIEW(out));                \
    }
#define SPELT_VARIANCE_ALONG_AXIS_BY(function, type, result, ...)                                  \
    SPELT_API spelt_status function(const spelt_in_##type *x, size_t axis, size_t ddof,            \
                                    const spelt_out_##result *out)                                 \
    {                                                                                              \
        const spelt_axis_function along = SPELT_AXIS_FUNCTION(                                     \
            function, __VA_ARGS__, .finish = SPELT_AXIS_VARIANCE, .ddof = ddof);                   \
        return spelt_call_axis(&along, SPELT_VIEW(x), NULL, axis, SPELT_VIEW(out));                \
    }
#define SPELT_ALONG_AXIS2_BY(function, type, result, ...)                                          \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,            \
                                    size_t axis, const spelt_out_##result *out)                    \
    {                                                                                              \
        static const spelt_axis_function along = SPELT_AXIS_FUNCTION(function, __VA_ARGS__);       \
        return spelt_call_axis(&along, SPELT_VIEW(x), SPELT_VIEW(y), axis, SPELT_VIEW(out));       \
    }

#define SPELT_ALONG_AXIS(function, of, type, result)                                               \
    SPELT_ALONG_AXIS_BY(function, type, result, of, .finish = SPELT_AXIS_PLAIN)
#define SPELT_ALONG_AXIS2(function, of, type, result)                                              \
    SPELT_ALONG_AXIS2_BY(function, type, result, of, .finish = SPELT_AXIS_PLAIN)
#define SPELT_MEAN_ALONG_AXIS(function, plain, of, type, result)                                   \
    SPELT_ALONG_AXIS_BY(function, type, result, of, .finish = SPELT_AXIS_MEAN)
#define SPELT_NORM_ALONG_AXIS(function, plain_one, of, type, result)                               \
    SPELT_ALONG_AXIS_BY(function, type, result, of, .finish = SPELT_AXIS_NORM,                     \
                        .again = SPELT_ID_##plain_one)
#define SPELT_VARIANCE_ALONG_AXIS(function, plain_one, of, type, result)                           \
    SPELT_VARIANCE_ALONG_AXIS_BY(function, type, result, of, .again = SPELT_ID_##plain_one)
#define SPELT_TRUTH_ALONG_AXIS(function, plain, of, type)                                          \
    SPELT_ALONG_AXIS_BY(function, type, u8, of, .finish = SPELT_AXIS_TRUTH)
#define SPELT_EXACT_NORM_ALONG_AXIS(function, plain, of, type)                                     \
    SPELT_ALONG_AXIS_BY(function, type, type, of, .finish = SPELT_AXIS_NORM)
#define SPELT_EXACT_VARIANCE_ALONG_AXIS(function, plain, of, squares, type)                        \
    SPELT_VARIANCE_ALONG_AXIS_BY(function, type, type, of, .again = SPELT_ID_##squares)
#define SPELT_EXACT_DISTANCE_ALONG_AXIS(function, plain_one, squares, products, distance, type)    \
    SPELT_ALONG_AXIS2_BY(function, type, type, products, .finish = SPELT_AXIS_DISTANCE,            \
                         .again = SPELT_ID_##squares, .plain = SPELT_ID_##distance)

#ifdef SPELT_AXIS_H
#error "included before its lines could become definitions"
#endif
#include <spelt/axis.h>
