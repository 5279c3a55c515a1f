/* slices_gathered.c - reductions along an axis but for order 1: exact totals, rounded results,
 * choices and indexes. What the kernels of the plain calls take is a run of contiguous elements:
 * where slices lie beside each other, tiles of them are turned round into such runs. */
#include "call/drivers.h"
#include "call/slices.h"
#include "runtime/dispatch.h"
#include "runtime/scratch.h"

#include <string.h>

typedef struct {
    spelt_slices *slices;
    spelt_function of;
    spelt_family family;
    spelt_reduce_kernel *kernel;
    spelt_total_kernel *total;
    unsigned inputs;
    size_t size; /* of an element */
} reduction;

/* ---- Results ----------------------------------------------------------------------------------- */

/* The total, or its low 64 bits. */
static void give_total(const reduction *r, int192 total, size_t q, void *out)
{
    uint64_t low = (uint64_t)total.low;
    const int fits = spelt_function_list[r->of].result == SPELT_I64
                         ? int192_fits(total, (int64_t *)&low)
                         : int192_fits_unsigned(total, &low);
    memcpy(out, &low, sizeof low);
    if (!fits)
        spelt_slice_fails(r->slices, q);
}

static void give_index(const reduction *r, i64 index, size_t q, void *out)
{
    memcpy(out, &index, sizeof index);
    if (index < 0)
        spelt_slice_fails(r->slices, q);
}

/* ---- Slice by slice ------------------------------------------------------------------------------ */

static void reduce_slice(const reduction *r, const char *const at[], size_t q)
{
    void *out = (void *)(uintptr_t)at[0];
    spelt_loop slice = {.n = r->slices->length, .operands = r->inputs, .ndim = 1};
    slice.shape[0] = slice.n;
    for (unsigned i = 0; i < r->inputs; i++) {
        slice.itemsize[i] = r->size;
        slice.data[i] = at[1 + i];
        slice.stride[i][0] = r->slices->step[1 + i] / (ptrdiff_t)r->size;
    }
    int threads = 1;
    i64 index;
    switch (r->family) {
    case SPELT_FAMILY_CHOICE: spelt_run_choice(&slice, r->of, out, &threads); break;
    case SPELT_FAMILY_ROUNDED: spelt_run_rounded(&slice, r->of, out, &threads); break;
    case SPELT_FAMILY_INDEX:
        spelt_run_index(&slice, r->of, &index, &threads);
        give_index(r, index, q, out);
        break;
    default: give_total(r, spelt_total_of_loop(&slice, r->of, &threads), q, out);
    }
}

/* Whether the kernel of the plain call can take a slice as it lies. */
static int are_whole(const reduction *r)
{
    for (unsigned i = 1; i <= r->inputs; i++)
        if (r->slices->step[i] != (ptrdiff_t)r->size)
            return 0;
    return r->family != SPELT_FAMILY_TOTAL || r->slices->length <= SPELT_INT_TERMS;
}

/* m slices from number q on; the second input is y. */
static void reduce_whole(const reduction *r, const char *const at[], const ptrdiff_t beside[], size_t q,
                         size_t m)
{
    const unsigned last = r->inputs;
    for (ptrdiff_t j = 0; j < (ptrdiff_t)m; j++) {
        const char *const slice[SPELT_MAX_OPERANDS] = {at[0] + j * beside[0], at[1] + j * beside[1],
                                                       at[last] + j * beside[last]};
        void *out = (void *)(uintptr_t)slice[0];
        if (r->family == SPELT_FAMILY_INDEX) {
            i64 index;
            (void)r->kernel(slice[1], slice[1], r->slices->length, &index);
            give_index(r, index, q + (size_t)j, out);
        } else if (SPELT_UNLIKELY(r->kernel(slice[1], slice[2], r->slices->length, out) != SPELT_OK)) {
            reduce_slice(r, slice, q + (size_t)j);
        }
    }
}

static void one_by_one(const reduction *r, spelt_cursor *cursor, size_t q, size_t end)
{
    const int whole = are_whole(r);
    ptrdiff_t beside[SPELT_MAX_OPERANDS];
    for (unsigned i = 0; i <= r->inputs; i++)
        beside[i] = spelt_slices_beside(r->slices, i);
    for (size_t m; q < end; q += m) {
        const char *at[SPELT_MAX_OPERANDS];
        memcpy(at, cursor->at, sizeof at);
        m = spelt_slices_run(r->slices, cursor, end - q);
        const int is_choice = r->family == SPELT_FAMILY_CHOICE || r->family == SPELT_FAMILY_INDEX;
        if (whole && !(is_choice && spelt_slices_choose_each(r->slices, r->of, at, q, m)))
            reduce_whole(r, at, beside, q, m);
        for (size_t j = 0; j < m && !whole; j++) {
            reduce_slice(r, at, q + j);
            for (unsigned i = 0; i <= r->inputs; i++)
                at[i] += beside[i];
        }
        spelt_cursor_advance(cursor, m);
    }
}

/* ---- Tiles of slices ----------------------------------------------------------------------------- */

/* What is known of a slice before its next run; of one that is rounded, which is one run, its result, with
 * the position -1 where the kernel has none. */
typedef union {
    int192 total;
    struct {
        i64 position; /* of the best so far; -1 for none */
        _Alignas(8) char best[SPELT_WIDEST_REAL];
    } choice;
} state;

/* Room for a tile: `width` slices, and runs of `most` elements with one more before each, the best so
 * far, with which a choice goes on. */
typedef struct {
    const reduction *of;
    size_t width, most;
    state *slice;
    char *run[2];
    ptrdiff_t apart[2]; /* bytes from run to run; 0 where all slices have one */
} tile;

/* Elements [begin, begin + n) of m slices: run j gets those of slice j, behind its first place. */
#define SPELT_TURN(bytes)                                                                          \
    for (size_t i = 0; i < n; i++, from += step, to += bytes)                                      \
        for (size_t j = 0; j < m; j++)                                                             \
            memcpy(to + (ptrdiff_t)j * apart, from + (ptrdiff_t)j * beside, bytes);                \
    break

static void turn(char *to, ptrdiff_t apart, const char *from, size_t n, ptrdiff_t step, size_t m,
                 ptrdiff_t beside, size_t size)
{
    switch (size) {
    case 1: SPELT_TURN(1);
    case 2: SPELT_TURN(2);
    case 4: SPELT_TURN(4);
    default: SPELT_TURN(8);
    }
}

static void load_runs(tile *t, const spelt_cursor *cursor, size_t begin, size_t n, size_t m)
{
    const reduction *r = t->of;
    for (unsigned i = 0; i < r->inputs; i++) {
        const ptrdiff_t step = r->slices->step[1 + i];
        const ptrdiff_t beside = spelt_slices_beside(r->slices, 1 + i);
        t->apart[i] = beside == 0 ? 0 : (ptrdiff_t)((t->most + 1) * r->size);
        turn(t->run[i] + r->size, t->apart[i], cursor->at[1 + i] + (ptrdiff_t)begin * step, n, step,
             beside == 0 ? 1 : m, beside, r->size);
    }
}

/* A choice goes on from the best so far, which stands before the run. */
static void choose(const tile *t, state *s, char *run, size_t begin, size_t n)
{
    const reduction *r = t->of;
    const int goes_on = s->choice.position >= 0;
    char *first = goes_on ? run : run + r->size;
    i64 chosen = 0;
    if (goes_on)
        memcpy(first, s->choice.best, r->size);
    if (r->family == SPELT_FAMILY_CHOICE) {
        r->kernel(first, first, n + (size_t)goes_on, s->choice.best);
        s->choice.position = 0;
        return;
    }
    r->kernel(first, first, n + (size_t)goes_on, &chosen);
    if (chosen < 0 || (goes_on && chosen == 0))
        return;
    memcpy(s->choice.best, first + (size_t)chosen * r->size, r->size);
    s->choice.position = (i64)begin + chosen - goes_on;
}

static void reduce_runs(const tile *t, size_t begin, size_t n, size_t m)
{
    const reduction *r = t->of;
    const unsigned last = r->inputs - 1;
    for (size_t j = 0; j < m; j++) {
        char *x = t->run[0] + (ptrdiff_t)j * t->apart[0];
        const char *y = t->run[last] + (ptrdiff_t)j * t->apart[last] + r->size;
        if (r->family == SPELT_FAMILY_TOTAL)
            t->slice[j].total = int192_add(t->slice[j].total, r->total(x + r->size, y, n));
        else if (r->family == SPELT_FAMILY_ROUNDED)
            t->slice[j].choice.position =
                r->kernel(x + r->size, y, n, t->slice[j].choice.best) == SPELT_OK ? 0 : -1;
        else
            choose(t, &t->slice[j], x, begin, n);
    }
}

/* Of slice j, which is where the cursor is. */
static void give(const tile *t, size_t j, size_t q, const spelt_cursor *cursor)
{
    const reduction *r = t->of;
    void *out = (void *)(uintptr_t)cursor->at[0];
    if (r->family == SPELT_FAMILY_TOTAL)
        give_total(r, t->slice[j].total, q, out);
    else if (r->family == SPELT_FAMILY_ROUNDED && t->slice[j].choice.position < 0)
        reduce_slice(r, cursor->at, q);
    else if (r->family == SPELT_FAMILY_INDEX)
        give_index(r, t->slice[j].choice.position, q, out);
    else
        memcpy(out, t->slice[j].choice.best, r->size);
}

static void side_by_side(tile *t, spelt_cursor *cursor, size_t q, size_t end)
{
    const spelt_slices *slices = t->of->slices;
    while (q < end) {
        const size_t m = spelt_slices_run(slices, cursor, end - q < t->width ? end - q : t->width);
        for (size_t j = 0; j < m; j++)
            if (t->of->family == SPELT_FAMILY_TOTAL)
                t->slice[j].total = int192_from(0);
            else
                t->slice[j].choice.position = -1;
        for (size_t i = 0, n; i < slices->length; i += n) {
            n = slices->length - i < t->most ? slices->length - i : t->most;
            load_runs(t, cursor, i, n, m);
            reduce_runs(t, i, n, m);
        }
        for (size_t j = 0; j < m; j++) {
            give(t, j, q + j, cursor);
            spelt_cursor_advance(cursor, 1);
        }
        q += m;
    }
}

static void in_memory(const reduction *r, spelt_cursor *cursor, size_t begin, size_t end,
                      char *memory, size_t bytes, size_t width)
{
    tile t = {.of = r, .width = width, .slice = (state *)(void *)memory};
    const size_t for_runs = (bytes - width * sizeof(state)) / r->inputs;
    t.most = for_runs / (width * r->size) - 1;
    t.run[0] = memory + width * sizeof(state);
    t.run[1] = t.run[0] + width * (t.most + 1) * r->size;
    side_by_side(&t, cursor, begin, end);
}

/* Out of line: the stack is not needed where there is scratch memory. */
static __attribute__((noinline)) void on_stack(const reduction *r, spelt_cursor *cursor,
                                               size_t begin, size_t end)
{
    _Alignas(64) char memory[8192];
    in_memory(r, cursor, begin, end, memory, sizeof memory, SPELT_FEW_SLICES);
}

/* How many slices a tile has: of those that are rounded, as many as fit, for their kernel has no state. */
static size_t width_of(const reduction *r, size_t bytes)
{
    const size_t length = r->slices->length;
    if (r->family != SPELT_FAMILY_ROUNDED)
        return SPELT_SLICES;
    if (length >= bytes)
        return 0;
    const size_t width = bytes / ((length + 1) * r->inputs * r->size + sizeof(state));
    return width < SPELT_SLICES ? width : SPELT_SLICES;
}

void spelt_slices_reduce(spelt_slices *slices, spelt_function of, size_t begin, size_t end)
{
    const spelt_function_facts *facts = &spelt_function_list[of];
    const reduction r = {.slices = slices,
                         .of = of,
                         .family = facts->family,
                         .kernel = spelt_reduce_of(of),
                         .total = (spelt_total_kernel *)spelt_kernel_of(of, SPELT_KERNEL_TOTAL),
                         .inputs = facts->inputs,
                         .size = facts->input_size[0]};
    const size_t width = width_of(&r, SPELT_SCRATCH_BYTES);
    int are_alone = slices->one_by_one || width < SPELT_FEW_SLICES;
    spelt_cursor cursor;
    if (!are_alone && (r.family == SPELT_FAMILY_CHOICE || r.family == SPELT_FAMILY_INDEX) &&
        spelt_slices_choose(slices, of, begin, end))
        return;
    if (!are_alone && r.family == SPELT_FAMILY_TOTAL)
        begin = spelt_slices_total(slices, of, begin, end);
    /* A choice of complex elements, which is a real number, is none of them to go on from, nor is an f32
     * one of halves. */
    are_alone |= spelt_is_complex(facts->input[0]) ||
                 (r.family == SPELT_FAMILY_CHOICE && facts->result_size != r.size);
    if (begin == end)
        return;
    spelt_cursor_seek(&cursor, slices->loop, begin);
    if (are_alone) {
        one_by_one(&r, &cursor, begin, end);
        return;
    }
    char *scratch = spelt_scratch_take();
    if (scratch) {
        in_memory(&r, &cursor, begin, end, scratch, SPELT_SCRATCH_BYTES, width);
        spelt_scratch_give(scratch);
    } else if (r.family == SPELT_FAMILY_ROUNDED) {
        one_by_one(&r, &cursor, begin, end);
    } else {
        on_stack(&r, &cursor, begin, end);
    }
}
