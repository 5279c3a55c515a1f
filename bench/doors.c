/* doors.c - the table of doors, made from the list. */
#include "doors.h"

#include "runtime/cost.h"

#include <spelt/choose.h>
#include <spelt/convert.h>
#include <spelt/elementwise.h>
#include <spelt/exact.h>
#include <spelt/mask.h>
#include <spelt/reduce.h>
#include <spelt/runtime.h>
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
        w->failed = loop(WORK_X, WORK_Y, WORK_Z, w->out, w->n);
}

static void reduce_loop(void *context, size_t calls)
{
    work *w = context;
    bench_loop *volatile loop = w->loop;
    for (; calls > 0; calls--)
        loop(WORK_X, WORK_Y, WORK_Z, &w->value, w->n);
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
#define NUMBER_c64(number) ((spelt_c64){number, number})
#define NUMBER_c128(number) ((spelt_c128){number, number})
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
#define CALL_ORDER1_BY(op, inputs, in, result) CALL_##op(in, result)
#define CALL_var(in, result) SPELT_IN(in, WORK_X, w->n), 0, &w->value.result
#define CALL_nrm2(in, result) SPELT_IN(in, WORK_X, w->n), &w->value.result
#define CALL_TOTAL REDUCE_CALL
#define CALL_ROUNDED REDUCE_CALL
#define CALL_CHOICE REDUCE_CALL
#define CALL_INDEX REDUCE_CALL

#define SPELT_EACH(family, inputs, suffix, in, out, op)                                            \
    __attribute__((noinline)) static void spelt_##op##_##suffix##_calls(void *context,             \
                                                                        size_t calls)              \
    {                                                                                              \
        work *w = context;                                                                         \
        for (; calls > 0; calls--)                                                                 \
            w->status = spelt_##op##_##suffix(CALL_##family(op, inputs, in, out));                     \
    }
#include "each_function.def"

const door doors[SPELT_FUNCTIONS] = {
#define SPELT_EACH(family, inputs, suffix, in, out, op)                                            \
    {#op "_" #suffix, SPELT_ID_spelt_##op##_##suffix,                                              \
     &spelt_function_list[SPELT_ID_spelt_##op##_##suffix],                                         \
     SPELT_FAMILY_##family <= SPELT_FAMILY_CONVERT ? map_loop : reduce_loop,                       \
     spelt_##op##_##suffix##_calls},
#include "each_function.def"
};

const door *door_find(const char *name)
{
    for (size_t i = 0; i < SPELT_FUNCTIONS; i++)
        if (strcmp(doors[i].name, name) == 0)
            return &doors[i];
    return NULL;
}

int door_is_map(const door *d)
{
    return spelt_family_is_map(d->facts->family);
}

void door_clear(const door *d, const work *w)
{
    const size_t bytes = w->n * spelt_type_size(d->facts->result);
    if (d->facts->family == SPELT_FAMILY_UPDATE)
        memcpy(w->out, w->y, bytes);
    else if (door_is_map(d))
        memset(w->out, 0xa5, bytes);
}

size_t door_operand_bytes(const door *d)
{
    size_t most = 0;
    for (unsigned i = 0; i < d->facts->inputs; i++)
        if (spelt_type_size(d->facts->input[i]) > most)
            most = spelt_type_size(d->facts->input[i]);
    return most;
}

size_t door_bytes(const door *d)
{
    size_t bytes = door_is_map(d) ? spelt_type_size(d->facts->result) : 0;
    for (unsigned i = 0; i < d->facts->inputs; i++)
        bytes += spelt_type_size(d->facts->input[i]);
    return strcmp(d->facts->op, "var") == 0 ? 2 * bytes : bytes; /* it reads them twice */
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
