/* partial_door.h - the public function that makes one kind of partial. Given OP, OPERANDS, SUFFIX,
 * IN and ACC. */

#define DOOR SPELT_PASTE4(spelt_partial_, OP, _, SUFFIX)
#define CHECKED SPELT_PASTE4(checked_partial_, OP, _, SUFFIX)
#define KERNELS SPELT_PASTE4(SPELT_FUNCTION_, OP, _, SUFFIX)
#define PARTIAL SPELT_PASTE(spelt_partial_, ACC)

#include "reduce/operands.h"

/* After the views were looked at. */
static spelt_status CHECKED(const spelt_arrays *arrays, size_t n, uint64_t first, PARTIAL *result,
                            int *threads)
{
    const partial_head head = {SPELT_ORDER_VERSION, SPELT_PASTE4(PARTIAL_, OP, _, SUFFIX), first,
                               n};
    if (spelt_path_is_blas())
        return spelt_unsupported_by_blas(arrays->function);
    spelt_status status = check_head(arrays->function, "", &head, sizeof(ACC));
    if (status != SPELT_OK)
        return status;
    SPELT_PASTE(tree_, ACC) tree;
    tree.depth = 0;
    if (n > 0) {
        spelt_loop loop;
        spelt_loop_make(&loop, arrays, n, SPELT_IN_C_ORDER);
        spelt_call call;
        spelt_call_begin(&call, KERNELS, n, spelt_loop_is_contiguous(&loop));
        SPELT_PASTE4(spelt_float_run_, IN, _, ACC)
        (&loop, first / SPELT_BLOCK(ACC),
         (SPELT_PASTE4(spelt_range_, IN, _, ACC) *)spelt_kernel_of(KERNELS),
         (SPELT_PASTE4(spelt_rows_, IN, _, ACC) *)spelt_second_of(KERNELS), &tree, &call.threads);
        spelt_call_end(&call);
        *threads = call.threads;
    }
    SPELT_PASTE(store_, ACC)(&head, &tree, result);
    return SPELT_OK;
}

spelt_status DOOR(PARAMETERS, uint64_t first, PARTIAL *result)
{
    const char *function = SPELT_TEXT(DOOR);
    spelt_dispatch_init();
    uint64_t start = spelt_trace_start();
    if (!x || !SECOND || !result)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function,
                          !x        ? "x"
                          : !SECOND ? "y"
                                    : "result");
    const spelt_arrays arrays = {function, sizeof(IN), OPERANDS, 0, OPERAND_LIST};
    int threads = 1;
    size_t n;
    spelt_status status = spelt_check_arrays(&arrays, &n);
    if (status == SPELT_OK)
        status = CHECKED(&arrays, n, first, result, &threads);
    spelt_trace_call(start, &arrays, threads, status);
    return status;
}

#undef DOOR
#undef CHECKED
#undef KERNELS
#undef VIEW
#undef PARTIAL
#undef PARAMETERS
#undef ARGUMENTS
#undef SECOND
#undef OPERAND_LIST
#undef SUFFIX
#undef IN
#undef ACC
