/* nearest.h - what a mistyped word was meant to be. */
#ifndef BENCH_NEAREST_H
#define BENCH_NEAREST_H

#include <stddef.h>

/* Of the names nth(0), nth(1), ... up to NULL the one that the first `length` characters of word
 * are nearest to; NULL where none is near. */
const char *nearest_name(const char *word, size_t length, const char *(*nth)(size_t));

#endif
