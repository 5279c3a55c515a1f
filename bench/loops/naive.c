/* naive.c - the loops as they stand; CMakeLists.txt turns the vectorizer off for this file. */
#define LOOPS_TABLE loops_naive
#define LOOP_MAP
#define LOOP_REDUCE(operation)
#define LOOP_BOTH
#include "loops/loop_bodies.h"
