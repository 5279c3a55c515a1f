/* test_digests.c - the bits of every public function that computes are those of the recorded table.
 *
 * A digest stands for all that a function gave over the trials of digests.h: results, statuses, the
 * messages of a failed add. It must be the same on every instruction set and any number of threads,
 * and the same as when digests.def was written. A line there never changes; a
 * new function gets a new one, from
 *
 *     SPELT_WRITE_DIGESTS=tests/digests.def build/tests/test_digests
 *
 * which writes all lines, on the path scalar and one thread, and compares nothing. */
#include "digests.acc.h"
#include "digests.h"
#include "digests.saved.h"
#include "maps.h"
#include "partials.h"

#include <spelt/runtime.h>

/* ---- Lines ----------------------------------------------------------------------------------- */

typedef struct {
    char function[40];
    uint64_t digest;
} line;

enum { MOST_LINES = 256 };

static const line recorded[] = {
#define DIGEST(function, digest) {#function, UINT64_C(digest)},
#include "digests.def"
};

enum { RECORDED = sizeof recorded / sizeof *recorded };

typedef struct {
    line line[MOST_LINES];
    size_t count;
} table;

/* A new line, its digest just begun. */
static uint64_t *begin(table *all, const char *prefix, const char *rest)
{
    cr_assert_lt(all->count, (size_t)MOST_LINES);
    line *last = &all->line[all->count++];
    snprintf(last->function, sizeof last->function, "%s%s", prefix, rest);
    last->digest = DIGEST_START;
    return &last->digest;
}

static int by_function(const void *a, const void *b)
{
    return strcmp(((const line *)a)->function, ((const line *)b)->function);
}

/* ---- Reductions ------------------------------------------------------------------------------ */

static void feed_number(uint64_t *digest, element_type type, const number *value)
{
    feed(digest, type == TYPE_f32 ? f32_bits(value->f32) : value->bits);
}

static void reduce(const trial *now, const void *row, uint64_t *digest)
{
    const reduction *r = row;
    number result;
    memset(&result, POISON, sizeof result);
    feed(digest, (uint64_t)r->call(&now->x, &now->y, &result));
    feed_number(digest, r->result, &result);
}

/* A dot product of unlike shapes, and no data. */
static void reduce_nothing(const reduction *row, uint64_t *digest)
{
    trial now = contiguous_trial(row->in, DATA_USUAL, 100);
    now.y.at.shape[0]--;
    reduce(&now, row, digest);
    now = contiguous_trial(row->in, DATA_USUAL, 1);
    now.x.data = NULL;
    reduce(&now, row, digest);
}

static void digest_reductions(table *all)
{
    for (size_t i = 0; i < REDUCTIONS; i++) {
        const reduction *row = any_reduction(i);
        if (strcmp(row->isa, "scalar") != 0)
            continue;
        uint64_t *digest = begin(all, row->door, "");
        run_trials(row->in, reduce, row, digest);
        reduce_nothing(row, digest);
    }
}

/* ---- Elementwise ----------------------------------------------------------------------------- */

/* Elements in front of and behind an output, which must stay as they are. */
enum { GAP = 16, ROOM = 300007 + 2 * GAP };

static _Alignas(64) unsigned char room[ROOM * 8];

static void feed_map(const map *row, spelt_status status, size_t used, uint64_t *digest)
{
    feed(digest, (uint64_t)status);
    if (status != SPELT_OK) {
        /* Of an element that failed in 0.1's words: which function, and where. */
        const char *where = strstr(spelt_last_error(), ", first at index ");
        char text[512];
        snprintf(text, sizeof text, "%s: x + y overflows%s", row->door, where ? where : "");
        feed_text(digest, where ? text : spelt_last_error());
    }
    feed_elements(digest, row->type, room, used);
}

/* Into other memory. */
static void add_apart(const trial *now, const void *row, uint64_t *digest)
{
    const map *r = row;
    size_t size = type_bytes(r->type), used = layout_span(&now->out) + 2 * GAP;
    ptrdiff_t low, high;
    layout_reach(&now->out, &low, &high);
    cr_assert_leq(used, (size_t)ROOM);
    memset(room, POISON, used * size);
    any_view out = {room + ((ptrdiff_t)now->out_gap - low) * (ptrdiff_t)size, now->out};
    feed_map(r, r->call(&now->x, &now->y, &out), used, digest);
}

/* Over x, y or both; and over the next element, which is refused. */
static void add_in_place(const map *row, uint64_t *digest)
{
    size_t size = type_bytes(row->type);
    for (size_t n = 1; n < 12000; n = n * 3 + 1)
        for (unsigned operand = 0; operand < 4; operand++) {
            trial now = contiguous_trial(row->type, DATA_SPECIAL, n);
            memcpy(room, operand == 1 ? now.y.data : now.x.data, n * size);
            any_view here = contiguous(room, n), next = contiguous(room + size, n);
            spelt_status status = operand == 0   ? row->call(&here, &now.y, &here)
                                  : operand == 1 ? row->call(&now.x, &here, &here)
                                  : operand == 2 ? row->call(&here, &here, &here)
                                                 : row->call(&here, &now.y, &next);
            feed_map(row, status, n, digest);
        }
}

/* The only sum that must overflow is wherever a team may come upon it first. */
static void add_late(const map *row, uint64_t *digest)
{
    static const size_t places[] = {0, 4097, 150000, 299999};
    size_t size = type_bytes(row->type), n = 300007;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        any_view all = contiguous(room, n);
        memcpy(room, data_of(row->type, DATA_USUAL, 0), n * size);
        memset(room + places[i] * size, POISON, 2 * size);
        feed_map(row, row->call(&all, &all, &all), n, digest);
    }
}

static void add_refused(const map *row, uint64_t *digest)
{
    trial now = contiguous_trial(row->type, DATA_USUAL, 100);
    any_view shorter = contiguous(room, 99), same = {room, layout_1d(100, 0)};
    feed_map(row, row->call(&now.x, &now.y, &shorter), 100, digest);
    feed_map(row, row->call(&now.x, &now.y, &same), 100, digest);
    same.data = NULL;
    feed_map(row, row->call(&now.x, &now.y, &same), 100, digest);
}

static void digest_maps(table *all)
{
    for (size_t i = 0; i < MAPS; i++)
        if (strcmp(maps[i].isa, "scalar") == 0) {
            uint64_t *digest = begin(all, maps[i].door, "");
            run_trials(maps[i].type, add_apart, &maps[i], digest);
            add_in_place(&maps[i], digest);
            add_late(&maps[i], digest);
            add_refused(&maps[i], digest);
        }
}

/* ---- Partials -------------------------------------------------------------------------------- */

static void feed_partial(uint64_t *digest, element_type type, const any_partial *p)
{
    /* What is in front of the nodes is alike in both types. */
    feed(digest, p->f64.order);
    feed(digest, p->f64.function);
    feed(digest, p->f64.first);
    feed(digest, p->f64.count);
    const void *node = type == TYPE_f32 ? (const void *)p->f32.node : p->f64.node;
    for (size_t i = 0; i < SPELT_PARTIAL_NODES; i++)
        feed(digest, bits_at(type, node, i));
}

static size_t row_of(const void *row)
{
    return (size_t)((const reduction *)row - float_reductions);
}

/* Of every piece, at the beginning and further on. */
static void take_partial(const trial *now, const void *row, uint64_t *digest)
{
    static const uint64_t blocks[] = {0, 1, 6, UINT64_C(1) << 40, UINT64_MAX >> 12};
    const reduction *r = row;
    size_t n = layout_count(&now->x.at);
    any_partial made;
    memset(&made, POISON, sizeof made);
    uint64_t first = blocks[n % 5] * partial_block(r) + (n % 64 == 63);
    feed(digest, (uint64_t)makers[row_of(row)](&now->x, &now->y, first, &made));
    feed_partial(digest, r->result, &made);
}

/* Pieces of `blocks` blocks each, merged from the left or from the right; every step, and the
 * whole. */
static void merge_pieces(const reduction *row, data_kind kind, size_t n, size_t blocks,
                         uint64_t *merging, uint64_t *finishing)
{
    const unsigned char *x = data_of(row->in, kind, 0), *y = data_of(row->in, kind, 1);
    size_t piece = blocks * partial_block(row), pieces = n / piece + 1;
    for (int from_left = 0; from_left < 2; from_left++) {
        any_partial whole = partial_of(row_of(row), x, y, from_left ? 0 : n, from_left ? 0 : n, 0);
        for (size_t i = 0; i < pieces; i++) {
            size_t start = (from_left ? i : pieces - 1 - i) * piece;
            size_t end = start + piece < n ? start + piece : n;
            any_partial next = partial_of(row_of(row), x, y, start, end, 0), wrong = next;
            whole = from_left ? merged(row, &whole, &next) : merged(row, &next, &whole);
            feed_partial(merging, row->result, &whole);
            feed(merging, (uint64_t)merge(row, &next, &whole, &wrong));
            feed_partial(merging, row->result, &wrong);
            number result;
            feed(finishing, (uint64_t)finish(row, &whole, &result));
            feed_number(finishing, row->result, &result);
        }
    }
}

static void digest_merging(table *all, element_type result, const char *type)
{
    uint64_t *merging = begin(all, "spelt_partial_merge_", type);
    uint64_t *finishing = begin(all, "spelt_partial_finish_", type);
    for (size_t i = 0; i < FLOAT_REDUCTIONS; i++) {
        const reduction *row = &float_reductions[i];
        if (row->result != result || strcmp(row->isa, "scalar") != 0)
            continue;
        for (data_kind kind = 0; kind < DATA_KINDS; kind++) {
            merge_pieces(row, kind, 1000, 1, merging, finishing);
            merge_pieces(row, kind, 30000, 1, merging, finishing);
            merge_pieces(row, kind, 24577, 3, merging, finishing);
        }
    }
}

static void digest_partials(table *all)
{
    for (size_t i = 0; i < FLOAT_REDUCTIONS; i++) {
        const reduction *row = &float_reductions[i];
        if (strcmp(row->isa, "scalar") == 0)
            run_trials(row->in, take_partial, row,
                       begin(all, "spelt_partial_", row->door + strlen("spelt_")));
    }
    digest_merging(all, TYPE_f32, "f32");
    digest_merging(all, TYPE_f64, "f64");
}

/* ---- Accumulators ---------------------------------------------------------------------------- */

static void digest_accumulators(table *all)
{
    static const size_t lengths[] = {0, 1, 2, 5, 17, 130};
    enum { LENGTHS = sizeof lengths / sizeof *lengths, MADE = ADDERS * DATA_KINDS * LENGTHS };
    static spelt_acc made[MADE];
    for (size_t i = 0; i < ADDERS; i++)
        run_trials(adders[i].type, accumulate, &adders[i], begin(all, adders[i].function, ""));
    for (size_t i = 0; i < INTEGER_ADDERS; i++)
        run_trials(integer_adders[i].type, accumulate, &integer_adders[i],
                   begin(all, integer_adders[i].function, ""));
    for (size_t i = 0; i < MADE; i++)
        made[i] = acc_of(i % ADDERS, (data_kind)(i / ADDERS % DATA_KINDS),
                         lengths[i / ADDERS / DATA_KINDS]);
    for (size_t k = 0; k < sizeof operations / sizeof *operations; k++) {
        uint64_t *digest = begin(all, operations[k].function, "");
        for (size_t i = 0; i < MADE; i++)
            operations[k].run(&made[i], &made[i * 7 % MADE], digest);
    }
}

/* ---- The table ------------------------------------------------------------------------------- */

static table all_digests(void)
{
    static table all;
    all.count = 0;
    digest_reductions(&all);
    digest_maps(&all);
    digest_partials(&all);
    digest_accumulators(&all);
    qsort(all.line, all.count, sizeof *all.line, by_function);
    return all;
}

static void write_table(const char *name)
{
    cr_assert_eq(spelt_set_path("scalar"), SPELT_OK);
    spelt_set_num_threads(1);
    table all = all_digests();
    FILE *file = fopen(name, "w");
    cr_assert(file != NULL, "%s cannot be written", name);
    fprintf(file,
            "/* digests.def - the recorded digest of every function that computes. Written by\n"
            " * test_digests.c, which says how; sorted. */\n");
    for (size_t i = 0; i < all.count; i++)
        fprintf(file, "DIGEST(%s, 0x%016" PRIx64 ")\n", all.line[i].function, all.line[i].digest);
    fprintf(file, "#undef DIGEST\n");
    cr_assert_eq(fclose(file), 0);
}

/* Both are sorted: a function without a line and a line without a function meet another name. */
static void compare(const table *all, const char *isa, int threads)
{
    size_t i = 0, k = 0;
    while (i < all->count || k < RECORDED) {
        const line *now = &all->line[i], *then = &recorded[k];
        int order = i == all->count ? 1 : k == RECORDED ? -1 : by_function(now, then);
        cr_expect(order >= 0, "%s has no line in digests.def", now->function);
        cr_expect(order <= 0, "digests.def: %s is no function that is digested", then->function);
        cr_expect(order != 0 || now->digest == then->digest,
                  "%s on %s, %d threads: 0x%016" PRIx64 ", recorded is 0x%016" PRIx64,
                  now->function, isa, threads, now->digest, then->digest);
        i += order <= 0;
        k += order >= 0;
    }
}

static const char *const isas[] = {"scalar", "sse2", "avx2", "avx512", "neon"};
enum { ISAS = sizeof isas / sizeof *isas, MOST_THREADS = 3 };

ParameterizedTestParameters(digests, recorded)
{
    return row_numbers(ISAS * MOST_THREADS);
}

/* One thread goes the direct way of short calls; two share what has some length, three what can be
 * shared at all. */
ParameterizedTest(size_t *number_of, digests, recorded)
{
    const char *isa = isas[*number_of / MOST_THREADS];
    int threads = (int)(*number_of % MOST_THREADS) + 1;
    if (getenv("SPELT_WRITE_DIGESTS"))
        cr_skip_test("the table is written");
    unsetenv("SPELT_GRAIN_BYTES");
    if (threads > 1)
        setenv("SPELT_GRAIN_BYTES", threads == 2 ? "4K" : "1", 1);
    require_isa(isa);
    cr_assert_eq(spelt_set_num_threads(threads), SPELT_OK);
    table all = all_digests();
    compare(&all, isa, threads);
}

Test(digests, write)
{
    const char *name = getenv("SPELT_WRITE_DIGESTS");
    if (name && name[0])
        write_table(name);
}

/* ---- What was saved before ------------------------------------------------------------------- */

/* Order 1. */
static any_partial saved_partial(element_type type, uint32_t function, size_t first, size_t count,
                                 const uint64_t *node, size_t nodes)
{
    any_partial made;
    memset(&made, 0, sizeof made);
    made.f64.order = 1;
    made.f64.function = function;
    made.f64.first = first;
    made.f64.count = count;
    for (size_t i = 0; i < nodes; i++)
        if (type == TYPE_f32)
            made.f32.node[i] = f32_from_bits((uint32_t)node[i]);
        else
            made.f64.node[i] = f64_from_bits(node[i]);
    return made;
}

/* Three blocks, and the five and 17 elements behind them, which are also made anew. */
Test(digests, saved_partials)
{
    for (size_t i = 0; i < FLOAT_REDUCTIONS; i++)
        for (size_t k = 0; k < sizeof saved / sizeof *saved; k++) {
            const reduction *row = &float_reductions[i];
            const saved_partials *s = &saved[k];
            if (strcmp(row->isa, "scalar") != 0 || strcmp(row->door, s->door) != 0)
                continue;
            size_t half = 3 * partial_block(row), n = 8 * partial_block(row) + 17;
            any_partial left = saved_partial(row->result, s->function, 0, half, s->left_node, 2);
            any_partial right =
                saved_partial(row->result, s->function, half, n - half, s->right_node, 3);
            any_partial fresh = partial_of(i, data_of(row->in, DATA_USUAL, 0),
                                           data_of(row->in, DATA_USUAL, 1), half, n, 0);
            cr_expect(same_partial(row, &right, &fresh), "%s: made anew it differs", s->door);
            any_partial whole = merged(row, &left, &right);
            number result;
            cr_expect_eq(finish(row, &whole, &result), SPELT_OK);
            uint64_t bits = row->result == TYPE_f32 ? f32_bits(result.f32) : result.bits;
            cr_expect(bits == s->result, "%s: 0x%016" PRIx64, s->door, bits);
        }
}

Test(digests, saved_accumulator)
{
    unsigned char bytes[SPELT_ACC_SAVED_BYTES], again[SPELT_ACC_SAVED_BYTES];
    spelt_acc acc, other;
    int64_t count;
    double whole;
    for (size_t i = 0; i < sizeof bytes; i++)
        cr_assert_eq(sscanf(&saved_acc[2 * i], "%2hhx", &bytes[i]), 1);
    cr_assert_eq(spelt_acc_load(bytes, sizeof bytes, &acc), SPELT_OK, "%s", spelt_last_error());
    cr_expect_eq(spelt_acc_count(&acc, &count), SPELT_OK);
    cr_expect_eq(count, 1000);
    cr_expect_eq(spelt_acc_round_f64(&acc, &whole), SPELT_OK);
    cr_expect_eq(f64_bits(whole), UINT64_C(0x7aae8194e1c459c9));

    /* Less the terms once more, it is what was added to it. */
    trial now = contiguous_trial(TYPE_f64, DATA_WIDE, 1000);
    spelt_in_f64 x = in_view_f64(&now.x), y = in_view_f64(&now.y);
    spelt_acc_init(&other);
    cr_expect_eq(spelt_acc_add_dot_f64(&x, &y, &other), SPELT_OK);
    cr_expect_eq(spelt_acc_save(&other, again), SPELT_OK);
    cr_expect(memcmp(again, bytes, sizeof bytes) == 0, "made anew it saves to other bytes");
    cr_expect_eq(spelt_acc_add_f64(1, &acc), SPELT_OK);
    cr_expect_eq(spelt_acc_subtract(&other, &acc), SPELT_OK);
    cr_expect_eq(spelt_acc_round_f64(&acc, &whole), SPELT_OK);
    cr_expect_eq(f64_bits(whole), UINT64_C(0x3ff0000000000000));
}
