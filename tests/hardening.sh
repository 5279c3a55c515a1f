#!/bin/sh
# What the shared library is built with against attacks (SECURITY.md), as the finished file shows it.
# hardening.sh <library> <archive> <directory of the sources>
set -eu
library=$1 archive=$2 sources=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
fault() {
    echo "$1"
    status=1
}
readelf -lW "$library" >"$work/segments"
readelf -dW "$library" >"$work/dynamic"
nm -D --undefined-only "$library" | awk '{ sub(/@.*/, "", $2); print $2 }' >"$work/used"
objdump -d --no-show-raw-insn "$library" >"$work/code"

grep -q GNU_RELRO "$work/segments" || fault "no RELRO"
grep -q BIND_NOW "$work/dynamic" || fault "functions are looked up late, and their table stays writable"
grep -q TEXTREL "$work/dynamic" && fault "code is written when it is loaded"
grep -q 'GNU_STACK.* RW  *0x' "$work/segments" || fault "the stack is not marked as without code"
grep -qE '(LOAD|GNU_STACK).* RWE ' "$work/segments" && fault "memory that is writable and executable"
grep -qx __stack_chk_fail "$work/used" || fault "no stack protector"
grep -qE '^__[a-z]+_chk$' "$work/used" || fault "no _FORTIFY_SOURCE"
grep -qx secure_getenv "$work/used" || fault "no secure_getenv"
grep -qx getenv "$work/used" && fault "getenv, which a setuid program must not trust"
# Linked with -ffast-math it would flush subnormals to zero in the whole process.
grep -q set_fast_math "$work/code" && fault "crtfastmath.o is linked"

case $(uname -m) in
x86_64)
    # More than a page at once may jump over a guard page.
    awk '/^[0-9a-f]+ <.*>:$/ { name = $2 }
        /sub +\$0x([2-9a-f]|[1-9a-f][0-9a-f]|[1-9a-f][0-9a-f][0-9a-f])[0-9a-f][0-9a-f][0-9a-f],%rsp/ {
            print "no stack clash protection: " name " " $0; n++ }
        END { exit n > 0 }' "$work/code" || status=1
    readelf -nW "$library" | grep -q SHSTK || fault "not marked for shadow stacks"
    readelf -nW "$archive" | awk '/^File:/ { if (file != "" && !marked) { print "not marked for shadow stacks: " file; n++ }
            file = $2; marked = 0 }
        /x86 feature:.*SHSTK/ { marked = 1 }
        END { if (!marked) { print "not marked for shadow stacks: " file; n++ }; exit n > 0 }' || status=1
    ;;
esac

# A program that the host starts meanwhile gets no descriptor of ours.
grep -rnE '\b(open|openat|fopen|creat|dup|dup2|pipe|socket|mkstemp|eventfd) ?\(' "$sources" \
    --include='*.c' | grep -vE 'O_CLOEXEC|^[^:]*:[0-9]*: *(/?\*| \*)' >"$work/opened" || true
if test -s "$work/opened"; then
    fault "opened without O_CLOEXEC:"
    cat "$work/opened"
fi
exit $status
