/* The same methods through every way of calling, and the errors of calls. */
#include "harness.h"

static PyObject *name_of(const char *text) {
  PyObject *name = PyUnicode_FromString(text);
  script_set("name", name);
  return name;
}
static void observe_call(const char *claim, PyObject *result) {
  observe(claim, "%s", outcome(result));
}
static PyObject *view(void) {
  return script_variable("m");
}

static void methods_called_with_a_format(void **state) {
  given("m = memoryview(b'\\1\\2\\3\\4')");
  observe_call("tolist", PyObject_CallMethod(view(), "tolist", NULL));
  observe_call("tolist empty", PyObject_CallMethod(view(), "tolist", ""));
  observe_call("tobytes F", PyObject_CallMethod(view(), "tobytes", "s", "F"));
  observe_call("tobytes None", PyObject_CallMethod(view(), "tobytes", "z", NULL));
  observe_call("hex", PyObject_CallMethod(view(), "hex", "si", ":", 2));
  observe_call("hex tuple", PyObject_CallMethod(view(), "hex", "(si)", ":", 2));
  observe_call("hex bytes", PyObject_CallMethod(view(), "hex", "y", "-"));
  observe_call("cast", PyObject_CallMethod(view(), "cast", "s", "h"));
  observe_call("cast shape", PyObject_CallMethod(view(), "cast", "s[ii]", "B", 2, 2));
  observe_call("cast tuple shape",
               PyObject_CallMethod(view(), "cast", "s(nn)", "B", (Py_ssize_t)4, (Py_ssize_t)1));
  observe_call("cast object", PyObject_CallMethod(view(), "cast", "O", name_of("H")));
  observe_call("cast none", PyObject_CallMethod(view(), "cast", NULL));
  observe_call("no such", PyObject_CallMethod(view(), "foo", "i", 1));
  observe_call("not callable", PyObject_CallMethod(view(), "shape", NULL));
  observe_call("exit", PyObject_CallMethod(view(), "__exit__", "OOO", Py_None, Py_None, Py_None));
}

static void methods_called_with_objects(void **state) {
  given("m = memoryview(b'\\1\\2\\3\\4')");
  observe_call("tolist by name", PyObject_CallMethodObjArgs(view(), name_of("tolist"), NULL));
  PyObject *format = PyUnicode_FromString("h");
  observe_call("cast h by name", PyObject_CallMethodObjArgs(view(), name_of("cast"), format, NULL));
  observe_call("no such by name", PyObject_CallMethodObjArgs(view(), name_of("foo"), format, NULL));
  Py_DECREF(format);
}

static void the_type_is_called_like_a_function(void **state) {
  given("b = bytearray(b'abc')");
  PyObject *type = (PyObject *)&PyMemoryView_Type;
  PyObject *base = script_variable("b");
  observe_call("one argument", PyObject_CallOneArg(type, base));
  observe_call("no argument", PyObject_CallNoArgs(type));
  observe_call("call object", PyObject_CallObject(type, NULL));
  observe_call("object arguments", PyObject_CallFunctionObjArgs(type, base, NULL));
  observe_call("too many object arguments", PyObject_CallFunctionObjArgs(type, base, base, NULL));
  observe_call("function with format", PyObject_CallFunction(type, "y", "abc"));
  observe_call("function with int", PyObject_CallFunction(type, "i", 5));
  PyObject *args = PyTuple_Pack(1, base);
  observe_call("tuple", PyObject_Call(type, args, NULL));
  observe_call("tuple to call object", PyObject_CallObject(type, args));
  Py_DECREF(args);
  observe("callable", "%d", PyCallable_Check(type));
}

static void bound_methods(void **state) {
  given("m = memoryview(b'abcd')");
  const char *methods[] = {"release",    "tobytes",   "hex",      "tolist",     "cast",
                           "toreadonly", "__enter__", "__exit__", "_from_flags"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(methods); i++) {
    given(text("m = memoryview(b'abcd'); f = m.%s", methods[i]));
    see("f");
    see("typename(f)");
    see("f(foo=1)");
    see("f(1, 2, 3, 4)");
    see("f('B', [4])");
    see("f()");
    see("f()");
  }
}

static void a_bound_method_keeps_its_view(void **state) {
  given("b = bytearray(b'abc'); f = memoryview(b).tobytes");
  expect("f()", "b'abc'");
  expect("f(order='F')", "b'abc'");
  expect("resize(b, 9)", "BufferError: Existing exports of data: object cannot be re-sized");
  expect("f.__self__.release()", "None");
  expect("f()", "ValueError: operation forbidden on released memoryview object");
  expect("f = None; resize(b, 9)", "None");
}

static void what_cannot_be_called(void **state) {
  given("m = memoryview(b'abc')");
  expect("m()", "TypeError: 'memoryview' object is not callable");
  expect("m(1)", "TypeError: 'memoryview' object is not callable");
  expect("b'abc'()", "TypeError: 'bytes' object is not callable");
  expect("(1)(2)", "TypeError: 'int' object is not callable");
  expect("'a'(x=1)", "TypeError: 'str' object is not callable");
  expect("None()", "TypeError: 'NoneType' object is not callable");
  expect("iter(m)()", "TypeError: 'memory_iterator' object is not callable");
  expect("m.foo()", "AttributeError: 'memoryview' object has no attribute 'foo'");
  expect("m.shape()", "TypeError: 'tuple' object is not callable");
  expect("(1).foo", "AttributeError: 'int' object has no attribute 'foo'");
  expect("'abc'.foo", "AttributeError: 'str' object has no attribute 'foo'");
  expect("b'abc'.foo", "AttributeError: 'bytes' object has no attribute 'foo'");
  expect("(1, 2).foo", "AttributeError: 'tuple' object has no attribute 'foo'");
  expect("[1].foo", "AttributeError: 'list' object has no attribute 'foo'");
  expect("None.foo", "AttributeError: 'NoneType' object has no attribute 'foo'");
  expect("memoryview.shape", "<attribute 'shape' of 'memoryview' objects>");
  expect("memoryview.tobytes", "<method 'tobytes' of 'memoryview' objects>");
  expect("memoryview.tobytes(m)", "b'abc'");
  expect("memoryview.tobytes(m, order='C')", "b'abc'");
  expect("memoryview.tobytes()",
         "TypeError: unbound method memoryview.tobytes() needs an argument");
  expect(
      "memoryview.tobytes(b'abc')",
      "TypeError: descriptor 'tobytes' for 'memoryview' objects doesn't apply to a 'bytes' object");
  expect("memoryview.cast(m, 'b').format", "'b'");
  expect("memoryview.release(m)", "None");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(methods_called_with_a_format),       CASE(methods_called_with_objects),
      CASE(the_type_is_called_like_a_function), CASE(bound_methods),
      CASE(a_bound_method_keeps_its_view),      CASE(what_cannot_be_called),
  };
  return cmocka_run_group_tests_name("view_calls", tests, start_host, stop_host);
}
