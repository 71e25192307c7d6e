# What inspect prints of every sample file and of one generated file of each kind.

# sample FILE TEXT...: of $folder: it is shown, and the output has each text.
sample() {
  name=$1
  shift
  shim inspect "$folder/$name"
  claim "$name is shown" exits 0
  claim "$name is released once and unmapped" prints \
    "owner called 1 time, file unmapped"
  claim "$name has the facts expected" prints "$@"
}

folder=$data
sample daylight.npy "npy version 1.0, dtype <f8, C order" \
  "bytes         128 to 1472 of 1472" "d  (64-bit float, little-endian)" \
  "PyBuffer_SizeFromFormat agrees" "shape         (24, 7)" "strides       (56, 8)" \
  "contiguous    C yes, Fortran no" "11.428" \
  "WRITABLE        BufferError: memoryview: underlying buffer is not writable" \
  "order C  view of the original" "order F  copy of 1344 bytes into bytes" \
  "Index(0, 0)                   shape (7,)  first 12  C" \
  "Index(-1, -1)                 shape (24,)  first 5.689" \
  "Slice(0, ::-2)                shape (12, 7)  first 12" \
  "Slice(-1, 1:)                 shape (24, 6)  first 11.428" \
  "Transpose                     shape (7, 24)  first 12  F" \
  "Slice(Transpose, 0, 0, 3, 2)  shape (2, 24)  first 12" \
  "Reshape(all, C)               shape (168,)  first 12  C" \
  "AsBytes                       shape (1344,)  first 0  C" \
  "Copy(F)                       shape (24, 7)  first 12  F  writable"
sample distances-fortran.npy "dtype <f4, Fortran order" "strides       (4, 36)" \
  "contiguous    C no, Fortran yes" "order C  copy of 216 bytes into bytes" \
  "order F  view of the original" "order A  view of the original" \
  "Reshape(all, C)               ValueError: reshape needs a copy" \
  "C_CONTIGUOUS    BufferError: memoryview: underlying buffer is not C-contiguous"
sample hills-bigendian.npy "npy version 2.0" ">h  (16-bit signed integer, big-endian)" "[2]   85   72   60"
sample planets.npy "npy version 3.0" "8w  (string of 8 characters, little-endian)" "'Mercury'" \
  "'Ζεύς'"
sample roots.npy "Zd  (complex number of two 64-bit floats, little-endian)" "0.86603+0.5j"
sample glider.npy "?  (truth value)" "[0, 0:8, 0:10] of shape (8, 10, 10)" "True" "False"
sample scalar.npy "ndim          0" "shape         ()" "299792458"
sample empty.npy "shape         (0, 3)" "nbytes        0" "no items" \
  "Index(0, 0)                   IndexError: index out of bounds on dimension 1"
sample halves.npy "e  (16-bit float, little-endian)" "0.00390625"
sample tone.wav "WAVE audio, 8000 Hz, 2 channels of 16-bit PCM" "shape         (1600, 2)"
sample tone-24bit.wav "1 channel of 24-bit PCM" "shape         (101, 1, 3)"
sample sunset.ppm "PPM colour picture, 48 x 32 pixels, 8 bits" "shape         (32, 48, 3)" \
  "FORMAT          BufferError: memoryview: cannot cast to unsigned bytes if the format flag"
sample ball.pgm "PGM grey picture, 48 x 32 pixels, 8 bits" "-=++***########-"
sample ramp-16bit.pgm ">H  (16-bit unsigned integer, big-endian)" "2114" "+****###%%%@"

folder=$files
sample float64.wav "44100 Hz, 2 channels of 64-bit float" "d  (64-bit float, little-endian)" \
  "shape         (3, 2)" "[2]  0.25     0"
sample rf64.wav "WAVE audio in RF64, 44100 Hz, 1 channel of 16-bit PCM" "bytes         80 to 88 of 98" \
  "shape         (4, 1)" "[3]    4"
sample bw64.wav "WAVE audio in BW64, 44100 Hz" "shape         (2, 1)" "[1]    2"
sample outer-size.wav "2 channels of 16-bit PCM" "shape         (2, 2)" "[1]    3    4"
sample outer-short.wav "2 channels of 16-bit PCM" "shape         (2, 2)" "[1]    3    4"
sample streamed.wav "; the data chunk claims 4294967295 bytes, the file has 10" \
  "bytes         44 to 52 of 54" "shape         (2, 2)" "[1]    3    4"
sample never-closed.wav "; the data chunk claims 0 bytes, the file has 8" "shape         (2, 2)"
sample never-closed-rf64.wav "; the data chunk claims 0 bytes, the file has 8" \
  "shape         (4, 1)"
sample silent.wav "shape         (0, 2)" "no items"
sample 24-in-4.wav "2 channels of 24-bit PCM in 4 bytes" "i  (32-bit signed integer, little-endian)" \
  "shape         (2, 2)" "[1]  768  -1024"
sample extensible.wav "2 channels of 24-bit PCM in 4 bytes" "shape         (2, 2)" "[1]  768  -1024"
sample extensible-float.wav "1 channel of 32-bit float" "[1]  -0.5"
sample 24-mono.wav "192000 Hz, 1 channel of 24-bit PCM" "[0:4, 0, 0:3] of shape (4, 1, 3)" \
  "[3]    9   10   11"
sample 12-in-2.wav "1 channel of 12-bit PCM in 2 bytes" "h  (16-bit signed integer" "[1]  -32"
sample 36-in-5.wav "1 channel of 36-bit PCM in 5 bytes" "shape         (2, 1, 5)" \
  "[1]  224  255  255  255  255"
sample 48bit.wav "2 channels of 48-bit PCM" "shape         (1, 2, 6)" "[1]  254  255  255"
sample 53-in-7.wav "1 channel of 53-bit PCM in 7 bytes" "shape         (2, 1, 7)" "[1]  240  255"
sample 64bit.wav "1 channel of 64-bit PCM" "q  (64-bit signed integer" "[1]   -2"
sample 8bit.wav "1 channel of 8-bit PCM" "B  (8-bit unsigned integer)" "[3]  255"
sample alaw.wav "1 channel of 8-bit A-law, shown as codes" "B  (8-bit unsigned integer)" "[0]  213"
sample mulaw.wav "1 channel of 8-bit mu-law, shown as codes" "[0]  255"
sample rifx.wav "WAVE audio in RIFX, 8000 Hz, 1 channel of 16-bit PCM" \
  ">h  (16-bit signed integer, big-endian)" "shape         (4, 1)" "[3]  -400"
sample rifx-24bit.wav "1 channel of 24-bit PCM" "[1]  255  255  254"
sample rifx-extensible.wav "1 channel of 32-bit float" ">f  (32-bit float, big-endian)" "[1]  -0.5"
sample plain.pbm "PBM black and white picture, 3 x 2 pixels, 1 bit, decoded from text" \
  "bytes         6 to 18 of 19" "shape         (2, 3)" "[1]    0    1    0"
sample dense.pbm "shape         (2, 8)" "[0]    1    0    1    0    1    0    1    0" \
  "[1]    1    1    1    1    0    0    0    0" "   = ==@=@"
sample plain.pgm "PGM grey picture, 3 x 1 pixels, 16 bits, decoded from text" \
  "H  (16-bit unsigned integer, little-endian)" "shape         (1, 3)" "[0]    0  1000  65535" \
  "m[:2].tolist()                [[0, 1000, 65535]]" "    @"
sample comments.pgm "8 bits, decoded from text" "shape         (1, 2)" "[0]    1    2"
sample plain.ppm "PPM colour picture, 2 x 1 pixels, 8 bits, decoded from text" \
  "shape         (1, 2, 3)" "[1]    0  255    0"
sample packed.pbm "PBM black and white picture, 10 x 2 pixels, 1 bit, unpacked" \
  "bytes         8 to 12 of 12" "shape         (2, 10)" \
  "[0]    1    0    1    0    1    0    1    0    1    1" \
  "[1]    0    0    0    0    0    0    0    1    0    1"
sample whole-bytes.pbm "shape         (1, 16)" \
  "[0]    0    0    0    0    0    0    0    1    1    0     0     0  ..." "  @@@@@@@  @@@@@@@"
sample one-wide.ppm ">H  (16-bit unsigned integer, big-endian)" "[0:2, 0, 0:3] of shape (2, 1, 3)" \
  "[0]    0  256    1"
sample alpha.pam "PAM picture, 2 x 1 pixels, 4 channels, 8 bits" "shape         (1, 2, 4)" \
  "[1]  101  102  103  104" "  --"
sample wide.pam "PAM picture, 2 x 1 pixels, 1 channel, 16 bits" ">H  (16-bit unsigned" "[0]  1000" \
  "shape         (1, 2, 1)" "  @ "
sample six.pam "1 x 1 pixels, 6 channels, 8 bits" "shape         (1, 1, 6)" "[0]   97   98   99"
claim "six.pam has no colours to paint" lacks_line "picture"

escape=$(printf '\033[38;2;')
shim inspect "$data/sunset.ppm" --color=always
claim "--color=always paints with colours" prints "$escape"
shim inspect "$data/sunset.ppm" --color=never
claim "--color=never does not" lacks "$escape"

# Any file, with the layout from the command line.
i=0
while [ $i -lt 24 ]; do
  printf "\\$(printf %03o $i)"
  i=$((i + 1))
done > "$work/raw"
shim inspect "$work/raw" --format '>H' --shape 2,3 --strides -12,4 --offset 12
claim "a raw file has the shape, strides and offset given" prints \
  "shape         (2, 3)" "strides       (-12, 4)" "3085  4113  5141" "   1  1029  2057"
shim inspect "$work/raw" --format '@bi'
claim "a raw file can have any struct format" prints "itemsize      8 bytes" "0001020304050607"
shim inspect "$work/raw" --format d
claim "a raw file has one axis to its end by default" prints "shape         (3,)"
shim inspect "$work/raw" --shape 4,5 --strides 0,1
claim "a raw file can have strides of 0" prints "strides       (0, 1)" "order C  copy of 20 bytes"
