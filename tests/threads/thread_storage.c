/* thread_storage.c - an object with Spelt in it that was loaded takes no memory for its threads:
 * where none is to be had calls work and say what failed, in threads older and younger than it; and
 * messages of threads that have ended make room for others.
 *
 *     thread_storage OBJECT */
#define _GNU_SOURCE 1

#include "loaded.h"
#include "process.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>

enum { N = 100, DEADLINE_SECONDS = 60, AT_ONCE = 100, GENERATIONS = 30 };

static const char *object_name;
static double numbers[N];
static loaded spelt;

/* ---- Memory that is not to be had ------------------------------------------------------------- */

static _Atomic int refuse, asked;

extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t),
    *__libc_memalign(size_t, size_t);

static int refused(void)
{
    if (!atomic_load(&refuse))
        return 0;
    atomic_fetch_add(&asked, 1);
    errno = ENOMEM;
    return 1;
}

/* The program's own come before the C library's, for the loader too. */
void *malloc(size_t bytes)
{
    return refused() ? NULL : __libc_malloc(bytes);
}

void *calloc(size_t count, size_t bytes)
{
    return refused() ? NULL : __libc_calloc(count, bytes);
}

void *realloc(void *memory, size_t bytes)
{
    return refused() ? NULL : __libc_realloc(memory, bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes)
{
    return refused() ? NULL : __libc_memalign(alignment, bytes);
}

/* ---- What threads do -------------------------------------------------------------------------- */

static _Atomic int is_loaded, wrong, done, end;

/* Its message names a length of its own. */
static void call(size_t n)
{
    char expected[32];
    const spelt_in_f64 x = {numbers, 1, {N}, {1}}, shorter = {numbers, 1, {n}, {1}};
    double sum = 0;
    snprintf(expected, sizeof expected, "y has shape (%zu)", n);
    if (spelt.sum(&x, &sum) != SPELT_OK || sum != (double)N * (N - 1) / 2 ||
        spelt.dot(&x, &shorter, &sum) != SPELT_ERR_SHAPE ||
        !strstr(spelt.last_error(), expected) || spelt.cap_local(3) != 0 || spelt.cap_local(0) != 3)
        atomic_fetch_add(&wrong, 1);
}

static void *host(void *argument)
{
    while (!atomic_load(&is_loaded))
        usleep(100);
    if (spelt.last_error()[0] != '\0')
        atomic_fetch_add(&wrong, 1);
    call((size_t)(uintptr_t)argument);
    atomic_fetch_add(&done, 1);
    while (!atomic_load(&end))
        usleep(100);
    call((size_t)(uintptr_t)argument);
    return NULL;
}

static void begin(pthread_t *thread, size_t n)
{
    if (pthread_create(thread, NULL, host, (void *)(uintptr_t)n) != 0)
        die("cannot start its own threads");
}

int main(int count, char **arguments)
{
    pthread_t older, younger, many[AT_ONCE];
    if (count < 2)
        die("wants the path of an object");
    object_name = arguments[1];
    process_deadline("thread_storage", DEADLINE_SECONDS);
    setenv("SPELT_NUM_THREADS", "1", 1);
    for (int i = 0; i < N; i++)
        numbers[i] = i;
    begin(&older, 1);
    spelt = load(object_name);
    atomic_store(&asked, 0);
    begin(&younger, 2);
    atomic_store(&refuse, 1);
    atomic_store(&is_loaded, 1);
    call(3);
    while (atomic_load(&done) < 2)
        usleep(100);
    atomic_store(&end, 1);
    pthread_join(older, NULL);
    pthread_join(younger, NULL);
    atomic_store(&refuse, 0);
    printf("thread_storage: %d times memory was asked for\n", atomic_load(&asked));
    for (int g = 0; g < GENERATIONS; g++) {
        for (int i = 0; i < AT_ONCE; i++)
            begin(&many[i], (size_t)i);
        for (int i = 0; i < AT_ONCE; i++)
            pthread_join(many[i], NULL);
    }
    if (atomic_load(&wrong) > 0)
        die("wrong results or messages");
    return atomic_load(&asked) > 0;
}
