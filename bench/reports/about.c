/* about.c - what the figures were taken on, and beside what: a line for each fact. */
#define _GNU_SOURCE
#include "reports/about.h"

#include "measure/machine.h"
#include "output/output.h"
#include "peers/peers.h"
#include "runtime/cpu.h"

#include <spelt/reduce.h>
#include <spelt/runtime.h>

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_caches(void)
{
    machine_cache caches[MACHINE_CACHES];
    const size_t count = machine_caches(caches);
    char text[256] = "";
    size_t used = 0;
    for (size_t i = 0; i < count && used < sizeof text; i++)
        if (strcmp(caches[i].type, "Instruction") != 0)
            used +=
                (size_t)snprintf(text + used, sizeof text - used, "L%d%s %zuK, ", caches[i].level,
                                 *caches[i].type == 'D' ? "d" : "", caches[i].bytes >> 10);
    output_note("caches      %slast level %.4g MiB as Spelt reckons (CPUID)", text,
                (double)spelt_llc_bytes() / (1 << 20));
}

/* What else runs here disturbs every figure, and those of several threads most of all. */
static void print_load(void)
{
    double load;
    if (getloadavg(&load, 1) == 1)
        output_note("load        %.2f in the minute before", load);
}

void about_machine(uint64_t seed)
{
    cpu_set_t set;
    const int known = sched_getaffinity(0, sizeof set, &set) == 0;
    output_note("CPU         %s; %d of them for this process", machine_cpu(),
                known ? CPU_COUNT(&set) : 1);
    print_caches();
    output_note("Spelt       %s, order %d; path %s (%s), ISA %s (%s)", spelt_version(),
                SPELT_ORDER_VERSION, spelt_path(), spelt_path_source(), spelt_isa(),
                spelt_isa_source());
    output_note("threads     at most %d (%s)", spelt_get_num_threads(), spelt_threads_source());
#ifdef __clang__
    output_note("compiler    %s", __VERSION__);
#else
    output_note("compiler    GCC %s", __VERSION__);
#endif
    print_load();
    output_note("seed        %llu", (unsigned long long)seed);
}

void about_peers(const char *isa)
{
    for (int i = 0; i < peers_count(); i++) {
        char text[BLAS_TEXT_SIZE];
        peer_describe(peers_at(i), isa, text);
        if (peers_at(i)->threads == 1)
            output_note("%-11s %s", peers_at(i)->label, text);
    }
    for (size_t i = 0; loop_builds_absent[i]; i++)
        output_note("%-11s not there when this was built, so none of its loops",
                    loop_builds_absent[i]);
    for (int i = 0; peers_remark(i); i++)
        output_answer(OUTPUT_PLAIN, "%s", peers_remark(i));
#ifndef SPELT_HAVE_BLAS
    output_note("OpenBLAS    not in this build");
#endif
}
