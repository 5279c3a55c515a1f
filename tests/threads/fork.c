/* fork.c - a matrix of forks: before the first call, amid calls and setters of eight threads, from
 * children of children, where the host's OpenMP and BLAS were at work before, and where Spelt was
 * loaded beside living threads. Every child has right results, a team and setters that end.
 *
 *     fork OBJECT [OPENMP]      OPENMP: openmp_region.c, built with some runtime */
#define _GNU_SOURCE 1

#include "loaded.h"
#include "process.h"
#include "repeats.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/wait.h>

enum { N = 100000, HOSTS = 8, CAP = 4, CHILD_CAP = 3, GENERATIONS = 3, FORKS = REPEATS(8, 20) };
enum { DEADLINE_SECONDS = 500, CHILD_SECONDS = 240 };

static double numbers[N];
static const char *object_name, *openmp_name;
static loaded spelt;
static _Atomic int is_loaded, stop, held, calls;

/* ---- What is done in parent and child --------------------------------------------------------- */

static int call_is_wrong(void)
{
    const spelt_in_f64 x = {numbers, 1, {N}, {1}}, shorter = {numbers, 1, {N - 1}, {1}};
    double sum = 0, kept = 0;
    return spelt.sum(&x, &sum) != SPELT_OK || sum != (double)N * (N - 1) / 2 ||
           spelt.dot(&x, &shorter, &kept) != SPELT_ERR_SHAPE || kept != 0 ||
           !strstr(spelt.last_error(), "shape (99999)");
}

/* Paths and instruction sets that every machine has. */
static int setters_are_wrong(int i)
{
    return spelt.path(i % 2 ? "scalar" : "simd") != SPELT_OK ||
           spelt.isa(i % 3 ? "scalar" : NULL) != SPELT_OK ||
           spelt.cap(1 + i % CAP) != SPELT_OK || spelt.cap_local(0) != 0;
}

static void *host(void *number)
{
    while (!atomic_load(&is_loaded))
        usleep(100);
    for (int i = 0; !atomic_load(&stop); i++) {
        while (atomic_load(&held))
            usleep(1000);
        if (number ? setters_are_wrong(i) : call_is_wrong())
            die("a wrong result in a parent");
        atomic_fetch_add(&calls, 1);
    }
    return NULL;
}

static pthread_t hosts[HOSTS];

static void begin_hosts(void)
{
    atomic_store(&stop, 0);
    for (int i = 0; i < HOSTS; i++)
        if (pthread_create(&hosts[i], NULL, host, i % 2 ? hosts : NULL) != 0)
            die("cannot start its own threads");
}

static void end_hosts(void)
{
    atomic_store(&stop, 1);
    for (int i = 0; i < HOSTS; i++)
        pthread_join(hosts[i], NULL);
}

static void wait_for_calls(int more)
{
    for (int until = atomic_load(&calls) + more; atomic_load(&calls) < until;)
        usleep(100);
}

/* ---- Children --------------------------------------------------------------------------------- */

enum { WELL, WRONG, WRONG_SETTERS, NO_WORKER, TOO_MANY };

static int child_is_well(void)
{
    for (int i = 0; i < 3; i++)
        if (setters_are_wrong(i) || spelt.path(NULL) != SPELT_OK)
            return WRONG_SETTERS;
    if (spelt.cap(CHILD_CAP) != SPELT_OK)
        return WRONG_SETTERS;
    for (int i = 0; i < 5; i++)
        if (call_is_wrong())
            return WRONG;
    const int threads = process_threads();
    return threads < 2 ? NO_WORKER : threads > CHILD_CAP ? TOO_MANY : WELL;
}

/* The fork is amid the parent's calls. While the child is at work the parent's threads leave it the CPUs, by
 * day but for every fourth. */
static int run_child(int (*check)(void))
{
    static const char *const why[] = {"", "wrong results", "wrong setters", "has no worker",
                                      "has too many workers"};
    static int number;
    int status = 0;
    number++;
    pid_t child = fork();
    if (child == 0) {
        process_deadline("fork: a child", CHILD_SECONDS);
        _exit(check());
    }
    atomic_store(&held, REPEATS(number % 4 != 0, 0));
    if (child < 0 || waitpid(child, &status, 0) != child)
        die("cannot fork");
    atomic_store(&held, 0);
    if (status == 0)
        return WELL;
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    fprintf(stderr, "fork: a child: status %#x %s\n", (unsigned)status,
            code <= TOO_MANY ? why[code] : "");
    return code ? code : WRONG;
}

static int fork_amid_calls(void)
{
    int bad = WELL;
    begin_hosts();
    for (int i = 0; i < FORKS && bad == WELL; i++) {
        wait_for_calls(1 + i % 5);
        bad = run_child(child_is_well);
    }
    end_hosts();
    return bad;
}

/* Each generation has eight threads of its own, and forks amid their calls. */
static int generation;

static int next_generation(void)
{
    int bad = child_is_well();
    if (bad != WELL || ++generation == GENERATIONS)
        return bad;
    begin_hosts();
    for (int i = 0; i < 3 && bad == WELL; i++) {
        wait_for_calls(5);
        bad = run_child(next_generation);
    }
    end_hosts();
    return bad;
}

/* ---- The matrix, of which each part runs in a process of its own ------------------------------- */

static void load_now(void)
{
    spelt = load(object_name);
    atomic_store(&is_loaded, 1);
}

static int before_first_use(void)
{
    load_now();
    return run_child(child_is_well);
}

static int amid_calls(void)
{
    load_now();
    return fork_amid_calls();
}

static int children_of_children(void)
{
    load_now();
    begin_hosts();
    wait_for_calls(5);
    int bad = run_child(next_generation);
    end_hosts();
    return bad;
}

/* In a thread of the host that is there before Spelt is. */
static int loaded_beside_threads(void)
{
    begin_hosts();
    usleep(1000);
    load_now();
    wait_for_calls(10);
    int bad = run_child(child_is_well);
    end_hosts();
    return bad == WELL ? fork_amid_calls() : bad;
}

static void in_region(void *wrong)
{
    if (call_is_wrong())
        atomic_fetch_add((_Atomic int *)wrong, 1);
}

/* The runtime's threads are there at the fork; children use none of theirs. */
static int after_openmp(void)
{
    void (*run)(int, void (*)(void *), void *);
    void *openmp = openmp_name && *openmp_name ? dlopen(openmp_name, RTLD_NOW | RTLD_LOCAL) : NULL;
    _Atomic int wrong = 0;
    if (!openmp) {
        printf("[SKIP] fork: no OpenMP runtime to have been used before\n");
        return WELL;
    }
    *(void **)&run = loaded_function(openmp, "region_run");
    load_now();
    run(HOSTS, in_region, &wrong);
    return atomic_load(&wrong) ? WRONG : fork_amid_calls();
}

static int call_on_path_blas(void)
{
    const spelt_in_f64 x = {numbers, 1, {N}, {1}};
    double dot = 0;
    if (spelt.path("blas") != SPELT_OK)
        return WRONG_SETTERS;
    if (spelt.dot(&x, &x, &dot) != SPELT_OK || dot < 3.3e14 || dot > 3.4e14)
        return WRONG;
    return spelt.path(NULL) == SPELT_OK ? WELL : WRONG_SETTERS;
}

static int after_blas(void)
{
    load_now();
    if (spelt.path("blas") != SPELT_OK) {
        printf("[SKIP] fork: %s\n", spelt.last_error());
        return WELL;
    }
    spelt.cap(CAP);
    int bad = call_on_path_blas();
    bad = bad == WELL ? run_child(call_on_path_blas) : bad;
    return bad == WELL ? fork_amid_calls() : bad;
}

int main(int count, char **arguments)
{
    static const struct {
        const char *name;
        int (*check)(void);
    } matrix[] = {{"before the first use", before_first_use},
                  {"amid calls and setters", amid_calls},
                  {"children of children", children_of_children},
                  {"loaded beside threads", loaded_beside_threads},
                  {"after the host's OpenMP", after_openmp},
                  {"after the path blas", after_blas}};
    int failed = 0;
    if (count < 2)
        die("wants the path of an object");
    object_name = arguments[1];
    openmp_name = count > 2 ? arguments[2] : NULL;
    setenv("SPELT_GRAIN_BYTES", "1", 1);
    for (int i = 0; i < N; i++)
        numbers[i] = i;
    for (size_t i = 0; i < sizeof matrix / sizeof matrix[0]; i++) {
        int status = 0;
        pid_t child = fork();
        if (child == 0) {
            process_deadline(matrix[i].name, DEADLINE_SECONDS);
            int bad = matrix[i].check();
            fflush(stdout);
            _exit(bad);
        }
        if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
            fprintf(stderr, "fork: %s: status %#x\n", matrix[i].name, (unsigned)status);
            failed = 1;
        }
    }
    return failed;
}
