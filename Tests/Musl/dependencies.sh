#!/bin/sh
# dependencies.sh PREFIX: build cmocka and libffi for musl into PREFIX.
#
# Debian has neither for musl, so both are built from Debian's source packages, which apt-get fetches
# and verifies. The list of sources is in a folder of its own: nothing changes on the system.
set -eu

mkdir -p "$1"
prefix=$(cd "$1" && pwd)
work=$prefix/sources
rm -rf "$work"
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=SCRIPTDIR/../Tools/debian_sources.sh
. "$here/../Tools/debian_sources.sh"
cd "$work"

system_components | while read -r uri suite component; do
  add_sources "$uri" "$suite" "$component"
done

build_cmocka() {
  cmake -S cmocka-*/ -B cmocka -DCMAKE_C_COMPILER=musl-gcc -DCMAKE_BUILD_TYPE=Release \
    -DWITH_EXAMPLES=OFF -DCMAKE_INSTALL_PREFIX="$prefix" -DCMAKE_INSTALL_LIBDIR=lib
  cmake --build cmocka --target install
}

# The trampolines in static tables need headers of the kernel, which musl does not have.
build_libffi() {
  mkdir libffi
  cd libffi
  ../libffi-*/configure --prefix="$prefix" --build="$(uname -m)-linux-gnu" \
    --host="$(uname -m)-linux-musl" --disable-shared --with-pic --disable-docs \
    --disable-multi-os-directory --disable-exec-static-tramp CC=musl-gcc
  make install
}

build_all() {
  apt_get update
  apt_get source cmocka libffi
  build_cmocka
  (build_libffi)
}

build_all >log 2>&1 || {
  cat log >&2
  exit 1
}
cd "$prefix"
rm -rf "$work"
touch done
