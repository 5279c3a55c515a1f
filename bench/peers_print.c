/* peers_print.c - what Spelt is compared with, in a line each. */
#include "output.h"
#include "peers.h"

void peers_print(const char *isa)
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
