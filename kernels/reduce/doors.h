/* doors.h - what every door of reduce/ needs: the layers below it, and how a result is given. */
#ifndef SPELT_REDUCE_DOORS_H
#define SPELT_REDUCE_DOORS_H

#include "array/loop.h"
#include "reduce/total.h"
#include "runtime/cost.h"
#include "runtime/status.h"
#include "runtime/threads.h"
#include "runtime/trace.h"
#include "simd/tree.h"

#include <spelt/reduce.h>

SPELT_INLINE spelt_status give_integer(int192 total, int64_t *result, const char *does_not_fit)
{
    return int192_fits(total, result) ? SPELT_OK
                                      : spelt_fail_plain(SPELT_ERR_OVERFLOW, does_not_fit);
}

#endif
