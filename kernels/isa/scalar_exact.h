/* scalar_exact.h - the exact reductions as plain C: every term into a number that is wide enough.
 * For one type of elements, IN; y is x where there is one operand. */

SPELT_INLINE void OF(exact_add)(int kind, exact_total *total, const IN *x, const IN *y, size_t n)
{
    superaccumulator *rest = spelt_exact_rest(total);
    for (size_t i = 0; i < n; i++)
        OF(exact_deposit)(kind, rest, x[i], y[i]);
}

SPELT_INLINE spelt_status OF(exact_reduce)(int kind, const IN *x, const IN *y, size_t n, IN *result)
{
    exact_total total;
    exact_total_open(&total, 0);
    OF(exact_add)(kind, &total, x, y, n);
    return OF(exact_give)(&total, result);
}

/* The specification has no way of its own for a few terms. */
SPELT_INLINE int OF(exact_reduce_few)(int kind, const IN *x, const IN *y, size_t n, IN *result)
{
    (void)kind, (void)x, (void)y, (void)n, (void)result;
    return 0;
}
