/* record.h - one result of a report, for programs: what was measured, by whom, and the figures. */
#ifndef BENCH_RECORD_H
#define BENCH_RECORD_H

#include "measure/timing.h"

#define RECORD_LABELS 12
#define RECORD_COUNTERS 16
#define RECORD_TEXT 160
#define RECORD_MESSAGE 256
#define RECORD_NAME 256

/* Rounds that are kept for the JSON file, evenly from all there were. */
#define RECORD_ROUNDS 32

typedef struct {
    const char *key;
    char text[RECORD_TEXT];
    int is_name; /* part of the record's name; the others only tell more about it */
} record_label;

typedef struct {
    const char *key;
    double value; /* NAN: unknown, or not to be had */
} record_counter;

typedef struct {
    record_label labels[RECORD_LABELS];
    size_t label_count;
    record_counter counters[RECORD_COUNTERS];
    size_t counter_count;
    int threads; /* 1 where nothing else is said */
    double n;    /* elements; the x axis of a plot */
    double bytes_per_call;
    double items_per_call;
    char wrong[RECORD_MESSAGE]; /* what is wrong with the result; empty: nothing */

    /* Seconds per call; rounds = 0: not timed. */
    size_t rounds;
    size_t calls;
    double min, median, spread, mean, deviation;
    double kept[RECORD_ROUNDS];
    size_t kept_count;
} record;

/* All that are kept for the files. */
typedef struct {
    record *records;
    size_t count;
} record_list;

/* Records of one report give the same keys in the same order: they are the columns of CSV. */
void record_begin(record *r);

/* The name of a record is its name labels with '/' between them, "/threads:N" behind it where N is
 * not 1: dot_f64/usual/1000/Spelt/threads:2. It is what one run has in common with another. */
void record_name(record *r, const char *key, const char *text);
void record_size(record *r, size_t n); /* the name label "n" */
void record_label_text(record *r, const char *key, const char *text);

void record_counter_value(record *r, const char *key, double value);

/* The times of all rounds; then bytes per second where bytes_per_call is known. */
void record_time(record *r, const timing_variant *timing);
void record_seconds(record *r, const double *seconds, size_t rounds, size_t calls);

/* Three counters: key, key_low, key_high. NAN where the ratio means nothing; NULL: there is none.
 */
void record_ratio(record *r, const char *key, const char *key_low, const char *key_high,
                  const statistics_interval *ratio, size_t rounds);

void record_format_name(const record *r, char name[RECORD_NAME]);
/* The text of a label; "" where there is none. */
const char *record_find_label(const record *r, const char *key);

#endif
