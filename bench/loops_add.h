/* loops_add.h - the elementwise loops of one type; see loop_bodies.h.
 * LOOP_UNSIGNED is defined for integers only. */

#ifndef LOOP_UNSIGNED

static int SPELT_PASTE(add_, LOOP_TYPE)(const LOOP_TYPE *restrict x, const LOOP_TYPE *restrict y,
                                        LOOP_TYPE *restrict out, size_t n)
{
    LOOP_MAP
    for (size_t i = 0; i < n; i++)
        out[i] = x[i] + y[i];
    return 0;
}

#else

static int SPELT_PASTE(add_, LOOP_TYPE)(const LOOP_TYPE *restrict x, const LOOP_TYPE *restrict y,
                                        LOOP_TYPE *restrict out, size_t n)
{
    int overflow = 0;
    for (size_t i = 0; i < n; i++)
        overflow |= __builtin_add_overflow(x[i], y[i], &out[i]);
    return overflow;
}

static int SPELT_PASTE(add_wrap_, LOOP_TYPE)(const LOOP_TYPE *restrict x,
                                             const LOOP_TYPE *restrict y, LOOP_TYPE *restrict out,
                                             size_t n)
{
    LOOP_MAP
    for (size_t i = 0; i < n; i++)
        out[i] = (LOOP_TYPE)((LOOP_UNSIGNED)x[i] + (LOOP_UNSIGNED)y[i]);
    return 0;
}

/* Without a branch, which random data would make the CPU mispredict, and which would keep the
 * compiler from vectorizing: Warren, Hacker's Delight, 2nd ed., section 2-13. */
static int SPELT_PASTE(add_sat_, LOOP_TYPE)(const LOOP_TYPE *restrict x,
                                            const LOOP_TYPE *restrict y, LOOP_TYPE *restrict out,
                                            size_t n)
{
    LOOP_MAP
    for (size_t i = 0; i < n; i++) {
        LOOP_TYPE sum = (LOOP_TYPE)((LOOP_UNSIGNED)x[i] + (LOOP_UNSIGNED)y[i]);
        LOOP_TYPE nearest = x[i] < 0 ? LOOP_LEAST : LOOP_GREATEST;
        out[i] = ((x[i] ^ sum) & (y[i] ^ sum)) < 0 ? nearest : sum;
    }
    return 0;
}

#undef LOOP_UNSIGNED
#undef LOOP_LEAST
#undef LOOP_GREATEST
#endif

#undef LOOP_TYPE
