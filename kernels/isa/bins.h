/* bins.h - which bin an element lies in: reckoned where edges are even, or near it, and looked at;
 * else by halving. Included by groups.c.
 *
 * An element lies in the last bin whose lower edge is not above it. Comparisons with elements,
 * which may be NaNs, are quiet; and what is not inside becomes an edge by its bits, so that no
 * compiler reckons with both. */

#define BINS_AT_ONCE ((size_t)8)

/* Numbers of bins fit i64, from which CPUs convert. Edges of either kind: given ones, and reckoned
 * ones. */
#define BINS_EDGES(type)                                                                           \
    typedef type edge_of_##type(const spelt_bins *bins, size_t i);                                 \
    SPELT_INLINE type given_edge_##type(const spelt_bins *bins, size_t i)                          \
    {                                                                                              \
        return *(const type *)(const void *)(bins->edge + (ptrdiff_t)i * bins->step);              \
    }                                                                                              \
    SPELT_INLINE type side_by_side_edge_##type(const spelt_bins *bins, size_t i)                   \
    {                                                                                              \
        return ((const type *)(const void *)bins->edge)[i];                                        \
    }                                                                                              \
    SPELT_INLINE type even_edge_##type(const spelt_bins *bins, size_t i)                           \
    {                                                                                              \
        const type high = (type)bins->high;                                                        \
        const type edge = (type)bins->low + (type)(i64)i * (type)bins->width;                      \
        return i == bins->bins || edge > high ? high : edge;                                       \
    }                                                                                              \
    /* The bin of an element inside by its distance from low, at most one beside it where edges    \
     * are even. */                                                                                \
    SPELT_INLINE size_t reckon_bin_##type(const spelt_bins *bins, type x)                          \
    {                                                                                              \
        const f64 place = ((f64)x - bins->low) * bins->scale;                                      \
        const size_t bin = (size_t)(i64)place;                                                     \
        return bin < bins->bins ? bin : bins->bins - 1;                                            \
    }                                                                                              \
    /* Several at once, since each step of one waits for the step before. */                       \
    SPELT_INLINE void look_up_##type(const spelt_bins *bins, const type *x, size_t *bin,           \
                                     edge_of_##type *edge)                                         \
    {                                                                                              \
        for (size_t j = 0; j < BINS_AT_ONCE; j++)                                                  \
            bin[j] = 0;                                                                            \
        for (size_t left = bins->bins; left > 1; left -= left / 2)                                 \
            for (size_t j = 0; j < BINS_AT_ONCE; j++)                                              \
                bin[j] += edge(bins, bin[j] + left / 2) <= x[j] ? left / 2 : 0;                    \
    }                                                                                              \
    SPELT_INLINE size_t look_up_one_##type(const spelt_bins *bins, type x, edge_of_##type *edge)   \
    {                                                                                              \
        size_t bin = 0;                                                                            \
        for (size_t left = bins->bins; left > 1; left -= left / 2)                                 \
            bin += edge(bins, bin + left / 2) <= x ? left / 2 : 0;                                 \
        return bin;                                                                                \
    }                                                                                              \
    SPELT_INLINE int is_in_bin_##type(const spelt_bins *bins, type x, size_t bin,                  \
                                      edge_of_##type *edge)                                        \
    {                                                                                              \
        const int is_above = edge(bins, bin) <= x, is_below = x < edge(bins, bin + 1);             \
        const int is_last = bin + 1 == bins->bins;                                                 \
        return is_above & (is_below | is_last);                                                    \
    }                                                                                              \
    /* A NaN as a zero, and taken out: only equality is quiet in all instructions. */               \
    SPELT_INLINE int is_inside_##type(const spelt_bins *bins, type x)                              \
    {                                                                                              \
        const int is_number = x == x;                                                              \
        union {                                                                                    \
            type number;                                                                           \
            unsigned_##type bits;                                                                  \
        } a = {x};                                                                                 \
        a.bits &= 0 - (unsigned_##type)is_number;                                                  \
        const int is_above = a.number >= (type)bins->low, is_below = a.number <= (type)bins->high; \
        return is_number & is_above & is_below;                                                    \
    }                                                                                              \
    SPELT_INLINE type inside_or_low_##type(const spelt_bins *bins, type x, int is_inside)          \
    {                                                                                              \
        union {                                                                                    \
            type number;                                                                           \
            unsigned_##type bits;                                                                  \
        } a = {x}, low = {(type)bins->low};                                                        \
        const unsigned_##type mask = 0 - (unsigned_##type)is_inside;                               \
        a.bits = (a.bits & mask) | (low.bits & ~mask);                                             \
        return a.number;                                                                           \
    }                                                                                              \
    SPELT_INLINE size_t reckon_bins_##type(const spelt_bins *bins, const type *x, size_t n,        \
                                           i64 *bin, edge_of_##type *edge)                         \
    {                                                                                              \
        size_t made = 0;                                                                           \
        for (size_t i = 0; i < n; i++) {                                                           \
            const int is_inside = is_inside_##type(bins, x[i]);                                    \
            const type a = inside_or_low_##type(bins, x[i], is_inside);                            \
            size_t at = reckon_bin_##type(bins, a);                                                \
            if (SPELT_UNLIKELY(!is_in_bin_##type(bins, a, at, edge)))                              \
                at = look_up_one_##type(bins, a, edge);                                            \
            bin[made] = (i64)at;                                                                   \
            made += (size_t)is_inside;                                                             \
        }                                                                                          \
        return made;                                                                               \
    }                                                                                              \
    SPELT_INLINE size_t find_few_bins_##type(const spelt_bins *bins, const type *x, size_t n,      \
                                             i64 *bin, edge_of_##type *edge)                       \
    {                                                                                              \
        size_t made = 0;                                                                           \
        if (bins->scale > 0)                                                                       \
            return reckon_bins_##type(bins, x, n, bin, edge);                                      \
        for (size_t i = 0; i < n; i += BINS_AT_ONCE) {                                             \
            const size_t m = n - i < BINS_AT_ONCE ? n - i : BINS_AT_ONCE;                          \
            type a[BINS_AT_ONCE];                                                                  \
            size_t at[BINS_AT_ONCE];                                                               \
            for (size_t j = 0; j < BINS_AT_ONCE; j++) {                                            \
                const type one = x[i + (j < m ? j : 0)];                                           \
                a[j] = inside_or_low_##type(bins, one, is_inside_##type(bins, one));               \
            }                                                                                      \
            look_up_##type(bins, a, at, edge);                                                     \
            for (size_t j = 0; j < m; j++) {                                                       \
                bin[made] = (i64)at[j];                                                            \
                made += (size_t)is_inside_##type(bins, x[i + j]);                                  \
            }                                                                                      \
        }                                                                                          \
        return made;                                                                               \
    }
BINS_EDGES(f32)
BINS_EDGES(f64)

/* ---- Many at once ------------------------------------------------------------------------------ */

/* Where x is not below an edge, its place (reckon_bin) is not below that of the edge, for each step is
 * monotone; and `margin` is more than the distance of any edge's place from its number. So the bin of a
 * place that is further from a whole number is sure. */
#define BINS_BLOCK ((size_t)64)
#define BINS_MOST_MARGIN 0x1p-6

enum { BINS_ALL_INSIDE, BINS_SOME_OUTSIDE, BINS_NOT_SURE };

#ifdef __AVX512DQ__

/* In masks, which compilers take elsewhere and back where they make them of vectors. A NaN is a zero before
 * it is compared, which Clang does not see: it would compare without that, and not quietly. */
#define BINS_WIDE_f32(x) _mm512_cvtps_pd(_mm256_loadu_ps(x))
#define BINS_WIDE_f64(x) _mm512_loadu_pd(x)
#define BINS_RECKON_BLOCK(type)                                                                    \
    SPELT_INLINE int reckon_block_##type(const spelt_bins *bins, const type *x, i64 *bin)          \
    {                                                                                              \
        const __m512d low = _mm512_set1_pd(bins->low), high = _mm512_set1_pd(bins->high);          \
        const __m512d scale = _mm512_set1_pd(bins->scale);                                         \
        const __m512d least = _mm512_set1_pd(bins->margin);                                        \
        const __m512d most = _mm512_set1_pd(1 - bins->margin);                                     \
        __mmask8 near = 0, inside = 0xff;                                                          \
        for (size_t i = 0; i < BINS_BLOCK; i += 8) {                                               \
            __m512d v = BINS_WIDE_##type(x + i);                                                   \
            const __mmask8 is_number = _mm512_cmp_pd_mask(v, v, _CMP_EQ_OQ);                       \
            v = _mm512_maskz_mov_pd(is_number, v);                                                 \
            __asm__("" : "+v"(v));                                                                 \
            const __mmask8 is_above = _mm512_mask_cmp_pd_mask(is_number, v, low, _CMP_GE_OQ);      \
            const __mmask8 is_inside = _mm512_mask_cmp_pd_mask(is_above, v, high, _CMP_LE_OQ);     \
            const __m512d from_low = _mm512_sub_pd(_mm512_mask_blend_pd(is_inside, low, v), low);  \
            const __m512d place = _mm512_mul_pd(from_low, scale);                                  \
            const __m512i at = _mm512_cvttpd_epi64(place);                                         \
            const __m512d rest = _mm512_sub_pd(place, _mm512_cvtepi64_pd(at));                     \
            near |= _mm512_mask_cmp_pd_mask(is_inside, rest, least, _CMP_LE_OQ) |                  \
                    _mm512_mask_cmp_pd_mask(is_inside, rest, most, _CMP_GE_OQ);                    \
            inside &= is_inside;                                                                   \
            _mm512_storeu_si512(bin + i, at);                                                      \
        }                                                                                          \
        return near ? BINS_NOT_SURE : inside != 0xff ? BINS_SOME_OUTSIDE : BINS_ALL_INSIDE;        \
    }

#else

enum { BINS_LANES = 4 };
typedef i64 bins_i64 __attribute__((vector_size(BINS_LANES * sizeof(i64))));
typedef i32 bins_i32 __attribute__((vector_size(BINS_LANES * sizeof(i32))));
typedef f64 bins_f64 __attribute__((vector_size(BINS_LANES * sizeof(f64))));
typedef f32 bins_f32 __attribute__((vector_size(BINS_LANES * sizeof(f32))));
typedef bins_i64 bins_mask_f64;
typedef bins_i32 bins_mask_f32;

#define BINS_RECKON_BLOCK(type)                                                                    \
    SPELT_INLINE int reckon_block_##type(const spelt_bins *bins, const type *x, i64 *bin)          \
    {                                                                                              \
        const type low = (type)bins->low, high = (type)bins->high;                                 \
        const f64 least = bins->margin, most = 1 - bins->margin;                                   \
        const bins_##type lows = (bins_##type){0} + low;                                           \
        bins_i64 near = {0}, outside = {0};                                                        \
        for (size_t i = 0; i < BINS_BLOCK; i += BINS_LANES) {                                      \
            bins_##type v;                                                                         \
            memcpy(&v, x + i, sizeof v);                                                           \
            const bins_mask_##type is_number = v == v;                                             \
            v = (bins_##type)((bins_mask_##type)v & is_number);                                    \
            const bins_mask_##type is_inside = is_number & (v >= low) & (v <= high);               \
            v = (bins_##type)(((bins_mask_##type)v & is_inside) |                                  \
                              ((bins_mask_##type)lows & ~is_inside));                              \
            const bins_f64 place =                                                                 \
                (__builtin_convertvector(v, bins_f64) - bins->low) * bins->scale;                  \
            const bins_i32 at = __builtin_convertvector(place, bins_i32);                          \
            const bins_f64 rest = place - __builtin_convertvector(at, bins_f64);                   \
            const bins_i64 is_one = __builtin_convertvector(is_inside, bins_i64);                  \
            const bins_i64 wide = __builtin_convertvector(at, bins_i64);                           \
            near |= is_one & ((rest <= least) | (rest >= most));                                   \
            outside |= ~is_one;                                                                    \
            memcpy(bin + i, &wide, sizeof wide);                                                   \
        }                                                                                          \
        i64 any_near = 0, any_outside = 0;                                                         \
        for (size_t j = 0; j < BINS_LANES; j++) {                                                  \
            any_near |= near[j];                                                                   \
            any_outside |= outside[j];                                                             \
        }                                                                                          \
        return any_near ? BINS_NOT_SURE : any_outside ? BINS_SOME_OUTSIDE : BINS_ALL_INSIDE;       \
    }

#endif

/* The bins of a block; what is outside is taken for low. */
BINS_RECKON_BLOCK(f32)
BINS_RECKON_BLOCK(f64)

#define BINS_BLOCKS(type)                                                                          \
    SPELT_INLINE size_t find_bins_##type(const spelt_bins *bins, const type *x, size_t n,          \
                                         i64 *bin, edge_of_##type *edge)                           \
    {                                                                                              \
        const int are_sure = BINS_IN_VECTORS && bins->margin < BINS_MOST_MARGIN;                   \
        size_t made = 0, i = 0;                                                                    \
        for (; are_sure && n - i >= BINS_BLOCK; i += BINS_BLOCK) {                                 \
            i64 *const block = bin + made;                                                         \
            const int how = reckon_block_##type(bins, x + i, block);                               \
            if (how == BINS_ALL_INSIDE)                                                            \
                made += BINS_BLOCK;                                                                \
            for (size_t j = 0; j < BINS_BLOCK && how == BINS_SOME_OUTSIDE; j++) {                  \
                bin[made] = block[j];                                                              \
                made += (size_t)is_inside_##type(bins, x[i + j]);                                  \
            }                                                                                      \
            if (how == BINS_NOT_SURE)                                                              \
                made += find_few_bins_##type(bins, x + i, BINS_BLOCK, block, edge);                \
        }                                                                                          \
        return made + find_few_bins_##type(bins, x + i, n - i, bin + made, edge);                  \
    }                                                                                              \
    SPELT_INLINE f64 margin_of_bins_##type(const spelt_bins *bins, edge_of_##type *edge)           \
    {                                                                                              \
        f64 most = 0;                                                                              \
        if (bins->scale == 0 || bins->bins > INT32_MAX)                                            \
            return 1;                                                                              \
        for (size_t i = 0; i <= bins->bins; i++) {                                                 \
            const f64 place = ((f64)edge(bins, i) - bins->low) * bins->scale;                      \
            const f64 off = __builtin_fabs(place - (f64)(i64)i);                                   \
            most = off > most ? off : most;                                                        \
        }                                                                                          \
        return most + 0x1p-40;                                                                     \
    }
BINS_BLOCKS(f32)
BINS_BLOCKS(f64)

/* ---- The kernels ------------------------------------------------------------------------------- */

/* Not in place of a choice, which Clang makes after it has divided. */
static __attribute__((noinline, unused)) f64 bins_in_span(f64 number, f64 span)
{
    return number / span;
}

/* 0 where low and high are one number, or where a distance or the quotient might be too large,
 * which is seen before it is reckoned. */
SPELT_INLINE f64 scale_of_bins(const spelt_bins *bins)
{
    const f64 half = 0x1p+1022;
    if (bins->low >= bins->high || bins->low < -half || bins->high > half)
        return 0;
    const f64 span = bins->high - bins->low, number = (f64)(i64)bins->bins;
    return span < number * 0x1p-1000 ? 0 : bins_in_span(number, span);
}

/* Edges looked at when it is to be seen whether they are even. */
#define BINS_LOOKED_AT ((size_t)64)

#define OPEN_EDGES(suffix, in, out, op, ...)                                                       \
    static size_t SPELT_PASTE(GROUPS_NAME(op, suffix), _open)(spelt_bins * bins)                   \
    {                                                                                              \
        const size_t last = bins->bins;                                                            \
        for (size_t i = 0; i <= last; i++) {                                                       \
            const in edge = given_edge_##in(bins, i), before = given_edge_##in(bins, i - (i > 0)); \
            if (!__builtin_islessequal(before, edge))                                              \
                return i;                                                                          \
        }                                                                                          \
        bins->low = (f64)given_edge_##in(bins, 0);                                                 \
        bins->high = (f64)given_edge_##in(bins, last);                                             \
        bins->width = 0;                                                                           \
        bins->scale = scale_of_bins(bins);                                                         \
        for (size_t k = 0; k < BINS_LOOKED_AT && bins->scale > 0; k++) {                           \
            const size_t i = (size_t)((f64)(last - 1) * (f64)k / BINS_LOOKED_AT);                  \
            const size_t found = reckon_bin_##in(bins, given_edge_##in(bins, i));                  \
            if (found + 1 < i || found > i + 1)                                                    \
                bins->scale = 0;                                                                   \
        }                                                                                          \
        bins->margin = margin_of_bins_##in(bins, given_edge_##in);                                 \
        return last + 1;                                                                           \
    }
#define EDGES_KERNEL(suffix, in, out, op, ...)                                                     \
    static size_t GROUPS_NAME(op, suffix)(const spelt_bins *bins, const void *x, size_t n,         \
                                          i64 *bin)                                                \
    {                                                                                              \
        return bins->step == (ptrdiff_t)sizeof(in)                                                 \
                   ? find_bins_##in(bins, x, n, bin, side_by_side_edge_##in)                       \
                   : find_bins_##in(bins, x, n, bin, given_edge_##in);                             \
    }

/* Of numbers of the type. */
#define BINS_HALF_MOST_f32 0x1.fffffep+126f
#define BINS_HALF_MOST_f64 0x1.fffffffffffffp+1022

/* That high - low is too large is seen by halves. */
#define OPEN_EVEN(suffix, in, out, op, ...)                                                        \
    static size_t SPELT_PASTE(GROUPS_NAME(op, suffix), _open)(spelt_bins * bins)                   \
    {                                                                                              \
        const in low = (in)bins->low, high = (in)bins->high, half_most = BINS_HALF_MOST_##in;      \
        if (high / 2 - low / 2 > half_most)                                                        \
            return 0;                                                                              \
        const in span = high - low;                                                                \
        bins->width = bins->bins > 0 ? (f64)(span / (in)(i64)bins->bins) : 0;                      \
        bins->scale = scale_of_bins(bins);                                                         \
        bins->margin = margin_of_bins_##in(bins, even_edge_##in);                                  \
        return bins->bins + 1;                                                                     \
    }
#define EVEN_KERNEL(suffix, in, out, op, ...)                                                      \
    static size_t GROUPS_NAME(op, suffix)(const spelt_bins *bins, const void *x, size_t n,         \
                                          i64 *bin)                                                \
    {                                                                                              \
        return find_bins_##in(bins, x, n, bin, even_edge_##in);                                    \
    }
