/* calls.c - a program of BLAS calls, by the names of C and of Fortran. It knows nothing of Spelt.
 *
 *   calls values   compares what any BLAS gives with plain loops
 *   calls ours     the same, and what only libspelt_blas promises: the bits of unfused loops,
 * increments that do not matter, and what the reference does with 0, NaN, overlap calls bits     a
 * line of digests for each routine, to be compared between runs calls where    the file that ddot
 * is in */
#define _GNU_SOURCE

#include "routines.h"

#include <dlfcn.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PASTE_(a, b) a##b
#define PASTE(a, b) PASTE_(a, b)
#define TEXT_(a) #a
#define TEXT(a) TEXT_(a)
#define C_OF(name) C(name)
#define F_OF(name) F(name)
#define C_NAME(letter, op) C_OF(PASTE(letter, op))
#define F_NAME(letter, op) F_OF(PASTE(letter, op))
#define INDEX_C(letter) C_OF(PASTE(PASTE(i, letter), amax))
#define INDEX_F(letter) F_OF(PASTE(PASTE(i, letter), amax))

typedef struct {
    integer n, incx, incy;
    int by_c;
} shape;

static int is_ours, is_digest, failures;
static const char *letter;
static const long double largest = 1024; /* that an element or a sum of two products may be */
#define LEAST 1e-40L

static void *allocate(size_t bytes)
{
    void *memory = malloc(bytes ? bytes : 1);
    if (!memory)
        exit(2);
    return memory;
}

/* In [-1, 1); of range 1 from 2^-20 to 2^4. */
static double number(int range)
{
    static uint64_t state = 1;
    state = state * 6364136223846793005u + 1442695040888963407u;
    const double value = (double)(int32_t)(state >> 32) * 0x1p-31;
    return range == 0 ? value : ldexp(value, (int)(state >> 20 & 31) % 24 - 20);
}

static void check(int is_right, const char *op, const shape *s, const char *what)
{
    if (is_right || is_digest)
        return;
    if (failures++ < 20)
        printf("%s%s n=%lld incx=%lld incy=%lld: %s\n", letter, op, (long long)s->n,
               (long long)s->incx, (long long)s->incy, what);
}

/* FNV-1a of all that a routine gave. */
static struct {
    char name[16];
    uint64_t hash;
} digests[64];

static void digest(const char *op, const void *bytes, size_t n)
{
    char name[16];
    int i = 0;
    snprintf(name, sizeof name, "%s%s", letter, op);
    while (digests[i].name[0] && strcmp(digests[i].name, name) != 0)
        i++;
    if (!digests[i].name[0]) {
        memcpy(digests[i].name, name, sizeof name);
        digests[i].hash = 14695981039346656037u;
    }
    for (size_t k = 0; k < n; k++)
        digests[i].hash = (digests[i].hash ^ ((const unsigned char *)bytes)[k]) * 1099511628211u;
}

#define LETTER s
#define NORM s
#define ROT srot
#define SCAL sscal
#define T float
#define PARTS 1
#define EPSILON 0x1p-24L
#include "calls_body.h"
#define LETTER d
#define NORM d
#define ROT drot
#define SCAL dscal
#define T double
#define PARTS 1
#define EPSILON 0x1p-53L
#include "calls_body.h"
#define LETTER c
#define NORM sc
#define ROT csrot
#define SCAL csscal
#define T float
#define PARTS 2
#define EPSILON 0x1p-24L
#include "calls_body.h"
#define LETTER z
#define NORM dz
#define ROT zdrot
#define SCAL zdscal
#define T double
#define PARTS 2
#define EPSILON 0x1p-53L
#include "calls_body.h"

#include "calls_special.h"

/* Those of a file, which are the same everywhere. */
static int compare(const char *path)
{
    FILE *file = fopen(path, "r");
    unsigned long long hash;
    char name[16];
    int i = 0, wrong = 0;
    while (file && fscanf(file, "%llx %15[^\n]", &hash, name) == 2) {
        const int is_same = strcmp(name, digests[i].name) == 0 && digests[i].hash == hash;
        if (!is_same)
            printf("%s: %016llx, not %016llx of %s\n", digests[i].name,
                   (unsigned long long)digests[i].hash, hash, name);
        wrong += !is_same;
        i++;
    }
    if (file)
        fclose(file);
    return i == 0 || digests[i].name[0] || wrong;
}

static void shapes(void)
{
    static const integer lengths[] = {-1, 0,  1,  2,  3,   4,    5,    7,
                                      8,  15, 17, 33, 100, 1000, 5000, 100003};
    static const integer incs[][2] = {{1, 1}, {2, 2},  {-1, -1}, {-2, -2}, {1, 3},
                                      {2, 1}, {1, -1}, {-1, 1},  {2, -2},  {-1, -2}};
    for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++)
        for (size_t i = 0; i < sizeof incs / sizeof *incs; i++) {
            const shape s = {lengths[l], incs[i][0], incs[i][1], 0};
            if (lengths[l] > 5000 && i != 0 && i != 7)
                continue;
            all_s(&s, (int)i % 2);
            all_d(&s, (int)i % 2);
            all_c(&s, (int)i % 2);
            all_z(&s, (int)i % 2);
        }
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    Dl_info where;
    is_ours = strcmp(what, "ours") == 0;
    is_digest = strcmp(what, "bits") == 0;
    if (strcmp(what, "where") == 0) {
        void *found = dlsym(RTLD_DEFAULT, TEXT(F(ddot)));
        puts(found && dladdr(found, &where) ? where.dli_fname : "nowhere");
        return 0;
    }
    if (!is_ours && !is_digest && strcmp(what, "values") != 0) {
        fprintf(stderr, "calls values|ours|bits [FILE]|where\n");
        return 2;
    }
    shapes();
    givens();
    mixed();
    if (is_ours || is_digest)
        special();
    if (is_digest && argc > 2)
        return compare(argv[2]);
    for (int i = 0; is_digest && digests[i].name[0]; i++)
        printf("%016llx %s\n", (unsigned long long)digests[i].hash, digests[i].name);
    if (!is_digest)
        printf("%d wrong\n", failures);
    return failures != 0;
}
