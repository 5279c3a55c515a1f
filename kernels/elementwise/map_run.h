/* map_run.h - the driver of map.h for one type. Given TYPE. */

#define NAMED(name) SPELT_PASTE(name, TYPE)

typedef struct {
    const spelt_loop *loop;
    NAMED(spelt_map_) * kernel;
    int contiguous, c_order, in_place;
    _Atomic size_t first; /* the least C-order position that overflowed, n if none */
} NAMED(map_call_);

static void NAMED(note_)(NAMED(map_call_) * call, size_t position)
{
    size_t first = atomic_load(&call->first);
    while (position < first && !atomic_compare_exchange_weak(&call->first, &first, position))
        continue;
}

/* The piece of the loop from element q on overflowed at its element first, maybe at later ones too.
 * Where the loop's order is not C order any of them may come first there: each is tried alone. */
static void NAMED(note_piece_)(NAMED(map_call_) * call, size_t q, size_t first, size_t m,
                               const TYPE *x, const TYPE *y)
{
    NAMED(note_)(call, spelt_loop_position(call->loop, q + first));
    if (call->c_order)
        return;
    for (size_t i = first + 1; i < m; i++) {
        TYPE sum;
        if (call->kernel(x + i, y + i, &sum, 1) > 0)
            NAMED(note_)(call, spelt_loop_position(call->loop, q + i));
    }
}

static void NAMED(strided_)(NAMED(map_call_) * call, size_t begin, size_t n)
{
    TYPE buffer[3][SPELT_GATHER];
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, call->loop, begin);
    for (size_t q = begin, end = begin + n; q < end;) {
        size_t m = spelt_cursor_piece(&cursor, end - q, 64);
        const TYPE *x = spelt_cursor_gather(&cursor, 0, m, buffer[0]);
        const TYPE *y = spelt_cursor_gather(&cursor, 1, m, buffer[1]);
        TYPE *place = spelt_cursor_in_place(&cursor, 2, m), *out = place ? place : buffer[2];
        if (call->in_place && place && !call->c_order) {
            /* note_piece_ wants operands that the sums have not overwritten */
            m = m < SPELT_GATHER ? m : SPELT_GATHER;
            if (x == place)
                x = memcpy(buffer[0], x, m * sizeof(TYPE));
            if (y == place)
                y = memcpy(buffer[1], y, m * sizeof(TYPE));
        }
        size_t first = call->kernel(x, y, out, m);
        if (SPELT_UNLIKELY(first > 0))
            NAMED(note_piece_)(call, q, first - 1, m, x, y);
        if (!place)
            spelt_cursor_scatter(&cursor, 2, m, out);
        spelt_cursor_advance(&cursor, m);
        q += m;
    }
}

static void NAMED(pieces_)(void *context, void *own, size_t first, size_t last)
{
    NAMED(map_call_) *call = context;
    (void)own;
    size_t begin = first * PIECE, end = last * PIECE < call->loop->n ? last * PIECE : call->loop->n;
    if (!call->contiguous || !call->c_order) {
        NAMED(strided_)(call, begin, end - begin);
        return;
    }
    const TYPE *x = (const TYPE *)(const void *)call->loop->data[0] + begin;
    const TYPE *y = (const TYPE *)(const void *)call->loop->data[1] + begin;
    TYPE *out = (TYPE *)(uintptr_t)call->loop->data[2] + begin;
    size_t overflow = call->kernel(x, y, out, end - begin);
    if (SPELT_UNLIKELY(overflow > 0))
        NAMED(note_)(call, begin + overflow - 1);
}

static void NAMED(run_blas_)(const spelt_loop *loop, NAMED(spelt_blas_map_) * kernel)
{
    size_t inner = loop->ndim - 1, run = loop->shape[inner];
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, loop, 0);
    for (size_t done = 0; done < loop->n; done += run) {
        kernel((const TYPE *)(const void *)cursor.at[0], loop->stride[0][inner],
               (const TYPE *)(const void *)cursor.at[1], loop->stride[1][inner],
               (TYPE *)(uintptr_t)cursor.at[2], loop->stride[2][inner], run);
        spelt_cursor_advance(&cursor, run);
    }
}

spelt_status NAMED(spelt_map_run_)(const spelt_arrays *arrays, spelt_function function,
                                   int *threads)
{
    spelt_loop loop;
    size_t n;
    spelt_status status = spelt_check_arrays(arrays, &n);
    NAMED(spelt_blas_map_) *blas = NULL;
    if (status == SPELT_OK && spelt_path_is_blas()) {
        blas = (NAMED(spelt_blas_map_) *)spelt_blas_of(function);
        if (!blas)
            status = spelt_unsupported_by_blas(arrays->function);
    }
    if (status != SPELT_OK || n == 0)
        return status;
    spelt_loop_make(&loop, arrays, n, SPELT_IN_ANY_ORDER);
    if (blas) {
        *threads = spelt_threads_for_any();
        NAMED(run_blas_)(&loop, blas);
        return SPELT_OK;
    }
    NAMED(map_call_) call = {.loop = &loop, .first = n};
    call.contiguous = spelt_loop_is_contiguous(&loop);
    call.c_order = spelt_loop_is_c_order(&loop);
    call.in_place = loop.data[2] == loop.data[0] || loop.data[2] == loop.data[1];
    int stream = call.contiguous && !call.in_place && spelt_loop_bytes(&loop) > spelt_llc_bytes();
    call.kernel =
        (NAMED(spelt_map_) *)(stream ? spelt_second_of(function) : spelt_kernel_of(function));
    const spelt_job job = {.run = NAMED(pieces_), .context = &call, .pieces = (n - 1) / PIECE + 1};
    spelt_call watched;
    spelt_call_begin(&watched, function, n, call.contiguous);
    *threads = spelt_team_run(watched.threads, &job);
    spelt_call_end(&watched);
    size_t first = atomic_load(&call.first);
    return first < n ? spelt_overflow_in(arrays, first) : SPELT_OK;
}

#undef NAMED
#undef TYPE
