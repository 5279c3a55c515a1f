/* axis.c - reductions along an axis: each element of the output is what the plain call gives for its
 * slice. */
#include "call/axis.h"

#include "call/call.h"
#include "call/norm.h"
#include "call/slices.h"
#include "runtime/cost.h"
#include "runtime/dispatch.h"
#include "runtime/status.h"
#include "runtime/team.h"
#include "runtime/trace.h"

#include <string.h>

/* ---- Means, variances and norms ---------------------------------------------------------------- */

#define SPELT_DIVIDE(type)                                                                         \
    static void divide_##type(type *x, size_t count, ptrdiff_t stride, type n)                     \
    {                                                                                              \
        if (stride == 1)                                                                           \
            for (size_t j = 0; j < count; j++)                                                     \
                x[j] /= n;                                                                         \
        else                                                                                       \
            for (size_t j = 0; j < count; j++, x += stride)                                        \
                *x /= n;                                                                           \
    }
SPELT_DIVIDE(f32)
SPELT_DIVIDE(f64)

/* out = out / n, for some elements of the output. */
static void divide(const spelt_loop *loop, size_t begin, size_t end, size_t n)
{
    const size_t inner = loop->ndim - 1;
    const ptrdiff_t beside = loop->stride[0][inner];
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, loop, begin);
    for (size_t m; begin < end; begin += m) {
        const size_t run = loop->shape[inner] - cursor.index[inner];
        void *out = (void *)(uintptr_t)cursor.at[0];
        m = end - begin < run ? end - begin : run;
        if (loop->itemsize[0] == sizeof(f32))
            divide_f32(out, m, beside, (f32)n);
        else
            divide_f64(out, m, beside, (f64)n);
        spelt_cursor_advance(&cursor, m);
    }
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

/* ---- Pieces ------------------------------------------------------------------------------------ */

typedef struct {
    const spelt_axis_function *function;
    spelt_slices slices;
} axis_call;

/* Up to so many elements take less time side by side, whatever lies beside what, where whole rows of
 * slices are the operands. */
#define SHORT_SLICE ((size_t)6)

static int is_by_rows(spelt_function of)
{
    const spelt_family family = spelt_function_list[of].family;
    return family == SPELT_FAMILY_ORDER1 || family == SPELT_FAMILY_CHOICE;
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
    if (spelt_function_list[function->of].family != SPELT_FAMILY_ORDER1) {
        spelt_slices_reduce(slices, function->of, begin, end);
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

static spelt_status run(const spelt_axis_function *function, const spelt_loop *loop, size_t length,
                        const ptrdiff_t *stride, const spelt_view *out, int *threads)
{
    const unsigned last = loop->operands - 1;
    axis_call call = {function, {.loop = loop, .length = length, .failed = SIZE_MAX}};
    for (unsigned i = 1; i < loop->operands; i++)
        call.slices.step[i] = stride[i] * (ptrdiff_t)loop->itemsize[i];
    const size_t beside = loop->shape[loop->ndim - 1];
    call.slices.one_by_one =
        beside == 1 ||
        (spelt_magnitude(stride[last]) < spelt_magnitude(loop->stride[last][loop->ndim - 1]) &&
         (length > SHORT_SLICE || beside < SHORT_SLICE || !is_by_rows(function->of)));
    const spelt_job job = {
        .run = pieces, .context = &call, .pieces = (loop->n - 1) / SPELT_SLICES + 1};
    *threads = spelt_team_run(*threads, &job);
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

/* A slice must have something for what it is reduced to. */
static spelt_status check_length(const spelt_axis_function *function, size_t axis, size_t length)
{
    const spelt_family family = spelt_function_list[function->of].family;
    const int is_choice = family == SPELT_FAMILY_CHOICE || family == SPELT_FAMILY_INDEX;
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

/* All checks; then whole has the inputs, reduced the output and the inputs without the axis. */
static spelt_status check_axis(const spelt_axis_function *function, const spelt_arrays *whole,
                               size_t axis, spelt_arrays *reduced,
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
    if (status == SPELT_OK && outputs > 0 && (uintptr_t)out->data % out->alignment != 0)
        status = spelt_fail(SPELT_ERR_ARG, "%s: out has data that is %zu past a multiple of %zu bytes",
                            whole->function, (size_t)((uintptr_t)out->data % out->alignment),
                            out->alignment);
    *n = outputs;
    if (status == SPELT_OK && outputs > 0)
        status = check_length(function, axis, x->shape[axis]);
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

static spelt_status axis_checked(const spelt_axis_function *function, const spelt_arrays *whole,
                                 size_t axis, const spelt_view *out,
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
    spelt_call_begin(&call, function->of, n * length, 1);
    const spelt_status status = run(function, &loop, length, stride, out, &call.threads);
    spelt_call_end(&call);
    *threads = call.threads;
    return status;
}

spelt_status spelt_call_axis(const spelt_axis_function *function, const spelt_view *x,
                             const spelt_view *y, size_t axis, const spelt_view *out)
{
    const spelt_function_facts *facts = &spelt_function_list[function->of];
    const size_t size = facts->input_size[0];
    const size_t alignment = spelt_part_size(facts->input[0], size);
    spelt_dispatch_init();
    const uint64_t start = spelt_trace_start();
    if (!x || (facts->inputs == 2 && !y) || !out)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function->name,
                          !x                          ? "x"
                          : facts->inputs == 2 && !y ? "y"
                                                      : "out");
    spelt_arrays whole = {function->name, facts->inputs, 0, {spelt_operand_aligned("x", x, size, alignment)}};
    if (facts->inputs == 2)
        whole.operand[1] = spelt_operand_aligned("y", y, size, alignment);
    spelt_arrays reduced = {
        function->name,
        facts->inputs + 1,
        0,
        {spelt_operand_aligned("out", out, facts->result_size,
                               spelt_part_size(facts->result, facts->result_size))}};
    without_axis rest[2];
    int threads = 1;
    size_t n;
    spelt_status status = check_axis(function, &whole, axis, &reduced, rest, &n);
    if (status == SPELT_OK)
        status = axis_checked(function, &whole, axis, out, &reduced, n, &threads);
    spelt_trace_call(start, &whole, threads, status);
    return status;
}
