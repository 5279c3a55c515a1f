/* vector_element.h - what an operation does with whole vectors: the terms of the reductions and the
 * policies of add, in the vectors of vec_<isa>.h. */
#ifndef SPELT_ISA_VECTOR_ELEMENT_H
#define SPELT_ISA_VECTOR_ELEMENT_H

#include "isa/scalar_element.h"

/* EACH(DO): DO(0) DO(1) ... for the vectors of a row, in halves where they are 16. */
#define EACH_4(DO) DO(0) DO(1) DO(2) DO(3)
#define EACH_8(DO) EACH_4(DO) DO(4) DO(5) DO(6) DO(7)
#define EACH_UPPER(DO) DO(8) DO(9) DO(10) DO(11) DO(12) DO(13) DO(14) DO(15)
#if ROW_VECTORS == 4
#define EACH_LOWER EACH_4
#define EACH EACH_4
#elif ROW_VECTORS == 8
#define EACH_LOWER EACH_8
#define EACH EACH_8
#else
#define EACH_LOWER EACH_8
#define EACH(DO) EACH_8(DO) EACH_UPPER(DO)
#endif

/* So many bytes ahead, for loops that do so much for each element that the CPU does not see far
 * enough to keep memory busy. Without it, on arrays beyond the caches, dot_i64 takes 0.8 (AVX2) to
 * 0.95 of the naive loop's speed and with it 1.0, on a Zen 5; sum_exact_f64 takes 0.8 of sum_f64's
 * and with it 0.95, on a Zen 3; 1 to 16 KiB are alike. The other floating-point loops gain nothing
 * by it. */
#define AHEAD 4096

SPELT_INLINE void prefetch_ahead(const void *p)
{
    __builtin_prefetch((const void *)((uintptr_t)p + AHEAD));
}

#define SPELT_VECTOR_TERMS(acc)                                                                    \
    SPELT_INLINE vec_##acc term_sum_##acc(vec_##acc x, vec_##acc y)                                \
    {                                                                                              \
        (void)y;                                                                                   \
        return x;                                                                                  \
    }                                                                                              \
    SPELT_INLINE vec_##acc term_sumsq_##acc(vec_##acc x, vec_##acc y)                              \
    {                                                                                              \
        (void)y;                                                                                   \
        return multiply_##acc(x, x);                                                               \
    }                                                                                              \
    SPELT_INLINE vec_##acc term_dot_##acc(vec_##acc x, vec_##acc y)                                \
    {                                                                                              \
        return multiply_##acc(x, y);                                                               \
    }

SPELT_VECTOR_TERMS(f32)
SPELT_VECTOR_TERMS(f64)

/* Whether a policy tells of overflow. */
enum { is_checked_plain = 0, is_checked_sat = 0, is_checked_checked = 1 };

/* vector_add_<policy>_<type>(x, y, &sum): not 0 where a checked sum overflowed in any lane. */
#define SPELT_VECTOR_ADD_PLAIN(type)                                                               \
    SPELT_INLINE int vector_add_plain_##type(vec_##type x, vec_##type y, vec_##type *sum)          \
    {                                                                                              \
        *sum = add_##type(x, y);                                                                   \
        return 0;                                                                                  \
    }

SPELT_VECTOR_ADD_PLAIN(f32)
SPELT_VECTOR_ADD_PLAIN(f64)
SPELT_VECTOR_ADD_PLAIN(i32)
SPELT_VECTOR_ADD_PLAIN(i64)

#define SPELT_VECTOR_ADD_INT(type)                                                                 \
    SPELT_INLINE int vector_add_checked_##type(vec_##type x, vec_##type y, vec_##type *sum)        \
    {                                                                                              \
        *sum = add_##type(x, y);                                                                   \
        return any_sign_##type(overflow_bits(x, y, *sum));                                         \
    }                                                                                              \
    SPELT_INLINE int vector_add_sat_##type(vec_##type x, vec_##type y, vec_##type *sum)            \
    {                                                                                              \
        vec_##type wrapped = add_##type(x, y);                                                     \
        *sum = saturate_##type(x, wrapped, overflow_bits(x, y, wrapped));                          \
        return 0;                                                                                  \
    }

SPELT_VECTOR_ADD_INT(i32)
SPELT_VECTOR_ADD_INT(i64)

#endif
