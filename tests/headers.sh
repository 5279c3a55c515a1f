#!/bin/sh
# Each public header compiles on its own, and a second time after itself.
# headers.sh <include directory> <compiler> [flag...]
set -eu
include=$1
shift
found=0
for header in "$include"/spelt/*.h; do
    name=spelt/${header##*/}
    printf '#include <%s>\n#include <%s>\n' "$name" "$name" |
        "$@" -I"$include" -Wall -Wextra -pedantic-errors -Werror -fsyntax-only - || {
        echo "$name does not compile on its own: $*"
        exit 1
    }
    found=$((found + 1))
done
echo "$found headers: $*"
test "$found" -gt 0
