#!/bin/sh
# clean_root.sh SOURCE ROOT WORK: use what is installed in ROOT/usr as if it were installed in /usr.
# Runs in a mount namespace of its own (unshare -m), where the two are one folder.
set -eu
source=$1
root=$2
work=$3
here=$source/Tests/Install
. "$here/claims.sh"

mount -t overlay overlay -o "lowerdir=$root/usr:/usr" /usr
unset PKG_CONFIG_PATH LD_LIBRARY_PATH LD_RUN_PATH CPATH LIBRARY_PATH CMAKE_PREFIX_PATH PYTHONPATH
multiarch=$(cc -print-multiarch)
items="1 4 2 5 3 6"
rm -rf "$work"
mkdir -p "$work"
cd "$work"

runs() { # runs PROGRAM TEXT: it prints a text, and needs no folder beyond those of the system
  [ "$("./$1" | head -1)" = "$2" ] && ! readelf -d "$1" | grep -E '\((RPATH|RUNPATH)\)'
}
needs() { # needs PROGRAM LIBRARY...: it loads these of this project, from the system's folder
  program=$1
  shift
  [ "$(ldd "$program" | sed -n 's|.* => \(.*[Pp]y[Mm].*\) (.*|\1|p' | sort)" = \
    "$(for library in "$@"; do echo "/lib/$multiarch/$library.so.0"; done)" ]
}
compiles() { # compiles PROGRAM SOURCE OPTION...: with C's or C++'s compiler
  program=$1
  file=$2
  shift 2
  case $file in *.cpp) compiler=c++ ;; *) compiler=cc ;; esac
  "$compiler" "$here/$file" "$@" -o "$program" 2>"$program.log" || { cat "$program.log"; false; }
}

claim "C: the flat API" compiles flat flat.c $(pkg-config --cflags --libs pymv)
claim "it runs" runs flat "$items"
claim "it loads libpymv only" needs flat libpymv
claim "C: CPython's names" compiles program program.c $(pkg-config --cflags --libs pymemoryview)
claim "it runs" runs program "$items"
claim "it loads both halves" needs program libPyMemoryView libPyMemoryViewRuntime
claim "C++" compiles cplusplus cplusplus.cpp $(pkg-config --cflags --libs pymv)
claim "it runs" runs cplusplus 4
claim "C++20: pymv.hpp" compiles matrix ../Languages/cplusplus/matrix.cpp -std=c++20 -pthread \
  $(pkg-config --cflags --libs pymv)
claim "it runs" runs matrix "ok: 21 checks"

# Static archives only: the libraries' own, then also libc's.
static_flags() { # static_flags PACKAGE
  pkg-config --static --cflags --libs "$1" | sed 's/-l\(Py[A-Za-z]*\|pymv\)/-l:lib\1.a/g'
}
for how in '' -pie -no-pie -static; do
  claim "C, static $how: the flat API" compiles flat_s flat.c $how $(static_flags pymv)
  claim "it runs" runs flat_s "$items"
  claim "C, static $how: CPython's names" \
    compiles program_s program.c $how $(static_flags pymemoryview)
  claim "it runs" runs program_s "$items"
  [ -n "$how" ] ||
    claim "they load nothing of this project" sh -c "! ldd flat_s program_s | grep -i pym"
done

claim "CMake finds the package" sh -c "cmake -S '$here/cmake' -B cmake >cmake.log 2>&1"
claim "CMake builds with it" sh -c 'cmake --build cmake >>cmake.log 2>&1 || { cat cmake.log; false; }'
for program in flat program flat_static program_static; do
  claim "CMake's $program runs" runs "cmake/$program" "$items"
done
claim "CMake's cplusplus runs" runs cmake/cplusplus 4
sed 's/PyMemoryView 0.1/PyMemoryView 99/' "$here/cmake/CMakeLists.txt" >newer.txt
mkdir newer && mv newer.txt newer/CMakeLists.txt
claim "CMake refuses a newer version" sh -c '! cmake -S newer -B newer/build >newer.log 2>&1'
claim "and says which one it found" grep -q "PyMemoryViewConfig.cmake, version: " newer.log

cp -r "$here/swiftpm" .
claim "SwiftPM: a system library target" \
  sh -c 'swift build --package-path swiftpm >swiftpm.log 2>&1 || { cat swiftpm.log; false; }'
claim "it runs" [ "$(swiftpm/.build/debug/program)" = 4.0 ]
claim "Swift: import CPyMemoryView" \
  swiftc "$here/imported.swift" -lPyMemoryView -lPyMemoryViewRuntime -o imported
claim "it runs" sh -c './imported | grep -q "^true "'

claim "Python finds the package" \
  /usr/bin/python3 -c 'import pymemoryview; pymemoryview.install(); memoryview(b"ab").count(97)'
claim "the package, sonames and names without a version mean one library" /usr/bin/python3 -c '
import ctypes, pymemoryview
for name in ("libPyMemoryView.so", "libpymv.so"):
    for load in (ctypes.PyDLL, ctypes.CDLL):
        assert load(name).PyMV_Version() == load(name + ".0").PyMV_Version()
files = {line.split()[-1] for line in open("/proc/self/maps") if "libPyMemoryView.so" in line}
assert len(files) == 1, files'

# A library of before names had versions, for a program to be linked with.
sed -n 's/\(PyMV_.*\)@.*/void \1(void) {}/p' "$source/Tests/ABI/libpymv.so.0.exports" >old.c
cc -shared -fPIC -Wl,-soname,libpymv.so.0 old.c -o old.so
claim "C: linked when names had no version" compiles old flat.c ./old.so
claim "it runs" runs old "$items"
report
