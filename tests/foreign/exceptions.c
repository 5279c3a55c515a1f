/* exceptions.c - the floating-point exceptions of every function, on every instruction set that this CPU
 * has: on clean data none, and no trap where they are unmasked; on any data INVALID, DIVBYZERO and OVERFLOW
 * where the scalar kernels raise them, and nowhere else. So neither lanes of a vector that have no element,
 * nor what a kernel computes inside, nor what a compiler computes ahead shows. Without a framework.
 *
 *     exceptions [ISA] [brief]    elements of one thread, lengths of all tails, or a few of them
 *     exceptions threads          longer arrays, shared out; with SPELT_GRAIN_BYTES=1 */
#define _GNU_SOURCE 1

#include "every_views.h"
#include "repeats.h"
#include "runtime/dispatch.h"

#include <fenv.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#define LOOKED_AT (FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW)

/* Clean elements, the same beyond what f32 reaches where they are of f64, and so many times some with specials. */
enum { CLEAN, LARGE, SPECIAL, MOST_TRIALS = 3, SAVED = SPECIAL + MOST_TRIALS };
static unsigned char saved[SAVED][EVERY_OPERANDS][EVERY_ROOM];
static unsigned bad, calls;

/* ---- Traps ----------------------------------------------------------------------------------- */

static sigjmp_buf back;

static void strike(int signal)
{
    (void)signal;
    siglongjmp(back, 1);
}

static int can_trap(void)
{
#ifdef __GLIBC__
    feclearexcept(FE_ALL_EXCEPT);
    const int old = feenableexcept(LOOKED_AT);
    const int enabled = fegetexcept();
    fedisableexcept(LOOKED_AT);
    return old >= 0 && (enabled & LOOKED_AT) == LOOKED_AT;
#else
    return 0;
#endif
}

static void set_traps(int on)
{
#ifdef __GLIBC__
    feclearexcept(FE_ALL_EXCEPT);
    (void)(on ? feenableexcept(LOOKED_AT) : fedisableexcept(LOOKED_AT));
#else
    (void)on;
#endif
}

/* ---- Calls ----------------------------------------------------------------------------------- */

typedef struct {
    const every_call *call;
    size_t n;
    every_layout layout;
} way;

static void restore(const way *w, int from)
{
    for (unsigned k = 0; k < w->call->operands; k++)
        memcpy(every_room[k], saved[from][k],
               every_span(w->call, k, w->n) * spelt_type_size(w->call->operand[k].type));
}

static spelt_status make(const way *w)
{
    static _Alignas(64) unsigned char result[EVERY_RESULT_BYTES];
    spelt_view view[EVERY_OPERANDS];
    memset(result, 0, w->call->result_bytes);
    every_make_views(w->call, w->n, w->layout, view);
    return w->call->make(view, result);
}

static int raised_by(const way *w, int from)
{
    restore(w, from);
    calls++;
    feclearexcept(FE_ALL_EXCEPT);
    make(w);
    return fetestexcept(LOOKED_AT);
}

static void tell(const way *w, const char *what, int raised, int expected)
{
    if (bad++ < 60)
        fprintf(stderr, "%s %s, %s, n = %zu, %s: raised%s%s%s, expected%s%s%s\n", w->call->name, spelt_isa(),
                every_layout_name[w->layout], w->n, what, raised & FE_INVALID ? " INVALID" : "",
                raised & FE_DIVBYZERO ? " DIVBYZERO" : "", raised & FE_OVERFLOW ? " OVERFLOW" : "",
                expected & FE_INVALID ? " INVALID" : "", expected & FE_DIVBYZERO ? " DIVBYZERO" : "",
                expected & FE_OVERFLOW ? " OVERFLOW" : "");
}

/* Returns through strike() where it traps. */
static void check_trap(const way *w, int from)
{
    restore(w, from);
    if (sigsetjmp(back, 1) == 0) {
        set_traps(1);
        make(w);
    } else {
        tell(w, "traps", 0, 0);
    }
    set_traps(0);
}

/* ---- All of them ----------------------------------------------------------------------------- */

static int first_isa = SPELT_ISA_scalar, last_isa = SPELT_ISA_COUNT - 1;

#define FOR_EACH_ISA                                                                               \
    for (int isa = first_isa; isa <= last_isa; isa++)                                              \
        if (spelt_set_isa(spelt_isa_name((spelt_isa_id)isa)) == SPELT_OK)

/* The ends of an integer type: one pair of the least and -1, whose quotient it has not, or the greatest, which a
 * conversion may round up. */
static void put_ends(const way *w, int to, uint64_t *state)
{
    const every_operand *x = &w->call->operand[0], *y = &w->call->operand[1];
    if (w->call->operands == 2 && x->type >= SPELT_I32 && x->type <= SPELT_I16 && w->n > 0) {
        const size_t size = spelt_type_size(x->type), span = every_span(w->call, 0, w->n);
        every_put_bits(size, saved[to][0], (size_t)(every_next(state) >> 20) % span, INT64_MAX >> (64 - 8 * size));
    }
    if (w->call->operands < 3 || w->layout != EVERY_CONTIGUOUS || x->type != y->type || x->shape != y->shape ||
        x->type < SPELT_I32 || x->type > SPELT_U64 || w->n == 0)
        return;
    const size_t size = spelt_type_size(x->type), i = (size_t)(every_next(state) >> 20) % w->n;
    every_put_bits(size, saved[to][0], i, UINT64_C(1) << (8 * size - 1));
    every_put_bits(size, saved[to][1], i, UINT64_MAX >> (64 - 8 * size));
}

static void fill(const way *w, int to, int specials, uint64_t *state)
{
    for (unsigned k = 0; k < w->call->operands; k++) {
        const size_t span = every_span(w->call, k, w->n);
        every_fill(&w->call->operand[k], 0, saved[to][k], span, every_groups(w->n), state);
    }
    for (int i = 0; i < specials; i++) {
        const unsigned k = (unsigned)(every_next(state) >> 20) % w->call->operands;
        const size_t span = w->layout == EVERY_CONTIGUOUS && !w->call->has_axis
                                ? w->n
                                : every_span(w->call, k, w->n);
        every_spoil(w->call, k, saved[to][k], span, state);
    }
    if (specials > 0)
        put_ends(w, to, state);
}

/* Products of two of them are far below the greatest f64. */
static void enlarge(const way *w)
{
    memcpy(saved[LARGE], saved[CLEAN], sizeof saved[LARGE]);
    for (unsigned k = 0; k < w->call->operands; k++) {
        const spelt_type type = w->call->operand[k].type;
        f64 *number = (f64 *)(void *)saved[LARGE][k];
        const size_t parts = type == SPELT_F64 ? 1 : type == SPELT_C128 ? 2 : 0;
        for (size_t i = 0; i < parts * every_span(w->call, k, w->n); i++)
            number[i] *= 0x1p200;
    }
}

/* The scalar kernels on one thread are the specification. To put a set in force takes longer than a
 * call: each makes all calls of a way. */
static void check_way(const way *w, int trials, int threads, int traps, uint64_t *state)
{
    int expected[SAVED] = {[CLEAN] = 0, [LARGE] = 0};
    const int is_conversion = strncmp(w->call->name, "spelt_convert", strlen("spelt_convert")) == 0;
    fill(w, CLEAN, 0, state);
    enlarge(w);
    spelt_set_isa("scalar");
    spelt_set_num_threads(1);
    for (int trial = SPECIAL; trial < SPECIAL + trials; trial++) {
        fill(w, trial, 1 + (int)(every_next(state) >> 33) % 3, state);
        expected[trial] = raised_by(w, trial);
    }
    spelt_set_num_threads(threads);
    FOR_EACH_ISA
    {
        for (int trial = CLEAN; trial < SPECIAL + trials; trial++) {
            if (trial == LARGE && is_conversion)
                continue;
            const int raised = raised_by(w, trial);
            if (raised != expected[trial])
                tell(w, trial == CLEAN ? "clean" : trial == LARGE ? "large" : "specials", raised, expected[trial]);
        }
        if (traps)
            check_trap(w, CLEAN);
        if (traps && !is_conversion)
            check_trap(w, LARGE);
    }
}

/* On several threads, by day, a call on every second layout. */
static void check(const every_call *call, const size_t *lengths, int trials, int threads, int traps)
{
    static int number;
    uint64_t state = UINT64_C(88172645463325252);
    number++;
    for (size_t i = 0; lengths[i]; i++)
        for (int layout = 0; layout < EVERY_LAYOUTS; layout++) {
            const way w = {call, lengths[i], (every_layout)layout};
            if (!every_has_layout(call, w.layout) || (layout != EVERY_CONTIGUOUS && i % 3 == 2))
                continue;
            if (threads > 1 && REPEATS((number + layout) % 2, 0))
                continue;
            check_way(&w, trials, threads, traps, &state);
        }
}

int main(int count, char **arguments)
{
    static const size_t few[] = {1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 17, 31, 33, 64, 65, 95, 129, 260, 600, 0};
    static const size_t fewer[] = {1, 3, 8, 17, 65, 260, 0}, many[] = {EVERY_MOST, 0};
    const int is_brief = count > 1 && strcmp(arguments[count - 1], "brief") == 0;
    const char *only = count - is_brief > 1 ? arguments[1] : "";
    const int threads = strcmp(only, "threads") == 0 ? 4 : 1;
    if (*only && threads == 1) {
        first_isa = last_isa = (int)spelt_isa_from_name(only);
        if (spelt_set_isa(only) != SPELT_OK) {
            fprintf(stderr, "exceptions: %s\n", spelt_last_error());
            return 2;
        }
    }
    const int traps = can_trap();
    signal(SIGFPE, strike);
    for (const every_call *call = every_first; call; call = call->next)
        check(call, threads > 1 ? many : is_brief ? fewer : few, threads > 1 || is_brief ? 1 : MOST_TRIALS, threads,
              traps);
    printf("%u calls, %u raise what they should not, or do not raise what they should\n", calls, bad);
    return bad > 0 || calls == 0;
}
