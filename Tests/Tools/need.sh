#!/bin/sh
# need.sh PACKAGE...: make sure that Debian packages are installed.
#
# Installs what is missing with apt-get and APT_OPTIONS, through sudo when not root, and says so. If
# it cannot, it prints what is missing in one line and fails.
set -eu

missing=
for package in "$@"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
    missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "missing, and no apt-get to install it with:$missing" >&2
  exit 1
fi
if [ "$(id -u)" = 0 ]; then
  sudo=
elif command -v sudo >/dev/null; then
  sudo=sudo
else
  echo "missing: run as root: apt-get install$missing" >&2
  exit 1
fi
# One at a time, because targets may run at the same time.
exec 9<"$0"
flock 9
echo "installing with apt-get:$missing"
$sudo apt-get -qq update
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $sudo apt-get -qq install -y ${APT_OPTIONS:-} $missing >/dev/null
