/* types.h - the element types, the lists of them that the rows of operations.def name, and token
 * pasting. */
#ifndef SPELT_TYPES_H
#define SPELT_TYPES_H

#include <spelt/type.h>

#include <float.h>
#include <stddef.h>
#include <stdint.h>

/* Each operation rounds to its own type: so it is written everywhere. */
#if FLT_EVAL_METHOD != 0
#error                                                                                             \
    "f32 is not computed as f32: compile with -fexcess-precision=fast, or on x86 with -mfpmath=sse"
#endif

typedef float f32;
typedef double f64;
typedef int8_t i8;
typedef int16_t i16;
typedef int32_t i32;
typedef int64_t i64;
typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef spelt_f16 f16;
typedef spelt_bf16 bf16;
typedef float _Complex c64;
typedef double _Complex c128;

/* The same by number. */
#define SPELT_TYPE_f32 SPELT_F32
#define SPELT_TYPE_f64 SPELT_F64
#define SPELT_TYPE_i8 SPELT_I8
#define SPELT_TYPE_i16 SPELT_I16
#define SPELT_TYPE_i32 SPELT_I32
#define SPELT_TYPE_i64 SPELT_I64
#define SPELT_TYPE_u8 SPELT_U8
#define SPELT_TYPE_u16 SPELT_U16
#define SPELT_TYPE_u32 SPELT_U32
#define SPELT_TYPE_u64 SPELT_U64
#define SPELT_TYPE_f16 SPELT_F16
#define SPELT_TYPE_bf16 SPELT_BF16
#define SPELT_TYPE_c64 SPELT_C64
#define SPELT_TYPE_c128 SPELT_C128

/* The type of a complex number's parts. */
#define SPELT_PART_c64 f32
#define SPELT_PART_c128 f64

/* The unsigned twin of an integer type; of another one, that of its bits. */
typedef u8 unsigned_i8, unsigned_u8;
typedef u16 unsigned_i16, unsigned_u16;
typedef u32 unsigned_i32, unsigned_u32, unsigned_f32;
typedef u64 unsigned_i64, unsigned_u64, unsigned_f64;

__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;

/* Twice as wide as an integer type, for products; f64 for a floating-point one. */
typedef i16 wide_i8;
typedef i32 wide_i16;
typedef i64 wide_i32;
typedef int128 wide_i64;
typedef u16 wide_u8;
typedef u32 wide_u16;
typedef u64 wide_u32;
typedef uint128 wide_u64;
typedef f64 wide_f32, wide_f64;

/* A list calls DO(suffix, in, out, ...) for each of its types: suffix is what follows the operation
 * in a function's name, in the type of the elements read, out that of what is made of them. What
 * stands behind DO is handed through. */

/* An element of its own type. */
#define SPELT_FLOATS(DO, ...) DO(f32, f32, f32, __VA_ARGS__) DO(f64, f64, f64, __VA_ARGS__)
#define SPELT_SIGNED(DO, ...)                                                                      \
    DO(i8, i8, i8, __VA_ARGS__)                                                                    \
    DO(i16, i16, i16, __VA_ARGS__) DO(i32, i32, i32, __VA_ARGS__) DO(i64, i64, i64, __VA_ARGS__)
#define SPELT_UNSIGNED(DO, ...)                                                                    \
    DO(u8, u8, u8, __VA_ARGS__)                                                                    \
    DO(u16, u16, u16, __VA_ARGS__) DO(u32, u32, u32, __VA_ARGS__) DO(u64, u64, u64, __VA_ARGS__)
#define SPELT_INTEGERS(DO, ...) SPELT_SIGNED(DO, __VA_ARGS__) SPELT_UNSIGNED(DO, __VA_ARGS__)
#define SPELT_REALS(DO, ...) SPELT_FLOATS(DO, __VA_ARGS__) SPELT_INTEGERS(DO, __VA_ARGS__)

/* Complex: the type itself, one of its parts, an index. */
#define SPELT_COMPLEX(DO, ...) DO(c64, c64, c64, __VA_ARGS__) DO(c128, c128, c128, __VA_ARGS__)
#define SPELT_COMPLEX_TO_PART(DO, ...) DO(c64, c64, f32, __VA_ARGS__) DO(c128, c128, f64, __VA_ARGS__)
#define SPELT_COMPLEX_TO_INDEX(DO, ...)                                                            \
    DO(c64, c64, i64, __VA_ARGS__) DO(c128, c128, i64, __VA_ARGS__)

/* A mask of any of them. */
#define SPELT_REALS_TO_MASK(DO, ...)                                                               \
    DO(f32, f32, u8, __VA_ARGS__)                                                                  \
    DO(f64, f64, u8, __VA_ARGS__)                                                                  \
    DO(i8, i8, u8, __VA_ARGS__)                                                                    \
    DO(i16, i16, u8, __VA_ARGS__)                                                                  \
    DO(i32, i32, u8, __VA_ARGS__)                                                                  \
    DO(i64, i64, u8, __VA_ARGS__)                                                                  \
    DO(u8, u8, u8, __VA_ARGS__)                                                                    \
    DO(u16, u16, u8, __VA_ARGS__) DO(u32, u32, u8, __VA_ARGS__) DO(u64, u64, u8, __VA_ARGS__)

#define SPELT_FLOATS_TO_MASK(DO, ...) DO(f32, f32, u8, __VA_ARGS__) DO(f64, f64, u8, __VA_ARGS__)

/* An exact integer total, in 64 bits. */
#define SPELT_INTEGERS_TO_64(DO, ...)                                                              \
    DO(i8, i8, i64, __VA_ARGS__)                                                                   \
    DO(i16, i16, i64, __VA_ARGS__)                                                                 \
    DO(i32, i32, i64, __VA_ARGS__)                                                                 \
    DO(i64, i64, i64, __VA_ARGS__)                                                                 \
    DO(u8, u8, u64, __VA_ARGS__)                                                                   \
    DO(u16, u16, u64, __VA_ARGS__) DO(u32, u32, u64, __VA_ARGS__) DO(u64, u64, u64, __VA_ARGS__)

/* Elements of a mask that are set. */
#define SPELT_MASK_TO_COUNT(DO, ...) DO(u8, u8, i64, __VA_ARGS__)

/* A floating-point accumulator, which is the result too. */
#define SPELT_ACCUMULATED(DO, ...)                                                                 \
    DO(f32, f32, f32, __VA_ARGS__)                                                                 \
    DO(f64, f64, f64, __VA_ARGS__)                                                                 \
    DO(f32_f64, f32, f64, __VA_ARGS__)                                                             \
    DO(f16_f32, f16, f32, __VA_ARGS__) DO(bf16_f32, bf16, f32, __VA_ARGS__)

/* f16 and bf16: of them f32, an index. */
#define SPELT_HALVES(DO, ...) DO(f16_f32, f16, f32, __VA_ARGS__) DO(bf16_f32, bf16, f32, __VA_ARGS__)
#define SPELT_HALVES_TO_INDEX(DO, ...) DO(f16, f16, i64, __VA_ARGS__) DO(bf16, bf16, i64, __VA_ARGS__)

/* An index. */
#define SPELT_REALS_TO_INDEX(DO, ...)                                                              \
    DO(f32, f32, i64, __VA_ARGS__)                                                                 \
    DO(f64, f64, i64, __VA_ARGS__)                                                                 \
    DO(i8, i8, i64, __VA_ARGS__)                                                                   \
    DO(i16, i16, i64, __VA_ARGS__)                                                                 \
    DO(i32, i32, i64, __VA_ARGS__)                                                                 \
    DO(i64, i64, i64, __VA_ARGS__)                                                                 \
    DO(u8, u8, i64, __VA_ARGS__)                                                                   \
    DO(u16, u16, i64, __VA_ARGS__) DO(u32, u32, i64, __VA_ARGS__) DO(u64, u64, i64, __VA_ARGS__)
#define SPELT_FLOATS_TO_INDEX(DO, ...) DO(f32, f32, i64, __VA_ARGS__) DO(f64, f64, i64, __VA_ARGS__)

/* By indexes or keys, DO(suffix, key, in, out, ...): the type of these stands before that of the
 * elements. */
#define SPELT_REALS_BY_INDEX(DO, ...)                                                              \
    DO(i64_f32, i64, f32, f32, __VA_ARGS__)                                                        \
    DO(i64_f64, i64, f64, f64, __VA_ARGS__)                                                        \
    DO(i64_i8, i64, i8, i8, __VA_ARGS__)                                                           \
    DO(i64_i16, i64, i16, i16, __VA_ARGS__)                                                        \
    DO(i64_i32, i64, i32, i32, __VA_ARGS__)                                                        \
    DO(i64_i64, i64, i64, i64, __VA_ARGS__)                                                        \
    DO(i64_u8, i64, u8, u8, __VA_ARGS__)                                                           \
    DO(i64_u16, i64, u16, u16, __VA_ARGS__)                                                        \
    DO(i64_u32, i64, u32, u32, __VA_ARGS__) DO(i64_u64, i64, u64, u64, __VA_ARGS__)

#define SPELT_SUMS_BY(key, DO, ...)                                                                \
    DO(key##_f32, key, f32, f32, __VA_ARGS__)                                                      \
    DO(key##_f64, key, f64, f64, __VA_ARGS__)                                                      \
    DO(key##_i8, key, i8, i64, __VA_ARGS__)                                                        \
    DO(key##_i16, key, i16, i64, __VA_ARGS__)                                                      \
    DO(key##_i32, key, i32, i64, __VA_ARGS__)                                                      \
    DO(key##_i64, key, i64, i64, __VA_ARGS__)                                                      \
    DO(key##_u8, key, u8, u64, __VA_ARGS__)                                                        \
    DO(key##_u16, key, u16, u64, __VA_ARGS__)                                                      \
    DO(key##_u32, key, u32, u64, __VA_ARGS__) DO(key##_u64, key, u64, u64, __VA_ARGS__)
#define SPELT_REALS_BY_KEY(DO, ...)                                                                \
    SPELT_SUMS_BY(i32, DO, __VA_ARGS__)                                                            \
    SPELT_SUMS_BY(i64, DO, __VA_ARGS__)                                                            \
    SPELT_SUMS_BY(u8, DO, __VA_ARGS__)                                                             \
    SPELT_SUMS_BY(u16, DO, __VA_ARGS__) SPELT_SUMS_BY(u32, DO, __VA_ARGS__)
#define SPELT_FLOATS_BY(key, DO, ...)                                                              \
    DO(key##_f32, key, f32, f32, __VA_ARGS__) DO(key##_f64, key, f64, f64, __VA_ARGS__)
#define SPELT_FLOATS_BY_KEY(DO, ...)                                                               \
    SPELT_FLOATS_BY(i32, DO, __VA_ARGS__)                                                          \
    SPELT_FLOATS_BY(i64, DO, __VA_ARGS__)                                                          \
    SPELT_FLOATS_BY(u8, DO, __VA_ARGS__)                                                           \
    SPELT_FLOATS_BY(u16, DO, __VA_ARGS__) SPELT_FLOATS_BY(u32, DO, __VA_ARGS__)

/* Keys alone. */
#define SPELT_KEYS_TO_COUNT(DO, ...)                                                               \
    DO(i32, i32, i64, __VA_ARGS__)                                                                 \
    DO(i64, i64, i64, __VA_ARGS__)                                                                 \
    DO(u8, u8, i64, __VA_ARGS__) DO(u16, u16, i64, __VA_ARGS__) DO(u32, u32, i64, __VA_ARGS__)

/* Conversions: the type converted, the types made of it. */
#define SPELT_INTO1(from, a, DO, ...) DO(from##_##a, from, a, __VA_ARGS__)
#define SPELT_INTO2(from, a, b, DO, ...)                                                           \
    SPELT_INTO1(from, a, DO, __VA_ARGS__) SPELT_INTO1(from, b, DO, __VA_ARGS__)
#define SPELT_INTO3(from, a, b, c, DO, ...)                                                        \
    SPELT_INTO2(from, a, b, DO, __VA_ARGS__) SPELT_INTO1(from, c, DO, __VA_ARGS__)
#define SPELT_INTO4(from, a, b, c, d, DO, ...)                                                     \
    SPELT_INTO2(from, a, b, DO, __VA_ARGS__) SPELT_INTO2(from, c, d, DO, __VA_ARGS__)
#define SPELT_INTO5(from, a, b, c, d, e, DO, ...)                                                  \
    SPELT_INTO4(from, a, b, c, d, DO, __VA_ARGS__) SPELT_INTO1(from, e, DO, __VA_ARGS__)
#define SPELT_INTO6(from, a, b, c, d, e, f, DO, ...)                                               \
    SPELT_INTO4(from, a, b, c, d, DO, __VA_ARGS__) SPELT_INTO2(from, e, f, DO, __VA_ARGS__)
#define SPELT_INTO7(from, a, b, c, d, e, f, g, DO, ...)                                            \
    SPELT_INTO4(from, a, b, c, d, DO, __VA_ARGS__) SPELT_INTO3(from, e, f, g, DO, __VA_ARGS__)
#define SPELT_INTO_INTEGERS(from, DO, ...)                                                         \
    SPELT_INTO4(from, i8, i16, i32, i64, DO, __VA_ARGS__)                                          \
    SPELT_INTO4(from, u8, u16, u32, u64, DO, __VA_ARGS__)

/* Always exact: */
#define SPELT_WIDER(DO, ...)                                                                       \
    SPELT_INTO7(i8, i16, i32, i64, f32, f64, f16, bf16, DO, __VA_ARGS__)                           \
    SPELT_INTO4(i16, i32, i64, f32, f64, DO, __VA_ARGS__)                                          \
    SPELT_INTO2(i32, i64, f64, DO, __VA_ARGS__)                                                    \
    SPELT_INTO6(u8, i16, i32, i64, u16, u32, u64, DO, __VA_ARGS__)                                 \
    SPELT_INTO4(u8, f32, f64, f16, bf16, DO, __VA_ARGS__)                                          \
    SPELT_INTO6(u16, i32, i64, u32, u64, f32, f64, DO, __VA_ARGS__)                                \
    SPELT_INTO3(u32, i64, u64, f64, DO, __VA_ARGS__)                                               \
    SPELT_INTO1(f32, f64, DO, __VA_ARGS__)                                                         \
    SPELT_INTO2(f16, f32, f64, DO, __VA_ARGS__) SPELT_INTO2(bf16, f32, f64, DO, __VA_ARGS__)
/* Not every value has a place in the other type (f64's lines before f32's): */
#define SPELT_INTEGER_TO_INTEGER(DO, ...)                                                          \
    SPELT_INTO4(i8, u8, u16, u32, u64, DO, __VA_ARGS__)                                            \
    SPELT_INTO5(i16, i8, u8, u16, u32, u64, DO, __VA_ARGS__)                                       \
    SPELT_INTO6(i32, i8, i16, u8, u16, u32, u64, DO, __VA_ARGS__)                                  \
    SPELT_INTO7(i64, i8, i16, i32, u8, u16, u32, u64, DO, __VA_ARGS__)                             \
    SPELT_INTO1(u8, i8, DO, __VA_ARGS__)                                                           \
    SPELT_INTO3(u16, i8, i16, u8, DO, __VA_ARGS__)                                                 \
    SPELT_INTO5(u32, i8, i16, i32, u8, u16, DO, __VA_ARGS__)                                       \
    SPELT_INTO7(u64, i8, i16, i32, i64, u8, u16, u32, DO, __VA_ARGS__)
#define SPELT_FLOAT_TO_INTEGER(DO, ...)                                                            \
    SPELT_INTO_INTEGERS(f64, DO, __VA_ARGS__)                                                      \
    SPELT_INTO_INTEGERS(f32, DO, __VA_ARGS__)                                                      \
    SPELT_INTO_INTEGERS(f16, DO, __VA_ARGS__) SPELT_INTO_INTEGERS(bf16, DO, __VA_ARGS__)
#define SPELT_FLOAT_TO_FLOAT(DO, ...)                                                              \
    SPELT_INTO3(f64, f32, f16, bf16, DO, __VA_ARGS__)                                              \
    SPELT_INTO2(f32, f16, bf16, DO, __VA_ARGS__) SPELT_INTO1(bf16, f16, DO, __VA_ARGS__)
#define SPELT_INTEGER_TO_HALF(DO, ...)                                                             \
    SPELT_INTO1(i32, f16, DO, __VA_ARGS__)                                                         \
    SPELT_INTO1(i64, f16, DO, __VA_ARGS__)                                                         \
    SPELT_INTO1(u16, f16, DO, __VA_ARGS__)                                                         \
    SPELT_INTO1(u32, f16, DO, __VA_ARGS__) SPELT_INTO1(u64, f16, DO, __VA_ARGS__)
/* Always in range, but not every value is exact: */
#define SPELT_INTEGER_TO_FLOAT(DO, ...)                                                            \
    SPELT_INTO1(i32, f32, DO, __VA_ARGS__)                                                         \
    SPELT_INTO2(i64, f32, f64, DO, __VA_ARGS__)                                                    \
    SPELT_INTO1(u32, f32, DO, __VA_ARGS__) SPELT_INTO2(u64, f32, f64, DO, __VA_ARGS__)
#define SPELT_INTEGER_IN_HALF(DO, ...)                                                             \
    SPELT_INTO2(i16, f16, bf16, DO, __VA_ARGS__)                                                   \
    SPELT_INTO1(i32, bf16, DO, __VA_ARGS__)                                                        \
    SPELT_INTO1(i64, bf16, DO, __VA_ARGS__)                                                        \
    SPELT_INTO1(u16, bf16, DO, __VA_ARGS__)                                                        \
    SPELT_INTO1(u32, bf16, DO, __VA_ARGS__) SPELT_INTO1(u64, bf16, DO, __VA_ARGS__)
#define SPELT_FLOAT_IN_FLOAT(DO, ...) SPELT_INTO1(f16, bf16, DO, __VA_ARGS__)

#define SPELT_PASTE_(a, b) a##b
#define SPELT_PASTE(a, b) SPELT_PASTE_(a, b)
#define SPELT_PASTE3(a, b, c) SPELT_PASTE(SPELT_PASTE(a, b), c)
#define SPELT_PASTE4(a, b, c, d) SPELT_PASTE(SPELT_PASTE3(a, b, c), d)

#define SPELT_TEXT_(token) #token
#define SPELT_TEXT(token) SPELT_TEXT_(token)

/* SPELT_IF(1, text) is text, SPELT_IF(0, text) nothing. */
#define SPELT_IF_0(...)
#define SPELT_IF_1(...) __VA_ARGS__
#define SPELT_IF(condition, ...) SPELT_PASTE(SPELT_IF_, condition)(__VA_ARGS__)

#define SPELT_LIKELY(condition) __builtin_expect(!!(condition), 1)
#define SPELT_UNLIKELY(condition) __builtin_expect(!!(condition), 0)
#define SPELT_INLINE static inline __attribute__((always_inline, unused))

/* A number of which the compiler knows nothing from here on. */
#define SPELT_OPAQUE(number) __asm__("" : "+r"(number))

/* Before a loop: so many turns at a time. */
#define SPELT_PRAGMA(...) _Pragma(#__VA_ARGS__)
#ifdef __clang__
#define SPELT_UNROLL(turns) SPELT_PRAGMA(clang loop unroll_count(turns))
#else
#define SPELT_UNROLL(turns) SPELT_PRAGMA(GCC unroll turns)
#endif

#endif
