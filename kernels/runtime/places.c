/* places.c - which CPUs the environment tells OpenMP to keep to, read without a runtime. */
#include "runtime/places.h"

#include "runtime/text_file.h"

#include <stdio.h>
#include <string.h>

enum { WORDS = SPELT_MAX_CPUS / 64 };

/* ---- Words and signs ------------------------------------------------------------------------- */

static void skip_spaces(const char **text)
{
    while (**text == ' ' || (**text >= '\t' && **text <= '\r'))
        ++*text;
}

/* Moves past a sign and the spaces on both sides of it, if it comes next. */
static int take(const char **text, char sign)
{
    skip_spaces(text);
    if (**text != sign)
        return 0;
    ++*text;
    skip_spaces(text);
    return 1;
}

/* The same for a word in small letters, found in letters of any case. */
static int take_word(const char **text, const char *word)
{
    const char *at = *text;
    for (; *word; word++, at++) {
        char small = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;
        if (small != *word)
            return 0;
    }
    *text = at;
    skip_spaces(text);
    return 1;
}

/* ---- Lists of places ------------------------------------------------------------------------- */

/* Adds to a set its own CPUs moved up by so many numbers, or down. */
static void add_moved(spelt_cpus *set, int by)
{
    int words = (by < 0 ? -by : by) / 64, bits = (by < 0 ? -by : by) % 64;
    if (by >= 0)
        for (int to = WORDS - 1, from = to - words; from >= 0; to--, from--) {
            uint64_t moved = set->word[from] << bits;
            if (bits > 0 && from > 0)
                moved |= set->word[from - 1] >> (64 - bits);
            set->word[to] |= moved;
        }
    else
        for (int to = 0, from = words; from < WORDS; to++, from++) {
            uint64_t moved = set->word[from] >> bits;
            if (bits > 0 && from < WORDS - 1)
                moved |= set->word[from + 1] << (64 - bits);
            set->word[to] |= moved;
        }
}

/* A set becomes the union of itself and of its copies, `count` in all, each moved by the stride
 * from the one before. Those that are there double in each step: no value is slow to read. */
static void repeat(spelt_cpus *set, long long count, long long stride)
{
    if (stride == 0 || stride <= -SPELT_MAX_CPUS || stride >= SPELT_MAX_CPUS)
        return;
    if (count > SPELT_MAX_CPUS)
        count = SPELT_MAX_CPUS;
    for (long long there = 1, more; there < count; there += more) {
        more = there < count - there ? there : count - there;
        if (more * stride <= -SPELT_MAX_CPUS || more * stride >= SPELT_MAX_CPUS)
            return;
        add_moved(set, (int)(more * stride));
    }
}

static void add_set(spelt_cpus *to, const spelt_cpus *set)
{
    for (int i = 0; i < WORDS; i++)
        to->word[i] |= set->word[i];
}

static void remove_set(spelt_cpus *from, const spelt_cpus *set)
{
    for (int i = 0; i < WORDS; i++)
        from->word[i] &= ~set->word[i];
}

/* [:<count>[:<stride>]] behind a number or a place, which are in the set already. Nothing of it may
 * come behind what is excluded. */
static int take_interval(const char **text, int excluded, spelt_cpus *set)
{
    long long count, stride = 1;
    if (!take(text, ':'))
        return 1;
    if (excluded || (count = spelt_text_number(text)) <= 0)
        return 0;
    if (take(text, ':')) {
        int down = take(text, '-');
        if (!down)
            take(text, '+');
        if ((stride = spelt_text_number(text)) < 0)
            return 0;
        stride = down ? -stride : stride;
    }
    repeat(set, count, stride);
    return 1;
}

static int take_cpu(const char **text, spelt_cpus *set)
{
    long long cpu = spelt_text_number(text);
    memset(set, 0, sizeof *set);
    if (cpu >= 0 && cpu < SPELT_MAX_CPUS)
        spelt_cpus_add(set, (int)cpu);
    return cpu >= 0;
}

/* What is between braces. An exclusion there counts wherever it stands. */
static int take_resources(const char **text, spelt_cpus *place)
{
    spelt_cpus without, some;
    memset(place, 0, sizeof *place);
    memset(&without, 0, sizeof without);
    do {
        int excluded = take(text, '!');
        if (!take_cpu(text, &some) || !take_interval(text, excluded, &some))
            return 0;
        add_set(excluded ? &without : place, &some);
    } while (take(text, ','));
    remove_set(place, &without);
    return take(text, '}');
}

static places_value places_listed(const char *text, spelt_cpus *set)
{
    spelt_cpus place;
    do {
        int excluded = take(&text, '!');
        if (!(take(&text, '{') ? take_resources(&text, &place) : take_cpu(&text, &place)) ||
            !take_interval(&text, excluded, &place))
            return PLACES_MALFORMED;
        if (excluded)
            remove_set(set, &place);
        else
            add_set(set, &place);
    } while (take(&text, ','));
    return *text == '\0' && spelt_cpus_next(set, 0) >= 0 ? PLACES_LISTED : PLACES_MALFORMED;
}

/* ---- Places by name -------------------------------------------------------------------------- */

/* The CPUs of the mask on the core that a CPU belongs to; without the file, that CPU alone. Linux
 * calls the file core_cpus_list since 5.3, and has it under the old name too. */
static void core_of(int cpu, const spelt_cpus *mask, const char *root, spelt_cpus *core)
{
    static const char *const names[] = {"core_cpus_list", "thread_siblings_list"};
    char path[96], line[256];
    int known = 0;
    for (int i = 0; i < 2 && !known; i++) {
        snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu%d/topology/%s", cpu, names[i]);
        known = spelt_text_first_line(root, path, line, sizeof line) &&
                spelt_places_gomp(line, core) == PLACES_LISTED && spelt_cpus_has(core, cpu);
    }
    if (!known)
        memset(core, 0, sizeof *core);
    spelt_cpus_add(core, cpu);
    for (int i = 0; i < WORDS; i++)
        core->word[i] &= mask->word[i];
}

static places_value first_of(long long wanted, int cores, const spelt_cpus *mask, const char *root,
                             spelt_cpus *set)
{
    spelt_cpus left = *mask, core;
    for (int cpu; wanted > 0 && (cpu = spelt_cpus_next(&left, 0)) >= 0; wanted -= cores) {
        core_of(cpu, &left, root, &core);
        remove_set(&left, &core);
        if (cores)
            add_set(set, &core);
        for (int at; !cores && wanted > 0 && (at = spelt_cpus_next(&core, 0)) >= 0; wanted--) {
            spelt_cpus_remove(&core, at);
            spelt_cpus_add(set, at);
        }
    }
    return wanted > 0 ? PLACES_ALL : PLACES_LISTED;
}

static places_value places_called(const char *text, const spelt_cpus *mask, const char *root,
                                  spelt_cpus *set)
{
    static const char *const names[] = {"threads", "cores", "sockets", "ll_caches", "numa_domains"};
    long long wanted = 0;
    size_t name = 0;
    while (name < sizeof names / sizeof names[0] && !take_word(&text, names[name]))
        name++;
    if (name == sizeof names / sizeof names[0])
        return PLACES_MALFORMED;
    if (take(&text, '(') && ((wanted = spelt_text_number(&text)) <= 0 || !take(&text, ')')))
        return PLACES_MALFORMED;
    if (*text != '\0')
        return PLACES_MALFORMED;
    return wanted > 0 && name < 2 ? first_of(wanted, name == 1, mask, root, set) : PLACES_ALL;
}

/* ---- The variables --------------------------------------------------------------------------- */

places_value spelt_places_omp(const char *value, const spelt_cpus *mask, const char *root,
                              spelt_cpus *set)
{
    memset(set, 0, sizeof *set);
    skip_spaces(&value);
    int list = *value == '{' || *value == '!' || (*value >= '0' && *value <= '9');
    places_value said = list ? places_listed(value, set) : places_called(value, mask, root, set);
    if (said != PLACES_LISTED)
        memset(set, 0, sizeof *set);
    return said;
}

/* <first>[-<last>[:<stride>]] */
static int take_range(const char **text, spelt_cpus *set)
{
    long long first = spelt_text_number(text), last = first, stride = 1;
    spelt_cpus range;
    if (first >= 0 && **text == '-') {
        ++*text;
        last = spelt_text_number(text);
        if (last >= 0 && **text == ':') {
            ++*text;
            stride = spelt_text_number(text);
        }
    }
    if (first < 0 || last < first || stride <= 0)
        return 0;
    memset(&range, 0, sizeof range);
    if (first < SPELT_MAX_CPUS)
        spelt_cpus_add(&range, (int)first);
    repeat(&range, (last - first) / stride + 1, stride);
    add_set(set, &range);
    return 1;
}

places_value spelt_places_gomp(const char *value, spelt_cpus *set)
{
    int well = 1, comma = 0;
    memset(set, 0, sizeof *set);
    skip_spaces(&value);
    do {
        well = take_range(&value, set);
        const char *end = value;
        comma = take(&value, ',');
        well = well && (*value == '\0' || value != end);
    } while (well && (comma || *value != '\0'));
    if (well && spelt_cpus_next(set, 0) >= 0)
        return PLACES_LISTED;
    memset(set, 0, sizeof *set);
    return PLACES_MALFORMED;
}

places_value spelt_places_named(const char *proc_bind, const char *places, const char *gomp,
                                const spelt_cpus *mask, const char *root, spelt_cpus *set)
{
    places_value said = PLACES_MALFORMED;
    memset(set, 0, sizeof *set);
    if (proc_bind) {
        skip_spaces(&proc_bind);
        if (take_word(&proc_bind, "false") && *proc_bind == '\0')
            return PLACES_ALL;
    }
    if (places)
        said = spelt_places_omp(places, mask, root, set);
    if (said == PLACES_MALFORMED && gomp)
        said = spelt_places_gomp(gomp, set);
    return said;
}
