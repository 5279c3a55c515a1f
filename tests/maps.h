/* maps.h - every elementwise operation in the list as a row of a table, with its reference. */
#ifndef SPELT_TESTS_MAPS_H
#define SPELT_TESTS_MAPS_H

#include "layout.h"

#include <spelt/elementwise.h>

#include <math.h>

typedef enum {
    POLICY_f32,
    POLICY_f64,
    POLICY_i32,
    POLICY_i64,
    POLICY_wrap_i32,
    POLICY_wrap_i64,
    POLICY_sat_i32,
    POLICY_sat_i64
} add_policy;

typedef struct {
    const char *door; /* "spelt_add_sat_i32" */
    const char *isa;  /* "avx2"; "blas" for a row of the BLAS path */
    add_policy policy;
    element_type type;
    spelt_status (*call)(const any_view *x, const any_view *y, const any_view *out);
} map;

#define CALL_MAP(op, suffix, type)                                                                 \
    static inline spelt_status call_##op##_##suffix(const any_view *x, const any_view *y,          \
                                                    const any_view *out)                           \
    {                                                                                              \
        spelt_in_##type x_view = in_view_##type(x), y_view = in_view_##type(y);                    \
        spelt_out_##type out_view = out_view_##type(out);                                          \
        return spelt_##op##_##suffix(&x_view, &y_view, &out_view);                                 \
    }

/* One caller for each door: the list has one scalar row for each. */
#define SUITE_MAP(op, suffix, type, isa) CALL_MAP(op, suffix, type)
#define SUITE_ONCE
#include "suites.def"

#define MAP(op, suffix, type, isa)                                                                 \
    {"spelt_" #op "_" #suffix, isa, POLICY_##suffix, TYPE_##type, call_##op##_##suffix},

static const map maps[] = {
#define SUITE_MAP(op, suffix, type, isa) MAP(op, suffix, type, #isa)
#include "suites.def"
};

static const map blas_maps[] = {
#define SUITE_BLAS_MAP(op, suffix, type) MAP(op, suffix, type, "blas")
#include "suites.def"
};

enum { MAPS = sizeof maps / sizeof *maps, BLAS_MAPS = sizeof blas_maps / sizeof *blas_maps };

/* Parameters 0, 1, ..., count - 1 for a parameterized test. */
static inline struct criterion_test_params map_numbers(size_t count)
{
    static size_t number_of[256];
    cr_assert(count <= sizeof number_of / sizeof *number_of);
    for (size_t i = 0; i < count; i++)
        number_of[i] = i;
    return cr_make_param_array(size_t, number_of, count);
}

static inline struct criterion_test_params scalar_map_numbers(void)
{
    static size_t number_of[MAPS];
    size_t count = 0;
    for (size_t i = 0; i < MAPS; i++)
        if (strcmp(maps[i].isa, "scalar") == 0)
            number_of[count++] = i;
    return cr_make_param_array(size_t, number_of, count);
}

static inline int is_checked(const map *row)
{
    return row->policy == POLICY_i32 || row->policy == POLICY_i64;
}

/* Stores the low bits of an exact integer sum, or the nearest value that fits. Tells whether
 * the sum did not fit. */
__extension__ typedef __int128 exact_sum;
static inline int store_sum(const map *row, void *out, size_t i, exact_sum sum)
{
    int narrow = row->type == TYPE_i32;
    int saturate = row->policy == POLICY_sat_i32 || row->policy == POLICY_sat_i64;
    exact_sum least = narrow ? INT32_MIN : INT64_MIN, greatest = narrow ? INT32_MAX : INT64_MAX;
    int fits = sum >= least && sum <= greatest;
    if (saturate && !fits)
        sum = sum < 0 ? least : greatest;
    uint64_t bits = (uint64_t)sum;
    uint32_t low = (uint32_t)bits;
    if (narrow)
        memcpy((int32_t *)out + i, &low, sizeof low);
    else
        memcpy((int64_t *)out + i, &bits, sizeof bits);
    return !fits;
}

/* Plain C on contiguous arrays. Returns the first index whose sum does not fit, n if none. */
static inline size_t reference_add(const map *row, const void *x, const void *y, void *out,
                                   size_t n)
{
    size_t first = n;
    for (size_t i = 0; i < n; i++) {
        int over = 0;
        switch (row->type) {
        case TYPE_f32: ((float *)out)[i] = ((const float *)x)[i] + ((const float *)y)[i]; break;
        case TYPE_f64: ((double *)out)[i] = ((const double *)x)[i] + ((const double *)y)[i]; break;
        case TYPE_i32:
            over = store_sum(row, out, i,
                             (exact_sum)((const int32_t *)x)[i] + ((const int32_t *)y)[i]);
            break;
        case TYPE_i64:
            over = store_sum(row, out, i,
                             (exact_sum)((const int64_t *)x)[i] + ((const int64_t *)y)[i]);
            break;
        }
        if (over && first == n)
            first = i;
    }
    return first;
}

static inline uint64_t element_bits(element_type type, const void *data, size_t i)
{
    uint64_t bits = 0;
    memcpy(&bits, (const unsigned char *)data + i * type_bytes(type), type_bytes(type));
    return bits;
}

static inline int is_nan(element_type type, uint64_t bits)
{
    if (type == TYPE_f32)
        return (bits & 0x7fffffff) > 0x7f800000;
    return type == TYPE_f64 && (bits & INT64_MAX) > 0x7ff0000000000000;
}

static inline uint64_t quiet(element_type type, uint64_t nan)
{
    return nan | (type == TYPE_f32 ? 0x400000U : 0x8000000000000U);
}

/* Whether `got` is a sum that plain C may give: the same bits, or where both terms are NaN
 * either of them made quiet, since the compiler may swap the operands. */
static inline int same_sum(element_type type, uint64_t x, uint64_t y, uint64_t expected,
                           uint64_t got)
{
    if (is_nan(type, x) && is_nan(type, y))
        return got == quiet(type, x) || got == quiet(type, y);
    return got == expected;
}

#endif
