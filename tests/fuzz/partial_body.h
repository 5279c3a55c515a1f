/* partial_body.h - a model of partials with nodes of one type, and what must hold of any two. Given ACC, f32
 * or f64, and REAL. */
#define PARTIAL SPELT_PASTE(spelt_partial_, ACC)
#define NAMED(name) SPELT_PASTE(SPELT_PASTE(name, _), ACC)

/* The value of `size` blocks from `begin` on, of nodes that are there or by halves. */
static REAL NAMED(value_of)(const run_nodes *nodes, uint64_t begin, uint64_t size)
{
    for (unsigned i = 0; i < nodes->count; i++)
        if (nodes->begin[i] == begin && nodes->size[i] == size)
            return (REAL)nodes->value[i];
    REQUIRE(size > 1);
    const REAL left = NAMED(value_of)(nodes, begin, size / 2);
    return left + NAMED(value_of)(nodes, begin + size / 2, size / 2);
}

static void NAMED(add_nodes)(run_nodes *nodes, const PARTIAL *partial, uint64_t block)
{
    uint64_t at = partial->first / block;
    const uint64_t end = at + partial->count / block + (partial->count % block != 0);
    for (unsigned i = 0; partial->count > 0 && at < end; i++, nodes->count++) {
        REQUIRE(i < SPELT_PARTIAL_NODES);
        nodes->begin[nodes->count] = at;
        nodes->size[nodes->count] = largest_node(at, end);
        nodes->value[nodes->count] = (double)partial->node[i];
        at += nodes->size[nodes->count];
    }
}

static int NAMED(same)(REAL a, REAL b)
{
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

/* Whether it looks like a partial. */
static int NAMED(is_one)(const PARTIAL *partial, uint64_t block)
{
    int made_by_one = 0;
    for (unsigned i = 0; i < sizeof NAMED(numbers) / sizeof *NAMED(numbers); i++)
        made_by_one |= partial->function == NAMED(numbers)[i];
    return made_by_one && partial->order == SPELT_ORDER_VERSION &&
           partial->count <= UINT64_MAX - partial->first &&
           (partial->count == 0 || partial->first % block == 0);
}

static void NAMED(check_merged)(const PARTIAL *left, const PARTIAL *right, const PARTIAL *made,
                                uint64_t block)
{
    static run_nodes nodes;
    unsigned i = 0;
    nodes.count = 0;
    NAMED(add_nodes)(&nodes, left, block);
    NAMED(add_nodes)(&nodes, right, block);
    REQUIRE(made->order == left->order && made->function == left->function);
    REQUIRE(made->first == left->first && made->count == left->count + right->count);
    const uint64_t begin = nodes.count > 0 ? nodes.begin[0] : 0;
    const uint64_t end =
        nodes.count > 0 ? nodes.begin[nodes.count - 1] + nodes.size[nodes.count - 1] : 0;
    for (uint64_t at = begin; at < end; i++) {
        const uint64_t size = largest_node(at, end);
        REQUIRE(i < SPELT_PARTIAL_NODES);
        REQUIRE(NAMED(same)(made->node[i], NAMED(value_of)(&nodes, at, size)));
        at += size;
    }
    for (; i < SPELT_PARTIAL_NODES; i++)
        REQUIRE(made->node[i] == 0 && !signbit(made->node[i]));
}

/* Sizes fall from left to right where the first is block 0: so the tree leans to the right. */
static void NAMED(check_finish)(const PARTIAL *partial, uint64_t block)
{
    static run_nodes nodes;
    REAL result = 77;
    const spelt_status status = SPELT_PASTE(spelt_partial_finish_, ACC)(partial, &result);
    const int fits = NAMED(is_one)(partial, block) && partial->first == 0;
    REQUIRE(status == (fits ? SPELT_OK : SPELT_ERR_ARG));
    if (!fits) {
        REQUIRE(result == 77);
        return;
    }
    nodes.count = 0;
    NAMED(add_nodes)(&nodes, partial, block);
    REAL sum = nodes.count > 0 ? partial->node[nodes.count - 1] : 0;
    for (unsigned i = nodes.count; i-- > 1;)
        sum = partial->node[i - 1] + sum;
    if (isnan(sum))
        sum = (REAL)NAN;
    REQUIRE(memcmp(&result, &sum, sizeof sum) == 0);
}

static void NAMED(check)(const PARTIAL *left, const PARTIAL *right)
{
    const uint64_t block = SPELT_ORDER_LANE_BYTES / sizeof(REAL) * SPELT_ORDER_ROWS;
    PARTIAL made, before;
    memset(&made, 0x7f, sizeof made);
    before = made;
    const int fits = NAMED(is_one)(left, block) && NAMED(is_one)(right, block) &&
                     left->function == right->function && left->first + left->count == right->first;
    const spelt_status status = SPELT_PASTE(spelt_partial_merge_, ACC)(left, right, &made);
    REQUIRE(status == (fits ? SPELT_OK : SPELT_ERR_ARG));
    if (fits)
        NAMED(check_merged)(left, right, &made, block);
    else
        REQUIRE(memcmp(&made, &before, sizeof made) == 0);
    NAMED(check_finish)(left, block);
    NAMED(check_finish)(&made, block);
}

/* A partial whose nodes hold numbers of which no two sums are alike. */
static inline void NAMED(make)(PARTIAL *partial, uint64_t first, uint64_t count)
{
    const uint64_t block = SPELT_ORDER_LANE_BYTES / sizeof(REAL) * SPELT_ORDER_ROWS;
    run_nodes nodes = {.count = 0};
    memset(partial, 0, sizeof *partial);
    partial->order = SPELT_ORDER_VERSION;
    partial->function = NAMED(numbers)[0];
    partial->first = first;
    partial->count = count;
    NAMED(add_nodes)(&nodes, partial, block);
    for (unsigned i = 0; i < nodes.count; i++)
        partial->node[i] = (REAL)(nodes.begin[i] % 1021) * (REAL)1.1 + (REAL)nodes.size[i] / 3;
}

/* Heads that are right, and seldom neighbours otherwise. 12 bytes: the function, how many blocks and
 * elements; behind them the nodes, over and over. */
static inline void NAMED(check_made)(const uint8_t *bytes, size_t length)
{
    const uint64_t block = SPELT_ORDER_LANE_BYTES / sizeof(REAL) * SPELT_ORDER_ROWS;
    PARTIAL part[2];
    uint8_t head[12] = {0};
    memcpy(head, bytes, length < sizeof head ? length : sizeof head);
    memset(part, 0, sizeof part);
    part[0].first = block * number_from(head + 2, head[0] % 54);
    part[0].count = block * number_from(head + 4, head[1] % 54);
    part[1].first = part[0].first + part[0].count;
    part[1].count = block * number_from(head + 6, head[8] % 54) + head[9] % 3 * head[10];
    for (int k = 0; k < 2; k++) {
        part[k].order = SPELT_ORDER_VERSION;
        part[k].function = NAMED(numbers)[head[11] % (sizeof NAMED(numbers) / sizeof *NAMED(numbers))];
        run_nodes nodes = {.count = 0};
        if (NAMED(is_one)(&part[k], block))
            NAMED(add_nodes)(&nodes, &part[k], block);
        for (unsigned i = 0; i < nodes.count; i++) {
            uint8_t node[sizeof(REAL)] = {0};
            for (size_t j = 0; j < sizeof node && length > sizeof head; j++)
                node[j] = bytes[sizeof head + (i * sizeof node + j) % (length - sizeof head)];
            memcpy(&part[k].node[i], node, sizeof node);
        }
    }
    NAMED(check)(&part[0], &part[1]);
    part[0].count += head[10] == 1; /* no neighbours any more */
    part[1].order += head[10] == 2;
    part[1].function += head[10] == 3;
    part[0].first += head[10] == 4;
    NAMED(check)(&part[0], &part[1]);
}

/* The bytes as they are, as two partials. */
static inline void NAMED(check_bytes)(const uint8_t *bytes, size_t length)
{
    PARTIAL part[2];
    memset(part, 0, sizeof part);
    memcpy(part, bytes, length < sizeof part ? length : sizeof part);
    NAMED(check)(&part[0], &part[1]);
    part[0].order = part[1].order = SPELT_ORDER_VERSION;
    NAMED(check)(&part[0], &part[1]);
}

#undef PARTIAL
#undef NAMED
#undef ACC
#undef REAL
