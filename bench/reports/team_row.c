/* team_row.c - one door at one size: on each thread count, and on what the library chooses. */
#include "reports/team_row.h"

#include "loops/check.h"
#include "output/output.h"
#include "runtime/delay.h"
#include "runtime/dispatch.h"

#include <spelt/runtime.h>

#include <stdio.h>
#include <string.h>

team_memory team_memory_begin(void)
{
    const int64_t delay = spelt_delay_put(0);
    spelt_delay_put(delay);
    return (team_memory){.delay = delay};
}

static void prepare(const team_call *call)
{
    spelt_dispatch_put_grain(call->grain);
    spelt_set_num_threads_local(call->work.threads);
}

static void leave_library(team_memory *memory)
{
    if (memory->is_in_force)
        memory->delay = spelt_delay_put(memory->delay);
    memory->is_in_force = 0;
}

/* Grain 0 makes a team of the cap at any size; one thread is a call as it always is. */
static void prepare_count(void *context)
{
    const team_call *call = context;
    leave_library(call->memory);
    prepare(call);
}

static void prepare_library(void *context)
{
    const team_call *call = context;
    if (!call->memory->is_in_force)
        spelt_delay_put(call->memory->delay);
    call->memory->is_in_force = 1;
    prepare(call);
}

/* To ask is not without effect, so that it is done apart from the timed calls: at the moments when
 * the next of them would ask. */
#define QUESTIONS 10
static double ask_library(team_call *call, double pause)
{
    double asked = 0;
    prepare_library(call);
    for (int i = 0; i < QUESTIONS; i++) {
        call->door->spelt(&call->work, 1);
        clock_sleep(pause);
        asked += door_threads(call->door, call->work.n);
    }
    return asked / QUESTIONS;
}

/* Every variant gives the bits of the scalar one, or is not timed. */
static int is_right(const team_row *row, const check_reference *reference, size_t variant)
{
    team_call call = row->call[variant];
    work *w = &call.work;
    char message[CHECK_MESSAGE_SIZE] = "";
    const int is_blas = strcmp(spelt_path(), "blas") == 0;
    memset(&w->value, 0xa5, sizeof w->value);
    door_clear(row->door, w);
    prepare_count(&call);
    row->door->spelt(w, 1);
    if (w->status != SPELT_OK && w->status != reference->scalar.status)
        snprintf(message, sizeof message, "%s", spelt_last_error());
    else if (check_result(row->door, reference, w, is_blas ? CHECK_BLAS : CHECK_SPELT, message))
        return 1;
    output_wrong("WRONG RESULT: %s, n = %zu, %d threads: %s", row->door->name, w->n,
                 spelt_get_num_threads(), message);
    return 0;
}

static void set_up(team_row *row, const team_setup *setup, size_t variant, team_memory *memory)
{
    const arrays *a = &setup->arrays;
    const int is_library = variant == TEAM_LIBRARY;
    row->call[variant] = (team_call){.work = arrays_work(a, row->n),
                                     .door = row->door,
                                     .grain = is_library || variant == 0 ? setup->grain : 0,
                                     .memory = memory};
    row->call[variant].work.threads = is_library ? 0 : setup->counts[variant];
    row->timing[variant] = (timing_variant){.prepare = is_library ? prepare_library : prepare_count,
                                            .batch = row->door->spelt,
                                            .context = &row->call[variant],
                                            .pause = setup->o->pause};
}

int team_row_time(team_row *row, const team_setup *setup, team_memory *memory)
{
    const arrays *a = &setup->arrays;
    const work operands = arrays_work(a, row->n);
    timing_variant *variants[TEAM_VARIANTS];
    int right = 1;
    row->bytes = row->n * door_bytes(row->door);
    arrays_fill(a, row->door, DATA_USUAL, row->n, setup->o->seed);
    spelt_set_num_threads_local(1);
    const check_reference reference = check_make_reference(row->door, &operands, a->expected);
    for (size_t i = 0; i <= setup->count; i++) {
        const size_t variant = i < setup->count ? i : TEAM_LIBRARY;
        set_up(row, setup, variant, memory);
        variants[i] = &row->timing[variant];
        right &= is_right(row, &reference, variant);
    }
    if (right) {
        timing_run(variants, setup->count + 1, setup->seconds);
        row->asked = ask_library(&row->call[TEAM_LIBRARY], setup->o->pause);
    }
    leave_library(memory);
    spelt_dispatch_put_grain(setup->grain);
    spelt_set_num_threads_local(0);
    return right;
}

statistics_interval team_row_speedup(const team_row *row, size_t variant)
{
    return timing_ratio(&row->timing[0], &row->timing[variant]);
}

size_t team_row_best(const team_row *row, const team_setup *setup)
{
    double medians[CHOICE_MAX_COUNTS];
    for (size_t i = 0; i < setup->count; i++)
        medians[i] = timing_median(&row->timing[i]);
    return choice_best(medians, setup->count);
}

double team_row_over_best(const team_row *row, const team_setup *setup, size_t variant)
{
    return timing_median(&row->timing[variant]) /
           timing_median(&row->timing[team_row_best(row, setup)]);
}

double team_row_asked(const team_row *row, size_t variant)
{
    return variant == TEAM_LIBRARY ? row->asked : row->call[variant].work.threads;
}
