/* clock.c - the clock that all figures are taken from. */
#define _POSIX_C_SOURCE 200809L
#include "measure/clock.h"

#include <time.h>

double clock_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* A signal that ends it early does no harm. */
void clock_sleep(double seconds)
{
    const time_t whole = (time_t)seconds;
    if (seconds <= 0)
        return;
    nanosleep(&(struct timespec){whole, (long)(1e9 * (seconds - (double)whole))}, NULL);
}
