/* room.h - room for the beginning of a file, up to the end of the longest header: more than a stack
 * should be asked for. */
#ifndef SPELT_NPY_ROOM_H
#define SPELT_NPY_ROOM_H

#include "npy/file.h"
#include "npy/header.h"

#define SPELT_NPY_ROOM (SPELT_NPY_PREAMBLE_MAX + SPELT_NPY_HEADER_MAX)

/* SPELT_NPY_ROOM bytes, to be given back; SPELT_ERR_NOMEM where there are none. */
spelt_status spelt_npy_room_take(const spelt_npy_source *source, unsigned char **bytes);
void spelt_npy_room_give(unsigned char *bytes);

#endif
