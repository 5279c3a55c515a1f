/* total.c - the drivers of total.h. */
#include "exact/total.h"

#include "array/cursor.h"
#include "runtime/team.h"

#include <stdatomic.h>

_Static_assert(sizeof(exact_total) <= SPELT_OWN_BYTES, "a thread has room for its total");

static _Atomic size_t undecided;

size_t spelt_exact_undecided(void)
{
    return atomic_load_explicit(&undecided, memory_order_relaxed);
}

#define IN f32
#include "exact/loop_total.h"
#define IN f64
#include "exact/loop_total.h"
