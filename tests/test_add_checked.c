/* test_add_checked.c - checked integer add names the first sum that does not fit, and wraps all. */
#include "maps.h"

#include <spelt/runtime.h>

static struct criterion_test_params checked_rows(void)
{
    static size_t number_of[MAPS];
    size_t count = 0;
    for (size_t i = 0; i < MAPS; i++)
        if (is_checked(&maps[i]))
            number_of[count++] = i;
    return cr_make_param_array(size_t, number_of, count);
}

static void put_int(element_type type, void *data, size_t i, int64_t value)
{
    if (type == TYPE_i32)
        ((int32_t *)data)[i] = (int32_t)value;
    else
        ((int64_t *)data)[i] = value;
}

static int64_t int_at(element_type type, const void *data, size_t i)
{
    return type == TYPE_i32 ? ((const int32_t *)data)[i] : ((const int64_t *)data)[i];
}

static int64_t greatest(element_type type)
{
    return type == TYPE_i32 ? INT32_MAX : INT64_MAX;
}

/* x and y of 1, 2, 3, ...; at each place in `over` the greatest value plus 1, or the least plus
 * -1. The sums are known by hand. */
typedef struct {
    void *x, *y, *out;
    size_t n;
} arrays;

static arrays arrays_open(element_type type, size_t n)
{
    size_t size = type_bytes(type);
    arrays a = {malloc((n + 1) * size), malloc((n + 1) * size), malloc((n + 1) * size), n};
    cr_assert(a.x && a.y && a.out);
    return a;
}

static void arrays_close(arrays *a)
{
    free(a->x);
    free(a->y);
    free(a->out);
}

static void arrays_fill(const arrays *a, element_type type, const size_t *over, size_t overs)
{
    for (size_t i = 0; i < a->n; i++) {
        put_int(type, a->x, i, (int64_t)(i % 1000));
        put_int(type, a->y, i, -(int64_t)(i % 77));
    }
    for (size_t k = 0; k < overs; k++) {
        int64_t edge = greatest(type);
        put_int(type, a->x, over[k], over[k] % 2 ? edge : -edge - 1);
        put_int(type, a->y, over[k], over[k] % 2 ? 1 : -1);
    }
}

static void expect_sums(const map *row, const void *out, size_t n, const size_t *over, size_t overs)
{
    for (size_t i = 0; i < n; i++) {
        int64_t expected = (int64_t)(i % 1000) - (int64_t)(i % 77);
        for (size_t k = 0; k < overs; k++)
            if (over[k] == i)
                expected = i % 2 ? -greatest(row->type) - 1 : greatest(row->type);
        if (int_at(row->type, out, i) != expected)
            cr_assert_fail("%s %s, n = %zu: element %zu is %" PRId64 ", expected %" PRId64,
                           row->door, row->isa, n, i, int_at(row->type, out, i), expected);
    }
}

/* out apart, in the place of x, and in the place of y: always wrapped, always the first index. */
static void check_overflows(const map *row, const arrays *a, const size_t *over, size_t overs)
{
    char first[40];
    size_t least = over[0];
    for (size_t k = 1; k < overs; k++)
        if (over[k] < least)
            least = over[k];
    snprintf(first, sizeof first, "index %zu", least);
    any_view x = contiguous(a->x, a->n), y = contiguous(a->y, a->n);
    any_view out = contiguous(a->out, a->n);
    const any_view *outs[] = {&out, &x, &y};
    for (int where = 0; where < 3; where++) {
        arrays_fill(a, row->type, over, overs);
        expect_status(row->isa, row->call(&x, &y, outs[where]), SPELT_ERR_OVERFLOW, row->door,
                      first, NULL);
        const char *at = strstr(spelt_last_error(), first);
        cr_expect(at && (at[strlen(first)] < '0' || at[strlen(first)] > '9'), "expected %s in: %s",
                  first, spelt_last_error());
        expect_sums(row, outs[where]->data, a->n, over, overs);
    }
}

ParameterizedTestParameters(add_checked, every_place)
{
    return checked_rows();
}

ParameterizedTest(size_t *number_of, add_checked, every_place)
{
    const map *row = &maps[*number_of];
    require_isa(row->isa);
    for (size_t n = 1; n <= 150; n += n < 70 ? 1 : 7) {
        arrays a = arrays_open(row->type, n);
        for (size_t i = 0; i < n; i++) {
            const size_t over[] = {i, n - 1, i + (n - i) / 2};
            check_overflows(row, &a, over, 1);
            check_overflows(row, &a, over, 3);
        }
        arrays_close(&a);
    }
}

ParameterizedTestParameters(add_checked, many_threads)
{
    return checked_rows();
}

ParameterizedTest(size_t *number_of, add_checked, many_threads)
{
    const map *row = &maps[*number_of];
    require_isa(row->isa);
    cr_assert_eq(spelt_set_num_threads(4), SPELT_OK);
    generator random = generator_start(1);
    const size_t n = 1500000;
    arrays a = arrays_open(row->type, n);
    const size_t edges[][2] = {{0, n - 1}, {n - 1, n - 1}, {n / 2, 5 * n / 8}, {n / 4, n / 4 + 1}};
    for (size_t k = 0; k < 4; k++)
        check_overflows(row, &a, edges[k], 2);
    for (int trial = 0; trial < 4; trial++) {
        const size_t over[] = {random_below(&random, n), random_below(&random, n),
                               random_below(&random, n)};
        check_overflows(row, &a, over, 3);
    }
    arrays_close(&a);
}

ParameterizedTestParameters(add_checked, doubled_in_place)
{
    return checked_rows();
}

/* out, x and y are one array: what overflowed cannot be seen from the inputs afterwards. */
ParameterizedTest(size_t *number_of, add_checked, doubled_in_place)
{
    const map *row = &maps[*number_of];
    require_isa(row->isa);
    const int64_t half = greatest(row->type) / 2 + 1; /* twice this wraps to the least value */
    for (size_t n = 1; n <= 1000000; n = n < 100 ? n + 1 : n * 100) {
        arrays a = arrays_open(row->type, n);
        for (size_t i = 0; i < n; i = n <= 100 ? i + 1 : 7 * i + 3) {
            char first[40];
            snprintf(first, sizeof first, "index %zu", i);
            for (size_t k = 0; k < n; k++)
                put_int(row->type, a.x, k, k == i || k == n - 1 ? half : -(int64_t)(k % 50));
            any_view x = contiguous(a.x, n);
            expect_status(row->isa, row->call(&x, &x, &x), SPELT_ERR_OVERFLOW, row->door, first,
                          NULL);
            for (size_t k = 0; k < n; k++) {
                int64_t expected =
                    k == i || k == n - 1 ? -greatest(row->type) - 1 : -2 * (int64_t)(k % 50);
                cr_assert(int_at(row->type, a.x, k) == expected, "%s: element %zu of %zu", row->isa,
                          k, n);
            }
        }
        arrays_close(&a);
    }
}

ParameterizedTestParameters(add_checked, index_in_many_dimensions)
{
    return checked_rows();
}

/* The index is that of the view in C order, whatever the memory's order is. */
ParameterizedTest(size_t *number_of, add_checked, index_in_many_dimensions)
{
    const map *row = &maps[*number_of];
    require_isa(row->isa);
    const layout layouts[] = {
        {3, {3, 4, 5}, {20, 5, 1}},   /* C order */
        {3, {3, 4, 5}, {1, 3, 12}},   /* Fortran order */
        {3, {3, 4, 5}, {48, 6, 1}},   /* padded */
        {3, {3, 4, 5}, {-20, 5, -1}}, /* two axes reversed */
        {3, {3, 4, 5}, {2, 30, 6}},   /* axes permuted, every other element */
    };
    for (size_t k = 0; k < sizeof layouts / sizeof *layouts; k++) {
        layout at = layouts[k];
        ptrdiff_t *offset = layout_offsets(&at);
        guarded x_room = guarded_open(layout_span(&at) * type_bytes(row->type));
        guarded y_room = guarded_open(layout_span(&at) * type_bytes(row->type));
        guarded out_room = guarded_open(layout_span(&at) * type_bytes(row->type));
        any_view x = place(&x_room, row->type, at, AT_END, 0);
        any_view y = place(&y_room, row->type, at, AT_START, 0);
        any_view out = place(&out_room, row->type, at, AT_END, 0);
        memset(x_room.first, 0, x_room.bytes);
        memset(y_room.first, 0, y_room.bytes);
        for (size_t i = 0; i < 60; i++) {
            char index[40];
            snprintf(index, sizeof index, "(%zu, %zu, %zu)", i / 20, i / 5 % 4, i % 5);
            for (size_t j = i; j < 60; j += 59 - i ? 59 - i : 1) {
                unsigned char *x_at =
                    (unsigned char *)x.data + offset[j] * (ptrdiff_t)type_bytes(row->type);
                unsigned char *y_at =
                    (unsigned char *)y.data + offset[j] * (ptrdiff_t)type_bytes(row->type);
                put_int(row->type, x_at, 0, greatest(row->type));
                put_int(row->type, y_at, 0, 1);
            }
            expect_status(layout_text(&at), row->call(&x, &y, &out), SPELT_ERR_OVERFLOW, row->door,
                          index, NULL);
            memset(x_room.first, 0, x_room.bytes);
            memset(y_room.first, 0, y_room.bytes);
        }
        free(offset);
        guarded_close(&x_room);
        guarded_close(&y_room);
        guarded_close(&out_room);
    }
}

/* The three policies on the same four pairs, spelt out. */
Test(add_checked, three_policies)
{
    const int32_t x[] = {INT32_MAX, INT32_MIN, INT32_MIN, 5}, y[] = {1, -1, INT32_MIN, -7};
    const int32_t wrapped[] = {INT32_MIN, INT32_MAX, 0, -2};
    const int32_t saturated[] = {INT32_MAX, INT32_MIN, INT32_MIN, -2};
    int32_t out[4];
    expect_status("checked",
                  spelt_add_i32(SPELT_IN(i32, x, 4), SPELT_IN(i32, y, 4), SPELT_OUT(i32, out, 4)),
                  SPELT_ERR_OVERFLOW, "spelt_add_i32", "index 0", NULL);
    cr_expect_arr_eq(out, wrapped, sizeof out);
    memset(out, 0, sizeof out);
    cr_expect_eq(
        spelt_add_wrap_i32(SPELT_IN(i32, x, 4), SPELT_IN(i32, y, 4), SPELT_OUT(i32, out, 4)),
        SPELT_OK);
    cr_expect_arr_eq(out, wrapped, sizeof out);
    cr_expect_eq(
        spelt_add_sat_i32(SPELT_IN(i32, x, 4), SPELT_IN(i32, y, 4), SPELT_OUT(i32, out, 4)),
        SPELT_OK);
    cr_expect_arr_eq(out, saturated, sizeof out);

    const int64_t x64[] = {INT64_MAX, INT64_MIN, INT64_MIN, 5}, y64[] = {1, -1, INT64_MIN, -7};
    const int64_t wrapped64[] = {INT64_MIN, INT64_MAX, 0, -2};
    const int64_t saturated64[] = {INT64_MAX, INT64_MIN, INT64_MIN, -2};
    int64_t out64[4];
    expect_status(
        "checked",
        spelt_add_i64(SPELT_IN(i64, x64, 4), SPELT_IN(i64, y64, 4), SPELT_OUT(i64, out64, 4)),
        SPELT_ERR_OVERFLOW, "spelt_add_i64", "index 0", NULL);
    cr_expect_arr_eq(out64, wrapped64, sizeof out64);
    memset(out64, 0, sizeof out64);
    cr_expect_eq(
        spelt_add_wrap_i64(SPELT_IN(i64, x64, 4), SPELT_IN(i64, y64, 4), SPELT_OUT(i64, out64, 4)),
        SPELT_OK);
    cr_expect_arr_eq(out64, wrapped64, sizeof out64);
    cr_expect_eq(
        spelt_add_sat_i64(SPELT_IN(i64, x64, 4), SPELT_IN(i64, y64, 4), SPELT_OUT(i64, out64, 4)),
        SPELT_OK);
    cr_expect_arr_eq(out64, saturated64, sizeof out64);
}
