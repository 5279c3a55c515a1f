/* exact_words.h - the loops of the exact reductions over one block: from terms to integers. Given
 * OP, IN and the steps of vector_exact.h. Elements past n count as 0 and add nothing. */

#define LOAD SPELT_PASTE3(load_, IN, _as_f64)
#define LOAD_PART SPELT_PASTE3(load_part_, IN, _as_f64)
#define ADD_TO SPELT_PASTE(exact_add_, OP)
#define TERM SPELT_PASTE3(term_, OP, _f64)
#define ERROR SPELT_PASTE(exact_error_, OP)
#define NO_ZERO SPELT_PASTE(exact_no_zero_, OP)
#define WIDTH(wide) (SPELT_PASTE4(exact_width_, OP, _, IN) + ((wide) ? 100 : 0))
#define WORDS(wide) ((HAS_ERRORS ? 3 : 2) + ((wide) ? 2 : 0))
#define HAS_ERRORS SPELT_PASTE4(exact_has_errors_, OP, _, IN)
#define IS_DOT (SPELT_PASTE(exact_op_, OP) == exact_op_dot)
/* A rounded product of 0 may have underflown; other zeros are zeros. */
#define ZEROS_FIT (!HAS_ERRORS)

/* The cache lines that two vectors of elements come from, some way ahead. */
SPELT_INLINE void NAME(_prefetch)(const IN *x, const IN *y)
{
    for (size_t i = 0; i < 2 * LANES_f64; i += 64 / sizeof(IN)) {
        prefetch_ahead(x + i);
        if (IS_DOT)
            prefetch_ahead(y + i);
    }
}

/* STEP(x, y) for every vector of the block. */
#define EACH_VECTOR                                                                                \
    size_t i = 0;                                                                                  \
    for (; n - i >= 2 * LANES_f64; i += 2 * LANES_f64) {                                           \
        NAME(_prefetch)(x + i, y + i);                                                             \
        STEP(LOAD(x + i), LOAD(y + i));                                                            \
        STEP(LOAD(x + i + LANES_f64), LOAD(y + i + LANES_f64));                                    \
    }                                                                                              \
    for (; i < n; i += LANES_f64)                                                                  \
        STEP(LOAD_PART(x + i, n - i), LOAD_PART(y + i, n - i));
/* The lanes that it covered. */
#define LANES_DONE ((n + LANES_f64 - 1) / LANES_f64 * LANES_f64)

/* The greatest magnitude of a term, rounded; a NaN is passed over. */
SPELT_INLINE f64 NAME(_greatest)(const IN *x, const IN *y, size_t n)
{
    vec_f64 greatest = zero_f64();
#define STEP(a, b) greatest = max_f64(absolute_f64(TERM(a, b)), greatest)
    EACH_VECTOR
#undef STEP
    return fold_max_f64(greatest);
}

/* Two words of the unrounded terms. */
SPELT_INLINE void NAME(_filter_step)(vec_f64 x, vec_f64 y, const exact_grid *grid, exact_sums *sums)
{
    vec_f64 a = ADD_TO(x, y, all_f64(grid->s[0]));
    vec_f64 b = ADD_TO(x, y, subtract_f64(all_f64(grid->s[0] + grid->s[1]), a));
    exact_look_outside(sums, grid, a);
    exact_gather(sums, 0, a);
    exact_gather(sums, 1, b);
}

/* Every term less than a unit of the second word off. 0 if one was not below 2^scale; then the
 * words mean nothing. */
SPELT_INLINE int NAME(_filter)(const IN *x, const IN *y, size_t n, int scale,
                               int64_t word[SPELT_EXACT_WORDS])
{
    exact_grid grid = exact_grid_at(scale);
    exact_sums sums = exact_no_sums();
#define STEP(a, b) NAME(_filter_step)(a, b, &grid, &sums)
    EACH_VECTOR
#undef STEP
    exact_words(&sums, &grid, 2, LANES_DONE, word);
    return exact_all_inside(&sums);
}

SPELT_INLINE void NAME(_word_step)(vec_f64 t, vec_f64 error, const exact_grid *grid,
                                   exact_sums *sums, int wide)
{
    if (HAS_ERRORS)
        exact_add_product(sums, grid, t, error, wide);
    else
        exact_add_term(sums, grid, t, wide);
}

SPELT_INLINE void NAME(_dense_step)(vec_f64 x, vec_f64 y, const exact_grid *grid, vec_f64 *smallest,
                                    exact_sums *sums, int wide)
{
    vec_f64 t = TERM(x, y), magnitude = absolute_f64(t);
    *smallest = min_f64(ZEROS_FIT ? one_bit_less(magnitude) : magnitude, *smallest);
    NAME(_word_step)(t, ERROR(x, y, t), grid, sums, wide);
}

SPELT_INLINE void NAME(_masked_step)(vec_f64 x, vec_f64 y, vec_f64 least, vec_f64 limit,
                                     const exact_grid *grid, vec_f64 *greatest, exact_sums *sums,
                                     int wide)
{
    vec_f64 t = TERM(x, y), magnitude = absolute_f64(t);
    mask_f64 small = less_f64(magnitude, least);
    mask_f64 taken = and_not_mask_f64(less_f64(magnitude, limit), small); /* not a NaN */
    *greatest = max_f64(keep_f64(small, magnitude), *greatest);
    NAME(_word_step)(keep_f64(taken, t), keep_f64(taken, ERROR(x, y, t)), grid, sums, wide);
}

/* Exactly, if all terms are below 2^scale (else 0, and the words mean nothing) and *smallest is no
 * less than the least that fits. Zeros are passed over where they fit, and otherwise smallest is 0
 * and n must be a multiple of LANES_f64. `wide` is a constant, here and below. */
SPELT_INLINE int NAME(_dense_loop)(const IN *x, const IN *y, size_t n, int scale, f64 *smallest,
                                   int64_t word[SPELT_EXACT_WORDS], int wide)
{
    exact_grid grid = exact_grid_at(scale);
    exact_sums sums = exact_no_sums();
    vec_f64 least = all_f64(__builtin_inf());
#define STEP(a, b) NAME(_dense_step)(a, b, &grid, &least, &sums, wide)
    EACH_VECTOR
#undef STEP
    exact_words(&sums, &grid, WORDS(wide), LANES_DONE, word);
    *smallest = fold_min_f64(least);
    return exact_all_inside(&sums);
}

static int NAME(_dense)(const IN *x, const IN *y, size_t n, int scale, f64 *smallest,
                        int64_t word[SPELT_EXACT_WORDS], int wide)
{
    return wide ? NAME(_dense_loop)(x, y, n, scale, smallest, word, 1)
                : NAME(_dense_loop)(x, y, n, scale, smallest, word, 0);
}

/* Exactly, those terms that are at least `least` > 0 and below `limit` <= 2^scale. Gives the
 * greatest of those below `least`. */
SPELT_INLINE f64 NAME(_masked_loop)(const IN *x, const IN *y, size_t n, int scale, f64 least,
                                    f64 limit, int64_t word[SPELT_EXACT_WORDS], int wide)
{
    exact_grid grid = exact_grid_at(scale);
    exact_sums sums = exact_no_sums();
    vec_f64 low = all_f64(least), high = all_f64(limit), greatest = zero_f64();
#define STEP(a, b) NAME(_masked_step)(a, b, low, high, &grid, &greatest, &sums, wide)
    EACH_VECTOR
#undef STEP
    exact_words(&sums, &grid, WORDS(wide), LANES_DONE, word);
    return fold_max_f64(greatest);
}

static f64 NAME(_masked)(const IN *x, const IN *y, size_t n, int scale, f64 least, f64 limit,
                         int64_t word[SPELT_EXACT_WORDS], int wide)
{
    return wide ? NAME(_masked_loop)(x, y, n, scale, least, limit, word, 1)
                : NAME(_masked_loop)(x, y, n, scale, least, limit, word, 0);
}

/* What terms there are: the smallest and the greatest of those from EXACT_LEAST to below
 * EXACT_TOO_GREAT (infinity and 0 where there is none); whether there are smaller ones, such as
 * zeros; and `odd` ones, too great, not 0 but below EXACT_LEAST (products that underflow to 0
 * included), or NaN. */
typedef struct {
    f64 smallest, greatest;
    int zeros, odd;
} NAME(_range_);

/* The part for blocks that have smaller terms. */
static __attribute__((noinline)) void NAME(_survey_small)(const IN *x, const IN *y, size_t n,
                                                          NAME(_range_) * range)
{
    vec_f64 smallest = all_f64(__builtin_inf()), least = all_f64(EXACT_LEAST);
    mask_f64 odd = no_lane_f64();
#define STEP(a, b)                                                                                 \
    do {                                                                                           \
        vec_f64 vx = a, vy = b, magnitude = absolute_f64(TERM(vx, vy));                            \
        mask_f64 small = less_f64(magnitude, least);                                               \
        smallest = min_f64(choose_f64(small, smallest, magnitude), smallest);                      \
        odd = or_mask_f64(odd, and_mask_f64(small, NO_ZERO(vx, vy)));                              \
    } while (0)
    EACH_VECTOR
#undef STEP
    range->smallest = fold_min_f64(smallest);
    range->zeros = 1;
    range->odd |= any_mask_f64(odd);
}

SPELT_INLINE NAME(_range_) NAME(_survey)(const IN *x, const IN *y, size_t n)
{
    vec_f64 smallest = all_f64(__builtin_inf()), greatest = zero_f64();
    vec_f64 too_great = all_f64(EXACT_TOO_GREAT);
    mask_f64 regular = not_mask_f64(no_lane_f64());
#define STEP(a, b)                                                                                 \
    do {                                                                                           \
        vec_f64 magnitude = absolute_f64(TERM(a, b));                                              \
        mask_f64 less = less_f64(magnitude, too_great);                                            \
        regular = and_mask_f64(regular, less);                                                     \
        greatest = max_f64(keep_f64(less, magnitude), greatest);                                   \
        smallest = min_f64(magnitude, smallest);                                                   \
    } while (0)
    EACH_VECTOR
#undef STEP
    NAME(_range_)
    range = {fold_min_f64(smallest), fold_max_f64(greatest), 0,
             any_mask_f64(not_mask_f64(regular))};
    if (range.smallest < EXACT_LEAST)
        NAME(_survey_small)(x, y, n, &range);
    return range;
}
