/* exact.h - the exact reductions in vectors: what each block needs, from the filter down to single
 * terms. For one type of elements, IN; y is x where there is one operand. */
#include "isa/exact_words.h"
#include "isa/exact_few.h"

/* A window for a block, which may turn out too small: with much room for what is greater than a
 * sample, of which this is the greatest. */
#define SAMPLE ((size_t)32)
SPELT_INLINE int OF(exact_scale_of_sample)(f64 greatest, size_t n)
{
    return __builtin_isless(greatest, EXACT_TOO_GREAT * 0x1p-8)
               ? exact_scale_for(greatest, n <= SAMPLE ? 1 : 8)
               : SPELT_EXACT_NO_SCALE;
}

/* One at a time, the terms from `least` to below `limit` (inside), or all the others. */
static void OF(exact_single)(int kind, exact_total *total, const IN *x, const IN *y, size_t n,
                             f64 least, f64 limit, int inside)
{
    superaccumulator *rest = spelt_exact_rest(total);
    for (size_t i = 0; i < n; i++) {
        f64 term = kind == EXACT_ELEMENTS ? (f64)x[i] : (f64)x[i] * (f64)y[i];
        f64 magnitude = __builtin_fabs(term);
        if ((__builtin_isgreaterequal(magnitude, least) && __builtin_isless(magnitude, limit)) ==
            inside)
            OF(exact_deposit)(kind, rest, x[i], y[i]);
    }
}

/* Terms so far apart that no window holds them all: those within the reach of one after the other,
 * from the greatest down, straight to the superaccumulator; what is left after the last, one at a
 * time. Four terms cost about 12 cycles a window (AVX2), and one by itself about 24: so as many
 * windows as pay for themselves if they cover all, else a few, for a few terms may lie far from the
 * rest. */
static int OF(exact_windows_for)(int kind, exact_range range)
{
    int binades = exact_exponent(range.greatest) - exact_exponent(range.smallest);
    int needed = binades / exact_width(sizeof(IN), kind, 1) + 1;
    return needed <= 7 ? needed : 3;
}

static void OF(exact_add_windows)(int kind, exact_total *total, const IN *x, const IN *y, size_t n,
                                  exact_range range)
{
    superaccumulator *rest = spelt_exact_rest(total);
    f64 limit = EXACT_TOO_GREAT, greatest = range.greatest;
    for (int windows = OF(exact_windows_for)(kind, range); windows > 0 && greatest >= EXACT_LEAST;
         windows--) {
        int scale = exact_scale_for(greatest, 1);
        int wide = scale >= SPELT_EXACT_LEAST_WIDE_SCALE && exact_may_be_wide();
        f64 least = exact_least_at(sizeof(IN), kind, scale, wide);
        int64_t word[SPELT_EXACT_WORDS];
        greatest = OF(exact_masked)(kind, x, y, n, scale, least, limit, word, wide);
        for (int j = 0; j < exact_word_count(sizeof(IN), kind, wide); j++)
            spelt_super_add_scaled(rest, word[j], scale - SPELT_EXACT_UNIT(j));
        limit = least;
    }
    if (greatest >= EXACT_LEAST)
        OF(exact_single)(kind, total, x, y, n, EXACT_LEAST, limit, 1);
}

/* Finds a window for a range of terms: the one that is there, or another; 0 if none is wide enough.
 */
static int OF(exact_find_window)(int kind, exact_total *total, exact_range range)
{
    for (int wide = 0; wide <= exact_may_be_wide(); wide++) {
        total->wide = wide;
        if (range.greatest < exact_limit_of(total) &&
            range.smallest >= exact_least_at(sizeof(IN), kind, total->scale, wide))
            return 1;
        for (int room = 2; room >= 1; room--) {
            int scale = exact_scale_for(range.greatest, room);
            if (range.smallest >= exact_least_at(sizeof(IN), kind, scale, wide)) {
                spelt_exact_rescale(total, scale);
                return 1;
            }
        }
    }
    total->wide = 0;
    return 0;
}

/* A block of any kind. */
static __attribute__((noinline)) void OF(exact_add_any)(int kind, exact_total *total, const IN *x,
                                                        const IN *y, size_t n)
{
    exact_range range = OF(exact_survey)(kind, x, y, n);
    if (range.odd)
        OF(exact_single)(kind, total, x, y, n, EXACT_LEAST, EXACT_TOO_GREAT, 0);
    if (range.greatest == 0)
        return;
    int found = OF(exact_find_window)(kind, total, range);
    total->not_dense = !found || (range.zeros && !OF(exact_zeros_fit)(kind));
    if (!found) {
        OF(exact_add_windows)(kind, total, x, y, n, range);
        return;
    }
    int64_t word[SPELT_EXACT_WORDS];
    f64 least = exact_least_at(sizeof(IN), kind, total->scale, total->wide),
        limit = exact_limit_of(total);
    OF(exact_masked)(kind, x, y, n, total->scale, least, limit, word, total->wide);
    exact_take(total, word);
}

/* Whole vectors that are like the block before; 0 if they are not. */
SPELT_INLINE int OF(exact_add_dense)(int kind, exact_total *total, const IN *x, const IN *y,
                                     size_t n)
{
    int64_t word[SPELT_EXACT_WORDS];
    f64 smallest;
    if (total->scale == SPELT_EXACT_NO_SCALE || total->not_dense)
        return 0;
    const int inside = total->wide
                           ? OF(exact_dense)(kind, x, y, n, total->scale, &smallest, word, 1)
                           : OF(exact_dense)(kind, x, y, n, total->scale, &smallest, word, 0);
    if (!inside || smallest < exact_least_at(sizeof(IN), kind, total->scale, total->wide))
        return 0;
    exact_take(total, word);
    if (smallest >= exact_least_at(sizeof(IN), kind, total->scale, 0))
        total->wide = 0;
    return 1;
}

/* A block without the filter. */
SPELT_INLINE void OF(exact_add_exactly)(int kind, exact_total *total, const IN *x, const IN *y,
                                        size_t n)
{
    size_t whole = OF(exact_zeros_fit)(kind) ? n : n - n % LANES_f64;
    if (total->scale == SPELT_EXACT_NO_SCALE) {
        f64 greatest = OF(exact_find_greatest)(kind, x, y, n);
        if (__builtin_isless(greatest, EXACT_TOO_GREAT))
            total->scale = exact_scale_for(greatest, 2);
    }
    if (whole > 0 && !OF(exact_add_dense)(kind, total, x, y, whole))
        OF(exact_add_any)(kind, total, x, y, whole);
    if (n > whole) {
        int not_dense = total->not_dense;
        OF(exact_add_any)(kind, total, x + whole, y + whole, n - whole);
        total->not_dense = not_dense; /* the vector was filled up with zeros */
    }
}

/* Words of which *uncertain terms may be less than a unit of the second off; 0 if they cannot be.
 * Terms that are exact by themselves are so often halfway between two numbers in sum (numbers with
 * few bits, random ones that are multiples of 2^-53) that it pays to see whether the words are
 * exact. */
SPELT_INLINE int OF(exact_nearly_fits_of)(int kind, const IN *x, const IN *y, size_t n, int scale,
                                          int64_t word[SPELT_EXACT_WORDS], uint64_t *uncertain)
{
    f64 smallest = 0;
    int inside = exact_has_errors(sizeof(IN), kind)
                     ? OF(exact_filter)(kind, x, y, n, scale, word)
                     : OF(exact_dense)(kind, x, y, n, scale, &smallest, word, 0);
    *uncertain = smallest >= exact_least_at(sizeof(IN), kind, scale, 0) ? 0 : n;
    return inside;
}

static __attribute__((noinline)) int OF(exact_nearly_fits)(int kind, const IN *x, const IN *y,
                                                           size_t n, int scale,
                                                           int64_t word[SPELT_EXACT_WORDS],
                                                           uint64_t *uncertain)
{
#define CALL(kind) OF(exact_nearly_fits_of)(kind, x, y, n, scale, word, uncertain)
    return FOR_KIND(CALL);
#undef CALL
}

/* A block through the filter; 0 if it has terms that are out of its reach. */
static __attribute__((noinline)) int OF(exact_add_filtered)(int kind, exact_total *total,
                                                            const IN *x, const IN *y, size_t n)
{
    int64_t word[SPELT_EXACT_WORDS];
    uint64_t uncertain;
    if (total->scale == SPELT_EXACT_NO_SCALE)
        total->scale =
            OF(exact_scale_of_sample)(OF(exact_greatest)(kind, x, y, n < SAMPLE ? n : SAMPLE), n);
    if (total->scale == SPELT_EXACT_NO_SCALE ||
        !OF(exact_nearly_fits)(kind, x, y, n, total->scale, word, &uncertain)) {
        f64 greatest = OF(exact_greatest)(kind, x, y, n);
        int scale = exact_scale_for(greatest, 2);
        if (!__builtin_isless(greatest, EXACT_TOO_GREAT) || scale <= total->scale)
            return 0; /* too great, or a NaN */
        spelt_exact_rescale(total, scale);
        if (!OF(exact_nearly_fits)(kind, x, y, n, scale, word, &uncertain))
            return 0;
    }
    exact_take(total, word);
    total->uncertain += uncertain;
    return 1;
}

SPELT_INLINE void OF(exact_add)(int kind, exact_total *total, const IN *x, const IN *y, size_t n)
{
    while (n > 0) {
        size_t length = n < SPELT_EXACT_BLOCK ? n : SPELT_EXACT_BLOCK;
        if (!total->may_filter || !OF(exact_add_filtered)(kind, total, x, y, length))
            OF(exact_add_exactly)(kind, total, x, y, length);
        x += length, y += length, n -= length;
    }
}

/* Out of line, so that a short call does not set up a total. */
static __attribute__((noinline)) spelt_status OF(exact_blocks)(int kind, const IN *x, const IN *y,
                                                               size_t n, IN *result)
{
    exact_total total;
    exact_total_open(&total, 1);
    while (n > 0) {
        size_t length = n < SPELT_EXACT_BLOCK ? n : SPELT_EXACT_BLOCK;
        if (!OF(exact_add_filtered)(kind, &total, x, y, length))
            return SPELT_ERR_INEXACT;
        x += length, y += length, n -= length;
    }
    return OF(exact_give)(&total, result);
}

SPELT_INLINE spelt_status OF(exact_reduce)(int kind, const IN *x, const IN *y, size_t n, IN *result)
{
    if (n > SPELT_EXACT_BLOCK)
        return OF(exact_blocks)(kind, x, y, n, result);
    if (n == 0) {
        *result = 0;
        return SPELT_OK;
    }
    const f64 greatest = OF(exact_find_greatest)(kind, x, y, n < SAMPLE ? n : SAMPLE);
    const int scale = OF(exact_scale_of_sample)(greatest, n);
    int64_t word[SPELT_EXACT_WORDS];
    uint64_t uncertain;
    if (scale == SPELT_EXACT_NO_SCALE ||
        !OF(exact_nearly_fits_of)(kind, x, y, n, scale, word, &uncertain))
        return OF(exact_blocks)(kind, x, y, n, result);
    const int128 value = (int128)word[0] * ((int64_t)1 << 50) + word[1]; /* below 2^114 */
    return OF(exact_decide)(value, uncertain, scale - SPELT_EXACT_UNIT(1), result)
               ? SPELT_OK
               : SPELT_ERR_INEXACT;
}

/* A stretch of its own, of a few terms; 0 where that does not tell. */
SPELT_INLINE int OF(exact_reduce_few)(int kind, const IN *x, const IN *y, size_t n, IN *result)
{
    IN value = 0;
    if (n - 1 >= EXACT_FEW)
        return 0;
    const spelt_usual host = spelt_usual_begin_unflushed();
    int tells = OF(exact_of_few)(kind, x, y, n, &value);
    spelt_usual_keep(tells);
    spelt_usual_end_raising(host);
    if (SPELT_LIKELY(tells))
        *result = value;
    return tells;
}
