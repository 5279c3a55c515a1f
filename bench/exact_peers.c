/* exact_peers.c - what the exact doors are compared with: Spelt's plain doors, spelt_acc, and Dot2.
 */
#include "doors.h"

#include <spelt/accumulate.h>
#include <spelt/reduce.h>
#include <spelt/runtime.h>

#include <string.h>

/* Dot2 and Sum2 with one accumulator: Ogita, Rump, Oishi, Accurate sum and dot product, SIAM J.
 * Sci. Comput. 26 (2005), algorithms 4.4 and 5.3. The result is as good as computed in twice the
 * precision and rounded; it is not exact. For CPUs with a fused multiply-add. */
#if defined(__x86_64__)
#define FUSED __attribute__((target("fma")))
#define HAS_FUSED __builtin_cpu_supports("fma")
#else
#define FUSED
#define HAS_FUSED 1
#endif

static inline f64 two_sum_error(f64 a, f64 b, f64 sum)
{
    f64 z = sum - a;
    return (a - (sum - z)) + (b - z);
}

#define DOT2(suffix, type)                                                                         \
    FUSED static type dot2_sum_##suffix(const type *x, const type *y, size_t n)                    \
    {                                                                                              \
        f64 s = 0, c = 0;                                                                          \
        (void)y;                                                                                   \
        for (size_t i = 0; i < n; i++) {                                                           \
            f64 t = s + x[i];                                                                      \
            c += two_sum_error(s, x[i], t);                                                        \
            s = t;                                                                                 \
        }                                                                                          \
        return (type)(s + c);                                                                      \
    }                                                                                              \
    FUSED static type dot2_dot_##suffix(const type *x, const type *y, size_t n)                    \
    {                                                                                              \
        f64 s = 0, c = 0;                                                                          \
        for (size_t i = 0; i < n; i++) {                                                           \
            f64 a = x[i], b = y[i], p = a * b, t = s + p;                                          \
            c += two_sum_error(s, p, t) + __builtin_fma(a, b, -p);                                 \
            s = t;                                                                                 \
        }                                                                                          \
        return (type)(s + c);                                                                      \
    }                                                                                              \
    static type dot2_sumsq_##suffix(const type *x, const type *y, size_t n)                        \
    {                                                                                              \
        (void)y;                                                                                   \
        return dot2_dot_##suffix(x, x, n);                                                         \
    }

DOT2(exact_f32, f32)
DOT2(exact_f64, f64)

/* Those of one operand take no other. */
#define SECOND_1 work_x(w, calls)
#define SECOND_2 work_y(w, calls)

#define DOOR_EXACT(op, suffix, in, operands)                                                       \
    __attribute__((noinline)) static void dot2_##op##_##suffix##_calls(void *context,              \
                                                                       size_t calls)               \
    {                                                                                              \
        work *w = context;                                                                         \
        in (*volatile function)(const in *, const in *, size_t) = dot2_##op##_##suffix;            \
        for (; calls > 0; calls--)                                                                 \
            w->value.in = function(work_x(w, calls), SECOND_##operands, w->n);                     \
    }                                                                                              \
    __attribute__((noinline)) static void plain_##op##_##suffix##_calls(void *context,             \
                                                                        size_t calls)              \
    {                                                                                              \
        work *w = context;                                                                         \
        for (; calls > 0; calls--)                                                                 \
            w->status = spelt_##op##_##in(DOOR_ARGUMENTS_##operands(in), &w->value.in);            \
    }                                                                                              \
    __attribute__((noinline)) static void acc_##op##_##suffix##_calls(void *context, size_t calls) \
    {                                                                                              \
        work *w = context;                                                                         \
        for (; calls > 0; calls--) {                                                               \
            spelt_acc acc;                                                                         \
            spelt_acc_init(&acc);                                                                  \
            w->status = spelt_acc_add_##op##_##in(DOOR_ARGUMENTS_##operands(in), &acc);            \
            if (w->status == SPELT_OK)                                                             \
                w->status = spelt_acc_round_##in(&acc, &w->value.in);                              \
        }                                                                                          \
    }
#include "doors.def"

static const struct {
    const char *door;
    door_batch *dot2, *plain, *acc;
} exact_peers[] = {
#define DOOR_EXACT(op, suffix, in, operands)                                                       \
    {#op "_" #suffix, dot2_##op##_##suffix##_calls, plain_##op##_##suffix##_calls,                 \
     acc_##op##_##suffix##_calls},
#include "doors.def"
};

static size_t find(const door *d)
{
    size_t i = 0;
    while (i < sizeof exact_peers / sizeof *exact_peers &&
           strcmp(exact_peers[i].door, d->name) != 0)
        i++;
    return i;
}

#define EXACT_PEER(kind)                                                                           \
    door_batch *door_##kind(const door *d)                                                         \
    {                                                                                              \
        size_t i = find(d);                                                                        \
        return i < sizeof exact_peers / sizeof *exact_peers ? exact_peers[i].kind : NULL;          \
    }

EXACT_PEER(plain)
EXACT_PEER(acc)

door_batch *door_dot2(const door *d)
{
    size_t i = find(d);
    return HAS_FUSED && i < sizeof exact_peers / sizeof *exact_peers ? exact_peers[i].dot2 : NULL;
}
