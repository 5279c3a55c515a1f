/* openmp_stand_in.h - what the library that stands in for an OpenMP runtime is to answer. */
#ifndef SPELT_TESTS_OPENMP_STAND_IN_H
#define SPELT_TESTS_OPENMP_STAND_IN_H

/* Its variable stand_in. Place p has the CPUs from p * procs on, procs of them. */
typedef struct {
    int in_parallel, proc_bind, places, procs;
    int threads; /* as LLVM's runtime counts them: 0 until it has started */
    int asked;   /* how often it was asked for more than their number */
    int listed;  /* how many places it has been asked for */
} stand_in_answers;

#endif
