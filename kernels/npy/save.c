/* save.c - saving a view as an .npy file: written beside the old file, then put in its place. */
#ifndef _FILE_OFFSET_BITS
#define _FILE_OFFSET_BITS 64
#endif
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* POSIX.1-2008 with realpath */
#endif

#include "npy/elements.h"
#include "npy/file.h"
#include "npy/header.h"
#include "runtime/status.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef PATH_MAX
#define PATH_MAX 4096
#endif

/* Other processes with this process id, on other machines or in other containers, may be saving
 * to the same directory; so many names are tried. */
#define NAME_TRIES 1000

/* One call's work. */
typedef struct {
    const char *function;
    char name[SPELT_NPY_NAME_SIZE]; /* of the file, for messages */
    char target[PATH_MAX];          /* the path, symbolic link followed */
    char temporary[PATH_MAX];       /* the new file, beside it */
    int replaces;                   /* whether target exists, and then its permissions */
    mode_t permissions;
} saving;

static spelt_status fail_io(const saving *save, const char *what, int error)
{
    return spelt_npy_fail_io(save->function, save->name, what, error);
}

/* Refuses a view that cannot be walked, or whose file could not be opened again. */
static spelt_status check_view(const saving *save, const spelt_npy_elements *from)
{
    if (from->ndim > SPELT_MAX_NDIM)
        return spelt_fail(SPELT_ERR_SHAPE, "%s: view has %zu dimensions, at most %d are supported",
                          save->function, from->ndim, SPELT_MAX_NDIM);
    char shape[SPELT_NPY_SHAPE_SIZE];
    spelt_npy_shape_write(shape, from->ndim, from->shape);
    size_t bytes;
    if (!spelt_npy_shape_bytes(from->size, from->ndim, from->shape, &bytes))
        return spelt_fail(SPELT_ERR_SHAPE, "%s: view has shape %s, whose bytes overflow ptrdiff_t",
                          save->function, shape);
    if (bytes == 0)
        return SPELT_OK;
    size_t span = from->size;
    for (size_t d = 0; d < from->ndim; d++) {
        ptrdiff_t stride = from->stride[d];
        size_t step = stride < 0 ? 0 - (size_t)stride : (size_t)stride;
        if (__builtin_mul_overflow(step, from->size, &step) ||
            __builtin_mul_overflow(step, from->shape[d] - 1, &step) ||
            __builtin_add_overflow(span, step, &span) || span > PTRDIFF_MAX)
            return spelt_fail(SPELT_ERR_SHAPE,
                              "%s: view has shape %s, and with its strides the bytes spanned "
                              "overflow ptrdiff_t",
                              save->function, shape);
    }
    if (from->data == NULL)
        return spelt_fail(SPELT_ERR_NULL, "%s: view has shape %s and data NULL", save->function,
                          shape);
    return SPELT_OK;
}

/* Where the file is to go, and what is there now. */
static spelt_status find_target(saving *save, const char *path)
{
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof save->target)
        return fail_io(save, "cannot create", length == 0 ? ENOENT : ENAMETOOLONG);
    memcpy(save->target, path, length + 1);
    struct stat about;
    if (lstat(path, &about) == 0) {
        /* rename would replace a link, not the file that it points to. */
        if (S_ISLNK(about.st_mode) &&
            (realpath(path, save->target) == NULL || lstat(save->target, &about) != 0))
            return fail_io(save, "cannot follow the symbolic link", errno);
        if (!S_ISREG(about.st_mode))
            return spelt_fail(SPELT_ERR_IO, "%s: %s: not a regular file", save->function,
                              save->name);
        /* rename asks for leave to write to the directory only. */
        if (access(save->target, W_OK) != 0)
            return fail_io(save, "cannot replace", errno);
        save->replaces = 1;
        save->permissions = about.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO);
    } else if (errno != ENOENT) {
        return fail_io(save, "cannot create", errno);
    }
    return SPELT_OK;
}

/* Creates the new file, under a name that nobody has, in the target's directory. */
static spelt_status create_temporary(saving *save, int *descriptor)
{
    static atomic_uint counter;
    const char *slash = strrchr(save->target, '/');
    size_t directory = slash == NULL ? 0 : (size_t)(slash - save->target) + 1;
    memcpy(save->temporary, save->target, directory);
    size_t room = sizeof save->temporary - directory;
    /* No more than the file that is replaced allows, from the first moment. */
    mode_t mode = save->replaces ? save->permissions : 0666;
    for (int tries = 0; tries < NAME_TRIES; tries++) {
        int length = snprintf(save->temporary + directory, room, ".spelt-%ld-%u.tmp",
                              (long)getpid(), atomic_fetch_add(&counter, 1));
        if ((size_t)length >= room)
            return fail_io(save, "cannot create a file beside it", ENAMETOOLONG);
        do {
            *descriptor = open(save->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        } while (*descriptor < 0 && errno == EINTR);
        if (*descriptor >= 0)
            return SPELT_OK;
        if (errno != EEXIST)
            break;
    }
    return fail_io(save, "cannot create a file beside it", errno);
}

/* Waits until the file is on the disk; only then may it take the old one's place. */
static int sync_to_disk(int descriptor)
{
    int result;
    do {
        result = fsync(descriptor);
    } while (result != 0 && errno == EINTR);
    /* EINVAL: a file system that has nothing to sync. */
    return result != 0 && errno != EINVAL ? errno : 0;
}

static spelt_status fill(const saving *save, int descriptor, spelt_npy_type type,
                         const spelt_npy_elements *from)
{
    unsigned char header[SPELT_NPY_WRITTEN_MAX];
    size_t length = spelt_npy_header_write(header, type, from->ndim, from->shape);
    int error = spelt_npy_write(descriptor, header, length);
    if (error == 0)
        error = spelt_npy_write_elements(descriptor, from);
    if (error != 0)
        return fail_io(save, "cannot write", error);
    /* The permissions may be more than umask left. */
    if (save->replaces && fchmod(descriptor, save->permissions) != 0)
        return fail_io(save, "cannot set the permissions", errno);
    error = sync_to_disk(descriptor);
    if (error != 0)
        return fail_io(save, "cannot sync", error);
    return SPELT_OK;
}

static spelt_status save_elements(const char *function, const char *path, const void *view,
                                  spelt_npy_type type, const spelt_npy_elements *from)
{
    if (path == NULL || view == NULL)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function,
                          path == NULL ? "path" : "view");
    saving save;
    save.function = function;
    save.replaces = 0;
    save.permissions = 0;
    spelt_npy_name(save.name, path);
    spelt_status status = check_view(&save, from);
    if (status == SPELT_OK)
        status = find_target(&save, path);
    int descriptor = -1;
    if (status == SPELT_OK)
        status = create_temporary(&save, &descriptor);
    if (status != SPELT_OK)
        return status;
    status = fill(&save, descriptor, type, from);
    /* Some file systems tell of a full disk only here. An interrupted close has closed. */
    if (close(descriptor) != 0 && errno != EINTR && status == SPELT_OK)
        status = fail_io(&save, "cannot write", errno);
    if (status == SPELT_OK && rename(save.temporary, save.target) != 0)
        status = fail_io(&save, "cannot rename the new file", errno);
    if (status != SPELT_OK)
        unlink(save.temporary);
    return status;
}

#define DEFINE_SAVE(suffix, type)                                                                  \
    spelt_status spelt_npy_save_##suffix(const char *path, const spelt_in_##suffix *view)          \
    {                                                                                              \
        spelt_npy_elements from = {0};                                                             \
        if (view != NULL)                                                                          \
            from = (spelt_npy_elements){(const unsigned char *)view->data, sizeof *view->data,     \
                                        view->ndim, view->shape, view->stride};                    \
        return save_elements("spelt_npy_save_" #suffix, path, view, type, &from);                  \
    }

DEFINE_SAVE(f32, SPELT_NPY_F32)
DEFINE_SAVE(f64, SPELT_NPY_F64)
DEFINE_SAVE(i32, SPELT_NPY_I32)
DEFINE_SAVE(i64, SPELT_NPY_I64)
