/* test_grain.c - SPELT_GRAIN_BYTES: what it may hold, and that calls take notice. */
#include "support.h"

#include "runtime/dispatch.h"
#include "runtime/threads.h"

#include <spelt/reduce.h>
#include <spelt/runtime.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Each test is a process of its own and reads the environment anew. */
static void clear_environment(void)
{
    unsetenv("SPELT_GRAIN_BYTES");
    unsetenv("SPELT_VERBOSE");
    unsetenv("SPELT_PATH");
}

TestSuite(grain, .init = clear_environment);

typedef struct {
    const char *value;
    size_t bytes;
    const char *source;
} setting;

#define MIB ((size_t)1 << 20)
#define TAKEN "SPELT_GRAIN_BYTES"
#define PASSED(shown) 4 * MIB, "default (SPELT_GRAIN_BYTES=" shown " is not a number of bytes)"

static const setting settings[] = {
    {NULL, 4 * MIB, "default"},
    {"", 4 * MIB, "default"},
    {"0", 0, TAKEN},
    {"1", 1, TAKEN},
    {"65536", 65536, TAKEN},
    {"007", 7, TAKEN},
    {"64K", 65536, TAKEN},
    {"2M", 2 * MIB, TAKEN},
    {"3G", 3072 * MIB, TAKEN},
    {"1000000000000000000", 1000000000000000000, TAKEN},
    {"17179869183G", (size_t)17179869183 << 30, TAKEN},
    {"17179869184G", PASSED("17179869184G")},
    {"9223372036854775808", PASSED("9223372036854775808")},
    {"99999999999999999999K", PASSED("99999999999999999999...")},
    {"much", PASSED("much")},
    {"K", PASSED("K")},
    {"-1", PASSED("-1")},
    {"+1", PASSED("+1")},
    {" 1", PASSED(" 1")},
    {"1 ", PASSED("1 ")},
    {"1.5M", PASSED("1.5M")},
    {"4k", PASSED("4k")},
    {"4KB", PASSED("4KB")},
    {"4KK", PASSED("4KK")},
    {"4T", PASSED("4T")},
    {"0x10", PASSED("0x10")},
};

ParameterizedTestParameters(grain, environment)
{
    static size_t number[sizeof settings / sizeof settings[0]];
    const size_t count = sizeof number / sizeof number[0];
    for (size_t i = 0; i < count; i++)
        number[i] = i;
    return cr_make_param_array(size_t, number, count);
}

ParameterizedTest(size_t *number, grain, environment, .init = clear_environment)
{
    const setting *given = &settings[*number];
    if (given->value)
        setenv("SPELT_GRAIN_BYTES", given->value, 1);
    cr_expect(spelt_grain_bytes() == given->bytes, "%s: %zu bytes, expected %zu", given->value,
              spelt_grain_bytes(), given->bytes);
    cr_expect_str_eq(spelt_grain_source(), given->source);
}

Test(grain, read_once)
{
    setenv("SPELT_GRAIN_BYTES", "5", 1);
    cr_expect_eq(spelt_grain_bytes(), (size_t)5);
    setenv("SPELT_GRAIN_BYTES", "6", 1);
    cr_expect_eq(spelt_grain_bytes(), (size_t)5);
}

/* No call past the grain may leave by the short way, on which there are no threads. The widest
 * operation moves 24 bytes an index. */
Test(grain, direct_calls_end_at_it)
{
    setenv("SPELT_GRAIN_BYTES", "24000", 1);
    spelt_dispatch_init();
    cr_expect(spelt_direct(999));
    cr_expect(!spelt_direct(1000));
    cr_expect_eq(spelt_dispatch_put_grain(48000), (size_t)24000);
    cr_expect(spelt_direct(1999));
    cr_expect(!spelt_direct(2000));
    cr_expect_eq(spelt_grain_bytes(), (size_t)48000);
    spelt_dispatch_put_grain(SIZE_MAX);
    cr_expect(!spelt_direct(4 * MIB / 24), "long arrays have more to them than threads");
    spelt_dispatch_put_grain(0);
    cr_expect(!spelt_direct(0));
}

/* The trace says on how many threads a call ran. */
static void expect_threads(const char *value, int cap, const char *expected)
{
    static double x[8192];
    char line[512] = "";
    double sum;
    FILE *trace = tmpfile();
    cr_assert_not_null(trace);
    int kept = dup(STDERR_FILENO);
    setenv("SPELT_GRAIN_BYTES", value, 1);
    setenv("SPELT_VERBOSE", "1", 1);
    spelt_set_num_threads(cap);
    dup2(fileno(trace), STDERR_FILENO);
    spelt_status status = spelt_sum_f64(SPELT_IN(f64, x, 8192), &sum);
    dup2(kept, STDERR_FILENO);
    cr_assert_eq(status, SPELT_OK);
    rewind(trace);
    cr_assert_gt(fread(line, 1, sizeof line - 1, trace), (size_t)0);
    cr_expect_not_null(strstr(line, expected), "%s not in: %s", expected, line);
    fclose(trace);
    close(kept);
}

#ifdef SPELT_HAVE_OPENMP
#define TWO "threads=2 "
#else
#define TWO "threads=1 "
#endif

Test(grain, a_call_at_it)
{
    expect_threads("64K", 2, TWO);
}

Test(grain, a_call_below_it)
{
    expect_threads("65537", 2, "threads=1 ");
}

Test(grain, a_malformed_one_is_in_the_trace)
{
    expect_threads("64k", 2, "spelt: default (SPELT_GRAIN_BYTES=64k is not a number of bytes)\n");
}
