#!/bin/sh
# packaging.sh SOURCE TARGET: install below the folder TARGET as a packager of Debian would, look at
# the files, and use them in a root in which they are installed (clean_root.sh).
set -eu
export LC_ALL=C
source=$1
target=$2
here=$source/Tests/Install
root=$target/root
multiarch=$(cc -print-multiarch)
. "$here/claims.sh"

run_make() { # run_make TARGET OPTION...
  make -s -C "$source" DESTDIR="$root" PREFIX=/usr LIBDIR="/usr/lib/$multiarch" "$@" \
    PYTHON=/usr/bin/python3 >>"$target/install.log" 2>&1 || { cat "$target/install.log"; exit 1; }
}
files() { # the files below the root, and the targets of links, as debian-files.txt lists them
  (cd "$root" && find . ! -type d -printf '%P %l\n') | sed "s|$multiarch|MULTIARCH|g; s/ \$//" | sort
}
dynamic() { # dynamic TAG LIBRARY
  readelf -d "$root/usr/lib/$multiarch/$2" | sed -n "s/.*($1).*\[\(.*\)\]/\1/p"
}
names_build() { # is the folder of the sources or of the root in a file?
  grep -rlF -e "$source" -e "$root" "$root"
}
archive_names() { # archive_names NAME: global names of a static library
  nm -g --defined-only "$root/usr/lib/$multiarch/$1.a" | sed -n 's/.* [A-Z] //p' | sort
}
exported_names() { # exported_names NAME: those of the shared library, without versions
  sed 's/@.*//' "$source/Tests/ABI/$1.so.0.exports" | sort
}
has_symbols() {
  readelf -SW "$root/usr/lib/$multiarch/libpymv.so.0" | grep -q '\.symtab'
}
not() {
  ! "$@"
}

rm -rf "$target"
mkdir -p "$root/usr/include/pymemoryview"
touch "$root/usr/include/pymemoryview/of_another_package.h"
before=$(files)
run_make install STATIC=1
files | grep -v of_another_package >"$target/files.txt"
claim "the files are those of debian-files.txt" diff "$here/debian-files.txt" "$target/files.txt"
claim "no file names a folder of the build" not names_build
for library in libPyMemoryView libPyMemoryViewRuntime libpymv; do
  claim "$library.so.0 has no RPATH" [ -z "$(dynamic RPATH $library.so.0)" ]
done
# In the same folder only: libPyMemoryView.so.0 may be loaded by its path.
claim "libPyMemoryView.so.0 looks for the runtime beside itself" \
  [ "$(dynamic RUNPATH libPyMemoryView.so.0)" = "\$ORIGIN" ]
claim "the others have no RUNPATH" \
  [ -z "$(dynamic RUNPATH libPyMemoryViewRuntime.so.0)$(dynamic RUNPATH libpymv.so.0)" ]
claim "install keeps symbols" has_symbols
for library in libPyMemoryView libPyMemoryViewRuntime libpymv; do
  claim "$library.a has the global names of the shared library only" \
    [ "$(archive_names $library)" = "$(exported_names $library)" ]
done
claim "libpymv.a refers to no name of CPython's" \
  [ -z "$(nm -u "$root/usr/lib/$multiarch/libpymv.a" | grep -E ' _?Py')" ]

if unshare -rm mount -t overlay overlay -o "lowerdir=$root/usr:/usr" /usr 2>/dev/null; then
  claim "everything works in a root with these files" \
    unshare -rm sh "$here/clean_root.sh" "$source" "$root" "$target/work"
else
  echo "# not tested: this system lets no process mount an overlay (unshare -rm, mount -t overlay)"
fi

mv "$root" "$root.debian"
run_make install LIBDIR=/opt/lib64 INCLUDEDIR=/srv/headers
package_flags=$(PKG_CONFIG_PATH=$root/opt/lib64/pkgconfig pkg-config --cflags --libs pymv)
claim "pkg-config names LIBDIR and INCLUDEDIR outside PREFIX" \
  [ "$(echo $package_flags)" = "-I/srv/headers -L/opt/lib64 -lpymv" ]
claim "CMake finds INCLUDEDIR outside PREFIX" \
  sh -c "cmake -S '$here/cmake' -B '$target/cmake' -DPyMemoryView_DIR='$root/opt/lib64/cmake/PyMemoryView' \
    >'$target/cmake.log' && cmake --build '$target/cmake' --target flat >>'$target/cmake.log'"
run_make uninstall LIBDIR=/opt/lib64 INCLUDEDIR=/srv/headers
claim "uninstall finds them there too" [ -z "$(files)" ]
rm -r "$root" && mv "$root.debian" "$root"

run_make install-strip
claim "install-strip removes symbols" not has_symbols
run_make uninstall
claim "uninstall removes exactly these files" [ "$(files)" = "$before" ]
claim "it leaves no folder of its own" \
  [ "$(cd "$root" && find . -type d -iname '*pymemoryview*')" = ./usr/include/pymemoryview ]
report
