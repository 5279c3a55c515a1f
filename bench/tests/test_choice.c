/* test_choice.c - the pure functions of choice.h against known answers. */
#include "measure/choice.h"

#include <criterion/criterion.h>

#include <math.h>

Test(choice, best)
{
    cr_expect_eq(choice_best((double[]){3}, 1), (size_t)0);
    cr_expect_eq(choice_best((double[]){3, 1, 2}, 3), (size_t)1);
    cr_expect_eq(choice_best((double[]){3, 1, 1, 4}, 4), (size_t)1, "the first of equals");
    cr_expect_eq(choice_best((double[]){3, 2, 1}, 2), (size_t)1, "no look past the end");
}

Test(choice, pays_from)
{
    const double ratios[] = {0.5, 1.2, 0.9, 1.05, 1.5};
    cr_expect_eq(choice_pays_from(ratios, 5, 1.05), (size_t)3, "what is lost again does not count");
    cr_expect_eq(choice_pays_from(ratios, 5, 1.06), (size_t)4);
    cr_expect_eq(choice_pays_from(ratios, 5, 0.4), (size_t)0);
    cr_expect_eq(choice_pays_from(ratios, 5, 2), (size_t)5, "never");
    cr_expect_eq(choice_pays_from(ratios, 3, 1), (size_t)3, "not at the last");
    cr_expect_eq(choice_pays_from(ratios, 0, 1), (size_t)0);
}

Test(choice, break_even)
{
    const double times[] = {1, 4, 16, 64};
    cr_expect_eq(choice_break_even(times, (const double[]){0.5, 0.75, 1.25, 2}, 4), 8,
                 "half way on the scale of logarithms");
    cr_expect_eq(choice_break_even(times, (const double[]){0.5, 1, 1.5, 2}, 4), 4);
    cr_expect_eq(choice_break_even(times, (const double[]){2, 0.5, 1.5, 2}, 4), 8, "the last time");
    cr_expect_eq(choice_break_even(times, (const double[]){1, 2, 2, 2}, 4), 1, "everywhere");
    cr_expect(isnan(choice_break_even(times, (const double[]){1, 2, 2, 0.9}, 4)), "not at the end");
    cr_expect(isnan(choice_break_even(times, times, 0)));
}

static choice_table table_of(size_t counts, const double (*seconds)[3])
{
    choice_table table = {.counts = counts, .sizes = 3};
    for (size_t i = 0; i < counts; i++)
        for (size_t s = 0; s < 3; s++)
            table.seconds[i][s] = seconds[i][s];
    return table;
}

static void expect_setting(size_t counts, const double (*seconds)[3], size_t count, size_t from,
                           double lost)
{
    const choice_table table = table_of(counts, seconds);
    const choice_setting best = choice_best_setting(&table);
    cr_expect(best.from == from && (from == 3 || best.count == count), "count %zu from %zu",
              best.count, best.from);
    cr_expect_float_eq(best.lost, lost, 1e-9);
}

Test(choice, best_setting)
{
    expect_setting(1, (const double[][3]){{1, 2, 4}}, 0, 3, 1);
    expect_setting(2, (const double[][3]){{1, 2, 4}, {2, 2.2, 2.4}}, 1, 2, 1);
    expect_setting(2, (const double[][3]){{1, 2, 4}, {0.5, 1, 2}}, 1, 0, 1);
    expect_setting(2, (const double[][3]){{1, 2, 4}, {2, 4, 8}}, 0, 3, 1);
    expect_setting(2, (const double[][3]){{1, 2, 4}, {1, 2, 3.99}}, 0, 3, 4 / 3.99);
    expect_setting(3, (const double[][3]){{1, 2, 4}, {2, 1, 2}, {3, 3, 1}}, 2, 2, 2);
    expect_setting(3, (const double[][3]){{1, 2, 4}, {2, 1, 2}, {3, 3, 3}}, 1, 1, 1);
    expect_setting(3, (const double[][3]){{1, 2, 4}, {2, 1, 2}, {3, 1, 2}}, 2, 1, 1);
}

static void expect_counts(int cap, size_t expected_count, const int *expected)
{
    int counts[CHOICE_MAX_COUNTS];
    size_t count = choice_thread_counts(cap, counts);
    cr_assert(count == expected_count, "cap %d: %zu counts", cap, count);
    for (size_t i = 0; i < count; i++)
        cr_expect(counts[i] == expected[i], "cap %d: %d at %zu", cap, counts[i], i);
}

Test(choice, thread_counts)
{
    expect_counts(1, 1, (int[]){1});
    expect_counts(2, 2, (int[]){1, 2});
    expect_counts(3, 3, (int[]){1, 2, 3});
    expect_counts(6, 4, (int[]){1, 2, 4, 6});
    expect_counts(8, 4, (int[]){1, 2, 4, 8});
    expect_counts(48, 7, (int[]){1, 2, 4, 8, 16, 32, 48});
}

/* No cap has more counts than there is room for, and each list ends with the cap. */
Test(choice, thread_counts_of_every_cap)
{
    for (int cap = 1; cap <= 1024; cap++) {
        int counts[CHOICE_MAX_COUNTS];
        size_t count = choice_thread_counts(cap, counts);
        cr_assert_leq(count, (size_t)CHOICE_MAX_COUNTS);
        cr_expect_eq(counts[0], 1);
        cr_expect_eq(counts[count - 1], cap);
        for (size_t i = 1; i < count; i++)
            cr_expect_lt(counts[i - 1], counts[i]);
    }
}
