/* int, bool, float. */
#include "harness.h"

#include <math.h>
#include <stdio.h>

static void ints_are_made_from_every_c_type(void **state) {
  observe("int 0", "%s", outcome(PyLong_FromLong(0)));
  observe("int -1", "%s", outcome(PyLong_FromLong(-1)));
  observe("int LONG_MIN", "%s", outcome(PyLong_FromLong(LONG_MIN)));
  observe("int LONG_MAX", "%s", outcome(PyLong_FromLong(LONG_MAX)));
  observe("int ULONG_MAX", "%s", outcome(PyLong_FromUnsignedLong(ULONG_MAX)));
  observe("int LLONG_MIN", "%s", outcome(PyLong_FromLongLong(LLONG_MIN)));
  observe("int ULLONG_MAX", "%s", outcome(PyLong_FromUnsignedLongLong(ULLONG_MAX)));
  observe("int 2^63", "%s", outcome(PyLong_FromUnsignedLongLong(1ULL << 63)));
  observe("int PY_SSIZE_T_MIN", "%s", outcome(PyLong_FromSsize_t(PY_SSIZE_T_MIN)));
  observe("int SIZE_MAX", "%s", outcome(PyLong_FromSize_t(SIZE_MAX)));
  observe("int from pointer", "%s", outcome(PyLong_FromVoidPtr((void *)(uintptr_t)255)));
  observe("int from NULL", "%s", outcome(PyLong_FromVoidPtr(NULL)));
}

static void ints_are_made_from_doubles(void **state) {
  const double values[] = {
      0.0,    -0.0, 1.9,      -1.9,     1e15, -9007199254740993.0, 9223372036854775807.0,
      1.5e19, NAN,  INFINITY, -INFINITY};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(values); i++) {
    observe(text("int from %.17g", values[i]), "%s", outcome(PyLong_FromDouble(values[i])));
  }
}

static void ints_are_read_from_text(void **state) {
  struct {
    const char *string;
    int base;
  } cases[] = {{"0", 10},
               {"42", 10},
               {" -42 ", 10},
               {"+7", 10},
               {"ff", 16},
               {"0xff", 16},
               {"0xff", 0},
               {"0b101", 0},
               {"0o17", 0},
               {"017", 0},
               {"1_000", 10},
               {"1__0", 10},
               {"", 10},
               {"x", 10},
               {"12x", 10},
               {"zz", 36},
               {"1", 1},
               {"1", 37},
               {"-", 10},
               {"0b102", 0},
               {"00", 0},
               {"9223372036854775807", 10},
               {"-9223372036854775808", 10},
               {"18446744073709551615", 10},
               {"0x", 16},
               {"_1", 10},
               {"1_", 10}};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(cases); i++) {
    observe(text("int '%s' base %d", cases[i].string, cases[i].base), "%s",
            outcome(PyLong_FromString(cases[i].string, NULL, cases[i].base)));
  }
  char *end = NULL;
  const char *result = outcome(PyLong_FromString("12 x", &end, 10));
  observe("int with end", "%s, rest '%s'", result, end);
}

/* All conversions of one object. */
static void convert(const char *name, PyObject *object) {
  int overflow = 9;
  observe(text("%s AsLong", name), "%s", number(PyLong_AsLong(object)));
  observe(text("%s AsLongLong", name), "%s", number(PyLong_AsLongLong(object)));
  observe(text("%s AsSsize_t", name), "%s", number(PyLong_AsSsize_t(object)));
  observe(text("%s AsSize_t", name), "%s", unsigned_number(PyLong_AsSize_t(object)));
  observe(text("%s AsUnsignedLong", name), "%s", unsigned_number(PyLong_AsUnsignedLong(object)));
  observe(text("%s AsUnsignedLongLong", name), "%s",
          unsigned_number(PyLong_AsUnsignedLongLong(object)));
  observe(text("%s AsUnsignedLongMask", name), "%s",
          unsigned_number(PyLong_AsUnsignedLongMask(object)));
  observe(text("%s AsUnsignedLongLongMask", name), "%s",
          unsigned_number(PyLong_AsUnsignedLongLongMask(object)));
  const char *result = number(PyLong_AsLongAndOverflow(object, &overflow));
  observe(text("%s AsLongAndOverflow", name), "%s, overflow %d", result, overflow);
  overflow = 9;
  result = number(PyLong_AsLongLongAndOverflow(object, &overflow));
  observe(text("%s AsLongLongAndOverflow", name), "%s, overflow %d", result, overflow);
  double real = PyLong_AsDouble(object);
  observe(text("%s AsDouble", name), "%.17g, %s", real, take_error());
  void *pointer = PyLong_AsVoidPtr(object);
  observe(text("%s AsVoidPtr", name), "%#tx, %s", (intptr_t)pointer, take_error());
}

static void ints_convert_to_every_c_type(void **state) {
  const long long values[] = {0,
                              1,
                              -1,
                              255,
                              -255,
                              1LL << 31,
                              1LL << 32,
                              LLONG_MAX,
                              LLONG_MIN,
                              1LL << 53,
                              (1LL << 53) + 1,
                              -(1LL << 62)};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(values); i++) {
    PyObject *object = PyLong_FromLongLong(values[i]);
    convert(text("%lld", values[i]), object);
    Py_DECREF(object);
  }
  const unsigned long long unsigned_values[] = {1ULL << 63, ULLONG_MAX, ULLONG_MAX - 4095};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(unsigned_values); i++) {
    PyObject *object = PyLong_FromUnsignedLongLong(unsigned_values[i]);
    convert(text("%llu", unsigned_values[i]), object);
    Py_DECREF(object);
  }
}

static void other_objects_are_no_ints(void **state) {
  PyObject *objects[] = {PyFloat_FromDouble(1.5), PyUnicode_FromString("1"), Py_NewRef(Py_None),
                         PyBytes_FromString("1"), Py_NewRef(Py_True),        PyTuple_New(0)};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(objects); i++) {
    convert(Py_TYPE(objects[i])->tp_name, objects[i]);
    Py_DECREF(objects[i]);
  }
}

static void bools_are_ints_and_singletons(void **state) {
  PyObject *yes = PyBool_FromLong(7), *no = PyBool_FromLong(0);
  assert_ptr_equal(yes, Py_True);
  assert_ptr_equal(no, Py_False);
  assert_true(PyBool_Check(yes));
  assert_true(PyLong_Check(yes));
  assert_false(PyLong_CheckExact(yes));
  assert_true(PyType_IsSubtype(&PyBool_Type, &PyLong_Type));
  observe("True", "%s %s %s", repr_of(yes), str_of(yes), number(PyLong_AsLong(yes)));
  observe("False", "%s %s %s", repr_of(no), str_of(no), number(PyLong_AsLong(no)));
  Py_DECREF(yes);
  Py_DECREF(no);
}

static void number_types_are_told_apart(void **state) {
  PyObject *integer = PyLong_FromLong(5), *real = PyFloat_FromDouble(5);
  assert_true(PyLong_Check(integer));
  assert_true(PyLong_CheckExact(integer));
  assert_false(PyFloat_Check(integer));
  assert_false(PyBool_Check(integer));
  assert_true(PyFloat_Check(real));
  assert_true(PyFloat_CheckExact(real));
  assert_false(PyLong_Check(real));
  Py_DECREF(real);
  Py_DECREF(integer);
}

static void floats_are_shown_with_the_fewest_digits(void **state) {
  const double values[] = {0.0,
                           -0.0,
                           1.0,
                           -1.5,
                           0.1,
                           1.0 / 3,
                           1e15,
                           1e16,
                           1e17,
                           123456789012345680.0,
                           1e22,
                           1e100,
                           1e-4,
                           1e-5,
                           0.00012345,
                           5e-324,
                           1.7976931348623157e308,
                           2.2250738585072014e-308,
                           3.14159265358979,
                           1e23,
                           9007199254740993.0,
                           NAN,
                           INFINITY,
                           -INFINITY,
                           100.0,
                           1234567.875,
                           0.5,
                           2.5e-7,
                           4.35,
                           9.5367431640625e-07,
                           299792458.0,
                           6.62607015e-34,
                           12345678901234567.0};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(values); i++) {
    PyObject *real = PyFloat_FromDouble(values[i]);
    observe(text("float %.17g", values[i]), "%s %s", repr_of(real), str_of(real));
    double value = PyFloat_AS_DOUBLE(real);
    assert_memory_equal(&value, &values[i], sizeof value);
    Py_DECREF(real);
  }
}

static void random_floats_are_shown_alike(void **state) {
  uint64_t seed = 99;
  for (int round = 0; round < 400; round++) {
    double value;
    do {
      seed = seed * 6364136223846793005u + 1442695040888963407u;
      uint64_t bits = seed ^ seed >> 29;
      memcpy(&value, &bits, sizeof value);
    } while (value != value);
    observe(text("random float %d", round), "%s", outcome(PyFloat_FromDouble(value)));
  }
}

static void numbers_convert_to_double(void **state) {
  PyObject *objects[] = {PyFloat_FromDouble(2.5), PyLong_FromLong(3),
                         Py_NewRef(Py_True),      PyUnicode_FromString("1"),
                         Py_NewRef(Py_None),      PyLong_FromUnsignedLongLong(ULLONG_MAX)};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(objects); i++) {
    double value = PyFloat_AsDouble(objects[i]);
    observe(text("double of %s", repr_of(objects[i])), "%.17g, %s", value, take_error());
    Py_DECREF(objects[i]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(ints_are_made_from_every_c_type), CASE(ints_are_made_from_doubles),
      CASE(ints_are_read_from_text),         CASE(ints_convert_to_every_c_type),
      CASE(other_objects_are_no_ints),       CASE(bools_are_ints_and_singletons),
      CASE(number_types_are_told_apart),     CASE(floats_are_shown_with_the_fewest_digits),
      CASE(random_floats_are_shown_alike),   CASE(numbers_convert_to_double),
  };
  return cmocka_run_group_tests_name("numbers", tests, start_host, stop_host);
}
