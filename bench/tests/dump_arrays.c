/* dump_arrays.c - writes the arrays that the bench makes for a door to standard output, for the
 * test of peer_numpy.py: dump_arrays <door> <n> <seed>. */
#include "loops/arrays.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    const door *d = argc == 4 ? door_find(argv[1]) : NULL;
    if (!d)
        return 2;
    const size_t n = strtoull(argv[2], NULL, 10), bytes = door_operand_bytes(d);
    arrays a;
    if (!arrays_allocate(&a, n * bytes, n * bytes))
        return 1;
    arrays_fill(&a, d, DATA_USUAL, n, strtoull(argv[3], NULL, 10));
    size_t written = fwrite(a.x, bytes, n, stdout);
    if (d->facts->inputs == 2)
        written += fwrite(a.y, bytes, n, stdout) - n;
    arrays_free(&a);
    return written != n;
}
