#!/bin/sh
# ffi-shim from outside: what inspect prints of the sample files, and how it refuses bad ones.
#
# usage: run.sh SHIM LIBRARY [CHECKER...]
#
# Prints TAP; exit status 1 if a test failed. CHECKER is put in front of every run of the shim, such
# as valgrind with its options.
set -u

if [ $# -lt 2 ]; then
  echo "usage: run.sh SHIM LIBRARY [CHECKER...]" >&2
  exit 2
fi
shim=$1 library=$2
shift 2
checker=$*

here=$(cd "$(dirname "$0")" && pwd)
data=$here/../Data
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
LC_ALL=C COLUMNS=80
export LC_ALL COLUMNS
unset PYMEMORYVIEW_LIBRARY

. "$here/tap.sh"
. "$here/generate.sh"
. "$here/samples.sh"
. "$here/grid.sh"
. "$here/object.sh"
. "$here/hostile.sh"
. "$here/hostile-wav.sh"
. "$here/hostile-netpbm.sh"
. "$here/commands.sh"

finish
