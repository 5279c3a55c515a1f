/* json.c - records as JSON in the schema of Google Benchmark: docs/user_guide.md and
 * src/json_reporter.cc of github.com/google/benchmark. */
#define _DEFAULT_SOURCE
#include "measure/calm.h"
#include "measure/interrupt.h"
#include "measure/machine.h"
#include "output/writers.h"

#include <spelt/runtime.h>

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* A document may be far larger than its rows: each is written before there is the next. */
typedef struct {
    FILE *file;
    size_t rows;
    int failed;
} writer;

static void put_text(json_t *object, const char *key, const char *text)
{
    json_t *value = json_string(text); /* NULL: not in UTF-8 */
    json_object_set_new(object, key, value ? value : json_string("?"));
}

/* JSON has no infinity and no NaN: such a figure is left out. */
static void put_number(json_t *object, const char *key, double value)
{
    const int is_whole = value == rint(value) && fabs(value) < 0x1p53;
    if (isfinite(value))
        json_object_set_new(object, key, is_whole ? json_integer((json_int_t)value) : json_real(value));
}

/* Writes a value and lets go of it; one without memory for all of it is a failure. */
static void write_value(writer *w, json_t *value)
{
    w->failed |= !value || json_dumpf(value, w->file, JSON_INDENT(1) | JSON_REAL_PRECISION(9)) != 0;
    json_decref(value);
}

/* ---- Context ------------------------------------------------------------------------------- */

static void put_date(json_t *context)
{
    char date[64] = "";
    const time_t now = time(NULL);
    struct tm local;
    if (localtime_r(&now, &local)) {
        strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S%z", &local);
        size_t length = strlen(date); /* +0100 becomes +01:00 */
        memmove(date + length - 1, date + length - 2, 3);
        date[length - 2] = ':';
    }
    put_text(context, "date", date);
}

static void put_caches(json_t *context)
{
    machine_cache caches[MACHINE_CACHES];
    const size_t count = machine_caches(caches);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *cache = json_object();
        put_text(cache, "type", caches[i].type);
        put_number(cache, "level", caches[i].level);
        put_number(cache, "size", (double)caches[i].bytes);
        put_number(cache, "num_sharing", caches[i].sharing);
        json_array_append_new(list, cache);
    }
    json_object_set_new(context, "caches", list);
}

static void put_load(json_t *context)
{
    double load[3];
    const int count = getloadavg(load, 3);
    json_t *list = json_array();
    for (int i = 0; i < count; i++)
        json_array_append_new(list, json_real(load[i]));
    json_object_set_new(context, "load_avg", list);
}

static void put_calm(json_t *context)
{
    const calm c = calm_so_far();
    json_t *object = json_object();
    put_number(object, "loops", (double)c.loops);
    put_number(object, "least_ns", 1e9 * c.least);
    put_number(object, "median_ns", 1e9 * c.median);
    put_number(object, "drift", c.drift);
    put_number(object, "late", c.late);
    put_number(object, "involuntary_switches", (double)c.switches);
    put_number(object, "taken", c.taken);
    if (c.loops > 0)
        json_object_set(context, "calm", object);
    json_decref(object);
}

static json_t *context_of(uint64_t seed)
{
    json_t *context = json_object();
    char host[256] = "";
    gethostname(host, sizeof host - 1);
    put_date(context);
    put_text(context, "host_name", host);
    put_text(context, "executable", "spelt-bench");
    put_number(context, "num_cpus", (double)sysconf(_SC_NPROCESSORS_ONLN));
    put_number(context, "mhz_per_cpu", machine_megahertz());
    json_object_set_new(context, "cpu_scaling_enabled", json_boolean(machine_scales()));
    put_caches(context);
    put_load(context);
#ifdef __OPTIMIZE__
    put_text(context, "library_build_type", "release");
#else
    put_text(context, "library_build_type", "debug");
#endif
    put_text(context, "spelt_version", spelt_version());
    put_text(context, "spelt_isa", spelt_isa());
    put_text(context, "spelt_path", spelt_path());
    put_text(context, "cpu", machine_cpu());
    put_number(context, "threads_cap", spelt_get_num_threads());
    json_object_set_new(context, "seed", json_integer((json_int_t)seed));
    json_object_set_new(context, "interrupted", json_boolean(interrupted()));
    put_calm(context);
    return context;
}

/* ---- Benchmarks ---------------------------------------------------------------------------- */

/* What all rows of a record have in common, up to the first member that differs. */
static json_t *row_of(const record *r, const char *aggregate)
{
    char name[RECORD_NAME], full[RECORD_NAME + 16];
    json_t *row = json_object();
    record_format_name(r, name);
    snprintf(full, sizeof full, "%s%s%s", name, aggregate ? "_" : "", aggregate ? aggregate : "");
    put_text(row, "name", full);
    put_text(row, "run_name", name);
    put_text(row, "run_type", aggregate ? "aggregate" : "iteration");
    if (aggregate) {
        put_text(row, "aggregate_name", aggregate);
        put_text(row, "aggregate_unit", "time");
    }
    put_number(row, "repetitions", r->kept_count ? (double)r->kept_count : 1);
    put_number(row, "threads", r->threads);
    return row;
}

static void write_row(writer *w, json_t *row)
{
    fputs(w->rows++ ? ",\n" : "\n", w->file);
    write_value(w, row);
}

static void put_time(json_t *row, const record *r, double seconds)
{
    put_number(row, "real_time", 1e9 * seconds);
    put_number(row, "cpu_time", 1e9 * seconds);
    put_text(row, "time_unit", "ns");
    put_number(row, "bytes_per_second", r->bytes_per_call / seconds);
    put_number(row, "items_per_second", r->items_per_call / seconds);
}

static void put_facts(json_t *row, const record *r)
{
    for (size_t i = 0; i < r->counter_count; i++)
        put_number(row, r->counters[i].key, r->counters[i].value);
    for (size_t i = 0; i < r->label_count; i++)
        put_text(row, r->labels[i].key, r->labels[i].text);
}

static void write_aggregate(writer *w, const record *r, const char *aggregate, double seconds)
{
    if (!isfinite(seconds))
        return;
    json_t *row = row_of(r, aggregate);
    put_number(row, "iterations", (double)r->kept_count);
    put_time(row, r, seconds);
    if (strcmp(aggregate, "median") == 0) {
        put_number(row, "rounds", (double)r->rounds);
        put_number(row, "min_ns", 1e9 * r->min);
        put_number(row, "spread_ns", 1e9 * r->spread);
        put_facts(row, r);
    }
    write_row(w, row);
}

/* A result that was wrong, or one without times: one row. */
static void write_untimed(writer *w, const record *r)
{
    json_t *row = row_of(r, NULL);
    put_number(row, "repetition_index", 0);
    put_number(row, "iterations", (double)r->calls);
    if (*r->wrong) {
        json_object_set_new(row, "error_occurred", json_true());
        put_text(row, "error_message", r->wrong);
    }
    put_number(row, "real_time", 0);
    put_number(row, "cpu_time", 0);
    put_text(row, "time_unit", "ns");
    put_facts(row, r);
    write_row(w, row);
}

static void write_record(writer *w, const record *r)
{
    if (r->rounds == 0 || *r->wrong) {
        write_untimed(w, r);
        return;
    }
    for (size_t i = 0; i < r->kept_count; i++) {
        json_t *row = row_of(r, NULL);
        put_number(row, "repetition_index", (double)i);
        put_number(row, "iterations", (double)r->calls);
        put_time(row, r, r->kept[i]);
        write_row(w, row);
    }
    write_aggregate(w, r, "mean", r->mean);
    write_aggregate(w, r, "median", r->median);
    write_aggregate(w, r, "stddev", r->deviation);
}

int json_write(FILE *file, const record_list *list, uint64_t seed)
{
    writer w = {.file = file};
    fputs("{\"context\": ", file);
    write_value(&w, context_of(seed));
    fputs(",\n\"benchmarks\": [", file);
    for (size_t i = 0; i < list->count; i++)
        write_record(&w, &list->records[i]);
    fputs("\n]}\n", file);
    return !w.failed && !ferror(file);
}
