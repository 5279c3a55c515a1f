/* map_masks.h - comparisons, where vectors have SPELT_MAP_BYTES: a row's expression of whole vectors
 * gives all bits or none in each lane, and those of as many vectors as an element has bytes are
 * packed into one vector of bytes, 0 and 1.
 *
 * Included by maps.c, behind map_part.h. The output may be an input of bytes: what is left of a
 * vector is computed first. */
#ifndef SPELT_ISA_MAP_MASKS_H
#define SPELT_ISA_MAP_MASKS_H

#include "isa/map_part.h"

#ifdef __aarch64__
#include <arm_neon.h>
#endif

#define SPELT_LANES(suffix, type, result, ...)                                                     \
    typedef type map_lanes_of_##type __attribute__((vector_size(SPELT_MAP_BYTES)));
SPELT_REALS(SPELT_LANES, 0)

/* Of each lane, all bits or none; of AVX-512 a bit. */
#if SPELT_MAP_BYTES == 64
typedef __mmask16 map_truth_of_f32, map_truth_of_i32, map_truth_of_u32;
typedef __mmask8 map_truth_of_f64, map_truth_of_i64, map_truth_of_u64;
typedef __mmask32 map_truth_of_i16, map_truth_of_u16;
typedef __mmask64 map_truth_of_i8, map_truth_of_u8;
#else
typedef map_whole map_truth_of_f32, map_truth_of_i32, map_truth_of_u32;
typedef map_whole map_truth_of_f64, map_truth_of_i64, map_truth_of_u64;
typedef map_whole map_truth_of_i16, map_truth_of_u16;
typedef map_whole map_truth_of_i8, map_truth_of_u8;
#endif
#define SPELT_TRUTHS(suffix, type, result, ...)                                                    \
    typedef map_truth_of_##type map_truths_of_##type(map_lanes_of_##type a, map_lanes_of_##type b);
SPELT_REALS(SPELT_TRUTHS, 0)

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

/* ---- Of integers --------------------------------------------------------------------------------
 */

#if SPELT_MAP_BYTES == 64
#define SPELT_ORDERED(name, order, type, intel)                                                    \
    SPELT_INLINE map_truth_of_##type name##_lanes_##type(map_lanes_of_##type a,                    \
                                                         map_lanes_of_##type b)                    \
    {                                                                                              \
        return intel((__m512i)a, (__m512i)b);                                                      \
    }
#else
#define SPELT_ORDERED(name, order, type, intel)                                                    \
    SPELT_INLINE map_whole name##_lanes_##type(map_lanes_of_##type a, map_lanes_of_##type b)       \
    {                                                                                              \
        return (map_whole)(a order b);                                                             \
    }
#endif
#define SPELT_ORDERS(type, suffix)                                                                 \
    SPELT_ORDERED(less, <, type, _mm512_cmplt_##suffix##_mask)                                     \
    SPELT_ORDERED(less_equal, <=, type, _mm512_cmple_##suffix##_mask)                              \
    SPELT_ORDERED(equal, ==, type, _mm512_cmpeq_##suffix##_mask)                                   \
    SPELT_ORDERED(not_equal, !=, type, _mm512_cmpneq_##suffix##_mask)
SPELT_ORDERS(i8, epi8)
SPELT_ORDERS(i16, epi16)
SPELT_ORDERS(i32, epi32)
SPELT_ORDERS(i64, epi64)
SPELT_ORDERS(u8, epu8)
SPELT_ORDERS(u16, epu16)
SPELT_ORDERS(u32, epu32)
SPELT_ORDERS(u64, epu64)

#undef SPELT_COMPARED_LANES
#define SPELT_COMPARED_LANES(name)                                                                 \
    map_lanes_of_f32 : name##_lanes_f32, map_lanes_of_f64 : name##_lanes_f64,                      \
    map_lanes_of_i8 : name##_lanes_i8, map_lanes_of_i16 : name##_lanes_i16,                        \
    map_lanes_of_i32 : name##_lanes_i32, map_lanes_of_i64 : name##_lanes_i64,                      \
    map_lanes_of_u8 : name##_lanes_u8, map_lanes_of_u16 : name##_lanes_u16,                        \
    map_lanes_of_u32 : name##_lanes_u32, map_lanes_of_u64 : name##_lanes_u64,

/* ---- Packing ------------------------------------------------------------------------------------
 *
 * packed_<bytes of an element>(v, ones): the truths of a group of vectors, MASKS_GROUP_ so many, as
 * the lowest bytes of one. `ones` is 1 in every byte. MASKS_TURNS_: groups a turn of the loop. */

SPELT_INLINE map_whole map_ones(void)
{
    const map_whole none = {0};
    return pinned(none | 0x0101010101010101u); /* in a register, and not made anew for each vector */
}

#if SPELT_MAP_BYTES == 64

#define MASKS_GROUP_1 1
#define MASKS_GROUP_2 1
#define MASKS_GROUP_4 1
#define MASKS_GROUP_8 2
#define MASKS_TURNS_1 4
#define MASKS_TURNS_2 4
#define MASKS_TURNS_4 4
#define MASKS_TURNS_8 2

SPELT_INLINE map_whole packed_1(const __mmask64 v[1], map_whole ones)
{
    return (map_whole)_mm512_maskz_mov_epi8(v[0], (__m512i)ones);
}

SPELT_INLINE map_whole packed_2(const __mmask32 v[1], map_whole ones)
{
    const __m256i lower = _mm512_castsi512_si256((__m512i)ones);
    return (map_whole)_mm512_castsi256_si512(_mm256_maskz_mov_epi8(v[0], lower));
}

SPELT_INLINE map_whole packed_4(const __mmask16 v[1], map_whole ones)
{
    const __m128i lowest = _mm512_castsi512_si128((__m512i)ones);
    return (map_whole)_mm512_castsi128_si512(_mm_maskz_mov_epi8(v[0], lowest));
}

SPELT_INLINE map_whole packed_8(const __mmask8 v[2], map_whole ones)
{
    const __mmask16 both = _mm512_kunpackb(v[1], v[0]);
    return packed_4(&both, ones);
}

#else

#define MASKS_GROUP_1 1
#define MASKS_GROUP_2 2
#define MASKS_GROUP_4 4
#define MASKS_GROUP_8 8
#define MASKS_TURNS_1 4
#define MASKS_TURNS_2 2
#define MASKS_TURNS_4 1
#define MASKS_TURNS_8 1

/* Two vectors of masks become one, in the order of the elements but for the 16-byte parts of AVX2.
 */
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

SPELT_INLINE map_whole packed_1(const map_whole v[1], map_whole ones)
{
    return v[0] & ones;
}

SPELT_INLINE map_whole packed_2(const map_whole v[2], map_whole ones)
{
    map_whole bytes = halved(v[0], v[1], 1);
#if SPELT_MAP_BYTES == 32
    bytes = (map_whole)_mm256_permute4x64_epi64((__m256i)bytes, 0xd8);
#endif
    return bytes & ones;
}

SPELT_INLINE map_whole packed_4(const map_whole v[4], map_whole ones)
{
    map_whole bytes = halved(halved(v[0], v[1], 0), halved(v[2], v[3], 0), 1);
#if SPELT_MAP_BYTES == 32
    bytes = (map_whole)_mm256_permutevar8x32_epi32((__m256i)bytes,
                                                   _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
#endif
    return bytes & ones;
}

SPELT_INLINE map_whole packed_8(const map_whole v[8], map_whole ones)
{
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
    return bytes & ones;
}

#endif

/* ---- The loops ----------------------------------------------------------------------------------
 */

#define SPELT_MASKS(type, group, packed, turns)                                                    \
    /* Of `vectors` vectors, at most a group. */                                                   \
    SPELT_INLINE map_whole masks_of_##type(const type *x, const type *y, size_t vectors,           \
                                           map_whole ones, map_truths_of_##type *truths)           \
    {                                                                                              \
        map_truth_of_##type v[group] = {0};                                                        \
        for (size_t k = 0; k < vectors; k++) {                                                     \
            map_whole a, b;                                                                        \
            load_whole(&a, x + k * (SPELT_MAP_BYTES / sizeof(type)));                              \
            load_whole(&b, y + k * (SPELT_MAP_BYTES / sizeof(type)));                              \
            v[k] = truths((map_lanes_of_##type)a, (map_lanes_of_##type)b);                         \
        }                                                                                          \
        return packed(v, ones);                                                                    \
    }                                                                                              \
                                                                                                   \
    /* Less than a group: whole vectors, and a part of one, whose pieces lie in the bytes as they  \
     * do in the elements. */                                                                      \
    SPELT_INLINE void few_masks_##type(const type *x, const type *y, u8 *out, size_t n,            \
                                       map_whole ones, map_truths_of_##type *truths)               \
    {                                                                                              \
        const size_t lanes = SPELT_MAP_BYTES / sizeof(type);                                       \
        map_whole a, b, bytes;                                                                     \
        for (; n >= lanes; n -= lanes, x += lanes, y += lanes, out += lanes) {                     \
            bytes = masks_of_##type(x, y, 1, ones, truths);                                        \
            memcpy(out, &bytes, lanes);                                                            \
        }                                                                                          \
        if (n > 0) {                                                                               \
            map_truth_of_##type v[group] = {0};                                                    \
            load_part(&a, x, n * sizeof(type), sizeof(type));                                      \
            load_part(&b, y, n * sizeof(type), sizeof(type));                                      \
            v[0] = truths((map_lanes_of_##type)a, (map_lanes_of_##type)b);                         \
            bytes = packed(v, ones);                                                               \
            store_part(out, &bytes, n, 1);                                                         \
        }                                                                                          \
    }                                                                                              \
                                                                                                   \
    /* Where a part costs more than a whole group, the last is one that ends with the last         \
     * element. */                                                                                 \
    SPELT_INLINE void map_masks_##type(const type *x, const type *y, u8 *out, size_t n,            \
                                       map_truths_of_##type *truths)                               \
    {                                                                                              \
        const size_t step = group * SPELT_MAP_BYTES / sizeof(type), rest = n % step;               \
        const map_whole ones = map_ones();                                                         \
        const int is_last_whole = !MAP_MASKED && n > step && rest > 0;                             \
        map_whole bytes, last = {0};                                                               \
        size_t i = 0;                                                                              \
        if (is_last_whole)                                                                         \
            last = masks_of_##type(x + n - step, y + n - step, group, ones, truths);               \
        SPELT_UNROLL(turns)                                                                        \
        for (; i + step <= n; i += step) {                                                         \
            bytes = masks_of_##type(x + i, y + i, group, ones, truths);                            \
            memcpy(out + i, &bytes, step);                                                         \
        }                                                                                          \
        if (is_last_whole)                                                                         \
            store_whole(out + n - step, &last);                                                    \
        else if (rest > 0)                                                                         \
            few_masks_##type(x + i, y + i, out + i, rest, ones, truths);                           \
    }
SPELT_MASKS(f32, MASKS_GROUP_4, packed_4, MASKS_TURNS_4)
SPELT_MASKS(f64, MASKS_GROUP_8, packed_8, MASKS_TURNS_8)
SPELT_MASKS(i8, MASKS_GROUP_1, packed_1, MASKS_TURNS_1)
SPELT_MASKS(i16, MASKS_GROUP_2, packed_2, MASKS_TURNS_2)
SPELT_MASKS(i32, MASKS_GROUP_4, packed_4, MASKS_TURNS_4)
SPELT_MASKS(i64, MASKS_GROUP_8, packed_8, MASKS_TURNS_8)
SPELT_MASKS(u8, MASKS_GROUP_1, packed_1, MASKS_TURNS_1)
SPELT_MASKS(u16, MASKS_GROUP_2, packed_2, MASKS_TURNS_2)
SPELT_MASKS(u32, MASKS_GROUP_4, packed_4, MASKS_TURNS_4)
SPELT_MASKS(u64, MASKS_GROUP_8, packed_8, MASKS_TURNS_8)

#endif
