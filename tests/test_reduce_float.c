/* test_reduce_float.c - every float reduction in the list gives the bits of order 1. */
#include "reductions.h"

#include <float.h>

#include <spelt/runtime.h>

enum { LONGEST = 1000000, MASTER = LONGEST + 16 };

/* The row under test, its data (two arrays of MASTER elements, each filling its room to the rear
 * guard page) and room for its terms. */
typedef struct {
    const reduction *row;
    size_t size;  /* bytes of an element */
    size_t block; /* terms of a block */
    guarded x_room, y_room;
    void *terms;
} bench;

static void fill_uniform(element_type type, void *data, size_t n, generator *random)
{
    for (size_t i = 0; i < n; i++) {
        double value = random_uniform(random);
        if (type == TYPE_f32)
            ((float *)data)[i] = (float)value;
        else
            ((double *)data)[i] = value;
    }
}

/* The first `period` elements are random, the others repeat them. */
static bench bench_open(const reduction *row, size_t elements, size_t period)
{
    bench b = {.row = row};
    generator random = generator_start(1);
    b.size = type_bytes(row->in);
    b.block = SPELT_ORDER_LANE_BYTES / type_bytes(row->result) * SPELT_ORDER_ROWS;
    b.x_room = guarded_open(elements * b.size);
    b.y_room = guarded_open(elements * b.size);
    b.terms = malloc((elements + 1) * sizeof(double));
    cr_assert(b.terms != NULL);
    fill_uniform(row->in, b.x_room.first, period, &random);
    fill_uniform(row->in, b.y_room.first, period, &random);
    repeat(b.x_room.first, period * b.size, b.x_room.bytes);
    repeat(b.y_room.first, period * b.size, b.y_room.bytes);
    return b;
}

static void bench_close(bench *b)
{
    guarded_close(&b->x_room);
    guarded_close(&b->y_room);
    free(b->terms);
}

/* One call on contiguous arrays against order 1; `what` tells the case. */
static void check_contiguous(const bench *b, void *x, void *y, size_t n, const char *what)
{
    number expected = order1_reference(b->row, x, y, n, b->terms), got = {0};
    any_view x_view = contiguous(x, n), y_view = contiguous(y, n);
    spelt_status status = b->row->call(&x_view, &y_view, &got);
    if (status != SPELT_OK || got.bits != expected.bits)
        cr_assert_fail("%s %s, %s, n = %zu, x %% 64 = %zu, y %% 64 = %zu: %s, %s, expected %s",
                       b->row->door, b->row->isa, what, n, (size_t)((uintptr_t)x % 64),
                       (size_t)((uintptr_t)y % 64), spelt_status_name(status),
                       number_text(b->row->result, got), number_text(b->row->result, expected));
}

/* x ends `gap` elements before its rear guard page, y starts `gap` elements behind its front
 * one; then the other way round. */
static void check_length(const bench *b, size_t n, size_t gap)
{
    check_contiguous(b, guarded_at_end(&b->x_room, n * b->size, gap * b->size),
                     guarded_at_start(&b->y_room, gap * b->size), n, "x at end, y at start");
    check_contiguous(b, guarded_at_start(&b->x_room, gap * b->size),
                     guarded_at_end(&b->y_room, n * b->size, gap * b->size), n,
                     "x at start, y at end");
}

ParameterizedTestParameters(reduce_float, lengths)
{
    return row_numbers(FLOAT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, reduce_float, lengths)
{
    const reduction *row = &float_reductions[*number_of];
    require_isa(row->isa);
    bench b = bench_open(row, MASTER, MASTER);
    size_t lanes = b.block / SPELT_ORDER_ROWS;

    /* Every length through the first block and a little: around all multiples of any vector. */
    for (size_t n = 0; n <= b.block + 2 * lanes + 2; n++)
        check_length(&b, n, 0);
    /* Around every multiple of the row to the ninth block. */
    for (size_t rows = SPELT_ORDER_ROWS; rows <= 9 * SPELT_ORDER_ROWS; rows++)
        for (size_t n = rows * lanes - 2 + REPEATS((rows + *number_of) % 2, 0); n <= rows * lanes + 2;
             n += REPEATS(2, 1))
            check_contiguous(&b, guarded_at_end(&b.x_room, n * b.size, 0),
                             guarded_at_end(&b.y_room, n * b.size, 0), n, "both at end");
    /* Around the powers of two in blocks, where the tree gains a level. */
    for (size_t blocks = 16; blocks * b.block + 2 <= LONGEST; blocks *= 2)
        for (size_t n = blocks * b.block - 2; n <= blocks * b.block + 2; n++)
            check_length(&b, n, 1);
    generator random = generator_start(2);
    for (int i = 0; i < 12; i++)
        check_length(&b, random_below(&random, LONGEST + 1), random_below(&random, 8));
    check_length(&b, LONGEST, 0);
    bench_close(&b);
}

ParameterizedTestParameters(reduce_float, thousands_of_blocks)
{
    return row_numbers(FLOAT_REDUCTIONS);
}

/* So many that pieces of one block no longer do, on several threads. The data repeat with a prime
 * period, which no power of two of terms falls in with. */
ParameterizedTest(size_t *number_of, reduce_float, thousands_of_blocks)
{
    const reduction *row = &float_reductions[*number_of];
    require_isa(row->isa);
    cr_assert_eq(spelt_set_num_threads(3), SPELT_OK);
    enum { PERIOD = 10007 };
    size_t block = SPELT_ORDER_LANE_BYTES / type_bytes(row->result) * SPELT_ORDER_ROWS;
    size_t n = 2051 * block + 77;
    bench b = bench_open(row, n, PERIOD);
    check_contiguous(&b, guarded_at_end(&b.x_room, n * b.size, 0), guarded_at_start(&b.y_room, 0),
                     n, "x at end, y at start");
    n = 1024 * block + 1;
    check_contiguous(&b, guarded_at_start(&b.x_room, 0), guarded_at_end(&b.y_room, n * b.size, 0),
                     n, "x at start, y at end");
    bench_close(&b);
}

ParameterizedTestParameters(reduce_float, misalignments)
{
    return row_numbers(FLOAT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, reduce_float, misalignments)
{
    const reduction *row = &float_reductions[*number_of];
    require_isa(row->isa);
    bench b = bench_open(row, 80000, 80000);

    for (size_t n = 0; n <= 80; n++)
        for (size_t x_gap = 0; x_gap < 8; x_gap++)
            for (size_t y_gap = 0; y_gap < 8; y_gap++) {
                if (REPEATS(1, 0) && (n + x_gap + y_gap) % 3)
                    continue;
                check_contiguous(&b, guarded_at_end(&b.x_room, n * b.size, x_gap * b.size),
                                 guarded_at_end(&b.y_room, n * b.size, y_gap * b.size), n,
                                 "both at end");
                check_contiguous(&b, guarded_at_start(&b.x_room, x_gap * b.size),
                                 guarded_at_start(&b.y_room, y_gap * b.size), n, "both at start");
            }
    const size_t large[] = {b.block - 1, b.block, b.block + 1, 3 * b.block + 17, 77777};
    for (size_t i = 0; i < sizeof large / sizeof *large; i++)
        for (size_t x_gap = 0; x_gap < 8; x_gap++)
            for (size_t y_gap = 0; y_gap < 8; y_gap++)
                check_contiguous(&b, guarded_at_end(&b.x_room, large[i] * b.size, x_gap * b.size),
                                 guarded_at_start(&b.y_room, y_gap * b.size), large[i], "large");
    bench_close(&b);
}

/* A strided call against order 1 on the contiguous copies of the same elements. */
static void check_strides(const bench *b, size_t n, ptrdiff_t x_stride, ptrdiff_t y_stride,
                          side where)
{
    guarded x_room = guarded_open((n * (size_t)(labs(x_stride) + 1) + 1) * b->size);
    guarded y_room = guarded_open((n * (size_t)(labs(y_stride) + 1) + 1) * b->size);
    any_view x = place(&x_room, b->row->in, layout_1d(n, x_stride), where, 0);
    any_view y = place(&y_room, b->row->in, layout_1d(n, y_stride), where, 0);
    void *x_copy = malloc((n + 1) * b->size), *y_copy = malloc((n + 1) * b->size);
    cr_assert(x_copy && y_copy);
    scatter(&x, b->row->in, b->x_room.first);
    scatter(&y, b->row->in, b->y_room.first);
    gather(&x, b->row->in, x_copy);
    gather(&y, b->row->in, y_copy);

    number expected = order1_reference(b->row, x_copy, y_copy, n, b->terms), got = {0};
    spelt_status status = b->row->call(&x, &y, &got);
    cr_assert(status == SPELT_OK && got.bits == expected.bits,
              "%s %s, n = %zu, strides %td and %td: %s, %s, expected %s", b->row->door, b->row->isa,
              n, x_stride, y_stride, spelt_status_name(status), number_text(b->row->result, got),
              number_text(b->row->result, expected));
    guarded_close(&x_room);
    guarded_close(&y_room);
    free(x_copy);
    free(y_copy);
}

ParameterizedTestParameters(reduce_float, strides)
{
    return row_numbers(FLOAT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, reduce_float, strides)
{
    const reduction *row = &float_reductions[*number_of];
    require_isa(row->isa);
    bench b = bench_open(row, 50000, 50000);
    const ptrdiff_t stride[] = {1, 2, 3, -1, -2, 7, 0};
    enum { STRIDES = sizeof stride / sizeof *stride };
    const size_t some[] = {31,          32,
                           33,          63,
                           64,          65,
                           127,         513,
                           b.block - 1, b.block,
                           b.block + 1, 2 * b.block + 1,
                           5000,        4 * b.block + 333};

    for (size_t i = 0; i < STRIDES; i++)
        for (size_t j = 0; j < (row->operands == 2 ? STRIDES : 1); j++) {
            for (size_t n = 0; n <= 20; n++)
                check_strides(&b, n, stride[i], stride[j], n % 2 ? AT_START : AT_END);
            for (size_t k = 0; k < sizeof some / sizeof *some; k++)
                check_strides(&b, some[k], stride[i], stride[j], k % 2 ? AT_START : AT_END);
        }
    bench_close(&b);
}

/* NaNs of both signs, quiet and signalling, with payloads; infinities, zeros, subnormals, and
 * magnitudes whose sums and products overflow and underflow. */
static void put_special(element_type type, void *data, size_t i, size_t choice)
{
    static const uint64_t f64_special[] = {
        0x7ff8000000000000, 0xfff8000000000000, 0x7ff8dead0000beef, 0x7ff0000000000001,
        0xfff7ffffffffffff, 0x7ff0000000000000, 0xfff0000000000000, 0x8000000000000000,
        0x0000000000000000, 0x0000000000000001, 0x800fffffffffffff, 0x7fefffffffffffff,
        0xffefffffffffffff, 0x2000000000000000, 0x6000000000000000};
    static const uint32_t f32_special[] = {0x7fc00000, 0xffc00000, 0x7fc0beef, 0x7f800001,
                                           0xffbfffff, 0x7f800000, 0xff800000, 0x80000000,
                                           0x00000000, 0x00000001, 0x807fffff, 0x7f7fffff,
                                           0xff7fffff, 0x20000000, 0x60000000};
    if (type == TYPE_f32)
        memcpy((float *)data + i, &f32_special[choice], 4);
    else
        memcpy((double *)data + i, &f64_special[choice], 8);
}
enum { FIRST_FINITE = 7, SPECIALS = 15, FIRST_NAN = 0, NANS = 5, PLUS_INF = 5, MINUS_INF = 6 };

ParameterizedTestParameters(reduce_float, special_values)
{
    return row_numbers(FLOAT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, reduce_float, special_values)
{
    const reduction *row = &float_reductions[*number_of];
    require_isa(row->isa);
    const size_t longest = 3 * 4096 + 100;
    bench b = bench_open(row, longest, longest);
    generator random = generator_start(3);

    /* One special value at every place of every short length, alone and against uniform data. */
    for (size_t n = 1; n <= 40; n++)
        for (size_t i = 0; i < n; i++)
            for (size_t choice = 0; choice < SPECIALS; choice++) {
                void *x = guarded_at_end(&b.x_room, n * b.size, 0);
                unsigned char saved[8];
                memcpy(saved, (unsigned char *)x + i * b.size, b.size);
                put_special(row->in, x, i, choice);
                check_contiguous(&b, x, guarded_at_start(&b.y_room, 0), n, "one special value");
                memcpy((unsigned char *)x + i * b.size, saved, b.size);
            }
    /* Mixtures: mostly uniform with rare specials; finite specials only; all of them. */
    for (int trial = 0; trial < 300; trial++) {
        size_t n = random_below(&random, trial % 3 ? 300 : longest);
        void *x = guarded_at_end(&b.x_room, n * b.size, 0);
        void *y = guarded_at_end(&b.y_room, n * b.size, 0);
        fill_uniform(row->in, x, n, &random);
        fill_uniform(row->in, y, n, &random);
        size_t first = trial % 2 ? FIRST_FINITE : 0;
        size_t rarity = trial % 5 == 0 ? 1000 : (size_t)(trial % 5);
        for (size_t i = 0; i < n; i++) {
            if (random_below(&random, rarity) == 0)
                put_special(row->in, x, i, first + random_below(&random, SPECIALS - first));
            if (random_below(&random, rarity) == 0)
                put_special(row->in, y, i, first + random_below(&random, SPECIALS - first));
        }
        check_contiguous(&b, x, y, n, "mixture");
    }
    bench_close(&b);
}

/* Calls the row on n elements that the caller has put into both rooms' ends. */
static number call_at_end(const bench *b, size_t n)
{
    number got = {0};
    any_view x = contiguous(guarded_at_end(&b->x_room, n * b->size, 0), n);
    any_view y = contiguous(guarded_at_end(&b->y_room, n * b->size, 0), n);
    cr_assert_eq(b->row->call(&x, &y, &got), SPELT_OK, "%s", spelt_last_error());
    return got;
}

static void put(const bench *b, const guarded *room, size_t n, size_t i, double value)
{
    void *data = guarded_at_end(room, n * b->size, 0);
    if (b->row->in == TYPE_f32)
        ((float *)data)[i] = (float)value;
    else
        ((double *)data)[i] = value;
}

static void put_all(const bench *b, size_t n, double x, double y)
{
    for (size_t i = 0; i < n; i++) {
        put(b, &b->x_room, n, i, x);
        put(b, &b->y_room, n, i, y);
    }
}

/* What the header says in words, without the reference. */
ParameterizedTestParameters(reduce_float, promised_values)
{
    return row_numbers(FLOAT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, reduce_float, promised_values)
{
    const reduction *row = &float_reductions[*number_of];
    require_isa(row->isa);
    bench b = bench_open(row, 3 * 4096, 3 * 4096);
    const uint64_t nan = row->result == TYPE_f32 ? NAN_BITS_F32 : NAN_BITS_F64;
    const uint64_t infinite = row->result == TYPE_f32 ? 0x7f800000 : 0x7ff0000000000000;
    const size_t length[] = {2, 3, 8, 31, 64, 100, 2048, 4097, 9000};

    cr_expect_eq(call_at_end(&b, 0).bits, 0, "n = 0 gives +0.0");
    for (size_t k = 0; k < sizeof length / sizeof *length; k++) {
        size_t n = length[k], far = n - 1;
        put_all(&b, n, -0.0, row->op == OP_dot ? 1.0 : -0.0);
        cr_expect_eq(call_at_end(&b, n).bits, 0, "%s %s: -0.0 %zu times gives +0.0", row->door,
                     row->isa, n);
        for (size_t choice = FIRST_NAN; choice < FIRST_NAN + NANS; choice++) {
            put_all(&b, n, 1.0, 1.0);
            put_special(row->in, guarded_at_end(&b.x_room, n * b.size, 0), far / 2, choice);
            cr_expect_eq(call_at_end(&b, n).bits, nan, "%s %s: NaN %zu among %zu", row->door,
                         row->isa, choice, n);
        }
        put_all(&b, n, 1.0, 1.0);
        put(&b, &b.x_room, n, 0, -INFINITY);
        put(&b, &b.x_room, n, far, INFINITY);
        cr_expect_eq(call_at_end(&b, n).bits, row->op == OP_sumsq ? infinite : nan,
                     "%s %s: inf - inf among %zu", row->door, row->isa, n);
        put(&b, &b.x_room, n, 0, 1.0);
        cr_expect_eq(call_at_end(&b, n).bits, infinite, "%s %s: inf among %zu", row->door, row->isa,
                     n);
        put_all(&b, n, 1.0, 0.0);
        put(&b, &b.x_room, n, far, INFINITY);
        if (row->op == OP_dot)
            cr_expect_eq(call_at_end(&b, n).bits, nan, "%s %s: inf * 0 among %zu", row->door,
                         row->isa, n);
        double huge = row->in == TYPE_f32 ? FLT_MAX : DBL_MAX;
        put_all(&b, n, huge, huge);
        if (row->in == row->result)
            cr_expect_eq(call_at_end(&b, n).bits, infinite, "%s %s: overflow of %zu", row->door,
                         row->isa, n);
    }
    bench_close(&b);
}

/* Squares of subnormals are 0, which special_values covers. */
static int has_subnormal_terms(const reduction *row)
{
    return row->op != OP_sumsq;
}

/* Subnormal terms are added exactly, never flushed. */
ParameterizedTestParameters(reduce_float, subnormals)
{
    return float_rows_where(has_subnormal_terms);
}

ParameterizedTest(size_t *number_of, reduce_float, subnormals)
{
    const reduction *row = &float_reductions[*number_of];
    require_isa(row->isa);
    bench b = bench_open(row, 5000, 5000);
    double tiny = row->in == TYPE_f32 ? 0x1p-149 : 0x1p-1074;
    for (size_t n = 1; n <= 5000; n += n < 70 ? 1 : 493) {
        put_all(&b, n, tiny, 1.0);
        number got = call_at_end(&b, n);
        double value = row->result == TYPE_f32 ? (double)got.f32 : got.f64;
        cr_expect(value == (double)n * tiny, "%s %s: %zu subnormals give %a", row->door, row->isa,
                  n, value);
    }
    bench_close(&b);
}
