/* slices_totals.c - exact sums of integers along an axis, of slices beside each other: rows of the array
 * are added to a row of 64-bit lanes, where no sum can leave those. */
#include "call/slices.h"
#include "isa/kernels.h"
#include "runtime/dispatch.h"

#include <string.h>

#define WIDEST_ROW ((size_t)512)

/* Sums of so many terms of less than 64 bits fit, whatever they are. */
#define MOST_TERMS ((size_t)1 << 31)

/* Whether sums of n terms fit, whose bits are among those of `large`. */
static int all_fit(spelt_type result, u64 large, size_t n)
{
    const u64 most = result == SPELT_I64 ? (u64)INT64_MAX : UINT64_MAX;
    u64 bound = large; /* of all terms: ones from the highest down */
    for (unsigned shift = 1; shift < 64; shift *= 2)
        bound |= bound >> shift;
    return bound < most / n;
}

size_t spelt_slices_total(const spelt_slices *slices, spelt_function of, size_t begin, size_t end)
{
    spelt_total_rows_kernel *kernel =
        (spelt_total_rows_kernel *)spelt_kernel_of(of, SPELT_KERNEL_LANES);
    const ptrdiff_t out_beside = spelt_slices_beside(slices, 0);
    if (!kernel || slices->length > MOST_TERMS ||
        spelt_slices_beside(slices, 1) != (ptrdiff_t)slices->loop->itemsize[1])
        return begin;
    _Alignas(64) u64 lanes[WIDEST_ROW];
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, slices->loop, begin);
    for (size_t m; begin < end; begin += m) {
        char *out = (char *)(uintptr_t)cursor.at[0];
        const spelt_rows rows = {
            .x = cursor.at[1], .x_step = slices->step[1], .count = slices->length};
        m = spelt_slices_run(slices, &cursor, end - begin);
        m = m < WIDEST_ROW ? m : WIDEST_ROW;
        memset(lanes, 0, m * sizeof *lanes);
        if (!all_fit(spelt_function_list[of].result, kernel(lanes, &rows, m), slices->length))
            break;
        for (size_t j = 0; j < m; j++)
            memcpy(out + (ptrdiff_t)j * out_beside, &lanes[j], sizeof *lanes);
        spelt_cursor_advance(&cursor, m);
    }
    return begin;
}
