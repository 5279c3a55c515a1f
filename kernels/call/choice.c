/* choice.c - the element that a reduction chooses among a loop's, and where it stands.
 *
 * What is chosen among several choices is chosen by the same kernel, from the array of them. */
#include "array/cursor.h"
#include "call/drivers.h"
#include "runtime/dispatch.h"
#include "runtime/team.h"

#include <string.h>

#define PIECE ((size_t)4096)

/* Choices so far: the value's bytes, and for indexes its position in C order, -1 for none. */
typedef struct {
    _Alignas(8) char value[SPELT_WIDEST];
    i64 position;
    int there;
} choice;

typedef struct {
    const spelt_loop *loop;
    spelt_reduce_kernel *kernel;   /* gives the values of all functions, of elements */
    spelt_reduce_kernel *among[2]; /* of each function, of values */
    unsigned functions;
    size_t size, value_size;
    int index, contiguous;
    choice best[2];
} choice_call;

/* ---- Values ------------------------------------------------------------------------------------ */

static void add_value(const choice_call *call, spelt_reduce_kernel *kernel, choice *best,
                      const void *value)
{
    _Alignas(8) char both[2 * SPELT_WIDEST];
    if (!best->there) {
        memcpy(best->value, value, call->value_size);
        best->there = 1;
        return;
    }
    memcpy(both, best->value, call->value_size);
    memcpy(both + call->value_size, value, call->value_size);
    kernel(both, both, 2, best->value);
}

/* ---- Indexes ----------------------------------------------------------------------------------- */

/* The first among equals is the one that comes first in C order. */
static void add_index(const choice_call *call, choice *best, const choice *other)
{
    _Alignas(8) char both[2 * SPELT_WIDEST];
    if (other->position < 0)
        return;
    if (best->position < 0) {
        *best = *other;
        return;
    }
    const choice *first = best->position < other->position ? best : other;
    const choice *second = first == best ? other : best;
    i64 chosen;
    memcpy(both, first->value, call->size);
    memcpy(both + call->size, second->value, call->size);
    call->kernel(both, both, 2, &chosen);
    *best = chosen == 0 ? *first : *second;
}

/* ---- Pieces ------------------------------------------------------------------------------------ */

/* n contiguous elements, of which the first is element q of the loop. */
static void add_run(const choice_call *call, choice *best, const void *x, size_t q, size_t n)
{
    if (!call->index) {
        _Alignas(8) char value[2 * SPELT_WIDEST];
        call->kernel(x, x, n, value);
        for (unsigned k = 0; k < call->functions; k++)
            add_value(call, call->among[k], &best[k], value + k * call->value_size);
        return;
    }
    choice found = {.there = 1};
    i64 at;
    call->kernel(x, x, n, &at);
    found.position = at < 0 ? -1 : (i64)q + at;
    if (at >= 0)
        memcpy(found.value, (const char *)x + (size_t)at * call->size, call->size);
    add_index(call, best, &found);
}

static void pieces(void *context, void *own, size_t first, size_t last)
{
    const choice_call *call = context;
    choice *best = own;
    const size_t begin = first * PIECE, rest = call->loop->n - begin;
    const size_t n = (last - first) * PIECE < rest ? (last - first) * PIECE : rest;
    if (call->contiguous) {
        add_run(call, best, call->loop->data[0] + begin * call->size, begin, n);
        return;
    }
    _Alignas(64) char buffer[SPELT_GATHER * SPELT_WIDEST];
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, call->loop, begin);
    for (size_t q = begin, end = begin + n; q < end;) {
        const size_t m = spelt_cursor_piece(&cursor, end - q, 64);
        add_run(call, best, spelt_cursor_gather(&cursor, 0, m, buffer), q, m);
        spelt_cursor_advance(&cursor, m);
        q += m;
    }
}

static void begin_own(void *context, void *own)
{
    const choice_call *call = context;
    for (unsigned k = 0; k < call->functions; k++)
        ((choice *)own)[k] = (choice){.position = -1};
}

static void merge_own(void *context, void *own)
{
    choice_call *call = context;
    const choice *other = own;
    if (call->index) {
        add_index(call, call->best, other);
        return;
    }
    for (unsigned k = 0; k < call->functions; k++)
        if (other[k].there)
            add_value(call, call->among[k], &call->best[k], other[k].value);
}

/* ---- The calls --------------------------------------------------------------------------------- */

static choice_call run(const spelt_loop *loop, const spelt_function function[], unsigned functions,
                       int index, int *threads)
{
    choice_call call = {.loop = loop,
                        .functions = functions,
                        .kernel = (spelt_reduce_kernel *)spelt_kernel_of(
                            function[0], functions > 1 ? SPELT_KERNEL_BOTH : SPELT_KERNEL_ITSELF),
                        .size = loop->itemsize[0],
                        .value_size = spelt_function_list[function[0]].result_size,
                        .index = index,
                        .contiguous = spelt_loop_is_contiguous(loop),
                        .best = {{.position = -1}}};
    for (unsigned k = 0; k < functions; k++) {
        spelt_kernel *among = spelt_kernel_of(function[k], SPELT_KERNEL_AMONG);
        call.among[k] = among ? (spelt_reduce_kernel *)among : spelt_reduce_of(function[k]);
    }
    const spelt_job job = {pieces, begin_own, merge_own, &call, (loop->n - 1) / PIECE + 1};
    *threads = spelt_team_run(*threads, &job);
    return call;
}

void spelt_run_choice(const spelt_loop *loop, spelt_function function, void *result, int *threads)
{
    const choice_call call = run(loop, &function, 1, 0, threads);
    memcpy(result, call.best[0].value, call.value_size);
}

void spelt_run_index(const spelt_loop *loop, spelt_function function, i64 *result, int *threads)
{
    *result = run(loop, &function, 1, 1, threads).best[0].position;
}

void spelt_run_choices(const spelt_loop *loop, const spelt_function function[2],
                       void *const result[2], int *threads)
{
    const choice_call call = run(loop, function, 2, 0, threads);
    for (unsigned k = 0; k < 2; k++)
        memcpy(result[k], call.best[k].value, call.value_size);
}
