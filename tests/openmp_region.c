/* openmp_region.c - a library with an OpenMP runtime, built by whichever compiler has one: runs a
 * function in a parallel region. */
#include <omp.h>

void region_run(int threads, void (*function)(void *context), void *context);
void region_run(int threads, void (*function)(void *context), void *context)
{
#pragma omp parallel num_threads(threads)
    function(context);
}

/* What the runtime itself says. */
int region_is_active(void);
int region_is_active(void)
{
    return omp_in_parallel();
}
