/* test_exact_data.c - every exact reduction against integer arithmetic: all lengths and alignments
 * between guard pages, and data of every kind, by every way to the result. */
#include "exact.h"

enum { BLOCK = SPELT_EXACT_BLOCK, LONGEST = 3 * BLOCK + 100 };

typedef struct {
    guarded x, y;
} rooms;

static rooms open_rooms(void)
{
    return (rooms){guarded_open(LONGEST * 8), guarded_open(LONGEST * 8)};
}

static void close_rooms(rooms *room)
{
    guarded_close(&room->x);
    guarded_close(&room->y);
}

/* The first n elements of two arrays, moved to every place that matters to a vector. */
static void check_places(size_t row, const void *x, const void *y, size_t n, const rooms *room)
{
    size_t size = type_bytes(exact_reductions[row].in), bytes = n * size;
    static integer_sum sum;
    memset(&sum, 0, sizeof sum);
    add_to_sum(row, &sum, x, y, n);
    number expected = rounded_sum(row, &sum);
    for (size_t gap = 0; gap < 64 / size; gap += gap < 3 ? 1 : 5) {
        void *x_at = guarded_at_end(&room->x, bytes, gap * size);
        void *y_at = guarded_at_start(&room->y, gap * size);
        memcpy(x_at, x, bytes);
        memcpy(y_at, y, bytes);
        expect_number(row, call_door(row, x_at, y_at, n), expected, "x at the end", n, gap);
        x_at = guarded_at_start(&room->x, gap * size);
        y_at = guarded_at_end(&room->y, bytes, 0);
        memmove(x_at, x, bytes);
        memmove(y_at, y, bytes);
        expect_number(row, call_door(row, x_at, y_at, n), expected, "y at the end", n, gap);
    }
}

ParameterizedTestParameters(exact_data, lengths)
{
    return row_numbers(EXACT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, exact_data, lengths)
{
    const reduction *r = &exact_reductions[*number_of];
    require_isa(r->isa);
    static const size_t longer[] = {127,           128,           255,       4031,
                                    BLOCK - 1,     BLOCK,         BLOCK + 1, BLOCK + 7,
                                    2 * BLOCK - 1, 2 * BLOCK + 3, 4095,      4096};
    static double x[LONGEST], y[LONGEST];
    rooms room = open_rooms();
    generator random = generator_start(81);
    recipe plain = {.mantissa_bits = 53, .span = 5}, cancelling = {.mantissa_bits = 53, .span = 60};
    cancelling.cancels = cancelling.shuffled = 1;
    for (size_t n = 0; n <= 70; n++) {
        fill_by_recipe(n % 3 ? &plain : &cancelling, &random, r->in, x, y, n);
        check_places(*number_of, x, y, n, &room);
    }
    for (size_t k = 0; k < sizeof longer / sizeof *longer; k++) {
        fill_by_recipe(k % 2 ? &plain : &cancelling, &random, r->in, x, y, longer[k]);
        check_places(*number_of, x, y, longer[k], &room);
    }
    close_rooms(&room);
}

ParameterizedTestParameters(exact_data, recipes)
{
    return row_numbers(EXACT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, exact_data, recipes)
{
    const reduction *r = &exact_reductions[*number_of];
    require_isa(r->isa);
    static double x[LONGEST], y[LONGEST];
    for (uint64_t trial = 0; trial < 1500; trial++) {
        generator random = generator_start(1000 + trial);
        size_t most = trial % 8 == 0 ? LONGEST : trial % 8 < 3 ? 600 : 40;
        size_t n = random_below(&random, most + 1);
        recipe made = random_recipe(&random, r->in);
        fill_by_recipe(&made, &random, r->in, x, y, n);
        check_all_ways(*number_of, x, y, n, trial);
    }
}

/* One NaN or infinity at every place of short arrays, and of some of long ones. */
ParameterizedTestParameters(exact_data, specials_anywhere)
{
    return row_numbers(EXACT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, exact_data, specials_anywhere)
{
    const reduction *r = &exact_reductions[*number_of];
    require_isa(r->isa);
    static const size_t lengths[] = {1, 2, 3, 4, 5, 8, 17, 33, BLOCK, BLOCK + 9};
    static double x[LONGEST], y[LONGEST];
    generator random = generator_start(83);
    recipe plain = {.mantissa_bits = 53, .span = 5};
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
        size_t n = lengths[k], step = n > 40 ? 997 : 1;
        fill_by_recipe(&plain, &random, r->in, x, y, n);
        for (size_t i = 0; i < n; i += step) {
            double kept = real_at(r->in, x, i);
            put_real(r->in, x, i, random_special(&random));
            check_all_ways(*number_of, x, y, n, i);
            put_real(r->in, x, i, kept);
        }
    }
}

/* The same blocks in another order of scales: a total that changes its window at every block. */
ParameterizedTestParameters(exact_data, windows_that_change)
{
    return row_numbers(EXACT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, exact_data, windows_that_change)
{
    const reduction *r = &exact_reductions[*number_of];
    require_isa(r->isa);
    enum { PIECE = 50 };
    static double x[LONGEST], y[LONGEST];
    static exact_total total, part;
    static integer_sum sum;
    for (uint64_t trial = 0; trial < 300; trial++) {
        generator random = generator_start(5000 + trial);
        memset(&sum, 0, sizeof sum);
        exact_total_open(&total, 0);
        exact_total_open(&part, 0);
        for (int piece = 0; piece < 20; piece++) {
            recipe made = random_recipe(&random, r->in);
            size_t n = 1 + random_below(&random, PIECE);
            made.specials = 0;
            fill_by_recipe(&made, &random, r->in, x, y, n);
            add_to_sum(*number_of, &sum, x, y, n);
            add_terms(*number_of, random_below(&random, 2) ? &total : &part, x, y, n);
            if (random_below(&random, 4) == 0) {
                spelt_exact_merge(&total, &part);
                exact_total_open(&part, 0);
            }
        }
        spelt_exact_merge(&total, &part);
        number got;
        cr_assert(round_total(*number_of, &total, &got));
        expect_number(*number_of, got, rounded_sum(*number_of, &sum), "merged", 0, trial);
        superaccumulator super;
        spelt_acc expected = acc_of_sum(&sum, 0);
        uint64_t limb[SPELT_SUPER_LIMBS];
        spelt_exact_to_super(&total, &super);
        spelt_super_limbs(&super, limb);
        cr_assert_arr_eq(limb, expected.limb, sizeof limb, "%s %s, trial %llu", r->door, r->isa,
                         (unsigned long long)trial);
        exact_total_open(&total, 0); /* of nothing */
        spelt_exact_to_super(&total, &super);
        spelt_super_limbs(&super, limb);
        for (size_t k = 0; k < SPELT_SUPER_LIMBS; k++)
            cr_assert_eq(limb[k], 0);
    }
}

/* Blocks in which every term nearly fills the window that earlier blocks left: the greatest sums
 * that a lane can have. */
ParameterizedTestParameters(exact_data, windows_filled)
{
    return row_numbers(EXACT_REDUCTIONS);
}

ParameterizedTest(size_t *number_of, exact_data, windows_filled)
{
    const reduction *r = &exact_reductions[*number_of];
    require_isa(r->isa);
    enum { FILLED = 4 * BLOCK };
    static double x[FILLED], y[FILLED];
    for (int exponent = 1; exponent <= 10; exponent++) {
        double most = r->op == OP_sumsq ? sqrt(ldexp(1, exponent)) : ldexp(1, exponent);
        most *= r->in == TYPE_f32 ? 1 - 0x1p-23 : 1 - 0x1p-52;
        for (size_t i = 0; i < FILLED; i++) {
            put_real(r->in, x, i, i < FILLED / 2 ? 1 : exponent % 2 ? -most : most);
            put_real(r->in, y, i, 1);
        }
        check_all_ways(*number_of, x, y, FILLED, (uint64_t)exponent);
    }
}
