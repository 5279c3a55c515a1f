/* doors.h - the public doors of Spelt as a table, each with its rivals, ready to be timed. */
#ifndef BENCH_DOORS_H
#define BENCH_DOORS_H

#include "loops.h"
#include "runtime/dispatch.h"

#include <spelt/status.h>

typedef enum { TYPE_f32, TYPE_f64, TYPE_i32, TYPE_i64, TYPE_COUNT } element_type;

const char *element_type_name(element_type type);
size_t element_bytes(element_type type);

/* An operation that is not here does not compile: arrays.c has to say what data it wants. */
typedef enum { OP_sum, OP_sumsq, OP_dot, OP_add } operation;

/* What one call works on, and what it gave. Arrays are contiguous. */
typedef struct {
    size_t n;
    const void *x;
    const void *y;
    void *out;
    size_t turn_bytes;         /* from the operands of one call in a batch to those of the next */
    size_t turn_mask;          /* number of operands - 1: a power of two - 1; 0: always the same */
    const struct loops *loops; /* for the batch `loop` */
    const struct blas_library *blas; /* for the batch of door_blas() */
    int threads;                     /* for Spelt: of this thread; 0 follows the process's cap */
    union {
        f32 f32;
        f64 f64;
        i64 i64;
    } value;             /* of a reduction */
    int overflow;        /* of an elementwise loop */
    spelt_status status; /* of a Spelt door */
} work;

/* The operands of the call from which on `calls` are left, itself counted. In registers, beside the
 * call: it does not wait for this. */
static inline const void *work_x(const work *w, size_t calls)
{
    return (const char *)w->x + ((calls - 1) & w->turn_mask) * w->turn_bytes;
}
static inline const void *work_y(const work *w, size_t calls)
{
    return (const char *)w->y + ((calls - 1) & w->turn_mask) * w->turn_bytes;
}

/* Does one thing `calls` times; the context is a work. */
typedef void door_batch(void *context, size_t calls);

/* The views that a batch builds for each call of a door, of a work *w. */
#define DOOR_ARGUMENTS_1(type) SPELT_IN(type, work_x(w, calls), w->n)
#define DOOR_ARGUMENTS_2(type)                                                                     \
    SPELT_IN(type, work_x(w, calls), w->n), SPELT_IN(type, work_y(w, calls), w->n)

typedef struct {
    const char *name; /* "dot_f64" */
    const char *op_name;
    const char *suffix; /* what follows the operation: "f64", "f32_f64", "wrap_i32" */
    operation op;
    spelt_function function; /* as the library knows it */
    element_type in;
    element_type result;
    size_t arrays;     /* that a call reads or writes */
    door_batch *loop;  /* through work.loops */
    door_batch *spelt; /* through the public door, views built for each call */
} door;

extern const door doors[];
extern const size_t door_count;

/* How many threads a call of Spelt's door for n elements would ask for now. */
int door_threads(const door *d, size_t n);

/* What an exact door is compared with besides: exact_peers.c. NULL for other doors. */
door_batch *door_plain(const door *d);
door_batch *door_dot2(const door *d);
door_batch *door_acc(const door *d);

/* Through work.blas: blas.c. NULL where BLAS has no such function. */
door_batch *door_blas(const door *d);

/* One row of the list. */
typedef struct {
    const char *door;
    const char *isa;
} door_kernel;

extern const door_kernel door_kernels[];
extern const size_t door_kernel_count;

#endif
