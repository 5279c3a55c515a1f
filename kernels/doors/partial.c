/* partial.c - the doors of partial.h, whose lines become definitions here: partials of
 * reductions in order 1, merging and finishing. spelt_partial_dot_f64 is one. */
#include "doors/plain.h"

#include <inttypes.h>
#include <string.h>

#define SPELT_PARTIAL(function, of, type, accumulator)                                             \
    SPELT_API spelt_status function(const spelt_in_##type *x, uint64_t first,                                \
                          spelt_partial_##accumulator *result)                                     \
    {                                                                                              \
        return make_partial(#function, SPELT_ID_##of, SPELT_VIEW(x), SPELT_VIEW(x), first, result);\
    }
#define SPELT_PARTIAL2(function, of, type, accumulator)                                            \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y, uint64_t first,      \
                          spelt_partial_##accumulator *result)                                     \
    {                                                                                              \
        return make_partial(#function, SPELT_ID_##of, SPELT_VIEW(x), SPELT_VIEW(y), first, result);\
    }

/* result: of the type that holds the function's accumulators. y is x where there is one input. */
static spelt_status make_partial(const char *function, spelt_function of, const spelt_view *x,
                                 const spelt_view *y, uint64_t first, void *result);

#ifdef SPELT_PARTIAL_H
#error "included before its lines could become definitions"
#endif
#include <spelt/partial.h>

#include "call/order1.h"
#include "call/run.h"
#include "runtime/cost.h"
#include "runtime/status.h"
#include "runtime/trace.h"

/* By the numbers that stand in partials: what made them. */
static const struct {
    const char *name;
    spelt_function of;
    size_t accumulator_bytes;
} functions[] = {
#define SPELT_PARTIAL_NUMBER(number, op, suffix, acc)                                              \
    [number] = {"spelt_partial_" #op "_" #suffix, SPELT_ID_spelt_##op##_##suffix, sizeof(acc)},
#include "operations.def"
};
#define PARTIAL_FUNCTIONS (sizeof functions / sizeof functions[0])

static uint32_t number_of(spelt_function of)
{
    uint32_t number = 1;
    while (functions[number].of != of || !functions[number].name)
        number++;
    return number;
}

/* What all types have in front of their nodes. */
typedef struct {
    uint32_t order, function;
    uint64_t first, count;
} partial_head;

/* Whether the head is one that this library makes, with nodes of so many bytes. whose: "left's ",
 * or "" for a head whose first is the door's own argument. */
static spelt_status check_head(const char *door, const char *whose, const partial_head *head,
                               size_t accumulator_bytes)
{
    size_t block = SPELT_ORDER_LANE_BYTES / accumulator_bytes * SPELT_ORDER_ROWS;
    if (head->order != SPELT_ORDER_VERSION)
        return spelt_fail(SPELT_ERR_ARG, "%s: %sorder is %" PRIu32 ", this library's is %d", door,
                          whose, head->order, SPELT_ORDER_VERSION);
    if (head->function >= PARTIAL_FUNCTIONS ||
        functions[head->function].accumulator_bytes != accumulator_bytes)
        return spelt_fail(SPELT_ERR_ARG,
                          "%s: %sfunction is number %" PRIu32 ", none that makes this type", door,
                          whose, head->function);
    if (head->count > UINT64_MAX - head->first)
        return spelt_fail(SPELT_ERR_ARG,
                          "%s: %sfirst is %" PRIu64 ", from where %" PRIu64
                          " elements overflow 64 bits",
                          door, whose, head->first, head->count);
    if (head->count > 0 && head->first % block != 0)
        return spelt_fail(SPELT_ERR_ARG,
                          "%s: %sfirst is %" PRIu64 ", not a multiple of the block, %zu", door,
                          whose, head->first, block);
    return SPELT_OK;
}

/* Whether right continues left. */
static spelt_status check_neighbours(const char *door, const partial_head *left,
                                     const partial_head *right)
{
    uint64_t end = left->first + left->count;
    if (left->function != right->function)
        return spelt_fail(SPELT_ERR_ARG, "%s: left was made by %s, right by %s", door,
                          functions[left->function].name, functions[right->function].name);
    if (right->first != end)
        return spelt_fail(SPELT_ERR_ARG,
                          "%s: left ends before element %" PRIu64 ", right begins at %" PRIu64,
                          door, end, right->first);
    return SPELT_OK;
}

/* The run of a partial that was checked. */
static spelt_run run_of(const partial_head *head, size_t block)
{
    uint64_t begin = head->first / block;
    return (spelt_run){begin, begin + head->count / block + (head->count % block != 0),
                       SPELT_RUN_MAXIMAL};
}

#define ACC f32
#include "doors/partial_state.h"
#define ACC f64
#include "doors/partial_state.h"

/* ---- Making them ------------------------------------------------------------------------------- */

/* After the views were looked at. */
static spelt_status partial_checked(const spelt_arrays *arrays, spelt_function of, size_t n,
                                    uint64_t first, void *result, int *threads)
{
    const uint32_t number = number_of(of);
    const size_t bytes = functions[number].accumulator_bytes;
    const partial_head head = {SPELT_ORDER_VERSION, number, first, n};
    spelt_status status = check_head(arrays->function, "", &head, bytes);
    if (status == SPELT_OK && spelt_path_is_blas())
        status = spelt_unsupported_by_blas(arrays->function);
    if (status != SPELT_OK)
        return status;
    spelt_tree tree;
    spelt_tree_open(&tree, (spelt_accumulator){bytes, 1}, 0);
    if (n > 0) {
        spelt_loop loop;
        spelt_loop_make(&loop, arrays, n, SPELT_IN_C_ORDER);
        spelt_call call;
        spelt_call_begin(&call, of, n, spelt_loop_is_contiguous(&loop));
        spelt_order1_subtrees(&loop, of, first / spelt_block_terms(bytes), &tree, &call.threads);
        spelt_call_end(&call);
        *threads = call.threads;
    }
    if (bytes == sizeof(f32))
        store_f32(&head, &tree, result);
    else
        store_f64(&head, &tree, result);
    return SPELT_OK;
}

static spelt_status make_partial(const char *function, spelt_function of, const spelt_view *x,
                                 const spelt_view *y, uint64_t first, void *result)
{
    const spelt_function_facts *facts = &spelt_function_list[of];
    spelt_dispatch_init();
    const uint64_t start = spelt_trace_start();
    if (!x || !y || !result)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function,
                          !x   ? "x"
                          : !y ? "y"
                               : "result");
    const size_t size = facts->input_size[0];
    const spelt_arrays arrays = {
        function, facts->inputs, 0, {spelt_operand_of("x", x, size), spelt_operand_of("y", y, size)}};
    int threads = 1;
    size_t n;
    spelt_status status = spelt_check_arrays(&arrays, &n);
    if (status == SPELT_OK)
        status = partial_checked(&arrays, of, n, first, result, &threads);
    spelt_trace_call(start, &arrays, threads, status);
    return status;
}
