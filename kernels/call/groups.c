/* groups.c - the drivers of counts and sums by keys.
 *
 * Where the groups are few their results are made in a thread's scratch memory: keys are then looked
 * at piece by piece, while they are near, and nothing is written before the last one was. Else all keys
 * are looked at first. */
#include "call/groups.h"

#include "call/call.h"
#include "call/places.h"
#include "call/tally.h"
#include "runtime/dispatch.h"
#include "runtime/scratch.h"
#include "runtime/status.h"

#include <string.h>

/* Keys looked at before they are used: near enough then, and many beside a step to the next ones. */
#define GROUPS_PIECE ((size_t)4096)

/* Whether keys of a piece that begins at element q are in range; if not, the position of the first that
 * is not in *outside. */
static int are_inside(const spelt_placed *call, unsigned groups, const void *keys, size_t m,
                      size_t q, size_t *outside)
{
    spelt_keys_kernel *kernel =
        (spelt_keys_kernel *)spelt_kernel_of(call->function, SPELT_KERNEL_KEYS);
    const size_t found = kernel(keys, m, call->n[groups]);
    *outside = q + found;
    return found == m;
}

/* ---- Counts ---------------------------------------------------------------------------------- */

/* The position of the first key that is not in range, SIZE_MAX if all are. */
static size_t count_keys(const spelt_placed *call, const spelt_tally *tally)
{
    _Alignas(64) char buffer[SPELT_GATHER * SPELT_WIDEST_REAL];
    size_t outside;
    spelt_loop loop;
    spelt_cursor cursor;
    spelt_placed_loop(call, 0, 1, &loop);
    spelt_cursor_seek(&cursor, &loop, 0);
    for (size_t q = 0; q < loop.n;) {
        const size_t left = loop.n - q;
        const size_t m =
            spelt_cursor_piece(&cursor, left < GROUPS_PIECE ? left : GROUPS_PIECE, 64);
        const void *keys = spelt_cursor_gather(&cursor, 0, m, buffer);
        if (tally->tables > 0 && !are_inside(call, 1, keys, m, q, &outside))
            return outside;
        spelt_tally_add(tally, keys, m);
        spelt_cursor_advance(&cursor, m);
        q += m;
    }
    return SIZE_MAX;
}

static spelt_status run_count(spelt_placed *call)
{
    spelt_tally tally;
    spelt_status status = SPELT_OK;
    spelt_tally_open(&tally, call->function, &call->arrays.operand[1], call->n[0]);
    if (tally.tables == 0)
        status = spelt_placed_check_keys(call, 1, "a key");
    if (status == SPELT_OK) {
        spelt_tally_clear(&tally);
        const size_t outside = call->n[0] > 0 ? count_keys(call, &tally) : SIZE_MAX;
        if (outside != SIZE_MAX)
            status = spelt_placed_key_failed(call, 1, "a key", outside);
    }
    if (status == SPELT_OK)
        spelt_tally_end(&tally);
    else
        spelt_tally_drop(&tally);
    return status;
}

spelt_status spelt_call_count_by(spelt_function function, const spelt_view *keys,
                                 const spelt_view *counts)
{
    spelt_placed call;
    spelt_status status = spelt_placed_begin(&call, spelt_function_list[function].name, function, 2,
                                             (const char *const[]){"keys", "counts"},
                                             (const spelt_view *const[]){keys, counts});
    if (status == SPELT_OK)
        status = spelt_placed_is_line(&call, 1);
    if (status == SPELT_OK)
        status = spelt_placed_check_memory(&call);
    if (status == SPELT_OK)
        status = spelt_placed_check_path(&call);
    if (status == SPELT_OK && call.n[1] > 0)
        status = run_count(&call);
    else if (status == SPELT_OK)
        status = spelt_placed_check_keys(&call, 1, "a key");
    return spelt_placed_end(&call, status);
}

/* ---- Sums ------------------------------------------------------------------------------------ */

/* Where sums are made: the output, or side by side in scratch memory. */
typedef struct {
    char *at;
    ptrdiff_t step;
    char *scratch;
} sums;

/* Groups are set to 0 and copied: that should be little beside the elements. */
#define ELEMENTS_OF_A_GROUP 8

static sums open_sums(const spelt_placed *call)
{
    const spelt_operand *out = &call->arrays.operand[2];
    const size_t size = out->itemsize, groups = call->n[2];
    sums s = {(char *)(uintptr_t)out->data, spelt_step(out, 0), NULL};
    if (groups <= SPELT_SCRATCH_BYTES / size && call->n[0] / ELEMENTS_OF_A_GROUP >= groups)
        s.scratch = spelt_scratch_take();
    if (s.scratch) {
        s.at = s.scratch;
        s.step = (ptrdiff_t)size;
    }
    return s;
}

static void clear_sums(const spelt_placed *call, const sums *s)
{
    const size_t size = call->arrays.operand[2].itemsize;
    if (s->step == (ptrdiff_t)size)
        memset(s->at, 0, call->n[2] * size);
    for (size_t g = 0; s->step != (ptrdiff_t)size && g < call->n[2]; g++)
        memset(s->at + (ptrdiff_t)g * s->step, 0, size);
}

/* From the scratch memory, if there is any, to the output; each NaN is the one that results have. */
static void end_sums(const spelt_placed *call, const sums *s)
{
    spelt_end_sums_kernel *end =
        (spelt_end_sums_kernel *)spelt_kernel_of(call->function, SPELT_KERNEL_END);
    const spelt_operand *out = &call->arrays.operand[2];
    const size_t size = out->itemsize;
    const ptrdiff_t step = spelt_step(out, 0);
    if (end && s->step == (ptrdiff_t)size)
        end(s->at, call->n[2]);
    for (size_t g = 0; end && s->step != (ptrdiff_t)size && g < call->n[2]; g++)
        end(s->at + (ptrdiff_t)g * s->step, 1);
    if (s->scratch && step == (ptrdiff_t)size)
        memcpy((char *)(uintptr_t)out->data, s->at, call->n[2] * size);
    for (size_t g = 0; s->scratch && step != (ptrdiff_t)size && g < call->n[2]; g++)
        memcpy((char *)(uintptr_t)out->data + (ptrdiff_t)g * step, s->at + g * size, size);
}

/* What went wrong, SIZE_MAX each where nothing did: a key, a sum. */
typedef struct {
    size_t outside, too_large;
} failures;

static spelt_sum_by_kernel *sum_kernel(const spelt_placed *call)
{
    spelt_kernel *many = spelt_kernel_of(call->function, SPELT_KERNEL_MANY);
    return (spelt_sum_by_kernel *)(many && call->n[0] > UINT32_MAX
                                       ? many
                                       : spelt_kernel_of(call->function, SPELT_KERNEL_ITSELF));
}

static failures add_by_keys(const spelt_placed *call, const sums *s)
{
    spelt_sum_by_kernel *kernel = sum_kernel(call);
    _Alignas(64) char buffer[2][SPELT_GATHER * SPELT_WIDEST_REAL];
    failures found = {SIZE_MAX, SIZE_MAX};
    size_t outside;
    spelt_loop loop;
    spelt_cursor cursor;
    spelt_placed_loop(call, 0, 2, &loop);
    spelt_cursor_seek(&cursor, &loop, 0);
    for (size_t q = 0; q < loop.n;) {
        const size_t left = loop.n - q;
        const size_t m =
            spelt_cursor_piece(&cursor, left < GROUPS_PIECE ? left : GROUPS_PIECE, 64);
        const void *keys = spelt_cursor_gather(&cursor, 0, m, buffer[0]);
        const void *x = spelt_cursor_gather(&cursor, 1, m, buffer[1]);
        if (s->scratch && !are_inside(call, 2, keys, m, q, &outside)) {
            found.outside = outside;
            return found;
        }
        const size_t failure = kernel(keys, x, m, s->at, s->step);
        if (failure > 0 && found.too_large == SIZE_MAX)
            found.too_large = q + failure - 1;
        spelt_cursor_advance(&cursor, m);
        q += m;
    }
    return found;
}

static spelt_status sum_failed(const spelt_placed *call, size_t position)
{
    const spelt_operand *keys = &call->arrays.operand[0];
    char index[SPELT_SHAPE_TEXT];
    return spelt_fail(SPELT_ERR_OVERFLOW, "%s: a group's sum does not fit %s, first at index %s",
                      call->arrays.function,
                      spelt_type_name(spelt_function_list[call->function].result),
                      spelt_index_text(index, keys->ndim, keys->shape, position));
}

static spelt_status run_sum(spelt_placed *call)
{
    const sums s = open_sums(call);
    failures found = {SIZE_MAX, SIZE_MAX};
    if (!s.scratch) {
        const spelt_status status = spelt_placed_check_keys(call, 2, "a key");
        if (status != SPELT_OK)
            return status;
    }
    clear_sums(call, &s);
    if (call->n[0] > 0)
        found = add_by_keys(call, &s);
    if (found.outside == SIZE_MAX)
        end_sums(call, &s);
    if (s.scratch)
        spelt_scratch_give(s.scratch);
    if (found.outside != SIZE_MAX)
        return spelt_placed_key_failed(call, 2, "a key", found.outside);
    return found.too_large == SIZE_MAX ? SPELT_OK : sum_failed(call, found.too_large);
}

spelt_status spelt_call_by_keys(spelt_function function, const spelt_view *keys, const spelt_view *x,
                                const spelt_view *out, spelt_status run(spelt_placed *call))
{
    spelt_placed call;
    spelt_status status = spelt_placed_begin(
        &call, spelt_function_list[function].name, function, 3,
        (const char *const[]){"keys", "x", "out"}, (const spelt_view *const[]){keys, x, out});
    if (status == SPELT_OK)
        status = spelt_placed_are_alike(&call, 0, 1);
    if (status == SPELT_OK)
        status = spelt_placed_is_line(&call, 2);
    if (status == SPELT_OK)
        status = spelt_placed_check_memory(&call);
    if (status == SPELT_OK)
        status = spelt_placed_check_path(&call);
    if (status == SPELT_OK && call.n[2] > 0)
        status = run(&call);
    else if (status == SPELT_OK)
        status = spelt_placed_check_keys(&call, 2, "a key");
    return spelt_placed_end(&call, status);
}

spelt_status spelt_call_sum_by(spelt_function function, const spelt_view *keys, const spelt_view *x,
                               const spelt_view *out)
{
    return spelt_call_by_keys(function, keys, x, out, run_sum);
}
