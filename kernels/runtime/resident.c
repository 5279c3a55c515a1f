/* resident.c - what a library that starts threads needs of the loader. */
#define _GNU_SOURCE 1

#include "runtime/resident.h"

#include <dlfcn.h>
#ifdef __GLIBC__
#include <link.h>
#endif
#include <pthread.h>
#include <unistd.h>

/* A handle that is never closed. The program itself, which has no name among the loader's objects,
 * is not unloaded; and musl unloads nothing. */
int spelt_stay_resident(void)
{
#ifdef __GLIBC__
    static const char here = 0;
    Dl_info about;
    struct link_map *object = NULL;
    if (!dladdr1(&here, &about, (void **)&object, RTLD_DL_LINKMAP) || !object)
        return 1; /* a static program has no loader */
    return !object->l_name[0] || dlopen(object->l_name, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
#else
    return 1;
#endif
}

/* glibc takes the threads' static storage out of the stack, and that of a host may be larger than
 * the stack asked for; it tells by a function that is not in its headers (which Rust's standard
 * library asks in the same way). Others are not asked: an unknown name would leave the thread a
 * message of the loader, and with one its exit can lock up with a fork in musl 1.2.3. */
static size_t storage_bytes(void)
{
    size_t needed = 0;
#ifdef __GLIBC__
    size_t (*least)(const pthread_attr_t *) = NULL;
    pthread_attr_t attributes;
    *(void **)&least = dlsym(RTLD_DEFAULT, "__pthread_get_minstack");
    if (least && pthread_attr_init(&attributes) == 0) {
        needed = least(&attributes);
        pthread_attr_destroy(&attributes);
    }
#endif
    return needed;
}

size_t spelt_stack_bytes(size_t bytes)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    return (storage_bytes() + bytes + page - 1) / page * page;
}
