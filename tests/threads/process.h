/* process.h - what this process holds just now, as Linux tells it, and a deadline for it. */
#ifndef SPELT_TESTS_THREADS_PROCESS_H
#define SPELT_TESTS_THREADS_PROCESS_H

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Takes no lock and allocates nothing: for the child of a process with threads. */
static inline int process_threads(void)
{
    struct stat tasks; /* has a link for itself, one for its parent, and one a thread */
    return stat("/proc/self/task", &tasks) == 0 ? (int)tasks.st_nlink - 2 : -1;
}

static inline int process_entries(const char *directory)
{
    DIR *open = opendir(directory);
    int count = 0;
    while (open && readdir(open))
        count++;
    if (open)
        closedir(open);
    return count;
}

static inline int process_descriptors(void)
{
    return process_entries("/proc/self/fd");
}

/* The threads that are workers, by their names: a library beside Spelt may have threads too. */
static inline int process_workers(void)
{
    DIR *tasks = opendir("/proc/self/task");
    int count = 0;
    for (struct dirent *task; tasks && (task = readdir(tasks));) {
        char path[300], name[32] = "";
        snprintf(path, sizeof path, "/proc/self/task/%s/comm", task->d_name);
        FILE *file = fopen(path, "r");
        if (!file)
            continue;
        if (fgets(name, sizeof name, file))
            count += strncmp(name, "spelt-", 6) == 0;
        fclose(file);
    }
    if (tasks)
        closedir(tasks);
    return count;
}

/* The lines of a file that hold this text, and the number that follows it in the first of them. */
static inline int process_lines(const char *name, const char *text, long *number)
{
    FILE *file = fopen(name, "r");
    char line[4096];
    int count = 0;
    for (const char *at; file && fgets(line, sizeof line, file);)
        if ((at = strstr(line, text)) && count++ == 0 && number)
            *number = strtol(at + strlen(text), NULL, 10);
    if (file)
        fclose(file);
    return count;
}

/* All that is mapped, in KiB. */
static inline long process_size(void)
{
    long kib = 0;
    process_lines("/proc/self/status", "VmSize:", &kib);
    return kib;
}

/* How many mappings there are of files with this in their names. */
static inline int process_mappings(const char *name)
{
    return process_lines("/proc/self/maps", name, NULL);
}

static const char *process_name;

static inline void process_is_late(int signal)
{
    static const char late[] = ": hangs: not done before its deadline\n";
    (void)signal;
    if (write(STDERR_FILENO, process_name, strlen(process_name)) > 0 &&
        write(STDERR_FILENO, late, sizeof late - 1) > 0)
        _exit(99);
    _exit(98);
}

/* Ends the process after so many seconds from now; a child has no deadline until it sets one. */
static inline void process_deadline(const char *name, unsigned seconds)
{
    process_name = name;
    signal(SIGALRM, process_is_late);
    alarm(seconds);
}

#endif
