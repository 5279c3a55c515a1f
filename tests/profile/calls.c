/* calls.c - so many calls that profile.sh knows what SPELT_PROFILE has to say of them. */
#include <spelt/spelt.h>

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static double x[100000], y[100000];

static void *many(void *unused)
{
    double sum;
    for (int i = 0; i < 1000; i++)
        spelt_sum_f64(SPELT_IN(f64, x, 7), &sum);
    return unused;
}

static int in_child(void (*calls)(void))
{
    int status = -1;
    const pid_t child = fork();
    if (child == 0) {
        calls();
        return 0;
    }
    waitpid(child, &status, 0);
    return status == 0 ? (int)child : -1;
}

static void two_dots(void)
{
    double dot;
    spelt_dot_f64(SPELT_IN(f64, x, 5), SPELT_IN(f64, y, 5), &dot);
    spelt_dot_f64(SPELT_IN(f64, x, 5), SPELT_IN(f64, y, 5), &dot);
}

static void nothing(void)
{
}

int main(int argc, char **argv)
{
    double dot;
    if (argc > 1 && strcmp(argv[1], "none") == 0)
        return 0;
    for (int i = 0; i < 3; i++)
        spelt_dot_f64(SPELT_IN(f64, x, 100000), SPELT_IN(f64, y, 100000), &dot);
    spelt_dot_f64(SPELT_IN(f64, x, 0), SPELT_IN(f64, y, 0), &dot);
    spelt_add_f64(SPELT_IN(f64, x, 40), SPELT_IN(f64, y, 50), SPELT_OUT(f64, y, 40)); /* fails */
    spelt_add_f64(SPELT_IN(f64, x, 40), SPELT_IN(f64, y, 40), SPELT_OUT(f64, y, 40));
    pthread_t thread[4];
    for (int i = 0; i < 4; i++)
        if (pthread_create(&thread[i], NULL, many, NULL))
            return 1;
    for (int i = 0; i < 4; i++)
        pthread_join(thread[i], NULL);
    if (argc > 1 && strcmp(argv[1], "fork") == 0) {
        const int parent = (int)getpid();
        const int idle = in_child(nothing);
        if ((int)getpid() != parent)
            return 0;
        const int busy = in_child(two_dots);
        if ((int)getpid() != parent)
            return 0;
        printf("%d %d\n", idle, busy);
        return idle < 0 || busy < 0;
    }
    return 0;
}
