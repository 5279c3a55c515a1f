/* stack_calls.c - see stack_calls.h. */
#define _GNU_SOURCE 1

#include "stack_calls.h"

#include "doors.h"

#include <spelt/spelt.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char file_name[1000], link_name[1000];

/* ---- Every function of the list -------------------------------------------------------------- */

static spelt_status but(spelt_status status, spelt_status allowed)
{
    return status == allowed ? SPELT_OK : status;
}

/* What lies in the arrays may be what a function refuses: no numbers to take the least of, a zero
 * to divide by, too many bits to shift by. */
static spelt_status but_for_data(spelt_status status, const spelt_function_facts *facts,
                                 int is_empty)
{
    const char *op = facts->op;
    if (is_empty || strncmp(op, "div", 3) == 0 || strcmp(op, "rem") == 0 ||
        strncmp(op, "sh", 2) == 0)
        status = but(status, SPELT_ERR_ARG);
    return but(but(status, SPELT_ERR_OVERFLOW), SPELT_ERR_INEXACT);
}

static spelt_status call_door(spelt_function function, sharing how, layout which)
{
    const spelt_function_facts *facts = &spelt_function_list[function];
    spelt_view view[SPELT_MOST_INPUTS];
    const spelt_view *input[SPELT_MOST_INPUTS];
    double result[2];
    for (unsigned k = 0; k < facts->inputs; k++) {
        view[k] = view_of(k == 0 ? &stack_x : &stack_y, facts->input[k], which, k == 0 ? 0 : 1, 0);
        input[k] = &view[k];
    }
    spelt_view to = view_of(&stack_out, facts->result, which, 2, 0);
    if (how == IN_PLACE)
        view[0] = to;
    if (how == OVERLAPPING) {
        view[facts->inputs - 1] = to;
        to = view_of(&stack_out, facts->result, which, 2, which == BACKWARDS ? -1 : 1);
    }
    const spelt_status status = doors[function](input, &to, result);
    return but_for_data(how == OVERLAPPING ? but(status, SPELT_ERR_OVERLAP) : status, facts,
                        which == EMPTY);
}

/* ---- Partial results and accumulators -------------------------------------------------------- */

#define PARTIAL_ONE(name, type, result_type)                                                       \
    static spelt_status do_##name(layout which)                                                    \
    {                                                                                              \
        static _Thread_local spelt_partial_##result_type result;                                   \
        VIEW(in, type, a, stack_x, which, 0, 0);                                                   \
        return spelt_##name(&a, 0, &result);                                                       \
    }
#define PARTIAL_TWO(name, type, result_type)                                                       \
    static spelt_status do_##name(layout which)                                                    \
    {                                                                                              \
        static _Thread_local spelt_partial_##result_type result;                                   \
        VIEW(in, type, a, stack_x, which, 0, 0);                                                   \
        VIEW(in, type, b, stack_y, which, 1, 0);                                                   \
        return spelt_##name(&a, &b, 0, &result);                                                   \
    }
#define ACC_ONE(name, type, ignored)                                                               \
    static spelt_status do_##name(layout which)                                                    \
    {                                                                                              \
        static _Thread_local spelt_acc acc;                                                        \
        VIEW(in, type, a, stack_x, which, 0, 0);                                                   \
        return spelt_##name(&a, &acc);                                                             \
    }
#define ACC_TWO(name, type, ignored)                                                               \
    static spelt_status do_##name(layout which)                                                    \
    {                                                                                              \
        static _Thread_local spelt_acc acc;                                                        \
        VIEW(in, type, a, stack_x, which, 0, 0);                                                   \
        VIEW(in, type, b, stack_y, which, 1, 0);                                                   \
        return spelt_##name(&a, &b, &acc);                                                         \
    }

#define PARTIALS(_)                                                                                \
    _(PARTIAL_ONE, partial_sum_f32, f32, f32)                                                      \
    _(PARTIAL_ONE, partial_sum_f64, f64, f64)                                                      \
    _(PARTIAL_ONE, partial_sum_f32_f64, f32, f64)                                                  \
    _(PARTIAL_ONE, partial_sumsq_f32, f32, f32)                                                    \
    _(PARTIAL_ONE, partial_sumsq_f64, f64, f64)                                                    \
    _(PARTIAL_ONE, partial_sumsq_f32_f64, f32, f64)                                                \
    _(PARTIAL_TWO, partial_dot_f32, f32, f32)                                                      \
    _(PARTIAL_TWO, partial_dot_f64, f64, f64)                                                      \
    _(PARTIAL_TWO, partial_dot_f32_f64, f32, f64)                                                  \
    _(ACC_ONE, acc_add_sum_f32, f32, )                                                             \
    _(ACC_ONE, acc_add_sum_f64, f64, )                                                             \
    _(ACC_ONE, acc_add_sumsq_f32, f32, )                                                           \
    _(ACC_ONE, acc_add_sumsq_f64, f64, )                                                           \
    _(ACC_TWO, acc_add_dot_f32, f32, )                                                             \
    _(ACC_TWO, acc_add_dot_f64, f64, )                                                             \
    _(ACC_ONE, acc_add_sum_i8, i8, )                                                               \
    _(ACC_ONE, acc_add_sumsq_i8, i8, )                                                             \
    _(ACC_TWO, acc_add_dot_i8, i8, )                                                               \
    _(ACC_ONE, acc_add_sum_i16, i16, )                                                             \
    _(ACC_ONE, acc_add_sumsq_i16, i16, )                                                           \
    _(ACC_TWO, acc_add_dot_i16, i16, )                                                             \
    _(ACC_ONE, acc_add_sum_i32, i32, )                                                             \
    _(ACC_ONE, acc_add_sumsq_i32, i32, )                                                           \
    _(ACC_TWO, acc_add_dot_i32, i32, )                                                             \
    _(ACC_ONE, acc_add_sum_i64, i64, )                                                             \
    _(ACC_ONE, acc_add_sumsq_i64, i64, )                                                           \
    _(ACC_TWO, acc_add_dot_i64, i64, )
#define DEFINE(kind, name, type, result_type) kind(name, type, result_type)
PARTIALS(DEFINE)

/* ---- The rest -------------------------------------------------------------------------------- */

/* Everything that an accumulator and a partial can do beside taking views. */
static spelt_status do_acc_and_partial_steps(layout which)
{
    static _Thread_local spelt_acc a, b;
    static _Thread_local spelt_partial_f64 p;
    static _Thread_local unsigned char saved[SPELT_ACC_SAVED_BYTES];
    VIEW(in, f64, view, stack_x, which, 0, 0);
    double rounded;
    float short_rounded;
    int64_t count, whole;
    uint64_t natural;
    int failed = spelt_acc_init(&a) || spelt_acc_init(&b) || spelt_acc_add_f64(1e300, &a) ||
                 spelt_acc_add_f32(1e-30f, &a) || spelt_acc_merge(&a, &b) ||
                 spelt_acc_subtract(&a, &b) || spelt_acc_scale(-5, &a) || spelt_acc_scale(5, &a) ||
                 spelt_acc_round_f64(&a, &rounded) || spelt_acc_round_f32(&a, &short_rounded) ||
                 spelt_acc_round_i64(&a, &whole) != SPELT_ERR_OVERFLOW ||
                 spelt_acc_round_u64(&a, &natural) != SPELT_ERR_OVERFLOW ||
                 spelt_acc_count(&a, &count) || spelt_acc_save(&a, saved) ||
                 spelt_acc_load(saved, sizeof saved, &a) ||
                 spelt_acc_load(saved, 1, &a) != SPELT_ERR_FORMAT ||
                 spelt_partial_sum_f64(&view, 0, &p) || spelt_partial_finish_f64(&p, &rounded);
    static _Thread_local spelt_partial_f64 next;
    if (!failed && p.count % SPELT_PARTIAL_BLOCK_F64 == 0)
        failed = spelt_partial_sum_f64(&view, p.count, &next) ||
                 spelt_partial_merge_f64(&p, &next, &p) ||
                 (p.count > 0 && spelt_partial_merge_f64(&next, &p, &p) != SPELT_ERR_ARG);
    return failed ? SPELT_ERR_ARG : SPELT_OK;
}

/* Views, which are checked as those of calls are. */
static spelt_status do_views(layout which)
{
    const form f = form_of(which, 2);
    const size_t square[2] = {SIDE, SIDE};
    spelt_in_f64 in, wide;
    spelt_out_f64 view;
    int failed = spelt_in_nd_f64(stack_x.f64 + f.offset, f.ndim, f.shape, f.stride, &in) ||
                 spelt_out_nd_f64(stack_out.f64 + f.offset, f.ndim, f.shape, f.stride, &view) ||
                 spelt_broadcast_f64(SPELT_IN(f64, stack_x.f64, SIDE), 2, square, &wide);
    return failed ? SPELT_ERR_ARG : SPELT_OK;
}

/* Two shapes of twenty digits an extent: the longest messages, and lines of the trace. */
static spelt_status do_refused_shapes(layout which)
{
    spelt_in_f64 a = {stack_x.f64, 8, {0}, {0}}, b = a;
    double result;
    for (int k = 0; k < 8; k++) {
        a.shape[k] = SIZE_MAX - (size_t)k;
        b.shape[k] = SIZE_MAX / 2 - (size_t)k;
    }
    if (which == EMPTY)
        a.shape[0] = b.shape[0] = 0;
    return but(spelt_dot_f64(&a, &b, &result), SPELT_ERR_SHAPE);
}

/* A view tangled so that the search for shared places goes as deep as it can. */
static spelt_status do_refused_tangles(layout which)
{
    VIEW(in, f64, a, stack_x, DEEP, 0, 0);
    spelt_out_f64 sum = {
        stack_out.f64, 8, {4, 2, 5, 3, 4, 5, 2, 3}, {101, 103, 107, 109, 113, 127, 131, 137}};
    spelt_in_f64 b = spelt_readonly_f64(&sum);
    b.data += 1 + which;
    spelt_status status = spelt_add_f64(&a, &b, &sum);
    return but(but(status, SPELT_ERR_OVERLAP), SPELT_ERR_STRIDE);
}

static spelt_status do_refused_arguments(layout which)
{
    VIEW(in, f64, a, stack_x, which, 0, 0);
    VIEW(in, f64, b, stack_y, which == DEEP ? CONTIGUOUS : DEEP, 0, 0);
    double result;
    int wrong = spelt_dot_f64(&a, NULL, &result) != SPELT_ERR_NULL ||
                spelt_dot_f64(&a, &b, &result) != SPELT_ERR_SHAPE ||
                spelt_set_path("a path") != SPELT_ERR_ARG ||
                spelt_set_isa("an isa") != SPELT_ERR_ARG ||
                spelt_set_num_threads(-1) != SPELT_ERR_ARG ||
                spelt_set_last_error(SPELT_ERR_IO, spelt_last_error()) != SPELT_ERR_IO;
    return wrong ? SPELT_ERR_ARG : SPELT_OK;
}

static spelt_status do_settings(layout which)
{
    (void)which;
    spelt_get_num_threads();
    spelt_threads_source();
    spelt_grain_bytes();
    spelt_grain_source();
    spelt_path();
    spelt_path_source();
    spelt_isa_source();
    return spelt_isa() ? SPELT_OK : SPELT_ERR_ARG;
}

#define SAVE_AND_OPEN(type, TYPE)                                                                  \
    static spelt_status save_and_open_##type(const char *name, layout which)                       \
    {                                                                                              \
        spelt_npy file;                                                                            \
        spelt_in_##type lies;                                                                      \
        VIEW(in, type, a, stack_x, which, 0, 0);                                                   \
        spelt_status status = spelt_npy_save_##type(name, &a);                                     \
        if (status == SPELT_OK)                                                                    \
            status = spelt_npy_open(name, &file);                                                  \
        if (status != SPELT_OK)                                                                    \
            return status;                                                                         \
        status = spelt_npy_view_##type(&file, NULL, 0, &lies);                                     \
        spelt_npy_close(&file);                                                                    \
        return status;                                                                             \
    }                                                                                              \
    static spelt_status do_npy_##type(layout which)                                                \
    {                                                                                              \
        return save_and_open_##type(file_name, which);                                             \
    }
SAVE_AND_OPEN(f32, F32)
SAVE_AND_OPEN(f64, F64)
SAVE_AND_OPEN(i32, I32)
SAVE_AND_OPEN(i64, I64)

/* By way of a symbolic link, which the C library follows. */
static spelt_status do_npy_link(layout which)
{
    return save_and_open_f64(link_name, which);
}

static spelt_status do_npy_refused(layout which)
{
    VIEW(in, f64, a, stack_x, which, 0, 0);
    spelt_npy file;
    int wrong = spelt_npy_open("/nowhere/at/all", &file) != SPELT_ERR_IO ||
                spelt_npy_open("/dev/null", &file) != SPELT_ERR_IO ||
                spelt_npy_open(layout_names[which], &file) != SPELT_ERR_IO ||
                spelt_npy_save_f64("/nowhere/at/all", &a) != SPELT_ERR_IO ||
                spelt_npy_save_f64("/dev/null", &a) != SPELT_ERR_IO;
    return wrong ? SPELT_ERR_ARG : SPELT_OK;
}

/* A header with fields in fields as deep as they are read, and one that is refused at the end. */
static spelt_status do_npy_records(layout which)
{
    static const char header[] =
        "\x93NUMPY\1\0\x5a\0{'descr': [('a', [('b', [('c', [('d', '|O')])])])], 'fortran_order': "
        "False, 'shape': (), }";
    _Static_assert(sizeof header == 1 + 10 + 0x5a, "the length is right");
    (void)which;
    FILE *written = fopen(file_name, "wb");
    if (!written || fwrite(header, 1, sizeof header - 1, written) != sizeof header - 1 ||
        fclose(written) != 0)
        return SPELT_ERR_IO;
    spelt_npy file;
    int descriptor = open(file_name, O_RDONLY);
    int wrong = spelt_npy_open(file_name, &file) != SPELT_ERR_UNSUPPORTED ||
                spelt_npy_open_descriptor(descriptor, &file) != SPELT_ERR_UNSUPPORTED ||
                strstr(spelt_last_error(), "'|O'") == NULL;
    close(descriptor);
    return wrong ? SPELT_ERR_ARG : SPELT_OK;
}

/* Along the axis of a matrix, or of what a layout has instead. */
static spelt_status do_axis(layout which)
{
    VIEW(in, f64, a, stack_x, which, 0, 0);
    VIEW(in, f64, b, stack_y, which, 1, 0);
    spelt_status status = SPELT_OK;
    for (size_t axis = 0; axis < a.ndim && status == SPELT_OK; axis++) {
        spelt_out_f64 sums = {stack_out.f64, a.ndim - 1, {0}, {0}};
        ptrdiff_t elements = 1;
        for (size_t k = sums.ndim; k-- > 0; elements *= (ptrdiff_t)sums.shape[k]) {
            sums.shape[k] = a.shape[k < axis ? k : k + 1];
            sums.stride[k] = elements;
        }
        status = spelt_sum_axis_f64(&a, axis, &sums);
        if (status == SPELT_OK)
            status = spelt_dot_axis_f64(&a, &b, axis, &sums);
        if (status == SPELT_OK)
            status = spelt_sqeuclidean_exact_axis_f64(&a, &b, axis, &sums);
    }
    return status;
}

#define CALL(name)                                                                                 \
    {                                                                                              \
#name, do_##name                                                                           \
    }
#define CALL_OF(kind, name, type, result_type) CALL(name),
static const struct {
    const char *name;
    spelt_status (*function)(layout which);
} others[] = {
    PARTIALS(CALL_OF) CALL(acc_and_partial_steps),
    CALL(axis),
    CALL(views),
    CALL(refused_shapes),
    CALL(refused_tangles),
    CALL(refused_arguments),
    CALL(settings),
    CALL(npy_f32),
    CALL(npy_f64),
    CALL(npy_i32),
    CALL(npy_i64),
    CALL(npy_link),
    CALL(npy_refused),
    CALL(npy_records),
};
enum { OTHERS = sizeof others / sizeof others[0] };

/* ---- All of them, by number ------------------------------------------------------------------ */

enum { DOORS = SPELT_FUNCTIONS * SHARINGS };
const size_t stack_calls_count = DOORS + OTHERS;

const char *stack_call_name(size_t number)
{
    return number < DOORS ? spelt_function_list[number / SHARINGS].name + strlen("spelt_")
                          : others[number - DOORS].name;
}

sharing stack_call_sharing(size_t number)
{
    return number < DOORS ? (sharing)(number % SHARINGS) : APART;
}

/* An output lies in place of an input of the same size, or over one. */
int stack_call_exists(size_t number)
{
    if (number >= DOORS || number % SHARINGS == APART)
        return 1;
    const spelt_function_facts *facts = &spelt_function_list[number / SHARINGS];
    return spelt_family_is_map(facts->family) &&
           spelt_type_size(facts->result) ==
               spelt_type_size(facts->input[number % SHARINGS == IN_PLACE ? 0 : facts->inputs - 1]);
}

spelt_status stack_call_make(size_t number, layout which)
{
    return number < DOORS
               ? call_door((spelt_function)(number / SHARINGS), (sharing)(number % SHARINGS), which)
               : others[number - DOORS].function(which);
}

/* ---- Before and after ------------------------------------------------------------------------ */

/* Long names, as messages repeat them. */
void stack_calls_open(const char *directory)
{
    snprintf(file_name, sizeof file_name, "%s/%0200d.npy", directory, 0);
    snprintf(link_name, sizeof link_name, "%s/%0200d.npy", directory, 1);
    unlink(link_name);
    if (symlink(file_name + strlen(directory) + 1, link_name) != 0)
        exit(1);
}

void stack_calls_close(void)
{
    unlink(link_name);
    unlink(file_name);
}
