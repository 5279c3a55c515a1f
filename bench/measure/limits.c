/* limits.c - how many bytes a second this CPU can move at best. */
#include "measure/limits.h"

#include "measure/caches.h"
#include "runtime/cpu.h"
#include "runtime/team.h"
#include "measure/timing.h"

#include <stdio.h>
#include <string.h>

/* One kernel on one working set. */
typedef struct {
    const bandwidth_kernel *kernel;
    bandwidth_range whole;
    size_t threads;
    size_t passes_of_call;
    size_t passes;
} job;

/* Each thread moves so many bytes a call, 20 microseconds and more: the start of a team is little
 * against it. */
#define BYTES_OF_CALL ((size_t)4 << 20)

/* How often a limit is measured again that a call exceeded. */
#define TRIES 3

void limits_open(limits *l, bandwidth_range room, double seconds)
{
    size_t caches[CACHES_MAX];
    caches_read(caches);
    *l = (limits){.kernels = bandwidth_kernels(spelt_isa_name(spelt_isa_best())),
                  .room = room,
                  .seconds = seconds,
                  .first_level = caches[0]};
}

/* Pieces first to last - 1, of as many as there are threads. */
static void run_pieces(void *context, void *own, size_t first, size_t last)
{
    const job *j = context;
    (void)own;
    const size_t each = j->whole.bytes / j->threads / BANDWIDTH_ALIGNMENT * BANDWIDTH_ALIGNMENT;
    const size_t begin = first * each;
    const size_t end = last == j->threads ? j->whole.bytes : last * each;
    const bandwidth_range piece = {j->whole.x + begin, j->whole.y + begin, j->whole.out + begin,
                                   end - begin};
    j->kernel->run(&piece, j->passes);
}

static void run_job(void *context, size_t calls)
{
    job *j = context;
    j->passes = calls * j->passes_of_call;
    spelt_team_run((int)j->threads,
                   &(spelt_job){.run = run_pieces, .context = j, .pieces = j->threads});
}

static limit best_of(limits *l, limit best, const bandwidth_range *whole)
{
    static timing_variant variants[TIMING_MAX_VARIANTS];
    static job jobs[TIMING_MAX_VARIANTS];
    timing_variant *pointers[TIMING_MAX_VARIANTS] = {0};
    size_t count = 0, passes_of_call = BYTES_OF_CALL * (size_t)best.threads / best.bytes + 1;
    for (size_t i = 0; i < l->kernels.count && count < TIMING_MAX_VARIANTS; i++) {
        if (l->kernels.kernels[i].kind != best.kind)
            continue;
        jobs[count] = (job){.kernel = &l->kernels.kernels[i],
                            .whole = *whole,
                            .threads = (size_t)best.threads,
                            .passes_of_call = passes_of_call};
        variants[count] = (timing_variant){.batch = run_job, .context = &jobs[count]};
        pointers[count] = &variants[count];
        count++;
    }
    timing_run(pointers, count, l->seconds);
    for (size_t i = 0; i < count; i++) {
        double rate = (double)best.bytes * (double)passes_of_call / timing_min(&variants[i]);
        if (rate > best.rate) {
            best.rate = rate;
            best.kernel = jobs[i].kernel->name;
        }
    }
    return best;
}

static int is_same(const limit *a, const limit *b)
{
    return a->kind == b->kind && a->bytes == b->bytes && a->threads == b->threads;
}

/* again: even if it is known, for the better of the two. */
static limit measure(limits *l, bandwidth_kind kind, size_t bytes, int threads, int again)
{
    const size_t touched = bandwidth_loads(kind) + bandwidth_stores(kind);
    bandwidth_range whole = l->room;
    whole.bytes = bytes / touched / BANDWIDTH_ALIGNMENT * BANDWIDTH_ALIGNMENT;
    if (whole.bytes < BANDWIDTH_ALIGNMENT * (size_t)threads)
        whole.bytes = BANDWIDTH_ALIGNMENT * (size_t)threads;
    limit wanted = {.kind = kind, .bytes = whole.bytes * touched, .threads = threads};
    if (whole.bytes > l->room.bytes)
        return wanted;
    size_t i = 0;
    while (i < l->count && !is_same(&l->kept[i], &wanted))
        i++;
    if (i == l->count)
        wanted = best_of(l, wanted, &whole);
    else if (again)
        wanted = best_of(l, l->kept[i], &whole);
    else
        return l->kept[i];
    if (i < LIMITS_KEPT)
        l->kept[i] = wanted;
    l->count += i == l->count && i < LIMITS_KEPT;
    return wanted;
}

limit limits_measure(limits *l, bandwidth_kind kind, size_t bytes, int threads)
{
    return measure(l, kind, bytes, threads, 0);
}

/* Reading one array or two is the same to a call that only reads. */
static int is_of_mix(bandwidth_kind kind, size_t loads, size_t stores)
{
    if (bandwidth_stores(kind) != stores)
        return 0;
    return bandwidth_loads(kind) == loads || (stores == 0 && loads > 0);
}

static double rate(limits *l, size_t loads, size_t stores, size_t bytes, int threads, int again)
{
    const size_t room = l->room.bytes * (loads + stores);
    size_t least = l->first_level / 2 * (size_t)threads;
    double best = 0;
    if (bytes > room)
        return 0;
    least = least < room ? least : room;
    for (bandwidth_kind kind = 0; kind < BANDWIDTH_KINDS; kind++) {
        if (!is_of_mix(kind, loads, stores))
            continue;
        limit found = measure(l, kind, bytes < least ? least : bytes, threads, again);
        best = found.rate > best ? found.rate : best;
    }
    return best;
}

double limits_rate(limits *l, size_t loads, size_t stores, size_t bytes, int threads)
{
    return rate(l, loads, stores, bytes, threads, 0);
}

double limits_share(limits *l, size_t loads, size_t stores, size_t bytes, int threads,
                    double seconds)
{
    double most = rate(l, loads, stores, bytes, threads, 0);
    for (int i = 0; i < TRIES && most > 0 && (double)bytes / seconds > LIMITS_MOST_SHARE * most;
         i++)
        most = rate(l, loads, stores, bytes, threads, 1);
    return most > 0 ? (double)bytes / seconds / most : 0;
}
