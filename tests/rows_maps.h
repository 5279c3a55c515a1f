/* rows_maps.h - calls of elementwise operations, checked against what the references make of the
 * same elements. */
#ifndef SPELT_TESTS_ROWS_MAPS_H
#define SPELT_TESTS_ROWS_MAPS_H

#include "rows.h"
#include "rows_data.h"

#include "call/call.h"

#include <fenv.h>

/* Exceptions that no operation has on clean elements. */
enum { UNCLEAN = FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW };

/* ---- Elements and what becomes of them ------------------------------------------------------- */

/* n elements of each input, and for each the outcome. */
typedef struct {
    const row *row;
    const char *what; /* for messages */
    size_t n, failures;
    unsigned char *input[SPELT_MOST_INPUTS];
    outcome *expected;
    unsigned char *out; /* the bits of all outcomes, as an array */
} elements;

static inline size_t input_size(const row *r, unsigned k)
{
    return spelt_type_size(facts_of(r)->input[k]);
}

static inline size_t result_size(const row *r)
{
    return spelt_type_size(facts_of(r)->result);
}

static inline elements elements_open(const row *r, size_t n, const char *what)
{
    elements e = {.row = r, .what = what, .n = n};
    for (unsigned k = 0; k < facts_of(r)->inputs; k++)
        cr_assert((e.input[k] = malloc(n * input_size(r, k) + 1)) != NULL);
    cr_assert((e.expected = malloc(n * sizeof *e.expected + 1)) != NULL);
    cr_assert((e.out = malloc(n * result_size(r) + 1)) != NULL);
    return e;
}

static inline void elements_close(elements *e)
{
    for (unsigned k = 0; k < SPELT_MOST_INPUTS; k++)
        free(e->input[k]);
    free(e->expected);
    free(e->out);
}

static inline outcome outcome_of(const row *r, const element_bits in[SPELT_MOST_INPUTS])
{
    return r->element(facts_of(r), in);
}

/* Gives element i these inputs. */
static inline void elements_put(elements *e, size_t i, const element_bits in[SPELT_MOST_INPUTS])
{
    for (unsigned k = 0; k < facts_of(e->row)->inputs; k++)
        put_element(facts_of(e->row)->input[k], e->input[k], i, in[k]);
}

static inline void elements_get(const elements *e, size_t i, element_bits in[SPELT_MOST_INPUTS])
{
    memset(in, 0, SPELT_MOST_INPUTS * sizeof *in);
    for (unsigned k = 0; k < facts_of(e->row)->inputs; k++)
        in[k] = element_at(facts_of(e->row)->input[k], e->input[k], i);
}

/* After the inputs were put. */
static inline void elements_expect(elements *e)
{
    element_bits in[SPELT_MOST_INPUTS];
    e->failures = 0;
    for (size_t i = 0; i < e->n; i++) {
        elements_get(e, i, in);
        e->expected[i] = outcome_of(e->row, in);
        e->failures += e->expected[i].failed != 0;
        put_element(facts_of(e->row)->result, e->out, i, e->expected[i].bits);
    }
}

/* Gives element i other inputs than it was expected with. */
static inline void elements_put_one(elements *e, size_t i, const element_bits in[SPELT_MOST_INPUTS])
{
    elements_put(e, i, in);
    e->failures -= e->expected[i].failed != 0;
    e->expected[i] = outcome_of(e->row, in);
    e->failures += e->expected[i].failed != 0;
    put_element(facts_of(e->row)->result, e->out, i, e->expected[i].bits);
}

/* Whether these inputs neither fail nor make a NaN or an infinity of numbers. */
static inline int is_clean(const row *r, const element_bits in[SPELT_MOST_INPUTS])
{
    const outcome made = outcome_of(r, in);
    return !made.failed && is_finite_bits(facts_of(r)->result, made.bits);
}

/* Input number `value` is the same everywhere, unless it is none of them. */
enum { NO_VALUE = SPELT_MOST_INPUTS };

/* With input number `value` as it is. Positive ones are clean; few draws are not. */
static inline int draw_inputs(const row *r, draw_kind kind, unsigned value, generator *random,
                              element_bits in[SPELT_MOST_INPUTS])
{
    for (int trial = 0; trial < 1000; trial++) {
        for (unsigned k = 0; k < facts_of(r)->inputs; k++)
            if (k != value)
                in[k] = draw(kind, facts_of(r)->input[k], random);
        if (kind != POSITIVE || is_clean(r, in))
            return 1;
    }
    return 0;
}

static inline elements elements_drawn(const row *r, size_t n, draw_kind kind, unsigned value,
                                      generator *random)
{
    elements e = elements_open(r, n, draw_names[kind]);
    element_bits in[SPELT_MOST_INPUTS] = {0};
    for (size_t i = 0; i < n; i++) {
        const int drawn = draw_inputs(r, kind, i == 0 ? NO_VALUE : value, random, in);
        if (!drawn) /* the first one is clean, or nothing is */
            elements_get(&e, 0, in);
        elements_put(&e, i, in);
    }
    elements_expect(&e);
    return e;
}

/* ---- Results --------------------------------------------------------------------------------- */

/* "5", or "(1, 2)": where element i of a shape is, in C order. */
static inline const char *place_text(const spelt_view *view, size_t i)
{
    static char text[SPELT_MAX_NDIM * 24];
    size_t index[SPELT_MAX_NDIM] = {0}, used = 0;
    if (view->ndim == 1) {
        snprintf(text, sizeof text, "%zu", i);
        return text;
    }
    for (size_t d = view->ndim; d-- > 0;) {
        index[d] = i % view->shape[d];
        i /= view->shape[d];
    }
    used = (size_t)snprintf(text, sizeof text, "(");
    for (size_t d = 0; d < view->ndim; d++)
        used += (size_t)snprintf(text + used, sizeof text - used, d ? ", %zu" : "%zu", index[d]);
    snprintf(text + used, sizeof text - used, ")");
    return text;
}

/* "1, 2" */
static inline const char *inputs_text(const elements *e, size_t i)
{
    static char text[512];
    element_bits in[SPELT_MOST_INPUTS];
    size_t used = 0;
    elements_get(e, i, in);
    for (unsigned k = 0; k < facts_of(e->row)->inputs; k++)
        used += (size_t)snprintf(text + used, sizeof text - used, k ? ", %s" : "%s",
                                 element_text(facts_of(e->row)->input[k], in[k]));
    return text;
}

/* What a call of elements first to first + n - 1 of e gave, with the results in C order. */
typedef struct {
    const elements *e;
    const char *how; /* for messages */
    size_t first, n;
    const spelt_view *view; /* of any operand: the shape */
    spelt_status status;
    const void *out;
} map_result;

static inline void check_values(const map_result *r)
{
    const spelt_function_facts *facts = facts_of(r->e->row);
    const size_t size = spelt_type_size(facts->result);
    if (memcmp(r->out, r->e->out + r->first * size, r->n * size) == 0)
        return;
    for (size_t i = 0; i < r->n; i++) {
        const outcome expected = r->e->expected[r->first + i];
        const element_bits got = element_at(facts->result, r->out, i);
        if (got != expected.bits &&
            !(expected.any_nan && same_but_for_nans(facts->result, got, expected.bits)))
            cr_assert_fail("%s %s, %s, %s, n = %zu, index %s: got %s, expected %s, of %s",
                           facts->name, spelt_isa(), r->e->what, r->how, r->n,
                           place_text(r->view, i), element_text(facts->result, got),
                           element_text(facts->result, expected.bits),
                           inputs_text(r->e, r->first + i));
    }
}

static inline spelt_status status_of(unsigned failed)
{
    return failed == 0                       ? SPELT_OK
           : failed == SPELT_FAILED_ARGUMENT ? SPELT_ERR_ARG
           : failed == SPELT_FAILED_BITS     ? SPELT_ERR_INEXACT
                                             : SPELT_ERR_OVERFLOW;
}

static inline int ends_with(const char *text, const char *end)
{
    const size_t length = strlen(text), end_length = strlen(end);
    return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

/* The status is that of the first element that fails, and the message ends with its index. */
static inline void check_status(const map_result *r)
{
    const spelt_function_facts *facts = facts_of(r->e->row);
    size_t i = 0;
    while (r->e->failures > 0 && i < r->n && !r->e->expected[r->first + i].failed)
        i++;
    const int fails = r->e->failures > 0 && i < r->n;
    const spelt_status expected = fails ? status_of(r->e->expected[r->first + i].failed) : SPELT_OK;
    if (r->status != expected)
        cr_assert_fail("%s %s, %s, %s, n = %zu: got %s (%s), expected %s%s%s", facts->name,
                       spelt_isa(), r->e->what, r->how, r->n, spelt_status_name(r->status),
                       spelt_last_error(), spelt_status_name(expected), fails ? " at index " : "",
                       fails ? place_text(r->view, i) : "");
    if (!fails)
        return;
    char end[SPELT_MAX_NDIM * 24 + 16];
    snprintf(end, sizeof end, " at index %s", place_text(r->view, i));
    if (strncmp(spelt_last_error(), facts->name, strlen(facts->name)) != 0 ||
        !ends_with(spelt_last_error(), end))
        cr_assert_fail("%s %s, %s, %s, n = %zu: the message is \"%s\", not of%s", facts->name,
                       spelt_isa(), r->e->what, r->how, r->n, spelt_last_error(), end);
}

static inline void check_result(const map_result *r)
{
    check_status(r);
    check_values(r);
}

/* ---- Contiguous calls between guard pages ---------------------------------------------------- */

typedef struct {
    guarded input[SPELT_MOST_INPUTS], out;
} map_rooms;

static inline map_rooms rooms_open(size_t most)
{
    map_rooms rooms;
    for (unsigned k = 0; k < SPELT_MOST_INPUTS; k++)
        rooms.input[k] = guarded_open((most + 16) * 16);
    rooms.out = guarded_open((most + 16) * 16);
    return rooms;
}

static inline void rooms_close(map_rooms *rooms)
{
    for (unsigned k = 0; k < SPELT_MOST_INPUTS; k++)
        guarded_close(&rooms->input[k]);
    guarded_close(&rooms->out);
}

/* Where the operands lie: so many elements of the gap, or parts of complex ones, before the rear guard page or behind the front one, the
 * output's gap being the last. in_place: bit k says that the output is input k. */
typedef struct {
    const char *how;
    int at_start;
    size_t gap[SPELT_MOST_INPUTS + 1];
    unsigned in_place;
    unsigned value; /* the input that is one value, or NO_VALUE */
} placement;

static inline unsigned char *place_array(const guarded *room, const placement *at, unsigned operand,
                                         size_t n, spelt_type type)
{
    const size_t size = spelt_type_size(type), gap = at->gap[operand] * spelt_part_size(type, size);
    unsigned char *array =
        at->at_start ? guarded_at_start(room, gap) : guarded_at_end(room, n * size, gap);
    const size_t before = (size_t)(array - room->first), behind = room->bytes - before - n * size;
    const size_t front = before < 256 ? before : 256, rear = behind < 256 ? behind : 256;
    memset(array - front, POISON, front + n * size + rear);
    return array;
}

/* Elements first to first + n - 1 of e, by the door or by the driver at once. */
typedef struct {
    const elements *e;
    size_t first, n;
    int by_driver;
} map_call;

static inline spelt_status call_row(const map_call *call, const spelt_view input[],
                                    const spelt_view *out)
{
    const row *r = call->e->row;
    const spelt_view *const views[] = {&input[0], &input[1], &input[2]};
    return call->by_driver && !spelt_family_has_numbers(facts_of(r)->family)
               ? spelt_call_map(r->function, views[0], views[1], views[2], out)
                           : doors[r->function](views, out, NULL);
}

/* Lays the inputs out, calls, and checks results, status, what lies around the output, and that no
 * input was written to. */
static inline void check_map(const map_rooms *rooms, const map_call *call, const placement *at)
{
    const elements *e = call->e;
    const row *r = e->row;
    spelt_view input[SPELT_MOST_INPUTS] = {{0}};
    unsigned char *data[SPELT_MOST_INPUTS] = {NULL}, *out = NULL;
    const guarded *out_room = &rooms->out;
    for (unsigned k = 0; k < facts_of(r)->inputs; k++) {
        const size_t size = input_size(r, k), count = k == at->value ? 1 : call->n;
        if (at->in_place >> k & 1 && out) {
            input[k] = contiguous_view(out, call->n); /* the same elements again */
            continue;
        }
        data[k] = place_array(&rooms->input[k], at, k, count, facts_of(r)->input[k]);
        memcpy(data[k], e->input[k] + call->first * size, count * size);
        input[k] =
            k == at->value ? value_view(data[k], call->n) : contiguous_view(data[k], call->n);
        if (at->in_place >> k & 1)
            out = data[k], out_room = &rooms->input[k];
    }
    if (!out)
        out = place_array(&rooms->out, at, SPELT_MOST_INPUTS, call->n, facts_of(r)->result);
    const spelt_view out_view = contiguous_view(out, call->n);
    const map_result result = {
        e, at->how, call->first, call->n, &out_view, call_row(call, input, &out_view), out};
    check_result(&result);
    cr_assert(guarded_intact(out_room, out, call->n * result_size(r)),
              "%s %s, %s, %s, n = %zu: written around the output", facts_of(r)->name, spelt_isa(),
              e->what, at->how, call->n);
    for (unsigned k = 0; k < facts_of(r)->inputs; k++)
        cr_assert(!data[k] || data[k] == out ||
                      memcmp(data[k], e->input[k] + call->first * input_size(r, k),
                             (k == at->value ? 1 : call->n) * input_size(r, k)) == 0,
                  "%s %s, %s, %s, n = %zu: input %u was written to", facts_of(r)->name, spelt_isa(),
                  e->what, at->how, call->n, k);
}

static inline placement apart(const char *how, int at_start, unsigned value)
{
    return (placement){.how = how, .at_start = at_start, .value = value};
}

static inline placement misaligned(generator *random, unsigned value)
{
    placement at = apart("misaligned", (int)random_below(random, 2), value);
    for (unsigned k = 0; k <= SPELT_MOST_INPUTS; k++)
        at.gap[k] = random_below(random, 8);
    return at;
}

/* Whether the output can be input k; of updates it is the second, here a copy of it at least. */
static inline int may_be_in_place(const row *r, unsigned k)
{
    if (facts_of(r)->family == SPELT_FAMILY_UPDATE && k == 0)
        return 0;
    return k < facts_of(r)->inputs && input_size(r, k) == result_size(r);
}

#endif
