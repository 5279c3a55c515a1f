/* note.h - whether the library may print, and the one place where it does: whole lines on stderr. */
#ifndef SPELT_RUNTIME_NOTE_H
#define SPELT_RUNTIME_NOTE_H

/* What becomes of a call: a line while SPELT_VERBOSE is set, a row while SPELT_PROFILE is (profile.h).
 * Both bits are 0 before dispatch has read these. */
#define SPELT_TRACE_LINES 1
#define SPELT_TRACE_PROFILE 2
int spelt_trace_is_on(void);
void spelt_trace_set(int bits);

/* A line of its own length, its end included. Goes out in one write, so that lines of several threads
 * do not mix, and past stdio, whose buffers are the host's. */
void spelt_trace_write(const char *line, int length);

/* A line that belongs to no call: a setting that was passed over. Control characters and bytes beyond ASCII
 * become "\x1b". */
void spelt_trace_note(const char *text);

#endif
