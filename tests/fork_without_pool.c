/* fork_without_pool.c - a child whose parent had no threads may use threads itself. A program of its
 * own, for the test runner has a thread in every test. */
#include <spelt/spelt.h>

#include "runtime/threads.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    enum { DEADLINE_SECONDS = 60 };
    size_t n = SPELT_GRAIN_DEFAULT;
    double *x = calloc(n, sizeof *x), sum = 1;
    spelt_set_num_threads(2);
    if (!x || spelt_sum_f64(SPELT_IN(f64, x, 1000), &sum) != SPELT_OK)
        return 1;
    pid_t child = fork();
    if (child == 0) {
        alarm(DEADLINE_SECONDS);
        int may = spelt_threads_for(SIZE_MAX);
        if (spelt_sum_f64(SPELT_IN(f64, x, n), &sum) != SPELT_OK || sum != 0)
            _exit(99);
        _exit(may);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child)
        return 1;
    free(x);
    printf("the child may use %d threads (status %#x)\n", WEXITSTATUS(status), (unsigned)status);
    return !(WIFEXITED(status) && WEXITSTATUS(status) == 2);
}
