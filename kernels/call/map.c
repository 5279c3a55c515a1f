/* map.c - the driver of elementwise operations. */
#include "array/cursor.h"
#include "call/drivers.h"
#include "call/stream.h"
#include "runtime/dispatch.h"
#include "runtime/team.h"

#include <string.h>

/* Elements that one thread takes at least: whole pages of the widest type, so that no two threads
 * write to one cache line of an aligned array. */
#define PIECE ((size_t)4096)

/* The widest element. */
#define WIDEST 8

/* No operand's number. */
#define NO_VALUE SPELT_MAX_OPERANDS

typedef struct {
    const spelt_loop *loop;
    spelt_map_kernel *kernel, *streaming; /* NULL: it has none */
    unsigned inputs, value; /* value: the input that is one value to the kernel, or NO_VALUE */
    int contiguous, c_order, in_place, stream;
    _Atomic size_t first; /* the least SPELT_FAILURE by C-order position, SIZE_MAX if none */
} map_call;

/* The operands of a piece; those that a function does not have are not looked at. */
typedef struct {
    const void *input[SPELT_MOST_INPUTS];
    void *out;
} piece;

static size_t run_kernel(const map_call *call, const piece *p, size_t n)
{
    return call->kernel(p->input[0], p->input[1], p->input[2], p->out, n);
}

/* The same operands from element i on; one that is a value stays. */
static piece advanced(const map_call *call, const piece *p, size_t i)
{
    piece next = *p;
    for (unsigned k = 0; k < call->inputs; k++)
        if (k != call->value)
            next.input[k] = (const char *)p->input[k] + i * call->loop->itemsize[k];
    next.out = (char *)p->out + i * call->loop->itemsize[call->inputs];
    return next;
}

/* ---- Elements that fail ---------------------------------------------------------------------- */

static void note(map_call *call, size_t position, size_t why)
{
    const size_t failure = SPELT_FAILURE(position, why);
    size_t first = atomic_load(&call->first);
    while (failure < first && !atomic_compare_exchange_weak(&call->first, &first, failure))
        continue;
}

/* The piece of the loop from element q on failed, first at its own index in `failure`, maybe at
 * later ones too. Where the loop's order is not C order any of them may come first there: each is
 * tried alone, on operands that the results have not overwritten. */
static void note_piece(map_call *call, size_t q, size_t failure, const piece *p, size_t n)
{
    const size_t first = failure / SPELT_FAILURE(1, 0);
    note(call, spelt_loop_position(call->loop, q + first), failure % SPELT_FAILURE(1, 0));
    for (size_t i = first + 1; i < n && !call->c_order; i++) {
        uint64_t result;
        piece one = advanced(call, p, i);
        one.out = &result;
        failure = run_kernel(call, &one, 1);
        if (failure > 0)
            note(call, spelt_loop_position(call->loop, q + i), failure);
    }
}

/* ---- Pieces ---------------------------------------------------------------------------------- */

/* This and the next out of line: a call takes the buffers of one of them. */
static __attribute__((noinline)) void strided(map_call *call, size_t begin, size_t n)
{
    _Alignas(64) char buffer[SPELT_MAX_OPERANDS][SPELT_GATHER * WIDEST];
    const unsigned output = call->inputs;
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, call->loop, begin);
    for (size_t q = begin, end = begin + n; q < end;) {
        size_t m = spelt_cursor_piece(&cursor, end - q, 64);
        void *place = spelt_cursor_in_place(&cursor, output, m);
        piece p = {{NULL, NULL, NULL}, place ? place : buffer[output]};
        /* note_piece() wants operands that the results have not overwritten. */
        const int keep = call->in_place && place && !call->c_order;
        if (keep && m > SPELT_GATHER)
            m = SPELT_GATHER;
        for (unsigned k = 0; k < call->inputs; k++) {
            p.input[k] = k == call->value ? call->loop->data[k]
                                          : spelt_cursor_gather(&cursor, k, m, buffer[k]);
            if (keep && p.input[k] == place)
                p.input[k] = memcpy(buffer[k], place, m * call->loop->itemsize[k]);
        }
        const size_t failure = run_kernel(call, &p, m);
        if (SPELT_UNLIKELY(failure > 0))
            note_piece(call, q, failure, &p, m);
        if (!place)
            spelt_cursor_scatter(&cursor, output, m, p.out);
        spelt_cursor_advance(&cursor, m);
        q += m;
    }
}

static piece contiguous_from(const map_call *call, size_t begin)
{
    const spelt_loop *loop = call->loop;
    piece whole = {{NULL, NULL, NULL}, (void *)(uintptr_t)loop->data[call->inputs]};
    for (unsigned k = 0; k < call->inputs; k++)
        whole.input[k] = loop->data[k];
    return advanced(call, &whole, begin);
}

/* Past the caches, by a kernel that can. */
static void stream_at_once(map_call *call, size_t begin, size_t n)
{
    const piece p = contiguous_from(call, begin);
    call->streaming(p.input[0], p.input[1], p.input[2], p.out, n);
    spelt_stream_end();
}

/* Or into a buffer that stays in the first level, and from there to memory. */
static __attribute__((noinline)) void streamed(map_call *call, size_t begin, size_t n)
{
    _Alignas(64) char buffer[SPELT_STREAM_BYTES];
    const size_t size = call->loop->itemsize[call->inputs], most = SPELT_STREAM_BYTES / size;
    spelt_stream_kernel *stream = spelt_stream_of();
    spelt_ahead ahead = {.count = 0};
    for (unsigned k = 0; k < call->inputs; k++)
        if (k != call->value)
            ahead.bytes[ahead.count++] = 64 * call->loop->itemsize[k] / size;
    for (size_t done = 0, m; done < n; done += m) {
        piece p = contiguous_from(call, begin + done);
        void *out = p.out;
        m = n - done < most ? n - done : most;
        p.out = buffer;
        const size_t failure = run_kernel(call, &p, m);
        if (SPELT_UNLIKELY(failure > 0))
            note_piece(call, begin + done, failure, &p, m);
        for (unsigned k = 0, a = 0; k < call->inputs; k++)
            if (k != call->value)
                ahead.at[a++] = (const char *)p.input[k] + m * call->loop->itemsize[k];
        stream(out, buffer, m * size, &ahead);
    }
    spelt_stream_end();
}

static void pieces(void *context, void *own, size_t first, size_t last)
{
    map_call *call = context;
    (void)own;
    const size_t begin = first * PIECE;
    const size_t end = last * PIECE < call->loop->n ? last * PIECE : call->loop->n;
    if (!call->contiguous || !call->c_order) {
        strided(call, begin, end - begin);
        return;
    }
    if (call->stream) {
        (call->streaming ? stream_at_once : streamed)(call, begin, end - begin);
        return;
    }
    const piece p = contiguous_from(call, begin);
    const size_t failure = run_kernel(call, &p, end - begin);
    if (SPELT_UNLIKELY(failure > 0))
        note_piece(call, begin, failure, &p, end - begin);
}

/* ---- The call -------------------------------------------------------------------------------- */

/* Kernels of two operands keep one that is the same element again and again in a register. */
static void choose_kernel(map_call *call, spelt_function function)
{
    call->kernel = spelt_map_of(function);
    call->streaming = (spelt_map_kernel *)spelt_kernel_of(function, 3);
    call->value = NO_VALUE;
    for (unsigned k = 0; k < call->inputs && call->inputs == 2 && call->loop->n > 1; k++) {
        spelt_kernel *with_value = spelt_kernel_of(function, 1 + (int)k);
        if (with_value && spelt_loop_repeats(call->loop, k)) {
            call->value = k;
            call->kernel = (spelt_map_kernel *)with_value;
            call->streaming = NULL;
            return;
        }
    }
}

static int is_contiguous(const map_call *call)
{
    for (unsigned k = 0; k <= call->inputs; k++)
        if (k != call->value && (call->loop->ndim != 1 || call->loop->stride[k][0] != 1))
            return 0;
    return 1;
}

size_t spelt_run_map(const spelt_loop *loop, spelt_function function, int *threads)
{
    map_call call = {.loop = loop, .inputs = loop->operands - 1, .first = SIZE_MAX};
    choose_kernel(&call, function);
    call.contiguous = is_contiguous(&call);
    call.c_order = spelt_loop_is_c_order(loop);
    for (unsigned k = 0; k < call.inputs; k++)
        call.in_place |= loop->data[k] == loop->data[call.inputs];
    call.stream =
        call.contiguous && !call.in_place && spelt_loop_bytes(loop) > spelt_stream_threshold();
    const spelt_job job = {.run = pieces, .context = &call, .pieces = (loop->n - 1) / PIECE + 1};
    *threads = spelt_team_run(*threads, &job);
    const size_t first = atomic_load(&call.first);
    return first == SIZE_MAX ? 0 : first;
}
