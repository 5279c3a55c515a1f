/* doors.c - the table of doors, made from the list. */
#include "loops/doors.h"

#include "runtime/cost.h"
#include "runtime/dispatch.h"

#include <spelt/axis.h>
#include <spelt/choose.h>
#include <spelt/convert.h>
#include <spelt/elementwise.h>
#include <spelt/exact.h>
#include <spelt/groups.h>
#include <spelt/indexing.h>
#include <spelt/mask.h>
#include <spelt/reduce.h>
#include <spelt/runtime.h>
#include <spelt/scan.h>
#include <spelt/statistics.h>

#include <string.h>

/* The callee is unknown to the compiler and may reach *w, so that each round of these loops reads
 * the arguments and writes the results anew: no call, and no building of a view, can be moved
 * out. */
static void map_loop(void *context, size_t calls)
{
    work *w = context;
    bench_loop *volatile loop = w->loop;
    for (; calls > 0; calls--)
        w->failed = loop(WORK_X, WORK_Y, WORK_Z, w->out, w->n, &w->shape);
}

static void reduce_loop(void *context, size_t calls)
{
    work *w = context;
    bench_loop *volatile loop = w->loop;
    for (; calls > 0; calls--)
        loop(WORK_X, WORK_Y, WORK_Z, &w->value, w->n, &w->shape);
}

/* By families: the arguments of a call, and the batch of a loop. */
#define MAP_CALL(op, inputs, in, result) DOOR_ARGUMENTS_##inputs(in), SPELT_OUT(result, w->out, w->n)
#define REDUCE_CALL(op, inputs, in, result) DOOR_ARGUMENTS_##inputs(in), &w->value.result
#define CALL_MAP1 MAP_CALL
#define CALL_MAP2 MAP_CALL
#define CALL_MAP3 MAP_CALL
#define CALL_CHECKED1 MAP_CALL
#define CALL_CHECKED2 MAP_CALL
#define CALL_COMPARE MAP_CALL
#define CALL_TEST MAP_CALL
#define CALL_UPDATE(op, inputs, in, result) CALL_##op(in)
#define NUMBER_f32(number) number
#define NUMBER_f64(number) number
#define NUMBER_c64(number) ((spelt_c64){number, 0})
#define NUMBER_c128(number) ((spelt_c128){number, 0})
#define CALL_axpy(in) NUMBER_##in(AXPY_A), SPELT_IN(in, WORK_X, w->n), SPELT_OUT(in, w->out, w->n)
#define CALL_axpby(in)                                                                             \
    AXPBY_A, SPELT_IN(in, WORK_X, w->n), AXPBY_B, SPELT_OUT(in, w->out, w->n)
#define CALL_MAP1_BY(op, inputs, in, result)                                                       \
    SPELT_IN(in, WORK_X, w->n), CLIP_LOW, CLIP_HIGH, SPELT_OUT(result, w->out, w->n)
#define CALL_WHERE(op, inputs, in, result)                                                           \
    SPELT_IN(u8, WORK_X, w->n), SPELT_IN(in, WORK_Y, w->n), SPELT_IN(in, WORK_Z, w->n),            \
        SPELT_OUT(result, w->out, w->n)
#define CALL_CONVERT MAP_CALL
#define CALL_ORDER1 REDUCE_CALL
#define CALL_ORDER1_BY(op, inputs, in, result)                                                     \
    SPELT_IN(in, WORK_X, w->n) DDOF_##op, &w->value.result
#define DDOF_var , 0
#define DDOF_var_exact , 0
#define DDOF_nrm2
#define DDOF_nrm2_exact
#define DDOF_mean
#define DDOF_mean_exact
#define CALL_TOTAL REDUCE_CALL
#define CALL_ROUNDED REDUCE_CALL
#define CALL_CHOICE REDUCE_CALL
#define CALL_INDEX REDUCE_CALL

#define BATCH(name, ...)                                                                           \
    __attribute__((noinline)) static void spelt_##name##_calls(void *context, size_t calls)        \
    {                                                                                              \
        work *w = context;                                                                         \
        const bench_shape *s __attribute__((unused)) = &w->shape;                                  \
        for (; calls > 0; calls--)                                                                 \
            w->status = spelt_##name(__VA_ARGS__);                                                 \
    }
#define SPELT_EACH(family, inputs, suffix, in, out, op)                                            \
    BATCH(op##_##suffix, CALL_##family(op, inputs, in, out))
#define CALL_EXCHANGE(op, key, in, result)                                                         \
    SPELT_OUT(in, w->out, w->n),                                                                   \
        SPELT_OUT(in, (void *)((in *)w->out + w->n + EXCHANGE_GAP), w->n) NUMBERS_##op
#define NUMBERS_swap
#define NUMBERS_rot , ROT_C, ROT_S
#define NUMBERS_rotm , ROTM_XX, ROTM_XY, ROTM_YX, ROTM_YY
#define CALL_TAKE(op, key, in, result)                                                             \
    SPELT_IN(key, w->x, w->n), SPELT_IN(in, w->y, w->n), SPELT_OUT(result, w->out, w->n)
#define CALL_PUT CALL_TAKE
#define CALL_COMPRESS(op, key, in, result) CALL_TAKE(op, key, in, result), &w->value.i64
#define CALL_SCAN(op, key, in, result) SPELT_IN(in, w->x, w->n), SPELT_OUT(result, w->out, w->n)
#define RESULTS(result) SPELT_OUT(result, w->out, w->shape.results)
#define CALL_COUNT_BY(op, key, in, result) SPELT_IN(in, w->x, w->n), RESULTS(result)
#define CALL_SUM_BY(op, key, in, result)                                                           \
    SPELT_IN(key, w->x, w->n), SPELT_IN(in, w->y, w->n), RESULTS(result)
#define CALL_SUM_BY_EXACT CALL_SUM_BY
#define CALL_BINS(op, key, in, result)                                                             \
    SPELT_IN(in, w->x, w->n), SPELT_IN(in, w->y, w->shape.results + 1), RESULTS(result)
#define CALL_EVEN_BINS(op, key, in, result)                                                        \
    SPELT_IN(in, w->x, w->n), BINS_LOW, BINS_HIGH, RESULTS(result)
#define SPELT_EACH_PLACED(family, inputs, suffix, key, in, out, op)                                \
    BATCH(op##_##suffix, CALL_##family(op, key, in, out))
#include "each_function.def"

/* Along an axis: rows of a matrix, else the middle axis of three. */
#define ALONG_VIEW(kind, type, data, dimensions, ...)                                              \
    &(const spelt_##kind##_##type){data, dimensions, __VA_ARGS__}
#define ALONG_WHOLE(kind, type, data)                                                              \
    ALONG_VIEW(kind, type, data, s->inner == 1 ? 2 : 3, {s->outer, s->along, s->inner},            \
               {(ptrdiff_t)(s->along * s->inner), (ptrdiff_t)s->inner, 1})
#define ALONG_1(type) ALONG_WHOLE(in, type, w->x)
#define ALONG_2(type)                                                                              \
    ALONG_1(type), ALONG_VIEW(in, type, w->y, s->inner == 1 ? 2 : 3,                               \
                              {s->outer, s->along, s->inner}, {0, 1, 0})
/* The number of the axis, and what stands behind it. */
#define AXIS_REDUCED(result)                                                                       \
    ALONG_VIEW(out, result, w->out, s->inner == 1 ? 1 : 2, {s->outer, s->inner},                   \
               {(ptrdiff_t)s->inner, 1})
#define AXIS_ORDER1(op, result) 1, AXIS_REDUCED(result)
#define AXIS_TOTAL AXIS_ORDER1
#define AXIS_ROUNDED AXIS_ORDER1
#define AXIS_CHOICE AXIS_ORDER1
#define AXIS_INDEX AXIS_ORDER1
#define AXIS_ORDER1_BY(op, result) 1 DDOF_##op, AXIS_REDUCED(result)
#define AXIS_SCAN(op, result) 1, ALONG_WHOLE(out, result, w->out)
#define ALONG(suffix, type, result, op, family, inputs)                                            \
    BATCH(op##_axis_##suffix, ALONG_##inputs(type), AXIS_##family(op, result))
#include "loops/along_axes.def"

#define MADE(suffix, in, out, op, family, inputs, of)                                              \
    BATCH(op##_##suffix, CALL_##family(op, inputs, in, out))
#define BOTH(suffix, in, result, op)                                                               \
    BATCH(op##_##suffix, SPELT_IN(in, WORK_X, w->n), &w->value.result, (result *)&w->value + 1)
#define MADE_BOTH(op, types, of) types(BOTH, op)
#define SCAL(suffix, type, result, ...)                                                            \
    __attribute__((noinline)) static void spelt_scal_##suffix##_calls(void *context, size_t calls) \
    {                                                                                              \
        work *w = context;                                                                         \
        for (; calls > 0; calls--)                                                                 \
            w->status = spelt_mul_##suffix(SPELT_IN(type, w->out, w->n),                           \
                                           SPELT_VALUE(type, (__VA_ARGS__), w->n),                 \
                                           SPELT_OUT(type, w->out, w->n));                         \
    }
#define MADE_UPDATE(op, types, of) types(SCAL, SCAL_A)
#define SCAL_COMPLEX(suffix, type, result, ...)                                                    \
    SCAL(suffix, type, result, (spelt_##type){SCAL_RE, SCAL_IM})
#define MADE_COMPLEX_UPDATE(op, types, of) types(SCAL_COMPLEX, 0)
#include "loops/made_of.def"

#define DOOR(name, row, function, facts, loop)                                                     \
    {#name, row, (spelt_function)(function), facts, loop, spelt_##name##_calls},
#define MADE_OF(suffix, in, out, text, op, family, inputs)                                         \
    &(const spelt_function_facts){"spelt_" text "_" #suffix,                                       \
                                  text,                                                            \
                                  #suffix,                                                         \
                                  SPELT_FAMILY_##family,                                           \
                                  inputs,                                                          \
                                  {SPELT_TYPE_##in, SPELT_TYPE_##in},                              \
                                  SPELT_TYPE_##out,                                                \
                                  {sizeof(in), sizeof(in)},                                        \
                                  sizeof(out)}

enum {
#define MADE(suffix, in, out, op, family, inputs, of)                                              \
    SPELT_ID_spelt_##op##_##suffix = SPELT_ID_spelt_##of##_##suffix,
#include "loops/made_of.def"
};

const door doors[ROWS] = {
#define LOOP_OF(family) (SPELT_FAMILY_##family <= SPELT_FAMILY_CONVERT ? map_loop : reduce_loop)
#define ID(op, suffix) SPELT_ID_spelt_##op##_##suffix
#define SPELT_EACH(family, inputs, suffix, in, out, op)                                            \
    [ID(op, suffix)] = DOOR(op##_##suffix, (bench_row)ID(op, suffix), ID(op, suffix),              \
                            &spelt_function_list[ID(op, suffix)], LOOP_OF(family))
#define SPELT_EACH_PLACED(family, inputs, suffix, key, in, out, op)                                \
    [ID(op, suffix)] = DOOR(op##_##suffix, (bench_row)ID(op, suffix), ID(op, suffix),              \
                            &spelt_function_list[ID(op, suffix)], map_loop)
#include "each_function.def"
#define ALONG(suffix, in, out, op, family, inputs)                                                 \
    [ROW_##op##_axis_##suffix] =                                                                   \
        DOOR(op##_axis_##suffix, ROW_##op##_axis_##suffix, ID(op, suffix),                         \
             MADE_OF(suffix, in, out, #op "_axis", op, family, inputs), map_loop)
#include "loops/along_axes.def"
#define MADE(suffix, in, out, op, family, inputs, of)                                              \
    [ROW_##op##_##suffix] =                                                                        \
        DOOR(op##_##suffix, ROW_##op##_##suffix, ID(of, suffix),                                   \
             MADE_OF(suffix, in, out, #op, op, family, inputs), LOOP_OF(family))
#include "loops/made_of.def"
};

const door *door_find(const char *name)
{
    for (size_t i = 0; i < ROWS; i++)
        if (doors[i].name && strcmp(doors[i].name, name) == 0)
            return &doors[i];
    return NULL;
}

int door_is_map(const door *d)
{
    return spelt_family_is_map(d->facts->family);
}

int door_is_along_axis(const door *d)
{
    return d->row > ROW_LAST_FUNCTION && d->row < ROW_LAST_ALONG_AXIS;
}

int door_gives_array(const door *d)
{
    return door_is_map(d) || d->facts->family >= SPELT_FAMILY_TAKE || door_is_along_axis(d);
}

/* Whether there is a result for each element. */
static int gives_each(const door *d)
{
    const spelt_family family = d->facts->family;
    return family == SPELT_FAMILY_SCAN ||
           (door_gives_array(d) && !door_is_along_axis(d) && family < SPELT_FAMILY_COUNT_BY);
}

size_t door_results(const door *d, const work *w)
{
    if (d->facts->family == SPELT_FAMILY_EXCHANGE)
        return 2 * w->n + EXCHANGE_GAP;
    if (gives_each(d))
        return w->n;
    if (door_gives_array(d))
        return w->shape.results;
    return strcmp(d->facts->op, "minmax") == 0 ? 2 : 1;
}

size_t door_loads(const door *d)
{
    return door_is_along_axis(d) || d->facts->family == SPELT_FAMILY_BINS ? 1 : d->facts->inputs;
}

size_t door_stores(const door *d)
{
    if (d->facts->family == SPELT_FAMILY_EXCHANGE)
        return 2;
    return (size_t)gives_each(d);
}

void door_clear(const door *d, const work *w)
{
    const size_t size = spelt_type_size(d->facts->result), bytes = w->n * size;
    if (door_gives_array(d))
        memset(w->out, 0xa5, door_results(d, w) * size);
    if (d->facts->family == SPELT_FAMILY_UPDATE)
        memcpy(w->out, d->facts->inputs == 1 ? w->x : w->y, bytes);
    if (d->facts->family == SPELT_FAMILY_EXCHANGE) {
        memcpy(w->out, w->x, bytes);
        memcpy((char *)w->out + bytes + EXCHANGE_GAP * size, w->y, bytes);
    }
}

size_t door_operand_bytes(const door *d)
{
    size_t most = 0;
    for (unsigned i = 0; i < d->facts->inputs; i++)
        if (spelt_type_size(d->facts->input[i]) > most)
            most = spelt_type_size(d->facts->input[i]);
    return most;
}

size_t door_room(const door *d)
{
    const size_t in = door_operand_bytes(d), out = spelt_type_size(d->facts->result);
    const size_t outputs = d->facts->family == SPELT_FAMILY_EXCHANGE ? 2 : 1;
    return in > outputs * out ? in : outputs * out;
}

size_t door_bytes(const door *d)
{
    size_t bytes = door_stores(d) * spelt_type_size(d->facts->result);
    for (size_t i = 0; i < door_loads(d); i++)
        bytes += spelt_type_size(d->facts->input[i]);
    return strncmp(d->facts->op, "var", 3) == 0 ? 2 * bytes : bytes; /* it reads them twice */
}

door_term door_term_of(const door *d)
{
    static const struct {
        const char *op;
        door_term term;
    } known[] = {{"sum", TERM_ELEMENT},  {"sum_exact", TERM_ELEMENT},
                 {"sumsq", TERM_SQUARE}, {"sumsq_exact", TERM_SQUARE},
                 {"dot", TERM_PRODUCT},  {"dot_exact", TERM_PRODUCT}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(known[i].op, d->facts->op) == 0)
            return known[i].term;
    return TERM_OTHER;
}

int door_is_float_sum(const door *d)
{
    const spelt_type in = d->facts->input[0];
    return door_term_of(d) != TERM_OTHER && d->facts->family != SPELT_FAMILY_TOTAL &&
           (in == SPELT_F32 || in == SPELT_F64);
}

int door_has_kernel(const door *d, spelt_isa_id isa)
{
    return spelt_kernels_of_isa(isa, d->function) != NULL;
}

int door_threads(const door *d, size_t n)
{
    if (spelt_path_is_blas())
        return spelt_get_num_threads();
    return spelt_direct(d->function, n) ? 1 : spelt_threads_of(d->function, n, 1);
}
