/* once.h - runs a function once, also where a fork came in the middle of it: POSIX leaves open what
 * pthread_once() does in such a child, and musl's waits there for ever. */
#ifndef SPELT_RUNTIME_ONCE_H
#define SPELT_RUNTIME_ONCE_H

#include <stdatomic.h>

/* 0 before the first call. */
typedef struct {
    _Atomic unsigned state;
} spelt_once;

/* Returns when the function has run. In a child it may have run half in the parent: it begins at its
 * beginning, whatever is there already. */
void spelt_once_run(spelt_once *once, void (*function)(void));

#endif
