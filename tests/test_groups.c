/* test_groups.c - counts and sums by keys of every type are those of the loop, in every layout and with
 * as many groups as take each way; the first key out of range and the first sum that does not fit are
 * named. */
#include "placed.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

/* The lines of groups.h that have keys, as calls on views without a type. */
#define TYPED(kind, type, name, view)                                                              \
    spelt_##kind##_##type name;                                                                    \
    memcpy(&name, view, sizeof name)
#define SPELT_COUNTING(function, key)                                                              \
    SPELT_API spelt_status function(const spelt_in_##key *, const spelt_out_i64 *);                \
    static spelt_status call_##function(const spelt_view *keys, const spelt_view *x,               \
                                        const spelt_view *out)                                     \
    {                                                                                              \
        TYPED(in, key, in, keys);                                                                  \
        TYPED(out, i64, to, out);                                                                  \
        (void)x;                                                                                   \
        return function(&in, &to);                                                                 \
    }
#define SPELT_SUMMING(function, key, type, result)                                                 \
    SPELT_API spelt_status function(const spelt_in_##key *, const spelt_in_##type *,               \
                                    const spelt_out_##result *);                                   \
    static spelt_status call_##function(const spelt_view *keys, const spelt_view *x,               \
                                        const spelt_view *out)                                     \
    {                                                                                              \
        TYPED(in, key, in, keys);                                                                  \
        TYPED(in, type, values, x);                                                                \
        TYPED(out, result, to, out);                                                               \
        return function(&in, &values, &to);                                                        \
    }
#include <spelt/groups.h>

typedef struct {
    const char *name;
    spelt_status (*call)(const spelt_view *keys, const spelt_view *x, const spelt_view *out);
    spelt_type key, type, result; /* type: 0 of counts */
} groups_row;

#undef SPELT_GROUPS_H
#undef SPELT_COUNTING
#undef SPELT_SUMMING
#undef SPELT_SUMMING_EXACTLY
#undef SPELT_BINNING
#undef SPELT_BINNING_EVENLY
#define SPELT_COUNTING(function, key)                                                              \
    {#function, call_##function, SPELT_TYPE_##key, (spelt_type)0, SPELT_I64},
#define SPELT_SUMMING(function, key, type, result)                                                 \
    {#function, call_##function, SPELT_TYPE_##key, SPELT_TYPE_##type, SPELT_TYPE_##result},
#define SPELT_SUMMING_EXACTLY(function, key, type)
#define SPELT_BINNING(function, type)
#define SPELT_BINNING_EVENLY(function, type)
static const groups_row rows[] = {
#include <spelt/groups.h>
};
enum { ROWS = sizeof rows / sizeof *rows };

/* ---- Elements ---------------------------------------------------------------------------------- */

static int is_signed(spelt_type type)
{
    return spelt_type_name(type)[0] == 'i';
}

static int128 load_integer(spelt_type type, const unsigned char *at)
{
    const size_t size = spelt_type_size(type);
    uint64_t bits = 0;
    for (size_t i = 0; i < size; i++)
        bits |= (uint64_t)at[is_little_endian() ? i : size - 1 - i] << 8 * i;
    const int shift = (int)(64 - 8 * size);
    return is_signed(type) ? (int128)((int64_t)(bits << shift) >> shift) : (int128)bits;
}

static void store_integer(spelt_type type, unsigned char *at, uint64_t bits)
{
    const size_t size = spelt_type_size(type);
    for (size_t i = 0; i < size; i++)
        at[is_little_endian() ? i : size - 1 - i] = (unsigned char)(bits >> 8 * i);
}

/* A sum of one group as the loop makes it. */
typedef struct {
    int128 whole;
    double wide;
    float narrow;
} running;

/* Whether it does not fit. */
static int add(const groups_row *row, running *s, const unsigned char *x)
{
    double a;
    float b;
    if (row->type == SPELT_F64) {
        memcpy(&a, x, sizeof a);
        s->wide = s->wide + a;
        return 0;
    }
    if (row->type == SPELT_F32) {
        memcpy(&b, x, sizeof b);
        s->narrow = s->narrow + b;
        return 0;
    }
    const int128 exact = s->whole + (row->type ? load_integer(row->type, x) : 1);
    s->whole = is_signed(row->result) ? (int128)(int64_t)(uint64_t)exact : (int128)(uint64_t)exact;
    return s->whole != exact;
}

static void give(const groups_row *row, const running *s, unsigned char *to)
{
    const uint64_t wide = isnan(s->wide) ? NAN_BITS_F64 : f64_bits(s->wide);
    const uint32_t narrow = isnan(s->narrow) ? NAN_BITS_F32 : f32_bits(s->narrow);
    if (row->result == SPELT_F64)
        memcpy(to, &wide, sizeof wide);
    else if (row->result == SPELT_F32)
        memcpy(to, &narrow, sizeof narrow);
    else
        store_integer(row->result, to, (uint64_t)s->whole);
}

/* Numbers near 1, of which an order shows in the last bits; all bits, NaNs among them; few bits. */
static void draw(const groups_row *row, const placed_array *x, generator *random)
{
    const size_t kind = random_below(random, 3);
    for (size_t i = 0; i < x->n && kind > 0; i++) {
        const double value = kind == 1 ? random_uniform(random) : -0.0;
        const float narrow = (float)value;
        if (row->type == SPELT_F64)
            memcpy(placed_at(x, i), &value, sizeof value);
        else if (row->type == SPELT_F32)
            memcpy(placed_at(x, i), &narrow, sizeof narrow);
        else
            store_integer(row->type, placed_at(x, i), random_bits(random) & 15);
    }
}

/* ---- Right ------------------------------------------------------------------------------------- */

static const char *index_text(char text[96], const spelt_view *view, size_t position)
{
    size_t at[SPELT_MAX_NDIM], used = 0;
    for (size_t k = view->ndim; k-- > 0; position /= view->shape[k])
        at[k] = position % view->shape[k];
    text[0] = '\0';
    for (size_t k = 0; k < view->ndim; k++)
        used += (size_t)snprintf(text + used, 96 - used, "%s%zu",
                                 view->ndim == 1 ? "" : k == 0 ? "(" : ", ", at[k]);
    if (view->ndim != 1)
        snprintf(text + used, 96 - used, "%s", view->ndim == 0 ? "()" : ")");
    return text;
}

static void expect(const groups_row *row, const placed_array *keys, const placed_array *x,
                   const placed_array *out)
{
    running *sums = calloc(out->n + 1, sizeof *sums);
    size_t first = SIZE_MAX;
    char index[96], message[160];
    cr_assert_not_null(sums);
    placed_expect_same(out);
    for (size_t i = 0; i < keys->n; i++)
        if (add(row, &sums[(size_t)load_integer(row->key, placed_at(keys, i))],
                row->type ? placed_at(x, i) : NULL) &&
            first == SIZE_MAX)
            first = i;
    for (size_t g = 0; g < out->n; g++)
        give(row, &sums[g], placed_expected_at(out, g));
    free(sums);
    const spelt_status status = row->call(&keys->view, &x->view, &out->view);
    if (first == SIZE_MAX) {
        cr_assert_eq(status, SPELT_OK, "%s: %s", row->name, spelt_last_error());
    } else {
        snprintf(message, sizeof message, "%s: a group's sum does not fit %s, first at index %s",
                 row->name, spelt_type_name(row->result),
                 index_text(index, &keys->view, first));
        cr_assert_eq(status, SPELT_ERR_OVERFLOW, "%s", row->name);
        cr_assert_str_eq(spelt_last_error(), message);
    }
    cr_assert(placed_is_as_expected(out), "%s, %s, %zu keys of %zu groups, %zu dimensions", row->name,
              spelt_isa(), keys->n, out->n, keys->view.ndim);
}

/* Keys of as many groups as there are, or of fewer, or all one; each drawn, or in runs. */
static void draw_keys(const groups_row *row, const placed_array *keys, size_t groups,
                      generator *random)
{
    const size_t limit = random_below(random, 3) ? groups : 1 + random_below(random, groups);
    const size_t most = spelt_type_size(row->key) == 1 ? 256 : 65536;
    const size_t run = random_below(random, 2) ? 1 : 1 + random_below(random, 300);
    size_t key = 0;
    for (size_t i = 0; i < keys->n; i++) {
        if (i % run == 0)
            key = random_below(random, limit < most ? limit : most);
        store_integer(row->key, placed_at(keys, i), key);
    }
}

static const size_t group_counts[] = {1, 2, 7, 300, 5000, 9000};
enum { GROUP_COUNTS = sizeof group_counts / sizeof *group_counts };

static void check(const groups_row *row, size_t s, laid how, laid line, size_t groups,
                  generator *random)
{
    const size_t ndim = placed_shapes[s].ndim, *shape = placed_shapes[s].shape;
    placed_array keys = placed_open(spelt_type_size(row->key), ndim, shape, how, random);
    placed_array x = placed_open(row->type ? spelt_type_size(row->type) : 1, ndim, shape, how, random);
    placed_array out = placed_open(spelt_type_size(row->result), 1, &groups, line, random);
    draw_keys(row, &keys, groups, random);
    draw(row, &x, random);
    expect(row, &keys, &x, &out);
    placed_close(&keys);
    placed_close(&x);
    placed_close(&out);
}

ParameterizedTestParameters(groups, sums)
{
    return numbered(ROWS);
}

ParameterizedTest(size_t *number_of, groups, sums)
{
    const groups_row *row = &rows[*number_of];
    generator random = generator_start(1200 + *number_of);
    FOR_EACH_SET
    for (size_t s = 0; s < PLACED_SHAPES; s++)
        for (size_t g = 0; g < GROUP_COUNTS; g++) {
            if (REPEATS(1, 0) && (*number_of + (size_t)set + s + g / 2) % 2)
                continue;
            placed_threads((int)(g % 2));
            check(row, s, (laid)((s + g) % LAID_KINDS), g % 2 ? LAID_ANY : LAID_PLAIN,
                  group_counts[g], &random);
        }
}

/* Counts in two tables, in one, and in none for want of memory; sums in the output. */
ParameterizedTestParameters(groups, long_arrays)
{
    return numbered(ROWS);
}

ParameterizedTest(size_t *number_of, groups, long_arrays)
{
    static const size_t many[] = {5000, 9000, 30000};
    const groups_row *row = &rows[*number_of];
    const size_t n = row->type ? 70000 : 300000; /* 32 keys of a group, for a table */
    generator random = generator_start(1300 + *number_of);
    placed_array keys = placed_open(spelt_type_size(row->key), 1, &n, LAID_PLAIN, &random);
    placed_array x = placed_open(row->type ? spelt_type_size(row->type) : 1, 1, &n, LAID_PLAIN, &random);
    for (int k = 0; k < 3; k++) {
        placed_array out = placed_open(spelt_type_size(row->result), 1, &many[k], LAID_PLAIN, &random);
        draw_keys(row, &keys, many[k], &random);
        draw(row, &x, &random);
        expect(row, &keys, &x, &out);
        placed_close(&out);
    }
    placed_close(&keys);
    placed_close(&x);
}

/* ---- Refused ----------------------------------------------------------------------------------- */

/* A key that no group has, of those that the type can hold. */
static uint64_t bad_key(spelt_type key, size_t groups, generator *random)
{
    switch (random_below(random, 3)) {
    case 0: return groups;
    case 1: return is_signed(key) ? UINT64_MAX : groups + 1;
    default: return (UINT64_C(1) << (8 * spelt_type_size(key) - 1)) - 1;
    }
}

ParameterizedTestParameters(groups, out_of_range)
{
    return numbered(ROWS);
}

ParameterizedTest(size_t *number_of, groups, out_of_range)
{
    const groups_row *row = &rows[*number_of];
    generator random = generator_start(1400 + *number_of);
    FOR_EACH_SET
    for (size_t s = 0; s < PLACED_SHAPES; s++)
        for (size_t g = 0; g < 3; g++) {
            const size_t groups = (size_t[]){1, 100, 20000}[g], ndim = placed_shapes[s].ndim;
            const size_t *shape = placed_shapes[s].shape;
            placed_array keys = placed_open(spelt_type_size(row->key), ndim, shape, LAID_ANY, &random);
            placed_array x =
                placed_open(row->type ? spelt_type_size(row->type) : 1, ndim, shape, LAID_ANY, &random);
            placed_array out = placed_open(spelt_type_size(row->result), 1, &groups, LAID_PLAIN, &random);
            size_t first = SIZE_MAX;
            placed_threads((int)(s % 2));
            draw_keys(row, &keys, groups, &random);
            placed_expect_same(&out);
            for (int k = 0; k < 3 && keys.n > 0; k++) {
                const size_t at = random_below(&random, keys.n);
                store_integer(row->key, placed_at(&keys, at), bad_key(row->key, groups, &random));
                first = at < first ? at : first;
            }
            /* 256 keys cannot be out of 20000. */
            if (first != SIZE_MAX && (groups < 256 || spelt_type_size(row->key) > 1)) {
                char index[96], message[220];
                snprintf(message, sizeof message,
                         "%s: a key is %" PRId64 ", %s has shape (%zu), first at index %s", row->name,
                         (int64_t)load_integer(row->key, placed_at(&keys, first)),
                         row->type ? "out" : "counts", groups,
                         index_text(index, &keys.view, first));
                cr_assert_eq(row->call(&keys.view, &x.view, &out.view), SPELT_ERR_ARG, "%s",
                             row->name);
                cr_assert_str_eq(spelt_last_error(), message);
            }
            cr_assert(placed_is_as_expected(&out), "%s wrote", row->name);
            placed_close(&keys);
            placed_close(&x);
            placed_close(&out);
        }
}

Test(groups, no_groups)
{
    const int32_t key = 0;
    const double x = 1;
    const spelt_out_i64 none = {NULL, 1, {0}, {1}};
    const spelt_out_f64 no_sums = {NULL, 1, {0}, {1}};
    int64_t counts[2] = {77, 77};
    cr_expect_eq(spelt_bincount_i32(SPELT_IN(i32, &key, 0), &none), SPELT_OK);
    cr_expect_eq(spelt_bincount_i32(SPELT_IN(i32, NULL, 0), SPELT_OUT(i64, counts, 2)), SPELT_OK);
    cr_expect(counts[0] == 0 && counts[1] == 0);
    expect_status("a key", spelt_bincount_i32(SPELT_IN(i32, &key, 1), &none), SPELT_ERR_ARG,
                  "spelt_bincount_i32: a key is 0, counts has shape (0), first at index 0", NULL);
    expect_status("a key",
                  spelt_sum_by_i32_f64(SPELT_IN(i32, &key, 1), SPELT_IN(f64, &x, 1), &no_sums),
                  SPELT_ERR_ARG,
                  "spelt_sum_by_i32_f64: a key is 0, out has shape (0), first at index 0", NULL);
}

Test(groups, refused)
{
    const int32_t keys[4] = {0, 1, 1, 0};
    double x[4] = {1, 2, 3, 4}, out[4] = {77, 77, 77, 77};
    const spelt_in_i32 four = {keys, 1, {4}, {1}}, plane = {keys, 2, {2, 2}, {2, 1}};
    const spelt_in_f64 values = {x, 1, {4}, {1}}, missing = {NULL, 1, {4}, {1}};
    const spelt_out_f64 two = {out, 1, {2}, {1}}, same = {out, 1, {2}, {0}};
    const spelt_out_f64 square = {out, 2, {2, 2}, {2, 1}}, over = {x + 3, 1, {2}, {1}};
    const spelt_out_i64 counts_square = {(int64_t *)(void *)out, 2, {2, 2}, {2, 1}};
    const char *name = "spelt_sum_by_i32_f64: ";
    expect_status("keys", spelt_sum_by_i32_f64(NULL, &values, &two), SPELT_ERR_NULL, name,
                  "keys is NULL", NULL);
    expect_status("x", spelt_sum_by_i32_f64(&four, NULL, &two), SPELT_ERR_NULL, name, "x is NULL",
                  NULL);
    expect_status("out", spelt_sum_by_i32_f64(&four, &values, NULL), SPELT_ERR_NULL, name,
                  "out is NULL", NULL);
    expect_status("shapes", spelt_sum_by_i32_f64(&plane, &values, &two), SPELT_ERR_SHAPE, name,
                  "keys has shape (2, 2)", "x has shape (4)", NULL);
    expect_status("square", spelt_sum_by_i32_f64(&four, &values, &square), SPELT_ERR_SHAPE, name,
                  "out has shape (2, 2), not one dimension", NULL);
    expect_status("data", spelt_sum_by_i32_f64(&four, &missing, &two), SPELT_ERR_NULL, name,
                  "x has shape (4) and data NULL", NULL);
    expect_status("place", spelt_sum_by_i32_f64(&four, &values, &same), SPELT_ERR_STRIDE, name,
                  NULL);
    expect_status("overlap", spelt_sum_by_i32_f64(&four, &values, &over), SPELT_ERR_OVERLAP, name,
                  NULL);
    expect_status("counts", spelt_bincount_i32(&four, &counts_square), SPELT_ERR_SHAPE,
                  "spelt_bincount_i32: counts has shape (2, 2), not one dimension", NULL);
    cr_expect(out[0] == 77 && out[1] == 77 && x[3] == 4);
}

/* From 2^32 terms on sums of 32 bits are checked, by a kernel of their own. */
Test(groups, many_terms)
{
    spelt_sum_by_kernel *many =
        (spelt_sum_by_kernel *)spelt_kernels_of_isa(SPELT_ISA_scalar, SPELT_ID_spelt_sum_by_u8_u32)
            ->kernel[SPELT_KERNEL_MANY];
    const uint8_t keys[4] = {0, 1, 1, 1};
    const uint32_t x[4] = {7, UINT32_MAX, 1, 5};
    uint64_t sums[2] = {0, UINT64_MAX - UINT32_MAX};
    cr_expect_eq(many(keys, x, 4, (char *)sums, sizeof *sums), 3);
    cr_expect(sums[0] == 7 && sums[1] == 5);
    sums[1] = UINT64_MAX - UINT32_MAX - 6;
    cr_expect_eq(many(keys, x, 4, (char *)sums, sizeof *sums), 0);
}
