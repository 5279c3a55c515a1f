/* arrays.h - memory for the arrays, and what is put into them. */
#ifndef BENCH_ARRAYS_H
#define BENCH_ARRAYS_H

#include "measure/bandwidth.h"
#include "loops/doors.h"

/* DATA_WIDE: integers that do not stay below 2^31. DATA_ILL: a condition number of 1e30. */
typedef enum {
    DATA_USUAL,
    DATA_WIDE,
    DATA_ILL,
    DATA_SORTED, /* keys; so the next two */
    DATA_EQUAL,
    DATA_MANY,    /* GROUPS_MANY of them */
    DATA_ROWS_16, /* along an axis: the last, of so many elements */
    DATA_ROWS_64,
    DATA_ROWS_768,
    DATA_COLUMNS, /* the first axis, of a matrix with rows of 768 */
    DATA_MIDDLE,  /* the middle axis of matrices of 64 x 64 */
    DATA_COUNT
} data_kind;

#define ARRAY_COUNT 5

typedef struct {
    void *x, *y, *z;
    void *out;
    void *expected; /* what the scalar variant of an elementwise door gave */
    void *allocation[ARRAY_COUNT];
} arrays;

/* Each array has this much room at least. */
#define ARRAYS_LEAST 8192 /* so many bytes GROUPS have */

/* Room for operand_bytes in x, y and z each, for result_bytes in out and expected; 0 where memory
 * cannot be had. */
int arrays_allocate(arrays *a, size_t operand_bytes, size_t result_bytes);
void arrays_free(arrays *a);

/* So many bytes of each, to measure limits on. */
bandwidth_range arrays_range(const arrays *a, size_t bytes);

/* The first n elements, for a call. */
work arrays_work(const arrays *a, size_t n);

/* Room for n elements of any real type in each, or of so many bytes; where it cannot be had, tells so and
 * returns 0. */
int arrays_allocate_of_or_tell(arrays *a, size_t n, size_t size);
int arrays_allocate_or_tell(arrays *a, size_t n);

/* Groups of keys, but of u8 as many as there are; bins. */
#define GROUPS ((size_t)1000)
#define GROUPS_MANY ((size_t)100000)
#define BINS ((size_t)100)

/* What n elements of a kind are for a door: of rows and columns, those that are whole. */
bench_shape arrays_shape(const door *d, data_kind kind, size_t n);

/* Whether a door has such data: products and squares of i64 take another way once values pass 2^31;
 * exact sums and dot products of f64, once the terms cancel. */
int arrays_have(const door *d, data_kind kind);
/* The fewest elements that make such data. */
size_t arrays_least(data_kind kind);
/* "", ", beyond 2^31", ", condition 1e30", ...; and for programs "usual", "wide", "ill", ... */
const char *data_title(data_kind kind);
const char *data_name(data_kind kind);

/* Fills the inputs of a door with n random elements each, of which none fails and whose total fits.
 *
 * Floating-point numbers are uniform in [-1, 1), for sqrt in [0, 1). DATA_ILL: those of
 * dataset_fill_ill_conditioned(), ARRAYS_ILL_PERIOD of them over and over. Masks are 0 and 1.
 * Integers are as large as that allows: sum       uniform, such that n of them fit (i32: all
 * values) products  the same for their squares. DATA_WIDE: of 41 bits; their squares do not fit,
 * and what is timed is finding that out dot       signed: up to 31 bits, products in pairs that
 * cancel. DATA_WIDE: below 2^40, nearly all of them beyond 2^31 checked   of two operands: of half
 * the type's bits, the second not 0 and no greater than the first; quotients are of all values but
 * the least. Of one operand: these too conversions    those that both types have others    all
 * values. Indexes, and keys that are neither sorted nor equal, are at random; of cumsum integers are such
 * that all sums fit; edges are even, and all elements between them */
#define ARRAYS_ILL_PERIOD ((size_t)32768)
void arrays_fill(const arrays *a, const door *d, data_kind kind, size_t n, uint64_t seed);

#endif
