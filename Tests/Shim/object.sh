# What inspect prints in the section "object": Python expressions and their values.

# evaluated EXPRESSION VALUE: the value of the expression in the section "object" begins with VALUE.
evaluated() {
  wanted=$1 value=$2 awk '
    BEGIN { start = "  " ENVIRON["wanted"] "  "; value = ENVIRON["value"] }
    /^object$/ { inside = 1 }
    /^requests$/ { inside = 0 }
    inside && index($0, start) == 1 {
      rest = substr($0, length(start))
      sub(/^ +/, "", rest)
      found = index(rest, value) == 1
    }
    END { exit !found }' "$work/out"
}

# values NAME EXPRESSION VALUE...: claims about the output.
values() {
  name=$1
  shift
  while [ $# -gt 0 ]; do
    claim "$name: $1 is $2" evaluated "$1" "$2"
    shift 2
  done
}

# object NAME EXPRESSION VALUE...: the same about a sample file.
object() {
  shim inspect "$data/$1"
  values "$@"
}

no_hash="ValueError: memoryview: hashing is restricted to formats 'B', 'b' or 'c'"
read_only="TypeError: cannot modify read-only memory"
object daylight.npy "len(m)" 24 "m[0, 0]" 12.0 "m[-1, -1]" 5.533 "m[0].shape" "(7,)" \
  "m[:2].tolist()" "[[12.0, 11.428, 10.815, " "m[::-2].strides" "(-112, 8)" \
  "m[0:1, 0:1].tolist()" "[[12.0]]" "m[0] in m[:2]" True \
  "m.cast('B')[:16].hex(' ', 4)" "'00000000 00002840 4260e5d0 22db2640'" \
  "m[:2] == m[:2]" True "hash(m[:2])" "$no_hash" \
  "m.toreadonly().readonly" True "m[0, 0] = 0" "$read_only"
object distances-fortran.npy "m.cast('B').shape" "(216,)" "m[:2] == m[:2]" True
object scalar.npy "m[()]" 299792458 "m.tolist()" 299792458 "m == m" True \
  "len(m)" "TypeError: 0-dim memory has no length" "m[()] = 0" "$read_only" \
  "m[0]" "TypeError: invalid indexing of 0-dim memory" "m.cast('B').shape" "(8,)"
object empty.npy "len(m)" 0 "m[:2].tolist()" "[]" "m[:2].tobytes(order='F')" "b''" \
  "m[0, 0]" "IndexError: index out of bounds on dimension 1"
object planets.npy "m.format" "'8w'" "m[:2].shape" "(2, 2)" "m[:2] == m[:2]" True \
  "m[0, 0]" "'Mercury'" "m[::-1][0, 0]" "'Neptune'" \
  "m[:2].tobytes(order='F')" "b'M\\x00\\x00\\x00e"
object roots.npy "m[0]" "(1+0j)" "m[::-1][:4].tolist()" "[(0.866025-0.5j), " \
  "list(m[:4])" "[(1+0j), " "m[0] in m[:4]" True "m[:4].count(m[0])" 1 \
  "m.cast('B', shape=(12, 16)).shape" "(12, 16)" "m[0] = 0" "$read_only"
object hills-bigendian.npy "m[:2] == m[:2]" True \
  "m[0, 0]" 0 "m[:2].tolist()" "[[0, -4, -7, -9, "
object tone-24bit.wav "m[0, 0, 0]" 0 "m[:2].shape" "(2, 1, 3)"

# Only a small part of a large file is read.
truncate -s 64G "$work/huge"
shim inspect "$work/huge" --format d
values "a huge file" "m[:4].tolist()" "[0.0, 0.0, 0.0, 0.0]" \
  "m[-1]" 0.0 "list(m[:4])" "[0.0, 0.0, 0.0, 0.0]" "m.cast('B')[:16].hex(' ', 4)" "'00000000 "
