/* test_exact_values.c - what the exact reductions promise in words: single cases whose result can
 * be told by hand. */
#include "exact.h"

#include <fenv.h>
#include <float.h>

/* Up to eight elements of x and y; where sum is asked, y is not used. */
typedef struct {
    const char *what;
    reduce_op op;
    double x[8], y[8];
    size_t n;
    double expected;
} value_case;

#define TINY 0x1p-1074
static const value_case f64_cases[] = {
    {"the header's own", OP_dot, {0x1p1023, 0x1p1023, 1}, {2, -2, 1}, 3, 1},
    {"twice past the end and back", OP_sum, {DBL_MAX, DBL_MAX, -DBL_MAX, -DBL_MAX, 3}, {0}, 5, 3},
    {"past the end and back to it", OP_sum, {DBL_MAX, DBL_MAX, -DBL_MAX}, {0}, 3, DBL_MAX},
    {"a square past the end", OP_sumsq, {0x1p512}, {0}, 1, INFINITY},
    {"the greatest square but one",
     OP_sumsq,
     {0x1.fffffffffffffp511},
     {0},
     1,
     0x1.ffffffffffffep1023},
    {"the end", OP_sum, {DBL_MAX, 0x1p970}, {0}, 2, INFINITY},
    {"just before the end", OP_sum, {DBL_MAX, 0x1p970, -TINY}, {0}, 3, DBL_MAX},
    {"just before the end, by one bit", OP_sum, {DBL_MAX, 0x1.fffffffffffffp969}, {0}, 2, DBL_MAX},
    {"the other end", OP_sum, {-DBL_MAX, -0x1p970}, {0}, 2, -INFINITY},
    {"just before the other end", OP_sum, {-DBL_MAX, -0x1p970, TINY}, {0}, 3, -DBL_MAX},
    {"the end, decided by a product", OP_dot, {DBL_MAX, 0x1p970, TINY}, {1, 1, -TINY}, 3, DBL_MAX},

    {"a tie to even, down", OP_sum, {1, 0x1p-53}, {0}, 2, 1},
    {"a tie to even, up", OP_sum, {0x1.0000000000001p0, 0x1p-53}, {0}, 2, 0x1.0000000000002p0},
    {"a tie broken 1021 bits below", OP_sum, {1, 0x1p-53, TINY}, {0}, 3, 0x1.0000000000001p0},
    {"a tie broken 2095 bits below",
     OP_dot,
     {1, 0x1p-53, TINY},
     {1, 1, TINY},
     3,
     0x1.0000000000001p0},
    {"the same downwards",
     OP_dot,
     {0x1.0000000000001p0, 0x1p-53, TINY},
     {1, 1, -TINY},
     3,
     0x1.0000000000001p0},
    {"below a tie, at a power of 2", OP_sum, {1, -0x1p-54}, {0}, 2, 1},
    {"broken, at a power of 2",
     OP_dot,
     {1, -0x1p-54, -TINY},
     {1, 1, TINY},
     3,
     0x1.fffffffffffffp-1},
    {"a tie among the greatest, broken below",
     OP_dot,
     {0x1p1023, 0x1p970, TINY},
     {1, 1, TINY},
     3,
     0x1.0000000000001p1023},

    {"the least number halved is even", OP_dot, {TINY}, {0.5}, 1, 0},
    {"a little more than half", OP_dot, {TINY, TINY}, {0.5, TINY}, 2, TINY},
    {"half, and a little less", OP_dot, {TINY, TINY}, {0.5, -TINY}, 2, 0},
    {"three halves", OP_dot, {TINY}, {1.5}, 1, 2 * TINY},
    {"three halves, and a little less", OP_dot, {TINY, TINY}, {1.5, -TINY}, 2, TINY},
    {"underflow by itself", OP_sumsq, {TINY}, {0}, 1, 0},
    {"the last subnormal rounds to a normal",
     OP_dot,
     {0x1.fffffffffffffp-1},
     {DBL_MIN},
     1,
     DBL_MIN},
    {"a number between", OP_sum, {TINY, TINY, TINY}, {0}, 3, 3 * TINY},
    {"subnormal of normals", OP_sum, {DBL_MIN, -0x1.0000000000001p-1022}, {0}, 2, -TINY},
    {"two that underflow by themselves",
     OP_dot,
     {0x1p-538, 0x1p-538},
     {0x1p-537, 0x1p-537},
     2,
     TINY},

    {"nothing", OP_sum, {0}, {0}, 0, 0},
    {"nothing", OP_dot, {0}, {0}, 0, 0},
    {"negative zeros", OP_sum, {-0.0, -0.0}, {0}, 2, 0},
    {"a negative zero", OP_sum, {-0.0}, {0}, 1, 0},
    {"a negative zero as a product", OP_dot, {-0.0, 5}, {3, -0.0}, 2, 0},
    {"what cancels", OP_sum, {0x1.8p1000, -5, 5, -0x1.8p1000}, {0}, 4, 0},
    {"what cancels as products", OP_dot, {0x1p-600, -0x1p-600}, {0x1p-600, 0x1p-600}, 2, 0},
    {"underflow keeps its sign", OP_dot, {0x1p-600}, {-0x1p-600}, 1, -0.0},
    {"underflow keeps its sign", OP_dot, {0x1p-600}, {0x1p-600}, 1, 0},
    {"half of the least, negative", OP_dot, {TINY}, {-0.5}, 1, -0.0},

    {"infinity", OP_sum, {1, INFINITY, 3}, {0}, 3, INFINITY},
    {"negative infinity", OP_sum, {1, -INFINITY, DBL_MAX, DBL_MAX}, {0}, 4, -INFINITY},
    {"infinities of both signs", OP_sum, {INFINITY, 1, -INFINITY}, {0}, 3, NAN},
    {"zero times infinity", OP_dot, {0, 1}, {INFINITY, 1}, 2, NAN},
    {"negative zero times infinity", OP_dot, {-INFINITY, 1}, {-0.0, 1}, 2, NAN},
    {"negative times infinity", OP_dot, {-2, 1}, {INFINITY, 1}, 2, -INFINITY},
    {"the square of negative infinity", OP_sumsq, {-INFINITY, 1}, {0}, 2, INFINITY},
    {"products overflow to both sides",
     OP_dot,
     {DBL_MAX, DBL_MAX, 7},
     {DBL_MAX, -DBL_MAX, 1},
     3,
     7},
    {"NaN", OP_sum, {1, NAN, 3}, {0}, 3, NAN},
    {"negative NaN", OP_sum, {1, -NAN}, {0}, 2, NAN},
    {"NaN and infinity", OP_sum, {INFINITY, NAN}, {0}, 2, NAN},
    {"NaN times 0", OP_dot, {NAN, 1}, {0, 1}, 2, NAN},
};

#define TINY32 0x1p-149
static const value_case f32_cases[] = {
    {"past the end and back", OP_dot, {0x1p127, 0x1p127, 1}, {2, -2, 1}, 3, 1},
    {"the end", OP_sum, {FLT_MAX, 0x1p103}, {0}, 2, INFINITY},
    {"just before the end", OP_sum, {FLT_MAX, 0x1p103, -TINY32}, {0}, 3, FLT_MAX},
    {"the other end, by products",
     OP_dot,
     {-FLT_MAX, 0x1p103, TINY32},
     {1, -1, TINY32},
     3,
     -FLT_MAX},
    {"by way of f64: half", OP_sum, {1, 0x1p-24, 0x1p-60}, {0}, 3, 0x1.000002p0},
    {"by way of f64: less than half",
     OP_sum,
     {0x1.000002p0, 0x1p-24, -0x1p-60},
     {0},
     3,
     0x1.000002p0},
    {"by way of f64, as products", OP_dot, {1, 0x1p-24, TINY32}, {1, 1, TINY32}, 3, 0x1.000002p0},
    {"by way of f64, among subnormals", OP_dot, {TINY32, TINY32}, {0.5, TINY32}, 2, TINY32},
    {"a tie to even, down", OP_sum, {1, 0x1p-24}, {0}, 2, 1},
    {"a tie to even, up", OP_sum, {0x1.000002p0, 0x1p-24}, {0}, 2, 0x1.000004p0},
    {"underflow keeps its sign", OP_dot, {TINY32}, {-TINY32}, 1, -0.0},
    {"the least square", OP_sumsq, {TINY32}, {0}, 1, 0},
    {"the least halved, and more", OP_dot, {TINY32, TINY32}, {-0.5, -TINY32}, 2, -TINY32},
    {"negative zeros", OP_sum, {-0.0, -0.0}, {0}, 2, 0},
    {"a square past the end", OP_sumsq, {0x1p64}, {0}, 1, INFINITY},
    {"the greatest square", OP_sumsq, {0x1.fffffep63}, {0}, 1, 0x1.fffffcp127},
    {"infinities of both signs", OP_sum, {INFINITY, -INFINITY}, {0}, 2, NAN},
    {"zero times infinity", OP_dot, {0}, {INFINITY}, 1, NAN},
    {"NaN", OP_sumsq, {1, NAN}, {0}, 2, NAN},
    {"infinity", OP_sumsq, {1, -INFINITY}, {0}, 2, INFINITY},
};

static number number_of_type(element_type type, double value)
{
    number expected = {0};
    put_real(type, &expected, 0, value);
    if (isnan(value))
        expected.bits = type == TYPE_f32 ? NAN_BITS_F32 : NAN_BITS_F64;
    return expected;
}

/* The case by itself, and with its elements far apart among zeros. */
static void check_case(size_t row, const value_case *c)
{
    enum { SPREAD = 700 };
    const reduction *r = &exact_reductions[row];
    static double x[8 * SPREAD], y[8 * SPREAD];
    number expected = number_of_type(r->in, c->expected);
    for (size_t step = 1; step <= SPREAD; step += SPREAD - 1) {
        memset(x, 0, sizeof x);
        memset(y, 0, sizeof y);
        for (size_t i = 0; i < c->n; i++) {
            put_real(r->in, x, i * step, c->x[i]);
            put_real(r->in, y, i * step, c->y[i]);
        }
        expect_number(row, call_door(row, x, y, c->n * step), expected, c->what, c->n * step, 0);
        check_all_ways(row, x, y, c->n * step, 0);
    }
}

ParameterizedTestParameters(exact_values, cases)
{
    return row_numbers(EXACT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, exact_values, cases)
{
    const reduction *r = &exact_reductions[*number_of];
    require_isa(r->isa);
    for (size_t i = 0; r->in == TYPE_f64 && i < sizeof f64_cases / sizeof *f64_cases; i++)
        if (f64_cases[i].op == r->op)
            check_case(*number_of, &f64_cases[i]);
    for (size_t i = 0; r->in == TYPE_f32 && i < sizeof f32_cases / sizeof *f32_cases; i++)
        if (f32_cases[i].op == r->op)
            check_case(*number_of, &f32_cases[i]);
}

/* A result through f64 would be another f32: the sum's nearest f64 is halfway between two f32. */
Test(exact_values, f32_is_not_rounded_twice)
{
    float x[] = {1, 0x1p-24f, 0x1p-60f}, result = 0;
    double wide = 0;
    cr_assert_eq(spelt_sum_exact_f32(SPELT_IN(f32, x, 3), &result), SPELT_OK);
    for (size_t i = 0; i < 3; i++)
        wide += (double)x[i];
    cr_expect_eq(result, 0x1.000002p0f);
    cr_expect_neq(result, (float)wide, "the case does not tell one from the other");
}

/* Products around 2^1018, where windows end: each is to count once, in whatever window the others
 * have. */
ParameterizedTestParameters(exact_values, around_the_greatest_window)
{
    return row_numbers(EXACT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, exact_values, around_the_greatest_window)
{
    const reduction *r = &exact_reductions[*number_of];
    require_isa(r->isa);
    if (r->in != TYPE_f64)
        return;
    enum { COUNT = 9 };
    double x[COUNT], y[COUNT];
    for (int greatest = 1010; greatest <= 1023; greatest++)
        for (int rest = greatest - 9; rest <= greatest; rest++)
            for (int trial = 0; trial < 8; trial++) {
                generator random = generator_start((uint64_t)(greatest * 100 + trial));
                for (size_t i = 0; i < COUNT; i++) {
                    int exponent = i == 4 ? greatest : rest;
                    int half = r->op == OP_sum ? 0 : exponent / 2;
                    x[i] = random_number(&random, r->in, trial % 4 ? 53 : 1, exponent - half);
                    y[i] = r->op == OP_dot ? random_number(&random, r->in, trial % 4 ? 53 : 1, half)
                                           : 0;
                }
                check_all_ways(*number_of, x, y, COUNT, (uint64_t)(greatest * 100 + rest));
            }
}

/* The result may lie in an operand: it is written after the last element was read. */
Test(exact_values, the_result_may_be_an_element)
{
    double x[5] = {1, 2, 3, 4, 5}, y[5] = {1, 1, 1, 1, 1};
    cr_expect_eq(spelt_dot_exact_f64(SPELT_IN(f64, x, 5), SPELT_IN(f64, y, 5), &x[2]), SPELT_OK);
    cr_expect_eq(x[2], 15);
    x[2] = INFINITY;
    cr_expect_eq(spelt_sum_exact_f64(SPELT_IN(f64, x, 5), &x[0]), SPELT_OK);
    cr_expect_eq(x[0], INFINITY);
}

/* Great products that cancel leave a little: nothing overflows on the way, and no flag is raised but what tells
 * that the result is rounded. Some lanes have more of them than others. */
Test(exact_values, great_terms_that_cancel)
{
    static const float great[] = {0x1p125f, 0x1.8p99f, 0x1p60f, 0x1p-120f, 1};
    float x[50], y[50], single, result;
    generator random = generator_start(41);
    for (int isa = 0; all_isas[isa]; isa++)
        for (int trial = 0; trial < 4000 && force_isa(all_isas[isa]); trial++) {
            const size_t n = 5 + random_below(&random, 45), apart = 1 + random_below(&random, n / 5);
            memset(x, 0, sizeof x), memset(y, 0, sizeof y);
            const float a = great[random_below(&random, 5)], b = great[random_below(&random, 5)];
            const float c = great[random_below(&random, 3)], d = great[random_below(&random, 5)];
            x[0] = a, y[0] = b, x[4 * apart] = -a, y[4 * apart] = b;
            x[apart] = c, y[apart] = d, x[2 * apart] = -c, y[2 * apart] = d;
            single = x[3 * apart] = (float)(1 + random_uniform(&random)), y[3 * apart] = 1;
            feclearexcept(FE_ALL_EXCEPT);
            const spelt_status status = spelt_dot_exact_f32(SPELT_IN(f32, x, n), SPELT_IN(f32, y, n), &result);
            const int raised = fetestexcept(FE_OVERFLOW | FE_UNDERFLOW | FE_INVALID | FE_DIVBYZERO);
            cr_assert(status == SPELT_OK && result == single && raised == 0,
                      "%s, n = %zu, %zu apart, %a %a %a %a: %a, not %a, raised %#x", spelt_isa(), n, apart,
                      (double)a, (double)b, (double)c, (double)d, (double)result, (double)single,
                      (unsigned)raised);
        }
}
