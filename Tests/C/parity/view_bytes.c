/* The bytes of a memoryview: tobytes() and hex(). */
#include "harness.h"

static const char *const orders[] = {"'C'", "'F'", "'A'", "None"};

static void the_order_is_c_unless_another_is_asked_for(void **state) {
  given("m = memoryview(nd('B', (2, 3), b'\\0\\1\\2\\3\\4\\5', strides=(1, 2)))");
  expect("m.tobytes()", "b'\\x00\\x02\\x04\\x01\\x03\\x05'");
  expect("m.tobytes('C')", "b'\\x00\\x02\\x04\\x01\\x03\\x05'");
  expect("m.tobytes('F')", "b'\\x00\\x01\\x02\\x03\\x04\\x05'");
  expect("m.tobytes('A')", "b'\\x00\\x01\\x02\\x03\\x04\\x05'");
  expect("m.tobytes(None)", "b'\\x00\\x02\\x04\\x01\\x03\\x05'");
  expect("m.tobytes(order='F')", "b'\\x00\\x01\\x02\\x03\\x04\\x05'");
  expect("m.tobytes(order=None)", "b'\\x00\\x02\\x04\\x01\\x03\\x05'");
  given("m = memoryview(nd('B', (2, 3), b'\\0\\1\\2\\3\\4\\5'))");
  expect("m.tobytes()", "b'\\x00\\x01\\x02\\x03\\x04\\x05'");
  expect("m.tobytes('F')", "b'\\x00\\x03\\x01\\x04\\x02\\x05'");
  expect("m.tobytes('A')", "b'\\x00\\x01\\x02\\x03\\x04\\x05'");
}

static void every_layout_in_every_order(void **state) {
  for (int i = 0; i < layout_count; i++) {
    given(text("m = memoryview(nd('%s'))", layouts[i]->name));
    for (size_t k = 0; k < Py_ARRAY_LENGTH(orders); k++) {
      see(text("m.tobytes(%s)", orders[k]));
    }
    see("m.hex()");
    see("m.hex(':', 3)");
    see("bytes(m)");
    see("bytearray(m)");
  }
}

static void wrong_orders(void **state) {
  given("m = memoryview(b'abc')");
  expect("m.tobytes('X')", "ValueError: order must be 'C', 'F' or 'A'");
  expect("m.tobytes('')", "ValueError: order must be 'C', 'F' or 'A'");
  expect("m.tobytes('CC')", "ValueError: order must be 'C', 'F' or 'A'");
  expect("m.tobytes('c')", "ValueError: order must be 'C', 'F' or 'A'");
  expect("m.tobytes('\\u20ac')", "ValueError: order must be 'C', 'F' or 'A'");
  expect("m.tobytes('C\\0')", "ValueError: embedded null character");
  expect("m.tobytes(b'C')", "TypeError: tobytes() argument 'order' must be str or None, not bytes");
  expect("m.tobytes(1)", "TypeError: tobytes() argument 'order' must be str or None, not int");
  expect("m.tobytes(True)", "TypeError: tobytes() argument 'order' must be str or None, not bool");
  expect("m.tobytes([])", "TypeError: tobytes() argument 'order' must be str or None, not list");
  expect("m.tobytes('C', 'C')", "TypeError: tobytes() takes at most 1 argument (2 given)");
  expect("m.tobytes('C', order='C')", "TypeError: tobytes() takes at most 1 argument (2 given)");
  expect("m.tobytes(ordr='C')",
         "TypeError: tobytes() got an unexpected keyword argument 'ordr'. Did you mean 'order'?");
  expect("m.tobytes(order='C', x=1)",
         "TypeError: tobytes() takes at most 1 keyword argument (2 given)");
  expect("m.tobytes(order='X')", "ValueError: order must be 'C', 'F' or 'A'");
}

static void hexadecimal_digits(void **state) {
  given("m = memoryview(b'\\xb9\\1\\xef')");
  expect("m.hex()", "'b901ef'");
  expect("m.hex(':')", "'b9:01:ef'");
  expect("m.hex(b':')", "'b9:01:ef'");
  expect("m.hex(':', 1)", "'b9:01:ef'");
  expect("m.hex(':', 2)", "'b9:01ef'");
  expect("m.hex(':', -2)", "'b901:ef'");
  expect("m.hex(':', 3)", "'b901ef'");
  expect("m.hex(':', -3)", "'b901ef'");
  expect("m.hex(':', 100)", "'b901ef'");
  expect("m.hex(':', 0)", "'b901ef'");
  expect("m.hex(':', True)", "'b9:01:ef'");
  expect("m.hex(sep=':')", "'b9:01:ef'");
  expect("m.hex(sep=':', bytes_per_sep=2)", "'b9:01ef'");
  expect("m.hex(':', bytes_per_sep=-2)", "'b901:ef'");
  expect("m.hex(bytes_per_sep=2)", "'b901ef'");
  expect("m.hex('\\0')", "'b9\\x0001\\x00ef'");
  expect("m.hex(' ')", "'b9 01 ef'");
  expect("m.hex('a')", "'b9a01aef'");
  expect("m.hex(':', 0x7fffffff)", "'b901ef'");
  expect("m.hex(':', -0x80000000)", "'b901ef'");
  expect("m.hex(':', Index(\"2\"))", "'b9:01ef'");
  expect("memoryview(b'').hex()", "''");
  expect("memoryview(b'').hex(':')", "''");
  expect("memoryview(b'a').hex(':')", "'61'");
  expect("memoryview(b'\\1\\2\\3\\4\\5\\6\\7').hex('-', 3)", "'01-020304-050607'");
  expect("memoryview(b'\\1\\2\\3\\4\\5\\6\\7').hex('-', -3)", "'010203-040506-07'");
}

static void separators_that_are_refused(void **state) {
  given("m = memoryview(b'\\xb9\\1\\xef')");
  expect("m.hex('')", "ValueError: sep must be length 1.");
  expect("m.hex('::')", "ValueError: sep must be length 1.");
  expect("m.hex(b'')", "ValueError: sep must be length 1.");
  expect("m.hex(b'::')", "ValueError: sep must be length 1.");
  expect("m.hex('\\u20ac')", "ValueError: sep must be ASCII.");
  expect("m.hex('\\xe9')", "ValueError: sep must be ASCII.");
  expect("m.hex('\\x7f')", "'b9\\x7f01\\x7fef'");
  expect("m.hex('\\x80')", "ValueError: sep must be ASCII.");
  expect("m.hex(b'\\xe9')", "ValueError: sep must be ASCII.");
  expect("m.hex(b'\\x7f')", "'b9\\x7f01\\x7fef'");
  expect("m.hex(5)", "TypeError: object of type 'int' has no len()");
  expect("m.hex(None)", "TypeError: object of type 'NoneType' has no len()");
  expect("m.hex(1.5)", "TypeError: object of type 'float' has no len()");
  expect("m.hex([])", "ValueError: sep must be length 1.");
  expect("m.hex(['a'])", "TypeError: sep must be str or bytes.");
  expect("m.hex(('a',))", "TypeError: sep must be str or bytes.");
  expect("m.hex(bytearray(b':'))", "TypeError: sep must be str or bytes.");
  expect("m.hex(m)", "ValueError: sep must be length 1.");
  expect("m.hex(Length(\"1\"))", "TypeError: sep must be str or bytes.");
  expect("m.hex(Length(\"2\"))", "ValueError: sep must be length 1.");
  expect("m.hex(Length(\"error(RuntimeError, 'no')\"))", "RuntimeError: no");
}

static void wrong_arguments_of_hex(void **state) {
  given("m = memoryview(b'\\xb9\\1\\xef')");
  expect("m.hex(':', 'a')", "TypeError: 'str' object cannot be interpreted as an integer");
  expect("m.hex(':', 1.0)", "TypeError: 'float' object cannot be interpreted as an integer");
  expect("m.hex(':', None)", "TypeError: 'NoneType' object cannot be interpreted as an integer");
  expect("m.hex(':', Index(\"error(RuntimeError, 'no')\"))", "RuntimeError: no");
  expect("m.hex('::', 'a')", "TypeError: 'str' object cannot be interpreted as an integer");
  expect("m.hex(':', 1, 1)", "TypeError: hex() takes at most 2 arguments (3 given)");
  expect("m.hex(':', sep=':')",
         "TypeError: argument for hex() given by name ('sep') and position (1)");
  expect("m.hex(spe=':')", "TypeError: hex() got an unexpected keyword argument 'spe'");
  expect("m.hex(bytes_per_sep='a')", "TypeError: 'str' object cannot be interpreted as an integer");
}

static void hex_follows_the_items_in_c_order(void **state) {
  expect("memoryview(b'abcd')[::-2].hex('-')", "'64-62'");
  expect("memoryview(nd('h', (3,), b'\\1\\2\\3\\4\\5\\6')).hex('-')", "'01-02-03-04-05-06'");
  expect("memoryview(nd('<h', (3,), b'\\1\\2\\3\\4\\5\\6')).hex('-', 2)", "'0102-0304-0506'");
  expect("memoryview(nd('B', (2, 3), b'\\0\\1\\2\\3\\4\\5', strides=(1, 2))).hex(':')",
         "'00:02:04:01:03:05'");
}

/* What hex(separator, group) is, with a NUL; positive groups are counted from the end. */
static size_t write_hex(char *text, const unsigned char *bytes, int count, int group) {
  size_t length = 0;
  for (int i = 0; i < count; i++) {
    int place = group > 0 ? count - i : i;
    if (group != 0 && i > 0 && place % group == 0) text[length++] = ':';
    length += (size_t)sprintf(text + length, "%02x", bytes[i]);
  }
  return length;
}

static void hex_of_every_length_in_every_group(void **state) {
  enum { MOST = 70 };
  unsigned char *bytes = malloc(MOST);
  char text[3 * MOST + 1];
  for (int i = 0; i < MOST; i++) bytes[i] = (unsigned char)(i * 151 + 9);
  for (int count = 1; count <= MOST; count++) {
    PyObject *view = PyMemoryView_FromMemory((char *)bytes + MOST - count, count, PyBUF_READ);
    for (int group = -35; group <= 35; group++) {
      PyObject *hex = PyObject_CallMethod(view, "hex", "si", ":", group);
      size_t length = write_hex(text, bytes + MOST - count, count, group);
      Py_ssize_t size = 0;
      const char *found = PyUnicode_AsUTF8AndSize(hex, &size);
      assert_string_equal(found, text);
      assert_int_equal(size, length);
      Py_DECREF(hex);
    }
    Py_DECREF(view);
  }
  free(bytes);
}

static void other_formats_make_no_difference(void **state) {
  expect("memoryview(nd('3s', (2,), b'abcdef')).tobytes()", "b'abcdef'");
  expect("memoryview(nd('x', (2,), b'ab')).tobytes()", "b'ab'");
  expect("memoryview(nd('T{B:a:}', (2,), b'ab', itemsize=1)).tobytes()", "b'ab'");
  expect("memoryview(nd('', (2,), b'ab', itemsize=1)).tobytes()", "b'ab'");
  expect("memoryview(nd('T{B:a:}', (2,), b'ab', itemsize=1)).hex()", "'6162'");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(the_order_is_c_unless_another_is_asked_for),
      CASE(every_layout_in_every_order),
      CASE(wrong_orders),
      CASE(hexadecimal_digits),
      CASE(separators_that_are_refused),
      CASE(wrong_arguments_of_hex),
      CASE(hex_follows_the_items_in_c_order),
      CASE(hex_of_every_length_in_every_group),
      CASE(other_formats_make_no_difference),
  };
  return cmocka_run_group_tests_name("view_bytes", tests, start_host, stop_host);
}
