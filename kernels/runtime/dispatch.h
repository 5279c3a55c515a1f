/* dispatch.h - path and instruction set: what fills the slots, from the tables of isa/. */
#ifndef SPELT_RUNTIME_DISPATCH_H
#define SPELT_RUNTIME_DISPATCH_H

#include "runtime/cpu.h"
#include "runtime/slots.h"

#include <spelt/status.h>

/* The row of a set's own kernels, NULL where it has none for the function: for tests and bench. */
const spelt_kernel_row *spelt_kernels_of_isa(spelt_isa_id isa, spelt_function function);

/* Fails for a function that the path in force, blas, does not have. */
spelt_status spelt_unsupported_by_blas(const char *function);

/* Reads the environment and fills the slots, once. Every slow way begins with it. */
void spelt_dispatch_init(void);

/* spelt_grain_put() for whole calls: the doors' direct limits follow. */
size_t spelt_dispatch_put_grain(size_t bytes);

/* What is in force, for the slow way of a door. */
int spelt_path_is_blas(void);

#endif
