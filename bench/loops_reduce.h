/* loops_reduce.h - the reduction loops of one pair of types; see loop_bodies.h. */

static LOOP_RESULT SPELT_PASTE(sum_, LOOP_SUFFIX)(const LOOP_IN *x, size_t n)
{
    LOOP_RESULT r = 0;
    LOOP_SUM
    for (size_t i = 0; i < n; i++)
        r += (LOOP_RESULT)x[i];
    return r;
}

static LOOP_RESULT SPELT_PASTE(sumsq_, LOOP_SUFFIX)(const LOOP_IN *x, size_t n)
{
    LOOP_RESULT r = 0;
    LOOP_SUM
    for (size_t i = 0; i < n; i++)
        r += (LOOP_RESULT)x[i] * (LOOP_RESULT)x[i];
    return r;
}

static LOOP_RESULT SPELT_PASTE(dot_, LOOP_SUFFIX)(const LOOP_IN *x, const LOOP_IN *y, size_t n)
{
    LOOP_RESULT r = 0;
    LOOP_SUM
    for (size_t i = 0; i < n; i++)
        r += (LOOP_RESULT)x[i] * (LOOP_RESULT)y[i];
    return r;
}

#undef LOOP_IN
#undef LOOP_RESULT
#undef LOOP_SUFFIX
