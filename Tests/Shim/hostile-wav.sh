# Malformed and truncated WAVE files.

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

# ending ID COMMAND...: a file of this outer chunk whose page ends with the output of the commands,
# an even number of bytes.
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
