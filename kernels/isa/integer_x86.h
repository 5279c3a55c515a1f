/* integer_x86.h - exact totals of 8 and 16 bits on SSE2, AVX2 and AVX-512, by the instructions that
 * multiply and add neighbours: PMADDWD (pairs of 16 bits), PSADBW (eight bytes), and with VNNI
 * VPDPBUSD and VPDPWSSD, whose forms that saturate are never used.
 *
 * Order is free, so whole vectors are loaded, and bytes become words as the even and the odd ones.
 * The last vector is filled up with zeros. */
#ifndef SPELT_ISA_INTEGER_X86_H
#define SPELT_ISA_INTEGER_X86_H

#include "isa/integer_wide.h"
#include "isa/integer_x86_vectors.h"

#include <string.h>

/* ---- Blocks: terms added in lanes of 32 bits ------------------------------------------------- */

/* 2^15 bytes. A step adds at most one word of 16 bits, or a product of two bytes, for each byte to
 * either sum: less than 2^16 in magnitude, so that a block stays within 2^31 - 1 over all lanes
 * together, in any order (255 * 255 * 2^15 < 2^31). */
#define BLOCK_BYTES ((size_t)1 << 15)

typedef struct {
    sums_i32 plain, weighted;
} block_sums;

/* Adds a vector of terms. */
typedef void block_step(block_sums *sums, bytes_u8 x, bytes_u8 y);

/* The sum of all `plain` and of weight times all `weighted`. */
SPELT_INLINE int64_t add_blocks(const void *px, const void *py, size_t size, block_step *step,
                                int64_t weight)
{
    const unsigned char *x = px, *y = py;
    int64_t total = 0;
    while (size > 0) {
        const size_t length = size < BLOCK_BYTES ? size : BLOCK_BYTES;
        block_sums sums[INTEGER_CHAINS] = {{{0}, {0}}};
        size_t i = 0;
        for (; length - i >= INTEGER_CHAINS * INTEGER_BYTES; i += INTEGER_CHAINS * INTEGER_BYTES)
            for (size_t j = 0; j < INTEGER_CHAINS; j++)
                step(&sums[j], load_bytes(x + i + j * INTEGER_BYTES),
                     load_bytes(y + i + j * INTEGER_BYTES));
        for (; length - i >= INTEGER_BYTES; i += INTEGER_BYTES)
            step(&sums[0], load_bytes(x + i), load_bytes(y + i));
        if (i < length)
            step(&sums[1], load_part(x + i, length - i), load_part(y + i, length - i));
        for (size_t j = 1; j < INTEGER_CHAINS; j++) {
            sums[0].plain += sums[j].plain;
            sums[0].weighted += sums[j].weighted;
        }
        total += lanes_i32(sums[0].plain);
        if (weight != 0)
            total += weight * lanes_i32(sums[0].weighted);
        x += length, y += length, size -= length;
    }
    return total;
}

/* The sum of words. */
SPELT_INLINE sums_i32 add_words(words_i16 v)
{
    return multiply_pairs(v, all_words(1));
}

/* Unsigned words less 2^15, which are signed. */
SPELT_INLINE words_i16 less_half(words_i16 v)
{
    return v ^ all_words(INT16_MIN);
}

/* ---- Sums ------------------------------------------------------------------------------------ */

SPELT_INLINE bytes_u8 as_they_are(bytes_u8 v)
{
    return v;
}

SPELT_INLINE bytes_u8 flipped(bytes_u8 v)
{
    return v ^ 0x80;
}

SPELT_INLINE bytes_u8 are_set(bytes_u8 v)
{
    return (bytes_u8)INTEGER_CALL(min_epu8)((intel_vector)v, (intel_vector)((bytes_u8){0} + 1));
}

/* number: what unsigned number a byte is added as. A lane gets less than 2^24 * 2^8. */
SPELT_INLINE uint64_t add_all_bytes(const void *px, size_t n, bytes_u8 number(bytes_u8 v))
{
    const unsigned char *x = px;
    sums_u64 a = {0}, b = {0};
    size_t i = 0;
    for (; n - i >= 2 * INTEGER_BYTES; i += 2 * INTEGER_BYTES) {
        a += add_eights(number(load_bytes(x + i)));
        b += add_eights(number(load_bytes(x + i + INTEGER_BYTES)));
    }
    if (n - i >= INTEGER_BYTES) {
        a += add_eights(number(load_bytes(x + i)));
        i += INTEGER_BYTES;
    }
    if (i < n)
        b += add_eights(number(load_part(x + i, n - i)));
    return lanes_u64(a + b);
}

SPELT_INLINE uint64_t narrow_sum_u8(const u8 *x, const u8 *y, size_t n)
{
    (void)y;
    return add_all_bytes(x, n, as_they_are);
}

SPELT_INLINE int64_t narrow_count_u8(const u8 *x, const u8 *y, size_t n)
{
    (void)y;
    return (int64_t)add_all_bytes(x, n, are_set);
}

SPELT_INLINE int64_t narrow_sum_i8(const i8 *x, const i8 *y, size_t n)
{
    (void)y;
    return (int64_t)add_all_bytes(x, n, flipped) - 0x80 * filled(n, 1);
}

SPELT_INLINE void step_sum_i16(block_sums *sums, bytes_u8 x, bytes_u8 y)
{
    (void)y;
    sums->plain += add_words((words_i16)x);
}

SPELT_INLINE void step_sum_u16(block_sums *sums, bytes_u8 x, bytes_u8 y)
{
    (void)y;
    sums->plain += add_words(less_half((words_i16)x));
}

SPELT_INLINE int64_t narrow_sum_i16(const i16 *x, const i16 *y, size_t n)
{
    (void)y;
    return add_blocks(x, x, 2 * n, step_sum_i16, 0);
}

SPELT_INLINE uint64_t narrow_sum_u16(const u16 *x, const u16 *y, size_t n)
{
    (void)y;
    return (uint64_t)(add_blocks(x, x, 2 * n, step_sum_u16, 0) + 0x8000 * filled(n, 2));
}

/* ---- Products of bytes ----------------------------------------------------------------------- */

#ifdef INTEGER_VNNI

/* VPDPBUSD multiplies unsigned bytes by signed ones. A byte with its sign bit flipped is 128 more
 * (signed to unsigned) or less (unsigned to signed):
 *     x * y = (x + 128) * y - 128 * y = x * (y - 128) + 128 * x.
 * Both sums stay in their lanes: a product is at most 255 * 128 in magnitude. */
#define WEIGHT_dot_i8 (-128)
#define WEIGHT_dot_u8 128

SPELT_INLINE bytes_u8 all_bytes(int value)
{
    return (bytes_u8){0} + (uint8_t)value;
}

SPELT_INLINE void step_dot_i8(block_sums *sums, bytes_u8 x, bytes_u8 y)
{
    sums->plain = add_fours(sums->plain, x ^ all_bytes(0x80), y);
    sums->weighted = add_fours(sums->weighted, all_bytes(1), y);
}

SPELT_INLINE void step_dot_u8(block_sums *sums, bytes_u8 x, bytes_u8 y)
{
    sums->plain = add_fours(sums->plain, x, y ^ all_bytes(0x80));
    sums->weighted = add_fours(sums->weighted, x, all_bytes(1));
}

#else

#define WEIGHT_dot_i8 0
#define WEIGHT_dot_u8 0

SPELT_INLINE void step_dot_i8(block_sums *sums, bytes_u8 x, bytes_u8 y)
{
    const words_i16 even_x = (words_i16)((words_u16)x << 8) >> 8, odd_x = (words_i16)x >> 8;
    const words_i16 even_y = (words_i16)((words_u16)y << 8) >> 8, odd_y = (words_i16)y >> 8;
    sums->plain += multiply_pairs(even_x, even_y) + multiply_pairs(odd_x, odd_y);
}

SPELT_INLINE void step_dot_u8(block_sums *sums, bytes_u8 x, bytes_u8 y)
{
    const words_u16 even_x = (words_u16)x & 0xff, odd_x = (words_u16)x >> 8;
    const words_u16 even_y = (words_u16)y & 0xff, odd_y = (words_u16)y >> 8;
    sums->plain += multiply_pairs((words_i16)even_x, (words_i16)even_y) +
                   multiply_pairs((words_i16)odd_x, (words_i16)odd_y);
}

#endif

SPELT_INLINE int64_t narrow_dot_i8(const i8 *x, const i8 *y, size_t n)
{
    return add_blocks(x, y, n, step_dot_i8, WEIGHT_dot_i8);
}

SPELT_INLINE uint64_t narrow_dot_u8(const u8 *x, const u8 *y, size_t n)
{
    return (uint64_t)add_blocks(x, y, n, step_dot_u8, WEIGHT_dot_u8);
}

/* ---- Products of words ----------------------------------------------------------------------- */

/* Unsigned products by their halves, as unsigned words. */
SPELT_INLINE void step_dot_u16(block_sums *sums, bytes_u8 x, bytes_u8 y)
{
    const words_i16 low = (words_i16)((words_u16)x * (words_u16)y);
    const words_i16 high = high_products((words_u16)x, (words_u16)y);
#ifdef INTEGER_VNNI
    sums->plain = add_pairs(sums->plain, less_half(low), all_words(1));
    sums->weighted = add_pairs(sums->weighted, less_half(high), all_words(1));
#else
    sums->plain += add_words(less_half(low));
    sums->weighted += add_words(less_half(high));
#endif
}

SPELT_INLINE uint64_t narrow_dot_u16(const u16 *x, const u16 *y, size_t n)
{
    const int64_t halves_more = 0x8000 * filled(n, 2);
    return (uint64_t)(add_blocks(x, y, 2 * n, step_dot_u16, 0x10000) + halves_more +
                      0x10000 * halves_more);
}

#define SPELT_NARROW(type, out)                                                                    \
    SPELT_INLINE out narrow_sumsq_##type(const type *x, const type *y, size_t n)                   \
    {                                                                                              \
        (void)y;                                                                                   \
        return narrow_dot_##type(x, x, n);                                                         \
    }                                                                                              \
    SPELT_FROM_NARROW(sum, type, out)                                                              \
    SPELT_FROM_NARROW(sumsq, type, out)                                                            \
    SPELT_FROM_NARROW(dot, type, out)
SPELT_FROM_NARROW(count, u8, int64_t)
SPELT_FROM_NARROW(sum, i16, int64_t)
SPELT_NARROW(i8, int64_t)
SPELT_NARROW(u8, uint64_t)
SPELT_NARROW(u16, uint64_t)

#endif
