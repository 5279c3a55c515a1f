/* options.c - what the command line asks for. */
#define _GNU_SOURCE
#include "options.h"

#include "usage.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int refuse(const char *format, ...) __attribute__((format(printf, 1, 2)));

static int refuse(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("spelt-bench: ", stderr);
    vfprintf(stderr, format, arguments);
    fputs("\nTry 'spelt-bench --help'.\n", stderr);
    va_end(arguments);
    return 0;
}

/* Reads a number at *text: digits, or 2^digits; *text moves behind it. */
static int parse_count(const char **text, uint64_t *count)
{
    char *end;
    if (**text < '0' || **text > '9')
        return 0;
    errno = 0;
    unsigned long long value = strtoull(*text, &end, 10);
    if (errno)
        return 0;
    if (value == 2 && *end == '^' && end[1] >= '0' && end[1] <= '9') {
        unsigned long long exponent = strtoull(end + 1, &end, 10);
        if (errno || exponent > 62)
            return 0;
        value = 1ull << exponent;
    }
    *text = end;
    *count = value;
    return 1;
}

static int add_size(options *o, uint64_t n)
{
    if (o->size_count == OPTIONS_MAX_SIZES || n > SIZE_MAX / 64)
        return 0;
    o->sizes[o->size_count++] = (size_t)n;
    return 1;
}

/* One item of --size: N, A..B (each twice the last) or A..B:F (F times the last). */
static int parse_sizes_item(options *o, const char **text)
{
    uint64_t first, last, factor = 2;
    if (!parse_count(text, &first))
        return 0;
    if (strncmp(*text, "..", 2) != 0)
        return add_size(o, first);
    *text += 2;
    if (!parse_count(text, &last) || first == 0 || last < first)
        return 0;
    if (**text == ':') {
        ++*text;
        if (!parse_count(text, &factor) || factor < 2)
            return 0;
    }
    for (uint64_t n = first;; n *= factor) {
        if (!add_size(o, n))
            return 0;
        if (n > last / factor)
            return 1;
    }
}

static int parse_sizes(options *o, const char *text)
{
    const char *rest = text;
    o->size_count = 0;
    while (parse_sizes_item(o, &rest)) {
        if (*rest == '\0')
            return 1;
        if (*rest++ != ',')
            break;
    }
    return refuse("--size %s: not a list of sizes such as 1,16,2^20 or 1..4096 or 1..2^24:8", text);
}

/* Whether the comma-separated list names word. */
static int lists(const char *list, const char *word)
{
    const size_t length = strlen(word);
    for (const char *item = list;; item++) {
        size_t item_length = strcspn(item, ",");
        if (item_length == length && memcmp(item, word, length) == 0)
            return 1;
        item += item_length;
        if (*item == '\0')
            return 0;
    }
}

int options_want(const options *o, const door *d)
{
    return (!o->operations || lists(o->operations, d->op_name)) &&
           (!o->types || lists(o->types, d->suffix));
}

static const char *operation_of(const door *d)
{
    return d->op_name;
}

static const char *type_of(const door *d)
{
    return d->suffix;
}

/* Whether every item of the list is a name that some door has. */
static int check_names(const char *option, const char *list, const char *(*name_of)(const door *))
{
    for (const char *item = list;; item++) {
        size_t length = strcspn(item, ","), i = 0;
        while (i < door_count && (strlen(name_of(&doors[i])) != length ||
                                  memcmp(item, name_of(&doors[i]), length) != 0))
            i++;
        if (i == door_count)
            return refuse("%s: there is no %.*s; --list tells what there is", option, (int)length,
                          item);
        item += length;
        if (*item == '\0')
            return 1;
    }
}

static int parse_threads(options *o, const char *text)
{
    uint64_t count;
    if (!parse_count(&text, &count) || *text || count < 1 || count > 1024)
        return refuse("--threads: a whole number from 1 to 1024 is wanted");
    o->threads = (int)count;
    return 1;
}

static int parse_time(options *o, const char *text)
{
    char *end;
    o->time = strtod(text, &end);
    if (end == text || *end || !isfinite(o->time) || o->time <= 0)
        return refuse("--time %s: a number of seconds above 0 is wanted", text);
    return 1;
}

static int parse_seed(options *o, const char *text)
{
    if (!parse_count(&text, &o->seed) || *text)
        return refuse("--seed: a whole number from 0 up is wanted");
    return 1;
}

static int add_cblas(options *o, const char *file)
{
    if (o->cblas_count == BLAS_MAX_LIBRARIES - 1)
        return refuse("--cblas %s: at most %d times", file, BLAS_MAX_LIBRARIES - 1);
    o->cblas_files[o->cblas_count++] = file;
    return 1;
}

/* name: as it stands on the command line. */
static int parse_option(options *o, int option, const char *name, const char *value)
{
    switch (option) {
    case 'x': o->x_file = value; return 1;
    case 'y': o->y_file = value; return 1;
    case 'o': o->operations = value; return check_names("--op", value, operation_of);
    case 't': o->types = value; return check_names("--type", value, type_of);
    case 'n': return parse_sizes(o, value);
    case 'i': o->isa = value; return 1;
    case 'p': o->path = value; return 1;
    case 'c': return parse_threads(o, value);
    case 's': return parse_time(o, value);
    case 'r': return parse_seed(o, value);
    case 'b': return add_cblas(o, value);
    case 'd': o->only_calls = 1; return 1;
    case 'l': o->list = 1; return 1;
    case 'v': o->csv = 1; return 1;
    case ':': return refuse("%s wants a value", name);
    default: return refuse("%s: there is no such option, or it takes no value", name);
    }
}

static int check_combination(const options *o)
{
    if (o->accuracy && (o->x_file || o->isa || o->path || o->only_calls))
        return refuse("accuracy makes its own data, and goes through all ISAs and paths: no --x, "
                      "--isa, --path, --door");
    if (o->y_file && !o->x_file)
        return refuse("--y wants --x too");
    if (o->x_file && (o->size_count || o->only_calls))
        return refuse("--x takes the size from the file: no --size, no --door");
    if (o->only_calls && (o->operations || o->types || o->size_count || o->csv))
        return refuse("--door is a table of its own: no --op, --type, --size, --csv");
    for (size_t i = 0; i < door_count; i++)
        if (options_want(o, &doors[i]))
            return 1;
    return refuse("no operation of --op has a type of --type; --list tells what there is");
}

int options_parse(options *o, int argc, char **argv, int *exit_status)
{
    static const struct option names[] = {
        {"x", required_argument, NULL, 'x'},     {"y", required_argument, NULL, 'y'},
        {"op", required_argument, NULL, 'o'},    {"type", required_argument, NULL, 't'},
        {"size", required_argument, NULL, 'n'},  {"isa", required_argument, NULL, 'i'},
        {"path", required_argument, NULL, 'p'},  {"threads", required_argument, NULL, 'c'},
        {"time", required_argument, NULL, 's'},  {"seed", required_argument, NULL, 'r'},
        {"cblas", required_argument, NULL, 'b'}, {"door", no_argument, NULL, 'd'},
        {"list", no_argument, NULL, 'l'},        {"csv", no_argument, NULL, 'v'},
        {"help", no_argument, NULL, 'h'},        {NULL, 0, NULL, 0},
    };
    *o = (options){.time = 45, .seed = 1};
    *exit_status = 2;
    opterr = 0;
    if (argc > 1 && strcmp(argv[1], "accuracy") == 0) {
        o->accuracy = 1;
        argc--;
        argv++;
    }
    for (int option; (option = getopt_long(argc, argv, ":h", names, NULL)) != -1;) {
        if (option == 'h') {
            fputs(usage_text, stdout);
            *exit_status = 0;
            return 0;
        }
        if (!parse_option(o, option, argv[optind - 1], optarg))
            return 0;
    }
    if (optind < argc)
        return refuse("%s: arguments are not taken; a file is --x FILE", argv[optind]);
    return check_combination(o);
}
