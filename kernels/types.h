/* types.h - the short names of element types, as kernels.def writes them, and token pasting. */
#ifndef SPELT_TYPES_H
#define SPELT_TYPES_H

#include <stddef.h>
#include <stdint.h>

typedef float f32;
typedef double f64;
typedef int32_t i32;
typedef int64_t i64;

__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;

#define SPELT_PASTE_(a, b) a##b
#define SPELT_PASTE(a, b) SPELT_PASTE_(a, b)
#define SPELT_PASTE3(a, b, c) SPELT_PASTE(SPELT_PASTE(a, b), c)
#define SPELT_PASTE4(a, b, c, d) SPELT_PASTE(SPELT_PASTE3(a, b, c), d)

#define SPELT_TEXT_(token) #token
#define SPELT_TEXT(token) SPELT_TEXT_(token)

#define SPELT_LIKELY(condition) __builtin_expect(!!(condition), 1)
#define SPELT_UNLIKELY(condition) __builtin_expect(!!(condition), 0)
#define SPELT_INLINE static inline __attribute__((always_inline, unused))

#endif
