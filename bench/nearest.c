/* nearest.c - what a mistyped word was meant to be. */
#include "nearest.h"

#include <string.h>

#define LONGEST 32

/* How many characters have to be put in, left out or changed to make one of the other:
 * Levenshtein's distance, by Wagner and Fischer, Journal of the ACM 21 (1974). */
static size_t distance(const char *a, size_t a_length, const char *b)
{
    size_t row[LONGEST + 1];
    const size_t b_length = strlen(b);
    if (a_length > LONGEST || b_length > LONGEST)
        return LONGEST;
    for (size_t j = 0; j <= b_length; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t before = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t changed = before + (a[i - 1] != b[j - 1]);
            before = row[j];
            size_t other = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
            row[j] = changed < other ? changed : other;
        }
    }
    return row[b_length];
}

const char *nearest_name(const char *word, size_t length, const char *(*nth)(size_t))
{
    const char *nearest = NULL;
    size_t least = length / 2 + 1 < 3 ? length / 2 + 1 : 3;
    for (size_t i = 0; nth(i); i++) {
        size_t d = distance(word, length, nth(i));
        if (d < least) {
            least = d;
            nearest = nth(i);
        }
    }
    return nearest;
}
