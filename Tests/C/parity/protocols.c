/* The abstract functions on every kind of object: results and errors. */
#include "harness.h"

static const char *const objects[] = {
    "memoryview(b'abc')",
    "memoryview(bytearray(b'abc'))",
    "memoryview(nd('h', (2, 2)))",
    "memoryview(nd('i', ()))",
    "memoryview(nd('<h', (2,)))",
    "memoryview(nd('<O', (2,), b'', itemsize=2))",
    "b'abc'",
    "bytearray(b'abc')",
    "[1, 2, 3]",
    "(1, 2, 3)",
    "'abc'",
    "'\\u20ac\\xe9'",
    "b''",
    "()",
    "[]",
    "''",
    "5",
    "0",
    "True",
    "1.5",
    "0.0",
    "complex(1.0, 2.0)",
    "None",
    "...",
    "NotImplemented",
    "memoryview",
    "iter(b'abc')",
    "nd('b')",
    "Index(\"3\")",
    "Length(\"3\")",
    "Truth(\"0\")",
    "Hash(\"5\")",
    "Equal(\"True\")",
    "Iterable(\"iter((1, 2))\")",
    "Iterable(\"5\")",
    "Iterable(\"error(RuntimeError, 'no')\")",
};
static PyObject *subject(void) {
  return script_variable("x");
}
/* Sets "x" to each object in turn. @return the claim, `what` and the object; NULL at the end. */
static const char *next_claim(size_t *place, const char *what) {
  script_forget();
  if (*place == Py_ARRAY_LENGTH(objects)) return NULL;
  const char *object = objects[(*place)++];
  script_set("x", script_run(object));
  return text("%s %s", what, object);
}
#define ON_EVERY_OBJECT(what, seen) \
  for (size_t place = 0, more = 1; more != 0;) { \
    const char *claim = next_claim(&place, what); \
    more = claim != NULL; \
    if (more) observe(claim, "%s", seen); \
  }
static const char *double_of(PyObject *op) {
  double value = PyFloat_AsDouble(op);
  return text("%g, %s", value, take_error());
}

static void sizes(void **state) {
  ON_EVERY_OBJECT("PyObject_Size", number(PyObject_Size(subject())));
  ON_EVERY_OBJECT("PyObject_Length", number(PyObject_Length(subject())));
  ON_EVERY_OBJECT("PySequence_Size", number(PySequence_Size(subject())));
  ON_EVERY_OBJECT("PySequence_Length", number(PySequence_Length(subject())));
  ON_EVERY_OBJECT("PyMapping_Size", number(PyMapping_Size(subject())));
  ON_EVERY_OBJECT("PyMapping_Length", number(PyMapping_Length(subject())));
}

static void checks(void **state) {
  ON_EVERY_OBJECT("PySequence_Check", number(PySequence_Check(subject())));
  ON_EVERY_OBJECT("PyMapping_Check", number(PyMapping_Check(subject())));
  ON_EVERY_OBJECT("PyIndex_Check", number(PyIndex_Check(subject())));
  ON_EVERY_OBJECT("PyIter_Check", number(PyIter_Check(subject())));
  ON_EVERY_OBJECT("PyCallable_Check", number(PyCallable_Check(subject())));
  ON_EVERY_OBJECT("PyObject_IsTrue", number(PyObject_IsTrue(subject())));
  ON_EVERY_OBJECT("PyObject_Not", number(PyObject_Not(subject())));
}

static void items_by_number(void **state) {
  ON_EVERY_OBJECT("PySequence_GetItem 1", outcome(PySequence_GetItem(subject(), 1)));
  ON_EVERY_OBJECT("PySequence_GetItem -1", outcome(PySequence_GetItem(subject(), -1)));
  ON_EVERY_OBJECT("PySequence_GetItem 9", outcome(PySequence_GetItem(subject(), 9)));
  ON_EVERY_OBJECT("PySequence_GetItem -9", outcome(PySequence_GetItem(subject(), -9)));
  ON_EVERY_OBJECT("PySequence_SetItem 1", number(PySequence_SetItem(subject(), 1, Py_True)));
  ON_EVERY_OBJECT("PySequence_SetItem -1", number(PySequence_SetItem(subject(), -1, Py_True)));
  ON_EVERY_OBJECT("PySequence_SetItem 9", number(PySequence_SetItem(subject(), 9, Py_True)));
  ON_EVERY_OBJECT("PySequence_SetItem None", number(PySequence_SetItem(subject(), 0, Py_None)));
  ON_EVERY_OBJECT("PySequence_DelItem 0", number(PySequence_DelItem(subject(), 0)));
}

static void slices_by_numbers(void **state) {
  ON_EVERY_OBJECT("PySequence_GetSlice", outcome(PySequence_GetSlice(subject(), 1, 9)));
  ON_EVERY_OBJECT("PySequence_GetSlice negative", outcome(PySequence_GetSlice(subject(), -2, -1)));
  ON_EVERY_OBJECT("PySequence_SetSlice", number(PySequence_SetSlice(subject(), 1, 2, subject())));
  ON_EVERY_OBJECT("PySequence_DelSlice", number(PySequence_DelSlice(subject(), 0, 1)));
}

static void searching(void **state) {
  ON_EVERY_OBJECT("PySequence_Contains True", number(PySequence_Contains(subject(), Py_True)));
  ON_EVERY_OBJECT("PySequence_Contains itself", number(PySequence_Contains(subject(), subject())));
  ON_EVERY_OBJECT("PySequence_Count True", number(PySequence_Count(subject(), Py_True)));
  ON_EVERY_OBJECT("PySequence_Index True", number(PySequence_Index(subject(), Py_True)));
  ON_EVERY_OBJECT("PySequence_Index None", number(PySequence_Index(subject(), Py_None)));
}

static void copies(void **state) {
  ON_EVERY_OBJECT("PySequence_List", outcome(PySequence_List(subject())));
  ON_EVERY_OBJECT("PySequence_Tuple", outcome(PySequence_Tuple(subject())));
  ON_EVERY_OBJECT("PySequence_Fast", outcome(PySequence_Fast(subject(), "not fast")));
  ON_EVERY_OBJECT("PyObject_GetIter", outcome(PyObject_GetIter(subject())));
}

static void comparisons(void **state) {
  ON_EVERY_OBJECT("== itself", outcome(PyObject_RichCompare(subject(), subject(), Py_EQ)));
  ON_EVERY_OBJECT("!= itself", outcome(PyObject_RichCompare(subject(), subject(), Py_NE)));
  ON_EVERY_OBJECT("< itself", outcome(PyObject_RichCompare(subject(), subject(), Py_LT)));
  ON_EVERY_OBJECT("== True", outcome(PyObject_RichCompare(subject(), Py_True, Py_EQ)));
  ON_EVERY_OBJECT(">= True", outcome(PyObject_RichCompare(subject(), Py_True, Py_GE)));
  ON_EVERY_OBJECT("Bool == itself", number(PyObject_RichCompareBool(subject(), subject(), Py_EQ)));
  ON_EVERY_OBJECT("Bool != True", number(PyObject_RichCompareBool(subject(), Py_True, Py_NE)));
}

static void hashes(void **state) {
  ON_EVERY_OBJECT("hash", PyObject_Hash(subject()) == -1 ? take_error() : "a hash");
  ON_EVERY_OBJECT("hash twice", number(PyObject_Hash(subject()) == PyObject_Hash(subject())));
  ON_EVERY_OBJECT("no hash", number(PyObject_HashNotImplemented(subject())));
}

static void numbers(void **state) {
  ON_EVERY_OBJECT("PyNumber_Index", outcome(PyNumber_Index(subject())));
  ON_EVERY_OBJECT("PyNumber_AsSsize_t", number(PyNumber_AsSsize_t(subject(), NULL)));
  ON_EVERY_OBJECT("PyNumber_AsSsize_t error",
                  number(PyNumber_AsSsize_t(subject(), PyExc_KeyError)));
  ON_EVERY_OBJECT("as double", double_of(subject()));
}

static void items_by_key(void **state) {
  const char *keys[] = {"0",    "-1",     "9",  "'a'", "None",        "1.0",
                        "(0,)", "(0, 0)", "()", "...", "Index(\"1\")"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(objects); i++) {
    for (size_t k = 0; k < Py_ARRAY_LENGTH(keys); k++) {
      given(text("x = %s", objects[i]));
      see(text("x[%s]", keys[k]));
      see(text("x[%s] = 1", keys[k]));
      see(text("del x[%s]", keys[k]));
    }
    see("x[1:]");
    see("x[::-1]");
    see("x[:1] = b'a'");
    see("x.foo");
    see("x.foo = 1");
    see("x()");
    see("typename(type(x))");
  }
}

static void equal_numbers_have_equal_hashes(void **state) {
  expect("hash(1) == hash(1.0)", "True");
  expect("hash(1) == hash(True)", "True");
  expect("hash(1) == hash(complex(1.0, 0.0))", "True");
  expect("hash(0) == hash(-0.0)", "True");
  expect("hash(-1) == hash(-2)", "True");
  expect("hash(-1) == hash(-1.0)", "True");
  expect("hash(0x1fffffffffffffff) == hash(0)", "True");
  expect("hash(0x2000000000000000) == hash(1)", "True");
  expect("hash(0x2000000000000000) == hash(2305843009213693952.0)", "True");
  expect("hash(0.5) == hash(0.5)", "True");
  expect("hash(float('inf')) == hash(314159)", "True");
  expect("hash(float('-inf')) == hash(-314159)", "True");
  expect("hash('abc') == hash('abc')", "True");
  expect("hash('abc') == hash(b'abc')", "True");
  expect("hash('') == hash(b'')", "True");
  expect("hash(()) == hash(())", "True");
  expect("hash((1, 2)) == hash((1.0, 2))", "True");
  expect("hash((1, 2)) == hash((2, 1))", "False");
  expect("hash(()) == hash((()))", "True");
  expect("hash((1, [])) == 0", "TypeError: unhashable type: 'list'");
  expect("hash(None) == hash(None)", "True");
}

static void comparisons_between_types(void **state) {
  for (size_t i = 0; i < 30; i++) {
    for (size_t k = 0; k < 30; k++) {
      if (strchr("5nN.m0", objects[i][0]) == NULL && i != k) continue;
      see(text("%s == %s", objects[i], objects[k]));
      see(text("%s < %s", objects[i], objects[k]));
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(sizes),
      CASE(checks),
      CASE(items_by_number),
      CASE(slices_by_numbers),
      CASE(searching),
      CASE(copies),
      CASE(comparisons),
      CASE(hashes),
      CASE(numbers),
      CASE(items_by_key),
      CASE(equal_numbers_have_equal_hashes),
      CASE(comparisons_between_types),
  };
  return cmocka_run_group_tests_name("protocols", tests, start_host, stop_host);
}
