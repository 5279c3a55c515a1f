/* test_peers.c - the loops of other compilers, and names of libraries. */
#include "../../tests/support.h"
#include "loops/arrays.h"
#include "loops/check.h"
#include "peers/blas.h"
#include "peers/blas_core.h"
#include "peers/peers.h"

#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Objects compiled with -ffast-math are in this program; code of GCC's that has the process flush
 * subnormals to zero must not have come with them. */
Test(peers, subnormals_are_not_flushed)
{
    volatile double least = DBL_MIN, half = least / 2;
    cr_expect_eq(fpclassify(half), FP_SUBNORMAL);
    cr_expect_eq(half * 2, least);
    volatile float least_f32 = FLT_MIN, half_f32 = least_f32 / 2;
    cr_expect_eq(fpclassify(half_f32), FP_SUBNORMAL);
}

Test(peers, flags_are_those_of_the_label)
{
    cr_assert(loop_build_count > 0);
    for (size_t i = 0; i < loop_build_count; i++) {
        const loop_build *b = &loop_builds[i];
        int fast = strstr(b->label, "fast") != NULL;
        cr_expect_eq(strstr(b->flags, "-ffast-math") != NULL, fast, "%s: %s", b->label, b->flags);
        cr_expect_eq(strstr(b->flags, " -mavx") || strstr(b->flags, "+sve"),
                     strcmp(b->isa, "baseline") != 0, "%s", b->flags);
        cr_expect(b->compiler[0] != '\0');
    }
}

Test(peers, builds_follow_the_instruction_set)
{
    for (size_t i = 0; i < loop_build_count; i++) {
        const loop_build *b = &loop_builds[i];
        cr_expect_eq(loop_build_for(b->label, b->isa) == b, loop_build_runs(b), "%s, %s", b->label,
                     b->isa);
        cr_expect_str_eq(loop_build_for(b->label, "sse9")->isa, "baseline");
    }
    cr_expect_null(loop_build_for("no such compiler", "avx2"));
}

/* The first kind of data that a door has. */
static data_kind usual_kind(const door *d)
{
    data_kind kind = DATA_USUAL;
    while (!arrays_have(d, kind))
        kind++;
    return kind;
}

/* Every build of the loops that runs here gives the naive loop's results, but for floating-point
 * sums. */
Test(peers, builds_give_the_same)
{
    enum { COUNT = 1003 };
    arrays a;
    cr_assert(arrays_allocate_of_or_tell(&a, COUNT, 2 * sizeof(spelt_c128)));
    for (size_t i = 0; i < ROWS; i++) {
        const door *d = &doors[i];
        if (!d->name || d->facts->family == SPELT_FAMILY_ORDER1 ||
            d->facts->family == SPELT_FAMILY_ORDER1_BY || d->facts->family == SPELT_FAMILY_ROUNDED)
            continue;
        arrays_fill(&a, d, usual_kind(d), COUNT, test_seed());
        work naive = arrays_work(&a, COUNT);
        naive.shape = arrays_shape(d, usual_kind(d), COUNT);
        naive.out = a.expected;
        naive.loop = loops_naive[i];
        const size_t bytes = door_results(d, &naive) * spelt_type_size(d->facts->result);
        door_clear(d, &naive);
        d->loop(&naive, 1);
        cr_expect(!door_gives_array(d) || !naive.failed, "%s: an element fails", d->name);
        for (size_t k = 0; k < loop_build_count; k++) {
            if (!loop_build_runs(&loop_builds[k]) || !loop_builds[k].loops[i])
                continue;
            work w = naive;
            w.out = a.out;
            w.loop = loop_builds[k].loops[i];
            door_clear(d, &w);
            d->loop(&w, 1);
            cr_expect_eq(memcmp(&w.value, &naive.value, sizeof w.value), 0, "%s, %s", d->name,
                         loop_builds[k].label);
            cr_expect(!door_gives_array(d) || memcmp(a.out, a.expected, bytes) == 0, "%s, %s",
                      d->name, loop_builds[k].label);
        }
    }
    arrays_free(&a);
}

/* No data of the bench fails in a call, however long, that is to be timed as one that does not; and of
 * every kind the naive loop's result is right. */
Test(peers, data_does_not_fail)
{
    enum { COUNT = 100003 };
    arrays a;
    char message[CHECK_MESSAGE_SIZE];
    cr_assert(arrays_allocate_of_or_tell(&a, COUNT, 2 * sizeof(spelt_c128)));
    for (size_t i = 0; i < ROWS; i++)
        for (data_kind kind = DATA_USUAL; kind < DATA_COUNT; kind++) {
            const door *d = &doors[i];
            if (!d->name || kind == DATA_WIDE || kind == DATA_ILL || !arrays_have(d, kind))
                continue;
            arrays_fill(&a, d, kind, COUNT, test_seed());
            work w = arrays_work(&a, COUNT);
            w.shape = arrays_shape(d, kind, COUNT);
            const check_reference reference = check_make_reference(d, &w, a.expected);
            cr_expect_eq(reference.scalar.status, SPELT_OK, "%s%s: %s", d->name, data_title(kind),
                         spelt_last_error());
            w.loop = loops_naive[i];
            cr_assert(w.loop && loop_text(door_is_along_axis(d) ? (bench_row)d->function : d->row),
                      "%s: no naive loop", d->name);
            door_clear(d, &w);
            d->loop(&w, 1);
            cr_expect(check_result(d, &reference, &w, CHECK_LOOP, message), "%s%s: %s", d->name,
                      data_title(kind), message);
        }
    arrays_free(&a);
}

static int knows(peer_kind kind, const char *name)
{
    const door *d = door_find(name);
    cr_assert(d, "%s", name);
    for (int i = 0; i < peers_count(); i++)
        if (peers_at(i)->kind == kind)
            return peer_knows(peers_at(i), d);
    return 0;
}

/* Exact doors have peers of their own, instead of compilers and BLAS, which do not compute that. */
Test(peers, exact_doors_have_their_own)
{
    char message[BLAS_TEXT_SIZE];
    cr_assert(peers_begin(NULL, 0, 1, message), "%s", message);
    cr_expect(knows(PEER_NAIVE, "dot_f64") && knows(PEER_NAIVE, "dot_exact_f64"));
    cr_expect(!knows(PEER_COMPILER, "dot_exact_f64") && !knows(PEER_BLAS, "dot_exact_f64"));
    cr_expect(knows(PEER_PLAIN, "dot_exact_f64") && !knows(PEER_PLAIN, "dot_f64"));
    cr_expect(knows(PEER_ACC, "sum_exact_f32") && !knows(PEER_ACC, "sum_f32"));
    cr_expect(knows(PEER_PLAIN, "var_exact_f64") && !knows(PEER_COMPILER, "var_exact_f64"));
    cr_expect(!knows(PEER_ACC, "var_exact_f64") && !knows(PEER_DOT2, "var_exact_f64"));
    cr_expect(!knows(PEER_PLAIN, "sum_by_exact_i32_f64") &&
              knows(PEER_COMPILER, "sum_by_exact_i32_f64"));
    cr_expect(knows(PEER_COMPILER, "sub_f32") && knows(PEER_COMPILER, "mul_sat_u8"));
    cr_expect(!knows(PEER_DOT2, "dot_f64") && !knows(PEER_DOT2, "add_f64"));
#ifdef SPELT_HAVE_BLAS
    cr_expect(knows(PEER_BLAS, "dot_f64"));
#endif
}

/* What every BLAS of level 1 has stands beside Spelt's, and OpenBLAS's own results are right. */
Test(peers, blas_stands_beside_every_row_it_has)
{
    enum { COUNT = 1003 };
    static const char *const ops[] = {"axpy", "copy", "swap", "rot",
                                      "scal", "asum", "nrm2", "argmax_abs"};
    static const char *const types[] = {"f32", "f64", "c64", "c128"};
    blas_library linked;
    arrays a;
    char name[32], message[CHECK_MESSAGE_SIZE];
    for (size_t i = 0; i < sizeof ops / sizeof ops[0]; i++)
        for (size_t k = 0; k < sizeof types / sizeof types[0]; k++) {
            snprintf(name, sizeof name, "%s_%s", ops[i], types[k]);
            const door *d = door_find(name);
            cr_expect(d && door_blas(d), "%s", name);
        }
    cr_expect(door_blas(door_find("rotm_f32")) && door_blas(door_find("rotm_f64")));
    if (!blas_library_linked(&linked))
        skip_visibly("built without OpenBLAS");
    cr_assert(arrays_allocate_of_or_tell(&a, COUNT, 2 * sizeof(spelt_c128)));
    for (size_t i = 0; i < ROWS; i++) {
        const door *d = &doors[i];
        if (!d->name || !door_blas(d) || door_is_along_axis(d))
            continue;
        arrays_fill(&a, d, usual_kind(d), COUNT, test_seed());
        work w = arrays_work(&a, COUNT);
        w.shape = arrays_shape(d, usual_kind(d), COUNT);
        w.blas = &linked;
        const check_reference reference = check_make_reference(d, &w, a.expected);
        door_clear(d, &w);
        door_blas(d)(&w, 1);
        if (w.status == SPELT_ERR_UNSUPPORTED && !linked.scasum && strcmp(d->name, "asum_c64") == 0)
            continue; /* it adds wrong */
        cr_expect_eq(w.status, SPELT_OK, "%s: OpenBLAS has no such routine", d->name);
        cr_expect(check_result(d, &reference, &w, CHECK_BLAS, message), "%s %s", d->name, message);
    }
    linked.sscal = NULL;
    work w = {.blas = &linked};
    door_blas(door_find("scal_f32"))(&w, 1);
    cr_expect_eq(w.status, SPELT_ERR_UNSUPPORTED);
    arrays_free(&a);
}

/* Lengths beyond INT_MAX are not cut off, but left out; loops take them. */
Test(peers, blas_takes_lengths_up_to_int_max)
{
    char message[BLAS_TEXT_SIZE];
    int blas = 0;
    cr_assert(peers_begin(NULL, 0, 1, message), "%s", message);
    cr_expect_str_eq(peers_at(0)->label, "naive");
    for (int i = 0; i < peers_count(); i++)
        for (size_t k = 0; k < SPELT_FUNCTIONS; k++) {
            const peer *p = peers_at(i);
            work w = {.n = INT_MAX};
            int takes = peer_batch(p, &doors[k], "scalar", &w) != NULL;
            cr_expect_eq(takes, peer_knows(p, &doors[k]));
            w.n++;
            takes = peer_batch(p, &doors[k], "scalar", &w) != NULL;
            cr_expect_eq(takes, p->kind != PEER_BLAS && peer_knows(p, &doors[k]));
            blas += p->kind == PEER_BLAS;
        }
#ifdef SPELT_HAVE_BLAS
    cr_expect(blas > 0);
#else
    cr_expect_eq(blas, 0);
#endif
}

Test(peers, openblas_with_the_kernels_of_another_core)
{
    static const f64 x[] = {1, 2, 3};
    blas_library linked, copy;
    if (!blas_library_linked(&linked) || !strstr(linked.about, "DYNAMIC_ARCH"))
        skip_visibly("no OpenBLAS with kernels for several cores");
    setenv("OPENBLAS_CORETYPE", "as it was", 1);
    if (!blas_library_of_core(&copy, &linked, "Prescott"))
        skip_visibly("no second copy of OpenBLAS (the address sanitizer allows none)");
    cr_expect_str_eq(getenv("OPENBLAS_CORETYPE"), "as it was");
    cr_expect_str_eq(copy.core, "Prescott");
    cr_expect(copy.ddot != linked.ddot);
    cr_expect_eq(copy.ddot(3, x, 1, x, 1), 14);
    cr_expect_eq(linked.ddot(3, x, 1, x, 1), 14);
    blas_library_linked(&copy);
    cr_expect_str_eq(copy.core, linked.core, "the linked one has changed its kernels");
    cr_expect_not(blas_library_of_core(&copy, &linked, "no such core"));
}

#if defined(__x86_64__)
Test(peers, kernels_below_what_the_cpu_has)
{
    int best = BLAS_CORES - 1;
    while (best > 0 && !blas_core_runs(best))
        best--;
    unsetenv("OPENBLAS_CORETYPE");
    for (int i = 0; i < BLAS_CORES; i++) {
        blas_library library = {.about = ""};
        strcpy(library.core, blas_cores[i]);
        const char *missed = blas_core_missed(&library);
        cr_expect(i < best ? missed && strcmp(missed, blas_cores[best]) == 0 : !missed, "%s", blas_cores[i]);
    }
    blas_library zen = {.core = "Zen"}, unknown = {.core = "Nutshell"}, old = {.core = "NEHALEM"};
    cr_expect_eq(blas_core_missed(&zen) != NULL, best == BLAS_CORES - 1);
    cr_expect_null(blas_core_missed(&unknown));
    cr_expect_eq(blas_core_missed(&old) != NULL, best > 0);
    setenv("OPENBLAS_CORETYPE", "Nehalem", 1);
    cr_expect_null(blas_core_missed(&old), "who chose it knows");
}
#endif

Test(peers, labels_of_libraries_differ)
{
    blas_library libraries[4] = {{.label = "OpenBLAS 1"},
                                 {.label = "BLIS 1"},
                                 {.label = "OpenBLAS 1"},
                                 {.label = "OpenBLAS 1"}};
    blas_library_number(libraries, 4);
    cr_expect_str_eq(libraries[0].label, "OpenBLAS 1");
    cr_expect_str_eq(libraries[1].label, "BLIS 1");
    cr_expect_str_eq(libraries[2].label, "OpenBLAS 1 #2");
    cr_expect_str_eq(libraries[3].label, "OpenBLAS 1 #3");
}
