/* merge.c - results of another run beside those of this one. */
#include "peers/merge.h"

#include <stdio.h>
#include <string.h>

static struct {
    results results;
    char variants[MERGE_MAX_VARIANTS][MERGE_NAME_SIZE];
    size_t count;
} merged;

/* What stands behind door/data/n/ in a name; NULL where there is no such thing. */
static const char *variant_of(const char *name)
{
    for (int slashes = 0; slashes < 3; slashes++) {
        name = strchr(name, '/');
        if (!name)
            return NULL;
        name++;
    }
    return *name && strlen(name) < MERGE_NAME_SIZE ? name : NULL;
}

static void add_variant(const char *variant)
{
    for (size_t i = 0; i < merged.count; i++)
        if (strcmp(merged.variants[i], variant) == 0)
            return;
    if (merged.count < MERGE_MAX_VARIANTS)
        snprintf(merged.variants[merged.count++], MERGE_NAME_SIZE, "%s", variant);
}

int merge_begin(const char *file, char error[RESULTS_ERROR_SIZE])
{
    if (!results_read(&merged.results, file, error))
        return 0;
    for (size_t i = 0; i < merged.results.count; i++) {
        const char *variant = variant_of(merged.results.list[i].name);
        if (variant && merged.results.list[i].count > 0)
            add_variant(variant);
    }
    if (merged.count > 0)
        return 1;
    snprintf(error, RESULTS_ERROR_SIZE,
             "%s: no result in it is named like dot_f64/usual/1000/NumPy", file);
    merge_end();
    return 0;
}

void merge_end(void)
{
    results_free(&merged.results);
    merged.count = 0;
}

size_t merge_count(void)
{
    return merged.count;
}

const char *merge_variant(size_t i)
{
    return merged.variants[i];
}

const result *merge_find(size_t variant, const char *door, const char *data, size_t n)
{
    char name[3 * MERGE_NAME_SIZE];
    snprintf(name, sizeof name, "%s/%s/%zu/%s", door, data, n, merged.variants[variant]);
    const result *found = results_find(&merged.results, name);
    return found && found->count > 0 && !found->is_wrong ? found : NULL;
}
