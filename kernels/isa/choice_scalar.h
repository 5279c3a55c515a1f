/* choice_scalar.h - the specification of the reductions that choose. Given T, a type. */

#define NAMED(name) SPELT_PASTE(name, T)

SPELT_INLINE T NAMED(element_)(const T *x, size_t i, choice_rule rule)
{
    if (rule.sums)
        return (T)(NAMED(magnitude_of_)(x[2 * i]) + NAMED(magnitude_of_)(x[2 * i + 1]));
    return rule.magnitude ? NAMED(magnitude_of_)(x[i]) : x[i];
}

SPELT_INLINE i64 NAMED(index_of_best_)(const T *x, size_t n, choice_rule rule)
{
    i64 at = -1;
    NAMED(key_) best = 0;
    for (size_t i = 0; i < n; i++) {
        const T v = NAMED(element_)(x, i, rule);
        if (NAMED(is_nan_)(&v)) {
            if (rule.nan == SPELT_NAN_FIRST)
                return (i64)i;
            continue;
        }
        const NAMED(key_) key = NAMED(key_of_)(&v);
        if (at < 0 || (rule.most ? key > best : key < best)) {
            best = key;
            at = (i64)i;
        }
    }
    return at;
}

SPELT_INLINE void NAMED(choose_)(const T *x, size_t n, choice_rule rule, T *result)
{
    const i64 at = NAMED(index_of_best_)(x, n, rule);
    const T best = at < 0 ? 0 : NAMED(element_)(x, (size_t)at, rule);
    if (at < 0 || NAMED(is_nan_)(&best))
        NAMED(put_nan_)(result);
    else
        *result = best;
}

SPELT_INLINE void NAMED(choose_both_)(const T *x, size_t n, T both[2])
{
    NAMED(choose_)(x, n, (choice_rule){0, SPELT_NAN_FIRST, 0, 0}, &both[0]);
    NAMED(choose_)(x, n, (choice_rule){1, SPELT_NAN_FIRST, 0, 0}, &both[1]);
}

#undef NAMED
