/* rows_numbers.h - calls of functions that give a number, checked against the references. */
#ifndef SPELT_TESTS_ROWS_NUMBERS_H
#define SPELT_TESTS_ROWS_NUMBERS_H

#include "rows_layouts.h"

/* ---- Operands -------------------------------------------------------------------------------- */

/* Kinds of operands beside those of draw(). */
enum {
    LONE = DRAW_KINDS, /* all the same but for one special, or the same one twice */
    CANCELLING,        /* an element and its negative, so that totals are small */
    OPERAND_KINDS
};

static inline const char *operand_kind_name(int kind)
{
    return kind == LONE ? "lone" : kind == CANCELLING ? "cancelling" : draw_names[kind];
}

/* Two operands of n elements and what their call is to give. */
typedef struct {
    const row *row;
    const char *what;
    reduced of;
    unsigned char *x, *y;
    spelt_status status;
    element_bits bits;
} operands;

static inline operands operands_open(const row *r, size_t n, const char *what)
{
    const size_t size = spelt_type_size(facts_of(r)->input[0]);
    operands o = {.row = r, .what = what, .x = malloc(n * size + 1), .y = malloc(n * size + 1)};
    cr_assert(o.x && o.y);
    o.of = (reduced){facts_of(r), o.x, facts_of(r)->inputs == 2 ? o.y : o.x, n};
    return o;
}

static inline void operands_close(operands *o)
{
    free(o->x);
    free(o->y);
}

static inline void operands_expect(operands *o)
{
    o->status = number_expected(&o->row->number, &o->of, &o->bits);
}

static inline void fill_lone(spelt_type type, void *data, size_t n, generator *random)
{
    const element_bits usual = draw(SMALL, type, random), special = draw(SPECIAL, type, random);
    for (size_t i = 0; i < n; i++)
        put_element(type, data, i, usual);
    if (n == 0)
        return;
    put_element(type, data, random_below(random, 3) ? random_below(random, n) : n - 1, special);
    if (random_below(random, 2))
        put_element(type, data, random_below(random, n), special);
}

static inline void fill_cancelling(spelt_type type, void *x, void *y, size_t n, generator *random)
{
    for (size_t i = 0; i < n; i++) {
        const int again = i % 2 == 1;
        element_bits a = draw(SPREAD, type, random), b = draw(SPREAD, type, random);
        if (again) {
            a = element_at(type, x, i - 1), b = element_at(type, y, i - 1);
            a = spelt_is_complex(type) ? a ^ highest_bit(type) ^ highest_bit(type) >> type_width(type) / 2
                : type_is_float(type)  ? a ^ highest_bit(type)
                                    : bits_of_integer(type, -integer_of(type, a));
        }
        put_element(type, x, i, a);
        put_element(type, y, i, b);
    }
}

static inline operands operands_drawn(const row *r, size_t n, int kind, generator *random)
{
    const spelt_type type = facts_of(r)->input[0];
    operands o = operands_open(r, n, operand_kind_name(kind));
    if (kind == LONE) {
        fill_lone(type, o.x, n, random);
        fill_lone(type, o.y, n, random);
    } else if (kind == CANCELLING) {
        fill_cancelling(type, o.x, o.y, n, random);
    } else {
        for (size_t i = 0; i < n; i++) {
            put_element(type, o.x, i, draw((draw_kind)kind, type, random));
            put_element(type, o.y, i, draw((draw_kind)kind, type, random));
        }
    }
    operands_expect(&o);
    return o;
}

/* ---- Calls ----------------------------------------------------------------------------------- */

/* Status, result, message; of a result that there is not, and of what lies around one, every byte
 * stays. */
static inline void check_number(const operands *o, const spelt_view input[2], const char *how)
{
    enum { BYTES = 32, AT = 8 };
    const spelt_function_facts *facts = facts_of(o->row);
    const spelt_view *const views[] = {&input[0], &input[1]};
    _Alignas(8) unsigned char got[BYTES], expected[BYTES];
    memset(got, POISON, sizeof got);
    memset(expected, POISON, sizeof expected);
    if (o->status == SPELT_OK)
        put_element(facts->result, expected + AT, 0, o->bits);
    const spelt_status status = doors[o->row->function](views, NULL, got + AT);
    if (status == o->status && memcmp(got, expected, sizeof got) == 0) {
        cr_assert(status == SPELT_OK ||
                      strncmp(spelt_last_error(), facts->name, strlen(facts->name)) == 0,
                  "%s: the message is \"%s\"", facts->name, spelt_last_error());
        return;
    }
    cr_assert_fail("%s %s, %s, %s, n = %zu: got %s %s, expected %s %s", facts->name, spelt_isa(),
                   o->what, how, o->of.n, spelt_status_name(status),
                   element_text(facts->result, element_at(facts->result, got + AT, 0)),
                   spelt_status_name(o->status),
                   element_text(facts->result, element_at(facts->result, expected + AT, 0)));
}

/* In rooms at the end, at the start, with gaps, and with one array for both. */
static inline void check_number_placed(const map_rooms *rooms, const operands *o,
                                       const placement *at)
{
    const spelt_type type = facts_of(o->row)->input[0];
    const size_t n = o->of.n, size = spelt_type_size(type);
    spelt_view input[2];
    unsigned char *x = place_array(&rooms->input[0], at, 0, n, type);
    unsigned char *y = place_array(&rooms->input[1], at, 1, n, type);
    memcpy(x, o->x, n * size);
    memcpy(y, o->y, n * size);
    input[0] = contiguous_view(x, n);
    input[1] = contiguous_view(y, n);
    check_number(o, input, at->how);
    cr_assert(memcmp(x, o->x, n * size) == 0 && memcmp(y, o->y, n * size) == 0,
              "%s %s, n = %zu: an input was written to", facts_of(o->row)->name, spelt_isa(), n);
}

/* The result may lie in an operand. */
static inline void check_number_in_x(const map_rooms *rooms, const operands *o)
{
    const spelt_function_facts *facts = facts_of(o->row);
    const size_t bytes = o->of.n * spelt_type_size(facts->input[0]);
    const size_t size = spelt_type_size(facts->result);
    if (bytes < size)
        return;
    unsigned char *x = guarded_at_start(&rooms->input[0], 0), *expected = malloc(bytes);
    cr_assert(expected != NULL);
    memcpy(x, o->x, bytes);
    memcpy(expected, o->x, bytes);
    if (o->status == SPELT_OK)
        put_element(facts->result, expected, 0, o->bits);
    const spelt_view x_view = contiguous_view(x, o->of.n), y_view = contiguous_view(o->y, o->of.n);
    const spelt_view *const views[] = {&x_view, &y_view};
    const spelt_status status = doors[o->row->function](views, NULL, x);
    cr_assert(status == o->status && memcmp(x, expected, bytes) == 0,
              "%s %s, %s, result in x, n = %zu: got %s %s, expected %s %s", facts->name,
              spelt_isa(), o->what, o->of.n, spelt_status_name(status),
              element_text(facts->result, element_at(facts->result, x, 0)),
              spelt_status_name(o->status),
              element_text(facts->result, element_at(facts->result, expected, 0)));
    free(expected);
}

static inline void check_number_layout(const row *r, generator *random)
{
    const spelt_function_facts *facts = facts_of(r);
    const spelt_type type = facts->input[0];
    const spelt_view shape = drawn_shape(random);
    const draw_kind kind = (draw_kind)random_below(random, DRAW_KINDS);
    spelt_view view[2] = {shape, shape};
    guarded room[2];
    operands o = operands_open(r, view_count(&shape), draw_names[kind]);
    for (unsigned k = 0; k < 2; k++) {
        draw_strides(&view[k], 1, random);
        room[k] = lay_out(&view[k], type, kind, random);
        view_gather(&view[k], type, k == 0 ? o.x : o.y);
    }
    operands_expect(&o);
    check_number(&o, view, "strides");
    operands_close(&o);
    guarded_close(&room[0]);
    guarded_close(&room[1]);
}

/* ---- Lanes of order 1 ------------------------------------------------------------------------ */

/* Of what a kernel is given as y. */
static inline spelt_type type_of_second(const spelt_function_facts *facts)
{
    return facts->family == SPELT_FAMILY_ORDER1_BY ? facts->result : facts->input[0];
}

/* lanes[j] += the term of x[i] and y[i]: an accumulator of either type. */
static inline void add_term(const row *r, void *lanes, size_t j, const void *x, const void *y,
                            size_t i)
{
    const spelt_function_facts *facts = facts_of(r);
    const spelt_type in = facts->input[0], acc = facts->result;
    double first, second;
    const spelt_type second_type = type_of_second(facts);
    r->number.term->real(real_of(in, element_at(in, x, i)),
                         real_of(second_type, element_at(second_type, y, i)), &first, &second);
    if (acc == SPELT_F32)
        first = (float)first, second = (float)second;
    const double lane = real_of(acc, element_at(acc, lanes, j));
    if (r->number.term->is_fused)
        put_element(acc, lanes, j,
                    acc == SPELT_F32 ? f32_bits(fmaf((float)first, (float)second, (float)lane))
                                     : f64_bits(fma(first, second, lane)));
    else if (acc == SPELT_F32)
        put_element(acc, lanes, j, f32_bits((float)lane + (float)(first * second)));
    else
        put_element(acc, lanes, j, f64_bits(lane + first * second));
}

/* Of complex elements, of which lane j has as many numbers as they have terms and sums. */
static inline unsigned numbers_of_lane(const complex_reference *reference)
{
    return reference->sums * reference->terms;
}

static inline void add_complex_terms(const row *r, void *lanes, size_t j, const void *x,
                                     const void *y, size_t i)
{
    const complex_reference *reference = r->number.complex;
    const spelt_type part = spelt_part_type(facts_of(r)->input[0]);
    const unsigned numbers = numbers_of_lane(reference);
    double term[2];
    complex_terms_at(reference, facts_of(r)->input[0], x, y, i, term);
    for (unsigned k = 0; k < numbers; k++) {
        const double lane = real_of(part, element_at(part, lanes, j * numbers + k)) + term[k];
        put_element(part, lanes, j * numbers + k,
                    part == SPELT_F32 ? f32_bits((float)lane) : f64_bits(lane));
    }
}

static inline void expect_lanes(const row *r, const char *kernel, size_t n, const void *got,
                                const void *expected, size_t lanes)
{
    const spelt_type acc = spelt_part_type(facts_of(r)->result);
    for (size_t j = 0; j < lanes; j++)
        if (element_at(acc, got, j) != element_at(acc, expected, j))
            cr_assert_fail("%s%s %s, n = %zu, lane %zu: got %s, expected %s", facts_of(r)->name,
                           kernel, spelt_isa(), n, j, element_text(acc, element_at(acc, got, j)),
                           element_text(acc, element_at(acc, expected, j)));
}

#endif
