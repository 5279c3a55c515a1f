#!/bin/sh
# The installed manual: a page a public header, with a NAME that whatis takes and every function's line, and those of
# docs/. manual.sh <include directory> <man directory> <whether lowdown was there>
set -eu
include=$1 man=$2 lowdown=$3
pages=0
for header in "$include"/spelt/*.h; do
    name=$(basename "$header" .h)
    case $name in spelt | declare) continue ;; esac
    page=$man/man3/spelt_$name.3
    test -s "$page" || { echo "no page $page"; exit 1; }
    sed -n '/^\.SH NAME/{n;p;}' "$page" | grep -q "^spelt_$name \\\\- [a-zA-Z]" ||
        { echo "$page has no NAME"; exit 1; }
    lines=$(grep -cE '^SPELT_[A-Z0-9_]+\(spelt_|^SPELT_API ' "$header" || true)
    shown=$(grep -cE '^\\fB(SPELT_[A-Z0-9_]+\(spelt_|[a-z].*spelt_[a-z0-9_]+\()' "$page" || true)
    test "$shown" -ge "$lines" || { echo "$page shows $shown of $lines functions"; exit 1; }
    pages=$((pages + 1))
done
test "$pages" -gt 15 || { echo "only $pages headers"; exit 1; }
if test "$lowdown" = 1; then
    for page in man7/spelt.7 man1/spelt-bench.1; do
        test ! -e "$include/../bin/spelt-bench" && test "$page" = man1/spelt-bench.1 && continue
        head -3 "$man/$page" | grep -q '^\.TH ' || { echo "$page is no page"; exit 1; }
    done
    for variable in NUM_THREADS GRAIN_BYTES PATH ISA VERBOSE PROFILE; do
        grep -q "SPELT_$variable" "$man/man7/spelt.7" || { echo "spelt.7 has no SPELT_$variable"; exit 1; }
    done
else
    echo "[SKIP] no lowdown, so no pages of docs/"
fi
echo "$pages pages of headers"
