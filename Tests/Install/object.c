#include <PyMemoryView.h>

static void show(PyObject *object) {
  if (object == NULL) return PyErr_Print();
  PyObject *text = PyObject_Repr(object);
  puts(PyUnicode_AsUTF8(text));
  Py_DECREF(text), Py_DECREF(object);
}

int main(void) {
  PyObject *view = PyMemoryView_FromObject(PyBytes_FromString("hello, world"));
  PyObject *matrix = PyObject_CallMethod(view, "cast", "s(ii)", "H", 2, 3);
  show(PyObject_CallMethod(matrix, "tolist", NULL));
  show(PyObject_GetItem(matrix, Py_BuildValue("(ii)", 1, 2)));
  show(PyObject_CallMethod(view, "hex", "si", " ", 4));
  show(PyObject_GetAttrString(matrix, "strides"));
  show(PySequence_GetItem(view, 12));
  Py_DECREF(matrix), Py_DECREF(view);
}
