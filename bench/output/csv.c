/* csv.c - records as comma-separated values: RFC 4180, lines ending in a line feed. */
#include "output/writers.h"

#include <math.h>
#include <string.h>

static void write_text(FILE *file, const char *text)
{
    if (!text[strcspn(text, ",\"\r\n")]) {
        fputs(text, file);
        return;
    }
    fputc('"', file);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', file);
        fputc(*text, file);
    }
    fputc('"', file);
}

/* Empty where there is no such figure. */
static void write_figure(FILE *file, const char *format, double value)
{
    fputc(',', file);
    if (isfinite(value))
        fprintf(file, format, value);
    else if (isinf(value))
        fputs(value > 0 ? "inf" : "-inf", file);
}

static void write_headings(FILE *file, const record *r)
{
    for (size_t i = 0; i < r->label_count; i++)
        fprintf(file, "%s,", r->labels[i].key);
    fputs("threads,state,rounds,calls,min_ns,median_ns,spread_ns,gb_per_s", file);
    for (size_t i = 0; i < r->counter_count; i++)
        fprintf(file, ",%s", r->counters[i].key);
    fputc('\n', file);
}

/* Whether the columns are those of the line before. */
static int has_the_same_keys(const record *a, const record *b)
{
    if (a->label_count != b->label_count || a->counter_count != b->counter_count)
        return 0;
    for (size_t i = 0; i < a->label_count; i++)
        if (strcmp(a->labels[i].key, b->labels[i].key) != 0)
            return 0;
    for (size_t i = 0; i < a->counter_count; i++)
        if (strcmp(a->counters[i].key, b->counters[i].key) != 0)
            return 0;
    return 1;
}

void csv_write(FILE *file, const record *r)
{
    static record before;
    if (before.label_count == 0 || !has_the_same_keys(&before, r))
        write_headings(file, r);
    before = *r;
    for (size_t i = 0; i < r->label_count; i++) {
        write_text(file, r->labels[i].text);
        fputc(',', file);
    }
    fprintf(file, "%d,%s,%zu,%zu", r->threads, *r->wrong ? "wrong" : "right", r->rounds, r->calls);
    write_figure(file, "%.4f", 1e9 * r->min);
    write_figure(file, "%.4f", 1e9 * r->median);
    write_figure(file, "%.4f", 1e9 * r->spread);
    write_figure(file, "%.4f", 1e-9 * r->bytes_per_call / r->median);
    for (size_t i = 0; i < r->counter_count; i++)
        write_figure(file, "%.6g", r->counters[i].value);
    fputc('\n', file);
    fflush(file);
}
