#!/bin/sh
# Each procedure that the module declares is defined on its C side, and the other way round.
# names.sh <directory of spelt.f90> <library of the module>
set -eu
sources=$1 library=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat "$sources/spelt.f90" "$sources"/fortran/*.inc |
    grep -oE "spelt_fortran_[a-z0-9_]+" | sort -u >"$work/declared"
nm --defined-only "$library" | awk '$2 == "T" && $3 ~ /^spelt_fortran_/ { print $3 }' | sort -u >"$work/defined"
echo "$(wc -l <"$work/declared") declared, $(wc -l <"$work/defined") defined"
test -s "$work/declared"
diff -u "$work/declared" "$work/defined"
