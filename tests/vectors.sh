#!/bin/sh
# Looks into the object files: each kernel of an instruction set has vector instructions of that set.
# What a file of x86-64 may not have: instructions.sh.
# vectors.sh <objdump> <list of functions, a name first in each line> <list of those that may lack them> \
#     <directory of the build> <isa>...
set -eu
objdump=$1 functions=$2 scalar=$3 build=$4
shift 4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Functions, and the loops that several kernels share.
{
    awk '{ print $1 }' "$functions"
    printf 'spelt_%s\n' best_half place_of_half choose_both_halves
} | sort >"$work/functions"
status=0

# For every function of an object: its name, and how many lines match.
count() {
    "$objdump" -d --no-show-raw-insn "$2" | awk -v pattern="$1" '
        /^[0-9a-f]+ <.*>:$/ { if (name != "") print name, hits; name = $2; gsub(/[<>:]/, "", name); hits = 0; next }
        $0 ~ pattern { hits++ }
        END { if (name != "") print name, hits + 0 }'
}

for isa in "$@"; do
    case $isa in
    sse2) pattern='[ \t](mov[ua]p[sd]|movdq[ua]|p[a-z]+|[a-z]+p[sd]) .*%xmm' ;;
    avx2*) pattern=%ymm ;;
    avx512*) pattern=%zmm ;;
    neon) pattern='[ \t,{]v[0-9]+\.([0-9]|[bhsd])|[ \t]q[0-9]+,' ;;
    sve) pattern='[ \t,{]z[0-9]+\.' ;;
    esac
    # Or a kernel is the same as another, which GCC sees.
    pattern="$pattern|(jmp|b)[ \t]+[0-9a-f]+ <spelt_[a-z0-9_]+_$isa(_loop)?(\\.[a-z0-9.]+)?>"
    # Or it leaves its loop to one that others share.
    pattern="$pattern|(jmp|callq?|bl?)[ \t]+[0-9a-f]+ <spelt_(choose_half|index_of_half|choose_both_halves)_$isa(\\.[a-z0-9.]+)?>"
    for object in "$build/CMakeFiles/spelt_isa_$isa.dir/kernels/isa/"*.o; do
        count "$pattern" "$object"
    done >"$work/counts"
    # With what it calls of its own: a kernel may leave its loop to spelt_<name>_<isa>_<part>.
    awk -v isa="$isa" '
        FILENAME == ARGV[1] { known[$1] = 1; next }
        { name = $1; at = index(name, "_" isa); if (at == 0) next
          base = substr(name, 1, at - 1); if (base in known) { there[base] = 1; hits[base] += $2 } }
        END { for (base in there) if (hits[base] == 0) print base "_" isa }' \
        "$work/functions" "$work/counts" | sort >"$work/without"
    awk -v isa="_$isa\$" '$1 ~ isa { print $1 }' "$scalar" | sort >"$work/known"
    comm -23 "$work/without" "$work/known" | sed 's/^/no vector instruction: /' >"$work/wrong"
    echo "$isa: $(wc -l <"$work/counts") functions, $(wc -l <"$work/without") kernels without vectors"
    if test -s "$work/wrong"; then
        cat "$work/wrong"
        status=1
    fi
done
exit $status
