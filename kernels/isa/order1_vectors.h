/* order1_vectors.h - order 1 (spelt/reduce.h) in vectors, for one accumulator type, ACC. A row is
 * VECTORS vectors of LANES each, kept in registers over a block, where those are too few in parts.
 * A lane is never -0.0 (it starts at +0.0 and rounds to nearest), so adding +0.0 to it changes
 * nothing: that is why lanes without a term may be added as +0.0. A fused term can make it -0.0,
 * where it underflows: there `part` leaves the others as they are.
 *
 * Everything here is inlined into a kernel, which gives it two functions of its own: step(lane, x,
 * y, i) adds the terms of the indexes from i on to a vector of lanes, part(lane, x, y, i, n) the
 * first n of them. A third one is not NULL where elements are cheaper to take two vectors at a
 * time: pairs(lane, x, y, i, odd) adds every second term of the 2 * LANES from i on, the first one
 * or, if odd, the second (of complex elements its real part, or the imaginary one); the lanes of
 * two vectors are put in their order behind the whole rows. is_bits: whether a term takes an
 * operation on bits.
 *
 * The vectors are written out by EACH and not looped over: GCC splits an array into registers only
 * where its indexes are constants from the start. */
#include "isa/order1_tree.h"

#define VEC SPELT_PASTE(vec_, ACC)
#define LANES SPELT_PASTE(LANES_, ACC)
#define LOAD SPELT_PASTE4(load_, ACC, _as_, ACC)
#define LOAD_PART SPELT_PASTE4(load_part_, ACC, _as_, ACC)
#define STORE SPELT_PASTE(store_, ACC)
#define STORE_PART SPELT_PASTE(store_part_, ACC)
#define FOLD SPELT_PASTE(fold_, ACC)

#define FIRST_OF_PAIRS SPELT_PASTE(first_of_pairs_, ACC)
#define LAST_OF_PAIRS SPELT_PASTE(last_of_pairs_, ACC)

#define EACH SPELT_PASTE(EACH_, VECTORS)

#define SET_ZERO(r) lanes[r] = (VEC){0};
#define ADD_TERMS(r) lanes[r] = step(lanes[r], x, y, i + (r)*LANES);
#define MAKE_TERMS(r)                                                                              \
    VEC term_##r = step(-(VEC){0}, x, y, i + (r)*LANES);                                           \
    MADE(term_##r);
#define ADD_MADE(r) lanes[r] += term_##r;
#define ADD_PAIRS(r) lanes[r] = pairs(lanes[r], x, y, i + (r) / 2 * 2 * LANES, (r) % 2);
#define PUT_IN_ORDER(v, r)                                                                         \
    if ((r) % 2 == 0) {                                                                            \
        const VEC even = v[r], odd = v[(r) | 1];                                                   \
        v[r] = FIRST_OF_PAIRS(even, odd);                                                          \
        v[(r) | 1] = LAST_OF_PAIRS(even, odd);                                                     \
    }
#define IN_ORDER(r) PUT_IN_ORDER(lanes, r)
#define ADD_LAST(r)                                                                                \
    if (whole == (r)*LANES) {                                                                      \
        if (is_fused)                                                                              \
            lanes[r] = part(lanes[r], x, y, i + whole, n - whole);                                 \
        else                                                                                       \
            lanes[r] += rest;                                                                      \
        return;                                                                                    \
    }                                                                                              \
    ADD_TERMS(r)
#define LOAD_LANES(r) lanes[r] = LOAD(sums + (r)*LANES);
#define STORE_LANES(r) STORE(sums + (r)*LANES, lanes[r]);
#define FOLD_16(r) lanes[r] += lanes[(r) + 16];
#define FOLD_8(r) lanes[r] += lanes[(r) + 8];
#define FOLD_4(r) lanes[r] += lanes[(r) + 4];

typedef VEC OF(order1_step)(VEC lane, const void *x, const void *y, size_t i);
typedef VEC OF(order1_pairs)(VEC lane, const void *x, const void *y, size_t i, int odd);
typedef void OF(order1_spread)(const void *y, void *room);
typedef VEC OF(order1_part)(VEC lane, const void *x, const void *y, size_t i, size_t n);

/* Any unit takes operations on bits, those too that add, which have no time for them: so the terms
 * of a row, or of one of each of two blocks, are made before they are added (asum in a first-level cache 1.2
 * times, Zen 4). -0.0 and a term is the term. Four rows a turn: a CPU foresees the end of a block
 * of so few turns. */
#define BITS_FIRST (VECTORS == 4)
#ifdef __x86_64__
#define MADE(v) __asm__("" : "+v"(v))
#else
#define MADE(v) (void)0
#endif

/* The lines that lie FETCHED_AHEAD of the row at i. */
SPELT_INLINE void OF(order1_fetch)(const char *x, const char *y, size_t i, order1_sizes ahead)
{
    SPELT_UNROLL(16)
    for (size_t at = 0; at < ROW * ahead.x; at += 64)
        __builtin_prefetch(x + i * ahead.x + FETCHED_AHEAD + at, 0, 3);
    SPELT_UNROLL(16)
    for (size_t at = 0; at < ROW * ahead.y; at += 64)
        __builtin_prefetch(y + i * ahead.y + FETCHED_AHEAD + at, 0, 3);
}

/* Whole rows; ROW_AT_ONCE vectors or, where they are fewer, all of them at a time. So are the complex
 * lanes of AVX2, half of which wait in the first-level cache: two passes over a block would take longer
 * (dotu of c128, 32768 elements: 0.7 of their time, Zen 4). */
#define ALL_AT_ONCE (VECTORS <= 8 || VECTORS <= ROW_AT_ONCE || (VECTORS == 16 && ROW_VECTORS == 8))
#define ADD_ROWS(each) ADD_ROWS_OF(each, FETCHES_NONE)
#define ADD_ROWS_OF(each, ahead)                                                                   \
    for (size_t i = 0; i < n; i += ROW) {                                                          \
        OF(order1_fetch)(x, y, i, ahead);                                                          \
        if (pairs) {                                                                               \
            each(ADD_PAIRS)                                                                        \
        } else {                                                                                   \
            each(ADD_TERMS)                                                                        \
        }                                                                                          \
    }
SPELT_INLINE void OF(order1_add_rows)(VEC lanes[VECTORS], const void *x, const void *y, size_t n,
                                      OF(order1_step) * step, OF(order1_pairs) * pairs, int is_bits,
                                      order1_sizes ahead)
{
    if (is_bits && BITS_FIRST) {
        SPELT_UNROLL(4)
        for (size_t i = 0; i < n; i += ROW) {
            OF(order1_fetch)(x, y, i, ahead);
            EACH(MAKE_TERMS)
            EACH(ADD_MADE)
        }
        return;
    }
#if ALL_AT_ONCE
    ADD_ROWS_OF(EACH, ahead)
#elif ROW_AT_ONCE == 16
    ADD_ROWS_OF(EACH_16, ahead)
    ADD_ROWS(EACH_16_FROM_16)
#else
    ADD_ROWS_OF(EACH_8, ahead)
    ADD_ROWS(EACH_8_FROM_8)
#if VECTORS > 16
    ADD_ROWS(EACH_8_FROM_16)
    ADD_ROWS(EACH_8_FROM_24)
#endif
#endif
    if (pairs) {
        EACH(IN_ORDER)
    }
}

/* The last row, which may be short, from index i on: its whole vectors, and the first terms of one
 * more. They are made once and added where they belong, but for terms that are fused with their
 * addition. */
SPELT_INLINE void OF(order1_add_last)(VEC lanes[VECTORS], const void *x, const void *y, size_t i,
                                      size_t n, OF(order1_step) * step, OF(order1_part) * part,
                                      int is_fused)
{
    const size_t whole = n - n % LANES;
    const VEC zero = {0};
    VEC rest = zero;
    if (!is_fused)
        rest = part(zero, x, y, i + whole, n - whole);
    EACH(ADD_LAST)
}

/* A block of n <= BLOCK terms, but for the fold of the last vector. */
SPELT_INLINE VEC OF(order1_unfolded)(const void *x, const void *y, size_t n, OF(order1_step) * step,
                                     OF(order1_part) * part, OF(order1_pairs) * pairs,
                                     int is_fused, int is_bits, order1_sizes ahead)
{
    VEC lanes[VECTORS];
    const size_t whole = n - n % ROW;
    EACH(SET_ZERO)
    OF(order1_add_rows)(lanes, x, y, whole, step, pairs, is_bits, ahead);
    if (n > whole)
        OF(order1_add_last)(lanes, x, y, whole, n - whole, step, part, is_fused);
#if VECTORS > 16
    EACH_16(FOLD_16)
#endif
#if VECTORS > 8
    EACH_8(FOLD_8)
#endif
#if VECTORS > 4
    EACH_4(FOLD_4)
#endif
    return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
}

/* The total of a whole block, with the lines that are `ahead` fetched. */
enum { OF(order1_fetches) = 1 };
SPELT_INLINE ACC OF(order1_far)(const void *x, const void *y, OF(order1_step) * step,
                                OF(order1_pairs) * pairs, int is_bits, order1_sizes ahead)
{
    return FOLD(OF(order1_unfolded)(x, y, BLOCK, step, NULL, pairs, 0, is_bits, ahead));
}

/* Two blocks at once where all their lanes have registers, so that neither waits for the additions to
 * its own lanes, or for its fold. */
#if VECTORS == 4
#define SET_BOTH_ZERO(r) lanes[r] = next[r] = (VEC){0};
#define ADD_NEXT(r) next[r] = step(next[r], next_x, next_y, i + (r)*LANES);
#define ADD_NEXT_PAIRS(r)                                                                          \
    next[r] = pairs(next[r], next_x, next_y, i + (r) / 2 * 2 * LANES, (r) % 2);
#define NEXT_IN_ORDER(r) PUT_IN_ORDER(next, r)
#define MAKE_NEXT(r)                                                                               \
    VEC term_next_##r = step(-(VEC){0}, next_x, next_y, i + (r)*LANES);                            \
    MADE(term_next_##r);
#define ADD_MADE_NEXT(r) next[r] += term_next_##r;
enum { OF(order1_has_pair) = 1 };
SPELT_INLINE void OF(order1_two)(const void *x, const void *y, const void *next_x,
                                 const void *next_y, ACC total[2], OF(order1_step) * step,
                                 OF(order1_pairs) * pairs, int is_bits)
{
    VEC lanes[VECTORS], next[VECTORS];
    EACH(SET_BOTH_ZERO)
    for (size_t i = 0; i < BLOCK; i += ROW) {
        if (is_bits) {
            EACH(MAKE_TERMS)
            EACH(MAKE_NEXT)
            EACH(ADD_MADE)
            EACH(ADD_MADE_NEXT)
        } else if (pairs) {
            EACH(ADD_PAIRS)
            EACH(ADD_NEXT_PAIRS)
        } else {
            EACH(ADD_TERMS)
            EACH(ADD_NEXT)
        }
    }
    if (pairs && !is_bits) {
        EACH(IN_ORDER)
        EACH(NEXT_IN_ORDER)
    }
    total[0] = FOLD((lanes[0] + lanes[2]) + (lanes[1] + lanes[3]));
    total[1] = FOLD((next[0] + next[2]) + (next[1] + next[3]));
}
#undef SET_BOTH_ZERO
#undef ADD_NEXT
#undef ADD_NEXT_PAIRS
#undef NEXT_IN_ORDER
#undef MAKE_NEXT
#undef ADD_MADE_NEXT
#else
enum { OF(order1_has_pair) = 0 };
SPELT_INLINE void OF(order1_two)(const void *x, const void *y, const void *next_x,
                                 const void *next_y, ACC total[2], OF(order1_step) * step,
                                 OF(order1_pairs) * pairs, int is_bits)
{
    (void)x, (void)y, (void)next_x, (void)next_y, (void)total, (void)step, (void)pairs, (void)is_bits;
}
#endif

SPELT_INLINE void OF(order1_rows)(ACC *sums, const void *x, const void *y, size_t rows,
                                  OF(order1_step) * step)
{
    VEC lanes[VECTORS];
    EACH(LOAD_LANES)
    OF(order1_add_rows)(lanes, x, y, rows * ROW, step, NULL, 0, FETCHES_NONE);
    EACH(STORE_LANES)
}

/* ---- Slices side by side ----------------------------------------------------------------------- */

/* Each row is a stream, which is read by instructions of its own, a line of the cache at a time: so a CPU
 * foresees it (streams that take turns at one instruction: 0.6 to 0.8 of the speed from memory, Zen 5). */
#define STREAM_VECTOR(s, j)                                                                        \
    sum_##j = room ? step(sum_##j, x + (s)*x_step + (i + (j)*LANES) * size,                        \
                          room + (s) * sizeof(VEC), 0)                                             \
                   : step(sum_##j, x + (s)*x_step, y + (s)*y_step, i + (j)*LANES);
#if VECTORS == 8
#define LINE 2
#define STREAM_LINE(s) STREAM_VECTOR(s, 0) STREAM_VECTOR(s, 1)
#else
#define LINE 1
#define STREAM_LINE(s) STREAM_VECTOR(s, 0)
#endif
#define STREAM(s)                                                                                  \
    if ((s) > 0 && !are_all && left == (s))                                                        \
        break;                                                                                     \
    STREAM_LINE(s)

/* Whole lines; gives how many elements. room: NULL, or a vector of y for each row. Where all SPELT_STREAMS of
 * them are there, nothing is asked between two loads: from memory 1.15 times as fast. */
SPELT_INLINE size_t OF(order1_streams)(ACC *sums, const spelt_rows *rows, size_t n, size_t size,
                                       OF(order1_step) * step, const char *room, int are_all)
{
    const spelt_rows r = *rows;
    const char *x = r.x, *y = r.y;
    const ptrdiff_t x_step = r.x_step, y_step = r.y_step;
    size_t i = 0;
    for (; n - i >= LINE * LANES; i += LINE * LANES) {
        VEC sum_0 = {0}, sum_1 = {0};
        size_t left = r.count;
        if (!are_all)
            SPELT_OPAQUE(left); /* else there is a loop for each number of them */
        if (!r.is_first) {
            sum_0 = LOAD(sums + i);
            if (LINE == 2)
                sum_1 = LOAD(sums + i + LANES);
        }
        do {
            EACH_8(STREAM)
        } while (0);
        STORE(sums + i, sum_0);
        if (LINE == 2)
            STORE(sums + i + LANES, sum_1);
    }
    return i;
}

SPELT_INLINE void OF(order1_lanes)(ACC *sums, const spelt_rows *rows, size_t n, size_t size,
                                   OF(order1_step) * step, OF(order1_part) * part, const char *room)
{
    const size_t i = rows->count == SPELT_STREAMS
                         ? OF(order1_streams)(sums, rows, n, size, step, room, 1)
                         : OF(order1_streams)(sums, rows, n, size, step, room, 0);
    size_t m;
    for (size_t at = i; at < n; at += m) {
        m = n - at < LANES ? n - at : LANES;
        VEC sum = {0};
        if (!rows->is_first)
            sum = m == LANES ? LOAD(sums + at) : LOAD_PART(sums + at, m);
        for (size_t s = 0; s < rows->count; s++) {
            const char *x = rows->x + (ptrdiff_t)s * rows->x_step;
            const char *y = room ? room + s * sizeof(VEC) - at * size : rows->y + (ptrdiff_t)s * rows->y_step;
            sum = m == LANES ? step(sum, x, y, at) : part(sum, x, y, at, m);
        }
        if (m == LANES)
            STORE(sums + at, sum);
        else
            STORE_PART(sums + at, sum, m);
    }
}

/* Vectors of a strip at most: the more, the better what is not in the first cache is read. */
#define STRIP 8
#define STRIP_LEVELS 6
/* The terms of one lane of a strip: of `vectors` of them, or of the first `rest` elements of one. */
#define ZERO_STRIP(r)                                                                              \
    if ((r) < vectors)                                                                             \
        sum[r] = (VEC){0};
#define ADD_TO_STRIP(r)                                                                            \
    if ((r) < vectors)                                                                             \
        sum[r] = step(sum[r], x + (size_t)(r)*LANES * size,                                        \
                      spread ? y : y + (size_t)(r)*LANES * size, 0);
#define PREFETCH_STRIP(r)                                                                          \
    if ((r) < vectors)                                                                             \
        __builtin_prefetch(*soon + (r) * sizeof(VEC), 0, 2);
SPELT_INLINE void OF(order1_lane)(VEC sum[STRIP], int vectors, size_t rest, const spelt_rows *rows,
                                  size_t lane, size_t size, OF(order1_step) * step,
                                  OF(order1_part) * part, OF(order1_spread) * spread,
                                  const char **soon)
{
    _Alignas(VEC) char room[sizeof(VEC)];
    EACH_8(ZERO_STRIP)
    for (; lane < rows->count; lane += ROW) {
        const char *x = rows->x + (ptrdiff_t)lane * rows->x_step;
        const char *y = rows->y + (ptrdiff_t)lane * rows->y_step;
        if (*soon) {
            EACH_8(PREFETCH_STRIP)
            *soon += (size_t)vectors * sizeof(VEC);
        }
        if (spread)
            spread(y, room), y = room;
        if (rest > 0) {
            sum[0] = part(sum[0], x, y, 0, rest);
        } else {
            EACH_8(ADD_TO_STRIP)
        }
    }
}

/* A block of them. Lanes are taken in the order in which their folding is a tree from left to
 * right, two at a time, the second of which may have no term; where all but a few have none, the
 * tree is that of the others. */
#define KEEP_FIRST(r)                                                                              \
    if ((r) < vectors)                                                                             \
        first[r] = sum[r];
#define ADD_FIRST(r)                                                                               \
    if ((r) < vectors)                                                                             \
        sum[r] = first[r] + sum[r];
#define ADD_WAITING(r)                                                                             \
    if ((r) < vectors)                                                                             \
        sum[r] = waiting[level][r] + sum[r];
#define WAIT(r)                                                                                    \
    if ((r) < vectors)                                                                             \
        waiting[level][r] = sum[r];
#define ADD_NOTHING(r)                                                                             \
    if ((r) < vectors)                                                                             \
        sum[r] += (VEC){0};
#define STORE_STRIP(r)                                                                             \
    if ((r) < vectors)                                                                             \
        STORE(sums + (r)*LANES, sum[r]);
SPELT_INLINE void OF(order1_strip)(ACC *sums, int vectors, size_t rest, const spelt_rows *rows,
                                   size_t size, OF(order1_step) * step, OF(order1_part) * part,
                                   OF(order1_spread) * spread, int is_fused, const char **soon)
{
    VEC sum[STRIP], first[STRIP], waiting[STRIP_LEVELS][STRIP];
    size_t half = ROW / 2, lane = 0, bit, k = 0;
    _Static_assert(ROW / 2 <= 1 << (STRIP_LEVELS - 1), "pairs of lanes are numbered with so few bits");
    while (half >= rows->count)
        half /= 2;
    do {
        unsigned level = 0;
        OF(order1_lane)(sum, vectors, rest, rows, lane, size, step, part, spread, soon);
        if (half > 0 && lane + half < rows->count) {
            EACH_8(KEEP_FIRST)
            OF(order1_lane)(sum, vectors, rest, rows, lane + half, size, step, part, spread, soon);
            EACH_8(ADD_FIRST)
        }
        for (; k >> level & 1; level++) {
            EACH_8(ADD_WAITING)
        }
        EACH_8(WAIT)
        for (bit = half / 2; lane & bit; bit /= 2)
            lane ^= bit;
        lane |= bit;
    } while (++k < half);
    if (is_fused && rows->count < ROW) {
        EACH_8(ADD_NOTHING)
    }
    if (rest > 0) {
        STORE_PART(sums, sum[0], rest);
    } else {
        EACH_8(STORE_STRIP)
    }
}

/* The terms of a block of each of n slices, elements of so many bytes; `spread` fills a vector with
 * a y that is repeated. */
SPELT_INLINE void OF(order1_beside)(ACC *sums, const spelt_rows *rows, size_t n, size_t size,
                                    OF(order1_step) * step, OF(order1_part) * part,
                                    OF(order1_spread) * spread, int is_fused)
{
    spelt_rows strip = *rows;
    const char *soon = rows->soon;
    for (size_t m; n > 0; n -= m, sums += m) {
        m = n >= STRIP * LANES ? STRIP * LANES : n >= 4 * LANES ? 4 * LANES : n >= LANES ? LANES : n;
        if (m == STRIP * LANES)
            OF(order1_strip)(sums, STRIP, 0, &strip, size, step, part, spread, is_fused, &soon);
        else if (m == 4 * LANES)
            OF(order1_strip)(sums, 4, 0, &strip, size, step, part, spread, is_fused, &soon);
        else
            OF(order1_strip)(sums, 1, m % LANES, &strip, size, step, part, spread, is_fused, &soon);
        strip.x += m * size;
        strip.y += spread ? 0 : m * size;
    }
}

/* ---- The kernel -------------------------------------------------------------------------------- */

/* `blocks` takes more than a block. Up to two vectors skip the empty lanes, which are +0.0: for a
 * handful of terms the call is the cost. */
SPELT_INLINE spelt_status OF(order1_reduce)(const void *x, const void *y, size_t n, void *result,
                                            OF(order1_step) * step, OF(order1_part) * part,
                                            OF(order1_pairs) * pairs, OF(order1_kernel) * blocks,
                                            int is_fused, int is_bits)
{
    const VEC zero = {0};
    if (n <= 2 * LANES) {
        ACC total = n <= LANES ? FOLD(part(zero, x, y, 0, n))
                               : FOLD(step(zero, x, y, 0) + part(zero, x, y, LANES, n - LANES));
        return OF(order1_give)(is_fused ? total + (ACC)0 : total, result);
    }
    if (n <= BLOCK)
        return OF(order1_give)(FOLD(OF(order1_unfolded)(x, y, n, step, part, pairs, is_fused,
                                                        is_bits, FETCHES_NONE)),
                               result);
    return blocks(x, y, n, result);
}

#undef LINE
#undef STREAM_LINE
#undef STRIP
#undef STRIP_LEVELS
#undef EACH
