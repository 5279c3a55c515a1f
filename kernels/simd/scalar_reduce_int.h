/* scalar_reduce_int.h - exact integer totals as plain C. Given OP, SUFFIX, IN. */

int192 NAME(_total)(const IN *x, const IN *y, size_t n)
{
    return SPELT_PASTE4(total_, OP, _, IN)(x, y, n);
}

int NAME()(const IN *x, const IN *y, size_t n, int64_t *result)
{
    return !int192_fits(SPELT_PASTE4(total_, OP, _, IN)(x, y, n), result);
}

#undef OP
#undef SUFFIX
#undef IN
