/* any.c - vectors of any increments and lengths: by the slow way of Spelt's doors, but for long ones that are
 * contiguous and one thread's. */
#include "blas1.h"

#include "call/drivers.h"
#include "call/line.h"

#include <spelt/runtime.h>

/* What the checks refused: data that is not aligned, of which the driver takes one element at a
 * time. */
static void reduce_unaligned(spelt_function function, size_t size, const spelt_view *x,
                             const spelt_view *y, void *result)
{
    const spelt_function_facts *facts = &spelt_function_list[function];
    const spelt_arrays arrays = {
        facts->name,
        spelt_inputs_and_numbers(function),
        0,
        {spelt_operand_of("x", x, size), spelt_operand_of("y", y, facts->input_size[1])}};
    spelt_loop loop;
    int threads = 1;
    spelt_loop_make(&loop, &arrays, x->shape[0], SPELT_IN_C_ORDER);
    spelt_run_order1(&loop, function, result, &threads);
}

#define GATHER(type)                                                                               \
    for (ptrdiff_t i = 0; i < n; i++)                                                              \
        ((place_##type *)to->bytes)[i] = ((const place_##type *)from)[i * inc];
void spelt_blas1_gather(few *to, const void *x, size_t size, ptrdiff_t n, ptrdiff_t inc)
{
    const void *from = first_of(x, size, n, inc);
    if (size == sizeof(place_f32))
        GATHER(f32)
    else if (size == sizeof(place_f64))
        GATHER(f64)
    else
        GATHER(c128)
}

static void reduce_few(spelt_function function, size_t size, ptrdiff_t n, const void *x,
                       ptrdiff_t incx, const void *y, ptrdiff_t incy, void *result)
{
    few x_few, y_few;
    spelt_blas1_gather(&x_few, x, size, n, incx);
    if (spelt_function_list[function].inputs == 2)
        spelt_blas1_gather(&y_few, y, size, n, incy);
    spelt_reduce_of(function)(x_few.bytes, y_few.bytes, (size_t)n, result);
}

void spelt_blas1_reduce(spelt_function function, size_t size, ptrdiff_t n, const void *x,
                        ptrdiff_t incx, const void *y, ptrdiff_t incy, void *result)
{
    const spelt_function_facts *facts = &spelt_function_list[function];
    spelt_view x_view, y_view;
    spelt_status status;
    const int is_complex = spelt_is_complex(facts->input[0]);
    if (((incx ^ 1) | (incy ^ 1)) == 0 && facts->family == SPELT_FAMILY_ORDER1 &&
        door_are_data(x, y, spelt_part_size(facts->input[0], size)) &&
        spelt_is_for_one(function, (size_t)n)) {
        spelt_reduce_of(function)(x, y, (size_t)n, result);
        return;
    }
    if (is_complex && n <= FEW / 2 && facts->family == SPELT_FAMILY_ORDER1 &&
        spelt_direct_some(function, (size_t)n)) {
        reduce_few(function, size, n, x, incx, y, incy, result);
        return;
    }
    vector(&x_view, x, size, n, incx);
    vector(&y_view, y, facts->input_size[1], n, incy);
    if (is_complex || facts->family != SPELT_FAMILY_ORDER1)
        status = spelt_call_reduce(function, &x_view, &y_view, result);
    else
        status = (size == 4 ? spelt_call_line_4 : spelt_call_line_8)(
            function, &x_view, facts->inputs == 1 ? &x_view : &y_view, result);
    if (status != SPELT_OK)
        reduce_unaligned(function, size, &x_view, &y_view, result);
}

int spelt_blas1_is_for_loop(spelt_function function, ptrdiff_t incx, ptrdiff_t incy)
{
    return ((incx ^ 1) | (incy ^ 1)) != 0 && spelt_direct(function, 0) &&
           spelt_get_num_threads() == 1;
}

int spelt_blas1_map(spelt_function function, size_t size, const void *numbers, ptrdiff_t n,
                    const void *x, ptrdiff_t incx, void *y, ptrdiff_t incy)
{
    spelt_view x_view, y_view, operand;
    if (spelt_blas1_is_for_loop(function, incx, incy))
        return 0;
    vector(&x_view, x, size, n, incx);
    vector(&y_view, y, size, n, incy);
    vector(&operand, numbers, size, n, 0);
    if (numbers)
        return spelt_call_map(function, &x_view, &y_view, &operand, &y_view) == SPELT_OK;
    return spelt_call_map(function, &x_view, NULL, NULL, &y_view) == SPELT_OK;
}

int spelt_blas1_scale(spelt_function function, size_t size, const void *value, ptrdiff_t n, void *x,
                      ptrdiff_t inc)
{
    spelt_view view, operand;
    if (spelt_blas1_is_for_loop(function, inc, 1))
        return 0;
    vector(&view, x, size, n, inc);
    vector(&operand, value, size, n, 0);
    return spelt_call_map(function, &view, &operand, NULL, &view) == SPELT_OK;
}
