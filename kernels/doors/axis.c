/* axis.c - the doors of axis.h, whose lines become definitions here. spelt_sum_axis_f64 is one. */
#include "call/axis.h"

#define SPELT_AXIS_FUNCTION(function, of, ...)                                                     \
    static const spelt_axis_function along = {#function, SPELT_ID_##of, __VA_ARGS__}

#define SPELT_ALONG_AXIS_BY(function, type, result, ...)                                           \
    SPELT_API spelt_status function(const spelt_in_##type *x, size_t axis,                         \
                                    const spelt_out_##result *out)                                 \
    {                                                                                              \
        SPELT_AXIS_FUNCTION(function, __VA_ARGS__);                                                \
        return spelt_call_axis(&along, SPELT_VIEW(x), NULL, axis, SPELT_VIEW(out));                \
    }
#define SPELT_ALONG_AXIS(function, of, type, result)                                               \
    SPELT_ALONG_AXIS_BY(function, type, result, of, SPELT_AXIS_PLAIN, SPELT_ID_##of, SPELT_ID_##of, 0)
#define SPELT_MEAN_ALONG_AXIS(function, plain, of, type, result)                                   \
    SPELT_ALONG_AXIS_BY(function, type, result, of, SPELT_AXIS_MEAN, SPELT_ID_##of, SPELT_ID_##of, 0)
#define SPELT_NORM_ALONG_AXIS(function, plain, of, type, result)                                   \
    SPELT_ALONG_AXIS_BY(function, type, result, of, SPELT_AXIS_NORM, SPELT_ID_##plain, SPELT_ID_##of, 0)
#define SPELT_VARIANCE_ALONG_AXIS(function, plain, of, type, result)                               \
    SPELT_API spelt_status function(const spelt_in_##type *x, size_t axis, size_t ddof,            \
                                    const spelt_out_##result *out)                                 \
    {                                                                                              \
        const spelt_axis_function along = {#function, SPELT_ID_##of, SPELT_AXIS_VARIANCE,          \
                                           SPELT_ID_##plain, SPELT_ID_##of, ddof};                                \
        return spelt_call_axis(&along, SPELT_VIEW(x), NULL, axis, SPELT_VIEW(out));                \
    }
#define SPELT_TRUTH_ALONG_AXIS(function, plain, of, type)                                          \
    SPELT_ALONG_AXIS_BY(function, type, u8, of, SPELT_AXIS_TRUTH, SPELT_ID_##of, SPELT_ID_##of, 0)
#define SPELT_EXACT_NORM_ALONG_AXIS(function, plain, of, type)                                     \
    SPELT_ALONG_AXIS_BY(function, type, type, of, SPELT_AXIS_NORM, SPELT_ID_##of, SPELT_ID_##of, 0)
#define SPELT_EXACT_VARIANCE_ALONG_AXIS(function, plain, of, squares, type)                        \
    SPELT_API spelt_status function(const spelt_in_##type *x, size_t axis, size_t ddof,            \
                                    const spelt_out_##type *out)                                   \
    {                                                                                              \
        const spelt_axis_function along = {#function,          SPELT_ID_##of, SPELT_AXIS_VARIANCE, \
                                           SPELT_ID_##squares, SPELT_ID_##of, ddof};               \
        return spelt_call_axis(&along, SPELT_VIEW(x), NULL, axis, SPELT_VIEW(out));                \
    }
#define SPELT_EXACT_DISTANCE_ALONG_AXIS(function, plain, squares, products, distance, type)        \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,            \
                                    size_t axis, const spelt_out_##type *out)                      \
    {                                                                                              \
        static const spelt_axis_function along = {#function, SPELT_ID_##products,                  \
                                                  SPELT_AXIS_DISTANCE, SPELT_ID_##squares,         \
                                                  SPELT_ID_##distance, 0};                         \
        return spelt_call_axis(&along, SPELT_VIEW(x), SPELT_VIEW(y), axis, SPELT_VIEW(out));       \
    }
#define SPELT_ALONG_AXIS2(function, of, type, result)                                              \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,            \
                                    size_t axis, const spelt_out_##result *out)                    \
    {                                                                                              \
        SPELT_AXIS_FUNCTION(function, of, SPELT_AXIS_PLAIN, SPELT_ID_##of, SPELT_ID_##of, 0);                     \
        return spelt_call_axis(&along, SPELT_VIEW(x), SPELT_VIEW(y), axis, SPELT_VIEW(out));       \
    }

#ifdef SPELT_AXIS_H
#error "included before its lines could become definitions"
#endif
#include <spelt/axis.h>
