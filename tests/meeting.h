/* meeting.h - a job whose threads wait for each other, so that a team of a given size is certain:
 * each thread stays inside its first piece until all that are expected have come. */
#ifndef SPELT_TESTS_MEETING_H
#define SPELT_TESTS_MEETING_H

#include "runtime/environment.h"
#include "runtime/team.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <time.h>

/* Nobody waits for so long unless threads cannot be had. */
#define DEADLINE_SECONDS 60

typedef struct {
    int expected;
    /* On each thread that came, once, when all are there; number is 0 on the calling thread and
     * from 1 up in the order of arrival on the others. NULL: nothing. */
    void (*then)(void *context, int number);
    void *context;
    pthread_t caller;
    _Atomic int arrived, workers, late;
} meeting;

static inline void rest(void)
{
    const struct timespec a_moment = {0, 50000};
    nanosleep(&a_moment, NULL);
}

/* Rests until *count is at least `least`; 0 where that takes too long. */
static inline int wait_for_count(_Atomic int *count, int least)
{
    const int64_t end = spelt_nanoseconds() + DEADLINE_SECONDS * INT64_C(1000000000);
    while (atomic_load(count) < least) {
        if (spelt_nanoseconds() > end)
            return 0;
        rest();
    }
    return 1;
}

static inline void meeting_begin(void *context, void *own)
{
    (void)context;
    *(int *)own = 0;
}

static inline void meeting_piece(void *context, void *own, size_t first, size_t last)
{
    meeting *m = context;
    int *has_come = own;
    (void)first, (void)last;
    if (*has_come)
        return;
    *has_come = 1;
    int number =
        pthread_equal(pthread_self(), m->caller) ? 0 : atomic_fetch_add(&m->workers, 1) + 1;
    atomic_fetch_add(&m->arrived, 1);
    if (!wait_for_count(&m->arrived, m->expected))
        atomic_fetch_add(&m->late, 1);
    else if (m->then)
        m->then(m->context, number);
}

/* How many threads took part: `expected`, unless the caps allow more or fewer can be had. */
static inline int meet(int threads, size_t pieces, int expected,
                       void (*then)(void *context, int number), void *context)
{
    meeting m = {.expected = expected, .then = then, .context = context, .caller = pthread_self()};
    const spelt_job job = {meeting_piece, meeting_begin, NULL, &m, pieces};
    int took_part = spelt_team_run(threads, &job);
    return atomic_load(&m.late) == 0 && atomic_load(&m.arrived) == took_part ? took_part : -1;
}

/* Of as many threads as there are pieces. */
static inline int meet_all(int threads, void (*then)(void *context, int number), void *context)
{
    return meet(threads, (size_t)threads, threads, then, context);
}

#endif
