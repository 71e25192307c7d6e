#!/bin/sh
# stand_ins.sh OLDEST FOLDER CC...: let the linker choose the symbol versions of an older glibc.
#
# Since glibc 2.34 libc.so.6 has the functions of libpthread and libdl, under new versions; it keeps
# the old versions for programs linked earlier, but the linker never chooses them. Makes stand-ins in
# FOLDER for libpthread.so.0 and libdl.so.2, with the newest versions that glibc 2.OLDEST had too, and
# stand_ins.ld, which names them to the linker. What is linked with it needs those two libraries: old
# systems have the functions there, new ones keep them as empty libraries for this purpose.
#
# CC is the compiler whose libc is meant. If that is another libc, or one that has not moved the
# functions, stand_ins.ld is empty.
set -eu

oldest=$1 folder=$2
shift 2
# Files are made elsewhere and renamed, because another build may be linking with the same ones.
work=$folder/work.$$
mkdir -p "$work"
trap 'rm -rf "$work"' EXIT

# Lines of a function and its version, of functions that also have a version newer than OLDEST.
versions() {
  readelf -W --dyn-syms "$1" | awk -v oldest="$oldest" '
    { split($8, part, /@+GLIBC_2\./) }
    $4 != "FUNC" || part[1] !~ /^(dl|pthread_)/ || part[2] == "" { next }
    part[2] + 0 > oldest { moved[part[1]] = 1; next }
    !(part[1] in best) || newer(part[2], best[part[1]]) { best[part[1]] = part[2] }
    function newer(a, b, x, y) {
      split(a, x, "."); split(b, y, ".")
      return x[1] != y[1] ? x[1] + 0 > y[1] + 0 : x[2] + 0 > y[2] + 0
    }
    END { for (name in moved) if (name in best) print name, "GLIBC_2." best[name] }' | sort
}

# stand_in NAME PATTERN CC...: a library of the functions that match, which do nothing.
stand_in() {
  name=$1 pattern=$2
  shift 2
  grep "^$pattern" "$work/versions" > "$work/$name.versions"
  cut -d ' ' -f 2 "$work/$name.versions" | sort -u | sed 's/$/ {};/' > "$work/$name.map"
  awk '{ print ".globl of_" $1; print ".type of_" $1 ", %function"; print "of_" $1 ":"
         print ".symver of_" $1 ", " $1 "@@@" $2 }
       END { print ".section .note.GNU-stack, \"\", %progbits" }' \
    "$work/$name.versions" > "$work/$name.s"
  "$@" -shared -nostdlib -Wl,-soname,"$name" -Wl,--version-script,"$work/$name.map" \
    "$work/$name.s" -o "$work/$name"
  echo "INPUT(AS_NEEDED(\"$folder/$name\"))" >> "$work/stand_ins.ld"
}

: > "$work/stand_ins.ld"
libc=$("$@" -print-file-name=libc.so.6)
[ ! -f "$libc" ] || versions "$libc" > "$work/versions"
if [ -s "$work/versions" ]; then
  stand_in libpthread.so.0 pthread_ "$@"
  stand_in libdl.so.2 dl "$@"
fi
mv "$work"/* "$folder"
