/* choices.c - the reductions that choose, an element or its index, of one instruction set, ISA. */
#include "isa/kernels.h"

#include "isa/choice_keys.h"

#define IS_scalar 1

/* VNNI chooses no faster than the set that it extends. SVE's vectors are those of NEON on most
 * CPUs, and where they are longer the memory is the limit. Both have a table without rows. */
#if defined(__AVX512VNNI__) || defined(__AVXVNNI__) || defined(__ARM_FEATURE_SVE)

const spelt_kernel_table SPELT_PASTE(spelt_choices_, ISA) = {NULL, 0};

#else

#if SPELT_PASTE(IS_, ISA) == 1 || !(defined(__SSE2__) || defined(__aarch64__)) /* scalar */
#define SPELT_CHOICE_BODY "isa/choice_scalar.h"
#else
/* Long beside what it takes to begin and end a block, short beside the first-level cache. */
#define CHOICE_BLOCK_BYTES 8192
#include "isa/choice_vectors.h"
#define SPELT_CHOICE_BODY "isa/choice_body.h"
#endif
#include "isa/choice_each_type.h"

/* What of a row is for a type here. SSE2 cannot compare 64 bits: plain C is faster. */
#define CHOICE_FOR_f32(...) __VA_ARGS__
#define CHOICE_FOR_f64(...) __VA_ARGS__
#define CHOICE_FOR_i8(...) __VA_ARGS__
#define CHOICE_FOR_i16(...) __VA_ARGS__
#define CHOICE_FOR_i32(...) __VA_ARGS__
#define CHOICE_FOR_u8(...) __VA_ARGS__
#define CHOICE_FOR_u16(...) __VA_ARGS__
#define CHOICE_FOR_u32(...) __VA_ARGS__
#if defined(CHOICE_BYTES) && defined(__SSE2__) && !defined(__AVX2__)
#define CHOICE_FOR_i64(...)
#define CHOICE_FOR_u64(...)
#else
#define CHOICE_FOR_i64(...) __VA_ARGS__
#define CHOICE_FOR_u64(...) __VA_ARGS__
#endif

/* ---- The kernels ----------------------------------------------------------------------------- */

#define SPELT_CHOICE_NAME(op, suffix) SPELT_PASTE4(spelt_, op##_##suffix, _, ISA)

/* The rule of a row: whether the greater of two is better, and whether that depends on a sign. */
#define SPELT_ABS(v) ((v) < 0 ? -(v) : (v))
#define SPELT_CHOICE_RULE(op, suffix, nan, better)                                                 \
    SPELT_INLINE int better_##op##_##suffix(int a, int b)                                          \
    {                                                                                              \
        return (better);                                                                           \
    }                                                                                              \
    SPELT_INLINE choice_rule rule_##op##_##suffix(void)                                            \
    {                                                                                              \
        const int most = better_##op##_##suffix(2, 1);                                             \
        return (choice_rule){most, SPELT_NAN_##nan, better_##op##_##suffix(-2, 1) == most};        \
    }

#define SPELT_CHOICE_KERNEL(suffix, in, out, op, nan, better)                                      \
    SPELT_CHOICE_RULE(op, suffix, nan, better)                                                     \
    static spelt_status SPELT_CHOICE_NAME(op, suffix)(const void *x, const void *y, size_t n,      \
                                                      void *result)                                \
    {                                                                                              \
        (void)y;                                                                                   \
        choose_##in(x, n, rule_##op##_##suffix(), result);                                         \
        return SPELT_OK;                                                                           \
    }

#define SPELT_INDEX_KERNEL(suffix, in, out, op, nan, better)                                       \
    SPELT_CHOICE_RULE(op, suffix, nan, better)                                                     \
    static spelt_status SPELT_CHOICE_NAME(op, suffix)(const void *x, const void *y, size_t n,      \
                                                      void *result)                                \
    {                                                                                              \
        (void)y;                                                                                   \
        *(i64 *)result = index_of_best_##in(x, n, rule_##op##_##suffix());                         \
        return SPELT_OK;                                                                           \
    }

#define SPELT_CHOICE_KERNEL_FOR(suffix, in, ...)                                                   \
    CHOICE_FOR_##in(SPELT_CHOICE_KERNEL(suffix, in, __VA_ARGS__))
#define SPELT_INDEX_KERNEL_FOR(suffix, in, ...)                                                    \
    CHOICE_FOR_##in(SPELT_INDEX_KERNEL(suffix, in, __VA_ARGS__))
/* Of complex elements: by the kernel for the type of their parts, of the sums of some at a time: of so many
 * bytes that its beginning and end count little (2048: 1.2 times as long, Zen 4). */
#define SPELT_SUMS(in, part, magnitude)                                                            \
    enum { sums_of_##in = CHOICE_SUMS_BYTES / sizeof(part) };                                      \
    SPELT_INLINE void make_sums_##in(const part *restrict x, size_t n, part *restrict sum)         \
    {                                                                                              \
        for (size_t i = 0; i < n; i++)                                                             \
            sum[i] = magnitude(x[2 * i]) + magnitude(x[2 * i + 1]);                                \
    }
#define CHOICE_SUMS_BYTES 4096
SPELT_SUMS(c64, f32, __builtin_fabsf)
SPELT_SUMS(c128, f64, __builtin_fabs)

#define SPELT_CHOICE_OF_SUMS(suffix, in, part, op, ...)                                            \
    static spelt_status SPELT_CHOICE_NAME(op, suffix)(const void *x, const void *y, size_t n,      \
                                                      void *result)                                \
    {                                                                                              \
        part sum[sums_of_##in], best[2] = {0, 0};                                                  \
        (void)y;                                                                                   \
        for (size_t i = 0, m; i < n; i += m) {                                                     \
            m = n - i < sums_of_##in ? n - i : sums_of_##in;                                       \
            make_sums_##in((const part *)((const in *)x + i), m, sum);                             \
            SPELT_CHOICE_NAME(op, part)(sum, sum, m, &best[i > 0]);                                \
            if (i > 0)                                                                             \
                SPELT_CHOICE_NAME(op, part)(best, best, 2, &best[0]);                              \
        }                                                                                          \
        *(part *)result = best[0];                                                                 \
        return SPELT_OK;                                                                           \
    }

#define SPELT_INDEX_OF_SUMS(suffix, in, out, op, ...)                                              \
    SPELT_INDEX_OF_SUMS_OF(suffix, in, op, SPELT_PART_##in)
#define SPELT_INDEX_OF_SUMS_OF(...) SPELT_INDEX_BY_PART(__VA_ARGS__)
#define SPELT_INDEX_BY_PART(suffix, in, op, part)                                                  \
    static spelt_status SPELT_CHOICE_NAME(op, suffix)(const void *x, const void *y, size_t n,      \
                                                      void *result)                                \
    {                                                                                              \
        part sum[sums_of_##in], best[2] = {0, 0};                                                  \
        i64 where = 0, at, later = 0;                                                              \
        (void)y;                                                                                   \
        for (size_t i = 0, m; i < n; i += m) {                                                     \
            m = n - i < sums_of_##in ? n - i : sums_of_##in;                                       \
            make_sums_##in((const part *)((const in *)x + i), m, sum);                             \
            SPELT_CHOICE_NAME(op, part)(sum, sum, m, &at);                                         \
            best[i > 0] = sum[at];                                                                 \
            if (i > 0)                                                                             \
                SPELT_CHOICE_NAME(op, part)(best, best, 2, &later);                                \
            where = later || i == 0 ? (i64)i + at : where;                                         \
            best[0] = best[later];                                                                 \
        }                                                                                          \
        *(i64 *)result = where;                                                                    \
        return SPELT_OK;                                                                           \
    }

#define SPELT_COMPLEX_CHOICE(op, types, ...) types(SPELT_CHOICE_OF_SUMS, op, 0)
#define SPELT_COMPLEX_INDEX(op, types, ...) types(SPELT_INDEX_OF_SUMS, op, 0)
#define SPELT_CHOICE(op, types, nan, better) types(SPELT_CHOICE_KERNEL_FOR, op, nan, better)
#define SPELT_INDEX(op, types, nan, better) types(SPELT_INDEX_KERNEL_FOR, op, nan, better)
#include "operations.def"

/* ---- The table ------------------------------------------------------------------------------- */

#define SPELT_CHOICE_ROW(suffix, in, out, op, ...)                                                 \
    CHOICE_FOR_##in({SPELT_ID_spelt_##op##_##suffix,                                               \
                     {(spelt_kernel *)SPELT_CHOICE_NAME(op, suffix), NULL, NULL}}, )

/* What is chosen among choices is chosen by the kernel of their own type. */
#define SPELT_CHOICE_OF_SUMS_ROW(suffix, in, part, op, ...)                                        \
    {SPELT_ID_spelt_##op##_##suffix,                                                               \
     {(spelt_kernel *)SPELT_CHOICE_NAME(op, suffix), (spelt_kernel *)SPELT_CHOICE_NAME(op, part)}},
#define SPELT_INDEX_OF_SUMS_ROW(suffix, in, out, op, ...)                                          \
    {SPELT_ID_spelt_##op##_##suffix, {(spelt_kernel *)SPELT_CHOICE_NAME(op, suffix)}},

static const spelt_kernel_row rows[] = {
#define SPELT_COMPLEX_CHOICE(op, types, ...) types(SPELT_CHOICE_OF_SUMS_ROW, op, 0)
#define SPELT_COMPLEX_INDEX(op, types, ...) types(SPELT_INDEX_OF_SUMS_ROW, op, 0)
#define SPELT_CHOICE(op, types, ...) types(SPELT_CHOICE_ROW, op, 0)
#define SPELT_INDEX(op, types, ...) types(SPELT_CHOICE_ROW, op, 0)
#include "operations.def"
};

const spelt_kernel_table SPELT_PASTE(spelt_choices_, ISA) = {rows, sizeof rows / sizeof rows[0]};

#endif
