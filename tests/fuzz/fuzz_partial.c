/* fuzz_partial.c - any bytes at all as partials: merged and finished as a model does that knows the tree
 * alone, or refused with nothing written, never worse.
 *
 * With -fsanitize=fuzzer this is a libFuzzer target. With SPELT_FUZZ_MAIN defined it is a program that
 * goes through the files named on its command line instead or, without any, through inputs of its own. */
#include "fuzz.h"

#include <spelt/partial.h>

#include <math.h>
#include <string.h>

/* The nodes of up to two runs, in blocks. */
typedef struct {
    unsigned count;
    uint64_t begin[2 * SPELT_PARTIAL_NODES], size[2 * SPELT_PARTIAL_NODES];
    double value[2 * SPELT_PARTIAL_NODES];
} run_nodes;

/* The largest complete subtree that begins here and ends within the run. */
static uint64_t largest_node(uint64_t begin, uint64_t end)
{
    uint64_t size = 1;
    while (begin % (2 * size) == 0 && 2 * size <= end - begin)
        size *= 2;
    return size;
}

/* Up to 16 bits of two bytes, or a few bits near a power of two. */
static uint64_t number_from(const uint8_t *bytes, unsigned power)
{
    const uint64_t some = bytes[0] | (uint64_t)bytes[1] << 8;
    return bytes[1] & 1 ? some : (UINT64_C(1) << power) - 1 + bytes[0] % 3;
}

/* The numbers that stand in partials of these functions, for ever. */
static const uint32_t numbers_f32[] = {1, 4, 7, 10, 12}, numbers_f64[] = {2, 3, 5, 6, 8, 9, 11, 13};

#define SPELT_PASTE_(a, b) a##b
#define SPELT_PASTE(a, b) SPELT_PASTE_(a, b)
#define ACC f32
#define REAL float
#include "partial_body.h"
#define ACC f64
#define REAL double
#include "partial_body.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    check_bytes_f32(bytes, length);
    check_bytes_f64(bytes, length);
    check_made_f32(bytes, length);
    check_made_f64(bytes, length);
    return 0;
}

#ifdef SPELT_FUZZ_MAIN
static size_t run_own(void)
{
    enum { INPUTS = 60000 };
    uint64_t state = 1;
    for (unsigned k = 0; k < INPUTS; k++) {
        uint8_t bytes[60];
        for (size_t i = 0; i < sizeof bytes; i++) {
            state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            bytes[i] = (uint8_t)(state >> 56);
        }
        LLVMFuzzerTestOneInput(bytes, (size_t)(state >> 32) % (sizeof bytes + 1));
    }
    return INPUTS;
}

int main(int count, char **paths)
{
    return fuzz_main(count, paths, run_own);
}
#endif
