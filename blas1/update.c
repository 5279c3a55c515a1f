/* update.c - axpy, scal, copy and swap. */
#include "blas1.h"

/* ---- axpy ------------------------------------------------------------------------------------ */

/* y + a * x and a * x of one element. */
#define TIMES_PLUS(type)                                                                           \
    SPELT_INLINE place_##type times_##type(place_##type a, place_##type x)                         \
    {                                                                                              \
        return (place_##type){{a.part[0] * x.part[0]}};                                            \
    }                                                                                              \
    SPELT_INLINE place_##type plus_##type(place_##type x, place_##type y)                          \
    {                                                                                              \
        return (place_##type){{x.part[0] + y.part[0]}};                                            \
    }
#define COMPLEX_TIMES_PLUS(type)                                                                   \
    SPELT_INLINE place_##type times_##type(place_##type a, place_##type x)                         \
    {                                                                                              \
        return (place_##type){{a.part[0] * x.part[0] - a.part[1] * x.part[1],                      \
                               a.part[0] * x.part[1] + a.part[1] * x.part[0]}};                    \
    }                                                                                              \
    SPELT_INLINE place_##type plus_##type(place_##type x, place_##type y)                          \
    {                                                                                              \
        return (place_##type){{x.part[0] + y.part[0], x.part[1] + y.part[1]}};                     \
    }
TIMES_PLUS(f32)
TIMES_PLUS(f64)
COMPLEX_TIMES_PLUS(c64)
COMPLEX_TIMES_PLUS(c128)

/* Nothing is done where a is 0, whatever x holds. */
#define AXPY_BODY(name, type, function)                                                            \
    static __attribute__((noinline)) void name##_any(ptrdiff_t n, place_##type a,                  \
                                                     const place_##type *x, ptrdiff_t incx,        \
                                                     place_##type *y, ptrdiff_t incy)              \
    {                                                                                              \
        _Alignas(SPELT_ELEMENT_##type) place_##type numbers[2];                                    \
        door_put_numbers(numbers, &a, &a, sizeof a);                                               \
        if (map_any(SPELT_ID_##function, SIZES(type), 1, numbers, n, x, incx, y, incy))            \
            return;                                                                                \
        x = first_of(x, sizeof *x, n, incx);                                                       \
        y = (place_##type *)(uintptr_t)first_of(y, sizeof *y, n, incy);                            \
        SPELT_UNROLL(4)                                                                            \
        for (ptrdiff_t i = 0; i < n; i++, x += incx, y += incy)                                    \
            *y = plus_##type(times_##type(a, *x), *y);                                             \
    }                                                                                              \
    SPELT_INLINE void name(ptrdiff_t n, place_##type a, const void *x, ptrdiff_t incx, void *y,    \
                           ptrdiff_t incy)                                                         \
    {                                                                                              \
        _Alignas(SPELT_ELEMENT_##type) place_##type numbers[2];                                    \
        door_put_numbers(numbers, &a, &a, sizeof a);                                               \
        if (SPELT_UNLIKELY(a.part[0] == 0 && a.part[PARTS(type) - 1] == 0))                        \
            return;                                                                                \
        if (!map_few(SPELT_ID_##function, SIZES(type), 1, numbers, n, x, incx, y, incy))           \
            name##_any(n, a, x, incx, y, incy);                                                    \
    }                                                                                              \
    ROUTINE void FORTRAN(name)(const integer *n, const void *a, const void *x,                     \
                               const integer *incx, void *y, const integer *incy)                  \
    {                                                                                              \
        name(*n, *(const place_##type *)a, x, *incx, y, *incy);                                    \
    }
#define AXPY(name, type, function)                                                                 \
    AXPY_BODY(name, type, function)                                                                \
    ROUTINE void CBLAS(name)(integer n, type a, const type *x, integer incx, type *y,              \
                             integer incy)                                                         \
    {                                                                                              \
        name(n, (place_##type){{a}}, x, incx, y, incy);                                            \
    }
#define COMPLEX_AXPY(name, type, function)                                                         \
    AXPY_BODY(name, type, function)                                                                \
    ROUTINE void CBLAS(name)(integer n, const void *a, const void *x, integer incx, void *y,       \
                             integer incy)                                                         \
    {                                                                                              \
        name(n, *(const place_##type *)a, x, incx, y, incy);                                       \
    }
AXPY(saxpy, f32, spelt_axpy_f32)
AXPY(daxpy, f64, spelt_axpy_f64)
COMPLEX_AXPY(caxpy, c64, spelt_axpy_c64)
COMPLEX_AXPY(zaxpy, c128, spelt_axpy_c128)

/* ---- scal ------------------------------------------------------------------------------------ */

/* Of so few real elements the loop is done before a kernel has its mask. */
enum { FEW_SCALED = 3 };

/* x times a, as map_contiguous(); but not of the first for_loop lengths. */
SPELT_INLINE int scal_contiguous(spelt_function function, size_t alignment, int are_few,
                                 ptrdiff_t for_loop, const void *a, ptrdiff_t n, void *x, ptrdiff_t inc)
{
    spelt_map_kernel *kernel =
        (spelt_map_kernel *)spelt_kernel_of(function, SPELT_KERNEL_OF_VALUE + 1);
    if (SPELT_UNLIKELY(inc != 1) || n <= for_loop || !door_is_data(x, alignment) ||
        SPELT_UNLIKELY(are_few ? !spelt_direct_some(function, (size_t)n)
                               : !spelt_is_for_one(function, (size_t)n)) ||
        SPELT_UNLIKELY(kernel == NULL))
        return 0;
    kernel(x, a, NULL, x, (size_t)n);
    return 1;
}

/* Nothing is done where a is 1, nor where an increment is below 1. 0 times Inf or NaN is NaN. */
#define SCAL_BODY(name, type, function, for_loop)                                                  \
    static __attribute__((noinline)) void name##_any(ptrdiff_t n, place_##type a,                  \
                                                     place_##type *x, ptrdiff_t inc)               \
    {                                                                                              \
        _Alignas(SPELT_ELEMENT_##type) place_##type number;                                        \
        door_put_number(&number, &a, sizeof a);                                                    \
        if (n <= 0 || inc <= 0 ||                                                                  \
            scal_contiguous(SPELT_ID_##function, _Alignof(SPELT_ELEMENT_##type), 0, for_loop,      \
                            &number, n, x, inc))                                                   \
            return;                                                                                \
        if (!(n <= (for_loop) && spelt_direct_some(SPELT_ID_##function, (size_t)n)) &&             \
            !is_for_loop(SPELT_ID_##function, n, inc, 1) &&                                        \
            spelt_blas1_scale(SPELT_ID_##function, sizeof *x, &number, n, x, inc))                 \
            return;                                                                                \
        SPELT_UNROLL(4)                                                                            \
        for (ptrdiff_t i = 0; i < n; i++, x += inc)                                                \
            *x = times_##type(a, *x);                                                              \
    }                                                                                              \
    SPELT_INLINE void name(ptrdiff_t n, place_##type a, void *x, ptrdiff_t inc)                    \
    {                                                                                              \
        _Alignas(SPELT_ELEMENT_##type) place_##type number;                                        \
        door_put_number(&number, &a, sizeof a);                                                    \
        if (SPELT_UNLIKELY(a.part[0] == 1 &&                                                       \
                           (PARTS(type) == 1 || a.part[PARTS(type) - 1] == 0)))                    \
            return;                                                                                \
        if (!scal_contiguous(SPELT_ID_##function, _Alignof(SPELT_ELEMENT_##type), 1, for_loop,     \
                             &number, n, x, inc))                                                  \
            name##_any(n, a, x, inc);                                                              \
    }                                                                                              \
    ROUTINE void FORTRAN(name)(const integer *n, const void *a, void *x, const integer *inc)       \
    {                                                                                              \
        name(*n, *(const place_##type *)a, x, *inc);                                               \
    }
#define SCAL(name, type, function)                                                                 \
    SCAL_BODY(name, type, function, FEW_SCALED)                                                    \
    ROUTINE void CBLAS(name)(integer n, type a, type * x, integer inc)                             \
    {                                                                                              \
        name(n, (place_##type){{a}}, x, inc);                                                      \
    }
#define COMPLEX_SCAL(name, type, function)                                                         \
    SCAL_BODY(name, type, function, 0)                                                             \
    ROUTINE void CBLAS(name)(integer n, const void *a, void *x, integer inc)                       \
    {                                                                                              \
        name(n, *(const place_##type *)a, x, inc);                                                 \
    }
SCAL(sscal, f32, spelt_mul_f32)
SCAL(dscal, f64, spelt_mul_f64)
COMPLEX_SCAL(cscal, c64, spelt_mul_c64)
COMPLEX_SCAL(zscal, c128, spelt_mul_c128)

/* Complex elements by a real number: each part is. A step apart they are rows of two numbers. */
static int scal_rows(spelt_function function, const void *a, ptrdiff_t n, void *x, ptrdiff_t inc)
{
    const spelt_view view = {x, 2, {(size_t)n, 2}, {2 * inc, 1}};
    const spelt_view operand = spelt_view_of_value(a, &view);
    return spelt_call_map(function, &view, &operand, NULL, &view) == SPELT_OK;
}

#define PARTS_SCAL(name, type, number, function)                                                   \
    static                                                                                         \
        __attribute__((noinline)) void name##_any(ptrdiff_t n, number a, void *x, ptrdiff_t inc)   \
    {                                                                                              \
        place_##type *at = x;                                                                      \
        number stored;                                                                             \
        door_put_number(&stored, &a, sizeof a);                                                    \
        if (n <= 0 || inc <= 0 ||                                                                  \
            scal_contiguous(SPELT_ID_##function, _Alignof(number), 0, 0, &stored, 2 * n, x, inc))  \
            return;                                                                                \
        if (inc == 1 ? spelt_blas1_scale(SPELT_ID_##function, sizeof a, &stored, 2 * n, x, 1)      \
                     : !is_for_loop(SPELT_ID_##function, n, inc, 1) &&                             \
                           !spelt_blas1_is_for_loop(SPELT_ID_##function, inc, 1) &&                \
                           scal_rows(SPELT_ID_##function, &stored, n, x, inc))                     \
            return;                                                                                \
        SPELT_UNROLL(4)                                                                            \
        for (ptrdiff_t i = 0; i < n; i++, at += inc)                                               \
            *at = (place_##type){{at->part[0] * a, at->part[1] * a}};                              \
    }                                                                                              \
    SPELT_INLINE void name(ptrdiff_t n, number a, void *x, ptrdiff_t inc)                          \
    {                                                                                              \
        number stored;                                                                             \
        door_put_number(&stored, &a, sizeof a);                                                    \
        if (SPELT_UNLIKELY(a == 1))                                                                \
            return;                                                                                \
        if (n <= 0 || !scal_contiguous(SPELT_ID_##function, _Alignof(number), 1, 0, &stored,       \
                                       2 * n, x, inc))                                             \
            name##_any(n, a, x, inc);                                                              \
    }                                                                                              \
    ROUTINE void CBLAS(name)(integer n, number a, void *x, integer inc)                            \
    {                                                                                              \
        name(n, a, x, inc);                                                                        \
    }                                                                                              \
    ROUTINE void FORTRAN(name)(const integer *n, const number *a, void *x, const integer *inc)     \
    {                                                                                              \
        name(*n, *a, x, *inc);                                                                     \
    }
PARTS_SCAL(csscal, c64, f32, spelt_mul_f32)
PARTS_SCAL(zdscal, c128, f64, spelt_mul_f64)

/* ---- copy and swap --------------------------------------------------------------------------- */

/* is_swap: x is written too, by a kernel that wants numbers and does not look at them. */
static const f64 no_numbers[2];
#define MOVE(name, type, function, constant, is_swap)                                              \
    static __attribute__((noinline)) void name##_any(                                              \
        ptrdiff_t n, constant void *x_data, ptrdiff_t incx, void *y_data, ptrdiff_t incy)          \
    {                                                                                              \
        if (map_any(SPELT_ID_##function, SIZES(type), !(is_swap), is_swap ? no_numbers : NULL, n,  \
                    x_data, incx, y_data, incy))                                                   \
            return;                                                                                \
        place_##type *x = (place_##type *)(uintptr_t)first_of(x_data, sizeof *x, n, incx);         \
        place_##type *y = (place_##type *)(uintptr_t)first_of(y_data, sizeof *y, n, incy);         \
        for (ptrdiff_t i = 0; i < n; i++, x += incx, y += incy) {                                  \
            const place_##type one = *x, other = *y;                                               \
            if (is_swap)                                                                           \
                *x = other;                                                                        \
            *y = one;                                                                              \
        }                                                                                          \
    }                                                                                              \
    SPELT_INLINE void name(ptrdiff_t n, constant void *x, ptrdiff_t incx, void *y, ptrdiff_t incy) \
    {                                                                                              \
        if (!map_few(SPELT_ID_##function, SIZES(type), !(is_swap), is_swap ? no_numbers : NULL, n, \
                     x, incx, y, incy))                                                            \
            name##_any(n, x, incx, y, incy);                                                       \
    }                                                                                              \
    ROUTINE void CBLAS(name)(integer n, constant void *x, integer incx, void *y, integer incy)     \
    {                                                                                              \
        name(n, x, incx, y, incy);                                                                 \
    }                                                                                              \
    ROUTINE void FORTRAN(name)(const integer *n, constant void *x, const integer *incx, void *y,   \
                               const integer *incy)                                                \
    {                                                                                              \
        name(*n, x, *incx, y, *incy);                                                              \
    }
MOVE(scopy, f32, spelt_copy_f32, const, 0)
MOVE(dcopy, f64, spelt_copy_f64, const, 0)
MOVE(ccopy, c64, spelt_copy_c64, const, 0)
MOVE(zcopy, c128, spelt_copy_c128, const, 0)
MOVE(sswap, f32, spelt_swap_f32, , 1)
MOVE(dswap, f64, spelt_swap_f64, , 1)
MOVE(cswap, c64, spelt_swap_c64, , 1)
MOVE(zswap, c128, spelt_swap_c128, , 1)
