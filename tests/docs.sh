#!/bin/sh
# Doxygen reads the public headers without a warning and shows every function.
# docs.sh <Doxyfile, with XML> <output directory> <include directory> <compiler>
set -eu
doxyfile=$1 output=$2 include=$3 compiler=$4
rm -rf "$output"
mkdir -p "$output"
if ! doxygen "$doxyfile" >"$output/log" 2>&1 || test -s "$output/log"; then
    cat "$output/log"
    exit 1
fi
cat "$output"/xml/*.xml | sed -n 's/.*<definition>.*[ *]\(spelt_[a-z0-9_]*\)<.*/\1/p' |
    sort -u >"$output/shown"
echo '#include <spelt/spelt.h>' | "$compiler" -x c -E -P -I"$include" - |
    grep -oE '\bspelt_[a-z0-9_]+ *\(' | tr -d ' (' | sort -u >"$output/declared"
echo "$(wc -l <"$output/declared") declared, $(wc -l <"$output/shown") shown"
test -s "$output/declared"
comm -23 "$output/declared" "$output/shown" | sed 's/^/not shown: /' >"$output/missing"
cat "$output/missing"
test ! -s "$output/missing"
