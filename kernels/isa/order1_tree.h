/* order1_tree.h - order 1 above the block: a binary tree over block numbers, built from left to
 * right. For one accumulator type, ACC, which is a NUMBER or has two; OF(name) is the name for it. */

/* Terms in a row and in a block. */
#define ROW (SPELT_ORDER_LANE_BYTES / sizeof(NUMBER))
#define BLOCK (ROW * SPELT_ORDER_ROWS)

/* The roots of the maximal complete subtrees of the blocks so far, left to right: one for each bit
 * that is set in their number. */
typedef struct {
    uint64_t blocks;
    unsigned depth;
    ACC root[64];
} OF(order1_tree);

SPELT_INLINE void OF(order1_push)(OF(order1_tree) * tree, ACC node)
{
    for (uint64_t block = tree->blocks++; block & 1; block /= 2)
        node = tree->root[--tree->depth] + node;
    tree->root[tree->depth++] = node;
}

SPELT_INLINE ACC OF(order1_root)(const OF(order1_tree) * tree)
{
    unsigned depth = tree->depth;
    ACC total = tree->root[--depth];
    while (depth > 0)
        total = tree->root[--depth] + total;
    return total;
}

/* Every NaN becomes the positive quiet one: which NaN an addition keeps depends on the order of its
 * operands, which compilers are free to change. Returns the status of the kernel, which can leave
 * by jumping into it. */
SPELT_INLINE spelt_status OF(order1_give)(ACC total, void *result)
{
    NUMBER *to = result;
    *(ACC *)result = total;
    if (SPELT_UNLIKELY(total != total))
        for (size_t k = 0; k < sizeof(ACC) / sizeof(NUMBER); k++)
            if (to[k] != to[k])
                to[k] = (NUMBER)__builtin_nanf("");
    return SPELT_OK;
}

typedef spelt_status OF(order1_kernel)(const void *x, const void *y, size_t n, void *result);

/* The total of a whole block of an array that lies beyond the second level. */
typedef ACC OF(order1_far_block)(const void *x, const void *y);

/* The totals of two whole blocks at once, which begin at x and y and at `next` of them. */
typedef void OF(order1_pair)(const void *x, const void *y, const void *next_x, const void *next_y,
                             ACC total[2]);

/* Two blocks at a time are twice as many streams. That is faster in the first-level cache and what just spills
 * out of it (0.8 to 0.95 of the time by one), but not from so many bytes on: sum_f64 and dot_f64 of 256 KiB to
 * 1 MiB take 1.4 to 1.8 times as long (Zen 5, whose second level gives four streams half of what it gives two),
 * dot_f64 of 4.8 MB 1.09 times (Zen 4), in memory dot_bf16_f32 1.6 times, dot_f64 1.04, sumsq_f64 1.05 and
 * sum_f64 0.95 (Zen 5). */
#define ONE_BY_ONE_FROM ((size_t)96 << 10)

/* Between a second level and memory the lines so far ahead are asked for: sum_f64 of 2 to 16 MB takes 0.85 to
 * 0.95 of the time, dot_f64 of 2 to 6 MB and dot_bf16_f32 of 2 to 16 MB 0.8 (Zen 5, whose own prefetchers fall
 * behind there). Within a second level they come no sooner (1.0 to 1.1), and in memory later (1.1). */
#define FETCHED_FROM ((size_t)3 << 19)
#define FETCHED_TO ((size_t)1 << 24)
#define FETCHED_AHEAD 1024

/* More than a block: the kernel itself makes the total of each, or `far`, or `pair` of two; these may be
 * NULL. An element is of `size` bytes, of y `y_size`: 0 where y is a number. */
SPELT_INLINE spelt_status OF(order1_blocks)(const char *x, const char *y, size_t n, void *result,
                                            size_t size, size_t y_size,
                                            OF(order1_kernel) * kernel,
                                            OF(order1_far_block) * far, OF(order1_pair) * pair)
{
    OF(order1_tree) tree;
    ACC both[2];
    tree.blocks = tree.depth = 0;
    const size_t bytes = x == y ? size : size + y_size;
    if (n > ONE_BY_ONE_FROM / bytes)
        pair = NULL;
    if (n <= FETCHED_FROM / bytes || n > FETCHED_TO / bytes)
        far = NULL;
    for (;; n -= BLOCK, x += BLOCK * size, y += BLOCK * y_size) {
        if (pair && n >= 2 * BLOCK) {
            pair(x, y, x + BLOCK * size, y + BLOCK * y_size, both);
            OF(order1_push)(&tree, both[0]);
            n -= BLOCK, x += BLOCK * size, y += BLOCK * y_size;
        } else if (far && n > BLOCK) {
            both[1] = far(x, y);
        } else {
            (void)kernel(x, y, n < BLOCK ? n : BLOCK, &both[1]);
        }
        OF(order1_push)(&tree, both[1]);
        if (n <= BLOCK)
            return OF(order1_give)(OF(order1_root)(&tree), result);
    }
}
