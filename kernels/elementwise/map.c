/* map.c - the drivers of map.h, one for each type, and their error. */
#include "elementwise/map.h"

#include "array/cursor.h"
#include "runtime/cpu.h"
#include "runtime/status.h"
#include "runtime/team.h"
#include "runtime/threads.h"

#include <string.h>

/* Elements that one thread takes at least: whole pages of the widest type, so that no two threads
 * write to one cache line of an aligned array. */
#define PIECE ((size_t)4096)

spelt_status spelt_overflow_at(const char *function, size_t position)
{
    return spelt_fail(SPELT_ERR_OVERFLOW, "%s: x + y overflows, first at index %zu", function,
                      position);
}

spelt_status spelt_overflow_in(const spelt_arrays *arrays, size_t position)
{
    const spelt_operand *x = &arrays->operand[0];
    size_t index[SPELT_MAX_NDIM];
    char text[SPELT_SHAPE_TEXT];
    if (x->ndim == 1)
        return spelt_overflow_at(arrays->function, position);
    for (size_t k = x->ndim; k-- > 0;) {
        index[k] = position % x->shape[k];
        position /= x->shape[k];
    }
    const spelt_operand place = {"index", NULL, x->ndim, index, NULL};
    return spelt_fail(SPELT_ERR_OVERFLOW, "%s: x + y overflows, first at index %s",
                      arrays->function, spelt_shape_text(text, &place));
}

#define TYPE f32
#include "elementwise/map_run.h"
#define TYPE f64
#include "elementwise/map_run.h"
#define TYPE i32
#include "elementwise/map_run.h"
#define TYPE i64
#include "elementwise/map_run.h"
