/* arrays.h - memory for the arrays, and what is put into them. */
#ifndef BENCH_ARRAYS_H
#define BENCH_ARRAYS_H

#include "doors.h"

/* DATA_WIDE: integers that do not stay below 2^31. DATA_ILL: a condition number of 1e30. */
typedef enum { DATA_USUAL, DATA_WIDE, DATA_ILL, DATA_COUNT } data_kind;

#define ARRAY_COUNT 4

typedef struct {
    void *x;
    void *y;
    void *out;
    void *expected; /* what the scalar variant of an elementwise door gave */
    void *allocation[ARRAY_COUNT];
} arrays;

/* Each array has this much room at least. */
#define ARRAYS_LEAST 4096

/* Room for operand_bytes in x and y each, for result_bytes in out and expected; 0 where memory
 * cannot be had. */
int arrays_allocate(arrays *a, size_t operand_bytes, size_t result_bytes);
void arrays_free(arrays *a);

/* Room for n elements of any type in each; where it cannot be had, tells so and returns 0. */
int arrays_allocate_or_tell(arrays *a, size_t n);

/* Whether a door has such data: products and squares of i64 take another way once values pass 2^31;
 * exact sums and dot products of f64, once the terms cancel. */
int arrays_have(const door *d, data_kind kind);
/* The fewest elements that make such data. */
size_t arrays_least(data_kind kind);
/* "", ", beyond 2^31", ", condition 1e30"; and for programs "usual", "wide", "ill". */
const char *data_title(data_kind kind);
const char *data_name(data_kind kind);

/* Fills x, and y where the door has one, with n random elements.
 *
 * Floating-point numbers are uniform in [-1, 1). DATA_ILL: those of dataset_fill_ill_conditioned(),
 * ARRAYS_ILL_PERIOD of them over and over. Integers are as large as the operation allows
 * with a result that fits:
 *   sum     uniform, such that n of them fit (i32: all values)
 *   sumsq   the same for their squares. DATA_WIDE: of 41 bits; their squares do not fit, and
 *           what is timed is finding that out
 *   dot     i32: all values but the least; i64: below 2^31 in magnitude. Products come in pairs
 *           that cancel. DATA_WIDE: below 2^40, nearly all of them beyond 2^31
 *   add     checked: of one bit less than the type; wrapping, saturating: all values */
#define ARRAYS_ILL_PERIOD ((size_t)32768)
void arrays_fill(const arrays *a, const door *d, data_kind kind, size_t n, uint64_t seed);

#endif
