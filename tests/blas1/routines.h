/* routines.h - BLAS level 1 as its callers declare it: under its names with integers of 32 bits or,
 * with CALLS_64, of 64. Complex values are passed by pointer, so that one line does for real and
 * complex. */
#ifndef SPELT_TEST_BLAS1_ROUTINES_H
#define SPELT_TEST_BLAS1_ROUTINES_H

#include <stddef.h>
#include <stdint.h>

#ifdef CALLS_64
typedef int64_t integer;
#define F(name) name##_64_
#define C(name) cblas_##name##64_
#else
typedef int32_t integer;
#define F(name) name##_
#define C(name) cblas_##name
#endif

#define FORTRAN_TWO const integer *, const void *, const integer *, const void *, const integer *
#define C_TWO integer, const void *, integer, const void *, integer

#define REAL(p, T)                                                                                 \
    T C(p##dot)(C_TWO);                                                                            \
    T F(p##dot)(FORTRAN_TWO);                                                                      \
    T C(p##nrm2)(integer, const void *, integer);                                                  \
    T F(p##nrm2)(const integer *, const void *, const integer *);                                  \
    T C(p##asum)(integer, const void *, integer);                                                  \
    T F(p##asum)(const integer *, const void *, const integer *);                                  \
    void C(p##axpy)(integer, T, const void *, integer, void *, integer);                           \
    void C(p##scal)(integer, T, void *, integer);                                                  \
    void C(p##rot)(integer, void *, integer, void *, integer, T, T);                               \
    void F(p##rot)(const integer *, void *, const integer *, void *, const integer *, const T *,   \
                   const T *);                                                                     \
    void C(p##rotm)(integer, void *, integer, void *, integer, const T *);                         \
    void F(p##rotm)(const integer *, void *, const integer *, void *, const integer *, const T *); \
    void C(p##rotg)(T *, T *, T *, T *);                                                           \
    void F(p##rotg)(T *, T *, T *, T *);                                                           \
    void C(p##rotmg)(T *, T *, T *, T, T *);                                                       \
    void F(p##rotmg)(T *, T *, T *, const T *, T *);                                               \
    ANY(p)
#define COMPLEX(p, r, T)                                                                           \
    void C(p##dotu_sub)(C_TWO, void *);                                                            \
    T _Complex F(p##dotu)(FORTRAN_TWO);                                                            \
    void C(p##dotc_sub)(C_TWO, void *);                                                            \
    T _Complex F(p##dotc)(FORTRAN_TWO);                                                            \
    T C(r##nrm2)(integer, const void *, integer);                                                  \
    T F(r##nrm2)(const integer *, const void *, const integer *);                                  \
    T C(r##asum)(integer, const void *, integer);                                                  \
    T F(r##asum)(const integer *, const void *, const integer *);                                  \
    void C(p##axpy)(integer, const void *, const void *, integer, void *, integer);                \
    void C(p##scal)(integer, const void *, void *, integer);                                       \
    void C(p##rotg)(void *, void *, void *, void *);                                               \
    void F(p##rotg)(void *, void *, void *, void *);                                               \
    ANY(p)
#define ANY(p)                                                                                     \
    size_t C(i##p##amax)(integer, const void *, integer);                                          \
    integer F(i##p##amax)(const integer *, const void *, const integer *);                         \
    void F(p##axpy)(const integer *, const void *, const void *, const integer *, void *,          \
                    const integer *);                                                              \
    void F(p##scal)(const integer *, const void *, void *, const integer *);                       \
    void C(p##copy)(integer, const void *, integer, void *, integer);                              \
    void F(p##copy)(const integer *, const void *, const integer *, void *, const integer *);      \
    void C(p##swap)(integer, void *, integer, void *, integer);                                    \
    void F(p##swap)(const integer *, void *, const integer *, void *, const integer *);
#define BY_REAL(rot, scal, T)                                                                      \
    void C(rot)(integer, void *, integer, void *, integer, T, T);                                  \
    void F(rot)(const integer *, void *, const integer *, void *, const integer *, const T *,      \
                const T *);                                                                        \
    void C(scal)(integer, T, void *, integer);                                                     \
    void F(scal)(const integer *, const T *, void *, const integer *);

REAL(s, float)
REAL(d, double)
COMPLEX(c, sc, float)
COMPLEX(z, dz, double)
BY_REAL(csrot, csscal, float)
BY_REAL(zdrot, zdscal, double)
double C(dsdot)(C_TWO);
double F(dsdot)(FORTRAN_TWO);
float C(sdsdot)(integer, float, const void *, integer, const void *, integer);
float F(sdsdot)(const integer *, const float *, const void *, const integer *, const void *,
                const integer *);

#endif
