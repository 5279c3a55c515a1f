/* test_delay.c - calls that are too short for the time that workers take to come do not ask them.
 */
#include "support.h"

#include "runtime/delay.h"
#include "runtime/environment.h"
#include "runtime/threads.h"

#include <spelt/runtime.h>

#include <stdlib.h>

#define MICROSECOND UINT64_C(1000000) /* in picoseconds */

/* Each test is a process of its own, in which no call has been made. */
static void clear_environment(void)
{
    unsetenv("SPELT_GRAIN_BYTES");
    spelt_set_num_threads(4);
}

TestSuite(delay, .init = clear_environment);

static int threads_for(uint64_t microseconds)
{
    return spelt_threads_for(0, microseconds * MICROSECOND);
}

/* Each thread has a share at least that long. */
Test(delay, shares_are_longer_than_it)
{
    spelt_delay_put(100000);
    cr_expect_eq(threads_for(199), 1);
    spelt_delay_put(100000);
    cr_expect_eq(threads_for(200), 2);
    cr_expect_eq(threads_for(299), 2);
    cr_expect_eq(threads_for(300), 3);
    cr_expect_eq(threads_for(1000000), 4);
    cr_expect_eq(spelt_delay_put(10), 100000, "only calls that do not ask bring it nearer");
    cr_expect_eq(threads_for(7), 1, "what a thread costs is the least");
    cr_expect_eq(threads_for(8), 2);
    cr_expect_eq(threads_for(15), 3);
    cr_expect_eq(spelt_delay_put(10), 10);
}

/* Or else a machine that was busy once would be taken for busy for ever. */
Test(delay, calls_that_do_not_ask_bring_it_nearer)
{
    int calls = 0;
    spelt_delay_put(10000000);
    cr_expect_eq(threads_for(100), 1);
    while (calls < 100000 && threads_for(100) == 1)
        calls++;
    cr_expect(calls > 100 && calls < 100000, "%d", calls);
    for (int i = 0; i < 100000; i++)
        threads_for(8);
    int64_t nearest = spelt_delay_put(10000000);
    cr_expect(nearest > 0 && nearest <= 4000, "%lld", (long long)nearest);
    for (int i = 0; i < 1000; i++)
        threads_for(7);
    cr_expect_eq(spelt_delay_put(0), 10000000, "but for those that are too short anyway");
}

Test(delay, nothing_to_wait_for_while_a_worker_looks_out)
{
    spelt_delay_put(10000000);
    cr_expect_eq(threads_for(8), 1);
    spelt_delay_alert(1);
    spelt_delay_alert(1);
    cr_expect_eq(threads_for(8), 2);
    spelt_delay_alert(-1);
    cr_expect_eq(threads_for(8), 2);
    cr_expect_eq(threads_for(7), 1);
    spelt_delay_alert(-1);
    cr_expect_eq(threads_for(8), 1);
}

/* The next call would find a worker that this one woke; but that is tried in vain a few times only.
 */
Test(delay, calls_that_follow_each_other)
{
    int tries = 0;
    spelt_delay_put(10000000);
    cr_expect_eq(spelt_delay_share(), 10000 * MICROSECOND);
    spelt_delay_call_ended(spelt_nanoseconds() - SPELT_LOOKOUT_NANOSECONDS);
    cr_expect_eq(spelt_delay_share(), 10000 * MICROSECOND, "it would be asleep by now");
    spelt_delay_call_ended(spelt_nanoseconds() + INT64_C(1000000000) * 3600);
    while (tries < 100 && spelt_delay_share() == 0)
        tries++;
    cr_expect(tries > 0 && tries < 100, "%d", tries);
    spelt_delay_alert(1);
    cr_expect_eq(spelt_delay_share(), 0);
    spelt_delay_alert(-1);
    cr_expect_eq(spelt_delay_share(), 0, "one did look out");
}

/* It follows the median, so that few that come very late do no harm. */
Test(delay, follows_what_workers_took)
{
    spelt_delay_put(8000);
    for (int i = 0; i < 300; i++)
        spelt_delay_note(i % 3 == 0 ? 5000000 : 20000);
    int64_t now = spelt_delay_put(8000);
    cr_expect(now > 15000 && now < 30000, "%lld", (long long)now);
    for (int i = 0; i < 100000; i++)
        spelt_delay_note(SPELT_DELAY_NEVER);
    now = spelt_delay_put(8000);
    cr_expect(now > 1000000 && now < INT64_C(1000000000), "%lld", (long long)now);
    for (int i = 0; i < 100000; i++)
        spelt_delay_note(0);
    now = spelt_delay_put(8000);
    cr_expect(now > 0 && now < 4000, "%lld", (long long)now);
}
