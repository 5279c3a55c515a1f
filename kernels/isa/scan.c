/* scan.c - running sums of one instruction set, ISA.
 *
 * Floating-point sums wait for one another: they are a loop, and a vector has one of each of
 * several rows. Integers may be added in any order: a vector of running sums is the one before it
 * plus, in each lane, the sum of as many elements as a vector has that end there; so one addition
 * waits for another where a loop has a vector's worth. */
#include "isa/kernels.h"

#include <string.h>

#define IS_scalar 1

/* Vectors of 16 bytes, which are enough for rows of floating-point elements. */
#define HAS_16_sse2 1
#define HAS_16_neon 1

/* SVE has NEON's vectors; AVX-512 those of AVX2, which it moves by more in one instruction. */
#if defined(__ARM_FEATURE_SVE)

const spelt_kernel_table SPELT_PASTE(spelt_scan_, ISA) = {NULL, 0};

#else

#define SCAN_NAME(op, suffix) SPELT_PASTE4(spelt_, op##_##suffix, _, ISA)

/* Of the elements between two sums, s and what follows it, one is known by the other two. The sum is
 * the one that does not fit where the highest bit is set. */
#define SCAN_OVERFLOWS_SIGNED(before, x, after) (((before) ^ (after)) & ((x) ^ (after)))
#define SCAN_OVERFLOWS_UNSIGNED(before, x, after)                                                  \
    (((before) & (x)) | (((before) | (x)) & ~(after)))
#define SCAN_OVERFLOWS_i8 SCAN_OVERFLOWS_SIGNED
#define SCAN_OVERFLOWS_i16 SCAN_OVERFLOWS_SIGNED
#define SCAN_OVERFLOWS_i32 SCAN_OVERFLOWS_SIGNED
#define SCAN_OVERFLOWS_i64 SCAN_OVERFLOWS_SIGNED
#define SCAN_OVERFLOWS_u8 SCAN_OVERFLOWS_UNSIGNED
#define SCAN_OVERFLOWS_u16 SCAN_OVERFLOWS_UNSIGNED
#define SCAN_OVERFLOWS_u32 SCAN_OVERFLOWS_UNSIGNED
#define SCAN_OVERFLOWS_u64 SCAN_OVERFLOWS_UNSIGNED

/* One element after the other, of integers: the sum, and whether one did not fit. */
#define SCAN_INTEGERS(type)                                                                        \
    SPELT_INLINE unsigned_##type scan_loop_##type(const unsigned_##type *x, unsigned_##type *out,  \
                                                  size_t n, unsigned_##type s,                     \
                                                  unsigned_##type *bad)                            \
    {                                                                                              \
        for (size_t i = 0; i < n; i++) {                                                           \
            const unsigned_##type a = x[i], after = (unsigned_##type)(s + a);                      \
            *bad |= (unsigned_##type)SCAN_OVERFLOWS_##type(s, a, after);                           \
            out[i] = s = after;                                                                    \
        }                                                                                          \
        return s;                                                                                  \
    }                                                                                              \
    /* The same of rows. */                                                                        \
    SPELT_INLINE unsigned_##type scan_loops_##type(const char *x, ptrdiff_t x_step, char *out,     \
                                                   ptrdiff_t out_step, size_t rows, size_t n)      \
    {                                                                                              \
        unsigned_##type bad = 0;                                                                   \
        for (; rows > 0; rows--, x += x_step, out += out_step)                                     \
            scan_loop_##type((const void *)x, (void *)out, n, 0, &bad);                            \
        return bad;                                                                                \
    }                                                                                              \
    /* The first sum of n that does not fit; x may have been written over. */                      \
    static __attribute__((cold, noinline)) size_t scan_first_##type(const unsigned_##type *out,    \
                                                                    unsigned_##type s)             \
    {                                                                                              \
        size_t i = 0;                                                                              \
        for (;; s = out[i++]) {                                                                    \
            const unsigned_##type a = (unsigned_##type)(out[i] - s);                               \
            if ((unsigned_##type)SCAN_OVERFLOWS_##type(s, a, out[i]) >> (8 * sizeof s - 1))        \
                return i;                                                                          \
        }                                                                                          \
    }

#if SPELT_PASTE(IS_, ISA) == 1 /* scalar */

#define SCAN_VECTORS(type)                                                                         \
    SPELT_INLINE size_t scan_vectors_##type(const unsigned_##type *x, unsigned_##type *out,        \
                                            size_t n, unsigned_##type *s, unsigned_##type *bad)    \
    {                                                                                              \
        (void)x, (void)out, (void)n, (void)s, (void)bad;                                           \
        return 0;                                                                                  \
    }                                                                                              \
    SPELT_INLINE unsigned_##type scan_rows_##type(const char *x, ptrdiff_t x_step, char *out,      \
                                                  ptrdiff_t out_step, size_t rows, size_t n)       \
    {                                                                                              \
        return scan_loops_##type(x, x_step, out, out_step, rows, n);                               \
    }

#else
#include "isa/scan_vectors.h"
#endif

#if SPELT_PASTE(HAS_16_, ISA) == 1
#include "isa/scan_floats.h"
#else

/* Rows that are done at once: none. */
#define SCAN_FLOATS(type)                                                                          \
    SPELT_INLINE size_t scan_rows_##type(const char *x, ptrdiff_t x_step, char *out,               \
                                         ptrdiff_t out_step, size_t rows, size_t n)                \
    {                                                                                              \
        (void)x, (void)x_step, (void)out, (void)out_step, (void)rows, (void)n;                     \
        return 0;                                                                                  \
    }

#endif

/* ---- The kernels ------------------------------------------------------------------------------ */

/* Looked at once more where a sum does not fit. */
#define SCAN_BLOCK ((size_t)1024)

#define SCAN_KERNEL_INTEGER(suffix, in, out_type, op, ...)                                         \
    SCAN_INTEGERS(in)                                                                              \
    SCAN_VECTORS(in)                                                                               \
    static size_t SCAN_NAME(op, suffix)(const void *x, void *out, size_t n, void *sum)             \
    {                                                                                              \
        const unsigned_##in *from = x;                                                             \
        unsigned_##in *to = out, s = *(const unsigned_##in *)sum;                                  \
        size_t first = 0;                                                                          \
        for (size_t base = 0, m; base < n; base += m) {                                            \
            unsigned_##in before = s, bad = 0;                                                     \
            m = n - base < SCAN_BLOCK ? n - base : SCAN_BLOCK;                                     \
            const size_t done = scan_vectors_##in(from + base, to + base, m, &s, &bad);            \
            s = scan_loop_##in(from + base + done, to + base + done, m - done, s, &bad);           \
            if (SPELT_UNLIKELY(bad >> (8 * sizeof bad - 1)) && first == 0)                         \
                first = base + scan_first_##in(to + base, before) + 1;                             \
        }                                                                                          \
        *(unsigned_##in *)sum = s;                                                                 \
        return first;                                                                              \
    }                                                                                              \
    static int SPELT_PASTE(SCAN_NAME(op, suffix), _rows)(                                          \
        const char *x, ptrdiff_t x_step, char *out, ptrdiff_t out_step, size_t rows, size_t n)     \
    {                                                                                              \
        return scan_rows_##in(x, x_step, out, out_step, rows, n) >> (8 * sizeof(in) - 1) & 1;      \
    }
#define SCAN_KERNEL_FLOAT(suffix, in, out_type, op, ...)                                           \
    SCAN_FLOATS(in)                                                                                \
    static size_t SCAN_NAME(op, suffix)(const void *x, void *out, size_t n, void *sum)             \
    {                                                                                              \
        const in *from = x;                                                                        \
        in *to = out, s = *(const in *)sum;                                                        \
        for (size_t i = 0; i < n; i++)                                                             \
            to[i] = s += from[i];                                                                  \
        *(in *)sum = s;                                                                            \
        return 0;                                                                                  \
    }                                                                                              \
    static int SPELT_PASTE(SCAN_NAME(op, suffix), _rows)(                                          \
        const char *x, ptrdiff_t x_step, char *out, ptrdiff_t out_step, size_t rows, size_t n)     \
    {                                                                                              \
        for (size_t r = scan_rows_##in(x, x_step, out, out_step, rows, n); r < rows; r++) {        \
            spelt_scan_kernel *const line = SCAN_NAME(op, suffix);                                 \
            in s = 0;                                                                              \
            line(x + (ptrdiff_t)r * x_step, out + (ptrdiff_t)r * out_step, n, &s);                 \
        }                                                                                          \
        return 0;                                                                                  \
    }
#define SCAN_ROW(suffix, in, out, op, ...)                                                         \
    {SPELT_ID_spelt_##op##_##suffix,                                                               \
     {(spelt_kernel *)SCAN_NAME(op, suffix),                                                       \
      (spelt_kernel *)SPELT_PASTE(SCAN_NAME(op, suffix), _rows)}},

/* What of a row is for a type here. */
#define SCAN_FOR_i8(integer, real) integer
#define SCAN_FOR_i16(integer, real) integer
#define SCAN_FOR_i32(integer, real) integer
#define SCAN_FOR_i64(integer, real) integer
#define SCAN_FOR_u8(integer, real) integer
#define SCAN_FOR_u16(integer, real) integer
#define SCAN_FOR_u32(integer, real) integer
#define SCAN_FOR_u64(integer, real) integer
#if SPELT_PASTE(IS_, ISA) == 1 || SPELT_PASTE(HAS_16_, ISA) == 1
#define SCAN_FOR_f32(integer, real) real
#define SCAN_FOR_f64(integer, real) real
#else
#define SCAN_FOR_f32(integer, real) SCAN_NOTHING
#define SCAN_FOR_f64(integer, real) SCAN_NOTHING
#endif
#define SCAN_NOTHING(...)
#define SCAN_KERNEL(suffix, in, ...)                                                               \
    SCAN_FOR_##in(SCAN_KERNEL_INTEGER, SCAN_KERNEL_FLOAT)(suffix, in, __VA_ARGS__)
#define SCAN_ROW_OF(suffix, in, ...) SCAN_FOR_##in(SCAN_ROW, SCAN_ROW)(suffix, in, __VA_ARGS__)

#define SPELT_SCAN(op, types) types(SCAN_KERNEL, op, 0)
#include "operations.def"

static const spelt_kernel_row rows[] = {
#define SPELT_SCAN(op, types) types(SCAN_ROW_OF, op, 0)
#include "operations.def"
};

const spelt_kernel_table SPELT_PASTE(spelt_scan_, ISA) = {rows, sizeof rows / sizeof rows[0]};

#endif
