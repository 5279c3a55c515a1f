/* partial_state.h - a partial as a tree, merging and finishing. Given ACC. */

#define PARTIAL SPELT_PASTE(spelt_partial_, ACC)
#define NAMED(name) SPELT_PASTE(name, ACC)
#define TEXT(name) SPELT_TEXT(SPELT_PASTE(name, ACC))

_Static_assert(sizeof(PARTIAL) == sizeof(partial_head) + SPELT_PARTIAL_NODES * sizeof(ACC),
               "a partial has no padding");

static const spelt_accumulator NAMED(accumulator_) = {sizeof(ACC), 1};

static partial_head NAMED(head_of_)(const PARTIAL *partial)
{
    return (partial_head){partial->order, partial->function, partial->first, partial->count};
}

static void NAMED(store_)(const partial_head *head, const spelt_tree *tree, void *result)
{
    PARTIAL made;
    memset(&made, 0, sizeof made);
    made.order = head->order;
    made.function = head->function;
    made.first = head->first;
    made.count = head->count;
    for (unsigned i = 0; i < tree->depth; i++)
        spelt_node_give(tree->of, spelt_node_at(tree->of, tree->root, i), &made.node[i]);
    memcpy(result, &made, sizeof made);
}

/* A partial's nodes behind those of the tree, on a run that begins at block `begin`. */
static void NAMED(append_)(spelt_tree *tree, uint64_t begin, const PARTIAL *partial)
{
    const partial_head head = NAMED(head_of_)(partial);
    const spelt_run run = run_of(&head, spelt_block_terms(sizeof(ACC)));
    if (head.count == 0)
        return;
    tree->end = run.begin;
    for (unsigned i = 0; tree->end < run.end; i++) {
        uint64_t blocks = spelt_run_subtree(&run, tree->end);
        spelt_tree_push(tree, begin, blocks, (spelt_node){partial->node[i], 0});
    }
}

spelt_status NAMED(spelt_partial_merge_)(const PARTIAL *left, const PARTIAL *right, PARTIAL *result)
{
    const char *function = TEXT(spelt_partial_merge_);
    if (!left || !right || !result)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function,
                          !left    ? "left"
                          : !right ? "right"
                                   : "result");
    partial_head head = NAMED(head_of_)(left), more = NAMED(head_of_)(right);
    spelt_status status = check_head(function, "left's ", &head, sizeof(ACC));
    if (status == SPELT_OK)
        status = check_head(function, "right's ", &more, sizeof(ACC));
    if (status == SPELT_OK)
        status = check_neighbours(function, &head, &more);
    if (status != SPELT_OK)
        return status;
    spelt_tree tree;
    spelt_tree_open(&tree, NAMED(accumulator_), 0);
    uint64_t begin = head.first / spelt_block_terms(sizeof(ACC));
    NAMED(append_)(&tree, begin, left);
    NAMED(append_)(&tree, begin, right);
    head.count += more.count;
    NAMED(store_)(&head, &tree, result);
    return SPELT_OK;
}

spelt_status NAMED(spelt_partial_finish_)(const PARTIAL *partial, ACC *result)
{
    const char *function = TEXT(spelt_partial_finish_);
    if (!partial || !result)
        return spelt_fail(SPELT_ERR_NULL, "%s: %s is NULL", function,
                          !partial ? "partial" : "result");
    const partial_head head = NAMED(head_of_)(partial);
    spelt_status status = check_head(function, "partial's ", &head, sizeof(ACC));
    if (status != SPELT_OK)
        return status;
    if (head.first != 0)
        return spelt_fail(SPELT_ERR_ARG,
                          "%s: partial begins at element %" PRIu64 ", a whole begins at 0",
                          function, head.first);
    spelt_tree tree;
    spelt_tree_open(&tree, NAMED(accumulator_), 0);
    NAMED(append_)(&tree, 0, partial);
    const spelt_node nothing = {0, 0};
    spelt_node_give(tree.of, tree.depth > 0 ? spelt_tree_finish(&tree) : nothing, result);
    return SPELT_OK;
}

#undef PARTIAL
#undef NAMED
#undef TEXT
#undef ACC
