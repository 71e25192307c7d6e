#!/bin/sh
# newest_python.sh VERSION FOLDER: unpack the headers and the interpreter of a CPython that only
# Debian's unstable release has below FOLDER. Writes FOLDER/python3, which starts it with the C library
# of that release, and FOLDER/python3-config, which prints only where the headers are.
#
# Dates of validity of the lists are ignored, for mirrors that are frozen.
set -eu

version=$1
tools=$(cd "$(dirname "$0")/../Tools" && pwd)
mkdir -p "$2"
folder=$(cd "$2" && pwd)
root=$folder/root
work=$folder/packages
rm -rf "$root" "$work"
mkdir -p "$root" "$work"
cd "$work"
. "$tools/debian_sources.sh"

echo "deb http://deb.debian.org/debian sid main" >sources.list

fetch_all() {
  apt_get -o Acquire::Check-Valid-Until=false -o Acquire::Languages=none update
  apt_get download "libpython$version-dev" "libpython$version-minimal" "libpython$version-stdlib" \
    "python$version-minimal" libc6 libexpat1 libffi8 zlib1g
  for package in ./*.deb; do
    dpkg-deb -x "$package" "$root"
  done
}

fetch_all >log 2>&1 || {
  cat log >&2
  exit 1
}

libraries=$root/usr/lib/$(gcc -print-multiarch)
cat >"$folder/python3" <<LAUNCHER
#!/bin/sh
PYTHONHOME=$root/usr exec $(echo "$libraries"/ld-linux-*.so.*) --library-path $libraries \\
  $root/usr/bin/python$version "\$@"
LAUNCHER
cat >"$folder/python3-config" <<CONFIG
#!/bin/sh
echo "-I$root/usr/include/python$version -I$root/usr/include"
CONFIG
chmod +x "$folder/python3" "$folder/python3-config"
rm -rf "$work"
touch "$folder/done"
