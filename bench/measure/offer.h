/* offer.h - what it costs a call to offer work of which nobody takes anything. */
#ifndef BENCH_OFFER_H
#define BENCH_OFFER_H

#include "measure/timing.h"

/* Seconds that a call which offers work takes longer than one which does not: the median over calls
 * whose pieces are empty, so that nobody can come in time, of those to which nobody came. NAN where
 * there were none, or the cap is 1. The calls come after pauses of so many seconds, in
 * which workers fall asleep, or without (0): then they still look out. */
double offer_cost(double pause);

#endif
