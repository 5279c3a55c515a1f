/* writers.h - records as files for programs, and as pictures. */
#ifndef BENCH_WRITERS_H
#define BENCH_WRITERS_H

#include "output/record.h"

#include <stdio.h>

/* In Google Benchmark's schema: json.c. 0, errno set, where that fails. */
int json_write(FILE *file, const record_list *list, uint64_t seed);

/* One picture for each operation and type: plot.c. 0 where it fails, and why on stderr; each file that is
 * drawn is told to notes, behind `before`. */
int plot_is_possible(const char *file);
int plot_write(const char *file, const record_list *list, FILE *notes, const char *before);

/* A record as a line of CSV, a line of headings before it where its keys are others: csv.c */
void csv_write(FILE *file, const record *r);

#endif
