/* conversions.c - the conversions of one instruction set, ISA: a kernel for each SPELT_CONVERT of
 * operations.def. A scalar kernel is the loop over convert_element.h. Others are the loop over
 * convert_fast.h, block by block, and over convert_element.h for a block that has a failure. */
#include "isa/convert_fast.h"

#define IS_scalar 1
#if SPELT_PASTE(IS_, ISA) + 0 == 1
#define CONVERT_IS_SCALAR 1
#else
#define CONVERT_IS_SCALAR 0
#endif

/* Iterations are independent: an element is read before its place is written. */
#if defined __clang__
#define CONVERT_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define CONVERT_INDEPENDENT _Pragma("GCC ivdep")
#endif
#if CONVERT_IS_SCALAR
#undef CONVERT_INDEPENDENT
#define CONVERT_INDEPENDENT
#endif

#if !CONVERT_IS_SCALAR && (defined __F16C__ || (defined __ARM_NEON && !defined __ARM_FEATURE_SVE))
#include "isa/convert_lanes.h"
#else
#define CONVERT_HAS_LANES(in, out) 0
#define CONVERT_LANES(in, out, policy, x, result, n, bad) 0
#endif

/* 2 KiB of the widest elements: what is kept of a block that is converted in place. */
enum { CONVERT_BLOCK = 256 };

/* Whether bits of bad, or of a loop that finds the failure in a block. */
typedef u64 convert_loop(const void *x, void *out, size_t n);
typedef size_t convert_search(const void *x, void *out, size_t n);

SPELT_INLINE size_t convert_blocks(const void *x, void *out, size_t n, size_t in_bytes,
                                   size_t out_bytes, convert_loop *loop, convert_search *search)
{
    u64 kept[CONVERT_BLOCK];
    size_t failure = 0;
    for (size_t at = 0; at < n; at += CONVERT_BLOCK) {
        const size_t length = n - at < CONVERT_BLOCK ? n - at : CONVERT_BLOCK;
        const void *block = (const u8 *)x + at * in_bytes;
        void *result = (u8 *)out + at * out_bytes;
        if (in_bytes == out_bytes && block == result)
            block = memcpy(kept, block, length * in_bytes);
        if (SPELT_LIKELY(!loop(block, result, length)))
            continue;
        const size_t found = search(block, result, length);
        if (found != 0 && failure == 0)
            failure = found + SPELT_FAILURE(at, 0);
    }
    return failure;
}

/* Whether a conversion can fail at all. */
#define CONVERT_CAN_FAIL_wider(policy) 0
#define CONVERT_CAN_FAIL_integer_to_integer(policy) (policy == CONVERT_exact)
#define CONVERT_CAN_FAIL_integer_to_float(policy) (policy == CONVERT_exact)
#define CONVERT_CAN_FAIL_float_to_integer(policy) 1
#define CONVERT_CAN_FAIL_float_to_float(policy) (policy != CONVERT_sat)

#define CONVERT_KERNEL(op, suffix) SPELT_PASTE4(spelt_, op##_##suffix, _, ISA)

#define CONVERT_DEFINE_SEARCH(suffix, in, out, op, kind, policy)                                   \
    static __attribute__((noinline))                                                               \
    size_t search_##op##_##suffix(const void *px, void *pout, size_t n)                            \
    {                                                                                              \
        const convert_read_##in *x = px;                                                           \
        out *result = pout;                                                                        \
        size_t failure = 0;                                                                        \
        for (size_t i = 0; i < n; i++) {                                                           \
            size_t why = element_##suffix(CONVERT_##policy, x[i], &result[i]);                     \
            if (why && failure == 0)                                                               \
                failure = SPELT_FAILURE(i, why);                                                   \
        }                                                                                          \
        return failure;                                                                            \
    }

#define CONVERT_DEFINE_LOOP(suffix, in, out, op, kind, policy)                                     \
    SPELT_INLINE u64 loop_##op##_##suffix(const void *px, void *pout, size_t n)                    \
    {                                                                                              \
        const convert_read_##in *x = px;                                                           \
        out *result = pout;                                                                        \
        convert_bits_##in bad = 0;                                                                 \
        size_t from = CONVERT_LANES(in, out, CONVERT_##policy, x, result, n, &bad);                \
        if (CONVERT_HAS_LANES(in, out)) {                                                          \
            for (size_t i = from; i < n; i++)                                                      \
                result[i] = fast_##suffix(CONVERT_##policy, x[i], &bad);                           \
            return bad;                                                                            \
        }                                                                                          \
        CONVERT_INDEPENDENT                                                                        \
        for (size_t i = 0; i < n; i++)                                                             \
            result[i] = fast_##suffix(CONVERT_##policy, x[i], &bad);                               \
        return bad;                                                                                \
    }

#if CONVERT_IS_SCALAR
#define CONVERT_DEFINE(suffix, in, out, op, kind, policy)                                          \
    CONVERT_DEFINE_SEARCH(suffix, in, out, op, kind, policy)                                       \
    static size_t CONVERT_KERNEL(op, suffix)(const void *x, const void *y, const void *z, void *r, \
                                             size_t n)                                             \
    {                                                                                              \
        (void)y, (void)z;                                                                          \
        return search_##op##_##suffix(x, r, n);                                                    \
    }
#else
#define CONVERT_DEFINE(suffix, in, out, op, kind, policy)                                          \
    CONVERT_DEFINE_SEARCH(suffix, in, out, op, kind, policy)                                       \
    CONVERT_DEFINE_LOOP(suffix, in, out, op, kind, policy)                                         \
    static size_t CONVERT_KERNEL(op, suffix)(const void *x, const void *y, const void *z, void *r, \
                                             size_t n)                                             \
    {                                                                                              \
        (void)y, (void)z;                                                                          \
        if (CONVERT_CAN_FAIL_##kind(CONVERT_##policy))                                             \
            return convert_blocks(x, r, n, sizeof(in), sizeof(out), loop_##op##_##suffix,          \
                                  search_##op##_##suffix);                                         \
        return (size_t)loop_##op##_##suffix(x, r, n);                                              \
    }
#endif

#define SPELT_CONVERT(op, types, kind, policy) types(CONVERT_DEFINE, op, kind, policy)
#include "operations.def"

#define CONVERT_ROW(suffix, in, out, op, ...)                                                      \
    {SPELT_ID_spelt_##op##_##suffix, {(spelt_kernel *)CONVERT_KERNEL(op, suffix), 0, 0}},
static const spelt_kernel_row rows[] = {
#define SPELT_CONVERT(op, types, ...) types(CONVERT_ROW, op, 0)
#include "operations.def"
};

const spelt_kernel_table SPELT_PASTE(spelt_conversions_, ISA) = {rows, sizeof rows / sizeof *rows};
