/* rows_layouts.h - operands of any layout: strides of either sign and any order, gaps, and values
 * that are repeated. */
#ifndef SPELT_TESTS_ROWS_LAYOUTS_H
#define SPELT_TESTS_ROWS_LAYOUTS_H

#include "rows_maps.h"

static inline size_t view_count(const spelt_view *view)
{
    size_t count = 1;
    for (size_t d = 0; d < view->ndim; d++)
        count *= view->shape[d];
    return count;
}

/* From data to element i in C order, in elements. */
static inline ptrdiff_t view_offset(const spelt_view *view, size_t i)
{
    ptrdiff_t offset = 0;
    for (size_t d = view->ndim; d-- > 0;) {
        offset += (ptrdiff_t)(i % view->shape[d]) * view->stride[d];
        i /= view->shape[d];
    }
    return offset;
}

/* Short ones of 0 to 3 dimensions, and now and then a long one, or one with rows so long that it is
 * cut into narrow tiles where operands go crosswise. */
static inline spelt_view drawn_shape(generator *random)
{
    static const size_t most[4][3] = {{0}, {300}, {20, 40}, {6, 7, 9}};
    spelt_view view = {NULL, random_below(random, 4), {0}, {0}};
    for (size_t d = 0; d < view.ndim; d++)
        view.shape[d] = 1 + random_below(random, most[view.ndim][d]);
    if (view.ndim == 1 && random_below(random, 8) == 0)
        view.shape[0] = 4000 + random_below(random, 6000);
    if (view.ndim == 2 && random_below(random, 20) == 0) {
        view.shape[0] = 2 + random_below(random, 80);
        view.shape[1] = 1000 + random_below(random, 300);
    }
    return view;
}

/* Strides for the shape: C or Fortran order, steps of 1 to 3, padded rows, either direction, and of
 * inputs also 0. */
static inline void draw_strides(spelt_view *view, int is_input, generator *random)
{
    const int backwards = (int)random_below(random, 2), c_order = (int)random_below(random, 3);
    ptrdiff_t step = random_below(random, 2) ? 1 : 1 + (ptrdiff_t)random_below(random, 3);
    for (size_t k = 0; k < view->ndim; k++) {
        const size_t d = c_order ? view->ndim - 1 - k : k;
        view->stride[d] = backwards && random_below(random, 2) ? -step : step;
        step *= (ptrdiff_t)view->shape[d];
        if (random_below(random, 4) == 0)
            step += 1 + (ptrdiff_t)random_below(random, 3);
        if (is_input && random_below(random, 8) == 0)
            view->stride[d] = 0;
    }
}

/* The view with its elements in the room, which is filled with elements of the kind, at one end. */
static inline guarded lay_out(spelt_view *view, spelt_type type, draw_kind kind, generator *random)
{
    const size_t size = spelt_type_size(type);
    ptrdiff_t low = 0, high = 0;
    for (size_t d = 0; d < view->ndim; d++) {
        const ptrdiff_t reach = view->stride[d] * (ptrdiff_t)(view->shape[d] - 1);
        *(reach < 0 ? &low : &high) += reach;
    }
    const size_t span = (size_t)(high - low) + 1;
    const guarded room = guarded_open(span * size);
    unsigned char *first = random_below(random, 2) ? guarded_at_start(&room, 0)
                                                   : guarded_at_end(&room, span * size, 0);
    for (size_t i = 0; kind != DRAW_KINDS && i < span; i++)
        put_element(type, first, i, draw(kind, type, random));
    view->data = first - low * (ptrdiff_t)size;
    return room;
}

static inline void *view_at(const spelt_view *view, spelt_type type, size_t i)
{
    return (unsigned char *)view->data + view_offset(view, i) * (ptrdiff_t)spelt_type_size(type);
}

/* The view's elements, one after the other in C order. */
static inline void view_gather(const spelt_view *view, spelt_type type, void *array)
{
    for (size_t i = 0, n = view_count(view); i < n; i++)
        put_element(type, array, i, element_at(type, view_at(view, type, i), 0));
}

/* After a call: nothing in the output's room was written to but its elements. */
static inline int only_elements_written(const guarded *room, const spelt_view *view,
                                        spelt_type type)
{
    for (size_t i = 0, n = view_count(view); i < n; i++)
        memset(view_at(view, type, i), POISON, spelt_type_size(type));
    for (size_t i = 0; i < room->bytes; i++)
        if (room->first[i] != POISON)
            return 0;
    return 1;
}

/* ---- Maps ------------------------------------------------------------------------------------ */

/* One call on operands of one drawn shape, each with strides of its own, by the instruction set in
 * force; in place where `in_place` is an input that allows it. */
static inline void check_map_layout(const row *r, unsigned in_place, generator *random)
{
    const spelt_function_facts *facts = facts_of(r);
    const spelt_view shape = drawn_shape(random);
    const size_t n = view_count(&shape);
    spelt_view view[SPELT_MOST_INPUTS] = {shape, shape, shape}, out = shape;
    guarded room[SPELT_MOST_INPUTS], out_room;
    elements e = elements_open(r, n, "mixed");
    for (unsigned k = 0; k < facts->inputs; k++) {
        draw_strides(&view[k], k != in_place, random);
        room[k] = lay_out(&view[k], facts->input[k], MIXED, random);
        view_gather(&view[k], facts->input[k], e.input[k]);
    }
    elements_expect(&e);
    draw_strides(&out, 0, random);
    out_room = lay_out(&out, facts->result, DRAW_KINDS, random);
    if (in_place < facts->inputs)
        out = view[in_place];
    const spelt_view *const views[] = {&view[0], &view[1], &view[2]};
    const spelt_status status = doors[r->function](views, &out, NULL);
    unsigned char *made = malloc(n * spelt_type_size(facts->result));
    cr_assert(made != NULL);
    view_gather(&out, facts->result, made);
    const map_result result = {
        &e, in_place < facts->inputs ? "strides, in place" : "strides", 0, n, &shape, status, made};
    check_result(&result);
    cr_assert(in_place < facts->inputs || only_elements_written(&out_room, &out, facts->result),
              "%s %s, strides: written beside the output's elements", facts->name, spelt_isa());
    free(made);
    elements_close(&e);
    for (unsigned k = 0; k < facts->inputs; k++)
        guarded_close(&room[k]);
    guarded_close(&out_room);
}

#endif
