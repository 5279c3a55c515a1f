# doxygen.awk - the public headers as Doxygen wants them: before each line that declares a function its
# comment, and the operation it belongs to, so that the manual has an index by operation.
#
# A comment belongs to the lines that follow it up to an empty one.

# "spelt_add_sat_f64" is an "add", "spelt_convert_round_f64_i32" a "convert".
function operation_of(name) {
    sub(/^spelt_/, "", name)
    while (name ~ /_([fiu](8|16|32|64)|bf16|c64|c128)$/)
        sub(/_([fiu](8|16|32|64)|bf16|c64|c128)$/, "", name)
    sub(/_(wrap|sat|round|trunc|number)$/, "", name)
    return name
}

function declare(name,    operation) {
    operation = operation_of(name)
    if (!(operation in operations)) {
        operations[operation] = 1
        printf "/** @defgroup %s %s */\n", operation, operation
    }
    printf "/** @ingroup %s\n@verbatim\n%s@endverbatim */\n", operation, comment
}

/^\/\*/ { comment = ""; inside = 1; }
inside {
    line = $0
    closed = line ~ /\*\//
    sub(/^\/\*+ ?/, "", line)
    sub(/^ \* ?/, "", line)
    sub(/ *\*\/.*$/, "", line)
    comment = comment line "\n"
    if (closed) inside = 0
    print ""
    next
}
/^$/ { comment = "" }
/^SPELT_[A-Z0-9_]+\(spelt_/ {
    name = $0
    sub(/^[A-Z0-9_]+\(/, "", name)
    sub(/[,)].*$/, "", name)
    declare(name)
}
/^SPELT_API/ {
    if (match($0, /spelt_[a-z0-9_]+\(/))
        declare(substr($0, RSTART, RLENGTH - 1))
}
{ print }
