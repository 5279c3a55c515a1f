/* map_masks.h - comparisons of floating-point numbers, where vectors have SPELT_MAP_BYTES: a row's
 * expression of whole vectors gives all bits or none in each lane, and those of as many vectors as
 * an element has bytes are packed into one vector of bytes, 0 and 1.
 *
 * Included by maps.c, behind map_part.h. An output of bytes is never an input here. */
#ifndef SPELT_ISA_MAP_MASKS_H
#define SPELT_ISA_MAP_MASKS_H

#include "isa/map_part.h"

#ifdef __aarch64__
#include <arm_neon.h>
#endif

typedef f32 map_lanes_of_f32 __attribute__((vector_size(SPELT_MAP_BYTES)));
typedef f64 map_lanes_of_f64 __attribute__((vector_size(SPELT_MAP_BYTES)));

/* Of each lane, all bits or none; of AVX-512 a bit. */
#if SPELT_MAP_BYTES == 64
typedef __mmask16 map_truth_of_f32;
typedef __mmask8 map_truth_of_f64;
#else
typedef map_whole map_truth_of_f32, map_truth_of_f64;
#endif
typedef map_truth_of_f32 map_truths_of_f32(map_lanes_of_f32 a, map_lanes_of_f32 b);
typedef map_truth_of_f64 map_truths_of_f64(map_lanes_of_f64 a, map_lanes_of_f64 b);

/* ---- Comparisons that are quiet on quiet NaNs ---------------------------------------------------
 */

/* AVX has them. Clang replaces an order by the usual one, unless it cannot see it. */
#if SPELT_MAP_BYTES == 64 && defined __clang__
#define SPELT_QUIET(name, type, prefix, suffix, intel)                                             \
    SPELT_INLINE map_truth_of_##type name##_lanes_##type(map_lanes_of_##type a,                    \
                                                         map_lanes_of_##type b)                    \
    {                                                                                              \
        map_truth_of_##type truths;                                                                \
        __asm__("vcmp" #prefix #suffix " %2, %1, %0" : "=k"(truths) : "v"(a), "v"(b));             \
        return truths;                                                                             \
    }
#elif SPELT_MAP_BYTES == 64
#define SPELT_QUIET(name, type, prefix, suffix, intel)                                             \
    SPELT_INLINE map_truth_of_##type name##_lanes_##type(map_lanes_of_##type a,                    \
                                                         map_lanes_of_##type b)                    \
    {                                                                                              \
        return _mm512_cmp_##suffix##_mask((intel)a, (intel)b, SPELT_PREDICATE_##prefix);           \
    }
#elif SPELT_MAP_BYTES == 32 && defined __clang__
#define SPELT_QUIET(name, type, prefix, suffix, intel)                                             \
    SPELT_INLINE map_whole name##_lanes_##type(map_lanes_of_##type a, map_lanes_of_##type b)       \
    {                                                                                              \
        map_whole truths;                                                                          \
        __asm__("vcmp" #prefix #suffix " %2, %1, %0" : "=x"(truths) : "x"(a), "x"(b));             \
        return truths;                                                                             \
    }
#elif SPELT_MAP_BYTES == 32
#define SPELT_QUIET(name, type, prefix, suffix, intel)                                             \
    SPELT_INLINE map_whole name##_lanes_##type(map_lanes_of_##type a, map_lanes_of_##type b)       \
    {                                                                                              \
        return (map_whole)_mm256_cmp_##suffix((intel)a, (intel)b, SPELT_PREDICATE_##prefix);       \
    }
#endif

#if SPELT_MAP_BYTES > 16
#define SPELT_PREDICATE_lt_oq _CMP_LT_OQ
#define SPELT_PREDICATE_le_oq _CMP_LE_OQ
#define SPELT_PREDICATE_eq_oq _CMP_EQ_OQ
#define SPELT_PREDICATE_neq_uq _CMP_NEQ_UQ
#if SPELT_MAP_BYTES == 64
#define SPELT_QUIET_ONES(name, prefix)                                                             \
    SPELT_QUIET(name, f32, prefix, ps, __m512) SPELT_QUIET(name, f64, prefix, pd, __m512d)
#else
#define SPELT_QUIET_ONES(name, prefix)                                                             \
    SPELT_QUIET(name, f32, prefix, ps, __m256) SPELT_QUIET(name, f64, prefix, pd, __m256d)
#endif
SPELT_QUIET_ONES(less, lt_oq)
SPELT_QUIET_ONES(less_equal, le_oq)
SPELT_QUIET_ONES(equal, eq_oq)
SPELT_QUIET_ONES(not_equal, neq_uq)
#else
/* In others only equality is: a NaN is compared as a zero, and taken out of the result. */
#define SPELT_QUIET(name, order, type)                                                             \
    SPELT_INLINE map_whole name##_lanes_##type(map_lanes_of_##type a, map_lanes_of_##type b)       \
    {                                                                                              \
        const map_whole ordered = (map_whole)(a == a) & (map_whole)(b == b);                       \
        const map_lanes_of_##type x = (map_lanes_of_##type)((map_whole)a & ordered);               \
        const map_lanes_of_##type y = (map_lanes_of_##type)((map_whole)b & ordered);               \
        return (map_whole)(x order y)&ordered;                                                     \
    }
#define SPELT_EQUALITY(type)                                                                       \
    SPELT_INLINE map_whole equal_lanes_##type(map_lanes_of_##type a, map_lanes_of_##type b)        \
    {                                                                                              \
        return (map_whole)(a == b);                                                                \
    }                                                                                              \
    SPELT_INLINE map_whole not_equal_lanes_##type(map_lanes_of_##type a, map_lanes_of_##type b)    \
    {                                                                                              \
        return (map_whole)(a != b);                                                                \
    }
SPELT_QUIET(less, <, f32)
SPELT_QUIET(less, <, f64)
SPELT_QUIET(less_equal, <=, f32)
SPELT_QUIET(less_equal, <=, f64)
SPELT_EQUALITY(f32)
SPELT_EQUALITY(f64)
#endif

#undef SPELT_COMPARED_LANES
#define SPELT_COMPARED_LANES(name)                                                                 \
    map_lanes_of_f32:                                                                              \
    name##_lanes_f32, map_lanes_of_f64 : name##_lanes_f64,

/* ---- Packing ------------------------------------------------------------------------------------
 */

/* Two vectors of masks become one, in the order of the elements but for the 16-byte parts of AVX2.
 */
#if SPELT_MAP_BYTES <= 32
SPELT_INLINE map_whole halved(map_whole a, map_whole b, int to_bytes)
{
#if SPELT_MAP_BYTES == 32
    return to_bytes ? (map_whole)_mm256_packs_epi16((__m256i)a, (__m256i)b)
                    : (map_whole)_mm256_packs_epi32((__m256i)a, (__m256i)b);
#elif defined __SSE2__
    return to_bytes ? (map_whole)_mm_packs_epi16((__m128i)a, (__m128i)b)
                    : (map_whole)_mm_packs_epi32((__m128i)a, (__m128i)b);
#else
    return to_bytes ? (map_whole)vuzp1q_u8((uint8x16_t)a, (uint8x16_t)b)
                    : (map_whole)vuzp1q_u16((uint16x8_t)a, (uint16x8_t)b);
#endif
}
#endif

#if SPELT_MAP_BYTES == 64
SPELT_INLINE map_whole of_four_masks(__mmask16 a, __mmask16 b, __mmask16 c, __mmask16 d)
{
    return (map_whole)_mm512_maskz_set1_epi8(
        _mm512_kunpackd(_mm512_kunpackw(d, c), _mm512_kunpackw(b, a)), 1);
}
#endif

/* Of four vectors of 32-bit lanes, or of eight of 64. */
SPELT_INLINE map_whole packed_f32(const map_truth_of_f32 v[4])
{
#if SPELT_MAP_BYTES == 64
    return of_four_masks(v[0], v[1], v[2], v[3]);
#else
    map_whole bytes = halved(halved(v[0], v[1], 0), halved(v[2], v[3], 0), 1);
#if SPELT_MAP_BYTES == 32
    bytes = (map_whole)_mm256_permutevar8x32_epi32((__m256i)bytes,
                                                   _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
#endif
    return bytes & 0x0101010101010101u;
#endif
}

SPELT_INLINE map_whole packed_f64(const map_truth_of_f64 v[8])
{
#if SPELT_MAP_BYTES == 64
    return of_four_masks(_mm512_kunpackb(v[1], v[0]), _mm512_kunpackb(v[3], v[2]),
                         _mm512_kunpackb(v[5], v[4]), _mm512_kunpackb(v[7], v[6]));
#else
    map_whole pair[4];
    for (int k = 0; k < 4; k++)
        pair[k] = halved(v[2 * k], v[2 * k + 1], 0);
    map_whole bytes = halved(halved(pair[0], pair[1], 0), halved(pair[2], pair[3], 0), 1);
#if SPELT_MAP_BYTES == 32
    /* Pairs of elements, of which every second is in the upper part. */
    const __m256i order = _mm256_setr_epi8(0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15, 0,
                                           1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15);
    bytes = (map_whole)_mm256_shuffle_epi8(_mm256_permute4x64_epi64((__m256i)bytes, 0xd8), order);
#endif
    return bytes & 0x0101010101010101u;
#endif
}

/* ---- The loops ----------------------------------------------------------------------------------
 */

#define SPELT_MASKS(type)                                                                          \
    SPELT_INLINE map_whole masks_of_##type(const type *x, const type *y,                           \
                                           map_truths_of_##type *truths)                           \
    {                                                                                              \
        map_truth_of_##type v[sizeof(type)];                                                       \
        for (size_t k = 0; k < sizeof(type); k++) {                                                \
            map_whole a, b;                                                                        \
            load_whole(&a, x + k * (SPELT_MAP_BYTES / sizeof(type)));                              \
            load_whole(&b, y + k * (SPELT_MAP_BYTES / sizeof(type)));                              \
            v[k] = truths((map_lanes_of_##type)a, (map_lanes_of_##type)b);                         \
        }                                                                                          \
        return packed_##type(v);                                                                   \
    }                                                                                              \
                                                                                                   \
    /* Of one vector, the lowest bytes. */                                                         \
    SPELT_INLINE map_whole masks_of_one_##type(map_whole a, map_whole b,                           \
                                               map_truths_of_##type *truths)                       \
    {                                                                                              \
        const map_truth_of_##type v[sizeof(type)] = {                                              \
            truths((map_lanes_of_##type)a, (map_lanes_of_##type)b)};                               \
        return packed_##type(v);                                                                   \
    }                                                                                              \
                                                                                                   \
    /* Fewer than SPELT_MAP_BYTES elements: whole vectors, and a part of one, whose pieces lie in  \
     * the bytes as they do in the elements. */                                                    \
    SPELT_INLINE void few_masks_##type(const type *x, const type *y, u8 *out, size_t n,            \
                                       map_truths_of_##type *truths)                               \
    {                                                                                              \
        const size_t lanes = SPELT_MAP_BYTES / sizeof(type);                                       \
        map_whole a, b, bytes;                                                                     \
        for (; n >= lanes; n -= lanes, x += lanes, y += lanes, out += lanes) {                     \
            load_whole(&a, x);                                                                     \
            load_whole(&b, y);                                                                     \
            bytes = masks_of_one_##type(a, b, truths);                                             \
            memcpy(out, &bytes, lanes);                                                            \
        }                                                                                          \
        if (n > 0) {                                                                               \
            load_part(&a, x, n * sizeof(type), sizeof(type));                                      \
            load_part(&b, y, n * sizeof(type), sizeof(type));                                      \
            bytes = masks_of_one_##type(a, b, truths);                                             \
            store_part(out, &bytes, n, 1);                                                         \
        }                                                                                          \
    }                                                                                              \
                                                                                                   \
    SPELT_INLINE void map_masks_##type(const type *x, const type *y, u8 *out, size_t n,            \
                                       map_truths_of_##type *truths)                               \
    {                                                                                              \
        if (n < SPELT_MAP_BYTES) {                                                                 \
            few_masks_##type(x, y, out, n, truths);                                                \
            return;                                                                                \
        }                                                                                          \
        map_whole bytes;                                                                           \
        for (size_t i = 0; n - i >= SPELT_MAP_BYTES; i += SPELT_MAP_BYTES) {                       \
            bytes = masks_of_##type(x + i, y + i, truths);                                         \
            store_whole(out + i, &bytes);                                                          \
        }                                                                                          \
        if (n % SPELT_MAP_BYTES > 0) {                                                             \
            const size_t i = n - SPELT_MAP_BYTES;                                                  \
            bytes = masks_of_##type(x + i, y + i, truths);                                         \
            store_whole(out + i, &bytes);                                                          \
        }                                                                                          \
    }
SPELT_MASKS(f32)
SPELT_MASKS(f64)

#endif
