/* parking.h - a 32-bit word on which threads sleep until another changes it: a futex on Linux, else
 * a mutex and a condition variable. */
#ifndef SPELT_RUNTIME_PARKING_H
#define SPELT_RUNTIME_PARKING_H

#include <stdatomic.h>
#include <stdint.h>

#if defined(__linux__) && !defined(SPELT_NO_FUTEX)
#define SPELT_HAVE_FUTEX 1
#else
#include <pthread.h>
#endif

typedef struct {
    _Atomic uint32_t word;
#ifndef SPELT_HAVE_FUTEX
    pthread_mutex_t lock;
    pthread_cond_t changed;
#endif
} spelt_parking;

/* A word of 0, on which nobody sleeps, whatever was there before. */
void spelt_parking_open(spelt_parking *parking);

/* Sleeps while the word has this value; may come back earlier, and for no reason. */
void spelt_parking_sleep(spelt_parking *parking, uint32_t value);

/* Wakes who sleeps on the word, after it was changed. */
void spelt_parking_wake(spelt_parking *parking);

#endif
