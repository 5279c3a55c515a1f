/* complex.c - the elementwise kernels of complex elements of one instruction set, ISA: the rows
 * SPELT_COMPLEX1, SPELT_COMPLEX2 and SPELT_COMPLEX_UPDATE of the list. */
#include "isa/complex_vectors.h"
#include "isa/map_lines.h"

#if !SPELT_SCALAR
#include "isa/pieces.h"
#endif

/* Inputs that are one value. An operation of x alone has x for y. */
enum { COMPLEX_X = 1, COMPLEX_Y = 2 };

#define OF(name) SPELT_PASTE3(name, _, TYPE)
#define TYPE c64
#include "isa/complex_body.h"
#define TYPE c128
#include "isa/complex_body.h"

#define VALUE(suffix, in, result, op, ...)                                                         \
    SPELT_INLINE vec_##in value_##op##_##suffix(const vec_##in a, const vec_##in b,                \
                                                const vec_##in p)                                  \
    {                                                                                              \
        (void)b, (void)p;                                                                          \
        return __VA_ARGS__;                                                                        \
    }

#define NAME(op, suffix) SPELT_PASTE(spelt_##op##_##suffix##_, ISA)
#define KERNEL(name, in, row, second, number, ones)                                                \
    static size_t name(const void *x, const void *y, const void *z, void *out, size_t n)           \
    {                                                                                              \
        (void)y, (void)z;                                                                          \
        complex_map_##in(x, second, number, ones, out, n, value_##row);                            \
        return 0;                                                                                  \
    }

#if SPELT_SCALAR
/* One element, and the kernel of those that lie anywhere. */
#define LINES(suffix, in, op, inputs, second, number)                                              \
    SPELT_INLINE size_t element_##op##_##suffix(const void *x, const void *y, const void *z,       \
                                                void *out)                                         \
    {                                                                                              \
        (void)y, (void)z;                                                                          \
        *(in *)out = value_##op##_##suffix(*(const in *)x, *(const in *)(second), number);         \
        return 0;                                                                                  \
    }                                                                                              \
    MAP_LINES_KERNEL(NAME(op, suffix), inputs, element_##op##_##suffix, 1)
#define LINES_OF(name) (spelt_kernel *)SPELT_PASTE(name, _lines)
#else
#define LINES(...)
#define LINES_OF(name) NULL
#endif

#define DEFINE1(suffix, in, result, op, ...)                                                       \
    KERNEL(NAME(op, suffix), in, op##_##suffix, x, NULL, 0)                                        \
    LINES(suffix, in, op, 1, x, 0)
#define DEFINE2(suffix, in, result, op, ...)                                                       \
    KERNEL(NAME(op, suffix), in, op##_##suffix, y, NULL, 0)                                        \
    KERNEL(SPELT_PASTE(NAME(op, suffix), _x), in, op##_##suffix, y, NULL, COMPLEX_X)               \
    KERNEL(SPELT_PASTE(NAME(op, suffix), _y), in, op##_##suffix, y, NULL, COMPLEX_Y)               \
    LINES(suffix, in, op, 2, y, 0)
#define DEFINE_UPDATE(suffix, in, result, op, ...)                                                 \
    KERNEL(NAME(op, suffix), in, op##_##suffix, y, z, 0)                                           \
    LINES(suffix, in, op, 3, y, *(const in *)z)

#define SPELT_COMPLEX1(op, types, ...) types(VALUE, op, __VA_ARGS__) types(DEFINE1, op, 0)
#define SPELT_COMPLEX2(op, types, ...) types(VALUE, op, __VA_ARGS__) types(DEFINE2, op, 0)
#define SPELT_COMPLEX_UPDATE(op, types, ...)                                                       \
    types(VALUE, op, __VA_ARGS__) types(DEFINE_UPDATE, op, 0)
#include "operations.def"

#define ROW(suffix, in, result, op, ...)                                                           \
    {SPELT_ID_spelt_##op##_##suffix,                                                               \
     {(spelt_kernel *)NAME(op, suffix), NULL, NULL, NULL, LINES_OF(NAME(op, suffix))}},
#define ROW2(suffix, in, result, op, ...)                                                          \
    {SPELT_ID_spelt_##op##_##suffix,                                                               \
     {(spelt_kernel *)NAME(op, suffix), (spelt_kernel *)SPELT_PASTE(NAME(op, suffix), _x),         \
      (spelt_kernel *)SPELT_PASTE(NAME(op, suffix), _y), NULL, LINES_OF(NAME(op, suffix))}},
static const spelt_kernel_row rows[] = {
#define SPELT_COMPLEX1(op, types, ...) types(ROW, op, 0)
#define SPELT_COMPLEX2(op, types, ...) types(ROW2, op, 0)
#define SPELT_COMPLEX_UPDATE(op, types, ...) types(ROW, op, 0)
#include "operations.def"
};
const spelt_kernel_table SPELT_PASTE(spelt_complex_, ISA) = {rows, sizeof rows / sizeof *rows};
