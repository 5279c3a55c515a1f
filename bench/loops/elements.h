/* elements.h - elements of a type that is known at run time. */
#ifndef BENCH_ELEMENTS_H
#define BENCH_ELEMENTS_H

#include "functions.h"

int type_is_float(spelt_type type);
int type_is_signed(spelt_type type); /* floating-point types too */

/* The greatest b such that all integers below 2^b in magnitude are numbers of the type. */
unsigned type_bits(spelt_type type);

/* Element i as a number; of 64-bit integers the nearest. */
f64 element_number(spelt_type type, const void *x, size_t i);

/* Writes the nearest of the type, or of integers the low bits. */
void element_put(spelt_type type, void *x, size_t i, f64 value);
void element_put_integer(spelt_type type, void *x, size_t i, i64 value);

/* All digits of it. */
#define ELEMENT_TEXT_SIZE 64
void element_text(spelt_type type, const void *x, size_t i, char text[ELEMENT_TEXT_SIZE]);

#endif
