/* accumulate.c - see accumulate.h. */
#include "call/accumulate.h"

#include "call/drivers.h"
#include "call/rounded.h"
#include "exact/accumulate.h"
#include "runtime/cost.h"
#include "runtime/dispatch.h"
#include "runtime/status.h"
#include "runtime/trace.h"

/* Runs the driver of the family, which keeps the pace of `of`, over a loop with n > 0. */
static spelt_status add_loop(const char *function, spelt_function of, const spelt_loop *loop,
                             spelt_call *call, spelt_acc *acc)
{
    if (spelt_function_list[of].family == SPELT_FAMILY_TOTAL)
        return spelt_acc_add_integer(function, spelt_total_of_loop(loop, of, &call->threads),
                                     loop->n, acc);
    exact_total total;
    exact_total_open(&total, 0);
    spelt_exact_add_loop(loop, of, &total, &call->threads);
    return spelt_acc_add_total(function, &total, loop->n, acc);
}

static spelt_status accumulate_checked(const spelt_arrays *arrays, spelt_function of, size_t n,
                                       spelt_acc *acc, int *threads)
{
    spelt_status status = spelt_acc_check(arrays->function, "acc", acc);
    if (status == SPELT_OK && spelt_path_is_blas())
        status = spelt_unsupported_by_blas(arrays->function);
    if (status != SPELT_OK || n == 0)
        return status;
    spelt_loop loop;
    spelt_loop_make(&loop, arrays, n, SPELT_IN_ANY_ORDER);
    spelt_call call;
    spelt_call_begin(&call, of, n, spelt_loop_is_contiguous(&loop));
    status = add_loop(arrays->function, of, &loop, &call, acc);
    spelt_call_end(&call);
    *threads = call.threads;
    return status;
}

spelt_status spelt_call_accumulate(const char *name, int is_traced, spelt_function of,
                                   const spelt_view *x, const spelt_view *y, void *acc)
{
    const spelt_function_facts *facts = &spelt_function_list[of];
    spelt_dispatch_init();
    const uint64_t start = is_traced ? spelt_trace_start() : 0;
    if (!x || !y || !acc)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", name,
                          !x   ? "x"
                          : !y ? "y"
                               : "acc");
    const size_t size = facts->input_size[0];
    const spelt_arrays arrays = {
        name, facts->inputs, 0, {spelt_operand_of("x", x, size), spelt_operand_of("y", y, size)}};
    int threads = 1;
    size_t n;
    spelt_status status = spelt_check_arrays(&arrays, &n);
    if (status == SPELT_OK)
        status = accumulate_checked(&arrays, of, n, acc, &threads);
    spelt_trace_call(start, &arrays, threads, status);
    return status;
}
