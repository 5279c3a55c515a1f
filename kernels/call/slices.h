/* slices.h - the slices of arrays along an axis, which are reduced one by one, or side by side where
 * it is their elements that lie beside each other: for call/axis.c. */
#ifndef SPELT_CALL_SLICES_H
#define SPELT_CALL_SLICES_H

#include "array/cursor.h"
#include "functions.h"

#include <stdatomic.h>

/* Slices in a piece of work, and at a time where there is scratch memory; without, on the stack. */
#define SPELT_SLICES ((size_t)64)
#define SPELT_FEW_SLICES ((size_t)8)

/* Operands of the loop over the output: out, then the inputs, of which the last that is no repeated
 * vector decides how memory is walked. */
typedef struct {
    const spelt_loop *loop;
    size_t length;                      /* of a slice, not 0 */
    ptrdiff_t step[SPELT_MAX_OPERANDS]; /* bytes from element to element of a slice */
    int one_by_one;
    _Atomic size_t failed; /* the least position in C order of a slice that has no result, or SIZE_MAX */
} spelt_slices;

/* Bytes from the elements of a slice to those of the one beside it. */
static inline ptrdiff_t spelt_slices_beside(const spelt_slices *slices, unsigned operand)
{
    const spelt_loop *loop = slices->loop;
    return loop->stride[operand][loop->ndim - 1] * (ptrdiff_t)loop->itemsize[operand];
}

/* How many of n slices, from where a cursor is, lie beside each other. */
static inline size_t spelt_slices_run(const spelt_slices *slices, const spelt_cursor *cursor, size_t n)
{
    const size_t inner = slices->loop->ndim - 1;
    const size_t run = slices->loop->shape[inner] - cursor->index[inner];
    return n < run ? n : run;
}

/* to[j] = from[2 j] + from[2 j + 1], of numbers of `bytes` bytes; to may be from. */
void spelt_add_neighbours(void *to, const void *from, size_t n, size_t bytes);

/* For each output [begin, end) of the loop, which gets what it is of its slice. */

/* Order 1; of ORDER1_BY the output has the number. */
void spelt_slices_add_up(const spelt_slices *slices, spelt_function of, size_t begin, size_t end);

/* One slice, from where the operands are to where the output is; number as above, or NULL. */
void spelt_slice_add_up(const spelt_slices *slices, spelt_function of, const char *const at[],
                        const void *number);

/* The slice of output q has no result. */
static inline void spelt_slice_fails(spelt_slices *slices, size_t q)
{
    const size_t position = spelt_loop_position(slices->loop, q);
    size_t least = atomic_load_explicit(&slices->failed, memory_order_relaxed);
    while (position < least &&
           !atomic_compare_exchange_weak_explicit(&slices->failed, &least, position,
                                                  memory_order_relaxed, memory_order_relaxed))
        continue;
}

/* Choices and indexes of slices beside each other; 0 where that is not the way. */
int spelt_slices_choose(spelt_slices *slices, spelt_function of, size_t begin, size_t end);

/* Choices and indexes of m slices whose elements are neighbours, from number q on, from where the operands
 * are; 0 where they are not so short, or so long, that this is the way. */
int spelt_slices_choose_each(spelt_slices *slices, spelt_function of, const char *const at[], size_t q,
                             size_t m);

/* Totals of slices beside each other: as many as can be had so, from `begin` on; returns where the others
 * begin. */
size_t spelt_slices_total(const spelt_slices *slices, spelt_function of, size_t begin, size_t end);

/* Any family but order 1. */
void spelt_slices_reduce(spelt_slices *slices, spelt_function of, size_t begin, size_t end);

#endif
