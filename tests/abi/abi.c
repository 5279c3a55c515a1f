/* abi.c - writes what programs that were built before rely on: constants, sizes and places of members, and
 * the bytes of what is saved. abi.txt keeps it. */
#include <spelt/spelt.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONSTANT(name) printf("constant %s %lld\n", #name, (long long)(name))
#define STRUCT(type) printf("struct %s %zu bytes, aligned to %zu\n", #type, sizeof(type), _Alignof(type))
#define MEMBER(type, member)                                                                       \
    printf("member %s.%s at %zu, %zu bytes\n", #type, #member, offsetof(type, member),             \
           sizeof(((type *)0)->member))

static void write_constants(void)
{
    CONSTANT(SPELT_VERSION_MAJOR);
    CONSTANT(SPELT_VERSION_MINOR);
    CONSTANT(SPELT_MAX_NDIM);
    CONSTANT(SPELT_MAX_THREADS);
    CONSTANT(SPELT_END);
    CONSTANT(SPELT_ORDER_VERSION);
    CONSTANT(SPELT_ORDER_LANE_BYTES);
    CONSTANT(SPELT_ORDER_ROWS);
    CONSTANT(SPELT_PARTIAL_NODES);
    CONSTANT(SPELT_PARTIAL_BLOCK_F32);
    CONSTANT(SPELT_PARTIAL_BLOCK_F64);
    CONSTANT(SPELT_ACC_LIMBS);
    CONSTANT(SPELT_ACC_SAVED_BYTES);
    CONSTANT(SPELT_ACC_SAVED_VERSION);
    CONSTANT(SPELT_NPY_NAME_SIZE);
    CONSTANT(sizeof(spelt_status));
    CONSTANT(sizeof(spelt_type));
    /* Of both enumerations every number that has a name, and the first that has none. */
    for (int i = 0; strcmp(spelt_status_name((spelt_status)i), "SPELT_ERR_?") != 0; i++)
        printf("status %d %s\n", i, spelt_status_name((spelt_status)i));
    for (int i = 1; strcmp(spelt_type_name((spelt_type)i), "?") != 0; i++)
        printf("type %d %s of %zu bytes\n", i, spelt_type_name((spelt_type)i),
               spelt_type_size((spelt_type)i));
}

#define VIEW(type)                                                                                 \
    STRUCT(spelt_in_##type);                                                                       \
    STRUCT(spelt_out_##type);                                                                      \
    MEMBER(spelt_in_##type, data);                                                                 \
    MEMBER(spelt_in_##type, ndim);                                                                 \
    MEMBER(spelt_in_##type, shape);                                                                \
    MEMBER(spelt_in_##type, stride);                                                               \
    MEMBER(spelt_out_##type, data);                                                                \
    MEMBER(spelt_out_##type, ndim);                                                                \
    MEMBER(spelt_out_##type, shape);                                                               \
    MEMBER(spelt_out_##type, stride);

static void write_views(void)
{
    VIEW(f32)
    VIEW(f64)
    VIEW(i8)
    VIEW(i16)
    VIEW(i32)
    VIEW(i64)
    VIEW(u8)
    VIEW(u16)
    VIEW(u32)
    VIEW(u64)
    VIEW(f16)
    VIEW(bf16)
    VIEW(c64)
    VIEW(c128)
}

static void write_structs(void)
{
    STRUCT(spelt_f16);
    MEMBER(spelt_f16, bits);
    STRUCT(spelt_bf16);
    MEMBER(spelt_bf16, bits);
    STRUCT(spelt_c64);
    MEMBER(spelt_c64, re);
    MEMBER(spelt_c64, im);
    STRUCT(spelt_c128);
    MEMBER(spelt_c128, re);
    MEMBER(spelt_c128, im);
    STRUCT(spelt_acc);
    MEMBER(spelt_acc, limb);
    MEMBER(spelt_acc, count);
    MEMBER(spelt_acc, special);
    STRUCT(spelt_partial_f32);
    MEMBER(spelt_partial_f32, order);
    MEMBER(spelt_partial_f32, function);
    MEMBER(spelt_partial_f32, first);
    MEMBER(spelt_partial_f32, count);
    MEMBER(spelt_partial_f32, node);
    STRUCT(spelt_partial_f64);
    MEMBER(spelt_partial_f64, order);
    MEMBER(spelt_partial_f64, function);
    MEMBER(spelt_partial_f64, first);
    MEMBER(spelt_partial_f64, count);
    MEMBER(spelt_partial_f64, node);
    STRUCT(spelt_npy);
    MEMBER(spelt_npy, type);
    MEMBER(spelt_npy, fortran_order);
    MEMBER(spelt_npy, ndim);
    MEMBER(spelt_npy, shape);
    MEMBER(spelt_npy, stride);
    MEMBER(spelt_npy, count);
    MEMBER(spelt_npy, memory);
    MEMBER(spelt_npy, name);
    MEMBER(spelt_npy, boolean);
    MEMBER(spelt_npy, fields);
    MEMBER(spelt_npy, offset);
    MEMBER(spelt_npy, bytes);
    MEMBER(spelt_npy, reserved);
    STRUCT(spelt_npz);
    MEMBER(spelt_npz, count);
    MEMBER(spelt_npz, name);
    MEMBER(spelt_npz, reserved);
}

/* ---- What is saved --------------------------------------------------------------------------- */

static const double numbers[6] = {1.5, -2.25, 1e300, -1e-300, 3, 0x1p-1074};

static void write_bytes(const char *name, const unsigned char *bytes, size_t n)
{
    printf("saved %s ", name);
    for (size_t i = 0; i < n; i++)
        printf("%02x", (unsigned)bytes[i]);
    putchar('\n');
}

static void check(spelt_status status)
{
    if (status != SPELT_OK) {
        fprintf(stderr, "abi: %s\n", spelt_last_error());
        exit(1);
    }
}

static void write_acc(void)
{
    spelt_acc acc;
    unsigned char bytes[SPELT_ACC_SAVED_BYTES];
    check(spelt_acc_init(&acc));
    check(spelt_acc_add_sum_f64(SPELT_IN(f64, numbers, 6), &acc));
    check(spelt_acc_add_f64(1.0 / 0.0, &acc));
    check(spelt_acc_save(&acc, bytes));
    write_bytes("spelt_acc", bytes, sizeof bytes);
}

/* A partial is the bytes of its numbers in the order of the machine. */
#define WRITE_PARTIAL(acc, bits, hex)                                                              \
    static void write_partial_##acc(const char *name, const spelt_partial_##acc *p)                \
    {                                                                                              \
        bits node[2];                                                                              \
        memcpy(node, p->node, sizeof node);                                                        \
        printf("saved %s: order %" PRIu32 ", function %" PRIu32 ", first %" PRIu64                 \
               ", count %" PRIu64 ", nodes %" hex " %" hex "\n",                                   \
               name, p->order, p->function, p->first, p->count, node[0], node[1]);                 \
    }
WRITE_PARTIAL(f32, uint32_t, PRIx32)
WRITE_PARTIAL(f64, uint64_t, PRIx64)

/* Of each function, on some blocks and an element. */
static void write_partials(void)
{
    enum { MOST = 2 * 4096 + 1 };
    static float x[MOST];
    static double y[MOST];
    spelt_partial_f32 narrow;
    spelt_partial_f64 wide;
    for (int i = 0; i < MOST; i++)
        x[i] = (float)(i % 7 + 1), y[i] = (double)(i % 5 + 1) / 8;
#define NARROW(op, ...)                                                                            \
    check(spelt_partial_##op##_f32(__VA_ARGS__, 2 * SPELT_PARTIAL_BLOCK_F32, &narrow));            \
    write_partial_f32("spelt_partial_" #op "_f32", &narrow)
#define WIDE(op, ...)                                                                              \
    check(spelt_partial_##op(__VA_ARGS__, 2 * SPELT_PARTIAL_BLOCK_F64, &wide));                    \
    write_partial_f64("spelt_partial_" #op, &wide)
    NARROW(sum, SPELT_IN(f32, x, MOST));
    NARROW(sumsq, SPELT_IN(f32, x, MOST));
    NARROW(dot, SPELT_IN(f32, x, MOST), SPELT_IN(f32, x, MOST));
    NARROW(sumsq_fused, SPELT_IN(f32, x, MOST));
    NARROW(dot_fused, SPELT_IN(f32, x, MOST), SPELT_IN(f32, x, MOST));
    WIDE(sum_f64, SPELT_IN(f64, y, MOST));
    WIDE(sumsq_f64, SPELT_IN(f64, y, MOST));
    WIDE(dot_f64, SPELT_IN(f64, y, MOST), SPELT_IN(f64, y, MOST));
    WIDE(sumsq_fused_f64, SPELT_IN(f64, y, MOST));
    WIDE(dot_fused_f64, SPELT_IN(f64, y, MOST), SPELT_IN(f64, y, MOST));
    WIDE(sum_f32_f64, SPELT_IN(f32, x, MOST));
    WIDE(sumsq_f32_f64, SPELT_IN(f32, x, MOST));
    WIDE(dot_f32_f64, SPELT_IN(f32, x, MOST), SPELT_IN(f32, x, MOST));
}

/* The header is the same on every machine but for the byte order that it tells, and elements are. */
static void write_npy(void)
{
    static const char name[] = "abi.tmp.npy";
    const uint8_t elements[6] = {1, 2, 3, 4, 5, 6};
    const spelt_in_u8 view = {elements, 2, {2, 3}, {3, 1}};
    unsigned char bytes[4096];
    check(spelt_npy_save_u8(name, &view));
    FILE *file = fopen(name, "rb");
    const size_t n = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    if (file)
        fclose(file);
    remove(name);
    write_bytes(".npy", bytes, n);
}

int main(void)
{
    write_constants();
    write_structs();
    write_views();
    write_acc();
    write_partials();
    write_npy();
    return 0;
}
