# Malformed and truncated netpbm files.

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

# A page of text whose last byte is the last one of the raster.
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
