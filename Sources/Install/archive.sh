#!/bin/sh
# archive.sh PRODUCTS NAME FOLDER HALF...: make the static library FOLDER/NAME.a.
#
# PRODUCTS is a folder of the build, with SwiftPM's list of object files for each HALF. The archive
# has one object file, in which only the exports of the shared library are global: names that both
# halves define, and those of the Swift runtime, cannot meet others in a program.
set -eu
products=$1
name=$2
folder=$3
shift 3
root=$(cd "$(dirname "$0")/../.." && pwd)
object=$folder/$name.o

mkdir -p "$folder"
rm -f "$folder/$name.a"
for half in "$@"; do
  cat "$products/$half.product/Objects.LinkFileList"
done | sort -u >"$object.list"
cut -d @ -f 1 "$root/Tests/ABI/$name.so.$ABI.exports" >"$object.exports"

script=
case " $* " in *" PyMemoryView "*) script=$root/Sources/PyMemoryView/second-names.ld ;; esac
# shellcheck disable=SC2046,SC2086
"$LD" -r --force-group-allocation --gc-sections $(sed 's/^/-u /' "$object.exports") \
  -o "$object" $script "@$object.list"

# The flat library never uses an interpreter of its process: references to one stay undefined, under
# names that no interpreter has.
: >"$object.renamed"
[ "$name" != libpymv ] ||
  "$NM" -u "$object" | sed -n 's/^ *w \(_*Py.*\)/\1 pymv_without_host_\1/p' >"$object.renamed"
"$OBJCOPY" --strip-debug --strip-unneeded --keep-global-symbols="$object.exports" \
  --redefine-syms="$object.renamed" --remove-section=.swift1_autolink_entries "$object"
# D: no times and users of this build.
"$AR" rcsD "$folder/$name.a" "$object"
rm "$object" "$object".*
