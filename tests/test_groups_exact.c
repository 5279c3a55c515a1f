/* test_groups_exact.c - exact sums by keys against MPFR: in every layout and by every type of keys,
 * of numbers that cancel, tie, overflow and underflow on the way, lie all over the range, are
 * infinite or NaN; in any order; without memory. */
#include "placed.h"

#include "runtime/dispatch.h"

#include <math.h>
#include <mpfr.h>
#include <sys/resource.h>

#define TYPED(kind, type, name, view)                                                              \
    spelt_##kind##_##type name;                                                                    \
    memcpy(&name, view, sizeof name)
#define SPELT_SUMMING_EXACTLY(function, key, type)                                                 \
    SPELT_API spelt_status function(const spelt_in_##key *, const spelt_in_##type *,               \
                                    const spelt_out_##type *);                                     \
    static spelt_status call_##function(const spelt_view *keys, const spelt_view *x,               \
                                        const spelt_view *out)                                     \
    {                                                                                              \
        TYPED(in, key, in, keys);                                                                  \
        TYPED(in, type, values, x);                                                                \
        TYPED(out, type, to, out);                                                                 \
        return function(&in, &values, &to);                                                        \
    }
#include <spelt/exact.h>
#include <spelt/groups.h>

typedef struct {
    const char *name;
    spelt_status (*call)(const spelt_view *keys, const spelt_view *x, const spelt_view *out);
    spelt_type key, type;
} exact_row;

#undef SPELT_GROUPS_H
#undef SPELT_SUMMING_EXACTLY
#undef SPELT_COUNTING
#undef SPELT_SUMMING
#undef SPELT_BINNING
#undef SPELT_BINNING_EVENLY
#define SPELT_SUMMING_EXACTLY(function, key, type)                                                 \
    {#function, call_##function, SPELT_TYPE_##key, SPELT_TYPE_##type},
#define SPELT_COUNTING(function, key)
#define SPELT_SUMMING(function, key, type, result)
#define SPELT_BINNING(function, type)
#define SPELT_BINNING_EVENLY(function, type)
static const exact_row rows[] = {
#include <spelt/groups.h>
};
enum { ROWS = sizeof rows / sizeof *rows };

/* ---- Elements -------------------------------------------------------------------------------- */

static double number_at(const exact_row *row, const placed_array *a, size_t i)
{
    double wide;
    float narrow;
    memcpy(&wide, placed_at(a, i), row->type == SPELT_F64 ? sizeof wide : 0);
    memcpy(&narrow, placed_at(a, i), row->type == SPELT_F32 ? sizeof narrow : 0);
    return row->type == SPELT_F64 ? wide : (double)narrow;
}

static void put_number(const exact_row *row, unsigned char *at, double wide)
{
    const float narrow = (float)wide;
    const uint64_t bits = isnan(wide) ? NAN_BITS_F64 : f64_bits(wide);
    const uint32_t narrow_bits = isnan(wide) ? NAN_BITS_F32 : f32_bits(narrow);
    if (row->type == SPELT_F64)
        memcpy(at, &bits, sizeof bits);
    else
        memcpy(at, &narrow_bits, sizeof narrow_bits);
}

static size_t key_at(const exact_row *row, const placed_array *keys, size_t i)
{
    const size_t size = spelt_type_size(row->key);
    size_t key = 0;
    for (size_t k = 0; k < size; k++)
        key |= (size_t)placed_at(keys, i)[is_little_endian() ? k : size - 1 - k] << 8 * k;
    return key;
}

static void put_key(const exact_row *row, const placed_array *keys, size_t i, size_t key)
{
    const size_t size = spelt_type_size(row->key);
    for (size_t k = 0; k < size; k++)
        placed_at(keys, i)[is_little_endian() ? k : size - 1 - k] = (unsigned char)(key >> 8 * k);
}

typedef enum {
    NEAR_ONE,   /* of a pair of integers */
    SOME,       /* of `span` binades: so many that a pair, a cell, cells hold them */
    FEW_BITS,   /* small integers: ties, and sums of 0 */
    TIES,       /* 1, and halves of its last bit, and something far below */
    ALL_OVER,   /* of all exponents */
    CANCELLING, /* each number with its opposite, in any order, and a few others */
    LIMITS,     /* the largest, whose sums overflow on the way, and the least subnormal ones */
    ANY_BITS,   /* NaNs and infinities */
    NO_NAN,     /* numbers and infinities */
    KINDS
} exact_kind;

static size_t span = 1;

static double draw_number(const exact_row *row, exact_kind kind, generator *random)
{
    const int is_wide = row->type == SPELT_F64, digits = is_wide ? 53 : 24;
    const int least = is_wide ? -1074 : -149, top = is_wide ? 1024 : 128;
    const double largest = is_wide ? 0x1.fffffffffffffp1023 : 0x1.fffffep127;
    const double sign = random_below(random, 2) ? 1 : -1, u = 1 + random_uniform(random) / 2;
    switch (kind) {
    case NEAR_ONE: return sign * u;
    case SOME: return sign * ldexp(u, (int)random_below(random, span));
    case FEW_BITS: return sign * (double)random_below(random, 4);
    case TIES:
        return ldexp(sign, random_below(random, 3) == 0   ? 0
                           : random_below(random, 4) == 0 ? least
                                                          : -digits);
    case LIMITS:
        return sign *
               (random_below(random, 2) ? largest : ldexp((double)random_below(random, 9), least));
    case ANY_BITS:
        return is_wide ? f64_from_bits(random_bits(random))
                       : (double)f32_from_bits((uint32_t)random_bits(random));
    case NO_NAN:
        if (random_below(random, 50) == 0)
            return sign * INFINITY;
        return sign * u;
    default: return sign * ldexp(u, least + (int)random_below(random, (size_t)(top - least)) - 1);
    }
}

static void draw_numbers(const exact_row *row, const placed_array *x, exact_kind kind,
                         generator *random)
{
    span = 1 + random_below(random, 90);
    for (size_t i = 0; i < x->n; i++)
        put_number(row, placed_at(x, i), draw_number(row, kind, random));
    for (size_t i = 0; i < x->n && kind == CANCELLING; i++) {
        const size_t other = random_below(random, x->n);
        const double value = number_at(row, x, i);
        if (i % 7 != 0)
            put_number(row, placed_at(x, other), -value);
    }
}

/* ---- MPFR ------------------------------------------------------------------------------------ */

/* Exact while it adds: from 2^-1074 to 2^1024, and 2^64 of these. */
static double round_sum(const exact_row *row, mpfr_t sum)
{
    const int is_f32 = row->type == SPELT_F32;
    const mpfr_exp_t least = mpfr_get_emin(), greatest = mpfr_get_emax();
    mpfr_t rounded;
    mpfr_init2(rounded, is_f32 ? 24 : 53);
    mpfr_set_emin(is_f32 ? -148 : -1073);
    mpfr_set_emax(is_f32 ? 128 : 1024);
    int direction = mpfr_set(rounded, sum, MPFR_RNDN);
    direction = mpfr_check_range(rounded, direction, MPFR_RNDN);
    direction = mpfr_subnormalize(rounded, direction, MPFR_RNDN);
    mpfr_set_emin(least);
    mpfr_set_emax(greatest);
    double value = mpfr_get_d(rounded, MPFR_RNDN);
    if (mpfr_zero_p(sum))
        value = 0.0;
    mpfr_clear(rounded);
    return value;
}

static void expect_sums(const exact_row *row, const placed_array *keys, const placed_array *x,
                        const placed_array *out)
{
    mpfr_t *sum = malloc(out->n * sizeof *sum);
    cr_assert_not_null(sum);
    for (size_t g = 0; g < out->n; g++) {
        mpfr_init2(sum[g], 2200);
        mpfr_set_zero(sum[g], 1);
    }
    for (size_t i = 0; i < x->n; i++) {
        mpfr_t *const s = &sum[key_at(row, keys, i)];
        const int inexact = mpfr_add_d(*s, *s, number_at(row, x, i), MPFR_RNDN);
        cr_assert(inexact == 0, "MPFR rounded a sum");
    }
    placed_expect_same(out);
    for (size_t g = 0; g < out->n; g++) {
        put_number(row, placed_expected_at(out, g), round_sum(row, sum[g]));
        mpfr_clear(sum[g]);
    }
    free(sum);
    mpfr_free_cache();
}

/* ---- Right ----------------------------------------------------------------------------------- */

static void check(const exact_row *row, size_t ndim, const size_t *shape, laid how, size_t groups,
                  exact_kind kind, generator *random)
{
    placed_array keys = placed_open(spelt_type_size(row->key), ndim, shape, how, random);
    placed_array x = placed_open(spelt_type_size(row->type), ndim, shape, how, random);
    placed_array out = placed_open(spelt_type_size(row->type), 1, &groups,
                                   how == LAID_PLAIN ? LAID_PLAIN : LAID_ANY, random);
    const size_t most = spelt_type_size(row->key) == 1 && groups > 256 ? 256 : groups;
    for (size_t i = 0; i < keys.n; i++)
        put_key(row, &keys, i, random_below(random, most));
    draw_numbers(row, &x, kind, random);
    expect_sums(row, &keys, &x, &out);
    cr_assert_eq(row->call(&keys.view, &x.view, &out.view), SPELT_OK, "%s: %s", row->name,
                 spelt_last_error());
    cr_assert(placed_is_as_expected(&out), "%s, %s: kind %d, %zu elements, %zu groups", row->name,
              spelt_isa(), (int)kind, x.n, groups);
    placed_close(&keys);
    placed_close(&x);
    placed_close(&out);
}

ParameterizedTestParameters(groups_exact, layouts)
{
    return numbered(ROWS);
}

ParameterizedTest(size_t *number_of, groups_exact, layouts)
{
    const exact_row *row = &rows[*number_of];
    generator random = generator_start(2200 + *number_of);
    FOR_EACH_SET
    for (size_t s = 0; s < PLACED_SHAPES; s++)
        check(row, placed_shapes[s].ndim, placed_shapes[s].shape, (laid)(s % LAID_KINDS),
              1 + s % 40, (exact_kind)(s % KINDS), &random);
}

ParameterizedTestParameters(groups_exact, values)
{
    return numbered(ROWS);
}

ParameterizedTest(size_t *number_of, groups_exact, values)
{
    static const size_t lengths[] = {1, 2, 3, 17, 100, 1000, 5000};
    const exact_row *row = &rows[*number_of];
    generator random = generator_start(2300 + *number_of);
    for (exact_kind kind = NEAR_ONE; kind < KINDS; kind++)
        for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
            for (size_t groups = 1; groups < 300; groups = groups * 6 + 1)
                check(row, 1, &lengths[i], LAID_PLAIN, groups, kind, &random);
}

/* So many terms that the lower integers of a pair would overflow without a carry. */
Test(groups_exact, many_terms)
{
    const size_t n = ((size_t)1 << 24) + ((size_t)1 << 20);
    const double x[2] = {1 + (0x1p39 - 1) * 0x1p-52, 0};
    const uint8_t key = 1;
    double out[2] = {77, 77};
    const spelt_in_u8 keys = {&key, 1, {n}, {0}};
    const spelt_in_f64 values = {x, 1, {n}, {0}};
    cr_assert_eq(spelt_sum_by_exact_u8_f64(&keys, &values, SPELT_OUT(f64, out, 2)), SPELT_OK);
    cr_expect_eq(out[0], 0);
    cr_expect_eq(out[1], (double)((long double)n * (long double)x[0]), "%a", out[1]);
}

/* Cells that scratch memory does not hold. */
Test(groups_exact, many_groups)
{
    const size_t n = 20000;
    generator random = generator_start(2400);
    for (exact_kind kind = NEAR_ONE; kind < KINDS; kind += 3)
        check(&rows[kind % 2], 1, &n, LAID_PLAIN, 9000, kind, &random);
}

/* ---- Refused --------------------------------------------------------------------------------- */

Test(groups_exact, refused)
{
    const int32_t keys[4] = {0, 1, 2, -1};
    const double x[4] = {1, 2, 3, 4};
    double out[2] = {77, 77};
    const char *name = "spelt_sum_by_exact_i32_f64: ";
    expect_status("a key",
                  spelt_sum_by_exact_i32_f64(SPELT_IN(i32, keys, 4), SPELT_IN(f64, x, 4),
                                             SPELT_OUT(f64, out, 2)),
                  SPELT_ERR_ARG, name, "a key is 2, out has shape (2), first at index 2", NULL);
    expect_status("shapes",
                  spelt_sum_by_exact_i32_f64(SPELT_IN(i32, keys, 3), SPELT_IN(f64, x, 4),
                                             SPELT_OUT(f64, out, 2)),
                  SPELT_ERR_SHAPE, name, "keys has shape (3)", NULL);
    cr_expect(out[0] == 77 && out[1] == 77);
    cr_expect_eq(spelt_sum_by_exact_i32_f64(SPELT_IN(i32, NULL, 0), SPELT_IN(f64, NULL, 0),
                                            SPELT_OUT(f64, out, 2)),
                 SPELT_OK);
    cr_expect(out[0] == 0 && out[1] == 0 && !signbit(out[0]));
}

#if defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_SHADOW 1
#endif
#endif
#if !defined HAS_SHADOW && !defined __SANITIZE_ADDRESS__
Test(groups_exact, no_memory)
{
    enum { GROUPS = 4 << 20 };
    const int32_t key = 1;
    const double x = 1;
    double *out = malloc(GROUPS * sizeof *out);
    struct rlimit limit;
    cr_assert_not_null(out);
    out[0] = out[1] = 77;
    cr_assert_eq(getrlimit(RLIMIT_AS, &limit), 0);
    limit.rlim_cur = 16 << 20; /* less than there is: nothing more can be had */
    cr_assert_eq(setrlimit(RLIMIT_AS, &limit), 0);
    const spelt_status status = spelt_sum_by_exact_i32_f64(
        SPELT_IN(i32, &key, 1), SPELT_IN(f64, &x, 1), SPELT_OUT(f64, out, GROUPS));
    limit.rlim_cur = limit.rlim_max;
    cr_assert_eq(setrlimit(RLIMIT_AS, &limit), 0);
    expect_status("memory", status, SPELT_ERR_NOMEM, "no memory for 4194304 groups of 16 bytes",
                  NULL);
    cr_expect(out[0] == 77 && out[1] == 77);
    free(out);
}
#endif

/* So many numbers of one group, and so far apart, that one cell of 128 bits would not hold their sum. */
Test(groups_exact, sums_beyond_a_cell)
{
    enum { MOST = 5000 };
    static double x[MOST];
    static uint8_t keys[MOST];
    for (size_t i = 0; i < MOST; i++)
        x[i] = 0x1.fffffffffffffp63;
    FOR_EACH_SET
    for (size_t n = 2040; n <= MOST; n = n < 2060 ? n + 1 : 2 * n)
        for (int sign = -1; sign <= 1; sign += 2) {
            double whole, sum;
            x[0] = sign;
            x[1] = sign * 0x1.fffffffffffffp63;
            for (size_t i = 2; i < n; i++)
                x[i] = x[1];
            cr_assert_eq(spelt_sum_exact_f64(SPELT_IN(f64, x, n), &whole), SPELT_OK);
            cr_assert_eq(spelt_sum_by_exact_u8_f64(SPELT_IN(u8, keys, n), SPELT_IN(f64, x, n),
                                                   SPELT_OUT(f64, &sum, 1)),
                         SPELT_OK);
            cr_expect(sum == whole, "%s, n = %zu: %a, expected %a", spelt_isa(), n, sum, whole);
        }
}
