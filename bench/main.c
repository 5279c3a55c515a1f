/* main.c - spelt-bench: what Spelt gains over a loop on this machine. */
#include "files.h"
#include "machine.h"
#include "options.h"
#include "output.h"
#include "peers.h"
#include "report.h"
#include "report_accuracy.h"
#include "summary.h"

#include <spelt/runtime.h>

#include <stdio.h>
#include <string.h>

static void print_list(void)
{
    for (size_t i = 0; i < door_count; i++) {
        printf("spelt_%-15s", doors[i].name);
        for (size_t k = 0; k < door_kernel_count; k++)
            if (strcmp(door_kernels[k].door, doors[i].name) == 0)
                printf(" %s", door_kernels[k].isa);
        puts(door_blas(&doors[i]) ? " blas" : "");
    }
    puts("\nBeside them:");
    peers_print("", spelt_isa());
}

static int refused(spelt_status status, const char *option)
{
    if (status == SPELT_OK)
        return 0;
    fprintf(stderr, "spelt-bench: %s: %s\n", option, spelt_last_error());
    return 1;
}

/* Makes Spelt run as the options ask; 0 where it cannot. */
static int apply(const options *o)
{
    if (o->isa && refused(spelt_set_isa(o->isa), "--isa"))
        return 0;
    if (o->path && refused(spelt_set_path(o->path), "--path"))
        return 0;
    if (o->threads && refused(spelt_set_num_threads(o->threads), "--threads"))
        return 0;
    return 1;
}

static int run(const options *o)
{
    const cell_setup setup = {.columns = COLUMNS_ALL, .cap = spelt_get_num_threads()};
    const double calls_budget = 0.03 * o->time;
    machine_print(o->csv ? "# " : "", o->seed);
    peers_print(o->csv ? "# " : "", spelt_isa());
    if (o->accuracy)
        return report_accuracy(o);
    fflush(stdout);
    if (o->only_calls)
        return report_calls(o, &setup, o->time);
    output_begin(o->csv, &setup);
    summary_begin();
    if (o->x_file)
        return files_run(o, &setup);
    int status = 0;
    double budget = o->time;
    if (!o->operations && !o->types && !o->size_count && !o->csv) {
        status = report_calls(o, &setup, calls_budget);
        budget -= calls_budget;
    }
    return report_doors(o, &setup, budget) | status;
}

int main(int argc, char **argv)
{
    options o;
    int status;
    char message[BLAS_TEXT_SIZE];
    if (!options_parse(&o, argc, argv, &status))
        return status;
    if (!apply(&o))
        return 2;
    if (!peers_begin(o.cblas_files, o.cblas_count, message)) {
        fprintf(stderr, "spelt-bench: --cblas %s\n", message);
        return 1;
    }
    if (o.list) {
        print_list();
        return 0;
    }
    return run(&o);
}
