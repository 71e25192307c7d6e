# Files that lie, end early or are something else. Sizes of a whole page make a read behind the end
# fatal.

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

# wav FMT-FIELDS: a file of one fmt chunk of 16 bytes and a data chunk of 8.
wav() {
  printf 'RIFF\054\000\000\000WAVEfmt \020\000\000\000' > "$work/hostile"
  printf "$1" >> "$work/hostile"
  printf 'data\010\000\000\00012345678' >> "$work/hostile"
}

rate='\100\037\000\000\100\037\000\000'
wav "\001\000\001\000$rate\002\000\020\000"
shim inspect "$work/hostile"
claim "wav: a sound file is fine" prints "shape         (4, 1)"
wav "\001\000\000\000$rate\000\000\020\000"
refused "contradicts itself" "wav: no channels"
wav "\001\000\002\000$rate\002\000\020\000"
refused "contradicts itself" "wav: frames shorter than their channels"
wav "\002\000\001\000$rate\001\000\004\000"
refused "format tag 2 with 4 bits are not supported" "wav: compressed"
wav "\001\000\001\000$rate\002\000\010\000"
refused "format tag 1 with 8 bits are not supported" "wav: 8 bits in 2 bytes, signed or not"
wav "\003\000\001\000$rate\002\000\020\000"
refused "format tag 3 with 16 bits are not supported" "wav: floats of 16 bits"
wav "\001\000\001\000$rate\002\000\000\000"
refused "format tag 1 with 0 bits are not supported" "wav: no bits"
wav "\001\000\002\000$rate\003\000\010\000"
refused "contradicts itself" "wav: frames that are no multiple of their channels"
wav "\001\000\001\000$rate\000\000\010\000"
refused "contradicts itself" "wav: frames of no bytes"
wav "\001\000\377\377$rate\377\377\010\000"
shim inspect "$work/hostile"
claim "wav: 65535 channels, not one frame" prints "shape         (0, 65535)"
wav "\125\000\002\000$rate\001\000\000\000"
refused "format tag 85 with 0 bits are not supported" "wav: compressed, without sizes of a sample"
wav "\376\377\001\000$rate\002\000\020\000"
refused "extensible fmt chunk is too short" "wav: extensible without its extension"
printf 'RIFF\377\377\377\177WAVE' > "$work/hostile"
refused "ends before its fmt and data chunks" "wav: a RIFF chunk longer than the file"
printf 'RIFF\004\000\000\000WAVE' > "$work/hostile"
refused "ends before its fmt and data chunks" "wav: no chunks"
printf 'RIFF\014\000\000\000WAVEfmt \377\377\377\377' > "$work/hostile"
pad
refused "a chunk claims 4294967295 bytes" "wav: a chunk longer than the file"
printf 'RIFF\024\000\000\000WAVEdata\010\000\000\00012345678' > "$work/hostile"
refused "before the fmt chunk" "wav: samples before their format"
printf 'RIFF\014\000\000\000WAVEfmt \000\000\000\000data\000\000\000\000' > "$work/hostile"
refused "the fmt chunk is too short" "wav: an empty fmt chunk"

# ending ID COMMAND...: a file of this outer chunk whose page ends with what the commands print, an
# even number of bytes.
ending() {
  id=$1
  shift
  for command; do $command; done > "$work/ending"
  filler=$((page - 20 - $(wc -c < "$work/ending")))
  { outer "$id" 0 && printf JUNK && number 4 $filler && head -c $filler /dev/zero &&
    cat "$work/ending"; } > "$work/hostile"
}

for id in RIFF RIFX RF64; do
  [ $id = RIFX ] && order=big || order=little
  ending $id "printf data"
  refused "ends before its fmt and data chunks" "wav: $id that ends inside a chunk's header"
  ending $id "printf fmt%041d"
  refused "a chunk claims 808464432 bytes, the file has 36 more" "wav: $id with text for a size"
  ending $id "data 4294967295"
  refused "before the fmt chunk" "wav: $id that ends before its first sample, without a format"
  ending $id "format 1 1 8000 2 16"
  refused "ends before its data chunk" "wav: $id without samples"
  ending $id "format 1 1 8000 2 16" "data 4294967295"
  shim inspect "$work/hostile"
  claim "wav: $id that ends before its first sample" prints "shape         (0, 1)" "no items"
  ending $id "extensible 65537 1 8000 2 16 16" "data 2" "number 2 7"
  refused "format tag 65537" "wav: $id with a GUID that is no format tag"
  ending $id "format 1 1 8000 2 16" "sizes -1 -1" "data 4294967295" "number 2 7"
  shim inspect "$work/hostile"
  claim "wav: $id with sizes of 64 bits that overflow" prints "shape         (1, 1)" \
    "; the data chunk claims 18446744073709551615 bytes, the file has 2"
  ending $id "format 1 1 8000 2 16" "printf ds64" "number 4 8 -1 -1" "data 4294967295"
  refused "the ds64 chunk is too short" "wav: $id with half of its sizes of 64 bits"
  ending $id "sizes 80 8" "printf LIST" "number 4 4294967295" "data 8"
  refused "a chunk claims 4294967295 bytes" "wav: $id with another chunk longer than the file"
done

# netpbm TEXT REASON
netpbm() {
  printf "$1" > "$work/hostile"
  pad
  refused "$2" "netpbm: $(printf "$1" | tr '\n' ' ' | head -c 50)"
}

netpbm 'P6\n100 100\n255\n' "the file has only 4096 bytes"
netpbm 'P5\n99999999999 1\n255\n' "too large"
netpbm 'P6\n4294967295 4294967295\n65535\n' "too large"
netpbm 'P5\n4 4\n0\n' "not from 1 to 65535"
netpbm 'P5\n4 4\n65536\n' "not from 1 to 65535"
netpbm 'P5\n4 x\n255\n' "no number"
netpbm 'P5\n4 4\n255' "does not end with white space"
netpbm 'P1\n2 2\n1 0 2 1\n' "sample 2 exceeds the brightest value 1"
netpbm 'P1\n2 2\n1 0 x 1\n' "the raster holds something that is no number"
netpbm 'P1\n64 64\n1' "4096 samples do not fit the 4088 bytes of the raster"
netpbm 'P1\n4294967295 4294967295\n1' "too large"
netpbm 'P1\n4294967295 2147483648\n1' "9223372034707292160 samples do not fit"
netpbm 'P2\n2 2\n255\n1 2 256 3\n' "sample 256 exceeds the brightest value 255"
netpbm 'P2\n2 2\n255\n1 2 4294967296 3\n' "a number in the raster is too large"
netpbm 'P2\n2 2\n65535\n1 2 -3 4\n' "the raster holds something that is no number"
netpbm 'P2\n2 2\n65536\n1 2 3 4\n' "not from 1 to 65535"
netpbm 'P3\n2 1\n255\n1 2 3 4 5\n' "the raster holds something that is no number"
netpbm 'P3\n4294967295 4294967295\n255\n' "too large"
netpbm 'P3\n2147483647 1\n255\n' "6442450941 samples do not fit"
netpbm 'P4\n4294967295 4294967295\n' "the file has only 4096 bytes"
netpbm 'P4\n4294967295 1\n' "the items reach to byte 536870928, but the file has only 4096 bytes"
netpbm 'P4\n9 2044\n' "the items reach to byte 4098, but the file has only 4096 bytes"
netpbm 'P4\n9 2x' "the header does not end with white space"
printf 'P6\n# a comment that does not end' > "$work/hostile"
refused "ends inside its header" "netpbm: a comment to the end of the file"
netpbm 'P7\nWIDTH 64\nHEIGHT 64\nDEPTH 1\nMAXVAL 255\nENDHDR\n' "the file has only 4096 bytes"
netpbm 'P7\nWIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 65536\nENDHDR\n' "not from 1 to 65535"
netpbm 'P7\nWIDTH 1\nHEIGHT 1\nDEPTH 0\nMAXVAL 255\nENDHDR\n' "DEPTH is missing or 0"
netpbm 'P7\nWIDTH 1\nHEIGHT 1\nDEPTH 1\nENDHDR\n' "MAXVAL is missing or 0"
netpbm 'P7\nWIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\n' "ends inside its header"
netpbm 'P7\nWIDTH 1 2\n' "the header's WIDTH is no number"
netpbm 'P7\nWIDTH 18446744073709551616\n' "the header's WIDTH is no number"
netpbm 'P7\nWIDTH 18446744073709551615\nHEIGHT 1\nDEPTH 1\nMAXVAL 1\nENDHDR\n' "is too large"
netpbm 'P7\nWIDTH 4294967296\nHEIGHT 4294967296\nDEPTH 1\nMAXVAL 1\nENDHDR\n' "too large"
netpbm 'P7\nCOLOURS 3\n' "unknown keyword 'COLOURS'"
netpbm 'P7\n3 3\n' "a line without a keyword"
netpbm 'P7 332\n' "no .npy"

# A page of text whose last byte is the raster's.
text_page() {
  printf "$1" > "$work/hostile"
  head -c $((page - $(wc -c < "$work/hostile"))) /dev/zero | tr '\0' 1 >> "$work/hostile"
}

text_page 'P1\n2 2043\n'
shim inspect "$work/hostile"
claim "netpbm: bits to the end of a page" prints "bytes         9 to 4096 of 4096"
text_page 'P2\n1 1\n255\n'
refused "a number in the raster is too large" "netpbm: a number of a whole page"
text_page 'P2\n2 1\n255\n255 # '
refused "ends inside its raster" "netpbm: a comment instead of the last sample"

for type in 1 2 3 4 5 6; do
  for size in "0 3" "3 0" "0 0" "0 4294967295"; do
    printf "P$type\n$size\n$([ $((type % 3)) -eq 1 ] || echo 255)\n" > "$work/hostile"
    shim inspect "$work/hostile"
    claim "netpbm: P$type of $size pixels" prints "  no items"
  done
done

# Unpacked, bits take eight times the bytes.
printf 'P4\n65536 65536\n' > "$work/hostile"
truncate -s 600M "$work/hostile"
refused "the items take 4294967296 bytes decoded, more than 1073741824" "netpbm: too many packed bits"
rm "$work/hostile"

printf 'P5\n2 # width\n2\n255\nabcd' > "$work/hostile"
shim inspect "$work/hostile"
claim "netpbm: comments between the numbers are fine" prints "shape         (2, 2)"

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
