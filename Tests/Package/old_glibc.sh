#!/bin/sh
# old_glibc.sh WHEEL FLAT_LIBRARY ROOT: the libraries on a system older than the one they were built on.
#
# Unpacks Debian 11, the oldest release on Debian's mirrors, into ROOT, once. Its glibc, 2.31, has
# threads and dlopen in libraries of their own. Runs the tests of the package and of the flat library
# there, with its Python.
set -eu

wheel=$1 flat_library=$2 root=$3
here=$(dirname "$0")

unpack() {
  rm -rf "$root" "$root.new"
  mkdir -p "$(dirname "$root")"
  if ! mmdebstrap --variant=extract --include=python3.9,zlib1g,libexpat1,coreutils \
    bullseye "$root.new" >"$root.log" 2>&1; then
    cat "$root.log" >&2
    echo "missing: packages of Debian 11" >&2
    exit 1
  fi
  # Where device files cannot be made.
  for device in null urandom; do
    [ -e "$root.new/dev/$device" ] || head -c 64 /dev/urandom > "$root.new/dev/$device"
  done
  mv "$root.new" "$root"
}

inside() {
  $enter chroot "$root" /usr/bin/env -i PATH=/usr/bin:/bin PYTHONPATH=/tests /usr/bin/python3.9 "$@"
}

[ -d "$root" ] || unpack
enter=
[ "$(id -u)" = 0 ] || enter="unshare --user --map-root-user"
rm -rf "$root/tests"
mkdir "$root/tests"
python3 -m zipfile -e "$wheel" "$root/tests"
cp "$flat_library" "$root/tests/libpymv.so"
cp "$here/test_package.py" "$here/test_flat.py" "$root/tests"
inside /tests/test_flat.py
inside /tests/test_package.py
