/* blas_library.c - a library with a CBLAS interface: the OpenBLAS that Spelt links, or any other by
 * the name of its file. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* RTLD_DEEPBIND */
#endif
#include "peers/blas_library.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef SPELT_HAVE_BLAS
#include <cblas.h>
#endif

/* Two copies of OpenBLAS export the same names and call themselves through them. In the order of
 * an ordinary dlopen() the process's global names come first, so the second copy would call into
 * the one that Spelt links; RTLD_DEEPBIND has a library find its own names before all others.
 * (dlmopen() would keep them apart too, but with a second libc and a second OpenMP runtime, whose
 * threads know nothing of the first's.) The address sanitizer refuses RTLD_DEEPBIND, which would
 * hide its allocator. */
#ifdef __has_feature
#define HAS_FEATURE(name) __has_feature(name)
#else
#define HAS_FEATURE(name) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || HAS_FEATURE(address_sanitizer) || !defined(RTLD_DEEPBIND)
#define OPEN_MODE (RTLD_NOW | RTLD_LOCAL)
#else
#define OPEN_MODE (RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND)
#define RTLD_DEEPBIND_IS_USED
#endif

#define WIDE_LENGTHS "its lengths are 64-bit integers, and 32-bit ones are wanted"

/* Stores the address of a symbol in a pointer to a function (POSIX says that this works: dlsym,
 * "Application usage"); 0 where there is no such symbol. */
static int find(void *handle, const char *symbol, void *function)
{
    void *address = dlsym(handle, symbol);
    memcpy(function, &address, sizeof address);
    return address != NULL;
}

__attribute__((format(printf, 2, 3))) static void tell(char text[BLAS_TEXT_SIZE],
                                                       const char *format, ...);

/* Appends to text; what does not fit is cut off. */
static void tell(char text[BLAS_TEXT_SIZE], const char *format, ...)
{
    size_t length = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + length, BLAS_TEXT_SIZE - length, format, arguments);
    va_end(arguments);
}

static const char *base_name(const char *file)
{
    const char *slash = strrchr(file, '/');
    return slash ? slash + 1 : file;
}

static void set_label(blas_library *library, const char *name, const char *version, size_t length)
{
    snprintf(library->label, BLAS_LABEL_SIZE, "%s %.*s", name, (int)length, version);
}

/* ---- What kind of library it is ----------------------------------------------------------------
 */

typedef enum { ANOTHER_KIND, USABLE, UNUSABLE } verdict;

/* Knows one kind of library, and says what it is in the label and the text about it. UNUSABLE:
 * calls with 32-bit lengths would be wrong, as message says. */
typedef verdict describe(blas_library *library, void *handle, const char *file, char *message);

static verdict describe_openblas(blas_library *library, void *handle, const char *file,
                                 char *message)
{
    char *(*config)(void), *(*core)(void);
    (void)file;
    if (!find(handle, "openblas_get_config", &config))
        return ANOTHER_KIND;
    const char *text = config(), *version = strchr(text, ' ');
    version = version ? version + 1 : "";
    set_label(library, "OpenBLAS", version, strcspn(version, " "));
    tell(library->about, "%s", text);
    if (find(handle, "openblas_get_corename", &core)) {
        snprintf(library->core, BLAS_LABEL_SIZE, "%s", core());
        tell(library->about, "; core %s", library->core);
    }
    find(handle, "openblas_set_num_threads", &library->set_threads);
    find(handle, "openblas_get_num_threads", &library->get_threads);
    if (!strstr(text, "USE64BITINT"))
        return USABLE;
    tell(message, WIDE_LENGTHS " (%s)", text);
    return UNUSABLE;
}

static verdict describe_blis(blas_library *library, void *handle, const char *file, char *message)
{
    const char *(*version)(void), *(*arch_name)(int);
    int (*arch)(void);
    int64_t (*int_bits)(void);
    (void)file;
    if (!find(handle, "bli_info_get_version_str", &version))
        return ANOTHER_KIND;
    set_label(library, "BLIS", version(), strlen(version()));
    tell(library->about, "BLIS %s", version());
    if (find(handle, "bli_arch_query_id", &arch) && find(handle, "bli_arch_string", &arch_name)) {
        snprintf(library->core, BLAS_LABEL_SIZE, "%s", arch_name(arch()));
        tell(library->about, "; core %s", library->core);
    }
    find(handle, "bli_thread_set_num_threads", &library->set_threads_wide);
    if (!find(handle, "bli_info_get_blas_int_type_size", &int_bits) || int_bits() != 64)
        return USABLE;
    tell(message, WIDE_LENGTHS " (BLIS %s)", version());
    return UNUSABLE;
}

static verdict describe_mkl(blas_library *library, void *handle, const char *file, char *message)
{
    enum { VERSION_SIZE = 200 };
    char version[VERSION_SIZE] = "";
    void (*get_version)(char *, int);
    if (!find(handle, "MKL_Get_Version_String", &get_version))
        return ANOTHER_KIND;
    get_version(version, VERSION_SIZE - 1);
    const char *number = strpbrk(version, "0123456789");
    number = number ? number : "";
    set_label(library, "MKL", number, strcspn(number, " -"));
    tell(library->about, "%s", version);
    find(handle, "MKL_Set_Num_Threads", &library->set_threads);
    find(handle, "MKL_Get_Max_Threads", &library->get_threads);
    /* libmkl_rt decides by this variable; of the others those with wide lengths say so in their
     * names. */
    const char *layer = getenv("MKL_INTERFACE_LAYER");
    if (!strstr(base_name(file), "ilp64") && !(layer && strstr(layer, "ILP64")))
        return USABLE;
    tell(message, WIDE_LENGTHS " (ILP64 in the file's name or MKL_INTERFACE_LAYER)");
    return UNUSABLE;
}

static describe *const kinds[] = {describe_openblas, describe_blis, describe_mkl};

/* ---- Loading -----------------------------------------------------------------------------------
 */

static void find_calls(blas_library *library, void *handle)
{
#define BLAS_CALL(name, ...) (void)find(handle, "cblas_" #name, &library->name);
#include "peers/blas_calls.def"
    /* That of OpenBLAS 0.3.21 for SkylakeX and Cooperlake adds wrong. */
    float x[34], sum = 0;
    for (int i = 0; i < 34; i++)
        sum += x[i] = (float)i;
    if (library->scasum && library->scasum(17, x, 1) != sum)
        library->scasum = NULL;
}

static int find_functions(blas_library *library, void *handle, char message[BLAS_TEXT_SIZE])
{
    const struct {
        const char *symbol;
        void *function;
    } wanted[] = {
        {"cblas_sdot", &library->sdot},   {"cblas_ddot", &library->ddot},
        {"cblas_scopy", &library->scopy}, {"cblas_dcopy", &library->dcopy},
        {"cblas_saxpy", &library->saxpy}, {"cblas_daxpy", &library->daxpy},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        if (find(handle, wanted[i].symbol, wanted[i].function))
            continue;
        if (dlsym(handle, "cblas_ddot64_") || dlsym(handle, "cblas_ddot_64"))
            tell(message, WIDE_LENGTHS " (its functions' names end in 64)");
        else if (dlsym(handle, "ddot_"))
            tell(message, "has BLAS's Fortran functions, but no %s", wanted[i].symbol);
        else
            tell(message, "has no %s: not a library with a CBLAS interface", wanted[i].symbol);
        return 0;
    }
    (void)(find(handle, "cblas_sgemv", &library->sgemv) && find(handle, "cblas_dgemv", &library->dgemv));
    find_calls(library, handle);
    return 1;
}

static int describe_library(blas_library *library, const char *file, void *handle,
                            char message[BLAS_TEXT_SIZE])
{
    verdict v = ANOTHER_KIND;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && v == ANOTHER_KIND; i++)
        v = kinds[i](library, handle, file, message);
    if (v == ANOTHER_KIND) {
        snprintf(library->label, BLAS_LABEL_SIZE, "%s", base_name(file));
        tell(library->about, "a CBLAS of a kind not known here");
    }
    if (!library->set_threads && !library->set_threads_wide)
        tell(library->about, "; no call that sets its threads: its environment variable decides");
    return v != UNUSABLE;
}

int blas_library_open(blas_library *library, const char *file, char message[BLAS_TEXT_SIZE])
{
    memset(library, 0, sizeof *library);
    message[0] = '\0';
    void *handle = dlopen(file, OPEN_MODE);
    if (!handle) {
        const char *reason = dlerror();
        size_t length = strlen(file);
        if (strncmp(reason, file, length) != 0)
            tell(message, "%s: ", file);
        tell(message, "%s", reason);
        return 0;
    }
    tell(message, "%s: ", file);
    if (!find_functions(library, handle, message) ||
        !describe_library(library, file, handle, message)) {
        dlclose(handle);
        return 0;
    }
    message[0] = '\0';
#ifdef SPELT_HAVE_BLAS
    if (library->ddot == cblas_ddot)
        tell(library->about, "; the very copy that Spelt links");
#endif
    return 1;
}

#ifdef RTLD_DEEPBIND_IS_USED
/* The file's bytes as a file without a name, which dlopen() takes for another library. */
static int copy_of(const char *file)
{
    static char piece[1 << 16];
    int from = open(file, O_RDONLY | O_CLOEXEC), to = memfd_create("cblas", MFD_CLOEXEC);
    ssize_t got = -1;
    while (from >= 0 && to >= 0 && (got = read(from, piece, sizeof piece)) > 0)
        if (write(to, piece, (size_t)got) != got) {
            got = -1;
            break;
        }
    if (from >= 0)
        close(from);
    if (got == 0)
        return to;
    if (to >= 0)
        close(to);
    return -1;
}

int blas_library_of_core(blas_library *library, const blas_library *of, const char *core)
{
    static const char variable[] = "OPENBLAS_CORETYPE"; /* read when OpenBLAS is loaded */
    char name[64], message[BLAS_TEXT_SIZE], kept[BLAS_LABEL_SIZE] = "";
    const char *before = getenv(variable);
    void *symbol;
    Dl_info info;
    memcpy(&symbol, &of->ddot, sizeof symbol);
    if (!strstr(of->about, "DYNAMIC_ARCH") || !dladdr(symbol, &info))
        return 0;
    int file = copy_of(info.dli_fname);
    if (file < 0)
        return 0;
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    snprintf(kept, sizeof kept, "%s", before ? before : "");
    setenv(variable, core, 1);
    int opened = blas_library_open(library, name, message);
    if (before)
        setenv(variable, kept, 1);
    else
        unsetenv(variable);
    /* The file stays open, or the next copy would have its number, and dlopen() knows a library
     * that is there already by its name. */
    return opened && strcasecmp(library->core, core) == 0;
}
#else
int blas_library_of_core(blas_library *library, const blas_library *of, const char *core)
{
    (void)library, (void)of, (void)core;
    return 0;
}
#endif

#ifdef SPELT_HAVE_BLAS
#define LINKED_GEMV(gemv, type)                                                                    \
    static void gemv(int order, int trans, int m, int n, type a, const type *x, int x_stride,      \
                     const type *y, int y_stride, type b, type *z, int z_stride)                   \
    {                                                                                              \
        cblas_##gemv((enum CBLAS_ORDER)order, (enum CBLAS_TRANSPOSE)trans, m, n, a, x, x_stride,   \
                     y, y_stride, b, z, z_stride);                                                 \
    }
LINKED_GEMV(sgemv, float)
LINKED_GEMV(dgemv, double)
#endif

int blas_library_linked(blas_library *library)
{
    memset(library, 0, sizeof *library);
#ifdef SPELT_HAVE_BLAS
    *library = (blas_library){.sdot = cblas_sdot,
                              .ddot = cblas_ddot,
                              .scopy = cblas_scopy,
                              .dcopy = cblas_dcopy,
                              .saxpy = cblas_saxpy,
                              .daxpy = cblas_daxpy,
                              .sgemv = sgemv,
                              .dgemv = dgemv,
                              .set_threads = openblas_set_num_threads,
                              .get_threads = openblas_get_num_threads};
    find_calls(library,
               RTLD_DEFAULT); /* without the prototypes, which differ from one release to another */
    snprintf(library->label, BLAS_LABEL_SIZE, "OpenBLAS");
    snprintf(library->core, BLAS_LABEL_SIZE, "%s", openblas_get_corename());
    snprintf(library->about, BLAS_TEXT_SIZE, "%s; core %s", openblas_get_config(), library->core);
    return 1;
#else
    return 0;
#endif
}

void blas_library_number(blas_library *libraries, int count)
{
    for (int i = count - 1; i > 0; i--) { /* from the last: those before it are as they were */
        int same = 0;
        for (int before = 0; before < i; before++)
            same += strcmp(libraries[before].label, libraries[i].label) == 0;
        size_t length = strlen(libraries[i].label);
        if (same && length < BLAS_LABEL_SIZE - 4)
            snprintf(libraries[i].label + length, 4, " #%c", '1' + same % 9);
    }
}

int blas_library_set_threads(const blas_library *library, int threads)
{
    if (library->set_threads)
        library->set_threads(threads);
    else if (library->set_threads_wide)
        library->set_threads_wide(threads);
    return library->set_threads || library->set_threads_wide;
}

int blas_library_threads(const blas_library *library, int wanted)
{
    return blas_library_set_threads(library, wanted) && library->get_threads ? library->get_threads() : 0;
}
