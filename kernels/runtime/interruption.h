/* interruption.h - what may take the calling thread out of a function of Spelt, held off for a while:
 * its signals, whose handlers may siglongjmp() or exit, and its cancellation. */
#ifndef SPELT_RUNTIME_INTERRUPTION_H
#define SPELT_RUNTIME_INTERRUPTION_H

#include <pthread.h>
#include <signal.h>

/* Blocks all signals that come from elsewhere; those that the thread's own instructions raise stay as the
 * host has them. Two system calls with the release: not for short calls. */
void spelt_signals_hold(sigset_t *before);

/* Those that its own instructions raise must strike a thread of Spelt's, for blocked they would kill. */
void spelt_faults_let_in(void);

static inline void spelt_signals_release(const sigset_t *before)
{
    pthread_sigmask(SIG_SETMASK, before, NULL);
}

/* Takes some nanoseconds. Held off around all that opens, reads, writes or waits: so no function of
 * Spelt is a cancellation point. */
static inline int spelt_cancellation_hold(void)
{
    int before = PTHREAD_CANCEL_ENABLE;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before);
    return before;
}

static inline void spelt_cancellation_release(int before)
{
    pthread_setcancelstate(before, NULL);
}

#endif
