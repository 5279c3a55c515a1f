/* show.c - a cell as a row of a table for people, and as a record for each of its columns. */
#include "show.h"

#include "output.h"

#include <spelt/runtime.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

static struct {
    output_column columns[OUTPUT_MAX_COLUMNS];
    char cap_title[32];
    const cell_setup *setup;
} table;

static int is_spelt(column i)
{
    return i >= column_spelt();
}

static int shown(const door *d, column i)
{
    if (!(table.setup->columns & COLUMN_BIT(i)) || (i == column_cap() && table.setup->cap == 1))
        return 0;
    return is_spelt(i) || peer_knows(peers_at(i), d);
}

/* The figures of a column. Naive has no ratio to itself; Spelt has an interval around it, and
 * what it moves. */
static size_t figures(column i)
{
    return i == COLUMN_NAIVE ? 3 : is_spelt(i) ? 8 : 4;
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

static const char *group_title(column i)
{
    if (i != column_cap())
        return column_label(i);
    snprintf(table.cap_title, sizeof table.cap_title, "Spelt, %d threads", table.setup->cap);
    return table.cap_title;
}

void show_table(const cell_setup *setup, const door *d, data_kind kind)
{
    static const output_column all[] = {{NULL, "min", 6},  {NULL, "med", 6},  {NULL, "+-", 4},
                                        {NULL, "x", 5},    {NULL, "from", 5}, {NULL, "to", 5},
                                        {NULL, "GB/s", 6}, {NULL, "limit", 5}};
    char title[128];
    size_t count = 0;
    table.setup = setup;
    table.columns[count++] = (output_column){"", "n", 10};
    for (column i = 0; i < column_count(); i++) {
        if (!shown(d, i) || count + figures(i) > OUTPUT_MAX_COLUMNS)
            continue;
        const size_t first = count;
        for (size_t f = 0; f < figures(i); f++)
            table.columns[count++] = all[f];
        table.columns[first].group = group_title(i);
        if (i == COLUMN_NAIVE)
            table.columns[first].heading = "ns min";
    }
    snprintf(title, sizeof title, "spelt_%s: %s", cell_title(d, kind), reference_loop(d));
    output_table(title, table.columns, count);
}

static void show_interval(const statistics_interval *ratio)
{
    output_number(ratio ? ratio->low : NAN);
    output_number(ratio ? ratio->high : NAN);
}

static void show_column(const cell *c, column i)
{
    const timing_variant *t = &c->timing[i], *naive = &c->timing[COLUMN_NAIVE];
    if (c->state[i] != CELL_RIGHT) {
        output_span(c->state[i] == CELL_WRONG ? "WRONG" : "-", figures(i),
                    c->state[i] == CELL_WRONG ? OUTPUT_BAD : OUTPUT_FAINT);
        return;
    }
    output_number(1e9 * timing_min(t));
    output_number(1e9 * timing_median(t));
    output_percent(timing_spread(t) / timing_median(t), OUTPUT_FAINT);
    if (i == COLUMN_NAIVE)
        return;
    const int has_base = c->state[COLUMN_NAIVE] == CELL_RIGHT;
    const statistics_interval ratio = timing_ratio(naive, t);
    output_ratio(has_base ? &ratio : NULL, t->rounds);
    if (!is_spelt(i))
        return;
    show_interval(has_base ? &ratio : NULL);
    output_number(1e-9 * cell_bytes(c) / timing_median(t));
    if (c->share[i] > 0)
        output_percent(c->share[i], c->share[i] > LIMITS_MOST_SHARE ? OUTPUT_BAD : OUTPUT_PLAIN);
    else
        output_text("-", OUTPUT_FAINT);
}

static void record_column(const cell *c, column i, const char *report, int cap)
{
    record r;
    char about[BLAS_TEXT_SIZE];
    record_begin(&r);
    record_name(&r, "door", c->door->name);
    record_name(&r, "data", c->kind == DATA_WIDE ? "wide" : "usual");
    record_size(&r, c->n);
    record_name(&r, "variant", is_spelt(i) ? "Spelt" : column_label(i));
    record_label_text(&r, "report", report);
    record_label_text(&r, "op", c->door->op_name);
    record_label_text(&r, "type", c->door->suffix);
    record_label_text(&r, "isa", spelt_isa());
    record_label_text(&r, "path", is_spelt(i) ? spelt_path() : "");
    if (!is_spelt(i))
        peer_describe(peers_at(i), spelt_isa(), about);
    record_label_text(&r, "about", is_spelt(i) ? "" : about);
    r.threads = i == column_cap() ? cap : 1;
    r.bytes_per_call = cell_bytes(c);
    r.items_per_call = (double)c->n;
    if (c->state[i] == CELL_RIGHT)
        record_time(&r, &c->timing[i]);
    else
        snprintf(r.wrong, sizeof r.wrong, "%.255s", c->message[i]);
    const int has_ratio = c->state[i] == CELL_RIGHT && c->state[COLUMN_NAIVE] == CELL_RIGHT;
    statistics_interval ratio;
    if (has_ratio)
        ratio = timing_ratio(&c->timing[COLUMN_NAIVE], &c->timing[i]);
    record_ratio(&r, "naive_over_median", "naive_over_low", "naive_over_high",
                 has_ratio ? &ratio : NULL, r.rounds);
    record_counter_value(&r, "share_of_limit", c->share[i] > 0 ? c->share[i] : (double)NAN);
    output_record(&r);
}

void show_records(const cell *c, const char *report, const cell_setup *setup)
{
    for (column i = 0; i < column_count(); i++)
        if (c->state[i] != CELL_ABSENT)
            record_column(c, i, report, setup->cap);
}

void show_cell(const cell *c, const char *report)
{
    for (column i = 0; i < column_count(); i++)
        if (c->state[i] == CELL_WRONG)
            output_wrong("WRONG RESULT: %s, n = %zu: %s %s", cell_title(c->door, c->kind), c->n,
                         column_label(i), c->message[i]);
    output_count(c->n);
    for (column i = 0; i < column_count(); i++)
        if (shown(c->door, i))
            show_column(c, i);
    output_row();
    show_records(c, report, table.setup);
}

void show_skipped(size_t n, const char *format, ...)
{
    char why[192];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(why, sizeof why, format, arguments);
    va_end(arguments);
    output_note("%10zu   skipped: %s", n, why);
}
