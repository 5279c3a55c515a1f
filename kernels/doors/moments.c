/* moments.c - the doors of exact.h that are made of exact sums, whose lines become definitions here. */
#include "call/call.h"

#define SPELT_EXACT_MEAN(function, of, type)                                                       \
    SPELT_API spelt_status function(const spelt_in_##type *x, SPELT_ELEMENT_##type *result)        \
    {                                                                                              \
        return mean(#function, SPELT_ID_##of, SPELT_VIEW(x), SPELT_TYPE_##type, result);           \
    }
#define SPELT_EXACT_NORM(function, of, type)                                                       \
    SPELT_API spelt_status function(const spelt_in_##type *x, SPELT_ELEMENT_##type *result)        \
    {                                                                                              \
        return norm(#function, SPELT_ID_##of, SPELT_VIEW(x), SPELT_TYPE_##type, result);           \
    }
#define SPELT_EXACT_VARIANCE(function, of, squares, type)                                          \
    SPELT_API spelt_status function(const spelt_in_##type *x, size_t ddof,                         \
                                    SPELT_ELEMENT_##type *result)                                  \
    {                                                                                              \
        return variance(#function, SPELT_ID_##of, SPELT_ID_##squares, SPELT_VIEW(x), ddof,         \
                        SPELT_TYPE_##type, result);                                                \
    }
#define SPELT_EXACT_DISTANCE(function, squares, products, plain, type)                             \
    SPELT_API spelt_status function(const spelt_in_##type *x, const spelt_in_##type *y,            \
                                    SPELT_ELEMENT_##type *result)                                  \
    {                                                                                              \
        return distance(#function,                                                                 \
                        (const spelt_function[]){SPELT_ID_##squares, SPELT_ID_##products,          \
                                                 SPELT_ID_##plain},                                \
                        SPELT_VIEW(x), SPELT_VIEW(y), SPELT_TYPE_##type, result);                  \
    }

static spelt_status mean(const char *name, spelt_function of, const spelt_view *x, spelt_type type,
                         void *result);
static spelt_status norm(const char *name, spelt_function of, const spelt_view *x, spelt_type type,
                         void *result);
static spelt_status variance(const char *name, spelt_function of, spelt_function of_squares,
                             const spelt_view *x, size_t ddof, spelt_type type, void *result);
static spelt_status distance(const char *name, const spelt_function of[3], const spelt_view *x,
                             const spelt_view *y, spelt_type type, void *result);

#ifdef SPELT_EXACT_H
#error "included before its lines could become definitions"
#endif
#include <spelt/exact.h>

#include "call/accumulate.h"
#include "exact/accumulate.h"
#include "exact/moments.h"
#include "isa/superaccumulator.h"
#include "runtime/dispatch.h"
#include "isa/usual.h"
#include "runtime/status.h"

#include <fenv.h>

/* A number that f32 and f64 have alike. */
static void give(spelt_type type, f64 value, void *result)
{
    if (type == SPELT_F32)
        *(f32 *)result = (f32)value;
    else
        *(f64 *)result = value;
}

static spelt_status mean(const char *name, spelt_function of, const spelt_view *x, spelt_type type,
                         void *result)
{
    spelt_acc sum = {0};
    size_t n;
    spelt_status status = spelt_call_check_more(name, of, x, 0, result, &n);
    if (status == SPELT_OK)
        status = spelt_call_accumulate(name, 1, of, x, x, &sum);
    if (status != SPELT_OK)
        return status;
    if (sum.special)
        give(type, spelt_special_result((uint32_t)sum.special), result);
    else
        spelt_exact_mean(&sum, n, type, result);
    return SPELT_OK;
}

static spelt_status norm(const char *name, spelt_function of, const spelt_view *x, spelt_type type,
                         void *result)
{
    spelt_acc squares = {0};
    size_t n;
    spelt_status status = spelt_call_check(name, of, x, NULL, result, &n);
    if (status == SPELT_OK)
        status = spelt_call_accumulate(name, 1, of, x, x, &squares);
    if (status != SPELT_OK)
        return status;
    if (squares.special)
        give(type, spelt_special_result((uint32_t)squares.special), result);
    else
        spelt_exact_root(&squares, type, result);
    return SPELT_OK;
}

static spelt_status variance(const char *name, spelt_function of, spelt_function of_squares,
                             const spelt_view *x, size_t ddof, spelt_type type, void *result)
{
    spelt_acc sum = {0}, squares = {0};
    size_t n;
    spelt_status status = spelt_call_check_more(name, of, x, ddof, result, &n);
    if (status == SPELT_OK)
        status = spelt_call_accumulate(name, 1, of, x, x, &sum);
    if (status == SPELT_OK)
        status = spelt_call_accumulate(name, 0, of_squares, x, x, &squares);
    if (status != SPELT_OK)
        return status;
    if (sum.special) { /* an infinity, less the mean, which is one too, is none */
        if (!(sum.special & SPELT_SUPER_NAN))
            feraiseexcept(FE_INVALID);
        give(type, __builtin_nan(""), result);
    } else
        spelt_exact_variance(&sum, &squares, n, ddof, type, result);
    return SPELT_OK;
}

/* Where finite differences overflow to infinities they change nothing, but for what is raised. */
static spelt_status special_distance(const char *name, spelt_function plain, const spelt_view *x,
                                     const spelt_view *y, void *result)
{
    const spelt_usual host = spelt_usual_begin();
    feclearexcept(FE_INVALID);
    spelt_status status = spelt_call_reduce_as(name, 0, plain, x, y, result);
    int raised = fetestexcept(FE_INVALID);
    spelt_usual_keep(raised);
    spelt_usual_end(host);
    if (raised)
        feraiseexcept(FE_INVALID);
    return status;
}

/* of: squares, products, and the plain distance, which tells infinities and NaNs. */
static spelt_status distance(const char *name, const spelt_function of[3], const spelt_view *x,
                             const spelt_view *y, spelt_type type, void *result)
{
    spelt_acc squares = {0}, products = {0};
    size_t n;
    spelt_status status = spelt_call_check(name, of[1], x, y, result, &n);
    if (status == SPELT_OK)
        status = spelt_call_accumulate(name, 1, of[0], x, x, &squares);
    if (status == SPELT_OK)
        status = spelt_call_accumulate(name, 0, of[0], y, y, &squares);
    if (status == SPELT_OK && squares.special)
        return special_distance(name, of[2], x, y, result);
    if (status == SPELT_OK)
        status = spelt_call_accumulate(name, 0, of[1], x, y, &products);
    if (status == SPELT_OK)
        status = spelt_acc_scale(1, &products);
    if (status == SPELT_OK)
        status = spelt_acc_subtract(&products, &squares);
    if (status != SPELT_OK)
        return status;
    return type == SPELT_F32 ? spelt_acc_round_f32(&squares, result)
                             : spelt_acc_round_f64(&squares, result);
}
