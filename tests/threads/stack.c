/* stack.c - no call writes deeper than 16 KiB into the stack: measured on one that was painted. */
#define _GNU_SOURCE 1

#include <spelt/spelt.h>

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { SIDE = 700, N = SIDE * SIDE, PAINTED_BYTES = 1 << 18, PAINT = 0x5a };
enum { PROMISED_BYTES = 16 << 10 };

static union {
    double f64[N];
    float f32[N];
    int64_t i64[N];
    int32_t i32[N];
} x, y, out;

static char file_name[64];

/* ---- The calls ------------------------------------------------------------------------------- */

/* What a view of SIDE * SIDE elements may look like. */
typedef enum {
    CONTIGUOUS,
    EVERY_SECOND,
    BACKWARDS,
    TRANSPOSED,
    PADDED,
    REPEATED,
    DEEP,
    LAYOUTS
} layout;
static const char *const layout_names[LAYOUTS] = {"contiguous",      "every second", "backwards",
                                                  "transposed",      "padded",       "repeated",
                                                  "eight dimensions"};

typedef struct {
    size_t ndim, offset, shape[SPELT_MAX_NDIM];
    ptrdiff_t stride[SPELT_MAX_NDIM];
} form;

static form form_of(layout which, int writable)
{
    switch (which) {
    case EVERY_SECOND: return (form){1, 0, {N / 2}, {2}};
    case BACKWARDS: return (form){1, N - 1, {N}, {-1}};
    case TRANSPOSED: return (form){2, 0, {SIDE, SIDE}, {writable ? SIDE : 1, writable ? 1 : SIDE}};
    case PADDED: return (form){2, 0, {SIDE, SIDE - 3}, {SIDE, 1}};
    case REPEATED: return (form){2, 0, {SIDE, SIDE}, {writable ? SIDE : 0, 1}};
    case DEEP:
        return (form){8, 0, {4, 2, 5, 3, 4, 5, 2, 3}, {1, 12000, 4, 24000, 20, 80, 400, 800}};
    default: return (form){1, 0, {N}, {1}};
    }
}

#define VIEW(kind, type, array, which, writable)                                                   \
    spelt_##kind##_##type view_##array = {array.type, 0, {0}, {0}};                                \
    do {                                                                                           \
        const form f = form_of(which, writable);                                                   \
        view_##array.data += f.offset;                                                             \
        view_##array.ndim = f.ndim;                                                                \
        memcpy(view_##array.shape, f.shape, sizeof f.shape);                                       \
        memcpy(view_##array.stride, f.stride, sizeof f.stride);                                    \
    } while (0)

typedef spelt_status call(layout which);

#define REDUCTION(name, type, result_type)                                                         \
    static spelt_status do_##name(layout which)                                                    \
    {                                                                                              \
        result_type result;                                                                        \
        VIEW(in, type, x, which, 0);                                                               \
        return spelt_##name(&view_x, &result);                                                     \
    }
#define PRODUCT(name, type, result_type)                                                           \
    static spelt_status do_##name(layout which)                                                    \
    {                                                                                              \
        result_type result;                                                                        \
        VIEW(in, type, x, which, 0);                                                               \
        VIEW(in, type, y, which, 0);                                                               \
        return spelt_##name(&view_x, &view_y, &result);                                            \
    }
#define ELEMENTWISE(name, type)                                                                    \
    static spelt_status do_##name(layout which)                                                    \
    {                                                                                              \
        VIEW(in, type, x, which, 0);                                                               \
        VIEW(in, type, y, which, 0);                                                               \
        VIEW(out, type, out, which, 1);                                                            \
        return spelt_##name(&view_x, &view_y, &view_out);                                          \
    }
#define PARTIAL(name, type, result_type)                                                           \
    static spelt_status do_partial_##name(layout which)                                            \
    {                                                                                              \
        result_type result;                                                                        \
        VIEW(in, type, x, which, 0);                                                               \
        VIEW(in, type, y, which, 0);                                                               \
        return spelt_partial_##name(&view_x, &view_y, 0, &result);                                 \
    }

REDUCTION(sum_f32, f32, float)
REDUCTION(sum_f64, f64, double)
REDUCTION(sum_f32_f64, f32, double)
REDUCTION(sum_i32, i32, int64_t)
REDUCTION(sum_i64, i64, int64_t)
REDUCTION(sum_exact_f32, f32, float)
REDUCTION(sum_exact_f64, f64, double)
REDUCTION(sumsq_f32, f32, float)
REDUCTION(sumsq_f64, f64, double)
REDUCTION(sumsq_f32_f64, f32, double)
REDUCTION(sumsq_i32, i32, int64_t)
REDUCTION(sumsq_i64, i64, int64_t)
REDUCTION(sumsq_exact_f32, f32, float)
REDUCTION(sumsq_exact_f64, f64, double)
PRODUCT(dot_f32, f32, float)
PRODUCT(dot_f64, f64, double)
PRODUCT(dot_f32_f64, f32, double)
PRODUCT(dot_i32, i32, int64_t)
PRODUCT(dot_i64, i64, int64_t)
PRODUCT(dot_exact_f32, f32, float)
PRODUCT(dot_exact_f64, f64, double)
ELEMENTWISE(add_f32, f32)
ELEMENTWISE(add_f64, f64)
ELEMENTWISE(add_i32, i32)
ELEMENTWISE(add_i64, i64)
ELEMENTWISE(add_wrap_i32, i32)
ELEMENTWISE(add_wrap_i64, i64)
ELEMENTWISE(add_sat_i32, i32)
ELEMENTWISE(add_sat_i64, i64)
PARTIAL(dot_f32, f32, spelt_partial_f32)
PARTIAL(dot_f64, f64, spelt_partial_f64)
PARTIAL(dot_f32_f64, f32, spelt_partial_f64)

static spelt_status do_acc_add_sum_f64(layout which)
{
    spelt_acc acc = {0};
    double result;
    VIEW(in, f64, x, which, 0);
    spelt_status status = spelt_acc_add_sum_f64(&view_x, &acc);
    return status == SPELT_OK ? spelt_acc_round_f64(&acc, &result) : status;
}

static spelt_status do_acc_add_dot_f32(layout which)
{
    spelt_acc acc = {0};
    float result;
    VIEW(in, f32, x, which, 0);
    spelt_status status = spelt_acc_add_dot_f32(&view_x, &view_x, &acc);
    return status == SPELT_OK ? spelt_acc_round_f32(&acc, &result) : status;
}

/* The longest messages: an error's two shapes, an overflow's index. */
static spelt_status do_errors(layout which)
{
    VIEW(in, f64, x, which, 0);
    VIEW(in, f64, y, which == DEEP ? CONTIGUOUS : DEEP, 0);
    double result;
    return spelt_dot_f64(&view_x, &view_y, &result) == SPELT_ERR_SHAPE ? SPELT_OK : SPELT_ERR_ARG;
}

static spelt_status do_npy(layout which)
{
    spelt_npy file;
    VIEW(in, f64, x, which, 0);
    spelt_status status = spelt_npy_save_f64(file_name, &view_x);
    if (status == SPELT_OK)
        status = spelt_npy_open(file_name, &file);
    if (status == SPELT_OK)
        spelt_npy_close(&file);
    return status;
}

static spelt_status do_settings(layout which)
{
    (void)which;
    spelt_get_num_threads();
    spelt_threads_source();
    spelt_isa();
    return spelt_set_isa(NULL);
}

#define CALL(name)                                                                                 \
    {                                                                                              \
#name, do_##name                                                                           \
    }
static const struct {
    const char *name;
    call *function;
} calls[] = {
    CALL(settings),
    CALL(sum_f32),
    CALL(sum_f64),
    CALL(sum_f32_f64),
    CALL(sum_i32),
    CALL(sum_i64),
    CALL(sum_exact_f32),
    CALL(sum_exact_f64),
    CALL(sumsq_f32),
    CALL(sumsq_f64),
    CALL(sumsq_f32_f64),
    CALL(sumsq_i32),
    CALL(sumsq_i64),
    CALL(sumsq_exact_f32),
    CALL(sumsq_exact_f64),
    CALL(dot_f32),
    CALL(dot_f64),
    CALL(dot_f32_f64),
    CALL(dot_i32),
    CALL(dot_i64),
    CALL(dot_exact_f32),
    CALL(dot_exact_f64),
    CALL(add_f32),
    CALL(add_f64),
    CALL(add_i32),
    CALL(add_i64),
    CALL(add_wrap_i32),
    CALL(add_wrap_i64),
    CALL(add_sat_i32),
    CALL(add_sat_i64),
    CALL(partial_dot_f32),
    CALL(partial_dot_f64),
    CALL(partial_dot_f32_f64),
    CALL(acc_add_sum_f64),
    CALL(acc_add_dot_f32),
    CALL(errors),
    CALL(npy),
};

/* ---- Measuring ------------------------------------------------------------------------------- */

static unsigned char *painted;

typedef struct {
    call *function;
    layout which;
    spelt_status status;
} one_call;

static void *run(void *argument)
{
    one_call *c = argument;
    if (c->function)
        c->status = c->function(c->which);
    return NULL;
}

/* How deep a thread wrote that ran this. */
static size_t depth(one_call *c)
{
    pthread_attr_t attributes;
    pthread_t thread;
    size_t untouched = 0;
    memset(painted, PAINT, PAINTED_BYTES);
    pthread_attr_init(&attributes);
    pthread_attr_setstack(&attributes, painted, PAINTED_BYTES);
    if (pthread_create(&thread, &attributes, run, c) != 0)
        exit(1);
    pthread_join(thread, NULL);
    pthread_attr_destroy(&attributes);
    while (untouched < PAINTED_BYTES && painted[untouched] == PAINT)
        untouched++;
    return PAINTED_BYTES - untouched;
}

/* A thread's own beginning and end are not the call's. */
static int measure_calls(const char *isa)
{
    int failed = 0;
    size_t deepest = 0;
    const char *name = "";
    const size_t nothing = depth(&(one_call){NULL, CONTIGUOUS, SPELT_OK});
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
        for (int which = 0; which < LAYOUTS; which++) {
            one_call c = {calls[i].function, (layout)which, SPELT_OK};
            size_t bytes = depth(&c);
            bytes = bytes > nothing ? bytes - nothing : 0;
            if (bytes > deepest) {
                deepest = bytes;
                name = calls[i].name;
            }
            if (bytes > PROMISED_BYTES || c.status != SPELT_OK) {
                printf("stack: %s, %s: %zu bytes, status %d\n", calls[i].name, layout_names[which],
                       bytes, (int)c.status);
                failed = 1;
            }
        }
    printf("stack: %s: the deepest is %s with %zu bytes\n", isa, name, deepest);
    return failed;
}

static const char *const isas[] = {"scalar", "sse2", "avx2", "avx512", "neon"};

int main(int count, char **arguments)
{
    int failed = 0, verbose = count > 1 && strcmp(arguments[1], "trace") == 0;
    painted = mmap(NULL, PAINTED_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (painted == MAP_FAILED)
        return 1;
    snprintf(file_name, sizeof file_name, "stack-%d.npy", (int)getpid());
    setenv("SPELT_GRAIN_BYTES", "1", 1);
    if (verbose) {
        setenv("SPELT_VERBOSE", "1", 1);
        if (!freopen("/dev/null", "w", stderr))
            return 1;
    }
    spelt_set_num_threads(3);
    for (size_t i = 0; i < sizeof isas / sizeof isas[0]; i++)
        if (spelt_set_isa(isas[i]) == SPELT_OK)
            failed |= measure_calls(isas[i]);
    unlink(file_name);
    return failed;
}
