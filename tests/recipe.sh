#!/bin/sh
# The README's recipe for an operation, on a copy of the tree: a made-up operation is exported, reached
# from C++, tested and benched, and a wrong reference fails its test.
# recipe.sh <source tree> <work directory> <C compiler> <C++ compiler>
set -eu
source=$1 work=$2 CC=$3 CXX=$4
export CC CXX
rm -rf "$work"
mkdir -p "$work"
(cd "$source" && tar cf - --exclude=./build --exclude=./.git .) | tar xf - -C "$work"
cd "$work"

# after <file> <the line before> <line...>
after() {
    file=$1 anchor=$2
    shift 2
    grep -qxF "$anchor" "$file" || { echo "$file has no line: $anchor"; exit 1; }
    printf '%s\n' "$@" >added
    awk -v anchor="$anchor" '{ print } $0 == anchor { while ((getline line < "added") > 0) print line }' \
        "$file" >changed
    mv changed "$file"
}
after kernels/operations.def 'SPELT_MAP2(add, SPELT_FLOATS, a + b)' \
    'SPELT_MAP2(square_and_add, SPELT_FLOATS, a * a + b)'
after include/spelt/elementwise.h 'SPELT_BINARY(spelt_add_f64, f64)' \
    'SPELT_BINARY(spelt_square_and_add_f32, f32)' 'SPELT_BINARY(spelt_square_and_add_f64, f64)'
after include/spelt/cxx/operations.def 'SPELT_CXX_MAP2(add, SPELT_CXX_NUMBERS)' \
    'SPELT_CXX_MAP2(square_and_add, SPELT_CXX_FLOATS)'
after tests/references.h 'FLOATS(add, a + b)' 'FLOATS(square_and_add, b + a * a)'

# The README's lines are these.
for line in 'SPELT_MAP2(square_and_add, SPELT_FLOATS, a * a + b)' \
    'SPELT_BINARY(spelt_square_and_add_f64, f64)' \
    'SPELT_CXX_MAP2(square_and_add, SPELT_CXX_FLOATS)' 'FLOATS(square_and_add, b + a * a)'; do
    grep -qF "$line" README.md || { echo "README.md does not have: $line"; exit 1; }
done

cmake -S . -B build -DSPELT_WITHOUT=avx2,avx2vnni,avx512,avx512vnni,sve -DSPELT_BUILD_TESTS=ON >log
cmake --build build -j 2 --target spelt test_rows spelt-bench >>log 2>&1 || { tail -30 log; exit 1; }
nm -D --defined-only build/libspelt.so | grep -q ' spelt_square_and_add_f64$'
sh tests/cxx/reach.sh tests/cxx/reach.cpp include build/libspelt.so "$CXX" -std=c++17
nm build/CMakeFiles/spelt_isa_scalar.dir/kernels/isa/maps.c.o |
    grep -q ' spelt_square_and_add_f32_scalar$'
build/bench/spelt-bench --list | grep -q spelt_square_and_add_f32
build/bench/spelt-bench --op square_and_add --size 100 --time 0.2 | grep -q 'spelt_square_and_add_f64: '
build/tests/test_rows --ignore-warnings
echo "exported, reached, tested and benched"

sed -i 's/^FLOATS(square_and_add, b + a \* a)$/FLOATS(square_and_add, b - a * a)/' tests/references.h
cmake --build build -j 2 --target test_rows >>log 2>&1
if build/tests/test_rows --ignore-warnings >log 2>&1; then
    echo "a wrong reference passes"
    exit 1
fi
grep -q 'spelt_square_and_add_f64 ' log
rm -rf "$work"
