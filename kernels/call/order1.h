/* order1.h - order 1 over a loop's elements, for whole calls and for partials. */
#ifndef SPELT_CALL_ORDER1_H
#define SPELT_CALL_ORDER1_H

#include "array/loop.h"
#include "call/nodes.h"
#include "functions.h"

/* The complete subtrees of the loop's blocks where the first of them is block `begin` of the whole;
 * the loop is in C order, n > 0. *threads: at most so many, then how many took part. */
void spelt_order1_subtrees(const spelt_loop *loop, spelt_function function, uint64_t begin,
                           spelt_tree *tree, int *threads);

#endif
