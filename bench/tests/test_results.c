/* test_results.c - files of results. */
#include "../../tests/support.h"
#include "peers/merge.h"
#include "peers/results.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- Files --------------------------------------------------------------------------------- */

static char path[64];

static void write_file(const char *text)
{
    strcpy(path, "/tmp/spelt_test_results_XXXXXX");
    int file = mkstemp(path);
    cr_assert(file >= 0);
    cr_assert_eq(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
}

#define FILE_OF(rows)                                                                              \
    "{\"context\": {\"cpu\": \"C\", \"calm\": {\"median_ns\": 2500}}, \"benchmarks\": [" rows "]}"

static const char two_runs[] =
    FILE_OF("{\"name\": \"b\", \"run_name\": \"b\", \"run_type\": \"iteration\", \"real_time\": 2, "
            "\"time_unit\": \"us\"},"
            "{\"name\": \"a\", \"run_name\": \"a\", \"run_type\": \"iteration\", \"real_time\": 5, "
            "\"time_unit\": \"ns\", \"bytes_per_second\": 3},"
            "{\"name\": \"b\", \"run_name\": \"b\", \"run_type\": \"iteration\", \"real_time\": 4, "
            "\"time_unit\": \"us\"},"
            "{\"name\": \"b_median\", \"run_name\": \"b\", \"run_type\": \"aggregate\", "
            "\"aggregate_name\": \"median\", \"real_time\": 1000, \"time_unit\": \"us\", "
            "\"min_ns\": 1500},"
            "{\"name\": \"b_BigO\", \"run_name\": \"b\", \"run_type\": \"aggregate\", "
            "\"aggregate_name\": \"BigO\", \"cpu_coefficient\": 1},"
            "{\"name\": \"w\", \"real_time\": 0, \"error_occurred\": true}");

Test(results, are_read)
{
    results r;
    char error[RESULTS_ERROR_SIZE] = "";
    write_file(two_runs);
    cr_assert(results_read(&r, path, error), "%s", error);
    cr_expect_eq(r.count, 3);
    const result *b = results_find(&r, "b");
    cr_assert_not_null(b);
    cr_expect_eq(b->count, 2);
    cr_expect_float_eq(b->seconds[0], 2e-6, 1e-20);
    cr_expect_float_eq(b->seconds[1], 4e-6, 1e-20);
    cr_expect_float_eq(b->least, 1.5e-6, 1e-20);
    cr_expect_float_eq(results_find(&r, "a")->least, 5e-9, 1e-20);
    cr_expect(results_find(&r, "w")->is_wrong);
    cr_expect_eq(results_find(&r, "w")->count, 0);
    cr_expect_null(results_find(&r, "c"));
    cr_expect_float_eq(r.calm_median, 2.5e-6, 1e-20);
    cr_expect_str_eq(r.cpu, "C");
    results_free(&r);
    unlink(path);
}

Test(results, that_are_none)
{
    static const char *const texts[] = {
        "[]",
        "{}",
        "{\"context\": {}}",
        "{\"context\": {}, \"benchmarks\": {}}",
        "{\"context\": 1, \"benchmarks\": []}",
        "{\"context\": {}, \"benchmarks\": [1]}",
        FILE_OF("{\"real_time\": 1}"),
        FILE_OF("{\"name\": \"a\"}"),
        FILE_OF("{\"name\": \"a\", \"real_time\": -1}"),
        FILE_OF("{\"name\": \"a\", \"real_time\": \"1\"}"),
        FILE_OF("{\"name\": \"a\", \"real_time\": 1, \"time_unit\": \"h\"}"),
        "not JSON",
        FILE_OF("{\"name\": \"a\", \"real_time\": NaN}"),
        FILE_OF("{\"name\": \"a\", \"real_time\": 1}]}") "x",
        FILE_OF("{\"name\": \"a\", \"real_time\": 1},"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        results r;
        char error[RESULTS_ERROR_SIZE] = "";
        write_file(texts[i]);
        cr_expect_not(results_read(&r, path, error), "%s was taken", texts[i]);
        cr_expect_eq(strncmp(error, path, strlen(path)), 0, "no name in: %s", error);
        unlink(path);
    }
    results r;
    char error[RESULTS_ERROR_SIZE] = "";
    cr_expect_not(results_read(&r, "/nowhere/a.json", error));
    cr_expect_not_null(strstr(error, "/nowhere/a.json: No such file"));
    cr_expect_not(results_read(&r, "/tmp", error), "a directory was read");
}

Test(results, are_merged)
{
    char error[RESULTS_ERROR_SIZE] = "";
    write_file(
        FILE_OF("{\"name\": \"dot_f64/usual/8/NumPy\", \"real_time\": 5},"
                "{\"name\": \"dot_f64/usual/9/NumPy\", \"real_time\": 6},"
                "{\"name\": \"dot_f64/usual/9/Spelt/threads:2\", \"real_time\": 7},"
                "{\"name\": \"dot_f64/usual/8/Bad\", \"real_time\": 0, \"error_occurred\": true}"));
    cr_assert(merge_begin(path, error), "%s", error);
    cr_expect_eq(merge_count(), 2);
    cr_expect_str_eq(merge_variant(0), "NumPy");
    cr_expect_str_eq(merge_variant(1), "Spelt/threads:2");
    cr_expect_not_null(merge_find(0, "dot_f64", "usual", 8));
    cr_expect_null(merge_find(1, "dot_f64", "usual", 8));
    cr_expect_null(merge_find(0, "dot_f64", "wide", 8));
    cr_expect_float_eq(merge_find(0, "dot_f64", "usual", 9)->seconds[0], 6e-9, 1e-22);
    merge_end();
    unlink(path);
    write_file(FILE_OF("{\"name\": \"BM_other\", \"real_time\": 5}"));
    cr_expect_not(merge_begin(path, error));
    cr_expect_not_null(strstr(error, "no result in it is named like"));
    unlink(path);
}
