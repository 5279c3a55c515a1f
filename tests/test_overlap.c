/* test_overlap.c - shared memory between views: refused exactly where two elements meet, and then
 * nothing is written. */
#include "maps.h"

#include <spelt/elementwise.h>

enum { MEMORY = 96 };

/* Whether two elements of the views share a place, element by element. */
static int share(const any_view *a, const any_view *b, size_t size, int same_view)
{
    ptrdiff_t *a_offset = layout_offsets(&a->at), *b_offset = layout_offsets(&b->at);
    size_t a_count = layout_count(&a->at), b_count = layout_count(&b->at);
    int shared = 0;
    for (size_t i = 0; i < a_count && !shared; i++)
        for (size_t j = same_view ? i + 1 : 0; j < b_count && !shared; j++)
            shared = (unsigned char *)a->data + a_offset[i] * (ptrdiff_t)size ==
                     (unsigned char *)b->data + b_offset[j] * (ptrdiff_t)size;
    free(a_offset);
    free(b_offset);
    return shared;
}

/* The strides of extents of 1 lead nowhere and do not count. */
static int identical(const any_view *a, const any_view *b)
{
    if (a->data != b->data)
        return 0;
    for (size_t d = 0; d < a->at.ndim; d++)
        if (a->at.shape[d] > 1 && a->at.stride[d] != b->at.stride[d])
            return 0;
    return 1;
}

/* A view of this shape somewhere within memory[MEMORY]; 0 if these strides do not fit. */
static int random_view(unsigned char *memory, size_t size, layout shape, int output,
                       generator *random, any_view *view)
{
    ptrdiff_t low, high;
    for (size_t d = 0; d < shape.ndim; d++) {
        ptrdiff_t most = random_below(random, 3) ? 5 : 24;
        shape.stride[d] = (ptrdiff_t)random_below(random, (size_t)(2 * most + 1)) - most;
        if (output && shape.stride[d] == 0 && random_below(random, 4))
            shape.stride[d] = 1;
    }
    layout_reach(&shape, &low, &high);
    if (high - low >= MEMORY)
        return 0;
    size_t first = random_below(random, (size_t)(MEMORY - (high - low)));
    *view = (any_view){memory + ((ptrdiff_t)first - low) * (ptrdiff_t)size, shape};
    return 1;
}

static layout random_shape(generator *random)
{
    layout at = {.ndim = random_below(random, 5)};
    size_t most = at.ndim < 2 ? 12 : at.ndim == 2 ? 6 : 4;
    for (size_t d = 0; d < at.ndim; d++)
        at.shape[d] = random_below(random, 40) ? 1 + random_below(random, most) : 0;
    return at;
}

typedef struct {
    unsigned stride, overlap, in_place, apart;
} tally;

static void check(const map *row, unsigned char *memory, const any_view *x, const any_view *y,
                  const any_view *out, tally *seen)
{
    size_t size = type_bytes(row->type);
    unsigned char before[MEMORY * 8];
    memcpy(before, memory, MEMORY * size);
    spelt_status expected = SPELT_OK;
    if (share(out, out, size, 1))
        expected = SPELT_ERR_STRIDE;
    else if ((share(x, out, size, 0) && !identical(x, out)) ||
             (share(y, out, size, 0) && !identical(y, out)))
        expected = SPELT_ERR_OVERLAP;
    spelt_status status = row->call(x, y, out);
    cr_assert(status == expected, "%s: x %s + y %s (at %td, %td), out %s: %s, expected %s (%s)",
              row->door, layout_text(&x->at), layout_text(&y->at),
              ((unsigned char *)x->data - (unsigned char *)out->data) / (ptrdiff_t)size,
              ((unsigned char *)y->data - (unsigned char *)out->data) / (ptrdiff_t)size,
              layout_text(&out->at), spelt_status_name(status), spelt_status_name(expected),
              spelt_last_error());
    if (status != SPELT_OK) {
        cr_assert(memcmp(before, memory, MEMORY * size) == 0, "%s wrote and failed", row->door);
        expect_status(row->door, status, status, row->door, "out", NULL);
    }
    seen->stride += status == SPELT_ERR_STRIDE;
    seen->overlap += status == SPELT_ERR_OVERLAP;
    seen->in_place += status == SPELT_OK && (identical(x, out) || identical(y, out));
    seen->apart += status == SPELT_OK;
}

/* A question of views, not of kernels: once for each door. */
ParameterizedTestParameters(overlap, against_brute_force)
{
    return scalar_map_numbers();
}

ParameterizedTest(size_t *number_of, overlap, against_brute_force)
{
    const map *row = &maps[*number_of];
    size_t size = type_bytes(row->type);
    unsigned char *memory = aligned_alloc(64, MEMORY * 8);
    cr_assert(memory != NULL);
    memset(memory, 0, MEMORY * 8);
    generator random = generator_start(1);
    tally seen = {0, 0, 0, 0};
    for (int trial = 0; trial < 60000; trial++) {
        layout shape = random_shape(&random);
        any_view x, y, out;
        if (!random_view(memory, size, shape, 1, &random, &out) ||
            !random_view(memory, size, shape, 0, &random, &x) ||
            !random_view(memory, size, shape, 0, &random, &y))
            continue;
        if (trial % 5 == 0)
            x = out;
        if (trial % 7 == 0)
            y = out;
        if (trial % 3 == 0)
            y = x;
        memset(memory, trial % 3, MEMORY * size);
        check(row, memory, &x, &y, &out, &seen);
    }
    free(memory);
    cr_expect(
        seen.stride > 1000 && seen.overlap > 1000 && seen.in_place > 100 && seen.apart > 1000,
        "the random views do not meet every case: %u stride, %u overlap, %u in place, %u apart",
        seen.stride, seen.overlap, seen.in_place, seen.apart);
}

/* The cases that people meet. */
ParameterizedTestParameters(overlap, shifted)
{
    return map_numbers(MAPS);
}

ParameterizedTest(size_t *number_of, overlap, shifted)
{
    const map *row = &maps[*number_of];
    if (!force_isa(row->isa))
        skip_visibly("%s is not available on this CPU or in this build", row->isa);
    const size_t size = type_bytes(row->type), n = 40;
    unsigned char memory_bytes[MEMORY * 8 + 8], other[MEMORY * 8 + 8], before[MEMORY * 8];
    unsigned char *memory = memory_bytes + (8 - (uintptr_t)memory_bytes % 8) % 8;
    unsigned char *apart = other + (8 - (uintptr_t)other % 8) % 8;
    memset(memory, 0, MEMORY * 8);
    memset(apart, 0, MEMORY * 8);
    memset(before, 0, sizeof before);
    any_view z = contiguous(apart, n);
    for (size_t shift = 0; shift <= 50; shift++) {
        any_view low = contiguous(memory, n), high = contiguous(memory + shift * size, n);
        spelt_status expected = shift > 0 && shift < n ? SPELT_ERR_OVERLAP : SPELT_OK;
        expect_status("out above x", row->call(&low, &z, &high), expected, row->door, "x", NULL);
        expect_status("out below x", row->call(&high, &z, &low), expected, row->door, "x", NULL);
        expect_status("out above y", row->call(&z, &low, &high), expected, row->door, "y", NULL);
        expect_status("out below y", row->call(&z, &high, &low), expected, row->door, "y", NULL);
        expect_status("inputs may share", row->call(&low, &high, &z), SPELT_OK, NULL);
    }
    /* An array onto itself backwards; every second element onto the ones between. */
    any_view forwards = contiguous(memory, n);
    any_view backwards = {memory + (n - 1) * size, layout_1d(n, -1)};
    expect_status("reversal", row->call(&backwards, &z, &forwards), SPELT_ERR_OVERLAP, row->door,
                  "x", NULL);
    any_view even = {memory, layout_1d(n, 2)}, odd = {memory + size, layout_1d(n, 2)};
    expect_status("interleaved", row->call(&even, &even, &odd), SPELT_OK, NULL);
    any_view thirds = {memory, layout_1d(n / 2, 3)};
    any_view even_half = {memory, layout_1d(n / 2, 2)}, z_half = contiguous(apart, n / 2);
    expect_status("2 k = 3 m", row->call(&even_half, &z_half, &thirds), SPELT_ERR_OVERLAP,
                  row->door, "x", NULL);
    cr_expect(memcmp(memory, before, sizeof before) == 0, "0 + 0 is 0 everywhere");
}

/* Two members of an array of structs, in several dimensions and too many elements to try them all:
 * every step is a multiple of 6, and the distance between the members is not. */
Test(overlap, members_of_structs)
{
    enum { MEMBERS = 6, ELEMENTS = 60 * 50 * 40 };
    double *structs = calloc(ELEMENTS * MEMBERS, sizeof *structs);
    cr_assert(structs != NULL);
    const layout layouts[] = {
        {3, {60, 50, 40}, {6 * 2000, 6 * 40, 6}},
        {3, {60, 50, 40}, {6, 6 * 60, 6 * 3000}},
        {3, {60, 50, 40}, {6 * 40, 6 * 2400, -6}},
    };
    const size_t count = sizeof layouts / sizeof *layouts;
    for (size_t k = 0; k < count * count; k++) {
        any_view x = {structs, layouts[k % count]}, out = {structs + 1, layouts[k / count]};
        x.data = structs + (x.at.stride[2] < 0 ? 6 * 39 : 0);
        out.data = structs + (out.at.stride[2] < 0 ? 6 * 39 : 0) + 1;
        spelt_in_f64 from = in_view_f64(&x);
        spelt_out_f64 to = out_view_f64(&out);
        expect_status(layout_text(&out.at), spelt_add_f64(&from, &from, &to), SPELT_OK, NULL);
        to.data -= 1; /* the same member: in place or, in another order, refused */
        expect_status(layout_text(&out.at), spelt_add_f64(&from, &from, &to),
                      k % count == k / count ? SPELT_OK : SPELT_ERR_OVERLAP, "out", NULL);
    }
    free(structs);
}

/* Blocks of columns of one matrix, however many rows: the steps of both are the same, and what
 * tells them apart is the place in the row. */
Test(overlap, blocks_of_columns)
{
    enum { ROWS = 1000000, COLUMNS = 6 };
    int32_t *matrix = calloc((size_t)ROWS * COLUMNS, sizeof *matrix);
    cr_assert(matrix != NULL);
    const size_t shape[2] = {ROWS, 3};
    const ptrdiff_t stride[2] = {COLUMNS, 1};
    for (size_t column = 0; column <= 3; column++) {
        spelt_in_i32 x;
        spelt_out_i32 out;
        cr_assert_eq(spelt_in_nd_i32(matrix, 2, shape, stride, &x), SPELT_OK);
        cr_assert_eq(spelt_out_nd_i32(matrix + column, 2, shape, stride, &out), SPELT_OK);
        spelt_status expected = column % 3 == 0 ? SPELT_OK : SPELT_ERR_OVERLAP;
        cr_expect_eq(spelt_add_i32(&x, &x, &out), expected, "column %zu", column);
    }
    free(matrix);
}

/* The stride of an extent of 1 leads nowhere, however long. */
Test(overlap, any_stride_of_one_element)
{
    static double x[16];
    const spelt_in_f64 in = {x, 2, {1, 2}, {PTRDIFF_MAX, 7}};
    const spelt_out_u8 out = {(unsigned char *)(x + 3), 2, {1, 2}, {PTRDIFF_MIN, 1}};
    cr_expect_eq(spelt_less_f64(&in, &in, &out), SPELT_OK, "%s", spelt_last_error());
}
