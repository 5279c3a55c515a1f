/* few.h - what calls of few elements share, in one dimension (line.h) and in up to two (short.h). */
#ifndef SPELT_CALL_FEW_H
#define SPELT_CALL_FEW_H

#include "runtime/slots.h"

#include <string.h>

/* With strides and extents of at most this no offset overflows. */
#define SPELT_PLAIN ((ptrdiff_t)1 << 24)

SPELT_INLINE int spelt_is_plain_stride(ptrdiff_t stride)
{
    return (size_t)stride + (size_t)SPELT_PLAIN <= 2 * (size_t)SPELT_PLAIN;
}

/* Of a step between plain elements, in bytes. */
SPELT_INLINE ptrdiff_t spelt_few_magnitude(ptrdiff_t step)
{
    return step < 0 ? -step : step;
}

/* Side by side they are one call of the kernel. 0 where that does not do. */
SPELT_INLINE int spelt_few_reduce(spelt_function function, const void *x, const void *y, size_t n,
                                  void *result)
{
    spelt_reduce_kernel *kernel = spelt_reduce_of(function);
    if (spelt_function_list[function].family != SPELT_FAMILY_INDEX)
        return kernel(x, y, n, result) == SPELT_OK;
    i64 index = -1;
    kernel(x, y, n, &index);
    if (index >= 0)
        memcpy(result, &index, sizeof index);
    return index >= 0;
}

/* Of each operand. */
#define SPELT_GATHERED_BYTES ((size_t)4096)
typedef struct {
    _Alignas(64) char bytes[SPELT_GATHERED_BYTES];
    _Alignas(64) char behind[SPELT_GATHER_BEHIND];
} spelt_gathered;

SPELT_INLINE int spelt_few_give(spelt_function function, int192 total, void *result)
{
    return spelt_function_list[function].result == SPELT_I64 ? int192_fits(total, result)
                                                             : int192_fits_unsigned(total, result);
}

#endif
