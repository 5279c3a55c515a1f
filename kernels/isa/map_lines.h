/* map_lines.h - kernels over elements that lie anywhere, one after the other: the scalar set's,
 * which stand for all others. What a row does to one element is given to a loop, which is inlined;
 * that of a row which is_short cannot fail. */
#ifndef SPELT_ISA_MAP_LINES_H
#define SPELT_ISA_MAP_LINES_H

#include "isa/kernels.h"

/* 0, or why the element fails. Inputs that a row does not have are not looked at. */
typedef size_t map_element(const void *x, const void *y, const void *z, void *out);

/* Some are short enough for four at a time. */
SPELT_INLINE size_t map_lines(const spelt_lines *lines, size_t rows, size_t run, unsigned inputs,
                              map_element *element, int is_short)
{
    const spelt_lines l = *lines; /* out may be anywhere, but not here */
    const unsigned second = inputs > 1 ? 1 : 0, third = inputs > 2 ? 2 : 0;
    size_t failure = 0;
    for (size_t r = 0; r < rows; r++) {
        const char *x = l.at[0] + (ptrdiff_t)r * l.row_step[0];
        const char *y = l.at[second] + (ptrdiff_t)r * l.row_step[second];
        const char *z = l.at[third] + (ptrdiff_t)r * l.row_step[third];
        const char *out = l.at[inputs] + (ptrdiff_t)r * l.row_step[inputs];
#define NEXT x += l.step[0], y += l.step[second], z += l.step[third], out += l.step[inputs]
        if (is_short) {
            SPELT_UNROLL(4)
            for (size_t i = 0; i < run; i++, NEXT)
                (void)element(x, y, z, (void *)(uintptr_t)out);
            continue;
        }
        for (size_t i = 0; i < run; i++, NEXT) {
            const size_t why = element(x, y, z, (void *)(uintptr_t)out);
            if (SPELT_UNLIKELY(why > 0) && failure == 0)
                failure = SPELT_FAILURE(r * run + i, why);
        }
#undef NEXT
    }
    return failure;
}

#define MAP_LINES_KERNEL(name, inputs, element, is_short)                                          \
    static size_t SPELT_PASTE(name, _lines)(const spelt_lines *lines, size_t rows, size_t run)     \
    {                                                                                              \
        return map_lines(lines, rows, run, inputs, element, is_short);                             \
    }

#endif
