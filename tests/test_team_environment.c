/* test_team_environment.c - the caller's floating-point environment, its flags and errno: as if it
 * had done all the work alone. */
#include "meeting.h"
#include "support.h"

#include <spelt/reduce.h>
#include <spelt/runtime.h>

#include <errno.h>
#include <fenv.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef __SSE2__
#include <xmmintrin.h>
#endif

#define TEAM 4

/* ---- Modes ----------------------------------------------------------------------------------- */

#ifdef __SSE2__
#define FLUSH_AND_DENORMALS_ARE_ZERO 0x8040u
static unsigned control(void)
{
    return _mm_getcsr() & ~0x3fu; /* without the exception flags */
}
static void flush_denormals(void)
{
    _mm_setcsr(_mm_getcsr() | FLUSH_AND_DENORMALS_ARE_ZERO);
}
static unsigned old_control(void)
{
    unsigned short word;
    __asm__ volatile("fnstcw %0" : "=m"(word));
    return word;
}
#else
#define FLUSH_AND_DENORMALS_ARE_ZERO 0u
static unsigned control(void)
{
    return 0;
}
static void flush_denormals(void)
{
}
static unsigned old_control(void)
{
    return 0;
}
#endif

typedef struct {
    int rounding[TEAM];
    unsigned control[TEAM], old_control[TEAM];
    float third[TEAM], denormal[TEAM];
} modes;

/* Nothing is computed before run time. */
static volatile float one = 1, three = 3, smallest = 0x1p-126f, half = 0.5f;

static void look(void *context, int number)
{
    modes *seen = context;
    seen->rounding[number] = fegetround();
    seen->control[number] = control();
    seen->old_control[number] = old_control();
    seen->third[number] = one / three;
    seen->denormal[number] = smallest * half;
}

/* Each thread of the team works as the caller does now. */
static modes expect_own_modes(const char *what)
{
    modes mine, seen;
    look(&mine, 0);
    cr_assert_eq(meet_all(TEAM, look, &seen), TEAM);
    for (int i = 0; i < TEAM; i++) {
        cr_expect_eq(seen.rounding[i], mine.rounding[0], "%s, thread %d", what, i);
        cr_expect_eq(seen.control[i], mine.control[0], "%s, thread %d", what, i);
        cr_expect_eq(seen.old_control[i], mine.old_control[0], "%s, thread %d", what, i);
        cr_expect_eq(f32_bits(seen.third[i]), f32_bits(mine.third[0]), "%s, thread %d", what, i);
        cr_expect_eq(f32_bits(seen.denormal[i]), f32_bits(mine.denormal[0]), "%s, thread %d", what,
                     i);
    }
    cr_expect_eq(fegetround(), mine.rounding[0], "%s: the caller's own", what);
    cr_expect_eq(control(), mine.control[0], "%s: the caller's own", what);
    return mine;
}

Test(team_environment, works_in_the_callers_modes)
{
    spelt_set_num_threads(TEAM);
    modes first = expect_own_modes("default");
    cr_assert_eq(fesetround(FE_DOWNWARD), 0);
    modes down = expect_own_modes("downward");
    cr_expect_neq(f32_bits(down.third[0]), f32_bits(first.third[0]));
    cr_assert_eq(fesetround(FE_UPWARD), 0);
    flush_denormals();
    modes flushed = expect_own_modes("upward, denormals flushed");
    cr_expect_eq(control() & FLUSH_AND_DENORMALS_ARE_ZERO, FLUSH_AND_DENORMALS_ARE_ZERO);
    if (FLUSH_AND_DENORMALS_ARE_ZERO != 0)
        cr_expect(f32_bits(flushed.denormal[0]) == 0 && f32_bits(first.denormal[0]) != 0);
    fesetenv(FE_DFL_ENV);
    modes last = expect_own_modes("default again");
    cr_expect_eq(f32_bits(last.third[0]), f32_bits(first.third[0]));
}

/* ---- Flags ----------------------------------------------------------------------------------- */

static volatile double quotient, zero;

static void divide_on_the_last(void *context, int number)
{
    (void)context;
    if (number == TEAM - 1)
        quotient = 1 / zero;
}

static void do_nothing(void *context, int number)
{
    (void)context, (void)number;
}

/* What any thread met is in the caller's flags, and nothing else: also nothing that a worker met in
 * a call before. */
Test(team_environment, exceptions_reach_the_caller)
{
    modes seen;
    spelt_set_num_threads(TEAM);
    feclearexcept(FE_ALL_EXCEPT);
    cr_assert_eq(meet_all(TEAM, do_nothing, NULL), TEAM);
    cr_expect_eq(fetestexcept(FE_ALL_EXCEPT), 0);
    feraiseexcept(FE_UNDERFLOW);
    int raised = fetestexcept(FE_ALL_EXCEPT);
    for (int again = 0; again < 3; again++) {
        cr_assert_eq(meet_all(TEAM, divide_on_the_last, NULL), TEAM);
        cr_expect(isinf(quotient));
        cr_expect_eq(fetestexcept(FE_ALL_EXCEPT), raised | FE_DIVBYZERO);
        feclearexcept(FE_ALL_EXCEPT);
        cr_assert_eq(meet_all(TEAM, do_nothing, NULL), TEAM);
        cr_expect_eq(fetestexcept(FE_ALL_EXCEPT), 0, "of the call before");
        raised = 0;
    }
    cr_assert_eq(meet_all(TEAM, look, &seen), TEAM);
    cr_expect_eq(fetestexcept(FE_INEXACT | FE_DIVBYZERO), FE_INEXACT);
}

/* ---- Traps ----------------------------------------------------------------------------------- */

#define N ((size_t)1 << 20)

static sigjmp_buf back;
static volatile int struck;

static void strike(int signal)
{
    (void)signal;
    struck = (int)syscall(SYS_gettid);
    siglongjmp(back, 1);
}

/* The caller asked to be struck, and it is. */
Test(team_environment, with_traps_the_caller_is_alone)
{
    double *x = calloc(N, sizeof *x), sum;
    cr_assert_not_null(x);
    spelt_set_num_threads(TEAM);
    spelt_grain_put(0);
    cr_assert_eq(meet_all(TEAM, NULL, NULL), TEAM);
    cr_expect_eq(spelt_threads_for_any(), TEAM);
    feclearexcept(FE_ALL_EXCEPT);
    if (feenableexcept(FE_DIVBYZERO) < 0 || (fegetexcept() & FE_DIVBYZERO) == 0)
        skip_visibly("this CPU does not trap");
    cr_expect_eq(spelt_threads_for_any(), 1);
    fedisableexcept(FE_DIVBYZERO);
    cr_expect_eq(spelt_threads_for_any(), TEAM);

    x[10] = x[N - 10] = INFINITY;
    x[N / 2] = -INFINITY;
    signal(SIGFPE, strike);
    for (int again = 0; again < 20; again++) {
        struck = 0;
        feclearexcept(FE_ALL_EXCEPT);
        feenableexcept(FE_INVALID);
        if (sigsetjmp(back, 1) == 0)
            spelt_sum_f64(SPELT_IN(f64, x, N), &sum);
        fedisableexcept(FE_INVALID);
        cr_expect_eq(struck, (int)syscall(SYS_gettid));
    }
    free(x);
}

/* ---- errno ----------------------------------------------------------------------------------- */

static void spoil_errno(void *context, int number)
{
    (void)context;
    errno = 1000 + number;
}

Test(team_environment, errno_is_left_alone)
{
    spelt_set_num_threads(TEAM);
    errno = 4711;
    cr_assert_eq(meet_all(TEAM, spoil_errno, NULL), TEAM);
    cr_expect_eq(errno, 4711);
    cr_assert_eq(meet_all(TEAM, spoil_errno, NULL), TEAM);
    cr_expect_eq(errno, 4711);
}
