/* rows.h - every function of operations.def as a row of a table: its door, called by name, and its
 * reference. A function without one of them does not get past the compiler or the linker here. */
#ifndef SPELT_TESTS_ROWS_H
#define SPELT_TESTS_ROWS_H

#include "doors.h"
#include "references.h"

#include "runtime/dispatch.h"

#include <spelt/runtime.h>

/* ---- The table ------------------------------------------------------------------------------- */

typedef struct {
    spelt_function function;
    element_reference *element; /* of an elementwise operation */
    number_reference number;    /* of the others */
} row;

static const row rows[SPELT_FUNCTIONS] = {
#define SPELT_EACH(family, inputs, suffix, in, out, op)                                            \
    {.function = SPELT_ID_spelt_##op##_##suffix,                                                   \
     REFERENCE_##family(op, in)},
#include "each_function.def"
};

static inline const spelt_function_facts *facts_of(const row *r)
{
    return &spelt_function_list[r->function];
}

/* A test of each row with an array for a result, or of each of the others: suite_name(number). A process
 * takes every ROW_RUNS-th of them: one for each would take as long as what it does. */
enum { ROW_RUNS = 64 };
#define ROWS_TEST(suite, name, is_map)                                                             \
    static void suite##_##name(size_t number);                                                     \
    ParameterizedTestParameters(suite, name)                                                       \
    {                                                                                              \
        static size_t run[ROW_RUNS];                                                               \
        for (size_t k = 0; k < ROW_RUNS; k++)                                                      \
            run[k] = k;                                                                            \
        return cr_make_param_array(size_t, run, ROW_RUNS);                                         \
    }                                                                                              \
    ParameterizedTest(size_t *run, suite, name)                                                    \
    {                                                                                              \
        for (size_t number = *run; number < SPELT_FUNCTIONS; number += ROW_RUNS)                   \
            if (spelt_family_is_map(spelt_function_list[number].family) == is_map)                 \
                suite##_##name(number);                                                            \
    }                                                                                              \
    static void suite##_##name(size_t number)

/* ---- Instruction sets ------------------------------------------------------------------------ */

/* Puts the first set from `isa` on in force that can be had here and has kernels of its own for the
 * row; SPELT_ISA_COUNT where there is none. */
static inline int next_isa(const row *r, int isa)
{
    for (; isa < SPELT_ISA_COUNT; isa++)
        if (spelt_isa_available((spelt_isa_id)isa) &&
            spelt_kernels_of_isa((spelt_isa_id)isa, r->function) &&
            force_isa(spelt_isa_name((spelt_isa_id)isa)))
            break;
    return isa;
}

#define FOR_EACH_ISA(r)                                                                            \
    for (int isa = next_isa(r, 0); isa < SPELT_ISA_COUNT; isa = next_isa(r, isa + 1))

/* ---- Lengths --------------------------------------------------------------------------------- */

/* Every length up to three vectors of the narrowest operand, then those around what kernels and
 * drivers take at once. */
enum { MOST_LENGTHS = 256 };

static inline size_t narrowest(const spelt_function_facts *facts)
{
    size_t least = spelt_family_is_map(facts->family) ? spelt_type_size(facts->result) : 8;
    for (unsigned k = 0; k < facts->inputs; k++)
        if (spelt_type_size(facts->input[k]) < least)
            least = spelt_type_size(facts->input[k]);
    return least;
}

static inline size_t short_lengths(const spelt_function_facts *facts)
{
    return 3 * 64 / narrowest(facts);
}

/* Writes the lengths from 1 on, and tells how many. */
static inline size_t lengths_of(const spelt_function_facts *facts, size_t length[MOST_LENGTHS])
{
    static const size_t longer[] = {255,  256,  257,  511,  512,  513,  1024, 1025, 2047, 2048,
                                    2049, 4031, 4032, 4033, 4095, 4096, 4097};
    size_t count = 0;
    while (count < short_lengths(facts))
        length[count] = count + 1, count++;
    for (size_t i = 0; i < sizeof longer / sizeof *longer; i++)
        length[count++] = longer[i];
    return count;
}

static inline spelt_view contiguous_view(const void *data, size_t n)
{
    return (spelt_view){(void *)(uintptr_t)data, 1, {n}, {1}};
}

static inline spelt_view value_view(const void *data, size_t n)
{
    return (spelt_view){(void *)(uintptr_t)data, 1, {n}, {0}};
}

#endif
