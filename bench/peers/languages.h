/* languages.h - the same call by other names: in C++, in Fortran, as BLAS's. */
#ifndef BENCH_LANGUAGES_H
#define BENCH_LANGUAGES_H

#include "loops/doors.h"

enum { LANGUAGE_CXX, LANGUAGE_FORTRAN, LANGUAGE_BLAS, LANGUAGES };

extern const char *const language_names[LANGUAGES]; /* "in C++" */

/* dot_f64 of a work; NULL where it is not there, and why is then what to say of that. */
door_batch *language_dot(int language, const char **why);

#endif
