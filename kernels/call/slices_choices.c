/* slices_choices.c - the least and the greatest along an axis, and where they are, of slices beside
 * each other: rows of the array are compared element by element with the best so far. */
#include "call/slices.h"
#include "isa/kernels.h"
#include "runtime/dispatch.h"
#include "runtime/scratch.h"

#include <string.h>

/* Bytes of elements of slices beside each other; of indexes there are as many as fit with them. */
#define ROW_BYTES ((size_t)8192)
#define ROW_ROOM (ROW_BYTES + SPELT_BEST_BEHIND)
#define MOST_INDEXES ((size_t)2048)
/* Where rows are narrow some of them are one row. */
#define NARROW_BYTES ((size_t)64)
#define TOGETHER_BYTES ((size_t)4096)
/* Rows that a kernel takes at a time. */
#define PASS ((size_t)8)

typedef struct {
    spelt_slices *slices;
    spelt_best_kernel *kernel;
    spelt_map_kernel *widening, *magnitude; /* NULL where elements are compared as they are */
    spelt_best_rows rule;        /* without rows */
    int is_index;
    size_t element, size; /* bytes of an element, and of what is compared */
    char *best, *place, *gathered, *halves;
    i64 *index; /* of each slice, -1 for none */
} choices;

/* Room for a row of halves, before they are widened. */
#define HALVES_ROOM (ROW_BYTES / 2 + SPELT_GATHER_BEHIND)

/* What makes f32 of halves, as which they are compared; NULL of other types. */
static spelt_map_kernel *widening_of(spelt_type type)
{
    if (type != SPELT_F16 && type != SPELT_BF16)
        return NULL;
    return spelt_map_of(type == SPELT_F16 ? SPELT_ID_spelt_convert_f16_f32
                                          : SPELT_ID_spelt_convert_bf16_f32);
}

/* Of those that choose by magnitude, what gives it; else NULL. */
static spelt_map_kernel *magnitude_of(const spelt_function_facts *facts, spelt_type part)
{
    if (!strstr(facts->op, "_abs"))
        return NULL;
    return spelt_map_of(part == SPELT_F32 ? SPELT_ID_spelt_abs_f32 : SPELT_ID_spelt_abs_f64);
}

/* ---- Rows ------------------------------------------------------------------------------------ */

/* Whether rows are compared where they lie. */
static int is_there(const choices *c)
{
    return spelt_slices_beside(c->slices, 1) == (ptrdiff_t)c->element && !c->widening && !c->magnitude;
}

/* What is compared of `count` elements of m slices, from number i on, side by side. */
static void gather_rows(const choices *c, const spelt_cursor *cursor, size_t i, size_t count, size_t m)
{
    const ptrdiff_t beside = spelt_slices_beside(c->slices, 1), element = (ptrdiff_t)c->element;
    const size_t parts = c->widening ? 1 : c->element / c->size;
    char *to = c->gathered;
    for (size_t k = 0; k < count; k++, to += m * parts * c->size) {
        const char *from = cursor->at[1] + (ptrdiff_t)(i + k) * c->slices->step[1];
        if (!c->widening || beside != element) {
            spelt_gather_rows(c->widening ? c->halves : to, from, 1, 0, m, beside / element, c->element);
            from = c->halves;
        }
        if (c->widening)
            (void)c->widening(from, from, from, to, m);
    }
    if (!c->magnitude)
        return;
    (void)c->magnitude(c->gathered, c->gathered, c->gathered, c->gathered, parts * count * m);
    if (parts > 1)
        spelt_add_neighbours(c->gathered, c->gathered, count * m, c->size);
}

/* The indexes that came in rows from number `begin` on. */
#define SPELT_KEEP_PLACES(bits)                                                                    \
    static void keep_places_##bits(i64 *index, const bits *place, size_t m, size_t begin)          \
    {                                                                                              \
        if (begin == 0)                                                                            \
            for (size_t j = 0; j < m; j++)                                                         \
                index[j] = place[j] == (bits)-1 ? -1 : (i64)place[j];                              \
        else                                                                                       \
            for (size_t j = 0; j < m; j++)                                                         \
                index[j] = place[j] == (bits)-1 ? index[j] : (i64)(begin + place[j]);              \
    }
SPELT_KEEP_PLACES(u8)
SPELT_KEEP_PLACES(u16)
SPELT_KEEP_PLACES(u32)
SPELT_KEEP_PLACES(u64)

static void keep_places(const choices *c, size_t m, size_t begin)
{
    const void *place = c->place;
    switch (c->size) {
    case 1: keep_places_u8(c->index, place, m, begin); break;
    case 2: keep_places_u16(c->index, place, m, begin); break;
    case 4: keep_places_u32(c->index, place, m, begin); break;
    default: keep_places_u64(c->index, place, m, begin);
    }
}

/* The best of m slices, and their indexes. */
static void choose_rows(const choices *c, const spelt_cursor *cursor, size_t m)
{
    const size_t length = c->slices->length;
    const size_t room = (size_t)(c->halves - c->gathered) - SPELT_GATHER_BEHIND;
    const size_t fit = room / (m * (c->widening ? c->size : c->element));
    const size_t most = is_there(c) ? SPELT_PLACES(c->size) : fit < PASS ? fit : PASS;
    for (size_t i = 0, count; i < length; i += count) {
        spelt_best_rows rows = c->rule;
        count = length - i < most ? length - i : most;
        rows.count = count;
        rows.is_first = i == 0;
        rows.is_last = i + count == length;
        if (is_there(c)) {
            rows.x = cursor->at[1] + (ptrdiff_t)i * c->slices->step[1];
            rows.step = c->slices->step[1];
        } else {
            gather_rows(c, cursor, i, count, m);
            rows.x = c->gathered;
            rows.step = (ptrdiff_t)(m * c->size);
        }
        c->kernel(c->best, c->place, &rows, m);
        if (c->is_index)
            keep_places(c, m, i);
    }
}

/* Elements of slices that lie in one piece, in rows so narrow that some of them are one row here. */
static void choose_narrow(const choices *c, const spelt_cursor *cursor, size_t m)
{
    const size_t row_bytes = m * c->size, together = TOGETHER_BYTES / row_bytes, length = c->slices->length;
    size_t left = length < together ? length : together;
    spelt_best_rows rows = c->rule;
    rows.x = cursor->at[1];
    rows.step = (ptrdiff_t)(left * row_bytes);
    rows.count = length / left;
    rows.is_first = 1;
    rows.is_last = 1;
    c->kernel(c->best, c->place, &rows, left * m);
    const size_t rest = length % left;
    memcpy(c->best + left * row_bytes, rows.x + (length - rest) * row_bytes, rest * row_bytes);
    left += rest;
    rows.count = 2;
    for (; left > 1; left -= left / 2) {
        rows.x = c->best;
        rows.step = (ptrdiff_t)((left - left / 2) * row_bytes);
        c->kernel(c->gathered, c->place, &rows, left / 2 * m);
        memcpy(c->best, c->gathered, left / 2 * row_bytes);
    }
}

static int is_narrow(const choices *c, size_t m)
{
    const spelt_loop *loop = c->slices->loop;
    return !c->is_index && m == loop->shape[loop->ndim - 1] && m * c->size < NARROW_BYTES && is_there(c) &&
           c->slices->step[1] == (ptrdiff_t)(m * c->size);
}

/* ---- Results --------------------------------------------------------------------------------- */

#define SPELT_GIVE(bits)                                                                           \
    static void give_##bits(const bits *value, size_t m, char *out, ptrdiff_t beside)              \
    {                                                                                              \
        for (size_t j = 0; j < m; j++)                                                             \
            memcpy(out + (ptrdiff_t)j * beside, &value[j], sizeof value[j]);                       \
    }
SPELT_GIVE(u8)
SPELT_GIVE(u16)
SPELT_GIVE(u32)
SPELT_GIVE(u64)

static void give(const void *values, size_t size, size_t m, char *out, ptrdiff_t beside)
{
    if (beside == (ptrdiff_t)size) {
        memcpy(out, values, m * size);
        return;
    }
    switch (size) {
    case 1: give_u8(values, m, out, beside); break;
    case 2: give_u16(values, m, out, beside); break;
    case 4: give_u32(values, m, out, beside); break;
    default: give_u64(values, m, out, beside);
    }
}

/* Where all elements are NaNs that are passed over there is none; of others the first is as good as all. */
static void end_indexes(const choices *c, size_t q, size_t m)
{
    i64 least = 0;
    for (size_t j = 0; j < m; j++)
        least |= c->index[j];
    for (size_t j = 0; j < m && least < 0; j++) {
        if (c->index[j] >= 0)
            continue;
        if (c->rule.passes_nans)
            spelt_slice_fails(c->slices, q + j);
        else
            c->index[j] = 0;
    }
}

/* ---- The call ------------------------------------------------------------------------------------ */

static spelt_best_rows rule_of(const spelt_function_facts *facts, spelt_type part)
{
    return (spelt_best_rows){.most = strstr(facts->op, "max") != NULL,
                             .passes_nans = strstr(facts->op, "_number") != NULL,
                             .is_unsigned = part == SPELT_U8 || part == SPELT_U16 || part == SPELT_U32 ||
                                            part == SPELT_U64};
}

int spelt_slices_choose(spelt_slices *slices, spelt_function of, size_t begin, size_t end)
{
    const spelt_function_facts *facts = &spelt_function_list[of];
    spelt_map_kernel *widening = widening_of(facts->input[0]);
    const spelt_type part = widening ? SPELT_F32 : spelt_part_type(facts->input[0]);
    const int is_index = facts->family == SPELT_FAMILY_INDEX;
    char *scratch = spelt_scratch_take();
    if (!scratch)
        return 0;
    choices c = {.slices = slices,
                 .kernel = (spelt_best_kernel *)spelt_kernel_of(of, SPELT_KERNEL_BEST),
                 .widening = widening,
                 .magnitude = magnitude_of(facts, part),
                 .rule = rule_of(facts, part),
                 .is_index = is_index,
                 .element = facts->input_size[0],
                 .size = widening ? sizeof(f32) : spelt_part_size(facts->input[0], facts->input_size[0]),
                 .best = scratch,
                 .place = scratch + ROW_ROOM,
                 .index = (i64 *)(void *)(scratch + 2 * ROW_ROOM),
                 .gathered = scratch + 2 * ROW_ROOM + MOST_INDEXES * sizeof(i64),
                 .halves = scratch + SPELT_SCRATCH_BYTES - HALVES_ROOM};
    const size_t fit = ROW_BYTES / (widening ? c.size : c.element);
    const size_t most = is_index && MOST_INDEXES < fit ? MOST_INDEXES : fit;
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, slices->loop, begin);
    for (size_t m; begin < end; begin += m) {
        char *out = (char *)(uintptr_t)cursor.at[0];
        const ptrdiff_t out_beside = spelt_slices_beside(slices, 0);
        m = spelt_slices_run(slices, &cursor, end - begin);
        m = m < most ? m : most;
        if (is_narrow(&c, m))
            choose_narrow(&c, &cursor, m);
        else
            choose_rows(&c, &cursor, m);
        if (is_index) {
            end_indexes(&c, begin, m);
            give(c.index, sizeof *c.index, m, out, out_beside);
        } else {
            give(c.best, c.size, m, out, out_beside);
        }
        spelt_cursor_advance(&cursor, m);
    }
    spelt_scratch_give(scratch);
    return 1;
}

int spelt_slices_choose_each(spelt_slices *slices, spelt_function of, const char *const at[], size_t q,
                             size_t m)
{
    const spelt_function_facts *facts = &spelt_function_list[of];
    const int is_index = facts->family == SPELT_FAMILY_INDEX;
    spelt_each_kernel *kernel = (spelt_each_kernel *)spelt_kernel_of(of, SPELT_KERNEL_EACH);
    if (!kernel || strstr(facts->op, "_abs"))
        return 0;
    _Alignas(64) char results[SPELT_SLICES * sizeof(i64) + SPELT_BEST_BEHIND];
    char *out = (char *)(uintptr_t)at[0];
    const ptrdiff_t out_beside = spelt_slices_beside(slices, 0);
    spelt_best_rows rows = rule_of(facts, facts->input[0]);
    rows.x = at[1];
    rows.step = spelt_slices_beside(slices, 1);
    for (size_t j = 0; j < m; j += rows.count) {
        rows.count = m - j < SPELT_SLICES ? m - j : SPELT_SLICES;
        if (!kernel(results, &rows, slices->length))
            return 0;
        give(results, is_index ? sizeof(i64) : facts->input_size[0], rows.count, out, out_beside);
        for (size_t k = 0; k < rows.count && is_index && rows.passes_nans; k++)
            if (((const i64 *)(const void *)results)[k] < 0)
                spelt_slice_fails(slices, q + j + k);
        rows.x += (ptrdiff_t)rows.count * rows.step;
        out += (ptrdiff_t)rows.count * out_beside;
    }
    return 1;
}

_Static_assert(2 * ROW_ROOM + MOST_INDEXES * sizeof(i64) + 3 * ROW_BYTES + SPELT_GATHER_BEHIND + HALVES_ROOM <=
                   SPELT_SCRATCH_BYTES,
               "fits");
