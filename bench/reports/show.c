/* show.c - a cell as a row of a table for people, and as a record for each of its columns. */
#include "reports/show.h"

#include "peers/merge.h"
#include "output/output.h"

#include <spelt/runtime.h>

#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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
    char title[192];
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
    for (size_t i = 0; i < merge_count() && count + 4 <= OUTPUT_MAX_COLUMNS; i++) {
        const size_t first = count;
        for (size_t f = 0; f < 4; f++)
            table.columns[count++] = all[f];
        table.columns[first].group = merge_variant(i);
    }
    snprintf(title, sizeof title, "spelt_%s: %s", cell_title(d, kind),
             loop_text(door_is_along_axis(d) ? (bench_row)d->function : d->row));
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
    output_share(c->share[i], LIMITS_MOST_SHARE);
}

/* Against the naive loop of this run: not side by side, so that each is drawn by itself. */
static statistics_interval merged_ratio(const cell *c, const result *m)
{
    const timing_variant *naive = &c->timing[COLUMN_NAIVE];
    return statistics_unpaired_ratio(naive->seconds, naive->rounds, m->seconds, m->count, 1);
}

static void show_merged(const cell *c, size_t variant)
{
    const result *m = merge_find(variant, c->door->name, data_name(c->kind), c->n);
    if (!m) {
        output_span("-", 4, OUTPUT_FAINT);
        return;
    }
    const double median = statistics_median(m->seconds, m->count);
    const statistics_interval ratio = merged_ratio(c, m);
    output_number(1e9 * statistics_min(m->seconds, m->count));
    output_number(1e9 * median);
    output_percent(statistics_spread(m->seconds, m->count) / median, OUTPUT_FAINT);
    output_ratio(c->state[COLUMN_NAIVE] == CELL_RIGHT ? &ratio : NULL, m->count);
}

void show_begin_record(record *r, const cell *c, const char *report, const char *variant,
                       const char *path, const char *about)
{
    record_begin(r);
    record_name(r, "door", c->door->name);
    record_name(r, "data", data_name(c->kind));
    record_size(r, c->n);
    record_name(r, "variant", variant);
    record_label_text(r, "report", report);
    record_label_text(r, "op", c->door->facts->op);
    record_label_text(r, "type", c->door->facts->suffix);
    record_label_text(r, "isa", spelt_isa());
    record_label_text(r, "path", path);
    record_label_text(r, "about", about);
    r->bytes_per_call = cell_bytes(c);
    r->items_per_call = (double)c->n;
}

void show_end_record(record *r, const statistics_interval *ratio, double share)
{
    record_ratio(r, "naive_over_median", "naive_over_low", "naive_over_high", ratio, r->rounds);
    record_counter_value(r, "share_of_limit", share > 0 ? share : (double)NAN);
}

void show_column_record(record *r, const cell *c, column i, const char *report, int cap)
{
    char about[BLAS_TEXT_SIZE] = "";
    if (!is_spelt(i))
        peer_describe(peers_at(i), spelt_isa(), about);
    show_begin_record(r, c, report, is_spelt(i) ? "Spelt" : peers_at(i)->label,
                      is_spelt(i) ? spelt_path() : "", about);
    r->threads = i == column_cap() ? cap : is_spelt(i) ? 1 : peers_at(i)->threads;
    if (c->state[i] == CELL_RIGHT)
        record_time(r, &c->timing[i]);
    else
        snprintf(r->wrong, sizeof r->wrong, "%.255s", c->message[i]);
    const int has_ratio = c->state[i] == CELL_RIGHT && c->state[COLUMN_NAIVE] == CELL_RIGHT;
    statistics_interval ratio;
    if (has_ratio)
        ratio = timing_ratio(&c->timing[COLUMN_NAIVE], &c->timing[i]);
    show_end_record(r, has_ratio ? &ratio : NULL, c->share[i]);
}

/* A variant of the other run that this one has too gets another name. */
static const char *merged_label(size_t variant)
{
    static char label[MERGE_NAME_SIZE + 16];
    const char *name = merge_variant(variant);
    int is_ours = strncmp(name, "Spelt", 5) == 0;
    for (column i = 0; i < column_spelt(); i++)
        is_ours |= strcmp(column_label(i), name) == 0;
    snprintf(label, sizeof label, "%s%s", name, is_ours ? " merged" : "");
    return label;
}

static void record_merged(const cell *c, size_t variant, const char *report)
{
    const result *m = merge_find(variant, c->door->name, data_name(c->kind), c->n);
    record r;
    if (!m)
        return;
    show_begin_record(&r, c, report, merged_label(variant), "", "merged from another run");
    record_seconds(&r, m->seconds, m->count, 1);
    const int has_ratio = c->state[COLUMN_NAIVE] == CELL_RIGHT;
    const statistics_interval ratio = merged_ratio(c, m);
    show_end_record(&r, has_ratio ? &ratio : NULL, 0);
    output_record(&r);
}

void show_records(const cell *c, const char *report, const cell_setup *setup)
{
    for (column i = 0; i < column_count(); i++)
        if (c->state[i] != CELL_ABSENT) {
            record r;
            show_column_record(&r, c, i, report, setup->cap);
            output_record(&r);
        }
    for (size_t i = 0; i < merge_count(); i++)
        record_merged(c, i, report);
}

/* Why a column is empty that has figures at other lengths. */
static void note_beyond_blas(const cell *c)
{
    for (column i = 0; i < column_spelt(); i++)
        if (peers_at(i)->kind == PEER_BLAS && c->n > INT_MAX && shown(c->door, i))
            output_note("%10s   %s left out: its lengths are int, and %zu is beyond INT_MAX", "",
                        column_label(i), c->n);
}

void show_wrong(const cell *c)
{
    for (column i = 0; i < column_count(); i++)
        if (c->state[i] == CELL_WRONG)
            output_wrong("WRONG RESULT: %s, n = %zu: %s %s", cell_title(c->door, c->kind), c->n,
                         column_label(i), c->message[i]);
}

void show_cell(const cell *c, const char *report)
{
    show_wrong(c);
    output_count(c->n);
    for (column i = 0; i < column_count(); i++)
        if (shown(c->door, i))
            show_column(c, i);
    for (size_t i = 0; i < merge_count(); i++)
        show_merged(c, i);
    output_row();
    note_beyond_blas(c);
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
