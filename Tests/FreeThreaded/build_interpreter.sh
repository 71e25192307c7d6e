#!/bin/sh
# build_interpreter.sh FOLDER: build a free-threaded CPython 3.13 from Debian's source package, as
# FOLDER/python. It runs in the folder it is built in, with the test package and headers.
#
# The package is that of Debian 13, whatever the system is. Old lists of packages are accepted, so
# that mirrors of a past day work.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
rm -rf "$1"
mkdir -p "$1/sources"
folder=$(cd "$1" && pwd)
work=$folder/sources
cd "$work"
# shellcheck source=SCRIPTDIR/../Tools/debian_sources.sh
. "$here/../Tools/debian_sources.sh"

add_sources "$(system_components | sed 's/ .*//;q')" trixie main

build() {
  apt_get -o Acquire::Check-Valid-Until=false update &&
    apt_get source --download-only python3.13 &&
    tar -xf python3.13_*.orig.tar.xz -C "$folder" --strip-components=1 &&
    cd "$folder" &&
    ./configure --disable-gil --without-ensurepip &&
    make -j2 &&
    ./python -c 'import _ctypes, _testbuffer, _testcapi, zlib'
}

build >"$folder/log" 2>&1 || {
  tail -n 40 "$folder/log" >&2
  exit 1
}
rm -rf "$work"
find "$folder" -name '*.o' -delete
touch "$folder/done"
