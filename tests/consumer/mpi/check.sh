#!/bin/sh
# On so many ranks, and however it is cut, the distributed dot product prints what the single process
# prints: files of no element, of fewer blocks than most numbers of ranks, and of many.
# check.sh <single> <distributed> <mpiexec and its arguments...>
set -eu
single=$1 distributed=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
compare() {
    "$@" "$distributed" x.npy y.npy "$cut" >actual
    diff -u expected actual || { echo "$n elements, $cut"; exit 1; }
}
for n in 0 5000 300001; do
    "$single" x.npy y.npy "$n" >expected
    cut=even
    compare "$@"
done
for cut in ragged empty; do
    compare "$@"
done
cat expected
# Numbers that are the same anyhow would tell nothing.
test "$(awk '{ print $NF }' expected | sort -u | wc -l)" -eq 2
