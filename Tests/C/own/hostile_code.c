/* Foreign code that runs during an operation, where CPython reads freed memory, or did up to
 * 3.14. */
#include "harness.h"

static void a_separator_cannot_release_the_view(void **state) {
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("m.hex(Length(\"m.release(); 1\"))", "BufferError: memoryview has 1 exported buffer");
  expect("m.hex(Length(\"resize(b, 0); 1\"))",
         "BufferError: Existing exports of data: object cannot be re-sized");
  expect("m.hex(Length(\"m = None; 1\"))", "TypeError: sep must be str or bytes.");
  expect("resize(b, 0)", "None");
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("m.hex(Length(\"2\"))", "ValueError: sep must be length 1.");
  expect("m.release()", "None");
}

static void a_hash_cannot_release_the_view(void **state) {
  given("e = Exporting(b'abc', hash=\"m.release()\"); m = memoryview(e).toreadonly()");
  expect("hash(m)", "BufferError: memoryview has 1 exported buffer");
  expect("m.release()", "None");
  given("e = Exporting(b'abc', hash=\"m = None\"); m = memoryview(e).toreadonly()");
  expect("hash(m) == hash(b'abc')", "True");
  given(
      "e = Exporting(b'abc', hash=\"error(RuntimeError, 'no')\"); m = memoryview(e).toreadonly()");
  expect("hash(m)", "RuntimeError: no");
  expect("m.release()", "None");
}

static void an_exporter_compared_with_releases_the_view(void **state) {
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("m == Exporting(b'abc', get=\"m.release(); resize(b, 0)\")", "False");
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("m != Exporting(b'abc', get=\"m.release(); resize(b, 0)\")", "True");
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("m == Exporting(b'abc', get=\"m = None\")", "True");
}

static void a_released_view_is_not_searched_further(void **state) {
  given("b = bytearray(b'abcdef'); m = memoryview(b)");
  expect("m.count(Equal(\"m.release(); resize(b, 0); True\"))",
         "ValueError: operation forbidden on released memoryview object");
  given("b = bytearray(b'abcdef'); m = memoryview(b)");
  expect("m.index(Equal(\"m.release(); resize(b, 0); False\"))",
         "ValueError: operation forbidden on released memoryview object");
  given("b = bytearray(b'abcdef'); m = memoryview(b)");
  expect("m.index(1, 0, Index(\"m.release(); resize(b, 0); 6\"))",
         "ValueError: operation forbidden on released memoryview object");
}

static void the_format_may_go_with_its_exporter(void **state) {
  given("m = memoryview(nd('h', (2, 2)))");
  expect("m[0, Index(\"m.release(); 1\")] = 7",
         "ValueError: operation forbidden on released memoryview object");
  given("m = memoryview(nd('h', (2, 2)))");
  expect("m[0, Index(\"m.release(); 1\")]",
         "ValueError: operation forbidden on released memoryview object");
  given("m = memoryview(nd('h', (2,)))");
  expect("m[Index(\"m.release(); 1\")]",
         "ValueError: operation forbidden on released memoryview object");
  given("m = memoryview(nd('h', (2,)))");
  expect("m[Index(\"m.release(); 1\")] = 7",
         "ValueError: operation forbidden on released memoryview object");
  given("m = memoryview(nd('h', (2,)))");
  expect("m[Index(\"m.release(); 1\"),] = 7",
         "ValueError: operation forbidden on released memoryview object");
  given("m = memoryview(nd('h', (2,)))");
  expect("m[0] = Index(\"m.release(); error(TypeError, 'no')\")",
         "TypeError: memoryview: invalid type for format 'h'");
  given("m = memoryview(nd('h', (2,)))");
  expect("m[0] = Index(\"m.release(); error(OverflowError, 'no')\")",
         "ValueError: memoryview: invalid value for format 'h'");
  given("m = memoryview(nd('h', (2,)))");
  expect("m[0] = Index(\"m.release(); 99999\")",
         "ValueError: operation forbidden on released memoryview object");
  given("m = memoryview(nd('e', (2,)))");
  expect("m[0] = Float(\"m.release(); 1e9\")",
         "ValueError: operation forbidden on released memoryview object");
  given("m = memoryview(nd('Zf', (2,)))");
  expect("m[0] = Float(\"m.release(); error(TypeError, 'no')\")",
         "TypeError: memoryview: invalid type for format 'Zf'");
  given("m = memoryview(nd('h', (2,)))");
  expect("m[Index(\"m.release(); 0\"):] = b'ab'",
         "ValueError: operation forbidden on released memoryview object");
  given("m = memoryview(nd('h', (2,)))");
  expect("m[:] = Exporting(b'abcd', get=\"m.release()\")",
         "ValueError: operation forbidden on released memoryview object");
  given("m = memoryview(nd('h', (2,)))");
  expect("m == Exporting(b'ab', get=\"m.release()\")", "False");
  given("m = memoryview(nd('<h', (2,)))");
  expect("m == Exporting(b'ab', get=\"m.release()\")", "False");
  given("m = memoryview(nd('h', (2,)))");
  expect("Equal(\"m.release(); False\") in m",
         "ValueError: operation forbidden on released memoryview object");
  given("m = memoryview(nd('h', (2,)))");
  expect("m.count(Equal(\"m.release(); False\"))",
         "ValueError: operation forbidden on released memoryview object");
  given("m = memoryview(nd('h', (2,)))");
  expect("m.index(Equal(\"m.release(); False\"))",
         "ValueError: operation forbidden on released memoryview object");
  given("m = memoryview(nd('B', (2,))).toreadonly()");
  expect("m.hex(Length(\"m.release(); 1\"))", "BufferError: memoryview has 1 exported buffer");
  given("m = memoryview(nd('h', (2,))); i = iter(m)");
  expect("next(i); m.release(); next(i)",
         "ValueError: operation forbidden on released memoryview object");
}

static void foreign_code_drops_every_reference_it_can(void **state) {
  given("m = memoryview(nd('h', (2, 2)))");
  expect("m[0, Index(\"m = None; 1\")] = 7", "None");
  given("m = memoryview(nd('h', (2,)))");
  expect("m[0] = Index(\"m = None; error(TypeError, 'no')\")",
         "TypeError: memoryview: invalid type for format 'h'");
  given("m = memoryview(nd('h', (2,)))");
  expect("m == Exporting(b'ab', get=\"m = None\", release=\"m = None\")", "False");
  given("m = memoryview(nd('h', (2,)))");
  expect("m.count(Equal(\"m = None; True\"))", "2");
  given("m = memoryview(nd('h', (2,))); i = iter(m)");
  expect("m = None; next(i); i = None", "None");
  given("l = [1, 2]; m = memoryview(b'ab')");
  expect("Equal(\"l = None; m = None; False\") in l", "False");
}

/* --- An argument of an exception that replaces the exception's arguments --- */

static PyObject *told;
static bool teller_is_alive;

static void teller_dealloc(PyObject *op) {
  teller_is_alive = false;
  PyObject_Free(op);
}

static PyObject *teller_text(PyObject *op) {
  PyObject *none = PyTuple_New(0);
  Py_TYPE(told)->tp_init(told, none, NULL);
  Py_DECREF(none);
  return PyUnicode_FromString(teller_is_alive ? "alive" : "gone");
}

static PyTypeObject Teller_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "Teller",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = teller_dealloc,
    .tp_repr = teller_text,
};

static void an_argument_outlives_its_own_text(void **state) {
  const char *texts[] = {"alive", "ValueError(alive)", "alive"};
  assert_int_equal(PyType_Ready(&Teller_Type), 0);
  for (int i = 0; i < 3; i++) {
    PyObject *teller = PyObject_New(PyObject, &Teller_Type);
    teller_is_alive = true;
    told = PyObject_CallOneArg(i == 2 ? PyExc_KeyError : PyExc_ValueError, teller);
    Py_DECREF(teller);
    assert_string_equal(i == 1 ? repr_of(told) : str_of(told), texts[i]);
    Py_DECREF(told);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(a_separator_cannot_release_the_view),
      CASE(a_hash_cannot_release_the_view),
      CASE(an_exporter_compared_with_releases_the_view),
      CASE(a_released_view_is_not_searched_further),
      CASE(the_format_may_go_with_its_exporter),
      CASE(foreign_code_drops_every_reference_it_can),
      CASE(an_argument_outlives_its_own_text),
  };
  return cmocka_run_group_tests_name("hostile_code", tests, start_host, stop_host);
}
