/* histogram.c - the drivers of histograms: the numbers of bins, a piece at a time, are counted. */
#include "call/call.h"
#include "call/groups.h"
#include "call/places.h"
#include "call/tally.h"
#include "runtime/dispatch.h"
#include "runtime/status.h"

static void count_bins(const spelt_placed *call, const spelt_bins *bins, const spelt_tally *tally)
{
    spelt_bins_kernel *kernel =
        (spelt_bins_kernel *)spelt_kernel_of(call->function, SPELT_KERNEL_ITSELF);
    _Alignas(64) char buffer[SPELT_GATHER * SPELT_WIDEST_REAL];
    i64 bin[SPELT_GATHER];
    spelt_loop loop;
    spelt_cursor cursor;
    spelt_placed_loop(call, 0, 1, &loop);
    spelt_cursor_seek(&cursor, &loop, 0);
    for (size_t q = 0; q < loop.n;) {
        const size_t left = loop.n - q;
        const size_t m =
            spelt_cursor_piece(&cursor, left < SPELT_GATHER ? left : SPELT_GATHER, 64);
        const void *x = spelt_cursor_gather(&cursor, 0, m, buffer);
        spelt_tally_add(tally, bin, kernel(bins, x, m, bin));
        spelt_cursor_advance(&cursor, m);
        q += m;
    }
}

/* Bins that are some, and in order. */
static void run_bins(const spelt_placed *call, const spelt_bins *bins)
{
    const unsigned last = call->arrays.operands - 1;
    spelt_tally tally;
    spelt_tally_open(&tally, SPELT_ID_spelt_bincount_i64, &call->arrays.operand[last], call->n[0]);
    spelt_tally_clear(&tally);
    if (call->n[0] > 0)
        count_bins(call, bins, &tally);
    spelt_tally_end(&tally);
}

static size_t open_bins(const spelt_placed *call, spelt_bins *bins)
{
    return ((spelt_open_bins_kernel *)spelt_kernel_of(call->function, SPELT_KERNEL_OPEN))(bins);
}

static spelt_status check_edges(const spelt_placed *call)
{
    const spelt_operand *edges = &call->arrays.operand[1], *counts = &call->arrays.operand[2];
    char one[SPELT_SHAPE_TEXT], other[SPELT_SHAPE_TEXT];
    spelt_status status = spelt_placed_is_line(call, 1);
    if (status == SPELT_OK)
        status = spelt_placed_is_line(call, 2);
    if (status == SPELT_OK && (edges->shape[0] == 0 || edges->shape[0] - 1 != counts->shape[0]))
        status = spelt_fail(SPELT_ERR_SHAPE, "%s: edges has shape %s, counts has shape %s",
                            call->arrays.function, spelt_shape_text(one, edges),
                            spelt_shape_text(other, counts));
    return status;
}

spelt_status spelt_call_bins(spelt_function function, const spelt_view *x, const spelt_view *edges,
                             const spelt_view *counts)
{
    spelt_placed call;
    spelt_bins bins = {0};
    spelt_status status = spelt_placed_begin(
        &call, spelt_function_list[function].name, function, 3,
        (const char *const[]){"x", "edges", "counts"},
        (const spelt_view *const[]){x, edges, counts});
    if (status == SPELT_OK)
        status = check_edges(&call);
    if (status == SPELT_OK)
        status = spelt_placed_check_memory(&call);
    if (status == SPELT_OK)
        status = spelt_placed_check_path(&call);
    if (status == SPELT_OK) {
        bins.bins = call.n[2];
        bins.edge = edges->data;
        bins.step = spelt_step(&call.arrays.operand[1], 0);
        const size_t wrong = open_bins(&call, &bins);
        if (wrong <= bins.bins)
            status = spelt_fail(SPELT_ERR_ARG,
                                "%s: edges descends or has a NaN, first at index %zu",
                                call.arrays.function, wrong);
    }
    if (status == SPELT_OK && bins.bins > 0)
        run_bins(&call, &bins);
    return spelt_placed_end(&call, status);
}

spelt_status spelt_call_even_bins(spelt_function function, const spelt_view *x, double low,
                                  double high, const spelt_view *counts)
{
    spelt_placed call;
    spelt_bins bins = {.low = low, .high = high};
    char one[SPELT_VALUE_TEXT], other[SPELT_VALUE_TEXT];
    spelt_status status = spelt_placed_begin(
        &call, spelt_function_list[function].name, function, 2,
        (const char *const[]){"x", "counts"}, (const spelt_view *const[]){x, counts});
    if (status == SPELT_OK)
        status = spelt_placed_is_line(&call, 1);
    if (status == SPELT_OK)
        status = spelt_placed_check_memory(&call);
    if (status == SPELT_OK && !__builtin_isless(low, high))
        status = spelt_fail(SPELT_ERR_ARG, "%s: low is %s, not below high, which is %s",
                            call.arrays.function, spelt_value_text(one, SPELT_F64, &low),
                            spelt_value_text(other, SPELT_F64, &high));
    if (status == SPELT_OK) {
        bins.bins = call.n[1];
        if (open_bins(&call, &bins) <= bins.bins)
            status =
                spelt_fail(SPELT_ERR_ARG, "%s: low is %s, high is %s: high - low is not finite",
                           call.arrays.function, spelt_value_text(one, SPELT_F64, &low),
                           spelt_value_text(other, SPELT_F64, &high));
    }
    if (status == SPELT_OK)
        status = spelt_placed_check_path(&call);
    if (status == SPELT_OK && bins.bins > 0)
        run_bins(&call, &bins);
    return spelt_placed_end(&call, status);
}
