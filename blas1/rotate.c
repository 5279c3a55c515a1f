/* rotate.c - rot and rotm: plane rotations of the points (x(i), y(i)). */
#include "blas1.h"

/* Both parts of complex elements are rotated, by real numbers. */
#define ROT(name, type, number, function)                                                          \
    static __attribute__((noinline)) void name##_any(ptrdiff_t n, void *x_data, ptrdiff_t incx,    \
                                                     void *y_data, ptrdiff_t incy, number c,       \
                                                     number s)                                     \
    {                                                                                              \
        number numbers[2];                                                                         \
        door_put_numbers(numbers, &c, &s, sizeof c);                                               \
        if (map_any(SPELT_ID_##function, SIZES(type), 0, numbers, n, x_data, incx, y_data, incy))  \
            return;                                                                                \
        place_##type *x = (place_##type *)(uintptr_t)first_of(x_data, sizeof *x, n, incx);         \
        place_##type *y = (place_##type *)(uintptr_t)first_of(y_data, sizeof *y, n, incy);         \
        for (ptrdiff_t i = 0; i < n; i++, x += incx, y += incy) {                                  \
            place_##type one = *x, other = *y;                                                     \
            for (size_t k = 0; k < PARTS(type); k++) {                                             \
                one.part[k] = c * x->part[k] + s * y->part[k];                                     \
                other.part[k] = c * y->part[k] - s * x->part[k];                                   \
            }                                                                                      \
            *y = other;                                                                            \
            *x = one;                                                                              \
        }                                                                                          \
    }                                                                                              \
    SPELT_INLINE void name(ptrdiff_t n, void *x, ptrdiff_t incx, void *y, ptrdiff_t incy,          \
                           number c, number s)                                                     \
    {                                                                                              \
        number numbers[2];                                                                         \
        door_put_numbers(numbers, &c, &s, sizeof c);                                               \
        if (!map_few(SPELT_ID_##function, SIZES(type), 0, numbers, n, x, incx, y, incy))           \
            name##_any(n, x, incx, y, incy, c, s);                                                 \
    }                                                                                              \
    ROUTINE void CBLAS(name)(integer n, void *x, integer incx, void *y, integer incy, number c,    \
                             number s)                                                             \
    {                                                                                              \
        name(n, x, incx, y, incy, c, s);                                                           \
    }                                                                                              \
    ROUTINE void FORTRAN(name)(const integer *n, void *x, const integer *incx, void *y,            \
                               const integer *incy, const number *c, const number *s)              \
    {                                                                                              \
        name(*n, x, *incx, y, *incy, *c, *s);                                                      \
    }
ROT(srot, f32, f32, spelt_rot_f32)
ROT(drot, f64, f64, spelt_rot_f64)
ROT(csrot, c64, f32, spelt_rot_c64)
ROT(zdrot, c128, f64, spelt_rot_c128)

/* The flag in p[0] says which of the four numbers behind it, by columns, are looked at; those that
 * are not are 1 and -1. To multiply by these is exact, so one loop has the bits of BLAS's three. */
#define ROTM(name, type, function)                                                                 \
    static __attribute__((noinline)) void name##_any(ptrdiff_t n, void *x_data, ptrdiff_t incx,    \
                                                     void *y_data, ptrdiff_t incy,                 \
                                                     const type by_rows[4])                        \
    {                                                                                              \
        if (map_any(SPELT_ID_##function, SIZES(type), 0, by_rows, n, x_data, incx, y_data, incy))  \
            return;                                                                                \
        place_##type *x = (place_##type *)(uintptr_t)first_of(x_data, sizeof *x, n, incx);         \
        place_##type *y = (place_##type *)(uintptr_t)first_of(y_data, sizeof *y, n, incy);         \
        for (ptrdiff_t i = 0; i < n; i++, x += incx, y += incy) {                                  \
            const type one = x->part[0], other = y->part[0];                                       \
            x->part[0] = by_rows[0] * one + by_rows[1] * other;                                    \
            y->part[0] = by_rows[2] * one + by_rows[3] * other;                                    \
        }                                                                                          \
    }                                                                                              \
    SPELT_INLINE void name(ptrdiff_t n, void *x, ptrdiff_t incx, void *y, ptrdiff_t incy,          \
                           const type p[5])                                                        \
    {                                                                                              \
        type by_rows[4];                                                                           \
        if (n <= 0 || p[0] == -2)                                                                  \
            return;                                                                                \
        const int is_diagonal = !(p[0] <= 0), is_other = p[0] == 0;                                \
        const type xx = is_other ? 1 : p[1], xy = is_diagonal ? 1 : p[3];                          \
        const type yx = is_diagonal ? -1 : p[2], yy = is_other ? 1 : p[4];                         \
        door_put_numbers(by_rows, &xx, &xy, sizeof xx);                                            \
        door_put_numbers(by_rows + 2, &yx, &yy, sizeof yx);                                        \
        if (!map_few(SPELT_ID_##function, SIZES(type), 0, by_rows, n, x, incx, y, incy))           \
            name##_any(n, x, incx, y, incy, by_rows);                                              \
    }                                                                                              \
    ROUTINE void CBLAS(name)(integer n, void *x, integer incx, void *y, integer incy,              \
                             const type *p)                                                        \
    {                                                                                              \
        name(n, x, incx, y, incy, p);                                                              \
    }                                                                                              \
    ROUTINE void FORTRAN(name)(const integer *n, void *x, const integer *incx, void *y,            \
                               const integer *incy, const type *p)                                 \
    {                                                                                              \
        name(*n, x, *incx, y, *incy, p);                                                           \
    }
ROTM(srotm, f32, spelt_rotm_f32)
ROTM(drotm, f64, spelt_rotm_f64)
