/* integer_stretches.h - products of 64 bits, as in vector_int.h: multiplied as 32-bit numbers while
 * they are, a stretch at a time; a stretch in which one is not is done again, one element at a
 * time, in 192 bits.
 *
 * stretch_<type>(x, y, n, &outside) gives the two sums of integer_wide.h; outside has a bit of its
 * upper half set once an element did not fit. */
#ifndef SPELT_ISA_INTEGER_STRETCHES_H
#define SPELT_ISA_INTEGER_STRETCHES_H

#include "isa/integer_scalar.h"

/* Long enough that the test at the end costs little, short enough that a lone large value does not
 * cost much. */
#define STRETCH_TERMS ((size_t)256)

#define SPELT_FROM_STRETCHES(type, out, sign)                                                      \
    static __attribute__((noinline)) int192 outside_##type(const type *x, const type *y, size_t n) \
    {                                                                                              \
        return total_dot_##type(x, y, n);                                                          \
    }                                                                                              \
    SPELT_INLINE int192 vector_total_dot_##type(const type *x, const type *y, size_t n)            \
    {                                                                                              \
        halves sum = {0, 0};                                                                       \
        int192 wide = int192_from(0);                                                              \
        size_t numbers = 0;                                                                        \
        for (size_t done = 0; done < n; done += STRETCH_TERMS) {                                   \
            const size_t length = n - done < STRETCH_TERMS ? n - done : STRETCH_TERMS;             \
            uint64_t outside;                                                                      \
            const halves products = stretch_##type(x + done, y + done, length, &outside);          \
            if (SPELT_UNLIKELY(outside >> 32 != 0)) {                                              \
                wide = int192_add(wide, outside_##type(x + done, y + done, length));               \
                continue;                                                                          \
            }                                                                                      \
            sum = (halves){sum.low + products.low, sum.high + products.high};                      \
            numbers += length;                                                                     \
        }                                                                                          \
        return int192_add(wide, halves_192_##sign(sum, numbers));                                  \
    }                                                                                              \
    SPELT_INLINE int vector_result_dot_##type(const type *x, const type *y, size_t n, out *result) \
    {                                                                                              \
        if (n <= STRETCH_TERMS) {                                                                  \
            uint64_t outside;                                                                      \
            const halves products = stretch_##type(x, y, n, &outside);                             \
            if (SPELT_LIKELY(outside >> 32 == 0))                                                  \
                return halves_result_##sign(products, n, result);                                  \
        }                                                                                          \
        return !fits_##type(vector_total_dot_##type(x, y, n), result);                             \
    }                                                                                              \
    SPELT_INLINE int192 vector_total_sumsq_##type(const type *x, const type *y, size_t n)          \
    {                                                                                              \
        (void)y;                                                                                   \
        return vector_total_dot_##type(x, x, n);                                                   \
    }                                                                                              \
    SPELT_INLINE int vector_result_sumsq_##type(const type *x, const type *y, size_t n,            \
                                                out *result)                                       \
    {                                                                                              \
        (void)y;                                                                                   \
        return vector_result_dot_##type(x, x, n, result);                                          \
    }

#endif
