/* pieces.h - elements that are left over behind whole vectors, in pieces: of 32, 16, 8 and 4 bytes,
 * each at most once. A call on the same elements finds in the store queue just what was stored by
 * the one before, where it would wait for masked stores, or for ones that overlap.
 *
 *   LEFT_OVER(bytes, DO)    DO(a constant number of bytes) for each piece
 *   load_piece(p, bytes)    a vector of it, repeated: every lane gets one of the elements, so that
 *                           it raises no exception of its own
 *   store_piece(p, v, bytes)    the first of these; all results are wanted, or Clang leaves lanes
 *                           to whatever is in them */
#ifndef SPELT_ISA_PIECES_H
#define SPELT_ISA_PIECES_H

#include "isa/vec.h"

#include <string.h>

typedef u64 piece_u64 __attribute__((vector_size(8 * LANES_f64), may_alias));
typedef u32 piece_u32 __attribute__((vector_size(8 * LANES_f64), may_alias));

#define LEFT_OVER(bytes, DO)                                                                       \
    if ((bytes) % sizeof(piece_u64) != 0) {                                                        \
        IF_PIECE(bytes, 32, DO)                                                                    \
        IF_PIECE(bytes, 16, DO) IF_PIECE(bytes, 8, DO) IF_PIECE(bytes, 4, DO)                      \
    }
#define IF_PIECE(bytes, piece, DO)                                                                 \
    if ((piece) < sizeof(piece_u64) && ((bytes) & (piece))) {                                      \
        DO(piece)                                                                                  \
    }

SPELT_INLINE piece_u64 load_piece(const void *p, size_t bytes)
{
#ifdef __AVX512F__
    if (bytes == 32)
        return (piece_u64)_mm512_broadcast_i64x4(_mm256_loadu_si256(p));
    if (bytes == 16)
        return (piece_u64)_mm512_broadcast_i32x4(_mm_loadu_si128(p));
#elif defined __AVX2__
    if (bytes == 16)
        return (piece_u64)_mm256_broadcastsi128_si256(_mm_loadu_si128(p));
#endif
    if (bytes == 8) {
        u64 bits;
        memcpy(&bits, p, sizeof bits);
        return bits - (piece_u64){0};
    }
    u32 bits;
    memcpy(&bits, p, sizeof bits);
    return (piece_u64)(bits - (piece_u32){0});
}

SPELT_INLINE void store_piece(void *p, piece_u64 v, size_t bytes)
{
#ifdef __SSE2__
    __asm__("" : "+v"(v));
#else
    __asm__("" : "+w"(v));
#endif
#ifdef __AVX512F__
    if (bytes == 32) {
        _mm256_storeu_si256(p, _mm512_castsi512_si256((__m512i)v));
        return;
    }
    if (bytes == 16) {
        _mm_storeu_si128(p, _mm512_castsi512_si128((__m512i)v));
        return;
    }
#elif defined __AVX2__
    if (bytes == 16) {
        _mm_storeu_si128(p, _mm256_castsi256_si128((__m256i)v));
        return;
    }
#endif
    if (bytes == 8) {
        const u64 bits = v[0];
        memcpy(p, &bits, sizeof bits);
    } else {
        const u32 bits = ((piece_u32)v)[0];
        memcpy(p, &bits, sizeof bits);
    }
}

#endif
