/* exact_give.h - the result of a kernel, for one type of elements, IN. */

/* Exceptions would not leave the kernel: what they come of is left to those who call it, too. */
SPELT_INLINE spelt_status OF(exact_give)(const exact_total *total, IN *result)
{
    IN rounded;
    if (!OF(spelt_exact_round)(total, &rounded) || !f64_bits_are_finite(f64_bits_of((f64)rounded)))
        return SPELT_ERR_INEXACT;
    *result = rounded;
    return SPELT_OK;
}
