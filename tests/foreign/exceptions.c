/* exceptions.c - on clean data no function of the list raises INVALID, DIVBYZERO or OVERFLOW, whatever
 * a compiler does with the lanes of a vector that have no element: all lengths of a tail, on every
 * instruction set that this CPU has. Without a framework. */
#include "call/call.h"
#include "doors.h"
#include "runtime/dispatch.h"

#include <spelt/runtime.h>

#include <fenv.h>
#include <stdio.h>
#include <string.h>

enum { MOST = 150, WIDEST = 16 };

static _Alignas(64) unsigned char room[4][MOST * WIDEST];

/* The bits of 1. */
static uint64_t one(spelt_type type)
{
    switch (type) {
    case SPELT_F32: return 0x3f800000;
    case SPELT_F64: return 0x3ff0000000000000;
    case SPELT_F16: return 0x3c00;
    case SPELT_BF16: return 0x3f80;
    default: return 1;
    }
}

static void put_one(spelt_type type, void *array, size_t i)
{
    const spelt_type part = spelt_part_type(type);
    if (part != type) {
        put_one(part, array, 2 * i);
        put_one(part, array, 2 * i + 1);
        return;
    }
    const uint64_t wide = one(type);
    const uint32_t word = (uint32_t)wide;
    const uint16_t half = (uint16_t)wide;
    const uint8_t byte = (uint8_t)wide;
    const void *const from[] = {[1] = &byte, [2] = &half, [4] = &word, [8] = &wide};
    const size_t size = spelt_type_size(type);
    memcpy((unsigned char *)array + i * size, from[size], size);
}

static spelt_status call(spelt_function f, size_t n, int value)
{
    const spelt_function_facts *facts = &spelt_function_list[f];
    spelt_view view[4];
    for (int i = 0; i < 4; i++)
        view[i] = (spelt_view){room[i], 1, {n}, {i == value ? 0 : 1}};
    if (spelt_family_has_numbers(facts->family))
        view[facts->inputs].stride[0] = 0;
    return spelt_family_is_map(facts->family)
               ? spelt_call_map(f, &view[0], &view[1], &view[2], &view[3])
               : doors[f]((const spelt_view *[]){&view[0], &view[1]}, NULL, room[3]);
}

/* value: the input that is one value, or none. */
static int raises(spelt_function f, size_t n, int value, const char *isa)
{
    const char *name = spelt_function_list[f].name;
    feclearexcept(FE_ALL_EXCEPT);
    const spelt_status status = call(f, n, value);
    const int raised = fetestexcept(FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW);
    if (status != SPELT_OK)
        fprintf(stderr, "%s: %s\n", name, spelt_last_error());
    if (raised)
        fprintf(stderr, "%s, %s, n = %zu, value %d: raises %#x\n", name, isa, n, value,
                (unsigned)raised);
    return raised || status != SPELT_OK;
}

static int check(spelt_function f, const char *isa)
{
    const spelt_function_facts *facts = &spelt_function_list[f];
    int bad = 0;
    for (unsigned i = 0; i < facts->inputs + (unsigned)spelt_family_has_numbers(facts->family); i++)
        for (size_t j = 0; j < MOST; j++)
            put_one(facts->input[i], room[i], j);
    for (size_t n = 1; n <= MOST; n++)
        for (int value = -1; value < (int)facts->inputs; value++)
            bad += raises(f, n, value, isa);
    return bad;
}

int main(int count, char **arguments)
{
    const char *only = count > 1 ? arguments[1] : "";
    int bad = 0, checked = 0;
    for (int isa = 0; isa < SPELT_ISA_COUNT; isa++) {
        const char *name = spelt_isa_name((spelt_isa_id)isa);
        if ((*only && strcmp(only, name) != 0) || spelt_set_isa(name) != SPELT_OK)
            continue;
        for (int f = 0; f < SPELT_FUNCTIONS; f++)
            bad += check((spelt_function)f, name);
        checked++;
    }
    printf("%d instruction sets, %d calls that raise or fail\n", checked, bad);
    return bad > 0 || checked == 0;
}
