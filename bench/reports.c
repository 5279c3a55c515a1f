/* reports.c - the table of reports; the first is the one that no name asks for. */
#include "reports.h"

const report reports[] = {
    {"speed", report_speed,
     "what Spelt gains over loops and BLAS, from one element to beyond the "
     "caches",
     "xyotAnipcsrbjvPm", 0},
    {"door", report_door, "the cost of a call that has next to nothing to do", "ipcsrjv", 0},
    {"accuracy", report_accuracy, "errors, and how many different results there are", "otAncrbjv",
     0},
    {"compare", report_compare,
     "OLD.json NEW.json: what has become slower; then the exit status is 1", "rjv", 2},
    {"limits", report_limits, "how fast each cache level and memory can be at best", "csrjv", 0},
    {"strides", report_strides, "what an element costs that does not lie beside the last",
     "otAnipsrjv", 0},
    {"threads", report_threads,
     "from which size on how many threads pay, on an idle and on a busy machine", "otAnipcsrjvwIB",
     0},
};
const size_t report_count = sizeof reports / sizeof reports[0];
