/* test_grain.c - SPELT_GRAIN_BYTES: what it may hold, and that calls take notice. */
#include "support.h"

#include "runtime/dispatch.h"
#include "runtime/environment.h"
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
#define PASSED(shown) 0, "default (SPELT_GRAIN_BYTES=" shown " is not a number of bytes)"

static const setting settings[] = {
    {NULL, 0, "default"},
    {"", 0, "default"},
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

/* Bytes that an index of a function's arrays has. */
static size_t bytes_of(spelt_function function)
{
    const spelt_function_facts *facts = &spelt_function_list[function];
    size_t bytes = spelt_family_is_map(facts->family) ? spelt_type_size(facts->result) : 0;
    for (unsigned i = 0; i < facts->inputs; i++)
        bytes += spelt_type_size(facts->input[i]);
    return bytes;
}

static void expect_direct_below(size_t bytes)
{
    for (int f = 0; f < SPELT_FUNCTIONS; f++) {
        const spelt_function function = (spelt_function)f;
        size_t limit = bytes / bytes_of(function);
        cr_expect(limit == 0 || spelt_direct(function, limit - 1), "function %d", f);
        cr_expect(!spelt_direct(function, limit), "function %d", f);
        cr_expect(!spelt_direct(function, SIZE_MAX), "function %d", f);
    }
}

/* No call of a grain or more may leave by the short way, on which there are no threads. */
Test(grain, direct_calls_end_at_it)
{
    setenv("SPELT_GRAIN_BYTES", "24000", 1);
    expect_direct_below(0); /* before the first call each is looked at */
    spelt_dispatch_init();
    expect_direct_below(24000);
    cr_expect_eq(spelt_dispatch_put_grain(48000), (size_t)24000);
    expect_direct_below(48000);
    cr_expect_eq(spelt_grain_bytes(), (size_t)48000);
    spelt_dispatch_put_grain(SPELT_GRAIN_UNSET - 1);
    expect_direct_below(4 * MIB); /* long arrays have more to them than threads */
    spelt_dispatch_put_grain(0);
    expect_direct_below(0);
    spelt_dispatch_put_grain(SPELT_GRAIN_UNSET);
    cr_expect_eq(spelt_grain_bytes(), (size_t)0);
    for (int f = 0; f < SPELT_FUNCTIONS; f++)
        cr_expect(spelt_direct((spelt_function)f, 1000) &&
                      !spelt_direct((spelt_function)f, 4 * MIB / bytes_of((spelt_function)f)),
                  "function %d", f);
}

/* What the trace says of a call whose arrays have `bytes` bytes. */
static void traced_call(size_t bytes, char *line, size_t room)
{
    static double x[MIB];
    double sum;
    FILE *trace = tmpfile();
    cr_assert(trace && bytes <= sizeof x);
    int kept = dup(STDERR_FILENO);
    dup2(fileno(trace), STDERR_FILENO);
    spelt_status status = spelt_sum_f64(SPELT_IN(f64, x, bytes / sizeof *x), &sum);
    dup2(kept, STDERR_FILENO);
    close(kept);
    cr_assert_eq(status, SPELT_OK);
    rewind(trace);
    size_t length = fread(line, 1, room - 1, trace);
    cr_assert_gt(length, (size_t)0);
    line[length] = '\0';
    fclose(trace);
}

#define DEADLINE_SECONDS 60

/* On how many threads calls ran: that many took part, so a worker may be late, but not always. */
static void expect_threads(const char *grain, int cap, size_t bytes, int threads)
{
    char line[512] = "";
    int most = 0;
    setenv("SPELT_GRAIN_BYTES", grain, 1);
    setenv("SPELT_VERBOSE", "1", 1);
    spelt_set_num_threads(cap);
    const int64_t end = spelt_nanoseconds() + DEADLINE_SECONDS * INT64_C(1000000000);
    for (int calls = 0; calls < 20 || (most < threads && spelt_nanoseconds() < end); calls++) {
        traced_call(bytes, line, sizeof line);
        const char *told = strstr(line, " threads=");
        cr_assert_not_null(told, "%s", line);
        int now = atoi(told + 9);
        cr_expect(now >= 1 && now <= threads, "expected up to %d: %s", threads, line);
        most = now > most ? now : most;
    }
    cr_expect_eq(most, threads, "grain %s, cap %d, %zu bytes", grain, cap, bytes);
}

Test(grain, a_call_at_it)
{
    expect_threads("8M", 2, 8 * MIB, 2);
}

Test(grain, a_call_below_it)
{
    expect_threads("8388609", 2, 8 * MIB, 1);
}

Test(grain, no_call_is_too_small_for_none)
{
    expect_threads("0", 2, MIB / 2, 2);
}

Test(grain, as_many_as_the_cap)
{
    expect_threads("0", 3, 8 * MIB, 3);
}

Test(grain, the_cap_counts_beyond_it)
{
    expect_threads("64K", 1, 8 * MIB, 1);
}

Test(grain, a_malformed_one_is_in_the_trace)
{
    char line[512];
    setenv("SPELT_GRAIN_BYTES", "64k", 1);
    setenv("SPELT_VERBOSE", "1", 1);
    spelt_set_num_threads(2);
    traced_call(65536, line, sizeof line);
    const char *told = "spelt: default (SPELT_GRAIN_BYTES=64k is not a number of bytes)\n";
    cr_expect_not_null(strstr(line, told), "%s", line);
}
