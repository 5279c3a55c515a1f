/* trace.h - what a call cost: one line on stderr while SPELT_VERBOSE is set, and the profile. */
#ifndef SPELT_RUNTIME_TRACE_H
#define SPELT_RUNTIME_TRACE_H

#include "operands.h"

#include <spelt/status.h>

#include <stdint.h>

/* Nanoseconds of a monotonic clock if the trace is on, else 0 and no call to the clock. */
uint64_t spelt_trace_start(void);

/* The line and the row of a call that began at start; nothing if start is 0. */
void spelt_trace_call(uint64_t start, const spelt_arrays *arrays, int threads, spelt_status status);

/* The same of a call on a path of its own, whatever the one in force is. */
void spelt_trace_call_on(uint64_t start, const spelt_arrays *arrays, const char *path, int threads,
                         spelt_status status);

#endif
