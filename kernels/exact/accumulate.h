/* accumulate.h - what the files of spelt_acc share. */
#ifndef SPELT_EXACT_ACCUMULATE_H
#define SPELT_EXACT_ACCUMULATE_H

#include "isa/exact_total.h"
#include "isa/int192.h"

#include <spelt/accumulate.h>

/* Fails where acc is NULL or its members are none that Spelt leaves there. */
spelt_status spelt_acc_check(const char *function, const char *name, const spelt_acc *acc);

/* Adds a total without a filter, of n terms; acc is untouched where that fails. */
spelt_status spelt_acc_add_total(const char *function, const exact_total *total, size_t n,
                                 spelt_acc *acc);

/* Adds the total of n integer terms; acc is untouched where that fails. */
spelt_status spelt_acc_add_integer(const char *function, int192 total, size_t n, spelt_acc *acc);

#endif
