/* door.h - the public function of one reduction. Given OP, SUFFIX, IN, OPERANDS and
 *   ACC     where it is floating-point in order 1, with a result of that type
 *   EXACT   where it is correctly rounded to IN
 *   ADD_TO  where it is added to a spelt_acc
 *   WHAT    where it is neither: an exact integer; for the message that it does not fit */

#define FUNCTION SPELT_PASTE4(SPELT_FUNCTION_, OP, _, SUFFIX)
#ifdef ADD_TO
#define DOOR SPELT_PASTE4(spelt_acc_add_, OP, _, IN)
#define RESULT_NAME "acc"
#define GIVE_EMPTY(result) spelt_acc_check(arrays->function, RESULT_NAME, result)
#else
#define DOOR SPELT_PASTE4(spelt_, OP, _, SUFFIX)
#define RESULT_NAME "result"
#define GIVE_EMPTY(result) (*(result) = 0, SPELT_OK)
#endif
#define SLOW SPELT_PASTE4(slow_, OP, _, SUFFIX)
#define CHECKED SPELT_PASTE4(checked_, OP, _, SUFFIX)

#include "reduce/operands.h"

#ifdef ACC
#define RESULT ACC
#define ORDER SPELT_IN_C_ORDER
#define KERNEL_TYPE SPELT_PASTE4(spelt_range_, IN, _, ACC)
#define BLAS_TYPE SPELT_PASTE4(spelt_blas_, IN, _, ACC)
#define GIVE(total) SPELT_PASTE(give_, ACC)(total, result)
#define DIRECT(x, y, n) kernel(x, y, n, result)
#define TOTAL(loop, threads)                                                                       \
    SPELT_PASTE4(spelt_float_total_, IN, _, ACC)                                                   \
    (loop, (KERNEL_TYPE *)spelt_kernel_of(FUNCTION),                                               \
     (SPELT_PASTE4(spelt_rows_, IN, _, ACC) *)spelt_second_of(FUNCTION), threads)
#elif defined(EXACT)
#define RESULT IN
#define ORDER SPELT_IN_ANY_ORDER
#define KERNEL_TYPE SPELT_PASTE(spelt_exact_whole_, IN)
#define GIVE(total) (*result = (total), SPELT_OK)
#define DIRECT(x, y, n)                                                                            \
    SPELT_LIKELY(!kernel(x, y, n, result))                                                         \
    ? SPELT_OK                                                                                     \
    : SPELT_PASTE(spelt_exact_again_, IN)(                                                         \
          (SPELT_PASTE(spelt_exact_add_, IN) *)spelt_second_of(FUNCTION), x, y, n, result)
#define TOTAL(loop, threads)                                                                       \
    SPELT_PASTE(spelt_exact_total_, IN)                                                            \
    (loop, (SPELT_PASTE(spelt_exact_add_, IN) *)spelt_second_of(FUNCTION), threads)
#elif defined(ADD_TO)
#define RESULT spelt_acc
#define ORDER SPELT_IN_ANY_ORDER
#define GIVE(status) status
#define TOTAL(loop, threads)                                                                       \
    SPELT_PASTE(spelt_acc_add_loop_, IN)                                                           \
    (arrays->function, loop, (SPELT_PASTE(spelt_exact_add_, IN) *)spelt_second_of(FUNCTION),       \
     result, threads)
#else
#define RESULT int64_t
#define ORDER SPELT_IN_ANY_ORDER
#define KERNEL_TYPE SPELT_PASTE(spelt_whole_, IN)
#define DOES_NOT_FIT SPELT_TEXT(DOOR) ": " WHAT " does not fit int64_t"
#define GIVE(total) give_integer(total, result, DOES_NOT_FIT)
#define DIRECT(x, y, n)                                                                            \
    SPELT_LIKELY(!kernel(x, y, n, result)) ? SPELT_OK                                              \
                                           : spelt_fail_plain(SPELT_ERR_OVERFLOW, DOES_NOT_FIT)
#define TOTAL(loop, threads)                                                                       \
    SPELT_PASTE(spelt_int_total_, IN)                                                              \
    (loop, (SPELT_PASTE(spelt_total_, IN) *)spelt_second_of(FUNCTION), threads)
#endif

/* After the views were looked at: any strides, any n, threads, the blas path. */
static spelt_status CHECKED(const spelt_arrays *arrays, size_t n, RESULT *result, int *threads)
{
    spelt_loop loop;
    if (spelt_path_is_blas()) {
#ifdef ACC
        BLAS_TYPE *blas = (BLAS_TYPE *)spelt_blas_of(FUNCTION);
        if (blas) {
            if (n == 0)
                return GIVE(0);
            *threads = spelt_threads_for_any();
            spelt_loop_make(&loop, arrays, n, SPELT_IN_ANY_ORDER);
            return GIVE(SPELT_PASTE4(spelt_blas_total_, IN, _, ACC)(&loop, blas));
        }
#endif
        return spelt_unsupported_by_blas(arrays->function);
    }
    if (n == 0)
        return GIVE_EMPTY(result);
    spelt_loop_make(&loop, arrays, n, ORDER);
    spelt_call call;
    spelt_call_begin(&call, FUNCTION, n, spelt_loop_is_contiguous(&loop));
    spelt_status status = GIVE(TOTAL(&loop, &call.threads));
    spelt_call_end(&call);
    *threads = call.threads;
    return status;
}

static __attribute__((noinline)) spelt_status SLOW(PARAMETERS, RESULT *result)
{
    const char *function = SPELT_TEXT(DOOR);
    spelt_dispatch_init();
    uint64_t start = spelt_trace_start();
    if (!x || !SECOND || !result)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function,
                          !x        ? "x"
                          : !SECOND ? "y"
                                    : RESULT_NAME);
    const spelt_arrays arrays = {function, sizeof(IN), OPERANDS, 0, OPERAND_LIST};
    int threads = 1;
    size_t n;
    spelt_status status = spelt_check_arrays(&arrays, &n);
    if (status == SPELT_OK)
        status = CHECKED(&arrays, n, result, &threads);
    spelt_trace_call(start, &arrays, threads, status);
    return status;
}

spelt_status DOOR(PARAMETERS, RESULT *result)
{
#ifdef DIRECT
    if (SPELT_LIKELY(x) && SPELT_LIKELY(SECOND) && SPELT_LIKELY(result) &&
        SPELT_LIKELY(spelt_is_plain(x->ndim & SECOND->ndim, x->ndim | SECOND->ndim,
                                    x->stride[0] & SECOND->stride[0],
                                    x->stride[0] | SECOND->stride[0])) &&
        SPELT_LIKELY(x->shape[0] == SECOND->shape[0]) && SPELT_LIKELY(x->data) &&
        SPELT_LIKELY(SECOND->data) && SPELT_LIKELY(spelt_direct(FUNCTION, x->shape[0]))) {
        KERNEL_TYPE *kernel = (KERNEL_TYPE *)spelt_kernel_of(FUNCTION);
        return DIRECT(x->data, SECOND->data, x->shape[0]);
    }
#endif
    return SLOW(ARGUMENTS, result);
}

#undef FUNCTION
#undef DOOR
#undef RESULT_NAME
#undef GIVE_EMPTY
#undef SLOW
#undef CHECKED
#undef VIEW
#undef PARAMETERS
#undef ARGUMENTS
#undef SECOND
#undef OPERAND_LIST
#undef RESULT
#undef ORDER
#undef KERNEL_TYPE
#undef BLAS_TYPE
#undef GIVE
#undef DOES_NOT_FIT
#undef DIRECT
#undef TOTAL
#undef SUFFIX
#undef IN
#undef ACC
