#!/bin/sh
# Of what the library asks the system, all stands in asked.txt: so nothing is forgotten that can fail.
# asked.sh <archive> <asked.txt>
set -eu
nm -u "$1" 2>/dev/null | awk '$1 == "U" { print $2 }' | sort -u |
    grep -vE '^(spelt_|_|cblas_|openblas_)' >asked.tmp
test -s asked.tmp || { echo "$1 asks for nothing at all"; exit 1; }
awk '!/^#/ && NF == 2 { print $1 }' "$2" | sort -u >known.tmp
comm -23 asked.tmp known.tmp | sed 's/^/not in asked.txt: /' >differences.tmp
cat differences.tmp
echo "$(wc -l <asked.tmp) are asked for"
test ! -s differences.tmp
