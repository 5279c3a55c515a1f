#!/bin/sh
# C++ reaches every function that the shared library exports.
# reach.sh <reach.cpp> <include directory> <library> <C++ compiler> [flag...]
set -eu
source=$1 include=$2 library=$3
shift 3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$@" -O0 -I"$include" -c "$source" -o "$work/reach.o"
nm "$work/reach.o" | awk '$NF ~ /^spelt_/ { print $NF }' | sort -u >"$work/reached"
nm -D --defined-only "$library" | awk '$3 ~ /^spelt_/ { print $3 }' | sort -u >"$work/exported"
echo "$(wc -l <"$work/reached") reached, $(wc -l <"$work/exported") exported"
test -s "$work/exported"
comm -13 "$work/reached" "$work/exported" | sed 's/^/not reached: /' >"$work/missing"
cat "$work/missing"
test ! -s "$work/missing"
