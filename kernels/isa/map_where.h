/* map_where.h - choices by a mask of bytes, where vectors have 32 bytes or more: a byte becomes as wide
 * as an element, or a bit of a mask register. Elements are moved as bits, by their size.
 *
 * Included by maps.c, behind map_part.h. The output may be one of the inputs y and z. */
#ifndef SPELT_ISA_MAP_WHERE_H
#define SPELT_ISA_MAP_WHERE_H

#include "isa/map_part.h"

/* y in the lanes whose byte is not 0, else z. */
#if SPELT_MAP_BYTES == 64
#define SPELT_CHOSEN(bits, lanes, load, bytes)                                                     \
    SPELT_INLINE map_whole chosen_##bits(const u8 *mask, map_whole y, map_whole z)                 \
    {                                                                                              \
        const bytes m = load;                                                                      \
        const __mmask##lanes is_set = (__mmask##lanes)MAP_TEST(bytes)(m, m);                       \
        return (map_whole)_mm512_mask_blend_epi##bits(is_set, (__m512i)z, (__m512i)y);             \
    }
#define MAP_TEST(bytes) SPELT_PASTE(MAP_TEST_, bytes)
#define MAP_TEST___m128i _mm_test_epi8_mask
#define MAP_TEST___m256i _mm256_test_epi8_mask
#define MAP_TEST___m512i _mm512_test_epi8_mask
SPELT_CHOSEN(8, 64, _mm512_loadu_si512(mask), __m512i)
SPELT_CHOSEN(16, 32, _mm256_loadu_si256((const __m256i *)(const void *)mask), __m256i)
SPELT_CHOSEN(32, 16, _mm_loadu_si128((const __m128i *)(const void *)mask), __m128i)
SPELT_CHOSEN(64, 8, _mm_loadl_epi64((const __m128i *)(const void *)mask), __m128i)
#else
SPELT_INLINE __m128i four_bytes(const u8 *p)
{
    i32 four;
    memcpy(&four, p, sizeof four);
    return _mm_cvtsi32_si128(four);
}

#define SPELT_CHOSEN(bits, wide)                                                                   \
    SPELT_INLINE map_whole chosen_##bits(const u8 *mask, map_whole y, map_whole z)                 \
    {                                                                                              \
        const __m256i is_zero = _mm256_cmpeq_epi##bits(wide, _mm256_setzero_si256());              \
        return (map_whole)_mm256_blendv_epi8((__m256i)y, (__m256i)z, is_zero);                     \
    }
SPELT_CHOSEN(8, _mm256_loadu_si256((const __m256i *)(const void *)mask))
SPELT_CHOSEN(16, _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(const void *)mask)))
SPELT_CHOSEN(32, _mm256_cvtepi8_epi32(_mm_loadl_epi64((const __m128i *)(const void *)mask)))
SPELT_CHOSEN(64, _mm256_cvtepi8_epi64(four_bytes(mask)))
#endif

/* The vector that ends with the last element is computed while its inputs are what they were, and
 * stored last. Fewer elements than fill one are left to the plain loop. */
#define SPELT_WHOLE_WHERE(bits)                                                                    \
    SPELT_INLINE map_whole chosen_from_##bits(const u8 *mask, const u##bits *y, const u##bits *z)  \
    {                                                                                              \
        map_whole a, b;                                                                            \
        load_whole(&a, y);                                                                         \
        load_whole(&b, z);                                                                         \
        return chosen_##bits(mask, a, b);                                                          \
    }                                                                                              \
                                                                                                   \
    SPELT_INLINE void map_where_whole_##bits(const u8 *mask, const u##bits *y, const u##bits *z,   \
                                             u##bits *out, size_t n)                               \
    {                                                                                              \
        const size_t lanes = SPELT_MAP_BYTES / sizeof *out, end = n - lanes;                       \
        const map_whole last = chosen_from_##bits(mask + end, y + end, z + end);                   \
        SPELT_UNROLL(4)                                                                             \
        for (size_t i = 0; i < end; i += lanes) {                                                  \
            const map_whole chosen = chosen_from_##bits(mask + i, y + i, z + i);                   \
            store_whole(out + i, &chosen);                                                         \
        }                                                                                          \
        store_whole(out + end, &last);                                                             \
    }
SPELT_WHOLE_WHERE(8)
SPELT_WHOLE_WHERE(16)
SPELT_WHOLE_WHERE(32)
SPELT_WHOLE_WHERE(64)

#endif
