/* axis.c - order 1 along an axis: each element of the output has the bits of the plain call on its
 * slice.
 *
 * Slices whose elements are neighbours in memory are reduced one by one. Others lie beside each
 * other: so many of them at a time that their lanes stay in a first-level cache are added up
 * together, row by row of the array, and memory is read as it lies. */
#include "call/axis.h"

#include "array/cursor.h"
#include "call/nodes.h"
#include "call/order1.h"
#include "runtime/cost.h"
#include "runtime/scratch.h"
#include "runtime/status.h"
#include "runtime/team.h"
#include "runtime/trace.h"

/* Slices at a time: with scratch memory, and without. */
#define WIDTH ((size_t)64)
#define NARROW_WIDTH ((size_t)8)
#define WIDEST 8

/* More blocks than any axis has: 2^31 of them, 2^42 terms. */
#define LEVELS 32

/* Operands of the loop over the output: out, then the inputs, the last of which decides how memory
 * is walked. */
typedef struct {
    const spelt_loop *loop;
    spelt_reduce_kernel *kernel;
    spelt_lanes_kernel *term, *add; /* the term of the function; a sum of accumulators */
    spelt_function of;
    size_t bytes, row, block, length; /* of an accumulator; terms in a row, a block, a slice */
    ptrdiff_t step[SPELT_MAX_OPERANDS]; /* bytes from term to term of a slice */
    int alone;                          /* slices are reduced one by one */
} axis_call;

static unsigned inputs_of(const axis_call *call)
{
    return call->loop->operands - 1;
}

/* ---- Slice by slice ---------------------------------------------------------------------------- */

/* One slice, from where the operands are. */
static void reduce_slice(const axis_call *call, const char *const at[], void *out)
{
    const unsigned inputs = inputs_of(call);
    const size_t size = call->loop->itemsize[1];
    int contiguous = 1;
    spelt_loop slice = {.n = call->length, .operands = inputs, .ndim = 1};
    slice.shape[0] = call->length;
    for (unsigned i = 0; i < inputs; i++) {
        slice.itemsize[i] = size;
        slice.data[i] = at[1 + i];
        slice.stride[i][0] = call->step[1 + i] / (ptrdiff_t)size;
        contiguous &= slice.stride[i][0] == 1;
    }
    if (contiguous) {
        call->kernel(at[1], at[inputs], call->length, out);
        return;
    }
    int threads = 1;
    spelt_tree tree;
    spelt_order1_subtrees(&slice, call->of, 0, &tree, &threads);
    spelt_node_give(tree.bytes, spelt_tree_finish(&tree), out);
}

static void one_by_one(const axis_call *call, spelt_cursor *cursor, size_t n)
{
    for (; n > 0; n--) {
        reduce_slice(call, cursor->at, (void *)(uintptr_t)cursor->at[0]);
        spelt_cursor_advance(cursor, 1);
    }
}

/* ---- Slices beside each other ------------------------------------------------------------------ */

/* Accumulators of `width` slices: the lanes of a block, and the roots of the subtrees so far. */
typedef struct {
    const axis_call *call;
    size_t width, lane_bytes;
    char *lane, *root;
    char *gathered[2]; /* a row of each input where it must be gathered */
    uint64_t end;      /* blocks so far */
    unsigned depth;
} bundle;

/* The terms number i of all slices of an input, side by side. */
static const void *terms_of(const bundle *b, const spelt_cursor *cursor, unsigned input, size_t i)
{
    const axis_call *call = b->call;
    const size_t size = call->loop->itemsize[1 + input];
    const ptrdiff_t beside =
        call->loop->stride[1 + input][call->loop->ndim - 1] * (ptrdiff_t)size;
    const char *from = cursor->at[1 + input] + (ptrdiff_t)i * call->step[1 + input];
    if (beside == (ptrdiff_t)size)
        return from;
    char *to = b->gathered[input];
    for (size_t j = 0; j < b->width; j++)
        memcpy(to + j * size, from + (ptrdiff_t)j * beside, size);
    return to;
}

static void add_row(const bundle *b, char *to, const char *from)
{
    b->call->add(to, from, from, b->width);
}

/* Rule 3 of order 1, for all slices. */
static void fold(const bundle *b)
{
    for (size_t half = b->call->row / 2; half > 0; half /= 2)
        for (size_t j = 0; j < half; j++)
            add_row(b, b->lane + j * b->lane_bytes, b->lane + (j + half) * b->lane_bytes);
}

/* Rule 4: the block's totals, in lane 0, join their left siblings. */
static void push(bundle *b)
{
    uint64_t at = b->end++;
    for (; at & 1; at >>= 1) {
        char *left = b->root + --b->depth * b->lane_bytes;
        add_row(b, left, b->lane);
        memcpy(b->lane, left, b->lane_bytes);
    }
    memcpy(b->root + b->depth++ * b->lane_bytes, b->lane, b->lane_bytes);
}

static void add_block(bundle *b, const spelt_cursor *cursor, size_t begin, size_t n)
{
    const axis_call *call = b->call;
    const unsigned last = inputs_of(call) - 1;
    memset(b->lane, 0, call->row * b->lane_bytes);
    for (size_t i = 0; i < n; i++) {
        const void *x = terms_of(b, cursor, 0, begin + i);
        const void *y = last > 0 ? terms_of(b, cursor, last, begin + i) : x;
        call->term(b->lane + i % call->row * b->lane_bytes, x, y, b->width);
    }
    fold(b);
    push(b);
}

static void finish(bundle *b, char *out, ptrdiff_t beside)
{
    const size_t bytes = b->call->bytes;
    char *total = b->root + (b->depth - 1) * b->lane_bytes;
    for (unsigned k = b->depth - 1; k-- > 0;) {
        char *left = b->root + k * b->lane_bytes;
        add_row(b, left, total);
        total = left;
    }
    for (size_t j = 0; j < b->width; j++)
        spelt_node_give(bytes, spelt_node_load(bytes, total + j * bytes),
                        out + (ptrdiff_t)j * beside);
}

static void side_by_side(const axis_call *call, spelt_cursor *cursor, size_t n, char *memory,
                         size_t width)
{
    const spelt_loop *loop = call->loop;
    const size_t inner = loop->ndim - 1;
    const ptrdiff_t beside = loop->stride[0][inner] * (ptrdiff_t)call->bytes;
    while (n > 0) {
        const size_t run = loop->shape[inner] - cursor->index[inner];
        size_t m = n < run ? n : run;
        m = m < width ? m : width;
        bundle b = {.call = call, .width = m, .lane_bytes = m * call->bytes, .lane = memory};
        b.root = b.lane + call->row * width * call->bytes;
        b.gathered[0] = b.root + LEVELS * width * call->bytes;
        b.gathered[1] = b.gathered[0] + width * WIDEST;
        for (size_t i = 0; i < call->length; i += call->block)
            add_block(&b, cursor, i,
                      call->length - i < call->block ? call->length - i : call->block);
        finish(&b, (char *)(uintptr_t)cursor->at[0], beside);
        spelt_cursor_advance(cursor, m);
        n -= m;
    }
}

#define MEMORY_FOR(width)                                                                          \
    ((width) * (SPELT_ORDER_LANE_BYTES + LEVELS * sizeof(f64) + 2 * WIDEST))
_Static_assert(MEMORY_FOR(WIDTH) <= SPELT_SCRATCH_BYTES, "fits the scratch memory");
_Static_assert(MEMORY_FOR(NARROW_WIDTH) <= 8192, "fits the stack");

/* Out of line: the stack is not needed where there is scratch memory. */
static __attribute__((noinline)) void side_by_side_on_stack(const axis_call *call,
                                                            spelt_cursor *cursor, size_t n)
{
    _Alignas(64) char memory[MEMORY_FOR(NARROW_WIDTH)];
    side_by_side(call, cursor, n, memory, NARROW_WIDTH);
}

/* ---- The call ---------------------------------------------------------------------------------- */

/* A piece is WIDTH elements of the output. */
static void pieces(void *context, void *own, size_t first, size_t last)
{
    const axis_call *call = context;
    (void)own;
    const size_t begin = first * WIDTH;
    const size_t end = last * WIDTH < call->loop->n ? last * WIDTH : call->loop->n;
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, call->loop, begin);
    if (call->alone) {
        one_by_one(call, &cursor, end - begin);
        return;
    }
    char *scratch = spelt_scratch_take();
    if (scratch) {
        side_by_side(call, &cursor, end - begin, scratch, WIDTH);
        spelt_scratch_give(scratch);
    } else {
        side_by_side_on_stack(call, &cursor, end - begin);
    }
}

static size_t magnitude(ptrdiff_t stride)
{
    return stride < 0 ? -(size_t)stride : (size_t)stride;
}

static void run(const spelt_loop *loop, spelt_function of, size_t length, const ptrdiff_t *stride,
                int *threads)
{
    const unsigned last = loop->operands - 1;
    const size_t bytes = spelt_function_list[of].result_size;
    const spelt_function sum = bytes == sizeof(f32) ? SPELT_ID_spelt_sum_f32 : SPELT_ID_spelt_sum_f64;
    axis_call call = {.loop = loop,
                      .kernel = spelt_reduce_of(of),
                      .term = (spelt_lanes_kernel *)spelt_kernel_of(of, SPELT_KERNEL_LANES),
                      .add = (spelt_lanes_kernel *)spelt_kernel_of(sum, SPELT_KERNEL_LANES),
                      .of = of,
                      .bytes = bytes,
                      .row = spelt_row_terms(bytes),
                      .block = spelt_block_terms(bytes),
                      .length = length};
    for (unsigned i = 1; i < loop->operands; i++)
        call.step[i] = stride[i] * (ptrdiff_t)loop->itemsize[i];
    const size_t beside = magnitude(loop->stride[last][loop->ndim - 1]);
    call.alone = magnitude(stride[last]) < beside || loop->shape[loop->ndim - 1] == 1 ||
                 (length - 1) / call.block >= (size_t)1 << (LEVELS - 1);
    const spelt_job job = {.run = pieces, .context = &call, .pieces = (loop->n - 1) / WIDTH + 1};
    *threads = spelt_team_run(*threads, &job);
}

/* The operand without its axis. */
typedef struct {
    size_t shape[SPELT_MAX_NDIM];
    ptrdiff_t stride[SPELT_MAX_NDIM];
} without_axis;

static spelt_operand drop_axis(const spelt_operand *operand, size_t axis, without_axis *rest)
{
    spelt_operand dropped = *operand;
    dropped.ndim = 0;
    for (size_t k = 0; k < operand->ndim; k++) {
        if (k == axis)
            continue;
        rest->shape[dropped.ndim] = operand->shape[k];
        rest->stride[dropped.ndim++] = operand->stride[k];
    }
    dropped.shape = rest->shape;
    dropped.stride = rest->stride;
    return dropped;
}

static spelt_status check_out(const char *function, const spelt_operand *x, size_t axis,
                              const spelt_operand *rest, const spelt_operand *out)
{
    char one[SPELT_SHAPE_TEXT], other[SPELT_SHAPE_TEXT];
    size_t n;
    spelt_status status = spelt_check_extent(function, out, &n);
    if (status != SPELT_OK)
        return status;
    if (out->ndim != rest->ndim || memcmp(out->shape, rest->shape, out->ndim * sizeof(size_t)) != 0)
        return spelt_fail(SPELT_ERR_SHAPE,
                          "%s: x has shape %s and axis is %zu, out has shape %s, not %s", function,
                          spelt_shape_text(one, x), axis,
                          spelt_shape_text(other, out),
                          spelt_shape_text((char[SPELT_SHAPE_TEXT]){0}, rest));
    if (n == 0)
        return SPELT_OK;
    if (!out->data)
        return spelt_fail(SPELT_ERR_NULL, "%s: out has shape %s and data NULL", function,
                          spelt_shape_text(one, out));
    return spelt_check_output(function, out);
}

static spelt_status check_apart(const char *function, const spelt_operand *in,
                                const spelt_operand *out)
{
    char one[SPELT_SHAPE_TEXT], other[SPELT_SHAPE_TEXT];
    if (!spelt_operands_overlap(in, out))
        return SPELT_OK;
    return spelt_fail(SPELT_ERR_OVERLAP, "%s: out of shape %s overlaps %s of shape %s", function,
                      spelt_shape_text(one, out), in->name, spelt_shape_text(other, in));
}

/* All checks; then whole has the inputs, reduced the output and the inputs without the axis. */
static spelt_status check_axis(const spelt_arrays *whole, size_t axis, spelt_arrays *reduced,
                               without_axis rest[], size_t *n)
{
    const spelt_operand *x = &whole->operand[0], *out = &reduced->operand[0];
    char text[SPELT_SHAPE_TEXT];
    size_t outputs = 1;
    spelt_status status = spelt_check_arrays(whole, n);
    if (status != SPELT_OK)
        return status;
    if (axis >= x->ndim)
        return spelt_fail(SPELT_ERR_ARG, "%s: axis is %zu, x has shape %s", whole->function, axis,
                          spelt_shape_text(text, x));
    for (unsigned i = 0; i < whole->operands; i++)
        reduced->operand[1 + i] = drop_axis(&whole->operand[i], axis, &rest[i]);
    status = check_out(whole->function, x, axis, &reduced->operand[1], out);
    for (size_t k = 0; k < out->ndim; k++)
        outputs *= out->shape[k];
    for (unsigned i = 0; i < whole->operands && status == SPELT_OK && *n > 0; i++)
        status = check_apart(whole->function, &whole->operand[i], out);
    if (status == SPELT_OK && outputs > 0 && (uintptr_t)out->data % out->itemsize != 0)
        status = spelt_fail(SPELT_ERR_ARG, "%s: out has data that is %zu past a multiple of %zu bytes",
                            whole->function, (size_t)((uintptr_t)out->data % out->itemsize),
                            out->itemsize);
    *n = outputs;
    return status;
}

/* Slices without terms: +0.0. */
static void give_zeros(const spelt_loop *loop)
{
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, loop, 0);
    for (size_t q = 0; q < loop->n; q++) {
        memset((void *)(uintptr_t)cursor.at[0], 0, loop->itemsize[0]);
        spelt_cursor_advance(&cursor, 1);
    }
}

static spelt_status axis_checked(spelt_function of, const spelt_arrays *whole, size_t axis,
                                 const spelt_arrays *reduced, size_t n, int *threads)
{
    const size_t length = whole->operand[0].shape[axis];
    ptrdiff_t stride[SPELT_MAX_OPERANDS] = {0};
    if (spelt_path_is_blas())
        return spelt_unsupported_by_blas(whole->function);
    if (n == 0)
        return SPELT_OK;
    spelt_loop loop;
    spelt_loop_make(&loop, reduced, n, SPELT_IN_ANY_ORDER);
    if (length == 0) {
        give_zeros(&loop);
        return SPELT_OK;
    }
    for (unsigned i = 0; i < whole->operands; i++)
        stride[1 + i] = whole->operand[i].stride[axis];
    spelt_call call;
    spelt_call_begin(&call, of, n * length, 1);
    run(&loop, of, length, stride, &call.threads);
    spelt_call_end(&call);
    *threads = call.threads;
    return SPELT_OK;
}

spelt_status spelt_call_axis(const char *function, spelt_function of, const spelt_view *x,
                             const spelt_view *y, size_t axis, const spelt_view *out)
{
    const spelt_function_facts *facts = &spelt_function_list[of];
    const size_t size = facts->input_size[0];
    spelt_dispatch_init();
    const uint64_t start = spelt_trace_start();
    if (!x || (facts->inputs == 2 && !y) || !out)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function,
                          !x                          ? "x"
                          : facts->inputs == 2 && !y ? "y"
                                                      : "out");
    spelt_arrays whole = {function, facts->inputs, 0, {spelt_operand_of("x", x, size)}};
    if (facts->inputs == 2)
        whole.operand[1] = spelt_operand_of("y", y, size);
    spelt_arrays reduced = {
        function, facts->inputs + 1, 0, {spelt_operand_of("out", out, facts->result_size)}};
    without_axis rest[2];
    int threads = 1;
    size_t n;
    spelt_status status = check_axis(&whole, axis, &reduced, rest, &n);
    if (status == SPELT_OK)
        status = axis_checked(of, &whole, axis, &reduced, n, &threads);
    spelt_trace_call(start, &whole, threads, status);
    return status;
}
