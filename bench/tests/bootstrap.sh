#!/bin/sh
# cmake/bootstrap bench writes nothing but what the bench writes to standard output, and shows the log where
# something fails; the bench runs where its user stands. With a cmake that only talks, and builds a bench
# that tells where it was started.
# bootstrap.sh <cmake/bootstrap>
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/tree/cmake" "$work/bin" "$work/here"
cp "$1" "$work/tree/cmake/bootstrap"
cat >"$work/bin/cmake" <<'END'
#!/bin/sh
echo "-- noise on standard output"
echo "noise on standard error" >&2
test "$1" = --build || exit "${FAIL:-0}"
mkdir -p "$2/bench"
printf '#!/bin/sh\necho "$PWD:$*"\n' >"$2/bench/spelt-bench"
chmod +x "$2/bench/spelt-bench"
END
printf '#!/bin/sh\nexit 1\n' >"$work/bin/apt-get"
chmod +x "$work/bin/cmake" "$work/bin/apt-get"
PATH=$work/bin:$PATH
cd "$work/here"

fail() {
    echo "bootstrap.sh: $1" >&2
    cat out err >&2
    exit 1
}
../tree/cmake/bootstrap bench --json - >out 2>err || fail "it does not run"
test "$(cat out)" = "$PWD:--json -" || fail "standard output has more, or the bench was run elsewhere"
grep -q noise err && fail "noise is shown where nothing failed"
grep -q '^bootstrap: building' err || fail "there is no line of progress"
grep -q 'noise on standard error' ../tree/build/bench.log || fail "the log has not all"
status=0
FAIL=3 ../tree/cmake/bootstrap bench >out 2>err || status=$?
test "$status" -eq 1 || fail "the status is $status where configuring fails"
test ! -s out || fail "standard output has something where configuring fails"
grep -q 'noise on standard output' err || fail "the log is not shown where configuring fails"
