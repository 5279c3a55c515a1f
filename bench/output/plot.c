/* plot.c - pictures of the report speed, drawn by gnuplot: speed over size, a page for each
 * function and kind of data, a curve for each variant. */
#define _GNU_SOURCE
#include "loops/arrays.h"
#include "measure/machine.h"
#include "output/writers.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

#define MAX_CURVES 24
#define PATH_SIZE 4096

typedef struct {
    const record *first; /* its name labels and threads are those of the curve */
} curve;

/* ---- gnuplot ------------------------------------------------------------------------------- */

/* Starts gnuplot, which reads from *to; no shell is between. */
static int start(pid_t *process, FILE **to)
{
    char *const arguments[] = {"gnuplot", NULL};
    posix_spawn_file_actions_t actions;
    int ends[2];
    if (pipe(ends) != 0)
        return errno;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    int error = posix_spawnp(process, arguments[0], &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[0]);
    *to = error ? NULL : fdopen(ends[1], "w");
    if (!*to) {
        close(ends[1]);
        return error ? error : errno;
    }
    return 0;
}

/* Closes the pipe and waits; whether gnuplot was content. */
static int finish(pid_t process, FILE *to)
{
    int status, closed = fclose(to) == 0;
    while (waitpid(process, &status, 0) < 0)
        if (errno != EINTR)
            return 0;
    return closed && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Whether the name is one of a picture in a folder that can be written to. */
static int can_be_named(const char *file)
{
    const char *slash = strrchr(file, '/');
    const size_t length = strlen(file);
    char folder[PATH_SIZE] = ".";
    if (slash)
        snprintf(folder, sizeof folder, "%.*s", (int)(slash - file) + 1, file);
    if (length < 5 || strcmp(file + length - 4, ".svg") != 0 || slash == file + length - 5)
        fprintf(stderr, "spelt-bench: --plot %s: it draws SVG, and wants a name that ends in .svg\n", file);
    else if (access(folder, W_OK) != 0)
        fprintf(stderr, "spelt-bench: --plot %s: %s\n", file, strerror(errno));
    else
        return 1;
    return 0;
}

int plot_is_possible(const char *file)
{
    pid_t process;
    FILE *to;
    if (!can_be_named(file))
        return 0;
    /* gnuplot may end before it has read everything. */
    signal(SIGPIPE, SIG_IGN);
    int error = start(&process, &to);
    if (error) {
        fprintf(stderr, "spelt-bench: --plot wants gnuplot (Debian: gnuplot-nox): %s\n",
                strerror(error));
        return 0;
    }
    fputs("exit\n", to);
    if (finish(process, to))
        return 1;
    fputs("spelt-bench: --plot: gnuplot does not run\n", stderr);
    return 0;
}

/* Within gnuplot's single quotes only they have a meaning; control characters are no text. */
static void put_quoted(FILE *to, const char *text)
{
    fputc('\'', to);
    for (; *text; text++) {
        if (*text == '\'')
            fputc('\'', to);
        fputc((unsigned char)*text < 0x20 ? ' ' : *text, to);
    }
    fputc('\'', to);
}

/* The records under way. */
static const record_list *drawn;

/* ---- What is on a page --------------------------------------------------------------------- */

static int can_be_drawn(const record *r)
{
    return r->rounds > 0 && !*r->wrong && r->n >= 1 && isfinite(r->bytes_per_call);
}

static int is_same_page(const record *a, const record *b)
{
    return strcmp(record_find_label(a, "door"), record_find_label(b, "door")) == 0 &&
           strcmp(record_find_label(a, "data"), record_find_label(b, "data")) == 0;
}

static int is_same_curve(const record *a, const record *b)
{
    return a->threads == b->threads &&
           strcmp(record_find_label(a, "variant"), record_find_label(b, "variant")) == 0;
}

/* The next record from i on that can be drawn and is on the page; their number if there is none. */
static size_t next_on_page(const record *page, size_t i)
{
    while (i < drawn->count && !(can_be_drawn(&drawn->records[i]) &&
                                              is_same_page(page, &drawn->records[i])))
        i++;
    return i;
}

static size_t find_curves(const record *page, curve curves[MAX_CURVES])
{
    size_t count = 0;
    for (size_t i = next_on_page(page, 0); i < drawn->count;
         i = next_on_page(page, i + 1)) {
        size_t c = 0;
        while (c < count && !is_same_curve(curves[c].first, &drawn->records[i]))
            c++;
        if (c == count && count < MAX_CURVES)
            curves[count++].first = &drawn->records[i];
    }
    return count;
}

static double rate(const record *r)
{
    return 1e-9 * r->bytes_per_call / r->median;
}

static double share_of_limit(const record *r)
{
    for (size_t i = 0; i < r->counter_count; i++)
        if (strcmp(r->counters[i].key, "share_of_limit") == 0)
            return r->counters[i].value;
    return NAN;
}

/* ---- A page in gnuplot's words ------------------------------------------------------------- */

static void put_points(FILE *to, const record *page, const curve *c, size_t number)
{
    fprintf(to, "$curve%zu << END\n", number);
    for (size_t i = next_on_page(page, 0); i < drawn->count;
         i = next_on_page(page, i + 1)) {
        const record *r = &drawn->records[i];
        if (is_same_curve(c->first, r))
            fprintf(to, "%.9g %.9g\n", r->n, rate(r));
    }
    fputs("END\n", to);
}

/* What one thread can move at most, from the share of it that Spelt reached. Returns whether
 * there is such a figure. */
static int put_limit(FILE *to, const record *page)
{
    int any = 0;
    fputs("$limit << END\n", to);
    for (size_t i = next_on_page(page, 0); i < drawn->count;
         i = next_on_page(page, i + 1)) {
        const record *r = &drawn->records[i];
        if (r->threads != 1 || strcmp(record_find_label(r, "variant"), "Spelt") != 0 ||
            !(share_of_limit(r) > 0))
            continue;
        fprintf(to, "%.9g %.9g\n", r->n, rate(r) / share_of_limit(r));
        any = 1;
    }
    fputs("END\n", to);
    return any;
}

/* The least and the greatest number of elements of a page; where they are the same, some room on
 * both sides. */
static void find_range(const record *page, double *least, double *greatest)
{
    *least = *greatest = page->n;
    for (size_t i = next_on_page(page, 0); i < drawn->count;
         i = next_on_page(page, i + 1)) {
        *least = fmin(*least, drawn->records[i].n);
        *greatest = fmax(*greatest, drawn->records[i].n);
    }
    if (*least == *greatest) {
        *least /= 2;
        *greatest *= 2;
    }
}

/* The x axis, and a vertical line where all arrays of a call together fill a cache. */
static void put_sizes(FILE *to, const record *page)
{
    machine_cache caches[MACHINE_CACHES];
    const size_t count = machine_caches(caches);
    const double bytes = page->bytes_per_call / page->n;
    double least, greatest;
    find_range(page, &least, &greatest);
    fprintf(to, "set xrange [%.9g:%.9g]\n", least, greatest);
    for (size_t i = 0; i < count; i++) {
        const double n = (double)caches[i].bytes / bytes;
        if (strcmp(caches[i].type, "Instruction") == 0 || n < least || n > greatest)
            continue;
        fprintf(to,
                "set arrow from first %.9g, graph 0 to first %.9g, graph 1 nohead dashtype 3 "
                "linecolor rgb 'gray40'\n"
                "set label 'L%d' at first %.9g, graph 0.97 right offset -0.5, 0 "
                "textcolor rgb 'gray40'\n",
                n, n, caches[i].level, n);
    }
}

static void put_curves(FILE *to, const curve *curves, size_t count, int has_limit)
{
    for (size_t i = 0; i < count; i++) {
        char title[RECORD_TEXT + 32];
        snprintf(title, sizeof title, "%s", record_find_label(curves[i].first, "variant"));
        if (curves[i].first->threads != 1)
            snprintf(title + strlen(title), 32, ", %d threads", curves[i].first->threads);
        fprintf(to, "%s $curve%zu using 1:2 with linespoints linetype %zu title ", i ? "," : "plot",
                i, i + 1);
        put_quoted(to, title);
        fputs(" noenhanced", to);
    }
    if (has_limit)
        fputs(", $limit using 1:2 with lines linewidth 2 dashtype 2 linecolor rgb 'black' "
              "title 'limit, 1 thread'",
              to);
    fputs("\n", to);
}

static const char *title_of_data(const char *name)
{
    for (data_kind kind = DATA_USUAL; kind < DATA_COUNT; kind++)
        if (strcmp(data_name(kind), name) == 0)
            return data_title(kind);
    return "";
}

static int draw_page(const record *page, const char *path)
{
    curve curves[MAX_CURVES];
    const size_t count = find_curves(page, curves);
    char title[2 * RECORD_TEXT + 32];
    pid_t process;
    FILE *to;
    if (start(&process, &to) != 0)
        return 0;
    fputs("set terminal svg size 960, 600 dynamic background 'white' font 'sans-serif,13'\n"
          "set output ",
          to);
    put_quoted(to, path);
    snprintf(title, sizeof title, "spelt_%s%s", record_find_label(page, "door"),
             title_of_data(record_find_label(page, "data")));
    fputs("\nset title ", to);
    put_quoted(to, title);
    fputs(" noenhanced\nset logscale x 2\nset format x '2^{%L}'\nset xlabel 'elements'\n"
          "set ylabel 'GB/s'\nset yrange [0:*]\nset key outside right top\nset grid\n",
          to);
    put_sizes(to, page);
    for (size_t i = 0; i < count; i++)
        put_points(to, page, &curves[i], i);
    const int has_limit = put_limit(to, page);
    put_curves(to, curves, count, has_limit);
    return finish(process, to);
}

/* ---- All pages ----------------------------------------------------------------------------- */

/* Whether a record is the first of its page. */
static int begins_page(size_t i)
{
    return can_be_drawn(&drawn->records[i]) && next_on_page(&drawn->records[i], 0) == i;
}

/* out.svg, or out-dot_f64.svg where there are others. */
static int name_page(const record *page, const char *file, int is_only, char path[PATH_SIZE])
{
    const char *slash = strrchr(file, '/'), *dot = strrchr(slash ? slash : file, '.');
    const int stem = (int)(dot ? dot - file : (ptrdiff_t)strlen(file));
    const char *data = record_find_label(page, "data");
    const int is_usual = strcmp(data, data_name(DATA_USUAL)) == 0;
    int length = is_only ? snprintf(path, PATH_SIZE, "%s", file)
                         : snprintf(path, PATH_SIZE, "%.*s-%s%s%s%s", stem, file,
                                    record_find_label(page, "door"), is_usual ? "" : "-",
                                    is_usual ? "" : data, file + stem);
    return length > 0 && length < PATH_SIZE;
}

int plot_write(const char *file, const record_list *list, FILE *notes, const char *before)
{
    size_t pages = 0;
    drawn = list;
    for (size_t i = 0; i < drawn->count; i++)
        pages += (size_t)begins_page(i);
    for (size_t i = 0; i < drawn->count; i++) {
        char path[PATH_SIZE];
        const record *page = &drawn->records[i];
        if (!begins_page(i))
            continue;
        if (!name_page(page, file, pages == 1, path) || !draw_page(page, path)) {
            fprintf(stderr, "spelt-bench: --plot %s: gnuplot could not write it\n", file);
            return 0;
        }
        fprintf(notes, "%splot        %s\n", before, path);
    }
    if (pages == 0)
        fprintf(stderr, "spelt-bench: --plot %s: nothing was timed, so nothing is drawn\n", file);
    return pages > 0;
}
