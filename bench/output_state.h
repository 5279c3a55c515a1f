/* output_state.h - what table.c, output.c and the writers of files share. */
#ifndef BENCH_OUTPUT_STATE_H
#define BENCH_OUTPUT_STATE_H

#include "record.h"

#include <stdio.h>

/* What holds for the whole run. */
extern struct output_state {
    FILE *people; /* where tables go; NULL: nowhere */
    FILE *answer; /* where the answer goes that comes before them; NULL: it does not */
    int colour;
    int csv;
    const char *json_file; /* NULL: none; "-": standard output */
    const char *plot_file;
    const options *options;
    record *records; /* kept for the files */
    size_t record_count;
} output_state;

/* What begins each style on a terminal. */
extern const char *const output_codes[];

/* Writes all records: json.c in Google Benchmark's schema. 0, errno set, where that fails. */
int json_write(FILE *file);

/* One picture for each operation and type: plot.c. 0 where it fails, and why on stderr. */
int plot_is_possible(const char *file);
int plot_write(const char *file);

/* A record as a line of CSV, a line of headings before it where its keys are others: csv.c */
void csv_write(FILE *file, const record *r);

#endif
