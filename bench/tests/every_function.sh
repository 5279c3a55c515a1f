#!/bin/sh
# Every function that a line of a header declares has a row in the bench, but for views, files, parts of sums,
# and BLAS's product of matrices.
# every_function.sh <include directory> <spelt-bench>
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

grep -hoE '^SPELT_[A-Z0-9_]+\(spelt_[a-z0-9_]+' "$1"/spelt/*.h |
    grep -vE '^SPELT_(VIEW|NPY|PARTIAL|ACCUMULATION|MATMUL)' | sed 's/.*(//' | sort -u >"$work/functions"
"$2" --list | sed -n 's/^\(spelt_[a-z0-9_]*\) .*/\1/p' | sort -u >"$work/rows"
echo "$(wc -l <"$work/functions") functions, $(wc -l <"$work/rows") rows"
test -s "$work/functions"
comm -23 "$work/functions" "$work/rows" | sed 's/$/: no row in the bench/' >"$work/missing"
cat "$work/missing"
test ! -s "$work/missing"
