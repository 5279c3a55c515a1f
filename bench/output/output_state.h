/* output_state.h - what table.c and output.c share. */
#ifndef BENCH_OUTPUT_STATE_H
#define BENCH_OUTPUT_STATE_H

#include "output/output.h"

#include <stdio.h>

/* What holds for the whole run. */
extern struct output_state {
    FILE *people; /* where tables go; NULL: nowhere */
    FILE *answer; /* where the answer goes that comes before them; NULL: it does not */
    int colour;
    output_request wanted;
    record_list kept; /* for the files */
} output_state;

/* What begins each style on a terminal. */
extern const char *const output_codes[];

#endif
