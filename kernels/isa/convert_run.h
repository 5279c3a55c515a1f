/* convert_run.h - from the loops of conversions.c to a kernel: of one loop or of two, of any
 * length. Type- erased, once for all conversions of a set, so that a conversion is little more than
 * its loop.
 *
 * A loop does whole vectors: as many elements as it is given, less what is left of a grain. The
 * last grain is done once more where that is not all, up to the last element; fewer than a grain
 * are padded by zeros, which all conversions take. */
#ifndef SPELT_CONVERT_RUN_H
#define SPELT_CONVERT_RUN_H

#include "isa/kernels.h"
#include "isa/usual.h"

#include <string.h>
#ifdef __AVX512BW__
#include <immintrin.h>
#endif

/* Returns bits that are set if an element failed; what was written is then of no use. */
typedef u64 convert_loop(const void *x, void *out, size_t n);

#if defined __AVX512F__
#define CONVERT_VECTOR 64
#elif defined __AVX2__
#define CONVERT_VECTOR 32
#else
#define CONVERT_VECTOR 16
#endif

/* Elements of which the wider type fills a vector, and the narrower one. */
#define CONVERT_OF_WIDER(in, out)                                                                  \
    ((size_t)CONVERT_VECTOR / (sizeof(in) > sizeof(out) ? sizeof(in) : sizeof(out)))
#define CONVERT_OF_NARROWER(in, out)                                                               \
    ((size_t)CONVERT_VECTOR / (sizeof(in) < sizeof(out) ? sizeof(in) : sizeof(out)))

/* The sizes of an element read, between two steps, and made; the grain of both steps; whether a
 * failure is possible; and the number of the row: in one register. */
#define CONVERT_SHAPE(in, between, out, grain, other_grain, can_fail, row)                         \
    ((u64)sizeof(in) | sizeof(between) << 8 | sizeof(out) << 16 |                                  \
     (u64)((unsigned)grain > (unsigned)other_grain ? grain : other_grain) << 24 |                  \
     (u64)(can_fail) << 32 | (u64)(row) << 40)

enum {
    CONVERT_BLOCK_BYTES = 4096, /* of the widest elements, which stay in the first level */
    CONVERT_AT_ONCE = 1024, /* elements that are no blocks */
    CONVERT_ASIDE_BYTES = 768,  /* the same where some lie on the stack */
    CONVERT_MOST_GRAIN = 64,
    CONVERT_ROOM = CONVERT_ASIDE_BYTES + 8 * CONVERT_MOST_GRAIN
};

typedef struct {
    convert_loop *first, *second; /* NULL where there is one */
    size_t in, between, out, grain;
} convert_steps;

/* n is not below the grain, and x not out. */
SPELT_INLINE u64 convert_step(convert_loop *loop, const void *x, size_t in, void *out,
                              size_t out_size, size_t n, size_t grain)
{
    u64 bad = loop(x, out, n);
    const size_t last = n - grain;
    if ((n & (grain - 1)) != 0)
        bad |= loop((const u8 *)x + last * in, (u8 *)out + last * out_size, grain);
    return bad;
}

SPELT_INLINE u64 convert_block(const convert_steps *steps, const void *x, void *out, void *room,
                               size_t n)
{
    if (!steps->second)
        return convert_step(steps->first, x, steps->in, out, steps->out, n, steps->grain);
    return convert_step(steps->first, x, steps->in, room, steps->between, n, steps->grain) |
           convert_step(steps->second, room, steps->between, out, steps->out, n, steps->grain);
}

/* By the scalar kernel. */
static __attribute__((noinline)) size_t convert_one_by_one(u64 shape, const void *x, void *out,
                                                           size_t n)
{
    spelt_kernel *kernel = spelt_conversions_scalar.row[shape >> 40].kernel[0];
    return ((spelt_map_kernel *)kernel)(x, NULL, NULL, out, n);
}

#ifndef __AVX512BW__
SPELT_INLINE void convert_move(u8 *to, const u8 *from, size_t bytes)
{
    size_t at = 0;
    for (; bytes - at >= 8; at += 8)
        memcpy(to + at, from + at, 8);
    if (bytes & 4)
        memcpy(to + at, from + at, 4), at += 4;
    if (bytes & 2)
        memcpy(to + at, from + at, 2), at += 2;
    if (bytes & 1)
        to[at] = from[at];
}
#endif

/* So many bytes, fewer than a grain has, into room that ends where a vector does: zeros up to there. Whole
 * vectors, and with masks all of them, are stored as wide as they are loaded again. */
SPELT_INLINE void convert_take(u8 *to, const u8 *from, size_t bytes, size_t room)
{
    size_t at = 0;
#ifdef __AVX512BW__
    for (; bytes - at > 64; at += 64)
        _mm512_store_si512(to + at, _mm512_loadu_si512(from + at));
    if (at < bytes)
        _mm512_store_si512(to + at, _mm512_maskz_loadu_epi8((__mmask64)-1 >> (64 - (bytes - at)), from + at));
    for (at += 64; at < room; at += 64)
        _mm512_store_si512(to + at, _mm512_setzero_si512());
#else
    for (; bytes - at >= CONVERT_VECTOR; at += CONVERT_VECTOR)
        memcpy(to + at, from + at, CONVERT_VECTOR);
    for (size_t i = at; i < room; i += CONVERT_VECTOR)
        memset(to + i, 0, CONVERT_VECTOR);
    convert_move(to + at, from + at, bytes - at);
#endif
}

/* And back, as wide as it was stored by a loop to elements that are not narrower than what it reads, or by
 * pieces of that. */
SPELT_INLINE void convert_give(u8 *to, const u8 *from, size_t bytes, int is_wide)
{
    size_t at = 0;
#ifdef __AVX512BW__
    if (is_wide) {
        for (; bytes - at > 64; at += 64)
            _mm512_storeu_si512(to + at, _mm512_load_si512(from + at));
        _mm512_mask_storeu_epi8(to + at, (__mmask64)-1 >> (64 - (bytes - at)), _mm512_load_si512(from + at));
        return;
    }
    if (bytes <= 8) {
        _mm_mask_storeu_epi8(to, (__mmask16)(0xff >> (8 - bytes)), _mm_loadl_epi64((const void *)from));
        return;
    }
    for (; bytes - at > 16; at += 16)
        _mm_storeu_si128((__m128i *)(void *)(to + at), _mm_load_si128((const void *)(from + at)));
    _mm_mask_storeu_epi8(to + at, (__mmask16)(0xffff >> (16 - (bytes - at))), _mm_load_si128((const void *)(from + at)));
#else
    for (; is_wide && bytes - at >= CONVERT_VECTOR; at += CONVERT_VECTOR)
        memcpy(to + at, from + at, CONVERT_VECTOR);
    convert_move(to + at, from + at, bytes - at);
#endif
}

/* Less than a grain. */
static __attribute__((noinline)) size_t convert_few(const void *x, void *out, size_t n,
                                                    convert_loop *first, convert_loop *second,
                                                    u64 shape)
{
    _Alignas(64) u8 from[8 * CONVERT_MOST_GRAIN], to[8 * CONVERT_MOST_GRAIN];
    const size_t in = shape & 0xff, between = shape >> 8 & 0xff, out_size = shape >> 16 & 0xff;
    const size_t grain = shape >> 24 & 0xff;
    u64 bad;
    if (n == 0)
        return 0;
    convert_take(from, x, n * in, grain * in);
    if (second) {
        _Alignas(64) u8 room[8 * CONVERT_MOST_GRAIN];
        bad = first(from, room, grain);
        bad |= second(room, to, grain);
    } else {
        bad = first(from, to, grain);
    }
    if (SPELT_UNLIKELY(bad))
        return convert_one_by_one(shape, x, out, n);
    convert_give(out, to, n * out_size, out_size >= (second ? between : in));
    return 0;
}

/* By blocks of so many bytes: of what is converted in place a copy is kept. */
SPELT_INLINE size_t convert_blocks(const void *x, void *out, size_t n, const convert_steps *steps,
                                   u64 shape, size_t bytes, void *kept, void *room)
{
    const size_t wider = steps->in > steps->out ? steps->in : steps->out;
    const size_t most = bytes / (wider > steps->between ? wider : steps->between);
    size_t failure = 0;
    for (size_t at = 0, length; at < n; at += length) {
        length = n - at < most + steps->grain ? n - at : most;
        const void *block = (const u8 *)x + at * steps->in;
        void *result = (u8 *)out + at * steps->out;
        if (kept && block == result)
            block = memcpy(kept, block, length * steps->in);
        if (SPELT_LIKELY(!convert_block(steps, block, result, room, length)))
            continue;
        const size_t found = convert_one_by_one(shape, block, result, length);
        if (found != 0 && failure == 0)
            failure = found + SPELT_FAILURE(at, 0);
    }
    return failure;
}

static __attribute__((noinline)) size_t convert_apart(const void *x, void *out, size_t n,
                                                      const convert_steps *steps, u64 shape)
{
    return convert_blocks(x, out, n, steps, shape, CONVERT_BLOCK_BYTES, NULL, NULL);
}

/* In place, or in two steps. */
static __attribute__((noinline)) size_t convert_aside(const void *x, void *out, size_t n,
                                                      const convert_steps *steps, u64 shape)
{
    _Alignas(64) u8 kept[CONVERT_ROOM], room[CONVERT_ROOM];
    return convert_blocks(x, out, n, steps, shape, CONVERT_ASIDE_BYTES, kept, room);
}

SPELT_INLINE size_t convert_by(const void *x, void *out, size_t n, convert_loop *first,
                               convert_loop *second, u64 shape)
{
    if (n < (shape >> 24 & 0xff))
        return convert_few(x, out, n, first, second, shape);
    const convert_steps steps = {
        first, second, shape & 0xff, shape >> 8 & 0xff, shape >> 16 & 0xff, shape >> 24 & 0xff};
    return second || x == out ? convert_aside(x, out, n, &steps, shape)
                              : convert_apart(x, out, n, &steps, shape);
}

/* No blocks; out is not x. */
static __attribute__((noinline)) size_t convert_at_once(const void *x, void *out, size_t n,
                                                        convert_loop *loop, u64 shape)
{
    const size_t in = shape & 0xff, out_size = shape >> 16 & 0xff, grain = shape >> 24 & 0xff;
    if (SPELT_LIKELY(!convert_step(loop, x, in, out, out_size, n, grain)))
        return 0;
    return convert_one_by_one(shape, x, out, n);
}

static __attribute__((noinline)) size_t convert_run(const void *x, void *out, size_t n,
                                                    convert_loop *first, convert_loop *second,
                                                    u64 shape)
{
    if (SPELT_LIKELY((shape >> 32 & 0xff) == 0 && x != out && n >= (shape >> 24 & 0xff))) {
        convert_step(first, x, shape & 0xff, out, shape >> 16 & 0xff, n, shape >> 24 & 0xff);
        return 0;
    }
    if (n < (shape >> 24 & 0xff))
        return convert_few(x, out, n, first, NULL, shape);
    if (x != out && n <= CONVERT_AT_ONCE)
        return convert_at_once(x, out, n, first, shape);
    return convert_by(x, out, n, first, second, shape);
}

#if CONVERT_HAS_STEPS
/* The same of two steps, under a name by which a kernel is known to be made of vectors. */
#define CONVERT_BY_STEPS SPELT_PASTE(spelt_convert_by_steps_, ISA)
static __attribute__((noinline)) size_t CONVERT_BY_STEPS(const void *x, void *out, size_t n,
                                                         convert_loop *first, convert_loop *second,
                                                         u64 shape)
{
    return convert_by(x, out, n, first, second, shape);
}
#endif

/* Both as stretches of usual arithmetic, see conversions.c. */
#define CONVERT_STRETCH(name, run, begin, end)                                                     \
    static __attribute__((noinline)) size_t name(const void *x, void *out, size_t n,               \
                                                 convert_loop *first, convert_loop *second,        \
                                                 u64 shape)                                        \
    {                                                                                              \
        const spelt_usual host = begin();                                                          \
        size_t failure = run(x, out, n, first, second, shape);                                     \
        spelt_usual_keep(failure);                                                                 \
        end(host);                                                                                 \
        return failure;                                                                            \
    }
CONVERT_STRETCH(convert_run_unflushed, convert_run, spelt_usual_begin_unflushed, spelt_usual_end_raising)
CONVERT_STRETCH(convert_run_raising, convert_run, spelt_usual_begin, spelt_usual_end_raising)
CONVERT_STRETCH(convert_run_silently, convert_run, spelt_usual_begin, spelt_usual_end)
#define CONVERT_RUN(usual)                                                                         \
    ((usual) == CONVERT_FREELY      ? convert_run                                                  \
     : (usual) == CONVERT_UNFLUSHED ? convert_run_unflushed                                        \
     : (usual) == CONVERT_RAISING   ? convert_run_raising                                          \
                                    : convert_run_silently)

#if CONVERT_HAS_STEPS
#define CONVERT_BY_STEPS_UNFLUSHED SPELT_PASTE(spelt_convert_by_steps_unflushed_, ISA)
#define CONVERT_BY_STEPS_RAISING SPELT_PASTE(spelt_convert_by_steps_raising_, ISA)
#define CONVERT_BY_STEPS_SILENTLY SPELT_PASTE(spelt_convert_by_steps_silently_, ISA)
CONVERT_STRETCH(CONVERT_BY_STEPS_UNFLUSHED, convert_by, spelt_usual_begin_unflushed,
                spelt_usual_end_raising)
CONVERT_STRETCH(CONVERT_BY_STEPS_RAISING, convert_by, spelt_usual_begin, spelt_usual_end_raising)
CONVERT_STRETCH(CONVERT_BY_STEPS_SILENTLY, convert_by, spelt_usual_begin, spelt_usual_end)
#define CONVERT_BY_SOME_STEPS(usual)                                                               \
    ((usual) == CONVERT_FREELY      ? CONVERT_BY_STEPS                                             \
     : (usual) == CONVERT_UNFLUSHED ? CONVERT_BY_STEPS_UNFLUSHED                                   \
     : (usual) == CONVERT_RAISING   ? CONVERT_BY_STEPS_RAISING                                     \
                                    : CONVERT_BY_STEPS_SILENTLY)
#endif

#endif
