/* PyMV_RegisterScalar: number types of the program's own, and those that are shipped. */
#include "flat.h"

#include <math.h>

/* --- a type of the test's own: 16 bits, of which 8 are behind the binary point --- */

static double load_fixed(const void *item) {
  int16_t value;
  memcpy(&value, item, sizeof value);
  return value / 256.0;
}

static int store_fixed(double value, void *item) {
  double scaled = value * 256;
  if (!(scaled >= INT16_MIN && scaled <= INT16_MAX) || scaled != floor(scaled)) return -1;
  int16_t stored = (int16_t)scaled;
  memcpy(item, &stored, sizeof stored);
  return 0;
}

/* A type all of whose values are equal. */
static int never_differ(const void *a, const void *b) {
  return 1;
}

static const PyMV_ScalarType fixed = {
    .struct_size = sizeof fixed,
    .name = "test$fixed8_8",
    .size = 2,
    .alignment = 2,
    .load = load_fixed,
    .store = store_fixed,
};

static int register_types(void **state) {
  if (start_host(state) < 0 || PyMV_RegisterScalar(&fixed) < 0) return -1;
  PyMV_ScalarType same = fixed;
  same.name = "test$same";
  same.equal = never_differ;
  return PyMV_RegisterScalar(&same);
}

/* --- reading and writing --- */

static void a_registered_type_is_part_of_formats(void **state) {
  PyMV_Format *format =
      PyMV_FormatParse("T{b:a:[unknown;test$fixed8_8]:b:(2)>[test$fixed8_8]:c:}", NULL);
  assert_non_null(format);
  PyMV_Field field = {.struct_size = sizeof field};
  assert_int_equal(PyMV_FormatSize(format), 8);
  assert_int_equal(PyMV_FormatField(format, 2, &field), 0);
  assert_string_equal(field.type, "[test$fixed8_8]");
  assert_int_equal(field.offset, 2);
  assert_int_equal(field.itemsize, 2);
  assert_int_equal(field.byteorder, '<');
  assert_int_equal(PyMV_FormatField(format, 3, &field), 0);
  assert_int_equal(field.byteorder, '>');
  PyMV_FormatFree(format);
}

static void its_items_are_read_and_written(void **state) {
  int16_t items[3] = {256, -128, 1};
  PyObject *view =
      PyMV_FromArray(items, "[test$fixed8_8]", 0, 1, SHAPE(3), NULL, NULL, 0, NULL, NULL);
  double value = 0;
  assert_int_equal(PyMV_GetDouble(view, SHAPE(1), &value), 0);
  assert_true(value == -0.5);
  assert_int_equal(PyMV_SetDouble(view, SHAPE(1), 2.25), 0);
  assert_int_equal(items[1], 576);
  assert_items(view, 1, 2.25, 1 / 256.0);
}

static void its_byte_order_is_that_of_the_format(void **state) {
  unsigned char items[] = {1, 0, 0, 128};
  PyObject *view =
      PyMV_FromArray(items, ">[test$fixed8_8]", 0, 1, SHAPE(2), NULL, NULL, 0, NULL, NULL);
  assert_int_equal(PyMV_SetDouble(view, SHAPE(0), 2), 0);
  assert_int_equal(items[0], 2);
  assert_int_equal(items[1], 0);
  assert_items(view, 2, 0.5);
}

static void a_value_that_cannot_be_stored_changes_nothing(void **state) {
  int16_t items[1] = {77};
  PyObject *view =
      PyMV_FromArray(items, "[test$fixed8_8]", 0, 1, SHAPE(1), NULL, NULL, 0, NULL, NULL);
  const double values[] = {128, -128.5, 0.001, INFINITY, NAN};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(values); i++) {
    assert_int_equal(PyMV_SetDouble(view, SHAPE(0), values[i]), -1);
    assert_true(strncmp(flat_error(), "ValueError: ", 12) == 0);
    assert_int_equal(items[0], 77);
  }
  PyMV_DecRef(view);
}

static void its_items_are_floats_of_python(void **state) {
  given("m = memoryview(nd('[test$fixed8_8]', (2,), b'\\0\\1\\x80\\0'))");
  expect("m.tolist()", "[1.0, 0.5]");
  expect("m[1]", "0.5");
  expect("m[1] = 2; m[1]", "2.0");
  expect("m[1] = 1000", "ValueError: memoryview: invalid value for format '[test$fixed8_8]'");
  expect("m[1] = 'a'", "TypeError: memoryview: invalid type for format '[test$fixed8_8]'");
  expect("m[1]", "2.0");
  expect("2.0 in m", "True");
  expect("m.index(2)", "1");
  expect("m == m", "True");
}

static void bytes_are_cast_to_registered_types(void **state) {
  expect("memoryview(b'\\x80\\x3f\\0\\x40').cast('[bfloat16]').tolist()", "[1.0, 2.0]");
  expect("memoryview(b'abc').cast('[bfloat16]')",
         "TypeError: memoryview: length is not a multiple of itemsize");
}

static void items_are_compared_by_value_or_by_the_types_own_function(void **state) {
  int16_t a[1] = {1}, b[1] = {2};
  const char *formats[] = {"[test$fixed8_8]", "[test$same]"};
  for (int i = 0; i < 2; i++) {
    PyObject *left = PyMV_FromArray(a, formats[i], 0, 1, SHAPE(1), NULL, NULL, 0, NULL, NULL);
    PyObject *right = PyMV_FromArray(b, formats[i], 0, 1, SHAPE(1), NULL, NULL, 0, NULL, NULL);
    assert_int_equal(PyMV_Equal(left, right), i);
    assert_int_equal(PyMV_Equal(left, left), 1);
    PyMV_DecRef(right);
    PyMV_DecRef(left);
  }
}

static void values_are_compared_with_those_of_other_types(void **state) {
  int16_t fixed_items[2] = {256, 128};
  float floats[2] = {1, 0.5};
  PyObject *left =
      PyMV_FromArray(fixed_items, "[test$fixed8_8]", 0, 1, SHAPE(2), NULL, NULL, 0, NULL, NULL);
  PyObject *right = PyMV_FromArray(floats, "f", 0, 1, SHAPE(2), NULL, NULL, 0, NULL, NULL);
  assert_int_equal(PyMV_Equal(left, right), 1);
  floats[1] = 0;
  assert_int_equal(PyMV_Equal(left, right), 0);
  PyMV_DecRef(right);
  PyMV_DecRef(left);
}

/* --- what is shipped --- */

static void the_shipped_types_have_their_values(void **state) {
  uint16_t brains[] = {0x3F80, 0xC000, 0x4049, 0x7F80, 0x8000};
  PyObject *view = PyMV_FromArray(brains, "[bfloat16]", 0, 1, SHAPE(5), NULL, NULL, 0, NULL, NULL);
  assert_items(view, 1, -2, 3.140625, INFINITY, -0.0);
  uint8_t fours[] = {0x38, 0xC0, 0x7E, 0x01, 0x80};
  view = PyMV_FromArray(fours, "[float8_e4m3fn]", 0, 1, SHAPE(5), NULL, NULL, 0, NULL, NULL);
  assert_items(view, 1, -2, 448, 1 / 512.0, -0.0);
  uint8_t fives[] = {0x3C, 0xC0, 0x7B, 0x01, 0x7C};
  view = PyMV_FromArray(fives, "[float8_e5m2]", 0, 1, SHAPE(5), NULL, NULL, 0, NULL, NULL);
  assert_items(view, 1, -2, 57344, 1 / 65536.0, INFINITY);
}

static void every_value_of_the_shipped_types_is_stored_as_it_was(void **state) {
  const char *formats[] = {"[bfloat16]", "[float8_e4m3fn]", "[float8_e5m2]"};
  for (int i = 0; i < 3; i++) {
    uint16_t item = 0;
    PyObject *view = PyMV_FromArray(&item, formats[i], 0, 0, NULL, NULL, NULL, 0, NULL, NULL);
    for (unsigned bits = 0; bits < (i == 0 ? 65536 : 256); bits++) {
      double value = 0;
      item = (uint16_t)bits;
      assert_int_equal(PyMV_GetDouble(view, NULL, &value), 0);
      item = (uint16_t)~bits;
      assert_int_equal(PyMV_SetDouble(view, NULL, value), 0);
      unsigned stored = i == 0 ? item : item & 0xFF;
      if (!isnan(value)) assert_int_equal(stored, bits);
    }
    PyMV_DecRef(view);
  }
}

/* --- what is refused --- */

/* Assert that a changed type is refused, and that formats do not know its name afterwards. */
static void assert_unregistered(const char *why, PyMV_ScalarType type) {
  if (PyMV_RegisterScalar(&type) != -1) fail_msg("registered: %s", why);
  const char *error = flat_error();
  if (strncmp(error, "ValueError: ", 12) != 0 && strncmp(error, "SystemError: ", 13) != 0)
    fail_msg("%s: %s", why, error);
}

#define TYPE(...) {sizeof(PyMV_ScalarType), __VA_ARGS__, NULL}

static void invalid_types_are_refused(void **state) {
  const struct {
    const char *why;
    PyMV_ScalarType type;
  } cases[] = {
      {"no struct_size", {0, "test$other", 2, 2, load_fixed, store_fixed, NULL}},
      {"a name that is NULL", TYPE(NULL, 2, 2, load_fixed, store_fixed)},
      {"an empty name", TYPE("", 2, 2, load_fixed, store_fixed)},
      {"a space in the name", TYPE("a b", 2, 2, load_fixed, store_fixed)},
      {"a bracket in the name", TYPE("a[b", 2, 2, load_fixed, store_fixed)},
      {"a closing bracket in the name", TYPE("a]b", 2, 2, load_fixed, store_fixed)},
      {"a semicolon in the name", TYPE("a;b", 2, 2, load_fixed, store_fixed)},
      {"a control character in the name", TYPE("a\nb", 2, 2, load_fixed, store_fixed)},
      {"a name that is not ASCII", TYPE("\xC3\xA4", 2, 2, load_fixed, store_fixed)},
      {"no bytes", TYPE("test$other", 0, 2, load_fixed, store_fixed)},
      {"a negative size", TYPE("test$other", -1, 2, load_fixed, store_fixed)},
      {"more than 16 bytes", TYPE("test$other", 17, 1, load_fixed, store_fixed)},
      {"no alignment", TYPE("test$other", 2, 0, load_fixed, store_fixed)},
      {"a negative alignment", TYPE("test$other", 2, -2, load_fixed, store_fixed)},
      {"an alignment that is no power of two", TYPE("test$other", 6, 3, load_fixed, store_fixed)},
      {"no load", TYPE("test$other", 2, 2, NULL, store_fixed)},
      {"no store", TYPE("test$other", 2, 2, load_fixed, NULL)},
  };
  for (size_t i = 0; i < Py_ARRAY_LENGTH(cases); i++)
    assert_unregistered(cases[i].why, cases[i].type);
  assert_null(PyMV_FormatParse("[test$other]", NULL));
  assert_true(strncmp(flat_error(), "ValueError: format: ", 20) == 0);
  assert_fails(PyMV_RegisterScalar(NULL), "SystemError", "argument must not be NULL");
}

static void a_type_may_be_registered_again(void **state) {
  PyMV_ScalarType same = fixed;
  assert_int_equal(PyMV_RegisterScalar(&same), 0);
}

static void a_name_belongs_to_one_type(void **state) {
  PyMV_ScalarType other = fixed, shipped = fixed;
  other.equal = never_differ;
  assert_unregistered("another type of the same name", other);
  shipped.name = "bfloat16";
  assert_unregistered("the name of a shipped type", shipped);
  uint16_t one = 0x3F80;
  PyObject *view = PyMV_FromArray(&one, "[bfloat16]", 0, 0, NULL, NULL, NULL, 0, NULL, NULL);
  assert_items(view, 1);
}

static void the_description_is_not_needed_any_longer(void **state) {
  char name[] = "test$copied";
  PyMV_ScalarType type = fixed;
  type.name = name;
  assert_int_equal(PyMV_RegisterScalar(&type), 0);
  memset(name, '#', sizeof name - 1);
  memset(&type, 0x55, sizeof type);
  int16_t item = 512;
  PyObject *view = PyMV_FromArray(&item, "[test$copied]", 0, 0, NULL, NULL, NULL, 0, NULL, NULL);
  assert_non_null(view);
  assert_items(view, 2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(a_registered_type_is_part_of_formats),
      CASE(its_items_are_read_and_written),
      CASE(its_byte_order_is_that_of_the_format),
      CASE(a_value_that_cannot_be_stored_changes_nothing),
      CASE(its_items_are_floats_of_python),
      CASE(bytes_are_cast_to_registered_types),
      CASE(items_are_compared_by_value_or_by_the_types_own_function),
      CASE(values_are_compared_with_those_of_other_types),
      CASE(the_shipped_types_have_their_values),
      CASE(every_value_of_the_shipped_types_is_stored_as_it_was),
      CASE(invalid_types_are_refused),
      CASE(a_type_may_be_registered_again),
      CASE(a_name_belongs_to_one_type),
      CASE(the_description_is_not_needed_any_longer),
  };
  return cmocka_run_group_tests_name("format_scalars", tests, register_types, stop_host);
}
