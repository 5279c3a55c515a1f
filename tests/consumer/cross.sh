#!/bin/sh
# Built for another machine, neither Spelt nor what looks for it takes a library of the machine that builds.
# cross.sh <source tree> <work directory> <prefix of an installed Spelt> [OpenBLAS of this machine]
set -eu
source=$1 work=$2 prefix=$3 openblas=${4:-}
compiler=aarch64-linux-gnu-gcc
command -v $compiler >/dev/null || { echo "[SKIP] no $compiler here"; exit 0; }
rm -rf "$work"
mkdir -p "$work/root/lib" "$work/root/include"
fault() {
    cat "$work/log"
    echo "$1"
    exit 1
}
configure() { # [option...]
    rm -rf "$work/build"
    cmake -B "$work/build" -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR=aarch64 \
        -DCMAKE_C_COMPILER=$compiler "$@" >"$work/log" 2>&1
}

if test -n "$openblas"; then
    configure -S "$source" -DSPELT_BUILD_BENCH=OFF -DOpenBLAS_ROOT="${openblas%/*}" &&
        fault "this machine's OpenBLAS is taken"
    grep -q "$openblas is not for the machine" "$work/log" || fault "this machine's OpenBLAS is not told of"
fi

# One for the other machine is taken with its own header.
$compiler -shared -x c /dev/null -o "$work/root/lib/libopenblas.so"
echo >"$work/root/include/openblas_config.h"
configure -S "$source" -DSPELT_BUILD_BENCH=OFF -DCMAKE_PREFIX_PATH="$work/root" || fault "OpenBLAS is not taken"
for entry in LIBRARY:FILEPATH=$work/root/lib/libopenblas.so INCLUDE_DIR:PATH=$work/root/include; do
    grep -qx "SPELT_OPENBLAS_$entry" "$work/build/CMakeCache.txt" || fault "not $entry"
done
grep "=.*$(uname -m)-linux-gnu" "$work/build/CMakeCache.txt" && fault "a directory of this machine's libraries"

printf '%s\n' 'cmake_minimum_required(VERSION 3.22)' 'project(consumer C)' 'find_package(Spelt REQUIRED)' \
    >"$work/CMakeLists.txt"
configure -S "$work" -DCMAKE_PREFIX_PATH="$prefix" && fault "this machine's Spelt is taken"
grep -q 'SpeltConfig.cmake, version: .* (64 bits,' "$work/log" || fault "this machine's Spelt is not refused"
echo "no library of this machine is taken"
