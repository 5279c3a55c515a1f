/* results.c - the results of another run, from a JSON file. */
#define _POSIX_C_SOURCE 200809L
#include "peers/results.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__attribute__((format(printf, 2, 3))) static int fail(char error[RESULTS_ERROR_SIZE],
                                                      const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error, RESULTS_ERROR_SIZE, format, arguments);
    va_end(arguments);
    return 0;
}

/* A member's text or number; `otherwise` where there is none of that type. */
static const char *text_of(const json_t *object, const char *key, const char *otherwise)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : otherwise;
}

static double number_of(const json_t *object, const char *key, double otherwise)
{
    const json_t *value = json_object_get(object, key);
    return json_is_number(value) ? json_number_value(value) : otherwise;
}

/* Seconds in one unit of a row's times; 0 where it is none. */
static double unit_of(const json_t *row)
{
    static const struct {
        const char *name;
        double seconds;
    } units[] = {{"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1}};
    const char *name = text_of(row, "time_unit", "ns");
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strcmp(units[i].name, name) == 0)
            return units[i].seconds;
    return 0;
}

static const char *name_of(const json_t *row)
{
    return text_of(row, "run_name", text_of(row, "name", NULL));
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
    char *copy = strdup(name);
    if (!copy)
        return NULL;
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

static int add_row(results *r, const json_t *row, char error[RESULTS_ERROR_SIZE])
{
    const char *name = name_of(row), *type = text_of(row, "run_type", "iteration");
    const double unit = unit_of(row), time = number_of(row, "real_time", NAN);
    const json_t *wrong = json_object_get(row, "error_occurred");
    if (name && strcmp(type, "aggregate") == 0 && !json_object_get(row, "real_time"))
        return 1; /* no time: a fitted complexity */
    if (!name || unit == 0 || !(time >= 0))
        return fail(error, "%s: %s: a benchmark without a name, a real_time or a known time_unit",
                    r->file, name ? name : "(no name)");
    result *to = result_for(r, name);
    if (!to)
        return fail(error, "%s: no memory for its results", r->file);
    if (strcmp(type, "aggregate") == 0) { /* made from the others */
        const double least = 1e-9 * number_of(row, "min_ns", INFINITY);
        to->least = least < to->least ? least : to->least;
        return 1;
    }
    to->is_wrong |= json_is_true(wrong);
    if (time == 0 || to->count == STATISTICS_MAX)
        return 1; /* untimed: a figure of another kind */
    return add_seconds(to, time * unit) || fail(error, "%s: no memory for its results", r->file);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const result *)a)->name, ((const result *)b)->name);
}

static int add_document(results *r, const json_t *document, char error[RESULTS_ERROR_SIZE])
{
    const json_t *context = json_object_get(document, "context");
    const json_t *rows = json_object_get(document, "benchmarks");
    if (!json_is_object(context) || !json_is_array(rows))
        return fail(error, "%s: no results of a bench: \"context\" and \"benchmarks\" are wanted",
                    r->file);
    r->calm_median = 1e-9 * number_of(json_object_get(context, "calm"), "median_ns", 0);
    snprintf(r->cpu, sizeof r->cpu, "%s", text_of(context, "cpu", ""));
    for (size_t i = 0; i < json_array_size(rows); i++)
        if (!add_row(r, json_array_get(rows, i), error))
            return 0;
    if (r->count > 0)
        qsort(r->list, r->count, sizeof *r->list, compare_names);
    return 1;
}

int results_read(results *r, const char *file, char error[RESULTS_ERROR_SIZE])
{
    json_error_t wrong;
    int is_read = 0;
    memset(r, 0, sizeof *r);
    r->file = strdup(file);
    FILE *stream = r->file ? fopen(file, "r") : NULL;
    if (!stream)
        fail(error, "%s: %s", file, strerror(errno));
    json_t *document = stream ? json_loadf(stream, JSON_DECODE_INT_AS_REAL, &wrong) : NULL;
    if (document)
        is_read = add_document(r, document, error);
    else if (stream && ferror(stream))
        fail(error, "%s: %s", file, strerror(errno));
    else if (stream)
        fail(error, "%s: not JSON: line %d: %s", file, wrong.line, wrong.text);
    if (stream)
        fclose(stream);
    json_decref(document);
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
