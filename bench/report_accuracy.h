/* report_accuracy.h - the report `accuracy`: errors, and how many results there are. */
#ifndef BENCH_REPORT_ACCURACY_H
#define BENCH_REPORT_ACCURACY_H

#include "options.h"

/* Returns the exit status: 1 where Spelt broke a promise (more than one result; an exact function
 * that is off by more than half an ulp) or memory could not be had. In a build without MPFR it
 * says so, and that is all. */
int report_accuracy(const options *o);

#endif
