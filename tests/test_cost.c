/* test_cost.c - how many threads a function's calls are worth, by what the list says they cost
 * and by what they turn out to take. */
#include "support.h"

#include "runtime/cost.h"
#include "runtime/delay.h"
#include "runtime/dispatch.h"
#include "runtime/threads.h"

#include <spelt/runtime.h>

#include <stdlib.h>
#include <time.h>

/* Each test is a process of its own, in which no call has been made. */
static void workers_come_at_once(void)
{
    unsetenv("SPELT_GRAIN_BYTES");
    spelt_set_num_threads(1024);
    spelt_delay_put(0);
}

TestSuite(cost, .init = workers_come_at_once);

/* Bytes that an index of a function's arrays has. */
static size_t bytes_of(spelt_function function)
{
    const spelt_function_facts *facts = &spelt_function_list[function];
    size_t bytes = spelt_family_is_map(facts->family) ? spelt_type_size(facts->result) : 0;
    for (unsigned i = 0; i < facts->inputs; i++)
        bytes += spelt_type_size(facts->input[i]);
    return bytes;
}

/* Memory is no faster than a cache, and an element is no whole call. */
Test(cost, stated)
{
    static const struct {
        const char *name;
        unsigned cached, far;
    } costs[] = {
#define SPELT_COST(family, cached, far) {#family, cached, far},
#include "operations.def"
    };
    for (size_t i = 0; i < sizeof costs / sizeof costs[0]; i++)
        cr_expect(costs[i].cached > 0 && costs[i].far >= costs[i].cached &&
                      costs[i].far < SPELT_PICOSECONDS_OF_A_THREAD / 1000,
                  "%s: %u, %u", costs[i].name, costs[i].cached, costs[i].far);
}

/* The least number of elements for which a call is worth so many threads. */
static size_t least_for(spelt_function function, int threads, int contiguous)
{
    size_t less = 0, enough = (size_t)1 << 40;
    while (enough - less > 1) {
        size_t n = less + (enough - less) / 2;
        if (spelt_threads_of(function, n, contiguous) >= threads)
            enough = n;
        else
            less = n;
    }
    return enough;
}

#define KIB ((size_t)1 << 10)

static size_t break_even(spelt_function function)
{
    return least_for(function, 2, 1) * bytes_of(function);
}

/* What was measured, within about a factor of two: dot_f64 at 0.5 to 1 MiB, the exact one at 0.5
 * MiB, dot_i64 of large numbers at 0.13 MiB. */
Test(cost, break_even_as_measured)
{
    size_t dot = break_even(SPELT_ID_spelt_dot_f64);
    size_t exact = break_even(SPELT_ID_spelt_dot_exact_f64);
    size_t integer = break_even(SPELT_ID_spelt_dot_i64);
    cr_expect(dot >= 256 * KIB && dot <= 1024 * KIB, "%zu", dot);
    cr_expect(exact >= 240 * KIB && exact <= 1024 * KIB, "%zu", exact);
    cr_expect(integer >= 64 * KIB && integer <= 512 * KIB, "%zu", integer);
}

/* None at a few pages and none beyond 2 MiB; more is worth no less; and what must be gathered, what
 * takes longer, no later. */
Test(cost, of_every_function)
{
    for (int f = 0; f < SPELT_FUNCTIONS; f++) {
        const spelt_function function = (spelt_function)f;
        const char *name = spelt_function_list[f].name;
        size_t two = least_for(function, 2, 1), gathered = least_for(function, 2, 0);
        cr_expect(two * bytes_of(function) >= 32 * KIB && two * bytes_of(function) <= 2048 * KIB,
                  "%s: %zu bytes", name, two * bytes_of(function));
        cr_expect(gathered <= two && gathered >= two / 16, "%s: %zu, gathered %zu", name,
                  two, gathered);
        for (int threads = 3; threads <= 1024; threads *= 2)
            cr_expect(least_for(function, threads, 1) >= least_for(function, threads - 1, 1),
                      "%s: %d", name, threads);
        cr_expect_eq(spelt_threads_of(function, 0, 1), 1);
        cr_expect_eq(spelt_threads_of(function, SIZE_MAX, 1), 1024, "%s", name);
        cr_expect_eq(spelt_threads_of(function, SIZE_MAX, 0), 1024, "%s", name);
        int before = 1;
        for (size_t n = 1; n < (size_t)1 << 40; n += n / 8 + 1) {
            int threads = spelt_threads_of(function, n, 1);
            cr_expect(threads >= before && threads <= 1024, "%s: %zu elements", name, n);
            before = threads;
        }
    }
}

/* On the short way there are no threads; short calls take it, and no call that is worth two. */
Test(cost, direct_calls_are_not_worth_threads)
{
    spelt_dispatch_init();
    for (int f = 0; f < SPELT_FUNCTIONS; f++) {
        const spelt_function function = (spelt_function)f;
        const char *name = spelt_function_list[f].name;
        cr_expect(spelt_direct(function, 1000), "%s", name);
        cr_expect(!spelt_direct(function, least_for(function, 2, 1)), "%s",
                  name);
    }
}

/* ---- What calls turn out to take --------------------------------------------------------------
 */

static void call(spelt_function function, size_t n, int64_t nanoseconds)
{
    spelt_call now;
    const struct timespec rest = {0, nanoseconds};
    spelt_call_begin(&now, function, n, 1);
    if (nanoseconds > 0)
        nanosleep(&rest, NULL);
    spelt_call_end(&now);
}

/* Calls that take much longer than they should are worth threads sooner; those of other functions
 * are not. And back again, later than stated. */
Test(cost, pace)
{
    const spelt_function slow = SPELT_ID_spelt_sum_f64, other = SPELT_ID_spelt_sumsq_f64;
    const size_t stated = least_for(slow, 2, 1), others = least_for(other, 2, 1);
    const size_t short_one = stated / 2 + stated / 8;
    int calls = 0;
    while (calls < 1000 && spelt_threads_of(slow, short_one, 1) == 1) {
        call(slow, short_one, 300000);
        calls++;
    }
    cr_expect(calls > 1 && calls < 1000, "%d", calls);
    cr_expect_lt(least_for(slow, 2, 1), stated);
    cr_expect_eq(least_for(other, 2, 1), others);

    for (int i = 0; i < 10000; i++)
        call(slow, least_for(slow, 2, 1) - 1, 0);
    cr_expect_gt(least_for(slow, 2, 1), stated);
    cr_expect_eq(least_for(other, 2, 1), others);
}

/* Calls too short for threads at any pace, and those of a caller who wants one thread, tell
 * nothing. */
Test(cost, pace_of_others)
{
    const spelt_function function = SPELT_ID_spelt_sum_f64;
    const size_t stated = least_for(function, 2, 1);
    for (int i = 0; i < 100; i++)
        call(function, stated / 100, 100000);
    cr_expect_eq(least_for(function, 2, 1), stated);
    spelt_set_num_threads(1);
    for (int i = 0; i < 100; i++)
        call(function, stated, 100000);
    spelt_set_num_threads(1024);
    cr_expect_eq(least_for(function, 2, 1), stated);
}
