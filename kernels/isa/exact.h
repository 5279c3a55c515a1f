/* exact.h - the kernels of the exact reductions: what each block needs, from the filter down to
 * single terms. Given OP, SUFFIX and IN. */
#include "isa/exact_words.h"

/* A window for terms up to `greatest`, with room for the greater ones of later blocks: one bit at
 * least, so that a term cannot round up to 2^scale. */
static int NAME(_scale_for)(f64 greatest, int room)
{
    int scale = exact_exponent(greatest) + room;
    return scale < SPELT_EXACT_LEAST_SCALE ? SPELT_EXACT_LEAST_SCALE : scale;
}

/* The least term that is exact at a scale; infinite where there is none. */
static f64 NAME(_least_at)(int scale, int wide)
{
    if (scale < (wide ? SPELT_EXACT_LEAST_WIDE_SCALE : SPELT_EXACT_LEAST_SCALE))
        return __builtin_inf();
    int exponent = scale - WIDTH(wide);
    return exponent > -900 ? exact_power(exponent) : EXACT_LEAST;
}

/* A window for a block, which may turn out too small: with much room for what is greater than a
 * sample. */
#define SAMPLE ((size_t)32)
static int NAME(_scale_from_sample)(const IN *x, const IN *y, size_t n)
{
    f64 greatest = NAME(_greatest)(x, y, n < SAMPLE ? n : SAMPLE);
    return greatest < EXACT_TOO_GREAT * 0x1p-8 ? NAME(_scale_for)(greatest, n <= SAMPLE ? 1 : 8)
                                               : SPELT_EXACT_NO_SCALE;
}

static void NAME(_take)(exact_total *total, const int64_t word[SPELT_EXACT_WORDS])
{
    for (int j = 0; j < SPELT_EXACT_WORDS; j++)
        total->word[j] += word[j];
}

/* One at a time, the terms from `least` to below `limit` (inside), or all the others. */
static void NAME(_deposit)(exact_total *total, const IN *x, const IN *y, size_t n, f64 least,
                           f64 limit, int inside)
{
    superaccumulator *rest = spelt_exact_rest(total);
    for (size_t i = 0; i < n; i++) {
        f64 magnitude = __builtin_fabs(SPELT_PASTE(exact_term_, OP)((f64)x[i], (f64)y[i]));
        if ((magnitude >= least && magnitude < limit) == inside)
            SPELT_PASTE4(exact_deposit_, OP, _, IN)(rest, x[i], y[i]);
    }
}

/* Terms so far apart that no window holds them all: those within the reach of one after the other,
 * from the greatest down, straight to the superaccumulator; what is left after the last, one at a
 * time. Four terms cost about 12 cycles a window (AVX2), and one by itself about 24: so as many
 * windows as pay for themselves if they cover all, else a few, for a few terms may lie far from the
 * rest. */
static int NAME(_windows_for)(NAME(_range_) range)
{
    int needed = (exact_exponent(range.greatest) - exact_exponent(range.smallest)) / WIDTH(1) + 1;
    return needed <= 7 ? needed : 3;
}

static void NAME(_add_windows)(exact_total *total, const IN *x, const IN *y, size_t n,
                               NAME(_range_) range)
{
    superaccumulator *rest = spelt_exact_rest(total);
    f64 limit = EXACT_TOO_GREAT, greatest = range.greatest;
    for (int windows = NAME(_windows_for)(range); windows > 0 && greatest >= EXACT_LEAST;
         windows--) {
        int scale = NAME(_scale_for)(greatest, 1);
        int wide = scale >= SPELT_EXACT_LEAST_WIDE_SCALE && exact_may_be_wide();
        f64 least = NAME(_least_at)(scale, wide);
        int64_t word[SPELT_EXACT_WORDS];
        greatest = NAME(_masked)(x, y, n, scale, least, limit, word, wide);
        for (int j = 0; j < WORDS(wide); j++)
            spelt_super_add_scaled(rest, word[j], scale - SPELT_EXACT_UNIT(j));
        limit = least;
    }
    if (greatest >= EXACT_LEAST)
        NAME(_deposit)(total, x, y, n, EXACT_LEAST, limit, 1);
}

/* Finds a window for a range of terms: the one that is there, or another; 0 if none is wide enough.
 */
static int NAME(_find_window)(exact_total *total, NAME(_range_) range)
{
    for (int wide = 0; wide <= exact_may_be_wide(); wide++) {
        total->wide = wide;
        if (range.greatest < exact_limit_of(total) &&
            range.smallest >= NAME(_least_at)(total->scale, wide))
            return 1;
        for (int room = 2; room >= 1; room--) {
            int scale = NAME(_scale_for)(range.greatest, room);
            if (range.smallest >= NAME(_least_at)(scale, wide)) {
                spelt_exact_rescale(total, scale);
                return 1;
            }
        }
    }
    total->wide = 0;
    return 0;
}

/* A block of any kind. */
static void NAME(_add_any)(exact_total *total, const IN *x, const IN *y, size_t n)
{
    NAME(_range_) range = NAME(_survey)(x, y, n);
    if (range.odd)
        NAME(_deposit)(total, x, y, n, EXACT_LEAST, EXACT_TOO_GREAT, 0);
    if (range.greatest == 0)
        return;
    int found = NAME(_find_window)(total, range);
    total->not_dense = !found || (range.zeros && !ZEROS_FIT);
    if (!found) {
        NAME(_add_windows)(total, x, y, n, range);
        return;
    }
    int64_t word[SPELT_EXACT_WORDS];
    f64 least = NAME(_least_at)(total->scale, total->wide), limit = exact_limit_of(total);
    NAME(_masked)(x, y, n, total->scale, least, limit, word, total->wide);
    NAME(_take)(total, word);
}

/* Whole vectors that are like the block before; 0 if they are not. */
static int NAME(_add_dense)(exact_total *total, const IN *x, const IN *y, size_t n)
{
    int64_t word[SPELT_EXACT_WORDS];
    f64 smallest;
    if (total->scale == SPELT_EXACT_NO_SCALE || total->not_dense ||
        !NAME(_dense)(x, y, n, total->scale, &smallest, word, total->wide) ||
        smallest < NAME(_least_at)(total->scale, total->wide))
        return 0;
    NAME(_take)(total, word);
    if (smallest >= NAME(_least_at)(total->scale, 0))
        total->wide = 0;
    return 1;
}

/* A block without the filter. */
static void NAME(_add_exactly)(exact_total *total, const IN *x, const IN *y, size_t n)
{
    size_t whole = ZEROS_FIT ? n : n - n % LANES_f64;
    if (total->scale == SPELT_EXACT_NO_SCALE) {
        f64 greatest = NAME(_greatest)(x, y, n);
        if (greatest < EXACT_TOO_GREAT)
            total->scale = NAME(_scale_for)(greatest, 2);
    }
    if (whole > 0 && !NAME(_add_dense)(total, x, y, whole))
        NAME(_add_any)(total, x, y, whole);
    if (n > whole) {
        int not_dense = total->not_dense;
        NAME(_add_any)(total, x + whole, y + whole, n - whole);
        total->not_dense = not_dense; /* the vector was filled up with zeros */
    }
}

/* Words of which *uncertain terms may be less than a unit of the second off; 0 if they cannot be.
 * Terms that are exact by themselves are so often halfway between two numbers in sum (numbers with
 * few bits, random ones that are multiples of 2^-53) that it pays to see whether the words are
 * exact. */
static int NAME(_nearly_fits)(const IN *x, const IN *y, size_t n, int scale,
                              int64_t word[SPELT_EXACT_WORDS], uint64_t *uncertain)
{
    f64 smallest = 0;
    int inside = HAS_ERRORS ? NAME(_filter)(x, y, n, scale, word)
                            : NAME(_dense)(x, y, n, scale, &smallest, word, 0);
    *uncertain = smallest >= NAME(_least_at)(scale, 0) ? 0 : n;
    return inside;
}

/* A block through the filter; 0 if it has terms that are out of its reach. */
static int NAME(_add_filtered)(exact_total *total, const IN *x, const IN *y, size_t n)
{
    int64_t word[SPELT_EXACT_WORDS];
    uint64_t uncertain;
    if (total->scale == SPELT_EXACT_NO_SCALE)
        total->scale = NAME(_scale_from_sample)(x, y, n);
    if (total->scale == SPELT_EXACT_NO_SCALE ||
        !NAME(_nearly_fits)(x, y, n, total->scale, word, &uncertain)) {
        f64 greatest = NAME(_greatest)(x, y, n);
        int scale = NAME(_scale_for)(greatest, 2);
        if (!(greatest < EXACT_TOO_GREAT) || scale <= total->scale)
            return 0; /* in the second case there is a NaN */
        spelt_exact_rescale(total, scale);
        if (!NAME(_nearly_fits)(x, y, n, scale, word, &uncertain))
            return 0;
    }
    NAME(_take)(total, word);
    total->uncertain += uncertain;
    return 1;
}

void NAME(_add)(exact_total *total, const IN *x, const IN *y, size_t n)
{
    while (n > 0) {
        size_t length = n < SPELT_EXACT_BLOCK ? n : SPELT_EXACT_BLOCK;
        if (!total->may_filter || !NAME(_add_filtered)(total, x, y, length))
            NAME(_add_exactly)(total, x, y, length);
        x += length, y += length, n -= length;
    }
}

/* Out of line, so that a short call does not set up a total. */
static __attribute__((noinline)) int NAME(_blocks)(const IN *x, const IN *y, size_t n, IN *result)
{
    exact_total total;
    exact_total_open(&total, 1);
    while (n > 0) {
        size_t length = n < SPELT_EXACT_BLOCK ? n : SPELT_EXACT_BLOCK;
        if (!NAME(_add_filtered)(&total, x, y, length))
            return 1;
        x += length, y += length, n -= length;
    }
    return !SPELT_PASTE(spelt_exact_round_, IN)(&total, result);
}

int NAME()(const IN *x, const IN *y, size_t n, IN *result)
{
    if (n > SPELT_EXACT_BLOCK)
        return NAME(_blocks)(x, y, n, result);
    if (n == 0) {
        *result = 0;
        return 0;
    }
    int scale = NAME(_scale_from_sample)(x, y, n);
    int64_t word[SPELT_EXACT_WORDS];
    uint64_t uncertain;
    if (scale == SPELT_EXACT_NO_SCALE || !NAME(_nearly_fits)(x, y, n, scale, word, &uncertain))
        return NAME(_blocks)(x, y, n, result);
    int128 value = (int128)word[0] * ((int64_t)1 << 50) + word[1]; /* below 2^114 */
    return !SPELT_PASTE(exact_decide_, IN)(value, uncertain, scale - SPELT_EXACT_UNIT(1), result);
}

#undef LOAD
#undef LOAD_PART
#undef ADD_TO
#undef TERM
#undef ERROR
#undef NO_ZERO
#undef WIDTH
#undef WORDS
#undef HAS_ERRORS
#undef ZEROS_FIT
#undef IS_DOT
#undef EACH_VECTOR
#undef LANES_DONE
#undef SAMPLE
#undef OP
#undef SUFFIX
#undef IN
