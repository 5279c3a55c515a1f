/* lease.h - OpenBLAS's thread setting, borrowed for a call and put back. */
#ifndef SPELT_BLAS_LEASE_H
#define SPELT_BLAS_LEASE_H

#include "runtime/interruption.h"

/* The setting belongs to the process and the host may use OpenBLAS itself. A call whose cap is the
 * setting shares it with others like it; a call with another cap has OpenBLAS to itself among
 * Spelt's calls, and leaves the setting as it found it. The caller's signals and its cancellation are
 * held off meanwhile: OpenBLAS has locks and threads of its own. */
typedef struct {
    int restore; /* the setting to put back, 0 for none */
    int cancellation;
    sigset_t signals;
} spelt_blas_lease;

void spelt_blas_begin(spelt_blas_lease *lease);
void spelt_blas_end(const spelt_blas_lease *lease);

#endif
