/* moments.c - see moments.h. */
#include "call/moments.h"

#include "call/call.h"
#include "call/drivers.h"
#include "call/rounded.h"
#include "exact/accumulate.h"
#include "exact/moments.h"
#include "isa/superaccumulator.h"
#include "isa/usual.h"
#include "runtime/cost.h"
#include "runtime/dispatch.h"
#include "runtime/trace.h"

#include <fenv.h>

/* A number that f32 and f64 have alike. */
static void give(spelt_type type, f64 value, void *result)
{
    if (type == SPELT_F32)
        *(f32 *)result = (f32)value;
    else
        *(f64 *)result = value;
}

/* ---- Sums ---------------------------------------------------------------------------------------- */

/* Of as many inputs as `of` has. Not inlined: each of several totals would have its own place on the stack. */
static __attribute__((noinline)) spelt_status add(const spelt_moment *moment, spelt_loop *loop,
                                                  spelt_function of, int most, spelt_acc *acc, int *threads)
{
    const unsigned operands = loop->operands;
    exact_total total;
    if (loop->n == 0)
        return SPELT_OK;
    loop->operands = spelt_function_list[of].inputs;
    exact_total_open(&total, 0);
    spelt_exact_add_loop(loop, of, &total, &most);
    loop->operands = operands;
    if (*threads < most)
        *threads = most;
    return spelt_acc_add_total(moment->name, &total, loop->n, acc);
}

/* A loop is too large for a copy on a small stack. */
static void swap_inputs(spelt_loop *loop)
{
    const char *data = loop->data[0];
    loop->data[0] = loop->data[1];
    loop->data[1] = data;
    for (size_t k = 0; k < loop->ndim; k++) {
        const ptrdiff_t stride = loop->stride[0][k];
        loop->stride[0][k] = loop->stride[1][k];
        loop->stride[1][k] = stride;
    }
}

/* Where finite differences overflow to infinities they change nothing, but for what is raised. */
static void special_distance(const spelt_moment *moment, const spelt_loop *loop, int most, void *result)
{
    const spelt_usual host = spelt_usual_begin();
    feclearexcept(FE_INVALID);
    spelt_run_order1(loop, moment->plain, result, &most);
    int raised = fetestexcept(FE_INVALID);
    spelt_usual_keep(raised);
    spelt_usual_end(host);
    if (raised)
        feraiseexcept(FE_INVALID);
}

/* ---- Moments ------------------------------------------------------------------------------------- */

/* This and of_sum() have a frame each, not inlined. */
static __attribute__((noinline)) spelt_status distance(const spelt_moment *moment, spelt_loop *loop,
                                                       spelt_type type, int most, void *result, int *threads)
{
    spelt_acc squares = {0}, products = {0};
    spelt_status status = add(moment, loop, moment->squares, most, &squares, threads);
    if (status == SPELT_OK) {
        swap_inputs(loop);
        status = add(moment, loop, moment->squares, most, &squares, threads);
        swap_inputs(loop);
    }
    if (status == SPELT_OK && squares.special) {
        special_distance(moment, loop, most, result);
        return SPELT_OK;
    }
    if (status == SPELT_OK)
        status = add(moment, loop, moment->of, most, &products, threads);
    if (status == SPELT_OK)
        status = spelt_acc_scale(1, &products);
    if (status == SPELT_OK)
        status = spelt_acc_subtract(&products, &squares);
    if (status != SPELT_OK)
        return status;
    return type == SPELT_F32 ? spelt_acc_round_f32(&squares, result)
                             : spelt_acc_round_f64(&squares, result);
}

static spelt_status variance(const spelt_moment *moment, spelt_loop *loop, const spelt_acc *sum,
                             spelt_type type, int most, void *result, int *threads)
{
    spelt_acc squares = {0};
    if (sum->special) { /* an infinity, less the mean, which is one too, is none */
        if (!(sum->special & SPELT_SUPER_NAN))
            feraiseexcept(FE_INVALID);
        give(type, __builtin_nan(""), result);
        return SPELT_OK;
    }
    const spelt_status status = add(moment, loop, moment->squares, most, &squares, threads);
    if (status == SPELT_OK)
        spelt_exact_variance(sum, &squares, loop->n, moment->ddof, type, result);
    return status;
}

static __attribute__((noinline)) spelt_status of_sum(const spelt_moment *moment, spelt_loop *loop,
                                                     spelt_type type, int most, void *result, int *threads)
{
    spelt_acc sum = {0};
    const spelt_status status = add(moment, loop, moment->of, most, &sum, threads);
    if (status != SPELT_OK)
        return status;
    if (moment->kind == SPELT_MOMENT_VARIANCE)
        return variance(moment, loop, &sum, type, most, result, threads);
    if (sum.special)
        give(type, spelt_special_result((uint32_t)sum.special), result);
    else if (moment->kind == SPELT_MOMENT_MEAN)
        spelt_exact_mean(&sum, loop->n, type, result);
    else
        spelt_exact_root(&sum, type, result);
    return SPELT_OK;
}

spelt_status spelt_moment_of_loop(const spelt_moment *moment, spelt_loop *loop, void *result,
                                  int *threads)
{
    const spelt_type type = spelt_function_list[moment->of].result;
    const int most = *threads;
    *threads = 1;
    return moment->kind == SPELT_MOMENT_DISTANCE ? distance(moment, loop, type, most, result, threads)
                                                 : of_sum(moment, loop, type, most, result, threads);
}

/* ---- The call ------------------------------------------------------------------------------------ */

spelt_status spelt_call_moment(const spelt_moment *moment, const spelt_view *x, const spelt_view *y,
                               void *result)
{
    const spelt_function_facts *facts = &spelt_function_list[moment->of];
    const int has_more = moment->kind == SPELT_MOMENT_MEAN || moment->kind == SPELT_MOMENT_VARIANCE;
    size_t n;
    spelt_status status =
        has_more ? spelt_call_check_more(moment->name, moment->of, x, moment->ddof, result, &n)
                 : spelt_call_check(moment->name, moment->of, x, y, result, &n);
    if (status != SPELT_OK)
        return status;
    const uint64_t start = spelt_trace_start();
    const size_t size = facts->input_size[0];
    const spelt_arrays arrays = {moment->name,
                                 facts->inputs,
                                 0,
                                 {spelt_operand_of("x", x, size),
                                  spelt_operand_of("y", facts->inputs == 2 ? y : x, size)}};
    spelt_call call = {.threads = 1};
    if (spelt_path_is_blas()) {
        status = spelt_unsupported_by_blas(moment->name);
    } else {
        spelt_loop loop;
        spelt_loop_make(&loop, &arrays, n, SPELT_IN_ANY_ORDER);
        spelt_call_begin(&call, moment->of, n, spelt_loop_is_contiguous(&loop));
        status = spelt_moment_of_loop(moment, &loop, result, &call.threads);
        spelt_call_end(&call);
    }
    spelt_trace_call(start, &arrays, call.threads, status);
    return status;
}
