/* integer_stretches.h - products of 64-bit elements: multiplied as 32-bit numbers while they are, a
 * stretch at a time; a stretch in which one is not is done again, one element at a time, in 192
 * bits, or where there is one by the way of integer_x86_f64.h, and so are those behind it then.
 *
 * stretch_<op>_<type>(x, y, n) gives the total of a stretch; `outside` has a bit of its upper half
 * set once an element did not fit. */
#ifndef SPELT_ISA_INTEGER_STRETCHES_H
#define SPELT_ISA_INTEGER_STRETCHES_H

#include "isa/integer_scalar.h"
#ifdef __AVX512DQ__
#include "isa/integer_x86_f64.h"
#endif

/* Long enough that the test at the end costs little, short enough that a lone large value does not
 * cost much. */
#define STRETCH_TERMS ((size_t)256)

typedef struct {
    halves total;
    uint64_t outside;
} stretch;

#ifdef INTEGER_NEAR
#define IF_NEAR(op, type, x, y, n, total)                                                          \
    if (near_##op##_##type(x, y, n, &(total)))                                                     \
        return total;
enum { STAYS_OUTSIDE = 1 };
#else
#define IF_NEAR(op, type, x, y, n, total)
enum { STAYS_OUTSIDE = 0 };
#endif

#define SPELT_FROM_STRETCHES(op, type, out, sign)                                                  \
    static __attribute__((noinline)) int192 outside_##op##_##type(const type *x, const type *y,    \
                                                                  size_t n)                        \
    {                                                                                              \
        int192 total;                                                                              \
        IF_NEAR(op, type, x, y, n, total)                                                          \
        total = total_##op##_##type(x, y, n);                                                      \
        return total;                                                                              \
    }                                                                                              \
    static __attribute__((noinline)) int192 vector_total_##op##_##type(                            \
        const type *x, const type *y, size_t n)                                                    \
    {                                                                                              \
        halves sum = {0, 0};                                                                       \
        int192 wide = int192_from(0);                                                              \
        int is_outside = 0;                                                                        \
        for (size_t done = 0; done < n; done += STRETCH_TERMS) {                                   \
            const size_t length = n - done < STRETCH_TERMS ? n - done : STRETCH_TERMS;             \
            if (!STAYS_OUTSIDE || !is_outside) {                                                   \
                const stretch products = stretch_##op##_##type(x + done, y + done, length);        \
                is_outside = products.outside >> 32 != 0;                                          \
                if (SPELT_LIKELY(!is_outside)) {                                                   \
                    sum = halves_add(sum, products.total);                                         \
                    continue;                                                                      \
                }                                                                                  \
            }                                                                                      \
            wide = int192_add(wide, outside_##op##_##type(x + done, y + done, length));            \
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
