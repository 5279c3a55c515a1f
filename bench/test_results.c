/* test_results.c - what is JSON and what is not, and files of results. */
#include "../tests/support.h"
#include "json_value.h"
#include "merge.h"
#include "nearest.h"
#include "results.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static json_value *parse(const char *text, char error[JSON_ERROR_SIZE])
{
    return json_parse(text, strlen(text), error);
}

Test(json, values)
{
    char error[JSON_ERROR_SIZE] = "";
    json_value *v =
        parse(" {\"a\": [1, -2.5e1, true, false, null, \"x\"], \"b\": {}, \"c\": []}\n", error);
    cr_assert_not_null(v, "%s", error);
    const json_value *a = json_member(v, "a")->first;
    cr_expect_eq(a->number, 1);
    cr_expect_eq(a->next->number, -25);
    cr_expect_eq(a->next->next->type, JSON_TRUE);
    cr_expect_eq(a->next->next->next->type, JSON_FALSE);
    cr_expect_eq(a->next->next->next->next->type, JSON_NULL);
    cr_expect_str_eq(a->next->next->next->next->next->text, "x");
    cr_expect_null(json_member(v, "b")->first);
    cr_expect_null(json_member(v, "c")->first);
    cr_expect_null(json_member(v, "d"));
    cr_expect_null(json_member(a, "d"));
    cr_expect_eq(json_member_number(v, "b", 7), 7);
    cr_expect_str_eq(json_member_text(v, "b", "no"), "no");
    json_free(v);
}

Test(json, strings)
{
    char error[JSON_ERROR_SIZE] = "";
    json_value *v =
        parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t \\u0041\\u00e9\\u20ac\\ud83d\\ude00\"", error);
    cr_assert_not_null(v, "%s", error);
    cr_expect_str_eq(v->text, "\"\\/\b\f\n\r\t A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
    json_free(v);
}

Test(json, refused)
{
    static const char *const texts[] = {
        "",
        " ",
        "{",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "[1 2]",
        "1 2",
        "[]]",
        "tru",
        "nul",
        "01",
        "+1",
        "-",
        "1.",
        ".5",
        "1e",
        "1e+",
        "0x10",
        "NaN",
        "inf",
        "\"",
        "\"a",
        "\"a\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\u0000\"",
        "\"\\ud800\\u0041\"",
        "\"a\nb\"",
        "'a'",
        "\"\\",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char error[JSON_ERROR_SIZE] = "";
        json_value *v = parse(texts[i], error);
        cr_expect_null(v, "%s was taken", texts[i]);
        cr_expect_neq(error[0], '\0', "nothing was said about %s", texts[i]);
        json_free(v);
    }
    char error[JSON_ERROR_SIZE];
    cr_expect_null(json_parse("1\0 2", 4, error), "a zero byte is no end");
}

Test(json, depth_is_bounded)
{
    char text[4 * JSON_MAX_DEPTH], error[JSON_ERROR_SIZE];
    for (int depth = JSON_MAX_DEPTH; depth <= JSON_MAX_DEPTH + 1; depth++) {
        memset(text, '[', (size_t)depth);
        memset(text + depth, ']', (size_t)depth);
        json_value *v =
            json_parse(text, 0 * (size_t)(text[2 * depth] = '\0') + 2 * (size_t)depth, error);
        cr_expect_eq(v != NULL, depth == JSON_MAX_DEPTH, "depth %d", depth);
        json_free(v);
    }
}

/* No prefix of a document is one, and no changed byte crashes. */
Test(json, damaged)
{
    static const char text[] =
        "{\"context\": {\"a\": \"\\u20ac\"}, \"benchmarks\": [{\"x\": 1.5e3}]}";
    char copy[sizeof text], error[JSON_ERROR_SIZE];
    generator random = generator_start(1);
    for (size_t length = 0; length < sizeof text - 1; length++) {
        memcpy(copy, text, length);
        copy[length] = '\0';
        json_value *v = json_parse(copy, length, error);
        cr_expect_null(v, "%s", copy);
        json_free(v);
    }
    for (int i = 0; i < 20000; i++) {
        memcpy(copy, text, sizeof text);
        copy[random_below(&random, sizeof text - 1)] = (char)random_bits(&random);
        json_free(json_parse(copy, sizeof text - 1, error));
    }
}

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

/* ---- Names that are nearly right ----------------------------------------------------------- */

static const char *nth_name(size_t i)
{
    static const char *const names[] = {"sum", "sumsq", "dot", "add", "wrap_i32", NULL};
    return names[i];
}

Test(nearest, names)
{
    cr_expect_str_eq(nearest_name("sumq", 4, nth_name), "sum");
    cr_expect_str_eq(nearest_name("dots", 4, nth_name), "dot");
    cr_expect_str_eq(nearest_name("wrapi32", 7, nth_name), "wrap_i32");
    cr_expect_str_eq(nearest_name("ad,dot", 2, nth_name), "add");
    cr_expect_null(nearest_name("multiply", 8, nth_name));
    cr_expect_null(nearest_name("", 0, nth_name));
}
