/* Generic aliases: types with arguments. */
#include "harness.h"

static PyObject *alias_of(void *type, void *argument) {
  return Py_GenericAlias((PyObject *)type, (PyObject *)argument);
}

static PyObject *of_memoryview(void) {
  return alias_of(&PyMemoryView_Type, &PyLong_Type);
}

/* The error or repr of an attribute. */
static const char *attribute(PyObject *op, const char *name) {
  return outcome(PyObject_GetAttrString(op, name));
}

static void an_alias_names_its_arguments(void **state) {
  PyObject *alias = of_memoryview();
  assert_string_equal(repr_of(alias), "memoryview[int]");
  assert_string_equal(str_of(alias), "memoryview[int]");
  PyObject *arguments[] = {
      Py_BuildValue("(OO)", &PyLong_Type, PyExc_ValueError),
      PyTuple_New(0),
      PyUnicode_FromString("text"),
      PyLong_FromLong(3),
      Py_NewRef(Py_None),
      Py_NewRef(Py_Ellipsis),
      Py_NewRef(alias),
      Py_BuildValue("(O(i))", alias, 1),
  };
  for (size_t i = 0; i < Py_ARRAY_LENGTH(arguments); i++) {
    PyObject *other = alias_of(&PyList_Type, arguments[i]);
    const char *claim = text("alias %zu", i);
    observe(claim, "%s %s", repr_of(other), attribute(other, "__args__"));
    Py_DECREF(other);
    Py_DECREF(arguments[i]);
  }
  Py_DECREF(alias);
}

static void an_alias_has_its_parts_and_the_types_attributes(void **state) {
  PyObject *alias = of_memoryview();
  assert_string_equal(attribute(alias, "__origin__"), "<class 'memoryview'>");
  assert_string_equal(attribute(alias, "__args__"), "(<class 'int'>,)");
  assert_string_equal(attribute(alias, "__parameters__"), "()");
  assert_string_equal(attribute(alias, "__name__"), "'memoryview'");
  assert_string_equal(attribute(alias, "missing"),
                      "AttributeError: type object 'memoryview' has no attribute 'missing'");
  assert_string_equal(repr_of((PyObject *)Py_TYPE(alias)), "<class 'types.GenericAlias'>");
  assert_ptr_equal(Py_TYPE(alias), &Py_GenericAliasType);
  assert_int_equal(PyObject_SetAttrString(alias, "__origin__", Py_None), -1);
  assert_string_equal(take_error(), "AttributeError: readonly attribute");
  Py_DECREF(alias);
}

static void aliases_compare_by_their_parts(void **state) {
  PyObject *alias = of_memoryview();
  PyObject *equal = Py_BuildValue("(O)", &PyLong_Type);
  PyObject *others[] = {
      alias_of(&PyMemoryView_Type, equal),
      alias_of(&PyMemoryView_Type, &PyFloat_Type),
      alias_of(&PyList_Type, &PyLong_Type),
      Py_NewRef((PyObject *)&PyMemoryView_Type),
  };
  Py_DECREF(equal);
  for (size_t i = 0; i < Py_ARRAY_LENGTH(others); i++) {
    assert_int_equal(PyObject_RichCompareBool(alias, others[i], Py_EQ), i == 0);
    assert_int_equal(PyObject_RichCompareBool(alias, others[i], Py_NE), i != 0);
    observe(text("alias < %zu", i), "%s", outcome(PyObject_RichCompare(alias, others[i], Py_LT)));
  }
  assert_true(PyObject_Hash(alias) == PyObject_Hash(others[0]));
  for (size_t i = 0; i < Py_ARRAY_LENGTH(others); i++) Py_DECREF(others[i]);
  PyObject *list = PyList_New(0);
  PyObject *unhashable = alias_of(&PyMemoryView_Type, list);
  assert_true(PyObject_Hash(unhashable) == -1);
  assert_string_equal(take_error(), "TypeError: unhashable type: 'list'");
  Py_DECREF(unhashable);
  Py_DECREF(list);
  Py_DECREF(alias);
}

static void a_call_makes_what_the_type_makes(void **state) {
  PyObject *alias = of_memoryview();
  PyObject *bytes = PyBytes_FromString("abc");
  PyObject *view = PyObject_CallOneArg(alias, bytes);
  assert_true(PyMemoryView_Check(view));
  Py_DECREF(view);
  Py_DECREF(bytes);
  assert_string_equal(outcome(PyObject_CallOneArg(alias, Py_None)),
                      "TypeError: memoryview: a bytes-like object is required, not 'NoneType'");
  Py_DECREF(alias);
}

static void containers_and_type_take_arguments(void **state) {
  PyTypeObject *types[] = {&PyList_Type, &PyTuple_Type, &PyType_Type, &PyLong_Type};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(types); i++) {
    observe(text("%s[int]", types[i]->tp_name), "%s",
            outcome(PyObject_GetItem((PyObject *)types[i], (PyObject *)&PyLong_Type)));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(an_alias_names_its_arguments),
      CASE(an_alias_has_its_parts_and_the_types_attributes),
      CASE(aliases_compare_by_their_parts),
      CASE(a_call_makes_what_the_type_makes),
      CASE(containers_and_type_take_arguments),
  };
  return cmocka_run_group_tests_name("generic aliases", tests, start_host, stop_host);
}
