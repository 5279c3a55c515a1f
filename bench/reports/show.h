/* show.h - a cell as a row of a table for people, and as a record for each of its columns. */
#ifndef BENCH_SHOW_H
#define BENCH_SHOW_H

#include "reports/cell.h"

/* A table for a door: what it is about, and the titles of its columns. */
void show_table(const cell_setup *setup, const door *d, data_kind kind);

/* What of a cell is wrong. */
void show_wrong(const cell *c);

/* Its next row, and the records of it. */
void show_cell(const cell *c, const char *report);

/* The records alone. report: its name. */
void show_records(const cell *c, const char *report, const cell_setup *setup);

/* A size that is left out, and why. */
__attribute__((format(printf, 2, 3))) void show_skipped(size_t n, const char *format, ...);

#endif
