#!/bin/sh
# refused.sh MODULES INCLUDE: compile each part of refused.swift, which must fail with the error that
# it names.
set -eu
source=$(dirname "$0")/refused.swift

compiles() { # compiles OPTION...
  swiftc -c "$source" -I "$modules" -I "$include" -o /dev/null "$@" 2>&1
}
modules=$1
include=$2
compiles || exit 1
sed -n 's|^#.*if \([A-Z]*\)$|\1|p' "$source" | while read -r part; do
  text=$(sed -n "/^#.*if $part\$/,/refused:/s|.*// refused: ||p" "$source")
  if output=$(compiles "-D$part"); then
    echo "the compiler accepts $part"
    exit 1
  fi
  case $output in
    *"error: "*"$text"*) ;;
    *) echo "$part is refused for another reason: $output"; exit 1 ;;
  esac
done
