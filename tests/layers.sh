#!/bin/sh
# The files of a folder lie in layers: none includes, by way of others either, one that includes it, where x.c and
# x.h are one; nor do the folders in it. A macro that names a file includes it.
# layers.sh <directory of the private headers>
set -eu
cd "$1"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
find . -name '*.[ch]' -o -name '*.def' | sed 's,^\./,,' | sort >"$work/files"

# A line each: a file, and one that it includes. Every name is looked for from here alone.
xargs grep -HE '^ *# *(include|define [A-Z0-9_]+) +"[^"]+\.(h|c|def)"' <"$work/files" |
    sed 's/^\([^:]*\):[^"]*"\([^"]*\)".*/\1 \2/' >"$work/includes"
awk 'FILENAME == ARGV[1] { known[$1]; next } !($2 in known) { print "no such file: " $2 " of " $1; wrong = 1 }
    END { exit wrong }' "$work/files" "$work/includes"

# layers <what> <name of a file to name of its layer, in awk>
status=0
layers() {
    awk "function of(name) { $2; return name } { print of(\$1), of(\$2), \$0 }" "$work/includes" |
        awk '$1 != $2' >"$work/between"
    echo "$1: $(cut -d ' ' -f 1,2 "$work/between" | sort -u | wc -l) times one includes another"
    test -s "$work/between"
    if ! cut -d ' ' -f 1,2 "$work/between" | tsort >"$work/order" 2>"$work/circles"; then
        sed "s/^tsort: -: .*/a circle of $1:/; s/^tsort: /    /" "$work/circles"
        status=1
    fi
}
layers files 'sub(/\.[ch]$/, "", name)'
layers folders 'if (!sub(/\/[^\/]*$/, "", name)) name = "."'
exit $status
