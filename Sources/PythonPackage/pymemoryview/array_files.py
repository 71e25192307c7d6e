"""Files that hold an array: .npy, .wav, netpbm pictures, and raw bytes.

The parsers accept and refuse the same files as ffi-shim, with the same texts.
"""

import re
import struct

MOST_AXES = 64
LARGEST = 2**63 - 1
_SPACE = b" \t\n\v\f\r"


class Refused(Exception):
    """Why a file cannot be used."""


class ArrayFile:
    """An array inside a file, or decoded from it."""

    def __init__(self, format="B", itemsize=1):
        self.description = ""
        self.format, self.itemsize = format, itemsize
        self.shape, self.strides = [], []
        self.offset = self.start = self.end = 0  # of the first item by index; of the items in the file
        self.picture, self.maxval = None, 1  # "bitmap", "gray" or "rgb"
        self.decoded = None

    def add_axis(self, extent):
        if len(self.shape) == MOST_AXES:
            raise Refused("more than %d axes" % MOST_AXES)
        if extent > LARGEST:
            raise Refused("extent %d of axis %d is too large" % (extent, len(self.shape)))
        self.shape.append(extent)

    def lay_out(self, order, size):
        """Compute the strides of a contiguous array, and check that it lies within `size` bytes."""
        stride, self.strides = self.itemsize, [0] * len(self.shape)
        axes = range(len(self.shape))
        for axis in axes if order == "F" else reversed(axes):
            self.strides[axis] = stride
            stride *= max(self.shape[axis], 1)
            if stride > LARGEST:
                raise Refused("the shape is too large for any file")
        self.check_bounds(size)

    def measure(self):
        """The bytes of all items."""
        if 0 in self.shape:
            return 0
        count = self.itemsize
        for extent in self.shape:
            count *= extent
            if count > LARGEST:
                raise Refused("the shape is too large for any file")
        return count

    def check_bounds(self, size):
        self.start = self.end = self.offset
        if self.offset > size:
            raise Refused("the items start at byte %d, but the file has only %d bytes" % (self.offset, size))
        if self.measure() == 0:
            return
        low, high = self._extremes()
        if low < 0:
            raise Refused("the items reach %d bytes in front of the file" % -low)
        if high + self.itemsize > size:
            raise Refused(
                "the items reach to byte %d, but the file has only %d bytes: cut short, or its header is wrong"
                % (high + self.itemsize, size))
        self.start, self.end = low, high + self.itemsize

    def _extremes(self):
        """Lowest and highest offset of an item's first byte."""
        low = high = self.offset
        for extent, stride in zip(self.shape, self.strides):
            reach = (extent - 1) * stride
            if reach < 0:
                low += reach
            else:
                high += reach
            if not -LARGEST - 1 <= min(low, reach) <= max(high + self.itemsize, reach) <= LARGEST:
                raise Refused("the strides reach beyond any file")
        return low, high

    def decode(self):
        """Make room for decoded items."""
        count, most = self.measure(), 1 << 30
        if count > most:
            raise Refused("the items take %d bytes decoded, more than %d" % (count, most))
        self.decoded, self.offset = bytearray(count), 0
        self.lay_out("C", count)

    def set_samples(self, maxval, order):
        """Make the items samples of a picture, unsigned integers of one or two bytes."""
        if not 1 <= maxval <= 65535:
            raise Refused("the brightest value %d is not from 1 to 65535" % maxval)
        self.maxval, self.itemsize = maxval, 2 if maxval > 255 else 1
        self.format = order + "H" if maxval > 255 else "B"


def parse(data, raw):
    """The array in a file.

    data: its bytes; raw: options format, shape, strides and offset, None where not given.
    """
    if any(value is not None for value in raw.values()):
        return _parse_raw(data, **raw)
    start = data[:12]
    if start[:6] == b"\x93NUMPY":
        return _parse_npy(data)
    if start[:4] in (b"RIFF", b"RIFX", b"RF64", b"BW64") and start[8:] == b"WAVE":
        return _Wave(data).parse()
    if re.match(rb"P[1-6][\s#]", start):
        return _parse_netpbm(data)
    if start[:3] == b"P7\n":
        return _parse_pam(data)
    raise Refused("no .npy, .wav, .pbm, .pgm, .ppm or .pam file; --format, --shape, --strides and --offset "
                  "say what is in any other")


# --- raw ---


def _numbers(text, what, least=None):
    if text == "":
        return []
    numbers = []
    for part in text.split(","):
        match = re.fullmatch(r"[ \t\n\v\f\r]*([+-]?[0-9]+)", part)
        if not match or not -LARGEST - 1 <= int(match.group(1)) <= LARGEST:
            raise Refused(what)
        numbers.append(int(match.group(1)))
    if least is not None and min(numbers) < least:
        raise Refused(what)
    return numbers


def _raw_itemsize(text):
    from . import items, views

    if len(text.encode()) >= 64:
        raise Refused("--format is too long")
    size = items.kind_of(text).total
    if size > 0:
        return size
    try:
        size = views.size_of_format(text)
    except Exception as error:  # struct.error
        raise Refused("--format '%s': %s: %s" % (text, type(error).__name__, error))
    if size == 0:
        raise Refused("--format '%s' has no bytes" % text)
    return size


def _parse_raw(data, format, shape, strides, offset):
    array = ArrayFile(format or "B", _raw_itemsize(format or "B"))
    start = _numbers(offset if offset is not None else "0", "--offset is no number of bytes", 0)
    if len(start) != 1:
        raise Refused("--offset is no number of bytes")
    array.offset = start[0]
    if array.offset > len(data):
        raise Refused("--offset %d is behind the end, the file has %d bytes" % (array.offset, len(data)))
    array.description = "raw items from byte %d on" % array.offset
    if shape is not None:
        for extent in _numbers(shape, "--shape is no list of extents", 0):
            array.add_axis(extent)
    else:
        count = (len(data) - array.offset) // array.itemsize
        if count == 0:
            raise Refused("there is no room for an item of %d bytes" % array.itemsize)
        array.add_axis(count)
    if strides is None:
        array.lay_out("C", len(data))
        return array
    array.strides = _numbers(strides, "--strides is no list of numbers of bytes")
    if len(array.strides) != len(array.shape):
        raise Refused("--strides has %d numbers for %d axes" % (len(array.strides), len(array.shape)))
    array.check_bounds(len(data))
    return array


# --- NumPy ---

_NUMERIC = {"b1": "?", "i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "i8": "q", "u8": "Q",
            "f2": "e", "f4": "f", "f8": "d", "c8": "Zf", "c16": "Zd"}


class _Literal:
    """A text in the notation of Python's literals, read from left to right."""

    def __init__(self, text):
        self.text, self.at = text, 0

    def match(self, pattern):
        """What a pattern matches after white space; None, and nothing is read, if it does not."""
        found = re.compile(rb"[ \t\n\v\f\r]*(?:%s)" % pattern).match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    def take(self, character):
        return self.match(re.escape(character)) is not None

    def is_at(self, character):
        before = self.at
        found, self.at = self.take(character), before
        return found

    def string(self, room):
        """A string of printable characters without backslashes; None if there is none."""
        before = self.at
        found = self.match(rb"'([^']*)'|\"([^\"]*)\"")
        text = found and (found.group(1) if found.group(1) is not None else found.group(2))
        if text is None or len(text) >= room or not re.fullmatch(rb"[ -\[\]-~]*", text):
            self.at = before
            return None
        return text.decode("ascii")

    def number(self):
        found = self.match(rb"([0-9]+)")
        if not found or int(found.group(1)) >= 2**64:
            return None
        self.at += self.text[self.at:self.at + 1] == b"L"  # of Python 2
        return int(found.group(1))

    def is_at_end(self):
        return self.match(rb"\Z") is not None


def _npy_header(data):
    """The start of the header's text, and the text."""
    if len(data) < 8:
        raise Refused("the file ends inside its header")
    major, minor = data[6], data[7]
    if not 1 <= major <= 3 or minor != 0:
        raise Refused("npy version %d.%d is unknown" % (major, minor))
    start = 10 if major == 1 else 12
    if len(data) < start:
        raise Refused("the file ends inside its header")
    length = int.from_bytes(data[8:start], "little")
    if length > len(data) - start:
        raise Refused("the header claims %d bytes, the file has %d more" % (length, len(data) - start))
    return start, data[start:start + length]


def _npy_shape(literal, array):
    if not literal.take(b"("):
        raise Refused("the header's 'shape' is no tuple")
    while not literal.take(b")"):
        extent = literal.number()
        if extent is None:
            raise Refused("the header's 'shape' holds something that is no extent")
        array.add_axis(extent)
        if not literal.take(b",") and not literal.is_at(b")"):
            raise Refused("the header's 'shape' is no tuple")


def _npy_value(literal, key, array):
    if key == "shape":
        return _npy_shape(literal, array)
    if key == "fortran_order":
        if literal.match(rb"True"):
            return True
        if literal.match(rb"False"):
            return False
        raise Refused("the header's 'fortran_order' is neither True nor False")
    if literal.is_at(b"[") or literal.is_at(b"("):
        raise Refused("structured dtypes are not supported yet")
    descr = literal.string(32)
    if descr is None:
        raise Refused("the header's 'descr' is no dtype string")
    return descr


def _npy_dict(text, array):
    literal, values = _Literal(text), {}
    if not literal.take(b"{"):
        raise Refused("the header is no dict")
    while not literal.take(b"}"):
        key = literal.string(32)
        if key is None or not literal.take(b":"):
            raise Refused("the header is no dict of NumPy's")
        if key not in ("descr", "fortran_order", "shape") or key in values:
            raise Refused("the header has an unknown or repeated key '%s'" % key)
        values[key] = _npy_value(literal, key, array)
        if not literal.take(b",") and not literal.is_at(b"}"):
            raise Refused("the header's dict does not end")
    if not literal.is_at_end():
        raise Refused("text follows the header's dict")
    if len(values) < 3:
        raise Refused("the header lacks 'descr', 'fortran_order' or 'shape'")
    return values["descr"], values["fortran_order"]


def _apply_descr(descr, array):
    dtype = descr[1:] if descr[:1] in ("<", ">", "=", "|") else descr
    if dtype[:1] == "O":
        raise Refused("arrays of Python objects are not supported")
    size = int(dtype[1:]) if re.fullmatch("[0-9]+", dtype[1:]) else 0
    is_text = dtype[:1] in ("S", "U") and dtype != ""
    if (dtype not in _NUMERIC and not is_text) or not 0 < size < 2**31 // 4:
        raise Refused("dtype '%s' is not supported" % descr)
    array.itemsize = size * 4 if dtype[0] == "U" else size
    swapped = descr[0] == ">" and array.itemsize > 1 and dtype[0] != "S"
    code = "%d%s" % (size, "s" if dtype[0] == "S" else "w") if is_text else _NUMERIC[dtype]
    array.format = (">" if swapped else "") + code


def _parse_npy(data):
    start, text = _npy_header(data)
    array = ArrayFile()
    descr, fortran = _npy_dict(text, array)
    _apply_descr(descr, array)
    array.description = "NumPy array, npy version %d.0, dtype %s, %s order" % (
        data[6], descr, "Fortran" if fortran else "C")
    array.offset = start + len(text)
    array.lay_out("F" if fortran else "C", len(data))
    return array


# --- WAVE ---

_PCM, _FLOAT, _A_LAW, _MU_LAW, _EXTENSIBLE = 1, 3, 6, 7, 0xFFFE
_UNKNOWN_SIZE = 0xFFFFFFFF
# Tag, bytes, least and most bits, format, name.
_SAMPLES = [
    (_PCM, 1, 1, 8, "B", "PCM"), (_PCM, 2, 9, 16, "h", "PCM"), (_PCM, 3, 9, 24, "B", "PCM"),
    (_PCM, 4, 9, 32, "i", "PCM"), (_PCM, 5, 33, 40, "B", "PCM"), (_PCM, 6, 33, 48, "B", "PCM"),
    (_PCM, 7, 33, 56, "B", "PCM"), (_PCM, 8, 33, 64, "q", "PCM"), (_FLOAT, 4, 32, 32, "f", "float"),
    (_FLOAT, 8, 64, 64, "d", "float"), (_A_LAW, 1, 8, 8, "B", "A-law, shown as codes"),
    (_MU_LAW, 1, 8, 8, "B", "mu-law, shown as codes"),
]


class _Wave:
    """A WAVE file and the chunks found in it, each as offset and size."""

    def __init__(self, data):
        self.data, self.order = data, "big" if data[3:4] == b"X" else "little"
        self.chunks = {}

    def field(self, offset, size):
        return int.from_bytes(self.data[offset:offset + size], self.order)

    def find_chunks(self):
        at, size = 12, len(self.data)
        while at <= size and size - at >= 8:
            name, chunk = self.data[at:at + 4], (at + 8, self.field(at + 4, 4))
            if name == b"data":
                self.chunks["data"] = chunk
                if "fmt " not in self.chunks:
                    raise Refused("the data chunk comes before the fmt chunk")
                return
            left = size - chunk[0]
            if chunk[1] > left:
                raise Refused("a chunk claims %d bytes, the file has %d more" % (chunk[1], left))
            self.chunks[name.decode("latin-1")] = chunk
            at = chunk[0] + chunk[1] + (chunk[1] & 1)
        raise Refused("the file ends before its %s"
                      % ("data chunk" if "fmt " in self.chunks else "fmt and data chunks"))

    def measure(self):
        """The bytes of data that the file has, and those that it claims."""
        start, claimed = self.chunks["data"]
        outer, left = self.field(4, 4), len(self.data) - start
        if claimed == _UNKNOWN_SIZE and "ds64" in self.chunks:
            at, size = self.chunks["ds64"]
            if size < 16:
                raise Refused("the ds64 chunk is too short")
            outer, claimed = self.field(at, 8), self.field(at + 8, 8)
        never_closed = claimed == 0 and outer in (0, _UNKNOWN_SIZE)
        return left if never_closed else min(claimed, left), claimed

    def read_format(self):
        """Tag, channels, rate, bytes of a frame, significant bits of a sample."""
        at, size = self.chunks["fmt "]
        if size < 16:
            raise Refused("the fmt chunk is too short")
        tag, channels, rate = self.field(at, 2), self.field(at + 2, 2), self.field(at + 4, 4)
        block, bits = self.field(at + 12, 2), self.field(at + 14, 2)
        if tag == _EXTENSIBLE:
            if size < 40:
                raise Refused("the extensible fmt chunk is too short")
            bits = min(self.field(at + 18, 2) or bits, bits)
            tag = self.field(at + 24, 4)
        return tag, channels, rate, block, bits

    @staticmethod
    def find_sample(tag, channels, block, bits):
        size = 0 if channels == 0 or block % channels != 0 else block // channels
        if size * 8 < bits:
            size = 0
        for sample in _SAMPLES:
            if sample[:2] == (tag, size) and sample[2] <= bits <= sample[3]:
                return sample
        if size == 0 and any(sample[0] == tag for sample in _SAMPLES):
            raise Refused("the fmt chunk contradicts itself: %d channels of %d bits in %d bytes"
                          % (channels, bits, block))
        raise Refused("samples of format tag %d with %d bits are not supported" % (tag, bits))

    def describe(self, rate, channels, bits, sample, size, claimed):
        outer = self.data[:4].decode("ascii")
        text = "WAVE audio%s, %d Hz, %d channel%s of %d-bit %s" % (
            "" if outer == "RIFF" else " in " + outer, rate, channels, "" if channels == 1 else "s", bits,
            sample[5])
        if bits != sample[1] * 8:
            text += " in %d bytes" % sample[1]
        if size != claimed:
            text += "; the data chunk claims %d bytes, the file has %d" % (claimed, size)
        return text

    def parse(self):
        self.find_chunks()
        size, claimed = self.measure()
        tag, channels, rate, block, bits = self.read_format()
        sample = self.find_sample(tag, channels, block, bits)
        is_split = sample[1] > 1 and sample[4] == "B"
        swapped = self.order == "big" and sample[1] > 1 and not is_split
        array = ArrayFile((">" if swapped else "") + sample[4], 1 if is_split else sample[1])
        array.description = self.describe(rate, channels, bits, sample, size, claimed)
        array.offset = self.chunks["data"][0]
        array.add_axis(size // block)
        array.add_axis(channels)
        if is_split:
            array.add_axis(sample[1])
        array.lay_out("C", len(self.data))
        return array


# --- netpbm ---


class _Scan:
    """Numbers in the text of a netpbm file."""

    def __init__(self, data, at, part):
        self.data, self.at, self.part = data, at, part

    def skip_comments(self):
        space = re.compile(rb"(?:[ \t\n\v\f\r]+|#[^\n\r]*)*")
        self.at = space.match(self.data, self.at).end()

    def refuse(self):
        if self.at == len(self.data):
            raise Refused("the file ends inside its %s" % self.part)
        raise Refused("the %s holds something that is no number" % self.part)

    def number(self):
        self.skip_comments()
        digits = re.compile(rb"[0-9]*").match(self.data, self.at).group()
        if not digits:
            self.refuse()
        # Not all digits at once: Python limits the length of a number.
        if len(digits.lstrip(b"0")) > 10 or int(digits) >= 2**32:
            raise Refused("a number in the %s is too large" % self.part)
        self.at += len(digits)
        return int(digits)

    def bit(self):
        """A digit: bits need no white space between them."""
        self.skip_comments()
        digit = self.data[self.at:self.at + 1]
        if not digit.isdigit():
            self.refuse()
        self.at += 1
        return int(digit)


def _decode_text(scan, picture, array):
    count, start = array.measure() // array.itemsize, scan.at
    left = len(scan.data) - start
    if count > left:
        raise Refused("%d samples do not fit the %d bytes of the raster" % (count, left))
    array.decode()
    read = scan.bit if picture == "bitmap" else scan.number
    for position in range(count):
        sample = read()
        if sample > array.maxval:
            raise Refused("sample %d exceeds the brightest value %d" % (sample, array.maxval))
        struct.pack_into("=" + array.format, array.decoded, position * array.itemsize, sample)
    array.start, array.end = start, scan.at


def _unpack_bits(scan, width, height, array):
    row = (width + 7) // 8
    packed = ArrayFile()
    packed.offset = scan.at
    packed.add_axis(height)
    packed.add_axis(row)
    packed.lay_out("C", len(scan.data))
    array.decode()
    array.start, array.end = packed.start, packed.end
    if not array.decoded:
        return
    for y in range(height):
        line = scan.data[packed.start + y * row:packed.start + (y + 1) * row]
        bits = bin(int.from_bytes(b"\1" + line, "big"))[3:3 + width]
        array.decoded[y * width:(y + 1) * width] = bytes(map(int, bits))


def _describe_netpbm(picture, width, height, maxval, is_plain):
    name = {"bitmap": "PBM black and white", "gray": "PGM grey", "rgb": "PPM colour"}[picture]
    bits = "1 bit" if picture == "bitmap" else "16 bits" if maxval > 255 else "8 bits"
    how = ", decoded from text" if is_plain else ", unpacked" if picture == "bitmap" else ""
    return "%s picture, %d x %d pixels, %s%s" % (name, width, height, bits, how)


def _parse_netpbm(data):
    kind = data[1] - ord("1")
    is_plain, picture = kind < 3, ("bitmap", "gray", "rgb")[kind % 3]
    scan = _Scan(data, 2, "header")
    width, height = scan.number(), scan.number()
    maxval = 1 if picture == "bitmap" else scan.number()
    if not is_plain:
        if data[scan.at:scan.at + 1] not in [bytes([c]) for c in _SPACE]:
            raise Refused("the header does not end with white space")
        scan.at += 1
    scan.part = "raster"
    array = ArrayFile()
    array.set_samples(maxval, "" if is_plain else ">")
    array.picture = picture
    array.description = _describe_netpbm(picture, width, height, maxval, is_plain)
    for extent in [height, width] + [3] * (picture == "rgb"):
        array.add_axis(extent)
    if is_plain:
        _decode_text(scan, picture, array)
    elif picture == "bitmap":
        _unpack_bits(scan, width, height, array)
    else:
        array.offset = scan.at
        array.lay_out("C", len(data))
    return array


_PAM_FIELDS = ("WIDTH", "HEIGHT", "DEPTH", "MAXVAL")


def _pam_line(line, fields):
    """Read a line of the header. Returns whether it is the last."""
    literal = _Literal(line)
    if literal.is_at_end() or literal.is_at(b"#"):
        return False
    found = literal.match(rb"([A-Za-z_][A-Za-z0-9_]*)")
    if not found or len(found.group(1)) >= 16:
        raise Refused("the header has a line without a keyword")
    key = found.group(1).decode("ascii")
    if key in ("ENDHDR", "TUPLTYPE"):
        return key == "ENDHDR"
    if key not in _PAM_FIELDS:
        raise Refused("the header has an unknown keyword '%s'" % key)
    number = literal.number()
    if number is None or not literal.is_at_end():
        raise Refused("the header's %s is no number" % key)
    fields[key] = number
    return False


def _parse_pam(data):
    fields, at, last = dict.fromkeys(_PAM_FIELDS, 0), 3, False
    while not last:
        end = data.find(b"\n", at)
        if end < 0:
            raise Refused("the file ends inside its header")
        last = _pam_line(data[at:end], fields)
        at = end + 1
    for key in _PAM_FIELDS:
        if fields[key] == 0:
            raise Refused("%s is missing or 0" % key)
    width, height, depth, maxval = (fields[key] for key in _PAM_FIELDS)
    array = ArrayFile()
    array.offset = at
    array.set_samples(maxval, ">")
    if depth <= 4:
        array.picture = "gray" if depth < 3 else "rgb"
    array.description = "PAM picture, %d x %d pixels, %d channel%s, %d bits" % (
        width, height, depth, "" if depth == 1 else "s", array.itemsize * 8)
    for extent in (height, width, depth):
        array.add_axis(extent)
    array.lay_out("C", len(data))
    return array
