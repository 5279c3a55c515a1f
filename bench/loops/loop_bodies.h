/* loop_bodies.h - all loops of loops.h, as text: included by naive.c and vectorized.c, so that both
 * compile the same.
 *
 * Before: LOOPS_TABLE, the name of the table to define; LOOP_MAP and LOOP_REDUCE(operation), what
 * stands before a loop that may be vectorized, a reduction in another order; LOOP_BOTH, that of the
 * least and the greatest. With LOOPS_REORDERED there are only those reductions: what -ffast-math
 * may do to others is no longer what Spelt computes. */
#include "loops/loop_lines.h"
#include "loops/loop_words.h"
#include "loops/loops.h"

#include <string.h>

/* Not every line uses all of it. */
#define UNUSED __attribute__((unused))
#define BEGIN(suffix, in, result, op)                                                              \
    static int op##_##suffix(LOOP_PARAMETERS)                                                      \
    {                                                                                              \
        typedef in T UNUSED;                                                                       \
        typedef result R UNUSED;                                                                   \
        const T *x UNUSED = x_data, *y UNUSED = y_data, *z UNUSED = z_data;                        \
        const u8 *mask UNUSED = x_data;                                                            \
        R *out = out_data;                                                                         \
        int failed = 0;                                                                            \
        (void)shape;
#define NUMBER_OF(in) __typeof__(NUMBER_##in(*x))
#define EACH for (size_t i = 0; i < n; i++)
#define END                                                                                        \
    return failed;                                                                                 \
    }

#define MAP1(suffix, in, result, op, ...)                                                          \
    BEGIN(suffix, in, result, op)                                                                  \
    LOOP_MAP EACH                                                                                  \
    {                                                                                              \
        const T a = x[i];                                                                          \
        out[i] = (R)(__VA_ARGS__);                                                                 \
    }                                                                                              \
    END
#define MAP2(suffix, in, result, op, ...)                                                          \
    BEGIN(suffix, in, result, op)                                                                  \
    typedef wide_##in W UNUSED;                                                                    \
    LOOP_MAP EACH                                                                                  \
    {                                                                                              \
        const T a = x[i], b = y[i];                                                                \
        out[i] = (R)(__VA_ARGS__);                                                                 \
    }                                                                                              \
    END
#define UPDATE(suffix, in, result, op, ...)                                                        \
    BEGIN(suffix, in, result, op)                                                                  \
    LOOP_MAP EACH                                                                                  \
    {                                                                                              \
        const T a = x[i], b = out[i];                                                              \
        out[i] = (R)(__VA_ARGS__);                                                                 \
    }                                                                                              \
    END
#define MAP3(suffix, in, result, op, ...)                                                          \
    BEGIN(suffix, in, result, op)                                                                  \
    LOOP_MAP EACH                                                                                  \
    {                                                                                              \
        const T a = x[i], b = y[i], c = z[i];                                                      \
        out[i] = (R)(__VA_ARGS__);                                                                 \
    }                                                                                              \
    END
#define WHERE(suffix, in, result, op, ...)                                                         \
    BEGIN(suffix, in, result, op)                                                                  \
    LOOP_MAP EACH                                                                                  \
    {                                                                                              \
        const u8 a = mask[i];                                                                      \
        const T b = y[i], c = z[i];                                                                \
        out[i] = (R)(__VA_ARGS__);                                                                 \
    }                                                                                              \
    END
#define CHECKED1(suffix, in, result, op, ...)                                                      \
    BEGIN(suffix, in, result, op)                                                                  \
    EACH                                                                                           \
    {                                                                                              \
        const T a = x[i];                                                                          \
        failed |= __VA_ARGS__;                                                                     \
    }                                                                                              \
    END
#define CHECKED2(suffix, in, result, op, ...)                                                      \
    BEGIN(suffix, in, result, op)                                                                  \
    EACH                                                                                           \
    {                                                                                              \
        const T a = x[i], b = y[i];                                                                \
        failed |= __VA_ARGS__;                                                                     \
    }                                                                                              \
    END
#define CONVERT(suffix, in, result, op, value, fails)                                              \
    BEGIN(suffix, in, result, op)                                                                  \
    EACH                                                                                           \
    {                                                                                              \
        typedef NUMBER_OF(in) N UNUSED;                                                            \
        const NUMBER_OF(in) a = NUMBER_##in(x[i]);                                                 \
        const int is_failure = fails;                                                              \
        const R r = value;                                                                         \
        out[i] = is_failure ? (R){0} : r;                                                          \
        failed |= is_failure;                                                                      \
    }                                                                                              \
    END

#define SECOND_1(in)
#define SECOND_2(in) const R b = (R)NUMBER_##in(y[i]);
#define REDUCE(suffix, in, result, op, inputs, ...)                                                \
    BEGIN(suffix, in, result, op)                                                                  \
    R r = 0;                                                                                       \
    LOOP_REDUCE(+) EACH                                                                            \
    {                                                                                              \
        const R a = (R)NUMBER_##in(x[i]);                                                          \
        SECOND_##inputs(in) r += __VA_ARGS__;                                                      \
    }                                                                                              \
    *out = r;                                                                                      \
    END
/* Of complex elements; the same of the array of their parts. */
#define SECOND_ELEMENT_1(in)
#define SECOND_ELEMENT_2(in) const in b = y[i];
#define REDUCE_COMPLEX(suffix, in, result, op, inputs, ...)                                        \
    BEGIN(suffix, in, result, op)                                                                  \
    R r = 0;                                                                                       \
    LOOP_REDUCE(+) EACH                                                                            \
    {                                                                                              \
        const in a = x[i];                                                                         \
        SECOND_ELEMENT_##inputs(in) r += __VA_ARGS__;                                              \
    }                                                                                              \
    *out = r;                                                                                      \
    END
#define OF_PARTS(suffix, in, result, op, ...)                                                      \
    static int op##_##suffix(LOOP_PARAMETERS)                                                      \
    {                                                                                              \
        return op##_##result(x_data, y_data, z_data, out_data, 2 * n, shape);                      \
    }
#define REDUCE_BY(suffix, in, result, op, first, number, second, last)                             \
    BEGIN(suffix, in, result, op)                                                                  \
    R p = 0, r = 0;                                                                                \
    LOOP_REDUCE(+) EACH                                                                            \
    {                                                                                              \
        const R a UNUSED = (R)NUMBER_##in(x[i]);                                                   \
        p += first;                                                                                \
    }                                                                                              \
    p = number;                                                                                    \
    LOOP_REDUCE(+) EACH                                                                            \
    {                                                                                              \
        const R a = (R)NUMBER_##in(x[i]);                                                          \
        r += second;                                                                               \
    }                                                                                              \
    *out = last;                                                                                   \
    END
#define CHOICE(suffix, in, result, op, operation, ...)                                             \
    CHOICE_FROM(suffix, in, result, op, NUMBER_##in(x[0]), operation, __VA_ARGS__)
#define CHOICE_COMPLEX(suffix, in, result, op, operation, ...)                                     \
    CHOICE_FROM(suffix, in, result, op, 0, operation, __VA_ARGS__)
#define CHOICE_FROM(suffix, in, result, op, first, operation, ...)                                 \
    BEGIN(suffix, in, result, op)                                                                  \
    if (n == 0)                                                                                    \
        return 1;                                                                                  \
    R r = first;                                                                                   \
    LOOP_REDUCE(operation) EACH                                                                    \
    {                                                                                              \
        const NUMBER_OF(in) a = NUMBER_##in(x[i]);                                                 \
        r = (R)(__VA_ARGS__);                                                                      \
    }                                                                                              \
    *out = r;                                                                                      \
    END
#define BEST best
#define BEST_OF(in) const NUMBER_OF(in) best = NUMBER_##in(x[(size_t)r * inner])
#define INDEX(suffix, in, result, op, ...)                                                         \
    BEGIN(suffix, in, result, op)                                                                  \
    enum { inner = 1 };                                                                            \
    R r = 0;                                                                                       \
    EACH                                                                                           \
    {                                                                                              \
        const NUMBER_OF(in) a = NUMBER_##in(x[i]);                                                 \
        BEST_OF(in);                                                                               \
        r = __VA_ARGS__ ? (R)i : r;                                                                \
    }                                                                                              \
    *out = r;                                                                                      \
    END

/* Along an axis: rows by the loop above, of which the first of `...` is what stands before each element
 * that is taken, or for each of the elements that lie beside each other, from where `start` is. */
#define TERM_REAL(in) const R a = (R)NUMBER_##in(x[k * inner]), b UNUSED = (R)NUMBER_##in(y[k])
#define TERM_ELEMENT(in) const T a = x[k * inner], b UNUSED = y[k]
#define TERM_READ(in) const R a = (R)NUMBER_##in(x[k * inner])
#define TERM_NUMBER(in) const NUMBER_OF(in) a = NUMBER_##in(x[k * inner])
#define TERM_ELEMENT_READ(in) const T a = x[k * inner]
#define ALONG_AXIS(suffix, in, result, op, term, first, ...)                                       \
    static int op##_axis_##suffix(LOOP_PARAMETERS)                                                 \
    {                                                                                              \
        typedef in T UNUSED;                                                                       \
        typedef result R;                                                                          \
        const size_t outer = shape->outer, along = shape->along, inner = shape->inner;             \
        const T *start = x_data, *y UNUSED = y_data;                                               \
        R *out = out_data;                                                                         \
        (void)n;                                                                                   \
        for (size_t i = 0; i < outer && inner == 1; i++)                                           \
            op##_##suffix(start + i * along, y, z_data, out + i, along, shape);                    \
        for (size_t o = 0; o < outer && inner > 1; o++, start += along * inner, out += inner)      \
            for (size_t k = 0; k < along; k++)                                                     \
                LOOP_MAP for (size_t j = 0; j < inner; j++)                                        \
                {                                                                                  \
                    const T *x = start + j;                                                        \
                    term(in);                                                                      \
                    R r = k == 0 ? (first) : out[j];                                               \
                    __VA_ARGS__;                                                                   \
                    out[j] = r;                                                                    \
                }                                                                                  \
        return 0;                                                                                  \
    }
#define SUMS_ALONG(suffix, in, result, op, inputs, ...)                                            \
    ALONG_AXIS(suffix, in, result, op, TERM_REAL, 0, r += __VA_ARGS__)
#define COMPLEX_SUMS_ALONG(suffix, in, result, op, inputs, ...)                                    \
    ALONG_AXIS(suffix, in, result, op, TERM_ELEMENT, 0, r += __VA_ARGS__)
#define CHOICES_ALONG(suffix, in, result, op, operation, ...)                                      \
    ALONG_AXIS(suffix, in, result, op, TERM_NUMBER, NUMBER_##in(x[0]), r = (R)(__VA_ARGS__))
#define COMPLEX_CHOICES_ALONG(suffix, in, result, op, operation, ...)                              \
    ALONG_AXIS(suffix, in, result, op, TERM_ELEMENT, 0, r = (R)(__VA_ARGS__))
#define INDEXES_ALONG(suffix, in, result, op, ...)                                                 \
    ALONG_AXIS(suffix, in, result, op, TERM_NUMBER, 0, BEST_OF(in); r = __VA_ARGS__ ? (R)k : r)

#define MEANS_ALONG(suffix, in, result, ...)                                                       \
    static int mean_axis_##suffix(LOOP_PARAMETERS)                                                 \
    {                                                                                              \
        typedef result R;                                                                          \
        R *out = out_data;                                                                         \
        sum_axis_##suffix(x_data, y_data, z_data, out, n, shape);                                  \
        n = shape->along;                                                                          \
        for (size_t i = 0; i < shape->outer * shape->inner; i++) {                                 \
            const R r = out[i];                                                                    \
            out[i] = NAIVE_MEAN;                                                                   \
        }                                                                                          \
        return 0;                                                                                  \
    }
/* Two passes for each result, one after the other. */
#define REDUCED_BY_ALONG(suffix, in, result, op, term, first, number, second, last)                \
    static int op##_axis_##suffix(LOOP_PARAMETERS)                                                 \
    {                                                                                              \
        typedef in T UNUSED;                                                                       \
        typedef result R;                                                                          \
        const size_t along = shape->along, inner = shape->inner;                                   \
        const T *start = x_data, *y UNUSED = y_data;                                               \
        R *out = out_data;                                                                         \
        for (size_t i = 0; i < shape->outer && inner == 1; i++)                                    \
            op##_##suffix(start + i * along, y_data, z_data, out + i, along, shape);               \
        n = along;                                                                                 \
        (void)n;                                                                                   \
        for (size_t i = 0; i < shape->outer * inner && inner > 1; i++) {                           \
            const T *x = start + i / inner * along * inner + i % inner;                            \
            R p = 0, r = 0;                                                                        \
            for (size_t k = 0; k < along; k++) {                                                   \
                term(in);                                                                          \
                (void)a;                                                                           \
                p += first;                                                                        \
            }                                                                                      \
            p = number;                                                                            \
            for (size_t k = 0; k < along; k++) {                                                   \
                term(in);                                                                          \
                r += second;                                                                       \
            }                                                                                      \
            out[i] = last;                                                                         \
        }                                                                                          \
        return 0;                                                                                  \
    }
#define REALS_BY_ALONG(suffix, in, result, op, ...)                                                \
    REDUCED_BY_ALONG(suffix, in, result, op, TERM_READ, __VA_ARGS__)
#define COMPLEX_BY_ALONG(suffix, in, result, op, ...)                                              \
    REDUCED_BY_ALONG(suffix, in, result, op, TERM_ELEMENT_READ, __VA_ARGS__)

#define TRUTHS_ALONG(op, ...) TRUTHS_ALONG_OF(op, __VA_ARGS__)
#define TRUTHS_ALONG_OF(op, first, operation, value)                                               \
    ALONG_AXIS(u8, u8, u8, op, TERM_ELEMENT, first, r = (R)(r operation(value)))

/* Running sums: rows by the loop above, else as they lie in memory. */
#define SCANS_ALONG(suffix, in, result, op, ...)                                                   \
    static int op##_axis_##suffix(LOOP_PARAMETERS)                                                 \
    {                                                                                              \
        typedef in T;                                                                              \
        typedef result R;                                                                          \
        const size_t outer = shape->outer, along = shape->along, inner = shape->inner;             \
        const T *x = x_data;                                                                       \
        R *out = out_data;                                                                         \
        (void)n;                                                                                   \
        for (size_t o = 0; o < outer; o++, x += along * inner, out += along * inner) {             \
            if (inner == 1)                                                                        \
                op##_##suffix(x, y_data, z_data, out, along, shape);                               \
            for (size_t k = 0; k < along && inner > 1; k++)                                        \
                LOOP_MAP for (size_t i = k * inner; i < (k + 1) * inner; i++)                      \
                {                                                                                  \
                    const T a = x[i];                                                              \
                    R r = k == 0 ? 0 : out[i - inner];                                             \
                    __VA_ARGS__;                                                                   \
                }                                                                                  \
        }                                                                                          \
        return 0;                                                                                  \
    }

/* Of made_of.def. */
#define BOTH(suffix, in, result, op, to_p, to_r)                                                   \
    BEGIN(suffix, in, result, op)                                                                  \
    if (n == 0)                                                                                    \
        return 1;                                                                                  \
    R p = NUMBER_##in(x[0]), r = p;                                                                \
    LOOP_BOTH EACH                                                                                 \
    {                                                                                              \
        const R a = NUMBER_##in(x[i]);                                                             \
        p = (R)(to_p);                                                                             \
        r = (R)(to_r);                                                                             \
    }                                                                                              \
    out[0] = p;                                                                                    \
    out[1] = r;                                                                                    \
    END
#define TRUTH(op, ...) TRUTH_OF(op, __VA_ARGS__)
#define TRUTH_OF(op, first, operation, value)                                                      \
    BEGIN(u8, u8, u8, op)                                                                          \
    R r = first;                                                                                   \
    LOOP_REDUCE(operation) EACH                                                                    \
    {                                                                                              \
        const T a = x[i];                                                                          \
        r = (R)(r operation(value));                                                               \
    }                                                                                              \
    *out = r;                                                                                      \
    END
#define UPDATE_ALONE(suffix, in, result, op, line)                                                 \
    BEGIN(suffix, in, result, op)                                                                  \
    LOOP_MAP EACH                                                                                  \
    {                                                                                              \
        const T a = out[i];                                                                        \
        out[i] = (R)(line);                                                                        \
    }                                                                                              \
    END

/* Of two outputs. */
#define EXCHANGE(suffix, in, result, op, to_x, to_y)                                               \
    BEGIN(suffix, in, result, op)                                                                  \
    R *other = out + n + EXCHANGE_GAP;                                                             \
    LOOP_MAP EACH                                                                                  \
    {                                                                                              \
        const T a = out[i], b = other[i];                                                          \
        out[i] = to_x;                                                                             \
        other[i] = to_y;                                                                           \
    }                                                                                              \
    END

/* Where elements stand. */
#define PLACED(suffix, key, in, result, op, elements, before, ...)                                 \
    static int op##_##suffix(LOOP_PARAMETERS)                                                      \
    {                                                                                              \
        typedef in T;                                                                              \
        typedef result R;                                                                          \
        const key *keys = x_data;                                                                  \
        const T *y UNUSED = y_data, *z UNUSED = z_data;                                            \
        R *out = out_data;                                                                         \
        R r UNUSED = 0;                                                                            \
        size_t count UNUSED = 0;                                                                   \
        const size_t bins UNUSED = shape->results;                                                 \
        before;                                                                                    \
        EACH                                                                                       \
        {                                                                                          \
            const key k UNUSED = keys[i];                                                          \
            const T a UNUSED = elements[i];                                                        \
            __VA_ARGS__;                                                                           \
        }                                                                                          \
        return 0;                                                                                  \
    }
#define BY_KEYS(suffix, key, in, result, op, ...)                                                  \
    PLACED(suffix, key, in, result, op, y, , __VA_ARGS__)
#define BY_MASK(suffix, in, result, op, ...) BY_KEYS(suffix, u8, in, result, op, __VA_ARGS__)
#define ONE_BY_ONE(suffix, in, result, op, ...)                                                    \
    PLACED(suffix, in, in, result, op, keys, , __VA_ARGS__)
#define CLEAR memset(out, 0, bins * sizeof *out)
#define COUNTED(suffix, in, result, op, ...)                                                       \
    PLACED(suffix, in, in, result, op, keys, CLEAR, __VA_ARGS__)
#define GROUPED(suffix, key, in, result, op, ...)                                                  \
    PLACED(suffix, key, in, result, op, y, CLEAR, __VA_ARGS__)
#define RECKONED_BINS(suffix, in, result, op, ...)                                                 \
    PLACED(suffix, in, in, result, op, keys,                                                       \
           CLEAR; const T scale = (T)bins / (y[bins] - y[0]), __VA_ARGS__)

#define SPELT_ORDER1(op, inputs, types, ...) types(REDUCE, op, inputs, LINE_OR(NAIVE_ORDER1_##op, __VA_ARGS__))
#define SPELT_ORDER1_BY(op, types, ...) types(REDUCE_BY, op, NAIVE_ORDER1_BY_##op)
#define SPELT_CHOICE(op, types, ...) types(CHOICE, op, NAIVE_CHOICE_##op)
#define SPELT_COMPLEX_ORDER1(op, inputs, types, ...)                                               \
    types(REDUCE_COMPLEX, op, inputs, LINE_OR(NAIVE_COMPLEX_ORDER1_##op, __VA_ARGS__))
#define SPELT_PARTS_ORDER1(op, inputs, types, ...) types(OF_PARTS, op, 0)
#define SPELT_PARTS_ORDER1_BY(op, types, ...) types(OF_PARTS, op, 0)
#define SPELT_COMPLEX_CHOICE(op, types, ...) types(CHOICE_COMPLEX, op, NAIVE_COMPLEX_CHOICE_##op)
#ifdef LOOPS_REORDERED
#define SPELT_COMPLEX_INDEX(op, types, ...)
#define SPELT_COMPLEX1(op, types, ...)
#define SPELT_COMPLEX2(op, types, ...)
#define SPELT_COMPLEX_UPDATE(op, types, ...)
#else
#define SPELT_COMPLEX1(op, types, ...) types(MAP1, op, LINE_OR(NAIVE_COMPLEX1_##op, __VA_ARGS__))
#define SPELT_COMPLEX2(op, types, ...) types(MAP2, op, LINE_OR(NAIVE_COMPLEX2_##op, __VA_ARGS__))
#define SPELT_COMPLEX_UPDATE(op, types, ...) types(UPDATE, op, NAIVE_COMPLEX_UPDATE_##op)
#define SPELT_COMPLEX_INDEX(op, types, ...) types(INDEX, op, NAIVE_COMPLEX_INDEX_##op)
#endif
#ifndef LOOPS_REORDERED
#define SPELT_MAP1(op, types, ...) types(MAP1, op, LINE_OR(NAIVE_MAP1_##op, __VA_ARGS__))
#define SPELT_MAP2(op, types, ...) types(MAP2, op, LINE_OR(NAIVE_MAP2_##op, __VA_ARGS__))
#define SPELT_MAP3(op, types, ...) types(MAP3, op, LINE_OR(NAIVE_MAP3_##op, __VA_ARGS__))
#define SPELT_CHECKED1(op, types, ...) types(CHECKED1, op, NAIVE_CHECKED1_##op)
#define SPELT_CHECKED2(op, types, ...) types(CHECKED2, op, NAIVE_CHECKED2_##op)
#define SPELT_COMPARE(op, types, ...) types(MAP2, op, NAIVE_COMPARE_##op)
#define SPELT_TEST(op, types, ...) types(MAP1, op, NAIVE_TEST_##op)
#define SPELT_UPDATE(op, types, ...) types(UPDATE, op, NAIVE_UPDATE_##op)
#define SPELT_MAP1_BY(op, types, ...) types(MAP1, op, NAIVE_MAP1_BY_##op)
#define SPELT_WHERE(op, types) types(WHERE, op, NAIVE_WHERE_##op)
#define SPELT_CONVERT(op, types, kind, policy) types(CONVERT, op, NAIVE_CONVERT_##kind##_##policy)
#define SPELT_TOTAL(op, inputs, types, ...) types(REDUCE, op, inputs, LINE_OR(NAIVE_TOTAL_##op, __VA_ARGS__))
#define SPELT_ROUNDED(op, inputs, types, ...) types(REDUCE, op, inputs, LINE_OR(NAIVE_ROUNDED_##op, __VA_ARGS__))
#define SPELT_INDEX(op, types, ...) types(INDEX, op, NAIVE_INDEX_##op)
#define SPELT_EXCHANGE(op, types, ...) types(EXCHANGE, op, NAIVE_EXCHANGE_##op)
#define SPELT_PARTS_EXCHANGE(op, types) types(EXCHANGE, op, NAIVE_EXCHANGE_##op)
#define SPELT_TAKE(op, types) types(BY_KEYS, op, NAIVE_TAKE_##op)
#define SPELT_PUT(op, types) types(BY_KEYS, op, NAIVE_PUT_##op)
#define SPELT_COMPRESS(op, types) types(BY_MASK, op, NAIVE_COMPRESS_##op)
#define SPELT_SCAN(op, types) types(ONE_BY_ONE, op, NAIVE_SCAN_##op)
#define SPELT_COUNT_BY(op, types) types(COUNTED, op, NAIVE_COUNT_BY_##op)
#define SPELT_SUM_BY(op, types) types(GROUPED, op, NAIVE_SUM_BY_##op)
#define SPELT_SUM_BY_EXACT(op, types) types(GROUPED, op, NAIVE_SUM_BY_EXACT_##op)
#define SPELT_BINS(op, types) types(COUNTED, op, NAIVE_BINS_##op)
#define SPELT_EVEN_BINS(op, types) types(RECKONED_BINS, op, NAIVE_EVEN_BINS_##op)
#endif
#include "operations.def"

#define MADE_BY(op, types, of) types(REDUCE_BY, op, NAIVE_ORDER1_BY_##op)
#define MADE_SUM(op, inputs, types, of) types(REDUCE, op, inputs, NAIVE_ORDER1_##op)
#define MADE_BOTH(op, types, of) types(BOTH, op, NAIVE_BOTH_##op)
#define MADE_TRUTH(op, of) TRUTH(op, NAIVE_TRUTH_##op)
#ifndef LOOPS_REORDERED
#define MADE_UPDATE(op, types, of) types(UPDATE_ALONE, op, NAIVE_UPDATE_##op)
#define MADE_COMPLEX_UPDATE(op, types, of) types(UPDATE_ALONE, op, NAIVE_COMPLEX_UPDATE_##op)
#endif
#include "loops/made_of.def"

#ifndef LOOPS_REORDERED
#define SPELT_ORDER1(op, inputs, types, ...) types(SUMS_ALONG, op, inputs, LINE_OR(NAIVE_ORDER1_##op, __VA_ARGS__))
#define SPELT_COMPLEX_ORDER1(op, inputs, types, ...)                                               \
    types(COMPLEX_SUMS_ALONG, op, inputs, LINE_OR(NAIVE_COMPLEX_ORDER1_##op, __VA_ARGS__))
#define SPELT_PARTS_ORDER1(op, inputs, types, ...)                                                 \
    types(COMPLEX_SUMS_ALONG, op, inputs, NAIVE_PARTS_##op)
#define SPELT_ORDER1_BY(op, types, ...) types(REALS_BY_ALONG, op, NAIVE_ORDER1_BY_##op)
#define SPELT_PARTS_ORDER1_BY(op, types, ...) types(COMPLEX_BY_ALONG, op, NAIVE_PARTS_BY_##op)
#define SPELT_TOTAL(op, inputs, types, ...) types(SUMS_ALONG, op, inputs, LINE_OR(NAIVE_TOTAL_##op, __VA_ARGS__))
#define SPELT_ROUNDED(op, inputs, types, ...)                                                      \
    types(SUMS_ALONG, op, inputs, LINE_OR(NAIVE_ROUNDED_##op, __VA_ARGS__))
#define SPELT_CHOICE(op, types, ...) types(CHOICES_ALONG, op, NAIVE_CHOICE_##op)
#define SPELT_COMPLEX_CHOICE(op, types, ...)                                                       \
    types(COMPLEX_CHOICES_ALONG, op, NAIVE_COMPLEX_CHOICE_##op)
#define SPELT_INDEX(op, types, ...) types(INDEXES_ALONG, op, NAIVE_INDEX_##op)
#define SPELT_COMPLEX_INDEX(op, types, ...) types(INDEXES_ALONG, op, NAIVE_COMPLEX_INDEX_##op)
#define SPELT_SCAN(op, types) types(SCANS_ALONG, op, NAIVE_SCAN_##op)
#include "operations.def"
SPELT_ACCUMULATED(MEANS_ALONG, 0)
SPELT_FLOATS(REALS_BY_ALONG, mean_exact, NAIVE_ORDER1_BY_mean_exact)
SPELT_FLOATS(REALS_BY_ALONG, nrm2_exact, NAIVE_ORDER1_BY_nrm2_exact)
SPELT_FLOATS(REALS_BY_ALONG, var_exact, NAIVE_ORDER1_BY_var_exact)
SPELT_FLOATS(SUMS_ALONG, sqeuclidean_exact, 2, NAIVE_ORDER1_sqeuclidean_exact)
TRUTHS_ALONG(any, NAIVE_TRUTH_any)
TRUTHS_ALONG(all, NAIVE_TRUTH_all)
#endif

#define TABLE_ROW(suffix, in, out, op, ...) [SPELT_ID_spelt_##op##_##suffix] = op##_##suffix,
bench_loop *const LOOPS_TABLE[ROWS] = {
#ifdef LOOPS_REORDERED
#define SPELT_ORDER1(op, inputs, types, ...) types(TABLE_ROW, op, 0)
#define SPELT_ORDER1_BY(op, types, ...) types(TABLE_ROW, op, 0)
#define SPELT_CHOICE(op, types, ...) types(TABLE_ROW, op, 0)
#include "operations.def"
#define MADE_UPDATE(op, types, of)
#else
#define SPELT_EACH(family, inputs, suffix, in, out, op) TABLE_ROW(suffix, in, out, op, 0)
#define SPELT_EACH_PLACED(family, inputs, suffix, key, in, out, op) TABLE_ROW(suffix, in, out, op, 0)
#include "each_function.def"
#define ALONG(suffix, in, out, op, ...) [ROW_##op##_axis_##suffix] = op##_axis_##suffix,
#include "loops/along_axes.def"
#endif
#define MADE(suffix, in, out, op, ...) [ROW_##op##_##suffix] = op##_##suffix,
#include "loops/made_of.def"
};
