/* integer_stretches.h - products of 64-bit elements: multiplied as 32-bit numbers while they are, a
 * stretch at a time; a stretch in which one is not is done again, one element at a time, in 192
 * bits.
 *
 * stretch_<op>_<type>(x, y, n) gives the total of a stretch; `outside` has a bit of its upper half
 * set once an element did not fit. */
#ifndef SPELT_ISA_INTEGER_STRETCHES_H
#define SPELT_ISA_INTEGER_STRETCHES_H

#include "isa/integer_scalar.h"

/* Long enough that the test at the end costs little, short enough that a lone large value does not
 * cost much. */
#define STRETCH_TERMS ((size_t)256)

typedef struct {
    halves total;
    uint64_t outside;
} stretch;

#define SPELT_FROM_STRETCHES(op, type, out, sign)                                                  \
    static __attribute__((noinline)) int192 outside_##op##_##type(const type *x, const type *y,    \
                                                                  size_t n)                        \
    {                                                                                              \
        return total_##op##_##type(x, y, n);                                                       \
    }                                                                                              \
    static __attribute__((noinline)) int192 vector_total_##op##_##type(                            \
        const type *x, const type *y, size_t n)                                                    \
    {                                                                                              \
        halves sum = {0, 0};                                                                       \
        int192 wide = int192_from(0);                                                              \
        for (size_t done = 0; done < n; done += STRETCH_TERMS) {                                   \
            const size_t length = n - done < STRETCH_TERMS ? n - done : STRETCH_TERMS;             \
            const stretch products = stretch_##op##_##type(x + done, y + done, length);            \
            if (SPELT_UNLIKELY(products.outside >> 32 != 0))                                       \
                wide = int192_add(wide, outside_##op##_##type(x + done, y + done, length));        \
            else                                                                                   \
                sum = halves_add(sum, products.total);                                             \
        }                                                                                          \
        return int192_add(wide, halves_192(sum));                                                  \
    }                                                                                              \
    static __attribute__((noinline)) int long_result_##op##_##type(const type *x, const type *y,   \
                                                                   size_t n, out *result)          \
    {                                                                                              \
        return !fits_##type(vector_total_##op##_##type(x, y, n), result);                          \
    }                                                                                              \
    SPELT_INLINE int vector_result_##op##_##type(const type *x, const type *y, size_t n,           \
                                                 out *result)                                      \
    {                                                                                              \
        if (n <= STRETCH_TERMS) {                                                                  \
            const stretch products = stretch_##op##_##type(x, y, n);                               \
            if (SPELT_LIKELY(products.outside >> 32 == 0))                                         \
                return halves_result_##sign(products.total, result);                               \
        }                                                                                          \
        return long_result_##op##_##type(x, y, n, result);                                         \
    }

#endif
