/* scalar_reduce_float.h - order 1 (spelt/reduce.h) as plain C. Given OP, SUFFIX, IN, ACC. */

SPELT_INLINE ACC NAME(_term)(const IN *x, const IN *y)
{
    (void)y;
    return SPELT_PASTE(TERM_, OP)((ACC)*x, (ACC)*y);
}

void NAME(_rows)(ACC *lanes, const IN *x, const IN *y, size_t rows)
{
    for (size_t row = 0; row < rows; row++)
        for (size_t j = 0; j < SPELT_ROW(ACC); j++)
            lanes[j] += NAME(_term)(&x[row * SPELT_ROW(ACC) + j], &y[row * SPELT_ROW(ACC) + j]);
}

static ACC NAME(_block)(const IN *x, const IN *y, size_t n)
{
    ACC lanes[SPELT_ROW(ACC)] = {0};
    for (size_t i = 0; i < n; i++)
        lanes[i % SPELT_ROW(ACC)] += NAME(_term)(&x[i], &y[i]);
    for (size_t width = SPELT_ROW(ACC) / 2; width > 0; width /= 2)
        for (size_t j = 0; j < width; j++)
            lanes[j] += lanes[j + width];
    return lanes[0];
}

spelt_status NAME()(const IN *x, const IN *y, size_t n, ACC *result)
{
    if (n == 0) {
        *result = 0;
        return SPELT_OK;
    }
    SPELT_PASTE(tree_, ACC) tree;
    tree.end = tree.depth = 0;
    for (size_t i = 0; i < n; i += SPELT_BLOCK(ACC)) {
        size_t length = n - i < SPELT_BLOCK(ACC) ? n - i : SPELT_BLOCK(ACC);
        SPELT_PASTE(tree_push_, ACC)(&tree, NAME(_block)(x + i, y + i, length));
    }
    return SPELT_PASTE(give_, ACC)(SPELT_PASTE(tree_finish_, ACC)(&tree), result);
}

#undef OP
#undef SUFFIX
#undef IN
#undef ACC
