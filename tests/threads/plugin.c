/* plugin.c - a shared object that holds the archive: what unload.c loads. */
#include <spelt/spelt.h>

/* Keeps the linker from leaving the archive's members out. */
int plugin_sum(const spelt_in_f64 *x, double *result);
int plugin_sum(const spelt_in_f64 *x, double *result)
{
    spelt_set_num_threads(3);
    return spelt_sum_f64(x, result) != SPELT_OK;
}
