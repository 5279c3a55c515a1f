#!/bin/sh
# run.sh LIBRARY ISAS WHAT [ARGUMENT]... - libspelt_blas, preloaded; ISAS with commas between them.
set -eu
library=$1
isas=$(echo "$2" | tr ',' ' ')
what=$3
shift 3
here=$(dirname "$0")

fail() {
    echo "FAIL: $*" >&2
    exit 1
}

skip() {
    echo "[SKIP] $*"
    exit 0
}

# The output of a command with the library before it.
under() {
    LD_PRELOAD=$library "$@"
}

# Its output is the same on 1 and 2 threads and on every instruction set.
same() {
    wanted=$(SPELT_NUM_THREADS=1 under "$@")
    [ -n "$wanted" ] || fail "no output: $*"
    for isa in $isas; do
        for threads in 1 2; do
            got=$(SPELT_ISA=$isa SPELT_NUM_THREADS=$threads under "$@")
            [ "$got" = "$wanted" ] || fail "isa=$isa threads=$threads: $got
not $wanted"
        done
    done
    echo "$wanted"
}

# Not that of the program itself.
is_there() {
    case $("$@" where) in
    */libspelt_blas.so*) ;;
    *) fail "$*: ddot is not libspelt_blas's" ;;
    esac
}

case $what in
same)
    same "$@"
    ;;
same_as)
    # The path blas is not there to be taken.
    [ "$(SPELT_PATH=blas under "$1" bits)" = "$(under "$2" bits)" ] || fail "$1 and $2 differ"
    ;;
preloaded)
    export LD_PRELOAD=$library
    is_there "$1"
    "$1" ours
    ;;
linked_before)
    is_there "$1"
    "$1" ours
    ;;
shown)
    SPELT_VERBOSE=1 under "$1" bits 2>&1 >/dev/null | awk '{ print $1 }' | sort -u >shown.found
    {
        echo "spelt_dot_f32 spelt_dot_f64 spelt_dot_f32_f64 spelt_rotm_f32 spelt_rotm_f64"
        echo "spelt_dotu_c64 spelt_dotu_c128 spelt_dotc_c64 spelt_dotc_c128"
        for type in f32 f64 c64 c128; do
            for op in nrm2 asum axpy mul copy swap rot argmax_abs; do
                echo spelt_${op}_$type
            done
        done
    } | tr ' ' '\n' | sort >shown.wanted
    if comm -23 shown.wanted shown.found | grep .; then
        fail "not shown"
    fi
    ;;
exports)
    names=$(for p in s d; do
        echo "${p}dot ${p}nrm2 ${p}asum i${p}amax ${p}axpy ${p}scal ${p}copy ${p}swap"
        echo "${p}rot ${p}rotg ${p}rotm ${p}rotmg"
    done
    for p in c z; do
        echo "${p}dotu ${p}dotc i${p}amax ${p}axpy ${p}scal ${p}copy ${p}swap ${p}rotg"
    done
    echo "dsdot sdsdot scnrm2 dznrm2 scasum dzasum csscal zdscal csrot zdrot")
    for name in $names; do
        case $name in
        ?dot[uc]) c=${name}_sub ;;
        *) c=$name ;;
        esac
        printf '%s\n' "${name}_" "${name}_64_" "cblas_$c" "cblas_${c}64_"
    done | sort >exports.wanted
    nm -D --defined-only "$library" | awk '{ print $3 }' | sort >exports.found
    diff exports.wanted exports.found || fail "not the names of BLAS level 1"
    if readelf -d "$library" | grep 'NEEDED.*blas'; then
        fail "links a BLAS"
    fi
    ;;
reference)
    # Debian's package of the reference's own testers, libblas-test.
    found=0
    for tester in /usr/lib/*/blas/x?blat1 /usr/lib/*/blas/xblat1? /usr/lib/*/blas/x?cblat1; do
        [ -x "$tester" ] || continue
        found=$((found + 1))
        LD_LIBRARY_PATH=$(dirname "$tester") under "$tester" >tester.out
        grep -q PASS tester.out || fail "$tester"
        if grep -i fail tester.out; then
            fail "$tester"
        fi
    done
    [ $found -gt 0 ] || skip "no testers of the reference BLAS: on Debian the package libblas-test"
    echo "$found testers pass"
    ;;
hosted)
    script=$here/$1
    program=$2
    case $program in
    *NOTFOUND) skip "no program for $1" ;;
    esac
    "$program" "$script" >"$1.out" 2>&1 || skip "$program does not run $1: $(tail -n 1 "$1.out")"
    case $(head -n 1 "$1.out") in
    SKIP*) skip "$(tail -n 1 "$1.out")" ;;
    esac
    SPELT_VERBOSE=1 under "$program" "$script" 2>&1 | grep -q '^spelt_dot_f64 ' ||
        fail "$program does not call libspelt_blas"
    same "$program" "$script"
    ;;
*)
    fail "no test $what"
    ;;
esac
