/* ticket.h - numbers from 0 up, each of which one holder has at a time: for room that is static. Takes
 * no lock and waits for nobody. */
#ifndef SPELT_RUNTIME_TICKET_H
#define SPELT_RUNTIME_TICKET_H

#include <stdatomic.h>
#include <stdint.h>

/* 64 tickets a word: a bit is set while somebody has the ticket. */
typedef _Atomic uint64_t spelt_tickets;

/* The least free one of so many words; -1 where none is free. */
static inline int spelt_ticket_take(spelt_tickets *word, int words)
{
    for (int i = 0; i < words; i++) {
        uint64_t taken = atomic_load_explicit(&word[i], memory_order_relaxed);
        while (~taken != 0) {
            const uint64_t lowest = ~taken & (taken + 1);
            if (atomic_compare_exchange_weak_explicit(&word[i], &taken, taken | lowest,
                                                      memory_order_acquire, memory_order_relaxed))
                return 64 * i + __builtin_ctzll(lowest);
        }
    }
    return -1;
}

static inline void spelt_ticket_give(spelt_tickets *word, int ticket)
{
    atomic_fetch_and_explicit(&word[ticket / 64], ~(UINT64_C(1) << ticket % 64),
                              memory_order_release);
}

/* In a child: all are free, but the calling thread's, which is -1 where it has none. */
static inline void spelt_tickets_after_fork(spelt_tickets *word, int words, int own)
{
    for (int i = 0; i < words; i++)
        atomic_store_explicit(&word[i], own >= 0 && own / 64 == i ? UINT64_C(1) << own % 64 : 0,
                              memory_order_relaxed);
}

#endif
