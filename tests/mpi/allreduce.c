/* allreduce.c - reductions over ranks have the bytes of the one that a single process makes,
 * however the whole is cut and in whatever grouping MPI reduces. */
#include "layer.h"

#include <math.h>

/* More blocks than ranks; the last one is short. */
enum { MOST = 30 * 2048 + 777 };
static unsigned char *x, *y; /* elements of any type */

/* Where the slices of all ranks begin and end: cut[r] to cut[r + 1]. */
static size_t cut[65];

enum cuts { EVEN, RAGGED, EMPTY, CUTS };
static const char *const cut_name[CUTS] = {"even", "ragged", "empty"};

static int by_size(const void *a, const void *b)
{
    size_t left = *(const size_t *)a, right = *(const size_t *)b;
    return left < right ? -1 : left > right;
}

/* Cuts n elements at multiples of unit. EMPTY leaves a rank with nothing, one time in four all
 * ranks but one; where there is only one, it has everything. */
static void make_cuts(generator *random, enum cuts how, size_t n, size_t unit)
{
    size_t p = (size_t)ranks, units = (n + unit - 1) / unit, chosen = random_below(random, p);
    int to_one = random_below(random, 4) == 0;
    for (size_t r = 1; r < p; r++) {
        size_t at = unit * (how == EVEN ? units * r / p : random_below(random, units + 1));
        cut[r] = at < n ? at : n;
    }
    cut[0] = 0;
    cut[p] = n;
    qsort(cut, p + 1, sizeof *cut, by_size);
    if (how != EMPTY || p == 1)
        return;
    for (size_t r = 1; to_one && r < p; r++)
        cut[r] = r <= chosen ? 0 : n;
    if (!to_one && chosen > 0)
        cut[chosen] = cut[chosen + 1];
    else if (!to_one)
        cut[1] = 0;
}

/* ---- Order 1 -----------------------------------------------------------------------------------
 */

static void check_partial(size_t row, size_t n, const char *how)
{
    const reduction *r = &float_reductions[row];
    any_view x_whole = contiguous(x, n), y_whole = contiguous(y, n);
    number single = {0}, got;
    CHECK_OK(r->call(&x_whole, &y_whole, &single));

    size_t begin = cut[own_rank], own = cut[own_rank + 1] - begin, size = type_bytes(r->in);
    any_view x_own = contiguous(x + begin * size, own), y_own = contiguous(y + begin * size, own);
    any_partial partial, whole;
    CHECK_OK(makers[row](&x_own, &y_own, begin, &partial));
    CHECK_OK(makers[row](&x_whole, &y_whole, 0, &whole));
    CHECK_OK(r->result == TYPE_f32 ? spelt_mpi_allreduce_partial_f32(MPI_COMM_WORLD, &partial.f32)
                                   : spelt_mpi_allreduce_partial_f64(MPI_COMM_WORLD, &partial.f64));
    CHECK(!layer.commutes, "%s", "partials have an order");
    CHECK(same_partial(r, &partial, &whole), "%s, %zu elements, %s", r->door, n, how);
    CHECK_OK(finish(r, &partial, &got));
    CHECK(got.bits == single.bits, "%s, %zu elements, %s: %s, alone %s", r->door, n, how,
          number_text(r->result, got), number_text(r->result, single));
}

static void check_partials(generator *random)
{
    for (size_t row = 0; row < FLOAT_REDUCTIONS; row++) {
        const reduction *r = &float_reductions[row];
        if (strcmp(r->isa, "scalar") != 0)
            continue;
        size_t n = random_below(random, 8) == 0 ? random_below(random, 5000)
                                                : random_below(random, MOST + 1);
        size_t special = random_below(random, 4) == 0 ? 40000 : 0;
        fill_reals(random, r->in, x, n, special);
        fill_reals(random, r->in, y, n, special);
        for (int how = 0; how < CUTS; how++) {
            make_cuts(random, (enum cuts)how, n, partial_block(r));
            check_partial(row, n, cut_name[how]);
        }
    }
}

/* Partials of one result type, each of its own function and elements, in one message. */
typedef struct {
    size_t count, row[FLOAT_REDUCTIONS];
    spelt_partial_f32 own_f32[FLOAT_REDUCTIONS];
    spelt_partial_f64 own_f64[FLOAT_REDUCTIONS];
    any_partial whole[FLOAT_REDUCTIONS];
    number single[FLOAT_REDUCTIONS];
} many_partials;

/* One more, of new elements, n of them, cut as the others are. */
static void append_partial(many_partials *many, size_t row, size_t n, generator *random)
{
    const reduction *r = &float_reductions[row];
    const size_t begin = cut[own_rank], own = cut[own_rank + 1] - begin, size = type_bytes(r->in);
    const any_view x_whole = contiguous(x, n), y_whole = contiguous(y, n);
    const any_view x_own = contiguous(x + begin * size, own);
    const any_view y_own = contiguous(y + begin * size, own);
    const size_t at = many->count++;
    any_partial partial;
    many->row[at] = row;
    memset(&many->single[at], 0, sizeof many->single[at]);
    fill_reals(random, r->in, x, n, 0);
    fill_reals(random, r->in, y, n, 0);
    CHECK_OK(r->call(&x_whole, &y_whole, &many->single[at]));
    CHECK_OK(makers[row](&x_whole, &y_whole, 0, &many->whole[at]));
    CHECK_OK(makers[row](&x_own, &y_own, begin, &partial));
    if (r->result == TYPE_f32)
        many->own_f32[at] = partial.f32;
    else
        many->own_f64[at] = partial.f64;
}

static void check_many_partials(generator *random, element_type result)
{
    static many_partials many;
    const size_t n = random_below(random, MOST + 1), most = random_below(random, 4);
    make_cuts(random, (enum cuts)random_below(random, CUTS), n, result == TYPE_f32 ? 4096 : 2048);
    many.count = 0;
    for (size_t row = 0; row < FLOAT_REDUCTIONS && many.count < most; row++)
        if (strcmp(float_reductions[row].isa, "scalar") == 0 &&
            float_reductions[row].result == result)
            append_partial(&many, row, n, random);
    const int before = layer.reductions;
    CHECK_OK(result == TYPE_f32 ? spelt_mpi_allreduce_partials_f32(MPI_COMM_WORLD, many.own_f32,
                                                                   many.count, SPELT_OK, "well")
                                : spelt_mpi_allreduce_partials_f64(MPI_COMM_WORLD, many.own_f64,
                                                                   many.count, SPELT_OK, NULL));
    CHECK(layer.reductions == before + 1, "%d messages", layer.reductions - before);
    CHECK(!layer.commutes, "%s", "partials have an order");
    for (size_t i = 0; i < many.count; i++) {
        const reduction *r = &float_reductions[many.row[i]];
        any_partial all;
        number got;
        if (result == TYPE_f32)
            all.f32 = many.own_f32[i];
        else
            all.f64 = many.own_f64[i];
        CHECK(same_partial(r, &all, &many.whole[i]), "%s, %zu of %zu, %zu elements", r->door, i,
              many.count, n);
        CHECK_OK(finish(r, &all, &got));
        CHECK(got.bits == many.single[i].bits, "%s, %zu of %zu, %zu elements", r->door, i,
              many.count, n);
    }
}

/* ---- The accumulator ------------------------------------------------------------------------- */

/* Magnitudes from 2^-exponent to 2^exponent; the last quarter takes away most of the first. */
static void fill_cancelling(generator *random, double *data, size_t n, double exponent)
{
    for (size_t i = 0; i < n; i++)
        data[i] = i < n / 4 * 3 ? random_log_uniform(random, exponent) : -data[i - n / 4 * 3];
}

static void check_sum(const spelt_acc *own, const spelt_acc *whole, double single, const char *how)
{
    spelt_acc all = *own;
    double got = NAN;
    CHECK_OK(spelt_mpi_allreduce_acc(MPI_COMM_WORLD, &all));
    CHECK(layer.commutes, "%s", "accumulators have no order");
    CHECK(memcmp(&all, whole, sizeof all) == 0, "%s", how);
    CHECK_OK(spelt_acc_round_f64(&all, &got));
    CHECK(f64_bits(got) == f64_bits(single), "%s: %a, alone %a", how, got, single);
}

static void check_accumulators(generator *random)
{
    size_t n = random_below(random, 2) == 0 ? random_below(random, 40) : random_below(random, MOST);
    double *a = (double *)(void *)x, *b = (double *)(void *)y, single = NAN;
    fill_cancelling(random, a, n, 500);
    fill_cancelling(random, b, n, 500);
    if (n > 0 && random_below(random, 4) == 0)
        a[random_below(random, n)] = random_below(random, 2) == 0 ? INFINITY : NAN;
    spelt_acc own, whole;
    CHECK_OK(spelt_acc_init(&whole));
    CHECK_OK(spelt_acc_add_dot_f64(SPELT_IN(f64, a, n), SPELT_IN(f64, b, n), &whole));
    CHECK_OK(spelt_dot_exact_f64(SPELT_IN(f64, a, n), SPELT_IN(f64, b, n), &single));

    for (int how = 0; how < CUTS; how++) {
        make_cuts(random, (enum cuts)how, n, 1);
        size_t begin = cut[own_rank], length = cut[own_rank + 1] - begin;
        CHECK_OK(spelt_acc_init(&own));
        CHECK_OK(spelt_acc_add_dot_f64(SPELT_IN(f64, a + begin, length),
                                       SPELT_IN(f64, b + begin, length), &own));
        check_sum(&own, &whole, single, cut_name[how]);
    }

    /* Dealt out like cards. */
    size_t p = (size_t)ranks, first = (size_t)own_rank;
    const size_t shape[1] = {n > first ? (n - first - 1) / p + 1 : 0};
    const ptrdiff_t stride[1] = {(ptrdiff_t)p};
    spelt_in_f64 a_dealt, b_dealt;
    CHECK_OK(spelt_in_nd_f64(a + first, 1, shape, stride, &a_dealt));
    CHECK_OK(spelt_in_nd_f64(b + first, 1, shape, stride, &b_dealt));
    CHECK_OK(spelt_acc_init(&own));
    CHECK_OK(spelt_acc_add_dot_f64(&a_dealt, &b_dealt, &own));
    check_sum(&own, &whole, single, "dealt");
}

/* Terms of several types into an accumulator. */
static void make_acc(size_t which, size_t begin, size_t n, spelt_acc *acc)
{
    const double *a = (const double *)(void *)x + begin, *b = (const double *)(void *)y + begin;
    const int64_t *wholes = (const int64_t *)(void *)x + begin;
    CHECK_OK(spelt_acc_init(acc));
    switch (which % 4) {
    case 0: CHECK_OK(spelt_acc_add_dot_f64(SPELT_IN(f64, a, n), SPELT_IN(f64, b, n), acc)); break;
    case 1: CHECK_OK(spelt_acc_add_sum_i64(SPELT_IN(i64, wholes, n), acc)); break;
    case 2: CHECK_OK(spelt_acc_add_sumsq_u8(SPELT_IN(u8, x + begin, n), acc)); break;
    default: CHECK_OK(spelt_acc_add_sumsq_i64(SPELT_IN(i64, wholes, n), acc));
    }
}

/* Accumulators, each of terms and cuts of its own, in one message. */
static void check_many_accumulators(generator *random)
{
    enum { ACCS = 9 };
    static const size_t counts[] = {0, 1, 2, ACCS};
    spelt_acc accs[ACCS + 1], whole;
    const size_t count = counts[random_below(random, 4)];
    const size_t n = random_below(random, random_below(random, 3) ? MOST : 9);
    fill_cancelling(random, (double *)(void *)x, n, 500);
    fill_cancelling(random, (double *)(void *)y, n, 500);
    for (size_t i = 0; i <= ACCS; i++) {
        make_cuts(random, (enum cuts)random_below(random, CUTS), n, 1);
        make_acc(i, cut[own_rank], cut[own_rank + 1] - cut[own_rank], &accs[i]);
    }
    const spelt_acc behind = accs[count];
    const int before = layer.reductions;
    CHECK_OK(spelt_mpi_allreduce_accs(MPI_COMM_WORLD, count > 0 ? accs : NULL, count, SPELT_OK,
                                      spelt_last_error()));
    CHECK(layer.reductions == before + 1, "%d messages", layer.reductions - before);
    CHECK(layer.commutes, "%s", "accumulators have no order");
    for (size_t i = 0; i < count; i++) {
        make_acc(i, 0, n, &whole);
        CHECK(memcmp(&accs[i], &whole, sizeof whole) == 0, "%zu of %zu, %zu elements", i, count, n);
    }
    CHECK(memcmp(&accs[count], &behind, sizeof behind) == 0, "written behind %zu", count);
}

/* Cents that overflow int64_t on every rank, and a balance that fits. */
static void check_cents(void)
{
    const int is_last = own_rank == ranks - 1;
    const int64_t much = is_last ? -INT64_MAX : INT64_MAX, few = 7 * own_rank - 3;
    const size_t n = is_last ? 2 * (size_t)(ranks - 1) : 2;
    spelt_acc acc;
    int64_t balance = 77;
    const spelt_in_i64 repeated = {&much, 1, {n}, {0}};
    CHECK_OK(spelt_acc_init(&acc));
    CHECK_OK(spelt_acc_add_sum_i64(&repeated, &acc));
    CHECK_OK(spelt_acc_add_sum_i64(SPELT_IN(i64, &few, 1), &acc));
    CHECK(ranks == 1 || spelt_acc_round_i64(&acc, &balance) == SPELT_ERR_OVERFLOW, "%s",
          "cents of a rank fit");
    CHECK_OK(spelt_mpi_allreduce_acc(MPI_COMM_WORLD, &acc));
    CHECK_OK(spelt_acc_round_i64(&acc, &balance));
    CHECK(balance == 7 * ranks * (ranks - 1) / 2 - 3 * ranks, "%" PRId64, balance);
}

int main(int argc, char **argv)
{
    ranks_begin(&argc, &argv);
    x = malloc(MOST * sizeof(double));
    y = malloc(MOST * sizeof(double));
    generator random = generator_start(1), groupings = generator_start(100 + (uint64_t)own_rank);
    for (int round = 0; round < 12; round++) {
        layer.groupings = round % 2 ? &groupings : NULL;
        check_partials(&random);
        check_accumulators(&random);
        for (int again = 0; again < 6; again++) {
            check_many_accumulators(&random);
            check_many_partials(&random, TYPE_f32);
            check_many_partials(&random, TYPE_f64);
        }
        check_cents();
    }
    CHECK(rooms == 0, "%d rooms are left", rooms);
    free(x);
    free(y);
    CHECK(layer.types == 0 && layer.operations == 0, "%d types and %d operations are left",
          layer.types, layer.operations);
    return ranks_end();
}
