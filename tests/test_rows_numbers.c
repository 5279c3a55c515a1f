/* test_rows_numbers.c - every function of operations.def that gives a number, by every instruction
 * set that has kernels of its own for it, against its reference: all short lengths, every
 * placement, layouts, threads, exceptions. */
#include "rows_numbers.h"

/* What the lengths of rows_layouts.h go up to. */
enum { LONGEST = 4097 };

static void check_number_places(const map_rooms *rooms, const row *r, size_t n, int kind,
                                generator *random)
{
    operands o = operands_drawn(r, n, kind, random);
    const placement end = apart("at the end", 0, NO_VALUE),
                    start = apart("at the start", 1, NO_VALUE);
    const placement at = misaligned(random, NO_VALUE);
    check_number_placed(rooms, &o, &end);
    check_number_placed(rooms, &o, &start);
    check_number_placed(rooms, &o, &at);
    check_number_in_x(rooms, &o);
    operands_close(&o);
}

ROWS_TEST(rows_numbers, lengths, 0)
{
    const row *r = &rows[number];
    generator random = generator_start(46000 + number);
    map_rooms rooms = rooms_open(LONGEST);
    size_t length[MOST_LENGTHS];
    const size_t lengths = lengths_of(facts_of(r), length), all = short_lengths(facts_of(r));
    FOR_EACH_ISA(r)
    {
        check_number_places(&rooms, r, 0, SMALL, &random);
        for (size_t i = 0; i < lengths; i++)
            for (int kind = 0; kind < OPERAND_KINDS; kind++)
                if ((i < all && REPEATS((i + (size_t)kind + number) % 2 == 0, 1)) ||
                    kind == SPREAD || kind == LONE || random_below(&random, 4) == 0)
                    check_number_places(&rooms, r, length[i], kind, &random);
    }
    rooms_close(&rooms);
}

/* Beyond what one thread takes at once, and all elements that are special in one. */
ROWS_TEST(rows_numbers, long_arrays, 0)
{
    enum { MOST = 40000 };
    static const int kinds[] = {SPREAD, LONE, CANCELLING, MIXED, FEW_VALUES, SPECIAL};
    const row *r = &rows[number];
    generator random = generator_start(47000 + number);
    map_rooms rooms = rooms_open(MOST);
    cr_assert_eq(spelt_set_num_threads(3), SPELT_OK);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        operands o =
            operands_drawn(r, 8000 + random_below(&random, MOST - 8000), kinds[k], &random);
        FOR_EACH_ISA(r)
        {
            const placement at = misaligned(&random, NO_VALUE);
            check_number_placed(&rooms, &o, &at);
            const size_t grain = spelt_dispatch_put_grain(1);
            check_number_placed(&rooms, &o, &at);
            spelt_dispatch_put_grain(grain);
        }
        operands_close(&o);
    }
    rooms_close(&rooms);
}

ROWS_TEST(rows_numbers, layouts, 0)
{
    const row *r = &rows[number];
    generator random = generator_start(48000 + number);
    FOR_EACH_ISA(r)
    for (int trial = 0; trial < REPEATS(20, 60); trial++)
        check_number_layout(r, &random);
}

/* Also of quiet NaNs, which no sum of moderate numbers and no choice objects to. */
ROWS_TEST(rows_numbers, exceptions, 0)
{
    const row *r = &rows[number];
    const spelt_type type = facts_of(r)->input[0];
    const size_t size = spelt_type_size(type);
    generator random = generator_start(49000 + number);
    map_rooms rooms = rooms_open(LONGEST);
    size_t length[MOST_LENGTHS];
    const size_t lengths = lengths_of(facts_of(r), length);
    const placement at = apart("at the end", 0, NO_VALUE);
    FOR_EACH_ISA(r)
    for (size_t i = 0; i < 2 * lengths; i++) {
        const size_t n = length[i / 2];
        operands o = operands_drawn(r, n, i % 2 ? POSITIVE : WITH_NANS, &random);
        spelt_view view[2] = {contiguous_view(place_array(&rooms.input[0], &at, 0, n, type), n),
                              contiguous_view(place_array(&rooms.input[1], &at, 1, n, type), n)};
        memcpy(view[0].data, o.x, n * size);
        memcpy(view[1].data, o.y, n * size);
        feclearexcept(FE_ALL_EXCEPT);
        check_number(&o, view, at.how);
        const int raised = fetestexcept(UNCLEAN);
        cr_assert(raised == 0, "%s %s, %s, n = %zu: raised 0x%x", facts_of(r)->name, spelt_isa(),
                  o.what, n, (unsigned)raised);
        operands_close(&o);
    }
    rooms_close(&rooms);
}

/* ---- The other kernels of order 1 ------------------------------------------------------------ */

/* Lanes that begin with anything take rows of terms: rows of order 1, or rows as long as there are
 * lanes, as many as a call takes. */
static void check_lanes(const map_rooms *rooms, const row *r, size_t n, size_t rows_of_terms,
                        generator *random)
{
    const spelt_function_facts *facts = facts_of(r);
    const complex_reference *complex = r->number.complex;
    const spelt_type lane_type = spelt_part_type(facts->result);
    const unsigned numbers = complex ? numbers_of_lane(complex) : 1;
    const size_t size = spelt_type_size(facts->input[0]);
    const size_t acc = numbers * spelt_type_size(lane_type);
    const size_t most = SPELT_ORDER_LANE_BYTES / spelt_type_size(lane_type);
    const size_t lanes = rows_of_terms ? most / (complex ? complex->terms : 1) : n;
    const size_t count = rows_of_terms ? rows_of_terms : 1 + n % SPELT_STREAMS, terms = count * lanes;
    const placement at = apart("at the end", 0, NO_VALUE);
    operands o = operands_drawn(r, terms, SPREAD, random);
    unsigned char *x = place_array(&rooms->input[0], &at, 0, terms, facts->input[0]);
    const spelt_type second = type_of_second(facts);
    unsigned char *y = place_array(&rooms->input[1], &at, 1, terms, second);
    unsigned char *got = place_array(&rooms->out, &at, 2, lanes * numbers, lane_type),
                  *expected = malloc(lanes * acc);
    cr_assert(expected != NULL);
    memcpy(x, o.x, terms * size);
    if (facts->family != SPELT_FAMILY_ORDER1_BY)
        memcpy(y, o.y, terms * size);
    else /* a number for each lane; for rows one number */
        for (size_t i = 0; i < terms; i++)
            put_element(second, y, i,
                        i >= (rows_of_terms ? 1 : n)
                            ? element_at(second, y, rows_of_terms ? 0 : i % n)
                            : draw(SPREAD, second, random));
    for (size_t j = 0; j < lanes * numbers; j++)
        put_element(lane_type, expected, j, draw(SPREAD, lane_type, random));
    memcpy(got, expected, lanes * acc);
    const int is_first = !rows_of_terms && random_below(random, 2);
    if (is_first)
        memset(expected, 0, lanes * acc);
    for (size_t i = 0; i < terms; i++)
        (complex ? add_complex_terms : add_term)(r, expected, i % lanes, x, y, i);
    spelt_kernel *kernel =
        spelt_kernel_of(r->function, rows_of_terms ? SPELT_KERNEL_ROWS : SPELT_KERNEL_LANES);
    cr_assert(kernel != NULL);
    const int is_by = facts->family == SPELT_FAMILY_ORDER1_BY;
    const spelt_rows rows_at = {.x = (char *)x,
                                .y = (char *)y,
                                .x_step = (ptrdiff_t)(n * size),
                                .y_step = is_by ? 0 : (ptrdiff_t)(n * size),
                                .count = count,
                                .is_first = is_first};
    if (rows_of_terms)
        ((spelt_rows_kernel *)kernel)(got, x, y, rows_of_terms);
    else
        ((spelt_lanes_kernel *)kernel)(got, &rows_at, n);
    expect_lanes(r, rows_of_terms ? "_rows" : "_lanes", terms, got, expected, lanes * numbers);
    cr_assert(guarded_intact(&rooms->out, got, lanes * acc), "%s %s: written around the lanes",
              facts->name, spelt_isa());
    free(expected);
    operands_close(&o);
}

static int has_lanes(const row *r)
{
    return facts_of(r)->family == SPELT_FAMILY_ORDER1 ||
           (facts_of(r)->family == SPELT_FAMILY_ORDER1_BY &&
            !spelt_is_complex(facts_of(r)->input[0]));
}

Test(rows_numbers, lanes_of_order1)
{
    generator random = generator_start(50000);
    map_rooms rooms = rooms_open(5000);
    for (size_t i = 0; i < SPELT_FUNCTIONS; i++)
        for (int isa = has_lanes(&rows[i]) ? next_isa(&rows[i], 0) : SPELT_ISA_COUNT;
             isa < SPELT_ISA_COUNT; isa = next_isa(&rows[i], isa + 1)) {
            for (size_t n = 1; n <= 200; n += n < 70 ? 1 : REPEATS(13, 1))
                check_lanes(&rooms, &rows[i], n, 0, &random);
            for (size_t count = 1; count <= SPELT_ORDER_ROWS; count++)
                check_lanes(&rooms, &rows[i], 0, count, &random);
        }
    rooms_close(&rooms);
}

/* Many slices at once give what each gives alone: contiguous ones, of which those in the middle are of terms
 * whose products underflow, so that fused lanes can be -0.0. */
enum { SLICES = 35 };

static void check_slices(const map_rooms *rooms, const row *r, size_t n, int kind, generator *random)
{
    const spelt_function_facts *facts = facts_of(r);
    const size_t size = spelt_type_size(facts->input[0]), acc = spelt_type_size(facts->result);
    const size_t terms = n * SLICES, step = random_below(random, 2) ? 1 : 3;
    const placement at = apart("at the end", 0, NO_VALUE);
    operands o = operands_drawn(r, terms, kind, random);
    const long double small = size == sizeof(float) ? 1e-30L : 1e-200L;
    for (size_t i = terms / 3; i < 2 * terms / 3 && size >= sizeof(float); i++) {
        put_element(facts->input[0], o.x, i, near_value(facts->input[0], -small, 0));
        put_element(facts->input[0], o.y, i, near_value(facts->input[0], small, 0));
    }
    unsigned char *x = place_array(&rooms->input[0], &at, 0, terms, facts->input[0]);
    unsigned char *y = place_array(&rooms->input[1], &at, 1, terms, facts->input[0]);
    unsigned char *got = place_array(&rooms->out, &at, 2, (SLICES - 1) * step + 1, facts->result);
    memcpy(x, o.x, terms * size);
    memcpy(y, o.y, terms * size);
    const spelt_rows slices = {.x = (char *)x,
                               .y = facts->inputs == 2 ? (char *)y : (char *)x,
                               .x_step = (ptrdiff_t)(n * size),
                               .y_step = (ptrdiff_t)(n * size),
                               .count = SLICES};
    spelt_many_slices_kernel *kernel =
        (spelt_many_slices_kernel *)spelt_kernel_of(r->function, SPELT_KERNEL_SLICES);
    kernel((char *)got, (ptrdiff_t)(step * acc), &slices, n);
    for (size_t j = 0; j < SLICES; j++) {
        element_bits alone = 0, of_many = element_at(facts->result, got, j * step);
        spelt_reduce_of(r->function)(x + j * n * size, y + j * n * size, n, &alone);
        alone = element_at(facts->result, &alone, 0);
        cr_assert(of_many == alone, "%s_slices %s, slice %zu of %zu: got %s, expected %s", facts->name,
                  spelt_isa(), j, n, element_text(facts->result, of_many),
                  element_text(facts->result, alone));
    }
    cr_assert(guarded_intact(&rooms->out, got, ((SLICES - 1) * step + 1) * acc),
              "%s %s: written around the results", facts->name, spelt_isa());
    operands_close(&o);
}

Test(rows_numbers, many_slices)
{
    generator random = generator_start(51000);
    map_rooms rooms = rooms_open(140 * SLICES);
    for (size_t i = 0; i < SPELT_FUNCTIONS; i++)
        for (int isa = facts_of(&rows[i])->family == SPELT_FAMILY_ORDER1 ? next_isa(&rows[i], 0)
                                                                         : SPELT_ISA_COUNT;
             isa < SPELT_ISA_COUNT; isa = next_isa(&rows[i], isa + 1))
            for (size_t n = 1; n <= 140 && spelt_kernel_of(rows[i].function, SPELT_KERNEL_SLICES);
                 n += n < 70 ? 1 : REPEATS(13, 1))
                check_slices(&rooms, &rows[i], n, n % 3 ? SPREAD : SPECIAL, &random);
    rooms_close(&rooms);
}
