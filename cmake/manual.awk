# manual.awk - a public header as a page of section 3: its comments and its declarations as they stand,
# in its order. awk -f manual.awk -v name=<header without .h> -v version=<version> <header>

function text(line) {
    gsub(/\\/, "\\e", line)
    gsub(/-/, "\\-", line)
    if (line ~ /^[.']/) line = "\\&" line
    return line
}
function heading(title) { printf ".SH %s\n", toupper(title) }

# The first comment says what the header is for, in its first sentence.
NR == 1 {
    about = $0
    while (about !~ /\.( |$)/ && about !~ /\*\// && (getline line) > 0) {
        sub(/^ \* ?/, " ", line)
        about = about line
    }
    in_comment = about !~ /\*\//
    sub(/^\/\* [a-z0-9_]+\.h - /, "", about)
    sub(/ *\*\/.*$/, "", about)
    match(about, /\.( |$)/)
    rest = RSTART ? substr(about, RSTART + 2) : ""
    about = RSTART ? substr(about, 1, RSTART - 1) : about
    printf ".TH spelt_%s 3 \"\" \"Spelt %s\" \"Spelt\"\n", name, version
    heading("name")
    printf "spelt_%s \\- %s\n", name, text(about)
    heading("synopsis")
    printf ".B #include <spelt/%s.h>\n", name
    heading("description")
    print ".nf"
    if (rest != "") print text(rest)
    next
}
in_comment || /^\/\*/ {
    line = $0
    in_comment = line !~ /\*\//
    sub(/^\/\* ?/, "", line)
    sub(/^ \*( |$)/, "", line)
    sub(/ *\*\/.*$/, "", line)
    gsub(/^-+ | -+$/, "", line)
    print text(line)
    next
}
# A constant with its value, a macro with its parameters. What else the preprocessor and C++ need is not
# the manual's. A line that ends in \ goes on.
!skipping && /^#define SPELT_/ && !/_H$/ && !/__|SPELT_API/ {
    line = $0
    if (line ~ /\\$/) sub(/\).*$/, ")", line)
    printf "\\fB%s\\fR\n", text(line)
    was_empty = 0
}
/^#/ || skipping {
    skipping = /\\$/
    next
}
/^extern "C" \{$/ || /^\}$/ { next }
/^$/ {
    if (!was_empty) print ""
    was_empty = 1
    next
}
{
    was_empty = 0
    sub(/^SPELT_API /, "")
    printf "\\fB%s\\fR\n", text($0)
}
END {
    print ".fi"
    heading("see also")
    print ".BR spelt (7)"
}
