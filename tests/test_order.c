/* test_order.c - order 1: its constants, its tree by hand-made examples, the scalar variant. */
#include "reductions.h"

#include <spelt/axis.h>
#include <spelt/runtime.h>

#include <math.h>

/* The order is an interface: whoever changes it must raise the version, and these lines. */
Test(order, constants)
{
    cr_expect_eq(SPELT_ORDER_VERSION, 1);
    cr_expect_eq(SPELT_ORDER_LANE_BYTES, 256);
    cr_expect_eq(SPELT_ORDER_ROWS, 64);
    cr_expect_eq(SPELT_ORDER_LANE_BYTES / sizeof(double) * SPELT_ORDER_ROWS, 2048);
    cr_expect_eq(SPELT_ORDER_LANE_BYTES / sizeof(float) * SPELT_ORDER_ROWS, 4096);
}

/* The bound's h, worked out by hand. */
Test(order, height_of_the_bound)
{
    cr_expect_eq(order1_height(1, 8, 0), 63 + 5 + 0);
    cr_expect_eq(order1_height(2048, 8, 1), 63 + 5 + 0 + 1);
    cr_expect_eq(order1_height(2049, 8, 0), 63 + 5 + 1);
    cr_expect_eq(order1_height(5 * 4096, 4, 1), 63 + 6 + 3 + 1);
}

/* Three terms at (block, row, lane): a one and two halves of its last place. Where the order
 * brings the two halves together before the one, the result is 1 + 2u; where each meets the one
 * alone, each is a tie that rounds to even and the result is 1. */
typedef struct {
    const char *what;
    struct {
        size_t block, row, lane;
    } one, first, second;
    int halves_meet;
} example;

static const example examples[] = {
    {"a lane adds in index order: one first", {0, 0, 0}, {0, 1, 0}, {0, 2, 0}, 0},
    {"a lane adds in index order: one last", {0, 2, 0}, {0, 0, 0}, {0, 1, 0}, 1},
    {"a lane adds in index order: one between", {0, 1, 5}, {0, 0, 5}, {0, 2, 5}, 0},
    {"the 64th row is in the first block", {0, 0, 7}, {0, 62, 7}, {0, 63, 7}, 0},
    {"rows do not split a lane", {0, 0, 3}, {0, 4, 3}, {0, 8, 3}, 0},
    {"an even and an odd row", {0, 0, 3}, {0, 31, 3}, {0, 32, 3}, 0},
    {"lanes fold by halves: 1 and V/2 + 1", {0, 0, 0}, {0, 0, 1}, {0, 0, SIZE_MAX}, 1},
    {"lanes 1 and 3 meet at V/4 .. 2", {0, 0, 0}, {0, 0, 1}, {0, 0, 3}, 1},
    {"lanes 2 and 3 do not meet", {0, 0, 0}, {0, 0, 2}, {0, 0, 3}, 0},
    {"lanes 1 and 2 do not meet", {0, 0, 0}, {0, 0, 1}, {0, 0, 2}, 0},
    {"lanes 2 and 6 meet", {0, 0, 0}, {0, 0, 2}, {0, 0, 6}, 1},
    {"lanes 4 and 12 meet", {0, 0, 0}, {0, 0, 4}, {0, 0, 12}, 1},
    {"lanes 4 and 8 do not meet", {0, 0, 0}, {0, 0, 4}, {0, 0, 8}, 0},
    {"lanes 8 and 24 meet", {0, 0, 0}, {0, 0, 8}, {0, 0, 24}, 1},
    {"lanes 16 and 8 do not meet", {0, 0, 0}, {0, 0, 8}, {0, 0, 16}, 0},
    {"rows of lanes other than the one's meet", {0, 0, 0}, {0, 0, 9}, {0, 63, 9}, 1},
    {"the next block starts with new lanes", {0, 0, 0}, {1, 0, 0}, {1, 1, 0}, 1},
    {"a block before the one's", {1, 0, 0}, {0, 0, 0}, {0, 63, 31}, 1},
    {"blocks 1 and 2 do not meet", {0, 0, 0}, {1, 0, 0}, {2, 0, 0}, 0},
    {"blocks 2 and 3 meet", {0, 0, 0}, {2, 5, 5}, {3, 6, 6}, 1},
    {"blocks 0 and 1 meet before 2", {2, 0, 0}, {0, 0, 0}, {1, 0, 0}, 1},
    {"blocks 2 and 4 do not meet", {0, 0, 0}, {2, 0, 0}, {4, 0, 0}, 0},
    {"blocks 4 and 5 meet, passed up", {0, 0, 0}, {4, 0, 0}, {5, 0, 0}, 1},
    {"blocks 4 and 6 meet", {0, 0, 0}, {4, 0, 0}, {6, 0, 0}, 1},
    {"block 8 passes up three levels", {0, 0, 0}, {7, 0, 0}, {8, 0, 0}, 0},
    {"blocks 8 and 12 meet", {3, 0, 0}, {8, 0, 0}, {12, 0, 0}, 1},
};

static size_t term_index(const reduction *row, size_t block, size_t in_row, size_t lane)
{
    size_t lanes = SPELT_ORDER_LANE_BYTES / type_bytes(row->result);
    if (lane == SIZE_MAX)
        lane = lanes / 2 + 1;
    return (block * SPELT_ORDER_ROWS + in_row) * lanes + lane;
}

/* Squares cannot be: their order is that of dot, see same_as_dot. */
static int terms_can_be_chosen(const reduction *row)
{
    return row->op != OP_sumsq;
}

ParameterizedTestParameters(order, examples)
{
    return float_rows_where(terms_can_be_chosen);
}

ParameterizedTest(size_t *number_of, order, examples)
{
    const reduction *row = &float_reductions[*number_of];
    require_isa(row->isa);
    double u = row->result == TYPE_f32 ? 0x1p-24 : 0x1p-53;
    for (size_t k = 0; k < sizeof examples / sizeof *examples; k++) {
        const example *e = &examples[k];
        size_t one = term_index(row, e->one.block, e->one.row, e->one.lane);
        size_t first = term_index(row, e->first.block, e->first.row, e->first.lane);
        size_t second = term_index(row, e->second.block, e->second.row, e->second.lane);
        size_t n = (one > second ? one : second) + 1;
        double *x = calloc(n, sizeof *x), *y = calloc(n, sizeof *y);
        cr_assert(x && y);
        for (size_t i = 0; i < n; i++)
            put_real(row->in, y, i, 1.0);
        put_real(row->in, x, one, 1.0);
        put_real(row->in, x, first, u);
        put_real(row->in, x, second, u);
        number got = {0};
        any_view x_view = contiguous(x, n), y_view = contiguous(y, n);
        cr_assert_eq(row->call(&x_view, &y_view, &got), SPELT_OK, "%s", spelt_last_error());
        double value = row->result == TYPE_f32 ? (double)got.f32 : got.f64;
        cr_expect(value == (e->halves_meet ? 1.0 + 2 * u : 1.0), "%s %s: %s: got %a", row->door,
                  row->isa, e->what, value);
        free(x);
        free(y);
    }
}

/* The products of f32_f64 are exact: fused or not, the bits are the same. */
static int rounds_products(const reduction *row)
{
    return row->op == OP_dot && row->in == row->result;
}

/* A product is rounded before it is added: with a fused multiply-add this dot is not 0. */
ParameterizedTestParameters(order, no_fused_multiply_add)
{
    return float_rows_where(rounds_products);
}

ParameterizedTest(size_t *number_of, order, no_fused_multiply_add)
{
    const reduction *row = &float_reductions[*number_of];
    require_isa(row->isa);
    size_t lanes = SPELT_ORDER_LANE_BYTES / type_bytes(row->result);
    double a = row->in == TYPE_f32 ? 1 + 0x1p-13 : 1 + 0x1p-30;
    double product = row->in == TYPE_f32 ? 1 + 0x1p-12 : 1 + 0x1p-29;
    for (size_t lane = 0; lane < lanes; lane++)
        for (size_t n = lanes + lane + 1; n <= 64 * lanes; n += 7 * lanes) {
            double *x = calloc(n, sizeof *x), *y = calloc(n, sizeof *y);
            cr_assert(x && y);
            put_real(row->in, x, lane, -product);
            put_real(row->in, y, lane, 1.0);
            put_real(row->in, x, lane + lanes, a);
            put_real(row->in, y, lane + lanes, a);
            number got = {0};
            any_view x_view = contiguous(x, n), y_view = contiguous(y, n);
            cr_assert_eq(row->call(&x_view, &y_view, &got), SPELT_OK);
            cr_expect_eq(got.bits, 0, "%s %s, lane %zu of %zu: %s", row->door, row->isa, lane, n,
                         number_text(row->result, got));
            free(x);
            free(y);
        }
}

static int is_sumsq(const reduction *row)
{
    return row->op == OP_sumsq;
}

/* sumsq(x) has the bits of dot(x, x), for each instruction set. */
ParameterizedTestParameters(order, same_as_dot)
{
    return float_rows_where(is_sumsq);
}

ParameterizedTest(size_t *number_of, order, same_as_dot)
{
    const reduction *row = &float_reductions[*number_of];
    require_isa(row->isa);
    const reduction *dot = NULL;
    for (size_t i = 0; i < FLOAT_REDUCTIONS; i++) {
        const reduction *other = &float_reductions[i];
        if (other->op == OP_dot && other->in == row->in && other->result == row->result &&
            strcmp(other->isa, row->isa) == 0)
            dot = other;
    }
    cr_assert(dot, "%s has no dot beside it on %s", row->door, row->isa);
    generator random = generator_start(1);
    enum { LONGEST = 30000 };
    double *x = malloc(LONGEST * sizeof *x);
    cr_assert(x != NULL);
    for (size_t i = 0; i < LONGEST; i++)
        put_real(row->in, x, i, random_uniform(&random));
    for (size_t n = 1; n <= LONGEST; n += n / 7 + 1) {
        number square = {0}, product = {0};
        any_view view = contiguous(x, n);
        cr_assert_eq(row->call(&view, NULL, &square), SPELT_OK);
        cr_assert_eq(dot->call(&view, &view, &product), SPELT_OK);
        cr_expect_eq(square.bits, product.bits, "%s %s, n = %zu", row->door, row->isa, n);
    }
    free(x);
}

static int is_scalar(const reduction *row)
{
    return strcmp(row->isa, "scalar") == 0;
}

/* The scalar variant is the text as C: every length to three blocks, then some long ones, on
 * data whose sums depend on the order. */
ParameterizedTestParameters(order, scalar_is_the_text)
{
    return float_rows_where(is_scalar);
}

ParameterizedTest(size_t *number_of, order, scalar_is_the_text)
{
    const reduction *row = &float_reductions[*number_of];
    cr_assert_eq(spelt_set_path("scalar"), SPELT_OK);
    cr_assert_str_eq(spelt_path(), "scalar");
    cr_assert_str_eq(spelt_isa(), "scalar");
    enum { LONGEST = 600000 };
    generator random = generator_start(2);
    double *x = malloc(LONGEST * sizeof *x), *y = malloc(LONGEST * sizeof *y);
    double *terms = malloc(LONGEST * sizeof *terms);
    cr_assert(x && y && terms);
    for (size_t i = 0; i < LONGEST; i++) {
        put_real(row->in, x, i, random_log_uniform(&random, 20));
        put_real(row->in, y, i, random_log_uniform(&random, 20));
    }
    size_t three_blocks = 3 * SPELT_ORDER_LANE_BYTES / type_bytes(row->result) * SPELT_ORDER_ROWS;
    for (size_t n = 0; n <= LONGEST; n += n <= three_blocks ? 1 : n / 9) {
        number expected = order1_reference(row, x, y, n, terms), got = {0};
        any_view x_view = contiguous(x, n), y_view = contiguous(y, n);
        cr_assert_eq(row->call(&x_view, &y_view, &got), SPELT_OK);
        cr_assert(got.bits == expected.bits, "%s, n = %zu: %s, the text gives %s", row->door, n,
                  number_text(row->result, got), number_text(row->result, expected));
    }
    free(x);
    free(y);
    free(terms);
}

/* The result may lie in an operand: it is written when nothing is left to read. */
Test(order, result_inside_an_operand)
{
    static const char *const isas[] = {"scalar", "sse2", "avx2", "avx512"};
    enum { LONGEST = 5000 };
    static double x[LONGEST], y[LONGEST];
    static float z[LONGEST];
    for (size_t k = 0; k < sizeof isas / sizeof *isas; k++) {
        if (spelt_set_isa(isas[k]) != SPELT_OK) {
            cr_log_warn("skipped: no %s here", isas[k]);
            continue;
        }
        for (size_t n = 1; n <= LONGEST; n = n < 70 ? n + 1 : n * 3) {
            for (size_t i = 0; i < n; i++)
                x[i] = y[i] = z[i] = (float)(i % 100 + 1);
            double apart, dot;
            float sum;
            cr_assert_eq(spelt_dot_f64(SPELT_IN(f64, x, n), SPELT_IN(f64, y, n), &apart), SPELT_OK);
            dot = apart;
            cr_assert_eq(spelt_sumsq_f32_f64(SPELT_IN(f32, z, n), &apart), SPELT_OK);
            cr_assert_eq(spelt_sum_f32(SPELT_IN(f32, z, n), &sum), SPELT_OK);
            spelt_sumsq_f64(SPELT_IN(f64, y, n), &y[n - 1]);
            cr_expect(y[n - 1] == apart, "%s, sumsq, n = %zu", isas[k], n);
            y[n - 1] = x[n - 1];
            spelt_dot_f64(SPELT_IN(f64, x, n), SPELT_IN(f64, y, n), &x[0]);
            cr_expect(x[0] == dot, "%s, dot, n = %zu", isas[k], n);
            spelt_sum_f32(SPELT_IN(f32, z, n), &z[0]);
            cr_expect(z[0] == sum, "%s, sum, n = %zu", isas[k], n);
        }
    }
}

/* Fused products that underflow to -0.0: so is the result where each lane of each block has some.
 */
Test(order, fused_products_that_underflow)
{
    enum { LONGEST = 4133, SLICES = 3, BLOCK = 2048, LANES = 32 };
    static double x[LONGEST * SLICES], y[LONGEST * SLICES];
    static float z[LONGEST * SLICES], w[LONGEST * SLICES];
    for (size_t i = 0; i < LONGEST * SLICES; i++) {
        x[i] = 1e-300, y[i] = -1e-300;
        z[i] = 1e-40F, w[i] = -1e-40F;
    }
    for (int k = 0; all_isas[k]; k++) {
        if (!force_isa(all_isas[k]))
            continue;
        for (size_t n = 1; n <= LONGEST; n = n < 140 || n > 4090 ? n + 1 : n * 2) {
            const size_t last = n % BLOCK, last_narrow = n % (2 * BLOCK);
            const int is_negative = last == 0 || last >= LANES;
            const int is_narrow_negative = last_narrow == 0 || last_narrow >= 2 * LANES;
            const spelt_in_f64 slices[] = {{x, 2, {n, SLICES}, {SLICES, 1}},
                                           {y, 2, {n, SLICES}, {SLICES, 1}}};
            double total, totals[SLICES];
            float narrow;
            cr_assert_eq(spelt_dot_fused_f64(SPELT_IN(f64, x, n), SPELT_IN(f64, y, n), &total),
                         SPELT_OK);
            cr_expect_eq(signbit(total) != 0, is_negative, "%s, n = %zu", all_isas[k], n);
            cr_assert_eq(spelt_dot_fused_f32(SPELT_IN(f32, z, n), SPELT_IN(f32, w, n), &narrow),
                         SPELT_OK);
            cr_expect_eq(signbit(narrow) != 0, is_narrow_negative, "%s, f32, n = %zu", all_isas[k],
                         n);
            cr_assert_eq(
                spelt_dot_fused_axis_f64(&slices[0], &slices[1], 0, SPELT_OUT(f64, totals, SLICES)),
                SPELT_OK);
            for (size_t j = 0; j < SLICES; j++)
                cr_expect_eq(signbit(totals[j]) != 0, is_negative, "%s, slice %zu, n = %zu",
                             all_isas[k], j, n);
        }
    }
}
