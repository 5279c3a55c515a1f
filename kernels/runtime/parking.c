/* parking.c - see parking.h. */
#define _GNU_SOURCE 1

#include "runtime/parking.h"

#ifdef SPELT_HAVE_FUTEX

#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Of the kernel's interface, futex(2): musl comes without <linux/futex.h>. */
enum { WAIT_PRIVATE = 0 | 128, WAKE_PRIVATE = 1 | 128 };

/* 32-bit machines with a 64-bit time_t only have the newer call; without a timeout they are one. */
#ifndef SYS_futex
#define SYS_futex SYS_futex_time64
#endif

void spelt_parking_open(spelt_parking *parking)
{
    atomic_store_explicit(&parking->word, 0, memory_order_relaxed);
}

void spelt_parking_sleep(spelt_parking *parking, uint32_t value)
{
    syscall(SYS_futex, &parking->word, WAIT_PRIVATE, value, NULL, NULL, 0);
}

void spelt_parking_wake(spelt_parking *parking)
{
    syscall(SYS_futex, &parking->word, WAKE_PRIVATE, 1, NULL, NULL, 0);
}

#else

void spelt_parking_open(spelt_parking *parking)
{
    atomic_store_explicit(&parking->word, 0, memory_order_relaxed);
    pthread_mutex_init(&parking->lock, NULL);
    pthread_cond_init(&parking->changed, NULL);
}

void spelt_parking_sleep(spelt_parking *parking, uint32_t value)
{
    pthread_mutex_lock(&parking->lock);
    if (atomic_load_explicit(&parking->word, memory_order_relaxed) == value)
        pthread_cond_wait(&parking->changed, &parking->lock);
    pthread_mutex_unlock(&parking->lock);
}

/* The lock is taken so that the word is not looked at before it was changed, and slept on after. */
void spelt_parking_wake(spelt_parking *parking)
{
    pthread_mutex_lock(&parking->lock);
    pthread_cond_signal(&parking->changed);
    pthread_mutex_unlock(&parking->lock);
}

#endif
