/* test_places.c - OMP_PLACES and GOMP_CPU_AFFINITY, read without a runtime. */
#include "support.h"

#include "runtime/places.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

/* A set as a list: "0-3,8"; "" is the empty one. Cut where it does not fit. */
static const char *listed(const spelt_cpus *set)
{
    static char text[256];
    size_t used = 0;
    text[0] = '\0';
    for (int first = 0, last; first < SPELT_MAX_CPUS && used < sizeof text; first = last + 1) {
        last = first;
        if (!spelt_cpus_has(set, first))
            continue;
        while (spelt_cpus_has(set, last + 1))
            last++;
        const char *comma = used > 0 ? "," : "";
        used +=
            (size_t)(first == last ? snprintf(text + used, sizeof text - used, "%s%d", comma, first)
                                   : snprintf(text + used, sizeof text - used, "%s%d-%d", comma,
                                              first, last));
    }
    return text;
}

typedef struct {
    const char *value;
    const char *cpus; /* what it lists; NULL where it is malformed */
} reading;

static void expect_reading(const reading *given, places_value said, const spelt_cpus *set)
{
    const char *cpus = given->cpus ? given->cpus : "";
    cr_expect(said == (given->cpus ? PLACES_LISTED : PLACES_MALFORMED), "%s: %d", given->value,
              (int)said);
    cr_expect(strcmp(listed(set), cpus) == 0, "%s: {%s}, expected {%s}", given->value, listed(set),
              cpus);
}

static spelt_cpus first_cpus(int count)
{
    spelt_cpus mask = {{0}};
    for (int cpu = 0; cpu < count; cpu++)
        spelt_cpus_add(&mask, cpu);
    return mask;
}

Test(places, next_cpu)
{
    spelt_cpus set = first_cpus(0);
    cr_expect_eq(spelt_cpus_next(&set, 0), -1);
    spelt_cpus_add(&set, 70);
    spelt_cpus_add(&set, SPELT_MAX_CPUS - 1);
    cr_expect_eq(spelt_cpus_next(&set, 71), SPELT_MAX_CPUS - 1);
    cr_expect_eq(spelt_cpus_next(&set, SPELT_MAX_CPUS), 70);
    cr_expect_eq(spelt_cpus_next(&set, -1), 70);
}

static const reading lists[] = {
    {"{0}", "0"},
    {"{3,1}", "1,3"},
    {"{0,1},{2,3}", "0-3"},
    {"{0:4}", "0-3"},
    {"{0:4:2}", "0,2,4,6"},
    {"{6:4:-2}", "0,2,4,6"},
    {"{0:3:+2}", "0,2,4"},
    {"{0:3:0}", "0"},
    {"{0:4}:4:4", "0-15"},
    {"{0:2}:3:8", "0-1,8-9,16-17"},
    {"{0:2}:3", "0-3"},
    {"{16:2}:3:-8", "0-1,8-9,16-17"},
    {"{2:2}:3:-2", "0-3"},
    {"{63}:2", "63-64"},
    {"{64}:2:-1", "63-64"},
    {"{60:8}:2:64", "60-67,124-131"},
    {"{130:4}:2:-67", "63-66,130-133"},
    {"{1:5:64}", "1,65,129,193,257"},
    {"{0},{5}:2,{9,10:2:3}", "0,5-6,9-10,13"},
    {"3", "3"},
    {"3,5", "3,5"},
    {"0:4:2", "0,2,4,6"},
    {"{0:8,!3}", "0-2,4-7"},
    {"{!3,0:8}", "0-2,4-7"},
    {"{0:4},!3", "0-2"},
    {"{0}:4,!{1},!{3}", "0,2"},
    {"!{0},{0}", "0"},
    {" { 0 , 1 : 2 : 3 } : 2 : 8 , ! 4 \t", "0-1,8-9,12"},
    {"{8191}", "8191"},
    {"{8191,8192}", "8191"},
    {"{8190:9}", "8190-8191"},
    {"{8190}:9", "8190-8191"},
    {"{1:9:-1}", "0-1"},
    {"{1}:9:-1", "0-1"},
    {"{0:999999999:7000}:99999999", "0-8191"},
    {"{0:9223372036854775000:9223372036854775000}", "0"},
    {"{0}:9223372036854775000:-9223372036854775000", "0"},
    {"{0}:8192", "0-8191"},
    {"", NULL},
    {" ", NULL},
    {"{", NULL},
    {"{}", NULL},
    {"{0", NULL},
    {"{0,", NULL},
    {"{0,}", NULL},
    {"{,0}", NULL},
    {"{0:}", NULL},
    {"{0:2", NULL},
    {"{0:0}", NULL},
    {"{0:-1}", NULL},
    {"{0:2:}", NULL},
    {"{0:2:-}", NULL},
    {"{0:2:1:1}", NULL},
    {"{-1}", NULL},
    {"{+1}", NULL},
    {"{0x1}", NULL},
    {"{0 1}", NULL},
    {"{0}}", NULL},
    {"{{0}}", NULL},
    {"{0}{1}", NULL},
    {"{0} {1}", NULL},
    {"{0},", NULL},
    {",{0}", NULL},
    {"{0}:", NULL},
    {"{0}:0", NULL},
    {"{0}:2:", NULL},
    {"{0}:2:1:1", NULL},
    {"{0},!{1}:2", NULL},
    {"{0},!{1", NULL},
    {"{0:4,!1:2}", NULL},
    {"{0},!!{1}", NULL},
    {"{0},!", NULL},
    {"!{0}", NULL},
    {"{0},!{0}", NULL},
    {"{0,!0}", NULL},
    {"{9999}", NULL},
    {"{99999999999999999999}", NULL},
    {"{0}x", NULL},
    {"0-3", NULL},
};

Test(places, lists)
{
    spelt_cpus mask = first_cpus(4), set;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        expect_reading(&lists[i], spelt_places_omp(lists[i].value, &mask, "", &set), &set);
}

static const reading gomp_lists[] = {
    {"0", "0"},
    {"0 3 1-2 4-15:2", "0-4,6,8,10,12,14"},
    {"0,3,1-2", "0-3"},
    {" 0 , 3\t5 ", "0,3,5"},
    {"1-1", "1"},
    {"7,7,7", "7"},
    {"8190-9999", "8190-8191"},
    {"5 9999", "5"},
    {"0-9223372036854775000:9223372036854775000", "0"},
    {"0-9223372036854775000:4096", "0,4096"},
    {"", NULL},
    {" ", NULL},
    {",", NULL},
    {"0,", NULL},
    {"0,,1", NULL},
    {",0", NULL},
    {"2-1", NULL},
    {"0-", NULL},
    {"0 - 1", NULL},
    {"0-1:", NULL},
    {"0-1:0", NULL},
    {"0:2", NULL},
    {"-1", NULL},
    {"0x1", NULL},
    {"1a", NULL},
    {"{0}", NULL},
    {"9999", NULL},
    {"99999999999999999999", NULL},
};

Test(places, gomp_lists)
{
    spelt_cpus set;
    for (size_t i = 0; i < sizeof gomp_lists / sizeof gomp_lists[0]; i++)
        expect_reading(&gomp_lists[i], spelt_places_gomp(gomp_lists[i].value, &set), &set);
}

/* ---- Names, with a tree made up of /sys ------------------------------------------------------ */

static char tree[] = "/tmp/spelt-places-XXXXXX";

static void plant(void)
{
    cr_assert_not_null(mkdtemp(tree));
}

static void fell(void)
{
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", tree);
    cr_expect_eq(system(command), 0);
}

static void put_core(int cpu, const char *file, const char *text)
{
    char full[256];
    snprintf(full, sizeof full, "%s/sys/devices/system/cpu/cpu%d/topology/%s", tree, cpu, file);
    for (char *slash = full + strlen(tree); (slash = strchr(slash, '/')); *slash++ = '/') {
        *slash = '\0';
        cr_assert(mkdir(full, 0777) == 0 || errno == EEXIST, "%s", full);
    }
    FILE *stream = fopen(full, "w");
    cr_assert_not_null(stream, "%s", full);
    fputs(text, stream);
    fclose(stream);
}

static void expect_named(const char *value, const spelt_cpus *mask, places_value expected,
                         const char *cpus)
{
    spelt_cpus set;
    places_value said = spelt_places_omp(value, mask, tree, &set);
    cr_expect(said == expected && strcmp(listed(&set), cpus) == 0, "%s: %d {%s}, expected %d {%s}",
              value, (int)said, listed(&set), (int)expected, cpus);
}

Test(places, names, .init = plant, .fini = fell)
{
    static const char *const all[] = {"threads",      "cores",          "sockets",   "ll_caches",
                                      "numa_domains", "Cores",          " THREADS ", "sockets(1)",
                                      "ll_caches(2)", "numa_domains(9)"};
    static const char *const malformed[] = {
        "core",       "corest",    "cores()",    "cores(0)", "cores(-1)",
        "cores(1",    "cores(1))", "cores(1)x",  "cores 1",  "cores,{0}",
        "threads(x)", "impl",      "sockets(0)", "true",     "threads(99999999999999999999)"};
    spelt_cpus mask = first_cpus(8);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        expect_named(all[i], &mask, PLACES_ALL, "");
    for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++)
        expect_named(malformed[i], &mask, PLACES_MALFORMED, "");
}

Test(places, without_topology, .init = plant, .fini = fell)
{
    spelt_cpus mask = first_cpus(8), none = {{0}};
    spelt_cpus_remove(&mask, 1);
    expect_named("threads(3)", &mask, PLACES_LISTED, "0,2-3");
    expect_named("cores(3)", &mask, PLACES_LISTED, "0,2-3");
    expect_named("cores ( 3 )", &mask, PLACES_LISTED, "0,2-3");
    expect_named("cores(7)", &mask, PLACES_LISTED, "0,2-7");
    expect_named("cores(8)", &mask, PLACES_ALL, "");
    expect_named("threads(99999999)", &mask, PLACES_ALL, "");
    expect_named("threads(1)", &none, PLACES_ALL, "");
}

/* Eight CPUs on four cores: n and n + 4 on one, or 2n and 2n + 1. */
Test(places, cores, .init = plant, .fini = fell)
{
    spelt_cpus mask = first_cpus(8);
    char text[16];
    for (int cpu = 0; cpu < 8; cpu++) {
        snprintf(text, sizeof text, "%d,%d\n", cpu % 4, cpu % 4 + 4);
        put_core(cpu, "thread_siblings_list", text);
    }
    expect_named("cores(1)", &mask, PLACES_LISTED, "0,4");
    expect_named("cores(3)", &mask, PLACES_LISTED, "0-2,4-6");
    expect_named("cores(5)", &mask, PLACES_ALL, "");
    expect_named("threads(3)", &mask, PLACES_LISTED, "0-1,4");
    expect_named("threads(4)", &mask, PLACES_LISTED, "0-1,4-5");
    spelt_cpus_remove(&mask, 4);
    spelt_cpus_remove(&mask, 1);
    expect_named("cores(2)", &mask, PLACES_LISTED, "0,2,6");
    for (int cpu = 0; cpu < 8; cpu++) {
        snprintf(text, sizeof text, "%d-%d\n", cpu & ~1, cpu | 1);
        put_core(cpu, "core_cpus_list", text);
    }
    expect_named("cores(2)", &mask, PLACES_LISTED, "0,2-3");
}

/* Then a CPU is taken for a core of its own. */
Test(places, broken_topology, .init = plant, .fini = fell)
{
    spelt_cpus mask = first_cpus(4);
    put_core(0, "core_cpus_list", "2-3\n");
    expect_named("cores(1)", &mask, PLACES_LISTED, "0");
    put_core(0, "core_cpus_list", "nonsense\n");
    put_core(0, "thread_siblings_list", "0-1x\n");
    expect_named("cores(1)", &mask, PLACES_LISTED, "0");
    put_core(0, "thread_siblings_list", "0-1\n");
    expect_named("cores(1)", &mask, PLACES_LISTED, "0-1");
}

/* ---- The variables together ------------------------------------------------------------------ */

typedef struct {
    const char *proc_bind, *places, *gomp;
    places_value said;
    const char *cpus;
} setting;

static const setting settings[] = {
    {NULL, NULL, NULL, PLACES_MALFORMED, ""},
    {"true", NULL, NULL, PLACES_MALFORMED, ""},
    {NULL, "{1}", NULL, PLACES_LISTED, "1"},
    {NULL, NULL, "2", PLACES_LISTED, "2"},
    {NULL, "{1}", "2", PLACES_LISTED, "1"},
    {NULL, "cores", "2", PLACES_ALL, ""},
    {NULL, "{1", "2", PLACES_LISTED, "2"},
    {NULL, "", "2", PLACES_LISTED, "2"},
    {NULL, "{1}", "x", PLACES_LISTED, "1"},
    {"close", "{1}", "2", PLACES_LISTED, "1"},
    {"spread,close", NULL, "2", PLACES_LISTED, "2"},
    {"false", "{1}", "2", PLACES_ALL, ""},
    {" FaLsE\n", "{1}", "2", PLACES_ALL, ""},
    {"false", NULL, NULL, PLACES_ALL, ""},
    {"falsehood", "{1}", NULL, PLACES_LISTED, "1"},
    {"false,true", "{1}", NULL, PLACES_LISTED, "1"},
    {"", "{1}", NULL, PLACES_LISTED, "1"},
};

Test(places, together)
{
    spelt_cpus mask = first_cpus(4), set;
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        const setting *given = &settings[i];
        places_value said =
            spelt_places_named(given->proc_bind, given->places, given->gomp, &mask, "", &set);
        cr_expect(said == given->said && strcmp(listed(&set), given->cpus) == 0,
                  "setting %zu: %d {%s}", i, (int)said, listed(&set));
    }
}

/* ---- Anything at all ------------------------------------------------------------------------- */

/* Values made of pieces of good ones, between guard pages. */
Test(places, random_values)
{
    static const char *const pieces[] = {"{",         "}",
                                         "!",         ":",
                                         ",",         "-",
                                         " ",         "0",
                                         "1",         "7",
                                         "63",        "8191",
                                         "999999999", "9223372036854775807",
                                         "{0:4}:4:4", "{0:999999999:7}:99999999",
                                         "cores",     "threads(",
                                         ")",         "x"};
    spelt_cpus mask = first_cpus(4), set;
    generator random = generator_start(1);
    guarded room = guarded_open(256);
    for (int i = 0; i < 100000; i++) {
        char value[256] = "";
        for (size_t left = random_below(&random, 12); left > 0; left--)
            strcat(value, pieces[random_below(&random, sizeof pieces / sizeof pieces[0])]);
        char *copy = guarded_at_end(&room, strlen(value) + 1, 0);
        strcpy(copy, value);
        places_value omp = spelt_places_omp(copy, &mask, "/nowhere", &set);
        cr_assert_eq(omp == PLACES_LISTED, spelt_cpus_count(&set) > 0, "%s", value);
        places_value gomp = spelt_places_gomp(copy, &set);
        cr_assert_eq(gomp == PLACES_LISTED, spelt_cpus_count(&set) > 0, "%s", value);
    }
    guarded_close(&room);
}

/* The longest value that Linux takes, all of it costly. */
Test(places, long_values)
{
    enum { LENGTH = 128 << 10 };
    static char value[LENGTH];
    static const char *const parts[] = {"{0:99999:7}:99999,", "{0:9:9,1:9:9,2:9:9}:9:9,",
                                        "0-99999:3,", "{0},!{0}:1,"};
    spelt_cpus mask = first_cpus(4), set;
    clock_t start = clock();
    for (size_t part = 0; part < sizeof parts / sizeof parts[0]; part++) {
        size_t length = strlen(parts[part]), used = 0;
        for (; used + length < LENGTH - 8; used += length)
            memcpy(value + used, parts[part], length);
        strcpy(value + used, parts[part][0] == '{' ? "{1}" : "1");
        spelt_places_omp(value, &mask, "", &set);
        spelt_places_gomp(value, &set);
    }
    cr_expect_lt((double)(clock() - start) / CLOCKS_PER_SEC, 5.0);
}
