/* about.h - what the figures were taken on, and beside what: a line for each fact. */
#ifndef BENCH_ABOUT_H
#define BENCH_ABOUT_H

#include <stdint.h>

void about_machine(uint64_t seed);

/* A line for each peer, for each compiler that was not there, and what makes a comparison unfair. */
void about_peers(const char *isa);

#endif
