/* stack_arrays.c - see stack_arrays.h. */
#include "stack_arrays.h"

#include <math.h>

numbers stack_x, stack_y, stack_out;

const char *const layout_names[LAYOUTS] = {
    "contiguous", "every second", "backwards",        "transposed", "crosswise",
    "padded",     "repeated",     "rows of four",     "values",     "eight dimensions",
    "short",      "empty"};

form form_of(layout which, int operand)
{
    static const form across = {0, 2, {SIDE, SIDE}, {1, SIDE}};
    switch (which) {
    case EVERY_SECOND: return (form){0, 1, {N / 2}, {2}};
    case BACKWARDS: return (form){N - 1, 1, {N}, {-1}};
    case TRANSPOSED: return across;
    case CROSSWISE: return operand > 0 ? across : (form){0, 2, {SIDE, SIDE}, {SIDE, 1}};
    case PADDED: return (form){0, 2, {SIDE, SIDE - 3}, {SIDE, 1}};
    case REPEATED: return (form){0, 2, {SIDE, SIDE}, {operand < 2 ? 0 : SIDE, 1}};
    case FOURS: return (form){0, 2, {N / 8, 4}, {8, 1}};
    case VALUES: return (form){0, 2, {N / 64, 32}, {64, operand > 0}};
    case DEEP:
        return (form){0, 8, {4, 2, 5, 3, 4, 5, 2, 3}, {1, 12000, 4, 24000, 20, 80, 400, 800}};
    case SHORT: return (form){0, 2, {3, 2}, {2, 1}};
    case EMPTY: return (form){0, 2, {0, SIDE}, {SIDE, 1}};
    default: return (form){0, 1, {N}, {1}};
    }
}

/* Where numbers of a type are, be they with or without a sign. */
static char *numbers_of(numbers *of, spelt_type type)
{
    switch (type) {
    case SPELT_F16: return (char *)of->f16;
    case SPELT_BF16: return (char *)of->bf16;
    case SPELT_F32: return (char *)of->f32;
    case SPELT_F64: return (char *)of->f64;
    case SPELT_C64: return (char *)of->c64;
    case SPELT_C128: return (char *)of->c128;
    case SPELT_I8:
    case SPELT_U8: return (char *)of->i8;
    case SPELT_I16:
    case SPELT_U16: return (char *)of->i16;
    case SPELT_I32:
    case SPELT_U32: return (char *)of->i32;
    default: return (char *)of->i64;
    }
}

spelt_view view_of(numbers *of, spelt_type type, layout which, int operand, ptrdiff_t moved)
{
    const form f = form_of(which, operand);
    const ptrdiff_t offset = (ptrdiff_t)f.offset + moved;
    spelt_view view = {
        numbers_of(of, type) + offset * (ptrdiff_t)spelt_type_size(type), f.ndim, {0}, {0}};
    memcpy(view.shape, f.shape, sizeof f.shape);
    memcpy(view.stride, f.stride, sizeof f.stride);
    return view;
}

static uint64_t next_random(void)
{
    static uint64_t state = 88172645463325252;
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
}

static void fill(numbers *to, int wild)
{
    for (int i = 0; i < N; i++) {
        const uint64_t bits = next_random();
        const double unit = (double)(int64_t)bits * 0x1p-63;
        const int exponent = (int)(bits & 1023) - 512;
        to->f64[i] = wild ? ldexp(unit, exponent) : unit;
        to->f32[i] = (float)(wild ? ldexp(unit, exponent / 8) : unit);
        to->c128[2 * i] = to->c128[2 * i + 1] = to->f64[i];
        to->c64[2 * i] = to->c64[2 * i + 1] = to->f32[i];
        to->i64[i] = (int64_t)(wild ? bits : bits >> 40);
        to->i32[i] = (int32_t)(wild ? bits : bits >> 40);
        to->i16[i] = (int16_t)(wild ? bits : bits >> 56);
        to->i8[i] = (int8_t)(wild ? bits : bits >> 60);
        to->f16[i] = (uint16_t)(wild ? bits : 0x3c00 | (bits >> 54));
        to->bf16[i] = (uint16_t)(wild ? bits : 0x3f80 | (bits >> 57));
    }
}

void stack_arrays_fill(int wild)
{
    fill(&stack_x, wild);
    fill(&stack_y, wild);
}
