/* scan.c - the doors of scan.h, whose lines become definitions here. */
#include "call/scan.h"
#include "doors/plain.h"

#include <spelt/view.h>

#define SPELT_RUNNING(function, type)                                                              \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_out_##type *out)         \
    {                                                                                              \
        return scan(SPELT_ID_##function, sizeof(SPELT_ELEMENT_##type), SPELT_VIEW(x),              \
                    SPELT_VIEW(out));                                                              \
    }
#define SPELT_RUNNING_ALONG_AXIS(function, of, type)                                               \
    SPELT_API spelt_status function(const spelt_in_##type *x, size_t axis,                         \
                                    const spelt_out_##type *out)                                   \
    {                                                                                              \
        return spelt_call_scan_axis(#function, SPELT_ID_##of, SPELT_VIEW(x), axis,                 \
                                    SPELT_VIEW(out));                                              \
    }

SPELT_INLINE spelt_status scan(spelt_function function, size_t size, const spelt_view *x,
                               const spelt_view *out)
{
    if (SPELT_LIKELY(door_are_contiguous(x, out))) {
        const void *from = x->data;
        void *to = out->data;
        const size_t n = out->shape[0];
        if (door_are_data(from, to, size) &&
            SPELT_LIKELY(door_same_or_apart(from, size, to, size, n)) &&
            SPELT_LIKELY(spelt_direct_some(function, n))) {
            uint64_t sum = 0; /* of any type */
            const size_t failure = ((spelt_scan_kernel *)spelt_kernel_of(
                function, SPELT_KERNEL_ITSELF))(from, to, n, &sum);
            return SPELT_LIKELY(failure == 0)
                       ? SPELT_OK
                       : spelt_scan_failed(spelt_function_list[function].name, function, NULL,
                                           failure - 1);
        }
    }
    return spelt_call_scan(function, x, out);
}

#ifdef SPELT_SCAN_H
#error "included before its lines could become definitions"
#endif
#include <spelt/scan.h>
