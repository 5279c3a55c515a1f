/* kernels_placed.h - the functions for which it counts where elements stand, and those of two outputs: the
 * same call by the scalar kernels, on one thread, of plain arrays gives the same status, message and
 * elements; and so does the loop that stands in the header, but for bins and rotations. */
#ifndef SPELT_TESTS_FUZZ_KERNELS_PLACED_H
#define SPELT_TESTS_FUZZ_KERNELS_PLACED_H

#include "kernels_axis.h"

#include "call/groups.h"
#include "call/indexing.h"
#include "call/scan.h"

/* x, y, and where results go: the output, or the first of two. The numbers are those of a call. */
enum { FIRST, SECOND, OUTPUT, ARRAYS };
typedef struct {
    spelt_view view[ARRAYS];
    spelt_type type[ARRAYS];
    double low, high;
    int64_t count;
    spelt_status status;
    char message[256];
} placed_call;

static inline void call_placed(spelt_function f, placed_call *call)
{
    const spelt_view *x = &call->view[FIRST], *y = &call->view[SECOND];
    const spelt_view *out = &call->view[OUTPUT];
    const double turned[4] = {0.6, -0.8, 0.7, 1.25};
    const float turned_narrow[4] = {0.6f, -0.8f, 0.7f, 1.25f};
    const int is_narrow = spelt_part_type(call->type[OUTPUT]) == SPELT_F32;
    const spelt_view numbers = spelt_view_of_value(is_narrow ? (const void *)turned_narrow : turned, x);
    call->count = -1;
    switch (spelt_function_list[f].family) {
    case SPELT_FAMILY_EXCHANGE: call->status = spelt_call_map(f, x, out, &numbers, out); break;
    case SPELT_FAMILY_TAKE: call->status = spelt_call_take(f, x, y, out); break;
    case SPELT_FAMILY_PUT: call->status = spelt_call_put(f, x, y, out); break;
    case SPELT_FAMILY_COMPRESS:
        call->status = spelt_call_compress(f, x, y, out, &call->count);
        break;
    case SPELT_FAMILY_SCAN: call->status = spelt_call_scan(f, x, out); break;
    case SPELT_FAMILY_COUNT_BY: call->status = spelt_call_count_by(f, x, out); break;
    case SPELT_FAMILY_SUM_BY: call->status = spelt_call_sum_by(f, x, y, out); break;
    case SPELT_FAMILY_SUM_BY_EXACT: call->status = spelt_call_sum_by_exact(f, x, y, out); break;
    case SPELT_FAMILY_BINS: call->status = spelt_call_bins(f, x, y, out); break;
    default: call->status = spelt_call_even_bins(f, x, call->low, call->high, out); break;
    }
    snprintf(call->message, sizeof call->message, "%s", call->status ? spelt_last_error() : "");
}

static inline spelt_view line_of(size_t n)
{
    return (spelt_view){NULL, 1, {n}, {1}};
}

/* Elements that keys choose from. */
static inline void give_shapes(spelt_family family, placed_call *call, size_t groups,
                               generator *random)
{
    spelt_view shape = drawn_shape(random);
    for (int k = 0; k < ARRAYS; k++)
        call->view[k] = shape;
    if (family == SPELT_FAMILY_TAKE || family == SPELT_FAMILY_BINS)
        call->view[SECOND] = line_of(groups + (family == SPELT_FAMILY_BINS));
    if (family != SPELT_FAMILY_TAKE && family != SPELT_FAMILY_SCAN &&
        family != SPELT_FAMILY_EXCHANGE)
        call->view[OUTPUT] = line_of(family == SPELT_FAMILY_COMPRESS ? view_count(&shape) : groups);
}

/* Keys in range, but now and then one; masks of which about half are set; edges in order. */
static inline void give_elements(spelt_family family, placed_call *call, size_t groups,
                                 generator *random)
{
    const size_t n = view_count(&call->view[FIRST]);
    const int wild = random_below(random, 16) == 0;
    const size_t some = 1 + random_below(random, groups); /* few keys are hot ones */
    for (size_t i = 0; i < n && family != SPELT_FAMILY_SCAN && family != SPELT_FAMILY_EXCHANGE &&
                       family < SPELT_FAMILY_BINS;
         i++) {
        element_bits key = random_below(random, random_below(random, 4) ? some : groups);
        if (family == SPELT_FAMILY_COMPRESS)
            key = random_below(random, 3) ? random_below(random, 2) : random_below(random, 256);
        else if (wild && random_below(random, n) == 0)
            key = draw(ANY_BITS, call->type[FIRST], random);
        put_element(call->type[FIRST], view_at(&call->view[FIRST], call->type[FIRST], i), 0, key);
    }
    long double edge = (long double)random_below(random, 50) - 25;
    for (size_t i = 0; i <= groups && family == SPELT_FAMILY_BINS; i++) {
        edge += (long double)random_below(random, 9) / (wild ? -8 : 8);
        put_element(call->type[SECOND], view_at(&call->view[SECOND], call->type[SECOND], i), 0,
                    bits_of_real(call->type[SECOND], edge + 0.125L * (long double)i));
    }
}

/* The same elements, side by side. */
static inline placed_call plain_copy(const placed_call *call)
{
    placed_call plain = *call;
    for (int k = 0; k < ARRAYS; k++) {
        const spelt_view *from = &call->view[k];
        ptrdiff_t step = 1;
        plain.view[k].data = calloc(view_count(from) + 1, 16);
        cr_assert(plain.view[k].data != NULL);
        view_gather(from, call->type[k], plain.view[k].data);
        for (size_t d = from->ndim; d-- > 0;) {
            plain.view[k].stride[d] = step;
            step *= (ptrdiff_t)from->shape[d];
        }
    }
    return plain;
}

/* ---- The loops ------------------------------------------------------------------------------- */

/* Whether keys are all below the groups that they choose from. */
static inline int keys_fit(const placed_call *call, size_t n, size_t groups)
{
    for (size_t i = 0; i < n; i++) {
        const int128 key = integer_of(call->type[FIRST],
                                      element_at(call->type[FIRST], call->view[FIRST].data, i));
        if (key < 0 || key >= (int128)groups)
            return 0;
    }
    return 1;
}

/* sum += x in the type of the sums; an integer one wraps, and then the call has overflowed. */
static inline element_bits sum_with(placed_call *call, element_bits sum, spelt_type of, element_bits x)
{
    const spelt_type type = call->type[OUTPUT];
    if (type == SPELT_F32) {
        const volatile float more = f32_from_bits((uint32_t)sum) + f32_from_bits((uint32_t)x);
        return f32_bits(more);
    }
    if (type == SPELT_F64)
        return f64_bits(f64_from_bits((uint64_t)sum) + real_of(of, x));
    const int128 total = integer_of(type, sum) + integer_of(of, x);
    if (total < least_of(type) || total > greatest_of(type))
        call->status = SPELT_ERR_OVERFLOW;
    return bits_of_integer(type, total);
}

/* Correctly rounded sums of few groups. */
static inline void loop_exactly(placed_call *call, size_t n, size_t groups)
{
    enum { MOST_GROUPS = 12 };
    static integer_sum sum[MOST_GROUPS];
    memset(sum, 0, groups * sizeof *sum);
    for (size_t i = 0; i < n; i++)
        sum_add(&sum[element_at(call->type[FIRST], call->view[FIRST].data, i)],
                real_of(call->type[SECOND], element_at(call->type[SECOND], call->view[SECOND].data, i)),
                1);
    for (size_t g = 0; g < groups; g++) {
        const double rounded = sum_round_f64(&sum[g]);
        const element_bits bits = isnan(rounded) ? canonical_nan(call->type[OUTPUT])
                                  : call->type[OUTPUT] == SPELT_F32
                                      ? f32_bits(sum_round_f32(&sum[g]))
                                      : f64_bits(rounded);
        put_element(call->type[OUTPUT], call->view[OUTPUT].data, g, bits);
    }
}

/* By keys into the output, or by indexes. */
static inline void loop_by_keys(spelt_family family, placed_call *call, size_t n, size_t groups)
{
    const spelt_type key_type = call->type[FIRST], x_type = call->type[SECOND];
    const spelt_type type = call->type[OUTPUT];
    const void *keys = call->view[FIRST].data, *x = call->view[SECOND].data;
    void *out = call->view[OUTPUT].data;
    for (size_t g = 0; g < groups && family > SPELT_FAMILY_PUT; g++)
        put_element(type, out, g, 0);
    for (size_t i = 0; i < n; i++) {
        const size_t key = (size_t)element_at(key_type, keys, i);
        if (family == SPELT_FAMILY_TAKE)
            put_element(type, out, i, element_at(x_type, x, key));
        else if (family == SPELT_FAMILY_PUT)
            put_element(type, out, key, element_at(x_type, x, i));
        else if (family == SPELT_FAMILY_COUNT_BY)
            put_element(type, out, key, element_at(type, out, key) + 1);
        else
            put_element(type, out, key,
                        sum_with(call, element_at(type, out, key), x_type, element_at(x_type, x, i)));
    }
    for (size_t g = 0; g < groups && family == SPELT_FAMILY_SUM_BY; g++)
        if (is_nan_bits(type, element_at(type, out, g)))
            put_element(type, out, g, canonical_nan(type));
}

/* On plain arrays; 0 where there is none. */
static inline int loop_placed(spelt_family family, placed_call *call)
{
    const size_t n = view_count(&call->view[FIRST]);
    const size_t groups = view_count(&call->view[family == SPELT_FAMILY_TAKE ? SECOND : OUTPUT]);
    const spelt_type type = call->type[OUTPUT];
    const void *x = call->view[FIRST].data;
    element_bits sum = 0;
    call->status = SPELT_OK;
    call->count = -1;
    if (family >= SPELT_FAMILY_BINS || family == SPELT_FAMILY_EXCHANGE ||
        (family == SPELT_FAMILY_SUM_BY_EXACT && groups > 12))
        return 0;
    if (family == SPELT_FAMILY_SCAN) {
        for (size_t i = 0; i < n; i++) {
            sum = sum_with(call, sum, type, element_at(type, x, i));
            put_element(type, call->view[OUTPUT].data, i, sum);
        }
    } else if (family == SPELT_FAMILY_COMPRESS) {
        call->count = 0;
        for (size_t i = 0; i < n; i++)
            if (element_at(SPELT_U8, x, i) != 0)
                put_element(type, call->view[OUTPUT].data, (size_t)call->count++,
                            element_at(type, call->view[SECOND].data, i));
    } else if (!keys_fit(call, n, groups)) {
        call->status = SPELT_ERR_ARG;
    } else if (family == SPELT_FAMILY_SUM_BY_EXACT) {
        loop_exactly(call, n, groups);
    } else {
        loop_by_keys(family, call, n, groups);
    }
    return 1;
}

/* ---- A call ---------------------------------------------------------------------------------- */

/* plain: of plain arrays, by what `how` tells. */
static inline void expect_same(spelt_function f, const placed_call *got, const placed_call *plain,
                               const char *how)
{
    const char *name = spelt_function_list[f].name;
    cr_assert(got->status == plain->status && got->count == plain->count,
              "%s %s: got %s (%s, %lld), %s: %s (%s, %lld)", name, spelt_isa(),
              spelt_status_name(got->status), got->message, (long long)got->count, how,
              spelt_status_name(plain->status), plain->message, (long long)plain->count);
    for (int k = 0; k < ARRAYS; k++)
        for (size_t i = 0, n = view_count(&got->view[k]); i < n; i++) {
            const element_bits one =
                element_at(got->type[k], view_at(&got->view[k], got->type[k], i), 0);
            const element_bits other = element_at(plain->type[k], plain->view[k].data, i);
            cr_assert(same_but_for_nans(got->type[k], one, other),
                      "%s %s, n = %zu, array %d, element %zu: got %s, %s: %s", name, spelt_isa(),
                      view_count(&got->view[FIRST]), k, i, element_text(got->type[k], one), how,
                      element_text(got->type[k], other));
        }
}

static inline void check_placed(spelt_function f, const calling *how, generator *random)
{
    static const calling plainly = {"scalar", 1, SPELT_GRAIN_UNSET, 0};
    const spelt_function_facts *facts = &spelt_function_list[f];
    const int is_exchange = facts->family == SPELT_FAMILY_EXCHANGE;
    const size_t groups = 1 + random_below(random, random_below(random, 2) ? 12 : 900);
    const draw_kind kind = (draw_kind)random_below(random, DRAW_KINDS);
    placed_call call = {.type = {facts->input[0], facts->input[1], facts->result}};
    guarded room[ARRAYS];
    give_shapes(facts->family, &call, groups, random);
    for (int k = 0; k < ARRAYS; k++) {
        const int is_edges = k == SECOND && facts->family == SPELT_FAMILY_BINS;
        draw_strides(&call.view[k], k == SECOND || (k == FIRST && !is_exchange), random);
        if (is_edges)
            call.view[k].stride[0] = 1;
        room[k] = lay_out(&call.view[k], call.type[k], kind, random);
    }
    give_elements(facts->family, &call, groups, random);
    call.low = (double)random_below(random, 200) / 4 - 25;
    call.high = call.low + (double)random_below(random, 200) / 4;
    placed_call plain = plain_copy(&call), looped = plain_copy(&call);
    call_placed(f, &call);
    call_so(&plainly);
    call_placed(f, &plain);
    call_so(how);
    expect_same(f, &call, &plain, "scalar");
    cr_assert(strcmp(call.message, plain.message) == 0, "%s %s: \"%s\", scalar: \"%s\"", facts->name,
              spelt_isa(), call.message, plain.message);
    if (loop_placed(facts->family, &looped))
        expect_same(f, &call, &looped, "a loop");
    for (int k = 0; k < ARRAYS; k++) {
        free(plain.view[k].data);
        free(looped.view[k].data);
        guarded_close(&room[k]);
    }
}

#endif
