/* usage.h - what --help says. */
#ifndef BENCH_USAGE_H
#define BENCH_USAGE_H

void usage_print(void);

#endif
