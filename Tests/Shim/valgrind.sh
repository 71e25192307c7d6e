#!/bin/sh
# The self-test, and inspect of every sample and generated file, under valgrind: no leaks, and no
# reads of uninitialised bytes or out of bounds.
#
# usage: valgrind.sh SHIM LIBRARY
#
# Prints TAP. Works on copies without debug information, whose newer forms valgrind may not read.
set -u

if [ $# -ne 2 ]; then
  echo "usage: valgrind.sh SHIM LIBRARY" >&2
  exit 2
fi

here=$(cd "$(dirname "$0")" && pwd)
data=$here/../Data
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

shim=$work/ffi-shim
library=$work/libPyMemoryView.so.0
strip --strip-debug -o "$shim" "$1" || exit 2
for file in "$(dirname "$2")"/libPyMemoryView*.so.0; do
  strip --strip-debug -o "$work/$(basename "$file")" "$file" || exit 2
done
checker="valgrind -q --leak-check=full --show-leak-kinds=all --errors-for-leak-kinds=all
  --error-exitcode=9 --suppressions=$here/loader.supp"

. "$here/tap.sh"
. "$here/generate.sh"

shim selftest
claim "the self-test is clean" exits 0
for file in "$data"/*.npy "$data"/*.wav "$data"/*.p?m "$files"/*; do
  shim inspect "$file" --color=always
  claim "inspect of $(basename "$file") is clean" exits 0
done
shim inspect "$here/run.sh"
claim "inspect of an unknown file is clean" exits 2

finish
