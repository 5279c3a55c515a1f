/* every_views.h - views and elements for the calls of every_call.h: all layouts that drivers tell apart, of
 * elements that no operation raises an exception for, and among them some that are special. */
#ifndef SPELT_TESTS_EVERY_VIEWS_H
#define SPELT_TESTS_EVERY_VIEWS_H

#include "every_call.h"
#include "number_bits.h"

enum { EVERY_MOST = 20000, EVERY_ROOM = (3 * EVERY_MOST + 600) * 7 * 16 };

static _Alignas(64) unsigned char every_room[EVERY_OPERANDS][EVERY_ROOM];

/* ---- Views ----------------------------------------------------------------------------------- */

/* Of calls along an axis: within rows, down columns, down the middle. */
typedef enum {
    EVERY_CONTIGUOUS,
    EVERY_STRIDED,  /* each operand with a stride of its own, one backwards */
    EVERY_TILES,    /* in two dimensions, one operand in another order */
    EVERY_OF_VALUE, /* the second of several inputs one value */
    EVERY_LAYOUTS
} every_layout;

static const char *const every_layout_name[EVERY_LAYOUTS] = {"contiguous", "strided", "tiles", "of a value"};

/* Elements that keys choose from, in a call of n. */
static inline size_t every_groups(size_t n)
{
    return n / 2 + 3;
}

static inline int every_has_layout(const every_call *call, every_layout layout)
{
    int whole = 1;
    for (unsigned k = 0; k < call->operands; k++)
        whole &= call->operand[k].shape == EVERY_WHOLE;
    if (layout == EVERY_OF_VALUE)
        return whole && call->operands > 1 && !call->operand[1].is_written;
    return layout != EVERY_TILES || whole || call->has_axis;
}

static inline spelt_view every_line(unsigned k, size_t size, size_t n, every_layout layout)
{
    static const ptrdiff_t strides[EVERY_OPERANDS] = {2, -1, 3, 2};
    const ptrdiff_t stride = layout == EVERY_STRIDED             ? strides[k]
                             : layout == EVERY_OF_VALUE && k == 1 ? 0
                                                                  : 1;
    spelt_view view = {every_room[k], 1, {n}, {stride}};
    if (stride < 0)
        view.data = every_room[k] + (n ? n - 1 : 0) * (size_t)-stride * size;
    return view;
}

/* 3 rows of n; of the first operand they are columns. */
static inline spelt_view every_tile(unsigned k, size_t n)
{
    return k == 0 ? (spelt_view){every_room[k], 2, {3, n}, {1, 3}}
                  : (spelt_view){every_room[k], 2, {3, n}, {(ptrdiff_t)n, 1}};
}

/* n elements along the axis. */
static inline spelt_view every_slices(unsigned k, size_t n, every_layout layout, int is_reduced)
{
    const ptrdiff_t rows = (ptrdiff_t)n;
    spelt_view view = {every_room[k], 3, {3, n, 2}, {2 * rows, 2, 1}};
    every_axis = 1;
    if (layout == EVERY_CONTIGUOUS)
        view = (spelt_view){every_room[k], 2, {5, n}, {rows, 1}};
    if (layout == EVERY_STRIDED) {
        view = (spelt_view){every_room[k], 2, {n, 7}, {7, 1}};
        every_axis = 0;
    }
    if (is_reduced) {
        view.ndim--;
        view.shape[every_axis] = view.shape[view.ndim];
        view.stride[0] = view.ndim == 2 ? 2 : 1;
        view.stride[1] = 1;
    }
    return view;
}

static inline void every_make_views(const every_call *call, size_t n, every_layout layout,
                                    spelt_view view[EVERY_OPERANDS])
{
    for (unsigned k = 0; k < call->operands; k++) {
        const every_operand *operand = &call->operand[k];
        const size_t size = spelt_type_size(operand->type), groups = every_groups(n);
        if (operand->shape == EVERY_MATRIX)
            view[k] = (spelt_view){every_room[k], 2, {4, 4}, {4, 1}};
        else if (call->has_axis)
            view[k] = every_slices(k, n, layout, operand->shape == EVERY_REDUCED);
        else if (layout == EVERY_TILES)
            view[k] = every_tile(k, n);
        else if (operand->shape == EVERY_EDGES)
            view[k] = every_line(k, size, groups + 1, EVERY_CONTIGUOUS);
        else
            view[k] = every_line(k, size, operand->shape == EVERY_GROUPS ? groups : n, layout);
    }
}

/* Elements from the start of its room on that a call of n may touch in an operand. */
static inline size_t every_span(const every_call *call, unsigned k, size_t n)
{
    (void)k;
    return call->has_axis ? 7 * n : 3 * n + 16;
}

/* ---- Elements -------------------------------------------------------------------------------- */

static inline uint64_t every_next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* The low bits as an element of so many bytes. */
static inline void every_put_bits(size_t size, void *array, size_t i, uint64_t bits)
{
    const uint8_t b8 = (uint8_t)bits;
    const uint16_t b16 = (uint16_t)bits;
    const uint32_t b32 = (uint32_t)bits;
    const void *const from[] = {[1] = &b8, [2] = &b16, [4] = &b32, [8] = &bits};
    memcpy((unsigned char *)array + i * size, from[size], size);
}

static inline uint64_t every_bits(size_t size, const void *array, size_t i)
{
    const unsigned char *from = (const unsigned char *)array + i * size;
    uint16_t b16;
    uint32_t b32;
    uint64_t b64;
    switch (size) {
    case 1: return *from;
    case 2: return memcpy(&b16, from, 2), b16;
    case 4: return memcpy(&b32, from, 4), b32;
    default: return memcpy(&b64, from, 8), b64;
    }
}

/* A whole number, at most 100, as an element of a real type; f16 takes the 16 that are powers of 2. */
static inline uint64_t every_whole(spelt_type type, unsigned value)
{
    switch (type) {
    case SPELT_F32: return f32_bits((float)value);
    case SPELT_F64: return f64_bits(value);
    case SPELT_F16: return 0x3c00 + (uint64_t)(value % 7) * 0x400;
    case SPELT_BF16: return f32_bits((float)value) >> 16; /* 8 digits */
    default: return value;
    }
}

/* What exceptions come of, one way or another: zeros, subnormal numbers, the least and the greatest ones, those
 * whose squares are beyond either end, infinities, quiet NaNs and signaling ones. */
static inline uint64_t every_special(spelt_type type, uint64_t random)
{
    static const uint32_t of_f32[] = {0,          0x80000000, 1,          0x807fffff, 0x00800000, 0x7f7fffff,
                                   0xff7fffff, 0x7f800000, 0xff800000, 0x7fc00000, 0xffc12345, 0x7f800001,
                                   0xffa00000, 0x20000000, 0x5f800000, 0xbf800000, 0x3f000001, 0x4f000000};
    static const uint64_t of_f64[] = {0, 0x8000000000000000, 1, 0x800fffffffffffff, 0x0010000000000000,
                                   0x7fefffffffffffff, 0xffefffffffffffff, 0x7ff0000000000000,
                                   0xfff0000000000000, 0x7ff8000000000000, 0xfff8000000012345,
                                   0x7ff0000000000001, 0xfff4000000000000, 0x1a70000000000000,
                                   0x7e70000000000000, 0xbff0000000000000, 0x3fe0000000000001,
                                   0x47efffffe0000000, 0x43e0000000000000};
    static const uint16_t of_f16[] = {0,      0x8000, 1,      0x83ff, 0x0400, 0x7bff, 0xfbff, 0x7c00,
                                   0xfc00, 0x7e00, 0xfe01, 0x7c01, 0xfd00, 0xbc00, 0x3801};
    switch (type) {
    case SPELT_F32: return of_f32[random % (sizeof of_f32 / sizeof *of_f32)];
    case SPELT_F64: return of_f64[random % (sizeof of_f64 / sizeof *of_f64)];
    case SPELT_F16: return of_f16[random % (sizeof of_f16 / sizeof *of_f16)];
    case SPELT_BF16: {
        const uint32_t bits = of_f32[random % (sizeof of_f32 / sizeof *of_f32)];
        return bits >> 16 | (bits == 0x7f800001);
    }
    default:
        return random % 4 == 0 ? UINT64_MAX : random % 4 == 1 ? 0 : (uint64_t)1 << (random >> 8) % 64;
    }
}

/* What a flush of subnormal numbers or another rounding shows in: numbers about the least normal one, and
 * whole ones with a half or a little more. */
static inline uint64_t every_delicate(spelt_type type, uint64_t random)
{
    static const double halves[] = {0.5, 1.5, 2.5, 0.5 + 0x1p-20, 3 - 0x1p-21, 16777217.5, 2049, 0x1p-30};
    const double half = random >> 40 & 1 ? -halves[random >> 41 & 7] : halves[random >> 41 & 7];
    const uint64_t sign = random >> 62 & 1;
    const int is_half = random >> 61 & 1;
    switch (type) {
    case SPELT_F32: return is_half ? f32_bits((float)half) : sign << 31 | (random & 0x1ffffff);
    case SPELT_F64: return is_half ? f64_bits(half) : sign << 63 | (random & 0x3fffffffffffff);
    case SPELT_F16: return is_half ? sign << 15 | 0x3800 | (random & 0x0fff) : sign << 15 | (random & 0xfff);
    case SPELT_BF16: return (is_half ? f32_bits((float)half) : sign << 31 | (random & 0x1ffffff)) >> 16;
    default: return random >> random % 60;
    }
}

/* Elements [0, n) of a room, the parts of complex ones among them, that raise nothing;
 * or delicate ones. */
static inline void every_fill(const every_operand *operand, int delicate, void *room, size_t n,
                              size_t groups, uint64_t *state)
{
    const spelt_type part = spelt_part_type(operand->type);
    const size_t size = spelt_type_size(part), parts = part == operand->type ? n : 2 * n;
    for (size_t i = 0; i < parts; i++) {
        const uint64_t r = every_next(state) >> 16;
        const uint64_t key = r % (groups < 128 ? groups : 128);
        every_put_bits(size, room, i,
                       operand->shape == EVERY_KEYS    ? key
                       : operand->shape == EVERY_EDGES ? every_whole(part, (unsigned)(i < 99 ? i : 99))
                       : delicate                      ? every_delicate(part, every_next(state))
                                                       : every_whole(part, 1 + (unsigned)(r % 100)));
    }
}

/* Choices look at a signaling NaN or at its bits, as conversions from one floating-point type to another do:
 * whether that raises INVALID is open (choose.h, convert.h). */
static inline int every_is_open(const every_call *call)
{
    static const char *const words[] = {"min_", "max_", "minmax", "argm"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strncmp(call->name + strlen("spelt_"), words[i], strlen(words[i])) == 0)
            return 1;
    const spelt_type to = call->operand[call->operands - 1].type;
    return strncmp(call->name, "spelt_convert", 13) == 0 && (to < SPELT_I32 || to > SPELT_U64);
}

static inline uint64_t every_quiet(spelt_type type, uint64_t bits)
{
    switch (type) {
    case SPELT_F32: return (bits & 0x7fffffff) > 0x7f800000 ? bits | 0x00400000 : bits;
    case SPELT_F64: return (bits & INT64_MAX) > 0x7ff0000000000000 ? bits | 0x0008000000000000 : bits;
    case SPELT_F16: return (bits & 0x7fff) > 0x7c00 ? bits | 0x0200 : bits;
    case SPELT_BF16: return (bits & 0x7fff) > 0x7f80 ? bits | 0x0040 : bits;
    default: return bits;
    }
}

/* One special element among those of operand k; keys and edges stay what they are. */
static inline void every_spoil(const every_call *call, unsigned k, void *room, size_t n, uint64_t *state)
{
    const every_operand *operand = &call->operand[k];
    const spelt_type part = spelt_part_type(operand->type);
    const size_t size = spelt_type_size(part), parts = part == operand->type ? n : 2 * n;
    const uint64_t r = every_next(state);
    uint64_t bits = every_special(part, r & 0xfffff);
    if (operand->shape == EVERY_KEYS || operand->shape == EVERY_EDGES || parts == 0)
        return;
    if (every_is_open(call))
        bits = every_quiet(part, bits);
    every_put_bits(size, room, (size_t)(r >> 20) % parts, bits);
}

#endif
