/* places.c - see places.h. */
#include "call/places.h"

#include "call/call.h"
#include "runtime/cost.h"
#include "runtime/dispatch.h"
#include "runtime/status.h"
#include "runtime/trace.h"

#include <string.h>

/* ---- Checks ---------------------------------------------------------------------------------- */

static spelt_status is_null(spelt_placed *call, const char *argument)
{
    call->start = 0; /* there is nothing to trace */
    return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", call->arrays.function, argument);
}

spelt_status spelt_placed_begin_with(spelt_placed *call, const char *name, spelt_function function,
                                     unsigned count, const char *const names[],
                                     const spelt_view *const views[], const char *other_name,
                                     const void *other)
{
    const spelt_function_facts *facts = &spelt_function_list[function];
    spelt_dispatch_init();
    call->function = function;
    call->start = spelt_trace_start();
    call->threads = 1;
    call->arrays.function = name; /* all of it at once would be set to 0 first: 10 ns */
    call->arrays.operands = count;
    call->arrays.outputs = 1;
    for (unsigned i = 0; i < count; i++) {
        const size_t size = i + 1 < count ? facts->input_size[i] : facts->result_size;
        const spelt_type type = i + 1 < count ? facts->input[i] : facts->result;
        if (!views[i])
            return is_null(call, names[i]);
        call->arrays.operand[i] =
            spelt_operand_aligned(names[i], views[i], size, spelt_part_size(type, size));
    }
    if (!other)
        return is_null(call, other_name);
    spelt_status status = spelt_check_there(&call->arrays);
    for (unsigned i = 0; i < count && status == SPELT_OK; i++)
        status = spelt_check_extent(name, &call->arrays.operand[i], &call->n[i]);
    return status;
}

spelt_status spelt_placed_begin(spelt_placed *call, const char *name, spelt_function function,
                                unsigned count, const char *const names[],
                                const spelt_view *const views[])
{
    return spelt_placed_begin_with(call, name, function, count, names, views, "", call);
}

spelt_status spelt_placed_is_line(const spelt_placed *call, unsigned i)
{
    const spelt_operand *operand = &call->arrays.operand[i];
    char text[SPELT_SHAPE_TEXT];
    if (operand->ndim == 1)
        return SPELT_OK;
    return spelt_fail(SPELT_ERR_SHAPE, "%s: %s has shape %s, not one dimension",
                      call->arrays.function, operand->name, spelt_shape_text(text, operand));
}

spelt_status spelt_placed_are_alike(const spelt_placed *call, unsigned a, unsigned b)
{
    const spelt_operand *one = &call->arrays.operand[a], *other = &call->arrays.operand[b];
    char text[SPELT_SHAPE_TEXT], other_text[SPELT_SHAPE_TEXT];
    if (one->ndim == other->ndim &&
        memcmp(one->shape, other->shape, one->ndim * sizeof one->shape[0]) == 0)
        return SPELT_OK;
    return spelt_fail(SPELT_ERR_SHAPE, "%s: %s has shape %s, %s has shape %s",
                      call->arrays.function, one->name, spelt_shape_text(text, one), other->name,
                      spelt_shape_text(other_text, other));
}

static spelt_status check_apart(const spelt_placed *call, unsigned input)
{
    const unsigned last = call->arrays.operands - 1;
    const spelt_operand *in = &call->arrays.operand[input], *out = &call->arrays.operand[last];
    char text[SPELT_SHAPE_TEXT], other_text[SPELT_SHAPE_TEXT];
    if (call->n[input] == 0 || call->n[last] == 0 || !spelt_operands_overlap(in, out))
        return SPELT_OK;
    return spelt_fail(SPELT_ERR_OVERLAP, "%s: %s of shape %s overlaps %s of shape %s",
                      call->arrays.function, out->name, spelt_shape_text(text, out), in->name,
                      spelt_shape_text(other_text, in));
}

spelt_status spelt_placed_check_memory(const spelt_placed *call)
{
    const spelt_arrays *arrays = &call->arrays;
    const unsigned last = arrays->operands - 1;
    spelt_status status = SPELT_OK;
    if (call->n[last] > 0)
        status = spelt_check_output(arrays->function, &arrays->operand[last]);
    for (unsigned i = 0; i < last && status == SPELT_OK; i++)
        status = check_apart(call, i);
    for (unsigned i = 0; i <= last && status == SPELT_OK; i++)
        if (call->n[i] > 0)
            status = spelt_check_alignment(arrays->function, &arrays->operand[i]);
    return status;
}

spelt_status spelt_placed_check_axis(const spelt_placed *call, size_t axis)
{
    const spelt_operand *x = &call->arrays.operand[0];
    char text[SPELT_SHAPE_TEXT];
    if (axis < x->ndim)
        return SPELT_OK;
    return spelt_fail(SPELT_ERR_ARG, "%s: axis is %zu, x has shape %s", call->arrays.function, axis,
                      spelt_shape_text(text, x));
}

spelt_status spelt_placed_check_path(const spelt_placed *call)
{
    return spelt_path_is_blas() ? spelt_unsupported_by_blas(call->arrays.function) : SPELT_OK;
}

spelt_status spelt_placed_end(const spelt_placed *call, spelt_status status)
{
    spelt_trace_call(call->start, &call->arrays, call->threads, status);
    return status;
}

/* ---- Walking --------------------------------------------------------------------------------- */

void spelt_placed_loop(const spelt_placed *call, unsigned first, unsigned count, spelt_loop *loop)
{
    spelt_arrays some = {.function = call->arrays.function, .operands = count};
    for (unsigned i = 0; i < count; i++)
        some.operand[i] = call->arrays.operand[first + i];
    spelt_loop_make(loop, &some, call->n[first], SPELT_IN_C_ORDER);
}

void spelt_placed_run(spelt_placed *call, size_t n, int contiguous, const spelt_job *job)
{
    spelt_call timed;
    spelt_call_begin(&timed, call->function, n, contiguous);
    timed.threads = spelt_team_run(timed.threads, job);
    spelt_call_end(&timed);
    if (timed.threads > call->threads)
        call->threads = timed.threads;
}

void spelt_placed_note(_Atomic size_t *first, size_t position)
{
    size_t least = atomic_load(first);
    while (position < least && !atomic_compare_exchange_weak(first, &least, position))
        continue;
}

/* ---- Keys ------------------------------------------------------------------------------------ */

typedef struct {
    const spelt_loop *loop;
    spelt_keys_kernel *kernel;
    size_t groups;
    _Atomic size_t first; /* outside, SIZE_MAX if none */
} keys_call;

static void look(void *context, void *own, size_t first, size_t last)
{
    keys_call *call = context;
    _Alignas(64) char buffer[SPELT_GATHER * sizeof(u64)];
    const size_t end = last * SPELT_PLACED_PIECE < call->loop->n ? last * SPELT_PLACED_PIECE
                                                                 : call->loop->n;
    size_t q = first * SPELT_PLACED_PIECE;
    spelt_cursor cursor;
    (void)own;
    spelt_cursor_seek(&cursor, call->loop, q);
    while (q < end) {
        const size_t m = spelt_cursor_piece(&cursor, end - q, 64);
        const size_t found =
            call->kernel(spelt_cursor_gather(&cursor, 0, m, buffer), m, call->groups);
        if (found < m) {
            spelt_placed_note(&call->first, q + found);
            return;
        }
        spelt_cursor_advance(&cursor, m);
        q += m;
    }
}

spelt_status spelt_placed_key_failed(const spelt_placed *call, unsigned in, const char *what,
                                     size_t position)
{
    const spelt_operand *keys = &call->arrays.operand[0], *groups = &call->arrays.operand[in];
    char key[SPELT_VALUE_TEXT], shape[SPELT_SHAPE_TEXT], index[SPELT_SHAPE_TEXT];
    spelt_loop loop;
    spelt_cursor cursor;
    spelt_placed_loop(call, 0, 1, &loop);
    spelt_cursor_seek(&cursor, &loop, position);
    return spelt_fail(
        SPELT_ERR_ARG, "%s: %s is %s, %s has shape %s, first at index %s", call->arrays.function,
        what, spelt_value_text(key, spelt_function_list[call->function].input[0], cursor.at[0]),
        groups->name, spelt_shape_text(shape, groups),
        spelt_index_text(index, keys->ndim, keys->shape, position));
}

spelt_status spelt_placed_check_keys(spelt_placed *call, unsigned in, const char *what)
{
    keys_call looking;
    spelt_loop loop;
    if (call->n[0] == 0)
        return SPELT_OK;
    spelt_placed_loop(call, 0, 1, &loop);
    looking.loop = &loop;
    looking.kernel = (spelt_keys_kernel *)spelt_kernel_of(call->function, SPELT_KERNEL_KEYS);
    looking.groups = call->n[in];
    atomic_init(&looking.first, SIZE_MAX);
    const spelt_job job = {
        .run = look, .context = &looking, .pieces = (loop.n - 1) / SPELT_PLACED_PIECE + 1};
    spelt_placed_run(call, loop.n, spelt_loop_is_contiguous(&loop), &job);
    const size_t first = atomic_load(&looking.first);
    return first == SIZE_MAX ? SPELT_OK : spelt_placed_key_failed(call, in, what, first);
}
