#!/bin/sh
# make_tools.sh FOLDER ROOT QEMU CLANG...: programs for the drivers of the tests, each one word: cc
# compiles for the other architecture, run runs a program, python3 and python3-config are those in
# ROOT.
set -eu

folder=$1 root=$2 qemu=$3
shift 3

# tool NAME COMMAND LAST-ARGUMENT...
tool() {
  name=$1 command=$2
  shift 2
  printf '#!/bin/sh\nexec %s "$@" %s\n' "$command" "$*" >"$folder/$name"
  chmod +x "$folder/$name"
}

mkdir -p "$folder"
# CPython's headers use extensions, of which clang warns and gcc does not.
tool cc "$*" -Wno-unused-command-line-argument -Wno-language-extension-token
tool run "$qemu -L $root"
tool python3 "$qemu -L $root $root/usr/bin/python3"
tool python3-config "$root/usr/bin/python3-config"
