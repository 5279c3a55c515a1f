/* int_total.h - the exact total over a loop's elements, on any number of threads. Given IN. The
 * order is free, so the loop follows memory and each thread adds up what it takes. */

#define PIECE ((size_t)4096)
#define NAMED(name) SPELT_PASTE(name, IN)

typedef struct {
    const spelt_loop *loop;
    NAMED(spelt_total_) * kernel;
    int contiguous;
    int192 total;
} NAMED(int_call_);

static int192 NAMED(contiguous_)(const NAMED(int_call_) * call, size_t begin, size_t n)
{
    const spelt_loop *loop = call->loop;
    const IN *x = (const IN *)(const void *)loop->data[0] + begin;
    const IN *y = (const IN *)(const void *)loop->data[loop->operands - 1] + begin;
    int192 total = int192_from(0);
    while (n > 0) {
        size_t length = n < SPELT_INT_TERMS ? n : SPELT_INT_TERMS;
        total = int192_add(total, call->kernel(x, y, length));
        x += length;
        y += length;
        n -= length;
    }
    return total;
}

static int192 NAMED(strided_)(const NAMED(int_call_) * call, size_t begin, size_t n)
{
    unsigned last = call->loop->operands - 1;
    IN buffer[2][SPELT_GATHER];
    int192 total = int192_from(0);
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, call->loop, begin);
    while (n > 0) {
        size_t m = spelt_cursor_piece(&cursor, n < SPELT_INT_TERMS ? n : SPELT_INT_TERMS, 64);
        const IN *x = spelt_cursor_gather(&cursor, 0, m, buffer[0]);
        const IN *y = last > 0 ? spelt_cursor_gather(&cursor, last, m, buffer[1]) : x;
        total = int192_add(total, call->kernel(x, y, m));
        spelt_cursor_advance(&cursor, m);
        n -= m;
    }
    return total;
}

static void NAMED(pieces_)(void *context, void *own, size_t first, size_t last)
{
    const NAMED(int_call_) *call = context;
    int192 *total = own;
    size_t begin = first * PIECE, rest = call->loop->n - begin;
    size_t n = (last - first) * PIECE < rest ? (last - first) * PIECE : rest;
    *total = int192_add(*total, call->contiguous ? NAMED(contiguous_)(call, begin, n)
                                                 : NAMED(strided_)(call, begin, n));
}

static void NAMED(begin_)(void *context, void *own)
{
    (void)context;
    *(int192 *)own = int192_from(0);
}

static void NAMED(merge_)(void *context, void *own)
{
    NAMED(int_call_) *call = context;
    call->total = int192_add(call->total, *(const int192 *)own);
}

int192 NAMED(spelt_int_total_)(const spelt_loop *loop, NAMED(spelt_total_) * kernel, int *threads)
{
    NAMED(int_call_) call;
    call.loop = loop;
    call.kernel = kernel;
    call.contiguous = spelt_loop_is_contiguous(loop);
    call.total = int192_from(0);
    const spelt_job job = {NAMED(pieces_), NAMED(begin_), NAMED(merge_), &call,
                           (loop->n - 1) / PIECE + 1};
    *threads = spelt_team_run(*threads, &job);
    return call.total;
}

#undef PIECE
#undef NAMED
#undef IN
