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
#include "isa/choice_along.h"
#include "isa/choice_halves.h"

/* What of a row is for a type here. SSE2 cannot compare 64 bits: plain C is faster. */
#define CHOICE_FOR_f32(...) __VA_ARGS__
#define CHOICE_FOR_f64(...) __VA_ARGS__
#define CHOICE_FOR_i8(...) __VA_ARGS__
#define CHOICE_FOR_i16(...) __VA_ARGS__
#define CHOICE_FOR_i32(...) __VA_ARGS__
#define CHOICE_FOR_u8(...) __VA_ARGS__
#define CHOICE_FOR_u16(...) __VA_ARGS__
#define CHOICE_FOR_u32(...) __VA_ARGS__
#define CHOICE_FOR_f16(...) __VA_ARGS__
#define CHOICE_FOR_bf16(...) __VA_ARGS__
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
        return (choice_rule){most, SPELT_NAN_##nan, better_##op##_##suffix(-2, 1) == most, 0};     \
    }

/* The least and the greatest at once are the least one's. */
#define HAS_BOTH_min 1
#define HAS_BOTH_max 0
#define HAS_BOTH_min_number 0
#define HAS_BOTH_max_number 0
#define HAS_BOTH_max_abs 0
#define SPELT_BOTH_KERNEL_0(...)
#define SPELT_BOTH_KERNEL_1(op, suffix, in)                                                        \
    static spelt_status SPELT_PASTE(SPELT_CHOICE_NAME(op, suffix), _both)(                         \
        const void *x, const void *y, size_t n, void *result)                                      \
    {                                                                                              \
        (void)y;                                                                                   \
        choose_both_##in(x, n, result);                                                            \
        return SPELT_OK;                                                                           \
    }
#define SPELT_BOTH_0(op, suffix) NULL
#define SPELT_BOTH_1(op, suffix) (spelt_kernel *)SPELT_PASTE(SPELT_CHOICE_NAME(op, suffix), _both)

#define SPELT_CHOICE_KERNEL(suffix, in, out, op, nan, better)                                      \
    SPELT_CHOICE_RULE(op, suffix, nan, better)                                                     \
    SPELT_PASTE(SPELT_BOTH_KERNEL_, HAS_BOTH_##op)(op, suffix, in)                                 \
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
/* Of complex elements: of the sums of their parts' magnitudes. Too few to fill a vector have them
 * made first. */
#define SPELT_SUMS_RULE(op, suffix, nan, better)                                                   \
    SPELT_CHOICE_RULE(op, suffix, nan, better)                                                     \
    SPELT_INLINE choice_rule rule_of_sums_##op##_##suffix(void)                                    \
    {                                                                                              \
        choice_rule rule = rule_##op##_##suffix();                                                 \
        rule.sums = 1;                                                                             \
        return rule;                                                                               \
    }
#ifdef CHOICE_BYTES
#define SPELT_OF_FEW_SUMS(op, part)                                                                \
    if (n < CHOICE_BYTES / sizeof(part)) {                                                         \
        part sum[CHOICE_BYTES / sizeof(part)];                                                     \
        for (size_t i = 0; i < n; i++)                                                             \
            sum[i] = magnitude_of_##part(((const part *)x)[2 * i]) +                               \
                     magnitude_of_##part(((const part *)x)[2 * i + 1]);                            \
        return SPELT_CHOICE_NAME(op, part)(sum, sum, n, result);                                   \
    }
#else
#define SPELT_OF_FEW_SUMS(op, part)
#endif

#define SPELT_CHOICE_OF_SUMS(suffix, in, part, op, nan, better)                                    \
    SPELT_SUMS_RULE(op, suffix, nan, better)                                                       \
    static spelt_status SPELT_CHOICE_NAME(op, suffix)(const void *x, const void *y, size_t n,      \
                                                      void *result)                                \
    {                                                                                              \
        (void)y;                                                                                   \
        SPELT_OF_FEW_SUMS(op, part)                                                                \
        choose_##part(x, n, rule_of_sums_##op##_##suffix(), result);                               \
        return SPELT_OK;                                                                           \
    }

#define SPELT_INDEX_OF_SUMS(suffix, in, out, op, nan, better)                                      \
    SPELT_INDEX_OF_SUMS_OF(suffix, op, SPELT_PART_##in, nan, better)
#define SPELT_INDEX_OF_SUMS_OF(...) SPELT_INDEX_BY_PART(__VA_ARGS__)
#define SPELT_INDEX_BY_PART(suffix, op, part, nan, better)                                         \
    SPELT_SUMS_RULE(op, suffix, nan, better)                                                       \
    static spelt_status SPELT_CHOICE_NAME(op, suffix)(const void *x, const void *y, size_t n,      \
                                                      void *result)                                \
    {                                                                                              \
        (void)y;                                                                                   \
        SPELT_OF_FEW_SUMS(op, part)                                                                \
        *(i64 *)result = index_of_best_##part(x, n, rule_of_sums_##op##_##suffix());               \
        return SPELT_OK;                                                                           \
    }

#define SPELT_COMPLEX_CHOICE(op, types, nan, better) types(SPELT_CHOICE_OF_SUMS, op, nan, better)
#define SPELT_COMPLEX_INDEX(op, types, nan, better) types(SPELT_INDEX_OF_SUMS, op, nan, better)
#define SPELT_CHOICE(op, types, nan, better) types(SPELT_CHOICE_KERNEL_FOR, op, nan, better)
#define SPELT_INDEX(op, types, nan, better) types(SPELT_INDEX_KERNEL_FOR, op, nan, better)
#include "operations.def"

/* ---- The table ------------------------------------------------------------------------------- */

/* Along an axis: one kernel for all rows of a type, unsigned ones among the signed. */
#define ALONG_OF(kernel, type) (spelt_kernel *)SPELT_PASTE4(spelt_##kernel##_, type, _, ISA)
#define ALONG_f32(kernel) ALONG_OF(kernel, f32)
#define ALONG_i8(kernel) ALONG_OF(kernel, i8)
#define ALONG_i16(kernel) ALONG_OF(kernel, i16)
#define ALONG_i32(kernel) ALONG_OF(kernel, i32)
#define ALONG_i64(kernel) ALONG_OF(kernel, i64)
#define ALONG_u8 ALONG_i8
#define ALONG_u16 ALONG_i16
#define ALONG_u32 ALONG_i32
#define ALONG_u64 ALONG_i64
#if defined(CHOICE_BYTES) && defined(__SSE2__) && !defined(__AVX2__)
#define ALONG_f64(kernel) NULL
#else
#define ALONG_f64(kernel) ALONG_OF(kernel, f64)
#endif
#ifdef CHOICE_BYTES
#define ALONG_EACH(type) ALONG_##type(each)
#else
#define ALONG_EACH(type) NULL
#endif
#ifdef CHOICE_EACH_PLACE
#define ALONG_EACH_PLACE(type) ALONG_##type(each_place)
#else
#define ALONG_EACH_PLACE(type) NULL
#endif
#define ALONG(kernel, type) ALONG_BY_TYPE(kernel, type)
#define ALONG_BY_TYPE(kernel, type) ALONG_##type(kernel)

#define SPELT_CHOICE_ROW(suffix, in, out, op, ...)                                                 \
    CHOICE_FOR_##in({SPELT_ID_spelt_##op##_##suffix,                                               \
                     {(spelt_kernel *)SPELT_CHOICE_NAME(op, suffix), NULL,                         \
                      SPELT_PASTE(SPELT_BOTH_, HAS_BOTH_##op)(op, suffix), ALONG_##in(best), ALONG_EACH(in)}}, )

#define SPELT_INDEX_ROW(suffix, in, out, op, ...)                                                  \
    CHOICE_FOR_##in({SPELT_ID_spelt_##op##_##suffix,                                               \
                     {(spelt_kernel *)SPELT_CHOICE_NAME(op, suffix), NULL, NULL, ALONG_##in(place), \
                      ALONG_EACH_PLACE(in)}}, )

/* What is chosen among choices is chosen by the kernel of their own type. */
#define SPELT_CHOICE_OF_SUMS_ROW(suffix, in, part, op, ...)                                        \
    {SPELT_ID_spelt_##op##_##suffix,                                                               \
     {(spelt_kernel *)SPELT_CHOICE_NAME(op, suffix), (spelt_kernel *)SPELT_CHOICE_NAME(op, part), NULL, \
      ALONG_##part(best)}},
#define SPELT_INDEX_OF_SUMS_ROW(suffix, in, out, op, ...)                                          \
    {SPELT_ID_spelt_##op##_##suffix,                                                               \
     {(spelt_kernel *)SPELT_CHOICE_NAME(op, suffix), NULL, NULL, ALONG(place, SPELT_PART_##in)}},

/* Halves are f32 along an axis. */
#define SPELT_CHOICE_OF_HALVES_ROW(suffix, in, out, op, ...)                                       \
    {SPELT_ID_spelt_##op##_##suffix,                                                               \
     {(spelt_kernel *)SPELT_CHOICE_NAME(op, suffix), (spelt_kernel *)SPELT_CHOICE_NAME(op, out),   \
      SPELT_PASTE(SPELT_BOTH_, HAS_BOTH_##op)(op, suffix), ALONG_f32(best)}},
#define SPELT_INDEX_OF_HALVES_ROW(suffix, in, out, op, ...)                                        \
    {SPELT_ID_spelt_##op##_##suffix,                                                               \
     {(spelt_kernel *)SPELT_CHOICE_NAME(op, suffix), NULL, NULL, ALONG_f32(place)}},

static const spelt_kernel_row rows[] = {
#define SPELT_HALF_CHOICE(op, types, ...) types(SPELT_CHOICE_OF_HALVES_ROW, op, 0)
#define SPELT_HALF_INDEX(op, types, ...) types(SPELT_INDEX_OF_HALVES_ROW, op, 0)
#define SPELT_COMPLEX_CHOICE(op, types, ...) types(SPELT_CHOICE_OF_SUMS_ROW, op, 0)
#define SPELT_COMPLEX_INDEX(op, types, ...) types(SPELT_INDEX_OF_SUMS_ROW, op, 0)
#define SPELT_CHOICE(op, types, ...) types(SPELT_CHOICE_ROW, op, 0)
#define SPELT_INDEX(op, types, ...) types(SPELT_INDEX_ROW, op, 0)
#include "operations.def"
};

const spelt_kernel_table SPELT_PASTE(spelt_choices_, ISA) = {rows, sizeof rows / sizeof rows[0]};

#endif
