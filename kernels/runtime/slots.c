/* slots.c - see slots.h. */
#include "runtime/slots.h"

spelt_slot spelt_slots[SPELT_ALL_FUNCTIONS];
_Atomic(spelt_stream_kernel *) spelt_stream_in_force;
_Atomic(const spelt_gathers *) spelt_gathers_in_force;
