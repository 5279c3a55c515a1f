/* cursor.c - gathering and scattering of strided elements. */
#include "array/cursor.h"

#include <string.h>

/* Elements are moved as bits. */
typedef uint32_t __attribute__((may_alias)) bits32;
typedef uint64_t __attribute__((may_alias)) bits64;

#define MOVE_RUN(bits)                                                                            \
    static void move_run_##bits(bits *to, ptrdiff_t to_stride, const bits *from,                  \
                                ptrdiff_t from_stride, size_t m)                                  \
    {                                                                                             \
        if (to_stride == 1 && from_stride == -1)                                                  \
            for (size_t i = 0; i < m; i++)                                                        \
                to[i] = from[-(ptrdiff_t)i];                                                      \
        else if (to_stride == 1)                                                                  \
            for (size_t i = 0; i < m; i++)                                                        \
                to[i] = from[(ptrdiff_t)i * from_stride];                                         \
        else                                                                                      \
            for (size_t i = 0; i < m; i++)                                                        \
                to[(ptrdiff_t)i * to_stride] = from[(ptrdiff_t)i * from_stride];                  \
    }

MOVE_RUN(bits32)
MOVE_RUN(bits64)

static void move_run(void *to, ptrdiff_t to_stride, const void *from, ptrdiff_t from_stride,
                     size_t m, size_t itemsize)
{
    if (to_stride == 1 && from_stride == 1)
        memcpy(to, from, m * itemsize);
    else if (itemsize == 8)
        move_run_bits64(to, to_stride, from, from_stride, m);
    else
        move_run_bits32(to, to_stride, from, from_stride, m);
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
                (ptrdiff_t)cursor->index[k] * loop->stride[i][k] * (ptrdiff_t)loop->itemsize;
    }
}

/* Moves in dimension k by so many elements. */
static void step(spelt_cursor *cursor, size_t k, ptrdiff_t steps)
{
    const spelt_loop *loop = cursor->loop;
    cursor->index[k] += (size_t)steps;
    for (unsigned i = 0; i < loop->operands; i++)
        cursor->at[i] += steps * loop->stride[i][k] * (ptrdiff_t)loop->itemsize;
}

void spelt_cursor_advance(spelt_cursor *cursor, size_t m)
{
    size_t inner = innermost(cursor);
    while (m >= run_left(cursor)) {
        m -= run_left(cursor);
        step(cursor, inner, -(ptrdiff_t)cursor->index[inner]);
        size_t k = inner;
        while (k-- > 0) { /* carry */
            if (cursor->index[k] + 1 < cursor->loop->shape[k]) {
                step(cursor, k, 1);
                break;
            }
            step(cursor, k, -(ptrdiff_t)cursor->index[k]);
        }
    }
    step(cursor, inner, (ptrdiff_t)m);
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

const void *spelt_cursor_gather(const spelt_cursor *cursor, unsigned operand, size_t m,
                                void *buffer)
{
    const void *in_place = spelt_cursor_in_place(cursor, operand, m);
    if (in_place)
        return in_place;
    spelt_cursor walk = *cursor;
    size_t itemsize = cursor->loop->itemsize;
    char *to = buffer;
    while (m > 0) {
        size_t run = run_left(&walk) < m ? run_left(&walk) : m;
        move_run(to, 1, walk.at[operand], inner_stride(&walk, operand), run, itemsize);
        to += run * itemsize;
        m -= run;
        if (m > 0)
            spelt_cursor_advance(&walk, run);
    }
    return buffer;
}

void spelt_cursor_scatter(const spelt_cursor *cursor, unsigned operand, size_t m,
                          const void *buffer)
{
    spelt_cursor walk = *cursor;
    size_t itemsize = cursor->loop->itemsize;
    const char *from = buffer;
    while (m > 0) {
        size_t run = run_left(&walk) < m ? run_left(&walk) : m;
        move_run((void *)(uintptr_t)walk.at[operand], inner_stride(&walk, operand), from, 1, run,
                 itemsize);
        from += run * itemsize;
        m -= run;
        if (m > 0)
            spelt_cursor_advance(&walk, run);
    }
}
