/* plugin.c - a shared object that holds the archive: what the programs with loaded.h load. */
#include <spelt/spelt.h>

/* Keeps the linker from leaving the archive's members out: all that loaded.h asks for. */
int plugin_sum(const spelt_in_f64 *x, double *result);
int plugin_sum(const spelt_in_f64 *x, double *result)
{
    spelt_set_num_threads(3);
    spelt_set_num_threads_local(0);
    if (spelt_set_path(NULL) != SPELT_OK || spelt_set_isa(NULL) != SPELT_OK)
        return spelt_last_error()[0];
    return spelt_sum_f64(x, result) != SPELT_OK || spelt_dot_f64(x, x, result) != SPELT_OK;
}
