/* test_indexing.c - take, put and compress of every type move the right elements and nothing else, in
 * every layout, on every instruction set and with threads; and what they refuse. */
#include "placed.h"

#include <inttypes.h>
#include <stdio.h>

/* The lines of indexing.h, as calls on views without a type. */
#define TYPED(kind, type, name, view)                                                              \
    spelt_##kind##_##type name;                                                                    \
    memcpy(&name, view, sizeof name)
#define CALL_BY(function, key, type, ...)                                                          \
    static spelt_status call_##function(const spelt_view *by, const spelt_view *x,                 \
                                        const spelt_view *out, int64_t *count)                     \
    {                                                                                              \
        TYPED(in, key, first, by);                                                                 \
        TYPED(in, type, in, x);                                                                    \
        TYPED(out, type, to, out);                                                                 \
        (void)count;                                                                               \
        return function(__VA_ARGS__);                                                              \
    }
#define SPELT_TAKING(function, key, type)                                                          \
    SPELT_API spelt_status function(const spelt_in_##key *, const spelt_in_##type *,               \
                                    const spelt_out_##type *);                                     \
    CALL_BY(function, key, type, &first, &in, &to)
#define SPELT_PUTTING SPELT_TAKING
#define SPELT_COMPRESSION(function, type)                                                          \
    SPELT_API spelt_status function(const spelt_in_u8 *, const spelt_in_##type *,                  \
                                    const spelt_out_##type *, int64_t *);                          \
    CALL_BY(function, u8, type, &first, &in, &to, count)
#include <spelt/indexing.h>

typedef spelt_status caller(const spelt_view *by, const spelt_view *x, const spelt_view *out,
                            int64_t *count);
typedef enum { TAKE, PUT, COMPRESS } kind;
typedef struct {
    const char *name;
    caller *call;
    kind kind;
    size_t size;
} indexing_row;

#undef SPELT_INDEXING_H
#undef SPELT_TAKING
#undef SPELT_PUTTING
#undef SPELT_COMPRESSION
#define SPELT_TAKING(function, key, type)                                                          \
    {#function, call_##function, TAKE, sizeof(SPELT_ELEMENT_##type)},
#define SPELT_PUTTING(function, key, type)                                                         \
    {#function, call_##function, PUT, sizeof(SPELT_ELEMENT_##type)},
#define SPELT_COMPRESSION(function, type)                                                          \
    {#function, call_##function, COMPRESS, sizeof(SPELT_ELEMENT_##type)},
static const indexing_row rows[] = {
#include <spelt/indexing.h>
};
enum { ROWS = sizeof rows / sizeof *rows };

/* ---- Right ------------------------------------------------------------------------------------- */

static void set_index(const placed_array *index, size_t i, int64_t value)
{
    memcpy(placed_at(index, i), &value, sizeof value);
}

static int64_t index_at(const placed_array *index, size_t i)
{
    int64_t value;
    memcpy(&value, placed_at(index, i), sizeof value);
    return value;
}

static void check(const indexing_row *row, const placed_array *by, const placed_array *x,
                  const placed_array *out, int64_t expected_count)
{
    int64_t count = -7;
    cr_assert_eq(row->call(&by->view, &x->view, &out->view, &count), SPELT_OK, "%s",
                 spelt_last_error());
    cr_assert(placed_is_as_expected(out), "%s, %s, %d threads, %zu dimensions, %zu elements",
              row->name, spelt_isa(), spelt_get_num_threads(), by->view.ndim, by->n);
    if (row->kind == COMPRESS)
        cr_assert_eq(count, expected_count, "%s", row->name);
}

/* Elements of the array that indexes choose from. */
static size_t draw_length(generator *random)
{
    return 1 + random_below(random, random_below(random, 2) ? 5 : 20000);
}

static void take_and_put(const indexing_row *row, size_t s, laid how, laid line, generator *random)
{
    const size_t ndim = placed_shapes[s].ndim, length[1] = {draw_length(random)};
    placed_array index = placed_open(8, ndim, placed_shapes[s].shape, how, random);
    placed_array whole = placed_open(row->size, ndim, placed_shapes[s].shape, how, random);
    placed_array one = placed_open(row->size, 1, length, line, random);
    const placed_array *out = row->kind == TAKE ? &whole : &one;
    placed_expect_same(out);
    for (size_t i = 0; i < index.n; i++) {
        const size_t at = random_below(random, length[0]);
        set_index(&index, i, (int64_t)at);
        if (row->kind == TAKE)
            memcpy(placed_expected_at(&whole, i), placed_at(&one, at), row->size);
        else
            memcpy(placed_expected_at(&one, at), placed_at(&whole, i), row->size);
    }
    check(row, &index, row->kind == TAKE ? &one : &whole, out, 0);
    placed_close(&index);
    placed_close(&whole);
    placed_close(&one);
}

static void compress(const indexing_row *row, size_t s, laid how, laid line, generator *random)
{
    const size_t ndim = placed_shapes[s].ndim, rare = 1 + random_below(random, 3);
    placed_array mask = placed_open(1, ndim, placed_shapes[s].shape, how, random);
    placed_array x = placed_open(row->size, ndim, placed_shapes[s].shape, how, random);
    size_t chosen = 0, made = 0;
    for (size_t i = 0; i < mask.n; i++) {
        unsigned char *m = placed_at(&mask, i);
        *m = (unsigned char)(random_below(random, rare) == 0 ? 1 + random_below(random, 255) : 0);
        chosen += *m != 0;
    }
    const size_t room[1] = {chosen + random_below(random, 2)};
    placed_array out = placed_open(row->size, 1, room, line, random);
    placed_expect_same(&out);
    for (size_t i = 0; i < mask.n; i++)
        if (*placed_at(&mask, i))
            memcpy(placed_expected_at(&out, made++), placed_at(&x, i), row->size);
    check(row, &mask, &x, &out, (int64_t)chosen);
    placed_close(&mask);
    placed_close(&x);
    placed_close(&out);
}

ParameterizedTestParameters(indexing, elements)
{
    return numbered(ROWS);
}

ParameterizedTest(size_t *number_of, indexing, elements)
{
    const indexing_row *row = &rows[*number_of];
    generator random = generator_start(800 + *number_of);
    FOR_EACH_SET
    for (size_t s = 0; s < PLACED_SHAPES; s++)
        for (int trial = 0; trial < 2 * LAID_KINDS; trial++) {
            const laid how = (laid)(trial % LAID_KINDS), line = trial % 2 ? LAID_ANY : LAID_PLAIN;
            placed_threads(trial / LAID_KINDS);
            if (row->kind == COMPRESS)
                compress(row, s, how, line, &random);
            else
                take_and_put(row, s, how, line, &random);
        }
}

/* Inputs of stride 0. */
Test(indexing, repeated)
{
    const int64_t index = 2;
    const double x[3] = {1, 2, 3};
    const uint8_t yes = 1;
    double out[400];
    int64_t count;
    cr_expect_eq(spelt_take_i64_f64(SPELT_VALUE(i64, index, 400), SPELT_IN(f64, x, 3),
                                    SPELT_OUT(f64, out, 400)),
                 SPELT_OK);
    cr_expect(out[0] == 3 && out[399] == 3);
    cr_expect_eq(spelt_compress_f64(SPELT_VALUE(u8, yes, 400), SPELT_VALUE(f64, x[1], 400),
                                    SPELT_OUT(f64, out, 400), &count),
                 SPELT_OK);
    cr_expect(out[0] == 2 && out[399] == 2 && count == 400);
    cr_expect_eq(spelt_put_i64_f64(SPELT_VALUE(i64, index, 3), SPELT_IN(f64, x, 3),
                                   SPELT_OUT(f64, out, 3)),
                 SPELT_OK);
    cr_expect(out[1] == 2 && out[2] == 3, "the last one wins");
}

/* ---- Refused ----------------------------------------------------------------------------------- */

/* The first index out of range, in C order of any layout, and nothing written. */
ParameterizedTestParameters(indexing, out_of_range)
{
    return numbered(ROWS);
}

ParameterizedTest(size_t *number_of, indexing, out_of_range)
{
    const indexing_row *row = &rows[*number_of];
    generator random = generator_start(900 + *number_of);
    if (row->kind == COMPRESS)
        return;
    FOR_EACH_SET
    for (size_t s = 0; s < PLACED_SHAPES; s++) {
        const size_t ndim = placed_shapes[s].ndim, length[1] = {draw_length(&random)};
        placed_array index = placed_open(8, ndim, placed_shapes[s].shape, LAID_ANY, &random);
        placed_array whole = placed_open(row->size, ndim, placed_shapes[s].shape, LAID_ANY, &random);
        placed_array one = placed_open(row->size, 1, length, LAID_PLAIN, &random);
        const placed_array *out = row->kind == TAKE ? &whole : &one;
        const int64_t bad[] = {-1, (int64_t)length[0], INT64_MIN, INT64_MAX};
        size_t first = SIZE_MAX;
        placed_threads((int)(s % 2));
        placed_expect_same(out);
        for (size_t i = 0; i < index.n; i++)
            set_index(&index, i, (int64_t)random_below(&random, length[0]));
        for (int k = 0; k < 3 && index.n > 0; k++) {
            const size_t at = random_below(&random, index.n);
            set_index(&index, at, bad[random_below(&random, 4)]);
            first = at < first ? at : first;
        }
        if (index.n > 0) {
            char value[64], shape[64], place[64] = "first at index ";
            size_t rest = first, used = strlen(place), at[4];
            snprintf(value, sizeof value, ": an index is %" PRId64 ", ", index_at(&index, first));
            snprintf(shape, sizeof shape, "has shape (%zu), ", length[0]);
            for (size_t k = ndim; k-- > 0; rest /= index.view.shape[k])
                at[k] = rest % index.view.shape[k];
            for (size_t k = 0; k < ndim; k++)
                used += (size_t)snprintf(place + used, sizeof place - used, "%s%zu",
                                         ndim == 1 ? "" : k == 0 ? "(" : ", ", at[k]);
            expect_status(row->name,
                          row->call(&index.view, row->kind == TAKE ? &one.view : &whole.view,
                                    &out->view, NULL),
                          SPELT_ERR_ARG, row->name, value, shape, place, NULL);
        }
        cr_assert(placed_is_as_expected(out), "%s wrote", row->name);
        placed_close(&index);
        placed_close(&whole);
        placed_close(&one);
    }
}

Test(indexing, take_refused)
{
    const int64_t index[4] = {0, 1, 2, 0};
    double x[3] = {1, 2, 3}, out[4] = {77, 77, 77, 77};
    const spelt_in_i64 view = {index, 1, {4}, {1}}, square = {index, 2, {2, 2}, {2, 1}};
    const spelt_in_f64 three = {x, 1, {3}, {1}}, plane = {x, 2, {1, 3}, {3, 1}};
    const spelt_in_f64 nothing = {NULL, 1, {0}, {1}}, missing = {NULL, 1, {3}, {1}};
    const spelt_out_f64 four = {out, 1, {4}, {1}}, one_place = {out, 1, {4}, {0}};
    const spelt_out_f64 over = {x, 1, {4}, {1}}, askew = {(double *)((char *)out + 1), 1, {3}, {1}};
    const spelt_in_i64 none = {index, 1, {0}, {1}};
    const spelt_in_i64 short_index = {index, 1, {3}, {1}};
    const spelt_out_f64 no_out = {NULL, 1, {0}, {1}};
    const char *name = "spelt_take_i64_f64: ";
    expect_status("index", spelt_take_i64_f64(NULL, &three, &four), SPELT_ERR_NULL, name,
                  "index is NULL", NULL);
    expect_status("x", spelt_take_i64_f64(&view, NULL, &four), SPELT_ERR_NULL, name, "x is NULL",
                  NULL);
    expect_status("out", spelt_take_i64_f64(&view, &three, NULL), SPELT_ERR_NULL, name,
                  "out is NULL", NULL);
    expect_status("plane", spelt_take_i64_f64(&view, &plane, &four), SPELT_ERR_SHAPE, name,
                  "x has shape (1, 3)", NULL);
    expect_status("shapes", spelt_take_i64_f64(&square, &three, &four), SPELT_ERR_SHAPE, name,
                  "index has shape (2, 2)", "out has shape (4)", NULL);
    expect_status("data", spelt_take_i64_f64(&view, &missing, &four), SPELT_ERR_NULL, name,
                  "x has shape (3) and data NULL", NULL);
    expect_status("place", spelt_take_i64_f64(&view, &three, &one_place), SPELT_ERR_STRIDE, name,
                  "stride 0", NULL);
    expect_status("overlap", spelt_take_i64_f64(&view, &three, &over), SPELT_ERR_OVERLAP, name,
                  "out of shape (4) overlaps x of shape (3)", NULL);
    expect_status("askew", spelt_take_i64_f64(&short_index, &three, &askew), SPELT_ERR_ARG, name,
                  "out has data that is 1 past", NULL);
    expect_status("empty", spelt_take_i64_f64(&view, &nothing, &four), SPELT_ERR_ARG, name,
                  "an index is 0, x has shape (0), first at index 0", NULL);
    cr_expect_eq(spelt_take_i64_f64(&none, &nothing, &no_out), SPELT_OK);
    cr_expect(out[0] == 77 && out[1] == 77 && out[2] == 77 && out[3] == 77 && x[0] == 1);
}

Test(indexing, put_refused)
{
    const int64_t index[2] = {0, 1};
    double x[3] = {1, 2, 3}, out[4] = {77, 77, 77, 77};
    const spelt_in_i64 view = {index, 1, {2}, {1}};
    const spelt_in_f64 two = {x, 1, {2}, {1}}, three = {x, 1, {3}, {1}};
    const spelt_out_f64 plane = {out, 2, {2, 2}, {2, 1}}, four = {out, 1, {4}, {1}};
    const spelt_out_f64 over = {x + 1, 1, {2}, {1}};
    const char *name = "spelt_put_i64_f64: ";
    expect_status("shapes", spelt_put_i64_f64(&view, &three, &four), SPELT_ERR_SHAPE, name,
                  "index has shape (2)", "x has shape (3)", NULL);
    expect_status("plane", spelt_put_i64_f64(&view, &two, &plane), SPELT_ERR_SHAPE, name,
                  "out has shape (2, 2), not one dimension", NULL);
    expect_status("overlap", spelt_put_i64_f64(&view, &two, &over), SPELT_ERR_OVERLAP, name, "x",
                  NULL);
    cr_expect(out[0] == 77 && x[1] == 2);
}

Test(indexing, compress_refused)
{
    const uint8_t mask[4] = {1, 0, 255, 2};
    const double x[4] = {1, 2, 3, 4};
    double out[4] = {77, 77, 77, 77};
    int64_t count = -7;
    const spelt_in_u8 four = {mask, 1, {4}, {1}}, three = {mask, 1, {3}, {1}};
    const spelt_in_f64 in = {x, 1, {4}, {1}};
    const spelt_out_f64 two = {out, 1, {2}, {1}}, plane = {out, 2, {2, 2}, {2, 1}};
    const char *name = "spelt_compress_f64: ";
    expect_status("count", spelt_compress_f64(&four, &in, &two, NULL), SPELT_ERR_NULL, name,
                  "count is NULL", NULL);
    expect_status("shapes", spelt_compress_f64(&three, &in, &two, &count), SPELT_ERR_SHAPE, name,
                  "mask has shape (3)", "x has shape (4)", NULL);
    expect_status("plane", spelt_compress_f64(&four, &in, &plane, &count), SPELT_ERR_SHAPE, name,
                  "not one dimension", NULL);
    expect_status("room", spelt_compress_f64(&four, &in, &two, &count), SPELT_ERR_SHAPE, name,
                  "mask chooses 3 elements, out has shape (2)", NULL);
    cr_expect(count == -7 && out[0] == 77 && out[1] == 77);
    int64_t numbers[7] = {7, 7, 7, 7, 7, 7, 7};
    const spelt_in_i64 from = {numbers + 4, 1, {3}, {1}};
    const spelt_out_i64 apart = {numbers, 1, {2}, {2}}, whole = {numbers, 1, {3}, {1}};
    expect_status("count in out", spelt_compress_i64(&three, &from, &whole, &numbers[1]),
                  SPELT_ERR_OVERLAP, "spelt_compress_i64: count overlaps out of shape (3)", NULL);
    cr_expect(numbers[1] == 7);
    cr_expect_eq(spelt_compress_i64(&three, &from, &apart, &numbers[1]), SPELT_OK, "between elements");
    cr_expect(numbers[0] == 7 && numbers[1] == 2 && numbers[2] == 7);
}

#ifdef SPELT_HAVE_BLAS
Test(indexing, no_blas)
{
    const int64_t index = 0;
    double x = 1, out = 77;
    cr_assert_eq(spelt_set_path("blas"), SPELT_OK);
    expect_status("blas",
                  spelt_take_i64_f64(SPELT_IN(i64, &index, 1), SPELT_IN(f64, &x, 1),
                                     SPELT_OUT(f64, &out, 1)),
                  SPELT_ERR_UNSUPPORTED, "spelt_take_i64_f64", NULL);
    cr_expect_eq(out, 77);
}
#endif
