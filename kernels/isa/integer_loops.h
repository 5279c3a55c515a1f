/* integer_loops.h - exact integer reductions as loops that compilers vectorize, for any instruction
 * set. */
#ifndef SPELT_ISA_INTEGER_LOOPS_H
#define SPELT_ISA_INTEGER_LOOPS_H

#include "isa/integer_stretches.h"

/* ---- Totals of 64 bits: terms added in `part`, a block at a time ----------------------------- */

/* 2^15 terms. Those of 8 bits are at most 2^16, so that a block is at most 2^31 - 2^24 (unsigned:
 * 255^2 a term) or 2^29 (signed: 2^14) in any order, and fits 32 bits, as 2^15 elements of 16 bits
 * do. Products of 16 bits, below 2^32, and sums of 32 bits are added in 64 bits. */
#define LOOP_BLOCK ((size_t)1 << 15)

#define SPELT_NARROW_LOOP(op, type, term_type, part, out, term)                                    \
    SPELT_INLINE out narrow_##op##_##type(const type *x, const type *y, size_t n)                  \
    {                                                                                              \
        out total = 0;                                                                             \
        for (size_t done = 0; done < n; done += LOOP_BLOCK) {                                      \
            const size_t end = n - done < LOOP_BLOCK ? n : done + LOOP_BLOCK;                      \
            part sum = 0;                                                                          \
            for (size_t i = done; i < end; i++) {                                                  \
                const term_type a = x[i], b = y[i];                                                \
                (void)b;                                                                           \
                sum += (part)(term);                                                               \
            }                                                                                      \
            total += sum;                                                                          \
        }                                                                                          \
        return total;                                                                              \
    }                                                                                              \
    SPELT_FROM_NARROW(op, type, out)

SPELT_NARROW_LOOP(count, u8, uint32_t, uint32_t, int64_t, a != 0)
SPELT_NARROW_LOOP(sum, i8, int32_t, int32_t, int64_t, a)
SPELT_NARROW_LOOP(sum, u8, uint32_t, uint32_t, uint64_t, a)
SPELT_NARROW_LOOP(sum, i16, int32_t, int32_t, int64_t, a)
SPELT_NARROW_LOOP(sum, u16, uint32_t, uint32_t, uint64_t, a)
SPELT_NARROW_LOOP(sumsq, i8, int32_t, int32_t, int64_t, a *a)
SPELT_NARROW_LOOP(sumsq, u8, uint32_t, uint32_t, uint64_t, a *a)
SPELT_NARROW_LOOP(sumsq, i16, int32_t, int64_t, int64_t, a *a)
SPELT_NARROW_LOOP(sumsq, u16, uint32_t, uint64_t, uint64_t, a *a)
SPELT_NARROW_LOOP(dot, i8, int32_t, int32_t, int64_t, a *b)
SPELT_NARROW_LOOP(dot, u8, uint32_t, uint32_t, uint64_t, a *b)
SPELT_NARROW_LOOP(dot, i16, int32_t, int64_t, int64_t, a *b)
SPELT_NARROW_LOOP(dot, u16, uint32_t, uint64_t, uint64_t, a *b)

SPELT_NARROW_LOOP(sum, i32, int64_t, int64_t, int64_t, a)
SPELT_NARROW_LOOP(sum, u32, uint64_t, uint64_t, uint64_t, a)

/* ---- Wide totals: 64-bit numbers, added in halves -------------------------------------------- */

#define SPELT_HALVES_LOOP(op, type, out, sign, number)                                             \
    SPELT_INLINE halves halves_##op##_##type(const type *x, const type *y, size_t n)               \
    {                                                                                              \
        uint64_t low = 0, high = 0;                                                                \
        (void)y;                                                                                   \
        for (size_t i = 0; i < n; i++) {                                                           \
            const out term = (number);                                                             \
            low += (uint64_t)term;                                                                 \
            high += (uint64_t)(term >> 32);                                                        \
        }                                                                                          \
        return halves_from_sums(low, high);                                                        \
    }                                                                                              \
    SPELT_FROM_HALVES(op, type, out, sign)

SPELT_HALVES_LOOP(sum, u64, uint64_t, unsigned, x[i])
SPELT_HALVES_LOOP(sumsq, u32, uint64_t, unsigned, (uint64_t)x[i] * x[i])
SPELT_HALVES_LOOP(dot, u32, uint64_t, unsigned, (uint64_t)x[i] * y[i])

SPELT_HALVES_LOOP(sum, i64, int64_t, signed, x[i])
SPELT_HALVES_LOOP(sumsq, i32, int64_t, signed, (int64_t)x[i] * x[i])
SPELT_HALVES_LOOP(dot, i32, int64_t, signed, (int64_t)x[i] * y[i])

/* ---- Products of 64 bits --------------------------------------------------------------------- */

#define SPELT_STRETCH_LOOP(op, type, out, sign, second, number, beyond)                            \
    SPELT_INLINE stretch stretch_##op##_##type(const type *x, const type *y, size_t n)             \
    {                                                                                              \
        uint64_t low = 0, high = 0, any = 0;                                                       \
        (void)y;                                                                                   \
        for (size_t i = 0; i < n; i++) {                                                           \
            const type a = x[i], b = second[i];                                                    \
            const out term = (number);                                                             \
            any |= (beyond);                                                                       \
            low += (uint64_t)term;                                                                 \
            high += (uint64_t)(term >> 32);                                                        \
        }                                                                                          \
        return (stretch){halves_from_sums(low, high), any};                                        \
    }                                                                                              \
    SPELT_FROM_STRETCHES(op, type, out, sign)
#define PRODUCT_U32(a, b) (uint64_t)(uint32_t)(a) * (uint32_t)(b)
#define PRODUCT_I32(a, b) (int64_t)(int32_t)(a) * (int32_t)(b)
#define FROM_LEAST_I32(a) ((uint64_t)(a) + ((uint64_t)1 << 31))

SPELT_STRETCH_LOOP(sumsq, u64, uint64_t, unsigned, x, PRODUCT_U32(a, b), a)
SPELT_STRETCH_LOOP(dot, u64, uint64_t, unsigned, y, PRODUCT_U32(a, b), a | b)
SPELT_STRETCH_LOOP(sumsq, i64, int64_t, signed, x, PRODUCT_I32(a, b), FROM_LEAST_I32(a))
SPELT_STRETCH_LOOP(dot, i64, int64_t, signed, y, PRODUCT_I32(a, b),
                   FROM_LEAST_I32(a) | FROM_LEAST_I32(b))

#endif
