#!/bin/sh
# The lines that no test reached are those of a list, which tells why: fails at any other, and where one of the
# list is not in its file any more.
#
#     coverage.sh ROOT REPORT LIST
#
# REPORT is gcovr's for SonarQube: files by their paths from ROOT, lines by their numbers. LIST has
#     # why
#     file: the line, without the spaces around it, as often as there are such lines
set -eu
cd "$1"
sed 's/></>\
</g' "$2" | awk -v list="$3" '
function trimmed(text) { gsub(/^[ \t]+|[ \t]+$/, "", text); return text }
function attribute(name) {
    return match($0, name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 2, RLENGTH - length(name) - 3) : ""
}
function fail(text) { print text; failed = 1 }
BEGIN {
    while ((getline line < list) > 0)
        if (line ~ /^[^# ]/)
            listed[line]++
}
/<file / { # its lines, and which of the list they are
    file = attribute("path")
    files++
    delete text
    for (n = 1; (getline line < file) > 0; n++) {
        text[n] = file ": " trimmed(line)
        if (text[n] in listed)
            found[text[n]] = 1
    }
    close(file)
}
/<lineToCover / && attribute("covered") == "false" {
    n = attribute("lineNumber")
    missed++
    if (!(text[n] in listed) || listed[text[n]]-- <= 0)
        fail("no test reaches " file ":" n ": " substr(text[n], length(file) + 3))
}
END {
    if (files == 0)
        fail("a report of nothing")
    for (line in listed)
        if (!(line in found))
            fail("listed, but not there: " line)
    print missed + 0 " lines that no test reaches"
    exit failed
}'
