/* variable.h - variables of the environment, as far as they can be trusted. Includers define
 * _GNU_SOURCE. */
#ifndef SPELT_RUNTIME_VARIABLE_H
#define SPELT_RUNTIME_VARIABLE_H

#include <stdlib.h>

/* NULL where it is not set, and in a program that has more rights than who started it (setuid). */
static inline const char *spelt_variable(const char *name)
{
#ifdef __linux__
    return secure_getenv(name);
#else
    return getenv(name);
#endif
}

#endif
