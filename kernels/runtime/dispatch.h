/* dispatch.h - which kernel a door calls: one slot per function, filled from kernels.def. */
#ifndef SPELT_RUNTIME_DISPATCH_H
#define SPELT_RUNTIME_DISPATCH_H

#include "types.h"

#include <spelt/status.h>

#include <stdatomic.h>

/* One number per public function: each has exactly one scalar row. */
#define SPELT_FUNCTION_scalar(function) SPELT_FUNCTION_##function,
#define SPELT_FUNCTION_sse2(function)
#define SPELT_FUNCTION_avx2(function)
#define SPELT_FUNCTION_avx512(function)
typedef enum {
#define SPELT_REDUCE_FLOAT(op, suffix, in, acc, operands, isa) SPELT_FUNCTION_##isa(op##_##suffix)
#define SPELT_REDUCE_INT(op, suffix, in, operands, isa) SPELT_FUNCTION_##isa(op##_##suffix)
#define SPELT_REDUCE_EXACT(op, suffix, in, operands, isa) SPELT_FUNCTION_##isa(op##_##suffix)
#define SPELT_MAP(op, suffix, type, isa) SPELT_FUNCTION_##isa(op##_##suffix)
#include "kernels.def"
    SPELT_FUNCTION_COUNT
} spelt_function;

/* Function pointers with their type erased; a door casts back to the type in kernels.h. */
typedef void spelt_kernel(void);

/* kernel: over contiguous memory. second: `rows` of a floating-point reduction, `total` of an
 * integer reduction, `add` of an exact one, `stream` of an elementwise operation. direct: a door
 * may call its kernel at once for fewer than this many contiguous elements: too few for threads,
 * and nothing else to be done. 0 until the slots are filled, and while each call must be looked at:
 * with the trace on and on the blas path. */
typedef struct {
    _Atomic(spelt_kernel *) kernel;
    _Atomic(spelt_kernel *) second;
    _Atomic size_t direct;
} spelt_slot;

extern __attribute__((visibility("hidden"))) spelt_slot spelt_slots[SPELT_FUNCTION_COUNT];

SPELT_INLINE int spelt_direct(spelt_function function, size_t n)
{
    return n < atomic_load_explicit(&spelt_slots[function].direct, memory_order_acquire);
}

SPELT_INLINE spelt_kernel *spelt_kernel_of(spelt_function function)
{
    return atomic_load_explicit(&spelt_slots[function].kernel, memory_order_relaxed);
}

SPELT_INLINE spelt_kernel *spelt_second_of(spelt_function function)
{
    return atomic_load_explicit(&spelt_slots[function].second, memory_order_relaxed);
}

/* NULL where BLAS has no such operation or the build has no BLAS. */
spelt_kernel *spelt_blas_of(spelt_function function);

/* Fails for a function that the path in force, blas, does not have. */
spelt_status spelt_unsupported_by_blas(const char *function);

/* Reads the environment and fills the slots, once. Every door's slow way begins with it. */
void spelt_dispatch_init(void);

/* spelt_grain_put() for whole calls: the doors' direct limits follow. */
size_t spelt_dispatch_put_grain(size_t bytes);

/* What is in force, for the slow way of a door. */
int spelt_path_is_blas(void);
int spelt_trace_is_on(void);

#endif
