/* partials.h - every function of spelt/partial.h beside the reduction it is a piece of. */
#ifndef SPELT_TESTS_PARTIALS_H
#define SPELT_TESTS_PARTIALS_H

#include "reductions.h"

#include <spelt/partial.h>

/* A partial of either type. */
typedef union {
    spelt_partial_f32 f32;
    spelt_partial_f64 f64;
} any_partial;

typedef spelt_status make_partial(const any_view *x, const any_view *y, uint64_t first,
                                  any_partial *result);

#define MAKE_1(op, suffix, in, acc)                                                                \
    static inline spelt_status make_##op##_##suffix(const any_view *x, const any_view *y,          \
                                                    uint64_t first, any_partial *r)                \
    {                                                                                              \
        spelt_in_##in x_view = in_view_##in(x);                                                    \
        (void)y;                                                                                   \
        return spelt_partial_##op##_##suffix(&x_view, first, &r->acc);                             \
    }
#define MAKE_2(op, suffix, in, acc)                                                                \
    static inline spelt_status make_##op##_##suffix(const any_view *x, const any_view *y,          \
                                                    uint64_t first, any_partial *r)                \
    {                                                                                              \
        spelt_in_##in x_view = in_view_##in(x), y_view = in_view_##in(y);                          \
        return spelt_partial_##op##_##suffix(&x_view, &y_view, first, &r->acc);                    \
    }
#define SUITE_FLOAT(op, suffix, in, acc, operands, isa)                                     \
    MAKE_##operands(op, suffix, in, acc)
#define SUITE_ONCE
#include "suites.def"

/* By the row of float_reductions. */
static make_partial *const makers[FLOAT_REDUCTIONS] = {
#define SUITE_FLOAT(op, suffix, in, acc, operands, isa) make_##op##_##suffix,
#include "suites.def"
};

static inline size_t partial_block(const reduction *row)
{
    return row->result == TYPE_f32 ? SPELT_PARTIAL_BLOCK_F32 : SPELT_PARTIAL_BLOCK_F64;
}

static inline size_t partial_bytes(const reduction *row)
{
    return row->result == TYPE_f32 ? sizeof(spelt_partial_f32) : sizeof(spelt_partial_f64);
}

/* A prefix of both types, by the standard's rule for unions. */
static inline uint64_t partial_end(const any_partial *partial)
{
    return partial->f32.first + partial->f32.count;
}

static inline spelt_status merge(const reduction *row, const any_partial *left,
                                 const any_partial *right, any_partial *result)
{
    return row->result == TYPE_f32 ? spelt_partial_merge_f32(&left->f32, &right->f32, &result->f32)
                                   : spelt_partial_merge_f64(&left->f64, &right->f64, &result->f64);
}

static inline spelt_status finish(const reduction *row, const any_partial *partial, number *result)
{
    *result = (number){0};
    return row->result == TYPE_f32 ? spelt_partial_finish_f32(&partial->f32, &result->f32)
                                   : spelt_partial_finish_f64(&partial->f64, &result->f64);
}

/* Elements from `begin` on, n of them; none where there is no array. */
static inline any_view part_of(element_type type, const void *data, size_t begin, size_t n)
{
    unsigned char *first = (unsigned char *)(uintptr_t)data;
    return contiguous(first ? first + begin * type_bytes(type) : NULL, n);
}

/* The partial of elements [begin, end) of contiguous arrays of which element 0 is element `base` of
 * the whole. */
static inline any_partial partial_of(size_t row, const void *x, const void *y, size_t begin,
                                     size_t end, uint64_t base)
{
    any_view x_view = part_of(float_reductions[row].in, x, begin, end - begin);
    any_view y_view = part_of(float_reductions[row].in, y, begin, end - begin);
    any_partial made;
    memset(&made, POISON, sizeof made);
    cr_assert_eq(makers[row](&x_view, &y_view, base + begin, &made), SPELT_OK, "%s",
                 spelt_last_error());
    return made;
}

static inline any_partial merged(const reduction *row, const any_partial *left,
                                 const any_partial *right)
{
    any_partial both;
    memset(&both, POISON, sizeof both);
    cr_assert_eq(merge(row, left, right, &both), SPELT_OK, "%s", spelt_last_error());
    return both;
}

/* By bytes: there is one form. */
static inline int same_partial(const reduction *row, const any_partial *a, const any_partial *b)
{
    return memcmp(a, b, partial_bytes(row)) == 0;
}

/* Data whose sums depend on the order; with special, one element in so many is a NaN of any sign
 * and payload, an infinity, a zero of either sign or the largest number. */
static inline void fill_reals(generator *random, element_type type, void *data, size_t n,
                              size_t special)
{
    static const uint32_t bits32[] = {0x7fc00001, 0xffc12345, 0x7f800001, 0x7f800000,
                                      0xff800000, 0x80000000, 0,          0x7f7fffff};
    static const uint64_t bits64[] = {0x7ff8000000000001,
                                      0xfff8123456789abc,
                                      0x7ff0000000000001,
                                      0x7ff0000000000000,
                                      0xfff0000000000000,
                                      0x8000000000000000,
                                      0,
                                      0x7fefffffffffffff};
    for (size_t i = 0; i < n; i++) {
        double value = random_log_uniform(random, 20);
        int is_special = special > 0 && random_below(random, special) == 0;
        size_t which = random_below(random, 8);
        if (type == TYPE_f32)
            ((float *)data)[i] = is_special ? f32_from_bits(bits32[which]) : (float)value;
        else
            ((double *)data)[i] = is_special ? f64_from_bits(bits64[which]) : value;
    }
}

#endif
