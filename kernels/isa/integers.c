/* integers.c - the exact integer reductions of one instruction set, ISA.
 *
 * x86 has vectors written by hand (integer_x86.h, integer_x86_wide.h); the others have loops that
 * compilers vectorize (integer_loops.h). */
#include "isa/kernels.h"

#define IS_scalar 1

/* The types that an operation has kernels for here. */
#define SPELT_NO_TYPES(DO, ...)
#define SPELT_SMALL_TYPES(DO, ...)                                                                 \
    DO(i8, i8, i64, __VA_ARGS__)                                                                   \
    DO(i16, i16, i64, __VA_ARGS__) DO(u8, u8, u64, __VA_ARGS__) DO(u16, u16, u64, __VA_ARGS__)
#define SPELT_TYPES_MULTIPLIED_BY_SSE2(DO, ...)                                                    \
    SPELT_SMALL_TYPES(DO, __VA_ARGS__) DO(u32, u32, u64, __VA_ARGS__) DO(u64, u64, u64, __VA_ARGS__)

#if SPELT_PASTE(IS_, ISA) == 1 /* scalar */

#include "isa/integer_scalar.h"
#define TYPES_OF_count SPELT_MASK_TO_COUNT
#define TYPES_OF_sum SPELT_INTEGERS_TO_64
#define TYPES_OF_products SPELT_INTEGERS_TO_64
SPELT_INLINE int64_t narrow_count_u8(const u8 *x, const u8 *y, size_t n)
{
    int64_t count = 0;
    (void)y;
    for (size_t i = 0; i < n; i++)
        count += x[i] != 0;
    return count;
}
SPELT_FROM_NARROW(count, u8, int64_t)
SPELT_SCALAR_LINES(count, u8, int64_t, int64_t, other, a != 0)
#define SPELT_FROM_SCALAR(suffix, in, out, op) SPELT_FROM_TOTAL(op, in, out)
SPELT_INTEGERS_TO_64(SPELT_FROM_SCALAR, sum)
SPELT_INTEGERS_TO_64(SPELT_FROM_SCALAR, sumsq)
SPELT_INTEGERS_TO_64(SPELT_FROM_SCALAR, dot)

#elif defined(__AVX512VNNI__) || defined(__AVXVNNI__)

/* What VNNI makes faster; the rest comes from the set that this one falls back to. */
#include "isa/integer_x86.h"
#include "isa/integer_x86_wide.h"
#define TYPES_OF_count SPELT_NO_TYPES
#define TYPES_OF_sum SPELT_NO_TYPES
#define TYPES_OF_products SPELT_SMALL_TYPES

#elif defined(__SSE2__)

#include "isa/integer_x86.h"
#include "isa/integer_x86_wide.h"
#define TYPES_OF_count SPELT_MASK_TO_COUNT
#define TYPES_OF_sum SPELT_INTEGERS_TO_64
#ifdef INTEGER_MULTIPLY_SIGNED
#define TYPES_OF_products SPELT_INTEGERS_TO_64
#else
#define TYPES_OF_products SPELT_TYPES_MULTIPLIED_BY_SSE2
#endif

#else

#include "isa/integer_loops.h"
#define TYPES_OF_count SPELT_MASK_TO_COUNT
#define TYPES_OF_sum SPELT_INTEGERS_TO_64
#define TYPES_OF_products SPELT_INTEGERS_TO_64

#endif

#if SPELT_PASTE(IS_, ISA) == 1
/* Those of 64 bits are gathered wherever they lie. */
#define HAS_LINES_i8 1
#define HAS_LINES_i16 1
#define HAS_LINES_i32 1
#define HAS_LINES_i64 0
#define HAS_LINES_u8 1
#define HAS_LINES_u16 1
#define HAS_LINES_u32 1
#define HAS_LINES_u64 0
#define LINES_KERNEL_1(op, suffix, in, operands)                                                   \
    static int192 SPELT_PASTE(SPELT_INTEGER_NAME(op, suffix), _lines)(const spelt_lines *lines,    \
                                                                      size_t rows, size_t run)     \
    {                                                                                              \
        return lines_##op##_##in(lines, rows, run, (operands)-1);                                  \
    }
#define LINES_KERNEL_0(op, suffix, in, operands)
#define LINES_NAME_1(op, suffix) (spelt_kernel *)SPELT_PASTE(SPELT_INTEGER_NAME(op, suffix), _lines)
#define LINES_NAME_0(op, suffix) NULL
#define SPELT_INTEGER_LINES(op, suffix, in, operands)                                              \
    SPELT_PASTE(LINES_KERNEL_, HAS_LINES_##in)(op, suffix, in, operands)
#define SPELT_INTEGER_LINES_OF(op, suffix, in) SPELT_PASTE(LINES_NAME_, HAS_LINES_##in)(op, suffix)
#else
#define SPELT_INTEGER_LINES(...)
#define SPELT_INTEGER_LINES_OF(...) NULL
#endif

#define TYPES_OF_sumsq TYPES_OF_products
#define TYPES_OF_dot TYPES_OF_products

/* ---- The kernels ----------------------------------------------------------------------------- */

#include "isa/integer_rows.h"

/* What adds rows side by side; VNNI has no faster one than the set that it extends. */
#define HAS_ROWS_sum 1
#define HAS_ROWS_count 1
#if defined(__AVX512VNNI__) || defined(__AVXVNNI__)
#define HAS_ROWS_sumsq 0
#define HAS_ROWS_dot 0
#else
#define HAS_ROWS_sumsq 1
#define HAS_ROWS_dot 1
#endif
#define ROWS_KERNEL_1(op, suffix, in)                                                              \
    SPELT_INTEGER_ROWS(op, in)                                                                     \
    static u64 SPELT_PASTE(SPELT_INTEGER_NAME(op, suffix), _rows)(                                 \
        u64 * lanes, const spelt_rows *rows, size_t n)                                             \
    {                                                                                              \
        return add_rows_##op##_##in(lanes, rows, n);                                               \
    }
#define ROWS_KERNEL_0(op, suffix, in)
#define ROWS_NAME_1(op, suffix) (spelt_kernel *)SPELT_PASTE(SPELT_INTEGER_NAME(op, suffix), _rows)
#define ROWS_NAME_0(op, suffix) NULL

#define SPELT_INTEGER_NAME(op, suffix) SPELT_PASTE4(spelt_, op##_##suffix, _, ISA)

#define SPELT_INTEGER_KERNELS(suffix, in, out, op, operands)                                       \
    static spelt_status SPELT_INTEGER_NAME(op, suffix)(const void *x, const void *y, size_t n,     \
                                                       void *result)                               \
    {                                                                                              \
        return vector_result_##op##_##in(x, (operands) == 1 ? x : y, n, result)                    \
                   ? SPELT_ERR_OVERFLOW                                                            \
                   : SPELT_OK;                                                                     \
    }                                                                                              \
    static int192 SPELT_PASTE(SPELT_INTEGER_NAME(op, suffix), _total)(const void *x,               \
                                                                      const void *y, size_t n)     \
    {                                                                                              \
        return vector_total_##op##_##in(x, (operands) == 1 ? x : y, n);                            \
    }                                                                                              \
    SPELT_INTEGER_LINES(op, suffix, in, operands)                                                  \
    SPELT_PASTE(ROWS_KERNEL_, HAS_ROWS_##op)(op, suffix, in)
#define SPELT_TOTAL(op, operands, types, ...) TYPES_OF_##op(SPELT_INTEGER_KERNELS, op, operands)
#include "operations.def"

/* ---- The table ------------------------------------------------------------------------------- */

#define SPELT_INTEGER_ROW(suffix, in, out, op, operands)                                           \
    {SPELT_ID_spelt_##op##_##suffix,                                                               \
     {(spelt_kernel *)SPELT_INTEGER_NAME(op, suffix),                                              \
      (spelt_kernel *)SPELT_PASTE(SPELT_INTEGER_NAME(op, suffix), _total),                         \
      SPELT_PASTE(ROWS_NAME_, HAS_ROWS_##op)(op, suffix), NULL,                                    \
      SPELT_INTEGER_LINES_OF(op, suffix, in)}},

static const spelt_kernel_row rows[] = {
#define SPELT_TOTAL(op, operands, types, ...) TYPES_OF_##op(SPELT_INTEGER_ROW, op, operands)
#include "operations.def"
};

const spelt_kernel_table SPELT_PASTE(spelt_integers_, ISA) = {rows, sizeof rows / sizeof rows[0]};
