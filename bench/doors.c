/* doors.c - the table of doors, made from the list. */
#include "doors.h"

#include "runtime/cost.h"

#include <spelt/elementwise.h>
#include <spelt/exact.h>
#include <spelt/reduce.h>
#include <spelt/runtime.h>

static const char *const type_names[TYPE_COUNT] = {"f32", "f64", "i32", "i64"};
static const size_t type_bytes[TYPE_COUNT] = {4, 8, 4, 8};

const char *element_type_name(element_type type)
{
    return type_names[type];
}

size_t element_bytes(element_type type)
{
    return type_bytes[type];
}

/* The callee is unknown to the compiler and may reach *w, so that each round of these loops reads
 * the arguments and writes the results anew: no call, and no building of a view, can be moved
 * out. */
#define LOOP_ARGUMENTS_1 work_x(w, calls), w->n
#define LOOP_ARGUMENTS_2 work_x(w, calls), work_y(w, calls), w->n

#define DOOR_REDUCE(op, suffix, in, result, operands)                                              \
    __attribute__((noinline)) static void loop_##op##_##suffix(void *context, size_t calls)        \
    {                                                                                              \
        work *w = context;                                                                         \
        result (*volatile function)(LOOP_PARAMETERS_##operands(in)) = w->loops->op##_##suffix;     \
        for (; calls > 0; calls--)                                                                 \
            w->value.result = function(LOOP_ARGUMENTS_##operands);                                 \
    }                                                                                              \
    __attribute__((noinline)) static void spelt_##op##_##suffix##_calls(void *context,             \
                                                                        size_t calls)              \
    {                                                                                              \
        work *w = context;                                                                         \
        for (; calls > 0; calls--)                                                                 \
            w->status = spelt_##op##_##suffix(DOOR_ARGUMENTS_##operands(in), &w->value.result);    \
    }
#define DOOR_MAP(op, suffix, type)                                                                 \
    __attribute__((noinline)) static void loop_##op##_##suffix(void *context, size_t calls)        \
    {                                                                                              \
        work *w = context;                                                                         \
        int (*volatile function)(const type *, const type *, type *, size_t) =                     \
            w->loops->op##_##suffix;                                                               \
        for (; calls > 0; calls--)                                                                 \
            w->overflow = function(work_x(w, calls), work_y(w, calls), w->out, w->n);              \
    }                                                                                              \
    __attribute__((noinline)) static void spelt_##op##_##suffix##_calls(void *context,             \
                                                                        size_t calls)              \
    {                                                                                              \
        work *w = context;                                                                         \
        for (; calls > 0; calls--)                                                                 \
            w->status =                                                                            \
                spelt_##op##_##suffix(DOOR_ARGUMENTS_2(type), SPELT_OUT(type, w->out, w->n));      \
    }
#include "doors.def"

const door doors[] = {
#define DOOR_REDUCE(op, suffix, in, result, operands)                                              \
    {#op "_" #suffix,                                                                              \
     #op,                                                                                          \
     #suffix,                                                                                      \
     OP_##op,                                                                                      \
     SPELT_ID_spelt_##op##_##suffix,                                                               \
     TYPE_##in,                                                                                    \
     TYPE_##result,                                                                                \
     operands,                                                                                     \
     loop_##op##_##suffix,                                                                         \
     spelt_##op##_##suffix##_calls},
#define DOOR_MAP(op, suffix, type)                                                                 \
    {#op "_" #suffix,                                                                              \
     #op,                                                                                          \
     #suffix,                                                                                      \
     OP_##op,                                                                                      \
     SPELT_ID_spelt_##op##_##suffix,                                                               \
     TYPE_##type,                                                                                  \
     TYPE_##type,                                                                                  \
     3,                                                                                            \
     loop_##op##_##suffix,                                                                         \
     spelt_##op##_##suffix##_calls},
#include "doors.def"
};
const size_t door_count = sizeof doors / sizeof doors[0];

int door_threads(const door *d, size_t n)
{
    if (spelt_path_is_blas())
        return spelt_get_num_threads();
    return spelt_direct(d->function, n) ? 1 : spelt_threads_of(d->function, n, 1);
}

const door_kernel door_kernels[] = {
#define DOOR_KERNEL(op, suffix, isa) {#op "_" #suffix, #isa},
#include "doors.def"
};
const size_t door_kernel_count = sizeof door_kernels / sizeof door_kernels[0];
