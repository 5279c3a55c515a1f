/* complex_vectors.h - complex elements in the vectors of vec.h: the parts of an element are neighbours,
 * re before im, and a vector has LANES_<type> elements. The scalar set has one element, a number of C.
 *
 *   SPELT_CONJ(a)            (re, -im)
 *   SPELT_TIMES(a, b)        (ac - bd, ad + bc) of a, which is (a, b), and b, which is (c, d)
 *   SPELT_CONJ_TIMES(a, b)   (ac + bd, ad - bc): the same of the first one's conjugate
 *
 * Each operation is rounded; a sign is turned as a bit. load_<complex>_as_<real> makes |re| + |im| of
 * each element. */
#ifndef SPELT_ISA_COMPLEX_VECTORS_H
#define SPELT_ISA_COMPLEX_VECTORS_H

#include "isa/vec.h"

#if SPELT_SCALAR

typedef c64 vec_c64;
typedef c128 vec_c128;

#define SPELT_COMPLEX_VALUES(type, part, re, im, conj, magnitude)                                  \
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
    }                                                                                              \
    SPELT_INLINE part load_##type##_as_##part(const type *p)                                       \
    {                                                                                              \
        return magnitude(re(*p)) + magnitude(im(*p));                                              \
    }
SPELT_COMPLEX_VALUES(c64, f32, __builtin_crealf, __builtin_cimagf, __builtin_conjf, __builtin_fabsf)
SPELT_COMPLEX_VALUES(c128, f64, __builtin_creal, __builtin_cimag, __builtin_conj, __builtin_fabs)
#define SPELT_OF_COMPLEX(name, a) _Generic((a), c64 : name##_c64, c128 : name##_c128)

#else

typedef vec_f32 vec_c64;
typedef vec_f64 vec_c128;
typedef u32 parts_f32 __attribute__((vector_size(sizeof(vec_f32))));
typedef u64 parts_f64 __attribute__((vector_size(sizeof(vec_f64))));

#define LANES_c64 (LANES_f32 / 2)
#define LANES_c128 (LANES_f64 / 2)

/* Lanes from one vector or two, by constants. */
#ifdef __clang__
#define LANES_FROM(pattern, a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
#define LANES_FROM(pattern, a, b, ...) __builtin_shuffle(a, b, (pattern){__VA_ARGS__})
#endif

/* Of so many lanes: each pair turned; its first, its second twice; the first pair everywhere; of two
 * vectors the first and the second of each pair; the sign bit of the first, of the second. */
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
#define PAIR_2 0, 1
#define PAIR_4 PAIR_2, PAIR_2
#define PAIR_8 PAIR_4, PAIR_4
#define PAIR_16 PAIR_8, PAIR_8
#define EVEN_2 0, 2
#define EVEN_4 EVEN_2, 4, 6
#define EVEN_8 EVEN_4, 8, 10, 12, 14
#define EVEN_16 EVEN_8, 16, 18, 20, 22, 24, 26, 28, 30
#define ODD_2 1, 3
#define ODD_4 ODD_2, 5, 7
#define ODD_8 ODD_4, 9, 11, 13, 15
#define ODD_16 ODD_8, 17, 19, 21, 23, 25, 27, 29, 31
#define SIGNS_2(first, second) first, second
#define SIGNS_4(...) SIGNS_2(__VA_ARGS__), SIGNS_2(__VA_ARGS__)
#define SIGNS_8(...) SIGNS_4(__VA_ARGS__), SIGNS_4(__VA_ARGS__)
#define SIGNS_16(...) SIGNS_8(__VA_ARGS__), SIGNS_8(__VA_ARGS__)
#define LANES_OF(name, part) SPELT_PASTE3(name, _, SPELT_PASTE(LANES_, part))

#define SPELT_COMPLEX_VALUES(type, part, sign)                                                     \
    SPELT_INLINE vec_##part turned_##part(vec_##part a)                                            \
    {                                                                                              \
        return LANES_FROM(parts_##part, a, a, LANES_OF(TURNED, part));                             \
    }                                                                                              \
    SPELT_INLINE vec_##part firsts_##part(vec_##part a)                                            \
    {                                                                                              \
        return LANES_FROM(parts_##part, a, a, LANES_OF(FIRSTS, part));                             \
    }                                                                                              \
    SPELT_INLINE vec_##part seconds_##part(vec_##part a)                                           \
    {                                                                                              \
        return LANES_FROM(parts_##part, a, a, LANES_OF(SECONDS, part));                            \
    }                                                                                              \
    SPELT_INLINE vec_##part conj_##part(vec_##part a)                                              \
    {                                                                                              \
        const parts_##part signs = {LANES_OF(SIGNS, part)(0, sign)};                               \
        return (vec_##part)((parts_##part)a ^ signs);                                              \
    }                                                                                              \
    /* (ac, bc) and (-bd, ad) */                                                                   \
    SPELT_INLINE vec_##part times_##part(vec_##part a, vec_##part b)                               \
    {                                                                                              \
        const parts_##part signs = {LANES_OF(SIGNS, part)(sign, 0)};                               \
        const vec_##part other = turned_##part(a) * seconds_##part(b);                             \
        return a * firsts_##part(b) + (vec_##part)((parts_##part)other ^ signs);                   \
    }                                                                                              \
    /* (ac, ad) and (bd, -bc) */                                                                   \
    SPELT_INLINE vec_##part conj_times_##part(vec_##part a, vec_##part b)                          \
    {                                                                                              \
        const vec_##part other = turned_##part(b) * seconds_##part(a);                             \
        return b * firsts_##part(a) + conj_##part(other);                                          \
    }                                                                                              \
    /* Of the elements in two vectors. */                                                          \
    SPELT_INLINE vec_##part magnitudes_##part(vec_##part a, vec_##part b)                          \
    {                                                                                              \
        a = (vec_##part)((parts_##part)a & ~((parts_##part){0} + (sign)));                         \
        b = (vec_##part)((parts_##part)b & ~((parts_##part){0} + (sign)));                         \
        return LANES_FROM(parts_##part, a, b, LANES_OF(EVEN, part)) +                              \
               LANES_FROM(parts_##part, a, b, LANES_OF(ODD, part));                                \
    }                                                                                              \
    SPELT_INLINE vec_##type load_##type##_as_##type(const type *p)                                 \
    {                                                                                              \
        return load_##part##_as_##part((const part *)p);                                           \
    }                                                                                              \
    SPELT_INLINE vec_##type load_part_##type##_as_##type(const type *p, size_t n)                  \
    {                                                                                              \
        return load_part_##part##_as_##part((const part *)p, 2 * n);                               \
    }                                                                                              \
    SPELT_INLINE vec_##part load_##type##_as_##part(const type *p)                                 \
    {                                                                                              \
        return magnitudes_##part(load_##type##_as_##type(p),                                       \
                                 load_##type##_as_##type(p + LANES_##type));                       \
    }                                                                                              \
    SPELT_INLINE vec_##part load_part_##type##_as_##part(const type *p, size_t n)                  \
    {                                                                                              \
        const size_t most = LANES_##type, first = n < most ? n : most;                             \
        const size_t second = n - first < most ? n - first : most;                                 \
        return magnitudes_##part(load_part_##type##_as_##type(p, first),                           \
                                 load_part_##type##_as_##type(p + first, second));                 \
    }                                                                                              \
    SPELT_INLINE void store_##type(type *p, vec_##type v)                                          \
    {                                                                                              \
        store_##part((part *)p, v);                                                                \
    }                                                                                              \
    SPELT_INLINE void store_part_##type(type *p, vec_##type v, size_t n)                           \
    {                                                                                              \
        store_part_##part((part *)p, v, 2 * n);                                                    \
    }                                                                                              \
    SPELT_INLINE vec_##type every_##type(const type *p)                                            \
    {                                                                                              \
        const vec_##part pair = load_part_##part##_as_##part((const part *)p, 2);                  \
        return LANES_FROM(parts_##part, pair, pair, LANES_OF(PAIR, part));                         \
    }                                                                                              \
    /* By halves. */                                                                               \
    SPELT_INLINE type fold_##type(vec_##type v)                                                    \
    {                                                                                              \
        type lane[LANES_##type];                                                                   \
        __builtin_memcpy(lane, &v, sizeof v);                                                      \
        for (size_t width = LANES_##type / 2; width > 0; width /= 2)                               \
            for (size_t j = 0; j < width; j++)                                                     \
                lane[j] += lane[j + width];                                                        \
        return lane[0];                                                                            \
    }
SPELT_COMPLEX_VALUES(c64, f32, (u32)1 << 31)
SPELT_COMPLEX_VALUES(c128, f64, (u64)1 << 63)
#define SPELT_OF_COMPLEX(name, a) _Generic((a), vec_f32 : name##_f32, vec_f64 : name##_f64)

#endif

#define SPELT_CONJ(a) SPELT_OF_COMPLEX(conj, a)(a)
#define SPELT_TIMES(a, b) SPELT_OF_COMPLEX(times, a)(a, b)
#define SPELT_CONJ_TIMES(a, b) SPELT_OF_COMPLEX(conj_times, a)(a, b)

#endif
