/* choice_scalar.h - the specification of the reductions that choose. Given T, a type. */

#define NAMED(name) SPELT_PASTE(name, T)

SPELT_INLINE i64 NAMED(index_of_best_)(const T *x, size_t n, choice_rule rule)
{
    i64 at = -1;
    NAMED(key_) best = 0;
    for (size_t i = 0; i < n; i++) {
        if (NAMED(is_nan_)(x + i)) {
            if (rule.nan == SPELT_NAN_FIRST)
                return (i64)i;
            continue;
        }
        const T v = rule.magnitude ? NAMED(magnitude_of_)(x[i]) : x[i];
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
    if (at < 0 || NAMED(is_nan_)(x + at))
        NAMED(put_nan_)(result);
    else
        *result = rule.magnitude ? NAMED(magnitude_of_)(x[at]) : x[at];
}

#undef NAMED
