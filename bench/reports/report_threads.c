/* report_threads.c - the report `threads`: time and speed-up over thread counts and sizes, on an
 * idle and on a busy machine; from which size on each count pays; what the library's own choice
 * costs. */
#include "measure/competitors.h"
#include "measure/interrupt.h"
#include "measure/limits.h"
#include "measure/machine.h"
#include "output/output.h"
#include "reports/reports.h"
#include "runtime/cpu.h"
#include "runtime/threads.h"
#include "reports/team_verdict.h"

#include <spelt/runtime.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    team_setup setup;
    team_memory memory[2]; /* of the idle machine, and of the busy one */
    limits limits;
    int is_busy; /* of the table under way */
    size_t wrong;
} team_run;

/* ---- Rows ------------------------------------------------------------------------------------ */

/* Stay until the table's last row, as output_table wants it. */
static output_column columns[3 * CHOICE_MAX_COUNTS + 9];
static char groups[CHOICE_MAX_COUNTS][24];

static void show_titles(const team_run *run, const door *d)
{
    const team_setup *setup = &run->setup;
    char title[160], pause[48] = "", where[64] = "an idle machine";
    size_t used = 0;
    columns[used++] = (output_column){"", "n", 10};
    columns[used++] = (output_column){NULL, "bytes", 11};
    for (size_t i = 0; i < setup->count; i++) {
        snprintf(groups[i], sizeof groups[i], "%d thread%s", setup->counts[i], i ? "s" : "");
        columns[used++] = (output_column){groups[i], "ns med", 7};
        columns[used++] = (output_column){NULL, "90 %", 6};
        if (i > 0)
            columns[used++] = (output_column){NULL, "x", 5};
    }
    columns[used++] = (output_column){"library", "ns med", 7};
    columns[used++] = (output_column){NULL, "90 %", 6};
    columns[used++] = (output_column){NULL, "x", 5};
    columns[used++] = (output_column){NULL, "to best", 7};
    columns[used++] = (output_column){NULL, "asks", 5};
    if (!run->is_busy) {
        columns[used++] = (output_column){NULL, "GB/s", 6};
        columns[used++] = (output_column){NULL, "limit", 5};
    }
    if (setup->o->pause > 0)
        snprintf(pause, sizeof pause, ", %g ms between calls", 1e3 * setup->o->pause);
    if (run->is_busy)
        snprintf(where, sizeof where, "a busy machine: %d processes beside it",
                 competitors_count());
    snprintf(title, sizeof title, "spelt_%s on %s%s; x, times as fast as one thread", d->name,
             where, pause);
    output_table(title, columns, used);
}

/* The share of the limit that a variant reached, for its own loads and stores; the limits are those
 * of an idle machine. NAN where it is not known. */
static double share_of(team_run *run, const team_row *row, size_t variant)
{
    const size_t stores = (size_t)door_is_map(row->door), loads = row->door->facts->inputs;
    const int threads = (int)lround(team_row_asked(row, variant));
    if (run->is_busy)
        return (double)NAN;
    const double share = limits_share(&run->limits, loads, stores, row->bytes, threads,
                                      timing_median(&row->timing[variant]));
    return share > 0 ? share : (double)NAN;
}

static void record_variant(team_run *run, const team_row *row, size_t variant)
{
    const team_setup *setup = &run->setup;
    const statistics_interval speedup = team_row_speedup(row, variant);
    const int is_library = variant == TEAM_LIBRARY;
    record r;
    record_begin(&r);
    record_name(&r, "report", "threads");
    record_name(&r, "door", row->door->name);
    record_name(&r, "machine", team_machine(run->is_busy));
    record_name(&r, "choice", is_library ? "library" : "count");
    record_size(&r, row->n);
    record_label_text(&r, "isa", spelt_isa());
    r.threads = setup->counts[is_library ? setup->count - 1 : variant];
    r.bytes_per_call = (double)row->bytes;
    r.items_per_call = (double)row->n;
    record_time(&r, &row->timing[variant]);
    record_counter_value(&r, "late_ns", 1e9 * timing_late(&row->timing[variant]));
    record_ratio(&r, "speedup", "speedup_low", "speedup_high", &speedup, r.rounds);
    record_counter_value(&r, "efficiency", speedup.value / r.threads);
    record_counter_value(&r, "over_best", team_row_over_best(row, setup, variant));
    record_counter_value(&r, "asked_threads", team_row_asked(row, variant));
    record_counter_value(&r, "pause_ms", 1e3 * setup->o->pause);
    record_counter_value(&r, "share_of_limit", share_of(run, row, variant));
    output_record(&r);
}

static void show_variant(team_run *run, const team_row *row, size_t variant)
{
    const timing_variant *t = &row->timing[variant];
    const statistics_interval speedup = team_row_speedup(row, variant);
    record_variant(run, row, variant);
    output_number(1e9 * timing_median(t));
    output_number(1e9 * timing_late(t));
    if (variant > 0)
        output_ratio(&speedup, t->rounds);
}

static void show_row(team_run *run, const team_row *row)
{
    output_count(row->n);
    output_count(row->bytes);
    for (size_t i = 0; i < run->setup.count; i++)
        show_variant(run, row, i);
    show_variant(run, row, TEAM_LIBRARY);
    output_number(team_row_over_best(row, &run->setup, TEAM_LIBRARY));
    output_number(team_row_asked(row, TEAM_LIBRARY));
    if (!run->is_busy) {
        output_number(1e-9 * (double)row->bytes / timing_median(&row->timing[TEAM_LIBRARY]));
        output_share(share_of(run, row, TEAM_LIBRARY), LIMITS_MOST_SHARE);
    }
    output_row();
}

/* ---- Doors and sizes ------------------------------------------------------------------------- */

/* What --size says, in order; else from what fits the first-level cache, by doubling, to four times
 * the last. */
static size_t choose_sizes(const options *o, const door *d, size_t sizes[CHOICE_MAX_SIZES])
{
    const size_t item = door_bytes(d);
    size_t count = 0;
    for (size_t i = 0; i < o->size_count && count < CHOICE_MAX_SIZES; i++) {
        size_t place = count++;
        for (; place > 0 && sizes[place - 1] > o->sizes[i]; place--)
            sizes[place] = sizes[place - 1];
        sizes[place] = o->sizes[i];
    }
    for (size_t bytes = (size_t)32 << 10;
         o->size_count == 0 && bytes <= 4 * spelt_llc_bytes() && count < CHOICE_MAX_SIZES;
         bytes *= 2)
        sizes[count++] = bytes / item;
    return count;
}

static void run_size(team_run *run, team_row *row, team_verdict *verdict)
{
    const int right = team_row_time(row, &run->setup, &run->memory[run->is_busy]);
    output_progress_end();
    run->wrong += !right;
    if (!right)
        return;
    team_verdict_add(verdict, row, &run->setup);
    show_row(run, row);
}

static void run_table(team_run *run, const door *d)
{
    static team_row row;
    static team_verdict verdict;
    size_t sizes[CHOICE_MAX_SIZES];
    const size_t count = choose_sizes(run->setup.o, d, sizes);
    team_verdict_begin(&verdict, &run->setup);
    show_titles(run, d);
    for (size_t i = 0; i < count && !interrupted(); i++) {
        row.door = d;
        row.n = sizes[i];
        output_progress((double)i / (double)count, d->name, row.n);
        run_size(run, &row, &verdict);
    }
    team_verdict_show(&verdict, &run->setup, run->is_busy);
}

static int wants_idle(const options *o)
{
    return o->idle || !o->busy;
}

static int wants_busy(const options *o)
{
    return o->busy || !o->idle;
}

static void run_door(team_run *run, const door *d)
{
    const options *o = run->setup.o;
    if (wants_idle(o)) {
        run->is_busy = 0;
        run_table(run, d);
    }
    if (wants_busy(o) && !interrupted()) {
        run->is_busy = 1;
        competitors_go();
        run_table(run, d);
        competitors_stop();
    }
}

/* Without --op and --type one reduction and one operation that writes. */
static int is_wanted(const options *o, const door *d)
{
    if (o->operations || o->types || o->all)
        return options_want(o, d);
    return strcmp(d->name, "dot_f64") == 0 || strcmp(d->name, "add_f64") == 0;
}

/* How many rows all tables have together; and the elements of the longest. */
static size_t count_rows(const options *o, size_t *longest)
{
    size_t rows = 0, sizes[CHOICE_MAX_SIZES];
    *longest = 0;
    for (size_t i = 0; i < SPELT_FUNCTIONS; i++) {
        if (!is_wanted(o, &doors[i]))
            continue;
        const size_t count = choose_sizes(o, &doors[i], sizes);
        rows += count * (size_t)(wants_idle(o) + wants_busy(o));
        *longest = sizes[count - 1] > *longest ? sizes[count - 1] : *longest;
    }
    return rows;
}

static void note_grain(const team_setup *setup)
{
    const char *source = spelt_grain_source();
    if (setup->grain == SPELT_GRAIN_UNSET)
        output_note("costs decide; %s",
                    strcmp(source, "default") ? source : "SPELT_GRAIN_BYTES is not set");
    else
        output_note("The grain is %zu bytes (%s)", setup->grain, source);
}

int report_threads(const options *o)
{
    static team_run run;
    team_setup *setup = &run.setup;
    size_t longest;
    const size_t widest = options_widest(o);
    *setup = (team_setup){.o = o, .grain = spelt_grain_in_force()};
    run.memory[0] = run.memory[1] = team_memory_begin();
    const double rows = (double)count_rows(o, &longest);
    setup->count = choice_thread_counts(spelt_get_num_threads(), setup->counts);
    setup->seconds = o->time / rows;
    if (wants_busy(o) && !competitors_begin())
        return 1;
    if (longest > machine_available_memory() / 10 * 9 / (ARRAY_COUNT * widest) ||
        !arrays_allocate(&setup->arrays, longest * widest, longest * widest)) {
        fprintf(stderr, "spelt-bench: no memory for %d arrays of %zu elements\n", ARRAY_COUNT,
                longest);
        return 1;
    }
    limits_open(&run.limits, arrays_range(&setup->arrays, longest * sizeof(f64)), setup->seconds / 10);
    for (size_t i = 0; i < SPELT_FUNCTIONS && !interrupted(); i++)
        if (is_wanted(o, &doors[i]))
            run_door(&run, &doors[i]);
    output_marks("");
    note_grain(setup);
    arrays_free(&setup->arrays);
    competitors_end();
    return run.wrong > 0;
}
