#!/bin/sh
# Each procedure that the module declares is defined on its C side, and the other way round; and each function of
# the recorded ABI on types that Fortran has is called, but for what the module leaves out.
# names.sh <directory of spelt.f90> <library of the module> <abi.txt>
set -eu
sources=$1 library=$2 abi=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat "$sources/spelt.f90" "$sources"/fortran/*.inc |
    grep -oE "spelt_fortran_[a-z0-9_]+" | sort -u >"$work/declared"
nm --defined-only "$library" | awk '$2 == "T" && $3 ~ /^spelt_fortran_/ { print $3 }' | sort -u >"$work/defined"
echo "$(wc -l <"$work/declared") declared, $(wc -l <"$work/defined") defined"
test -s "$work/declared"
diff -u "$work/declared" "$work/defined"

# Views, files viewed as they lie, what tells of the library and of its settings; one more element of an
# accumulator is an array of no dimensions.
left_out='^spelt_(in|out)_(1d|nd|bytes|permute|pick|slice)_|^spelt_(broadcast|value|readonly)_|^spelt_npz_
^spelt_npy_(field|open_bytes|open_descriptor|read_|save_unsynced_)|^spelt_type_|^spelt_acc_(init|add_f32|add_f64)$
^spelt_(version|status_name|(set_)?(path|isa)|(path|isa|threads|grain)_source|grain_bytes)$'
{
    nm --undefined-only "$library" | awk '{ print $2 }'
    grep -oE "function spelt_[a-z_]+\([a-z]*\) bind\(c\)" "$sources/spelt.f90" | sed 's/function //; s/(.*//'
} | sort -u >"$work/called"
awk '$1 == "symbol" && $2 == "libspelt" { print $3 }' "$abi" |
    grep -vE '_(f16|bf16|u8|u16|u32|u64)(_|$)' | grep -vE "$left_out" | sort >"$work/there"
echo "$(wc -l <"$work/there") functions"
test -s "$work/there"
comm -13 "$work/called" "$work/there" | sed 's/^/not called: /' >"$work/missing"
cat "$work/missing"
test ! -s "$work/missing"
