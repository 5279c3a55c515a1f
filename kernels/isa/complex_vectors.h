/* complex_vectors.h - complex elements in the vectors of vec.h: the parts of an element are
 * neighbours, re before im, and a vector has LANES_<type> elements. The scalar set has one element,
 * a number of C.
 *
 *   SPELT_CONJ(a)            (re, -im)
 *   SPELT_TIMES(a, b)        (ac - bd, ad + bc) of a, which is (a, b), and b, which is (c, d)
 *   SPELT_CONJ_TIMES(a, b)   (ac + bd, ad - bc): the same of the first one's conjugate
 *
 * The last two also take the parts of two vectors apart, apart_<type>, as load_apart_<type>() gives
 * them. Each operation is rounded; a sign is turned as a bit. */
#ifndef SPELT_ISA_COMPLEX_VECTORS_H
#define SPELT_ISA_COMPLEX_VECTORS_H

#include "isa/vec.h"

#if SPELT_SCALAR

typedef c64 vec_c64;
typedef c128 vec_c128;

#define SPELT_COMPLEX_VALUES(type, re, im, conj)                                                   \
    SPELT_INLINE type conj_##type(type a)                                                          \
    {                                                                                              \
        return conj(a);                                                                            \
    }                                                                                              \
    SPELT_INLINE type times_##type(type a, type b)                                                 \
    {                                                                                              \
        return __builtin_complex(re(a) * re(b) - im(a) * im(b), re(a) * im(b) + im(a) * re(b));    \
    }                                                                                              \
    SPELT_INLINE type conj_times_##type(type a, type b)                                            \
    {                                                                                              \
        return __builtin_complex(re(a) * re(b) + im(a) * im(b), re(a) * im(b) - im(a) * re(b));    \
    }                                                                                              \
    SPELT_INLINE type load_##type##_as_##type(const type *p)                                       \
    {                                                                                              \
        return *p;                                                                                 \
    }
SPELT_COMPLEX_VALUES(c64, __builtin_crealf, __builtin_cimagf, __builtin_conjf)
SPELT_COMPLEX_VALUES(c128, __builtin_creal, __builtin_cimag, __builtin_conj)
#define SPELT_OF_COMPLEX(name, a) _Generic((a), c64 : name##_c64, c128 : name##_c128)
#define SPELT_OF_PARTS SPELT_OF_COMPLEX

#else

typedef vec_f32 vec_c64;
typedef vec_f64 vec_c128;

#define LANES_c64 (LANES_f32 / 2)
#define LANES_c128 (LANES_f64 / 2)

/* Lanes from one vector or two, by constants. */
#ifdef __clang__
#define LANES_FROM(pattern, a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
#define LANES_FROM(pattern, a, b, ...) __builtin_shuffle(a, b, (pattern){__VA_ARGS__})
#endif

/* Of so many lanes: each pair turned; its first, its second twice; something for the first and the
 * second of each. */
#define TURNED_2 1, 0
#define TURNED_4 TURNED_2, 3, 2
#define TURNED_8 TURNED_4, 5, 4, 7, 6
#define TURNED_16 TURNED_8, 9, 8, 11, 10, 13, 12, 15, 14
#define FIRSTS_2 0, 0
#define FIRSTS_4 FIRSTS_2, 2, 2
#define FIRSTS_8 FIRSTS_4, 4, 4, 6, 6
#define FIRSTS_16 FIRSTS_8, 8, 8, 10, 10, 12, 12, 14, 14
#define SECONDS_2 1, 1
#define SECONDS_4 SECONDS_2, 3, 3
#define SECONDS_8 SECONDS_4, 5, 5, 7, 7
#define SECONDS_16 SECONDS_8, 9, 9, 11, 11, 13, 13, 15, 15
/* Of two vectors of n lanes, for each 16 bytes, which begin at lane k: the firsts, or the seconds,
 * of the pairs in the one and the other; and pairs again of such vectors, those of the one and the
 * other. */
#define FIRST_OF_16_f32(n, k) k, k + 2, n + k, n + k + 2
#define SECOND_OF_16_f32(n, k) k + 1, k + 3, n + k + 1, n + k + 3
#define LOW_OF_16_f32(n, k) k, n + k, k + 1, n + k + 1
#define HIGH_OF_16_f32(n, k) k + 2, n + k + 2, k + 3, n + k + 3
#define FIRST_OF_16_f64(n, k) k, n + k
#define SECOND_OF_16_f64(n, k) k + 1, n + k + 1
#define LOW_OF_16_f64 FIRST_OF_16_f64
#define HIGH_OF_16_f64 SECOND_OF_16_f64
#define BY_16_f32_4(of, n) of(n, 0)
#define BY_16_f32_8(of, n) of(n, 0), of(n, 4)
#define BY_16_f32_16(of, n) of(n, 0), of(n, 4), of(n, 8), of(n, 12)
#define BY_16_f64_2(of, n) of(n, 0)
#define BY_16_f64_4(of, n) of(n, 0), of(n, 2)
#define BY_16_f64_8(of, n) of(n, 0), of(n, 2), of(n, 4), of(n, 6)
#define SIGNS_2(first, second) first, second
#define SIGNS_4(...) SIGNS_2(__VA_ARGS__), SIGNS_2(__VA_ARGS__)
#define SIGNS_8(...) SIGNS_4(__VA_ARGS__), SIGNS_4(__VA_ARGS__)
#define SIGNS_16(...) SIGNS_8(__VA_ARGS__), SIGNS_8(__VA_ARGS__)

#define TYPE c64
#define PART f32
#define PARTS_BITS u32
#define SIGN ((u32)1 << 31)
#include "isa/complex_lanes.h"
#define TYPE c128
#define PART f64
#define PARTS_BITS u64
#define SIGN ((u64)1 << 63)
#include "isa/complex_lanes.h"
#define SPELT_OF_COMPLEX(name, a) _Generic((a), vec_f32 : name##_f32, vec_f64 : name##_f64)
#define SPELT_OF_PARTS(name, a)                                                                    \
    _Generic((a), vec_f32                                                                          \
             : name##_f32, vec_f64                                                                 \
             : name##_f64, apart_c64                                                               \
             : name##_apart_c64, apart_c128                                                        \
             : name##_apart_c128)

#endif

#define SPELT_CONJ(a) SPELT_OF_COMPLEX(conj, a)(a)
#define SPELT_TIMES(a, b) SPELT_OF_PARTS(times, a)(a, b)
#define SPELT_CONJ_TIMES(a, b) SPELT_OF_PARTS(conj_times, a)(a, b)

#endif
