/* test_choice.c - the pure functions of choice.h against known answers. */
#include "choice.h"

#include <criterion/criterion.h>

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
    expect_counts(6, 5, (int[]){1, 2, 3, 4, 6});
    expect_counts(8, 4, (int[]){1, 2, 4, 8});
    expect_counts(48, 11, (int[]){1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48});
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
