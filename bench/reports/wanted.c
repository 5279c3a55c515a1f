/* wanted.c - what a run is asked for. */
#include "reports/wanted.h"

#include <string.h>

/* Whether the comma-separated list names word. */
static int lists(const char *list, const char *word)
{
    const size_t length = strlen(word);
    for (const char *item = list;; item++) {
        size_t item_length = strcspn(item, ",");
        if (item_length == length && memcmp(item, word, length) == 0)
            return 1;
        item += item_length;
        if (*item == '\0')
            return 0;
    }
}

int options_want(const options *o, const door *d)
{
    const int is_default = !o->operations && !o->types && !o->all;
    const char *operations = o->operations, *types = o->types;
    if (is_default)
        operations = o->is_screen ? OPTIONS_GLANCE_OPERATIONS : OPTIONS_OPERATIONS;
    if (is_default && !o->x_file)
        types = o->is_screen ? OPTIONS_GLANCE_TYPES : OPTIONS_TYPES;
    return d->name && (!operations || lists(operations, d->facts->op)) &&
           (!types || lists(types, d->facts->suffix));
}

size_t options_widest(const options *o)
{
    size_t widest = sizeof(f64);
    for (size_t i = 0; i < ROWS; i++)
        if (options_want(o, &doors[i]) && door_room(&doors[i]) > widest)
            widest = door_room(&doors[i]);
    return widest;
}
