/* view.c - typed views of an open .npy file, in the mapping or copied with its bytes turned: the doors
 * of npy.h that view, whose lines become definitions here. */
#include "array/loop.h"
#include "types.h"

#define SPELT_NPY_VIEW(function, type)                                                             \
    SPELT_API spelt_status function(const spelt_npy *file, SPELT_ELEMENT_##type *memory, size_t capacity,    \
                          spelt_in_##type *view)                                                   \
    {                                                                                              \
        return view_file(#function, SPELT_TYPE_##type, file, memory, capacity, (spelt_view *)view);\
    }

/* file: a spelt_npy. */
static spelt_status view_file(const char *function, spelt_type wanted, const void *file,
                              void *memory, size_t capacity, spelt_view *view);

#ifdef SPELT_NPY_H
#error "included before its lines could become definitions"
#endif
#include "npy/open.h"
#include "runtime/status.h"

/* Bit for bit: the elements pass through integers, never through floating-point registers. */
#define COPY_SWAPPED(bits)                                                                         \
    static void copy_swapped_##bits(unsigned char *to, const unsigned char *from, size_t count)    \
    {                                                                                              \
        uint##bits##_t element;                                                                    \
        for (size_t i = 0; i < count; i++) {                                                       \
            memcpy(&element, from + i * sizeof element, sizeof element);                           \
            element = __builtin_bswap##bits(element);                                              \
            memcpy(to + i * sizeof element, &element, sizeof element);                             \
        }                                                                                          \
    }

COPY_SWAPPED(16)
COPY_SWAPPED(32)
COPY_SWAPPED(64)

static void copy(const spelt_npy *file, void *memory)
{
    const spelt_npy_place place = spelt_npy_place_of(file);
    const size_t size = spelt_type_size(file->type);
    if (!place.swapped)
        memcpy(memory, place.data, file->count * size);
    else if (size == 2)
        copy_swapped_16(memory, place.data, file->count);
    else if (size == 4)
        copy_swapped_32(memory, place.data, file->count);
    else
        copy_swapped_64(memory, place.data, file->count);
}

/* Everything that does not depend on the type: where the view's data is. */
static spelt_status locate(const char *function, spelt_type wanted, const spelt_npy *file,
                           void *memory, size_t capacity, const void *view, const void **data)
{
    if (file == NULL || view == NULL)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function,
                          file == NULL ? "file" : "view");
    if (file->type == 0)
        return spelt_fail(SPELT_ERR_ARG, "%s: the file is closed", function);
    if (file->type != wanted)
        return spelt_fail(SPELT_ERR_ARG, "%s: %s holds %s, not %s", function, file->name,
                          spelt_type_name(file->type), spelt_type_name(wanted));
    if (file->memory == 0) {
        *data = spelt_npy_place_of(file).data;
        return SPELT_OK;
    }
    if (memory == NULL)
        return spelt_fail(SPELT_ERR_NULL,
                          "%s: memory is NULL; %s must be copied (%s) and needs room for %zu "
                          "elements",
                          function, file->name,
                          spelt_npy_place_of(file).swapped ? "other byte order" : "not aligned",
                          file->memory);
    if (capacity < file->memory)
        return spelt_fail(SPELT_ERR_ARG,
                          "%s: memory has room for %zu elements, %s needs room for %zu", function,
                          capacity, file->name, file->memory);
    copy(file, memory);
    *data = memory;
    return SPELT_OK;
}

static spelt_status view_file(const char *function, spelt_type wanted, const void *any_file,
                              void *memory, size_t capacity, spelt_view *view)
{
    const spelt_npy *file = any_file;
    const void *data = NULL;
    const spelt_status status = locate(function, wanted, file, memory, capacity, view, &data);
    if (status != SPELT_OK)
        return status;
    view->data = (void *)(uintptr_t)data;
    view->ndim = file->ndim;
    memcpy(view->shape, file->shape, sizeof view->shape);
    memcpy(view->stride, file->stride, sizeof view->stride);
    return SPELT_OK;
}
