/* loops.c - which builds of the vectorized loops there are, and which belongs to an instruction
 * set; and what stands in a loop. */
#include "loops/loops.h"

#include "loops/loop_lines.h"

#include "runtime/cpu.h"

#include <string.h>

#define LOOP_ABSENT(label)
#define LOOP_BUILD(name, label, compiler, isa, flags) extern bench_loop *const name[];
#include "loop_builds.def"
#undef LOOP_BUILD
#undef LOOP_ABSENT

const loop_build loop_builds[] = {
#define LOOP_ABSENT(label)
#define LOOP_BUILD(name, label, compiler, isa, flags) {label, compiler, isa, flags, name},
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

/* NULL where there is none, or none that runs here. */
static const loop_build *find(const char *label, const char *isa)
{
    for (size_t i = 0; i < loop_build_count; i++) {
        const loop_build *b = &loop_builds[i];
        if (strcmp(b->label, label) == 0 && strcmp(b->isa, isa) == 0 && loop_build_runs(b))
            return b;
    }
    return NULL;
}

const loop_build *loop_build_for(const char *label, const char *isa)
{
    spelt_isa_id id = spelt_isa_from_name(isa);
    for (; id < SPELT_ISA_COUNT && id != SPELT_ISA_scalar; id = spelt_isa_fallback(id))
        if (find(label, spelt_isa_name(id)))
            return find(label, spelt_isa_name(id));
    return find(label, "baseline");
}

#define TEXT(...) TEXT_(__VA_ARGS__)
#define TEXT_(...) #__VA_ARGS__
#define FIRST(first, ...) TEXT_(first)
#define SECOND(first, second) TEXT_(second)

const char *loop_text(bench_row row)
{
#define BEST x[r]
    static const char *const texts[ROWS] = {
#define ROW(suffix, in, out, op, ...) [SPELT_ID_spelt_##op##_##suffix] = __VA_ARGS__,
#define SPELT_MAP1(op, types, ...) types(ROW, op, "out[i] = " TEXT(LINE_OR(NAIVE_MAP1_##op, __VA_ARGS__)))
#define SPELT_MAP2(op, types, ...) types(ROW, op, "out[i] = " TEXT(LINE_OR(NAIVE_MAP2_##op, __VA_ARGS__)))
#define SPELT_MAP3(op, types, ...) types(ROW, op, "out[i] = " TEXT(LINE_OR(NAIVE_MAP3_##op, __VA_ARGS__)))
#define SPELT_CHECKED1(op, types, ...) types(ROW, op, TEXT(NAIVE_CHECKED1_##op))
#define SPELT_CHECKED2(op, types, ...) types(ROW, op, TEXT(NAIVE_CHECKED2_##op))
#define SPELT_COMPARE(op, types, ...) types(ROW, op, "out[i] = " TEXT(NAIVE_COMPARE_##op))
#define SPELT_TEST(op, types, ...) types(ROW, op, "out[i] = " TEXT(NAIVE_TEST_##op))
#define SPELT_UPDATE(op, types, ...) types(ROW, op, "out[i] = " TEXT(NAIVE_UPDATE_##op))
#define SPELT_MAP1_BY(op, types, ...) types(ROW, op, "out[i] = " TEXT(NAIVE_MAP1_BY_##op))
#define SPELT_WHERE(op, types) types(ROW, op, "out[i] = " TEXT(NAIVE_WHERE_##op))
#define CONVERTED(...) FIRST(__VA_ARGS__)
#define SPELT_CONVERT(op, types, kind, policy)                                                     \
    types(ROW, op, "out[i] = " CONVERTED(NAIVE_CONVERT_##kind##_##policy))
#define SPELT_ORDER1(op, inputs, types, ...) types(ROW, op, "r += " TEXT(LINE_OR(NAIVE_ORDER1_##op, __VA_ARGS__)))
#define SECOND_PASS(first, number, second, last) "r += " TEXT_(second) ", then " TEXT_(last)
#define PASSES(...) SECOND_PASS(__VA_ARGS__)
#define SPELT_ORDER1_BY(op, types, ...) types(ROW, op, PASSES(NAIVE_ORDER1_BY_##op))
#define SPELT_TOTAL(op, inputs, types, ...) types(ROW, op, "r += " TEXT(LINE_OR(NAIVE_TOTAL_##op, __VA_ARGS__)))
#define SPELT_ROUNDED(op, inputs, types, ...) types(ROW, op, "r += " TEXT(LINE_OR(NAIVE_ROUNDED_##op, __VA_ARGS__)))
#define CHOSEN(...) SECOND(__VA_ARGS__)
#define SPELT_CHOICE(op, types, ...) types(ROW, op, "r = " CHOSEN(NAIVE_CHOICE_##op))
#define SPELT_COMPLEX1(op, types, ...) types(ROW, op, "out[i] = " TEXT(LINE_OR(NAIVE_COMPLEX1_##op, __VA_ARGS__)))
#define SPELT_COMPLEX2(op, types, ...) types(ROW, op, "out[i] = " TEXT(LINE_OR(NAIVE_COMPLEX2_##op, __VA_ARGS__)))
#define SPELT_COMPLEX_UPDATE(op, types, ...)                                                       \
    types(ROW, op, "out[i] = " TEXT(NAIVE_COMPLEX_UPDATE_##op))
#define SPELT_COMPLEX_ORDER1(op, inputs, types, ...)                                               \
    types(ROW, op, "r += " TEXT(LINE_OR(NAIVE_COMPLEX_ORDER1_##op, __VA_ARGS__)))
#define SPELT_COMPLEX_CHOICE(op, types, ...)                                                       \
    types(ROW, op, "r = " CHOSEN(NAIVE_COMPLEX_CHOICE_##op))
#define SPELT_COMPLEX_INDEX(op, types, ...)                                                        \
    types(ROW, op, "r = " TEXT(NAIVE_COMPLEX_INDEX_##op) " ? i : r")
#define SPELT_INDEX(op, types, ...) types(ROW, op, "r = " TEXT(NAIVE_INDEX_##op) " ? i : r")
#define BY_KEY(suffix, key, in, out, op, ...) ROW(suffix, in, out, op, __VA_ARGS__)
#define EXCHANGED(to_x, to_y) "x[i] = " TEXT_(to_x) ", y[i] = " TEXT_(to_y)
#define EXCHANGES(...) EXCHANGED(__VA_ARGS__)
#define SPELT_EXCHANGE(op, types, ...) types(ROW, op, EXCHANGES(NAIVE_EXCHANGE_##op))
#define SPELT_PARTS_EXCHANGE(op, types) types(ROW, op, EXCHANGES(NAIVE_EXCHANGE_##op))
#define SPELT_TAKE(op, types) types(BY_KEY, op, TEXT(NAIVE_TAKE_##op))
#define SPELT_PUT(op, types) types(BY_KEY, op, TEXT(NAIVE_PUT_##op))
#define SPELT_COMPRESS(op, types) types(ROW, op, TEXT(NAIVE_COMPRESS_##op))
#define SPELT_SCAN(op, types) types(ROW, op, TEXT(NAIVE_SCAN_##op))
#define SPELT_COUNT_BY(op, types) types(ROW, op, TEXT(NAIVE_COUNT_BY_##op))
#define SPELT_SUM_BY(op, types) types(BY_KEY, op, TEXT(NAIVE_SUM_BY_##op))
#define SPELT_SUM_BY_EXACT(op, types) types(BY_KEY, op, TEXT(NAIVE_SUM_BY_EXACT_##op))
#define SPELT_BINS(op, types) types(ROW, op, TEXT(NAIVE_BINS_##op))
#define SPELT_EVEN_BINS(op, types) types(ROW, op, TEXT(NAIVE_EVEN_BINS_##op))
#include "operations.def"
#define ROW_MADE(suffix, in, out, op, ...) [ROW_##op##_##suffix] = __VA_ARGS__,
#define MADE_BY(op, types, of) types(ROW_MADE, op, PASSES(NAIVE_ORDER1_BY_##op))
#define MADE_SUM(op, inputs, types, of) types(ROW_MADE, op, "r += " TEXT(NAIVE_ORDER1_##op))
#define BOTH_OF(to_p, to_r) "p = " TEXT_(to_p) ", r = " TEXT_(to_r)
#define BOTH(...) BOTH_OF(__VA_ARGS__)
#define MADE_BOTH(op, types, of) types(ROW_MADE, op, BOTH(NAIVE_BOTH_##op))
#define TRUTH_OF(first, operation, value) "r " TEXT_(operation) "= " TEXT_(value)
#define TRUTH(...) TRUTH_OF(__VA_ARGS__)
#define MADE_TRUTH(op, of) ROW_MADE(u8, u8, u8, op, TRUTH(NAIVE_TRUTH_##op))
#define MADE_UPDATE(op, types, of) types(ROW_MADE, op, "out[i] = " TEXT(NAIVE_UPDATE_##op))
#define MADE_COMPLEX_UPDATE(op, types, of)                                                         \
    types(ROW_MADE, op, "out[i] = " TEXT(NAIVE_COMPLEX_UPDATE_##op))
#include "loops/made_of.def"
    };
    return texts[row];
}
