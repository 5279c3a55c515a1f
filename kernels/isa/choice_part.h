/* choice_part.h - fewer bytes of elements than fill a vector: every lane has one of them, some are
 * there twice. Nothing else is read. */
#ifndef SPELT_ISA_CHOICE_PART_H
#define SPELT_ISA_CHOICE_PART_H

#include "types.h"

#include <string.h>

#define SPELT_PIECE(type)                                                                          \
    SPELT_INLINE uint64_t piece_##type(const unsigned char *p)                                     \
    {                                                                                              \
        type piece;                                                                                \
        memcpy(&piece, p, sizeof piece);                                                           \
        return piece;                                                                              \
    }
SPELT_PIECE(u16)
SPELT_PIECE(u32)
SPELT_PIECE(u64)

typedef struct {
    uint64_t first, last;
} halves_of_16;

/* The first and the last piece, each a power of two wide, and these repeated. */
SPELT_INLINE halves_of_16 load_part_16(const void *begin, size_t bytes)
{
    const unsigned char *p = begin;
    if (bytes >= 8)
        return (halves_of_16){piece_u64(p), piece_u64(p + bytes - 8)};
    uint64_t both;
    if (bytes >= 4) {
        both = piece_u32(p) | piece_u32(p + bytes - 4) << 32;
    } else if (bytes >= 2) {
        both = piece_u16(p) | piece_u16(p + bytes - 2) << 16;
        both |= both << 32;
    } else {
        both = *p * (uint64_t)0x0101010101010101;
    }
    return (halves_of_16){both, both};
}

/* Where a byte of what was loaded comes from: first and last pieces follow each other. The first of
 * equal elements is the first there too. */
SPELT_INLINE size_t part_position(size_t byte, size_t bytes)
{
    const size_t piece = (size_t)1 << (63 - __builtin_clzll(bytes));
    return byte < piece ? byte : bytes - 2 * piece + byte;
}

#endif
