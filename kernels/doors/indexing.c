/* indexing.c - the doors of indexing.h, whose lines become definitions here. */
#include "call/indexing.h"

#include <spelt/view.h>

#define SPELT_TAKING(function, key, type)                                                          \
    SPELT_API spelt_status function(const spelt_in_##key *index, const spelt_in_##type *x,         \
                                    const spelt_out_##type *out)                                   \
    {                                                                                              \
        return spelt_call_take(SPELT_ID_##function, SPELT_VIEW(index), SPELT_VIEW(x),              \
                               SPELT_VIEW(out));                                                   \
    }
#define SPELT_PUTTING(function, key, type)                                                         \
    SPELT_API spelt_status function(const spelt_in_##key *index, const spelt_in_##type *x,         \
                                    const spelt_out_##type *out)                                   \
    {                                                                                              \
        return spelt_call_put(SPELT_ID_##function, SPELT_VIEW(index), SPELT_VIEW(x),               \
                              SPELT_VIEW(out));                                                    \
    }
#define SPELT_COMPRESSION(function, type)                                                          \
    SPELT_API spelt_status function(const spelt_in_u8 *mask, const spelt_in_##type *x,             \
                                    const spelt_out_##type *out, int64_t *count)                   \
    {                                                                                              \
        return spelt_call_compress(SPELT_ID_##function, SPELT_VIEW(mask), SPELT_VIEW(x),           \
                                   SPELT_VIEW(out), count);                                        \
    }

#ifdef SPELT_INDEXING_H
#error "included before its lines could become definitions"
#endif
#include <spelt/indexing.h>
