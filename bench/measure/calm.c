/* calm.c - was the machine calm while it was measured? */
#define _DEFAULT_SOURCE
#include "measure/calm.h"

#include "measure/statistics.h"
#include "measure/clock.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>

/* Each step waits for the one before: the time is a number of clock cycles, whatever the CPU can
 * do beside it. */
#define STEPS 2000

/* Kept are as many times as statistics.c takes, spread over the run: once there are too many,
 * every second one is dropped, and from then on every second loop is passed over. */
static struct {
    double seconds[STATISTICS_MAX];
    size_t kept;
    size_t stride;
    size_t loops;
} so_far = {.stride = 1};

/* What others took of the CPU: how often, and seconds. */
typedef struct {
    long switches;
    double seconds;
} loss;

static int suspended;
static loss before; /* when it was suspended */
static loss excused;
static double began; /* at the first loop */

/* The second number is what the main thread stood in line: Documentation/scheduler/sched-stats.rst of
 * Linux. Where there is no such file, nothing. */
static loss loss_so_far(void)
{
    struct rusage usage;
    unsigned long long ran, stood = 0;
    FILE *file = fopen("/proc/self/schedstat", "r");
    if (file && fscanf(file, "%llu %llu", &ran, &stood) != 2)
        stood = 0;
    if (file)
        fclose(file);
    return (loss){getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_nivcsw : 0, 1e-9 * (double)stood};
}

void calm_suspend(void)
{
    suspended = 1;
    before = loss_so_far();
}

void calm_resume(void)
{
    const loss now = loss_so_far();
    suspended = 0;
    excused.switches += now.switches - before.switches;
    excused.seconds += now.seconds - before.seconds;
}

static double loop_seconds(void)
{
    static volatile uint64_t sink = 1;
    uint64_t x = sink;
    double begin = clock_now();
    for (int i = 0; i < STEPS; i++) {
        x = x * UINT64_C(6364136223846793005) + 1;
        __asm__ volatile("" : "+r"(x));
    }
    sink = x;
    return clock_now() - begin;
}

void calm_loop(void)
{
    if (suspended)
        return;
    if (began == 0) {
        began = clock_now();
        excused = loss_so_far();
    }
    const double seconds = loop_seconds();
    if (so_far.loops++ % so_far.stride != 0)
        return;
    if (so_far.kept == STATISTICS_MAX) {
        for (size_t i = 0; i < STATISTICS_MAX / 2; i++)
            so_far.seconds[i] = so_far.seconds[2 * i];
        so_far.kept = STATISTICS_MAX / 2;
        so_far.stride *= 2;
    }
    so_far.seconds[so_far.kept++] = seconds;
}

calm calm_so_far(void)
{
    const size_t count = so_far.kept, quarter = count / 4;
    const loss now = loss_so_far();
    calm c = {.loops = so_far.loops,
              .least = statistics_min(so_far.seconds, count),
              .median = statistics_median(so_far.seconds, count),
              .switches = now.switches - excused.switches,
              .taken = (now.seconds - excused.seconds) / (clock_now() - began)};
    size_t late = 0;
    if (quarter > 0)
        c.drift = statistics_median(so_far.seconds + count - quarter, quarter) /
                      statistics_median(so_far.seconds, quarter) -
                  1;
    for (size_t i = 0; i < count; i++)
        late += so_far.seconds[i] >= CALM_LATE * c.median;
    c.late = count ? (double)late / (double)count : 0;
    return c;
}

int calm_is_doubtful(const calm *c, char why[CALM_WHY_SIZE])
{
    if (c->loops == 0)
        return 0;
    /* The first that holds: who shares a CPU finds its loops slower too. */
    if (c->taken > CALM_TAKEN) {
        snprintf(why, CALM_WHY_SIZE, "busy: for %.0f %% of the time others had the CPU",
                 100 * c->taken);
        return 1;
    }
    if (fabs(c->drift) > 0.05) {
        snprintf(why, CALM_WHY_SIZE, "its clock changed: the loop took %+.0f %% at the end",
                 100 * c->drift);
        return 1;
    }
    if (c->late > 0.1 || c->median > 1.1 * c->least) {
        snprintf(why, CALM_WHY_SIZE, "busy: of its loops %.0f %% were late, the median by %.0f %%",
                 100 * c->late, 100 * (c->median / c->least - 1));
        return 1;
    }
    return 0;
}
