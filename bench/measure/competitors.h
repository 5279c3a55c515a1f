/* competitors.h - makes the machine busy: for each CPU that this process may use another one, bound
 * to it, which does nothing but count. None outlives this process, however that ends. */
#ifndef BENCH_COMPETITORS_H
#define BENCH_COMPETITORS_H

/* Starts them, stopped: before there are arrays, whose pages they would share. 0, with a message on
 * stderr, where they cannot be had. */
int competitors_begin(void);
int competitors_count(void);

/* From here on the machine is busy; from there on it is as idle as before. */
void competitors_go(void);
void competitors_stop(void);

/* Ends them; at exit that is done in any case. */
void competitors_end(void);

#endif
