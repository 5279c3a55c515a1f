/* blas.h - a CBLAS library called directly. */
#ifndef BENCH_BLAS_H
#define BENCH_BLAS_H

#include "loops/doors.h"

/* Through work.blas. NULL where BLAS has no such function. */
door_batch *door_blas(const door *d);

#endif
