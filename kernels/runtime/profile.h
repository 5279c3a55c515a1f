/* profile.h - what the calls of a program cost, told when it ends, while SPELT_PROFILE is set. */
#ifndef SPELT_RUNTIME_PROFILE_H
#define SPELT_RUNTIME_PROFILE_H

#include "operands.h"

#include <spelt/status.h>

#include <stdint.h>

/* Reads the variable's value, NULL where there is none; whether calls are to be counted. Once. */
int spelt_profile_begin(const char *value);

/* Counts a call that took so long. From any thread, without waiting. */
void spelt_profile_call(const spelt_arrays *arrays, uint64_t nanoseconds, int threads,
                        spelt_status status);

#endif
