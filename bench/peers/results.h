/* results.h - the results of another run, from a JSON file in Google Benchmark's schema: of this
 * bench, of peer_numpy.py, of anything else that writes it. */
#ifndef BENCH_RESULTS_H
#define BENCH_RESULTS_H

#include "measure/statistics.h"

typedef struct {
    char *name;      /* the run's: dot_f64/usual/1000/Spelt/threads:2 */
    double *seconds; /* per call, of each repetition */
    size_t count;
    double least; /* of them, and of the repetitions that are not in the file */
    int is_wrong; /* the run says so itself */
} result;

typedef struct {
    char *file;
    result *list; /* by name */
    size_t count;
    double calm_median; /* seconds of calm.h's loop in that run; 0: unknown */
    char cpu[128];      /* "": unknown */
} results;

#define RESULTS_ERROR_SIZE 512

/* 0 where the file cannot be read or is no such file; error then says why, its name first. */
int results_read(results *r, const char *file, char error[RESULTS_ERROR_SIZE]);
void results_free(results *r);

/* NULL: none of this name. */
const result *results_find(const results *r, const char *name);

#endif
