/* test_slices.c - views of a view, and of strides in bytes, against index arithmetic over lists of
 * places. */
#include "slices.h"

#include <spelt/elementwise.h>
#include <spelt/reduce.h>

/* ---- What is expected ------------------------------------------------------------------------ */

#define MAX_PLACES 4096

/* An array of places in memory, in elements from where its base is: dense, in C order. */
typedef struct {
    size_t ndim, n;
    size_t shape[SPELT_MAX_NDIM];
    ptrdiff_t place[MAX_PLACES];
} places;

/* The index of element q along each axis. */
static void index_of(const places *p, size_t q, size_t index[SPELT_MAX_NDIM])
{
    for (size_t k = p->ndim; k-- > 0; q /= p->shape[k])
        index[k] = q % p->shape[k];
}

static ptrdiff_t place_at(const places *p, const size_t index[SPELT_MAX_NDIM])
{
    size_t q = 0;
    for (size_t k = 0; k < p->ndim; k++)
        q = q * p->shape[k] + index[k];
    return p->place[q];
}

static void count_places(places *p)
{
    p->n = 1;
    for (size_t k = 0; k < p->ndim; k++)
        p->n *= p->shape[k];
    cr_assert(p->n <= MAX_PLACES);
}

static void places_of(places *p, size_t ndim, const size_t *shape, const ptrdiff_t *stride,
                      ptrdiff_t first)
{
    size_t index[SPELT_MAX_NDIM];
    p->ndim = ndim;
    for (size_t k = 0; k < ndim; k++)
        p->shape[k] = shape[k];
    count_places(p);
    for (size_t q = 0; q < p->n; q++) {
        index_of(p, q, index);
        p->place[q] = first;
        for (size_t k = 0; k < ndim; k++)
            p->place[q] += (ptrdiff_t)index[k] * stride[k];
    }
}

/* From the rule in view.h, by its loop; 0 where it is an error. */
static int slice_places(places *p, size_t axis, ptrdiff_t start, ptrdiff_t stop, ptrdiff_t step)
{
    const ptrdiff_t extent = (ptrdiff_t)p->shape[axis];
    const ptrdiff_t least = step > 0 ? 0 : -1, most = step > 0 ? extent : extent - 1;
    const ptrdiff_t from = start < 0 ? start + extent : start;
    const ptrdiff_t to = stop == SPELT_END ? (step > 0 ? extent : -1)
                         : stop < 0        ? stop + extent
                                           : stop;
    static places old;
    size_t chosen[64], index[SPELT_MAX_NDIM], count = 0;
    if (step == 0 || from < least || from > most || to < least || to > most)
        return 0;
    for (ptrdiff_t i = from; step > 0 ? i < to : i > to; i += step)
        chosen[count++] = (size_t)i;
    old = *p;
    p->shape[axis] = count;
    count_places(p);
    for (size_t q = 0; q < p->n; q++) {
        index_of(p, q, index);
        index[axis] = chosen[index[axis]];
        p->place[q] = place_at(&old, index);
    }
    return 1;
}

static int pick_places(places *p, size_t axis, ptrdiff_t at)
{
    const ptrdiff_t extent = (ptrdiff_t)p->shape[axis];
    static places old;
    size_t index[SPELT_MAX_NDIM];
    if (at < -extent || at >= extent)
        return 0;
    old = *p;
    p->ndim = 0;
    for (size_t k = 0; k < old.ndim; k++)
        if (k != axis)
            p->shape[p->ndim++] = old.shape[k];
    count_places(p);
    for (size_t q = 0; q < p->n; q++) {
        index_of(p, q, index);
        for (size_t k = old.ndim - 1; k > axis; k--)
            index[k] = index[k - 1];
        index[axis] = (size_t)(at < 0 ? at + extent : at);
        p->place[q] = place_at(&old, index);
    }
    return 1;
}

static void permute_places(places *p, const size_t *axes)
{
    static places old;
    size_t index[SPELT_MAX_NDIM], old_index[SPELT_MAX_NDIM];
    old = *p;
    for (size_t k = 0; k < p->ndim; k++)
        p->shape[k] = old.shape[axes[k]];
    for (size_t q = 0; q < p->n; q++) {
        index_of(p, q, index);
        for (size_t k = 0; k < p->ndim; k++)
            old_index[axes[k]] = index[k];
        p->place[q] = place_at(&old, old_index);
    }
}

/* Whether a view of any type has these elements. */
static int has_places(const void *any_view, const void *base, size_t itemsize, const places *p)
{
    const spelt_view *view = any_view;
    size_t index[SPELT_MAX_NDIM];
    if (view->ndim != p->ndim || memcmp(view->shape, p->shape, p->ndim * sizeof *p->shape) != 0)
        return 0;
    for (size_t q = 0; q < p->n; q++) {
        ptrdiff_t at = 0;
        index_of(p, q, index);
        for (size_t k = 0; k < p->ndim; k++)
            at += (ptrdiff_t)index[k] * view->stride[k];
        const uintptr_t expected = (uintptr_t)base + (uintptr_t)p->place[q] * itemsize;
        if ((uintptr_t)view->data + (uintptr_t)at * itemsize != expected)
            return 0;
    }
    return 1;
}

/* ---- Each type ------------------------------------------------------------------------------- */

#define FAMILY_TEST(in_or_out, type)                                                               \
    Test(slices, in_or_out##_##type)                                                               \
    {                                                                                              \
        typedef SPELT_ELEMENT_##type element;                                                      \
        static element memory[60];                                                                 \
        static places expected;                                                                    \
        const size_t shape[] = {3, 4, 5}, axes[] = {2, 0, 1};                                      \
        const ptrdiff_t stride[] = {20, -5, 1}, size = sizeof(element);                            \
        const ptrdiff_t bytes[] = {20 * size, -5 * size, size};                                    \
        spelt_##in_or_out##_##type view, result;                                                   \
        cr_assert_eq(spelt_##in_or_out##_bytes_##type(memory + 15, 3, shape, bytes, &view),        \
                     SPELT_OK);                                                                    \
        places_of(&expected, 3, shape, stride, 15);                                                \
        cr_expect(has_places(&view, memory, sizeof(element), &expected), "bytes");                 \
        cr_assert_eq(spelt_##in_or_out##_slice_##type(&view, 1, -1, SPELT_END, -3, &result),       \
                     SPELT_OK);                                                                    \
        cr_expect(slice_places(&expected, 1, -1, SPELT_END, -3));                                  \
        cr_expect(has_places(&result, memory, sizeof(element), &expected), "slice");               \
        cr_assert_eq(spelt_##in_or_out##_permute_##type(&view, axes, &result), SPELT_OK);          \
        places_of(&expected, 3, shape, stride, 15);                                                \
        permute_places(&expected, axes);                                                           \
        cr_expect(has_places(&result, memory, sizeof(element), &expected), "permute");             \
        cr_assert_eq(spelt_##in_or_out##_pick_##type(&view, 0, -2, &result), SPELT_OK);            \
        places_of(&expected, 2, shape + 1, stride + 1, 35);                                        \
        cr_expect(has_places(&result, memory, sizeof(element), &expected), "pick");                \
        expect_status(#type, spelt_##in_or_out##_slice_##type(NULL, 0, 0, 0, 1, &result),          \
                      SPELT_ERR_NULL, "spelt_" #in_or_out "_slice_" #type ": view is NULL", NULL); \
        expect_status(#type, spelt_##in_or_out##_pick_##type(NULL, 0, 0, &result),                 \
                      SPELT_ERR_NULL, "spelt_" #in_or_out "_pick_" #type ": view is NULL", NULL);  \
        expect_status(#type, spelt_##in_or_out##_permute_##type(NULL, axes, &result),              \
                      SPELT_ERR_NULL, "spelt_" #in_or_out "_permute_" #type ": view is NULL",      \
                      NULL);                                                                       \
        expect_status(#type, spelt_##in_or_out##_bytes_##type(memory, 3, shape, bytes, NULL),      \
                      SPELT_ERR_NULL, "spelt_" #in_or_out "_bytes_" #type ": view is NULL", NULL); \
    }

#define TYPE_TEST(type) FAMILY_TEST(in, type) FAMILY_TEST(out, type)

TYPE_TEST(f32)
TYPE_TEST(f64)
TYPE_TEST(i8)
TYPE_TEST(i16)
TYPE_TEST(i32)
TYPE_TEST(i64)
TYPE_TEST(u8)
TYPE_TEST(u16)
TYPE_TEST(u32)
TYPE_TEST(u64)
TYPE_TEST(f16)
TYPE_TEST(bf16)
TYPE_TEST(c64)
TYPE_TEST(c128)

/* ---- All of them ----------------------------------------------------------------------------- */

static double data[MAX_PLACES];

/* Every start, stop and step around small extents, on each of three axes. */
Test(slices, every_slice_of_small_extents)
{
    static places whole, expected;
    size_t right = 0, wrong = 0;
    for (size_t extent = 0; extent <= 5; extent++)
        for (size_t axis = 0; axis < 3; axis++) {
            size_t shape[] = {2, 2, 2};
            const ptrdiff_t stride[] = {40, -11, 2};
            shape[axis] = extent;
            const spelt_view view = by_hand(data + 100, 3, shape, stride);
            places_of(&whole, 3, shape, stride, 100);
            for (ptrdiff_t start = -8; start <= 8; start++)
                for (ptrdiff_t stop = -8; stop <= 9; stop++)
                    for (ptrdiff_t step = -7; step <= 7; step++) {
                        const ptrdiff_t to = stop == 9 ? SPELT_END : stop;
                        spelt_in_f64 result;
                        expected = whole;
                        const spelt_status got = spelt_in_slice_f64(
                            (const spelt_in_f64 *)&view, axis, start, to, step, &result);
                        const int possible = slice_places(&expected, axis, start, to, step);
                        cr_assert_eq(got, possible ? SPELT_OK : SPELT_ERR_ARG,
                                     "extent %zu, axis %zu, %td:%td:%td: %s", extent, axis, start,
                                     to, step, spelt_status_name(got));
                        right += possible != 0;
                        wrong += !possible;
                        if (possible)
                            cr_assert(has_places(&result, data, sizeof *data, &expected),
                                      "extent %zu, axis %zu, %td:%td:%td", extent, axis, start, to,
                                      step);
                        if (possible && expected.n == 0)
                            cr_assert(result.data == data + 100);
                    }
        }
    cr_expect(right > 5000 && wrong > 5000, "%zu right, %zu wrong", right, wrong);
}

Test(slices, every_pick_of_small_extents)
{
    static places expected;
    for (size_t extent = 0; extent <= 5; extent++)
        for (size_t axis = 0; axis < 3; axis++)
            for (ptrdiff_t index = -7; index <= 7; index++) {
                size_t shape[] = {2, 2, 2};
                const ptrdiff_t stride[] = {40, -11, 2};
                shape[axis] = extent;
                const spelt_view view = by_hand(data + 100, 3, shape, stride);
                spelt_in_f64 result;
                places_of(&expected, 3, shape, stride, 100);
                const spelt_status got =
                    spelt_in_pick_f64((const spelt_in_f64 *)&view, axis, index, &result);
                const int possible = pick_places(&expected, axis, index);
                cr_assert_eq(got, possible ? SPELT_OK : SPELT_ERR_ARG, "extent %zu, axis %zu, %td",
                             extent, axis, index);
                if (possible)
                    cr_assert(has_places(&result, data, sizeof *data, &expected),
                              "extent %zu, axis %zu, %td", extent, axis, index);
            }
}

static void shuffle(generator *random, size_t *axes, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        const size_t other = random_below(random, k + 1);
        axes[k] = axes[other];
        axes[other] = k;
    }
}

/* One after the other upon the same view, of up to 8 dimensions, until none is left. */
Test(slices, chains)
{
    static places expected;
    generator random = generator_start(1);
    for (size_t turn = 0; turn < 3000; turn++) {
        size_t shape[SPELT_MAX_NDIM], axes[SPELT_MAX_NDIM];
        ptrdiff_t stride[SPELT_MAX_NDIM], first = 0, step = 1;
        const size_t ndim = turn % SPELT_MAX_NDIM + 1;
        shuffle(&random, axes, ndim);
        for (size_t k = 0; k < ndim; k++) {
            shape[axes[k]] = 1 + random_below(&random, ndim > 4 ? 2 : 4);
            stride[axes[k]] = random_below(&random, 2) ? step : -step;
            first += stride[axes[k]] < 0 ? step * (ptrdiff_t)(shape[axes[k]] - 1) : 0;
            step *= (ptrdiff_t)shape[axes[k]];
        }
        spelt_view view = by_hand(data + first, ndim, shape, stride);
        places_of(&expected, ndim, shape, stride, first);
        while (view.ndim > 0) {
            const size_t axis = random_below(&random, view.ndim), twice = 2 * view.shape[axis];
            const ptrdiff_t extent = (ptrdiff_t)view.shape[axis];
            const ptrdiff_t a = (ptrdiff_t)random_below(&random, twice + 1) - extent;
            const ptrdiff_t b = (ptrdiff_t)random_below(&random, twice + 1) - extent;
            const size_t way = random_below(&random, 4);
            if (way == 0 && a < extent) {
                cr_assert(pick_places(&expected, axis, a));
                view = pick(view, axis, a, SPELT_OK, "");
            } else if (way == 1) {
                shuffle(&random, axes, view.ndim);
                permute_places(&expected, axes);
                view = permute(view, axes, SPELT_OK, "");
            } else if (way == 2) {
                cr_assert(slice_places(&expected, axis, a, b, 1));
                view = slice(view, axis, a, b, 1, SPELT_OK, "");
            } else {
                cr_assert(slice_places(&expected, axis, -1, SPELT_END, -1));
                view = slice(view, axis, -1, SPELT_END, -1, SPELT_OK, "");
            }
            cr_assert(has_places(&view, data, sizeof *data, &expected), "turn %zu, way %zu", turn,
                      way);
            if (expected.n == 0)
                break;
        }
    }
}

Test(slices, result_may_be_the_view)
{
    static places expected;
    const size_t shape[] = {3, 4, 5}, axes[] = {1, 2, 0};
    const ptrdiff_t stride[] = {20, 5, 1};
    spelt_in_f64 in;
    spelt_out_f64 out;
    cr_assert_eq(spelt_in_nd_f64(data, 3, shape, NULL, &in), SPELT_OK);
    cr_assert_eq(spelt_out_nd_f64(data, 3, shape, NULL, &out), SPELT_OK);
    places_of(&expected, 3, shape, stride, 0);

    cr_expect_eq(spelt_in_slice_f64(&in, 2, -1, 1, -2, &in), SPELT_OK);
    cr_expect_eq(spelt_out_slice_f64(&out, 2, -1, 1, -2, &out), SPELT_OK);
    cr_expect(slice_places(&expected, 2, -1, 1, -2));
    cr_expect(has_places(&in, data, sizeof *data, &expected));
    cr_expect(has_places(&out, data, sizeof *data, &expected));

    cr_expect_eq(spelt_in_permute_f64(&in, axes, &in), SPELT_OK);
    cr_expect_eq(spelt_out_permute_f64(&out, axes, &out), SPELT_OK);
    permute_places(&expected, axes);
    cr_expect(has_places(&in, data, sizeof *data, &expected));
    cr_expect(has_places(&out, data, sizeof *data, &expected));

    cr_expect_eq(spelt_in_pick_f64(&in, 1, 1, &in), SPELT_OK);
    cr_expect_eq(spelt_out_pick_f64(&out, 1, 1, &out), SPELT_OK);
    cr_expect(pick_places(&expected, 1, 1));
    cr_expect(has_places(&in, data, sizeof *data, &expected));
    cr_expect(has_places(&out, data, sizeof *data, &expected));

    const spelt_in_f64 before = in;
    expect_status("slice", spelt_in_slice_f64(&in, 0, 0, 5, 1, &in), SPELT_ERR_ARG, "stop", NULL);
    expect_status("pick", spelt_in_pick_f64(&in, 2, 0, &in), SPELT_ERR_ARG, "axis", NULL);
    expect_status("permute", spelt_in_permute_f64(&in, axes, &in), SPELT_ERR_ARG, "axes", NULL);
    cr_expect_arr_eq(&in, &before, sizeof in, "a failed call wrote");
}

/* Bytes are strides of elements times their size; the axes of a struct of arrays and an array of
 * structs. */
Test(slices, strides_in_bytes)
{
    static places expected;
    struct {
        double value;
        int32_t count[2];
    } records[4] = {{0, {0}}};
    const size_t shape[] = {4}, matrix[] = {2, 3, 4}, single[] = {1, 3}, empty[] = {3, 0};
    const ptrdiff_t field[] = {sizeof records[0]}, fortran[] = {8, 16, 48};
    const ptrdiff_t odd[] = {3, -8}, least[] = {PTRDIFF_MIN, PTRDIFF_MIN};
    spelt_in_f64 values;
    spelt_out_i32 counts;
    cr_assert_eq(spelt_in_bytes_f64(&records[0].value, 1, shape, field, &values), SPELT_OK);
    cr_assert_eq(spelt_out_bytes_i32(&records[0].count[1], 1, shape, field, &counts), SPELT_OK);
    cr_expect(values.data == &records[0].value && values.stride[0] == 2);
    cr_expect(counts.data == &records[0].count[1] && counts.stride[0] == 4);

    spelt_view view = of_bytes(data, 3, matrix, fortran, SPELT_OK, "");
    places_of(&expected, 3, matrix, (const ptrdiff_t[]){1, 2, 6}, 0);
    cr_expect(has_places(&view, data, sizeof *data, &expected));
    view = of_bytes(data, 3, matrix, NULL, SPELT_OK, "");
    places_of(&expected, 3, matrix, (const ptrdiff_t[]){12, 4, 1}, 0);
    cr_expect(has_places(&view, data, sizeof *data, &expected));
    view = of_bytes(data + 9, 2, single, odd, SPELT_OK, "");
    places_of(&expected, 2, single, (const ptrdiff_t[]){0, -1}, 9);
    cr_expect(has_places(&view, data, sizeof *data, &expected));
    view = of_bytes(data + 9, 0, NULL, NULL, SPELT_OK, "");
    cr_expect(view.ndim == 0 && view.data == data + 9);
    view = of_bytes(NULL, 2, empty, least, SPELT_OK, "");
    cr_expect(view.data == NULL && view.ndim == 2 && view.shape[0] == 3 && view.shape[1] == 0);
    view = of_bytes((char *)data + 1, 2, empty, odd, SPELT_OK, "");
    cr_expect(view.data == (char *)data + 1);
}

/* NULL stays NULL, and offsets that would be beyond all memory are not taken. */
Test(slices, no_elements)
{
    const size_t shape[] = {4, 0, SIZE_MAX}, axes[] = {2, 0, 1};
    const ptrdiff_t stride[] = {PTRDIFF_MAX, PTRDIFF_MIN, 3};
    for (int k = 0; k < 2; k++) {
        const spelt_view none = by_hand(k ? data : NULL, 3, shape, stride);
        spelt_view view = slice(none, 0, -1, SPELT_END, -2, SPELT_OK, "");
        cr_expect(view.data == none.data && view.shape[0] == 2 && view.shape[2] == SIZE_MAX);
        cr_expect_eq(view.stride[0], PTRDIFF_MAX, "a product that overflows");
        view = slice(none, 1, -1, SPELT_END, -1, SPELT_OK, "");
        cr_expect(view.data == none.data && view.shape[1] == 0);
        view = slice(none, 1, 0, 0, 1, SPELT_OK, "");
        cr_expect(view.data == none.data && view.shape[1] == 0 && view.stride[1] == PTRDIFF_MIN);
        view = slice(none, 2, 5, 11, 5, SPELT_OK, "");
        cr_expect(view.data == none.data && view.shape[2] == 2 && view.stride[2] == 15);
        view = pick(none, 0, 3, SPELT_OK, "");
        cr_expect(view.data == none.data && view.ndim == 2 && view.shape[1] == SIZE_MAX);
        view = pick(none, 2, -1, SPELT_OK, "");
        cr_expect(view.data == none.data && view.ndim == 2 && view.shape[1] == 0);
        view = permute(none, axes, SPELT_OK, "");
        cr_expect(view.data == none.data && view.shape[0] == SIZE_MAX && view.shape[2] == 0);
    }
    const spelt_view nothing = slice(by_hand(data, 1, (const size_t[]){5}, (const ptrdiff_t[]){1}),
                                     0, 3, 1, 1, SPELT_OK, "");
    cr_expect(nothing.data == data && nothing.shape[0] == 0);
}

/* Indexes and steps at the ends of their types. */
Test(slices, far)
{
    const size_t endless[] = {SIZE_MAX}, five[] = {5}, most[] = {PTRDIFF_MAX / 8}, two[] = {2};
    const ptrdiff_t still[] = {0}, one[] = {1}, wide[] = {PTRDIFF_MAX / 8 - 1};
    const spelt_view repeated = by_hand(data, 1, endless, still);
    spelt_view view = slice(repeated, 0, 0, SPELT_END, 1, SPELT_OK, "");
    cr_expect(view.data == data && view.shape[0] == SIZE_MAX && view.stride[0] == 0);
    view = slice(repeated, 0, -1, SPELT_END, -1, SPELT_OK, "");
    cr_expect(view.data == data && view.shape[0] == SIZE_MAX && view.stride[0] == 0);
    view = slice(repeated, 0, -1, SPELT_END, -2, SPELT_OK, "");
    cr_expect_eq(view.shape[0], SIZE_MAX / 2 + 1);
    view = slice(repeated, 0, PTRDIFF_MIN, SPELT_END, PTRDIFF_MAX, SPELT_OK, "");
    cr_expect_eq(view.shape[0], 2, "%zu", view.shape[0]); /* 2^63 indexes */
    view = slice(repeated, 0, 1, -1, 1, SPELT_OK, "");
    cr_expect_eq(view.shape[0], SIZE_MAX - 2);
    view = slice(repeated, 0, PTRDIFF_MAX - 1, PTRDIFF_MIN, -1, SPELT_OK, "");
    cr_expect_eq(view.shape[0], 0); /* 2^63 - 2 to 2^63 - 1 */
    view = pick(repeated, 0, PTRDIFF_MIN, SPELT_OK, "");
    cr_expect(view.data == data && view.ndim == 0);

    const spelt_view short_one = by_hand(data, 1, five, one);
    view = slice(short_one, 0, 2, SPELT_END, PTRDIFF_MAX, SPELT_OK, "");
    cr_expect(view.data == data + 2 && view.shape[0] == 1);
    view = slice(short_one, 0, 2, SPELT_END, PTRDIFF_MIN, SPELT_OK, "");
    cr_expect(view.data == data + 2 && view.shape[0] == 1);
    view = slice(by_hand(data, 1, five, (const ptrdiff_t[]){3}), 0, 2, SPELT_END, PTRDIFF_MIN,
                 SPELT_OK, "");
    cr_expect(view.data == data + 6 && view.shape[0] == 1 && view.stride[0] == 3);
    pick(short_one, 0, PTRDIFF_MIN, SPELT_ERR_ARG,
         "index is -9223372036854775808, axis is 0, view has shape (5)");
    slice(short_one, 0, PTRDIFF_MIN, 5, 1, SPELT_ERR_ARG,
          "start is -9223372036854775808, axis is 0, view has shape (5)");

    /* Addresses alone: nothing is there. */
    const spelt_view long_one = by_hand(data, 1, most, one), sparse = by_hand(data, 1, two, wide);
    view = slice(long_one, 0, -1, SPELT_END, -(PTRDIFF_MAX / 8 - 1), SPELT_OK, "");
    cr_expect_eq((uintptr_t)view.data, (uintptr_t)data + PTRDIFF_MAX / 8 * 8 - 8);
    cr_expect(view.shape[0] == 2 && view.stride[0] == -(PTRDIFF_MAX / 8 - 1));
    view = slice(sparse, 0, 1, SPELT_END, -1, SPELT_OK, "");
    cr_expect_eq((uintptr_t)view.data, (uintptr_t)data + (PTRDIFF_MAX / 8 - 1) * 8);
    cr_expect(view.shape[0] == 2 && view.stride[0] == -(PTRDIFF_MAX / 8 - 1));
}

/* A kernel gets what was sliced. */
Test(slices, in_use)
{
    enum { ROWS = 7, COLUMNS = 9 };
    static double x[ROWS][COLUMNS], z[ROWS][COLUMNS];
    const size_t shape[] = {ROWS, COLUMNS};
    const ptrdiff_t bytes[] = {sizeof x[0], sizeof x[0][0]};
    spelt_in_f64 in, column;
    spelt_out_f64 out;
    for (size_t i = 0; i < ROWS; i++)
        for (size_t j = 0; j < COLUMNS; j++)
            x[i][j] = (double)(10 * i + j);
    cr_assert_eq(spelt_in_bytes_f64(&x[0][0], 2, shape, bytes, &in), SPELT_OK);
    cr_assert_eq(spelt_out_bytes_f64(&z[0][0], 2, shape, bytes, &out), SPELT_OK);
    double sum = 0;
    cr_assert_eq(spelt_in_pick_f64(&in, 1, -2, &column), SPELT_OK);
    cr_assert_eq(spelt_sum_f64(&column, &sum), SPELT_OK);
    cr_expect_eq(sum, 10 * 21 + 7 * 7);
    cr_assert_eq(spelt_in_pick_f64(&column, 0, 3, &column), SPELT_OK);
    cr_assert_eq(spelt_sum_f64(&column, &sum), SPELT_OK);
    cr_expect_eq(sum, 37, "one element, no axes");

    /* Every other column of the last five rows, upside down. */
    cr_assert_eq(spelt_in_slice_f64(&in, 0, -1, 1, -1, &in), SPELT_OK);
    cr_assert_eq(spelt_in_slice_f64(&in, 1, 0, SPELT_END, 2, &in), SPELT_OK);
    cr_assert_eq(spelt_out_slice_f64(&out, 0, 2, SPELT_END, 1, &out), SPELT_OK);
    cr_assert_eq(spelt_out_slice_f64(&out, 1, 0, SPELT_END, 2, &out), SPELT_OK);
    cr_assert_eq(spelt_neg_f64(&in, &out), SPELT_OK);
    for (size_t i = 0; i < ROWS; i++)
        for (size_t j = 0; j < COLUMNS; j++)
            cr_expect(z[i][j] == (i < 2 || j % 2 ? 0 : -x[ROWS + 1 - i][j]), "(%zu, %zu)", i, j);
}
