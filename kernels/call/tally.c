/* tally.c - see tally.h. */
#include "call/tally.h"

#include "runtime/dispatch.h"
#include "runtime/scratch.h"

#include <string.h>

/* Tables are set to 0 and added up: that should be little beside the keys. */
#define KEYS_OF_A_GROUP 32

void spelt_tally_open(spelt_tally *tally, spelt_function function, const spelt_operand *counts,
                      size_t n)
{
    const size_t groups = counts->shape[0], room = SPELT_SCRATCH_BYTES / sizeof(u32);
    *tally = (spelt_tally){.counts = counts, .groups = groups, .function = function};
    if (groups > room || n / KEYS_OF_A_GROUP < groups || n > UINT32_MAX)
        return;
    tally->memory = spelt_scratch_take();
    if (!tally->memory)
        return;
    tally->tables = groups <= room / 4 ? 4 : groups <= room / 2 ? 2 : 1;
    memset(tally->memory, 0, tally->tables * groups * sizeof(u32));
}

static char *count_at(const spelt_tally *tally, size_t group)
{
    return (char *)(uintptr_t)tally->counts->data + (ptrdiff_t)group * spelt_step(tally->counts, 0);
}

void spelt_tally_clear(const spelt_tally *tally)
{
    const int is_line = spelt_stride(tally->counts, 0) == 1;
    if (tally->tables == 0 && is_line)
        memset(count_at(tally, 0), 0, tally->groups * sizeof(i64));
    for (size_t g = 0; tally->tables == 0 && !is_line && g < tally->groups; g++)
        memset(count_at(tally, g), 0, sizeof(i64));
}

void spelt_tally_add(const spelt_tally *tally, const void *keys, size_t n)
{
    if (tally->tables > 0)
        ((spelt_tables_kernel *)spelt_kernel_of(tally->function, SPELT_KERNEL_IN_TABLES))(
            keys, n, tally->memory, tally->groups, tally->tables);
    else
        ((spelt_tally_kernel *)spelt_kernel_of(tally->function, SPELT_KERNEL_ITSELF))(
            keys, n, count_at(tally, 0), spelt_step(tally->counts, 0));
}

void spelt_tally_drop(const spelt_tally *tally)
{
    if (tally->memory)
        spelt_scratch_give(tally->memory);
}

/* The 1, 2 or 4 tables, one behind the other, in one. */
static void add_tables(const spelt_tally *tally)
{
    const size_t groups = tally->groups;
    const u32 *const table = tally->memory;
    for (size_t g = 0; g < groups; g++) {
        i64 count = 0;
        for (unsigned t = 0; t < tally->tables; t++)
            count += table[t * groups + g];
        memcpy(count_at(tally, g), &count, sizeof count);
    }
}

void spelt_tally_end(const spelt_tally *tally)
{
    if (tally->tables > 0)
        add_tables(tally);
    spelt_tally_drop(tally);
}
