/* axis.c - reductions along an axis: each element of the output is what the plain call gives for its
 * slice. */
#include "call/axis.h"

#include "call/call.h"
#include "call/moments.h"
#include "call/norm.h"
#include "call/places.h"
#include "call/slices.h"
#include "runtime/dispatch.h"
#include "runtime/status.h"

#include <string.h>

/* ---- What becomes of results ----------------------------------------------------------------------- */

/* Of `count` of them, `stride` elements apart. */
typedef void finish_run(void *results, size_t count, ptrdiff_t stride, size_t n);

#define SPELT_DIVIDE(type)                                                                         \
    static void divide_##type(void *results, size_t count, ptrdiff_t stride, size_t n)             \
    {                                                                                              \
        type *x = results;                                                                         \
        if (stride == 1)                                                                           \
            for (size_t j = 0; j < count; j++)                                                     \
                x[j] /= (type)n;                                                                   \
        else                                                                                       \
            for (size_t j = 0; j < count; j++, x += stride)                                        \
                *x /= (type)n;                                                                     \
    }
SPELT_DIVIDE(f32)
SPELT_DIVIDE(f64)

static void tell_truths(void *results, size_t count, ptrdiff_t stride, size_t n)
{
    (void)n;
    u8 *x = results;
    for (size_t j = 0; j < count; j++, x += stride)
        *x = *x != 0;
}

/* Elements [begin, end) of the output. */
static void finish(const spelt_loop *loop, size_t begin, size_t end, finish_run *run, size_t n)
{
    const size_t inner = loop->ndim - 1;
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, loop, begin);
    for (size_t m; begin < end; begin += m) {
        const size_t left = loop->shape[inner] - cursor.index[inner];
        m = end - begin < left ? end - begin : left;
        run((void *)(uintptr_t)cursor.at[0], m, loop->stride[0][inner], n);
        spelt_cursor_advance(&cursor, m);
    }
}

static void divide(const spelt_loop *loop, size_t begin, size_t end, size_t n)
{
    finish(loop, begin, end, loop->itemsize[0] == sizeof(f32) ? divide_f32 : divide_f64, n);
}

#define SPELT_GIVE_NORM(type)                                                                      \
    static void give_norm_##type(const spelt_slices *slices, spelt_function again,                 \
                                 const char *const at[])                                           \
    {                                                                                              \
        type *out = (void *)(uintptr_t)at[0];                                                      \
        const type scale = spelt_norm_scale_##type(*out);                                          \
        if (scale != 1)                                                                            \
            spelt_slice_add_up(slices, again, at, &scale);                                         \
        *out = spelt_norm_##type(*out, scale);                                                     \
    }
SPELT_GIVE_NORM(f32)
SPELT_GIVE_NORM(f64)

static void give_norms(const spelt_slices *slices, spelt_function again, size_t begin, size_t end)
{
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, slices->loop, begin);
    for (size_t q = begin; q < end; q++) {
        if (slices->loop->itemsize[0] == sizeof(f32))
            give_norm_f32(slices, again, cursor.at);
        else
            give_norm_f64(slices, again, cursor.at);
        spelt_cursor_advance(&cursor, 1);
    }
}

/* ---- Moments of exact sums --------------------------------------------------------------------------- */

static int is_moment(const spelt_axis_function *function)
{
    return function->finish != SPELT_AXIS_PLAIN &&
           spelt_function_list[function->of].family == SPELT_FAMILY_ROUNDED;
}

/* Not inlined: its loop would lie on the stack of all. */
static __attribute__((noinline)) void give_moments(const spelt_axis_function *function,
                                                   const spelt_slices *slices, size_t begin, size_t end)
{
    static const spelt_moment_kind kinds[] = {[SPELT_AXIS_MEAN] = SPELT_MOMENT_MEAN,
                                              [SPELT_AXIS_NORM] = SPELT_MOMENT_NORM,
                                              [SPELT_AXIS_VARIANCE] = SPELT_MOMENT_VARIANCE,
                                              [SPELT_AXIS_DISTANCE] = SPELT_MOMENT_DISTANCE};
    const spelt_moment moment = {.name = function->name,
                                 .kind = kinds[function->finish],
                                 .of = function->of,
                                 .squares = function->again,
                                 .plain = function->plain,
                                 .ddof = function->ddof};
    spelt_loop slice = {.n = slices->length, .operands = slices->loop->operands - 1, .ndim = 1};
    spelt_cursor cursor;
    slice.shape[0] = slice.n;
    for (unsigned i = 0; i < slice.operands; i++) {
        slice.itemsize[i] = slices->loop->itemsize[1 + i];
        slice.stride[i][0] = slices->step[1 + i] / (ptrdiff_t)slice.itemsize[i];
    }
    spelt_cursor_seek(&cursor, slices->loop, begin);
    for (; begin < end; begin++) {
        int threads = 1;
        for (unsigned i = 0; i < slice.operands; i++)
            slice.data[i] = cursor.at[1 + i];
        (void)spelt_moment_of_loop(&moment, &slice, (void *)(uintptr_t)cursor.at[0], &threads);
        spelt_cursor_advance(&cursor, 1);
    }
}

/* ---- Pieces ------------------------------------------------------------------------------------ */

typedef struct {
    const spelt_axis_function *function;
    spelt_slices slices;
} axis_call;

/* Up to so many elements take less time side by side, whatever lies beside what, where whole rows of
 * slices are the operands, and there is no kernel for many slices. */
#define SHORT_SLICE ((size_t)6)

static int is_by_rows(spelt_function of)
{
    const spelt_family family = spelt_function_list[of].family;
    return (family == SPELT_FAMILY_ORDER1 && !spelt_kernel_of(of, SPELT_KERNEL_SLICES)) ||
           family == SPELT_FAMILY_CHOICE;
}

/* A piece is SPELT_SLICES elements of the output. */
static void pieces(void *context, void *own, size_t first, size_t last)
{
    axis_call *call = context;
    const spelt_axis_function *function = call->function;
    spelt_slices *slices = &call->slices;
    const size_t begin = first * SPELT_SLICES, n = slices->loop->n;
    const size_t end = last * SPELT_SLICES < n ? last * SPELT_SLICES : n;
    (void)own;
    if (is_moment(function)) {
        give_moments(function, slices, begin, end);
        return;
    }
    if (spelt_function_list[function->of].family != SPELT_FAMILY_ORDER1) {
        spelt_slices_reduce(slices, function->of, begin, end);
        if (function->finish == SPELT_AXIS_TRUTH)
            finish(slices->loop, begin, end, tell_truths, 0);
        return;
    }
    spelt_slices_add_up(slices, function->of, begin, end);
    switch (function->finish) {
    case SPELT_AXIS_MEAN: divide(slices->loop, begin, end, slices->length); break;
    case SPELT_AXIS_VARIANCE:
        divide(slices->loop, begin, end, slices->length);
        spelt_slices_add_up(slices, function->again, begin, end);
        divide(slices->loop, begin, end, slices->length - function->ddof);
        break;
    case SPELT_AXIS_NORM: give_norms(slices, function->again, begin, end); break;
    default: break;
    }
}

/* Whether elements of a slice are nearer to each other than those of slices beside each other, in the
 * last input in which neither are one element: a vector that is repeated does not decide. */
static int is_along_memory(const spelt_loop *loop, const ptrdiff_t *stride)
{
    for (unsigned i = loop->operands; i-- > 1;) {
        const size_t along = spelt_magnitude(stride[i]);
        const size_t beside = spelt_magnitude(loop->stride[i][loop->ndim - 1]);
        if (along > 0 && beside > 0)
            return along < beside;
    }
    return 1;
}

static spelt_status run(const spelt_axis_function *function, spelt_placed *placed,
                        const spelt_loop *loop, size_t length, const ptrdiff_t *stride,
                        const spelt_view *out)
{
    axis_call call = {function, {.loop = loop, .length = length, .failed = SIZE_MAX}};
    for (unsigned i = 1; i < loop->operands; i++)
        call.slices.step[i] = stride[i] * (ptrdiff_t)loop->itemsize[i];
    const size_t beside = loop->shape[loop->ndim - 1];
    call.slices.one_by_one =
        beside == 1 ||
        (is_along_memory(loop, stride) &&
         (length > SHORT_SLICE || beside < SHORT_SLICE || !is_by_rows(function->of)));
    const spelt_job job = {
        .run = pieces, .context = &call, .pieces = (loop->n - 1) / SPELT_SLICES + 1};
    spelt_placed_run(placed, loop->n * length, 1, &job);
    return call.slices.failed == SIZE_MAX
               ? SPELT_OK
               : spelt_slice_failed(function->name, function->of, out, call.slices.failed);
}

/* ---- The call ---------------------------------------------------------------------------------- */

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

/* That of out is that of x without the axis, where there is such an axis. */
static spelt_status check_shape(const spelt_placed *call, size_t axis)
{
    const spelt_operand *x = &call->arrays.operand[0];
    const spelt_operand *out = &call->arrays.operand[call->arrays.operands - 1];
    char one[SPELT_SHAPE_TEXT], other[SPELT_SHAPE_TEXT], wanted[SPELT_SHAPE_TEXT];
    int is_right = axis >= x->ndim || out->ndim + 1 == x->ndim;
    for (size_t k = 0; is_right && axis < x->ndim && k < out->ndim; k++)
        is_right = out->shape[k] == x->shape[k + (k >= axis)];
    if (is_right)
        return SPELT_OK;
    without_axis rest;
    const spelt_operand right = drop_axis(x, axis, &rest);
    return spelt_fail(SPELT_ERR_SHAPE,
                      "%s: x has shape %s and axis is %zu, out has shape %s, not %s",
                      call->arrays.function, spelt_shape_text(one, x), axis,
                      spelt_shape_text(other, out), spelt_shape_text(wanted, &right));
}

/* A slice must have something for what it is reduced to. */
static spelt_status check_length(const spelt_axis_function *function, size_t axis, size_t length)
{
    const spelt_family family = spelt_function_list[function->of].family;
    const int is_choice = function->finish != SPELT_AXIS_TRUTH &&
                          (family == SPELT_FAMILY_CHOICE || family == SPELT_FAMILY_INDEX);
    const int is_mean =
        function->finish == SPELT_AXIS_MEAN || function->finish == SPELT_AXIS_VARIANCE;
    if (length == 0 && (is_choice || is_mean))
        return spelt_fail(SPELT_ERR_ARG, "%s: x has no elements along axis %zu", function->name,
                          axis);
    if (length <= function->ddof && is_mean)
        return spelt_fail(SPELT_ERR_ARG, "%s: ddof is %zu, x has %zu elements along axis %zu",
                          function->name, function->ddof, length, axis);
    return SPELT_OK;
}

/* All of them, in the order of every call's. */
static spelt_status check_axis(const spelt_axis_function *function, const spelt_placed *call,
                               size_t axis)
{
    const unsigned out = call->arrays.operands - 1;
    spelt_status status = out == 2 ? spelt_placed_are_alike(call, 0, 1) : SPELT_OK;
    if (status == SPELT_OK)
        status = check_shape(call, axis);
    if (status == SPELT_OK)
        status = spelt_placed_check_memory(call);
    if (status == SPELT_OK)
        status = spelt_placed_check_axis(call, axis);
    if (status == SPELT_OK && call->n[out] > 0)
        status = check_length(function, axis, call->arrays.operand[0].shape[axis]);
    if (status == SPELT_OK)
        status = spelt_placed_check_path(call);
    return status;
}

/* Slices without terms: +0.0; of truths, whose bytes are 0 or 1, whether all are true. */
static void give_of_nothing(const spelt_axis_function *function, const spelt_loop *loop)
{
    const int byte = function->finish == SPELT_AXIS_TRUTH && function->of == SPELT_ID_spelt_min_u8;
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, loop, 0);
    for (size_t q = 0; q < loop->n; q++) {
        memset((void *)(uintptr_t)cursor.at[0], byte, loop->itemsize[0]);
        spelt_cursor_advance(&cursor, 1);
    }
}

/* On outputs, of which there are some. */
static spelt_status run_axis(const spelt_axis_function *function, spelt_placed *call, size_t axis,
                             const spelt_view *out)
{
    const unsigned inputs = call->arrays.operands - 1;
    const size_t length = call->arrays.operand[0].shape[axis];
    ptrdiff_t stride[SPELT_MAX_OPERANDS] = {0};
    without_axis rest[2];
    spelt_arrays reduced = {call->arrays.function, inputs + 1, 0, {call->arrays.operand[inputs]}};
    for (unsigned i = 0; i < inputs; i++) {
        stride[1 + i] = spelt_stride(&call->arrays.operand[i], axis);
        reduced.operand[1 + i] = drop_axis(&call->arrays.operand[i], axis, &rest[i]);
    }
    spelt_loop loop;
    spelt_loop_make(&loop, &reduced, call->n[inputs], SPELT_IN_ANY_ORDER);
    if (length == 0) {
        give_of_nothing(function, &loop);
        return SPELT_OK;
    }
    return run(function, call, &loop, length, stride, out);
}

spelt_status spelt_call_axis(const spelt_axis_function *function, const spelt_view *x,
                             const spelt_view *y, size_t axis, const spelt_view *out)
{
    const int has_two = spelt_function_list[function->of].inputs == 2;
    const char *const names[] = {"x", has_two ? "y" : "out", "out"};
    const spelt_view *const views[] = {x, has_two ? y : out, out};
    spelt_placed call;
    spelt_status status =
        spelt_placed_begin(&call, function->name, function->of, has_two ? 3 : 2, names, views);
    if (status == SPELT_OK)
        status = check_axis(function, &call, axis);
    if (status == SPELT_OK && call.n[call.arrays.operands - 1] > 0)
        status = run_axis(function, &call, axis, out);
    return spelt_placed_end(&call, status);
}
