/* drivers.h - the drivers: a call whose operands were checked, cut into pieces and run on threads.
 * They know no types, only how many bytes an element of each operand has. */
#ifndef SPELT_CALL_DRIVERS_H
#define SPELT_CALL_DRIVERS_H

#include "array/loop.h"
#include "isa/kernels.h"

/* All take a loop with n > 0 and, in *threads, how many threads to use at most; they leave there how
 * many took part. */

/* Elementwise, the last operand being the output. 0, or SPELT_FAILURE of the first element in C
 * order that failed. */
size_t spelt_run_map(const spelt_loop *loop, spelt_function function, int *threads);

/* Reductions, each in its family; the loop of order 1 and of indexes is in C order. */
void spelt_run_order1(const spelt_loop *loop, spelt_function function, void *result, int *threads);
spelt_status spelt_run_total(const spelt_loop *loop, spelt_function function, void *result,
                             int *threads);
/* The total itself, of up to 2^63 terms. */
int192 spelt_total_of_loop(const spelt_loop *loop, spelt_function function, int *threads);
void spelt_run_rounded(const spelt_loop *loop, spelt_function function, void *result, int *threads);
void spelt_run_choice(const spelt_loop *loop, spelt_function function, void *result, int *threads);
/* The same of two functions at once, of elements of one type. */
void spelt_run_choices(const spelt_loop *loop, const spelt_function function[2],
                       void *const result[2], int *threads);
void spelt_run_index(const spelt_loop *loop, spelt_function function, i64 *result, int *threads);

#endif
