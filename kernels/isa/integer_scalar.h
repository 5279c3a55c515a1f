/* integer_scalar.h - the specification of the exact integer reductions: one element after another,
 * total_<op>_<type>(x, y, n) of n <= SPELT_INT_TERMS = 2^24 terms. Those of i32 and i64 stand in
 * scalar_element.h. */
#ifndef SPELT_ISA_INTEGER_SCALAR_H
#define SPELT_ISA_INTEGER_SCALAR_H

#include "isa/integer_wide.h"
#include "isa/kernels.h"
#include "isa/scalar_element.h"

/* accumulator holds 2^24 terms: 64 bits those of 8 and 16 bits, which are below 2^32, and sums of
 * 32 bits; 128 bits the others but products of 64 bits. */
#define SPELT_SCALAR_TOTAL(op, type, accumulator, term)                                            \
    SPELT_INLINE int192 total_##op##_##type(const type *x, const type *y, size_t n)                \
    {                                                                                              \
        accumulator total = 0;                                                                     \
        for (size_t i = 0; i < n; i++) {                                                           \
            const accumulator a = x[i], b = y[i];                                                  \
            (void)b;                                                                               \
            total += (term);                                                                       \
        }                                                                                          \
        return int192_from((int128)total);                                                         \
    }
#define SPELT_SCALAR_TOTALS(type, of_elements, of_products)                                        \
    SPELT_SCALAR_TOTAL(sum, type, of_elements, a)                                                  \
    SPELT_SCALAR_TOTAL(sumsq, type, of_products, a *a)                                             \
    SPELT_SCALAR_TOTAL(dot, type, of_products, a *b)

SPELT_SCALAR_TOTALS(i8, int64_t, int64_t)
SPELT_SCALAR_TOTALS(i16, int64_t, int64_t)
SPELT_SCALAR_TOTALS(u8, uint64_t, uint64_t)
SPELT_SCALAR_TOTALS(u16, uint64_t, uint64_t)
SPELT_SCALAR_TOTALS(u32, uint64_t, uint128)
SPELT_SCALAR_TOTAL(sum, u64, uint128, a)

SPELT_INLINE int192 total_dot_u64(const u64 *x, const u64 *y, size_t n)
{
    int192 total = int192_from(0);
    for (size_t i = 0; i < n; i++)
        int192_add_unsigned_product(&total, x[i], y[i]);
    return total;
}

SPELT_INLINE int192 total_sumsq_u64(const u64 *x, const u64 *y, size_t n)
{
    (void)y;
    return total_dot_u64(x, x, n);
}

/* Elements that lie anywhere, lines_<op>_<type>(lines, rows, run), of as many; y is x where there is one
 * operand. Every second one goes to the sum named `odd`: sums of 64 bits wait for the one before, those of
 * 128 bits for registers. */
#define SPELT_SCALAR_LINES(op, type, wide, accumulator, odd, term)                                 \
    SPELT_INLINE wide term_##op##_##type(const char *x, const char *y)                             \
    {                                                                                              \
        const wide a = *(const type *)(const void *)x, b = *(const type *)(const void *)y;         \
        (void)b;                                                                                   \
        return (term);                                                                             \
    }                                                                                              \
    SPELT_INLINE int192 lines_##op##_##type(const spelt_lines *lines, size_t rows, size_t run,     \
                                            unsigned last)                                         \
    {                                                                                              \
        const ptrdiff_t s = lines->step[0], t = lines->step[last];                                 \
        accumulator total = 0, other = 0;                                                          \
        for (size_t r = 0; r < rows; r++) {                                                        \
            const char *x = lines->at[0] + (ptrdiff_t)r * lines->row_step[0];                      \
            const char *y = lines->at[last] + (ptrdiff_t)r * lines->row_step[last];                \
            size_t left = run;                                                                     \
            for (; left >= 4; left -= 4, x += 4 * s, y += 4 * t) {                                 \
                total += term_##op##_##type(x, y);                                                 \
                odd += term_##op##_##type(x + s, y + t);                                           \
                total += term_##op##_##type(x + 2 * s, y + 2 * t);                                 \
                odd += term_##op##_##type(x + 3 * s, y + 3 * t);                                   \
            }                                                                                      \
            for (; left > 0; left--, x += s, y += t)                                               \
                total += term_##op##_##type(x, y);                                                 \
        }                                                                                          \
        return int192_from((int128)(total + other));                                               \
    }
#define SPELT_SCALAR_LINES_64(type, wide, of_products, odd)                                        \
    SPELT_SCALAR_LINES(sum, type, wide, wide, other, a)                                            \
    SPELT_SCALAR_LINES(sumsq, type, wide, of_products, odd, a *a)                                  \
    SPELT_SCALAR_LINES(dot, type, wide, of_products, odd, a *b)

SPELT_SCALAR_LINES_64(i8, int64_t, int64_t, other)
SPELT_SCALAR_LINES_64(i16, int64_t, int64_t, other)
SPELT_SCALAR_LINES_64(i32, int64_t, int128, total)
SPELT_SCALAR_LINES_64(u8, uint64_t, uint64_t, other)
SPELT_SCALAR_LINES_64(u16, uint64_t, uint64_t, other)
SPELT_SCALAR_LINES_64(u32, uint64_t, uint128, total)

#endif
