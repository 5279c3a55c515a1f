/* doors.c - the doors of spelt_<op>_exact_<type>: correctly rounded sum, sum of squares, dot
 * product. */
#include "reduce/doors.h"
#include "exact/total.h"

#include <spelt/exact.h>

#define EXACT
#include "exact/each_door.h"
