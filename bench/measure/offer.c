/* offer.c - what it costs a call to offer work of which nobody takes anything. */
#include "measure/offer.h"

#include "measure/interrupt.h"
#include "runtime/team.h"
#include "runtime/threads.h"

#include <math.h>

#define CALLS 100

static void do_nothing(void *context, void *own, size_t first, size_t last)
{
    (void)context, (void)own, (void)first, (void)last;
}

/* Whether the calling thread alone took part. */
static int was_alone(int threads, double pause, double *seconds)
{
    const spelt_job job = {.run = do_nothing, .pieces = 2};
    clock_sleep(pause);
    const double begin = clock_now();
    const int took_part = spelt_team_run(threads, &job);
    *seconds = clock_now() - begin;
    return took_part == 1;
}

/* The first call of all starts the worker: it does not count. */
double offer_cost(double pause)
{
    double offers[CALLS], others[CALLS];
    size_t count = 0, calls = 0;
    if (spelt_threads_extra_limit() < 1)
        return NAN;
    was_alone(2, 0, &others[0]);
    for (; calls < CALLS && !interrupted(); calls++) {
        was_alone(1, pause, &others[calls]);
        count += (size_t)was_alone(2, pause, &offers[count]);
    }
    return statistics_median(offers, count) - statistics_median(others, calls);
}
