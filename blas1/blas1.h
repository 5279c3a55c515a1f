/* blas1.h - what the routines of BLAS level 1 have in common: their integers, their names, and
 * vectors with BLAS's increments as views.
 *
 * Where BLAS allows what Spelt's own functions refuse (x and y that overlap, an increment of 0 in
 * what is written, data that is not aligned), the reference loop is what is done. */
#ifndef SPELT_BLAS1_H
#define SPELT_BLAS1_H

#include "doors/plain.h"
#include "runtime/cost.h"

/* The files of this folder are compiled twice: with integers of 32 bits, and of 64 for names that
 * end in 64_, as those of OpenBLAS do. */
#ifdef SPELT_BLAS1_64
typedef int64_t integer;
#define FORTRAN(name) name##_64_
#define CBLAS(name) cblas_##name##64_
#else
typedef int32_t integer;
#define FORTRAN(name) name##_
#define CBLAS(name) cblas_##name
#endif

#define ROUTINE __attribute__((visibility("default")))

/* What a Fortran function returns. gfortran's convention is that of C; by f2c's a REAL is a double,
 * and a complex result goes where an argument before the others points. */
typedef f64 fortran_f64;
#ifdef SPELT_BLAS1_F2C
typedef f64 fortran_f32;
#else
typedef f32 fortran_f32;
#endif

/* Elements that may lie anywhere, as the reference loops take them: complex ones as their two
 * parts. */
#define PLACE(type, scalar, numbers)                                                               \
    typedef struct __attribute__((packed, may_alias)) {                                            \
        scalar part[numbers];                                                                      \
    } place_##type;
PLACE(f32, f32, 1)
PLACE(f64, f64, 1)
PLACE(c64, f32, 2)
PLACE(c128, f64, 2)
#define PARTS(type) (sizeof((place_##type *)0)->part / sizeof((place_##type *)0)->part[0])

/* Where element 0 of n is: negative increments start at the end. */
SPELT_INLINE const void *first_of(const void *x, size_t size, ptrdiff_t n, ptrdiff_t inc)
{
    const uintptr_t offset = inc < 0 ? (uintptr_t)(1 - n) * (uintptr_t)inc * size : 0;
    return (const void *)((uintptr_t)x + offset); /* of NULL, and whatever n and inc are, before they are looked at */
}

SPELT_INLINE void vector(spelt_view *view, const void *x, size_t size, ptrdiff_t n, ptrdiff_t inc)
{
    view->data = (void *)(uintptr_t)first_of(x, size, n, inc);
    view->ndim = 1;
    view->shape[0] = (size_t)n;
    view->stride[0] = inc;
}

#define SIZES(type) sizeof(place_##type), _Alignof(SPELT_ELEMENT_##type)

/* Elements a step apart, so few that one thread takes them: the plain loop of an elementwise
 * routine has the bits of Spelt's kernels, and nothing to look at before. */
SPELT_INLINE int is_for_loop(spelt_function function, ptrdiff_t n, ptrdiff_t incx, ptrdiff_t incy)
{
    return ((incx ^ 1) | (incy ^ 1)) != 0 && spelt_direct_some(function, (size_t)n);
}

/* ---- Other than few contiguous elements (any.c) ---------------------------------------------- */

/* Few elements, that are not side by side, brought there. */
#define FEW 64
typedef struct {
    _Alignas(64) char bytes[FEW * sizeof(place_c128)];
} few;
void spelt_blas1_gather(few *to, const void *x, size_t size, ptrdiff_t n, ptrdiff_t inc);

/* A reduction of x, or of x and y; n >= 1. */
void spelt_blas1_reduce(spelt_function function, size_t size, ptrdiff_t n, const void *x,
                        ptrdiff_t incx, const void *y, ptrdiff_t incy, void *result);

/* As is_for_loop(), of however many: no other thread would help. */
int spelt_blas1_is_for_loop(spelt_function function, ptrdiff_t incx, ptrdiff_t incy);

/* y = function(x), or (x, y) and numbers where it takes some; both are written where it exchanges
 * them. 0, and nothing done, where it is not one of Spelt's. */
int spelt_blas1_map(spelt_function function, size_t size, const void *numbers, ptrdiff_t n,
                    const void *x, ptrdiff_t incx, void *y, ptrdiff_t incy);

/* x = function(x, value); 0, and nothing done, where it is not one of Spelt's. */
int spelt_blas1_scale(spelt_function function, size_t size, const void *value, ptrdiff_t n, void *x,
                      ptrdiff_t inc);

/* As spelt_blas1_map(), of contiguous elements: few of them, or more where this thread takes all. x and y may be
 * the same array where may_be_same. What is left over is for a function out of line: what a routine keeps across
 * a call it puts on the stack before, and where stores are the limit each of these costs what one of 64 bytes
 * does. */
SPELT_INLINE int map_contiguous(spelt_function function, size_t size, size_t alignment, int may_be_same,
                                int are_few, const void *numbers, ptrdiff_t n, const void *x,
                                ptrdiff_t incx, void *y, ptrdiff_t incy)
{
    if (SPELT_UNLIKELY(((incx ^ 1) | (incy ^ 1)) != 0) || !door_are_data(x, y, alignment) ||
        SPELT_UNLIKELY(are_few ? !spelt_direct_some(function, (size_t)n)
                               : !spelt_is_for_one(function, (size_t)n)) ||
        SPELT_UNLIKELY(may_be_same ? !door_same_or_apart(x, size, y, size, (size_t)n)
                                   : !door_apart(x, (size_t)n, size, y, (size_t)n, size)))
        return 0;
    spelt_map_of(function)(x, y, numbers, y, (size_t)n);
    return 1;
}

SPELT_INLINE int map_few(spelt_function function, size_t size, size_t alignment, int may_be_same,
                         const void *numbers, ptrdiff_t n, const void *x, ptrdiff_t incx, void *y,
                         ptrdiff_t incy)
{
    return map_contiguous(function, size, alignment, may_be_same, 1, numbers, n, x, incx, y, incy);
}

/* And of those; 0 where they are left for the plain loop. */
SPELT_INLINE int map_any(spelt_function function, size_t size, size_t alignment, int may_be_same,
                         const void *numbers, ptrdiff_t n, const void *x, ptrdiff_t incx, void *y,
                         ptrdiff_t incy)
{
    return n <= 0 ||
           map_contiguous(function, size, alignment, may_be_same, 0, numbers, n, x, incx, y, incy) ||
           (!is_for_loop(function, n, incx, incy) &&
            spelt_blas1_map(function, size, numbers, n, x, incx, y, incy));
}

#endif
