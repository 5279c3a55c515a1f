/* elements.h - bytes, and a view's elements in C order, into a file descriptor. */
#ifndef SPELT_NPY_ELEMENTS_H
#define SPELT_NPY_ELEMENTS_H

#include "array/loop.h"

/* Both return 0 or an errno. */
int spelt_npy_write(int descriptor, const void *bytes, size_t count);

/* The n elements of the one operand; n from spelt_check_arrays(). Bytes as booleans: 0 as it is, 1
 * for all others. */
int spelt_npy_write_elements(int descriptor, const spelt_arrays *arrays, size_t n, int boolean);

#endif
