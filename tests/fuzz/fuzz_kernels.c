/* fuzz_kernels.c - any function of the list, by any instruction set, on any number of threads, past the
 * caches or not, of any layout and elements: against its reference (references.h) or, where it counts
 * where elements stand, against the scalar kernels on one thread and plain arrays.
 *
 * The first bytes of an input choose the function and how it is called; each byte behind them decides one
 * draw of the suites' data, and what they do not decide comes of all of them together.
 *
 * With -fsanitize=fuzzer this is a libFuzzer target. With SPELT_FUZZ_MAIN defined it is a program that
 * goes through the files named on its command line instead or, without any, through inputs of its own. */
#include "kernels_axis.h"
#include "kernels_placed.h"

/* ---- Draws ----------------------------------------------------------------------------------- */

static const uint8_t *decided;
static size_t decided_left;
static uint64_t sum_of_all;

/* splitmix64's finisher */
static uint64_t mixed(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* The suites' source of draws. A byte and its place make one, so that another byte changes one. */
uint64_t random_bits(generator *random)
{
    const uint64_t place = ++random->state;
    if (decided_left == 0)
        return mixed(sum_of_all + place * UINT64_C(0x9e3779b97f4a7c15));
    decided_left--;
    return mixed((place << 8 | *decided++) * UINT64_C(0x9e3779b97f4a7c15));
}

static generator draws_from(const uint8_t *bytes, size_t length)
{
    decided = bytes;
    decided_left = length;
    sum_of_all = length;
    for (size_t i = 0; i < length; i++)
        sum_of_all = mixed(sum_of_all + bytes[i] + 1);
    return (generator){0};
}

/* ---- Calls ----------------------------------------------------------------------------------- */

enum { LONGEST = 6000 };

static size_t drawn_length(generator *random)
{
    static const size_t most[4] = {16, 150, 700, LONGEST};
    return random_below(random, most[random_below(random, 4)] + 1);
}

static const map_rooms *rooms_for_arrays(void)
{
    static map_rooms rooms;
    if (!rooms.out.first)
        rooms = rooms_open(LONGEST);
    return &rooms;
}

/* Arrays between guard pages, apart, in place, or with an input that is one value. */
static void check_map_placed(const row *r, generator *random)
{
    const unsigned inputs = facts_of(r)->inputs;
    const unsigned in_place = (unsigned)random_below(random, 2 * inputs);
    const unsigned value = (unsigned)random_below(random, 3 * inputs);
    const size_t n = drawn_length(random);
    placement at = misaligned(random, NO_VALUE);
    if (in_place < inputs && may_be_in_place(r, in_place))
        at.in_place = 1U << in_place;
    else if (n > 0 && value < inputs && facts_of(r)->family != SPELT_FAMILY_UPDATE)
        at.value = value;
    elements e =
        elements_drawn(r, n, (draw_kind)random_below(random, DRAW_KINDS), at.value, random);
    const map_call call = {&e, 0, n, (int)random_below(random, 2)};
    check_map(rooms_for_arrays(), &call, &at);
    elements_close(&e);
}

static void check_map_of(const row *r, generator *random)
{
    const unsigned in_place = (unsigned)random_below(random, 2 * SPELT_MOST_INPUTS);
    if (random_below(random, 2))
        check_map_placed(r, random);
    else
        check_map_layout(r, may_be_in_place(r, in_place) ? in_place : NO_VALUE, random);
}

static void check_number_of(const row *r, generator *random)
{
    const size_t way = random_below(random, 3);
    if (way == 0) {
        check_number_layout(r, random);
    } else if (way == 1 && has_axis(facts_of(r)->family)) {
        check_axis(r, random);
    } else {
        const int kind = (int)random_below(random, OPERAND_KINDS);
        operands o = operands_drawn(r, drawn_length(random), kind, random);
        const placement at = misaligned(random, NO_VALUE);
        check_number_placed(rooms_for_arrays(), &o, &at);
        check_number_in_x(rooms_for_arrays(), &o);
        operands_close(&o);
    }
}

/* The set of that number, or the next one that is to be had here. */
static const char *set_of(unsigned number)
{
    while (!spelt_isa_available((spelt_isa_id)(number % SPELT_ISA_COUNT)))
        number++;
    return spelt_isa_name((spelt_isa_id)(number % SPELT_ISA_COUNT));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    enum { HEAD = 4 };
    uint8_t head[HEAD] = {0};
    const size_t has = length < HEAD ? length : HEAD;
    if (has > 0)
        memcpy(head, bytes, has);
    const unsigned number = (head[0] | (unsigned)head[1] << 8) % SPELT_ALL_FUNCTIONS;
    generator random = draws_from(bytes + has, length - has);
    const calling how = {set_of(head[2]), 1 + head[3] % 4, head[3] & 16 ? 1 : SPELT_GRAIN_UNSET,
                         head[3] & 32 ? 1 : 0};
    call_so(&how);
    if (number >= SPELT_FUNCTIONS)
        check_placed((spelt_function)number, &how, &random);
    else if (spelt_family_is_map(spelt_function_list[number].family))
        check_map_of(&rows[number], &random);
    else
        check_number_of(&rows[number], &random);
    return 0;
}

#ifdef SPELT_FUZZ_MAIN
/* Each function some times, otherwise as it comes. */
static size_t run_own(void)
{
    enum { TIMES = 6, BYTES = 24 };
    uint64_t state = 1;
    for (size_t i = 0; i < (size_t)TIMES * SPELT_ALL_FUNCTIONS; i++) {
        uint8_t bytes[BYTES] = {(uint8_t)(i / TIMES), (uint8_t)(i / TIMES >> 8)};
        for (size_t k = 2; k < sizeof bytes; k++)
            bytes[k] = (uint8_t)mixed(state++);
        LLVMFuzzerTestOneInput(bytes, sizeof bytes);
    }
    return (size_t)TIMES * SPELT_ALL_FUNCTIONS;
}

int main(int count, char **paths)
{
    return fuzz_main(count, paths, run_own);
}
#endif
