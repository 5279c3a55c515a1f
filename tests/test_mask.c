/* test_mask.c - count, any and all of masks; the least and the greatest at once. */
#include "support.h"

#include <spelt/choose.h>
#include <spelt/convert.h>
#include <spelt/mask.h>
#include <spelt/runtime.h>
#include <spelt/view.h>

#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { MOST = 20000 };

static uint8_t mask[MOST];

static void expect_mask(const spelt_in_u8 *x, size_t n, int64_t count)
{
    int64_t counted = 77;
    uint8_t any = 77, all = 77;
    cr_assert_eq(spelt_count_u8(x, &counted), SPELT_OK);
    cr_assert_eq(spelt_any_u8(x, &any), SPELT_OK);
    cr_assert_eq(spelt_all_u8(x, &all), SPELT_OK);
    cr_assert(counted == count && any == (count > 0) && all == (count == (int64_t)n),
              "%s, n = %zu, %" PRId64 " set: counted %" PRId64 ", any %d, all %d", spelt_isa(), n,
              count, counted, any, all);
}

/* Nothing set, all set by any value, one set, one not set, and every third. */
Test(mask, of_any_length)
{
    static const size_t lengths[] = {0, 1, 2, 15, 16, 17, 63, 64, 65, 127, 1000, 8191, MOST};
    for (int isa = 0; all_isas[isa]; isa++) {
        if (!force_isa(all_isas[isa]))
            continue;
        for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
            const size_t n = lengths[k];
            spelt_set_num_threads(k % 2 ? 3 : 1);
            memset(mask, 0, n);
            expect_mask(SPELT_IN(u8, mask, n), n, 0);
            if (n > 0) {
                mask[n - 1] = 0x80;
                expect_mask(SPELT_IN(u8, mask, n), n, 1);
            }
            for (size_t i = 0; i < n; i++)
                mask[i] = (uint8_t)(1 + i % 255);
            expect_mask(SPELT_IN(u8, mask, n), n, (int64_t)n);
            if (n > 0) {
                mask[n / 2] = 0;
                expect_mask(SPELT_IN(u8, mask, n), n, (int64_t)n - 1);
            }
            for (size_t i = 0; i < n; i++)
                mask[i] = i % 3 == 0 ? 2 : 0;
            const spelt_in_u8 reversed = {mask + (n > 0 ? n - 1 : 0), 1, {n}, {-1}};
            expect_mask(&reversed, n, (int64_t)((n + 2) / 3));
        }
    }
}

static void expect_minmax(const spelt_in_f64 *x)
{
    double least = 77, greatest = 77, min = 77, max = 77;
    cr_assert_eq(spelt_min_f64(x, &least), SPELT_OK);
    cr_assert_eq(spelt_max_f64(x, &greatest), SPELT_OK);
    cr_assert_eq(spelt_minmax_f64(x, &min, &max), SPELT_OK);
    cr_assert(f64_bits(min) == f64_bits(least) && f64_bits(max) == f64_bits(greatest),
              "%s: %g to %g, expected %g to %g", spelt_isa(), min, max, least, greatest);
}

Test(mask, both_at_once)
{
    static double x[MOST];
    static const size_t lengths[] = {1, 2, 7, 100, 4095, 4096, 4097, 9000, MOST};
    generator random = generator_start(71);
    for (int isa = 0; all_isas[isa]; isa++) {
        if (!force_isa(all_isas[isa]))
            continue;
        for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++)
            for (int trial = 0; trial < 4; trial++) {
                const size_t n = lengths[k];
                for (size_t i = 0; i < n; i++)
                    x[i] = random_uniform(&random) - 0.5;
                if (trial == 1)
                    memset(x, 0, n * sizeof *x), x[n / 2] = -0.0;
                if (trial == 2)
                    x[n - 1] = -NAN;
                spelt_set_num_threads(trial == 3 ? 3 : 1);
                expect_minmax(SPELT_IN(f64, x, n));
                const spelt_in_f64 strided = {x, 1, {(n + 1) / 2}, {2}};
                expect_minmax(&strided);
                const spelt_in_f64 plane = {x + n - 1, 2, {2, (n + 1) / 3}, {-1, -2}};
                if (n > 1)
                    expect_minmax(&plane);
            }
    }
}

/* What is written to x, the greatest of which the least one takes the place, was read before. */
Test(mask, both_in_their_elements)
{
    static const ptrdiff_t strides[] = {1, 2, -1};
    for (int isa = 0; all_isas[isa]; isa++)
        for (unsigned k = 0; k < 3 && force_isa(all_isas[isa]); k++) {
            float x[9] = {5, 3, 8, 4, 9, 2, 7, 1, 6};
            const spelt_in_f32 view = {strides[k] < 0 ? x + 8 : x, 1, {5}, {strides[k]}};
            const float least = k == 0 ? 3 : k == 1 ? 5 : 1, greatest = 9;
            cr_assert_eq(spelt_minmax_f32(&view, &x[4], &x[0]), SPELT_OK);
            cr_expect(x[4] == least && x[0] == greatest, "%s, stride %td: %g to %g", spelt_isa(),
                      strides[k], (double)x[4], (double)x[0]);
        }
}

enum { MINUS_ZERO = INT8_MIN, NOT_A_NUMBER = INT8_MAX };

/* Few values, of one sign or both; often with zeros, of floating-point types of both signs, and now and then
 * with NaNs. */
static size_t draw_codes(generator *random, int8_t *code)
{
    const size_t n = 1 + random_below(random, random_below(random, 4) ? 300 : MOST);
    const size_t signs = random_below(random, 3), specials = random_below(random, 5);
    for (size_t i = 0; i < n; i++) {
        const int magnitude = 1 + (int)random_below(random, 100);
        code[i] = (int8_t)(signs == 0 || (signs == 1 && magnitude % 2) ? magnitude : -magnitude);
    }
    for (size_t k = 0; k < specials; k++) {
        const int special = k == 3 ? NOT_A_NUMBER : random_below(random, 2) ? MINUS_ZERO : 0;
        code[random_below(random, n)] = (int8_t)special;
    }
    return n;
}

#define OF_CODE_f32(code) OF_CODE_f64(code)
#define OF_CODE_f64(code) ((code) == MINUS_ZERO ? -0.0 : (code) == NOT_A_NUMBER ? (double)NAN : (code))
#define OF_CODE_i8(code) (code)
#define OF_CODE_i16(code) (code)
#define OF_CODE_i32(code) (code)
#define OF_CODE_i64(code) (code)
#define OF_CODE_u8(code) (code)
#define OF_CODE_u16(code) (code)
#define OF_CODE_u32(code) (code)
#define OF_CODE_u64(code) (code)
#define EXPECT_BOTH(type, number)                                                                  \
    do {                                                                                           \
        static number x[MOST];                                                                     \
        number least = 77, greatest = 77, min = 77, max = 77;                                      \
        for (size_t i = 0; i < n; i++)                                                             \
            x[i] = (number)OF_CODE_##type(code[i]);                                                \
        cr_assert_eq(spelt_min_##type(SPELT_IN(type, x, n), &least), SPELT_OK);                    \
        cr_assert_eq(spelt_max_##type(SPELT_IN(type, x, n), &greatest), SPELT_OK);                 \
        cr_assert_eq(spelt_minmax_##type(SPELT_IN(type, x, n), &min, &max), SPELT_OK);             \
        cr_assert(memcmp(&least, &min, sizeof min) == 0 && memcmp(&greatest, &max, sizeof max) == 0, \
                  "%s of %zu, %s: %g to %g, not %g to %g", #type, n, spelt_isa(), (double)min,     \
                  (double)max, (double)least, (double)greatest);                                   \
    } while (0)

/* Of halves those of the f32 that they are; of every second one too. */
#define EXPECT_BOTH_OF_HALVES(type)                                                                \
    do {                                                                                           \
        static float number[MOST];                                                                 \
        static spelt_##type x[MOST];                                                               \
        for (size_t i = 0; i < n; i++)                                                             \
            number[i] = (float)OF_CODE_f32(code[i]);                                               \
        cr_assert_eq(spelt_convert_f32_##type(SPELT_IN(f32, number, n), SPELT_OUT(type, x, n)), SPELT_OK); \
        for (size_t step = 1; step <= 2; step++) {                                                 \
            const spelt_in_f32 numbers = {number, 1, {(n + step - 1) / step}, {(ptrdiff_t)step}};  \
            const spelt_in_##type halves = {x, 1, {(n + step - 1) / step}, {(ptrdiff_t)step}};     \
            float least = 77, greatest = 77, min = 77, max = 77;                                   \
            cr_assert_eq(spelt_min_f32(&numbers, &least), SPELT_OK);                               \
            cr_assert_eq(spelt_max_f32(&numbers, &greatest), SPELT_OK);                            \
            cr_assert_eq(spelt_minmax_##type##_f32(&halves, &min, &max), SPELT_OK);                \
            cr_assert(f32_bits(least) == f32_bits(min) && f32_bits(greatest) == f32_bits(max),     \
                      "%s of %zu by %zu, %s: %g to %g, not %g to %g", #type, n, step, spelt_isa(), \
                      (double)min, (double)max, (double)least, (double)greatest);                  \
        }                                                                                          \
    } while (0)

Test(mask, both_of_every_type)
{
    static int8_t code[MOST];
    generator random = generator_start(72);
    for (int isa = 0; all_isas[isa]; isa++)
        for (int trial = 0; trial < 200 && force_isa(all_isas[isa]); trial++) {
            const size_t n = draw_codes(&random, code);
            EXPECT_BOTH(f32, float);
            EXPECT_BOTH(f64, double);
            EXPECT_BOTH_OF_HALVES(f16);
            EXPECT_BOTH_OF_HALVES(bf16);
            EXPECT_BOTH(i8, int8_t);
            EXPECT_BOTH(i16, int16_t);
            EXPECT_BOTH(i32, int32_t);
            EXPECT_BOTH(i64, int64_t);
            EXPECT_BOTH(u8, uint8_t);
            EXPECT_BOTH(u16, uint16_t);
            EXPECT_BOTH(u32, uint32_t);
            EXPECT_BOTH(u64, uint64_t);
        }
}

Test(mask, refused)
{
    double x[2] = {1, 2}, min = 77, max = 77;
    int64_t count = 77;
    uint8_t any = 77;
    const spelt_in_u8 nowhere = {NULL, 1, {4}, {1}};
    expect_status("no x", spelt_minmax_f64(NULL, &min, &max), SPELT_ERR_NULL,
                  "spelt_minmax_f64: x is NULL", NULL);
    expect_status("no min", spelt_minmax_f64(SPELT_IN(f64, x, 2), NULL, &max), SPELT_ERR_NULL,
                  "spelt_minmax_f64: min is NULL", NULL);
    expect_status("no max", spelt_minmax_f64(SPELT_IN(f64, x, 2), &min, NULL), SPELT_ERR_NULL,
                  "spelt_minmax_f64: max is NULL", NULL);
    expect_status("one result", spelt_minmax_f64(SPELT_IN(f64, x, 2), &min, &min), SPELT_ERR_OVERLAP,
                  "spelt_minmax_f64: min and max are the same", NULL);
    expect_status("no elements", spelt_minmax_f64(SPELT_IN(f64, x, 0), &min, &max), SPELT_ERR_ARG,
                  "spelt_minmax_f64: x has no elements", NULL);
    expect_status("no data", spelt_count_u8(&nowhere, &count), SPELT_ERR_NULL, "spelt_count_u8",
                  NULL);
    expect_status("no data", spelt_any_u8(&nowhere, &any), SPELT_ERR_NULL, "spelt_any_u8", NULL);
    expect_status("no result", spelt_all_u8(SPELT_IN(u8, mask, 3), NULL), SPELT_ERR_NULL,
                  "spelt_all_u8: result is NULL", NULL);
    if (spelt_set_path("blas") == SPELT_OK) {
        expect_status("blas", spelt_minmax_f64(SPELT_IN(f64, x, 2), &min, &max),
                      SPELT_ERR_UNSUPPORTED, "spelt_minmax_f64", NULL);
        expect_status("blas", spelt_any_u8(SPELT_IN(u8, mask, 3), &any), SPELT_ERR_UNSUPPORTED,
                      "spelt_any_u8", NULL);
    }
    cr_expect(min == 77 && max == 77 && count == 77 && any == 77);
}
