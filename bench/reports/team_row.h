/* team_row.h - one door at one size: on each thread count, and on what the library chooses. */
#ifndef BENCH_TEAM_ROW_H
#define BENCH_TEAM_ROW_H

#include "loops/arrays.h"
#include "measure/choice.h"
#include "reports/wanted.h"
#include "measure/timing.h"

/* How soon workers come, as the library has learned from its own calls: forced teams, to which many
 * come late, must not teach it. */
typedef struct {
    int64_t delay;
    int is_in_force;
} team_memory;

/* What nothing has changed yet. */
team_memory team_memory_begin(void);

/* What holds for a whole run. */
typedef struct {
    const options *o;
    arrays arrays;
    int counts[CHOICE_MAX_COUNTS];
    size_t count;
    size_t grain;   /* in force */
    double seconds; /* of a row */
} team_setup;

/* The work is first, for the door's batch. */
typedef struct {
    work work;
    const door *door;
    size_t grain; /* in force during the call */
    team_memory *memory;
} team_call;

/* The variants: one for each count, the first of them one thread; then the library. */
#define TEAM_LIBRARY CHOICE_MAX_COUNTS
#define TEAM_VARIANTS (CHOICE_MAX_COUNTS + 1)
_Static_assert(TEAM_VARIANTS <= TIMING_MAX_VARIANTS, "all are timed side by side");

typedef struct {
    const door *door;
    size_t n;
    size_t bytes;
    double asked; /* how many threads the library asks for, on average */
    team_call call[TEAM_VARIANTS];
    timing_variant timing[TEAM_VARIANTS];
} team_row;

/* Times the row, whose door and n are set; 0 where a result was not that of the scalar variant. */
int team_row_time(team_row *row, const team_setup *setup, team_memory *memory);

/* As many times as fast as one thread. */
statistics_interval team_row_speedup(const team_row *row, size_t variant);

/* The count that was the fastest; and the median of a variant against its. */
size_t team_row_best(const team_row *row, const team_setup *setup);
double team_row_over_best(const team_row *row, const team_setup *setup, size_t variant);

/* How many threads the calls of a variant ask for; how many take part is another matter. */
double team_row_asked(const team_row *row, size_t variant);

#endif
