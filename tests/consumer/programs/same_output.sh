#!/bin/sh
# A program agrees with its oracle and prints the same bytes on one thread and on two, and on every
# instruction set that is here.
# same_output.sh <sets> <program> [argument...]
set -eu
sets=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$@" >"$work/expected"
cat "$work/expected"
test -s "$work/expected"

# With settings in the environment. The trace tells whether the instruction set is the one asked for.
compare() {
    isa=$1 threads=$2
    shift 2
    SPELT_ISA=$isa SPELT_NUM_THREADS=$threads SPELT_VERBOSE=1 "$@" >"$work/actual" 2>"$work/trace" ||
        { tail -n 1 "$work/trace"; echo "failed with $isa, threads: $threads"; exit 1; }
    diff "$work/expected" "$work/actual" || { echo "differs with $isa, threads: $threads"; exit 1; }
    grep -q " isa=$isa " "$work/trace" || { echo "$isa was not used"; exit 1; }
}
chosen=$("$sets")
for isa in $chosen; do
    compare "$isa" 2 "$@"
done
compare "$isa" 1 "$@"
echo "the same on" $chosen
