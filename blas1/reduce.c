/* reduce.c - dot, nrm2, asum and i?amax. Sums are of order 1, as reduce.h has it. */
#include "blas1.h"

#include "call/norm.h"

#include <spelt/choose.h>
#include <spelt/reduce.h>

#include <string.h>

/* Other than few contiguous elements; of none of them 0. */
SPELT_INLINE void reduce(spelt_function function, size_t size, ptrdiff_t n, const void *x,
                         ptrdiff_t incx, const void *y, ptrdiff_t incy, void *result,
                         size_t result_size)
{
    if (n <= 0)
        memset(result, 0, result_size);
    else
        spelt_blas1_reduce(function, size, n, x, incx, y, incy, result);
}

/* ---- Dot products ---------------------------------------------------------------------------- */

SPELT_INLINE void dot(spelt_function function, size_t size, size_t alignment, ptrdiff_t n,
                      const void *x, ptrdiff_t incx, const void *y, ptrdiff_t incy, void *result,
                      size_t result_size)
{
    if (SPELT_LIKELY(((incx ^ 1) | (incy ^ 1)) == 0) && door_are_data(x, y, alignment) &&
        SPELT_LIKELY(spelt_direct_some(function, (size_t)n)))
        spelt_reduce_of(function)(x, y, (size_t)n, result);
    else
        reduce(function, size, n, x, incx, y, incy, result, result_size);
}

#define DOT(name, type, number, function)                                                          \
    ROUTINE number CBLAS(name)(integer n, const type *x, integer incx, const type *y,              \
                               integer incy)                                                       \
    {                                                                                              \
        number result;                                                                             \
        dot(SPELT_ID_##function, SIZES(type), n, x, incx, y, incy, &result, sizeof result);        \
        return result;                                                                             \
    }                                                                                              \
    ROUTINE fortran_##number FORTRAN(name)(const integer *n, const type *x, const integer *incx,   \
                                           const type *y, const integer *incy)                     \
    {                                                                                              \
        number result;                                                                             \
        dot(SPELT_ID_##function, SIZES(type), *n, x, *incx, y, *incy, &result, sizeof result);     \
        return (fortran_##number)result;                                                           \
    }
DOT(sdot, f32, f32, spelt_dot_f32)
DOT(ddot, f64, f64, spelt_dot_f64)
DOT(dsdot, f32, f64, spelt_dot_f32_f64)

SPELT_INLINE f32 sdsdot(f32 b, ptrdiff_t n, const f32 *x, ptrdiff_t incx, const f32 *y,
                        ptrdiff_t incy)
{
    f64 sum;
    dot(SPELT_ID_spelt_dot_f32_f64, SIZES(f32), n, x, incx, y, incy, &sum, sizeof sum);
    return (f32)((f64)b + sum);
}

ROUTINE f32 CBLAS(sdsdot)(integer n, f32 b, const f32 *x, integer incx, const f32 *y, integer incy)
{
    return sdsdot(b, n, x, incx, y, incy);
}

ROUTINE fortran_f32 FORTRAN(sdsdot)(const integer *n, const f32 *b, const f32 *x,
                                    const integer *incx, const f32 *y, const integer *incy)
{
    return (fortran_f32)sdsdot(*b, *n, x, *incx, y, *incy);
}

/* In C the result goes where the last argument points. */
#ifdef SPELT_BLAS1_F2C
#define FORTRAN_COMPLEX_DOT(name, type, function)                                                  \
    ROUTINE void FORTRAN(name)(type * result, const integer *n, const type *x,                     \
                               const integer *incx, const type *y, const integer *incy)            \
    {                                                                                              \
        dot(SPELT_ID_##function, SIZES(type), *n, x, *incx, y, *incy, result, sizeof(type));       \
    }
#else
#define FORTRAN_COMPLEX_DOT(name, type, function)                                                  \
    ROUTINE type FORTRAN(name)(const integer *n, const type *x, const integer *incx,               \
                               const type *y, const integer *incy)                                 \
    {                                                                                              \
        type result;                                                                               \
        dot(SPELT_ID_##function, SIZES(type), *n, x, *incx, y, *incy, &result, sizeof result);     \
        return result;                                                                             \
    }
#endif
#define COMPLEX_DOT(name, type, function)                                                          \
    ROUTINE void CBLAS(name##_sub)(integer n, const void *x, integer incx, const void *y,          \
                                   integer incy, void *result)                                     \
    {                                                                                              \
        dot(SPELT_ID_##function, SIZES(type), n, x, incx, y, incy, result, sizeof(type));          \
    }                                                                                              \
    FORTRAN_COMPLEX_DOT(name, type, function)
COMPLEX_DOT(cdotu, c64, spelt_dotu_c64)
COMPLEX_DOT(cdotc, c64, spelt_dotc_c64)
COMPLEX_DOT(zdotu, c128, spelt_dotu_c128)
COMPLEX_DOT(zdotc, c128, spelt_dotc_c128)

/* ---- Sums of one vector ---------------------------------------------------------------------- */

/* Increments below 1: no sum. */
SPELT_INLINE void asum(spelt_function function, size_t size, size_t alignment, ptrdiff_t n,
                       const void *x, ptrdiff_t inc, void *result, size_t result_size)
{
    if (SPELT_LIKELY(inc == 1) && door_is_data(x, alignment) &&
        SPELT_LIKELY(spelt_direct_some(function, (size_t)n)))
        spelt_reduce_of(function)(x, x, (size_t)n, result);
    else
        reduce(function, size, inc < 1 ? 0 : n, x, inc, x, inc, result, result_size);
}

#define ASUM(name, type, number, function)                                                         \
    ROUTINE number CBLAS(name)(integer n, const void *x, integer inc)                              \
    {                                                                                              \
        number result;                                                                             \
        asum(SPELT_ID_##function, SIZES(type), n, x, inc, &result, sizeof result);                 \
        return result;                                                                             \
    }                                                                                              \
    ROUTINE fortran_##number FORTRAN(name)(const integer *n, const void *x, const integer *inc)    \
    {                                                                                              \
        number result;                                                                             \
        asum(SPELT_ID_##function, SIZES(type), *n, x, *inc, &result, sizeof result);               \
        return (fortran_##number)result;                                                           \
    }
ASUM(sasum, f32, f32, spelt_asum_f32)
ASUM(dasum, f64, f64, spelt_asum_f64)
ASUM(scasum, c64, f32, spelt_asum_c64)
ASUM(dzasum, c128, f64, spelt_asum_c128)

/* As the reference does since 3.10, an increment of 0 takes the first element n times, and a
 * negative one starts at the end. */
#define NRM2(name, type, number, squares_of, function)                                             \
    static __attribute__((noinline)) number name##_any(ptrdiff_t n, const void *x, ptrdiff_t inc)  \
    {                                                                                              \
        spelt_view view;                                                                           \
        few gathered;                                                                              \
        number result = 0, scale;                                                                  \
        if (n <= FEW && spelt_direct_some(SPELT_ID_##squares_of, (size_t)n)) {                     \
            spelt_blas1_gather(&gathered, x, sizeof(place_##type), n, inc);                        \
            spelt_reduce_of(SPELT_ID_##squares_of)(gathered.bytes, NULL, (size_t)n, &result);      \
            if (SPELT_LIKELY(spelt_norm_scale_##number(result) == 1))                              \
                return spelt_norm_##number(result, 1);                                             \
            result = 0;                                                                            \
        }                                                                                          \
        vector(&view, x, sizeof(place_##type), n, inc);                                            \
        if (n <= 0 || function((const spelt_in_##type *)(const void *)&view, &result) == SPELT_OK) \
            return result;                                                                         \
        spelt_blas1_reduce(SPELT_ID_##squares_of, sizeof(place_##type), n, x, inc, x, inc,         \
                           &result);                                                               \
        scale = spelt_norm_scale_##number(result);                                                 \
        if (scale != 1)                                                                            \
            spelt_blas1_reduce(SPELT_ID_##function, sizeof(place_##type), n, x, inc, &scale, 0,    \
                               &result);                                                           \
        return spelt_norm_##number(result, scale);                                                 \
    }                                                                                              \
    SPELT_INLINE number name(ptrdiff_t n, const void *x, ptrdiff_t inc)                            \
    {                                                                                              \
        number squares;                                                                            \
        if (SPELT_LIKELY(inc == 1) && door_is_data(x, _Alignof(SPELT_ELEMENT_##type)) &&           \
            SPELT_LIKELY(spelt_direct_some(SPELT_ID_##squares_of, (size_t)n))) {                   \
            spelt_reduce_of(SPELT_ID_##squares_of)(x, NULL, (size_t)n, &squares);                  \
            if (SPELT_LIKELY(spelt_norm_scale_##number(squares) == 1))                             \
                return spelt_norm_##number(squares, 1);                                            \
        }                                                                                          \
        return name##_any(n, x, inc);                                                              \
    }                                                                                              \
    ROUTINE number CBLAS(name)(integer n, const void *x, integer inc)                              \
    {                                                                                              \
        return name(n, x, inc);                                                                    \
    }                                                                                              \
    ROUTINE fortran_##number FORTRAN(name)(const integer *n, const void *x, const integer *inc)    \
    {                                                                                              \
        return (fortran_##number)name(*n, x, *inc);                                                \
    }
NRM2(snrm2, f32, f32, spelt_sumsq_f32, spelt_nrm2_f32)
NRM2(dnrm2, f64, f64, spelt_sumsq_f64, spelt_nrm2_f64)
NRM2(scnrm2, c64, f32, spelt_sumsq_c64, spelt_nrm2_c64)
NRM2(dznrm2, c128, f64, spelt_sumsq_c128, spelt_nrm2_c128)
