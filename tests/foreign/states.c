/* states.c - what is exact gives the same whatever the caller's floating-point unit is told: to flush
 * subnormal numbers to zero, or to read them as zeros, and to round in any direction. Every function that
 * every_call.h says is exact, on every instruction set that this CPU has; and each leaves the state as it
 * was. Without a framework.
 *
 *     states [ISA] [brief]
 *     states threads     longer arrays, shared out; with SPELT_GRAIN_BYTES=1 */
#include "every_views.h"
#include "number_bits.h"
#include "runtime/dispatch.h"

#include <fenv.h>
#include <stdio.h>
#include <stdlib.h>

static unsigned char saved[EVERY_OPERANDS][EVERY_ROOM], expected[EVERY_OPERANDS][EVERY_ROOM];
static _Alignas(64) unsigned char result[EVERY_RESULT_BYTES], expected_result[EVERY_RESULT_BYTES];
static unsigned bad, calls;

/* ---- States ---------------------------------------------------------------------------------- */

/* The bits that make subnormal numbers zeros; all of those of results, of operands, of both. */
#if defined(__x86_64__)
static const uint64_t flushes[] = {0, 0x8000, 0x40, 0x8040};
static uint64_t control(void)
{
    return __builtin_ia32_stmxcsr() & ~0x3fu;
}
static void set_control(uint64_t bits)
{
    __builtin_ia32_ldmxcsr((unsigned)bits);
}
#elif defined(__aarch64__)
static const uint64_t flushes[] = {0, 1 << 24, 1 << 19, 1 << 24 | 1 << 19};
static uint64_t control(void)
{
    uint64_t bits;
    __asm__ volatile("mrs %0, fpcr" : "=r"(bits));
    return bits;
}
static void set_control(uint64_t bits)
{
    __asm__ volatile("msr fpcr, %0" : : "r"(bits));
}
#else
static const uint64_t flushes[] = {0};
static uint64_t control(void)
{
    return (uint64_t)fegetround();
}
static void set_control(uint64_t bits)
{
    (void)bits;
}
#endif

static const int roundings[] = {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
enum { FLUSHES = sizeof flushes / sizeof *flushes, STATES = FLUSHES * 4 };

/* State 0 is the usual one. */
static uint64_t set_state(unsigned state)
{
    fesetenv(FE_DFL_ENV);
    fesetround(roundings[state % 4]);
    set_control(control() | flushes[state / 4]);
    return control();
}

/* ---- Calls ----------------------------------------------------------------------------------- */

typedef struct {
    const every_call *call;
    size_t n;
    every_layout layout;
} way;

static size_t bytes_of(const way *w, unsigned k)
{
    return every_span(w->call, k, w->n) * spelt_type_size(w->call->operand[k].type);
}

/* Whether the state is left as it was. */
static int make(const way *w, unsigned state, spelt_status *status)
{
    spelt_view view[EVERY_OPERANDS];
    for (unsigned k = 0; k < w->call->operands; k++)
        memcpy(every_room[k], saved[k], bytes_of(w, k));
    memset(result, 0, w->call->result_bytes);
    every_make_views(w->call, w->n, w->layout, view);
    calls++;
    const uint64_t before = set_state(state);
    *status = w->call->make(view, result);
    const uint64_t after = control();
    fesetenv(FE_DFL_ENV);
    return after == before;
}

/* But for the bits of NaNs. */
static int is_same(spelt_type type, const unsigned char *a, const unsigned char *b, size_t bytes)
{
    const spelt_type part = spelt_part_type(type);
    const size_t size = spelt_type_size(part);
    if (memcmp(a, b, bytes) == 0)
        return 1;
    for (size_t i = 0; i < bytes / size; i++) {
        const uint64_t x = every_bits(size, a, i), y = every_bits(size, b, i);
        if (x != y && !(bits_are_nan(part, x) && bits_are_nan(part, y)))
            return 0;
    }
    return 1;
}

static void check_states(const way *w, const char *isa)
{
    spelt_status usual, status;
    make(w, 0, &usual);
    memcpy(expected_result, result, w->call->result_bytes);
    for (unsigned k = 0; k < w->call->operands; k++)
        memcpy(expected[k], every_room[k], bytes_of(w, k));
    for (unsigned state = 1; state < STATES; state++) {
        const int is_left = make(w, state, &status);
        int is_equal = status == usual && memcmp(result, expected_result, w->call->result_bytes) == 0;
        for (unsigned k = 0; k < w->call->operands; k++)
            is_equal &= is_same(w->call->operand[k].type, every_room[k], expected[k], bytes_of(w, k));
        if ((!is_equal || !is_left) && bad++ < 60)
            fprintf(stderr, "%s %s, %s, n = %zu: %s in state %u\n", w->call->name, isa,
                    every_layout_name[w->layout], w->n, is_equal ? "the state is another" : "differs",
                    state);
    }
}

static void check(const every_call *call, const char *isa, const size_t *lengths)
{
    uint64_t random = UINT64_C(88172645463325252);
    for (size_t i = 0; lengths[i]; i++)
        for (int layout = 0; layout < EVERY_LAYOUTS; layout++) {
            const way w = {call, lengths[i], (every_layout)layout};
            if (!every_has_layout(call, w.layout))
                continue;
            for (int kind = 0; kind < (w.n < EVERY_MOST / 2 ? 4 : 1); kind++) {
                for (unsigned k = 0; k < call->operands; k++)
                    every_fill(&call->operand[k], kind < 3, saved[k], every_span(call, k, w.n),
                               every_groups(w.n), &random);
                for (unsigned k = 0; k < call->operands && kind > 1; k++)
                    every_spoil(call, k, saved[k], w.n, &random);
                check_states(&w, isa);
            }
        }
}

int main(int count, char **arguments)
{
    static const size_t few[] = {1, 3, 7, 17, 65, 300, 0}, fewer[] = {3, 65, 0}, many[] = {EVERY_MOST / 2, 0};
    const int is_brief = count > 1 && strcmp(arguments[count - 1], "brief") == 0;
    const char *only = count - is_brief > 1 ? arguments[1] : "";
    const int shared = strcmp(only, "threads") == 0;
    spelt_set_num_threads(shared ? 4 : 1);
    for (int isa = 0; isa < SPELT_ISA_COUNT; isa++) {
        const char *name = spelt_isa_name((spelt_isa_id)isa);
        if ((*only && !shared && strcmp(only, name) != 0) || spelt_set_isa(name) != SPELT_OK)
            continue;
        if (shared && isa != (int)spelt_isa_best())
            continue;
        for (const every_call *call = every_first; call; call = call->next)
            if (call->is_exact)
                check(call, name, shared ? many : is_brief ? fewer : few);
    }
    printf("%u calls, %u differ\n", calls, bad);
    return bad > 0 || calls == 0;
}
