# Running the shim and reporting claims as TAP.

count=0
failed=0

# shim ARGUMENT...: run it; leaves its output in $work/out and $work/err and its exit status in $status.
shim() {
  $checker "$shim" --library "$library" "$@" > "$work/out" 2> "$work/err"
  status=$?
}

# claim TEXT COMMAND...: one test, passed if the command succeeds.
claim() {
  text=$1
  shift
  count=$((count + 1))
  if "$@"; then
    echo "ok $count - $text"
  else
    failed=$((failed + 1))
    echo "not ok $count - $text"
    echo "# failed: $*; exit status of the shim $status"
    cat -v "$work/out" | sed 's/^/# stdout: /' | head -n 40
    cat -v "$work/err" | sed 's/^/# stderr: /' | head -n 10
  fi
}

exits() { [ "$status" -eq "$1" ]; }

# prints TEXT...: the output has every text.
prints() {
  for wanted in "$@"; do
    grep -qF -e "$wanted" "$work/out" || return 1
  done
}

lacks() { ! prints "$1"; }

lacks_line() { ! grep -qxF -e "$1" "$work/out"; }

# Refused as unusable: exit status 2, one line on standard error that names the file and holds the
# reason, nothing on standard output.
refuses() {
  [ "$status" -eq 2 ] && [ ! -s "$work/out" ] && [ "$(wc -l < "$work/err")" -eq 1 ] &&
    grep -qF -e "ffi-shim: $1: " "$work/err" && grep -qF -e "$2" "$work/err"
}

# Either shown or refused, but never ended by a signal.
survives() { [ "$status" -eq 0 ] || refuses "$1" ""; }

finish() {
  echo "1..$count"
  [ "$failed" -eq 0 ] && [ "$count" -gt 0 ]
}
