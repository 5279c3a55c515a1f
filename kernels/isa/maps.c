/* maps.c - the elementwise kernels of one instruction set, ISA: an instance for each row of
 * operations.def, made of the loops in map_loops.h and the row's expression. */
#include "isa/map_lines.h"
#include "isa/stream.h"

#include <string.h>

#define IS_scalar 1
#define MAP_IS_SCALAR (SPELT_PASTE(IS_, ISA) + 0 == 1)

/* The bytes of a vector; 0 where loops are scalar, or vectors have no fixed length. */
#if MAP_IS_SCALAR
#define SPELT_MAP_BYTES 0
#elif defined __ARM_FEATURE_SVE
#define SPELT_MAP_BYTES 0
#elif defined __AVX512F__
#define SPELT_MAP_BYTES 64
#elif defined __AVX2__
#define SPELT_MAP_BYTES 32
#else
#define SPELT_MAP_BYTES 16
#endif

#include "isa/map_left_out.h"
#include "isa/map_values.h"
#if SPELT_MAP_BYTES
#include "isa/map_part.h"
#endif

/* Inputs that are one value; MAP_NO_Y: there is no y at all; MAP_NUMBERS: z is two numbers;
 * times MAP_HAND, the number of what map_by_hand.h has. */
enum { MAP_X = 1, MAP_Y = 2, MAP_Z = 4, MAP_NO_Y = 8, MAP_NUMBERS = 16, MAP_HAND = 32 };

/* A stretch of a checked kernel in bytes: it stays in the first-level cache. */
#define MAP_STRETCH ((size_t)1024)

/* Of two inputs, one element of which fails: the first failure. */
typedef size_t map_first(const void *x, const void *y);

/* Loops whose iterations are independent, since out is an input or overlaps none. MAP_ONE_VECTOR:
 * as many turns as a vector has lanes; MAP_FOUR_VECTORS and MAP_TWO_VECTORS: a multiple
 * of four times that. */
#if MAP_IS_SCALAR
#define MAP_INDEPENDENT
#elif defined __clang__
#define MAP_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#define MAP_ONE_VECTOR _Pragma("clang loop unroll(disable)")
#define MAP_FOUR_VECTORS                                                                           \
    _Pragma("clang loop vectorize(assume_safety) interleave_count(2) unroll_count(2)")
#define MAP_TWO_VECTORS                                                                            \
    _Pragma("clang loop vectorize(assume_safety) interleave_count(2) unroll(disable)")
#else
#define MAP_INDEPENDENT _Pragma("GCC ivdep")
#define MAP_ONE_VECTOR _Pragma("GCC ivdep") _Pragma("GCC unroll 1")
#endif

#if SPELT_MAP_BYTES >= 32
#include "isa/map_where.h"
#endif
#if SPELT_MAP_BYTES
#include "isa/map_masks.h"
#include "isa/map_by_hand.h"
#define MAP_UNLESS_OF_ANY(function, numbers) (MAP_BY_HAND(function) >= MAP_HAND_OF_ANY ? NULL : numbers)
#else
#define MAP_BY_HAND(function) 0
#define MAP_UNLESS_OF_ANY(function, numbers) numbers
#endif
#define TYPE f32
#include "isa/map_loops.h"
#define TYPE f64
#include "isa/map_loops.h"
#define TYPE i8
#include "isa/map_loops.h"
#define TYPE i16
#include "isa/map_loops.h"
#define TYPE i32
#include "isa/map_loops.h"
#define TYPE i64
#include "isa/map_loops.h"
#define TYPE u8
#include "isa/map_loops.h"
#define TYPE u16
#include "isa/map_loops.h"
#define TYPE u32
#include "isa/map_loops.h"
#define TYPE u64
#include "isa/map_loops.h"

/* ---- The operations
 * ------------------------------------------------------------------------------ */

/* A row's expressions, as functions. */
#define MAP_VALUE(suffix, in, result, op, ...)                                                     \
    SPELT_INLINE result value_##op##_##suffix(const in a, const in b, const in c, const in d)      \
    {                                                                                              \
        SPELT_ROW_TYPES(in, result)                                                                \
        (void)b, (void)c, (void)d;                                                                 \
        return (R)(__VA_ARGS__);                                                                   \
    }
#define MAP_VALUE_BY(suffix, in, result, op, ...)                                                  \
    SPELT_INLINE result value_##op##_##suffix(const in a, const in b, const in p, const in q)      \
    {                                                                                              \
        SPELT_ROW_TYPES(in, result)                                                                \
        (void)b, (void)q;                                                                          \
        return (R)(__VA_ARGS__);                                                                   \
    }
#define MAP_NUMBERS(suffix, in, result, op, ...)                                                   \
    SPELT_INLINE result numbers_##op##_##suffix(const in a, const in b, const in p, const in q)    \
    {                                                                                              \
        SPELT_ROW_TYPES(in, result)                                                                \
        (void)b, (void)p, (void)q;                                                                 \
        return (R)(__VA_ARGS__);                                                                   \
    }
#define MAP_TRUTH(suffix, in, result, op, ...)                                                     \
    SPELT_INLINE result truth_##op##_##suffix(const in a, const in b)                              \
    {                                                                                              \
        SPELT_ROW_TYPES(in, result)                                                                \
        (void)b;                                                                                   \
        return (R)(__VA_ARGS__);                                                                   \
    }
/* Of vectors where map_masks.h has them. */
#define MAP_TRUTHS(suffix, in, result, op, ...)                                                    \
    MAP_TRUTH(suffix, in, result, op, __VA_ARGS__) MAP_TRUTHS_OF(suffix, in, op, __VA_ARGS__)
#if SPELT_MAP_BYTES
#define MAP_TRUTHS_OF(suffix, type, op, ...)                                                       \
    SPELT_INLINE map_truth_of_##type truths_##op##_##suffix(const map_lanes_of_##type a,           \
                                                            const map_lanes_of_##type b)           \
    {                                                                                              \
        SPELT_ROW_TYPES(type, u8)                                                                  \
        (void)b;                                                                                   \
        return __VA_ARGS__;                                                                        \
    }
#else
#define MAP_TRUTHS_OF(suffix, type, op, ...)
#endif
/* Of one element's bits, as a comparison whose second operand is not looked at. */
#define MAP_BITS_TRUTHS(suffix, in, result, op, ...)                                               \
    MAP_TRUTHS(suffix, SPELT_PASTE(BITS_OF_, in), result, op, __VA_ARGS__)
#define BITS_OF_f32 i32
#define BITS_OF_f64 i64
#define MAP_CHECKS(suffix, in, result, op, value, overflows, undefined)                            \
    MAP_VALUE(suffix, in, result, op, value)                                                       \
    SPELT_INLINE unsigned_##in overflow_##op##_##suffix(const in a, const in b)                    \
    {                                                                                              \
        SPELT_ROW_TYPES(in, result)                                                                \
        const U r = (U)value_##op##_##suffix(a, b, 0, 0);                                           \
        (void)b, (void)r;                                                                          \
        return (U)(overflows);                                                                     \
    }                                                                                              \
    SPELT_INLINE int undefined_##op##_##suffix(const in a, const in b)                             \
    {                                                                                              \
        SPELT_ROW_TYPES(in, result)                                                                \
        (void)a, (void)b;                                                                          \
        return undefined;                                                                          \
    }                                                                                              \
    /* Bits of which the highest says that there is no result, or none that fits. */               \
    SPELT_INLINE unsigned_##in failing_##op##_##suffix(const in a, const in b)                     \
    {                                                                                              \
        return (unsigned_##in)(overflow_##op##_##suffix(a, b) |                                    \
                               (unsigned_##in)(0 - (unsigned_##in)undefined_##op##_##suffix(a, b))); \
    }

#define SPELT_MAP1(op, types, ...) types(MAP_VALUE, op, __VA_ARGS__)
#define SPELT_MAP2(op, types, ...) types(MAP_VALUE, op, __VA_ARGS__)
#define SPELT_MAP2_NUMBERS(op, types, value, numbers)                                              \
    types(MAP_VALUE, op, value) types(MAP_NUMBERS, op, numbers)
#define SPELT_MAP3(op, types, ...) types(MAP_VALUE, op, __VA_ARGS__)
#define SPELT_UPDATE(op, types, ...) types(MAP_VALUE_BY, op, __VA_ARGS__)
#define SPELT_MAP1_BY(op, types, ...) types(MAP_VALUE_BY, op, __VA_ARGS__)
#define SPELT_MAP1_BY_NUMBERS(op, types, value, numbers)                                           \
    types(MAP_VALUE_BY, op, value) types(MAP_NUMBERS, op, numbers)
#define SPELT_COMPARE(op, types, ...) types(MAP_TRUTHS, op, __VA_ARGS__)
#define SPELT_TEST(op, types, ...) types(MAP_BITS_TRUTHS, op, __VA_ARGS__)
#define SPELT_CHECKED1(op, types, value, overflows) types(MAP_CHECKS, op, value, overflows, 0)
#define SPELT_CHECKED2(op, types, value, overflows, undefined)                                     \
    types(MAP_CHECKS, op, value, overflows, undefined)
#include "isa/map_not_complex.h"
#include "operations.def"

/* ---- The kernels
 * --------------------------------------------------------------------------------- */

#define MAP_NAME(op, suffix) SPELT_PASTE(spelt_##op##_##suffix##_, ISA)
#define MAP_KERNEL(name)                                                                           \
    static size_t name(const void *x, const void *y, const void *z, void *out, size_t n)

#define MAP_MAP(name, type, value, numbers, ones)                                                  \
    MAP_KERNEL(name)                                                                               \
    {                                                                                              \
        const map_inputs_##type in = map_inputs_of_##type(x, y, z, ones);                          \
        map_##type(&in, ones, out, n, value, numbers);                                             \
        return 0;                                                                                  \
    }
#if SPELT_MAP_BYTES >= 32 && defined STREAM
#define MAP_STREAM(name, type, value, ones) MAP_STREAM_CHECKED(name, type, value, NULL, NULL, ones)
#define MAP_STREAM_CHECKED(name, type, value, failing, first, ones)                                \
    MAP_KERNEL(SPELT_PASTE(name, _stream))                                                         \
    {                                                                                              \
        const map_inputs_##type in = map_inputs_of_##type(x, y, z, ones);                          \
        return map_stream_##type(&in, ones, out, n, value, failing, first, name);                  \
    }
/* Of elements of 8 and 16 bits, which take four times as much code as they are worth, there is
 * none. */
#define MAP_STREAM_OF(name, type)                                                                  \
    (sizeof(type) >= 4 ? (spelt_kernel *)SPELT_PASTE(name, _stream) : NULL)
#else
#define MAP_STREAM(name, type, value, ones)
#define MAP_STREAM_CHECKED(name, type, value, failing, first, ones)
#define MAP_STREAM_OF(name, type) NULL
#endif
#if MAP_IS_SCALAR
#define MAP_CHECKED(name, type, operation, ones)                                                   \
    MAP_KERNEL(name)                                                                               \
    {                                                                                              \
        const map_inputs_##type in = map_inputs_of_##type(x, y, z, ones);                          \
        return map_checked_##type(&in, ones, out, n, value_##operation, overflow_##operation,      \
                                  undefined_##operation);                                          \
    }
#else
#define MAP_CHECKED(name, type, operation, ones)                                                   \
    static __attribute__((noinline, cold)) size_t SPELT_PASTE(name, _first)(const void *x,         \
                                                                            const void *y)         \
    {                                                                                              \
        return map_first_##type(x, y, ones, failing_##operation, undefined_##operation);           \
    }                                                                                              \
    MAP_KERNEL(name)                                                                               \
    {                                                                                              \
        const map_inputs_##type in = map_inputs_of_##type(x, y, z, ones);                          \
        return map_checked_##type(&in, ones, out, n, value_##operation, failing_##operation,       \
                                  SPELT_PASTE(name, _first));                                      \
    }
#endif

/* One element, and the kernel of those that lie anywhere. */
#define MAP_ELEMENT(inputs, in, result, op, suffix, is_short, ...)                                 \
    SPELT_INLINE size_t element_##op##_##suffix(const void *x, const void *y, const void *z,       \
                                                void *out)                                         \
    {                                                                                              \
        const in a = *(const in *)x, b = (inputs) > 1 ? *(const in *)y : (in)0,                    \
                 c = (inputs) > 2 ? *(const in *)z : (in)0;                                        \
        size_t why = 0;                                                                            \
        (void)b, (void)c;                                                                          \
        __VA_ARGS__;                                                                               \
        return why;                                                                                \
    }                                                                                              \
    MAP_LINES_KERNEL(MAP_NAME(op, suffix), inputs, element_##op##_##suffix, is_short)
#if MAP_IS_SCALAR
SPELT_INLINE size_t map_why(int is_undefined, int overflows)
{
    return is_undefined ? SPELT_FAILED_ARGUMENT : overflows ? SPELT_FAILED_RANGE : 0;
}
#define MAP_LINES(inputs, suffix, in, result, op)                                                  \
    MAP_ELEMENT(inputs, in, result, op, suffix, sizeof(in) >= 4,                                   \
                *(result *)out = value_##op##_##suffix(a, b, c, 0))
/* Of arrays and two numbers, which are the last operand. */
#define MAP_LINES_BY(arrays, suffix, in, result, op)                                               \
    SPELT_INLINE size_t element_##op##_##suffix(const void *x, const void *y, const void *z,       \
                                                void *out)                                         \
    {                                                                                              \
        const in *numbers = (arrays) == 1 ? y : z;                                                 \
        *(result *)out = value_##op##_##suffix(*(const in *)x, (arrays) == 1 ? (in)0 : *(const in *)y, \
                                               numbers[0], numbers[1]);                            \
        return 0;                                                                                  \
    }                                                                                              \
    MAP_LINES_KERNEL(MAP_NAME(op, suffix), (arrays) + 1, element_##op##_##suffix, sizeof(in) >= 4)
#define MAP_LINES_CHECKED(inputs, suffix, in, result, op)                                          \
    MAP_ELEMENT(inputs, in, result, op, suffix, 0,                                                 \
                why = map_why(undefined_##op##_##suffix(a, b),                                     \
                              overflow_##op##_##suffix(a, b) >> (sizeof(in) * 8 - 1) != 0);        \
                *(result *)out = value_##op##_##suffix(a, b, 0, 0))
#define MAP_LINES_OF_MASK(suffix, in, result, op)                                                  \
    MAP_ELEMENT(2, in, result, op, suffix, 0, *(u8 *)out = truth_##op##_##suffix(a, b))
#define MAP_LINES_OF_TEST(suffix, in, op)                                                          \
    MAP_ELEMENT(1, SPELT_PASTE(BITS_OF_, in), u8, op, suffix, 0,                                   \
                *(u8 *)out = truth_##op##_##suffix(a, 0))
#define MAP_LINES_OF_CHOICE(suffix, in, op)                                                        \
    SPELT_INLINE size_t element_##op##_##suffix(const void *mask, const void *y, const void *z,    \
                                                void *out)                                         \
    {                                                                                              \
        *(unsigned_##in *)out = *(const unsigned_##in *)(*(const u8 *)mask ? y : z);               \
        return 0;                                                                                  \
    }                                                                                              \
    MAP_LINES_KERNEL(MAP_NAME(op, suffix), 3, element_##op##_##suffix, sizeof(in) >= 4)
#define MAP_LINES_OF(name) (spelt_kernel *)SPELT_PASTE(name, _lines)
#else
#define MAP_LINES(inputs, suffix, in, result, op)
#define MAP_LINES_CHECKED(inputs, suffix, in, result, op)
#define MAP_LINES_OF_MASK(suffix, in, result, op)
#define MAP_LINES_OF_TEST(suffix, in, op)
#define MAP_LINES_BY(arrays, suffix, in, result, op)
#define MAP_LINES_OF_CHOICE(suffix, in, op)
#define MAP_LINES_OF(name) NULL
#endif

#define MAP_DEFINE1(suffix, in, result, op, ...)                                                   \
    MAP_MAP(MAP_NAME(op, suffix), in, value_##op##_##suffix, NULL,                                 \
            MAP_Y | MAP_Z | MAP_NO_Y | MAP_BY_HAND(op##_##suffix))                                 \
    MAP_STREAM(MAP_NAME(op, suffix), in, value_##op##_##suffix,                                    \
               MAP_Y | MAP_Z | MAP_NO_Y | MAP_BY_HAND(op##_##suffix))                              \
    MAP_LINES(1, suffix, in, result, op)
#define MAP_DEFINE_THREE(name, in, value, numbers, hand)                                           \
    MAP_MAP(name, in, value, numbers, MAP_Z | hand)                                                \
    MAP_MAP(SPELT_PASTE(name, _x), in, value, numbers, MAP_Z | MAP_X | hand)                       \
    MAP_MAP(SPELT_PASTE(name, _y), in, value, numbers, MAP_Z | MAP_Y | hand)
#define MAP_DEFINE2(suffix, in, result, op, ...)                                                   \
    MAP_DEFINE_THREE(MAP_NAME(op, suffix), in, value_##op##_##suffix, NULL,                        \
                     MAP_BY_HAND(op##_##suffix))                                                   \
    MAP_STREAM(MAP_NAME(op, suffix), in, value_##op##_##suffix,                                    \
               MAP_Z | MAP_BY_HAND(op##_##suffix))                                                 \
    MAP_LINES(2, suffix, in, result, op)
#define MAP_DEFINE2_NUMBERS(suffix, in, result, op, ...)                                           \
    MAP_DEFINE_THREE(MAP_NAME(op, suffix), in, value_##op##_##suffix,                              \
                     MAP_UNLESS_OF_ANY(op##_##suffix, numbers_##op##_##suffix),                    \
                     MAP_BY_HAND(op##_##suffix))                                                   \
    MAP_LINES(2, suffix, in, result, op)
#define MAP_DEFINE3(suffix, in, result, op, ...)                                                   \
    MAP_MAP(MAP_NAME(op, suffix), in, value_##op##_##suffix, NULL, 0)                              \
    MAP_STREAM(MAP_NAME(op, suffix), in, value_##op##_##suffix, 0)                                 \
    MAP_LINES(3, suffix, in, result, op)
#define MAP_DEFINE_UPDATE(suffix, in, result, op, ...)                                             \
    MAP_MAP(MAP_NAME(op, suffix), in, value_##op##_##suffix, NULL, MAP_Z | MAP_NUMBERS)            \
    MAP_LINES_BY(2, suffix, in, result, op)
#define MAP_DEFINE1_BY(suffix, in, result, op, numbers)                                            \
    MAP_KERNEL(MAP_NAME(op, suffix))                                                               \
    {                                                                                              \
        enum { ONES = MAP_Y | MAP_NO_Y | MAP_Z | MAP_NUMBERS | MAP_BY_HAND(op##_##suffix) };       \
        const map_inputs_##in inputs = map_inputs_of_##in(x, NULL, y, ONES);                       \
        (void)z;                                                                                   \
        map_##in(&inputs, ONES, out, n, value_##op##_##suffix, numbers);                           \
        return 0;                                                                                  \
    }                                                                                              \
    MAP_LINES_BY(1, suffix, in, result, op)
#define MAP_DEFINE_CHECKED1(suffix, in, result, op, ...)                                           \
    MAP_CHECKED(MAP_NAME(op, suffix), in, op##_##suffix, MAP_Y | MAP_Z | MAP_NO_Y)                 \
    MAP_STREAM_CHECKED(MAP_NAME(op, suffix), in, value_##op##_##suffix, failing_##op##_##suffix,   \
                       SPELT_PASTE(MAP_NAME(op, suffix), _first), MAP_Y | MAP_Z | MAP_NO_Y)        \
    MAP_LINES_CHECKED(1, suffix, in, result, op)
#define MAP_DEFINE_CHECKED2(suffix, in, result, op, ...)                                           \
    MAP_CHECKED(MAP_NAME(op, suffix), in, op##_##suffix, MAP_Z | MAP_BY_HAND(op##_##suffix))       \
    MAP_STREAM_CHECKED(MAP_NAME(op, suffix), in, value_##op##_##suffix, failing_##op##_##suffix,   \
                       SPELT_PASTE(MAP_NAME(op, suffix), _first),                                  \
                       MAP_Z | MAP_BY_HAND(op##_##suffix))                                         \
    MAP_CHECKED(SPELT_PASTE(MAP_NAME(op, suffix), _x), in, op##_##suffix,                          \
                MAP_Z | MAP_X | MAP_BY_HAND(op##_##suffix))                                        \
    MAP_CHECKED(SPELT_PASTE(MAP_NAME(op, suffix), _y), in, op##_##suffix,                          \
                MAP_Z | MAP_Y | MAP_BY_HAND(op##_##suffix))                                        \
    MAP_LINES_CHECKED(2, suffix, in, result, op)
#define MAP_DEFINE_COMPARE(suffix, in, result, op, ...)                                            \
    MAP_KERNEL(MAP_NAME(op, suffix))                                                               \
    {                                                                                              \
        (void)z;                                                                                   \
        MAP_MASK(in, x, y, out, n, op##_##suffix);                                                 \
        return 0;                                                                                  \
    }                                                                                              \
    MAP_LINES_OF_MASK(suffix, in, result, op)
#if SPELT_MAP_BYTES
#define MAP_MASK(type, x, y, out, n, row)                                                          \
    SPELT_PASTE(map_masks_, type)(x, y, out, n, truths_##row)
#else
#define MAP_MASK(type, x, y, out, n, row)                                                          \
    SPELT_PASTE(map_mask_, type)(x, y, out, n, truth_##row)
#endif
#define MAP_DEFINE_TEST(suffix, in, result, op, ...)                                               \
    MAP_KERNEL(MAP_NAME(op, suffix))                                                               \
    {                                                                                              \
        (void)y, (void)z;                                                                          \
        MAP_MASK(SPELT_PASTE(BITS_OF_, in), x, x, out, n, op##_##suffix);                                         \
        return 0;                                                                                  \
    }                                                                                              \
    MAP_LINES_OF_TEST(suffix, in, op)
#define MAP_DEFINE_WHERE(suffix, in, result, op, ...)                                              \
    MAP_KERNEL(MAP_NAME(op, suffix))                                                               \
    {                                                                                              \
        map_where_##in(x, y, z, out, n);                                                           \
        return 0;                                                                                  \
    }                                                                                              \
    MAP_LINES_OF_CHOICE(suffix, in, op)

/* Rows that this instruction set has kernels for. */
#define MAP_MADE1(suffix, in, result, op, ...)                                                     \
    MAP_IF_MADE(op##_##suffix, MAP_DEFINE1, suffix, in, result, op, 0)
#define MAP_MADE2(suffix, in, result, op, ...)                                                     \
    MAP_IF_MADE(op##_##suffix, MAP_DEFINE2, suffix, in, result, op, 0)
#define MAP_MADE2_NUMBERS(suffix, in, result, op, ...)                                             \
    MAP_IF_MADE(op##_##suffix, MAP_DEFINE2_NUMBERS, suffix, in, result, op, 0)
#define MAP_MADE3(suffix, in, result, op, ...)                                                     \
    MAP_IF_MADE(op##_##suffix, MAP_DEFINE3, suffix, in, result, op, 0)
#define MAP_MADE_CHECKED1(suffix, in, result, op, ...)                                             \
    MAP_IF_MADE(op##_##suffix, MAP_DEFINE_CHECKED1, suffix, in, result, op, 0)
#define MAP_MADE_CHECKED2(suffix, in, result, op, ...)                                             \
    MAP_IF_MADE(op##_##suffix, MAP_DEFINE_CHECKED2, suffix, in, result, op, 0)
#define MAP_MADE_COMPARE(suffix, in, result, op, ...)                                              \
    MAP_IF_MADE(op##_##suffix, MAP_DEFINE_COMPARE, suffix, in, result, op, 0)
#define MAP_MADE_TEST(suffix, in, result, op, ...)                                                 \
    MAP_IF_MADE(op##_##suffix, MAP_DEFINE_TEST, suffix, in, result, op, 0)
#define MAP_MADE_UPDATE(suffix, in, result, op, ...)                                               \
    MAP_IF_MADE(op##_##suffix, MAP_DEFINE_UPDATE, suffix, in, result, op, 0)
#define MAP_MADE1_BY(suffix, in, result, op, ...)                                                  \
    MAP_IF_MADE(op##_##suffix, MAP_DEFINE1_BY, suffix, in, result, op, NULL)
#define MAP_MADE1_BY_NUMBERS(suffix, in, result, op, ...)                                          \
    MAP_IF_MADE(op##_##suffix, MAP_DEFINE1_BY, suffix, in, result, op,                             \
                MAP_UNLESS_OF_ANY(op##_##suffix, numbers_##op##_##suffix))
#define MAP_MADE_WHERE(suffix, in, result, op, ...)                                                \
    MAP_IF_MADE(op##_##suffix, MAP_DEFINE_WHERE, suffix, in, result, op, 0)
#define SPELT_MAP1(op, types, ...) types(MAP_MADE1, op, 0)
#define SPELT_MAP2(op, types, ...) types(MAP_MADE2, op, 0)
#define SPELT_MAP2_NUMBERS(op, types, ...) types(MAP_MADE2_NUMBERS, op, 0)
#define SPELT_MAP3(op, types, ...) types(MAP_MADE3, op, 0)
#define SPELT_COMPARE(op, types, ...) types(MAP_MADE_COMPARE, op, 0)
#define SPELT_TEST(op, types, ...) types(MAP_MADE_TEST, op, 0)
#define SPELT_UPDATE(op, types, ...) types(MAP_MADE_UPDATE, op, 0)
#define SPELT_MAP1_BY(op, types, ...) types(MAP_MADE1_BY, op, 0)
#define SPELT_MAP1_BY_NUMBERS(op, types, ...) types(MAP_MADE1_BY_NUMBERS, op, 0)
#define SPELT_WHERE(op, types) types(MAP_MADE_WHERE, op, 0)
#define SPELT_CHECKED1(op, types, ...) types(MAP_MADE_CHECKED1, op, 0)
#define SPELT_CHECKED2(op, types, ...) types(MAP_MADE_CHECKED2, op, 0)
#include "isa/map_not_complex.h"
#include "operations.def"

/* ---- The table
 * ----------------------------------------------------------------------------------- */

#define MAP_ROW(name, function, stream)                                                            \
    {function, {(spelt_kernel *)name, NULL, NULL, stream, MAP_LINES_OF(name)}},
#define MAP_ROW2(name, function, stream)                                                           \
    {function,                                                                                     \
     {(spelt_kernel *)name, (spelt_kernel *)SPELT_PASTE(name, _x),                                 \
      (spelt_kernel *)SPELT_PASTE(name, _y), stream, MAP_LINES_OF(name)}},
#define MAP_IN_TABLE(suffix, in, result, op, ROW, ...)                                             \
    MAP_IF_MADE(op##_##suffix, ROW, MAP_NAME(op, suffix), SPELT_ID_spelt_##op##_##suffix, NULL)
#define MAP_IN_TABLE_STREAM(suffix, in, result, op, ROW, ...)                                      \
    MAP_IF_MADE(op##_##suffix, ROW, MAP_NAME(op, suffix), SPELT_ID_spelt_##op##_##suffix,          \
                MAP_STREAM_OF(MAP_NAME(op, suffix), in))

static const spelt_kernel_row rows[] = {
#define SPELT_MAP1(op, types, ...) types(MAP_IN_TABLE_STREAM, op, MAP_ROW, 0)
#define SPELT_MAP2(op, types, ...) types(MAP_IN_TABLE_STREAM, op, MAP_ROW2, 0)
#define SPELT_MAP2_NUMBERS(op, types, ...) types(MAP_IN_TABLE, op, MAP_ROW2, 0)
#define SPELT_MAP3(op, types, ...) types(MAP_IN_TABLE_STREAM, op, MAP_ROW, 0)
#define SPELT_COMPARE(op, types, ...) types(MAP_IN_TABLE, op, MAP_ROW, 0)
#define SPELT_TEST(op, types, ...) types(MAP_IN_TABLE, op, MAP_ROW, 0)
#define SPELT_UPDATE(op, types, ...) types(MAP_IN_TABLE, op, MAP_ROW, 0)
#define SPELT_MAP1_BY(op, types, ...) types(MAP_IN_TABLE, op, MAP_ROW, 0)
#define SPELT_WHERE(op, types) types(MAP_IN_TABLE, op, MAP_ROW, 0)
#define SPELT_CHECKED1(op, types, ...) types(MAP_IN_TABLE_STREAM, op, MAP_ROW, 0)
#define SPELT_CHECKED2(op, types, ...) types(MAP_IN_TABLE_STREAM, op, MAP_ROW2, 0)
#include "isa/map_not_complex.h"
#include "operations.def"
};

const spelt_kernel_table SPELT_PASTE(spelt_maps_, ISA) = {rows, sizeof rows / sizeof rows[0]};
