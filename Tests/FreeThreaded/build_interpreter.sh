#!/bin/sh
# build_interpreter.sh FOLDER: build a free-threaded CPython 3.13 from Debian's source package, as
# FOLDER/python, and as FOLDER/python-shared with a libpython of its own, in which names can be
# interposed. They run in the folder they are built in, with the test package and headers.
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

needed='import _ctypes, _testbuffer, _testcapi, zlib'

# link_shared VERSION: the same objects as a shared library, and a program that uses it.
link_shared() {
  gcc -shared -o "libpython$1.so" -Wl,-soname,"libpython$1.so" \
    -Wl,--whole-archive "libpython$1.a" -Wl,--no-whole-archive -lpthread -ldl -lutil -lm &&
    gcc -I. -IInclude -o python-shared "$here/../Conformance/host.c" \
      -L. "-lpython$1" -Wl,-rpath,"\$ORIGIN"
}

build() {
  apt_get -o Acquire::Check-Valid-Until=false update &&
    apt_get source --download-only python3.13 &&
    tar -xf python3.13_*.orig.tar.xz -C "$folder" --strip-components=1 &&
    cd "$folder" &&
    CFLAGS="-fPIC -fno-semantic-interposition" ./configure --disable-gil --without-ensurepip &&
    make -j2 &&
    link_shared "$(./python -c 'import sysconfig; print(sysconfig.get_config_var("LDVERSION"))')" &&
    ./python -c "$needed" && ./python-shared -c "$needed"
}

build >"$folder/log" 2>&1 || {
  tail -n 40 "$folder/log" >&2
  exit 1
}
rm -rf "$work"
find "$folder" -name '*.o' -delete
touch "$folder/done"
