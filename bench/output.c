/* output.c - tables for people, lines for programs, and progress. */
#define _GNU_SOURCE
#include "output.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

static int as_csv;
static const cell_setup *run;

const char *output_prefix(void)
{
    return as_csv ? "# " : "";
}

void output_begin(int csv, const cell_setup *setup)
{
    as_csv = csv;
    run = setup;
    if (csv)
        puts("door,data,n,column,threads,state,rounds,calls,min_ns,median_ns,"
             "naive_over_min,naive_over_median,median_gb_per_s");
}

static int shown(column i)
{
    return (run->columns & COLUMN_BIT(i)) && (i != column_cap() || run->cap > 1);
}

static int is_last(column i)
{
    for (column later = i + 1; later < column_count(); later++)
        if (shown(later))
            return 0;
    return 1;
}

static int has_rate(column i)
{
    return i >= column_spelt();
}

/* What stands below a title: least, median, x, GB/s. */
static int column_width(column i)
{
    return (i == COLUMN_NAIVE ? 13 : 19) + (has_rate(i) ? 7 : 0);
}

static void print_column_title(column i)
{
    char cap[32];
    snprintf(cap, sizeof cap, "Spelt, %d threads", run->cap);
    printf(" | %-*s", is_last(i) ? 0 : column_width(i), i == column_cap() ? cap : column_label(i));
}

static const char *reference_loop(const door *d)
{
    switch (d->op) {
    case OP_sum: return "r += x[i]";
    case OP_sumsq: return "r += x[i] * x[i]";
    case OP_dot: return "r += x[i] * y[i]";
    case OP_add: return "out[i] = x[i] + y[i]";
    }
    return "";
}

void output_title(const door *d, data_kind kind)
{
    if (!as_csv)
        printf("\nspelt_%s: %s\n", cell_title(d, kind), reference_loop(d));
}

void output_columns(void)
{
    if (as_csv)
        return;
    printf("%10s", "n");
    for (column i = 0; i < column_count(); i++)
        if (shown(i))
            print_column_title(i);
    printf("\n%10s", "");
    for (column i = 0; i < column_count(); i++)
        if (shown(i))
            printf(" | %6s %6s%s%s", i == COLUMN_NAIVE ? "ns min" : "min", "med",
                   i == COLUMN_NAIVE ? "" : "     x", has_rate(i) ? "   GB/s" : "");
    putchar('\n');
}

void output_number(double value, char text[OUTPUT_NUMBER_SIZE])
{
    static const char *const units[] = {"", "k", "M", "G"};
    size_t unit = 0;
    for (; value >= 9999.5 && unit < 3; unit++)
        value /= 1000;
    int digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    snprintf(text, OUTPUT_NUMBER_SIZE, "%.*f%s", digits, value, units[unit]);
}

static void print_number(int width, double value)
{
    char text[OUTPUT_NUMBER_SIZE];
    output_number(value, text);
    printf(" %*s", width, text);
}

static void print_column(const cell *c, column i)
{
    const timing_variant *t = &c->timing[i], *naive = &c->timing[COLUMN_NAIVE];
    printf(" |");
    if (c->state[i] != CELL_RIGHT) {
        printf(" %*s", column_width(i), c->state[i] == CELL_WRONG ? "WRONG" : "-");
        return;
    }
    print_number(6, 1e9 * timing_min(t));
    print_number(6, 1e9 * timing_median(t));
    if (i != COLUMN_NAIVE) {
        if (c->state[COLUMN_NAIVE] == CELL_RIGHT)
            print_number(5, timing_median_ratio(naive, t));
        else
            printf(" %5s", "-");
    }
    if (has_rate(i))
        print_number(6, 1e-9 * cell_bytes(c) / timing_median(t));
}

static void print_csv(const cell *c)
{
    const timing_variant *naive = &c->timing[COLUMN_NAIVE];
    for (column i = 0; i < column_count(); i++) {
        const timing_variant *t = &c->timing[i];
        if (c->state[i] == CELL_ABSENT)
            continue;
        printf("%s,%s,%zu,%s,%d,", c->door->name, c->kind == DATA_WIDE ? "wide" : "usual", c->n,
               i >= column_spelt() ? "Spelt" : column_label(i), i == column_cap() ? run->cap : 1);
        if (c->state[i] == CELL_WRONG) {
            puts("wrong,,,,,,,");
            continue;
        }
        printf("right,%zu,%zu,%.4f,%.4f,", t->rounds, t->calls, 1e9 * timing_min(t),
               1e9 * timing_median(t));
        if (c->state[COLUMN_NAIVE] == CELL_RIGHT)
            printf("%.4f,%.4f", timing_ratio_of_minima(naive, t), timing_median_ratio(naive, t));
        else
            printf(",");
        printf(",%.4f\n", 1e-9 * cell_bytes(c) / timing_median(t));
    }
}

static void print_wrong(const cell *c)
{
    for (column i = 0; i < column_count(); i++)
        if (c->state[i] == CELL_WRONG)
            printf("%sWRONG RESULT: %s, n = %zu: %s %s\n", output_prefix(),
                   cell_title(c->door, c->kind), c->n, column_label(i), c->message[i]);
}

void output_cell(const cell *c)
{
    output_progress_end();
    print_wrong(c);
    if (as_csv) {
        print_csv(c);
    } else {
        printf("%10zu", c->n);
        for (column i = 0; i < column_count(); i++)
            if (shown(i))
                print_column(c, i);
        putchar('\n');
    }
    fflush(stdout);
}

void output_skipped(size_t n, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    output_progress_end();
    printf("%s%10zu   skipped: ", output_prefix(), n);
    vprintf(format, arguments);
    putchar('\n');
    va_end(arguments);
}

static int progress_is_shown;

void output_progress(double fraction, const char *what, size_t n)
{
    if (!isatty(STDERR_FILENO))
        return;
    fprintf(stderr, "\r\033[K%3.0f %%  %s, n = %zu", 100 * fraction, what, n);
    fflush(stderr);
    progress_is_shown = 1;
}

void output_progress_end(void)
{
    if (!progress_is_shown)
        return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
    progress_is_shown = 0;
}
