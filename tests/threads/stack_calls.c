/* stack_calls.c - see stack_calls.h. */
#define _GNU_SOURCE 1

#include "stack_calls.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SIDE = 320, N = SIDE * SIDE };

typedef struct {
    double f64[N];
    float f32[N];
    int64_t i64[N];
    int32_t i32[N];
} numbers;
static numbers x, y, out;

static char file_name[1000], link_name[1000];

/* ---- Layouts --------------------------------------------------------------------------------- */

const char *const layout_names[LAYOUTS] = {
    "contiguous", "every second", "backwards",        "transposed", "crosswise",
    "padded",     "repeated",     "eight dimensions", "short",      "empty"};

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

/* ---- Reductions and adds --------------------------------------------------------------------- */

static spelt_status but(spelt_status status, spelt_status allowed)
{
    return status == allowed ? SPELT_OK : status;
}

#define ONE(name, type, result_type)                                                               \
    static spelt_status do_##name(layout which)                                                    \
    {                                                                                              \
        result_type result;                                                                        \
        VIEW(in, type, a, x, which, 0, 0);                                                         \
        return but(spelt_##name(&a, &result), SPELT_ERR_OVERFLOW);                                 \
    }
#define TWO(name, type, result_type)                                                               \
    static spelt_status do_##name(layout which)                                                    \
    {                                                                                              \
        result_type result;                                                                        \
        VIEW(in, type, a, x, which, 0, 0);                                                         \
        VIEW(in, type, b, y, which, 1, 0);                                                         \
        return but(spelt_##name(&a, &b, &result), SPELT_ERR_OVERFLOW);                             \
    }
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
/* Into a third array, in place, and over a neighbour's elements, which is refused. */
#define ADD(name, type, ignored)                                                                   \
    static spelt_status do_##name(layout which)                                                    \
    {                                                                                              \
        VIEW(in, type, a, x, which, 0, 0);                                                         \
        VIEW(in, type, b, y, which, 1, 0);                                                         \
        VIEW(out, type, sum, out, which, 2, 0);                                                    \
        return but(spelt_##name(&a, &b, &sum), SPELT_ERR_OVERFLOW);                                \
    }                                                                                              \
    static spelt_status do_in_place_##name(layout which)                                           \
    {                                                                                              \
        VIEW(in, type, a, out, which, 2, 0);                                                       \
        VIEW(in, type, b, y, which, 1, 0);                                                         \
        VIEW(out, type, sum, out, which, 2, 0);                                                    \
        return but(spelt_##name(&a, &b, &sum), SPELT_ERR_OVERFLOW);                                \
    }                                                                                              \
    static spelt_status do_overlapping_##name(layout which)                                        \
    {                                                                                              \
        VIEW(in, type, a, x, which, 0, 0);                                                         \
        VIEW(in, type, b, out, which, 1, 0);                                                       \
        VIEW(out, type, sum, out, which, 2, which == BACKWARDS ? -1 : 1);                          \
        return but(but(spelt_##name(&a, &b, &sum), SPELT_ERR_OVERLAP), SPELT_ERR_OVERFLOW);        \
    }

#define REDUCTIONS(_)                                                                              \
    _(ONE, sum_f32, f32, float)                                                                    \
    _(ONE, sum_f64, f64, double)                                                                   \
    _(ONE, sum_f32_f64, f32, double)                                                               \
    _(ONE, sum_i32, i32, int64_t)                                                                  \
    _(ONE, sum_i64, i64, int64_t)                                                                  \
    _(ONE, sum_exact_f32, f32, float)                                                              \
    _(ONE, sum_exact_f64, f64, double)                                                             \
    _(ONE, sumsq_f32, f32, float)                                                                  \
    _(ONE, sumsq_f64, f64, double)                                                                 \
    _(ONE, sumsq_f32_f64, f32, double)                                                             \
    _(ONE, sumsq_i32, i32, int64_t)                                                                \
    _(ONE, sumsq_i64, i64, int64_t)                                                                \
    _(ONE, sumsq_exact_f32, f32, float)                                                            \
    _(ONE, sumsq_exact_f64, f64, double)                                                           \
    _(TWO, dot_f32, f32, float)                                                                    \
    _(TWO, dot_f64, f64, double)                                                                   \
    _(TWO, dot_f32_f64, f32, double)                                                               \
    _(TWO, dot_i32, i32, int64_t)                                                                  \
    _(TWO, dot_i64, i64, int64_t)                                                                  \
    _(TWO, dot_exact_f32, f32, float)                                                              \
    _(TWO, dot_exact_f64, f64, double)                                                             \
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
    _(ACC_TWO, acc_add_dot_f64, f64, )
#define ADDS(_)                                                                                    \
    _(ADD, add_f32, f32, )                                                                         \
    _(ADD, add_f64, f64, )                                                                         \
    _(ADD, add_i32, i32, )                                                                         \
    _(ADD, add_i64, i64, )                                                                         \
    _(ADD, add_wrap_i32, i32, )                                                                    \
    _(ADD, add_wrap_i64, i64, )                                                                    \
    _(ADD, add_sat_i32, i32, )                                                                     \
    _(ADD, add_sat_i64, i64, )
#define DEFINE(kind, name, type, result_type) kind(name, type, result_type)
REDUCTIONS(DEFINE)
ADDS(DEFINE)

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
    int64_t count;
    int failed = spelt_acc_init(&a) || spelt_acc_init(&b) || spelt_acc_add_f64(1e300, &a) ||
                 spelt_acc_add_f32(1e-30f, &a) || spelt_acc_merge(&a, &b) ||
                 spelt_acc_subtract(&a, &b) || spelt_acc_scale(-5, &a) || spelt_acc_scale(5, &a) ||
                 spelt_acc_round_f64(&a, &rounded) || spelt_acc_round_f32(&a, &short_rounded) ||
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

#define CALL(name)                                                                                 \
    {                                                                                              \
#name, do_##name                                                                           \
    }
#define CALL_OF(kind, name, type, result_type) CALL(name),
#define CALL_OVER(kind, name, type, result_type) CALL(in_place_##name), CALL(overlapping_##name),
const stack_call stack_calls[] = {
    REDUCTIONS(CALL_OF) ADDS(CALL_OF) ADDS(CALL_OVER) CALL(acc_and_partial_steps),
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
};
const size_t stack_calls_count = sizeof stack_calls / sizeof stack_calls[0];

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
        to->i64[i] = (int64_t)(wild ? bits : bits >> 40);
        to->i32[i] = (int32_t)(wild ? bits : bits >> 40);
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
