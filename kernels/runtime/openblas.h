/* openblas.h - OpenBLAS, which is loaded when it is first asked for: as it is loaded it starts threads,
 * and where none can be had it ends the process. */
#ifndef SPELT_RUNTIME_OPENBLAS_H
#define SPELT_RUNTIME_OPENBLAS_H

#include <cblas.h>

#define SPELT_BLAS_FUNCTIONS(ONE)                                                                  \
    ONE(cblas_sdot)                                                                                \
    ONE(cblas_ddot)                                                                                \
    ONE(cblas_scopy)                                                                               \
    ONE(cblas_dcopy)                                                                               \
    ONE(cblas_saxpy)                                                                               \
    ONE(cblas_daxpy)                                                                               \
    ONE(cblas_sgemm)                                                                               \
    ONE(cblas_dgemm)                                                                               \
    ONE(openblas_get_num_threads)                                                                  \
    ONE(openblas_set_num_threads)

#define SPELT_BLAS_POINTER(name) __typeof__(name) *name;
typedef struct {
    SPELT_BLAS_FUNCTIONS(SPELT_BLAS_POINTER)
} spelt_blas_functions;

/* Loads it, once; what there is against its use, or NULL. */
const char *spelt_blas_load(void);

/* Once that has returned NULL. */
extern spelt_blas_functions spelt_openblas;

#endif
