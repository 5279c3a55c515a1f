/* scalar_add.h - elementwise add as plain C. Given OP, SUFFIX, TYPE, POLICY. */

size_t NAME()(const TYPE *x, const TYPE *y, TYPE *out, size_t n)
{
    size_t first = 0;
    for (size_t i = 0; i < n; i++)
        if (SPELT_PASTE4(add_, POLICY, _, TYPE)(x[i], y[i], &out[i]) && first == 0)
            first = 1 + i;
    return first;
}

size_t NAME(_stream)(const TYPE *x, const TYPE *y, TYPE *out, size_t n)
{
    return NAME()(x, y, out, n);
}

#undef OP
#undef SUFFIX
#undef TYPE
#undef POLICY
