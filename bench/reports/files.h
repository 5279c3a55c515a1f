/* files.h - the tables on arrays from .npy files. */
#ifndef BENCH_FILES_H
#define BENCH_FILES_H

#include "reports/cell.h"
#include "reports/wanted.h"

/* Computes, prints and times what is asked for on --x and --y. Returns the exit status. */
int files_run(const options *o, const cell_setup *setup);

#endif
