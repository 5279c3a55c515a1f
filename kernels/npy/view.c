/* view.c - typed views of an open .npy file: in the mapping, or copied with its bytes turned. */
#include "npy/header.h"
#include "runtime/status.h"

#include <string.h>

/* Bit for bit: the elements pass through integers, never through floating-point registers. */
static void copy_swapped_4(unsigned char *to, const unsigned char *from, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t element;
        memcpy(&element, from + 4 * i, 4);
        element = __builtin_bswap32(element);
        memcpy(to + 4 * i, &element, 4);
    }
}

static void copy_swapped_8(unsigned char *to, const unsigned char *from, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t element;
        memcpy(&element, from + 8 * i, 8);
        element = __builtin_bswap64(element);
        memcpy(to + 8 * i, &element, 8);
    }
}

static void copy(const spelt_npy *file, void *memory)
{
    size_t size = spelt_npy_type_size(file->type);
    if (!file->swapped)
        memcpy(memory, file->data, file->count * size);
    else if (size == 4)
        copy_swapped_4(memory, file->data, file->count);
    else
        copy_swapped_8(memory, file->data, file->count);
}

/* Everything that does not depend on the type: where the view's data is. */
static spelt_status locate(const char *function, spelt_npy_type wanted, const spelt_npy *file,
                           void *memory, size_t capacity, const void *view, const void **data)
{
    if (file == NULL || view == NULL)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function,
                          file == NULL ? "file" : "view");
    if (file->type == 0)
        return spelt_fail(SPELT_ERR_ARG, "%s: the file is closed", function);
    if (file->type != wanted)
        return spelt_fail(SPELT_ERR_ARG, "%s: %s holds %s, not %s", function, file->name,
                          spelt_npy_type_name(file->type), spelt_npy_type_name(wanted));
    if (file->memory == 0) {
        *data = file->data;
        return SPELT_OK;
    }
    if (memory == NULL)
        return spelt_fail(SPELT_ERR_NULL,
                          "%s: memory is NULL; %s must be copied (%s) and needs room for %zu "
                          "elements",
                          function, file->name, file->swapped ? "other byte order" : "not aligned",
                          file->memory);
    if (capacity < file->memory)
        return spelt_fail(SPELT_ERR_ARG,
                          "%s: memory has room for %zu elements, %s needs room for %zu", function,
                          capacity, file->name, file->memory);
    copy(file, memory);
    *data = memory;
    return SPELT_OK;
}

#define DEFINE_VIEW(suffix, ctype, wanted)                                                         \
    spelt_status spelt_npy_view_##suffix(const spelt_npy *file, ctype *memory, size_t capacity,    \
                                         spelt_in_##suffix *view)                                  \
    {                                                                                              \
        const void *data = NULL;                                                                   \
        spelt_status status =                                                                      \
            locate("spelt_npy_view_" #suffix, wanted, file, memory, capacity, view, &data);        \
        if (status != SPELT_OK)                                                                    \
            return status;                                                                         \
        view->data = data;                                                                         \
        view->ndim = file->ndim;                                                                   \
        memcpy(view->shape, file->shape, sizeof view->shape);                                      \
        memcpy(view->stride, file->stride, sizeof view->stride);                                   \
        return SPELT_OK;                                                                           \
    }

DEFINE_VIEW(f32, float, SPELT_NPY_F32)
DEFINE_VIEW(f64, double, SPELT_NPY_F64)
DEFINE_VIEW(i32, int32_t, SPELT_NPY_I32)
DEFINE_VIEW(i64, int64_t, SPELT_NPY_I64)
