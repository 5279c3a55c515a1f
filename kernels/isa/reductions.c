/* reductions.c - sums in order 1 (spelt/reduce.h): the rows SPELT_ORDER1 of the list. A kernel adds
 * by steps of its own, made from its row's term and its types; how they are put together is in
 * order1_scalar.h and order1_vectors.h, once for each type of accumulator. */
#include "isa/kernels.h"
#include "isa/complex_vectors.h"
#include "isa/vector_element.h"

#include <spelt/reduce.h>

#if SPELT_SCALAR
#define ORDER1 "isa/order1_scalar.h"
#define LANES_f32 1
#define LANES_f64 1
#define ORDER1_SLICES "types.h" /* has none */
#elif SPELT_VECTORS
#define ORDER1 "isa/order1_vectors.h"
#define ORDER1_SLICES "isa/order1_slices.h"
#endif

#ifdef ORDER1

#if SPELT_VECTORS
typedef u32 pattern_f32 __attribute__((vector_size(sizeof(vec_f32))));
typedef u64 pattern_f64 __attribute__((vector_size(sizeof(vec_f64))));
/* None are in pairs. */
#define first_of_pairs_f64(even, odd) (even)
#define last_of_pairs_f64(even, odd) (odd)
#endif

/* How many bytes an element of x and of y has, where lines ahead of it are fetched, else 0. */
typedef struct {
    size_t x, y;
} order1_sizes;
#define FETCHES_NONE ((order1_sizes){0, 0})

/* The name of what a header of bodies has for ACC. */
#define OF(name) SPELT_PASTE3(name, _, ACC)
#define VECTORS ROW_VECTORS
#define NUMBER f32
#define ACC f32
#include ORDER1
#include ORDER1_SLICES
#undef ACC
#undef NUMBER
#define NUMBER f64
#define ACC f64
#include ORDER1
#include ORDER1_SLICES
#undef ACC
/* A row has as many complex lanes, which are twice as many vectors. */
#undef VECTORS
#define VECTORS SPELT_PASTE(TWICE_, ROW_VECTORS)
#define ACC c128
#include ORDER1
#undef ACC
#undef NUMBER
#define NUMBER f32
#define ACC c64
#include ORDER1
#undef ACC
#undef NUMBER

/* The names of what is made for one function. */
#define ADD(op, suffix) SPELT_PASTE4(add_, op, _, suffix)
#define STEP(op, suffix) SPELT_PASTE4(step_, op, _, suffix)
#define PART(op, suffix) SPELT_PASTE4(part_, op, _, suffix)
#define NAME(op, suffix, what)                                                                     \
    SPELT_PASTE4(spelt_, op, SPELT_PASTE3(_, suffix, _), SPELT_PASTE(ISA, what))

/* Whether the accumulator has every product of two elements exactly; f32 lacks those of bf16 at
 * both ends of its range. Then a fused multiply-add gives the same bits: dot_f32_f64 takes 0.7 of
 * the time with it (Zen 3). */
enum {
    products_fit_f32 = 0,
    products_fit_f64 = 0,
    products_fit_f32_f64 = 1,
    products_fit_f16_f32 = 1,
    products_fit_bf16_f32 = 0
};
#define IS_PRODUCT(term)                                                                           \
    (__builtin_strcmp(term, "a * b") == 0 || __builtin_strcmp(term, "a * a") == 0)
#if SPELT_FUSED
#define ADD_PRODUCT(acc, lane, a, b) fused_add_##acc(a, b, lane)
#else
#define ADD_PRODUCT(acc, lane, a, b) (lane + (a) * (b))
#endif

#define IS_BITS(term) (__builtin_strcmp(term, "SPELT_ABS(a)") == 0)

/* The sign bits cleared. */
#if SPELT_SCALAR
#define SPELT_ABS(v) _Generic((v), f32 : __builtin_fabsf((f32)(v)), f64 : __builtin_fabs(v))
#else
static const f32 ones_f32[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
static const f64 ones_f64[] = {1, 1, 1, 1, 1, 1, 1, 1};
SPELT_INLINE vec_f32 magnitude_f32(vec_f32 v)
{
    return (vec_f32)((pattern_f32)v & 0x7fffffff);
}
SPELT_INLINE vec_f64 magnitude_f64(vec_f64 v)
{
    return (vec_f64)((pattern_f64)v & 0x7fffffffffffffff);
}
#define SPELT_ABS(v) _Generic((v), vec_f32 : magnitude_f32, vec_f64 : magnitude_f64)(v)
#endif

/* lane + term, of elements that are converted. */
#define DEFINE_ADD(suffix, in, acc, op, operands, ...)                                             \
    SPELT_INLINE vec_##acc ADD(op, suffix)(vec_##acc lane, vec_##acc a, vec_##acc b)               \
    {                                                                                              \
        (void)b;                                                                                   \
        if (products_fit_##suffix && IS_PRODUCT(#__VA_ARGS__))                                     \
            return ADD_PRODUCT(acc, lane, a, b);                                                   \
        return lane + (__VA_ARGS__);                                                               \
    }

/* A complex one. */
#define DEFINE_ADD_COMPLEX(suffix, in, acc, op, ...)                                               \
    SPELT_INLINE vec_##acc ADD(op, suffix)(vec_##acc lane, vec_##acc a, vec_##acc b)               \
    {                                                                                              \
        (void)b;                                                                                   \
        return lane + (__VA_ARGS__);                                                               \
    }

/* The products of a fused row are. */
#define DEFINE_ADD_FUSED(suffix, in, acc, op, ...)                                                 \
    SPELT_INLINE vec_##acc ADD(op, suffix)(vec_##acc lane, vec_##acc a, vec_##acc b)               \
    {                                                                                              \
        return fused_add_##acc(a, b, lane);                                                        \
    }

/* Of the element a and the number p. */
#define DEFINE_ADD_BY(suffix, in, acc, op, ...)                                                    \
    SPELT_INLINE vec_##acc ADD(op, suffix)(vec_##acc lane, vec_##acc a, vec_##acc p)               \
    {                                                                                              \
        return lane + (__VA_ARGS__);                                                               \
    }

/* One for the elements from index i on; with one operand, y is x. */
#define DEFINE_STEP(suffix, in, acc, op, operands, ...)                                            \
    SPELT_INLINE vec_##acc STEP(op, suffix)(vec_##acc lane, const void *x, const void *y,          \
                                            size_t i)                                              \
    {                                                                                              \
        const in *a = (const in *)x + i, *b = (operands) == 1 ? a : (const in *)y + i;             \
        return ADD(op, suffix)(lane, load_##in##_as_##acc(a), load_##in##_as_##acc(b));            \
    }

/* And for n of them; the other lanes get the term of zeros, which must be zero. A product that is fused
 * may have made such a lane -0.0, which it stays. */
#define IS_THERE(acc, n) ((pattern_##acc)(load_part_##acc##_as_##acc(ones_##acc, n) != 0))
#define DEFINE_PART(suffix, in, acc, op, operands, ...)                                            \
    SPELT_INLINE vec_##acc PART(op, suffix)(vec_##acc lane, const void *x, const void *y,          \
                                            size_t i, size_t n)                                    \
    {                                                                                              \
        const in *a = (const in *)x + i, *b = (operands) == 1 ? a : (const in *)y + i;             \
        return ADD(op, suffix)(lane, load_part_##in##_as_##acc(a, n),                              \
                               load_part_##in##_as_##acc(b, n));                                   \
    }
#define DEFINE_PART_FUSED(suffix, in, acc, op, operands, ...)                                      \
    SPELT_INLINE vec_##acc PART(op, suffix)(vec_##acc lane, const void *x, const void *y,          \
                                            size_t i, size_t n)                                    \
    {                                                                                              \
        const in *a = (const in *)x + i, *b = (operands) == 1 ? a : (const in *)y + i;             \
        const pattern_##acc is_there = IS_THERE(acc, n);                                           \
        const vec_##acc sums = ADD(op, suffix)(lane, load_part_##in##_as_##acc(a, n),              \
                                               load_part_##in##_as_##acc(b, n));                   \
        return (vec_##acc)(((pattern_##acc)sums & is_there) | ((pattern_##acc)lane & ~is_there));  \
    }

/* And for every second of two vectors of elements, where these are the halves of vectors of numbers:
 * bf16 is the upper half of f32. */
#define IN_PAIRS_f32(operands) 0
#define IN_PAIRS_f64(operands) 0
#define IN_PAIRS_f16(operands) 0
#define IN_PAIRS_bf16(operands) 1
#if !SPELT_SCALAR
SPELT_INLINE vec_f32 load_second_bf16(const bf16 *p, int odd)
{
    pattern_f32 both;
    __builtin_memcpy(&both, p, sizeof both);
    return (vec_f32)(odd ? both & 0xffff0000u : both << 16);
}
#endif
#define DEFINE_PAIRS(suffix, in, acc, op, operands, ...)                                           \
    SPELT_IF(SPELT_PASTE(IN_PAIRS_, in)(operands), DEFINE_PAIRS_OF(suffix, in, acc, op, operands))
#define DEFINE_PAIRS_OF(suffix, in, acc, op, operands)                                             \
    SPELT_INLINE vec_##acc SPELT_PASTE(STEP(op, suffix), _pairs)(                                  \
        vec_##acc lane, const void *x, const void *y, size_t i, int odd)                           \
    {                                                                                              \
        const in *a = (const in *)x + i, *b = (operands) == 1 ? a : (const in *)y + i;             \
        return ADD(op, suffix)(lane, load_second_##in(a, odd), load_second_##in(b, odd));          \
    }
/* Products of complex elements are, of their parts apart. */
#define IN_PAIRS_c64(operands) SPELT_PASTE(ARE_TWO_, operands)
#define IN_PAIRS_c128(operands) SPELT_PASTE(ARE_TWO_, operands)
#define ARE_TWO_1 0
#define ARE_TWO_2 1
#define DEFINE_PAIRS_COMPLEX(suffix, in, acc, op, operands, ...)                                   \
    SPELT_IF(SPELT_PASTE(ARE_TWO_, operands), DEFINE_PAIRS_APART(suffix, in, acc, op, __VA_ARGS__))
#define DEFINE_PAIRS_APART(suffix, in, acc, op, ...)                                               \
    SPELT_INLINE vec_##acc SPELT_PASTE(STEP(op, suffix), _pairs)(vec_##acc lane, const void *x,    \
                                                                 const void *y, size_t i, int odd) \
    {                                                                                              \
        const apart_##acc a = load_apart_##in((const in *)x + i);                                  \
        const apart_##acc b = load_apart_##in((const in *)y + i), term = __VA_ARGS__;              \
        return lane + (odd ? term.im : term.re);                                                   \
    }
#define PAIRS(op, suffix, in, operands)                                                            \
    SPELT_PASTE(PAIRS_, SPELT_PASTE(IN_PAIRS_, in)(operands))(op, suffix)
#define PAIRS_0(op, suffix) NULL
#define PAIRS_1(op, suffix) SPELT_PASTE(STEP(op, suffix), _pairs)

/* With a number at y. Numbers of the last vector's other lanes are those of its first one, so that they
 * raise no exception of their own, and their terms are left out. */
#define EVERY_LANE(acc, number) ((number) - (vec_##acc){0})
#define DEFINE_STEP_BY(suffix, in, acc, op, ...)                                                   \
    SPELT_INLINE vec_##acc STEP(op, suffix)(vec_##acc lane, const void *x, const void *y,          \
                                            size_t i)                                              \
    {                                                                                              \
        return ADD(op, suffix)(lane, load_##in##_as_##acc((const in *)x + i),                      \
                               EVERY_LANE(acc, *(const acc *)y));                                  \
    }
#define DEFINE_PAIRS_BY(suffix, in, acc, op, ...)                                                  \
    SPELT_IF(SPELT_PASTE(IN_PAIRS_, in)(1), DEFINE_PAIRS_BY_OF(suffix, in, acc, op))
#define DEFINE_PAIRS_BY_OF(suffix, in, acc, op)                                                    \
    SPELT_INLINE vec_##acc SPELT_PASTE(STEP(op, suffix), _pairs)(                                  \
        vec_##acc lane, const void *x, const void *y, size_t i, int odd)                           \
    {                                                                                              \
        return ADD(op, suffix)(lane, load_second_##in((const in *)x + i, odd),                     \
                               EVERY_LANE(acc, *(const acc *)y));                                  \
    }
#define DEFINE_PART_BY(suffix, in, acc, op, ...)                                                   \
    SPELT_INLINE vec_##acc PART(op, suffix)(vec_##acc lane, const void *x, const void *y,          \
                                            size_t i, size_t n)                                    \
    {                                                                                              \
        if (n == 0)                                                                                \
            return lane;                                                                           \
        const vec_##acc some = load_part_##in##_as_##acc((const in *)x + i, n);                    \
        const pattern_##acc is_there = IS_THERE(acc, n);                                           \
        const vec_##acc full = (vec_##acc)((pattern_##acc)some |                                   \
                                           (~is_there & (pattern_##acc)EVERY_LANE(acc, some[0]))); \
        const vec_##acc terms = ADD(op, suffix)((vec_##acc){0}, full,                              \
                                                EVERY_LANE(acc, *(const acc *)y));                 \
        return lane + (vec_##acc)((pattern_##acc)terms & is_there);                                \
    }

/* And with one for each lane. */
#define DEFINE_EACH_BY(suffix, in, acc, op, ...)                                                   \
    SPELT_INLINE vec_##acc STEP(op, suffix##_each)(vec_##acc lane, const void *x, const void *y,   \
                                                   size_t i)                                       \
    {                                                                                              \
        return ADD(op, suffix)(lane, load_##in##_as_##acc((const in *)x + i),                      \
                               load_##acc##_as_##acc((const acc *)y + i));                         \
    }
#define DEFINE_EACH_PART_BY(suffix, in, acc, op, ...)                                              \
    SPELT_INLINE vec_##acc PART(op, suffix##_each)(vec_##acc lane, const void *x, const void *y,   \
                                                   size_t i, size_t n)                             \
    {                                                                                              \
        return ADD(op, suffix)(lane, load_part_##in##_as_##acc((const in *)x + i, n),              \
                               load_part_##acc##_as_##acc((const acc *)y + i, n));                 \
    }

/* The kernel, and out of line what follows the first block, so that a short call does not set up
 * the stack of the tree. */
#define DEFINE_REDUCE(suffix, in, acc, op, operands, is_fused, is_bits)                            \
    DEFINE_REDUCE_BY(suffix, in, acc, op, operands, is_fused, is_bits, sizeof(in))
#define DEFINE_REDUCE_BY(suffix, in, acc, op, operands, is_fused, is_bits, y_size)                 \
    static spelt_reduce_kernel NAME(op, suffix, );                                                 \
    SPELT_INLINE void NAME(op, suffix, _two)(const void *x, const void *y, const void *next_x,     \
                                             const void *next_y, acc total[2])                     \
    {                                                                                              \
        order1_two_##acc(x, y, next_x, next_y, total, STEP(op, suffix),                            \
                         PAIRS(op, suffix, in, operands), is_bits);                                \
    }                                                                                              \
    static __attribute__((noinline)) acc NAME(op, suffix, _far)(const void *x, const void *y)      \
    {                                                                                              \
        return order1_far_##acc(x, y, STEP(op, suffix), PAIRS(op, suffix, in, operands), is_bits,  \
                                (order1_sizes){sizeof(in), (operands) == 1 ? 0 : (y_size)});       \
    }                                                                                              \
    static __attribute__((noinline)) spelt_status NAME(op, suffix, _blocks)(                       \
        const void *x, const void *y, size_t n, void *result)                                      \
    {                                                                                              \
        return order1_blocks_##acc(x, (operands) == 1 ? x : y, n, result, sizeof(in), y_size,      \
                                   NAME(op, suffix, ),                                             \
                                   order1_fetches_##acc ? NAME(op, suffix, _far) : NULL,           \
                                   order1_has_pair_##acc ? NAME(op, suffix, _two) : NULL);         \
    }                                                                                              \
    static spelt_status NAME(op, suffix, )(const void *x, const void *y, size_t n, void *result)   \
    {                                                                                              \
        return order1_reduce_##acc(x, y, n, result, STEP(op, suffix), PART(op, suffix),            \
                                   PAIRS(op, suffix, in, operands), NAME(op, suffix, _blocks),     \
                                   is_fused, is_bits);                                             \
    }

#define DEFINE_WHOLE_ROWS(suffix, in, acc, op, ...)                                                \
    static void NAME(op, suffix, _rows)(void *lanes, const void *x, const void *y, size_t rows)    \
    {                                                                                              \
        order1_rows_##acc(lanes, x, y, rows, STEP(op, suffix));                                    \
    }

/* Blocks of slices side by side. */
#define DEFINE_BESIDE(suffix, in, acc, op, name, spread, is_fused)                                 \
    static __attribute__((noinline)) void NAME(op, suffix, name)(acc * lanes,                      \
                                                                 const spelt_rows *rows, size_t n) \
    {                                                                                              \
        order1_beside_##acc(lanes, rows, n, sizeof(in), STEP(op, suffix), PART(op, suffix),        \
                            spread, is_fused);                                                     \
    }
#define DEFINE_LANES(suffix, in, acc, op, operands, is_fused)                                      \
    DEFINE_BESIDE(suffix, in, acc, op, _beside, NULL, is_fused)                                    \
    static void NAME(op, suffix, _lanes)(void *lanes, const spelt_rows *some, size_t n)            \
    {                                                                                              \
        if (some->is_block)                                                                        \
            NAME(op, suffix, _beside)(lanes, some, n);                                             \
        else                                                                                       \
            order1_lanes_##acc(lanes, some, n, sizeof(in), STEP(op, suffix), PART(op, suffix), \
                               NULL);    \
    }

#define BESIDE_REPEATED_1(op, suffix) NAME(op, suffix, _beside)
#define BESIDE_REPEATED_2(op, suffix) NAME(op, suffix, _beside_repeated)

/* Of two real operands, of which the second may be repeated: a vector of it for each row. */
#define DEFINE_LANES_OF_TWO(suffix, in, acc, op, operands, is_fused)                               \
    DEFINE_BESIDE(suffix, in, acc, op, _beside, NULL, is_fused)                                    \
    SPELT_IF(SPELT_PASTE(ARE_TWO_, operands), DEFINE_REPEATED(suffix, in, acc, op, is_fused))      \
    static void NAME(op, suffix, _lanes)(void *lanes, const spelt_rows *some, size_t n)            \
    {                                                                                              \
        SPELT_IF(SPELT_PASTE(ARE_TWO_, operands), if (some->y_is_repeated) {                       \
            (some->is_block ? NAME(op, suffix, _beside_repeated)                                   \
                            : NAME(op, suffix, _repeated))(lanes, some, n);                        \
            return;                                                                                \
        })                                                                                         \
        if (some->is_block)                                                                        \
            NAME(op, suffix, _beside)(lanes, some, n);                                             \
        else                                                                                       \
            order1_lanes_##acc(lanes, some, n, sizeof(in), STEP(op, suffix), PART(op, suffix),     \
                               NULL);                                                              \
    }
#define DEFINE_REPEATED(suffix, in, acc, op, is_fused)                                             \
    SPELT_INLINE void NAME(op, suffix, _spread)(const void *y, void *room)                         \
    {                                                                                              \
        const in value = *(const in *)y;                                                           \
        for (size_t j = 0; j < LANES_##acc; j++)                                                   \
            memcpy((char *)room + j * sizeof value, &value, sizeof value);                         \
    }                                                                                              \
    DEFINE_BESIDE(suffix, in, acc, op, _beside_repeated, NAME(op, suffix, _spread), is_fused)      \
    static __attribute__((noinline)) void NAME(op, suffix, _repeated)(                             \
        acc * lanes, const spelt_rows *some, size_t n)                                             \
    {                                                                                              \
        _Alignas(64) char room[SPELT_STREAMS][sizeof(vec_##acc)];                                  \
        for (size_t k = 0; k < some->count; k++) {                                                 \
            SPELT_OPAQUE(k); /* one by one: they are few */                                        \
            NAME(op, suffix, _spread)(some->y + (ptrdiff_t)k * some->y_step, room[k]);             \
        }                                                                                          \
        order1_lanes_##acc(lanes, some, n, sizeof(in), STEP(op, suffix), PART(op, suffix),         \
                           (const char *)room);                                                    \
    }
#define DEFINE_LANES_BY(suffix, in, acc, op, lane_step, lane_part)                                 \
    static void NAME(op, suffix, _lanes)(void *lanes, const spelt_rows *some, size_t n)            \
    {                                                                                              \
        order1_lanes_##acc(lanes, some, n, sizeof(in), lane_step, lane_part, NULL);                      \
    }

#if SPELT_SCALAR
#undef PART
#define PART(op, suffix) NULL
#undef DEFINE_PART
#define DEFINE_PART(...)
#undef DEFINE_PART_FUSED
#define DEFINE_PART_FUSED(...)
#undef DEFINE_PART_BY
#define DEFINE_PART_BY(...)
#undef DEFINE_PAIRS
#define DEFINE_PAIRS(...)
#undef DEFINE_PAIRS_BY
#define DEFINE_PAIRS_BY(...)
#undef DEFINE_PAIRS_COMPLEX
#define DEFINE_PAIRS_COMPLEX(...)
#undef PAIRS
#define PAIRS(op, suffix, in, operands) NULL
#undef DEFINE_EACH_PART_BY
#define DEFINE_EACH_PART_BY(...)
#define DEFINE_LINES(suffix, in, acc, op, operands, ...)                                           \
    static void NAME(op, suffix, _lines)(void *lanes, size_t lane, const spelt_lines *lines,       \
                                         size_t rows, size_t run)                                  \
    {                                                                                              \
        order1_lines_##acc(lanes, lane, lines, rows, run, operands, STEP(op, suffix));             \
    }
#define DEFINE_LINES_OF_PARTS(suffix, in, acc, op, ...)                                            \
    static void NAME(op, suffix, _lines)(void *lanes, size_t lane, const spelt_lines *lines,       \
                                         size_t rows, size_t run)                                  \
    {                                                                                              \
        order1_lines_of_parts_##acc(lanes, lane, lines, rows, run, STEP(op, acc));                 \
    }
#define LINES(op, suffix) (spelt_kernel *)NAME(op, suffix, _lines)
#else
#define DEFINE_LINES(...)
#define DEFINE_LINES_OF_PARTS(...)
#define LINES(op, suffix) NULL
#endif

/* Not of a scalar set, nor of complex elements. */
#if SPELT_SCALAR
#define DEFINE_SLICES(...)
#define SLICES(op, suffix) NULL
#else
#define SLICES(op, suffix) (spelt_kernel *)NAME(op, suffix, _slices)
#define DEFINE_SLICES(suffix, in, acc, op, operands, is_fused)                                     \
    static void NAME(op, suffix, _slices)(char *out, ptrdiff_t out_step, const spelt_rows *rows,   \
                                          size_t n)                                                \
    {                                                                                              \
        order1_slices_##acc(out, out_step, rows, n, STEP(op, suffix), PART(op, suffix),            \
                            NAME(op, suffix, ), SPELT_PASTE(ARE_TWO_, operands), is_fused);        \
    }
#endif

#define DEFINE_KERNELS(op, operands, types, is_fused, is_bits, PART_OF, LANES_OF)                  \
    types(DEFINE_STEP, op, operands, 0) types(PART_OF, op, operands, 0)                            \
        types(DEFINE_REDUCE, op, operands, is_fused, is_bits) types(DEFINE_WHOLE_ROWS, op, 0)      \
            types(LANES_OF, op, operands, is_fused) types(DEFINE_LINES, op, operands, 0)
#define SPELT_ORDER1(op, operands, types, ...)                                                     \
    types(DEFINE_ADD, op, operands, __VA_ARGS__) types(DEFINE_PAIRS, op, operands, 0)              \
        DEFINE_KERNELS(op, operands, types, 0, IS_BITS(#__VA_ARGS__), DEFINE_PART,                 \
                       DEFINE_LANES_OF_TWO)                                                        \
            types(DEFINE_SLICES, op, operands, 0)
#define LANES_BY(suffix, in, acc, op, ...)                                                         \
    DEFINE_LANES_BY(suffix, in, acc, op, STEP(op, suffix##_each), PART(op, suffix##_each))
#define SPELT_ORDER1_BY(op, types, ...)                                                            \
    types(DEFINE_ADD_BY, op, __VA_ARGS__) types(DEFINE_STEP_BY, op, 0)                             \
        types(DEFINE_PAIRS_BY, op, 0)                                                              \
        types(DEFINE_PART_BY, op, 0) types(DEFINE_EACH_BY, op, 0)                                  \
            types(DEFINE_EACH_PART_BY, op, 0) types(DEFINE_REDUCE_BY, op, 2, 0, 0, 0)              \
                types(DEFINE_WHOLE_ROWS, op, 0) types(LANES_BY, op, 0)                             \
                    types(DEFINE_LINES, op, 2, 0)
#define SPELT_COMPLEX_ORDER1(op, operands, types, ...)                                             \
    types(DEFINE_ADD_COMPLEX, op, __VA_ARGS__)                                                     \
        types(DEFINE_PAIRS_COMPLEX, op, operands, __VA_ARGS__)                                     \
            DEFINE_KERNELS(op, operands, types, 0, 0, DEFINE_PART, DEFINE_LANES)
/* By the kernels of the type of the parts, whose name is that of the accumulator. */
#define DEFINE_OF_PARTS(suffix, in, acc, op, ...)                                                  \
    static spelt_status NAME(op, suffix, )(const void *x, const void *y, size_t n, void *result)   \
    {                                                                                              \
        return NAME(op, acc, )(x, y, 2 * n, result);                                               \
    }                                                                                              \
    static void NAME(op, suffix, _rows)(void *lanes, const void *x, const void *y, size_t rows)    \
    {                                                                                              \
        NAME(op, acc, _rows)(lanes, x, y, rows);                                                   \
    }                                                                                              \
    static void NAME(op, suffix, _lanes)(void *lanes, const spelt_rows *some, size_t n)            \
    {                                                                                              \
        NAME(op, acc, _lanes)(lanes, some, 2 * n);                                                 \
    }                                                                                              \
    DEFINE_LINES_OF_PARTS(suffix, in, acc, op, 0)
#define SPELT_PARTS_ORDER1(op, operands, types, ...) types(DEFINE_OF_PARTS, op, 0)
#define SPELT_PARTS_ORDER1_BY(op, types, ...) types(DEFINE_OF_PARTS, op, 0)
/* A set without fused instructions leaves those to the scalar one. */
#if SPELT_SCALAR || SPELT_FUSED
#define SPELT_ORDER1_FUSED(op, operands, types, ...)                                               \
    types(DEFINE_ADD_FUSED, op, 0)                                                                 \
        DEFINE_KERNELS(op, operands, types, 1, 0, DEFINE_PART_FUSED, DEFINE_LANES_OF_TWO)          \
            types(DEFINE_SLICES, op, operands, 1)
#else
#define SPELT_ORDER1_FUSED(op, operands, types, ...)
#endif
#include "operations.def"

#define KERNELS(suffix, in, acc, op, slices, ...)                                                  \
    {SPELT_ID_spelt_##op##_##suffix,                                                               \
     {(spelt_kernel *)NAME(op, suffix, ), (spelt_kernel *)NAME(op, suffix, _rows),                 \
      (spelt_kernel *)NAME(op, suffix, _lanes), slices(op, suffix), LINES(op, suffix)}},
#define NO_SLICES(op, suffix) NULL
static const spelt_kernel_row rows[] = {
#define SPELT_ORDER1(op, operands, types, ...) types(KERNELS, op, SLICES, 0)
#define SPELT_ORDER1_BY(op, types, ...) types(KERNELS, op, NO_SLICES, 0)
#define SPELT_COMPLEX_ORDER1(op, operands, types, ...) types(KERNELS, op, NO_SLICES, 0)
#define SPELT_PARTS_ORDER1(op, operands, types, ...) types(KERNELS, op, NO_SLICES, 0)
#if !SPELT_SCALAR && !SPELT_FUSED
#define SPELT_ORDER1_FUSED(op, operands, types, ...)
#endif
#include "operations.def"
};
const spelt_kernel_table SPELT_PASTE(spelt_reductions_, ISA) = {rows, sizeof rows / sizeof *rows};

#else
const spelt_kernel_table SPELT_PASTE(spelt_reductions_, ISA) = {NULL, 0};
#endif
