/* map_not_complex.h - before operations.def: rows of complex elements are those of complex.c alone.
 */
#define SPELT_COMPLEX1(op, types, ...)
#define SPELT_COMPLEX2(op, types, ...)
#define SPELT_COMPLEX_UPDATE(op, types, ...)
