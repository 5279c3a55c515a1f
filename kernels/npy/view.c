/* view.c - typed views of an open .npy file, in the mapping or copied with its bytes turned: the doors
 * of npy.h that view, whose lines become definitions here. */
#include "array/loop.h"
#include "functions.h"

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
#define COPY(bits, turn)                                                                           \
    static inline __attribute__((always_inline)) void copy_each_##bits(                            \
        unsigned char *to, const unsigned char *from, size_t step, size_t count, int swapped)      \
    {                                                                                              \
        uint##bits##_t element;                                                                    \
        for (size_t i = 0; i < count; i++) {                                                       \
            memcpy(&element, from + i * step, sizeof element);                                     \
            if (swapped)                                                                           \
                element = turn(element);                                                           \
            memcpy(to + i * sizeof element, &element, sizeof element);                             \
        }                                                                                          \
    }                                                                                              \
    static void copy_##bits(unsigned char *to, const unsigned char *from, size_t step,             \
                            size_t count, int swapped)                                             \
    {                                                                                              \
        if (!swapped)                                                                              \
            copy_each_##bits(to, from, step, count, 0);                                            \
        else if (step == sizeof(uint##bits##_t)) /* which compilers make vectors of */             \
            copy_each_##bits(to, from, sizeof(uint##bits##_t), count, 1);                          \
        else                                                                                       \
            copy_each_##bits(to, from, step, count, 1);                                            \
    }

COPY(16, __builtin_bswap16)
COPY(32, __builtin_bswap32)
COPY(64, __builtin_bswap64)

/* Of numbers. Those of a byte are side by side here, or in place in the file. */
static void copy(void *to, const unsigned char *from, size_t step, size_t size, size_t count,
                 int swapped)
{
    if (!swapped && step == size)
        memcpy(to, from, count * size);
    else if (size == 2)
        copy_16(to, from, step, count, swapped);
    else if (size == 4)
        copy_32(to, from, step, count, swapped);
    else
        copy_64(to, from, step, count, swapped);
}

void spelt_npy_copy(void *to, const unsigned char *from, size_t step, spelt_type type, size_t count,
                    int swapped)
{
    const size_t size = spelt_type_size(type), part = spelt_part_size(type, size);
    if (part == size)
        copy(to, from, step, size, count, swapped);
    else if (step == size)
        copy(to, from, part, part, 2 * count, swapped);
    else
        for (size_t i = 0; i < count; i++)
            copy((unsigned char *)to + i * size, from + i * step, part, part, 2, swapped);
}

void spelt_npy_set_view(const spelt_npy *file, const void *data, spelt_view *view)
{
    view->data = (void *)(uintptr_t)data;
    view->ndim = file->ndim;
    memcpy(view->shape, file->shape, sizeof view->shape);
    memcpy(view->stride, file->stride, sizeof view->stride);
}

spelt_status spelt_npy_check_type(const char *function, spelt_type wanted, const spelt_npy *file)
{
    if (file->fields > 0)
        return spelt_fail(SPELT_ERR_ARG, "%s: %s has fields; spelt_npy_field gives one of them",
                          function, file->name);
    if (file->type == 0)
        return spelt_fail(SPELT_ERR_ARG, "%s: the file is closed", function);
    if (file->type != wanted)
        return spelt_fail(SPELT_ERR_ARG, "%s: %s holds %s, not %s", function, file->name,
                          spelt_type_name(file->type), spelt_type_name(wanted));
    return SPELT_OK;
}

/* Whether the elements that are needed of memory share bytes with those of the file. */
static int overlaps(const spelt_npy *file, const void *memory)
{
    const spelt_npy_place place = spelt_npy_place_of(file);
    const size_t size = spelt_type_size(file->type);
    const uintptr_t to = (uintptr_t)memory, from = (uintptr_t)place.data;
    return place.data != NULL && to < from + (file->count - 1) * place.step + size &&
           from < to + file->count * size;
}

spelt_status spelt_npy_check_memory(const char *function, const spelt_npy *file, const char *wants,
                                    const void *memory, size_t capacity)
{
    if (memory == NULL)
        return spelt_fail(SPELT_ERR_NULL,
                          "%s: memory is NULL; %s %s and needs room for %zu elements", function,
                          file->name, wants, file->memory);
    if (overlaps(file, memory))
        return spelt_fail(SPELT_ERR_OVERLAP, "%s: memory and the elements of %s overlap", function,
                          file->name);
    const size_t alignment = spelt_part_size(file->type, spelt_type_size(file->type));
    const size_t rest = (uintptr_t)memory % alignment;
    if (rest != 0)
        return spelt_fail(SPELT_ERR_ARG, "%s: memory is %zu past a multiple of %zu bytes", function,
                          rest, alignment);
    if (capacity < file->memory)
        return spelt_fail(SPELT_ERR_ARG,
                          "%s: memory has room for %zu elements, %s needs room for %zu", function,
                          capacity, file->name, file->memory);
    return SPELT_OK;
}

/* Everything that does not depend on the type: where the view's data is. */
static spelt_status locate(const char *function, spelt_type wanted, const spelt_npy *file,
                           void *memory, size_t capacity, const void *view, const void **data)
{
    if (file == NULL || view == NULL)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function,
                          file == NULL ? "file" : "view");
    spelt_status status = spelt_npy_check_type(function, wanted, file);
    if (status != SPELT_OK)
        return status;
    const spelt_npy_place place = spelt_npy_place_of(file);
    if (place.stream != SPELT_NPY_NO_STREAM)
        return spelt_fail(SPELT_ERR_ARG, "%s: %s cannot be viewed; spelt_npy_read_%s reads it",
                          function, file->name, spelt_type_name(wanted));
    if (file->memory == 0) {
        *data = place.data;
        return SPELT_OK;
    }
    status = spelt_npy_check_memory(function, file,
                                    place.swapped ? "must be copied (other byte order)"
                                                  : "must be copied (not aligned)",
                                    memory, capacity);
    if (status != SPELT_OK)
        return status;
    spelt_npy_copy(memory, place.data, place.step, file->type, file->count, place.swapped);
    *data = memory;
    return SPELT_OK;
}

static spelt_status view_file(const char *function, spelt_type wanted, const void *any_file,
                              void *memory, size_t capacity, spelt_view *view)
{
    const spelt_npy *file = any_file;
    const void *data = NULL;
    const spelt_status status = locate(function, wanted, file, memory, capacity, view, &data);
    if (status == SPELT_OK)
        spelt_npy_set_view(file, data, view);
    return status;
}
