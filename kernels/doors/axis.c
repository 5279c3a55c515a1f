/* axis.c - the doors of axis.h, whose lines become definitions here. */
#include "call/axis.h"

#define SPELT_ALONG_AXIS(function, of, type, result)                                               \
    SPELT_API spelt_status function(const spelt_in_##type *x, size_t axis, const spelt_out_##result *out)    \
    {                                                                                              \
        return spelt_call_axis(#function, SPELT_ID_##of, SPELT_VIEW(x), NULL, axis,                \
                               SPELT_VIEW(out));                                                   \
    }
#define SPELT_ALONG_AXIS2(function, of, type, result)                                              \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y, size_t axis,         \
                          const spelt_out_##result *out)                                           \
    {                                                                                              \
        return spelt_call_axis(#function, SPELT_ID_##of, SPELT_VIEW(x), SPELT_VIEW(y), axis,       \
                               SPELT_VIEW(out));                                                   \
    }

#ifdef SPELT_AXIS_H
#error "included before its lines could become definitions"
#endif
#include <spelt/axis.h>
