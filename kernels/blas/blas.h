/* blas.h - OpenBLAS's thread setting, borrowed for a call and put back. */
#ifndef SPELT_BLAS_BLAS_H
#define SPELT_BLAS_BLAS_H

/* The setting belongs to the process and the host may use OpenBLAS itself. A call whose cap is the
 * setting shares it with others like it; a call with another cap has OpenBLAS to itself among
 * Spelt's calls, and leaves the setting as it found it. */
typedef struct {
    int restore; /* the setting to put back, 0 for none */
} spelt_blas_lease;

spelt_blas_lease spelt_blas_begin(void);
void spelt_blas_end(spelt_blas_lease lease);

#endif
