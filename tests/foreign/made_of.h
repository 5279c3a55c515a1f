/* made_of.h - digests of the functions that are no rows of the list but made of some: along an axis, of two
 * results, exact in more than one pass, accumulators and partials; as every_call.h has them. Behind what
 * digests.c has: its rooms, its data, its lines. */

/* Whether it is a row, and has its digest there. */
static int is_row(const char *name)
{
    for (int f = 0; f < SPELT_ALL_FUNCTIONS; f++)
        if (strcmp(spelt_function_list[f].name, name) == 0)
            return 1;
    return 0;
}

static int is_matrix_product(const every_call *call)
{
    return call->operand[0].shape == EVERY_MATRIX;
}

/* Inputs of one shape; the result a number, or one array along an axis. */
static int is_digested(const every_call *call)
{
    const unsigned inputs = call->operands - (call->has_axis != 0);
    int is = inputs >= 1 && inputs <= 2 && (call->has_axis || call->result_bytes > 0);
    for (unsigned k = 0; k < inputs; k++)
        is &= call->operand[k].shape == EVERY_WHOLE && !call->operand[k].is_written;
    return is && (!call->has_axis || !call->operand[inputs].is_read);
}

/* Behind the kinds of data: small ones again, with a special one here and there, and numbers whose products
 * are zeros. */
enum { SPOILED = KINDS, VANISHING, ALL_KINDS };

/* ---- Results ----------------------------------------------------------------------------------- */

#define FEED_PARTIAL(type, number)                                                                 \
    static void feed_partial_##type(uint64_t *digest, const spelt_partial_##type *partial)         \
    {                                                                                              \
        feed(digest, partial->order);                                                              \
        feed(digest, partial->function);                                                           \
        feed(digest, partial->first);                                                              \
        feed(digest, partial->count);                                                              \
        for (size_t i = 0; i < SPELT_PARTIAL_NODES; i++)                                           \
            feed_number(digest, number, partial->node, i);                                         \
    }
FEED_PARTIAL(f32, SPELT_F32)
FEED_PARTIAL(f64, SPELT_F64)

/* As it is saved, which says all that it holds. */
static void feed_accumulator(uint64_t *digest, const spelt_acc *acc)
{
    unsigned char bytes[SPELT_ACC_SAVED_BYTES] = {0};
    feed_status(digest, spelt_acc_save(acc, bytes));
    for (size_t i = 0; i < sizeof bytes; i += 8) {
        uint64_t eight = 0;
        for (size_t j = 0; j < 8; j++)
            eight = eight << 8 | bytes[i + j];
        feed(digest, eight);
    }
}

static void feed_result(uint64_t *digest, const every_call *call, const void *result)
{
    if (strncmp(call->name, "spelt_acc_", 10) == 0)
        feed_accumulator(digest, result);
    else if (call->result_bytes == sizeof(spelt_partial_f32))
        feed_partial_f32(digest, result);
    else if (call->result_bytes == sizeof(spelt_partial_f64))
        feed_partial_f64(digest, result);
    else
        for (size_t i = 0; i < call->result_bytes / spelt_type_size(call->result_type); i++)
            feed_element(digest, call->result_type, result, i);
}

/* ---- Of all elements --------------------------------------------------------------------------- */

static void feed_whole(uint64_t *digest, const every_call *call, size_t n, const ptrdiff_t stride[4])
{
    spelt_view view[EVERY_OPERANDS];
    for (unsigned k = 0; k < call->operands; k++)
        view[k] = line(room[k], spelt_type_size(call->operand[k].type), n, stride[k]);
    memset(room[3], 0, EVERY_RESULT_BYTES);
    feed_status(digest, call->make(view, room[3]));
    feed_result(digest, call, room[3]);
}

static void feed_wholes(uint64_t *digest, const every_call *call)
{
    static const size_t lengths[] = {127, 128, 129, 1000, 2047, 2049, 4100, MOST};
    static const ptrdiff_t plain[4] = {1, 1, 1, 1}, strided[4] = {2, -1, 3, 2}, value[4] = {1, 0, 1, 1};
    for (size_t n = 0; n <= 70; n++) {
        feed_whole(digest, call, n, plain);
        feed_whole(digest, call, n, strided);
    }
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++)
        feed_whole(digest, call, lengths[i], plain);
    feed_whole(digest, call, 4100, strided);
    feed_whole(digest, call, 1000, value);
}

/* ---- Along an axis ----------------------------------------------------------------------------- */

/* Elements of a matrix; more of one kind of data alone, for an emulator takes its time. */
enum { LEAST_OF_AXES = 3000, MOST_OF_AXES = 9000, MORE_OF_AXES = 28000 };

typedef enum {
    IN_ORDER,
    TURNED,    /* the first dimension innermost */
    SPREAD,    /* every other element, and gaps between rows */
    BACKWARDS, /* all dimensions */
    VECTOR     /* the same elements in each slice */
} arrangement;

/* Its elements lie in [0, BLOCK) of the room. */
static spelt_view arranged(void *data, spelt_type type, const spelt_view *shape, size_t axis, arrangement how)
{
    spelt_view view = *shape;
    ptrdiff_t step = how == SPREAD ? 2 : 1, lowest = 0, highest = 0;
    for (size_t i = 0; i < view.ndim; i++) {
        const size_t d = how == TURNED ? i : view.ndim - 1 - i;
        const ptrdiff_t extent = (ptrdiff_t)view.shape[d];
        view.stride[d] = how == BACKWARDS ? -step : how == VECTOR && d != axis ? 0 : step;
        if (how != VECTOR)
            step *= extent;
        step += how == SPREAD;
        if (extent > 0)
            *(view.stride[d] < 0 ? &lowest : &highest) += (extent - 1) * view.stride[d];
    }
    if (highest - lowest >= BLOCK) {
        fprintf(stderr, "digests: a matrix has no room\n");
        exit(2);
    }
    view.data = (char *)data - lowest * (ptrdiff_t)spelt_type_size(type);
    return view;
}

/* Elements of a shape. */
static size_t elements_of(const spelt_view *view)
{
    size_t n = 1;
    for (size_t d = 0; d < view->ndim; d++)
        n *= view->shape[d];
    return n;
}

/* In order, wherever they lie. */
static void feed_view(uint64_t *digest, spelt_type type, const spelt_view *view)
{
    const size_t n = elements_of(view);
    for (size_t i = 0; i < n; i++) {
        size_t rest = i;
        ptrdiff_t offset = 0;
        for (size_t d = view->ndim; d-- > 0; rest /= view->shape[d])
            offset += (ptrdiff_t)(rest % view->shape[d]) * view->stride[d];
        feed_element(digest, type, (const char *)view->data + offset * (ptrdiff_t)spelt_type_size(type), 0);
    }
}

/* Every other way, first or second as `turn` is even or odd. */
static void feed_slices(uint64_t *digest, const every_call *call, const spelt_view *shape, size_t axis,
                        size_t turn)
{
    static const arrangement ways[][3] = {{IN_ORDER, IN_ORDER, IN_ORDER},
                                          {TURNED, IN_ORDER, SPREAD},
                                          {SPREAD, BACKWARDS, TURNED},
                                          {BACKWARDS, VECTOR, IN_ORDER}};
    const unsigned inputs = call->operands - 1;
    const every_operand *to = &call->operand[inputs];
    spelt_view reduced = *shape;
    if (to->shape == EVERY_REDUCED) {
        reduced.ndim--;
        for (size_t d = axis; d < reduced.ndim; d++)
            reduced.shape[d] = shape->shape[d + 1];
    }
    for (size_t i = turn % 2; i < sizeof ways / sizeof ways[0]; i += 2) {
        spelt_view view[EVERY_OPERANDS];
        for (unsigned k = 0; k < inputs; k++)
            view[k] = arranged(room[k], call->operand[k].type, shape, axis, ways[i][k]);
        view[inputs] = arranged(room[3], to->type, &reduced, axis, ways[i][2]);
        memset(room[3], 0, (4 * elements_of(&reduced) + 8) * spelt_type_size(to->type));
        every_axis = axis;
        feed_status(digest, call->make(view, NULL));
        feed_view(digest, to->type, &view[inputs]);
    }
}

/* Slices of n, about the lanes of a vector, a block of order 1 of either type and one of choices; as many as
 * the other extents say, and the axis at each place among these. */
static void feed_axes(uint64_t *digest, const every_call *call, unsigned k)
{
    static const size_t lengths[] = {0, 1, 2, 4, 7, 8, 16, 64, 65, 2051, 4099, 8195};
    static const struct {
        size_t count;
        size_t extent[2];
    } others[] = {{0, {0}},  {1, {1}},   {1, {2}},    {1, {3}},    {1, {13}},
                  {1, {70}}, {1, {700}}, {2, {2, 2}}, {2, {9, 5}}, {2, {3, 0}}};
    const int is_reduced = call->operand[call->operands - 1].shape == EVERY_REDUCED;
    const size_t most = k == VANISHING               ? LEAST_OF_AXES
                        : k == SPOILED && is_reduced ? MORE_OF_AXES
                                                     : MOST_OF_AXES;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++)
        for (size_t j = 0; j < sizeof others / sizeof others[0]; j++)
            for (size_t axis = 0; axis <= others[j].count; axis++) {
                spelt_view shape = {NULL, others[j].count + 1, {0}, {0}};
                for (size_t d = 0; d < shape.ndim; d++)
                    shape.shape[d] = d == axis ? lengths[i] : others[j].extent[d - (d > axis)];
                if (elements_of(&shape) <= most)
                    feed_slices(digest, call, &shape, axis, i + j + axis + k);
            }
}

/* ---- All --------------------------------------------------------------------------------------- */

/* In turns a hundred zeros and a hundred of the least numbers, all of x negative but a few, all of y
 * positive: so are products, whether they are zeros or become such. */
static void put_vanishing(spelt_type type, void *array, int are_negative, uint64_t *state)
{
    const spelt_type part = spelt_part_type(type);
    const int is_float = part == SPELT_F32 || part == SPELT_F64 || part == SPELT_F16 || part == SPELT_BF16;
    const uint64_t sign = is_float && are_negative ? UINT64_C(1) << (8 * spelt_type_size(part) - 1) : 0;
    for (size_t j = 0; j < BLOCK * spelt_type_size(type) / spelt_type_size(part); j++)
        put_number(part, array, j, (next(state) % 256 ? sign : 0) | j / 100 % 2);
}

static void put_operands(const every_call *call, unsigned k, uint64_t *state)
{
    const unsigned inputs = call->operands - (call->has_axis != 0);
    if (k >= KINDS)
        *state = DATA_START;
    for (unsigned i = 0; i < inputs; i++) {
        const spelt_type type = call->operand[i].type;
        if (k == VANISHING)
            put_vanishing(type, room[i], i == 0, state);
        else
            put_block(type, room[i], k == SPOILED ? SMALL : (kind)k, k == SPOILED ? i : k * inputs + i, state);
    }
    for (unsigned i = 0; i < inputs && k == SPOILED; i++)
        for (size_t j = next(state) % 1500; j < BLOCK; j += 1 + next(state) % 1500)
            put(call->operand[i].type, room[i], j, SPECIAL, next(state));
}

static uint64_t digest_of_call(const every_call *call)
{
    uint64_t digest = DIGEST_START, state = DATA_START;
    for (unsigned k = SMALL; k < ALL_KINDS; k++) {
        put_operands(call, k, &state);
        if (call->has_axis)
            feed_axes(&digest, call, k);
        else
            feed_wholes(&digest, call);
    }
    return digest;
}
