/* rounded.c - the exact total over a loop's elements, on any number of threads, and its rounding: by
 * the filter where it decides, else from the start without it. Neither the order nor the cut
 * matters, so the loop follows memory, and each thread adds up its own run. */
#include "call/rounded.h"

#include "array/cursor.h"
#include "call/drivers.h"
#include "runtime/dispatch.h"
#include "runtime/team.h"

#define PIECE SPELT_EXACT_BLOCK

_Static_assert(sizeof(exact_total) <= SPELT_OWN_BYTES, "a thread has room for its total");

static _Atomic size_t undecided;

size_t spelt_exact_undecided(void)
{
    return atomic_load_explicit(&undecided, memory_order_relaxed);
}

typedef struct {
    const spelt_loop *loop;
    spelt_exact_kernel *add;
    exact_total *total;
} exact_call;

static void contiguous(const exact_call *call, exact_total *total, size_t begin, size_t n)
{
    const spelt_loop *loop = call->loop;
    const size_t size = loop->itemsize[0];
    call->add(total, loop->data[0] + begin * size, loop->data[loop->operands - 1] + begin * size,
              n);
}

static void strided(const exact_call *call, exact_total *total, size_t begin, size_t n)
{
    const unsigned last = call->loop->operands - 1;
    _Alignas(64) char buffer[2][SPELT_GATHER * SPELT_WIDEST_REAL];
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, call->loop, begin);
    while (n > 0) {
        const size_t m = spelt_cursor_piece(&cursor, n, 64);
        const void *x = spelt_cursor_gather(&cursor, 0, m, buffer[0]);
        const void *y = last > 0 ? spelt_cursor_gather(&cursor, last, m, buffer[1]) : x;
        call->add(total, x, y, m);
        spelt_cursor_advance(&cursor, m);
        n -= m;
    }
}

static void pieces(void *context, void *own, size_t first, size_t last)
{
    const exact_call *call = context;
    const size_t begin = first * PIECE, rest = call->loop->n - begin;
    const size_t n = (last - first) * PIECE < rest ? (last - first) * PIECE : rest;
    if (spelt_loop_is_contiguous(call->loop))
        contiguous(call, own, begin, n);
    else
        strided(call, own, begin, n);
}

static void begin_own(void *context, void *own)
{
    exact_total_open(own, ((const exact_call *)context)->total->may_filter);
}

static void merge_own(void *context, void *own)
{
    spelt_exact_merge(((exact_call *)context)->total, own);
}

void spelt_exact_add_loop(const spelt_loop *loop, spelt_function function, exact_total *total,
                          int *threads)
{
    exact_call call = {loop, (spelt_exact_kernel *)spelt_kernel_of(function, SPELT_KERNEL_ADD),
                       total};
    const spelt_job job = {pieces, begin_own, merge_own, &call, (loop->n - 1) / PIECE + 1};
    *threads = spelt_team_run(*threads, &job);
}

static int round_to(spelt_function function, const exact_total *total, void *result)
{
    return spelt_function_list[function].result == SPELT_F32 ? spelt_exact_round_f32(total, result)
                                                             : spelt_exact_round_f64(total, result);
}

void spelt_exact_again(spelt_function function, const void *x, const void *y, size_t n,
                       void *result)
{
    exact_total total;
    atomic_fetch_add_explicit(&undecided, 1, memory_order_relaxed);
    exact_total_open(&total, 0);
    ((spelt_exact_kernel *)spelt_kernel_of(function, SPELT_KERNEL_ADD))(&total, x, y, n);
    round_to(function, &total, result);
}

void spelt_run_rounded(const spelt_loop *loop, spelt_function function, void *result, int *threads)
{
    const int allowed = *threads;
    exact_total total;
    exact_total_open(&total, 1);
    spelt_exact_add_loop(loop, function, &total, threads);
    if (round_to(function, &total, result))
        return;
    atomic_fetch_add_explicit(&undecided, 1, memory_order_relaxed);
    *threads = allowed;
    exact_total_open(&total, 0);
    spelt_exact_add_loop(loop, function, &total, threads);
    round_to(function, &total, result);
}
