/* machine.c - what the figures were taken on. */
#define _GNU_SOURCE
#include "measure/machine.h"

#include <stdint.h>
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

const char *machine_cpu(void)
{
    static char model[LINE_SIZE];
    if (!read_key("/proc/cpuinfo", "model name", model))
        snprintf(model, sizeof model, "unknown");
    return model;
}

int machine_megahertz(void)
{
    char text[LINE_SIZE];
    if (read_line("/sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq", text))
        return (int)(strtol(text, NULL, 10) / 1000);
    return read_key("/proc/cpuinfo", "cpu MHz", text) ? (int)strtol(text, NULL, 10) : 0;
}

int machine_scales(void)
{
    char text[LINE_SIZE];
    return read_line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", text) &&
           strcmp(text, "performance") != 0;
}

static int read_cache(int index, const char *what, char text[LINE_SIZE])
{
    char path[128];
    snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu0/cache/index%d/%s", index, what);
    return read_line(path, text);
}

/* How many CPUs a mask of hexadecimal digits names. */
static int count_mask(const char *mask)
{
    int count = 0;
    for (; *mask; mask++) {
        const char digit[2] = {*mask, '\0'};
        count += __builtin_popcountl(strtoul(digit, NULL, 16));
    }
    return count;
}

size_t machine_caches(machine_cache caches[MACHINE_CACHES])
{
    size_t count = 0;
    for (int index = 0; count < MACHINE_CACHES; index++) {
        char level[LINE_SIZE], type[LINE_SIZE], size[LINE_SIZE], shared[LINE_SIZE];
        if (!read_cache(index, "level", level) || !read_cache(index, "type", type) ||
            !read_cache(index, "size", size))
            break;
        machine_cache *cache = &caches[count++];
        char *unit;
        cache->level = (int)strtol(level, NULL, 10);
        cache->bytes = strtoul(size, &unit, 10);
        cache->bytes <<= *unit == 'K' ? 10 : *unit == 'M' ? 20 : 0;
        cache->sharing = read_cache(index, "shared_cpu_map", shared) ? count_mask(shared) : 1;
        snprintf(cache->type, sizeof cache->type, "%.15s", type);
    }
    return count;
}

size_t machine_available_memory(void)
{
    char value[LINE_SIZE];
    if (!read_key("/proc/meminfo", "MemAvailable", value))
        return SIZE_MAX;
    unsigned long long kibibytes = strtoull(value, NULL, 10);
    return kibibytes > SIZE_MAX / 1024 ? SIZE_MAX : (size_t)kibibytes * 1024;
}
