/* support.h - what the suites share: arrays between guard pages, random data, bit comparison. */
#ifndef SPELT_TESTS_SUPPORT_H
#define SPELT_TESTS_SUPPORT_H

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "number_bits.h"
#include "repeats.h"

#include <spelt/status.h>

#include <stddef.h>
#include <stdint.h>

/* Guarded memory: `bytes` usable bytes with an inaccessible page right before and right behind
 * them, so that one byte read or written too far ends the test. */
typedef struct {
    unsigned char *first;
    size_t bytes;
    void *mapping;
    size_t mapping_bytes;
} guarded;

/* The byte that fills whatever is not part of an array. Read as f32, f64, i32 or i64 it is
 * enormous (f64: 1.4e306), so that an element read from a gap shows in any result. */
#define POISON 0x7f

/* Room for at least `bytes`, a whole number of pages, all poison. Fails the test if the memory
 * cannot be had. */
guarded guarded_open(size_t bytes);
void guarded_close(guarded *room);
void guarded_poison(const guarded *room);

/* Where an array of `bytes` begins that ends `gap` bytes before the rear guard page. */
void *guarded_at_end(const guarded *room, size_t bytes, size_t gap);
/* Where an array begins that lies `gap` bytes behind the front guard page. */
void *guarded_at_start(const guarded *room, size_t gap);

/* Whether the 256 bytes (or what there is of them) before and behind an array are poison. */
int guarded_intact(const guarded *room, const void *array, size_t bytes);

/* The seed of this run: SPELT_TEST_SEED from the environment, else chosen and printed by the
 * test program when it starts. */
uint64_t test_seed(void);

/* xorshift64*, seeded from test_seed() and a stream number so that tests differ. */
typedef struct {
    uint64_t state;
} generator;

generator generator_start(uint64_t stream);
uint64_t random_bits(generator *random);

/* Evenly from 0 to limit - 1; limit > 0. (A division would take longer than most tests' loops.) */
static inline size_t random_below(generator *random, size_t limit)
{
    __extension__ typedef unsigned __int128 wide;
    return (size_t)((wide)random_bits(random) * limit >> 64);
}

/* Evenly from [-1, 1), 53 random bits. */
static inline double random_uniform(generator *random)
{
    return (double)(int64_t)(random_bits(random) >> 11) * 0x1p-52 - 1.0;
}

/* Either sign, magnitude 2^e with e evenly from [-exponent, exponent). */
double random_log_uniform(generator *random, double exponent);

/* Copies the first `period` bytes over and over, up to `bytes`: long data at little cost. */
void repeat(void *data, size_t period, size_t bytes);

/* The one NaN that a reduction may return. */
#define NAN_BITS_F32 UINT32_C(0x7fc00000)
#define NAN_BITS_F64 UINT64_C(0x7ff8000000000000)

/* Says on the log why the rest of a test does not run, and ends it. */
#define skip_visibly(...)                                                                          \
    do {                                                                                           \
        cr_log_warn("skipped: " __VA_ARGS__);                                                      \
        cr_skip_test(__VA_ARGS__);                                                                 \
    } while (0)

/* All that there may be, up to a NULL. */
extern const char *const all_isas[];

/* Puts an instruction set in force (path simd), and checks that it is. Skips the test where
 * this CPU or build does not have it. */
void require_isa(const char *isa);
/* The same without a test to skip: 0 where it cannot be had. */
int force_isa(const char *isa);

/* Fails the test unless a call returned `expected` and, where that is a failure, left a message
 * that holds each of the strings up to a NULL. */
void expect_status(const char *what, spelt_status got, spelt_status expected, ...);

/* A parameterized test's parameters 0 to count - 1, each a size_t: the numbers of its rows. */
struct criterion_test_params numbered(size_t count);

#endif
