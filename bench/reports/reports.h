/* reports.h - the reports: each a file of its own, report_<name>.c, with one way in. */
#ifndef BENCH_REPORTS_H
#define BENCH_REPORTS_H

#include "output/output.h"
#include "reports/wanted.h"

/* Returns the exit status: 1 if a result was wrong, or memory or a file could not be had. */
typedef int report_function(const options *o);

typedef struct report {
    const char *name;
    report_function *run;
    const char *summary; /* one line of --help */
    const char *takes; /* the options that mean something to it, as options.c knows them: "otnjv" */
    output_shape shape;
    size_t reads;      /* files that stand behind its name; such a report runs nothing here */
} report;

extern const report reports[];
extern const size_t report_count;

report_function report_glance;
report_function report_speed;
report_function report_door;
report_function report_accuracy;
report_function report_compare;
report_function report_limits;
report_function report_strides;
report_function report_threads;

#endif
