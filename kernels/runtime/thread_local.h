/* thread_local.h - how the few bytes that each thread has of Spelt's are kept. */
#ifndef SPELT_RUNTIME_THREAD_LOCAL_H
#define SPELT_RUNTIME_THREAD_LOCAL_H

#include <limits.h> /* and with it __GLIBC__ */

/* glibc allocates what an object that was loaded has a thread keep when the thread first uses it, and
 * ends the process where there is no memory. Some bytes of the room that it keeps for all objects
 * together can be had in advance, so there may be a pointer and a number, and no more. musl has
 * allocated all before a thread begins, and does not load an object that asks for this. */
#ifdef __GLIBC__
#define SPELT_THREAD_LOCAL _Thread_local __attribute__((tls_model("initial-exec")))
#else
#define SPELT_THREAD_LOCAL _Thread_local
#endif

#endif
