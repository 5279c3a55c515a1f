/* report.h - the tables on random data. */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include "cell.h"
#include "options.h"

/* Each returns the exit status: 1 if a result was wrong or memory could not be had. */

/* What a call costs that has next to nothing to do: dot_f64 against the naive function. */
int report_calls(const options *o, const cell_setup *setup, double budget);

/* The doors that are asked for, at the sizes that are asked for. */
int report_doors(const options *o, const cell_setup *setup, double budget);

#endif
