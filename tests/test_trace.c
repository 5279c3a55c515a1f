/* test_trace.c - SPELT_VERBOSE=1 writes one line a call on stderr; without it nothing is written.
 */
#include "maps.h"
#include "reductions.h"

#include <spelt/accumulate.h>
#include <spelt/axis.h>
#include <spelt/groups.h>
#include <spelt/indexing.h>
#include <spelt/mask.h>
#include <spelt/matmul.h>
#include <spelt/partial.h>
#include <spelt/runtime.h>
#include <spelt/statistics.h>

#include <ctype.h>
#include <locale.h>
#include <unistd.h>

/* Runs `calls` with standard output and standard error in a file, and reads what came. */
static char written[1 << 16];

static void capture(void (*calls)(void))
{
    FILE *file = tmpfile();
    cr_assert(file != NULL);
    fflush(stdout);
    fflush(stderr);
    int kept_out = dup(STDOUT_FILENO), kept_err = dup(STDERR_FILENO);
    cr_assert(dup2(fileno(file), STDOUT_FILENO) >= 0 && dup2(fileno(file), STDERR_FILENO) >= 0);
    calls();
    fflush(stdout);
    fflush(stderr);
    dup2(kept_out, STDOUT_FILENO);
    dup2(kept_err, STDERR_FILENO);
    close(kept_out);
    close(kept_err);
    rewind(file);
    size_t length = fread(written, 1, sizeof written - 1, file);
    written[length] = '\0';
    fclose(file);
}

static unsigned lines(void)
{
    unsigned count = 0;
    for (const char *at = written; (at = strchr(at, '\n')) != NULL; at++)
        count++;
    return count;
}

static double data[3][200000];
static int32_t whole[100];

/* One call of each kind: seven lines. */
static void seven_calls(void)
{
    double r;
    float f = 0;
    int64_t i;
    spelt_in_f64 x, y;
    spelt_out_f64 z;
    const size_t shape[] = {3, 4};
    const ptrdiff_t transposed[] = {1, 3};
    spelt_in_nd_f64(data[0], 2, shape, transposed, &x);
    spelt_in_nd_f64(data[1], 2, shape, NULL, &y);
    spelt_out_nd_f64(data[2], 2, shape, NULL, &z);
    spelt_sum_f64(SPELT_IN(f64, data[0], 8), &r);
    spelt_dot_f64(&x, &y, &r);
    spelt_add_f64(&x, &y, &z);
    spelt_sumsq_f32_f64(SPELT_IN(f32, &f, 1), &r);
    spelt_sumsq_i32(SPELT_IN(i32, whole, 100), &i);
    spelt_add_sat_i32(SPELT_IN(i32, whole, 0), SPELT_IN(i32, whole, 0), SPELT_OUT(i32, whole, 0));
    spelt_sum_f64(SPELT_IN(f64, data[0], 200000), &r);
}

/* "12.345 us" or "12 us" somewhere in the line. */
static int has_microseconds(const char *line)
{
    const char *unit = strstr(line, " us");
    if (!unit || unit == line)
        return 0;
    const char *at = unit;
    while (at > line && (isdigit((unsigned char)at[-1]) || at[-1] == '.'))
        at--;
    return at < unit && isdigit((unsigned char)*at);
}

static void expect_lines(const char *path, const char *isa)
{
    const char *const parts[][3] = {
        {"spelt_sum_f64 ", "(8)", ""},           {"spelt_dot_f64 ", "x(3, 4)", "y(3, 4)"},
        {"spelt_add_f64 ", "x(3, 4)", "(3, 4)"}, {"spelt_sumsq_f32_f64 ", "(1)", ""},
        {"spelt_sumsq_i32 ", "(100)", ""},       {"spelt_add_sat_i32 ", "(0)", ""},
        {"spelt_sum_f64 ", "(200000)", ""},
    };
    char path_part[32], isa_part[32];
    snprintf(path_part, sizeof path_part, "path=%s ", path);
    snprintf(isa_part, sizeof isa_part, "isa=%s ", isa);
    cr_assert_eq(lines(), 7, "%u lines: %s", lines(), written);
    char *line = written;
    for (size_t i = 0; i < 7; i++) {
        char *end = strchr(line, '\n');
        *end = '\0';
        cr_expect(strncmp(line, parts[i][0], strlen(parts[i][0])) == 0 &&
                      strstr(line, parts[i][1]) && strstr(line, parts[i][2]),
                  "call %zu: %s", i, line);
        cr_expect(strstr(line, path_part) && strstr(line, isa_part), "expected %s%s in: %s",
                  path_part, isa_part, line);
        const char *threads = strstr(line, "threads=");
        cr_expect(threads && atoi(threads + 8) >= 1, "%s", line);
        if (i != 6)
            cr_expect(threads && atoi(threads + 8) == 1, "%s", line);
        cr_expect(has_microseconds(line), "%s", line);
        line = end + 1;
    }
}

Test(trace, one_line_a_call)
{
    setenv("SPELT_VERBOSE", "1", 1);
    unsetenv("SPELT_PATH");
    unsetenv("SPELT_ISA");
    const char *best = spelt_isa();
    capture(seven_calls);
    expect_lines("simd", best);
    cr_assert_eq(spelt_set_isa("scalar"), SPELT_OK);
    capture(seven_calls);
    expect_lines("simd", "scalar");
    cr_assert_eq(spelt_set_path("scalar"), SPELT_OK);
    capture(seven_calls);
    expect_lines("scalar", "scalar");
}

/* The time has a point in it or none, whatever the locale; never a comma. */
Test(trace, locale)
{
    const char *const candidates[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "fr_FR"};
    int found = 0;
    for (size_t i = 0; i < 4 && !found; i++)
        found = setlocale(LC_ALL, candidates[i]) != NULL;
    if (!found)
        skip_visibly("no locale with a decimal comma is installed");
    setenv("SPELT_VERBOSE", "1", 1);
    unsetenv("SPELT_PATH");
    unsetenv("SPELT_ISA");
    capture(seven_calls);
    expect_lines("simd", spelt_isa());
}

static void failing_call(void)
{
    double r;
    spelt_dot_f64(SPELT_IN(f64, data[0], 3), SPELT_IN(f64, data[0], 5), &r);
}

Test(trace, failures_are_calls_too)
{
    setenv("SPELT_VERBOSE", "1", 1);
    spelt_isa();
    capture(failing_call);
    cr_expect_eq(lines(), 1, "%s", written);
    cr_expect(strstr(written, "spelt_dot_f64 ") && strstr(written, "(3)") &&
                  strstr(written, "(5)") && strstr(written, "SPELT_ERR_SHAPE"),
              "%s", written);
}

/* A partial is made by a call of its own name; merging and finishing are none. */
static void partial_calls(void)
{
    spelt_partial_f64 partial;
    double r;
    spelt_partial_dot_f64(SPELT_IN(f64, data[0], 3), SPELT_IN(f64, data[1], 3), 0, &partial);
    spelt_partial_dot_f64(SPELT_IN(f64, data[0], 5), SPELT_IN(f64, data[1], 5), 7, &partial);
    spelt_partial_finish_f64(&partial, &r);
}

Test(trace, partials)
{
    setenv("SPELT_VERBOSE", "1", 1);
    spelt_isa();
    capture(partial_calls);
    cr_expect_eq(lines(), 2, "%s", written);
    cr_expect(strncmp(written, "spelt_partial_dot_f64 x(3) y(3) path=", 37) == 0, "%s", written);
    cr_expect(strstr(written, "\nspelt_partial_dot_f64 x(5) y(5) path=") &&
                  strstr(written, "SPELT_ERR_ARG"),
              "%s", written);
}

/* Views that are added to an accumulator are calls; what else is done with it is none. */
static void accumulator_calls(void)
{
    static spelt_acc acc;
    double r;
    spelt_sum_exact_f64(SPELT_IN(f64, data[0], 3), &r);
    spelt_acc_add_dot_f64(SPELT_IN(f64, data[0], 4), SPELT_IN(f64, data[1], 4), &acc);
    spelt_acc_add_f64(1, &acc);
    spelt_acc_add_sum_f64(NULL, &acc);
    spelt_acc_round_f64(&acc, &r);
}

Test(trace, exact)
{
    setenv("SPELT_VERBOSE", "1", 1);
    spelt_isa();
    capture(accumulator_calls);
    cr_expect_eq(lines(), 2, "%s", written);
    cr_expect(strncmp(written, "spelt_sum_exact_f64 x(3) path=", 30) == 0, "%s", written);
    cr_expect(strstr(written, "\nspelt_acc_add_dot_f64 x(4) y(4) path="), "%s", written);
}

/* Eight dimensions of many digits for each of three arrays. */
static void widest_call(void)
{
    any_view none = {NULL, {8, {0}, {0}}};
    for (size_t d = 1; d < 8; d++)
        none.at.shape[d] = SIZE_MAX - d;
    spelt_in_f64 x = in_view_f64(&none);
    spelt_out_f64 z = out_view_f64(&none);
    spelt_add_f64(&x, &x, &z);
}

Test(trace, nothing_is_cut)
{
    setenv("SPELT_VERBOSE", "1", 1);
    spelt_isa();
    capture(widest_call);
    unsigned times = 0;
    for (const char *at = written; (at = strstr(at, " 18446744073709551608)")) != NULL; at++)
        times++;
    cr_expect(times == 3 && lines() == 1 && has_microseconds(written), "%s", written);
}

static void good_and_bad_calls(void)
{
    seven_calls();
    failing_call();
    spelt_set_path("nonsense");
    spelt_set_isa("nonsense");
    spelt_set_num_threads(-1);
    spelt_sum_f64(NULL, NULL);
}

/* Also where a variable holds nonsense. */
Test(trace, silent_otherwise)
{
    unsetenv("SPELT_VERBOSE");
    setenv("SPELT_PATH", "nonsense", 1);
    setenv("SPELT_ISA", "nonsense", 1);
    setenv("SPELT_NUM_THREADS", "nonsense", 1);
    capture(good_and_bad_calls);
    cr_expect_str_eq(written, "");
}

Test(trace, off_for_0)
{
    setenv("SPELT_VERBOSE", "0", 1);
    capture(good_and_bad_calls);
    cr_expect_str_eq(written, "");
}

Test(trace, off_for_empty)
{
    setenv("SPELT_VERBOSE", "", 1);
    capture(good_and_bad_calls);
    cr_expect_str_eq(written, "");
}

/* Settings that were passed over are told once, each on a line of its own. */
static void first_call(void)
{
    spelt_isa();
    spelt_get_num_threads();
}

Test(trace, settings_passed_over)
{
    setenv("SPELT_VERBOSE", "1", 1);
    setenv("SPELT_PATH", "blass", 1);
    setenv("SPELT_ISA", "avx3", 1);
    setenv("SPELT_NUM_THREADS", "many", 1);
    capture(first_call);
    cr_expect(strstr(written, "SPELT_PATH=blass"), "%s", written);
    cr_expect(strstr(written, "SPELT_ISA=avx3"), "%s", written);
    cr_expect(strstr(written, "SPELT_NUM_THREADS=many"), "%s", written);
    cr_expect_eq(lines(), 3, "%s", written);
}

/* No byte of a variable reaches the terminal that would obey it. */
Test(trace, control_characters_of_variables)
{
    static const char *const variables[] = {"SPELT_PATH", "SPELT_ISA", "SPELT_NUM_THREADS", "SPELT_GRAIN_BYTES"};
    setenv("SPELT_VERBOSE", "1", 1);
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        setenv(variables[i], "a\x1b[2J\n\r\x7f\x9b!", 1);
    capture(first_call);
    cr_expect_eq(lines(), 4, "%s", written);
    for (const char *at = written; *at; at++)
        cr_expect(*at == '\n' || (*at >= ' ' && *at < 0x7f), "byte %#x", (unsigned char)*at);
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        char shown[100];
        snprintf(shown, sizeof shown, "%s=a\\x1b[2J\\x0a\\x0d\\x7f\\x9b!", variables[i]);
        cr_expect(strstr(written, shown), "%s", written);
    }
}

static void calls_with_numbers(void)
{
    double r;
    (void)spelt_axpy_f64(2, SPELT_IN(f64, data[0], 20), SPELT_OUT(f64, data[1], 20));
    (void)spelt_axpby_f64(2, SPELT_IN(f64, data[0], 20), 3, SPELT_OUT(f64, data[1], 20));
    (void)spelt_clip_f64(SPELT_IN(f64, data[0], 20), 0, 1, SPELT_OUT(f64, data[1], 20));
    (void)spelt_mean_f64(SPELT_IN(f64, data[0], 20), &r);
    (void)spelt_var_f64(SPELT_IN(f64, data[0], 20), 1, &r);
}

static void calls_of_places(void)
{
    static int64_t index[3], counts[2];
    static uint8_t mask[3];
    const double *x = data[0];
    double *out = data[2], r;
    int64_t count;
    uint8_t truth;
    (void)spelt_take_i64_f64(SPELT_IN(i64, index, 3), SPELT_IN(f64, x, 4), SPELT_OUT(f64, out, 3));
    (void)spelt_bincount_i64(SPELT_IN(i64, index, 3), SPELT_OUT(i64, counts, 2));
    (void)spelt_compress_f64(SPELT_IN(u8, mask, 3), SPELT_IN(f64, x, 3), SPELT_OUT(f64, out, 3),
                             &count);
    (void)spelt_sum_axis_f64(SPELT_IN(f64, x, 3), 0, &(spelt_out_f64){out, 0, {0}, {0}});
    (void)spelt_any_u8(SPELT_IN(u8, mask, 0), &truth);
    (void)spelt_mean_f64(SPELT_IN(f64, x, 0), &r);
    (void)spelt_take_i64_f64(NULL, SPELT_IN(f64, x, 4), SPELT_OUT(f64, out, 3));
    (void)spelt_compress_f64(SPELT_IN(u8, mask, 3), SPELT_IN(f64, x, 3), SPELT_OUT(f64, out, 3),
                             NULL);
    const spelt_in_f64 matrix = {x, 2, {2, 2}, {2, 1}};
    const spelt_out_f64 product = {out, 2, {2, 2}, {2, 1}};
    (void)spelt_matmul_blas_f64(&matrix, &matrix, &product);
}

/* Names in full; functions of no elements; what is BLAS's alone; nothing of arguments that are
 * NULL. */
Test(trace, names_and_paths)
{
    static const char *const begin[] = {
        "spelt_take_i64_f64 index(3) x(4) out(3) path=simd ",
        "spelt_bincount_i64 keys(3) counts(2) path=simd ",
        "spelt_compress_f64 mask(3) x(3) out(3) path=simd ",
        "spelt_sum_axis_f64 x(3) out() path=simd ",
        "spelt_any_u8 x(0) path=simd ",
        "spelt_mean_f64 x(0) path=simd ",
        "spelt_matmul_blas_f64 x(2, 2) y(2, 2) out(2, 2) path=blas "};
    setenv("SPELT_VERBOSE", "1", 1);
    unsetenv("SPELT_PATH");
    capture(calls_of_places);
    cr_expect_eq(lines(), 7, "%s", written);
    for (size_t i = 0; i < sizeof begin / sizeof *begin; i++)
        cr_expect(strstr(written, begin[i]) != NULL, "no \"%s\" in %s", begin[i], written);
}

/* Arrays alone, each once; and one line, however many passes a call makes. */
Test(trace, functions_with_numbers)
{
    setenv("SPELT_VERBOSE", "1", 1);
    capture(calls_with_numbers);
    cr_expect_eq(lines(), 5, "%s", written);
    static const char *const begin[] = {
        "spelt_axpy_f64 x(20) y(20) path=", "spelt_axpby_f64 x(20) y(20) path=",
        "spelt_clip_f64 x(20) out(20) path=", "spelt_mean_f64 x(20) path=",
        "spelt_var_f64 x(20) path="};
    for (size_t i = 0; i < sizeof begin / sizeof *begin; i++)
        cr_expect(strstr(written, begin[i]) != NULL, "no \"%s\" in %s", begin[i], written);
}
