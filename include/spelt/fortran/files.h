/* files.h - .npy files: the functions of files.inc. Part of spelt_fortran.c. */
#ifndef SPELT_FORTRAN_FILES_H
#define SPELT_FORTRAN_FILES_H

#include "descriptors.h"

#include <stdlib.h>

/* A path, as C has it: blanks at the end are not part of it, as in Fortran's open. */
enum { PATH_BYTES = 4096 };
static spelt_status path_of(const char *function, ARRAY path, char text[PATH_BYTES])
{
    const char *from = path->base_addr;
    size_t length = path->elem_len;
    if (from == NULL)
        return fail(SPELT_ERR_NULL, function, "path", " is NULL");
    while (length > 0 && from[length - 1] == ' ')
        length--;
    if (length >= PATH_BYTES)
        return fail(SPELT_ERR_ARG, function, "path", " is too long");
    memcpy(text, from, length);
    text[length] = '\0';
    return SPELT_OK;
}

/* npy_shape(path, ndim, shape): extents in Fortran's order, and 1 behind the last. */
void spelt_fortran_npy_shape(ARRAY path, int *ndim, int64_t shape[SPELT_MAX_NDIM], END)
{
    char text[PATH_BYTES];
    spelt_npy file;
    spelt_status status = path_of("npy_shape", path, text);
    TRY(given("npy_shape", "ndim", ndim));
    TRY(given("npy_shape", "shape", shape));
    TRY(spelt_npy_open(text, &file));
    if (status == SPELT_OK) {
        *ndim = (int)file.ndim;
        for (size_t i = 0; i < SPELT_MAX_NDIM; i++)
            shape[i] = i < file.ndim ? (int64_t)file.shape[file.ndim - 1 - i] : 1;
        spelt_npy_close(&file);
    }
    finish(status, errmsg, stat);
}

/* npy_read(path, out): memory is needed where the file's elements cannot be viewed as they lie. */
#define NPY_READ_CASE(op, type)                                                                    \
    case TYPE_##type: {                                                                            \
        spelt_in_##type in_file;                                                                   \
        spelt_out_##type vout;                                                                     \
        SPELT_ELEMENT_##type *memory = NULL;                                                       \
        OUT(type, out);                                                                            \
        TRY(path_of(name, path, text));                                                            \
        TRY(spelt_npy_open(text, &file));                                                          \
        if (status != SPELT_OK)                                                                    \
            break;                                                                                 \
        if (file.memory > 0 && (memory = calloc(file.memory, sizeof *memory)) == NULL)             \
            status = fail(SPELT_ERR_NOMEM, name, text, ": no memory to turn its elements in");     \
        TRY(spelt_npy_view_##type(&file, memory, file.memory, &in_file));                          \
        TRY(spelt_copy_##type(&in_file, &vout));                                                   \
        free(memory);                                                                              \
        spelt_npy_close(&file);                                                                    \
        break;                                                                                     \
    }
void spelt_fortran_npy_read(ARRAY path, ARRAY out, END)
{
    char text[PATH_BYTES];
    spelt_npy file;
    ARRAY const x = out; /* whose type there may be none of */
    BODY(npy_read, type_of(out), NUMBERS_AND_COMPLEX(NPY_READ_CASE, npy_read) NPY_READ_CASE(, u8))
}

/* npy_save(path, x): a logical as NumPy's bool. */
#define NPY_SAVE_CASE(op, type, function)                                                          \
    case TYPE_##type: {                                                                            \
        spelt_in_##type vx;                                                                        \
        IN(type, x, NULL);                                                                         \
        TRY(path_of(name, path, text));                                                            \
        TRY(function(text, &vx));                                                                  \
        break;                                                                                     \
    }
#define NPY_SAVE_NUMBERS_CASE(op, type) NPY_SAVE_CASE(op, type, spelt_npy_save_##type)
void spelt_fortran_npy_save(ARRAY path, ARRAY x, END)
{
    char text[PATH_BYTES];
    BODY(npy_save, type_of(x),
         NUMBERS_AND_COMPLEX(NPY_SAVE_NUMBERS_CASE, npy_save)
             NPY_SAVE_CASE(, u8, spelt_npy_save_bool))
}

#endif
