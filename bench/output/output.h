/* output.h - the one place where results leave the bench.
 *
 * A report says everything twice: to people, as tables; to programs, as records. Which of the two
 * is printed, and what else is written, is not its affair: tables are silent where CSV is asked
 * for, records where it is not. */
#ifndef BENCH_OUTPUT_H
#define BENCH_OUTPUT_H

#include "output/record.h"

/* How a report is shown: as it is found; its answer before all else; or that on one screen, without the
 * facts about the machine. */
typedef enum { OUTPUT_STREAMS, OUTPUT_ANSWERS, OUTPUT_SCREEN } output_shape;

typedef struct {
    output_shape shape;
    int csv;
    const char *json_file; /* NULL: none; "-": standard output */
    const char *plot_file;
    uint64_t seed; /* of the run */
} output_request;

/* Before anything else of this file. 0, with a message on stderr, where what is asked for cannot
 * be written. */
int output_begin(const output_request *wanted);

/* How calm the machine was; then the files. Returns `status`, or 1 where a file could not be
 * written, or what an interrupt (interrupt.h) makes of it. */
int output_end(int status);

/* Whether standard output took all that was written; tells where it did not. The last call. */
int output_close(void);

/* ---- For people ---------------------------------------------------------------------------- */

/* A line that is no figure: "# " before it in CSV. */
__attribute__((format(printf, 1, 2))) void output_note(const char *format, ...);
/* The same, without the end of the line; or the rest of it. */
__attribute__((format(printf, 1, 2))) void output_part(const char *format, ...);

/* A fault: to people and to programs, in red on a terminal; of the answer, where that comes first. */
__attribute__((format(printf, 1, 2))) void output_wrong(const char *format, ...);

typedef enum { OUTPUT_PLAIN, OUTPUT_GOOD, OUTPUT_BAD, OUTPUT_FAINT, OUTPUT_DOUBTFUL } output_style;

/* A line of what the report found: before all else it shows, unless it streams. */
__attribute__((format(printf, 2, 3))) void output_answer(output_style style, const char *format, ...);

/* Columns of the terminal; OUTPUT_USUAL_WIDTH where there is none. */
#define OUTPUT_USUAL_WIDTH 100
int output_width(void);

typedef struct {
    const char *group;   /* a title above this column and those after it with NULL */
    const char *heading; /* right-justified; a negative width: left-justified */
    int width;
} output_column;

/* A table: its title (NULL: none), a line of groups where there are any, a line of headings. The
 * columns stay the caller's, and have to stay until the table's last row. */
#define OUTPUT_MAX_COLUMNS 160
void output_table(const char *title, const output_column *columns, size_t count);

/* The next cell of a row; output_row ends it, with a cell for each column or fewer. */
void output_text(const char *text, output_style style);
void output_count(size_t count);
void output_number(double value); /* three or four digits, with k, M or G; "-" for NAN */
void output_percent(double share, output_style style); /* 0.5: "50%" */
/* A share of a limit: "?" where it is not above 0, that is not known, or above `most`, a fault of the limit. */
void output_share(double share, double most);
/* A ratio; "?" where it means nothing, "-" where ratio is NULL. */
void output_ratio(const statistics_interval *ratio, size_t rounds);
/* One text over as many columns. */
void output_span(const char *text, size_t columns, output_style style);
void output_row(void);

/* Tells under the tables what the marks mean that stand there in place of figures, and `more`, if not "". */
void output_marks(const char *more);

/* "nnn.n", with k, M or G where it would be longer. */
#define OUTPUT_NUMBER_SIZE 16
void output_format_number(double value, char text[OUTPUT_NUMBER_SIZE]);

/* On a terminal, a line on stderr that the next one overwrites. */
void output_progress(double fraction, const char *what, size_t n);
void output_progress_end(void);

/* ---- For programs -------------------------------------------------------------------------- */

/* Printed as CSV where that is asked for, and kept for the files. */
void output_record(const record *r);

#endif
