/* strikes.h - calls of the system that fail: the library's and the program's lead here (--wrap of the linker),
 * and the one with a chosen number, counted from a moment on, is not made but fails. */
#ifndef SPELT_TESTS_FAULTS_STRIKES_H
#define SPELT_TESTS_FAULTS_STRIKES_H

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* What can fail, what it tells then, and how often it was called since the program began. */
typedef struct {
    const char *name;
    int error;
    atomic_long calls;
} fallible;

static long strike_at;                         /* the number of the call that fails, from 1 on; 0: none */
static int strike_interrupts;                  /* a signal ends it: only of those that one can end */
static atomic_long strike_count;               /* of calls, from strike_from_now() on, by all threads */
static const fallible *_Atomic struck;         /* the one that failed */
static atomic_int strikes_are_on;

static atomic_long blocks_held; /* allocated and mapped, less freed and unmapped */

static inline void strike_from_now(void)
{
    strike_count = 0;
    struck = NULL;
    strikes_are_on = 1;
}

static inline void strike_at_end(void)
{
    strikes_are_on = 0;
}

/* Those that a signal can end before they have done anything. */
static inline int can_be_interrupted(const fallible *what)
{
    static const char *const names[] = {"open", "open64", "poll", "pread64", "read", "write"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(what->name, names[i]) == 0)
            return 1;
    return 0;
}

/* Whether this call fails; errno is set then. */
static inline int strikes(fallible *what)
{
    if (!strikes_are_on || (strike_interrupts && !can_be_interrupted(what)))
        return 0;
    what->calls++;
    if (++strike_count != strike_at)
        return 0;
    struck = what;
    errno = strike_interrupts ? EINTR : what->error;
    return 1;
}

/* A call that returns `failure` where it fails. */
#define FALLIBLE(type, name, parameters, arguments, error, failure)                                \
    static fallible of_##name = {#name, error, 0};                                                 \
    type __real_##name parameters;                                                                 \
    type __wrap_##name parameters;                                                                 \
    type __wrap_##name parameters                                                                  \
    {                                                                                              \
        return strikes(&of_##name) ? failure : __real_##name arguments;                            \
    }

FALLIBLE(int, fchmod, (int file, mode_t mode), (file, mode), EPERM, -1)
FALLIBLE(int, fsync, (int file), (file), EIO, -1)
FALLIBLE(int, fstat64, (int file, struct stat64 *about), (file, about), EIO, -1)
FALLIBLE(int, lstat64, (const char *path, struct stat64 *about), (path, about), EACCES, -1)
FALLIBLE(int, access, (const char *path, int mode), (path, mode), EROFS, -1)
FALLIBLE(ssize_t, pread64, (int file, void *to, size_t most, off64_t at), (file, to, most, at), EIO, -1)
FALLIBLE(ssize_t, read, (int file, void *to, size_t most), (file, to, most), EIO, -1)
FALLIBLE(ssize_t, write, (int file, const void *from, size_t most), (file, from, most), ENOSPC, -1)
FALLIBLE(int, rename, (const char *from, const char *to), (from, to), EXDEV, -1)
FALLIBLE(ssize_t, readlink, (const char *path, char *to, size_t most), (path, to, most), EACCES, -1)
FALLIBLE(int, poll, (struct pollfd *files, nfds_t count, int wait), (files, count, wait), ENOMEM, -1)
FALLIBLE(long, sysconf, (int name), (name), EINVAL, -1)
FALLIBLE(int, sched_getcpu, (void), (), ENOSYS, -1)
FALLIBLE(int, sched_getaffinity, (pid_t who, size_t size, cpu_set_t *set), (who, size, set), EPERM, -1)
FALLIBLE(int, sched_setaffinity, (pid_t who, size_t size, const cpu_set_t *set), (who, size, set), EPERM, -1)
FALLIBLE(int, getrusage, (int who, struct rusage *usage), (who, usage), EINVAL, -1)
FALLIBLE(int, pthread_attr_init, (pthread_attr_t *attributes), (attributes), ENOMEM, ENOMEM)
FALLIBLE(int, pthread_attr_setdetachstate, (pthread_attr_t *attributes, int state), (attributes, state), EINVAL, EINVAL)
FALLIBLE(int, pthread_attr_setstacksize, (pthread_attr_t *attributes, size_t size), (attributes, size), EINVAL, EINVAL)
FALLIBLE(int, pthread_create,
         (pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *argument),
         (thread, attributes, start, argument), EAGAIN, EAGAIN)
FALLIBLE(int, pthread_setspecific, (pthread_key_t key, const void *value), (key, value), ENOMEM, ENOMEM)
FALLIBLE(void *, dlopen, (const char *name, int how), (name, how), ENOENT, NULL)
FALLIBLE(void *, dlsym, (void *handle, const char *name), (handle, name), ENOENT, NULL)

/* Those that take what they are not declared to take. */
#define FALLIBLE_OPEN(name)                                                                        \
    static fallible of_##name = {#name, EMFILE, 0};                                                \
    int __real_##name(const char *path, int flags, ...);                                           \
    int __wrap_##name(const char *path, int flags, ...);                                           \
    int __wrap_##name(const char *path, int flags, ...)                                            \
    {                                                                                              \
        va_list more;                                                                              \
        va_start(more, flags);                                                                     \
        const mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;                            \
        va_end(more);                                                                              \
        return strikes(&of_##name) ? -1 : __real_##name(path, flags, mode);                        \
    }
FALLIBLE_OPEN(open)
FALLIBLE_OPEN(open64)

static fallible of_prctl = {"prctl", EPERM, 0};
int __real_prctl(int what, ...);
int __wrap_prctl(int what, ...);
int __wrap_prctl(int what, ...)
{
    va_list more;
    va_start(more, what);
    const unsigned long argument = va_arg(more, unsigned long);
    va_end(more);
    return strikes(&of_prctl) ? -1 : __real_prctl(what, argument, 0UL, 0UL, 0UL);
}

/* Closed it is in any case. */
static fallible of_close = {"close", EIO, 0};
int __real_close(int file);
int __wrap_close(int file);
int __wrap_close(int file)
{
    const int fails = strikes(&of_close), closed = __real_close(file);
    if (fails)
        errno = of_close.error;
    return fails ? -1 : closed;
}

/* What is held is counted; a mapping that failed is none. */
static fallible of_calloc = {"calloc", ENOMEM, 0};
void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size)
{
    void *made = strikes(&of_calloc) ? NULL : __real_calloc(count, size);
    blocks_held += made != NULL;
    return made;
}

void __real_free(void *block);
void __wrap_free(void *block);
void __wrap_free(void *block)
{
    blocks_held -= block != NULL;
    __real_free(block);
}

#define FALLIBLE_MAP(name)                                                                         \
    static fallible of_##name = {#name, ENOMEM, 0};                                                \
    void *__real_##name(void *at, size_t size, int may, int how, int file, off64_t from);          \
    void *__wrap_##name(void *at, size_t size, int may, int how, int file, off64_t from);          \
    void *__wrap_##name(void *at, size_t size, int may, int how, int file, off64_t from)           \
    {                                                                                              \
        void *made = strikes(&of_##name) ? MAP_FAILED : __real_##name(at, size, may, how, file, from); \
        blocks_held += made != MAP_FAILED;                                                         \
        return made;                                                                               \
    }
FALLIBLE_MAP(mmap)
FALLIBLE_MAP(mmap64)

int __real_munmap(void *at, size_t size);
int __wrap_munmap(void *at, size_t size);
int __wrap_munmap(void *at, size_t size)
{
    blocks_held--;
    return __real_munmap(at, size);
}

#endif
