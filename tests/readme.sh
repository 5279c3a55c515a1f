#!/bin/sh
# The programs in README and in a page of docs/, compiled by its own commands against an installed copy, print
# what it says they print. A program is a fenced block of C, C++ or Fortran; the blocks of sh and text that follow
# it are its commands, which tell its file's name, and their output.
# readme.sh <page> <prefix> <pkg-config directory>; CC, CFLAGS, CXX, CXXFLAGS as make has them
set -eu
readme=$1
PKG_CONFIG_PATH=$3 LD_LIBRARY_PATH=$(dirname "$3")
export PKG_CONFIG_PATH LD_LIBRARY_PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# README says cc and c++; these are the compilers under test.
mkdir "$work/bin"
printf '#!/bin/sh\nexec %s %s "$@"\n' "${CC:-cc}" "${CFLAGS:-}" >"$work/bin/cc"
printf '#!/bin/sh\nexec %s %s "$@"\n' "${CXX:-c++}" "${CXXFLAGS:-}" >"$work/bin/c++"
chmod +x "$work/bin/cc" "$work/bin/c++"
PATH=$work/bin:$PATH

fortran() {
    case "${CFLAGS:-}" in *-fsanitize*) return 1 ;; esac
    command -v gfortran >/dev/null && command -v gcc >/dev/null
}

# The first fenced block of a language after the so many-th program begins.
block() {
    awk -v fence="\`\`\`$2" -v program="$1" '
        inside && /^```/ { exit }
        inside
        $0 == "```c" || $0 == "```cpp" || $0 == "```fortran" { programs++ }
        programs == program && $0 == fence { inside = 1 }' "$readme"
}
programs=$(grep -cE '^```(c|cpp|fortran)$' "$readme")
for program in $(seq "$programs"); do
    mkdir "$work/$program"
    cd "$work/$program"
    block "$program" text >expected
    block "$program" sh >commands
    source=$(sed -nE 's/^(cc|c\+\+ -std=c\+\+17|gfortran .*) ([a-z_]*\.(c|cpp|f90)) .*/\2/p' commands)
    test -n "$source" || { echo "$readme has no command for its program $program"; exit 1; }
    case $source in *.f90) language=fortran ;; *) language=${source##*.} ;; esac
    block "$program" "$language" >"$source"
    for part in "$source" expected; do
        test -s "$part" || { echo "$readme has no block for $part of program $program"; exit 1; }
    done
    if test "$language" = fortran && ! fortran; then
        echo "[SKIP] $source: no gfortran and gcc here, or a library with sanitizers"
        continue
    fi
    sh -eu ./commands >actual
    diff -u expected actual
    echo "$source: $(wc -l <actual) lines as the page has them"
done
test "$programs" -gt 0

# What a page shows of a whole program stands there.
grep -q '^# WHOLE PROGRAMS' "$readme" || exit 0
awk '/^# / { inside = /^# WHOLE PROGRAMS/ } inside && sub(/^    /, "")' "$readme" >"$work/shown"
sed -n '/^static void nearest/,/^}/p' "$(dirname "$0")/consumer/programs/knn.c" |
    diff -u "$work/shown" -
test -s "$work/shown"
