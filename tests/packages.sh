#!/bin/sh
# The packages: lintian finds no error in them, and in a bare Debian they install, run, build a program and go
# again. packages.sh <source tree> <work directory>; as root, with lintian and debootstrap
set -eu
source=$1 work=$2
for tool in lintian debootstrap man lowdown; do
    command -v $tool >/dev/null || { echo "[SKIP] no $tool here"; exit 0; }
done
test "$(id -u)" -eq 0 || { echo "[SKIP] not root"; exit 0; }
mkdir -p "$work"
work=$(cd "$work" && pwd)
build=$work/build
rm -rf "$work"/*.deb "$work"/*.tar.gz
cmake -S "$source" -B "$build" -DCMAKE_INSTALL_PREFIX=/usr -DSPELT_BUILD_TESTS=OFF >"$work/log"
cmake --build "$build" -j 2 >>"$work/log"
(cd "$build" && cpack -G DEB -B "$work" && cpack -G TGZ -B "$work") >>"$work/log"
ls -l "$work"/*.deb "$work"/*.tar.gz

lintian --fail-on error --suppress-tags bad-distribution-in-changes-file "$work"/*.deb
for page in "$build"/manual/man*/*; do
    LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=100 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null |
        grep -v "cannot adjust line" | grep . && { echo "$page has warnings"; exit 1; }
done

# A Debian with nothing in it.
root=$work/debian
cleanup() {
    umount "$root/proc" 2>/dev/null || true
    rm -rf "$root"
}
trap cleanup EXIT
cleanup
debootstrap --variant=minbase --include=gcc,libc6-dev,pkg-config bookworm "$root" >>"$work/log"
mount -t proc proc "$root/proc"
cp "$work"/*.deb "$root/tmp"
cp "$source/tests/consumer/consumer.c" "$root/tmp"
cp /etc/resolv.conf "$root/etc" 2>/dev/null || true
cp /etc/apt/apt.conf.d/* "$root/etc/apt/apt.conf.d" 2>/dev/null || true
in_debian() {
    chroot "$root" env DEBIAN_FRONTEND=noninteractive LC_ALL=C "$@"
}
in_debian apt-get -qq update
in_debian sh -euc 'apt-get -qq install -y --no-install-recommends /tmp/*.deb >/dev/null 2>&1'
in_debian sh -euc '
    spelt-bench --list | grep -q spelt_dot_f64
    spelt-bench --op dot --type f64 --size 1000 --time 1 | grep spelt_dot_f64
    cd /tmp
    cc consumer.c $(pkg-config --cflags --libs spelt) -o shared
    cc consumer.c $(pkg-config --cflags --libs spelt_static) -o static
    ./shared
    ./static
    apt-get -qq -o Dpkg::Use-Pty=0 purge -y spelt-bench libspelt-dev "libspelt[0-9]*" >/dev/null
    test -z "$(find / -xdev -path /tmp -prune -o -path /proc -prune -o -name "*spelt*" -print)"'
echo "packages install, run and go"
