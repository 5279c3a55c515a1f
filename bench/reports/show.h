/* show.h - a cell as a row of a table for people, and as a record for each of its columns. */
#ifndef BENCH_SHOW_H
#define BENCH_SHOW_H

#include "output/record.h"
#include "reports/cell.h"

/* A table for a door: what it is about, and the titles of its columns. */
void show_table(const cell_setup *setup, const door *d, data_kind kind);

/* What of a cell is wrong. */
void show_wrong(const cell *c);

/* Its next row, and the records of it. */
void show_cell(const cell *c, const char *report);

/* The records alone. report: its name. */
void show_records(const cell *c, const char *report, const cell_setup *setup);

/* One of them, for a report that has more to tell of it: all but the handing over to output_record. */
void show_column_record(record *r, const cell *c, column i, const char *report, int cap);

/* The same of what is no column: first what all records of a cell have in common, then, when it has its
 * times, the figures of all. ratio: of the naive loop to it, NULL if none; share: of the limit, 0 where it is
 * not known. */
void show_begin_record(record *r, const cell *c, const char *report, const char *variant,
                       const char *path, const char *about);
void show_end_record(record *r, const statistics_interval *ratio, double share);

/* A size that is left out, and why. */
__attribute__((format(printf, 2, 3))) void show_skipped(size_t n, const char *format, ...);

#endif
