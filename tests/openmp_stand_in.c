/* openmp_stand_in.c - a library that stands in for an OpenMP runtime: what a test asks for. */
#include "openmp_stand_in.h"

extern stand_in_answers stand_in;
stand_in_answers stand_in;

int __kmpc_global_num_threads(void *location);
int __kmpc_global_num_threads(void *location)
{
    (void)location;
    return stand_in.threads;
}

int omp_in_parallel(void);
int omp_in_parallel(void)
{
    stand_in.asked++;
    return stand_in.in_parallel;
}

int omp_get_proc_bind(void);
int omp_get_proc_bind(void)
{
    stand_in.asked++;
    return stand_in.proc_bind;
}

int omp_get_num_places(void);
int omp_get_num_places(void)
{
    stand_in.asked++;
    return stand_in.places;
}

int omp_get_place_num_procs(int place);
int omp_get_place_num_procs(int place)
{
    (void)place;
    return stand_in.procs;
}

void omp_get_place_proc_ids(int place, int *ids);
void omp_get_place_proc_ids(int place, int *ids)
{
    stand_in.listed++;
    for (int i = 0; i < stand_in.procs; i++)
        ids[i] = place * stand_in.procs + i;
}
