/* sets.c - the instruction sets that can be chosen here, a line each: for a script to go through.
 */
#include <spelt/spelt.h>

#include <stdio.h>

int main(void)
{
    const char *const names[] = {"scalar", "sse2",       "avx2", "avx2vnni",
                                 "avx512", "avx512vnni", "neon", "sve"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (spelt_set_isa(names[i]) == SPELT_OK)
            printf("%s\n", names[i]);
    return 0;
}
