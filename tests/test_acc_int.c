/* test_acc_int.c - integer terms in a spelt_acc, of every type and down to its bytes, against 192
 * bits of the tests' own; and among floating-point terms. */
#include "rows_numbers.h"

#include <spelt/accumulate.h>

/* ---- The functions --------------------------------------------------------------------------- */

typedef spelt_status adder(const spelt_view *const input[], spelt_acc *acc);

#define ADDER_1(op, type)                                                                          \
    static spelt_status add_##op##_##type(const spelt_view *const input[], spelt_acc *acc)         \
    {                                                                                              \
        const spelt_in_##type x = typed_in_##type(input[0]);                                       \
        return spelt_acc_add_##op##_##type(&x, acc);                                               \
    }
#define ADDER_2(op, type)                                                                          \
    static spelt_status add_##op##_##type(const spelt_view *const input[], spelt_acc *acc)         \
    {                                                                                              \
        const spelt_in_##type x = typed_in_##type(input[0]), y = typed_in_##type(input[1]);        \
        return spelt_acc_add_##op##_##type(&x, &y, acc);                                           \
    }
#define ADDER(suffix, in, out, op, operands) SPELT_PASTE(ADDER_, operands)(op, in)
#define SPELT_TOTAL(op, operands, types, ...) types(ADDER, op, operands)
#include "operations.def"

static const struct {
    spelt_function of;
    adder *add;
} adders[] = {
#define ADDER_ROW(suffix, in, out, op, operands) {SPELT_ID_spelt_##op##_##suffix, add_##op##_##in},
#define SPELT_TOTAL(op, operands, types, ...) types(ADDER_ROW, op, operands)
#include "operations.def"
};

enum { ADDERS = sizeof adders / sizeof *adders };

static struct criterion_test_params all_adders(void)
{
    static size_t number_of[ADDERS];
    for (size_t i = 0; i < ADDERS; i++)
        number_of[i] = i;
    return cr_make_param_array(size_t, number_of, ADDERS);
}

/* ---- What is expected ------------------------------------------------------------------------ */

/* Limb 34 holds the units. */
enum { UNITS = 2176 / 64 };

static spelt_acc acc_of(wide total, size_t n)
{
    spelt_acc acc = {{0}, (int64_t)n, 0};
    for (size_t i = UNITS; i < SPELT_ACC_LIMBS; i++)
        acc.limb[i] = total.high < 0 ? UINT64_MAX : 0;
    acc.limb[UNITS] = (uint64_t)total.low;
    acc.limb[UNITS + 1] = (uint64_t)(total.low >> 64);
    acc.limb[UNITS + 2] = (uint64_t)total.high;
    return acc;
}

static wide wide_sum(wide a, wide b)
{
    const uint128 low = a.low + b.low;
    return (wide){low, a.high + b.high + (low < b.low)};
}

static wide wide_times(wide value, size_t n)
{
    wide product = {0, 0};
    for (; n > 0; n /= 2, value = wide_sum(value, value))
        if (n % 2)
            product = wide_sum(product, value);
    return product;
}

/* Bit patterns of any kind that are far from both ends. */
static spelt_acc random_base(generator *random)
{
    spelt_acc acc = {{0}, 0, 0};
    for (size_t i = 0; i < SPELT_ACC_LIMBS; i++)
        switch (random_below(random, 3)) {
        case 0: acc.limb[i] = 0; break;
        case 1: acc.limb[i] = UINT64_MAX; break;
        default: acc.limb[i] = random_bits(random); break;
        }
    acc.limb[SPELT_ACC_LIMBS - 1] = random_below(random, 2) ? 5 : (uint64_t)-5;
    acc.count = (int64_t)random_below(random, 1000) - 500;
    acc.special = random_below(random, 8);
    return acc;
}

static spelt_acc plus(spelt_acc a, const spelt_acc *b)
{
    uint128 carry = 0;
    for (size_t i = 0; i < SPELT_ACC_LIMBS; i++) {
        carry += (uint128)a.limb[i] + b->limb[i];
        a.limb[i] = (uint64_t)carry;
        carry >>= 64;
    }
    a.count += b->count;
    a.special |= b->special;
    return a;
}

static void expect_same(const spelt_acc *got, const spelt_acc *expected, const char *function,
                        const char *what, size_t n)
{
    for (size_t i = 0; i < SPELT_ACC_LIMBS; i++)
        cr_assert_eq(got->limb[i], expected->limb[i],
                     "%s %s, %s, n = %zu: limb %zu is %016" PRIx64 ", not %016" PRIx64, function,
                     spelt_isa(), what, n, i, got->limb[i], expected->limb[i]);
    cr_assert(got->count == expected->count && got->special == expected->special,
              "%s %s, %s, n = %zu: count %" PRId64 ", special %" PRIu64, function, spelt_isa(),
              what, n, got->count, got->special);
}

/* The terms of a call onto nothing and onto something; of the first the sum as an integer, which is
 * what the reduction gives. */
static void check_call(size_t which, const spelt_view input[2], wide total, const char *what,
                       generator *random)
{
    const spelt_function_facts *facts = &spelt_function_list[adders[which].of];
    const spelt_view *const views[] = {&input[0], &input[1]};
    const size_t n = view_count(&input[0]);
    const spelt_acc terms = acc_of(total, n), base = random_base(random);
    const spelt_acc expected = plus(base, &terms);
    spelt_acc alone = {{0}, 0, 0}, both = base;
    int64_t whole = 77;
    uint64_t natural = 77;
    cr_assert_eq(adders[which].add(views, &alone), SPELT_OK, "%s", spelt_last_error());
    expect_same(&alone, &terms, facts->name, what, n);
    cr_assert_eq(adders[which].add(views, &both), SPELT_OK, "%s", spelt_last_error());
    expect_same(&both, &expected, facts->name, what, n);
    const spelt_status fits[2] = {spelt_acc_round_i64(&alone, &whole),
                                  spelt_acc_round_u64(&alone, &natural)};
    cr_assert_eq(fits[0], wide_fits(total, SPELT_I64) ? SPELT_OK : SPELT_ERR_OVERFLOW);
    cr_assert_eq(fits[1], wide_fits(total, SPELT_U64) ? SPELT_OK : SPELT_ERR_OVERFLOW);
    cr_assert_eq(whole, fits[0] == SPELT_OK ? (int64_t)(uint64_t)total.low : 77);
    cr_assert_eq(natural, fits[1] == SPELT_OK ? (uint64_t)total.low : 77);
}

static void check_operands(size_t which, const map_rooms *rooms, const operands *o,
                           const placement *at, generator *random)
{
    const spelt_type type = facts_of(o->row)->input[0];
    const size_t n = o->of.n, size = spelt_type_size(type);
    const spelt_view input[2] = {contiguous_view(place_array(&rooms->input[0], at, 0, n, type), n),
                                 contiguous_view(place_array(&rooms->input[1], at, 1, n, type), n)};
    memcpy(input[0].data, o->x, n * size);
    memcpy(input[1].data, o->y, n * size);
    check_call(which, input, whole_total(o->row->number.term, &o->of), o->what, random);
}

/* ---- Every function -------------------------------------------------------------------------- */

enum { LONGEST = 4097 };

ParameterizedTestParameters(acc_int, lengths)
{
    return all_adders();
}

ParameterizedTest(size_t *number_of, acc_int, lengths)
{
    const row *r = &rows[adders[*number_of].of];
    generator random = generator_start(60000 + *number_of);
    map_rooms rooms = rooms_open(LONGEST);
    size_t length[MOST_LENGTHS];
    const size_t lengths = lengths_of(facts_of(r), length);
    const placement end = apart("at the end", 0, NO_VALUE);
    FOR_EACH_ISA(r)
    for (size_t i = 0; i <= lengths; i++) {
        const size_t n = i < lengths ? length[i] : 0;
        const int kind = (int)random_below(&random, OPERAND_KINDS);
        operands o = operands_drawn(r, n, kind, &random);
        const placement at = misaligned(&random, NO_VALUE);
        check_operands(*number_of, &rooms, &o, &end, &random);
        check_operands(*number_of, &rooms, &o, &at, &random);
        operands_close(&o);
    }
    rooms_close(&rooms);
}

/* Any shape and strides: columns, reversed, repeated. */
ParameterizedTestParameters(acc_int, layouts)
{
    return all_adders();
}

ParameterizedTest(size_t *number_of, acc_int, layouts)
{
    const row *r = &rows[adders[*number_of].of];
    const spelt_type type = facts_of(r)->input[0];
    generator random = generator_start(61000 + *number_of);
    FOR_EACH_ISA(r)
    for (int trial = 0; trial < REPEATS(20, 60); trial++) {
        const spelt_view shape = drawn_shape(&random);
        spelt_view view[2] = {shape, shape};
        guarded room[2];
        operands o = operands_open(r, view_count(&shape), "strides");
        for (unsigned k = 0; k < 2; k++) {
            draw_strides(&view[k], 1, &random);
            room[k] = lay_out(&view[k], type, ANY_BITS, &random);
            view_gather(&view[k], type, k == 0 ? o.x : o.y);
        }
        check_call(*number_of, view, whole_total(r->number.term, &o.of), o.what, &random);
        operands_close(&o);
        guarded_close(&room[0]);
        guarded_close(&room[1]);
    }
}

ParameterizedTestParameters(acc_int, threads)
{
    return all_adders();
}

ParameterizedTest(size_t *number_of, acc_int, threads)
{
    enum { MOST = 60000 };
    const row *r = &rows[adders[*number_of].of];
    generator random = generator_start(62000 + *number_of);
    map_rooms rooms = rooms_open(MOST);
    cr_assert_eq(spelt_set_num_threads(3), SPELT_OK);
    FOR_EACH_ISA(r)
    for (int kind = 0; kind < OPERAND_KINDS; kind++) {
        operands o = operands_drawn(r, 8000 + random_below(&random, MOST - 8000), kind, &random);
        const placement at = misaligned(&random, NO_VALUE);
        const size_t grain = spelt_dispatch_put_grain(1);
        check_operands(*number_of, &rooms, &o, &at, &random);
        spelt_dispatch_put_grain(grain);
        operands_close(&o);
    }
    rooms_close(&rooms);
}

/* Nothing but extremes: totals by multiplication. 2^24 elements are the most that a kernel takes.
 */
ParameterizedTestParameters(acc_int, extremes)
{
    return all_adders();
}

ParameterizedTest(size_t *number_of, acc_int, extremes)
{
    enum { BLOCK = 1 << 24 };
    static const size_t lengths[] = {1, 2, 63, 4096, 8193, 262147, BLOCK + 1};
    const row *r = &rows[adders[*number_of].of];
    const spelt_type type = facts_of(r)->input[0];
    const size_t size = spelt_type_size(type);
    generator random = generator_start(63000 + *number_of);
    guarded x = guarded_open((BLOCK + 1) * size), y = guarded_open((BLOCK + 1) * size);
    cr_assert_eq(spelt_set_num_threads(1), SPELT_OK);
    for (int which = 0; which < 3; which++) { /* both least, both greatest, one of each */
        const int128 a = which == 1 ? greatest_of(type) : least_of(type);
        const int128 b = which == 0 ? least_of(type) : greatest_of(type);
        int128 first, second;
        put_element(type, x.first, 0, bits_of_integer(type, a));
        put_element(type, y.first, 0, bits_of_integer(type, b));
        repeat(x.first, size, x.bytes);
        repeat(y.first, size, y.bytes);
        r->number.term->whole(a, b, &first, &second);
        FOR_EACH_ISA(r)
        for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
            const size_t n = lengths[i];
            const spelt_view input[2] = {contiguous_view(x.first, n), contiguous_view(y.first, n)};
            check_call(*number_of, input, wide_times(wide_product(first, second), n), "extremes",
                       &random);
        }
    }
    guarded_close(&x);
    guarded_close(&y);
}

/* One element again and again, more than 2^25 times: totals of up to 154 bits. */
Test(acc_int, values_repeated)
{
    const size_t n = ((size_t)1 << 25) + 12345;
    const int64_t least = INT64_MIN, greatest = INT64_MAX;
    const uint64_t most = UINT64_MAX;
    generator random = generator_start(64000);
    for (size_t i = 0; i < ADDERS; i++) {
        const spelt_function_facts *facts = &spelt_function_list[adders[i].of];
        int128 first, second;
        if (facts->input[0] != SPELT_I64 && facts->input[0] != SPELT_U64)
            continue;
        const int is_signed = facts->input[0] == SPELT_I64;
        const spelt_view input[2] = {value_view(is_signed ? (const void *)&least : &most, n),
                                     value_view(is_signed ? (const void *)&greatest : &most, n)};
        rows[adders[i].of].number.term->whole(is_signed ? (int128)least : (int128)most,
                                              is_signed ? (int128)greatest : (int128)most, &first,
                                              &second);
        check_call(i, input, wide_times(wide_product(first, second), n), "one value", &random);
    }
}

/* ---- Among other terms ----------------------------------------------------------------------- */

/* Integers of up to 32 bits are doubles, and so are the terms that they make. */
Test(acc_int, as_doubles)
{
    enum { MOST = 5000 };
    static int32_t x[MOST], y[MOST];
    static uint16_t z[MOST];
    static double x_real[MOST], y_real[MOST], z_real[MOST];
    generator random = generator_start(65000);
    for (size_t i = 0; i < MOST; i++) {
        x_real[i] = x[i] = (int32_t)draw(ANY_BITS, SPELT_I32, &random);
        y_real[i] = y[i] = (int32_t)draw(SPECIAL, SPELT_I32, &random);
        z_real[i] = z[i] = (uint16_t)draw(ANY_BITS, SPELT_U16, &random);
    }
    for (size_t n = 0; n <= MOST; n = n * 3 + 1) {
        spelt_acc whole = {{0}, 0, 0}, real = {{0}, 0, 0};
        int failed =
            spelt_acc_add_sum_i32(SPELT_IN(i32, x, n), &whole) ||
            spelt_acc_add_sumsq_i32(SPELT_IN(i32, y, n), &whole) ||
            spelt_acc_add_dot_i32(SPELT_IN(i32, x, n), SPELT_IN(i32, y, n), &whole) ||
            spelt_acc_add_sum_u16(SPELT_IN(u16, z, n), &whole) ||
            spelt_acc_add_sum_f64(SPELT_IN(f64, x_real, n), &real) ||
            spelt_acc_add_sumsq_f64(SPELT_IN(f64, y_real, n), &real) ||
            spelt_acc_add_dot_f64(SPELT_IN(f64, x_real, n), SPELT_IN(f64, y_real, n), &real) ||
            spelt_acc_add_sum_f64(SPELT_IN(f64, z_real, n), &real);
        cr_assert(!failed, "%s", spelt_last_error());
        expect_same(&whole, &real, "integers", "as doubles", n);
    }
}

/* A piece of the terms: n elements from a byte on, as an adder takes them, or as doubles of any
 * bits. */
typedef struct {
    size_t adder, first, n;
} piece;

enum { PIECES = 60, ROOM = 16000, REALS = ADDERS };
static _Alignas(8) unsigned char x_room[ROOM], y_room[ROOM];

static size_t element_size(const piece *p)
{
    if (p->adder == REALS)
        return sizeof(double);
    return spelt_type_size(spelt_function_list[adders[p->adder].of].input[0]);
}

static void add_piece(const piece *p, spelt_acc *acc)
{
    const spelt_view x = contiguous_view(x_room + p->first, p->n);
    const spelt_view y = contiguous_view(y_room + p->first, p->n);
    const spelt_view *const views[] = {&x, &y};
    const spelt_in_f64 x_real = typed_in_f64(&x), y_real = typed_in_f64(&y);
    cr_assert_eq(p->adder == REALS ? spelt_acc_add_dot_f64(&x_real, &y_real, acc)
                                   : adders[p->adder].add(views, acc),
                 SPELT_OK, "%s", spelt_last_error());
}

static void shuffle(piece *pieces, generator *random)
{
    for (size_t i = PIECES; i > 1; i--) {
        const size_t other = random_below(random, i);
        const piece swap = pieces[i - 1];
        pieces[i - 1] = pieces[other];
        pieces[other] = swap;
    }
}

/* All pieces in an order and a grouping by chance, each cut in two; the groups meet saved and
 * loaded.
 */
static spelt_acc add_by_chance(const piece *pieces, generator *random)
{
    enum { GROUPS = 4 };
    piece order[PIECES];
    spelt_acc group[GROUPS], all = {{0}, 0, 0};
    memset(group, 0, sizeof group);
    memcpy(order, pieces, sizeof order);
    shuffle(order, random);
    for (size_t i = 0; i < PIECES; i++) {
        piece left = order[i], right = order[i];
        left.n = random_below(random, left.n + 1);
        right.n -= left.n;
        right.first += left.n * element_size(&left);
        add_piece(&left, &group[random_below(random, GROUPS)]);
        add_piece(&right, &group[random_below(random, GROUPS)]);
    }
    for (size_t g = 0; g < GROUPS; g++) {
        unsigned char saved[SPELT_ACC_SAVED_BYTES];
        spelt_acc loaded;
        cr_assert_eq(spelt_acc_save(&group[g], saved), SPELT_OK);
        cr_assert_eq(spelt_acc_load(saved, sizeof saved, &loaded), SPELT_OK);
        cr_assert_eq(spelt_acc_merge(&loaded, &all), SPELT_OK);
    }
    return all;
}

Test(acc_int, any_order_and_grouping)
{
    generator random = generator_start(66000);
    for (int trial = 0; trial < REPEATS(20, 50); trial++) {
        piece pieces[PIECES];
        spelt_acc expected = {{0}, 0, 0}, none = expected, again;
        size_t terms = 0;
        for (size_t i = 0; i < ROOM; i++) {
            x_room[i] = (unsigned char)random_bits(&random);
            y_room[i] = (unsigned char)random_bits(&random);
        }
        for (size_t i = 0; i < PIECES; i++) {
            piece *p = &pieces[i];
            p->adder = random_below(&random, ADDERS + 3);
            p->adder = p->adder < ADDERS ? p->adder : REALS;
            p->first = 8 * random_below(&random, ROOM / 8);
            p->n = random_below(&random, (ROOM - p->first) / element_size(p) + 1);
            terms += p->n;
            add_piece(p, &expected);
        }
        cr_assert_eq(expected.count, (int64_t)terms);
        for (int times = 0; times < 5; times++) {
            again = add_by_chance(pieces, &random);
            expect_same(&again, &expected, "pieces", "any order", terms);
        }
        again.special = expected.special = 0;
        cr_assert_eq(spelt_acc_subtract(&expected, &again), SPELT_OK);
        expect_same(&again, &none, "pieces", "taken away", terms);
    }
}

/* Cents whose balance fits, though those of every chunk and of the day's first half do not. */
Test(acc_int, cents)
{
    enum { CHUNK = 1000, CHUNKS = 8 };
    static int64_t cents[CHUNKS][CHUNK];
    spelt_acc acc = {{0}, 0, 0};
    int64_t balance = 77, chunk = 77, count = 0;
    for (size_t k = 0; k < CHUNKS; k++)
        for (size_t i = 0; i < CHUNK; i++)
            cents[k][i] = k < CHUNKS / 2 ? INT64_MAX - (int64_t)i : (int64_t)i - INT64_MAX;
    cents[CHUNKS - 1][0] += 12345;
    for (size_t k = 0; k < CHUNKS; k++) {
        const spelt_in_i64 now = spelt_in_1d_i64(cents[k], CHUNK);
        cr_expect_eq(spelt_sum_i64(&now, &chunk), SPELT_ERR_OVERFLOW);
        cr_assert_eq(spelt_acc_add_sum_i64(&now, &acc), SPELT_OK, "%s", spelt_last_error());
        if (k < CHUNKS - 1)
            expect_status("on the way", spelt_acc_round_i64(&acc, &balance), SPELT_ERR_OVERFLOW,
                          "spelt_acc_round_i64: the sum of acc does not fit int64_t", NULL);
    }
    cr_expect_eq(balance, 77);
    cr_assert_eq(spelt_acc_round_i64(&acc, &balance), SPELT_OK, "%s", spelt_last_error());
    cr_expect_eq(balance, 12345, "%" PRId64, balance);
    cr_assert_eq(spelt_acc_count(&acc, &count), SPELT_OK);
    cr_expect_eq(count, CHUNKS * CHUNK);
}
