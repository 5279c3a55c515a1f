/* interrupt.h - Ctrl-C ends the measuring, not the bench: what there is is still written. */
#ifndef BENCH_INTERRUPT_H
#define BENCH_INTERRUPT_H

/* From here on the first SIGINT or SIGTERM is noted; a second one ends the program. */
void interrupt_begin(void);

/* Whether there was one: reports then stop as soon as they can. */
int interrupted(void);

/* What the exit status then is: 128 and the number of the signal; 0 if there was none. */
int interrupt_status(void);

#endif
