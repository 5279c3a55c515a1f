/* interrupt.c - Ctrl-C ends the measuring, not the bench. */
#define _POSIX_C_SOURCE 200809L
#include "measure/interrupt.h"

#include <signal.h>
#include <string.h>

static volatile sig_atomic_t signal_noted;

static void note(int number)
{
    signal_noted = number;
}

void interrupt_begin(void)
{
    static const int numbers[] = {SIGINT, SIGTERM};
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = note;
    action.sa_flags = (int)SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < 2; i++)
        sigaction(numbers[i], &action, NULL);
}

int interrupted(void)
{
    return signal_noted != 0;
}

int interrupt_status(void)
{
    return signal_noted ? 128 + signal_noted : 0;
}
