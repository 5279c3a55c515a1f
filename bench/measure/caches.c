/* caches.c - the sizes of the data caches that one core sees. */
#include "measure/caches.h"

#include "measure/machine.h"
#include "runtime/cpu.h"

#include <string.h>

#define USUAL_FIRST_LEVEL ((size_t)32 << 10)

size_t caches_read(size_t bytes[CACHES_MAX])
{
    machine_cache caches[MACHINE_CACHES];
    const size_t last = spelt_llc_bytes(), told = machine_caches(caches);
    size_t count = 0;
    for (size_t i = 0; i < told && count < CACHES_MAX - 1; i++)
        if (strcmp(caches[i].type, "Instruction") != 0 && caches[i].bytes < last &&
            caches[i].bytes > (count ? bytes[count - 1] : 0))
            bytes[count++] = caches[i].bytes;
    if (count == 0 && USUAL_FIRST_LEVEL < last)
        bytes[count++] = USUAL_FIRST_LEVEL;
    bytes[count++] = last;
    return count;
}
