/* check.c - the checks that stand between a caller's views and a kernel's pointers. */
#include "array/loop.h"

#include "runtime/status.h"

#include <string.h>

/* The bytes from the first to past the last element in memory must fit ptrdiff_t: then every
 * element can be reached from data by an offset that does not overflow. */
static int extent_fits(const spelt_operand *operand)
{
    size_t span = 1, bytes; /* in elements, the first of which is one */
    for (size_t k = 0; k < operand->ndim; k++) {
        size_t steps;
        if (__builtin_mul_overflow(operand->shape[k] - 1, spelt_magnitude(operand->stride[k]),
                                   &steps) ||
            __builtin_add_overflow(span, steps, &span))
            return 0;
    }
    return !__builtin_mul_overflow(span, operand->itemsize, &bytes) && bytes <= (size_t)PTRDIFF_MAX;
}

spelt_status spelt_check_extent(const char *function, const spelt_operand *operand, size_t *n)
{
    char text[SPELT_SHAPE_TEXT];
    if (operand->ndim > SPELT_MAX_NDIM)
        return spelt_fail(SPELT_ERR_SHAPE, "%s: %s has %zu dimensions, the limit is %d", function,
                          operand->name, operand->ndim, SPELT_MAX_NDIM);
    size_t count = 1;
    int wraps = 0;
    for (size_t k = 0; k < operand->ndim; k++) {
        if (operand->shape[k] == 0) {
            *n = 0;
            return SPELT_OK;
        }
        wraps |= __builtin_mul_overflow(count, operand->shape[k], &count);
    }
    if (wraps)
        return spelt_fail(SPELT_ERR_SHAPE,
                          "%s: %s has shape %s, whose number of elements overflows size_t",
                          function, operand->name, spelt_shape_text(text, operand));
    if (!extent_fits(operand))
        return spelt_fail(
            SPELT_ERR_SHAPE,
            "%s: %s has shape %s, whose elements span more bytes than ptrdiff_t holds", function,
            operand->name, spelt_shape_text(text, operand));
    *n = count;
    return SPELT_OK;
}

/* Elements, but no data. A view of too many dimensions cannot be looked at. */
int spelt_lacks_data(const spelt_operand *operand)
{
    int has_elements = operand->ndim <= SPELT_MAX_NDIM;
    for (size_t k = 0; has_elements && k < operand->ndim; k++)
        has_elements = operand->shape[k] > 0;
    return has_elements && !operand->data;
}

spelt_status spelt_check_there(const spelt_arrays *arrays)
{
    for (unsigned i = 0; i < arrays->operands; i++) {
        const spelt_operand *operand = &arrays->operand[i];
        char text[SPELT_SHAPE_TEXT];
        if (spelt_lacks_data(operand))
            return spelt_fail(SPELT_ERR_NULL, "%s: %s has shape %s and data NULL", arrays->function,
                              operand->name, spelt_shape_text(text, operand));
    }
    return SPELT_OK;
}

spelt_status spelt_check_output(const char *function, const spelt_operand *operand)
{
    char text[SPELT_SHAPE_TEXT];
    for (size_t k = 0; k < operand->ndim; k++)
        if (operand->stride[k] == 0 && operand->shape[k] > 1)
            return spelt_fail(SPELT_ERR_STRIDE, "%s: %s has shape %s and stride 0 in dimension %zu",
                              function, operand->name, spelt_shape_text(text, operand), k);
    if (spelt_operand_overlaps_itself(operand))
        return spelt_fail(SPELT_ERR_STRIDE,
                          "%s: %s has shape %s and strides under which elements share a place",
                          function, operand->name, spelt_shape_text(text, operand));
    return SPELT_OK;
}

static int same_shape(const spelt_operand *a, const spelt_operand *b)
{
    return a->ndim == b->ndim && memcmp(a->shape, b->shape, a->ndim * sizeof a->shape[0]) == 0;
}

/* Dimensions of extent 1 are never walked: their strides do not count. */
static int same_elements(const spelt_operand *a, const spelt_operand *b)
{
    if (a->data != b->data || a->itemsize != b->itemsize)
        return 0;
    for (size_t k = 0; k < a->ndim; k++)
        if (a->stride[k] != b->stride[k] && a->shape[k] > 1)
            return 0;
    return 1;
}

static spelt_status check_overlap(const spelt_arrays *arrays, const spelt_operand *input)
{
    const spelt_operand *output = &arrays->operand[arrays->operands - 1];
    char text[SPELT_SHAPE_TEXT];
    const int is_output = arrays->outputs == 2 && input == &arrays->operand[0];
    if ((same_elements(input, output) && !is_output) || !spelt_operands_overlap(input, output))
        return SPELT_OK;
    if (is_output)
        return spelt_fail(SPELT_ERR_OVERLAP, "%s: %s and %s of shape %s overlap", arrays->function,
                          input->name, output->name, spelt_shape_text(text, input));
    return spelt_fail(SPELT_ERR_OVERLAP, "%s: %s and %s of shape %s overlap and are not the same",
                      arrays->function, output->name, input->name, spelt_shape_text(text, input));
}

spelt_status spelt_check_alignment(const char *function, const spelt_operand *operand)
{
    const size_t rest = (uintptr_t)operand->data & (operand->alignment - 1);
    if (rest == 0)
        return SPELT_OK;
    return spelt_fail(SPELT_ERR_ARG, "%s: %s has data that is %zu past a multiple of %zu bytes",
                      function, operand->name, rest, operand->alignment);
}

/* ---- What is plain to see -------------------------------------------------------------------- */

/* No dimension spans more elements: then those of all dimensions have less than ptrdiff_t bytes. */
#define PLAIN_SPAN (PTRDIFF_MAX / 16 / SPELT_MAX_NDIM)

/* The places of the outermost bytes of an operand whose shape is that of the first, aligned and
 * there. 0 where something about it has to be looked at. */
static int find_places(const spelt_operand *first, const spelt_operand *a, uintptr_t *low,
                       uintptr_t *high)
{
    size_t down = 0, up = 0; /* elements */
    if (a->ndim != first->ndim || !a->data || ((uintptr_t)a->data & (a->alignment - 1)) != 0)
        return 0;
    for (size_t k = 0; k < a->ndim; k++) {
        ptrdiff_t span;
        if (a->shape[k] != first->shape[k] ||
            __builtin_mul_overflow((ptrdiff_t)(a->shape[k] - 1), a->stride[k], &span) ||
            (size_t)span + PLAIN_SPAN > 2 * (size_t)PLAIN_SPAN)
            return 0;
        *(span < 0 ? &down : &up) += spelt_magnitude(span);
    }
    *low = (uintptr_t)a->data - down * a->itemsize;
    *high = (uintptr_t)a->data + up * a->itemsize + (a->itemsize - 1);
    return 1;
}

/* Whether each step of an output is larger than all that are smaller together, in C or Fortran
 * order. */
static int steps_over(const spelt_operand *out, size_t first, size_t step)
{
    size_t reach = 0;
    for (size_t i = 0, k = first; i < out->ndim; i++, k += step) {
        const size_t magnitude = spelt_magnitude(out->stride[k]);
        if (out->shape[k] == 1)
            continue;
        if (magnitude <= reach)
            return 0;
        reach += magnitude * (out->shape[k] - 1);
    }
    return 1;
}

static int has_plain_steps(const spelt_operand *out)
{
    return steps_over(out, out->ndim - 1, (size_t)-1) || steps_over(out, 0, 1);
}

/* Most calls are right, and a glance at each operand tells. Nothing that is in doubt is. */
static int is_plain(const spelt_arrays *arrays, size_t *n)
{
    const spelt_operand *first = &arrays->operand[0], *out = &arrays->operand[arrays->operands - 1];
    uintptr_t low[SPELT_MAX_OPERANDS], high[SPELT_MAX_OPERANDS];
    size_t count = 1;
    if (first->ndim > SPELT_MAX_NDIM)
        return 0;
    for (size_t k = 0; k < first->ndim; k++)
        if (first->shape[k] == 0 || first->shape[k] > (size_t)PTRDIFF_MAX ||
            __builtin_mul_overflow(count, first->shape[k], &count))
            return 0;
    for (unsigned i = 0; i < arrays->operands; i++)
        if (!find_places(first, &arrays->operand[i], &low[i], &high[i]))
            return 0;
    *n = count;
    if (arrays->outputs == 0)
        return 1;
    const unsigned last = arrays->operands - 1;
    for (unsigned i = 0; i < last; i++)
        if (low[i] <= high[last] && low[last] <= high[i] &&
            (!same_elements(&arrays->operand[i], out) || (i == 0 && arrays->outputs == 2)))
            return 0;
    return has_plain_steps(out) && (arrays->outputs == 1 || has_plain_steps(first));
}

spelt_status spelt_check_arrays(const spelt_arrays *arrays, size_t *n)
{
    const spelt_operand *first = &arrays->operand[0];
    if (is_plain(arrays, n))
        return SPELT_OK;
    spelt_status status = spelt_check_there(arrays);
    for (unsigned i = 0; i < arrays->operands && status == SPELT_OK; i++)
        status = spelt_check_extent(arrays->function, &arrays->operand[i], n);
    if (status != SPELT_OK)
        return status;
    for (unsigned i = 1; i < arrays->operands; i++) {
        char one[SPELT_SHAPE_TEXT], other[SPELT_SHAPE_TEXT];
        if (!same_shape(first, &arrays->operand[i]))
            return spelt_fail(SPELT_ERR_SHAPE, "%s: %s has shape %s, %s has shape %s",
                              arrays->function, first->name, spelt_shape_text(one, first),
                              arrays->operand[i].name,
                              spelt_shape_text(other, &arrays->operand[i]));
    }
    if (*n == 0)
        return SPELT_OK;
    if (arrays->outputs == 2)
        status = spelt_check_output(arrays->function, first);
    if (arrays->outputs > 0 && status == SPELT_OK)
        status = spelt_check_output(arrays->function, &arrays->operand[arrays->operands - 1]);
    for (unsigned i = 0; i + 1 < arrays->operands && arrays->outputs > 0 && status == SPELT_OK; i++)
        status = check_overlap(arrays, &arrays->operand[i]);
    for (unsigned i = 0; i < arrays->operands && status == SPELT_OK; i++)
        status = spelt_check_alignment(arrays->function, &arrays->operand[i]);
    return status;
}
