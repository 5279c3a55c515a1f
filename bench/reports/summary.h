/* summary.h - the tables of a run in a few lines: where Spelt gains least, and how much it
 * gains on the whole. */
#ifndef BENCH_SUMMARY_H
#define BENCH_SUMMARY_H

#include "reports/cell.h"

/* After peers_begin. */
void summary_begin(void);
void summary_add(const cell *c);
void summary_print(const cell_setup *setup);

#endif
