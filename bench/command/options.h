/* options.h - the command line. */
#ifndef BENCH_OPTIONS_H
#define BENCH_OPTIONS_H

#include "reports/wanted.h"

/* Reads the command line. Where there is nothing left to do - help was asked for, or an option
 * is wrong and has been told about - the program ends with *exit_status and this is 0. */
int options_parse(options *o, int argc, char **argv, int *exit_status);

#endif
