/* functions.h - the public functions that operations.def makes, by number: what each one is. */
#ifndef SPELT_FUNCTIONS_H
#define SPELT_FUNCTIONS_H

#include "types.h"

typedef enum {
    SPELT_FAMILY_MAP1,
    SPELT_FAMILY_MAP2,
    SPELT_FAMILY_MAP3,
    SPELT_FAMILY_CHECKED1,
    SPELT_FAMILY_CHECKED2,
    SPELT_FAMILY_COMPARE,
    SPELT_FAMILY_TEST,
    SPELT_FAMILY_UPDATE,
    SPELT_FAMILY_MAP1_BY,
    SPELT_FAMILY_EXCHANGE, /* two outputs */
    SPELT_FAMILY_WHERE,
    SPELT_FAMILY_CONVERT,
    SPELT_FAMILY_ORDER1,
    SPELT_FAMILY_ORDER1_BY,
    SPELT_FAMILY_TOTAL,
    SPELT_FAMILY_ROUNDED,
    SPELT_FAMILY_CHOICE,
    SPELT_FAMILY_INDEX,
    SPELT_FAMILY_TAKE, /* from here on it counts where elements stand */
    SPELT_FAMILY_PUT,
    SPELT_FAMILY_COMPRESS,
    SPELT_FAMILY_SCAN,
    SPELT_FAMILY_COUNT_BY,
    SPELT_FAMILY_SUM_BY,
    SPELT_FAMILY_SUM_BY_EXACT,
    SPELT_FAMILY_BINS,
    SPELT_FAMILY_EVEN_BINS
} spelt_family;

/* Calls EACH(family, inputs, suffix, in, out, op) for every function of the list, and of the families
 * in which it counts where elements stand, or of two outputs, EACH_PLACED(family, inputs, suffix, key, in, out, op): key is
 * the type of the first input, in that of the others. */
#define SPELT_EACH_MAP1(suffix, in, out, op, ...) SPELT_EACH(MAP1, 1, suffix, in, out, op)
#define SPELT_EACH_MAP2(suffix, in, out, op, ...) SPELT_EACH(MAP2, 2, suffix, in, out, op)
#define SPELT_EACH_MAP3(suffix, in, out, op, ...) SPELT_EACH(MAP3, 3, suffix, in, out, op)
#define SPELT_EACH_CHECKED1(suffix, in, out, op, ...) SPELT_EACH(CHECKED1, 1, suffix, in, out, op)
#define SPELT_EACH_CHECKED2(suffix, in, out, op, ...) SPELT_EACH(CHECKED2, 2, suffix, in, out, op)
#define SPELT_EACH_COMPARE(suffix, in, out, op, ...) SPELT_EACH(COMPARE, 2, suffix, in, out, op)
#define SPELT_EACH_TEST(suffix, in, out, op, ...) SPELT_EACH(TEST, 1, suffix, in, out, op)
#define SPELT_EACH_UPDATE(suffix, in, out, op, ...) SPELT_EACH(UPDATE, 2, suffix, in, out, op)
#define SPELT_EACH_MAP1_BY(suffix, in, out, op, ...) SPELT_EACH(MAP1_BY, 1, suffix, in, out, op)
#define SPELT_EACH_WHERE(suffix, in, out, op, ...) SPELT_EACH(WHERE, 3, suffix, in, out, op)
#define SPELT_EACH_CONVERT(suffix, in, out, op, ...) SPELT_EACH(CONVERT, 1, suffix, in, out, op)
#define SPELT_EACH_ORDER1(suffix, in, out, op, n) SPELT_EACH(ORDER1, n, suffix, in, out, op)
#define SPELT_EACH_ORDER1_BY(suffix, in, out, op, ...) SPELT_EACH(ORDER1_BY, 1, suffix, in, out, op)
#define SPELT_EACH_TOTAL(suffix, in, out, op, n) SPELT_EACH(TOTAL, n, suffix, in, out, op)
#define SPELT_EACH_ROUNDED(suffix, in, out, op, n) SPELT_EACH(ROUNDED, n, suffix, in, out, op)
#define SPELT_EACH_CHOICE(suffix, in, out, op, ...) SPELT_EACH(CHOICE, 1, suffix, in, out, op)
#define SPELT_EACH_INDEX(suffix, in, out, op, ...) SPELT_EACH(INDEX, 1, suffix, in, out, op)
#define SPELT_EACH_EXCHANGE(suffix, in, out, op, ...)                                              \
    SPELT_EACH_PLACED(EXCHANGE, 2, suffix, in, in, out, op)
#define SPELT_EACH_TAKE(suffix, key, in, out, op, ...)                                             \
    SPELT_EACH_PLACED(TAKE, 2, suffix, key, in, out, op)
#define SPELT_EACH_PUT(suffix, key, in, out, op, ...)                                              \
    SPELT_EACH_PLACED(PUT, 2, suffix, key, in, out, op)
#define SPELT_EACH_COMPRESS(suffix, in, out, op, ...)                                              \
    SPELT_EACH_PLACED(COMPRESS, 2, suffix, u8, in, out, op)
#define SPELT_EACH_SCAN(suffix, in, out, op, ...)                                                  \
    SPELT_EACH_PLACED(SCAN, 1, suffix, in, in, out, op)
#define SPELT_EACH_COUNT_BY(suffix, in, out, op, ...)                                              \
    SPELT_EACH_PLACED(COUNT_BY, 1, suffix, in, in, out, op)
#define SPELT_EACH_SUM_BY(suffix, key, in, out, op, ...)                                           \
    SPELT_EACH_PLACED(SUM_BY, 2, suffix, key, in, out, op)
#define SPELT_EACH_SUM_BY_EXACT(suffix, key, in, out, op, ...)                                     \
    SPELT_EACH_PLACED(SUM_BY_EXACT, 2, suffix, key, in, out, op)
#define SPELT_EACH_BINS(suffix, in, out, op, ...)                                                  \
    SPELT_EACH_PLACED(BINS, 2, suffix, in, in, out, op)
#define SPELT_EACH_EVEN_BINS(suffix, in, out, op, ...)                                             \
    SPELT_EACH_PLACED(EVEN_BINS, 1, suffix, in, in, out, op)

/* SPELT_ID_<name>: one number for each function. Those below SPELT_FUNCTIONS are maps and reductions,
 * which one driver, one grid of tests and one bench can call alike; the others stand behind them. */
typedef enum {
#define SPELT_EACH(family, inputs, suffix, in, out, op) SPELT_ID_spelt_##op##_##suffix,
#include "each_function.def"
    SPELT_FUNCTIONS,
    SPELT_LAST_OF_FUNCTIONS = SPELT_FUNCTIONS - 1,
#define SPELT_EACH_PLACED(family, inputs, suffix, key, in, out, op) SPELT_ID_spelt_##op##_##suffix,
#include "each_function.def"
    SPELT_ALL_FUNCTIONS
} spelt_function;

/* SPELT_FAMILY_OF_<name>, for what is decided by family when the library is compiled. */
enum {
#define SPELT_EACH(family, inputs, suffix, in, out, op)                                            \
    SPELT_FAMILY_OF_spelt_##op##_##suffix = SPELT_FAMILY_##family,
#define SPELT_EACH_PLACED(family, inputs, suffix, key, in, out, op)                                \
    SPELT_FAMILY_OF_spelt_##op##_##suffix = SPELT_FAMILY_##family,
#include "each_function.def"
};

enum { SPELT_MOST_INPUTS = 3 };

typedef struct {
    const char *name; /* "spelt_dot_f32_f64" */
    const char *op;   /* "dot" */
    const char *suffix;
    spelt_family family;
    unsigned inputs; /* arrays */
    spelt_type input[SPELT_MOST_INPUTS]; /* of each */
    spelt_type result;
    uint8_t input_size[SPELT_MOST_INPUTS], result_size; /* spelt_type_size() of these */
} spelt_function_facts;

extern const spelt_function_facts spelt_function_list[SPELT_ALL_FUNCTIONS];

/* Complex elements have two parts of a floating-point type, and its alignment. */
SPELT_INLINE int spelt_is_complex(spelt_type type)
{
    return type == SPELT_C64 || type == SPELT_C128;
}

SPELT_INLINE spelt_type spelt_part_type(spelt_type type)
{
    return type == SPELT_C64 ? SPELT_F32 : type == SPELT_C128 ? SPELT_F64 : type;
}

SPELT_INLINE size_t spelt_part_size(spelt_type type, size_t size)
{
    return size >> spelt_is_complex(type);
}

/* Whether a reduction of complex elements is the one of the array of their parts. */
int spelt_takes_parts(spelt_function function);

/* Whether a function takes numbers beside its arrays: two or four, of the arrays' type or that of its parts, or the one
 * of ORDER1_BY, of the result's. They are one operand more, behind the inputs: a view, of stride 0, of the first of
 * them. */
SPELT_INLINE int spelt_family_has_numbers(spelt_family family)
{
    return family == SPELT_FAMILY_UPDATE || family == SPELT_FAMILY_MAP1_BY ||
           family == SPELT_FAMILY_EXCHANGE || family == SPELT_FAMILY_ORDER1_BY;
}

SPELT_INLINE unsigned spelt_inputs_and_numbers(spelt_function function)
{
    const spelt_function_facts *facts = &spelt_function_list[function];
    return facts->inputs + (unsigned)spelt_family_has_numbers(facts->family);
}

/* Whether one gives an array of as many elements as it takes, else a number. */
SPELT_INLINE int spelt_family_is_map(spelt_family family)
{
    return family <= SPELT_FAMILY_CONVERT;
}

#endif
