/* save.c - saving a view as an .npy file, written beside the old file, then put in its place: the doors
 * of npy.h that save, whose lines become definitions here. */
#ifndef _FILE_OFFSET_BITS
#define _FILE_OFFSET_BITS 64
#endif
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* POSIX.1-2008 with realpath */
#endif

#include "array/loop.h"
#include "functions.h"

#define SPELT_NPY_SAVE(function, type)                                                             \
    SPELT_API spelt_status function(const char *path, const spelt_in_##type *view)                           \
    {                                                                                              \
        return save_file(#function, SPELT_TYPE_##type, 0, path, SPELT_VIEW(view));                 \
    }

static spelt_status save_file(const char *function, spelt_type type, int boolean, const char *path,
                              const spelt_view *view);

#ifdef SPELT_NPY_H
#error "included before its lines could become definitions"
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
    spelt_type type;
    int boolean;                    /* NumPy's bool is written: 0, and 1 for all else */
    char name[SPELT_NPY_NAME_SIZE]; /* of the file, for messages */
    char target[PATH_MAX];          /* the path, symbolic link followed */
    char temporary[PATH_MAX];       /* the new file, beside it */
    int replaces;                   /* whether target exists, and then its permissions */
    mode_t permissions;
} saving;

static spelt_status fail_io(const saving *save, const char *what, int error)
{
    const spelt_npy_source source = {save->function, save->name};
    return spelt_npy_fail_io(&source, what, error);
}

/* Refuses a view that cannot be walked, or whose file could not be opened again. */
static spelt_status check_view(const spelt_arrays *arrays, size_t *n)
{
    spelt_status status = spelt_check_arrays(arrays, n);
    if (status != SPELT_OK)
        return status;
    const spelt_operand *view = &arrays->operand[0];
    char shape[SPELT_SHAPE_TEXT];
    size_t bytes;
    if (!spelt_npy_shape_bytes(view->itemsize, view->ndim, view->shape, &bytes))
        return spelt_fail(SPELT_ERR_SHAPE, "%s: view has shape %s, whose bytes overflow ptrdiff_t",
                          arrays->function, spelt_shape_text(shape, view));
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

static spelt_status fill(const saving *save, int descriptor, const spelt_arrays *arrays, size_t n)
{
    const spelt_operand *view = &arrays->operand[0];
    unsigned char header[SPELT_NPY_WRITTEN];
    spelt_npy_header_write(header, save->boolean ? SPELT_NPY_BOOL : spelt_npy_code(save->type),
                           view->ndim, view->shape);
    int error = spelt_npy_write(descriptor, header, sizeof header);
    if (error == 0)
        error = spelt_npy_write_elements(descriptor, arrays, n, save->boolean);
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

static spelt_status save_view(const char *path, spelt_type type, int boolean,
                              const spelt_arrays *arrays)
{
    size_t n;
    spelt_status status = check_view(arrays, &n);
    if (status != SPELT_OK)
        return status;
    saving save;
    save.function = arrays->function;
    save.type = type;
    save.boolean = boolean;
    save.replaces = 0;
    save.permissions = 0;
    spelt_npy_name(save.name, path);
    status = find_target(&save, path);
    int descriptor = -1;
    if (status == SPELT_OK)
        status = create_temporary(&save, &descriptor);
    if (status != SPELT_OK)
        return status;
    status = fill(&save, descriptor, arrays, n);
    /* Some file systems tell of a full disk only here. An interrupted close has closed. */
    if (close(descriptor) != 0 && errno != EINTR && status == SPELT_OK)
        status = fail_io(&save, "cannot write", errno);
    if (status == SPELT_OK && rename(save.temporary, save.target) != 0)
        status = fail_io(&save, "cannot rename the new file", errno);
    if (status != SPELT_OK)
        unlink(save.temporary);
    return status;
}

static spelt_status save_file(const char *function, spelt_type type, int boolean, const char *path,
                              const spelt_view *view)
{
    if (path == NULL || view == NULL)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function,
                          path == NULL ? "path" : "view");
    const size_t size = spelt_type_size(type);
    const spelt_arrays arrays = {
        function, 1, 0, {spelt_operand_aligned("view", view, size, spelt_part_size(type, size))}};
    return save_view(path, type, boolean, &arrays);
}

spelt_status spelt_npy_save_bool(const char *path, const spelt_in_u8 *view)
{
    return save_file("spelt_npy_save_bool", SPELT_U8, 1, path, SPELT_VIEW(view));
}
