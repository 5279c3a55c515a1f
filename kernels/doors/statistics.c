/* statistics.c - the doors of statistics.h, whose lines become definitions here: reductions of the
 * list, and what is made of their results. */
#include "call/call.h"
#include "runtime/status.h"

#include <spelt/view.h>

#define SPELT_MEAN(function, of, type, number)                                                     \
    SPELT_API spelt_status function(const spelt_in_##type *x, number *result)                      \
    {                                                                                              \
        number sum = 0;                                                                            \
        size_t n = 0;                                                                              \
        const spelt_status status =                                                                \
            add_up(#function, SPELT_ID_##of, SPELT_VIEW(x), result, &sum, &n);                     \
        if (status == SPELT_OK)                                                                    \
            *result = sum / (number)n;                                                    \
        return status;                                                                             \
    }

#define SPELT_VARIANCE(function, type, number)                                                     \
    SPELT_API spelt_status function(const spelt_in_##type *x, size_t ddof, number *result)         \
    {                                                                                              \
        number sum = 0, mean;                                                                      \
        size_t n = 0;                                                                              \
        spelt_status status =                                                                      \
            add_up(#function, SPELT_ID_spelt_sum_##type, SPELT_VIEW(x), result, &sum, &n);         \
        if (status != SPELT_OK)                                                                    \
            return status;                                                                         \
        if (n <= ddof)                                                                             \
            return spelt_fail(SPELT_ERR_ARG, "%s: ddof is %zu, x has %zu elements", #function,     \
                              ddof, n);                                                            \
        mean = sum / (number)n;                                                           \
        status = add_squares(#function, SPELT_ID_spelt_sqeuclidean_##type, SPELT_VIEW(x), &mean,   \
                             &sum);                                                                \
        if (status == SPELT_OK)                                                                    \
            *result = sum / (number)(n - ddof);                                           \
        return status;                                                                             \
    }

/* The sum of x and its number of elements, of which there are some; result is looked at alone. */
static spelt_status add_up(const char *name, spelt_function of, const spelt_view *x,
                           const void *result, void *sum, size_t *n)
{
    const spelt_status status = spelt_call_reduce_as(name, 1, of, x, NULL, result ? sum : NULL);
    if (status != SPELT_OK)
        return status;
    *n = 1;
    for (size_t k = 0; k < x->ndim; k++)
        *n *= x->shape[k];
    return *n > 0 ? SPELT_OK : spelt_fail(SPELT_ERR_ARG, "%s: x has no elements", name);
}

/* The sum of squared differences of x and one number. */
static spelt_status add_squares(const char *name, spelt_function of, const spelt_view *x,
                                const void *number, void *sum)
{
    const spelt_view mean = spelt_view_of_value(number, x);
    return spelt_call_reduce_as(name, 0, of, x, &mean, sum);
}

#ifdef SPELT_STATISTICS_H
#error "included before its lines could become definitions"
#endif
#include <spelt/statistics.h>
