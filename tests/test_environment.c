/* test_environment.c - a good guest: the host's floating-point environment and locale, silence,
 * and no allocation. */
#include "maps.h"
#include "reductions.h"

#include <spelt/runtime.h>

#include <fenv.h>
#include <locale.h>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

/* ---- Allocation is counted while this is set ---------------------------------------------- */

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define OWN_ALLOCATOR 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define OWN_ALLOCATOR 0
#endif
#endif
#ifndef OWN_ALLOCATOR
#define OWN_ALLOCATOR 1
#endif

/* A compiler takes a call of malloc() for one that looks at neither. */
static volatile int counting;
static volatile unsigned allocations;

#if OWN_ALLOCATOR
/* The C library's own functions, under the names that stay when these here take their place. */
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

void *malloc(size_t bytes)
{
    allocations += counting != 0;
    return __libc_malloc(bytes);
}

void *calloc(size_t count, size_t bytes)
{
    allocations += counting != 0;
    return __libc_calloc(count, bytes);
}

void *realloc(void *old, size_t bytes)
{
    allocations += counting != 0;
    return __libc_realloc(old, bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes)
{
    allocations += counting != 0;
    return __libc_memalign(alignment, bytes);
}

int posix_memalign(void **result, size_t alignment, size_t bytes)
{
    allocations += counting != 0;
    *result = __libc_memalign(alignment, bytes);
    return *result ? 0 : 12;
}
#endif

/* ---- The calls ---------------------------------------------------------------------------- */

/* Every door once on contiguous and on strided arrays of n elements. x, y and out have room for
 * 2 n elements of 8 bytes; all bits 0 is a fine number of every type. */
static void call_every_door(void *x, void *y, void *out, size_t n)
{
    for (ptrdiff_t stride = 1; stride <= 2; stride++) {
        any_view x_view = {x, layout_1d(n, stride)}, y_view = {y, layout_1d(n, stride)};
        any_view out_view = {out, layout_1d(n, stride)};
        number result;
        for (size_t i = 0; i < REDUCTIONS; i++)
            if (strcmp(any_reduction(i)->isa, "scalar") == 0)
                any_reduction(i)->call(&x_view, &y_view, &result);
        for (size_t i = 0; i < MAPS; i++)
            if (strcmp(maps[i].isa, "scalar") == 0)
                maps[i].call(&x_view, &y_view, &out_view);
    }
}

Test(environment, nothing_is_allocated)
{
    if (!OWN_ALLOCATOR)
        skip_visibly("a sanitizer owns the allocator");
    const size_t most = (size_t)1 << 24;
    void *x = calloc(2 * most, 8), *y = calloc(2 * most, 8), *out = calloc(2 * most, 8);
    cr_assert(x && y && out);
    cr_assert_eq(spelt_set_path("simd"), SPELT_OK);
    spelt_set_num_threads_local(1);
    counting = 1;
    void *volatile probe = malloc(1);
    counting = 0;
    free(probe);
    cr_assert_eq(allocations, 1, "the count does not work: %u", allocations);
    allocations = 0;
    for (size_t n = 1; n <= most; n = n < most / 64 ? n * 64 : n * 2) {
        counting = 1;
        call_every_door(x, y, out, n);
        counting = 0;
        cr_expect_eq(allocations, 0, "%u allocations at n = %zu", allocations, n);
        allocations = 0;
    }
    free(x);
    free(y);
    free(out);
}

/* Sums that are inexact, overflow, underflow and are invalid leave no trace in the modes. */
static void call_with_difficult_values(size_t n)
{
    double *x = malloc(2 * n * sizeof *x), *y = malloc(2 * n * sizeof *y);
    double *out = malloc(2 * n * sizeof *out);
    cr_assert(x && y && out);
    for (size_t i = 0; i < 2 * n; i++) {
        x[i] = i % 5 == 0 ? 0x1p-1074 : i % 7 == 0 ? 0x1.8p1023 : 0.1;
        y[i] = i % 3 == 0 ? 0x1p-1060 : 0.3;
    }
    call_every_door(x, y, out, n);
    free(x);
    free(y);
    free(out);
}

static void set_threads(void)
{
    cr_assert_eq(spelt_set_num_threads(4), SPELT_OK);
}

ParameterizedTestParameters(environment, modes_of_the_caller)
{
    static int modes[] = {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
    return cr_make_param_array(int, modes, 4);
}

ParameterizedTest(int *mode, environment, modes_of_the_caller, .init = set_threads)
{
    const size_t length[] = {1, 5, 100, 5000, 700000};
    for (size_t k = 0; k < sizeof length / sizeof *length; k++) {
        cr_assert_eq(fesetround(*mode), 0);
#if defined(__x86_64__)
        for (unsigned flush = 0; flush < 4; flush++) {
            /* Flush-to-zero is bit 15, denormals-are-zero bit 6, the sticky flags bits 0 to 5. */
            unsigned asked = (_mm_getcsr() & ~0x8040U) | (flush & 1) << 15 | (flush & 2) << 5;
            _mm_setcsr(asked);
            call_with_difficult_values(length[k]);
            unsigned found = _mm_getcsr();
            cr_expect_eq(found & ~0x3fU, asked & ~0x3fU, "MXCSR was %x, is %x, n = %zu", asked,
                         found, length[k]);
        }
        _mm_setcsr(_mm_getcsr() & ~0x8040U);
#else
        call_with_difficult_values(length[k]);
#endif
        cr_expect_eq(fegetround(), *mode, "n = %zu", length[k]);
    }
    fesetround(FE_TONEAREST);
}

/* Under another rounding mode a call still rounds by it: worker threads as well. Sums of 0.1 are
 * not exact, so rounding up must give more than rounding down. */
Test(environment, rounding_of_the_caller_is_used, .init = set_threads)
{
    enum { COUNT = 1000000 };
    double *x = malloc(COUNT * sizeof *x), up = 0, down = 0;
    cr_assert(x != NULL);
    for (size_t i = 0; i < COUNT; i++)
        x[i] = 0.1;
    for (size_t n = 1000; n <= COUNT; n *= 10) {
        fesetround(FE_UPWARD);
        cr_expect_eq(spelt_sum_f64(SPELT_IN(f64, x, n), &up), SPELT_OK);
        fesetround(FE_DOWNWARD);
        cr_expect_eq(spelt_sum_f64(SPELT_IN(f64, x, n), &down), SPELT_OK);
        fesetround(FE_TONEAREST);
        cr_expect(up > down, "n = %zu: %a up, %a down", n, up, down);
    }
    free(x);
}

/* The locale's decimal point and thousands mark do not reach the messages. */
Test(environment, locale)
{
    const char *const candidates[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "fr_FR"};
    const char *chosen = NULL;
    for (size_t i = 0; i < 4 && !chosen; i++)
        chosen = setlocale(LC_ALL, candidates[i]);
    if (!chosen)
        skip_visibly("no locale with a decimal comma is installed");
    char name[100];
    snprintf(name, sizeof name, "%s", chosen);
    spelt_in_f64 x = {NULL, 2, {1234567, 0}, {1, 1}}, y = {NULL, 2, {0, 7654321}, {1, 1}};
    double result = 1.5;
    expect_status("dot", spelt_dot_f64(&x, &y, &result), SPELT_ERR_SHAPE,
                  "spelt_dot_f64: x has shape (1234567, 0), y has shape (0, 7654321)", NULL);
    cr_expect_str_eq(setlocale(LC_ALL, NULL), name, "the locale was changed");
}
