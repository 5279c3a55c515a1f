/* test_reduce_int.c - every integer reduction in the list is exact or says that it does not fit. */
#include "reductions.h"

#include <spelt/runtime.h>

__extension__ typedef __int128 wide_product;
__extension__ typedef unsigned __int128 wide_bits;

/* The mathematical value as 192 bits of two's complement: high * 2^128 + low. */
typedef struct {
    wide_bits low;
    int64_t high;
} wide;

static void wide_add(wide *total, wide_product term)
{
    wide_bits before = total->low;
    total->low += (wide_bits)term;
    total->high += (term < 0 ? -1 : 0) + (total->low < before ? 1 : 0);
}

/* Whether it lies within int64_t; the value if so. */
static int wide_fits(wide total, int64_t *value)
{
    const wide_bits top = (wide_bits)1 << 63;
    if (total.high == 0 && total.low < top)
        *value = (int64_t)(uint64_t)total.low;
    else if (total.high == -1 && total.low >= -top)
        *value = (int64_t)(-(uint64_t)-total.low);
    else
        return 0;
    return 1;
}

static int64_t int_at(element_type type, const void *data, size_t i)
{
    return type == TYPE_i32 ? ((const int32_t *)data)[i] : ((const int64_t *)data)[i];
}

static void put_int(element_type type, void *data, size_t i, int64_t value)
{
    if (type == TYPE_i32)
        ((int32_t *)data)[i] = (int32_t)value;
    else
        ((int64_t *)data)[i] = value;
}

static wide exact(const reduction *row, const void *x, const void *y, size_t n)
{
    wide total = {0, 0};
    for (size_t i = 0; i < n; i++) {
        wide_product a = int_at(row->in, x, i);
        wide_product b = row->op == OP_sum ? 1 : row->op == OP_sumsq ? a : int_at(row->in, y, i);
        wide_add(&total, a * b);
    }
    return total;
}

static const int64_t untouched = 0x5a5a5a5a5a5a5a5a;

/* A call on views against the exact value of the contiguous copies of their elements. */
static void check(const reduction *row, const any_view *x, const any_view *y, const void *x_copy,
                  const void *y_copy, const char *what)
{
    size_t n = layout_count(&x->at);
    int64_t value = untouched;
    int fits = wide_fits(exact(row, x_copy, y_copy, n), &value);
    number got = {.i64 = untouched};
    spelt_status status = row->call(x, y, &got);
    spelt_status expected = fits ? SPELT_OK : SPELT_ERR_OVERFLOW;
    if (status != expected || got.i64 != value)
        cr_assert_fail("%s %s, %s, n = %zu, strides %td and %td: %s %" PRId64
                       ", expected %s %" PRId64,
                       row->door, row->isa, what, n, x->at.stride[0], y->at.stride[0],
                       spelt_status_name(status), got.i64, spelt_status_name(expected), value);
    if (!fits)
        expect_status(what, status, SPELT_ERR_OVERFLOW, row->door, NULL);
}

static void check_contiguous(const reduction *row, void *x, void *y, size_t n, const char *what)
{
    any_view x_view = contiguous(x, n), y_view = contiguous(y, n);
    check(row, &x_view, &y_view, x, y, what);
}

/* The kinds of data. Each draws one pair (x, y). */
typedef enum {
    SMALL,      /* [-100, 100] */
    ANY,        /* all bits random */
    NEAR_2_31,  /* within 2 of +-2^31, where 32-bit products stop being enough */
    EXTREME,    /* the least and greatest values, 0, 1, -1 */
    RARELY_ANY, /* small, but one in 50 of any size */
    BELOW_2_31, /* anything that 32 bits hold */
    ABOVE_2_31, /* 2^31 to 2^32 and their negatives */
    LEAST,      /* the least value only */
    CANCELLING, /* each product is undone by the next: totals are small, partial sums are not */
    DATA_KINDS
} data_kind;

static const char *const kind_name[DATA_KINDS] = {"small",      "any",        "near 2^31",
                                                  "extreme",    "rarely any", "below 2^31",
                                                  "above 2^31", "least",      "cancelling"};

static int64_t draw(data_kind kind, element_type type, generator *random)
{
    const int64_t least = type == TYPE_i32 ? INT32_MIN : INT64_MIN;
    const int64_t greatest = type == TYPE_i32 ? INT32_MAX : INT64_MAX;
    const int64_t extreme[] = {least, greatest, least + 1, 0, 1, -1};
    int64_t sign = random_bits(random) >> 63 ? -1 : 1;
    int64_t value;
    switch (kind) {
    case SMALL: return (int64_t)random_below(random, 201) - 100;
    case NEAR_2_31:
        value = sign * ((INT64_C(1) << 31) + (int64_t)random_below(random, 5) - 2);
        break;
    case EXTREME: return extreme[random_below(random, 6)];
    case RARELY_ANY: return draw(random_below(random, 50) ? SMALL : ANY, type, random);
    case BELOW_2_31: return (int32_t)(uint32_t)(random_bits(random) >> 32);
    case ABOVE_2_31: value = sign * (int64_t)(random_bits(random) >> 32 | 0x80000000U); break;
    case LEAST: return least;
    default: value = (int64_t)random_bits(random); break;
    }
    return value < least ? least : value > greatest ? greatest : value;
}

static void fill(data_kind kind, element_type type, void *x, void *y, size_t n, generator *random)
{
    for (size_t i = 0; i < n; i++) {
        put_int(type, x, i, draw(kind == CANCELLING ? ANY : kind, type, random));
        put_int(type, y, i, draw(kind == CANCELLING ? ANY : kind, type, random));
    }
    if (kind != CANCELLING)
        return;
    const int64_t least = type == TYPE_i32 ? INT32_MIN : INT64_MIN;
    for (size_t i = 0; i + 1 < n; i += 2) {
        int64_t a = int_at(type, x, i), b = int_at(type, y, i);
        put_int(type, x, i + 1, a == least ? a : -a);
        put_int(type, y, i + 1, b); /* dot and sum cancel; sumsq meets partners of equal squares */
    }
    if (n % 2)
        put_int(type, x, n - 1, 3);
    if (n % 2)
        put_int(type, y, n - 1, 5);
}

ParameterizedTestParameters(reduce_int, lengths)
{
    return row_numbers(INT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, reduce_int, lengths)
{
    const reduction *row = &int_reductions[*number_of];
    require_isa(row->isa);
    enum { LONGEST = 1000000 };
    size_t size = type_bytes(row->in);
    guarded x_room = guarded_open(LONGEST * size), y_room = guarded_open(LONGEST * size);
    generator random = generator_start(1);

    for (data_kind kind = SMALL; kind < DATA_KINDS; kind++) {
        /* Pairs must stay pairs: cancelling data is drawn anew for each length. */
        for (size_t n = 0; n <= 300; n++) {
            if (REPEATS(n > 70 && (n + kind + *number_of) % 2, 0))
                continue;
            void *x = guarded_at_end(&x_room, n * size, 0), *y = guarded_at_start(&y_room, 0);
            fill(kind, row->in, x, y, n, &random);
            check_contiguous(row, x, y, n, kind_name[kind]);
        }
        fill(kind, row->in, x_room.first, y_room.first, 20000, &random);
        for (size_t rows = 10; rows <= 300; rows += rows < 40 ? 1 : 6)
            for (size_t n = rows * 64 - 2; n <= rows * 64 + 2; n++)
                check_contiguous(row, x_room.first, y_room.first, n, kind_name[kind]);
        for (int i = 0; i < 2; i++) {
            size_t n = random_below(&random, LONGEST + 1);
            void *x = guarded_at_start(&x_room, 0), *y = guarded_at_end(&y_room, n * size, 0);
            fill(kind, row->in, x, y, n, &random);
            check_contiguous(row, x, y, n, kind_name[kind]);
        }
    }
    guarded_close(&x_room);
    guarded_close(&y_room);
}

ParameterizedTestParameters(reduce_int, long_arrays)
{
    return row_numbers(INT_REDUCTIONS);
}

/* Long enough for several threads; the data repeat with a prime period. */
ParameterizedTest(size_t *number_of, reduce_int, long_arrays)
{
    const reduction *row = &int_reductions[*number_of];
    require_isa(row->isa);
    cr_assert_eq(spelt_set_num_threads(3), SPELT_OK);
    enum { PERIOD = 10007, LONGEST = 3000017 };
    size_t size = type_bytes(row->in);
    guarded x_room = guarded_open(LONGEST * size), y_room = guarded_open(LONGEST * size);
    generator random = generator_start(4);
    for (data_kind kind = SMALL; kind < DATA_KINDS; kind++) {
        fill(kind, row->in, x_room.first, y_room.first, PERIOD, &random);
        repeat(x_room.first, PERIOD * size, x_room.bytes);
        repeat(y_room.first, PERIOD * size, y_room.bytes);
        check_contiguous(row, guarded_at_end(&x_room, LONGEST * size, 0),
                         guarded_at_start(&y_room, 0), LONGEST, kind_name[kind]);
    }
    guarded_close(&x_room);
    guarded_close(&y_room);
}

ParameterizedTestParameters(reduce_int, misalignments)
{
    return row_numbers(INT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, reduce_int, misalignments)
{
    const reduction *row = &int_reductions[*number_of];
    require_isa(row->isa);
    size_t size = type_bytes(row->in);
    guarded x_room = guarded_open(20000 * size), y_room = guarded_open(20000 * size);
    generator random = generator_start(2);
    fill(RARELY_ANY, row->in, x_room.first, y_room.first, 20000, &random);
    for (size_t x_gap = 0; x_gap < 8; x_gap++)
        for (size_t y_gap = 0; y_gap < 8; y_gap++)
            for (size_t n = 0; n < 19000; n += n < 80 ? 1 : n) {
                if (REPEATS(1, 0) && (n + x_gap + y_gap) % 3)
                    continue;
                check_contiguous(row, guarded_at_end(&x_room, n * size, x_gap * size),
                                 guarded_at_end(&y_room, n * size, y_gap * size), n, "at end");
                check_contiguous(row, guarded_at_start(&x_room, x_gap * size),
                                 guarded_at_start(&y_room, y_gap * size), n, "at start");
            }
    guarded_close(&x_room);
    guarded_close(&y_room);
}

/* Totals of 2^128 and -2^128 at the end, whose low 128 bits are 0. */
ParameterizedTestParameters(reduce_int, beyond_128_bits)
{
    return row_numbers(INT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, reduce_int, beyond_128_bits)
{
    const reduction *row = &int_reductions[*number_of];
    require_isa(row->isa);
    if (row->op != OP_dot || row->in != TYPE_i64)
        return;
    int64_t least[] = {INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN,
                       INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN};
    int64_t greatest[] = {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, 1, 1, 1, 1};
    check_contiguous(row, least, least, 4, "2^128");
    check_contiguous(row, least, greatest, 8, "-2^128");
}

/* One strided call: the gaps hold poison, which would show in any total. */
static void check_strides(const reduction *row, size_t n, ptrdiff_t x_stride, ptrdiff_t y_stride,
                          data_kind kind, generator *random)
{
    size_t size = type_bytes(row->in);
    guarded x_room = guarded_open((n * (size_t)(labs(x_stride) + 1) + 1) * size);
    guarded y_room = guarded_open((n * (size_t)(labs(y_stride) + 1) + 1) * size);
    side where = n % 2 ? AT_START : AT_END;
    any_view x = place(&x_room, row->in, layout_1d(n, x_stride), where, 0);
    any_view y = place(&y_room, row->in, layout_1d(n, y_stride), where, 0);
    void *x_copy = malloc((n + 1) * size), *y_copy = malloc((n + 1) * size);
    cr_assert(x_copy && y_copy);
    fill(kind, row->in, x_copy, y_copy, n, random);
    scatter(&x, row->in, x_copy);
    scatter(&y, row->in, y_copy);
    gather(&x, row->in, x_copy);
    gather(&y, row->in, y_copy);
    check(row, &x, &y, x_copy, y_copy, kind_name[kind]);
    guarded_close(&x_room);
    guarded_close(&y_room);
    free(x_copy);
    free(y_copy);
}

ParameterizedTestParameters(reduce_int, strides)
{
    return row_numbers(INT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, reduce_int, strides)
{
    const reduction *row = &int_reductions[*number_of];
    require_isa(row->isa);
    const ptrdiff_t stride[] = {1, 2, 3, -1, -2, 7, 0};
    enum { STRIDES = sizeof stride / sizeof *stride };
    const size_t length[] = {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100, 2047, 4097, 20011};
    generator random = generator_start(3);
    for (size_t i = 0; i < STRIDES; i++)
        for (size_t j = 0; j < (row->operands == 2 ? STRIDES : 1); j++)
            for (size_t k = 0; k < sizeof length / sizeof *length; k++)
                check_strides(row, length[k], stride[i], stride[j],
                              (data_kind)((i + j + k) % DATA_KINDS), &random);
}
