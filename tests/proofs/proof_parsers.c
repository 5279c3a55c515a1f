/* proof_parsers.c - the parsers of the environment and of control groups, on all strings of some letters up
 * to a length, none read past its end.
 *
 *   numbers of threads     6 letters of "019, -": against a model
 *   numbers of bytes       6 letters of "018KMGx ": likewise, and those around the most that there can be
 *   quotas of cgroups      7 letters of "01- max": likewise
 *   OMP_PLACES             7 letters of "{}1,:!-", GOMP_CPU_AFFINITY 7 of "13- ,:x": against models that
 *                          go from CPU to CPU
 *   lists of controllers   7 letters of "/ -c,\\04": against a model
 *   lines of mountinfo     7 of these letters in the midst of one: the group and the point of the mount
 *
 * The files themselves are included: what is asked is static there. */
#include "proof.h"

#include "../../kernels/runtime/cgroup.c"
#undef LINE_BYTES
#define grain grain_of_file
#include "../../kernels/runtime/grain.c"
#undef grain
#undef SHOWN_BYTES
#define source source_of_threads
#define once once_of_threads
#define read_environment read_environment_of_threads
#include "../../kernels/runtime/threads.c"
#undef source
#undef once
#undef read_environment

#include "runtime/places.h"

#include <limits.h>

/* ---- Numbers --------------------------------------------------------------------------------- */

/* The digits from here on as a number, -1 where there are none; steps over them. Within the bounds it
 * always fits. */
static long long digits(const char **text)
{
    long long number = -1;
    for (; **text >= '0' && **text <= '9'; ++*text)
        number = (number < 0 ? 0 : number * 10) + (**text - '0');
    return number;
}

static const char *past(const char *text)
{
    while (*text == ' ')
        text++;
    return text;
}

static void check_threads(char *text)
{
    const char *at = past(text);
    const long long first = digits(&at);
    int fits = first > 0;
    for (at = past(at); fits && *at; at = past(at)) {
        fits = *at == ',';
        at = past(at + fits);
        fits = fits && digits(&at) > 0;
    }
    const int expected = !fits ? 0 : first < SPELT_MAX_THREADS ? (int)first : SPELT_MAX_THREADS;
    REQUIRE(parse_count(text) == expected);
}

static void check_bytes(char *text)
{
    const char *at = text;
    const long long number = digits(&at);
    const int power = *at == 'K' ? 10 : *at == 'M' ? 20 : *at == 'G' ? 30 : 0;
    at += power > 0;
    size_t bytes = 77;
    const int fits = parse_bytes(text, &bytes);
    REQUIRE(fits == (number >= 0 && *at == '\0'));
    REQUIRE(bytes == (fits ? (size_t)number << power : 77));
}

static void prove_most_bytes(void)
{
    for (unsigned power = 10; power <= 30; power += 10)
        for (size_t beside = 0; beside < 3; beside++) {
            const size_t number = (SIZE_MAX >> power) - 1 + beside;
            char text[32];
            size_t bytes = 77;
            snprintf(text, sizeof text, "%zu%c", number, "KMG"[power / 10 - 1]);
            const int fits = parse_bytes(text, &bytes);
            REQUIRE(fits == (beside < 2));
            REQUIRE(bytes == (fits ? number << power : 77));
        }
}

/* "<quota> <period>", cut at the first space as the reader does. */
static void check_quota(char *text)
{
    char *space = strchr(text, ' ');
    if (!space)
        return;
    const char *quota = text, *period = space + 1;
    const long long paid = digits(&quota), of = digits(&period);
    const int fits = paid > 0 && of > 0 && *quota == ' ' && *period == '\0';
    const long long cpus = fits ? (paid + of - 1) / of : 0;
    REQUIRE(cpus_of(text, space + 1) == (cpus < SPELT_MAX_THREADS ? (int)cpus : SPELT_MAX_THREADS));
}

/* ---- Places ---------------------------------------------------------------------------------- */

static spelt_cpus mask;

/* A set of CPUs, and what is to be done with more of them. */
typedef struct {
    char has[SPELT_MAX_CPUS];
} cpu_list;
typedef enum { PUT_IN, TAKE_OUT } put_or_take;

static void put_run(cpu_list *list, long long first, long long count, long long stride, put_or_take what)
{
    for (; count > 0 && first >= 0 && first < SPELT_MAX_CPUS; first += stride, count--)
        list->has[first] = what == PUT_IN;
}

static void put_list(cpu_list *list, const cpu_list *more, long long count, long long stride, put_or_take what)
{
    for (int cpu = 0; cpu < SPELT_MAX_CPUS; cpu++)
        if (more->has[cpu])
            put_run(list, cpu, count, stride, what);
}

static int sign(const char **at, char wanted)
{
    const int there = **at == wanted;
    *at += there;
    return there;
}

/* Behind a number or a place. */
static int interval(const char **at, long long *count, long long *stride)
{
    *count = *stride = 1;
    if (!sign(at, ':'))
        return 1;
    *count = digits(at);
    if (*count <= 0 || !sign(at, ':'))
        return *count > 0;
    const int down = sign(at, '-');
    const long long magnitude = digits(at);
    *stride = down ? -magnitude : magnitude;
    return magnitude >= 0;
}

static int one_place(const char **at, cpu_list *place)
{
    static cpu_list in, out;
    memset(&in, 0, sizeof in);
    memset(&out, 0, sizeof out);
    const int is_set = sign(at, '{');
    do {
        const int excluded = is_set && sign(at, '!');
        const long long cpu = digits(at);
        const char *behind = *at;
        long long count = 1, stride = 1;
        if (cpu < 0 || (is_set && !interval(at, &count, &stride)) || (excluded && *at != behind))
            return 0;
        put_run(excluded ? &out : &in, cpu, count, stride, PUT_IN);
    } while (is_set && sign(at, ','));
    *place = in;
    put_list(place, &out, 1, 1, TAKE_OUT);
    return !is_set || sign(at, '}');
}

static int all_places(const char *at, cpu_list *list)
{
    static cpu_list place;
    memset(list, 0, sizeof *list);
    do {
        long long count, stride;
        const int excluded = sign(&at, '!');
        if (!one_place(&at, &place))
            return 0;
        const char *behind = at;
        if (!interval(&at, &count, &stride) || (excluded && at != behind))
            return 0;
        put_list(list, &place, count, stride, excluded ? TAKE_OUT : PUT_IN);
    } while (sign(&at, ','));
    return *at == '\0';
}

static int all_ranges(const char *at, cpu_list *list)
{
    int more = 1;
    memset(list, 0, sizeof *list);
    for (at = past(at); more || *at;) {
        const long long first = digits(&at);
        long long last = first, stride = 1;
        if (sign(&at, '-')) {
            last = digits(&at);
            if (last >= 0 && sign(&at, ':'))
                stride = digits(&at);
        }
        if (first < 0 || last < first || stride <= 0)
            return 0;
        put_run(list, first, (last - first) / stride + 1, stride, PUT_IN);
        const char *behind = at;
        at = past(at);
        more = sign(&at, ',');
        at = past(at);
        if (*at && at == behind)
            return 0;
    }
    return 1;
}

static void check_list(places_value value, const spelt_cpus *set, int well_formed, const cpu_list *list)
{
    int cpus = 0;
    for (int cpu = 0; well_formed && cpu < SPELT_MAX_CPUS; cpu++)
        cpus += list->has[cpu];
    REQUIRE(value == (cpus > 0 ? PLACES_LISTED : PLACES_MALFORMED));
    REQUIRE(spelt_cpus_count(set) == cpus);
    for (int cpu = 0; cpus > 0 && cpu < SPELT_MAX_CPUS; cpu++)
        REQUIRE(spelt_cpus_has(set, cpu) == list->has[cpu]);
}

static void check_omp(char *text)
{
    static cpu_list list;
    spelt_cpus set;
    const places_value value = spelt_places_omp(text, &mask, "/nowhere", &set);
    check_list(value, &set, all_places(text, &list), &list);
}

static void check_gomp(char *text)
{
    static cpu_list list;
    spelt_cpus set;
    const places_value value = spelt_places_gomp(text, &set);
    check_list(value, &set, all_ranges(text, &list), &list);
}

/* ---- Control groups -------------------------------------------------------------------------- */

static int has_word(const char *list, const char *word)
{
    char all[16], one[8];
    snprintf(all, sizeof all, ",%s,", list);
    snprintf(one, sizeof one, ",%s,", word);
    return strstr(all, one) != NULL;
}

/* A field without its escapes, of which these letters make a few. */
static void plain_field(const char *from, size_t length, char plain[16])
{
    for (size_t i = 0; i < length; plain++) {
        const int escaped = i + 3 < length && from[i] == '\\' && from[i + 1] == '0' &&
                            strspn(from + i + 1, "04") >= 3;
        *plain = escaped ? (char)(8 * (from[i + 2] - '0') + from[i + 3] - '0') : from[i];
        i += escaped ? 4 : 1;
    }
    *plain = '\0';
}

/* The text stands for the group, the point and some options of a mount, and may have more spaces, or fewer. */
static void check_line(const char *text)
{
    static char *end;
    static const char before[] = "1 2 3 ", behind[] = " - cgroup s cpu";
    if (!end)
        end = proof_end_of_page();
    const size_t length = strlen(text);
    char *const line = end - (sizeof before - 1 + length + sizeof behind);
    memcpy(line, before, sizeof before - 1);
    memcpy(line + sizeof before - 1, text, length);
    memcpy(line + sizeof before - 1 + length, behind, sizeof behind);

    char field[2][16];
    size_t fields = 0;
    int well = 1;
    for (size_t at = 0; at <= length; at += strcspn(text + at, " ") + 1, fields++) {
        const size_t bytes = strcspn(text + at, " ");
        if (fields < 2)
            plain_field(text + at, bytes, field[fields]);
        else
            well = well && !(bytes == 1 && text[at] == '-');
    }
    cgroup_mount found;
    REQUIRE(parse_mount(line, CGROUP_V1, &found) == (well && fields >= 2));
    if (well && fields >= 2)
        REQUIRE(strcmp(found.group, field[0]) == 0 && strcmp(found.point, field[1]) == 0);
}

static void check_mount(char *text)
{
    char copy[16];
    const size_t length = strlen(text);
    check_line(text);
    REQUIRE(listed(text, "c") == has_word(text, "c") && listed(text, "c-") == has_word(text, "c-"));
    memcpy(copy, text, length + 1);
    unescape(text);
    REQUIRE(strlen(text) <= length);
    memcpy(text, copy, length + 1);
    for (char *cut = text; *cut; cut++) { /* the way down from each beginning to each end */
        const char kept = *cut;
        *cut = '\0';
        const char *way = way_down(text, cut + 1);
        REQUIRE(!way || *way == '\0' || (way >= cut + 1 && way <= text + length));
        *cut = kept;
    }
}

int main(void)
{
    for (int cpu = 0; cpu < 4; cpu++)
        spelt_cpus_add(&mask, cpu);
    printf("threads: %zu strings\n", proof_each_string("019, -", 6, check_threads));
    printf("bytes: %zu strings\n", proof_each_string("018KMGx ", 6, check_bytes));
    prove_most_bytes();
    printf("quotas: %zu strings\n", proof_each_string("01- max", 7, check_quota));
    printf("OMP_PLACES: %zu strings\n", proof_each_string("{}1,:!-", 7, check_omp));
    printf("GOMP_CPU_AFFINITY: %zu strings\n", proof_each_string("13- ,:x", 7, check_gomp));
    printf("mountinfo: %zu strings\n", proof_each_string("/ -c,\\04", 7, check_mount));
    return 0;
}
