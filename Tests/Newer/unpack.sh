#!/bin/sh
# unpack.sh VERSION FOLDER: unpack a CPython of Debian's unstable or experimental release, with its test
# package and headers, into FOLDER/root. If neither has it, says so and leaves no FOLDER.
#
# It runs with the C library of that release, which is newer than this system's. In FOLDER/root/usr/bin:
# python3 starts Debian's interpreter, python3-shared is one that is linked to its libpython, and
# python3-config prints options for programs and extensions that this system's compiler makes.
#
# Dates of validity of the package lists are ignored, for mirrors that are frozen.
set -eu

version=$1
host=$(cd "$(dirname "$0")/../Conformance" && pwd)/host.c
rm -rf "$2"
mkdir -p "$2"
folder=$(cd "$2" && pwd)
root=$folder/root

unpack() {
  mirror=http://deb.debian.org/debian
  mmdebstrap --variant=extract --skip=check/qemu \
    --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Languages "none"' \
    --include="python$version,libpython$version-dev,libpython$version-testsuite" sid "$root" \
    "deb $mirror sid main" "deb $mirror experimental main"
}

if ! unpack >"$folder/log" 2>&1; then
  if grep -q "Unable to locate package python$version\$" "$folder/log"; then
    rm -rf "$folder"
    echo "skipped: neither Debian unstable nor experimental has python$version"
    exit 0
  fi
  cat "$folder/log" >&2
  exit 1
fi

# This system's compiler uses this system's C library: only files of CPython stay where it looks.
machine=$(gcc -print-multiarch)
libraries=$root/usr/lib/$machine
find "$root/usr/include" -mindepth 1 -maxdepth 1 ! -name 'python*' ! -name "$machine" -exec rm -r {} +
find "$root/usr/include/$machine" -mindepth 1 -maxdepth 1 ! -name 'python*' -exec rm -r {} +
mkdir "$folder/link"
ln -s "$libraries/libpython$version.so.1.0" "$folder/link/libpython$version.so"

loader=$(echo "$libraries"/ld-linux-*.so.*)
cat >"$root/usr/bin/python3" <<LAUNCHER
#!/bin/sh
exec $loader --library-path $libraries --argv0 "\$0" $root/usr/bin/python$version "\$@"
LAUNCHER
cat >"$root/usr/bin/python3-config" <<CONFIG
#!/bin/sh
for option in "\$@"; do
  case \$option in
    --includes | --cflags) echo "-I$root/usr/include/python$version -I$root/usr/include" ;;
    --ldflags) echo "-L$folder/link -lpython$version -Wl,--dynamic-linker=$loader" \\
      "-Wl,--disable-new-dtags,-rpath,$libraries,--allow-shlib-undefined" ;;
  esac
done
CONFIG
chmod +x "$root/usr/bin/python3" "$root/usr/bin/python3-config"
# shellcheck disable=SC2046
gcc -o "$root/usr/bin/python3-shared" "$host" $("$root/usr/bin/python3-config" --cflags --ldflags)

for python in python3 python3-shared; do
  "$root/usr/bin/$python" -c 'import _testbuffer, test.test_buffer, test.test_memoryview'
done
touch "$folder/done"
