/* cgroup.c - the CPU quota of this process's control groups, versions 1 and 2. */
#include "runtime/text_file.h"
#include "runtime/threads.h"

#include <spelt/runtime.h>

#include <stdio.h>
#include <string.h>

/* A line of /proc/self/mountinfo with two paths in it. Longer ones are not of control groups. */
#define LINE_BYTES (2 * SPELT_PATH_BYTES + 512)

typedef enum { CGROUP_V1, CGROUP_V2 } cgroup_version;

/* The lesser of two quotas in CPUs, where 0 is none. */
static int lesser(int a, int b)
{
    return a == 0 || (b != 0 && b < a) ? b : a;
}

/* 0 for what is not a quota over a period: "max", -1, 0, anything malformed. */
static int cpus_of(const char *quota, const char *period)
{
    long long paid = spelt_text_number(&quota), of = spelt_text_number(&period);
    if (paid <= 0 || of <= 0 || (*quota != '\0' && *quota != ' ') || *period != '\0')
        return 0;
    long long cpus = (paid - 1) / of + 1;
    return cpus < SPELT_MAX_THREADS ? (int)cpus : SPELT_MAX_THREADS;
}

/* Version 2 keeps "<quota> <period>" in cpu.max, version 1 has a file for each. */
static int cpus_in(const char *root, cgroup_version version, const char *directory)
{
    char path[SPELT_PATH_BYTES + 32], quota[64], period[64];
    snprintf(path, sizeof path, "%s/%s", directory,
             version == CGROUP_V2 ? "cpu.max" : "cpu.cfs_quota_us");
    if (!spelt_text_first_line(root, path, quota, sizeof quota))
        return 0;
    if (version == CGROUP_V2) {
        const char *space = strchr(quota, ' ');
        return space ? cpus_of(quota, space + 1) : 0;
    }
    snprintf(path, sizeof path, "%s/cpu.cfs_period_us", directory);
    return spelt_text_first_line(root, path, period, sizeof period) ? cpus_of(quota, period) : 0;
}

/* A group gets no more than any group above it, so the least quota counts, from the process's
 * own group up to the mount point, the first `mount` bytes of directory. */
static int cpus_up_from(const char *root, cgroup_version version, char *directory, size_t mount)
{
    int cpus = cpus_in(root, version, directory);
    for (size_t end = strlen(directory); end-- > mount;)
        if (directory[end] == '/') {
            directory[end] = '\0';
            cpus = lesser(cpus, cpus_in(root, version, directory));
        }
    return cpus;
}

/* Whether a list such as "cpu,cpuacct" holds a word. */
static int listed(const char *list, const char *word)
{
    for (size_t length; *list; list += length + (list[length] == ',')) {
        length = strcspn(list, ",");
        if (length == strlen(word) && strncmp(list, word, length) == 0)
            return 1;
    }
    return 0;
}

/* The process's group, from lines "<number>:<controllers>:<path>"; version 2 has no controllers
 * there. */
static int own_group(const char *root, cgroup_version version, char group[SPELT_PATH_BYTES])
{
    spelt_text_file file;
    char line[SPELT_PATH_BYTES];
    int found = 0;
    if (!spelt_text_open(&file, root, "/proc/self/cgroup"))
        return 0;
    while (!found && spelt_text_line(&file, line, sizeof line)) {
        char *controllers = strchr(line, ':');
        char *path = controllers ? strchr(controllers + 1, ':') : NULL;
        if (!path)
            continue;
        *controllers++ = *path++ = '\0';
        found = version == CGROUP_V2 ? strcmp(line, "0") == 0 && *controllers == '\0'
                                     : listed(controllers, "cpu");
        if (found)
            memmove(group, path, strlen(path) + 1);
    }
    spelt_text_close(&file);
    return found;
}

/* Cuts the next field off a line of fields with one space between them; NULL at the end. */
static char *next_field(char **rest)
{
    char *field = *rest;
    if (!field)
        return NULL;
    char *space = strchr(field, ' ');
    if (space)
        *space++ = '\0';
    *rest = space;
    return field;
}

/* Undoes the escapes of mountinfo, in place: \040 for a space and the like. */
static void unescape(char *text)
{
    char *to = text;
    for (const char *from = text; *from; to++) {
        if (from[0] == '\\' && from[1] >= '0' && from[1] <= '3' && from[2] >= '0' &&
            from[2] <= '7' && from[3] >= '0' && from[3] <= '7') {
            *to = (char)((from[1] - '0') << 6 | (from[2] - '0') << 3 | (from[3] - '0'));
            from += 4;
        } else {
            *to = *from++;
        }
    }
    *to = '\0';
}

typedef struct {
    const char *group; /* which group lies at the mount point: "/", or a container's */
    const char *point;
} cgroup_mount;

/* Lines "<id> <parent> <device> <group> <point> <options> [<tag>...] - <type> <source> <options>",
 * proc_pid_mountinfo(5). */
static int parse_mount(char *line, cgroup_version version, cgroup_mount *mount)
{
    char *rest = line, *group = NULL, *point = NULL, *field = NULL;
    for (int i = 0; i < 6; i++) {
        field = next_field(&rest);
        if (i == 3)
            group = field;
        else if (i == 4)
            point = field;
    }
    while (field && strcmp(field, "-") != 0)
        field = next_field(&rest);
    const char *type = next_field(&rest);
    next_field(&rest);
    const char *options = next_field(&rest);
    if (!group || !point || !options)
        return 0;
    if (version == CGROUP_V2 ? strcmp(type, "cgroup2") != 0
                             : strcmp(type, "cgroup") != 0 || !listed(options, "cpu"))
        return 0;
    unescape(group);
    unescape(point);
    *mount = (cgroup_mount){group, point};
    return 1;
}

/* The way from the group at the mount point down to the process's, "" where they are one; NULL
 * where the process's is not below that mount. A process may have been moved into a namespace
 * whose root is deeper than the mount: the mount then shows as "/..", the process as "/", and the
 * way between has no name, but the quota at the mount point still holds. */
static const char *way_down(const char *mounted, const char *group)
{
    const char *up = mounted, *way = group;
    size_t length = strcmp(mounted, "/") == 0 ? 0 : strlen(mounted);
    if (strncmp(group, mounted, length) == 0 && (group[length] == '/' || group[length] == '\0')) {
        way = group + length;
        if (strncmp(way, "/..", 3) == 0)
            return NULL;
        return strcmp(way, "/") == 0 ? "" : way;
    }
    while (strncmp(up, "/..", 3) == 0)
        up += 3;
    return *up == '\0' ? "" : NULL;
}

static int cpus_of_version(const char *root, cgroup_version version)
{
    spelt_text_file file;
    char group[SPELT_PATH_BYTES], line[LINE_BYTES], directory[SPELT_PATH_BYTES];
    cgroup_mount mount;
    int cpus = 0;
    if (!own_group(root, version, group) || !spelt_text_open(&file, root, "/proc/self/mountinfo"))
        return 0;
    while (spelt_text_line(&file, line, sizeof line)) {
        const char *way;
        if (!parse_mount(line, version, &mount) || !(way = way_down(mount.group, group)))
            continue;
        int length = snprintf(directory, sizeof directory, "%s%s", mount.point, way);
        if (length >= 0 && (size_t)length < sizeof directory)
            cpus = lesser(cpus, cpus_up_from(root, version, directory, strlen(mount.point)));
    }
    spelt_text_close(&file);
    return cpus;
}

/* A machine may have both: the controllers that version 1 holds are missing from version 2. */
int spelt_cgroup_cpus(const char *root)
{
    return lesser(cpus_of_version(root, CGROUP_V2), cpus_of_version(root, CGROUP_V1));
}
