/* cgroup.c - the CPU quota of this process's control groups, versions 1 and 2. */
#include "runtime/text_file.h"
#include "runtime/threads.h"

#include <spelt/runtime.h>

#include <stdio.h>
#include <string.h>

/* A line of /proc/self/mountinfo with two paths in it. Longer ones are not of control groups. */
#define LINE_BYTES (2 * SPELT_PATH_BYTES + 512)

typedef enum { CGROUP_V1 = 1, CGROUP_V2 = 2 } cgroup_version;

/* The least of two quotas in CPUs, where 0 is none. */
static int least(int a, int b)
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
static int cpus_in_directory(const char *root, cgroup_version version, const char *directory)
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
    if (!spelt_text_first_line(root, path, period, sizeof period))
        return 0;
    return cpus_of(quota, period);
}

/* A group gets no more than each group above it, so the least quota counts, from the process's
 * own group up to the mount point. */
static int cpus_up_from(const char *root, cgroup_version version, char *directory, size_t mount)
{
    int cpus = 0;
    for (;;) {
        cpus = least(cpus, cpus_in_directory(root, version, directory));
        size_t length = strlen(directory);
        while (length > mount && directory[length - 1] != '/')
            length--;
        if (length <= mount)
            return length < strlen(directory)
                       ? (directory[mount] = '\0', least(cpus, cpus_in_directory(root, version, directory)))
                       : cpus;
        directory[length - 1] = '\0';
    }
}
