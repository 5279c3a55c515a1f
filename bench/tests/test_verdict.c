/* test_verdict.c - what to do about the library's choice, from figures that are known; and that the
 * rows behind such figures leave the library as it was. */
#include "../../tests/support.h"
#include "measure/offer.h"
#include "runtime/threads.h"
#include "reports/team_verdict.h"

#include <spelt/runtime.h>

#include <math.h>
#include <string.h>

#define SIZES 4

/* Times of one, two and four threads: two pay from the third size on, four nowhere. */
static team_verdict known(void)
{
    static const double seconds[3][SIZES] = {{1, 2, 4, 8}, {3, 3, 3, 4}, {9, 9, 9, 9}};
    team_verdict v = {.table = {.counts = 3, .sizes = SIZES}};
    for (size_t s = 0; s < SIZES; s++) {
        v.bytes[s] = (size_t)1000 << s;
        v.lost[s] = 1;
        for (size_t i = 0; i < 3; i++)
            v.table.seconds[i][s] = seconds[i][s];
    }
    return v;
}

static void expect_choice(const team_verdict *v, const char *expected)
{
    const team_setup setup = {.counts = {1, 2, 4}, .count = v->table.counts};
    char text[TEAM_TEXT_SIZE];
    team_verdict_format_choice(v, &setup, text);
    cr_expect_str_eq(text, expected);
}

Test(verdict, nothing_to_do)
{
    team_verdict v = known();
    v.lost[1] = 1.19;
    expect_choice(&v, "the library's choice is within 1.2 times the best at every size");
}

Test(verdict, a_grain_for_fewer_threads)
{
    team_verdict v = known();
    v.lost[3] = 2.25;
    expect_choice(&v, "the library's choice takes 2.25 times the best at 8000 bytes; "
                      "SPELT_NUM_THREADS=2 SPELT_GRAIN_BYTES=4000: at most 1.00 times");
}

Test(verdict, a_grain_for_the_cap)
{
    team_verdict v = known();
    v.table.counts = 2;
    v.lost[0] = 3;
    expect_choice(&v, "the library's choice takes 3.00 times the best at 1000 bytes; "
                      "SPELT_GRAIN_BYTES=4000: at most 1.00 times");
}

Test(verdict, one_thread)
{
    team_verdict v = known();
    for (size_t s = 0; s < SIZES; s++)
        v.table.seconds[1][s] = 10;
    v.lost[0] = 3;
    expect_choice(&v, "the library's choice takes 3.00 times the best at 1000 bytes; "
                      "SPELT_NUM_THREADS=1: at most 1.00 times");
}

/* One thread is the best here, and two there, in turns. */
Test(verdict, no_setting_is_better)
{
    team_verdict v = known();
    v.table.seconds[1][0] = 0.5;
    v.table.seconds[1][1] = 4;
    v.table.seconds[1][2] = 2;
    v.lost[1] = 1.5;
    expect_choice(&v, "the library's choice takes 1.50 times the best at 2000 bytes; "
                      "no thread count and grain do better at every size");
}

/* The library's own calls are too short to ask anybody: what forced teams of that length teach of
 * workers that come late must not reach it. */
Test(team_row, forced_teams_teach_nothing)
{
    static team_row row;
    const options o = {.seed = test_seed()};
    team_setup setup = {.o = &o, .counts = {1, 2}, .count = 2, .seconds = 0.02};
    team_memory memory = {.delay = 12345};
    setup.grain = spelt_grain_in_force();
    cr_assert(arrays_allocate_or_tell(&setup.arrays, 4096));
    row.door = door_find("dot_f64");
    row.n = 4096;
    spelt_set_num_threads(2);
    cr_assert(team_row_time(&row, &setup, &memory));
    cr_expect_eq(memory.delay, 12345);
    cr_expect_eq(row.bytes, 65536);
    cr_expect_eq(team_row_asked(&row, TEAM_LIBRARY), 1);
    cr_expect_eq(team_row_asked(&row, 1), 2);
    cr_expect_eq(spelt_grain_in_force(), setup.grain);
    cr_expect_eq(spelt_get_num_threads(), 2);
    arrays_free(&setup.arrays);
}

Test(offer, costs_something_where_there_can_be_one)
{
    spelt_set_num_threads(1);
    cr_expect(isnan(offer_cost(0)));
    spelt_set_num_threads(2);
    const double seconds = offer_cost(1e-3);
    cr_expect(seconds > 0 && seconds < 0.1, "%g s", seconds);
}
