/* team.h - shares the pieces of one call with worker threads that come in time.
 *
 * A call offers its pieces and begins at once. Workers that wake in time take some, the call takes
 * what is left, closes the offer, and waits only for those that are inside a piece. A worker that
 * the machine does not schedule costs nothing. */
#ifndef SPELT_RUNTIME_TEAM_H
#define SPELT_RUNTIME_TEAM_H

#include "runtime/threads.h"

/* Pieces [0, pieces) of a call.
 *
 *   run    does pieces [first, last); on any thread, in the caller's floating-point environment
 *   begin  makes a thread's own result empty, before its first run: SPELT_OWN_BYTES
 *   merge  adds a thread's own result to the call's: once for each thread that ran, by the calling
 *          thread alone, when all runs have ended
 *
 * begin or merge is NULL where there is nothing to do; where both are, own may be NULL too. */
typedef struct {
    void (*run)(void *context, void *own, size_t first, size_t last);
    void (*begin)(void *context, void *own);
    void (*merge)(void *context, void *own);
    void *context;
    size_t pieces;
} spelt_job;

/* Covers all pieces once, in runs of neighbouring ones, on up to `threads` threads, as many as
 * spelt_threads_for() gave; on one inside a parallel region of the host's OpenMP. Returns how many took
 * part: those that came in time, and never more than the caps leave. Exception flags end up as if the
 * calling thread had done all the work. errno is left alone. */
int spelt_team_run(int threads, const spelt_job *job);

#endif
