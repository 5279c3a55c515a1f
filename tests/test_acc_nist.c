/* test_acc_nist.c - mean and standard deviation of NIST's univariate data sets by spelt_acc: all
 * certified digits. */
#include "support.h"

#include <spelt/accumulate.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* https://www.itl.nist.gov/div898/strd: a head of lines of text, among them the certified values,
 * and one number a line below a line of dashes. */
typedef struct {
    double mean, deviation;
    size_t n;
    double x[8192]; /* in units of the last decimal place: whole numbers */
    int decimals;
} data_set;

/* NumAcc4's numbers, such as 10000000.2, have no exact f64, and in their nearest ones only nine
 * digits of the standard deviation are left, however exactly these are added up. So a number is
 * read without its point, as the whole number of tenths that it is. */
static double read_digits(const char *line, int *decimals)
{
    char digits[64];
    size_t length = 0;
    *decimals = 0;
    for (const char *at = line; *at && *at != '\n' && length < sizeof digits - 1; at++) {
        if (*at == '.')
            *decimals = (int)strspn(at + 1, "0123456789");
        else
            digits[length++] = *at;
    }
    digits[length] = '\0';
    return strtod(digits, NULL);
}

static double after_colon(const char *line)
{
    const char *colon = strchr(line, ':');
    cr_assert(colon != NULL, "%s", line);
    return strtod(colon + 1, NULL);
}

static void read_numbers(FILE *file, data_set *set)
{
    char line[256];
    size_t n = 0;
    while (fgets(line, sizeof line, file)) {
        int decimals;
        if (strspn(line, " \t\r\n") == strlen(line))
            continue;
        cr_assert(n < sizeof set->x / sizeof *set->x);
        set->x[n++] = read_digits(line, &decimals);
        cr_assert(n == 1 || decimals == set->decimals, "numbers have different decimals: %s", line);
        set->decimals = decimals;
    }
    cr_assert_eq(n, set->n, "%zu numbers, %zu told", n, set->n);
}

static void read_set(const char *name, data_set *set)
{
    char path[4096], line[256];
    snprintf(path, sizeof path, "%s/nist/%s", SPELT_SAMPLE_DATA, name);
    FILE *file = fopen(path, "r");
    cr_assert(file, "%s is not there", path);
    memset(set, 0, sizeof *set);
    while (fgets(line, sizeof line, file) && strncmp(line, "-----", 5) != 0) {
        if (strncmp(line, "Sample Mean ", 12) == 0)
            set->mean = after_colon(line);
        if (strncmp(line, "Sample Standard Deviation ", 26) == 0)
            set->deviation = after_colon(strstr(line, " s:"));
        if (strncmp(line, "Number of Observations", 22) == 0)
            set->n = (size_t)after_colon(line);
    }
    cr_assert(set->n > 0 && set->deviation > 0, "%s: no certified values", path);
    read_numbers(file, set);
    fclose(file);
}

static double rounded(const spelt_acc *acc)
{
    double value = 0;
    cr_assert_eq(spelt_acc_round_f64(acc, &value), SPELT_OK, "%s", spelt_last_error());
    return value;
}

/* n (n - 1) times the variance is n * sum x^2 - (sum x)^2, where nearly everything cancels; but it
 * is a sum of products of f64, so the accumulator has it exactly: of n x[i] with x[i], and of -sum
 * x with sum x. All these factors are whole numbers below 2^53. */
static double variance_sum(const data_set *set, double sum)
{
    static double times_n[sizeof set->x / sizeof *set->x];
    const double minus_sum = -sum;
    spelt_acc acc;
    for (size_t i = 0; i < set->n; i++) {
        times_n[i] = (double)set->n * set->x[i];
        cr_assert(fabs(times_n[i]) < 0x1p53 && fabs(sum) < 0x1p53);
    }
    cr_assert_eq(spelt_acc_init(&acc), SPELT_OK);
    cr_assert_eq(
        spelt_acc_add_dot_f64(SPELT_IN(f64, times_n, set->n), SPELT_IN(f64, set->x, set->n), &acc),
        SPELT_OK);
    cr_assert_eq(spelt_acc_add_dot_f64(SPELT_IN(f64, &minus_sum, 1), SPELT_IN(f64, &sum, 1), &acc),
                 SPELT_OK);
    return rounded(&acc);
}

/* What is certified has 15 digits. */
static void expect_digits(const char *name, const char *what, double got, double certified)
{
    char text[32], expected[32];
    snprintf(text, sizeof text, "%.14e", got);
    snprintf(expected, sizeof expected, "%.14e", certified);
    cr_expect_str_eq(text, expected, "%s: %s is %s, certified %s", name, what, text, expected);
}

static void check_set(const char *name)
{
    static data_set set;
    read_set(name, &set);
    double n = (double)set.n, unit = 1;
    for (int i = 0; i < set.decimals; i++)
        unit *= 10;
    spelt_acc acc;
    cr_assert_eq(spelt_acc_init(&acc), SPELT_OK);
    cr_assert_eq(spelt_acc_add_sum_f64(SPELT_IN(f64, set.x, set.n), &acc), SPELT_OK);
    double sum = rounded(&acc);
    expect_digits(name, "the mean", sum / (n * unit), set.mean);
    expect_digits(name, "the standard deviation",
                  sqrt(variance_sum(&set, sum) / (n * (n - 1))) / unit, set.deviation);
}

Test(acc_nist, lottery)
{
    check_set("Lottery.dat");
}

Test(acc_nist, michelson)
{
    check_set("Michelso.dat");
}

Test(acc_nist, numacc4)
{
    check_set("NumAcc4.dat");
}
