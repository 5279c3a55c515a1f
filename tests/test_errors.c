/* test_errors.c - each door's refusals: the status, the message, and results left alone. */
#include "maps.h"
#include "reductions.h"
#include "types.h"

#include <spelt/runtime.h>

#include <pthread.h>

/* Doors once each: the scalar rows. */
static int is_first(const char *isa)
{
    return strcmp(isa, "scalar") == 0;
}

static double memory_x[64], memory_y[64], memory_out[64];
static any_view good_x = {memory_x, {2, {3, 4}, {4, 1}}};
static any_view good_y = {memory_y, {2, {3, 4}, {4, 1}}};
static any_view good_out = {memory_out, {2, {3, 4}, {4, 1}}};

/* "x", as an argument is named after the function's name: ": x " or " x ". */
static int names(const char *message, const char *argument)
{
    size_t length = strlen(argument);
    for (const char *at = strstr(message, ": "); (at = strstr(at + 1, argument)) != NULL;)
        if (at[-1] == ' ' && (at[length] == ' ' || at[length] == '\0' || at[length] == ','))
            return 1;
    return 0;
}

/* Expects a refusal that names the door first, then an argument, then (unless "") a part. */
static void expect_refusal(const char *door, spelt_status got, spelt_status expected,
                           const char *argument, const char *part)
{
    expect_status(door, got, expected, part, NULL);
    size_t length = strlen(door);
    cr_expect(strncmp(spelt_last_error(), door, length) == 0 && spelt_last_error()[length] == ':' &&
                  names(spelt_last_error(), argument),
              "%s is to begin, %s to be named in: %s", door, argument, spelt_last_error());
}

static void refuse_reduction(const reduction *row, const any_view *x, const any_view *y,
                             spelt_status expected, const char *argument, const char *part)
{
    const number untouched = {.bits = 0x5aa55aa55aa55aa5};
    number result = untouched;
    expect_refusal(row->door, row->call(x, y, &result), expected, argument, part);
    cr_expect_eq(result.bits, untouched.bits, "%s failed and wrote its result", row->door);
}

static void refuse_map(const map *row, const any_view *x, const any_view *y, const any_view *out,
                       spelt_status expected, const char *argument, const char *part)
{
    memset(memory_x, 1, sizeof memory_x);
    memset(memory_y, 2, sizeof memory_y);
    memset(memory_out, 3, sizeof memory_out);
    expect_refusal(row->door, row->call(x, y, out), expected, argument, part);
    int written = 0;
    for (size_t i = 0; i < sizeof memory_out; i++)
        written |= ((unsigned char *)memory_x)[i] != 1 || ((unsigned char *)memory_y)[i] != 2 ||
                   ((unsigned char *)memory_out)[i] != 3;
    cr_expect(!written, "%s failed and wrote", row->door);
}

/* Views that no door takes, whatever its type: the status, and what the message must hold. */
typedef struct {
    layout at;
    spelt_status status;
    const char *part;
} bad_layout;

static const bad_layout bad[] = {
    {{9, {1, 1, 1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 1, 1, 1, 1}}, SPELT_ERR_SHAPE, "9"},
    {{2, {SIZE_MAX / 2, 4}, {0, 0}}, SPELT_ERR_SHAPE, "(9223372036854775807, 4)"},
    {{2, {3, 4}, {PTRDIFF_MAX / 4, 1}}, SPELT_ERR_SHAPE, "(3, 4)"},
    {{2, {3, 4}, {-1, PTRDIFF_MIN}}, SPELT_ERR_SHAPE, "(3, 4)"},
};
static const layout different[] = {
    {2, {4, 3}, {3, 1}}, {1, {12}, {1}}, {3, {3, 4, 1}, {4, 1, 1}}, {3, {1, 3, 4}, {12, 4, 1}},
    {2, {3, 1}, {1, 1}}, {0, {0}, {0}},  {2, {0, 4}, {4, 1}}};
static const char *const different_text[] = {"(4, 3)", "(12)", "(3, 4, 1)", "(1, 3, 4)",
                                             "(3, 1)", "()",   "(0, 4)"};
enum { BAD = sizeof bad / sizeof *bad, DIFFERENT = sizeof different / sizeof *different };

static void check_reduction(const reduction *row)
{
    any_view view = good_x, none = {NULL, {2, {3, 4}, {4, 1}}}, empty = {NULL, {2, {0, 4}, {4, 1}}};
    number result = {.bits = UINT64_MAX};
    refuse_reduction(row, &none, &good_y, SPELT_ERR_NULL, "x", "(3, 4)");
    if (row->operands == 2)
        refuse_reduction(row, &good_x, &none, SPELT_ERR_NULL, "y", "(3, 4)");
    for (size_t k = 0; k < BAD; k++) {
        view.at = bad[k].at;
        refuse_reduction(row, &view, &view, bad[k].status, "x", bad[k].part);
        if (row->operands == 2)
            refuse_reduction(row, &good_x, &view, bad[k].status, "y", bad[k].part);
    }
    for (size_t k = 0; k < DIFFERENT && row->operands == 2; k++) {
        view.at = different[k];
        refuse_reduction(row, &good_x, &view, SPELT_ERR_SHAPE, "x", "x has shape (3, 4)");
        cr_expect(strstr(spelt_last_error(), different_text[k]), "%s", spelt_last_error());
        cr_expect(names(spelt_last_error(), "y"), "%s", spelt_last_error());
        refuse_reduction(row, &view, &good_x, SPELT_ERR_SHAPE, "y", different_text[k]);
    }
    cr_expect_eq(row->call(&empty, &empty, &result), SPELT_OK, "%s of nothing: %s", row->door,
                 spelt_last_error());
    cr_expect_eq(row->result == TYPE_f32 ? f32_bits(result.f32) : result.bits, 0);
}

Test(errors, reductions)
{
    for (size_t i = 0; i < REDUCTIONS; i++)
        if (is_first(any_reduction(i)->isa))
            check_reduction(any_reduction(i));
}

static void check_map(const map *row)
{
    any_view view = good_x, none = {NULL, {2, {3, 4}, {4, 1}}}, empty = {NULL, {2, {0, 4}, {4, 1}}};
    refuse_map(row, &none, &good_y, &good_out, SPELT_ERR_NULL, "x", "(3, 4)");
    refuse_map(row, &good_x, &none, &good_out, SPELT_ERR_NULL, "y", "(3, 4)");
    refuse_map(row, &good_x, &good_y, &none, SPELT_ERR_NULL, "out", "(3, 4)");
    for (size_t k = 0; k < BAD; k++) {
        view.at = bad[k].at;
        refuse_map(row, &view, &good_y, &good_out, bad[k].status, "x", bad[k].part);
        refuse_map(row, &good_x, &view, &good_out, bad[k].status, "y", bad[k].part);
        refuse_map(row, &good_x, &good_y, &view, bad[k].status, "out", bad[k].part);
    }
    for (size_t k = 0; k < DIFFERENT; k++) {
        view.at = different[k];
        refuse_map(row, &good_x, &view, &good_out, SPELT_ERR_SHAPE, "y", different_text[k]);
        cr_expect(strstr(spelt_last_error(), "x has shape (3, 4)"), "%s", spelt_last_error());
        refuse_map(row, &good_x, &good_y, &view, SPELT_ERR_SHAPE, "out", different_text[k]);
        cr_expect(strstr(spelt_last_error(), "(3, 4)"), "%s", spelt_last_error());
    }
    view = good_out;
    view.at.stride[0] = 0;
    refuse_map(row, &good_x, &good_y, &view, SPELT_ERR_STRIDE, "out", "(3, 4)");
    view.at.stride[0] = 2;
    refuse_map(row, &good_x, &good_y, &view, SPELT_ERR_STRIDE, "out", "(3, 4)");
    view = good_x;
    view.data = memory_x + 1;
    refuse_map(row, &good_x, &good_y, &view, SPELT_ERR_OVERLAP, "out", "(3, 4)");
    cr_expect(names(spelt_last_error(), "x"), "%s", spelt_last_error());
    view.data = memory_y + 1;
    refuse_map(row, &good_x, &good_y, &view, SPELT_ERR_OVERLAP, "out", "(3, 4)");
    cr_expect(names(spelt_last_error(), "y"), "%s", spelt_last_error());
    cr_expect_eq(row->call(&empty, &empty, &empty), SPELT_OK, "%s of nothing: %s", row->door,
                 spelt_last_error());
}

Test(errors, maps)
{
    for (size_t i = 0; i < MAPS; i++)
        if (is_first(maps[i].isa))
            check_map(&maps[i]);
}

/* NULL in the place of each pointer that a door takes. */
#define NULL_1(op, suffix, in, result)                                                             \
    {                                                                                              \
        static const in value[1];                                                                  \
        result r = 77;                                                                             \
        const char *door = "spelt_" #op "_" #suffix;                                               \
        expect_refusal(door, spelt_##op##_##suffix(NULL, &r), SPELT_ERR_NULL, "x", "NULL");        \
        expect_refusal(door, spelt_##op##_##suffix(SPELT_IN(in, value, 1), NULL), SPELT_ERR_NULL,  \
                       "result", "NULL");                                                          \
        cr_expect(r == 77, "%s", door);                                                            \
    }
#define NULL_2(op, suffix, in, result)                                                             \
    {                                                                                              \
        static const in value[1];                                                                  \
        result r = 77;                                                                             \
        const char *door = "spelt_" #op "_" #suffix;                                               \
        expect_refusal(door, spelt_##op##_##suffix(NULL, SPELT_IN(in, value, 1), &r),              \
                       SPELT_ERR_NULL, "x", "NULL");                                               \
        expect_refusal(door, spelt_##op##_##suffix(SPELT_IN(in, value, 1), NULL, &r),              \
                       SPELT_ERR_NULL, "y", "NULL");                                               \
        expect_refusal(                                                                            \
            door, spelt_##op##_##suffix(SPELT_IN(in, value, 1), SPELT_IN(in, value, 1), NULL),     \
            SPELT_ERR_NULL, "result", "NULL");                                                     \
        cr_expect(r == 77, "%s", door);                                                            \
    }
#define NULL_MAP(op, suffix, type)                                                                 \
    {                                                                                              \
        static const type value[1];                                                                \
        type r = 77;                                                                               \
        const char *door = "spelt_" #op "_" #suffix;                                               \
        expect_refusal(                                                                            \
            door, spelt_##op##_##suffix(NULL, SPELT_IN(type, value, 1), SPELT_OUT(type, &r, 1)),   \
            SPELT_ERR_NULL, "x", "NULL");                                                          \
        expect_refusal(                                                                            \
            door, spelt_##op##_##suffix(SPELT_IN(type, value, 1), NULL, SPELT_OUT(type, &r, 1)),   \
            SPELT_ERR_NULL, "y", "NULL");                                                          \
        expect_refusal(                                                                            \
            door, spelt_##op##_##suffix(SPELT_IN(type, value, 1), SPELT_IN(type, value, 1), NULL), \
            SPELT_ERR_NULL, "out", "NULL");                                                        \
        cr_expect(r == 77, "%s", door);                                                            \
    }

Test(errors, null_arguments){
#define SUITE_FLOAT(op, suffix, in, acc, operands, isa)                                     \
    NULL_##operands(op, suffix, in, acc)
#define SUITE_INT(op, suffix, in, operands, isa)                                            \
    NULL_##operands(op, suffix, in, i64)
#define SUITE_EXACT(op, suffix, in, operands, isa)                                          \
    NULL_##operands(op, suffix, in, in)
#define SUITE_MAP(op, suffix, type, isa) NULL_MAP(op, suffix, type)
#define SUITE_ONCE
#include "suites.def"
}

/* The design's own example, to the letter. */
Test(errors, the_example)
{
    spelt_in_f64 x, y;
    spelt_out_f64 out;
    const size_t wide[] = {3, 4}, tall[] = {4, 3};
    cr_assert_eq(spelt_in_nd_f64(memory_x, 2, wide, NULL, &x), SPELT_OK);
    cr_assert_eq(spelt_in_nd_f64(memory_y, 2, tall, NULL, &y), SPELT_OK);
    cr_assert_eq(spelt_out_nd_f64(memory_out, 2, wide, NULL, &out), SPELT_OK);
    cr_expect_str_eq(spelt_last_error(), "");
    cr_expect_eq(spelt_add_f64(&x, &y, &out), SPELT_ERR_SHAPE);
    cr_expect_str_eq(spelt_last_error(), "spelt_add_f64: x has shape (3, 4), y has shape (4, 3)");

    /* A success leaves the message; the next failure replaces it. */
    cr_expect_eq(spelt_add_f64(&x, &x, &out), SPELT_OK);
    cr_expect_str_eq(spelt_last_error(), "spelt_add_f64: x has shape (3, 4), y has shape (4, 3)");
    cr_expect_eq(spelt_set_path("fast"), SPELT_ERR_ARG);
    cr_expect(strstr(spelt_last_error(), "spelt_set_path: ") && strstr(spelt_last_error(), "fast"),
              "%s", spelt_last_error());
}

/* The longest message: two shapes of eight dimensions, all digits. */
Test(errors, nothing_is_cut)
{
    any_view x = {NULL, {8, {0, 0, 0, 0, 0, 0, 0, 0}, {0}}}, y = x;
    for (size_t d = 0; d < 8; d++) {
        x.at.shape[d] = d ? SIZE_MAX - d : 0;
        y.at.shape[d] = d ? SIZE_MAX - 9 - d : 0;
    }
    double result = 1;
    spelt_in_f64 x_view = in_view_f64(&x), y_view = in_view_f64(&y);
    expect_status("dot", spelt_dot_f64(&x_view, &y_view, &result), SPELT_ERR_SHAPE,
                  "spelt_dot_f64: x has shape (0, 18446744073709551614, ",
                  " 18446744073709551608), y has shape (0, 18446744073709551605, ",
                  " 18446744073709551599)", NULL);
    cr_expect_eq(result, 1);
}

static void *in_another_thread(void *unused)
{
    cr_expect_str_eq(spelt_last_error(), "", "a thread begins without a message");
    expect_status("dot", spelt_dot_f64(NULL, NULL, NULL), SPELT_ERR_NULL, "spelt_dot_f64", NULL);
    return unused;
}

Test(errors, messages_belong_to_threads)
{
    pthread_t thread;
    expect_status("sum", spelt_sum_i32(NULL, NULL), SPELT_ERR_NULL, "spelt_sum_i32", NULL);
    cr_assert_eq(pthread_create(&thread, NULL, in_another_thread, NULL), 0);
    cr_assert_eq(pthread_join(thread, NULL), 0);
    cr_expect(strstr(spelt_last_error(), "spelt_sum_i32: "), "%s", spelt_last_error());
}

Test(errors, names)
{
    const struct {
        int value;
        const char *name;
    } status[] = {{0, "SPELT_OK"},         {1, "SPELT_ERR_NULL"},        {2, "SPELT_ERR_SHAPE"},
                  {3, "SPELT_ERR_STRIDE"}, {4, "SPELT_ERR_OVERLAP"},     {5, "SPELT_ERR_OVERFLOW"},
                  {6, "SPELT_ERR_ARG"},    {7, "SPELT_ERR_UNSUPPORTED"}, {8, "SPELT_ERR_FORMAT"},
                  {9, "SPELT_ERR_IO"},     {10, "SPELT_ERR_NOMEM"},      {11, "SPELT_ERR_INEXACT"},
                  {1000, "SPELT_ERR_?"}};
    for (size_t i = 0; i < sizeof status / sizeof *status; i++)
        cr_expect_str_eq(spelt_status_name((spelt_status)status[i].value), status[i].name);
}

/* An output that shares memory with itself is told from one that shares it with an input, and
 * shapes are looked at before either. */
Test(errors, a_strides_error_before_overlap)
{
    any_view out = good_x;
    out.at.stride[0] = 0;
    spelt_in_f64 x = in_view_f64(&good_x);
    spelt_out_f64 z = out_view_f64(&out);
    expect_status("both", spelt_add_f64(&x, &x, &z), SPELT_ERR_STRIDE, "out", NULL);
}

Test(errors, a_message_of_the_hosts_own)
{
    char text[700], message[] = "host_function: x is odd";
    cr_expect_eq(spelt_set_last_error(SPELT_ERR_ARG, message), SPELT_ERR_ARG);
    message[0] = 'm';
    cr_expect_str_eq(spelt_last_error(), "host_function: x is odd");
    cr_expect_eq(spelt_set_last_error(SPELT_ERR_IO, spelt_last_error() + 15), SPELT_ERR_IO);
    cr_expect_str_eq(spelt_last_error(), "x is odd");
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    cr_expect_eq(spelt_set_last_error(SPELT_OK, text), SPELT_OK);
    cr_expect_eq(strlen(spelt_last_error()), 511);
    cr_expect_eq(spelt_set_last_error(SPELT_ERR_SHAPE, NULL), SPELT_ERR_SHAPE);
    cr_expect_str_eq(spelt_last_error(), "");
}
