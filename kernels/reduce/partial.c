/* partial.c - the doors of spelt_partial_<op>_<type>, merging and finishing. */
#include "reduce/doors.h"
#include "reduce/run.h"

#include <spelt/partial.h>

#include <inttypes.h>
#include <string.h>

/* The numbers stand in partials, which outlive the process: they never change. */
typedef enum {
    PARTIAL_sum_f32 = 1,
    PARTIAL_sum_f64 = 2,
    PARTIAL_sum_f32_f64 = 3,
    PARTIAL_sumsq_f32 = 4,
    PARTIAL_sumsq_f64 = 5,
    PARTIAL_sumsq_f32_f64 = 6,
    PARTIAL_dot_f32 = 7,
    PARTIAL_dot_f64 = 8,
    PARTIAL_dot_f32_f64 = 9,
    PARTIAL_FUNCTIONS
} partial_function;

static const struct {
    const char *name;
    size_t accumulator_bytes;
} functions[PARTIAL_FUNCTIONS] = {
    [PARTIAL_sum_f32] = {"spelt_partial_sum_f32", sizeof(f32)},
    [PARTIAL_sum_f64] = {"spelt_partial_sum_f64", sizeof(f64)},
    [PARTIAL_sum_f32_f64] = {"spelt_partial_sum_f32_f64", sizeof(f64)},
    [PARTIAL_sumsq_f32] = {"spelt_partial_sumsq_f32", sizeof(f32)},
    [PARTIAL_sumsq_f64] = {"spelt_partial_sumsq_f64", sizeof(f64)},
    [PARTIAL_sumsq_f32_f64] = {"spelt_partial_sumsq_f32_f64", sizeof(f64)},
    [PARTIAL_dot_f32] = {"spelt_partial_dot_f32", sizeof(f32)},
    [PARTIAL_dot_f64] = {"spelt_partial_dot_f64", sizeof(f64)},
    [PARTIAL_dot_f32_f64] = {"spelt_partial_dot_f32_f64", sizeof(f64)},
};

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
#include "reduce/partial_state.h"
#define ACC f64
#include "reduce/partial_state.h"

#define OP sum
#define OPERANDS 1
#include "reduce/partial_doors.h"
#define OP sumsq
#define OPERANDS 1
#include "reduce/partial_doors.h"
#define OP dot
#define OPERANDS 2
#include "reduce/partial_doors.h"
