#!/bin/sh
# The programs of this folder, compiled without a warning and run.
# run.sh <folder> <include directory> <library> <sample data> <C++ compiler> [flag...]
set -eu
folder=$1 include=$2 library=$3 data=$4
shift 4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for program in calls views sums files; do
    "$@" -O1 -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Werror -I"$include" \
        "$folder/$program.cpp" -o "$work/$program" "$library" -Wl,-rpath,"$(dirname "$library")"
done
for program in calls views sums; do
    "$work/$program"
done
"$work/files" "$work" "$data/npy"
