/* fuzz_views.c - any views at all, of any shapes, strides and places, in calls of any function: what a call
 * says, and which bytes it touches, is what a model says that walks the elements; and any views of views.
 *
 * With -fsanitize=fuzzer this is a libFuzzer target. With SPELT_FUZZ_MAIN defined it is a program that
 * goes through the files named on its command line instead or, without any, through inputs of its own. */
#include "views_of_views.h"

#include "doors.h"

/* ---- What there is --------------------------------------------------------------------------- */

/* Views may lead anywhere, but a call is made only where they stay in the arena. */
enum { ARENA = 1024, MOST_ELEMENTS = 3000 };
static _Alignas(64) unsigned char arena[ARENA];

typedef struct {
    spelt_view view;
    size_t size, alignment; /* of an element */
} operand;

/* Up to 64 bits of a few kinds: small ones, and what comes near to the limits. */
static uint64_t wild_number(reader *in)
{
    static const uint64_t wild[] = {
        UINT64_MAX,          INT64_MAX,           (uint64_t)INT64_MIN, UINT64_C(1) << 62,
        UINT64_C(1) << 61,   UINT64_C(1) << 60,   UINT64_C(1) << 59,   UINT64_C(1) << 32,
        UINT64_C(1) << 31,   UINT64_C(1) << 16,   0xffffffff,          3,
        INT64_MAX / 8,       INT64_MAX / 8 + 1,   INT64_MAX / 16,      UINT64_C(0) - 7};
    const unsigned byte = next_byte(in);
    return wild[byte % 16] + byte / 16 % 4 - 1;
}

/* Wildness: 0 none, else now and then a number that is. */
static void draw_view(reader *in, int wildness, operand *made)
{
    const int is_wild = wildness && next_byte(in) % 4 == 0;
    memset(&made->view, 0, sizeof made->view);
    made->view.ndim = next_byte(in) % (is_wild ? 10 : 5);
    for (size_t k = 0; k < made->view.ndim && k < SPELT_MAX_NDIM; k++) {
        const unsigned extent = next_byte(in), stride = next_byte(in);
        made->view.shape[k] = extent % 16 == 15 ? 0 : 1 + extent % (made->view.ndim < 2 ? 40 : 5);
        made->view.stride[k] = (int)(stride % 25) - 12;
        if (is_wild && extent / 16 == 7)
            made->view.shape[k] = (size_t)wild_number(in);
        if (is_wild && stride / 25 == 7)
            made->view.stride[k] = (ptrdiff_t)wild_number(in);
    }
    const unsigned place = next_byte(in), fine = next_byte(in);
    made->view.data = arena + (ARENA / 256 * place + fine % 4 * made->size) % ARENA;
    made->view.data = (unsigned char *)made->view.data - (uintptr_t)made->view.data % made->alignment;
    if (wildness && fine / 4 == 1)
        made->view.data = (unsigned char *)made->view.data + 1;
    if (wildness && fine / 4 == 2)
        made->view.data = NULL;
}

/* ---- The model ------------------------------------------------------------------------------- */

/* The bytes of the arena that elements have, and how many elements have each; 0 where one lies outside
 * or there are too many to walk. */
typedef struct {
    unsigned char of[ARENA];
    size_t elements;
    int shared; /* two elements have a byte in common */
} touched;

static int walk(const operand *o, touched *bytes)
{
    memset(bytes, 0, sizeof *bytes);
    size_t index[SPELT_MAX_NDIM] = {0};
    for (;;) {
        int128 offset = (unsigned char *)o->view.data - arena;
        for (size_t k = 0; k < o->view.ndim; k++)
            offset += (int128)index[k] * o->view.stride[k] * (int128)o->size;
        if (offset < 0 || offset + (int128)o->size > ARENA || bytes->elements == MOST_ELEMENTS)
            return 0;
        for (size_t i = 0; i < o->size; i++) {
            bytes->shared |= bytes->of[offset + (int128)i];
            bytes->of[offset + (int128)i] = 1;
        }
        bytes->elements++;
        size_t k = o->view.ndim;
        while (k > 0 && ++index[k - 1] == o->view.shape[k - 1])
            index[--k] = 0;
        if (k == 0)
            return 1;
    }
}

static int has_none(const spelt_view *view)
{
    for (size_t k = 0; k < view->ndim && k < SPELT_MAX_NDIM; k++)
        if (view->shape[k] == 0)
            return 1;
    return 0;
}

/* Whether the number of elements fits size_t, and the bytes from the first to past the last in memory
 * ptrdiff_t. */
static int extent_fits(const operand *o)
{
    uint128 count = 1, span = 1;
    for (size_t k = 0; k < o->view.ndim; k++) {
        const uint128 stride = spelt_magnitude(o->view.stride[k]);
        count *= o->view.shape[k];
        span += (o->view.shape[k] - 1) * stride;
        if (count > SIZE_MAX || span > PTRDIFF_MAX)
            return 0;
    }
    return span * o->size <= PTRDIFF_MAX;
}

static int same_shape(const spelt_view *a, const spelt_view *b)
{
    if (a->ndim != b->ndim)
        return 0;
    for (size_t k = 0; k < a->ndim; k++)
        if (a->shape[k] != b->shape[k])
            return 0;
    return 1;
}

static int same_places(const operand *a, const operand *b)
{
    if (a->view.data != b->view.data || a->size != b->size)
        return 0;
    for (size_t k = 0; k < a->view.ndim; k++)
        if (a->view.shape[k] > 1 && a->view.stride[k] != b->view.stride[k])
            return 0;
    return 1;
}

static int is_aligned(const operand *o)
{
    return (uintptr_t)o->view.data % o->alignment == 0;
}

/* What does not depend on where data are: NULL, dimensions, extents, shapes. */
static spelt_status status_of_shapes(const operand o[], unsigned operands)
{
    for (unsigned i = 0; i < operands; i++)
        if (o[i].view.ndim <= SPELT_MAX_NDIM && !has_none(&o[i].view) && !o[i].view.data)
            return SPELT_ERR_NULL;
    for (unsigned i = 0; i < operands; i++)
        if (o[i].view.ndim > SPELT_MAX_NDIM || (!has_none(&o[i].view) && !extent_fits(&o[i])) ||
            !same_shape(&o[0].view, &o[i].view))
            return SPELT_ERR_SHAPE;
    return SPELT_OK;
}

/* Whether a call may be made that is refused: what is wrong with one operand may be seen only after
 * elements of another, with which nothing is, were read. */
static int may_be_read(const operand o[], unsigned operands)
{
    static touched bytes;
    for (unsigned i = 0; i < operands; i++)
        if (o[i].view.ndim <= SPELT_MAX_NDIM && !has_none(&o[i].view) && o[i].view.data &&
            extent_fits(&o[i]) && !walk(&o[i], &bytes))
            return 0;
    return 1;
}

static int share_bytes(const touched *a, const touched *b)
{
    for (size_t i = 0; i < ARENA; i++)
        if (a->of[i] && b->of[i])
            return 1;
    return 0;
}

/* ---- Calls ----------------------------------------------------------------------------------- */

/* What elements may make of a call that views allow. */
static int elements_may_fail(spelt_family family)
{
    return family == SPELT_FAMILY_CHECKED1 || family == SPELT_FAMILY_CHECKED2 ||
           family == SPELT_FAMILY_CONVERT || family == SPELT_FAMILY_TOTAL ||
           family == SPELT_FAMILY_INDEX;
}

static void check_copy(const operand *x, const operand *out, const unsigned char *before)
{
    size_t index[SPELT_MAX_NDIM] = {0};
    for (;;) {
        ptrdiff_t from = 0, to = 0;
        for (size_t k = 0; k < x->view.ndim; k++) {
            from += (ptrdiff_t)index[k] * x->view.stride[k];
            to += (ptrdiff_t)index[k] * out->view.stride[k];
        }
        REQUIRE(memcmp((unsigned char *)out->view.data + to * (ptrdiff_t)out->size,
                       before + ((unsigned char *)x->view.data - arena) + from * (ptrdiff_t)x->size,
                       x->size) == 0);
        size_t k = x->view.ndim;
        while (k > 0 && ++index[k - 1] == x->view.shape[k - 1])
            index[--k] = 0;
        if (k == 0)
            return;
    }
}

/* After the call: its status, and that all bytes but the output's are what they were. */
static void check_call(spelt_function f, const operand o[], unsigned operands, spelt_status expected,
                       const touched *output)
{
    const spelt_function_facts *facts = &spelt_function_list[f];
    const spelt_view *const views[] = {&o[0].view, &o[1].view, &o[2].view};
    unsigned char before[ARENA], result[32], result_before[32];
    const int is_map = spelt_family_is_map(facts->family);
    const int may_fail = expected == SPELT_OK && elements_may_fail(facts->family);
    memcpy(before, arena, ARENA);
    memset(result, 0x7f, sizeof result);
    memcpy(result_before, result, sizeof result);
    const spelt_status status = doors[f](views, is_map ? &o[operands - 1].view : NULL, result);
    const int is_choice =
        facts->family == SPELT_FAMILY_CHOICE || facts->family == SPELT_FAMILY_INDEX ||
        (facts->family == SPELT_FAMILY_ORDER1_BY && strcmp(facts->op, "var") == 0);
    if (is_choice && expected == SPELT_OK && has_none(&o[0].view))
        expected = SPELT_ERR_ARG; /* of nothing */
    if (status != expected && !(may_fail && status != SPELT_ERR_NULL && status != SPELT_ERR_SHAPE &&
                                status != SPELT_ERR_STRIDE && status != SPELT_ERR_OVERLAP)) {
        fprintf(stderr, "%s: got %d (%s), expected %d\n", facts->name, (int)status,
                status ? spelt_last_error() : "", (int)expected);
        abort();
    }
    REQUIRE(status == SPELT_OK ||
            strncmp(spelt_last_error(), facts->name, strlen(facts->name)) == 0);
    const int writes = is_map && expected == SPELT_OK && output;
    for (size_t i = 0; i < ARENA; i++)
        REQUIRE(arena[i] == before[i] || (writes && output->of[i]));
    const size_t size = is_map || status != SPELT_OK ? 0 : spelt_type_size(facts->result);
    REQUIRE(memcmp(result + size, result_before + size, sizeof result - size) == 0);
    if (writes && strcmp(facts->op, "copy") == 0)
        check_copy(&o[0], &o[1], before);
}

/* Of views whose elements lie in the arena. */
static void check_places(spelt_function f, const operand o[], unsigned operands)
{
    static touched bytes[SPELT_MOST_INPUTS + 1];
    const int is_map = spelt_family_is_map(spelt_function_list[f].family);
    const unsigned last = operands - 1;
    spelt_status expected = SPELT_OK;
    int aligned = 1;
    for (unsigned i = 0; i < operands; i++) {
        if (!walk(&o[i], &bytes[i]))
            return;
        aligned &= is_aligned(&o[i]);
    }
    if (is_map && bytes[last].shared)
        expected = SPELT_ERR_STRIDE;
    for (unsigned i = 0; is_map && i < last && expected == SPELT_OK; i++)
        if (!same_places(&o[i], &o[last]) && share_bytes(&bytes[i], &bytes[last]))
            expected = SPELT_ERR_OVERLAP;
    /* What is not aligned may stand between the elements of another and still be told that it overlaps. */
    if (expected == SPELT_OK && !aligned && is_map)
        return;
    if (expected == SPELT_OK && !aligned)
        expected = SPELT_ERR_ARG;
    check_call(f, o, operands, expected, &bytes[last]);
}

/* The function by two bytes; whether the other operands are laid out like the first, or where it is. */
static void check_function(reader *in)
{
    const unsigned number = next_byte(in) | next_byte(in) << 8;
    const spelt_function f = (spelt_function)(number % SPELT_FUNCTIONS);
    const spelt_function_facts *facts = &spelt_function_list[f];
    const int is_map = spelt_family_is_map(facts->family), wildness = next_byte(in) % 2;
    const unsigned operands = facts->inputs + (unsigned)is_map;
    operand o[SPELT_MOST_INPUTS + 1];
    if (facts->family == SPELT_FAMILY_UPDATE) /* its door here is two calls */
        return;
    for (unsigned i = 0; i < operands; i++) {
        const spelt_type type = i < facts->inputs ? facts->input[i] : facts->result;
        o[i].size = spelt_type_size(type);
        o[i].alignment = spelt_part_size(type, o[i].size);
        draw_view(in, wildness, &o[i]);
        const unsigned like = next_byte(in);
        if (i > 0 && like % 8 != 0) {
            o[i].view.ndim = o[0].view.ndim;
            memcpy(o[i].view.shape, o[0].view.shape, sizeof o[i].view.shape);
        }
        if (i > 0 && like % 8 == 1)
            o[i].view = o[like / 8 % i].view;
        if (i > 0 && like % 8 == 2)
            memcpy(o[i].view.stride, o[0].view.stride, sizeof o[i].view.stride);
    }
    for (size_t i = 0; i < ARENA; i++)
        arena[i] = (unsigned char)next_byte(in);
    const spelt_status expected = status_of_shapes(o, operands);
    if (expected == SPELT_OK && !has_none(&o[0].view))
        check_places(f, o, operands);
    else if (may_be_read(o, operands))
        check_call(f, o, operands, expected, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    reader in = {bytes, length, 0};
    if (next_byte(&in) % 3 == 0)
        check_views_of_views(&in);
    else
        check_function(&in);
    return 0;
}

#ifdef SPELT_FUZZ_MAIN
static size_t run_own(void)
{
    enum { INPUTS = 100000 };
    uint64_t state = 1;
    for (unsigned k = 0; k < INPUTS; k++) {
        uint8_t bytes[120];
        fuzz_random(&state, bytes, sizeof bytes);
        LLVMFuzzerTestOneInput(bytes, sizeof bytes);
    }
    return INPUTS;
}

int main(int count, char **paths)
{
    return fuzz_main(count, paths, run_own);
}
#endif
