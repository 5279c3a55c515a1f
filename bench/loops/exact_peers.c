/* exact_peers.c - what the exact doors are compared with: Spelt's plain doors, spelt_acc, and Dot2.
 */
#include "loops/doors.h"

#include <spelt/accumulate.h>

#include <stdio.h>
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

DOT2(f32, f32)
DOT2(f64, f64)

/* The plain operation of an exact one. */
#define PLAIN_sum_exact sum
#define PLAIN_sumsq_exact sumsq
#define PLAIN_dot_exact dot

#define PEERS(suffix, in, out, op, operands) PEERS_OF(op, SPELT_PASTE(PLAIN_, op), in, operands)
#define PEERS_OF(op, plain, in, operands) PEERS_OF_(op, plain, in, operands)
#define PEERS_OF_(op, plain, in, operands)                                                         \
    __attribute__((noinline)) static void dot2_##op##_##in(void *context, size_t calls)            \
    {                                                                                              \
        work *w = context;                                                                         \
        in (*volatile function)(const in *, const in *, size_t) = dot2_##plain##_##in;             \
        for (; calls > 0; calls--)                                                                 \
            w->value.in = function(WORK_X, WORK_Y, w->n);                                          \
    }                                                                                              \
    __attribute__((noinline)) static void acc_##op##_##in(void *context, size_t calls)             \
    {                                                                                              \
        work *w = context;                                                                         \
        for (; calls > 0; calls--) {                                                               \
            spelt_acc acc;                                                                         \
            spelt_acc_init(&acc);                                                                  \
            w->status = spelt_acc_add_##plain##_##in(DOOR_ARGUMENTS_##operands(in), &acc);         \
            if (w->status == SPELT_OK)                                                             \
                w->status = spelt_acc_round_##in(&acc, &w->value.in);                              \
        }                                                                                          \
    }
#define SPELT_ROUNDED(op, operands, types, ...) types(PEERS, op, operands)
#include "operations.def"

static const struct {
    spelt_function function;
    door_batch *dot2, *acc;
} exact_peers[] = {
#define ROW(suffix, in, out, op, ...)                                                              \
    {SPELT_ID_spelt_##op##_##suffix, dot2_##op##_##in, acc_##op##_##in},
#define SPELT_ROUNDED(op, operands, types, ...) types(ROW, op, 0)
#include "operations.def"
};

static size_t find(const door *d)
{
    size_t i = 0;
    while (i < sizeof exact_peers / sizeof *exact_peers && (bench_row)exact_peers[i].function != d->row)
        i++;
    return i;
}

door_batch *door_acc(const door *d)
{
    size_t i = find(d);
    return i < sizeof exact_peers / sizeof *exact_peers ? exact_peers[i].acc : NULL;
}

door_batch *door_dot2(const door *d)
{
    size_t i = find(d);
    return HAS_FUSED && i < sizeof exact_peers / sizeof *exact_peers ? exact_peers[i].dot2 : NULL;
}

/* Of a number: "sum_exact". */
door_batch *door_plain(const door *d)
{
    char name[64];
    const size_t length = strlen(d->facts->op), end = sizeof "_exact" - 1;
    if (door_gives_array(d) || length <= end || strcmp(d->facts->op + length - end, "_exact") != 0)
        return NULL;
    snprintf(name, sizeof name, "%.*s_%s", (int)(length - end), d->facts->op, d->facts->suffix);
    return door_find(name)->spelt;
}
