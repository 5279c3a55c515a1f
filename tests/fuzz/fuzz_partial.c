/* fuzz_partial.c - any bytes at all as partials: merged and finished as a model does that knows the tree
 * alone, or refused with nothing written, never worse.
 *
 * With -fsanitize=fuzzer this is a libFuzzer target. With SPELT_FUZZ_MAIN defined it is a program that
 * goes through the files named on its command line instead or, without any, through inputs of its own. */
#include "partial_model.h"

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
        fuzz_random(&state, bytes, sizeof bytes);
        LLVMFuzzerTestOneInput(bytes, (size_t)(state >> 32) % (sizeof bytes + 1));
    }
    return INPUTS;
}

int main(int count, char **paths)
{
    return fuzz_main(count, paths, run_own);
}
#endif
