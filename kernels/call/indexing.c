/* indexing.c - the drivers of take, put and compress. */
#include "call/indexing.h"

#include "call/places.h"
#include "runtime/dispatch.h"
#include "runtime/status.h"

#include <string.h>

/* ---- Take ------------------------------------------------------------------------------------ */

typedef struct {
    spelt_loop loop; /* index, out */
    spelt_take_kernel *kernel;
    const char *x;
    ptrdiff_t step;
} take_call;

static void take(void *context, void *own, size_t first, size_t last)
{
    const take_call *call = context;
    _Alignas(64) char buffer[2][SPELT_GATHER * SPELT_WIDEST_REAL];
    const size_t n = call->loop.n;
    const size_t end = last * SPELT_PLACED_PIECE < n ? last * SPELT_PLACED_PIECE : n;
    size_t q = first * SPELT_PLACED_PIECE;
    spelt_cursor cursor;
    (void)own;
    spelt_cursor_seek(&cursor, &call->loop, q);
    while (q < end) {
        const size_t m = spelt_cursor_piece(&cursor, end - q, 64);
        const void *index = spelt_cursor_gather(&cursor, 0, m, buffer[0]);
        void *place = spelt_cursor_in_place(&cursor, 1, m);
        call->kernel(index, call->x, call->step, place ? place : buffer[1], m);
        if (!place)
            spelt_cursor_scatter(&cursor, 1, m, buffer[1]);
        spelt_cursor_advance(&cursor, m);
        q += m;
    }
}

/* The loop of index and out, between which x stands. */
static void run_take(spelt_placed *call)
{
    const spelt_operand *x = &call->arrays.operand[1];
    take_call taking = {
        .kernel = (spelt_take_kernel *)spelt_kernel_of(call->function, SPELT_KERNEL_ITSELF),
        .x = x->data,
        .step = spelt_step(x, 0)};
    const spelt_arrays both = {.function = call->arrays.function,
                               .operands = 2,
                               .operand = {call->arrays.operand[0], call->arrays.operand[2]}};
    spelt_loop_make(&taking.loop, &both, call->n[0], SPELT_IN_C_ORDER);
    const spelt_job job = {
        .run = take, .context = &taking, .pieces = (call->n[0] - 1) / SPELT_PLACED_PIECE + 1};
    spelt_placed_run(call, call->n[0], spelt_loop_is_contiguous(&taking.loop), &job);
}

spelt_status spelt_call_take(spelt_function function, const spelt_view *index, const spelt_view *x,
                             const spelt_view *out)
{
    spelt_placed call;
    spelt_status status = spelt_placed_begin(
        &call, spelt_function_list[function].name, function, 3,
        (const char *const[]){"index", "x", "out"}, (const spelt_view *const[]){index, x, out});
    if (status == SPELT_OK)
        status = spelt_placed_is_line(&call, 1);
    if (status == SPELT_OK)
        status = spelt_placed_are_alike(&call, 0, 2);
    if (status == SPELT_OK)
        status = spelt_placed_check_memory(&call);
    if (status == SPELT_OK)
        status = spelt_placed_check_path(&call);
    if (status == SPELT_OK)
        status = spelt_placed_check_keys(&call, 1, "an index");
    if (status == SPELT_OK && call.n[0] > 0)
        run_take(&call);
    return spelt_placed_end(&call, status);
}

/* ---- Put ------------------------------------------------------------------------------------- */

/* One after the other, since a later one wins. */
static void run_put(const spelt_placed *call)
{
    spelt_put_kernel *kernel =
        (spelt_put_kernel *)spelt_kernel_of(call->function, SPELT_KERNEL_ITSELF);
    const spelt_operand *out = &call->arrays.operand[2];
    _Alignas(64) char buffer[2][SPELT_GATHER * SPELT_WIDEST_REAL];
    spelt_loop loop;
    spelt_cursor cursor;
    spelt_placed_loop(call, 0, 2, &loop);
    spelt_cursor_seek(&cursor, &loop, 0);
    for (size_t q = 0; q < loop.n;) {
        const size_t m = spelt_cursor_piece(&cursor, loop.n - q, 64);
        const void *index = spelt_cursor_gather(&cursor, 0, m, buffer[0]);
        const void *x = spelt_cursor_gather(&cursor, 1, m, buffer[1]);
        kernel(index, x, (char *)(uintptr_t)out->data, spelt_step(out, 0), m);
        spelt_cursor_advance(&cursor, m);
        q += m;
    }
}

spelt_status spelt_call_put(spelt_function function, const spelt_view *index, const spelt_view *x,
                            const spelt_view *out)
{
    spelt_placed call;
    spelt_status status = spelt_placed_begin(
        &call, spelt_function_list[function].name, function, 3,
        (const char *const[]){"index", "x", "out"}, (const spelt_view *const[]){index, x, out});
    if (status == SPELT_OK)
        status = spelt_placed_are_alike(&call, 0, 1);
    if (status == SPELT_OK)
        status = spelt_placed_is_line(&call, 2);
    if (status == SPELT_OK)
        status = spelt_placed_check_memory(&call);
    if (status == SPELT_OK)
        status = spelt_placed_check_path(&call);
    if (status == SPELT_OK)
        status = spelt_placed_check_keys(&call, 2, "an index");
    if (status == SPELT_OK && call.n[0] > 0)
        run_put(&call);
    return spelt_placed_end(&call, status);
}

/* ---- Compress -------------------------------------------------------------------------------- */

static spelt_count_kernel *count_kernel(const spelt_placed *call)
{
    return (spelt_count_kernel *)spelt_kernel_of(call->function, SPELT_KERNEL_COUNT);
}

static size_t count_set(const spelt_placed *call)
{
    spelt_count_kernel *kernel = count_kernel(call);
    _Alignas(64) char buffer[SPELT_GATHER];
    spelt_loop loop;
    spelt_cursor cursor;
    size_t count = 0;
    if (call->n[0] == 0)
        return 0;
    spelt_placed_loop(call, 0, 1, &loop);
    spelt_cursor_seek(&cursor, &loop, 0);
    for (size_t q = 0; q < loop.n;) {
        const size_t m = spelt_cursor_piece(&cursor, loop.n - q, 64);
        count += kernel(spelt_cursor_gather(&cursor, 0, m, buffer), m);
        spelt_cursor_advance(&cursor, m);
        q += m;
    }
    return count;
}

/* Elements side by side to places that are `step` bytes apart. */
static void spread(char *to, ptrdiff_t step, const char *from, size_t n, size_t size)
{
    for (size_t i = 0; i < n; i++, from += size)
        memcpy(to + (ptrdiff_t)i * step, from, size);
}

/* Masks looked at at once: they are still near when the elements are moved. */
#define COMPRESS_PIECE ((size_t)1024)

static void run_compress(const spelt_placed *call, size_t count)
{
    spelt_count_kernel *counted = count_kernel(call);
    spelt_compress_kernel *kernel =
        (spelt_compress_kernel *)spelt_kernel_of(call->function, SPELT_KERNEL_ITSELF);
    const spelt_operand *out = &call->arrays.operand[2];
    const size_t size = out->itemsize;
    const ptrdiff_t step = spelt_step(out, 0);
    const int in_place = step == (ptrdiff_t)size;
    const size_t most = in_place ? COMPRESS_PIECE : SPELT_GATHER;
    _Alignas(64) char buffer[3][SPELT_GATHER * SPELT_WIDEST_REAL];
    spelt_loop loop;
    spelt_cursor cursor;
    spelt_placed_loop(call, 0, 2, &loop);
    spelt_cursor_seek(&cursor, &loop, 0);
    for (size_t q = 0, made = 0; made < count;) {
        const size_t m =
            spelt_cursor_piece(&cursor, loop.n - q < most ? loop.n - q : most, 64);
        const void *mask = spelt_cursor_gather(&cursor, 0, m, buffer[0]);
        const void *x = spelt_cursor_gather(&cursor, 1, m, buffer[1]);
        const size_t chosen = counted(mask, m);
        char *to = (char *)(uintptr_t)out->data + (ptrdiff_t)made * step;
        kernel(mask, x, in_place ? to : buffer[2], chosen);
        if (!in_place)
            spread(to, step, buffer[2], chosen, size);
        spelt_cursor_advance(&cursor, m);
        q += m;
        made += chosen;
    }
}

static spelt_status compress_checked(const spelt_placed *call, int64_t *count)
{
    char shape[SPELT_SHAPE_TEXT];
    const size_t chosen = count_set(call);
    if (chosen > call->n[2])
        return spelt_fail(SPELT_ERR_SHAPE, "%s: mask chooses %zu elements, out has shape %s",
                          call->arrays.function, chosen,
                          spelt_shape_text(shape, &call->arrays.operand[2]));
    if (chosen > 0)
        run_compress(call, chosen);
    *count = (int64_t)chosen;
    return SPELT_OK;
}

/* The number is written behind the elements: it may lie in none. */
static spelt_status check_count(const spelt_placed *call, int64_t *count)
{
    const spelt_operand *out = &call->arrays.operand[2];
    const spelt_view one = {.data = count};
    const spelt_operand number = spelt_operand_of("count", &one, sizeof *count);
    char text[SPELT_SHAPE_TEXT];
    if (call->n[2] == 0 || !spelt_operands_overlap(&number, out))
        return SPELT_OK;
    return spelt_fail(SPELT_ERR_OVERLAP, "%s: count overlaps out of shape %s", call->arrays.function,
                      spelt_shape_text(text, out));
}

spelt_status spelt_call_compress(spelt_function function, const spelt_view *mask,
                                 const spelt_view *x, const spelt_view *out, int64_t *count)
{
    spelt_placed call;
    spelt_status status =
        spelt_placed_begin_with(&call, spelt_function_list[function].name, function, 3,
                                (const char *const[]){"mask", "x", "out"},
                                (const spelt_view *const[]){mask, x, out}, "count", count);
    if (status == SPELT_OK)
        status = spelt_placed_are_alike(&call, 0, 1);
    if (status == SPELT_OK)
        status = spelt_placed_is_line(&call, 2);
    if (status == SPELT_OK)
        status = spelt_placed_check_memory(&call);
    if (status == SPELT_OK)
        status = check_count(&call, count);
    if (status == SPELT_OK)
        status = spelt_placed_check_path(&call);
    if (status == SPELT_OK)
        status = compress_checked(&call, count);
    return spelt_placed_end(&call, status);
}
