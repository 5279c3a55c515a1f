/* digests.acc.h - what is done with accumulators for a digest: terms added, and each operation. */
#ifndef SPELT_TESTS_DIGESTS_ACC_H
#define SPELT_TESTS_DIGESTS_ACC_H

#include "digests.h"
#include "reductions.h"

#include <spelt/accumulate.h>

typedef spelt_status add_terms(const any_view *x, const any_view *y, spelt_acc *acc);

#define ADD_1(op, in)                                                                              \
    static inline spelt_status add_##op##_##in(const any_view *x, const any_view *y,               \
                                               spelt_acc *acc)                                     \
    {                                                                                              \
        spelt_in_##in x_view = in_view_##in(x);                                                    \
        (void)y;                                                                                   \
        return spelt_acc_add_##op##_##in(&x_view, acc);                                            \
    }
#define ADD_2(op, in)                                                                              \
    static inline spelt_status add_##op##_##in(const any_view *x, const any_view *y,               \
                                               spelt_acc *acc)                                     \
    {                                                                                              \
        spelt_in_##in x_view = in_view_##in(x), y_view = in_view_##in(y);                          \
        return spelt_acc_add_##op##_##in(&x_view, &y_view, acc);                                   \
    }
#define SUITE_EXACT(op, suffix, in, operands, isa) ADD_##operands(op, in)
#define SUITE_ONCE
#include "suites.def"

typedef struct {
    const char *function;
    element_type type;
    add_terms *add;
} adder;

static const adder adders[] = {
#define SUITE_EXACT(op, suffix, in, operands, isa)                                          \
    {"spelt_acc_add_" #op "_" #in, TYPE_##in, add_##op##_##in}, 
#define SUITE_ONCE
#include "suites.def"
};

enum { ADDERS = sizeof adders / sizeof *adders };

/* Integer terms; no other digest is made of these. */
#define SUITE_INT(op, suffix, in, operands, isa) ADD_##operands(op, in)
#define SUITE_ONCE
#include "suites.def"

static const adder integer_adders[] = {
#define SUITE_INT(op, suffix, in, operands, isa)                                            \
    {"spelt_acc_add_" #op "_" #in, TYPE_##in, add_##op##_##in},
#define SUITE_ONCE
#include "suites.def"
};

enum { INTEGER_ADDERS = sizeof integer_adders / sizeof *integer_adders };

static inline void feed_acc(uint64_t *digest, const spelt_acc *acc)
{
    for (size_t i = 0; i < SPELT_ACC_LIMBS; i++)
        feed(digest, acc->limb[i]);
    feed(digest, (uint64_t)acc->count);
    feed(digest, acc->special);
}

/* To an accumulator without terms, and then to what is there. */
static inline void accumulate(const trial *now, const void *row, uint64_t *digest)
{
    const adder *a = row;
    static const spelt_acc none;
    spelt_acc acc = none;
    for (int times = 0; times < 2; times++) {
        feed(digest, (uint64_t)a->add(&now->x, &now->y, &acc));
        feed_acc(digest, &acc);
    }
}

static inline spelt_acc acc_of(size_t row, data_kind kind, size_t n)
{
    trial now = contiguous_trial(adders[row].type, kind, n);
    spelt_acc acc;
    memset(&acc, 0, sizeof acc);
    cr_assert_eq(adders[row].add(&now.x, &now.y, &acc), SPELT_OK, "%s", spelt_last_error());
    return acc;
}

/* What is done with two accumulators, each with its digest. */
typedef void operation(const spelt_acc *a, const spelt_acc *b, uint64_t *digest);

static inline void acc_init(const spelt_acc *a, const spelt_acc *b, uint64_t *digest)
{
    spelt_acc acc = *a;
    (void)b;
    feed(digest, (uint64_t)spelt_acc_init(&acc));
    feed_acc(digest, &acc);
}

/* The low bits of a's limbs stand for numbers of all kinds. */
static inline void acc_add_f32(const spelt_acc *a, const spelt_acc *b, uint64_t *digest)
{
    spelt_acc acc = *b;
    for (size_t i = 0; i < SPELT_ACC_LIMBS; i++)
        feed(digest, (uint64_t)spelt_acc_add_f32(f32_from_bits((uint32_t)a->limb[i]), &acc));
    feed_acc(digest, &acc);
}

static inline void acc_add_f64(const spelt_acc *a, const spelt_acc *b, uint64_t *digest)
{
    spelt_acc acc = *b;
    for (size_t i = 0; i < SPELT_ACC_LIMBS; i++)
        feed(digest, (uint64_t)spelt_acc_add_f64(f64_from_bits(a->limb[i]), &acc));
    feed_acc(digest, &acc);
}

/* With another, and with itself until that does not fit. */
static inline void acc_merge(const spelt_acc *a, const spelt_acc *b, uint64_t *digest)
{
    spelt_acc acc = *b;
    feed(digest, (uint64_t)spelt_acc_merge(a, &acc));
    feed_acc(digest, &acc);
    spelt_acc_scale(2000, &acc);
    for (int i = 0; i < 70; i++)
        feed(digest, (uint64_t)spelt_acc_merge(&acc, &acc));
    feed_acc(digest, &acc);
}

static inline void acc_subtract(const spelt_acc *a, const spelt_acc *b, uint64_t *digest)
{
    spelt_acc acc = *b;
    feed(digest, (uint64_t)spelt_acc_subtract(a, &acc));
    feed_acc(digest, &acc);
    feed(digest, (uint64_t)spelt_acc_subtract(&acc, &acc));
    feed_acc(digest, &acc);
}

static const int exponents[] = {0, 1, -1, 63, -63, 64, -64, 300, -300, 1000, -1000, 4351, -4352};
enum { EXPONENTS = sizeof exponents / sizeof *exponents };

static inline void acc_scale(const spelt_acc *a, const spelt_acc *b, uint64_t *digest)
{
    (void)b;
    for (size_t i = 0; i < EXPONENTS; i++) {
        spelt_acc acc = *a;
        feed(digest, (uint64_t)spelt_acc_scale(exponents[i], &acc));
        feed_acc(digest, &acc);
    }
}

static inline void acc_round_f32(const spelt_acc *a, const spelt_acc *b, uint64_t *digest)
{
    (void)b;
    for (size_t i = 0; i < EXPONENTS; i++) {
        spelt_acc acc = *a;
        float result = 0;
        spelt_acc_scale(exponents[i], &acc);
        feed(digest, (uint64_t)spelt_acc_round_f32(&acc, &result));
        feed(digest, f32_bits(result));
    }
}

static inline void acc_round_f64(const spelt_acc *a, const spelt_acc *b, uint64_t *digest)
{
    (void)b;
    for (size_t i = 0; i < EXPONENTS; i++) {
        spelt_acc acc = *a;
        double result = 0;
        spelt_acc_scale(exponents[i], &acc);
        feed(digest, (uint64_t)spelt_acc_round_f64(&acc, &result));
        feed(digest, f64_bits(result));
    }
}

/* By powers of two of all sizes: first with a fraction, then an integer, then too large. */
static inline void acc_round_i64(const spelt_acc *a, const spelt_acc *b, uint64_t *digest)
{
    (void)b;
    for (int exponent = -1200; exponent <= 2200; exponent += 17) {
        spelt_acc acc = *a;
        int64_t result = 0;
        spelt_acc_scale(exponent, &acc);
        feed(digest, (uint64_t)spelt_acc_round_i64(&acc, &result));
        feed(digest, (uint64_t)result);
    }
}

static inline void acc_round_u64(const spelt_acc *a, const spelt_acc *b, uint64_t *digest)
{
    (void)b;
    for (int exponent = -1200; exponent <= 2200; exponent += 17) {
        spelt_acc acc = *a;
        uint64_t result = 0;
        spelt_acc_scale(exponent, &acc);
        feed(digest, (uint64_t)spelt_acc_round_u64(&acc, &result));
        feed(digest, result);
    }
}

static inline void acc_count(const spelt_acc *a, const spelt_acc *b, uint64_t *digest)
{
    spelt_acc acc = *b;
    int64_t count = 0;
    spelt_acc_subtract(a, &acc);
    feed(digest, (uint64_t)spelt_acc_count(&acc, &count));
    feed(digest, (uint64_t)count);
}

static inline void acc_save(const spelt_acc *a, const spelt_acc *b, uint64_t *digest)
{
    unsigned char bytes[SPELT_ACC_SAVED_BYTES] = {0};
    (void)b;
    feed(digest, (uint64_t)spelt_acc_save(a, bytes));
    for (size_t i = 0; i < sizeof bytes; i++)
        feed(digest, bytes[i]);
}

/* What was saved; with one byte less; with a byte changed in front: magic, version, specials. */
static inline void acc_load(const spelt_acc *a, const spelt_acc *b, uint64_t *digest)
{
    unsigned char bytes[SPELT_ACC_SAVED_BYTES];
    spelt_acc acc = *b;
    spelt_acc_save(a, bytes);
    feed(digest, (uint64_t)spelt_acc_load(bytes, sizeof bytes - 1, &acc));
    for (size_t i = 0; i < 16; i++) {
        bytes[i] ^= 0x10;
        feed(digest, (uint64_t)spelt_acc_load(bytes, sizeof bytes, &acc));
        bytes[i] ^= 0x10;
    }
    feed_acc(digest, &acc);
    feed(digest, (uint64_t)spelt_acc_load(bytes, sizeof bytes, &acc));
    feed_acc(digest, &acc);
}

static const struct {
    const char *function;
    operation *run;
} operations[] = {
    {"spelt_acc_init", acc_init},           {"spelt_acc_add_f32", acc_add_f32},
    {"spelt_acc_add_f64", acc_add_f64},     {"spelt_acc_merge", acc_merge},
    {"spelt_acc_subtract", acc_subtract},   {"spelt_acc_scale", acc_scale},
    {"spelt_acc_round_f32", acc_round_f32}, {"spelt_acc_round_f64", acc_round_f64},
    {"spelt_acc_round_i64", acc_round_i64}, {"spelt_acc_round_u64", acc_round_u64},
    {"spelt_acc_count", acc_count},         {"spelt_acc_save", acc_save},
    {"spelt_acc_load", acc_load},
};

#endif
