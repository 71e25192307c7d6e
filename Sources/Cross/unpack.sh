#!/bin/sh
# unpack.sh ARCH FOLDER: unpack the Debian packages of another architecture with which the libraries
# are built and tested, and what these depend on.
#
# ARCH is Debian's name, the release this machine's. Nothing is installed, and no program of the
# packages runs.
set -eu

arch=$1 folder=$2
release=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
python=$(/usr/bin/python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
packages=libc6-dev,libgcc-12-dev,libffi-dev,libcmocka-dev,python3-dev,libpython$python-testsuite

echo "unpacking packages for $arch: $packages"
rm -rf "$folder" "$folder.new"
mkdir -p "$(dirname "$folder")"
if ! mmdebstrap --variant=extract --arch="$arch" --skip=check/qemu --include="$packages" \
  "$release" "$folder.new" >"$folder.log" 2>&1; then
  cat "$folder.log" >&2
  exit 1
fi
mv "$folder.new" "$folder"
