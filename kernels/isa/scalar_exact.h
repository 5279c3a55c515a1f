/* scalar_exact.h - the exact reductions as plain C: every term into a number that is wide enough.
 * Given OP, SUFFIX, IN. */

void NAME(_add)(exact_total *total, const IN *x, const IN *y, size_t n)
{
    superaccumulator *rest = spelt_exact_rest(total);
    for (size_t i = 0; i < n; i++)
        SPELT_PASTE4(exact_deposit_, OP, _, IN)(rest, x[i], y[i]);
}

int NAME()(const IN *x, const IN *y, size_t n, IN *result)
{
    exact_total total;
    exact_total_open(&total, 0);
    NAME(_add)(&total, x, y, n);
    return !SPELT_PASTE(spelt_exact_round_, IN)(&total, result);
}

#undef OP
#undef SUFFIX
#undef IN
