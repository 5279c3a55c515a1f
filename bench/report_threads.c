/* report_threads.c - the report `threads`: time, speed-up and efficiency over thread counts and
 * sizes; from which size on each count pays; what the library's own choice costs. */
#include "arrays.h"
#include "caches.h"
#include "check.h"
#include "choice.h"
#include "interrupt.h"
#include "limits.h"
#include "machine.h"
#include "output.h"
#include "reports.h"
#include "runtime/cpu.h"
#include "runtime/dispatch.h"
#include "runtime/threads.h"
#include "timing.h"

#include <spelt/runtime.h>

#include <stdio.h>
#include <string.h>

/* A count pays where it is this many times as fast as one thread, and at every greater size too: a
 * twentieth is more than the noise of a quiet machine. */
static const double pays = 1.05;

#define MOST_SIZES 64

_Static_assert(CHOICE_MAX_COUNTS <= TIMING_MAX_VARIANTS, "all counts are timed side by side");

/* A call on so many threads: work.threads. The work is first, for the door's batch. */
typedef struct {
    work work;
    size_t grain;
} team_call;

/* One door at one size: a call on each thread count, whatever the grain says. */
typedef struct {
    const door *door;
    size_t n;
    size_t bytes;
    size_t count;
    size_t own; /* the index of the count that the library chooses */
    team_call call[CHOICE_MAX_COUNTS];
    timing_variant timing[CHOICE_MAX_COUNTS];
} team_row;

/* What holds for the whole run. */
typedef struct {
    const options *o;
    arrays arrays;
    int counts[CHOICE_MAX_COUNTS];
    size_t count;
    size_t grain;
    double seconds; /* of a row */
    limits *limits;
    size_t wrong;
} team_run;

/* What the table says of each size, for the summary below it. */
typedef struct {
    size_t rows;
    size_t bytes[MOST_SIZES];
    double speedup[CHOICE_MAX_COUNTS][MOST_SIZES];
    double lost[MOST_SIZES]; /* times the time of the best that the library's choice takes */
} team_summary;

/* Grain 0 makes a team of the cap at any size; one thread is a call as it always is. */
static void prepare_team(void *context)
{
    const team_call *call = context;
    spelt_dispatch_put_grain(call->work.threads == 1 ? call->grain : 0);
    spelt_set_num_threads_local(call->work.threads);
}

static size_t index_of_choice(const team_run *run, size_t bytes)
{
    spelt_dispatch_put_grain(run->grain);
    spelt_set_num_threads_local(0);
    const int chosen = spelt_threads_for(bytes);
    for (size_t i = 0; i < run->count; i++)
        if (run->counts[i] == chosen)
            return i;
    return 0;
}

/* Every count gives the bits of the scalar variant, or is not timed. */
static int is_right(const door *d, const check_reference *reference, team_call *call)
{
    work *w = &call->work;
    char message[CHECK_MESSAGE_SIZE] = "";
    const int is_blas = strcmp(spelt_path(), "blas") == 0;
    memset(&w->value, 0xa5, sizeof w->value);
    if (d->op == OP_add)
        memset(w->out, 0xa5, w->n * element_bytes(d->in));
    prepare_team(call);
    d->spelt(w, 1);
    if (w->status != SPELT_OK && w->status != SPELT_ERR_OVERFLOW)
        snprintf(message, sizeof message, "%s", spelt_last_error());
    else if (check_result(d, reference, w, is_blas ? CHECK_BLAS : CHECK_SPELT, message))
        return 1;
    output_wrong("WRONG RESULT: %s, n = %zu, %d threads: %s", d->name, w->n, w->threads, message);
    return 0;
}

/* Fills the row and times it; 0 where a result was wrong. */
static int time_row(team_run *run, team_row *row)
{
    const arrays *a = &run->arrays;
    timing_variant *variants[CHOICE_MAX_COUNTS];
    work operands = {.n = row->n, .x = a->x, .y = a->y, .out = a->out};
    int right = 1;
    row->bytes = row->n * row->door->arrays * element_bytes(row->door->in);
    row->count = run->count;
    row->own = index_of_choice(run, row->bytes);
    arrays_fill(a, row->door, DATA_USUAL, row->n, run->o->seed);
    spelt_set_num_threads_local(1);
    const check_reference reference = check_make_reference(row->door, &operands, a->expected);
    for (size_t i = 0; i < row->count; i++) {
        row->call[i] = (team_call){.work = operands, .grain = run->grain};
        row->call[i].work.threads = run->counts[i];
        row->timing[i] = (timing_variant){
            .prepare = prepare_team, .batch = row->door->spelt, .context = &row->call[i]};
        variants[i] = &row->timing[i];
        right &= is_right(row->door, &reference, &row->call[i]);
    }
    if (right)
        timing_run(variants, row->count, run->seconds);
    spelt_dispatch_put_grain(run->grain);
    spelt_set_num_threads_local(0);
    return right;
}

static void summarize(team_summary *summary, const team_row *row)
{
    double medians[CHOICE_MAX_COUNTS];
    const size_t at = summary->rows++;
    for (size_t i = 0; i < row->count; i++) {
        medians[i] = timing_median(&row->timing[i]);
        summary->speedup[i][at] = timing_ratio(&row->timing[0], &row->timing[i]).value;
    }
    summary->bytes[at] = row->bytes;
    summary->lost[at] = medians[row->own] / medians[choice_best(medians, row->count)];
}

/* Stay until the table's last row, as output_table wants it. */
static output_column columns[4 * CHOICE_MAX_COUNTS + 4];
static char groups[CHOICE_MAX_COUNTS][24];

static void show_titles(const team_run *run, const door *d)
{
    char title[96];
    size_t used = 0;
    columns[used++] = (output_column){"", "n", 10};
    columns[used++] = (output_column){NULL, "bytes", 11};
    for (size_t i = 0; i < run->count; i++) {
        snprintf(groups[i], sizeof groups[i], "%d thread%s", run->counts[i], i ? "s" : "");
        columns[used++] = (output_column){groups[i], "ns med", 8};
        if (i == 0)
            continue;
        columns[used++] = (output_column){NULL, "x", 5};
        columns[used++] = (output_column){NULL, "each", 5};
    }
    columns[used++] = (output_column){"library", "takes", 5};
    columns[used++] = (output_column){NULL, "to best", 7};
    columns[used++] = (output_column){NULL, "GB/s", 6};
    columns[used++] = (output_column){NULL, "limit", 5};
    snprintf(title, sizeof title,
             "spelt_%s: x, times as fast as one thread; each, that by the thread", d->name);
    output_table(title, columns, used);
}

/* The share of the limit that a count reached, for its own loads and stores. */
static double share_of(const team_run *run, const team_row *row, size_t i)
{
    const size_t stores = row->door->op == OP_add, loads = row->door->arrays - stores;
    return limits_share(run->limits, loads, stores, row->bytes, run->counts[i],
                        timing_median(&row->timing[i]));
}

static void record_team(const team_run *run, const team_row *row, size_t i,
                        const statistics_interval *speedup, double lost)
{
    record r;
    record_begin(&r);
    record_name(&r, "report", "threads");
    record_name(&r, "door", row->door->name);
    record_size(&r, row->n);
    record_label_text(&r, "isa", spelt_isa());
    r.threads = run->counts[i];
    r.bytes_per_call = (double)row->bytes;
    r.items_per_call = (double)row->n;
    record_time(&r, &row->timing[i]);
    record_ratio(&r, "speedup", "speedup_low", "speedup_high", speedup, r.rounds);
    record_counter_value(&r, "efficiency", speedup->value / run->counts[i]);
    record_counter_value(&r, "library_takes_it", i == row->own);
    record_counter_value(&r, "library_over_best", lost);
    record_counter_value(&r, "share_of_limit", share_of(run, row, i));
    output_record(&r);
}

static void show_row(const team_run *run, const team_row *row, const team_summary *summary)
{
    const double lost = summary->lost[summary->rows - 1];
    output_count(row->n);
    output_count(row->bytes);
    for (size_t i = 0; i < row->count; i++) {
        const statistics_interval speedup = timing_ratio(&row->timing[0], &row->timing[i]);
        output_number(1e9 * timing_median(&row->timing[i]));
        record_team(run, row, i, &speedup, lost);
        if (i == 0)
            continue;
        output_ratio(&speedup, row->timing[i].rounds);
        output_percent(speedup.value / run->counts[i], OUTPUT_FAINT);
    }
    output_count((size_t)run->counts[row->own]);
    output_number(lost);
    output_number(1e-9 * (double)row->bytes / timing_median(&row->timing[row->own]));
    limits_show_share(share_of(run, row, row->own));
    output_row();
}

static void show_summary(const team_run *run, const team_summary *summary)
{
    size_t least = SIZE_MAX, worst = 0;
    for (size_t i = 1; i < run->count; i++) {
        const size_t from = choice_pays_from(summary->speedup[i], summary->rows, pays);
        if (from == summary->rows) {
            output_note("%d threads pay at none of these sizes", run->counts[i]);
            continue;
        }
        output_note("%d threads pay from %zu bytes on", run->counts[i], summary->bytes[from]);
        least = summary->bytes[from] < least ? summary->bytes[from] : least;
    }
    for (size_t i = 1; i < summary->rows; i++)
        if (summary->lost[i] > summary->lost[worst])
            worst = i;
    output_note("The grain is %zu bytes (%s)", run->grain, spelt_grain_source());
    if (least < SIZE_MAX)
        output_note("SPELT_GRAIN_BYTES=%zu is what these figures ask for", least);
    output_note("The library's choice costs most at %zu bytes: %.2f times the best",
                summary->bytes[worst], summary->lost[worst]);
}

/* From what fits the first-level cache, by doubling, to four times the last. */
static size_t choose_sizes(const options *o, const door *d, size_t sizes[MOST_SIZES])
{
    const size_t item = d->arrays * element_bytes(d->in);
    size_t count = 0;
    if (o->size_count) {
        for (; count < o->size_count && count < MOST_SIZES; count++)
            sizes[count] = o->sizes[count];
        return count;
    }
    for (size_t bytes = (size_t)32 << 10; bytes <= 4 * spelt_llc_bytes() && count < MOST_SIZES;
         bytes *= 2)
        sizes[count++] = bytes / item;
    return count;
}

static void run_door(team_run *run, const door *d, const size_t *sizes, size_t count)
{
    static team_row row;
    static team_summary summary;
    summary.rows = 0;
    show_titles(run, d);
    for (size_t i = 0; i < count && !interrupted(); i++) {
        row.door = d;
        row.n = sizes[i];
        output_progress((double)i / (double)count, d->name, row.n);
        const int right = time_row(run, &row);
        output_progress_end();
        run->wrong += !right;
        if (!right)
            continue;
        summarize(&summary, &row);
        show_row(run, &row, &summary);
    }
    if (summary.rows > 0)
        show_summary(run, &summary);
}

/* Without --op and --type one reduction and one operation that writes. */
static int is_wanted(const options *o, const door *d)
{
    if (o->operations || o->types)
        return options_want(o, d);
    return strcmp(d->name, "dot_f64") == 0 || strcmp(d->name, "add_f64") == 0;
}

static size_t count_wanted(const options *o, size_t *longest)
{
    size_t doors_wanted = 0, sizes[MOST_SIZES];
    *longest = 0;
    for (size_t i = 0; i < door_count; i++) {
        if (!is_wanted(o, &doors[i]))
            continue;
        doors_wanted++;
        const size_t count = choose_sizes(o, &doors[i], sizes);
        for (size_t s = 0; s < count; s++)
            *longest = sizes[s] > *longest ? sizes[s] : *longest;
    }
    return doors_wanted;
}

int report_threads(const options *o)
{
    team_run run = {.o = o, .grain = spelt_grain_bytes()};
    size_t longest, sizes[MOST_SIZES];
    const double rows = (double)count_wanted(o, &longest) * (double)choose_sizes(o, doors, sizes);
    static limits l;
    size_t caches[CACHES_MAX];
    run.count = choice_thread_counts(spelt_get_num_threads(), run.counts);
    run.seconds = o->time / rows;
    if (longest > machine_available_memory() / 10 * 9 / (ARRAY_COUNT * sizeof(f64)) ||
        !arrays_allocate(&run.arrays, longest * sizeof(f64), longest * sizeof(f64))) {
        fprintf(stderr, "spelt-bench: no memory for %d arrays of %zu elements\n", ARRAY_COUNT,
                longest);
        return 1;
    }
    caches_read(caches);
    limits_open(&l, &run.arrays, longest * sizeof(f64), caches[0], run.seconds / 10);
    run.limits = &l;
    for (size_t i = 0; i < door_count && !interrupted(); i++)
        if (is_wanted(o, &doors[i]))
            run_door(&run, &doors[i], sizes, choose_sizes(o, &doors[i], sizes));
    arrays_free(&run.arrays);
    return run.wrong > 0;
}
