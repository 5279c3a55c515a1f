/* conversions.c - the conversions of one instruction set, ISA: a kernel for each SPELT_CONVERT of
 * operations.def. A scalar kernel is the loop over convert_element.h. Others are loops over
 * convert_fast.h, one or, by way of another type, two (convert_steps.h); where one meets a failure
 * in a block, the scalar kernel does that block. */
#include "isa/convert_fast.h"
#include "isa/usual.h"

#include <fenv.h>

#define IS_scalar 1
#if SPELT_PASTE(IS_, ISA) + 0 == 1
#define CONVERT_IS_SCALAR 1
#else
#define CONVERT_IS_SCALAR 0
#endif

/* Iterations are independent: an element is read before its place is written. Of one vector each, so that
 * none is left over (convert_run.h). */
#if defined __clang__
#define CONVERT_INDEPENDENT                                                                        \
    _Pragma("clang loop vectorize(assume_safety) interleave_count(1) unroll(disable)")
#else
#define CONVERT_INDEPENDENT _Pragma("GCC ivdep")
#endif
#if CONVERT_IS_SCALAR
#undef CONVERT_INDEPENDENT
#define CONVERT_INDEPENDENT
#endif

#if !CONVERT_IS_SCALAR && (defined __F16C__ || (defined __ARM_NEON && !defined __ARM_FEATURE_SVE))
#include "isa/convert_lanes.h"
#endif
#if !CONVERT_IS_SCALAR && defined __AVX2__
#include "isa/convert_widen.h"
#endif
#if !CONVERT_IS_SCALAR && defined __AVX512DQ__
#include "isa/convert_floats.h"
#include "isa/convert_narrow.h"
#elif !CONVERT_IS_SCALAR && defined __AVX2__
#include "isa/convert_eights.h"
#endif

/* Whether and how the modes of the host are kept away from a conversion (isa/usual.h): from none between
 * integers, none of integers into wider types (but u32 to f64 without AVX-512: Clang subtracts what may be equal,
 * which is -0 rounded down), and not from bf16 to f32, which moves bits. Exceptions: a number that is out of the range of
 * an integer type raises INVALID, which the scalar kernel sees to, and no more comes of any way; f64 to f32
 * raises what the CPU does, here and there; and to f16, by bits or by an instruction, nothing is raised. */
enum { CONVERT_FREELY, CONVERT_UNFLUSHED, CONVERT_RAISING, CONVERT_SILENTLY };
#define CONVERT_USUAL_integer_to_integer(in, out) CONVERT_FREELY
#define CONVERT_USUAL_integer_to_float(in, out) CONVERT_UNFLUSHED
#define CONVERT_USUAL_integer_to_half(in, out)                                                     \
    _Generic((out *)0, f16 *: CONVERT_SILENTLY, default: CONVERT_UNFLUSHED)
#if !CONVERT_IS_SCALAR && defined __AVX512DQ__ /* which rounds as asked, raises nothing, and is 0 near 0 */
#define CONVERT_USUAL_float_to_integer(in, out) CONVERT_FREELY
#elif !CONVERT_IS_SCALAR && defined __AVX2__ /* likewise, but where it becomes an f64 first */
#define CONVERT_USUAL_float_to_integer(in, out)                                                    \
    (sizeof(in) < sizeof(f64) && sizeof(out) == sizeof(f64) ? CONVERT_UNFLUSHED : CONVERT_FREELY)
#else
#define CONVERT_USUAL_float_to_integer(in, out) /* halves of an f64 may differ by a subnormal number */ \
    (CONVERT_SPLITS && sizeof(in) == sizeof(f64) ? CONVERT_RAISING : CONVERT_UNFLUSHED)
#endif
#define CONVERT_USUAL_float_to_float(in, out)                                                      \
    _Generic((out *)0, f16 *: CONVERT_SILENTLY,                                                    \
             default: sizeof(in) == sizeof(f64) ? CONVERT_RAISING : CONVERT_UNFLUSHED)
#if !CONVERT_IS_SCALAR && defined __AVX512DQ__
#define CONVERT_USUAL_u32_f64 CONVERT_FREELY
#else
#define CONVERT_USUAL_u32_f64 CONVERT_UNFLUSHED
#endif
#define CONVERT_USUAL_wider(in, out)                                                               \
    _Generic((in *)0, f32 *: CONVERT_UNFLUSHED, f16 *: CONVERT_UNFLUSHED,                          \
             bf16 *: sizeof(out) == sizeof(f64) ? CONVERT_UNFLUSHED : CONVERT_FREELY,              \
             u32 *: _Generic((out *)0, f64 *: CONVERT_USUAL_u32_f64, default: CONVERT_FREELY),     \
             default: CONVERT_FREELY)
#define CONVERT_IS_to_integer_integer_to_integer 0
#define CONVERT_IS_to_integer_integer_to_float 0
#define CONVERT_IS_to_integer_integer_to_half 0
#define CONVERT_IS_to_integer_float_to_integer 1
#define CONVERT_IS_to_integer_float_to_float 0
#define CONVERT_IS_to_integer_wider 0

#define CONVERT_KERNEL(op, suffix) SPELT_PASTE4(spelt_, op##_##suffix, _, ISA)

#if CONVERT_IS_SCALAR

#define CONVERT_DEFINE(suffix, in, out, op, kind, policy)                                          \
    static size_t CONVERT_KERNEL(op, suffix)(const void *px, const void *y, const void *z,         \
                                             void *pout, size_t n)                                 \
    {                                                                                              \
        const convert_read_##in *x = px;                                                           \
        out *result = pout;                                                                        \
        size_t failure = 0;                                                                        \
        int out_of_range = 0;                                                                      \
        spelt_usual host;                                                                          \
        (void)y, (void)z;                                                                          \
        if (CONVERT_USUAL_##kind(in, out) != CONVERT_FREELY)                                       \
            host = spelt_usual_begin();                                                            \
        for (size_t i = 0; i < n; i++) {                                                           \
            size_t why = element_##suffix(CONVERT_##policy, x[i], &result[i]);                     \
            if (why && failure == 0)                                                               \
                failure = SPELT_FAILURE(i, why);                                                   \
            out_of_range |= why == SPELT_FAILED_RANGE;                                             \
        }                                                                                          \
        if (CONVERT_USUAL_##kind(in, out) == CONVERT_FREELY)                                       \
            return failure;                                                                        \
        spelt_usual_keep(failure);                                                                 \
        spelt_usual_keep(out_of_range);                                                            \
        if (CONVERT_USUAL_##kind(in, out) == CONVERT_RAISING)                                      \
            spelt_usual_end_raising(host);                                                         \
        else                                                                                       \
            spelt_usual_end(host);                                                                 \
        if (out_of_range && CONVERT_IS_to_integer_##kind)                                          \
            feraiseexcept(FE_INVALID);                                                             \
        return failure;                                                                            \
    }

#else

#include "isa/convert_run.h"

/* ---- Loops ----------------------------------------------------------------------------------- */

/* By its vectors, CONVERT_VECTORS_<suffix>, where there are such. */
#define CONVERT_EITHER_(ignored, grain, loop, ...) grain, loop
#define CONVERT_EITHER(...) CONVERT_EITHER_(__VA_ARGS__)
#define CONVERT_LOOP_WITH(...) CONVERT_DEFINE_LOOP(__VA_ARGS__)

#define CONVERT_LOOP(op, suffix) SPELT_PASTE(CONVERT_KERNEL(op, suffix), _loop)
#define CONVERT_GRAIN(op, suffix) SPELT_PASTE(CONVERT_LOOP(op, suffix), _grain)
#define CONVERT_DEFINE_LOOP(suffix, in, out, op, chosen, grain, statement)                         \
    enum { CONVERT_GRAIN(op, suffix) = grain(in, out) };                                           \
    static __attribute__((noinline)) u64 CONVERT_LOOP(op, suffix)(const void *px, void *pout,      \
                                                                  size_t n)                        \
    {                                                                                              \
        const convert_policy policy = CONVERT_##chosen;                                            \
        const convert_read_##in *x = px;                                                           \
        out *result = pout;                                                                        \
        convert_bits_##in bad = 0;                                                                 \
        (void)policy;                                                                              \
        n = n / CONVERT_GRAIN(op, suffix) * CONVERT_GRAIN(op, suffix);                             \
        statement;                                                                                 \
        return bad;                                                                                \
    }
#define CONVERT_PLAIN_LOOP(value)                                                                  \
    CONVERT_INDEPENDENT                                                                            \
    for (size_t i = 0; i < n; i++)                                                                 \
    result[i] = value
#define CONVERT_LOOP_DIRECT(...) __VA_ARGS__
#define CONVERT_LOOP_VECTORS(...) __VA_ARGS__
#define CONVERT_LOOP_WIDEN(...)
#define CONVERT_LOOP_ODD(...)
#define CONVERT_LOOP_NARROW(...)
#define CONVERT_LOOP_ALONE__(between, steps, ...) CONVERT_LOOP_##steps(__VA_ARGS__)
#define CONVERT_LOOP_ALONE_(...) CONVERT_LOOP_ALONE__(__VA_ARGS__)
#define CONVERT_LOOP_ALONE(suffix, ...) CONVERT_LOOP_ALONE_(CONVERT_WAY(suffix), __VA_ARGS__)
#define CONVERT_LOOP_OF_ROW(suffix, in, out, op, kind, policy)                                     \
    CONVERT_LOOP_ALONE(                                                                            \
        suffix,                                                                                    \
        CONVERT_LOOP_WITH(                                                                         \
            suffix, in, out, op, policy,                                                           \
            CONVERT_EITHER(CONVERT_VECTORS_##suffix, CONVERT_OF_NARROWER,                          \
                           CONVERT_PLAIN_LOOP(fast_##suffix(CONVERT_##policy, x[i], &bad)), ~)))
#define SPELT_CONVERT(op, types, kind, policy) types(CONVERT_LOOP_OF_ROW, op, kind, policy)
#include "operations.def"

#define CONVERT_ODD_LOOP(suffix, in, out, op)                                                      \
    CONVERT_LOOP_WITH(suffix, in, out, op, exact,                                                  \
                      CONVERT_EITHER(CONVERT_ODD_VECTORS_##suffix, CONVERT_OF_NARROWER,            \
                                     CONVERT_PLAIN_LOOP(CONVERT_FAST_ODD(in, x[i])), ~))
CONVERT_ODD_STEPS(CONVERT_ODD_LOOP, convert_odd)

/* ---- Kernels --------------------------------------------------------------------------------- */

/* The numbers of the rows, the same in each set. */
enum {
#define CONVERT_NUMBER(suffix, in, out, op, ...) CONVERT_ROW_##op##_##suffix,
#define SPELT_CONVERT(op, types, ...) types(CONVERT_NUMBER, op, 0)
#include "operations.def"
};

/* Whether a conversion can fail at all. */
#define CONVERT_CAN_FAIL_wider(policy) 0
#define CONVERT_CAN_FAIL_integer_to_integer(policy) (policy == CONVERT_exact)
#define CONVERT_CAN_FAIL_integer_to_float(policy) (policy == CONVERT_exact)
#define CONVERT_CAN_FAIL_integer_to_half(policy) (policy != CONVERT_sat)
#define CONVERT_CAN_FAIL_float_to_integer(policy) 1
#define CONVERT_CAN_FAIL_float_to_float(policy) (policy != CONVERT_sat)

#define CONVERT_BODY_DIRECT(suffix, in, out, op, kind, policy, between)                            \
    return CONVERT_RUN(CONVERT_USUAL_##kind(in, out))(                                             \
        x, r, n, CONVERT_LOOP(op, suffix), NULL,                                                   \
        CONVERT_SHAPE(in, out, out, CONVERT_GRAIN(op, suffix), 1,                                  \
                      CONVERT_CAN_FAIL_##kind(CONVERT_##policy), CONVERT_ROW_##op##_##suffix));
#define CONVERT_BODY_VECTORS CONVERT_BODY_DIRECT
#define CONVERT_BODY_STEPS(suffix, in, out, op, kind, between, first, second)                      \
    return CONVERT_BY_SOME_STEPS(CONVERT_USUAL_##kind(in, out))(                                   \
        x, r, n, CONVERT_LOOP_(first, in, between), CONVERT_LOOP_(second, between, out),           \
        CONVERT_SHAPE(in, between, out, CONVERT_GRAIN_(first, in, between),                        \
                      CONVERT_GRAIN_(second, between, out), 1, CONVERT_ROW_##op##_##suffix));
#define CONVERT_LOOP__(op, from, to) CONVERT_LOOP(op, from##_##to)
#define CONVERT_LOOP_(op, from, to) CONVERT_LOOP__(op, from, to)
#define CONVERT_GRAIN__(op, from, to) CONVERT_GRAIN(op, from##_##to)
#define CONVERT_GRAIN_(op, from, to) CONVERT_GRAIN__(op, from, to)
#define CONVERT_BODY_WIDEN(suffix, in, out, op, kind, policy, between)                             \
    CONVERT_BODY_STEPS(suffix, in, out, op, kind, between, CONVERT_FIRST_WIDEN(policy),                  \
                       CONVERT_SECOND_WIDEN(policy))
#define CONVERT_BODY_ODD(suffix, in, out, op, kind, policy, between)                               \
    CONVERT_BODY_STEPS(suffix, in, out, op, kind, between, CONVERT_FIRST_ODD(policy),                    \
                       CONVERT_SECOND_ODD(policy))
#define CONVERT_BODY_NARROW(suffix, in, out, op, kind, policy, between)                            \
    CONVERT_BODY_STEPS(suffix, in, out, op, kind, between, CONVERT_FIRST_NARROW(policy),                 \
                       CONVERT_SECOND_NARROW(policy))
#define CONVERT_BODY__(between, steps, suffix, in, out, op, kind, policy)                          \
    CONVERT_BODY_##steps(suffix, in, out, op, kind, policy, between)
#define CONVERT_BODY_(...) CONVERT_BODY__(__VA_ARGS__)
#define CONVERT_DEFINE(suffix, in, out, op, kind, policy)                                          \
    static size_t CONVERT_KERNEL(op, suffix)(const void *x, const void *y, const void *z, void *r, \
                                             size_t n)                                             \
    {                                                                                              \
        (void)y, (void)z;                                                                          \
        CONVERT_BODY_(CONVERT_WAY(suffix), suffix, in, out, op, kind, policy)                      \
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
