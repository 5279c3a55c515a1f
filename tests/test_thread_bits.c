/* test_thread_bits.c - the public functions give the same bits on any number of threads. */
#include "support.h"

#include "runtime/threads.h"

#include <spelt/elementwise.h>
#include <spelt/exact.h>
#include <spelt/reduce.h>
#include <spelt/runtime.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const int caps[] = {1, 2, 3, 7, 64};
#define CAPS (sizeof caps / sizeof caps[0])

/* Enough for a team of 64 from one f32 array, and no multiple of a row, block or piece. */
#define N ((size_t)2 * (1 << 20) + 12345)

typedef struct {
    double *x64, *y64, *out64;
    float *x32, *y32;
    int64_t *xi, *yi, *outi;
} arrays;

static void *room(size_t element)
{
    void *memory = malloc(N * element);
    cr_assert_not_null(memory);
    return memory;
}

/* Magnitudes from 2^-30 to 2^30: another order of addition gives other bits. The integers' products
 * stay below 2^40, so that their sum fits. */
static arrays random_arrays(void)
{
    generator random = generator_start(71);
    arrays a = {room(8), room(8), room(8), room(4), room(4), room(8), room(8), room(8)};
    for (size_t i = 0; i < N; i++) {
        a.x64[i] = random_log_uniform(&random, 30);
        a.y64[i] = random_log_uniform(&random, 30);
        a.x32[i] = (float)random_log_uniform(&random, 30);
        a.y32[i] = (float)random_log_uniform(&random, 30);
        a.xi[i] = (int64_t)random_bits(&random) >> 34;
        a.yi[i] = (int64_t)random_bits(&random) >> 52;
    }
    return a;
}

static void free_arrays(arrays *a)
{
    free(a->x64);
    free(a->y64);
    free(a->out64);
    free(a->x32);
    free(a->y32);
    free(a->xi);
    free(a->yi);
    free(a->outi);
}

/* Every reduction once, and two that go through strides. The outcome is compared as bytes. */
typedef struct {
    double sum64, sumsq64, dot64, backwards, columns, sum32_64, dot32_64;
    double exact_sum64, exact_sumsq64, exact_dot64;
    float sum32, sumsq32, dot32, exact_dot32;
    int64_t sumi, doti;
    spelt_status bad;
} outcome;

#define RUN(call)                                                                                  \
    do {                                                                                           \
        spelt_status status = (call);                                                              \
        if (status != SPELT_OK)                                                                    \
            r.bad = status;                                                                        \
    } while (0)

static outcome reduce_all(const arrays *a)
{
    outcome r;
    memset(&r, 0, sizeof r); /* the gaps between members as well */
    RUN(spelt_sum_f64(SPELT_IN(f64, a->x64, N), &r.sum64));
    RUN(spelt_sumsq_f64(SPELT_IN(f64, a->x64, N), &r.sumsq64));
    RUN(spelt_dot_f64(SPELT_IN(f64, a->x64, N), SPELT_IN(f64, a->y64, N), &r.dot64));
    RUN(spelt_sum_f32(SPELT_IN(f32, a->x32, N), &r.sum32));
    RUN(spelt_sumsq_f32(SPELT_IN(f32, a->x32, N), &r.sumsq32));
    RUN(spelt_dot_f32(SPELT_IN(f32, a->x32, N), SPELT_IN(f32, a->y32, N), &r.dot32));
    RUN(spelt_sum_f32_f64(SPELT_IN(f32, a->x32, N), &r.sum32_64));
    RUN(spelt_dot_f32_f64(SPELT_IN(f32, a->x32, N), SPELT_IN(f32, a->y32, N), &r.dot32_64));
    RUN(spelt_sum_exact_f64(SPELT_IN(f64, a->x64, N), &r.exact_sum64));
    RUN(spelt_sumsq_exact_f64(SPELT_IN(f64, a->x64, N), &r.exact_sumsq64));
    RUN(spelt_dot_exact_f64(SPELT_IN(f64, a->x64, N), SPELT_IN(f64, a->y64, N), &r.exact_dot64));
    RUN(spelt_dot_exact_f32(SPELT_IN(f32, a->x32, N), SPELT_IN(f32, a->y32, N), &r.exact_dot32));
    RUN(spelt_sum_i64(SPELT_IN(i64, a->xi, N), &r.sumi));
    RUN(spelt_dot_i64(SPELT_IN(i64, a->xi, N), SPELT_IN(i64, a->yi, N), &r.doti));

    spelt_in_f64 backwards = spelt_in_1d_f64(a->x64 + N - 1, N), columns;
    backwards.stride[0] = -1;
    RUN(spelt_sum_f64(&backwards, &r.backwards));
    const size_t shape[] = {N / 1003, 1003};
    const ptrdiff_t stride[] = {1, (ptrdiff_t)(N / 1003)};
    RUN(spelt_in_nd_f64(a->x64, 2, shape, stride, &columns));
    RUN(spelt_sum_f64(&columns, &r.columns));
    return r;
}

/* The smallest call above that is meant to have a team. */
#define LEAST_BYTES (N * sizeof(float))

static void expect_team(int cap)
{
#ifdef SPELT_HAVE_OPENMP
    cr_assert_eq(spelt_threads_for(LEAST_BYTES), cap, "a cap of %d has no team here", cap);
#else
    cr_assert_eq(spelt_threads_for(LEAST_BYTES), 1, "cap %d", cap);
#endif
}

Test(thread_bits, reductions)
{
    arrays a = random_arrays();
    outcome first;
    for (size_t i = 0; i < CAPS; i++) {
        spelt_set_num_threads(caps[i]);
        expect_team(caps[i]);
        outcome r = reduce_all(&a);
        cr_expect_eq(r.bad, SPELT_OK, "%s", spelt_last_error());
        if (i == 0)
            first = r;
        cr_expect_eq(f64_bits(r.sum64), f64_bits(first.sum64), "sum_f64, %d threads", caps[i]);
        cr_expect_eq(f64_bits(r.dot64), f64_bits(first.dot64), "dot_f64, %d threads", caps[i]);
        cr_expect_eq(f32_bits(r.sum32), f32_bits(first.sum32), "sum_f32, %d threads", caps[i]);
        cr_expect(memcmp(&r, &first, sizeof r) == 0, "a reduction differs on %d threads", caps[i]);
    }
    free_arrays(&a);
}

/* The same for add, whose message names the first overflow, whichever thread meets it first. */
Test(thread_bits, add)
{
    arrays a = random_arrays();
    const size_t overflow = N / 3;
    a.xi[overflow] = a.yi[overflow] = a.xi[N - 1] = a.yi[N - 1] = INT64_MAX;
    for (size_t i = 0; i < CAPS; i++) {
        char index[64];
        size_t wrong = 0;
        spelt_set_num_threads(caps[i]);
        expect_team(caps[i]);
        memset(a.out64, POISON, N * 8);
        memset(a.outi, POISON, N * 8);
        cr_expect_eq(spelt_add_f64(SPELT_IN(f64, a.x64, N), SPELT_IN(f64, a.y64, N),
                                   SPELT_OUT(f64, a.out64, N)),
                     SPELT_OK);
        snprintf(index, sizeof index, "%zu", overflow);
        expect_status("add_i64",
                      spelt_add_i64(SPELT_IN(i64, a.xi, N), SPELT_IN(i64, a.yi, N),
                                    SPELT_OUT(i64, a.outi, N)),
                      SPELT_ERR_OVERFLOW, index, NULL);
        for (size_t j = 0; j < N; j++)
            wrong += f64_bits(a.out64[j]) != f64_bits(a.x64[j] + a.y64[j]) ||
                     (uint64_t)a.outi[j] != (uint64_t)a.xi[j] + (uint64_t)a.yi[j];
        cr_expect_eq(wrong, (size_t)0, "%zu wrong on %d threads", wrong, caps[i]);
    }
    free_arrays(&a);
}

/* A child after threaded calls of its parent: no hang (the alarm ends it), no other bits. */
Test(thread_bits, child_after_threaded_calls)
{
    arrays a = random_arrays();
    spelt_set_num_threads(4);
    expect_team(4);
    outcome parent = reduce_all(&a);
    int status;
    pid_t child = fork();
    if (child == 0) {
        alarm(120);
        outcome own = reduce_all(&a);
        _exit(memcmp(&own, &parent, sizeof own) != 0);
    }
    cr_assert(child > 0 && waitpid(child, &status, 0) == child);
    cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %#x", (unsigned)status);
    outcome again = reduce_all(&a);
    cr_expect(memcmp(&again, &parent, sizeof again) == 0, "the parent's own second time differs");
    free_arrays(&a);
}
