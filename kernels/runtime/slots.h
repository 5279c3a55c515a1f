/* slots.h - which kernels a function has now: one slot each, which dispatch.h fills. */
#ifndef SPELT_RUNTIME_SLOTS_H
#define SPELT_RUNTIME_SLOTS_H

#include "isa/kernels.h"

#include <stdatomic.h>

/* kernel: those of isa/kernels.h, from the set in force or what it falls back to. direct: a door may
 * call the first at once for fewer than this many contiguous elements: too few for threads, and
 * nothing else to be done. 0 until the slots are filled, and while each call must be looked at: with
 * the trace on and on the blas path. */
typedef struct {
    _Atomic(spelt_kernel *) kernel[SPELT_KERNELS];
    _Atomic size_t direct;
} spelt_slot;

extern __attribute__((visibility("hidden"))) spelt_slot spelt_slots[SPELT_ALL_FUNCTIONS];

SPELT_INLINE int spelt_direct(spelt_function function, size_t n)
{
    return n < atomic_load_explicit(&spelt_slots[function].direct, memory_order_acquire);
}

/* The same for n > 0, which is asked in one: what there is to be known of a view is known before,
 * so that a compiler may keep it in registers. */
SPELT_INLINE int spelt_direct_some(spelt_function function, size_t n)
{
    return n - 1 < atomic_load_explicit(&spelt_slots[function].direct, memory_order_acquire);
}

/* Kernel number i of a function, to be cast to its type. */
SPELT_INLINE spelt_kernel *spelt_kernel_of(spelt_function function, int i)
{
    return atomic_load_explicit(&spelt_slots[function].kernel[i], memory_order_relaxed);
}

SPELT_INLINE spelt_map_kernel *spelt_map_of(spelt_function function)
{
    return (spelt_map_kernel *)spelt_kernel_of(function, SPELT_KERNEL_ITSELF);
}

SPELT_INLINE spelt_reduce_kernel *spelt_reduce_of(spelt_function function)
{
    return (spelt_reduce_kernel *)spelt_kernel_of(function, SPELT_KERNEL_ITSELF);
}

/* The widest stores past the caches. */
extern __attribute__((visibility("hidden"))) _Atomic(spelt_stream_kernel *) spelt_stream_in_force;
SPELT_INLINE spelt_stream_kernel *spelt_stream_of(void)
{
    return atomic_load_explicit(&spelt_stream_in_force, memory_order_relaxed);
}

/* The widest vectors of elements of 4 or 8 bytes that lie a step apart. */
extern __attribute__((visibility("hidden"))) _Atomic(const spelt_gathers *) spelt_gathers_in_force;
SPELT_INLINE const spelt_gathers *spelt_gathers_of(size_t itemsize)
{
    return atomic_load_explicit(&spelt_gathers_in_force, memory_order_relaxed) + itemsize / 8;
}

#endif
