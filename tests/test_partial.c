/* test_partial.c - order 1 in pieces: the nodes of a run, and the bits of the single call however
 * the whole was cut and merged. */
#include "partials.h"

#include <spelt/runtime.h>

/* Two operands of n elements, the result of the single call, and the text's. */
typedef struct {
    void *x, *y;
    number whole, text;
} subject;

static subject subject_of(size_t row, generator *random, size_t n, size_t special)
{
    const reduction *r = &float_reductions[row];
    subject s = {malloc(n * 8 + 8), malloc(n * 8 + 8), {0}, {0}};
    void *terms = malloc(n * 8 + 8);
    cr_assert(s.x && s.y && terms);
    fill_reals(random, r->in, s.x, n, special);
    fill_reals(random, r->in, s.y, n, special);
    any_view x = contiguous(s.x, n), y = contiguous(s.y, n);
    cr_assert_eq(r->call(&x, &y, &s.whole), SPELT_OK, "%s", spelt_last_error());
    s.text = order1_reference(r, s.x, s.y, n, terms);
    free(terms);
    return s;
}

static void free_subject(subject *s)
{
    free(s->x);
    free(s->y);
}

static void expect_whole(size_t row, const subject *s, const any_partial *partial, const char *how)
{
    const reduction *r = &float_reductions[row];
    number got;
    cr_assert_eq(finish(r, partial, &got), SPELT_OK, "%s", spelt_last_error());
    cr_assert(got.bits == s->whole.bits && got.bits == s->text.bits,
              "%s %s, %" PRIu64 " elements, %s: %s, the single call %s, the text %s", r->door,
              r->isa, partial->f32.count, how, number_text(r->result, got),
              number_text(r->result, s->whole), number_text(r->result, s->text));
}

static int every_row(const reduction *row)
{
    (void)row;
    return 1;
}

static number node_at(const reduction *row, const any_partial *partial, unsigned i)
{
    number node = {0};
    if (row->result == TYPE_f32)
        node.f32 = partial->f32.node[i];
    else
        node.f64 = partial->f64.node[i];
    return node;
}

/* The largest subtree that begins at block `at`, is complete, and ends with the run; tried from
 * above, for another way to say what run.h says. */
static unsigned level_at(size_t at, size_t end)
{
    unsigned level = 20;
    while (at % ((size_t)1 << level) != 0 || at + ((size_t)1 << level) > end)
        level--;
    return level;
}

/* The nodes of blocks [begin, end) are those of the text's tree over all n terms. */
static void expect_nodes(const reduction *row, const any_partial *partial, const void *terms,
                         size_t n, size_t begin, size_t end)
{
    unsigned i = 0;
    for (size_t at = begin; at < end; i++) {
        unsigned level = level_at(at, end);
        number got = node_at(row, partial, i), expected = {0};
        if (row->result == TYPE_f32)
            expected.f32 = order1_node_f32(terms, n, level, at >> level);
        else
            expected.f64 = order1_node_f64(terms, n, level, at >> level);
        cr_assert(got.bits == expected.bits, "%s %s, blocks %zu to %zu, node %u: %s, not %s",
                  row->door, row->isa, begin, end, i, number_text(row->result, got),
                  number_text(row->result, expected));
        at += (size_t)1 << level;
    }
    for (; i < SPELT_PARTIAL_NODES; i++)
        cr_assert_eq(node_at(row, partial, i).bits, 0, "node %u is not 0", i);
}

/* Every run of whole blocks holds the nodes that the text says. */
ParameterizedTestParameters(partial, nodes)
{
    return float_rows_where(every_row);
}

ParameterizedTest(size_t *number_of, partial, nodes)
{
    enum { BLOCKS = 11 };
    const reduction *row = &float_reductions[*number_of];
    require_isa(row->isa);
    generator random = generator_start(101);
    size_t block = partial_block(row), n = BLOCKS * block - block / 3;
    subject s = subject_of(*number_of, &random, n, 0);
    void *terms = malloc(n * 8);
    cr_assert(terms != NULL);
    write_terms(row, s.x, s.y, n, terms);
    for (size_t i = 0; i < BLOCKS; i++)
        for (size_t j = i + 1; j <= BLOCKS; j++) {
            size_t end = j * block < n ? j * block : n;
            any_partial run = partial_of(*number_of, s.x, s.y, i * block, end, 0);
            cr_expect(run.f32.first == i * block && partial_end(&run) == end);
            expect_nodes(row, &run, terms, n, i, j);
        }
    free(terms);
    free_subject(&s);
}

/* Cuts [0, n) at the blocks whose bit is set and merges from the left or from the right. */
static any_partial merge_cut(size_t row, const any_partial *runs, size_t blocks, size_t cuts,
                             int from_right)
{
    const reduction *r = &float_reductions[row];
    size_t stride = blocks + 1, edge = from_right ? blocks : 0;
    any_partial all = runs[edge * stride + edge];
    for (size_t k = 1; k <= blocks; k++) {
        size_t at = from_right ? blocks - k : k;
        if (k < blocks && !(cuts >> (at - 1) & 1))
            continue;
        all = from_right ? merged(r, &runs[at * stride + edge], &all)
                         : merged(r, &all, &runs[edge * stride + at]);
        edge = at;
    }
    return all;
}

/* All that can be done with the runs of whole blocks of one array, empty ones at each boundary
 * included: any two neighbours merge to the bytes of the run of both, and every cut of the whole
 * finishes with its bits. */
static void check_every_split(size_t row, generator *random, size_t n, size_t special)
{
    const reduction *r = &float_reductions[row];
    size_t block = partial_block(r), blocks = (n + block - 1) / block, stride = blocks + 1;
    subject s = subject_of(row, random, n, special);
    any_partial *runs = calloc(stride * stride, sizeof *runs);
    cr_assert(runs != NULL);
#define BOUNDARY(i) ((i)*block < n ? (i)*block : n)
    for (size_t i = 0; i <= blocks; i++)
        for (size_t j = i; j <= blocks; j++)
            runs[i * stride + j] = partial_of(row, s.x, s.y, BOUNDARY(i), BOUNDARY(j), 0);
    for (size_t i = 0; i <= blocks; i++)
        for (size_t j = i; j <= blocks; j++)
            for (size_t k = i; k <= j; k++) {
                any_partial both = merged(r, &runs[i * stride + k], &runs[k * stride + j]);
                cr_assert(same_partial(r, &both, &runs[i * stride + j]),
                          "%s %s, n = %zu: blocks %zu to %zu and on to %zu", r->door, r->isa, n, i,
                          k, j);
            }
#undef BOUNDARY
    for (size_t cuts = 0; blocks > 0 && cuts < (size_t)1 << (blocks - 1); cuts++)
        for (int from_right = 0; from_right < 2; from_right++) {
            any_partial all = merge_cut(row, runs, blocks, cuts, from_right);
            expect_whole(row, &s, &all, from_right ? "from the right" : "from the left");
        }
    expect_whole(row, &s, &runs[blocks], "at once");
    free(runs);
    free_subject(&s);
}

ParameterizedTestParameters(partial, every_split)
{
    return float_rows_where(every_row);
}

ParameterizedTest(size_t *number_of, partial, every_split)
{
    const reduction *row = &float_reductions[*number_of];
    require_isa(row->isa);
    generator random = generator_start(102);
    size_t block = partial_block(row);
    for (size_t blocks = 0; blocks <= 7; blocks++) {
        size_t n = blocks * block;
        check_every_split(*number_of, &random, n, 0);
        check_every_split(*number_of, &random, n + 1 + random_below(&random, block - 1), 0);
        check_every_split(*number_of, &random, n + random_below(&random, block), 4 * block);
        check_every_split(*number_of, &random, n + random_below(&random, block), 5);
    }
}

static void expect_nan(const reduction *row, const any_partial *partial)
{
    number node = node_at(row, partial, 0);
    cr_expect_eq(node.bits, row->result == TYPE_f32 ? NAN_BITS_F32 : NAN_BITS_F64, "%s %s: %s",
                 row->door, row->isa, number_text(row->result, node));
}

/* Four blocks, of which the first two give infinities of both signs (in dot by y's signs; sumsq has
 * a NaN), the third a NaN and the last an infinity. */
static void write_nans(const reduction *row, void *x, void *y, size_t block, size_t n)
{
    for (size_t i = 0; i < n; i++)
        put_real(row->in, y, i, i % 2 ? -1 : 1);
    put_real(row->in, x, 7, row->op == OP_sumsq ? NAN : INFINITY);
    put_real(row->in, x, block + 2, row->op == OP_sum ? -INFINITY : INFINITY);
    put_real(row->in, x, 2 * block + 3, -NAN);
    put_real(row->in, x, 3 * block + 4, INFINITY);
}

/* A NaN in a node is the one that a reduction may return, whether it came with the data or arose
 * between two blocks, and in whatever order memory has the elements. */
ParameterizedTestParameters(partial, one_nan)
{
    return float_rows_where(every_row);
}

ParameterizedTest(size_t *number_of, partial, one_nan)
{
    enum { BLOCKS = 4 };
    const reduction *row = &float_reductions[*number_of];
    require_isa(row->isa);
    size_t block = partial_block(row), n = BLOCKS * block - 9, size = type_bytes(row->in);
    unsigned char *x = calloc(n, size), *y = calloc(n, size), *backwards = calloc(n, size);
    cr_assert(x && y && backwards);
    write_nans(row, x, y, block, n);
    for (size_t i = 0; i < n; i++)
        memcpy(backwards + (n - 1 - i) * size, x + i * size, size);
    any_partial whole = partial_of(*number_of, x, y, 0, n, 0), other;
    expect_nan(row, &whole);
    any_view x_view = {backwards + (n - 1) * size, layout_1d(n, -1)}, y_view = contiguous(y, n);
    cr_assert_eq(makers[*number_of](&x_view, &y_view, 0, &other), SPELT_OK);
    cr_expect(same_partial(row, &whole, &other), "%s %s", row->door, row->isa);
    for (size_t cut = 1; cut < BLOCKS; cut++) {
        any_partial left = partial_of(*number_of, x, y, 0, cut * block, 0);
        any_partial right = partial_of(*number_of, x, y, cut * block, n, 0);
        other = merged(row, &left, &right);
        cr_expect(same_partial(row, &whole, &other), "%s %s, %zu", row->door, row->isa, cut);
        if (cut == 2)
            expect_nan(row, &left);
    }
    x_view = (any_view){backwards + (n - 1 - 2 * block) * size, layout_1d(block, -1)};
    y_view = contiguous(y + 2 * block * size, block);
    cr_assert_eq(makers[*number_of](&x_view, &y_view, 2 * block, &other), SPELT_OK);
    expect_nan(row, &other);
    free(x);
    free(y);
    free(backwards);
}

/* Zeros of one sign: a lane starts at +0.0, so that no result is -0.0. */
Test(partial, negative_zeros)
{
    size_t n = 3 * SPELT_PARTIAL_BLOCK_F64 + 5;
    double *x = malloc(n * sizeof *x), sum, whole;
    cr_assert(x != NULL);
    for (size_t i = 0; i < n; i++)
        x[i] = -0.0;
    spelt_partial_f64 left, right;
    size_t cut = SPELT_PARTIAL_BLOCK_F64;
    cr_assert_eq(spelt_partial_sum_f64(SPELT_IN(f64, x, cut), 0, &left), SPELT_OK);
    cr_assert_eq(spelt_partial_sum_f64(SPELT_IN(f64, x + cut, n - cut), cut, &right), SPELT_OK);
    cr_assert_eq(spelt_partial_merge_f64(&left, &right, &left), SPELT_OK);
    cr_assert_eq(spelt_partial_finish_f64(&left, &sum), SPELT_OK);
    cr_assert_eq(spelt_sum_f64(SPELT_IN(f64, x, n), &whole), SPELT_OK);
    cr_expect(f64_bits(sum) == 0 && f64_bits(whole) == 0);
    free(x);
}

/* Pieces at random multiples of the block, empty ones among them, merged two random neighbours at a
 * time: any association. */
static void check_random_split(size_t row, generator *random, const subject *s, size_t n)
{
    enum { MOST = 40 };
    const reduction *r = &float_reductions[row];
    size_t block = partial_block(r), pieces = 1 + random_below(random, MOST), at = 0;
    any_partial part[MOST];
    for (size_t p = 0; p < pieces; p++) {
        size_t left = (n - at + block - 1) / block, share = 2 * left / (pieces - p) + 2;
        size_t end = at + random_below(random, share) * block;
        if (end > n || p == pieces - 1)
            end = n;
        part[p] = partial_of(row, s->x, s->y, at, end, 0);
        at = end;
    }
    while (pieces > 1) {
        size_t p = random_below(random, pieces - 1);
        int in_place = random_below(random, 2) != 0;
        any_partial *result = &part[in_place ? p : p + 1];
        cr_assert_eq(merge(r, &part[p], &part[p + 1], result), SPELT_OK, "%s", spelt_last_error());
        part[p] = *result;
        pieces--;
        memmove(&part[p + 1], &part[p + 2], (pieces - p - 1) * sizeof *part);
    }
    any_partial whole = partial_of(row, s->x, s->y, 0, n, 0);
    cr_assert(same_partial(r, &part[0], &whole), "%s %s, n = %zu", r->door, r->isa, n);
    expect_whole(row, s, &part[0], "at random");
}

ParameterizedTestParameters(partial, random_splits)
{
    return float_rows_where(every_row);
}

ParameterizedTest(size_t *number_of, partial, random_splits)
{
    const reduction *row = &float_reductions[*number_of];
    require_isa(row->isa);
    generator random = generator_start(103);
    for (size_t special = 0; special < 3; special++) {
        size_t n = 100 * partial_block(row) + random_below(&random, 60 * partial_block(row));
        subject s = subject_of(*number_of, &random, n, special * special * special * n / 20);
        for (unsigned turn = 0; turn < 12; turn++)
            check_random_split(*number_of, &random, &s, n);
        free_subject(&s);
    }
}

/* No elements at all, in one piece or in many. */
Test(partial, of_nothing)
{
    for (size_t row = 0; row < FLOAT_REDUCTIONS; row++) {
        const reduction *r = &float_reductions[row];
        any_partial a = partial_of(row, NULL, NULL, 0, 0, 0), b = a;
        number result;
        cr_expect(partial_end(&a) == 0);
        for (int i = 0; i < 3; i++)
            b = merged(r, &a, &b);
        cr_expect(same_partial(r, &a, &b));
        cr_expect_eq(finish(r, &b, &result), SPELT_OK);
        cr_expect_eq(result.bits, 0);
    }
}
