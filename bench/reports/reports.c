/* reports.c - the table of reports; the first is the one that no name asks for. */
#include "reports/reports.h"

const report reports[] = {
    {"glance", report_glance, "what Spelt gains in each cache level and in memory: one screen",
     "otAipcsrbjv", OUTPUT_SCREEN, 0},
    {"speed", report_speed,
     "all figures, from one element to beyond the caches; so do --full, --size, --x, --plot, --merge",
     "xyotAnipcsrbjvPmF", OUTPUT_STREAMS, 0},
    {"door", report_door, "the cost of a call that has next to nothing to do", "ipcsrjv",
     OUTPUT_ANSWERS, 0},
    {"accuracy", report_accuracy, "errors, and how many different results there are", "otAncrbjv",
     OUTPUT_ANSWERS, 0},
    {"compare", report_compare,
     "OLD.json NEW.json: what has become slower; then the exit status is 1", "rjv", OUTPUT_STREAMS,
     2},
    {"limits", report_limits, "how fast each cache level and memory can be at best", "csrjv",
     OUTPUT_ANSWERS, 0},
    {"strides", report_strides, "what an element costs that does not lie beside the last",
     "otAnipsrjv", OUTPUT_ANSWERS, 0},
    {"threads", report_threads,
     "from which size on how many threads pay, on an idle and on a busy machine", "otAnipcsrjvwIB",
     OUTPUT_ANSWERS, 0},
};
const size_t report_count = sizeof reports / sizeof reports[0];
