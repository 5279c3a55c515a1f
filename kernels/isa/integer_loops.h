/* integer_loops.h - exact integer reductions as loops that compilers vectorize, for any instruction
 * set. SPELT_LOOPS_... choose, since x86 has better ways for some types. */
#ifndef SPELT_ISA_INTEGER_LOOPS_H
#define SPELT_ISA_INTEGER_LOOPS_H

#include "isa/integer_scalar.h"

/* ---- Totals of 64 bits: terms added in `part`, a block at a time ------------------------------- */

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

#ifdef SPELT_LOOPS_OF_SMALL_TYPES
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
#endif

#ifdef SPELT_LOOPS_OF_SIGNED_TYPES
SPELT_NARROW_LOOP(sum, i32, int64_t, int64_t, int64_t, a)
#endif
SPELT_NARROW_LOOP(sum, u32, uint64_t, uint64_t, uint64_t, a)

/* ---- Wide totals: 64-bit numbers, added in halves ---------------------------------------------- */

#define SPELT_HALVES_LOOP(op, type, number)                                                        \
    SPELT_INLINE halves halves_##op##_##type(const type *x, const type *y, size_t n)               \
    {                                                                                              \
        uint64_t low = 0, high = 0;                                                                \
        (void)y;                                                                                   \
        for (size_t i = 0; i < n; i++) {                                                           \
            const uint64_t term = (number);                                                        \
            low += term;                                                                           \
            high += term >> 32;                                                                    \
        }                                                                                          \
        return (halves){low, high};                                                                \
    }

#define SPELT_FROM_HALVES_UNSIGNED(op, type)                                                       \
    SPELT_INLINE int192 vector_total_##op##_##type(const type *x, const type *y, size_t n)         \
    {                                                                                              \
        return int192_from_unsigned(halves_total(halves_##op##_##type(x, y, n)));                  \
    }                                                                                              \
    SPELT_INLINE int vector_result_##op##_##type(const type *x, const type *y, size_t n,           \
                                                 uint64_t *result)                                 \
    {                                                                                              \
        const uint128 total = halves_total(halves_##op##_##type(x, y, n));                         \
        if (total >> 64 != 0)                                                                      \
            return 1;                                                                              \
        *result = (uint64_t)total;                                                                 \
        return 0;                                                                                  \
    }

#define SPELT_FROM_HALVES_SIGNED(op, type)                                                         \
    SPELT_INLINE int192 vector_total_##op##_##type(const type *x, const type *y, size_t n)         \
    {                                                                                              \
        return int192_from(halves_unbiased(halves_##op##_##type(x, y, n), n));                     \
    }                                                                                              \
    SPELT_INLINE int vector_result_##op##_##type(const type *x, const type *y, size_t n,           \
                                                 int64_t *result)                                  \
    {                                                                                              \
        const int128 total = halves_unbiased(halves_##op##_##type(x, y, n), n);                    \
        if (total != (int64_t)total)                                                               \
            return 1;                                                                              \
        *result = (int64_t)total;                                                                  \
        return 0;                                                                                  \
    }

SPELT_HALVES_LOOP(sum, u64, x[i])
SPELT_HALVES_LOOP(sumsq, u32, (uint64_t)x[i] * x[i])
SPELT_HALVES_LOOP(dot, u32, (uint64_t)x[i] * y[i])
SPELT_FROM_HALVES_UNSIGNED(sum, u64)
SPELT_FROM_HALVES_UNSIGNED(sumsq, u32)
SPELT_FROM_HALVES_UNSIGNED(dot, u32)

#ifdef SPELT_LOOPS_OF_SIGNED_TYPES
SPELT_HALVES_LOOP(sum, i64, (uint64_t)x[i] ^ SIGNED_BIAS)
SPELT_HALVES_LOOP(sumsq, i32, (uint64_t)((int64_t)x[i] * x[i]) ^ SIGNED_BIAS)
SPELT_HALVES_LOOP(dot, i32, (uint64_t)((int64_t)x[i] * y[i]) ^ SIGNED_BIAS)
SPELT_FROM_HALVES_SIGNED(sum, i64)
SPELT_FROM_HALVES_SIGNED(sumsq, i32)
SPELT_FROM_HALVES_SIGNED(dot, i32)
#endif

/* ---- Products of 64 bits ----------------------------------------------------------------------- */

/* As in vector_int.h: multiplied as 32-bit numbers while they are, a stretch at a time; a stretch in
 * which one is not is done again, one element at a time, in 192 bits. `outside` has a bit of its
 * upper half set once an element did not fit. */
#define LOOP_STRETCH ((size_t)256)

#define SPELT_STRETCHES(type, number, beyond)                                                      \
    SPELT_INLINE halves stretch_##type(const type *x, const type *y, size_t n, uint64_t *outside)  \
    {                                                                                              \
        uint64_t low = 0, high = 0, any = 0;                                                       \
        for (size_t i = 0; i < n; i++) {                                                           \
            const type a = x[i], b = y[i];                                                         \
            const uint64_t term = (number);                                                        \
            any |= (beyond);                                                                       \
            low += term;                                                                           \
            high += term >> 32;                                                                    \
        }                                                                                          \
        *outside = any;                                                                            \
        return (halves){low, high};                                                                \
    }                                                                                              \
    static __attribute__((noinline)) int192 outside_##type(const type *x, const type *y, size_t n) \
    {                                                                                              \
        return total_dot_##type(x, y, n);                                                          \
    }                                                                                              \
    SPELT_INLINE int192 stretches_##type(const type *x, const type *y, size_t n)                   \
    {                                                                                              \
        halves sum = {0, 0};                                                                       \
        int192 wide = int192_from(0);                                                              \
        size_t numbers = 0;                                                                        \
        for (size_t done = 0; done < n; done += LOOP_STRETCH) {                                    \
            const size_t length = n - done < LOOP_STRETCH ? n - done : LOOP_STRETCH;               \
            uint64_t outside;                                                                      \
            const halves products = stretch_##type(x + done, y + done, length, &outside);          \
            if (SPELT_UNLIKELY(outside >> 32 != 0)) {                                              \
                wide = int192_add(wide, outside_##type(x + done, y + done, length));               \
                continue;                                                                          \
            }                                                                                      \
            sum = (halves){sum.low + products.low, sum.high + products.high};                      \
            numbers += length;                                                                     \
        }                                                                                          \
        return int192_add(wide, narrow_total_##type(sum, numbers));                                \
    }

SPELT_INLINE int192 narrow_total_u64(halves sum, size_t n)
{
    (void)n;
    return int192_from_unsigned(halves_total(sum));
}

SPELT_STRETCHES(u64, (uint64_t)(uint32_t)a * (uint32_t)b, a | b)

#ifdef SPELT_LOOPS_OF_SIGNED_TYPES
SPELT_INLINE int192 narrow_total_i64(halves sum, size_t n)
{
    return int192_from(halves_unbiased(sum, n));
}

#define FROM_LEAST_I32(a) ((uint64_t)(a) + ((uint64_t)1 << 31))
SPELT_STRETCHES(i64, (uint64_t)((int64_t)(int32_t)a * (int32_t)b) ^ SIGNED_BIAS,
                FROM_LEAST_I32(a) | FROM_LEAST_I32(b))
#endif

#define SPELT_FROM_STRETCHES(op, type, out, second)                                                \
    SPELT_INLINE int192 vector_total_##op##_##type(const type *x, const type *y, size_t n)         \
    {                                                                                              \
        (void)y;                                                                                   \
        return stretches_##type(x, second, n);                                                     \
    }                                                                                              \
    SPELT_INLINE int vector_result_##op##_##type(const type *x, const type *y, size_t n,           \
                                                 out *result)                                      \
    {                                                                                              \
        return !fits_##type(vector_total_##op##_##type(x, y, n), result);                          \
    }

SPELT_FROM_STRETCHES(sumsq, u64, uint64_t, x)
SPELT_FROM_STRETCHES(dot, u64, uint64_t, y)
#ifdef SPELT_LOOPS_OF_SIGNED_TYPES
SPELT_FROM_STRETCHES(sumsq, i64, int64_t, x)
SPELT_FROM_STRETCHES(dot, i64, int64_t, y)
#endif

#endif
