#!/bin/sh
# Whether what programs rely on is what abi.txt keeps: symbols, and what the program abi writes. Within one
# major and minor version nothing of it may change; what is new is kept by
#     abi.sh --write <abi.txt> <abi> <library>...
# abi.sh <abi.txt> <abi> <library>...
set -eu
export LC_ALL=C
write=
test "$1" != --write || { write=yes; shift; }
kept=$1 abi=$2
shift 2
"$abi" >now.tmp
for library; do
    name=$(basename "$library" | sed 's/\.so.*//')
    nm -D --defined-only "$library" |
        awk -v name="$name" '$3 !~ /^__(start|stop)___sancov/ { print "symbol", name, $3 }'
done >symbols.tmp
sort -u symbols.tmp >>now.tmp
if test "$write"; then
    cp now.tmp "$kept"
    exit
fi
# A build without a library has none of its symbols.
cp "$kept" kept.tmp
for name in $(awk '$1 == "symbol" { print $2 }' "$kept" | sort -u); do
    grep -q "^symbol $name " now.tmp || { grep -v "^symbol $name " kept.tmp >less.tmp; mv less.tmp kept.tmp; }
done
if diff kept.tmp now.tmp >differences.tmp; then
    echo "$(wc -l <now.tmp) lines are as they were"
    exit
fi
cat differences.tmp
grep -q '^<' differences.tmp || echo "There is more than $kept keeps: abi.sh --write keeps that too."
exit 1
