/* table.c - tables for people: rows of cells under headings. */
#include "output/output.h"
#include "output/output_state.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static struct {
    const output_column *columns;
    size_t count;
    size_t next; /* the column of the next cell */
} table;

static int width_of(const output_column *column)
{
    return column->width < 0 ? -column->width : column->width;
}

static int begins_group(size_t i)
{
    return i > 0 && table.columns[i].group != NULL;
}

/* What stands before a cell: one character between those of a group, three between groups. */
static void print_gap(size_t i)
{
    fputs(begins_group(i) ? " | " : i > 0 ? " " : "", output_state.people);
}

static void print_styled(const char *text, int width, int left, output_style style)
{
    const char *code = output_state.colour ? output_codes[style] : "";
    fprintf(output_state.people, left ? "%s%-*s%s" : "%s%*s%s", code, width, text,
            *code ? "\033[0m" : "");
}

/* From column `first` on as many as belong to its group. */
static size_t group_length(size_t first)
{
    size_t end = first + 1;
    while (end < table.count && !begins_group(end))
        end++;
    return end - first;
}

static int span_width(size_t first, size_t count)
{
    int width = 0;
    for (size_t i = first; i < first + count; i++)
        width += width_of(&table.columns[i]) + (i > first);
    return width;
}

static void print_groups(void)
{
    int any = 0;
    for (size_t i = 0; i < table.count; i++)
        any |= table.columns[i].group && *table.columns[i].group;
    if (!any)
        return;
    for (size_t i = 0, length; i < table.count; i += length) {
        const char *group = table.columns[i].group ? table.columns[i].group : "";
        length = group_length(i);
        print_gap(i);
        if (i + length == table.count)
            fputs(group, output_state.people);
        else
            fprintf(output_state.people, "%-*.*s", span_width(i, length), span_width(i, length),
                    group);
    }
    fputc('\n', output_state.people);
}

void output_table(const char *title, const output_column *columns, size_t count)
{
    if (!output_state.people)
        return;
    output_progress_end();
    table.columns = columns;
    table.count = count;
    table.next = 0;
    if (title)
        fprintf(output_state.people, output_state.colour ? "\n\033[1m%s\033[0m\n" : "\n%s\n",
                title);
    print_groups();
    for (size_t i = 0; i < count; i++)
        output_text(columns[i].heading, OUTPUT_PLAIN);
    output_row();
}

void output_span(const char *text, size_t columns, output_style style)
{
    if (!output_state.people || table.next + columns > table.count)
        return;
    output_progress_end();
    const int left = table.columns[table.next].width < 0;
    const int ends_line = left && table.next + columns == table.count;
    print_gap(table.next);
    print_styled(text, ends_line ? 0 : span_width(table.next, columns), left, style);
    table.next += columns;
}

void output_text(const char *text, output_style style)
{
    output_span(text, 1, style);
}

void output_count(size_t count)
{
    char text[32];
    snprintf(text, sizeof text, "%zu", count);
    output_text(text, OUTPUT_PLAIN);
}

void output_format_number(double value, char text[OUTPUT_NUMBER_SIZE])
{
    static const char *const units[] = {"", "k", "M", "G"};
    size_t unit = 0;
    for (; fabs(value) >= 9999.5 && unit < 3; unit++)
        value /= 1000;
    int digits = fabs(value) < 9.995 ? 2 : fabs(value) < 99.95 ? 1 : 0;
    snprintf(text, OUTPUT_NUMBER_SIZE, "%.*f%s", digits, value, units[unit]);
}

void output_number(double value)
{
    char text[OUTPUT_NUMBER_SIZE] = "-";
    if (!isnan(value))
        output_format_number(value, text);
    output_text(text, OUTPUT_PLAIN);
}

void output_percent(double share, output_style style)
{
    char text[32] = "-";
    if (!isnan(share))
        snprintf(text, sizeof text, "%.0f%%", 100 * share);
    output_text(text, style);
}

void output_share(double share, double most)
{
    if (share > 0 && share <= most)
        output_percent(share, OUTPUT_PLAIN);
    else
        output_text("?", OUTPUT_FAINT);
}

void output_ratio(const statistics_interval *ratio, size_t rounds)
{
    char text[OUTPUT_NUMBER_SIZE] = "-";
    output_style style = OUTPUT_FAINT;
    if (ratio && !statistics_means_something(ratio, rounds)) {
        strcpy(text, "?");
    } else if (ratio) {
        output_format_number(ratio->value, text);
        style = ratio->low > 1 ? OUTPUT_GOOD : ratio->high < 1 ? OUTPUT_BAD : OUTPUT_PLAIN;
    }
    output_text(text, style);
}

void output_marks(const char *more)
{
    output_note("? cannot be told: too noisy, or no limit known; - not measured%s.", more);
}

void output_row(void)
{
    if (!output_state.people)
        return;
    fputc('\n', output_state.people);
    fflush(output_state.people);
    table.next = 0;
}
