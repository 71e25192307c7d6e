/* Every allocation of the very first call fails once, and of a type's first use. */
#include "harness.h"

#include "faults.h"
#include "scenario.h"

static PyObject *answer(PyObject *self, PyObject *args) {
  return PyLong_FromLong(1234567);
}

static PyObject *get_answer(PyObject *self, void *closure) {
  return answer(self, NULL);
}

static PyMethodDef methods[] = {{"answer", answer, METH_NOARGS, "Answers."}, {NULL, NULL, 0, NULL}};
static PyGetSetDef getsets[] = {{"value", get_answer, NULL, "An answer.", NULL},
                                {NULL, NULL, NULL, NULL, NULL}};
static PyTypeObject Base_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "tests.Base",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .tp_methods = methods,
    .tp_getset = getsets,
    .tp_new = PyType_GenericNew,
};
static PyTypeObject Derived_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "tests.Derived",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_base = &Base_Type,
};

static PyObject *first_use_of_a_type(void) {
  if (PyType_Ready(&Derived_Type) < 0) return NULL;
  PyObject *object = PyObject_CallNoArgs((PyObject *)&Derived_Type);
  if (object == NULL) return NULL;
  PyObject *called = PyObject_CallMethod(object, "answer", NULL);
  PyObject *value = called != NULL ? PyObject_GetAttrString(object, "value") : NULL;
  PyObject *both = value != NULL ? PyTuple_Pack(2, called, value) : NULL;
  Py_XDECREF(called), Py_XDECREF(value), Py_DECREF(object);
  return both;
}

static PyObject *first_view(void) {
  return items_of(PyMemoryView_FromMemory((char *)"abc", 3, PyBUF_READ));
}

/* Runs before any other call of the library. */
static int start_with_first_uses(void **state) {
  inject_faults_into("first view", first_view);
  inject_faults_into("first use of a type", first_use_of_a_type);
  return start_host(state);
}

static void first_uses_survive_it(void **state) {
  assert_int_equal(faults_failed(), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {CASE(first_uses_survive_it)};
  return cmocka_run_group_tests_name("first uses", tests, start_with_first_uses, stop_host);
}
