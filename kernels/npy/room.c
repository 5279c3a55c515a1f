/* room.c - see room.h. */
#define _DEFAULT_SOURCE 1

#include "npy/room.h"

#include <sys/mman.h>

spelt_status spelt_npy_room_take(const spelt_npy_source *source, unsigned char **bytes)
{
    void *room = mmap(NULL, SPELT_NPY_ROOM, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED)
        return spelt_npy_fail(source, SPELT_ERR_NOMEM, "no memory for the header");
    *bytes = room;
    return SPELT_OK;
}

void spelt_npy_room_give(unsigned char *bytes)
{
    munmap(bytes, SPELT_NPY_ROOM);
}
