/* resident.h - what a library that starts threads needs of the loader. */
#ifndef SPELT_RUNTIME_RESIDENT_H
#define SPELT_RUNTIME_RESIDENT_H

#include <stddef.h>

/* Keeps the object that holds Spelt (libspelt.so, or a plugin with the archive in it) mapped for
 * good, for a dlclose() would take the code away from under the workers. 0 where that fails. */
int spelt_stay_resident(void);

/* The stack size that leaves a new thread so many bytes. */
size_t spelt_stack_bytes(size_t bytes);

#endif
