/* interruption.c - see interruption.h. */
#define _POSIX_C_SOURCE 200809L

#include "runtime/interruption.h"

#include <stddef.h>

static const int faults[] = {SIGFPE, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGSYS};

void spelt_signals_hold(sigset_t *before)
{
    sigset_t held;
    sigfillset(&held);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
        sigdelset(&held, faults[i]);
    pthread_sigmask(SIG_BLOCK, &held, before);
}

void spelt_faults_let_in(void)
{
    sigset_t let_in;
    sigemptyset(&let_in);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
        sigaddset(&let_in, faults[i]);
    pthread_sigmask(SIG_UNBLOCK, &let_in, NULL);
}
