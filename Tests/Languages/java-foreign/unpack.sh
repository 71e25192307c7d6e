#!/bin/sh
# unpack.sh FOLDER PATCHELF: unpack a JDK of Debian's unstable release, which has Java's foreign functions,
# into FOLDER/root. It runs with the C library of that release, which is newer than this system's.
#
# Dates of validity of the package lists are ignored, for mirrors that are frozen.
set -eu

package=openjdk-25-jdk-headless
patchelf=$2
rm -rf "$1"
mkdir -p "$1"
folder=$(cd "$1" && pwd)
root=$folder/root

mmdebstrap --variant=extract --skip=check/qemu \
  --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Languages "none"' \
  --aptopt='APT::Install-Recommends "false"' --include=$package sid "$root" \
  'deb http://deb.debian.org/debian sid main' >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }

loader=$(echo "$root"/usr/lib/*/ld-linux-*.so.*)
for program in "$root"/usr/lib/jvm/java-25-*/bin/java "$root"/usr/lib/jvm/java-25-*/bin/javac; do
  "$patchelf" --set-interpreter "$loader" --force-rpath \
    --set-rpath "\$ORIGIN/../lib:$(dirname "$loader")" "$program"
  "$program" -version >/dev/null 2>&1
done
touch "$folder/done"
