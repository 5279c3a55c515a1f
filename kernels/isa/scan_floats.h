/* scan_floats.h - running sums of rows of floating-point elements, as many at once as a vector of
 * 16 bytes has lanes: a square of elements is turned over, added up column by column, and turned
 * back; included by scan.c. */

typedef f32 scan_lanes_f32 __attribute__((vector_size(16)));
typedef f64 scan_lanes_f64 __attribute__((vector_size(16)));

SPELT_INLINE void scan_turn_f64(scan_lanes_f64 v[2])
{
    const scan_lanes_f64 a = v[0], b = v[1];
    v[0] = __builtin_shufflevector(a, b, 0, 2);
    v[1] = __builtin_shufflevector(a, b, 1, 3);
}

SPELT_INLINE void scan_turn_f32(scan_lanes_f32 v[4])
{
    const scan_lanes_f32 a = __builtin_shufflevector(v[0], v[1], 0, 4, 1, 5);
    const scan_lanes_f32 b = __builtin_shufflevector(v[2], v[3], 0, 4, 1, 5);
    const scan_lanes_f32 c = __builtin_shufflevector(v[0], v[1], 2, 6, 3, 7);
    const scan_lanes_f32 d = __builtin_shufflevector(v[2], v[3], 2, 6, 3, 7);
    v[0] = __builtin_shufflevector(a, b, 0, 1, 4, 5);
    v[1] = __builtin_shufflevector(a, b, 2, 3, 6, 7);
    v[2] = __builtin_shufflevector(c, d, 0, 1, 4, 5);
    v[3] = __builtin_shufflevector(c, d, 2, 3, 6, 7);
}

/* Returns how many rows that is: all but fewer than there are lanes. */
#define SCAN_FLOATS(type)                                                                          \
    SPELT_INLINE size_t scan_rows_##type(const char *x, ptrdiff_t x_step, char *out,               \
                                         ptrdiff_t out_step, size_t rows, size_t n)                \
    {                                                                                              \
        enum { SIZE = sizeof(type), LANES = 16 / SIZE };                                           \
        size_t row = 0;                                                                            \
        for (; rows - row >= LANES; row += LANES, x += LANES * x_step, out += LANES * out_step) {  \
            scan_lanes_##type sum = {0};                                                           \
            size_t i = 0;                                                                          \
            for (; n - i >= LANES; i += LANES) {                                                   \
                scan_lanes_##type v[LANES];                                                        \
                for (unsigned r = 0; r < LANES; r++)                                               \
                    memcpy(&v[r], x + (ptrdiff_t)r * x_step + i * SIZE, sizeof v[r]);              \
                scan_turn_##type(v);                                                               \
                for (unsigned k = 0; k < LANES; k++)                                               \
                    v[k] = sum += v[k];                                                            \
                scan_turn_##type(v);                                                               \
                for (unsigned r = 0; r < LANES; r++)                                               \
                    memcpy(out + (ptrdiff_t)r * out_step + i * SIZE, &v[r], sizeof v[r]);          \
            }                                                                                      \
            for (; i < n; i++) {                                                                   \
                for (unsigned r = 0; r < LANES; r++) {                                             \
                    type *to = (void *)(out + (ptrdiff_t)r * out_step);                            \
                    to[i] = sum[r] +=                                                              \
                        ((const type *)(const void *)(x + (ptrdiff_t)r * x_step))[i];              \
                }                                                                                  \
            }                                                                                      \
        }                                                                                          \
        return row;                                                                                \
    }
