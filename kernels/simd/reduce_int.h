/* reduce_int.h - the integer reduction kernels of one ISA, from vector_int.h. Given OP, SUFFIX, IN.
 */

int192 NAME(_total)(const IN *x, const IN *y, size_t n)
{
    return SPELT_PASTE4(vector_total_, OP, _, IN)(x, y, n);
}

int NAME()(const IN *x, const IN *y, size_t n, int64_t *result)
{
    return SPELT_PASTE4(vector_result_, OP, _, IN)(x, y, n, result);
}

#undef OP
#undef SUFFIX
#undef IN
