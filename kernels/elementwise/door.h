/* door.h - the public function of one elementwise operation on two inputs. Given OP, SUFFIX, TYPE
 * and, where the operation can overflow, CHECKED. */

#define FUNCTION SPELT_PASTE4(SPELT_FUNCTION_, OP, _, SUFFIX)
#define DOOR SPELT_PASTE4(spelt_, OP, _, SUFFIX)
#define SLOW SPELT_PASTE4(slow_, OP, _, SUFFIX)
#define IN_VIEW SPELT_PASTE(spelt_in_, TYPE)
#define OUT_VIEW SPELT_PASTE(spelt_out_, TYPE)
#define KERNEL_TYPE SPELT_PASTE(spelt_map_, TYPE)

static __attribute__((noinline)) spelt_status SLOW(const IN_VIEW *x, const IN_VIEW *y,
                                                   const OUT_VIEW *out)
{
    const char *function = SPELT_TEXT(DOOR);
    spelt_dispatch_init();
    uint64_t start = spelt_trace_start();
    if (!x || !y || !out)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function, !x ? "x" : !y ? "y" : "out");
    const spelt_arrays arrays = {
        function, sizeof(TYPE), 3, 1, {SPELT_OPERAND(x), SPELT_OPERAND(y), SPELT_OPERAND(out)}};
    int threads = 1;
    spelt_status status = SPELT_PASTE(spelt_map_run_, TYPE)(&arrays, FUNCTION, &threads);
    spelt_trace_call(start, &arrays, threads, status);
    return status;
}

spelt_status DOOR(const IN_VIEW *x, const IN_VIEW *y, const OUT_VIEW *out)
{
    if (SPELT_LIKELY(x) && SPELT_LIKELY(y) && SPELT_LIKELY(out) &&
        SPELT_LIKELY(spelt_is_plain(x->ndim & y->ndim & out->ndim, x->ndim | y->ndim | out->ndim,
                                    x->stride[0] & y->stride[0] & out->stride[0],
                                    x->stride[0] | y->stride[0] | out->stride[0])) &&
        SPELT_LIKELY(x->shape[0] == out->shape[0]) && SPELT_LIKELY(y->shape[0] == out->shape[0]) &&
        SPELT_LIKELY(x->data) && SPELT_LIKELY(y->data) && SPELT_LIKELY(out->data) &&
        SPELT_LIKELY(out->shape[0] > 0) && SPELT_LIKELY(spelt_direct(FUNCTION, out->shape[0])) &&
        SPELT_LIKELY(spelt_same_or_apart(x->data, out->data, out->shape[0] * sizeof(TYPE))) &&
        SPELT_LIKELY(spelt_same_or_apart(y->data, out->data, out->shape[0] * sizeof(TYPE)))) {
        KERNEL_TYPE *kernel = (KERNEL_TYPE *)spelt_kernel_of(FUNCTION);
        size_t overflow = kernel(x->data, y->data, out->data, out->shape[0]);
#ifdef CHECKED
        if (SPELT_UNLIKELY(overflow > 0))
            return spelt_overflow_at(SPELT_TEXT(DOOR), overflow - 1);
#endif
        return (
            spelt_status)overflow; /* SPELT_OK; written so that the door can jump to the kernel */
    }
    return SLOW(x, y, out);
}

#undef FUNCTION
#undef DOOR
#undef SLOW
#undef IN_VIEW
#undef OUT_VIEW
#undef KERNEL_TYPE
#undef SUFFIX
#undef CHECKED
#undef TYPE
