/* status.h - what every Spelt function that can fail returns, and why it failed. */
#ifndef SPELT_STATUS_H
#define SPELT_STATUS_H

#if defined(__GNUC_GNU_INLINE__) && !defined(__cplusplus)
#error "Spelt's headers hold inline functions as C99 defines them: compile as C99 or later (-std=c11), without -fgnu89-inline"
#endif

/* Marks an exported function. Everything else in the library is hidden. */
#if defined(__GNUC__)
#define SPELT_API __attribute__((visibility("default")))
#else
#define SPELT_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The values are part of the ABI and never change their numbers.
 * A call that does not return SPELT_OK has left its result untouched, but where elements failed and the
 * others were done: in elementwise operations and conversions, integer running sums, integer sums by key
 * and along an axis, and indexes of numbers along an axis. Their headers say what stands there then. */
typedef enum {
    SPELT_OK = 0,
    SPELT_ERR_NULL = 1,        /* a NULL view or result, or NULL data where n > 0 */
    SPELT_ERR_SHAPE = 2,       /* shapes differ, or a shape cannot be addressed */
    SPELT_ERR_STRIDE = 3,      /* an output stride under which two elements share one place */
    SPELT_ERR_OVERLAP = 4,     /* the output shares memory with an input without being it */
    SPELT_ERR_OVERFLOW = 5,    /* a result does not fit its type */
    SPELT_ERR_ARG = 6,         /* an argument outside its documented range */
    SPELT_ERR_UNSUPPORTED = 7, /* known, but not to be had on this path, CPU or build */
    SPELT_ERR_FORMAT = 8,      /* a file is not what its format demands */
    SPELT_ERR_IO = 9,          /* the operating system refused to open, map, read or write; or
                                  MPI failed */
    SPELT_ERR_NOMEM = 10,      /* memory could not be had */
    SPELT_ERR_INEXACT = 11     /* a conversion would lose a fraction or a bit */
} spelt_status;

/* The name of a status, as written above ("SPELT_ERR_SHAPE"); "SPELT_ERR_?" for a number that
 * is none of them. Never NULL. Thread safe. */
SPELT_API const char *spelt_status_name(spelt_status status);

/* The message of the calling thread's last failed call, in full:
 *     spelt_add_f64: x has shape (3, 4), y has shape (4, 3)
 * It names the function, the argument and the values that do not fit. "" before the first
 * failure; a call that succeeds leaves it. The text belongs to the thread and lives until the
 * thread's next failure or its end. Nothing is allocated: there is room for the messages of 1,024
 * threads at a time; any further one, and one that has no memory to note which is its own, gets the
 * name of the status instead. Never NULL. Thread safe. */
SPELT_API const char *spelt_last_error(void);

/* Makes a copy of message, up to its 511th byte, the calling thread's last one, and returns status:
 * for functions that are built upon Spelt and fail as it does, such as those of mpi.h. NULL counts
 * as "". Thread safe. */
SPELT_API spelt_status spelt_set_last_error(spelt_status status, const char *message);

#ifdef __cplusplus
}
#endif

#endif
