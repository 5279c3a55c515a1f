/* results.c - the results of another run, from a JSON file. */
#include "results.h"

#include "json_value.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Results of the longest run take some 20 MB. */
#define LONGEST_FILE ((size_t)1 << 30)

__attribute__((format(printf, 2, 3))) static int fail(char error[RESULTS_ERROR_SIZE],
                                                      const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error, RESULTS_ERROR_SIZE, format, arguments);
    va_end(arguments);
    return 0;
}

/* All of a file and a zero behind it; NULL, with errno, where that fails. */
static char *read_all(const char *path, size_t *length)
{
    FILE *file = fopen(path, "r");
    char *text = NULL;
    size_t room = 0, used = 0;
    while (file && !ferror(file) && !feof(file)) {
        if (room - used < 2) {
            room = room ? 2 * room : 1 << 16;
            char *more = room <= LONGEST_FILE ? realloc(text, room) : NULL;
            if (!more) {
                errno = ENOMEM;
                break;
            }
            text = more;
        }
        used += fread(text + used, 1, room - used - 1, file);
    }
    int is_whole = file && feof(file) && !ferror(file);
    if (file)
        fclose(file);
    if (!is_whole) {
        free(text);
        return NULL;
    }
    text[used] = '\0';
    *length = used;
    return text;
}

/* Seconds in one unit of a row's times; 0 where it is none. */
static double unit_of(const json_value *row)
{
    static const struct {
        const char *name;
        double seconds;
    } units[] = {{"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1}};
    const char *name = json_member_text(row, "time_unit", "ns");
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strcmp(units[i].name, name) == 0)
            return units[i].seconds;
    return 0;
}

static const char *name_of(const json_value *row)
{
    return json_member_text(row, "run_name", json_member_text(row, "name", NULL));
}

/* The result of this name: mostly the last, unless the rows were interleaved. */
static result *result_for(results *r, const char *name)
{
    for (size_t i = r->count; i-- > 0;)
        if (strcmp(r->list[i].name, name) == 0)
            return &r->list[i];
    result *more = realloc(r->list, (r->count + 1) * sizeof *more);
    if (!more)
        return NULL;
    r->list = more;
    char *copy = malloc(strlen(name) + 1);
    if (!copy)
        return NULL;
    strcpy(copy, name);
    r->list[r->count] = (result){.name = copy, .least = INFINITY};
    return &r->list[r->count++];
}

static int add_seconds(result *to, double seconds)
{
    double *more = realloc(to->seconds, (to->count + 1) * sizeof *more);
    if (!more)
        return 0;
    to->seconds = more;
    to->seconds[to->count++] = seconds;
    to->least = seconds < to->least ? seconds : to->least;
    return 1;
}

static int add_row(results *r, const json_value *row, char error[RESULTS_ERROR_SIZE])
{
    const char *name = name_of(row), *type = json_member_text(row, "run_type", "iteration");
    const double unit = unit_of(row), time = json_member_number(row, "real_time", NAN);
    const json_value *wrong = json_member(row, "error_occurred");
    if (name && strcmp(type, "aggregate") == 0 && !json_member(row, "real_time"))
        return 1; /* no time: a fitted complexity */
    if (!name || unit == 0 || !(time >= 0))
        return fail(error, "%s: %s: a benchmark without a name, a real_time or a known time_unit",
                    r->file, name ? name : "(no name)");
    result *to = result_for(r, name);
    if (!to)
        return fail(error, "%s: no memory for its results", r->file);
    if (strcmp(type, "aggregate") == 0) { /* made from the others */
        const double least = 1e-9 * json_member_number(row, "min_ns", INFINITY);
        to->least = least < to->least ? least : to->least;
        return 1;
    }
    to->is_wrong |= wrong && wrong->type == JSON_TRUE;
    if (time == 0 || to->count == STATISTICS_MAX)
        return 1; /* untimed: a figure of another kind */
    return add_seconds(to, time * unit) || fail(error, "%s: no memory for its results", r->file);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const result *)a)->name, ((const result *)b)->name);
}

static int add_document(results *r, const json_value *document, char error[RESULTS_ERROR_SIZE])
{
    const json_value *context = json_member(document, "context");
    const json_value *rows = json_member(document, "benchmarks");
    if (!context || context->type != JSON_OBJECT || !rows || rows->type != JSON_ARRAY)
        return fail(error, "%s: no results of a bench: \"context\" and \"benchmarks\" are wanted",
                    r->file);
    r->calm_median = 1e-9 * json_member_number(json_member(context, "calm"), "median_ns", 0);
    snprintf(r->cpu, sizeof r->cpu, "%s", json_member_text(context, "cpu", ""));
    for (const json_value *row = rows->first; row; row = row->next)
        if (!add_row(r, row, error))
            return 0;
    if (r->count > 0)
        qsort(r->list, r->count, sizeof *r->list, compare_names);
    return 1;
}

int results_read(results *r, const char *file, char error[RESULTS_ERROR_SIZE])
{
    char wrong[JSON_ERROR_SIZE];
    size_t length;
    memset(r, 0, sizeof *r);
    r->file = malloc(strlen(file) + 1);
    if (!r->file)
        return fail(error, "%s: no memory", file);
    strcpy(r->file, file);
    char *text = read_all(file, &length);
    if (!text) {
        fail(error, "%s: %s", file, strerror(errno));
        results_free(r);
        return 0;
    }
    json_value *document = json_parse(text, length, wrong);
    free(text);
    int is_read =
        document ? add_document(r, document, error) : fail(error, "%s: not JSON: %s", file, wrong);
    json_free(document);
    if (!is_read)
        results_free(r);
    return is_read;
}

void results_free(results *r)
{
    for (size_t i = 0; i < r->count; i++) {
        free(r->list[i].name);
        free(r->list[i].seconds);
    }
    free(r->list);
    free(r->file);
    memset(r, 0, sizeof *r);
}

const result *results_find(const results *r, const char *name)
{
    const result wanted = {.name = (char *)(size_t)name};
    return r->count ? bsearch(&wanted, r->list, r->count, sizeof *r->list, compare_names) : NULL;
}
