/* groups.c - the doors of groups.h, whose lines become definitions here. */
#include "call/groups.h"

#include <spelt/view.h>

#define SPELT_COUNTING(function, key)                                                              \
    SPELT_API spelt_status function(const spelt_in_##key *keys, const spelt_out_i64 *counts)       \
    {                                                                                              \
        return spelt_call_count_by(SPELT_ID_##function, SPELT_VIEW(keys), SPELT_VIEW(counts));     \
    }
#define SPELT_SUMMING(function, key, type, result)                                                 \
    SPELT_API spelt_status function(const spelt_in_##key *keys, const spelt_in_##type *x,          \
                                    const spelt_out_##result *out)                                 \
    {                                                                                              \
        return spelt_call_sum_by(SPELT_ID_##function, SPELT_VIEW(keys), SPELT_VIEW(x),             \
                                 SPELT_VIEW(out));                                                 \
    }
#define SPELT_BINNING(function, type)                                                              \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *edges,        \
                                    const spelt_out_i64 *counts)                                   \
    {                                                                                              \
        return spelt_call_bins(SPELT_ID_##function, SPELT_VIEW(x), SPELT_VIEW(edges),              \
                               SPELT_VIEW(counts));                                                \
    }
#define SPELT_BINNING_EVENLY(function, type)                                                       \
    SPELT_API spelt_status function(const spelt_in_##type *x, SPELT_ELEMENT_##type low,            \
                                    SPELT_ELEMENT_##type high, const spelt_out_i64 *counts)        \
    {                                                                                              \
        return spelt_call_even_bins(SPELT_ID_##function, SPELT_VIEW(x), (double)low, (double)high, \
                                    SPELT_VIEW(counts));                                           \
    }

#ifdef SPELT_GROUPS_H
#error "included before its lines could become definitions"
#endif
#include <spelt/groups.h>
