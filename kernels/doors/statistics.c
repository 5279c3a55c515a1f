/* statistics.c - the doors of statistics.h and of the norms of reduce.h, whose lines become
 * definitions here: reductions of the list, and what is made of their results. spelt_var_f64 is
 * one. */
#include "call/norm.h"
#include "doors/plain.h"
#include "runtime/status.h"

#include <spelt/view.h>

/* The kernel of `of` on few contiguous elements: 0 where x is not that. y is a number. */
SPELT_INLINE int reduce_few(spelt_function of, size_t alignment, const spelt_view *x,
                            const void *y, void *result)
{
    if (!door_is_contiguous(x) || !door_is_data(x->data, alignment) ||
        !spelt_direct_some(of, x->shape[0]))
        return 0;
    spelt_reduce_of(of)(x->data, y, x->shape[0], result);
    return 1;
}

/* The sum of x and its number of elements, of which there must be more than ddof; result is looked
 * at alone. */
static __attribute__((noinline)) spelt_status add_up(const char *name, spelt_function of,
                                                     const spelt_view *x, size_t ddof,
                                                     const void *result, void *sum, size_t *n)
{
    const spelt_status status = spelt_call_check_more(name, of, x, ddof, result, n);
    return status == SPELT_OK ? spelt_call_reduce_as(name, 1, of, x, NULL, sum) : status;
}

/* The second pass, with what came of the first. */
static __attribute__((noinline)) spelt_status add_again(const char *name, spelt_function again,
                                                        const spelt_view *x, const void *number,
                                                        void *sum)
{
    const spelt_view numbers = spelt_view_of_value(number, x);
    return spelt_call_reduce_as(name, 0, again, x, &numbers, sum);
}

#define SPELT_MEAN(function, of, type, number)                                                     \
    SPELT_API spelt_status function(const spelt_in_##type *x, number *result)                      \
    {                                                                                              \
        const size_t alignment = _Alignof(SPELT_ELEMENT_##type);                                   \
        number sum = 0;                                                                            \
        if (result && reduce_few(SPELT_ID_##of, alignment, SPELT_VIEW(x), NULL, &sum)) {                \
            *result = sum / (number)x->shape[0];                                                   \
            return SPELT_OK;                                                                       \
        }                                                                                          \
        size_t n = 0;                                                                              \
        const spelt_status status =                                                                \
            add_up(#function, SPELT_ID_##of, SPELT_VIEW(x), 0, result, &sum, &n);                  \
        if (status == SPELT_OK)                                                                    \
            *result = sum / (number)n;                                                             \
        return status;                                                                             \
    }

#define SPELT_VARIANCE(function, of, type, number)                                                 \
    SPELT_API spelt_status function(const spelt_in_##type *x, size_t ddof, number *result)         \
    {                                                                                              \
        const size_t alignment = _Alignof(SPELT_ELEMENT_##type);                                   \
        number sum = 0, mean;                                                                      \
        if (result && x && ddof < x->shape[0] &&                                                   \
            reduce_few(SPELT_ID_##of, alignment, SPELT_VIEW(x), NULL, &sum)) {                          \
            mean = sum / (number)x->shape[0];                                                      \
            if (reduce_few(SPELT_ID_##function, alignment, SPELT_VIEW(x), &mean, &sum)) {               \
                *result = sum / (number)(x->shape[0] - ddof);                                      \
                return SPELT_OK;                                                                   \
            }                                                                                      \
        }                                                                                          \
        size_t n = 0;                                                                              \
        spelt_status status =                                                                      \
            add_up(#function, SPELT_ID_##of, SPELT_VIEW(x), ddof, result, &sum, &n);               \
        if (status != SPELT_OK)                                                                    \
            return status;                                                                         \
        mean = sum / (number)n;                                                                    \
        status = add_again(#function, SPELT_ID_##function, SPELT_VIEW(x), &mean, &sum);            \
        if (status == SPELT_OK)                                                                    \
            *result = sum / (number)(n - ddof);                                                    \
        return status;                                                                             \
    }

/* The sum of squares for a norm, which is no function of BLAS here. */
static __attribute__((noinline)) spelt_status add_squares(const char *name, spelt_function of,
                                                          const spelt_view *x, const void *result,
                                                          void *squares)
{
    size_t n;
    const spelt_status status = spelt_call_check(name, of, x, NULL, result, &n);
    if (status != SPELT_OK)
        return status;
    if (spelt_path_is_blas())
        return spelt_unsupported_by_blas(name);
    return spelt_call_reduce_as(name, 1, of, x, NULL, squares);
}

#define SCALE_float spelt_norm_scale_f32
#define SCALE_double spelt_norm_scale_f64
#define NORM_float spelt_norm_f32
#define NORM_double spelt_norm_f64
#define SPELT_NORM(function, of, type, number)                                                     \
    SPELT_API spelt_status function(const spelt_in_##type *x, number *result)                      \
    {                                                                                              \
        const size_t alignment = _Alignof(SPELT_ELEMENT_##type);                                   \
        number squares = 0, scale;                                                                 \
        spelt_status status = SPELT_OK;                                                            \
        if (!result || !reduce_few(SPELT_ID_##of, alignment, SPELT_VIEW(x), NULL, &squares))            \
            status = add_squares(#function, SPELT_ID_##of, SPELT_VIEW(x), result, &squares);       \
        scale = SCALE_##number(squares);                                                           \
        if (scale != 1 && status == SPELT_OK)                                                      \
            status = add_again(#function, SPELT_ID_##function, SPELT_VIEW(x), &scale, &squares);   \
        if (status == SPELT_OK)                                                                    \
            *result = NORM_##number(squares, scale);                                               \
        return status;                                                                             \
    }

#if defined(SPELT_STATISTICS_H) || defined(SPELT_REDUCE_H)
#error "included before its lines could become definitions"
#endif
#include <spelt/reduce.h>
#include <spelt/statistics.h>
