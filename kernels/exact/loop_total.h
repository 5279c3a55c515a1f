/* loop_total.h - the exact total over a loop's elements, on any number of threads. Given IN.
 * Neither the order nor the cut matters, so the loop follows memory, and each thread adds up its
 * own run. */

#define PIECE SPELT_EXACT_BLOCK
#define NAMED(name) SPELT_PASTE(name, IN)

typedef struct {
    const spelt_loop *loop;
    NAMED(spelt_exact_add_) * add;
    exact_total *total;
} NAMED(exact_call_);

static void NAMED(contiguous_)(const NAMED(exact_call_) * call, exact_total *total, size_t begin,
                               size_t n)
{
    const spelt_loop *loop = call->loop;
    const IN *x = (const IN *)(const void *)loop->data[0];
    const IN *y = (const IN *)(const void *)loop->data[loop->operands - 1];
    call->add(total, x + begin, y + begin, n);
}

static void NAMED(strided_)(const NAMED(exact_call_) * call, exact_total *total, size_t begin,
                            size_t n)
{
    unsigned last = call->loop->operands - 1;
    IN buffer[2][SPELT_GATHER];
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, call->loop, begin);
    while (n > 0) {
        size_t m = spelt_cursor_piece(&cursor, n, 64);
        const IN *x = spelt_cursor_gather(&cursor, 0, m, buffer[0]);
        const IN *y = last > 0 ? spelt_cursor_gather(&cursor, last, m, buffer[1]) : x;
        call->add(total, x, y, m);
        spelt_cursor_advance(&cursor, m);
        n -= m;
    }
}

static void NAMED(pieces_)(void *context, void *own, size_t first, size_t last)
{
    const NAMED(exact_call_) *call = context;
    size_t begin = first * PIECE, rest = call->loop->n - begin;
    size_t n = (last - first) * PIECE < rest ? (last - first) * PIECE : rest;
    if (spelt_loop_is_contiguous(call->loop))
        NAMED(contiguous_)(call, own, begin, n);
    else
        NAMED(strided_)(call, own, begin, n);
}

static void NAMED(begin_)(void *context, void *own)
{
    exact_total_open(own, ((const NAMED(exact_call_) *)context)->total->may_filter);
}

static void NAMED(merge_)(void *context, void *own)
{
    spelt_exact_merge(((NAMED(exact_call_) *)context)->total, own);
}

void NAMED(spelt_exact_add_loop_)(const spelt_loop *loop, NAMED(spelt_exact_add_) * add,
                                  exact_total *total, int *threads)
{
    NAMED(exact_call_) call = {loop, add, total};
    const spelt_job job = {NAMED(pieces_), NAMED(begin_), NAMED(merge_), &call,
                           (loop->n - 1) / PIECE + 1};
    *threads = spelt_team_run(*threads, &job);
}

spelt_status NAMED(spelt_exact_again_)(NAMED(spelt_exact_add_) * add, const IN *x, const IN *y,
                                       size_t n, IN *result)
{
    exact_total total;
    atomic_fetch_add_explicit(&undecided, 1, memory_order_relaxed);
    exact_total_open(&total, 0);
    add(&total, x, y, n);
    NAMED(spelt_exact_round_)(&total, result);
    return SPELT_OK;
}

IN NAMED(spelt_exact_total_)(const spelt_loop *loop, NAMED(spelt_exact_add_) * add, int *threads)
{
    IN result;
    int allowed = *threads;
    exact_total total;
    exact_total_open(&total, 1);
    NAMED(spelt_exact_add_loop_)(loop, add, &total, threads);
    if (NAMED(spelt_exact_round_)(&total, &result))
        return result;
    atomic_fetch_add_explicit(&undecided, 1, memory_order_relaxed);
    *threads = allowed;
    exact_total_open(&total, 0);
    NAMED(spelt_exact_add_loop_)(loop, add, &total, threads);
    NAMED(spelt_exact_round_)(&total, &result);
    return result;
}

#undef PIECE
#undef NAMED
#undef IN
