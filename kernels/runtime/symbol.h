/* symbol.h - finds a function in an object that the loader shows, by the object's own tables. */
#ifndef SPELT_RUNTIME_SYMBOL_H
#define SPELT_RUNTIME_SYMBOL_H

#include <stdint.h>

/* Where the object defines a function of that name; 0 where it defines none. For callbacks of
 * dl_iterate_phdr(), which may not ask the loader: takes no lock and allocates nothing. What the
 * object only uses, and the objects that it needs, do not count. */
struct dl_phdr_info;
uintptr_t spelt_symbol_in(const struct dl_phdr_info *object, const char *name);

#endif
