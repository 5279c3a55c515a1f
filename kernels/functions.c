/* functions.c - the table of functions.h, and the types by number. */
#include "functions.h"

/* Of WHERE the first input is a mask; of ORDER1_BY the second is its number. */
#define INPUTS(family, in, out)                                                                    \
    {                                                                                              \
        SPELT_FAMILY_##family == SPELT_FAMILY_WHERE ? SPELT_U8 : SPELT_TYPE_##in,                  \
            SPELT_FAMILY_##family == SPELT_FAMILY_ORDER1_BY ? SPELT_TYPE_##out : SPELT_TYPE_##in,  \
            SPELT_TYPE_##in                                                                        \
    }
#define INPUT_SIZES(family, in, out)                                                               \
    {                                                                                              \
        SPELT_FAMILY_##family == SPELT_FAMILY_WHERE ? 1 : sizeof(in),                              \
            SPELT_FAMILY_##family == SPELT_FAMILY_ORDER1_BY ? sizeof(out) : sizeof(in), sizeof(in) \
    }

const spelt_function_facts spelt_function_list[SPELT_ALL_FUNCTIONS] = {
#define SPELT_EACH(family, inputs, suffix, in, out, op)                                            \
    {"spelt_" #op "_" #suffix, #op,                     #suffix,                                   \
     SPELT_FAMILY_##family,    inputs,                  INPUTS(family, in, out),                   \
     SPELT_TYPE_##out,         INPUT_SIZES(family, in, out), sizeof(out)},
#define SPELT_EACH_PLACED(family, inputs, suffix, key, in, out, op)                                \
    {"spelt_" #op "_" #suffix,                                                                     \
     #op,                                                                                          \
     #suffix,                                                                                      \
     SPELT_FAMILY_##family,                                                                        \
     inputs,                                                                                       \
     {SPELT_TYPE_##key, SPELT_TYPE_##in, SPELT_TYPE_##in},                                         \
     SPELT_TYPE_##out,                                                                             \
     {sizeof(key), sizeof(in), sizeof(in)},                                                        \
     sizeof(out)},
#include "each_function.def"
};

int spelt_takes_parts(spelt_function function)
{
    static const uint8_t takes[SPELT_FUNCTIONS] = {
#define TAKES(suffix, in, out, op, ...) [SPELT_ID_spelt_##op##_##suffix] = 1,
#define SPELT_PARTS_ORDER1(op, operands, types, ...) types(TAKES, op, 0)
#define SPELT_PARTS_ORDER1_BY(op, types, ...) types(TAKES, op, 0)
#include "operations.def"
    };
    return function < SPELT_FUNCTIONS && takes[function];
}

static const struct {
    const char *name;
    size_t size;
} types[] = {
    [SPELT_F32] = {"f32", 4}, [SPELT_F64] = {"f64", 8}, [SPELT_I8] = {"i8", 1},
    [SPELT_I16] = {"i16", 2}, [SPELT_I32] = {"i32", 4}, [SPELT_I64] = {"i64", 8},
    [SPELT_U8] = {"u8", 1},   [SPELT_U16] = {"u16", 2}, [SPELT_U32] = {"u32", 4},
    [SPELT_U64] = {"u64", 8}, [SPELT_F16] = {"f16", 2}, [SPELT_BF16] = {"bf16", 2},
    [SPELT_C64] = {"c64", 8}, [SPELT_C128] = {"c128", 16},
};

/* Numbers begin at 1. */
static int is_type(spelt_type type)
{
    return (size_t)type < sizeof types / sizeof types[0] && types[type].name;
}

const char *spelt_type_name(spelt_type type)
{
    return is_type(type) ? types[type].name : "?";
}

size_t spelt_type_size(spelt_type type)
{
    return is_type(type) ? types[type].size : 0;
}
