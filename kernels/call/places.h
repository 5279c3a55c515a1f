/* places.h - what the drivers share for which it counts where elements stand: checks of arrays whose
 * shapes differ, keys and indexes. */
#ifndef SPELT_CALL_PLACES_H
#define SPELT_CALL_PLACES_H

#include "array/cursor.h"
#include "isa/kernels.h"
#include "runtime/team.h"

#include <stdatomic.h>

/* A call: its arrays, the last of which is the output, and how many elements each has. */
typedef struct {
    spelt_function function;
    uint64_t start; /* for the trace */
    int threads;    /* that took part */
    spelt_arrays arrays;
    size_t n[SPELT_MAX_OPERANDS];
} spelt_placed;

/* Begins a call of `count` arrays with these names, which may not be NULL nor lack data, each as it
 * can be by itself; sizes are those of the function's types. */
spelt_status spelt_placed_begin(spelt_placed *call, const char *name, spelt_function function,
                                unsigned count, const char *const names[],
                                const spelt_view *const views[]);

/* The same of a call with another argument behind them that may not be NULL. */
spelt_status spelt_placed_begin_with(spelt_placed *call, const char *name, spelt_function function,
                                     unsigned count, const char *const names[],
                                     const spelt_view *const views[], const char *other_name,
                                     const void *other);

/* Shapes: an array has one dimension; two have the same. */
spelt_status spelt_placed_is_line(const spelt_placed *call, unsigned i);
spelt_status spelt_placed_are_alike(const spelt_placed *call, unsigned a, unsigned b);

/* An axis of x, operand 0. */
spelt_status spelt_placed_check_axis(const spelt_placed *call, size_t axis);

/* What is left when shapes are right: the output's strides, no overlap, alignment. */
spelt_status spelt_placed_check_memory(const spelt_placed *call);
/* The path. */
spelt_status spelt_placed_check_path(const spelt_placed *call);

/* Writes the trace and hands the status through. */
spelt_status spelt_placed_end(const spelt_placed *call, spelt_status status);

/* The elements of some operands of one shape, in C order; they have some. */
void spelt_placed_loop(const spelt_placed *call, unsigned first, unsigned count,
                       spelt_loop *loop);

/* Runs a job on as many threads as n elements of the function are worth; a piece is as many elements as
 * that, where nothing speaks for others. */
#define SPELT_PLACED_PIECE ((size_t)4096)
void spelt_placed_run(spelt_placed *call, size_t n, int contiguous, const spelt_job *job);

/* *first becomes the position if that comes before it: of what failed, SIZE_MAX where nothing did. */
void spelt_placed_note(_Atomic size_t *first, size_t position);

/* Looks for keys, operand 0, outside of the `in`th array; `what` is one of them: "a key". */
spelt_status spelt_placed_check_keys(spelt_placed *call, unsigned in, const char *what);

/* The error of a key that is, at a position in C order. */
spelt_status spelt_placed_key_failed(const spelt_placed *call, unsigned in, const char *what,
                                     size_t position);

#endif
