/* delay.c - see delay.h. */
#define _GNU_SOURCE 1

#include "runtime/delay.h"

#include "runtime/environment.h"

#include <stdatomic.h>

/* Near the median of the delays lately: each moves it by a sixteenth up or down. It depends on the
 * machine and on what else goes on there: 7 to 40 microseconds on two idle CPUs of a virtual
 * machine, milliseconds where others have the CPUs. */
#define LEAST_NANOSECONDS 500
#define MOST_NANOSECONDS 20000000
static _Atomic int64_t delay = 8000;

static _Atomic int alert;

void spelt_delay_note(int64_t nanoseconds)
{
    int64_t now = atomic_load_explicit(&delay, memory_order_relaxed);
    int64_t next = nanoseconds > now ? now + now / 16 : now - now / 16;
    if (next >= LEAST_NANOSECONDS && next <= MOST_NANOSECONDS)
        atomic_store_explicit(&delay, next, memory_order_relaxed);
}

void spelt_delay_alert(int workers)
{
    atomic_fetch_add_explicit(&alert, workers, memory_order_relaxed);
}

/* When the last call ended; and how many more tries there are of waking a worker for the sake of
 * the calls that follow. They end where workers do not look out, on a busy machine; now and then
 * there is another. */
#define TRIES 4
#define CALLS_FOR_A_TRY 64
static _Atomic int64_t ended;
static _Atomic int tries = TRIES;
static _Atomic unsigned passed_over;

uint64_t spelt_delay_share(void)
{
    int left = atomic_load_explicit(&tries, memory_order_relaxed);
    if (atomic_load_explicit(&alert, memory_order_relaxed) > 0) {
        if (left < TRIES)
            atomic_store_explicit(&tries, TRIES, memory_order_relaxed);
        return 0;
    }
    if (left > 0 && spelt_nanoseconds() - atomic_load_explicit(&ended, memory_order_relaxed) <
                        SPELT_LOOKOUT_NANOSECONDS) {
        atomic_store_explicit(&tries, left - 1, memory_order_relaxed);
        return 0;
    }
    return 1000 * (uint64_t)atomic_load_explicit(&delay, memory_order_relaxed);
}

void spelt_delay_passed_over(void)
{
    int64_t now = atomic_load_explicit(&delay, memory_order_relaxed);
    if (now > LEAST_NANOSECONDS)
        atomic_store_explicit(&delay, now - now / 1024, memory_order_relaxed);
    if (atomic_fetch_add_explicit(&passed_over, 1, memory_order_relaxed) % CALLS_FOR_A_TRY == 0)
        atomic_store_explicit(&tries, 1, memory_order_relaxed);
}

void spelt_delay_call_ended(int64_t now)
{
    atomic_store_explicit(&ended, now, memory_order_relaxed);
}

int64_t spelt_delay_put(int64_t nanoseconds)
{
    return atomic_exchange_explicit(&delay, nanoseconds, memory_order_relaxed);
}

void spelt_delay_after_fork(void)
{
    atomic_store_explicit(&alert, 0, memory_order_relaxed);
}
