/* digests.h - what is digested: fixed data of many kinds, lengths and layouts, made of integers. */
#ifndef SPELT_TESTS_DIGESTS_H
#define SPELT_TESTS_DIGESTS_H

#include "layout.h"

/* ---- The digest ------------------------------------------------------------------------------ */

#define DIGEST_START UINT64_C(0xcbf29ce484222325)

/* Takes numbers, not bytes of memory, and so knows no byte order. From one state different words
 * lead to different states, and different states stay different: one changed number always shows.
 * The shift brings high bits down, or the signs of two numbers could change unseen. */
static inline void feed(uint64_t *digest, uint64_t word)
{
    uint64_t mixed = (*digest ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    *digest = mixed ^ mixed >> 32;
}

static inline void feed_text(uint64_t *digest, const char *text)
{
    do
        feed(digest, (unsigned char)*text);
    while (*text++);
}

static inline uint64_t bits_at(element_type type, const void *data, size_t i)
{
    const unsigned char *place = (const unsigned char *)data + i * type_bytes(type);
    uint32_t narrow;
    uint64_t wide;
    if (type_bytes(type) == 4) {
        memcpy(&narrow, place, sizeof narrow);
        return narrow;
    }
    memcpy(&wide, place, sizeof wide);
    return wide;
}

/* Elements one after the other. Which NaN an addition gives is left open, so all count as one. */
static inline void feed_elements(uint64_t *digest, element_type type, const void *data, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t bits = bits_at(type, data, i);
        if (type == TYPE_f32 && (bits & 0x7fffffff) > 0x7f800000)
            bits = NAN_BITS_F32;
        if (type == TYPE_f64 && (bits & INT64_MAX) > 0x7ff0000000000000)
            bits = NAN_BITS_F64;
        feed(digest, bits);
    }
}

/* ---- Data ------------------------------------------------------------------------------------ */

typedef enum {
    DATA_USUAL,      /* magnitudes 2^-20 to 2^20; integers of 24 and 26 bits */
    DATA_WIDE,       /* wide exponents, whose products are finite; integers of any width */
    DATA_POWERS,     /* 1, half of its last place, and less: ties, and what breaks them; 2^k */
    DATA_TINY,       /* subnormals, in y usual numbers; integers from -2 to 2 */
    DATA_HALF,       /* products about the least normal; integers about half of their bits */
    DATA_HUGE,       /* the greatest exponents, of both signs; integers about both limits */
    DATA_CANCELLING, /* 128 terms that almost vanish together, in x * y as well */
    DATA_SPECIAL,    /* usual, and here and there NaN, Inf, a zero, a limit */
    DATA_ONE_SIGN,   /* usual, x with some +Inf, y > 0; integers whose sums overflow at last */
    DATA_ZERO,       /* -0.0, in y zeros of both signs; 0 */
    DATA_KINDS
} data_kind;

/* Number `index` of a sequence: splitmix64, counted. */
static inline uint64_t draw(unsigned stream, size_t index)
{
    uint64_t z = (((uint64_t)stream << 40) + index + 1) * UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* What differs between f32 and f64, and where the exponents of a kind of data lie, as stored. */
typedef struct {
    unsigned mantissa_bits, sign_at;
    uint64_t special[8];
    struct {
        uint64_t from, count;
    } exponent[DATA_KINDS];
} real_format;

static const real_format format_f32 = {
    .mantissa_bits = 23,
    .sign_at = 31,
    .special = {0x7fc00001, 0xffc12345, 0x7f800000, 0xff800000, 0x80000000, 0, 0x7f7fffff,
                0x80000001},
    .exponent[DATA_USUAL] = {107, 41},
    .exponent[DATA_WIDE] = {67, 121},
    .exponent[DATA_POWERS] = {127, 1},
    .exponent[DATA_TINY] = {0, 3},
    .exponent[DATA_HALF] = {40, 25},
    .exponent[DATA_HUGE] = {251, 4},
};

static const real_format format_f64 = {
    .mantissa_bits = 52,
    .sign_at = 63,
    .special = {0x7ff8000000000001, 0xfff8123456789abc, 0x7ff0000000000000, 0xfff0000000000000,
                0x8000000000000000, 0, 0x7fefffffffffffff, 0x8000000000000001},
    .exponent[DATA_USUAL] = {1003, 41},
    .exponent[DATA_WIDE] = {543, 961},
    .exponent[DATA_POWERS] = {1023, 1},
    .exponent[DATA_TINY] = {0, 3},
    .exponent[DATA_HALF] = {456, 61},
    .exponent[DATA_HUGE] = {2043, 4},
};

/* The kinds that no other is made of, and zero. operand: 0 for x, 1 for y. */
static inline uint64_t plain_real(const real_format *f, data_kind kind, unsigned operand,
                                  uint64_t first, uint64_t second)
{
    uint64_t sign = (first >> 63) << f->sign_at;
    uint64_t mantissa = first & ((UINT64_C(1) << f->mantissa_bits) - 1);
    if (kind == DATA_ZERO)
        return operand == 0 ? UINT64_C(1) << f->sign_at : sign;
    if (kind == DATA_TINY && operand == 1)
        kind = DATA_USUAL;
    uint64_t exponent = f->exponent[kind].from + second % f->exponent[kind].count;
    if (kind == DATA_POWERS) {
        mantissa = 0;
        exponent -= (uint64_t[]){0, f->mantissa_bits + 1, 2 * f->mantissa_bits + 20}[second % 3];
    }
    return sign | exponent << f->mantissa_bits | mantissa;
}

static inline uint64_t real_element(const real_format *f, data_kind kind, unsigned operand,
                                    uint64_t first, uint64_t second)
{
    uint64_t usual = plain_real(f, DATA_USUAL, operand, first, second);
    int now_and_then = second / 4096 % 61 == 0;
    switch (kind) {
    case DATA_SPECIAL: return now_and_then ? f->special[first % 8] : usual;
    case DATA_ONE_SIGN:
        if (operand == 1)
            return usual & ~(UINT64_C(1) << f->sign_at);
        return now_and_then ? f->special[2] : usual;
    case DATA_CANCELLING: return usual;
    default: return plain_real(f, kind, operand, first, second);
    }
}

/* In 64 bits, or the low `width` of them. */
static inline uint64_t integer_element(unsigned width, data_kind kind, uint64_t first,
                                       uint64_t second)
{
    uint64_t little = second % 5 - 2, greatest = UINT64_MAX >> (65 - width);
    uint64_t half = UINT64_C(1) << (width / 2 - 1);
    uint64_t limit[5] = {greatest, greatest + 1, 0, UINT64_MAX, 1};
    uint64_t usual = (uint64_t)((int64_t)first >> (width == 32 ? 40 : 38));
    switch (kind) {
    case DATA_WIDE: return (uint64_t)((int64_t)first >> (64 - width + second % width));
    case DATA_POWERS: {
        uint64_t power = UINT64_C(1) << second % (width - 1);
        return first % 2 ? power : -power;
    }
    case DATA_TINY: return little;
    case DATA_HALF: return (first % 2 ? half : -half) + little;
    case DATA_HUGE: return first % 2 ? greatest - second % 4 : greatest + 1 + second % 4;
    case DATA_SPECIAL: return second / 4096 % 61 == 0 ? limit[first % 5] : usual;
    case DATA_ONE_SIGN: return width == 32 ? greatest + 1 + second % 4 : first >> 14;
    case DATA_ZERO: return 0;
    default: return usual;
    }
}

static inline uint64_t element_of(element_type type, data_kind kind, unsigned operand, size_t i)
{
    unsigned stream = 2 * (unsigned)kind + operand;
    uint64_t first = draw(stream, i), second = draw(100 + stream, i);
    if (type == TYPE_f32)
        return real_element(&format_f32, kind, operand, first, second);
    if (type == TYPE_f64)
        return real_element(&format_f64, kind, operand, first, second);
    return integer_element(type == TYPE_i32 ? 32 : 64, kind, first, second);
}

static inline uint64_t negative_of(element_type type, uint64_t bits)
{
    if (type == TYPE_f32)
        return bits ^ UINT64_C(1) << 31;
    return type == TYPE_f64 ? bits ^ UINT64_C(1) << 63 : -bits;
}

/* The second half of every 128 mirrors the first with x negative, but for the last bit of one x in
 * 37. Integers of x have all bits. */
static inline uint64_t cancelling_element(element_type type, unsigned operand, size_t i)
{
    size_t place = i % 128, mirrored = place < 64 ? i : i - place + (127 - place);
    int is_integer = type == TYPE_i32 || type == TYPE_i64;
    uint64_t bits = is_integer && operand == 0
                        ? draw(200, mirrored)
                        : element_of(type, DATA_CANCELLING, operand, mirrored);
    if (operand == 1 || place < 64)
        return bits;
    return negative_of(type, bits) ^ (draw(201, i) % 37 == 0);
}

/* Elements that there are of a kind: what the lengths and layouts below need. */
static inline size_t data_length(data_kind kind)
{
    return kind == DATA_USUAL || kind == DATA_CANCELLING ? 300100 : 30100;
}

/* Operand 0 (x) or 1 (y), on a cache line's border. Made when first asked for, and kept. */
static inline unsigned char *data_of(element_type type, data_kind kind, unsigned operand)
{
    static unsigned char *made[4][DATA_KINDS][2];
    unsigned char *data = made[type][kind][operand];
    if (data)
        return data;
    size_t n = data_length(kind), size = type_bytes(type);
    data = aligned_alloc(64, (n * size + 63) / 64 * 64);
    cr_assert_not_null(data);
    for (size_t i = 0; i < n; i++) {
        uint64_t wide = kind == DATA_CANCELLING ? cancelling_element(type, operand, i)
                                                : element_of(type, kind, operand, i);
        uint32_t narrow = (uint32_t)wide;
        memcpy(data + i * size, size == 4 ? (void *)&narrow : (void *)&wide, size);
    }
    return made[type][kind][operand] = data;
}

/* ---- Trials ---------------------------------------------------------------------------------- */

/* Views of the inputs, and where an output's elements are to lie. */
typedef struct {
    data_kind kind;
    element_type type;
    any_view x, y;
    layout out;
    size_t out_gap; /* elements in front of the output */
} trial;

/* An input view whose lowest element is number `gap` of the data. */
static inline any_view input_at(element_type type, data_kind kind, unsigned operand, layout at,
                                size_t gap)
{
    ptrdiff_t low, high;
    layout_reach(&at, &low, &high);
    cr_assert(gap + layout_span(&at) <= data_length(kind));
    return (any_view){
        data_of(type, kind, operand) + ((ptrdiff_t)gap - low) * (ptrdiff_t)type_bytes(type), at};
}

/* Every place against a cache line, as n grows. */
static inline trial contiguous_trial(element_type type, data_kind kind, size_t n)
{
    layout at = layout_1d(n, 1);
    size_t x_gap = n % 16, y_gap = kind == DATA_CANCELLING ? x_gap : n / 3 % 16;
    any_view x = input_at(type, kind, 0, at, x_gap), y = input_at(type, kind, 1, at, y_gap);
    return (trial){kind, type, x, y, at, n / 5 % 16};
}

typedef enum {
    LINE, /* 1-D */
    STRIDE_2,
    STRIDE_3,
    REVERSED,
    REPEATED,
    ROWS, /* 2-D */
    PADDED,
    TRANSPOSED,
    UPSIDE_DOWN,
    ROW_REPEATED,
    COLUMN_REPEATED,
    CUBE, /* 3-D */
    CUBE_MIXED,
    SCALAR /* 0-D */
} form;

static inline layout layout_of(form kind, size_t n)
{
    const size_t columns = n < 100 ? 5 : 67, rows = n / columns, deep = n / 20;
    const ptrdiff_t c = (ptrdiff_t)columns, r = (ptrdiff_t)rows, d = (ptrdiff_t)deep;
    switch (kind) {
    case LINE: return layout_1d(n, 1);
    case STRIDE_2: return layout_1d(n, 2);
    case STRIDE_3: return layout_1d(n, 3);
    case REVERSED: return layout_1d(n, -1);
    case REPEATED: return layout_1d(n, 0);
    case ROWS: return (layout){2, {rows, columns}, {c, 1}};
    case PADDED: return (layout){2, {rows, columns}, {c + 3, 1}};
    case TRANSPOSED: return (layout){2, {rows, columns}, {1, r}};
    case UPSIDE_DOWN: return (layout){2, {rows, columns}, {-c, 1}};
    case ROW_REPEATED: return (layout){2, {rows, columns}, {0, 1}};
    case COLUMN_REPEATED: return (layout){2, {rows, columns}, {1, 0}};
    case CUBE: return (layout){3, {4, deep, 5}, {5 * d, 5, 1}};
    case CUBE_MIXED: return (layout){3, {4, deep, 5}, {5, 20, -1}};
    case SCALAR: break;
    }
    return (layout){0, {0}, {0}};
}

/* Of one shape in each row: x, y and an output. */
static const form forms[][3] = {
    {STRIDE_2, LINE, STRIDE_3},
    {STRIDE_3, STRIDE_2, REVERSED},
    {REVERSED, REVERSED, STRIDE_2},
    {REPEATED, LINE, LINE},
    {LINE, REPEATED, REVERSED},
    {PADDED, PADDED, PADDED},
    {TRANSPOSED, TRANSPOSED, TRANSPOSED},
    {TRANSPOSED, PADDED, ROWS},
    {ROW_REPEATED, UPSIDE_DOWN, TRANSPOSED},
    {PADDED, COLUMN_REPEATED, UPSIDE_DOWN},
    {CUBE_MIXED, CUBE, CUBE_MIXED},
    {CUBE, CUBE_MIXED, CUBE},
    {SCALAR, SCALAR, SCALAR},
};

typedef void run_trial(const trial *now, const void *row, uint64_t *digest);

static const size_t strided_lengths[] = {30, 333, 5001, 9001};
/* About the borders of blocks, of f64 and of f32; then long enough for teams. */
static const size_t long_lengths[] = {255,  256,  257,  2047,  2048,  2049,  4095,  4096,
                                      4097, 8191, 8193, 12289, 20011, 65537, 300007};
enum {
    FORMS = sizeof forms / sizeof *forms,
    STRIDED_LENGTHS = sizeof strided_lengths / sizeof *strided_lengths,
    LONG_LENGTHS = sizeof long_lengths / sizeof *long_lengths
};

/* Every length to 130, of usual numbers; one in three of those of another kind. */
static inline void run_contiguous(element_type type, run_trial *run, const void *row,
                                  uint64_t *digest)
{
    for (data_kind kind = 0; kind < DATA_KINDS; kind++)
        for (size_t i = 0; i <= 130 + LONG_LENGTHS; i++) {
            size_t n = i <= 130 ? i : long_lengths[i - 131];
            if (n + 16 > data_length(kind) || (i <= 130 && kind != DATA_USUAL && n % 3 != kind % 3))
                continue;
            trial now = contiguous_trial(type, kind, n);
            run(&now, row, digest);
        }
}

static inline void run_strided(element_type type, run_trial *run, const void *row, uint64_t *digest)
{
    static const data_kind kinds[] = {DATA_USUAL, DATA_WIDE, DATA_CANCELLING, DATA_SPECIAL};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds * STRIDED_LENGTHS * FORMS; i++) {
        size_t f = i % FORMS, n = strided_lengths[i / FORMS % STRIDED_LENGTHS];
        data_kind kind = kinds[i / FORMS / STRIDED_LENGTHS];
        trial now = {kind,
                     type,
                     input_at(type, kind, 0, layout_of(forms[f][0], n), f),
                     input_at(type, kind, 1, layout_of(forms[f][1], n), 2 * f),
                     layout_of(forms[f][2], n),
                     3 * f % 16};
        run(&now, row, digest);
    }
}

/* All trials of a type, in one order. */
static inline void run_trials(element_type type, run_trial *run, const void *row, uint64_t *digest)
{
    run_contiguous(type, run, row, digest);
    run_strided(type, run, row, digest);
}

#endif
