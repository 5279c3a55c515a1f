/* call.c - the slow way of every door: what a call needs beside its driver. */
#include "call/call.h"

#include "array/cursor.h"
#include "blas/blas.h"
#include "call/drivers.h"
#include "call/names.h"
#include "call/short.h"
#include "runtime/cost.h"
#include "runtime/dispatch.h"
#include "runtime/status.h"
#include "runtime/threads.h"
#include "runtime/trace.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#ifndef SPELT_HAVE_BLAS
spelt_blas_map *spelt_blas_map_of(spelt_function function)
{
    (void)function;
    return NULL;
}

spelt_blas_reduce *spelt_blas_reduce_of(spelt_function function)
{
    (void)function;
    return NULL;
}
#endif

/* ---- Operands -------------------------------------------------------------------------------- */

static spelt_status is_null(const char *function, const char *argument)
{
    return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function, argument);
}

/* The inputs of a call, and its output where it has one; the name is that of the public function. */
static spelt_status arrays_of(const char *public_name, spelt_function function,
                              const spelt_view *const input[], const spelt_view *out,
                              spelt_arrays *arrays)
{
    const spelt_function_facts *facts = &spelt_function_list[function];
    arrays->function = public_name;
    arrays->operands = spelt_inputs_and_numbers(function);
    arrays->outputs = spelt_family_is_map(facts->family) + (facts->family == SPELT_FAMILY_EXCHANGE);
    for (unsigned i = 0; i < arrays->operands; i++) {
        const char *name = spelt_input_name(function, i);
        if (!input[i])
            return is_null(public_name, name);
        const size_t size = facts->input_size[i];
        arrays->operand[i] = spelt_operand_aligned(name, input[i], size,
                                                   spelt_part_size(facts->input[i], size));
    }
    if (arrays->outputs == 0)
        return SPELT_OK;
    const char *output_name = spelt_output_name(function);
    if (!out)
        return is_null(public_name, output_name);
    arrays->operand[arrays->operands++] =
        spelt_operand_aligned(output_name, out, facts->result_size,
                              spelt_part_size(facts->result, facts->result_size));
    return SPELT_OK;
}

/* When a call began, for the trace. Where direct calls are allowed the library is set up, there is
 * no trace, and the path is not blas. */
static uint64_t begin_call(spelt_function function)
{
    if (SPELT_LIKELY(spelt_direct(function, 0)))
        return 0;
    spelt_dispatch_init();
    return spelt_trace_start();
}

/* ---- Numbers in messages --------------------------------------------------------------------- */

/* Of so many digits that they give the number again. */
static void float_text(char text[SPELT_VALUE_TEXT], f64 value, int digits)
{
    char local[SPELT_VALUE_TEXT], before = '\0';
    snprintf(local, sizeof local, "%.*g", digits, value);
    for (const char *at = local; *at; at++) { /* the locale's point may have several bytes */
        const char c = strchr("+-0123456789einfa", *at) ? *at : '.';
        if (c != '.' || before != '.')
            *text++ = c;
        before = c;
    }
    *text = '\0';
}

const char *spelt_value_text(char text[SPELT_VALUE_TEXT], spelt_type type, const void *value)
{
    switch (type) {
    case SPELT_F32: float_text(text, *(const f32 *)value, 9); break;
    case SPELT_F64: float_text(text, *(const f64 *)value, 17); break;
    case SPELT_I8: snprintf(text, SPELT_VALUE_TEXT, "%d", *(const i8 *)value); break;
    case SPELT_I16: snprintf(text, SPELT_VALUE_TEXT, "%d", *(const i16 *)value); break;
    case SPELT_I32: snprintf(text, SPELT_VALUE_TEXT, "%" PRId32, *(const i32 *)value); break;
    case SPELT_U8: snprintf(text, SPELT_VALUE_TEXT, "%u", (unsigned)*(const u8 *)value); break;
    case SPELT_U16: snprintf(text, SPELT_VALUE_TEXT, "%u", (unsigned)*(const u16 *)value); break;
    case SPELT_U32: snprintf(text, SPELT_VALUE_TEXT, "%" PRIu32, *(const u32 *)value); break;
    case SPELT_U64: snprintf(text, SPELT_VALUE_TEXT, "%" PRIu64, *(const u64 *)value); break;
    default: snprintf(text, SPELT_VALUE_TEXT, "%" PRId64, *(const i64 *)value);
    }
    return text;
}

/* ---- Elementwise ----------------------------------------------------------------------------- */

const char *spelt_index_text(char text[SPELT_SHAPE_TEXT], size_t ndim, const size_t shape[],
                             size_t position)
{
    size_t index[SPELT_MAX_NDIM];
    if (ndim == 1) {
        snprintf(text, SPELT_SHAPE_TEXT, "%zu", position);
        return text;
    }
    for (size_t k = ndim; k-- > 0;) {
        index[k] = position % shape[k];
        position /= shape[k];
    }
    const spelt_operand place = {"index", NULL, 1, ndim, index, NULL, 1};
    return spelt_shape_text(text, &place);
}

spelt_status spelt_element_failed(spelt_function function, const spelt_view *x, size_t failure)
{
    const spelt_function_facts *facts = &spelt_function_list[function];
    const char *result = spelt_type_name(facts->result);
    char text[SPELT_SHAPE_TEXT];
    const size_t position = failure / SPELT_FAILURE(1, 0);
    const char *index =
        spelt_index_text(text, x ? x->ndim : 1, x ? x->shape : &position, position);
    switch (failure % SPELT_FAILURE(1, 0)) {
    case SPELT_FAILED_ARGUMENT:
        return spelt_fail(SPELT_ERR_ARG, "%s: %s, first at index %s", facts->name,
                          spelt_undefined_text(function), index);
    case SPELT_FAILED_BITS:
        return spelt_fail(SPELT_ERR_INEXACT, "%s: x is no %s exactly, first at index %s",
                          facts->name, result, index);
    default:
        return spelt_fail(SPELT_ERR_OVERFLOW, "%s: a result does not fit %s, first at index %s",
                          facts->name, result, index);
    }
}

spelt_status spelt_slice_failed(const char *name, spelt_function function, const spelt_view *out,
                                size_t position)
{
    const spelt_function_facts *facts = &spelt_function_list[function];
    char text[SPELT_SHAPE_TEXT];
    const char *index = spelt_index_text(text, out->ndim, out->shape, position);
    if (facts->family == SPELT_FAMILY_INDEX)
        return spelt_fail(SPELT_ERR_ARG, "%s: x has no elements but NaNs, first for index %s of out",
                          name, index);
    return spelt_fail(SPELT_ERR_OVERFLOW, "%s: a total does not fit %s, first for index %s of out",
                      name, facts->result == SPELT_I64 ? "int64_t" : "uint64_t", index);
}

static void run_blas_map(const spelt_loop *loop, spelt_blas_map *kernel)
{
    const size_t inner = loop->ndim - 1, run = loop->shape[inner];
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, loop, 0);
    for (size_t done = 0; done < loop->n; done += run) {
        kernel(cursor.at[0], loop->stride[0][inner], cursor.at[1], loop->stride[1][inner],
               (void *)(uintptr_t)cursor.at[2], loop->stride[2][inner], run);
        spelt_cursor_advance(&cursor, run);
    }
}

static spelt_status run_map(spelt_function function, const spelt_loop *loop, const spelt_view *x,
                            int *threads)
{
    spelt_call call;
    spelt_call_begin(&call, function, loop->n, spelt_loop_is_contiguous(loop));
    const size_t failure = spelt_run_map(loop, function, &call.threads);
    spelt_call_end(&call);
    *threads = call.threads;
    return failure > 0 ? spelt_element_failed(function, x, failure) : SPELT_OK;
}

/* After the views were looked at. */
static spelt_status map_checked(spelt_function function, const spelt_arrays *arrays, size_t n,
                                const spelt_view *x, int *threads)
{
    const int is_blas = spelt_path_is_blas();
    spelt_blas_map *blas = is_blas ? spelt_blas_map_of(function) : NULL;
    if (is_blas && !blas)
        return spelt_unsupported_by_blas(arrays->function);
    if (n == 0)
        return SPELT_OK;
    spelt_loop loop;
    spelt_loop_make(&loop, arrays, n, SPELT_IN_ANY_ORDER);
    if (!blas)
        return run_map(function, &loop, x, threads);
    *threads = spelt_threads_for_any();
    run_blas_map(&loop, blas);
    return SPELT_OK;
}

spelt_status spelt_call_map(spelt_function function, const spelt_view *x, const spelt_view *y,
                            const spelt_view *z, const spelt_view *out)
{
    const spelt_view *const input[SPELT_MOST_INPUTS] = {x, y, z};
    size_t failure;
    if (spelt_short_map(function, input, out, &failure))
        return failure > 0 ? spelt_element_failed(function, x, failure) : SPELT_OK;
    const uint64_t start = begin_call(function);
    spelt_arrays arrays;
    size_t n;
    int threads = 1;
    spelt_status status =
        arrays_of(spelt_function_list[function].name, function, input, out, &arrays);
    if (status != SPELT_OK)
        return status;
    status = spelt_check_arrays(&arrays, &n);
    if (status == SPELT_OK)
        status = map_checked(function, &arrays, n, x, &threads);
    spelt_trace_call(start, &arrays, threads, status);
    return status;
}

spelt_status spelt_call_no_interval(spelt_function function, const spelt_view *x, const void *low,
                                    const void *high, const spelt_view *out)
{
    const spelt_type type = spelt_function_list[function].result;
    char one[SPELT_VALUE_TEXT], other[SPELT_VALUE_TEXT];
    const spelt_view *const input[SPELT_MOST_INPUTS] = {x, x, NULL};
    spelt_arrays arrays;
    size_t n;
    const uint64_t start = begin_call(function);
    spelt_status status =
        arrays_of(spelt_function_list[function].name, function, input, out, &arrays);
    if (status != SPELT_OK)
        return status;
    status = spelt_check_arrays(&arrays, &n);
    if (status == SPELT_OK)
        status = spelt_fail(SPELT_ERR_ARG, "%s: low is %s, not at most high, which is %s",
                            arrays.function, spelt_value_text(one, type, low),
                            spelt_value_text(other, type, high));
    spelt_trace_call(start, &arrays, 1, status);
    return status;
}

/* ---- Reductions ------------------------------------------------------------------------------ */

static void run_blas_reduce(const spelt_loop *loop, spelt_blas_reduce *kernel, void *total)
{
    const size_t inner = loop->ndim - 1, run = loop->shape[inner];
    const unsigned last = loop->operands - 1;
    spelt_cursor cursor;
    spelt_cursor_seek(&cursor, loop, 0);
    for (size_t done = 0; done < loop->n; done += run) {
        kernel(cursor.at[0], loop->stride[0][inner], cursor.at[last], loop->stride[last][inner],
               total, run);
        spelt_cursor_advance(&cursor, run);
    }
}

static spelt_status reduce_by_blas(spelt_function function, const spelt_arrays *arrays, size_t n,
                                   void *result, int *threads)
{
    const size_t bytes = spelt_function_list[function].result_size;
    spelt_blas_reduce *kernel = spelt_blas_reduce_of(function);
    f64 total = 0; /* of either type */
    if (!kernel)
        return spelt_unsupported_by_blas(arrays->function);
    if (n > 0) {
        spelt_loop loop;
        spelt_loop_make(&loop, arrays, n, SPELT_IN_ANY_ORDER);
        *threads = spelt_threads_for_any();
        run_blas_reduce(&loop, kernel, &total);
    }
    if (bytes == sizeof(f32)) {
        f32 narrow;
        memcpy(&narrow, &total, sizeof narrow);
        narrow = narrow != narrow ? __builtin_nanf("") : narrow;
        memcpy(result, &narrow, sizeof narrow);
    } else {
        total = total != total ? __builtin_nan("") : total;
        memcpy(result, &total, sizeof total);
    }
    return SPELT_OK;
}

static spelt_status total_overflows(spelt_function function)
{
    const spelt_function_facts *facts = &spelt_function_list[function];
    return spelt_fail(SPELT_ERR_OVERFLOW, "%s: the %s of %s does not fit %s", facts->name,
                      facts->op, facts->inputs == 2 ? "x and y" : "x",
                      facts->result == SPELT_I64 ? "int64_t" : "uint64_t");
}

static spelt_status nothing_found(spelt_function function)
{
    return spelt_fail(SPELT_ERR_ARG, "%s: x has no elements but NaNs",
                      spelt_function_list[function].name);
}

static spelt_status run_family(spelt_function function, const spelt_loop *loop, void *result,
                               int *threads)
{
    i64 index;
    switch (spelt_function_list[function].family) {
    case SPELT_FAMILY_ORDER1:
    case SPELT_FAMILY_ORDER1_BY: spelt_run_order1(loop, function, result, threads); break;
    case SPELT_FAMILY_ROUNDED: spelt_run_rounded(loop, function, result, threads); break;
    case SPELT_FAMILY_CHOICE: spelt_run_choice(loop, function, result, threads); break;
    case SPELT_FAMILY_INDEX:
        spelt_run_index(loop, function, &index, threads);
        if (index < 0)
            return nothing_found(function);
        memcpy(result, &index, sizeof index);
        break;
    default:
        if (spelt_run_total(loop, function, result, threads) != SPELT_OK)
            return total_overflows(function);
    }
    return SPELT_OK;
}

/* On n > 0 elements. */
static spelt_status run_reduce(spelt_function function, const spelt_loop *loop, void *result,
                               int *threads)
{
    spelt_call call;
    spelt_call_begin(&call, function, loop->n, spelt_loop_is_contiguous(loop));
    const spelt_status status = run_family(function, loop, result, &call.threads);
    spelt_call_end(&call);
    *threads = call.threads;
    return status;
}

static int is_choice(spelt_function function)
{
    const spelt_family family = spelt_function_list[function].family;
    return family == SPELT_FAMILY_CHOICE || family == SPELT_FAMILY_INDEX;
}

/* After the views were looked at. has_result: whether *result is what the function gives of
 * nothing. */
static spelt_status reduce_checked(spelt_function function, const spelt_arrays *arrays, size_t n,
                                   int has_result, void *result, int *threads)
{
    const spelt_family family = spelt_function_list[function].family;
    const int in_order = family == SPELT_FAMILY_ORDER1 || family == SPELT_FAMILY_ORDER1_BY ||
                         family == SPELT_FAMILY_INDEX;
    if (n == 0 && is_choice(function) && !has_result)
        return spelt_fail(SPELT_ERR_ARG, "%s: x has no elements", arrays->function);
    if (spelt_path_is_blas())
        return reduce_by_blas(function, arrays, n, result, threads);
    if (n == 0) {
        if (!has_result)
            memset(result, 0, spelt_function_list[function].result_size);
        return SPELT_OK;
    }
    spelt_loop loop;
    spelt_loop_make(&loop, arrays, n, in_order ? SPELT_IN_C_ORDER : SPELT_IN_ANY_ORDER);
    return run_reduce(function, &loop, result, threads);
}

/* ddof: NULL where any number of elements will do. */
static spelt_status check(const char *name, spelt_function function,
                          const spelt_view *const input[], const size_t *ddof, const void *result,
                          size_t *n)
{
    const uint64_t start = begin_call(function);
    spelt_arrays arrays;
    spelt_status status = arrays_of(name, function, input, NULL, &arrays);
    if (status != SPELT_OK)
        return status;
    if (!result)
        return is_null(name, "result");
    status = spelt_check_arrays(&arrays, n);
    if (status == SPELT_OK && ddof && *n == 0)
        status = spelt_fail(SPELT_ERR_ARG, "%s: x has no elements", name);
    else if (status == SPELT_OK && ddof && *n <= *ddof)
        status = spelt_fail(SPELT_ERR_ARG, "%s: ddof is %zu, x has %zu elements", name, *ddof, *n);
    if (status != SPELT_OK) /* else the call itself will be traced */
        spelt_trace_call(start, &arrays, 1, status);
    return status;
}

spelt_status spelt_call_check(const char *name, spelt_function function, const spelt_view *x,
                              const spelt_view *y, const void *result, size_t *n)
{
    const spelt_view *const input[SPELT_MOST_INPUTS] = {x, y, NULL};
    return check(name, function, input, NULL, result, n);
}

spelt_status spelt_call_check_more(const char *name, spelt_function function, const spelt_view *x,
                                   size_t ddof, const void *result, size_t *n)
{
    const spelt_view *const input[SPELT_MOST_INPUTS] = {x, NULL, NULL};
    return check(name, function, input, &ddof, result, n);
}

static spelt_status reduce(const char *name, int is_traced, int has_result, spelt_function function,
                           const spelt_view *x, const spelt_view *y, void *result)
{
    if (spelt_function_list[function].family != SPELT_FAMILY_ORDER1_BY &&
        spelt_short_reduce(function, x, y, result))
        return SPELT_OK;
    const spelt_view *const input[SPELT_MOST_INPUTS] = {x, y, NULL};
    const uint64_t begun = begin_call(function), start = is_traced ? begun : 0;
    spelt_arrays arrays;
    size_t n;
    int threads = 1;
    spelt_status status = arrays_of(name, function, input, NULL, &arrays);
    if (status != SPELT_OK)
        return status;
    if (!result)
        return is_null(name, "result");
    status = spelt_check_arrays(&arrays, &n);
    if (status == SPELT_OK)
        status = reduce_checked(function, &arrays, n, has_result, result, &threads);
    spelt_trace_call(start, &arrays, threads, status);
    return status;
}

spelt_status spelt_call_reduce(spelt_function function, const spelt_view *x, const spelt_view *y,
                               void *result)
{
    return reduce(spelt_function_list[function].name, 1, 0, function, x, y, result);
}

spelt_status spelt_call_reduce_as(const char *name, int is_traced, spelt_function function,
                                  const spelt_view *x, const spelt_view *y, void *result)
{
    return reduce(name, is_traced, 0, function, x, y, result);
}

spelt_status spelt_call_reduce_onto(const char *name, spelt_function function, const spelt_view *x,
                                    void *result)
{
    return reduce(name, 1, 1, function, x, NULL, result);
}
