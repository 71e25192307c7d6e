# Claims, counted. Sourced by the scripts of this folder, which end with `report`.

passed=0
failed=0
claim() { # claim TEXT COMMAND...
  claimed=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
    echo "ok - $claimed"
  else
    failed=$((failed + 1))
    echo "not ok - $claimed"
  fi
}

report() {
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}
