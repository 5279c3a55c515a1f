#!/bin/sh
# The shared library exports what the public headers declare and nothing else, under its SONAME; the archive has
# no other names for a program's files to see than spelt_...
# exports.sh <include directory> <library> <archive> <SONAME> <compiler> [flag...]
set -eu
include=$1 library=$2 archive=$3 soname=$4
shift 4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Every spelt_name followed by a parenthesis is a declaration, or a use of one.
echo '#include <spelt/spelt.h>' | "$@" -x c -E -P -I"$include" - |
    grep -oE '\bspelt_[a-z0-9_]+ *\(' | tr -d ' (' | sort -u >"$work/declared"
# A fuzzer's coverage is found by symbols of its own.
nm -D --defined-only "$library" | awk '$3 !~ /^__(start|stop)___sancov/ { print $3 }' |
    sort -u >"$work/exported"

echo "$(wc -l <"$work/declared") declared, $(wc -l <"$work/exported") exported"
status=0
test -s "$work/declared" || { echo "no declarations found"; status=1; }
comm -23 "$work/declared" "$work/exported" | sed 's/^/declared, not exported: /' >"$work/differences"
comm -13 "$work/declared" "$work/exported" | sed 's/^/exported, not declared: /' >>"$work/differences"
if test -s "$work/differences"; then
    cat "$work/differences"
    status=1
fi
nm -g --defined-only "$archive" 2>/dev/null | awk 'NF == 3 && $3 !~ /^(spelt_|__)/ { print "in the archive: " $3 }' |
    sort -u >"$work/foreign"
if test -s "$work/foreign"; then
    cat "$work/foreign"
    status=1
fi
actual=$(readelf -d "$library" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')
if test "$actual" != "$soname"; then
    echo "SONAME is '$actual', not '$soname'"
    status=1
fi
exit $status
