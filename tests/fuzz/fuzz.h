/* fuzz.h - what the fuzz targets share. */
#ifndef SPELT_TESTS_FUZZ_H
#define SPELT_TESTS_FUZZ_H

#include "require.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

#ifdef SPELT_FUZZ_MAIN
/* Exactly as long as the input, so that a read past its end is seen. */
static inline void fuzz_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    REQUIRE(file != NULL);
    REQUIRE(fseek(file, 0, SEEK_END) == 0);
    const size_t length = (size_t)ftell(file);
    rewind(file);
    uint8_t *bytes = malloc(length > 0 ? length : 1);
    REQUIRE(bytes != NULL && fread(bytes, 1, length, file) == length);
    fclose(file);
    LLVMFuzzerTestOneInput(bytes, length);
    free(bytes);
}

/* The next bytes of a series that begins with a state of 1. */
static inline void fuzz_random(uint64_t *state, uint8_t *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        bytes[i] = (uint8_t)(*state >> 56);
    }
}

/* The files named on the command line; where there are none, inputs of the target's own, if it has any,
 * of which it tells how many. */
static inline int fuzz_main(int count, char **paths, size_t run_own(void))
{
    for (int i = 1; i < count; i++)
        fuzz_file(paths[i]);
    if (count == 1 && run_own)
        printf("%zu inputs\n", run_own());
    else
        printf("%d files\n", count - 1);
    return 0;
}
#endif

#endif
