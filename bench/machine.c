/* machine.c - what the figures were taken on. */
#define _GNU_SOURCE
#include "machine.h"

#include "runtime/cpu.h"

#include <spelt/reduce.h>
#include <spelt/runtime.h>

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_SIZE 512

/* The first line of a file, without its end; 0 if there is none. */
static int read_line(const char *path, char line[LINE_SIZE])
{
    FILE *file = fopen(path, "r");
    if (!file)
        return 0;
    int found = fgets(line, LINE_SIZE, file) != NULL;
    fclose(file);
    if (found)
        line[strcspn(line, "\n")] = '\0';
    return found;
}

/* What follows "key<space>: " in the first line of a file that begins with key. */
static int read_key(const char *path, const char *key, char value[LINE_SIZE])
{
    char line[LINE_SIZE];
    FILE *file = fopen(path, "r");
    if (!file)
        return 0;
    int found = 0;
    while (!found && fgets(line, sizeof line, file)) {
        if (strncmp(line, key, strlen(key)) != 0)
            continue;
        const char *text = strchr(line, ':');
        if (!text)
            continue;
        text += 1 + strspn(text + 1, " \t");
        snprintf(value, LINE_SIZE, "%.*s", (int)strcspn(text, "\n"), text);
        found = 1;
    }
    fclose(file);
    return found;
}

static void print_cpu(const char *prefix)
{
    char model[LINE_SIZE];
    cpu_set_t set;
    if (!read_key("/proc/cpuinfo", "model name", model))
        snprintf(model, sizeof model, "unknown");
    printf("%sCPU         %s", prefix, model);
    if (sched_getaffinity(0, sizeof set, &set) == 0)
        printf("; %d of them for this process", CPU_COUNT(&set));
    putchar('\n');
}

/* "48K" of one cache of CPU 0 as the system tells it, with its level and kind. */
static int print_cache(int index, const char *separator)
{
    char path[128], level[LINE_SIZE], type[LINE_SIZE], size[LINE_SIZE];
    static const char directory[] = "/sys/devices/system/cpu/cpu0/cache/index";
    snprintf(path, sizeof path, "%s%d/level", directory, index);
    if (!read_line(path, level))
        return 0;
    snprintf(path, sizeof path, "%s%d/type", directory, index);
    if (!read_line(path, type))
        return 0;
    snprintf(path, sizeof path, "%s%d/size", directory, index);
    if (!read_line(path, size))
        return 0;
    if (strcmp(type, "Instruction") == 0)
        return 1;
    printf("%sL%s%s %s", separator, level, strcmp(type, "Data") == 0 ? "d" : "", size);
    return 1;
}

static void print_caches(const char *prefix)
{
    printf("%scaches      ", prefix);
    int index = 0;
    while (print_cache(index, index ? ", " : ""))
        index++;
    printf("%slast level %.4g MiB as Spelt reckons (CPUID)\n", index ? "; " : "",
           (double)spelt_llc_bytes() / (1 << 20));
}

/* What else runs here disturbs every figure, and those of several threads most of all. */
static void print_load(const char *prefix)
{
    double load;
    if (getloadavg(&load, 1) == 1)
        printf("%sload        %.2f in the minute before\n", prefix, load);
}

void machine_print(const char *prefix, uint64_t seed)
{
    print_cpu(prefix);
    print_caches(prefix);
    printf("%sSpelt       %s, order %d; path %s (%s), ISA %s (%s)\n", prefix, spelt_version(),
           SPELT_ORDER_VERSION, spelt_path(), spelt_path_source(), spelt_isa(), spelt_isa_source());
    printf("%sthreads     at most %d (%s)\n", prefix, spelt_get_num_threads(),
           spelt_threads_source());
#ifdef __clang__
    printf("%scompiler    %s\n", prefix, __VERSION__);
#else
    printf("%scompiler    GCC %s\n", prefix, __VERSION__);
#endif
    print_load(prefix);
    printf("%sseed        %llu\n", prefix, (unsigned long long)seed);
}

size_t machine_available_memory(void)
{
    char value[LINE_SIZE];
    if (!read_key("/proc/meminfo", "MemAvailable", value))
        return SIZE_MAX;
    unsigned long long kibibytes = strtoull(value, NULL, 10);
    return kibibytes > SIZE_MAX / 1024 ? SIZE_MAX : (size_t)kibibytes * 1024;
}
