/* doors.h - the rows of the bench as a table, each public function with its rivals, ready to be
 * timed. */
#ifndef BENCH_DOORS_H
#define BENCH_DOORS_H

#include "loops/loops.h"
#include "runtime/cpu.h"

#include <spelt/status.h>

/* What one call works on, and what it gave. Arrays are contiguous. */
typedef struct {
    size_t n;
    const void *x, *y, *z;
    void *out;
    bench_shape shape; /* of rows behind SPELT_FUNCTIONS */
    size_t turn_bytes; /* from the operands of one call in a batch to those of the next */
    size_t turn_mask;  /* number of operands - 1: a power of two - 1; 0: always the same */
    bench_loop *loop;  /* for the batch `loop` */
    const struct blas_library *blas; /* for the batch of door_blas() */
    int blas_threads;
    int threads;                     /* for Spelt: of this thread; 0 follows the process's cap */
    union {
        f32 f32;
        f64 f64;
        i8 i8;
        i16 i16;
        i32 i32;
        i64 i64;
        u8 u8;
        u16 u16;
        u32 u32;
        u64 u64;
        spelt_c64 c64;
        spelt_c128 c128;
    } value;             /* of a reduction, of minmax two of them; of compress the count, an i64 */
    int failed;          /* of an elementwise loop */
    spelt_status status; /* of a Spelt door */
} work;

/* The operands of the call from which on `calls` are left, itself counted. In registers, beside the
 * call: it does not wait for this. As numbers, since there may be no operand. */
static inline const void *work_turn(const work *w, const void *operand, size_t calls)
{
    return (const void *)((uintptr_t)operand + ((calls - 1) & w->turn_mask) * w->turn_bytes);
}
#define WORK_X work_turn(w, w->x, calls)
#define WORK_Y work_turn(w, w->y, calls)
#define WORK_Z work_turn(w, w->z, calls)

/* Does one thing `calls` times; the context is a work. */
typedef void door_batch(void *context, size_t calls);

/* The views that a batch builds for each call of a door, of a work *w. */
#define DOOR_ARGUMENTS_1(type) SPELT_IN(type, WORK_X, w->n)
#define DOOR_ARGUMENTS_2(type) DOOR_ARGUMENTS_1(type), SPELT_IN(type, WORK_Y, w->n)
#define DOOR_ARGUMENTS_3(type) DOOR_ARGUMENTS_2(type), SPELT_IN(type, WORK_Z, w->n)

typedef struct {
    const char *name; /* "dot_f64" */
    bench_row row;
    spelt_function function; /* that a row is, or is made of */
    const spelt_function_facts *facts;
    door_batch *loop;  /* through work.loop */
    door_batch *spelt; /* through the public door, views built for each call */
} door;

/* By row, but for ROW_LAST_ALONG_AXIS, which has no name; those below SPELT_FUNCTIONS are what every
 * report knows. */
extern const door doors[ROWS];

/* NULL where there is none. */
const door *door_find(const char *name);

/* Whether one writes as many elements as it reads; goes along an axis; writes an array at all. */
int door_is_map(const door *d);
int door_is_along_axis(const door *d);
int door_gives_array(const door *d);

/* How many elements that is, with a second output in a place of its own behind them. */
size_t door_results(const door *d, const work *w);

/* Arrays that it reads and writes, element by element: of y[along] there are few. */
size_t door_loads(const door *d);
size_t door_stores(const door *d);

/* Fills the array that a call writes with bytes that no result has; one that is read with x or y. */
void door_clear(const door *d, const work *w);

/* Bytes of the largest element read; the room for an element that operands and output want; and bytes
 * that a call moves for each. */
size_t door_operand_bytes(const door *d);
size_t door_room(const door *d);
size_t door_bytes(const door *d);

/* The terms of sum, sumsq and dot, of which the bench knows what they are hard on. */
typedef enum { TERM_OTHER, TERM_ELEMENT, TERM_SQUARE, TERM_PRODUCT } door_term;
door_term door_term_of(const door *d);

/* Such a sum of f32 or f64, in order 1 or correctly rounded. */
int door_is_float_sum(const door *d);

/* Whether an instruction set has a kernel of its own for a door. */
int door_has_kernel(const door *d, spelt_isa_id isa);

/* How many threads a call of Spelt's door for n elements would ask for now. */
int door_threads(const door *d, size_t n);

/* What a correctly rounded door is compared with besides: exact_peers.c. NULL for other doors. */
door_batch *door_plain(const door *d);
door_batch *door_dot2(const door *d);
door_batch *door_acc(const door *d);

#endif
