/* languages.c - the same call by other names. Each is in a file of its own, linked to the shared
 * library, so that the bench needs no run-time library of theirs. */
#include "peers/languages.h"

#include <spelt/runtime.h>

#include <dlfcn.h>
#include <string.h>

#define TEXT_(number) #number
#define TEXT(number) TEXT_(number)
#define BLAS_FILE "libspelt_blas.so." TEXT(SPELT_VERSION_MAJOR) "." TEXT(SPELT_VERSION_MINOR)

const char *const language_names[LANGUAGES] = {"in C++", "in Fortran", "by BLAS's name"};

static struct {
    const char *file, *symbol, *missing;
    void *address;
} languages[LANGUAGES] = {
#ifdef BENCH_HAS_CXX
    {"libspelt_bench_cxx.so", "spelt_bench_dots", "libspelt_bench_cxx.so is not beside spelt-bench",
     NULL},
#else
    {NULL, NULL, "there was no C++ compiler when this was built", NULL},
#endif
#ifdef BENCH_HAS_FORTRAN
    {"libspelt_bench_fortran.so", "spelt_bench_dots",
     "libspelt_bench_fortran.so is not beside spelt-bench", NULL},
#else
    {NULL, NULL, "there was no gfortran when this was built", NULL},
#endif
    {BLAS_FILE, "cblas_ddot", BLAS_FILE " is not found", NULL},
};

typedef double dots(const double *x, const double *y, size_t n, size_t calls);
typedef double ddot(int n, const double *x, int x_stride, const double *y, int y_stride);

static void call_many(int language, work *w, size_t calls)
{
    dots *function;
    memcpy(&function, &languages[language].address, sizeof function);
    w->value.f64 = function(w->x, w->y, w->n, calls);
}

static void cxx_calls(void *context, size_t calls)
{
    call_many(LANGUAGE_CXX, context, calls);
}

static void fortran_calls(void *context, size_t calls)
{
    call_many(LANGUAGE_FORTRAN, context, calls);
}

static void blas_calls(void *context, size_t calls)
{
    work *w = context;
    ddot *volatile function;
    memcpy((void *)&function, &languages[LANGUAGE_BLAS].address, sizeof function);
    for (; calls > 0; calls--)
        w->value.f64 = function((int)w->n, w->x, 1, w->y, 1);
}

door_batch *language_dot(int language, const char **why)
{
    static door_batch *const batches[LANGUAGES] = {cxx_calls, fortran_calls, blas_calls};
    if (languages[language].file && !languages[language].address) {
        void *handle = dlopen(languages[language].file, RTLD_NOW | RTLD_LOCAL);
        if (handle)
            languages[language].address = dlsym(handle, languages[language].symbol);
    }
    *why = languages[language].missing;
    return languages[language].address ? batches[language] : NULL;
}
