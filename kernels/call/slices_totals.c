/* slices_totals.c - exact sums and products of integers along an axis, of slices beside each other: rows of
 * the array are added to a row of 64-bit lanes, where no sum can leave those. */
#include "call/slices.h"
#include "isa/kernels.h"
#include "runtime/dispatch.h"

#include <string.h>

#define WIDEST_ROW ((size_t)512)

/* Sums of so many terms fit where the kernel tells of none that is large. */
#define MOST_TERMS ((size_t)1 << 31)

/* The rows from where the operands are. 0 where the kernel cannot take them: their elements are neighbours,
 * or those of one input are one, which is y then. */
static int set_rows(const spelt_slices *slices, const spelt_cursor *cursor, spelt_rows *rows)
{
    const unsigned last = slices->loop->operands - 1;
    const ptrdiff_t size = (ptrdiff_t)slices->loop->itemsize[1];
    const unsigned x = spelt_slices_beside(slices, 1) == size ? 1 : last, y = last + 1 - x;
    const ptrdiff_t beside = spelt_slices_beside(slices, y);
    *rows = (spelt_rows){.x = cursor->at[x],
                         .y = cursor->at[y],
                         .x_step = slices->step[x],
                         .y_step = slices->step[y],
                         .count = slices->length,
                         .y_is_repeated = beside == 0};
    return spelt_slices_beside(slices, x) == size && (beside == size || beside == 0);
}

size_t spelt_slices_total(const spelt_slices *slices, spelt_function of, size_t begin, size_t end)
{
    spelt_total_rows_kernel *kernel =
        (spelt_total_rows_kernel *)spelt_kernel_of(of, SPELT_KERNEL_LANES);
    const ptrdiff_t out_beside = spelt_slices_beside(slices, 0);
    const u64 most = spelt_function_list[of].result == SPELT_I64 ? (u64)INT64_MAX : UINT64_MAX;
    _Alignas(64) u64 lanes[WIDEST_ROW];
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, slices->loop, begin);
    for (size_t m; begin < end; begin += m) {
        char *out = (char *)(uintptr_t)cursor.at[0];
        spelt_rows rows;
        if (!set_rows(slices, &cursor, &rows) || slices->length > MOST_TERMS)
            break;
        m = spelt_slices_run(slices, &cursor, end - begin);
        m = m < WIDEST_ROW ? m : WIDEST_ROW;
        memset(lanes, 0, m * sizeof *lanes);
        if (kernel(lanes, &rows, m) >= most / slices->length)
            break;
        for (size_t j = 0; j < m; j++)
            memcpy(out + (ptrdiff_t)j * out_beside, &lanes[j], sizeof *lanes);
        spelt_cursor_advance(&cursor, m);
    }
    return begin;
}
