/* test_strided.c - the layouts of strided.h: where elements lie, and that calls over them give what
 * contiguous ones give. */
#include "loops/strided.h"

#include "../../tests/support.h"
#include "loops/arrays.h"
#include "loops/elements.h"

#include <spelt/runtime.h>

#include <math.h>
#include <string.h>

static void expect_places(strided_shape shape, size_t n, size_t first, size_t second,
                          size_t after_row, size_t extent)
{
    static int64_t from[4096], to[4096];
    const strided_layout l = strided_make(shape, n);
    for (size_t i = 0; i < 4096; i++)
        from[i] = (int64_t)i;
    strided_gather(&l, sizeof(int64_t), from, to);
    cr_expect(to[0] == (int64_t)first && to[1] == (int64_t)second &&
                  to[STRIDED_ROW] == (int64_t)after_row,
              "%s: %d, %d, %d", strided_name(shape), (int)to[0], (int)to[1], (int)to[STRIDED_ROW]);
    cr_expect_eq(l.extent, extent, "%s: extent %zu", strided_name(shape), l.extent);
}

Test(strided, places)
{
    expect_places(STRIDED_CONTIGUOUS, 128, 0, 1, 64, 128);
    expect_places(STRIDED_REVERSED, 128, 127, 126, 63, 128);
    expect_places(STRIDED_PADDED, 128, 0, 1, 80, 144);
    expect_places(STRIDED_STRUCT, 128, 0, 3, 192, 382);
    expect_places(STRIDED_COLUMN, 128, 0, 16, 1024, 2033);
    expect_places(STRIDED_BROADCAST, 128, 0, 1, 0, 64);
    expect_places(STRIDED_SHORT, 128, 0, 1, 80, 158);
    expect_places(STRIDED_TRANSPOSED, 128, 0, 8, 4, 128);
    expect_places(STRIDED_CROSSWISE, 128, 0, 1, 64, 128);
    cr_expect_eq(strided_make_second(STRIDED_CROSSWISE, 128).column_stride, 8);
    cr_expect_eq(strided_make_second(STRIDED_PADDED, 128).row_stride, 80);
}

Test(strided, bytes)
{
    static const struct {
        strided_shape shape;
        size_t bytes;
    } of[] = {
        {STRIDED_CONTIGUOUS, 1024},  {STRIDED_PADDED, 1152},    {STRIDED_STRUCT, 3056},
        {STRIDED_COLUMN, 128 * 64},  {STRIDED_BROADCAST, 1024}, {STRIDED_SHORT, 1264},
        {STRIDED_TRANSPOSED, 1024},
    };
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        const strided_layout l = strided_make(of[i].shape, 128);
        cr_expect_eq(strided_bytes(&l, 8), of[i].bytes, "%s: %zu bytes",
                     strided_name(of[i].shape), strided_bytes(&l, 8));
    }
}

/* Scattered and gathered is as before, where no element is two; nothing beyond the extent. */
Test(strided, there_and_back)
{
    for (strided_shape shape = 0; shape < STRIDED_SHAPES; shape++) {
        const strided_layout l = strided_make_out(shape, 192);
        unsigned char from[192 * 4], to[192 * 4], between[192 * 16 * 4 + 64];
        for (size_t i = 0; i < sizeof from; i++)
            from[i] = (unsigned char)(i * 7 + i / 256);
        memset(between, POISON, sizeof between);
        strided_scatter(&l, 4, from, between);
        strided_gather(&l, 4, between, to);
        cr_expect_arr_eq(from, to, sizeof from, "%s", strided_name(shape));
        for (size_t i = l.extent * 4; i < sizeof between; i++)
            cr_assert_eq(between[i], POISON, "%s: byte %zu", strided_name(shape), i);
    }
}

/* Floating-point numbers become integers of few bits. */
static void make_whole(spelt_type type, void *x, size_t n)
{
    for (size_t i = 0; type_is_float(type) && i < n; i++)
        element_put(type, x, i, rint(8 * element_number(type, x, i)));
}

/* Naive and Spelt over a layout against Spelt on contiguous copies, in integers, which leave no
 * room for rounding. */
static void expect_sums(const char *name, strided_shape shape)
{
    const spelt_type type = door_find(name)->facts->input[0];
    const size_t n = 192, item = spelt_type_size(type);
    const strided_door *d = strided_find(name);
    arrays plain, spread;
    cr_assert(arrays_allocate(&plain, n * 8, n * 8) && arrays_allocate(&spread, n * 128, n * 128));
    strided_work w = {.work = {.n = n, .x = spread.x, .y = spread.y, .out = spread.out},
                      .in = strided_make(shape, n),
                      .second = strided_make_second(shape, n),
                      .out = strided_make_out(shape, n)};
    arrays_fill(&plain, door_find(name), DATA_USUAL, n, test_seed());
    make_whole(type, plain.x, n);
    make_whole(type, plain.y, n);
    strided_scatter(&w.in, item, plain.x, spread.x);
    strided_gather(&w.in, item, spread.x, plain.x);
    strided_scatter(&w.second, item, plain.y, spread.y);
    strided_gather(&w.second, item, spread.y, plain.y);
    work contiguous = {.n = n, .x = plain.x, .y = plain.y, .out = plain.out};
    door_find(name)->spelt(&contiguous, 1);
    cr_assert_eq(contiguous.status, SPELT_OK, "%s", name);
    d->make_views(&w);
    for (int spelt = 0; spelt < 2; spelt++) {
        memset(spread.out, 0, n * 128);
        w.work.value.i64 = 0;
        (spelt ? d->spelt : d->naive)(&w, 1);
        cr_expect_eq(w.work.status, SPELT_OK);
        if (!door_is_map(door_find(name))) {
            cr_expect_eq(w.work.value.i64, contiguous.value.i64, "%s, %s, %d", name,
                         strided_name(shape), spelt);
            continue;
        }
        strided_gather(&w.out, item, spread.out, plain.expected);
        cr_expect(memcmp(plain.expected, plain.out, n * item) == 0, "%s, %s, %d", name,
                  strided_name(shape), spelt);
    }
    arrays_free(&plain);
    arrays_free(&spread);
}

Test(strided, calls)
{
    static const char *const names[] = {
        "sum_i32", "sumsq_i32", "dot_i32", "add_i32", "sum_i64", "sumsq_i64", "dot_i64", "add_i64",
        "sum_i8", "sumsq_i8", "dot_i8", "add_i8", "sum_i16", "sumsq_i16", "dot_i16", "add_i16",
        "sum_u8", "sumsq_u8", "dot_u8", "add_u8", "sum_f16_f32", "sumsq_f16_f32", "dot_f16_f32",
    };
    for (strided_shape shape = 0; shape < STRIDED_SHAPES; shape++)
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
            expect_sums(names[i], shape);
    cr_expect_null(strided_find("sum_f32_f64"));
    cr_expect_null(strided_find("add_sat_i32"));
}
