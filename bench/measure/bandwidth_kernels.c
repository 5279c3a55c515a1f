/* bandwidth_kernels.c - the kernels of bandwidth.h: compiled once for each instruction set,
 * BENCH_ISA, with its flags, on the library's own vectors.
 *
 * None is the fastest everywhere. How many streams the prefetchers follow, how far ahead they run
 * and how many accumulators hide the latency of an addition differ from CPU to CPU, and libc's
 * memset and memcpy know instructions of their own; so all are tried. */
#include "measure/bandwidth.h"

#include "types.h"

#include <string.h>

#if defined __AVX512F__
#include "isa/vec_avx512.h"
#elif defined __AVX2__
#include "isa/vec_avx2.h"
#elif defined __SSE2__
#include "isa/vec_sse2.h"
#else
typedef i64 vec_i64;
static vec_i64 load_i64_as_i64(const i64 *p)
{
    return *p;
}
static void store_i64(i64 *p, vec_i64 v)
{
    *p = v;
}
#define stream_i64 store_i64
static void stream_end(void)
{
}
static vec_i64 zero_i64(void)
{
    return 0;
}
static vec_i64 add_i64(vec_i64 a, vec_i64 b)
{
    return (i64)((uint64_t)a + (uint64_t)b);
}
static uint64_t fold_i64(vec_i64 v)
{
    return (uint64_t)v;
}
#endif

#define VECTOR sizeof(vec_i64)
#define MOST_VECTORS 16

/* Without it a compiler would go over memory that nobody changes once instead of many times. */
#define NEXT_PASS() __asm__ volatile("" ::: "memory")

SPELT_INLINE vec_i64 load(const unsigned char *p)
{
    return load_i64_as_i64((const i64 *)(const void *)p);
}

SPELT_INLINE void store(unsigned char *p, vec_i64 v)
{
    store_i64((i64 *)(void *)p, v);
}

SPELT_INLINE void put(unsigned char *p, vec_i64 v, int stream)
{
    if (stream)
        stream_i64((i64 *)(void *)p, v);
    else
        store(p, v);
}

/* Where what was read ends up, so that it is read. */
static volatile uint64_t sink;

/* Each array as `split` runs that are read side by side, `unroll` vectors of each a turn, each with
 * an accumulator of its own; `ahead`: so many bytes before they are read they are asked for. */
SPELT_INLINE void read_all(const bandwidth_range *r, size_t passes, size_t arrays, size_t split,
                           size_t unroll, size_t ahead)
{
    const unsigned char *const base[2] = {r->x, r->y};
    const size_t turn = unroll * VECTOR, run = r->bytes / split / turn * turn;
    vec_i64 total[MOST_VECTORS];
    for (size_t i = 0; i < MOST_VECTORS; i++)
        total[i] = zero_i64();
    for (; passes > 0; passes--) {
        for (size_t at = 0; at < run; at += turn)
            for (size_t s = 0; s < arrays * split; s++) {
                const unsigned char *p = base[s % arrays] + s / arrays * run + at;
                for (size_t line = 0; ahead && line < turn; line += 64)
                    __builtin_prefetch(p + line + ahead);
                for (size_t u = 0; u < unroll; u++)
                    total[s * unroll + u] = add_i64(total[s * unroll + u], load(p + u * VECTOR));
            }
        for (size_t a = 0; a < arrays; a++)
            for (size_t at = split * run; at < r->bytes; at += VECTOR)
                total[0] = add_i64(total[0], load(base[a] + at));
        NEXT_PASS();
    }
    for (size_t i = 1; i < MOST_VECTORS; i++)
        total[0] = add_i64(total[0], total[i]);
    sink = fold_i64(total[0]);
}

/* out = nothing, x or x + y, by the number of loads: so many vectors of it. The range comes by
 * value: behind a pointer it might be what is written to, and would be read anew for each turn, at
 * a third of the speed of triad in the first-level cache. */
SPELT_INLINE void write_turn(const bandwidth_range range, size_t at, size_t loads, size_t vectors,
                             int stream)
{
    const bandwidth_range *r = &range;
    vec_i64 v[MOST_VECTORS];
    for (size_t u = 0; u < vectors; u++) {
        v[u] = loads > 0 ? load(r->x + at + u * VECTOR) : zero_i64();
        if (loads > 1)
            v[u] = add_i64(v[u], load(r->y + at + u * VECTOR));
    }
    for (size_t u = 0; u < vectors; u++)
        put(r->out + at + u * VECTOR, v[u], stream);
}

SPELT_INLINE void write_all(const bandwidth_range *given, size_t passes, size_t loads,
                            size_t unroll, size_t ahead, int stream)
{
    const bandwidth_range range = *given, *r = &range;
    const size_t turn = unroll * VECTOR, run = r->bytes / turn * turn;
    for (; passes > 0; passes--) {
        for (size_t at = 0; at < run; at += turn) {
            for (size_t line = 0; ahead && line < turn; line += 64) {
                __builtin_prefetch(r->x + at + line + ahead);
                __builtin_prefetch(r->y + at + line + ahead);
            }
            write_turn(range, at, loads, unroll, stream);
        }
        for (size_t at = run; at < r->bytes; at += VECTOR)
            write_turn(range, at, loads, 1, stream);
        if (stream)
            stream_end();
        NEXT_PASS();
    }
}

static void libc_store(const bandwidth_range *r, size_t passes)
{
    for (; passes > 0; passes--) {
        memset(r->out, 0, r->bytes);
        NEXT_PASS();
    }
}

static void libc_copy(const bandwidth_range *r, size_t passes)
{
    for (; passes > 0; passes--) {
        memcpy(r->out, r->x, r->bytes);
        NEXT_PASS();
    }
}

#define READ(name, arrays, split, unroll, ahead)                                                   \
    static void name(const bandwidth_range *r, size_t passes)                                      \
    {                                                                                              \
        read_all(r, passes, arrays, split, unroll, ahead);                                         \
    }
#define WRITE(name, loads, unroll, ahead, stream)                                                  \
    static void name(const bandwidth_range *r, size_t passes)                                      \
    {                                                                                              \
        write_all(r, passes, loads, unroll, ahead, stream);                                        \
    }
READ(load_4, 1, 1, 4, 0)
READ(load_8, 1, 1, 8, 0)
READ(load_8_ahead, 1, 1, 8, 1024)
READ(load_2x4, 1, 2, 4, 0)
READ(load_4x4, 1, 4, 4, 0)
READ(load_4x4_ahead, 1, 4, 4, 512)
READ(load_two_4, 2, 1, 4, 0)
READ(load_two_8, 2, 1, 8, 0)
READ(load_two_4_ahead, 2, 1, 4, 1024)
READ(load_two_2x4, 2, 2, 4, 0)
WRITE(store_4, 0, 4, 0, 0)
WRITE(store_8, 0, 8, 0, 0)
WRITE(stream_4, 0, 4, 0, 1)
WRITE(copy_4, 1, 4, 0, 0)
WRITE(copy_8, 1, 8, 0, 0)
WRITE(copy_stream_4, 1, 4, 0, 1)
WRITE(copy_stream_8, 1, 8, 0, 1)
WRITE(triad_1, 2, 1, 0, 0)
WRITE(triad_2, 2, 2, 0, 0)
WRITE(triad_4, 2, 4, 0, 0)
WRITE(triad_8, 2, 8, 0, 0)
WRITE(triad_4_ahead, 2, 4, 1024, 0)
WRITE(triad_stream_4, 2, 4, 0, 1)
WRITE(triad_stream_4_ahead, 2, 4, 1024, 1)

static const bandwidth_kernel kernels[] = {
    {"4 vectors", BANDWIDTH_LOAD, load_4},
    {"8 vectors", BANDWIDTH_LOAD, load_8},
    {"8 vectors, prefetch", BANDWIDTH_LOAD, load_8_ahead},
    {"2 streams of 4", BANDWIDTH_LOAD, load_2x4},
    {"4 streams of 4", BANDWIDTH_LOAD, load_4x4},
    {"4 streams of 4, prefetch", BANDWIDTH_LOAD, load_4x4_ahead},
    {"4 vectors", BANDWIDTH_LOAD_TWO, load_two_4},
    {"8 vectors", BANDWIDTH_LOAD_TWO, load_two_8},
    {"4 vectors, prefetch", BANDWIDTH_LOAD_TWO, load_two_4_ahead},
    {"2 streams of 4", BANDWIDTH_LOAD_TWO, load_two_2x4},
    {"4 vectors", BANDWIDTH_STORE, store_4},
    {"8 vectors", BANDWIDTH_STORE, store_8},
    {"memset", BANDWIDTH_STORE, libc_store},
    {"4 vectors", BANDWIDTH_STREAM, stream_4},
    {"4 vectors", BANDWIDTH_COPY, copy_4},
    {"8 vectors", BANDWIDTH_COPY, copy_8},
    {"memcpy", BANDWIDTH_COPY, libc_copy},
    {"4 vectors", BANDWIDTH_COPY_STREAM, copy_stream_4},
    {"8 vectors", BANDWIDTH_COPY_STREAM, copy_stream_8},
    {"1 vector", BANDWIDTH_TRIAD, triad_1},
    {"2 vectors", BANDWIDTH_TRIAD, triad_2},
    {"4 vectors", BANDWIDTH_TRIAD, triad_4},
    {"8 vectors", BANDWIDTH_TRIAD, triad_8},
    {"4 vectors, prefetch", BANDWIDTH_TRIAD, triad_4_ahead},
    {"4 vectors", BANDWIDTH_TRIAD_STREAM, triad_stream_4},
    {"4 vectors, prefetch", BANDWIDTH_TRIAD_STREAM, triad_stream_4_ahead},
};

#define TABLE SPELT_PASTE(bandwidth_table_, BENCH_ISA)
extern const bandwidth_table TABLE;
const bandwidth_table TABLE = {kernels, sizeof kernels / sizeof kernels[0]};
