/* scalar_reduce_int.h - exact integer totals as plain C. Given OP, SUFFIX, IN. */

int192 NAME()(const IN *x, const IN *y, size_t n)
{
    (void)y;
    return SPELT_PASTE4(total_, OP, _, IN)(x, y, n);
}

#undef OP
#undef SUFFIX
#undef IN
