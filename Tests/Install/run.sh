#!/bin/sh
# run.sh SOURCE TARGET: install below the folder TARGET, build the programs of README and guides
# with the flags of pkg-config alone, run them as the README says, and uninstall again.
set -eu
source=$1
target=$2
prefix=$target/prefix

rm -rf "$target"
mkdir -p "$target"
make -s -C "$source" install PREFIX="$prefix" DESTDIR= >"$target/install.log" 2>&1 ||
  { cat "$target/install.log"; exit 1; }
flags_of() { # flags_of PACKAGE
  PKG_CONFIG_PATH=$prefix/lib/pkgconfig pkg-config --cflags --libs "$1"
}
export LD_LIBRARY_PATH="$prefix/lib" # as in the README

. "$source/Tests/Install/claims.sh"

builds() { # builds NAME OPTION...: compile NAME.c with the flags of pkg-config
  name=$1
  shift
  # shellcheck disable=SC2086
  cc "$@" "$source/Tests/Install/$name.c" $flags -o "$target/$name"
}
prints() { # prints NAME TEXT: as on a terminal, errors included, it prints TEXT
  [ "$(stdbuf -oL "$target/$1" 2>&1)" = "$2" ]
}

masked() { # addresses become 0x
  sed 's/0x[0-9a-f]*/0x/g'
}
reports() { # reports NAME TEXT: with PYMEMORYVIEW_DEBUG=1 it prints TEXT, and without nothing
  [ "$(cd "$target" && PYMEMORYVIEW_DEBUG=1 ./"$1" 2>&1 | masked)" = "$2" ] &&
    [ -z "$(cd "$target" && ./"$1" 2>&1)" ]
}

extension_imports() { # the guide's extension in C, without its last line
  sed -n '/^#include <Python.h>/,/^```/{/^```/q;p}' "$source/Sources/Guide/inside-cpython.md" \
    >"$target/fast.c"
  # shellcheck disable=SC2046,SC2086
  cc -shared -fPIC -O2 "$target/fast.c" $(/usr/bin/python3-config --includes) $flags -o "$target/fast.so"
  packages=$(dirname "$(find "$prefix" -name pymemoryview -path '*python*')")
  python() {
    env -u LD_LIBRARY_PATH PYTHONPATH="$packages:$target" /usr/bin/python3 -B -c "$1"
  }
  ! python 'import fast' 2>/dev/null && python 'import pymemoryview, fast
assert fast.contiguous(memoryview(b"memory")[::-2]).obj == b"yoe"
files = {line.split()[-1] for line in open("/proc/self/maps") if "libPyMemoryView.so" in line}
assert len(files) == 1, files'
}

flags=$(flags_of pymv)
claim "a program of the flat API builds with the flags of pkg-config alone" builds flat
claim "it prints what the README shows" prints flat "$(sed -n '/^    1 4 2/,/^    IndexError/s/^    //p' "$source/README.md")"
claim "it needs libpymv.so.0 and libc" \
  [ "$(readelf -d "$target/flat" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' | tr '\n' ' ')" = "libpymv.so.0 libc.so.6 " ]
claim "a program that parses a format builds too" builds fields
claim "it prints what the guide shows" prints fields "$(sed -n '/^    size 16/,/^$/s/^    //p' "$source/Sources/Guide/formats.md")"
claim "a program that registers a scalar type builds too" builds scalars
claim "it prints what the guide says" prints scalars 2.5
claim "a program that makes a DLPack tensor builds too" builds dlpack
claim "it prints what the guide shows" prints dlpack "$(sed -n '/^    3 x 4 items/,/^$/s/^    //p' "$source/Sources/Guide/exchange.md")"
claim "a program that passes an array to Arrow builds too" builds arrow
claim "it prints what the guide shows" prints arrow "$(sed -n '/^    2 lists/,/^$/s/^    //p' "$source/Sources/Guide/exchange.md")"
flags=$(flags_of pymemoryview)
claim "a C program builds with the flags of pkg-config alone" builds program
claim "it prints the transposed items" prints program "1 4 2 5 3 6"
claim "a program that uses the object builds too" builds object
claim "it prints what the README shows" prints object "$(sed -n '/^    \[\[/,/^    IndexError/s/^    //p' "$source/README.md")"
claim "a program that leaks builds too" builds leaks -rdynamic
claim "its report is what the guide shows, but for addresses" reports leaks \
  "$(sed -n '/^    PyMemoryView: Py_buffer/,/^$/s/^    //p' "$source/Sources/Guide/finding-leaks.md" | masked)"
loaded=$(ldd "$target/program" | sed -n 's/.*libPyMemoryView.so.0 => \([^ ]*\) .*/\1/p')
echo "# $loaded"
claim "it loads the installed library" [ "$loaded" = "$prefix/lib/libPyMemoryView.so.0" ]
claim "Swift imports the module with -I alone" swiftc "$source/Tests/Install/imported.swift" \
  -I "$prefix/include" -L "$prefix/lib" -lPyMemoryView -lPyMemoryViewRuntime -o "$target/imported"
claim "it runs" sh -c "'$target/imported' | grep -q '^true '"
claim "CMake finds a prefix of its own" sh -c \
  "cmake -S '$source/Tests/Install/cmake' -B '$target/cmake' -DCMAKE_PREFIX_PATH='$prefix' >'$target/cmake.log'"
cp -r "$source/Tests/Install/swiftpm" "$target"
claim "SwiftPM builds with a run path of its own" sh -c "PKG_CONFIG_PATH='$prefix/lib/pkgconfig' \
  swift build --package-path '$target/swiftpm' -Xlinker -rpath -Xlinker '$prefix/lib' >'$target/swiftpm.log' 2>&1"
claim "it runs" sh -c \
  "[ \"\$(env -u LD_LIBRARY_PATH '$target/swiftpm/.build/debug/program')\" = 4.0 ]"
claim "an extension that is imported after the package needs no run path" extension_imports
claim "README and guides show these programs" python3 - "$source" <<'PYTHON'
import sys
root = sys.argv[1]
texts = "".join(open(f"{root}/{name}").read() for name in ("README.md", "Sources/Guide/finding-leaks.md", "Sources/Guide/formats.md", "Sources/Guide/exchange.md"))
programs = [open(f"{root}/Tests/Install/{name}.c").read() for name in ("flat", "fields", "scalars", "dlpack", "arrow", "program", "object", "leaks")]
sys.exit(not all(program in texts for program in programs))
PYTHON

make -s -C "$source" uninstall PREFIX="$prefix" DESTDIR= >>"$target/install.log" 2>&1
claim "uninstall leaves no file behind" \
  sh -c "[ -z \"\$(find '$prefix' -type f -o -type l)\" ]"

report
