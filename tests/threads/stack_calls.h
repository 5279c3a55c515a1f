/* stack_calls.h - every function of Spelt that computes, on views of every layout: what stack.c
 * measures. */
#ifndef SPELT_TESTS_THREADS_STACK_CALLS_H
#define SPELT_TESTS_THREADS_STACK_CALLS_H

#include "stack_arrays.h"

#include <spelt/status.h>

#include <stddef.h>

/* Where the output of a call lies, if it is an array. */
typedef enum { APART, IN_PLACE, OVERLAPPING, SHARINGS } sharing;

/* The calls by number; some numbers stand for none. */
extern const size_t stack_calls_count;
const char *stack_call_name(size_t number);
sharing stack_call_sharing(size_t number);
int stack_call_exists(size_t number);

/* SPELT_OK where a call did what it should: also where it refused what it had to refuse, and where
 * a result did not fit or an operand was in the way. */
spelt_status stack_call_make(size_t number, layout which);

/* Where the calls of npy.h leave files: a directory for them alone. */
void stack_calls_open(const char *directory);
void stack_calls_close(void);

#endif
