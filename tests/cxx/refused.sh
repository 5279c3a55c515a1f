#!/bin/sh
# What must not compile does not, and says why; and what must compile without exceptions does.
# refused.sh <refused.txt> <include directory> <C++ compiler> [flag...]
set -eu
refused=$1 include=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# in_function <lines of a function's body> <file>
in_function() {
    { printf '#include <spelt/spelt.hpp>\n#include <vector>\nvoid function(spelt::status &stat);\n'
      printf 'void function(spelt::status &stat)\n{\n    (void)stat;\n%s\n}\n' "$1"; } >"$2"
}

# Pieces are parted by empty lines. The first line of each is of the words of the error.
pieces=$(awk -v RS= -v work="$work" '{ print > (work "/" NR) } END { print NR }' "$refused")
for piece in $(seq "$pieces"); do
    words=$(sed -n '1s|^// ||p' "$work/$piece")
    in_function "$(cat "$work/$piece")" "$work/piece.cpp"
    case $words in "without exceptions"*) flag=-fno-exceptions ;; *) flag=-fexceptions ;; esac
    if "$@" $flag -I"$include" -fsyntax-only "$work/piece.cpp" 2>"$work/errors"; then
        cat "$work/$piece"
        echo "It compiles."
        exit 1
    fi
    grep "static.assert.*fail" "$work/errors" | grep -qF "$words" || {
        cat "$work/$piece" "$work/errors"
        exit 1
    }
done
echo "$pieces pieces refused"
test "$pieces" -gt 0

in_function 'std::vector<double> x(3); spelt::add(x, x, x, stat); spelt::view(x).slice(0, 0, 1, stat);' \
    "$work/piece.cpp"
"$@" -fno-exceptions -fno-rtti -I"$include" -fsyntax-only "$work/piece.cpp"
