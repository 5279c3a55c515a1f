/* merge.h - results of another run beside those of this one: --merge. */
#ifndef BENCH_MERGE_H
#define BENCH_MERGE_H

#include "peers/results.h"

#define MERGE_MAX_VARIANTS 8
#define MERGE_NAME_SIZE 64

/* Reads the file; 0 where it cannot be used, and error says why. */
int merge_begin(const char *file, char error[RESULTS_ERROR_SIZE]);
void merge_end(void);

/* The variants in the file, each once: "NumPy", "Spelt/threads:2". */
size_t merge_count(void);
const char *merge_variant(size_t i);

/* What it has of a door, data ("usual") and size; NULL: nothing, or nothing that is right. */
const result *merge_find(size_t variant, const char *door, const char *data, size_t n);

#endif
