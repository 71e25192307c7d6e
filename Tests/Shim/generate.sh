# Writes small files of the kinds that inspect reads, one of each, into $work/files.

files=$work/files
mkdir "$files"

# number SIZE NUMBER...: each as SIZE bytes in the byte order of $order.
number() {
  number_size=$1
  shift
  for number; do
    byte=0
    while [ $byte -lt "$number_size" ]; do
      [ "$order" = little ] && shift_bits=$((byte * 8)) || shift_bits=$(((number_size - 1 - byte) * 8))
      printf "\\$(printf %03o $((number >> shift_bits & 255)))"
      byte=$((byte + 1))
    done
  done
}

# outer ID SIZE: how a WAVE file begins.
outer() { printf %s "$1" && number 4 "$2" && printf WAVE; }

# fields TAG CHANNELS RATE BLOCK BITS: of a fmt chunk.
fields() { number 2 $1 $2 && number 4 $3 $(($3 * $4)) && number 2 $4 $5; }

# format TAG CHANNELS RATE BLOCK BITS: a fmt chunk.
format() { printf 'fmt ' && number 4 16 && fields "$@"; }

# extensible TAG CHANNELS RATE BLOCK BITS VALID-BITS: a fmt chunk whose tag is in a GUID.
extensible() {
  printf 'fmt ' && number 4 40 && fields 0xFFFE $2 $3 $4 $5 && number 2 22 $6 && number 4 3 $1
  printf '\000\000\020\000\200\000\000\252\000\070\233\161'
}

# data SIZE: a data chunk's beginning.
data() { printf data && number 4 "$1"; }

# sizes OUTER DATA: a ds64 chunk.
sizes() { printf ds64 && number 4 28 && number 8 "$1" "$2" 0 && number 4 0; }

order=little
{ outer RIFF 84 && format 3 2 44100 16 64 && data 48 && number 4 0 0x3FE00000 0 0xBFE00000 0 \
  0x3FF00000 0 0xBFF00000 0 0x3FD00000 0 0; } > "$files/float64.wav"
{ outer RF64 0xFFFFFFFF && sizes 80 8 && format 1 1 44100 2 16 && data 0xFFFFFFFF &&
  number 2 1 2 3 4 && printf 'LIST\002\000\000\000no'; } > "$files/rf64.wav"
{ outer BW64 0xFFFFFFFF && sizes 80 8 && format 1 1 44100 2 16 && data 4 && number 2 1 2 3 4; } \
  > "$files/bw64.wav"
{ outer RIFF 4000 && format 1 2 44100 4 16 && data 8 && number 2 1 2 3 4; } > "$files/outer-size.wav"
{ outer RIFF 4 && format 1 2 44100 4 16 && data 8 && number 2 1 2 3 4; } > "$files/outer-short.wav"
{ outer RIFF 0xFFFFFFFF && format 1 2 44100 4 16 && data 0xFFFFFFFF && number 2 1 2 3 4 5; } \
  > "$files/streamed.wav"
{ outer RIFF 0 && format 1 2 44100 4 16 && data 0 && number 2 1 2 3 4; } > "$files/never-closed.wav"
{ outer RF64 0xFFFFFFFF && sizes 0 0 && format 1 1 44100 2 16 && data 0xFFFFFFFF &&
  number 2 1 2 3 4; } > "$files/never-closed-rf64.wav"
{ outer RIFF 46 && format 1 2 44100 4 16 && data 0 && printf 'LIST\002\000\000\000no'; } \
  > "$files/silent.wav"
{ outer RIFF 52 && format 1 2 48000 8 24 && data 16 && number 4 256 -512 768 -1024; } \
  > "$files/24-in-4.wav"
{ outer RIFF 76 && extensible 1 2 48000 8 32 24 && data 16 && number 4 256 -512 768 -1024; } \
  > "$files/extensible.wav"
{ outer RIFF 68 && extensible 3 1 48000 4 32 0 && data 8 && number 4 0x3F000000 0xBF000000; } \
  > "$files/extensible-float.wav"
{ outer RIFF 48 && format 1 1 192000 3 24 && data 12 && number 1 0 1 2 3 4 5 6 7 8 9 10 11; } \
  > "$files/24-mono.wav"
{ outer RIFF 40 && format 1 1 8000 2 12 && data 4 && number 2 16 -32; } > "$files/12-in-2.wav"
{ outer RIFF 46 && format 1 1 8000 5 36 && data 10 && number 5 16 -32; } > "$files/36-in-5.wav"
{ outer RIFF 48 && format 1 2 8000 12 48 && data 12 && number 6 1 -2; } > "$files/48bit.wav"
{ outer RIFF 50 && format 1 1 8000 7 53 && data 14 && number 7 8 -16; } > "$files/53-in-7.wav"
{ outer RIFF 52 && format 1 1 8000 8 64 && data 16 && number 8 1 -2; } > "$files/64bit.wav"
{ outer RIFF 40 && format 1 1 8000 1 8 && data 4 && number 1 0 127 128 255; } > "$files/8bit.wav"
{ outer RIFF 40 && format 6 1 8000 1 8 && data 4 && number 1 213 85 170 42; } > "$files/alaw.wav"
{ outer RIFF 40 && format 7 1 8000 1 8 && data 4 && number 1 255 127 128 0; } > "$files/mulaw.wav"
order=big
{ outer RIFX 44 && format 1 1 8000 2 16 && data 8 && number 2 1 -2 300 -400; } > "$files/rifx.wav"
{ outer RIFX 42 && format 1 1 8000 3 24 && data 6 && number 3 1 -2; } > "$files/rifx-24bit.wav"
{ outer RIFX 68 && extensible 3 1 8000 4 32 32 && data 8 && number 4 0x3F000000 0xBF000000; } \
  > "$files/rifx-extensible.wav"

printf 'P1\n3 2\n1 0 1\n0 1 0\n' > "$files/plain.pbm"
printf 'P1 # width\n8 # height\n2\n10101010 # no space needed\n11110000' > "$files/dense.pbm"
printf 'P2 3 1 65535 0 1000 65535\n' > "$files/plain.pgm"
printf 'P2 2 1 255#brightest\n1#one\n2' > "$files/comments.pgm"
printf 'P3\n# made by hand\n2 1\n255\n255 0 0  0 255 0\n' > "$files/plain.ppm"
printf 'P4 10 2\n\252\300\001\100' > "$files/packed.pbm"
printf 'P4 16 1\n\001\200' > "$files/whole-bytes.pbm"
{ printf 'P6\n1 2\n256\n' && number 2 0 256 1 2 3 4; } > "$files/one-wide.ppm"
header='TUPLTYPE RGB_ALPHA\nENDHDR\n'
printf "P7\n# four\nWIDTH 2\nHEIGHT 1\nDEPTH 4\n\nMAXVAL 255\n${header}abcdefgh" > "$files/alpha.pam"
printf 'P7\nMAXVAL 1000\nDEPTH 1\nHEIGHT 1\nWIDTH 2\nENDHDR\n\003\350\000\001' > "$files/wide.pam"
printf 'P7\nMAXVAL 9\nDEPTH 6\nHEIGHT 1\nWIDTH 1\nENDHDR\nabcdef' > "$files/six.pam"
