/* blas_library.h - a library with a CBLAS interface: the OpenBLAS that Spelt links, or any other by
 * the name of its file. */
#ifndef BENCH_BLAS_LIBRARY_H
#define BENCH_BLAS_LIBRARY_H

#define BLAS_LABEL_SIZE 40
#define BLAS_TEXT_SIZE 512
#define BLAS_MAX_LIBRARIES 8 /* copies of them on other cores besides */

typedef struct blas_library {
    char label[BLAS_LABEL_SIZE]; /* "OpenBLAS 0.3.21": what heads its column */
    char core[BLAS_LABEL_SIZE];  /* whose kernels it uses: "Haswell"; "" where it does not tell */
    char about[BLAS_TEXT_SIZE]; /* in its own words: configuration, core; how its threads are set */
    float (*sdot)(int n, const float *x, int x_stride, const float *y, int y_stride);
    double (*ddot)(int n, const double *x, int x_stride, const double *y, int y_stride);
    void (*scopy)(int n, const float *x, int x_stride, float *y, int y_stride);
    void (*dcopy)(int n, const double *x, int x_stride, double *y, int y_stride);
    void (*saxpy)(int n, float a, const float *x, int x_stride, float *y, int y_stride);
    void (*daxpy)(int n, double a, const double *x, int x_stride, double *y, int y_stride);
    /* NULL where a library has none; order and trans are cblas.h's numbers. */
    void (*sgemv)(int order, int trans, int m, int n, float a, const float *x, int x_stride,
                  const float *y, int y_stride, float b, float *z, int z_stride);
    void (*dgemv)(int order, int trans, int m, int n, double a, const double *x, int x_stride,
                  const double *y, int y_stride, double b, double *z, int z_stride);
#define BLAS_CALL(name, result, ...) result (*name)(__VA_ARGS__); /* NULL likewise */
#include "peers/blas_calls.def"
    void (*set_threads)(int threads); /* by value; NULL where it has none that is known here */
    void (*set_threads_wide)(long long threads); /* instead of it: BLIS's dim_t */
    int (*get_threads)(void); /* how many that made it; NULL where it does not tell */
} blas_library;

/* The OpenBLAS of this build; 0 in a build without it. */
int blas_library_linked(blas_library *library);

/* Loads a file, as dlopen() finds it; nothing of it is seen by anything else in the process. It
 * stays loaded: threads that it starts may outlive any use of it. 0 where it cannot be used, and
 * message says why, beginning with the name of the file. */
int blas_library_open(blas_library *library, const char *file, char message[BLAS_TEXT_SIZE]);

/* Loads one more copy of an OpenBLAS that has kernels for several CPUs, with those of a core, by
 * its name for OPENBLAS_CORETYPE ("Haswell"), which this CPU must be able to run. 0 where it cannot
 * be had: another kind of library, no such kernels, or the address sanitizer (see blas_library.c).
 */
int blas_library_of_core(blas_library *library, const blas_library *of, const char *core);

/* Makes the labels of the libraries differ: those that repeat an earlier one get a number. */
void blas_library_number(blas_library *libraries, int count);

/* Sets how many threads its calls may use; 0 where there is no call for that. */
int blas_library_set_threads(const blas_library *library, int threads);

/* How many threads its calls may use when so many are wanted; 0 where that is not known. */
int blas_library_threads(const blas_library *library, int wanted);

#endif
