/* exact.h - what the suites of the exact reductions share: kernels by row, references, data. */
#ifndef SPELT_TESTS_EXACT_H
#define SPELT_TESTS_EXACT_H

#include "integer_sum.h"
#include "reductions.h"

#include "call/rounded.h"
#include "runtime/dispatch.h"

#include <spelt/accumulate.h>
#include <spelt/runtime.h>

/* By the row of exact_reductions. */
static const spelt_function exact_functions[EXACT_REDUCTIONS] = {
#define SUITE_EXACT(op, suffix, in, operands, isa) SPELT_ID_spelt_##op##_##suffix,
#include "suites.def"
};

/* ---- The kernels of the instruction set in force ----------------------------------------------
 */

static inline void add_terms(size_t row, exact_total *total, const void *x, const void *y, size_t n)
{
    ((spelt_exact_kernel *)spelt_kernel_of(exact_functions[row], SPELT_KERNEL_ADD))(total, x, y, n);
}

/* 0 and the result, or not 0 where the kernel by itself cannot tell. */
static inline int call_kernel(size_t row, const void *x, const void *y, size_t n, number *result)
{
    return spelt_reduce_of(exact_functions[row])(x, y, n, result) != SPELT_OK;
}

/* 1 and the result, or 0. */
static inline int round_total(size_t row, const exact_total *total, number *result)
{
    *result = (number){0};
    return exact_reductions[row].in == TYPE_f32 ? spelt_exact_round_f32(total, &result->f32)
                                                : spelt_exact_round_f64(total, &result->f64);
}

/* The function of spelt_acc that adds what the row reduces. */
static inline spelt_status acc_add(size_t row, const void *x, const void *y, size_t n,
                                   spelt_acc *acc)
{
    const reduction *r = &exact_reductions[row];
    any_view x_view = {(void *)(uintptr_t)x, layout_1d(n, 1)};
    any_view y_view = {(void *)(uintptr_t)y, layout_1d(n, 1)};
    if (r->in == TYPE_f32) {
        spelt_in_f32 a = in_view_f32(&x_view), b = in_view_f32(&y_view);
        return r->op == OP_sum     ? spelt_acc_add_sum_f32(&a, acc)
               : r->op == OP_sumsq ? spelt_acc_add_sumsq_f32(&a, acc)
                                   : spelt_acc_add_dot_f32(&a, &b, acc);
    }
    spelt_in_f64 a = in_view_f64(&x_view), b = in_view_f64(&y_view);
    return r->op == OP_sum     ? spelt_acc_add_sum_f64(&a, acc)
           : r->op == OP_sumsq ? spelt_acc_add_sumsq_f64(&a, acc)
                               : spelt_acc_add_dot_f64(&a, &b, acc);
}

static inline number call_door(size_t row, const void *x, const void *y, size_t n)
{
    number got = {0};
    any_view x_view = {(void *)(uintptr_t)x, layout_1d(n, 1)};
    any_view y_view = {(void *)(uintptr_t)y, layout_1d(n, 1)};
    cr_assert_eq(exact_reductions[row].call(&x_view, &y_view, &got), SPELT_OK, "%s",
                 spelt_last_error());
    return got;
}

/* ---- References ------------------------------------------------------------------------------ */

static inline void add_to_sum(size_t row, integer_sum *sum, const void *x, const void *y, size_t n)
{
    const reduction *r = &exact_reductions[row];
    for (size_t i = 0; i < n; i++) {
        double a = real_at(r->in, x, i);
        sum_add(sum, a, r->op == OP_sum ? 1 : real_at(r->in, r->op == OP_dot ? y : x, i));
    }
}

static inline number rounded_sum(size_t row, const integer_sum *sum)
{
    number expected = {0};
    if (exact_reductions[row].in == TYPE_f32) {
        expected.f32 = sum_round_f32(sum);
        if (isnan(expected.f32))
            expected.bits = NAN_BITS_F32;
    } else {
        expected.f64 = sum_round_f64(sum);
        if (isnan(expected.f64))
            expected.bits = NAN_BITS_F64;
    }
    return expected;
}

/* What spelt_acc holds after these terms. */
static inline spelt_acc acc_of_sum(const integer_sum *sum, size_t n)
{
    spelt_acc acc;
    integer_sum carried = *sum;
    sum_carry(&carried);
    memset(&acc, 0, sizeof acc);
    for (int i = 0; i < SPELT_ACC_LIMBS; i++)
        acc.limb[i] = sum_limb(&carried, 64 * i - 2176);
    acc.count = (int64_t)n;
    acc.special = (uint64_t)((sum->plus_infinity ? 1 : 0) | (sum->minus_infinity ? 2 : 0) |
                             (sum->nan ? 4 : 0));
    return acc;
}

static inline void expect_number(size_t row, number got, number expected, const char *what,
                                 size_t n, uint64_t trial)
{
    const reduction *r = &exact_reductions[row];
    if (got.bits != expected.bits)
        cr_assert_fail("%s %s, %s, n = %zu, trial %llu: %s, expected %s", r->door, r->isa, what, n,
                       (unsigned long long)trial, number_text(r->result, got),
                       number_text(r->result, expected));
}

/* Every way to the result: the door; the kernel alone; a total with the filter and without; an
 * accumulator, whose every bit is compared. */
static inline void check_all_ways(size_t row, const void *x, const void *y, size_t n,
                                  uint64_t trial)
{
    static integer_sum sum;
    static exact_total total;
    number expected, got = {0};
    memset(&sum, 0, sizeof sum);
    add_to_sum(row, &sum, x, y, n);
    expected = rounded_sum(row, &sum);
    expect_number(row, call_door(row, x, y, n), expected, "the door", n, trial);
    if (call_kernel(row, x, y, n, &got) == 0)
        expect_number(row, got, expected, "the kernel alone", n, trial);
    exact_total_open(&total, 1);
    add_terms(row, &total, x, y, n);
    if (round_total(row, &total, &got))
        expect_number(row, got, expected, "through the filter", n, trial);
    exact_total_open(&total, 0);
    add_terms(row, &total, x, y, n);
    cr_assert(round_total(row, &total, &got), "no result without the filter, trial %llu",
              (unsigned long long)trial);
    expect_number(row, got, expected, "without the filter", n, trial);
    spelt_acc acc, expected_acc = acc_of_sum(&sum, n);
    memset(&acc, 0, sizeof acc);
    cr_assert_eq(acc_add(row, x, y, n, &acc), SPELT_OK, "%s", spelt_last_error());
    cr_assert(memcmp(&acc, &expected_acc, sizeof acc) == 0,
              "%s %s, n = %zu, trial %llu: the accumulator has other bytes",
              exact_reductions[row].door, exact_reductions[row].isa, n, (unsigned long long)trial);
}

/* ---- Data ------------------------------------------------------------------------------------ */

typedef struct {
    int mantissa_bits; /* at most 53; few give exact ties and exact sums */
    double top, span;  /* exponents from top - span to top */
    double per_block;  /* what top gains from one block to the next */
    double ramp;       /* what top gains from the first element to the last */
    size_t zeros;      /* one in so many is a zero of either sign; 0: none */
    size_t outliers;   /* as many elements of any exponent */
    size_t specials;   /* as many NaNs and infinities */
    int one_sign;
    int cancels;  /* the second half takes the first away, but for few elements */
    int shuffled; /* and not in its order */
} recipe;

/* A number of so many bits with this exponent: at least 2^exponent, less than twice that; what the
 * type does not have is cut off at either end. */
static inline double random_number(generator *random, element_type type, int mantissa_bits,
                                   int exponent)
{
    int most = type == TYPE_f32 ? 24 : 53;
    int bits = mantissa_bits < most ? mantissa_bits : most;
    uint64_t mantissa = random_bits(random) >> (64 - bits) | UINT64_C(1) << (bits - 1);
    int greatest = type == TYPE_f32 ? 127 : 1023;
    double value = ldexp((double)mantissa, (exponent < greatest ? exponent : greatest) - bits + 1);
    if (type == TYPE_f32)
        value = (double)(float)value;
    return random_bits(random) >> 63 ? -value : value;
}

static inline double random_special(generator *random)
{
    static const uint64_t bits[] = {0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000000000,
                                    0xfff8000000001234, 0x7ff0000000000001};
    return f64_from_bits(bits[random_below(random, sizeof bits / sizeof *bits)]);
}

static inline int random_exponent(generator *random, element_type type)
{
    return type == TYPE_f32 ? (int)random_below(random, 277) - 149
                            : (int)random_below(random, 2098) - 1074;
}

static inline recipe random_recipe(generator *random, element_type type)
{
    static const double spans[] = {0, 1, 8, 20, 40, 47, 50, 53, 60, 95, 100, 150, 300, 700, 2100};
    recipe r = {.mantissa_bits = 53};
    if (random_below(random, 4) == 0)
        r.mantissa_bits = 1 + (int)random_below(random, 30);
    r.span = spans[random_below(random, sizeof spans / sizeof *spans)];
    r.top = random_below(random, 2) ? 0 : random_exponent(random, type);
    if (random_below(random, 4) == 0) /* where the products under- and overflow, for f64 */
        r.top = (random_below(random, 2) ? 508 : -480) + (double)random_below(random, 8);
    if (random_below(random, 4) == 0)
        r.per_block = (double)random_below(random, 160) - 80;
    if (random_below(random, 5) == 0)
        r.ramp = (double)random_below(random, 400) - 200;
    if (random_below(random, 4) == 0)
        r.zeros = 1 + random_below(random, 40);
    if (random_below(random, 5) == 0)
        r.outliers = 1 + random_below(random, 3);
    if (random_below(random, 12) == 0)
        r.specials = 1 + random_below(random, 2);
    r.one_sign = random_below(random, 5) == 0;
    r.cancels = random_below(random, 3) == 0;
    r.shuffled = random_below(random, 2) == 0;
    return r;
}

static inline void fill_numbers(const recipe *r, generator *random, element_type type, void *data,
                                size_t n)
{
    int least = type == TYPE_f32 ? -149 : -1074;
    for (size_t i = 0; i < n; i++) {
        double exponent = r->top + r->per_block * (double)(i / SPELT_EXACT_BLOCK) +
                          r->ramp * (double)i / (double)n -
                          (r->span + 1) * (random_uniform(random) + 1) / 2;
        exponent = ceil(exponent < least ? least : exponent > 1023 ? 1023 : exponent);
        double value = random_number(random, type, r->mantissa_bits, (int)exponent);
        if (r->one_sign)
            value = fabs(value);
        if (r->zeros > 0 && random_below(random, r->zeros) == 0)
            value = copysign(0, value);
        put_real(type, data, i, value);
    }
}

static inline void swap_pairs(element_type type, void *x, void *y, size_t i, size_t j)
{
    double a = real_at(type, x, i), b = real_at(type, y, i);
    put_real(type, x, i, real_at(type, x, j));
    put_real(type, y, i, real_at(type, y, j));
    put_real(type, x, j, a);
    put_real(type, y, j, b);
}

static inline void shuffle_pairs(generator *random, element_type type, void *x, void *y, size_t n)
{
    for (size_t i = n; i > 1; i--)
        swap_pairs(type, x, y, i - 1, random_below(random, i));
}

/* Terms that cancel but for one in about 100: -x against the same y. */
static inline void make_cancel(generator *random, element_type type, void *x, void *y, size_t n)
{
    for (size_t i = n / 2; i < n; i++)
        if (random_below(random, 100) != 0) {
            put_real(type, x, i, -real_at(type, x, i - n / 2));
            put_real(type, y, i, real_at(type, y, i - n / 2));
        }
}

static inline void fill_by_recipe(const recipe *r, generator *random, element_type type, void *x,
                                  void *y, size_t n)
{
    fill_numbers(r, random, type, x, n);
    fill_numbers(r, random, type, y, n);
    if (n == 0)
        return;
    if (r->cancels) {
        make_cancel(random, type, x, y, n);
        if (r->shuffled)
            shuffle_pairs(random, type, x, y, n);
    }
    for (size_t i = 0; i < r->outliers; i++)
        put_real(type, random_below(random, 2) ? x : y, random_below(random, n),
                 random_number(random, type, 53, random_exponent(random, type)));
    for (size_t i = 0; i < r->specials; i++)
        put_real(type, random_below(random, 2) ? x : y, random_below(random, n),
                 random_special(random));
}

#endif
