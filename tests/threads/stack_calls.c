/* stack_calls.c - see stack_calls.h. */
#define _GNU_SOURCE 1

#include "stack_calls.h"

#include "doors.h"

#include <spelt/spelt.h>

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SIDE = 320, N = SIDE * SIDE };

typedef struct {
    double f64[N], c128[2 * N];
    float f32[N], c64[2 * N];
    int64_t i64[N];
    int32_t i32[N];
    int16_t i16[N];
    int8_t i8[N];
    uint16_t f16[N], bf16[N];
} numbers;
static numbers x, y, out;

static char file_name[1000], link_name[1000];

/* ---- Layouts --------------------------------------------------------------------------------- */

const char *const layout_names[LAYOUTS] = {
    "contiguous", "every second", "backwards",        "transposed", "crosswise",
    "padded",     "repeated",     "rows of four",     "values",     "eight dimensions",
    "short",      "empty"};

typedef struct {
    size_t offset, ndim, shape[SPELT_MAX_NDIM];
    ptrdiff_t stride[SPELT_MAX_NDIM];
} form;

/* Of the first, second or third (written) operand. */
static form form_of(layout which, int operand)
{
    static const form across = {0, 2, {SIDE, SIDE}, {1, SIDE}};
    switch (which) {
    case EVERY_SECOND: return (form){0, 1, {N / 2}, {2}};
    case BACKWARDS: return (form){N - 1, 1, {N}, {-1}};
    case TRANSPOSED: return across;
    case CROSSWISE: return operand > 0 ? across : (form){0, 2, {SIDE, SIDE}, {SIDE, 1}};
    case PADDED: return (form){0, 2, {SIDE, SIDE - 3}, {SIDE, 1}};
    case REPEATED: return (form){0, 2, {SIDE, SIDE}, {operand < 2 ? 0 : SIDE, 1}};
    case FOURS: return (form){0, 2, {N / 8, 4}, {8, 1}};
    case VALUES: return (form){0, 2, {N / 64, 32}, {64, operand > 0}};
    case DEEP:
        return (form){0, 8, {4, 2, 5, 3, 4, 5, 2, 3}, {1, 12000, 4, 24000, 20, 80, 400, 800}};
    case SHORT: return (form){0, 2, {3, 2}, {2, 1}};
    case EMPTY: return (form){0, 2, {0, SIDE}, {SIDE, 1}};
    default: return (form){0, 1, {N}, {1}};
    }
}

/* The view of an array, and where a call must refuse it, moved by so many elements. */
#define VIEW(kind, type, name, array, which, operand, moved)                                       \
    spelt_##kind##_##type name;                                                                    \
    do {                                                                                           \
        const form f = form_of(which, operand);                                                    \
        name.data = array.type + f.offset + (moved);                                               \
        name.ndim = f.ndim;                                                                        \
        memcpy(name.shape, f.shape, sizeof f.shape);                                               \
        memcpy(name.stride, f.stride, sizeof f.stride);                                            \
    } while (0)

/* ---- Every function of the list -------------------------------------------------------------- */

static spelt_status but(spelt_status status, spelt_status allowed)
{
    return status == allowed ? SPELT_OK : status;
}

/* Where numbers of a type are, be they with or without a sign. */
static char *numbers_of(numbers *of, spelt_type type)
{
    switch (type) {
    case SPELT_F16: return (char *)of->f16;
    case SPELT_BF16: return (char *)of->bf16;
    case SPELT_F32: return (char *)of->f32;
    case SPELT_F64: return (char *)of->f64;
    case SPELT_C64: return (char *)of->c64;
    case SPELT_C128: return (char *)of->c128;
    case SPELT_I8:
    case SPELT_U8: return (char *)of->i8;
    case SPELT_I16:
    case SPELT_U16: return (char *)of->i16;
    case SPELT_I32:
    case SPELT_U32: return (char *)of->i32;
    default: return (char *)of->i64;
    }
}

/* The view of an operand, moved by so many elements. */
static spelt_view view_of(numbers *of, spelt_type type, layout which, int operand, ptrdiff_t moved)
{
    const form f = form_of(which, operand);
    const ptrdiff_t offset = (ptrdiff_t)f.offset + moved;
    spelt_view view = {
        numbers_of(of, type) + offset * (ptrdiff_t)spelt_type_size(type), f.ndim, {0}, {0}};
    memcpy(view.shape, f.shape, sizeof f.shape);
    memcpy(view.stride, f.stride, sizeof f.stride);
    return view;
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
        view[k] = view_of(k == 0 ? &x : &y, facts->input[k], which, k == 0 ? 0 : 1, 0);
        input[k] = &view[k];
    }
    spelt_view to = view_of(&out, facts->result, which, 2, 0);
    if (how == IN_PLACE)
        view[0] = to;
    if (how == OVERLAPPING) {
        view[facts->inputs - 1] = to;
        to = view_of(&out, facts->result, which, 2, which == BACKWARDS ? -1 : 1);
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
        VIEW(in, type, a, x, which, 0, 0);                                                         \
        return spelt_##name(&a, 0, &result);                                                       \
    }
#define PARTIAL_TWO(name, type, result_type)                                                       \
    static spelt_status do_##name(layout which)                                                    \
    {                                                                                              \
        static _Thread_local spelt_partial_##result_type result;                                   \
        VIEW(in, type, a, x, which, 0, 0);                                                         \
        VIEW(in, type, b, y, which, 1, 0);                                                         \
        return spelt_##name(&a, &b, 0, &result);                                                   \
    }
#define ACC_ONE(name, type, ignored)                                                               \
    static spelt_status do_##name(layout which)                                                    \
    {                                                                                              \
        static _Thread_local spelt_acc acc;                                                        \
        VIEW(in, type, a, x, which, 0, 0);                                                         \
        return spelt_##name(&a, &acc);                                                             \
    }
#define ACC_TWO(name, type, ignored)                                                               \
    static spelt_status do_##name(layout which)                                                    \
    {                                                                                              \
        static _Thread_local spelt_acc acc;                                                        \
        VIEW(in, type, a, x, which, 0, 0);                                                         \
        VIEW(in, type, b, y, which, 1, 0);                                                         \
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
    VIEW(in, f64, view, x, which, 0, 0);
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
    int failed = spelt_in_nd_f64(x.f64 + f.offset, f.ndim, f.shape, f.stride, &in) ||
                 spelt_out_nd_f64(out.f64 + f.offset, f.ndim, f.shape, f.stride, &view) ||
                 spelt_broadcast_f64(SPELT_IN(f64, x.f64, SIDE), 2, square, &wide);
    return failed ? SPELT_ERR_ARG : SPELT_OK;
}

/* Two shapes of twenty digits an extent: the longest messages, and lines of the trace. */
static spelt_status do_refused_shapes(layout which)
{
    spelt_in_f64 a = {x.f64, 8, {0}, {0}}, b = a;
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
    VIEW(in, f64, a, x, DEEP, 0, 0);
    spelt_out_f64 sum = {
        out.f64, 8, {4, 2, 5, 3, 4, 5, 2, 3}, {101, 103, 107, 109, 113, 127, 131, 137}};
    spelt_in_f64 b = spelt_readonly_f64(&sum);
    b.data += 1 + which;
    spelt_status status = spelt_add_f64(&a, &b, &sum);
    return but(but(status, SPELT_ERR_OVERLAP), SPELT_ERR_STRIDE);
}

static spelt_status do_refused_arguments(layout which)
{
    VIEW(in, f64, a, x, which, 0, 0);
    VIEW(in, f64, b, y, which == DEEP ? CONTIGUOUS : DEEP, 0, 0);
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
        VIEW(in, type, a, x, which, 0, 0);                                                         \
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
    VIEW(in, f64, a, x, which, 0, 0);
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
    VIEW(in, f64, a, x, which, 0, 0);
    VIEW(in, f64, b, y, which, 1, 0);
    spelt_status status = SPELT_OK;
    for (size_t axis = 0; axis < a.ndim && status == SPELT_OK; axis++) {
        spelt_out_f64 sums = {out.f64, a.ndim - 1, {0}, {0}};
        ptrdiff_t elements = 1;
        for (size_t k = sums.ndim; k-- > 0; elements *= (ptrdiff_t)sums.shape[k]) {
            sums.shape[k] = a.shape[k < axis ? k : k + 1];
            sums.stride[k] = elements;
        }
        status = spelt_sum_axis_f64(&a, axis, &sums);
        if (status == SPELT_OK)
            status = spelt_dot_axis_f64(&a, &b, axis, &sums);
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

static uint64_t next_random(void)
{
    static uint64_t state = 88172645463325252;
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
}

static void fill(numbers *to, int wild)
{
    for (int i = 0; i < N; i++) {
        const uint64_t bits = next_random();
        const double unit = (double)(int64_t)bits * 0x1p-63;
        const int exponent = (int)(bits & 1023) - 512;
        to->f64[i] = wild ? ldexp(unit, exponent) : unit;
        to->f32[i] = (float)(wild ? ldexp(unit, exponent / 8) : unit);
        to->c128[2 * i] = to->c128[2 * i + 1] = to->f64[i];
        to->c64[2 * i] = to->c64[2 * i + 1] = to->f32[i];
        to->i64[i] = (int64_t)(wild ? bits : bits >> 40);
        to->i32[i] = (int32_t)(wild ? bits : bits >> 40);
        to->i16[i] = (int16_t)(wild ? bits : bits >> 56);
        to->i8[i] = (int8_t)(wild ? bits : bits >> 60);
        to->f16[i] = (uint16_t)(wild ? bits : 0x3c00 | (bits >> 54));
        to->bf16[i] = (uint16_t)(wild ? bits : 0x3f80 | (bits >> 57));
    }
}

void stack_calls_fill(int wild)
{
    fill(&x, wild);
    fill(&y, wild);
}

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
