/* loops.c - which builds of the vectorized loops there are, and which belongs to an instruction
 * set. */
#include "loops.h"

#include "runtime/cpu.h"

#include <string.h>

#define LOOP_ABSENT(label)
#define LOOP_BUILD(name, label, compiler, isa, flags) extern const struct loops name;
#include "loop_builds.def"
#undef LOOP_BUILD
#undef LOOP_ABSENT

const loop_build loop_builds[] = {
#define LOOP_ABSENT(label)
#define LOOP_BUILD(name, label, compiler, isa, flags) {label, compiler, isa, flags, &name},
#include "loop_builds.def"
#undef LOOP_BUILD
#undef LOOP_ABSENT
};
const size_t loop_build_count = sizeof loop_builds / sizeof loop_builds[0];

const char *const loop_builds_absent[] = {
#define LOOP_ABSENT(label) label,
#define LOOP_BUILD(name, label, compiler, isa, flags)
#include "loop_builds.def"
#undef LOOP_BUILD
#undef LOOP_ABSENT
    NULL,
};

int loop_build_runs(const loop_build *build)
{
    if (strcmp(build->isa, "baseline") == 0)
        return 1;
#if defined(__x86_64__)
    /* Spelt's kernels fuse nothing and do not ask for FMA; these loops may. */
    if (!__builtin_cpu_supports("fma"))
        return 0;
#endif
    spelt_isa_id isa = spelt_isa_from_name(build->isa);
    return spelt_isa_available(isa);
}

const loop_build *loop_build_for(const char *label, const char *isa)
{
    const loop_build *found = NULL;
    for (size_t i = 0; i < loop_build_count; i++) {
        const loop_build *b = &loop_builds[i];
        if (strcmp(b->label, label) != 0)
            continue;
        if (strcmp(b->isa, isa) == 0 && loop_build_runs(b))
            return b;
        if (strcmp(b->isa, "baseline") == 0)
            found = b;
    }
    return found;
}
