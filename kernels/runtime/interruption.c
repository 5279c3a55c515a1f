/* interruption.c - see interruption.h. */
#define _POSIX_C_SOURCE 200809L

#include "runtime/interruption.h"

#include <stddef.h>

void spelt_signals_hold(sigset_t *before)
{
    static const int faults[] = {SIGFPE, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGSYS};
    sigset_t held;
    sigfillset(&held);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
        sigdelset(&held, faults[i]);
    pthread_sigmask(SIG_SETMASK, &held, before);
}
