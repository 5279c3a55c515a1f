/* cursor.c - gathering and scattering of strided elements. */
#include "array/cursor.h"

#include "types.h"

#include <string.h>

/* Elements are moved as bits. */
typedef uint8_t __attribute__((may_alias)) bits8;
typedef uint16_t __attribute__((may_alias)) bits16;
typedef uint32_t __attribute__((may_alias)) bits32;
/* Complex ones are aligned as their parts. */
typedef uint64_t __attribute__((may_alias, aligned(4))) bits64;
typedef uint64_t __attribute__((vector_size(16), may_alias, aligned(1))) bits128;

typedef uint16_t __attribute__((may_alias, aligned(1))) unaligned16;
typedef uint32_t __attribute__((may_alias, aligned(1))) unaligned32;
typedef uint64_t __attribute__((may_alias, aligned(1))) unaligned64;

/* A two-dimensional piece of both sides; strides in elements. */
typedef struct {
    size_t rows, run;
    ptrdiff_t to_row, to_step;
    ptrdiff_t from_row, from_step;
} tile;

/* Which of the two loops goes inside: the one with the smaller steps in the operand's memory, so
 * that a cache line once fetched is used up; and the longer one where runs are very short, since a
 * run costs about as much to begin as ten elements to move. */
static tile best_order(tile t, ptrdiff_t row, ptrdiff_t step)
{
    int crosswise = spelt_magnitude(step) > spelt_magnitude(row) && t.run > 1;
    if (t.rows > 1 && (crosswise || (t.run < 16 && t.rows > t.run)))
        return (tile){t.run, t.rows, t.to_step, t.to_row, t.from_step, t.from_row};
    return t;
}

/* Four elements a turn where either side is strided: the loop itself would cost as much as a move.
 * Not where each is so many bytes from the last: then memory is the cost, and hardware that reads
 * ahead wants one load. */
#define FAR 512

#define MOVE(bits)                                                                                 \
    static void move_strided_##bits(bits *restrict to, ptrdiff_t to_step,                          \
                                    const bits *restrict from, ptrdiff_t from_step, size_t run)    \
    {                                                                                              \
        for (; run >= 4; run -= 4, to += 4 * to_step, from += 4 * from_step) {                     \
            bits a = from[0], b = from[from_step], c = from[2 * from_step];                        \
            bits d = from[3 * from_step];                                                          \
            to[0] = a, to[to_step] = b, to[2 * to_step] = c, to[3 * to_step] = d;                  \
        }                                                                                          \
        for (; run > 0; run--, to += to_step, from += from_step)                                   \
            *to = *from;                                                                           \
    }                                                                                              \
    static void move_run_##bits(bits *restrict to, ptrdiff_t to_step, const bits *restrict from,   \
                                ptrdiff_t from_step, size_t run)                                   \
    {                                                                                              \
        if (to_step == 1 && from_step == -1)                                                       \
            for (size_t i = 0; i < run; i++)                                                       \
                to[i] = from[-(ptrdiff_t)i];                                                       \
        else if (spelt_magnitude(from_step) * sizeof(bits) >= FAR)                                       \
            for (; run > 0; run--, to += to_step, from += from_step)                               \
                *to = *from;                                                                       \
        else                                                                                       \
            move_strided_##bits(to, to_step, from, from_step, run);                                \
    }                                                                                              \
    static void move_tile_##bits(void *to, const void *from, tile t)                               \
    {                                                                                              \
        bits *target = to;                                                                         \
        const bits *source = from;                                                                 \
        size_t r = t.rows;                                                                         \
        for (; r >= 4 && t.run < 16; r -= 4, target += 4 * t.to_row, source += 4 * t.from_row)     \
            for (size_t i = 0; i < t.run; i++)                                                     \
                move_strided_##bits(target + (ptrdiff_t)i * t.to_step, t.to_row,                   \
                                    source + (ptrdiff_t)i * t.from_step, t.from_row, 4);           \
        for (; r > 0; r--, target += t.to_row, source += t.from_row)                               \
            move_run_##bits(target, t.to_step, source, t.from_step, t.run);                        \
    }

/* Rows that are contiguous on both sides, by as many bytes at once as they have: a few elements are
 * one move. Bytes at the end may be moved twice. */
#define MOVE_ENDS(bits)                                                                            \
    if (n >= sizeof(bits)) {                                                                       \
        const bits first = *(const bits *)(const void *)from;                                      \
        const bits last = *(const bits *)(const void *)(from + n - sizeof(bits));                  \
        *(bits *)(void *)to = first;                                                               \
        *(bits *)(void *)(to + n - sizeof(bits)) = last;                                           \
        return;                                                                                    \
    }

SPELT_INLINE void move_bytes(char *restrict to, const char *restrict from, size_t n)
{
    if (n > 2 * sizeof(bits128)) {
        size_t i = 0;
        for (; i < n - sizeof(bits128); i += sizeof(bits128))
            *(bits128 *)(void *)(to + i) = *(const bits128 *)(const void *)(from + i);
        i = n - sizeof(bits128);
        *(bits128 *)(void *)(to + i) = *(const bits128 *)(const void *)(from + i);
        return;
    }
    MOVE_ENDS(bits128)
    MOVE_ENDS(unaligned64)
    MOVE_ENDS(unaligned32)
    MOVE_ENDS(unaligned16)
    *to = *from;
}

static void move_rows(char *to, const char *from, tile t, size_t itemsize)
{
    const ptrdiff_t item = (ptrdiff_t)itemsize;
    for (size_t r = 0; r < t.rows; r++, to += t.to_row * item, from += t.from_row * item)
        move_bytes(to, from, t.run * itemsize);
}

MOVE(bits8)
MOVE(bits16)
MOVE(bits32)
MOVE(bits64)
MOVE(bits128)

static void move_tile(void *to, const void *from, tile t, size_t itemsize)
{
    if (t.to_step == 1 && t.from_step == 1) {
        move_rows(to, from, t, itemsize);
        return;
    }
    switch (itemsize) {
    case 1: move_tile_bits8(to, from, t); break;
    case 2: move_tile_bits16(to, from, t); break;
    case 4: move_tile_bits32(to, from, t); break;
    case 8: move_tile_bits64(to, from, t); break;
    default: move_tile_bits128(to, from, t); break;
    }
}

static size_t innermost(const spelt_cursor *cursor)
{
    return cursor->loop->ndim - 1;
}

static size_t run_left(const spelt_cursor *cursor)
{
    size_t k = innermost(cursor);
    return cursor->loop->shape[k] - cursor->index[k];
}

static ptrdiff_t inner_stride(const spelt_cursor *cursor, unsigned operand)
{
    return cursor->loop->stride[operand][innermost(cursor)];
}

void spelt_cursor_seek(spelt_cursor *cursor, const spelt_loop *loop, size_t q)
{
    cursor->loop = loop;
    for (unsigned i = 0; i < loop->operands; i++)
        cursor->at[i] = loop->data[i];
    for (size_t k = loop->ndim; k-- > 0;) {
        cursor->index[k] = q % loop->shape[k];
        q /= loop->shape[k];
        for (unsigned i = 0; i < loop->operands; i++)
            cursor->at[i] +=
                (ptrdiff_t)cursor->index[k] * loop->stride[i][k] * (ptrdiff_t)loop->itemsize[i];
    }
}

/* Moves in dimension k by so many elements. */
static void step(spelt_cursor *cursor, size_t k, ptrdiff_t steps)
{
    const spelt_loop *loop = cursor->loop;
    cursor->index[k] += (size_t)steps;
    for (unsigned i = 0; i < loop->operands; i++)
        cursor->at[i] += steps * loop->stride[i][k] * (ptrdiff_t)loop->itemsize[i];
}

void spelt_cursor_advance(spelt_cursor *cursor, size_t m)
{
    size_t k = innermost(cursor);
    while (m >= cursor->loop->shape[k] - cursor->index[k] && k > 0) {
        size_t extent = cursor->loop->shape[k], next = cursor->index[k] + m;
        step(cursor, k, (ptrdiff_t)(next % extent) - (ptrdiff_t)cursor->index[k]);
        m = next / extent; /* carry */
        k--;
    }
    step(cursor, k, (ptrdiff_t)m);
}

size_t spelt_cursor_piece(const spelt_cursor *cursor, size_t most, size_t unit)
{
    const spelt_loop *loop = cursor->loop;
    size_t run = run_left(cursor), piece = SPELT_GATHER;
    int in_place = 1;
    for (unsigned i = 0; i < loop->operands; i++)
        in_place &= inner_stride(cursor, i) == 1;
    if (run >= most && in_place)
        return most;
    if (run >= unit)
        piece = in_place || run < SPELT_GATHER ? run / unit * unit : SPELT_GATHER;
    else if (loop->shape[innermost(cursor)] >= 4 * unit)
        piece = unit; /* over the end of a long run, to be in place again soon */
    return piece < most ? piece : most;
}

void *spelt_cursor_in_place(const spelt_cursor *cursor, unsigned operand, size_t m)
{
    if (m > run_left(cursor) || (inner_stride(cursor, operand) != 1 && m > 1))
        return NULL;
    return (void *)(uintptr_t)cursor->at[operand];
}

/* The largest tile of at most m elements from here on: what is left of a run, or whole runs. */
static tile next_tile(const spelt_cursor *cursor, size_t m)
{
    const spelt_loop *loop = cursor->loop;
    size_t k = innermost(cursor), run = run_left(cursor), rows = 1;
    if (k > 0 && run == loop->shape[k] && m >= 2 * run) {
        size_t left = loop->shape[k - 1] - cursor->index[k - 1];
        rows = m / run < left ? m / run : left;
    }
    return (tile){.rows = rows, .run = run < m ? run : m};
}

static ptrdiff_t row_stride(const spelt_cursor *cursor, unsigned operand)
{
    size_t k = innermost(cursor);
    return k > 0 ? cursor->loop->stride[operand][k - 1] : 0;
}

const void *spelt_cursor_gather(const spelt_cursor *cursor, unsigned operand, size_t m,
                                void *buffer)
{
    const void *in_place = spelt_cursor_in_place(cursor, operand, m);
    if (in_place)
        return in_place;
    spelt_cursor walk = *cursor;
    char *to = buffer;
    while (m > 0) {
        tile t = next_tile(&walk, m);
        size_t moved = t.rows * t.run;
        t.to_row = (ptrdiff_t)t.run;
        t.to_step = 1;
        t.from_row = row_stride(&walk, operand);
        t.from_step = inner_stride(&walk, operand);
        if (t.from_step != 1)
            t = best_order(t, t.from_row, t.from_step);
        move_tile(to, walk.at[operand], t, walk.loop->itemsize[operand]);
        to += moved * walk.loop->itemsize[operand];
        m -= moved;
        if (m > 0)
            spelt_cursor_advance(&walk, moved);
    }
    return buffer;
}

void spelt_cursor_scatter(const spelt_cursor *cursor, unsigned operand, size_t m,
                          const void *buffer)
{
    spelt_cursor walk = *cursor;
    const char *from = buffer;
    while (m > 0) {
        tile t = next_tile(&walk, m);
        size_t moved = t.rows * t.run;
        t.to_row = row_stride(&walk, operand);
        t.to_step = inner_stride(&walk, operand);
        t.from_row = (ptrdiff_t)t.run;
        t.from_step = 1;
        if (t.to_step != 1)
            t = best_order(t, t.to_row, t.to_step);
        move_tile((void *)(uintptr_t)walk.at[operand], from, t, walk.loop->itemsize[operand]);
        from += moved * walk.loop->itemsize[operand];
        m -= moved;
        if (m > 0)
            spelt_cursor_advance(&walk, moved);
    }
}

void spelt_gather_rows(void *buffer, const void *from, size_t rows, ptrdiff_t row_step, size_t run,
                       ptrdiff_t step, size_t itemsize)
{
    if (rows == 1) { /* without a tile: to make one takes longer than a few elements */
        switch (itemsize) {
        case 1: move_run_bits8(buffer, 1, from, step, run); break;
        case 2: move_run_bits16(buffer, 1, from, step, run); break;
        case 4: move_run_bits32(buffer, 1, from, step, run); break;
        case 8: move_run_bits64(buffer, 1, from, step, run); break;
        default: move_run_bits128(buffer, 1, from, step, run); break;
        }
        return;
    }
    const tile t = {rows, run, (ptrdiff_t)run, 1, row_step, step};
    move_tile(buffer, from, step == 1 ? t : best_order(t, row_step, step), itemsize);
}

/* By copies twice as long each time. */
void spelt_repeat(void *buffer, const void *from, size_t n, size_t itemsize)
{
    char *to = buffer;
    memcpy(to, from, itemsize);
    for (size_t done = 1, m; done < n; done += m) {
        m = done < n - done ? done : n - done;
        memcpy(to + done * itemsize, to, m * itemsize);
    }
}
