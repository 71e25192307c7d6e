# The command line: which library is used, and wrong usage.

# complains TEXT: exit status 2 and the text on standard error.
complains() { exits 2 && grep -qF -e "$1" "$work/err"; }

# usage_error TEXT ARGUMENT...
usage_error() {
  expected=$1
  shift
  shim "$@"
  claim "wrong usage: $expected" complains "$expected"
}

usage_error "a command is needed"
usage_error "unknown command 'dance'" dance
usage_error "inspect takes one file" inspect
usage_error "inspect takes one file" inspect a b
usage_error "selftest takes no operands" selftest a
usage_error "unrecognized option" inspect a --frobnicate
usage_error "--color is auto, always or never" inspect a --color=green
usage_error "belong to inspect" selftest --shape 3

# raw OPTIONS REASON: inspect of a raw file with wrong options.
raw() {
  shim inspect "$data/scalar.npy" $1
  claim "raw: $1" refuses "$data/scalar.npy" "$2"
}

raw "--shape 3,x" "--shape is no list of extents"
raw "--shape 3," "--shape is no list of extents"
raw "--shape -3" "--shape is no list of extents"
raw "--shape 99999999999999999999" "--shape is no list of extents"
raw "--shape 137" "the file has only 136 bytes"
raw "--shape 2,2 --strides 1" "--strides has 1 numbers for 2 axes"
raw "--shape 2 --strides 1,1" "--strides has 2 numbers for 1 axes"
raw "--shape 2 --strides 136" "the file has only 136 bytes"
raw "--shape 2 --strides -1" "1 bytes in front of the file"
raw "--shape 2 --strides -9223372036854775808" "reach 9223372036854775808 bytes in front"
raw "--shape 2 --strides 9223372036854775807" "beyond any file"
raw "--shape 3 --strides 9223372036854775807" "beyond any file"
raw "--shape 2 --strides x" "--strides is no list"
raw "--offset -1" "--offset is no number"
raw "--offset 137" "--offset 137 is behind the end"
raw "--format y" "error: bad char in struct format"
raw "--format 0s" "has no bytes"
raw "--format 9999999999s" "no room for an item"

shim --help
claim "--help explains the commands" prints "usage: ffi-shim" "inspect FILE" "selftest"
shim --version
claim "--version names a version" prints "ffi-shim "

file=$(readlink -f "$library")
shim inspect "$data/scalar.npy"
claim "the report names the library that was loaded" prints "$file"
PYMEMORYVIEW_LIBRARY=$library $checker "$shim" inspect "$data/scalar.npy" > "$work/out" 2> "$work/err"
status=$?
claim "PYMEMORYVIEW_LIBRARY names the library" prints "$file"
$checker "$shim" --library "$work/none.so" selftest > "$work/out" 2> "$work/err"
status=$?
claim "a library that is not there: exit status 1" exits 1
claim "a library that is not there is named" grep -qF "none.so" "$work/err"

# Second names bind to functions that the table lists under their first names; the entry point of
# the Python module is not called.
sed -n 's/^\(PyMV_[A-Za-z_]*\) = .*/\1/p' Sources/PyMemoryView/second-names.ld | sort > "$work/second"
nm -D --defined-only "$library" | awk '$2 == "T" { sub(/@.*/, "", $3); print $3 }' |
  grep -v '^PyInit_' | sort | comm -23 - "$work/second" > "$work/exported"
shim functions
claim "the library has every function of the table" exits 0
awk '{ print $1 }' "$work/out" | sort > "$work/table"
claim "the table has every function that the library exports" cmp -s "$work/exported" "$work/table"
