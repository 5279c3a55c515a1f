#!/bin/sh
# The programs in README and in a page of docs/, compiled by its own commands against an installed copy, print
# what it says they print. Programs are fenced blocks of C, C++ or Fortran, at most one of each before a block
# `console`, whose lines with a dollar are the commands, which tell the programs' files, and whose others are
# what these print.
# readme.sh <page> <prefix> <pkg-config directory>; CC, CFLAGS, CXX, CXXFLAGS as make has them
set -eu
readme=$1
: "${CC:?}" "${CXX:?}"
PKG_CONFIG_PATH=$3 LD_LIBRARY_PATH=$(dirname "$3")
export PKG_CONFIG_PATH LD_LIBRARY_PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# README says cc and c++; these are the compilers under test.
mkdir "$work/bin"
printf '#!/bin/sh\nexec %s %s "$@"\n' "$(command -v "$CC")" "${CFLAGS:-}" >"$work/bin/cc"
printf '#!/bin/sh\nexec %s %s "$@"\n' "$(command -v "$CXX")" "${CXXFLAGS:-}" >"$work/bin/c++"
chmod +x "$work/bin/cc" "$work/bin/c++"
PATH=$work/bin:$PATH

fortran() {
    case "${CFLAGS:-}" in *-fsanitize*) return 1 ;; esac
    command -v gfortran >/dev/null && command -v gcc >/dev/null
}

# Into the files <console>.<language>, and <console>.<step>.commands, .expected: a step is commands and what
# they print.
awk -v work="$work/" '
    BEGIN { console = 1 }
    inside && /^```/ {
        if (language == "console") console++
        inside = 0
        next
    }
    /^```/ {
        inside = 1
        language = substr($0, 4)
        step = 1
        said = 0
        next
    }
    !inside { next }
    language ~ /^(c|cpp|fortran)$/ { print > (work console "." language) }
    language == "console" && sub(/^\$ /, "") {
        step += said
        said = 0
        print > (work console "." step ".commands")
        next
    }
    language == "console" {
        said = 1
        print > (work console "." step ".expected")
    }' "$readme"

cd "$work"
for program in *.c *.cpp *.fortran; do
    test -e "$program" || continue
    console=${program%.*}
    case $program in *.fortran) extension=f90 ;; *) extension=${program##*.} ;; esac
    test -e "$console.1.commands" || { echo "$readme has no block of commands behind its $program"; exit 1; }
    file=$(cat "$console".*.commands | tr ' ' '\n' | grep -xE "[a-z_]+\.$extension" | head -1)
    test -n "$file" || { echo "$readme has no command for its $program:"; cat "$program"; exit 1; }
    mkdir -p "of-$console"
    cp "$program" "of-$console/$file"
done
shown=0
for commands in *.commands; do
    console=of-${commands%%.*} expected=$work/${commands%.commands}.expected
    test -d "$console" || { echo "$readme has no program for these:"; cat "$commands"; exit 1; }
    test -s "$expected" || { echo "$readme does not say what this prints:"; cat "$commands"; exit 1; }
    shown=$((shown + 1))
    if grep -q '^gfortran ' "$commands" && ! fortran; then
        echo "[SKIP] $(tail -1 "$commands"): no gfortran and gcc here, or a library with sanitizers"
        continue
    fi
    (cd "$console" && sh -eu "$work/$commands") >actual
    diff -u "$expected" actual
    echo "$(tail -1 "$commands"): $(wc -l <actual) lines as the page has them"
done
test "$shown" -gt 0

# What a page shows of a whole program stands there.
grep -q '^# WHOLE PROGRAMS' "$readme" || exit 0
awk '/^# / { inside = /^# WHOLE PROGRAMS/ } inside && sub(/^    /, "")' "$readme" >"$work/shown"
sed -n '/^static void nearest/,/^}/p' "$(dirname "$0")/consumer/programs/knn.c" |
    diff -u "$work/shown" -
test -s "$work/shown"
