/* record.c - one result of a report, for programs. */
#include "output/record.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void record_begin(record *r)
{
    memset(r, 0, sizeof *r);
    r->threads = 1;
    r->n = NAN;
    r->bytes_per_call = r->items_per_call = NAN;
    r->min = r->median = r->spread = r->mean = r->deviation = NAN;
}

static void add_label(record *r, const char *key, const char *text, int is_name)
{
    if (r->label_count == RECORD_LABELS)
        return;
    record_label *label = &r->labels[r->label_count++];
    label->key = key;
    label->is_name = is_name;
    snprintf(label->text, sizeof label->text, "%s", text);
}

void record_name(record *r, const char *key, const char *text)
{
    add_label(r, key, text, 1);
}

void record_size(record *r, size_t n)
{
    char text[32];
    snprintf(text, sizeof text, "%zu", n);
    add_label(r, "n", text, 1);
    r->n = (double)n;
}

void record_label_text(record *r, const char *key, const char *text)
{
    add_label(r, key, text, 0);
}

void record_counter_value(record *r, const char *key, double value)
{
    if (r->counter_count < RECORD_COUNTERS)
        r->counters[r->counter_count++] = (record_counter){key, value};
}

void record_seconds(record *r, const double *seconds, size_t rounds, size_t calls)
{
    r->rounds = rounds;
    r->calls = calls;
    r->min = statistics_min(seconds, rounds);
    r->median = statistics_median(seconds, rounds);
    r->spread = statistics_spread(seconds, rounds);
    r->mean = statistics_mean(seconds, rounds);
    r->deviation = statistics_deviation(seconds, rounds);
    r->kept_count = rounds < RECORD_ROUNDS ? rounds : RECORD_ROUNDS;
    for (size_t i = 0; i < r->kept_count; i++)
        r->kept[i] = seconds[i * rounds / r->kept_count];
}

void record_time(record *r, const timing_variant *timing)
{
    record_seconds(r, timing->seconds, timing->rounds, timing->calls);
}

void record_ratio(record *r, const char *key, const char *key_low, const char *key_high,
                  const statistics_interval *ratio, size_t rounds)
{
    static const statistics_interval none = {NAN, NAN, NAN};
    const statistics_interval *shown = ratio ? ratio : &none;
    int means = ratio && statistics_means_something(ratio, rounds);
    record_counter_value(r, key, means ? shown->value : NAN);
    record_counter_value(r, key_low, shown->low);
    record_counter_value(r, key_high, shown->high);
}

void record_format_name(const record *r, char name[RECORD_NAME])
{
    size_t used = 0;
    name[0] = '\0';
    for (size_t i = 0; i < r->label_count && used < RECORD_NAME; i++)
        if (r->labels[i].is_name)
            used += (size_t)snprintf(name + used, RECORD_NAME - used, "%s%s", used ? "/" : "",
                                     r->labels[i].text);
    if (r->threads != 1 && used < RECORD_NAME)
        snprintf(name + used, RECORD_NAME - used, "/threads:%d", r->threads);
}

const char *record_find_label(const record *r, const char *key)
{
    for (size_t i = 0; i < r->label_count; i++)
        if (strcmp(r->labels[i].key, key) == 0)
            return r->labels[i].text;
    return "";
}
