/* kernels_axis.h - reductions along an axis: each element of the output is the reference's of its slice.
 * How a call is to be made stands here too. */
#ifndef SPELT_TESTS_FUZZ_KERNELS_AXIS_H
#define SPELT_TESTS_FUZZ_KERNELS_AXIS_H

#include "../rows_numbers.h"
#include "fuzz.h"

#include "call/axis.h"
#include "runtime/stream.h"
#include "runtime/threads.h"

/* ---- How ------------------------------------------------------------------------------------- */

typedef struct {
    const char *set;
    int threads;
    size_t grain, stream; /* from how many bytes on */
} calling;

static inline void call_so(const calling *how)
{
    cr_assert(force_isa(how->set));
    cr_assert(spelt_set_num_threads(how->threads) == SPELT_OK);
    spelt_dispatch_put_grain(how->grain);
    spelt_stream_put_threshold(how->stream);
}

/* ---- Slices ---------------------------------------------------------------------------------- */

static inline int has_axis(spelt_family family)
{
    return family == SPELT_FAMILY_ORDER1 || family == SPELT_FAMILY_TOTAL ||
           family == SPELT_FAMILY_ROUNDED || family == SPELT_FAMILY_CHOICE ||
           family == SPELT_FAMILY_INDEX;
}

/* Element 0 of slice i, and what leads from an element of it to the next. */
static inline spelt_view slice_of(const spelt_view *x, size_t axis, size_t i, size_t size)
{
    ptrdiff_t offset = 0;
    for (size_t d = x->ndim; d-- > 0;) {
        if (d == axis)
            continue;
        offset += (ptrdiff_t)(i % x->shape[d]) * x->stride[d];
        i /= x->shape[d];
    }
    return (spelt_view){(unsigned char *)x->data + offset * (ptrdiff_t)size,
                        1,
                        {x->shape[axis]},
                        {x->stride[axis]}};
}

static inline spelt_view axis_shape(generator *random)
{
    static const size_t most[3][3] = {{1200}, {90, 90}, {12, 14, 20}};
    spelt_view view = {NULL, 1 + random_below(random, 3), {0}, {0}};
    for (size_t d = 0; d < view.ndim; d++)
        view.shape[d] = 1 + random_below(random, most[view.ndim - 1][d]);
    if (view.ndim == 2 && random_below(random, 4) == 0)
        view.shape[random_below(random, 2)] = 1 + random_below(random, 5000) / view.shape[0];
    return view;
}

/* Where the slices' results go, and the first status that is not SPELT_OK. */
static inline spelt_status axis_expected(const row *r, const spelt_view view[2], size_t axis,
                                         unsigned char *expected, size_t slices)
{
    const spelt_function_facts *facts = facts_of(r);
    const spelt_type type = facts->input[0];
    const size_t size = spelt_type_size(type), length = view[0].shape[axis];
    operands o = operands_open(r, length, "a slice");
    spelt_status first = SPELT_OK;
    for (size_t i = 0; i < slices; i++) {
        const spelt_view x = slice_of(&view[0], axis, i, size), y = slice_of(&view[1], axis, i, size);
        view_gather(&x, type, o.x);
        view_gather(&y, type, o.y);
        operands_expect(&o);
        put_element(facts->result, expected, i, o.bits);
        if (first == SPELT_OK)
            first = o.status;
    }
    operands_close(&o);
    return first;
}

static inline void check_axis(const row *r, generator *random)
{
    const spelt_function_facts *facts = facts_of(r);
    const draw_kind kind = (draw_kind)random_below(random, DRAW_KINDS);
    spelt_view view[2] = {axis_shape(random)}, out = {NULL, 0, {0}, {0}};
    guarded room[2], out_room;
    view[1] = view[0];
    const size_t axis = random_below(random, view[0].ndim);
    for (unsigned k = 0; k < 2; k++) {
        draw_strides(&view[k], 1, random);
        room[k] = lay_out(&view[k], facts->input[0], kind, random);
    }
    for (size_t d = 0; d < view[0].ndim; d++)
        if (d != axis)
            out.shape[out.ndim++] = view[0].shape[d];
    draw_strides(&out, 0, random);
    out_room = lay_out(&out, facts->result, DRAW_KINDS, random);
    const size_t slices = view_count(&out), size = spelt_type_size(facts->result);
    unsigned char *expected = malloc(slices * size), *got = malloc(slices * size);
    cr_assert(expected && got);
    const spelt_status status = axis_expected(r, view, axis, expected, slices);
    const spelt_axis_function along = {facts->name, r->function, SPELT_AXIS_PLAIN, r->function, r->function, 0};
    const spelt_status given =
        spelt_call_axis(&along, &view[0], facts->inputs == 2 ? &view[1] : NULL, axis, &out);
    view_gather(&out, facts->result, got);
    cr_assert(given == status, "%s %s along axis %zu: got %s (%s), expected %s", facts->name,
              spelt_isa(), axis, spelt_status_name(given), spelt_last_error(),
              spelt_status_name(status));
    for (size_t i = 0; i < slices; i++)
        cr_assert(element_at(facts->result, got, i) == element_at(facts->result, expected, i),
                  "%s %s along axis %zu, slice %zu of %zu, %zu elements: got %s, expected %s",
                  facts->name, spelt_isa(), axis, i, slices, view[0].shape[axis],
                  element_text(facts->result, element_at(facts->result, got, i)),
                  element_text(facts->result, element_at(facts->result, expected, i)));
    cr_assert(only_elements_written(&out_room, &out, facts->result),
              "%s %s along axis %zu: written beside the output's elements", facts->name, spelt_isa(),
              axis);
    free(expected);
    free(got);
    guarded_close(&room[0]);
    guarded_close(&room[1]);
    guarded_close(&out_room);
}

#endif
