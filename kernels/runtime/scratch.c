/* scratch.c - see scratch.h. */
#include "runtime/scratch.h"

#include "runtime/ticket.h"

static _Alignas(64) unsigned char buffers[SPELT_SCRATCH_COUNT][SPELT_SCRATCH_BYTES];
static spelt_tickets in_use;
_Static_assert(SPELT_SCRATCH_COUNT == 64, "a bit for each");

void *spelt_scratch_take(void)
{
    const int ticket = spelt_ticket_take(&in_use, 1);
    return ticket < 0 ? NULL : buffers[ticket];
}

void spelt_scratch_give(void *buffer)
{
    spelt_ticket_give(&in_use, (int)((unsigned char(*)[SPELT_SCRATCH_BYTES])buffer - buffers));
}

void spelt_scratch_after_fork(void)
{
    spelt_tickets_after_fork(&in_use, 1, -1);
}
