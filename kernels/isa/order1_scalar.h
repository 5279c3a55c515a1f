/* order1_scalar.h - order 1 (spelt/reduce.h) as plain C, for one accumulator type, ACC: the
 * specification. step(lane, x, y, i) adds the term of index i to a lane; what of reductions.c is
 * for vectors is not looked at. */
#include "isa/order1_tree.h"

typedef ACC OF(order1_step)(ACC lane, const void *x, const void *y, size_t i);
typedef ACC OF(order1_part)(ACC lane, const void *x, const void *y, size_t i, size_t n);
typedef void OF(order1_spread)(const void *y, void *room);
typedef ACC OF(order1_pairs)(ACC lane, const void *x, const void *y, size_t i, int odd);

SPELT_INLINE void OF(order1_rows)(ACC *lanes, const void *x, const void *y, size_t rows,
                                  OF(order1_step) * step)
{
    for (size_t i = 0; i < rows * ROW; i++)
        lanes[i % ROW] = step(lanes[i % ROW], x, y, i);
}

SPELT_INLINE void OF(order1_lanes)(ACC *sums, const spelt_rows *rows, size_t n, size_t size,
                                   OF(order1_step) * step, OF(order1_part) * part, const char *room)
{
    (void)part;
    for (size_t i = 0; i < n; i++) {
        const char *x = rows->x + (room ? i * size : 0), *y = rows->y;
        ACC sum = rows->is_first ? 0 : sums[i];
        for (size_t k = 0; k < rows->count; k++, x += rows->x_step, y += rows->y_step)
            sum = step(sum, x, y, room ? 0 : i);
        sums[i] = sum;
    }
}

/* The terms of a block of each of n slices side by side, elements of so many bytes; y may be
 * repeated. */
SPELT_INLINE void OF(order1_beside)(ACC *sums, const spelt_rows *rows, size_t n, size_t size,
                                    OF(order1_step) * step, OF(order1_part) * part,
                                    OF(order1_spread) * spread, int is_fused)
{
    (void)part, (void)spread, (void)is_fused;
    for (size_t j = 0; j < n; j++) {
        const char *x = rows->x + j * size, *y = rows->y + (rows->y_is_repeated ? 0 : j * size);
        ACC lanes[ROW] = {0};
        for (size_t k = 0; k < rows->count; k++, x += rows->x_step, y += rows->y_step)
            lanes[k % ROW] = step(lanes[k % ROW], x, y, 0);
        for (size_t width = ROW / 2; width > 0; width /= 2)
            for (size_t k = 0; k < width; k++)
                lanes[k] += lanes[k + width];
        sums[j] = lanes[0];
    }
}

enum { OF(order1_has_pair) = 0 };
SPELT_INLINE void OF(order1_two)(const void *x, const void *y, const void *next_x,
                                 const void *next_y, ACC total[2], OF(order1_step) * step,
                                 OF(order1_pairs) * pairs, int is_bits)
{
    (void)x, (void)y, (void)next_x, (void)next_y, (void)total, (void)step, (void)pairs, (void)is_bits;
}

enum { OF(order1_fetches) = 0 };
SPELT_INLINE ACC OF(order1_far)(const void *x, const void *y, OF(order1_step) * step,
                                OF(order1_pairs) * pairs, int is_bits, order1_sizes ahead)
{
    (void)x, (void)y, (void)step, (void)pairs, (void)is_bits, (void)ahead;
    return 0;
}

/* Of elements that lie anywhere, from a lane on; behind the last lane is the first one. */
SPELT_INLINE void OF(order1_lines)(ACC *lanes, size_t lane, const spelt_lines *lines, size_t rows,
                                   size_t run, unsigned operands, OF(order1_step) * step)
{
    const spelt_lines l = *lines;
    const unsigned last = operands - 1;
    for (size_t r = 0; r < rows; r++) {
        const char *x = l.at[0] + (ptrdiff_t)r * l.row_step[0];
        const char *y = l.at[last] + (ptrdiff_t)r * l.row_step[last];
        for (size_t left = run; left > 0;) {
            const size_t end = left < ROW - lane ? lane + left : ROW;
            left -= end - lane;
            SPELT_UNROLL(4)
            for (; lane < end; lane++, x += l.step[0], y += l.step[last])
                lanes[lane] = step(lanes[lane], x, y, 0);
            lane %= ROW;
        }
    }
}

/* The same of elements with two terms each, side by side, to lanes 2 * lane and behind. y is a number,
 * or not looked at. */
SPELT_INLINE void OF(order1_lines_of_parts)(ACC *lanes, size_t lane, const spelt_lines *lines,
                                            size_t rows, size_t run, OF(order1_step) * step)
{
    const spelt_lines l = *lines;
    for (size_t r = 0; r < rows; r++) {
        const char *x = l.at[0] + (ptrdiff_t)r * l.row_step[0];
        for (size_t i = 0; i < run; i++, x += l.step[0], lane = (lane + 1) % (ROW / 2)) {
            lanes[2 * lane] = step(lanes[2 * lane], x, l.at[1], 0);
            lanes[2 * lane + 1] = step(lanes[2 * lane + 1], x + sizeof(ACC), l.at[1], 0);
        }
    }
}

/* A block of n <= BLOCK terms. */
SPELT_INLINE ACC OF(order1_block)(const void *x, const void *y, size_t n, OF(order1_step) * step)
{
    ACC lanes[ROW] = {0};
    for (size_t i = 0; i < n; i++)
        lanes[i % ROW] = step(lanes[i % ROW], x, y, i);
    for (size_t width = ROW / 2; width > 0; width /= 2)
        for (size_t j = 0; j < width; j++)
            lanes[j] += lanes[j + width];
    return lanes[0];
}

SPELT_INLINE spelt_status OF(order1_reduce)(const void *x, const void *y, size_t n, void *result,
                                            OF(order1_step) * step, OF(order1_part) * part,
                                            OF(order1_pairs) * pairs, OF(order1_kernel) * blocks,
                                            int is_fused, int is_bits)
{
    (void)part, (void)pairs, (void)is_fused, (void)is_bits;
    if (n <= BLOCK)
        return OF(order1_give)(OF(order1_block)(x, y, n, step), result);
    return blocks(x, y, n, result);
}
