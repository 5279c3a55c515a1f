/* test_add.c - every add in the list equals plain C, and writes its own elements only. */
#include "maps.h"

#include "runtime/stream.h"

#include <spelt/runtime.h>

/* What the arrays hold. Overflows are rare in SPARSE, common in DENSE, and absent in SAFE. */
typedef enum { SAFE, SPARSE, DENSE, DATA_KINDS } data_kind;

static void fill(const map *row, void *data, size_t n, data_kind kind, generator *random)
{
    for (size_t i = 0; i < n; i++) {
        double real = random_uniform(random);
        int wide = kind == DENSE || (kind == SPARSE && random_below(random, 40) == 0);
        int64_t whole = (int64_t)random_bits(random) >> (wide ? 0 : 2);
        switch (row->type) {
        case TYPE_f32: ((float *)data)[i] = (float)real; break;
        case TYPE_f64: ((double *)data)[i] = real; break;
        case TYPE_i32: ((int32_t *)data)[i] = (int32_t)(whole >> 32); break;
        case TYPE_i64: ((int64_t *)data)[i] = whole; break;
        }
    }
}

/* The index of element `flat` in C order, as the messages write it: "5", or "(1, 2)". */
static const char *index_text(const layout *at, size_t flat)
{
    static char text[200];
    size_t index[SPELT_MAX_NDIM], used = 0;
    for (size_t d = at->ndim; d-- > 0; flat /= at->shape[d])
        index[d] = flat % at->shape[d];
    if (at->ndim == 1) {
        snprintf(text, sizeof text, "index %zu", index[0]);
        return text;
    }
    used += (size_t)snprintf(text, sizeof text, "(");
    for (size_t d = 0; d < at->ndim; d++)
        used += (size_t)snprintf(text + used, sizeof text - used, d ? ", %zu" : "%zu", index[d]);
    snprintf(text + used, sizeof text - used, ")");
    return text;
}

/* One call. The elements of out must be the sums of what x and y held before it, and every other
 * byte of out's room must be what it was. */
static void check(const map *row, const any_view *x, const any_view *y, const any_view *out,
                  const guarded *out_room, const char *what)
{
    size_t n = layout_count(&out->at), size = type_bytes(row->type);
    unsigned char *store = malloc(4 * (n + 1) * size + out_room->bytes);
    cr_assert(store != NULL);
    void *x_copy = store, *y_copy = store + (n + 1) * size;
    void *expected = store + 2 * (n + 1) * size, *got = store + 3 * (n + 1) * size;
    unsigned char *image = store + 4 * (n + 1) * size;
    gather(x, row->type, x_copy);
    gather(y, row->type, y_copy);
    memcpy(image, out_room->first, out_room->bytes);
    size_t first = reference_add(row, x_copy, y_copy, expected, n);

    spelt_status status = row->call(x, y, out);
    const char *where = layout_text(&out->at);
    if (is_checked(row) && first < n)
        expect_status(row->door, status, SPELT_ERR_OVERFLOW, row->door, index_text(&out->at, first),
                      NULL);
    else
        cr_assert(status == SPELT_OK, "%s %s, %s, %s: %s", row->door, row->isa, what, where,
                  spelt_last_error());

    gather(out, row->type, got);
    for (size_t i = memcmp(got, expected, n * size) == 0 ? n : 0; i < n; i++) {
        uint64_t a = element_bits(row->type, x_copy, i), b = element_bits(row->type, y_copy, i);
        uint64_t want = element_bits(row->type, expected, i);
        uint64_t have = element_bits(row->type, got, i);
        if (!same_sum(row->type, a, b, want, have))
            cr_assert_fail("%s %s, %s, %s, element %zu: 0x%" PRIx64 " + 0x%" PRIx64
                           " gave 0x%" PRIx64 ", expected 0x%" PRIx64,
                           row->door, row->isa, what, where, i, a, b, have, want);
    }
    /* The image with the sums in place is what the room must be. */
    any_view image_out = *out;
    image_out.data = image + ((unsigned char *)out->data - out_room->first);
    scatter(&image_out, row->type, got);
    cr_assert(memcmp(image, out_room->first, out_room->bytes) == 0,
              "%s %s, %s, %s: wrote beside its elements", row->door, row->isa, what, where);
    free(store);
}

/* Three rooms: two inputs and the output. */
typedef struct {
    const map *row;
    size_t size;
    guarded x, y, out;
} rooms;

static rooms rooms_open(const map *row, size_t elements)
{
    size_t size = type_bytes(row->type);
    return (rooms){row, size, guarded_open(elements * size), guarded_open(elements * size),
                   guarded_open(elements * size)};
}

static void rooms_close(rooms *r)
{
    guarded_close(&r->x);
    guarded_close(&r->y);
    guarded_close(&r->out);
}

/* Contiguous arrays with gaps of so many elements to their guard pages, out apart from the
 * inputs, then out in the place of x, of y and of both. */
static void check_length(const rooms *r, size_t n, const size_t gap[3], data_kind kind,
                         generator *random)
{
    side where[3];
    for (int i = 0; i < 3; i++)
        where[i] = random_bits(random) >> 63 ? AT_START : AT_END;
    any_view x = place(&r->x, r->row->type, layout_1d(n, 1), where[0], gap[0]);
    any_view y = place(&r->y, r->row->type, layout_1d(n, 1), where[1], gap[1]);
    any_view out = place(&r->out, r->row->type, layout_1d(n, 1), where[2], gap[2]);
    fill(r->row, x.data, n, kind, random);
    fill(r->row, y.data, n, kind, random);
    check(r->row, &x, &y, &out, &r->out, "out apart");
    check(r->row, &x, &y, &x, &r->x, "out is x");
    fill(r->row, x.data, n, kind, random);
    check(r->row, &x, &y, &y, &r->y, "out is y");
    check(r->row, &x, &x, &x, &r->x, "out is x and y");
}

ParameterizedTestParameters(add, lengths)
{
    return map_numbers(MAPS);
}

ParameterizedTest(size_t *number_of, add, lengths)
{
    const map *row = &maps[*number_of];
    require_isa(row->isa);
    generator random = generator_start(1);
    const size_t none[3] = {0, 0, 0};
    rooms r = rooms_open(row, 400);
    for (size_t n = 0; n <= 300; n++)
        for (data_kind kind = SAFE; kind < DATA_KINDS; kind++)
            if (REPEATS(n <= 70 || (n + kind) % 2 == 0, 1))
                check_length(&r, n, none, kind, &random);
    rooms_close(&r);

    r = rooms_open(row, 9 * 2048 + 10);
    for (size_t rows = 10; rows <= 9 * 32; rows += rows < 40 ? 1 : 16)
        for (size_t n = rows * 64 - 2; n <= rows * 64 + 2; n++)
            check_length(&r, n, none, SPARSE, &random);
    rooms_close(&r);

    r = rooms_open(row, 1000008);
    const size_t gap[3] = {random_below(&random, 8), random_below(&random, 8),
                           random_below(&random, 8)};
    check_length(&r, random_below(&random, 1000001), gap, SPARSE, &random);
    rooms_close(&r);
}

ParameterizedTestParameters(add, misalignments)
{
    return map_numbers(MAPS);
}

ParameterizedTest(size_t *number_of, add, misalignments)
{
    const map *row = &maps[*number_of];
    require_isa(row->isa);
    generator random = generator_start(2);
    rooms small = rooms_open(row, 100), large = rooms_open(row, 5000);
    for (size_t code = 0; code < 512; code += REPEATS(3, 1)) {
        const size_t gap[3] = {code % 8, code / 8 % 8, code / 64};
        for (size_t n = code % 8; n <= 80; n += 8)
            check_length(&small, n, gap, SPARSE, &random);
        if (code % 9 == 0)
            check_length(&large, 4900 - code, gap, SPARSE, &random);
    }
    rooms_close(&small);
    rooms_close(&large);
}

ParameterizedTestParameters(add, strides)
{
    return map_numbers(MAPS);
}

ParameterizedTest(size_t *number_of, add, strides)
{
    const map *row = &maps[*number_of];
    require_isa(row->isa);
    generator random = generator_start(3);
    const ptrdiff_t stride[] = {1, 2, 3, -1, -2, 7, 0};
    const size_t length[] = {0, 1, 2, 5, 16, 17, 33, 100};
    rooms r = rooms_open(row, 100 * 8);
    for (size_t code = 0; code < 7 * 7 * 6; code++) {
        fill(row, r.x.first, r.x.bytes / r.size, SPARSE, &random);
        fill(row, r.y.first, r.y.bytes / r.size, SPARSE, &random);
        for (size_t k = 0; k < sizeof length / sizeof *length; k++) {
            size_t n = length[k];
            side where = (code + k) % 2 ? AT_START : AT_END;
            guarded_poison(&r.out);
            any_view x = place(&r.x, row->type, layout_1d(n, stride[code % 7]), where, 0);
            any_view y = place(&r.y, row->type, layout_1d(n, stride[code / 7 % 7]), where, 0);
            any_view out = place(&r.out, row->type, layout_1d(n, stride[code / 49]), where, 0);
            check(row, &x, &y, &out, &r.out, "strided");
            check(row, &out, &y, &out, &r.out, "strided, out is x");
            check(row, &out, &out, &out, &r.out, "strided, out is x and y");
        }
    }
    rooms_close(&r);
}

/* Real and imaginary parts: outputs that interleave with an input and share none of it. */
ParameterizedTestParameters(add, interleaved)
{
    return map_numbers(MAPS);
}

ParameterizedTest(size_t *number_of, add, interleaved)
{
    const map *row = &maps[*number_of];
    require_isa(row->isa);
    generator random = generator_start(4);
    for (size_t n = 1; n <= 3000; n += n < 40 ? 1 : 271) {
        rooms r = rooms_open(row, 2 * n);
        fill(row, r.x.first, 2 * n, SPARSE, &random);
        any_view real = {r.x.first, layout_1d(n, 2)};
        any_view imaginary = {r.x.first + r.size, layout_1d(n, 2)};
        check(row, &real, &real, &imaginary, &r.x, "imaginary = 2 real");
        check(row, &imaginary, &real, &real, &r.x, "real += imaginary");
        rooms_close(&r);
    }
}

/* All pairs of the values at which anything special happens. */
static const uint64_t special_f64[] = {
    0x7ff8000000000000, 0xfff8000000000000, 0x7ff8dead0000beef, 0x7ff0000000000001,
    0xfff7ffffffffffff, 0x7ff0000000000000, 0xfff0000000000000, 0x8000000000000000,
    0x0000000000000000, 0x0000000000000001, 0x800fffffffffffff, 0x7fefffffffffffff,
    0xffefffffffffffff, 0x3ff0000000000000, 0xbff0000000000000, 0x3ca0000000000000};
static const uint32_t special_f32[] = {
    0x7fc00000, 0xffc00000, 0x7fc0beef, 0x7f800001, 0xffbfffff, 0x7f800000, 0xff800000, 0x80000000,
    0x00000000, 0x00000001, 0x807fffff, 0x7f7fffff, 0xff7fffff, 0x3f800000, 0xbf800000, 0x33800000};
static const int64_t special_i64[] = {
    INT64_MIN, INT64_MIN + 1, INT64_MIN / 2 - 1, INT64_MIN / 2, INT32_MIN, -2,  -1, 0, 1, 2,
    INT32_MAX, INT64_MAX / 2, INT64_MAX / 2 + 1, INT64_MAX - 1, INT64_MAX, 1000};
static const int32_t special_i32[] = {
    INT32_MIN, INT32_MIN + 1, INT32_MIN / 2 - 1, INT32_MIN / 2, INT16_MIN, -2,  -1, 0, 1, 2,
    INT16_MAX, INT32_MAX / 2, INT32_MAX / 2 + 1, INT32_MAX - 1, INT32_MAX, 1000};
enum { SPECIALS = 16 };

ParameterizedTestParameters(add, special_values)
{
    return map_numbers(MAPS);
}

ParameterizedTest(size_t *number_of, add, special_values)
{
    const map *row = &maps[*number_of];
    require_isa(row->isa);
    const void *special[] = {special_f32, special_f64, special_i32, special_i64};
    const unsigned char *value = special[row->type];
    for (size_t first = 0; first <= 20; first++) {
        size_t n = SPECIALS * SPECIALS - first;
        rooms r = rooms_open(row, n);
        any_view x = place(&r.x, row->type, layout_1d(n, 1), AT_END, 0);
        any_view y = place(&r.y, row->type, layout_1d(n, 1), AT_START, 0);
        any_view out = place(&r.out, row->type, layout_1d(n, 1), AT_END, 0);
        for (size_t i = 0; i < n; i++) {
            size_t pair = i + first;
            memcpy((unsigned char *)x.data + i * r.size, value + pair / SPECIALS * r.size, r.size);
            memcpy((unsigned char *)y.data + i * r.size, value + pair % SPECIALS * r.size, r.size);
        }
        check(row, &x, &y, &out, &r.out, "special values");
        check(row, &x, &y, &y, &r.y, "special values, out is y");
        check(row, &x, &x, &x, &r.x, "special values, doubled in place");
        rooms_close(&r);
    }
}

/* Arrays that are written past the caches, as those are that do not fit. Their data repeat, each
 * with a prime period of its own. */
enum { PERIOD = 10007, CACHE_BYTES = 4 << 20 };

ParameterizedTestParameters(add, beyond_the_cache)
{
    return map_numbers(MAPS);
}

ParameterizedTest(size_t *number_of, add, beyond_the_cache)
{
    const map *row = &maps[*number_of];
    require_isa(row->isa);
    size_t size = type_bytes(row->type), n = CACHE_BYTES / size + 77;
    spelt_stream_put_threshold(CACHE_BYTES);
    generator random = generator_start(5);
    rooms r = rooms_open(row, n + 8);
    unsigned char *expected = malloc(n * size);
    cr_assert(expected != NULL);
    fill(row, r.x.first, PERIOD, SAFE, &random);
    fill(row, r.y.first, PERIOD + 2, SAFE, &random);
    repeat(r.x.first, PERIOD * size, r.x.bytes);
    repeat(r.y.first, (PERIOD + 2) * size, r.y.bytes);
    for (size_t gap = 0; gap <= 5; gap += 5) {
        any_view x = place(&r.x, row->type, layout_1d(n, 1), AT_START, gap);
        any_view y = place(&r.y, row->type, layout_1d(n, 1), AT_END, 3 * gap % 8);
        any_view out = place(&r.out, row->type, layout_1d(n, 1), gap % 2 ? AT_END : AT_START, gap);
        guarded_poison(&r.out);
        size_t first = reference_add(row, x.data, y.data, expected, n);
        cr_assert_eq(first, n);
        cr_assert_eq(row->call(&x, &y, &out), SPELT_OK, "%s", spelt_last_error());
        cr_assert(memcmp(out.data, expected, n * size) == 0, "%s %s, gap %zu", row->door, row->isa,
                  gap);
        cr_assert(guarded_intact(&r.out, out.data, n * size), "%s %s wrote beside out", row->door,
                  row->isa);
    }
    spelt_stream_put_threshold(0);
    free(expected);
    rooms_close(&r);
}
