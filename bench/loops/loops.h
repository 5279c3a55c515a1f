/* loops.h - the loops that Spelt is compared with, as one would write them: one for each row of the
 * bench. The lines that they are made of stand in loop_lines.h. */
#ifndef BENCH_LOOPS_H
#define BENCH_LOOPS_H

#include "functions.h"

/* What there is a loop for: the functions of the list by their numbers, those of it along an axis,
 * and what is made of them. */
typedef enum {
    ROW_LAST_FUNCTION = SPELT_ALL_FUNCTIONS - 1,
#define ALONG(suffix, in, out, op, ...) ROW_##op##_axis_##suffix,
#include "loops/along_axes.def"
    ROW_LAST_ALONG_AXIS,
#define MADE(suffix, in, out, op, ...) ROW_##op##_##suffix,
#include "loops/made_of.def"
    ROWS
} bench_row;

/* Along an axis: of x[outer, along, inner], without the middle one, and of y[along]. */
typedef struct {
    size_t outer, along, inner;
    size_t results; /* elements of out */
} bench_shape;

/* An elementwise loop writes n elements to out and returns whether one of them failed, where
 * anything is checked; a reduction writes one, or two, others as the shape says. Arrays that the
 * function does not have are not looked at. Keys and indexes are x, and what belongs to them y;
 * edges are y. Of two outputs the second is EXCHANGE_GAP elements behind the first: not a multiple
 * of a page. */
#define LOOP_PARAMETERS                                                                            \
    const void *restrict x_data, const void *restrict y_data, const void *restrict z_data,         \
        void *restrict out_data, size_t n, const bench_shape *shape
#define EXCHANGE_GAP 208
typedef int bench_loop(LOOP_PARAMETERS);

/* The numbers of functions that take some: an update may be done again and again, and a product
 * fused with an addition gives no other bits. */
#define AXPY_A 0x1p-30f
#define SCAL_A (-1)
#define SCAL_RE 1
#define SCAL_IM 0x1p-12f
#define AXPBY_A 0.5f
#define AXPBY_B 0.5f
#define CLIP_LOW 1
#define CLIP_HIGH 100
#define ROT_C 1.0f
#define ROT_S 0x1p-30f
#define ROTM_XX 1.0f
#define ROTM_XY 0x1p-30f
#define ROTM_YX (-0x1p-29f)
#define ROTM_YY (-1.0f)
#define BINS_LOW -1
#define BINS_HIGH 1

/* naive.c: optimized, but with the compiler's vectorizer off. */
extern bench_loop *const loops_naive[ROWS];

/* vectorized.c: the same text as a compiler vectorizes it. */
typedef struct {
    const char *label;    /* "GCC", "GCC fast": what heads its column */
    const char *compiler; /* "gcc (Debian 12.2.0-14) 12.2.0" */
    const char *isa;      /* "avx2"; "baseline" has no flags for one */
    const char *flags;
    bench_loop *const *loops; /* NULLs where it has none: see loop_bodies.h */
} loop_build;

extern const loop_build loop_builds[];
extern const size_t loop_build_count;

/* Compilers that were not there when this was built: "Clang"; ends with a NULL. */
extern const char *const loop_builds_absent[];

/* Whether this CPU has the instructions of a build. */
int loop_build_runs(const loop_build *build);

/* Of those with a label, the build for an instruction set that Spelt uses (as spelt_isa() says), or
 * for the nearest that it falls back to; where there is none that runs here, the baseline's. */
const loop_build *loop_build_for(const char *label, const char *isa);

/* The line that a loop is made of: "r += a * b". NULL along an axis, where it is that of the function. */
const char *loop_text(bench_row row);

#endif
