/* status.h - how a function says that it failed (the public side is spelt/status.h). */
#ifndef SPELT_RUNTIME_STATUS_H
#define SPELT_RUNTIME_STATUS_H

#include <spelt/status.h>

#include <stddef.h>

/* Formats the calling thread's last error and returns status, to be returned in turn. Messages
 * that do not fit are cut. Always: "<function>: <what>". */
__attribute__((format(printf, 2, 3), cold)) spelt_status spelt_fail(spelt_status status,
                                                                    const char *format, ...);

/* The same with a message that lives as long as the process: for results that do not fit, which a
 * caller may meet in a hot loop, where formatting would take longer than the call. */
__attribute__((cold)) spelt_status spelt_fail_plain(spelt_status status, const char *message);

/* In a child the room that messages of the parent's other threads had is free again. */
void spelt_status_after_fork(void);

#endif
