# Malformed, truncated and unsupported files. Files of whole pages make a read past the end fault.

page=4096

# npy VERSION LENGTH-BYTES HEADER: begin a .npy file; the length is given as octal escapes.
npy() { printf "\\223NUMPY\\00$1\\000$2%s" "$3" > "$work/hostile"; }

# header HEADER: a version 1 file of one page with this header.
header() {
  length=$(printf %s "$1" | wc -c)
  npy 1 "$(printf '\\%03o\\%03o' $((length % 256)) $((length / 256)))" "$1"
  pad
}

# Fill the file up to a page.
pad() {
  size=$(wc -c < "$work/hostile")
  head -c $((page - size)) /dev/zero >> "$work/hostile"
}

# refused REASON WHAT
refused() {
  shim inspect "$work/hostile"
  claim "$2" refuses "$work/hostile" "$1"
}

# dtype DESCR REASON
dtype() {
  header "{'descr': $1, 'fortran_order': False, 'shape': (2,)}"
  refused "$2" "npy: descr $1"
}

# shape SHAPE REASON
shape() {
  header "{'descr': '<f8', 'fortran_order': False, 'shape': $1}"
  refused "$2" "npy: shape $1"
}

: > "$work/hostile"
refused "the file is empty" "an empty file"
echo "This is a text." > "$work/hostile"
refused "no .npy, .wav, .pbm, .pgm, .ppm or .pam file" "an unknown file"
printf '\223NUMP' > "$work/hostile"
refused "no .npy" "half of a magic"
shim inspect "$work"
claim "a folder" refuses "$work" "not a regular file"
shim inspect "$work/missing"
claim "a file that is not there" refuses "$work/missing" "No such file"

printf '\223NUMPY' > "$work/hostile"
refused "ends inside its header" "npy: only the magic"
npy 1 '\166' ''
refused "ends inside its header" "npy: half of a header length"
npy 1 '\377\377' '{'
pad
refused "claims 65535 bytes" "npy: a header longer than the file"
npy 2 '\377\377\377\377' '{'
pad
refused "claims 4294967295 bytes" "npy: version 2, a header of 4 GiB"
npy 7 '\001\000' '{'
refused "npy version 7.0 is unknown" "npy: an unknown version"

dtype "[('x', '<f8'), ('y', '<i4')]" "structured dtypes are not supported yet"
dtype "'|O'" "arrays of Python objects are not supported"
dtype "'<M8[ns]'" "dtype '<M8[ns]' is not supported"
dtype "'<f16'" "is not supported"
dtype "'<i3'" "is not supported"
dtype "'|V8'" "is not supported"
dtype "'|S0'" "is not supported"
dtype "'<U99999999999999999999'" "is not supported"
dtype "''" "is not supported"
dtype "7" "no dtype string"

shape "(600,)" "the file has only 4096 bytes"
shape "(2, 3" "is no tuple"
shape "(-1,)" "no extent"
shape "(9223372036854775807,)" "too large"
shape "(18446744073709551616,)" "no extent"
shape "(18446744073709551615,)" "too large"
shape "(4294967296, 4294967296)" "too large"
shape "(4611686018427387904, 0)" "too large"
shape "7" "is no tuple"
shape "($(printf '1,%.0s' 1 2 3 4 5 6 7 8)$(printf '1, %.0s' $(seq 57)))" "more than 64 axes"

header "{'descr': '<f8', 'fortran_order': False, "
refused "no dict" "npy: a dict that does not end"
header "{'descr': '<f8', 'fortran_order': False}"
refused "lacks" "npy: no shape"
header "{'descr': '<f8', 'fortran_order': 1, 'shape': (2,)}"
refused "neither True nor False" "npy: an order that is no truth value"
header "{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (2,)}"
refused "unknown or repeated key 'descr'" "npy: a key twice"
header "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), 'extra': 1}"
refused "unknown or repeated key 'extra'" "npy: an unknown key"
header "{'descr': '<f8', 'fortran_order': False, 'shape': (2,)} + 1"
refused "text follows" "npy: text behind the dict"
header "{'descr"
refused "no dict" "npy: a string that does not end"
header "import os"
refused "no dict" "npy: no dict at all"
header "{'shape': (3,), 'fortran_order': True, \"descr\": '|u1',}"
shim inspect "$work/hostile"
claim "npy: keys in another order are fine" prints "shape         (3,)"

# Every sample, cut short: near its beginning, in the middle and by one byte.
for file in "$data"/*.npy "$data"/*.wav "$data"/*.p?m "$files"/*; do
  size=$(wc -c < "$file")
  for length in 1 3 7 9 11 13 20 60 $((size / 2)) $((size - 1)); do
    [ "$length" -lt "$size" ] || continue
    head -c "$length" "$file" > "$work/hostile"
    shim inspect "$work/hostile"
    claim "$(basename "$file") cut to $length bytes" survives "$work/hostile"
  done
done
