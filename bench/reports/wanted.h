/* wanted.h - what a run is asked for. */
#ifndef BENCH_WANTED_H
#define BENCH_WANTED_H

#include "peers/blas_library.h"
#include "loops/doors.h"

#define OPTIONS_MAX_SIZES 256
#define OPTIONS_MAX_FILES 2

struct report;

typedef struct {
    const struct report *report;
    const char *files[OPTIONS_MAX_FILES]; /* what stands behind the name of the report */
    size_t file_count;
    const char *x_file; /* NULL: no file */
    const char *y_file;
    const char *operations; /* "sum,dot"; NULL: not given */
    const char *types;
    int all;
    size_t sizes[OPTIONS_MAX_SIZES];
    size_t size_count; /* 0: those of the report */
    const char *cblas_files[BLAS_MAX_LIBRARIES];
    int cblas_count;
    const char *isa;
    const char *path;
    int threads;    /* 0: not given */
    int idle, busy; /* which machine to look at; both 0: both */
    double pause;   /* seconds before each call */
    double time;
    uint64_t seed;
    const char *json_file; /* "-": standard output */
    const char *plot_file;
    const char *merge_file;
    int list;
    int csv;
    int is_screen; /* the report fits one: by default of other doors */
} options;

/* What is timed where neither of these is given; of a file, of its own type. */
#define OPTIONS_OPERATIONS "sum,sumsq,dot,sum_exact,sumsq_exact,dot_exact,add,add_wrap,add_sat"
#define OPTIONS_TYPES "f32,f64,f32_f64,i32,i64"

/* The same for the report `glance`: what fits a screen. */
#define OPTIONS_GLANCE_OPERATIONS "sum,dot,sum_exact,dot_exact,min,add,add_sat,mul,sqrt,less"
#define OPTIONS_GLANCE_TYPES "f32,f64,i32"

/* Whether a door is asked for. */
int options_want(const options *o, const door *d);

/* Bytes of the widest element of any, and not less than an f64 has. */
size_t options_widest(const options *o);

#endif
