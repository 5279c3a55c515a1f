#!/bin/sh
# Each public header compiles on its own, and a second time after itself. spelt/mpi.h is left out
# where there is no mpi.h, and headers of C++ where the flags are those of C.
# headers.sh <include directory> <compiler> [flag...]
set -eu
include=$1
shift
found=0
for header in "$include"/spelt/*.h "$include"/spelt/*.hpp "$include"/spelt/cxx/*.hpp; do
    name=${header#"$include"/}
    case "$name $* " in *.hpp*" -x c "*) continue ;; esac
    if test "$name" = spelt/mpi.h &&
        ! echo '#include <mpi.h>' | "$@" -fsyntax-only - 2>/dev/null; then
        echo "[SKIP] $name: $* finds no mpi.h"
        continue
    fi
    printf '#include <%s>\n#include <%s>\n' "$name" "$name" |
        "$@" -I"$include" -Wall -Wextra -Wconversion -Wshadow -pedantic-errors -Werror \
            -fsyntax-only - || {
        echo "$name does not compile on its own: $*"
        exit 1
    }
    found=$((found + 1))
done
echo "$found headers: $*"
test "$found" -gt 0
