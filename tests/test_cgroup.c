/* test_cgroup.c - the CPU quota in trees made up of /proc and /sys, versions 1, 2 and both. */
#include "support.h"

#include "runtime/threads.h"

#include <spelt/runtime.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char tree[] = "/tmp/spelt-cgroup-XXXXXX";

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

TestSuite(cgroup, .init = plant, .fini = fell);

/* Writes a file of the tree, with the directories on the way to it. */
static void put(const char *path, const char *text)
{
    char full[4096];
    snprintf(full, sizeof full, "%s%s", tree, path);
    for (char *slash = full + strlen(tree); (slash = strchr(slash, '/')); *slash++ = '/') {
        *slash = '\0';
        cr_assert(mkdir(full, 0777) == 0 || errno == EEXIST, "%s", full);
    }
    FILE *file = fopen(full, "w");
    cr_assert_not_null(file, "%s", full);
    fputs(text, file);
    fclose(file);
}

static void expect_cpus(int expected, const char *what)
{
    int got = spelt_cgroup_cpus(tree);
    cr_expect(got == expected, "%s: %d CPUs, expected %d", what, got, expected);
}

#define PLAIN_MOUNTS                                                                               \
    "22 27 0:21 / /proc rw,relatime - proc proc rw\n"                                              \
    "27 1 254:0 / / rw,relatime shared:1 master:2 - ext4 /dev/vda rw,discard\n"
#define V2_MOUNT "31 23 0:28 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n"
#define V1_MOUNT(controllers, point)                                                               \
    "32 31 0:29 / " point " rw,relatime shared:9 - cgroup cgroup rw," controllers "\n"

Test(cgroup, nothing_there)
{
    expect_cpus(0, "an empty tree");
    put("/proc/self/cgroup", "0::/\n");
    expect_cpus(0, "no mountinfo");
    put("/proc/self/mountinfo", PLAIN_MOUNTS);
    expect_cpus(0, "no cgroup mount");
    put("/proc/self/mountinfo", PLAIN_MOUNTS V2_MOUNT);
    expect_cpus(0, "no cpu.max, as in a root group");
}

typedef struct {
    const char *text;
    int cpus;
} quota;

/* Whole and broken CPUs, no limit, and what is no quota at all. */
static const quota quotas[] = {
    {"400000 100000\n", 4},
    {"400000 100000", 4},
    {"100000 100000\n", 1},
    {"100001 100000\n", 2},
    {"350000 100000\n", 4},
    {"50000 100000\n", 1},
    {"1000 1000000\n", 1},
    {"25000 10000\n", 3},
    {"9223372036854775000 1\n", SPELT_MAX_THREADS},
    {"max 100000\n", 0},
    {"", 0},
    {"\n", 0},
    {"400000\n", 0},
    {"400000 \n", 0},
    {"400000 0\n", 0},
    {"0 100000\n", 0},
    {"-1 100000\n", 0},
    {"400000 -100000\n", 0},
    {"400000x 100000\n", 0},
    {"400000 100000x\n", 0},
    {"4e5 100000\n", 0},
    {" 400000 100000\n", 0},
    {"99999999999999999999 100000\n", 0},
    {"400000 99999999999999999999\n", 0},
};

Test(cgroup, v2_values)
{
    put("/proc/self/cgroup", "0::/app\n");
    put("/proc/self/mountinfo", PLAIN_MOUNTS V2_MOUNT);
    for (size_t i = 0; i < sizeof quotas / sizeof quotas[0]; i++) {
        put("/sys/fs/cgroup/app/cpu.max", quotas[i].text);
        expect_cpus(quotas[i].cpus, quotas[i].text);
    }
}

Test(cgroup, v2_least_of_the_groups_above)
{
    put("/proc/self/cgroup", "0::/a/b/c\n");
    put("/proc/self/mountinfo", PLAIN_MOUNTS V2_MOUNT);
    put("/sys/fs/cgroup/a/b/c/cpu.max", "800000 100000\n");
    expect_cpus(8, "the group itself");
    put("/sys/fs/cgroup/a/b/cpu.max", "max 100000\n");
    expect_cpus(8, "no limit above");
    put("/sys/fs/cgroup/a/cpu.max", "150000 50000\n");
    expect_cpus(3, "less above, with another period");
    put("/sys/fs/cgroup/cpu.max", "200000 100000\n");
    expect_cpus(2, "less at the mount point, as in a container");
    put("/sys/fs/cgroup/a/b/c/d/cpu.max", "100000 100000\n");
    put("/sys/fs/cgroup/a/other/cpu.max", "100000 100000\n");
    put("/sys/fs/cpu.max", "100000 100000\n");
    expect_cpus(2, "less below, beside and outside, which is none of ours");
    put("/sys/fs/cgroup/a/b/c/cpu.max", "malformed\n");
    expect_cpus(2, "one level malformed");
}

Test(cgroup, v1)
{
    put("/proc/self/cgroup", "5:memory:/other\n4:cpu,cpuacct:/docker/1f\n1:name=systemd:/x\n");
    put("/proc/self/mountinfo", PLAIN_MOUNTS V1_MOUNT("memory", "/sys/fs/cgroup/memory")
                                    V1_MOUNT("cpu,cpuacct", "/sys/fs/cgroup/cpu,cpuacct"));
    put("/sys/fs/cgroup/cpu,cpuacct/docker/1f/cpu.cfs_quota_us", "250000\n");
    expect_cpus(0, "a quota without a period");
    put("/sys/fs/cgroup/cpu,cpuacct/docker/1f/cpu.cfs_period_us", "100000\n");
    expect_cpus(3, "two and a half CPUs");
    put("/sys/fs/cgroup/cpu,cpuacct/docker/cpu.cfs_quota_us", "100000\n");
    put("/sys/fs/cgroup/cpu,cpuacct/docker/cpu.cfs_period_us", "50000\n");
    expect_cpus(2, "less above");
    put("/sys/fs/cgroup/cpu,cpuacct/docker/cpu.cfs_quota_us", "-1\n");
    expect_cpus(3, "no limit above");
    put("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "100000\n");
    put("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
    expect_cpus(1, "less at the mount point");
    put("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "0\n");
    expect_cpus(3, "a period of 0");
}

/* "cpu" must be a whole word: cpuset and cpuacct are other controllers. */
Test(cgroup, v1_controller_by_its_whole_name)
{
    put("/proc/self/cgroup", "3:cpuset:/set\n2:cpuacct:/acct\n1:cpu:/cpu\n");
    put("/proc/self/mountinfo",
        V1_MOUNT("cpuset", "/sys/fs/cgroup/cpuset") V1_MOUNT("cpuacct", "/sys/fs/cgroup/cpuacct")
            V1_MOUNT("cpu", "/sys/fs/cgroup/cpu"));
    const char *const wrong[] = {"cpuset", "cpuacct"}, *const groups[] = {"set", "acct", "cpu"};
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 3; j++) {
            char path[128];
            snprintf(path, sizeof path, "/sys/fs/cgroup/%s/%s/cpu.cfs_quota_us", wrong[i],
                     groups[j]);
            put(path, "100000\n");
            snprintf(path, sizeof path, "/sys/fs/cgroup/%s/%s/cpu.cfs_period_us", wrong[i],
                     groups[j]);
            put(path, "100000\n");
        }
    expect_cpus(0, "quotas of other controllers");
    put("/sys/fs/cgroup/cpu/cpu/cpu.cfs_quota_us", "500000\n");
    put("/sys/fs/cgroup/cpu/cpu/cpu.cfs_period_us", "100000\n");
    expect_cpus(5, "the right controller");
}

/* systemd's hybrid layout: version 2 beside version 1, which holds the cpu controller. */
Test(cgroup, hybrid)
{
    put("/proc/self/cgroup", "2:cpu,cpuacct:/one\n0::/two\n");
    put("/proc/self/mountinfo", PLAIN_MOUNTS
        "40 31 0:38 / /sys/fs/cgroup/unified rw shared:5 - cgroup2 cgroup2 rw\n" V1_MOUNT(
            "cpu,cpuacct", "/sys/fs/cgroup/cpu,cpuacct"));
    put("/sys/fs/cgroup/cpu,cpuacct/one/cpu.cfs_quota_us", "600000\n");
    put("/sys/fs/cgroup/cpu,cpuacct/one/cpu.cfs_period_us", "100000\n");
    expect_cpus(6, "version 1 holds the controller");
    put("/sys/fs/cgroup/unified/two/cpu.max", "700000 100000\n");
    expect_cpus(6, "the lesser is version 1's");
    put("/sys/fs/cgroup/unified/cpu.max", "200000 100000\n");
    expect_cpus(2, "the lesser is version 2's");
}

/* A container that sees the host's names: its group is mounted where the host has the root. */
Test(cgroup, mounted_below_the_root)
{
    put("/proc/self/cgroup", "4:cpu:/docker/1f/job\n0::/kube/pod\n");
    put("/proc/self/mountinfo",
        "32 31 0:29 /docker/1f /sys/fs/cgroup/cpu rw master:9 - cgroup cgroup rw,cpu\n");
    put("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "900000\n");
    put("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
    expect_cpus(9, "the container's own limit, version 1");
    put("/sys/fs/cgroup/cpu/job/cpu.cfs_quota_us", "700000\n");
    put("/sys/fs/cgroup/cpu/job/cpu.cfs_period_us", "100000\n");
    expect_cpus(7, "a group in the container, version 1");
    put("/proc/self/mountinfo", "31 23 0:28 /kube/pod /cg rw - cgroup2 cgroup2 rw\n");
    put("/cg/cpu.max", "300000 100000\n");
    expect_cpus(3, "the container's own limit, version 2");
    put("/proc/self/mountinfo", "31 23 0:28 /kube/po /cg rw - cgroup2 cgroup2 rw\n");
    put("/cgd/cpu.max", "200000 100000\n");
    expect_cpus(0, "another group, whose name begins ours");
    put("/proc/self/mountinfo", "31 23 0:28 /kube/pod/deeper /cg rw - cgroup2 cgroup2 rw\n");
    expect_cpus(0, "a group below ours");
}

/* A namespace that begins below the mount: mounts from before it show as "/..". */
Test(cgroup, namespace_below_the_mount)
{
    put("/proc/self/cgroup", "0::/\n");
    put("/proc/self/mountinfo", "31 23 0:28 /../.. /cg rw - cgroup2 cgroup2 rw\n");
    put("/cg/cpu.max", "500000 100000\n");
    expect_cpus(5, "an ancestor is mounted");
    put("/proc/self/mountinfo", "31 23 0:28 /../other /cg rw - cgroup2 cgroup2 rw\n");
    expect_cpus(0, "a sibling is mounted");
    put("/proc/self/cgroup", "0::/../other/job\n");
    put("/cg/job/cpu.max", "200000 100000\n");
    expect_cpus(2, "the process is in the sibling that is mounted");
    put("/proc/self/mountinfo", "31 23 0:28 / /cg rw - cgroup2 cgroup2 rw\n");
    put("/other/job/cpu.max", "100000 100000\n");
    expect_cpus(0, "the process is outside what is mounted");
}

Test(cgroup, names_with_spaces_and_colons)
{
    put("/proc/self/cgroup", "0::/my job:1\n");
    put("/proc/self/mountinfo", "31 23 0:28 / /sys/fs/c\\040group\\134x rw - cgroup2 cgroup2 rw\n");
    expect_cpus(0, "nothing yet");
    put("/sys/fs/c group\\x/my job:1/cpu.max", "400000 100000\n");
    expect_cpus(4, "a space, a backslash and a colon");
}

/* A backslash is itself where no number of three digits is behind it. */
Test(cgroup, names_with_backslashes)
{
    static const char *const names[] = {"\\9", "\\.40", "\\400", "\\0", "\\08", "\\0.0", "\\00", "\\009", "\\00."};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char text[128];
        snprintf(text, sizeof text, "31 23 0:28 / /sys/%s rw - cgroup2 cgroup2 rw\n", names[i]);
        put("/proc/self/mountinfo", text);
        put("/proc/self/cgroup", "0::/\n");
        snprintf(text, sizeof text, "/sys/%s/cpu.max", names[i]);
        put(text, "400000 100000\n");
        expect_cpus(4, names[i]);
    }
}

/* Of the controllers of version 1 only cpu counts, which others are as long as; and of those that fit a
 * line only a directory whose path fits. */
Test(cgroup, neither_this_one_nor_that)
{
    put("/proc/self/cgroup", "1:cpu:/a\n");
    put("/proc/self/mountinfo", V1_MOUNT("pid", "/sys"));
    put("/sys/a/cpu.cfs_quota_us", "400000\n");
    put("/sys/a/cpu.cfs_period_us", "100000\n");
    expect_cpus(0, "another controller");
    put("/proc/self/mountinfo", V1_MOUNT("cpu", "/sys"));
    expect_cpus(4, "the right one");

    char text[3000] = "0::/", *end = text + 4;
    memset(end, 'g', 700);
    strcpy(end + 700, "\n");
    put("/proc/self/cgroup", text);
    strcpy(text, "31 23 0:28 / /");
    end = text + strlen(text);
    memset(end, 'm', 700);
    strcpy(end + 700, " rw - cgroup2 cgroup2 rw\n");
    put("/proc/self/mountinfo", text);
    expect_cpus(0, "a directory that does not fit");
}

/* Lines that do not fit or make no sense are as if they were not there. */
Test(cgroup, garbage_between_the_lines)
{
    enum { LONG = 9000 };
    static char text[2 * LONG];
    memset(text, 'x', LONG);
    strcpy(text + LONG,
           "\n\n31\n31 23 0:28 / /a rw\n31 23 0:28 / /a rw -\n31 23 0:28 / /a rw - cgroup2\n"
           "- - - - - - - -\n" V2_MOUNT);
    put("/proc/self/mountinfo", text);
    put("/proc/self/cgroup", "garbage\n:\n::\n0:\n0:cpu\n0:x:/wrong\n10::/wrong\n0::/right\n");
    put("/sys/fs/cgroup/right/cpu.max", "600000 100000\n");
    put("/sys/fs/cgroup/wrong/cpu.max", "100000 100000\n");
    put("/a/right/cpu.max", "100000 100000\n");
    expect_cpus(6, "the one good line of each");

    text[0] = '0', text[1] = text[2] = ':', text[3] = '/';
    text[LONG] = '\n', text[LONG + 1] = '\0';
    put("/proc/self/cgroup", text);
    put("/sys/fs/cgroup/cpu.max", "300000 100000\n");
    expect_cpus(0, "a path that does not fit is no limit");

    text[1000] = '\n', text[1001] = '\0';
    put("/proc/self/cgroup", text);
    expect_cpus(3, "a path that fits, but not behind its mount: the groups above still count");
}
