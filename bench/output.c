/* output.c - where results go: tables for people, CSV, and the records that files are made of. */
#define _GNU_SOURCE
#include "output.h"

#include "calm.h"
#include "interrupt.h"
#include "output_state.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct output_state output_state;

/* https://no-color.org: any value but an empty one. */
static int wants_colour(void)
{
    const char *no = getenv("NO_COLOR"), *terminal = getenv("TERM");
    return isatty(STDOUT_FILENO) && !(no && *no) && !(terminal && strcmp(terminal, "dumb") == 0);
}

/* Whether a file has to be written where it is: a pipe, a device. */
static int is_special(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && !S_ISREG(about.st_mode);
}

static int can_write(const char *option, const char *path)
{
    FILE *file = fopen(path, "a");
    if (!file) {
        fprintf(stderr, "spelt-bench: %s %s: %s\n", option, path, strerror(errno));
        return 0;
    }
    fclose(file);
    return 1;
}

int output_begin(const options *o)
{
    const int json_is_stdout = o->json_file && strcmp(o->json_file, "-") == 0;
    output_state = (struct output_state){.people = o->csv || json_is_stdout ? NULL : stdout,
                                         .colour = wants_colour(),
                                         .csv = o->csv,
                                         .json_file = o->json_file,
                                         .plot_file = o->plot_file,
                                         .options = o};
    if (o->json_file && !json_is_stdout && !can_write("--json", o->json_file))
        return 0;
    return !o->plot_file || plot_is_possible();
}

/* ---- Lines --------------------------------------------------------------------------------- */

static FILE *notes(void)
{
    return output_state.csv || output_state.people ? stdout : stderr;
}

void output_part(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vfprintf(notes(), format, arguments);
    va_end(arguments);
}

void output_note(const char *format, ...)
{
    va_list arguments;
    output_progress_end();
    if (output_state.csv)
        fputs("# ", notes());
    va_start(arguments, format);
    vfprintf(notes(), format, arguments);
    va_end(arguments);
    fputc('\n', notes());
    fflush(notes());
}

void output_wrong(const char *format, ...)
{
    va_list arguments;
    output_progress_end();
    fputs(output_state.csv ? "# " : output_state.colour ? "\033[31m" : "", notes());
    va_start(arguments, format);
    vfprintf(notes(), format, arguments);
    va_end(arguments);
    fputs(!output_state.csv && output_state.colour ? "\033[0m\n" : "\n", notes());
    fflush(notes());
}

static int progress_is_shown;

void output_progress(double fraction, const char *what, size_t n)
{
    if (!isatty(STDERR_FILENO))
        return;
    fprintf(stderr, "\r\033[K%3.0f %%  %s, n = %zu", 100 * fraction, what, n);
    fflush(stderr);
    progress_is_shown = 1;
}

void output_progress_end(void)
{
    if (!progress_is_shown)
        return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
    progress_is_shown = 0;
}

/* ---- Records ------------------------------------------------------------------------------- */

static void keep(const record *r)
{
    const size_t count = output_state.record_count;
    if ((count & (count - 1)) == 0) { /* a power of two: full */
        record *more = realloc(output_state.records, (count ? 2 * count : 1) * sizeof *more);
        if (!more) {
            output_wrong("no memory to keep more results for the files: one is lost");
            return;
        }
        output_state.records = more;
    }
    output_state.records[output_state.record_count++] = *r;
}

void output_record(const record *r)
{
    if (output_state.csv)
        csv_write(stdout, r);
    if (output_state.json_file || output_state.plot_file)
        keep(r);
}

/* ---- The end ------------------------------------------------------------------------------- */

/* To another name first: whoever reads the file finds all of it, or what was there before. */
static int write_json_file(const char *path)
{
    char *other = NULL;
    int written = 0;
    if (asprintf(&other, "%s%s", path, is_special(path) ? "" : ".part") < 0)
        return 0;
    FILE *file = fopen(other, "w");
    if (file) {
        written = json_write(file);
        written = fclose(file) == 0 && written;
        if (strcmp(other, path) != 0) {
            written = written && rename(other, path) == 0;
            if (!written)
                remove(other);
        }
    }
    free(other);
    return written;
}

static int write_json(void)
{
    int to_stdout = strcmp(output_state.json_file, "-") == 0;
    if (to_stdout ? json_write(stdout) && fflush(stdout) == 0
                  : write_json_file(output_state.json_file))
        return 1;
    fprintf(stderr, "spelt-bench: --json %s: %s\n", output_state.json_file, strerror(errno));
    return 0;
}

static void print_calm(void)
{
    const calm c = calm_so_far();
    char why[CALM_WHY_SIZE];
    if (c.loops == 0)
        return;
    output_note("%smachine     a fixed loop between the rounds: drift %+.1f %%, %.1f %% of %zu "
                "late; %ld times another program took the CPU",
                output_state.people ? "\n" : "", 100 * c.drift, 100 * c.late, c.loops, c.switches);
    if (calm_is_doubtful(&c, why))
        output_wrong("The machine was not calm, and figures may differ from run to run: %s", why);
}

int output_end(int status)
{
    output_progress_end();
    print_calm();
    if (interrupted())
        output_note("interrupted: what is above, and in the files, is what there was");
    if (output_state.json_file && !write_json())
        status = status ? status : 1;
    if (output_state.plot_file && !plot_write(output_state.plot_file))
        status = status ? status : 1;
    free(output_state.records);
    output_state.records = NULL;
    output_state.record_count = 0;
    return interrupt_status() ? interrupt_status() : status;
}
