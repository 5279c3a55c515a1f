/* iamax.c - i?amax: where the greatest |x(i)| stands, of complex elements the greatest |re| + |im|;
 * the first among equals. A NaN is greater than nothing and nothing greater than it, as in the
 * reference loop: at the first place it is what is found, anywhere else it is passed over. */
#include "blas1.h"

#include <math.h>

typedef size_t c_index; /* CBLAS_INDEX */

SPELT_INLINE f32 magnitude_f32(place_f32 x)
{
    return fabsf(x.part[0]);
}
SPELT_INLINE f64 magnitude_f64(place_f64 x)
{
    return fabs(x.part[0]);
}
SPELT_INLINE f32 magnitude_c64(place_c64 x)
{
    return fabsf(x.part[0]) + fabsf(x.part[1]);
}
SPELT_INLINE f64 magnitude_c128(place_c128 x)
{
    return fabs(x.part[0]) + fabs(x.part[1]);
}

/* Keeps a branch one: a compiler that makes it conditional moves makes the loop a chain of them,
 * five times as long. */
#define SELDOM __asm__ volatile("")

/* Gives 1 and the index, or 0 where there is none: no element, an increment below 1. Spelt's
 * function gives the first NaN. It takes longer than the loop for `side_by_side` elements, or for
 * `apart` ones. */
#define IAMAX(name, type, number, side_by_side, apart, function)                                   \
    SPELT_INLINE i64 name##_one_by_one(ptrdiff_t n, const place_##type *x, ptrdiff_t inc)          \
    {                                                                                              \
        number greatest = magnitude_##type(*x);                                                    \
        ptrdiff_t found = 0;                                                                       \
        for (ptrdiff_t i = 1; i < n; i++) {                                                        \
            const number magnitude = magnitude_##type(x[i * inc]);                                 \
            if (isgreater(magnitude, greatest)) {                                                  \
                SELDOM;                                                                            \
                greatest = magnitude, found = i;                                                   \
            }                                                                                      \
        }                                                                                          \
        return found;                                                                              \
    }                                                                                              \
    static __attribute__((noinline)) i64 name##_loop(ptrdiff_t n, const void *x, ptrdiff_t inc)    \
    {                                                                                              \
        return name##_one_by_one(n, x, inc);                                                       \
    }                                                                                              \
    static __attribute__((noinline)) i64 name##_any(ptrdiff_t n, const void *x, ptrdiff_t inc)     \
    {                                                                                              \
        spelt_view view;                                                                           \
        i64 found;                                                                                 \
        if (n <= apart && is_for_loop(SPELT_ID_##function, n, inc, 1))                             \
            return name##_one_by_one(n, x, inc);                                                   \
        vector(&view, x, sizeof(place_##type), n, inc);                                            \
        return spelt_call_reduce(SPELT_ID_##function, &view, &view, &found) == SPELT_OK            \
                   ? found                                                                         \
                   : name##_loop(n, x, inc);                                                       \
    }                                                                                              \
    SPELT_INLINE int name(ptrdiff_t n, const void *x, ptrdiff_t inc, i64 *found)                   \
    {                                                                                              \
        if (inc == 1 && (size_t)n - 1 < side_by_side && spelt_direct(SPELT_ID_##function, 0)) {    \
            *found = name##_one_by_one(n, x, 1);                                                   \
            return 1;                                                                              \
        }                                                                                          \
        if (SPELT_LIKELY(inc == 1) && door_is_data(x, _Alignof(SPELT_ELEMENT_##type)) &&           \
            SPELT_LIKELY(spelt_direct_some(SPELT_ID_##function, (size_t)n)))                       \
            spelt_reduce_of(SPELT_ID_##function)(x, x, (size_t)n, found);                          \
        else if (n < 1 || inc < 1)                                                                 \
            return 0;                                                                              \
        else                                                                                       \
            *found = name##_any(n, x, inc);                                                        \
        if (SPELT_UNLIKELY(*found > 0 &&                                                           \
                           isnan(magnitude_##type(((const place_##type *)x)[*found * inc]))))      \
            *found = name##_loop(n, x, inc);                                                       \
        return 1;                                                                                  \
    }                                                                                              \
    ROUTINE c_index CBLAS(name)(integer n, const void *x, integer inc)                             \
    {                                                                                              \
        i64 found;                                                                                 \
        return name(n, x, inc, &found) ? (c_index)found : 0;                                       \
    }                                                                                              \
    ROUTINE integer FORTRAN(name)(const integer *n, const void *x, const integer *inc)             \
    {                                                                                              \
        i64 found;                                                                                 \
        return name(*n, x, *inc, &found) ? (integer)(found + 1) : 0;                               \
    }

IAMAX(isamax, f32, f32, 16, 32, spelt_argmax_abs_f32)
IAMAX(idamax, f64, f64, 16, PTRDIFF_MAX, spelt_argmax_abs_f64)
IAMAX(icamax, c64, f32, 15, PTRDIFF_MAX, spelt_argmax_abs_c64)
IAMAX(izamax, c128, f64, 16, PTRDIFF_MAX, spelt_argmax_abs_c128)
