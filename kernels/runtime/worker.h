/* worker.h - the worker threads: one seat each, which a call claims, opens and takes back. */
#ifndef SPELT_RUNTIME_WORKER_H
#define SPELT_RUNTIME_WORKER_H

#include "runtime/parking.h"
#include "runtime/threads.h"

#include <spelt/runtime.h>

#include <stddef.h>

/* What the word of a seat holds. A call goes from FREE to CLAIMED, to OPEN, and back to FREE from
 * OPEN or LEFT. The worker goes from OPEN to INSIDE and from there to LEFT. Each step is one
 * compare-exchange or exchange: of a call that closes and a worker that comes, one wins. */
enum {
    SEAT_FREE,
    SEAT_CLAIMED, /* by a call, which is preparing it */
    SEAT_OPEN,    /* the worker may join the call's offer */
    SEAT_INSIDE,  /* it has, and the call must not end */
    SEAT_AWAITED, /* the same, and the call sleeps on this word */
    SEAT_LEFT     /* it will not touch the offer again */
};

/* Cache lines of its own, two of them against fetching in pairs. */
typedef struct spelt_worker {
    _Alignas(128) spelt_parking seat;
    /* The claimer's, from CLAIMED on: what the worker does that has joined, which ends with LEFT.
     */
    void (*take_part)(struct spelt_worker *worker);
    void *offer;
    _Atomic(struct spelt_worker *) next; /* in the call's list, likewise */
    int joined;                          /* whether it took a piece; the worker's until LEFT */
    int missed;         /* long calls that it did not come to since it last came; the claimer's */
    int slept;          /* whether it was asleep before it came; its own */
    _Atomic int asleep; /* whether it takes a wake to make it look at its seat */
    _Atomic int cpu;    /* to which it is bound; -1: to none */
    _Atomic int id;     /* the kernel's name for the thread; 0 until it runs */
    _Alignas(64) unsigned char own[SPELT_OWN_BYTES];
} spelt_worker;

/* Claims up to `wanted` seats for a call of this thread, of which all calls together may have
 * `limit`; on other CPUs than its own while there are any that it may use, one each; starts workers
 * where there are too few. Links them from *first on and returns how many there are. Takes no lock
 * and waits for nobody. The caller's signals are held (interruption.h), until the release. */
int spelt_workers_claim(int wanted, int limit, spelt_worker **first);

/* When so many claimed seats are free again. */
void spelt_workers_release(int claimed);

/* How many seats calls have claimed now. */
int spelt_workers_in_use(void);

/* Makes the worker look at its seat, which is open, if it does not do so by itself. */
void spelt_worker_wake(spelt_worker *worker);

/* How many workers there are. */
int spelt_workers_started(void);

#endif
