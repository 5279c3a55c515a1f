/* doors.h - what every door of reduce/ needs: the layers below it, and how a result is given. */
#ifndef SPELT_REDUCE_DOORS_H
#define SPELT_REDUCE_DOORS_H

#include "array/loop.h"
#include "reduce/total.h"
#include "runtime/dispatch.h"
#include "runtime/status.h"
#include "runtime/threads.h"
#include "runtime/trace.h"
#include "simd/tree.h"

#include <spelt/reduce.h>

static inline __attribute__((cold)) spelt_status does_not_fit(const char *function, const char *what)
{
    return spelt_fail(SPELT_ERR_OVERFLOW, "%s: %s does not fit int64_t", function, what);
}

SPELT_INLINE spelt_status give_integer(int192 total, int64_t *result, const char *function,
                                       const char *what)
{
    return int192_fits(total, result) ? SPELT_OK : does_not_fit(function, what);
}

#endif
