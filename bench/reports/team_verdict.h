/* team_verdict.h - what the rows of a door say together: from which size on threads pay, what the
 * library's own choice costs, and what to do about it. */
#ifndef BENCH_TEAM_VERDICT_H
#define BENCH_TEAM_VERDICT_H

#include "reports/team_row.h"

typedef struct {
    const door *door;
    choice_table table; /* medians */
    size_t bytes[CHOICE_MAX_SIZES];
    double speedup[CHOICE_MAX_COUNTS][CHOICE_MAX_SIZES];
    double lost[CHOICE_MAX_SIZES]; /* by the library, against the best count: times as long */
    double against_one[CHOICE_MAX_SIZES]; /* its median against that of one thread */
    double later[CHOICE_MAX_SIZES];       /* seconds that its late calls are later than those */
} team_verdict;

/* "busy" or "idle". */
const char *team_machine(int is_busy);

/* An empty one; and the next row. */
void team_verdict_begin(team_verdict *v, const team_setup *setup);
void team_verdict_add(team_verdict *v, const team_row *row, const team_setup *setup);

/* What the library's own choice costs; where that is more than 1.2 times the best, the settings
 * that would do better by these figures. */
#define TEAM_TEXT_SIZE 256
void team_verdict_format_choice(const team_verdict *v, const team_setup *setup,
                                char text[TEAM_TEXT_SIZE]);

/* The notes below a table; the library's choice is the answer. */
void team_verdict_show(const team_verdict *v, const team_setup *setup, int is_busy);

#endif
