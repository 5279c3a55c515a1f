/* clock.h - the clock that all figures are taken from. */
#ifndef BENCH_CLOCK_H
#define BENCH_CLOCK_H

/* Seconds on the monotonic clock. */
double clock_now(void);

void clock_sleep(double seconds); /* 0: not at all */

#endif
