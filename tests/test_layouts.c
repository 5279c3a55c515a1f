/* test_layouts.c - every kernel over views of any shape and strides: the bits of contiguous copies,
 * and nothing written between an output's elements. */
#include "maps.h"
#include "reductions.h"

#include <spelt/runtime.h>

/* Layouts by name, in groups of one shape so that any two can be operands of one call. */
typedef struct {
    const char *name;
    layout at;
} named_layout;

static const named_layout named[] = {
    {"C order", {2, {37, 50}, {50, 1}}},
    {"padded rows", {2, {37, 50}, {64, 1}}},
    {"transposed", {2, {37, 50}, {1, 37}}},
    {"transposed and padded", {2, {37, 50}, {1, 40}}},
    {"rows backwards", {2, {37, 50}, {-50, 1}}},
    {"both axes backwards", {2, {37, 50}, {-50, -1}}},
    {"a member of structs", {2, {37, 50}, {150, 3}}},
    {"one row repeated", {2, {37, 50}, {0, 1}}},
    {"one column repeated", {2, {37, 50}, {1, 0}}},
    {"one element repeated", {2, {37, 50}, {0, 0}}},

    {"C order", {2, {3, 5000}, {5000, 1}}},
    {"long padded rows", {2, {3, 5000}, {5003, 1}}},
    {"long rows backwards", {2, {3, 5000}, {5000, -1}}},
    {"every second of long rows", {2, {3, 5000}, {10001, 2}}},
    {"tall transposed", {2, {3, 5000}, {1, 3}}},
    {"a long row repeated", {2, {3, 5000}, {0, 1}}},

    {"C order", {2, {5000, 3}, {3, 1}}},
    {"short padded rows", {2, {5000, 3}, {4, 1}}},
    {"columns one behind the other", {2, {5000, 3}, {1, 5000}}},
    {"columns backwards", {2, {5000, 3}, {-1, 5000}}},
    {"short rows repeated", {2, {5000, 3}, {0, 1}}},

    {"C order", {3, {7, 30, 40}, {1200, 40, 1}}},
    {"Fortran order", {3, {7, 30, 40}, {1, 7, 210}}},
    {"planes last", {3, {7, 30, 40}, {1, 280, 7}}},
    {"middle axis first", {3, {7, 30, 40}, {30, 1, 210}}},
    {"a block of a larger array", {3, {7, 30, 40}, {50 * 60, 60, 1}}},
    {"middle axis backwards", {3, {7, 30, 40}, {1200, -40, 1}}},
    {"a plane repeated", {3, {7, 30, 40}, {0, 40, 1}}},

    {"C order", {2, {257, 131}, {131, 1}}},
    {"transposed", {2, {257, 131}, {1, 257}}},
    {"transposed, padded and backwards", {2, {257, 131}, {-1, 300}}},
    {"every third", {2, {257, 131}, {400, 3}}},

    {"extents of 1", {5, {1, 37, 1, 50, 1}, {9999, 50, -7, 1, 0}}},
    {"extents of 1, padded", {5, {1, 37, 1, 50, 1}, {0, 64, 0, 1, 5}}},

    {"eight dimensions", {8, {2, 3, 2, 3, 2, 3, 2, 3}, {648, 216, 108, 36, 18, 6, 3, 1}}},
    {"eight, Fortran order", {8, {2, 3, 2, 3, 2, 3, 2, 3}, {1, 2, 6, 12, 36, 72, 216, 432}}},
    {"eight, mixed", {8, {2, 3, 2, 3, 2, 3, 2, 3}, {-1, 2, 6, -12, 72, 144, 0, 432}}},

    {"a line of whole vectors", {1, {48}, {1}}},
    {"every second", {1, {48}, {2}}},
    {"every third, backwards", {1, {48}, {-3}}},
    {"a line backwards", {1, {48}, {-1}}},
    {"one element of a line", {1, {48}, {0}}},

    {"a line with an end", {1, {37}, {1}}},
    {"far apart", {1, {37}, {100}}},
    {"far apart, backwards", {1, {37}, {-100}}},

    {"a short line", {1, {5}, {1}}},
    {"a short line, every second", {1, {5}, {2}}},
    {"a short line backwards", {1, {5}, {-1}}},

    {"rows of four", {2, {19, 4}, {4, 1}}},
    {"rows of four, every second", {2, {19, 4}, {10, 2}}},
    {"columns of four", {2, {19, 4}, {1, 19}}},
    {"rows of four, repeated", {2, {19, 4}, {0, 1}}},
    {"rows of four, backwards", {2, {19, 4}, {-5, 1}}},

    {"many rows of four", {2, {1100, 4}, {4, 1}}},
    {"many rows of four, every second", {2, {1100, 4}, {10, 2}}},
    {"many columns of four", {2, {1100, 4}, {1, 1100}}},
    {"many rows of four, repeated", {2, {1100, 4}, {0, 1}}},
    {"many rows of four, backwards", {2, {1100, 4}, {-5, 1}}},

    {"short rows of whole vectors", {2, {9, 32}, {32, 1}}},
    {"short rows of whole vectors, every third", {2, {9, 32}, {100, 3}}},
    {"short columns of whole vectors", {2, {9, 32}, {1, 9}}},
    {"a column of whole vectors repeated", {2, {9, 32}, {1, 0}}},

    {"short rows", {2, {7, 21}, {21, 1}}},
    {"short rows, padded", {2, {7, 21}, {24, 1}}},
    {"short columns", {2, {7, 21}, {1, 7}}},
    {"short rows, every second, backwards", {2, {7, 21}, {-44, 2}}},
    {"a short column repeated", {2, {7, 21}, {1, 0}}},

    {"no elements", {2, {0, 50}, {50, 1}}},
    {"no elements", {2, {0, 50}, {0, 0}}},
    {"0-d", {0, {0}, {0}}},
    {"0-d", {0, {0}, {0}}},
};
enum { NAMED = sizeof named / sizeof *named };

static int same_shape(const layout *a, const layout *b)
{
    return a->ndim == b->ndim && memcmp(a->shape, b->shape, a->ndim * sizeof a->shape[0]) == 0;
}

static int repeats(const layout *at)
{
    for (size_t d = 0; d < at->ndim; d++)
        if (at->stride[d] == 0 && at->shape[d] > 1)
            return 1;
    return 0;
}

static layout random_shape(generator *random, size_t most)
{
    layout at = {.ndim = random_below(random, SPELT_MAX_NDIM + 1)};
    size_t count = 1;
    for (size_t d = 0; d < at.ndim; d++) {
        size_t room = most / count;
        size_t extent = 1 + random_below(random, room < 9                  ? room
                                                 : random_below(random, 4) ? 9
                                                                           : room);
        at.shape[d] = random_below(random, 60) ? extent : 0;
        count *= extent;
    }
    return at;
}

/* Axes in random order, padded, reversed, and (inputs) repeated, at random. */
static layout random_strides(layout at, int output, generator *random)
{
    size_t order[SPELT_MAX_NDIM];
    ptrdiff_t step = random_below(random, 3) ? 1 : 2;
    for (size_t d = 0; d < at.ndim; d++)
        order[d] = at.ndim - 1 - d;
    if (random_below(random, 2))
        for (size_t d = at.ndim; d > 1; d--) {
            size_t other = random_below(random, d), kept = order[d - 1];
            order[d - 1] = order[other];
            order[other] = kept;
        }
    size_t padding = random_below(random, 2), reversals = random_below(random, 2);
    for (size_t k = 0; k < at.ndim; k++) {
        size_t d = order[k];
        at.stride[d] = reversals && random_below(random, 2) ? -step : step;
        if (!output && random_below(random, 10) == 0)
            at.stride[d] = 0;
        else
            step *= (ptrdiff_t)(at.shape[d] + (padding ? random_below(random, 3) : 0));
    }
    return at;
}

static void fill(element_type type, void *data, size_t n, generator *random)
{
    for (size_t i = 0; i < n; i++)
        switch (type) {
        case TYPE_f32: ((float *)data)[i] = (float)random_uniform(random); break;
        case TYPE_f64: ((double *)data)[i] = random_uniform(random); break;
        case TYPE_i32: ((int32_t *)data)[i] = (int32_t)random_bits(random); break;
        case TYPE_i64: ((int64_t *)data)[i] = (int64_t)random_bits(random) >> 20; break;
        }
}

/* A view of this layout between guard pages, with its elements' values also in `copy`, one after
 * the other; all else in the room is poison. */
static any_view open_view(guarded *room, element_type type, layout at, void **copy,
                          generator *random)
{
    size_t n = layout_count(&at);
    *room = guarded_open(layout_span(&at) * type_bytes(type));
    *copy = malloc((n + 1) * type_bytes(type));
    cr_assert(*copy != NULL);
    any_view view = place(room, type, at, random_below(random, 2) ? AT_START : AT_END, 0);
    fill(type, *copy, n, random);
    scatter(&view, type, *copy);
    if (repeats(&at))
        gather(&view, type, *copy);
    return view;
}

static void check_reduction(const reduction *row, const layout *x_at, const layout *y_at,
                            generator *random)
{
    guarded x_room, y_room;
    void *x_copy, *y_copy;
    any_view x = open_view(&x_room, row->in, *x_at, &x_copy, random);
    any_view y = open_view(&y_room, row->in, *y_at, &y_copy, random);
    size_t n = layout_count(x_at);
    any_view x_run = contiguous(x_copy, n), y_run = contiguous(y_copy, n);
    number got = {0}, expected = {0};
    spelt_status status = row->call(&x, &y, &got);
    spelt_status expected_status = row->call(&x_run, &y_run, &expected);
    cr_assert(status == expected_status && got.bits == expected.bits,
              "%s %s, x %s, y %s: %s %s, the contiguous copies give %s %s", row->door, row->isa,
              layout_text(x_at), layout_text(y_at), spelt_status_name(status),
              number_text(row->result, got), spelt_status_name(expected_status),
              number_text(row->result, expected));
    guarded_close(&x_room);
    guarded_close(&y_room);
    free(x_copy);
    free(y_copy);
}

/* Large enough for several threads, one pair of layouts for each row of the list. */
static const layout large[][2] = {
    {{2, {1100, 1003}, {1, 1100}}, {2, {1100, 1003}, {1003, 1}}},
    {{2, {1100, 1003}, {1, 1100}}, {2, {1100, 1003}, {1, 1101}}},
    {{2, {1100, 1003}, {1010, 1}}, {2, {1100, 1003}, {-1003, -1}}},
    {{3, {1100, 17, 59}, {59, 64900, 1}}, {3, {1100, 17, 59}, {2006, 118, 2}}},
    {{2, {350, 1303}, {1, 350}}, {2, {350, 1303}, {1303, 1}}},
    {{2, {270, 5001}, {1, 270}}, {2, {270, 5001}, {-1, 271}}},
};
enum { LARGE = sizeof large / sizeof *large };

static void reduce_all(const reduction *row, size_t number_of)
{
    require_isa(row->isa);
    cr_assert_eq(spelt_set_num_threads(3), SPELT_OK);
    generator random = generator_start(1);
    for (size_t i = 0; i < LARGE; i += REPEATS(LARGE, 2)) {
        const layout *pair = large[(number_of + i) % LARGE];
        check_reduction(row, &pair[0], &pair[1], &random);
    }
    for (size_t i = 0; i < NAMED; i++)
        for (size_t j = 0; j < NAMED; j++)
            if (same_shape(&named[i].at, &named[j].at))
                check_reduction(row, &named[i].at, &named[j].at, &random);
    for (int trial = 0; trial < REPEATS(70, 500); trial++) {
        layout shape = random_shape(&random, trial % 50 ? 500 : 20000);
        layout x = random_strides(shape, 0, &random), y = random_strides(shape, 0, &random);
        check_reduction(row, &x, &y, &random);
    }
}

ParameterizedTestParameters(layouts, float_reductions)
{
    return row_numbers(FLOAT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, layouts, float_reductions)
{
    reduce_all(&float_reductions[*number_of], *number_of + *number_of / 4);
}

ParameterizedTestParameters(layouts, exact_reductions)
{
    return row_numbers(EXACT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, layouts, exact_reductions)
{
    reduce_all(&exact_reductions[*number_of], *number_of + *number_of / 4);
}

ParameterizedTestParameters(layouts, int_reductions)
{
    return row_numbers(INT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, layouts, int_reductions)
{
    reduce_all(&int_reductions[*number_of], *number_of + *number_of / 4);
}

/* out apart from the inputs or, where it is an input, in its place. */
static void check_map(const map *row, const layout *x_at, const layout *y_at, const layout *out_at,
                      int in_place, generator *random)
{
    guarded x_room, y_room, out_room;
    void *x_copy, *y_copy, *out_copy;
    any_view x = open_view(&x_room, row->type, *x_at, &x_copy, random);
    any_view y = open_view(&y_room, row->type, *y_at, &y_copy, random);
    any_view out = open_view(&out_room, row->type, *out_at, &out_copy, random);
    if (in_place) {
        y = out;
        memcpy(y_copy, out_copy, layout_count(out_at) * type_bytes(row->type));
    }
    size_t n = layout_count(out_at), first = reference_add(row, x_copy, y_copy, out_copy, n);
    unsigned char *image = malloc(out_room.bytes);
    cr_assert(image != NULL);
    memcpy(image, out_room.first, out_room.bytes);
    any_view image_out = {image + ((unsigned char *)out.data - out_room.first), *out_at};
    scatter(&image_out, row->type, out_copy);

    spelt_status expected = is_checked(row) && first < n ? SPELT_ERR_OVERFLOW : SPELT_OK;
    spelt_status status = row->call(&x, &y, &out);
    cr_assert(status == expected, "%s %s, x %s, y %s, out %s: %s", row->door, row->isa,
              layout_text(x_at), layout_text(y_at), layout_text(out_at), spelt_status_name(status));
    cr_assert(memcmp(image, out_room.first, out_room.bytes) == 0,
              "%s %s, x %s, y %s, out %s%s: not the sums in their places", row->door, row->isa,
              layout_text(x_at), layout_text(y_at), layout_text(out_at),
              in_place ? " (out is y)" : "");
    guarded_close(&x_room);
    guarded_close(&y_room);
    guarded_close(&out_room);
    free(x_copy);
    free(y_copy);
    free(out_copy);
    free(image);
}

ParameterizedTestParameters(layouts, maps)
{
    return map_numbers(MAPS);
}

ParameterizedTest(size_t *number_of, layouts, maps)
{
    const map *row = &maps[*number_of];
    require_isa(row->isa);
    cr_assert_eq(spelt_set_num_threads(3), SPELT_OK);
    generator random = generator_start(2);
    size_t turn = *number_of + *number_of / 4;
    const layout *pair = large[turn % LARGE], *one = &pair[turn / 4 % 2];
    check_map(row, &pair[0], &pair[1], one, 0, &random);
    check_map(row, &pair[1], one, one, 1, &random);
    for (size_t i = 0; i < NAMED; i++)
        for (size_t j = 0; j < NAMED; j++) {
            if (!same_shape(&named[i].at, &named[j].at) || repeats(&named[j].at))
                continue;
            const int swapped = REPEATS((int)((i + j + turn) % 2), -1);
            if (swapped != 1)
                check_map(row, &named[i].at, &named[j].at, &named[j].at, 0, &random);
            if (swapped != 0)
                check_map(row, &named[j].at, &named[i].at, &named[j].at, 0, &random);
            check_map(row, &named[i].at, &named[j].at, &named[j].at, 1, &random);
        }
    for (int trial = 0; trial < REPEATS(70, 500); trial++) {
        layout shape = random_shape(&random, trial % 50 ? 500 : 20000);
        layout x = random_strides(shape, 0, &random), y = random_strides(shape, 0, &random);
        layout out = random_strides(shape, 1, &random);
        int in_place = trial % 4 == 0;
        check_map(row, &x, in_place ? &out : &y, &out, in_place, &random);
    }
}
