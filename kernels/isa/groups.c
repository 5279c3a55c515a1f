/* groups.c - counts and sums by keys and histograms of one instruction set, ISA. Groups are found one
 * by one, by the scalar set alone; the others look whether keys are in range and reckon bins, many at
 * once. */
#include "isa/kernels.h"

#include "isa/groups_exact.h"
#include "isa/keys.h"

#include <string.h>

#define IS_scalar 1

#define GROUPS_NAME(op, suffix) SPELT_PASTE4(spelt_, op##_##suffix, _, ISA)

SPELT_KEYS_KERNEL(i32)
SPELT_KEYS_KERNEL(i64)
SPELT_KEYS_KERNEL(u8)
SPELT_KEYS_KERNEL(u16)
SPELT_KEYS_KERNEL(u32)

SURVEY_KERNEL(f32)
SURVEY_KERNEL(f64)

/* ---- Histograms ------------------------------------------------------------------------------- */

#if SPELT_PASTE(IS_, ISA) == 1 /* scalar */
#define BINS_IN_VECTORS 0
#else
#define BINS_IN_VECTORS 1
#endif
#include "isa/bins.h"

#define SPELT_BINS(op, types) types(EDGES_KERNEL, op, 0)
#define SPELT_EVEN_BINS(op, types) types(EVEN_KERNEL, op, 0)
#include "operations.def"

#if SPELT_PASTE(IS_, ISA) == 1 /* scalar */

#define SPELT_BINS(op, types) types(OPEN_EDGES, op, 0)
#define SPELT_EVEN_BINS(op, types) types(OPEN_EVEN, op, 0)
#include "operations.def"

/* ---- Counts ----------------------------------------------------------------------------------- */

/* Several keys are loaded before the first is counted: what was counted might be a key. As many as are one
 * key, in whole runs, are counted at once. */
#define COUNT_RUN ((size_t)64)
#define COUNT_KERNELS(suffix, in, out, op, ...)                                                    \
    static void GROUPS_NAME(op, suffix)(const void *keys, size_t n, char *counts, ptrdiff_t step)  \
    {                                                                                              \
        const in *k = keys;                                                                        \
        for (size_t i = 0; i < n; i++)                                                             \
            ++*(i64 *)(void *)(counts + (ptrdiff_t)k[i] * step);                                   \
    }                                                                                              \
    SPELT_INLINE void count_in_tables_##in(const in *k, size_t n, u32 *counts, size_t groups,      \
                                           unsigned tables)                                        \
    {                                                                                              \
        u32 *const a = counts, *const b = a + (tables > 1 ? groups : 0);                           \
        u32 *const c = tables > 2 ? b + groups : a, *const d = tables > 2 ? c + groups : b;        \
        for (size_t i = 0; i + 8 <= n; i += 8) {                                                   \
            const in k0 = k[i], k1 = k[i + 1], k2 = k[i + 2], k3 = k[i + 3];                       \
            const in k4 = k[i + 4], k5 = k[i + 5], k6 = k[i + 6], k7 = k[i + 7];                   \
            a[k0]++, b[k1]++, c[k2]++, d[k3]++;                                                    \
            a[k4]++, b[k5]++, c[k6]++, d[k7]++;                                                    \
        }                                                                                          \
        for (size_t i = n - n % 8; i < n; i++)                                                     \
            a[k[i]]++;                                                                             \
    }                                                                                              \
    SPELT_INLINE int are_one_##in(const in *k)                                                     \
    {                                                                                              \
        return k[0] == k[COUNT_RUN - 1] && k[0] == k[COUNT_RUN / 2] &&                             \
               memcmp(k, k + 1, (COUNT_RUN - 1) * sizeof *k) == 0;                                 \
    }                                                                                              \
    SPELT_INLINE void count_runs_##in(const in *k, size_t n, u32 *counts, size_t groups,           \
                                      unsigned tables)                                             \
    {                                                                                              \
        for (; n >= COUNT_RUN; k += COUNT_RUN, n -= COUNT_RUN)                                     \
            if (SPELT_UNLIKELY(are_one_##in(k)))                                                   \
                counts[k[0]] += (u32)COUNT_RUN;                                                    \
            else                                                                                   \
                count_in_tables_##in(k, COUNT_RUN, counts, groups, tables);                        \
        count_in_tables_##in(k, n, counts, groups, tables);                                        \
    }                                                                                              \
    static void SPELT_PASTE(GROUPS_NAME(op, suffix), _tables)(const void *keys, size_t n,          \
                                                              u32 *counts, size_t groups,          \
                                                              unsigned tables)                     \
    {                                                                                              \
        if (tables == 4)                                                                           \
            count_runs_##in(keys, n, counts, groups, 4);                                           \
        else                                                                                       \
            count_runs_##in(keys, n, counts, groups, tables);                                      \
    }
#define SPELT_COUNT_BY(op, types) types(COUNT_KERNELS, op, 0)
#include "operations.def"

/* ---- Sums ------------------------------------------------------------------------------------- */

/* 1 where the sum does not fit, and wraps. It fits where there are less than 2^32 terms of at most 32
 * bits. */
#define SUM_REAL(sum, x) (*(sum) += (x), 0)
#define SUM_INTEGER(sum, x) (*(sum) += (x), 0)
#define SUM_CHECKED(sum, x) __builtin_add_overflow(*(sum), x, sum)
#define SUM_f32 SUM_REAL
#define SUM_f64 SUM_REAL
#define SUM_i8 SUM_INTEGER
#define SUM_i16 SUM_INTEGER
#define SUM_i32 SUM_INTEGER
#define SUM_i64 SUM_CHECKED
#define SUM_u8 SUM_INTEGER
#define SUM_u16 SUM_INTEGER
#define SUM_u32 SUM_INTEGER
#define SUM_u64 SUM_CHECKED

#define SUM_LOOP(name, sum_of, key, in, out)                                                       \
    SPELT_INLINE size_t name##_loop(const key *k, const in *x, size_t n, char *sums,               \
                                    ptrdiff_t step)                                                \
    {                                                                                              \
        size_t first = 0;                                                                          \
        SPELT_UNROLL(4)                                                                            \
        for (size_t i = 0; i < n; i++) {                                                           \
            out *const sum = (out *)(void *)(sums + (ptrdiff_t)k[i] * step);                       \
            if (SPELT_UNLIKELY(sum_of(sum, x[i])) && first == 0)                                   \
                first = i + 1;                                                                     \
        }                                                                                          \
        return first;                                                                              \
    }                                                                                              \
    static size_t name(const void *keys, const void *x, size_t n, char *sums, ptrdiff_t step)      \
    {                                                                                              \
        return step == (ptrdiff_t)sizeof(out)                                                      \
                   ? name##_loop(keys, x, n, sums, (ptrdiff_t)sizeof(out))                         \
                   : name##_loop(keys, x, n, sums, step);                                          \
    }
#define SUM_LOOP_OF(...) SUM_LOOP(__VA_ARGS__)
#define SUM_KERNEL(suffix, key, in, out, op, ...)                                                  \
    SUM_LOOP_OF(GROUPS_NAME(op, suffix), SUM_##in, key, in, out)                                   \
    MANY_##in(SUM_LOOP_OF(SPELT_PASTE(GROUPS_NAME(op, suffix), _many), SUM_CHECKED, key, in, out))

/* What is for types whose sums fit but where there are many terms. */
#define MANY_f32(...)
#define MANY_f64(...)
#define MANY_i8(...) __VA_ARGS__
#define MANY_i16(...) __VA_ARGS__
#define MANY_i32(...) __VA_ARGS__
#define MANY_i64(...)
#define MANY_u8(...) __VA_ARGS__
#define MANY_u16(...) __VA_ARGS__
#define MANY_u32(...) __VA_ARGS__
#define MANY_u64(...)
#define SPELT_SUM_BY(op, types) types(SUM_KERNEL, op, 0)
#include "operations.def"

#define END_SUMS(suffix, in, out, ...)                                                             \
    static void SPELT_PASTE4(spelt_end_sums_, in, _, ISA)(char *sums, size_t n)                    \
    {                                                                                              \
        in *sum = (in *)(void *)sums;                                                              \
        for (size_t i = 0; i < n; i++)                                                             \
            sum[i] = __builtin_isunordered(sum[i], sum[i]) ? (in)__builtin_nan("") : sum[i];       \
    }
SPELT_FLOATS(END_SUMS, 0)

#define SPELT_SUM_BY_EXACT(op, types) types(SUM_EXACT_KERNEL, op, 0)
#include "operations.def"

/* ---- The table -------------------------------------------------------------------------------- */

#define COUNT_ROW(suffix, in, out, op, ...)                                                        \
    {SPELT_ID_spelt_##op##_##suffix,                                                               \
     {(spelt_kernel *)GROUPS_NAME(op, suffix), (spelt_kernel *)KEYS_NAME(in),                      \
      (spelt_kernel *)SPELT_PASTE(GROUPS_NAME(op, suffix), _tables)}},
#define END_INTEGER(type) NULL
#define END_REAL(type) (spelt_kernel *)SPELT_PASTE4(spelt_end_sums_, type, _, ISA)
#define END_f32 END_REAL
#define END_f64 END_REAL
#define END_i64 END_INTEGER
#define END_u64 END_INTEGER
#define SUM_ROW(suffix, key, in, out, op, ...)                                                     \
    {SPELT_ID_spelt_##op##_##suffix,                                                               \
     {(spelt_kernel *)GROUPS_NAME(op, suffix), (spelt_kernel *)KEYS_NAME(key), END_##out(out),     \
      MANY_##in((spelt_kernel *)SPELT_PASTE(GROUPS_NAME(op, suffix), _many))}},
#define SUM_EXACT_ROW(suffix, key, in, out, op, ...)                                               \
    {SPELT_ID_spelt_##op##_##suffix,                                                               \
     {(spelt_kernel *)GROUPS_NAME(op, suffix), (spelt_kernel *)KEYS_NAME(key),                     \
      (spelt_kernel *)SURVEY_NAME(in)}},
#define BINS_ROW(suffix, in, out, op, ...)                                                         \
    {SPELT_ID_spelt_##op##_##suffix,                                                               \
     {(spelt_kernel *)GROUPS_NAME(op, suffix),                                                     \
      (spelt_kernel *)SPELT_PASTE(GROUPS_NAME(op, suffix), _open)}},

#else

#define COUNT_ROW(suffix, in, out, op, ...)                                                        \
    {SPELT_ID_spelt_##op##_##suffix, {NULL, (spelt_kernel *)KEYS_NAME(in)}},
#define SUM_ROW(suffix, key, in, out, op, ...)                                                     \
    {SPELT_ID_spelt_##op##_##suffix, {NULL, (spelt_kernel *)KEYS_NAME(key)}},
#define SUM_EXACT_ROW(suffix, key, in, out, op, ...)                                               \
    {SPELT_ID_spelt_##op##_##suffix,                                                               \
     {NULL, (spelt_kernel *)KEYS_NAME(key), (spelt_kernel *)SURVEY_NAME(in)}},
#define BINS_ROW(suffix, in, out, op, ...)                                                         \
    {SPELT_ID_spelt_##op##_##suffix, {(spelt_kernel *)GROUPS_NAME(op, suffix)}},

#endif

static const spelt_kernel_row rows[] = {
#define SPELT_COUNT_BY(op, types) types(COUNT_ROW, op, 0)
#define SPELT_SUM_BY(op, types) types(SUM_ROW, op, 0)
#define SPELT_SUM_BY_EXACT(op, types) types(SUM_EXACT_ROW, op, 0)
#define SPELT_BINS(op, types) types(BINS_ROW, op, 0)
#define SPELT_EVEN_BINS(op, types) types(BINS_ROW, op, 0)
#include "operations.def"
};

const spelt_kernel_table SPELT_PASTE(spelt_groups_, ISA) = {rows, sizeof rows / sizeof rows[0]};
