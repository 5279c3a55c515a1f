/* json.c - records as JSON in the schema of Google Benchmark: docs/user_guide.md and
 * src/json_reporter.cc of github.com/google/benchmark. */
#define _DEFAULT_SOURCE
#include "calm.h"
#include "interrupt.h"
#include "machine.h"
#include "output.h"
#include "output_state.h"

#include <spelt/runtime.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void json_text(FILE *file, const char *text)
{
    fputc('"', file);
    for (; *text; text++) {
        const unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            fprintf(file, "\\%c", c);
        else if (c < 0x20)
            fprintf(file, "\\u%04x", c);
        else
            fputc(c, file);
    }
    fputc('"', file);
}

static void member_text(FILE *file, const char *key, const char *text)
{
    fputs(",\n      ", file);
    json_text(file, key);
    fputs(": ", file);
    json_text(file, text);
}

/* JSON has no infinity and no NaN: such a figure is left out. */
static void member_number(FILE *file, const char *key, double value)
{
    if (!isfinite(value))
        return;
    fputs(",\n      ", file);
    json_text(file, key);
    fprintf(file, ": %.9g", value);
}

static void member_count(FILE *file, const char *key, size_t value)
{
    fprintf(file, ",\n      \"%s\": %zu", key, value);
}

/* ---- Context ------------------------------------------------------------------------------- */

static void write_date(FILE *file)
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
    fputs("    \"date\": ", file);
    json_text(file, date);
}

static void write_caches(FILE *file)
{
    machine_cache caches[MACHINE_CACHES];
    const size_t count = machine_caches(caches);
    fputs(",\n    \"caches\": [", file);
    for (size_t i = 0; i < count; i++)
        fprintf(file,
                "%s\n      {\"type\": \"%s\", \"level\": %d, \"size\": %zu, \"num_sharing\": %d}",
                i ? "," : "", caches[i].type, caches[i].level, caches[i].bytes, caches[i].sharing);
    fputs("\n    ]", file);
}

static void write_load(FILE *file)
{
    double load[3];
    const int count = getloadavg(load, 3);
    fputs(",\n    \"load_avg\": [", file);
    for (int i = 0; i < count; i++)
        fprintf(file, "%s%.2f", i ? ", " : "", load[i]);
    fputc(']', file);
}

static void write_calm(FILE *file)
{
    const calm c = calm_so_far();
    if (c.loops > 0)
        fprintf(file,
                ",\n    \"calm\": {\"loops\": %zu, \"least_ns\": %.6g, \"median_ns\": %.6g, "
                "\"drift\": %.4f, \"late\": %.4f, \"involuntary_switches\": %ld}",
                c.loops, 1e9 * c.least, 1e9 * c.median, c.drift, c.late, c.switches);
}

static void context_text(FILE *file, const char *key, const char *text)
{
    fprintf(file, ",\n    \"%s\": ", key);
    json_text(file, text);
}

static void write_context(FILE *file)
{
    char host[256] = "";
    gethostname(host, sizeof host - 1);
    fputs("  \"context\": {\n", file);
    write_date(file);
    context_text(file, "host_name", host);
    context_text(file, "executable", "spelt-bench");
    fprintf(file, ",\n    \"num_cpus\": %ld", sysconf(_SC_NPROCESSORS_ONLN));
    fprintf(file, ",\n    \"mhz_per_cpu\": %d", machine_megahertz());
    fprintf(file, ",\n    \"cpu_scaling_enabled\": %s", machine_scales() ? "true" : "false");
    write_caches(file);
    write_load(file);
#ifdef __OPTIMIZE__
    context_text(file, "library_build_type", "release");
#else
    context_text(file, "library_build_type", "debug");
#endif
    context_text(file, "spelt_version", spelt_version());
    context_text(file, "spelt_isa", spelt_isa());
    context_text(file, "spelt_path", spelt_path());
    context_text(file, "cpu", machine_cpu());
    fprintf(file, ",\n    \"threads_cap\": %d,\n    \"seed\": %llu,\n    \"interrupted\": %s",
            spelt_get_num_threads(), (unsigned long long)output_state.options->seed,
            interrupted() ? "true" : "false");
    write_calm(file);
    fputs("\n  },\n", file);
}

/* ---- Benchmarks ---------------------------------------------------------------------------- */

/* What all rows of a record have in common, up to the first member that differs. */
static void begin_row(FILE *file, const record *r, const char *aggregate, int *is_first)
{
    char name[RECORD_NAME];
    record_format_name(r, name);
    fputs(*is_first ? "\n    {\n      \"name\": " : ",\n    {\n      \"name\": ", file);
    *is_first = 0;
    char full[RECORD_NAME + 16];
    snprintf(full, sizeof full, "%s%s%s", name, aggregate ? "_" : "", aggregate ? aggregate : "");
    json_text(file, full);
    member_text(file, "run_name", name);
    member_text(file, "run_type", aggregate ? "aggregate" : "iteration");
    if (aggregate) {
        member_text(file, "aggregate_name", aggregate);
        member_text(file, "aggregate_unit", "time");
    }
    member_count(file, "repetitions", r->kept_count ? r->kept_count : 1);
    member_count(file, "threads", (size_t)r->threads);
}

static void write_time(FILE *file, const record *r, double seconds)
{
    member_number(file, "real_time", 1e9 * seconds);
    member_number(file, "cpu_time", 1e9 * seconds);
    member_text(file, "time_unit", "ns");
    member_number(file, "bytes_per_second", r->bytes_per_call / seconds);
    member_number(file, "items_per_second", r->items_per_call / seconds);
}

static void write_labels(FILE *file, const record *r)
{
    for (size_t i = 0; i < r->label_count; i++)
        member_text(file, r->labels[i].key, r->labels[i].text);
}

static void write_counters(FILE *file, const record *r)
{
    for (size_t i = 0; i < r->counter_count; i++)
        member_number(file, r->counters[i].key, r->counters[i].value);
}

static void write_rounds(FILE *file, const record *r, int *is_first)
{
    for (size_t i = 0; i < r->kept_count; i++) {
        begin_row(file, r, NULL, is_first);
        member_count(file, "repetition_index", i);
        member_count(file, "iterations", r->calls);
        write_time(file, r, r->kept[i]);
        fputs("\n    }", file);
    }
}

static void write_aggregate(FILE *file, const record *r, const char *aggregate, double seconds,
                            int *is_first)
{
    if (!isfinite(seconds))
        return;
    begin_row(file, r, aggregate, is_first);
    member_count(file, "iterations", r->kept_count);
    write_time(file, r, seconds);
    if (strcmp(aggregate, "median") == 0) {
        member_count(file, "rounds", r->rounds);
        member_number(file, "min_ns", 1e9 * r->min);
        member_number(file, "spread_ns", 1e9 * r->spread);
        write_counters(file, r);
        write_labels(file, r);
    }
    fputs("\n    }", file);
}

/* A result that was wrong, or one without times: one row. */
static void write_untimed(FILE *file, const record *r, int *is_first)
{
    begin_row(file, r, NULL, is_first);
    member_count(file, "repetition_index", 0);
    member_count(file, "iterations", r->calls);
    if (*r->wrong) {
        fputs(",\n      \"error_occurred\": true", file);
        member_text(file, "error_message", r->wrong);
    }
    member_number(file, "real_time", 0);
    member_number(file, "cpu_time", 0);
    member_text(file, "time_unit", "ns");
    write_counters(file, r);
    write_labels(file, r);
    fputs("\n    }", file);
}

static void write_record(FILE *file, const record *r, int *is_first)
{
    if (r->rounds == 0 || *r->wrong) {
        write_untimed(file, r, is_first);
        return;
    }
    write_rounds(file, r, is_first);
    write_aggregate(file, r, "mean", r->mean, is_first);
    write_aggregate(file, r, "median", r->median, is_first);
    write_aggregate(file, r, "stddev", r->deviation, is_first);
}

int json_write(FILE *file)
{
    int is_first = 1;
    fputs("{\n", file);
    write_context(file);
    fputs("  \"benchmarks\": [", file);
    for (size_t i = 0; i < output_state.record_count; i++)
        write_record(file, &output_state.records[i], &is_first);
    fputs("\n  ]\n}\n", file);
    return !ferror(file);
}
