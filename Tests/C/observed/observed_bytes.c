/* Bytes, hexadecimal digits, layouts and arguments. */
#include "harness.h"
#include "observed.h"

static const Observed bytes[] = {
    {"tobytes 'C'", "f2.tobytes('C')"},
    {"tobytes 'F'", "f2.tobytes('F')"},
    {"tobytes 'A'", "f2.tobytes('A')"},
    {"tobytes None", "f2.tobytes(None)"},
    {"tobytes 'X'", "f2.tobytes('X')"},
    {"tobytes ''", "f2.tobytes('')"},
    {"tobytes b'C'", "f2.tobytes(b'C')"},
    {"tobytes 1", "f2.tobytes(1)"},
    {"tobytes kw", "f2.tobytes(order='F')"},
    {"tobytes nul", "f2.tobytes('C\\0')"},
    {"f2 flags", "(f2.c_contiguous, f2.f_contiguous, f2.contiguous, f2.strides, f2.tolist())"},
    {"hex", "memoryview(b'\\xb9\\1\\xef').hex()"},
    {"hex sep", "memoryview(b'\\xb9\\1\\xef').hex(':')"},
    {"hex sep b", "memoryview(b'\\xb9\\1\\xef').hex(b':', 2)"},
    {"hex sep -2", "memoryview(b'\\xb9\\1\\xef').hex(':', -2)"},
    {"hex sep 0", "memoryview(b'\\xb9\\1\\xef').hex(':', 0)"},
    {"hex sep long", "memoryview(b'\\xb9').hex('::')"},
    {"hex sep empty", "memoryview(b'\\xb9').hex('')"},
    {"hex sep nonascii", "memoryview(b'\\xb9').hex('\\u20ac')"},
    {"hex sep latin", "memoryview(b'\\xb9').hex('\\xe9')"},
    {"hex sep int", "memoryview(b'\\xb9').hex(5)"},
    {"hex sep None", "memoryview(b'\\xb9').hex(None)"},
    {"hex bps kw", "memoryview(b'\\xb9\\1\\xef').hex(sep=':', bytes_per_sep=2)"},
    {"hex bps big", "memoryview(b'\\xb9\\1\\xef').hex(':', 0x80000000)"},
    {"hex bps big2", "memoryview(b'\\xb9\\1\\xef').hex(':', 0x8000000000000000)"},
    {"hex nosep bps", "memoryview(b'\\xb9\\1\\xef').hex(bytes_per_sep=2)"},
    {"hex empty", "memoryview(b'').hex(':')"},
    {"hex strided", "memoryview(b'abcd')[::-2].hex('-')"},
    {"hex 2d F", "f2.hex()"},
    {"hex latin bytes", "memoryview(b'\\xb9\\2').hex(b'\\xe9')"},
    {"hex bps float", "memoryview(b'a').hex(':', 1.0)"},
    {"len1 strided", "x = memoryview(b'abcd')[::4]; (x.contiguous, x.strides, x.c_contiguous)"},
    {"len0 strided", "x = memoryview(b'abcd')[4::2]; (x.contiguous, x.strides, x.shape)"},
    {"neg", "x = memoryview(b'abcd')[::-1]; (x.contiguous, x.strides)"},
    {"toreadonly", "memoryview(bytearray(b'\\0')).toreadonly().readonly"},
    {"toreadonly arg", "m.toreadonly(1)"},
    {"release arg", "m.release(1)"},
    {"exit kw", "m.__exit__(a=1)"},
    {"tolist arg", "m.tolist(1)"},
    {"pil", "(pil.suboffsets, None, pil.contiguous, pil.tolist(), pil[1, 2], pil.tobytes(), "
            "pil[::-1].tolist(), pil[1:].suboffsets)"},
    {"pil cast", "pil.cast('b')"},
    {"pil1", "(pil1.suboffsets, pil1[1], pil1[::-1].tolist(), list(pil1), pil1.c_contiguous)"},
    {"pil1 set", "pil1[0:2] = b'xy'; (None, pil1.tolist())"},
    {"bool 2", "memoryview(b'\\2\\0\\xff').cast('?').tolist()"},
    {"c", "memoryview(b'ab').cast('c').tolist()"},
    {NULL, NULL},
};

static void bytes_and_layouts(void **state) {
  observed_setup();
  observe_table(bytes);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(bytes_and_layouts),
  };
  return cmocka_run_group_tests_name("observed_bytes", tests, start_host, stop_host);
}
