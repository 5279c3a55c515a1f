/* order1_body.h - the text of order 1 in <spelt/reduce.h>, word for word, for one type.
 *
 * Included by order1.h with REAL (the accumulator), NAME(part), and what a term is: WIDTH numbers
 * in an array, which ADD(lane, numbers) adds. It knows nothing of the library's code. */

/* 1 to 3: the lanes of one block of at most LANES * rows terms, and their fold. */
static inline REAL NAME(order1_block)(const REAL *term, size_t n)
{
    enum { LANES = SPELT_ORDER_LANE_BYTES / sizeof(REAL) };
    REAL lane[LANES];
    for (size_t j = 0; j < LANES; j++)
        lane[j] = (REAL)0.0;
    for (size_t i = 0; i < n; i++)
        lane[i % LANES] = ADD(lane[i % LANES], &term[i * WIDTH]);
    for (size_t half = LANES / 2; half > 0; half /= 2)
        for (size_t j = 0; j < half; j++)
            lane[j] += lane[j + half];
    return lane[0];
}

/* 4: node(level, index) of the tree over all blocks; the caller knows that it exists. */
static inline REAL NAME(order1_node)(const REAL *term, size_t n, unsigned level, size_t index)
{
    const size_t block = SPELT_ORDER_LANE_BYTES / sizeof(REAL) * SPELT_ORDER_ROWS;
    if (level == 0) {
        size_t first = index * block;
        return NAME(order1_block)(term + first * WIDTH, n - first < block ? n - first : block);
    }
    REAL left = NAME(order1_node)(term, n, level - 1, 2 * index);
    size_t right_first = ((2 * index + 1) << (level - 1)) * block;
    if (right_first >= n)
        return left;
    return left + NAME(order1_node)(term, n, level - 1, 2 * index + 1);
}

static inline REAL NAME(order1)(const REAL *term, size_t n)
{
    const size_t block = SPELT_ORDER_LANE_BYTES / sizeof(REAL) * SPELT_ORDER_ROWS;
    if (n == 0)
        return (REAL)0.0;
    unsigned level = 0;
    while ((block << level) < n)
        level++;
    return NAME(order1_node)(term, n, level, 0);
}

#undef REAL
#undef NAME
#undef WIDTH
#undef ADD
