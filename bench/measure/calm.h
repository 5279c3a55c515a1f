/* calm.h - was the machine calm while it was measured? A loop whose work never changes runs between
 * the rounds; its own times tell of other frequencies and of other programs. */
#ifndef BENCH_CALM_H
#define BENCH_CALM_H

#include <stddef.h>

/* Runs the loop once, a few microseconds, and keeps its time. */
void calm_loop(void);

/* While the bench itself keeps the machine busy no loop is run, and what is taken from this program
 * does not count. */
void calm_suspend(void);
void calm_resume(void);

typedef struct {
    size_t loops;
    double least;  /* seconds of the loop */
    double median; /* over the whole run */
    double drift;  /* of its median, last quarter of the run against the first: 0.03, 3 % slower */
    double late;   /* the share of loops that took CALM_LATE times the median, or longer */
    long switches; /* the times that another program took this one's CPU */
    double taken;  /* the share of the time that this one stood in line for a CPU */
} calm;
#define CALM_LATE 1.1
#define CALM_TAKEN 0.02 /* so much may be taken */
calm calm_so_far(void);

/* Whether figures of such a run deserve a warning; why: a few words, at least 128 bytes. */
#define CALM_WHY_SIZE 160
int calm_is_doubtful(const calm *c, char why[CALM_WHY_SIZE]);

#endif
