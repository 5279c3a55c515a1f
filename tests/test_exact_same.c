/* test_exact_same.c - the same bytes from the exact reductions in any order, on any partition, for
 * any number of threads, on every instruction set and in every rounding mode. */
#include "exact.h"

#include "call/drivers.h"

#include <fenv.h>

enum { COUNT = 3 * SPELT_EXACT_BLOCK + 77 };

/* The scalar rows: one for each door. */
static int is_door(size_t row)
{
    return strcmp(exact_reductions[row].isa, "scalar") == 0;
}

static size_t doors(size_t *row)
{
    size_t count = 0;
    for (size_t i = 0; i < EXACT_REDUCTIONS; i++)
        if (is_door(i))
            row[count++] = i;
    return count;
}

static struct criterion_test_params door_numbers(void)
{
    static size_t row[EXACT_REDUCTIONS];
    return cr_make_param_array(size_t, row, doors(row));
}

static spelt_acc acc_of(size_t row, const void *x, const void *y, size_t n)
{
    spelt_acc acc;
    memset(&acc, 0, sizeof acc);
    cr_assert_eq(acc_add(row, x, y, n, &acc), SPELT_OK, "%s", spelt_last_error());
    return acc;
}

static void expect_same(size_t row, const spelt_acc *acc, const spelt_acc *first, number got,
                        number expected, const char *what, uint64_t trial)
{
    expect_number(row, got, expected, what, COUNT, trial);
    cr_assert(memcmp(acc, first, sizeof *acc) == 0, "%s, %s, trial %llu: other bytes",
              exact_reductions[row].door, what, (unsigned long long)trial);
}

ParameterizedTestParameters(exact_same, order)
{
    return door_numbers();
}

ParameterizedTest(size_t *row, exact_same, order)
{
    element_type type = exact_reductions[*row].in;
    static double x[COUNT], y[COUNT];
    for (uint64_t trial = 0; trial < 25; trial++) {
        generator random = generator_start(40000 + trial);
        recipe made = random_recipe(&random, type);
        size_t n = trial % 3 == 0 ? COUNT : 1 + random_below(&random, 300);
        fill_by_recipe(&made, &random, type, x, y, n);
        number first = call_door(*row, x, y, n);
        spelt_acc first_acc = acc_of(*row, x, y, n);
        for (int again = 0; again < 3; again++) {
            shuffle_pairs(&random, type, x, y, n);
            spelt_acc acc = acc_of(*row, x, y, n);
            expect_same(*row, &acc, &first_acc, call_door(*row, x, y, n), first, "in another order",
                        trial);
        }
    }
}

/* Cut at random into pieces that are merged in random pairs: any grouping, any order. */
ParameterizedTestParameters(exact_same, partition)
{
    return door_numbers();
}

ParameterizedTest(size_t *row, exact_same, partition)
{
    enum { PIECES = 40 };
    element_type type = exact_reductions[*row].in;
    size_t size = type_bytes(type);
    static unsigned char x[COUNT * 8], y[COUNT * 8];
    static spelt_acc piece[PIECES];
    for (uint64_t trial = 0; trial < 40; trial++) {
        generator random = generator_start(50000 + trial);
        recipe made = random_recipe(&random, type);
        size_t n = trial % 3 == 0 ? COUNT : random_below(&random, 300), begin = 0, pieces = 0;
        fill_by_recipe(&made, &random, type, x, y, n);
        spelt_acc whole = acc_of(*row, x, y, n);
        while (pieces < PIECES) {
            size_t rest = n - begin, length = random_below(&random, rest / 3 + 3);
            if (pieces == PIECES - 1 || length > rest)
                length = rest;
            piece[pieces++] = acc_of(*row, x + begin * size, y + begin * size, length);
            begin += length;
        }
        while (pieces > 1) {
            size_t a = random_below(&random, pieces), b = random_below(&random, pieces - 1);
            b += b >= a;
            cr_assert_eq(spelt_acc_merge(&piece[b], &piece[a]), SPELT_OK, "%s", spelt_last_error());
            piece[b] = piece[--pieces];
        }
        number got = {0}, expected = call_door(*row, x, y, n);
        cr_assert_eq(type == TYPE_f32 ? spelt_acc_round_f32(&piece[0], &got.f32)
                                      : spelt_acc_round_f64(&piece[0], &got.f64),
                     SPELT_OK);
        expect_same(*row, &piece[0], &whole, got, expected, "in pieces", trial);
    }
}

/* ---- Threads --------------------------------------------------------------------------------- */

static number total_on_threads(size_t row, const spelt_loop *loop, int threads)
{
    number got = {0};
    spelt_run_rounded(loop, exact_functions[row], &got, &threads);
    return got;
}

/* The drivers themselves, for as many threads as asked, however small the call. */
ParameterizedTestParameters(exact_same, threads)
{
    return door_numbers();
}

ParameterizedTest(size_t *row, exact_same, threads)
{
    const reduction *r = &exact_reductions[*row];
    static double x[COUNT], y[COUNT];
    spelt_set_num_threads(4);
    for (uint64_t trial = 0; trial < 60; trial++) {
        generator random = generator_start(60000 + trial);
        recipe made = random_recipe(&random, r->in);
        size_t n = COUNT - random_below(&random, 4);
        fill_by_recipe(&made, &random, r->in, x, y, n);
        any_view x_view = contiguous(x, n), y_view = contiguous(y, n);
        const size_t size = type_bytes(r->in);
        const spelt_arrays arrays = {"test",
                                     (unsigned)r->operands,
                                     0,
                                     {{"x", x, size, 1, x_view.at.shape, x_view.at.stride, size},
                                      {"y", y, size, 1, y_view.at.shape, y_view.at.stride, size}}};
        spelt_loop loop;
        spelt_loop_make(&loop, &arrays, n, SPELT_IN_ANY_ORDER);
        number first = call_door(*row, x, y, n);
        for (int threads = 1; threads <= 4; threads++)
            expect_number(*row, total_on_threads(*row, &loop, threads), first, "on threads", n,
                          trial * 10 + (uint64_t)threads);
    }
}

/* Past the size that gets a team of its own. */
Test(exact_same, large)
{
    enum { LARGE = 1500000 };
    double *x = malloc(LARGE * sizeof *x), *y = malloc(LARGE * sizeof *y);
    cr_assert(x && y);
    generator random = generator_start(7);
    recipe made = {.mantissa_bits = 53, .span = 60, .per_block = -0.5};
    fill_by_recipe(&made, &random, TYPE_f64, x, y, LARGE);
    size_t row[EXACT_REDUCTIONS], count = doors(row);
    for (size_t k = 0; k < count; k++) {
        if (exact_reductions[row[k]].in != TYPE_f64)
            continue;
        number first = {0};
        spelt_acc first_acc = {0};
        for (int threads = 1; threads <= 4; threads++) {
            spelt_set_num_threads(threads);
            number got = call_door(row[k], x, y, LARGE);
            spelt_acc acc = acc_of(row[k], x, y, LARGE);
            if (threads == 1)
                first = got, first_acc = acc;
            expect_same(row[k], &acc, &first_acc, got, first, "large", (uint64_t)threads);
        }
    }
    free(x);
    free(y);
}

/* ---- Instruction sets and rounding modes ----------------------------------------------------- */

static const int modes[] = {FE_TONEAREST, FE_DOWNWARD, FE_UPWARD, FE_TOWARDZERO};
static const char *const isas[] = {"scalar", "sse2", "avx2", "avx512"};

/* What one call of each kind gives in a rounding mode; only the calls are made in it. */
typedef struct {
    number door, without_filter, acc_f64, acc_f32;
    spelt_acc acc;
} outcome;

static outcome in_mode(size_t row, int mode, const void *x, const void *y, size_t n)
{
    static exact_total total;
    outcome o;
    memset(&o, 0, sizeof o);
    cr_assert_eq(fesetround(mode), 0);
    o.door = call_door(row, x, y, n);
    exact_total_open(&total, 0);
    add_terms(row, &total, x, y, n);
    round_total(row, &total, &o.without_filter);
    acc_add(row, x, y, n, &o.acc);
    spelt_acc_round_f64(&o.acc, &o.acc_f64.f64);
    spelt_acc_round_f32(&o.acc, &o.acc_f32.f32);
    fesetround(FE_TONEAREST);
    return o;
}

ParameterizedTestParameters(exact_same, isas_and_rounding_modes)
{
    return door_numbers();
}

ParameterizedTest(size_t *row, exact_same, isas_and_rounding_modes)
{
    element_type type = exact_reductions[*row].in;
    static double x[COUNT], y[COUNT];
    for (uint64_t trial = 0; trial < 200; trial++) {
        generator random = generator_start(70000 + trial);
        recipe made = random_recipe(&random, type);
        size_t n = trial % 20 == 0 ? COUNT : 1 + random_below(&random, trial % 5 ? 40 : 600);
        fill_by_recipe(&made, &random, type, x, y, n);
        outcome first = {0};
        for (size_t k = 0; k < sizeof isas / sizeof *isas; k++) {
            if (!force_isa(isas[k]))
                continue;
            for (size_t m = 0; m < sizeof modes / sizeof *modes; m++) {
                outcome o = in_mode(*row, modes[m], x, y, n);
                if (k == 0 && m == 0)
                    first = o;
                expect_same(*row, &o.acc, &first.acc, o.door, first.door, isas[k], trial * 10 + m);
                cr_assert(memcmp(&o, &first, sizeof o) == 0, "%s, %s, mode %zu, trial %llu",
                          exact_reductions[*row].door, isas[k], m, (unsigned long long)trial);
            }
        }
    }
}

/* At the ends of the range other modes than that to nearest would stop at the greatest number, or
 * at the least. */
Test(exact_same, ends_in_every_rounding_mode)
{
    const float large[] = {0x1.fffffep127f, 0x1p103f}, small[] = {0x1p-149f, 0x1p-1f};
    const double large64[] = {0x1.fffffffffffffp1023, 0x1p970};
    for (size_t k = 0; k < sizeof isas / sizeof *isas; k++) {
        if (!force_isa(isas[k]))
            continue;
        for (size_t m = 0; m < sizeof modes / sizeof *modes; m++) {
            float end = 0, least = 1;
            double end64 = 0;
            fesetround(modes[m]);
            spelt_sum_exact_f32(SPELT_IN(f32, large, 2), &end);
            spelt_dot_exact_f32(SPELT_IN(f32, small, 1), SPELT_IN(f32, small + 1, 1), &least);
            spelt_sum_exact_f64(SPELT_IN(f64, large64, 2), &end64);
            fesetround(FE_TONEAREST);
            cr_expect(end == INFINITY && end64 == INFINITY && f32_bits(least) == 0,
                      "%s, mode %zu: %a, %a, %a", isas[k], m, (double)end, end64, (double)least);
        }
    }
}
