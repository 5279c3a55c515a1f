/* test_rows.c - every function of operations.def that gives an array, by every instruction set that
 * has kernels of its own for it, against its reference: all elements that are special, all short
 * lengths, every placement, failures, exceptions, layouts, threads, streams. */
#include "rows_layouts.h"

#include "runtime/stream.h"

Test(rows, table)
{
    for (size_t i = 0; i < SPELT_FUNCTIONS; i++) {
        cr_expect(rows[i].function == (spelt_function)i, "row %zu is another's", i);
        cr_expect(spelt_kernels_of_isa(SPELT_ISA_scalar, (spelt_function)i) != NULL,
                  "%s has no scalar kernel", facts_of(&rows[i])->name);
        cr_expect(spelt_kernels_of_isa(SPELT_ISA_scalar, (spelt_function)i)->kernel[0] != NULL);
        for (size_t j = 0; j < i; j++)
            cr_expect(strcmp(facts_of(&rows[i])->name, facts_of(&rows[j])->name) != 0,
                      "%s stands in the list twice", facts_of(&rows[i])->name);
    }
}

/* ---- Values --------------------------------------------------------------------- */

/* All combinations of special elements where they are few enough; else some. */
static elements special_elements(const row *r, generator *random)
{
    enum { MOST = 66000, SOME = 20000 };
    const spelt_function_facts *facts = facts_of(r);
    element_bits special[SPELT_MOST_INPUTS][MOST_SPECIALS], in[SPELT_MOST_INPUTS] = {0};
    size_t count[SPELT_MOST_INPUTS], total = 1;
    for (unsigned k = 0; k < facts->inputs; k++)
        total *= count[k] = specials_of(facts->input[k], special[k]);
    if (total > MOST)
        return elements_drawn(r, SOME, SPECIAL, NO_VALUE, random);
    elements e = elements_open(r, total, "special");
    for (size_t i = 0; i < total; i++) {
        size_t rest = i;
        for (unsigned k = 0; k < facts->inputs; k++) {
            in[k] = special[k][rest % count[k]];
            rest /= count[k];
        }
        elements_put(&e, i, in);
    }
    elements_expect(&e);
    return e;
}

/* Every element that 16 bits hold. */
static elements all_elements(const row *r)
{
    elements e = elements_open(r, 65536, "all");
    for (size_t i = 0; i < e.n; i++)
        elements_put(&e, i, (const element_bits[SPELT_MOST_INPUTS]){i});
    elements_expect(&e);
    return e;
}

/* Near the limits of a conversion; fitting: only such that do not fail, among which vectors do all the
 * work, since one that fails hands its block to plain C. */
static elements boundary_elements(const row *r, int fitting, generator *random)
{
    elements e = elements_open(r, 20000, fitting ? "inside boundaries" : "boundaries");
    for (size_t i = 0; i < e.n; i++) {
        element_bits in[SPELT_MOST_INPUTS] = {0};
        for (int trial = 0; trial < (fitting ? 1000 : 1); trial++) {
            in[0] = draw_boundary(facts_of(r)->input[0], facts_of(r)->result, random);
            if (!outcome_of(r, in).failed)
                break;
        }
        elements_put(&e, i, in);
    }
    elements_expect(&e);
    cr_assert(!fitting || e.failures == 0, "%s: %zu fail", facts_of(r)->name, e.failures);
    return e;
}

/* Among small ones integers whose product is near a limit: a divisor of it, and the quotient or,
 * seldom, the next. */
static elements limit_products(const row *r, generator *random)
{
    const spelt_type type = facts_of(r)->input[0];
    elements e = elements_open(r, 20000, "products near a limit");
    for (size_t i = 0; i < e.n; i++) {
        const int is_near = random_below(random, 4) == 0, is_next = random_below(random, 100) == 0;
        const element_bits x = draw(is_near ? SPREAD : SMALL, type, random);
        const int128 limit = random_below(random, 2) ? greatest_of(type) : least_of(type);
        const int128 a = integer_of(type, x), quotient = a == 0 ? limit : limit / a;
        const int128 next = quotient + (!is_next ? 0 : quotient < 0 ? -1 : 1);
        const element_bits y = is_near ? bits_of_integer(type, next) : draw(SMALL, type, random);
        elements_put(&e, i, (const element_bits[SPELT_MOST_INPUTS]){x, y});
    }
    elements_expect(&e);
    return e;
}

/* In calls so short that doors go straight to the kernel. */
static void check_all(const map_rooms *rooms, elements e)
{
    enum { MOST = 997 };
    const placement at = apart("at the end", 0, NO_VALUE);
    FOR_EACH_ISA(e.row)
    for (size_t first = 0; first < e.n; first += MOST) {
        const map_call call = {&e, first, e.n - first < MOST ? e.n - first : MOST, 0};
        check_map(rooms, &call, &at);
    }
    elements_close(&e);
}

/* Some of the special elements as the value of input k, each against all of the other one's: to put
 * a set in force takes longer than a call. */
static void check_values_of(const map_rooms *rooms, const row *r, unsigned k)
{
    enum { AT_ONCE = 50 };
    element_bits special[2][MOST_SPECIALS], in[SPELT_MOST_INPUTS] = {0};
    const size_t count = specials_of(facts_of(r)->input[k], special[k]);
    const size_t others = specials_of(facts_of(r)->input[1 - k], special[1 - k]);
    const placement at = apart("a value", 0, k);
    for (size_t i = 0; i < count; i += AT_ONCE) {
        const size_t values = count - i < AT_ONCE ? count - i : AT_ONCE;
        elements e = elements_open(r, values * others, "special");
        for (size_t j = 0; j < e.n; j++) {
            in[k] = special[k][i + j / others];
            in[1 - k] = special[1 - k][j % others];
            elements_put(&e, j, in);
        }
        elements_expect(&e);
        FOR_EACH_ISA(r)
        for (size_t j = 0; j < values; j++)
            check_map(rooms, &(map_call){&e, j * others, others, 0}, &at);
        elements_close(&e);
    }
}

ROWS_TEST(rows, values, 1)
{
    const row *r = &rows[number];
    const spelt_function_facts *facts = facts_of(r);
    generator random = generator_start(40000 + number);
    map_rooms rooms = rooms_open(MOST_SPECIALS);
    check_all(&rooms, special_elements(r, &random));
    check_all(&rooms, elements_drawn(r, 5000, ANY_BITS, NO_VALUE, &random));
    check_all(&rooms, elements_drawn(r, 2000, SMALL, NO_VALUE, &random));
    check_all(&rooms, elements_drawn(r, 2000, SPREAD, NO_VALUE, &random));
    if (facts->inputs == 1 && spelt_type_size(facts->input[0]) == 2)
        check_all(&rooms, all_elements(r));
    if (strncmp(facts->op, "mul", 3) == 0 && !type_is_float(facts->input[0]) &&
        !spelt_is_complex(facts->input[0]))
        check_all(&rooms, limit_products(r, &random));
    for (int fitting = 0; fitting < 2 && facts->family == SPELT_FAMILY_CONVERT; fitting++)
        check_all(&rooms, boundary_elements(r, fitting, &random));
    for (unsigned k = 0; facts->inputs == 2 && k < 2; k++)
        check_values_of(&rooms, r, k);
    rooms_close(&rooms);
}

/* ---- Lengths -------------------------------------------------------------------- */

enum { LONGEST = 4097, DRAWN = LONGEST + 100 };

/* Elements for every placement: apart; with input k one value; with all inputs the same, but for a
 * mask. */
typedef struct {
    elements apart, of_value[SPELT_MOST_INPUTS], twins;
} placed_elements;

static placed_elements placed_open(const row *r, draw_kind kind, generator *random)
{
    const unsigned last = facts_of(r)->inputs - 1;
    placed_elements p = {.apart = elements_drawn(r, DRAWN, kind, NO_VALUE, random)};
    for (unsigned k = 0; k < facts_of(r)->inputs; k++)
        p.of_value[k] = elements_drawn(r, DRAWN, kind, k, random);
    p.twins = elements_drawn(r, DRAWN, kind, NO_VALUE, random);
    for (unsigned k = 0; k < last; k++)
        if (input_size(r, k) == input_size(r, last))
            memcpy(p.twins.input[k], p.twins.input[last], DRAWN * input_size(r, last));
    elements_expect(&p.twins);
    return p;
}

static void placed_close(placed_elements *p)
{
    elements_close(&p->apart);
    elements_close(&p->twins);
    for (unsigned k = 0; k < SPELT_MOST_INPUTS; k++)
        if (p->of_value[k].row)
            elements_close(&p->of_value[k]);
}

static void check_place(const map_rooms *rooms, const elements *e, size_t n, generator *random,
                        placement at)
{
    check_map(rooms, &(map_call){e, random_below(random, DRAWN - n + 1), n, 0}, &at);
}

/* One value begins with the elements: all of them are it. */
static void check_value_places(const map_rooms *rooms, const placed_elements *p, size_t n,
                               unsigned k, generator *random)
{
    const row *r = p->apart.row;
    placement at = misaligned(random, k);
    check_place(rooms, &p->of_value[k], n, random, apart("a value at the end", 0, k));
    check_place(rooms, &p->of_value[k], n, random, at);
    for (unsigned j = 0; j < facts_of(r)->inputs; j++)
        if (j != k && may_be_in_place(r, j)) {
            at = apart("a value, in place", 0, k);
            at.in_place = 1U << j;
            check_place(rooms, &p->of_value[k], n, random, at);
        }
}

static void check_places(const map_rooms *rooms, const placed_elements *p, size_t n,
                         generator *random)
{
    const row *r = p->apart.row;
    check_place(rooms, &p->apart, n, random, apart("at the end", 0, NO_VALUE));
    check_place(rooms, &p->apart, n, random, apart("at the start", 1, NO_VALUE));
    check_place(rooms, &p->apart, n, random, misaligned(random, NO_VALUE));
    check_place(rooms, &p->apart, n, random, misaligned(random, NO_VALUE));
    placement all = apart("in place of all", 0, NO_VALUE);
    for (unsigned k = 0; k < facts_of(r)->inputs; k++) {
        placement at =
            random_below(random, 2) ? misaligned(random, NO_VALUE) : apart("in place", 0, NO_VALUE);
        at.how = k == 0 ? "in place of x" : k == 1 ? "in place of y" : "in place of z";
        at.in_place = may_be_in_place(r, k) ? 1U << k : 0;
        all.in_place |= at.in_place;
        check_place(rooms, &p->apart, n, random, at);
        check_value_places(rooms, p, n, k, random);
    }
    check_place(rooms, &p->twins, n, random, all);
}

ROWS_TEST(rows, lengths, 1)
{
    const row *r = &rows[number];
    generator random = generator_start(41000 + number);
    map_rooms rooms = rooms_open(LONGEST);
    size_t length[MOST_LENGTHS];
    const size_t lengths = lengths_of(facts_of(r), length);
    placed_elements mixed = placed_open(r, MIXED, &random);
    placed_elements clean = placed_open(r, POSITIVE, &random);
    FOR_EACH_ISA(r)
    {
        check_place(&rooms, &mixed.apart, 0, &random, apart("nothing", 0, NO_VALUE));
        for (size_t i = 0; i < lengths; i++) {
            check_places(&rooms, &mixed, length[i], &random);
            if (clean.apart.failures == 0 && length[i] % 3 == 0)
                check_places(&rooms, &clean, length[i], &random);
        }
    }
    placed_close(&mixed);
    placed_close(&clean);
    rooms_close(&rooms);
}

/* ---- One element that fails ----------------------------------------------------- */

/* An element that fails, of a conversion often one near a limit; 0 where none was drawn. */
static int failing_inputs(const row *r, generator *random, element_bits in[SPELT_MOST_INPUTS])
{
    const spelt_function_facts *facts = facts_of(r);
    const int near = facts->family == SPELT_FAMILY_CONVERT && random_below(random, 4) > 0;
    for (int trial = 0; trial < 2000; trial++) {
        draw_inputs(r, MIXED, NO_VALUE, random, in);
        if (near && trial < 1000)
            in[0] = draw_boundary(facts->input[0], facts->result, random);
        if (outcome_of(r, in).failed)
            return 1;
    }
    return 0;
}

/* Drawn once for a row, to be picked from: of some, few draws fail. */
enum { MOST_FAILING = 200 };
typedef struct {
    size_t count;
    element_bits in[MOST_FAILING][SPELT_MOST_INPUTS];
} failing_pool;

static void pool_open(failing_pool *pool, const row *r, generator *random)
{
    memset(pool, 0, sizeof *pool);
    while (pool->count < MOST_FAILING && failing_inputs(r, random, pool->in[pool->count]))
        pool->count++;
}

/* Elements [0, n) of e with one at `place` that fails, and maybe a second one. */
static void check_failure(const map_rooms *rooms, elements *e, size_t n, size_t place,
                          const failing_pool *pool, generator *random)
{
    element_bits before[2][SPELT_MOST_INPUTS];
    const size_t at[2] = {place, random_below(random, n)};
    const int both = (int)random_below(random, 2);
    placement where =
        random_below(random, 2) ? misaligned(random, NO_VALUE) : apart("at the end", 0, NO_VALUE);
    if (random_below(random, 2))
        for (unsigned k = 0; k < facts_of(e->row)->inputs; k++)
            if (may_be_in_place(e->row, k))
                where.in_place = 1U << k;
    for (int i = 0; i <= both; i++) {
        elements_get(e, at[i], before[i]);
        elements_put_one(e, at[i], pool->in[random_below(random, pool->count)]);
    }
    check_map(rooms, &(map_call){e, 0, n, 0}, &where);
    for (int i = both; i >= 0; i--)
        elements_put_one(e, at[i], before[i]);
}

ROWS_TEST(rows, failures, 1)
{
    const row *r = &rows[number];
    generator random = generator_start(42000 + number);
    failing_pool pool;
    pool_open(&pool, r, &random);
    if (pool.count == 0)
        return;
    map_rooms rooms = rooms_open(LONGEST);
    size_t length[MOST_LENGTHS];
    const size_t lengths = lengths_of(facts_of(r), length);
    elements e = elements_drawn(r, LONGEST, POSITIVE, NO_VALUE, &random);
    e.what = "one that fails";
    FOR_EACH_ISA(r)
    for (size_t i = 0; i < lengths; i++) {
        const size_t n = length[i];
        check_failure(&rooms, &e, n, 0, &pool, &random);
        check_failure(&rooms, &e, n, n - 1, &pool, &random);
        for (int more = 0; more < 3; more++)
            check_failure(&rooms, &e, n, random_below(&random, n), &pool, &random);
    }
    elements_close(&e);
    rooms_close(&rooms);
}

/* ---- Exceptions ----------------------------------------------------------------- */

static void expect_no_exception(const elements *e, size_t n, int unclean, const char *how)
{
    const int raised = fetestexcept(unclean);
    cr_assert(raised == 0, "%s %s, %s, %s, n = %zu: raised%s%s%s", facts_of(e->row)->name,
              spelt_isa(), e->what, how, n, raised & FE_INVALID ? " INVALID" : "",
              raised & FE_DIVBYZERO ? " DIVBYZERO" : "", raised & FE_OVERFLOW ? " OVERFLOW" : "");
}

/* Operands end at a guard page: a lane behind them would hold anything. */
static void check_exceptions(const map_rooms *rooms, const elements *e, size_t n, unsigned value,
                             int unclean)
{
    const row *r = e->row;
    const placement at = apart("at the end", 0, value);
    spelt_view view[SPELT_MOST_INPUTS] = {{0}};
    const spelt_view *const views[] = {&view[0], &view[1], &view[2]};
    unsigned char *out = place_array(&rooms->out, &at, SPELT_MOST_INPUTS, n, facts_of(r)->result);
    const spelt_view out_view = contiguous_view(out, n);
    for (unsigned k = 0; k < facts_of(r)->inputs; k++) {
        const size_t size = input_size(r, k), count = k == value ? 1 : n;
        unsigned char *data = place_array(&rooms->input[k], &at, k, count, facts_of(r)->input[k]);
        memcpy(data, e->input[k], count * size);
        view[k] = k == value ? value_view(data, n) : contiguous_view(data, n);
    }
    feclearexcept(FE_ALL_EXCEPT);
    const spelt_status status = doors[r->function](views, &out_view, NULL);
    expect_no_exception(e, n, unclean, value == NO_VALUE ? "apart" : "a value");
    check_result(&(map_result){e, at.how, 0, n, &out_view, status, out});
}

static int takes_nans(const spelt_function_facts *facts)
{
    return type_is_float(spelt_part_type(facts->input[facts->inputs - 1])) &&
           (facts->family != SPELT_FAMILY_CONVERT || type_is_float(facts->result));
}

ROWS_TEST(rows, exceptions, 1)
{
    const row *r = &rows[number];
    const unsigned inputs = facts_of(r)->inputs;
    generator random = generator_start(43000 + number);
    map_rooms rooms = rooms_open(LONGEST);
    size_t length[MOST_LENGTHS];
    const size_t lengths = lengths_of(facts_of(r), length);
    elements clean[SPELT_MOST_INPUTS + 1], nans[SPELT_MOST_INPUTS + 1];
    for (unsigned k = 0; k <= inputs; k++) {
        clean[k] = elements_drawn(r, LONGEST, POSITIVE, k < inputs ? k : NO_VALUE, &random);
        nans[k] = elements_drawn(r, LONGEST, WITH_NANS, k < inputs ? k : NO_VALUE, &random);
    }
    FOR_EACH_ISA(r)
    for (size_t i = 0; i < lengths; i++)
        for (unsigned k = 0; k <= inputs; k++) {
            const unsigned value = k < inputs ? k : NO_VALUE;
            check_exceptions(&rooms, &clean[k], length[i], value, UNCLEAN);
            if (takes_nans(facts_of(r)))
                check_exceptions(&rooms, &nans[k], length[i], value, UNCLEAN);
        }
    for (unsigned k = 0; k <= inputs; k++) {
        elements_close(&clean[k]);
        elements_close(&nans[k]);
    }
    rooms_close(&rooms);
}

/* ---- Layouts, long arrays, streams ---------------------------------------------- */

ROWS_TEST(rows, layouts, 1)
{
    const row *r = &rows[number];
    generator random = generator_start(44000 + number);
    FOR_EACH_ISA(r)
    for (unsigned trial = 0; trial < REPEATS(9, 40); trial++) {
        const unsigned in_place = trial % (facts_of(r)->inputs + 1);
        check_map_layout(r, may_be_in_place(r, in_place) ? in_place : NO_VALUE, &random);
    }
}

/* Cut into pieces for several threads, whose first failures are to be told apart; then in the way
 * of arrays beyond the caches. */
ROWS_TEST(rows, long_arrays, 1)
{
    enum { MOST = REPEATS(15013, 30011), STREAMED = 10000 };
    const row *r = &rows[number];
    generator random = generator_start(45000 + number);
    map_rooms rooms = rooms_open(MOST);
    elements mixed = elements_drawn(r, MOST, MIXED, NO_VALUE, &random);
    elements clean = elements_drawn(r, MOST, POSITIVE, NO_VALUE, &random);
    element_bits in[SPELT_MOST_INPUTS] = {0};
    for (size_t i = 6000 + random_below(&random, 6000); i < MOST; i += 7001)
        if (failing_inputs(r, &random, in))
            elements_put_one(&clean, i, in);
    clean.what = "few that fail";
    cr_assert_eq(spelt_set_num_threads(3), SPELT_OK);
    const size_t grain = spelt_dispatch_put_grain(1);
    FOR_EACH_ISA(r)
    {
        const placement at = misaligned(&random, NO_VALUE);
        check_map(&rooms, &(map_call){&mixed, 0, MOST, 0}, &at);
        check_map(&rooms, &(map_call){&clean, 0, MOST, 0}, &at);
        spelt_stream_put_threshold(1);
        for (int trial = 0; trial < REPEATS(4, 8); trial++) {
            const placement there = misaligned(&random, NO_VALUE);
            check_map(&rooms, &(map_call){trial % 2 ? &mixed : &clean, 0, STREAMED, 1}, &there);
        }
        spelt_stream_put_threshold(0);
    }
    spelt_dispatch_put_grain(grain);
    elements_close(&mixed);
    elements_close(&clean);
    rooms_close(&rooms);
}
