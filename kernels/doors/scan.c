/* scan.c - the doors of scan.h, whose lines become definitions here. spelt_cumsum_f64 is one. */
#include "call/scan.h"
#include "doors/plain.h"
#include "runtime/cost.h"

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
        return scan_axis(#function, SPELT_ID_##of, sizeof(SPELT_ELEMENT_##type), SPELT_VIEW(x),    \
                         axis, SPELT_VIEW(out));                                                   \
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
            const size_t failure =
                ((spelt_scan_kernel *)spelt_kernel_of(function, SPELT_KERNEL_ITSELF))(from, to, n,
                                                                                      &sum);
            return SPELT_LIKELY(failure == 0)
                       ? SPELT_OK
                       : spelt_scan_failed(spelt_function_list[function].name, function, NULL,
                                           failure - 1);
        }
    }
    return spelt_call_scan(function, x, out);
}

/* ---- Along an axis --------------------------------------------------------------------------- */

/* With strides and extents of at most this no offset overflows. */
#define PLAIN ((size_t)1 << 24)

/* The next dimension outwards, of more than one element; span: how far those inside reach. Elements
 * of out are different ones where it leads beyond those. */
SPELT_INLINE int add_dimension(spelt_block *b, unsigned part, size_t extent, ptrdiff_t x,
                               ptrdiff_t out, ptrdiff_t span[2])
{
    const ptrdiff_t inside = (ptrdiff_t)b->extent[part];
    if ((size_t)x - 1 >= PLAIN || (size_t)out - 1 >= PLAIN || out <= span[1])
        return 0;
    if (inside == 1) {
        b->stride[0][part] = x;
        b->stride[1][part] = out;
    } else if (x != b->stride[0][part] * inside || out != b->stride[1][part] * inside) {
        return 0;
    }
    b->extent[part] *= extent;
    span[0] += (ptrdiff_t)(extent - 1) * x;
    span[1] += (ptrdiff_t)(extent - 1) * out;
    return 1;
}

/* Whether views are of one shape and a block of few elements, apart from each other. */
SPELT_INLINE int see_block(spelt_block *b, spelt_function of, size_t size, const spelt_view *x,
                           size_t axis, const spelt_view *out)
{
    ptrdiff_t span[2] = {0, 0};
    size_t n = 1;
    if (!x || !out || x->ndim != out->ndim || out->ndim > SPELT_MAX_NDIM || axis >= out->ndim)
        return 0;
    *b = (spelt_block){.extent = {1, 1, 1}};
    for (size_t k = out->ndim; k-- > 0;) {
        const size_t extent = out->shape[k];
        if (x->shape[k] != extent || extent - 1 >= PLAIN || (n *= extent) > PLAIN)
            return 0;
        if (extent > 1 && !add_dimension(b, (unsigned)(k >= axis) + (k > axis), extent,
                                         x->stride[k], out->stride[k], span))
            return 0;
    }
    return (spelt_is_short(of, n) || spelt_is_for_one(of, n)) &&
           door_are_data(x->data, out->data, size) &&
           door_apart(x->data, (size_t)span[0] + 1, size, out->data, (size_t)span[1] + 1, size);
}

static spelt_status scan_axis(const char *name, spelt_function of, size_t size, const spelt_view *x,
                              size_t axis, const spelt_view *out)
{
    spelt_block b;
    if (see_block(&b, of, size, x, axis, out) && spelt_scan_block(of, &b, x->data, out->data))
        return SPELT_OK;
    return spelt_call_scan_axis(name, of, x, axis, out);
}

#ifdef SPELT_SCAN_H
#error "included before its lines could become definitions"
#endif
#include <spelt/scan.h>
