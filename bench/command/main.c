/* main.c - spelt-bench: what Spelt gains over a loop on this machine. */
#include "peers/blas.h"
#include "reports/about.h"
#include "measure/interrupt.h"
#include "peers/merge.h"
#include "command/options.h"
#include "output/output.h"
#include "peers/peers.h"
#include "reports/reports.h"

#include <spelt/runtime.h>

#include <stdio.h>

static void print_list(void)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (!doors[i].name)
            continue;
        output_part("spelt_%-22s", doors[i].name);
        for (spelt_isa_id isa = 0; isa < SPELT_ISA_COUNT; isa++)
            if (door_has_kernel(&doors[i], isa))
                output_part(" %s", spelt_isa_name(isa));
        output_part("%s\n", door_blas(&doors[i]) ? " blas" : "");
    }
    output_note("\nBeside them:");
    about_peers(spelt_isa());
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

static int begin_output(const options *o)
{
    return output_begin(&(output_request){.shape = o->list ? OUTPUT_STREAMS : o->report->shape,
                                          .csv = o->csv,
                                          .json_file = o->json_file,
                                          .plot_file = o->plot_file,
                                          .seed = o->seed});
}

static int run(const options *o)
{
    interrupt_begin();
    timing_set_seed(o->seed);
    if (o->report->reads == 0 && (o->report->shape != OUTPUT_SCREEN || o->csv)) {
        about_machine(o->seed);
        about_peers(spelt_isa());
    }
    return output_end(o->report->run(o));
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
    if (!peers_begin(o.cblas_files, o.cblas_count, spelt_get_num_threads(), message)) {
        fprintf(stderr, "spelt-bench: --cblas %s\n", message);
        return 1;
    }
    char error[RESULTS_ERROR_SIZE];
    if (o.merge_file && !merge_begin(o.merge_file, error)) {
        fprintf(stderr, "spelt-bench: --merge %s\n", error);
        return 1;
    }
    if (!begin_output(&o))
        return 1;
    if (o.list) {
        print_list();
        return output_close() ? 0 : 1;
    }
    status = run(&o);
    merge_end();
    return status;
}
