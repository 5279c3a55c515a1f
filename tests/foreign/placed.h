/* placed.h - digests of the functions for which it counts where elements stand. Behind what digests.c
 * has: its rooms, its data, its lines. */

/* Elements that keys and indexes choose from, in a call of n. */
static size_t group_count(size_t n)
{
    return n / 2 + 3;
}

/* Keys in range, whatever the stride and the length of a call, but in data that are not SMALL one here
 * and there. */
static void put_keys(spelt_type type, void *array, kind k, uint64_t *state)
{
    for (size_t j = 0; j < BLOCK; j++) {
        const uint64_t r = next(state);
        const uint64_t key = (r >> 32) % (j / 8 + 3);
        put_number(type, array, j, k != SMALL && r % 3001 == 0 ? number(type, SPECIAL, r) : key);
    }
}

/* Edges in order, of the type of the elements. */
static void put_edges(spelt_type type, void *array)
{
    for (size_t j = 0; j < BLOCK; j++) {
        const double wide = (double)j / 8 - 100;
        const float narrow = (float)wide;
        uint32_t narrow_bits;
        uint64_t bits;
        memcpy(&narrow_bits, &narrow, sizeof narrow_bits);
        memcpy(&bits, &wide, sizeof bits);
        put_number(type, array, j, type == SPELT_F32 ? narrow_bits : bits);
    }
}

static int has_keys(spelt_family family)
{
    return family == SPELT_FAMILY_TAKE || family == SPELT_FAMILY_PUT ||
           family == SPELT_FAMILY_COUNT_BY || family == SPELT_FAMILY_SUM_BY ||
           family == SPELT_FAMILY_SUM_BY_EXACT;
}

/* A call of up to two inputs. */
static spelt_status call_placed(spelt_function f, const spelt_view view[4], uint64_t *digest)
{
    int64_t count = -1;
    spelt_status status;
    switch (spelt_function_list[f].family) {
    case SPELT_FAMILY_TAKE: return spelt_call_take(f, &view[0], &view[1], &view[3]);
    case SPELT_FAMILY_PUT: return spelt_call_put(f, &view[0], &view[1], &view[3]);
    case SPELT_FAMILY_SCAN: return spelt_call_scan(f, &view[0], &view[3]);
    case SPELT_FAMILY_COUNT_BY: return spelt_call_count_by(f, &view[0], &view[3]);
    case SPELT_FAMILY_SUM_BY_EXACT: return spelt_call_sum_by_exact(f, &view[0], &view[1], &view[3]);
    case SPELT_FAMILY_SUM_BY: return spelt_call_sum_by(f, &view[0], &view[1], &view[3]);
    case SPELT_FAMILY_BINS: return spelt_call_bins(f, &view[0], &view[1], &view[3]);
    case SPELT_FAMILY_EVEN_BINS: return spelt_call_even_bins(f, &view[0], -3.5, 100, &view[3]);
    default:
        status = spelt_call_compress(f, &view[0], &view[1], &view[3], &count);
        feed(digest, (uint64_t)count);
        return status;
    }
}

/* Elements of the second input and of the output. */
static size_t second_count(spelt_family family, size_t n)
{
    return family == SPELT_FAMILY_TAKE   ? group_count(n)
           : family == SPELT_FAMILY_BINS ? group_count(n) + 1
                                         : n;
}

static size_t output_count(spelt_family family, size_t n)
{
    return family == SPELT_FAMILY_TAKE || family == SPELT_FAMILY_SCAN ||
                   family == SPELT_FAMILY_COMPRESS
               ? n
               : group_count(n);
}

/* Of two outputs: copies of the inputs, room[2] of x and room[3] of y. */
static void feed_exchange(uint64_t *digest, spelt_function f, size_t n, const ptrdiff_t stride[4])
{
    static const double wide[4] = {0.6, -0.8, 0.7, 1.25};
    static const float narrow[4] = {0.6f, -0.8f, 0.7f, 1.25f};
    const spelt_function_facts *facts = &spelt_function_list[f];
    const size_t size = facts->result_size;
    const int is_narrow = spelt_part_type(facts->result) == SPELT_F32;
    memcpy(room[2], room[0], (n * 4 + 8) * size);
    memcpy(room[3], room[1], (n * 4 + 8) * size);
    const spelt_view x = line(room[2], size, n, stride[0]), y = line(room[3], size, n, stride[3]);
    const spelt_view numbers = spelt_view_of_value(is_narrow ? (const void *)narrow : wide, &x);
    feed_status(digest, spelt_call_map(f, &x, &y, &numbers, &y));
    for (size_t i = 0; i < n; i++) {
        feed_element(digest, facts->result, room[2], i * (size_t)stride[0]);
        feed_element(digest, facts->result, room[3], i * (size_t)stride[3]);
    }
}

static void feed_placed(uint64_t *digest, spelt_function f, size_t n, const ptrdiff_t stride[4])
{
    const spelt_function_facts *facts = &spelt_function_list[f];
    if (facts->family == SPELT_FAMILY_EXCHANGE) {
        feed_exchange(digest, f, n, stride);
        return;
    }
    const size_t out_size = facts->result_size, out_n = output_count(facts->family, n);
    const size_t x_n = second_count(facts->family, n);
    const ptrdiff_t x_stride = facts->family == SPELT_FAMILY_BINS ? 1 : stride[1];
    const spelt_view view[4] = {line(room[0], facts->input_size[0], n, stride[0]),
                                line(room[1], facts->input_size[1], x_n, x_stride),
                                {NULL, 1, {0}, {1}},
                                line(room[3], out_size, out_n, stride[3])};
    memset(room[3], 0, (out_n * 4 + 8) * out_size);
    feed_status(digest, call_placed(f, view, digest));
    for (size_t i = 0; i < out_n; i++)
        feed_element(digest, facts->result, view[3].data, i * (size_t)stride[3]);
}

static void put_inputs(const spelt_function_facts *facts, kind k, uint64_t *state)
{
    const unsigned blocks = has_keys(facts->family) ? 3 : 2;
    for (unsigned i = 0; i < 2; i++)
        put_block(facts->input[i], room[i], k, k * blocks + i, state);
    if (has_keys(facts->family))
        put_keys(facts->input[0], room[0], k, state);
    if (facts->family == SPELT_FAMILY_BINS)
        put_edges(facts->input[1], room[1]);
}

static uint64_t digest_of_placed(spelt_function f)
{
    static const size_t lengths[] = {127, 128, 129, 1000, 2047, 2049, 4100, MOST};
    static const ptrdiff_t plain[4] = {1, 1, 1, 1}, strided[4] = {2, -1, 3, 2};
    uint64_t digest = DIGEST_START, state = DATA_START;
    for (kind k = SMALL; k < KINDS; k++) {
        put_inputs(&spelt_function_list[f], k, &state);
        for (size_t n = 0; n <= 70; n++) {
            feed_placed(&digest, f, n, plain);
            feed_placed(&digest, f, n, strided);
        }
        for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++)
            feed_placed(&digest, f, lengths[i], plain);
        feed_placed(&digest, f, 1000, strided);
    }
    return digest;
}
