/* report_limits.c - the report `limits`: how fast each cache level and memory can be, read and
 * written, on one thread and on as many as the cap allows. */
#include "loops/arrays.h"
#include "measure/caches.h"
#include "measure/interrupt.h"
#include "measure/limits.h"
#include "measure/machine.h"
#include "measure/timing.h"
#include "output/output.h"
#include "reports/reports.h"
#include "runtime/stream.h"

#include <spelt/elementwise.h>
#include <spelt/reduce.h>
#include <spelt/runtime.h>

#include <stdio.h>

/* All of it takes no longer than this many seconds, about, whatever --time allows. */
#define MOST_SECONDS 10

static const struct {
    bandwidth_kind kind;
    const char *name;
} columns[] = {
    {BANDWIDTH_LOAD, "load"},
    {BANDWIDTH_STORE, "store"},
    {BANDWIDTH_STREAM, "store-nt"},
    {BANDWIDTH_COPY, "copy"},
    {BANDWIDTH_COPY_STREAM, "copy-nt"},
    {BANDWIDTH_TRIAD, "triad"},
    {BANDWIDTH_TRIAD_STREAM, "triad-nt"},
};
#define COLUMNS (sizeof columns / sizeof columns[0])

static const output_column table[] = {
    {NULL, "threads", 7}, {NULL, "level", -6},   {NULL, "bytes", 12}, {NULL, "load", 8},
    {NULL, "store", 8},   {NULL, "store-nt", 8}, {NULL, "copy", 8},   {NULL, "copy-nt", 8},
    {NULL, "triad", 8},   {NULL, "triad-nt", 8},
};

/* A working set: of a cache level or, beyond the last, of memory. */
typedef struct {
    const char *level;
    size_t bytes;
} working_set;

/* Half of each cache, which the threads have one each of, but share the last; and four times the
 * last, or what the threads' other caches hold four times if that is more. */
static size_t choose_sets(int threads, working_set sets[CACHES_MAX + 1])
{
    static const char *const names[] = {"L1", "L2", "L3", "L4"};
    size_t caches[CACHES_MAX], held = 0;
    const size_t count = caches_read(caches);
    for (size_t i = 0; i + 1 < count; i++) {
        sets[i] = (working_set){names[i], caches[i] / 2 * (size_t)threads};
        held = caches[i] * (size_t)threads;
    }
    size_t last = caches[count - 1] > 2 * held ? caches[count - 1] : 2 * held;
    sets[count - 1] = (working_set){names[count - 1], last / 2};
    sets[count] = (working_set){"memory", 4 * last};
    return count + 1;
}

static void record_limit(const working_set *set, const limit *found, const char *name)
{
    record r;
    record_begin(&r);
    record_name(&r, "report", "limits");
    record_name(&r, "level", set->level);
    record_name(&r, "kind", name);
    record_label_text(&r, "kernel", found->kernel ? found->kernel : "");
    r.threads = found->threads;
    record_counter_value(&r, "working_set_bytes", (double)found->bytes);
    record_counter_value(&r, "limit_gb_per_s", 1e-9 * found->rate);
    output_record(&r);
}

/* Of a row that is not whole nothing is shown. */
static void run_row(limits *l, const working_set *set, int threads)
{
    limit row[COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++) {
        if (interrupted())
            return;
        output_progress((double)i / COLUMNS, columns[i].name, set->bytes);
        row[i] = limits_measure(l, columns[i].kind, set->bytes, threads);
    }
    output_progress_end();
    output_count((size_t)threads);
    output_text(set->level, OUTPUT_PLAIN);
    output_count(set->bytes);
    for (size_t i = 0; i < COLUMNS; i++) {
        output_number(1e-9 * row[i].rate);
        record_limit(set, &row[i], columns[i].name);
    }
    output_row();
}

static void run_rows(limits *l, int threads)
{
    working_set sets[CACHES_MAX + 1];
    const size_t count = choose_sets(threads, sets);
    char text[160];
    int used = snprintf(text, sizeof text, "%d thread%s at most", threads, threads > 1 ? "s read" : " reads");
    for (size_t i = 0; i < count && !interrupted(); i++) {
        if (sets[i].bytes > l->room.bytes) {
            output_note("%7d  %s: no memory for %zu bytes", threads, sets[i].level, sets[i].bytes);
            continue;
        }
        run_row(l, &sets[i], threads);
        if (interrupted())
            return;
        const double rate = limits_measure(l, BANDWIDTH_LOAD, sets[i].bytes, threads).rate;
        used += snprintf(text + used, sizeof text - (size_t)used, "%s %.3g GB/s from %s", i ? "," : "",
                         1e-9 * rate, sets[i].level);
    }
    output_answer(OUTPUT_PLAIN, "%s", text);
}

/* ---- Past the caches or not ------------------------------------------------------------------ */

/* A sum of two arrays written into the caches and past them, alone and with its sum taken next. */
typedef struct {
    const arrays *a;
    size_t n, threshold;
    int is_read;
} crossing;

static void cross(void *context, size_t calls)
{
    const crossing *c = context;
    double sum;
    spelt_stream_put_threshold(c->threshold);
    for (; calls > 0; calls--) {
        (void)spelt_add_f64(SPELT_IN(f64, c->a->x, c->n), SPELT_IN(f64, c->a->y, c->n),
                            SPELT_OUT(f64, c->a->out, c->n));
        if (c->is_read)
            (void)spelt_sum_f64(SPELT_IN(f64, c->a->out, c->n), &sum);
    }
    spelt_stream_put_threshold(0);
}

enum { CACHED, PAST, CACHED_READ, PAST_READ, CROSSINGS };
enum { CROSSING_SIZES = 8 };
static const output_column crossing_table[] = {
    {NULL, "bytes", 10},        {"alone, ns an element", "cached", 8},
    {NULL, "past", 8},          {NULL, "to cached", 10},
    {"then read", "cached", 8}, {NULL, "past", 8},
    {NULL, "to cached", 10},
};

static void show_crossing(size_t n, const timing_variant timing[CROSSINGS])
{
    output_count(3 * n * sizeof(f64));
    for (int i = 0; i < CROSSINGS; i += 2) {
        const statistics_interval gain = timing_ratio(&timing[i], &timing[i + 1]);
        record r;
        record_begin(&r);
        record_name(&r, "report", "limits");
        record_name(&r, "kind", i == CACHED ? "crossover" : "crossover, then read");
        record_size(&r, n);
        record_ratio(&r, "cached_over_past", "cached_over_past_low", "cached_over_past_high", &gain,
                     timing[i].rounds);
        output_record(&r);
        output_number(1e9 * timing_median(&timing[i]) / (double)n);
        output_number(1e9 * timing_median(&timing[i + 1]) / (double)n);
        output_ratio(&gain, timing[i].rounds);
    }
    output_row();
}

/* From a sixteenth of what Spelt reckons with to eight times as much. */
static void run_crossings(const arrays *a, size_t room, double seconds)
{
    const size_t reckoned = spelt_stream_threshold();
    output_table(
        "Sums of two arrays of f64, one thread: from where on results are better written past the "
        "caches",
        crossing_table, sizeof crossing_table / sizeof crossing_table[0]);
    spelt_set_num_threads_local(1);
    for (int i = 0; i < CROSSING_SIZES && !interrupted(); i++) {
        const size_t n = (reckoned / 16 << i) / (3 * sizeof(f64));
        static timing_variant timing[CROSSINGS];
        timing_variant *variants[CROSSINGS];
        crossing c[CROSSINGS];
        if (n * sizeof(f64) > room)
            break;
        output_progress((double)i / CROSSING_SIZES, "past the caches", n);
        for (int k = 0; k < CROSSINGS; k++) {
            c[k] = (crossing){a, n, k % 2 == CACHED ? SIZE_MAX : 1, k >= CACHED_READ};
            timing[k] = (timing_variant){.batch = cross, .context = &c[k]};
            variants[k] = &timing[k];
        }
        timing_run(variants, CROSSINGS, seconds);
        output_progress_end();
        show_crossing(n, timing);
    }
    spelt_set_num_threads_local(0);
    output_marks("");
    output_note("Spelt writes past the caches from %.1f MiB on", (double)reckoned / (1 << 20));
}

int report_limits(const options *o)
{
    static limits l;
    const int cap = spelt_get_num_threads();
    working_set sets[CACHES_MAX + 1];
    const size_t count = choose_sets(cap, sets), memory = machine_available_memory();
    const double rows = ((double)count + 1) * (cap > 1 ? 2 : 1); /* and the crossings */
    const double time = o->time < MOST_SECONDS ? o->time : MOST_SECONDS;
    size_t bytes = sets[count - 1].bytes;
    arrays a;
    if (bytes > memory / 10 * 9 / ARRAY_COUNT)
        bytes = memory / 10 * 9 / ARRAY_COUNT;
    if (!arrays_allocate(&a, bytes, bytes)) {
        fprintf(stderr, "spelt-bench: no memory for %d arrays of %zu bytes\n", ARRAY_COUNT, bytes);
        return 1;
    }
    limits_open(&l, arrays_range(&a, bytes), time / (rows * COLUMNS));
    output_table("The most that this CPU moves, GB/s; -nt: stores past the caches", table,
                 sizeof table / sizeof table[0]);
    run_rows(&l, 1);
    if (cap > 1)
        run_rows(&l, cap);
    run_crossings(&a, bytes, time / rows / CROSSING_SIZES);
    arrays_free(&a);
    return 0;
}
