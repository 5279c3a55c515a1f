/* usage.h - what --help says. */
#ifndef BENCH_USAGE_H
#define BENCH_USAGE_H

extern const char usage_text[];

#endif
