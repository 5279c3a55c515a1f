/* wrong.c - for tests of the bench: spelt_dot_f64 is off by one in the last bit on the path simd,
 * and add_f64 in one element. Linked with --wrap=spelt_dot_f64 and --wrap=spelt_add_f64. */
#include <spelt/elementwise.h>
#include <spelt/reduce.h>
#include <spelt/runtime.h>

#include <math.h>
#include <string.h>

spelt_status __real_spelt_dot_f64(const spelt_in_f64 *x, const spelt_in_f64 *y, double *result);
spelt_status __wrap_spelt_dot_f64(const spelt_in_f64 *x, const spelt_in_f64 *y, double *result);
spelt_status __real_spelt_add_f64(const spelt_in_f64 *x, const spelt_in_f64 *y,
                                  const spelt_out_f64 *out);
spelt_status __wrap_spelt_add_f64(const spelt_in_f64 *x, const spelt_in_f64 *y,
                                  const spelt_out_f64 *out);

/* The bench asks the scalar path what is right. */
static int asked_for_the_truth(void)
{
    return strcmp(spelt_path(), "scalar") == 0;
}

spelt_status __wrap_spelt_dot_f64(const spelt_in_f64 *x, const spelt_in_f64 *y, double *result)
{
    spelt_status status = __real_spelt_dot_f64(x, y, result);
    if (!asked_for_the_truth())
        *result = nextafter(*result, INFINITY);
    return status;
}

spelt_status __wrap_spelt_add_f64(const spelt_in_f64 *x, const spelt_in_f64 *y,
                                  const spelt_out_f64 *out)
{
    spelt_status status = __real_spelt_add_f64(x, y, out);
    if (!asked_for_the_truth() && out->shape[0] > 0)
        out->data[out->shape[0] - 1] += 1;
    return status;
}
