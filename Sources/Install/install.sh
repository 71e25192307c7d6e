#!/bin/sh
# install.sh install|install-strip|uninstall: copy the files of the libraries to the folders PREFIX,
# LIBDIR, INCLUDEDIR and DOCDIR below DESTDIR, or remove them again.
#
# The Makefile also sets BUILT_LIBS and STATIC_LIBS (folders), LIBRARIES (sonames), ARCHIVES, ABI,
# VERSION and STRIP. Everything goes through file, link or made, so that what is installed is
# what is removed.
set -eu
action=$1
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
module=$INCLUDEDIR/pymemoryview
cmake=$LIBDIR/cmake/PyMemoryView

if [ "$action" = uninstall ]; then
  file() { rm -f "$DESTDIR$2/$(basename "$1")"; }
  link() { rm -f "$DESTDIR$2"; }
  made() { rm -f "$DESTDIR$2"; }
else
  file() { # file SOURCE FOLDER
    install -D -m 644 -t "$DESTDIR$2" "$1"
  }
  link() { # link TARGET PATH
    ln -sf "$1" "$DESTDIR$2"
  }
  made() { # made TEMPLATE PATH: with the values of this installation
    sed "s|@PREFIX@|$PREFIX|; s|@LIBDIR@|$(below_prefix "$LIBDIR")|; s|@ABI@|$ABI|
      s|@INCLUDEDIR@|$(below_prefix "$INCLUDEDIR")|; s|@VERSION@|$VERSION|
      s|@INCLUDE_FROM_CMAKE@|$(realpath -ms --relative-to="$cmake" "$INCLUDEDIR")|
      $3" "$1" | install -D -m 644 /dev/stdin "$DESTDIR$2"
  }
fi
below_prefix() { # pkg-config can move what is below ${prefix}
  case $1 in
    "$PREFIX"/*) echo "\${prefix}${1#"$PREFIX"}" ;;
    *) echo "$1" ;;
  esac
}

for library in $LIBRARIES; do
  file "$BUILT_LIBS/$library" "$LIBDIR"
  [ "$action" != install-strip ] || "$STRIP" "$DESTDIR$LIBDIR/$library"
  link "$library" "$LIBDIR/${library%."$ABI"}"
done
for archive in $ARCHIVES; do
  file "$STATIC_LIBS/$archive" "$LIBDIR"
done
for header in "$root"/Include/*.h "$root"/Include/*.hpp; do
  file "$header" "$INCLUDEDIR"
done
for header in "$root"/Include/pymemoryview/*.h; do
  file "$header" "$module"
done
# In a folder of its own, where -I of the folder above finds it.
made "$root/Include/module.modulemap" "$module/module.modulemap" 's|header "|header "../|'
for package in pymemoryview pymemoryview-freethreaded pymv; do
  made "$here/$package.pc.in" "$LIBDIR/pkgconfig/$package.pc" ''
done
for part in Config ConfigVersion; do
  made "$here/PyMemoryView$part.cmake.in" "$cmake/PyMemoryView$part.cmake" ''
done
file "$root/LICENSE" "$DOCDIR"

if [ "$action" = uninstall ]; then
  for folder in "$module" "$cmake" "$DOCDIR"; do
    rmdir "$DESTDIR$folder" 2>/dev/null || :
  done
fi
