/* output.h - tables for people, lines for programs, and progress. */
#ifndef BENCH_OUTPUT_H
#define BENCH_OUTPUT_H

#include "cell.h"

/* What begins a line that is no figure: "# " in CSV. */
const char *output_prefix(void);

/* csv: one line for each number instead of tables. */
void output_begin(int csv, const cell_setup *setup);

/* A table: what it is about, then the titles of its columns, then its cells. */
void output_title(const door *d, data_kind kind);
void output_columns(void);
void output_cell(const cell *c);

/* A size that is left out, and why. */
__attribute__((format(printf, 2, 3))) void output_skipped(size_t n, const char *format, ...);

/* "nnn.n", with k, M or G where it would be longer. */
#define OUTPUT_NUMBER_SIZE 16
void output_number(double value, char text[OUTPUT_NUMBER_SIZE]);

/* On a terminal, a line on stderr that the next one overwrites. */
void output_progress(double fraction, const char *what, size_t n);
void output_progress_end(void);

#endif
