/* save.c - saving a view as an .npy file, written beside the old file, then put in its place: the doors
 * of npy.h that save, whose lines become definitions here. */
#ifndef _FILE_OFFSET_BITS
#define _FILE_OFFSET_BITS 64
#endif
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include "array/loop.h"
#include "functions.h"

#define SPELT_NPY_SAVE(function, type)                                                             \
    SPELT_API spelt_status function(const char *path, const spelt_in_##type *view)                           \
    {                                                                                              \
        return save_file(#function, SPELT_TYPE_##type, SYNCED, path, SPELT_VIEW(view));            \
    }
#define SPELT_NPY_SAVE_UNSYNCED(function, type)                                                    \
    SPELT_API spelt_status function(const char *path, const spelt_in_##type *view)                           \
    {                                                                                              \
        return save_file(#function, SPELT_TYPE_##type, 0, path, SPELT_VIEW(view));                 \
    }

/* How: BOOLEAN writes NumPy's bool, 0, and 1 for all else; SYNCED waits for the disk. */
enum { BOOLEAN = 1, SYNCED = 2 };
static spelt_status save_file(const char *function, spelt_type type, int how, const char *path,
                              const spelt_view *view);

#ifdef SPELT_NPY_H
#error "included before its lines could become definitions"
#endif
#include "npy/elements.h"
#include "npy/file.h"
#include "npy/header.h"
#include "runtime/environment.h"
#include "runtime/interruption.h"
#include "runtime/status.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef PATH_MAX
#define PATH_MAX 4096
#endif

/* A name that cannot be foreseen is new, but by an accident: so many are tried. */
#define NAME_TRIES 100

/* As many links as Linux follows. */
#define MOST_LINKS 40

/* One call's work. */
typedef struct {
    const char *function;
    spelt_type type;
    int how;
    char name[SPELT_NPY_NAME_SIZE]; /* of the file, for messages */
    char target[PATH_MAX];          /* the path, symbolic links followed */
    char temporary[PATH_MAX];       /* the new file, beside it; before, a link's text */
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

/* The bytes of a path before its last part. */
static size_t directory_bytes(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? 0 : (size_t)(slash - path) + 1;
}

/* Puts where the link points in its place. Returns 0 or an errno. */
static int follow_link(saving *save)
{
    const ssize_t length = readlink(save->target, save->temporary, sizeof save->temporary - 1);
    if (length < 0)
        return errno;
    save->temporary[length] = '\0';
    const size_t before = save->temporary[0] == '/' ? 0 : directory_bytes(save->target);
    if (before + (size_t)length >= sizeof save->target)
        return ENAMETOOLONG;
    memcpy(save->target + before, save->temporary, (size_t)length + 1);
    return 0;
}

/* What is at the target, which is the end of the links that begin there. It need not exist, as
 * realpath(3) wants it to, and rename(2) would replace a link, not what it points to. Returns 0 or an
 * errno: ENOENT where nothing is there. */
static int follow_links(saving *save, struct stat *about, int *links)
{
    for (*links = 0; *links <= MOST_LINKS; ++*links) {
        if (lstat(save->target, about) != 0)
            return errno;
        if (!S_ISLNK(about->st_mode))
            return 0;
        const int error = follow_link(save);
        if (error != 0)
            return error;
    }
    return ELOOP;
}

/* Where the file is to go, and what is there now. */
static spelt_status find_target(saving *save, const char *path)
{
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof save->target)
        return fail_io(save, "cannot create", length == 0 ? ENOENT : ENAMETOOLONG);
    memcpy(save->target, path, length + 1);
    struct stat about;
    int links;
    const int error = follow_links(save, &about, &links);
    if (error == 0) {
        if (!S_ISREG(about.st_mode))
            return spelt_fail(SPELT_ERR_IO, "%s: %s: not a regular file", save->function,
                              save->name);
        /* rename asks for leave to write to the directory only. */
        if (access(save->target, W_OK) != 0)
            return fail_io(save, "cannot replace", errno);
        save->replaces = 1;
        save->permissions = about.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO);
    } else if (error != ENOENT) {
        return fail_io(save, links > 0 ? "cannot follow the symbolic link" : "cannot create", error);
    }
    return SPELT_OK;
}

/* Differs from call to call, and nobody else can tell what it will be. */
static uint64_t name_number(void)
{
    static _Atomic uint64_t counter;
    uint64_t z = (uint64_t)spelt_nanoseconds() + (uint64_t)(uintptr_t)&z +
                 atomic_fetch_add(&counter, 1) * UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9); /* SplitMix64's: Steele, Lea, Flood 2014 */
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* Creates the new file, under a name that nobody has, in the target's directory. */
static spelt_status create_temporary(saving *save, int *descriptor)
{
    const size_t directory = directory_bytes(save->target);
    memcpy(save->temporary, save->target, directory);
    size_t room = sizeof save->temporary - directory;
    /* No more than the file that is replaced allows, from the first moment. */
    mode_t mode = save->replaces ? save->permissions : 0666;
    for (int tries = 0; tries < NAME_TRIES; tries++) {
        int length = snprintf(save->temporary + directory, room, ".spelt-%ld-%016llx.tmp",
                              (long)getpid(), (unsigned long long)name_number());
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
    spelt_npy_header_write(header, save->how & BOOLEAN ? SPELT_NPY_BOOL : spelt_npy_code(save->type),
                           view->ndim, view->shape);
    int error = spelt_npy_write(descriptor, header, sizeof header);
    if (error == 0)
        error = spelt_npy_write_elements(descriptor, arrays, n, save->how & BOOLEAN);
    if (error != 0)
        return fail_io(save, "cannot write", error);
    /* The permissions may be more than umask left. */
    if (save->replaces && fchmod(descriptor, save->permissions) != 0)
        return fail_io(save, "cannot set the permissions", errno);
    if (save->how & SYNCED)
        error = sync_to_disk(descriptor);
    if (error != 0)
        return fail_io(save, "cannot sync", error);
    return SPELT_OK;
}

static spelt_status save_view(const char *path, spelt_type type, int how,
                              const spelt_arrays *arrays)
{
    size_t n;
    spelt_status status = check_view(arrays, &n);
    if (status != SPELT_OK)
        return status;
    saving save;
    save.function = arrays->function;
    save.type = type;
    save.how = how;
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

static spelt_status save_file(const char *function, spelt_type type, int how, const char *path,
                              const spelt_view *view)
{
    if (path == NULL || view == NULL)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function,
                          path == NULL ? "path" : "view");
    const size_t size = spelt_type_size(type);
    const spelt_arrays arrays = {
        function, 1, 0, {spelt_operand_aligned("view", view, size, spelt_part_size(type, size))}};
    const int cancellation = spelt_cancellation_hold();
    const spelt_status status = save_view(path, type, how, &arrays);
    spelt_cancellation_release(cancellation);
    return status;
}

spelt_status spelt_npy_save_bool(const char *path, const spelt_in_u8 *view)
{
    return save_file("spelt_npy_save_bool", SPELT_U8, BOOLEAN | SYNCED, path, SPELT_VIEW(view));
}

spelt_status spelt_npy_save_unsynced_bool(const char *path, const spelt_in_u8 *view)
{
    return save_file("spelt_npy_save_unsynced_bool", SPELT_U8, BOOLEAN, path, SPELT_VIEW(view));
}
