/* groups_exact.c - the driver of correctly rounded sums by keys: how far the numbers reach, cells
 * for that (isa/groups_exact.h), the sums, and their rounding. */
#include "call/call.h"
#include "call/groups.h"
#include "call/places.h"
#include "isa/exact_total.h"
#include "runtime/dispatch.h"
#include "runtime/scratch.h"
#include "runtime/status.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

/* Elements that stay near from one look to the next. */
#define EXACT_PIECE ((size_t)4096)

/* What is known of f32 or f64: m * 2^(e - constant) with e as the bits have it, see groups_exact.h.
 */
typedef struct {
    int digits, constant;
} exact_format;

static exact_format format_of(const spelt_placed *call)
{
    return call->arrays.operand[1].itemsize == sizeof(f32) ? (exact_format){FLT_MANT_DIG, 149}
                                                           : (exact_format){DBL_MANT_DIG, 1074};
}

/* ---- How far they reach ---------------------------------------------------------------------- */

static spelt_reach survey(const spelt_placed *call)
{
    spelt_survey_kernel *kernel =
        (spelt_survey_kernel *)spelt_kernel_of(call->function, SPELT_KERNEL_SURVEY);
    _Alignas(64) char buffer[SPELT_GATHER * SPELT_WIDEST_REAL];
    spelt_reach reach = {UINT64_MAX, 0, 0};
    spelt_loop loop;
    spelt_cursor cursor;
    spelt_placed_loop(call, 1, 1, &loop);
    spelt_cursor_seek(&cursor, &loop, 0);
    for (size_t q = 0, m; q < loop.n; q += m) {
        m = spelt_cursor_piece(&cursor, loop.n - q, 64);
        kernel(spelt_cursor_gather(&cursor, 0, m, buffer), m, &reach);
        spelt_cursor_advance(&cursor, m);
    }
    return reach;
}

static unsigned exponent_of(u64 size, int digits)
{
    const u64 field = size >> (digits - 1);
    return (unsigned)(field - (field != 0));
}

/* Whether n * 2^bits is at most 2^127. */
static int fits(size_t n, unsigned bits)
{
    return bits <= 63 || (bits <= 127 && n <= (size_t)1 << (127 - bits));
}

static f64 one_and_a_half(int exponent) /* times 2^exponent, a normal number */
{
    const u64 bits = (u64)(exponent + 1023) << 52 | (u64)1 << 51;
    f64 value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* As a pair, where all upper integers, below 2^(digits + reach + 1 - SPELT_PAIR_BITS), are below
 * 2^51, and below 2^62 in sum, carries included. */
static void take_pairs(const spelt_placed *call, spelt_exact_groups *g)
{
    const exact_format format = format_of(call);
    const int unit = (int)g->least - format.constant;
    const unsigned bits = (unsigned)format.digits + g->reach + 1;
    if (bits > SPELT_PAIR_BITS + 51 || !fits(call->n[0], bits - SPELT_PAIR_BITS + 127 - 62) ||
        unit + SPELT_PAIR_BITS + 52 > 1023)
        return;
    g->high = one_and_a_half(unit + SPELT_PAIR_BITS + 52);
    g->low = one_and_a_half(unit + 52);
}

/* One cell where all numbers reach into it. Else steps such that n terms below 2^(digits + step -
 * 1) stay in a cell: 2^(127 - 52 - 8) is more than any n. */
static spelt_exact_groups groups_for(const spelt_placed *call, const spelt_reach *reach)
{
    const unsigned digits = (unsigned)format_of(call).digits;
    spelt_exact_groups g = {.cells = 1, .step_log2 = 6};
    if (reach->greatest == 0)
        return g;
    g.least = exponent_of(reach->least, (int)digits);
    g.reach = exponent_of(reach->greatest, (int)digits) - g.least;
    if (g.reach < 64 && fits(call->n[0], digits + g.reach)) {
        if (!reach->has_special)
            take_pairs(call, &g);
        return g;
    }
    g.step_log2 = 5;
    while (g.step_log2 > 3 && !fits(call->n[0], digits + (1u << g.step_log2) - 1))
        g.step_log2--;
    g.cells = (g.reach >> g.step_log2) + 1;
    return g;
}

/* ---- Memory ---------------------------------------------------------------------------------- */

typedef struct {
    void *scratch, *cells, *special;
} exact_memory;

static int take_memory(const spelt_placed *call, const spelt_reach *reach, spelt_exact_groups *g,
                       exact_memory *memory)
{
    const size_t groups = call->n[2], each = g->cells * sizeof(int128);
    *memory = (exact_memory){NULL, NULL, NULL};
    if (groups <= SPELT_SCRATCH_BYTES / each)
        memory->scratch = spelt_scratch_take();
    if (memory->scratch)
        memset(memory->scratch, 0, groups * each);
    else
        memory->cells = calloc(groups, each);
    if (reach->has_special)
        memory->special = calloc(groups, 1);
    g->cell = memory->scratch ? memory->scratch : memory->cells;
    g->special = memory->special;
    return g->cell && (g->special || !reach->has_special);
}

static void give_memory(const exact_memory *memory)
{
    if (memory->scratch)
        spelt_scratch_give(memory->scratch);
    free(memory->cells);
    free(memory->special);
}

/* ---- Sums ------------------------------------------------------------------------------------ */

/* What is in the lower integers of pairs beyond their bits goes to the upper ones; at the end a
 * pair becomes the one integer that it is. */
static void carry_pairs(const spelt_exact_groups *g, size_t groups, int is_end)
{
    for (size_t i = 0; i < groups; i++) {
        char *const at = g->cell + i * sizeof(int128);
        i64 pair[2];
        memcpy(pair, at, sizeof pair);
        const int128 whole = (int128)pair[1] * ((i64)1 << SPELT_PAIR_BITS) + pair[0];
        pair[1] += pair[0] >> SPELT_PAIR_BITS;
        pair[0] &= ((i64)1 << SPELT_PAIR_BITS) - 1;
        memcpy(at, is_end ? (const void *)&whole : pair, sizeof whole);
    }
}

static void add_by_keys(const spelt_placed *call, const spelt_exact_groups *g)
{
    spelt_sum_by_exact_kernel *kernel =
        (spelt_sum_by_exact_kernel *)spelt_kernel_of(call->function, SPELT_KERNEL_ITSELF);
    _Alignas(64) char buffer[2][SPELT_GATHER * SPELT_WIDEST_REAL];
    spelt_loop loop;
    spelt_cursor cursor;
    spelt_placed_loop(call, 0, 2, &loop);
    spelt_cursor_seek(&cursor, &loop, 0);
    for (size_t q = 0, m, added = 0; q < loop.n; q += m) {
        const size_t left = loop.n - q;
        m = spelt_cursor_piece(&cursor, left < EXACT_PIECE ? left : EXACT_PIECE, 64);
        const void *keys = spelt_cursor_gather(&cursor, 0, m, buffer[0]);
        const void *x = spelt_cursor_gather(&cursor, 1, m, buffer[1]);
        if (g->high != 0 && added + m > SPELT_PAIR_TERMS) {
            carry_pairs(g, call->n[2], 0);
            added = 0;
        }
        kernel(keys, x, m, g);
        added += m;
        spelt_cursor_advance(&cursor, m);
    }
    if (g->high != 0)
        carry_pairs(g, call->n[2], 1);
}

/* The cells of a group as one number: the last one's unit is below 2^(2046 + 1), and it has 128
 * bits. */
enum { GROUP_LIMBS = (2046 + 128) / 64 + 2 };
_Static_assert(GROUP_LIMBS <= SPELT_SUPER_LIMBS, "they can be rounded");

static size_t limbs_of(const spelt_exact_groups *g, size_t group, u64 limb[GROUP_LIMBS])
{
    const size_t limbs = (((g->cells - 1) << g->step_log2) + 128) / 64 + 1;
    memset(limb, 0, limbs * sizeof limb[0]);
    for (size_t j = 0; j < g->cells; j++) {
        int128 value;
        memcpy(&value, g->cell + (group * g->cells + j) * sizeof value, sizeof value);
        spelt_limbs_add(limb, limbs, value, (unsigned)(j << g->step_log2));
    }
    return limbs;
}

/* One cell is mostly rounded at once, what is subnormal or infinite as any number of them. */
#define DEFINE_ROUND(type)                                                                         \
    static type round_##type(const spelt_exact_groups *g, size_t group, int unit)                  \
    {                                                                                              \
        u64 limb[GROUP_LIMBS];                                                                     \
        type result;                                                                               \
        int128 value;                                                                              \
        if (g->special && g->special[group])                                                       \
            return (type)spelt_special_result(g->special[group]);                                  \
        memcpy(&value, g->cell + group * g->cells * sizeof value, sizeof value);                   \
        if (g->cells == 1 && exact_decide_##type(value, 0, unit, &result))                         \
            return result;                                                                         \
        const size_t limbs = limbs_of(g, group, limb);                                             \
        result = spelt_limbs_round_##type(limb, limbs, unit);                                      \
        spelt_raise_overflow((f64)result);                                                         \
        return result;                                                                             \
    }
DEFINE_ROUND(f32)
DEFINE_ROUND(f64)

static void round_all(const spelt_placed *call, const spelt_exact_groups *g)
{
    const spelt_operand *out = &call->arrays.operand[2];
    const int unit = (int)g->least - format_of(call).constant;
    char *at = (char *)(uintptr_t)out->data;
    for (size_t i = 0; i < call->n[2]; i++, at += spelt_step(out, 0)) {
        if (out->itemsize == sizeof(f32))
            *(f32 *)(void *)at = round_f32(g, i, unit);
        else
            *(f64 *)(void *)at = round_f64(g, i, unit);
    }
}

static spelt_status run_sum(spelt_placed *call)
{
    exact_memory memory;
    const spelt_status status = spelt_placed_check_keys(call, 2, "a key");
    if (status != SPELT_OK)
        return status;
    const spelt_reach reach = call->n[0] > 0 ? survey(call) : (spelt_reach){UINT64_MAX, 0, 0};
    spelt_exact_groups groups = groups_for(call, &reach);
    if (!take_memory(call, &reach, &groups, &memory)) {
        give_memory(&memory);
        return spelt_fail(SPELT_ERR_NOMEM, "%s: no memory for %zu groups of %zu bytes",
                          call->arrays.function, call->n[2], groups.cells * sizeof(int128));
    }
    if (call->n[0] > 0)
        add_by_keys(call, &groups);
    round_all(call, &groups);
    give_memory(&memory);
    return SPELT_OK;
}

spelt_status spelt_call_sum_by_exact(spelt_function function, const spelt_view *keys,
                                     const spelt_view *x, const spelt_view *out)
{
    return spelt_call_by_keys(function, keys, x, out, run_sum);
}
