#!/bin/sh
# On so many ranks of MPI a program prints what the program without MPI prints.
# same_ranks.sh <program> <program with MPI> <mpiexec and its flag for the number of ranks...>
set -eu
alone=$1 distributed=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$alone" >"$work/expected"
for ranks in 1 2 3; do
    "$@" "$ranks" "$distributed" >"$work/actual"
    diff "$work/expected" "$work/actual" || { echo "differs on $ranks ranks"; exit 1; }
done
cat "$work/expected"
