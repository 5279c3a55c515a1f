#!/bin/sh
# SPELT_PROFILE tells, when a program ends, what its calls cost: a row a function and size.
# profile.sh <program of calls.c> <work directory> <program that calls every function>
set -eu
calls=$1 work=$2 everything=$3
rm -rf "$work"
mkdir -p "$work"
cd "$work"
fail() {
    echo "$1"
    shift
    for file; do cat "$file"; done
    exit 1
}

# Off, nothing is said; and nothing where nothing was called.
for value in '' 0; do
    SPELT_PROFILE=$value "$calls" >off 2>&1
    test ! -s off || fail "SPELT_PROFILE=$value says" off
done
SPELT_PROFILE=1 "$calls" none >off 2>&1
test ! -s off || fail "without calls it says" off

# has <file> <a row of the table: calls, n, function, failed>
has() {
    awk -v calls="$2" -v n="$3" -v name="$4" -v failed="$5" '
        $5 == calls && $10 == n && index($0, name) && (index($0, "failed") > 0) == failed { found = 1 }
        END { exit !found }' "$1" || fail "no row with $2 calls of $4, $3" "$1"
}
SPELT_PROFILE=1 "$calls" 2>table
head -1 table | grep -Eq '^spelt: profile of process [0-9]+: [0-9.]+ [mun]?s in 4006 calls, ' || fail "heading" table
has table 3 '10^5..' spelt_dot_f64 0
has table 1 0 spelt_dot_f64 0
has table 2 '10^1..' 'spelt_add_f64, 1 failed' 1
has table 4000 1 spelt_sum_f64 0
test "$(wc -l <table)" -eq 6 || fail "the table has other rows" table

# By time, the longest first.
SPELT_PROFILE=file.json "$calls" fork >children 2>said
test ! -s said || fail "a profile in a file says" said
read -r idle busy <children
sed -n 's/.*"nanoseconds": \([0-9]*\), "bytes.*/\1/p' file.json >times
sort -rn times | cmp - times || fail "not sorted by time" file.json
row='"function": "spelt_dot_f64", "elements_from": 100000, "calls": 3, "failed": 0, '
grep -q "$row.*\"bytes\": 4800000, " file.json || fail "no row for 3 dots" file.json
grep -q '"spelt_add_f64", "elements_from": 10, "calls": 2, "failed": 1, .*"bytes": 960, ' file.json ||
    fail "no row for 2 additions" file.json

# A child has its own calls only, in a file of its own, where it has any.
test ! -e "file.json.$idle" || fail "a child without calls has a profile" "file.json.$idle"
grep -q '"spelt_dot_f64", "elements_from": 1, "calls": 2, ' "file.json.$busy" || fail "the child's" "file.json.$busy"
test "$(grep -c function "file.json.$busy")" -eq 1 || fail "the parent's calls are in the child's" "file.json.$busy"

# More functions than there are rows for.
SPELT_PROFILE=all.json "$everything" >/dev/null
grep -q '"(other functions)"' all.json || fail "no row for the functions that have none" /dev/null
test "$(grep -o '"function": "[^"]*"' all.json | sort -u | wc -l)" -gt 500 || fail "few functions" /dev/null

# What cannot be written is said, and nothing else happens.
SPELT_PROFILE=$(printf %05000d 0) "$calls" 2>said
grep -qx 'spelt: SPELT_PROFILE: the file name is too long' said || fail "a long name, and it says" said
SPELT_PROFILE=no/such/file.json "$calls" 2>said
grep -qx 'spelt: SPELT_PROFILE: the file cannot be written' said || fail "no file, and it says" said
if test -w /dev/full; then
    SPELT_PROFILE=/dev/full "$calls" 2>said
    grep -q 'cannot be written' said || fail "a full disk, and it says" said
fi
echo "profiles are as called"
rm -rf "$work"
