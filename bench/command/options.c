/* options.c - the command line. */
#define _GNU_SOURCE
#include "command/options.h"

#include "output/output.h"
#include "reports/reports.h"
#include "command/usage.h"

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

/* The name that begins like a mistyped word for longer than any other, and for more than half of it; the
 * shortest of several. */
static const char *nearest_name(const char *word, size_t length, const char *(*nth)(size_t))
{
    const char *nearest = NULL;
    for (size_t i = 0, most = length / 2; nth(i); i++) {
        size_t same = 0;
        while (same < length && word[same] == nth(i)[same] && nth(i)[same])
            same++;
        if (same > most || (nearest && same == most && strlen(nth(i)) < strlen(nearest))) {
            most = same;
            nearest = nth(i);
        }
    }
    return nearest;
}

/* Each has a letter of its own, by which reports.c says who takes it. */
static const struct option option_names[] = {
    {"x", required_argument, NULL, 'x'},     {"y", required_argument, NULL, 'y'},
    {"op", required_argument, NULL, 'o'},    {"type", required_argument, NULL, 't'},
    {"size", required_argument, NULL, 'n'},  {"isa", required_argument, NULL, 'i'},
    {"path", required_argument, NULL, 'p'},  {"threads", required_argument, NULL, 'c'},
    {"time", required_argument, NULL, 's'},  {"seed", required_argument, NULL, 'r'},
    {"cblas", required_argument, NULL, 'b'}, {"json", required_argument, NULL, 'j'},
    {"plot", required_argument, NULL, 'P'},  {"merge", required_argument, NULL, 'm'},
    {"pause", required_argument, NULL, 'w'}, {"idle", no_argument, NULL, 'I'},
    {"busy", no_argument, NULL, 'B'},        {"csv", no_argument, NULL, 'v'},
    {"all", no_argument, NULL, 'A'},         {"list", no_argument, NULL, 'l'},
    {"full", no_argument, NULL, 'F'},        {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

static const char *nth_option(size_t i)
{
    return option_names[i].name;
}

static int refuse_option(const char *name)
{
    const char *word = name + strspn(name, "-");
    const char *near = nearest_name(word, strcspn(word, "="), nth_option);
    return refuse("%s: there is no such option, or it takes no value%s%s%s", name,
                  near ? " (--" : "", near ? near : "", near ? "?)" : "");
}

/* Reads a number at *text: digits, with K, M or G for 2^10, 2^20 or 2^30 times that, or 2^digits;
 * *text moves behind it. */
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
    } else if (*end == 'K' || *end == 'M' || *end == 'G') {
        unsigned shift = *end == 'K' ? 10 : *end == 'M' ? 20 : 30;
        if (value > UINT64_MAX >> shift)
            return 0;
        value <<= shift;
        end++;
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
    return refuse("--size %s: not a list of sizes such as 1,16,2^20 or 1K..16M or 1..2^24:8", text);
}

static const char *nth_operation(size_t i)
{
    i += i >= ROW_LAST_ALONG_AXIS; /* which is none */
    return i < ROWS ? doors[i].facts->op : NULL;
}

static const char *nth_type(size_t i)
{
    return i < SPELT_ALL_FUNCTIONS ? spelt_function_list[i].suffix : NULL;
}

/* Whether every item of the list is a name that some door has. */
static int check_names(const char *option, const char *list, const char *(*nth)(size_t))
{
    for (const char *item = list;; item++) {
        const size_t length = strcspn(item, ",");
        size_t i = 0;
        while (nth(i) && (strlen(nth(i)) != length || memcmp(item, nth(i), length) != 0))
            i++;
        if (!nth(i)) {
            const char *near = nearest_name(item, length, nth);
            return refuse("%s: there is no %.*s%s%s%s; --list tells what there is", option,
                          (int)length, item, near ? " (" : "", near ? near : "", near ? "?)" : "");
        }
        item += length;
        if (*item == '\0')
            return 1;
    }
}

static int parse_threads(options *o, const char *text)
{
    const char *rest = text;
    uint64_t count;
    if (!parse_count(&rest, &count) || *rest || count < 1 || count > 1024)
        return refuse("--threads %s: a whole number from 1 to 1024 is wanted", text);
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

static int parse_pause(options *o, const char *text)
{
    char *end;
    o->pause = 1e-3 * strtod(text, &end);
    if (end == text || *end || !(o->pause >= 0 && o->pause <= 1))
        return refuse("--pause %s: milliseconds from 0 to 1000 are wanted", text);
    return 1;
}

static int parse_seed(options *o, const char *text)
{
    const char *rest = text;
    if (!parse_count(&rest, &o->seed) || *rest)
        return refuse("--seed %s: a whole number from 0 up is wanted", text);
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
    case 'o': o->operations = value; return check_names("--op", value, nth_operation);
    case 't': o->types = value; return check_names("--type", value, nth_type);
    case 'A': o->all = 1; return 1;
    case 'F': return 1;
    case 'n': return parse_sizes(o, value);
    case 'i': o->isa = value; return 1;
    case 'p': o->path = value; return 1;
    case 'c': return parse_threads(o, value);
    case 's': return parse_time(o, value);
    case 'r': return parse_seed(o, value);
    case 'b': return add_cblas(o, value);
    case 'j': o->json_file = value; return 1;
    case 'P': o->plot_file = value; return 1;
    case 'm': o->merge_file = value; return 1;
    case 'w': return parse_pause(o, value);
    case 'I': o->idle = 1; return 1;
    case 'B': o->busy = 1; return 1;
    case 'l': o->list = 1; return 1;
    case 'v': o->csv = 1; return 1;
    case ':': return refuse("%s wants a value", name);
    default: return refuse_option(name);
    }
}

static int is_report(const char *word)
{
    for (size_t i = 0; i < report_count; i++)
        if (strcmp(reports[i].name, word) == 0)
            return 1;
    return 0;
}

static const char *nth_report(size_t i)
{
    return i < report_count ? reports[i].name : NULL;
}

/* What only the tables of `speed` can show, where no report is named. */
static const char for_tables[] = "FnxyPm";

/* The words that are no options: the name of a report, and what it reads. */
static int take_words(options *o, char *const *words, size_t count, const char *given)
{
    if (count == 0 && strpbrk(given, for_tables))
        o->report = &reports[1];
    if (count > 0 && is_report(words[0])) {
        for (size_t i = 0; i < report_count; i++)
            if (strcmp(reports[i].name, words[0]) == 0)
                o->report = &reports[i];
        words++;
        count--;
    } else if (count > 0) {
        const char *near = nearest_name(words[0], strlen(words[0]), nth_report);
        return refuse("%s: there is no such report%s%s%s; a file is --x FILE", words[0],
                      near ? " (" : "", near ? near : "", near ? "?)" : "");
    }
    if (count != o->report->reads)
        return refuse("%s: %zu files are wanted, not %zu", o->report->name, o->report->reads,
                      count);
    for (size_t i = 0; i < count; i++)
        o->files[o->file_count++] = words[i];
    return 1;
}

/* given: the options of the command line, by their letters. */
static int check_taken(const options *o, const char *given)
{
    for (; *given; given++)
        for (size_t i = 0; option_names[i].name; i++)
            if (option_names[i].val == *given && !strchr(o->report->takes, *given) && *given != 'l')
                return refuse("the report %s takes no --%s", o->report->name, option_names[i].name);
    return 1;
}

static int check_combination(const options *o)
{
    if (o->y_file && !o->x_file)
        return refuse("--y wants --x too");
    if (o->x_file && o->size_count)
        return refuse("--x takes the size from the file: no --size");
    if (o->csv && o->json_file && strcmp(o->json_file, "-") == 0)
        return refuse("--csv and --json - both want standard output");
    for (size_t i = 0; i < ROWS; i++)
        if (options_want(o, &doors[i]))
            return 1;
    return refuse("no operation of --op has a type of --type; --list tells what there is");
}

int options_parse(options *o, int argc, char **argv, int *exit_status)
{
    char given[64] = "";
    size_t given_count = 0;
    *o = (options){.report = &reports[0], .time = 45, .seed = 1};
    *exit_status = 2;
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, ":h", option_names, NULL)) != -1;) {
        if (option == 'h') {
            usage_print();
            *exit_status = output_close() ? 0 : 1;
            return 0;
        }
        if (!parse_option(o, option, argv[optind - 1], optarg))
            return 0;
        if (!strchr(given, option) && given_count + 1 < sizeof given)
            given[given_count++] = (char)option;
    }
    if (!take_words(o, argv + optind, (size_t)(argc - optind), given) || !check_taken(o, given))
        return 0;
    o->is_screen = o->report->shape == OUTPUT_SCREEN;
    return check_combination(o);
}
