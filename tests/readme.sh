#!/bin/sh
# README's first program, compiled by README's own command against an installed copy, prints what
# README says it prints.
# readme.sh <README.md> <prefix> <pkg-config directory>; CC and CFLAGS as make has them
set -eu
readme=$1
PKG_CONFIG_PATH=$3 LD_LIBRARY_PATH=$(dirname "$3")
export PKG_CONFIG_PATH LD_LIBRARY_PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The first fenced block of a language.
block() {
    awk -v fence="\`\`\`$1" 'inside && /^```/ { exit } inside; $0 == fence { inside = 1 }' "$readme"
}
block c >"$work/example.c"
block text >"$work/expected"
block sh >"$work/command"
for part in example.c expected command; do
    test -s "$work/$part" || { echo "README has no block for $part"; exit 1; }
done

# README says cc; this is the compiler under test.
mkdir "$work/bin"
printf '#!/bin/sh\nexec %s %s "$@"\n' "${CC:-cc}" "${CFLAGS:-}" >"$work/bin/cc"
chmod +x "$work/bin/cc"
cd "$work"
PATH=$work/bin:$PATH
sh -eu ./command >actual
diff -u expected actual
