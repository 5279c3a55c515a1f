/* fuzz_exact.c - any bytes at all as the elements of exact reductions: the results of integer
 * arithmetic, and of the accumulator.
 *
 * With -fsanitize=fuzzer this is a libFuzzer target. With SPELT_FUZZ_MAIN defined it is a program
 * that goes through the files named on its command line instead or, without any, through inputs of
 * its own. */
#include "../integer_sum.h"
#include "fuzz.h"

#include <spelt/accumulate.h>
#include <spelt/exact.h>

#include <stdio.h>
#include <stdlib.h>

enum { MOST = 512 };

/* Equal bits, or both NaN and the result the one NaN there is. */
static int same_f64(double got, double expected)
{
    const uint64_t nan = UINT64_C(0x7ff8000000000000);
    return memcmp(&got, isnan(expected) ? (const void *)&nan : (const void *)&expected, 8) == 0;
}

static int same_f32(float got, float expected)
{
    const uint32_t nan = UINT32_C(0x7fc00000);
    return memcmp(&got, isnan(expected) ? (const void *)&nan : (const void *)&expected, 4) == 0;
}

/* The products of x and y, the squares of x, and x, of `type`, n of each. */
#define CHECK(type, ctype)                                                                         \
    static void check_##type(const ctype *x, const ctype *y, size_t n)                             \
    {                                                                                              \
        static integer_sum dot, sumsq, sum;                                                        \
        ctype got = 0;                                                                             \
        spelt_acc acc = {{0}, 0, 0};                                                               \
        memset(&dot, 0, sizeof dot);                                                               \
        memset(&sumsq, 0, sizeof sumsq);                                                           \
        memset(&sum, 0, sizeof sum);                                                               \
        for (size_t i = 0; i < n; i++) {                                                           \
            sum_add(&dot, (double)x[i], (double)y[i]);                                             \
            sum_add(&sumsq, (double)x[i], (double)x[i]);                                           \
            sum_add(&sum, (double)x[i], 1);                                                        \
        }                                                                                          \
        REQUIRE(!spelt_dot_exact_##type(SPELT_IN(type, x, n), SPELT_IN(type, y, n), &got));        \
        REQUIRE(same_##type(got, sum_round_##type(&dot)));                                         \
        REQUIRE(!spelt_sumsq_exact_##type(SPELT_IN(type, x, n), &got));                            \
        REQUIRE(same_##type(got, sum_round_##type(&sumsq)));                                       \
        REQUIRE(!spelt_sum_exact_##type(SPELT_IN(type, x, n), &got));                              \
        REQUIRE(same_##type(got, sum_round_##type(&sum)));                                         \
        REQUIRE(!spelt_acc_add_dot_##type(SPELT_IN(type, x, n), SPELT_IN(type, y, n), &acc));      \
        REQUIRE(!spelt_acc_round_##type(&acc, &got));                                              \
        REQUIRE(same_##type(got, sum_round_##type(&dot)));                                         \
    }

CHECK(f32, float)
CHECK(f64, double)

/* Pairs x[0], y[0], x[1], y[1], ...: what is added to an input adds terms and leaves the others. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static double x[MOST], y[MOST];
    static float x32[MOST], y32[MOST];
    size_t n = length / 16 < MOST ? length / 16 : MOST;
    size_t n32 = length / 8 < MOST ? length / 8 : MOST;
    for (size_t i = 0; i < n; i++) {
        memcpy(&x[i], bytes + 16 * i, 8);
        memcpy(&y[i], bytes + 16 * i + 8, 8);
    }
    for (size_t i = 0; i < n32; i++) {
        memcpy(&x32[i], bytes + 8 * i, 4);
        memcpy(&y32[i], bytes + 8 * i + 4, 4);
    }
    check_f64(x, y, n);
    check_f32(x32, y32, n32);
    return 0;
}

#ifdef SPELT_FUZZ_MAIN
/* Random bytes, over and over. */
static size_t run_own(void)
{
    enum { OWN = 1000 };
    static uint8_t input[16 * MOST];
    uint64_t state = 1;
    for (int k = 0; k < OWN; k++) {
        fuzz_random(&state, input, sizeof input);
        LLVMFuzzerTestOneInput(input, (size_t)(state >> 32) % sizeof input >> k % 9);
    }
    return OWN;
}

int main(int count, char **paths)
{
    return fuzz_main(count, paths, run_own);
}
#endif
