/* choose.c - the doors of choose.h and mask.h that are made of the list's choices, whose lines
 * become definitions here. spelt_minmax_f64 is one. */
#include "call/call.h"
#include "call/drivers.h"
#include "call/short.h"
#include "doors/plain.h"
#include "runtime/cost.h"
#include "runtime/dispatch.h"
#include "runtime/status.h"
#include "runtime/trace.h"

#include <string.h>

#define SPELT_BOTH(function, least, greatest, type, number)                                        \
    SPELT_API spelt_status function(const spelt_in_##type *x, number *min, number *max)            \
    {                                                                                              \
        return choose_both(#function, SPELT_ID_##least, SPELT_ID_##greatest,                       \
                           sizeof(SPELT_ELEMENT_##type), sizeof(number), SPELT_VIEW(x), min, max); \
    }

#define SPELT_TRUTH(function, of, type)                                                            \
    SPELT_API spelt_status function(const spelt_in_##type *x, uint8_t *result)                     \
    {                                                                                              \
        return tell(#function, SPELT_ID_##of, SPELT_ID_##of == SPELT_ID_spelt_min_u8,              \
                    SPELT_VIEW(x), result);                                                        \
    }

static spelt_status both_checked(const char *name, const spelt_function of[2],
                                 const spelt_arrays *arrays, size_t n, void *const result[2],
                                 int *threads)
{
    if (n == 0)
        return spelt_fail(SPELT_ERR_ARG, "%s: x has no elements", name);
    if (spelt_path_is_blas())
        return spelt_unsupported_by_blas(name);
    spelt_loop loop;
    spelt_loop_make(&loop, arrays, n, SPELT_IN_ANY_ORDER);
    spelt_call call;
    spelt_call_begin(&call, of[0], n, spelt_loop_is_contiguous(&loop));
    spelt_run_choices(&loop, of, result, &call.threads);
    spelt_call_end(&call);
    *threads = call.threads;
    return SPELT_OK;
}

/* Whether x has so few elements in one dimension or two that they are near when they are read again. */
#define NEAR ((size_t)4096)
static int are_near(const spelt_view *x)
{
    if (!x || x->ndim - 1 > 1)
        return 0;
    const size_t rows = x->shape[0], run = x->ndim == 2 ? x->shape[1] : 1;
    return rows <= NEAR && run <= NEAR && rows * run <= NEAR;
}

static spelt_status choose_both_anywhere(const char *name, spelt_function least,
                                         spelt_function greatest, const spelt_view *x, void *min,
                                         void *max)
{
    _Alignas(8) char other[sizeof(u64)];
    if (max && min != max && are_near(x) && spelt_short_reduce(greatest, x, NULL, other) &&
        spelt_short_reduce(least, x, NULL, min)) {
        memcpy(max, other, spelt_function_list[least].result_size);
        return SPELT_OK;
    }
    const size_t size = spelt_function_list[least].input_size[0];
    spelt_dispatch_init();
    const uint64_t start = spelt_trace_start();
    if (!x || !min || !max)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", name,
                          !x     ? "x"
                          : !min ? "min"
                                 : "max");
    const spelt_arrays arrays = {name, 1, 0, {spelt_operand_of("x", x, size)}};
    size_t n;
    int threads = 1;
    spelt_status status = spelt_check_arrays(&arrays, &n);
    if (status == SPELT_OK && min == max)
        status = spelt_fail(SPELT_ERR_OVERLAP, "%s: min and max are the same", name);
    if (status == SPELT_OK)
        status = both_checked(name, (spelt_function[]){least, greatest}, &arrays, n,
                              (void *[]){min, max}, &threads);
    spelt_trace_call(start, &arrays, threads, status);
    return status;
}

/* Both may lie in x: they are written when all of it was read. */
SPELT_INLINE spelt_status choose_both(const char *name, spelt_function least,
                                      spelt_function greatest, size_t size, size_t result_size,
                                      const spelt_view *x, void *min, void *max)
{
    if (SPELT_LIKELY(door_is_contiguous(x)) && SPELT_LIKELY(min != NULL) &&
        SPELT_LIKELY(max != NULL) && SPELT_LIKELY(min != max)) {
        const void *data = x->data;
        const size_t n = x->shape[0];
        _Alignas(8) char both[2 * sizeof(u64)];
        if (door_is_data(data, size) && SPELT_LIKELY(spelt_direct_some(least, n))) {
            (void)((spelt_reduce_kernel *)spelt_kernel_of(least, SPELT_KERNEL_BOTH))(data, data, n, both);
            memcpy(min, both, result_size);
            memcpy(max, both + result_size, result_size);
            return SPELT_OK;
        }
    }
    return choose_both_anywhere(name, least, greatest, x, min, max);
}

/* Of no elements: what the least one is compared with. */
static spelt_status tell_anywhere(const char *name, spelt_function of, int of_nothing,
                                  const spelt_view *x, uint8_t *result)
{
    u8 chosen = (u8)of_nothing;
    const spelt_status status = spelt_call_reduce_onto(name, of, x, result ? &chosen : NULL);
    if (status == SPELT_OK)
        *result = chosen != 0;
    return status;
}

SPELT_INLINE spelt_status tell(const char *name, spelt_function of, int of_nothing,
                               const spelt_view *x, uint8_t *result)
{
    if (SPELT_LIKELY(door_is_contiguous(x)) && SPELT_LIKELY(result != NULL) &&
        SPELT_LIKELY(x->data != NULL) && SPELT_LIKELY(spelt_direct_some(of, x->shape[0]))) {
        u8 chosen;
        (void)spelt_reduce_of(of)(x->data, x->data, x->shape[0], &chosen);
        *result = chosen != 0;
        return SPELT_OK;
    }
    return tell_anywhere(name, of, of_nothing, x, result);
}

#if defined(SPELT_CHOOSE_H) || defined(SPELT_MASK_H)
#error "included before its lines could become definitions"
#endif
#include <spelt/choose.h>
#include <spelt/mask.h>
