/* exchanges.c - the kernels that give two arrays new elements, made of those of both, of one
 * instruction set, ISA: the rows SPELT_EXCHANGE and SPELT_PARTS_EXCHANGE of the list. */
#include "isa/map_lines.h"
#include "isa/vec.h"

#if !SPELT_SCALAR
#include "isa/pieces.h"
#endif

#define OF(name) SPELT_PASTE3(name, _, TYPE)
#define TYPE f32
#include "isa/exchange_body.h"
#define TYPE f64
#include "isa/exchange_body.h"

#define VALUE(suffix, in, result, op, to_x, to_y)                                                  \
    SPELT_INLINE vec_##in to_x_##op##_##suffix(const vec_##in a, const vec_##in b,                 \
                                               const exchange_numbers_##in *by)                    \
    {                                                                                              \
        const vec_##in p = by->p, q = by->q, r = by->r, s = by->s;                                 \
        (void)a, (void)b, (void)p, (void)q, (void)r, (void)s;                                      \
        return to_x;                                                                               \
    }                                                                                              \
    SPELT_INLINE vec_##in to_y_##op##_##suffix(const vec_##in a, const vec_##in b,                 \
                                               const exchange_numbers_##in *by)                    \
    {                                                                                              \
        const vec_##in p = by->p, q = by->q, r = by->r, s = by->s;                                 \
        (void)a, (void)b, (void)p, (void)q, (void)r, (void)s;                                      \
        return to_y;                                                                               \
    }

#define NAME(op, suffix) SPELT_PASTE4(spelt_, op##_, SPELT_PASTE(suffix, _), ISA)
#define KERNEL(op, suffix)                                                                         \
    static size_t NAME(op, suffix)(const void *x, const void *y, const void *z, void *out, size_t n)
#define DEFINE(suffix, in, result, op, numbers)                                                    \
    KERNEL(op, suffix)                                                                             \
    {                                                                                              \
        const exchange_numbers_##in by = exchange_by_##in(z, numbers);                             \
        (void)y;                                                                                   \
        exchange_##in((in *)(uintptr_t)x, out, &by, n, to_x_##op##_##suffix,                       \
                      to_y_##op##_##suffix);                                                       \
        return 0;                                                                                  \
    }                                                                                              \
    LINES(op, suffix, in, 1)

/* By the kernel for the type of the parts. */
#define DEFINE_OF_PARTS(suffix, in, result, op, ...)                                               \
    KERNEL(op, suffix)                                                                             \
    {                                                                                              \
        return NAME(op, SPELT_PART_##in)(x, y, z, out, 2 * n);                                     \
    }                                                                                              \
    LINES(op, suffix, SPELT_PART_##in, 2)

#if SPELT_SCALAR
/* One element, of one part or two, and the kernel of those that lie anywhere. */
#define LINES(op, suffix, part, parts)                                                             \
    SPELT_INLINE size_t element_##op##_##suffix(const void *x, const void *y, const void *z,       \
                                                void *out)                                         \
    {                                                                                              \
        (void)NAME(op, part)(x, y, z, out, parts);                                                 \
        return 0;                                                                                  \
    }                                                                                              \
    MAP_LINES_KERNEL(NAME(op, suffix), 3, element_##op##_##suffix, 1)
#define LINES_OF(name) (spelt_kernel *)SPELT_PASTE(name, _lines)
#else
#define LINES(...)
#define LINES_OF(name) NULL
#endif

#define SPELT_EXCHANGE(op, types, numbers, to_x, to_y)                                             \
    types(VALUE, op, to_x, to_y) types(DEFINE, op, numbers)
#define SPELT_PARTS_EXCHANGE(op, types) types(DEFINE_OF_PARTS, op, 0)
#include "operations.def"

#define ROW(suffix, in, result, op, ...)                                                           \
    {SPELT_ID_spelt_##op##_##suffix,                                                               \
     {(spelt_kernel *)NAME(op, suffix), NULL, NULL, NULL, LINES_OF(NAME(op, suffix))}},
static const spelt_kernel_row rows[] = {
#define SPELT_EXCHANGE(op, types, numbers, to_x, to_y) types(ROW, op, 0)
#define SPELT_PARTS_EXCHANGE(op, types) types(ROW, op, 0)
#include "operations.def"
};
const spelt_kernel_table SPELT_PASTE(spelt_exchanges_, ISA) = {rows, sizeof rows / sizeof *rows};
