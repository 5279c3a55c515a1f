/* fuzz_acc.c - any bytes at all as a saved spelt_acc: loaded and usable, or refused, never worse.
 *
 * With -fsanitize=fuzzer this is a libFuzzer target. With SPELT_FUZZ_MAIN defined it is a program
 * that goes through the files named on its command line instead or, without any, through saved
 * accumulators of its own with every byte changed in turn. */
#include "fuzz.h"

#include <spelt/accumulate.h>

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A call that may go past the end, and then leaves things as they were; 1 where it did not. */
static int done(spelt_status status, const spelt_acc *acc, const spelt_acc *before)
{
    REQUIRE(status == SPELT_OK || status == SPELT_ERR_OVERFLOW);
    REQUIRE(status == SPELT_OK || memcmp(acc, before, sizeof *acc) == 0);
    return status == SPELT_OK;
}

static void check_rounding(const spelt_acc *acc)
{
    double wide = 0;
    float narrow = 0;
    REQUIRE(spelt_acc_round_f64(acc, &wide) == SPELT_OK);
    REQUIRE(spelt_acc_round_f32(acc, &narrow) == SPELT_OK);
    REQUIRE((isnan(wide) != 0) == (isnan(narrow) != 0));
    /* Both are the same number's neighbours: so they are at most one f32 apart. */
    float again = (float)wide;
    REQUIRE(isnan(wide) || narrow == again || narrow == nextafterf(again, INFINITY) ||
            narrow == nextafterf(again, -INFINITY));
}

/* Less these integers nothing is left. */
static void check_less(const spelt_acc *acc, int64_t a, int64_t b, int64_t c)
{
    static const spelt_acc none;
    const int64_t parts[3] = {-a, -b, -c};
    spelt_acc rest = *acc;
    rest.count = 0;
    REQUIRE(spelt_acc_add_sum_i64(SPELT_IN(i64, parts, 3), &rest) == SPELT_OK);
    REQUIRE(memcmp(rest.limb, none.limb, sizeof none.limb) == 0);
}

/* As an integer it is the whole sum; where that is none, there is a reason. */
static void check_integers(const spelt_acc *acc)
{
    int64_t whole = 77;
    uint64_t natural = 77;
    double wide = 0;
    const spelt_status fits = spelt_acc_round_i64(acc, &whole);
    const spelt_status natural_fits = spelt_acc_round_u64(acc, &natural);
    REQUIRE(spelt_acc_round_f64(acc, &wide) == SPELT_OK);
    if (fits == SPELT_OK) {
        check_less(acc, whole / 2, whole - whole / 2, 0);
        REQUIRE((whole >= 0) == (natural_fits == SPELT_OK));
    } else {
        REQUIRE(whole == 77);
        REQUIRE(fits == (fabs(wide) < 0x1p63 ? SPELT_ERR_INEXACT : SPELT_ERR_OVERFLOW) ||
                fabs(wide) == 0x1p63);
    }
    if (natural_fits == SPELT_OK)
        check_less(acc, (int64_t)(natural / 2), (int64_t)(natural / 2), (int64_t)(natural % 2));
    else
        REQUIRE(natural == 77);
}

/* What adds to it or takes away from it can be undone. */
static void check_arithmetic(const spelt_acc *loaded, int exponent)
{
    spelt_acc acc = *loaded, zero;
    if (done(spelt_acc_merge(loaded, &acc), &acc, loaded)) {
        check_rounding(&acc);
        REQUIRE(spelt_acc_scale(-1, &acc) == SPELT_OK);
        REQUIRE(memcmp(acc.limb, loaded->limb, sizeof acc.limb) == 0);
    }
    REQUIRE(spelt_acc_init(&zero) == SPELT_OK);
    acc = *loaded;
    if (done(spelt_acc_subtract(loaded, &acc), &acc, loaded))
        REQUIRE(memcmp(acc.limb, zero.limb, sizeof acc.limb) == 0 && acc.count == 0);
    acc = *loaded;
    if (done(spelt_acc_scale(exponent, &acc), &acc, loaded)) {
        REQUIRE(spelt_acc_scale(-exponent, &acc) == SPELT_OK);
        REQUIRE(memcmp(&acc, loaded, sizeof acc) == 0);
    }
    acc = *loaded;
    double value = ldexp(1.5, exponent / 3);
    if (done(spelt_acc_add_f64(value, &acc), &acc, loaded)) {
        spelt_acc added = acc;
        if (done(spelt_acc_add_f64(-value, &acc), &acc, &added))
            REQUIRE(memcmp(acc.limb, loaded->limb, sizeof acc.limb) == 0);
    }
}

/* Whether it loads. */
static int check_bytes(const uint8_t *bytes, size_t length)
{
    spelt_acc acc, before;
    unsigned char saved[SPELT_ACC_SAVED_BYTES];
    int64_t count;
    memset(&acc, 0x7f, sizeof acc);
    before = acc;
    if (spelt_acc_load(bytes, length, &acc) != SPELT_OK) {
        REQUIRE(memcmp(&acc, &before, sizeof acc) == 0);
        REQUIRE(strncmp(spelt_last_error(), "spelt_acc_load: ", 16) == 0);
        return 0;
    }
    REQUIRE(spelt_acc_save(&acc, saved) == SPELT_OK);
    REQUIRE(length == sizeof saved && memcmp(saved, bytes, length) == 0);
    REQUIRE(spelt_acc_count(&acc, &count) == SPELT_OK && count == acc.count);
    check_rounding(&acc);
    check_integers(&acc);
    check_arithmetic(&acc, (int)(acc.limb[0] % 4400) - 2200);
    return 1;
}

/* The input as it is; and behind a head that loads, repeated until it is long enough, for no fuzzer
 * finds that head soon. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    spelt_acc none;
    uint8_t made[SPELT_ACC_SAVED_BYTES];
    check_bytes(bytes, length);
    REQUIRE(spelt_acc_init(&none) == SPELT_OK && spelt_acc_save(&none, made) == SPELT_OK);
    for (size_t i = 12; i < sizeof made && length > 0; i++)
        made[i] = bytes[i % length];
    made[12] &= 7;
    made[13] = made[14] = made[15] = 0;
    REQUIRE(check_bytes(made, sizeof made));
    /* An integer of 64 bits: the 272 bytes of the fraction are 0, those above are signs. */
    memset(made + 24, 0, 272);
    memset(made + 24 + 280, length % 2 ? 0xff : 0, sizeof made - 24 - 280);
    REQUIRE(check_bytes(made, sizeof made));
    return 0;
}

#ifdef SPELT_FUZZ_MAIN
static void run(const uint8_t *bytes, size_t length)
{
    /* Exactly as long as the input, so that a read past its end is seen. */
    uint8_t *copy = malloc(length > 0 ? length : 1);
    REQUIRE(copy != NULL);
    memcpy(copy, bytes, length);
    LLVMFuzzerTestOneInput(copy, length);
    free(copy);
}

static size_t run_own(void)
{
    static const double x[] = {1, -0x1.23456789abcdep1000, 0x1p-1074, INFINITY};
    size_t inputs = 0;
    for (size_t n = 0; n <= sizeof x / sizeof *x; n++) {
        spelt_acc acc;
        unsigned char bytes[SPELT_ACC_SAVED_BYTES];
        REQUIRE(spelt_acc_init(&acc) == SPELT_OK);
        REQUIRE(spelt_acc_add_sumsq_f64(SPELT_IN(f64, x, n), &acc) == SPELT_OK);
        REQUIRE(spelt_acc_save(&acc, bytes) == SPELT_OK);
        for (size_t i = 0; i < sizeof bytes; i++, inputs += 4) {
            bytes[i] ^= 0x01;
            run(bytes, sizeof bytes);
            bytes[i] ^= 0x80;
            run(bytes, sizeof bytes);
            bytes[i] ^= 0x81 ^ 0xff;
            run(bytes, sizeof bytes);
            bytes[i] ^= 0xff;
            run(bytes, i);
        }
    }
    return inputs;
}

int main(int count, char **paths)
{
    return fuzz_main(count, paths, run_own);
}
#endif
