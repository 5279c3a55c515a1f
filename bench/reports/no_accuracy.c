/* no_accuracy.c - the report `accuracy` in a build without MPFR. */
#include "reports/reports.h"

#include <stdio.h>

int report_accuracy(const options *o)
{
    (void)o;
    fputs("spelt-bench: accuracy: this spelt-bench was built without MPFR, which knows the exact "
          "results (Debian: libmpfr-dev)\n",
          stderr);
    return 1;
}
