/* output.c - where results go: tables for people, CSV, and the records that files are made of. */
#define _GNU_SOURCE
#include "output/output.h"

#include "measure/calm.h"
#include "measure/interrupt.h"
#include "output/output_state.h"
#include "output/writers.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

struct output_state output_state;

/* What is shown of a report that gives its answer first waits here until there is one. */
static struct {
    char *text;
    size_t length;
} answer, body;

static int is_dumb(void)
{
    const char *terminal = getenv("TERM");
    return terminal && strcmp(terminal, "dumb") == 0;
}

/* https://no-color.org: any value but an empty one. */
static int wants_colour(void)
{
    const char *no = getenv("NO_COLOR");
    return isatty(STDOUT_FILENO) && !(no && *no) && !is_dumb();
}

int output_width(void)
{
    struct winsize size;
    const int is_known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return is_known ? size.ws_col : OUTPUT_USUAL_WIDTH;
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

int output_begin(const output_request *wanted)
{
    const char *json = wanted->json_file;
    const int json_is_stdout = json && strcmp(json, "-") == 0;
    output_state = (struct output_state){.people = wanted->csv || json_is_stdout ? NULL : stdout,
                                         .colour = wants_colour(),
                                         .wanted = *wanted};
    if (json && !json_is_stdout && !can_write("--json", json))
        return 0;
    if (output_state.people && wanted->shape != OUTPUT_STREAMS) {
        output_state.answer = open_memstream(&answer.text, &answer.length);
        output_state.people = open_memstream(&body.text, &body.length);
        if (!output_state.answer || !output_state.people) {
            fputs("spelt-bench: no memory for the output\n", stderr);
            return 0;
        }
    }
    return !wanted->plot_file || plot_is_possible(wanted->plot_file);
}

/* ---- Lines --------------------------------------------------------------------------------- */

static FILE *notes(void)
{
    return output_state.wanted.csv ? stdout : output_state.people ? output_state.people : stderr;
}

const char *const output_codes[] = {"", "\033[32m", "\033[31m", "\033[2m", "\033[33m"};

static void print_line(FILE *file, output_style style, const char *format, va_list arguments)
{
    const char *code = !output_state.wanted.csv && output_state.colour ? output_codes[style] : "";
    output_progress_end();
    fputs(output_state.wanted.csv ? "# " : code, file);
    vfprintf(file, format, arguments);
    fputs(*code ? "\033[0m\n" : "\n", file);
    fflush(file);
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
    va_start(arguments, format);
    print_line(notes(), OUTPUT_PLAIN, format, arguments);
    va_end(arguments);
}

void output_answer(output_style style, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_line(output_state.answer ? output_state.answer : notes(), style, format, arguments);
    va_end(arguments);
}

void output_wrong(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_line(output_state.answer ? output_state.answer : notes(), OUTPUT_BAD, format, arguments);
    va_end(arguments);
}

static int progress_is_shown;

void output_progress(double fraction, const char *what, size_t n)
{
    if (!isatty(STDERR_FILENO) || is_dumb())
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
    const size_t count = output_state.kept.count;
    if ((count & (count - 1)) == 0) { /* a power of two: full */
        record *more = realloc(output_state.kept.records, (count ? 2 * count : 1) * sizeof *more);
        if (!more) {
            output_wrong("no memory to keep more results for the files: one is lost");
            return;
        }
        output_state.kept.records = more;
    }
    output_state.kept.records[output_state.kept.count++] = *r;
}

void output_record(const record *r)
{
    if (output_state.wanted.csv)
        csv_write(stdout, r);
    if (output_state.wanted.json_file || output_state.wanted.plot_file)
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
        written = json_write(file, &output_state.kept, output_state.wanted.seed);
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
    int to_stdout = strcmp(output_state.wanted.json_file, "-") == 0;
    if (to_stdout ? json_write(stdout, &output_state.kept, output_state.wanted.seed) && fflush(stdout) == 0
                  : write_json_file(output_state.wanted.json_file))
        return 1;
    fprintf(stderr, "spelt-bench: --json %s: %s\n", output_state.wanted.json_file, strerror(errno));
    return 0;
}

static void print_calm(void)
{
    const calm c = calm_so_far();
    char why[CALM_WHY_SIZE];
    if (c.loops == 0)
        return;
    if (output_state.wanted.shape != OUTPUT_SCREEN || output_state.wanted.csv)
        output_note("%smachine     a fixed loop between the rounds: drift %+.1f %%, %.1f %% of %zu "
                    "late; %ld times another program took the CPU, %.1f %% of the time",
                    output_state.people ? "\n" : "", 100 * c.drift, 100 * c.late, c.loops,
                    c.switches, 100 * c.taken);
    if (calm_is_doubtful(&c, why))
        output_wrong("Not calm, so figures may differ from run to run: %s", why);
}

/* The answer, and behind it what it was made from. */
static void show_answer(void)
{
    if (!output_state.answer)
        return;
    fclose(output_state.answer);
    fclose(output_state.people);
    output_state.answer = NULL;
    output_state.people = stdout;
    fwrite(answer.text, 1, answer.length, stdout);
    if (answer.length > 0 && body.length > 0 && *body.text != '\n')
        fputc('\n', stdout);
    fwrite(body.text, 1, body.length, stdout);
    free(answer.text);
    free(body.text);
}

int output_close(void)
{
    const int is_written = !ferror(stdout);
    if (fclose(stdout) == 0 && is_written)
        return 1;
    fprintf(stderr, "spelt-bench: standard output: %s\n",
            errno ? strerror(errno) : "not all of it was written");
    return 0;
}

int output_end(int status)
{
    output_progress_end();
    print_calm();
    if (interrupted())
        output_answer(OUTPUT_PLAIN, "interrupted: what is shown, and in the files, is what there was");
    show_answer();
    if (output_state.wanted.json_file && !write_json())
        status = status ? status : 1;
    if (output_state.wanted.plot_file && !plot_write(output_state.wanted.plot_file, &output_state.kept, notes(), output_state.wanted.csv ? "# " : ""))
        status = status ? status : 1;
    free(output_state.kept.records);
    output_state.kept.records = NULL;
    output_state.kept.count = 0;
    if (!output_close())
        status = status ? status : 1;
    return interrupt_status() ? interrupt_status() : status;
}
