/* exact_words.h - the loops of the exact reductions over one block: from terms to integers, in the
 * steps of vector_exact.h. For one type of elements, IN. `kind` is a constant in the inline
 * functions, as `wide` is, and each has a twin out of line for any kind. Elements past n count as 0
 * and add nothing. */

#define LOAD SPELT_PASTE3(load_, IN, _as_f64)
#define LOAD_PART SPELT_PASTE3(load_part_, IN, _as_f64)

/* CALL(kind) with a constant. */
#define FOR_KIND(CALL)                                                                             \
    (kind == EXACT_ELEMENTS  ? CALL(EXACT_ELEMENTS)                                                \
     : kind == EXACT_SQUARES ? CALL(EXACT_SQUARES)                                                 \
                             : CALL(EXACT_PRODUCTS))

/* A rounded product of 0 may have underflown; other zeros are zeros. */
SPELT_INLINE int OF(exact_zeros_fit)(int kind)
{
    return !exact_has_errors(sizeof(IN), kind);
}

/* The cache lines that two vectors of elements come from, some way ahead. */
SPELT_INLINE void OF(exact_prefetch)(int kind, const IN *x, const IN *y)
{
    for (size_t i = 0; i < 2 * LANES_f64; i += 64 / sizeof(IN)) {
        prefetch_ahead(x + i);
        if (kind == EXACT_PRODUCTS)
            prefetch_ahead(y + i);
    }
}

/* STEP for every vector of the block: its elements are a, those of y b. */
#define VECTOR(from_x, from_y)                                                                     \
    {                                                                                              \
        const vec_f64 a = from_x, b = kind == EXACT_PRODUCTS ? from_y : a;                         \
        STEP;                                                                                      \
    }
#define EACH_VECTOR                                                                                \
    size_t i = 0;                                                                                  \
    for (; n - i >= 2 * LANES_f64; i += 2 * LANES_f64) {                                           \
        OF(exact_prefetch)(kind, x + i, y + i);                                                    \
        VECTOR(LOAD(x + i), LOAD(y + i))                                                           \
        VECTOR(LOAD(x + i + LANES_f64), LOAD(y + i + LANES_f64))                                   \
    }                                                                                              \
    for (; i < n; i += LANES_f64)                                                                  \
    VECTOR(LOAD_PART(x + i, n - i), LOAD_PART(y + i, n - i))
/* The lanes that it covered. */
#define LANES_DONE ((n + LANES_f64 - 1) / LANES_f64 * LANES_f64)

/* The greatest magnitude of a term, or the power of two below it; a NaN is greater than all. */
SPELT_INLINE f64 OF(exact_find_greatest)(int kind, const IN *x, const IN *y, size_t n)
{
    vec_i64 greatest = zero_i64();
#define STEP greatest = max_upper(exact_magnitude(exact_term(kind, a, b)), greatest)
    EACH_VECTOR
#undef STEP
    return exact_greatest_of(greatest);
}

static __attribute__((noinline)) f64 OF(exact_greatest)(int kind, const IN *x, const IN *y,
                                                        size_t n)
{
#define CALL(kind) OF(exact_find_greatest)(kind, x, y, n)
    return FOR_KIND(CALL);
#undef CALL
}

/* Two words of the unrounded terms. */
SPELT_INLINE void OF(exact_filter_step)(int kind, vec_f64 x, vec_f64 y, const exact_grid *grid,
                                        exact_sums *sums)
{
    vec_f64 a = exact_add_to(kind, x, y, all_f64(grid->s[0]));
    vec_f64 b = exact_add_to(kind, x, y, all_f64(grid->s[0] + grid->s[1]) - a);
    exact_look_outside(sums, grid, a);
    exact_gather(sums, 0, a);
    exact_gather(sums, 1, b);
}

/* Every term less than a unit of the second word off. 0 if one was not below 2^scale; then the
 * words mean nothing. */
SPELT_INLINE int OF(exact_filter)(int kind, const IN *x, const IN *y, size_t n, int scale,
                                  int64_t word[SPELT_EXACT_WORDS])
{
    exact_grid grid = exact_grid_at(scale);
    exact_sums sums = exact_no_sums();
#define STEP OF(exact_filter_step)(kind, a, b, &grid, &sums)
    EACH_VECTOR
#undef STEP
    exact_words(&sums, &grid, 2, LANES_DONE, word);
    return exact_all_inside(&sums);
}

SPELT_INLINE void OF(exact_word_step)(int kind, vec_f64 t, vec_f64 error, const exact_grid *grid,
                                      exact_sums *sums, int wide)
{
    if (exact_has_errors(sizeof(IN), kind))
        exact_add_product(sums, grid, t, error, wide);
    else
        exact_add_term(sums, grid, t, wide);
}

SPELT_INLINE void OF(exact_dense_step)(int kind, vec_f64 x, vec_f64 y, const exact_grid *grid,
                                       vec_i64 *smallest, exact_sums *sums, int wide)
{
    vec_f64 t = exact_term(kind, x, y);
    vec_i64 magnitude = exact_magnitude(t);
    if (OF(exact_zeros_fit)(kind))
        magnitude = exact_one_bit_less(magnitude);
    *smallest = min_upper(magnitude, *smallest);
    OF(exact_word_step)(kind, t, exact_error(kind, x, y, t), grid, sums, wide);
}

SPELT_INLINE void OF(exact_masked_step)(int kind, vec_f64 x, vec_f64 y, vec_f64 least,
                                        vec_f64 limit, const exact_grid *grid, vec_i64 *greatest,
                                        exact_sums *sums, int wide)
{
    vec_f64 t = exact_term(kind, x, y), magnitude = absolute_f64(t);
    mask_f64 small = less_f64(magnitude, least);
    mask_f64 taken = and_not_mask_f64(less_f64(magnitude, limit), small); /* not a NaN */
    *greatest = max_upper(bits_of_f64(keep_f64(small, magnitude)), *greatest);
    OF(exact_word_step)
    (kind, keep_f64(taken, t), keep_f64(taken, exact_error(kind, x, y, t)), grid, sums, wide);
}

/* Exactly, if all terms are below 2^scale (else 0, and the words mean nothing) and *smallest is no
 * less than the least that fits. Zeros are passed over where they fit, and otherwise smallest is 0
 * and n must be a multiple of LANES_f64. */
SPELT_INLINE int OF(exact_dense_of)(int kind, const IN *x, const IN *y, size_t n, int scale,
                                    f64 *smallest, int64_t word[SPELT_EXACT_WORDS], int wide)
{
    exact_grid grid = exact_grid_at(scale);
    exact_sums sums = exact_no_sums();
    vec_i64 least = exact_infinite();
#define STEP OF(exact_dense_step)(kind, a, b, &grid, &least, &sums, wide)
    EACH_VECTOR
#undef STEP
    exact_words(&sums, &grid, exact_word_count(sizeof(IN), kind, wide), LANES_DONE, word);
    *smallest = exact_least_of(least);
    return exact_all_inside(&sums);
}

static __attribute__((noinline)) int OF(exact_dense)(int kind, const IN *x, const IN *y, size_t n,
                                                     int scale, f64 *smallest,
                                                     int64_t word[SPELT_EXACT_WORDS], int wide)
{
#define NARROW(kind) OF(exact_dense_of)(kind, x, y, n, scale, smallest, word, 0)
#define WIDE(kind) OF(exact_dense_of)(kind, x, y, n, scale, smallest, word, 1)
    return wide ? FOR_KIND(WIDE) : FOR_KIND(NARROW);
#undef NARROW
#undef WIDE
}

/* Exactly, those terms that are at least `least` > 0 and below `limit` <= 2^scale. Gives the
 * greatest of those below `least`. */
SPELT_INLINE f64 OF(exact_masked_of)(int kind, const IN *x, const IN *y, size_t n, int scale,
                                     f64 least, f64 limit, int64_t word[SPELT_EXACT_WORDS],
                                     int wide)
{
    exact_grid grid = exact_grid_at(scale);
    exact_sums sums = exact_no_sums();
    vec_f64 low = all_f64(least), high = all_f64(limit);
    vec_i64 greatest = zero_i64();
#define STEP OF(exact_masked_step)(kind, a, b, low, high, &grid, &greatest, &sums, wide)
    EACH_VECTOR
#undef STEP
    exact_words(&sums, &grid, exact_word_count(sizeof(IN), kind, wide), LANES_DONE, word);
    return exact_greatest_of(greatest);
}

static __attribute__((noinline)) f64 OF(exact_masked)(int kind, const IN *x, const IN *y, size_t n,
                                                      int scale, f64 least, f64 limit,
                                                      int64_t word[SPELT_EXACT_WORDS], int wide)
{
#define NARROW(kind) OF(exact_masked_of)(kind, x, y, n, scale, least, limit, word, 0)
#define WIDE(kind) OF(exact_masked_of)(kind, x, y, n, scale, least, limit, word, 1)
    return wide ? FOR_KIND(WIDE) : FOR_KIND(NARROW);
#undef NARROW
#undef WIDE
}

/* What follows looks at blocks in which smaller terms than the usual were found. */
SPELT_INLINE int OF(exact_survey_small)(int kind, const IN *x, const IN *y, size_t n,
                                        exact_range *range)
{
    vec_i64 smallest = exact_infinite();
    vec_f64 least = all_f64(EXACT_LEAST);
    mask_f64 odd = no_lane_f64();
#define STEP                                                                                       \
    do {                                                                                           \
        vec_f64 magnitude = absolute_f64(exact_term(kind, a, b));                                  \
        mask_f64 small = less_f64(magnitude, least);                                               \
        vec_f64 other = choose_f64(small, all_f64(__builtin_inf()), magnitude);                    \
        smallest = min_upper(bits_of_f64(other), smallest);                                        \
        odd = or_mask_f64(odd, and_mask_f64(small, exact_no_zero(a, b)));                          \
    } while (0)
    EACH_VECTOR
#undef STEP
    range->smallest = exact_least_of(smallest);
    range->zeros = 1;
    range->odd |= any_mask_f64(odd);
    return 1;
}

SPELT_INLINE int OF(exact_survey_all)(int kind, const IN *x, const IN *y, size_t n,
                                      exact_range *range)
{
    vec_i64 smallest = exact_infinite(), greatest = zero_i64();
    vec_f64 too_great = all_f64(EXACT_TOO_GREAT);
    mask_f64 regular = not_mask_f64(no_lane_f64());
#define STEP                                                                                       \
    do {                                                                                           \
        vec_f64 magnitude = absolute_f64(exact_term(kind, a, b));                                  \
        mask_f64 less = less_f64(magnitude, too_great);                                            \
        regular = and_mask_f64(regular, less);                                                     \
        greatest = max_upper(bits_of_f64(keep_f64(less, magnitude)), greatest);                    \
        smallest = min_upper(bits_of_f64(magnitude), smallest);                                    \
    } while (0)
    EACH_VECTOR
#undef STEP
    *range = (exact_range){exact_least_of(smallest), exact_greatest_of(greatest), 0,
                           any_mask_f64(not_mask_f64(regular))};
    return range->smallest < EXACT_LEAST;
}

static __attribute__((noinline)) exact_range OF(exact_survey)(int kind, const IN *x, const IN *y,
                                                              size_t n)
{
    exact_range range;
#define ALL(kind) OF(exact_survey_all)(kind, x, y, n, &range)
#define SMALL(kind) OF(exact_survey_small)(kind, x, y, n, &range)
    if (FOR_KIND(ALL))
        (void)FOR_KIND(SMALL);
#undef ALL
#undef SMALL
    return range;
}
