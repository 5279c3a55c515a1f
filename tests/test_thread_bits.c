/* test_thread_bits.c - the public functions give the same bits on any number of threads. */
#include "support.h"

#include "runtime/cost.h"
#include "runtime/delay.h"
#include "runtime/environment.h"
#include "runtime/scratch.h"
#include "runtime/stream.h"
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

/* Each test is a process of its own and reads the environment anew. With this grain calls ask for
 * as many threads as the cap allows, whatever they cost. */
static void ask_for_the_cap(void)
{
    setenv("SPELT_GRAIN_BYTES", "1", 1);
    unsetenv("SPELT_VERBOSE");
    unsetenv("SPELT_PATH");
}

TestSuite(thread_bits, .init = ask_for_the_cap);

/* Enough pieces for a team of 64, and no multiple of a row, block or piece. */
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

/* ---- Who took part ----------------------------------------------------------------------------
 */

/* The calls of a function in their order, and the most threads that each had so far. */
#define MOST_CALLS 24
typedef struct {
    size_t calls;
    int most[MOST_CALLS];
} attendance;

/* Reads the trace of one more round of the same calls. */
static void note_attendance(attendance *a, FILE *trace)
{
    char line[512];
    rewind(trace);
    a->calls = 0;
    while (fgets(line, sizeof line, trace)) {
        const char *told = strstr(line, " threads=");
        cr_assert(told && a->calls < MOST_CALLS, "%s", line);
        int threads = atoi(told + 9), *most = &a->most[a->calls++];
        cr_expect(threads >= 1 && threads <= spelt_get_num_threads(), "%s", line);
        *most = threads > *most ? threads : *most;
    }
}

static int all_had_a_team(const attendance *a)
{
    for (size_t i = 0; i < a->calls; i++)
        if (a->most[i] < 2)
            return 0;
    return a->calls > 0;
}

static FILE *open_trace(void)
{
    FILE *trace = tmpfile();
    cr_assert_not_null(trace);
    return trace;
}

/* Standard error goes there; returns where it went before. */
static int divert(FILE *trace)
{
    int kept = dup(STDERR_FILENO);
    cr_assert(kept >= 0 && dup2(fileno(trace), STDERR_FILENO) >= 0);
    return kept;
}

static void divert_back(int kept)
{
    dup2(kept, STDERR_FILENO);
    close(kept);
}

/* ---- Reductions -------------------------------------------------------------------------------
 */

/* Every reduction once, and some that go through strides. The outcome is compared as bytes. */
typedef struct {
    double sum64, sumsq64, dot64, backwards, columns, transposed, sum32_64, dot32_64;
    double exact_sum64, exact_sumsq64, exact_dot64;
    float sum32, sumsq32, dot32, exact_dot32, transposed32;
    int64_t sumi, doti;
    spelt_status bad;
} outcome;

#define RUN(call)                                                                                  \
    do {                                                                                           \
        spelt_status status = (call);                                                              \
        if (status != SPELT_OK)                                                                    \
            r.bad = status;                                                                        \
    } while (0)

/* Transposed matrices, which are gathered. */
static void reduce_transposed(const arrays *a, size_t n, outcome *result)
{
    outcome r = *result;
    const size_t width = n < 4000 ? 3 : 1003, shape[] = {n / width, width};
    const ptrdiff_t stride[] = {1, (ptrdiff_t)(n / width)};
    spelt_in_f64 x, y;
    spelt_in_f32 x32, y32;
    RUN(spelt_in_nd_f64(a->x64, 2, shape, stride, &x));
    RUN(spelt_in_nd_f64(a->y64, 2, shape, stride, &y));
    RUN(spelt_in_nd_f32(a->x32, 2, shape, stride, &x32));
    RUN(spelt_in_nd_f32(a->y32, 2, shape, NULL, &y32));
    RUN(spelt_sum_f64(&x, &r.columns));
    RUN(spelt_dot_f64(&x, &y, &r.transposed));
    RUN(spelt_dot_f32(&x32, &y32, &r.transposed32));
    *result = r;
}

static outcome reduce_all(const arrays *a, size_t n)
{
    outcome r;
    memset(&r, 0, sizeof r); /* the gaps between members as well */
    RUN(spelt_sum_f64(SPELT_IN(f64, a->x64, n), &r.sum64));
    RUN(spelt_sumsq_f64(SPELT_IN(f64, a->x64, n), &r.sumsq64));
    RUN(spelt_dot_f64(SPELT_IN(f64, a->x64, n), SPELT_IN(f64, a->y64, n), &r.dot64));
    RUN(spelt_sum_f32(SPELT_IN(f32, a->x32, n), &r.sum32));
    RUN(spelt_sumsq_f32(SPELT_IN(f32, a->x32, n), &r.sumsq32));
    RUN(spelt_dot_f32(SPELT_IN(f32, a->x32, n), SPELT_IN(f32, a->y32, n), &r.dot32));
    RUN(spelt_sum_f32_f64(SPELT_IN(f32, a->x32, n), &r.sum32_64));
    RUN(spelt_dot_f32_f64(SPELT_IN(f32, a->x32, n), SPELT_IN(f32, a->y32, n), &r.dot32_64));
    RUN(spelt_sum_exact_f64(SPELT_IN(f64, a->x64, n), &r.exact_sum64));
    RUN(spelt_sumsq_exact_f64(SPELT_IN(f64, a->x64, n), &r.exact_sumsq64));
    RUN(spelt_dot_exact_f64(SPELT_IN(f64, a->x64, n), SPELT_IN(f64, a->y64, n), &r.exact_dot64));
    RUN(spelt_dot_exact_f32(SPELT_IN(f32, a->x32, n), SPELT_IN(f32, a->y32, n), &r.exact_dot32));
    RUN(spelt_sum_i64(SPELT_IN(i64, a->xi, n), &r.sumi));
    RUN(spelt_dot_i64(SPELT_IN(i64, a->xi, n), SPELT_IN(i64, a->yi, n), &r.doti));

    spelt_in_f64 backwards = spelt_in_1d_f64(a->x64 + n - 1, n);
    backwards.stride[0] = -1;
    RUN(spelt_sum_f64(&backwards, &r.backwards));
    reduce_transposed(a, n, &r);
    return r;
}

static void expect_same(const outcome *r, const outcome *first, size_t n, int cap)
{
    cr_expect_eq(r->bad, SPELT_OK, "%s", spelt_last_error());
    cr_expect_eq(f64_bits(r->sum64), f64_bits(first->sum64), "sum_f64, %zu, %d threads", n, cap);
    cr_expect_eq(f64_bits(r->dot64), f64_bits(first->dot64), "dot_f64, %zu, %d threads", n, cap);
    cr_expect_eq(f32_bits(r->sum32), f32_bits(first->sum32), "sum_f32, %zu, %d threads", n, cap);
    cr_expect(memcmp(r, first, sizeof *r) == 0, "a reduction of %zu differs on %d threads", n, cap);
}

#define DEADLINE_SECONDS 60
#define LEAST_ROUNDS 3

/* Again and again until each call had a worker with it. */
static void reduce_until_all_came(const arrays *a, int cap, const outcome *first)
{
    attendance seen = {.calls = 0};
    const int64_t end = spelt_nanoseconds() + DEADLINE_SECONDS * INT64_C(1000000000);
    for (int round = 0; round < LEAST_ROUNDS || !all_had_a_team(&seen); round++) {
        cr_assert(spelt_nanoseconds() < end, "cap %d: no team came to one of %zu calls", cap,
                  seen.calls);
        FILE *trace = open_trace();
        int kept = divert(trace);
        outcome r = reduce_all(a, N);
        divert_back(kept);
        note_attendance(&seen, trace);
        fclose(trace);
        expect_same(&r, first, N, cap);
    }
}

static outcome reduce_alone(const arrays *a, size_t n)
{
    spelt_set_num_threads(1);
    outcome r = reduce_all(a, n);
    cr_expect_eq(r.bad, SPELT_OK, "%s", spelt_last_error());
    return r;
}

Test(thread_bits, reductions)
{
    setenv("SPELT_VERBOSE", "1", 1);
    arrays a = random_arrays();
    FILE *unread = open_trace();
    int kept = divert(unread);
    outcome first = reduce_alone(&a, N);
    divert_back(kept);
    fclose(unread);
    for (size_t i = 1; i < CAPS; i++) {
        spelt_set_num_threads(caps[i]);
        reduce_until_all_came(&a, caps[i], &first);
    }
    free_arrays(&a);
}

/* Calls that have but two pieces, and odd ones. */
Test(thread_bits, short_reductions)
{
    static const size_t lengths[] = {3,    7,     100,   1000,  2048,  2049,  4095,   4096,
                                     4097, 10000, 12289, 20000, 33333, 65536, 100003, 300001};
    arrays a = random_arrays();
    for (size_t l = 0; l < sizeof lengths / sizeof lengths[0]; l++) {
        const size_t n = lengths[l];
        outcome first = reduce_alone(&a, n);
        for (size_t i = 1; i < CAPS; i++) {
            spelt_set_num_threads(caps[i]);
            for (int again = 0; again < 10; again++) {
                outcome r = reduce_all(&a, n);
                expect_same(&r, &first, n, caps[i]);
            }
        }
    }
    free_arrays(&a);
}

/* Contiguous elements, into both outputs. */
static void add_all(const arrays *a, size_t n)
{
    memset(a->out64, POISON, N * sizeof *a->out64);
    memset(a->outi, POISON, N * sizeof *a->outi);
    cr_assert_eq(spelt_add_f64(SPELT_IN(f64, a->x64, n), SPELT_IN(f64, a->y64, n),
                               SPELT_OUT(f64, a->out64, n)),
                 SPELT_OK, "%s", spelt_last_error());
    cr_assert_eq(spelt_add_i64(SPELT_IN(i64, a->xi, n), SPELT_IN(i64, a->yi, n),
                               SPELT_OUT(i64, a->outi, n)),
                 SPELT_OK, "%s", spelt_last_error());
}

/* Of what takes numbers, or one value for all elements, the results, of n elements each: rot and rotm have two. */
enum { WITH_NUMBERS = 7 };
static void with_numbers(const arrays *a, size_t n, double *to)
{
    const double factor = -0.75;
    const spelt_in_f64 x = {a->x64, 1, {n}, {1}};
    spelt_out_f64 out[WITH_NUMBERS];
    for (int k = 0; k < WITH_NUMBERS; k++) {
        out[k] = (spelt_out_f64){to + (size_t)k * n, 1, {n}, {1}};
        memcpy(out[k].data, k == 4 || k == 6 ? a->x64 : a->y64, n * sizeof *to);
    }
    cr_assert_eq(spelt_axpby_f64(1.5, &x, -0.25, &out[0]), SPELT_OK);
    cr_assert_eq(spelt_clip_f64(&x, -2, 3, &out[1]), SPELT_OK);
    cr_assert_eq(spelt_mul_f64(&x, SPELT_VALUE(f64, factor, n), &out[2]), SPELT_OK);
    cr_assert_eq(spelt_rot_f64(&out[3], &out[4], 0.6, 0.8), SPELT_OK);
    cr_assert_eq(spelt_rotm_f64(&out[5], &out[6], 0.6, 0.8, -0.7, 1.25), SPELT_OK);
}

/* Costs decide, and no grain: of a thread whose cap is 1, calls of contiguous elements that are too long to
 * be short go to their kernel at once. With another cap they take the way of all calls. */
Test(thread_bits, long_calls_of_one_thread)
{
    static const size_t lengths[] = {40000, 65536, 100003, 131072, 174762};
    unsetenv("SPELT_GRAIN_BYTES");
    spelt_stream_put_threshold((size_t)1 << 30); /* whatever caches there are */
    arrays a = random_arrays();
    double *sums = room(sizeof *sums);
    int64_t *totals = room(sizeof *totals);
    double *numbers = malloc(2 * WITH_NUMBERS * 174762 * sizeof *numbers);
    cr_assert_not_null(numbers);
    for (size_t l = 0; l < sizeof lengths / sizeof lengths[0]; l++) {
        const size_t n = lengths[l];
        spelt_set_num_threads(2);
        const outcome first = reduce_all(&a, n);
        add_all(&a, n);
        memcpy(sums, a.out64, N * sizeof *sums);
        memcpy(totals, a.outi, N * sizeof *totals);
        with_numbers(&a, n, numbers);
        cr_expect(!spelt_is_for_one(SPELT_ID_spelt_add_f64, n), "%zu", n);
        const outcome alone = reduce_alone(&a, n);
        expect_same(&alone, &first, n, 1);
        add_all(&a, n);
        cr_expect(memcmp(sums, a.out64, N * sizeof *sums) == 0, "add_f64, %zu", n);
        cr_expect(memcmp(totals, a.outi, N * sizeof *totals) == 0, "add_i64, %zu", n);
        with_numbers(&a, n, numbers + WITH_NUMBERS * n);
        for (size_t k = 0; k < WITH_NUMBERS; k++)
            cr_expect(memcmp(numbers + k * n, numbers + (WITH_NUMBERS + k) * n, n * sizeof *numbers) == 0,
                      "numbers, %zu: result %zu", n, k);
        cr_expect(spelt_is_for_one(SPELT_ID_spelt_add_f64, n) &&
                      !spelt_is_short(SPELT_ID_spelt_add_f64, n),
                  "%zu", n);
    }
    free(sums);
    free(totals);
    free(numbers);
    free_arrays(&a);
}

/* ---- Room for gathering -----------------------------------------------------------------------
 */

static void *taken[SPELT_SCRATCH_COUNT];

/* All but so many, which must all be there. */
static void take_all_but(size_t left)
{
    for (size_t i = 0; i < SPELT_SCRATCH_COUNT - left; i++) {
        taken[i] = spelt_scratch_take();
        cr_assert(taken[i] && (uintptr_t)taken[i] % 64 == 0, "buffer %zu", i);
        for (size_t j = 0; j < i; j++)
            cr_assert_neq(taken[i], taken[j]);
        memset(taken[i], POISON, SPELT_SCRATCH_BYTES);
    }
    if (left == 0)
        cr_assert_null(spelt_scratch_take());
}

/* Whether something was written to one of them meanwhile. */
static int give_back_all_but(size_t left)
{
    int written = 0;
    for (size_t i = 0; i < SPELT_SCRATCH_COUNT - left; i++) {
        for (size_t at = 0; at < SPELT_SCRATCH_BYTES; at++)
            written |= ((unsigned char *)taken[i])[at] != POISON;
        spelt_scratch_give(taken[i]);
    }
    return written;
}

static outcome transposed_alone(const arrays *a, size_t n)
{
    outcome r;
    memset(&r, 0, sizeof r);
    reduce_transposed(a, n, &r);
    cr_expect_eq(r.bad, SPELT_OK, "%s", spelt_last_error());
    return r;
}

/* Calls that find none of the buffers, or one for several threads, do with less. They write to no
 * other's, and give back what they had. */
Test(thread_bits, without_scratch)
{
    static const size_t lengths[] = {5000, 100003, N};
    arrays a = random_arrays();
    for (size_t l = 0; l < sizeof lengths / sizeof lengths[0]; l++)
        for (size_t i = 0; i < CAPS; i++) {
            spelt_set_num_threads(caps[i]);
            outcome first = transposed_alone(&a, lengths[l]);
            for (size_t left = 0; left < 3; left++) {
                take_all_but(left);
                outcome r = transposed_alone(&a, lengths[l]);
                cr_expect(memcmp(&r, &first, sizeof r) == 0, "%zu elements, %d threads, %zu left",
                          lengths[l], caps[i], left);
                cr_expect_eq(give_back_all_but(left), 0);
            }
        }
    take_all_but(0);
    cr_expect_eq(give_back_all_but(0), 0);
    transposed_alone(&a, N);
    for (size_t i = 0; i < SPELT_SCRATCH_COUNT; i++)
        taken[i] = spelt_scratch_take();
    cr_expect_eq(give_back_all_but(0), 1, "these calls use them where they can");
    free_arrays(&a);
}

/* ---- Elementwise ------------------------------------------------------------------------------
 */

static void add_and_check(const arrays *a, size_t overflow, int cap, FILE *trace)
{
    char index[64];
    size_t wrong = 0;
    memset(a->out64, POISON, N * 8);
    memset(a->outi, POISON, N * 8);
    int kept = divert(trace);
    spelt_status floats = spelt_add_f64(SPELT_IN(f64, a->x64, N), SPELT_IN(f64, a->y64, N),
                                        SPELT_OUT(f64, a->out64, N));
    spelt_status integers =
        spelt_add_i64(SPELT_IN(i64, a->xi, N), SPELT_IN(i64, a->yi, N), SPELT_OUT(i64, a->outi, N));
    divert_back(kept);
    cr_expect_eq(floats, SPELT_OK);
    snprintf(index, sizeof index, "%zu", overflow);
    expect_status("add_i64", integers, SPELT_ERR_OVERFLOW, index, NULL);
    for (size_t j = 0; j < N; j++)
        wrong += f64_bits(a->out64[j]) != f64_bits(a->x64[j] + a->y64[j]) ||
                 (uint64_t)a->outi[j] != (uint64_t)a->xi[j] + (uint64_t)a->yi[j];
    cr_expect_eq(wrong, (size_t)0, "%zu wrong on %d threads", wrong, cap);
}

/* The same for add, whose message names the first overflow, whichever thread meets it first. */
Test(thread_bits, add)
{
    setenv("SPELT_VERBOSE", "1", 1);
    arrays a = random_arrays();
    const size_t overflow = N / 3;
    a.xi[overflow] = a.yi[overflow] = a.xi[N - 1] = a.yi[N - 1] = INT64_MAX;
    for (size_t i = 0; i < CAPS; i++) {
        attendance seen = {.calls = 0};
        const int64_t end = spelt_nanoseconds() + DEADLINE_SECONDS * INT64_C(1000000000);
        spelt_set_num_threads(caps[i]);
        do {
            cr_assert(spelt_nanoseconds() < end, "cap %d: no team came", caps[i]);
            FILE *trace = open_trace();
            add_and_check(&a, overflow, caps[i], trace);
            note_attendance(&seen, trace);
            fclose(trace);
        } while (caps[i] > 1 && !all_had_a_team(&seen));
    }
    free_arrays(&a);
}

/* ---- A child ----------------------------------------------------------------------------------
 */

/* After threaded calls of its parent: no hang (the alarm ends it), no other bits. */
Test(thread_bits, child_after_threaded_calls)
{
    unsetenv("SPELT_GRAIN_BYTES"); /* as by default */
    arrays a = random_arrays();
    spelt_set_num_threads(4);
    spelt_delay_put(0);
    cr_assert_gt(spelt_threads_of(SPELT_ID_spelt_sum_f32, N, 1), 1);
    outcome parent = reduce_all(&a, N);
    int status;
    pid_t child = fork();
    if (child == 0) {
        alarm(120);
        outcome own = reduce_all(&a, N);
        _exit(memcmp(&own, &parent, sizeof own) != 0);
    }
    cr_assert(child > 0 && waitpid(child, &status, 0) == child);
    cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %#x", (unsigned)status);
    outcome again = reduce_all(&a, N);
    cr_expect(memcmp(&again, &parent, sizeof again) == 0, "the parent's own second time differs");
    free_arrays(&a);
}
