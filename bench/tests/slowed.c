/* slowed.c - for tests of the bench: spelt_dot_f64 does everything ten times. Linked with
 * --wrap=spelt_dot_f64. */
#include <spelt/reduce.h>

spelt_status __real_spelt_dot_f64(const spelt_in_f64 *x, const spelt_in_f64 *y, double *result);
spelt_status __wrap_spelt_dot_f64(const spelt_in_f64 *x, const spelt_in_f64 *y, double *result);

spelt_status __wrap_spelt_dot_f64(const spelt_in_f64 *x, const spelt_in_f64 *y, double *result)
{
    for (int i = 0; i < 9; i++)
        (void)__real_spelt_dot_f64(x, y, result);
    return __real_spelt_dot_f64(x, y, result);
}
