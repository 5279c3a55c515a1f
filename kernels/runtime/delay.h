/* delay.h - how long workers take to come to a call, and so which calls are worth asking them. */
#ifndef SPELT_RUNTIME_DELAY_H
#define SPELT_RUNTIME_DELAY_H

#include <stdint.h>

/* A worker that slept came so many nanoseconds after it was asked; SPELT_DELAY_NEVER: nobody came
 * before the call was done. */
#define SPELT_DELAY_NEVER INT64_MAX
void spelt_delay_note(int64_t nanoseconds);

/* So long a worker that has done its part looks out for the next call before it sleeps: calls that
 * follow each other at once then cost no wake, which takes the caller 3 to 7 microseconds and the
 * worker 7 to 40 (two CPUs of a virtual machine, Zen 3). */
#define SPELT_LOOKOUT_NANOSECONDS 50000

/* A worker begins (1) or ends (-1) to look out for calls: it comes at once. */
void spelt_delay_alert(int workers);

/* Picoseconds that a thread's share of a call must take at least: as long as sleeping workers take
 * to come lately, since waking them takes the caller's time too; 0 where a worker is looking out,
 * and where calls follow each other so closely that the next would find one. */
uint64_t spelt_delay_share(void);

/* A call was too short for it: brings the next one nearer to a try. */
void spelt_delay_passed_over(void);

/* A call has ended that could have had threads. */
void spelt_delay_call_ended(int64_t now);

/* Puts another delay in force and returns the one before, in nanoseconds: for tests. */
int64_t spelt_delay_put(int64_t nanoseconds);

void spelt_delay_after_fork(void);

#endif
