/* The error indicator. */
#include "harness.h"
#include "capture.h"

typedef struct {
  const char *name;
  PyObject *type;
} NamedType;

/* All exception types; `count` receives their number. */
static const NamedType *exception_types(size_t *count) {
  static NamedType types[25];
  const NamedType all[] = {
      {"BaseException", PyExc_BaseException},
      {"Exception", PyExc_Exception},
      {"ArithmeticError", PyExc_ArithmeticError},
      {"AssertionError", PyExc_AssertionError},
      {"AttributeError", PyExc_AttributeError},
      {"BufferError", PyExc_BufferError},
      {"EOFError", PyExc_EOFError},
      {"ImportError", PyExc_ImportError},
      {"IndexError", PyExc_IndexError},
      {"KeyError", PyExc_KeyError},
      {"LookupError", PyExc_LookupError},
      {"MemoryError", PyExc_MemoryError},
      {"ModuleNotFoundError", PyExc_ModuleNotFoundError},
      {"NotImplementedError", PyExc_NotImplementedError},
      {"OSError", PyExc_OSError},
      {"OverflowError", PyExc_OverflowError},
      {"RuntimeError", PyExc_RuntimeError},
      {"StopIteration", PyExc_StopIteration},
      {"SystemError", PyExc_SystemError},
      {"TypeError", PyExc_TypeError},
      {"UnicodeDecodeError", PyExc_UnicodeDecodeError},
      {"UnicodeEncodeError", PyExc_UnicodeEncodeError},
      {"UnicodeError", PyExc_UnicodeError},
      {"ValueError", PyExc_ValueError},
      {"ZeroDivisionError", PyExc_ZeroDivisionError},
  };
  memcpy(types, all, sizeof all);
  *count = Py_ARRAY_LENGTH(all);
  return types;
}

static void exceptions_form_a_hierarchy(void **state) {
  size_t count;
  const NamedType *types = exception_types(&count);
  for (size_t i = 0; i < count; i++) {
    char bases[512] = "";
    for (size_t k = 0; k < count; k++) {
      int matches = PyErr_GivenExceptionMatches(types[i].type, types[k].type);
      assert_int_equal(
          matches, PyType_IsSubtype((PyTypeObject *)types[i].type, (PyTypeObject *)types[k].type));
      if (matches) {
        strcat(bases, " ");
        strcat(bases, types[k].name);
      }
    }
    observe(types[i].name, "%s is%s", repr_of(types[i].type), bases);
  }
}

static void every_exception_is_set_and_taken(void **state) {
  size_t count;
  const NamedType *types = exception_types(&count);
  for (size_t i = 0; i < count; i++) {
    if (strncmp(types[i].name, "Unicode", 7) == 0 && strcmp(types[i].name, "UnicodeError") != 0) {
      continue; /* Their arguments are more than a message. */
    }
    PyErr_SetString(types[i].type, "message");
    assert_ptr_equal(PyErr_Occurred(), types[i].type);
    observe(text("set %s", types[i].name), "%s", take_error());
    assert_null(PyErr_Occurred());
  }
}

static void clearing_forgets_the_exception(void **state) {
  assert_null(PyErr_Occurred());
  PyErr_Clear();
  PyErr_SetString(PyExc_ValueError, "x");
  assert_ptr_equal(PyErr_Occurred(), PyExc_ValueError);
  PyErr_Clear();
  assert_null(PyErr_Occurred());
}

static void a_new_exception_replaces_the_old_one(void **state) {
  PyErr_SetString(PyExc_ValueError, "first");
  PyErr_SetString(PyExc_TypeError, "second");
  assert_error("TypeError: second");
  assert_error("no error");
}

static void fetching_empties_the_indicator(void **state) {
  PyObject *type = Py_None, *value = Py_None, *traceback = Py_None;
  PyErr_Fetch(&type, &value, &traceback);
  assert_null(type);
  assert_null(value);
  assert_null(traceback);
  PyErr_SetString(PyExc_ValueError, "x");
  PyErr_Fetch(&type, &value, &traceback);
  assert_null(PyErr_Occurred());
  assert_ptr_equal(type, PyExc_ValueError);
  assert_non_null(value);
  assert_null(traceback);
  observe("fetched value", "%s", str_of(value));
  PyErr_Restore(type, value, traceback);
  assert_ptr_equal(PyErr_Occurred(), PyExc_ValueError);
  assert_error("ValueError: x");
  PyErr_SetString(PyExc_ValueError, "y");
  PyErr_Restore(NULL, NULL, NULL);
  assert_null(PyErr_Occurred());
}

static void the_current_exception_is_matched(void **state) {
  PyErr_SetString(PyExc_IndexError, "x");
  assert_int_equal(PyErr_ExceptionMatches(PyExc_IndexError), 1);
  assert_int_equal(PyErr_ExceptionMatches(PyExc_LookupError), 1);
  assert_int_equal(PyErr_ExceptionMatches(PyExc_BaseException), 1);
  assert_int_equal(PyErr_ExceptionMatches(PyExc_ValueError), 0);
  PyObject *several = PyTuple_Pack(2, PyExc_ValueError, PyExc_LookupError);
  PyObject *others = PyTuple_Pack(2, PyExc_ValueError, PyExc_KeyError);
  PyObject *nested = PyTuple_Pack(2, PyExc_ValueError, several);
  assert_int_equal(PyErr_ExceptionMatches(several), 1);
  assert_int_equal(PyErr_ExceptionMatches(others), 0);
  assert_int_equal(PyErr_ExceptionMatches(nested), 1);
  PyErr_Clear();
  assert_int_equal(PyErr_GivenExceptionMatches(NULL, PyExc_ValueError), 0);
  assert_int_equal(PyErr_GivenExceptionMatches(PyExc_KeyError, others), 1);
  Py_DECREF(nested);
  Py_DECREF(others);
  Py_DECREF(several);
}

static void an_instance_matches_its_type(void **state) {
  PyErr_SetString(PyExc_KeyError, "x");
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  assert_ptr_equal(type, PyExc_KeyError);
  assert_ptr_equal(Py_TYPE(value), PyExc_KeyError);
  assert_int_equal(PyErr_GivenExceptionMatches(value, PyExc_LookupError), 1);
  assert_int_equal(PyErr_GivenExceptionMatches(value, PyExc_ValueError), 0);
  observe("normalised KeyError", "%s %s", repr_of(value), str_of(value));
  Py_DECREF(type);
  Py_DECREF(value);
  Py_XDECREF(traceback);
}

/* Sets an exception with an object and observes it before and after normalisation. */
static void set_object(const char *claim, PyObject *object) {
  PyErr_SetObject(PyExc_ValueError, object);
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  observe(claim, "%s %s %s", repr_of(type), repr_of(value), str_of(value));
  PyErr_Restore(type, value, traceback);
  assert_int_equal(PyErr_ExceptionMatches(PyExc_ValueError), 1);
  PyErr_Clear();
}

static void objects_become_arguments(void **state) {
  PyObject *integer = PyLong_FromLong(5), *string = PyUnicode_FromString("it's");
  PyObject *pair = PyTuple_Pack(2, integer, string), *single = PyTuple_Pack(1, string);
  PyObject *none = PyTuple_New(0), *list = PyList_New(0);
  set_object("value int", integer);
  set_object("value str", string);
  set_object("value pair", pair);
  set_object("value single", single);
  set_object("value empty tuple", none);
  set_object("value list", list);
  set_object("value None", Py_None);
  set_object("value NULL", NULL);
  PyObject *objects[] = {integer, string, pair, single, none, list};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(objects); i++) {
    Py_DECREF(objects[i]);
  }
}

static void an_instance_is_set_as_it_is(void **state) {
  PyErr_SetString(PyExc_KeyError, "x");
  PyObject *type, *value, *traceback, *again;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  PyErr_SetObject(type, value);
  Py_DECREF(type);
  Py_XDECREF(traceback);
  PyErr_Fetch(&type, &again, &traceback);
  assert_ptr_equal(again, value);
  Py_DECREF(type);
  Py_DECREF(again);
  Py_XDECREF(traceback);
  Py_DECREF(value);
}

static void only_exceptions_are_raised(void **state) {
  PyErr_SetString((PyObject *)&PyLong_Type, "x");
  observe("set int as exception", "%s", take_error());
  PyErr_SetString(Py_None, "x");
  observe("set None as exception", "%s", take_error());
}

static void exceptions_without_message(void **state) {
  PyErr_SetNone(PyExc_StopIteration);
  assert_error("StopIteration");
  assert_null(PyErr_NoMemory());
  assert_ptr_equal(PyErr_Occurred(), PyExc_MemoryError);
  assert_error("MemoryError");
  PyErr_SetString(PyExc_ValueError, "");
  assert_error("ValueError");
}

static void ready_made_exceptions(void **state) {
  PyErr_BadInternalCall();
  assert_error("SystemError: bad argument to internal function");
  assert_int_equal(PyErr_BadArgument(), 0);
  assert_error("TypeError: bad argument type for built-in operation");
}

static void messages_are_formatted(void **state) {
  PyObject *string = PyUnicode_FromString("it's");
  assert_null(PyErr_Format(PyExc_ValueError, "%s is %d of %zd", "this", 1, (Py_ssize_t)2));
  assert_error("ValueError: this is 1 of 2");
  PyErr_Format(PyExc_TypeError, "%.3s %R %S %c %%", "abcdef", string, string, 'x');
  observe("formatted", "%s", take_error());
  PyErr_Format(PyExc_TypeError, "%lld %llu %ld %lu %i %u %x", -1LL, 1ULL, -2L, 2UL, -3, 3u, 255);
  observe("formatted numbers", "%s", take_error());
  PyErr_Format(PyExc_TypeError, "a bytes-like object is required, not '%.100s'", "int");
  observe("formatted type name", "%s", take_error());
  PyErr_Format(PyExc_TypeError, "plain");
  observe("formatted plain", "%s", take_error());
  Py_DECREF(string);
}

static void printing_shows_type_and_message(void **state) {
  size_t count;
  const NamedType *types = exception_types(&count);
  for (size_t i = 0; i < count; i++) {
    if (strncmp(types[i].name, "Unicode", 7) == 0) continue;
    PyErr_SetString(types[i].type, i % 2 == 0 ? "the message" : "");
    capture_begin();
    PyErr_Print();
    const char *printed = capture_end();
    assert_null(PyErr_Occurred());
    observe(text("print %s", types[i].name), "%s", printed);
  }
  PyErr_SetString(PyExc_ValueError, "two\nlines");
  capture_begin();
  PyErr_PrintEx(0);
  observe("print two lines", "%s", capture_end());
  PyObject *pair = PyTuple_Pack(2, Py_None, Py_True);
  PyErr_SetObject(PyExc_KeyError, pair);
  Py_DECREF(pair);
  capture_begin();
  PyErr_PrintEx(1);
  observe("print arguments", "%s", capture_end());
}

static void unraisable_exceptions_are_printed(void **state) {
  PyObject *where = PyUnicode_FromString("the callback");
  PyErr_SetString(PyExc_ValueError, "lost");
  capture_begin();
  PyErr_WriteUnraisable(where);
  observe("unraisable", "%s", capture_end());
  assert_null(PyErr_Occurred());
  PyErr_SetString(PyExc_TypeError, "lost too");
  capture_begin();
  PyErr_WriteUnraisable(NULL);
  observe("unraisable nowhere", "%s", capture_end());
  assert_null(PyErr_Occurred());
  Py_DECREF(where);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(exceptions_form_a_hierarchy),
      CASE(every_exception_is_set_and_taken),
      CASE(clearing_forgets_the_exception),
      CASE(a_new_exception_replaces_the_old_one),
      CASE(fetching_empties_the_indicator),
      CASE(the_current_exception_is_matched),
      CASE(an_instance_matches_its_type),
      CASE(objects_become_arguments),
      CASE(an_instance_is_set_as_it_is),
      CASE(only_exceptions_are_raised),
      CASE(exceptions_without_message),
      CASE(ready_made_exceptions),
      CASE(messages_are_formatted),
      CASE(printing_shows_type_and_message),
      CASE(unraisable_exceptions_are_printed),
  };
  return cmocka_run_group_tests_name("errors", tests, start_host, stop_host);
}
